//! What is printed in the literature, and the cases a reader would ask about.

use super::{shares, within};
use crate::base::share::Share;
use crate::base::statistics::agreement::{Band, NoKappa, kappa};
use crate::base::statistics::careless::{
    Given, Reason, batch, copied_notes, faster_than_peers, faster_than_usual, improbable_zero, is_in_last_tenth,
    last_minutes, straight_line,
};
use crate::base::statistics::chance::{at_least, exactly, fisher, holm};
use crate::base::statistics::chart::{Chart, Method, Trust, chart};
use crate::base::statistics::gap::{layer_gap, nothing_found};
use crate::base::statistics::interval::{difference, wilson};
use crate::base::statistics::pareto::pareto;
use crate::base::statistics::rules::{Hit, Rule, Way};

fn said(chart: &Chart) -> Vec<String> {
    let say = |hit: &Hit| format!("{} {} {:?}", hit.rule, hit.way, hit.places);
    chart.hits.iter().map(say).collect()
}

/// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.2: wafers with 50 chips each; also the cans of orange juice in
/// Montgomery's Introduction to Statistical Quality Control.
#[test]
fn the_p_chart_of_the_nist_handbook() {
    let defective = [
        12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
    ];
    let wafers = shares(defective.map(|part| (part, 50)));
    let chart = chart(&wafers, &[], Method::P);
    let limits = chart.points[0].limits.unwrap();
    within(chart.segments[0].centre.unwrap(), 0.2313, 0.00005);
    within(limits.high, 0.4102, 0.00005);
    within(limits.low, 0.0524, 0.00005);
    assert_eq!(chart.segments[0].trust, Trust::Firm);
    assert_eq!(said(&chart), ["beyond up [14]", "beyond up [22]"]);
}

/// Attendances seen within four hours, 20 weeks: M. A. Mohammed and others, BMJ Quality & Safety 22 (2013), 362–368. The
/// limits are those of the R package qicharts2 (`nhs_accidents`, charts `p` and `pp`).
#[test]
fn the_p_prime_chart_of_emergency_attendances() {
    let weeks = shares([
        (266_501, 280_443),
        (264_225, 276_823),
        (276_532, 291_681),
        (281_461, 296_155),
        (269_071, 282_343),
        (261_215, 275_888),
        (270_409, 283_867),
        (279_778, 295_251),
        (270_483, 284_468),
        (270_320, 282_529),
        (267_923, 279_618),
        (271_478, 283_932),
        (255_353, 266_629),
        (256_820, 268_091),
        (261_835, 276_803),
        (259_144, 271_578),
        (255_910, 266_005),
        (260_863, 273_520),
        (264_465, 278_574),
        (260_989, 273_772),
    ]);
    let plain = chart(&weeks, &[], Method::P);
    within(plain.segments[0].centre.unwrap(), 0.952_899_711_344_191, 1e-14);
    within(plain.points[0].limits.unwrap().low, 0.951_699_564_646_015, 1e-14);
    within(plain.points[19].limits.unwrap().high, 0.954_114_392_020_116, 1e-14);
    assert_eq!(plain.hits.iter().filter(|hit| hit.rule == Rule::Beyond).count(), 16);

    let prime = chart(&weeks, &[], Method::Laney);
    within(prime.segments[0].sigma_z, 10.640_4, 0.000_1);
    within(prime.points[0].limits.unwrap().low, 0.940_129_644_177_514, 1e-14);
    within(prime.points[4].limits.unwrap().low, 0.940_172_684_176_089, 1e-14);
    within(prime.points[19].limits.unwrap().low, 0.939_974_996_522_904, 1e-14);
    assert_eq!(said(&prime), [""; 0]);
}

/// E. B. Wilson's interval in Table I of R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872 (method 3).
#[test]
fn wilson_intervals_as_newcombe_prints_them() {
    for (part, whole, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let interval = wilson(Share::new(part, whole)).unwrap();
        within(interval.low, low, 0.00005);
        within(interval.high, high, 0.00005);
    }
}

/// Table II of R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890 (method 10).
#[test]
fn a_difference_as_newcombe_prints_it() {
    let (difference, interval) = difference(Share::new(56, 70), Share::new(48, 80)).unwrap();
    within(difference, 0.2, 1e-12);
    within(interval.low, 0.0524, 0.00005);
    within(interval.high, 0.3339, 0.00005);
}

/// R. A. Fisher, The Design of Experiments (1935): a lady tells of eight cups what was poured first.
#[test]
fn the_lady_tasting_tea() {
    let test = |right| fisher(Share::new(right, 4), Share::new(4 - right, 4)).unwrap();
    within(test(4), 2.0 / 70.0, 1e-15);
    within(test(3), 34.0 / 70.0, 1e-15);
    within(test(2), 1.0, 0.0);
}

/// J. L. Fleiss, J. Cohen and B. S. Everitt, Psychological Bulletin 72 (1969), 323–327, Table 1: 200 subjects; and Table
/// 18.1 of J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions: 100 patients.
#[test]
fn kappas_as_fleiss_prints_them() {
    let pairs = |table: [[usize; 3]; 3]| {
        let cells = (0..9).flat_map(move |cell| std::iter::repeat_n((cell / 3, cell % 3), table[cell / 3][cell % 3]));
        cells.collect::<Vec<_>>()
    };
    let first = kappa(&pairs([[106, 10, 4], [22, 28, 10], [2, 12, 6]])).unwrap();
    within(first.by_chance, 0.475, 1e-12);
    within(first.kappa, 0.429, 0.0005);
    within(first.error * first.error, 0.002_885, 0.000_000_5);
    within(first.interval.low, 0.3233, 0.00005);
    within(first.interval.high, 0.5338, 0.00005);
    assert_eq!((first.n, first.band, first.enough), (200, Band::Moderate, true));

    let second = kappa(&pairs([[75, 1, 4], [5, 4, 1], [0, 0, 10]])).unwrap();
    within(second.kappa, 0.68, 0.005);
    within(second.by_chance, 0.66, 1e-12);
    assert_eq!(second.band, Band::Substantial);
}

/// M. F. Schilling, "The Longest Run of Heads", The College Mathematics Journal 21 (1990), 196–207: of the 256 ways eight
/// tosses fall, 162 have no run of four alike, twice the 81 of seven tosses with no three heads in a row.
#[test]
fn the_longest_run_of_a_fair_coin() {
    let tosses = [0, 0, 0, 0, 1, 0, 1, 1].map(|answer| Given {
        answer,
        others: [500, 500],
    });
    let signal = straight_line(&tosses).unwrap();
    assert_eq!((signal.value, signal.usual, signal.hint), (4.0, 3.0, false));
    within(signal.chance.unwrap(), 94.0 / 256.0, 1e-12);
    assert_eq!(signal.places, [0, 1, 2, 3]);
}

/// J. A. Hanley and A. Lippman-Hand, "If Nothing Goes Wrong, Is Everything All Right?", JAMA 249 (1983), 1743–1745: none
/// of n with a chance of 3/n is what happens in about 5 of 100 cases.
#[test]
fn nothing_found_is_no_proof() {
    within(nothing_found(100, Share::new(3, 100)).unwrap().chance, 0.0476, 0.00005);
    assert_eq!(nothing_found(100, Share::new(0, 0)), None);
    let signal = improbable_zero(400, Share::new(30, 600)).unwrap();
    assert_eq!(
        (signal.reason, signal.value, signal.usual, signal.hint),
        (Reason::NothingFound, 400.0, 0.05, true)
    );
    assert!(!improbable_zero(40, Share::new(30, 600)).unwrap().hint);
}

#[test]
fn what_is_certain_and_what_cannot_be() {
    assert_eq!(
        (exactly(5, 5, 1.0), exactly(4, 5, 1.0), exactly(0, 5, 1.0)),
        (1.0, 0.0, 0.0)
    );
    assert_eq!(
        (exactly(0, 5, 0.0), exactly(1, 5, 0.0), exactly(5, 5, 0.0)),
        (1.0, 0.0, 0.0)
    );
    assert_eq!((exactly(0, 0, 0.3), exactly(6, 5, 0.3)), (1.0, 0.0));
    assert_eq!(
        (at_least(5, 5, 1.0), at_least(1, 5, 0.0), at_least(6, 5, 1.0)),
        (1.0, 0.0, 0.0)
    );
}

#[test]
fn too_few_periods_have_a_centre_and_no_limits() {
    let weeks = vec![Share::new(1, 10); 11];
    let chart_of = |weeks: &[Share]| chart(weeks, &[], Method::Laney);
    let few = chart_of(&weeks);
    assert_eq!(
        (few.segments[0].trust, few.segments[0].centre),
        (Trust::TooFew, Some(0.1))
    );
    assert!(few.points.iter().all(|point| point.limits.is_none()) && few.hits.is_empty());

    let trial = chart_of(&[weeks.clone(), shares([(0, 0), (9, 10)])].concat());
    assert_eq!((trial.segments[0].trust, trial.segments[0].periods), (Trust::Trial, 12));
    assert!(trial.points[12].limits.is_some() && trial.points[11].limits.is_none());
}

#[test]
fn nothing_at_all_makes_an_empty_chart() {
    let empty = chart(&[], &[0, 3], Method::Laney);
    assert!(empty.points.is_empty() && empty.segments.is_empty() && empty.hits.is_empty());
    let unasked = chart(&[Share::new(0, 0); 30], &[], Method::P);
    assert_eq!((unasked.segments[0].centre, unasked.segments[0].periods), (None, 0));
    let perfect = chart(&[Share::new(0, 10); 30], &[], Method::Laney);
    assert_eq!((perfect.segments[0].sigma_z, perfect.hits.len()), (1.0, 0));
}

#[test]
fn a_change_begins_centre_limits_and_runs_anew() {
    let weeks = [vec![Share::new(20, 200); 20], vec![Share::new(8, 200); 20]].concat();
    let one = chart(&weeks, &[], Method::P);
    assert_eq!(said(&one).len(), 2, "one run on each side of the centre of all");
    let two = chart(&weeks, &[20, 20, 99], Method::P);
    assert_eq!(
        two.segments
            .iter()
            .map(|s| (s.from, s.to, s.centre))
            .collect::<Vec<_>>(),
        [(0, 20, Some(0.1)), (20, 40, Some(0.04))]
    );
    assert_eq!(said(&two), [""; 0]);
}

#[test]
fn a_single_failure_among_few_answers_is_no_signal() {
    let mut weeks = vec![Share::new(0, 4); 60];
    weeks[5] = Share::new(1, 4);
    weeks[30] = Share::new(4, 4);
    let chart = chart(&weeks, &[], Method::P);
    let limits = chart.points[5].limits.unwrap();
    assert!(
        chart.points[5].share > Some(limits.high),
        "the normal curve alone would call it one"
    );
    assert!(at_least(1, 4, chart.segments[0].centre.unwrap()) > 0.05);
    assert_eq!(said(&chart)[0], "beyond up [30]");
    assert_eq!(chart.hits.iter().filter(|hit| hit.rule == Rule::Beyond).count(), 1);
}

#[test]
fn runs_pass_over_the_centre_and_over_gaps() {
    // 10 of 100 is the centre; week 4 was not asked, week 7 lies on the centre
    let parts = [11, 12, 11, 12, 0, 11, 12, 10, 11, 12, 8, 9, 8, 9, 8, 9, 8];
    let mut weeks = shares(parts.map(|part| (part, 100)));
    weeks[4] = Share::new(0, 0);
    weeks.extend(shares([(9, 100), (10, 100), (10, 100)]));
    assert_eq!(weeks.iter().copied().sum::<Share>(), Share::new(190, 1900));
    let chart = chart(&weeks, &[], Method::P);
    assert_eq!(
        said(&chart),
        [
            "one_side up [0, 1, 2, 3, 5, 6, 8, 9]",
            "one_side down [10, 11, 12, 13, 14, 15, 16, 17]"
        ]
    );
    assert_eq!(chart.hits[0].way, Way::Up);
}

#[test]
fn layers_are_compared_where_both_have_looked() {
    let gap = layer_gap(&[
        (Share::new(2, 100), Share::new(9, 40)),
        (Share::new(4, 100), Share::new(5, 40)),
        (Share::new(50, 50), Share::new(0, 0)),
    ])
    .unwrap();
    assert_eq!(
        (gap.questions, gap.lower, gap.upper),
        (2, Share::new(6, 200), Share::new(14, 80))
    );
    within(gap.difference, 0.145, 1e-12);
    assert!(gap.interval.low > 0.05 && gap.p < 0.001);
    within(gap.by_mix, 0.0, 1e-12);
    assert_eq!(layer_gap(&[(Share::new(0, 0), Share::new(1, 2))]), None);
}

#[test]
fn a_gap_that_comes_from_asking_other_questions_says_so() {
    // both find 2 % of the one and 20 % of the other; the upper layer asks the other more often
    let gap = layer_gap(&[
        (Share::new(18, 900), Share::new(2, 100)),
        (Share::new(20, 100), Share::new(180, 900)),
    ])
    .unwrap();
    within(gap.difference, 0.144, 1e-12);
    within(gap.by_mix, 0.144, 1e-12);
    assert!(gap.p < 1e-9, "the test alone would call it one");
}

#[test]
fn there_is_no_kappa_of_nothing_or_of_one_answer() {
    assert_eq!(kappa::<u8>(&[]), Err(NoKappa::NoPairs));
    assert_eq!(kappa(&[("yes", "yes"); 9]), Err(NoKappa::OneAnswer));
    let apart = kappa(&[("yes", "no"); 9]).unwrap();
    assert_eq!((apart.kappa, apart.enough), (0.0, false));
    let against = [vec![(0, 1); 9], vec![(1, 0); 9], vec![(0, 0), (1, 1)]].concat();
    assert_eq!(kappa(&against).unwrap().interval.low, -1.0, "not below what can be");
}

#[test]
fn the_vital_few_make_most_and_equals_stay_together() {
    let bars = pareto([
        ("wait", 119),
        ("transfer", 86),
        ("number", 251),
        ("notice", 181),
        ("other", 150),
        ("never", 0),
    ]);
    let shown: Vec<_> = bars.iter().map(|bar| (bar.what, bar.running.part, bar.vital)).collect();
    assert_eq!(
        shown,
        [
            ("number", 251, true),
            ("notice", 432, true),
            ("other", 582, true),
            ("wait", 701, true),
            ("transfer", 787, false)
        ]
    );
    assert!(
        pareto([("a", 5), ("b", 5), ("c", 5), ("d", 5), ("e", 5)])
            .iter()
            .all(|bar| bar.vital)
    );
}

#[test]
fn half_of_what_is_usual_is_worth_a_hint() {
    let peers = [60_000, 55_000, 70_000, 64_000, 58_000];
    assert!(faster_than_peers(29_900, &peers).unwrap().hint);
    let signal = faster_than_usual(30_000, &peers).unwrap();
    assert_eq!((signal.value, signal.usual, signal.hint), (30.0, 60.0, false));
    assert_eq!(faster_than_peers(1000, &peers[..4]), None, "too few to compare with");
}

#[test]
fn a_straight_line_is_a_hint_where_others_answer_otherwise() {
    let line = |answer, others| straight_line(&[Given { answer, others }; 12]).unwrap();
    assert!(line(1, [60, 40]).hint);
    assert!(!line(0, [970, 30]).hint, "nobody finds much here");
    assert_eq!(
        straight_line(
            &[Given {
                answer: 0,
                others: [20, 9]
            }; 12]
        ),
        None,
        "too few answers of others"
    );
    assert!(line(0, [20, 10]).chance.is_some(), "just enough");
    let outside = Given {
        answer: 2,
        others: [60, 40],
    };
    assert_eq!(straight_line(&[outside; 12]), None, "no such answer");
}

#[test]
fn more_audits_than_fit_are_a_batch() {
    let noon = 43_200;
    let signal = batch(&[noon + 500, noon, 9_000, noon + 100, noon + 300, noon + 601], 600).unwrap();
    assert_eq!((signal.value, signal.usual, signal.hint), (4.0, 3.0, true));
    assert_eq!(signal.places, [1, 3, 4, 0]);
    assert!(
        !batch(&[noon, noon + 1, noon + 2], 300).unwrap().hint,
        "three that usually take five minutes"
    );
    assert_eq!(batch(&[], 600), None);
    let three = batch(&[noon, noon + 300, noon + 600], 600).unwrap();
    assert_eq!(
        (three.value, three.usual, three.hint),
        (3.0, 3.0, false),
        "just as many as fit"
    );
    assert_eq!(batch(&[0, 600], 600).unwrap().value, 2.0);
    assert_eq!(batch(&[0, 601], 600).unwrap().value, 1.0);
}

#[test]
fn the_last_minutes_are_a_tenth_of_the_window() {
    assert_eq!(is_in_last_tenth(0, 1_000, 899), Some(false));
    assert_eq!(is_in_last_tenth(0, 1_000, 900), Some(true));
    assert_eq!(
        (is_in_last_tenth(0, 1_000, 1_001), is_in_last_tenth(5, 5, 5)),
        (None, None)
    );
    assert!(last_minutes(Share::new(12, 16), Share::new(30, 200)).unwrap().hint);
    assert!(
        !last_minutes(Share::new(12, 16), Share::new(120, 200)).unwrap().hint,
        "everybody does"
    );
    assert_eq!(last_minutes(Share::new(4, 4), Share::new(3, 200)), None);
}

#[test]
fn the_same_note_in_three_audits_is_worth_a_hint() {
    let notes = [
        (1, "Sign was missing at counter 2."),
        (2, "sign was missing, at Counter 2"),
        (2, "Sign was missing at counter 2"),
        (3, "See photo"),
        (3, "Queue was longer than the rope"),
        (4, "SIGN WAS MISSING AT COUNTER 2!"),
    ];
    let signal = copied_notes(&notes).unwrap();
    assert_eq!((signal.value, signal.usual, signal.hint), (3.0, 4.0, true));
    assert_eq!(signal.places, [0, 1, 2, 5]);
    assert!(!copied_notes(&notes[..5]).unwrap().hint);
    assert_eq!(copied_notes(&[(1, "ok"), (2, "ok"), (3, "ok")]), None);
}

/// Adjusted p values of 0.01, 0.04, 0.03 and 0.005 by `p.adjust(c(…), "holm")` of R: 0.03, 0.06, 0.06 and 0.02.
#[test]
fn several_tests_together_are_held_against_less() {
    let p = [0.01, 0.04, 0.03, 0.005];
    assert_eq!(holm(&p, 0.05), [true, false, false, true]);
    assert_eq!(holm(&p, 0.02), [false, false, false, true]);
    assert_eq!(holm(&[0.04], 0.05), [true]);
    assert!(holm(&[], 0.05).is_empty());
}
