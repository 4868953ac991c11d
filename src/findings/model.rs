//! What a finding is and what may be done with it when: the rules of the repair, without database or web.

use super::pauses;
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Severity};
use crate::base::ids::*;
use crate::base::said::Said;
use crate::platform::error::AppError;
use crate::schema::{corrective_actions, due_requests, findings};
use crate::{text_column, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;

/// How far ahead something may be due, in days.
pub const LONGEST_DAYS: i64 = 3_653;
/// The effectiveness watch: audits of the question at the unit after closing, and by how many different people.
pub const WATCH_AUDITS: usize = 3;
/// See [`WATCH_AUDITS`].
pub const WATCH_PEOPLE: usize = 2;
/// Whys that are asked for; one to five may be given.
pub const WHYS: usize = 5;

text_enum! {
    /// Where a finding stands. *Late* is computed from the due date, never a state.
    pub enum State {
        /// Found; nobody has said yet that nobody else is affected.
        Open = "open",
        /// What had to be done at once is done.
        Contained = "contained",
        /// At least one corrective action is open.
        Planned = "planned",
        /// Every corrective action is finished; somebody else has to look.
        Done = "done",
        /// Verified and closed.
        Verified = "verified",
        /// Set aside by a director, with a reason.
        Dismissed = "dismissed",
    }
}
text_enum! {
    /// How a closed finding was resolved.
    pub enum Resolution {
        /// Put right during the audit; closed at once without the gates.
        CorrectedOnTheSpot = "corrected",
        /// Went through cause, action and verification.
        Fixed = "fixed",
        /// Set aside with a reason.
        Dismissed = "dismissed",
        /// Taken back by whoever found it, minutes after the audit was sent. It counts nowhere.
        Withdrawn = "withdrawn",
    }
}
text_enum! {
    /// What kind of repair an action is.
    pub enum ActionKind {
        /// Stops the effect now.
        Immediate = "immediate",
        /// Removes the cause here.
        Corrective = "corrective",
        /// Keeps the cause from arising elsewhere.
        Preventive = "preventive",
    }
}
text_enum! {
    /// How well a fix holds by itself, from the weakest to the strongest.
    pub enum Strength {
        /// Somebody is told again.
        Reminder = "reminder",
        /// Somebody is shown how.
        Training = "training",
        /// A checklist or an instruction says it at the place.
        Instruction = "instruction",
        /// A second person looks before it goes out.
        SecondEyes = "second-eyes",
        /// The work itself becomes simpler, or the same everywhere.
        Standardised = "standardised",
        /// It cannot go wrong any more, or happens by itself.
        Automatic = "automatic",
    }
}
text_enum! {
    /// Where a corrective action stands.
    pub enum ActionState {
        /// To be done by its owner.
        Open = "open",
        /// Its owner says it is done.
        Done = "done",
        /// Not needed after all; kept with the reason.
        Cancelled = "cancelled",
    }
}
text_enum! {
    /// "Is it in the layered audit now?": answered before a finding closes.
    pub enum LayeredAnswer {
        /// An existing question watches it.
        Existing = "existing",
        /// A new question is being drafted.
        Draft = "draft",
        /// No, for a reason.
        No = "no",
    }
}
text_enum! {
    /// Where the plan of a finding stands: its cause and its actions.
    pub enum PlanStanding {
        /// A leader has to decide on it. Work may begin meanwhile.
        Waiting = "waiting",
        /// A leader has accepted it, or made it.
        Accepted = "accepted",
        /// A leader sent it back: it has to be planned anew.
        SentBack = "sent-back",
    }
}
text_enum! {
    /// What a leader decides on a plan.
    pub enum Verdict {
        /// It goes ahead.
        Accepted = "accepted",
        /// The owner plans anew.
        SentBack = "sent-back",
        /// The next layer up decides.
        TakenUp = "taken-up",
    }
}
text_enum! {
    /// What a leader answers to somebody who asks for a later date.
    pub enum Answered {
        /// The later date counts from now on.
        Granted = "granted",
        /// The date stays.
        Refused = "refused",
    }
}
text_enum! {
    /// How an effectiveness watch goes.
    pub enum WatchState {
        /// Waiting for the next audits of the question.
        Watching = "watching",
        /// Three audits by at least two people conformed.
        Held = "held",
        /// It was found again.
        Broken = "broken",
    }
}
text_column!(
    State,
    Resolution,
    ActionKind,
    Strength,
    ActionState,
    LayeredAnswer,
    PlanStanding,
    Verdict,
    Answered,
    WatchState
);

impl State {
    /// Whether nothing more is to be done.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Verified | Self::Dismissed)
    }
}

/// A nonconformance record.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = findings, treat_none_as_default_value = false)]
pub struct Finding {
    /// Identity.
    pub id: FindingId,
    /// Number people use: `NC-2026-00042`, per year in the agency's zone, without gaps.
    pub number: String,
    /// Where it was found.
    pub unit_id: UnitId,
    /// The process that did not conform.
    pub process_id: ProcessId,
    /// The question, the same in every version: repeats and watches go by it. What was raised by hand has one only where
    /// somebody named it.
    pub question_id: Option<QuestionId>,
    /// The question as it was worded.
    pub question_version_id: Option<QuestionVersionId>,
    /// The layer that found it; nothing where no audit did.
    pub layer: Option<i32>,
    /// Kind of its origin.
    pub origin_kind: OriginKind,
    /// The audit it was found in; the finding itself where no audit did.
    pub origin_id: AnyId,
    /// What the origin was called at that moment.
    pub origin_label: String,
    /// Counts the findings under one answer, from 1.
    pub part: i32,
    /// The question in short, as a heading.
    pub title: String,
    /// What was seen: facts, not names.
    pub seen: String,
    /// What was done on the spot, when it was corrected there.
    pub done: Option<String>,
    /// How serious it is; from the question, can be raised.
    pub severity: Severity,
    /// Where it stands.
    pub state: State,
    /// How it was resolved, once closed.
    pub resolution: Option<Resolution>,
    /// Who has to see to it.
    pub owner_id: Option<PersonId>,
    /// Who found it.
    pub found_by: Option<PersonId>,
    /// When it was found.
    pub found_at: Instant,
    /// The rule of the due date: working days from the severity.
    pub due_days: Option<i32>,
    /// The due date at the unit.
    pub due_on: Option<NaiveDate>,
    /// The end of that working day, UTC.
    pub due_at: Option<Instant>,
    /// Whether somebody picked the date by hand (then it does not move with the calendar).
    pub due_picked: bool,
    /// The last finding on the same question at the same unit, when within the days of a repeat.
    pub repeat_of: Option<FindingId>,
    /// How many layers it has climbed while overdue.
    pub escalation: i32,
    /// When the reminder engine looks at it next.
    pub notice_at: Option<Instant>,
    /// When it closed.
    pub closed_at: Option<Instant>,
    /// Number, title and what was seen, folded for search.
    pub search: String,
    /// Counts the changes of the finding and of its actions.
    pub revision: i32,
    /// Whether it could soon harm people, property or the agency's reputation, or was raised by a council member or the
    /// media.
    pub sensitive: bool,
}

/// A corrective action of a finding.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = corrective_actions, treat_none_as_default_value = false)]
pub struct Action {
    /// Identity.
    pub id: ActionId,
    /// The finding it repairs.
    pub finding_id: FindingId,
    /// Counts the actions of the finding, from 1.
    pub number: i32,
    /// What kind of repair it is.
    pub kind: ActionKind,
    /// What is to be done.
    pub body: String,
    /// Who does it.
    pub owner_id: PersonId,
    /// The due date at the unit.
    pub due_on: NaiveDate,
    /// The end of that working day, UTC.
    pub due_at: Instant,
    /// The rule of the due date, when it was not picked.
    pub due_days: Option<i32>,
    /// Whether somebody picked the date by hand.
    pub due_picked: bool,
    /// Where it stands.
    pub state: ActionState,
    /// When it was decided.
    pub created_at: Instant,
    /// Who decided it.
    pub created_by: Option<PersonId>,
    /// When its owner said it is done.
    pub done_at: Option<Instant>,
    /// Who said so.
    pub done_by: Option<PersonId>,
    /// What was done, or why it was cancelled.
    pub done_note: Option<String>,
    /// When the reminder engine looks at it next.
    pub notice_at: Option<Instant>,
    /// How many layers it has climbed while overdue.
    pub escalation: i32,
    /// Counts the changes.
    pub revision: i32,
    /// How well it holds by itself; unknown for actions from before it was asked.
    pub strength: Option<Strength>,
    /// What it costs, in whole units of the agency's currency.
    pub cost: Option<i64>,
    /// The action of the leading finding it was taken over from; its owner sees nothing of this finding by it.
    pub taken_from: Option<ActionId>,
}

/// A later date that somebody asks for.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = due_requests, treat_none_as_default_value = false)]
pub struct DueRequest {
    /// Identity.
    pub id: DueRequestId,
    /// The finding it is about.
    pub finding_id: FindingId,
    /// The action it is about; nothing where it is about the finding itself.
    pub action_id: Option<ActionId>,
    /// The due date there was, at the unit.
    pub from_on: NaiveDate,
    /// The later one.
    pub asked_on: NaiveDate,
    /// Why it takes longer.
    pub reason: String,
    /// When it was asked for.
    pub at: Instant,
    /// By whom.
    pub who: PersonId,
    /// What a leader answered; nothing while it waits.
    pub verdict: Option<Answered>,
    /// In a sentence.
    pub answer: Option<String>,
    /// When.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<PersonId>,
}

impl DueRequest {
    /// Whether it waits for an answer, of those that were asked since then: an older one went with what it was about.
    pub fn waits(&self, since: Instant) -> bool {
        self.verdict.is_none() && self.at >= since
    }
}

/// The part a person has in a finding: decides what the person may do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Owns the finding.
    pub owner: bool,
    /// Audits at the unit or above it (any layer).
    pub auditor: bool,
    /// Is a manager or director over the unit.
    pub leader: bool,
    /// Is a director over the unit.
    pub director: bool,
    /// Owns an action of the finding that was not cancelled.
    pub action_owner: bool,
    /// Is on the board over the unit.
    pub board: bool,
    /// The highest layer held at the unit or above it; 0 for none.
    pub layer: i32,
}

/// The plan of a finding, for whoever decides on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Where it stands.
    pub standing: PlanStanding,
    /// The layer that decides.
    pub layer: i32,
}

/// What has to be there before a finding closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gates {
    /// A root cause is written down.
    pub cause: bool,
    /// Corrective actions that are finished.
    pub actions_done: i64,
    /// Corrective actions that are open.
    pub actions_open: i64,
    /// The plan, once there are a cause and an action.
    pub plan: Option<Plan>,
}

/// Why a step of the repair cannot be taken now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotRepair {
    /// The finding is closed already.
    #[error("already closed")]
    Closed,
    /// It was contained already.
    #[error("already contained")]
    Contained,
    /// Nobody has said yet that nobody else is affected.
    #[error("not contained yet")]
    NotContained,
    /// No root cause yet.
    #[error("no root cause")]
    NoCause,
    /// No finished corrective action.
    #[error("no finished corrective action")]
    NoAction,
    /// Actions are still open.
    #[error("{0} corrective actions are still open")]
    ActionsOpen(i64),
    /// The verifier owned an action.
    #[error("somebody who owned no action has to verify it")]
    NotIndependent,
    /// The owner cannot dismiss the own finding.
    #[error("the owner cannot dismiss it")]
    OwnFinding,
    /// Severity goes up only.
    #[error("severity can only be raised")]
    NotRaised,
    /// The action is finished or cancelled already.
    #[error("the action is not open")]
    ActionNotOpen,
    /// The date lies in the past.
    #[error("the due date lies in the past")]
    DuePast,
    /// The date lies many years ahead.
    #[error("the due date lies too far ahead")]
    DueFar,
    /// The owner cannot decide on the own plan.
    #[error("the owner cannot decide on the plan")]
    OwnPlan,
    /// A higher layer decides on this plan.
    #[error("a higher layer decides")]
    HigherLayer,
    /// No plan waits for a decision.
    #[error("no plan waits for a decision")]
    NoPlan,
    /// Nobody is above the layer that decides.
    #[error("there is no layer above")]
    TopLayer,
    /// The plan was sent back and not planned anew.
    #[error("the plan was sent back")]
    SentBack,
    /// The date asked for is not later than the due date.
    #[error("the date is not later")]
    NotLater,
    /// A later date is asked for already.
    #[error("a later date is asked for already")]
    AskedAlready,
    /// The later date was answered already.
    #[error("answered already")]
    AnsweredAlready,
    /// The person who is to be told may not see the finding.
    #[error("the person may not see the finding")]
    NotAReader,
    /// Nobody decides on the own date.
    #[error("the owner cannot decide on the date")]
    OwnDate,
    /// The clock stands still already.
    #[error("the clock stands still already")]
    PausedAlready,
    /// The clock is running.
    #[error("the clock is running")]
    NotPaused,
    /// The clock has run out: it is overdue.
    #[error("overdue: the clock has run out")]
    PauseOverdue,
    /// The clock would stand still for too long.
    #[error("too long a pause")]
    PauseLong,
    /// The clock stands still on that day.
    #[error("due while the clock stands still")]
    DueInPause,
    /// The person does not have the part it takes.
    #[error("not this person's to do")]
    NotYours,
}

impl CannotRepair {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Closed => Said::new("finding-no-closed"),
            Self::Contained => Said::new("finding-no-contained"),
            Self::NotContained => Said::new("finding-no-not-contained"),
            Self::NoCause => Said::new("finding-no-cause"),
            Self::NoAction => Said::new("finding-no-action"),
            Self::ActionsOpen(count) => Said::new("finding-no-actions-open").with("count", *count),
            Self::NotIndependent => Said::new("finding-no-not-independent"),
            Self::OwnFinding => Said::new("finding-no-own"),
            Self::NotRaised => Said::new("finding-no-not-raised"),
            Self::ActionNotOpen => Said::new("finding-no-action-not-open"),
            Self::DuePast => Said::new("finding-no-due-past"),
            Self::DueFar => Said::new("finding-no-due-far"),
            Self::OwnPlan => Said::new("finding-no-own-plan"),
            Self::HigherLayer => Said::new("finding-no-higher-layer"),
            Self::NoPlan => Said::new("finding-no-plan"),
            Self::TopLayer => Said::new("finding-no-top-layer"),
            Self::SentBack => Said::new("finding-no-sent-back"),
            Self::NotLater => Said::new("finding-no-not-later"),
            Self::AskedAlready => Said::new("finding-no-asked-already"),
            Self::AnsweredAlready => Said::new("finding-no-answered-already"),
            Self::NotAReader => Said::new("finding-no-reader"),
            Self::OwnDate => Said::new("finding-no-own-date"),
            Self::PausedAlready => Said::new("finding-no-paused-already"),
            Self::NotPaused => Said::new("finding-no-not-paused"),
            Self::PauseOverdue => Said::new("finding-no-pause-overdue"),
            Self::PauseLong => Said::new("finding-no-pause-long").with("count", pauses::LONGEST_PAUSE),
            Self::DueInPause => Said::new("finding-no-due-in-pause"),
            Self::NotYours => Said::new("finding-no-not-yours"),
        }
    }
}

impl CannotRepair {
    /// Whether it is about who asks and not about where the finding stands: somebody else could do it now or later.
    pub fn is_about_the_person(&self) -> bool {
        matches!(
            self,
            Self::NotYours
                | Self::NotIndependent
                | Self::OwnFinding
                | Self::OwnPlan
                | Self::OwnDate
                | Self::HigherLayer
        )
    }
}

impl From<CannotRepair> for AppError {
    fn from(no: CannotRepair) -> Self {
        if no.is_about_the_person() {
            Self::Forbidden(no.said())
        } else {
            Self::Refused(no.said())
        }
    }
}

/// What somebody wants to do with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Say what was done at once.
    Contain,
    /// Write the root cause down.
    FindCause,
    /// Decide on a corrective action.
    Plan,
    /// Accept the plan, send it back, or take it one layer up.
    Decide,
    /// Raise the severity.
    Raise,
    /// Ask for a later date.
    AskDate,
    /// Grant or refuse the later date of the finding.
    AnswerDate,
    /// Stop its clock, or let it go on.
    Pause,
    /// Give it to another owner.
    HandOver,
    /// Verify and close it.
    Close,
    /// Set it aside.
    Dismiss,
    /// Write a note into its timeline.
    Note,
}

impl Deed {
    /// Every deed, in the order of the repair.
    pub const ALL: [Self; 12] = [
        Self::Contain,
        Self::FindCause,
        Self::Plan,
        Self::Decide,
        Self::Raise,
        Self::AskDate,
        Self::AnswerDate,
        Self::Pause,
        Self::HandOver,
        Self::Close,
        Self::Dismiss,
        Self::Note,
    ];
}

impl Part {
    /// Has this person the right to it, wherever the finding stands?
    pub fn check(self, deed: Deed) -> Result<(), CannotRepair> {
        let may = match deed {
            Deed::Contain => self.owner || self.auditor,
            Deed::FindCause | Deed::Plan | Deed::HandOver => self.owner || self.leader,
            Deed::Decide if self.owner && self.leader => return Err(CannotRepair::OwnPlan),
            Deed::Decide => !self.owner && (self.leader || self.board),
            Deed::Raise => self.leader,
            Deed::AskDate => self.owner,
            Deed::AnswerDate | Deed::Pause if self.owner && self.leader => return Err(CannotRepair::OwnDate),
            Deed::AnswerDate | Deed::Pause => self.leader,
            Deed::Close if self.auditor && self.action_owner => return Err(CannotRepair::NotIndependent),
            Deed::Close => self.auditor,
            Deed::Dismiss if self.director && self.owner => return Err(CannotRepair::OwnFinding),
            Deed::Dismiss => self.director,
            Deed::Note => true,
        };
        if may { Ok(()) } else { Err(CannotRepair::NotYours) }
    }
}

impl Part {
    /// Does this person decide for this layer?
    pub fn check_layer(self, layer: i32) -> Result<(), CannotRepair> {
        if self.layer == layer || (self.leader && self.layer > layer) {
            Ok(())
        } else if self.layer > layer {
            Err(CannotRepair::NotYours)
        } else {
            Err(CannotRepair::HigherLayer)
        }
    }
}

impl Finding {
    /// Whether it is past its due date and not closed.
    pub fn is_overdue(&self, now: Instant) -> bool {
        !self.state.is_closed() && self.due_at.is_some_and(|due| due < now)
    }

    /// Whether whoever found it took it back.
    pub fn is_withdrawn(&self) -> bool {
        self.resolution == Some(Resolution::Withdrawn)
    }

    /// The question that is watched at its unit once it is closed: a fix that held is proved by audits that ask the same
    /// question there. Without a question, or about several units, there is none.
    pub fn watched_question(&self) -> Option<QuestionId> {
        self.question_id.filter(|_| self.origin_kind != OriginKind::Systemic)
    }

    /// Whether somebody raised it by hand who is not named.
    pub fn is_without_name(&self) -> bool {
        self.origin_kind == OriginKind::Hand && self.found_by.is_none()
    }

    /// Where it stands in one word: its state, or that it was withdrawn.
    pub fn standing(&self) -> &'static str {
        match self.resolution {
            Some(withdrawn @ Resolution::Withdrawn) => withdrawn.as_str(),
            _ => self.state.as_str(),
        }
    }

    /// Whether those who lead are told of it at once.
    pub fn is_told_at_once(&self) -> bool {
        self.sensitive || self.severity == Severity::Critical
    }

    /// May this person do it now? Whether the new severity is higher is asked by [`Finding::check_raise`] only.
    pub fn check(&self, part: Part, deed: Deed, gates: Gates) -> Result<(), CannotRepair> {
        match deed {
            Deed::Contain => self.check_contain(part),
            Deed::Plan => self.check_plan(part),
            Deed::Decide => self.check_decide(part, gates.plan),
            Deed::Close => self.check_close(part, gates),
            Deed::FindCause
            | Deed::Raise
            | Deed::AskDate
            | Deed::AnswerDate
            | Deed::Pause
            | Deed::HandOver
            | Deed::Dismiss => self.check_open(part, deed),
            Deed::Note => part.check(deed),
        }
    }

    /// May this person do it while the finding is open? The right comes first: what somebody may never do is not explained by where the finding stands.
    pub fn check_open(&self, part: Part, deed: Deed) -> Result<(), CannotRepair> {
        part.check(deed)?;
        if self.state.is_closed() {
            Err(CannotRepair::Closed)
        } else {
            Ok(())
        }
    }

    /// May this person say what was done at once?
    pub fn check_contain(&self, part: Part) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Contain)?;
        if self.state == State::Open {
            Ok(())
        } else {
            Err(CannotRepair::Contained)
        }
    }

    /// May this person write the root cause down?
    pub fn check_cause(&self, part: Part) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::FindCause)
    }

    /// May this person decide on a corrective action?
    pub fn check_plan(&self, part: Part) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Plan)?;
        if self.state == State::Open {
            Err(CannotRepair::NotContained)
        } else {
            Ok(())
        }
    }

    /// May this person decide on the plan? A manager or director at the plan's layer or above it, who is not the finding's
    /// owner; the board only where it was taken up to it.
    pub fn check_decide(&self, part: Part, plan: Option<Plan>) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Decide)?;
        match plan {
            Some(plan) if plan.standing == PlanStanding::Waiting => part.check_layer(plan.layer),
            _ => Err(CannotRepair::NoPlan),
        }
    }

    /// May this person raise the severity to this one?
    pub fn check_raise(&self, part: Part, to: Severity) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Raise)?;
        if to < self.severity {
            Ok(())
        } else {
            Err(CannotRepair::NotRaised)
        }
    }

    /// May this person give it to another owner?
    pub fn check_hand_over(&self, part: Part) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::HandOver)
    }

    /// May this person verify and close it?
    pub fn check_close(&self, part: Part, gates: Gates) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Close)?;
        if !gates.cause {
            return Err(CannotRepair::NoCause);
        }
        if gates.actions_open > 0 {
            return Err(CannotRepair::ActionsOpen(gates.actions_open));
        }
        // A finding that was opened again has finished actions, but they did not hold: it takes a new one.
        if gates.actions_done == 0 || self.state != State::Done {
            return Err(CannotRepair::NoAction);
        }
        if gates.plan.is_some_and(|plan| plan.standing == PlanStanding::SentBack) {
            return Err(CannotRepair::SentBack);
        }
        Ok(())
    }

    /// May this person ask for this later date?
    pub fn check_ask_date(&self, part: Part, date: NaiveDate) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::AskDate)?;
        if self.due_on.is_none_or(|due| date > due) {
            Ok(())
        } else {
            Err(CannotRepair::NotLater)
        }
    }

    /// May this person stop its clock? Not one that has run out.
    pub fn check_pause(&self, part: Part, now: Instant) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Pause)?;
        if self.is_overdue(now) {
            Err(CannotRepair::PauseOverdue)
        } else {
            Ok(())
        }
    }

    /// May this person set it aside?
    pub fn check_dismiss(&self, part: Part) -> Result<(), CannotRepair> {
        self.check_open(part, Deed::Dismiss)
    }
}

impl Action {
    /// Whether it is past its due date and still open.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.state == ActionState::Open && self.due_at < now
    }

    /// Has somebody the right to say it is done (or cancel it)? Its owner has, and whoever leads the unit. The person asks
    /// with those the person stands in for.
    pub fn check_mine(&self, persons: &[PersonId], part: Part) -> Result<(), CannotRepair> {
        if persons.contains(&self.owner_id) || part.leader {
            Ok(())
        } else {
            Err(CannotRepair::NotYours)
        }
    }

    /// May this person say it is done (or cancel it) now?
    pub fn check_finish(&self, persons: &[PersonId], part: Part) -> Result<(), CannotRepair> {
        self.check_mine(persons, part)?;
        if self.state == ActionState::Open {
            Ok(())
        } else {
            Err(CannotRepair::ActionNotOpen)
        }
    }
}

impl Action {
    /// When its finding is due, where the action is open and due after that.
    pub fn late_after(&self, finding: &Finding) -> Option<NaiveDate> {
        let is_open = self.state == ActionState::Open && !finding.state.is_closed();
        finding.due_on.filter(|due| is_open && self.due_on > *due)
    }

    /// May its owner ask for this later date?
    pub fn check_ask_date(&self, persons: &[PersonId], date: NaiveDate) -> Result<(), CannotRepair> {
        if !persons.contains(&self.owner_id) {
            Err(CannotRepair::NotYours)
        } else if self.state != ActionState::Open {
            Err(CannotRepair::ActionNotOpen)
        } else if date <= self.due_on {
            Err(CannotRepair::NotLater)
        } else {
            Ok(())
        }
    }

    /// May this person answer its owner, who asks for a later date? Whoever leads the unit may, but for the owner.
    pub fn check_answer_date(&self, persons: &[PersonId], part: Part) -> Result<(), CannotRepair> {
        if !part.leader {
            Err(CannotRepair::NotYours)
        } else if persons.contains(&self.owner_id) {
            Err(CannotRepair::OwnDate)
        } else if self.state != ActionState::Open {
            Err(CannotRepair::ActionNotOpen)
        } else {
            Ok(())
        }
    }
}

impl Strength {
    /// Whether it hopes that people remember: such a fix alone seldom holds.
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Reminder | Self::Training)
    }
}

/// Whether a plan only reminds or trains people: it has actions, and every one that was not cancelled is weak.
pub fn is_weak_plan<'a>(actions: impl Iterator<Item = &'a Action>) -> bool {
    let mut stands = actions
        .filter(|action| action.state != ActionState::Cancelled)
        .peekable();
    stands.peek().is_some() && stands.all(|action| action.strength.is_some_and(Strength::is_weak))
}

/// Which of these names a note mentions: "@" and the whole name, in any case. Where one name begins another, the longest
/// that stands there is meant.
pub fn mentioned<'a>(note: &str, names: &[&'a str]) -> Vec<&'a str> {
    let note = note.to_lowercase();
    let mut found: Vec<&str> = Vec::new();
    for (at, _) in note.match_indices('@') {
        let rest = &note[at + 1..];
        let Some(longest) = longest_named(rest, names) else {
            continue;
        };
        found.extend(
            names
                .iter()
                .filter(|name| name.chars().count() == longest && rest.starts_with(&name.to_lowercase())),
        );
    }
    found
}

/// The mentions of a note that are none of these names, as they are written up to the next blank: "@Ann". An "@" inside a
/// word is none, and neither is one that no letter follows.
pub fn unknown_mentions(note: &str, names: &[&str]) -> Vec<String> {
    let small = note.to_lowercase();
    let mut unknown: Vec<String> = Vec::new();
    for ((at, _), (in_small, _)) in note.match_indices('@').zip(small.match_indices('@')) {
        let is_in_a_word = note[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let rest = &note[at + 1..];
        if is_in_a_word
            || !rest.starts_with(char::is_alphabetic)
            || longest_named(&small[in_small + 1..], names).is_some()
        {
            continue;
        }
        let word = rest.split_whitespace().next().unwrap_or_default();
        let told = format!("@{}", word.trim_end_matches(|c: char| !c.is_alphanumeric()));
        if !unknown.contains(&told) {
            unknown.push(told);
        }
    }
    unknown
}

/// How many characters the longest of these names has with which a text in small letters begins.
fn longest_named(text: &str, names: &[&str]) -> Option<usize> {
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let stands = |name: &&&str| text.strip_prefix(&name.to_lowercase()).is_some_and(ends);
    names.iter().filter(stands).map(|name| name.chars().count()).max()
}

/// Whether the checks under a watch are enough: three that conform, by at least two people.
pub fn has_held(people: &[Option<PersonId>]) -> bool {
    let mut distinct = people.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    people.len() >= WATCH_AUDITS && distinct.len() >= WATCH_PEOPLE
}
