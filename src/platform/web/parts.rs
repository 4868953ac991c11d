//! What the parts that pages share are given: the choices of a list, the tabs above one, the moments of a timeline.

use crate::base::mistake::Mistake;
use crate::platform::i18n::When;
use serde::Serialize;

/// A choice of a select list or of a group of round buttons.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
}

impl Choice {
    /// A choice that sends the value and reads as the text.
    pub fn new(value: impl ToString, text: impl Into<String>) -> Self {
        Self {
            value: value.to_string(),
            text: text.into(),
        }
    }
}

/// A tab above a list, with how many rows it holds.
#[derive(Debug, Clone, Serialize)]
pub struct Pill {
    /// Address with the other filters kept.
    pub href: String,
    /// What it holds.
    pub text: String,
    /// How many.
    pub count: i64,
    /// Whether it is the one shown.
    pub here: bool,
    /// Whether the number asks for attention.
    pub late: bool,
}

/// A moment of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct Moment {
    /// When it happened.
    pub when: When,
    /// Who did it.
    pub who: String,
    /// What happened.
    pub what: String,
    /// What the person typed, unless it was erased.
    pub text: Option<String>,
}

/// A mistake in a file somebody brought, with its line cut in two where the mistake begins.
#[derive(Debug, Clone, Serialize)]
pub struct MistakeShown {
    line: usize,
    column: usize,
    message: String,
    before: String,
    at: String,
    hint: Option<String>,
}

impl MistakeShown {
    /// The mistake as a page shows it.
    pub fn of(mistake: &Mistake) -> Self {
        let mut line = mistake.source_line.chars();
        Self {
            line: mistake.line,
            column: mistake.column,
            message: mistake.message.clone(),
            before: line.by_ref().take(mistake.caret).collect(),
            at: line.collect(),
            hint: mistake.hint.clone(),
        }
    }
}
