//! The mission file, `audit-templates/mission.yaml`: the mission statement, its goals and their objectives, and the
//! services with whom they are for and what is promised of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::base::mistake::Mistake;
pub use crate::base::text::{GoalCode, Localized, Slug};

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
    /// What the agency provides to someone; without this list services stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Service>")]
    pub services: Option<Vec<Service>>,
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
    /// The code of the agency's goal that this goal of a department is tied to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "GoalCode")]
    pub tied_to: Option<GoalCode>,
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
    /// The value to reach in words, for example 95 %.
    pub target: Localized,
    /// The value to reach as a number, for example 95.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "f64")]
    pub value: Option<f64>,
    /// What the value counts, for example minutes or %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Localized")]
    pub unit: Option<Localized>,
    /// Whether the value is to be reached or not to be passed: at-least or at-most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Direction")]
    pub direction: Option<Direction>,
    /// How long is measured before it is judged: week, month, quarter or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Period")]
    pub period: Option<Period>,
}

/// On which side of a value is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The value or more.
    AtLeast,
    /// The value or less.
    AtMost,
}

/// How long is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

/// Something the agency provides to someone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Service {
    /// The id of the service in kebab-case; it never changes.
    pub id: Slug,
    /// The name people see.
    pub name: Localized,
    /// What people get, in a few sentences.
    pub description: Localized,
    /// Whom it is for.
    #[serde(default)]
    pub customers: Customers,
    /// The codes of the objectives it works towards.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub objectives: Vec<GoalCode>,
    /// What is promised of it in public.
    #[serde(default)]
    pub promises: Vec<Promise>,
}

/// Whom a service is for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Customers {
    /// Who consumes it.
    #[serde(default)]
    pub direct: Vec<Localized>,
    /// Who affects it, or is affected by it, without consuming it.
    #[serde(default)]
    pub stakeholders: Vec<Localized>,
    /// Who gains by it indirectly.
    #[serde(default)]
    pub beneficiaries: Vec<Localized>,
}

/// A public, measurable standard of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Promise {
    /// The words the public reads.
    pub text: Localized,
    /// What is measured to see whether it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Localized")]
    pub measure: Option<Localized>,
    /// The target of the measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Target")]
    pub target: Option<Target>,
    /// The first day it holds: year-month-day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub since: NaiveDate,
}

/// The target of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Target {
    /// The number, for example 15.
    pub value: f64,
    /// What it counts, for example minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Localized")]
    pub unit: Option<Localized>,
    /// Whether the number is to be reached or not to be passed: at-least or at-most.
    pub direction: Direction,
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
    check_services(mistakes, &tree);
    mission
}

fn check_services(mistakes: &mut Mistakes<'_>, tree: &Node) {
    let goals: Vec<&str> = tree
        .items_of("goals")
        .iter()
        .filter_map(|goal| goal.text_of("code"))
        .collect();
    let known = |code: &str| {
        tree.items_of("goals")
            .iter()
            .flat_map(|goal| goal.items_of("objectives"))
            .any(|objective| objective.text_of("code") == Some(code))
    };
    let mut seen = BTreeMap::new();
    for service in tree.items_of("services") {
        if let Some((place, id)) = service.get("id").and_then(|place| Some((place, place.text()?)))
            && let Some(first) = seen.insert(id, place.line)
        {
            let message = format!("service {} stands twice (first on line {first})", quoted(id));
            mistakes.add_with_hint(place.line, place.column, message, "give each service an id of its own");
        }
        for place in service.items_of("objectives") {
            let code = place.text().and_then(|text| GoalCode::parse(text).ok());
            let Some(code) = code else { continue };
            match code.goal() {
                None => {
                    let message = format!(
                        "{} is the code of a goal, and this is an objective",
                        quoted(code.as_str())
                    );
                    let hint = format!("services work towards objectives, for example {code}.1");
                    mistakes.add_with_hint(place.line, place.column, message, hint);
                }
                // an objective of another mission is looked up when the file is loaded
                Some(goal) if goals.contains(&goal) && !known(code.as_str()) => {
                    let message = format!("objective {} does not exist in this file", quoted(code.as_str()));
                    mistakes.add(place.line, place.column, message);
                }
                Some(_) => {}
            }
        }
    }
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
