//! What is said about due findings and actions, to whom and when.
//!
//! Rules look at state, never at equality of dates: each row carries the *next moment* somebody has to look at it; a job
//! that did not run yesterday sends today what is still due, once. The steps of an action: told to its owner; due in 3
//! working days, tomorrow, today; overdue each week. Overdue climbs one layer after 3 working days, then another after 5
//! more, until the top. A short deadline skips the steps it has no room for.
//!
//! A finding is reminded of in the same way until it closes, whatever its actions are doing: an action that is due later
//! does not move the finding's own date. Nobody is told the same thing twice on a day: who was told that day about one
//! of its actions that is due by then is not told about the finding, too.

use super::model::*;
use super::{pauses, queries};
use crate::agency;
use crate::agency::model::Layer;
use crate::base::act::Act;
use crate::base::calendar::{Calendar, Due};
use crate::base::clock::Instant;
use crate::base::codes::{Role, Severity};
use crate::base::ids::{AuditId, FindingId, PersonId, UnitId};
use crate::base::links;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail;
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Working days before the due date on which the owner is reminded.
const BEFORE: [(i32, &str); 2] = [(3, "in-3-days"), (1, "tomorrow")];
/// Working days past the due date after which it climbs, counted from the due date.
pub const CLIMBS: [i32; 2] = [3, 8];
/// Overdue reminders, a week apart, are sent for two years at the most.
const WEEKS: i64 = 104;

/// One thing to be said at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Part of the message's key: "tomorrow", "overdue-2".
    pub name: String,
    /// From when on it is to be said.
    pub at: Instant,
    /// How many layers above the owner's are told; 0 is the owner.
    pub climb: i32,
}

impl Step {
    /// The beginning of the local day it is to be said on.
    fn day_start(&self, calendar: &Calendar) -> Instant {
        calendar.zone.day_start(calendar.zone.local(self.at).date)
    }
}

/// The steps of a due thing that began at a moment, in order, up to the next weekly one after `until`; those before
/// its beginning are left out.
pub fn steps(calendar: &Calendar, began: Instant, due: Due, until: Instant) -> Vec<Step> {
    let morning = |date: NaiveDate| {
        calendar
            .open_on(date)
            .map_or_else(|| calendar.zone.instant(date, 8 * 60), |(opens, _)| opens)
    };
    let mut steps = Vec::new();
    for (days, name) in BEFORE {
        let date = calendar.days_before(due.date, days);
        steps.push(Step {
            name: name.into(),
            at: morning(date),
            climb: 0,
        });
    }
    steps.push(Step {
        name: "today".into(),
        at: morning(due.date),
        climb: 0,
    });
    for (climb, days) in (1..).zip(CLIMBS) {
        let date = calendar.add_working_days(due.date, days);
        steps.push(Step {
            name: format!("climbed-{climb}"),
            at: morning(date),
            climb,
        });
    }
    let weeks_over = until.since(due.at).num_weeks().clamp(0, WEEKS - 2);
    for week in 0..weeks_over + 2 {
        let date = calendar.on_or_after(due.date + chrono::Duration::days(1 + 7 * week));
        steps.push(Step {
            name: format!("overdue-{}", week + 1),
            at: morning(date).max(due.at),
            climb: 0,
        });
    }
    steps.retain(|step| step.at > began);
    steps.sort_by_key(|step| step.at);
    steps
}

/// When somebody has to look for the first time.
pub fn first_notice(calendar: &Calendar, began: Instant, due: Due) -> Option<Instant> {
    steps(calendar, began, due, began).first().map(|step| step.at)
}

/// What is to be said now, of the steps whose moment has come: the last reminder to the owner (an earlier one that
/// was never sent is stale by now) and every climb higher than it has climbed; and when to look next.
pub(super) fn due_steps(steps: &[Step], now: Instant, climbed: i32) -> (Vec<Step>, Option<Instant>) {
    let past: Vec<&Step> = steps.iter().take_while(|step| step.at <= now).collect();
    let mut say: Vec<Step> = past
        .iter()
        .filter(|step| step.climb > climbed)
        .map(|step| (*step).clone())
        .collect();
    if let Some(last) = past.iter().rev().find(|step| step.climb == 0) {
        say.push((*last).clone());
    }
    (say, steps.get(past.len()).map(|step| step.at))
}

/// What is to be said now of something of a finding that began, is due and has climbed, and when to look next: nothing
/// while the clock of the finding stands still.
fn to_say(
    conn: &mut Conn,
    act: &Act,
    calendar: &Calendar,
    finding: &Finding,
    (began, due, climbed): (Instant, Due, i32),
) -> AppResult<(Vec<Step>, Option<Instant>)> {
    let from = pauses::looks_from(conn, finding.id, act.now)?;
    let steps = steps(calendar, began, due, from);
    if from > act.now {
        return Ok((Vec::new(), steps.iter().find(|step| step.at > from).map(|step| step.at)));
    }
    Ok(due_steps(&steps, act.now, climbed))
}

/// What one look of the engine did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// Nothing was due.
    Nothing,
    /// One row was looked at; this many mails were composed.
    One(usize),
}

/// Looks at the most urgent due row, moves its next moment on and composes what is to be said, in one transaction.
/// Two servers cannot say it twice: only one moves the moment, and every message has a key.
///
/// # Errors
/// Only when the database or a template fails.
pub fn remind_one(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<Looked> {
    if let Some(action) = queries::next_action_notice(conn, act.now)? {
        return remind_action(conn, act, post, &action).map(Looked::One);
    }
    match queries::next_finding_notice(conn, act.now)? {
        Some(finding) => remind_finding(conn, act, post, &finding).map(Looked::One),
        None => Ok(Looked::Nothing),
    }
}

fn remind_action(conn: &mut Conn, act: &Act, post: &Post, action: &Action) -> AppResult<usize> {
    let finding = queries::find(conn, action.finding_id)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let due = Due {
        date: action.due_on,
        at: action.due_at,
    };
    let (say, next) = to_say(
        conn,
        act,
        &calendar,
        &finding,
        (action.created_at, due, action.escalation),
    )?;
    let escalation = say
        .iter()
        .map(|step| step.climb)
        .max()
        .unwrap_or(0)
        .max(action.escalation);
    if action.state != ActionState::Open || !queries::claim_action_notice(conn, action, next, escalation)? {
        return Ok(0);
    }
    let owner = people::queries::find(conn, action.owner_id)?;
    let unit = queries::unit_name(conn, finding.unit_id)?;
    let subject = Subject {
        kind: "action",
        key: action.id.to_string(),
        link: links::action(action.id),
        number: &finding.number,
        title: &finding.title,
        body: &action.body,
        unit_id: finding.unit_id,
        unit: &unit,
        due_on: action.due_on,
        calendar: &calendar,
    };
    // Told at once, the first time somebody looks; then the steps.
    let planned = usize::from(say.is_empty() && subject.tell(conn, act, post, &owner, &owner, "planned")?);
    Ok(planned + subject.say_all(conn, act, post, &owner, &say, Vec::new())?)
}

fn remind_finding(conn: &mut Conn, act: &Act, post: &Post, finding: &Finding) -> AppResult<usize> {
    let (Some(due_on), Some(due_at)) = (finding.due_on, finding.due_at) else {
        queries::claim_finding_notice(conn, finding, None, finding.escalation)?;
        return Ok(0);
    };
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let due = Due {
        date: due_on,
        at: due_at,
    };
    let (say, next) = to_say(
        conn,
        act,
        &calendar,
        finding,
        (finding.found_at, due, finding.escalation),
    )?;
    if finding.state.is_closed() {
        queries::claim_finding_notice(conn, finding, None, finding.escalation)?;
        return Ok(0);
    }
    let escalation = say
        .iter()
        .map(|step| step.climb)
        .max()
        .unwrap_or(0)
        .max(finding.escalation);
    if !queries::claim_finding_notice(conn, finding, next, escalation)? {
        return Ok(0);
    }
    let Some(owner) = answers_for(conn, finding)? else {
        return Ok(0);
    };
    let unit = queries::unit_name(conn, finding.unit_id)?;
    let subject = Subject {
        kind: "finding",
        key: finding.id.to_string(),
        link: links::finding(finding.id),
        number: &finding.number,
        title: &finding.title,
        body: &finding.seen,
        unit_id: finding.unit_id,
        unit: &unit,
        due_on,
        calendar: &calendar,
    };
    let first = say.iter().map(|step| step.day_start(&calendar)).min();
    let told = queries::told_about_actions(conn, finding.id, due_on, first.unwrap_or(act.now))?;
    subject.say_all(conn, act, post, &owner, &say, told)
}

/// Who is reminded of a finding: its owner; while it has none, whoever leads at the unit.
pub(super) fn answers_for(conn: &mut Conn, finding: &Finding) -> AppResult<Option<Person>> {
    match finding.owner_id {
        Some(owner) => Ok(Some(people::queries::find(conn, owner)?)),
        None => Ok(agency::queries::leaders(conn, 1, finding.unit_id)?.into_iter().next()),
    }
}

/// Puts the most urgent due row off for an hour: after a look that failed, so that it never blocks the others.
///
/// # Errors
/// Only when the database fails.
pub fn put_off(conn: &mut Conn, act: &Act) -> AppResult<()> {
    let later = Some(act.now.plus_minutes(60));
    if let Some(action) = queries::next_action_notice(conn, act.now)? {
        queries::claim_action_notice(conn, &action, later, action.escalation)?;
    } else if let Some(finding) = queries::next_finding_notice(conn, act.now)? {
        queries::claim_finding_notice(conn, &finding, later, finding.escalation)?;
    }
    Ok(())
}

/// What a reminder is about.
struct Subject<'a> {
    kind: &'a str,
    key: String,
    link: String,
    number: &'a str,
    title: &'a str,
    body: &'a str,
    unit_id: UnitId,
    unit: &'a str,
    due_on: NaiveDate,
    calendar: &'a Calendar,
}

impl Subject<'_> {
    /// Says these steps, to everybody once: not to those who were told about it since the day the step is for.
    fn say_all(
        &self,
        conn: &mut Conn,
        act: &Act,
        post: &Post,
        owner: &Person,
        steps: &[Step],
        mut told: Vec<(PersonId, Instant)>,
    ) -> AppResult<usize> {
        let mut sent = 0;
        for step in steps {
            let to = match step.climb {
                0 => vec![owner.clone()],
                climb => above(conn, owner.id, self.unit_id, climb)?,
            };
            for person in to {
                let since = step.day_start(self.calendar);
                if !told.iter().any(|(who, at)| *who == person.id && *at >= since) {
                    sent += usize::from(self.tell(conn, act, post, &person, owner, &step.name)?);
                    told.push((person.id, act.now));
                }
            }
        }
        Ok(sent)
    }

    fn tell(
        &self,
        conn: &mut Conn,
        act: &Act,
        post: &Post,
        to: &Person,
        owner: &Person,
        step: &str,
    ) -> AppResult<bool> {
        let message = if to.id == owner.id { "reminder" } else { "escalation" };
        let (to, instead) = people::absences::operations::reader(conn, to, act.now)?;
        let key = format!("{}:{}:{}:{step}:{}", self.kind, self.key, to.id, self.due_on);
        let today = self.calendar.zone.local(act.now).date;
        let i18n = post.views().i18n();
        let context = json!({
            "kind": self.kind,
            "step": step.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-'),
            "number": self.number,
            "title": self.title,
            "body": self.body,
            "unit": self.unit,
            "owner": owner.name,
            "due": i18n.day(&to.language, self.due_on, today).full,
            "days_over": self.calendar.working_days_between(self.due_on, today).max(0),
            "link": post.url(&self.link),
        });
        let over = today > self.due_on || message == "escalation";
        let post = post.about(if over { Class::Late } else { Class::Work });
        post.send(conn, act, &key, &to.recipient().instead_of(instead), message, context)
    }
}

/// Who is told when something climbs: the holders of the role some layers above the owner's own; at the top it stops.
fn above(conn: &mut Conn, owner: PersonId, unit: UnitId, climb: i32) -> AppResult<Vec<Person>> {
    let layers = agency::queries::layers(conn)?;
    let own = owner_layer(conn, &layers, owner, unit)?;
    let higher: Vec<&Layer> = layers.iter().filter(|layer| layer.number > own).collect();
    let Some(layer) = usize::try_from(climb - 1).ok().and_then(|n| higher.get(n)) else {
        return Ok(Vec::new());
    };
    Ok(people::queries::holders(conn, layer.role, unit)?)
}

/// The layer of the owner at the unit: the highest of the roles held there; staff are below layer 1.
pub(super) fn owner_layer(conn: &mut Conn, layers: &[Layer], owner: PersonId, unit: UnitId) -> AppResult<i32> {
    let mut own = 0;
    for layer in layers {
        if people::queries::holds_at(conn, owner, &[layer.role], unit)? {
            own = own.max(layer.number);
        }
    }
    Ok(own)
}

/// Tells whoever has a finding now that it was handed over to them; not somebody who took it over by themselves.
///
/// # Errors
/// Only when the database or a template fails.
pub fn tell_new_owner(conn: &mut Conn, act: &Act, post: &Post, id: FindingId) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let by = match act.who {
        Some(who) => people::queries::find(conn, who)?.name,
        None => String::new(),
    };
    let step = format!("handed-over-{}", finding.revision);
    let facts = json!({"by": by, "seen": finding.seen});
    tell_owner(conn, act, post, &finding, ("finding_handed_over", &step, facts))
}

/// Tells whoever has a finding that was raised outside of an audit that it is theirs; not the person who raised it, and
/// nobody who is told at once.
///
/// # Errors
/// Only when the database or a template fails.
pub fn tell_raised(conn: &mut Conn, act: &Act, post: &Post, id: FindingId) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let told = queries::told_at_once(conn, id)?;
    if finding.state.is_closed() || finding.owner_id.is_some_and(|owner| told.contains(&owner)) {
        return Ok(());
    }
    let by = match act.who {
        Some(who) => Some(people::queries::find(conn, who)?.name),
        None => None,
    };
    let facts = json!({"by": by, "seen": finding.seen});
    tell_owner(conn, act, post, &finding, ("finding_raised", "raised", facts))
}

/// The most findings one mail tells one by one.
const TOLD: usize = 10;

/// The key of the mail that tells somebody what an audit found; `again` is empty at first, then what changed it.
fn found_key(audit: AuditId, to: PersonId, again: &str) -> String {
    format!("found:{audit}:{to}:{again}")
}

/// Tells whoever has what an audit found that it is theirs: one mail for all that one sending of its answers found. Not
/// the auditor; not what is closed already, and not what its reader is told at once. `again` names the sending where it
/// is not the first.
///
/// # Errors
/// Only when the database or a template fails.
pub fn tell_found(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: AuditId,
    again: &str,
    ids: &[FindingId],
) -> AppResult<()> {
    let mut found: Vec<(PersonId, Vec<Finding>)> = Vec::new();
    for id in ids {
        let finding = queries::find(conn, *id)?;
        let Some(owner) = finding.owner_id.filter(|_| !finding.state.is_closed()) else {
            continue;
        };
        match found.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, findings)) => findings.push(finding),
            None => found.push((owner, vec![finding])),
        }
    }
    for (owner, mut findings) in found {
        let person = people::queries::find(conn, owner)?;
        let (to, instead) = people::absences::operations::reader(conn, &person, act.now)?;
        if [owner, to.id].iter().any(|reader| Some(*reader) == act.who) {
            continue;
        }
        let mut told = Vec::new();
        for finding in &findings {
            if queries::told_at_once(conn, finding.id)?.contains(&to.id) {
                told.push(finding.id);
            }
        }
        findings.retain(|finding| !told.contains(&finding.id));
        let Some(first) = findings.first() else { continue };
        let today = agency::queries::calendar(conn, first.unit_id)?.zone.local(act.now).date;
        let words = post.views().i18n();
        let one = |finding: &Finding| {
            json!({
                "number": finding.number, "title": finding.title, "seen": finding.seen,
                "due": finding.due_on.map(|on| words.day(&to.language, on, today).full),
            })
        };
        let link = match findings.len() {
            1 => links::finding(first.id),
            _ => links::with(links::FINDINGS, &[("owner", owner.to_string())]),
        };
        let context = json!({
            "findings": findings.iter().take(TOLD).map(one).collect::<Vec<_>>(), "count": findings.len(),
            "more": findings.len().saturating_sub(TOLD), "unit": queries::unit_name(conn, first.unit_id)?,
            "link": post.url(&link),
        });
        let key = found_key(audit, to.id, again);
        let post = post.about(Class::Work);
        post.send(
            conn,
            act,
            &key,
            &to.recipient().instead_of(instead),
            "findings_found",
            context,
        )?;
    }
    Ok(())
}

/// Who was told that what an audit found is theirs, at first or by one of the sendings that changed it, if it is the owner
/// of this finding or who reads instead.
///
/// # Errors
/// Only when the database fails.
pub fn told_found(
    conn: &mut Conn,
    act: &Act,
    (audit, again): (AuditId, &[String]),
    finding: &Finding,
) -> AppResult<Option<PersonId>> {
    let Some(owner) = finding.owner_id else { return Ok(None) };
    let owner = people::queries::find(conn, owner)?;
    let (to, _) = people::absences::operations::reader(conn, &owner, act.now)?;
    for sending in std::iter::once("").chain(again.iter().map(String::as_str)) {
        if mail::is_composed(conn, &found_key(audit, to.id, sending))? {
            return Ok(Some(to.id));
        }
    }
    Ok(None)
}

/// Tells whoever has a finding that it is open again, because its question failed once more, as another finding tells;
/// not the person who found that.
///
/// # Errors
/// Only when the database or a template fails.
pub fn tell_reopened(conn: &mut Conn, act: &Act, post: &Post, id: FindingId, again: FindingId) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let again = queries::find(conn, again)?;
    let step = format!("reopened-{}", again.id);
    let facts = json!({"again": again.number, "seen": again.seen});
    tell_owner(conn, act, post, &finding, ("finding_reopened", &step, facts))
}

/// Tells the owner of a finding something that somebody else did: a message, the end of its key, and its own facts.
fn tell_owner(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    finding: &Finding,
    (message, step, facts): (&str, &str, Value),
) -> AppResult<()> {
    let Some(owner) = finding.owner_id.filter(|owner| Some(*owner) != act.who) else {
        return Ok(());
    };
    let owner = people::queries::find(conn, owner)?;
    let (to, instead) = people::absences::operations::reader(conn, &owner, act.now)?;
    let key = format!("finding:{}:{}:{step}", finding.id, to.id);
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let today = calendar.zone.local(act.now).date;
    let mut context = json!({
        "number": finding.number, "title": finding.title, "unit": queries::unit_name(conn, finding.unit_id)?,
        "due": finding.due_on.map(|on| post.views().i18n().day(&to.language, on, today).full),
        "link": post.url(&links::finding(finding.id)),
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut context, facts) {
        all.extend(more);
    }
    let to = to.recipient().instead_of(instead);
    post.send(conn, act, &key, &to, message, context).map(drop)
}

/// Tells a critical or sensitive finding at once to the managers and directors over its unit; a sensitive one also to the
/// directors at the top of the agency. Everybody gets one mail, also when it is both. Any other finding is told to nobody.
///
/// # Errors
/// Only when the database or a template fails.
pub fn tell_at_once(conn: &mut Conn, act: &Act, post: &Post, id: FindingId) -> AppResult<usize> {
    let finding = queries::find(conn, id)?;
    if !finding.is_told_at_once() {
        return Ok(0);
    }
    let mut told = Vec::new();
    for role in [Role::Manager, Role::Director] {
        told.extend(people::queries::holders(conn, role, finding.unit_id)?);
    }
    if let (true, Some((top, ..))) = (finding.sensitive, people::queries::agency_facts(conn)?) {
        told.extend(people::queries::holders(conn, Role::Director, top)?);
    }
    let unit = queries::unit_name(conn, finding.unit_id)?;
    let post = post.about(Class::AtOnce);
    let message = if finding.sensitive {
        "sensitive_finding"
    } else {
        "critical_finding"
    };
    let mut sent = 0;
    for person in told {
        let (person, instead) = people::absences::operations::reader(conn, &person, act.now)?;
        let key = queries::at_once_key(id, person.id);
        let context = json!({
            "number": finding.number, "title": finding.title, "seen": finding.seen, "unit": unit,
            "critical": finding.severity == Severity::Critical, "link": post.url(&links::finding(id)),
        });
        let to = person.recipient().instead_of(instead);
        sent += usize::from(post.send(conn, act, &key, &to, message, context)?);
    }
    Ok(sent)
}

/// A word about a finding from one person to another.
#[derive(Debug)]
pub struct Word<'a> {
    /// What it is about: the end of a message id, such as "sent-back".
    pub kind: &'a str,
    /// What the sender wrote.
    pub text: &'a str,
    /// Tells it from other words of its kind about the finding.
    pub about: String,
    /// The date it is about, if it is about one.
    pub date: Option<NaiveDate>,
}

/// Tells somebody a word about a finding in one mail, but not the own word.
///
/// # Errors
/// Only when the database or a template fails.
pub fn tell_word(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    finding: &Finding,
    to: &Person,
    word: &Word<'_>,
) -> AppResult<bool> {
    let Some(who) = act.who.filter(|who| *who != to.id) else {
        return Ok(false);
    };
    let from = people::queries::find(conn, who)?.name;
    let readers = queries::readers(conn, finding)?;
    let sees = |person: &Person| readers.iter().any(|reader| reader.id == person.id);
    // A stand-in is told only what a stand-in may see.
    let (to, instead) = match people::absences::operations::reader(conn, to, act.now)? {
        (other, instead) if other.id == to.id || sees(&other) => (other, instead),
        _ => (to.clone(), None),
    };
    let today = agency::queries::calendar(conn, finding.unit_id)?
        .zone
        .local(act.now)
        .date;
    let key = format!("finding:{}:{}:{}:{}", finding.id, to.id, word.kind, word.about);
    let day = |on| post.views().i18n().day(&to.language, on, today).full;
    // Whoever is to decide on a plan reads it in the mail.
    let plan = match word.kind == Verdict::TakenUp.as_str() {
        true => queries::actions(conn, finding.id)?,
        false => Vec::new(),
    };
    let actions: Vec<Value> = plan
        .iter()
        .filter(|(action, _)| action.state != ActionState::Cancelled)
        .map(|(action, owner)| json!({"body": action.body, "owner": owner, "due": day(action.due_on)}))
        .collect();
    let cause = match actions.is_empty() {
        true => None,
        false => queries::cause(conn, finding.id)?.map(|cause| cause.root_cause),
    };
    let context = json!({
        "kind": word.kind, "from": from, "text": word.text, "number": finding.number, "title": finding.title,
        "unit": queries::unit_name(conn, finding.unit_id)?, "link": post.url(&links::finding(finding.id)),
        "date": word.date.map(day), "actions": actions, "cause": cause,
        "due": finding.due_on.filter(|_| !plan.is_empty()).map(day),
    });
    let post = post.about(Class::Work);
    post.send(
        conn,
        act,
        &key,
        &to.recipient().instead_of(instead),
        "finding_word",
        context,
    )
}
