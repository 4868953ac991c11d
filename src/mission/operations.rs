//! The verbs of the room: stating the mission, its goals and objectives, services; and loading all of it from a file.

mod load;
mod services;

pub use load::load;
pub use services::{create_service, end_service, resume_service, update_service};

use super::model::*;
use super::queries;
use crate::base::act::Act;
use crate::base::ids::*;
use crate::base::text::{GoalCode, Localized};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use serde_json::{Value, json};

/// A change to be recorded: of which record, what happened, from what to what.
type Noted = (Record, &'static str, Value);

fn record(conn: &mut Conn, act: &Act, changes: Vec<Noted>) -> AppResult<()> {
    let changes: Vec<Change<'_>> = changes
        .into_iter()
        .map(|(record, event, facts)| Change {
            record,
            event,
            facts,
            text: None,
        })
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    history::record_all(conn, act, &changes)
}

/// States the mission of a unit, or gives the statement other words: that which was read at this revision, 0 for none.
///
/// # Errors
/// Stale when somebody else has written another one meanwhile; refused without words.
pub fn state(conn: &mut Conn, act: &Act, unit: UnitId, revision: i32, words: &Localized) -> AppResult<()> {
    if let Some((_, no)) = words_problem("statement", words, LONGEST_TEXT) {
        return Err(no.into());
    }
    let old = queries::statement_of(conn, unit)?;
    if old.as_ref().map_or(0, |old| old.revision) != revision {
        return Err(AppError::Stale);
    }
    let mut changes = Vec::new();
    write_statement(conn, act, unit, old, words, &mut changes)?;
    record(conn, act, changes)
}

/// Writes the statement if it has other words, and says whether it had.
fn write_statement(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    old: Option<Statement>,
    words: &Localized,
    changes: &mut Vec<Noted>,
) -> AppResult<bool> {
    match old {
        Some(old) if old.statement == *words => return Ok(false),
        Some(old) => {
            if !queries::reword(conn, &old, words)? {
                return Err(AppError::Stale);
            }
            changes.push((
                Record::of("mission", old.id),
                "mission-changed",
                json!({"from": {"statement": old.statement}, "to": {"statement": words}}),
            ));
        }
        None => {
            let statement = Statement {
                id: act.id(),
                unit_id: unit,
                statement: words.clone(),
                revision: 1,
            };
            queries::insert_statement(conn, &statement)?;
            changes.push((
                Record::of("mission", statement.id),
                "mission-stated",
                json!({"to": {"statement": words}, "unit": unit}),
            ));
        }
    }
    Ok(true)
}

/// Adds a goal to the mission of a unit.
///
/// # Errors
/// Refused by the rules of a goal, and when another goal of the agency has the code.
pub fn add_goal(conn: &mut Conn, act: &Act, unit: UnitId, code: &GoalCode, wanted: &GoalWanted) -> AppResult<GoalId> {
    queries::hold_codes(conn)?;
    check_code(conn, code.as_str())?;
    let tie = check_goal(conn, unit, wanted, None)?;
    let goal = wanted.of(act.id(), unit, code.as_str());
    queries::insert_goals(conn, std::slice::from_ref(&goal))?;
    let facts = json!({"to": goal_facts(&goal, tie.as_deref())});
    record(conn, act, vec![(Record::of("goal", goal.id), "goal-added", facts)])?;
    Ok(goal.id)
}

fn check_code(conn: &mut Conn, code: &str) -> AppResult<()> {
    read_goal_code(code)?;
    match queries::holder_of_code(conn, code)? {
        Some(unit) => Err(CannotPromise::CodeTaken {
            code: code.to_owned(),
            unit,
        }
        .into()),
        None => Ok(()),
    }
}

/// Refuses what the rules refuse; gives the code of the goal it is tied to. A tie to a goal that has ended stays as it is,
/// a new one leads to an active goal of the agency.
fn check_goal(conn: &mut Conn, unit: UnitId, wanted: &GoalWanted, old: Option<&Goal>) -> AppResult<Option<String>> {
    let of_agency = queries::is_agency(conn, unit)?;
    if let Some((_, no)) = wanted.problems(of_agency).into_iter().next() {
        return Err(no.into());
    }
    let Some(parent) = wanted.parent_id else {
        return Ok(None);
    };
    let tie = queries::find_goal(conn, parent).map_err(|_| CannotPromise::UnknownTie)?;
    let stays = old.is_some_and(|old| old.parent_id == wanted.parent_id);
    if !stays && !tie.active || !queries::is_agency(conn, tie.unit_id)? {
        return Err(CannotPromise::UnknownTie.into());
    }
    Ok(Some(tie.code))
}

/// A goal as the history and the forms tell it.
///
/// # Errors
/// Only when the database fails.
pub fn facts_of_goal(conn: &mut Conn, goal: &Goal) -> AppResult<Value> {
    let tie = match goal.parent_id {
        Some(parent) => Some(queries::find_goal(conn, parent)?.code),
        None => None,
    };
    Ok(goal_facts(goal, tie.as_deref()))
}

/// Changes a goal that was read with these facts (see [`seen`]). Its code stays.
///
/// # Errors
/// Stale when somebody else has changed it meanwhile; refused when it has ended, and by the rules of a goal.
pub fn change_goal(conn: &mut Conn, act: &Act, id: GoalId, read: &str, wanted: &GoalWanted) -> AppResult<()> {
    let old = queries::find_goal_to_change(conn, id)?;
    let from = facts_of_goal(conn, &old)?;
    if seen(&from) != read {
        return Err(AppError::Stale);
    }
    if !old.active {
        return Err(CannotPromise::Ended.into());
    }
    let tie = check_goal(conn, old.unit_id, wanted, Some(&old))?;
    let new = wanted.of(id, old.unit_id, &old.code);
    if new == old {
        return Ok(());
    }
    queries::update_goal(conn, &new)?;
    let facts = json!({"from": from, "to": goal_facts(&new, tie.as_deref())});
    record(conn, act, vec![(Record::of("goal", id), "goal-changed", facts)])
}

/// Ends a goal. It stays for the questions, findings and goals that point at it.
///
/// # Errors
/// Refused when it has ended already.
pub fn end_goal(conn: &mut Conn, act: &Act, id: GoalId) -> AppResult<()> {
    set_active(conn, act, id, false)
}

/// Takes an ended goal up again.
///
/// # Errors
/// Refused when it is active.
pub fn resume_goal(conn: &mut Conn, act: &Act, id: GoalId) -> AppResult<()> {
    set_active(conn, act, id, true)
}

fn set_active(conn: &mut Conn, act: &Act, id: GoalId, active: bool) -> AppResult<()> {
    let old = queries::find_goal_to_change(conn, id)?;
    match (old.active, active) {
        (false, false) => return Err(CannotPromise::Ended.into()),
        (true, true) => return Err(CannotPromise::Active.into()),
        _ => {}
    }
    let goal = Goal { active, ..old };
    queries::update_goal(conn, &goal)?;
    let event = if active { "goal-resumed" } else { "goal-ended" };
    record(
        conn,
        act,
        vec![(Record::of("goal", id), event, json!({"code": goal.code}))],
    )
}

/// Adds an objective to a goal; its code is the next of the goal.
///
/// # Errors
/// Refused when the goal has ended, and by the rules of an objective.
pub fn add_objective(conn: &mut Conn, act: &Act, goal: GoalId, wanted: &ObjectiveWanted) -> AppResult<ObjectiveId> {
    let goal = queries::find_goal_to_change(conn, goal)?;
    check_objective(&goal, wanted)?;
    let known = queries::objectives_of(conn, goal.id)?;
    let position = known.iter().map(|objective| objective.position).max().unwrap_or(0) + 1;
    let objective = wanted.of(act.id(), goal.id, &next_objective_code(&goal.code, &known), position);
    queries::insert_objectives(conn, std::slice::from_ref(&objective))?;
    record(conn, act, vec![objective_added(&objective)])?;
    Ok(objective.id)
}

fn check_objective(goal: &Goal, wanted: &ObjectiveWanted) -> AppResult<()> {
    if !goal.active {
        return Err(CannotPromise::Ended.into());
    }
    match wanted.problems().into_iter().next() {
        Some((_, no)) => Err(no.into()),
        None => Ok(()),
    }
}

/// Changes an objective that was read with these facts (see [`seen`]). Its code stays.
///
/// # Errors
/// Stale when somebody else has changed it meanwhile; refused when its goal has ended, and by the rules of an objective.
pub fn change_objective(
    conn: &mut Conn,
    act: &Act,
    id: ObjectiveId,
    read: &str,
    wanted: &ObjectiveWanted,
) -> AppResult<()> {
    let goal = queries::find_objective(conn, id)?.goal_id;
    let goal = queries::find_goal_to_change(conn, goal)?;
    let old = queries::find_objective(conn, id)?;
    if seen(&objective_facts(&old)) != read {
        return Err(AppError::Stale);
    }
    check_objective(&goal, wanted)?;
    let new = wanted.of(id, goal.id, &old.code, old.position);
    if new == old {
        return Ok(());
    }
    queries::update_objective(conn, &new)?;
    record(conn, act, vec![objective_changed(&old, &new)])
}

/// Takes an objective away; the history keeps its words, and services do not work towards it any more.
///
/// # Errors
/// Not found when somebody else was quicker.
pub fn drop_objective(conn: &mut Conn, act: &Act, id: ObjectiveId) -> AppResult<GoalId> {
    let goal = queries::find_objective(conn, id)?.goal_id;
    let goal = queries::find_goal_to_change(conn, goal)?;
    let old = queries::find_objective(conn, id)?;
    queries::delete_objective(conn, id)?;
    record(conn, act, vec![objective_dropped(&old)])?;
    Ok(goal.id)
}

fn objective_added(objective: &Objective) -> Noted {
    let facts = json!({"code": objective.code, "to": objective_facts(objective)});
    (Record::of("goal", objective.goal_id), "objective-added", facts)
}

fn objective_changed(old: &Objective, new: &Objective) -> Noted {
    let facts = json!({"code": new.code, "from": objective_facts(old), "to": objective_facts(new)});
    (Record::of("goal", new.goal_id), "objective-changed", facts)
}

fn objective_dropped(old: &Objective) -> Noted {
    let facts = json!({"code": old.code, "from": objective_facts(old)});
    (Record::of("goal", old.goal_id), "objective-dropped", facts)
}
