//! What waits for somebody is told again: a finding nobody owns to whoever leads, a plan to those who decide on it, one
//! whose actions are done to those who may verify it.
//!
//! The rule looks at the state: as long as it waits, each step is told once, and only the last one that is due. Between
//! the steps lie working days of the unit; the last one is told one layer up, too. A plan is told as soon as it waits.

use super::model::*;
use super::{pauses, queries};
use crate::agency;
use crate::agency::model::Layer;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::{FindingId, PersonId};
use crate::base::links;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use serde_json::json;

/// Working days after which it is told: again, and again with the next layer up.
const STEPS: [i32; 3] = [1, 3, 8];
/// The same for a plan, of which nobody has heard yet when it begins to wait.
const PLAN_STEPS: [i32; 3] = [0, 3, 8];

crate::text_enum! {
    /// What a finding waits for.
    pub enum Waits {
        /// Somebody who sees to it.
        Owner = "owner",
        /// Somebody who decides on its plan.
        Decision = "decision",
        /// Somebody who verifies it.
        Verification = "verification",
    }
}

/// What a finding waits for, and since when; `done_at` is when its last action was finished, `planned_at` when its plan
/// began to wait for a decision.
pub fn waits(finding: &Finding, done_at: Option<Instant>, planned_at: Option<Instant>) -> Option<(Waits, Instant)> {
    match (finding.state, done_at, planned_at) {
        (State::Verified | State::Dismissed, ..) => None,
        (State::Done, Some(at), _) => Some((Waits::Verification, at)),
        (State::Planned, _, Some(at)) => Some((Waits::Decision, at)),
        _ if finding.owner_id.is_none() => Some((Waits::Owner, finding.found_at)),
        _ => None,
    }
}

/// Tells that a finding waits, if a step is due, and notes when to look again; how many mails were composed.
///
/// # Errors
/// Only when the database or a template fails.
pub fn chase(conn: &mut Conn, act: &Act, post: &Post, id: FindingId) -> AppResult<usize> {
    let finding = queries::find(conn, id)?;
    let actions = queries::actions(conn, id)?;
    // One that was taken over from another finding counts from then.
    let done_at = actions
        .iter()
        .filter_map(|(action, _)| action.done_at.map(|at| at.max(action.created_at)))
        .max();
    // Nobody is asked to close what cannot be closed.
    let gates = queries::gates(conn, id)?;
    let ready = gates.cause && gates.plan.is_none_or(|plan| plan.standing != PlanStanding::SentBack);
    let plan = queries::plan(conn, id)?.filter(|sent| sent.plan.standing == PlanStanding::Waiting);
    // Those it was taken up to were told then.
    let taken_up = queries::last_decision(conn, id)?.filter(|last| {
        let of_this_plan = plan.as_ref().is_some_and(|sent| last.at >= sent.at);
        of_this_plan && last.verdict == Verdict::TakenUp
    });
    let planned_at = plan
        .as_ref()
        .map(|sent| taken_up.as_ref().map_or(sent.at, |last| last.at));
    let Some((waits, since)) = waits(&finding, done_at.filter(|_| ready), planned_at) else {
        queries::set_chased(conn, &finding, None)?;
        return Ok(0);
    };
    if let Some(pause) = pauses::standing(conn, id, act.now)? {
        queries::set_chased(conn, &finding, Some(pause.until_at))?;
        return Ok(0);
    }
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let (begin, today) = (calendar.zone.local(since).date, calendar.zone.local(act.now).date);
    let days = if waits == Waits::Decision { PLAN_STEPS } else { STEPS };
    let moments = days.map(|days| match days {
        0 => taken_up.is_none().then_some(since),
        _ => calendar
            .open_on(calendar.add_working_days(begin, days))
            .map(|(opens, _)| opens),
    });
    let is_due = |moment: &Option<Instant>| moment.is_some_and(|at| at <= act.now);
    let next = moments.into_iter().flatten().find(|at| *at > act.now);
    queries::set_chased(conn, &finding, next)?;
    let Some(step) = moments.iter().rposition(is_due) else {
        return Ok(0);
    };
    let is_last = step + 1 == days.len();
    let to = match (waits, &plan) {
        (Waits::Decision, Some(sent)) => deciders(conn, &finding, sent.plan.layer, is_last)?,
        (Waits::Verification, _) => verifiers(conn, &finding, &actions, is_last)?,
        _ => leaders(conn, &finding, is_last)?,
    };
    // A plan that was sent back may wait again on the same day.
    let since = match waits {
        Waits::Decision => since.micros().to_string(),
        Waits::Owner | Waits::Verification => begin.to_string(),
    };
    let post = post.about(if is_last { Class::Late } else { Class::Work });
    let unit = queries::unit_name(conn, finding.unit_id)?;
    let mut composed = 0;
    for person in to {
        let (person, instead) = people::absences::operations::reader(conn, &person, act.now)?;
        let key = format!("waiting:{id}:{}:{waits}-{}:{since}", person.id, step + 1);
        let context = json!({
            "kind": waits, "number": finding.number, "title": finding.title, "seen": finding.seen, "unit": unit,
            "days": calendar.working_days_between(begin, today), "link": post.url(&links::finding(id)),
        });
        let to = person.recipient().instead_of(instead);
        composed += usize::from(post.send(conn, act, &key, &to, "finding_waiting", context)?);
    }
    Ok(composed)
}

fn leaders(conn: &mut Conn, finding: &Finding, also_higher: bool) -> AppResult<Vec<Person>> {
    let mut to = agency::queries::leaders(conn, 1, finding.unit_id)?;
    if also_higher {
        to.extend(agency::queries::leaders(conn, 2, finding.unit_id)?);
    }
    Ok(to)
}

/// Those of the lowest layer at the unit who own none of the actions; with the next layer that has some, if wished.
fn verifiers(
    conn: &mut Conn,
    finding: &Finding,
    actions: &[(Action, String)],
    also_higher: bool,
) -> AppResult<Vec<Person>> {
    let owners: Vec<PersonId> = actions
        .iter()
        .filter(|(action, _)| action.state != ActionState::Cancelled)
        .map(|(action, _)| action.owner_id)
        .collect();
    let layers = agency::queries::layers(conn)?;
    lowest(conn, finding, &layers, &owners, also_higher)
}

/// Those of the plan's layer at the unit, or the first above it that has some; never its owner. With the next layer that
/// decides, if wished.
fn deciders(conn: &mut Conn, finding: &Finding, layer: i32, also_higher: bool) -> AppResult<Vec<Person>> {
    let mut layers = agency::queries::layers(conn)?;
    let leads = |role| matches!(role, Role::Manager | Role::Director);
    layers.retain(|other| other.number == layer || (other.number > layer && leads(other.role)));
    lowest(conn, finding, &layers, finding.owner_id.as_slice(), also_higher)
}

/// Those of the lowest of these layers that has somebody else than these persons at the unit; with the next such layer,
/// if wished.
fn lowest(
    conn: &mut Conn,
    finding: &Finding,
    layers: &[Layer],
    but: &[PersonId],
    also_higher: bool,
) -> AppResult<Vec<Person>> {
    let mut found = Vec::new();
    for layer in layers {
        let mut holders = people::queries::holders(conn, layer.role, finding.unit_id)?;
        holders.retain(|person| !but.contains(&person.id));
        if !holders.is_empty() {
            found.push(holders);
        }
    }
    found.truncate(1 + usize::from(also_higher));
    Ok(found.concat())
}
