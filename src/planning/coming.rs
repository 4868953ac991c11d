//! When a plan comes round at a unit: the rule's days or moments by lot, with the working calendar, the shift, the
//! exceptions and the pause. Pure: the same plan and calendar give the same audits.
//!
//! Words. The *planned* day is the day of the rule; it is what an audit is known by. Its *day* is another one when the
//! planned day is a holiday and the plan moves its audits. With a shift, the day is the one on which the shift begins; a
//! window that opens after midnight opens on the local date after it.

pub mod moments;

use super::model::{HolidayPolicy, Moments, Occurrence, Plan, Timing};
use crate::agency::shifts::model::Shift;
use crate::base::calendar::{BARREN, Calendar, Holiday, Hours};
use crate::base::holidays;
use crate::base::ids::UnitId;
use crate::base::recurrence::BadRecurrence;
use crate::base::zone::{DAY, shifted};
use chrono::{Datelike, NaiveDate};
use moments::{Draw, Drawn};
use std::collections::{BTreeMap, BTreeSet};

/// How far around the days asked for holidays are looked up.
const AROUND: i64 = 400;
/// A rule has to come round at least once in so many days.
const YEAR: i64 = 366;

/// Everything that decides when a plan comes round.
#[derive(Debug, Clone)]
pub struct Coming {
    /// The rule, the window and the policy.
    pub timing: Timing,
    /// Whether and how moments are drawn.
    pub moments: Moments,
    /// Where drawn moments come from.
    pub seed: u64,
    /// The shift it goes by.
    pub shift: Option<Shift>,
    /// Single dates: true is added, false is left out.
    pub exceptions: BTreeMap<NaiveDate, bool>,
    /// Whether it is paused, and until which local date.
    pub pause: Pause,
}

/// Whether a plan makes audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pause {
    /// It does.
    #[default]
    Not,
    /// From this local date on.
    Until(NaiveDate),
    /// Not before somebody resumes it.
    Open,
}

/// A unit that a plan covers.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The unit.
    pub unit: UnitId,
    /// All units the plan covers, in the order of their ids: where the unit is drawn, it is one of them.
    pub units: &'a [UnitId],
    /// Its working calendar.
    pub calendar: &'a Calendar,
}

impl Coming {
    /// What a plan says, without its shift and exceptions, which are kept elsewhere.
    ///
    /// # Errors
    /// When the stored rule is none, which no operation writes.
    pub fn of(plan: &Plan) -> Result<Self, BadRecurrence> {
        Ok(Self {
            moments: plan.moments(),
            seed: plan.seed.cast_unsigned(),
            pause: match (plan.active, plan.paused_until) {
                (true, _) => Pause::Not,
                (false, Some(date)) => Pause::Until(date),
                (false, None) => Pause::Open,
            },
            ..Self::plain(plan.timing()?)
        })
    }
    /// A rule and nothing else.
    pub fn plain(timing: Timing) -> Self {
        Self {
            timing,
            moments: Moments::default(),
            seed: 0,
            shift: None,
            exceptions: BTreeMap::new(),
            pause: Pause::Not,
        }
    }
    fn draw(&self) -> Option<Draw> {
        let a_month = self.moments.drawn_a_month?;
        Some(Draw {
            seed: self.seed,
            a_month,
        })
    }
    /// Whether each of the month's audits comes to one drawn unit instead of to every unit.
    pub fn draws_the_unit(&self, units: usize) -> bool {
        self.moments.drawn_a_month.is_some() && self.moments.unannounced && units > 1
    }

    /// What comes round at a unit on the planned days between two local dates, both included, in the order of those
    /// days; with those that fall on a closure, marked so. Asking in pieces gives the same as asking at once.
    pub fn occurrences(&self, at: Ground<'_>, from: NaiveDate, until: NaiveDate) -> Vec<Occurrence> {
        if self.pause == Pause::Open || from > until {
            return Vec::new();
        }
        let days = Days {
            coming: self,
            calendar: flat(at.calendar, from, until),
        };
        let mut found = match self.draw() {
            Some(draw) => self.drawn(&days, &draw, at, from, until),
            None => self.ruled(&days, from, until),
        };
        if let Pause::Until(date) = self.pause {
            found.retain(|one| one.date >= date);
        }
        found
    }

    fn ruled(&self, days: &Days<'_>, from: NaiveDate, until: NaiveDate) -> Vec<Occurrence> {
        let timing = &self.timing;
        let last = timing.ends_on.map_or(until, |ends| until.min(ends));
        let mut planned: BTreeSet<NaiveDate> = timing
            .recurrence
            .dates(timing.starts_on, from, last)
            .into_iter()
            .collect();
        for (date, added) in self.exceptions.range(from..=until) {
            if *added {
                planned.insert(*date);
            } else {
                planned.remove(date);
            }
        }
        planned
            .into_iter()
            .filter_map(|planned| {
                let day = if self.exceptions.contains_key(&planned) {
                    planned
                } else {
                    days.day_of(planned)?
                };
                days.occurrence(planned, day, days.window(day)?)
            })
            .collect()
    }

    fn drawn(
        &self,
        days: &Days<'_>,
        draw: &Draw,
        at: Ground<'_>,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Vec<Occurrence> {
        let timing = &self.timing;
        let mut found = BTreeMap::new();
        let mut take = |drawn: Drawn| {
            let Some(hours) = days.hours(drawn.date) else { return };
            let lasts = timing.due_minute - timing.opens_minute;
            let opens = drawn.opens(hours, lasts);
            if let Some(one) = days.occurrence(drawn.planned, drawn.date, (opens, opens + lasts)) {
                found.entry(drawn.planned).or_insert(one);
            }
        };
        let mut month = from.with_day(1).unwrap_or(from);
        while month <= until {
            let mut lots = draw.lots(month);
            if self.draws_the_unit(at.units.len()) {
                lots.retain(|lot| draw.unit(lot, at.units) == Some(at.unit));
            }
            let works = |date: NaiveDate| days.works(date) && self.exceptions.get(&date) != Some(&false);
            for drawn in draw.at(&lots, works) {
                let holds = drawn.date >= timing.starts_on && timing.ends_on.is_none_or(|ends| drawn.date <= ends);
                if holds && (from..=until).contains(&drawn.planned) {
                    take(drawn);
                }
            }
            month = match shifted(month, 31).with_day(1) {
                Some(next) if next > month => next,
                _ => break,
            };
        }
        let added = self.exceptions.range(from..=until).filter(|(_, added)| **added);
        for (date, _) in added {
            take(draw.added(*date));
        }
        found.into_values().collect()
    }

    /// The first planned day whose audit can be on this local date.
    pub fn reach(&self, calendar: &Calendar, date: NaiveDate) -> NaiveDate {
        // a window of a shift may open on the date after the day it belongs to
        let day = if self.shift.is_some() { shifted(date, -1) } else { date };
        if self.moments.drawn_a_month.is_some() {
            day.with_day(1).unwrap_or(day)
        } else if self.timing.holiday_policy == HolidayPolicy::Next {
            self.beside(calendar, day, -1)
                .map_or(day, |before| shifted(before, 1))
                .min(day)
        } else {
            day
        }
    }
    /// The last planned day whose audit can be on this local date.
    pub fn extent(&self, calendar: &Calendar, date: NaiveDate) -> NaiveDate {
        if self.moments.drawn_a_month.is_some() {
            let next = shifted(date.with_day(1).unwrap_or(date), 31);
            shifted(next.with_day(1).unwrap_or(next), -1).max(date)
        } else if self.timing.holiday_policy == HolidayPolicy::Previous {
            self.beside(calendar, date, 1)
                .map_or(date, |next| shifted(next, -1))
                .max(date)
        } else {
            date
        }
    }
    /// The nearest day before or after this one on which the unit works.
    fn beside(&self, calendar: &Calendar, date: NaiveDate, step: i64) -> Option<NaiveDate> {
        let reach = step * AROUND;
        let (from, until) = (date.min(shifted(date, reach)), date.max(shifted(date, reach)));
        let days = Days {
            coming: self,
            calendar: flat(calendar, from, until),
        };
        days.beside(date, step)
    }

    /// The next times it comes round at a unit from a local date on, at most so many, looking two years ahead; those on
    /// closures left out. In the order of their days.
    pub fn next(&self, at: Ground<'_>, from: NaiveDate, count: usize) -> Vec<Occurrence> {
        let first = self.reach(at.calendar, from);
        for days in [45, YEAR, 2 * YEAR] {
            let start = from.max(self.timing.starts_on);
            let mut found = self.occurrences(at, first, shifted(start, days));
            found.retain(|one| !one.closed && one.date >= from);
            found.sort_by_key(|one| (one.opens_at, one.slot));
            if found.len() >= count || days == 2 * YEAR {
                found.truncate(count);
                return found;
            }
        }
        Vec::new()
    }
}

/// The days of one unit, its yearly holidays written out.
struct Days<'a> {
    coming: &'a Coming,
    calendar: Calendar,
}

impl Days<'_> {
    /// Whether audits can be on this day, closures not considered. Where no day ever works, every day does: an audit
    /// that is seen beats a calendar nobody filled in.
    fn works(&self, date: NaiveDate) -> bool {
        match &self.coming.shift {
            Some(shift) => shift.hours_on(date).is_some() && !self.is_holiday(date),
            None => {
                let hours = &self.calendar.hours;
                self.opening_hours(date).is_some() && !self.is_holiday(date) || hours.iter().all(Option::is_none)
            }
        }
    }
    /// Whether it is a holiday; a closure is none, as it excuses an audit and moves none.
    fn is_holiday(&self, date: NaiveDate) -> bool {
        let day = self.calendar.holidays.get(&date);
        day.is_some_and(|day| !day.closure)
    }
    /// The opening hours of the weekday.
    fn opening_hours(&self, date: NaiveDate) -> Option<Hours> {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
        self.calendar.hours.get(weekday).copied().flatten()
    }
    fn beside(&self, date: NaiveDate, step: i64) -> Option<NaiveDate> {
        (1..=i64::from(BARREN))
            .map(|n| shifted(date, n * step))
            .find(|date| self.works(*date))
    }
    /// The day of the audit that the rule puts on a day.
    fn day_of(&self, planned: NaiveDate) -> Option<NaiveDate> {
        if self.works(planned) {
            return Some(planned);
        }
        // days on which the shift is free are no days of the plan
        if self
            .coming
            .shift
            .as_ref()
            .is_some_and(|shift| shift.hours_on(planned).is_none())
        {
            return None;
        }
        match self.coming.timing.holiday_policy {
            HolidayPolicy::Skip => None,
            HolidayPolicy::Next => self.beside(planned, 1),
            HolidayPolicy::Previous => self.beside(planned, -1),
        }
    }
    /// The hours of a day that moments are drawn from; the whole day where there are none.
    fn hours(&self, date: NaiveDate) -> Option<Hours> {
        match &self.coming.shift {
            Some(shift) => shift.hours_on(date),
            None => Some(self.opening_hours(date).unwrap_or(Hours { opens: 0, closes: DAY })),
        }
    }
    /// The window of a day in minutes of that day; `None` where the shift is free.
    fn window(&self, day: NaiveDate) -> Option<(i32, i32)> {
        let timing = &self.coming.timing;
        let start = match &self.coming.shift {
            Some(shift) => shift.hours_on(day)?.opens,
            None => 0,
        };
        Some((start + timing.opens_minute, start + timing.due_minute))
    }
    fn occurrence(&self, planned: NaiveDate, day: NaiveDate, (opens, due): (i32, i32)) -> Option<Occurrence> {
        let later = opens.div_euclid(DAY);
        let date = shifted(day, later.into());
        let (opens_minute, due_minute) = (opens - later * DAY, due - later * DAY);
        let zone = &self.calendar.zone;
        let due_at = zone.instant(date, due_minute);
        let grace = self.coming.timing.grace_minutes;
        Some(Occurrence {
            planned,
            date,
            slot: slot_of(planned, date)?,
            opens_minute,
            due_minute,
            opens_at: zone.instant(date, opens_minute),
            due_at,
            closes_at: self.calendar.add_working_minutes(due_at, grace.into()).max(due_at),
            closed: self.calendar.is_closure(day) || self.calendar.is_closure(date),
        })
    }
}

/// Tells the audits of a day apart that were planned for different days: 1 for its own, odd for those moved from before,
/// even for those moved from after.
fn slot_of(planned: NaiveDate, date: NaiveDate) -> Option<i32> {
    let moved = i32::try_from(date.signed_duration_since(planned).num_days()).ok()?;
    Some(if moved >= 0 { 1 + 2 * moved } else { -2 * moved })
}

/// The calendar with the yearly holidays and the changes of the clock around these days written out, so that each day is
/// found at once.
fn flat(calendar: &Calendar, from: NaiveDate, until: NaiveDate) -> Calendar {
    let (from, until) = (shifted(from, -AROUND), shifted(until, AROUND));
    let mut flat = Calendar {
        zone: calendar.zone.over(from, until),
        hours: calendar.hours,
        holidays: calendar.holidays.clone(),
        yearly: Vec::new(),
    };
    for day in holidays::days_off(&calendar.yearly, calendar.open_days(), from, until) {
        let name = calendar.yearly.get(day.index).map(|yearly| yearly.name.clone());
        flat.holidays.entry(day.date).or_insert_with(|| Holiday {
            name: name.unwrap_or_default(),
            closure: false,
        });
    }
    flat
}

#[cfg(test)]
mod tests;
