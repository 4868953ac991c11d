//! The outlook on the week: on its first working day, in the morning, each person gets the audits that are theirs, and
//! whoever leads auditors sees what was missed the week before. A week that brings nothing is not told.

use super::notice_queries as queries;
use super::queries::ListRow;
use super::reasons::Reason;
use super::reminders::morning;
use crate::agency;
use crate::agency::model::Layer;
use crate::base::act::Act;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::links;
use crate::base::zone::{Zone, shifted};
use crate::findings::reminders::Looked;
use crate::people;
use crate::people::model::Person;
use crate::people::{mail_choices, mail_queries};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::I18n;
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// Audits named one by one; more are counted.
const MOST_LISTED: usize = 20;
/// Weeks without a working day that are looked at before one passes without an outlook.
const WEEKS: i64 = 12;

fn monday(date: NaiveDate) -> NaiveDate {
    shifted(date, -i64::from(date.weekday().num_days_from_monday()))
}

/// When the outlook on a week goes: in the morning of its first working day. None for a week without one.
fn moment_of(calendar: &Calendar, week: NaiveDate) -> Option<Instant> {
    let mut days = (0..7).map(|day| shifted(week, day));
    let day = days.find(|day| calendar.is_working_day(*day))?;
    Some(morning(calendar, day))
}

/// The first moment after this one at which an outlook goes.
pub fn next_moment(calendar: &Calendar, now: Instant) -> Instant {
    let this = monday(calendar.zone.local(now).date);
    (0..WEEKS)
        .filter_map(|week| moment_of(calendar, shifted(this, 7 * week)))
        .find(|at| *at > now)
        .unwrap_or_else(|| now.plus_days(7))
}

/// Sends the outlook that is due first, and moves its moment on. One that was slept through is about the week that is now,
/// once.
///
/// # Errors
/// Only when the database or a template fails.
pub fn send_next(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<Looked> {
    let Some((person, choices)) = mail_queries::next_outlook(conn, act.now)? else {
        return Ok(Looked::Nothing);
    };
    let choices = match choices {
        Some(choices) => choices,
        None => mail_choices::of(conn, act, person.id)?,
    };
    let home = mail_queries::home(conn, person.id)?;
    let calendar = match home {
        Some(unit) => agency::queries::calendar(conn, unit)?,
        None => Calendar::weekdays(Zone::utc(), 8 * 60, 17 * 60),
    };
    let week = monday(calendar.zone.local(act.now).date);
    let ours = mail_queries::claim_outlook(conn, &choices, next_moment(&calendar, act.now))?;
    // A holiday that was added since may have moved it to a later day of the week.
    let is_early = moment_of(&calendar, week).is_none_or(|at| at > act.now);
    if !ours || is_early || choices.outlook_at.is_none() {
        return Ok(Looked::One(0));
    }
    let sent = tell(conn, act, post, &person, &calendar.zone, week)?;
    Ok(Looked::One(usize::from(sent)))
}

fn tell(conn: &mut Conn, act: &Act, post: &Post, person: &Person, zone: &Zone, week: NaiveDate) -> AppResult<bool> {
    let next = shifted(week, 7);
    let own = queries::ahead_of(conn, person.id, act.now, zone.day_start(next))?;
    let missed = missed_below(conn, person, shifted(week, -7), shifted(week, -1))?;
    if own.is_empty() && missed.is_empty() {
        return Ok(false);
    }
    let (i18n, lang) = (post.views().i18n(), person.language.as_str());
    let context = json!({
        "week": i18n.day(lang, week, shifted(week, -30)).text,
        "count": own.len(),
        "rows": shown(i18n, lang, &own)?,
        "more": own.len().saturating_sub(MOST_LISTED),
        "missed_count": missed.len(),
        "missed": shown(i18n, lang, &missed)?,
        "missed_more": missed.len().saturating_sub(MOST_LISTED),
        "missed_link": post.url(&links::missed_audits(shifted(week, -7), shifted(week, -1))),
        "link": post.url(links::TODAY),
    });
    let key = format!("outlook:{}:{week}", person.id);
    let post = post.about(Class::Outlook).until(zone.day_start(next));
    post.send(conn, act, &key, &person.recipient(), "audit_outlook", context)
}

/// What was missed below a person's units on these local dates, of the layers below the person's own.
fn missed_below(conn: &mut Conn, person: &Person, from: NaiveDate, to: NaiveDate) -> AppResult<Vec<ListRow>> {
    let layers: Vec<Layer> = agency::queries::layers(conn)?;
    let mut missed: Vec<ListRow> = Vec::new();
    for held in people::queries::assignments_of(conn, person.id)? {
        let Some(layer) = layers.iter().find(|layer| layer.role == held.role) else {
            continue;
        };
        for row in queries::missed_below(conn, held.unit_id, layer.number, from, to)? {
            if missed.iter().all(|known| known.audit.id != row.audit.id) {
                missed.push(row);
            }
        }
    }
    Ok(missed)
}

fn shown(i18n: &I18n, lang: &str, rows: &[ListRow]) -> AppResult<Vec<Value>> {
    rows.iter()
        .take(MOST_LISTED)
        .map(|row| {
            let zone = Zone::parse(&row.audit.zone).map_err(AppError::broken)?;
            let (opens, due) = (zone.local(row.audit.opens_at).date, zone.local(row.audit.due_at));
            // Far from today, so that a day has its name.
            let far = shifted(opens, -30);
            let until = if due.date == opens {
                i18n.clock(lang, due.minute)
            } else {
                i18n.moment(lang, (due.date, due.minute), far, row.audit.due_at).text
            };
            Ok(json!({
                "day": i18n.day(lang, opens, far).text,
                "title": row.title.get(lang),
                "unit": row.unit,
                "due": until,
                "reason": Reason::of(&row.audit).map(|reason| reason.words_in(i18n, lang)),
            }))
        })
        .collect()
}

/// Puts the outlook that is due first off for an hour: after it failed, so that it never blocks the others.
///
/// # Errors
/// Only when the database fails.
pub fn put_off(conn: &mut Conn, act: &Act) -> AppResult<()> {
    if let Some((_, Some(choices))) = mail_queries::next_outlook(conn, act.now)? {
        mail_queries::claim_outlook(conn, &choices, act.now.plus_minutes(60))?;
    }
    Ok(())
}
