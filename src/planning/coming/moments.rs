//! Moments by lot: on which days of a month, at which time of day and at which unit an audit comes that nobody expects.
//!
//! A month is cut into as many stretches as it has audits, so that they are spread over it. In each stretch the days
//! stand in an order drawn from the plan's seed, and the first one on which the unit works is taken. So a holiday moves
//! the one audit it falls on and no other, and the same plan draws the same moments however often it is asked.

use crate::base::act::mix;
use crate::base::calendar::Hours;
use crate::base::ids::UnitId;
use crate::base::zone::shifted;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The number of this way to draw; another way would be another number.
pub const ALGORITHM: u64 = 1;
/// The most audits a month: every stretch has a day, also in February.
pub const MOST_A_MONTH: i32 = 28;
/// Windows open at minutes that can be divided by this.
const GRID: i32 = 5;

/// An audit of a month, before any calendar is looked at.
pub struct Lot {
    /// The day it stands for, working day or not.
    pub planned: NaiveDate,
    /// The days of its stretch in the order they are tried.
    days: Vec<NaiveDate>,
    month: NaiveDate,
    nth: u64,
}

/// An audit of a month at a unit.
pub struct Drawn {
    /// The day it stands for.
    pub planned: NaiveDate,
    /// The day it is on.
    pub date: NaiveDate,
    /// What the time of day is drawn from.
    bits: u64,
}

/// The moments of one plan.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    /// The plan's seed.
    pub seed: u64,
    /// Audits a month.
    pub a_month: i32,
}

impl Draw {
    fn score(&self, what: u64, month: NaiveDate, nth: u64, of: u64) -> u64 {
        let of = mix(of ^ mix(nth << 8 | what));
        mix(mix(self.seed ^ mix(ALGORITHM)) ^ mix(month_number(month) ^ of))
    }

    /// The audits of the month of a date.
    pub fn lots(&self, of: NaiveDate) -> Vec<Lot> {
        let month = of.with_day(1).unwrap_or(of);
        let days = days_of(month);
        let count = self.a_month.clamp(1, MOST_A_MONTH);
        let lots = (0..count).filter_map(|nth| {
            let edge = |nth: i32| usize::try_from(nth).unwrap_or(0) * days.len() / usize::try_from(count).unwrap_or(1);
            let nth_bits = u64::from(nth.unsigned_abs());
            let mut days = days.get(edge(nth)..edge(nth + 1))?.to_vec();
            days.sort_by_key(|day| self.score(1, month, nth_bits, u64::from(day.day())));
            Some(Lot {
                planned: *days.first()?,
                days,
                month,
                nth: nth_bits,
            })
        });
        lots.collect()
    }

    /// The unit an audit of the month comes to: the units take turns in an order that is drawn anew each round, so that
    /// each is seen before any is seen again.
    pub fn unit(&self, lot: &Lot, units: &[UnitId]) -> Option<UnitId> {
        let count = u64::try_from(units.len()).ok().filter(|count| *count > 0)?;
        let number = month_number(lot.month) * u64::from(self.a_month.unsigned_abs()) + lot.nth;
        let (round, place) = (number / count, number % count);
        let mut order = units.to_vec();
        order.sort_by_key(|unit| {
            let (high, low) = unit.0.as_u64_pair();
            mix(self.seed ^ mix(ALGORITHM) ^ mix(round)) ^ mix(high ^ mix(low))
        });
        order.get(usize::try_from(place).ok()?).copied()
    }

    /// The days of these audits at a unit that works on some days: no two on a day while there are others.
    pub fn at(&self, lots: &[Lot], works: impl Fn(NaiveDate) -> bool) -> Vec<Drawn> {
        let first: Vec<Option<NaiveDate>> = lots
            .iter()
            .map(|lot| lot.days.iter().copied().find(|day| works(*day)))
            .collect();
        let mut taken: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for date in first.iter().flatten() {
            *taken.entry(*date).or_default() += 1;
        }
        let mut drawn = Vec::new();
        for (lot, date) in lots.iter().zip(first) {
            // no day of the stretch works: another day of the month, the emptiest ones first
            let date = date.or_else(|| {
                let others = days_of(lot.month).into_iter().filter(|day| works(*day));
                let key = |day: &NaiveDate| {
                    let lot_score = self.score(2, lot.month, lot.nth, u64::from(day.day()));
                    (taken.get(day).copied().unwrap_or(0), lot_score)
                };
                let date = others.min_by_key(key)?;
                *taken.entry(date).or_default() += 1;
                Some(date)
            });
            drawn.extend(date.map(|date| Drawn {
                planned: lot.planned,
                date,
                bits: self.score(3, lot.month, lot.nth, 0),
            }));
        }
        drawn
    }

    /// The audit that somebody added on a date.
    pub fn added(&self, date: NaiveDate) -> Drawn {
        Drawn {
            planned: date,
            date,
            bits: self.score(4, date, 0, u64::from(date.day())),
        }
    }
}

impl Drawn {
    /// The minute at which the window opens: inside the hours, so that all of it is; at their beginning when it is longer.
    pub fn opens(&self, hours: Hours, lasts: i32) -> i32 {
        let room = hours.closes.saturating_sub(hours.opens).saturating_sub(lasts).max(0);
        let places = u64::from((room / GRID + 1).unsigned_abs());
        let place = i32::try_from(self.bits % places).unwrap_or(0);
        hours.opens + GRID * place
    }
}

fn month_number(date: NaiveDate) -> u64 {
    u64::from(date.year().unsigned_abs()) * 12 + u64::from(date.month0())
}

fn days_of(month: NaiveDate) -> Vec<NaiveDate> {
    (0..31)
        .map(|n| shifted(month, n))
        .filter(|day| day.month() == month.month())
        .collect()
}
