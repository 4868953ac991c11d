//! Working time: which days and minutes of a unit count for a deadline.
//!
//! A working day has opening hours and is neither a holiday nor a closure. Working minutes are minutes of opening hours
//! that really pass: on the day the clock springs forward, hours that contain the gap are an hour shorter.
//!
//! A calendar may be wrong (no opening hours at all, ten years of closure): nothing here runs for ever. Where no
//! working day can be found within [`BARREN`] days, every day of the calendar counts instead, so that a deadline exists
//! and somebody sees it.

use crate::base::clock::Instant;
use crate::base::holidays::{self, Yearly};
use crate::base::zone::{DAY, Zone, shifted};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use std::collections::BTreeMap;

/// How many days in a row without work are searched before every day counts: about ten years.
pub const BARREN: i32 = 3_660;
/// The longest deadline, in days: about a hundred years. Longer ones are cut to it.
pub const LONGEST: i32 = 36_525;

/// When a unit is open on one day of the week, in minutes of the day in local time: 480 is 8:00, 1020 is 17:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hours {
    /// The first minute that counts.
    pub opens: i32,
    /// The minute at which it stops counting; more than 1440 is after midnight, at most 2880, and belongs to the day it
    /// began on.
    pub closes: i32,
}

/// A single day on which a unit does not work although the weekday has opening hours.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Holiday {
    /// What it is called: "Thanksgiving", "Flood".
    pub name: String,
    /// The unit was closed for a reason that excuses its audits; a plain holiday moves or skips them by the plan's policy.
    pub closure: bool,
}

/// The working days and opening hours of a unit, in the unit's time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The time zone the dates and hours are in.
    pub zone: Zone,
    /// The opening hours, Monday first; `None` is a weekday without work.
    pub hours: [Option<Hours>; 7],
    /// Single days without work, by local date.
    pub holidays: BTreeMap<NaiveDate, Holiday>,
    /// Days without work that come round every year.
    pub yearly: Vec<Yearly>,
}

/// When something is due: the local date people speak of, and the moment in UTC at which it becomes late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Due {
    /// The local date.
    pub date: NaiveDate,
    /// The end of the opening hours of that date, or the end of the date when it has none.
    pub at: Instant,
}

impl Calendar {
    /// A calendar with the same hours (minutes of the day, local time) from Monday to Friday and no holidays.
    pub fn weekdays(zone: Zone, opens: i32, closes: i32) -> Self {
        let open = Some(Hours { opens, closes });
        Self {
            zone,
            hours: [open, open, open, open, open, None, None],
            holidays: BTreeMap::new(),
            yearly: Vec::new(),
        }
    }

    // days

    /// Whether the unit works on this local date.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.hours_on(date.weekday()).is_some() && self.why_off(date).is_none()
    }
    /// What the holiday or closure of this local date is called; `None` where neither is, weekend or not.
    pub fn why_off(&self, date: NaiveDate) -> Option<&str> {
        let single = self.holidays.get(&date).map(|holiday| holiday.name.as_str());
        single
            .or_else(|| holidays::holiday_on(&self.yearly, self.open_days(), date).map(|holiday| holiday.name.as_str()))
    }
    /// The holidays and closures after one local date up to another that fall on days with opening hours: first and last
    /// day and name, days of one name in a row together.
    pub fn off_between(&self, after: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, NaiveDate, &str)> {
        let mut off: Vec<(NaiveDate, NaiveDate, &str)> = Vec::new();
        let days = after.iter_days().skip(1).take_while(|date| *date <= until);
        for date in days.take(usize::try_from(LONGEST).unwrap_or_default()) {
            let Some(name) = self.why_off(date).filter(|_| self.hours_on(date.weekday()).is_some()) else {
                continue;
            };
            match off.last_mut() {
                Some((_, last, known)) if *known == name && self.working_days_between(*last, date) == 0 => *last = date,
                _ => off.push((date, date, name)),
            }
        }
        off
    }
    /// The weekdays with opening hours, Monday first.
    pub fn open_days(&self) -> [bool; 7] {
        self.hours.map(|hours| hours.is_some())
    }
    /// Whether the unit is closed on this local date, so that an audit of that day is not expected.
    pub fn is_closure(&self, date: NaiveDate) -> bool {
        self.holidays.get(&date).is_some_and(|holiday| holiday.closure)
    }
    /// The first working day after this local date.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        self.add_working_days(date, 1)
    }
    /// This local date when it is a working day, else the first one after it.
    pub fn on_or_after(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working_day(date) || self.never_works() {
            date
        } else {
            self.next_working_day(date)
        }
    }
    /// The local date so many working days later: the first working day after `from` is day one. Negative counts
    /// back from the first working day before `from`; zero is `from` itself, working day or not.
    pub fn add_working_days(&self, from: NaiveDate, days: i32) -> NaiveDate {
        let days = days.clamp(-LONGEST, LONGEST);
        let step = days.signum();
        let (mut date, mut left, mut barren) = (from, days, 0);
        while left != 0 {
            if self.never_works() || barren > BARREN {
                return shifted(date, (left - barren * step).into());
            }
            date = shifted(date, step.into());
            if self.is_working_day(date) {
                left -= step;
                barren = 0;
            } else {
                barren += 1;
            }
        }
        date
    }
    /// The local date so many working days before this one: a reminder three working days ahead of Monday goes out on
    /// Wednesday.
    pub fn days_before(&self, date: NaiveDate, days: i32) -> NaiveDate {
        self.add_working_days(date, days.saturating_neg())
    }
    /// How many working days from `a` to `b`, both local dates; negative when `b` is earlier. `a` itself never counts.
    ///
    /// It is the inverse of [`Calendar::add_working_days`]: adding the result to `a` gives `b` when `b` is a working day.
    pub fn working_days_between(&self, a: NaiveDate, b: NaiveDate) -> i32 {
        if b < a {
            // the working days from b on that lie before a
            return -self.count(b, a);
        }
        // the working days after a up to b
        self.count(shifted(a, 1), shifted(b, 1))
    }
    /// When something given so many working days is due, counted from the moment it began: the day after is day one.
    ///
    /// With no days it is due at the end of today's opening hours, or of the next working day's when today is none or
    /// those hours are over.
    pub fn due(&self, from: Instant, days: i32) -> Due {
        let today = self.zone.local(from).date;
        if days > 0 {
            return self.due_on(self.add_working_days(today, days));
        }
        let due = self.due_on(self.on_or_after(today));
        if due.at > from {
            due
        } else {
            self.due_on(self.next_working_day(due.date))
        }
    }
    /// When something is due that is due on this local date: the end of its opening hours, or of the date when it has
    /// none.
    pub fn due_on(&self, date: NaiveDate) -> Due {
        let at = match self.working_hours(date) {
            Some(hours) => self.zone.instant(date, hours.closes),
            None => self.zone.day_start(shifted(date, 1)),
        };
        Due { date, at }
    }

    // minutes

    /// The moments at which the unit opens and closes on this local date; `None` on a day without work.
    ///
    /// Hours that began the day before and run into this date's hours keep what they have: no minute counts twice.
    pub fn open_on(&self, date: NaiveDate) -> Option<(Instant, Instant)> {
        let before = self
            .working_hours(shifted(date, -1))
            .map_or(0, |hours| hours.closes - DAY);
        let hours = self.working_hours(date)?;
        let (opens, closes) = (hours.opens.max(before), hours.closes);
        let (opens, closes) = (self.zone.instant(date, opens), self.zone.instant(date, closes));
        (opens < closes).then_some((opens, closes))
    }
    /// The moment so many working minutes later; negative is earlier, zero is `from` itself.
    ///
    /// Minutes that end with the opening hours end at closing time, not at the next opening.
    pub fn add_working_minutes(&self, from: Instant, minutes: i64) -> Instant {
        let span = minutes.clamp(-LONGEST_MINUTES, LONGEST_MINUTES);
        let (forward, mut left) = (span > 0, TimeDelta::minutes(span.abs()));
        let signed = |span: TimeDelta| if forward { span } else { -span };
        if left.is_zero() || self.never_works() {
            return later(from, signed(left));
        }
        // hours that run past midnight belong to the day before: begin one day outside
        let mut date = shifted(self.zone.local(from).date, if forward { -1 } else { 1 });
        let (mut cursor, mut barren) = (from, 0);
        for _ in 0..LONGEST {
            let open = self.open_on(date).map(|(opens, closes)| {
                if forward {
                    (opens.max(cursor), closes)
                } else {
                    (opens, closes.min(cursor))
                }
            });
            barren += 1;
            if let Some((opens, closes)) = open.filter(|(opens, closes)| opens < closes) {
                let lasts = closes.since(opens);
                if left <= lasts {
                    return later(if forward { opens } else { closes }, signed(left));
                }
                left -= lasts;
                cursor = if forward { closes } else { opens };
                barren = 0;
            }
            if barren > BARREN {
                break;
            }
            date = shifted(date, if forward { 1 } else { -1 });
        }
        later(cursor, signed(left))
    }
    /// How many whole working minutes pass from `a` to `b`; negative when `b` is earlier.
    pub fn working_minutes_between(&self, a: Instant, b: Instant) -> i64 {
        if b < a {
            return -self.working_minutes_between(b, a);
        }
        if self.never_works() {
            return b.since(a).num_minutes();
        }
        let mut date = shifted(self.zone.local(a).date, -1);
        let last = self.zone.local(b).date.min(shifted(date, LONGEST.into()));
        let (mut cursor, mut sum) = (a, TimeDelta::zero());
        while date <= last {
            if let Some((opens, closes)) = self.open_on(date) {
                let (opens, closes) = (opens.max(cursor), closes.min(b));
                if opens < closes {
                    sum += closes.since(opens);
                    cursor = closes;
                }
            }
            let next = shifted(date, 1);
            if next == date {
                break; // the end of the calendar
            }
            date = next;
        }
        sum.num_minutes()
    }

    fn hours_on(&self, weekday: Weekday) -> Option<Hours> {
        self.hours
            .get(weekday.num_days_from_monday() as usize)
            .copied()
            .flatten()
    }
    /// The hours of this local date when it is a working day, kept to this date and the next.
    fn working_hours(&self, date: NaiveDate) -> Option<Hours> {
        let hours = self.hours_on(date.weekday()).filter(|_| self.is_working_day(date))?;
        Some(Hours {
            opens: hours.opens.clamp(0, 2 * DAY),
            closes: hours.closes.clamp(0, 2 * DAY),
        })
    }
    fn never_works(&self) -> bool {
        self.hours.iter().all(Option::is_none)
    }
    /// Working days from `a` (with it) to `b` (without it), for `a` not after `b`, without walking over whole weeks:
    /// lists of hundreds of open findings ask this for every row.
    fn count(&self, a: NaiveDate, b: NaiveDate) -> i32 {
        let days = b.signed_duration_since(a).num_days();
        if self.never_works() {
            return i32::try_from(days).unwrap_or(i32::MAX);
        }
        let open = |date: NaiveDate| self.hours_on(date.weekday()).is_some();
        let in_weeks = days / 7 * self.hours.iter().flatten().count() as i64;
        let in_rest = (0..days % 7).filter(|n| open(shifted(a, *n))).count() as i64;
        let lost = if a < b {
            let single = self.holidays.range(a..b).filter(|(date, _)| open(**date)).count();
            let yearly = holidays::days_off(&self.yearly, self.open_days(), a, shifted(b, -1));
            let yearly = yearly
                .iter()
                .filter(|day| open(day.date) && !self.holidays.contains_key(&day.date));
            (single + yearly.count()) as i64
        } else {
            0
        };
        i32::try_from(in_weeks + in_rest - lost).unwrap_or(i32::MAX)
    }
}

const LONGEST_MINUTES: i64 = LONGEST as i64 * DAY as i64;

/// A moment and a span later; stays where it is at the end of the calendar.
fn later(at: Instant, span: TimeDelta) -> Instant {
    at.0.checked_add_signed(span).map_or(at, Instant)
}

#[cfg(test)]
mod tests;
