//! Every SQL about who is away.

use super::model::{Absence, Absences, Acting, MOST_STEPS};
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::both;
use crate::people::model::{Assignment, Person};
use crate::platform::db::Conn;
use crate::schema::{absences, assignments, persons, unit_ancestors};
use chrono::NaiveDate;
use diesel::prelude::*;

/// One absence.
pub fn find(conn: &mut Conn, id: AbsenceId) -> QueryResult<Absence> {
    absences::table.find(id).select(Absence::as_select()).first(conn)
}

/// The absences of a person that end on this day or later, the next first; also those that were cancelled.
pub fn of_person(conn: &mut Conn, person: PersonId, since: NaiveDate) -> QueryResult<Vec<Absence>> {
    absences::table
        .filter(absences::person_id.eq(person).and(absences::until_date.ge(since)))
        .order((absences::from_date, absences::created_at, absences::id))
        .select(Absence::as_select())
        .load(conn)
}

/// The most absences a page shows.
pub const MOST_SHOWN: i64 = 200;

/// The absences of these people that end on this day or later, the first that begins first.
pub fn of_people(conn: &mut Conn, people: &[PersonId], since: NaiveDate) -> QueryResult<Vec<Absence>> {
    absences::table
        .filter(absences::person_id.eq_any(people.to_vec()))
        .filter(absences::until_date.ge(since).and(absences::cancelled_at.is_null()))
        .order((absences::from_date, absences::id))
        .select(Absence::as_select())
        .limit(MOST_SHOWN)
        .load(conn)
}

/// Who is away between two days, of these people and of those who stand in for them; a stand-in who has left is none.
pub fn among(conn: &mut Conn, people: &[PersonId], from: NaiveDate, until: NaiveDate) -> QueryResult<Absences> {
    let mut all: Vec<Absence> = Vec::new();
    let mut asked: Vec<PersonId> = people.to_vec();
    for _ in 0..=MOST_STEPS {
        if asked.is_empty() {
            break;
        }
        let rows: Vec<Absence> = absences::table
            .filter(absences::person_id.eq_any(asked))
            .filter(absences::cancelled_at.is_null())
            .filter(absences::from_date.le(until).and(absences::until_date.ge(from)))
            .order((absences::from_date, absences::id))
            .select(Absence::as_select())
            .load(conn)?;
        asked = rows.iter().filter_map(|absence| absence.stand_in_id).collect();
        asked.retain(|person| all.iter().chain(&rows).all(|absence| absence.person_id != *person));
        all.extend(rows);
    }
    let stand_ins: Vec<PersonId> = all.iter().filter_map(|absence| absence.stand_in_id).collect();
    if !stand_ins.is_empty() {
        let here: Vec<PersonId> = persons::table
            .filter(persons::id.eq_any(stand_ins).and(persons::active.eq(true)))
            .select(persons::id)
            .load(conn)?;
        for absence in &mut all {
            absence.stand_in_id = absence.stand_in_id.filter(|person| here.contains(person));
        }
    }
    Ok(Absences::of(all))
}

/// Who acts for a person on a day.
pub fn acting_at(conn: &mut Conn, person: PersonId, date: NaiveDate) -> QueryResult<Acting> {
    Ok(among(conn, &[person], date, date)?.acting(person, date))
}

/// Who stands in for a person on a day; `None` while the person is here, or nobody does.
pub fn stand_in_at(conn: &mut Conn, person: PersonId, date: NaiveDate) -> QueryResult<Option<Person>> {
    match acting_at(conn, person, date)? {
        Acting::StandIn(other) => crate::people::queries::find(conn, other).map(Some),
        Acting::Here | Acting::Nobody => Ok(None),
    }
}

/// The people somebody acts for on a day: those who are away and named them, and those who named these in turn. Nobody
/// acts for others while away themselves.
pub fn acts_for(conn: &mut Conn, person: PersonId, date: NaiveDate) -> QueryResult<Vec<PersonId>> {
    let mut all: Vec<PersonId> = Vec::new();
    let mut asked = vec![person];
    for _ in 0..MOST_STEPS {
        let mut away: Vec<PersonId> = Vec::new();
        for stand_in in asked {
            // one by one: a statement without a list stays prepared, and nearly always nobody is away
            away.extend(both!(conn, c => absences::table
                .filter(absences::stand_in_id.eq(stand_in))
                .filter(absences::cancelled_at.is_null())
                .filter(absences::from_date.le(date).and(absences::until_date.ge(date)))
                .order(absences::id)
                .select(absences::person_id)
                .load::<PersonId>(c))?);
        }
        asked = away
            .into_iter()
            .filter(|other| *other != person && !all.contains(other))
            .collect();
        if asked.is_empty() {
            break;
        }
        all.extend(asked.clone());
    }
    if all.is_empty() {
        return Ok(all);
    }
    let absences = among(conn, &all, date, date)?;
    all.retain(|other| absences.acting(*other, date) == Acting::StandIn(person));
    Ok(all)
}

/// The units at which these people hold a role that audits.
pub fn audited_by(conn: &mut Conn, people: &[PersonId]) -> QueryResult<Vec<UnitId>> {
    assignments::table
        .filter(assignments::person_id.eq_any(people.to_vec()))
        .filter(
            assignments::until
                .is_null()
                .and(assignments::role.eq_any(crate::people::model::AUDITING.to_vec())),
        )
        .select(assignments::unit_id)
        .distinct()
        .load(conn)
}

/// The people somebody with these roles may enter absences for, by name: those who hold a lower role at or below a unit
/// they lead; for an administrator everybody.
pub fn led_by(conn: &mut Conn, held: &[Assignment]) -> QueryResult<Vec<Person>> {
    let active = || {
        persons::table
            .filter(persons::active.eq(true))
            .order((persons::name, persons::id))
            .select(Person::as_select())
    };
    if held.iter().any(|held| held.role == Role::Administrator) {
        return active().load(conn);
    }
    let mut led: Vec<PersonId> = Vec::new();
    for held in held {
        let lower: Vec<Role> = match held.role {
            Role::Manager | Role::Director | Role::Board => {
                Role::ALL.iter().copied().filter(|role| *role < held.role).collect()
            }
            _ => continue,
        };
        let below = unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq(held.unit_id))
            .select(unit_ancestors::descendant_id);
        let people: Vec<PersonId> = assignments::table
            .filter(assignments::until.is_null().and(assignments::role.eq_any(lower)))
            .filter(assignments::unit_id.eq_any(below))
            .select(assignments::person_id)
            .distinct()
            .load(conn)?;
        led.extend(people);
    }
    active().filter(persons::id.eq_any(led)).load(conn)
}

/// Everybody who is here, by name: who can stand in.
pub fn everybody(conn: &mut Conn) -> QueryResult<Vec<Person>> {
    persons::table
        .filter(persons::active.eq(true))
        .order((persons::name, persons::id))
        .select(Person::as_select())
        .load(conn)
}

/// Writes a new absence.
pub fn insert(conn: &mut Conn, absence: &Absence) -> QueryResult<usize> {
    diesel::insert_into(absences::table).values(absence).execute(conn)
}

/// Writes an absence over the one that was read, only if that is still so; true means it was us.
pub fn update(conn: &mut Conn, read: &Absence, new: &Absence) -> QueryResult<bool> {
    diesel::update(
        absences::table
            .find(read.id)
            .filter(absences::revision.eq(read.revision)),
    )
    .set((
        absences::from_date.eq(new.from_date),
        absences::until_date.eq(new.until_date),
        absences::stand_in_id.eq(new.stand_in_id),
        absences::note.eq(&new.note),
        absences::cancelled_at.eq(new.cancelled_at),
        absences::revision.eq(read.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Notes on the person that something about the own absences changed, if the person is still as read: so that two
/// absences entered at once never overlap.
pub fn bump_person(conn: &mut Conn, read: &Person) -> QueryResult<bool> {
    diesel::update(persons::table.find(read.id).filter(persons::revision.eq(read.revision)))
        .set(persons::revision.eq(read.revision + 1))
        .execute(conn)
        .map(|changed| changed == 1)
}
