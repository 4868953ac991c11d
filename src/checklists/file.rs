//! The template file: an audit checklist as quality staff write it, `audit-templates/<template-id>.yaml`.
//!
//! [`read`] takes the text of a file and gives the template, or everything that is wrong with it.
//! [`check_references`] then asks whether the clauses and goals it names exist. [`schema`] is what editors use to
//! complete and check a file while it is written.

mod checks;
mod write;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

pub use write::{rewrite, to_yaml};

pub use crate::base::mistake::Mistake;
pub use crate::base::text::{ClauseRef, GoalCode, Localized, ManualCode, Slug};

use crate::base::mistake::{Mistakes, Source};
use crate::base::{shape, yaml};

/// The most questions of a template.
pub const MOST_QUESTIONS: usize = 200;

/// The highest number a layer can have.
pub const HIGHEST_LAYER: u8 = 9;

/// An audit template: the checklist for one process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TemplateFile {
    /// The version of this file format: 1.
    #[schemars(extend("const" = 1))]
    pub schema: u8,
    /// The id of the template in kebab-case. It equals the name of the file and never changes.
    pub template: Slug,
    /// The title people see.
    pub title: Localized,
    /// The process this template audits. There is one template for each process.
    pub process: Process,
    /// What the auditor reads before the first question.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub intro: Localized,
    /// The code of the procedures manual that the clauses below are in, for example CS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ManualCode")]
    pub manual: Option<ManualCode>,
    /// How many questions are asked at each layer, for example 1: 10. A layer not named asks all of its questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "ask_schema")]
    pub ask: BTreeMap<u8, u32>,
    /// The parts of the checklist, each with its questions.
    #[schemars(length(min = 1))]
    pub sections: Vec<Section>,
}

impl TemplateFile {
    /// All questions, in the order of the file.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The clause a question points at, with its manual named where the file or the clause names one.
    pub fn clause_of(&self, question: &Question) -> Option<ClauseRef> {
        let clause = question.clause.as_ref()?;
        Some(match &self.manual {
            Some(manual) => clause.in_manual(manual.as_str()),
            None => clause.clone(),
        })
    }
}

/// The process a template audits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Process {
    /// The id of the process in kebab-case; it never changes.
    pub id: Slug,
    /// The name people see.
    pub name: Localized,
}

/// A part of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Section {
    /// The heading above its questions.
    pub title: Localized,
    /// The questions of this section.
    #[schemars(length(min = 1))]
    pub questions: Vec<Question>,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    /// The id of the question in kebab-case. It is unique in the file, never changes and is never used again.
    pub id: Slug,
    /// The question. Yes, or a value inside the limits, means that the work conforms.
    pub text: Localized,
    /// What the auditor looks at to answer.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub look_for: Localized,
    /// Why it matters to the people served.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub why: Localized,
    /// The number of the clause that says how it is done, in quotation marks: "3.2", or "RM 2.4" for another manual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ClauseRef")]
    pub clause: Option<ClauseRef>,
    /// The code of the goal it serves, from mission.yaml, for example G1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "GoalCode")]
    pub goal: Option<GoalCode>,
    /// How bad it is when nonconforming: critical, major or minor. Critical questions are always asked.
    pub severity: Severity,
    /// How it is answered: conformance (the default), measure: { unit: minutes, max: 15 }, choice: [...], date: {}, or text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer: Answer,
    /// The layers it is asked at: 1 to 9, counted from the counter up. The default is layer 1.
    #[serde(default = "default_layers", skip_serializing_if = "is_default_layers")]
    #[schemars(length(min = 1), inner(range(min = 1, max = 9)), extend("uniqueItems" = true))]
    pub layers: Vec<u8>,
    /// Whether it is asked every time and takes no part in the draw. The default is false.
    #[serde(default, skip_serializing_if = "is_default")]
    pub always: bool,
    /// The most days it may go unasked at a unit. The default is 30.
    #[serde(default = "default_max_age_days", skip_serializing_if = "is_default_max_age")]
    #[schemars(range(min = 1, max = 3650))]
    pub max_age_days: u16,
    /// Whether a photo may or must be taken when nonconforming: never, allowed (the default) or required.
    #[serde(default, skip_serializing_if = "is_default")]
    pub photo: PhotoRule,
    /// Whether words go with every answer: optional (the default, only when nonconforming) or required.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: NoteRule,
    /// Words the question bank finds it by, in kebab-case: [greeting, lobby].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8), extend("uniqueItems" = true))]
    pub tags: Vec<Slug>,
    /// What to do at once when nonconforming: up to 4 steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 4))]
    pub reaction: Vec<Localized>,
}

impl Question {
    /// A question of which nothing but the words is known yet.
    pub fn new(id: Slug, text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self {
            id,
            text: Localized::from(text),
            look_for: Localized::default(),
            why: Localized::default(),
            clause: None,
            goal: None,
            severity: Severity::Minor,
            answer: Answer::Conformance,
            layers: default_layers(),
            always: false,
            max_age_days: default_max_age_days(),
            photo: PhotoRule::Allowed,
            note: NoteRule::Optional,
            tags: Vec::new(),
            reaction: Vec::new(),
        })
    }
}

/// How bad a nonconformance is; it sets how soon it has to be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// People are harmed, or the law is broken.
    Critical,
    /// The service fails its promise.
    Major,
    /// The service is worse than it should be.
    Minor,
}

/// How a question is answered: conformance, `measure: { unit: minutes, max: 15 }`, `choice: [...]`, `date: {}` or text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Conforms, nonconforming, corrected on the spot, or not applicable.
    #[default]
    Conformance,
    /// A measured value that conforms when it is inside the limits.
    Measure(Measure),
    /// One of a list, each said to conform or not: `[{ text: Open }, { text: Closed, conforms: false }]`.
    Choice(#[schemars(length(min = 2, max = 12))] Vec<Choice>),
    /// A date, judged by how far it is from the day of the audit: `{ max-days-ago: 365 }`; `{}` is recorded, not judged.
    Date(DateRule),
    /// Words that are recorded and not judged.
    Text,
}

/// One of the answers a question offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Choice {
    /// The answer.
    pub text: Localized,
    /// Whether the work conforms when it is given. The default is true; where all conform, the answer is recorded, not judged.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub conforms: bool,
}

/// When a date conforms, counted in days from the day of the audit; without a limit it is recorded, not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DateRule {
    /// The most days ago it may lie: 365 for "checked within the last year".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u16", range(min = 0, max = 3650))]
    pub max_days_ago: Option<u16>,
    /// The fewest days ahead it has to lie: 30 for "valid for another month".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u16", range(min = 0, max = 3650))]
    pub min_days_ahead: Option<u16>,
}

/// A measured answer: its unit and its limits, at least one of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Measure {
    /// What is counted, for example minutes.
    pub unit: Localized,
    /// The lowest value that conforms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "f64")]
    pub min: Option<f64>,
    /// The highest value that conforms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "f64")]
    pub max: Option<f64>,
}

impl Measure {
    /// Whether a measured value is inside the limits; the limits themselves are inside.
    pub fn conforms(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

/// Whether a photo goes with a nonconforming answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PhotoRule {
    /// No photo: people or their papers would be on it.
    Never,
    /// A photo may be taken.
    #[default]
    Allowed,
    /// A nonconforming answer needs a photo.
    Required,
}

/// Whether words go with an answer that conforms, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteRule {
    /// Only what is nonconforming needs words.
    #[default]
    Optional,
    /// Every answer needs words.
    Required,
}

/// Reads a template file, or says everything that is wrong with it.
pub fn read(file_name: &str, source: &str) -> Result<TemplateFile, Vec<Mistake>> {
    let source = Source::new(file_name, source);
    let mut mistakes = Mistakes::new(&source);
    let template = read_with(&mut mistakes);
    match template {
        Some(template) if mistakes.is_empty() => Ok(template),
        _ => Err(mistakes.finish()),
    }
}

fn read_with(mistakes: &mut Mistakes<'_>) -> Option<TemplateFile> {
    let tree = parse(mistakes)?;
    let template = shape::read(mistakes, &tree);
    checks::check(mistakes, &tree);
    template
}

fn parse(mistakes: &mut Mistakes<'_>) -> Option<yaml::Node> {
    if !mistakes.check_size() {
        return None;
    }
    let text = mistakes.source().text();
    let tree = yaml::parse(mistakes, text, 0);
    if tree.is_none() && mistakes.is_empty() {
        mistakes.add(1, 1, "the file is empty: it has only comments");
    }
    tree
}

/// Says which clauses and goals a template file names that do not exist.
///
/// It says nothing about a file that is no YAML: [`read`] does. `clauses` is asked with the manual named (`CS 4.3`, never `4.3`), `goals` with a code (`G1`).
pub fn check_references(
    file_name: &str,
    source: &str,
    clauses: &dyn Fn(&ClauseRef) -> bool,
    goals: &dyn Fn(&str) -> bool,
) -> Vec<Mistake> {
    let source = Source::new(file_name, source);
    let tree = parse(&mut Mistakes::new(&source));
    let mut mistakes = Mistakes::new(&source);
    if let Some(tree) = tree {
        checks::check_references(&mut mistakes, &tree, clauses, goals);
    }
    mistakes.finish()
}

/// The JSON Schema of a template file, for editors; it is kept in `audit-templates/schema.json`.
pub fn schema() -> serde_json::Value {
    let mut schema = shape::schema_of::<TemplateFile>();
    schema.insert("title".to_owned(), "Plumbline audit template".into());
    schema.to_value()
}

fn ask_schema(_: &mut SchemaGenerator) -> Schema {
    let count = serde_json::json!({ "type": "integer", "minimum": 1 });
    let layers: serde_json::Map<_, _> = (1..=HIGHEST_LAYER)
        .map(|layer| (layer.to_string(), count.clone()))
        .collect();
    json_schema!({ "type": "object", "properties": layers, "additionalProperties": false })
}

fn default_layers() -> Vec<u8> {
    vec![1]
}

fn default_max_age_days() -> u16 {
    30
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_default_layers(layers: &[u8]) -> bool {
    layers == default_layers()
}

fn is_default_max_age(days: &u16) -> bool {
    *days == default_max_age_days()
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}
