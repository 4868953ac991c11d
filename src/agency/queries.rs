//! Every SQL of the room.

pub use super::calendars::queries::*;
use super::model::{Layer, Unit};
pub use super::shifts::queries::*;
use crate::base::codes::Role;
use crate::base::ids::{PersonId, UnitId};
use crate::base::zone::Zone;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::{Conn, Kept, Native};
use crate::platform::error::{AppError, AppResult};
use crate::schema::{assignments, layers, persons, unit_ancestors, units};
use crate::{both, insert_all};
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

/// Keeps the tree as it is until the transaction ends, so that two moves at once cannot make a circle of it.
pub fn hold_tree(conn: &mut Conn) -> QueryResult<usize> {
    diesel::update(units::table.filter(units::parent_id.is_null()))
        .set(units::position.eq(units::position))
        .execute(conn)
}

/// Puts a unit, with all that is below it, under another unit if still as read; true means it was us.
pub fn move_unit(conn: &mut Conn, read: &Unit, parent: UnitId, position: i32) -> QueryResult<bool> {
    let moved = diesel::update(units::table.find(read.id).filter(units::revision.eq(read.revision)))
        .set((
            units::parent_id.eq(Some(parent)),
            units::position.eq(position),
            units::revision.eq(read.revision + 1),
        ))
        .execute(conn)?;
    if moved != 1 {
        return Ok(false);
    }
    let pairs = |conn: &mut Conn, of: UnitId| -> QueryResult<Vec<(UnitId, i32)>> {
        unit_ancestors::table
            .filter(unit_ancestors::descendant_id.eq(of))
            .select((unit_ancestors::ancestor_id, unit_ancestors::depth))
            .load(conn)
    };
    let left: Vec<UnitId> = pairs(conn, read.id)?
        .into_iter()
        .filter(|(_, depth)| *depth > 0)
        .map(|(above, _)| above)
        .collect();
    let joined = pairs(conn, parent)?;
    let below: Vec<(UnitId, i32)> = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq(read.id))
        .select((unit_ancestors::descendant_id, unit_ancestors::depth))
        .load(conn)?;
    let ids: Vec<UnitId> = below.iter().map(|(unit, _)| *unit).collect();
    diesel::delete(
        unit_ancestors::table.filter(
            unit_ancestors::ancestor_id
                .eq_any(left)
                .and(unit_ancestors::descendant_id.eq_any(ids)),
        ),
    )
    .execute(conn)?;
    let rows: Vec<_> = joined
        .iter()
        .flat_map(|(above, up)| below.iter().map(move |(unit, down)| (*above, *unit, up + 1 + down)))
        .map(|(above, unit, depth)| {
            (
                unit_ancestors::ancestor_id.eq(above),
                unit_ancestors::descendant_id.eq(unit),
                unit_ancestors::depth.eq(depth),
            )
        })
        .collect();
    insert_all!(conn, unit_ancestors::table, &rows)?;
    Ok(true)
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
