//! Every SQL about who could do an audit, who has how much to do, and which audits have to change hands.

use crate::audits::model::AuditState;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::both;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Who works at these units: holds the role of staff or supervisor at the unit itself.
pub fn workers(conn: &mut Conn, of: &[UnitId]) -> QueryResult<BTreeSet<(UnitId, PersonId)>> {
    let rows: Vec<(UnitId, PersonId)> = assignments::table
        .filter(
            assignments::unit_id
                .eq_any(of.to_vec())
                .and(assignments::until.is_null()),
        )
        .filter(assignments::role.eq_any([Role::Staff, Role::Supervisor]))
        .select((assignments::unit_id, assignments::person_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who holds a role at the open units beside a unit, in a stable order (by assignment).
pub fn holders_beside(conn: &mut Conn, role: Role, unit: UnitId) -> QueryResult<Vec<PersonId>> {
    let parent: Option<UnitId> = units::table.find(unit).select(units::parent_id).first(conn)?;
    let Some(parent) = parent else { return Ok(Vec::new()) };
    let beside = units::table
        .filter(units::parent_id.eq(parent).assume_not_null())
        .filter(units::id.ne(unit).and(units::active.eq(true)))
        .select(units::id);
    assignments::table
        .inner_join(persons::table)
        .filter(assignments::unit_id.eq_any(beside).and(assignments::role.eq(role)))
        .filter(assignments::until.is_null().and(persons::active.eq(true)))
        .order(assignments::id)
        .select(assignments::person_id)
        .load(conn)
}

/// The units of these that a person sees by a role held there or above.
pub fn seen_by(conn: &mut Conn, person: PersonId, of: &[UnitId]) -> QueryResult<Vec<UnitId>> {
    unit_ancestors::table
        .inner_join(assignments::table.on(assignments::unit_id.eq(unit_ancestors::ancestor_id)))
        .inner_join(persons::table.on(persons::id.eq(assignments::person_id)))
        .filter(unit_ancestors::descendant_id.eq_any(of.to_vec()))
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .filter(persons::active.eq(true))
        .select(unit_ancestors::descendant_id)
        .distinct()
        .load(conn)
}

/// Whose turn it is at the units ticked in a plan.
pub fn turns(conn: &mut Conn, plan: PlanId) -> QueryResult<HashMap<UnitId, i32>> {
    let rows: Vec<(UnitId, i32)> = plan_units::table
        .filter(plan_units::plan_id.eq(plan))
        .select((plan_units::unit_id, plan_units::turn))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Whose the audit of a plan at a unit was that opened last before a moment.
pub fn last_owner(conn: &mut Conn, plan: PlanId, unit: UnitId, before: Instant) -> QueryResult<Option<PersonId>> {
    let last: Option<(Option<PersonId>, Option<PersonId>)> = both!(conn, c => audits::table
        .filter(audits::plan_id.eq(plan).and(audits::unit_id.eq(unit)))
        .filter(audits::opens_at.lt(before))
        .order((audits::opens_at.desc(), audits::slot.desc()))
        .select((audits::assignee_id, audits::stands_in_for))
        .first(c))
    .optional()?;
    Ok(last.and_then(|(assignee, owner)| owner.or(assignee)))
}

/// Who did (or will do) the audit of a plan at a unit that opened last before a moment.
pub fn last_there(conn: &mut Conn, plan: PlanId, unit: UnitId, before: Instant) -> QueryResult<Option<PersonId>> {
    let last: Option<Option<PersonId>> = both!(conn, c => audits::table
        .filter(audits::plan_id.eq(plan).and(audits::unit_id.eq(unit)))
        .filter(audits::opens_at.lt(before).and(audits::state.ne(AuditState::Excused)))
        .order((audits::opens_at.desc(), audits::slot.desc()))
        .select(audits::assignee_id)
        .first(c))
    .optional()?;
    Ok(last.flatten())
}

/// How many audits of all plans these people have on each local date between two, both included; excused ones are none.
pub fn given(
    conn: &mut Conn,
    people: &[PersonId],
    (from, until): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<(PersonId, NaiveDate, i64)>> {
    let rows: Vec<(Option<PersonId>, NaiveDate, i64)> = audits::table
        .filter(audits::assignee_id.eq_any(people.iter().copied().map(Some).collect::<Vec<_>>()))
        .filter(audits::local_date.ge(from).and(audits::local_date.le(until)))
        .filter(audits::state.ne(AuditState::Excused))
        .group_by((audits::assignee_id, audits::local_date))
        .select((audits::assignee_id, audits::local_date, count_star()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(person, date, count)| Some((person?, date, count)))
        .collect())
}

/// An audit that nobody has begun and that can still be done.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Ahead {
    /// The audit.
    pub id: AuditId,
    /// Its unit.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// The layer that audits.
    pub layer: i32,
    /// The local date it opens.
    pub date: NaiveDate,
    /// The unit's zone.
    pub zone: String,
    /// When it opens.
    pub opens_at: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// Who it is given to.
    pub assignee_id: Option<PersonId>,
    /// Whose it is, while that person is away.
    pub stands_in_for: Option<PersonId>,
}

/// The audits of a plan that nobody has begun and that can still be done, in the order of their windows.
pub fn ahead(conn: &mut Conn, plan: PlanId, now: Instant) -> QueryResult<Vec<Ahead>> {
    audits::table
        .inner_join(units::table)
        .filter(audits::plan_id.eq(plan).and(audits::state.eq(AuditState::Scheduled)))
        // no window with its grace is a year long: what is older is not read
        .filter(audits::opens_at.gt(now.plus_days(-366)).and(audits::closes_at.gt(now)))
        .order((audits::opens_at, audits::unit_id, audits::slot))
        .select((
            audits::id,
            audits::unit_id,
            units::name,
            audits::layer,
            audits::local_date,
            audits::zone,
            audits::opens_at,
            audits::due_at,
            audits::assignee_id,
            audits::stands_in_for,
        ))
        .load(conn)
}

/// The next plan by id, after one that was seen, that has audits ahead which absences concern: those of people who are
/// away on a day or later, and those that stand-ins have.
pub fn next_concerned(
    conn: &mut Conn,
    since: NaiveDate,
    now: Instant,
    after: Option<PlanId>,
) -> QueryResult<Option<PlanId>> {
    let away = absences::table
        .filter(absences::until_date.ge(since).and(absences::cancelled_at.is_null()))
        .select(absences::person_id.nullable());
    audits::table
        .filter(audits::state.eq(AuditState::Scheduled).and(audits::closes_at.gt(now)))
        .filter(audits::stands_in_for.is_not_null().or(audits::assignee_id.eq_any(away)))
        .filter(audits::plan_id.gt(after.unwrap_or(PlanId(uuid::Uuid::nil()))))
        .order(audits::plan_id)
        .select(audits::plan_id)
        .first(conn)
        .optional()
}

/// An audit that can be done today and is given to nobody, where a person holds the role of its layer somewhere.
pub fn untaken(
    conn: &mut Conn,
    person: PersonId,
    now: Instant,
    until: Instant,
) -> QueryResult<Vec<(AuditId, PlanId, UnitId, i32)>> {
    let roles = assignments::table
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .select(assignments::role);
    let layers = layers::table.filter(layers::role.eq_any(roles)).select(layers::number);
    audits::table
        .filter(
            audits::state
                .eq(AuditState::Scheduled)
                .and(audits::assignee_id.is_null()),
        )
        .filter(audits::closes_at.ge(now).and(audits::opens_at.lt(until)))
        .filter(audits::layer.eq_any(layers))
        .order((audits::due_at, audits::id))
        .select((audits::id, audits::plan_id, audits::unit_id, audits::layer))
        .limit(MOST_UNTAKEN)
        .load(conn)
}
/// Audits looked at for one page.
const MOST_UNTAKEN: i64 = 500;

/// The people who may be named in a plan: those who hold a role that audits, by name.
pub fn auditors(conn: &mut Conn) -> QueryResult<Vec<Person>> {
    let holding = assignments::table
        .filter(assignments::until.is_null())
        .filter(assignments::role.eq_any(crate::people::model::AUDITING.to_vec()))
        .select(assignments::person_id);
    persons::table
        .filter(persons::id.eq_any(holding).and(persons::active.eq(true)))
        .order((persons::name, persons::id))
        .select(Person::as_select())
        .load(conn)
}

/// The next audits of a plan at the units of a scope, with the names of unit and auditor.
pub fn upcoming(
    conn: &mut Conn,
    plan: PlanId,
    scope: &crate::people::model::Scope,
    now: Instant,
    limit: i64,
) -> QueryResult<Vec<(NaiveDate, String, Option<PersonId>, Option<PersonId>)>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    audits::table
        .inner_join(units::table)
        .filter(audits::plan_id.eq(plan).and(audits::state.eq(AuditState::Scheduled)))
        .filter(audits::closes_at.gt(now).and(audits::unit_id.eq_any(below)))
        .order((audits::opens_at, units::name, audits::slot))
        .select((
            audits::local_date,
            units::name,
            audits::assignee_id,
            audits::stands_in_for,
        ))
        .limit(limit)
        .load(conn)
}
