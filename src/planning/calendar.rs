//! The calendar of audits: which days a view shows, and what the plans will give on those for which no audits are made.

use super::board_queries;
use super::making::{self, KnownUnits, ids_of};
use super::model::Plan;
use super::queries::{self, Covered};
use crate::base::clock::Instant;
use crate::base::ids::{PersonId, TemplateId, UnitId};
use crate::base::text::Localized;
use crate::base::zone::shifted;
use crate::people::model::{Scope, Within};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::text_enum;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// The most audits one view shows; the numbers above it count all of them.
pub const MOST_SHOWN: usize = 2_000;

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

/// What the plans will give in a period beyond the days for which audits are made: at most so many; `false` when there is
/// more. Plans that come unannounced show only to those who audit at their layer or above.
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
    let mut known = KnownUnits::default();
    let mut ready: HashMap<(TemplateId, i32), bool> = HashMap::new();
    let mut in_the_know = InTheKnow::of(scope.person);
    let mut found = Vec::new();
    for (plan, title) in board_queries::plans_ahead(conn, wish.layer)? {
        let mut covered = queries::covered(conn, plan.id)?;
        covered.retain(|unit| unit.active);
        let is_asked =
            |unit: &Covered| inside.contains(&unit.unit_id) && unit.made_until.is_none_or(|made| made < period.last);
        if !covered.iter().any(is_asked) {
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
        let coming = making::coming(conn, &plan)?;
        // where the unit is drawn, it is drawn from all of them
        if !coming.draws_the_unit(covered.len()) {
            covered.retain(is_asked);
        }
        let sites = known.sites(conn, now, &coming, covered)?;
        let units = ids_of(&sites);
        for site in sites.iter().filter(|site| is_asked(&site.unit)) {
            if plan.unannounced && !in_the_know.at(conn, site.unit.unit_id, plan.layer)? {
                continue;
            }
            let from = site.unmade().max(period.first);
            let (first, last) = (
                coming.reach(&site.calendar, from),
                coming.extent(&site.calendar, period.last),
            );
            for one in coming.occurrences(site.ground(&units), first, last) {
                if one.closed || one.closes_at <= now || !(from..=period.last).contains(&one.date) {
                    continue;
                }
                if found.len() >= most {
                    return Ok((found, false));
                }
                found.push(Coming {
                    minute: site.calendar.zone.local(one.opens_at).minute,
                    plan: plan.clone(),
                    title: title.clone(),
                    unit_id: site.unit.unit_id,
                    unit: site.unit.name.clone(),
                    date: one.date,
                    opens_at: one.opens_at,
                });
            }
        }
    }
    found.sort_by(|a, b| (a.opens_at, &a.unit, a.plan.id).cmp(&(b.opens_at, &b.unit, b.plan.id)));
    Ok((found, true))
}

/// What a viewer may know of plans: those that come unannounced are told only to those who audit at their layer or above
/// it at the unit, quality staff and administrators. Each unit and layer is asked once.
pub struct InTheKnow {
    person: PersonId,
    known: HashMap<(UnitId, i32), bool>,
}

impl InTheKnow {
    /// What a person may know.
    pub fn of(person: PersonId) -> Self {
        Self {
            person,
            known: HashMap::new(),
        }
    }

    /// Whether the viewer may know of what comes unannounced by this layer at a unit.
    ///
    /// # Errors
    /// Only when the database fails.
    pub fn at(&mut self, conn: &mut Conn, unit: UnitId, layer: i32) -> AppResult<bool> {
        Ok(match self.known.entry((unit, layer)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(board_queries::is_in_the_know(conn, self.person, unit, layer)?),
        })
    }
}
