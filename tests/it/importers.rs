//! Files that come in: what people meet when they bring a check sheet, and a hundred thousand broken files that none of
//! the readers may give up on.

use crate::browser::Answer;
use crate::reading;
use crate::town::{Cast, Town};
use insta::assert_snapshot;
use plumbline::checklists::file::{self, TemplateFile};
use plumbline::checklists::queries;
use regex::Regex;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read};

mod fuzz;

on_both![
    an_excel_check_sheet_becomes_a_draft,
    a_checklist_leaves_as_a_sheet_and_comes_back_the_same,
    a_file_that_is_no_check_sheet_is_refused_with_a_reason,
    what_stands_in_a_cell_is_only_shown,
    nothing_is_made_of_a_form_that_was_tampered_with,
];

const IMPORT: &str = "/checklists/import";

/// A workbook with these rows.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn unescaped(text: &str) -> String {
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    signs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The fields of the page as a browser would send them.
fn form_of(page: &Answer) -> Vec<(String, String)> {
    let html = reading::main(&page.body);
    let mut fields = Vec::new();
    for tag in reading::tags(&html, "input") {
        if let Some(name) = reading::attribute(&tag, "name").filter(|name| name != "csrf") {
            fields.push((name, reading::attribute(&tag, "value").unwrap_or_default()));
        }
    }
    let area = Regex::new(r#"(?s)<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>"#).unwrap();
    for found in area.captures_iter(&html) {
        fields.push((found[1].to_owned(), unescaped(&found[2]).replace('\n', "\r\n")));
    }
    let select = Regex::new(r#"(?s)<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>"#).unwrap();
    let selected = Regex::new(r#"<option value="([^"]*)" selected>"#).unwrap();
    let any = Regex::new(r#"<option value="([^"]*)""#).unwrap();
    for found in select.captures_iter(&html) {
        let chosen = selected.captures(&found[2]).or_else(|| any.captures(&found[2]));
        fields.push((
            found[1].to_owned(),
            chosen.map(|chosen| unescaped(&chosen[1])).unwrap_or_default(),
        ));
    }
    fields
}

/// The form with other values.
fn with(page: &Answer, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = form_of(page);
    for (name, value) in changes {
        fields.retain(|(own, _)| own != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn templates(town: &Town) -> Vec<String> {
    town.read(|conn| {
        let none = queries::Asked::default();
        let rows = queries::list(conn, &none, None, 50)?;
        Ok(rows.into_iter().map(|row| row.template.code).collect())
    })
}

fn newest(town: &Town, code: &'static str) -> TemplateFile {
    let source = town.read(move |conn| {
        let template = queries::find_by_code(conn, code)?.unwrap();
        let version = queries::newest(conn, template.id)?.unwrap();
        Ok(queries::source(conn, version.id)?)
    });
    file::read(&format!("{code}.yaml"), &source).unwrap()
}

async fn an_excel_check_sheet_becomes_a_draft(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let book = workbook(&[
        &["Closing the counter"],
        &[],
        &[
            "No.",
            "Check item",
            "Reason",
            "Standard",
            "Reaction plan",
            "Priority",
            "Layer",
        ],
        &["Money"],
        &[
            "1",
            "Is the drawer counted and locked?",
            "Money is safe.",
            "CS 1.1",
            "1. Count it.\n2. Lock it.",
            "huge",
            "1, 2",
        ],
        &[
            "2",
            "Is the day's slip signed?",
            "",
            "9.9",
            "Sign it; tell the lead",
            "low",
            "1-3",
        ],
        &["Doors"],
        &["3", "Is each door locked?", "", "", "", "high", ""],
    ]);
    let page = quinn.post_file(IMPORT, &[], "closing.xlsx", &book).await.ok();
    assert_eq!(page.heading(), "What does each column hold?");
    assert!(
        page.text()
            .contains("2 questions in 2 sections. One mistake has to be put right first."),
        "{}",
        page.text()
    );
    assert!(
        page.text()
            .contains("Row 5, Priority: “huge” is no severity. Write critical, major or minor.")
    );

    // Nothing is made before the rows are right.
    let changes = [("do", "draft"), ("manual", "CS")];
    let refused = quinn.post_multipart(IMPORT, &with(&page, &changes)).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"One mistake in the rows has to be put right first; it is listed below.");
    assert_eq!(templates(town), ["counter"]);

    // Without the column of severities everything can be read, and the linter says what to repair.
    let column = form_of(&refused)
        .into_iter()
        .find(|(_, value)| value == "severity")
        .unwrap()
        .0;
    let changes = [("do", "check"), (column.as_str(), ""), ("title", "Closing <b>time</b>")];
    let checked = quinn.post_multipart(IMPORT, &with(&refused, &changes)).await.ok();
    let text = checked.text();
    assert!(
        text.contains("3 questions in 2 sections. Every row could be read."),
        "{text}"
    );
    assert!(
        text.contains("“Is the drawer counted?” and “Is the drawer locked?”"),
        "{text}"
    );
    assert!(text.contains("No manual in force has clause CS 9.9."), "{text}");
    assert_eq!(templates(town), ["counter"]);

    let made = quinn.post_multipart(IMPORT, &with(&checked, &[("do", "draft")])).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let draft = quinn.follow(made).await.ok();
    assert_snapshot!(draft.flash(), @"The check sheet is the draft of version 1 now. Nobody is asked by it until you publish it.");
    assert!(draft.text().contains("Is each door locked?"), "{}", draft.text());
    assert!(
        draft.text().contains("The clause in the file does not exist."),
        "{}",
        draft.text()
    );
    assert!(!draft.body.contains("<b>time</b>"));
    assert_eq!(templates(town), ["closing-counter", "counter"]);
    let template = newest(town, "closing-counter");
    assert_eq!(template.sections.len(), 2);
    assert_eq!(template.questions().next().unwrap().reaction.len(), 2);

    // The same sheet again does not write over the draft.
    let again = quinn.post_multipart(IMPORT, &with(&checked, &[("do", "draft")])).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"A checklist with this id is there already. Choose another id, or choose “A new version of the checklist” above.");
}

async fn a_checklist_leaves_as_a_sheet_and_comes_back_the_same(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let before = newest(town, "counter");
    let version = plumbline::base::links::version(town.template, 1);
    for (ending, kind) in [("xlsx", "spreadsheetml"), ("csv", "text/csv")] {
        let sheet = town
            .as_(Cast::Supervisor)
            .get(&format!("{version}/sheet.{ending}"))
            .await
            .ok();
        assert!(sheet.header("content-type").unwrap().contains(kind));
        assert!(
            sheet
                .header("content-disposition")
                .unwrap()
                .contains(&format!("counter.{ending}"))
        );
        let name = format!("counter.{ending}");
        let page = quinn.post_file(IMPORT, &[], &name, &sheet.bytes).await.ok();
        assert!(page.text().contains("Every row could be read."), "{}", page.text());
        if ending == "xlsx" {
            continue;
        }
        let changes = [
            ("do", "draft"),
            ("target", "t:counter"),
            ("title", "Service at the counter"),
        ];
        let made = quinn.post_multipart(IMPORT, &with(&page, &changes)).await;
        assert_eq!(made.status, 303, "{}", made.text());
    }
    assert_eq!(newest(town, "counter"), before);
    let gone = quinn
        .get(&format!("/checklists/{}/versions/99/sheet.csv", town.template))
        .await;
    assert_eq!(gone.status, 404);
}

async fn a_file_that_is_no_check_sheet_is_refused_with_a_reason(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let mut broken = workbook(&[&["Question"], &["Is it on?"]]);
    broken.truncate(broken.len() / 2);
    let many: Vec<String> = (0..10_000).map(|n| format!("Is lamp {n} on?")).collect();
    let rows: Vec<Vec<&str>> = many.iter().map(|text| vec![text.as_str()]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let files: [(&str, Vec<u8>); 7] = [
        ("broken.xlsx", broken),
        (
            "bomb.xlsx",
            fuzz::zipped(
                &[("xl/worksheets/sheet1.xml".to_owned(), vec![b' '; 45 * 1024 * 1024])],
                true,
            ),
        ),
        ("many.xlsx", workbook(&rows)),
        ("many.csv", many.join("\n").into_bytes()),
        ("photo.csv", vec![0xff, 0xd8, 0, 1, 2]),
        ("empty.csv", Vec::new()),
        ("counter.yaml", b"schema: 1".to_vec()),
    ];
    let mut told = Vec::new();
    for (name, bytes) in &files {
        let answer = quinn.post_file(IMPORT, &[], name, bytes).await;
        assert_eq!(answer.status, 422, "{name}");
        told.push(format!("{name}: {}", answer.error_summary()));
    }
    let without = quinn.post_multipart(IMPORT, &[]).await;
    told.push(without.error_summary());
    assert_snapshot!(told.join("\n"), @r#"
    broken.xlsx: The workbook is damaged and cannot be opened. Open it in your spreadsheet program, save it again as .xlsx and try once more.
    bomb.xlsx: The workbook unpacks to more than 40 MB. Take out pictures and other sheets.
    many.xlsx: There are more than 1,000 rows. Divide the sheet, or delete the rows that are no questions.
    many.csv: There are more than 1,000 rows. Divide the sheet, or delete the rows that are no questions.
    photo.csv: This is no spreadsheet that can be read. Save it as .xlsx or .csv and try again.
    empty.csv: The file is empty. Choose the one with your questions.
    counter.yaml: This is a checklist file, not a spreadsheet. Use “Bring in a checklist file” below.
    Choose a file first.
    "#);
    assert_eq!(templates(town), ["counter"]);
}

async fn what_stands_in_a_cell_is_only_shown(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let long = "x".repeat(200);
    let text = format!("Question;Why\n<script>alert(1)</script> there?;'=HYPERLINK(\"x\")\nSe\u{f1}al {long}?;a\n");
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let page = quinn.post_file(IMPORT, &[], "windows.csv", &windows).await.ok();
    assert!(!page.body.contains("<script>alert"));
    assert!(page.text().contains("<script>alert(1)</script> there?"));
    assert!(page.text().contains("Señal"), "{}", page.text());
    assert!(page.text().contains("it was read in the older encoding of Windows"));
    let changes = [
        ("do", "draft"),
        ("title", "</textarea><script>x"),
        ("template", "signs"),
        ("process-name", "Signs"),
    ];
    let made = quinn.post_multipart(IMPORT, &with(&page, &changes)).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let draft = quinn.follow(made).await.ok();
    assert!(!draft.body.contains("<script>alert") && !draft.body.contains("<script>x"));
    let template = newest(town, "signs");
    assert_eq!(template.questions().next().unwrap().why.get("en"), "=HYPERLINK(\"x\")");
    // What leaves again is no formula.
    let version = draft.asked.trim_start_matches("GET ").to_owned();
    let sheet = quinn.get(&format!("{version}/sheet.csv")).await.ok();
    assert!(sheet.body.contains("\"'=HYPERLINK"), "{}", sheet.body);
}

async fn nothing_is_made_of_a_form_that_was_tampered_with(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let page = quinn
        .post_file(IMPORT, &[], "a.csv", b"Question\nIs it on?\n")
        .await
        .ok();
    for (name, value, status) in [
        ("table-0", "x\n".repeat(2_000), 422),
        ("table-0", "\"".repeat(50), 422),
        ("sheet", "7".to_owned(), 422),
        ("template", "../etc".to_owned(), 422),
        ("template", "counter".to_owned(), 422),
        ("target", "t:nothing".to_owned(), 422),
        ("layers", "0, 12".to_owned(), 422),
        ("title", "x".repeat(201), 422),
        ("process-name", "…".to_owned(), 422),
        ("column-0", "why".to_owned(), 422),
        ("header", "99999999999999999999".to_owned(), 422),
    ] {
        let changes = [("do", "draft"), ("template", "lamps"), (name, value.as_str())];
        let answer = quinn.post_multipart(IMPORT, &with(&page, &changes)).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
    }
    assert_eq!(templates(town), ["counter"]);
    let maria = town.as_(Cast::Supervisor);
    assert_eq!(maria.get(IMPORT).await.status, 403);
}

/// The parts of a zip.
fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    parts
}
