//! Every SQL about how people want mail.

use super::mail_choices::MailChoices;
use super::model::Person;
use crate::base::clock::Instant;
use crate::base::ids::{PersonId, UnitId};
use crate::platform::db::{Conn, Native};
use crate::schema::{assignments, mail_choices, persons, unit_ancestors, units};
use diesel::prelude::*;

/// How a person wants mail.
pub fn find(conn: &mut Conn, person: PersonId) -> QueryResult<Option<MailChoices>> {
    mail_choices::table
        .find(person)
        .select(MailChoices::as_select())
        .first(conn)
        .optional()
}

/// Whose secret key this is, with how the person wants mail.
pub fn find_by_key(conn: &mut Conn, key: &str) -> QueryResult<Option<(Person, MailChoices)>> {
    mail_choices::table
        .inner_join(persons::table)
        .filter(mail_choices::link_key.eq(key))
        .select((Person::as_select(), MailChoices::as_select()))
        .first(conn)
        .optional()
}

/// Writes the choices of a person who has none yet.
pub fn insert(conn: &mut Conn, choices: &MailChoices) -> QueryResult<usize> {
    Native(
        diesel::insert_into(mail_choices::table)
            .values(choices)
            .on_conflict(mail_choices::person_id)
            .do_nothing(),
    )
    .execute(conn)
}

/// Changes the choices of a person if still as read; true means it was us.
pub fn update(conn: &mut Conn, read: &MailChoices, to: &MailChoices) -> QueryResult<bool> {
    diesel::update(
        mail_choices::table
            .find(read.person_id)
            .filter(mail_choices::revision.eq(read.revision)),
    )
    .set((
        mail_choices::digest_minute.eq(to.digest_minute),
        mail_choices::quiet_from.eq(to.quiet_from),
        mail_choices::quiet_until.eq(to.quiet_until),
        mail_choices::opens.eq(to.opens),
        mail_choices::outlook.eq(to.outlook),
        mail_choices::outlook_at.eq(to.outlook_at),
        mail_choices::revision.eq(read.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// The person whose weekly outlook is due first, or was never reckoned.
pub fn next_outlook(conn: &mut Conn, now: Instant) -> QueryResult<Option<(Person, Option<MailChoices>)>> {
    persons::table
        .left_join(mail_choices::table)
        .filter(persons::active.eq(true))
        .filter(
            mail_choices::person_id.nullable().is_null().or(mail_choices::outlook
                .nullable()
                .eq(true)
                .and(
                    mail_choices::outlook_at
                        .nullable()
                        .is_null()
                        .or(mail_choices::outlook_at.nullable().le(now)),
                )
                .assume_not_null()),
        )
        .order((mail_choices::outlook_at.nullable(), persons::id))
        .select((Person::as_select(), Option::<MailChoices>::as_select()))
        .first(conn)
        .optional()
}

/// Moves the moment of a person's next outlook on, if nobody else has; true means it is ours.
pub fn claim_outlook(conn: &mut Conn, read: &MailChoices, next: Instant) -> QueryResult<bool> {
    let row = mail_choices::table.find(read.person_id);
    let same = match read.outlook_at {
        Some(at) => diesel::update(row.filter(mail_choices::outlook_at.eq(Some(at))))
            .set(mail_choices::outlook_at.eq(Some(next)))
            .execute(conn),
        None => diesel::update(row.filter(mail_choices::outlook_at.is_null()))
            .set(mail_choices::outlook_at.eq(Some(next)))
            .execute(conn),
    };
    same.map(|changed| changed == 1)
}

/// Where a person works, for the clock of mails: the unit of the first role held; the top of the agency for somebody
/// without one.
pub fn home(conn: &mut Conn, person: PersonId) -> QueryResult<Option<UnitId>> {
    let held: Option<UnitId> = assignments::table
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .order(assignments::id)
        .select(assignments::unit_id)
        .first(conn)
        .optional()?;
    match held {
        Some(unit) => Ok(Some(unit)),
        None => Ok(super::queries::agency_facts(conn)?.map(|(top, ..)| top)),
    }
}

/// The name of a unit's time zone: its own, or that of the nearest unit above that has one.
pub fn zone_name(conn: &mut Conn, unit: UnitId) -> QueryResult<Option<String>> {
    unit_ancestors::table
        .inner_join(units::table.on(units::id.eq(unit_ancestors::ancestor_id)))
        .filter(unit_ancestors::descendant_id.eq(unit).and(units::zone.is_not_null()))
        .order(unit_ancestors::depth)
        .select(units::zone)
        .first(conn)
        .optional()
        .map(Option::flatten)
}
