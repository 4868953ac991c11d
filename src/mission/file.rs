//! The mission file, `audit-templates/mission.yaml`: the mission statement, its goals and their objectives.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::base::mistake::Mistake;
pub use crate::base::text::{GoalCode, Localized};

use crate::base::mistake::{Mistakes, Source, quoted};
use crate::base::yaml::Node;
use crate::base::{shape, yaml};

/// What the agency promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MissionFile {
    /// The version of this file format: 1.
    #[schemars(extend("const" = 1))]
    pub schema: u8,
    /// The mission statement.
    pub statement: Localized,
    /// The goals that together make the mission.
    #[schemars(length(min = 1))]
    pub goals: Vec<Goal>,
}

/// One of the aims that together make the mission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Goal {
    /// The code of the goal, for example G1; it never changes.
    pub code: GoalCode,
    /// The title people see.
    pub title: Localized,
    /// What is promised, in a sentence.
    pub text: Localized,
    /// The target of first-time conformance of the questions tied to this goal, in percent: 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub target: u8,
    /// How it is known that the goal is reached.
    #[serde(default)]
    pub objectives: Vec<Objective>,
}

/// A measured step towards a goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Objective {
    /// The code of the objective: that of its goal, a dot and a number, for example G1.1.
    pub code: GoalCode,
    /// The title people see.
    pub title: Localized,
    /// What is measured.
    pub measure: Localized,
    /// The value to reach, for example 95 %.
    pub target: Localized,
}

/// Reads the mission file, or says everything that is wrong with it.
pub fn read(file_name: &str, source: &str) -> Result<MissionFile, Vec<Mistake>> {
    let source = Source::new(file_name, source);
    let mut mistakes = Mistakes::new(&source);
    let mission = read_with(&mut mistakes);
    match mission {
        Some(mission) if mistakes.is_empty() => Ok(mission),
        _ => Err(mistakes.finish()),
    }
}

fn read_with(mistakes: &mut Mistakes<'_>) -> Option<MissionFile> {
    if !mistakes.check_size() {
        return None;
    }
    let text = mistakes.source().text();
    let tree = yaml::parse(mistakes, text, 0);
    if tree.is_none() && mistakes.is_empty() {
        mistakes.add(1, 1, "the file is empty: it has only comments");
    }
    let tree = tree?;
    let mission = shape::read(mistakes, &tree);
    check_codes(mistakes, &tree);
    mission
}

fn check_codes(mistakes: &mut Mistakes<'_>, tree: &Node) {
    let mut seen = BTreeMap::new();
    for goal in tree.items_of("goals") {
        check_unique(mistakes, &mut seen, "goal", goal);
        check_is_goal(mistakes, goal);
        for objective in goal.items_of("objectives") {
            check_unique(mistakes, &mut seen, "objective", objective);
            check_belongs(mistakes, goal, objective);
        }
    }
}

fn check_unique<'n>(mistakes: &mut Mistakes<'_>, seen: &mut BTreeMap<&'n str, usize>, kind: &str, node: &'n Node) {
    let Some((place, code)) = code_of(node) else {
        return;
    };
    match seen.get(code) {
        None => _ = seen.insert(code, place.line),
        Some(first) => {
            let message = format!(
                "{kind} {} stands twice (first on line {first}); codes are unique in the mission",
                quoted(code)
            );
            mistakes.add_with_hint(place.line, place.column, message, "give it the next free number");
        }
    }
}

fn check_is_goal(mistakes: &mut Mistakes<'_>, goal: &Node) {
    let Some((place, code)) = code_of(goal) else {
        return;
    };
    if GoalCode::parse(code).is_ok_and(|code| code.goal().is_some()) {
        let message = format!("{} is the code of an objective, and this is a goal", quoted(code));
        mistakes.add_with_hint(
            place.line,
            place.column,
            message,
            "goals are G1, G2, ...; objectives stand under their goal",
        );
    }
}

fn check_belongs(mistakes: &mut Mistakes<'_>, goal: &Node, objective: &Node) {
    let (Some((place, code)), Some((_, goal))) = (code_of(objective), code_of(goal)) else {
        return;
    };
    let Ok(parsed) = GoalCode::parse(code) else {
        return;
    };
    if parsed.goal() != Some(goal) {
        let message = format!("objective {} stands under goal {}", quoted(code), quoted(goal));
        mistakes.add_with_hint(
            place.line,
            place.column,
            message,
            format!("objectives of this goal are {goal}.1, {goal}.2, ..."),
        );
    }
}

fn code_of(node: &Node) -> Option<(&Node, &str)> {
    let place = node.get("code")?;
    Some((place, place.text()?))
}

#[cfg(test)]
mod tests;
