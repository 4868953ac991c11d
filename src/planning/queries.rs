//! Every SQL of the room.

use super::model::{Covers, Plan};
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

/// One plan, for whoever makes its audits: on PostgreSQL nobody else does so until this transaction ends. SQLite has one
/// writer anyway.
pub fn find_to_change(conn: &mut Conn, id: PlanId) -> QueryResult<Plan> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => plans::table
            .find(id)
            .select(Plan::as_select())
            .for_no_key_update()
            .first(c),
        Conn::Sqlite(c) => plans::table.find(id).select(Plan::as_select()).first(c),
    }
}

/// The plans that make audits, now or from a day on, oldest first, after one that was seen.
pub fn next_active(conn: &mut Conn, after: Option<(Instant, PlanId)>) -> QueryResult<Option<Plan>> {
    let mut query = plans::table
        .filter(plans::active.eq(true).or(plans::paused_until.is_not_null()))
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
    /// The last local date its audits are made for.
    pub made_until: Option<NaiveDate>,
}

/// The units a plan covers, by name: those that are ticked, or every open office at and below them.
pub fn covered(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<Covered>> {
    let covers: Covers = plans::table.find(plan).select(plans::covers).first(conn)?;
    let ticked = ticked(conn, plan)?;
    covering(conn, plan, covers, &ticked)
}

/// The units that a plan would cover with these ticked.
pub fn covering(conn: &mut Conn, plan: PlanId, covers: Covers, ticked: &[UnitId]) -> QueryResult<Vec<Covered>> {
    let query = units::table
        .left_join(plan_units::table.on(plan_units::unit_id.eq(units::id).and(plan_units::plan_id.eq(plan))))
        .order((units::name, units::id))
        .select((
            units::id,
            units::name,
            units::active,
            plan_units::turn.nullable(),
            plan_units::made_until.nullable(),
        ))
        .into_boxed();
    let query = match covers {
        Covers::Units => query.filter(units::id.eq_any(ticked.to_vec())),
        Covers::Subtree => {
            let below = unit_ancestors::table
                .filter(unit_ancestors::ancestor_id.eq_any(ticked.to_vec()))
                .select(unit_ancestors::descendant_id);
            let lower = diesel::alias!(units as lower);
            let has_units = lower.filter(
                lower
                    .field(units::parent_id)
                    .eq(units::id.nullable())
                    .and(lower.field(units::active).eq(true)),
            );
            query
                .filter(units::active.eq(true).and(units::id.eq_any(below)))
                .filter(diesel::dsl::not(exists(has_units)))
        }
    };
    let rows: Vec<(UnitId, String, bool, Option<i32>, Option<NaiveDate>)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(unit_id, name, active, turn, made_until)| Covered {
            unit_id,
            name,
            active,
            turn: turn.unwrap_or(0),
            made_until,
        })
        .collect())
}

/// The units that are ticked in a plan.
pub fn ticked(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<UnitId>> {
    plan_units::table
        .filter(plan_units::plan_id.eq(plan).and(plan_units::ticked.eq(true)))
        .order(plan_units::unit_id)
        .select(plan_units::unit_id)
        .load(conn)
}

/// The units that audits of a plan were made for, and not taken back since.
pub fn made_for(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<UnitId>> {
    plan_units::table
        .filter(plan_units::plan_id.eq(plan).and(plan_units::made_until.is_not_null()))
        .select(plan_units::unit_id)
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

/// The layers at which other active plans ask the same template at a unit.
pub fn other_layers(conn: &mut Conn, plan: &Plan, unit: UnitId) -> QueryResult<Vec<i32>> {
    plans::table
        .inner_join(plan_units::table)
        .inner_join(unit_ancestors::table.on(unit_ancestors::ancestor_id.eq(plan_units::unit_id)))
        .filter(unit_ancestors::descendant_id.eq(unit))
        .filter(unit_ancestors::depth.eq(0).or(plans::covers.eq(Covers::Subtree)))
        .filter(plans::template_id.eq(plan.template_id).and(plans::id.ne(plan.id)))
        .filter(plans::active.eq(true).and(plans::anonymous.eq(false)))
        .select(plans::layer)
        .distinct()
        .load(conn)
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
                plans::paused_until.eq(new.paused_until),
            ),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Sets the units that are ticked in a plan, and those it covers beside them; the turn of those that stay is kept.
pub fn set_units(conn: &mut Conn, plan: PlanId, wanted: &[UnitId], below: &[UnitId]) -> QueryResult<()> {
    let known: Vec<(UnitId, bool)> = plan_units::table
        .filter(plan_units::plan_id.eq(plan))
        .select((plan_units::unit_id, plan_units::ticked))
        .load(conn)?;
    let stays = |unit: &UnitId| wanted.contains(unit) || below.contains(unit);
    let gone: Vec<UnitId> = known
        .iter()
        .map(|(unit, _)| *unit)
        .filter(|unit| !stays(unit))
        .collect();
    if !gone.is_empty() {
        diesel::delete(plan_units::table.filter(plan_units::plan_id.eq(plan).and(plan_units::unit_id.eq_any(gone))))
            .execute(conn)?;
    }
    for (unit, ticked) in &known {
        if stays(unit) && *ticked != wanted.contains(unit) {
            diesel::update(plan_units::table.find((plan, *unit)))
                .set(plan_units::ticked.eq(!ticked))
                .execute(conn)?;
        }
    }
    let mut new: Vec<UnitId> = wanted.iter().chain(below).copied().collect();
    new.sort_unstable();
    new.dedup();
    new.retain(|unit| known.iter().all(|(known, _)| known != unit));
    let rows: Vec<_> = new
        .into_iter()
        .map(|unit| {
            (
                plan_units::plan_id.eq(plan),
                plan_units::unit_id.eq(unit),
                plan_units::turn.eq(0),
                plan_units::ticked.eq(wanted.contains(&unit)),
                plan_units::made_until.eq(None::<NaiveDate>),
            )
        })
        .collect();
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(plan_units::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Notes up to which local date the audits of these units are made; never backwards.
pub fn mark_made_at(conn: &mut Conn, plan: PlanId, of: &[UnitId], until: NaiveDate) -> QueryResult<usize> {
    diesel::update(
        plan_units::table
            .filter(
                plan_units::plan_id
                    .eq(plan)
                    .and(plan_units::unit_id.eq_any(of.to_vec())),
            )
            .filter(
                plan_units::made_until
                    .is_null()
                    .or(plan_units::made_until.lt(until).assume_not_null()),
            ),
    )
    .set(plan_units::made_until.eq(Some(until)))
    .execute(conn)
}

/// Forgets up to which date audits were made at units other than these: what was made for them is taken away.
pub fn unmark_made(conn: &mut Conn, plan: PlanId, but: &[UnitId]) -> QueryResult<usize> {
    diesel::update(
        plan_units::table
            .filter(
                plan_units::plan_id
                    .eq(plan)
                    .and(plan_units::unit_id.ne_all(but.to_vec())),
            )
            .filter(plan_units::made_until.is_not_null()),
    )
    .set(plan_units::made_until.eq(None::<NaiveDate>))
    .execute(conn)
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

/// The units ticked in these plans, by name.
pub fn units_of(conn: &mut Conn, ids: &[PlanId]) -> QueryResult<Vec<(PlanId, UnitId, String)>> {
    plan_units::table
        .inner_join(units::table)
        .filter(
            plan_units::plan_id
                .eq_any(ids.to_vec())
                .and(plan_units::ticked.eq(true)),
        )
        .order((units::name, units::id))
        .select((plan_units::plan_id, plan_units::unit_id, units::name))
        .load(conn)
}
