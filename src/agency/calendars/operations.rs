//! The verbs of working calendars. Each change is written down for planning in the same transaction, and the job that
//! plans is brought forward.

use super::super::model::CannotArrange;
use super::super::operations::record;
use super::super::queries::find;
use super::import::Entry;
use super::model::{CalendarChange, ChangeKind, DayOff, KeptRule, NewDaysOff, check_rule, last_of};
use super::queries;
use crate::base::act::Act;
use crate::base::calendar::{Calendar, Hours};
use crate::base::holidays::Rule;
use crate::base::ids::{HolidayId, HolidayRuleId, UnitId};
use crate::base::said::Said;
use crate::platform::db::{Conn, is_duplicate};
use crate::platform::error::{AppError, AppResult};
use crate::platform::jobs;
use chrono::NaiveDate;
use serde_json::json;

/// The job that follows calendar changes, and units that come and go.
const PLANNER: &str = "plan";

/// Writes a change down for planning, with the local dates it touches; without a last one it has no end. The sentence
/// begins with the verb and leaves the dates out.
pub(in crate::agency) fn note(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    what: ChangeKind,
    (from_date, until_date): (NaiveDate, Option<NaiveDate>),
    said: Said,
) -> AppResult<()> {
    let change = CalendarChange {
        id: act.id(),
        unit_id: unit,
        at: act.now,
        who: act.who,
        what,
        from_date,
        until_date,
        said,
    };
    queries::insert_change(conn, &change)?;
    plan_soon(conn, act)
}

/// Lets planning look in the next round instead of at its hour.
pub(in crate::agency) fn plan_soon(conn: &mut Conn, act: &Act) -> AppResult<()> {
    Ok(jobs::hurry(conn, PLANNER, act.now)?)
}

/// The same for a change that holds from today on.
pub(in crate::agency) fn note_from_today(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    what: ChangeKind,
    said: Said,
) -> AppResult<()> {
    let zone = queries::calendar(conn, unit)?.zone;
    let today = zone.local(act.now).date;
    note(conn, act, unit, what, (today, None), said)
}

/// Adds a single holiday (or a closure, which excuses the audits of the day) at a unit and everything below it.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn add_holiday(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    date: NaiveDate,
    name: &str,
    closure: bool,
) -> AppResult<HolidayId> {
    let new = NewDaysOff {
        from: date,
        until: date,
        name: name.into(),
        closure,
    };
    add_days_off(conn, act, unit, &new)
}

/// Adds a holiday or closure of one day or several at a unit and everything below it. A closure may lie in the past: it
/// was announced late.
///
/// # Errors
/// [`CannotArrange`] in its words; `HolidayThere` when the unit has one on this date.
pub fn add_days_off(conn: &mut Conn, act: &Act, unit: UnitId, new: &NewDaysOff) -> AppResult<HolidayId> {
    let id = keep_days_off(conn, act, unit, new)?;
    let (what, said) = if new.closure {
        (ChangeKind::Closure, Said::new("calendar-change-closure-added"))
    } else {
        (ChangeKind::Holiday, Said::new("calendar-change-holiday-added"))
    };
    let said = said.with("name", new.name.as_str());
    note(conn, act, unit, what, (new.from, Some(new.until)), said)?;
    Ok(id)
}

fn keep_days_off(conn: &mut Conn, act: &Act, unit: UnitId, new: &NewDaysOff) -> AppResult<HolidayId> {
    let id: HolidayId = act.id();
    new.check()?;
    let there = queries::holidays_of(conn, &[unit], new.from)?;
    if there
        .iter()
        .any(|day| day.date == new.from || (day.date < new.from && new.until <= day.last()))
    {
        return Err(CannotArrange::HolidayThere.into());
    }
    queries::insert_holiday(conn, id, unit, new).map_err(stale_when_there)?;
    let (event, facts) = if new.until > new.from {
        (
            "days-off-added",
            json!({"date": new.from, "until": new.until, "name": new.name, "closure": new.closure}),
        )
    } else {
        (
            "holiday-added",
            json!({"date": new.from, "name": new.name, "closure": new.closure}),
        )
    };
    record(conn, act, unit, event, facts)?;
    Ok(id)
}

/// Takes a holiday or closure away again.
///
/// # Errors
/// NotFound when it is gone already.
pub fn remove_holiday(conn: &mut Conn, act: &Act, id: HolidayId) -> AppResult<DayOff> {
    let day = queries::find_holiday(conn, id)?;
    if queries::delete_holiday(conn, id)? == 0 {
        return Err(AppError::NotFound);
    }
    let facts = json!({"date": day.date, "until": day.until, "name": day.name, "closure": day.closure});
    record(conn, act, day.unit_id, "holiday-removed", facts)?;
    let said = if day.closure {
        Said::new("calendar-change-closure-removed")
    } else {
        Said::new("calendar-change-holiday-removed")
    };
    let said = said.with("name", day.name.as_str());
    note(conn, act, day.unit_id, day.kind(), (day.date, Some(day.last())), said)?;
    Ok(day)
}

/// Sets a unit's own opening hours, Monday first, in minutes of the day; `None` takes those of the unit above.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn set_hours(conn: &mut Conn, act: &Act, id: UnitId, own: Option<&[Option<Hours>; 7]>) -> AppResult<()> {
    let unit = find(conn, id)?;
    let mut rows = Vec::new();
    for (weekday, hours) in (1..).zip(own.into_iter().flatten()) {
        if let Some(hours) = hours {
            if hours.opens < 0 || hours.closes <= hours.opens || hours.closes > 2 * 24 * 60 {
                return Err(CannotArrange::Hours.into());
            }
            rows.push((weekday, hours.opens, hours.closes));
        }
    }
    // without a row the hours are those of the unit above: so own hours need one open day
    if own.is_some() && rows.is_empty() {
        return Err(CannotArrange::NoDay.into());
    }
    if own.is_none() && unit.parent_id.is_none() {
        return Err(CannotArrange::NothingAbove.into());
    }
    if queries::own_hours(conn, id)? == rows {
        return Ok(());
    }
    queries::replace_hours(conn, id, &rows)?;
    let days: Vec<_> = rows
        .iter()
        .map(|(weekday, opens, closes)| json!([weekday, opens, closes]))
        .collect();
    let (event, said) = if own.is_some() {
        ("unit-hours-set", Said::new("calendar-change-hours-set"))
    } else {
        ("unit-hours-inherited", Said::new("calendar-change-hours-inherited"))
    };
    record(conn, act, id, event, json!({"hours": days}))?;
    note_from_today(conn, act, id, ChangeKind::Hours, said)
}

/// Adds a yearly holiday at a unit and everything below it.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn add_rule(conn: &mut Conn, act: &Act, unit: UnitId, name: &str, rule: Rule) -> AppResult<HolidayRuleId> {
    let id = keep_rule(conn, act, unit, name, rule)?;
    let said = Said::new("calendar-change-rule-added").with("name", name);
    note_from_today(conn, act, unit, ChangeKind::Rule, said)?;
    Ok(id)
}

fn keep_rule(conn: &mut Conn, act: &Act, unit: UnitId, name: &str, rule: Rule) -> AppResult<HolidayRuleId> {
    check_rule(name, &rule)?;
    find(conn, unit)?;
    let kept = KeptRule {
        id: act.id(),
        unit_id: unit,
        name: name.into(),
        rule,
        revision: 1,
    };
    if queries::rules_of(conn, &[unit])?
        .iter()
        .any(|other| is_same(other, &kept))
    {
        return Err(CannotArrange::RuleThere.into());
    }
    queries::insert_rule(conn, &kept)?;
    record(conn, act, unit, "holiday-rule-added", facts_of(&kept))?;
    Ok(kept.id)
}

/// Changes a yearly holiday.
///
/// # Errors
/// [`CannotArrange`] in its words; Stale when somebody was quicker.
pub fn change_rule(
    conn: &mut Conn,
    act: &Act,
    id: HolidayRuleId,
    revision: i32,
    name: &str,
    rule: Rule,
) -> AppResult<UnitId> {
    check_rule(name, &rule)?;
    let read = queries::find_rule(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    let to = KeptRule {
        name: name.into(),
        rule,
        ..read.clone()
    };
    if to == read {
        return Ok(read.unit_id);
    }
    if queries::rules_of(conn, &[read.unit_id])?
        .iter()
        .any(|other| other.id != id && is_same(other, &to))
    {
        return Err(CannotArrange::RuleThere.into());
    }
    if !queries::update_rule(conn, &read, &to)? {
        return Err(AppError::Stale);
    }
    record(conn, act, read.unit_id, "holiday-rule-changed", facts_of(&to))?;
    let said = Said::new("calendar-change-rule-changed").with("name", name);
    note_from_today(conn, act, read.unit_id, ChangeKind::Rule, said)?;
    Ok(read.unit_id)
}

/// Takes a yearly holiday away, in every year.
///
/// # Errors
/// NotFound when it is gone already; Stale when somebody was quicker.
pub fn remove_rule(conn: &mut Conn, act: &Act, id: HolidayRuleId) -> AppResult<KeptRule> {
    let read = queries::find_rule(conn, id)?;
    if !queries::delete_rule(conn, &read)? {
        return Err(AppError::Stale);
    }
    record(conn, act, read.unit_id, "holiday-rule-removed", facts_of(&read))?;
    let said = Said::new("calendar-change-rule-removed").with("name", read.name.as_str());
    note_from_today(conn, act, read.unit_id, ChangeKind::Rule, said)?;
    Ok(read)
}

/// Adds each of these yearly holidays that the unit does not have yet, neither itself nor from above; how many were new.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn add_usual(conn: &mut Conn, act: &Act, unit: UnitId, usual: &[(String, Rule)]) -> AppResult<usize> {
    let there = rules_along(conn, unit)?;
    let mut added = 0;
    for (name, rule) in usual {
        if there.iter().all(|other| other.rule.comes != rule.comes) {
            keep_rule(conn, act, unit, name, *rule)?;
            added += 1;
        }
    }
    if added > 0 {
        let said = Said::new("calendar-change-usual-added").with("count", added);
        note_from_today(conn, act, unit, ChangeKind::Rule, said)?;
    }
    Ok(added)
}

/// The yearly holidays kept at a unit and above.
fn rules_along(conn: &mut Conn, unit: UnitId) -> AppResult<Vec<KeptRule>> {
    let path: Vec<UnitId> = super::super::queries::path(conn, unit)?
        .iter()
        .map(|unit| unit.id)
        .collect();
    Ok(queries::rules_of(conn, &path)?)
}

/// For each entry of a calendar file whether the unit has all of its days off already, its own or from above.
///
/// # Errors
/// NotFound for an unknown unit.
pub fn there_already(conn: &mut Conn, unit: UnitId, entries: &[Entry]) -> AppResult<Vec<bool>> {
    let calendar = queries::calendar(conn, unit)?;
    let rules = rules_along(conn, unit)?;
    let there = |entry: &Entry| match entry {
        Entry::Days(days) => days
            .from
            .iter_days()
            .take_while(|date| *date <= days.until)
            .all(|date| calendar.why_off(date).is_some()),
        Entry::Yearly { rule, .. } => rules.iter().any(|kept| {
            let ends = kept.rule.until_year;
            kept.rule.comes == rule.comes && ends.is_none_or(|ends| rule.until_year.is_some_and(|until| until <= ends))
        }),
    };
    Ok(entries.iter().map(there).collect())
}

/// Adds what somebody chose from a calendar file, but for what is there already; how many were new.
///
/// # Errors
/// [`CannotArrange`] in its words.
pub fn import(conn: &mut Conn, act: &Act, unit: UnitId, entries: &[Entry]) -> AppResult<usize> {
    let there = there_already(conn, unit, entries)?;
    let new: Vec<&Entry> = entries
        .iter()
        .zip(there)
        .filter_map(|(entry, there)| (!there).then_some(entry))
        .collect();
    let today = queries::calendar(conn, unit)?.zone.local(act.now).date;
    let (mut from, mut until, mut added) = (None, Some(today), 0);
    for entry in new {
        let kept = match entry {
            Entry::Days(days) => keep_days_off(conn, act, unit, days).map(|_| (days.from, Some(days.until))),
            Entry::Yearly { name, rule } => keep_rule(conn, act, unit, name, *rule).map(|_| (today, None)),
        };
        match kept {
            Ok((first, last)) => {
                from = Some(from.map_or(first, |from: NaiveDate| from.min(first)));
                until = until.zip(last).map(|(until, last)| until.max(last));
                added += 1;
            }
            // two entries of the file on the same day
            Err(AppError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    if let Some(from) = from {
        let said = Said::new("calendar-change-imported").with("count", added);
        note(conn, act, unit, ChangeKind::Holiday, (from, until), said)?;
    }
    Ok(added)
}

/// Two holidays on the same day in years that overlap.
fn is_same(a: &KeptRule, b: &KeptRule) -> bool {
    let ends = |rule: &Rule| rule.until_year.unwrap_or(i32::MAX);
    let begins = |rule: &Rule| rule.from_year.unwrap_or(i32::MIN);
    a.rule.comes == b.rule.comes && begins(&a.rule) <= ends(&b.rule) && begins(&b.rule) <= ends(&a.rule)
}

fn facts_of(kept: &KeptRule) -> serde_json::Value {
    json!({
        "name": kept.name, "comes": format!("{:?}", kept.rule.comes), "observed": kept.rule.observed,
        "from_year": kept.rule.from_year, "until_year": kept.rule.until_year,
    })
}

/// Somebody else was quicker to write the same row.
fn stale_when_there(error: diesel::result::Error) -> AppError {
    if is_duplicate(&error) {
        AppError::Stale
    } else {
        error.into()
    }
}

/// Lets a unit and everything below it work on days that are off above, or on which its own yearly holiday falls. Of the
/// days from the first to the last only those that are off are meant.
///
/// # Errors
/// [`CannotArrange::NotOff`] when none of them is off; [`CannotArrange::OwnDayOff`] when one is a single day off of the
/// unit itself, which can be removed.
pub fn work_on(conn: &mut Conn, act: &Act, unit: UnitId, from: NaiveDate, until: NaiveDate) -> AppResult<()> {
    let before = queries::calendar(conn, unit)?;
    let off = off_days(&before, from, until);
    let Some((_, name)) = off.first().cloned() else {
        return Err(CannotArrange::NotOff.into());
    };
    for (date, _) in &off {
        queries::insert_worked_day(conn, unit, *date).map_err(stale_when_there)?;
    }
    if !off_days(&queries::calendar(conn, unit)?, from, until).is_empty() {
        return Err(CannotArrange::OwnDayOff.into());
    }
    let dates: Vec<NaiveDate> = off.iter().map(|(date, _)| *date).collect();
    record(
        conn,
        act,
        unit,
        "day-worked",
        json!({"date": from, "dates": dates, "name": name}),
    )?;
    let said = Said::new("calendar-change-worked-added").with("name", name);
    note(conn, act, unit, ChangeKind::Worked, (from, Some(until)), said)
}

/// The days off from a first to a last date, with what each is called; at most those that one closure can have.
fn off_days(calendar: &Calendar, from: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, String)> {
    let days = from.iter_days().take_while(|date| *date <= last_of(from, Some(until)));
    days.filter_map(|date| Some((date, calendar.why_off(date)?.to_owned())))
        .collect()
}

/// Lets the days off count again.
///
/// # Errors
/// NotFound when none of the days was worked.
pub fn rest_on(conn: &mut Conn, act: &Act, unit: UnitId, from: NaiveDate, until: NaiveDate) -> AppResult<()> {
    if queries::delete_worked_days(conn, unit, from, until)? == 0 {
        return Err(AppError::NotFound);
    }
    record(conn, act, unit, "day-not-worked", json!({"date": from, "until": until}))?;
    let said = Said::new("calendar-change-worked-removed");
    note(conn, act, unit, ChangeKind::Worked, (from, Some(until)), said)
}
