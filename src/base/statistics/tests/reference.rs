//! The same as SciPy and statsmodels: `scripts/statistics-reference.py` writes the figures and says how.

use super::{close, within};
use crate::base::share::{self, Share};
use crate::base::statistics::careless::{Given, straight_line};
use crate::base::statistics::chance::{at_least, exactly, fisher};
use crate::base::statistics::chart::{Method, chart};
use crate::base::statistics::gap::nothing_found;
use crate::base::statistics::interval::{difference, wilson};
use crate::base::statistics::{agreement, pareto};
use serde::Deserialize;

#[derive(Deserialize)]
struct Figures {
    wilson: Vec<Wilson>,
    difference: Vec<Difference>,
    fisher: Vec<Fisher>,
    binomial: Vec<Binomial>,
    nothing_found: Vec<NothingFound>,
    kappa: Vec<Kappa>,
    quantiles: Vec<Quantiles>,
    pareto: Vec<Pareto>,
    straight_line: Vec<StraightLine>,
    chart: Vec<Chart>,
}
type Counts = (i64, i64);
#[derive(Deserialize)]
struct Wilson {
    share: Counts,
    low: f64,
    high: f64,
}
#[derive(Deserialize)]
struct Difference {
    one: Counts,
    other: Counts,
    low: f64,
    high: f64,
}
#[derive(Deserialize)]
struct Fisher {
    one: Counts,
    other: Counts,
    p: f64,
}
#[derive(Deserialize)]
struct Binomial {
    part: u32,
    whole: u32,
    p: f64,
    exactly: f64,
    at_least: f64,
}
#[derive(Deserialize)]
struct NothingFound {
    answers: u32,
    others: Counts,
    chance: f64,
    at_most: f64,
}
#[derive(Deserialize)]
struct Kappa {
    table: Vec<Vec<usize>>,
    kappa: f64,
    error: f64,
    agreed: f64,
}
#[derive(Deserialize)]
struct Quantiles {
    values: Vec<i64>,
    median: i64,
    p90: i64,
}
#[derive(Deserialize)]
struct Pareto {
    counts: Vec<i64>,
    running: Vec<i64>,
    vital: usize,
}
#[derive(Deserialize)]
struct StraightLine {
    others: Vec<Vec<i64>>,
    at_least: Vec<f64>,
}
#[derive(Deserialize)]
struct Chart {
    method: Method,
    periods: Vec<Counts>,
    changes: Vec<usize>,
    segments: Vec<Segment>,
}
#[derive(Deserialize)]
struct Segment {
    centre: f64,
    sigma_z: f64,
    places: Vec<usize>,
    low: Vec<f64>,
    high: Vec<f64>,
    hits: Vec<(String, String, Vec<usize>)>,
}

fn figures() -> Figures {
    serde_json::from_str(include_str!("reference.json")).unwrap()
}

fn of((part, whole): Counts) -> Share {
    Share::new(part, whole)
}

#[test]
fn wilson_intervals_are_those_of_statsmodels() {
    for case in figures().wilson {
        let interval = wilson(of(case.share)).unwrap();
        within(interval.low, case.low, 1e-12);
        within(interval.high, case.high, 1e-12);
    }
}

#[test]
fn intervals_of_differences_are_those_of_statsmodels() {
    for case in figures().difference {
        let (_, interval) = difference(of(case.one), of(case.other)).unwrap();
        within(interval.low, case.low, 1e-12);
        within(interval.high, case.high, 1e-12);
    }
}

#[test]
fn exact_tests_are_those_of_scipy() {
    for case in figures().fisher {
        close(fisher(of(case.one), of(case.other)).unwrap(), case.p);
    }
}

#[test]
fn binomial_chances_are_those_of_scipy() {
    for case in figures().binomial {
        close(exactly(case.part, case.whole, case.p), case.exactly);
        close(at_least(case.part, case.whole, case.p), case.at_least);
    }
}

#[test]
fn chances_of_finding_nothing_are_those_of_scipy() {
    for case in figures().nothing_found {
        let nothing = nothing_found(case.answers, of(case.others)).unwrap();
        within(nothing.chance, case.chance, 1e-12);
        within(nothing.at_most, case.at_most, 1e-12);
    }
}

#[test]
fn kappas_are_those_of_statsmodels() {
    for case in figures().kappa {
        let mut pairs = Vec::new();
        for (one, row) in case.table.iter().enumerate() {
            for (other, times) in row.iter().enumerate() {
                pairs.extend(std::iter::repeat_n((one, other), *times));
            }
        }
        let kappa = agreement::kappa(&pairs).unwrap();
        within(kappa.kappa, case.kappa, 1e-12);
        within(kappa.error, case.error, 1e-8);
        within(kappa.agreed, case.agreed, 1e-12);
    }
}

#[test]
fn quantiles_are_those_of_numpy() {
    for mut case in figures().quantiles {
        assert_eq!(share::median_p90(&mut case.values), Some((case.median, case.p90)));
    }
}

#[test]
fn running_counts_and_the_vital_few_are_those_of_numpy() {
    for case in figures().pareto {
        let bars = pareto::pareto(case.counts.iter().copied().enumerate());
        assert_eq!(
            bars.iter().map(|bar| bar.running.part).collect::<Vec<_>>(),
            case.running
        );
        assert_eq!(bars.iter().filter(|bar| bar.vital).count(), case.vital);
    }
}

#[test]
fn chances_of_straight_lines_are_what_trying_all_answers_gives() {
    for case in figures().straight_line {
        for length in 1..=case.others.len() {
            // the first answers alike, then turn by turn
            let answer = |place: usize| if place < length { 0 } else { (place - length + 1) % 2 };
            let given: Vec<Given<3>> = (0..case.others.len())
                .map(|place| Given {
                    answer: answer(place),
                    others: [0, 1, 2].map(|k| case.others[place].get(k).copied().unwrap_or(0)),
                })
                .collect();
            if case.others[0].len() == 3 {
                let signal = straight_line(&given).unwrap();
                assert_eq!(signal.places, (0..length).collect::<Vec<_>>());
                close(signal.chance.unwrap(), case.at_least[length - 1]);
            } else {
                let two: Vec<Given<2>> = given
                    .iter()
                    .map(|given| Given {
                        answer: given.answer,
                        others: [given.others[0], given.others[1]],
                    })
                    .collect();
                close(straight_line(&two).unwrap().chance.unwrap(), case.at_least[length - 1]);
            }
        }
    }
}

#[test]
fn control_charts_are_those_of_numpy() {
    let mut rules = std::collections::BTreeSet::new();
    for case in figures().chart {
        let periods: Vec<Share> = case.periods.into_iter().map(of).collect();
        let chart = chart(&periods, &case.changes, case.method);
        assert_eq!(chart.segments.len(), case.segments.len());
        let mut expected = Vec::new();
        for (ours, theirs) in chart.segments.iter().zip(case.segments) {
            close(ours.centre.unwrap(), theirs.centre);
            close(ours.sigma_z, theirs.sigma_z);
            let known: Vec<usize> = (ours.from..ours.to)
                .filter(|place| chart.points[*place].share.is_some())
                .collect();
            assert_eq!(known, theirs.places);
            for (at, place) in known.iter().enumerate() {
                if let Some(limits) = chart.points[*place].limits {
                    within(limits.low, theirs.low[at], 1e-12);
                    within(limits.high, theirs.high[at], 1e-12);
                }
            }
            expected.extend(theirs.hits);
        }
        let mut found: Vec<_> = chart
            .hits
            .into_iter()
            .map(|hit| (hit.rule.to_string(), hit.way.to_string(), hit.places))
            .collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        rules.extend(found.into_iter().map(|(rule, way, _)| rule + " " + &way));
    }
    assert_eq!(
        rules.into_iter().collect::<Vec<_>>().join(", "),
        "beyond down, beyond up, one_side down, one_side up, trend down, trend up"
    );
}
