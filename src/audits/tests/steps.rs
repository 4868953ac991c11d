//! The steps of reminders as a rule of times: a year of random windows in random zones, clock changes included.

use crate::audits::outlook::next_moment;
use crate::audits::reminders::{Step, Window, due_step, first_look, morning};
use crate::base::calendar::{Calendar, Hours};
use crate::base::clock::Instant;
use crate::base::zone::Zone;
use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;

fn at(text: &str) -> Instant {
    Instant::new(text.parse().unwrap())
}

fn chicago() -> Calendar {
    Calendar::weekdays(Zone::parse("America/Chicago").unwrap(), 8 * 60, 17 * 60)
}

/// A window by local clock times on dates of Chicago.
fn window(opens: (&str, i32), due: (&str, i32), grace: i64) -> Window {
    let zone = chicago().zone;
    let instant = |(date, minute): (&str, i32)| zone.instant(date.parse().unwrap(), minute);
    Window {
        opens_at: instant(opens),
        due_at: instant(due),
        closes_at: instant(due).plus_minutes(grace),
    }
}

/// The steps as local times: "Opens 06-09 08:00".
fn told(window: &Window, announced: bool) -> Vec<String> {
    let calendar = chicago();
    let line = |(step, at): &(Step, Instant)| {
        let local = calendar.zone.local(*at);
        format!(
            "{step:?} {} {:02}:{:02}",
            local.date.format("%m-%d"),
            local.minute / 60,
            local.minute % 60
        )
    };
    window.steps(&calendar, announced).iter().map(line).collect()
}

#[test]
fn a_day_has_four_steps_and_a_short_window_fewer() {
    let day = window(("2026-06-09", 8 * 60), ("2026-06-09", 17 * 60), 60);
    assert_eq!(
        told(&day, true),
        [
            "Opens 06-09 08:00",
            "Soon 06-09 15:00",
            "Due 06-09 17:00",
            "Missed 06-09 18:00"
        ]
    );
    let afternoon = window(("2026-06-09", 14 * 60), ("2026-06-09", 16 * 60), 0);
    assert_eq!(told(&afternoon, true), ["Opens 06-09 08:00", "Missed 06-09 16:00"]);
    assert_eq!(told(&afternoon, false), ["Opens 06-09 14:00", "Missed 06-09 16:00"]);
    let night = window(("2026-06-09", 60), ("2026-06-09", 5 * 60), 30);
    assert_eq!(
        told(&night, true),
        ["Opens 06-09 01:00", "Due 06-09 05:00", "Missed 06-09 05:30"]
    );
}

#[test]
fn a_window_of_several_days_is_due_soon_on_the_working_day_before() {
    let over_weekend = window(("2026-06-11", 8 * 60), ("2026-06-15", 17 * 60), 60);
    assert_eq!(
        told(&over_weekend, true),
        [
            "Opens 06-11 08:00",
            "Soon 06-12 08:00",
            "Due 06-15 17:00",
            "Missed 06-15 18:00"
        ]
    );
}

#[test]
fn only_the_last_step_is_said_after_a_pause() {
    let calendar = chicago();
    let steps = window(("2026-06-09", 8 * 60), ("2026-06-09", 17 * 60), 60).steps(&calendar, true);
    assert_eq!(
        due_step(&steps, at("2026-06-09T12:59:59Z")),
        (None, Some(at("2026-06-09T13:00:00Z")))
    );
    assert_eq!(
        due_step(&steps, at("2026-06-09T21:30:00Z")),
        (Some(Step::Soon), Some(at("2026-06-09T22:00:00Z")))
    );
    assert_eq!(due_step(&steps, at("2026-06-19T00:00:00Z")), (Some(Step::Missed), None));
}

#[test]
fn the_outlook_goes_on_the_first_working_day_of_each_week() {
    let mut calendar = chicago();
    let fair = crate::base::calendar::Holiday {
        name: "Mill fair".into(),
        closure: false,
    };
    calendar.holidays.insert("2026-06-15".parse().unwrap(), fair);
    let first = next_moment(&calendar, at("2026-06-09T14:00:00Z"));
    assert_eq!(first, at("2026-06-16T13:00:00Z"));
    assert_eq!(next_moment(&calendar, first), at("2026-06-22T13:00:00Z"));
}

const ZONES: [&str; 6] = [
    "America/Chicago",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Casablanca",
    "UTC",
];

fn calendars() -> impl Strategy<Value = Calendar> {
    (
        0..ZONES.len(),
        proptest::collection::vec(proptest::option::of((0..1_440_i32, 30..1_440_i32)), 7),
    )
        .prop_map(|(zone, week)| Calendar {
            zone: Zone::parse(ZONES[zone]).unwrap(),
            hours: std::array::from_fn(|day| {
                week[day].map(|(opens, lasts)| Hours {
                    opens,
                    closes: opens + lasts,
                })
            }),
            holidays: std::collections::BTreeMap::new(),
            yearly: Vec::new(),
        })
}

proptest! {
    #[test]
    fn a_year_of_windows_is_told_in_order_each_step_once_and_never_after_the_end(
        calendar in calendars(),
        day in 0..366_i64,
        opens in 0..1_440_i32,
        lasts in 1..(5 * 1_440_i32),
        grace in 0..2_880_i64,
        announced: bool,
        looks in proptest::collection::vec(0..8_000_i64, 0..30),
    ) {
        let date: NaiveDate = "2026-01-01".parse::<NaiveDate>().unwrap() + chrono::Days::new(day as u64);
        let (opens_at, due_at) = (calendar.zone.instant(date, opens), calendar.zone.instant(date, opens + lasts));
        prop_assume!(opens_at < due_at);
        let window = Window { opens_at, due_at, closes_at: due_at.plus_minutes(grace) };
        let steps = window.steps(&calendar, announced);
        prop_assert!(steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{steps:?}");
        let (last, ended) = *steps.last().unwrap();
        prop_assert_eq!((last, ended), (Step::Missed, window.closes_at.plus_seconds(1)));
        for (step, at) in &steps[..steps.len() - 1] {
            prop_assert!(*at <= window.closes_at, "{step:?}");
            prop_assert!(*at >= first_look(&calendar.zone, opens_at), "{step:?} before anybody looks");
            prop_assert!(announced || *at >= opens_at, "{step:?} tells of a surprise");
        }
        // Whenever the jobs run, each step is said once at most, and in order.
        let mut moments: Vec<Instant> = looks.iter().map(|minutes| opens_at.plus_minutes(minutes - 600)).collect();
        moments.sort();
        let (mut next, mut said) = (Some(first_look(&calendar.zone, opens_at)), Vec::new());
        for now in moments {
            if next.is_none_or(|next| now < next) {
                continue;
            }
            let (step, then) = due_step(&steps, now);
            prop_assert!(then.is_none_or(|then| then > now));
            said.extend(step);
            next = then;
        }
        prop_assert!(said.is_sorted_by(|a, b| a < b), "{said:?}");
    }

    #[test]
    fn every_week_with_work_has_one_outlook(calendar in calendars(), day in 0..366_i64) {
        let date: NaiveDate = "2026-01-01".parse::<NaiveDate>().unwrap() + chrono::Days::new(day as u64);
        prop_assume!(calendar.hours.iter().any(Option::is_some));
        let mut now = calendar.zone.instant(date, 0);
        let mut weeks = Vec::new();
        for _ in 0..6 {
            now = next_moment(&calendar, now);
            let local = calendar.zone.local(now);
            prop_assert!(calendar.is_working_day(local.date));
            prop_assert!((6 * 60..=12 * 60 + 60).contains(&local.minute), "{}", local.minute);
            prop_assert_eq!(now, morning(&calendar, local.date));
            weeks.push(local.date.week(Weekday::Mon).first_day());
        }
        prop_assert!(weeks.windows(2).all(|pair| (pair[1] - pair[0]).num_days() == 7), "{weeks:?}");
        prop_assert!(weeks[0].weekday() == Weekday::Mon);
    }
}
