//! The verbs of shifts.

use super::super::calendars::model::ChangeKind;
use super::super::calendars::operations::note_from_today;
use super::super::operations::record;
use super::super::queries::find;
use super::model::{Shift, ShiftWanted};
use super::queries;
use crate::base::act::Act;
use crate::base::ids::{ShiftId, UnitId};
use crate::base::said::Said;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use serde_json::json;

/// Adds a shift at a unit.
///
/// # Errors
/// [`CannotArrange`](super::super::model::CannotArrange) in its words.
pub fn add_shift(conn: &mut Conn, act: &Act, unit: UnitId, wanted: &ShiftWanted) -> AppResult<ShiftId> {
    wanted.check()?;
    let shift = Shift {
        id: act.id(),
        unit_id: unit,
        unit: find(conn, unit)?.name,
        name: wanted.name.clone(),
        first_day: wanted.first_day,
        cycle: wanted.cycle.clone(),
        active: true,
        revision: 1,
    };
    queries::insert_shift(conn, &shift)?;
    let said = Said::new("calendar-change-shift-added").with("name", shift.name.as_str());
    written(conn, act, &shift, "shift-added", said)?;
    Ok(shift.id)
}

/// Changes name, cycle or first day of a shift. What plans made by it follows.
///
/// # Errors
/// [`CannotArrange`](super::super::model::CannotArrange) in its words; Stale when somebody was quicker.
pub fn change_shift(conn: &mut Conn, act: &Act, id: ShiftId, revision: i32, wanted: &ShiftWanted) -> AppResult<()> {
    wanted.check()?;
    let read = queries::find_shift(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    let to = Shift {
        name: wanted.name.clone(),
        first_day: wanted.first_day,
        cycle: wanted.cycle.clone(),
        ..read.clone()
    };
    if to == read {
        return Ok(());
    }
    save(conn, &read, &to)?;
    let said = Said::new("calendar-change-shift-changed").with("name", to.name.as_str());
    written(conn, act, &to, "shift-changed", said)
}

/// Retires a shift: it is offered to no new plan; those that use it keep it.
///
/// # Errors
/// Stale when it is retired already.
pub fn retire_shift(conn: &mut Conn, act: &Act, id: ShiftId) -> AppResult<Shift> {
    let said = |shift: &Shift| Said::new("calendar-change-shift-retired").with("name", shift.name.as_str());
    set_active(conn, act, id, false, "shift-retired", said)
}

/// Offers a retired shift again.
///
/// # Errors
/// Stale when it is offered already.
pub fn offer_shift(conn: &mut Conn, act: &Act, id: ShiftId) -> AppResult<Shift> {
    let said = |shift: &Shift| Said::new("calendar-change-shift-offered").with("name", shift.name.as_str());
    set_active(conn, act, id, true, "shift-offered", said)
}

fn set_active(
    conn: &mut Conn,
    act: &Act,
    id: ShiftId,
    active: bool,
    event: &str,
    said: impl Fn(&Shift) -> Said,
) -> AppResult<Shift> {
    let read = queries::find_shift(conn, id)?;
    if read.active == active {
        return Err(AppError::Stale);
    }
    let to = Shift { active, ..read.clone() };
    save(conn, &read, &to)?;
    written(conn, act, &to, event, said(&to))?;
    Ok(to)
}

fn save(conn: &mut Conn, read: &Shift, to: &Shift) -> AppResult<()> {
    if queries::update_shift(conn, read, to)? {
        Ok(())
    } else {
        Err(AppError::Stale)
    }
}

fn written(conn: &mut Conn, act: &Act, shift: &Shift, event: &str, said: Said) -> AppResult<()> {
    let cycle: Vec<_> = shift
        .cycle
        .iter()
        .map(|hours| hours.map(|hours| (hours.opens, hours.closes)))
        .collect();
    let facts = json!({"shift": shift.id, "name": shift.name, "first_day": shift.first_day, "cycle": cycle});
    record(conn, act, shift.unit_id, event, facts)?;
    note_from_today(conn, act, shift.unit_id, ChangeKind::Shift, said)
}
