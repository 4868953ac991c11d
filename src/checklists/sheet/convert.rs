//! From rows to questions, with a sentence for every row that is none.

use super::{Field, Mapping, Table};
use crate::base::said::Said;
use crate::base::text::{ClauseRef, GoalCode, Localized, ManualCode, Slug, fold};
use crate::checklists::file::{
    Answer, Choice, DateRule, HIGHEST_LAYER, MOST_QUESTIONS, Measure, NoteRule, PhotoRule, Process, Question, Section,
    Severity, TemplateFile,
};
use crate::text_enum;
use std::collections::{BTreeMap, BTreeSet};

/// The most steps of a reaction plan.
const STEPS: usize = 4;
/// The most tags of a question.
const TAGS: usize = 8;
/// The most answers of a list, and the fewest.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=12;
/// The longest time a question may go unasked, in days.
const LONGEST_AGE: u16 = 3650;
/// How an answer that does not conform is marked in a list.
pub(super) const NONCONFORMING: &str = "(nonconforming)";

/// What the sheet does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Defaults {
    /// The template's id.
    pub template: Slug,
    /// Its title.
    pub title: Localized,
    /// The process it audits.
    pub process: Process,
    /// What the auditor reads first.
    pub intro: Localized,
    /// The manual of clauses that name none.
    pub manual: Option<ManualCode>,
    /// How many questions are asked at each layer, where that can be kept.
    pub ask: BTreeMap<u8, u32>,
    /// How bad it is where the sheet says nothing.
    pub severity: Severity,
    /// Who asks where the sheet says nothing.
    pub layers: Vec<u8>,
    /// The section of questions above the first heading.
    pub section: String,
}

text_enum! {
    /// What can be wrong with a row; and what was made of it without asking.
    pub enum Fault {
        /// Several cells and no question.
        NoText = "no-text",
        /// No id: other letters than ids have.
        Id = "id",
        /// An id that another row has.
        IdTwice = "id-twice",
        /// No number of a clause.
        Clause = "clause",
        /// No code of a goal.
        Goal = "goal",
        /// No severity.
        Severity = "severity",
        /// No layers.
        Layers = "layers",
        /// No kind of answer.
        Answer = "answer",
        /// No number.
        Number = "number",
        /// A limit, but nothing says of what.
        NoUnit = "no-unit",
        /// A measured value without a limit.
        NoLimit = "no-limit",
        /// The limits exclude each other.
        Limits = "limits",
        /// Too few or too many answers in a list.
        Choices = "choices",
        /// Neither yes nor no.
        Always = "always",
        /// No number of days.
        MaxAge = "max-age",
        /// No rule for photos.
        Photo = "photo",
        /// No rule for words.
        Note = "note",
        /// Too many tags.
        Tags = "tags",
        /// Too many steps.
        Steps = "steps",
        /// More questions than a template may have.
        TooMany = "too-many",
        /// No row has a question.
        Nothing = "nothing",
    }
}

/// What is wrong with a row, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as the spreadsheet counts it, from 1; none for the whole sheet.
    pub row: Option<usize>,
    /// What the heading of the column is, or its letter.
    pub column: String,
    /// What is wrong.
    pub fault: Fault,
    /// What stands there, shortened.
    pub value: String,
}

impl RowError {
    /// What is wrong and what to do, without the row.
    pub fn said(&self) -> Said {
        let said = Said::new(&format!("sheet-row-{}", self.fault));
        let counts = matches!(self.fault, Fault::Choices | Fault::Steps | Fault::Tags | Fault::TooMany);
        match self.value.parse::<usize>() {
            Ok(count) if counts => said.with("value", count),
            _ => said.with("value", self.value.as_str()),
        }
    }
}

/// What became of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The template with the questions that could be read.
    pub template: TemplateFile,
    /// The row of each question, counted from 1.
    pub rows: Vec<usize>,
    /// What is wrong; nothing is to be written unless this is empty.
    pub errors: Vec<RowError>,
    /// The rows that were read as headings of sections.
    pub headings: Vec<usize>,
}

/// Makes a template of a table.
pub fn convert(table: &Table, mapping: &Mapping, defaults: &Defaults) -> Converted {
    let mut reading = Reading {
        table,
        mapping,
        defaults,
        errors: Vec::new(),
        taken: own_ids(table, mapping),
        seen: BTreeSet::new(),
    };
    let mut sections: Vec<Section> = Vec::new();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let (mut heading, mut headings) = (defaults.section.clone(), Vec::new());
    let mut count = 0;
    for row in mapping.header.map_or(0, |row| row + 1)..table.rows.len() {
        match reading.kind(row) {
            Row::Empty => {}
            Row::Heading(text) => {
                heading = text;
                headings.push(row + 1);
            }
            Row::Stray => reading.wrong(row, Field::Text, Fault::NoText, ""),
            Row::Question => {
                if let Some(own) = reading.cell(row, Field::Section) {
                    heading = own;
                }
                count += 1;
                if count > MOST_QUESTIONS {
                    continue;
                }
                let before = reading.errors.len();
                let question = reading.question(row);
                if reading.errors.len() > before {
                    continue;
                }
                let title = Localized::from(heading.as_str());
                let at = sections
                    .iter()
                    .position(|section| section.title == title)
                    .unwrap_or_else(|| {
                        let questions = Vec::new();
                        sections.push(Section { title, questions });
                        rows.push(Vec::new());
                        sections.len() - 1
                    });
                if let (Some(section), Some(rows)) = (sections.get_mut(at), rows.get_mut(at)) {
                    section.questions.push(question);
                    rows.push(row + 1);
                }
            }
        }
    }
    let mut errors = reading.errors;
    let whole = |fault, value: usize| RowError {
        row: None,
        column: String::new(),
        fault,
        value: value.to_string(),
    };
    if count > MOST_QUESTIONS {
        errors.insert(0, whole(Fault::TooMany, count));
    }
    if count == 0 && errors.is_empty() {
        errors.push(whole(Fault::Nothing, 0));
    }
    let ask = asked(&defaults.ask, &sections);
    Converted {
        template: TemplateFile {
            schema: 1,
            template: defaults.template.clone(),
            title: defaults.title.clone(),
            process: defaults.process.clone(),
            intro: defaults.intro.clone(),
            manual: defaults.manual.clone(),
            ask,
            sections,
        },
        rows: rows.into_iter().flatten().collect(),
        errors,
        headings,
    }
}

/// The draws that can be kept: the layer asks something, and no fewer than have to be asked every time.
fn asked(ask: &BTreeMap<u8, u32>, sections: &[Section]) -> BTreeMap<u8, u32> {
    let fits = |(layer, count): &(&u8, &u32)| {
        let questions = sections.iter().flat_map(|section| &section.questions);
        let at_layer: Vec<&Question> = questions.filter(|question| question.layers.contains(layer)).collect();
        let every_time = at_layer
            .iter()
            .filter(|q| q.always || q.severity == Severity::Critical)
            .count();
        !at_layer.is_empty() && every_time <= **count as usize
    };
    ask.iter().filter(fits).map(|(layer, count)| (*layer, *count)).collect()
}

/// The ids that the sheet itself gives: none of them is made for another question.
fn own_ids(table: &Table, mapping: &Mapping) -> BTreeSet<String> {
    let column = mapping.columns(Field::Id).next();
    let rows = 0..table.rows.len();
    column.map_or_else(BTreeSet::new, |column| {
        rows.map(|row| table.cell(row, column).to_owned()).collect()
    })
}

/// What a row is.
enum Row {
    Empty,
    Heading(String),
    /// Several cells without a question.
    Stray,
    Question,
}

struct Reading<'t> {
    table: &'t Table,
    mapping: &'t Mapping,
    defaults: &'t Defaults,
    errors: Vec<RowError>,
    /// The ids that are in use.
    taken: BTreeSet<String>,
    /// The ids of the sheet that were read.
    seen: BTreeSet<String>,
}

impl Reading<'_> {
    fn kind(&self, row: usize) -> Row {
        let cells: Vec<&String> = self
            .table
            .rows
            .get(row)
            .into_iter()
            .flatten()
            .filter(|cell| !cell.is_empty())
            .collect();
        let is_header_again = self
            .mapping
            .header
            .is_some_and(|header| self.table.rows.get(header) == self.table.rows.get(row));
        if cells.is_empty() || is_header_again {
            return Row::Empty;
        }
        let has_text = self.cell(row, Field::Text).is_some();
        match cells.as_slice() {
            [only] if !has_text => Row::Heading(one_line(only)),
            _ if has_text => Row::Question,
            _ => Row::Stray,
        }
    }

    /// What stands in the columns of a field, put together line by line.
    fn cell(&self, row: usize, field: Field) -> Option<String> {
        let cells = self.mapping.columns(field).map(|column| self.table.cell(row, column));
        let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        (!filled.is_empty()).then(|| filled.join("\n"))
    }

    fn wrong(&mut self, row: usize, field: Field, fault: Fault, value: &str) {
        let column = self.mapping.columns(field).next();
        let heading = column
            .zip(self.mapping.header)
            .map(|(column, header)| one_line(self.table.cell(header, column)));
        let letter = column.map(column_letter).unwrap_or_default();
        self.errors.push(RowError {
            row: Some(row + 1),
            column: heading.filter(|heading| !heading.is_empty()).unwrap_or(letter),
            fault,
            value: shortened(value),
        });
    }

    /// What stands in a cell, read by this rule; nothing when it is empty, or wrong and told so.
    fn read<T>(&mut self, row: usize, field: Field, fault: Fault, rule: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.cell(row, field)?;
        let read = rule(&value);
        if read.is_none() {
            self.wrong(row, field, fault, &value);
        }
        read
    }

    fn question(&mut self, row: usize) -> Question {
        let text = one_line(&self.cell(row, Field::Text).unwrap_or_default());
        let id = self.id(row, &text);
        let answer = self.answer(row);
        let reaction = self
            .cell(row, Field::Reaction)
            .map(|plan| steps(&plan))
            .unwrap_or_default();
        if reaction.len() > STEPS {
            self.wrong(row, Field::Reaction, Fault::Steps, &reaction.len().to_string());
        }
        let tags = self
            .cell(row, Field::Tags)
            .map(|tags| tags_of(&tags))
            .unwrap_or_default();
        if tags.len() > TAGS {
            self.wrong(row, Field::Tags, Fault::Tags, &tags.len().to_string());
        }
        let localized = |text: Option<String>| {
            text.map_or_else(Localized::default, |text| Localized::from(paragraph(&text).as_str()))
        };
        Question {
            id,
            text: Localized::from(text.as_str()),
            look_for: localized(self.cell(row, Field::LookFor)),
            why: localized(self.cell(row, Field::Why)),
            clause: self.read(row, Field::Clause, Fault::Clause, clause),
            goal: self.read(row, Field::Goal, Fault::Goal, goal),
            severity: self
                .read(row, Field::Severity, Fault::Severity, severity)
                .unwrap_or(self.defaults.severity),
            answer,
            layers: self
                .read(row, Field::Layers, Fault::Layers, layers)
                .unwrap_or_else(|| self.defaults.layers.clone()),
            always: self.read(row, Field::Always, Fault::Always, yes_or_no).unwrap_or(false),
            max_age_days: self.read(row, Field::MaxAge, Fault::MaxAge, days).unwrap_or(30),
            photo: self.read(row, Field::Photo, Fault::Photo, photo).unwrap_or_default(),
            note: self.read(row, Field::Note, Fault::Note, note).unwrap_or_default(),
            tags,
            reaction: reaction.iter().map(|step| Localized::from(step.as_str())).collect(),
        }
    }

    fn id(&mut self, row: usize, text: &str) -> Slug {
        let own = self.read(row, Field::Id, Fault::Id, |id| Slug::parse(id.trim()).ok());
        let id = match own {
            Some(own) => {
                if !self.seen.insert(own.to_string()) {
                    self.wrong(row, Field::Id, Fault::IdTwice, own.as_str());
                }
                own
            }
            None => free_id(text, &self.defaults.template, &self.taken),
        };
        self.taken.insert(id.to_string());
        id
    }

    fn answer(&mut self, row: usize) -> Answer {
        let kind = self.read(row, Field::Answer, Fault::Answer, kind);
        let unit = self.cell(row, Field::Unit).map(|unit| one_line(&unit));
        let min = self.read(row, Field::Min, Fault::Number, number);
        let max = self.read(row, Field::Max, Fault::Number, number);
        let choices = self
            .cell(row, Field::Choices)
            .map(|list| choices_of(&list))
            .unwrap_or_default();
        let kind = kind.unwrap_or(match () {
            () if !choices.is_empty() => Kind::Choice,
            () if unit.is_some() || min.is_some() || max.is_some() => Kind::Measure,
            () => Kind::Conformance,
        });
        match kind {
            Kind::Conformance => Answer::Conformance,
            Kind::Text => Answer::Text,
            Kind::Date => {
                let days = |value: Option<f64>| {
                    value
                        .filter(|days| (0.0..=f64::from(LONGEST_AGE)).contains(days))
                        .map(|days| days as u16)
                };
                Answer::Date(DateRule {
                    max_days_ago: days(max),
                    min_days_ahead: days(min),
                })
            }
            Kind::Choice => {
                if !CHOICES.contains(&choices.len()) {
                    self.wrong(row, Field::Choices, Fault::Choices, &choices.len().to_string());
                }
                Answer::Choice(choices)
            }
            Kind::Measure => {
                if self.cell(row, Field::Min).is_none() && self.cell(row, Field::Max).is_none() {
                    self.wrong(row, Field::Max, Fault::NoLimit, "");
                }
                if min.zip(max).is_some_and(|(min, max)| min > max) {
                    let value = format!("{} – {}", min.unwrap_or_default(), max.unwrap_or_default());
                    self.wrong(row, Field::Max, Fault::Limits, &value);
                }
                if unit.is_none() {
                    self.wrong(row, Field::Unit, Fault::NoUnit, "");
                }
                Answer::Measure(Measure {
                    unit: Localized::from(unit.unwrap_or_default().as_str()),
                    min,
                    max,
                })
            }
        }
    }
}

/// The letter of a column, as spreadsheets name it.
pub(super) fn column_letter(column: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or_default());
    match column / 26 {
        0 => letter(column).to_string(),
        high => format!("{}{}", letter(high - 1), letter(column)),
    }
}

fn shortened(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// A text in one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines as one paragraph: the marks of lists go.
fn paragraph(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| one_line(line.trim_start_matches(['•', '●', '▪', '·', '*', '–'])));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An id nobody has: that of the text, with a number when it is taken. A text without letters of ids takes that of
/// the template.
fn free_id(text: &str, template: &Slug, taken: &BTreeSet<String>) -> Slug {
    let base = Slug::of_words(text).unwrap_or_else(|| template.clone());
    let mut id = base.clone();
    let mut number = 2;
    while taken.contains(id.as_str()) {
        id = base.numbered(number);
        number += 1;
    }
    id
}

/// The steps of a reaction plan: numbered ones, else lines, else what stands between semicolons.
pub(super) fn steps(plan: &str) -> Vec<String> {
    let lines: Vec<&str> = plan.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let numbered = lines.iter().filter(|line| number_ends(line).is_some()).count();
    let mut steps: Vec<String> = Vec::new();
    match lines.as_slice() {
        [only] if number_ends(only).is_some() => steps.extend(numbered_in(only)),
        [only] => steps.extend(only.split(';').map(str::to_owned)),
        lines if numbered > 0 => {
            for line in lines {
                match (number_ends(line), steps.last_mut()) {
                    (None, Some(last)) => *last = format!("{last} {line}"),
                    (at, _) => steps.push(line.get(at.unwrap_or(0)..).unwrap_or_default().to_owned()),
                }
            }
        }
        lines => steps.extend(lines.iter().map(|line| (*line).to_owned())),
    }
    let plain = |step: String| one_line(step.trim_start_matches(['•', '●', '▪', '·', '*', '–', '-', ' ']));
    steps.into_iter().map(plain).filter(|step| !step.is_empty()).collect()
}

/// Where the number before a step ends: "1. ", "2) ".
fn number_ends(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = line.as_bytes().get(digits)?;
    let has_text = line.as_bytes().get(digits + 1).is_none_or(u8::is_ascii_whitespace);
    ((1..=2).contains(&digits) && matches!(sign, b'.' | b')') && has_text).then_some(digits + 1)
}

/// The steps of one line: "1. Stop 2. Call".
fn numbered_in(line: &str) -> Vec<String> {
    let mut rest = line.get(number_ends(line).unwrap_or(0)..).unwrap_or_default();
    let mut steps = Vec::new();
    for next in 2..=20 {
        let mark = [format!(" {next}. "), format!(" {next}) ")];
        let found = mark
            .iter()
            .filter_map(|mark| rest.split_once(mark.as_str()))
            .min_by_key(|(step, _)| step.len());
        let Some((step, after)) = found else { break };
        steps.push(step.to_owned());
        rest = after;
    }
    steps.push(rest.to_owned());
    steps
}

fn tags_of(tags: &str) -> Vec<Slug> {
    let mut found: Vec<Slug> = Vec::new();
    for tag in tags.split([',', ';', '\n']) {
        let words: Vec<String> = tag
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        if let Ok(tag) = Slug::parse(&words.join("-"))
            && !found.contains(&tag)
        {
            found.push(tag);
        }
    }
    found
}

fn choices_of(list: &str) -> Vec<Choice> {
    let lines: Vec<&str> = match list.contains('\n') {
        true => list.lines().collect(),
        false => list.split([';', '|']).collect(),
    };
    let choice = |line: &str| {
        let line = one_line(line);
        let cut = line
            .len()
            .checked_sub(NONCONFORMING.len())
            .filter(|at| line.is_char_boundary(*at));
        let marked = cut.filter(|at| {
            line.get(*at..)
                .is_some_and(|end| end.eq_ignore_ascii_case(NONCONFORMING))
        });
        let text = line
            .get(..marked.unwrap_or(line.len()))
            .unwrap_or_default()
            .trim()
            .to_owned();
        (!text.is_empty()).then(|| Choice {
            text: Localized::from(text.as_str()),
            conforms: marked.is_none(),
        })
    };
    lines.into_iter().filter_map(choice).collect()
}

/// A clause as people write it: "4.3", "§ 4.3", "CS 4.3", "CS-4.3", "Sec. 4.3".
fn clause(text: &str) -> Option<ClauseRef> {
    let text = one_line(text);
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = text.split_at_checked(start)?;
    let number = number.trim_end_matches(['.', ' ']);
    let word = before.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let plain = [
        "",
        "sec",
        "section",
        "clause",
        "chapter",
        "ch",
        "no",
        "par",
        "paragraph",
        "item",
    ];
    match plain.contains(&word.to_lowercase().as_str()) {
        true => ClauseRef::parse(number).ok(),
        false => ClauseRef::parse(&format!("{word} {number}")).ok(),
    }
}

/// A goal as people write it: "G1", "g1.2", "Goal 1", "1".
fn goal(text: &str) -> Option<GoalCode> {
    let folded = fold(text);
    let number = ["goal", "objective", "g"]
        .iter()
        .find_map(|word| folded.strip_prefix(word))
        .unwrap_or(&folded);
    GoalCode::parse(&format!("G{}", number.trim())).ok()
}

fn severity(text: &str) -> Option<Severity> {
    Some(match fold(text).as_str() {
        "critical" | "high" | "a" | "safety" => Severity::Critical,
        "major" | "medium" | "b" => Severity::Major,
        "minor" | "low" | "c" => Severity::Minor,
        _ => return None,
    })
}

/// Layers as people write them: "1, 2", "1-3", "L2", "all".
fn layers(text: &str) -> Option<Vec<u8>> {
    let folded = fold(text).replace(['–', '—'], "-");
    if folded == "all" {
        return Some(vec![1, 2, 3, 4]);
    }
    let mut found = BTreeSet::new();
    for part in folded
        .split([',', ';', '/', '+', '&'])
        .flat_map(|part| part.split(" and "))
    {
        let part = part
            .trim()
            .trim_start_matches("layers")
            .trim_start_matches("layer")
            .trim_start_matches("level");
        for part in part.split_whitespace() {
            let number = |text: &str| text.trim_start_matches('l').parse::<u8>().ok();
            let (low, high) = part.split_once('-').unwrap_or((part, part));
            let (low, high) = (number(low)?, number(high)?);
            if low < 1 || high > HIGHEST_LAYER || low > high {
                return None;
            }
            found.extend(low..=high);
        }
    }
    (!found.is_empty()).then(|| found.into_iter().collect())
}

#[derive(Clone, Copy)]
enum Kind {
    Conformance,
    Measure,
    Choice,
    Date,
    Text,
}

fn kind(text: &str) -> Option<Kind> {
    Some(match fold(text).replace(' ', "").as_str() {
        "conformance" | "conforms" | "conformsornot" | "yes/no" | "y/n" | "yesno" | "ok/nok" | "ok/notok"
        | "pass/fail" | "check" | "checkbox" | "tick" => Kind::Conformance,
        "measure" | "measured" | "measuredvalue" | "measurement" | "number" | "numeric" | "value" => Kind::Measure,
        "choice" | "choices" | "list" | "select" | "multiplechoice" => Kind::Choice,
        "date" => Kind::Date,
        "text" | "freetext" | "comment" | "words" => Kind::Text,
        _ => return None,
    })
}

/// A number as people write it: "15", "2.5", "2,5", "≤ 15".
fn number(text: &str) -> Option<f64> {
    let text = text
        .trim_start_matches(['<', '>', '=', '≤', '≥', ' '])
        .trim_end_matches('%')
        .trim();
    let plain = match text.contains('.') {
        true => text.to_owned(),
        false => text.replace(',', "."),
    };
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    plain
        .parse()
        .ok()
        .filter(|n: &f64| digits && n.is_finite() && n.abs() < 1e12)
}

fn yes_or_no(text: &str) -> Option<bool> {
    Some(match fold(text).as_str() {
        "yes" | "y" | "true" | "x" | "1" | "always" | "ja" => true,
        "no" | "n" | "false" | "0" | "-" | "drawn" => false,
        _ => return None,
    })
}

fn days(text: &str) -> Option<u16> {
    let folded = fold(text);
    let named = match folded.as_str() {
        "daily" | "each day" | "every day" => Some(1),
        "weekly" | "each week" | "every week" => Some(7),
        "monthly" | "each month" | "every month" => Some(30),
        "quarterly" => Some(90),
        "yearly" | "annually" => Some(365),
        _ => None,
    };
    let number = folded.trim_end_matches("days").trim_end_matches("day").trim();
    named
        .or_else(|| number.parse().ok())
        .filter(|days| (1..=LONGEST_AGE).contains(days))
}

fn photo(text: &str) -> Option<PhotoRule> {
    Some(match fold(text).as_str() {
        "never" | "no" | "n" | "none" => PhotoRule::Never,
        "allowed" | "yes" | "y" | "optional" | "may" => PhotoRule::Allowed,
        "required" | "must" | "mandatory" | "needed" => PhotoRule::Required,
        _ => return None,
    })
}

fn note(text: &str) -> Option<NoteRule> {
    Some(match fold(text).as_str() {
        "optional" | "no" | "n" | "never" => NoteRule::Optional,
        "required" | "yes" | "y" | "must" | "mandatory" => NoteRule::Required,
        _ => return None,
    })
}
