//! The flat file of answers for analysts: one row for each answer of a submitted audit, with everything beside it that a
//! table of its own would have to be joined for. It names nobody: neither who audited nor who was seen, and not the words
//! that people typed.
//!
//! The names of columns and the codes in them are the same in every language and in every release; what is added comes at
//! the end.

pub mod queries;

use crate::base::ids::*;
use crate::base::text::Localized;
use crate::base::zone::{Zone, shifted};
use crate::checklists::model::Kind;
use crate::findings;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use chrono::NaiveDate;
use queries::{AnswerRow, AuditRow};
use std::collections::HashMap;

/// The columns of the file, in their order.
pub const COLUMNS: [&str; 26] = [
    "date",
    "submitted_at",
    "unit",
    "unit_path",
    "process",
    "process_name",
    "checklist",
    "version",
    "layer",
    "question",
    "question_text",
    "kind",
    "result",
    "value",
    "value_unit",
    "severity",
    "findings",
    "finding_severity",
    "repeat",
    "late",
    "arrived_later",
    "from_paper",
    "amended",
    "asked",
    "audit_id",
    "question_id",
];

/// The names that stand around answers, read once.
#[derive(Debug)]
pub struct Names {
    /// Each unit with the names of those above it, the highest first, and its own at the end.
    pub units: HashMap<UnitId, Vec<String>>,
    /// Each process: its code and name.
    pub processes: HashMap<ProcessId, (String, Localized)>,
    /// Each version: the code of its checklist and its number.
    pub versions: HashMap<TemplateVersionId, (String, i32)>,
}

/// The rows of the next day that has some, from this day on, and the day after it; `None` when it is the end.
///
/// # Errors
/// Only when the database fails.
pub fn next(
    conn: &mut Conn,
    asked: &queries::Asked,
    names: &Names,
    language: &str,
    mut day: NaiveDate,
) -> AppResult<Option<(Vec<Vec<String>>, NaiveDate)>> {
    let mut audits = Vec::new();
    while audits.is_empty() {
        let Some(next) = queries::next_day(conn, day)?.filter(|next| *next <= asked.days.last()) else {
            return Ok(None);
        };
        audits = queries::audits(conn, asked, next)?;
        day = shifted(next, 1);
    }
    let ids: Vec<AuditId> = audits.iter().map(|audit| audit.id).collect();
    let mut answers: HashMap<AuditId, Vec<AnswerRow>> = HashMap::new();
    for answer in queries::answers(conn, &ids)? {
        answers.entry(answer.audit_id).or_default().push(answer);
    }
    let mut found: HashMap<(AnyId, QuestionId), Vec<findings::model::Finding>> = HashMap::new();
    for finding in findings::queries::of_audits(conn, &ids)? {
        if let Some(question) = finding.question_id {
            found.entry((finding.origin_id, question)).or_default().push(finding);
        }
    }
    let mut rows = Vec::new();
    for audit in &audits {
        let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
        for answer in answers.get(&audit.id).into_iter().flatten() {
            let found = found.get(&(AnyId(audit.id.0), answer.question_id));
            rows.push(row(
                names,
                language,
                &zone,
                audit,
                answer,
                found.map_or(&[], Vec::as_slice),
            ));
        }
    }
    Ok(Some((rows, day)))
}

/// The cells of an answer, in the order of [`COLUMNS`].
fn row(
    names: &Names,
    language: &str,
    zone: &Zone,
    audit: &AuditRow,
    answer: &AnswerRow,
    found: &[findings::model::Finding],
) -> Vec<String> {
    let yes = |yes: bool| String::from(if yes { "1" } else { "0" });
    let path = names.units.get(&audit.unit_id).map_or(&[][..], Vec::as_slice);
    let process = names.processes.get(&audit.process_id);
    let version = names.versions.get(&audit.version_id);
    let submitted = audit.submitted_at.map(|at| zone.local(at));
    let value = match (answer.value, answer.kind) {
        (Some(value), _) => value.to_string(),
        (None, Kind::Choice | Kind::Date) => answer.given.clone().unwrap_or_default(),
        (None, _) => String::new(),
    };
    let numbers: Vec<&str> = found.iter().map(|finding| finding.number.as_str()).collect();
    let gravest = found.iter().map(|finding| finding.severity).min();
    vec![
        audit.local_date.to_string(),
        submitted.map_or_else(String::new, |at| {
            format!("{} {:02}:{:02}", at.date, at.minute / 60, at.minute % 60)
        }),
        path.last().cloned().unwrap_or_default(),
        path.join(" > "),
        process.map_or_else(String::new, |(code, _)| code.clone()),
        process.map_or_else(String::new, |(_, name)| name.get(language).to_owned()),
        version.map_or_else(String::new, |(code, _)| code.clone()),
        version.map_or_else(String::new, |(_, number)| number.to_string()),
        audit.layer.to_string(),
        answer.code.clone(),
        answer.texts.text.get(language).to_owned(),
        answer.kind.to_string(),
        answer.outcome.to_string(),
        value,
        answer
            .measure_unit
            .as_ref()
            .map_or_else(String::new, |unit| unit.get(language).to_owned()),
        answer.severity.to_string(),
        numbers.join(" "),
        gravest.map_or_else(String::new, |severity| severity.to_string()),
        yes(found.iter().any(|finding| finding.repeat_of.is_some())),
        yes(audit.submitted_at.is_some_and(|at| at > audit.due_at)),
        yes(audit.done_at.is_some()),
        yes(audit.from_paper),
        yes(audit.amended),
        audit.asked.to_string(),
        audit.id.to_string(),
        answer.question_id.to_string(),
    ]
}
