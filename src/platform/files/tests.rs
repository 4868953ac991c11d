//! What is taken as a photo, what is kept of it, and what is not.

use super::photo::{NotAPhoto, Photo, Sent, read};
use crate::base::clock::Instant;
use crate::base::zone::Zone;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use std::io::Cursor;

const LONGEST: u32 = 640;

fn at(text: &str) -> Instant {
    Instant::new(text.parse().unwrap())
}

fn sent(bytes: Vec<u8>) -> Sent {
    Sent {
        name: "line.jpg".into(),
        bytes: bytes.into(),
        taken_at: None,
        zone: Zone::parse("America/Chicago").unwrap(),
        now: at("2026-06-09T14:00:00Z"),
    }
}

fn taken(bytes: Vec<u8>) -> Photo {
    read(&sent(bytes), LONGEST).unwrap()
}

/// A picture whose left half is red, its right half blue, with a white band above.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 4) {
        (_, true) => Rgb([255, 255, 255]),
        (true, false) => Rgb([220, 20, 20]),
        (false, false) => Rgb([20, 20, 220]),
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80)
        .encode_image(&picture(width, height))
        .unwrap();
    bytes
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with one more part behind its first marker.
fn with_part(jpeg: &[u8], marker: u8, part: &[u8]) -> Vec<u8> {
    let length = u16::try_from(part.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, part, &jpeg[2..]].concat()
}

/// What a phone writes beside a picture: how it was held, when and where it was taken.
fn exif(orientation: u16, taken: &str, offset: Option<&str>) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut bytes = [tag.to_be_bytes(), kind.to_be_bytes()].concat();
        bytes.extend(count.to_be_bytes());
        bytes.extend(value);
        bytes
    };
    let ascii =
        |tag: u16, text: &str, place: u32| entry(tag, 2, u32::try_from(text.len()).unwrap() + 1, place.to_be_bytes());
    // head 8, three entries 42, two entries 30, then two texts of 20 and 8 bytes, then one entry of the place 18
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend(3_u16.to_be_bytes());
    tiff.extend(entry(0x0112, 3, 1, [0, u8::try_from(orientation).unwrap(), 0, 0]));
    tiff.extend(entry(0x8769, 4, 1, 50_u32.to_be_bytes()));
    tiff.extend(entry(0x8825, 4, 1, 108_u32.to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(if offset.is_some() { 2_u16 } else { 1 }.to_be_bytes());
    tiff.extend(ascii(0x9003, taken, 80));
    tiff.extend(offset.map(|offset| ascii(0x9011, offset, 100)).unwrap_or_default());
    tiff.extend(0_u32.to_be_bytes());
    tiff.resize(80, 0);
    tiff.extend(taken.as_bytes());
    tiff.resize(100, 0);
    tiff.extend(offset.unwrap_or_default().as_bytes());
    tiff.resize(108, 0);
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend(0_u32.to_be_bytes());
    [b"Exif\0\0".to_vec(), tiff].concat()
}

fn with_exif(jpeg: &[u8], orientation: u16, taken: &str, offset: Option<&str>) -> Vec<u8> {
    with_part(jpeg, 0xe1, &exif(orientation, taken, offset))
}

/// How large a picture is, and its colours at four places: near the corners.
fn shown(photo: &[u8]) -> (u32, u32, String) {
    let image = image::load_from_memory_with_format(photo, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8();
    let (width, height) = image.dimensions();
    let colour = |x: u32, y: u32| match image.get_pixel(x, y).0 {
        [200..=255, 200..=255, 200..=255] => 'w',
        [150..=255, 0..=80, 0..=80] => 'r',
        [0..=80, 0..=80, 150..=255] => 'b',
        _ => '?',
    };
    let (left, right, above, below) = (width / 8, width - width / 8, height / 8, height - height / 8);
    let corners = [(left, above), (right, above), (left, below), (right, below)];
    (width, height, corners.map(|(x, y)| colour(x, y)).iter().collect())
}

fn is_bare(photo: &[u8]) -> bool {
    let decoder = image::ImageReader::with_format(Cursor::new(photo), ImageFormat::Jpeg).into_decoder();
    let mut decoder = decoder.unwrap();
    decoder.exif_metadata().unwrap().is_none() && decoder.xmp_metadata().unwrap().is_none()
}

#[test]
fn a_photo_that_a_device_made_small_stays_what_it_is() {
    let small = jpeg(640, 480);
    assert_eq!(taken(small.clone()).bytes, small);
    // what the colours mean belongs to the picture
    let mut colours = b"ICC_PROFILE\0\x01\x01".to_vec();
    colours.resize(400, 1);
    let wide = with_part(&small, 0xe2, &colours);
    assert_eq!(taken(wide.clone()).bytes, wide);
    // one that is too large is made small, and stays so
    let made = taken(jpeg(1280, 960)).bytes;
    assert_eq!(shown(&made), (640, 480, "wwrb".into()));
    assert_eq!(taken(made.clone()).bytes, made);
    // also one that is many times as large, and one that is only long
    assert_eq!(shown(&taken(jpeg(4000, 3000)).bytes), (640, 480, "wwrb".into()));
    assert_eq!(shown(&taken(jpeg(6400, 200)).bytes).0, 640);
}

#[test]
fn where_it_was_taken_is_gone_when_is_kept_and_it_stands_upright() {
    let phone = with_exif(&jpeg(640, 480), 6, "2026:06:09 08:30:15", None);
    let photo = taken(phone);
    assert!(is_bare(&photo.bytes));
    // a camera's clock shows the time of the place
    assert_eq!(photo.taken_at, Some(at("2026-06-09T13:30:15Z")));
    // the phone was held upright: a quarter turn to the right
    assert_eq!(shown(&photo.bytes), (480, 640, "rwbw".into()));

    let abroad = taken(with_exif(&jpeg(64, 48), 1, "2026:06:09 08:30:15", Some("+02:00")));
    assert_eq!(abroad.taken_at, Some(at("2026-06-09T06:30:15Z")));
    assert!(is_bare(&abroad.bytes));
    let text = |photo: &Photo| String::from_utf8_lossy(&photo.bytes).into_owned();
    let told = taken(with_part(&jpeg(64, 48), 0xfe, b"the address of a resident"));
    assert!(!text(&told).contains("resident"));
    let xmp = taken(with_part(
        &jpeg(64, 48),
        0xe1,
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Oak Street</x:xmpmeta>",
    ));
    assert!(!text(&xmp).contains("Oak Street"));
}

#[test]
fn when_it_was_taken_is_what_the_sender_says_or_the_camera_if_that_can_be_true() {
    let camera = with_exif(&jpeg(64, 48), 1, "2026:06:09 08:30:00", None);
    let told = |bytes: &[u8], says: Option<&str>| {
        let mut sent = sent(bytes.to_vec());
        sent.taken_at = says.map(at);
        read(&sent, LONGEST).unwrap().taken_at
    };
    let from_camera = Some(at("2026-06-09T13:30:00Z"));
    assert_eq!(
        told(&camera, Some("2026-06-09T13:29:00Z")),
        Some(at("2026-06-09T13:29:00Z"))
    );
    assert_eq!(
        told(&camera, Some("2026-06-09T14:04:00Z")),
        Some(at("2026-06-09T14:04:00Z")),
        "a little ahead"
    );
    for never in ["2026-06-09T14:06:00Z", "1999-12-31T23:59:59Z"] {
        assert_eq!(told(&camera, Some(never)), from_camera, "{never}");
        assert_eq!(told(&jpeg(64, 48), Some(never)), None, "{never}");
    }
    for wrong in [
        "2026:06:09 10:30:00",
        "1980:01:01 00:00:00",
        "0000:00:00 00:00:00",
        "2026:02:31 08:00:00",
        "yesterday",
    ] {
        assert_eq!(told(&with_exif(&jpeg(64, 48), 1, wrong, None), None), None, "{wrong}");
    }
    let odd = with_exif(&jpeg(64, 48), 1, "2026:06:09 08:30:00", Some("+9x:00"));
    assert_eq!(told(&odd, None), from_camera, "an offset that is none");
}

#[test]
fn other_pictures_become_jpegs() {
    let png = taken(encoded(picture(640, 480), ImageFormat::Png));
    assert_eq!(shown(&png.bytes), (640, 480, "wwrb".into()));
    let webp = taken(encoded(picture(1280, 960), ImageFormat::WebP));
    assert_eq!(shown(&webp.bytes), (640, 480, "wwrb".into()));
    let clear = RgbaImage::from_fn(64, 64, |x, _| {
        if x < 32 {
            Rgba([0, 0, 0, 0])
        } else {
            Rgba([20, 20, 220, 255])
        }
    });
    assert_eq!(
        shown(&taken(encoded(clear, ImageFormat::Png)).bytes).2,
        "wbwb",
        "what was clear is white"
    );
    let grey = DynamicImage::from(picture(64, 64)).into_luma16();
    assert_eq!(shown(&taken(encoded(grey, ImageFormat::Png)).bytes).0, 64);
    for photo in [png, webp] {
        assert_eq!(taken(photo.bytes.clone()).bytes, photo.bytes, "and stay so");
    }
}

#[test]
fn what_hides_behind_a_picture_is_gone() {
    let html = b"<html><script>alert(1)</script>";
    let behind = [jpeg(64, 48), html.to_vec()].concat();
    let between = {
        let jpeg = jpeg(64, 48);
        [&jpeg[..2], html, &jpeg[2..]].concat()
    };
    let png = [encoded(picture(64, 48), ImageFormat::Png), html.to_vec()].concat();
    let colours = with_part(&jpeg(64, 48), 0xe2, html);
    let head = with_part(&jpeg(64, 48), 0xe0, &[b"JFIF\0".as_slice(), html].concat());
    for (bytes, which) in [(behind, "behind"), (png, "PNG"), (colours, "colours"), (head, "head")] {
        let photo = taken(bytes).bytes;
        assert!(!photo.windows(7).any(|window| window == b"<script"), "{which}");
        assert_eq!(shown(&photo).0, 64, "{which}");
    }
    // whatever becomes of this one, the words are gone
    if let Ok(photo) = read(&sent(between), LONGEST) {
        assert!(!photo.bytes.windows(7).any(|window| window == b"<script"));
    }
}

#[test]
fn what_is_no_photo_is_told_as_what_it_is() {
    let no = |bytes: &[u8]| read(&sent(bytes.to_vec()), LONGEST).unwrap_err();
    let name = || "line.jpg".to_owned();
    assert_eq!(no(b""), NotAPhoto::Empty(name()));
    for other in [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
        b"<!doctype html><script>",
        b"%PDF-1.7",
        b"GIF89a/*alert(1)*/",
        b"\0\0\0\x18ftypheic\0\0\0\0",
        b"BM",
        b"RIFF\0\0\0\0WAVE",
        b"\xff\xd8",
    ] {
        assert_eq!(
            no(other),
            NotAPhoto::Kind(name()),
            "{:?}",
            String::from_utf8_lossy(other)
        );
    }
    let jpeg = jpeg(640, 480);
    for cut in [3, 30, 200, jpeg.len() / 2, jpeg.len() - 1] {
        assert_eq!(no(&jpeg[..cut]), NotAPhoto::Damaged(name()), "cut at {cut}");
    }
    let png = encoded(picture(640, 480), ImageFormat::Png);
    for cut in [8, 30, png.len() / 2, png.len() - 20] {
        assert_eq!(no(&png[..cut]), NotAPhoto::Damaged(name()), "cut at {cut}");
    }
    let webp = encoded(picture(640, 480), ImageFormat::WebP);
    for cut in [12, 30, webp.len() / 2] {
        assert_eq!(no(&webp[..cut]), NotAPhoto::Damaged(name()), "cut at {cut}");
    }
}

/// A PNG that says it is this large and holds nothing of it.
fn huge_png(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(picture(4, 4), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    // the check sum of the head
    let sum = check_sum(&png[12..29]);
    png[29..33].copy_from_slice(&sum);
    png
}

fn check_sum(bytes: &[u8]) -> [u8; 4] {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    (!crc).to_be_bytes()
}

#[test]
fn a_picture_that_would_fill_the_memory_is_refused_before_it_does() {
    let no = |bytes: Vec<u8>| read(&sent(bytes), LONGEST).unwrap_err();
    assert_eq!(
        no(huge_png(60_000, 60_000)),
        NotAPhoto::TooManyPixels("line.jpg".into())
    );
    assert_eq!(no(huge_png(8_000, 8_000)), NotAPhoto::TooManyPixels("line.jpg".into()));
    // A JPEG that says it is 65,000 pixels wide and high.
    let mut jpeg = jpeg(64, 48);
    let frame = jpeg.windows(2).position(|part| part == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xfd, 0xe8, 0xfd, 0xe8]);
    assert_eq!(no(jpeg), NotAPhoto::TooManyPixels("line.jpg".into()));
    // A drawing in thousands of passes keeps a decoder busy for hours.
    let plain = self::jpeg(64, 48);
    let scan = plain.windows(2).position(|part| part == [0xff, 0xda]).unwrap();
    let (head, body) = plain.split_at(scan);
    let pass = &body[..body.len() - 2];
    let busy = [head.to_vec(), pass.repeat(2_000), vec![0xff, 0xd9]].concat();
    assert_eq!(no(busy), NotAPhoto::Damaged("line.jpg".into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]
    #[test]
    fn no_bytes_make_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        doubled in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
        which in 0..4_usize,
    ) {
        static SEEDS: std::sync::OnceLock<[Vec<u8>; 4]> = std::sync::OnceLock::new();
        let seeds = SEEDS.get_or_init(|| [
            jpeg(40, 30),
            with_exif(&jpeg(40, 30), 6, "2026:06:09 08:30:15", Some("+02:00")),
            encoded(picture(20, 20), ImageFormat::Png),
            encoded(picture(20, 20), ImageFormat::WebP),
        ]);
        let mut bytes = seeds[which].clone();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some((from, to)) = doubled {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let part = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.splice(from..from, part);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(photo) = super::photo::read_bare(&sent(bytes), LONGEST) {
            prop_assert!(is_bare(&photo.bytes));
            prop_assert_eq!(&taken(photo.bytes.clone()).bytes, &photo.bytes, "what is kept is taken again as it is");
        }
    }
}

#[test]
fn a_name_is_its_last_part_and_ends_as_it_reads() {
    let told = |name: &str| super::told_name(name, "photo");
    assert_eq!(told("../../etc/passwd.csv"), "passwd.csv");
    assert_eq!(told(r"C:\Users\maria\line.jpg"), "line.jpg");
    assert_eq!(told(r"a/b\c/d.txt"), "d.txt");
    assert_eq!(told("li\u{0}ne\r\n.jpg\u{9f}"), "line.jpg");
    assert_eq!(told("bill\u{202e}gpj.exe"), "billgpj.exe");
    assert_eq!(told("\u{2066}Plan\u{2069} – neu\u{feff}.pdf"), "Plan – neu.pdf");
    for nameless in ["", "  ", ".", "..", "../", "/", r"..\", "\u{202e}"] {
        assert_eq!(told(nameless), "photo", "{nameless:?}");
    }
    assert_eq!(told(&"x".repeat(500)).len(), 120);
}
