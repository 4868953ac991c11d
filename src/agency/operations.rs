//! The verbs of the room: set the agency up, add units, hours and holidays.

use super::model::{DEFAULT_LAYERS, Unit, UnitKind};
use super::queries;
use crate::base::act::Act;
use crate::base::ids::{HolidayId, UnitId};
use crate::base::zone::Zone;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::history::{self, Change, Record};
use chrono::NaiveDate;
use serde_json::json;

/// Makes the agency: the top unit with its time zone, Monday to Friday 8:00 to 17:00, and the four usual layers.
///
/// # Errors
/// Only when the database fails.
pub fn found(conn: &mut Conn, act: &Act, name: &str, zone: &Zone) -> AppResult<UnitId> {
    let id = add_unit(conn, act, None, name, UnitKind::Agency, Some(zone), 0)?;
    let hours: Vec<(i32, i32, i32)> = (1..=5).map(|weekday| (weekday, 8 * 60, 17 * 60)).collect();
    queries::replace_hours(conn, id, &hours)?;
    for (number, name, role) in DEFAULT_LAYERS {
        queries::put_layer(conn, *number, name, *role)?;
    }
    Ok(id)
}

/// Adds a unit below another.
///
/// # Errors
/// Only when the database fails.
pub fn add_unit(
    conn: &mut Conn,
    act: &Act,
    parent: Option<UnitId>,
    name: &str,
    kind: UnitKind,
    zone: Option<&Zone>,
    position: i32,
) -> AppResult<UnitId> {
    let id: UnitId = act.id();
    let unit = Unit {
        id,
        parent_id: parent,
        name: name.into(),
        kind,
        zone: zone.map(|zone| zone.name().to_owned()),
        position,
        active: true,
        revision: 1,
    };
    queries::insert_unit(conn, &unit, &name.to_lowercase())?;
    history::record(
        conn,
        act,
        Change {
            record: Record::of("unit", id),
            event: "unit-added",
            facts: json!({"name": name, "kind": kind, "parent": parent}),
            text: None,
        },
    )?;
    Ok(id)
}

/// Adds a holiday (or a closure, which excuses the audits of the day) at a unit and everything below it.
///
/// # Errors
/// Only when the database fails.
pub fn add_holiday(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    date: NaiveDate,
    name: &str,
    closure: bool,
) -> AppResult<HolidayId> {
    let id: HolidayId = act.id();
    queries::insert_holiday(conn, id, unit, date, name, closure)?;
    history::record(
        conn,
        act,
        Change {
            record: Record::of("unit", unit),
            event: "holiday-added",
            facts: json!({"date": date, "name": name, "closure": closure}),
            text: None,
        },
    )?;
    Ok(id)
}
