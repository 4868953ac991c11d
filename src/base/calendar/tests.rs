use super::*;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

const NEVER: [Option<Hours>; 7] = [None; 7];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn at(text: &str) -> Instant {
    Instant(text.parse::<DateTime<Utc>>().unwrap())
}
/// Monday to Friday, 8:00 to 17:00 in New York, closed on Thanksgiving and flooded on the Friday after it.
fn town_hall() -> Calendar {
    let mut calendar = Calendar::weekdays(Zone::parse("America/New_York").unwrap(), 480, 1020);
    let closed = |name: &str, closure| Holiday {
        name: name.into(),
        closure,
    };
    calendar
        .holidays
        .insert(day("2026-11-26"), closed("Thanksgiving", false));
    calendar.holidays.insert(day("2026-11-27"), closed("Flood", true));
    calendar
}
fn never_open() -> Calendar {
    Calendar {
        hours: NEVER,
        ..town_hall()
    }
}
/// Open around the clock on every day, so that only the clock changes matter.
fn always_open(zone: &str) -> Calendar {
    let zone = Zone::parse(zone).unwrap();
    Calendar {
        zone,
        hours: [Some(Hours { opens: 0, closes: DAY }); 7],
        holidays: BTreeMap::new(),
        yearly: Vec::new(),
    }
}

#[test]
fn weekends_and_holidays_are_no_working_days() {
    let calendar = town_hall();
    assert!(calendar.is_working_day(day("2026-11-25")));
    for off in ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"] {
        assert!(!calendar.is_working_day(day(off)), "{off}");
    }
    assert_eq!(calendar.next_working_day(day("2026-11-25")), day("2026-11-30"));
    assert_eq!(calendar.on_or_after(day("2026-11-25")), day("2026-11-25"));
    assert_eq!(calendar.on_or_after(day("2026-11-26")), day("2026-11-30"));
}

#[test]
fn only_a_closure_excuses() {
    let calendar = town_hall();
    assert!(calendar.is_closure(day("2026-11-27")));
    assert!(!calendar.is_closure(day("2026-11-26")) && !calendar.is_closure(day("2026-11-28")));
}

#[test]
fn the_day_after_is_day_one() {
    let calendar = town_hall();
    assert_eq!(calendar.add_working_days(day("2026-11-23"), 2), day("2026-11-25"));
    assert_eq!(calendar.add_working_days(day("2026-11-24"), 2), day("2026-11-30"));
    // from a Saturday likewise: Monday is day one
    assert_eq!(calendar.add_working_days(day("2026-11-21"), 2), day("2026-11-24"));
    assert_eq!(calendar.add_working_days(day("2026-11-21"), 0), day("2026-11-21"));
    assert_eq!(calendar.add_working_days(day("2026-11-30"), -1), day("2026-11-25"));
}

#[test]
fn a_reminder_goes_out_working_days_ahead() {
    let calendar = town_hall();
    assert_eq!(calendar.days_before(day("2026-11-30"), 3), day("2026-11-23"));
    assert_eq!(calendar.days_before(day("2026-11-28"), 1), day("2026-11-25"));
    assert_eq!(calendar.days_before(day("2026-11-30"), 0), day("2026-11-30"));
}

#[test]
fn days_between_are_signed_and_leave_out_the_first() {
    let calendar = town_hall();
    let between = |a, b| calendar.working_days_between(day(a), day(b));
    assert_eq!(between("2026-11-20", "2026-11-20"), 0);
    assert_eq!(between("2026-11-20", "2026-11-23"), 1);
    assert_eq!(between("2026-11-23", "2026-11-20"), -1);
    assert_eq!(between("2026-11-25", "2026-11-30"), 1);
    assert_eq!(between("2026-11-25", "2026-11-29"), 0);
    assert_eq!(between("2026-01-01", "2027-01-01"), 261 - 2);
}

#[test]
fn a_finding_is_due_at_the_end_of_opening_hours() {
    let calendar = town_hall();
    // Monday 16:00 in New York, two working days
    let due = calendar.due(at("2026-11-23T21:00:00Z"), 2);
    assert_eq!(
        due,
        Due {
            date: day("2026-11-25"),
            at: at("2026-11-25T22:00:00Z")
        }
    );
    // the local date counts, not the date in UTC: Monday 22:00 there is Tuesday in UTC
    assert_eq!(calendar.due(at("2026-11-24T03:00:00Z"), 2), due);
    // across the clock change the hour on the wall stays
    assert_eq!(
        calendar.due(at("2026-10-30T14:00:00Z"), 1).at,
        at("2026-11-02T22:00:00Z")
    );
    assert_eq!(
        calendar.due(at("2026-10-29T14:00:00Z"), 1).at,
        at("2026-10-30T21:00:00Z")
    );
}

#[test]
fn something_due_at_once_is_never_due_before_it_began() {
    let calendar = town_hall();
    assert_eq!(calendar.due(at("2026-11-23T14:00:00Z"), 0).date, day("2026-11-23"));
    assert_eq!(calendar.due(at("2026-11-23T22:00:00Z"), 0).date, day("2026-11-24"));
    assert_eq!(calendar.due(at("2026-11-28T14:00:00Z"), 0).date, day("2026-11-30"));
}

#[test]
fn a_date_without_hours_ends_at_midnight() {
    assert_eq!(town_hall().due_on(day("2026-11-28")).at, at("2026-11-29T05:00:00Z"));
    assert_eq!(town_hall().due_on(day("2026-11-26")).at, at("2026-11-27T05:00:00Z"));
}

#[test]
fn grace_runs_only_while_the_unit_is_open() {
    let calendar = town_hall();
    // Wednesday 16:30 and an hour: half an hour on Wednesday, half an hour on Monday after the long weekend
    let wednesday = at("2026-11-25T21:30:00Z");
    assert_eq!(calendar.add_working_minutes(wednesday, 60), at("2026-11-30T13:30:00Z"));
    assert_eq!(
        calendar.working_minutes_between(wednesday, at("2026-11-30T13:30:00Z")),
        60
    );
    // what ends with the day ends at closing time
    assert_eq!(calendar.add_working_minutes(wednesday, 30), at("2026-11-25T22:00:00Z"));
    // from a Sunday it begins on Monday; seconds are kept
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-29T12:00:00Z"), 1),
        at("2026-11-30T13:01:00Z")
    );
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-30T14:00:07Z"), 1),
        at("2026-11-30T14:01:07Z")
    );
    assert_eq!(calendar.add_working_minutes(wednesday, 0), wednesday);
    // and back
    assert_eq!(calendar.add_working_minutes(at("2026-11-30T13:30:00Z"), -60), wednesday);
    assert_eq!(
        calendar.working_minutes_between(at("2026-11-30T13:30:00Z"), wednesday),
        -60
    );
}

#[test]
fn hours_past_midnight_belong_to_the_day_they_began_on() {
    let night = Some(Hours {
        opens: 22 * 60,
        closes: 30 * 60,
    });
    let mut calendar = Calendar {
        hours: [None, None, None, None, night, None, None],
        ..town_hall()
    };
    // Friday 23:00 to Saturday 6:00
    assert_eq!(
        calendar.due(at("2026-11-19T12:00:00Z"), 1).at,
        at("2026-11-21T11:00:00Z")
    );
    assert_eq!(
        calendar.working_minutes_between(at("2026-11-21T04:00:00Z"), at("2026-11-23T12:00:00Z")),
        7 * 60
    );
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-21T10:00:00Z"), 30),
        at("2026-11-21T10:30:00Z")
    );
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-21T12:00:00Z"), -30),
        at("2026-11-21T10:30:00Z")
    );
    // hours of neighbouring days that overlap count once, also when the later ones close first
    calendar.hours = [Some(Hours { opens: 60, closes: 120 }); 7];
    calendar.hours[4] = Some(Hours {
        opens: 1380,
        closes: 1590,
    });
    assert_eq!(
        calendar.working_minutes_between(at("2026-11-21T04:00:00Z"), at("2026-11-21T12:00:00Z")),
        210
    );
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-21T07:30:00Z"), -210),
        at("2026-11-21T04:00:00Z")
    );
    calendar.hours = [Some(Hours {
        opens: 0,
        closes: 2 * DAY,
    }); 7];
    calendar.holidays.clear();
    assert_eq!(
        calendar.working_minutes_between(at("2026-11-10T05:00:00Z"), at("2026-11-13T05:00:00Z")),
        3 * 1440
    );
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-10T05:00:00Z"), 3 * 1440),
        at("2026-11-13T05:00:00Z")
    );
    assert_eq!(
        calendar.add_working_minutes(at("2026-11-13T05:00:00Z"), -3 * 1440),
        at("2026-11-10T05:00:00Z")
    );
}

#[test]
fn a_day_of_the_clock_change_has_the_minutes_that_really_pass() {
    for (zone, spring, autumn, change) in [
        ("America/New_York", "2026-03-08", "2026-11-01", 60),
        ("America/Los_Angeles", "2026-03-08", "2026-11-01", 60),
        ("Australia/Lord_Howe", "2026-10-04", "2026-04-05", 30),
    ] {
        let calendar = always_open(zone);
        for (date, minutes) in [(spring, 1440 - change), (autumn, 1440 + change)] {
            let start = calendar.zone.day_start(day(date));
            let end = calendar.zone.day_start(shifted(day(date), 1));
            assert_eq!(calendar.working_minutes_between(start, end), minutes, "{zone} {date}");
            assert_eq!(calendar.add_working_minutes(start, minutes), end, "{zone} {date}");
            assert_eq!(calendar.add_working_minutes(end, -minutes), start, "{zone} {date}");
            assert_eq!(calendar.due_on(day(date)).at, end, "{zone} {date}");
        }
    }
}

#[test]
fn hours_that_contain_the_gap_are_shorter() {
    let mut calendar = always_open("America/New_York");
    calendar.hours = [Some(Hours { opens: 60, closes: 240 }); 7]; // 1:00 to 4:00
    let minutes = |date| {
        let date = day(date);
        calendar.working_minutes_between(calendar.zone.day_start(date), calendar.zone.day_start(shifted(date, 1)))
    };
    assert_eq!(
        (minutes("2026-03-07"), minutes("2026-03-08"), minutes("2026-11-01")),
        (180, 120, 240)
    );
}

#[test]
fn a_calendar_without_any_work_counts_calendar_days() {
    let calendar = never_open();
    assert!(!calendar.is_working_day(day("2026-11-23")));
    assert_eq!(calendar.next_working_day(day("2026-11-23")), day("2026-11-24"));
    assert_eq!(calendar.on_or_after(day("2026-11-23")), day("2026-11-23"));
    assert_eq!(calendar.add_working_days(day("2026-11-23"), 10), day("2026-12-03"));
    assert_eq!(calendar.add_working_days(day("2026-11-23"), -10), day("2026-11-13"));
    assert_eq!(calendar.working_days_between(day("2026-11-23"), day("2026-12-03")), 10);
    assert_eq!(
        calendar.due(at("2026-11-23T14:00:00Z"), 2).at,
        at("2026-11-26T05:00:00Z")
    );
    let from = at("2026-11-23T14:00:00Z");
    assert_eq!(calendar.add_working_minutes(from, 90), from.plus_minutes(90));
    assert_eq!(calendar.add_working_minutes(from, -90), from.plus_minutes(-90));
    assert_eq!(calendar.working_minutes_between(from, from.plus_minutes(90)), 90);
}

#[test]
fn eleven_years_of_closure_do_not_hang() {
    let mut calendar = town_hall();
    for date in day("2026-11-24").iter_days().take(4_100) {
        calendar.holidays.insert(
            date,
            Holiday {
                name: "Rebuilding".into(),
                closure: true,
            },
        );
    }
    // Monday is the last working day, then nothing can be found: calendar days from there
    assert_eq!(calendar.add_working_days(day("2026-11-23"), 3), day("2026-11-26"));
    assert_eq!(calendar.add_working_days(day("2026-11-20"), 3), day("2026-11-25"));
    let monday_evening = at("2026-11-23T23:00:00Z");
    assert_eq!(
        calendar.add_working_minutes(monday_evening, 60),
        monday_evening.plus_minutes(60)
    );
}

#[test]
fn hours_that_close_before_they_open_do_not_hang() {
    let mut calendar = town_hall();
    calendar.hours = [Some(Hours {
        opens: 1020,
        closes: 480,
    }); 7];
    let from = at("2026-11-23T14:00:00Z");
    assert_eq!(calendar.add_working_minutes(from, 60), from.plus_minutes(60));
    assert_eq!(calendar.working_minutes_between(from, from.plus_days(30)), 0);
}

#[test]
fn absurd_numbers_and_dates_end_quickly() {
    let began = std::time::Instant::now();
    for calendar in [town_hall(), never_open()] {
        for date in [NaiveDate::MIN, day("2026-11-23"), NaiveDate::MAX] {
            for days in [i32::MIN, i32::MAX] {
                calendar.add_working_days(date, days);
                calendar.days_before(date, days);
                calendar.due(calendar.zone.day_start(date), days);
            }
            for minutes in [i64::MIN, i64::MAX] {
                calendar.add_working_minutes(calendar.zone.day_start(date), minutes);
            }
            calendar.working_days_between(date, NaiveDate::MAX);
            calendar.working_minutes_between(calendar.zone.day_start(date), at("2026-11-23T14:00:00Z"));
        }
    }
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let zones = prop::sample::select(vec!["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]);
    let hours = prop::option::weighted(
        0.7,
        (0..600_i32, 1..1000_i32).prop_map(|(opens, long)| Hours {
            opens,
            closes: opens + long,
        }),
    );
    (
        zones,
        prop::array::uniform7(hours),
        prop::collection::btree_set(0_i64..800, 0..60),
    )
        .prop_map(|(zone, hours, off)| Calendar {
            zone: Zone::parse(zone).unwrap(),
            hours,
            holidays: off
                .into_iter()
                .map(|n| {
                    (
                        shifted(day("2025-12-01"), n),
                        Holiday {
                            name: "Holiday".into(),
                            closure: n % 2 == 0,
                        },
                    )
                })
                .collect(),
            yearly: Vec::new(),
        })
}

proptest! {
    #[test]
    fn adding_working_days_and_counting_them_are_inverse(calendar in calendars(), from in 0_i64..700, days in -120_i32..120) {
        let from = shifted(day("2025-12-15"), from);
        let to = calendar.add_working_days(from, days);
        prop_assert_eq!(calendar.working_days_between(from, to), days);
        if days != 0 && !calendar.never_works() {
            prop_assert!(calendar.is_working_day(to));
        }
    }
    #[test]
    fn counting_in_weeks_is_counting_day_by_day(calendar in calendars(), a in 0_i64..700, length in 0_i64..200) {
        let (a, b) = (shifted(day("2025-12-15"), a), shifted(day("2025-12-15"), a + length));
        let one_by_one = a.iter_days().skip(1).take_while(|d| *d <= b).filter(|d| calendar.is_working_day(*d)).count();
        if !calendar.never_works() {
            prop_assert_eq!(calendar.working_days_between(a, b), one_by_one as i32);
        }
    }
    #[test]
    fn adding_working_minutes_and_counting_them_are_inverse(calendar in calendars(), from in 0_i64..1_000_000, minutes in -20_000_i64..20_000) {
        let from = at("2025-12-15T00:00:00Z").plus_minutes(from);
        let to = calendar.add_working_minutes(from, minutes);
        prop_assert_eq!(calendar.working_minutes_between(from, to), minutes);
    }
    #[test]
    fn working_minutes_add_up(calendar in calendars(), a in 0_i64..1_000_000, b in 0_i64..100_000, c in 0_i64..100_000) {
        let a = at("2025-12-15T00:00:00Z").plus_minutes(a);
        let (b, c) = (a.plus_minutes(b), a.plus_minutes(b + c));
        let between = |a, b| calendar.working_minutes_between(a, b);
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
    }
}

#[test]
fn days_off_between_are_named_once() {
    let calendar = town_hall();
    let off = calendar.off_between(day("2026-11-20"), day("2026-12-01"));
    assert_eq!(
        off.iter()
            .map(|(first, last, name)| format!("{name} {first} {last}"))
            .collect::<Vec<_>>(),
        ["Thanksgiving 2026-11-26 2026-11-26", "Flood 2026-11-27 2026-11-27"]
    );
    assert!(calendar.off_between(day("2026-11-26"), day("2026-11-26")).is_empty());
    let mut long = town_hall();
    for date in ["2026-12-10", "2026-12-11", "2026-12-12", "2026-12-14"] {
        let closed = Holiday {
            name: "Move".into(),
            closure: true,
        };
        long.holidays.insert(day(date), closed);
    }
    let off = long.off_between(day("2026-12-01"), day("2026-12-31"));
    assert_eq!(off, [(day("2026-12-10"), day("2026-12-14"), "Move")]);
}
