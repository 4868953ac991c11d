//! The verbs of the room: schedule, assign, start, answer, submit, miss.

use super::arrival::{self, Arriving, CannotArrive};
use super::draw::{self, Candidate, Drawn};
use super::facts::Noted;
use super::handing::queries as handing;
use super::letters;
use super::model::*;
use super::queries::{self, Counted, Submission};
use super::reminders::first_look;
use super::reverse;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::base::recurrence::Recurrence;
use crate::base::text::FALLBACK_LANGUAGE;
use crate::base::zone::{Zone, shifted};
use crate::checklists::{
    self,
    model::{Kind, QuestionVersion, Version},
};
use crate::figures::model::{AuditResult, Place};
use crate::figures::operations as figures;
use crate::findings::operations::{self as findings, NewFinding, Raised};
use crate::findings::reminders::{tell_at_once, tell_found, tell_reopened};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files;
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::HashMap;

/// How far back failures and last askings speak for a question in the draw, in days.
const LOOK_BACK_DAYS: i64 = 90;
/// Days for which the draw looks at the rule of a plan; a question that may wait longer is not urgent yet.
const LONGEST_AHEAD_DAYS: i64 = 400;
/// The kind of record of an audit's photos.
pub const PHOTO_OF: &str = "audit";

/// An audit to be made ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAudit {
    /// The plan.
    pub plan_id: PlanId,
    /// The unit.
    pub unit_id: UnitId,
    /// Tells occurrences of one plan, unit and date apart.
    pub slot: i32,
    /// The day of the plan's rule it stands for.
    pub planned_on: NaiveDate,
    /// The local date its window opens.
    pub local_date: NaiveDate,
    /// The unit's time zone.
    pub zone: Zone,
    /// Local minute it opens.
    pub opens_minute: i32,
    /// Local minute it is due.
    pub due_minute: i32,
    /// Opens, UTC.
    pub opens_at: Instant,
    /// Due, UTC.
    pub due_at: Instant,
    /// Ends, UTC.
    pub closes_at: Instant,
    /// The process.
    pub process_id: ProcessId,
    /// The template's version.
    pub version_id: TemplateVersionId,
    /// The layer.
    pub layer: i32,
    /// Who does it.
    pub assignee_id: Option<PersonId>,
    /// Whose audit it is, when that person is away.
    pub stands_in_for: Option<PersonId>,
    /// The seed of its draw.
    pub seed: i64,
}

/// Makes an audit ahead of time; `None` when the one with its key (plan, unit, slot, local date) is there.
///
/// # Errors
/// Only when the database fails.
pub fn schedule(conn: &mut Conn, act: &Act, new: &NewAudit) -> AppResult<Option<AuditId>> {
    let id: AuditId = act.id();
    let audit = Audit {
        id,
        plan_id: new.plan_id,
        unit_id: new.unit_id,
        slot: new.slot,
        local_date: new.local_date,
        zone: new.zone.name().into(),
        opens_minute: new.opens_minute,
        due_minute: new.due_minute,
        opens_at: new.opens_at,
        due_at: new.due_at,
        closes_at: new.closes_at.max(new.due_at),
        process_id: new.process_id,
        version_id: new.version_id,
        layer: new.layer,
        assignee_id: new.assignee_id,
        state: AuditState::Scheduled,
        started_at: None,
        submitted_at: None,
        submitted_by: None,
        reason: None,
        notice_at: Some(first_notice(new)),
        seed: new.seed,
        draw: 0,
        asked: 0,
        conforms: 0,
        nonconforming: 0,
        corrected: 0,
        not_applicable: 0,
        revision: 1,
        planned_on: Some(new.planned_on),
        stands_in_for: new.stands_in_for,
    };
    if !queries::insert(conn, &audit)? {
        return Ok(None);
    }
    let facts = json!({
        "plan": new.plan_id, "unit": new.unit_id, "date": new.local_date, "slot": new.slot, "layer": new.layer,
        "opens": new.opens_at, "due": new.due_at, "closes": audit.closes_at, "assignee": new.assignee_id,
        "stands_in_for": new.stands_in_for,
    });
    record(conn, act, id, "audit-scheduled", facts, None)?;
    Ok(Some(id))
}

/// When the reminder engine looks at an audit first.
pub(super) fn first_notice(new: &NewAudit) -> Instant {
    first_look(&new.zone, new.opens_at)
}

/// Gives an audit that is not started yet to somebody else (or to nobody: then any holder of the role may take it).
///
/// # Errors
/// [`CannotAudit`] when it was started or is over; Stale when somebody was quicker.
pub fn assign(conn: &mut Conn, act: &Act, id: AuditId, assignee: Option<PersonId>) -> AppResult<()> {
    assign_for(conn, act, id, assignee, None)
}

/// The same, because the person whose audit it is is away: it goes back when the person is here after all.
///
/// # Errors
/// As [`assign`].
pub fn assign_for(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    assignee: Option<PersonId>,
    stands_in_for: Option<PersonId>,
) -> AppResult<()> {
    let audit = queries::find_to_change(conn, id)?;
    match audit.state {
        AuditState::Scheduled => {}
        AuditState::Excused => return Err(CannotAudit::Excused.into()),
        AuditState::Missed => return Err(CannotAudit::Over.into()),
        AuditState::InProgress => return Err(CannotAudit::Started.into()),
        AuditState::Submitted => return Err(CannotAudit::Submitted.into()),
    }
    if (audit.assignee_id, audit.stands_in_for) == (assignee, stands_in_for) {
        return Ok(());
    }
    if assignee.is_some() {
        with_names(conn, &audit)?;
    }
    once(queries::set_assignee_for(conn, &audit, assignee, stands_in_for)?)?;
    let event = match (audit.stands_in_for, stands_in_for) {
        (_, Some(_)) => "audit-stood-in",
        (Some(owner), None) if Some(owner) == assignee => "audit-given-back",
        _ => "audit-assigned",
    };
    let facts = json!({
        "from": audit.assignee_id, "to": assignee,
        "from_stands_in_for": audit.stands_in_for, "to_stands_in_for": stands_in_for,
    });
    record(conn, act, id, event, facts, None)
}

/// Takes an audit that is given to nobody: the first who does has it.
///
/// # Errors
/// [`CannotAudit::Taken`] when somebody was quicker; [`CannotAudit`] when it was started or is over.
pub fn take(conn: &mut Conn, act: &Act, id: AuditId) -> AppResult<()> {
    let who = person(act)?;
    let audit = queries::find_to_change(conn, id)?;
    match audit.assignee_id {
        Some(other) if other == who => return Ok(()),
        Some(_) => return Err(CannotAudit::Taken.into()),
        None if act.now > audit.closes_at => return Err(CannotAudit::Over.into()),
        None => {}
    }
    match assign(conn, act, id, Some(who)) {
        Err(AppError::Stale) => Err(CannotAudit::Taken.into()),
        other => other,
    }
}

/// Starts an audit: draws its questions and keeps them, from the version that was published when it opened. Starting a started one again does nothing.
///
/// # Errors
/// [`CannotAudit`] in its words; Stale when somebody was quicker.
pub fn start(conn: &mut Conn, act: &Act, id: AuditId) -> AppResult<()> {
    let who = person(act)?;
    let audit = queries::find_to_change(conn, id)?;
    check_mine(conn, who, &audit)?;
    audit.check_open(act.now)?;
    if audit.state == AuditState::InProgress {
        return Ok(());
    }
    let own = checklists::queries::version(conn, audit.version_id)?;
    let (version, asked) = begin(conn, &audit, who, act.now)?;
    let facts = json!({
        "from": audit.state, "to": AuditState::InProgress, "asked": asked, "draw": draw::ALGORITHM,
        "from_version": own.number, "to_version": version.number,
    });
    record(conn, act, id, "audit-started", facts, None)
}

/// Refused where answers are given without a name: then nobody has the audit, and nobody starts it.
///
/// # Errors
/// [`CannotAudit::Anonymous`].
pub(super) fn with_names(conn: &mut Conn, audit: &Audit) -> AppResult<()> {
    if queries::asks(conn, audit.plan_id)?.anonymous {
        return Err(CannotAudit::Anonymous.into());
    }
    Ok(())
}

/// The version an audit asks and the questions drawn from it: the same for the same past.
///
/// # Errors
/// [`CannotAudit::NoQuestions`]; [`CannotAudit::Anonymous`].
pub fn drawn(conn: &mut Conn, audit: &Audit) -> AppResult<(Version, Vec<Drawn>)> {
    let version = queries::version_asked(conn, audit)?;
    let asks = queries::asks(conn, audit.plan_id)?;
    if asks.anonymous {
        return Err(CannotAudit::Anonymous.into());
    }
    let candidates = candidates(conn, audit, version.id, &asks.tags())?;
    let ahead = days_ahead(conn, audit, &asks)?;
    let drawn = draw::draw(&candidates, asks.count_of(&version, audit.layer), &ahead, audit.seed);
    if drawn.is_empty() {
        return Err(CannotAudit::NoQuestions.into());
    }
    Ok((version, drawn))
}

/// Draws the questions of an audit and keeps them, unless they were drawn ahead; gives the version and how many.
fn begin(conn: &mut Conn, audit: &Audit, who: PersonId, at: Instant) -> AppResult<(Version, i32)> {
    if audit.draw > 0 {
        let version = checklists::queries::version(conn, audit.version_id)?;
        let kept = (audit.draw, audit.asked);
        once(queries::set_started(conn, audit, who, at, version.id, kept)?)?;
        return Ok((version, audit.asked));
    }
    let (version, drawn) = drawn(conn, audit)?;
    let asked = i32::try_from(drawn.len()).unwrap_or(i32::MAX);
    once(queries::set_started(
        conn,
        audit,
        who,
        at,
        version.id,
        (draw::ALGORITHM, asked),
    )?)?;
    queries::insert_questions(conn, audit.id, &drawn)?;
    Ok((version, asked))
}

/// Hours before an audit opens in which a device may fetch it.
pub const FETCHED_HOURS: i64 = 24;

/// Draws the questions of an audit ahead of its start and keeps them, so that the device of whoever has it can do it
/// without a network. From now on it asks these, of the version in force now. An audit that is prepared or started
/// already stays as it is.
///
/// # Errors
/// [`CannotAudit`] in its words; Stale when somebody was quicker.
pub fn prepare(conn: &mut Conn, act: &Act, id: AuditId) -> AppResult<()> {
    let audit = queries::find_to_change(conn, id)?;
    check_mine(conn, person(act)?, &audit)?;
    match audit.standing(act.now) {
        Standing::Scheduled if audit.opens_at > act.now.plus_minutes(60 * FETCHED_HOURS) => {
            return Err(CannotAudit::NotOpenYet.into());
        }
        Standing::Scheduled => {}
        _ => audit.check_open(act.now)?,
    }
    if audit.draw > 0 {
        return Ok(());
    }
    let own = checklists::queries::version(conn, audit.version_id)?;
    let (version, drawn) = drawn(conn, &audit)?;
    let asked = i32::try_from(drawn.len()).unwrap_or(i32::MAX);
    once(queries::set_prepared(
        conn,
        &audit,
        version.id,
        (draw::ALGORITHM, asked),
    )?)?;
    queries::insert_questions(conn, id, &drawn)?;
    let facts = json!({
        "asked": asked, "draw": draw::ALGORITHM, "from_version": own.number, "to_version": version.number,
    });
    record(conn, act, id, "audit-prepared", facts, None)
}

/// What speaks for each question the layer may be asked by a plan with these tags.
fn candidates(
    conn: &mut Conn,
    audit: &Audit,
    version: TemplateVersionId,
    tags: &[String],
) -> AppResult<Vec<Candidate>> {
    let mut questions = checklists::queries::plain_questions(conn, version)?;
    questions.retain(|question| draw::may_ask(question, audit.layer, tags));
    let longest = questions.iter().map(|question| i64::from(question.max_age_days)).max();
    let last: HashMap<QuestionId, NaiveDate> = queries::last_asked(
        conn,
        audit.unit_id,
        audit.process_id,
        audit.opens_at.plus_days(-longest.unwrap_or(0).max(LOOK_BACK_DAYS)),
    )?
    .into_iter()
    .collect();
    let since = audit.local_date - chrono::Duration::days(LOOK_BACK_DAYS);
    let by_question = |rows: Vec<(QuestionId, i64, Option<NaiveDate>)>| -> HashMap<_, _> {
        rows.into_iter()
            .map(|(question, count, on)| (question, (count, on)))
            .collect()
    };
    let here = by_question(queries::failures(conn, audit.process_id, Some(audit.unit_id), since)?);
    let all = by_question(queries::failures(conn, audit.process_id, None, since)?);
    let candidate = |question: &QuestionVersion| {
        let id = &question.question_id;
        let failed = |of: &HashMap<QuestionId, _>| of.get(id).copied().unwrap_or((0, None));
        let ((failures_here, here_on), (failures, anywhere_on)) = (failed(&here), failed(&all));
        Candidate {
            days_since: last.get(id).map(|date| (audit.local_date - *date).num_days()),
            failures_here,
            failures,
            failed_on: here_on.or(anywhere_on),
            ..Candidate::without_history(question)
        }
    };
    Ok(questions.iter().map(candidate).collect())
}

/// Days from an audit to those after it of its plan at its unit: those that are made, then by the plan's rule.
fn days_ahead(conn: &mut Conn, audit: &Audit, asks: &queries::Asks) -> AppResult<Vec<i64>> {
    let mut dates = queries::dates_after(conn, audit)?;
    let known = dates.last().copied().unwrap_or(audit.local_date);
    if let Some(times) = asks.drawn_a_month {
        let apart = |n: i64| chrono::Duration::days(n * 30 / i64::from(times.max(1)));
        dates.extend((1..=i64::from(times) * 14).map(|n| known + apart(n)));
    } else if let Ok(rule) = Recurrence::parse(&asks.recurrence) {
        let calendar = crate::agency::queries::calendar(conn, audit.unit_id)?;
        let (from, until) = (shifted(known, 1), shifted(known, LONGEST_AHEAD_DAYS));
        let until = asks.ends_on.map_or(until, |ends| ends.min(until));
        let days = rule.dates(asks.starts_on, from, until).into_iter();
        let works = |day: &NaiveDate| asks.holiday_policy != "skip" || calendar.is_working_day(*day);
        dates.extend(days.filter(works).map(|day| calendar.on_or_after(day)));
    }
    dates.sort_unstable();
    dates.dedup();
    let days = dates.into_iter().map(|date| (date - audit.local_date).num_days());
    Ok(days.filter(|day| *day > 0).take(draw::FAR_AHEAD).collect())
}

/// What became of an answer a device sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// It is saved: since when.
    At(Instant),
    /// Another one was saved meanwhile, in other words: this one. Nothing is written over it unseen.
    Beside(Answer),
}

/// Saves one answer as it is given on a device, which says what it knew as saved. Nothing is missing yet: that is asked
/// at the end.
///
/// # Errors
/// [`CannotAudit`] or [`CannotArrive`] in its words.
pub fn keep_answer(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    (question, given): (QuestionId, &Given),
    shown: Shown,
    arriving: Arriving,
) -> AppResult<Kept> {
    let audit = taken_up(conn, act, id, arriving)?;
    let asked = queries::question(conn, id, question)?.ok_or(CannotAudit::UnknownQuestion)?;
    given.check()?;
    let answer = given.answer(&audit, &asked, act.now);
    let saved = queries::answers(conn, id)?
        .into_iter()
        .find(|saved| saved.question_id == question);
    let written = Written {
        question,
        given: given.clone(),
        shown,
        keep: None,
    };
    match (written.beside(&answer, saved.as_ref()), saved) {
        (Becomes::Contested, Some(saved)) => Ok(Kept::Beside(saved)),
        (Becomes::Left, Some(saved)) => Ok(Kept::At(saved.saved_at)),
        _ => {
            queries::put_answers(conn, &[answer])?;
            Ok(Kept::At(act.now))
        }
    }
}

/// The audit as it is to be changed by a device. One that the device began without a network is started now, from when
/// it did.
fn taken_up(conn: &mut Conn, act: &Act, id: AuditId, arriving: Arriving) -> AppResult<Audit> {
    let audit = queries::find_to_change(conn, id)?;
    check_taking(conn, act, &audit, arriving)?;
    let Some(began) = arrival::begun_at(&audit, arriving, act.now) else {
        return Ok(audit);
    };
    if audit.state == AuditState::Scheduled && act.now <= audit.closes_at {
        begin(conn, &audit, person(act)?, began)?;
    } else {
        once(queries::set_begun(conn, &audit, began)?)?;
    }
    let facts = json!({
        "from": audit.state, "to": AuditState::InProgress, "asked": audit.asked, "draw": audit.draw,
        "began": began, "clock_off_seconds": arrival::clock_off(arriving.sent_at, act.now),
    });
    record(conn, act, id, "audit-started-without-network", facts, None)?;
    Ok(queries::find_to_change(conn, id)?)
}

/// Saves the answers of a whole form, which may have been opened a while ago. One that was saved elsewhere since then, in
/// other words, stays as it is until somebody chooses: those are the answer, with their numbers on the page (from 1).
///
/// # Errors
/// [`CannotAudit`] or [`CannotArrive`] in its words.
pub fn save_form(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    form: &[Written],
    arriving: Arriving,
) -> AppResult<Vec<(usize, QuestionId)>> {
    let audit = taken_up(conn, act, id, arriving)?;
    let questions = queries::questions(conn, id)?;
    let saved = queries::answers(conn, id)?;
    let (mut rows, mut contested) = (Vec::new(), Vec::new());
    for written in form {
        let of = |question: &QuestionVersion| question.question_id == written.question;
        let number = questions.iter().position(of).ok_or(CannotAudit::UnknownQuestion)?;
        let answer = written.given.answer(&audit, &questions[number], act.now);
        let there = saved.iter().find(|saved| saved.question_id == written.question);
        match written.beside(&answer, there) {
            Becomes::Saved => rows.push(answer),
            Becomes::Left => {}
            Becomes::Contested => contested.push((number + 1, written.question)),
        }
    }
    queries::put_answers(conn, &rows)?;
    Ok(contested)
}

/// The audit is under way and theirs, or was when the device says it was done.
fn check_taking(conn: &mut Conn, act: &Act, audit: &Audit, arriving: Arriving) -> AppResult<arrival::Counted> {
    check_mine(conn, person(act)?, audit)?;
    arrival::check_device(audit, arriving, act.now)
}

fn check_mine(conn: &mut Conn, who: PersonId, audit: &Audit) -> AppResult<()> {
    let holds_role = audit.assignee_id.is_none() && queries::holds_role_for(conn, audit, who)?;
    Ok(audit.check_mine(who, holds_role)?)
}

/// What a device sends at the end of an audit.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The id the device made.
    pub id: SubmissionId,
    /// Hash of what was sent: the same id with another hash is refused.
    pub body_hash: String,
    /// The device's clock.
    pub device_at: Option<Instant>,
    /// What the device noted on the way.
    pub noted: Noted,
    /// The answers.
    pub answers: Vec<(QuestionId, Given)>,
}

/// What came of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It was taken now.
    New,
    /// It had arrived before: nothing was done again.
    Again,
    /// An id that had arrived with other answers: nothing was done.
    Other,
}

/// Takes a submission, once: answers become final, nonconforming ones become findings, figures count, the history
/// knows; all of it or nothing.
///
/// # Errors
/// [`CannotAudit`] in its words; Stale when somebody was quicker.
pub fn submit(conn: &mut Conn, act: &Act, post: &Post, id: AuditId, sent: &Sent) -> AppResult<Received> {
    receive(conn, act, post, id, sent, Arriving::default())
}

/// The same of a device that may have been without a network: what was done in time is taken for some days after the
/// audit's end, counts as done when it was, and is told to those who heard that it was missed.
///
/// # Errors
/// [`CannotAudit`] or [`CannotArrive`] in its words; Stale when somebody was quicker.
pub fn receive(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: AuditId,
    sent: &Sent,
    arriving: Arriving,
) -> AppResult<Received> {
    let audit = queries::find_to_change(conn, id)?;
    if let Some(before) = received_before(conn, id, sent)? {
        return Ok(before);
    }
    let how = How {
        by: person(act)?,
        counted: check_taking(conn, act, &audit, arriving)?,
        sent_at: arriving.sent_at,
        from_paper: false,
        was: audit.state,
    };
    let audit = taken_up(conn, act, id, arriving)?;
    write_submission(conn, act, post, &audit, sent, how)
}

/// The answers of a device to which another one was saved meanwhile, in other words; `shown` says what the device knew as
/// saved, and nothing of a question it does not name. A submission that arrived before competes with nothing, and an audit
/// that was sent or excused takes no answer any more.
///
/// # Errors
/// Only when the database fails.
pub fn contested(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    sent: &Sent,
    shown: &[(QuestionId, Shown)],
) -> AppResult<Vec<Answer>> {
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let saved = queries::answers(conn, id)?;
    if saved.is_empty() || received_before(conn, id, sent)?.is_some() {
        return Ok(Vec::new());
    }
    let audit = queries::find(conn, id)?;
    if matches!(audit.state, AuditState::Submitted | AuditState::Excused) {
        return Ok(Vec::new());
    }
    let questions = queries::questions(conn, id)?;
    let mut others = Vec::new();
    for saved in saved {
        let of = |known: QuestionId| known == saved.question_id;
        let asked = questions.iter().find(|asked| of(asked.question_id));
        let given = sent.answers.iter().find(|(question, _)| of(*question));
        let known = shown.iter().find(|(question, _)| of(*question));
        let (Some(asked), Some((question, given)), Some((_, shown))) = (asked, given, known) else {
            continue;
        };
        let written = Written {
            question: *question,
            given: given.clone(),
            shown: *shown,
            keep: None,
        };
        if written.beside(&given.answer(&audit, asked, act.now), Some(&saved)) == Becomes::Contested {
            others.push(saved);
        }
    }
    Ok(others)
}

/// Takes what was written on a sheet of paper while the audit was open, entered afterwards by whoever did it or by
/// somebody who leads there: it counts as done when it was done.
///
/// # Errors
/// [`CannotAudit`] or [`CannotArrive`] in its words; Stale when somebody was quicker.
pub fn enter_from_paper(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: AuditId,
    sent: &Sent,
    (by, done_at): (PersonId, Instant),
    taken_for_days: i64,
) -> AppResult<Received> {
    let audit = queries::find_to_change(conn, id)?;
    if let Some(before) = received_before(conn, id, sent)? {
        return Ok(before);
    }
    check_may_enter(conn, person(act)?, &audit)?;
    arrival::check_paper(&audit, Some(done_at), taken_for_days, act.now)?;
    let could = check_mine(conn, by, &audit).is_ok();
    if !could {
        return Err(CannotArrive::NotHolder.into());
    }
    let was = audit.state;
    let audit = match audit.draw {
        0 => {
            begin(conn, &audit, by, done_at)?;
            queries::find_to_change(conn, id)?
        }
        _ => audit,
    };
    let how = How {
        by,
        counted: arrival::Counted::DoneAt(done_at),
        sent_at: None,
        from_paper: true,
        was,
    };
    write_submission(conn, act, post, &audit, sent, how)
}

/// May this person enter an audit from paper? Whoever it belongs to, and those who lead there.
///
/// # Errors
/// [`CannotAudit::NotYours`].
pub fn check_may_enter(conn: &mut Conn, who: PersonId, audit: &Audit) -> AppResult<()> {
    if handing::leads(conn, who, audit)? {
        return Ok(());
    }
    check_mine(conn, who, audit)
}

pub(super) fn received_before(conn: &mut Conn, id: AuditId, sent: &Sent) -> AppResult<Option<Received>> {
    Ok(queries::submission(conn, sent.id)?.map(|before| {
        let same = before.audit_id == id && before.body_hash == sent.body_hash;
        if same { Received::Again } else { Received::Other }
    }))
}

/// How a submission came.
#[derive(Clone, Copy)]
struct How {
    /// Who did the audit.
    by: PersonId,
    counted: arrival::Counted,
    sent_at: Option<Instant>,
    from_paper: bool,
    /// Where the audit stood before.
    was: AuditState,
}

fn write_submission(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    sent: &Sent,
    how: How,
) -> AppResult<Received> {
    let (id, at) = (audit.id, how.counted.at(act.now));
    let questions = queries::questions(conn, id)?;
    let judged = final_answers(conn, act, audit, &questions, sent, how.from_paper)?;
    let (fresh, changed) = to_write(&judged);
    let answers: Vec<Answer> = judged.into_iter().map(|judged| judged.answer).collect();
    let outcomes: Vec<(QuestionId, Outcome)> = answers
        .iter()
        .filter_map(|answer| Some((answer.question_id, answer.outcome?)))
        .filter(|(_, outcome)| *outcome != Outcome::Recorded)
        .collect();
    let counted = Counted::of(outcomes.iter().map(|(_, outcome)| outcome));
    once(queries::set_submitted(conn, audit, Some(how.by), at, counted)?)?;
    queries::insert_answers(conn, &fresh)?;
    queries::put_answers(conn, &changed)?;
    queries::insert_submission(
        conn,
        &Submission {
            id: sent.id,
            audit_id: id,
            person_id: person(act)?,
            body_hash: sent.body_hash.clone(),
            device_at: sent.device_at,
            arrived_at: act.now,
            sent_at: how.sent_at,
            done_at: how.counted.done_at(),
            from_paper: how.from_paper,
            started_at: sent.noted.started_at,
            amends: None,
        },
    )?;
    queries::insert_facts(conn, &sent.noted.rows(id, &questions))?;
    let place = place_of(audit);
    if how.was == AuditState::Missed {
        figures::uncount_audit(conn, &place, AuditResult::Missed)?;
    }
    figures::count_answers(conn, &place, &outcomes)?;
    figures::count_audit(
        conn,
        &place,
        AuditResult::Submitted {
            on_time: audit.is_on_time(at),
        },
    )?;
    let mut facts = json!({
        "from": how.was, "to": AuditState::Submitted, "submission": sent.id, "body": sent.body_hash,
        "conforms": counted.conforms, "nonconforming": counted.nonconforming, "corrected": counted.corrected,
        "not_applicable": counted.not_applicable, "on_time": audit.is_on_time(at),
    });
    if let Some(done_at) = how.counted.done_at() {
        facts["done"] = json!(done_at);
        facts["by"] = json!(how.by);
        facts["clock_off_seconds"] = json!(arrival::clock_off(how.sent_at, act.now));
    }
    let event = match (how.from_paper, how.counted) {
        (true, _) => "audit-entered-from-paper",
        (false, arrival::Counted::DoneAt(_)) => "audit-arrived-later",
        (false, arrival::Counted::OnArrival) => "audit-submitted",
    };
    record(conn, act, id, event, facts, None)?;
    raise_findings(conn, act, post, audit, &questions, &answers)?;
    if how.was == AuditState::Missed {
        letters::arrived_later(conn, act, post, audit, at, how.from_paper)?;
    }
    Ok(Received::New)
}

/// Where and on which day the answers of an audit count.
pub(super) fn place_of(audit: &Audit) -> Place {
    Place {
        unit: audit.unit_id,
        process: audit.process_id,
        layer: audit.layer,
        day: audit.local_date,
    }
}

/// Refuses what was sent, over what was saved before, while something is missing.
///
/// # Errors
/// [`CannotAudit`] in its words.
pub(super) fn check_complete(
    conn: &mut Conn,
    act: &Act,
    audit: &Audit,
    questions: &[QuestionVersion],
    sent: &Sent,
) -> AppResult<()> {
    final_answers(conn, act, audit, questions, sent, false).map(drop)
}

/// An answer laid over what was saved before, and what it still needs.
struct Judged<'q> {
    question: &'q QuestionVersion,
    answer: Answer,
    missing: Option<Missing>,
    /// What is in the database.
    stored: Stored,
}

/// How an answer stands to the one that was saved before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    /// None was.
    Not,
    /// Another one.
    Otherwise,
    /// The same.
    Same,
}

/// The answers that become final: what was sent, over what was saved before; complete, or refused.
fn final_answers<'q>(
    conn: &mut Conn,
    act: &Act,
    audit: &Audit,
    questions: &'q [QuestionVersion],
    sent: &Sent,
    from_paper: bool,
) -> AppResult<Vec<Judged<'q>>> {
    if sent
        .answers
        .iter()
        .any(|(id, _)| !questions.iter().any(|question| question.question_id == *id))
    {
        return Err(CannotAudit::UnknownQuestion.into());
    }
    for (_, given) in &sent.answers {
        given.check()?;
    }
    let judged = judged(conn, act.now, audit, questions, &sent.answers)?;
    // No photo comes from paper.
    let misses = |judged: &&Judged<'_>| {
        judged
            .missing
            .is_some_and(|missing| !from_paper || missing != Missing::Photo)
    };
    match judged.iter().filter(misses).count() {
        0 => Ok(judged),
        incomplete => Err(CannotAudit::Incomplete(incomplete).into()),
    }
}

/// The answers that are not in the database yet, and those that are there in other words. Most were saved as they were
/// given: nothing is written twice.
fn to_write(judged: &[Judged<'_>]) -> (Vec<Answer>, Vec<Answer>) {
    let those = |stored| {
        let those = judged.iter().filter(|judged| judged.stored == stored);
        those.map(|judged| judged.answer.clone()).collect()
    };
    (those(Stored::Not), those(Stored::Otherwise))
}

/// Each question's answer, what was sent over what was saved before, and what it still needs.
fn judged<'q>(
    conn: &mut Conn,
    now: Instant,
    audit: &Audit,
    questions: &'q [QuestionVersion],
    sent: &[(QuestionId, Given)],
) -> AppResult<Vec<Judged<'q>>> {
    let given: HashMap<QuestionId, &Given> = sent.iter().map(|(id, given)| (*id, given)).collect();
    let mut saved: HashMap<QuestionId, Answer> = queries::answers(conn, audit.id)?
        .into_iter()
        .map(|answer| (answer.question_id, answer))
        .collect();
    let photos = photos_by_question(conn, audit.id, questions)?;
    Ok(questions
        .iter()
        .map(|question| {
            let id = question.question_id;
            let sent = given.get(&id).map(|given| given.answer(audit, question, now));
            let saved = saved.remove(&id);
            let answer = sent.or_else(|| saved.clone());
            let answer = answer.unwrap_or_else(|| Given::default().answer(audit, question, now));
            let answer = answer.settled();
            let (answer, stored) = match saved {
                Some(saved) if answer.says_the_same(&saved) => (saved, Stored::Same),
                Some(_) => (answer, Stored::Otherwise),
                None => (answer, Stored::Not),
            };
            let missing = answer.check(question, photos.get(&id).copied().unwrap_or(0));
            Judged {
                question,
                answer,
                missing,
                stored,
            }
        })
        .collect())
}

/// What the answers of an audit still need, these over those saved before: the question's number on the page (from 1),
/// the question, what.
///
/// # Errors
/// Only when the database fails.
pub fn missing(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    given: &[(QuestionId, Given)],
) -> AppResult<Vec<(usize, QuestionId, Missing)>> {
    let audit = queries::find(conn, id)?;
    let questions = queries::questions(conn, id)?;
    Ok(judged(conn, act.now, &audit, &questions, given)?
        .into_iter()
        .enumerate()
        .filter_map(|(n, judged)| Some((n + 1, judged.question.question_id, judged.missing?)))
        .collect())
}

/// Photos are counted only where a question asks for one.
fn photos_by_question(
    conn: &mut Conn,
    audit: AuditId,
    questions: &[QuestionVersion],
) -> AppResult<HashMap<QuestionId, usize>> {
    let mut counts = HashMap::new();
    if questions
        .iter()
        .any(|question| question.photo == checklists::model::PhotoRule::Required)
    {
        for photo in files::list(conn, PHOTO_OF, audit)? {
            if let Some(part) = photo.part {
                *counts.entry(QuestionId(part.0)).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

fn raise_findings(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    questions: &[QuestionVersion],
    answers: &[Answer],
) -> AppResult<()> {
    let mut new = Vec::new();
    let mut conforming = Vec::new();
    for (question, answer) in questions.iter().zip(answers) {
        match answer.outcome {
            Some(Outcome::Conforms) => conforming.push(question.question_id),
            Some(Outcome::Nonconforming | Outcome::Corrected) => new.extend(new_findings(question, answer)),
            Some(Outcome::NotApplicable | Outcome::Recorded) | None => {}
        }
    }
    let origin = Origin::Audit(audit.id);
    findings::observe(conn, act, audit.unit_id, origin, &conforming)?;
    if new.is_empty() {
        return Ok(());
    }
    let place = raised_in(conn, audit)?;
    let raised = findings::raise(conn, act, &place, &new)?;
    for raised in &raised {
        // of what a layer above does, only the one who has to see to it is told
        if place.about_layer.is_none() {
            tell_at_once(conn, act, post, raised.id)?;
        }
        if let Some(old) = raised.reopened {
            tell_reopened(conn, act, post, old, raised.id)?;
        }
    }
    let ids: Vec<FindingId> = raised.iter().map(|raised| raised.id).collect();
    tell_found(conn, act, post, audit.id, "", &ids)
}

/// Where findings of an audit are raised.
pub(super) fn raised_in(conn: &mut Conn, audit: &Audit) -> AppResult<Raised> {
    let title = queries::title(conn, audit.version_id)?;
    Ok(Raised {
        unit_id: audit.unit_id,
        process_id: audit.process_id,
        layer: Some(audit.layer),
        about_layer: queries::asks(conn, audit.plan_id)?.about_layer,
        origin: Origin::Audit(audit.id),
        origin_label: format!("{}, {}", title.get(FALLBACK_LANGUAGE), audit.local_date),
    })
}

/// The findings of an answer: one for each thing that was seen. The first one tells what was measured or chosen, too.
pub(super) fn new_findings(question: &QuestionVersion, answer: &Answer) -> Vec<NewFinding> {
    let corrected = answer.outcome == Some(Outcome::Corrected);
    let steps: Vec<&str> = answer
        .steps()
        .into_iter()
        .filter_map(|step| question.texts.reaction.get(step))
        .map(|step| step.get(FALLBACK_LANGUAGE))
        .collect();
    let first = match what_was_given(question, answer) {
        Some(given) => format!("{given}. {}", answer.seen),
        None => answer.seen.clone(),
    };
    let further = answer.further().iter().filter(|more| !more.seen.is_empty());
    let seen = std::iter::once((first, &answer.done)).chain(further.map(|more| (more.seen.clone(), &more.done)));
    (1..)
        .zip(seen)
        .map(|(part, (seen, done))| NewFinding {
            question: Some((question.question_id, question.id)),
            part,
            title: question.texts.text.get(FALLBACK_LANGUAGE).to_owned(),
            seen,
            contained: (!corrected && !steps.is_empty()).then(|| steps.join("\n")),
            corrected: corrected.then(|| done.clone()),
            severity: question.severity,
            sensitive: answer.sensitive,
        })
        .collect()
}

/// What a measured value, a choice or a date was, as its finding tells it.
fn what_was_given(question: &QuestionVersion, answer: &Answer) -> Option<String> {
    if let (Some(value), Some(unit)) = (answer.value, &question.measure_unit) {
        return Some(format!("{value} {}", unit.get(FALLBACK_LANGUAGE)));
    }
    let given = answer.given.as_deref()?;
    let words = match (question.kind, given.parse::<NaiveDate>()) {
        (Kind::Date, Ok(date)) => date.format("%B %-d, %Y").to_string(),
        _ => question.given_words(given, FALLBACK_LANGUAGE).to_owned(),
    };
    Some(words.trim_end_matches('.').to_owned())
}

/// Ends an audit that was not submitted by its end; says whether it was us and is to be told. It stays missed. One whose
/// answers are without a name ends in silence, see [`reverse::end`].
///
/// # Errors
/// Only when the database fails.
pub fn miss(conn: &mut Conn, act: &Act, audit: &Audit) -> AppResult<bool> {
    if !matches!(audit.state, AuditState::Scheduled | AuditState::InProgress) || act.now <= audit.closes_at {
        return Ok(false);
    }
    if queries::asks(conn, audit.plan_id)?.anonymous {
        reverse::end(conn, act, audit)?;
        return Ok(false);
    }
    if !queries::set_ended(conn, audit, AuditState::Missed, audit.reason.as_deref())? {
        return Ok(false);
    }
    figures::count_audit(conn, &place_of(audit), AuditResult::Missed)?;
    let facts = json!({"from": audit.state, "to": AuditState::Missed, "closed": audit.closes_at});
    record(conn, act, audit.id, "audit-missed", facts, None)?;
    Ok(true)
}

/// Keeps a photo of a question of an audit that is under way. A photo that is there already, because a device sent it
/// again, is not kept twice; the answer is the one that is kept. One that the device had sent before it took the same photo
/// back is late, and not kept.
///
/// # Errors
/// [`CannotAudit`] in its words.
pub fn add_photo(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    question: QuestionId,
    stored: &files::Stored,
    arriving: Arriving,
) -> AppResult<AttachmentId> {
    taken_up(conn, act, id, arriving)?;
    check_taken_back(conn, id, question, stored.sha256(), arriving)?;
    keep_photo(conn, act, id, question, stored)
}

fn check_taken_back(
    conn: &mut Conn,
    id: AuditId,
    question: QuestionId,
    sha256: &str,
    arriving: Arriving,
) -> AppResult<()> {
    let back = queries::photo_taken_back(conn, id, question, sha256)?;
    match back.zip(arriving.sent_at) {
        Some((back, sent)) if sent <= back => Err(AppError::refused("audit-photo-taken-back")),
        _ => Ok(()),
    }
}

/// Keeps a photo of a question, once.
pub(super) fn keep_photo(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    question: QuestionId,
    stored: &files::Stored,
) -> AppResult<AttachmentId> {
    let audit = queries::find(conn, id)?;
    if let Some(there) = same_photo(conn, &audit, question, stored.sha256(), 0)? {
        return Ok(there);
    }
    files::attach(conn, act, stored, PHOTO_OF, id, Some(question))?;
    Ok(stored.id())
}

/// Whether an audit takes this photo, asked before its bytes are written; the photo itself, if the audit has it
/// already. So many others of the same form are `new`.
///
/// # Errors
/// [`CannotAudit`] in its words.
pub fn room_for_photo(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    question: QuestionId,
    sha256: &str,
    arriving: Arriving,
    new: usize,
) -> AppResult<Option<AttachmentId>> {
    let audit = queries::find(conn, id)?;
    check_taking(conn, act, &audit, arriving)?;
    check_taken_back(conn, id, question, sha256, arriving)?;
    same_photo(conn, &audit, question, sha256, new)
}

fn same_photo(
    conn: &mut Conn,
    audit: &Audit,
    question: QuestionId,
    sha256: &str,
    new: usize,
) -> AppResult<Option<AttachmentId>> {
    let asked = queries::question(conn, audit.id, question)?.ok_or(CannotAudit::UnknownQuestion)?;
    if asked.photo == checklists::model::PhotoRule::Never {
        return Err(AppError::refused("audit-no-photo-here"));
    }
    let photos = files::list(conn, PHOTO_OF, audit.id)?;
    let is_same = |photo: &&files::Attachment| photo.sha256 == sha256 && photo.part == Some(AnyId(question.0));
    if let Some(there) = photos.iter().find(is_same) {
        return Ok(Some(there.id));
    }
    if photos.len() + new >= MOST_PHOTOS {
        return Err(AppError::refused("audit-no-more-photos"));
    }
    Ok(None)
}

/// Photos of one audit.
const MOST_PHOTOS: usize = 60;

/// Takes a photo back from an audit that is under way, or was when the device says it was done.
///
/// # Errors
/// [`CannotAudit`] or [`CannotArrive`] in its words; `NotFound` when it is no photo of this audit.
pub fn remove_photo(conn: &mut Conn, act: &Act, id: AuditId, photo: AttachmentId, arriving: Arriving) -> AppResult<()> {
    let audit = queries::find_to_change(conn, id)?;
    check_taking(conn, act, &audit, arriving)?;
    let attachment = files::find(conn, photo)?;
    if attachment.subject_kind != PHOTO_OF || attachment.subject_id.0 != id.0 {
        return Err(AppError::NotFound);
    }
    files::detach(conn, photo)?;
    if let (Some(AnyId(question)), Some(sent_at)) = (attachment.part, arriving.sent_at) {
        queries::take_photo_back(conn, id, QuestionId(question), &attachment.sha256, sent_at)?;
    }
    Ok(())
}

pub(super) fn person(act: &Act) -> AppResult<PersonId> {
    act.who
        .ok_or_else(|| AppError::broken("an audit step without a person"))
}

pub(super) fn once(ours: bool) -> AppResult<()> {
    if ours { Ok(()) } else { Err(AppError::Stale) }
}

/// Writes what happened to an audit down; who came by a one-time link is told with it.
pub(super) fn record(
    conn: &mut Conn,
    act: &Act,
    id: AuditId,
    event: &str,
    mut facts: serde_json::Value,
    text: Option<&str>,
) -> AppResult<()> {
    if let Some(link) = act.by_link {
        facts["by_link"] = json!(link);
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("audit", id),
            event,
            facts,
            text,
        },
    )
}
