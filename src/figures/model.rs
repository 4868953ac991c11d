//! What every figure means: the formulas of the product, each in one place.

use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::{AuditId, CharterPromiseId, GoalId, ObjectiveId, PersonId, ProcessId, QuestionId, UnitId};
use crate::base::share::Share;
use chrono::NaiveDate;
use diesel::Queryable;
use std::collections::BTreeMap;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg};

/// Where and when something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The unit that was audited.
    pub unit: UnitId,
    /// The process that was audited.
    pub process: ProcessId,
    /// The layer that audited.
    pub layer: i32,
    /// The local date the audit's window opened.
    pub day: NaiveDate,
}

/// What became of an audit. One that is still to be done counts nothing yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditResult {
    /// It was done; see [`is_on_time`].
    Submitted {
        /// By the end of its window, the grace left out.
        on_time: bool,
    },
    /// Its window and the grace passed without it.
    Missed,
    /// The unit was closed, so it was not expected.
    Excused,
}

/// Whether an audit was submitted inside its window. The grace after it still takes the audit, as late.
pub fn is_on_time(submitted_at: Instant, due_at: Instant) -> bool {
    submitted_at <= due_at
}

/// How many answers said what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// The work was done as the manual says.
    pub conforms: i64,
    /// It was not.
    pub nonconforming: i64,
    /// It was not, and was put right at once.
    pub corrected: i64,
    /// Could not be seen that day.
    pub not_applicable: i64,
}

impl Tally {
    /// One answer.
    pub fn of(outcome: Outcome) -> Self {
        let mut tally = Self::default();
        match outcome {
            Outcome::Conforms => tally.conforms = 1,
            Outcome::Nonconforming => tally.nonconforming = 1,
            Outcome::Corrected => tally.corrected = 1,
            Outcome::NotApplicable => tally.not_applicable = 1,
            Outcome::Recorded => {}
        }
        tally
    }
    /// The answers that judged something: conforms + nonconforming + corrected on the spot.
    pub fn judged(self) -> i64 {
        self.conforms + self.nonconforming + self.corrected
    }
    /// First-time conformance = conforms ÷ (conforms + nonconforming + corrected on the spot); not applicable is left
    /// out (product rule 4.1).
    pub fn first_time_conformance(self) -> Share {
        Share::new(self.conforms, self.judged())
    }
    /// Failed = (nonconforming + corrected on the spot) ÷ judged: what first-time conformance leaves of the whole.
    pub fn failed(self) -> Share {
        Share::new(self.nonconforming + self.corrected, self.judged())
    }
}
impl Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            conforms: self.conforms + other.conforms,
            nonconforming: self.nonconforming + other.nonconforming,
            corrected: self.corrected + other.corrected,
            not_applicable: self.not_applicable + other.not_applicable,
        }
    }
}
impl Neg for Tally {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            conforms: -self.conforms,
            nonconforming: -self.nonconforming,
            corrected: -self.corrected,
            not_applicable: -self.not_applicable,
        }
    }
}
impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

/// How many audits were done, missed and excused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Submitted, late ones with them.
    pub submitted: i64,
    /// Submitted inside the window.
    pub on_time: i64,
    /// Not done.
    pub missed: i64,
    /// Not expected, because the unit was closed.
    pub excused: i64,
}

impl Done {
    /// One audit.
    pub fn of(result: AuditResult) -> Self {
        let mut done = Self::default();
        match result {
            AuditResult::Submitted { on_time } => {
                done.submitted = 1;
                done.on_time = i64::from(on_time);
            }
            AuditResult::Missed => done.missed = 1,
            AuditResult::Excused => done.excused = 1,
        }
        done
    }
    /// Expected = submitted + missed; only a closure of the unit takes an audit out of it (product rule 4.1).
    pub fn expected(self) -> i64 {
        self.submitted + self.missed
    }
    /// Completion = submitted ÷ expected (product rule 4.1).
    pub fn completion(self) -> Share {
        Share::new(self.submitted, self.expected())
    }
    /// On-time completion = submitted inside the window ÷ expected (product rule 4.1); always shown apart from completion.
    pub fn on_time_completion(self) -> Share {
        Share::new(self.on_time, self.expected())
    }
}
impl Add for Done {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            submitted: self.submitted + other.submitted,
            on_time: self.on_time + other.on_time,
            missed: self.missed + other.missed,
            excused: self.excused + other.excused,
        }
    }
}
impl Neg for Done {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            submitted: -self.submitted,
            on_time: -self.on_time,
            missed: -self.missed,
            excused: -self.excused,
        }
    }
}
impl Sum for Done {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// What is counted of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// An audit found it; withdrawn ones are none. By the local date the audit's window opened, as the answer.
    pub found: i64,
    /// Of these found again, and not dismissed.
    pub again: i64,
    /// Of these found again after a fix that had been verified.
    pub after_fix: i64,
    /// Closed by the due date, after cause, action and verification. By the day at the agency.
    pub closed_by_due: i64,
    /// Closed after the due date. By the day at the agency.
    pub closed_late: i64,
    /// Closed after the due date, or not closed to this day. By the day of the due date at the agency.
    pub fell_due: i64,
    /// Open now; of no day.
    pub open: i64,
    /// Of these with a plan.
    pub planned: i64,
}

impl Found {
    /// What audits found, without how it was closed.
    pub fn raised(self) -> Self {
        Self {
            found: self.found,
            again: self.again,
            after_fix: self.after_fix,
            ..Self::default()
        }
    }
}
impl Add for Found {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            found: self.found + other.found,
            again: self.again + other.again,
            after_fix: self.after_fix + other.after_fix,
            closed_by_due: self.closed_by_due + other.closed_by_due,
            closed_late: self.closed_late + other.closed_late,
            fell_due: self.fell_due + other.fell_due,
            open: self.open + other.open,
            planned: self.planned + other.planned,
        }
    }
}
impl Neg for Found {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            found: -self.found,
            again: -self.again,
            after_fix: -self.after_fix,
            closed_by_due: -self.closed_by_due,
            closed_late: -self.closed_late,
            fell_due: -self.fell_due,
            open: -self.open,
            planned: -self.planned,
        }
    }
}

/// What was answered at a unit, and what audits found there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AtUnit {
    /// Answers.
    pub tally: Tally,
    /// Findings of audits, as [`Found::found`].
    pub found: i64,
}

impl Add for AtUnit {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            tally: self.tally + other.tally,
            found: self.found + other.found,
        }
    }
}

/// What was answered, found and audited of a process at a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worked {
    /// Answers, and what audits found.
    pub work: AtUnit,
    /// Audits.
    pub done: Done,
}

impl Add for Worked {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            work: self.work + other.work,
            done: self.done + other.done,
        }
    }
}

/// How findings were closed against their due dates. Dismissed ones and those corrected on the spot are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closure {
    /// Closed by the due date.
    pub closed_by_due: i64,
    /// Closed after it.
    pub closed_late: i64,
    /// Still open although the due date has passed; closed and opened again is open.
    pub open_past_due: i64,
}

impl Closure {
    /// Closure on time = closed by the due date ÷ (closed + open past due) (product rule 4.1).
    pub fn on_time(self) -> Share {
        closure_on_time(self.closed_by_due, self.closed_late, self.open_past_due)
    }
}

impl Add for Closure {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            closed_by_due: self.closed_by_due + other.closed_by_due,
            closed_late: self.closed_late + other.closed_late,
            open_past_due: self.open_past_due + other.open_past_due,
        }
    }
}
impl Sum for Closure {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// Findings that are not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unclosed {
    /// All of them.
    pub open: i64,
    /// Of these with a plan.
    pub planned: i64,
    /// Past the due date, of all.
    pub overdue: i64,
}

/// Closure on time = closed by the due date ÷ (closed + open past due) (product rule 4.1), from counts.
pub fn closure_on_time(closed_by_due: i64, closed_late: i64, open_past_due: i64) -> Share {
    Share::new(closed_by_due, closed_by_due + closed_late + open_past_due)
}

/// Days that may lie between two audits for their answers to be about the same work.
pub const PAIR_DAYS: i64 = 7;
/// Audits of each upper layer whose answers are paired at most, the newest.
pub const NEWEST_PAIRED: i64 = 20;
/// Audits of each lower layer that an audit of an upper one is compared with at most, the nearest.
const NEAREST_PAIRED: usize = 2;

/// A submitted audit, as pairs need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct LookedAt {
    /// The audit.
    pub audit: AuditId,
    /// The unit that was audited.
    pub unit: UnitId,
    /// The layer that audited.
    pub layer: i32,
    /// The local date its window opened.
    pub day: NaiveDate,
    /// Who audited; nobody where the answers are without a name.
    pub person: Option<PersonId>,
}

impl LookedAt {
    /// How many days lie between two audits of one unit by two layers; none where they say nothing of each other, being of
    /// the same person or more than [`PAIR_DAYS`] apart.
    fn apart(&self, other: &Self) -> Option<i64> {
        let days = self.day.signed_duration_since(other.day).num_days().abs();
        (self.unit == other.unit && are_two(self.person, other.person) && days <= PAIR_DAYS).then_some(days)
    }
}

/// Whether two people looked; where there are no names, it is taken for so.
fn are_two(one: Option<PersonId>, other: Option<PersonId>) -> bool {
    one.is_none() || one != other
}

/// The audits whose answers can be pairs: those of upper layers, and of each layer below the two nearest of the same unit,
/// the earlier ones of those that are as near.
pub fn paired(uppers: &[LookedAt], lowers: &[LookedAt]) -> BTreeMap<AuditId, LookedAt> {
    let mut found = BTreeMap::new();
    for upper in uppers {
        let mut near: BTreeMap<i32, Vec<(i64, &LookedAt)>> = BTreeMap::new();
        for lower in lowers.iter().filter(|lower| lower.layer < upper.layer) {
            if let Some(days) = upper.apart(lower) {
                near.entry(lower.layer).or_default().push((days, lower));
            }
        }
        for mut near in near.into_values() {
            near.sort_by_key(|(days, lower)| (*days, lower.day, lower.audit));
            let nearest = near.into_iter().take(NEAREST_PAIRED).map(|(_, lower)| *lower);
            found.extend(nearest.chain([*upper]).map(|audit| (audit.audit, audit)));
        }
    }
    found
}

/// A judged answer, as pairs need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// The audit it stands in.
    pub audit: AuditId,
    /// The unit that was audited.
    pub unit: UnitId,
    /// The question, the same in every version.
    pub question: QuestionId,
    /// The layer that audited.
    pub layer: i32,
    /// The local date the audit's window opened.
    pub day: NaiveDate,
    /// Who audited; nobody where the answers are without a name.
    pub person: Option<PersonId>,
    /// Whether the work was done as the manual says; corrected on the spot is not.
    pub conforms: bool,
}

/// Two answers of two layers to the same question at the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// What the lower layer answered.
    pub lower: Looked,
    /// What the upper layer answered.
    pub upper: Looked,
}

impl Pair {
    /// As Cohen's kappa takes it: (lower conforms, upper conforms).
    pub fn conforms(self) -> (bool, bool) {
        (self.lower.conforms, self.upper.conforms)
    }
}

/// Answers of two layers to the same question at the same unit, for Cohen's kappa, by (lower layer, upper layer).
///
/// The pairing rule: the days of the two audits lie at most `days` apart, and two different people looked. The answers
/// of the upper layer choose in the order of their days; each takes the answer of the lower layer that is nearest in
/// days (the earlier of two that are as near) and that none has taken. So each answer is in one pair of two layers at
/// most. Not applicable and recorded answers judge nothing and are left out before.
pub fn pairs(answers: &[Looked], days: i64) -> BTreeMap<(i32, i32), Vec<Pair>> {
    let mut groups: BTreeMap<(UnitId, QuestionId), BTreeMap<i32, Vec<&Looked>>> = BTreeMap::new();
    for answer in answers {
        let group = groups.entry((answer.unit, answer.question)).or_default();
        group.entry(answer.layer).or_default().push(answer);
    }
    let mut found: BTreeMap<(i32, i32), Vec<Pair>> = BTreeMap::new();
    for by_layer in groups.values_mut() {
        for answers in by_layer.values_mut() {
            answers.sort_by_key(|answer| (answer.day, answer.person));
        }
        for (upper, uppers) in by_layer.iter() {
            for (lower, lowers) in by_layer.range(..*upper) {
                found
                    .entry((*lower, *upper))
                    .or_default()
                    .extend(nearest(lowers, uppers, days));
            }
        }
    }
    found.retain(|_, pairs| !pairs.is_empty());
    found
}

/// The pairs of two layers at one unit and question, both in the order of their days.
fn nearest(lowers: &[&Looked], uppers: &[&Looked], days: i64) -> Vec<Pair> {
    let mut taken = vec![false; lowers.len()];
    let mut found = Vec::new();
    for upper in uppers {
        let apart = |lower: &Looked| upper.day.signed_duration_since(lower.day).num_days().abs();
        let from = lowers.partition_point(|lower| upper.day.signed_duration_since(lower.day).num_days() > days);
        let near = lowers[from..]
            .iter()
            .enumerate()
            .map(|(place, lower)| (from + place, *lower))
            .take_while(|(_, lower)| lower.day <= upper.day || apart(lower) <= days)
            .filter(|(place, lower)| !taken[*place] && are_two(lower.person, upper.person))
            .min_by_key(|(place, lower)| (apart(lower), *place));
        if let Some((place, lower)) = near {
            taken[place] = true;
            found.push(Pair {
                lower: *lower,
                upper: **upper,
            });
        }
    }
    found
}

/// What is served: figures can be asked for that part of the work alone. In an address `goal:0190…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// A goal: the answers to its questions, the findings on them, and the audits of processes whose checklist asks one.
    Goal(GoalId),
    /// An objective: the processes that deliver the services that work towards it.
    Objective(ObjectiveId),
    /// A charter promise: the processes that deliver its service.
    Promise(CharterPromiseId),
}

impl Serves {
    /// The goal, the objective or the promise: one of them is there.
    pub fn parts(self) -> (Option<GoalId>, Option<ObjectiveId>, Option<CharterPromiseId>) {
        match self {
            Self::Goal(id) => (Some(id), None, None),
            Self::Objective(id) => (None, Some(id), None),
            Self::Promise(id) => (None, None, Some(id)),
        }
    }
}

crate::addressed!(Serves {
    Goal = "goal",
    Objective = "objective",
    Promise = "promise",
});

/// What figures are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// The units whose subtrees are meant, each unit below counted once; none means nothing.
    pub units: Vec<UnitId>,
    /// The first local date.
    pub from: NaiveDate,
    /// The last local date, with that day.
    pub to: NaiveDate,
    /// Of this process only.
    pub process: Option<ProcessId>,
    /// Of what serves each of these only.
    pub serves: Vec<Serves>,
    /// At this layer only.
    pub layer: Option<i32>,
}

impl Over {
    /// Everything below these units between two local dates, both included.
    pub fn new(units: &[UnitId], from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            units: units.to_vec(),
            from,
            to,
            process: None,
            serves: Vec::new(),
            layer: None,
        }
    }

    /// Whether all work is meant: no process, and nothing it serves.
    pub fn is_all_work(&self) -> bool {
        self.process.is_none() && self.serves.is_empty()
    }

    /// The goal, where all work on its questions is meant and nothing narrower.
    pub fn goal(&self) -> Option<GoalId> {
        match self.serves.as_slice() {
            [Serves::Goal(goal)] if self.process.is_none() && self.layer.is_none() => Some(*goal),
            _ => None,
        }
    }

    /// Whether what a goal's questions ask is meant, which is a part of what their processes ask.
    pub fn is_of_goal(&self) -> bool {
        self.serves.iter().any(|serves| matches!(serves, Serves::Goal(_)))
    }
}

/// A count that is kept and does not agree with the audits it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Answers to a question.
    Answers {
        /// Where and when.
        place: Place,
        /// The question.
        question: QuestionId,
        /// What the roll-up says.
        kept: Tally,
        /// What the answers say.
        counted: Tally,
    },
    /// Audits.
    Audits {
        /// Where and when.
        place: Place,
        /// What the roll-up says.
        kept: Done,
        /// What the audits say.
        counted: Done,
    },
    /// A sum of counts.
    Sums {
        /// Of a unit by day, by question and month, by process; of a unit itself, all or by process.
        what: &'static str,
        /// The unit.
        unit: UnitId,
        /// The first day that is summed.
        day: NaiveDate,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |place: &Place| {
            format!(
                "unit {} process {} layer {} on {}",
                place.unit, place.process, place.layer, place.day
            )
        };
        match self {
            Self::Answers {
                place,
                question,
                kept,
                counted,
            } => write!(
                f,
                "answers to question {question}, {}: kept {kept:?}, counted {counted:?}",
                at(place)
            ),
            Self::Audits { place, kept, counted } => {
                write!(f, "audits, {}: kept {kept:?}, counted {counted:?}", at(place))
            }
            Self::Sums { what, unit, day } => write!(f, "sums by {what}, unit {unit} from {day}"),
        }
    }
}
