//! The mission statement, its goals and objectives; services with whom they are for and what is promised of them.

use super::file;
use crate::base::clock::Instant;
use crate::base::fingerprint;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::text::{BadForm, GoalCode, Localized, Slug, fold};
use crate::schema::{charter_promises, customer_groups, goals, mission_statements, objectives, services};
use crate::{refusals, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

/// The longest title, code or unit of measure.
pub const LONGEST_TITLE: usize = 200;
/// The longest text.
pub const LONGEST_TEXT: usize = 4_000;

text_enum! {
    /// On which side of its target a value is good.
    pub enum Direction {
        /// The target or more.
        AtLeast = "at_least",
        /// The target or less.
        AtMost = "at_most",
    }
}
text_enum! {
    /// How long is measured before an objective is judged.
    pub enum Period {
        /// A week.
        Week = "week",
        /// A month.
        Month = "month",
        /// A quarter of a year.
        Quarter = "quarter",
        /// A year.
        Year = "year",
    }
}
text_enum! {
    /// What somebody has to do with a service.
    pub enum GroupKind {
        /// Consumes it.
        Direct = "direct",
        /// Affects it, or is affected by it, without consuming it.
        Stakeholder = "stakeholder",
        /// Gains by it indirectly.
        Beneficiary = "beneficiary",
    }
}
crate::text_column!(Direction, Period, GroupKind);

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
    /// The code people say: G1. It never changes, and no other goal of the agency has it.
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
    /// The agency's goal that a department's goal is tied to.
    pub parent_id: Option<GoalId>,
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
    /// The value to reach, in words.
    pub target: Localized,
    /// Its place under the goal, from 1.
    pub position: i32,
    /// What the value counts: minutes, %.
    pub unit: Option<Localized>,
    /// The value to reach, as a number.
    pub target_value: Option<f64>,
    /// On which side of the value it is reached.
    pub direction: Option<Direction>,
    /// How long is measured before it is judged.
    pub period: Option<Period>,
}

/// Something the agency provides to someone.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = services, treat_none_as_default_value = false)]
pub struct Service {
    /// Identity.
    pub id: ServiceId,
    /// The id in the files: `counter-service`. It never changes.
    pub code: String,
    /// The unit that answers for it.
    pub unit_id: UnitId,
    /// The name people see.
    pub name: Localized,
    /// What people get, in a few sentences.
    pub description: Localized,
    /// Name and id, folded for search; lists are in this order.
    pub search: String,
    /// Whether it is still provided; one that is not stays for what points at it.
    pub active: bool,
    /// Counts the changes, those of its groups and promises too.
    pub revision: i32,
    /// When it was written down.
    pub created_at: Instant,
}

/// A customer group of a service.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = customer_groups, treat_none_as_default_value = false)]
pub struct Group {
    /// Identity.
    pub id: CustomerGroupId,
    /// The service.
    pub service_id: ServiceId,
    /// What they have to do with it.
    pub kind: GroupKind,
    /// Who they are.
    pub name: Localized,
    /// Its place among the groups of the service, from 1.
    pub position: i32,
}

/// A charter promise: a public, measurable standard of a service.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable, AsChangeset)]
#[diesel(table_name = charter_promises, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Promise {
    /// Identity.
    pub id: CharterPromiseId,
    /// The service.
    pub service_id: ServiceId,
    /// The words the public reads.
    pub wording: Localized,
    /// What is measured to see whether it is kept.
    pub measure: Option<Localized>,
    /// What the target counts: minutes, %.
    pub unit: Option<Localized>,
    /// The target.
    pub target_value: Option<f64>,
    /// On which side of the target it is kept.
    pub direction: Option<Direction>,
    /// The first day it holds.
    pub since: NaiveDate,
    /// The last day it holds, if it has one; after that it is a former promise.
    pub until: Option<NaiveDate>,
    /// Its place among the promises of the service, from 1.
    pub position: i32,
}

impl Promise {
    /// Its target in parts.
    pub fn aim(&self) -> Aim {
        Aim {
            value: self.target_value,
            unit: self.unit.clone(),
            direction: self.direction,
        }
    }
    /// Whether it is over on this day.
    pub fn is_former(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// A service with whom it is for, what is promised of it, and what it works towards.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceWhole {
    /// The service.
    pub service: Service,
    /// Its customer groups, in their order.
    pub groups: Vec<Group>,
    /// Its promises, in their order, the former ones too.
    pub promises: Vec<Promise>,
    /// The objectives it works towards, in the order of their goals.
    pub objectives: Vec<Objective>,
}

/// The words a service is found by.
pub fn search_words(name: &Localized, code: &str) -> String {
    let mut words: Vec<&str> = name.languages().map(|language| name.get(language)).collect();
    words.push(code);
    fold(&words.join(" "))
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
    /// Services that are new.
    pub services_added: usize,
    /// Services with other words, groups or promises, or active again.
    pub services_changed: usize,
    /// Services that left the file and are inactive now.
    pub services_ended: usize,
}

impl Loaded {
    /// Whether the file said nothing new.
    pub fn is_unchanged(self) -> bool {
        self == Self::default()
    }
}

impl From<file::Direction> for Direction {
    fn from(direction: file::Direction) -> Self {
        match direction {
            file::Direction::AtLeast => Self::AtLeast,
            file::Direction::AtMost => Self::AtMost,
        }
    }
}

impl From<&file::Target> for Aim {
    fn from(target: &file::Target) -> Self {
        Self {
            value: Some(target.value),
            unit: target.unit.clone(),
            direction: Some(target.direction.into()),
        }
    }
}

impl From<file::Period> for Period {
    fn from(period: file::Period) -> Self {
        match period {
            file::Period::Week => Self::Week,
            file::Period::Month => Self::Month,
            file::Period::Quarter => Self::Quarter,
            file::Period::Year => Self::Year,
        }
    }
}

/// A target in parts: a number, what it counts, and on which side of it is good.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Aim {
    /// The number.
    pub value: Option<f64>,
    /// What it counts: minutes, %.
    pub unit: Option<Localized>,
    /// On which side of it is good.
    pub direction: Option<Direction>,
}

impl Aim {
    /// The part that is missing or cannot be, if there is one.
    pub fn problem(&self) -> Option<(&'static str, CannotPromise)> {
        match (self.value, self.direction) {
            (Some(value), _) if !value.is_finite() || value.abs() > 1e9 => Some(("value", CannotPromise::Number)),
            (Some(_), None) => Some(("direction", CannotPromise::NoDirection)),
            (None, Some(_)) => Some(("value", CannotPromise::NoValue)),
            (None, None) if self.unit.is_some() => Some(("value", CannotPromise::NoValue)),
            _ => None,
        }
    }
}

/// A goal as somebody wants it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalWanted {
    /// The title people see.
    pub title: Localized,
    /// What is promised, in a sentence.
    pub body: Localized,
    /// The target of first-time conformance, in percent.
    pub target: i32,
    /// Its place in the mission, from 1.
    pub position: i32,
    /// The agency's goal that a department's goal is tied to.
    pub parent_id: Option<GoalId>,
}

impl GoalWanted {
    /// What is wrong with it, by field; the agency's own goals are tied to none, those of a department to one.
    pub fn problems(&self, of_agency: bool) -> Vec<(&'static str, CannotPromise)> {
        let mut wrong = Vec::new();
        wrong.extend(words_problem("title", &self.title, LONGEST_TITLE));
        wrong.extend(words_problem("text", &self.body, LONGEST_TEXT));
        if !(1..=100).contains(&self.target) {
            wrong.push(("target", CannotPromise::Percent));
        }
        if !(1..=999).contains(&self.position) {
            wrong.push(("position", CannotPromise::Position));
        }
        match (of_agency, self.parent_id) {
            (false, None) => wrong.push(("parent", CannotPromise::NoTie)),
            (true, Some(_)) => wrong.push(("parent", CannotPromise::TieOfAgency)),
            _ => {}
        }
        wrong
    }
    /// The goal as it will be.
    pub fn of(&self, id: GoalId, unit: UnitId, code: &str) -> Goal {
        Goal {
            id,
            unit_id: unit,
            code: code.to_owned(),
            title: self.title.clone(),
            body: self.body.clone(),
            target: self.target,
            position: self.position,
            active: true,
            parent_id: self.parent_id,
        }
    }
    /// A goal of a file, at this place.
    pub fn in_file(goal: &file::Goal, position: i32, parent_id: Option<GoalId>) -> Self {
        Self {
            title: goal.title.clone(),
            body: goal.text.clone(),
            target: goal.target.into(),
            position,
            parent_id,
        }
    }
}

/// An objective as somebody wants it.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectiveWanted {
    /// The title people see.
    pub title: Localized,
    /// What is measured.
    pub measure: Localized,
    /// The value to reach, in words.
    pub target: Localized,
    /// The value to reach, in parts.
    pub aim: Aim,
    /// How long is measured before it is judged.
    pub period: Option<Period>,
}

impl ObjectiveWanted {
    /// What is wrong with it, by field.
    pub fn problems(&self) -> Vec<(&'static str, CannotPromise)> {
        let mut wrong = Vec::new();
        wrong.extend(words_problem("title", &self.title, LONGEST_TITLE));
        wrong.extend(words_problem("measure", &self.measure, LONGEST_TEXT));
        wrong.extend(words_problem("target", &self.target, LONGEST_TITLE));
        wrong.extend(
            self.aim
                .unit
                .as_ref()
                .and_then(|unit| words_problem("unit", unit, LONGEST_TITLE)),
        );
        wrong.extend(self.aim.problem());
        wrong
    }
    /// The objective as it will be.
    pub fn of(&self, id: ObjectiveId, goal: GoalId, code: &str, position: i32) -> Objective {
        Objective {
            id,
            goal_id: goal,
            code: code.to_owned(),
            title: self.title.clone(),
            measure: self.measure.clone(),
            target: self.target.clone(),
            position,
            unit: self.aim.unit.clone(),
            target_value: self.aim.value,
            direction: self.aim.direction,
            period: self.period,
        }
    }
    /// An objective of a file.
    pub fn in_file(objective: &file::Objective) -> Self {
        Self {
            title: objective.title.clone(),
            measure: objective.measure.clone(),
            target: objective.target.clone(),
            aim: Aim {
                value: objective.value,
                unit: objective.unit.clone(),
                direction: objective.direction.map(Into::into),
            },
            period: objective.period.map(Into::into),
        }
    }
}

/// A promise as somebody wants it: a new one, or one that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct PromiseWanted {
    /// The promise it changes; `None` for a new one.
    pub id: Option<CharterPromiseId>,
    /// The words the public reads.
    pub wording: Localized,
    /// What is measured to see whether it is kept.
    pub measure: Option<Localized>,
    /// The target.
    pub aim: Aim,
    /// The first day it holds.
    pub since: NaiveDate,
    /// The last day it holds.
    pub until: Option<NaiveDate>,
}

impl PromiseWanted {
    /// What is wrong with it, by field. One that is there may lose its words: it is taken back then, if it was not yet in
    /// force.
    pub fn problems(&self) -> Vec<(&'static str, CannotPromise)> {
        let mut wrong = Vec::new();
        let leaves = self.id.is_some() && self.wording.is_empty();
        wrong.extend(words_problem("wording", &self.wording, LONGEST_TITLE).filter(|_| !leaves));
        wrong.extend(
            self.measure
                .as_ref()
                .and_then(|words| words_problem("measure", words, LONGEST_TEXT)),
        );
        wrong.extend(
            self.aim
                .unit
                .as_ref()
                .and_then(|unit| words_problem("unit", unit, LONGEST_TITLE)),
        );
        wrong.extend(self.aim.problem());
        if self.until.is_some_and(|until| until < self.since) {
            wrong.push(("until", CannotPromise::EndsEarly));
        }
        wrong
    }
    /// The promise as it will be.
    pub fn of(&self, id: CharterPromiseId, service: ServiceId, position: i32) -> Promise {
        Promise {
            id,
            service_id: service,
            wording: self.wording.clone(),
            measure: self.measure.clone(),
            unit: self.aim.unit.clone(),
            target_value: self.aim.value,
            direction: self.aim.direction,
            since: self.since,
            until: self.until,
            position,
        }
    }
    /// Whether it promises something else than this one did: other words, or another target where there was one.
    pub fn is_another(&self, old: &Promise) -> bool {
        let target = (old.target_value, old.unit.as_ref(), old.direction);
        self.wording != old.wording
            || old.target_value.is_some() && (self.aim.value, self.aim.unit.as_ref(), self.aim.direction) != target
    }
}

/// A service as somebody wants it. Promises that are not named stay as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceWanted {
    /// The unit that answers for it.
    pub unit_id: UnitId,
    /// The name people see.
    pub name: Localized,
    /// What people get, in a few sentences.
    pub description: Localized,
    /// Whom it is for.
    pub groups: Vec<(GroupKind, Localized)>,
    /// What is promised.
    pub promises: Vec<PromiseWanted>,
    /// The objectives it works towards.
    pub objectives: Vec<ObjectiveId>,
}

/// The most customer groups and the most promises of a service.
pub const MOST_ROWS: usize = 60;

impl ServiceWanted {
    /// A service as it is, its promises left as they are.
    pub fn of(whole: &ServiceWhole) -> Self {
        Self {
            unit_id: whole.service.unit_id,
            name: whole.service.name.clone(),
            description: whole.service.description.clone(),
            groups: whole
                .groups
                .iter()
                .map(|group| (group.kind, group.name.clone()))
                .collect(),
            promises: Vec::new(),
            objectives: whole.objectives.iter().map(|objective| objective.id).collect(),
        }
    }
    /// What is wrong with its own fields, those of its groups and promises left out.
    pub fn problems(&self) -> Vec<(&'static str, CannotPromise)> {
        let mut wrong = Vec::new();
        wrong.extend(words_problem("name", &self.name, LONGEST_TITLE));
        wrong.extend(words_problem("description", &self.description, LONGEST_TEXT));
        if self.groups.len() > MOST_ROWS || self.promises.len() > MOST_ROWS {
            wrong.push(("", CannotPromise::TooMany));
        }
        wrong
    }
    /// The first thing that is wrong, with its groups and promises.
    pub fn first_problem(&self) -> Option<CannotPromise> {
        let groups = self
            .groups
            .iter()
            .filter_map(|(_, name)| words_problem("group", name, LONGEST_TITLE));
        let promises = self.promises.iter().flat_map(PromiseWanted::problems);
        let all = self.problems().into_iter().chain(groups).chain(promises);
        all.map(|(_, no)| no).next()
    }
}

/// The number after the dot of an objective's code, for the next one.
pub fn next_objective_code(goal: &str, known: &[Objective]) -> String {
    let number = |objective: &Objective| objective.code.rsplit_once('.').and_then(|(_, n)| n.parse::<u32>().ok());
    let last = known.iter().filter_map(number).max().unwrap_or(0);
    format!("{goal}.{}", last + 1)
}

/// The code that is offered for a unit's next goal: the letters of its other goals, else the initials of its name, and the
/// next free number.
pub fn next_goal_code(unit: &str, is_agency: bool, own: &[Goal], taken: &[String]) -> String {
    let letters_of = |code: &str| code.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let initials = || {
        let first = |word: &str| word.chars().next().filter(char::is_ascii_alphabetic);
        let letters: String = unit
            .split_whitespace()
            .filter_map(first)
            .take(GoalCode::MOST_LETTERS)
            .collect();
        letters.to_ascii_uppercase()
    };
    let letters = match own.last() {
        Some(goal) => letters_of(&goal.code),
        None if is_agency => String::new(),
        None => initials(),
    };
    let letters = if letters.is_empty() { "G".to_owned() } else { letters };
    let free = |number: &u32| !taken.contains(&format!("{letters}{number}"));
    format!("{letters}{}", (1..).find(free).unwrap_or(1))
}

/// An id for a service by its name, if it can be made of it: `counter-service`.
pub fn code_of_name(name: &str) -> Option<Slug> {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let joined = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    let code: String = joined.chars().take(Slug::LONGEST).collect();
    Slug::parse(code.trim_end_matches('-')).ok()
}

/// A number as people type it: 15, 2.5, 2,5 or 1,000.
pub fn read_number(text: &str) -> Option<f64> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = |whole: &str| {
        let mut parts = whole.split(',');
        let first = parts.next().unwrap_or_default();
        first.len() <= 3 && first != "0" && digits(first) && parts.all(|part| part.len() == 3 && digits(part))
    };
    let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let whole = rest.split('.').next().unwrap_or_default();
    let plain = if grouped(whole) {
        rest.replace(',', "")
    } else {
        rest.replace(',', ".")
    };
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, "0"));
    if !digits(whole) || !digits(part) {
        return None;
    }
    plain.parse::<f64>().ok().map(|number| sign * number)
}

// What the history keeps, and what is compared when two people write at once: names and values, flat.

/// A goal in facts; a tie is told by the code of the agency's goal.
pub fn goal_facts(goal: &Goal, tied_to: Option<&str>) -> Value {
    json!({
        "code": goal.code,
        "title": goal.title,
        "text": goal.body,
        "target": goal.target,
        "position": goal.position,
        "tied-to": tied_to,
        "active": goal.active,
    })
}

/// An objective in facts.
pub fn objective_facts(objective: &Objective) -> Value {
    json!({
        "code": objective.code,
        "title": objective.title,
        "measure": objective.measure,
        "target": objective.target,
        "value": objective.target_value,
        "unit": objective.unit,
        "direction": objective.direction,
        "period": objective.period,
    })
}

/// A promise in facts.
pub fn promise_facts(promise: &Promise) -> Value {
    json!({
        "wording": promise.wording,
        "measure": promise.measure,
        "value": promise.target_value,
        "unit": promise.unit,
        "direction": promise.direction,
        "since": promise.since,
        "until": promise.until,
    })
}

/// A service in facts, without its promises.
pub fn service_facts(
    service: &Service,
    unit: &str,
    groups: &[(GroupKind, Localized)],
    objectives: &[Objective],
) -> Value {
    let of = |kind: GroupKind| -> Vec<&Localized> {
        groups
            .iter()
            .filter(|(own, _)| *own == kind)
            .map(|(_, name)| name)
            .collect()
    };
    json!({
        "name": service.name,
        "description": service.description,
        "kept-by": unit,
        "direct": of(GroupKind::Direct),
        "stakeholder": of(GroupKind::Stakeholder),
        "beneficiary": of(GroupKind::Beneficiary),
        "objectives": objectives.iter().map(|objective| objective.code.as_str()).collect::<Vec<_>>(),
        "active": service.active,
    })
}

/// What tells these facts from others: a form carries it, to see whether somebody else has written meanwhile.
pub fn seen(facts: &Value) -> String {
    fingerprint::of(&facts.to_string())
}

/// Why something cannot be promised in this way.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CannotPromise {
    /// Nothing was written.
    #[error("no words")]
    NoWords,
    /// More than fits.
    #[error("more than {0} characters")]
    TooLong(usize),
    /// The code is not written as the code of a goal.
    #[error("not the code of a goal")]
    BadCode,
    /// Another goal of the agency has the code.
    #[error("code {code} is taken by {unit}")]
    CodeTaken {
        /// The code.
        code: String,
        /// The unit that has it.
        unit: String,
    },
    /// A target of conformance is a percentage.
    #[error("no percentage")]
    Percent,
    /// A place in a list is a number from 1.
    #[error("no place")]
    Position,
    /// A department's goal is tied to one of the agency.
    #[error("no tie")]
    NoTie,
    /// The same, of a goal in a file.
    #[error("{0} has no tie")]
    NoTieOf(String),
    /// The agency's own goals are tied to none.
    #[error("the agency's goals have no tie")]
    TieOfAgency,
    /// The agency has no such goal.
    #[error("no such goal of the agency")]
    UnknownTie,
    /// The goal has ended.
    #[error("ended")]
    Ended,
    /// The goal or service is active.
    #[error("active")]
    Active,
    /// What should be a number is none, or is too large.
    #[error("no number")]
    Number,
    /// A direction without a value.
    #[error("no value")]
    NoValue,
    /// A value without a direction.
    #[error("no direction")]
    NoDirection,
    /// The last day lies before the first.
    #[error("ends before it begins")]
    EndsEarly,
    /// A promise that was in force has no words any more.
    #[error("a promise without words")]
    PromiseEmptied,
    /// More rows than a service may have.
    #[error("too many rows")]
    TooMany,
    /// The id of a service is not written as ids are.
    #[error("not an id")]
    BadServiceCode,
    /// Another service has the id.
    #[error("service id {0} is taken")]
    ServiceTaken(String),
    /// A service works towards an objective that is not there.
    #[error("no objective {0}")]
    UnknownObjective(String),
    /// The unit is not there any more.
    #[error("no such unit")]
    UnknownUnit,
}
refusals!(CannotPromise);

impl CannotPromise {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NoWords => Said::new("mission-no-words"),
            Self::TooLong(most) => Said::new("mission-no-room").with("count", *most),
            Self::BadCode => Said::new("mission-no-code"),
            Self::CodeTaken { code, unit } => Said::new("mission-no-code-free")
                .with("code", code.as_str())
                .with("unit", unit.as_str()),
            Self::Percent => Said::new("mission-no-percent"),
            Self::Position => Said::new("mission-no-place"),
            Self::NoTie => Said::new("mission-no-tie"),
            Self::NoTieOf(code) => Said::new("mission-no-tie-of").with("code", code.as_str()),
            Self::TieOfAgency => Said::new("mission-no-tie-of-agency"),
            Self::UnknownTie => Said::new("mission-no-such-tie"),
            Self::Ended => Said::new("mission-no-ended"),
            Self::Active => Said::new("mission-no-active"),
            Self::Number => Said::new("mission-no-number"),
            Self::NoValue => Said::new("mission-no-value"),
            Self::NoDirection => Said::new("mission-no-direction"),
            Self::EndsEarly => Said::new("service-no-early-end"),
            Self::PromiseEmptied => Said::new("service-no-promise-words"),
            Self::TooMany => Said::new("service-no-more-rows").with("count", MOST_ROWS),
            Self::BadServiceCode => Said::new("service-no-code"),
            Self::ServiceTaken(code) => Said::new("service-no-code-free").with("code", code.as_str()),
            Self::UnknownObjective(code) => Said::new("service-no-objective").with("code", code.as_str()),
            Self::UnknownUnit => Said::new("mission-no-unit"),
        }
    }
}

impl From<BadForm> for CannotPromise {
    fn from(_: BadForm) -> Self {
        Self::BadCode
    }
}

/// The code of a goal, which is not that of an objective.
///
/// # Errors
/// [`CannotPromise::BadCode`].
pub fn read_goal_code(text: &str) -> Result<GoalCode, CannotPromise> {
    let code = GoalCode::parse(text)?;
    if code.goal().is_some() {
        return Err(CannotPromise::BadCode);
    }
    Ok(code)
}

/// What is wrong with a text that has to be there.
pub fn words_problem(field: &'static str, words: &Localized, longest: usize) -> Option<(&'static str, CannotPromise)> {
    let longer = |language: &str| words.get(language).chars().count() > longest;
    if words.is_empty() {
        Some((field, CannotPromise::NoWords))
    } else if words.languages().any(longer) {
        Some((field, CannotPromise::TooLong(longest)))
    } else {
        None
    }
}
