//! What becomes of findings when whoever raised them amends the answers, minutes after the audit was sent. Numbers stay:
//! what is found no more is *withdrawn*, what is told in other words keeps its record, and what is new gets one.

use super::model::*;
use super::operations::{self, NewFinding, Raised, bump, record};
use super::{queries, settings};
use crate::agency;
use crate::base::act::Act;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::history::{self, Record};
use chrono::NaiveDate;
use serde_json::json;

/// What an audit says of a question to those who watch an earlier fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It conforms.
    Conforms,
    /// It does not, or was corrected on the spot.
    Fails,
    /// Nothing.
    Nothing,
}

/// An answer that is amended.
#[derive(Debug, Clone)]
pub struct Amended {
    /// The question.
    pub question: QuestionId,
    /// What was said of it.
    pub before: Says,
    /// What is said now.
    pub after: Says,
    /// The findings there are to be now, in the order in which they are told.
    pub found: Vec<NewFinding>,
}

/// What an amendment did to findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Raised now.
    pub raised: Vec<FindingId>,
    /// Open again now, each with the one that was raised.
    pub reopened: Vec<(FindingId, FindingId)>,
    /// Told in other words now.
    pub changed: Vec<FindingId>,
    /// Those of them that had been corrected on the spot, and are left to be repaired now.
    pub left_open: Vec<FindingId>,
    /// Withdrawn.
    pub withdrawn: Vec<FindingId>,
}

/// What the history of a finding says that nobody but its auditor has worked on.
const OF_THE_AUDITOR: [&str; 4] = [
    "finding-raised",
    "finding-corrected",
    "finding-amended",
    "finding-repeat-of",
];

/// What was kept of a finding when it opened again, so that it can be closed again as it was.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Was {
    closed_at: Option<Instant>,
    due_days: Option<i32>,
    due_on: Option<NaiveDate>,
    due_at: Option<Instant>,
    due_picked: bool,
    escalation: i32,
}

impl Was {
    pub(super) fn of(finding: &Finding) -> Self {
        Self {
            closed_at: finding.closed_at,
            due_days: finding.due_days,
            due_on: finding.due_on,
            due_at: finding.due_at,
            due_picked: finding.due_picked,
            escalation: finding.escalation,
        }
    }
}

/// The finding of an answer somebody has worked on already, if there is one: its own, or an earlier one that opened again
/// because of it.
///
/// # Errors
/// Only when the database fails.
pub fn worked_on(conn: &mut Conn, origin: Origin, question: QuestionId) -> AppResult<Option<Finding>> {
    for finding in standing(conn, origin, question)? {
        let timeline = history::timeline(conn, Record::of("finding", finding.id))?;
        let is_of_auditor = |entry: &history::Entry| OF_THE_AUDITOR.contains(&entry.event.as_str());
        if !timeline.iter().all(is_of_auditor) {
            return Ok(Some(finding));
        }
    }
    for (id, conforms) in queries::checks_of_origin(conn, AnyId(origin.uuid()), question)? {
        let timeline = history::timeline(conn, Record::of("finding", id))?;
        let opened = timeline.iter().position(|entry| reopened_by(entry, origin).is_some());
        if !conforms && opened.is_some_and(|place| place > 0) {
            return Ok(Some(queries::find(conn, id)?));
        }
    }
    Ok(None)
}

/// The findings of an answer that were not withdrawn, in the order in which they were told.
fn standing(conn: &mut Conn, origin: Origin, question: QuestionId) -> AppResult<Vec<Finding>> {
    let mut found = queries::of_origin(conn, origin)?;
    found.retain(|finding| finding.question_id == Some(question) && !finding.is_withdrawn());
    found.sort_by_key(|finding| finding.part);
    Ok(found)
}

/// Makes of findings and watches what the amended answers say. [`worked_on`] is asked before, for each of them.
///
/// # Errors
/// Stale when somebody was quicker.
pub fn amend(conn: &mut Conn, act: &Act, place: &Raised, answers: &[Amended]) -> AppResult<Done> {
    let calendar = agency::queries::calendar(conn, place.unit_id)?;
    let mut done = Done::default();
    let mut new = Vec::new();
    for answer in answers {
        if answer.before != answer.after {
            take_back(conn, act, place.origin, answer.question)?;
        }
        let (kept, gone, more) = matched(standing(conn, place.origin, answer.question)?, &answer.found);
        for (finding, told) in kept {
            if reword(conn, act, place, &calendar, &finding, told)? {
                done.changed.push(finding.id);
                if finding.state.is_closed() && told.corrected.is_none() {
                    done.left_open.push(finding.id);
                }
            }
        }
        for finding in gone {
            withdraw(conn, act, &finding)?;
            done.withdrawn.push(finding.id);
        }
        let last = queries::last_part(conn, AnyId(place.origin.uuid()), answer.question)?;
        new.extend(
            (last + 1..)
                .zip(more)
                .map(|(part, told)| NewFinding { part, ..told.clone() }),
        );
    }
    let conform: Vec<QuestionId> = answers
        .iter()
        .filter(|answer| answer.before != answer.after && answer.after == Says::Conforms)
        .map(|answer| answer.question)
        .collect();
    operations::observe(conn, act, place.unit_id, place.origin, &conform)?;
    let raised = operations::raise(conn, act, place, &new)?;
    done.raised = raised.iter().map(|raised| raised.id).collect();
    done.reopened = raised
        .iter()
        .filter_map(|raised| Some((raised.reopened?, raised.id)))
        .collect();
    Ok(done)
}

type Matched<'n> = (Vec<(Finding, &'n NewFinding)>, Vec<Finding>, Vec<&'n NewFinding>);

/// Which finding becomes which: those that say the same stay what they are, the rest goes by the order in which it is
/// told. Then those that are left over, and what is new.
fn matched(mut there: Vec<Finding>, told: &[NewFinding]) -> Matched<'_> {
    let mut kept = Vec::new();
    let mut others = Vec::new();
    for new in told {
        match there.iter().position(|finding| finding.seen == new.seen) {
            Some(place) => kept.push((there.remove(place), new)),
            None => others.push(new),
        }
    }
    let pairs = others.len().min(there.len());
    let more = others.split_off(pairs);
    let gone = there.split_off(pairs);
    kept.extend(there.into_iter().zip(others));
    (kept, gone, more)
}

/// Tells a finding in other words; says whether anything is other.
fn reword(
    conn: &mut Conn,
    act: &Act,
    place: &Raised,
    calendar: &Calendar,
    finding: &Finding,
    told: &NewFinding,
) -> AppResult<bool> {
    // What was promised when it was found stays, whatever the agency has set since.
    let days = match finding.due_days {
        Some(days) => days,
        None => settings::queries::rules(conn)?.due_days(told.severity),
    };
    let to = operations::draft(act, place, calendar, told, (finding.found_at, days));
    let before = queries::containment(conn, finding.id)?.map(|(body, ..)| body);
    let contained = told.contained.clone().filter(|_| to.state == State::Contained);
    let same = (&to.seen, &to.done, to.state, to.sensitive, &contained)
        == (&finding.seen, &finding.done, finding.state, finding.sensitive, &before);
    if same {
        return Ok(false);
    }
    bump(conn, finding)?;
    let to = Finding {
        number: finding.number.clone(),
        notice_at: if to.due_at == finding.due_at {
            finding.notice_at
        } else {
            to.notice_at
        },
        closed_at: to.closed_at.map(|_| finding.closed_at.unwrap_or(act.now)),
        ..to
    };
    queries::set_told(conn, finding.id, &to, &operations::searched(&to))?;
    if contained != before {
        queries::remove_containment(conn, finding.id)?;
        if let (Some(body), Some(who)) = (&contained, act.who) {
            queries::insert_containment(conn, finding.id, body, who, act.now)?;
        }
    }
    let facts = json!({
        "from": finding.state, "to": to.state, "due": to.due_on,
        "from_sensitive": finding.sensitive, "to_sensitive": to.sensitive,
    });
    let text = match &to.done {
        Some(done) => format!("{}\n\n{done}", to.seen),
        None => to.seen.clone(),
    };
    record(conn, act, finding.id, "finding-amended", facts, Some(&text))?;
    Ok(true)
}

/// Withdraws a finding: its number stays, and it counts nowhere. What repeats it repeats an earlier one now, or none.
fn withdraw(conn: &mut Conn, act: &Act, finding: &Finding) -> AppResult<()> {
    bump(conn, finding)?;
    queries::set_closed(conn, finding.id, State::Dismissed, Resolution::Withdrawn, act.now)?;
    let facts = json!({"from": finding.state, "to": State::Dismissed, "resolution": Resolution::Withdrawn});
    record(conn, act, finding.id, "finding-withdrawn", facts, None)?;
    let days = i64::from(settings::queries::rules(conn)?.repeat_days);
    for later in queries::repeats_of(conn, finding.id)? {
        let since = later.found_at.plus_days(-days);
        let again = queries::last_before(conn, &later, since)?;
        queries::set_repeat_of(conn, later.id, again)?;
        let facts = json!({"from": finding.id, "to": again});
        record(conn, act, later.id, "finding-repeat-of", facts, None)?;
    }
    Ok(())
}

/// Takes back what an audit told those who watch a question. A fix that held because of it is watched again, and a
/// finding that opened again because of it is closed again, as it was.
fn take_back(conn: &mut Conn, act: &Act, origin: Origin, question: QuestionId) -> AppResult<()> {
    let audit = AnyId(origin.uuid());
    for (id, conforms) in queries::checks_of_origin(conn, audit, question)? {
        queries::remove_check(conn, id, audit)?;
        let checks = queries::watch_checks_of(conn, id)?;
        let people: Vec<Option<PersonId>> = checks.iter().map(|(who, ..)| *who).collect();
        let state = match checks.iter().all(|(.., conforms)| *conforms) {
            false => WatchState::Broken,
            true if has_held(&people) => WatchState::Held,
            true => WatchState::Watching,
        };
        queries::set_watch(conn, id, state)?;
        let facts = json!({"conforms": conforms, "watch": state});
        record(conn, act, id, "finding-watch-taken-back", facts, None)?;
        if !conforms {
            close_again(conn, act, origin, id)?;
        }
    }
    Ok(())
}

fn close_again(conn: &mut Conn, act: &Act, origin: Origin, id: FindingId) -> AppResult<()> {
    let timeline = history::timeline(conn, Record::of("finding", id))?;
    // the newest entry is that the check was taken back
    let Some(was) = timeline.get(1).and_then(|entry| reopened_by(entry, origin)) else {
        return Ok(());
    };
    let finding = queries::find(conn, id)?;
    bump(conn, &finding)?;
    queries::set_closed_again(
        conn,
        &Finding {
            state: State::Verified,
            resolution: Some(Resolution::Fixed),
            closed_at: was.closed_at,
            due_days: was.due_days,
            due_on: was.due_on,
            due_at: was.due_at,
            due_picked: was.due_picked,
            escalation: was.escalation,
            notice_at: None,
            ..finding.clone()
        },
    )?;
    let facts = json!({"from": finding.state, "to": State::Verified, "closed": was.closed_at});
    record(conn, act, id, "finding-closed-again", facts, None)
}

/// How a finding stood before an audit opened it again, if this is the entry of that.
fn reopened_by(entry: &history::Entry, origin: Origin) -> Option<Was> {
    if entry.event != "finding-reopened" {
        return None;
    }
    let facts: serde_json::Value = serde_json::from_str(&entry.facts).ok()?;
    let by = facts.get("origin")?.as_str()?;
    let was = serde_json::from_value(facts.get("was")?.clone()).ok()?;
    (by == origin.uuid().to_string()).then_some(was)
}
