//! The verbs of the room: loading the mission.

use super::file::{self, MissionFile};
use super::model::{Goal, Loaded, Objective, Statement};
use super::queries;
use crate::base::act::Act;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use serde_json::{Value, json};

/// Makes the mission of a unit what the file says. The same file again writes nothing; goals that are gone from the file
/// become inactive, and what a text was before stays in the history.
///
/// # Errors
/// Stale when somebody else loads another file at the same moment.
pub fn load(conn: &mut Conn, act: &Act, unit: UnitId, mission: &MissionFile) -> AppResult<Loaded> {
    let mut changes = Vec::new();
    let statement = load_statement(conn, act, unit, &mission.statement, &mut changes)?;
    let mut loaded = Loaded {
        statement,
        ..Loaded::default()
    };
    let mut known = queries::goals_of(conn, unit)?;
    let mut new_goals = Vec::new();
    let mut new_objectives = Vec::new();
    for (goal, position) in mission.goals.iter().zip(1..) {
        match known.iter().position(|(old, _)| old.code == goal.code.as_str()) {
            Some(index) => {
                let (old, old_objectives) = known.swap_remove(index);
                let new = Goal::of(old.id, unit, goal, position);
                let objectives = objectives_of(act, old.id, goal, &old_objectives);
                if new == old && objectives == old_objectives {
                    continue;
                }
                queries::update_goal(conn, &new)?;
                if objectives != old_objectives {
                    new_objectives.push((old.id, objectives.clone()));
                }
                loaded.goals_changed += 1;
                let facts = json!({"from": facts(&old, &old_objectives), "to": facts(&new, &objectives)});
                changes.push((Record::of("goal", old.id), "goal-changed", facts));
            }
            None => {
                let new = Goal::of(act.id(), unit, goal, position);
                let objectives = objectives_of(act, new.id, goal, &[]);
                loaded.goals_added += 1;
                let facts = json!({"to": facts(&new, &objectives)});
                changes.push((Record::of("goal", new.id), "goal-added", facts));
                new_objectives.push((new.id, objectives));
                new_goals.push(new);
            }
        }
    }
    for (mut goal, _) in known.into_iter().filter(|(goal, _)| goal.active) {
        goal.active = false;
        queries::update_goal(conn, &goal)?;
        loaded.goals_ended += 1;
        changes.push((Record::of("goal", goal.id), "goal-ended", json!({"code": goal.code})));
    }
    if !new_goals.is_empty() {
        queries::insert_goals(conn, &new_goals)?;
    }
    for (goal, objectives) in &new_objectives {
        queries::replace_objectives(conn, *goal, objectives)?;
    }
    record(conn, act, changes)?;
    Ok(loaded)
}

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

fn load_statement(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    words: &Localized,
    changes: &mut Vec<Noted>,
) -> AppResult<bool> {
    match queries::statement_of(conn, unit)? {
        Some(old) if old.statement == *words => Ok(false),
        Some(old) => {
            if !queries::reword(conn, &old, words)? {
                return Err(AppError::Stale);
            }
            changes.push((
                Record::of("mission", old.id),
                "mission-changed",
                json!({"from": old.statement, "to": words}),
            ));
            Ok(true)
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
                json!({"to": words, "unit": unit}),
            ));
            Ok(true)
        }
    }
}

/// The objectives of a goal as the file has them; those known by their code keep their id.
fn objectives_of(act: &Act, id: GoalId, goal: &file::Goal, known: &[Objective]) -> Vec<Objective> {
    let id_of = |code: &str| known.iter().find(|old| old.code == code).map(|old| old.id);
    goal.objectives
        .iter()
        .zip(1..)
        .map(|(objective, position)| {
            let own = id_of(objective.code.as_str()).unwrap_or_else(|| act.id());
            Objective::of(own, id, objective, position)
        })
        .collect()
}

fn facts(goal: &Goal, objectives: &[Objective]) -> Value {
    let objectives: Vec<Value> = objectives
        .iter()
        .map(|objective| {
            json!({
                "code": objective.code,
                "title": objective.title,
                "measure": objective.measure,
                "target": objective.target,
            })
        })
        .collect();
    json!({
        "code": goal.code,
        "title": goal.title,
        "text": goal.body,
        "target": goal.target,
        "active": goal.active,
        "objectives": objectives,
    })
}
