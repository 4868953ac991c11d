//! What comes round, held against a model that goes through the days one by one.

use super::moments::{Draw, MOST_A_MONTH};
use super::*;
use crate::base::clock::Instant;
use crate::base::holidays::{Comes, Observed, Rule, Yearly};
use crate::base::ids::ShiftId;
use crate::base::recurrence::Recurrence;
use crate::base::zone::Zone;
use chrono::{Days as Span, Weekday};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn after(date: NaiveDate, days: u64) -> NaiveDate {
    date + Span::new(days)
}
fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}
fn ground(calendar: &Calendar) -> Ground<'_> {
    Ground {
        unit: unit(1),
        units: &[],
        calendar,
    }
}
fn timing(rule: &str, starts_on: NaiveDate) -> Timing {
    Timing {
        recurrence: Recurrence::parse(rule).unwrap(),
        starts_on,
        ends_on: None,
        opens_minute: 8 * 60,
        due_minute: 12 * 60,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Skip,
    }
}
fn calendar(zone: &str) -> Calendar {
    Calendar::weekdays(Zone::parse(zone).unwrap(), 8 * 60, 17 * 60)
}
fn off(calendar: &mut Calendar, date: NaiveDate, closure: bool) {
    let name = if closure { "Flood" } else { "Holiday" };
    calendar.holidays.insert(
        date,
        Holiday {
            name: name.into(),
            closure,
        },
    );
}
fn shift(first_day: NaiveDate, cycle: &[Option<(i32, i32)>]) -> Shift {
    Shift {
        id: ShiftId(Uuid::from_u128(9)),
        unit_id: unit(1),
        unit: "Harbor".into(),
        name: "Night".into(),
        first_day,
        cycle: cycle
            .iter()
            .map(|hours| hours.map(|(opens, closes)| Hours { opens, closes }))
            .collect(),
        active: true,
        revision: 1,
    }
}

/// Zones with every kind of change: an hour, half an hour, none, and a day that was left out.
const ZONES: [&str; 5] = [
    "America/Chicago",
    "Europe/London",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
];

/// A rule the model understands.
#[derive(Debug, Clone)]
enum Ruled {
    Daily(u64),
    Weekly(u64, Vec<u8>),
    OfMonth(u32),
    LastOfMonth,
    Nth(u32, u8),
    LastWeekday(u8),
}
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Ruled {
    fn text(&self) -> String {
        match self {
            Self::Daily(n) => format!("FREQ=DAILY;INTERVAL={n}"),
            Self::Weekly(n, days) => {
                let days: Vec<&str> = days.iter().map(|day| CODES[usize::from(*day)]).collect();
                format!("FREQ=WEEKLY;INTERVAL={n};BYDAY={}", days.join(","))
            }
            Self::OfMonth(n) => format!("FREQ=MONTHLY;BYMONTHDAY={n}"),
            Self::LastOfMonth => LAST_DAY.into(),
            Self::Nth(n, day) => format!("FREQ=MONTHLY;BYDAY={n}{}", CODES[usize::from(*day)]),
            Self::LastWeekday(day) => format!("FREQ=MONTHLY;BYDAY=-1{}", CODES[usize::from(*day)]),
        }
    }
    fn falls_on(&self, date: NaiveDate, starts_on: NaiveDate) -> bool {
        let number = |date: NaiveDate| date.weekday().num_days_from_monday() as u8;
        let monday = |date: NaiveDate| date - Span::new(u64::from(number(date)));
        let apart = date.signed_duration_since(starts_on).num_days();
        apart >= 0
            && match self {
                Self::Daily(n) => (apart as u64).is_multiple_of(*n),
                Self::Weekly(n, days) => {
                    let weeks = monday(date).signed_duration_since(monday(starts_on)).num_weeks() as u64;
                    weeks.is_multiple_of(*n) && days.contains(&number(date))
                }
                Self::OfMonth(n) => date.day() == *n,
                Self::LastOfMonth => after(date, 1).day() == 1,
                Self::Nth(n, day) => number(date) == *day && (date.day() - 1) / 7 + 1 == *n,
                Self::LastWeekday(day) => number(date) == *day && after(date, 7).month() != date.month(),
            }
    }
}
const LAST_DAY: &str = "FREQ=MONTHLY;BYMONTHDAY=-1";

fn rules() -> impl Strategy<Value = Ruled> {
    prop_oneof![
        (1..5_u64).prop_map(Ruled::Daily),
        (1..4_u64, prop::collection::btree_set(0..7_u8, 1..5))
            .prop_map(|(n, days)| Ruled::Weekly(n, days.into_iter().collect())),
        (1..32_u32).prop_map(Ruled::OfMonth),
        Just(Ruled::LastOfMonth),
        (1..6_u32, 0..7_u8).prop_map(|(n, day)| Ruled::Nth(n, day)),
        (0..7_u8).prop_map(Ruled::LastWeekday),
    ]
}

#[derive(Debug, Clone)]
struct Case {
    rule: Ruled,
    policy: HolidayPolicy,
    zone: &'static str,
    saturdays: bool,
    days_off: Vec<(u64, bool)>,
    turns: Option<Vec<Option<(i32, i32)>>>,
    exceptions: Vec<(u64, bool)>,
    ends: Option<u64>,
    window: (i32, i32),
    grace: i32,
}

fn cases() -> impl Strategy<Value = Case> {
    let turn = prop_oneof![
        Just(None),
        Just(Some((360, 840))),
        Just(Some((840, 1320))),
        // over midnight, through the hours in which clocks change
        Just(Some((1320, 1800))),
    ];
    let turns = prop::collection::vec(turn, 1..8).prop_filter("works", |turns| turns.iter().any(Option::is_some));
    (
        (
            rules(),
            prop::sample::select(HolidayPolicy::ALL.to_vec()),
            prop::sample::select(ZONES.to_vec()),
            any::<bool>(),
        ),
        prop::collection::vec((0..150_u64, any::<bool>()), 0..14),
        prop::option::weighted(0.4, turns),
        prop::collection::vec((0..150_u64, any::<bool>()), 0..5),
        prop::option::of(0..150_u64),
        (0..420, 1..300),
        prop::sample::select(vec![0, 45, 600]),
    )
        .prop_map(
            |((rule, policy, zone, saturdays), days_off, turns, exceptions, ends, (opens, lasts), grace)| Case {
                rule,
                policy,
                zone,
                saturdays,
                days_off,
                turns,
                exceptions,
                ends,
                window: (opens, opens + lasts),
                grace,
            },
        )
}

/// A year with both changes of the clock, the end of the year and February 29.
fn start() -> NaiveDate {
    day("2027-10-04")
}

impl Case {
    fn calendar(&self) -> Calendar {
        let mut calendar = calendar(self.zone);
        if self.saturdays {
            calendar.hours[5] = calendar.hours[0];
        }
        for (n, closure) in &self.days_off {
            off(&mut calendar, after(start(), *n), *closure);
        }
        // December 25, 2027 is a Saturday: kept on the Friday
        calendar.yearly.push(Yearly {
            name: "Christmas".into(),
            rule: Rule {
                comes: Comes::Date { month: 12, day: 25 },
                observed: Observed::Nearest,
                from_year: None,
                until_year: None,
            },
            except: BTreeSet::new(),
        });
        calendar
    }
    fn coming(&self) -> Coming {
        let mut timing = timing(&self.rule.text(), start());
        (timing.opens_minute, timing.due_minute) = self.window;
        timing.grace_minutes = self.grace;
        timing.holiday_policy = self.policy;
        timing.ends_on = self.ends.map(|n| after(start(), n));
        Coming {
            exceptions: self
                .exceptions
                .iter()
                .map(|(n, added)| (after(start(), *n), *added))
                .collect(),
            shift: self.turns.as_ref().map(|turns| shift(start(), turns)),
            ..Coming::plain(timing)
        }
    }

    // the model: nothing below uses the code above but to read its fields

    fn turn(&self, date: NaiveDate) -> Option<(i32, i32)> {
        let turns = self.turns.as_ref().unwrap();
        let n = date
            .signed_duration_since(start())
            .num_days()
            .rem_euclid(turns.len() as i64);
        turns[n as usize]
    }
    fn is_off(&self, date: NaiveDate, closures: bool) -> bool {
        // a later entry for the same date takes the place of an earlier one
        let single = self.days_off.iter().rev().find(|(n, _)| after(start(), *n) == date);
        match single {
            Some((_, true)) => closures,
            Some((_, false)) => true,
            None => date == day("2027-12-24") || date == day("2026-12-25") || date == day("2028-12-25"),
        }
    }
    fn is_closed(&self, date: NaiveDate) -> bool {
        self.is_off(date, true) && !self.is_off(date, false)
    }
    fn works(&self, date: NaiveDate) -> bool {
        let open = match &self.turns {
            Some(_) => self.turn(date).is_some(),
            None => date.weekday() != Weekday::Sun && (self.saturdays || date.weekday() != Weekday::Sat),
        };
        open && !self.is_off(date, false)
    }
    /// Planned day, local date, minutes of that date, and whether it is closed.
    fn model(&self, until: u64) -> Vec<(NaiveDate, NaiveDate, (i32, i32), bool)> {
        let exceptions: BTreeMap<NaiveDate, bool> = self
            .exceptions
            .iter()
            .map(|(n, added)| (after(start(), *n), *added))
            .collect();
        let mut found = Vec::new();
        for n in 0..=until {
            let planned = after(start(), n);
            let ruled = self.rule.falls_on(planned, start()) && self.ends.is_none_or(|ends| n <= ends);
            let mut work = planned;
            match exceptions.get(&planned) {
                Some(false) => continue,
                Some(true) => {}
                None if !ruled => continue,
                None => {
                    if self.turns.is_some() && self.turn(planned).is_none() {
                        continue;
                    }
                    let step = match self.policy {
                        HolidayPolicy::Skip => 0,
                        HolidayPolicy::Next => 1,
                        HolidayPolicy::Previous => -1,
                    };
                    if step == 0 && !self.works(planned) {
                        continue;
                    }
                    while !self.works(work) {
                        work = work.checked_add_signed(chrono::TimeDelta::days(step)).unwrap();
                    }
                }
            }
            let start_minute = match &self.turns {
                None => 0,
                Some(_) => match self.turn(work) {
                    Some((opens, _)) => opens,
                    None => continue,
                },
            };
            let (mut opens, mut due, mut date) = (start_minute + self.window.0, start_minute + self.window.1, work);
            while opens >= 1440 {
                (opens, due, date) = (opens - 1440, due - 1440, after(date, 1));
            }
            let closed = self.is_closed(work) || self.is_closed(date);
            found.push((planned, date, (opens, due), closed));
        }
        found
    }
}

/// The moment a clock on the wall shows a date and minute for the first time; where it never does, as much later as the
/// clock jumped. Found by looking at the clock minute by minute.
fn looked_up(zone: &Zone, date: NaiveDate, minute: i32) -> Instant {
    let wanted = date.and_hms_opt(0, 0, 0).unwrap() + chrono::TimeDelta::minutes(minute.into());
    let wall = |at: Instant| {
        let local = zone.local(at);
        local.date.and_hms_opt(0, 0, 0).unwrap() + chrono::TimeDelta::minutes(local.minute.into())
    };
    // no zone is farther from UTC than this
    let first = Instant(wanted.and_utc()).plus_minutes(-15 * 60);
    let mut before = first;
    for n in 0..30 * 60 {
        let at = first.plus_minutes(n);
        if wall(at) == wanted {
            return at;
        }
        if wall(at) > wanted {
            // the minute was jumped over: by the clock of before it would be so many minutes after the jump
            return at.plus_minutes((wanted - wall(before)).num_minutes() - 1);
        }
        before = at;
    }
    panic!("no such minute");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn what_comes_round_is_what_going_through_the_days_finds(case in cases()) {
        let (calendar, coming) = (case.calendar(), case.coming());
        let found = coming.occurrences(ground(&calendar), start(), after(start(), 150));
        let by_days: Vec<_> = found
            .iter()
            .map(|one| (one.planned, one.date, (one.opens_minute, one.due_minute), one.closed))
            .collect();
        prop_assert_eq!(&by_days, &case.model(150));
        // looking up is slow: some of them, others in each case
        for one in found.iter().skip(case.days_off.len()).step_by(7) {
            prop_assert_eq!(one.opens_at, looked_up(&calendar.zone, one.date, one.opens_minute));
            prop_assert_eq!(one.due_at, looked_up(&calendar.zone, one.date, one.due_minute));
            prop_assert!(one.opens_at <= one.due_at && one.due_at <= one.closes_at);
        }
        let mut keys: Vec<_> = found.iter().map(|one| (one.date, one.slot)).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), found.len(), "no two audits of a day have the same slot");
    }

    #[test]
    fn asking_in_pieces_gives_what_asking_at_once_gives(
        case in cases(), drawn in prop::option::of(1..=MOST_A_MONTH), cuts in prop::collection::vec(0_u64..150, 0..6),
    ) {
        let (calendar, mut coming) = (case.calendar(), case.coming());
        coming.moments.drawn_a_month = drawn;
        let at_once = coming.occurrences(ground(&calendar), start(), after(start(), 150));
        let mut cuts = cuts;
        cuts.sort_unstable();
        cuts.push(150);
        let (mut pieces, mut from) = (Vec::new(), start());
        for cut in cuts {
            let until = after(start(), cut);
            pieces.extend(coming.occurrences(ground(&calendar), from, until));
            from = from.max(after(until, 1));
        }
        prop_assert_eq!(&pieces, &at_once);
    }

    #[test]
    fn every_audit_of_a_day_is_planned_between_reach_and_extent(case in cases(), drawn in prop::option::of(1..=28), n in 0_u64..120) {
        let (calendar, mut coming) = (case.calendar(), case.coming());
        coming.moments.drawn_a_month = drawn;
        let date = after(start(), n);
        let wide = coming.occurrences(ground(&calendar), start(), after(start(), 170));
        let (first, last) = (coming.reach(&calendar, date), coming.extent(&calendar, date));
        for one in wide.iter().filter(|one| one.date == date) {
            prop_assert!((first..=last).contains(&one.planned), "{one:?} outside {first} to {last}");
        }
    }

    #[test]
    fn moments_are_spread_and_inside_the_hours(case in cases(), a_month in 1..=8_i32, seed in any::<u64>()) {
        let (calendar, mut coming) = (case.calendar(), case.coming());
        (coming.moments.drawn_a_month, coming.seed) = (Some(a_month), seed);
        (coming.timing.opens_minute, coming.timing.due_minute) = (0, 120);
        (coming.timing.ends_on, coming.exceptions) = (None, BTreeMap::new());
        let (first, last) = (day("2027-11-01"), day("2027-11-30"));
        let found = coming.occurrences(ground(&calendar), first, last);
        let working = first.iter_days().take(30).filter(|date| case.works(*date)).count();
        prop_assert_eq!(found.len(), if working == 0 { 0 } else { a_month as usize });
        let work_day = |one: &Occurrence| {
            // a window after midnight belongs to the shift of the day before
            if case.turns.is_some() && one.opens_minute < 360 { one.date.pred_opt().unwrap() } else { one.date }
        };
        let mut days: Vec<_> = found.iter().map(work_day).collect();
        days.sort_unstable();
        days.dedup();
        prop_assert_eq!(days.len(), (a_month as usize).min(working), "no two on a day while there are others");
        for one in &found {
            let work = work_day(one);
            prop_assert!(case.works(work));
            let hours = match &case.turns { Some(_) => case.turn(work).unwrap(), None => (480, 1020) };
            let later = i32::try_from(one.date.signed_duration_since(work).num_days()).unwrap() * 1440;
            prop_assert!(hours.0 <= one.opens_minute + later && one.due_minute + later <= hours.1);
            prop_assert_eq!(one.due_minute - one.opens_minute, 120);
        }
        prop_assert_eq!(&coming.occurrences(ground(&calendar), first, last), &found, "the same however often");
    }

    #[test]
    fn a_new_holiday_moves_the_drawn_audit_it_falls_on_and_no_other(seed in any::<u64>(), a_month in 1..=4_i32, nth in 0..4_usize) {
        let mut calendar = calendar("America/Chicago");
        let mut coming = Coming::plain(timing("FREQ=DAILY", day("2026-06-01")));
        (coming.moments.drawn_a_month, coming.seed) = (Some(a_month), seed);
        let june = |calendar: &Calendar| coming.occurrences(ground(calendar), day("2026-06-01"), day("2026-06-30"));
        let before = june(&calendar);
        let hit = before[nth % before.len()].clone();
        off(&mut calendar, hit.date, false);
        let then = june(&calendar);
        prop_assert_eq!(then.len(), before.len());
        for (was, is) in before.iter().zip(&then) {
            prop_assert_eq!(was.planned, is.planned, "it stays the same audit");
            // its grace, which counts working time, may be longer by the holiday
            let stays = (was.opens_at, was.due_at) == (is.opens_at, is.due_at);
            prop_assert_eq!(stays, was.date != hit.date);
        }
    }

    #[test]
    fn a_month_that_is_cut_has_the_moments_of_the_whole_one_that_are_left(seed in any::<u64>(), a_month in 1..=12_i32, from in 1..30_u32, lasts in 0..20_u64) {
        let calendar = calendar("Europe/London");
        let whole = {
            let mut coming = Coming::plain(timing("FREQ=DAILY", day("2026-01-01")));
            (coming.moments.drawn_a_month, coming.seed) = (Some(a_month), seed);
            coming
        };
        let mut cut = whole.clone();
        cut.timing.starts_on = NaiveDate::from_ymd_opt(2026, 6, from).unwrap();
        cut.timing.ends_on = Some(after(cut.timing.starts_on, lasts));
        let june = |coming: &Coming| coming.occurrences(ground(&calendar), day("2026-06-01"), day("2026-07-31"));
        let held = cut.timing.starts_on..=cut.timing.ends_on.unwrap();
        let left: Vec<_> = june(&whole).into_iter().filter(|one| held.contains(&one.date)).collect();
        prop_assert_eq!(june(&cut), left);
    }

    #[test]
    fn drawn_units_take_turns(seed in any::<u64>(), count in 2..9_usize, a_month in 1..=9_i32) {
        let units: Vec<UnitId> = (1..=count as u128).map(unit).collect();
        let draw = Draw { seed, a_month };
        let months = (0..36).map(|n| day("2026-01-01").checked_add_months(chrono::Months::new(n)).unwrap());
        let drawn: Vec<UnitId> = months
            .flat_map(|month| draw.lots(month))
            .map(|lot| draw.unit(&lot, &units).unwrap())
            .collect();
        // rounds may begin in the middle: between two audits of a unit there are at most two rounds
        for unit in &units {
            let places: Vec<usize> = drawn.iter().enumerate().filter(|(_, drawn)| *drawn == unit).map(|(n, _)| n).collect();
            let gaps = places.windows(2).map(|pair| pair[1] - pair[0]);
            prop_assert!(drawn.len() < 2 * count || gaps.max().is_some_and(|gap| gap < 2 * count));
        }
        // and each audit comes to exactly one of them
        let calendar = calendar("America/Chicago");
        let mut coming = Coming::plain(timing("FREQ=DAILY", day("2026-01-01")));
        (coming.moments.drawn_a_month, coming.moments.unannounced, coming.seed) = (Some(a_month), true, seed);
        let all: usize = units
            .iter()
            .map(|unit| {
                let at = Ground { unit: *unit, units: &units, calendar: &calendar };
                coming.occurrences(at, day("2026-03-01"), day("2026-04-30")).len()
            })
            .sum();
        prop_assert_eq!(all, 2 * a_month as usize);
    }
}

// examples

#[test]
fn the_last_and_the_first_working_day_of_the_month_are_those_of_the_calendar() {
    for zone in ZONES {
        let mut calendar = calendar(zone);
        // an office that works on Saturdays, but not on Mondays
        (calendar.hours[5], calendar.hours[0]) = (calendar.hours[1], None);
        for date in ["2026-06-30", "2026-10-31", "2026-10-30", "2027-01-01", "2027-01-02"] {
            off(&mut calendar, day(date), false);
        }
        for (rule, policy) in [
            (LAST_DAY, HolidayPolicy::Previous),
            ("FREQ=MONTHLY;BYMONTHDAY=1", HolidayPolicy::Next),
        ] {
            let mut plan = timing(rule, day("2026-01-01"));
            plan.holiday_policy = policy;
            let coming = Coming::plain(plan);
            let found = coming.occurrences(ground(&calendar), day("2026-01-01"), day("2028-12-31"));
            let by_month: Vec<NaiveDate> = (0..36)
                .map(|n| {
                    let first = day("2026-01-01").checked_add_months(chrono::Months::new(n)).unwrap();
                    let mut days = first.iter_days().take_while(|date| date.month() == first.month());
                    let works = |date: &NaiveDate| calendar.is_working_day(*date);
                    match policy {
                        HolidayPolicy::Previous => days.filter(works).last().unwrap(),
                        _ => days.find(works).unwrap(),
                    }
                })
                .collect();
            assert_eq!(found.iter().map(|one| one.date).collect::<Vec<_>>(), by_month);
        }
    }
}

#[test]
fn a_closure_excuses_the_audit_of_its_day_and_moves_none() {
    let mut plan = timing("FREQ=WEEKLY;BYDAY=FR", day("2026-06-01"));
    plan.holiday_policy = HolidayPolicy::Next;
    let mut calendar = calendar("America/Chicago");
    off(&mut calendar, day("2026-06-12"), true);
    off(&mut calendar, day("2026-06-19"), false);
    off(&mut calendar, day("2026-06-22"), true);
    let coming = Coming::plain(plan);
    let found = coming.occurrences(ground(&calendar), day("2026-06-08"), day("2026-06-26"));
    let days: Vec<_> = found.iter().map(|one| (one.date, one.closed)).collect();
    // the Friday that is closed; the holiday's audit, moved onto a Monday that is closed; a plain Friday
    let expected = [("2026-06-12", true), ("2026-06-22", true), ("2026-06-26", false)];
    assert_eq!(days, expected.map(|(date, closed)| (day(date), closed)));
}

#[test]
fn an_audit_of_the_night_shift_belongs_to_the_date_on_which_it_opens() {
    let mut coming = Coming::plain(timing("FREQ=DAILY", day("2026-03-01")));
    (coming.timing.opens_minute, coming.timing.due_minute) = (4 * 60, 6 * 60);
    // 22:00 to 6:00, two nights on, two off
    coming.shift = Some(shift(
        day("2026-03-06"),
        &[Some((1320, 1800)), Some((1320, 1800)), None, None],
    ));
    let calendar = calendar("America/Chicago");
    let found = coming.occurrences(ground(&calendar), day("2026-03-06"), day("2026-03-10"));
    let told: Vec<String> = found
        .iter()
        .map(|one| format!("{} {} {}", one.planned, one.date, one.opens_at))
        .collect();
    // on the 8th the clock jumps from 2:00 to 3:00: what opens at 2:00 opens at 3:00, once
    assert_eq!(
        told,
        [
            "2026-03-06 2026-03-07 2026-03-07T08:00:00.000000Z",
            "2026-03-07 2026-03-08 2026-03-08T08:00:00.000000Z",
            "2026-03-10 2026-03-11 2026-03-11T07:00:00.000000Z",
        ]
    );
}

#[test]
fn a_night_shift_audit_moved_off_a_holiday_is_found_from_the_date_on_which_it_opens() {
    // Saturdays by day, Sundays from 22:00; the window opens two hours into the shift, so on Monday
    let turns = [None, None, None, None, None, Some((360, 840)), Some((1320, 1800))];
    let mut coming = Coming::plain(timing("FREQ=WEEKLY;BYDAY=SA", day("2027-10-04")));
    (coming.timing.opens_minute, coming.timing.due_minute) = (120, 180);
    coming.timing.holiday_policy = HolidayPolicy::Next;
    coming.shift = Some(shift(day("2027-10-04"), &turns));
    let mut calendar = calendar("America/Chicago");
    off(&mut calendar, day("2027-10-30"), false);
    let (monday, saturday) = (day("2027-11-01"), day("2027-10-30"));
    let found = coming.occurrences(ground(&calendar), saturday, monday);
    let told: Vec<_> = found.iter().map(|one| (one.planned, one.date)).collect();
    assert_eq!(told, [(saturday, monday)]);
    assert!(coming.reach(&calendar, monday) <= saturday);
}

#[test]
fn leap_days_and_the_turn_of_the_year_come_once() {
    let calendar = calendar("Pacific/Apia");
    let mut plan = timing("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", day("2024-01-01"));
    plan.holiday_policy = HolidayPolicy::Previous;
    let coming = Coming::plain(plan);
    let found = coming.occurrences(ground(&calendar), day("2024-01-01"), day("2033-01-01"));
    let dates: Vec<_> = found.iter().map(|one| one.date).collect();
    assert_eq!(
        dates,
        ["2024-02-29", "2028-02-29", "2032-02-27"].map(day),
        "the last one is a Sunday"
    );
    // Apia had no December 30, 2011: what opens then opens when the clock is there
    let coming = Coming::plain(timing("FREQ=DAILY", day("2011-12-01")));
    let found = coming.occurrences(ground(&calendar), day("2011-12-28"), day("2012-01-02"));
    assert!(found.windows(2).all(|pair| pair[0].opens_at <= pair[1].opens_at));
    assert_eq!(found.len(), 4, "Wednesday to Friday, and Monday");
}

#[test]
fn a_pause_leaves_out_the_days_before_its_end() {
    let mut coming = Coming::plain(timing("FREQ=DAILY", day("2026-06-01")));
    let calendar = calendar("America/Chicago");
    let count = |coming: &Coming| {
        coming
            .occurrences(ground(&calendar), day("2026-06-08"), day("2026-06-19"))
            .len()
    };
    assert_eq!(count(&coming), 10);
    coming.pause = Pause::Until(day("2026-06-17"));
    assert_eq!(count(&coming), 3);
    coming.pause = Pause::Open;
    assert_eq!(count(&coming), 0);
}
