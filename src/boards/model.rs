//! Words made from figures: which sentence a day, a goal and a whole mission deserve.

use crate::audits::model::Standing;
use crate::base::ids::QuestionId;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::statistics::chance::holm;
use crate::base::statistics::chart::{Chart, Trust};
use crate::base::statistics::gap::{LayerGap, NothingFound, layer_gap, nothing_found};
use crate::base::statistics::interval::{Interval, difference, wilson};
use crate::base::statistics::rules::Way;
use crate::base::zone::{monday_of, shifted};
use crate::figures::model::Tally;
use crate::text_enum;
use chrono::{Datelike, Months, NaiveDate};
use std::cmp::Reverse;
use std::collections::BTreeMap;

// the day

/// The part of the day a greeting names, from the local minute.
pub fn part_of_day(minute: i32) -> &'static str {
    match minute {
        ..720 => "morning",
        720..1020 => "afternoon",
        _ => "evening",
    }
}

/// How a person's day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayLine {
    /// Audits sent today.
    pub done: usize,
    /// Audits that still have to be done today.
    pub left: usize,
    /// Audits whose time ended today without them.
    pub missed: usize,
    /// Seconds of checking in them.
    pub seconds: u32,
}

impl DayLine {
    /// How many are done of how many.
    pub fn said(self) -> Said {
        match (self.done, self.left, self.missed) {
            (0, 0, 0) => Said::new("today-line-none"),
            (done, 0, 0) => Said::new("today-line-all").with("count", done),
            (done, left, missed) => Said::new("today-line-some")
                .with("done", done)
                .with("all", done + left + missed)
                .with("missed", missed),
        }
    }
    /// How long the rest will take.
    pub fn rest(self) -> Option<Said> {
        (self.left > 0).then(|| Said::new("today-line-minutes").with("count", minutes(self.seconds)))
    }
}

/// Seconds as whole minutes, started ones counted; at least one.
pub fn minutes(seconds: u32) -> i64 {
    i64::from(seconds.div_ceil(60).max(1))
}

/// About how long an audit that is not started takes: so many (`asked`) of these questions, each at its mean length.
pub fn estimate(questions: &[u32], asked: usize) -> u32 {
    let sum: u64 = questions.iter().map(|seconds| u64::from(*seconds)).sum();
    let mean_of = |asked: usize| sum * asked as u64 / questions.len().max(1) as u64;
    u32::try_from(mean_of(asked.min(questions.len()))).unwrap_or(u32::MAX)
}

/// Where an audit stands in a person's list: the most urgent first.
pub fn urgency(standing: Standing) -> u8 {
    match standing {
        Standing::Late => 0,
        Standing::InProgress => 1,
        Standing::Open => 2,
        Standing::Scheduled => 3,
        Standing::Missed => 4,
        Standing::Submitted => 5,
        Standing::Excused => 6,
    }
}

/// When something is due, in words that need no calendar.
pub fn due_said(due: NaiveDate, today: NaiveDate, overdue: bool, weekday: &str, date: &str) -> Said {
    match due.signed_duration_since(today).num_days() {
        -1 if overdue => Said::new("today-due-over-yesterday"),
        _ if overdue => Said::new("today-due-over").with("date", date),
        0 => Said::new("today-due-today"),
        1 => Said::new("today-due-tomorrow"),
        2..=6 => Said::new("today-due-weekday").with("weekday", weekday),
        days => Said::new("today-due-days").with("count", days),
    }
}

/// What a day of several offices came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayResult {
    /// Sent.
    pub done: i64,
    /// Past the due time, still possible.
    pub late: i64,
    /// Not done.
    pub missed: i64,
    /// Still to come: open, in progress or later in the day.
    pub to_come: i64,
    /// Answers that did not conform.
    pub nonconforming: i64,
}

impl DayResult {
    /// Adds an audit.
    pub fn add(&mut self, standing: Standing, nonconforming: i32) {
        match standing {
            Standing::Submitted => {
                self.done += 1;
                self.nonconforming += i64::from(nonconforming);
            }
            Standing::Late => self.late += 1,
            Standing::Missed => self.missed += 1,
            Standing::Scheduled | Standing::Open | Standing::InProgress => self.to_come += 1,
            Standing::Excused => {}
        }
    }
    /// The audits expected by now: those that are done, late or missed.
    pub fn expected(self) -> i64 {
        self.done + self.late + self.missed
    }
    /// Whether somebody should look.
    pub fn needs_a_look(self) -> bool {
        self.late + self.missed + self.nonconforming > 0
    }
    /// The day in a sentence.
    pub fn said(self) -> Said {
        let said = match (self.expected(), self.to_come) {
            (0, 0) => return Said::new("day-line-none"),
            (0, to_come) => return Said::new("day-line-to-come").with("count", to_come),
            _ => Said::new("day-line"),
        };
        said.with("done", self.done)
            .with("expected", self.expected())
            .with("late", self.late)
            .with("missed", self.missed)
            .with("nonconforming", self.nonconforming)
            .with("to-come", self.to_come)
    }
}

// the period

text_enum! {
    /// The period of a summary. Whole months, but for the one that is running.
    #[derive(Default)]
    pub enum Period {
        /// From the first of this month to today.
        ThisMonth = "this-month",
        /// The last full month.
        LastMonth = "last-month",
        /// The last three full months.
        #[default]
        ThreeMonths = "3-months",
        /// The last twelve full months.
        TwelveMonths = "12-months",
    }
}

/// The first of the month so many months before a date's month.
fn first_of_month(date: NaiveDate, before: u32) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_sub_months(Months::new(before)).unwrap_or(first)
}

impl Period {
    /// How many months it covers.
    pub fn months(self) -> u32 {
        match self {
            Self::ThisMonth | Self::LastMonth => 1,
            Self::ThreeMonths => 3,
            Self::TwelveMonths => 12,
        }
    }
    /// First and last day.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::ThisMonth => (first_of_month(today, 0), today),
            full => (
                first_of_month(today, full.months()),
                shifted(first_of_month(today, 0), -1),
            ),
        }
    }
    /// First and last day of the period before, of as many whole months: the running month is compared with the whole one
    /// before it, since shares are compared.
    pub fn days_before(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::ThisMonth => Self::LastMonth.days(today),
            full => (
                first_of_month(today, full.months() * 2),
                shifted(first_of_month(today, full.months()), -1),
            ),
        }
    }
}

/// The firsts of the months that end with this date's month, the earliest first.
pub fn months_until(date: NaiveDate, count: u32) -> Vec<NaiveDate> {
    (0..count).rev().map(|before| first_of_month(date, before)).collect()
}

/// Weeks of a chart at least and at most.
const CHART_WEEKS: (i64, i64) = (26, 104);

/// The Mondays of the weeks on a chart of a period, the earliest first: as many as the period has, 26 at least and 104
/// at most, up to the week in which it ends.
pub fn weeks_until(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let last = monday_of(to);
    let weeks = last.signed_duration_since(monday_of(from)).num_days() / 7 + 1;
    let weeks = weeks.clamp(CHART_WEEKS.0, CHART_WEEKS.1);
    (0..weeks).rev().map(|before| shifted(last, -7 * before)).collect()
}

/// Weeks in which a signal has to end for a process to be said to change now.
pub const RECENT_WEEKS: usize = 4;

text_enum! {
    /// Where a process is going: by the signals of its control chart alone, never by two weeks that differ by chance.
    pub enum Direction {
        /// Signals of the last four weeks say more failures.
        Worse = "worse",
        /// They say fewer.
        Better = "better",
        /// They say both.
        Mixed = "mixed",
        /// There is none.
        Steady = "steady",
        /// Too few weeks have answers for a signal.
        TooFew = "too-few",
    }
}

impl Direction {
    /// What the signals say that reach into the last [`RECENT_WEEKS`] of a chart.
    pub fn of(chart: &Chart) -> Self {
        if chart
            .segments
            .last()
            .is_none_or(|stretch| stretch.trust == Trust::TooFew)
        {
            return Self::TooFew;
        }
        let recent = chart.points.len().saturating_sub(RECENT_WEEKS);
        let says = |way: Way| {
            let mut hits = chart.hits.iter().filter(|hit| hit.way == way);
            hits.any(|hit| hit.places.last().is_some_and(|last| *last >= recent))
        };
        match (says(Way::Up), says(Way::Down)) {
            (true, true) => Self::Mixed,
            (true, false) => Self::Worse,
            (false, true) => Self::Better,
            (false, false) => Self::Steady,
        }
    }
}

/// A key to order by: the surely worst first, then what has more answers. How much surely fails is the lower end of the
/// 95 % interval of the share of failed answers, so first stands what is bad for sure, and not what has few answers.
pub fn surely_worst(failed: Share) -> (Reverse<u64>, Reverse<i64>) {
    let surely_failed = wilson(failed).map_or(0.0, |interval| interval.low);
    // the bits of numbers without a sign have the order of the numbers
    (Reverse(surely_failed.abs().to_bits()), Reverse(failed.whole))
}

// questions

/// Days in which answers to a question are counted.
pub const YEAR_DAYS: i64 = 365;
/// Answers that have to conform before a question is said never to fail: at most one of twenty truly fails then.
pub const ENOUGH_FOR_NEVER: i64 = 60;
/// Answers that have to be alike before a question is said to fail always, or never to be applicable.
pub const ENOUGH_FOR_ALWAYS: i64 = 10;
/// Days after which a question nobody changed or looked at is old.
pub const STALE_DAYS: i64 = 730;
/// Days after which a question that is asked nowhere stands out, where it may not wait longer.
pub const UNASKED_DAYS: i64 = 90;

text_enum! {
    /// What stands out of a question.
    pub enum Sign {
        /// It never failed, in many answers.
        NeverFailed = "never-failed",
        /// It fails always.
        AlwaysFails = "always-fails",
        /// It was never applicable.
        AlwaysNotApplicable = "always-not-applicable",
        /// Its clause has other words, or is gone.
        ClauseChanged = "clause-changed",
        /// Nobody changed or looked at it for long.
        Stale = "stale",
        /// It is published and asked by nobody.
        Unaudited = "unaudited",
    }
}

/// What is known of a published question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuestionFacts {
    /// Its answers of the last [`YEAR_DAYS`].
    pub tally: Tally,
    /// When its words were last changed, or somebody looked at it beside its clause.
    pub looked_after: Option<NaiveDate>,
    /// When the version that asks it was published.
    pub published: Option<NaiveDate>,
    /// Its clause changed or went, and nobody has looked at that.
    pub clause_changed: bool,
    /// The last day on which an audit asked it, within [`YEAR_DAYS`].
    pub asked: Option<NaiveDate>,
    /// Whether a layer asks it.
    pub is_active: bool,
    /// How many days it may wait at a unit.
    pub max_age_days: i64,
}

/// What stands out of a question.
pub fn signs(facts: &QuestionFacts, today: NaiveDate) -> Vec<Sign> {
    let tally = facts.tally;
    let (judged, failed) = (tally.judged(), tally.failed().part);
    let older = |date: Option<NaiveDate>, days: i64| date.is_some_and(|date| date < shifted(today, -days));
    let may_wait = UNASKED_DAYS.max(facts.max_age_days);
    let unasked = facts.asked.is_none() || older(facts.asked, may_wait);
    let all = [
        (Sign::NeverFailed, judged >= ENOUGH_FOR_NEVER && failed == 0),
        (Sign::AlwaysFails, judged >= ENOUGH_FOR_ALWAYS && failed == judged),
        (
            Sign::AlwaysNotApplicable,
            tally.not_applicable >= ENOUGH_FOR_ALWAYS && judged == 0,
        ),
        (Sign::ClauseChanged, facts.clause_changed),
        (Sign::Stale, older(facts.looked_after, STALE_DAYS)),
        (
            Sign::Unaudited,
            facts.is_active && unasked && older(facts.published, may_wait),
        ),
    ];
    all.into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(sign, _)| sign)
        .collect()
}

/// How much truly fails at most where none of so many answers failed, 0 to 1, with 95 % certainty: 3 ÷ n, the rule of
/// three (J. A. Hanley and A. Lippman-Hand, "If Nothing Goes Wrong, Is Everything All Right?", JAMA 249 (1983)).
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn at_most(answers: i64) -> f64 {
    (3.0 / answers.max(1) as f64).min(1.0)
}

// goals and the mission

/// How far below its target a goal is still called close, in tenths of a percent.
pub const CLOSE_TENTHS: i64 = 30;

/// Whether a goal is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// At its target or above.
    Met,
    /// Within three points of it.
    Near,
    /// Further away.
    NotMet,
    /// Nothing was answered.
    NoData,
}

impl Verdict {
    /// What a share says about a target in percent. The share counts as it is shown, so that 95.0% meets 95%.
    pub fn of(share: Share, target: i32) -> Self {
        let target = i64::from(target) * 10;
        match share.tenths() {
            None => Self::NoData,
            Some(tenths) if tenths >= target => Self::Met,
            Some(tenths) if tenths >= target - CLOSE_TENTHS => Self::Near,
            Some(_) => Self::NotMet,
        }
    }
    /// The word of it, for badges.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Near => "near",
            Self::NotMet => "not_met",
            Self::NoData => "no_data",
        }
    }
}

/// How many of the goals that a part of the work serves are met: it says nothing of whether the mission is delivered, nor
/// of what the part itself is there for.
pub fn headline_of_part(verdicts: &[Verdict]) -> Said {
    let known = verdicts.iter().filter(|verdict| **verdict != Verdict::NoData).count();
    if known == 0 {
        return Said::new("summary-head-no-data");
    }
    let met = verdicts.iter().filter(|verdict| **verdict == Verdict::Met).count();
    Said::new("summary-head-part").with("met", met).with("known", known)
}

/// "Is the mission delivered?" answered from its goals. *Yes*: all are met. *Mostly*: at least half of those with answers
/// are met, and more than half are met or close. Otherwise *not yet*. Goals without answers are said apart.
pub fn headline(verdicts: &[Verdict]) -> Said {
    let count = |verdict: Verdict| verdicts.iter().filter(|v| **v == verdict).count();
    let (met, near, unknown) = (count(Verdict::Met), count(Verdict::Near), count(Verdict::NoData));
    let known = verdicts.len() - unknown;
    let key = if verdicts.is_empty() {
        return Said::new("summary-head-no-goals");
    } else if known == 0 {
        return Said::new("summary-head-no-data");
    } else if met == known {
        "summary-head-yes"
    } else if met * 2 >= known && (met + near) * 2 > known {
        "summary-head-mostly"
    } else {
        "summary-head-not-yet"
    };
    Said::new(key)
        .with("met", met)
        .with("near", near)
        .with("all", verdicts.len())
        .with("unknown", unknown)
}

/// How a figure moved against the period before, in tenths of a point, if it moved by more than chance does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// It rose: by so much, and the true rise lies in this interval (−1 to 1) in 95 of 100 cases.
    Up(i64, Interval),
    /// It fell.
    Down(i64, Interval),
    /// What differs is chance, or nothing.
    Chance,
    /// There is nothing to compare.
    Unknown,
}

impl Change {
    /// From one share to another: more than chance where the 95 % interval of their difference leaves out 0
    /// ([`difference`]); so much as both are shown.
    pub fn between(before: Share, now: Share) -> Self {
        let (Some((_, interval)), Some(shown), Some(was)) = (difference(now, before), now.tenths(), before.tenths())
        else {
            return Self::Unknown;
        };
        if interval.low > 0.0 {
            Self::Up(shown - was, interval)
        } else if interval.high < 0.0 {
            Self::Down(was - shown, interval)
        } else {
            Self::Chance
        }
    }
}

// layers

/// The answers of one layer by question.
pub type ByQuestion = BTreeMap<QuestionId, Tally>;

/// What a layer finds and what one below it does, on the questions both answered; `None` when there are none.
pub fn gap_between(lower: &ByQuestion, upper: &ByQuestion) -> Option<LayerGap> {
    let both = lower
        .iter()
        .filter_map(|(question, tally)| Some((tally.failed(), upper.get(question)?.failed())));
    layer_gap(&both.collect::<Vec<_>>())
}

/// How improbable a thing must be before it is said that chance alone hardly does it: 5 of 100 cases.
const HARDLY: f64 = 0.05;

/// Which pairs of layers see the same work differently, by more than chance does when all of them are looked at together.
pub fn apart(gaps: &[LayerGap]) -> Vec<bool> {
    holm(&gaps.iter().map(|gap| gap.p).collect::<Vec<_>>(), HARDLY)
}

/// Whether more than half of a gap comes from how often each layer asked which question.
pub fn is_by_mix(gap: &LayerGap) -> bool {
    gap.by_mix * gap.difference > 0.0 && gap.by_mix.abs() * 2.0 > gap.difference.abs()
}

/// A layer that found nothing, on questions where others look, too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Silence {
    /// Its answers to these questions.
    pub answers: i64,
    /// What failed of the answers of all other layers to them.
    pub others: Share,
    /// How probable it is to find nothing there.
    pub chance: NothingFound,
}

impl Silence {
    /// Of a layer; `None` when it found something, or nobody else looked.
    pub fn of(layer: i32, by_layer: &BTreeMap<i32, ByQuestion>) -> Option<Self> {
        let own = by_layer.get(&layer)?;
        if own.values().any(|tally| tally.failed().part > 0) {
            return None;
        }
        let of_others = |question: &QuestionId| -> Share {
            let others = by_layer.iter().filter(|(number, _)| **number != layer);
            others
                .filter_map(|(_, tallies)| Some(tallies.get(question)?.failed()))
                .sum()
        };
        let shared = own
            .iter()
            .map(|(question, tally)| (tally.judged(), of_others(question)))
            .filter(|(answers, others)| *answers > 0 && others.whole > 0);
        let (answers, others) = shared.fold((0, Share::default()), |(n, all), (answers, others)| {
            (n + answers, all + others)
        });
        let chance = nothing_found(u32::try_from(answers).ok().filter(|n| *n > 0)?, others)?;
        Some(Self {
            answers,
            others,
            chance,
        })
    }
    /// Whether chance alone hardly does it, also if the others found as much more than there is as they may have by chance.
    pub fn is_improbable(&self) -> bool {
        self.chance.at_most < HARDLY
    }
}

/// Answers an office needs before it is compared with others.
pub const ENOUGH_ANSWERS: i64 = 5;
