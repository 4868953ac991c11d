//! What holds for any input: no panic, no number that is none, and the laws of each statistic.

use crate::base::share::Share;
use crate::base::statistics::agreement::kappa;
use crate::base::statistics::careless::{
    Given, batch, copied_notes, faster_than_peers, improbable_zero, is_in_last_tenth, last_minutes, straight_line,
};
use crate::base::statistics::chance::{at_least, exactly, fisher};
use crate::base::statistics::chart::{Method, chart};
use crate::base::statistics::gap::{layer_gap, nothing_found};
use crate::base::statistics::interval::{difference, wilson};
use crate::base::statistics::pareto::pareto;
use proptest::prelude::*;

/// Counts as they come, and as they should never come.
fn any_count() -> impl Strategy<Value = i64> {
    prop_oneof![
        0_i64..200,
        Just(0),
        Just(1),
        Just(i64::from(u32::MAX)),
        Just(i64::from(u32::MAX) - 1),
        Just(i64::MAX),
        Just(-1),
        any::<u32>().prop_map(i64::from),
        any::<i64>(),
    ]
}
fn any_share() -> impl Strategy<Value = Share> {
    (any_count(), any_count()).prop_map(|(part, whole)| Share::new(part, whole))
}
/// A share that can be: some of at most so many.
fn share(most: u32) -> impl Strategy<Value = Share> {
    (1..=most).prop_flat_map(|whole| (0..=whole).prop_map(move |part| Share::new(part.into(), whole.into())))
}
fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

proptest! {
    #[test]
    fn any_periods_make_a_chart(
        periods in prop::collection::vec(any_share(), 0..60),
        changes in prop::collection::vec(0_usize..80, 0..4),
        is_laney in any::<bool>(),
    ) {
        let chart = chart(&periods, &changes, if is_laney { Method::Laney } else { Method::P });
        prop_assert_eq!(chart.points.len(), periods.len());
        prop_assert_eq!(chart.segments.iter().map(|s| s.to - s.from).sum::<usize>(), periods.len());
        for segment in &chart.segments {
            prop_assert!(segment.sigma_z.is_finite() && segment.centre.is_none_or(is_share));
            for point in &chart.points[segment.from..segment.to] {
                prop_assert!(point.share.is_none_or(is_share));
                if let Some(limits) = point.limits {
                    let centre = segment.centre.unwrap();
                    prop_assert!(0.0 <= limits.low && limits.low <= centre && centre <= limits.high && limits.high <= 1.0);
                }
            }
        }
        for hit in &chart.hits {
            prop_assert!(!hit.places.is_empty() && hit.places.is_sorted());
            let stretch = chart.segments.iter().find(|s| (s.from..s.to).contains(&hit.places[0])).unwrap();
            prop_assert!(hit.places.iter().all(|place| *place < stretch.to), "a run goes across a change");
        }
    }
    #[test]
    fn a_p_prime_chart_is_a_p_chart_as_many_times_as_wide_as_sigma_z_says(periods in prop::collection::vec(share(900), 12..40)) {
        let (plain, prime) = (chart(&periods, &[], Method::P), chart(&periods, &[], Method::Laney));
        let (centre, sigma_z) = (plain.segments[0].centre.unwrap(), prime.segments[0].sigma_z);
        for (plain, prime) in plain.points.iter().zip(&prime.points) {
            let (plain, prime) = (plain.limits.unwrap(), prime.limits.unwrap());
            if plain.low > 0.0 && prime.low > 0.0 {
                prop_assert!(((centre - prime.low) - sigma_z * (centre - plain.low)).abs() < 1e-12);
            }
            if plain.high < 1.0 && prime.high < 1.0 {
                prop_assert!(((prime.high - centre) - sigma_z * (plain.high - centre)).abs() < 1e-12);
            }
        }
    }
    #[test]
    fn failures_and_conformities_make_the_same_chart_upside_down(periods in prop::collection::vec(share(300), 12..40)) {
        let turned: Vec<Share> = periods.iter().map(|s| Share::new(s.whole - s.part, s.whole)).collect();
        let (one, other) = (chart(&periods, &[], Method::Laney), chart(&turned, &[], Method::Laney));
        prop_assert!((one.segments[0].sigma_z - other.segments[0].sigma_z).abs() < 1e-9);
        for (one, other) in one.points.iter().zip(&other.points) {
            let (one, other) = (one.limits.unwrap(), other.limits.unwrap());
            prop_assert!((one.low - (1.0 - other.high)).abs() < 1e-9);
        }
    }
    #[test]
    fn the_order_of_periods_moves_no_centre(periods in prop::collection::vec(share(900), 12..30).prop_shuffle()) {
        let mut sorted = periods.clone();
        sorted.sort_by_key(|s| (s.part, s.whole));
        let (one, other) = (chart(&periods, &[], Method::P), chart(&sorted, &[], Method::P));
        prop_assert_eq!(one.segments[0].centre, other.segments[0].centre);
    }
    #[test]
    fn an_interval_holds_the_share_and_shrinks_with_more_answers(share in share(100_000)) {
        let (one, more) = (wilson(share).unwrap(), wilson(Share::new(share.part * 4, share.whole * 4)).unwrap());
        let p = share.part as f64 / share.whole as f64;
        prop_assert!(0.0 <= one.low && one.low <= p && p <= one.high && one.high <= 1.0);
        prop_assert!(more.high - more.low < one.high - one.low);
    }
    #[test]
    fn any_two_shares_can_be_compared(one in any_share(), other in any_share()) {
        prop_assert_eq!(wilson(one).is_some() && wilson(other).is_some(), difference(one, other).is_some());
        if let Some((by, interval)) = difference(one, other) {
            prop_assert!(-1.0 <= interval.low && interval.low <= by && by <= interval.high && interval.high <= 1.0);
        }
        let test = fisher(one, other);
        prop_assert!(test.is_none_or(is_share), "{:?}", test);
        if let Some(gap) = layer_gap(&[(one, other), (other, one)]) {
            prop_assert!(is_share(gap.p) && gap.difference.is_finite() && gap.by_mix.abs() <= 1.0);
        }
        if let Some(signal) = last_minutes(one, other) {
            prop_assert!(signal.chance.is_none_or(is_share) && is_share(signal.value));
        }
    }
    #[test]
    fn the_exact_test_does_not_mind_which_is_which(one in share(3_000), other in share(3_000)) {
        let p = fisher(one, other).unwrap();
        let turned = |s: Share| Share::new(s.whole - s.part, s.whole);
        let alike = |q: f64| (p - q).abs() <= 1e-9 * p.max(1e-12);
        prop_assert!(alike(fisher(other, one).unwrap()));
        prop_assert!(alike(fisher(turned(one), turned(other)).unwrap()));
        prop_assert!(fisher(one, one).unwrap() > 0.999_999);
    }
    #[test]
    fn the_exact_test_is_the_sum_of_all_tables_that_are_no_more_probable(one in share(60), other in share(60)) {
        let choose = |n: i64, k: i64| (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product::<f64>();
        let hits = one.part + other.part;
        let weight = |k: i64| choose(one.whole, k) * choose(other.whole, hits - k);
        let tables: Vec<f64> = (0.max(hits - other.whole)..=one.whole.min(hits)).map(weight).collect();
        let seen = weight(one.part) * (1.0 + 1e-7);
        let sum: f64 = tables.iter().filter(|weight| **weight <= seen).sum();
        let expected = sum / tables.iter().sum::<f64>();
        prop_assert!((fisher(one, other).unwrap() - expected).abs() < 1e-9);
    }
    #[test]
    fn any_chance_is_a_chance(part in any::<u32>(), whole in any::<u32>(), p in any::<f64>()) {
        prop_assert!(is_share(exactly(part, whole, p)) && is_share(at_least(part, whole, p)));
    }
    #[test]
    fn chances_add_up(whole in 0_u32..300, p in 0.0..=1.0_f64) {
        let all: f64 = (0..=whole).map(|part| exactly(part, whole, p)).sum();
        prop_assert!((all - 1.0).abs() < 1e-10);
        for part in 0..=whole {
            let tail: f64 = (part..=whole).map(|part| exactly(part, whole, p)).sum();
            prop_assert!((at_least(part, whole, p) - tail).abs() < 1e-10);
        }
    }
    #[test]
    fn finding_nothing_is_less_probable_the_more_one_looks(answers in any::<u32>(), others in any_share()) {
        if let Some(nothing) = nothing_found(answers, others) {
            prop_assert!(is_share(nothing.chance) && is_share(nothing.at_most) && nothing.chance <= nothing.at_most);
            let more = nothing_found(answers.saturating_add(7), others).unwrap();
            prop_assert!(more.chance <= nothing.chance);
        }
        prop_assert!(improbable_zero(answers, others).is_none_or(|signal| signal.chance.is_some_and(is_share)));
    }
    #[test]
    fn kappa_minds_neither_order_nor_names_nor_who_is_who(pairs in prop::collection::vec((0_u8..4, 0_u8..4), 0..120)) {
        let turned: Vec<(u8, u8)> = pairs.iter().rev().map(|(one, other)| (9 - other, 9 - one)).collect();
        match (kappa(&pairs), kappa(&turned)) {
            (Ok(one), Ok(other)) => {
                prop_assert!((one.kappa - other.kappa).abs() < 1e-9 && (one.error - other.error).abs() < 1e-6);
                prop_assert!((-1.0 - 1e-9..=1.0).contains(&one.kappa) && one.error.is_finite());
                prop_assert!(one.interval.low <= one.kappa + 1e-9 && one.kappa <= one.interval.high + 1e-9);
            }
            (one, other) => prop_assert_eq!(one, other),
        }
    }
    #[test]
    fn bars_are_ordered_and_add_up(counts in prop::collection::vec(any_count(), 0..30)) {
        let bars = pareto(counts.iter().copied().enumerate());
        let turned = pareto(counts.iter().copied().enumerate().collect::<Vec<_>>().into_iter().rev());
        prop_assert_eq!(&bars, &turned);
        prop_assert!(bars.is_sorted_by(|a, b| a.count >= b.count && a.vital >= b.vital));
        prop_assert!(bars.last().is_none_or(|bar| bar.running.part == bar.running.whole));
        prop_assert_eq!(bars.len(), counts.iter().filter(|count| **count > 0).count());
    }
    #[test]
    fn signals_come_from_any_numbers(
        numbers in prop::collection::vec(any_count(), 0..30),
        one in any_count(),
        given in prop::collection::vec((0_usize..6, any_count(), any_count()), 0..40),
        notes in prop::collection::vec((0_u8..4, "\\PC{0,40}"), 0..12),
    ) {
        let counted: usize = numbers.len();
        if let Some(signal) = batch(&numbers, one) {
            prop_assert!(signal.value >= 1.0 && signal.places.len() <= counted && signal.usual.is_finite());
        }
        prop_assert!(faster_than_peers(one, &numbers).is_none_or(|signal| signal.value.is_finite()));
        let given: Vec<Given<4>> = given.into_iter().map(|(answer, a, b)| Given { answer, others: [a, b, 40, 0] }).collect();
        if let Some(signal) = straight_line(&given) {
            prop_assert!(signal.chance.is_some_and(is_share) && signal.places.len() <= given.len());
            prop_assert!(signal.usual >= 1.0);
        }
        let notes: Vec<(u8, &str)> = notes.iter().map(|(audit, note)| (*audit, note.as_str())).collect();
        prop_assert!(copied_notes(&notes).is_none_or(|signal| signal.value <= signal.usual));
        let _ = is_in_last_tenth(one, numbers.first().copied().unwrap_or(0), numbers.last().copied().unwrap_or(0));
    }
}

#[test]
fn the_largest_counts_are_soon_compared() {
    let most = i64::from(u32::MAX);
    assert_eq!(
        fisher(Share::new(most / 2, most), Share::new(most / 2, most)),
        Some(1.0)
    );
    let p = fisher(Share::new(most / 2, most), Share::new(most / 2 + 100_000, most)).unwrap();
    // z = 100,000 ÷ √(most ÷ 2) = 2.158
    assert!((p - 0.030_93).abs() < 0.000_05, "{p}");
}
