//! Every SQL about how audits were done beside others; it only reads.

use super::{Done, took};
use crate::agency;
use crate::audits::model::{Audit, AuditState};
use crate::audits::queries::Submission;
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::people;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;

/// The most audits that are compared with, the newest.
const MOST_AUDITS: i64 = 2_000;
/// The most answers of one person that are looked at, the newest.
const MOST_ANSWERS: i64 = 5_000;

/// Whether a person leads whoever did an audit: holds the next layer's role that somebody holds, at the unit or the
/// nearest above it.
pub fn leads(conn: &mut Conn, person: PersonId, audit: &Audit) -> QueryResult<bool> {
    for layer in agency::queries::layers(conn)? {
        if layer.number > audit.layer {
            let holders = people::queries::holders(conn, layer.role, audit.unit_id)?;
            if !holders.is_empty() {
                return Ok(holders.iter().any(|holder| holder.id == person));
            }
        }
    }
    Ok(false)
}

/// What is read of an audit that was done.
type Row = (
    (AuditId, Option<PersonId>, i32),
    (Instant, Instant, Option<Instant>, Option<Instant>),
    Submission,
);

fn read((id, times, sent): Row) -> Option<Done> {
    let ((audit, person, asked), (opens, due, started, at)) = (id, times);
    Some(Done {
        audit,
        person: person?,
        asked: asked.into(),
        opens,
        due,
        at: at?,
        took: took(started, &sent),
    })
}

/// The columns of a [`Row`].
macro_rules! row {
    () => {
        (
            (audits::id, audits::submitted_by, audits::asked),
            (
                audits::opens_at,
                audits::due_at,
                audits::started_at,
                audits::submitted_at,
            ),
            Submission::as_select(),
        )
    };
}

/// The audits of the same checklist and layer from a date up to this audit's, with it.
pub fn done(conn: &mut Conn, audit: &Audit, from: NaiveDate) -> QueryResult<Vec<Done>> {
    let rows: Vec<Row> = audits::table
        .inner_join(submissions::table)
        .filter(submissions::amends.is_null())
        .filter(
            audits::process_id
                .eq(audit.process_id)
                .and(audits::layer.eq(audit.layer)),
        )
        .filter(audits::local_date.between(from, audit.local_date))
        .filter(audits::state.eq(AuditState::Submitted))
        .order((audits::local_date.desc(), audits::id.desc()))
        .select(row!())
        .limit(MOST_AUDITS)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The audits a person did within an hour of a moment, of whatever checklist.
pub fn near(conn: &mut Conn, person: PersonId, at: Instant) -> QueryResult<Vec<Done>> {
    let (after, before) = (at.plus_minutes(-60), at.plus_minutes(60));
    let rows: Vec<Row> = audits::table
        .inner_join(submissions::table)
        .filter(submissions::amends.is_null())
        .filter(audits::submitted_by.eq(person).assume_not_null())
        .filter(
            audits::submitted_at
                .ge(after)
                .and(audits::submitted_at.le(before))
                .assume_not_null(),
        )
        .order((audits::submitted_at, audits::id))
        .select(row!())
        .limit(MOST_AUDITS)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// An answer of a person.
#[derive(Debug, Clone, Queryable)]
pub struct Answered {
    /// The audit.
    pub audit: AuditId,
    /// The question.
    pub question: QuestionId,
    /// Its place in the audit.
    pub position: i32,
    /// What was said.
    pub outcome: Outcome,
    /// What was written down.
    pub seen: String,
}

/// A person's answers in audits of the same checklist and layer from a date up to this audit's.
pub fn answers_of(conn: &mut Conn, audit: &Audit, person: PersonId, from: NaiveDate) -> QueryResult<Vec<Answered>> {
    answers::table
        .inner_join(audits::table)
        .inner_join(
            audit_questions::table.on(audit_questions::audit_id
                .eq(answers::audit_id)
                .and(audit_questions::question_id.eq(answers::question_id))),
        )
        .filter(audits::submitted_by.eq(person).assume_not_null())
        .filter(
            audits::process_id
                .eq(audit.process_id)
                .and(audits::layer.eq(audit.layer)),
        )
        .filter(audits::local_date.between(from, audit.local_date))
        .filter(audits::state.eq(AuditState::Submitted))
        .filter(answers::outcome.is_not_null())
        .order((audits::local_date.desc(), audits::id.desc(), audit_questions::position))
        .select((
            answers::audit_id,
            answers::question_id,
            audit_questions::position,
            answers::outcome.assume_not_null(),
            answers::seen,
        ))
        .limit(MOST_ANSWERS)
        .load(conn)
}
