//! Addresses the mail server refused for good. Nothing is sent to them: their letters wait, and an administrator sees them
//! and starts the address again. A person with a new address is not stopped.

use super::{MailState, Recipient};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{OutboxId, PersonId};
use crate::platform::db::{Conn, Native};
use crate::platform::error::AppResult;
use crate::platform::history::{self, Change, Record};
use crate::schema::{mail_stops, outbox};
use diesel::prelude::*;
use serde_json::json;

/// An address that is stopped.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = mail_stops)]
pub struct Stop {
    /// The address.
    pub address: String,
    /// What the mail server said.
    pub reason: String,
    /// When it said so.
    pub at: Instant,
}

/// Whether an address is stopped, and why.
///
/// # Errors
/// Only when the database fails.
pub fn find(conn: &mut Conn, address: &str) -> QueryResult<Option<Stop>> {
    mail_stops::table
        .find(address.to_lowercase())
        .select(Stop::as_select())
        .first(conn)
        .optional()
}

/// How many letters wait for a stopped address.
///
/// # Errors
/// Only when the database fails.
pub fn count_waiting(conn: &mut Conn, address: &str) -> QueryResult<i64> {
    outbox::table
        .filter(outbox::address.eq(address.to_lowercase()))
        .filter(outbox::state.eq(MailState::Stopped))
        .count()
        .get_result(conn)
}

/// Stops an address because the mail server refused a letter to it for good; that letter waits, and all that wait for
/// their next try.
///
/// # Errors
/// Only when the database fails.
pub(super) fn stop(conn: &mut Conn, act: &Act, id: OutboxId, address: &str, reason: &str) -> AppResult<()> {
    let address = address.to_lowercase();
    let new = Native(
        diesel::insert_into(mail_stops::table)
            .values((
                mail_stops::address.eq(&address),
                mail_stops::reason.eq(reason),
                mail_stops::at.eq(act.now),
            ))
            .on_conflict(mail_stops::address)
            .do_nothing(),
    )
    .execute(conn)?;
    diesel::update(outbox::table.find(id).filter(outbox::state.eq(MailState::Waiting)))
        .set((
            outbox::state.eq(MailState::Stopped),
            outbox::address.eq(&address),
            outbox::last_error.eq(Some(reason)),
        ))
        .execute(conn)?;
    diesel::update(outbox::table.filter(outbox::address.eq(&address).and(outbox::state.eq(MailState::Waiting))))
        .set(outbox::state.eq(MailState::Stopped))
        .execute(conn)?;
    let person: Option<PersonId> = outbox::table.find(id).select(outbox::recipient_id).first(conn)?;
    match person {
        Some(person) if new == 1 => record(conn, act, person, "person-mail-stopped", Some(reason)),
        _ => Ok(()),
    }
}

/// A person has another address: what waits because the old one is stopped goes to the new one.
///
/// # Errors
/// Only when the database fails.
pub fn moved(conn: &mut Conn, act: &Act, from: &str, to: &Recipient) -> AppResult<()> {
    let from = from.to_lowercase();
    if diesel::delete(mail_stops::table.find(&from)).execute(conn)? == 0 {
        return Ok(());
    }
    diesel::update(outbox::table.filter(outbox::address.eq(&from).and(outbox::state.eq(MailState::Stopped))))
        .set((
            outbox::state.eq(MailState::Waiting),
            outbox::next_try_at.eq(act.now),
            outbox::attempts.eq(0),
            outbox::recipient.eq(super::address_line(&to.name, &to.email)),
            outbox::address.eq(to.email.to_lowercase()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Starts a stopped address again: what waits for it is tried now. False when it is not stopped.
///
/// # Errors
/// Only when the database fails.
pub fn start(conn: &mut Conn, act: &Act, address: &str) -> AppResult<bool> {
    let address = address.to_lowercase();
    if diesel::delete(mail_stops::table.find(&address)).execute(conn)? == 0 {
        return Ok(false);
    }
    let person: Option<Option<PersonId>> = outbox::table
        .filter(outbox::address.eq(&address).and(outbox::state.eq(MailState::Stopped)))
        .order(outbox::created_at.desc())
        .select(outbox::recipient_id)
        .first(conn)
        .optional()?;
    diesel::update(outbox::table.filter(outbox::address.eq(&address).and(outbox::state.eq(MailState::Stopped))))
        .set((
            outbox::state.eq(MailState::Waiting),
            outbox::next_try_at.eq(act.now),
            outbox::attempts.eq(0),
        ))
        .execute(conn)?;
    if let Some(person) = person.flatten() {
        record(conn, act, person, "person-mail-started", None)?;
    }
    Ok(true)
}

fn record(conn: &mut Conn, act: &Act, person: PersonId, event: &'static str, text: Option<&str>) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("person", person),
            event,
            facts: json!({}),
            text,
        },
    )
}

/// Whether the answer of a mail server says that there is no such mailbox: a code for mailboxes (550, 551, 553) with an
/// extended code for addresses (5.1.x but for the sender's, 5.2.1), or with none. A server that refuses the sender, the
/// words or the way says something else, and the letter is tried again.
pub(super) fn is_for_good(code: u16, said: &str) -> bool {
    let extended = said
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|word| word.trim_end_matches('.'))
        .find(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            parts.len() == 3 && parts[0] == "5" && parts.iter().all(|part| !part.is_empty())
        });
    const MAILBOX: [&str; 9] = [
        "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.1.6", "5.1.10", "5.2.1",
    ];
    matches!(code, 550 | 551 | 553) && extended.is_none_or(|extended| MAILBOX.contains(&extended))
}

#[cfg(test)]
mod tests {
    use super::is_for_good;

    #[test]
    fn only_a_mailbox_that_is_not_there_stops_an_address() {
        for (code, said) in [
            (550, "permanent error (550): 5.1.1 nobody of that name here"),
            (550, "No such user"),
            (553, "553 5.1.3 <a@b> bad address syntax"),
            (550, "5.2.1 The email account that you tried to reach is inactive."),
        ] {
            assert!(is_for_good(code, said), "{code} {said}");
        }
        for (code, said) in [
            (451, "4.3.2 busy, later please"),
            (554, "5.7.1 Relay access denied"),
            (550, "5.7.1 Message rejected as spam, see 10.0.0.1"),
            (550, "5.1.8 Bad sender's system address"),
            (552, "5.2.2 mailbox full"),
            (535, "5.7.8 authentication failed"),
        ] {
            assert!(!is_for_good(code, said), "{code} {said}");
        }
    }
}
