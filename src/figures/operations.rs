//! The verbs of the room: count what was submitted, take it back, prove the counts, count everything anew.

use super::model::{AuditResult, Difference, Done, Place, Tally};
use super::{queries, sums};
use crate::base::codes::Outcome;
use crate::base::ids::QuestionId;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use std::collections::BTreeMap;

/// Counts the answers of a submitted audit: one statement, whatever their number.
///
/// # Errors
/// Only when the database fails.
pub fn count_answers(conn: &mut Conn, place: &Place, answers: &[(QuestionId, Outcome)]) -> AppResult<()> {
    sums::add(conn, &by_question(place, answers), &[])?;
    Ok(())
}

/// Takes back what [`count_answers`] counted: before an amendment counts the new answers.
///
/// # Errors
/// Only when the database fails.
pub fn uncount_answers(conn: &mut Conn, place: &Place, answers: &[(QuestionId, Outcome)]) -> AppResult<()> {
    let rows: Vec<_> = by_question(place, answers)
        .into_iter()
        .map(|(key, tally)| (key, -tally))
        .collect();
    sums::add(conn, &rows, &[])?;
    Ok(())
}

/// Counts what became of an audit.
///
/// # Errors
/// Only when the database fails.
pub fn count_audit(conn: &mut Conn, place: &Place, result: AuditResult) -> AppResult<()> {
    sums::add(conn, &[], &[(*place, Done::of(result))])?;
    Ok(())
}

/// Takes back what [`count_audit`] counted: a missed audit that arrives after all.
///
/// # Errors
/// Only when the database fails.
pub fn uncount_audit(conn: &mut Conn, place: &Place, result: AuditResult) -> AppResult<()> {
    sums::add(conn, &[], &[(*place, -Done::of(result))])?;
    Ok(())
}

/// Compares every count with the audits and answers it was made from, and every sum with the counts. An empty list is the
/// proof.
///
/// # Errors
/// Only when the database fails.
pub fn recount(conn: &mut Conn) -> AppResult<Vec<Difference>> {
    let mut differences = Vec::new();
    for (from, to) in queries::months(conn)? {
        let mut answers: BTreeMap<_, (Tally, Tally)> = BTreeMap::new();
        for (key, tally) in queries::kept_answers(conn, from, to)? {
            answers.entry(key).or_default().0 = tally;
        }
        for (key, tally) in queries::counted_answers(conn, from, to)? {
            answers.entry(key).or_default().1 = tally;
        }
        let mut audits: BTreeMap<_, (Done, Done)> = BTreeMap::new();
        for (place, done) in queries::kept_audits(conn, from, to)? {
            audits.entry(place).or_default().0 = done;
        }
        for (place, done) in queries::counted_audits(conn, from, to)? {
            audits.entry(place).or_default().1 = done;
        }
        differences.extend(answers.into_iter().filter(|(_, (kept, counted))| kept != counted).map(
            |((place, question), (kept, counted))| Difference::Answers {
                place,
                question,
                kept,
                counted,
            },
        ));
        differences.extend(
            audits
                .into_iter()
                .filter(|(_, (kept, counted))| kept != counted)
                .map(|(place, (kept, counted))| Difference::Audits { place, kept, counted }),
        );
    }
    differences.extend(sums::recount(conn)?);
    Ok(differences)
}

/// Throws every count away and counts the audits and answers again, in the caller's transaction.
///
/// # Errors
/// Only when the database fails.
pub fn rebuild(conn: &mut Conn) -> AppResult<()> {
    let months = queries::months(conn)?;
    let (until, _) = sums::queries::hold_to_change(conn)?;
    sums::forget(conn)?;
    queries::clear(conn)?;
    for (from, to) in months {
        let answers: Vec<_> = queries::counted_answers(conn, from, to)?.into_iter().collect();
        queries::add_answers(conn, &answers)?;
        let audits: Vec<_> = queries::counted_audits(conn, from, to)?.into_iter().collect();
        queries::add_audits(conn, &audits)?;
    }
    while sums::sum_up(conn, until)? {}
    Ok(())
}

/// One row a question, in the order of the key: two submissions at once cannot wait for each other in a circle.
fn by_question(place: &Place, answers: &[(QuestionId, Outcome)]) -> Vec<((Place, QuestionId), Tally)> {
    let mut rows: BTreeMap<(Place, QuestionId), Tally> = BTreeMap::new();
    for (question, outcome) in answers {
        let row = rows.entry((*place, *question)).or_default();
        *row = *row + Tally::of(*outcome);
    }
    rows.into_iter().collect()
}
