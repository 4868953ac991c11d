//! The verbs of replanning: leave a date out or add one, follow the changes of working calendars, tell the auditors.

use super::super::making::{self, Cause, coming, ids_of, sites};
use super::super::model::{CannotPlan, LONGEST_REASON, Plan};
use super::super::operations::tell;
use super::super::queries as plans;
use super::model::*;
use super::queries::{self, Touched};
use crate::agency::calendars::model::CalendarChange;
use crate::audits::ics;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::{Zone, shifted};
use crate::people;
use crate::people::model::Person;
use crate::planning::assign::moving;
use crate::planning::coming::Ground;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Leaves a day of the rule out of a plan, or adds a day. Its audits follow by [`super::super::making::remake`].
///
/// # Errors
/// Refused without a reason, for a day that is over or on which the plan's shift is free, and where there is nothing to
/// leave out or an audit already.
pub fn add_exception(
    conn: &mut Conn,
    act: &Act,
    id: PlanId,
    date: NaiveDate,
    added: bool,
    reason: &str,
) -> AppResult<()> {
    let plan = plans::find_to_change(conn, id)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(CannotPlan::NoReason.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(CannotPlan::LongReason.into());
    }
    let coming = coming(conn, &plan)?;
    let covered = plans::covered(conn, id)?;
    let sites = sites(conn, act, &coming, covered)?;
    let today = sites.iter().map(|site| site.today).min();
    if today.is_some_and(|today| date < today) {
        return Err(CannotPlan::DayOver.into());
    }
    if coming.exceptions.contains_key(&date) {
        return Err(CannotPlan::ExceptionThere.into());
    }
    if added
        && coming
            .shift
            .as_ref()
            .is_some_and(|shift| shift.hours_on(date).is_none())
    {
        return Err(CannotPlan::ShiftFree.into());
    }
    // a day on which moments may be drawn is left out whether one falls on it or not
    if added || plan.drawn_a_month.is_none() {
        let units = ids_of(&sites);
        let is_there = sites.iter().any(|site| {
            let ground = Ground {
                unit: site.unit.unit_id,
                units: &units,
                calendar: &site.calendar,
            };
            !coming.occurrences(ground, date, date).is_empty()
        });
        match (added, is_there) {
            (true, true) => return Err(CannotPlan::AuditThere.into()),
            (false, false) => return Err(CannotPlan::NothingThere.into()),
            _ => {}
        }
    }
    let exception = Exception {
        plan_id: id,
        on_date: date,
        added,
        reason: reason.into(),
        who: act.who,
        at: act.now,
    };
    if !queries::insert_exception(conn, &exception)? {
        return Err(CannotPlan::ExceptionThere.into());
    }
    let event = if added { "plan-date-added" } else { "plan-date-left-out" };
    tell(conn, act, id, event, json!({ "date": date, "reason": reason }))
}

/// Takes an exception back. Its audits follow by [`super::super::making::remake`].
///
/// # Errors
/// NotFound when it is gone already.
pub fn remove_exception(conn: &mut Conn, act: &Act, id: PlanId, date: NaiveDate) -> AppResult<()> {
    plans::find_to_change(conn, id)?;
    if !queries::delete_exception(conn, id, date)? {
        return Err(AppError::NotFound);
    }
    tell(conn, act, id, "plan-date-restored", json!({ "date": date }))
}

/// Lets a plan whose pause is over make audits again.
///
/// # Errors
/// Only when the database fails.
pub fn wake(conn: &mut Conn, act: &Act, read: &Plan) -> AppResult<()> {
    let new = Plan {
        active: true,
        paused_until: None,
        ..read.clone()
    };
    if !plans::update(conn, read, &new)? {
        return Err(AppError::Stale);
    }
    let facts = json!({ "from": false, "to": true, "until": read.paused_until });
    tell(conn, act, read.id, "plan-resumed", facts)
}

/// The oldest change of a working calendar that plans have not followed, after one that was seen, with the plans it is
/// about.
///
/// # Errors
/// Only when the database fails.
pub fn next_change(
    conn: &mut Conn,
    after: Option<(Instant, CalendarChangeId)>,
) -> AppResult<Option<(CalendarChange, Vec<PlanId>)>> {
    Ok(match queries::next_change(conn, after)? {
        Some(change) => {
            let plans = queries::concerned(conn, &change)?;
            Some((change, plans))
        }
        None => None,
    })
}

/// Lets one plan follow a change of a working calendar, for so many days ahead.
///
/// # Errors
/// As [`making::settle`].
pub fn follow(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    change: &CalendarChange,
    plan: PlanId,
    days: i64,
) -> AppResult<Counts> {
    let until = shifted(making::agency_today(conn, act)?, days);
    let cause = Cause {
        why: Why::Calendar,
        change: Some(change.id),
        since: Some(change.from_date),
    };
    let counts = making::settle(conn, act, post, plan, until, cause)?;
    moving::reassign(conn, act, post, plan)?;
    Ok(counts)
}

/// Notes that all plans have followed a change, and tells each auditor once what became of the own audits.
///
/// # Errors
/// Only when the database or a mail template fails.
pub fn finish(conn: &mut Conn, act: &Act, post: &Post, change: &CalendarChange) -> AppResult<()> {
    if !queries::mark_followed(conn, change.id, act.now)? {
        return Ok(());
    }
    let touched = queries::touched_by(conn, change.id)?;
    let who = name_of(conn, change.who)?;
    let why = |post: &Post, to: &Person| {
        let i18n = post.views().i18n();
        let said = i18n.say(&to.language, &change.said);
        let who = who
            .clone()
            .unwrap_or_else(|| i18n.t(&to.language, "history-by-plumbline", &[]));
        i18n.say(
            &to.language,
            &Said::new("mail-audits-replanned-calendar")
                .with("who", who)
                .with("said", said),
        )
    };
    tell_auditors(conn, act, post, change.id, &touched, why)
}

/// Tells the auditors of one effect what became of their audits, each once; but for whoever made the change.
///
/// # Errors
/// Only when the database or a mail template fails.
pub fn tell_touched(conn: &mut Conn, act: &Act, post: &Post, plan: &Plan, effect: &Effect) -> AppResult<()> {
    let mut touched = queries::touched(conn, effect.id)?;
    touched.retain(|one| act.who.is_none() || one.audit.assignee_id != act.who);
    let key = format!("mail-audits-replanned-{}", effect.why);
    let why = |post: &Post, to: &Person| {
        let said = Said::new(&key).with("plan", plan.title.as_str());
        post.views().i18n().say(&to.language, &said)
    };
    tell_auditors(conn, act, post, effect.id, &touched, why)
}

/// Audits named one by one in a mail; more are counted.
const MOST_LISTED: usize = 20;

fn tell_auditors(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    about: impl std::fmt::Display,
    touched: &[Touched],
    why: impl Fn(&Post, &Person) -> String,
) -> AppResult<()> {
    // what is in a calendar by a mail is told alone, so that it can be moved or struck out there
    let mut letters: BTreeMap<(PersonId, Option<AuditId>), Vec<&Touched>> = BTreeMap::new();
    for one in touched {
        if let Some(person) = one.audit.assignee_id {
            let alone = one.audit.invited.then_some(one.audit.audit_id);
            letters.entry((person, alone)).or_default().push(one);
        }
    }
    for ((person, alone), audits) in letters {
        let person = people::queries::find(conn, person)?;
        if !person.active {
            continue;
        }
        let i18n = post.views().i18n();
        let rows: AppResult<Vec<Value>> = audits
            .iter()
            .take(MOST_LISTED)
            .map(|one| {
                let zone = Zone::parse(&one.audit.zone).map_err(AppError::broken)?;
                let moment = |at| {
                    let (local, today) = (zone.local(at), zone.local(act.now).date);
                    i18n.moment(&person.language, (local.date, local.minute), today, at)
                        .full
                };
                Ok(json!({
                    "title": one.title.get(&person.language),
                    "unit": one.unit,
                    "what": one.audit.what,
                    "from": moment(one.audit.opens_from),
                    "to": one.audit.opens_to.map(moment),
                }))
            })
            .collect();
        let rows = rows?;
        let context = json!({
            "count": audits.len(),
            "why": why(post, &person),
            "more": audits.len() - rows.len(),
            "audits": rows,
            "link": post.url(links::TODAY),
        });
        let key = match alone {
            Some(audit) => format!("replanned:{about}:{}:{audit}", person.id),
            None => format!("replanned:{about}:{}", person.id),
        };
        let post = match alone.and(audits.first()) {
            Some(one) => post.inviting(&event_of(conn, post, &person, one)?),
            None => post.clone(),
        };
        post.send(conn, act, &key, &person.recipient(), "audits_replanned", context)?;
    }
    Ok(())
}

/// What the auditor's calendar program does with the event of an audit.
fn event_of(conn: &mut Conn, post: &Post, person: &Person, one: &Touched) -> AppResult<String> {
    let audit = one.audit.audit_id;
    match one.audit.what {
        Became::Moved => ics::invitation(conn, post, audit, person),
        Became::Excused => ics::withdrawal(conn, post, audit, person),
        Became::Taken => {
            let was = queries::find_cancelled(conn, audit)?;
            let gone = was.told(one.title.get(&person.language), &one.unit);
            Ok(ics::withdrawal_of_gone(post, &gone, person))
        }
    }
}

fn name_of(conn: &mut Conn, who: Option<PersonId>) -> AppResult<Option<String>> {
    Ok(match who {
        Some(id) => Some(people::queries::find(conn, id)?.name),
        None => None,
    })
}
