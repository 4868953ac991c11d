//! The shifts of a unit, and the form of one: a week, days on and off, or any pattern.

use super::super::model::CannotArrange;
use super::super::model::read_name;
use super::super::shifts::model::{LONGEST_CYCLE, Shift, ShiftWanted};
use super::super::{operations, queries};
use super::calendar::{clock_field, hours_words, owned, path_links, read_minute, week_words};
use super::{Admin, DayShown, Link};
use crate::base::calendar::{Calendar, Hours};
use crate::base::ids::{ShiftId, UnitId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::page;
use crate::people::nav::Here;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many days of the shift the form shows.
const PREVIEW: i64 = 14;
/// How many rows the free pattern has at least, and how many it can have.
const ROWS: usize = 4;
const MOST_ROWS: usize = LONGEST_CYCLE;
/// The three forms of a pattern.
const PATTERNS: [&str; 3] = ["week", "rotation", "free"];

/// The address of a unit's shifts.
fn shifts_href(unit: UnitId) -> String {
    format!("{}/shifts", links::unit(unit))
}

/// A shift in the list.
#[derive(Debug, Serialize)]
pub struct ShiftShown {
    name: String,
    /// The page of an own one.
    href: Option<String>,
    pattern: String,
    from: Option<String>,
    from_href: String,
    retired: bool,
}

page! {
    /// The shifts a unit can work by.
    pub struct ShiftsPage in "agency/shifts.html" {
        pub title: String,
        pub lead: String,
        pub path: Vec<Link>,
        pub own: String,
        pub shifts: Vec<ShiftShown>,
    }
}

/// A day of the preview.
#[derive(Debug, Serialize)]
pub struct TurnShown {
    when: When,
    hours: Option<String>,
    /// The holiday or closure of the unit on that day.
    off: Option<String>,
}

/// One of the forms of a pattern.
#[derive(Debug, Serialize)]
pub struct Tab {
    href: String,
    text: String,
    here: bool,
}

/// A row of the free pattern: so many days with the same hours, or free.
#[derive(Debug, Serialize)]
pub struct RowShown {
    number: usize,
    days: String,
    opens: String,
    closes: String,
}

page! {
    /// A shift: its pattern, and the days to come.
    pub struct ShiftPage in "agency/shift.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub back: String,
        pub unit: String,
        pub pattern: String,
        pub patterns: Vec<Tab>,
        pub week: Vec<DayShown>,
        pub rows: Vec<RowShown>,
        pub said: String,
        pub turns: Vec<TurnShown>,
        pub retiring: Option<String>,
        pub offering: Option<String>,
    }
}

/// A shift's pattern in words: "Every 8 days: 4 days on, 7:00 AM to 7:00 PM; 4 days off".
fn pattern_words(viewer: &Admin, first_day: NaiveDate, cycle: &[Option<Hours>]) -> String {
    if cycle.len() == 7 {
        let mut week = cycle.to_vec();
        week.rotate_right(first_day.weekday().num_days_from_monday() as usize);
        return week_words(viewer, &week).join("; ");
    }
    let runs: Vec<String> = runs(cycle)
        .into_iter()
        .map(|(days, hours)| {
            let said = match hours {
                Some(hours) => Said::new("shift-days-on").with("hours", hours_words(viewer, hours)),
                None => Said::new("shift-days-off"),
            };
            viewer.say(&said.with("count", days))
        })
        .collect();
    viewer.say(
        &Said::new("shift-cycle")
            .with("count", cycle.len())
            .with("runs", runs.join("; ")),
    )
}

/// The cycle as days with the same hours in a row.
fn runs(cycle: &[Option<Hours>]) -> Vec<(usize, Option<Hours>)> {
    let mut runs: Vec<(usize, Option<Hours>)> = Vec::new();
    for hours in cycle {
        match runs.last_mut() {
            Some((days, same)) if same == hours => *days += 1,
            _ => runs.push((1, *hours)),
        }
    }
    runs
}

pub(super) async fn index(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let (path, shifts) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::path(conn, id)?, queries::shifts_with_retired(conn, id)?)))
        .await?;
    let unit = path.first().ok_or(AppError::NotFound)?;
    let offered = shifts.iter().filter(|shift| shift.active).count();
    let page = ShiftsPage {
        title: viewer.say(&Said::new("shifts-title").with("unit", unit.name.clone())),
        lead: viewer.say(&Said::new("shifts-lead").with("count", offered)),
        path: path_links(&viewer, &path),
        own: shifts_href(id),
        shifts: shifts
            .iter()
            // what is retired above is no business of this unit
            .filter(|shift| shift.active || shift.unit_id == id)
            .map(|shift| ShiftShown {
                name: shift.name.clone(),
                href: (shift.unit_id == id).then(|| format!("{}/{}", shifts_href(id), shift.id)),
                pattern: pattern_words(&viewer, shift.first_day, &shift.cycle),
                from: (shift.unit_id != id).then(|| shift.unit.clone()),
                from_href: shifts_href(shift.unit_id),
                retired: !shift.active,
            })
            .collect(),
    };
    viewer.show(Here::Agency, &page)
}

/// The Monday of the week of a date.
fn monday(date: NaiveDate) -> NaiveDate {
    shifted(date, -i64::from(date.weekday().num_days_from_monday()))
}

pub(super) async fn new(viewer: Admin, unit: web::Path<UnitId>) -> AppResult<HttpResponse> {
    let form = Fields::parse_query("days_on=4&days_off=4");
    shift_page(&viewer, unit.into_inner(), None, None, &form, &Problems::new()).await
}

pub(super) async fn edit(viewer: Admin, path: web::Path<(UnitId, ShiftId)>) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let shift = viewer
        .app
        .db
        .read(move |conn| owned(queries::find_shift(conn, id)?, unit, |shift| shift.unit_id))
        .await?;
    let form = fields_of(&shift);
    let wanted = ShiftWanted {
        name: shift.name.clone(),
        first_day: shift.first_day,
        cycle: shift.cycle.clone(),
    };
    shift_page(&viewer, unit, Some(&shift), Some(wanted), &form, &Problems::new()).await
}

/// The fields of the form that fits a stored shift.
fn fields_of(shift: &Shift) -> Fields {
    let mut fields = vec![
        ("name".to_owned(), shift.name.clone()),
        ("revision".to_owned(), shift.revision.to_string()),
        ("first_day".to_owned(), shift.first_day.to_string()),
    ];
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    let runs = runs(&shift.cycle);
    let pattern = match runs.as_slice() {
        _ if shift.cycle.len() == 7 => "week",
        [(_, Some(_))] | [(_, Some(_)), (_, None)] => "rotation",
        _ => "free",
    };
    add("pattern", pattern.into());
    if pattern == "week" {
        let turn = shift.first_day.weekday().num_days_from_monday() as usize;
        let mut week = shift.cycle.clone();
        week.rotate_right(turn);
        for (day, hours) in (1..).zip(&week) {
            if let Some(hours) = hours {
                add(&format!("opens-{day}"), clock_field(hours.opens));
                add(&format!("closes-{day}"), clock_field(hours.closes));
            }
        }
    }
    let (mut on, mut off) = (4, 4);
    if let (true, Some((days, Some(hours)))) = (pattern == "rotation", runs.first()) {
        (on, off) = (*days, runs.get(1).map_or(0, |(days, _)| *days));
        add("opens", clock_field(hours.opens));
        add("closes", clock_field(hours.closes));
    }
    add("days_on", on.to_string());
    add("days_off", off.to_string());
    for (row, (days, hours)) in (1..).zip(&runs) {
        add(&format!("row_days-{row}"), days.to_string());
        if let Some(hours) = hours {
            add(&format!("row_opens-{row}"), clock_field(hours.opens));
            add(&format!("row_closes-{row}"), clock_field(hours.closes));
        }
    }
    Fields::new(fields)
}

/// The hours between two fields of the form: none where both are empty, and a problem where one of them is.
fn turn(form: &Fields, opens: &str, closes: &str, problems: &mut Problems) -> Option<Hours> {
    let (from, to) = (form.get(opens), form.get(closes));
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let hours = read_minute(from).zip(read_minute(to)).map(|(opens, closes)| Hours {
        opens,
        // the same time or an earlier one is on the next day
        closes: if closes > opens { closes } else { closes + 24 * 60 },
    });
    problems.check(opens, hours.is_some(), "shift-both-times");
    hours
}

/// What the form says; problems are added where it says nothing that can be kept.
fn read(form: &Fields, today: NaiveDate, problems: &mut Problems) -> Option<ShiftWanted> {
    let name = read_name(form.get("name"));
    problems.check("name", name.is_ok(), "shift-name-missing");
    let first_day: Option<NaiveDate> = form.parse("first_day");
    let (cycle, first_day) = match form.get("pattern") {
        "rotation" => {
            let hours = turn(form, "opens", "closes", problems);
            let days = |name: &str| form.parse::<usize>(name).unwrap_or(usize::MAX).min(LONGEST_CYCLE + 1);
            let (on, off) = (days("days_on"), days("days_off"));
            let none = form.get("opens").is_empty() && form.get("closes").is_empty();
            problems.check("opens", !none, "shift-both-times");
            problems.check("days_on", on > 0, "shift-no-days");
            problems.check("first_day", first_day.is_some(), "agency-date-missing");
            let mut cycle = vec![hours; on];
            cycle.resize(on + off, None);
            (cycle, first_day)
        }
        "free" => {
            let mut cycle = Vec::new();
            for row in 1..=MOST_ROWS {
                let field = format!("row_days-{row}");
                let hours = turn(
                    form,
                    &format!("row_opens-{row}"),
                    &format!("row_closes-{row}"),
                    problems,
                );
                let Some(text) = form.given(&field) else {
                    problems.check(&field, hours.is_none(), "shift-no-days");
                    continue;
                };
                let days = text
                    .parse::<usize>()
                    .ok()
                    .filter(|days| (1..=LONGEST_CYCLE).contains(days));
                problems.check(&field, days.is_some(), "shift-no-days");
                cycle.resize((cycle.len() + days.unwrap_or_default()).min(LONGEST_CYCLE + 1), hours);
            }
            problems.check("first_day", first_day.is_some(), "agency-date-missing");
            (cycle, first_day)
        }
        _ => {
            let week = (1..=7)
                .map(|day| turn(form, &format!("opens-{day}"), &format!("closes-{day}"), problems))
                .collect();
            (
                week,
                Some(
                    first_day
                        .filter(|day| day.weekday() == Weekday::Mon)
                        .unwrap_or(monday(today)),
                ),
            )
        }
    };
    if !problems.is_empty() {
        return None;
    }
    let wanted = ShiftWanted {
        name: name.ok()?,
        first_day: first_day?,
        cycle,
    };
    if let Err(cannot) = wanted.check() {
        let field = match (&cannot, form.get("pattern")) {
            (CannotArrange::Cycle, "rotation") => "days_on",
            (_, "rotation") => "opens",
            (CannotArrange::Cycle, "free") => "row_days-1",
            (_, "free") => "row_opens-1",
            (CannotArrange::Overlap(day), _) => return refused(problems, &format!("opens-{day}"), &cannot),
            _ => "opens-1",
        };
        return refused(problems, field, &cannot);
    }
    Some(wanted)
}

fn refused(problems: &mut Problems, field: &str, cannot: &CannotArrange) -> Option<ShiftWanted> {
    problems.add(field, cannot.said());
    None
}

async fn shift_page(
    viewer: &Admin,
    unit: UnitId,
    shift: Option<&Shift>,
    wanted: Option<ShiftWanted>,
    form: &Fields,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let (unit, calendar) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find(conn, unit)?, queries::calendar(conn, unit)?)))
        .await?;
    let today = calendar.zone.local(viewer.now).date;
    let own = shifts_href(unit.id);
    let here = match shift {
        Some(shift) => format!("{own}/{}", shift.id),
        None => format!("{own}/new"),
    };
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = [query.get("pattern"), form.get("pattern")]
        .into_iter()
        .find_map(|asked| PATTERNS.iter().find(|known| **known == asked));
    let pattern = asked.copied().unwrap_or("week");
    let mut typed = Typed::default();
    for name in ["name", "revision", "days_on", "days_off", "opens", "closes"] {
        typed = typed.with(name, form.raw(name).unwrap_or_default());
    }
    typed = typed.with(
        "first_day",
        form.given("first_day").map_or(monday(today).to_string(), str::to_owned),
    );
    let number = |n: usize| u32::try_from(n).unwrap_or(1);
    let filled = (1..=MOST_ROWS)
        .rev()
        .find(|row| {
            ["days", "opens", "closes"]
                .iter()
                .any(|part| form.given(&format!("row_{part}-{row}")).is_some())
        })
        .unwrap_or_default();
    let page = ShiftPage {
        title: match shift {
            Some(shift) => shift.name.clone(),
            None => viewer.t("shift-new-title"),
        },
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form: typed,
        action: if shift.is_some() { here.clone() } else { own.clone() },
        unit: unit.name,
        patterns: PATTERNS
            .iter()
            .map(|known| Tab {
                href: format!("{here}?pattern={known}"),
                text: viewer.t(&format!("shift-pattern-{known}")),
                here: *known == pattern,
            })
            .collect(),
        pattern: pattern.to_owned(),
        week: (1..=7)
            .map(|day| DayShown {
                number: day,
                name: viewer.i18n().weekday(viewer.lang(), number(day)),
                opens: form.get(&format!("opens-{day}")).to_owned(),
                closes: form.get(&format!("closes-{day}")).to_owned(),
            })
            .collect(),
        rows: (1..=(filled + 2).clamp(ROWS, MOST_ROWS))
            .map(|row| RowShown {
                number: row,
                days: form.get(&format!("row_days-{row}")).to_owned(),
                opens: form.get(&format!("row_opens-{row}")).to_owned(),
                closes: form.get(&format!("row_closes-{row}")).to_owned(),
            })
            .collect(),
        said: wanted
            .as_ref()
            .map(|wanted| pattern_words(viewer, wanted.first_day, &wanted.cycle))
            .unwrap_or_default(),
        turns: wanted
            .map(|wanted| turns(viewer, &calendar, &wanted))
            .unwrap_or_default(),
        retiring: shift.filter(|shift| shift.active).map(|_| format!("{here}/retirement")),
        offering: shift.filter(|shift| !shift.active).map(|_| format!("{here}/offering")),
        back: own,
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

/// The next days of a shift at a unit.
fn turns(viewer: &Admin, calendar: &Calendar, wanted: &ShiftWanted) -> Vec<TurnShown> {
    let today = calendar.zone.local(viewer.now).date;
    (0..PREVIEW)
        .map(|n| shifted(today, n))
        .map(|date| TurnShown {
            when: viewer.day(&calendar.zone, date),
            hours: wanted.hours_on(date).map(|hours| hours_words(viewer, hours)),
            off: calendar.why_off(date).map(str::to_owned),
        })
        .collect()
}

pub(super) async fn create(viewer: Admin, unit: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, unit.into_inner(), None, &form).await
}

pub(super) async fn update(viewer: Admin, path: web::Path<(UnitId, ShiftId)>, form: Form) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let shift = viewer
        .app
        .db
        .read(move |conn| owned(queries::find_shift(conn, id)?, unit, |shift| shift.unit_id))
        .await?;
    save(&viewer, unit, Some(&shift), &form).await
}

async fn save(viewer: &Admin, unit: UnitId, shift: Option<&Shift>, form: &Form) -> AppResult<HttpResponse> {
    let now = viewer.now;
    let today = viewer
        .app
        .db
        .read(move |conn| Ok(queries::calendar(conn, unit)?.zone.local(now).date))
        .await?;
    let mut problems = Problems::new();
    let wanted = read(form, today, &mut problems);
    let wanted = match wanted {
        Some(wanted) if form.get("do") == "save" => wanted,
        // a look at the days to come, or more rows
        wanted if form.get("do") == "rows" => {
            return shift_page(viewer, unit, shift, wanted, form, &Problems::new()).await;
        }
        wanted => return shift_page(viewer, unit, shift, wanted, form, &problems).await,
    };
    let (act, name) = (viewer.act(), wanted.name.clone());
    let (id, revision) = (shift.map(|shift| shift.id), form.parse("revision").unwrap_or_default());
    viewer
        .app
        .db
        .write(move |conn| match id {
            None => operations::add_shift(conn, &act.clone(), unit, &wanted).map(drop),
            Some(id) => operations::change_shift(conn, &act.clone(), id, revision, &wanted),
        })
        .await?;
    let said = Said::new("shift-saved").with("name", name);
    Ok(see_other(&shifts_href(unit), Flash::done(said)))
}

pub(super) async fn retire(viewer: Admin, path: web::Path<(UnitId, ShiftId)>, _: Form) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let act = viewer.act();
    let shift = viewer
        .app
        .db
        .write(move |conn| {
            owned(queries::find_shift(conn, id)?, unit, |shift| shift.unit_id)?;
            operations::retire_shift(conn, &act.clone(), id)
        })
        .await?;
    let said = Said::new("shift-retired").with("name", shift.name);
    Ok(see_other(&shifts_href(unit), Flash::done(said)))
}

pub(super) async fn offer(viewer: Admin, path: web::Path<(UnitId, ShiftId)>, _: Form) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let act = viewer.act();
    let shift = viewer
        .app
        .db
        .write(move |conn| {
            owned(queries::find_shift(conn, id)?, unit, |shift| shift.unit_id)?;
            operations::offer_shift(conn, &act.clone(), id)
        })
        .await?;
    let said = Said::new("shift-offered").with("name", shift.name);
    Ok(see_other(&shifts_href(unit), Flash::done(said)))
}
