//! Every SQL of replanning.

use super::model::*;
use crate::agency::calendars::model::{CalendarChange, ChangeKind};
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::platform::db::{Conn, Native};
use crate::schema::*;
use crate::{both, insert_all};
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

/// The single dates of a plan, in their order.
pub fn exceptions(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<Exception>> {
    both!(conn, c => plan_exceptions::table
        .filter(plan_exceptions::plan_id.eq(plan))
        .order(plan_exceptions::on_date)
        .select(Exception::as_select())
        .load(c))
}

/// Writes a single date; false when the plan has one on this date.
pub fn insert_exception(conn: &mut Conn, exception: &Exception) -> QueryResult<bool> {
    Native(
        diesel::insert_into(plan_exceptions::table)
            .values(exception)
            .on_conflict((plan_exceptions::plan_id, plan_exceptions::on_date))
            .do_nothing(),
    )
    .execute(conn)
    .map(|new| new == 1)
}

/// Takes a single date back; false when it is gone already.
pub fn delete_exception(conn: &mut Conn, plan: PlanId, date: NaiveDate) -> QueryResult<bool> {
    diesel::delete(plan_exceptions::table.find((plan, date)))
        .execute(conn)
        .map(|gone| gone == 1)
}

/// Writes what a change did, with the audits it did it to.
pub fn insert_effect(conn: &mut Conn, effect: &Effect, audits: &[EffectAudit]) -> QueryResult<()> {
    diesel::insert_into(plan_effects::table).values(effect).execute(conn)?;
    insert_all!(conn, plan_effect_audits::table, audits)?;
    Ok(())
}

/// The last effects on a plan, the newest first, with the words of the calendar change they followed.
pub fn effects(conn: &mut Conn, plan: PlanId, most: i64) -> QueryResult<Vec<(Effect, Option<CalendarChange>)>> {
    let effects: Vec<Effect> = plan_effects::table
        .filter(plan_effects::plan_id.eq(plan))
        .order((plan_effects::at.desc(), plan_effects::id.desc()))
        .limit(most)
        .select(Effect::as_select())
        .load(conn)?;
    let ids: Vec<CalendarChangeId> = effects.iter().filter_map(|effect| effect.change_id).collect();
    let changes: Vec<CalendarChange> = calendar_changes::table
        .filter(calendar_changes::id.eq_any(ids))
        .load(conn)?;
    let change = |effect: &Effect| {
        changes
            .iter()
            .find(|change| Some(change.id) == effect.change_id)
            .cloned()
    };
    Ok(effects
        .into_iter()
        .map(|effect| (effect.clone(), change(&effect)))
        .collect())
}

/// An audit that was moved, excused or taken away, with the names around it.
#[derive(Debug, Clone, Queryable)]
pub struct Touched {
    /// The audit and what became of it.
    pub audit: EffectAudit,
    /// Name of the unit.
    pub unit: String,
    /// Title of the checklist.
    pub title: Localized,
}

/// The audits of an effect, in the order they were to open.
pub fn touched(conn: &mut Conn, effect: EffectId) -> QueryResult<Vec<Touched>> {
    plan_effect_audits::table
        .inner_join(units::table)
        .inner_join(template_versions::table)
        .filter(plan_effect_audits::effect_id.eq(effect))
        .order((plan_effect_audits::opens_from, plan_effect_audits::audit_id))
        .select((EffectAudit::as_select(), units::name, template_versions::title))
        .load(conn)
}

/// The audits of all effects of a calendar change, in the order they were to open.
pub fn touched_by(conn: &mut Conn, change: CalendarChangeId) -> QueryResult<Vec<Touched>> {
    plan_effect_audits::table
        .inner_join(plan_effects::table)
        .inner_join(units::table)
        .inner_join(template_versions::table)
        .filter(plan_effects::change_id.eq(change).assume_not_null())
        .order((plan_effect_audits::opens_from, plan_effect_audits::audit_id))
        .select((EffectAudit::as_select(), units::name, template_versions::title))
        .load(conn)
}

/// Keeps an audit that was taken away.
pub fn insert_cancelled(conn: &mut Conn, cancelled: &Cancelled) -> QueryResult<usize> {
    diesel::insert_into(cancelled_audits::table)
        .values(cancelled)
        .execute(conn)
}

/// An audit that was taken away.
pub fn find_cancelled(conn: &mut Conn, audit: AuditId) -> QueryResult<Cancelled> {
    cancelled_audits::table
        .find(audit)
        .select(Cancelled::as_select())
        .first(conn)
}

/// The audits that were taken away since a moment: of a person, or of a unit and all below it; those that were to open
/// first come first.
pub fn cancelled(
    conn: &mut Conn,
    person: Option<PersonId>,
    below: Option<UnitId>,
    since: Instant,
) -> QueryResult<Vec<Cancelled>> {
    let mut query = cancelled_audits::table
        .filter(cancelled_audits::cancelled_at.ge(since))
        .order((cancelled_audits::opens_at, cancelled_audits::audit_id))
        .select(Cancelled::as_select())
        .into_boxed();
    if let Some(person) = person {
        query = query.filter(cancelled_audits::assignee_id.eq(person).assume_not_null());
    }
    if let Some(unit) = below {
        let inside = unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq(unit))
            .select(unit_ancestors::descendant_id);
        query = query.filter(cancelled_audits::unit_id.eq_any(inside));
    }
    query.load(conn)
}

/// The oldest change of a working calendar that plans have not followed, after one that was seen.
pub fn next_change(conn: &mut Conn, after: Option<(Instant, CalendarChangeId)>) -> QueryResult<Option<CalendarChange>> {
    let followed = followed_changes::table.filter(followed_changes::change_id.eq(calendar_changes::id));
    let mut query = calendar_changes::table
        .filter(diesel::dsl::not(exists(followed)))
        .order((calendar_changes::at, calendar_changes::id))
        .limit(1)
        .into_boxed();
    if let Some((at, id)) = after {
        query = query.filter(
            calendar_changes::at
                .gt(at)
                .or(calendar_changes::at.eq(at).and(calendar_changes::id.gt(id))),
        );
    }
    query.first(conn).optional()
}

/// The plans a change of a working calendar is about: those that cover a unit at or below where it was made, or all units
/// below one that is above it. Of a shift's change only those that go by a shift.
pub fn concerned(conn: &mut Conn, change: &CalendarChange) -> QueryResult<Vec<PlanId>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq(change.unit_id))
        .select(unit_ancestors::descendant_id);
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(change.unit_id))
        .select(unit_ancestors::ancestor_id);
    let covering = plan_units::table
        .inner_join(plans::table)
        .filter(
            plan_units::unit_id.eq_any(below).or(plan_units::unit_id
                .eq_any(above)
                .and(plans::covers.eq("subtree"))
                .and(plan_units::ticked.eq(true))),
        )
        .filter(
            plans::ends_on
                .is_null()
                .or(plans::ends_on.ge(change.from_date).assume_not_null()),
        )
        .select(plans::id)
        .distinct()
        .order(plans::id)
        .into_boxed();
    let covering = match change.what {
        ChangeKind::Shift => covering.filter(plans::shift_id.is_not_null()),
        _ => covering,
    };
    covering.load(conn)
}

/// Notes that all plans have followed a change; false when somebody else has.
pub fn mark_followed(conn: &mut Conn, change: CalendarChangeId, now: Instant) -> QueryResult<bool> {
    Native(
        diesel::insert_into(followed_changes::table)
            .values((followed_changes::change_id.eq(change), followed_changes::at.eq(now)))
            .on_conflict(followed_changes::change_id)
            .do_nothing(),
    )
    .execute(conn)
    .map(|new| new == 1)
}
