//! The draw: which questions an audit asks, and why each. Reproducible from the stored seed and [`ALGORITHM`].
//!
//! First what is asked every time; then what has not been asked at the unit for as long as it may go unasked, the
//! longest first; the rest by lot, where a question that failed here or elsewhere lately, is grave, or has waited long
//! has more lots. The lots are drawn by the method of Efraimidis and Spirakis (2006): each question gets the key
//! u^(1/weight) with its own u, the largest keys win.

use super::model::Chosen;
use crate::base::act::mix;
use crate::base::codes::Severity;
use crate::base::ids::{QuestionId, QuestionVersionId};
use crate::checklists::model::QuestionVersion;

/// The version of the rules below; stored with each audit.
pub const ALGORITHM: i32 = 1;

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
        }
    }
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
    /// Days since it was asked here, where that is the reason.
    pub days: Option<i64>,
}

/// Draws `count` questions (all, when `None`); what is asked every time is never left out for the count.
pub fn draw(candidates: &[Candidate], count: Option<usize>, seed: i64) -> Vec<Drawn> {
    let count = count.unwrap_or(candidates.len());
    let mut drawn: Vec<Drawn> = if count >= candidates.len() {
        candidates
            .iter()
            .map(|candidate| taken(candidate, Chosen::All))
            .collect()
    } else {
        some(candidates, count, seed)
    };
    drawn.sort_by_key(|drawn| drawn.position);
    drawn
}

fn some(candidates: &[Candidate], count: usize, seed: i64) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = candidates
        .iter()
        .filter(|c| c.always)
        .map(|candidate| taken(candidate, Chosen::Always))
        .collect();
    // By age relative to what is allowed; never asked is the oldest of all. Ties by lot.
    let mut aged: Vec<(&Candidate, f64, f64)> = candidates
        .iter()
        .filter(|c| !c.always && is_due(c))
        .map(|c| {
            (
                c,
                c.days_since
                    .map_or(f64::INFINITY, |days| days as f64 / c.max_age_days.max(1) as f64),
                lot(c, seed),
            )
        })
        .collect();
    aged.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.2.total_cmp(&a.2)));
    for (candidate, _, _) in aged {
        if drawn.len() < count {
            drawn.push(taken(candidate, Chosen::Age));
        }
    }
    let mut lots: Vec<(&Candidate, f64)> = candidates
        .iter()
        .filter(|c| !c.always && !is_due(c))
        .map(|c| (c, lot(c, seed).powf(1.0 / weight(c))))
        .collect();
    lots.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (candidate, _) in lots {
        if drawn.len() < count {
            let risky = candidate.failures_here > 0 || candidate.failures > 2;
            drawn.push(taken(candidate, if risky { Chosen::Risk } else { Chosen::Lot }));
        }
    }
    drawn
}

fn is_due(candidate: &Candidate) -> bool {
    candidate.days_since.is_none_or(|days| days >= candidate.max_age_days)
}

fn taken(candidate: &Candidate, chosen: Chosen) -> Drawn {
    Drawn {
        question_id: candidate.question_id,
        version_id: candidate.version_id,
        position: candidate.position,
        chosen,
        days: candidate.days_since,
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

/// A number in (0, 1) of a question's own, from the seed.
fn lot(candidate: &Candidate, seed: i64) -> f64 {
    let bits =
        mix(seed as u64
            ^ mix(candidate.question_id.0.as_u128() as u64 ^ (candidate.question_id.0.as_u128() >> 64) as u64));
    ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn candidate(n: u128) -> Candidate {
        Candidate {
            question_id: QuestionId(Uuid::from_u128(n)),
            version_id: QuestionVersionId(Uuid::from_u128(n)),
            position: i32::try_from(n).unwrap(),
            always: false,
            severity: Severity::Minor,
            max_age_days: 30,
            days_since: Some(1),
            failures_here: 0,
            failures: 0,
        }
    }

    fn twenty() -> Vec<Candidate> {
        (1..=20).map(candidate).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_questions_and_another_seed_others() {
        let all = twenty();
        assert_eq!(draw(&all, Some(8), 42), draw(&all, Some(8), 42));
        assert!((0..20).any(|seed| draw(&all, Some(8), seed) != draw(&all, Some(8), 42)));
    }

    #[test]
    fn what_is_asked_every_time_is_never_left_out_and_order_is_the_templates() {
        let mut all = twenty();
        all[17].always = true;
        let drawn = draw(&all, Some(5), 3);
        assert!(drawn.iter().any(|d| d.position == 18 && d.chosen == Chosen::Always));
        assert_eq!(drawn.len(), 5);
        assert!(drawn.is_sorted_by_key(|d| d.position));
    }

    #[test]
    fn no_question_goes_unasked_longer_than_it_may() {
        // 20 questions, 4 a day, each at least every 30 days: simulate 200 days.
        let mut all = twenty();
        let mut worst = 0;
        for day in 0..200_i64 {
            let drawn = draw(&all, Some(4), day);
            for c in &mut all {
                let asked = drawn.iter().any(|d| d.question_id == c.question_id);
                c.days_since = if asked {
                    Some(1)
                } else {
                    c.days_since.map(|days| days + 1)
                };
                worst = worst.max(c.days_since.unwrap_or(0));
            }
        }
        assert!(worst <= 31, "a question waited {worst} days");
    }

    #[test]
    fn a_question_that_fails_here_is_asked_more_often() {
        let mut all = twenty();
        all[4].failures_here = 5;
        let times = (0..400)
            .filter(|seed| draw(&all, Some(4), *seed).iter().any(|d| d.position == 5))
            .count();
        let usual = (0..400)
            .filter(|seed| draw(&all, Some(4), *seed).iter().any(|d| d.position == 6))
            .count();
        assert!(times > usual * 2, "{times} against {usual}");
        assert!(
            draw(&all, Some(19), 1)
                .iter()
                .any(|d| d.position == 5 && d.chosen == Chosen::Risk)
        );
    }
}
