//! Every SQL about change points.

use super::model::ChangePoint;
use crate::base::clock::Instant;
use crate::base::ids::{ChangePointId, PersonId, ProcessId, UnitId};
use crate::base::text::Localized;
use crate::figures::model::Over;
use crate::keyset;
use crate::people::model::Scope;
use crate::platform::db::{Conn, MultiBackend, like};
use crate::platform::web::pager::Ask;
use crate::schema::{change_points, persons, processes, unit_ancestors, units};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::BTreeMap;

type OfChanges = Box<dyn BoxableExpression<change_points::table, MultiBackend, SqlType = Bool>>;

/// What counts on a chart of these figures, the earliest first: of the whole work, or of the process asked for.
pub fn counting(conn: &mut Conn, over: &Over) -> QueryResult<Vec<ChangePoint>> {
    let mut counting = counting_at(conn, &over.units)?;
    counting.retain(|change| change.counts_for(over.process));
    Ok(counting)
}

/// What counts at every one of these units, so at all of them or above, of any work, the earliest first.
pub fn counting_at(conn: &mut Conn, units: &[UnitId]) -> QueryResult<Vec<ChangePoint>> {
    let above: Vec<(UnitId, UnitId)> = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq_any(units.to_vec()))
        .select((unit_ancestors::ancestor_id, unit_ancestors::descendant_id))
        .load(conn)?;
    let mut covered: BTreeMap<UnitId, usize> = BTreeMap::new();
    for (unit, _) in above {
        *covered.entry(unit).or_default() += 1;
    }
    let all: Vec<UnitId> = covered
        .into_iter()
        .filter(|(_, tops)| *tops == units.len())
        .map(|(unit, _)| unit)
        .collect();
    change_points::table
        .filter(
            change_points::unit_id
                .eq_any(all)
                .and(change_points::removed_at.is_null()),
        )
        .order((change_points::on_date, change_points::id))
        .select(ChangePoint::as_select())
        .load(conn)
}

/// What the list is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Folded words of what changed or why.
    pub words: String,
    /// What counts at this unit: its own and those above.
    pub unit: Option<UnitId>,
    /// Those that were taken back, and not those that count.
    pub removed: bool,
}

/// A row of the list.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    /// The change.
    pub change: ChangePoint,
    /// Name of the unit.
    pub unit: String,
    /// Name of the process.
    pub process: Option<Localized>,
    /// Who entered it.
    pub by: String,
}

/// What a scope reads: what counts at its units, and what was entered below them.
fn visible(scope: &Scope) -> OfChanges {
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::ancestor_id);
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    Box::new(
        change_points::unit_id
            .eq_any(above)
            .or(change_points::unit_id.eq_any(below)),
    )
}

fn asked_for(scope: &Scope, asked: &Asked) -> OfChanges {
    let mut filter = visible(scope);
    if !asked.words.is_empty() {
        filter = Box::new(filter.and(change_points::search.like(like(&asked.words)).escape('\\')));
    }
    if let Some(unit) = asked.unit {
        let above = unit_ancestors::table
            .filter(unit_ancestors::descendant_id.eq(unit))
            .select(unit_ancestors::ancestor_id);
        filter = Box::new(filter.and(change_points::unit_id.eq_any(above)));
    }
    if asked.removed {
        Box::new(filter.and(change_points::removed_at.is_not_null()))
    } else {
        Box::new(filter.and(change_points::removed_at.is_null()))
    }
}

/// The rows of a page of the list, the last entered first.
pub fn list(conn: &mut Conn, scope: &Scope, asked: &Asked, ask: &Ask) -> QueryResult<Vec<Row>> {
    let page = change_points::table
        .select(change_points::id)
        .limit(ask.limit())
        .into_boxed()
        .filter(asked_for(scope, asked));
    let ids: Vec<ChangePointId> = keyset!(
        page,
        ask.step,
        change_points::entered_at,
        change_points::id,
        ChangePointId
    )
    .load(conn)?;
    let mut rows: Vec<Row> = change_points::table
        .inner_join(units::table)
        .left_join(processes::table)
        .inner_join(persons::table.on(persons::id.eq(change_points::entered_by)))
        .filter(change_points::id.eq_any(ids.clone()))
        .select((
            ChangePoint::as_select(),
            units::name,
            processes::name.nullable(),
            persons::name,
        ))
        .load(conn)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.change.id));
    Ok(rows)
}

/// One change, if the viewer reads it.
pub fn find_visible(conn: &mut Conn, scope: &Scope, id: ChangePointId) -> QueryResult<ChangePoint> {
    change_points::table
        .filter(change_points::id.eq(id))
        .filter(visible(scope))
        .select(ChangePoint::as_select())
        .first(conn)
}

/// One change, whoever asks: for operations.
pub fn find(conn: &mut Conn, id: ChangePointId) -> QueryResult<ChangePoint> {
    change_points::table
        .find(id)
        .select(ChangePoint::as_select())
        .first(conn)
}

/// Whether a change of this day counts at exactly this unit, for the same work.
pub fn is_there(conn: &mut Conn, unit: UnitId, process: Option<ProcessId>, on: NaiveDate) -> QueryResult<bool> {
    let same: Vec<Option<ProcessId>> = change_points::table
        .filter(change_points::unit_id.eq(unit).and(change_points::on_date.eq(on)))
        .filter(change_points::removed_at.is_null())
        .select(change_points::process_id)
        .load(conn)?;
    Ok(same.contains(&process))
}

/// Writes a new change.
pub fn insert(conn: &mut Conn, change: &ChangePoint) -> QueryResult<usize> {
    diesel::insert_into(change_points::table).values(change).execute(conn)
}

/// Takes a change back; true means it was us.
pub fn set_removed(conn: &mut Conn, id: ChangePointId, who: PersonId, now: Instant) -> QueryResult<bool> {
    diesel::update(
        change_points::table
            .find(id)
            .filter(change_points::removed_at.is_null()),
    )
    .set((
        change_points::removed_at.eq(Some(now)),
        change_points::removed_by.eq(Some(who)),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}
