//! A packet that was made up: every kind of part, and what goes wrong. What is made here is looked at by
//! `scripts/check-pdf` as well.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use plumbline_pdf::{Mistake, Moment, Packet, pdf};
use std::fs;
use std::path::Path;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample");

fn sample() -> Packet {
    let read = |name: &str| fs::read_to_string(Path::new(SAMPLE).join(name)).unwrap();
    let pictures = ["weeks", "heat", "pareto"].map(|id| (id.to_owned(), read(&format!("{id}.svg"))));
    Packet {
        content: read("content.json"),
        pictures: pictures.into(),
        ident: "packet 2026-3".into(),
        made: Moment {
            year: 2026,
            month: 6,
            day: 9,
            hour: 16,
            minute: 0,
            second: 0,
        },
    }
}

/// Keeps a PDF for `scripts/check-pdf`, with lines it has to say.
fn keep(name: &str, made: &[u8], lines: &[&str]) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, made).unwrap();
    fs::write(path.with_extension("txt"), lines.join("\n")).unwrap();
}

fn refused(packet: Packet) -> String {
    match pdf(packet) {
        Err(Mistake::Refused(said)) => said,
        other => panic!("{:?}", other.map(|made| made.len())),
    }
}

#[test]
fn the_same_packet_gives_the_same_bytes() {
    let made = pdf(sample()).unwrap();
    assert!(made.starts_with(b"%PDF-1.7"));
    assert_eq!(made, pdf(sample()).unwrap());
    let mut other = sample();
    other.content = other.content.replacen("Mostly", "Nearly", 1);
    assert_ne!(made, pdf(other).unwrap());
    let said = [
        "Mostly: 2 of 4 goals are met, and 1 is close.",
        "No checklist looks at 1 promise: “Letters are answered within ten days”.",
        "Handle sensitive matters with care",
        "Case-slip printers",
        "Records Office · 3 after a verified fix",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Board packet No. 2026-3 · SHA-256",
        "1 of ",
    ];
    keep("packet-sample.pdf", &made, &said);
}

#[test]
fn foreign_letters_are_shown_or_said_to_be_missing() {
    let mut packet = sample();
    packet.content = packet.content.replace("Permit Center", "Γραφείο Офис 東京");
    let said = [
        "Γραφείο Офис □□",
        "Letters for which no typeface is at hand are shown as □.",
    ];
    keep("packet-letters.pdf", &pdf(packet).unwrap(), &said);
}

#[test]
fn what_is_no_packet_is_refused_in_words() {
    let mut packet = sample();
    packet.content = packet.content.replacen("\"basis\"", "\"bases\"", 1);
    assert!(refused(packet).contains("basis"));
    let mut packet = sample();
    packet.content = "{".into();
    assert!(refused(packet).contains("JSON"));
    let mut packet = sample();
    packet.made.month = 13;
    assert!(matches!(pdf(packet), Err(Mistake::Moment(_))));
}

#[test]
fn nothing_but_its_own_pictures_is_read() {
    let mut packet = sample();
    packet.pictures.retain(|(id, _)| id != "heat");
    assert!(refused(packet).contains("denied"));
    let mut packet = sample();
    packet.content = packet.content.replacen("\"id\": \"heat\"", "\"id\": \"../packet\"", 1);
    refused(packet);
}
