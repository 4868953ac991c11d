//! The calendar of audits: which days a view shows, and what the plans will give on those for which no audits are made.

use super::board_queries;
use super::model::Plan;
use super::queries;
use crate::agency;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::ids::{TemplateId, UnitId};
use crate::base::text::Localized;
use crate::base::zone::shifted;
use crate::people::model::{Scope, Within};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::text_enum;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{HashMap, HashSet};

/// The most audits one view shows; the numbers above it count all of them.
pub const MOST_SHOWN: usize = 2_000;
/// How far a holiday can move an audit, in days, for looking ahead.
const FARTHEST_MOVE: i64 = 35;

text_enum! {
    /// How the calendar is looked at.
    pub enum View {
        /// A month, a week a row.
        Month = "month",
        /// One week, Monday first.
        Week = "week",
        /// A month, a day after the other.
        List = "list",
        /// One day.
        Day = "day",
    }
}

/// The days a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How they are looked at.
    pub view: View,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Period {
    /// The days that a view around a local date shows.
    pub fn around(view: View, date: NaiveDate) -> Self {
        let (first, last) = match view {
            View::Day => (date, date),
            View::Week => {
                let monday = shifted(date, -i64::from(date.weekday().num_days_from_monday()));
                (monday, shifted(monday, 6))
            }
            View::Month | View::List => {
                let first = date.with_day(1).unwrap_or(date);
                (first, shifted(first + Months::new(1), -1))
            }
        };
        Self { view, first, last }
    }
    /// A day of the period before.
    pub fn before(&self) -> NaiveDate {
        shifted(self.first, -1)
    }
    /// A day of the period after.
    pub fn after(&self) -> NaiveDate {
        shifted(self.last, 1)
    }
    /// The weeks that hold its days, each by its Monday.
    pub fn weeks(&self) -> Vec<NaiveDate> {
        let mut weeks = Vec::new();
        let mut monday = Self::around(View::Week, self.first).first;
        while monday <= self.last {
            weeks.push(monday);
            monday = shifted(monday, 7);
        }
        weeks
    }
    /// Whether a day is one of its days.
    pub fn holds(&self, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&date)
    }
}

/// What a calendar is asked for beside its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// Where.
    pub within: Option<Within>,
    /// Of this layer only.
    pub layer: Option<i32>,
}

/// An audit a plan will give: it is made when its day comes near.
#[derive(Debug, Clone, PartialEq)]
pub struct Coming {
    /// The plan.
    pub plan: Plan,
    /// Title of its checklist.
    pub title: Localized,
    /// Where.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// The local date.
    pub date: NaiveDate,
    /// When its window opens.
    pub opens_at: Instant,
    /// The minute of the local day at which it opens.
    pub minute: i32,
}

/// The working calendars that were asked for, each read once.
#[derive(Default)]
pub struct Calendars(HashMap<UnitId, Calendar>);

impl Calendars {
    /// The working calendar of a unit.
    ///
    /// # Errors
    /// As [`agency::queries::calendar`].
    pub fn of(&mut self, conn: &mut Conn, unit: UnitId) -> AppResult<&Calendar> {
        Ok(match self.0.entry(unit) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => new.insert(agency::queries::calendar(conn, unit)?),
        })
    }
}

/// The first day for which a plan has made no audits at a unit yet.
pub fn first_unmade(plan: &Plan, today: NaiveDate) -> NaiveDate {
    plan.made_until.map_or(today, |made| today.max(shifted(made, 1)))
}

/// What the active plans will give in a period beyond the days for which audits are made: at most so many; `false` when
/// there is more. Plans that come unannounced show only to those who audit at their layer or above.
///
/// # Errors
/// Only when the database fails.
pub fn coming(
    conn: &mut Conn,
    scope: &Scope,
    wish: Wish,
    period: &Period,
    now: Instant,
    most: usize,
) -> AppResult<(Vec<Coming>, bool)> {
    let inside: HashSet<UnitId> = board_queries::units_inside(conn, scope, wish.within)?
        .into_iter()
        .collect();
    let mut calendars = Calendars::default();
    let mut ready: HashMap<(TemplateId, i32), bool> = HashMap::new();
    let mut knows: HashMap<(UnitId, i32), bool> = HashMap::new();
    let mut found = Vec::new();
    for (plan, title) in board_queries::active_plans(conn, wish.layer)? {
        if plan
            .made_until
            .is_some_and(|made| made >= shifted(period.last, FARTHEST_MOVE))
        {
            continue;
        }
        let key = (plan.template_id, plan.layer);
        let is_ready = match ready.get(&key) {
            Some(known) => *known,
            None => {
                let version = queries::newest_version(conn, plan.template_id, plan.layer)?;
                *ready.entry(key).or_insert(matches!(version, Some((_, _, true))))
            }
        };
        if !is_ready {
            continue;
        }
        let timing = plan.timing().map_err(AppError::broken)?;
        for unit in queries::covered(conn, plan.id)? {
            if !unit.active || !inside.contains(&unit.unit_id) {
                continue;
            }
            if plan.unannounced {
                let key = (unit.unit_id, plan.layer);
                let in_the_know = match knows.get(&key) {
                    Some(known) => *known,
                    None => {
                        let known = board_queries::is_in_the_know(conn, scope.person, unit.unit_id, plan.layer)?;
                        *knows.entry(key).or_insert(known)
                    }
                };
                if !in_the_know {
                    continue;
                }
            }
            let calendar = calendars.of(conn, unit.unit_id)?;
            let unmade = first_unmade(&plan, calendar.zone.local(now).date);
            let from = unmade.max(shifted(period.first, -FARTHEST_MOVE));
            for one in timing.occurrences(calendar, from, shifted(period.last, FARTHEST_MOVE)) {
                if !period.holds(one.date) || one.closes_at <= now {
                    continue;
                }
                if found.len() >= most {
                    return Ok((found, false));
                }
                found.push(Coming {
                    minute: calendar.zone.local(one.opens_at).minute,
                    plan: plan.clone(),
                    title: title.clone(),
                    unit_id: unit.unit_id,
                    unit: unit.name.clone(),
                    date: one.date,
                    opens_at: one.opens_at,
                });
            }
        }
    }
    found.sort_by(|a, b| (a.opens_at, &a.unit, a.plan.id).cmp(&(b.opens_at, &b.unit, b.plan.id)));
    Ok((found, true))
}
