//! *Submitted, arrived later*: an audit that was done inside its window without a network, or on paper, and arrives when
//! its time is over.
//!
//! Device and server each have a clock. What a device says of *when* counts; where its clock is off it is corrected by
//! the difference, and the audit says so.

use super::model::{Audit, AuditState, CannotAudit, Standing};
use crate::base::clock::Instant;
use crate::base::said::Said;
use crate::platform::error::AppResult;
use crate::refusals;

/// Minutes a device's clock may differ before it is called off.
pub const CLOCK_MINUTES: i64 = 5;

/// What is known of when something that is sent was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arriving {
    /// When the person began without a network, by the device's clock.
    pub started_at: Option<Instant>,
    /// When the person finished, by the device's clock.
    pub device_at: Option<Instant>,
    /// What the device's clock showed when it sent.
    pub sent_at: Option<Instant>,
    /// So many days after its end an audit is taken that was done before.
    pub taken_for_days: i64,
}

/// When an audit counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// When it arrived.
    OnArrival,
    /// Then, though it arrived later.
    DoneAt(Instant),
}

impl Counted {
    /// The moment it counts as done, when it arrives now.
    pub fn at(self, now: Instant) -> Instant {
        match self {
            Self::OnArrival => now,
            Self::DoneAt(at) => at,
        }
    }
    /// That moment, if it is not the arrival.
    pub fn done_at(self) -> Option<Instant> {
        match self {
            Self::OnArrival => None,
            Self::DoneAt(at) => Some(at),
        }
    }
}

/// Why an audit that is over is not taken any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotArrive {
    /// It was not done inside its window.
    #[error("not done inside its window")]
    OutsideWindow,
    /// It is over for more than so many days.
    #[error("over for more than {0} days")]
    TooLate(i64),
    /// Nothing was started in time, and it is not told as done on paper.
    #[error("not started in time")]
    NotStarted,
    /// It is not over: the checklist itself takes it.
    #[error("not over yet")]
    NotOver,
    /// Who did it is not somebody who could have done it.
    #[error("not somebody who could have done it")]
    NotHolder,
}

impl CannotArrive {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        match self {
            Self::OutsideWindow => Said::new("audit-late-no-window"),
            Self::TooLate(days) => Said::new("audit-late-no-days").with("count", days),
            Self::NotStarted => Said::new("audit-late-no-start"),
            Self::NotOver => Said::new("audit-late-no-end"),
            Self::NotHolder => Said::new("audit-late-no-holder"),
        }
    }
}
refusals!(CannotArrive);

/// By how many seconds a device's clock is ahead of ours (behind: less than nothing), where that is more than it may.
pub fn clock_off(sent_at: Option<Instant>, arrived_at: Instant) -> Option<i64> {
    let seconds = sent_at?.since(arrived_at).num_seconds();
    (seconds.abs() > CLOCK_MINUTES * 60).then_some(seconds)
}

/// A moment a device tells, by our clock.
fn corrected(device_at: Instant, sent_at: Option<Instant>, now: Instant) -> Instant {
    match clock_off(sent_at, now) {
        Some(seconds) => device_at.plus_seconds(-seconds),
        None => device_at,
    }
}

/// May an audit that was started be sent now, by a device that says when it was done; and when does it count as done?
///
/// # Errors
/// [`CannotAudit`] while nothing speaks for it; [`CannotArrive`] when it is over and was not done in time.
pub fn check_device(audit: &Audit, arriving: Arriving, now: Instant) -> AppResult<Counted> {
    // A device whose clock is off a little still did it after it was started.
    let done = arriving
        .device_at
        .map(|at| corrected(at, arriving.sent_at, now))
        .filter(|at| {
            let begun = audit.started_at.map(|at| at.plus_minutes(-CLOCK_MINUTES));
            begun.is_none_or(|begun| *at >= begun) && *at <= now.plus_minutes(CLOCK_MINUTES)
        });
    let begun = begun_at(audit, arriving, now);
    let in_window = |at: &Instant| (audit.opens_at..=audit.closes_at).contains(at);
    if audit.standing(now) != Standing::Missed {
        audit.check_open(now)?;
        if audit.state == AuditState::Scheduled && begun.is_none() {
            return Err(CannotAudit::NotStarted.into());
        }
        // Inside the grace: what was done by its due time is not late, though it arrives after it.
        let on_time = done.filter(|at| in_window(at) && *at <= audit.due_at && now > audit.due_at);
        return Ok(on_time.map_or(Counted::OnArrival, Counted::DoneAt));
    }
    check_days(audit, arriving.device_at.is_some(), arriving.taken_for_days, now)?;
    if audit.started_at.or(begun).is_none() {
        return Err(CannotArrive::NotStarted.into());
    }
    let done = done.filter(in_window).ok_or(CannotArrive::OutsideWindow)?;
    Ok(Counted::DoneAt(done))
}

/// When a device began an audit whose questions were drawn for it, by our clock: never before the audit opened.
pub fn begun_at(audit: &Audit, arriving: Arriving, now: Instant) -> Option<Instant> {
    let began = corrected(arriving.started_at?, arriving.sent_at, now);
    (audit.draw > 0 && audit.started_at.is_none()).then(|| began.min(now).max(audit.opens_at))
}

/// May what was done on paper at this moment be entered now?
///
/// # Errors
/// [`CannotAudit`] or [`CannotArrive`] in its words.
pub fn check_paper(audit: &Audit, done_at: Option<Instant>, taken_for_days: i64, now: Instant) -> AppResult<()> {
    match audit.standing(now) {
        Standing::Missed => {}
        Standing::Submitted => return Err(CannotAudit::Submitted.into()),
        Standing::Excused => return Err(CannotAudit::Excused.into()),
        _ => return Err(CannotArrive::NotOver.into()),
    }
    check_days(audit, true, taken_for_days, now)?;
    match done_at {
        Some(at) if !(audit.opens_at..=audit.closes_at).contains(&at) => Err(CannotArrive::OutsideWindow.into()),
        _ => Ok(()),
    }
}

/// Nobody fills in last week: without a word of when it was done, or too long after, an audit that is over stays missed.
fn check_days(audit: &Audit, told: bool, taken_for_days: i64, now: Instant) -> AppResult<()> {
    if !told || taken_for_days == 0 {
        return Err(CannotAudit::Over.into());
    }
    if now > audit.closes_at.plus_days(taken_for_days) {
        return Err(CannotArrive::TooLate(taken_for_days).into());
    }
    Ok(())
}
