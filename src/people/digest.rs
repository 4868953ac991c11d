//! The one mail of the day: what was kept for a person, each with its one link, the most urgent first.

use super::mail_choices::{self, next_digest};
use super::mail_queries;
use super::model::Person;
use super::queries;
use crate::base::act::Act;
use crate::base::ids::PersonId;
use crate::base::links;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail::kept::{self, Kept};
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use chrono::NaiveDate;
use serde_json::json;

/// The key of a person's mail of a local day.
pub(super) fn key(person: PersonId, day: NaiveDate) -> String {
    format!("digest:{person}:{day}")
}

/// Composes the mail of the day that is due first; false when none is. A day that was slept through is told today, once;
/// a day has one mail, so what comes after it waits for the next.
///
/// # Errors
/// Only when the database or a template fails.
pub fn send_next(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<bool> {
    let Some(id) = kept::next_due(conn, act.now)? else {
        return Ok(false);
    };
    let (person, zone) = (queries::find(conn, id)?, mail_choices::zone(conn, id)?);
    let key = key(id, zone.local(act.now).date);
    if !compose(conn, act, post, &person, &key)? {
        let minute = mail_queries::find(conn, id)?.and_then(|choices| choices.digest_minute);
        let minute = minute.unwrap_or_else(|| zone.local(act.now).minute);
        let at = next_digest(conn, &zone, id, minute, act.now)?;
        kept::move_to(conn, id, at)?;
    }
    Ok(true)
}

/// Puts the mail of the day that is due first off for an hour: after it could not be composed, so that it never blocks
/// the others.
///
/// # Errors
/// Only when the database fails.
pub fn put_off(conn: &mut Conn, act: &Act) -> AppResult<()> {
    if let Some(person) = kept::next_due(conn, act.now)? {
        kept::move_to(conn, person, act.now.plus_minutes(60))?;
    }
    Ok(())
}

/// Composes what waits for a person who wants no mail of the day any more.
pub(super) fn send_last(conn: &mut Conn, act: &Act, post: &Post, person: &Person, revision: i32) -> AppResult<bool> {
    compose(
        conn,
        act,
        post,
        person,
        &format!("digest:{}:last-{revision}", person.id),
    )
}

/// Whether the mail with this key is new and has told all that waits. Whoever has left gets none.
fn compose(conn: &mut Conn, act: &Act, post: &Post, person: &Person, key: &str) -> AppResult<bool> {
    let mut letters = kept::waiting(conn, person.id)?;
    if letters.is_empty() || !person.active {
        kept::mark_told(conn, &letters, key)?;
        return Ok(true);
    }
    // what came at the same moment stands in the order of its words, so by number
    letters.sort_by(|a, b| (a.class, a.created_at, &a.subject).cmp(&(b.class, b.created_at, &b.subject)));
    let rows: Vec<_> = letters
        .iter()
        .map(|Kept { subject, link, .. }| json!({"subject": subject, "link": link}))
        .collect();
    let context = json!({
        "count": rows.len(),
        "first": letters.first().map(|letter| letter.subject.as_str()),
        "rows": rows,
        "choices": post.url(links::MAIL_CHOICES),
    });
    let post = post.about(Class::Digest);
    let new = post.send(conn, act, key, &person.recipient(), "digest", context)?;
    if new {
        kept::mark_told(conn, &letters, key)?;
    }
    Ok(new)
}
