//! What a shift is.

use super::super::model::{CannotArrange, LONGEST_NAME};
use crate::base::calendar::Hours;
use crate::base::ids::{ShiftId, UnitId};
use chrono::NaiveDate;

/// The most days of a shift's cycle.
pub const LONGEST_CYCLE: usize = 180;
const DAY: i32 = 24 * 60;

/// Working hours that rotate: early, late, night; four days on, four days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Identity.
    pub id: ShiftId,
    /// The unit it is kept at; it is offered there and below.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// What people call it.
    pub name: String,
    /// The local date of the first day of a cycle. The cycle repeats in both directions from there.
    pub first_day: NaiveDate,
    /// The hours of each day of the cycle, in minutes of the day of local time; `None` is a free day. Hours that close
    /// after 1440 run over midnight and belong to the day they began on.
    pub cycle: Vec<Option<Hours>>,
    /// Whether it is offered; a retired one stays for the plans that use it.
    pub active: bool,
    /// Counts the changes.
    pub revision: i32,
}

impl Shift {
    /// The hours of the shift that begin on this local date; `None` on a free day.
    ///
    /// Days are counted, not hours: the day the clock changes neither stretches nor shifts the cycle.
    pub fn hours_on(&self, date: NaiveDate) -> Option<Hours> {
        in_cycle(&self.cycle, self.first_day, date)
    }
}

fn in_cycle(cycle: &[Option<Hours>], first_day: NaiveDate, date: NaiveDate) -> Option<Hours> {
    let days = i64::try_from(cycle.len()).ok().filter(|days| *days > 0)?;
    let nth = date.signed_duration_since(first_day).num_days().rem_euclid(days);
    cycle.get(usize::try_from(nth).ok()?).copied().flatten()
}

/// A shift as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftWanted {
    /// What people call it.
    pub name: String,
    /// The local date of the first day of a cycle.
    pub first_day: NaiveDate,
    /// The hours of each day of the cycle.
    pub cycle: Vec<Option<Hours>>,
}

impl ShiftWanted {
    /// The hours that would begin on this local date.
    pub fn hours_on(&self, date: NaiveDate) -> Option<Hours> {
        in_cycle(&self.cycle, self.first_day, date)
    }
    /// Whether such a shift can be worked.
    ///
    /// # Errors
    /// [`CannotArrange`] in its words.
    pub fn check(&self) -> Result<(), CannotArrange> {
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(CannotArrange::Name);
        }
        if self.cycle.is_empty() || self.cycle.len() > LONGEST_CYCLE {
            return Err(CannotArrange::Cycle);
        }
        if self.cycle.iter().all(Option::is_none) {
            return Err(CannotArrange::NoTurn);
        }
        for (nth, hours) in self.cycle.iter().enumerate() {
            let Some(hours) = hours else { continue };
            let fits = (0..DAY).contains(&hours.opens) && (hours.opens + 1..=hours.opens + DAY).contains(&hours.closes);
            if !fits {
                return Err(CannotArrange::Hours);
            }
            // a turn over midnight is over before the next one begins
            let next = self.cycle.get((nth + 1) % self.cycle.len()).copied().flatten();
            if next.is_some_and(|next| hours.closes - DAY > next.opens) {
                return Err(CannotArrange::Overlap(nth + 1));
            }
        }
        Ok(())
    }
}
