//! What a plan's draw comes to over a year, and how soon a fault is seen: so that the frequency of an audit follows the
//! risk of what it looks at. Nothing here knows a database.

use crate::audits::draw::{self, Candidate};
use crate::base::act::mix;

/// How sure one wants to be to see a fault.
pub const SURE: f64 = 0.95;
/// Days of a year, after as many in which everything is asked for the first time.
const YEAR: i64 = 365;
/// Draws of a question that one simulation makes at most: some tenths of a second.
const BUDGET: usize = 400_000;
/// Simulated years at most.
const MOST_RUNS: usize = 200;

/// How often a plan comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Often {
    /// So many times in a month of 30.4 days.
    Monthly(i32),
    /// So many times in a week.
    Weekly(i32),
}

impl Often {
    /// What is suggested, from seldom to often.
    pub const STEPS: [Self; 8] = [
        Self::Monthly(1),
        Self::Monthly(2),
        Self::Weekly(1),
        Self::Weekly(2),
        Self::Weekly(3),
        Self::Weekly(4),
        Self::Weekly(5),
        Self::Weekly(7),
    ];
    /// Audits a day.
    pub fn a_day(self) -> f64 {
        match self {
            Self::Monthly(times) => f64::from(times) * 12.0 / 365.25,
            Self::Weekly(times) => f64::from(times) / 7.0,
        }
    }
    /// Evenly spread days of the audits of three years, from the first on.
    pub fn days(self) -> Vec<i64> {
        let mut days: Vec<i64> = (0..)
            .map(|n| whole(f64::from(n) / self.a_day()))
            .take_while(|day| *day < 3 * YEAR)
            .collect();
        days.dedup();
        days
    }
}

#[expect(clippy::cast_possible_truncation, reason = "days of a few years")]
fn whole(days: f64) -> i64 {
    days.floor() as i64
}

/// How a question fares in a year of a plan's audits at a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fares {
    /// The chance that an audit asks it.
    pub chance: f64,
    /// Days from one asking to the next, on the average; `None` when it was not asked twice.
    pub usual_days: Option<f64>,
    /// The longest wait of all the years.
    pub longest_days: i64,
    /// Whether it waited longer than it may.
    pub late: bool,
}

/// Draws the audits of a year again and again, as if nothing ever failed: the same every time. `days` are those of the
/// audits of at least three years, the first is 0; the first year, in which all is asked for the first time, does not
/// count, and the third is only looked ahead to.
pub fn simulate(candidates: &[Candidate], count: Option<usize>, days: &[i64]) -> Vec<Fares> {
    simulate_with(candidates, count, days, BUDGET)
}

fn simulate_with(candidates: &[Candidate], count: Option<usize>, days: &[i64], budget: usize) -> Vec<Fares> {
    let fresh: Vec<Candidate> = candidates
        .iter()
        .map(|candidate| Candidate {
            days_since: None,
            failures_here: 0,
            failures: 0,
            failed_on: None,
            ..candidate.clone()
        })
        .collect();
    let audits = days.partition_point(|day| *day < 2 * YEAR);
    let of_a_run = (audits * fresh.len()).max(1);
    let by_chance = count.is_some_and(|count| count < fresh.len());
    let runs = if by_chance {
        (budget / of_a_run).clamp(5, MOST_RUNS)
    } else {
        1
    };
    let mut seen = vec![Seen::default(); fresh.len()];
    let mut counted = 0;
    for run in 0..runs {
        counted += simulate_one(&fresh, count, days, audits, run, &mut seen);
    }
    let shown = seen.iter().zip(&fresh).map(|(seen, candidate)| Fares {
        chance: if counted > 0 {
            f64::from(seen.asked) / f64::from(counted)
        } else {
            0.0
        },
        usual_days: (seen.gaps > 0).then(|| seen.waited as f64 / f64::from(seen.gaps)),
        longest_days: seen.longest,
        late: seen.longest > candidate.max_age_days,
    });
    shown.collect()
}

/// What was seen of a question in the years that count.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    asked: u32,
    gaps: u32,
    waited: i64,
    longest: i64,
}

/// One run; says how many of its audits count.
fn simulate_one(
    fresh: &[Candidate],
    count: Option<usize>,
    days: &[i64],
    audits: usize,
    run: usize,
    seen: &mut [Seen],
) -> u32 {
    let mut all = fresh.to_vec();
    let mut last: Vec<Option<i64>> = vec![None; all.len()];
    let longest = all.iter().map(|candidate| candidate.max_age_days).max().unwrap_or(0);
    let mut counted = 0;
    let mut ahead = Vec::new();
    for (n, today) in days.iter().enumerate().take(audits) {
        for (candidate, last) in all.iter_mut().zip(&last) {
            candidate.days_since = last.map(|last| today - last);
        }
        ahead.clear();
        let later = days.iter().skip(n + 1).map(|day| day - today);
        ahead.extend(later.take(draw::FAR_AHEAD).take_while(|day| *day <= longest));
        let seed = mix((run as u64) << 32 ^ n as u64).cast_signed();
        let counts = *today >= YEAR;
        counted += u32::from(counts);
        for (at, _) in draw::pick(&all, count, &ahead, seed).taken {
            let seen = &mut seen[at];
            if counts {
                seen.asked += 1;
                if let Some(before) = last[at] {
                    seen.gaps += 1;
                    seen.waited += today - before;
                    seen.longest = seen.longest.max(today - before);
                }
            }
            last[at] = Some(*today);
        }
    }
    // what was not asked again by the end has waited until the last audit at least
    let end = days.get(audits.saturating_sub(1)).copied().unwrap_or(0);
    for (seen, last) in seen.iter_mut().zip(last) {
        seen.longest = seen.longest.max(last.map_or(end, |last| end - last));
    }
    counted
}

/// After how many audits a fault is seen with [`SURE`] probability: one that is in a share of the work (`fault`), asked
/// about by an audit with some chance (`asked`). `None` when that never happens.
///
/// An audit sees it with the chance p·q, p the share of faulty work and q the chance that the question is asked. That n
/// audits in a row do not see it has the chance (1 − p·q)^n, so n is the smallest number with 1 − (1 − p·q)^n ≥ 0.95: the
/// geometric waiting time (W. Feller, An Introduction to Probability Theory and Its Applications I, 3rd edition,
/// chapter VI.8), known to auditors as discovery sampling.
///
/// It is assumed that an audit which asks looks at one piece of work, met by chance, and sees the fault if it is there.
/// Who looks at more at once sees it sooner; and since the draw spreads a question evenly over the audits, rather than by
/// a coin each time, the true number is a little smaller.
pub fn audits_needed(fault: f64, asked: f64) -> Option<u32> {
    let chance = fault * asked;
    if chance <= 0.0 || chance.is_nan() {
        return None;
    }
    if chance >= SURE {
        return Some(1);
    }
    let seen = |n: u32| 1.0 - (1.0 - chance).powf(f64::from(n)) >= SURE;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; positive"
    )]
    let near = ((1.0 - SURE).ln() / (1.0 - chance).ln()).round().max(1.0) as u32;
    // the logarithms may be off by a hair at whole numbers
    (near.saturating_sub(1).max(1)..=near.saturating_add(1)).find(|n| seen(*n))
}

/// The chance with which each of so many audits has to ask a question, so that a fault is seen with [`SURE`]
/// probability; above 1 when they are too few in any case.
pub fn chance_needed(fault: f64, audits: u32) -> f64 {
    if audits == 0 {
        return f64::INFINITY;
    }
    (1.0 - (1.0 - SURE).powf(1.0 / f64::from(audits))) / fault
}

/// The chance with which the question asked least of all is asked.
fn least_chance(fares: &[Fares]) -> f64 {
    fares.iter().map(|fares| fares.chance).fold(1.0, f64::min)
}

/// How many audits come in so many days, at this pace.
fn audits_in(days: i64, a_day: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of audits"
    )]
    let audits = (days as f64 * a_day + 1e-9).floor().max(0.0) as u32;
    audits
}

/// What would do: a higher number of questions, or more audits. `None` where no number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Suggested {
    /// So many questions an audit, the frequency as it is.
    pub count: Option<usize>,
    /// So often, the number of questions as it is.
    pub often: Option<Often>,
    /// Where neither alone does: so many questions, so often.
    pub both: Option<(usize, Often)>,
}

/// What would let no question wait longer than it may.
pub fn suggest_in_time(candidates: &[Candidate], count: Option<usize>, days: &[i64], a_day: f64) -> Suggested {
    let in_time = |count, days: &[i64]| {
        let fares = simulate_with(candidates, count, days, BUDGET / 8);
        !fares.iter().any(|fares| fares.late)
    };
    suggest(candidates, count, days, a_day, |count, days, _| in_time(count, days))
}

/// What would let a fault in a share of the work be seen within so many days with [`SURE`] probability, whatever question
/// it is about.
pub fn suggest_power(
    candidates: &[Candidate],
    count: Option<usize>,
    days: &[i64],
    a_day: f64,
    (fault, within): (f64, i64),
) -> Suggested {
    suggest(candidates, count, days, a_day, |count, days, a_day| {
        let needed = chance_needed(fault, audits_in(within, a_day));
        needed <= 1.0 && least_chance(&simulate_with(candidates, count, days, BUDGET / 8)) >= needed
    })
}

/// Whether a fault in a share of the work is seen within so many days, whatever question it is about.
pub fn sees(fares: &[Fares], a_day: f64, (fault, within): (f64, i64)) -> bool {
    least_chance(fares) >= chance_needed(fault, audits_in(within, a_day))
}

/// The smallest size, and the lowest frequency, that does; more of either never does less.
fn suggest(
    candidates: &[Candidate],
    count: Option<usize>,
    days: &[i64],
    a_day: f64,
    does: impl Fn(Option<usize>, &[i64], f64) -> bool,
) -> Suggested {
    let all = candidates.len();
    let smallest = |days: &[i64], a_day: f64| {
        let (mut found, mut low, mut high) = (None, count.unwrap_or(all).min(all) + 1, all);
        while low <= high {
            let middle = usize::midpoint(low, high);
            if does(Some(middle), days, a_day) {
                found = Some(middle);
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        found
    };
    // a holiday here and there is no lower frequency
    let more_often = || Often::STEPS.into_iter().filter(|often| often.a_day() > a_day * 1.1);
    let larger = smallest(days, a_day);
    let often = more_often().find(|often| does(count, &often.days(), often.a_day()));
    let neither = larger.is_none() && often.is_none();
    let both = more_often()
        .filter(|_| neither)
        .find_map(|often| Some((smallest(&often.days(), often.a_day())?, often)));
    Suggested {
        count: larger,
        often,
        both,
    }
}

#[cfg(test)]
mod tests;
