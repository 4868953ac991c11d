//! Loading a mission file: what it says is what is promised from then on.

use super::super::file::{self, MissionFile};
use super::*;
use std::collections::BTreeMap;

/// Makes the mission of a unit what the file says. The same file again writes nothing; goals and services that are gone
/// from the file become inactive, and what a text was before stays in the history.
///
/// # Errors
/// Stale when somebody else loads another file at the same moment; refused when a code is taken by another unit, a goal of
/// a department is tied to none of the agency's, or a service works towards an objective that is not there.
pub fn load(conn: &mut Conn, act: &Act, unit: UnitId, mission: &MissionFile) -> AppResult<Loaded> {
    queries::hold_codes(conn)?;
    let mut changes = Vec::new();
    let old = queries::statement_of(conn, unit)?;
    let statement = write_statement(conn, act, unit, old, &mission.statement, &mut changes)?;
    let mut loaded = Loaded {
        statement,
        ..Loaded::default()
    };
    let mut known = queries::goals_of(conn, unit)?;
    let mut added = Vec::new();
    for (goal, position) in mission.goals.iter().zip(1..) {
        let parent = tie(conn, unit, goal)?;
        let wanted = GoalWanted::in_file(goal, position, parent);
        match known.iter().position(|(old, _)| old.code == goal.code.as_str()) {
            Some(index) => {
                let (old, objectives) = known.swap_remove(index);
                loaded.goals_changed += usize::from(change(conn, act, &old, &objectives, &wanted, goal, &mut changes)?);
            }
            None => {
                check_code(conn, goal.code.as_str())?;
                let new = wanted.of(act.id(), unit, goal.code.as_str());
                let objectives: Vec<Objective> = goal
                    .objectives
                    .iter()
                    .zip(1..)
                    .map(|(one, place)| ObjectiveWanted::in_file(one).of(act.id(), new.id, one.code.as_str(), place))
                    .collect();
                let mut facts = goal_facts(&new, goal.tied_to.as_ref().map(GoalCode::as_str));
                if let Value::Object(facts) = &mut facts {
                    let objectives = objectives.iter().map(objective_facts).collect();
                    facts.insert("objectives".to_owned(), objectives);
                }
                changes.push((Record::of("goal", new.id), "goal-added", json!({"to": facts})));
                loaded.goals_added += 1;
                added.push((new, objectives));
            }
        }
    }
    for (mut goal, _) in known.into_iter().filter(|(goal, _)| goal.active) {
        goal.active = false;
        queries::update_goal(conn, &goal)?;
        loaded.goals_ended += 1;
        changes.push((Record::of("goal", goal.id), "goal-ended", json!({"code": goal.code})));
    }
    let (goals, objectives): (Vec<Goal>, Vec<Vec<Objective>>) = added.into_iter().unzip();
    if !goals.is_empty() {
        queries::insert_goals(conn, &goals)?;
    }
    let objectives = objectives.concat();
    if !objectives.is_empty() {
        queries::insert_objectives(conn, &objectives)?;
    }
    if let Some(wanted) = &mission.services {
        services::load(conn, act, unit, wanted, &mut loaded, &mut changes)?;
    }
    record(conn, act, changes)?;
    Ok(loaded)
}

/// The agency's goal that a goal of the file is tied to.
fn tie(conn: &mut Conn, unit: UnitId, goal: &file::Goal) -> AppResult<Option<GoalId>> {
    match (&goal.tied_to, queries::is_agency(conn, unit)?) {
        (None, true) => Ok(None),
        (None, false) => Err(CannotPromise::NoTieOf(goal.code.to_string()).into()),
        (Some(_), true) => Err(CannotPromise::TieOfAgency.into()),
        (Some(code), false) => {
            let goals: BTreeMap<String, GoalId> = queries::ids_by_code(conn)?;
            let found = goals.get(code.as_str()).copied();
            match found {
                Some(id) if queries::find_goal(conn, id)?.parent_id.is_none() => Ok(Some(id)),
                _ => Err(CannotPromise::UnknownTie.into()),
            }
        }
    }
}

/// Makes a goal that is there what the file says, and says whether that was another thing.
fn change(
    conn: &mut Conn,
    act: &Act,
    old: &Goal,
    known: &[Objective],
    wanted: &GoalWanted,
    goal: &file::Goal,
    changes: &mut Vec<Noted>,
) -> AppResult<bool> {
    let before = changes.len();
    let new = wanted.of(old.id, old.unit_id, &old.code);
    if new != *old {
        queries::update_goal(conn, &new)?;
        let facts = json!({"from": facts_of_goal(conn, old)?, "to": facts_of_goal(conn, &new)?});
        changes.push((Record::of("goal", old.id), "goal-changed", facts));
    }
    let kept = |old: &Objective| goal.objectives.iter().any(|one| one.code.as_str() == old.code);
    for gone in known.iter().filter(|old| !kept(old)) {
        queries::delete_objective(conn, gone.id)?;
        changes.push(objective_dropped(gone));
    }
    for (one, place) in goal.objectives.iter().zip(1..) {
        let wanted = ObjectiveWanted::in_file(one);
        match known.iter().find(|old| old.code == one.code.as_str()) {
            Some(old) => {
                let new = wanted.of(old.id, old.goal_id, &old.code, place);
                if new != *old {
                    queries::update_objective(conn, &new)?;
                    changes.push(objective_changed(old, &new));
                }
            }
            None => {
                let new = wanted.of(act.id(), old.id, one.code.as_str(), place);
                queries::insert_objectives(conn, std::slice::from_ref(&new))?;
                changes.push(objective_added(&new));
            }
        }
    }
    Ok(changes.len() > before)
}
