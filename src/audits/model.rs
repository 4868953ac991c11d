//! Audits, answers, and when they may be given.

use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::checklists::model::{Kind, NoteRule, PhotoRule, QuestionVersion};
use crate::schema::{answer_facts, answers, audits};
use crate::{json_column, refusals, text_column, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    /// What is stored of where an audit stands; *open* and *late* are told from the clock.
    pub enum AuditState {
        /// Made ahead, not started.
        Scheduled = "scheduled",
        /// Started: its questions are drawn, answers come in.
        InProgress = "in_progress",
        /// Done; never changes.
        Submitted = "submitted",
        /// Its end came without a submission.
        Missed = "missed",
        /// The unit was closed: not expected any more.
        Excused = "excused",
    }
}
text_enum! {
    /// Why a question was chosen for an audit.
    pub enum Chosen {
        /// It is asked every time.
        Always = "always",
        /// It has not been asked here for as long as it may go unasked.
        Age = "age",
        /// It failed here or elsewhere lately.
        Risk = "risk",
        /// By lot.
        Lot = "lot",
        /// The layer asks all of its questions.
        All = "all",
    }
}
text_enum! {
    /// Which of two answers to one question counts, when another one was saved while a form was filled in.
    pub enum Keep {
        /// The one in the form.
        Mine = "mine",
        /// The one that was saved.
        Saved = "saved",
    }
}
text_column!(AuditState, Chosen);

/// Where an audit stands at a moment, as people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its window has not opened.
    Scheduled,
    /// Can be started.
    Open,
    /// Started.
    InProgress,
    /// Past its due time, still inside the grace.
    Late,
    /// Done.
    Submitted,
    /// Past its end.
    Missed,
    /// Not expected.
    Excused,
}

impl Standing {
    /// The word of it, for badges and message ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Late => "late",
            Self::Submitted => "submitted",
            Self::Missed => "missed",
            Self::Excused => "excused",
        }
    }
}

/// One occurrence of a plan in its window.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = audits, treat_none_as_default_value = false)]
pub struct Audit {
    /// Identity.
    pub id: AuditId,
    /// The plan it is an occurrence of.
    pub plan_id: PlanId,
    /// Where it is done.
    pub unit_id: UnitId,
    /// Tells occurrences of one plan, unit and date apart.
    pub slot: i32,
    /// The local date its window opens, and the date figures count it on.
    pub local_date: NaiveDate,
    /// The unit's time zone when it was made.
    pub zone: String,
    /// Local minute of the day it opens.
    pub opens_minute: i32,
    /// Local minute of the day it is due; past 1440 on the next day.
    pub due_minute: i32,
    /// Opens, UTC.
    pub opens_at: Instant,
    /// Due, UTC: submitted by then it is on time.
    pub due_at: Instant,
    /// Ends, UTC: the grace in working time is over, what is not submitted is missed.
    pub closes_at: Instant,
    /// The process that is audited.
    pub process_id: ProcessId,
    /// The version of the template that is asked.
    pub version_id: TemplateVersionId,
    /// The layer that looks.
    pub layer: i32,
    /// Who does it; `None`: any holder of the layer's role at the unit.
    pub assignee_id: Option<PersonId>,
    /// Where it stands.
    pub state: AuditState,
    /// When it was started.
    pub started_at: Option<Instant>,
    /// When it arrived; for one that arrived later, when it was done.
    pub submitted_at: Option<Instant>,
    /// Who submitted it.
    pub submitted_by: Option<PersonId>,
    /// Why it was missed or excused, if somebody said so.
    pub reason: Option<String>,
    /// When the reminder engine looks at it next.
    pub notice_at: Option<Instant>,
    /// The seed of its draw.
    pub seed: i64,
    /// The version of the draw's algorithm; 0 until it is started.
    pub draw: i32,
    /// How many questions it asks.
    pub asked: i32,
    /// Answers that conform.
    pub conforms: i32,
    /// Answers that do not.
    pub nonconforming: i32,
    /// Answers corrected on the spot.
    pub corrected: i32,
    /// Answers that did not apply.
    pub not_applicable: i32,
    /// Counts the changes.
    pub revision: i32,
    /// The day of the plan's rule it stands for: another one than its own when a holiday moved it. A release before
    /// this one wrote none.
    pub planned_on: Option<NaiveDate>,
    /// Whose audit it is, while somebody else does it because this person is away.
    pub stands_in_for: Option<PersonId>,
}

/// An answer, saved as it is given; final once the audit is submitted.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = answers, treat_none_as_default_value = false)]
pub struct Answer {
    /// The audit.
    pub audit_id: AuditId,
    /// The question.
    pub question_id: QuestionId,
    /// As it was worded.
    pub question_version_id: QuestionVersionId,
    /// What the auditor says.
    pub outcome: Option<Outcome>,
    /// The measured value.
    pub value: Option<f64>,
    /// What was seen.
    pub seen: String,
    /// What was done on the spot.
    pub done: String,
    /// Steps of the reaction plan that were taken, counted from 0: "0,2".
    pub steps: String,
    /// When it was last saved.
    pub saved_at: Instant,
    /// The number of the choice (counted from 1), the date or the text, where the question asks for one.
    pub given: Option<String>,
    /// Further things that were seen under the same answer, if any.
    pub more: Option<Further>,
    /// Whether what was seen could soon harm people, property or the agency's reputation.
    pub sensitive: bool,
}

/// A further thing that was seen under an answer, and what was done about it on the spot.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct More {
    /// What was seen.
    #[serde(default)]
    pub seen: String,
    /// What was done on the spot.
    #[serde(default)]
    pub done: String,
}

impl More {
    /// Whether nothing is said.
    pub fn is_blank(&self) -> bool {
        self.seen.trim().is_empty() && self.done.trim().is_empty()
    }
}

/// What was seen beside the first thing, in the order in which it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Further(pub Vec<More>);
json_column!(Further);

/// Things seen under one answer at most.
pub const MOST_SEEN: usize = 5;

/// How a question was answered, as the device tells it. Facts without a judgement: a phone that was put away has looked
/// at a question for an hour, too.
///
/// More can be told from the rows of an audit. *In which order:* `nth`, beside the place of the question in the audit.
/// *Several at once:* rows whose `device_at` lie within the same two seconds were answered in one go.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = answer_facts, treat_none_as_default_value = false)]
pub struct AnswerFacts {
    /// The audit.
    pub audit_id: AuditId,
    /// The question.
    pub question_id: QuestionId,
    /// As which one it was answered first, from 1.
    pub nth: Option<i32>,
    /// How long it was looked at.
    pub seconds: Option<f64>,
    /// How often its answer was changed.
    pub changes: Option<i32>,
    /// How many letters were pasted.
    pub pasted: Option<i32>,
    /// When it was changed last, by the device's clock.
    pub device_at: Option<Instant>,
}

/// An answer as it comes from a form or a device.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// What the auditor says; a measured value may leave it open.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The measured value.
    #[serde(default)]
    pub value: Option<f64>,
    /// What was seen.
    #[serde(default)]
    pub seen: String,
    /// What was done on the spot.
    #[serde(default)]
    pub done: String,
    /// Steps of the reaction plan that were taken.
    #[serde(default)]
    pub steps: Vec<u8>,
    /// The number of the choice (counted from 1), the date (2026-06-09) or the text, where the question asks for one.
    #[serde(default)]
    pub given: Option<String>,
    /// Further things that were seen, at most four.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<More>,
    /// Whether what was seen could soon harm people, property or the agency's reputation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// What a form showed as saved when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The form does not say.
    Unknown,
    /// There was no answer.
    Nothing,
    /// The answer that was saved at this moment.
    SavedAt(Instant),
}

/// An answer of a whole form, with what the form knew of the saved one.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The question.
    pub question: QuestionId,
    /// What stands in the form.
    pub given: Given,
    /// What the form was opened with.
    pub shown: Shown,
    /// Which one counts, and when the other one that was looked at had been saved.
    pub keep: Option<(Keep, Instant)>,
}

/// What becomes of an answer of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It is saved.
    Saved,
    /// What is saved stays: it says the same, or was chosen.
    Left,
    /// Another one was saved since the form was opened, and nobody has chosen yet.
    Contested,
}

impl Written {
    /// What becomes of the form's answer beside the one that is saved, if there is one. An answer that was saved
    /// elsewhere since the form was opened, in other words, is never written over unseen.
    pub fn beside(&self, answer: &Answer, saved: Option<&Answer>) -> Becomes {
        let Some(saved) = saved else {
            let is_blank = self.given == Given::default();
            return if is_blank { Becomes::Left } else { Becomes::Saved };
        };
        if answer.says_the_same(saved) {
            return Becomes::Left;
        }
        let is_newer = match self.shown {
            Shown::Unknown => false,
            Shown::Nothing => !saved.is_blank(),
            Shown::SavedAt(at) => saved.saved_at != at,
        };
        match self.keep {
            _ if !is_newer => Becomes::Saved,
            Some((Keep::Mine, at)) if at == saved.saved_at => Becomes::Saved,
            Some((Keep::Saved, at)) if at == saved.saved_at => Becomes::Left,
            _ => Becomes::Contested,
        }
    }
}

/// Longest note of an answer.
pub const LONGEST_NOTE: usize = 4_000;

impl Given {
    /// What the answer comes to on the day of the audit: a value, a choice or a date is judged by its limits, unless it
    /// was corrected on the spot or does not apply.
    pub fn outcome_for(&self, question: &QuestionVersion, on: NaiveDate) -> Option<Outcome> {
        let judged = match question.kind {
            // Only the limits of another kind of question say that an answer is recorded.
            Kind::Conformance => return self.outcome.filter(|outcome| *outcome != Outcome::Recorded),
            Kind::Measure => self.measured().map(|value| question.judge(value)),
            Kind::Choice | Kind::Date | Kind::Text => self.stated().and_then(|given| question.judge_given(given, on)),
        };
        match (judged, self.outcome) {
            (_, Some(Outcome::NotApplicable)) => Some(Outcome::NotApplicable),
            (Some(Outcome::Nonconforming), Some(Outcome::Corrected)) => Some(Outcome::Corrected),
            (judged, _) => judged,
        }
    }

    /// An answer that is kept, as a form or a device would give it.
    pub fn of(answer: &Answer) -> Self {
        let steps = answer.steps().into_iter();
        Self {
            outcome: answer.outcome,
            value: answer.value,
            seen: answer.seen.clone(),
            done: answer.done.clone(),
            steps: steps.filter_map(|step| u8::try_from(step).ok()).collect(),
            given: answer.given.clone(),
            more: answer.further().to_vec(),
            sensitive: answer.sensitive,
        }
    }

    /// What was given, if something was.
    fn stated(&self) -> Option<&str> {
        self.given.as_deref().map(str::trim).filter(|given| !given.is_empty())
    }

    /// The value, if it is a number.
    fn measured(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }

    /// Can all that was seen be taken?
    ///
    /// # Errors
    /// [`CannotAudit::TooMuchSeen`].
    pub fn check(&self) -> Result<(), CannotAudit> {
        let further = self.more.iter().filter(|more| !more.is_blank()).count();
        if further < MOST_SEEN {
            Ok(())
        } else {
            Err(CannotAudit::TooMuchSeen)
        }
    }

    /// What was seen beside the first thing, without blank ones.
    fn further(&self) -> Option<Further> {
        let clip = |more: &More| More {
            seen: clipped(&more.seen),
            done: clipped(&more.done),
        };
        let further: Vec<More> = self.more.iter().map(clip).filter(|more| !more.is_blank()).collect();
        (!further.is_empty()).then_some(Further(further))
    }

    /// The answer as it is stored.
    pub fn answer(&self, audit: &Audit, question: &QuestionVersion, now: Instant) -> Answer {
        let mut steps = self.steps.clone();
        steps.retain(|step| usize::from(*step) < question.texts.reaction.len());
        steps.sort_unstable();
        steps.dedup();
        let steps: Vec<String> = steps.iter().map(u8::to_string).collect();
        Answer {
            audit_id: audit.id,
            question_id: question.question_id,
            question_version_id: question.id,
            outcome: self.outcome_for(question, audit.local_date),
            value: self.measured().filter(|_| question.kind == Kind::Measure),
            seen: clipped(&self.seen),
            done: clipped(&self.done),
            steps: steps.join(","),
            saved_at: now,
            given: match question.kind {
                Kind::Conformance | Kind::Measure => None,
                Kind::Choice | Kind::Date | Kind::Text => self.stated().map(clipped),
            },
            more: self.further(),
            sensitive: self.sensitive,
        }
    }
}

fn clipped(text: &str) -> String {
    text.trim()
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .take(LONGEST_NOTE)
        .collect()
}

impl Answer {
    /// The steps of the reaction plan that were taken.
    pub fn steps(&self) -> Vec<usize> {
        self.steps.split(',').filter_map(|step| step.parse().ok()).collect()
    }

    /// What was seen beside the first thing.
    pub fn further(&self) -> &[More] {
        self.more.as_ref().map(|more| more.0.as_slice()).unwrap_or_default()
    }

    /// Whether it becomes findings.
    pub fn fails(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Nonconforming | Outcome::Corrected))
    }

    /// The answer when it is final: what belongs to a nonconformance goes where there is none.
    #[must_use]
    pub fn settled(mut self) -> Self {
        if !self.fails() {
            self.more = None;
            self.sensitive = false;
        }
        self
    }

    /// Whether nothing is said yet.
    pub fn is_blank(&self) -> bool {
        self.outcome.is_none()
            && self.value.is_none()
            && self.given.is_none()
            && self.more.is_none()
            && !self.sensitive
            && [&self.seen, &self.done, &self.steps].iter().all(|text| text.is_empty())
    }

    /// Whether both say the same, whenever they were saved.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let other = Self {
            saved_at: self.saved_at,
            ..other.clone()
        };
        *self == other
    }

    /// What is missing before this answer can be submitted.
    pub fn check(&self, question: &QuestionVersion, photos: usize) -> Option<Missing> {
        match self.outcome {
            None if question.kind == Kind::Measure => Some(Missing::Value),
            None if question.kind == Kind::Conformance => Some(Missing::Answer),
            None => Some(Missing::Given),
            Some(Outcome::Nonconforming | Outcome::Corrected) if self.seen.is_empty() => Some(Missing::Seen),
            Some(Outcome::Conforms | Outcome::Recorded)
                if question.note == NoteRule::Required && self.seen.is_empty() =>
            {
                Some(Missing::Note)
            }
            Some(Outcome::Corrected) if self.done.is_empty() => Some(Missing::Done),
            Some(Outcome::Nonconforming) if question.photo == PhotoRule::Required && photos == 0 => {
                Some(Missing::Photo)
            }
            Some(Outcome::Nonconforming | Outcome::Corrected) => self.check_further(),
            Some(_) => None,
        }
    }

    /// What is missing of the things seen beside the first one, counted from 2 as in the form.
    fn check_further(&self) -> Option<Missing> {
        let corrected = self.outcome == Some(Outcome::Corrected);
        let numbered = self.further().iter().zip(2..);
        numbered
            .filter_map(|(more, n)| match more {
                more if more.seen.is_empty() => Some(Missing::SeenToo(n)),
                more if corrected && more.done.is_empty() => Some(Missing::DoneToo(n)),
                _ => None,
            })
            .next()
    }
}

/// What an answer still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// An answer.
    Answer,
    /// The measured value.
    Value,
    /// The choice, the date or the text.
    Given,
    /// What was seen.
    Seen,
    /// Words that go with every answer of this question.
    Note,
    /// What was done on the spot.
    Done,
    /// A photo.
    Photo,
    /// What the further thing of this number was, of which it is said only what was done.
    SeenToo(u8),
    /// What was done on the spot about the further thing of this number.
    DoneToo(u8),
}

impl Missing {
    /// What to do, at the question of this number on the page.
    pub fn said(self, question: usize) -> Said {
        let said = Said::new(self.key()).with("n", question);
        match self {
            Self::SeenToo(thing) | Self::DoneToo(thing) => said.with("thing", i64::from(thing)),
            _ => said,
        }
    }
    fn key(self) -> &'static str {
        match self {
            Self::Answer => "audit-missing-answer",
            Self::Value => "audit-missing-value",
            Self::Given => "audit-missing-given",
            Self::Seen => "audit-missing-seen",
            Self::Note => "audit-missing-note",
            Self::Done => "audit-missing-done",
            Self::Photo => "audit-missing-photo",
            Self::SeenToo(_) => "audit-missing-seen-too",
            Self::DoneToo(_) => "audit-missing-done-too",
        }
    }
    /// The part of the answer it is about, as devices are told: "seen", "seen-2".
    pub fn what(self) -> String {
        match self {
            Self::SeenToo(n) | Self::DoneToo(n) => format!("{}-{n}", self.part()),
            _ => self.part().to_owned(),
        }
    }
    /// The name of the form's field: "seen-…", "seen-…-2".
    pub fn field(self, question: QuestionId) -> String {
        match self {
            Self::SeenToo(n) | Self::DoneToo(n) => format!("{}-{question}-{n}", self.part()),
            _ => format!("{}-{question}", self.part()),
        }
    }
    fn part(self) -> &'static str {
        match self {
            Self::Answer => "outcome",
            Self::Value => "value",
            Self::Given => "given",
            Self::Seen | Self::Note | Self::SeenToo(_) => "seen",
            Self::Done | Self::DoneToo(_) => "done",
            Self::Photo => "photo",
        }
    }
}

/// Why an audit cannot be started, answered or submitted now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotAudit {
    /// Its window has not opened.
    #[error("not open yet")]
    NotOpenYet,
    /// Its end has passed: nobody fills in last week.
    #[error("its end has passed")]
    Over,
    /// It was submitted already.
    #[error("already submitted")]
    Submitted,
    /// It was started, so it stays with whoever started it.
    #[error("already started")]
    Started,
    /// It was excused.
    #[error("excused")]
    Excused,
    /// It is somebody else's.
    #[error("somebody else's")]
    NotYours,
    /// Somebody else took it a moment ago.
    #[error("taken by somebody else")]
    Taken,
    /// It was not started.
    #[error("not started")]
    NotStarted,
    /// The question is not one of this audit.
    #[error("not a question of this audit")]
    UnknownQuestion,
    /// Answers are missing something; the form shows which.
    #[error("{0} answers miss something")]
    Incomplete(usize),
    /// The template has no question for the layer.
    #[error("no question for the layer")]
    NoQuestions,
    /// Its answers are without a name: it is nobody's own.
    #[error("answers are without a name")]
    Anonymous,
    /// The person has answered already, without a name.
    #[error("already answered")]
    TookPart,
    /// More was seen under one answer than it takes.
    #[error("too much seen under one answer")]
    TooMuchSeen,
}

impl CannotAudit {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NotOpenYet => Said::new("audit-no-not-open-yet"),
            Self::Over => Said::new("audit-no-over"),
            Self::Submitted => Said::new("audit-no-submitted"),
            Self::Started => Said::new("audit-no-started"),
            Self::Excused => Said::new("audit-no-excused"),
            Self::NotYours => Said::new("audit-no-not-yours"),
            Self::Taken => Said::new("audit-no-taken"),
            Self::NotStarted => Said::new("audit-no-not-started"),
            Self::UnknownQuestion => Said::new("audit-no-unknown-question"),
            Self::Incomplete(count) => Said::new("audit-no-incomplete").with("count", *count),
            Self::NoQuestions => Said::new("audit-no-questions"),
            Self::Anonymous => Said::new("audit-no-anonymous"),
            Self::TookPart => Said::new("audit-no-took-part"),
            Self::TooMuchSeen => Said::new("audit-no-too-much-seen").with("most", MOST_SEEN),
        }
    }
}
refusals!(CannotAudit);

impl Audit {
    /// The day of the plan's rule it stands for.
    pub fn planned(&self) -> NaiveDate {
        self.planned_on.unwrap_or(self.local_date)
    }

    /// Whether it can still be moved or taken away: nobody has begun it, and its window has not opened.
    pub fn is_ahead(&self, now: Instant) -> bool {
        matches!(self.state, AuditState::Scheduled | AuditState::Excused) && self.opens_at > now
    }

    /// Where it stands at this moment.
    pub fn standing(&self, now: Instant) -> Standing {
        match self.state {
            AuditState::Submitted => Standing::Submitted,
            AuditState::Excused => Standing::Excused,
            AuditState::Missed => Standing::Missed,
            _ if now > self.closes_at => Standing::Missed,
            AuditState::Scheduled if now < self.opens_at => Standing::Scheduled,
            _ if now > self.due_at => Standing::Late,
            AuditState::Scheduled => Standing::Open,
            AuditState::InProgress => Standing::InProgress,
        }
    }

    /// Whether it was (or would now be) on time.
    pub fn is_on_time(&self, at: Instant) -> bool {
        at <= self.due_at
    }

    /// Can it be worked on at this moment?
    pub fn check_open(&self, now: Instant) -> Result<(), CannotAudit> {
        match self.standing(now) {
            Standing::Scheduled => Err(CannotAudit::NotOpenYet),
            Standing::Submitted => Err(CannotAudit::Submitted),
            Standing::Missed => Err(CannotAudit::Over),
            Standing::Excused => Err(CannotAudit::Excused),
            Standing::Open | Standing::InProgress | Standing::Late => Ok(()),
        }
    }

    /// May this person do it? Its assignee; while it has none, any holder of the layer's role at the unit.
    pub fn check_mine(&self, person: PersonId, holds_role: bool) -> Result<(), CannotAudit> {
        let mine = match self.assignee_id {
            Some(assignee) => assignee == person,
            None => holds_role,
        };
        if mine { Ok(()) } else { Err(CannotAudit::NotYours) }
    }
}
