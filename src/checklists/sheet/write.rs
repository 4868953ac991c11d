//! A template as a sheet: one row a question, the columns that an import knows by their headings.

use super::Field;
use super::convert::NONCONFORMING;
use crate::base::csv as table;
use crate::base::text::{FALLBACK_LANGUAGE, Localized, Slug};
use crate::checklists::file::{Answer, NoteRule, PhotoRule, Question, Severity, TemplateFile};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

/// What the sheet with the questions is called.
const SHEET: &str = "Checklist";

/// The headings in the words of the reader, and the rows.
fn rows(template: &TemplateFile) -> Vec<Vec<String>> {
    let row = |section: &Localized, question: &Question| {
        Field::ALL.iter().map(|field| cell(section, question, *field)).collect()
    };
    let sections = template.sections.iter();
    sections
        .flat_map(|section| section.questions.iter().map(|question| row(&section.title, question)))
        .collect()
}

/// A template as a table of text that every spreadsheet opens.
///
/// # Errors
/// Only when memory cannot be written.
pub fn csv(template: &TemplateFile, heading: &dyn Fn(Field) -> String) -> Result<Vec<u8>, ::csv::Error> {
    let headings: Vec<String> = Field::ALL.iter().map(|field| heading(*field)).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let rows = rows(template);
    table::file(&headings, rows.iter().map(|row| row.iter().map(String::as_str)))
}

/// A template as a workbook: headings that stay in sight, texts that wrap. Every cell is text, so none is a formula.
///
/// # Errors
/// When a text is longer than a cell of Excel can be.
pub fn xlsx(template: &TemplateFile, heading: &dyn Fn(Field) -> String) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let wrapped = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    for (column, field) in (0..).zip(Field::ALL) {
        sheet.set_column_width(column, width(*field))?;
        sheet.write_string_with_format(0, column, heading(*field), &bold)?;
    }
    for (number, row) in (1..).zip(rows(template)) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(number, column, cell, &wrapped)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

fn width(field: Field) -> f64 {
    match field {
        Field::Text | Field::LookFor | Field::Why => 45.0,
        Field::Reaction => 60.0,
        Field::Section | Field::Id | Field::Choices | Field::Tags => 22.0,
        _ => 12.0,
    }
}

fn cell(section: &Localized, question: &Question, field: Field) -> String {
    let text = |text: &Localized| one_line(text.get(FALLBACK_LANGUAGE));
    let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
    let days = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    match field {
        Field::Section => text(section),
        Field::Id => question.id.to_string(),
        Field::Text => text(&question.text),
        Field::LookFor => text(&question.look_for),
        Field::Why => text(&question.why),
        Field::Clause => question.clause.as_ref().map(ToString::to_string).unwrap_or_default(),
        Field::Goal => question.goal.as_ref().map(ToString::to_string).unwrap_or_default(),
        Field::Severity => match question.severity {
            Severity::Critical => "critical",
            Severity::Major => "major",
            Severity::Minor => "minor",
        }
        .to_owned(),
        Field::Answer => match question.answer {
            Answer::Conformance => "conformance",
            Answer::Measure(_) => "measure",
            Answer::Choice(_) => "choice",
            Answer::Date(_) => "date",
            Answer::Text => "text",
        }
        .to_owned(),
        Field::Unit => match &question.answer {
            Answer::Measure(measure) => text(&measure.unit),
            _ => String::new(),
        },
        Field::Min => match &question.answer {
            Answer::Measure(measure) => number(measure.min),
            Answer::Date(rule) => days(rule.min_days_ahead),
            _ => String::new(),
        },
        Field::Max => match &question.answer {
            Answer::Measure(measure) => number(measure.max),
            Answer::Date(rule) => days(rule.max_days_ago),
            _ => String::new(),
        },
        Field::Choices => match &question.answer {
            Answer::Choice(choices) => lines(choices.iter().map(|choice| match choice.conforms {
                true => text(&choice.text),
                false => format!("{} {NONCONFORMING}", text(&choice.text)),
            })),
            _ => String::new(),
        },
        Field::Layers => question.layers.iter().map(u8::to_string).collect::<Vec<_>>().join(", "),
        Field::Always => if question.always { "yes" } else { "no" }.to_owned(),
        Field::MaxAge => question.max_age_days.to_string(),
        Field::Photo => match question.photo {
            PhotoRule::Never => "never",
            PhotoRule::Allowed => "allowed",
            PhotoRule::Required => "required",
        }
        .to_owned(),
        Field::Note => match question.note {
            NoteRule::Optional => "optional",
            NoteRule::Required => "required",
        }
        .to_owned(),
        Field::Tags => question.tags.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "),
        Field::Reaction => lines(
            (1..)
                .zip(&question.reaction)
                .map(|(n, step): (usize, _)| format!("{n}. {}", text(step))),
        ),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
