//! Brings a manual in that was written elsewhere: Markdown or a Word file, whose headings become clauses.
//!
//! Nothing here writes anything. What comes out is the text of an edition in the format of our own, to be looked at,
//! corrected and then saved.

mod docx;
mod keys;

use super::file;
use super::write::one_line;
use crate::base::said::Said;
use crate::refusals;

pub use keys::{Known, edition, numbered_markdown};

/// The most bytes the text of an edition may have: what a form can carry, with room for the other fields.
pub const LONGEST_EDITION: usize = 400 * 1024;
/// The most parts the zip of a Word file may have.
const MOST_ENTRIES: usize = 5_000;
/// How many times larger than the largest file the text in a Word file may be.
const UNPACKED_TIMES: u64 = 8;

/// What an installation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most megabytes of a file.
    pub file_mb: u32,
    /// The most clauses of an edition.
    pub clauses: usize,
}

impl Limits {
    /// The most bytes of a file.
    pub fn file(&self) -> usize {
        self.file_mb as usize * 1024 * 1024
    }

    /// The most bytes that are read of what a Word file has packed.
    fn unpacked(&self) -> u64 {
        self.file() as u64 * UNPACKED_TIMES
    }
}

/// A manual taken apart at its headings, before its clauses have numbers and keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The title, where the document says one.
    pub title: Option<String>,
    /// What the headings are and what stands below them.
    pub parts: Vec<Part>,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// How deep the heading lies, from 1.
    pub level: usize,
    /// Its words, on one line.
    pub heading: String,
    /// The key, where one is written behind it.
    pub key: Option<String>,
    /// What stands below, in Markdown.
    pub body: String,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The text of an edition, in the format of our own.
    Edition(String),
    /// Something else with headings.
    Outline(Outline),
}

/// What came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What the file holds.
    pub content: Content,
    /// What the person should know of how it was read.
    pub notices: Vec<Said>,
}

/// Why a file cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotImport {
    /// It is called .docx, or looks like a zip, and is no Word file.
    #[error("not a Word file")]
    NotWord,
    /// A Word file of the old kind, or one with a password.
    #[error("an old or locked Word file")]
    OldWord,
    /// A Word file whose insides do not fit together.
    #[error("a damaged Word file")]
    Damaged,
    /// A Word file that unpacks to more than is read.
    #[error("unpacks to more than {megabytes} MB")]
    Bomb {
        /// The most that is read.
        megabytes: u64,
    },
    /// A zip of too many parts.
    #[error("more than {most} parts")]
    TooManyEntries {
        /// The most there may be.
        most: usize,
    },
    /// Neither text nor a Word file.
    #[error("not a text")]
    NotText,
    /// No heading, so no clause.
    #[error("no headings")]
    NoHeadings,
    /// More headings than clauses are allowed.
    #[error("{count} clauses, at most {most}")]
    TooManyClauses {
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// More text than an edition may have.
    #[error("more than {kilobytes} KB of text")]
    TooLong {
        /// How much there may be.
        kilobytes: usize,
    },
}

impl CannotImport {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NotWord => Said::new("manual-no-import-word"),
            Self::OldWord => Said::new("manual-no-import-old-word"),
            Self::Damaged => Said::new("manual-no-import-damaged"),
            Self::Bomb { megabytes } => {
                Said::new("manual-no-import-bomb").with("megabytes", i64::try_from(*megabytes).unwrap_or(i64::MAX))
            }
            Self::TooManyEntries { most } => Said::new("manual-no-import-entries").with("most", *most),
            Self::NotText => Said::new("manual-no-import-text"),
            Self::NoHeadings => Said::new("manual-no-import-headings"),
            Self::TooManyClauses { count, most } => Said::new("manual-no-import-clauses")
                .with("count", *count)
                .with("most", *most),
            Self::TooLong { kilobytes } => Said::new("manual-no-import-long").with("kilobytes", *kilobytes),
        }
    }

    fn too_long() -> Self {
        Self::TooLong {
            kilobytes: LONGEST_EDITION / 1024,
        }
    }
}
refusals!(CannotImport);

/// Reads a file by what is in it; its name only tells what it was meant to be.
///
/// # Errors
/// The sentence that says why it cannot be taken.
pub fn file(name: &str, bytes: &[u8], limits: &Limits) -> Result<Imported, CannotImport> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(CannotImport::OldWord);
    }
    if bytes.starts_with(b"PK\x03\x04") || name.to_lowercase().ends_with(".docx") {
        return docx(bytes, limits);
    }
    markdown(bytes, limits)
}

/// Reads a Word file: headings by their style, paragraphs, lists, bold and italic words, simple tables.
///
/// # Errors
/// The sentence that says why it cannot be taken.
pub fn docx(bytes: &[u8], limits: &Limits) -> Result<Imported, CannotImport> {
    let (outline, notices) = docx::read(bytes, limits)?;
    // Word has a style of its own for the title.
    checked(outline, false, notices, limits)
}

/// Reads Markdown: a file of our own as it is, anything else by its headings.
///
/// # Errors
/// The sentence that says why it cannot be taken.
pub fn markdown(bytes: &[u8], limits: &Limits) -> Result<Imported, CannotImport> {
    let mut notices = Vec::new();
    let text = decoded(bytes, &mut notices)?;
    if text.len() > LONGEST_EDITION {
        return Err(CannotImport::too_long());
    }
    if file::has_front(&text) {
        let content = Content::Edition(text);
        return Ok(Imported { content, notices });
    }
    let (preface, headings) = file::outline(&text);
    let before = Part {
        body: preface.trim_matches('\n').trim_end().to_owned(),
        ..Part::default()
    };
    let headings = headings.into_iter().map(|heading| Part {
        level: heading.level,
        heading: one_line(&heading.text),
        key: heading.key,
        body: heading.body.to_owned(),
    });
    let outline = Outline {
        title: None,
        parts: std::iter::once(before).chain(headings).collect(),
    };
    checked(outline, true, notices, limits)
}

/// The text of a file: UTF-8, UTF-16 with its mark, else Windows-1252, which is then told.
fn decoded(bytes: &[u8], notices: &mut Vec<Said>) -> Result<String, CannotImport> {
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), encoding_rs::UTF_8),
        Err(_) => {
            let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::WINDOWS_1252, |(found, _)| found);
            (encoding.decode(bytes).0.into_owned(), encoding)
        }
    };
    if text.contains('\0') {
        return Err(CannotImport::NotText);
    }
    if encoding == encoding_rs::WINDOWS_1252 {
        notices.push(Said::new("manuals-notice-windows"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    Ok(text.replace('\r', "\n"))
}

/// An outline whose first part is what stands before the first heading, made ready: where `begins_with_title`, a heading
/// that stands alone above all others is the title; text before the first clause goes to the first clause; headings
/// without words go.
fn checked(
    outline: Outline,
    begins_with_title: bool,
    mut notices: Vec<Said>,
    limits: &Limits,
) -> Result<Imported, CannotImport> {
    let mut title = outline.title.filter(|title| !title.is_empty());
    let mut parts: Vec<Part> = Vec::new();
    let mut preface = String::new();
    for part in outline.parts {
        if part.heading.is_empty() {
            let above = parts.last_mut().map_or(&mut preface, |last| &mut last.body);
            append(above, &part.body);
        } else {
            parts.push(part);
        }
    }
    let least = parts.iter().map(|part| part.level).min().unwrap_or(1);
    let alone = parts.iter().filter(|part| part.level == least).count() == 1 && parts.len() > 1;
    if let Some(first) = parts.first()
        && begins_with_title
        && alone
        && first.level == least
        && first.key.is_none()
        && keys::number_of(&first.heading).is_none()
    {
        let first = parts.remove(0);
        append(&mut preface, &first.body);
        title = Some(first.heading);
    }
    let Some(first) = parts.first_mut() else {
        return Err(CannotImport::NoHeadings);
    };
    if !preface.trim().is_empty() {
        append(&mut preface, &first.body);
        first.body = preface;
        notices.push(Said::new("manuals-notice-preface").with("heading", first.heading.as_str()));
    }
    if parts.len() > limits.clauses {
        return Err(CannotImport::TooManyClauses {
            count: parts.len(),
            most: limits.clauses,
        });
    }
    if parts
        .iter()
        .map(|part| part.body.len() + part.heading.len() + 80)
        .sum::<usize>()
        > LONGEST_EDITION
    {
        return Err(CannotImport::too_long());
    }
    let content = Content::Outline(Outline { title, parts });
    Ok(Imported { content, notices })
}

/// Adds paragraphs below those that are there.
fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests;
