//! Broken files by the thousand: good ones that were cut, doubled and mixed, and bytes of no kind. The same seed makes
//! the same files; `FUZZ_SEED=7` takes another one.

use super::unzipped;
use plumbline::checklists::file::{self, MOST_QUESTIONS};
use plumbline::checklists::lint;
use plumbline::checklists::sheet::{self, CELL, COLUMNS, Defaults, Limits};
use plumbline::manuals::{self, import};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Numbers that look like chance and are the same for the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }
}

fn seed() -> u64 {
    std::env::var("FUZZ_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1)
}

/// Runs a reader over many files; tells seed, number and file of one it gives up on.
fn run(name: &str, times: usize, make: impl Fn(&mut Chance) -> Vec<u8>, read: impl Fn(&[u8])) {
    for number in 0..times {
        let mut chance = Chance(seed().wrapping_mul(1_000_003).wrapping_add(number as u64));
        let input = make(&mut chance);
        if catch_unwind(AssertUnwindSafe(|| read(&input))).is_err() {
            let text = String::from_utf8_lossy(&input);
            panic!("{name}, FUZZ_SEED={}, file {number}:\n{input:?}\n{text}", seed());
        }
    }
}

/// A good file with one to four things done to it; now and then bytes of no kind.
fn broken(chance: &mut Chance, good: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    if chance.below(20) == 0 {
        let length = chance.below(200);
        return (0..length).map(|_| chance.next() as u8).collect();
    }
    let mut bytes = good[chance.below(good.len())].clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let most = 1 << chance.below(8);
        let length = chance.below(most).min(bytes.len() - at);
        match chance.below(8) {
            0 => drop(bytes.drain(at..at + length)),
            1 => {
                let part = bytes[at..at + length].to_vec();
                bytes.splice(at..at, part);
            }
            2 if at < bytes.len() => bytes[at] = chance.next() as u8,
            3 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            4 => bytes.truncate(at),
            5 => {
                let other = &good[chance.below(good.len())];
                let from = chance.below(other.len() + 1);
                let part = &other[from..(from + chance.below(100)).min(other.len())];
                bytes.splice(at..at, part.iter().copied());
            }
            _ => {
                let word = words[chance.below(words.len())];
                bytes.splice(at..at + length.min(12), word.bytes());
            }
        }
    }
    bytes.truncate(6_000);
    bytes
}

/// A zip of these files; stored as they are where speed counts.
pub fn zipped(parts: &[(String, Vec<u8>)], squeezed: bool) -> Vec<u8> {
    let method = if squeezed {
        zip::CompressionMethod::Deflated
    } else {
        zip::CompressionMethod::Stored
    };
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A zip in which one of the parts is broken, or the zip itself.
fn broken_zip(chance: &mut Chance, parts: &[(String, Vec<u8>)], words: &[&str]) -> Vec<u8> {
    if chance.below(4) == 0 {
        return broken(chance, &[zipped(parts, false)], words);
    }
    let mut parts = parts.to_vec();
    let at = chance.below(parts.len());
    let good: Vec<Vec<u8>> = parts.iter().map(|(_, content)| content.clone()).collect();
    parts[at].1 = broken(chance, &good[at..=at], words);
    if chance.below(10) == 0 {
        parts.remove(chance.below(parts.len()));
    }
    zipped(&parts, false)
}

const COUNTER: &str = include_str!("../agency/counter.yaml");
const KINDS: &str = "schema: 1\ntemplate: counter\ntitle: { en: A, es: B }\nprocess: { id: a, name: A }\nask: { 1: 2 }\nsections:\n  - title: A\n    questions:\n      - { id: a, text: Which?, severity: minor, answer: { choice: [{ text: One }, { text: Two, conforms: false }] } }\n      - { id: b, text: When?, severity: major, answer: { date: { max-days-ago: 365 } }, tags: [desk], note: required }\n      - { id: c, text: What?, severity: critical, answer: text, always: true, layers: [1, 4] }\n";
const YAML_WORDS: &[&str] = &[
    "- ",
    "\n",
    "\n  ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "~",
    "#",
    "\t",
    "é",
    "schema: 2",
    "answer: { measure: { unit: m, max: 1e999 } }",
    "layers: [0, 10]",
    "ask: { 1: 99999999999 }",
    "max-age-days: -1",
    ".nan",
    "severity: critical",
    "choice: []",
    "questions:\n",
    "id: a",
    "\u{feff}",
    "!!binary ",
];

fn read_template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match file::read("counter.yaml", &text) {
        Err(mistakes) => mistakes.iter().for_each(|mistake| drop(mistake.to_string())),
        Ok(template) => {
            assert!(template.questions().count() <= MOST_QUESTIONS);
            lint::lint(&template, "en")
                .iter()
                .for_each(|advice| drop((advice.said(), advice.better())));
            let again = file::read("counter.yaml", &file::to_yaml(&template)).unwrap();
            assert_eq!(again, template);
        }
    }
}

#[test]
fn no_template_makes_a_reader_give_up() {
    let good = [COUNTER.as_bytes().to_vec(), KINDS.as_bytes().to_vec()];
    run(
        "template",
        30_000,
        |chance| broken(chance, &good, YAML_WORDS),
        read_template,
    );
}

const LIMITS: Limits = Limits { file_mb: 1, rows: 30 };

fn defaults() -> Defaults {
    let slug = || file::Slug::parse("counter").unwrap();
    Defaults {
        template: slug(),
        title: "Counter".into(),
        process: file::Process {
            id: slug(),
            name: "Counter".into(),
        },
        intro: file::Localized::default(),
        manual: None,
        ask: BTreeMap::from([(1, 5)]),
        severity: file::Severity::Major,
        layers: vec![1],
        section: "Questions".into(),
    }
}

fn read_sheet(bytes: &[u8], name: &str) {
    let Ok(sheets) = sheet::read(bytes, name, LIMITS) else {
        return;
    };
    for table in &sheets.tables {
        assert!(table.rows.len() <= LIMITS.rows && table.width() <= COLUMNS);
        assert!(table.rows.iter().flatten().all(|cell| cell.chars().count() <= CELL));
        assert_eq!(
            &sheet::Table::carried(&table.name, &table.carry(), LIMITS).unwrap(),
            table
        );
        let made = sheet::convert(table, &sheet::guess(table), &defaults());
        made.errors.iter().for_each(|error| drop(error.said()));
        assert!(made.template.questions().count() <= MOST_QUESTIONS);
        // What could be read is a template that the reader of files takes.
        if made.errors.is_empty() {
            let yaml = file::to_yaml(&made.template);
            let read = file::read("counter.yaml", &yaml).unwrap_or_else(|wrong| panic!("{wrong:?}\n{yaml}"));
            assert_eq!(read, made.template);
        }
    }
}

const SHEET: &str = "Closing the counter;;;;;;;;\nQuestion;Id;Why;Standard;Goal;Severity;Answer;Unit;Max;Choices;Layers;Always;Tags;Reaction plan\nMoney\nIs the drawer locked?;drawer;Money is safe.;CS 1.1;G1;major;;;;;1, 2;yes;cash;\"1. Count.\n2. Lock.\"\nHow many minutes?;;;1.2;;;measure;minutes;15;;;;;Wait; then call\n";
const SHEET_WORDS: &[&str] = &[
    ";",
    ",",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "'=",
    "=1+1",
    "1e308",
    "-",
    "≤ 15",
    "critical",
    "measure",
    "choice",
    "date",
    "1-9",
    "G1.2.3",
    "é",
    "\u{0}",
    "a (nonconforming)\nb",
    "Question",
    "Id",
    "sep=|\n",
    "9999999999999",
    "1. a 2. b 3. c",
    "# x",
    ": ",
    "- ",
    "|",
    "\u{2028}",
    "\u{85}",
    "\u{feff}",
];

#[test]
fn no_table_of_text_makes_a_reader_give_up() {
    let commas = SHEET.replace(';', ",").replace("1, 2", "1").into_bytes();
    let windows: Vec<u8> = "Question;Why\nSe\u{f1}al?;x\n".chars().map(|c| c as u8).collect();
    let good = [
        SHEET.as_bytes().to_vec(),
        SHEET.replace(';', "\t").into_bytes(),
        commas,
        windows,
    ];
    run(
        "table",
        30_000,
        |chance| broken(chance, &good, SHEET_WORDS),
        |bytes| read_sheet(bytes, "a.csv"),
    );
}

#[test]
fn no_workbook_makes_a_reader_give_up() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let first = book.add_worksheet();
    for (row, line) in (0..).zip(SHEET.lines()) {
        for (column, cell) in (0..).zip(line.split(';')) {
            first.write_string(row, column, cell).unwrap();
        }
    }
    first.write_number(9, 0, 1.5).unwrap();
    first.write_formula(9, 1, "A1").unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    first.write_number_with_format(9, 2, 46_182.0, &date).unwrap();
    book.add_worksheet().write_string(0, 0, "Other").unwrap();
    let mut parts = unzipped(&book.save_to_buffer().unwrap());
    parts.retain(|(name, _)| !name.contains("theme") && !name.contains("docProps"));
    let words = [
        "<c r=\"XFD1048576\">",
        "<c r=\"A0\">",
        "<c r=\"\">",
        " t=\"s\"",
        " t=\"d\"",
        " t=\"e\"",
        "<v>99999999999999999999</v>",
        "<v>-1</v>",
        "<f>",
        "</c>",
        "<row r=\"0\">",
        "<row r=\"4294967296\">",
        "&amp;",
        "&bad;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "s=\"9999\"",
        "ref=\"A1:XFD1048576\"",
        "count=\"4294967295\"",
        "numFmtId=\"14\"",
        "1e309",
        "r:id=\"rId99\"",
        "Target=\"../../x\"",
        "<si><t>",
        "date1904=\"1\"",
    ];
    run(
        "workbook",
        12_000,
        |chance| broken_zip(chance, &parts, &words),
        |bytes| read_sheet(bytes, "a.xlsx"),
    );
}

const MANUAL: &str = "---\nmanual: CS\ntitle: Counter service\nedition: 1\nin-force-from: 2025-01-06\n---\n# 1 Greeting {#greeting}\nSay hello.\n\n## 1.1 In line {#line}\n- *one*\n- [two](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
const MARKDOWN_WORDS: &[&str] = &[
    "# ",
    "## 2.1 ",
    "###### ",
    "{#key}",
    "---\n",
    "***",
    "`",
    "```\n",
    "<script>",
    "](",
    "![",
    "\n\n",
    "> ",
    "1. ",
    "- [ ] ",
    "| a |\n|---|\n",
    "&lt;",
    "[^1]",
    "é",
    "\u{0}",
    "edition: 99999999999",
    "in-force-from: 2025-13-45",
    "Setext\n===\n",
    "<!--",
    "$$",
    "\\",
    "\u{202e}",
];

fn manual_limits() -> import::Limits {
    import::Limits {
        file_mb: 1,
        clauses: 20,
    }
}

fn read_manual(read: Result<import::Imported, import::CannotImport>) {
    match read {
        Err(no) => drop(no.said()),
        Ok(imported) => match imported.content {
            import::Content::Outline(outline) => assert!(outline.parts.len() <= manual_limits().clauses),
            import::Content::Edition(text) => assert!(text.len() <= import::LONGEST_EDITION),
        },
    }
}

#[test]
fn no_markdown_makes_a_reader_give_up() {
    let plain = MANUAL.split("---\n").last().unwrap().as_bytes().to_vec();
    let good = [MANUAL.as_bytes().to_vec(), plain];
    let read = |bytes: &[u8]| {
        read_manual(import::markdown(bytes, &manual_limits()));
        let text = String::from_utf8_lossy(bytes);
        if let Err(wrong) = manuals::file::read("cs.md", &text) {
            wrong.iter().for_each(|mistake| drop(mistake.to_string()));
        }
        manuals::file::html(&text);
    };
    run("markdown", 20_000, |chance| broken(chance, &good, MARKDOWN_WORDS), read);
}

#[test]
fn no_word_file_makes_a_reader_give_up() {
    let xml = |body: &str| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{body}").into_bytes();
    let w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let heading = |level: u8, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let document = format!(
        "<w:document {w}><w:body>{}{}<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Say hello.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
        heading(1, "1 Greeting"),
        heading(2, "1.1 In line")
    );
    let styles = format!(
        "<w:styles {w}><w:style w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Heading2\"/></w:style><w:style w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>"
    );
    let lists = format!(
        "<w:numbering {w}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let parts = [
        ("word/document.xml".to_owned(), xml(&document)),
        ("word/styles.xml".to_owned(), xml(&styles)),
        ("word/numbering.xml".to_owned(), xml(&lists)),
    ];
    let words = [
        "<w:p>",
        "</w:p>",
        "<w:tbl>",
        "<w:tc>",
        "</w:tr>",
        "<w:t>",
        "&amp;",
        "&x;",
        "<![CDATA[",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "w:val=\"Heading1\"",
        "w:val=\"99999999999\"",
        "w:val=\"-1\"",
        "<w:gridSpan w:val=\"999\"/>",
        "<w:ins>",
        "<w:del>",
        "<w:br/>",
        "<w:tab/>",
        "</w:body>",
        "\u{feff}",
        "<w:hyperlink r:id=\"x\">",
    ];
    run(
        "word",
        12_000,
        |chance| broken_zip(chance, &parts, &words),
        |bytes| read_manual(import::docx(bytes, &manual_limits())),
    );
}

#[test]
fn the_same_seed_makes_the_same_files() {
    let good = [COUNTER.as_bytes().to_vec()];
    let make = || broken(&mut Chance(7), &good, YAML_WORDS);
    assert_eq!(make(), make());
}
