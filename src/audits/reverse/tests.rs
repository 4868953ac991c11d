//! Which answers without a name may be told, and when.

use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn month(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, n, 1).unwrap()
}
fn person(n: u8) -> PersonId {
    PersonId(Uuid::from_u128(n.into()))
}
fn people(months: &[(u32, &[u8])]) -> BTreeMap<NaiveDate, BTreeSet<PersonId>> {
    let of = |(n, who): &(u32, &[u8])| (month(*n), who.iter().map(|n| person(*n)).collect());
    months.iter().map(of).collect()
}

#[test]
fn months_wait_for_each_other_until_five_people_answered() {
    let all = people(&[
        (1, &[1, 2, 3]),
        (2, &[2, 3, 4]),
        (3, &[5, 6]),
        (4, &[1, 2, 3, 4, 5, 6]),
        (5, &[1]),
    ]);
    let (groups, waiting) = groups(&all, |_| true);
    assert_eq!(groups, [(vec![month(1), month(2), month(3)], 6), (vec![month(4)], 6)]);
    assert_eq!(waiting, 1);
}

#[test]
fn nothing_is_told_of_a_month_that_is_not_over_nor_of_one_person_five_times() {
    let all = people(&[(1, &[1, 2, 3, 4, 5, 6, 7])]);
    assert_eq!(groups(&all, |_| false), (vec![], 7));
    let all = people(&[(1, &[1]), (2, &[1]), (3, &[1]), (4, &[1]), (5, &[1])]);
    assert_eq!(groups(&all, |_| true), (vec![], 1));
}

#[test]
fn the_words_of_a_sheet_do_not_stand_at_the_same_place_under_each_question() {
    let sheet = |n: u128, question: u128| Sheet {
        plan_id: PlanId(Uuid::nil()),
        month: month(1),
        sheet: AnyId(Uuid::from_u128(
            n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834),
        )),
        question_id: QuestionId(Uuid::from_u128(question)),
        question_version_id: QuestionVersionId(Uuid::from_u128(question)),
        outcome: if n == 1 {
            Outcome::Nonconforming
        } else {
            Outcome::Conforms
        },
        words: n.to_string(),
    };
    let all = (1..=9)
        .flat_map(|n| (1..=6).map(move |question| sheet(n, question)))
        .collect();
    let told = told(all);
    assert!(
        told.iter()
            .all(|told| told.so == Share::new(8, 9) && told.words.len() == 9)
    );
    let orders: BTreeSet<&Vec<String>> = told.iter().map(|told| &told.words).collect();
    assert!(orders.len() > 4, "{orders:?}");
}

proptest! {
    #[test]
    fn what_is_told_is_of_five_or_more_and_never_changes(
        answered in prop::collection::vec(prop::collection::btree_set(0_u8..8, 0..8), 1..12), over in 0_u32..12,
    ) {
        let all: BTreeMap<NaiveDate, BTreeSet<PersonId>> = answered
            .iter()
            .zip(1..)
            .map(|(who, n)| (month(n), who.iter().map(|n| person(*n)).collect()))
            .collect();
        let (now, waiting) = groups(&all, |at| at <= month(over.max(1)) && over > 0);
        let (later, _) = groups(&all, |_| true);
        prop_assert!(later.starts_with(&now));
        for (months, people) in &now {
            let together: BTreeSet<_> = months.iter().flat_map(|at| &all[at]).collect();
            prop_assert!(*people >= LEAST && together.len() == *people);
            prop_assert!(months.iter().all(|at| *at <= month(over)));
        }
        let grouped: BTreeSet<_> = now.iter().flat_map(|(months, _)| months).collect();
        let left: BTreeSet<_> = all.iter().filter(|(at, _)| !grouped.contains(at)).flat_map(|(_, who)| who).collect();
        prop_assert_eq!(waiting, left.len());
    }
}
