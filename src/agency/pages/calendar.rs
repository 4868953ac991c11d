//! The working calendar of a unit: zone, hours, days off and where each comes from, and what changed last.

use super::super::calendars::model::{CalendarChange, DayOff, KeptRule, NewDaysOff};
use super::super::model::{Unit, read_name};
use super::super::queries::Effects;
use super::super::{operations, queries};
use super::{Admin, DayShown, Link, RemovalPage, rules};
use crate::base::calendar::{Calendar, Hours};
use crate::base::days::{Days, EARLIEST, LATEST};
use crate::base::holidays::{Comes, Observed, Rule, Yearly, days_off};
use crate::base::ids::{CalendarChangeId, HolidayId, PersonId, UnitId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::{Zone, shifted};
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::{Choice, Moment};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many changes are listed.
const CHANGES: i64 = 12;
/// How far ahead the next day off is looked for, in days.
const AHEAD: i64 = 400;

/// The usual holidays: those of the federal government of the United States, by the last part of the message that names
/// each.
const USUAL: &[(&str, Comes)] = &[
    ("new-year", on(1, 1)),
    ("king", nth(3, 1, 1)),
    ("presidents", nth(3, 1, 2)),
    ("memorial", nth(-1, 1, 5)),
    ("juneteenth", on(6, 19)),
    ("independence", on(7, 4)),
    ("labor", nth(1, 1, 9)),
    ("columbus", nth(2, 1, 10)),
    ("veterans", on(11, 11)),
    ("thanksgiving", nth(4, 4, 11)),
    ("christmas", on(12, 25)),
];

const fn on(month: u32, day: u32) -> Comes {
    Comes::Date { month, day }
}
const fn nth(nth: i32, weekday: u32, month: u32) -> Comes {
    Comes::Weekday {
        nth,
        weekday,
        month,
        days_after: 0,
    }
}

/// The address of a unit's working calendar.
pub(super) fn calendar_href(unit: UnitId) -> String {
    format!("{}/calendar", links::unit(unit))
}

/// What is kept at this unit; what is kept elsewhere is not found.
pub(super) fn owned<T>(kept: T, unit: UnitId, at: impl Fn(&T) -> UnitId) -> AppResult<T> {
    if at(&kept) == unit {
        Ok(kept)
    } else {
        Err(AppError::NotFound)
    }
}

/// A day off, or one that is worked all the same.
#[derive(Debug, Serialize)]
pub struct OffShown {
    when: When,
    until: Option<When>,
    name: String,
    /// The day it falls on, when it is kept on another.
    falls_on: Option<String>,
    closure: bool,
    /// The unit that works on this day, `here` when it is this one.
    worked_at: Option<String>,
    worked_here: bool,
    /// The unit above that it comes from.
    from: Option<String>,
    from_href: String,
    remove: Option<String>,
    edit: Option<String>,
    /// Whether the unit could work on it.
    may_work: bool,
    first: NaiveDate,
    last: NaiveDate,
}

/// A yearly holiday.
#[derive(Debug, Serialize)]
pub struct RuleShown {
    name: String,
    comes: String,
    observed: String,
    from: Option<String>,
    from_href: String,
    edit: Option<String>,
}

page! {
    /// The working calendar of a unit.
    pub struct CalendarPage in "agency/calendar.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub href: String,
        pub own: String,
        pub path: Vec<Link>,
        pub top: bool,
        pub year: String,
        pub before: Option<Link>,
        pub after: Option<Link>,
        pub days: Vec<OffShown>,
        pub rules: Vec<RuleShown>,
        pub usual: bool,
        pub week: Vec<DayShown>,
        pub hours: String,
        pub hours_from: String,
        pub zones: Vec<Choice>,
        pub zone: String,
        pub zone_above: String,
        pub zone_from: Option<String>,
        pub changes: Vec<Moment>,
    }
}

/// What the page is made from.
struct Whole {
    unit: Unit,
    path: Vec<Unit>,
    calendar: Calendar,
    own_hours: bool,
    hours_from: Option<String>,
    days: Vec<DayOff>,
    rules: Vec<KeptRule>,
    worked: Vec<(UnitId, NaiveDate)>,
    changes: Vec<CalendarChange>,
    effects: HashMap<CalendarChangeId, Effects>,
    people: HashMap<PersonId, String>,
}

async fn load(viewer: &Admin, id: UnitId, year: Option<i32>) -> AppResult<(i32, Whole)> {
    let now = viewer.now;
    viewer
        .app
        .db
        .read(move |conn| {
            let path = queries::path(conn, id)?;
            let unit = path.first().cloned().ok_or(AppError::NotFound)?;
            let calendar = queries::calendar_along(conn, &path)?;
            let year = year.unwrap_or_else(|| calendar.zone.local(now).date.year());
            let first = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(AppError::NotFound)?;
            let ids: Vec<UnitId> = path.iter().map(|unit| unit.id).collect();
            let mut hours_from = None;
            for above in path.iter().skip(1) {
                if !queries::own_hours(conn, above.id)?.is_empty() {
                    hours_from = Some(above.name.clone());
                    break;
                }
            }
            let changes = queries::changes_at(conn, id, CHANGES)?;
            let of: Vec<_> = changes.iter().map(|change| change.id).collect();
            let effects = queries::effects(conn, &of)?;
            let who: Vec<PersonId> = changes.iter().filter_map(|change| change.who).collect();
            let people = crate::people::queries::find_all(conn, &who)?
                .into_iter()
                .map(|person| (person.id, person.name))
                .collect();
            let whole = Whole {
                own_hours: !queries::own_hours(conn, id)?.is_empty(),
                days: queries::holidays_of(conn, &ids, first)?,
                rules: queries::rules_of(conn, &ids)?,
                worked: queries::worked_days_of(conn, &ids, first)?,
                hours_from,
                calendar,
                path,
                unit,
                changes,
                effects,
                people,
            };
            Ok((year, whole))
        })
        .await
}

pub(super) async fn show(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    calendar_page(&viewer, id.into_inner(), None, &Problems::new()).await
}

async fn calendar_page(
    viewer: &Admin,
    id: UnitId,
    typed: Option<&Fields>,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let years = EARLIEST.year()..=LATEST.year();
    let asked = query.parse::<i32>("year").filter(|year| years.contains(year));
    let (year, whole) = load(viewer, id, asked).await?;
    let (unit, calendar) = (&whole.unit, &whole.calendar);
    let mut form = Typed::default();
    for (name, stored) in [
        ("zone", unit.zone.clone().unwrap_or_default()),
        ("day_name", String::new()),
        ("date", String::new()),
        ("until", String::new()),
        ("closure", String::new()),
    ] {
        let shown = typed.and_then(|typed| typed.raw(name)).unwrap_or(&stored);
        form = form.with(name, shown);
    }
    let own = calendar_href(id);
    let year_link = |year: i32| {
        years.contains(&year).then(|| Link {
            href: format!("{own}?year={year}"),
            text: year.to_string(),
        })
    };
    let zone_words = |zone: &str| zone.replace('_', " ");
    let zone_above = whole
        .path
        .iter()
        .skip(1)
        .find_map(|above| Some((above.zone.as_deref()?, above.name.as_str())));
    let typed_hours = typed.and_then(|typed| typed.given("hours"));
    let there: BTreeSet<_> = whole
        .rules
        .iter()
        .map(|kept| format!("{:?}", kept.rule.comes))
        .collect();
    let page = CalendarPage {
        title: viewer.say(&Said::new("calendar-title").with("unit", unit.name.clone())),
        lead: lead(viewer, calendar),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        href: links::unit(id),
        path: path_links(viewer, &whole.path),
        top: unit.parent_id.is_none(),
        year: year.to_string(),
        before: year_link(year - 1),
        after: year_link(year + 1),
        days: days_shown(viewer, year, &whole),
        rules: whole
            .rules
            .iter()
            .map(|kept| rule_shown(viewer, kept, &whole))
            .collect(),
        usual: USUAL.iter().any(|(_, comes)| !there.contains(&format!("{comes:?}"))),
        week: (1..=7).map(|day| day_shown(viewer, day, calendar, typed)).collect(),
        hours: typed_hours.map_or_else(
            || if whole.own_hours { "own" } else { "inherit" }.to_owned(),
            str::to_owned,
        ),
        hours_from: whole.hours_from.clone().unwrap_or_default(),
        zones: Zone::names()
            .into_iter()
            .map(|name| Choice::new(&name, zone_words(&name)))
            .collect(),
        zone: zone_words(calendar.zone.name()),
        zone_above: zone_above.map(|(zone, _)| zone_words(zone)).unwrap_or_default(),
        zone_from: zone_above
            .filter(|_| unit.zone.is_none())
            .map(|(_, name)| name.to_owned()),
        changes: whole
            .changes
            .iter()
            .map(|change| change_shown(viewer, change, &whole))
            .collect(),
        own,
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

/// The way up from a unit, the agency first, the unit itself at the end.
pub(super) fn path_links<R: Right>(viewer: &Viewer<R>, path: &[Unit]) -> Vec<Link> {
    let start = Link {
        href: links::UNITS.to_owned(),
        text: viewer.t("agency-title"),
    };
    let units = path.iter().rev().map(|unit| Link {
        href: links::unit(unit.id),
        text: unit.name.clone(),
    });
    std::iter::once(start).chain(units).collect()
}

/// Whether the unit works today, and when it does not work next.
pub(super) fn lead<R: Right>(viewer: &Viewer<R>, calendar: &Calendar) -> String {
    let today = calendar.zone.local(viewer.now).date;
    let hours = |date: NaiveDate| {
        let nth = date.weekday().num_days_from_monday() as usize;
        calendar.hours.get(nth).copied().flatten()
    };
    let now = match (hours(today), calendar.why_off(today)) {
        (None, _) => Said::new("calendar-lead-no-hours"),
        (Some(_), Some(name)) => Said::new("calendar-lead-off").with("name", name),
        (Some(hours), None) => Said::new("calendar-lead-open").with("hours", hours_words(viewer, hours)),
    };
    let next = (1..AHEAD)
        .map(|n| shifted(today, n))
        .filter(|date| hours(*date).is_some())
        .find_map(|date| Some((date, calendar.why_off(date)?)));
    let next = match next {
        Some((date, name)) => Said::new("calendar-lead-next")
            .with("name", name)
            .with("date", viewer.day(&calendar.zone, date).full),
        None => Said::new("calendar-lead-none"),
    };
    format!("{} {}", viewer.say(&now), viewer.say(&next))
}

/// Hours in words: "8:00 AM to 5:00 PM", "10:00 PM to 6:00 AM the next day".
pub(super) fn hours_words<R: Right>(viewer: &Viewer<R>, hours: Hours) -> String {
    let clock = |minute: i32| viewer.i18n().clock(viewer.lang(), minute);
    let said = if hours.closes > 24 * 60 {
        Said::new("hours-over-midnight")
    } else {
        Said::new("hours-from-to")
    };
    viewer.say(
        &said
            .with("opens", clock(hours.opens))
            .with("closes", clock(hours.closes)),
    )
}

/// The hours of a week in words, days with the same hours together: "Monday to Friday, 8:00 AM to 5:00 PM".
pub(super) fn week_words<R: Right>(viewer: &Viewer<R>, week: &[Option<Hours>]) -> Vec<String> {
    let weekday = |n: usize| viewer.i18n().weekday(viewer.lang(), u32::try_from(n + 1).unwrap_or(1));
    let mut runs: Vec<(usize, usize, Hours)> = Vec::new();
    for (n, hours) in week.iter().enumerate() {
        let Some(hours) = hours else { continue };
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == n && same == hours => *last = n,
            _ => runs.push((n, n, *hours)),
        }
    }
    let run = |(first, last, hours): (usize, usize, Hours)| {
        let said = if first == last {
            Said::new("hours-on-day")
        } else {
            Said::new("hours-on-days").with("last", weekday(last))
        };
        let said = said
            .with("first", weekday(first))
            .with("hours", hours_words(viewer, hours));
        viewer.say(&said)
    };
    runs.into_iter().map(run).collect()
}

fn day_shown(viewer: &Admin, day: usize, calendar: &Calendar, typed: Option<&Fields>) -> DayShown {
    let hours = day
        .checked_sub(1)
        .and_then(|index| calendar.hours.get(index))
        .copied()
        .flatten();
    let field = |name: &str, stored: Option<i32>| {
        typed
            .filter(|typed| typed.given("hours").is_some())
            .and_then(|typed| typed.raw(&format!("{name}-{day}")))
            .map_or_else(|| stored.map(clock_field).unwrap_or_default(), str::to_owned)
    };
    DayShown {
        number: day,
        name: viewer.i18n().weekday(viewer.lang(), u32::try_from(day).unwrap_or(1)),
        opens: field("opens", hours.map(|hours| hours.opens)),
        closes: field("closes", hours.map(|hours| hours.closes)),
    }
}

/// A minute of the day as a browser's field shows it: "08:30".
pub(super) fn clock_field(minute: i32) -> String {
    let minute = minute.rem_euclid(24 * 60);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A time of the day as a browser's field sends it: "08:30".
pub(super) fn read_minute(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
    fits.then_some(hour * 60 + minute)
}

/// The days off of a year in their order, with those that are worked all the same.
fn days_shown(viewer: &Admin, year: i32, whole: &Whole) -> Vec<OffShown> {
    let (id, zone) = (whole.unit.id, &whole.calendar.zone);
    let today = zone.local(viewer.now).date;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (first, last) = (day(1, 1), day(12, 31));
    let name_of = |unit: UnitId| {
        let found = whole.path.iter().find(|above| above.id == unit);
        found.map(|above| above.name.clone()).unwrap_or_default()
    };
    let nearest = |date: NaiveDate| {
        let kept = |unit: &&Unit| whole.worked.contains(&(unit.id, date));
        whole.path.iter().find(kept).map(|unit| unit.id)
    };
    let shown = |from: NaiveDate, until: NaiveDate, name: &str, unit: UnitId| {
        let off = from
            .iter_days()
            .take_while(|date| *date <= until)
            .any(|date| whole.calendar.why_off(date).is_some());
        let worked = if off { None } else { nearest(from) };
        OffShown {
            when: viewer.day(zone, from),
            until: (until > from).then(|| viewer.day(zone, until)),
            name: name.to_owned(),
            falls_on: None,
            closure: false,
            worked_at: worked.filter(|at| *at != id).map(name_of),
            worked_here: worked == Some(id),
            from: (unit != id).then(|| name_of(unit)),
            from_href: calendar_href(unit),
            remove: None,
            edit: None,
            may_work: off && unit != id && until >= today,
            first: from,
            last: until,
        }
    };
    let single = whole.days.iter().filter(|day| day.date <= last).map(|day| OffShown {
        closure: day.closure,
        remove: (day.unit_id == id).then(|| format!("{}/holidays/{}/removal", links::unit(id), day.id)),
        ..shown(day.date, day.last(), &day.name, day.unit_id)
    });
    let yearly: Vec<Yearly> = whole
        .rules
        .iter()
        .map(|kept| Yearly {
            name: kept.name.clone(),
            rule: kept.rule,
            except: BTreeSet::new(),
        })
        .collect();
    let ruled = days_off(&yearly, whole.calendar.open_days(), first, last)
        .into_iter()
        .filter_map(|off| {
            let kept = whole.rules.get(off.index)?;
            let row = shown(off.date, off.date, &kept.name, kept.unit_id);
            Some(OffShown {
                falls_on: (off.falls_on != off.date).then(|| viewer.day(zone, off.falls_on).text),
                edit: (kept.unit_id == id).then(|| format!("{}/rules/{}", calendar_href(id), kept.id)),
                may_work: off.date >= today && whole.calendar.why_off(off.date).is_some(),
                ..row
            })
        });
    let mut days: Vec<OffShown> = single.chain(ruled).collect();
    days.sort_by_key(|day| (day.first, day.last));
    days
}

fn rule_shown(viewer: &Admin, kept: &KeptRule, whole: &Whole) -> RuleShown {
    let id = whole.unit.id;
    let above = whole
        .path
        .iter()
        .find(|above| above.id == kept.unit_id && above.id != id);
    RuleShown {
        name: kept.name.clone(),
        comes: rules::words(viewer, &kept.rule),
        observed: if falls_on_weekends(kept.rule.comes) {
            viewer.t(&format!("rule-observed-{}", kept.rule.observed))
        } else {
            viewer.t("rule-never-weekend")
        },
        from: above.map(|above| above.name.clone()),
        from_href: calendar_href(kept.unit_id),
        edit: (kept.unit_id == id).then(|| format!("{}/rules/{}", calendar_href(id), kept.id)),
    }
}

fn falls_on_weekends(comes: Comes) -> bool {
    match comes {
        Comes::Date { .. } => true,
        Comes::Weekday {
            weekday, days_after, ..
        } => (weekday + days_after - 1) % 7 >= 5,
    }
}

fn change_shown(viewer: &Admin, change: &CalendarChange, whole: &Whole) -> Moment {
    let zone = &whole.calendar.zone;
    let days = Days::of(Some(change.from_date), change.until_date, zone);
    let dates = days.map(|days| viewer.days(&days, |word| format!("calendar-dates-{word}")));
    let at = whole
        .path
        .iter()
        .find(|above| above.id == change.unit_id && above.id != whole.unit.id)
        .map(|above| viewer.say(&Said::new("calendar-change-at").with("unit", above.name.clone())));
    Moment {
        when: viewer.moment(zone, change.at),
        who: change
            .who
            .and_then(|who| whole.people.get(&who).cloned())
            .unwrap_or_else(|| viewer.t("calendar-change-by-nobody")),
        what: viewer.say(&change.said),
        text: Some(format!(
            "{}\n{}",
            dates.into_iter().chain(at).collect::<Vec<_>>().join("\n"),
            effects_shown(viewer, whole.effects.get(&change.id).copied().unwrap_or_default())
        )),
    }
}

/// What planning did because of a change, as far as it has followed it.
fn effects_shown(viewer: &Admin, effects: Effects) -> String {
    if effects.plans == 0 {
        return viewer.t(if effects.followed {
            "calendar-change-no-audits"
        } else {
            "calendar-change-soon"
        });
    }
    let parts = [
        ("plan-count-made", effects.made),
        ("plan-count-moved", effects.moved),
        ("plan-count-excused", effects.excused),
        ("plan-count-taken", effects.taken),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| viewer.say(&Said::new(key).with("count", count)))
        .collect();
    let said = Said::new("calendar-change-audits")
        .with("plans", effects.plans)
        .with("counts", parts.join(", "));
    viewer.say(&said)
}

/// What came of a write: the calendar with a sentence, or the page again with the refusal.
async fn told(
    viewer: &Admin,
    id: UnitId,
    form: &Fields,
    done: AppResult<()>,
    said: impl Into<Said>,
) -> AppResult<HttpResponse> {
    match done {
        Ok(()) => Ok(see_other(&calendar_href(id), Flash::done(said))),
        Err(AppError::Refused(said)) => {
            let field = match said.key.as_str() {
                "agency-no-holiday-there" | "agency-no-far-date" => "date",
                "agency-no-ends-early" | "agency-no-too-long" => "until",
                "agency-no-day" => "opens-1",
                _ => "",
            };
            let mut problems = Problems::new();
            problems.add(field, said);
            calendar_page(viewer, id, Some(form), &problems).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn update_zone(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let zone = form.given("zone").map(Zone::parse).transpose();
    let Ok(zone) = zone else {
        let mut problems = Problems::new();
        problems.add("zone", Said::new("setup-no-zone"));
        return calendar_page(&viewer, id, Some(&form), &problems).await;
    };
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::set_zone(conn, &act.clone(), id, zone.as_ref()))
        .await;
    told(&viewer, id, &form, done, "calendar-zone-saved").await
}

pub(super) async fn update_hours(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let mut hours = [None; 7];
    let own = form.get("hours") == "own";
    if own {
        for (day, hours) in (1..).zip(hours.iter_mut()) {
            let (opens, closes) = (form.get(&format!("opens-{day}")), form.get(&format!("closes-{day}")));
            if opens.is_empty() && closes.is_empty() {
                continue;
            }
            // midnight closes the day
            let closes = read_minute(closes).map(|minute| if minute == 0 { 24 * 60 } else { minute });
            match (read_minute(opens), closes) {
                (Some(opens), Some(closes)) if opens < closes => *hours = Some(Hours { opens, closes }),
                _ => {
                    let name = viewer.i18n().weekday(viewer.lang(), day);
                    problems.add(
                        &format!("opens-{day}"),
                        Said::new("agency-no-hours-on").with("day", name),
                    );
                }
            }
        }
    }
    if !problems.is_empty() {
        return calendar_page(&viewer, id, Some(&form), &problems).await;
    }
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::set_hours(conn, &act.clone(), id, own.then_some(&hours)))
        .await;
    told(&viewer, id, &form, done, "agency-hours-saved").await
}

pub(super) async fn create_holiday(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let from: Option<NaiveDate> = form.parse("date");
    problems.check("date", from.is_some(), "agency-date-missing");
    let until: Option<NaiveDate> = form.read("until", &mut problems, "agency-date-missing");
    let name = read_name(form.get("day_name"));
    problems.check("day_name", name.is_ok(), "agency-day-name-missing");
    let (Some(from), Ok(name), true) = (from, name, problems.is_empty()) else {
        return calendar_page(&viewer, id, Some(&form), &problems).await;
    };
    let new = NewDaysOff {
        from,
        until: until.unwrap_or(from),
        name,
        closure: form.checkbox("closure"),
    };
    let act = viewer.act();
    let said = if new.until > from {
        "calendar-days-added"
    } else {
        "agency-holiday-added"
    };
    let done = viewer
        .app
        .db
        .write(move |conn| operations::add_days_off(conn, &act.clone(), id, &new).map(drop))
        .await;
    told(&viewer, id, &form, done, said).await
}

pub(super) async fn new_removal(viewer: Admin, path: web::Path<(UnitId, HolidayId)>) -> AppResult<HttpResponse> {
    let (unit, holiday) = path.into_inner();
    let (day, zone) = viewer
        .app
        .db
        .read(move |conn| {
            let day = owned(queries::find_holiday(conn, holiday)?, unit, |day| day.unit_id)?;
            Ok((day, queries::calendar(conn, unit)?.zone))
        })
        .await?;
    let days = Days::between(day.date, day.last(), &zone);
    let page = RemovalPage {
        title: viewer.say(&Said::new("agency-removal-title").with("name", day.name.clone())),
        sentence: viewer.say(
            &Said::new("agency-removal-lead")
                .with("date", viewer.days(&days, |word| format!("calendar-dates-{word}")))
                .with("unit", day.unit.clone()),
        ),
        action: format!("{}/holidays/{holiday}/removal", links::unit(unit)),
        back: calendar_href(unit),
        unit: day.unit,
    };
    viewer.show(Here::Agency, &page)
}

pub(super) async fn create_removal(
    viewer: Admin,
    path: web::Path<(UnitId, HolidayId)>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (unit, holiday) = path.into_inner();
    let act = viewer.act();
    viewer
        .app
        .db
        .write(move |conn| {
            owned(queries::find_holiday(conn, holiday)?, unit, |day| day.unit_id)?;
            operations::remove_holiday(conn, &act.clone(), holiday).map(drop)
        })
        .await?;
    Ok(see_other(&calendar_href(unit), Flash::done("agency-holiday-removed")))
}

/// The days a button of the list stands for.
fn days_of(form: &Form) -> AppResult<(NaiveDate, NaiveDate)> {
    let from = form.parse("from");
    from.zip(form.parse("until")).ok_or(AppError::NotFound)
}

pub(super) async fn create_worked(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act, (from, until)) = (id.into_inner(), viewer.act(), days_of(&form)?);
    let done = viewer
        .app
        .db
        .write(move |conn| operations::work_on(conn, &act.clone(), id, from, until))
        .await;
    told(&viewer, id, &form, done, "calendar-worked").await
}

pub(super) async fn remove_worked(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act, (from, until)) = (id.into_inner(), viewer.act(), days_of(&form)?);
    let done = viewer
        .app
        .db
        .write(move |conn| operations::rest_on(conn, &act.clone(), id, from, until))
        .await;
    told(&viewer, id, &form, done, "calendar-not-worked").await
}

pub(super) async fn create_usual(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act) = (id.into_inner(), viewer.act());
    let usual: Vec<(String, Rule)> = USUAL
        .iter()
        .map(|(name, comes)| {
            let rule = Rule {
                comes: *comes,
                observed: Observed::Nearest,
                from_year: None,
                until_year: None,
            };
            (viewer.t(&format!("usual-{name}")), rule)
        })
        .collect();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::add_usual(conn, &act.clone(), id, &usual))
        .await;
    let said = match &done {
        Ok(added) => Said::new("calendar-usual-added").with("count", *added),
        Err(_) => Said::new("calendar-usual-added").with("count", 0),
    };
    told(&viewer, id, &form, done.map(drop), said).await
}
