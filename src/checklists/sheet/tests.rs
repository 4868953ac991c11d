//! Check sheets as they come from desks: what is recognized, what is refused, and that what leaves comes in again.

use super::convert::{column_letter, steps};
use super::*;
use crate::checklists::file::{self, Severity, TemplateFile};
use crate::checklists::library::Library;
use crate::platform::i18n::I18n;
use std::collections::BTreeMap;
use std::io::{Read, Write};

const LIMITS: Limits = Limits { file_mb: 2, rows: 1000 };

fn table(text: &str) -> Table {
    read(text.as_bytes(), "sheet.csv", LIMITS).unwrap().tables.remove(0)
}

fn defaults() -> Defaults {
    let slug = |text: &str| file::Slug::parse(text).unwrap();
    Defaults {
        template: slug("counter"),
        title: "Counter".into(),
        process: file::Process {
            id: slug("counter"),
            name: "Counter".into(),
        },
        intro: file::Localized::default(),
        manual: None,
        ask: BTreeMap::new(),
        severity: Severity::Major,
        layers: vec![1],
        section: "Questions".into(),
    }
}

fn converted(text: &str) -> Converted {
    let table = table(text);
    convert(&table, &guess(&table), &defaults())
}

fn errors(text: &str) -> String {
    let i18n = I18n::load().unwrap();
    let told = |error: &RowError| {
        let row = error.row.map(|row| row.to_string()).unwrap_or_default();
        format!("{row} {}: {}", error.column, i18n.say("en", &error.said()))
    };
    converted(text).errors.iter().map(told).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_check_sheet_of_a_plant_is_recognized() {
    let sheet = "LPA check sheet – Counter;;;;;\n;;;;;\nNo.;Check item;Why;Standard;Reaction plan;Layer\nGreeting;;;;;\n1;Was each person greeted?;People feel seen.;CS 3.1;\"1. Greet. \n2. Ask why.\";1-3\n2;Is the sign lit?;;§ 3.2;\"Call the facility; tell the lead\";L1\n";
    let made = converted(sheet);
    assert_eq!(made.errors, []);
    assert_eq!((made.rows.clone(), made.headings.clone()), (vec![5, 6], vec![4]));
    let template = &made.template;
    assert_eq!(template.sections[0].title.get("en"), "Greeting");
    let questions: Vec<_> = template.questions().collect();
    assert_eq!(questions[0].id.as_str(), "person-greeted");
    assert_eq!(questions[0].layers, [1, 2, 3]);
    assert_eq!(questions[0].reaction.len(), 2);
    assert_eq!(questions[1].clause.as_ref().unwrap().to_string(), "3.2");
}

#[test]
fn a_table_without_headings_has_its_questions_in_the_longest_column() {
    let made = converted("1,Is each item of the check labeled?\n2,Is the lamp on?\n");
    assert_eq!(made.template.questions().count(), 2);
    let table = table("Name,Remark\nx,y\n");
    assert_eq!(guess(&table).header, None);
}

#[test]
fn what_is_wrong_is_told_by_row_and_column() {
    let rows = "Question,Severity,Clause,Goal,Layers,Min,Max,Unit,Answer,Id,Photo,Note,Max age,Always,Choices,Reaction plan\n\
        Is it on?,huge,four,x,0,,,,,,,,,,,\n\
        How long?,,,,,20,15,minutes,,,,,,,,\n\
        How long?,,,,,,ten,,measure,,,,,,,\n\
        Which?,,,,,,,,choice,,,,,,One,\n\
        Is it off?,,,,,,,,,Not An Id,maybe,?,0,perhaps,,1. a 2. b 3. c 4. d 5. e\n\
        Is it a?,,,,,,,,,same,,,,,,\n\
        Is it b?,,,,,,,,riddle,same,,,,,,\n\
        ,major,CS 1,,,,,,,,,,,,,\n";
    insta::assert_snapshot!(errors(rows), @r#"
    2 Clause: “four” is not the number of a clause. Write it like 4.3, or CS 4.3 with its manual.
    2 Goal: “x” is not the code of a goal. Write it like G1, or G1.2 for an objective.
    2 Severity: “huge” is no severity. Write critical, major or minor.
    2 Layers: “0” does not name layers. Write their numbers from 1 to 9, such as 1, 2.
    3 Max: With 20 – 15, the lowest value is above the highest, so nothing could conform.
    4 Max: “ten” is not a number. Write it like 15 or 2.5, and what is counted into the column of the unit.
    4 Unit: There is a limit, but nothing says what is counted. Write the unit, such as minutes.
    5 Choices: There is one answer in the list. Write from 2 to 12, each in a line of its own.
    6 Id: “Not An Id” is no id. Write small letters, digits and single hyphens, such as wait-time, or leave it empty.
    6 Reaction plan: The reaction plan has 5 steps. Keep at most 4, or put two into one.
    6 Always: “perhaps” is neither yes nor no.
    6 Max age: “0” is no number of days. Write a number from 1 to 3650, or weekly, monthly, quarterly, yearly.
    6 Photo: “maybe” is no rule for photos. Write never, allowed or required.
    6 Note: “?” is no rule for words. Write optional or required.
    8 Id: The id same stands in an earlier row already. Give this question another one.
    8 Answer: “riddle” is no kind of answer. Write conformance, measure, choice, date or text.
    9 Question: Several cells are filled, but not the question. Write the question, or clear the row. A row with a single cell is read as a heading.
    "#);
    insta::assert_snapshot!(errors("Question,Why\n"), @" : No row has a question. Look at which column holds it, and at the row of the headings.");
}

#[test]
fn ids_are_made_of_the_words_and_nobody_has_two() {
    let made = converted(
        "Question,Id\nIs the form signed?,\nIs the form signed?,\nIs it?,\nIst die Tür grün?,\nЕсть ли вывеска?,\nIs the form signed again?,form-signed-2\n",
    );
    let ids: Vec<String> = made
        .template
        .questions()
        .map(|question| question.id.to_string())
        .collect();
    assert_eq!(
        ids,
        [
            "form-signed",
            "form-signed-3",
            "is-it",
            "ist-die-t-r-gr",
            "counter",
            "form-signed-2"
        ]
    );
    let long = format!("Question\n{}\n", "x".repeat(200));
    assert_eq!(converted(&long).errors, []);
}

#[test]
fn a_reaction_plan_is_cut_into_its_steps() {
    assert_eq!(steps("1. Stop\n2) Call\nthe lead"), ["Stop", "Call the lead"]);
    assert_eq!(steps("1. Stop 2. Call 3. Write"), ["Stop", "Call", "Write"]);
    assert_eq!(steps("Stop; call; write"), ["Stop", "call", "write"]);
    assert_eq!(steps("• Stop\n• Call"), ["Stop", "Call"]);
    assert_eq!(steps("Wait 15. minutes"), ["Wait 15. minutes"]);
    assert_eq!(steps(" \n "), Vec::<String>::new());
}

#[test]
fn text_is_read_in_the_encoding_and_with_the_signs_it_was_written_with() {
    let question = |bytes: &[u8]| {
        let sheets = read(bytes, "a.csv", LIMITS).unwrap();
        (sheets.tables[0].cell(1, 0).to_owned(), sheets.windows)
    };
    assert_eq!(
        question("Question,Why\nSeñal?,x\n".as_bytes()),
        ("Señal?".to_owned(), false)
    );
    assert_eq!(
        question("\u{feff}Question\tWhy\nSeñal?\tx\n".as_bytes()),
        ("Señal?".to_owned(), false)
    );
    assert_eq!(question(b"Question;Why\nSe\xf1al?;x\n"), ("Señal?".to_owned(), true));
    assert_eq!(question(b"sep=;\nQuestion;Why\nA, b?;x\n").0, "A, b?");
    let utf16: Vec<u8> = "\u{feff}Question\tWhy\nSeñal?\tx\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(question(&utf16).0, "Señal?");
    assert_eq!(question(b"Question,Why\n'=1+1,x\n").0, "=1+1");
    assert_eq!(question(b"Question,Why\n'quoted',x\n").0, "'quoted'");
}

#[test]
fn rows_count_as_people_count_them() {
    let table = table("Question,Why\n\n\nIs it on?,\"two\nlines\"\nIs it off?,x\n");
    assert_eq!((table.cell(3, 0), table.cell(4, 0)), ("Is it on?", "Is it off?"));
    assert_eq!([0, 25, 26, 59].map(column_letter), ["A", "Z", "AA", "BH"]);
}

#[test]
fn a_table_travels_with_a_form_as_it_is() {
    let table = table("Question,Why\n\n\"a \"\"b\"\", c\",\"two\nlines\"\n'=1,-2\n");
    assert_eq!(Table::carried("sheet", &table.carry(), LIMITS).unwrap(), table);
    assert_eq!(table.cell(3, 0), "=1");
    let few = Limits { rows: 2, ..LIMITS };
    assert_eq!(
        Table::carried("sheet", &table.carry(), few),
        Err(SheetError::TooManyRows(2))
    );
}

#[test]
fn a_limit_is_told_with_its_number() {
    let i18n = I18n::load().unwrap();
    let no = |bytes: &[u8], name: &str| i18n.say("en", &read(bytes, name, LIMITS).unwrap_err().said());
    let told = [
        no(b" \n", "a.csv"),
        no(&vec![b'a'; 2 * 1024 * 1024 + 1], "a.csv"),
        no(&[0xd0, 0xcf, 0x11, 0xe0, 0], "a.xls"),
        no(b"PK\x03\x04", "a.xlsx"),
        no(b"a\0b", "a.csv"),
        no(b"schema: 1", "a.yaml"),
        no("x\n".repeat(1001).as_bytes(), "a.csv"),
        no(",".repeat(61).replace(',', "x,").as_bytes(), "a.csv"),
        no(format!("Question\n{}", "x ".repeat(2001)).as_bytes(), "a.csv"),
        no(format!("{}\n", "x".repeat(3990)).repeat(110).as_bytes(), "a.csv"),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    The file is empty. Choose the one with your questions.
    The file is larger than 2 MB. Take out pictures and other sheets, or divide it.
    This workbook is in the format of before 2007 or has a password. Save it as .xlsx without a password and try again.
    The workbook is damaged and cannot be opened. Open it in your spreadsheet program, save it again as .xlsx and try once more.
    This is no spreadsheet that can be read. Save it as .xlsx or .csv and try again.
    This is a checklist file, not a spreadsheet. Use “Bring in a checklist file” below.
    There are more than 1,000 rows. Divide the sheet, or delete the rows that are no questions.
    There are more than 60 columns. Delete those that are no part of the questions.
    Row 2 has a cell with more than 4,000 characters. Shorten it.
    There are more than 400 KB of text. Divide the sheet.
    "#);
    let many: String = (0..201).map(|n| format!("Is lamp {n} on?\n")).collect();
    insta::assert_snapshot!(errors(&format!("Question\n{many}")), @" : There are 201 questions; a checklist takes at most 200. Divide it into checklists of several processes.");
}

/// A zip of these files, squeezed.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let part = |at| {
        let mut part = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..count).map(part).collect()
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let bomb = zipped(&[("xl/worksheets/sheet1.xml", &vec![b' '; 41 * 1024 * 1024])]);
    assert!(bomb.len() < 100 * 1024);
    assert_eq!(read(&bomb, "a.xlsx", LIMITS), Err(SheetError::Unpacks(40)));
    // A file that says it is small and is not.
    let mut liar = bomb.clone();
    let size = (41 * 1024 * 1024_u32).to_le_bytes();
    while let Some(at) = liar.windows(4).position(|four| four == size) {
        liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(read(&liar, "a.xlsx", LIMITS).is_err());
    let names: Vec<String> = (0..501).map(|n| format!("{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&zipped(&parts), "a.xlsx", LIMITS), Err(SheetError::TooManyParts));
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let near = book.add_worksheet();
    near.write_string(0, 0, "Question").unwrap();
    near.write_string(1, 0, "Is it on?").unwrap();
    let far = book.add_worksheet();
    far.write_string(1_048_575, 16_383, "x").unwrap();
    let sheets = read(&book.save_to_buffer().unwrap(), "a.xlsx", LIMITS).unwrap();
    assert_eq!(sheets.tables.len(), 1);
    assert_eq!(sheets.left_out, [("Sheet2".to_owned(), SheetError::TooManyRows(1000))]);
}

#[test]
fn values_of_a_workbook_are_read_as_people_see_them() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Question").unwrap();
    sheet.write_number(1, 0, 15.0).unwrap();
    sheet.write_number(1, 1, 2.5).unwrap();
    sheet.write_boolean(1, 2, true).unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_number_with_format(1, 3, 46_182.0, &date).unwrap();
    let formula = rust_xlsxwriter::Formula::new("1+1").set_result("2");
    sheet.write_formula(1, 4, formula).unwrap();
    sheet.write_formula(1, 5, "A1").unwrap();
    // As a program writes it that does not compute.
    let whole = book.save_to_buffer().unwrap();
    let parts = unzipped(&whole);
    let without = |(name, content): &(String, Vec<u8>)| {
        let text = String::from_utf8_lossy(content).replace("<f>A1</f><v>0</v>", "<f>A1</f>");
        (name.clone(), text.into_bytes())
    };
    let parts: Vec<(String, Vec<u8>)> = parts.iter().map(without).collect();
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    let sheets = read(&zipped(&parts), "a.xlsx", LIMITS).unwrap();
    assert_eq!(sheets.tables[0].rows[1], ["15", "2.5", "yes", "2026-06-09", "2"]);
    assert_eq!(sheets.formulas, ["F2"]);
}

fn headings(field: Field) -> String {
    I18n::load().unwrap().t("en", &format!("sheet-field-{field}"), &[])
}

/// The template that a sheet of it makes.
fn back(bytes: &[u8], name: &str, template: &TemplateFile) -> Converted {
    let table = read(bytes, name, LIMITS).unwrap().tables.remove(0);
    let own = Defaults {
        template: template.template.clone(),
        title: template.title.clone(),
        process: template.process.clone(),
        intro: template.intro.clone(),
        manual: template.manual.clone(),
        ask: template.ask.clone(),
        ..defaults()
    };
    convert(&table, &guess(&table), &own)
}

#[test]
fn every_shipped_checklist_leaves_as_a_sheet_and_comes_in_again() {
    let words: BTreeMap<Field, String> = Field::ALL.iter().map(|field| (*field, headings(*field))).collect();
    let heading = |field: Field| words[&field].clone();
    for (template, _) in Library::starter().unwrap().templates {
        let by_csv = back(&csv(&template, &heading).unwrap(), "a.csv", &template);
        assert_eq!(by_csv.errors, [], "{}", template.template);
        assert_eq!(by_csv.template, template);
        let by_xlsx = back(&xlsx(&template, &heading).unwrap(), "a.xlsx", &template);
        assert_eq!(by_xlsx.template, template);
    }
}

#[test]
fn every_kind_of_answer_leaves_and_comes_in_again() {
    let source = "schema: 1\ntemplate: counter\ntitle: Counter\nprocess: { id: counter, name: Counter }\nsections:\n  - title: A\n    questions:\n\
        \x20     - { id: a, text: \"=1+1 is what?\", severity: minor, answer: { choice: [{ text: Two }, { text: \"-3\", conforms: false }] }, note: required, tags: [sum, desk] }\n\
        \x20     - { id: b, text: \"@home?\", severity: critical, answer: { date: { max-days-ago: 365, min-days-ahead: 3 } }, photo: required, always: true }\n\
        \x20     - { id: c, text: \"+ or -?\", severity: major, answer: text, max-age-days: 7, layers: [2, 4] }\n\
        \x20     - { id: d, text: How warm?, severity: major, answer: { measure: { unit: °C, min: -2.5, max: 8 } }, reaction: [\"Close; then call.\"] }\n";
    let template = file::read("counter.yaml", source).unwrap();
    let words: BTreeMap<Field, String> = Field::ALL.iter().map(|field| (*field, headings(*field))).collect();
    let heading = |field: Field| words[&field].clone();
    let text = csv(&template, &heading).unwrap();
    assert!(String::from_utf8_lossy(&text).contains("'=1+1 is what?"));
    for (bytes, name) in [(text, "a.csv"), (xlsx(&template, &heading).unwrap(), "a.xlsx")] {
        let made = back(&bytes, name, &template);
        assert_eq!(made.errors, []);
        assert_eq!(made.template, template);
    }
}
