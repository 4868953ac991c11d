//! What comes as a photo is looked at, whatever its name says: JPEG, PNG and WebP pictures are taken, everything else
//! gets a sentence.
//!
//! A JPEG that shows nothing but the picture is kept byte for byte: so a photo that a device made small stays what the
//! device sent. Every other picture is turned upright, made small and written anew as such a JPEG. What stood beside
//! the picture, such as where it was taken, is gone then; only when it was taken is kept.

use crate::base::clock::Instant;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::refusals;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most pixels of a photo that is looked at: more than phones make, unless they are told to.
const MOST_PIXELS: u64 = 40_000_000;
/// The same in the sentence about it.
const MOST_MEGAPIXELS: i64 = 40;
/// The most memory for the pixels of one photo.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The most passes a picture may be drawn in. Cameras and programs need about ten; more are made to keep us busy.
const MOST_SCANS: usize = 100;
/// The most bytes that may say what the colours of a picture mean.
const MOST_COLOURS: usize = 16 * 1024;
/// How good a picture is written, of 100.
const QUALITY: u8 = 85;
/// So many minutes a device's clock may be ahead.
const CLOCK_MINUTES: i64 = 5;

/// A photo as it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The name on the device.
    pub name: String,
    /// The content.
    pub bytes: actix_web::web::Bytes,
    /// When it was taken, if the sender says so.
    pub taken_at: Option<Instant>,
    /// The zone in which a camera's clock is read that has none.
    pub zone: Zone,
    /// The present moment.
    pub now: Instant,
}

/// A photo that may be kept: a JPEG with nothing but the picture in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The JPEG.
    pub bytes: Vec<u8>,
    /// When it was taken, if that is known and can be true.
    pub taken_at: Option<Instant>,
}

/// Why something is not taken as a photo; each with the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoto {
    /// There is nothing in it.
    #[error("empty")]
    Empty(String),
    /// It is something else, or a picture of another kind.
    #[error("no picture of a kind that is taken")]
    Kind(String),
    /// It has more pixels than are looked at.
    #[error("too many pixels")]
    TooManyPixels(String),
    /// The picture cannot be read to its end.
    #[error("damaged")]
    Damaged(String),
}

impl NotAPhoto {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Empty(name) => Said::new("file-empty").with("name", name.as_str()),
            Self::Kind(name) => Said::new("file-not-a-photo").with("name", name.as_str()),
            Self::TooManyPixels(name) => Said::new("file-too-many-pixels")
                .with("name", name.as_str())
                .with("megapixels", MOST_MEGAPIXELS),
            Self::Damaged(name) => Said::new("file-damaged").with("name", name.as_str()),
        }
    }
}
refusals!(NotAPhoto);

/// Looks at what was sent and makes it ready to be kept, with at most so many pixels on its longest side.
///
/// # Errors
/// [`NotAPhoto`] says why it is none.
pub fn read(sent: &Sent, longest: u32) -> Result<Photo, NotAPhoto> {
    // A decoder that gives up on bytes somebody thought out takes nothing else with it.
    catch_unwind(AssertUnwindSafe(|| read_bare(sent, longest)))
        .unwrap_or_else(|_| Err(NotAPhoto::Damaged(sent.name.clone())))
}

/// The same without the net: what the tests of mutated photos look at.
pub(super) fn read_bare(sent: &Sent, longest: u32) -> Result<Photo, NotAPhoto> {
    if sent.bytes.is_empty() {
        return Err(NotAPhoto::Empty(sent.name.clone()));
    }
    let format = kind(&sent.bytes).ok_or_else(|| NotAPhoto::Kind(sent.name.clone()))?;
    let drawn = draw(&sent.bytes, format, longest).map_err(|no| match no {
        No::TooManyPixels => NotAPhoto::TooManyPixels(sent.name.clone()),
        No::Damaged => NotAPhoto::Damaged(sent.name.clone()),
    })?;
    let exif = || moment_in(drawn.exif.as_deref()?, &sent.zone);
    Ok(Photo {
        taken_at: plausible(sent.taken_at, sent.now).or_else(|| plausible(exif(), sent.now)),
        bytes: drawn.written.unwrap_or_else(|| sent.bytes.to_vec()),
    })
}

/// The kind of picture, told from the first bytes.
fn kind(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

enum No {
    TooManyPixels,
    Damaged,
}

struct Drawn {
    /// The picture written anew; nothing when it can stay as it came.
    written: Option<Vec<u8>>,
    exif: Option<Vec<u8>>,
}

fn draw(bytes: &[u8], format: ImageFormat, longest: u32) -> Result<Drawn, No> {
    let (mut bytes, mut is_bare) = (bytes, false);
    if format == ImageFormat::Jpeg {
        let parts = jpeg_parts(bytes).ok_or(No::Damaged)?;
        if parts.scans == 0 || parts.scans > MOST_SCANS {
            return Err(No::Damaged);
        }
        is_bare = parts.is_bare && parts.end == bytes.len();
        bytes = bytes.get(..parts.end).ok_or(No::Damaged)?;
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(no)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(No::TooManyPixels);
    }
    // What stands beside a picture may be damaged without harm to it.
    let exif = decoder.exif_metadata().unwrap_or_default();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let colours = decoder.icc_profile().unwrap_or_default().filter(|icc| is_rgb(icc));
    let image = DynamicImage::from_decoder(decoder).map_err(no)?;
    if is_bare && width.max(height) <= longest {
        return Ok(Drawn { written: None, exif });
    }
    let mut image = DynamicImage::from(on_white(image));
    if width.max(height) / 2 > longest {
        // roughly first, which takes little memory
        image = image.thumbnail(2 * longest, 2 * longest);
    }
    if width.max(height) > longest {
        image = image.resize(longest, longest, FilterType::Triangle);
    }
    image.apply_orientation(orientation);
    let mut written = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut written, QUALITY);
    if let Some(colours) = colours {
        // where they cannot be kept, the usual ones are meant
        drop(image::ImageEncoder::set_icc_profile(&mut encoder, colours));
    }
    encoder.encode_image(&image).map_err(no)?;
    Ok(Drawn {
        written: Some(written),
        exif,
    })
}

fn no(error: image::ImageError) -> No {
    match error {
        image::ImageError::Limits(_) => No::TooManyPixels,
        _ => No::Damaged,
    }
}

/// Whether it says what red, green and blue mean; grey and print colours are turned into these before.
fn is_rgb(icc: &[u8]) -> bool {
    icc.len() <= MOST_COLOURS && icc.get(16..20) == Some(b"RGB ") && icc.get(36..40) == Some(b"acsp")
}

/// A picture without transparency: what was clear is white.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let clear = image.into_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [red, green, blue, alpha] = clear.get_pixel(x, y).0;
        let blend = |part: u8| {
            let (part, alpha) = (u32::from(part), u32::from(alpha));
            u8::try_from((part * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([blend(red), blend(green), blend(blue)])
    })
}

/// What a JPEG is made of.
struct JpegParts {
    /// Nothing is in it that the picture does not need.
    is_bare: bool,
    /// Where the picture ends.
    end: usize,
    /// In how many passes it is drawn.
    scans: usize,
}

/// Walks over the parts of a JPEG; nothing when it does not come to its end.
fn jpeg_parts(bytes: &[u8]) -> Option<JpegParts> {
    let (mut at, mut is_bare, mut scans, mut colours) = (2, true, 0, 0);
    loop {
        if *bytes.get(at)? != 0xff {
            // something between two parts
            is_bare = false;
            at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        }
        while *bytes.get(at + 1)? == 0xff {
            is_bare = false;
            at += 1;
        }
        let marker = bytes[at + 1];
        at += 2;
        match marker {
            0xd9 => {
                return Some(JpegParts {
                    is_bare,
                    end: at,
                    scans,
                });
            }
            0x00 | 0x01 | 0xd0..=0xd8 => is_bare = false,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
                let part = bytes.get(at + 2..at + length)?;
                is_bare &= match marker {
                    // frame, tables, restart interval
                    0xc0..=0xc2 | 0xc4 | 0xdb | 0xdd => true,
                    0xda => {
                        scans += 1;
                        true
                    }
                    // the head, without a small picture
                    0xe0 => part.len() == 14 && part.starts_with(b"JFIF\0"),
                    // what the colours mean
                    0xe2 => {
                        colours += part.len();
                        part.starts_with(b"ICC_PROFILE\0") && colours <= MOST_COLOURS
                    }
                    0xee => part.len() == 12 && part.starts_with(b"Adobe"),
                    _ => false,
                };
                at += length;
                if marker == 0xda {
                    at = after_scan(bytes, at)?;
                }
            }
        }
    }
}

/// Where the next part begins after the drawing of one pass.
fn after_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match *bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            _ => return Some(at),
        }
    }
}

/// When the camera says that it took the photo.
fn moment_in(exif: &[u8], zone: &Zone) -> Option<Instant> {
    let raw = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    // cameras make small mistakes: what can be read counts
    let exif = exif::Reader::new()
        .continue_on_error(true)
        .read_raw(raw.to_vec())
        .or_else(|error| error.distill_partial_result(|_| {}))
        .ok()?;
    let text = |tag| match &exif.get_field(tag, exif::In::PRIMARY)?.value {
        exif::Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    };
    let mut shown = exif::DateTime::from_ascii(text(exif::Tag::DateTimeOriginal)?).ok()?;
    if let Some(offset) = text(exif::Tag::OffsetTimeOriginal) {
        // an offset that cannot be read is none
        drop(shown.parse_offset(offset));
    }
    let date = NaiveDate::from_ymd_opt(shown.year.into(), shown.month.into(), shown.day.into())?;
    let wall = date.and_hms_opt(shown.hour.into(), shown.minute.into(), shown.second.into())?;
    match shown
        .offset
        .map(|minutes| FixedOffset::east_opt(i32::from(minutes) * 60))
    {
        Some(offset) => {
            let at: DateTime<FixedOffset> = offset?.from_local_datetime(&wall).single()?;
            Some(Instant::new(at.to_utc()))
        }
        None => {
            let minute = i32::from(shown.hour) * 60 + i32::from(shown.minute);
            Some(zone.instant(date, minute).plus_seconds(shown.second.into()))
        }
    }
}

/// A moment in which a photo can have been taken: not to come, and not before there were phones with cameras.
fn plausible(at: Option<Instant>, now: Instant) -> Option<Instant> {
    let first = NaiveDate::from_ymd_opt(2000, 1, 1)?.and_hms_opt(0, 0, 0)?.and_utc();
    at.filter(|at| at.0 >= first && *at <= now.plus_minutes(CLOCK_MINUTES))
}
