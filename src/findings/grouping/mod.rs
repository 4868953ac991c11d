//! The same question failed at several units, and one cause is worked on for all of them: in a *systemic finding* of its
//! own, at the smallest unit that lies above them, which leads the others.
//!
//! The systemic finding goes the usual way; whoever leads its unit has it, and whoever sees its unit sees it. Each of the
//! others keeps its number and is closed by itself; it may take the cause and the finished actions of the systemic one as
//! its own. Repeats and watches stay with them: audits take place at their units.

pub mod queries;

use super::model::{Action, ActionState, CannotRepair, Finding, Gates, State};
use super::operations::{self, NewFinding, Raised};
use super::queries as findings;
use super::reminders;
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::OriginKind;
use crate::base::ids::{FindingId, Origin, PersonId, UnitId};
use crate::base::said::Said;
use crate::people;
use crate::people::model::Scope;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
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
    /// It is not said what they have in common.
    #[error("nothing in common said")]
    NoWords,
    /// All of them are at one unit.
    #[error("all at one unit")]
    OneUnit,
    /// One of them is at a unit that does not lie below the systemic one's.
    #[error("not below its unit")]
    Outside,
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
            Self::NoWords => Said::new("group-common-required"),
            Self::OneUnit => Said::new("group-one-unit"),
            Self::Outside => Said::new("group-outside"),
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

/// Lets a systemic finding lead the chosen ones: this one where it is one, else one that is raised now for this one and
/// them, with what they have in common. Whoever decides leads its unit, and so all of theirs. Gives the systemic one.
///
/// # Errors
/// [`CannotGroup`] in its words; Forbidden to somebody who does not lead all of them; `NotFound` when one is not seen.
pub fn lead(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    scope: &Scope,
    id: FindingId,
    members: &[FindingId],
    common: &str,
) -> AppResult<FindingId> {
    let who = act.who.ok_or(AppError::NotFound)?;
    let here = findings::find_visible(conn, scope, id)?;
    check_leader(conn, act, who, &here)?;
    if members.is_empty() {
        return Err(CannotGroup::Nothing.into());
    }
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    if members.contains(&id) {
        return Err(CannotGroup::Led.into());
    }
    let mut led = Vec::with_capacity(members.len() + 1);
    for member in members {
        led.push(findings::find_visible(conn, scope, member)?);
    }
    let is_systemic = here.origin_kind == OriginKind::Systemic;
    if !is_systemic {
        led.push(here.clone());
    }
    for member in &led {
        check(&here, member)?;
        if queries::leader_of(conn, member.id)?.is_some() || !queries::members_of(conn, member.id)?.is_empty() {
            return Err(CannotGroup::Led.into());
        }
    }
    let leading = if is_systemic {
        here
    } else {
        raise(conn, act, &led, common)?
    };
    if queries::members_of(conn, leading.id)?.len() + led.len() > MOST {
        return Err(CannotGroup::Many.into());
    }
    check_leader(conn, act, who, &leading)?;
    operations::bump(conn, &leading)?;
    for member in led {
        if !is_above(conn, leading.unit_id, member.unit_id)? {
            return Err(CannotGroup::Outside.into());
        }
        operations::bump(conn, &member)?;
        queries::insert(conn, leading.id, member.id, who, act.now)?;
        let facts = json!({"leading": leading.id, "number": leading.number});
        operations::record(conn, act, member.id, "finding-led", facts, Some(&leading.number))?;
        let facts = json!({"member": member.id, "number": member.number});
        operations::record(conn, act, leading.id, "finding-leads", facts, Some(&member.number))?;
    }
    if !is_systemic {
        reminders::tell_at_once(conn, act, post, leading.id)?;
        reminders::tell_raised(conn, act, post, leading.id)?;
    }
    Ok(leading.id)
}

/// Raises the systemic finding of these: as grave as the gravest, sensitive where one of them is.
fn raise(conn: &mut Conn, act: &Act, of: &[Finding], common: &str) -> AppResult<Finding> {
    let [first, ..] = of else {
        return Err(CannotGroup::Nothing.into());
    };
    if of.iter().all(|finding| finding.unit_id == first.unit_id) {
        return Err(CannotGroup::OneUnit.into());
    }
    if common.is_empty() {
        return Err(CannotGroup::NoWords.into());
    }
    let id = act.id();
    let place = Raised {
        unit_id: smallest_above(conn, of)?,
        process_id: first.process_id,
        layer: None,
        about_layer: None,
        origin: Origin::Systemic(id),
        origin_label: String::new(),
    };
    // Ids grow with time: the newest wording.
    let newest = of
        .iter()
        .max_by_key(|finding| finding.question_version_id)
        .unwrap_or(first);
    let new = NewFinding {
        question: newest.question_id.zip(newest.question_version_id),
        part: 1,
        title: newest.title.clone(),
        seen: common.to_owned(),
        corrected: None,
        contained: None,
        severity: of
            .iter()
            .map(|finding| finding.severity)
            .min()
            .unwrap_or(first.severity),
        sensitive: of.iter().any(|finding| finding.sensitive),
    };
    operations::raise(conn, act, &place, &[new])?;
    Ok(findings::find(conn, id)?)
}

/// The smallest unit that lies above all of these findings, or is the unit of one of them.
fn smallest_above(conn: &mut Conn, of: &[Finding]) -> AppResult<UnitId> {
    let mut common: Option<Vec<UnitId>> = None;
    for finding in of {
        let path: Vec<UnitId> = agency::queries::path(conn, finding.unit_id)?
            .iter()
            .map(|unit| unit.id)
            .collect();
        common = Some(match common {
            Some(mut before) => {
                before.retain(|unit| path.contains(unit));
                before
            }
            None => path,
        });
    }
    let smallest = common.and_then(|common| common.into_iter().next());
    smallest.ok_or_else(|| AppError::broken("units without one above them"))
}

/// Whether a unit is another one, or lies above it.
///
/// # Errors
/// Only when the database fails.
pub fn is_above(conn: &mut Conn, unit: UnitId, other: UnitId) -> AppResult<bool> {
    Ok(agency::queries::path(conn, other)?.iter().any(|above| above.id == unit))
}

fn check(here: &Finding, member: &Finding) -> Result<(), CannotGroup> {
    if member.origin_kind == OriginKind::Systemic {
        Err(CannotGroup::Led)
    } else if member.question_id.is_none() || here.question_id != member.question_id {
        Err(CannotGroup::OtherQuestion)
    } else if here.state.is_closed() || member.state.is_closed() {
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
