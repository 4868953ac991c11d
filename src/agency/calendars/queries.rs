//! Every SQL of working calendars.

use super::super::model::Unit;
use super::super::queries::path;
use super::model::{CalendarChange, DayOff, KeptRule, RuleRow, last_of};
use crate::base::calendar::{Calendar, Holiday, Hours};
use crate::base::holidays::Yearly;
use crate::base::ids::{CalendarChangeId, HolidayId, HolidayRuleId, UnitId};
use crate::base::zone::{Zone, shifted};
use crate::both;
use crate::platform::db::{Conn, Kept};
use crate::platform::error::{AppError, AppResult};
use crate::schema::{
    calendar_changes, followed_changes, holiday_rules, holidays, opening_hours, plan_effects, unit_ancestors, units,
    worked_days,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The working calendar of a unit: hours and zone of the nearest unit that has its own, holidays of all above but those
/// that a unit on the way works.
///
/// # Errors
/// `NotFound` for an unknown unit; Broken when a stored time zone is unknown.
pub fn calendar(conn: &mut Conn, unit: UnitId) -> AppResult<Calendar> {
    let path = path(conn, unit)?;
    if path.is_empty() {
        return Err(AppError::NotFound);
    }
    calendar_along(conn, &path)
}

/// The working calendar at the start of a way up the tree: what a unit has, or would have in another place.
///
/// # Errors
/// Broken when a stored time zone is unknown.
pub fn calendar_along(conn: &mut Conn, path: &[Unit]) -> AppResult<Calendar> {
    let zone = match path.iter().find_map(|unit| unit.zone.as_deref()) {
        Some(name) => Zone::parse(name).map_err(AppError::broken)?,
        None => Zone::utc(),
    };
    let ids: Vec<UnitId> = path.iter().map(|unit| unit.id).collect();
    // 0 is the unit itself
    let depth: HashMap<UnitId, usize> = ids.iter().enumerate().map(|(depth, id)| (*id, depth)).collect();
    let depth = |unit: UnitId| depth.get(&unit).copied().unwrap_or(usize::MAX);

    let rows: Vec<(UnitId, i32, i32, i32)> = both!(conn, c => Kept(opening_hours::table
        .filter(opening_hours::unit_id.eq_any(ids.clone()))
        .select((
            opening_hours::unit_id,
            opening_hours::weekday,
            opening_hours::opens_minute,
            opening_hours::closes_minute,
        )))
        .load(c))?;
    let mut hours = [None; 7];
    let nearest = rows.iter().map(|row| depth(row.0)).min();
    for (_, weekday, opens, closes) in rows.iter().filter(|row| Some(depth(row.0)) == nearest) {
        if let Some(day) = usize::try_from(*weekday - 1).ok().and_then(|day| hours.get_mut(day)) {
            *day = Some(Hours {
                opens: *opens,
                closes: *closes,
            });
        }
    }

    let rows: Vec<(UnitId, NaiveDate)> = both!(conn, c => Kept(worked_days::table
        .filter(worked_days::unit_id.eq_any(ids.clone()))
        .select((worked_days::unit_id, worked_days::on_date)))
        .load(c))?;
    let mut worked: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for (unit, date) in rows {
        let nearest = worked.entry(date).or_insert(usize::MAX);
        *nearest = depth(unit).min(*nearest);
    }

    let mut rows: Vec<(UnitId, NaiveDate, Option<NaiveDate>, String, bool)> = both!(conn, c => Kept(holidays::table
        .filter(holidays::unit_id.eq_any(ids.clone()))
        .select((
            holidays::unit_id,
            holidays::on_date,
            holidays::until_date,
            holidays::name,
            holidays::closure,
        )))
        .load(c))?;
    rows.sort_by_key(|row| (depth(row.0), row.1));
    let mut single: BTreeMap<NaiveDate, Holiday> = BTreeMap::new();
    for (unit, from, until, name, closure) in rows {
        let mut date = from;
        while date <= last_of(from, until) {
            // what a unit works is worked although a unit above has it off
            if worked.get(&date).is_none_or(|nearest| depth(unit) <= *nearest) {
                let day = single.entry(date).or_insert_with(|| Holiday {
                    name: name.clone(),
                    closure,
                });
                day.closure |= closure;
            }
            date = shifted(date, 1);
        }
    }

    let mut rules: Vec<KeptRule> = both!(conn, c => Kept(holiday_rules::table
        .filter(holiday_rules::unit_id.eq_any(ids))
        .select(RuleRow::as_select()))
        .load(c))?
    .into_iter()
    .map(KeptRule::from)
    .collect();
    rules.sort_by_key(|rule| (depth(rule.unit_id), rule.id));
    let yearly = rules
        .into_iter()
        .map(|rule| Yearly {
            // and its own yearly holiday in one year
            except: worked
                .iter()
                .filter(|(_, nearest)| **nearest <= depth(rule.unit_id))
                .map(|(date, _)| *date)
                .collect(),
            name: rule.name,
            rule: rule.rule,
        })
        .collect();
    Ok(Calendar {
        zone,
        hours,
        holidays: single,
        yearly,
    })
}

/// Replaces a unit's own opening hours; an empty list inherits.
pub fn replace_hours(conn: &mut Conn, unit: UnitId, hours: &[(i32, i32, i32)]) -> QueryResult<()> {
    diesel::delete(opening_hours::table.filter(opening_hours::unit_id.eq(unit))).execute(conn)?;
    for (weekday, opens, closes) in hours {
        diesel::insert_into(opening_hours::table)
            .values((
                opening_hours::unit_id.eq(unit),
                opening_hours::weekday.eq(weekday),
                opening_hours::opens_minute.eq(opens),
                opening_hours::closes_minute.eq(closes),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A unit's own opening hours: weekday (1 is Monday), opens, closes; none inherits.
pub fn own_hours(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<(i32, i32, i32)>> {
    opening_hours::table
        .filter(opening_hours::unit_id.eq(unit))
        .order(opening_hours::weekday)
        .select((
            opening_hours::weekday,
            opening_hours::opens_minute,
            opening_hours::closes_minute,
        ))
        .load(conn)
}

type DayOffColumns = (
    holidays::id,
    holidays::unit_id,
    units::name,
    holidays::on_date,
    holidays::until_date,
    holidays::name,
    holidays::closure,
);
const DAY_OFF: DayOffColumns = (
    holidays::id,
    holidays::unit_id,
    units::name,
    holidays::on_date,
    holidays::until_date,
    holidays::name,
    holidays::closure,
);

/// Writes a holiday or closure.
pub fn insert_holiday(
    conn: &mut Conn,
    id: HolidayId,
    unit: UnitId,
    day: &super::model::NewDaysOff,
) -> QueryResult<usize> {
    diesel::insert_into(holidays::table)
        .values((
            holidays::id.eq(id),
            holidays::unit_id.eq(unit),
            holidays::on_date.eq(day.from),
            holidays::name.eq(&day.name),
            holidays::closure.eq(day.closure),
            holidays::until_date.eq((day.until > day.from).then_some(day.until)),
        ))
        .execute(conn)
}

/// One holiday or closure.
pub fn find_holiday(conn: &mut Conn, id: HolidayId) -> QueryResult<DayOff> {
    holidays::table
        .inner_join(units::table)
        .filter(holidays::id.eq(id))
        .select(DAY_OFF)
        .first(conn)
}

/// Takes a holiday away.
pub fn delete_holiday(conn: &mut Conn, id: HolidayId) -> QueryResult<usize> {
    diesel::delete(holidays::table.find(id)).execute(conn)
}

/// The single days off that are kept at these units and end on or after a date, the earliest first.
pub fn holidays_of(conn: &mut Conn, kept_at: &[UnitId], from: NaiveDate) -> QueryResult<Vec<DayOff>> {
    let mut days: Vec<DayOff> = holidays::table
        .inner_join(units::table)
        .filter(
            holidays::unit_id
                .eq_any(kept_at.to_vec())
                .and(holidays::on_date.ge(shifted(from, -super::model::LONGEST_DAYS_OFF))),
        )
        .order((holidays::on_date, holidays::id))
        .select(DAY_OFF)
        .load(conn)?;
    days.retain(|day| day.last() >= from);
    Ok(days)
}

/// The yearly holidays that are kept at these units.
pub fn rules_of(conn: &mut Conn, kept_at: &[UnitId]) -> QueryResult<Vec<KeptRule>> {
    let rows: Vec<RuleRow> = holiday_rules::table
        .filter(holiday_rules::unit_id.eq_any(kept_at.to_vec()))
        .order((holiday_rules::month, holiday_rules::day, holiday_rules::id))
        .select(RuleRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(KeptRule::from).collect())
}

/// One yearly holiday.
pub fn find_rule(conn: &mut Conn, id: HolidayRuleId) -> QueryResult<KeptRule> {
    let row: RuleRow = holiday_rules::table.find(id).select(RuleRow::as_select()).first(conn)?;
    Ok(row.into())
}

/// Writes a new yearly holiday.
pub fn insert_rule(conn: &mut Conn, rule: &KeptRule) -> QueryResult<usize> {
    diesel::insert_into(holiday_rules::table)
        .values(RuleRow::from(rule))
        .execute(conn)
}

/// Changes a yearly holiday if still as read; true means it was us.
pub fn update_rule(conn: &mut Conn, read: &KeptRule, to: &KeptRule) -> QueryResult<bool> {
    let mut to = to.clone();
    to.revision = read.revision + 1;
    diesel::update(
        holiday_rules::table
            .find(read.id)
            .filter(holiday_rules::revision.eq(read.revision)),
    )
    .set(RuleRow::from(&to))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Takes a yearly holiday away if still as read; true means it was us.
pub fn delete_rule(conn: &mut Conn, read: &KeptRule) -> QueryResult<bool> {
    diesel::delete(
        holiday_rules::table
            .find(read.id)
            .filter(holiday_rules::revision.eq(read.revision)),
    )
    .execute(conn)
    .map(|gone| gone == 1)
}

/// The days that are worked although they are off above, kept at these units, from a date on.
pub fn worked_days_of(conn: &mut Conn, kept_at: &[UnitId], from: NaiveDate) -> QueryResult<Vec<(UnitId, NaiveDate)>> {
    worked_days::table
        .filter(
            worked_days::unit_id
                .eq_any(kept_at.to_vec())
                .and(worked_days::on_date.ge(from)),
        )
        .order((worked_days::on_date, worked_days::unit_id))
        .select((worked_days::unit_id, worked_days::on_date))
        .load(conn)
}

/// Writes a day that is worked although it is off above.
pub fn insert_worked_day(conn: &mut Conn, unit: UnitId, date: NaiveDate) -> QueryResult<usize> {
    diesel::insert_into(worked_days::table)
        .values((worked_days::unit_id.eq(unit), worked_days::on_date.eq(date)))
        .execute(conn)
}

/// Takes such days away, from a first to a last date.
pub fn delete_worked_days(conn: &mut Conn, unit: UnitId, from: NaiveDate, until: NaiveDate) -> QueryResult<usize> {
    diesel::delete(
        worked_days::table.filter(
            worked_days::unit_id
                .eq(unit)
                .and(worked_days::on_date.between(from, until)),
        ),
    )
    .execute(conn)
}

/// Writes a change down.
pub fn insert_change(conn: &mut Conn, change: &CalendarChange) -> QueryResult<usize> {
    diesel::insert_into(calendar_changes::table)
        .values((
            calendar_changes::id.eq(change.id),
            calendar_changes::unit_id.eq(change.unit_id),
            calendar_changes::at.eq(change.at),
            calendar_changes::who.eq(change.who),
            calendar_changes::what.eq(change.what),
            calendar_changes::from_date.eq(change.from_date),
            calendar_changes::until_date.eq(change.until_date),
            calendar_changes::said.eq(&change.said),
        ))
        .execute(conn)
}

/// One change.
pub fn find_change(conn: &mut Conn, id: CalendarChangeId) -> QueryResult<CalendarChange> {
    calendar_changes::table.find(id).first(conn)
}

/// The last changes that count at a unit, made there or above, the newest first.
pub fn changes_at(conn: &mut Conn, unit: UnitId, most: i64) -> QueryResult<Vec<CalendarChange>> {
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(unit))
        .select(unit_ancestors::ancestor_id);
    calendar_changes::table
        .filter(calendar_changes::unit_id.eq_any(above))
        .order((calendar_changes::at.desc(), calendar_changes::id.desc()))
        .limit(most)
        .load(conn)
}

/// What a change did to the audits of all plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effects {
    /// Whether every plan concerned has followed it.
    pub followed: bool,
    /// In how many plans something was done.
    pub plans: usize,
    /// Audits made, or expected again.
    pub made: i64,
    /// Audits moved.
    pub moved: i64,
    /// Audits excused.
    pub excused: i64,
    /// Audits taken away.
    pub taken: i64,
}

/// What each of these changes did to the audits that were made.
pub fn effects(conn: &mut Conn, of: &[CalendarChangeId]) -> QueryResult<HashMap<CalendarChangeId, Effects>> {
    let mut effects: HashMap<CalendarChangeId, Effects> = HashMap::new();
    let followed: Vec<CalendarChangeId> = followed_changes::table
        .filter(followed_changes::change_id.eq_any(of.to_vec()))
        .select(followed_changes::change_id)
        .load(conn)?;
    for change in followed {
        effects.entry(change).or_default().followed = true;
    }
    let rows: Vec<(Option<CalendarChangeId>, i32, i32, i32, i32)> = plan_effects::table
        .filter(plan_effects::change_id.eq_any(of.iter().map(|id| Some(*id)).collect::<Vec<_>>()))
        .select((
            plan_effects::change_id,
            plan_effects::made,
            plan_effects::moved,
            plan_effects::excused,
            plan_effects::taken,
        ))
        .load(conn)?;
    for (change, made, moved, excused, taken) in rows {
        let Some(change) = change else { continue };
        let all = effects.entry(change).or_default();
        all.plans += 1;
        all.made += i64::from(made);
        all.moved += i64::from(moved);
        all.excused += i64::from(excused);
        all.taken += i64::from(taken);
    }
    Ok(effects)
}
