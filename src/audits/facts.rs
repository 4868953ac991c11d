//! What a device notes while an audit is done: how long each question was looked at, in which order, how often an answer
//! changed. Facts never stand in the way of a submission: what cannot be so is left out or cut.

use super::model::AnswerFacts;
use crate::base::clock::Instant;
use crate::base::ids::{AuditId, QuestionId};
use crate::checklists::model::QuestionVersion;
use chrono::{DateTime, Datelike};
use serde_json::Value;

/// The longest a question counts as looked at: a day, in seconds.
const LONGEST_LOOK: f64 = 86_400.0;
/// The most changes, letters and places in an order that are kept.
const MOST: i64 = 100_000;

/// What a device noted of an audit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Noted {
    /// Its clock when the person began.
    pub started_at: Option<Instant>,
    /// What was noted of each question.
    answers: Vec<(QuestionId, Value)>,
}

impl Noted {
    /// Reads what a device sent, as far as it can be read.
    pub fn read(facts: &Value, started_at: &Value) -> Self {
        let answers = facts.as_object().into_iter().flatten();
        Self {
            started_at: moment(started_at),
            answers: answers
                .filter_map(|(question, noted)| Some((question.parse().ok()?, noted.clone())))
                .collect(),
        }
    }

    /// One row for each question of the audit of which something was noted.
    pub fn rows(&self, audit: AuditId, questions: &[QuestionVersion]) -> Vec<AnswerFacts> {
        let of = |question: &QuestionVersion| {
            let id = question.question_id;
            let (_, noted) = self.answers.iter().find(|(noted, _)| *noted == id)?;
            let row = AnswerFacts {
                audit_id: audit,
                question_id: id,
                nth: count(noted, "nth").filter(|nth| *nth > 0),
                seconds: seconds(noted),
                changes: count(noted, "changes"),
                pasted: count(noted, "pasted"),
                device_at: noted.get("at").and_then(moment),
            };
            let is_known = row.nth.is_some() || row.seconds.is_some() || row.changes.is_some();
            (is_known || row.pasted.is_some() || row.device_at.is_some()).then_some(row)
        };
        questions.iter().filter_map(of).collect()
    }
}

/// A moment of a device's clock; one outside of this century is none.
fn moment(value: &Value) -> Option<Instant> {
    let at = DateTime::parse_from_rfc3339(value.as_str()?).ok()?.to_utc();
    (2000..2100).contains(&at.year()).then(|| Instant::new(at))
}

/// How long a question was looked at, to a tenth of a second.
fn seconds(noted: &Value) -> Option<f64> {
    let seconds = noted.get("seconds")?.as_f64().filter(|seconds| *seconds >= 0.0)?;
    Some((seconds.min(LONGEST_LOOK) * 10.0).round() / 10.0)
}

/// A count; a huge one is cut, and one below zero is none.
fn count(noted: &Value, name: &str) -> Option<i32> {
    let value = noted.get(name)?;
    let count = match value.as_f64() {
        Some(huge) if huge > 1e9 => MOST,
        _ => value.as_i64()?,
    };
    i32::try_from(count.min(MOST)).ok().filter(|count| *count >= 0)
}
