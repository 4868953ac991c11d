//! Holidays that come round every year, by rule: "July 4", "the fourth Thursday of November, and the day after it", and
//! the day they are kept on when they fall on a weekend.

use crate::base::zone::shifted;
use crate::text_enum;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// How many days a holiday may move on to find a working day; without one it stays where it falls.
pub const FARTHEST: i64 = 14;
/// The years rules are asked for.
const YEARS: RangeInclusive<i32> = 1..=9999;

text_enum! {
    /// On which day a holiday is kept that falls on a weekend.
    pub enum Observed {
        /// On the day it falls, whatever that is.
        AsItFalls = "as-it-falls",
        /// A Saturday on the Friday before, a Sunday on the Monday after.
        Nearest = "nearest",
        /// On the next day with opening hours that is no other yearly holiday.
        Next = "next",
    }
}

/// When a holiday comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comes {
    /// On a date: July 4. February 29 comes in leap years only.
    Date {
        /// 1 is January.
        month: u32,
        /// From 1.
        day: u32,
    },
    /// On a weekday of a month: the fourth Thursday of November. A month without a fifth one has no holiday.
    Weekday {
        /// 1 to 5, or -1 for the last.
        nth: i32,
        /// 1 is Monday.
        weekday: u32,
        /// 1 is January.
        month: u32,
        /// So many days later: 1 is the day after Thanksgiving.
        days_after: u32,
    },
}

impl Comes {
    /// Whether a year can have such a day.
    pub fn is_possible(self) -> bool {
        match self {
            // in a leap year
            Self::Date { month, day } => NaiveDate::from_ymd_opt(2024, month, day).is_some(),
            Self::Weekday {
                nth,
                weekday,
                month,
                days_after,
            } => {
                (nth == -1 || (1..=5).contains(&nth))
                    && (1..=7).contains(&weekday)
                    && (1..=12).contains(&month)
                    && days_after <= 6
            }
        }
    }
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Date { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Self::Weekday {
                nth,
                weekday,
                month,
                days_after,
            } => {
                let weekday = Weekday::try_from(u8::try_from(weekday.checked_sub(1)?).ok()?).ok()?;
                let the = |n: u8| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n);
                let found = match u8::try_from(nth) {
                    Ok(n) => the(n)?,
                    Err(_) => the(5).or_else(|| the(4))?,
                };
                Some(shifted(found, days_after.into()))
            }
        }
    }
}

/// A holiday's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// When it comes.
    pub comes: Comes,
    /// On which day it is kept when that is a weekend.
    pub observed: Observed,
    /// The first year that has it.
    pub from_year: Option<i32>,
    /// The last year that has it.
    pub until_year: Option<i32>,
}

impl Rule {
    /// The date on which it falls in a year, wherever it is kept then; `None` in a year without it.
    pub fn date_in(&self, year: i32) -> Option<NaiveDate> {
        let there = self.from_year.is_none_or(|from| year >= from)
            && self.until_year.is_none_or(|until| year <= until)
            && YEARS.contains(&year);
        there.then(|| self.comes.in_year(year)).flatten()
    }
    /// The same date, or the neighbour of a weekend by [`Observed::Nearest`].
    fn kept(&self, date: NaiveDate) -> NaiveDate {
        let step = match (self.observed, date.weekday()) {
            (Observed::Nearest, Weekday::Sat) => -1,
            (Observed::Nearest, Weekday::Sun) => 1,
            _ => 0,
        };
        shifted(date, step)
    }
}

/// A yearly holiday of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Yearly {
    /// What it is called.
    pub name: String,
    /// When it comes.
    pub rule: Rule,
    /// Dates on which the unit works all the same.
    pub except: BTreeSet<NaiveDate>,
}

/// A day off that a rule makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleDay {
    /// The day it is kept on.
    pub date: NaiveDate,
    /// The day it falls on.
    pub falls_on: NaiveDate,
    /// Its place in the list of yearly holidays.
    pub index: usize,
}

/// The days off from one date to another, both included, in their order; a day that the unit works is left out. `open`
/// says which weekdays have opening hours, Monday first: the next working day depends on it, and on nothing else, so
/// that a closure announced later does not move a holiday.
pub fn days_off(holidays: &[Yearly], open: [bool; 7], from: NaiveDate, to: NaiveDate) -> Vec<RuleDay> {
    if holidays.is_empty() || from > to {
        return Vec::new();
    }
    // what falls at the end of a year can be kept in the next, and what falls at its beginning in the one before
    let first = (from.year() - 1).max(*YEARS.start());
    let last = (to.year() + 1).min(*YEARS.end());
    let (mut days, mut moving) = (Vec::new(), Vec::new());
    for year in first..=last {
        for (index, holiday) in holidays.iter().enumerate() {
            let Some(falls_on) = holiday.rule.date_in(year) else {
                continue;
            };
            let date = holiday.rule.kept(falls_on);
            let day = RuleDay { date, falls_on, index };
            if holiday.rule.observed == Observed::Next && !is_open(open, date) {
                moving.push(day);
            } else {
                days.push(day);
            }
        }
    }
    if !moving.is_empty() {
        moving.sort_by_key(|day| (day.falls_on, day.index));
        let mut taken: BTreeSet<NaiveDate> = days.iter().map(|day| day.date).collect();
        for mut day in moving {
            let next = (1..=FARTHEST)
                .map(|n| shifted(day.falls_on, n))
                .find(|date| is_open(open, *date) && !taken.contains(date));
            day.date = next.unwrap_or(day.falls_on);
            taken.insert(day.date);
            days.push(day);
        }
    }
    days.retain(|day| {
        (from..=to).contains(&day.date)
            && holidays
                .get(day.index)
                .is_some_and(|holiday| !holiday.except.contains(&day.date))
    });
    days.sort_by_key(|day| (day.date, day.index));
    days.dedup_by_key(|day| day.date);
    days
}

/// The first yearly holiday that makes this date a day off.
pub fn holiday_on(holidays: &[Yearly], open: [bool; 7], date: NaiveDate) -> Option<&Yearly> {
    if holidays.iter().any(|holiday| holiday.rule.observed == Observed::Next) {
        let day = days_off(holidays, open, date, date).first().map(|day| day.index)?;
        return holidays.get(day);
    }
    // nothing moves farther than a week: only the turn of the year can be crossed
    let first = date.year() - i32::from(date.month() == 1);
    let last = date.year() + i32::from(date.month() == 12);
    holidays.iter().find(|holiday| {
        let falls = (first..=last).filter_map(|year| holiday.rule.date_in(year));
        falls.map(|falls| holiday.rule.kept(falls)).any(|kept| kept == date) && !holiday.except.contains(&date)
    })
}

fn is_open(open: [bool; 7], date: NaiveDate) -> bool {
    let weekday = date.weekday().num_days_from_monday() as usize;
    open.get(weekday).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
