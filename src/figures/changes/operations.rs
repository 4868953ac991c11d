//! The verbs of change points.

use super::model::{CannotEnter, ChangePoint, ENTERING, Wanted, problems};
use super::queries;
use crate::base::act::Act;
use crate::base::ids::{ChangePointId, PersonId, UnitId};
use crate::base::said::Said;
use crate::base::text::fold;
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use chrono::NaiveDate;
use serde_json::json;

/// Enters that something changed; `today` is the local date of the agency.
///
/// # Errors
/// [`CannotEnter`] in its words; `Forbidden` where the person does not lead the unit.
pub fn enter(conn: &mut Conn, act: &Act, today: NaiveDate, wanted: &Wanted) -> AppResult<ChangePointId> {
    let who = entering(conn, act, wanted.unit)?;
    if let Some(wrong) = problems(Some(wanted.on), &wanted.what, &wanted.why, today).first() {
        return Err((*wrong).into());
    }
    if queries::is_there(conn, wanted.unit, wanted.process, wanted.on)? {
        return Err(CannotEnter::Again.into());
    }
    let change = ChangePoint {
        id: act.id(),
        unit_id: wanted.unit,
        process_id: wanted.process,
        on_date: wanted.on,
        what: wanted.what.trim().into(),
        why: wanted.why.trim().into(),
        search: fold(&format!("{} {}", wanted.what, wanted.why)),
        entered_at: act.now,
        entered_by: who,
        removed_at: None,
        removed_by: None,
    };
    queries::insert(conn, &change)?;
    record(conn, act, &change, "change-point-entered")?;
    Ok(change.id)
}

/// Takes a change back: charts expect again what they did without it.
///
/// # Errors
/// [`CannotEnter::Removed`] in its words; `Forbidden` where the person does not lead the unit.
pub fn remove(conn: &mut Conn, act: &Act, id: ChangePointId) -> AppResult<()> {
    let change = queries::find(conn, id)?;
    let who = entering(conn, act, change.unit_id)?;
    if !queries::set_removed(conn, id, who, act.now)? {
        return Err(CannotEnter::Removed.into());
    }
    record(conn, act, &change, "change-point-removed")
}

/// The person who acts, if they enter what changes at this unit.
fn entering(conn: &mut Conn, act: &Act, unit: UnitId) -> AppResult<PersonId> {
    let who = act.who.ok_or(AppError::NotFound)?;
    if people::queries::holds_at(conn, who, ENTERING, unit)? {
        Ok(who)
    } else {
        Err(AppError::Forbidden(Said::new("changes-forbidden")))
    }
}

fn record(conn: &mut Conn, act: &Act, change: &ChangePoint, event: &'static str) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("change-point", change.id),
            event,
            facts: json!({"unit": change.unit_id, "process": change.process_id, "on": change.on_date}),
            text: Some(&format!("{}: {}", change.what, change.why)),
        },
    )
}
