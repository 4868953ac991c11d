//! The draw: which questions an audit asks, and why each. Reproducible from the stored seed and [`ALGORITHM`].
//!
//! First what is asked every time; then what would otherwise go unasked at the unit for longer than it may; the rest by
//! lot, where a question that failed here or elsewhere lately, is grave, or has waited long has more lots. The lots are
//! drawn by the method of Efraimidis and Spirakis (2006): each question gets the key u^(1/weight) with its own u, the
//! largest keys win.
//!
//! *The guarantee.* Each question has a last audit at which it can be asked in time, counted on the days of the audits
//! to come. Up to any of them no more questions may be left than there is room for; so many of the most urgent ones
//! are asked today that this holds. A question that waits until the last possible audit is counted again for the next
//! time it is due. Which question is asked when, so that none waits too long, is the pinwheel problem (Holte and
//! others, 1989); looking ahead by deadlines solves it wherever the room is not all but used up.

use super::model::Chosen;
use crate::base::act::mix;
use crate::base::codes::Severity;
use crate::base::ids::{QuestionId, QuestionVersionId};
use crate::checklists::model::QuestionVersion;
use chrono::NaiveDate;

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
    // By the last audit that is in time, then by age relative to what is allowed; never asked is the oldest of all.
    // Ties by lot.
    let slots = Slots::of(ahead);
    let mut urgent: Vec<(usize, usize, f64, f64)> = rest
        .iter()
        .map(|at| {
            let c = &candidates[*at];
            let age = c
                .days_since
                .map_or(f64::INFINITY, |days| days as f64 / c.max_age_days.max(1) as f64);
            (*at, slots.last_for(c), age, lot(c, seed))
        })
        .collect();
    urgent.sort_by(|a, b| a.1.cmp(&b.1).then(b.2.total_cmp(&a.2)).then(b.3.total_cmp(&a.3)));
    let must = slots.must(candidates, &urgent, room);
    let pool: Vec<usize> = urgent.iter().skip(must).map(|one| one.0).collect();
    taken.extend(urgent.iter().take(must).map(|one| (one.0, Chosen::Age)));
    let mut lots: Vec<(usize, f64)> = urgent
        .iter()
        .skip(must)
        .map(|(at, _, _, lot)| (*at, lot.powf(1.0 / weight(&candidates[*at]))))
        .collect();
    lots.sort_by(|a, b| b.1.total_cmp(&a.1));
    let by_lot = room - must;
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
    /// The last of them at which something is in time that may wait for so many days from a day on; their number when
    /// it can wait beyond all of them.
    fn last(&self, from: i64, may_wait: i64) -> usize {
        match self.0.partition_point(|day| *day <= from + may_wait) {
            beyond if beyond == self.0.len() => beyond,
            after => after.saturating_sub(1),
        }
    }
    fn last_for(&self, candidate: &Candidate) -> usize {
        match candidate.days_since {
            Some(days) => self.last(-days, candidate.max_age_days),
            None => 0,
        }
    }
    /// How many of the most urgent have to be asked now, so that those that are left find room in time; at most `room`.
    fn must(&self, candidates: &[Candidate], urgent: &[(usize, usize, f64, f64)], room: usize) -> usize {
        let mut due = vec![0_usize; self.0.len()];
        for (at, first, ..) in urgent {
            let mut slot = *first;
            while let Some(here) = due.get_mut(slot) {
                *here += 1;
                let next = self.last(self.0[slot], candidates[*at].max_age_days);
                slot = next.max(slot + 1);
            }
        }
        let (mut must, mut until) = (0, 0);
        for (slot, here) in due.into_iter().enumerate() {
            until += here;
            must = must.max(until.saturating_sub(room * slot));
        }
        must.min(room)
    }
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
