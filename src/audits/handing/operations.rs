//! The verb: hand an audit over.

use super::model::{Asking, check_hand, check_receiver, read_word};
use super::queries;
use crate::audits::model::Audit;
use crate::audits::{by_link, letters, operations as audits, queries as audit_queries};
use crate::base::act::Act;
use crate::base::ids::*;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use serde_json::json;

/// Who asks, to an audit.
///
/// # Errors
/// Only when the database fails.
pub fn asking(conn: &mut Conn, who: PersonId, audit: &Audit) -> AppResult<Asking> {
    Ok(Asking {
        mine: audit.assignee_id == Some(who),
        leads: queries::leads(conn, who, audit)?,
    })
}

/// Gives an audit to somebody else, or back to all who hold its role at the unit, with a word if there is one. Whoever
/// gets it is told by mail, and so is whoever had it, when somebody else gave it away. Answers given already stay; a
/// one-time link that was sent stops working.
///
/// # Errors
/// [`super::model::CannotHandOver`] in its words; Stale when somebody was quicker.
pub fn hand_over(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: AuditId,
    to: Option<PersonId>,
    typed: &str,
) -> AppResult<()> {
    let who = act
        .who
        .ok_or_else(|| AppError::broken("a hand-over without a person"))?;
    let audit = audit_queries::find_to_change(conn, id)?;
    check_hand(&audit, asking(conn, who, &audit)?, act.now)?;
    audits::with_names(conn, &audit)?;
    let word = read_word(typed)?;
    let (near, holders) = (queries::near(conn, &audit)?, queries::holders(conn, &audit)?);
    let ids = |people: &[Person]| people.iter().map(|person| person.id).collect::<Vec<_>>();
    check_receiver(&audit, to, &ids(&near), &ids(&holders))?;
    if !audit_queries::set_assignee(conn, &audit, to)? {
        return Err(AppError::Stale);
    }
    queries::put_handover(conn, id, to, who, act.now)?;
    let facts = json!({"from": audit.assignee_id, "to": to, "state": audit.state});
    audits::record(conn, act, id, "audit-handed-over", facts, word.as_deref())?;
    by_link::operations::withdraw(conn, act, &audit)?;
    let by = people::queries::find(conn, who)?;
    let receivers = match to {
        Some(to) => near.into_iter().filter(|person| person.id == to).collect(),
        None => holders,
    };
    for person in receivers
        .iter()
        .filter(|person| person.id != who && Some(person.id) != audit.assignee_id)
    {
        letters::handed_over(conn, act, post, &audit, person, &by, word.as_deref())?;
    }
    if let Some(before) = audit.assignee_id.filter(|before| *before != who) {
        let before = people::queries::find(conn, before)?;
        letters::taken_over(conn, act, post, &audit, &before, &by, word.as_deref())?;
    }
    Ok(())
}
