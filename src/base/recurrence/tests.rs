use super::*;
use crate::base::said::Arg;
use chrono::Days;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use proptest::prelude::*;

fn rule(text: &str) -> Recurrence {
    Recurrence::parse(text).unwrap()
}
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
/// The dates as "MM-DD", one space between.
fn dates(text: &str, starts_on: &str, from: &str, to: &str) -> String {
    let dates = rule(text).dates(day(starts_on), day(from), day(to));
    dates
        .iter()
        .map(|date| date.format("%m-%d").to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_monday_and_wednesday() {
    assert_eq!(
        dates("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-01", "2026-11-01", "2026-11-15"),
        "11-02 11-04 11-09 11-11"
    );
    assert_eq!(
        dates(
            "RRULE:freq=weekly;byday=we,mo",
            "2026-11-01",
            "2026-11-04",
            "2026-11-04"
        ),
        "11-04"
    );
}

#[test]
fn every_other_week_counts_from_the_start() {
    let text = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR";
    assert_eq!(
        dates(text, "2026-11-02", "2026-11-01", "2026-12-10"),
        "11-06 11-20 12-04"
    );
    assert_eq!(dates(text, "2026-11-09", "2026-11-01", "2026-12-10"), "11-13 11-27");
    // over the turn of the year
    assert_eq!(
        dates(text, "2026-12-14", "2026-12-01", "2027-02-01"),
        "12-18 01-01 01-15 01-29"
    );
}

#[test]
fn the_first_tuesday_and_the_last_working_day() {
    assert_eq!(
        dates("FREQ=MONTHLY;BYDAY=1TU", "2026-09-01", "2026-09-01", "2026-12-31"),
        "09-01 10-06 11-03 12-01"
    );
    let last = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1";
    assert_eq!(
        dates(last, "2026-09-01", "2026-09-01", "2026-12-31"),
        "09-30 10-30 11-30 12-31"
    );
    assert_eq!(
        dates("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-01", "2028-01-01", "2028-04-01"),
        "01-31 02-29 03-31"
    );
}

#[test]
fn the_31st_comes_only_in_long_months() {
    assert_eq!(
        dates("FREQ=MONTHLY", "2026-01-31", "2026-01-01", "2026-06-30"),
        "01-31 03-31 05-31"
    );
    assert_eq!(
        dates("FREQ=YEARLY", "2024-02-29", "2025-01-01", "2032-12-31"),
        "02-29 02-29"
    );
}

#[test]
fn the_first_day_counts_only_when_the_rule_falls_on_it() {
    assert_eq!(
        dates("FREQ=WEEKLY;BYDAY=MO", "2026-11-04", "2026-11-01", "2026-11-10"),
        "11-09"
    );
    assert_eq!(
        dates("FREQ=WEEKLY", "2026-11-04", "2026-11-01", "2026-11-12"),
        "11-04 11-11"
    );
    assert_eq!(
        dates("FREQ=DAILY", "2026-11-04", "2026-11-01", "2026-11-05"),
        "11-04 11-05"
    );
}

#[test]
fn the_days_of_the_clock_change_come_once() {
    assert_eq!(
        dates("FREQ=DAILY", "2026-03-01", "2026-03-07", "2026-03-09"),
        "03-07 03-08 03-09"
    );
    assert_eq!(
        dates("FREQ=DAILY", "2026-03-01", "2026-10-31", "2026-11-02"),
        "10-31 11-01 11-02"
    );
}

#[test]
fn an_end_ends_it() {
    assert_eq!(
        dates("FREQ=DAILY;COUNT=3", "2026-11-01", "2026-11-01", "2026-11-30"),
        "11-01 11-02 11-03"
    );
    // counted from the start, not from the first day asked for
    assert_eq!(
        dates("FREQ=DAILY;COUNT=3", "2026-11-01", "2026-11-03", "2026-11-30"),
        "11-03"
    );
    for until in ["20261103", "20261103T000000", "20261103T235959Z"] {
        let text = format!("FREQ=DAILY;UNTIL={until}");
        assert_eq!(dates(&text, "2026-11-01", "2026-11-02", "2026-11-30"), "11-02 11-03");
    }
    assert_eq!(
        dates("FREQ=DAILY;UNTIL=20251231", "2026-11-01", "2026-11-01", "2026-11-30"),
        ""
    );
}

#[test]
fn nothing_comes_before_the_start_or_in_a_range_turned_round() {
    assert_eq!(dates("FREQ=DAILY", "2026-11-10", "2026-11-01", "2026-11-09"), "");
    assert_eq!(dates("FREQ=DAILY", "2026-11-01", "2026-11-09", "2026-11-01"), "");
}

#[test]
fn a_long_range_is_cut() {
    assert_eq!(
        rule("FREQ=DAILY")
            .dates(day("2000-01-01"), day("2000-01-01"), day("2100-01-01"))
            .len(),
        MOST
    );
}

#[test]
fn a_rule_that_never_falls_ends_quickly() {
    let began = std::time::Instant::now();
    for text in [
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=6",
        "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=1;BYDAY=MO;INTERVAL=7",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    ] {
        assert_eq!(dates(text, "2026-11-03", "2026-11-03", "2036-11-03"), "", "{text}");
    }
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn absurd_dates_do_not_break_anything() {
    for text in [
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=999;BYDAY=MO",
        "FREQ=MONTHLY;INTERVAL=999",
        "FREQ=YEARLY;INTERVAL=999",
    ] {
        for starts_on in [NaiveDate::MIN, day("1970-01-01"), day("9999-12-31"), NaiveDate::MAX] {
            rule(text).dates(starts_on, NaiveDate::MIN, NaiveDate::MAX);
        }
    }
}

#[test]
fn a_rule_is_always_written_the_same_way() {
    for (text, written) in [
        ("RRULE:FREQ=WEEKLY;BYDAY=WE,MO,MO", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("byday=+1tu; freq=monthly;", "FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY"),
        (
            "FREQ=WEEKLY;WKST=SU;INTERVAL=2;UNTIL=20261231T045959Z",
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231;WKST=SU",
        ),
        (
            "FREQ=YEARLY;BYMONTHDAY=-1,15;BYMONTH=12,6;COUNT=07",
            "FREQ=YEARLY;COUNT=7;BYMONTH=6,12;BYMONTHDAY=-1,15",
        ),
    ] {
        assert_eq!(rule(text).text(), written);
        assert_eq!(rule(written), rule(text));
    }
}

#[test]
fn a_bad_rule_is_refused_with_what_to_write() {
    let refused: Vec<String> = [
        "",
        "BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=4",
        "FREQ=FORTNIGHTLY",
        "every Monday",
        "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;DTSTART=20260101",
        "FREQ=DAILY;TZID=America/New_York",
        "FREQ=DAILY;BYHOUR=8",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=3;UNTIL=20261231",
        "FREQ=DAILY;UNTIL=31.12.2026",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=WEEKLY;BYDAY=MON",
        "FREQ=WEEKLY;BYDAY=MÖ",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
        "FREQ=MONTHLY;BYYEARDAY=1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=99",
    ]
    .iter()
    .map(|text| match Recurrence::parse(text) {
        Ok(rule) => format!("{text:?} became {rule}"),
        Err(error) => {
            assert!(
                english(&error.said()).eq_ignore_ascii_case(&error.to_string()),
                "{} / {error}",
                english(&error.said())
            );
            format!("{text:?}: {error}")
        }
    })
    .collect();
    insta::assert_snapshot!(refused.join("\n"), @r#"
    "": the rule does not say how often; write FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY
    "BYDAY=MO": the rule does not say how often; write FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY
    "FREQ=HOURLY;INTERVAL=4": FREQ=HOURLY is too fine: a rule says days; write FREQ=DAILY and a plan for each shift window
    "FREQ=FORTNIGHTLY": FREQ=FORTNIGHTLY is not possible; write DAILY, WEEKLY, MONTHLY or YEARLY
    "every Monday": "EVERY MONDAY" is not a part of a rule; write NAME=VALUE parted by semicolons, such as FREQ=WEEKLY;BYDAY=MO,WE
    "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY": DTSTART does not belong in the rule; leave it out and write the first day into its own field
    "FREQ=DAILY;DTSTART=20260101": DTSTART does not belong in the rule; leave it out and write the first day into its own field
    "FREQ=DAILY;TZID=America/New_York": TZID does not belong in the rule; leave it out and write the first day into its own field
    "FREQ=DAILY;BYHOUR=8": BYHOUR does not belong in the rule; leave it out and write the clock hours into the shift window
    "FREQ=DAILY;BYEASTER=1": a rule has no part "BYEASTER"; write only FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY, BYSETPOS and WKST
    "FREQ=DAILY;FREQ=WEEKLY": FREQ is there twice; write it once, with commas between the values
    "FREQ=DAILY;INTERVAL=0": INTERVAL=0 is not possible; write a number from 1 to 999
    "FREQ=DAILY;COUNT=0": COUNT=0 is not possible; write a number from 1 to 10000
    "FREQ=DAILY;COUNT=3;UNTIL=20261231": COUNT and UNTIL are both there; write one of them
    "FREQ=DAILY;UNTIL=31.12.2026": UNTIL=31.12.2026 is not possible; write the last day as year, month and day, such as 20261231
    "FREQ=DAILY;UNTIL=20260230": UNTIL=20260230 is not possible; write the last day as year, month and day, such as 20261231
    "FREQ=WEEKLY;BYDAY=MON": BYDAY=MON is not possible; write MO, TU, WE, TH, FR, SA or SU, with commas between them; 1TU is the first Tuesday, -1FR the last Friday
    "FREQ=WEEKLY;BYDAY=MÖ": BYDAY=MÖ is not possible; write MO, TU, WE, TH, FR, SA or SU, with commas between them; 1TU is the first Tuesday, -1FR the last Friday
    "FREQ=WEEKLY;BYDAY=": BYDAY= is not possible; write MO, TU, WE, TH, FR, SA or SU, with commas between them; 1TU is the first Tuesday, -1FR the last Friday
    "FREQ=WEEKLY;BYDAY=1MO": BYDAY does not go with the rest of the rule; write a number before a weekday only with FREQ=MONTHLY or FREQ=YEARLY
    "FREQ=MONTHLY;BYDAY=6MO": BYDAY=6MO is not possible; write MO, TU, WE, TH, FR, SA or SU, with commas between them; 1TU is the first Tuesday, -1FR the last Friday
    "FREQ=MONTHLY;BYDAY=0MO": BYDAY=0MO is not possible; write MO, TU, WE, TH, FR, SA or SU, with commas between them; 1TU is the first Tuesday, -1FR the last Friday
    "FREQ=WEEKLY;BYMONTHDAY=1": BYMONTHDAY does not go with the rest of the rule; write it only with FREQ=MONTHLY, FREQ=YEARLY or FREQ=DAILY
    "FREQ=MONTHLY;BYMONTHDAY=0": BYMONTHDAY=0 is not possible; write numbers from 1 to 31 or from -1 to -31, with commas between them
    "FREQ=MONTHLY;BYMONTHDAY=32": BYMONTHDAY=32 is not possible; write numbers from 1 to 31 or from -1 to -31, with commas between them
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO": BYWEEKNO is not possible, since programs number the week of New Year differently; write the days with BYMONTH and BYDAY
    "FREQ=MONTHLY;BYYEARDAY=1": BYYEARDAY does not go with the rest of the rule; write it only with FREQ=YEARLY
    "FREQ=MONTHLY;BYSETPOS=1": BYSETPOS does not go with the rest of the rule; write the days to choose from beside it, such as BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": no month of the rule has such a day; write a BYMONTHDAY that exists in one of the months of BYMONTH
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=99": BYSETPOS=99 is not possible; write numbers up to the days of one round, from 1 or from -1 on, with commas between them
    "#);
}

#[test]
fn people_read_a_rule_as_a_sentence() {
    let read: Vec<String> = [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=WEEKLY;BYDAY=MO,WE",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=10",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20271231",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=1TU",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE",
        "FREQ=MONTHLY;INTERVAL=3",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=-1",
        "FREQ=YEARLY",
        "FREQ=MONTHLY;BYDAY=MO,TU",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=DAILY;BYMONTH=7",
    ]
    .iter()
    .map(|text| {
        let rule = rule(text);
        let end = rule
            .said_end()
            .map(|end| format!(", {}", english(&end)))
            .unwrap_or_default();
        format!("{text}: {}{end}", english(&rule.said()))
    })
    .collect();
    insta::assert_snapshot!(read.join("\n"), @r#"
    FREQ=DAILY: Every day
    FREQ=DAILY;INTERVAL=3: Every 3 days
    FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR: Monday to Friday
    FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR: Monday to Friday
    FREQ=WEEKLY: Every week
    FREQ=WEEKLY;BYDAY=SU: Every week on Sunday
    FREQ=WEEKLY;BYDAY=MO,WE: Every week on Monday and Wednesday
    FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=10: Every 2 weeks on Monday, Wednesday and Friday, 10 times
    FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR: Every 2 weeks on Monday, Tuesday, Wednesday, Thursday and Friday
    FREQ=MONTHLY: Every month
    FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20271231: Every month on day 15, until 2027-12-31
    FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1: Every 2 months on the last day
    FREQ=MONTHLY;BYDAY=1TU: Every month on the first Tuesday
    FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1: Every month on the last Tuesday
    FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1: Every month on the first day from Monday to Friday
    FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE: Every 3 months on the second Wednesday
    FREQ=MONTHLY;INTERVAL=3: Every three months
    FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1: Every three months on day 1 of the month
    FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=-1: Every three months on the last day of the month
    FREQ=YEARLY: Every year
    FREQ=MONTHLY;BYDAY=MO,TU: By the rule FREQ=MONTHLY;BYDAY=MO,TU
    FREQ=MONTHLY;BYMONTHDAY=1,15: By the rule FREQ=MONTHLY;BYMONTHDAY=1,15
    FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1: By the rule FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1
    FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR: By the rule FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR
    FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1: By the rule FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1
    FREQ=DAILY;BYMONTH=7: By the rule FREQ=DAILY;BYMONTH=7
    "#);
}

/// The sentence in English, as `locales/en.ftl` has it.
fn english(said: &Said) -> String {
    let mut bundle = FluentBundle::new(vec!["en".parse().unwrap()]);
    bundle.set_use_isolating(false);
    bundle
        .add_resource(FluentResource::try_new(include_str!("en.ftl").to_owned()).unwrap())
        .unwrap();
    let mut args = FluentArgs::new();
    for (name, value) in &said.args {
        match value {
            Arg::Number(n) => args.set(name.as_str(), *n),
            Arg::Text(text) => args.set(name.as_str(), text.as_str()),
        }
    }
    let mut errors = Vec::new();
    let pattern = bundle.get_message(&said.key).and_then(|m| m.value()).expect(&said.key);
    let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    assert!(errors.is_empty(), "{errors:?}");
    text
}

fn rules() -> impl Strategy<Value = String> {
    let days = prop::collection::vec(prop::sample::select(CODES.to_vec()), 1..5).prop_map(|d| d.join(","));
    let interval = 1..6_u16;
    prop_oneof![
        interval.clone().prop_map(|n| format!("FREQ=DAILY;INTERVAL={n}")),
        (interval.clone(), days.clone(), prop::sample::select(CODES.to_vec()))
            .prop_map(|(n, d, w)| format!("FREQ=WEEKLY;INTERVAL={n};BYDAY={d};WKST={w}")),
        (interval.clone(), 1..29_i8).prop_map(|(n, d)| format!("FREQ=MONTHLY;INTERVAL={n};BYMONTHDAY={d},-1")),
        (interval.clone(), 1..5_i8, prop::sample::select(CODES.to_vec()))
            .prop_map(|(n, k, d)| format!("FREQ=MONTHLY;INTERVAL={n};BYDAY={k}{d},-1FR")),
        (days, 1..4_i8, 1..300_u32).prop_map(|(d, n, c)| format!("FREQ=MONTHLY;BYDAY={d};BYSETPOS={n},-1;COUNT={c}")),
        (1..367_i16).prop_map(|d| format!("FREQ=YEARLY;BYYEARDAY={d},-1")),
    ]
}

proptest! {
    #[test]
    fn making_ahead_in_steps_gives_the_same_days(text in rules(), start in 0_i64..1000, from in 0_u64..1500, first in 0_u64..200, second in 0_u64..200) {
        let rule = rule(&text);
        let starts_on = day("2025-01-01") + chrono::TimeDelta::days(start);
        let from = day("2025-01-01") + Days::new(from);
        let (middle, to) = (from + Days::new(first), from + Days::new(first + second));
        let whole = rule.dates(starts_on, from, to);
        let mut steps = rule.dates(starts_on, from, middle);
        steps.extend(rule.dates(starts_on, middle + Days::new(1), to));
        prop_assert_eq!(&whole, &steps);
        prop_assert_eq!(&whole, &rule.dates(starts_on, from, to));
        prop_assert!(whole.iter().is_sorted_by(|a, b| a < b));
        prop_assert!(whole.iter().all(|d| (from..=to).contains(d) && *d >= starts_on));
    }
    #[test]
    fn long_after_the_start_the_days_are_those_counted_from_the_start(
        text in prop_oneof![
            rules(),
            (1..6_u16).prop_map(|n| format!("FREQ=MONTHLY;INTERVAL={n}")),
            (1..4_u16).prop_map(|n| format!("FREQ=YEARLY;INTERVAL={n}")),
            (1..4_u16).prop_map(|n| format!("FREQ=YEARLY;INTERVAL={n};BYMONTH=2,7")),
            (1..4_u16).prop_map(|n| format!("FREQ=WEEKLY;INTERVAL={n};BYDAY=MO,WE,FR;BYSETPOS=-2,1")),
        ],
        start in 0_u64..1000, after in 0_u64..3000, days in 0_u64..400,
    ) {
        let rule = rule(&text);
        let starts_on = day("2023-12-29") + Days::new(start);
        let from = starts_on + Days::new(after);
        let to = from + Days::new(days);
        let mut counted = rule.dates(starts_on, starts_on, to);
        counted.retain(|date| *date >= from);
        prop_assert_eq!(rule.dates(starts_on, from, to), counted);
    }
    #[test]
    fn weekly_days_are_those_of_a_calendar_on_the_wall(n in 1_i64..5, days in prop::collection::btree_set(0_u8..7, 1..7), start in 0_i64..1000) {
        let starts_on = day("2025-01-01") + chrono::TimeDelta::days(start);
        let codes: Vec<&str> = days.iter().map(|d| code(*d)).collect();
        let text = format!("FREQ=WEEKLY;INTERVAL={n};BYDAY={}", codes.join(","));
        let to = starts_on + Days::new(500);
        let monday = |date: NaiveDate| date - Days::new(date.weekday().num_days_from_monday().into());
        let by_hand: Vec<NaiveDate> = starts_on
            .iter_days()
            .take_while(|d| *d <= to)
            .filter(|d| days.contains(&(d.weekday().num_days_from_monday() as u8)))
            .filter(|d| (monday(*d) - monday(starts_on)).num_weeks() % n == 0)
            .collect();
        prop_assert_eq!(rule(&text).dates(starts_on, starts_on, to), by_hand);
    }
    #[test]
    fn numbered_weekdays_are_those_of_a_calendar_on_the_wall(nth in 1_u32..6, weekday in 0_u8..7, start in 0_i64..1000) {
        let starts_on = day("2025-01-01") + chrono::TimeDelta::days(start);
        let to = starts_on + Days::new(800);
        let text = format!("FREQ=MONTHLY;BYDAY={nth}{}", code(weekday));
        let by_hand: Vec<NaiveDate> = starts_on
            .iter_days()
            .take_while(|d| *d <= to)
            .filter(|d| d.weekday().num_days_from_monday() == u32::from(weekday) && d.day0() / 7 + 1 == nth)
            .collect();
        prop_assert_eq!(rule(&text).dates(starts_on, starts_on, to), by_hand);
    }
    #[test]
    fn a_written_rule_reads_back(text in rules()) {
        prop_assert_eq!(rule(&rule(&text).text()), rule(&text));
    }
    #[test]
    fn no_text_breaks_the_reader(text in "(RRULE:)?(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY))?(;?(BYDAY|BYSETPOS|BYMONTHDAY|BYMONTH|BYWEEKNO|BYYEARDAY|INTERVAL|COUNT|UNTIL|WKST)=[-+0-9A-ZÖ,]{0,6}){0,4}.{0,3}") {
        if let Ok(rule) = Recurrence::parse(&text) {
            prop_assert_eq!(&Recurrence::parse(&rule.text()), &Ok(rule.clone()));
            rule.said();
        }
    }
    #[test]
    fn no_rule_breaks_the_reckoning(
        freq in prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        parts in prop::sample::subsequence(
            vec![";INTERVAL=7", ";BYMONTH=2,12", ";BYYEARDAY=366,-366", ";BYMONTHDAY=31,-31,30", ";BYDAY=SU,MO", ";BYSETPOS=-1,3", ";WKST=SU", ";COUNT=9", ";UNTIL=20300101"], 0..5),
    ) {
        if let Ok(rule) = Recurrence::parse(&format!("FREQ={freq}{}", parts.concat())) {
            rule.dates(day("2025-12-31"), day("2026-01-01"), day("2029-01-01"));
        }
    }
}

// fewer cases: a rule that never falls takes the library half a second in a debug build
proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn days_of_months_and_years_are_those_of_a_calendar_on_the_wall(
        every in prop::sample::select(vec![Every::Day, Every::Month, Every::Year]),
        n in 1_i32..5,
        months in prop::collection::btree_set(1_u32..13, 0..4),
        month_days in prop::collection::btree_set(prop_oneof![1_i32..32, -31_i32..0], 0..4),
        year_days in prop::collection::btree_set(prop_oneof![1_i32..367, -366_i32..0], 0..40),
        weekdays in prop::collection::btree_set(0_u8..7, 0..4),
        start in 0_i64..1500,
    ) {
        let year_days = if every == Every::Year { year_days } else { Default::default() };
        let starts_on = day("2023-01-01") + chrono::TimeDelta::days(start);
        let to = starts_on + Days::new(1600);
        let text = {
            let freq = match every { Every::Day => "DAILY", Every::Month => "MONTHLY", _ => "YEARLY" };
            let part = |name: &str, values: Vec<String>| {
                if values.is_empty() { String::new() } else { format!(";{name}={}", values.join(",")) }
            };
            let [months, month_days] = [
                part("BYMONTH", months.iter().map(ToString::to_string).collect()),
                part("BYMONTHDAY", month_days.iter().map(ToString::to_string).collect()),
            ];
            let year_days = part("BYYEARDAY", year_days.iter().map(ToString::to_string).collect());
            let weekdays = part("BYDAY", weekdays.iter().map(|d| code(*d).to_owned()).collect());
            format!("FREQ={freq};INTERVAL={n}{months}{month_days}{year_days}{weekdays}")
        };
        let nothing_named = month_days.is_empty() && year_days.is_empty() && weekdays.is_empty();
        prop_assume!(every == Every::Day || !nothing_named);
        let Ok(rule) = Recurrence::parse(&text) else { return Ok(()) };
        let last = |date: NaiveDate| i32::from(date.num_days_in_month());
        let length = |date: NaiveDate| if date.leap_year() { 366 } else { 365 };
        let months_of = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
        let by_hand: Vec<NaiveDate> = starts_on
            .iter_days()
            .take_while(|d| *d <= to)
            .filter(|d| match every {
                Every::Day => (*d - starts_on).num_days() % i64::from(n) == 0,
                Every::Month => (months_of(*d) - months_of(starts_on)) % n == 0,
                _ => (d.year() - starts_on.year()) % n == 0,
            })
            .filter(|d| months.is_empty() || months.contains(&d.month()))
            .filter(|d| {
                let day = d.day() as i32;
                month_days.is_empty() || month_days.contains(&day) || month_days.contains(&(day - last(*d) - 1))
            })
            .filter(|d| {
                let day = d.ordinal() as i32;
                year_days.is_empty() || year_days.contains(&day) || year_days.contains(&(day - length(*d) - 1))
            })
            .filter(|d| weekdays.is_empty() || weekdays.contains(&(d.weekday().num_days_from_monday() as u8)))
            .collect();
        prop_assert_eq!(rule.dates(starts_on, starts_on, to), by_hand, "{}", text);
    }
    #[test]
    fn chosen_days_of_a_month_are_those_of_a_calendar_on_the_wall(
        weekdays in prop::collection::btree_set(0_u8..7, 1..6),
        position in prop_oneof![1_i32..8, -8_i32..0],
        start in 0_i64..1500,
    ) {
        let first = day("2023-01-01") + chrono::TimeDelta::days(start);
        let starts_on = first.with_day(1).unwrap();
        let codes: Vec<&str> = weekdays.iter().map(|d| code(*d)).collect();
        let text = format!("FREQ=MONTHLY;BYDAY={};BYSETPOS={position}", codes.join(","));
        let mut by_hand = Vec::new();
        for n in 0..24 {
            let month = starts_on.checked_add_months(chrono::Months::new(n)).unwrap();
            let days: Vec<NaiveDate> = month
                .iter_days()
                .take_while(|d| d.month() == month.month())
                .filter(|d| weekdays.contains(&(d.weekday().num_days_from_monday() as u8)))
                .collect();
            let at = if position > 0 { position - 1 } else { days.len() as i32 + position };
            by_hand.extend(usize::try_from(at).ok().and_then(|at| days.get(at)).copied());
        }
        let to = starts_on.checked_add_months(chrono::Months::new(24)).unwrap().pred_opt().unwrap();
        prop_assert_eq!(rule(&text).dates(starts_on, starts_on, to), by_hand, "{}", text);
    }
}
