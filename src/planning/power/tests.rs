//! How soon a fault is seen, against counting it out.

use super::*;
use crate::base::codes::Severity;
use crate::base::ids::{QuestionId, QuestionVersionId};
use proptest::prelude::*;
use uuid::Uuid;

fn questions(count: u128, max_age_days: i64) -> Vec<Candidate> {
    let one = |n| Candidate {
        question_id: QuestionId(Uuid::from_u128(n)),
        version_id: QuestionVersionId(Uuid::from_u128(n)),
        position: i32::try_from(n).unwrap(),
        always: false,
        severity: Severity::Minor,
        max_age_days,
        days_since: None,
        failures_here: 0,
        failures: 0,
        failed_on: None,
    };
    (1..=count).map(one).collect()
}

#[test]
fn the_usual_numbers_of_discovery_sampling() {
    assert_eq!(
        [0.05, 0.10, 0.20].map(|p| audits_needed(p, 1.0)),
        [Some(59), Some(29), Some(14)]
    );
    assert_eq!(audits_needed(0.10, 0.5), Some(59));
    assert_eq!(audits_needed(1.0, 1.0), Some(1));
    assert_eq!((audits_needed(0.1, 0.0), audits_needed(0.0, 1.0)), (None, None));
}

#[test]
fn a_year_of_audits_asks_each_question_its_share() {
    let fares = simulate(&questions(10, 40), Some(5), &Often::Weekly(1).days());
    for one in &fares {
        assert!((one.chance - 0.5).abs() < 0.1, "{one:?}");
        assert!(one.usual_days.is_some_and(|days| (days - 14.0).abs() < 3.0), "{one:?}");
        assert!(!one.late && one.longest_days <= 40, "{one:?}");
    }
    let all = simulate(&questions(10, 40), None, &Often::Weekly(1).days());
    assert!(
        all.iter()
            .all(|one| one.chance == 1.0 && one.longest_days == 7 && !one.late)
    );
}

#[test]
fn what_waits_too_long_is_told_and_what_would_help() {
    // 20 questions, each at least every 30 days: 4 audits fit, so 5 questions are needed.
    let (all, often) = (questions(20, 30), Often::Weekly(1));
    let fares = simulate(&all, Some(4), &often.days());
    assert!(fares.iter().any(|one| one.late));
    let suggested = suggest_in_time(&all, Some(4), &often.days(), often.a_day());
    assert_eq!((suggested.count, suggested.often), (Some(5), Some(Often::Weekly(2))));
    // a question that may wait a week is late in a plan of every month, however many are asked
    let often = Often::Monthly(1);
    let suggested = suggest_in_time(&questions(5, 7), None, &often.days(), often.a_day());
    assert_eq!((suggested.count, suggested.often), (None, Some(Often::Weekly(1))));
}

#[test]
fn a_wanted_power_is_reached_by_more_questions_or_more_audits() {
    let (all, often) = (questions(12, 60), Often::Weekly(5));
    let wanted = (0.20, 60);
    let fares = simulate(&all, Some(2), &often.days());
    assert!(!sees(&fares, often.a_day(), wanted));
    let suggested = suggest_power(&all, Some(2), &often.days(), often.a_day(), wanted);
    let more = suggested.count.unwrap();
    assert!(sees(&simulate(&all, Some(more), &often.days()), often.a_day(), wanted));
    assert!(
        (4..=6).contains(&more),
        "about a third of 12 questions each time, not {more}"
    );
    // 42 audits of 60 days see it with 95 % from a chance of 0.34 on
    assert!((chance_needed(0.20, 42) - 0.344).abs() < 0.01);
}

/// Audits are drawn one by one as real ones are, the work has a fault now and then, and it is counted how often it was
/// seen by when the page says so.
#[test]
fn drawing_audit_by_audit_sees_a_fault_as_soon_as_is_told() {
    let (all, days) = (questions(8, 400), Often::Weekly(1).days());
    let chance = simulate(&all, Some(3), &days)[0].chance;
    let runs = 200;
    for (fault, per_mille) in [(0.20, 200), (0.10, 100)] {
        let needed = audits_needed(fault, chance).unwrap() as usize;
        let (mut seen, mut seen_by_half) = (0, 0);
        for run in 0..runs {
            let (mut known, mut last) = (all.clone(), vec![None; all.len()]);
            let first = (0..needed).find(|n| {
                let today = days[*n];
                for (one, last) in known.iter_mut().zip(&last) {
                    one.days_since = last.map(|last: i64| today - last);
                }
                let ahead: Vec<i64> = days[n + 1..n + 61].iter().map(|day| day - today).collect();
                let seed = i64::try_from(run * 1_000 + n).unwrap();
                let drawn = crate::audits::draw::draw(&known, Some(3), &ahead, seed);
                for one in &drawn {
                    last[usize::try_from(one.position).unwrap() - 1] = Some(today);
                }
                let is_asked = drawn.iter().any(|one| one.position == 1);
                is_asked && crate::base::act::mix(seed.cast_unsigned().wrapping_add(7)) % 1_000 < per_mille
            });
            seen += usize::from(first.is_some());
            seen_by_half += usize::from(first.is_some_and(|n| n < needed / 2));
        }
        let share = |count: usize| count as f64 / runs as f64;
        assert!((0.91..=0.995).contains(&share(seen)), "{fault}: {}", share(seen));
        // half the audits see it with 1 - sqrt(0.05)
        assert!(
            (share(seen_by_half) - 0.776).abs() < 0.1,
            "{fault}: {}",
            share(seen_by_half)
        );
    }
}

proptest! {
    #[test]
    fn so_many_audits_see_it_and_one_less_does_not(fault in 0.01_f64..1.0, asked in 0.02_f64..=1.0) {
        let n = audits_needed(fault, asked).unwrap();
        // counted out audit by audit
        let (mut unseen, mut counted) = (1.0, 0);
        while 1.0 - unseen < SURE - 1e-12 {
            unseen *= 1.0 - fault * asked;
            counted += 1;
        }
        prop_assert!(n.abs_diff(counted) == 0, "{n} against {counted}");
    }

    #[test]
    fn the_chance_that_is_needed_is_enough_and_no_less_is(fault in 0.02_f64..0.9, audits in 1_u32..400) {
        let needed = chance_needed(fault, audits);
        if needed < 0.999 {
            prop_assert!(audits_needed(fault, needed * 1.001).unwrap() <= audits);
            prop_assert!(audits_needed(fault, needed * 0.97).unwrap() >= audits);
        }
    }

    #[test]
    fn a_simulation_is_the_same_every_time(count in 1_usize..9, ages in 7_i64..90, times in 1_i32..6) {
        let (all, days) = (questions(8, ages), Often::Weekly(times).days());
        let fares = simulate_with(&all, Some(count), &days, 5_000);
        prop_assert_eq!(&fares, &simulate_with(&all, Some(count), &days, 5_000));
        let asked: f64 = fares.iter().map(|one| one.chance).sum();
        prop_assert!((asked - count.min(8) as f64).abs() < 1e-9);
    }
}
