//! What becomes of the documents people have: their numbers, keys, lists, tables, and everything that is wrong with them.

use super::super::file as own;
use super::*;
use proptest::prelude::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

const LIMITS: Limits = Limits {
    file_mb: 1,
    clauses: 200,
};

/// A Word file with these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<w:styles><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Own"><w:name w:val="Own chapter"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Deep"><w:name w:val="Deep"/><w:basedOn w:val="Deep"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:styleId="V1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Punkt"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
const NUMBERING: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>"#;

fn word(body: &str) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    zipped(&[
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
    ])
}

fn para(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn listed(list: u32, depth: u32, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

fn outline(imported: Imported) -> Outline {
    match imported.content {
        Content::Outline(outline) => outline,
        Content::Edition(text) => panic!("an edition: {text}"),
    }
}

/// The edition these documents become, with what is wrong with it.
fn written(imported: Imported, before: &[Known]) -> (String, Vec<String>) {
    let outline = outline(imported);
    let title = outline.title.clone().unwrap_or_else(|| "A manual".to_owned());
    let text = edition(
        &outline,
        "CS".parse().unwrap(),
        &title,
        2,
        "2026-07-01".parse().unwrap(),
        before,
    );
    let wrong = own::read("cs.md", &text).err().unwrap_or_default();
    (text, wrong.iter().map(|mistake| mistake.message.clone()).collect())
}

fn of_markdown(text: &str, before: &[Known]) -> String {
    let (text, wrong) = written(markdown(text.as_bytes(), &LIMITS).unwrap(), before);
    assert_eq!(wrong, Vec::<String>::new(), "{text}");
    text.split_once("2026-07-01\n---\n").unwrap().1.trim_end().to_owned()
}

fn of_word(body: &str) -> String {
    let (text, wrong) = written(docx(&word(body), &LIMITS).unwrap(), &[]);
    assert_eq!(wrong, Vec::<String>::new(), "{text}");
    text.split_once("2026-07-01\n---\n").unwrap().1.trim_end().to_owned()
}

fn no(bytes: &[u8]) -> CannotImport {
    file("manual.docx", bytes, &LIMITS).unwrap_err()
}

#[test]
fn headings_of_markdown_become_clauses_with_their_numbers() {
    let text = "# Customer service\nWho we are.\n\n## 1. Counter\nHello.\n\n### Greeting\nAt *once*.\n\n### 1.4 Waiting - lines\n\
                Not long.\n\n## Phones\nRing.\n";
    insta::assert_snapshot!(of_markdown(text, &[]), @r"
    # 1 Counter {#counter}
    Who we are.

    Hello.

    ## 1.1 Greeting {#greeting}
    At *once*.

    ## 1.4 Waiting - lines {#waiting-lines}
    Not long.

    # 2 Phones {#phones}
    Ring.
    ");
    let imported = markdown(text.as_bytes(), &LIMITS).unwrap();
    assert_eq!(imported.notices[0].key, "manuals-notice-preface");
    assert_eq!(outline(imported).title.unwrap(), "Customer service");
}

#[test]
fn a_clause_keeps_its_key_by_number_and_title_then_title_then_number() {
    let known = |key: &str, number: &str, title: &str| Known {
        key: key.into(),
        number: number.into(),
        title: title.into(),
    };
    let before = [
        known("counter", "1", "Counter"),
        known("first-words", "1.1", "Greeting"),
        known("the-line", "1.2", "Waiting"),
        known("forms", "1.3", "Forms"),
        known("purpose-a", "2", "Purpose"),
        known("purpose-b", "3", "Purpose"),
    ];
    let text = "# 1 Counter\nA\n## 1.1 Greeting\nB\n## 1.2 Signs\nC\n## 1.3 WAITING\nD\n# 2 Purpose\nE\n# 3 Purpose\nF\n# 4 Forms\nG\n# 5 Counter\nH\n";
    let keys: Vec<String> = of_markdown(text, &before)
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        keys,
        [
            "# 1 Counter {#counter}",
            "## 1.1 Greeting {#first-words}",
            "## 1.2 Signs {#signs}",
            "## 1.3 WAITING {#the-line}",
            "# 2 Purpose {#purpose-a}",
            "# 3 Purpose {#purpose-b}",
            "# 4 Forms {#forms}",
            "# 5 Counter {#counter-2}",
        ]
    );
    // By number alone, where the title is another.
    let renamed = of_markdown("# 1 Desk\nA\n## 1.1 First words\nB\n", &before);
    assert!(renamed.contains("# 1 Desk {#counter}") && renamed.contains("## 1.1 First words {#first-words}"));
}

#[test]
fn a_word_file_becomes_clauses() {
    let look =
        |look: &str, words: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let body = [
        para("Titel", "Service manual"),
        para("V1", "1 Counter ..... 3"),
        para("berschrift1", "Counter &amp; phone"),
        para("", "Plain_words, 5 * 3 &lt;b&gt;, #1."),
        format!(
            "<w:p>{}{}{}{}</w:p>",
            look("", "Say "),
            look("<w:b/>", "hello "),
            look("<w:b w:val=\"0\"/><w:i/>", "at once"),
            look("", ".")
        ),
        para("berschrift2", "Waiting"),
        listed(2, 0, "Look up"),
        listed(2, 1, "smile"),
        listed(2, 0, "Wave"),
        para("Punkt", "One point"),
        para("", "- 1. not a list"),
        para("Own", "Forms"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Form</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Where</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>a|b</w:t></w:r></w:p><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            .to_owned(),
        para("Deep", "Old forms"),
        "<w:p><w:r><w:t>New</w:t><w:br/><w:t>2. line</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:drawing/></w:r></w:p>".to_owned(),
    ];
    insta::assert_snapshot!(of_word(&body.concat()), @r"
    # 1 Counter \& phone {#counter-phone}
    Plain\_words, 5 \* 3 \<b\>, \#1.

    Say **hello** *at once*.

    ## 1.1 Waiting {#waiting}
    1. Look up
       1. smile
    2. Wave
    - One point

    \- 1. not a list

    # 2 Forms {#forms}
    | Form | Where |
    | --- | --- |
    | a\|b c |  |

    ## 2.1 Old forms {#old-forms}
    New\
    2\. line
    ");
    let imported = docx(&word(&body.concat()), &LIMITS).unwrap();
    assert_eq!(imported.notices[0].key, "manuals-notice-left-out");
    assert_eq!(outline(imported).title.as_deref(), Some("Service manual"));
}

#[test]
fn what_is_no_manual_is_refused_with_a_reason() {
    assert_eq!(no(b"Just words."), CannotImport::NotWord);
    assert_eq!(no(b"PK\x03\x04 and nothing"), CannotImport::NotWord);
    assert_eq!(no(&zipped(&[("xl/workbook.xml", "<x/>")])), CannotImport::NotWord);
    assert_eq!(no(b"\xd0\xcf\x11\xe0\xa1\xb1"), CannotImport::OldWord);
    assert_eq!(
        no(&zipped(&[("word/document.xml", "<w:p></w:q>")])),
        CannotImport::Damaged
    );
    assert_eq!(no(&word(&para("", "No heading."))), CannotImport::NoHeadings);
    assert_eq!(no(&word("")), CannotImport::NoHeadings);
    let many: String = (0..10_000)
        .map(|n| para("berschrift1", &format!("Chapter {n}")))
        .collect();
    let clauses = CannotImport::TooManyClauses {
        count: 10_000,
        most: 200,
    };
    assert_eq!(no(&word(&many)), clauses);
    let long = para("berschrift1", "Long") + &para("", &"word ".repeat(100_000));
    assert_eq!(no(&word(&long)), CannotImport::TooLong { kilobytes: 400 });
    let no = |bytes: &[u8]| markdown(bytes, &LIMITS).unwrap_err();
    assert_eq!(no(b"%PDF\0\x01"), CannotImport::NotText);
    assert_eq!(no(b""), CannotImport::NoHeadings);
    assert_eq!(
        no("# a\n".repeat(10_000).as_bytes()),
        CannotImport::TooManyClauses {
            count: 10_000,
            most: 200
        }
    );
    assert_eq!(
        no("# a\n".repeat(200_000).as_bytes()),
        CannotImport::TooLong { kilobytes: 400 }
    );
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let bomb = zipped(&[("word/document.xml", &"<w:p/>".repeat(2_000_000))]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(no(&bomb), CannotImport::Bomb { megabytes: 8 });
    let names: Vec<String> = (0..=MOST_ENTRIES).map(|n| format!("{n}.xml")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(no(&zipped(&parts)), CannotImport::TooManyEntries { most: MOST_ENTRIES });
}

#[test]
fn text_of_windows_is_read_and_told() {
    let imported = file("cs.md", b"# 1 Caf\xe9\nOpen \x96 \x93now\x94.\n", &LIMITS).unwrap();
    assert_eq!(imported.notices[0].key, "manuals-notice-windows");
    let part = outline(imported).parts.remove(0);
    assert_eq!(
        (part.heading.as_str(), part.body.as_str()),
        ("1 Caf\u{e9}", "Open \u{2013} \u{201c}now\u{201d}.")
    );
    let utf16: Vec<u8> = "\u{feff}# 1 Caf\u{e9}\nOpen.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let imported = file("cs.md", &utf16, &LIMITS).unwrap();
    assert_eq!(imported.notices, []);
    assert_eq!(outline(imported).parts[0].heading, "1 Caf\u{e9}");
}

#[test]
fn a_file_of_our_own_stays_as_it_is() {
    let text = "---\nmanual: CS\n---\nanything";
    let imported = file("x.md", text.as_bytes(), &LIMITS).unwrap();
    assert_eq!(imported.content, Content::Edition(text.to_owned()));
}

/// Pieces of documents, put together in any order.
fn markdown_pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "#{1,7} [0-9]{0,3}[.)]{0,1}[0-9]{0,2} ?[a-zA-Z\u{e9}*_`\\[\\]{}#<>&|~ -]{0,30}\n",
        "[ -~\u{e9}\u{4e2d}]{0,60}\n{1,2}",
        Just("```\n".to_owned()),
        Just("<script>alert(1)</script>\n".to_owned()),
        Just("- # in a list\n".to_owned()),
        Just("---\n".to_owned()),
        Just("{#key}\n".to_owned()),
        "[-*+>|=] ?[a-z]{0,9}\n",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn xml_pieces() -> impl Strategy<Value = String> {
    let names = [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:pPr",
        "w:rPr",
        "w:del",
        "mc:Fallback",
        "w:numPr",
    ];
    let tag = (0..names.len(), 0..3_usize).prop_map(move |(name, kind)| match kind {
        0 => format!("<{}>", names[name]),
        1 => format!("</{}>", names[name]),
        _ => format!("<{}/>", names[name]),
    });
    let piece = prop_oneof![
        4 => tag,
        1 => "[a-z*_#.|&;0-9 \u{e9}-]{0,12}",
        1 => (0..4_i64, 0..9_i64).prop_map(|(list, depth)| listed(list as u32, depth as u32, "item")),
        1 => Just(para("berschrift1", "1.2 Head")),
        1 => Just(para("Deep", "x")),
        1 => Just("<w:gridSpan w:val=\"999999999999\"/><w:b w:val='&bad;'/><w:outlineLvl w:val=\"-3\"/>".to_owned()),
        1 => Just("<w:ilvl w:val=\"99999\"/><w:numId w:val=\"2\"/>&#0;&#x41;&nope;".to_owned()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whatever came in: the edition it becomes can be read or says where it is wrong.
fn looked_at(imported: Result<Imported, CannotImport>) {
    if let Ok(Imported {
        content: Content::Outline(outline),
        ..
    }) = imported
    {
        let again = markdown(numbered_markdown(&outline).as_bytes(), &LIMITS).map(|imported| imported.content);
        let text = edition(
            &outline,
            "CS".parse().unwrap(),
            "T: \"x\"",
            1,
            "2026-07-01".parse().unwrap(),
            &[],
        );
        if let Ok(manual) = own::read("cs.md", &text) {
            assert_eq!(manual.clauses.len(), outline.parts.len());
            if let Ok(Content::Outline(again)) = again {
                let bodies = |outline: &Outline| outline.parts.iter().map(|part| part.body.clone()).collect::<Vec<_>>();
                assert_eq!(bodies(&again), bodies(&outline));
            }
            let again = own::read("cs.md", &super::super::write::source(&manual)).unwrap();
            let without_lines = |manual: own::ManualFile| {
                manual
                    .clauses
                    .into_iter()
                    .map(|c| own::Clause { line: 0, ..c })
                    .collect::<Vec<_>>()
            };
            assert_eq!(without_lines(again), without_lines(manual));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn no_markdown_is_too_strange(text in markdown_pieces()) {
        looked_at(markdown(text.as_bytes(), &LIMITS));
        own::read("cs.md", &format!("---\nmanual: CS\n{text}")).ok();
        let html = own::html(&text);
        prop_assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        looked_at(markdown(&bytes, &LIMITS));
        looked_at(file("a.docx", &bytes, &LIMITS));
    }

    #[test]
    fn no_word_file_is_too_strange(body in xml_pieces()) {
        looked_at(docx(&word(&body), &LIMITS));
    }

    #[test]
    fn no_zip_is_too_strange(at in 0..2_000_usize, byte in any::<u8>(), cut in 0..2_000_usize) {
        let mut bytes = word(&para("berschrift1", "Counter"));
        let last = bytes.len() - 1;
        bytes[at.min(last)] = byte;
        bytes.truncate(bytes.len() - cut.min(last) * usize::from(byte % 4 == 0));
        looked_at(docx(&bytes, &LIMITS));
    }

    #[test]
    fn a_title_stays_what_it_is(title in "[ -~\u{e9}\u{4e2d}]{1,40}") {
        let part = Part { level: 1, heading: one_line(&format!("1 {title}")), body: "Text.".into(), ..Part::default() };
        prop_assume!(keys::number_of(&part.heading).is_some_and(|(_, title)| !title.is_empty()));
        let wanted = keys::number_of(&part.heading).unwrap().1.to_owned();
        let outline = Outline { title: None, parts: vec![part] };
        let text = edition(&outline, "CS".parse().unwrap(), &title, 1, "2026-07-01".parse().unwrap(), &[]);
        let manual = own::read("cs.md", &text).unwrap_or_else(|wrong| panic!("{text}\n{wrong:?}"));
        prop_assert_eq!(&manual.clauses[0].title, &wanted);
        prop_assert_eq!(manual.title, one_line(&title));
    }
}
