//! Every SQL of the room.

use super::model::Plan;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::checklists::model::VersionState;
use crate::people::model::Scope;
use crate::platform::db::{Conn, like};
use crate::platform::web::pager::Ask;
use crate::schema::*;
use crate::{both, keyset};
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

/// One plan.
pub fn find(conn: &mut Conn, id: PlanId) -> QueryResult<Plan> {
    plans::table.find(id).select(Plan::as_select()).first(conn)
}

/// The plans that make audits, oldest first, after one that was seen.
pub fn next_active(conn: &mut Conn, after: Option<(Instant, PlanId)>) -> QueryResult<Option<Plan>> {
    let mut query = plans::table
        .filter(plans::active.eq(true))
        .order((plans::created_at, plans::id))
        .select(Plan::as_select())
        .limit(1)
        .into_boxed();
    if let Some((at, id)) = after {
        query = query.filter(
            plans::created_at
                .gt(at)
                .or(plans::created_at.eq(at).and(plans::id.gt(id))),
        );
    }
    query.first(conn).optional()
}

/// A unit that a plan covers.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Covered {
    /// The unit.
    pub unit_id: UnitId,
    /// Its name.
    pub name: String,
    /// Whether it is still there.
    pub active: bool,
    /// Whose turn it is among several holders.
    pub turn: i32,
}

/// The units a plan covers, by name.
pub fn covered(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<Covered>> {
    plan_units::table
        .inner_join(units::table)
        .filter(plan_units::plan_id.eq(plan))
        .order((units::name, units::id))
        .select((plan_units::unit_id, units::name, units::active, plan_units::turn))
        .load(conn)
}

/// The units that had an audit of this plan before: the others are new to it and begin at once.
pub fn begun(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<UnitId>> {
    audits::table
        .filter(audits::plan_id.eq(plan))
        .select(audits::unit_id)
        .distinct()
        .load(conn)
}

/// The process of a template and its newest published version, and whether that asks anything at this layer.
pub fn newest_version(
    conn: &mut Conn,
    template: TemplateId,
    layer: i32,
) -> QueryResult<Option<(ProcessId, TemplateVersionId, bool)>> {
    let newest: Option<(ProcessId, TemplateVersionId)> = template_versions::table
        .inner_join(templates::table)
        .filter(
            template_versions::template_id
                .eq(template)
                .and(template_versions::state.eq(VersionState::Published)),
        )
        .order(template_versions::number.desc())
        .select((templates::process_id, template_versions::id))
        .first(conn)
        .optional()?;
    let Some((process, version)) = newest else {
        return Ok(None);
    };
    // layers are single digits, stored as "1,2,3"
    let asks = diesel::select(exists(
        question_versions::table.filter(
            question_versions::version_id
                .eq(version)
                .and(question_versions::layers.like(format!("%{layer}%"))),
        ),
    ))
    .get_result(conn)?;
    Ok(Some((process, version, asks)))
}

/// How many of these units are there and active.
pub fn count_units(conn: &mut Conn, ids: &[UnitId]) -> QueryResult<i64> {
    units::table
        .filter(units::id.eq_any(ids.to_vec()).and(units::active.eq(true)))
        .count()
        .get_result(conn)
}

/// Writes a new plan.
pub fn insert(conn: &mut Conn, plan: &Plan) -> QueryResult<usize> {
    diesel::insert_into(plans::table).values(plan).execute(conn)
}

/// Writes a plan over the one that was read, only if that is still so; true means it was us.
pub fn update(conn: &mut Conn, read: &Plan, new: &Plan) -> QueryResult<bool> {
    diesel::update(plans::table.find(read.id).filter(plans::revision.eq(read.revision)))
        .set((
            plans::title.eq(&new.title),
            plans::template_id.eq(new.template_id),
            plans::layer.eq(new.layer),
            plans::recurrence.eq(&new.recurrence),
            plans::starts_on.eq(new.starts_on),
            plans::ends_on.eq(new.ends_on),
            plans::opens_minute.eq(new.opens_minute),
            plans::due_minute.eq(new.due_minute),
            plans::grace_minutes.eq(new.grace_minutes),
            plans::holiday_policy.eq(new.holiday_policy),
            plans::active.eq(new.active),
            plans::search.eq(&new.search),
            plans::revision.eq(read.revision + 1),
            (
                plans::covers.eq(new.covers),
                plans::assignment.eq(new.assignment),
                plans::person_id.eq(new.person_id),
                plans::most_a_day.eq(new.most_a_day),
                plans::not_own_work.eq(new.not_own_work),
                plans::new_pairs.eq(new.new_pairs),
                plans::ask_count.eq(new.ask_count),
                plans::tags.eq(&new.tags),
                plans::unannounced.eq(new.unannounced),
                plans::drawn_a_month.eq(new.drawn_a_month),
                plans::shift_id.eq(new.shift_id),
                plans::anonymous.eq(new.anonymous),
                plans::about_layer.eq(new.about_layer),
            ),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Sets the units a plan covers; the turn of those that stay is kept.
pub fn set_units(conn: &mut Conn, plan: PlanId, wanted: &[UnitId]) -> QueryResult<()> {
    let known: Vec<UnitId> = plan_units::table
        .filter(plan_units::plan_id.eq(plan))
        .select(plan_units::unit_id)
        .load(conn)?;
    diesel::delete(
        plan_units::table.filter(
            plan_units::plan_id
                .eq(plan)
                .and(plan_units::unit_id.ne_all(wanted.to_vec())),
        ),
    )
    .execute(conn)?;
    let rows: Vec<_> = wanted
        .iter()
        .filter(|unit| !known.contains(unit))
        .map(|unit| {
            (
                plan_units::plan_id.eq(plan),
                plan_units::unit_id.eq(*unit),
                plan_units::turn.eq(0),
            )
        })
        .collect();
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(plan_units::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Moves the turn among several holders on, if nobody else has; true means it was us.
pub fn move_turn(conn: &mut Conn, plan: PlanId, unit: UnitId, read: i32, turn: i32) -> QueryResult<bool> {
    diesel::update(plan_units::table.find((plan, unit)).filter(plan_units::turn.eq(read)))
        .set(plan_units::turn.eq(turn))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Notes up to which day audits are made; never backwards.
pub fn mark_made(conn: &mut Conn, plan: PlanId, until: NaiveDate) -> QueryResult<usize> {
    diesel::update(
        plans::table.find(plan).filter(
            plans::made_until
                .is_null()
                .or(plans::made_until.lt(until).assume_not_null()),
        ),
    )
    .set(plans::made_until.eq(Some(until)))
    .execute(conn)
}

// pages

/// A row of the list.
#[derive(Debug, Clone, Queryable)]
pub struct ListRow {
    /// The plan.
    pub plan: Plan,
    /// Title of the template.
    pub template: Localized,
}

/// The plan, if it covers a unit of this scope.
pub fn find_visible(conn: &mut Conn, scope: &Scope, id: PlanId) -> QueryResult<Plan> {
    let inside = plan_units::table
        .inner_join(unit_ancestors::table.on(unit_ancestors::descendant_id.eq(plan_units::unit_id)))
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(plan_units::plan_id);
    plans::table
        .filter(plans::id.eq(id).and(plans::id.eq_any(inside)))
        .select(Plan::as_select())
        .first(conn)
}

/// The plans that cover a unit of this scope, with these folded words in their title, newest first.
pub fn list(conn: &mut Conn, scope: &Scope, words: &str, ask: &Ask) -> QueryResult<Vec<ListRow>> {
    let inside = plan_units::table
        .inner_join(unit_ancestors::table.on(unit_ancestors::descendant_id.eq(plan_units::unit_id)))
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(plan_units::plan_id);
    let mut page = plans::table
        .select(plans::id)
        .limit(ask.limit())
        .into_boxed()
        .filter(plans::id.eq_any(inside));
    if !words.is_empty() {
        page = page.filter(plans::search.like(like(words)).escape('\\'));
    }
    let ids: Vec<PlanId> = keyset!(page, ask.step, plans::created_at, plans::id, PlanId).load(conn)?;
    let mut rows: Vec<ListRow> = plans::table
        .inner_join(templates::table)
        .filter(plans::id.eq_any(ids.clone()))
        .select((Plan::as_select(), templates::title))
        .load(conn)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.plan.id));
    Ok(rows)
}

/// The units of these plans, by name.
pub fn units_of(conn: &mut Conn, ids: &[PlanId]) -> QueryResult<Vec<(PlanId, UnitId, String)>> {
    plan_units::table
        .inner_join(units::table)
        .filter(plan_units::plan_id.eq_any(ids.to_vec()))
        .order((units::name, units::id))
        .select((plan_units::plan_id, plan_units::unit_id, units::name))
        .load(conn)
}
