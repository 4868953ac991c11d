//! What is worth a talk, and what is not.

use super::*;
use crate::platform::i18n::I18n;
use uuid::Uuid;

fn at(minute: i64) -> Instant {
    Instant::new("2026-06-09T14:00:00Z".parse().unwrap()).plus_minutes(minute)
}

/// An audit of ten questions that took some seconds and ended at a minute after 9:00; its window is 8:00 to 12:00.
fn audit(number: u128, person: u128, end: i64, seconds: i64) -> Done {
    Done {
        audit: AuditId(Uuid::from_u128(number)),
        person: PersonId(Uuid::from_u128(person)),
        asked: 10,
        opens: at(-60),
        due: at(180),
        at: at(end),
        took: Some((at(end).plus_seconds(-seconds), at(end))),
    }
}

/// So many audits, each of the person given by its place.
fn many(count: u128, person: impl Fn(u128) -> u128, end: i64, seconds: i64) -> Vec<Done> {
    (0..count).map(|n| audit(1_000 + n, person(n), end, seconds)).collect()
}

fn told(this: &Done, around: &Around) -> Vec<String> {
    let words = I18n::load().unwrap();
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    hints(this, around)
        .iter()
        .map(|hint| words.say("en", &hint.said(&percent)))
        .collect()
}

#[test]
fn fast_is_fast_beside_the_own_median_and_that_of_five_others() {
    let quick = audit(1, 1, 0, 40);
    let mut around = Around {
        own: many(4, |_| 1, 0, 240),
        others: many(20, |n| 2 + n % 4, 0, 300),
        ..Around::default()
    };
    assert!(
        told(&quick, &around).is_empty(),
        "four audits and four people are too few to compare with"
    );
    around.own = many(5, |_| 1, 0, 240);
    assert_eq!(
        told(&quick, &around),
        [
            "4 seconds a question. In the same person’s 5 audits of this checklist in the 90 days before, the median is 24 seconds."
        ]
    );
    around.others = many(20, |n| 2 + n % 5, 0, 300);
    assert_eq!(
        told(&quick, &around)[1],
        "4 seconds a question. In others’ 20 audits of this checklist in the 90 days before, the median is 30 seconds."
    );
    assert!(
        told(&audit(1, 1, 0, 150), &around).is_empty(),
        "half of the median is no hint"
    );
    // ten questions in 29 seconds, where others take 50: that is no factor of two
    around.others = many(20, |n| 2 + n % 5, 0, 50);
    around.own = many(5, |_| 1, 0, 50);
    assert!(told(&audit(1, 1, 0, 29), &around).is_empty());
    assert_eq!(told(&audit(1, 1, 0, 24), &around).len(), 2);
    let paper = Done { took: None, ..quick };
    assert!(told(&paper, &around).is_empty(), "what was on paper has no time");
}

#[test]
fn a_batch_is_told_on_the_audits_that_are_in_it() {
    let this = audit(1, 1, 0, 600);
    let mut around = Around {
        own: many(5, |_| 1, 0, 600),
        near: vec![this, audit(2, 1, 3, 100), audit(3, 1, 6, 100), audit(4, 1, 9, 100)],
        ..Around::default()
    };
    assert_eq!(
        told(&this, &around),
        ["4 audits were finished within ten minutes, this one among them. At half of the usual time 3 would fit."]
    );
    assert!(told(&audit(9, 1, 50, 600), &around).is_empty(), "another one");
    around.near.truncate(3);
    assert!(told(&this, &around).is_empty(), "three fit");
}

#[test]
fn a_note_is_told_where_it_stands_in_three_audits_and_this_one() {
    let this = audit(1, 1, 0, 240);
    let id = |n: u128| AuditId(Uuid::from_u128(n));
    let notes = |audits: &[u128]| Around {
        notes: audits
            .iter()
            .map(|n| (id(*n), "The line reached the door.".to_owned()))
            .collect(),
        ..Around::default()
    };
    assert_eq!(
        told(&this, &notes(&[1, 2, 3])),
        ["A note of this audit stands in the same letters in 3 audits of the same person in 90 days."]
    );
    assert!(told(&this, &notes(&[2, 3, 4])).is_empty());
    assert!(told(&this, &notes(&[1, 1, 2])).is_empty());
}

#[test]
fn a_row_of_one_answer_the_end_of_the_window_and_nothing_found_need_others_to_compare_with() {
    let this = audit(1, 1, 179, 240);
    let tally = |conforms, nonconforming| Tally {
        conforms,
        nonconforming,
        ..Tally::default()
    };
    let mut around = Around {
        own: many(9, |_| 1, 178, 240),
        others: many(40, |n| 2 + n % 4, 0, 240),
        given: vec![
            Given {
                answer: 0,
                others: [30, 30, 0, 0]
            };
            10
        ],
        own_answers: tally(100, 0),
        other_answers: tally(800, 200),
        ..Around::default()
    };
    assert!(told(&this, &around).is_empty(), "four people are too few");
    around.others = many(40, |n| 2 + n % 5, 0, 240);
    assert_eq!(
        told(&this, &around),
        [
            "10 questions in a row have the same answer. By how others answer them, fewer than 1 in 100 audits have a row as long; 3 is usual.",
            "Done in the last tenth of its window, as 100% of the same person’s 10 audits of this checklist in 90 days; of others’ 0%.",
            "100 answers of the same person to these questions in 90 days, and nothing found; of others’ answers 20% failed. By chance that comes about in fewer than 1 in 100 cases.",
        ]
    );
    let early = audit(1, 1, 0, 240);
    assert_eq!(told(&early, &around).len(), 2, "this one was done early");
    around.given = vec![
        Given {
            answer: 0,
            others: [990, 10, 0, 0]
        };
        10
    ];
    around.own_answers = tally(99, 1);
    assert!(
        told(&early, &around).is_empty(),
        "where others find nothing a row of conforming answers is usual"
    );
}
