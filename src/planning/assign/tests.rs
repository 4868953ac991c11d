//! The rules of giving, and what comes of them in a town.

use super::*;
use crate::base::ids::PersonId;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn who(n: usize) -> PersonId {
    PersonId(Uuid::from_u128(n as u128 + 1))
}
fn seat(n: usize) -> Seat {
    Seat {
        person: who(n),
        acting: Acting::Here,
        own_work: false,
        full: false,
        last: false,
        load: 0,
    }
}
fn seats(count: usize) -> Vec<Seat> {
    (0..count).map(seat).collect()
}
fn away(n: usize, stand_in: Option<usize>) -> Seat {
    Seat {
        acting: stand_in.map_or(Acting::Nobody, |other| Acting::StandIn(who(other))),
        ..seat(n)
    }
}
fn to(n: usize) -> Option<PersonId> {
    Some(who(n))
}

#[test]
fn turns_go_on_and_skip_whoever_is_full_or_works_there() {
    let mut all = seats(3);
    let first = choose(Way::Turns, false, &all, 1);
    assert_eq!((first.assignee, first.next_turn), (to(1), Some(2)));
    all[1].full = true;
    let next = choose(Way::Turns, false, &all, 1);
    assert_eq!(
        (next.assignee, next.stands_in_for, next.next_turn),
        (to(2), None, Some(3))
    );
    all[2].own_work = true;
    assert_eq!(choose(Way::Turns, false, &all, 1).assignee, to(0));
}

#[test]
fn a_stand_in_acts_and_without_one_the_next_does_it_for_whoever_is_away() {
    let all = [away(0, Some(7)), seat(1)];
    let given = choose(Way::Turns, false, &all, 0);
    assert_eq!(
        (given.assignee, given.stands_in_for, given.next_turn),
        (to(7), to(0), Some(1))
    );
    let all = [away(0, None), seat(1), seat(2)];
    let given = choose(Way::Turns, false, &all, 0);
    assert_eq!((given.assignee, given.stands_in_for), (to(1), to(0)));
    assert_eq!(given.next_turn, Some(1), "the turn was that of the person who is away");
    let given = choose(Way::Fair, false, &[away(0, Some(7)), seat(1)], 0);
    assert_eq!((given.assignee, given.stands_in_for), (to(1), None), "somebody is here");
    let given = choose(Way::Fair, false, &[away(0, Some(7)), away(1, None)], 0);
    assert_eq!((given.assignee, given.stands_in_for), (to(7), to(0)));
}

#[test]
fn the_person_named_does_it_and_others_only_cover() {
    let mut all = seats(3);
    for turn in 0..3 {
        assert_eq!(choose(Way::Person, true, &all, turn).assignee, to(0));
    }
    all[0].full = true;
    let given = choose(Way::Person, false, &all, 0);
    assert_eq!((given.assignee, given.nobody), (None, Some(Nobody::Full)));
    all[0] = away(0, None);
    let given = choose(Way::Person, false, &all, 0);
    assert_eq!((given.assignee, given.stands_in_for), (to(1), to(0)));
    assert_eq!(choose(Way::Person, false, &[], 0).nobody, Some(Nobody::Left));
}

#[test]
fn a_pool_waits_for_whoever_takes_it_unless_nobody_can() {
    assert_eq!(choose(Way::Pool, false, &[away(0, None), seat(1)], 0), Given::default());
    assert_eq!(choose(Way::Pool, false, &[away(0, None)], 0).nobody, Some(Nobody::Away));
}

#[test]
fn why_nobody_does_it_is_told() {
    let (mut full, mut own) = (seat(0), seat(1));
    (full.full, own.own_work) = (true, true);
    for (seats, why) in [
        (vec![], Nobody::NoHolder),
        (vec![own], Nobody::OwnWork),
        (vec![full, own], Nobody::Full),
        (vec![away(0, None), own], Nobody::Away),
        (vec![away(0, None), full], Nobody::AwayOrFull),
    ] {
        assert_eq!(choose(Way::Turns, false, &seats, 0).nobody, Some(why));
        assert_eq!(choose(Way::Fair, true, &seats, 0).nobody, Some(why));
    }
}

/// A year of giving at some units: who did what, as the giver does it.
struct Year {
    way: Way,
    new_pairs: bool,
    most: Option<i64>,
    /// Day, unit, person, in order.
    given: Vec<(i64, usize, PersonId)>,
    turns: BTreeMap<usize, i32>,
}

impl Year {
    fn new(way: Way, new_pairs: bool, most: Option<i64>) -> Self {
        Self {
            way,
            new_pairs,
            most,
            given: Vec::new(),
            turns: BTreeMap::new(),
        }
    }
    fn on(&self, day: i64, person: PersonId) -> i64 {
        self.given.iter().filter(|(d, _, p)| *d == day && *p == person).count() as i64
    }
    fn give(&mut self, day: i64, unit: usize, holders: usize, working_there: &[usize]) -> Given {
        let last = self
            .given
            .iter()
            .rev()
            .find(|(_, u, _)| *u == unit)
            .map(|(.., person)| *person);
        let seats: Vec<Seat> = (0..holders)
            .map(|n| Seat {
                own_work: working_there.contains(&n),
                full: self.most.is_some_and(|most| self.on(day, who(n)) >= most),
                last: last == to(n),
                load: self
                    .given
                    .iter()
                    .filter(|(d, _, p)| (d - day).abs() <= LOAD_DAYS && *p == who(n))
                    .count() as i64,
                ..seat(n)
            })
            .collect();
        let turn = self.turns.entry(unit).or_insert(0);
        let given = choose(self.way, self.new_pairs, &seats, *turn);
        *turn = given.next_turn.unwrap_or(*turn);
        if let Some(person) = given.assignee {
            self.given.push((day, unit, person));
        }
        given
    }
    fn loads(&self, holders: usize) -> Vec<i64> {
        (0..holders)
            .map(|n| self.given.iter().filter(|(.., p)| *p == who(n)).count() as i64)
            .collect()
    }
}

fn spread(loads: &[i64]) -> i64 {
    loads.iter().max().unwrap() - loads.iter().min().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn over_a_year_everybody_does_the_same_and_nobody_the_same_unit_twice(
        holders in 1_usize..6, every in 1_i64..8, fair in any::<bool>(), new_pairs in any::<bool>(),
    ) {
        let mut year = Year::new(if fair { Way::Fair } else { Way::Turns }, new_pairs, None);
        for day in (0..365).step_by(every as usize) {
            prop_assert!(year.give(day, 0, holders, &[]).assignee.is_some());
        }
        prop_assert!(spread(&year.loads(holders)) <= 1);
        if holders > 1 {
            prop_assert!(year.given.windows(2).all(|pair| pair[0].2 != pair[1].2));
        }
    }

    #[test]
    fn with_several_units_the_load_of_any_weeks_stays_even(
        holders in 2_usize..6, units in 2_usize..5, new_pairs in any::<bool>(),
    ) {
        let mut year = Year::new(Way::Fair, new_pairs, None);
        for day in 0..200 {
            for unit in 0..units {
                year.give(day, unit, holders, &[]);
            }
            let window: Vec<i64> = (0..holders)
                .map(|n| year.given.iter().filter(|(d, _, p)| day - d <= LOAD_DAYS && *p == who(n)).count() as i64)
                .collect();
            prop_assert!(spread(&window) <= if new_pairs { 2 } else { 1 }, "{window:?} on day {day}");
        }
        if new_pairs {
            for unit in 0..units {
                let there: Vec<PersonId> = year.given.iter().filter(|(_, u, _)| *u == unit).map(|(.., p)| *p).collect();
                prop_assert!(there.windows(2).all(|pair| pair[0] != pair[1]));
            }
        }
    }

    #[test]
    fn the_most_of_a_day_holds_and_nobody_audits_the_own_work(
        holders in 1_usize..5, units in 1_usize..7, most in 1_i64..3, fair in any::<bool>(), new_pairs in any::<bool>(),
    ) {
        let mut year = Year::new(if fair { Way::Fair } else { Way::Turns }, new_pairs, Some(most));
        for day in 0..40 {
            for unit in 0..units {
                let own = unit % holders;
                let given = year.give(day, unit, holders, &[own]);
                prop_assert!(given.assignee != to(own));
                if given.assignee.is_none() {
                    // whoever does not work there has enough
                    let free = (0..holders).filter(|n| *n != own).any(|n| year.on(day, who(n)) < most);
                    prop_assert!(!free && given.nobody.is_some());
                }
            }
            prop_assert!((0..holders).all(|n| year.on(day, who(n)) <= most));
        }
    }
}
