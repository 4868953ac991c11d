//! Feeds for calendar programs: a secret address, made, made anew and taken back; and what is read at it.
//!
//! Whoever has the address reads the feed, without signing in. So it is random, only its hash is kept, and what it tells
//! is what its owner may see at that moment: nothing once the owner left or lost the role.

use super::board_queries::{self, Feed};
use super::calendar::InTheKnow;
use super::replanning::queries as replans;
use crate::agency;
use crate::audits::ics::{self, Reader, TakenAway};
use crate::audits::queries as audits;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::people;
use crate::people::model::{Scope, holds};
use crate::people::viewer::{Auditor, Leader, Right, token_hash};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use serde_json::json;
use std::collections::HashMap;

/// How far back a feed goes, in days.
pub const DAYS_BACK: i64 = 30;
/// How long a feed tells that an audit was taken away, in days.
pub const DAYS_TAKEN_AWAY: i64 = 60;
/// The most audits a feed tells, and the most of those that were taken away; the oldest are left out first.
const MOST_TOLD: u32 = 5_000;

/// Makes the feed of a person's own audits, or of a unit's, with this address; the one before it ends.
///
/// # Errors
/// Forbidden to somebody who does not audit, or does not lead at the unit.
pub fn make(conn: &mut Conn, act: &Act, unit: Option<UnitId>, token: &str) -> AppResult<FeedId> {
    let person_id = act
        .who
        .ok_or_else(|| AppError::Forbidden(Said::new("error-forbidden-role")))?;
    if !may_read(conn, person_id, unit)? {
        return Err(AppError::Forbidden(Said::new("feed-no-right")));
    }
    for (feed, _) in board_queries::feeds_of(conn, person_id)? {
        if feed.unit_id == unit {
            end(conn, act, &feed)?;
        }
    }
    let feed = Feed {
        id: act.id(),
        person_id,
        unit_id: unit,
        token_hash: token_hash(token),
        created_at: act.now,
        revoked_at: None,
    };
    board_queries::insert_feed(conn, &feed)?;
    tell(conn, act, &feed, "feed-made")?;
    Ok(feed.id)
}

/// Takes one of the own feeds back: nothing is read at its address any more.
///
/// # Errors
/// `NotFound` for somebody else's, or one that was taken back.
pub fn revoke(conn: &mut Conn, act: &Act, id: FeedId) -> AppResult<()> {
    let own = match act.who {
        Some(person) => board_queries::feeds_of(conn, person)?,
        None => Vec::new(),
    };
    let feed = own.into_iter().map(|(feed, _)| feed).find(|feed| feed.id == id);
    end(conn, act, &feed.ok_or(AppError::NotFound)?)
}

fn end(conn: &mut Conn, act: &Act, feed: &Feed) -> AppResult<()> {
    if !board_queries::revoke_feed(conn, feed.id, act.now)? {
        return Err(AppError::Stale);
    }
    tell(conn, act, feed, "feed-revoked")
}

fn tell(conn: &mut Conn, act: &Act, feed: &Feed, event: &'static str) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("feed", feed.id),
            event,
            facts: json!({ "person": feed.person_id, "unit": feed.unit_id }),
            text: None,
        },
    )
}

/// Whether a person may read such a feed now: one's own as long as one audits somewhere, a unit's as long as one leads
/// at it or above.
fn may_read(conn: &mut Conn, person: PersonId, unit: Option<UnitId>) -> AppResult<bool> {
    Ok(match unit {
        Some(unit) => people::queries::holds_at(conn, person, Leader::ROLES, unit)?,
        None => holds(&people::queries::assignments_of(conn, person)?, Auditor::ROLES),
    })
}

/// What is read at an address now.
///
/// # Errors
/// `NotFound` when nobody has this address any more: it was taken back, or its owner left or lost the role.
pub fn read(conn: &mut Conn, post: &Post, token: &str, now: Instant) -> AppResult<String> {
    let feed = board_queries::find_feed(conn, &token_hash(token))?.ok_or(AppError::NotFound)?;
    let person = people::queries::find(conn, feed.person_id)?;
    if !person.active || !may_read(conn, person.id, feed.unit_id)? {
        return Err(AppError::NotFound);
    }
    let since = now.plus_days(-DAYS_BACK);
    let (name, rows) = match feed.unit_id {
        None => (
            Said::new("feed-name-own").with("person", person.name.as_str()),
            audits::of_person(conn, person.id, since, MOST_TOLD.into())?,
        ),
        Some(unit) => {
            let mut units: Vec<UnitId> = people::queries::assignments_of(conn, person.id)?
                .into_iter()
                .map(|assignment| assignment.unit_id)
                .collect();
            units.dedup();
            let scope = Scope {
                person: person.id,
                units,
                stands_for: Vec::new(),
                stands_at: Vec::new(),
            };
            (
                Said::new("feed-name-unit").with("unit", agency::queries::find(conn, unit)?.name),
                audits::of_unit(conn, &scope, unit, since, MOST_TOLD.into())?,
            )
        }
    };
    let anonymous = audits::anonymous_plans(conn)?;
    let i18n = post.views().i18n();
    let layers: HashMap<i32, String> = agency::queries::layers(conn)?
        .into_iter()
        .map(|layer| (layer.number, layer.name))
        .collect();
    let mut events: Vec<_> = rows
        .iter()
        .map(|row| {
            let layer = layers.get(&row.audit.layer).map(String::as_str).unwrap_or_default();
            let reader = Reader {
                i18n,
                lang: &person.language,
                named: feed.unit_id.is_some() && !anonymous.contains(&row.audit.plan_id),
            };
            ics::event(reader, row, layer, &post.url(&links::audit(row.audit.id)))
        })
        .collect::<AppResult<_>>()?;
    let reader = Reader {
        i18n,
        lang: &person.language,
        named: false,
    };
    let gone = taken_away(conn, &feed, &person.language, since, now)?;
    events.extend(gone.iter().map(|audit| ics::gone(reader, audit)));
    Ok(ics::feed(&i18n.say(&person.language, &name), events))
}

/// The audits of a feed that planning took away not long ago. They never opened: those that come unannounced are told
/// only to those who may know of them.
fn taken_away(conn: &mut Conn, feed: &Feed, lang: &str, since: Instant, now: Instant) -> AppResult<Vec<TakenAway>> {
    let own = feed.unit_id.is_none().then_some(feed.person_id);
    let mut gone = replans::cancelled(conn, own, feed.unit_id, now.plus_days(-DAYS_TAKEN_AWAY))?;
    gone.retain(|audit| audit.opens_at >= since);
    let too_many = gone.len().saturating_sub(MOST_TOLD as usize);
    gone.drain(..too_many);
    let ids: Vec<AuditId> = gone.iter().map(|audit| audit.audit_id).collect();
    let mut about = board_queries::were_about(conn, &ids)?;
    let mut in_the_know = InTheKnow::of(feed.person_id);
    let mut told = Vec::with_capacity(gone.len());
    for audit in gone {
        let Some(about) = about.remove(&audit.audit_id) else {
            continue;
        };
        let is_own = audit.assignee_id == Some(feed.person_id);
        if about.unannounced && !is_own && !in_the_know.at(conn, audit.unit_id, audit.layer)? {
            continue;
        }
        told.push(audit.told(about.title.get(lang), &about.unit));
    }
    Ok(told)
}
