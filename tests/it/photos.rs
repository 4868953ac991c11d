//! Photos of an audit, and what is sent in their place.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

/// A photo as a device that made it small sends it.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let shades = |n: u32| u8::try_from(n % 256).unwrap();
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([shades(x), shades(y), 90]));
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80)
        .encode_image(&picture)
        .unwrap();
    bytes
}
