//! What waits for somebody is told again: a finding nobody owns to whoever leads, one whose actions are done to those who
//! may verify it.
//!
//! The rule looks at the state: as long as it waits, each step is told once, and only the last one that is due. Between
//! the steps lie working days of the unit; the last one is told one layer up, too.

use super::model::*;
use super::{pauses, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
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

crate::text_enum! {
    /// What a finding waits for.
    pub enum Waits {
        /// Somebody who sees to it.
        Owner = "owner",
        /// Somebody who verifies it.
        Verification = "verification",
    }
}

/// What a finding waits for, and since when; `done_at` is when its last action was finished.
pub fn waits(finding: &Finding, done_at: Option<Instant>) -> Option<(Waits, Instant)> {
    match (finding.state, done_at) {
        (State::Verified | State::Dismissed, _) => None,
        (State::Done, Some(at)) => Some((Waits::Verification, at)),
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
    let Some((waits, since)) = waits(&finding, done_at.filter(|_| ready)) else {
        queries::set_chased(conn, &finding, None)?;
        return Ok(0);
    };
    if let Some(pause) = pauses::standing(conn, id, act.now)? {
        queries::set_chased(conn, &finding, Some(pause.until_at))?;
        return Ok(0);
    }
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let (begin, today) = (calendar.zone.local(since).date, calendar.zone.local(act.now).date);
    let mornings = STEPS.map(|days| {
        calendar
            .open_on(calendar.add_working_days(begin, days))
            .map(|(opens, _)| opens)
    });
    let is_due = |morning: &Option<Instant>| morning.is_some_and(|opens| opens <= act.now);
    queries::set_chased(
        conn,
        &finding,
        mornings.into_iter().flatten().find(|opens| *opens > act.now),
    )?;
    let Some(step) = mornings.iter().rposition(is_due) else {
        return Ok(0);
    };
    let is_last = step + 1 == STEPS.len();
    let to = match waits {
        Waits::Owner => leaders(conn, &finding, is_last)?,
        Waits::Verification => verifiers(conn, &finding, &actions, is_last)?,
    };
    let post = post.about(if is_last { Class::Late } else { Class::Work });
    let unit = queries::unit_name(conn, finding.unit_id)?;
    let mut composed = 0;
    for person in to {
        let (person, instead) = people::absences::operations::reader(conn, &person, act.now)?;
        let key = format!("waiting:{id}:{}:{waits}-{}:{begin}", person.id, step + 1);
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
    let mut layers = Vec::new();
    for layer in agency::queries::layers(conn)? {
        let mut holders = people::queries::holders(conn, layer.role, finding.unit_id)?;
        holders.retain(|person| !owners.contains(&person.id));
        if !holders.is_empty() {
            layers.push(holders);
        }
    }
    layers.truncate(1 + usize::from(also_higher));
    Ok(layers.concat())
}
