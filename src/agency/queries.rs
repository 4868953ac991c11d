//! Every SQL of the room.

use super::model::{DayOff, Layer, Unit};
use crate::base::calendar::{Calendar, Holiday, Hours};
use crate::base::codes::Role;
use crate::base::ids::{HolidayId, PersonId, UnitId};
use crate::base::zone::Zone;
use crate::both;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::{Conn, Kept, Native};
use crate::platform::error::{AppError, AppResult};
use crate::schema::{assignments, holidays, layers, opening_hours, persons, unit_ancestors, units};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// One unit.
pub fn find(conn: &mut Conn, id: UnitId) -> QueryResult<Unit> {
    units::table.find(id).select(Unit::as_select()).first(conn)
}

/// The top of the tree; `None` before setup.
pub fn root(conn: &mut Conn) -> QueryResult<Option<Unit>> {
    units::table
        .filter(units::parent_id.is_null())
        .order(units::id)
        .select(Unit::as_select())
        .first(conn)
        .optional()
}

/// Every unit, parents before children, siblings in their order; with its depth below the top.
pub fn tree(conn: &mut Conn) -> QueryResult<Vec<(i32, Unit)>> {
    let all: Vec<Unit> = units::table
        .order((units::position, units::name))
        .select(Unit::as_select())
        .load(conn)?;
    let mut below: BTreeMap<Option<UnitId>, Vec<Unit>> = BTreeMap::new();
    for unit in all {
        below.entry(unit.parent_id).or_default().push(unit);
    }
    let mut out = Vec::new();
    let mut stack: Vec<(i32, Unit)> = below
        .remove(&None)
        .unwrap_or_default()
        .into_iter()
        .rev()
        .map(|unit| (0, unit))
        .collect();
    while let Some((depth, unit)) = stack.pop() {
        for child in below.remove(&Some(unit.id)).unwrap_or_default().into_iter().rev() {
            stack.push((depth + 1, child));
        }
        out.push((depth, unit));
    }
    Ok(out)
}

/// The units inside these subtrees, by name; the units themselves included.
pub fn list_below(conn: &mut Conn, tops: &[UnitId]) -> QueryResult<Vec<Unit>> {
    let inside = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    units::table
        .filter(units::id.eq_any(inside))
        .order(units::name)
        .select(Unit::as_select())
        .load(conn)
}

/// The units above a unit, the nearest first, the unit itself at the start.
pub fn path(conn: &mut Conn, id: UnitId) -> QueryResult<Vec<Unit>> {
    both!(conn, c => unit_ancestors::table
        .inner_join(units::table.on(units::id.eq(unit_ancestors::ancestor_id)))
        .filter(unit_ancestors::descendant_id.eq(id))
        .order(unit_ancestors::depth)
        .select(Unit::as_select())
        .load(c))
}

/// The working calendar of a unit: hours and zone of the nearest unit that has its own, holidays of all above.
///
/// # Errors
/// `NotFound` for an unknown unit; Broken when a stored time zone is unknown.
pub fn calendar(conn: &mut Conn, unit: UnitId) -> AppResult<Calendar> {
    let path = path(conn, unit)?;
    if path.is_empty() {
        return Err(AppError::NotFound);
    }
    let zone = match path.iter().find_map(|unit| unit.zone.as_deref()) {
        Some(name) => Zone::parse(name).map_err(AppError::broken)?,
        None => Zone::utc(),
    };
    let ids: Vec<UnitId> = path.iter().map(|unit| unit.id).collect();
    let rows: Vec<(UnitId, i32, i32, i32)> = both!(conn, c => Kept(opening_hours::table
        .filter(opening_hours::unit_id.eq_any(ids.clone()))
        .select((
            opening_hours::unit_id,
            opening_hours::weekday,
            opening_hours::opens_minute,
            opening_hours::closes_minute,
        )))
        .load(c))?;
    let mut hours = [None; 7];
    if let Some(nearest) = ids.iter().find(|id| rows.iter().any(|row| row.0 == **id)) {
        for (_, weekday, opens, closes) in rows.iter().filter(|row| row.0 == *nearest) {
            if let Some(day) = usize::try_from(*weekday - 1).ok().and_then(|day| hours.get_mut(day)) {
                *day = Some(Hours {
                    opens: *opens,
                    closes: *closes,
                });
            }
        }
    }
    let days: Vec<(NaiveDate, String, bool)> = both!(conn, c => Kept(holidays::table
        .filter(holidays::unit_id.eq_any(ids.clone()))
        .select((holidays::on_date, holidays::name, holidays::closure)))
        .load(c))?;
    let mut by_date: BTreeMap<NaiveDate, Holiday> = BTreeMap::new();
    for (date, name, closure) in days {
        let day = by_date.entry(date).or_insert(Holiday { name, closure });
        day.closure |= closure;
    }
    Ok(Calendar {
        zone,
        hours,
        holidays: by_date,
    })
}

/// The time zone of each of these units: its own or that of the nearest unit above that has one.
///
/// # Errors
/// Broken when a stored time zone is unknown.
pub fn zones(conn: &mut Conn, of: &[UnitId]) -> AppResult<HashMap<UnitId, Zone>> {
    let rows: Vec<(UnitId, Option<String>)> = both!(conn, c => Kept(unit_ancestors::table
        .inner_join(units::table.on(units::id.eq(unit_ancestors::ancestor_id)))
        .filter(unit_ancestors::descendant_id.eq_any(of.to_vec()))
        .filter(units::zone.is_not_null())
        .order((unit_ancestors::descendant_id, unit_ancestors::depth))
        .select((unit_ancestors::descendant_id, units::zone)))
        .load(c))?;
    let mut zones: HashMap<UnitId, Zone> = of.iter().map(|unit| (*unit, Zone::utc())).collect();
    let mut seen = None;
    for (unit, name) in rows {
        // the nearest comes first
        if seen == Some(unit) {
            continue;
        }
        seen = Some(unit);
        if let Some(name) = name {
            zones.insert(unit, Zone::parse(&name).map_err(AppError::broken)?);
        }
    }
    Ok(zones)
}

/// The layers, lowest first.
pub fn layers(conn: &mut Conn) -> QueryResult<Vec<Layer>> {
    layers::table
        .order(layers::number)
        .select(Layer::as_select())
        .load(conn)
}

/// Writes a new unit and its place in the tree.
pub fn insert_unit(conn: &mut Conn, unit: &Unit, search: &str) -> QueryResult<()> {
    diesel::insert_into(units::table)
        .values((
            units::id.eq(unit.id),
            units::parent_id.eq(unit.parent_id),
            units::name.eq(&unit.name),
            units::kind.eq(unit.kind),
            units::search.eq(search),
            units::zone.eq(&unit.zone),
            units::position.eq(unit.position),
            units::active.eq(unit.active),
            units::revision.eq(unit.revision),
        ))
        .execute(conn)?;
    let mut above: Vec<(UnitId, i32)> = vec![(unit.id, 0)];
    if let Some(parent) = unit.parent_id {
        let of_parent: Vec<(UnitId, i32)> = unit_ancestors::table
            .filter(unit_ancestors::descendant_id.eq(parent))
            .select((unit_ancestors::ancestor_id, unit_ancestors::depth))
            .load(conn)?;
        above.extend(of_parent.into_iter().map(|(id, depth)| (id, depth + 1)));
    }
    let rows: Vec<_> = above
        .into_iter()
        .map(|(ancestor, depth)| {
            (
                unit_ancestors::ancestor_id.eq(ancestor),
                unit_ancestors::descendant_id.eq(unit.id),
                unit_ancestors::depth.eq(depth),
            )
        })
        .collect();
    both!(conn, c => diesel::insert_into(unit_ancestors::table).values(&rows).execute(c))?;
    Ok(())
}

/// Writes a layer, over one of the same number.
pub fn put_layer(conn: &mut Conn, number: i32, name: &str, role: Role) -> QueryResult<usize> {
    Native(
        diesel::insert_into(layers::table)
            .values((layers::number.eq(number), layers::name.eq(name), layers::role.eq(role)))
            .on_conflict(layers::number)
            .do_update()
            .set((layers::name.eq(name), layers::role.eq(role))),
    )
    .execute(conn)
}

/// Replaces a unit's own opening hours; an empty list inherits.
pub fn replace_hours(conn: &mut Conn, unit: UnitId, hours: &[(i32, i32, i32)]) -> QueryResult<()> {
    diesel::delete(opening_hours::table.filter(opening_hours::unit_id.eq(unit))).execute(conn)?;
    for (weekday, opens, closes) in hours {
        diesel::insert_into(opening_hours::table)
            .values((
                opening_hours::unit_id.eq(unit),
                opening_hours::weekday.eq(weekday),
                opening_hours::opens_minute.eq(opens),
                opening_hours::closes_minute.eq(closes),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Writes a holiday.
pub fn insert_holiday(
    conn: &mut Conn,
    id: HolidayId,
    unit: UnitId,
    date: NaiveDate,
    name: &str,
    closure: bool,
) -> QueryResult<usize> {
    diesel::insert_into(holidays::table)
        .values((
            holidays::id.eq(id),
            holidays::unit_id.eq(unit),
            holidays::on_date.eq(date),
            holidays::name.eq(name),
            holidays::closure.eq(closure),
        ))
        .execute(conn)
}

/// The time zone of the agency: the top unit's; UTC before setup.
///
/// # Errors
/// Broken when the stored time zone is unknown.
pub fn agency_zone(conn: &mut Conn) -> AppResult<Zone> {
    match root(conn)?.and_then(|unit| unit.zone) {
        Some(name) => Zone::parse(&name).map_err(AppError::broken),
        None => Ok(Zone::utc()),
    }
}

/// Changes a unit if still as read; true means it was us.
pub fn update_unit(conn: &mut Conn, read: &Unit, to: &Unit, search: &str) -> QueryResult<bool> {
    diesel::update(units::table.find(read.id).filter(units::revision.eq(read.revision)))
        .set((
            units::name.eq(&to.name),
            units::kind.eq(to.kind),
            units::search.eq(search),
            units::zone.eq(&to.zone),
            units::active.eq(to.active),
            units::revision.eq(read.revision + 1),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// How many units below this one are open.
pub fn count_open_below(conn: &mut Conn, id: UnitId) -> QueryResult<i64> {
    unit_ancestors::table
        .inner_join(units::table.on(units::id.eq(unit_ancestors::descendant_id)))
        .filter(
            unit_ancestors::ancestor_id
                .eq(id)
                .and(unit_ancestors::depth.gt(0))
                .and(units::active.eq(true)),
        )
        .count()
        .get_result(conn)
}

/// The last place among the units below this one; a new one goes beside it.
pub fn last_position(conn: &mut Conn, parent: UnitId) -> QueryResult<i32> {
    units::table
        .filter(units::parent_id.eq(parent).assume_not_null())
        .select(diesel::dsl::max(units::position))
        .first::<Option<i32>>(conn)
        .map(Option::unwrap_or_default)
}

/// How many people hold a role at each unit itself.
pub fn count_people(conn: &mut Conn) -> QueryResult<BTreeMap<UnitId, i64>> {
    let rows: Vec<(UnitId, i64)> = assignments::table
        .inner_join(persons::table)
        .filter(assignments::until.is_null().and(persons::active.eq(true)))
        .group_by(assignments::unit_id)
        .select((assignments::unit_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who holds a role at a unit itself, by name.
pub fn people_at(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<(PersonId, String, Role)>> {
    assignments::table
        .inner_join(persons::table)
        .filter(
            assignments::unit_id
                .eq(unit)
                .and(assignments::until.is_null())
                .and(persons::active.eq(true)),
        )
        .order((persons::search, assignments::id))
        .select((persons::id, persons::name, assignments::role))
        .load(conn)
}

/// A unit's own opening hours: weekday (1 is Monday), opens, closes; none inherits.
pub fn own_hours(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<(i32, i32, i32)>> {
    opening_hours::table
        .filter(opening_hours::unit_id.eq(unit))
        .order(opening_hours::weekday)
        .select((
            opening_hours::weekday,
            opening_hours::opens_minute,
            opening_hours::closes_minute,
        ))
        .load(conn)
}

/// One holiday.
pub fn find_holiday(conn: &mut Conn, id: HolidayId) -> QueryResult<DayOff> {
    holidays::table
        .inner_join(units::table)
        .filter(holidays::id.eq(id))
        .select((
            holidays::id,
            holidays::unit_id,
            units::name,
            holidays::on_date,
            holidays::name,
            holidays::closure,
        ))
        .first(conn)
}

/// Takes a holiday away.
pub fn delete_holiday(conn: &mut Conn, id: HolidayId) -> QueryResult<usize> {
    diesel::delete(holidays::table.find(id)).execute(conn)
}

/// Whether a unit itself has a holiday on this date.
pub fn has_holiday(conn: &mut Conn, unit: UnitId, date: NaiveDate) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        holidays::table.filter(holidays::unit_id.eq(unit).and(holidays::on_date.eq(date))),
    ))
    .get_result(conn)
}

/// The holidays that count at a unit, its own and those of the units above, from a date on.
pub fn holidays_at(conn: &mut Conn, unit: UnitId, from: NaiveDate) -> QueryResult<Vec<DayOff>> {
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(unit))
        .select(unit_ancestors::ancestor_id);
    holidays::table
        .inner_join(units::table)
        .filter(holidays::unit_id.eq_any(above).and(holidays::on_date.ge(from)))
        .order((holidays::on_date, holidays::id))
        .select((
            holidays::id,
            holidays::unit_id,
            units::name,
            holidays::on_date,
            holidays::name,
            holidays::closure,
        ))
        .load(conn)
}

/// Who leads the auditors of a layer at a unit: the holders of the next layer's role that somebody holds, and where
/// nobody does, the administrators; at the top layer nobody.
pub fn leaders(conn: &mut Conn, layer: i32, unit: UnitId) -> QueryResult<Vec<Person>> {
    let mut higher = layers(conn)?;
    higher.retain(|other| other.number > layer);
    if higher.is_empty() {
        return Ok(Vec::new());
    }
    for layer in higher {
        let holders = people::queries::holders(conn, layer.role, unit)?;
        if !holders.is_empty() {
            return Ok(holders);
        }
    }
    people::queries::holders(conn, Role::Administrator, unit)
}
