//! Every SQL of the room.

use super::model::{Assignment, Person, Scope, Session, Throttle};
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::{AssignmentId, PasswordResetId, PersonId, SessionId, UnitId};
use crate::both;
use crate::platform::db::{Conn, MultiBackend, Native, like};
use crate::schema::{
    assignments, audits, layers, password_resets, persons, plans, sessions, sign_in_throttles, unit_ancestors, units,
};
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
    both!(conn, c => assignments::table
        .inner_join(units::table)
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .order(assignments::id)
        .select((assignments::id, assignments::role, assignments::unit_id, units::name))
        .load(c))
}

/// Who holds a role at a unit: the holders at the nearest unit, the unit itself first, then the one above and so on.
/// In a stable order (by assignment), so that a rotation means something.
pub fn holders(conn: &mut Conn, role: Role, unit: UnitId) -> QueryResult<Vec<Person>> {
    let rows: Vec<(i32, Person)> = both!(conn, c => assignments::table
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
        .load(c))?;
    let nearest = rows.first().map(|(depth, _)| *depth);
    Ok(rows
        .into_iter()
        .filter(|(depth, _)| Some(*depth) == nearest)
        .map(|(_, person)| person)
        .collect())
}

/// Everybody who holds a role near a unit: at the unit, above it, or anywhere below the unit it belongs to. By name.
pub fn holders_near(conn: &mut Conn, role: Role, unit: UnitId) -> QueryResult<Vec<Person>> {
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(unit))
        .select(unit_ancestors::ancestor_id);
    let parent: Vec<UnitId> = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(unit).and(unit_ancestors::depth.eq(1)))
        .select(unit_ancestors::ancestor_id)
        .load(conn)?;
    let beside = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(parent))
        .select(unit_ancestors::descendant_id);
    let holding: Vec<PersonId> = assignments::table
        .filter(assignments::role.eq(role).and(assignments::until.is_null()))
        .filter(
            assignments::unit_id
                .eq_any(above)
                .or(assignments::unit_id.eq_any(beside)),
        )
        .select(assignments::person_id)
        .distinct()
        .load(conn)?;
    persons::table
        .filter(persons::id.eq_any(holding).and(persons::active.eq(true)))
        .order((persons::name, persons::id))
        .select(Person::as_select())
        .load(conn)
}

/// Whether a person gets a one-time link for each audit and needs no account.
pub fn gets_links(conn: &mut Conn, id: PersonId) -> QueryResult<bool> {
    persons::table.find(id).select(persons::by_link).first(conn)
}

/// Sets whether a person gets one-time links; true means it was otherwise before.
pub fn set_gets_links(conn: &mut Conn, id: PersonId, on: bool) -> QueryResult<bool> {
    diesel::update(persons::table.filter(persons::id.eq(id).and(persons::by_link.ne(on))))
        .set(persons::by_link.eq(on))
        .execute(conn)
        .map(|changed| changed == 1)
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
    both!(conn, c => sessions::table
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
        .first(c)
        .optional())
}

/// Notes that a device was seen.
pub fn touch_session(conn: &mut Conn, id: SessionId, now: Instant) -> QueryResult<usize> {
    diesel::update(sessions::table.find(id))
        .set(sessions::seen_at.eq(now))
        .execute(conn)
}

/// The top unit, its name and its time zone: the agency's. `None` before setup.
pub fn agency_facts(conn: &mut Conn) -> QueryResult<Option<(UnitId, String, Option<String>)>> {
    both!(conn, c => units::table
        .filter(units::parent_id.is_null())
        .order(units::id)
        .select((units::id, units::name, units::zone))
        .first(c)
        .optional())
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

/// Whether there is anybody: nobody before setup.
pub fn anybody(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(persons::table.select(persons::id))).get_result(conn)
}

// ---- sign-in

/// The tries counted under a key.
pub fn find_throttle(conn: &mut Conn, key: &str) -> QueryResult<Option<Throttle>> {
    sign_in_throttles::table
        .find(key)
        .select((
            sign_in_throttles::failures,
            sign_in_throttles::last_at,
            sign_in_throttles::blocked_until,
        ))
        .first(conn)
        .optional()
}

/// Writes the tries under a key, over an older count.
pub fn put_throttle(conn: &mut Conn, key: &str, count: &Throttle) -> QueryResult<usize> {
    let values = (
        sign_in_throttles::failures.eq(count.failures),
        sign_in_throttles::last_at.eq(count.last_at),
        sign_in_throttles::blocked_until.eq(count.blocked_until),
    );
    Native(
        diesel::insert_into(sign_in_throttles::table)
            .values((sign_in_throttles::key.eq(key), values))
            .on_conflict(sign_in_throttles::key)
            .do_update()
            .set(values),
    )
    .execute(conn)
}

/// Forgets the tries under a key.
pub fn delete_throttle(conn: &mut Conn, key: &str) -> QueryResult<usize> {
    diesel::delete(sign_in_throttles::table.find(key)).execute(conn)
}

/// Writes a new session.
pub fn insert_session(conn: &mut Conn, person: PersonId, token_hash: &str, session: &Session) -> QueryResult<usize> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id),
            sessions::person_id.eq(person),
            sessions::token_hash.eq(token_hash),
            sessions::device.eq(&session.device),
            sessions::address.eq(&session.address),
            sessions::created_at.eq(session.created_at),
            sessions::seen_at.eq(session.seen_at),
            sessions::ended_at.eq(None::<Instant>),
        ))
        .execute(conn)
}

/// Ends the session with this token's hash, if it is there.
pub fn end_session_by_hash(conn: &mut Conn, token_hash: &str, now: Instant) -> QueryResult<usize> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(token_hash).and(sessions::ended_at.is_null())))
        .set(sessions::ended_at.eq(Some(now)))
        .execute(conn)
}

/// Ends one session of a person; true means it was there and open.
pub fn end_session(conn: &mut Conn, id: SessionId, person: PersonId, now: Instant) -> QueryResult<bool> {
    diesel::update(
        sessions::table
            .find(id)
            .filter(sessions::person_id.eq(person).and(sessions::ended_at.is_null())),
    )
    .set(sessions::ended_at.eq(Some(now)))
    .execute(conn)
    .map(|ended| ended == 1)
}

/// Ends every session of a person but one.
pub fn end_sessions(conn: &mut Conn, person: PersonId, keep: Option<SessionId>, now: Instant) -> QueryResult<usize> {
    // the nil id is nobody's session
    let keep = keep.unwrap_or(SessionId(uuid::Uuid::nil()));
    diesel::update(
        sessions::table.filter(
            sessions::person_id
                .eq(person)
                .and(sessions::ended_at.is_null())
                .and(sessions::id.ne(keep)),
        ),
    )
    .set(sessions::ended_at.eq(Some(now)))
    .execute(conn)
}

/// The devices a person is signed in with, the last seen first; limits as in [`find_session`].
pub fn sessions_of(
    conn: &mut Conn,
    person: PersonId,
    seen_since: Instant,
    made_since: Instant,
) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::person_id.eq(person).and(sessions::ended_at.is_null()))
        .filter(
            sessions::seen_at
                .ge(seen_since)
                .and(sessions::created_at.ge(made_since)),
        )
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select((
            sessions::id,
            sessions::device,
            sessions::address,
            sessions::created_at,
            sessions::seen_at,
        ))
        .load(conn)
}

/// Writes a one-time link.
pub fn insert_reset(
    conn: &mut Conn,
    id: PasswordResetId,
    person: PersonId,
    token_hash: &str,
    now: Instant,
    expires_at: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::id.eq(id),
            password_resets::person_id.eq(person),
            password_resets::token_hash.eq(token_hash),
            password_resets::created_at.eq(now),
            password_resets::expires_at.eq(expires_at),
            password_resets::used_at.eq(None::<Instant>),
        ))
        .execute(conn)
}

/// Whom a one-time link is for, while it works.
pub fn find_reset(conn: &mut Conn, token_hash: &str, now: Instant) -> QueryResult<Option<(PasswordResetId, Person)>> {
    password_resets::table
        .inner_join(persons::table)
        .filter(
            password_resets::token_hash
                .eq(token_hash)
                .and(password_resets::used_at.is_null())
                .and(password_resets::expires_at.gt(now)),
        )
        .filter(persons::active.eq(true))
        .select((password_resets::id, Person::as_select()))
        .first(conn)
        .optional()
}

/// Uses a one-time link up; true means it was us.
pub fn use_reset(conn: &mut Conn, id: PasswordResetId, now: Instant) -> QueryResult<bool> {
    diesel::update(
        password_resets::table
            .find(id)
            .filter(password_resets::used_at.is_null()),
    )
    .set(password_resets::used_at.eq(Some(now)))
    .execute(conn)
    .map(|used| used == 1)
}

/// Uses every one-time link of a person up.
pub fn use_resets_of(conn: &mut Conn, person: PersonId, now: Instant) -> QueryResult<usize> {
    diesel::update(
        password_resets::table.filter(
            password_resets::person_id
                .eq(person)
                .and(password_resets::used_at.is_null()),
        ),
    )
    .set(password_resets::used_at.eq(Some(now)))
    .execute(conn)
}

/// How many one-time links were made for a person since a moment.
pub fn count_resets_since(conn: &mut Conn, person: PersonId, since: Instant) -> QueryResult<i64> {
    password_resets::table
        .filter(
            password_resets::person_id
                .eq(person)
                .and(password_resets::created_at.gt(since)),
        )
        .count()
        .get_result(conn)
}

/// Sets a password if the person is still as read; true means it was us.
pub fn set_password(conn: &mut Conn, read: &Person, hash: &str) -> QueryResult<bool> {
    diesel::update(persons::table.find(read.id).filter(persons::revision.eq(read.revision)))
        .set((
            persons::password_hash.eq(Some(hash)),
            persons::revision.eq(read.revision + 1),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Removes counts, one-time links and ended sessions that are older than these moments.
pub fn delete_old_sign_ins(conn: &mut Conn, counts: Instant, links: Instant, ended: Instant) -> QueryResult<usize> {
    let counts =
        diesel::delete(sign_in_throttles::table.filter(sign_in_throttles::last_at.lt(counts))).execute(conn)?;
    let links = diesel::delete(password_resets::table.filter(password_resets::expires_at.lt(links))).execute(conn)?;
    let ended = diesel::delete(sessions::table.filter(sessions::seen_at.lt(ended))).execute(conn)?;
    Ok(counts + links + ended)
}

// ---- keeping people

/// Changes a person if still as read; true means it was us.
pub fn update_person(conn: &mut Conn, read: &Person, to: &Person, search: &str) -> QueryResult<bool> {
    diesel::update(persons::table.find(read.id).filter(persons::revision.eq(read.revision)))
        .set((
            persons::name.eq(&to.name),
            persons::email.eq(&to.email),
            persons::search.eq(search),
            persons::language.eq(&to.language),
            persons::active.eq(to.active),
            persons::revision.eq(read.revision + 1),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// One assignment that has not ended, with its person.
pub fn find_assignment(conn: &mut Conn, id: AssignmentId) -> QueryResult<(PersonId, Assignment)> {
    assignments::table
        .inner_join(units::table)
        .filter(assignments::id.eq(id).and(assignments::until.is_null()))
        .select((
            assignments::person_id,
            (assignments::id, assignments::role, assignments::unit_id, units::name),
        ))
        .first(conn)
}

/// Ends an assignment; true means it was us.
pub fn end_assignment(conn: &mut Conn, id: AssignmentId, until: NaiveDate) -> QueryResult<bool> {
    diesel::update(assignments::table.find(id).filter(assignments::until.is_null()))
        .set(assignments::until.eq(Some(until)))
        .execute(conn)
        .map(|ended| ended == 1)
}

/// Whether an active person other than this one holds this role anywhere.
pub fn others_hold(conn: &mut Conn, role: Role, but: PersonId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        assignments::table.inner_join(persons::table).filter(
            assignments::role
                .eq(role)
                .and(assignments::until.is_null())
                .and(assignments::person_id.ne(but))
                .and(persons::active.eq(true)),
        ),
    ))
    .get_result(conn)
}

/// A unit's name, when it is there and open.
pub fn open_unit(conn: &mut Conn, id: UnitId) -> QueryResult<Option<String>> {
    units::table
        .filter(units::id.eq(id).and(units::active.eq(true)))
        .select(units::name)
        .first(conn)
        .optional()
}

/// Gives a person of the demo the demo's password; in the product everybody chooses their own.
pub fn set_demo_password(conn: &mut Conn, id: PersonId, hash: &str) -> QueryResult<usize> {
    diesel::update(persons::table.find(id))
        .set(persons::password_hash.eq(Some(hash)))
        .execute(conn)
}

/// Which way a list of people by name goes on from somebody who was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameStep {
    /// From the first name.
    First,
    /// After this person.
    After(PersonId),
    /// Before this person, the nearest first.
    Before(PersonId),
}

/// What the list of people is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleAsked {
    /// Folded words of name or address.
    pub words: String,
    /// Holders of this role only.
    pub role: Option<Role>,
    /// Those who are here, or those who have left.
    pub active: bool,
}

type OfPersons = Box<dyn BoxableExpression<persons::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

fn people_asked(asked: &PeopleAsked) -> OfPersons {
    let mut filter: OfPersons = Box::new(persons::active.eq(asked.active));
    if !asked.words.is_empty() {
        filter = Box::new(filter.and(persons::search.like(like(&asked.words)).escape('\\')));
    }
    if let Some(role) = asked.role {
        let holders = assignments::table
            .filter(assignments::role.eq(role).and(assignments::until.is_null()))
            .select(assignments::person_id);
        filter = Box::new(filter.and(persons::id.eq_any(holders)));
    }
    filter
}

/// A page of people by name.
pub fn list_people(conn: &mut Conn, asked: &PeopleAsked, step: NameStep, limit: i64) -> QueryResult<Vec<Person>> {
    let seen = |conn: &mut Conn, id: PersonId| -> QueryResult<String> {
        persons::table.find(id).select(persons::search).first(conn)
    };
    let query = persons::table
        .select(Person::as_select())
        .limit(limit)
        .into_boxed()
        .filter(people_asked(asked));
    let rows = match step {
        NameStep::First => query.order((persons::search.asc(), persons::id.asc())).load(conn)?,
        NameStep::After(id) => {
            let name = seen(conn, id)?;
            query
                .filter(
                    persons::search
                        .gt(name.clone())
                        .or(persons::search.eq(name).and(persons::id.gt(id))),
                )
                .order((persons::search.asc(), persons::id.asc()))
                .load(conn)?
        }
        NameStep::Before(id) => {
            let name = seen(conn, id)?;
            query
                .filter(
                    persons::search
                        .lt(name.clone())
                        .or(persons::search.eq(name).and(persons::id.lt(id))),
                )
                .order((persons::search.desc(), persons::id.desc()))
                .load(conn)?
        }
    };
    Ok(rows)
}

/// How many people a list holds.
pub fn count_people(conn: &mut Conn, asked: &PeopleAsked) -> QueryResult<i64> {
    persons::table
        .select(diesel::dsl::count_star())
        .into_boxed()
        .filter(people_asked(asked))
        .first(conn)
}

/// The roles several people hold today.
pub fn assignments_of_all(conn: &mut Conn, people: &[PersonId]) -> QueryResult<Vec<(PersonId, Assignment)>> {
    assignments::table
        .inner_join(units::table)
        .filter(
            assignments::person_id
                .eq_any(people.to_vec())
                .and(assignments::until.is_null()),
        )
        .order(assignments::id)
        .select((
            assignments::person_id,
            (assignments::id, assignments::role, assignments::unit_id, units::name),
        ))
        .load(conn)
}

/// The roles a person holds today, with the day each began.
pub fn roles_of(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<(Assignment, NaiveDate)>> {
    assignments::table
        .inner_join(units::table)
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .order(assignments::id)
        .select((
            (assignments::id, assignments::role, assignments::unit_id, units::name),
            assignments::since,
        ))
        .load(conn)
}

/// When a person was last seen with any device.
pub fn last_seen(conn: &mut Conn, person: PersonId) -> QueryResult<Option<Instant>> {
    sessions::table
        .filter(sessions::person_id.eq(person))
        .select(diesel::dsl::max(sessions::seen_at))
        .first(conn)
}

/// Open units in the order of the tree, with their depth: for choosing one. (The room of the units is above this one.)
pub fn open_units(conn: &mut Conn) -> QueryResult<Vec<(usize, UnitId, String)>> {
    let all: Vec<(UnitId, Option<UnitId>, String)> = units::table
        .filter(units::active.eq(true))
        .order((units::position.desc(), units::name.desc()))
        .select((units::id, units::parent_id, units::name))
        .load(conn)?;
    let mut stack: Vec<(usize, UnitId, String)> = Vec::new();
    let below = |parent: Option<UnitId>, depth: usize| {
        all.iter()
            .filter(move |(_, above, _)| *above == parent)
            .map(move |(id, _, name)| (depth, *id, name.clone()))
            .collect::<Vec<_>>()
    };
    stack.extend(below(None, 0));
    let mut out = Vec::with_capacity(all.len());
    while let Some((depth, id, name)) = stack.pop() {
        stack.extend(below(Some(id), depth + 1));
        out.push((depth, id, name));
    }
    Ok(out)
}

/// The audits a viewer may see, wherever they are listed: those of the own units and one's own; those that come
/// unannounced only once they have begun, but for whoever audits at their layer or above it there, quality staff and
/// administrators.
pub fn audits_seen(
    scope: &Scope,
) -> Box<dyn BoxableExpression<audits::table, MultiBackend, SqlType = diesel::sql_types::Bool>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units_and_stood_at()))
        .select(unit_ancestors::descendant_id);
    let unannounced = plans::table.filter(plans::unannounced.eq(true)).select(plans::id);
    let in_the_know = assignments::table
        .inner_join(unit_ancestors::table.on(unit_ancestors::ancestor_id.eq(assignments::unit_id)))
        .left_join(layers::table.on(layers::role.eq(assignments::role)))
        .filter(unit_ancestors::descendant_id.eq(audits::unit_id))
        .filter(
            assignments::person_id
                .eq(scope.person)
                .and(assignments::until.is_null()),
        )
        .filter(
            assignments::role
                .eq_any([Role::Quality, Role::Administrator])
                .or(layers::number.ge(audits::layer).assume_not_null()),
        );
    Box::new(
        audits::unit_id
            .eq_any(below)
            .and(
                audits::state
                    .ne("scheduled")
                    .or(audits::plan_id.ne_all(unannounced))
                    .or(diesel::dsl::exists(in_the_know)),
            )
            .or(audits::assignee_id.eq(scope.person).assume_not_null()),
    )
}
