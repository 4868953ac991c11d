//! One finding can lead others: the same question failed at several units, and one cause is worked on for all of them.
//!
//! The leading finding goes the usual way. Each of the others keeps its number and is closed by itself; it may take the
//! cause and the finished actions of the leading one as its own.

pub mod queries;

use super::model::{Action, ActionState, CannotRepair, Finding, Gates, State};
use super::operations;
use super::queries as findings;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{FindingId, PersonId};
use crate::base::said::Said;
use crate::people;
use crate::people::model::Scope;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::refusals;
use serde_json::json;

/// How far back the same question is looked for at other units, in days.
pub const DAYS: i64 = 90;
/// The most findings that are told of other units, and the most that one leads.
pub const MOST: usize = 50;

/// Why findings cannot be led by one, or nothing can be taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotGroup {
    /// Nothing was chosen.
    #[error("nothing chosen")]
    Nothing,
    /// One of them is closed.
    #[error("one is closed")]
    Closed,
    /// One of them is about another question.
    #[error("another question")]
    OtherQuestion,
    /// One of them is led already, or leads others.
    #[error("one is led already")]
    Led,
    /// One leads as many as there may be.
    #[error("too many")]
    Many,
    /// It is led by none.
    #[error("it is led by none")]
    Alone,
    /// The leading one has no cause yet.
    #[error("the leading one has no cause")]
    NoCause,
}

impl CannotGroup {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Nothing => Said::new("group-nothing"),
            Self::Closed => Said::new("group-closed"),
            Self::OtherQuestion => Said::new("group-other-question"),
            Self::Led => Said::new("group-led"),
            Self::Many => Said::new("group-many").with("count", MOST),
            Self::Alone => Said::new("group-alone"),
            Self::NoCause => Said::new("group-no-cause"),
        }
    }
}
refusals!(CannotGroup);

/// The moment since which the same question is looked for elsewhere.
pub fn since(now: Instant) -> Instant {
    now.plus_days(-DAYS)
}

/// Lets a finding lead others on the same question. Whoever decides leads all of their units.
///
/// # Errors
/// [`CannotGroup`] in its words; Forbidden to somebody who does not lead all of them; `NotFound` when one is not seen.
pub fn lead(conn: &mut Conn, act: &Act, scope: &Scope, id: FindingId, members: &[FindingId]) -> AppResult<()> {
    let who = act.who.ok_or(AppError::NotFound)?;
    let leading = findings::find_visible(conn, scope, id)?;
    check_leader(conn, act, who, &leading)?;
    if members.is_empty() {
        return Err(CannotGroup::Nothing.into());
    }
    if queries::leader_of(conn, id)?.is_some() {
        return Err(CannotGroup::Led.into());
    }
    let led = queries::members_of(conn, id)?;
    if led.len() + members.len() > MOST {
        return Err(CannotGroup::Many.into());
    }
    operations::bump(conn, &leading)?;
    for member in members {
        let member = findings::find_visible(conn, scope, *member)?;
        check_leader(conn, act, who, &member)?;
        check(&leading, &member)?;
        if queries::leader_of(conn, member.id)?.is_some() || !queries::members_of(conn, member.id)?.is_empty() {
            return Err(CannotGroup::Led.into());
        }
        operations::bump(conn, &member)?;
        queries::insert(conn, id, member.id, who, act.now)?;
        let facts = json!({"leading": id, "number": leading.number});
        operations::record(conn, act, member.id, "finding-led", facts, Some(&leading.number))?;
        let facts = json!({"member": member.id, "number": member.number});
        operations::record(conn, act, id, "finding-leads", facts, Some(&member.number))?;
    }
    Ok(())
}

fn check(leading: &Finding, member: &Finding) -> Result<(), CannotGroup> {
    if leading.id == member.id {
        Err(CannotGroup::Led)
    } else if leading.question_id != member.question_id {
        Err(CannotGroup::OtherQuestion)
    } else if leading.state.is_closed() || member.state.is_closed() {
        Err(CannotGroup::Closed)
    } else {
        Ok(())
    }
}

fn check_leader(conn: &mut Conn, act: &Act, who: PersonId, finding: &Finding) -> AppResult<()> {
    let stands_for = people::absences::operations::stands_for(conn, who, act.now)?;
    if findings::part(conn, finding, who, &stands_for)?.leader {
        Ok(())
    } else {
        Err(CannotRepair::NotYours.into())
    }
}

/// Lets a finding go its own way again.
///
/// # Errors
/// [`CannotGroup`] in its words; Forbidden to somebody who does not lead its unit.
pub fn leave(conn: &mut Conn, act: &Act, id: FindingId) -> AppResult<()> {
    let who = act.who.ok_or(AppError::NotFound)?;
    let member = findings::find(conn, id)?;
    check_leader(conn, act, who, &member)?;
    let leading = queries::leader_of(conn, id)?.ok_or(CannotGroup::Alone)?;
    operations::bump(conn, &member)?;
    queries::remove(conn, id)?;
    let facts = json!({"leading": leading.id});
    operations::record(conn, act, id, "finding-led-ended", facts, Some(&leading.number))
}

/// Takes the cause and the finished actions of the leading finding as one's own: what was done there counts here, too.
///
/// # Errors
/// [`CannotGroup`] and [`CannotRepair`] in their words; Stale when somebody was quicker.
pub fn take(conn: &mut Conn, act: &Act, id: FindingId) -> AppResult<()> {
    let who = act.who.ok_or(AppError::NotFound)?;
    let member = findings::find(conn, id)?;
    let stands_for = people::absences::operations::stands_for(conn, who, act.now)?;
    member.check_plan(findings::part(conn, &member, who, &stands_for)?)?;
    let leading = queries::leader_of(conn, id)?.ok_or(CannotGroup::Alone)?;
    let cause = findings::cause(conn, leading.id)?.ok_or(CannotGroup::NoCause)?;
    operations::bump(conn, &member)?;
    let own = findings::actions(conn, id)?;
    let mut copied = false;
    let mut number = own.iter().map(|(action, _)| action.number).max().unwrap_or(0);
    for (action, _) in findings::actions(conn, leading.id)? {
        let is_there = own.iter().any(|(own, _)| own.body == action.body);
        if action.state == ActionState::Done && !is_there {
            number += 1;
            let copy = Action {
                id: act.id(),
                finding_id: id,
                number,
                created_at: act.now,
                revision: 1,
                taken_from: Some(action.id),
                ..action
            };
            findings::insert_action(conn, &copy)?;
            copied = true;
        }
    }
    // One that was opened again takes a new action: what is there already did not hold.
    let state = match findings::gates(conn, id)? {
        Gates { actions_open: 1.., .. } => State::Planned,
        _ if copied => State::Done,
        _ => member.state,
    };
    findings::set_state(conn, id, state)?;
    let facts = json!({"from": member.state, "to": state, "leading": leading.id});
    operations::record(conn, act, id, "finding-taken", facts, Some(&leading.number))?;
    // Written down like an own one: the plan is decided on as always.
    let whys: Vec<String> = cause.whys.read();
    operations::find_cause(conn, act, id, &cause.category, &whys, &cause.root_cause)
}
