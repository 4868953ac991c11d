//! What a working calendar is made of, as it is kept.

use super::super::model::{CannotArrange, LONGEST_NAME};
use crate::base::days::{EARLIEST, LATEST};
use crate::base::holidays::{Comes, Observed, Rule};
use crate::base::ids::{CalendarChangeId, HolidayId, HolidayRuleId, PersonId, UnitId};
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::schema::holiday_rules;
use crate::{text_column, text_enum};
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

/// The most days one holiday or closure lasts.
pub const LONGEST_DAYS_OFF: i64 = 366;

text_enum! {
    /// What changed in a working calendar.
    pub enum ChangeKind {
        /// The time zone.
        Zone = "zone",
        /// Opening hours.
        Hours = "hours",
        /// A single holiday.
        Holiday = "holiday",
        /// A yearly holiday.
        Rule = "rule",
        /// A day that is worked although it is off above.
        Worked = "worked",
        /// A closure, which excuses audits.
        Closure = "closure",
        /// A shift.
        Shift = "shift",
        /// The unit's place in the tree, and with it all that it takes from above.
        Place = "place",
    }
}
text_column!(ChangeKind, Observed);

/// A change of a working calendar, as planning follows it.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct CalendarChange {
    /// Identity.
    pub id: CalendarChangeId,
    /// Where it was made; it counts there and below.
    pub unit_id: UnitId,
    /// When.
    pub at: crate::base::clock::Instant,
    /// Who made it; `None` when a timed job did.
    pub who: Option<PersonId>,
    /// What changed.
    pub what: ChangeKind,
    /// The first local date it touches.
    pub from_date: NaiveDate,
    /// The last one; `None` when it has no end.
    pub until_date: Option<NaiveDate>,
    /// The same in words.
    pub said: Said,
}

/// A day or several that a unit does not work, as it is kept.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct DayOff {
    /// Identity.
    pub id: HolidayId,
    /// The unit it is kept at; it counts there and below.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// The first local date.
    pub date: NaiveDate,
    /// The last one, when it is longer than a day.
    pub until: Option<NaiveDate>,
    /// What it is called.
    pub name: String,
    /// Whether the unit is closed for a reason that excuses its audits.
    pub closure: bool,
}

impl DayOff {
    /// The last local date.
    pub fn last(&self) -> NaiveDate {
        last_of(self.date, self.until)
    }
    /// What kind of change it is to add it or to take it away.
    pub fn kind(&self) -> ChangeKind {
        if self.closure {
            ChangeKind::Closure
        } else {
            ChangeKind::Holiday
        }
    }
}

/// The last date of a day off, never before the first and never farther than [`LONGEST_DAYS_OFF`].
pub fn last_of(date: NaiveDate, until: Option<NaiveDate>) -> NaiveDate {
    until.unwrap_or(date).clamp(date, shifted(date, LONGEST_DAYS_OFF - 1))
}

/// A holiday or closure somebody wants to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDaysOff {
    /// The first local date.
    pub from: NaiveDate,
    /// The last one; the same for a single day.
    pub until: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Whether it excuses audits.
    pub closure: bool,
}

impl NewDaysOff {
    /// Whether the dates can be kept.
    ///
    /// # Errors
    /// [`CannotArrange`] in its words.
    pub fn check(&self) -> Result<(), CannotArrange> {
        if self.until < self.from {
            return Err(CannotArrange::EndsEarly);
        }
        if self.until > shifted(self.from, LONGEST_DAYS_OFF - 1) {
            return Err(CannotArrange::TooLong);
        }
        if self.from < EARLIEST || self.until > LATEST {
            return Err(CannotArrange::FarDate);
        }
        Ok(())
    }
}

/// A yearly holiday as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptRule {
    /// Identity.
    pub id: HolidayRuleId,
    /// The unit it is kept at; it counts there and below.
    pub unit_id: UnitId,
    /// What it is called.
    pub name: String,
    /// When it comes.
    pub rule: Rule,
    /// Counts the changes.
    pub revision: i32,
}

/// A row of the table.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = holiday_rules, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct RuleRow {
    id: HolidayRuleId,
    unit_id: UnitId,
    name: String,
    month: i32,
    day: Option<i32>,
    nth: Option<i32>,
    weekday: Option<i32>,
    days_after: i32,
    observed: Observed,
    from_year: Option<i32>,
    until_year: Option<i32>,
    revision: i32,
}

impl From<RuleRow> for KeptRule {
    fn from(row: RuleRow) -> Self {
        let small = |n: i32| u32::try_from(n).unwrap_or_default();
        let comes = match (row.day, row.nth, row.weekday) {
            (None, Some(nth), Some(weekday)) => Comes::Weekday {
                nth,
                weekday: small(weekday),
                month: small(row.month),
                days_after: small(row.days_after),
            },
            (day, ..) => Comes::Date {
                month: small(row.month),
                day: small(day.unwrap_or_default()),
            },
        };
        Self {
            id: row.id,
            unit_id: row.unit_id,
            name: row.name,
            rule: Rule {
                comes,
                observed: row.observed,
                from_year: row.from_year,
                until_year: row.until_year,
            },
            revision: row.revision,
        }
    }
}

impl From<&KeptRule> for RuleRow {
    fn from(kept: &KeptRule) -> Self {
        let big = |n: u32| i32::try_from(n).unwrap_or_default();
        let (month, day, nth, weekday, days_after) = match kept.rule.comes {
            Comes::Date { month, day } => (month, Some(big(day)), None, None, 0),
            Comes::Weekday {
                nth,
                weekday,
                month,
                days_after,
            } => (month, None, Some(nth), Some(big(weekday)), big(days_after)),
        };
        Self {
            id: kept.id,
            unit_id: kept.unit_id,
            name: kept.name.clone(),
            month: big(month),
            day,
            nth,
            weekday,
            days_after,
            observed: kept.rule.observed,
            from_year: kept.rule.from_year,
            until_year: kept.rule.until_year,
            revision: kept.revision,
        }
    }
}

/// Whether a yearly holiday can be kept.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn check_rule(name: &str, rule: &Rule) -> Result<(), CannotArrange> {
    if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(CannotArrange::Name);
    }
    if !rule.comes.is_possible() {
        return Err(CannotArrange::NoSuchDay);
    }
    let years = EARLIEST.year()..=LATEST.year();
    let known = |year: Option<i32>| year.is_none_or(|year| years.contains(&year));
    if !known(rule.from_year) || !known(rule.until_year) {
        return Err(CannotArrange::FarDate);
    }
    if let (Some(from), Some(until)) = (rule.from_year, rule.until_year)
        && until < from
    {
        return Err(CannotArrange::EndsEarly);
    }
    Ok(())
}
