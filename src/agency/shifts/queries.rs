//! Every SQL of shifts.

use super::model::Shift;
use crate::base::calendar::Hours;
use crate::base::ids::{ShiftId, UnitId};
use crate::platform::db::Conn;
use crate::schema::{shift_hours, shifts, unit_ancestors, units};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

type Row = (ShiftId, UnitId, String, String, NaiveDate, i32, bool, i32);
type Columns = (
    shifts::id,
    shifts::unit_id,
    units::name,
    shifts::name,
    shifts::first_day,
    shifts::cycle_days,
    shifts::active,
    shifts::revision,
);
const COLUMNS: Columns = (
    shifts::id,
    shifts::unit_id,
    units::name,
    shifts::name,
    shifts::first_day,
    shifts::cycle_days,
    shifts::active,
    shifts::revision,
);

/// The shifts that a unit can work by: its own and those of the units above, the nearest first; retired ones left out.
pub fn shifts(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<Shift>> {
    let mut all = shifts_with_retired(conn, unit)?;
    all.retain(|shift| shift.active);
    Ok(all)
}

/// The same with those that are retired.
pub fn shifts_with_retired(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<Shift>> {
    let rows: Vec<Row> = shifts::table
        .inner_join(units::table)
        .inner_join(unit_ancestors::table.on(unit_ancestors::ancestor_id.eq(shifts::unit_id)))
        .filter(unit_ancestors::descendant_id.eq(unit))
        .order((unit_ancestors::depth, shifts::name, shifts::id))
        .select(COLUMNS)
        .load(conn)?;
    with_hours(conn, rows)
}

/// The shifts that units at or below these can work by: those kept there, below or above, by name.
pub fn shifts_around(conn: &mut Conn, tops: &[UnitId]) -> QueryResult<Vec<Shift>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::ancestor_id);
    let rows: Vec<Row> = shifts::table
        .inner_join(units::table)
        .filter(shifts::unit_id.eq_any(below).or(shifts::unit_id.eq_any(above)))
        .filter(shifts::active.eq(true))
        .order((shifts::name, units::name, shifts::id))
        .select(COLUMNS)
        .load(conn)?;
    with_hours(conn, rows)
}

/// One shift, retired or not.
pub fn find_shift(conn: &mut Conn, id: ShiftId) -> QueryResult<Shift> {
    let rows: Vec<Row> = shifts::table
        .inner_join(units::table)
        .filter(shifts::id.eq(id))
        .select(COLUMNS)
        .load(conn)?;
    with_hours(conn, rows)?.pop().ok_or(diesel::result::Error::NotFound)
}

fn with_hours(conn: &mut Conn, rows: Vec<Row>) -> QueryResult<Vec<Shift>> {
    let ids: Vec<ShiftId> = rows.iter().map(|row| row.0).collect();
    let days: Vec<(ShiftId, i32, i32, i32)> = shift_hours::table
        .filter(shift_hours::shift_id.eq_any(ids))
        .select((
            shift_hours::shift_id,
            shift_hours::day,
            shift_hours::opens_minute,
            shift_hours::closes_minute,
        ))
        .load(conn)?;
    let mut shifts = Vec::with_capacity(rows.len());
    let mut nth = HashMap::new();
    for (id, unit_id, unit, name, first_day, cycle_days, active, revision) in rows {
        nth.insert(id, shifts.len());
        shifts.push(Shift {
            id,
            unit_id,
            unit,
            name,
            first_day,
            cycle: vec![None; usize::try_from(cycle_days).unwrap_or_default()],
            active,
            revision,
        });
    }
    for (id, day, opens, closes) in days {
        let shift = nth.get(&id).and_then(|nth| shifts.get_mut(*nth));
        let day = usize::try_from(day - 1).ok();
        if let (Some(shift), Some(day)) = (shift, day)
            && let Some(hours) = shift.cycle.get_mut(day)
        {
            *hours = Some(Hours { opens, closes });
        }
    }
    Ok(shifts)
}

/// Writes a new shift with its hours.
pub fn insert_shift(conn: &mut Conn, shift: &Shift) -> QueryResult<()> {
    diesel::insert_into(shifts::table)
        .values((
            shifts::id.eq(shift.id),
            shifts::unit_id.eq(shift.unit_id),
            shifts::name.eq(&shift.name),
            shifts::first_day.eq(shift.first_day),
            shifts::cycle_days.eq(days(shift)),
            shifts::active.eq(shift.active),
            shifts::revision.eq(shift.revision),
        ))
        .execute(conn)?;
    insert_hours(conn, shift)
}

/// Changes a shift and its hours if still as read; true means it was us.
pub fn update_shift(conn: &mut Conn, read: &Shift, to: &Shift) -> QueryResult<bool> {
    let changed = diesel::update(shifts::table.find(read.id).filter(shifts::revision.eq(read.revision)))
        .set((
            shifts::name.eq(&to.name),
            shifts::first_day.eq(to.first_day),
            shifts::cycle_days.eq(days(to)),
            shifts::active.eq(to.active),
            shifts::revision.eq(read.revision + 1),
        ))
        .execute(conn)?;
    if changed == 1 && read.cycle != to.cycle {
        diesel::delete(shift_hours::table.filter(shift_hours::shift_id.eq(read.id))).execute(conn)?;
        insert_hours(conn, to)?;
    }
    Ok(changed == 1)
}

fn days(shift: &Shift) -> i32 {
    i32::try_from(shift.cycle.len()).unwrap_or_default()
}

fn insert_hours(conn: &mut Conn, shift: &Shift) -> QueryResult<()> {
    for (day, hours) in (1..).zip(&shift.cycle) {
        if let Some(hours) = hours {
            diesel::insert_into(shift_hours::table)
                .values((
                    shift_hours::shift_id.eq(shift.id),
                    shift_hours::day.eq::<i32>(day),
                    shift_hours::opens_minute.eq(hours.opens),
                    shift_hours::closes_minute.eq(hours.closes),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}
