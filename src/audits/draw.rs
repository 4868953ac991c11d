//! The draw: which questions an audit asks, and why each. Reproducible from the stored seed and [`ALGORITHM`].
//!
//! First what is asked every time; then what would otherwise go unasked at the unit for longer than it may; the rest by
//! lot, where a question that failed here or elsewhere lately, is grave, or has waited long has more lots. The lots are
//! drawn by the method of Efraimidis and Spirakis (2006): each question gets the key u^(1/weight) with its own u, the
//! largest keys win.
//!
//! *The guarantee.* Each question may wait for some number of audits. Which question is asked when, so that none waits too
//! long, is the pinwheel problem (Holte and others, 1989). Rounded down to 1, 2, 4, … times a common base (Han and Lin,
//! 1992), the numbers give a timetable whenever their parts of the audits are not more than there is room for. Each draw
//! makes the latest timetable that is in time, asks what it puts on today, and gives the rest of the room to lots. What
//! is asked earlier than it has to be only makes the next timetable easier, so from the first one that is in time on,
//! every question is. Where there is not enough room, the most urgent questions are asked.

use super::model::Chosen;
use crate::base::act::mix;
use crate::base::codes::Severity;
use crate::base::ids::{QuestionId, QuestionVersionId};
use crate::checklists::model::QuestionVersion;
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// The version of the rules below; stored with each audit. 1 asked a question only once its time was over, knew no tags
/// and no size of a plan. Audits keep the questions that were drawn for them.
pub const ALGORITHM: i32 = 2;

/// Audits that are looked ahead to; what comes after them is planned when it is nearer.
pub const FAR_AHEAD: usize = 200;

/// A question that may be asked, and what speaks for asking it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The question.
    pub question_id: QuestionId,
    /// As this version words it.
    pub version_id: QuestionVersionId,
    /// Its place in the template.
    pub position: i32,
    /// Asked every time.
    pub always: bool,
    /// How grave a failure is.
    pub severity: Severity,
    /// Days it may go unasked at a unit.
    pub max_age_days: i64,
    /// Days since it was last asked at the unit; `None`: never.
    pub days_since: Option<i64>,
    /// Failures at the unit in the last 90 days.
    pub failures_here: i64,
    /// Failures anywhere in the last 90 days.
    pub failures: i64,
    /// The day of the last of them: of those at the unit, where there are some.
    pub failed_on: Option<NaiveDate>,
}

impl Candidate {
    /// A question as a version has it, of which nothing is known yet: never asked, never failed.
    pub fn without_history(question: &QuestionVersion) -> Self {
        Self {
            question_id: question.question_id,
            version_id: question.id,
            position: question.position,
            always: question.asked_every_time(),
            severity: question.severity,
            max_age_days: question.max_age_days.into(),
            days_since: None,
            failures_here: 0,
            failures: 0,
            failed_on: None,
        }
    }
}

/// Whether a layer may be asked a question by a plan with these tags: with one of them, or asked every time. A plan
/// without tags asks all.
pub fn may_ask(question: &QuestionVersion, layer: i32, tags: &[String]) -> bool {
    let tagged = || {
        question
            .tags
            .split_whitespace()
            .any(|own| tags.iter().any(|tag| tag == own))
    };
    question.asked_at(layer) && (tags.is_empty() || question.asked_every_time() || tagged())
}

/// A question that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The question.
    pub question_id: QuestionId,
    /// As it is worded.
    pub version_id: QuestionVersionId,
    /// Its place in the template, which is the order of asking.
    pub position: i32,
    /// Why it was chosen.
    pub chosen: Chosen,
    /// What can be said of that.
    pub because: Because,
}

/// What was known when a question was drawn, for the sentence that says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Because {
    /// Days since it was asked here; `None`: never.
    pub days: Option<i64>,
    /// Failures at the unit in the 90 days before.
    pub failures_here: i64,
    /// Failures anywhere in the 90 days before.
    pub failures: i64,
    /// The day of the last of them: of those at the unit, where there are some.
    pub failed_on: Option<NaiveDate>,
    /// Where lots decided: how many of a thousand draws like this one would take it.
    pub per_mille: Option<i32>,
}

/// Draws `count` questions (all, when `None`); what is asked every time is never left out for the count. `ahead` are
/// the days from this audit to those after it at the unit, in their order.
pub fn draw(candidates: &[Candidate], count: Option<usize>, ahead: &[i64], seed: i64) -> Vec<Drawn> {
    let picked = pick(candidates, count, ahead, seed);
    let lots: Vec<f64> = match picked.by_lot {
        0 => Vec::new(),
        room => {
            let pool: Vec<f64> = picked.pool.iter().map(|at| weight(&candidates[*at])).collect();
            chances(&pool, room)
        }
    };
    let mut drawn: Vec<Drawn> = picked
        .taken
        .into_iter()
        .map(|(at, chosen)| {
            let c = &candidates[at];
            let lot = picked
                .pool
                .iter()
                .position(|other| *other == at)
                .and_then(|n| lots.get(n));
            #[expect(clippy::cast_possible_truncation, reason = "a chance is between 0 and 1")]
            let per_mille = lot.map(|chance| ((chance * 1000.0).round() as i32).clamp(1, 1000));
            Drawn {
                question_id: c.question_id,
                version_id: c.version_id,
                position: c.position,
                chosen,
                because: Because {
                    days: c.days_since,
                    failures_here: c.failures_here,
                    failures: c.failures,
                    failed_on: c.failed_on,
                    per_mille,
                },
            }
        })
        .collect();
    drawn.sort_by_key(|drawn| drawn.position);
    drawn
}

/// What was picked, as places in the list of candidates.
pub struct Picked {
    /// Those that are asked, and why.
    pub taken: Vec<(usize, Chosen)>,
    /// Those that lots were drawn among.
    pool: Vec<usize>,
    /// How many of them lots took.
    by_lot: usize,
}

/// The draw itself, without the words around it: for whoever draws a year of audits.
pub fn pick(candidates: &[Candidate], count: Option<usize>, ahead: &[i64], seed: i64) -> Picked {
    let count = count.unwrap_or(candidates.len());
    let every = 0..candidates.len();
    if count >= candidates.len() {
        return Picked {
            taken: every.map(|at| (at, Chosen::All)).collect(),
            pool: Vec::new(),
            by_lot: 0,
        };
    }
    let (always, rest): (Vec<usize>, Vec<usize>) = every.partition(|at| candidates[*at].always);
    let room = count.saturating_sub(always.len());
    let mut taken: Vec<(usize, Chosen)> = always.into_iter().map(|at| (at, Chosen::Always)).collect();
    let slots = Slots::of(ahead);
    // few templates have more than a handful of different ages
    let mut within: BTreeMap<i64, usize> = BTreeMap::new();
    let mut waiting: Vec<Waiting> = rest
        .iter()
        .map(|at| {
            let candidate = &candidates[*at];
            let most = candidate.max_age_days.max(1);
            let may = *within.entry(most).or_insert_with(|| slots.within(most));
            Waiting::of(*at, candidate, &slots, may, seed)
        })
        .collect();
    waiting.sort_by(Waiting::by_urgency);
    let now = timetable(&waiting, room).unwrap_or_else(|| waiting.iter().take(room).map(|one| one.at).collect());
    let is_now = |one: &&Waiting| now.contains(&one.at);
    let pool: Vec<usize> = waiting.iter().filter(|one| !is_now(one)).map(|one| one.at).collect();
    taken.extend(now.iter().map(|at| (*at, Chosen::Age)));
    let mut lots: Vec<(usize, f64)> = waiting
        .iter()
        .filter(|one| !is_now(one))
        .map(|one| (one.at, one.lot.powf(1.0 / weight(&candidates[one.at]))))
        .collect();
    lots.sort_by(|a, b| b.1.total_cmp(&a.1));
    let by_lot = room - now.len();
    taken.extend(lots.into_iter().take(by_lot).map(|(at, _)| {
        let c = &candidates[at];
        let risky = c.failures_here > 0 || c.failures > 2;
        (at, if risky { Chosen::Risk } else { Chosen::Lot })
    }));
    Picked { taken, pool, by_lot }
}

/// This audit and those after it, as days from today.
struct Slots(Vec<i64>);

impl Slots {
    fn of(ahead: &[i64]) -> Self {
        Self(std::iter::once(0).chain(ahead.iter().copied()).collect())
    }
    /// The last of them at which a question is in time; their number when it can wait beyond all of them.
    fn last_for(&self, candidate: &Candidate) -> usize {
        let Some(days) = candidate.days_since else { return 0 };
        match self.0.partition_point(|day| *day <= candidate.max_age_days - days) {
            beyond if beyond == self.0.len() => beyond,
            after => after.saturating_sub(1),
        }
    }
    /// How many audits come, at the least, within so many days after one of them. What is not known yet is taken to come
    /// as what is known.
    fn within(&self, days: i64) -> usize {
        let last = self.0.last().copied().unwrap_or(0);
        let (mut least, mut after) = (None, 0);
        for (at, from) in self.0.iter().enumerate().take_while(|(_, from)| **from + days < last) {
            while self.0.get(after).is_some_and(|day| *day <= from + days) {
                after += 1;
            }
            let here = after - at - 1;
            least = Some(least.map_or(here, |least: usize| least.min(here)));
        }
        least.unwrap_or_else(|| match usize::try_from(last).ok().filter(|last| *last > 0) {
            Some(last) => usize::try_from(days).unwrap_or(0) * (self.0.len() - 1) / last,
            None => FAR_AHEAD,
        })
    }
}

/// A question that is not asked every time.
struct Waiting {
    /// Its place in the list of candidates.
    at: usize,
    /// The last audit at which it is in time.
    last: usize,
    /// For how many audits it may wait.
    may: usize,
    /// Its age relative to what is allowed; never asked is the oldest of all.
    age: f64,
    lot: f64,
}

impl Waiting {
    fn of(at: usize, candidate: &Candidate, slots: &Slots, may: usize, seed: i64) -> Self {
        let most = candidate.max_age_days.max(1);
        Self {
            at,
            last: slots.last_for(candidate),
            may: may.max(1),
            age: candidate
                .days_since
                .map_or(f64::INFINITY, |days| days as f64 / most as f64),
            lot: lot(candidate, seed),
        }
    }
    /// By the last audit that is in time, then by age; ties by lot.
    fn by_urgency(&self, other: &Self) -> Ordering {
        let age = other.age.total_cmp(&self.age);
        self.last
            .cmp(&other.last)
            .then(age)
            .then(other.lot.total_cmp(&self.lot))
    }
    /// The number of audits it may wait, rounded down to 1, 2, 4, … times a base.
    fn period(&self, base: usize) -> usize {
        let mut period = base;
        while period * 2 <= self.may {
            period *= 2;
        }
        period
    }
}

/// Which questions have to be asked now so that all are asked in time; `None` where there is not enough room for that.
///
/// Each question gets a place in its period: the latest free one at which it is in time; if it is too late for that, the
/// first free one. Shorter periods come first: what they leave free comes round with them.
fn timetable(waiting: &[Waiting], room: usize) -> Option<Vec<usize>> {
    let least = waiting.iter().map(|one| one.may).min()?;
    let needs = |base: usize| waiting.iter().map(|one| 1.0 / one.period(base) as f64).sum::<f64>();
    let base = (least / 2 + 1..=least).min_by(|a, b| needs(*a).total_cmp(&needs(*b)))?;
    let mut rows: Vec<(usize, usize, &Waiting)> = waiting
        .iter()
        .map(|one| {
            let period = one.period(base);
            (period, one.last.min(period - 1), one)
        })
        .collect();
    // the most urgent come last in a period, and take the places that nobody else needs
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.by_urgency(b.2)));
    let longest = rows.last()?.0;
    let mut free = vec![room; longest];
    let mut now = Vec::new();
    for (period, last, one) in rows {
        let in_time = (0..=last).rev().find(|place| free[*place] > 0);
        let place = in_time.or_else(|| (last + 1..period).find(|place| free[*place] > 0))?;
        for taken in (place..longest).step_by(period) {
            free[taken] -= 1;
        }
        if place == 0 {
            now.push(one.at);
        }
    }
    Some(now)
}

/// How many lots a question has.
fn weight(candidate: &Candidate) -> f64 {
    let grave = match candidate.severity {
        Severity::Critical => 3.0,
        Severity::Major => 1.5,
        Severity::Minor => 1.0,
    };
    let waited = candidate.days_since.unwrap_or(0) as f64 / candidate.max_age_days.max(1) as f64;
    let failed = candidate.failures_here as f64 * 2.0 + (candidate.failures as f64).sqrt() * 0.5;
    grave * (1.0 + failed) * (1.0 + waited)
}

/// The chance of each to be among `room` drawn by these weights.
///
/// The key u^(1/w) orders like the waiting time −ln(u)/w, which is exponential with rate w; the `room` shortest win. So
/// w is in with about 1 − e^(−w·t), where t is such that the chances add up to `room` (B. Rosén, "Asymptotic Theory for
/// Successive Sampling with Varying Probabilities Without Replacement", Annals of Mathematical Statistics 43, 1972).
fn chances(weights: &[f64], room: usize) -> Vec<f64> {
    if room >= weights.len() {
        return vec![1.0; weights.len()];
    }
    let at = |t: f64| weights.iter().map(move |w| 1.0 - (-w * t).exp());
    let (mut low, mut high) = (0.0, 1.0);
    while at(high).sum::<f64>() < room as f64 && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if at(middle).sum::<f64>() < room as f64 {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(high).collect()
}

/// A number in (0, 1) of a question's own, from the seed.
fn lot(candidate: &Candidate, seed: i64) -> f64 {
    let bits =
        mix(seed as u64
            ^ mix(candidate.question_id.0.as_u128() as u64 ^ (candidate.question_id.0.as_u128() >> 64) as u64));
    ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}
