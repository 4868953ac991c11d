use super::*;
use crate::base::calendar::{Calendar, Holiday};
use crate::base::zone::Zone;
use proptest::prelude::*;

const MON_TO_FRI: [bool; 7] = [true, true, true, true, true, false, false];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn on(month: u32, day: u32, observed: Observed) -> Yearly {
    rule(Comes::Date { month, day }, observed)
}
fn nth(nth: i32, weekday: u32, month: u32, days_after: u32) -> Yearly {
    let comes = Comes::Weekday {
        nth,
        weekday,
        month,
        days_after,
    };
    rule(comes, Observed::AsItFalls)
}
fn rule(comes: Comes, observed: Observed) -> Yearly {
    Yearly {
        name: format!("{comes:?}"),
        rule: Rule {
            comes,
            observed,
            from_year: None,
            until_year: None,
        },
        except: BTreeSet::new(),
    }
}
/// The dates off in a year, as text.
fn off(holidays: &[Yearly], year: i32) -> Vec<String> {
    let (from, to) = (
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap(),
        NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
    );
    let days = days_off(holidays, MON_TO_FRI, from, to);
    days.iter().map(|day| day.date.to_string()).collect()
}

#[test]
fn the_holidays_of_the_united_states_fall_where_the_government_says() {
    use Observed::Nearest;
    let federal = [
        on(1, 1, Nearest),
        nth(3, 1, 1, 0),
        nth(3, 1, 2, 0),
        nth(-1, 1, 5, 0),
        on(6, 19, Nearest),
        on(7, 4, Nearest),
        nth(1, 1, 9, 0),
        nth(2, 1, 10, 0),
        on(11, 11, Nearest),
        nth(4, 4, 11, 0),
        on(12, 25, Nearest),
    ];
    // as the Office of Personnel Management publishes them; New Year's Day 2028 is a Saturday
    assert_eq!(
        off(&federal, 2026).join(" "),
        "2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25"
    );
    assert_eq!(
        off(&federal, 2027).join(" "),
        "2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31"
    );
}

#[test]
fn a_holiday_moves_on_past_weekends_and_past_other_holidays() {
    use Observed::Next;
    let christmas = [on(12, 25, Next), on(12, 26, Next), on(1, 1, Next)];
    // Saturday and Sunday: Monday and Tuesday instead
    assert_eq!(off(&christmas, 2027), ["2027-01-01", "2027-12-27", "2027-12-28"]);
    // Sunday and Monday: the Monday stays what it is
    assert_eq!(off(&christmas, 2022), ["2022-01-03", "2022-12-26", "2022-12-27"]);
    // a holiday that falls on a working day stays there, also beside another one
    assert_eq!(off(&[on(4, 27, Next), on(4, 27, Next)], 2026), ["2026-04-27"]);
    // over the turn of the year
    let turn = [on(12, 31, Next), on(1, 1, Next)];
    assert_eq!(off(&turn, 2023), ["2023-01-02", "2023-01-03"]);
    assert_eq!(off(&turn, 2024), ["2024-01-01", "2024-01-02", "2024-12-31"]);
    // where no day is ever worked it stays where it falls
    let nowhere = days_off(&christmas, [false; 7], day("2027-12-01"), day("2027-12-31"));
    assert_eq!(
        nowhere.iter().map(|day| day.date).collect::<Vec<_>>(),
        [day("2027-12-25"), day("2027-12-26")]
    );
}

#[test]
fn years_without_the_day_and_days_that_are_worked_are_left_out() {
    let leap = [on(2, 29, Observed::AsItFalls)];
    assert_eq!(
        (off(&leap, 2027).len(), off(&leap, 2028)),
        (0, vec!["2028-02-29".into()])
    );
    assert!(off(&[nth(5, 1, 5, 0)], 2026).is_empty(), "May 2026 has four Mondays");
    let mut some = nth(4, 4, 11, 1);
    some.rule.from_year = Some(2026);
    some.rule.until_year = Some(2027);
    some.except.insert(day("2027-11-26"));
    let some = [some];
    assert_eq!(off(&some, 2026), ["2026-11-27"], "the day after Thanksgiving");
    assert!([2025, 2027, 2028].iter().all(|year| off(&some, *year).is_empty()));
    for impossible in [
        Comes::Date { month: 2, day: 30 },
        Comes::Date { month: 0, day: 1 },
        Comes::Weekday {
            nth: 0,
            weekday: 1,
            month: 1,
            days_after: 0,
        },
        Comes::Weekday {
            nth: 6,
            weekday: 1,
            month: 1,
            days_after: 0,
        },
        Comes::Weekday {
            nth: 1,
            weekday: 8,
            month: 1,
            days_after: 0,
        },
    ] {
        assert!(!impossible.is_possible(), "{impossible:?}");
        assert!(off(&[rule(impossible, Observed::Nearest)], 2026).is_empty());
    }
}

fn rules() -> impl Strategy<Value = Vec<Yearly>> {
    let comes = prop_oneof![
        (1..=12_u32, 1..=31_u32)
            .prop_map(|(month, day)| Comes::Date { month, day })
            .prop_filter("a day that exists", |comes| comes.is_possible()),
        // crowded around the turn of the year, where days meet
        prop::sample::select(vec![(12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (1, 2)])
            .prop_map(|(month, day)| Comes::Date { month, day }),
        (
            prop::sample::select(vec![-1, 1, 2, 3, 4, 5]),
            1..=7_u32,
            1..=12_u32,
            0..=6_u32
        )
            .prop_map(|(nth, weekday, month, days_after)| Comes::Weekday {
                nth,
                weekday,
                month,
                days_after
            }),
    ];
    let observed = prop::sample::select(Observed::ALL.to_vec());
    let years = (prop::option::of(2020..2030), prop::option::of(2020..2030));
    let one = (comes, observed, years, prop::collection::btree_set(0..1500_i64, 0..4)).prop_map(
        |(comes, observed, (from_year, until_year), except)| Yearly {
            name: format!("{comes:?}"),
            rule: Rule {
                comes,
                observed,
                from_year,
                until_year,
            },
            except: except.into_iter().map(|n| shifted(day("2024-12-01"), n)).collect(),
        },
    );
    prop::collection::vec(one, 0..8)
}

/// Whether a rule falls on a date, by looking at the date and the days around it.
fn falls(rule: &Rule, date: NaiveDate) -> bool {
    let year = |date: NaiveDate| {
        rule.from_year.is_none_or(|from| date.year() >= from)
            && rule.until_year.is_none_or(|until| date.year() <= until)
    };
    match rule.comes {
        Comes::Date { month, day } => (date.month(), date.day()) == (month, day) && year(date),
        Comes::Weekday {
            nth,
            weekday,
            month,
            days_after,
        } => {
            let date = shifted(date, -i64::from(days_after));
            let same = |weeks: i64| shifted(date, weeks * 7).month() == month;
            let before = (1..=5_i64).take_while(|n| same(-n)).count() as i32;
            date.month() == month
                && date.weekday().number_from_monday() == weekday
                && (if nth == -1 { !same(1) } else { before + 1 == nth })
                && year(date)
        }
    }
}

/// Every day off by the words of the rule, day by day through ten years.
fn listed(holidays: &[Yearly], open: [bool; 7]) -> BTreeSet<NaiveDate> {
    let works = |date: NaiveDate| open[date.weekday().num_days_from_monday() as usize];
    let (mut off, mut waiting) = (Vec::<(NaiveDate, usize)>::new(), Vec::new());
    for date in day("2021-01-01")
        .iter_days()
        .take_while(|date| *date < day("2032-01-01"))
    {
        for (index, holiday) in holidays
            .iter()
            .enumerate()
            .filter(|(_, holiday)| falls(&holiday.rule, date))
        {
            match (holiday.rule.observed, date.weekday()) {
                (Observed::Nearest, Weekday::Sat) => off.push((date.pred_opt().unwrap(), index)),
                (Observed::Nearest, Weekday::Sun) => off.push((date.succ_opt().unwrap(), index)),
                (Observed::Next, _) if !works(date) => waiting.push((date, index)),
                _ => off.push((date, index)),
            }
        }
    }
    for (from, index) in waiting {
        let free = from
            .iter_days()
            .skip(1)
            .take(14)
            .find(|date| works(*date) && off.iter().all(|(other, _)| other != date));
        off.push((free.unwrap_or(from), index));
    }
    off.retain(|(date, index)| !holidays[*index].except.contains(date));
    off.into_iter().map(|(date, _)| date).collect()
}

proptest! {
    #[test]
    fn a_calendar_with_rules_equals_one_with_the_same_days_listed(
        holidays in rules(), open in prop::array::uniform7(prop::bool::weighted(0.7)),
        from in 0_i64..1400, days in -80_i32..80, minutes in -9000_i64..9000,
    ) {
        let mut by_rule = Calendar::weekdays(Zone::parse("America/Chicago").unwrap(), 480, 1020);
        let hours = by_rule.hours[0];
        by_rule.hours = open.map(|open| hours.filter(|_| open));
        let mut by_day = by_rule.clone();
        by_rule.yearly = holidays.clone();
        by_day.holidays = listed(&holidays, open)
            .into_iter()
            .map(|date| (date, Holiday { name: String::new(), closure: false }))
            .collect();
        let start = shifted(day("2024-12-15"), from);
        for n in 0..60 {
            let date = shifted(start, n);
            prop_assert_eq!(by_rule.is_working_day(date), by_day.is_working_day(date), "{}", date);
            prop_assert_eq!(by_rule.why_off(date).is_some(), by_day.why_off(date).is_some(), "{}", date);
        }
        prop_assert_eq!(by_rule.add_working_days(start, days), by_day.add_working_days(start, days));
        let far = shifted(start, i64::from(days) * 9);
        prop_assert_eq!(by_rule.working_days_between(start, far), by_day.working_days_between(start, far));
        let at = by_rule.zone.instant(start, 600);
        prop_assert_eq!(by_rule.add_working_minutes(at, minutes), by_day.add_working_minutes(at, minutes));
        prop_assert_eq!(by_rule.due(at, 0), by_day.due(at, 0));
    }
    #[test]
    fn asking_for_a_year_in_parts_gives_the_same_days(
        holidays in rules(), open in prop::array::uniform7(any::<bool>()), year in 2021..2030, cut in 1_i64..364,
    ) {
        let from = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let (middle, to) = (shifted(from, cut), shifted(from, 364));
        let whole = days_off(&holidays, open, from, to);
        let mut parts = days_off(&holidays, open, from, shifted(middle, -1));
        parts.extend(days_off(&holidays, open, middle, to));
        prop_assert_eq!(&whole, &parts);
        for date in from.iter_days().take(365) {
            let named = holiday_on(&holidays, open, date).is_some();
            prop_assert_eq!(named, whole.iter().any(|day| day.date == date), "{}", date);
        }
    }
}
