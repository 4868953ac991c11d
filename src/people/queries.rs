//! Every SQL of the room.

use super::model::{Assignment, Person, Scope, Session};
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::{AssignmentId, PersonId, SessionId, UnitId};
use crate::platform::db::Conn;
use crate::schema::{assignments, persons, sessions, unit_ancestors, units};
use chrono::NaiveDate;
use diesel::prelude::*;

/// One person.
pub fn find(conn: &mut Conn, id: PersonId) -> QueryResult<Person> {
    persons::table.find(id).select(Person::as_select()).first(conn)
}

/// The person with this address (folded to lower case by the caller).
pub fn find_by_email(conn: &mut Conn, email: &str) -> QueryResult<Option<Person>> {
    persons::table
        .filter(persons::email.eq(email))
        .select(Person::as_select())
        .first(conn)
        .optional()
}

/// Several persons by id, in no order.
pub fn find_all(conn: &mut Conn, ids: &[PersonId]) -> QueryResult<Vec<Person>> {
    persons::table
        .filter(persons::id.eq_any(ids.to_vec()))
        .select(Person::as_select())
        .load(conn)
}

/// The roles a person holds today, with the units' names.
pub fn assignments_of(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<Assignment>> {
    assignments::table
        .inner_join(units::table)
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .order(assignments::id)
        .select((assignments::id, assignments::role, assignments::unit_id, units::name))
        .load(conn)
}

/// Who holds a role at a unit: the holders at the nearest unit, the unit itself first, then the one above and so on.
/// In a stable order (by assignment), so that a rotation means something.
pub fn holders(conn: &mut Conn, role: Role, unit: UnitId) -> QueryResult<Vec<Person>> {
    let rows: Vec<(i32, Person)> = assignments::table
        .inner_join(persons::table)
        .inner_join(unit_ancestors::table.on(unit_ancestors::ancestor_id.eq(assignments::unit_id)))
        .filter(unit_ancestors::descendant_id.eq(unit))
        .filter(
            assignments::role
                .eq(role)
                .and(assignments::until.is_null())
                .and(persons::active.eq(true)),
        )
        .order((unit_ancestors::depth, assignments::id))
        .select((unit_ancestors::depth, Person::as_select()))
        .load(conn)?;
    let nearest = rows.first().map(|(depth, _)| *depth);
    Ok(rows
        .into_iter()
        .filter(|(depth, _)| Some(*depth) == nearest)
        .map(|(_, person)| person)
        .collect())
}

/// Active people who work at or below a unit or hold a role above it: who can own an action there. By name.
pub fn list_near(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<Person>> {
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(unit))
        .select(unit_ancestors::ancestor_id);
    let here: Vec<PersonId> = assignments::table
        .filter(assignments::until.is_null().and(assignments::unit_id.eq_any(above)))
        .select(assignments::person_id)
        .distinct()
        .load(conn)?;
    persons::table
        .filter(persons::id.eq_any(here).and(persons::active.eq(true)))
        .order(persons::name)
        .select(Person::as_select())
        .load(conn)
}

/// Whether a unit lies inside a scope.
pub fn covers(conn: &mut Conn, scope: &Scope, unit: UnitId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        unit_ancestors::table.filter(
            unit_ancestors::descendant_id
                .eq(unit)
                .and(unit_ancestors::ancestor_id.eq_any(scope.units.clone())),
        ),
    ))
    .get_result(conn)
}

/// Whether a person holds one of these roles at a unit or above it.
pub fn holds_at(conn: &mut Conn, person: PersonId, roles: &[Role], unit: UnitId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        assignments::table
            .inner_join(unit_ancestors::table.on(unit_ancestors::ancestor_id.eq(assignments::unit_id)))
            .filter(
                unit_ancestors::descendant_id
                    .eq(unit)
                    .and(assignments::person_id.eq(person))
                    .and(assignments::until.is_null())
                    .and(assignments::role.eq_any(roles.to_vec())),
            ),
    ))
    .get_result(conn)
}

/// The signed-in person behind a session token's hash, with the session: not ended, and not older than these limits.
pub fn find_session(
    conn: &mut Conn,
    token_hash: &str,
    seen_since: Instant,
    made_since: Instant,
) -> QueryResult<Option<(Session, Person)>> {
    sessions::table
        .inner_join(persons::table)
        .filter(sessions::token_hash.eq(token_hash).and(sessions::ended_at.is_null()))
        .filter(
            sessions::seen_at
                .ge(seen_since)
                .and(sessions::created_at.ge(made_since)),
        )
        .filter(persons::active.eq(true))
        .select((
            (
                sessions::id,
                sessions::device,
                sessions::address,
                sessions::created_at,
                sessions::seen_at,
            ),
            Person::as_select(),
        ))
        .first(conn)
        .optional()
}

/// Notes that a device was seen.
pub fn touch_session(conn: &mut Conn, id: SessionId, now: Instant) -> QueryResult<usize> {
    diesel::update(sessions::table.find(id))
        .set(sessions::seen_at.eq(now))
        .execute(conn)
}

/// Name and time zone of the agency: the top unit's. `None` before setup.
pub fn agency_facts(conn: &mut Conn) -> QueryResult<Option<(String, Option<String>)>> {
    units::table
        .filter(units::parent_id.is_null())
        .order(units::id)
        .select((units::name, units::zone))
        .first(conn)
        .optional()
}

/// Writes a new person.
pub fn insert_person(conn: &mut Conn, person: &Person, search: &str, now: Instant) -> QueryResult<usize> {
    diesel::insert_into(persons::table)
        .values((
            persons::id.eq(person.id),
            persons::name.eq(&person.name),
            persons::email.eq(&person.email),
            persons::search.eq(search),
            persons::password_hash.eq(&person.password_hash),
            persons::language.eq(&person.language),
            persons::active.eq(person.active),
            persons::created_at.eq(now),
            persons::revision.eq(person.revision),
        ))
        .execute(conn)
}

/// Writes a new assignment.
pub fn insert_assignment(
    conn: &mut Conn,
    id: AssignmentId,
    person: PersonId,
    unit: UnitId,
    role: Role,
    since: NaiveDate,
) -> QueryResult<usize> {
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(id),
            assignments::person_id.eq(person),
            assignments::unit_id.eq(unit),
            assignments::role.eq(role),
            assignments::since.eq(since),
            assignments::until.eq(None::<NaiveDate>),
        ))
        .execute(conn)
}
