//! The verbs of the room: set the agency up, add units, hours and holidays.

use super::model::{CannotArrange, DEFAULT_LAYERS, Unit, UnitKind, read_name};
use super::queries;
use crate::base::act::Act;
use crate::base::calendar::Hours;
use crate::base::ids::{HolidayId, UnitId};
use crate::base::zone::Zone;
use crate::platform::db::{Conn, is_duplicate};
use crate::platform::error::{AppError, AppResult};
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
/// [`CannotArrange::HolidayThere`] when the unit has one on this date.
pub fn add_holiday(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    date: NaiveDate,
    name: &str,
    closure: bool,
) -> AppResult<HolidayId> {
    let id: HolidayId = act.id();
    if queries::has_holiday(conn, unit, date)? {
        return Err(CannotArrange::HolidayThere.into());
    }
    queries::insert_holiday(conn, id, unit, date, name, closure).map_err(|error| {
        if is_duplicate(&error) {
            AppError::from(CannotArrange::HolidayThere)
        } else {
            error.into()
        }
    })?;
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

/// What a unit looks like after a change.
#[derive(Debug, Clone)]
pub struct UnitChange {
    /// The revision the change was made from.
    pub revision: i32,
    /// Name.
    pub name: String,
    /// What it is; the agency itself stays what it is.
    pub kind: UnitKind,
    /// Its own time zone; `None` inherits.
    pub zone: Option<Zone>,
}

/// Changes name, kind and time zone.
///
/// # Errors
/// [`CannotArrange`] in its words; Stale when somebody was quicker.
pub fn change_unit(conn: &mut Conn, act: &Act, id: UnitId, to: &UnitChange) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    let is_top = read.parent_id.is_none();
    if is_top && to.zone.is_none() {
        return Err(CannotArrange::NothingAbove.into());
    }
    let changed = Unit {
        name: read_name(&to.name)?,
        kind: if is_top { UnitKind::Agency } else { to.kind },
        zone: to.zone.as_ref().map(|zone| zone.name().to_owned()),
        ..read.clone()
    };
    if read.revision != to.revision {
        return Err(AppError::Stale);
    }
    if changed == read {
        return Ok(());
    }
    save(conn, &read, &changed)?;
    let facts = json!({
        "name_from": read.name, "name_to": changed.name, "kind_from": read.kind, "kind_to": changed.kind,
        "zone_from": read.zone, "zone_to": changed.zone,
    });
    record(conn, act, id, "unit-changed", facts)
}

/// Closes a unit: nothing new is planned or assigned there, and its past stays.
///
/// # Errors
/// [`CannotArrange`] in its words; Stale when somebody was quicker.
pub fn close_unit(conn: &mut Conn, act: &Act, id: UnitId) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if read.parent_id.is_none() {
        return Err(CannotArrange::Top.into());
    }
    let open = queries::count_open_below(conn, id)?;
    if open > 0 {
        return Err(CannotArrange::UnitsBelow(open).into());
    }
    set_active(conn, &read, false)?;
    record(conn, act, id, "unit-closed", json!({}))
}

/// Opens a closed unit again.
///
/// # Errors
/// [`CannotArrange::AboveClosed`]; Stale when somebody was quicker.
pub fn reopen_unit(conn: &mut Conn, act: &Act, id: UnitId) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if let Some(above) = read.parent_id
        && !queries::find(conn, above)?.active
    {
        return Err(CannotArrange::AboveClosed.into());
    }
    set_active(conn, &read, true)?;
    record(conn, act, id, "unit-reopened", json!({}))
}

fn set_active(conn: &mut Conn, read: &Unit, active: bool) -> AppResult<()> {
    if read.active == active {
        return Err(AppError::Stale);
    }
    let changed = Unit { active, ..read.clone() };
    save(conn, read, &changed)
}

fn save(conn: &mut Conn, read: &Unit, to: &Unit) -> AppResult<()> {
    if queries::update_unit(conn, read, to, &to.name.to_lowercase())? {
        Ok(())
    } else {
        Err(AppError::Stale)
    }
}

/// Sets a unit's own opening hours, Monday first, in minutes of the day; `None` takes those of the unit above.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn set_hours(conn: &mut Conn, act: &Act, id: UnitId, own: Option<&[Option<Hours>; 7]>) -> AppResult<()> {
    let unit = queries::find(conn, id)?;
    let mut rows = Vec::new();
    for (weekday, hours) in (1..).zip(own.into_iter().flatten()) {
        if let Some(hours) = hours {
            if hours.opens < 0 || hours.closes <= hours.opens || hours.closes > 2 * 24 * 60 {
                return Err(CannotArrange::Hours.into());
            }
            rows.push((weekday, hours.opens, hours.closes));
        }
    }
    // without a row the hours are those of the unit above: so own hours need one open day
    if own.is_some() && rows.is_empty() {
        return Err(CannotArrange::NoDay.into());
    }
    if own.is_none() && unit.parent_id.is_none() {
        return Err(CannotArrange::NothingAbove.into());
    }
    queries::replace_hours(conn, id, &rows)?;
    let days: Vec<_> = rows
        .iter()
        .map(|(weekday, opens, closes)| json!([weekday, opens, closes]))
        .collect();
    let event = if own.is_some() {
        "unit-hours-set"
    } else {
        "unit-hours-inherited"
    };
    record(conn, act, id, event, json!({"hours": days}))
}

/// Takes a holiday away again.
///
/// # Errors
/// NotFound when it is gone already.
pub fn remove_holiday(conn: &mut Conn, act: &Act, id: HolidayId) -> AppResult<UnitId> {
    let day = queries::find_holiday(conn, id)?;
    if queries::delete_holiday(conn, id)? == 0 {
        return Err(AppError::NotFound);
    }
    let facts = json!({"date": day.date, "name": day.name, "closure": day.closure});
    record(conn, act, day.unit_id, "holiday-removed", facts)?;
    Ok(day.unit_id)
}

/// Renames layers.
///
/// # Errors
/// [`CannotArrange::Name`]; NotFound for a layer that is not there.
pub fn rename_layers(conn: &mut Conn, act: &Act, names: &[(i32, String)]) -> AppResult<()> {
    let layers = queries::layers(conn)?;
    let root = queries::root(conn)?.ok_or(AppError::NotFound)?;
    for (number, name) in names {
        let layer = layers
            .iter()
            .find(|layer| layer.number == *number)
            .ok_or(AppError::NotFound)?;
        let name = read_name(name)?;
        if name != layer.name {
            queries::put_layer(conn, *number, &name, layer.role)?;
            let facts = json!({"number": number, "from": layer.name, "to": name});
            record(conn, act, root.id, "layer-renamed", facts)?;
        }
    }
    Ok(())
}

fn record(conn: &mut Conn, act: &Act, id: UnitId, event: &str, facts: serde_json::Value) -> AppResult<()> {
    let record = Record::of("unit", id);
    history::record(
        conn,
        act,
        Change {
            record,
            event,
            facts,
            text: None,
        },
    )
}
