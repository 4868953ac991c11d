//! Templates, their versions and questions; how a measured value is judged.

use super::file;
use crate::base::clock::Instant;
use crate::base::codes::{Outcome, Severity};
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::text::{Localized, Slug, fold};
use crate::schema::{question_versions, template_versions, templates};
use crate::{json_column, refusals, text_column, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

text_enum! {
    /// Where a version stands.
    pub enum VersionState {
        /// Being written; nobody is asked by it yet.
        Draft = "draft",
        /// What audits ask from now on; never changes.
        Published = "published",
        /// A newer version is published; audits that had begun keep it.
        Retired = "retired",
    }
}
text_enum! {
    /// How a question is answered.
    pub enum Kind {
        /// Conforms, nonconforming, corrected on the spot, or not applicable.
        Conformance = "conformance",
        /// A measured value, judged against the limits.
        Measure = "measure",
        /// One of a list, each said to conform or not.
        Choice = "choice",
        /// A date, judged by how far it is from the day of the audit.
        Date = "date",
        /// Words, recorded and not judged.
        Text = "text",
    }
}
text_enum! {
    /// Whether words go with an answer.
    pub enum NoteRule {
        /// Only what is nonconforming needs words.
        Optional = "optional",
        /// Every answer needs words.
        Required = "required",
    }
}
text_enum! {
    /// Whether a photo goes with a nonconforming answer.
    pub enum PhotoRule {
        /// No photo: people or their papers would be on it.
        Never = "never",
        /// A photo may be taken.
        Allowed = "allowed",
        /// A nonconforming answer needs a photo.
        Required = "required",
    }
}
text_column!(VersionState, Kind, PhotoRule, NoteRule);

/// An audit checklist: one a process.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = templates, treat_none_as_default_value = false)]
pub struct Template {
    /// Identity.
    pub id: TemplateId,
    /// The process it audits.
    pub process_id: ProcessId,
    /// The id in the files: `walk-in-counter`. It never changes.
    pub code: String,
    /// The title of the published version; of the first draft before there is one.
    pub title: Localized,
    /// Title, id and process, folded for search; lists are in this order.
    pub search: String,
    /// When it was first loaded.
    pub created_at: Instant,
}

/// How many questions are asked at each layer; a layer that is not named asks all of its questions.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Ask(pub BTreeMap<i32, i64>);

/// A version of a template, without its source.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = template_versions)]
pub struct Version {
    /// Identity.
    pub id: TemplateVersionId,
    /// The template it is of.
    pub template_id: TemplateId,
    /// Counts the versions of the template, from 1.
    pub number: i32,
    /// Where it stands.
    pub state: VersionState,
    /// The title of this version.
    pub title: Localized,
    /// What the auditor reads before the first question.
    pub intro: Localized,
    /// How many questions are asked per layer.
    pub ask: Ask,
    /// Tells whether a file is this version.
    pub source_hash: String,
    /// Why there is this version.
    pub note: String,
    /// When it was loaded.
    pub created_at: Instant,
    /// By whom; `None` when it came with the program.
    pub created_by: Option<PersonId>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// By whom.
    pub published_by: Option<PersonId>,
    /// The day a draft is published by itself, in the agency's zone.
    pub publish_on: Option<NaiveDate>,
    /// Who wants that.
    pub scheduled_by: Option<PersonId>,
}

/// A new version, as it is written.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = template_versions, treat_none_as_default_value = false)]
pub struct NewVersion {
    /// Identity.
    pub id: TemplateVersionId,
    /// The template it is of.
    pub template_id: TemplateId,
    /// Its number.
    pub number: i32,
    /// Where it stands.
    pub state: VersionState,
    /// Its title.
    pub title: Localized,
    /// What the auditor reads first.
    pub intro: Localized,
    /// How many questions are asked per layer.
    pub ask: Ask,
    /// The file.
    pub source: String,
    /// Tells whether a file is this version.
    pub source_hash: String,
    /// Why there is this version.
    pub note: String,
    /// When it is loaded.
    pub created_at: Instant,
    /// By whom.
    pub created_by: Option<PersonId>,
}

/// The words of a question.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Texts {
    /// The question. Yes, or a value inside the limits, means that the work conforms.
    pub text: Localized,
    /// What the auditor looks at to answer; may say nothing.
    #[serde(default)]
    pub look_for: Localized,
    /// Why it matters to the people served; may say nothing.
    #[serde(default)]
    pub why: Localized,
    /// What to do at once when nonconforming.
    #[serde(default)]
    pub reaction: Vec<Localized>,
}

/// What a choice list offers, or when a date conforms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// The answers of a choice list, in their order.
    Choice(Vec<file::Choice>),
    /// The limits of a date.
    Date(file::DateRule),
}
json_column!(Ask, Texts, Detail);

/// A question as one version asks it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = question_versions, treat_none_as_default_value = false)]
pub struct QuestionVersion {
    /// Identity.
    pub id: QuestionVersionId,
    /// The version that asks it.
    pub version_id: TemplateVersionId,
    /// The question, the same in every version.
    pub question_id: QuestionId,
    /// Its place in the version, from 1.
    pub position: i32,
    /// The heading it stands under.
    pub section: Localized,
    /// Its words.
    pub texts: Texts,
    /// The clause it checks; `None` when it names none, and in a draft that cites a clause that does not exist.
    pub clause_id: Option<ClauseId>,
    /// The edition the clause is in.
    pub edition_id: Option<EditionId>,
    /// The goal it serves; `None` when it names none, and in a draft that names a goal that does not exist.
    pub goal_id: Option<GoalId>,
    /// How bad it is when nonconforming.
    pub severity: Severity,
    /// How it is answered.
    pub kind: Kind,
    /// What is counted, when it is measured.
    pub measure_unit: Option<Localized>,
    /// The lowest value that conforms.
    pub limit_low: Option<f64>,
    /// The highest value that conforms.
    pub limit_high: Option<f64>,
    /// Whether a photo goes with a nonconforming answer.
    pub photo: PhotoRule,
    /// The layers that ask it, as text: "1,2,3".
    pub layers: String,
    /// Asked every time; takes no part in the draw.
    pub always: bool,
    /// The most days it may go unasked at a unit.
    pub max_age_days: i32,
    /// What a choice list offers, or when a date conforms.
    pub detail: Option<Detail>,
    /// Whether words go with every answer.
    pub note: NoteRule,
    /// Words the question bank finds it by: "greeting lobby".
    pub tags: String,
    /// Its words and tags, folded for the question bank.
    pub search: String,
}

impl QuestionVersion {
    /// The question as a file has it, at this place of a version; clause and goal are resolved by the caller.
    pub fn of(
        id: QuestionVersionId,
        version: TemplateVersionId,
        question_id: QuestionId,
        position: i32,
        section: &Localized,
        question: &file::Question,
    ) -> Self {
        let (kind, measure, detail) = match &question.answer {
            file::Answer::Conformance => (Kind::Conformance, None, None),
            file::Answer::Measure(measure) => (Kind::Measure, Some(measure), None),
            file::Answer::Choice(choices) => (Kind::Choice, None, Some(Detail::Choice(choices.clone()))),
            file::Answer::Date(rule) => (Kind::Date, None, Some(Detail::Date(*rule))),
            file::Answer::Text => (Kind::Text, None, None),
        };
        let tags: Vec<&str> = question.tags.iter().map(Slug::as_str).collect();
        let mut layers: Vec<u8> = question.layers.clone();
        layers.sort_unstable();
        let layers: Vec<String> = layers.iter().map(u8::to_string).collect();
        Self {
            id,
            version_id: version,
            question_id,
            position,
            section: section.clone(),
            texts: Texts {
                text: question.text.clone(),
                look_for: question.look_for.clone(),
                why: question.why.clone(),
                reaction: question.reaction.clone(),
            },
            clause_id: None,
            edition_id: None,
            goal_id: None,
            severity: match question.severity {
                file::Severity::Critical => Severity::Critical,
                file::Severity::Major => Severity::Major,
                file::Severity::Minor => Severity::Minor,
            },
            kind,
            measure_unit: measure.map(|measure| measure.unit.clone()),
            limit_low: measure.and_then(|measure| measure.min),
            limit_high: measure.and_then(|measure| measure.max),
            photo: match question.photo {
                file::PhotoRule::Never => PhotoRule::Never,
                file::PhotoRule::Allowed => PhotoRule::Allowed,
                file::PhotoRule::Required => PhotoRule::Required,
            },
            layers: layers.join(","),
            always: question.always,
            max_age_days: question.max_age_days.into(),
            detail,
            note: match question.note {
                file::NoteRule::Optional => NoteRule::Optional,
                file::NoteRule::Required => NoteRule::Required,
            },
            tags: tags.join(" "),
            search: question_words(question),
        }
    }

    /// The layers that ask it, lowest first.
    pub fn layers(&self) -> impl Iterator<Item = i32> + '_ {
        layers_of(&self.layers)
    }

    /// Whether a layer asks it.
    pub fn asked_at(&self, layer: i32) -> bool {
        self.layers().any(|own| own == layer)
    }

    /// Whether it is asked every time at its layers: critical ones always are.
    pub fn asked_every_time(&self) -> bool {
        self.always || self.severity == Severity::Critical
    }

    /// What a measured value says: inside the limits (the limits themselves included) conforms.
    pub fn judge(&self, value: f64) -> Outcome {
        let inside = self.limit_low.is_none_or(|low| value >= low) && self.limit_high.is_none_or(|high| value <= high);
        if inside {
            Outcome::Conforms
        } else {
            Outcome::Nonconforming
        }
    }

    /// What a choice, a date or a text says on the day of the audit; `None` when it is no answer to this question. What
    /// nothing judges (a text, a date without limits, a list in which every answer conforms) is recorded.
    pub fn judge_given(&self, given: &str, on: NaiveDate) -> Option<Outcome> {
        let judged = |conforms: bool| match conforms {
            true => Outcome::Conforms,
            false => Outcome::Nonconforming,
        };
        match (self.kind, &self.detail) {
            (Kind::Choice, Some(Detail::Choice(choices))) => {
                let number: usize = given.parse().ok()?;
                let choice = choices.get(number.checked_sub(1)?)?;
                match choices.iter().all(|choice| choice.conforms) {
                    true => Some(Outcome::Recorded),
                    false => Some(judged(choice.conforms)),
                }
            }
            (Kind::Date, Some(Detail::Date(rule))) => {
                let ahead = (given.parse::<NaiveDate>().ok()? - on).num_days();
                if *rule == file::DateRule::default() {
                    return Some(Outcome::Recorded);
                }
                let late = rule.max_days_ago.is_some_and(|days| -ahead > i64::from(days));
                let soon = rule.min_days_ahead.is_some_and(|days| ahead < i64::from(days));
                Some(judged(!late && !soon))
            }
            (Kind::Text, _) if !given.trim().is_empty() => Some(Outcome::Recorded),
            _ => None,
        }
    }

    /// Whether something judges its answers; what nothing judges is recorded.
    pub fn is_judged(&self) -> bool {
        match (self.kind, &self.detail) {
            (Kind::Conformance | Kind::Measure, _) => true,
            (Kind::Choice, Some(Detail::Choice(choices))) => choices.iter().any(|choice| !choice.conforms),
            (Kind::Date, Some(Detail::Date(rule))) => *rule != file::DateRule::default(),
            _ => false,
        }
    }

    /// The first date that conforms on the day of the audit, where a date has a limit.
    pub fn earliest(&self, on: NaiveDate) -> Option<NaiveDate> {
        let Some(Detail::Date(rule)) = &self.detail else {
            return None;
        };
        let away = |days: u16| chrono::Days::new(days.into());
        let ago = rule.max_days_ago.and_then(|days| on.checked_sub_days(away(days)));
        let ahead = rule.min_days_ahead.and_then(|days| on.checked_add_days(away(days)));
        ago.max(ahead)
    }

    /// What was given, in words: the text of the choice, the date, the text.
    pub fn given_words<'a>(&'a self, given: &'a str, language: &str) -> &'a str {
        match &self.detail {
            Some(Detail::Choice(choices)) => {
                let number = given.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let choice = number.and_then(|index| choices.get(index));
                choice.map_or(given, |choice| choice.text.get(language))
            }
            _ => given,
        }
    }

    /// About how long it takes to look and answer: a word takes a third of a second to read, looking a quarter of a
    /// minute, measuring another.
    pub fn estimated_seconds(&self) -> u32 {
        let words = |text: &Localized| {
            text.get(crate::base::text::FALLBACK_LANGUAGE)
                .split_whitespace()
                .count()
        };
        let reading = (words(&self.texts.text) + words(&self.texts.look_for)) / 3;
        let looking = match self.kind {
            Kind::Conformance | Kind::Choice | Kind::Date => 15,
            Kind::Measure | Kind::Text => 30,
        };
        u32::try_from(reading).unwrap_or(u32::MAX).saturating_add(looking)
    }

    /// Whether another version asks the same in every respect; where it stands and which edition it cites do not count.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let as_other = Self {
            id: other.id,
            version_id: other.version_id,
            position: other.position,
            edition_id: other.edition_id,
            ..self.clone()
        };
        as_other == *other
    }
}

/// The layers in a text like "1,2,3".
pub fn layers_of(text: &str) -> impl Iterator<Item = i32> + '_ {
    text.split(',').filter_map(|layer| layer.parse().ok())
}

/// The words a template is found by, its English title first.
pub fn search_words(title: &Localized, code: &str, process: &Localized) -> String {
    let mut words = vec![title.get(crate::base::text::FALLBACK_LANGUAGE)];
    words.extend(title.languages().map(|language| title.get(language)));
    words.push(code);
    words.extend(process.languages().map(|language| process.get(language)));
    words.dedup();
    fold(&words.join(" "))
}

/// The words the question bank finds a question by, in every language it has.
fn question_words(question: &file::Question) -> String {
    let texts = [&question.text, &question.look_for, &question.why];
    let tags = question.tags.iter().map(Slug::as_str);
    words_of(texts, tags.chain([question.id.as_str()]))
}

/// The same for a question as it is stored.
pub fn search_words_of(texts: &Texts) -> String {
    words_of([&texts.text, &texts.look_for, &texts.why], std::iter::empty())
}

fn words_of<'t>(texts: [&'t Localized; 3], more: impl Iterator<Item = &'t str>) -> String {
    let texts = texts.into_iter();
    let words = texts.flat_map(|text| text.languages().map(|language| text.get(language)));
    fold(&words.chain(more).collect::<Vec<_>>().join(" "))
}

/// What loading a template file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// The template.
    pub template: TemplateId,
    /// The version the file is.
    pub version: TemplateVersionId,
    /// Its number.
    pub number: i32,
    /// What happened.
    pub what: What,
}

/// What happened to the version of a loaded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The newest version is this file already.
    Unchanged,
    /// There is a new draft, or the draft there was has been written over.
    Draft,
}

/// Why a template file cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotLoad {
    /// The process has another template.
    #[error("process {process} has the template {template} already")]
    ProcessTaken {
        /// The id of the process.
        process: String,
        /// The id of its template.
        template: String,
    },
    /// The template was about another process.
    #[error("template {template} audits the process {process}; that never changes")]
    OtherProcess {
        /// The id of the template.
        template: String,
        /// The id of the process it audits.
        process: String,
    },
    /// The draft is to be published by itself on a day; until then it does not change.
    #[error("the draft is to be published on {0}")]
    Scheduled(NaiveDate),
}

impl CannotLoad {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::ProcessTaken { process, template } => Said::new("checklist-no-process-taken")
                .with("process", process.as_str())
                .with("template", template.as_str()),
            Self::OtherProcess { template, process } => Said::new("checklist-no-other-process")
                .with("template", template.as_str())
                .with("process", process.as_str()),
            Self::Scheduled(on) => Said::new("checklist-no-scheduled").with("day", on.to_string()),
        }
    }
}

/// Why a version cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotPublish {
    /// It is published or retired already.
    #[error("version {0} is not a draft")]
    NotADraft(i32),
    /// Nobody said why.
    #[error("a reason is missing")]
    NoReason,
    /// It cites clauses that no manual in force has.
    #[error("clauses that are in no edition in force: {0}")]
    NoClause(String),
    /// It names goals the mission does not have.
    #[error("goals that are not in the mission: {0}")]
    NoGoal(String),
    /// The day it is to be published has begun, or is more than a year away.
    #[error("not a day to publish on: {0}")]
    NoSuchDay(NaiveDate),
}

impl CannotPublish {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NotADraft(number) => Said::new("checklist-no-draft").with("version", *number),
            Self::NoReason => Said::new("checklist-no-reason"),
            Self::NoClause(clauses) => Said::new("checklist-no-clause").with("clauses", clauses.as_str()),
            Self::NoGoal(goals) => Said::new("checklist-no-goal").with("goals", goals.as_str()),
            Self::NoSuchDay(_) => Said::new("checklist-no-such-day"),
        }
    }
}

/// The longest a draft may wait for its day, in days.
const LONGEST_WAIT: i64 = 366;

/// May a draft be published by itself on this day?
pub fn check_day(on: NaiveDate, today: NaiveDate) -> Result<(), CannotPublish> {
    match (1..=LONGEST_WAIT).contains(&(on - today).num_days()) {
        true => Ok(()),
        false => Err(CannotPublish::NoSuchDay(on)),
    }
}

/// Why a template cannot be retired, or a question not be left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotRetire {
    /// Nobody said why.
    #[error("a reason is missing")]
    NoReason,
    /// Nothing of it is published.
    #[error("nothing is published")]
    NothingPublished,
    /// Plans in use ask it.
    #[error("{0} plans ask it")]
    InUse(usize),
}

impl CannotRetire {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NoReason => Said::new("checklist-no-reason"),
            Self::NothingPublished => Said::new("checklist-nothing-published"),
            Self::InUse(plans) => Said::new("checklist-in-use").with("count", *plans),
        }
    }
}
refusals!(CannotLoad, CannotPublish, CannotRetire);

impl Version {
    /// May it be published, for this reason?
    pub fn check_publish(&self, reason: &str) -> Result<(), CannotPublish> {
        if self.state != VersionState::Draft {
            return Err(CannotPublish::NotADraft(self.number));
        }
        if reason.trim().is_empty() {
            return Err(CannotPublish::NoReason);
        }
        Ok(())
    }
}
