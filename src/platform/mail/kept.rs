//! Letters that wait to be told in their reader's one mail a day. Each has its message key, so that what was told here is
//! never composed again; it leaves with the mail that told it.

use super::wishes::Class;
use crate::base::clock::Instant;
use crate::base::ids::PersonId;
use crate::platform::db::{Conn, Native};
use crate::schema::mail_kept;
use diesel::prelude::*;

/// A letter that waits, or was told.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_kept, treat_none_as_default_value = false)]
pub struct Kept {
    /// Rule, subject, recipient and step.
    pub message_key: String,
    /// Its reader.
    pub person_id: PersonId,
    /// What it is about.
    pub class: Class,
    /// One line.
    pub subject: String,
    /// The page it leads to, with the public address.
    pub link: String,
    /// When it was composed.
    pub created_at: Instant,
    /// When the mail of the day goes.
    pub goes_at: Instant,
    /// The key of the mail that told it.
    pub sent_in: Option<String>,
}

/// Keeps a letter unless one with its key is there; says whether it is new.
pub(super) fn keep(conn: &mut Conn, letter: &Kept) -> QueryResult<bool> {
    Native(
        diesel::insert_into(mail_kept::table)
            .values(letter)
            .on_conflict(mail_kept::message_key)
            .do_nothing(),
    )
    .execute(conn)
    .map(|new| new == 1)
}

/// Whether a letter with this key was kept.
pub(super) fn is_kept(conn: &mut Conn, key: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        mail_kept::table.filter(mail_kept::message_key.eq(key)),
    ))
    .get_result(conn)
}

/// Whose mail of the day is due first.
///
/// # Errors
/// Only when the database fails.
pub fn next_due(conn: &mut Conn, now: Instant) -> QueryResult<Option<PersonId>> {
    mail_kept::table
        .filter(mail_kept::sent_in.is_null().and(mail_kept::goes_at.le(now)))
        .order((mail_kept::goes_at, mail_kept::person_id))
        .select(mail_kept::person_id)
        .first(conn)
        .optional()
}

/// What waits for a person, the first composed first.
///
/// # Errors
/// Only when the database fails.
pub fn waiting(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<Kept>> {
    mail_kept::table
        .filter(mail_kept::person_id.eq(person).and(mail_kept::sent_in.is_null()))
        .order((mail_kept::created_at, mail_kept::message_key))
        .select(Kept::as_select())
        .load(conn)
}

/// These were told in the mail with this key.
///
/// # Errors
/// Only when the database fails.
pub fn mark_told(conn: &mut Conn, letters: &[Kept], key: &str) -> QueryResult<usize> {
    let keys: Vec<String> = letters.iter().map(|letter| letter.message_key.clone()).collect();
    diesel::update(mail_kept::table.filter(mail_kept::message_key.eq_any(keys).and(mail_kept::sent_in.is_null())))
        .set(mail_kept::sent_in.eq(Some(key)))
        .execute(conn)
}

/// What waits for a person goes at another moment.
///
/// # Errors
/// Only when the database fails.
pub fn move_to(conn: &mut Conn, person: PersonId, at: Instant) -> QueryResult<usize> {
    diesel::update(mail_kept::table.filter(mail_kept::person_id.eq(person).and(mail_kept::sent_in.is_null())))
        .set(mail_kept::goes_at.eq(at))
        .execute(conn)
}
