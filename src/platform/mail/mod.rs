//! Mail: composed exactly once into the outbox, in the transaction of the event; delivered by a worker.
//!
//! What a letter is about ([`wishes::Class`]) and how its reader wants mail decide whether it goes at once, later, in one
//! mail a day ([`kept`]) or not at all. An address that was refused for good is stopped ([`stops`]).
//!
//! A message has a key (rule, subject, recipient, step): the same key is never composed twice, whatever restarts or
//! runs twice. Its Message-ID is fixed when it is composed; only a crash between the mail server's yes and our note of
//! it can transmit the same Message-ID again.

pub mod deliver;
pub mod kept;
pub mod post;
pub mod smtp;
pub mod stops;
pub mod wishes;

use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{OutboxId, PersonId};
use crate::base::text::fold;
use crate::keyset;
use crate::platform::db::{Conn, Native, like};
use crate::platform::error::AppResult;
use crate::platform::web::pager::Ask;
use crate::schema::outbox;
use crate::text_enum;
use diesel::prelude::*;

text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        /// Waits for delivery (or for the next try).
        Waiting = "waiting",
        /// The mail server has it.
        Sent = "sent",
        /// Given up after many tries; an administrator can send it again.
        Failed = "failed",
        /// Its address is stopped, because the mail server refused it for good.
        Stopped = "stopped",
    }
}
crate::text_column!(MailState);

/// Who gets a mail.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The person, when it is one of ours.
    pub person: Option<PersonId>,
    /// Name for the address line.
    pub name: String,
    /// The address.
    pub email: String,
    /// Language of the mail.
    pub language: String,
    /// The name of the person it was meant for, who is away.
    pub instead_of: Option<String>,
}

impl Recipient {
    /// The same, who reads it for this person.
    #[must_use]
    pub fn instead_of(mut self, name: Option<String>) -> Self {
        self.instead_of = name;
        self
    }
}

/// A composed mail.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Rule, subject, recipient and step: composed once for each key.
    pub key: String,
    /// Who gets it.
    pub to: Recipient,
    /// One line.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Not tried before this moment.
    pub not_before: Instant,
    /// Where mails of this kind are switched off, with the public address; none where they cannot be.
    pub unsubscribe: Option<String>,
    /// The calendar event that goes with it, as RFC 5545 writes it.
    pub invite: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
struct NewMail {
    id: OutboxId,
    message_key: String,
    message_id: String,
    recipient_id: Option<PersonId>,
    recipient: String,
    subject: String,
    body_text: String,
    body_html: String,
    state: MailState,
    created_at: Instant,
    next_try_at: Instant,
    attempts: i32,
    last_error: Option<String>,
    sent_at: Option<Instant>,
    search: String,
    address: String,
    unsubscribe: Option<String>,
    invite: Option<String>,
}

/// Puts a letter into the outbox unless one with its key is there; says whether it is new.
///
/// # Errors
/// Only when the database fails.
pub fn enqueue(conn: &mut Conn, act: &Act, domain: &str, letter: Letter) -> AppResult<bool> {
    let id: OutboxId = act.id();
    let recipient = address_line(&letter.to.name, &letter.to.email);
    let stopped = stops::find(conn, &letter.to.email)?.is_some();
    let mail = NewMail {
        id,
        message_key: letter.key,
        message_id: format!("<{}@{domain}>", id.0.simple()),
        recipient_id: letter.to.person,
        search: folded(&recipient, &letter.subject),
        recipient,
        subject: letter.subject,
        body_text: letter.text,
        body_html: letter.html,
        state: if stopped {
            MailState::Stopped
        } else {
            MailState::Waiting
        },
        created_at: act.now,
        next_try_at: letter.not_before,
        attempts: 0,
        last_error: None,
        sent_at: None,
        address: letter.to.email.to_lowercase(),
        unsubscribe: letter.unsubscribe,
        invite: letter.invite,
    };
    let new = Native(
        diesel::insert_into(outbox::table)
            .values(mail)
            .on_conflict(outbox::message_key)
            .do_nothing(),
    )
    .execute(conn)?;
    Ok(new == 1)
}

/// Whether a message with this key was composed already, into the outbox or into a mail of the day.
///
/// # Errors
/// Only when the database fails.
pub fn is_composed(conn: &mut Conn, key: &str) -> QueryResult<bool> {
    let sent: bool =
        diesel::select(diesel::dsl::exists(outbox::table.filter(outbox::message_key.eq(key)))).get_result(conn)?;
    Ok(sent || kept::is_kept(conn, key)?)
}

/// Name and address on one line, the name quoted, without anything that could start another header.
fn address_line(name: &str, email: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '\\'))
        .collect();
    format!("\"{name}\" <{email}>")
}

/// Recipient and subject as search compares them.
fn folded(recipient: &str, subject: &str) -> String {
    fold(&format!("{} {subject}", recipient.replace('"', "")))
}

/// Mails folded in one statement's step.
const FOLDED_AT_ONCE: i64 = 500;

/// Makes mails that an earlier release composed findable, and says how many; done after migrating.
///
/// # Errors
/// Only when the database fails.
pub fn fold_older(conn: &mut Conn) -> QueryResult<usize> {
    let mut done = 0;
    // By id, so that it ends whatever stands in them.
    let mut last = OutboxId(uuid::Uuid::nil());
    loop {
        let older: Vec<(OutboxId, String, String)> = outbox::table
            .filter(outbox::search.eq("").and(outbox::id.gt(last)))
            .order(outbox::id)
            .select((outbox::id, outbox::recipient, outbox::subject))
            .limit(FOLDED_AT_ONCE)
            .load(conn)?;
        let Some((id, _, _)) = older.last() else {
            return Ok(done);
        };
        last = *id;
        done += older.len();
        conn.write_tx(|conn| {
            for (id, recipient, subject) in &older {
                diesel::update(outbox::table.find(id))
                    .set(outbox::search.eq(folded(recipient, subject)))
                    .execute(conn)?;
            }
            QueryResult::Ok(())
        })?;
    }
}

/// A mail as the outbox page shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Mail {
    /// Its id.
    pub id: OutboxId,
    /// Rule, subject, recipient and step.
    pub message_key: String,
    /// The fixed Message-ID.
    pub message_id: String,
    /// Name and address.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Plain-text part.
    pub body_text: String,
    /// HTML part.
    pub body_html: String,
    /// Where it stands.
    pub state: MailState,
    /// When it was composed.
    pub created_at: Instant,
    /// When it is tried next.
    pub next_try_at: Instant,
    /// Tries so far.
    pub attempts: i32,
    /// What the mail server said last.
    pub last_error: Option<String>,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
    /// The address alone; empty in mails of earlier releases.
    pub address: String,
    /// Where mails of this kind are switched off.
    pub unsubscribe: Option<String>,
    /// The calendar event that goes with it.
    pub invite: Option<String>,
}

/// The rows of a page of mails with a state and words of recipient or subject, in capitals or not.
///
/// # Errors
/// Only when the database fails.
pub fn list(conn: &mut Conn, state: Option<MailState>, words: &str, ask: &Ask) -> QueryResult<Vec<Mail>> {
    let mut query = outbox::table.select(Mail::as_select()).limit(ask.limit()).into_boxed();
    if let Some(state) = state {
        query = query.filter(outbox::state.eq(state));
    }
    if !words.is_empty() {
        query = query.filter(outbox::search.like(like(&fold(words))).escape('\\'));
    }
    keyset!(query, ask.step, outbox::created_at, outbox::id, OutboxId).load(conn)
}

/// One mail.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Conn, id: OutboxId) -> QueryResult<Mail> {
    outbox::table.find(id).select(Mail::as_select()).first(conn)
}

/// How many mails are in each state.
///
/// # Errors
/// Only when the database fails.
pub fn count_by_state(conn: &mut Conn) -> QueryResult<Vec<(MailState, i64)>> {
    outbox::table
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)
}

/// The most urgent mails that are due now, at most so many, as far as nobody else has them: their next try is moved on,
/// so that nobody else takes them. None when nothing is due.
///
/// # Errors
/// Only when the database fails.
pub fn claim_due(
    conn: &mut Conn,
    now: Instant,
    at_most: u32,
    wait_minutes: fn(i32) -> i64,
) -> AppResult<Option<Vec<Mail>>> {
    let due: Vec<Mail> = outbox::table
        .filter(outbox::state.eq(MailState::Waiting).and(outbox::next_try_at.le(now)))
        .order((outbox::next_try_at, outbox::id))
        .select(Mail::as_select())
        .limit(at_most.into())
        .load(conn)?;
    if due.is_empty() {
        return Ok(None);
    }
    let mut ours = Vec::with_capacity(due.len());
    for mail in due {
        // The wait is set before the try: a crash in the middle of it is a failed try.
        let next_try_at = now.plus_minutes(wait_minutes(mail.attempts));
        let as_read = outbox::next_try_at.eq(mail.next_try_at);
        let claimed = diesel::update(
            outbox::table
                .find(mail.id)
                .filter(outbox::state.eq(MailState::Waiting).and(as_read)),
        )
        .set((
            outbox::next_try_at.eq(next_try_at),
            outbox::attempts.eq(mail.attempts + 1),
        ))
        .execute(conn)?;
        if claimed == 1 {
            ours.push(mail);
        }
    }
    Ok(Some(ours))
}

/// Mails that were claimed at that moment and not tried wait as they did before.
///
/// # Errors
/// Only when the database fails.
pub fn hand_back(conn: &mut Conn, claimed: Instant, mails: &[Mail], wait_minutes: fn(i32) -> i64) -> QueryResult<()> {
    for mail in mails {
        let as_claimed = outbox::next_try_at.eq(claimed.plus_minutes(wait_minutes(mail.attempts)));
        diesel::update(
            outbox::table
                .find(mail.id)
                .filter(outbox::state.eq(MailState::Waiting).and(as_claimed)),
        )
        .set((
            outbox::next_try_at.eq(mail.next_try_at),
            outbox::attempts.eq(mail.attempts),
        ))
        .execute(conn)?;
    }
    Ok(())
}

/// The mail server has it.
///
/// # Errors
/// Only when the database fails.
pub fn mark_sent(conn: &mut Conn, id: OutboxId, now: Instant) -> QueryResult<usize> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::state.eq(MailState::Sent),
            outbox::sent_at.eq(Some(now)),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(conn)
}

/// The try failed: keeps what the server said; after the last try the mail waits for an administrator.
///
/// # Errors
/// Only when the database fails.
pub fn mark_failed(conn: &mut Conn, id: OutboxId, error: &str, given_up: bool) -> QueryResult<usize> {
    let state = if given_up {
        MailState::Failed
    } else {
        MailState::Waiting
    };
    diesel::update(outbox::table.find(id).filter(outbox::state.eq(MailState::Waiting)))
        .set((outbox::state.eq(state), outbox::last_error.eq(Some(error))))
        .execute(conn)
}

/// Lets the worker try a mail again now that was given up; false when it is not one of those.
///
/// # Errors
/// Only when the database fails.
pub fn try_again(conn: &mut Conn, id: OutboxId, now: Instant) -> QueryResult<bool> {
    diesel::update(outbox::table.find(id).filter(outbox::state.eq(MailState::Failed)))
        .set((
            outbox::state.eq(MailState::Waiting),
            outbox::next_try_at.eq(now),
            outbox::attempts.eq(0),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}
