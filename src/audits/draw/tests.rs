//! The draw by itself: what is asked, why, and what never waits too long.

use super::*;
use proptest::prelude::*;
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
        failed_on: None,
    }
}

fn twenty() -> Vec<Candidate> {
    (1..=20).map(candidate).collect()
}

/// The days of the audits after one, so many apart.
fn every(days: i64) -> Vec<i64> {
    (1..=120).map(|n| n * days).collect()
}

/// The longest wait of each question between two askings, in days, when it is audited every so many days; the first
/// `warm` days, after which everything was asked once, are left out.
fn longest_waits(candidates: &[Candidate], count: usize, gap: i64, audits: i64, warm: i64) -> Vec<i64> {
    let mut all = candidates.to_vec();
    let mut last = vec![None; all.len()];
    let mut longest = vec![0; all.len()];
    for n in 0..audits {
        let today = n * gap;
        for (c, last) in all.iter_mut().zip(&last) {
            c.days_since = last.map(|last: i64| today - last);
        }
        for (at, _) in pick(&all, Some(count), &every(gap), n).taken {
            if let Some(before) = last[at].filter(|before| *before >= warm) {
                longest[at] = longest[at].max(today - before);
            }
            last[at] = Some(today);
        }
    }
    let end = audits * gap;
    for (longest, last) in longest.iter_mut().zip(last) {
        *longest = (*longest).max(end - last.unwrap_or(0) - gap);
    }
    longest
}

#[test]
fn the_same_seed_draws_the_same_questions_and_another_seed_others() {
    let (all, ahead) = (twenty(), every(1));
    assert_eq!(draw(&all, Some(8), &ahead, 42), draw(&all, Some(8), &ahead, 42));
    assert!((0..20).any(|seed| draw(&all, Some(8), &ahead, seed) != draw(&all, Some(8), &ahead, 42)));
}

#[test]
fn what_is_asked_every_time_is_never_left_out_and_order_is_the_templates() {
    let mut all = twenty();
    all[17].always = true;
    let drawn = draw(&all, Some(5), &every(1), 3);
    assert!(drawn.iter().any(|d| d.position == 18 && d.chosen == Chosen::Always));
    assert_eq!(drawn.len(), 5);
    assert!(drawn.is_sorted_by_key(|d| d.position));
}

#[test]
fn no_question_goes_unasked_longer_than_it_may() {
    // 20 questions, each at least every 30 days: 4 of them each week are just enough (7 weeks would be too late).
    let mut all = twenty();
    for c in &mut all {
        c.max_age_days = 35;
    }
    assert!(longest_waits(&all, 4, 7, 100, 70).iter().all(|wait| *wait <= 35));
    assert!(longest_waits(&all, 3, 7, 100, 70).iter().any(|wait| *wait > 35));
}

#[test]
fn a_question_that_fails_here_is_asked_more_often() {
    let mut all = twenty();
    all[4].failures_here = 5;
    let ahead = every(1);
    let drawn = |seed| draw(&all, Some(4), &ahead, seed);
    let times = (0..400)
        .filter(|seed| drawn(*seed).iter().any(|d| d.position == 5))
        .count();
    let usual = (0..400)
        .filter(|seed| drawn(*seed).iter().any(|d| d.position == 6))
        .count();
    assert!(times > usual * 2, "{times} against {usual}");
    let risky = |d: &Drawn| d.position == 5 && d.chosen == Chosen::Risk && d.because.failures_here == 5;
    assert!(draw(&all, Some(19), &ahead, 1).iter().any(risky));
}

#[test]
fn the_chance_that_is_told_is_how_often_it_is_drawn() {
    let mut all = twenty();
    all[4].failures_here = 1;
    all[9].severity = Severity::Critical;
    let ahead = every(1);
    let mut times = [0_i32; 20];
    let mut told = [0_i32; 20];
    for seed in 0..4_000 {
        for d in draw(&all, Some(6), &ahead, seed) {
            let at = usize::try_from(d.position - 1).unwrap();
            times[at] += 1;
            told[at] = d.because.per_mille.unwrap();
        }
    }
    for (times, told) in times.into_iter().zip(told) {
        assert!(
            (times / 4 - told).abs() < 40,
            "drawn {times} of 4000 times, told {told} of 1000"
        );
    }
    assert!(told[4] > 600 && told[9] > 500 && told[0] < 320, "{told:?}");
}

/// Questions as templates have them, with some asked every time.
fn questions() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (
        prop::sample::select(vec![14_i64, 21, 30, 45, 60, 90, 120, 180]),
        prop::bool::weighted(0.15),
        prop::sample::select(vec![Severity::Minor, Severity::Major]),
        prop::option::of(0_i64..60),
        0_i64..4,
    );
    prop::collection::vec(one, 2..40).prop_map(|all| {
        let numbered = all.into_iter().zip(1_u128..);
        numbered
            .map(
                |((max_age_days, always, severity, days_since, failures_here), n)| Candidate {
                    max_age_days,
                    always,
                    severity,
                    days_since,
                    failures_here,
                    failures: failures_here,
                    ..candidate(n)
                },
            )
            .collect()
    })
}

/// How many questions an audit has to ask at least: each time of waiting is rounded down to one of the numbers of audits
/// 1, 2, 4, … times a common base, for which a timetable exists whenever the sum of the parts is not above the room.
fn enough(all: &[Candidate], gap: i64) -> Option<usize> {
    let always = all.iter().filter(|c| c.always).count();
    let audits: Vec<i64> = all.iter().filter(|c| !c.always).map(|c| c.max_age_days / gap).collect();
    let least = *audits.iter().min().unwrap_or(&1);
    if least == 0 {
        return None;
    }
    let part = |a: i64| {
        let mut rounded = least;
        while rounded * 2 <= a {
            rounded *= 2;
        }
        1.0 / rounded as f64
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of questions"
    )]
    let room = audits.iter().map(|a| part(*a)).sum::<f64>().ceil() as usize;
    Some(always + room.max(1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn wherever_there_is_room_no_question_waits_longer_than_it_may(
        all in questions(), gap in prop::sample::select(vec![1_i64, 2, 3, 7, 10, 14]),
    ) {
        if let Some(count) = enough(&all, gap).filter(|count| *count < all.len()) {
            let waits = longest_waits(&all, count, gap, 800 / gap, 300);
            for (c, wait) in all.iter().zip(waits) {
                prop_assert!(wait <= c.max_age_days, "{wait} days of {} with {count} of {}", c.max_age_days, all.len());
            }
        }
    }

    #[test]
    fn what_is_said_of_a_question_is_true(
        all in questions(), count in 1_usize..45, gap in 1_i64..20, seed in any::<i64>(),
    ) {
        let drawn = draw(&all, Some(count), &every(gap), seed);
        let always = all.iter().filter(|c| c.always).count();
        prop_assert_eq!(drawn.len(), count.min(all.len()).max(always));
        prop_assert_eq!(&drawn, &draw(&all, Some(count), &every(gap), seed));
        for d in &drawn {
            let c = all.iter().find(|c| c.question_id == d.question_id).unwrap();
            let b = d.because;
            prop_assert_eq!((b.days, b.failures_here, b.failures), (c.days_since, c.failures_here, c.failures));
            let by_lot = b.per_mille.is_some();
            match d.chosen {
                Chosen::All => prop_assert!(count >= all.len() && !by_lot),
                Chosen::Always => prop_assert!(c.always && !by_lot),
                Chosen::Age => prop_assert!(!c.always && !by_lot),
                Chosen::Risk => prop_assert!(by_lot && (c.failures_here > 0 || c.failures > 2)),
                Chosen::Lot => prop_assert!(by_lot && c.failures_here == 0 && c.failures < 3),
            }
        }
        // nobody is passed over who may wait no longer, while another one is drawn by lot
        let lots = drawn.iter().any(|d| d.because.per_mille.is_some());
        let due = |c: &&Candidate| c.days_since.is_none_or(|days| days + gap > c.max_age_days);
        for c in all.iter().filter(due).filter(|_| lots) {
            prop_assert!(drawn.iter().any(|d| d.question_id == c.question_id));
        }
    }

    #[test]
    fn the_chances_of_a_draw_add_up_to_the_number_that_is_drawn(
        weights in prop::collection::vec(0.5_f64..50.0, 1..40), room in 0_usize..45,
    ) {
        let sum: f64 = chances(&weights, room).into_iter().sum();
        prop_assert!((sum - room.min(weights.len()) as f64).abs() < 1e-6);
    }
}
