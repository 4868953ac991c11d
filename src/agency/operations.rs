//! The verbs of the room: set the agency up, add, change and move units. Those of calendars and shifts are beside them.

use super::calendars::model::ChangeKind;
pub use super::calendars::operations::*;
use super::calendars::operations::{note_from_today, plan_soon};
use super::model::{CannotArrange, DEFAULT_LAYERS, Unit, UnitKind, read_name};
use super::queries;
pub use super::shifts::operations::*;
use crate::base::act::Act;
use crate::base::ids::UnitId;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
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

/// Adds a unit below another; plans that cover all units there cover it soon.
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
    queries::hold_tree(conn)?;
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
    plan_soon(conn, act)?;
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
    record(conn, act, id, "unit-changed", facts)?;
    if changed.zone == read.zone {
        return Ok(());
    }
    let said = match &changed.zone {
        Some(zone) => Said::new("calendar-change-zone-set").with("zone", zone.as_str()),
        None => Said::new("calendar-change-zone-inherited"),
    };
    note_from_today(conn, act, id, ChangeKind::Zone, said)
}

/// Sets a unit's own time zone; `None` takes that of the unit above.
///
/// # Errors
/// [`CannotArrange::NothingAbove`]; Stale when somebody was quicker.
pub fn set_zone(conn: &mut Conn, act: &Act, id: UnitId, zone: Option<&Zone>) -> AppResult<()> {
    let unit = queries::find(conn, id)?;
    let to = UnitChange {
        revision: unit.revision,
        name: unit.name,
        kind: unit.kind,
        zone: zone.cloned(),
    };
    change_unit(conn, act, id, &to)
}

/// Whether a unit may be put under another one.
///
/// # Errors
/// [`CannotArrange`] in its words; NotFound when one of them is not there.
pub fn check_move(conn: &mut Conn, unit: &Unit, parent: UnitId) -> AppResult<Unit> {
    if unit.parent_id.is_none() {
        return Err(CannotArrange::TopMoves.into());
    }
    let above = queries::path(conn, parent)?;
    let to = above.first().cloned().ok_or(AppError::NotFound)?;
    if above.iter().any(|above| above.id == unit.id) {
        return Err(CannotArrange::BelowItself.into());
    }
    if unit.parent_id == Some(parent) {
        return Err(CannotArrange::SamePlace.into());
    }
    if unit.active && !to.active {
        return Err(CannotArrange::AboveClosed.into());
    }
    Ok(to)
}

/// Moves a unit, with everything below it, under another unit. From then on roles, holidays and what else it takes from
/// above come from there; what was done stays with the unit.
///
/// # Errors
/// [`CannotArrange`] in its words; Stale when somebody was quicker.
pub fn move_unit(conn: &mut Conn, act: &Act, id: UnitId, revision: i32, parent: UnitId) -> AppResult<()> {
    queries::hold_tree(conn)?;
    let read = queries::find(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    let to = check_move(conn, &read, parent)?;
    let from = match read.parent_id {
        Some(from) => queries::find(conn, from)?,
        None => return Err(CannotArrange::TopMoves.into()),
    };
    let position = queries::last_position(conn, parent)?;
    if !queries::move_unit(conn, &read, parent, position)? {
        return Err(AppError::Stale);
    }
    let facts = json!({"from": from.id, "from_name": from.name, "to": to.id, "to_name": to.name});
    record(conn, act, id, "unit-moved", facts)?;
    let said = Said::new("calendar-change-moved")
        .with("from", from.name)
        .with("to", to.name);
    note_from_today(conn, act, id, ChangeKind::Place, said)
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
    record(conn, act, id, "unit-closed", json!({}))?;
    plan_soon(conn, act)
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
    record(conn, act, id, "unit-reopened", json!({}))?;
    plan_soon(conn, act)
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

pub(in crate::agency) fn record(
    conn: &mut Conn,
    act: &Act,
    id: UnitId,
    event: &str,
    facts: serde_json::Value,
) -> AppResult<()> {
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
