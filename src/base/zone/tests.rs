use super::*;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}
fn at(text: &str) -> Instant {
    Instant(text.parse::<DateTime<Utc>>().unwrap())
}
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
/// The moment of a local clock time, as text in UTC.
fn utc(name: &str, date: &str, hour: i32, minute: i32) -> String {
    zone(name)
        .instant(day(date), hour * 60 + minute)
        .0
        .format("%Y-%m-%dT%H:%MZ")
        .to_string()
}
fn wall(name: &str, text: &str) -> String {
    let local = zone(name).local(at(text));
    format!(
        "{} {} {:02}:{:02}",
        local.weekday,
        local.date,
        local.minute / 60,
        local.minute % 60
    )
}

#[test]
fn a_name_is_found_in_any_case_and_spelled_as_the_database_does() {
    assert_eq!(zone(" america/new_york ").name(), "America/New_York");
    assert_eq!(zone("utc"), Zone::utc());
    assert_eq!(zone("US/Eastern").name(), "US/Eastern");
}

#[test]
fn an_unknown_name_is_refused_with_an_example() {
    for name in [
        "",
        "Springfield",
        "Etc/Unknown",
        "EST5EDT4",
        "posix/Europe/Madrid",
        "../etc/passwd",
        "+05:00",
    ] {
        let error = Zone::parse(name).unwrap_err();
        assert!(error.to_string().contains("America/New_York"), "{error}");
    }
}

#[test]
fn a_zone_is_stored_as_its_name() {
    let text = serde_json::to_string(&zone("America/Los_Angeles")).unwrap();
    assert_eq!(text, "\"America/Los_Angeles\"");
    assert_eq!(
        serde_json::from_str::<Zone>(&text).unwrap(),
        zone("America/Los_Angeles")
    );
    assert!(serde_json::from_str::<Zone>("\"Mars/Olympus\"").is_err());
}

#[test]
fn the_list_to_choose_from_has_places_and_utc_without_former_names() {
    let names = Zone::names();
    assert!(
        names.is_sorted() && (400..450).contains(&names.len()),
        "{}",
        names.len()
    );
    for there in [
        "America/New_York",
        "America/Indiana/Indianapolis",
        "Europe/Madrid",
        "Pacific/Honolulu",
        "UTC",
    ] {
        assert!(names.iter().any(|name| name == there), "{there}");
    }
    for gone in [
        "US/Eastern",
        "Etc/GMT+5",
        "EST5EDT",
        "Asia/Calcutta",
        "America/Indianapolis",
        "GMT",
        "Factory",
    ] {
        assert!(names.iter().all(|name| name != gone), "{gone}");
    }
    for name in names {
        assert_eq!(zone(&name).name(), name);
    }
}

#[test]
fn a_moment_has_the_local_date_and_time_of_its_zone() {
    assert_eq!(wall("America/New_York", "2026-07-01T03:59:59Z"), "Tue 2026-06-30 23:59");
    assert_eq!(
        wall("America/Los_Angeles", "2026-01-01T07:30:00Z"),
        "Wed 2025-12-31 23:30"
    );
    assert_eq!(
        wall("Australia/Lord_Howe", "2026-06-30T13:30:00Z"),
        "Wed 2026-07-01 00:00"
    );
    assert_eq!(wall("Asia/Kathmandu", "2026-06-30T18:15:00Z"), "Wed 2026-07-01 00:00");
}

#[test]
fn a_time_that_does_not_exist_moves_forward() {
    assert_eq!(utc("America/New_York", "2026-03-08", 1, 59), "2026-03-08T06:59Z");
    assert_eq!(utc("America/New_York", "2026-03-08", 2, 30), "2026-03-08T07:30Z"); // 3:30
    assert_eq!(utc("America/New_York", "2026-03-08", 3, 0), "2026-03-08T07:00Z");
    assert_eq!(utc("America/Los_Angeles", "2026-03-08", 2, 0), "2026-03-08T10:00Z"); // 3:00
    // half an hour: 2:00 becomes 2:30
    assert_eq!(utc("Australia/Lord_Howe", "2026-10-04", 2, 10), "2026-10-03T15:40Z");
    assert_eq!(
        wall("Australia/Lord_Howe", "2026-10-03T15:40:00Z"),
        "Sun 2026-10-04 02:40"
    );
}

#[test]
fn a_time_that_exists_twice_takes_the_first() {
    assert_eq!(utc("America/New_York", "2026-11-01", 1, 30), "2026-11-01T05:30Z");
    assert_eq!(utc("America/New_York", "2026-11-01", 2, 0), "2026-11-01T07:00Z");
    assert_eq!(utc("America/Los_Angeles", "2026-11-01", 1, 0), "2026-11-01T08:00Z");
    assert_eq!(utc("Australia/Lord_Howe", "2026-04-05", 1, 45), "2026-04-04T14:45Z");
    // both readings of the doubled half hour show the same wall time
    assert_eq!(
        wall("Australia/Lord_Howe", "2026-04-04T14:45:00Z"),
        wall("Australia/Lord_Howe", "2026-04-04T15:15:00Z")
    );
}

#[test]
fn minutes_past_midnight_belong_to_the_next_date() {
    let zone = zone("America/New_York");
    assert_eq!(zone.instant(day("2026-05-31"), 1440), zone.day_start(day("2026-06-01")));
    assert_eq!(
        zone.instant(day("2026-12-31"), 1440 + 360),
        zone.instant(day("2027-01-01"), 360)
    );
    assert_eq!(
        zone.instant(day("2026-06-01"), -30),
        zone.instant(day("2026-05-31"), 1410)
    );
    // the night of the change: 22:00 to 6:00 is seven hours, though the clock says eight
    let night = zone.instant(day("2026-03-07"), 1320)..zone.instant(day("2026-03-07"), 1800);
    assert_eq!(night.end.since(night.start).num_hours(), 7);
}

#[test]
fn a_day_begins_when_the_clock_skips_midnight() {
    // Havana goes from 0:00 to 1:00, and in autumn from 1:00 back to 0:00
    assert_eq!(
        zone("America/Havana").day_start(day("2026-03-08")),
        at("2026-03-08T05:00:00Z")
    );
    assert_eq!(wall("America/Havana", "2026-03-08T05:00:00Z"), "Sun 2026-03-08 01:00");
    assert_eq!(
        zone("America/Havana").day_start(day("2026-11-01")),
        at("2026-11-01T04:00:00Z")
    );
    // Toronto jumped from 23:30 to 0:30 in 1919
    assert_eq!(wall("America/Toronto", "1919-03-31T04:30:00Z"), "Mon 1919-03-31 00:30");
    assert_eq!(
        zone("America/Toronto").day_start(day("1919-03-31")),
        at("1919-03-31T04:30:00Z")
    );
    // Apia left out a whole day: it begins and ends at once
    let apia = zone("Pacific/Apia");
    assert_eq!(apia.day_start(day("2011-12-30")), apia.day_start(day("2011-12-31")));
}

#[test]
fn rules_that_changed_in_2026_are_known() {
    // British Columbia keeps summer time from 2026 on, so winter there is UTC-7; an older database says UTC-8
    assert_eq!(
        wall("America/Vancouver", "2027-01-15T20:00:00Z"),
        "Fri 2027-01-15 13:00"
    );
    assert_eq!(utc("America/Vancouver", "2027-01-15", 8, 0), "2027-01-15T15:00Z");
    assert_eq!(wall("America/Edmonton", "2027-01-15T20:00:00Z"), "Fri 2027-01-15 14:00");
    assert_eq!(
        wall("America/Los_Angeles", "2027-01-15T20:00:00Z"),
        "Fri 2027-01-15 12:00"
    );
}

#[test]
fn a_zone_is_named_as_people_write_it_and_agrees_with_its_neighbours() {
    let (summer, winter) = (at("2026-06-09T14:00:00Z"), at("2026-01-09T14:00:00Z"));
    let (chicago, phoenix, denver) = (zone("America/Chicago"), zone("America/Phoenix"), zone("America/Denver"));
    assert_eq!(
        (chicago.short_name(summer), chicago.short_name(winter)),
        ("CDT".into(), "CST".into())
    );
    assert_eq!(
        zone("Asia/Dubai").short_name(summer),
        "+04",
        "nobody has given it a name"
    );
    assert!(chicago.agrees_with(&zone("America/Menominee"), summer));
    assert!(!denver.agrees_with(&phoenix, summer) && denver.agrees_with(&phoenix, winter));
    assert!(!chicago.agrees_with(&Zone::utc(), winter));
}

#[test]
fn the_ends_of_the_calendar_do_not_break_anything() {
    for name in ["UTC", "America/New_York", "Pacific/Kiritimati"] {
        let zone = zone(name);
        for date in [
            NaiveDate::MIN,
            day("0001-01-01"),
            NaiveDate::from_ymd_opt(9999, 12, 31).unwrap(),
            NaiveDate::MAX,
        ] {
            for minute in [i32::MIN, -1, 0, 720, 1440, i32::MAX] {
                zone.local(zone.instant(date, minute));
                zone.local(zone.day_start(date));
            }
        }
        for edge in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            zone.local(Instant(edge));
        }
    }
}

#[test]
fn every_day_in_every_zone_begins_at_its_first_moment() {
    for name in Zone::names() {
        let zone = zone(&name);
        for date in day("2026-01-01").iter_days().take(2 * 365) {
            let start = zone.day_start(date);
            assert_eq!(zone.local(start).date, date, "{name}");
            assert!(zone.local(start.plus_seconds(-1)).date < date, "{name} {date}");
        }
    }
}

proptest! {
    #[test]
    fn a_local_time_read_back_is_the_same_unless_it_was_skipped(n in 0_usize..1000, days in 0_i64..20_000, minute in 0..DAY) {
        let names = Zone::names();
        let zone = zone(&names[n % names.len()]);
        let date = shifted(day("1990-01-01"), days);
        let instant = zone.instant(date, minute);
        let local = zone.local(instant);
        if (local.date, local.minute) == (date, minute) {
            // the first of two: no earlier moment within a day shows the same time
            for back in [30, 60, 120, 180] {
                let earlier = zone.local(instant.plus_minutes(-back));
                prop_assert!((earlier.date, earlier.minute) != (date, minute));
            }
        } else {
            prop_assert!((local.date, local.minute) > (date, minute), "moved forward");
            let moved = zone.instant(local.date, local.minute);
            prop_assert_eq!(moved, instant);
        }
    }

    #[test]
    fn what_was_looked_up_ahead_is_what_the_zone_says(n in 0_usize..1000, days in 0_i64..20_000, span in 0_i64..800) {
        let names = Zone::names();
        let zone = zone(&names[n % names.len()]);
        let (from, until) = (shifted(day("1972-01-01"), days), shifted(day("1972-01-01"), days + span));
        let known = zone.over(from, until);
        let first = stamp(zone.day_start(shifted(from, -10))).unwrap();
        let last = stamp(zone.day_start(shifted(until, 10))).unwrap();
        let changes = zone.tz.following(first).map(|change| change.timestamp());
        let changes = changes.take_while(|change| *change < last);
        // In October 2023 only the name of the time changed in Nuuk. The library takes the hour before it for one that
        // was shown twice when it is asked for that hour alone.
        let same = |known: Instant, said: Instant| known == said || zone.name() == "America/Nuuk" && known == said.plus_minutes(60);
        for edge in [first, last].into_iter().chain(changes) {
            let edge = Instant::from_micros(edge.as_microsecond()).unwrap();
            for minutes in (-52_i32..=52).flat_map(|half| [30 * half, 30 * half + 1]) {
                let at = edge.plus_minutes(minutes.into());
                let local = zone.local(at);
                prop_assert_eq!(known.local(at), local);
                let before = edge.plus_minutes(minutes.into()).plus(chrono::Duration::microseconds(-1));
                prop_assert_eq!(known.local(before), zone.local(before));
                prop_assert!(same(known.instant(local.date, local.minute), zone.instant(local.date, local.minute)), "{} {}", zone.name(), at);
                // also what the clock does not show
                let date = zone.local(edge).date;
                prop_assert!(same(known.instant(date, minutes), zone.instant(date, minutes)), "{} {}", zone.name(), at);
                prop_assert_eq!(known.day_start(local.date), zone.day_start(local.date));
            }
        }
    }
}
