//! Photos of an audit: kept as a device sent them, without what stood beside the picture; what is sent in their place
//! gets a sentence and leaves nothing behind.

use crate::browser::{Answer, multipart};
use crate::bucket::Bucket;
use crate::engines::Engine;
use crate::kill;
use crate::reading;
use crate::town::{self, Cast, Place, Question, Town};
use diesel::prelude::*;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use insta::assert_snapshot;
use plumbline::audits::operations::start;
use plumbline::base::act::Act;
use plumbline::base::clock::Clock;
use plumbline::base::ids::{AuditId, QuestionId};
use plumbline::base::links;
use plumbline::checklists;
use plumbline::people;
use plumbline::people::sign_in::{Device, begin_session, new_token};
use plumbline::platform::db::Db;
use plumbline::platform::settings::FilesStorage;
use plumbline::schema::attachments;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

on_both![
    a_photo_stays_as_the_device_sent_it,
    what_stood_beside_the_picture_is_gone_and_when_is_told,
    what_is_no_photo_gets_a_sentence_and_leaves_nothing,
    the_form_keeps_what_is_right_and_tells_the_rest,
    an_audit_holds_sixty_photos,
];

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

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(width, height, Rgb([20, 20, 220]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG with what a phone writes beside a picture: when it was taken, and that it was taken in the north.
fn from_a_phone() -> Vec<u8> {
    let mut tiff =
        b"MM\0*\0\0\0\x08\0\x02\x87\x69\0\x04\0\0\0\x01\0\0\0\x26\x88\x25\0\x04\0\0\0\x01\0\0\0\x4c\0\0\0\0".to_vec();
    tiff.extend(b"\0\x01\x90\x03\0\x02\0\0\0\x14\0\0\0\x38\0\0\0\0");
    tiff.extend(b"2026:06:09 08:41:07\0");
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0 Oak Street 12");
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    let jpeg = jpeg(64, 48);
    [&jpeg[..2], b"\xff\xe1", &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

/// Maria's audit of today, under way; and its questions.
fn under_way(town: &Town) -> (AuditId, [QuestionId; 3]) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let (act, audit, template) = (town.act(Some(Cast::Supervisor)), audits[0], town.template);
    town.write(move |conn| start(conn, &act.clone(), audit));
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    let questions = [Question::Acknowledged, Question::WaitTime, Question::Identity];
    (audit, questions.map(|question| codes[question.code()]))
}

fn photos_of(audit: AuditId) -> String {
    format!("{}/photos", links::audit(audit))
}

fn rows(town: &Town) -> i64 {
    town.read(|conn| Ok(attachments::table.count().get_result(conn)?))
}

/// How many files lie in the folder of photos.
fn files(folder: &Path) -> usize {
    let Ok(inside) = std::fs::read_dir(folder) else {
        return 0;
    };
    inside
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.body).unwrap()
}

async fn a_photo_stays_as_the_device_sent_it(town: &Town) {
    let (audit, [seen, ..]) = under_way(town);
    let maria = town.as_(Cast::Supervisor);
    let (question, photo) = (seen.to_string(), jpeg(1600, 1200));
    let fields = [
        ("question", question.as_str()),
        ("taken_at", "2026-06-09T08:55:00-05:00"),
    ];
    let kept = maria.script_file(&photos_of(audit), &fields, "photo.jpg", &photo).await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    let href = json(&kept)["href"].as_str().unwrap().to_owned();
    let shown = maria.get(&href).await.ok();
    assert_eq!(shown.bytes, photo);
    assert_eq!(shown.header("content-type"), Some("image/jpeg"));
    assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        shown.header("content-security-policy"),
        Some("default-src 'none'; sandbox")
    );
    assert_eq!(town.as_(Cast::Stranger).get(&href).await.status, 404);
    // The network was slow and the device sends it again: it is there once.
    let again = maria.script_file(&photos_of(audit), &fields, "photo.jpg", &photo).await;
    assert_eq!(
        (again.status, json(&again)["href"].as_str()),
        (201, Some(href.as_str()))
    );
    assert_eq!((rows(town), files(&town.app.settings.files_dir)), (1, 1));
    // A stranger's photo is not even looked at.
    let stranger = town.as_(Cast::Stranger);
    let refused = stranger
        .script_file(&photos_of(audit), &fields, "photo.jpg", &jpeg(8, 8))
        .await;
    assert_eq!(refused.status, 404);
    assert_eq!(files(&town.app.settings.files_dir), 1);
}

async fn what_stood_beside_the_picture_is_gone_and_when_is_told(town: &Town) {
    let (audit, [seen, waited, proof]) = under_way(town);
    let maria = town.as_(Cast::Supervisor);
    let question = seen.to_string();
    let fields = [("question", question.as_str())];
    let kept = maria
        .script_file(&photos_of(audit), &fields, "IMG_1.jpg", &from_a_phone())
        .await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    let shown = maria.get(json(&kept)["href"].as_str().unwrap()).await.ok();
    for gone in [b"Exif".as_slice(), b"Oak Street", b"2026:06:09"] {
        assert!(!shown.bytes.windows(gone.len()).any(|window| window == gone));
    }
    // A photo of unknown age, and one from the future, which no clock can have seen.
    for (width, taken) in [(30, "yesterday"), (40, "2026-06-10T08:00:00Z")] {
        let fields = [("question", question.as_str()), ("taken_at", taken)];
        let kept = maria
            .script_file(&photos_of(audit), &fields, "x.png", &png(width, 30))
            .await;
        assert_eq!(kept.status, 201, "{}", kept.body);
    }
    let answers = [
        (format!("outcome-{seen}"), "conforms".to_owned()),
        (format!("value-{waited}"), "9".to_owned()),
        (format!("outcome-{proof}"), "conforms".to_owned()),
    ];
    let sent = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), &answers)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = town.as_(Cast::Manager).get(&links::audit(audit)).await.ok();
    let photos = reading::by_class(&page.body, "photos").unwrap();
    assert_eq!(reading::tags(&photos, "img").len(), 3);
    assert_snapshot!(reading::text(&photos), @"Taken: Today, 8:41 AM");
}

/// A PNG that says how large it is and holds nothing.
fn bomb(side: u32) -> Vec<u8> {
    let head = [
        b"IHDR".as_slice(),
        &side.to_be_bytes(),
        &side.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    let mut sum = u32::MAX;
    for byte in &head {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    let rest = b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xaeB`\x82";
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0d".as_slice(),
        &head,
        &(!sum).to_be_bytes(),
        rest,
    ]
    .concat()
}

async fn what_is_no_photo_gets_a_sentence_and_leaves_nothing(town: &Town) {
    let (audit, [seen, ..]) = under_way(town);
    let maria = town.as_(Cast::Supervisor);
    let (question, photo) = (seen.to_string(), jpeg(320, 240));
    let fields = [("question", question.as_str())];
    let attacks: Vec<(&str, Vec<u8>)> = vec![
        ("empty.jpg", Vec::new()),
        (
            "drawing.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(),
        ),
        ("page.html", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("letter.pdf", b"%PDF-1.7\n".to_vec()),
        ("IMG_7.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("really.jpg", b"GIF89a/*\0*/=1;alert(1)".to_vec()),
        ("text.png", b"not a picture".to_vec()),
        ("half.jpg", photo[..photo.len() / 2].to_vec()),
        ("half.png", png(64, 64)[..60].to_vec()),
        ("bomb.png", bomb(60_000)),
        ("large.jpg", [jpeg(8, 8), vec![0; 10 * 1024 * 1024]].concat()),
        ("huge.jpg", vec![0xff; 100 * 1024 * 1024]),
    ];
    let mut told = String::new();
    for (name, bytes) in attacks {
        let by_script = maria.script_file(&photos_of(audit), &fields, name, &bytes).await;
        assert_eq!(by_script.status, 422, "{name}: {}", by_script.body);
        let sentence = json(&by_script)["error"].as_str().unwrap().to_owned();
        // A person without scripts reads the same on a page.
        let page = maria
            .post_files(&photos_of(audit), &fields, &[("photo", name, &bytes)])
            .await;
        assert_eq!(page.status, 422, "{name}");
        assert!(page.text().contains(&sentence), "{name}: {}", page.text());
        told.push_str(&format!("{sentence}\n"));
    }
    assert_snapshot!(told, @r"
    empty.jpg is empty. Choose another photo.
    drawing.svg is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    page.html is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    letter.pdf is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    IMG_7.HEIC is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    really.jpg is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    text.png is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    half.jpg is damaged: the picture cannot be read to its end. Take it again, or choose another photo.
    half.png is damaged: the picture cannot be read to its end. Take it again, or choose another photo.
    bomb.png has too many pixels: at most 40 megapixels can be used. Make it smaller first.
    large.jpg is larger than 10 MB. Choose a smaller file.
    huge.jpg is larger than 10 MB. Choose a smaller file.
    ");
    let nothing = maria.post_files(&photos_of(audit), &fields, &[]).await;
    assert_eq!(nothing.status, 422);
    assert_snapshot!(nothing.error_summary(), @"Choose a photo first.");
    assert_eq!((rows(town), files(&town.app.settings.files_dir)), (0, 0));

    // A picture with a page or an archive behind it is a photo, and nothing else any more.
    for trailer in [
        b"<html><script>alert(1)</script>".as_slice(),
        b"PK\x03\x04 an archive PK\x05\x06",
    ] {
        let both = [photo.as_slice(), trailer].concat();
        let kept = maria.script_file(&photos_of(audit), &fields, "both.jpg", &both).await;
        assert_eq!(kept.status, 201, "{}", kept.body);
        let shown = maria.get(json(&kept)["href"].as_str().unwrap()).await.ok();
        assert!(
            !shown
                .bytes
                .windows(4)
                .any(|window| window == b"<htm" || window == b"PK\x03\x04")
        );
        assert_eq!(image::load_from_memory(&shown.bytes).unwrap().width(), 320);
    }
}

async fn the_form_keeps_what_is_right_and_tells_the_rest(town: &Town) {
    let (audit, [seen, waited, proof]) = under_way(town);
    let maria = town.as_(Cast::Supervisor);
    let names = [seen, waited, proof].map(|question| format!("photo-{question}"));
    let outcome = format!("outcome-{seen}");
    let (good, png) = (jpeg(64, 48), png(64, 48));
    let again = maria
        .post_files(
            &format!("{}/submission", links::audit(audit)),
            &[(outcome.as_str(), "conforms")],
            &[
                (&names[0], "a.jpg", &good),
                (&names[0], "b.png", &png),
                (&names[1], "drawing.svg", b"<svg/>"),
                (&names[2], "big.jpg", &vec![0xff; 10 * 1024 * 1024 + 1]),
            ],
        )
        .await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @r"
    big.jpg is larger than 10 MB. Choose a smaller file.
    drawing.svg is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
    ");
    assert_eq!((rows(town), files(&town.app.settings.files_dir)), (2, 2));
}

async fn an_audit_holds_sixty_photos(town: &Town) {
    let (audit, [seen, ..]) = under_way(town);
    let maria = town.as_(Cast::Supervisor);
    let question = seen.to_string();
    let fields = [("question", question.as_str())];
    for n in 0..60 {
        let kept = maria
            .script_file(&photos_of(audit), &fields, "p.jpg", &jpeg(8 + n, 8))
            .await;
        assert_eq!(kept.status, 201, "{}", kept.body);
    }
    let more = maria
        .script_file(&photos_of(audit), &fields, "p.jpg", &jpeg(8, 9))
        .await;
    assert_eq!(more.status, 422);
    assert_snapshot!(json(&more)["error"].as_str().unwrap(), @"This audit has as many photos as it can hold. Remove one first.");
    let field = format!("photo-{seen}");
    let page = maria
        .post_files(
            &format!("{}/submission", links::audit(audit)),
            &[],
            &[(&field, "p.jpg", &jpeg(8, 9))],
        )
        .await;
    assert!(
        page.error_summary().contains("as many photos as it can hold"),
        "{}",
        page.text()
    );
    // One that is there already is not one more.
    let there = maria
        .script_file(&photos_of(audit), &fields, "p.jpg", &jpeg(8, 8))
        .await;
    assert_eq!(there.status, 201, "{}", there.body);
    assert_eq!((rows(town), files(&town.app.settings.files_dir)), (60, 60));
}

fn in_a_bucket(engine: Engine) {
    let bucket = Bucket::start();
    let address = bucket.address();
    town::run_with(
        engine,
        |settings| settings.files_storage = FilesStorage::S3(address),
        async |town| the_whole_way_through_a_bucket(town, &bucket).await,
    );
}

mod bucket_sqlite {
    #[test]
    fn the_whole_way_through_a_bucket() {
        super::in_a_bucket(crate::engines::Engine::Sqlite);
    }
}
mod bucket_postgres {
    #[test]
    fn the_whole_way_through_a_bucket() {
        super::in_a_bucket(crate::engines::Engine::Postgres);
    }
}

async fn the_whole_way_through_a_bucket(town: &Town, bucket: &Bucket) {
    let (audit, [seen, ..]) = under_way(town);
    let maria = town.as_(Cast::Supervisor);
    let (question, photo) = (seen.to_string(), jpeg(800, 600));
    let fields = [("question", question.as_str())];
    let kept = maria.script_file(&photos_of(audit), &fields, "p.jpg", &photo).await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    let page = maria.get(&links::audit(audit)).await.ok();
    let href = reading::tags(&page.body, "img")
        .iter()
        .find_map(|tag| reading::attribute(tag, "src").filter(|src| src.starts_with(&photos_of(audit))))
        .expect("the photo is on the page");
    assert_eq!(
        maria.get(&href).await.ok().bytes,
        photo,
        "the same bytes, through the server"
    );
    assert_eq!(town.as_(Cast::Stranger).get(&href).await.status, 404);
    assert_eq!(files(&town.app.settings.files_dir), 0, "nothing on this server");

    // The storage is away for a while: nothing is lost, and the device tries again.
    bucket.stop();
    let other = jpeg(400, 300);
    let later = maria.script_file(&photos_of(audit), &fields, "p.jpg", &other).await;
    assert_eq!((later.status, later.header("retry-after")), (503, Some("5")));
    assert_snapshot!(json(&later)["error"].as_str().unwrap(), @"The server has too much to do, or cannot reach its storage at the moment. Nothing was lost: wait a few seconds and try again.");
    assert_eq!(maria.get(&href).await.status, 503);
    assert_eq!(rows(town), 1);
    bucket.start_again();
    let kept = maria.script_file(&photos_of(audit), &fields, "p.jpg", &other).await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    assert_eq!(maria.get(&href).await.ok().bytes, photo);
    assert_eq!(rows(town), 2);
}

/// How much memory a process had at most, in megabytes; only Linux tells.
fn most_memory(process: u32) -> usize {
    if !cfg!(target_os = "linux") {
        return 0;
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().unwrap();
    kilobytes / 1024
}

/// Over a real connection: a hundred megabytes are cut off with a sentence, and never lie in the memory.
#[test]
fn a_hundred_megabytes_are_cut_off() {
    const SIZE: usize = 100 * 1024 * 1024;
    let database = town::database(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_migrated(&database.url, 2, 64).unwrap();
    let (token, now) = (new_token().unwrap(), Clock::System.now());
    let given = token.clone();
    db.write_now(move |conn| {
        let maria = people::queries::find_by_email(conn, &Cast::Supervisor.email())?
            .unwrap()
            .id;
        let device = Device {
            agent: "a phone".into(),
            address: "127.0.0.1".into(),
        };
        begin_session(conn, &Act::new(Some(maria), now, 7), maria, &given, &device, None)
    })
    .unwrap();
    db.close();
    let (mut server, address) = kill::start_with(&database.url, folder.path(), &[]);
    let host = address.strip_prefix("http://").unwrap();
    let connect = || TcpStream::connect(host).unwrap();
    let head = |what: &str, accept: &str| {
        format!(
            "{what} HTTP/1.1\r\nhost: {host}\r\ncookie: session={token}\r\naccept: {accept}\r\nconnection: close\r\n"
        )
    };
    let mut page = String::new();
    let mut asking = connect();
    write!(asking, "{}\r\n", head("GET /findings", "text/html")).unwrap();
    asking.read_to_string(&mut page).unwrap();
    let csrf = reading::field(&page, "csrf").expect("a page with a form");

    let before = most_memory(server.id());
    let address = photos_of(AuditId(uuid::Uuid::now_v7()));
    for accept in ["application/json", "text/html"] {
        let body = multipart(
            &csrf,
            &[("question", &uuid::Uuid::nil().to_string())],
            &[("photo", "huge.jpg", b"")],
        );
        let (begin, end) = body.split_at(body.len() - "\r\n--town--\r\n".len());
        let mut sending = connect();
        let mut answering = sending.try_clone().unwrap();
        let answer = std::thread::spawn(move || {
            let mut answer = Vec::new();
            // the server hangs up when it has said what it has to say
            let _ = answering.read_to_end(&mut answer);
            String::from_utf8_lossy(&answer).into_owned()
        });
        let length = body.len() + SIZE;
        let head = head(&format!("POST {address}"), accept);
        write!(
            sending,
            "{head}content-type: multipart/form-data; boundary=town\r\ncontent-length: {length}\r\n\r\n"
        )
        .unwrap();
        sending.write_all(begin).unwrap();
        let megabyte = vec![0xff; 1024 * 1024];
        let sent = (0..SIZE / megabyte.len())
            .take_while(|_| sending.write_all(&megabyte).is_ok())
            .count();
        let _ = sending.write_all(end);
        let answer = answer.join().unwrap();
        assert!(answer.starts_with("HTTP/1.1 422"), "after {sent} megabytes: {answer}");
        assert!(
            answer.contains("huge.jpg is larger than 10 MB. Choose a smaller file."),
            "{answer}"
        );
    }
    let grown = most_memory(server.id()) - before;
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(
        grown < 50,
        "a hundred megabytes were sent, and the server grew by {grown}"
    );
    assert_eq!(files(&folder.path().join("files")), 0);
}
