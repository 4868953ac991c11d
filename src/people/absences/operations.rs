//! The verbs: enter an absence, change it, take it back, restore it. The stand-in is told by mail; audits change hands
//! soon after, by the job that looks after them.

use super::model::*;
use super::queries;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{AbsenceId, PersonId};
use crate::base::links;
use crate::people;
use crate::people::model::Person;
use crate::people::operations::today;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::jobs;
use crate::platform::mail::post::Post;
use serde_json::json;

/// The people somebody stands in for today, by the agency's calendar.
///
/// # Errors
/// Only when the database fails.
pub fn stands_for(conn: &mut Conn, person: PersonId, now: Instant) -> AppResult<Vec<PersonId>> {
    let today = today(conn, now)?;
    Ok(queries::acts_for(conn, person, today)?)
}

/// To whom a mail for a person goes today, by the agency's calendar: to the person, or to whoever stands in, then with
/// the name of the person.
///
/// # Errors
/// Only when the database fails.
pub fn reader(conn: &mut Conn, person: &Person, now: Instant) -> AppResult<(Person, Option<String>)> {
    let today = today(conn, now)?;
    Ok(match queries::stand_in_at(conn, person.id, today)? {
        Some(other) => (other, Some(person.name.clone())),
        None => (person.clone(), None),
    })
}

/// The job that gives audits of people who are away to those who stand in, and back.
pub const JOB: &str = "stand-ins";

/// Enters an absence of a person.
///
/// # Errors
/// [`CannotBeAway`] in its words; Stale when the person was changed at the same moment.
pub fn enter(conn: &mut Conn, act: &Act, post: &Post, person: PersonId, wanted: &Wanted) -> AppResult<AbsenceId> {
    let absence = Absence {
        id: act.id(),
        person_id: person,
        from_date: wanted.from,
        until_date: wanted.until,
        stand_in_id: wanted.stand_in,
        note: wanted.note.clone(),
        created_at: act.now,
        cancelled_at: None,
        revision: 1,
    };
    check(conn, act, &absence)?;
    queries::insert(conn, &absence)?;
    settle(conn, act, post, "person-absence-entered", None, &absence)?;
    Ok(absence.id)
}

/// Changes an absence that was read at this revision: other days, another stand-in; also its early end.
///
/// # Errors
/// [`CannotBeAway`] in its words; Stale when somebody was quicker.
pub fn change(conn: &mut Conn, act: &Act, post: &Post, id: AbsenceId, revision: i32, wanted: &Wanted) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    if read.cancelled_at.is_some() {
        return Err(CannotBeAway::Cancelled.into());
    }
    let new = Absence {
        from_date: wanted.from,
        until_date: wanted.until,
        stand_in_id: wanted.stand_in,
        note: wanted.note.clone(),
        ..read.clone()
    };
    if new == read {
        return Ok(());
    }
    write(conn, act, post, "person-absence-changed", &read, new)
}

/// Takes an absence back: the person is here after all.
///
/// # Errors
/// [`CannotBeAway::Cancelled`]; Stale when somebody was quicker.
pub fn cancel(conn: &mut Conn, act: &Act, post: &Post, id: AbsenceId) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if read.cancelled_at.is_some() {
        return Err(CannotBeAway::Cancelled.into());
    }
    let new = Absence {
        cancelled_at: Some(act.now),
        ..read.clone()
    };
    write(conn, act, post, "person-absence-cancelled", &read, new)
}

/// Brings an absence back that was cancelled.
///
/// # Errors
/// [`CannotBeAway`] in its words: it may not fit any more; Stale when somebody was quicker.
pub fn restore(conn: &mut Conn, act: &Act, post: &Post, id: AbsenceId) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if read.cancelled_at.is_none() {
        return Err(CannotBeAway::NotCancelled.into());
    }
    let new = Absence {
        cancelled_at: None,
        ..read.clone()
    };
    write(conn, act, post, "person-absence-restored", &read, new)
}

fn write(conn: &mut Conn, act: &Act, post: &Post, event: &'static str, read: &Absence, new: Absence) -> AppResult<()> {
    if new.cancelled_at.is_none() {
        check(conn, act, &new)?;
    }
    if !queries::update(conn, read, &new)? {
        return Err(AppError::Stale);
    }
    let new = Absence {
        revision: read.revision + 1,
        ..new
    };
    settle(conn, act, post, event, Some(read), &new)
}

/// The rules, with what they look at. The person's revision moves on, so that of two absences entered at once the second
/// is checked beside the first.
fn check(conn: &mut Conn, act: &Act, absence: &Absence) -> AppResult<()> {
    let today = today(conn, act.now)?;
    let person = people::queries::find(conn, absence.person_id)?;
    if !queries::bump_person(conn, &person)? {
        return Err(AppError::Stale);
    }
    let mut around = Around {
        active: person.active,
        others: queries::of_person(conn, person.id, absence.from_date)?,
        ..Around::default()
    };
    around.others.retain(|other| other.id != absence.id);
    if let Some(stand_in) = absence.stand_in_id {
        around.stand_in_active = people::queries::find_all(conn, &[stand_in])?
            .iter()
            .any(|person| person.active);
        around.of_stand_in = queries::of_person(conn, stand_in, absence.from_date)?;
    }
    let wanted = Wanted {
        from: absence.from_date,
        until: absence.until_date,
        stand_in: absence.stand_in_id,
        note: absence.note.clone(),
    };
    Ok(wanted.check(person.id, &around, today)?)
}

/// What follows a write: history, the job that moves audits, mail to those who stand in or do so no more.
fn settle(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    event: &'static str,
    before: Option<&Absence>,
    after: &Absence,
) -> AppResult<()> {
    let facts = json!({
        "absence": after.id, "from_date": after.from_date, "until_date": after.until_date,
        "stand_in": after.stand_in_id,
        "before": before.map(|before| json!({
            "from_date": before.from_date, "until_date": before.until_date, "stand_in": before.stand_in_id,
        })),
    });
    history::record(
        conn,
        act,
        Change {
            record: Record::of("person", after.person_id),
            event,
            facts,
            text: Some(after.note.as_str()).filter(|note| !note.is_empty()),
        },
    )?;
    jobs::hurry(conn, JOB, act.now)?;
    let stands_in = |absence: Option<&Absence>| absence.filter(|one| one.cancelled_at.is_none())?.stand_in_id;
    let (was, is) = (stands_in(before), stands_in(Some(after)));
    let moved = before
        .is_none_or(|before| (before.from_date, before.until_date) != (after.from_date, after.until_date) || was != is);
    if let Some(is) = is.filter(|_| moved) {
        let step = if was == Some(is) { "changed" } else { "begins" };
        tell(conn, act, post, after, is, step)?;
    }
    if let Some(was) = was.filter(|was| Some(*was) != is) {
        tell(conn, act, post, after, was, "over")?;
    }
    Ok(())
}

/// Tells somebody that they stand in, or do so no more; not what they did themselves.
fn tell(conn: &mut Conn, act: &Act, post: &Post, absence: &Absence, to: PersonId, step: &str) -> AppResult<bool> {
    if act.who == Some(to) {
        return Ok(false);
    }
    let (to, person) = (
        people::queries::find(conn, to)?,
        people::queries::find(conn, absence.person_id)?,
    );
    if !to.active {
        return Ok(false);
    }
    let today = today(conn, act.now)?;
    let i18n = post.views().i18n();
    let day = |date| i18n.day(&to.language, date, today).full;
    let context = json!({
        "name": person.name,
        "from": day(absence.from_date),
        "until": day(absence.until_date),
        "note": absence.note,
        "step": step,
        "link": post.url(links::TODAY),
    });
    let key = format!("absence:{}:{}:{}:{step}", absence.id, to.id, absence.revision);
    post.send(conn, act, &key, &to.recipient(), "stand_in", context)
}
