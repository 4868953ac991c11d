//! The mission statement, its goals and objectives.

use super::file;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::schema::{goals, mission_statements, objectives};
use diesel::prelude::*;

/// What the agency (or a department) promises.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = mission_statements, treat_none_as_default_value = false)]
pub struct Statement {
    /// Identity.
    pub id: MissionStatementId,
    /// Who promises it.
    pub unit_id: UnitId,
    /// The words.
    pub statement: Localized,
    /// Counts the changes.
    pub revision: i32,
}

/// One of the aims that together make the mission.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable, AsChangeset)]
#[diesel(table_name = goals, treat_none_as_default_value = false)]
pub struct Goal {
    /// Identity.
    pub id: GoalId,
    /// Whose goal it is.
    pub unit_id: UnitId,
    /// The code people say: G1. It never changes.
    pub code: String,
    /// The title people see.
    pub title: Localized,
    /// What is promised, in a sentence.
    pub body: Localized,
    /// The target of first-time conformance of the questions tied to it, in percent.
    pub target: i32,
    /// Its place in the mission, from 1.
    pub position: i32,
    /// Whether it is still a goal; one that is not stays for what points at it.
    pub active: bool,
}

/// A measured step towards a goal.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable, AsChangeset)]
#[diesel(table_name = objectives, treat_none_as_default_value = false)]
pub struct Objective {
    /// Identity.
    pub id: ObjectiveId,
    /// The goal it measures.
    pub goal_id: GoalId,
    /// The code people say: G1.2.
    pub code: String,
    /// The title people see.
    pub title: Localized,
    /// What is measured.
    pub measure: Localized,
    /// The value to reach.
    pub target: Localized,
    /// Its place under the goal, from 1.
    pub position: i32,
}

/// What loading a mission file changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loaded {
    /// The statement is new or has other words.
    pub statement: bool,
    /// Goals that are new.
    pub goals_added: usize,
    /// Goals (or objectives under them) with other words or targets, or active again.
    pub goals_changed: usize,
    /// Goals that left the file and are inactive now.
    pub goals_ended: usize,
}

impl Loaded {
    /// Whether the file said nothing new.
    pub fn is_unchanged(self) -> bool {
        self == Self::default()
    }
}

impl Goal {
    /// The goal as the file has it, at this place.
    pub fn of(id: GoalId, unit: UnitId, goal: &file::Goal, position: i32) -> Self {
        Self {
            id,
            unit_id: unit,
            code: goal.code.as_str().to_owned(),
            title: goal.title.clone(),
            body: goal.text.clone(),
            target: goal.target.into(),
            position,
            active: true,
        }
    }
}

impl Objective {
    /// The objective as the file has it, at this place.
    pub fn of(id: ObjectiveId, goal: GoalId, objective: &file::Objective, position: i32) -> Self {
        Self {
            id,
            goal_id: goal,
            code: objective.code.as_str().to_owned(),
            title: objective.title.clone(),
            measure: objective.measure.clone(),
            target: objective.target.clone(),
            position,
        }
    }
}
