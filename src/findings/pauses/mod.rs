//! The clock of a finding stands still for a reason: somebody who leads and does not own it says so, and until when at
//! the latest. Then it goes on by itself, or earlier by hand.
//!
//! A working day counts for a deadline when the clock was running at its end. So the days from the one on which it was
//! stopped up to the one before it goes on do not count, and what is due comes that much later, also what its open actions
//! are due. Meanwhile nobody is reminded, and nothing becomes late. What is overdue already has no clock to be stopped.

pub mod queries;

use super::dates;
use super::model::*;
use super::operations::{bump, load, record};
use super::queries as findings;
use super::reminders::{self, Word};
use crate::agency;
use crate::base::act::Act;
use crate::base::calendar::{Calendar, Due};
use crate::base::clock::Instant;
use crate::base::ids::{AnyId, FindingId, PauseId, PersonId};
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Record};
use crate::platform::mail::post::Post;
use crate::schema::finding_pauses;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

/// The longest a clock may stand still at once, in days.
pub const LONGEST_PAUSE: i64 = 90;

/// The clock of a finding stands still, or stood.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = finding_pauses, treat_none_as_default_value = false)]
pub struct Pause {
    /// Identity.
    pub id: PauseId,
    /// The finding.
    pub finding_id: FindingId,
    /// What is waited for.
    pub reason: String,
    /// The day at the unit on which it was stopped.
    pub from_on: NaiveDate,
    /// The last day on which it stands still, at the latest.
    pub until_on: NaiveDate,
    /// The day on which it goes on.
    pub again_on: NaiveDate,
    /// When it was stopped.
    pub at: Instant,
    /// When it goes on by itself: the end of the last day.
    pub until_at: Instant,
    /// Who stopped it.
    pub who: PersonId,
    /// When it went on.
    pub ended_at: Option<Instant>,
    /// Who let it go on; nobody where it did by itself.
    pub ended_by: Option<PersonId>,
}

impl Pause {
    /// Whether the clock stands still at this moment.
    pub fn stands(&self, now: Instant) -> bool {
        self.ended_at.is_none() && now < self.until_at
    }

    /// The working days that do not count because of it, for what began on a day.
    pub fn lost(&self, calendar: &Calendar, began: NaiveDate) -> i32 {
        let before = shifted(self.from_on, -1).max(began);
        calendar.working_days_between(before, shifted(self.again_on, -1)).max(0)
    }
}

/// When something is due that began on a day and would be due on another one without pauses. A pause that came after the
/// deadline changes nothing.
pub fn due(calendar: &Calendar, began: NaiveDate, first: NaiveDate, pauses: &[Pause]) -> Due {
    pauses.iter().fold(calendar.due_on(first), |due, pause| {
        if pause.at >= due.at {
            return due;
        }
        calendar.due_on(calendar.add_working_days(due.date, pause.lost(calendar, began)))
    })
}

/// When something is due that begins now and has so many working days.
///
/// # Errors
/// Only when the database fails.
pub fn due_from_now(conn: &mut Conn, calendar: &Calendar, id: FindingId, now: Instant, days: i32) -> AppResult<Due> {
    Ok(by_rule(calendar, now, days, &queries::of(conn, id)?))
}

/// What stands still now, if the clock of the finding does.
///
/// # Errors
/// Only when the database fails.
pub fn standing(conn: &mut Conn, id: FindingId, now: Instant) -> AppResult<Option<Pause>> {
    let open = queries::open(conn, id)?;
    Ok(open.filter(|pause| pause.stands(now)))
}

/// Stops the clock of a finding up to the end of a day at the latest; its owner is told.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn pause(conn: &mut Conn, act: &Act, post: &Post, id: FindingId, until: NaiveDate, reason: &str) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    finding.check_pause(part, act.now)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let today = calendar.zone.local(act.now).date;
    check_until(today, until)?;
    let last = queries::open(conn, id)?;
    if last.as_ref().is_some_and(|last| last.stands(act.now)) {
        return Err(CannotRepair::PausedAlready.into());
    }
    bump(conn, &finding)?;
    if let Some(last) = last {
        note_over(conn, act, post, &finding, &last)?;
    }
    let again_on = shifted(until, 1);
    let pause = Pause {
        id: act.id(),
        finding_id: id,
        reason: reason.into(),
        from_on: today,
        until_on: until,
        again_on,
        at: act.now,
        until_at: calendar.zone.day_start(again_on),
        who,
        ended_at: None,
        ended_by: None,
    };
    queries::insert(conn, &pause)?;
    if let Some(due_on) = finding.due_on {
        queries::insert_date(conn, pause.id, AnyId(id.0), due_on)?;
    }
    for (action, _) in findings::actions(conn, id)? {
        if action.state == ActionState::Open {
            queries::insert_date(conn, pause.id, AnyId(action.id.0), action.due_on)?;
        }
    }
    let due = move_dates(conn, act, &finding, &calendar)?;
    let facts = json!({"until": until, "from": finding.due_on, "due": due});
    record(conn, act, id, "finding-paused", facts, Some(reason))?;
    tell_owner(conn, act, post, &finding, &pause, ("paused", due))
}

/// May a clock stand still up to this day?
///
/// # Errors
/// [`CannotRepair::DuePast`], [`CannotRepair::PauseLong`].
pub fn check_until(today: NaiveDate, until: NaiveDate) -> Result<(), CannotRepair> {
    match until.signed_duration_since(today).num_days() {
        ..0 => Err(CannotRepair::DuePast),
        0..=LONGEST_PAUSE => Ok(()),
        _ => Err(CannotRepair::PauseLong),
    }
}

/// Lets the clock of a finding go on before its time; its owner is told.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn resume(conn: &mut Conn, act: &Act, post: &Post, id: FindingId) -> AppResult<()> {
    let (finding, part, _) = load(conn, act, id)?;
    finding.check_open(part, Deed::Pause)?;
    let open = standing(conn, id, act.now)?.ok_or(CannotRepair::NotPaused)?;
    bump(conn, &finding)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    end_now(conn, act, &calendar, &open)?;
    let due = move_dates(conn, act, &finding, &calendar)?;
    let facts = json!({"from": finding.due_on, "due": due});
    record(conn, act, id, "finding-resumed", facts, None)?;
    tell_owner(conn, act, post, &finding, &open, ("resumed", due))
}

/// Ends the pause of a finding that closes (after [`bump`]): what counts is when it would have been due.
///
/// # Errors
/// Stale when somebody was quicker.
pub(super) fn end_with(conn: &mut Conn, act: &Act, finding: &Finding) -> AppResult<()> {
    let Some(open) = queries::open(conn, finding.id)? else {
        return Ok(());
    };
    if !open.stands(act.now) {
        queries::end(conn, &open, open.until_at, None, open.again_on)?;
        return Ok(());
    }
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    end_now(conn, act, &calendar, &open)?;
    move_dates(conn, act, finding, &calendar).map(drop)
}

fn end_now(conn: &mut Conn, act: &Act, calendar: &Calendar, open: &Pause) -> AppResult<()> {
    let today = calendar.zone.local(act.now).date;
    if queries::end(conn, open, act.now, act.who, today)? {
        Ok(())
    } else {
        Err(AppError::Stale)
    }
}

/// Notes that the pause of a finding is over, if it is and nobody has; its owner is told. The dates need nothing: they were
/// moved when the clock was stopped, whenever somebody looks.
///
/// # Errors
/// Only when the database or a template fails; Stale when somebody changed the finding meanwhile.
pub fn go_on(conn: &mut Conn, act: &Act, post: &Post, id: FindingId) -> AppResult<()> {
    let finding = findings::find(conn, id)?;
    match queries::open(conn, id)? {
        Some(pause) if !pause.stands(act.now) => {
            bump(conn, &finding)?;
            note_over(conn, act, post, &finding, &pause)
        }
        _ => Ok(()),
    }
}

fn note_over(conn: &mut Conn, act: &Act, post: &Post, finding: &Finding, pause: &Pause) -> AppResult<()> {
    if !queries::end(conn, pause, pause.until_at, None, pause.again_on)? {
        return Err(AppError::Stale);
    }
    let facts = json!({"due": finding.due_on});
    record(
        conn,
        &act.on_behalf_of(None),
        finding.id,
        "finding-went-on",
        facts,
        None,
    )?;
    let by = act.on_behalf_of(Some(pause.who));
    tell_owner(conn, &by, post, finding, pause, ("went-on", finding.due_on))
}

/// Moves the dates of a finding and its open actions to where its pauses put them (after [`bump`]); when it is due now.
fn move_dates(conn: &mut Conn, act: &Act, finding: &Finding, calendar: &Calendar) -> AppResult<Option<NaiveDate>> {
    let since = looks_from(conn, finding.id, act.now)?;
    let mut due_on = finding.due_on;
    if let Some(due) = due_of(conn, finding, calendar)? {
        due_on = Some(due.date);
        if finding.due_at != Some(due.at) {
            let notice = reminders::first_notice(calendar, since, due);
            findings::set_due(conn, finding.id, due, finding.due_picked, notice)?;
        }
    }
    for (action, _) in findings::actions(conn, finding.id)? {
        let due = match action.state {
            ActionState::Open => due_of_action(conn, &action, calendar)?,
            _ => None,
        };
        if let Some(due) = due.filter(|due| due.at != action.due_at) {
            let notice = reminders::first_notice(calendar, since, due);
            if !findings::set_action_due(conn, &action, due, action.due_picked, notice)? {
                return Err(AppError::Stale);
            }
        }
    }
    Ok(due_on)
}

/// From when on somebody is reminded of a finding again: now, or when its clock goes on.
///
/// # Errors
/// Only when the database fails.
pub fn looks_from(conn: &mut Conn, id: FindingId, now: Instant) -> AppResult<Instant> {
    Ok(standing(conn, id, now)?.map_or(now, |pause| pause.until_at))
}

/// When a finding is due by its rule, or on the day picked by hand, and its pauses. Nothing where neither moves it.
///
/// # Errors
/// Only when the database fails.
pub fn due_of(conn: &mut Conn, finding: &Finding, calendar: &Calendar) -> AppResult<Option<Due>> {
    let (Some(due_on), false) = (finding.due_on, finding.state.is_closed()) else {
        return Ok(None);
    };
    let pauses = queries::of(conn, finding.id)?;
    let timeline = history::timeline(conn, Record::of("finding", finding.id))?;
    let began = dates::began(finding, &timeline);
    match finding.due_days {
        Some(days) if !finding.due_picked => Ok(Some(by_rule(calendar, began, days, &pauses))),
        _ => {
            let requests = findings::due_requests(conn, finding.id)?;
            let picked_at = dates::picked_at(&requests, None).unwrap_or(began).max(began);
            picked(conn, calendar, AnyId(finding.id.0), due_on, picked_at, &pauses)
        }
    }
}

/// The same for an action.
///
/// # Errors
/// Only when the database fails.
pub fn due_of_action(conn: &mut Conn, action: &Action, calendar: &Calendar) -> AppResult<Option<Due>> {
    let pauses = queries::of(conn, action.finding_id)?;
    match action.due_days {
        Some(days) if !action.due_picked => Ok(Some(by_rule(calendar, action.created_at, days, &pauses))),
        _ => {
            let requests = findings::due_requests(conn, action.finding_id)?;
            let picked_at = dates::picked_at(&requests, Some(action.id)).unwrap_or(action.created_at);
            picked(conn, calendar, AnyId(action.id.0), action.due_on, picked_at, &pauses)
        }
    }
}

/// When something is due that began at a moment and has so many working days.
pub fn by_rule(calendar: &Calendar, began: Instant, days: i32, pauses: &[Pause]) -> Due {
    let first = calendar.due(began, days).date;
    due(calendar, calendar.zone.local(began).date, first, pauses)
}

/// A day that was picked is moved by pauses that came after it was picked.
fn picked(
    conn: &mut Conn,
    calendar: &Calendar,
    what: AnyId,
    present: NaiveDate,
    picked_at: Instant,
    pauses: &[Pause],
) -> AppResult<Option<Due>> {
    let since: Vec<Pause> = pauses.iter().filter(|pause| pause.at >= picked_at).cloned().collect();
    let Some(first) = since.first() else { return Ok(None) };
    let before = queries::date_before(conn, first.id, what)?.unwrap_or(present);
    Ok(Some(due(calendar, shifted(first.from_on, -1), before, &since)))
}

/// Tells the owner what became of the clock, and when the finding is due now.
fn tell_owner(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    finding: &Finding,
    pause: &Pause,
    (kind, due): (&str, Option<NaiveDate>),
) -> AppResult<()> {
    let Some(owner) = finding.owner_id else { return Ok(()) };
    let owner = people::queries::find(conn, owner)?;
    let i18n = post.views().i18n();
    let full = |date: NaiveDate| i18n.day(&owner.language, date, pause.from_on).full;
    let said = Said::new(&format!("mail-clock-{kind}"))
        .with("until", full(pause.until_on))
        .with("due", due.map(full).unwrap_or_default())
        .with("reason", pause.reason.as_str());
    let text = i18n.say(&owner.language, &said);
    let word = Word {
        kind,
        text: &text,
        about: pause.id.to_string(),
        date: None,
    };
    reminders::tell_word(conn, act, post, finding, &owner, &word).map(drop)
}
