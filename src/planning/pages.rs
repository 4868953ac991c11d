//! The pages of the room: the plans, one plan with its next dates, and the form that writes it.

use super::model::*;
use super::operations::{self, Made};
use super::queries::{self, ListRow};
use crate::agency;
use crate::agency::model::{Layer, Unit};
use crate::base::calendar::Calendar;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::links;
use crate::base::recurrence::Recurrence;
use crate::base::said::Said;
use crate::base::text::{Localized, fold};
use crate::base::zone::DAY;
use crate::checklists;
use crate::page;
use crate::people;
use crate::people::model::{Person, Scope};
use crate::people::nav::Here;
use crate::people::viewer::{Auditor, Planner, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Record};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Cursor, Links};
use actix_web::{HttpResponse, web};
use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Dates that are shown ahead.
const AHEAD: usize = 5;

/// Routes of the room. Whoever audits reads the plans of the own units; quality staff and administrators write them.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/planning")
            .route("", web::get().to(index))
            .route("", web::post().to(create))
            .route("/new", web::get().to(new))
            .route("/{id}", web::get().to(show))
            .route("/{id}", web::post().to(update))
            .route("/{id}/edit", web::get().to(edit))
            .route("/{id}/pause", web::post().to(create_pause))
            .route("/{id}/resumption", web::post().to(create_resumption)),
    );
}

/// A choice of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    value: String,
    text: String,
    hint: Option<String>,
}

impl Choice {
    fn new(value: impl ToString, text: impl Into<String>) -> Self {
        Self {
            value: value.to_string(),
            text: text.into(),
            hint: None,
        }
    }
}

/// A box that can be ticked.
#[derive(Debug, Serialize)]
pub struct Tick {
    value: String,
    text: String,
    checked: bool,
    depth: i32,
}

/// A date on which a plan comes round.
#[derive(Debug, Serialize)]
pub struct DateShown {
    day: When,
    opens: String,
    due: String,
    /// The day it would have been, were that not a holiday.
    moved_from: Option<String>,
}

/// A plan in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    title: String,
    template: String,
    layer: i32,
    layer_name: String,
    said: String,
    window: String,
    units: String,
    paused: bool,
    next: Option<When>,
}

page! {
    /// The plans.
    pub struct IndexPage in "planning/index.html" {
        pub title: String,
        pub lead: String,
        pub words: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub may_write: bool,
    }
}

async fn index(viewer: Viewer<Auditor>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (words, ask, scope) = (fold(query.get("q")), Ask::of(&viewer.req), viewer.scope());
    let (k, w) = (ask.clone(), words.clone());
    let (rows, units, calendars, layers) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::list(conn, &scope, &w, &k)?;
            let ids: Vec<PlanId> = rows.iter().map(|row| row.plan.id).collect();
            let mut units: HashMap<PlanId, Vec<(UnitId, String)>> = HashMap::new();
            for (plan, unit, name) in queries::units_of(conn, &ids)? {
                units.entry(plan).or_default().push((unit, name));
            }
            // the next date is that of the first unit by name
            let mut calendars: HashMap<UnitId, Calendar> = HashMap::new();
            for (unit, _) in units.values().filter_map(|of_plan| of_plan.first()) {
                if !calendars.contains_key(unit) {
                    calendars.insert(*unit, agency::queries::calendar(conn, *unit)?);
                }
            }
            Ok((rows, units, calendars, agency::queries::layers(conn)?))
        })
        .await?;
    let slice = ask.page(rows, |row| Cursor {
        at: row.plan.created_at,
        id: row.plan.id.0,
    });
    let rows: Vec<Row> = slice
        .rows
        .iter()
        .map(|row| {
            let units = units.get(&row.plan.id).map(Vec::as_slice).unwrap_or_default();
            let calendar = units.first().and_then(|(unit, _)| calendars.get(unit));
            list_row(&viewer, row, units, calendar, &layers)
        })
        .collect();
    let page = IndexPage {
        title: viewer.t("plans-title"),
        lead: viewer.t("plans-lead"),
        words: query.get("q").to_owned(),
        rows,
        links: slice.links,
        may_write: may_write(&viewer),
    };
    viewer.show(Here::Planning, &page)
}

fn may_write<R: Right>(viewer: &Viewer<R>) -> bool {
    viewer.holds(Planner::ROLES)
}

fn list_row<R: Right>(
    viewer: &Viewer<R>,
    row: &ListRow,
    units: &[(UnitId, String)],
    calendar: Option<&Calendar>,
    layers: &[Layer],
) -> Row {
    let plan = &row.plan;
    let timing = plan.timing().ok();
    let next = calendar
        .zip(timing.as_ref())
        .filter(|_| plan.active)
        .and_then(|(calendar, timing)| {
            let today = calendar.zone.local(viewer.now).date;
            let next = timing.next(calendar, today, AHEAD);
            let next = next.into_iter().find(|one| one.due_at > viewer.now)?;
            Some(viewer.day(&calendar.zone, next.date))
        });
    Row {
        href: links::plan(plan.id),
        title: plan.title.clone(),
        template: row.template.get(viewer.lang()).to_owned(),
        layer: plan.layer,
        layer_name: layer_name(layers, plan.layer),
        said: timing.as_ref().map(|timing| said(viewer, timing)).unwrap_or_default(),
        window: window(viewer, plan),
        units: match units {
            [] => String::new(),
            [(_, one)] => one.clone(),
            [(_, one), (_, two)] => format!("{one}, {two}"),
            [(_, one), rest @ ..] => viewer.say(
                &Said::new("plans-units-more")
                    .with("first", one.as_str())
                    .with("count", rest.len()),
            ),
        },
        paused: !plan.active,
        next,
    }
}

fn layer_name(layers: &[Layer], number: i32) -> String {
    layers
        .iter()
        .find(|layer| layer.number == number)
        .map_or_else(String::new, |layer| layer.name.clone())
}

/// The days as a sentence: "Every Monday and Wednesday".
fn said<R: Right>(viewer: &Viewer<R>, timing: &Timing) -> String {
    let sentence = if is_every_working_day(timing) {
        viewer.t("plan-every-working-day")
    } else {
        let mut sentence = viewer.say(&timing.recurrence.said());
        if let Some(end) = timing.recurrence.said_end() {
            sentence.push_str(", ");
            sentence.push_str(&viewer.say(&end));
        }
        sentence
    };
    let mut letters = sentence.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Every day that is not skipped: whatever days the unit works.
fn is_every_working_day(timing: &Timing) -> bool {
    timing.holiday_policy == HolidayPolicy::Skip && timing.recurrence.text() == EVERY_DAY
}
const EVERY_DAY: &str = "FREQ=DAILY";

/// The window in words: "8:00 AM to 12:00 PM".
fn window<R: Right>(viewer: &Viewer<R>, plan: &Plan) -> String {
    let clock = |minute: i32| viewer.i18n().clock(viewer.lang(), minute);
    let said = Said::new("plan-window")
        .with("days", plan.due_minute.div_euclid(DAY))
        .with("opens", clock(plan.opens_minute))
        .with("due", clock(plan.due_minute));
    viewer.say(&said)
}

fn dates<R: Right>(viewer: &Viewer<R>, timing: &Timing, calendar: &Calendar) -> Vec<DateShown> {
    let today = calendar.zone.local(viewer.now).date;
    let clock = |minute: i32| viewer.i18n().clock(viewer.lang(), minute);
    let shown = |one: &Occurrence| DateShown {
        day: viewer.day(&calendar.zone, one.date),
        opens: clock(timing.opens_minute),
        due: clock(timing.due_minute),
        moved_from: (one.planned != one.date).then(|| viewer.day(&calendar.zone, one.planned).text),
    };
    timing
        .next(calendar, today, AHEAD + 2)
        .iter()
        .filter(|one| one.due_at > viewer.now)
        .take(AHEAD)
        .map(shown)
        .collect()
}

/// A unit of a plan, and who audits there.
#[derive(Debug, Serialize)]
pub struct UnitShown {
    name: String,
    closed: bool,
    holders: String,
    nobody: bool,
    next: Option<When>,
}

/// An entry of the timeline.
#[derive(Debug, Serialize)]
pub struct EntryShown {
    when: When,
    who: String,
    what: String,
}

page! {
    /// A plan: what it asks for, where, of whom, and when next.
    pub struct ShowPage in "planning/show.html" {
        pub title: String,
        pub href: String,
        pub template: String,
        pub template_href: String,
        pub layer: i32,
        pub layer_name: String,
        pub said: String,
        pub window: String,
        pub grace: String,
        pub policy: String,
        pub starts: When,
        pub ends: Option<When>,
        pub made_until: Option<When>,
        pub paused: bool,
        pub ready: bool,
        pub dates: Vec<DateShown>,
        pub dates_of: String,
        pub units: Vec<UnitShown>,
        pub nobody: usize,
        pub timeline: Vec<EntryShown>,
        pub may_write: bool,
    }
}

struct Loaded {
    plan: Plan,
    template: Localized,
    layers: Vec<Layer>,
    units: Vec<(queries::Covered, Calendar, Vec<Person>)>,
    ready: bool,
    timeline: Vec<history::Entry>,
    names: HashMap<PersonId, String>,
}

fn load(conn: &mut Conn, scope: &Scope, id: PlanId) -> AppResult<Loaded> {
    let plan = queries::find_visible(conn, scope, id)?;
    let layers = agency::queries::layers(conn)?;
    let role: Option<Role> = layers
        .iter()
        .find(|layer| layer.number == plan.layer)
        .map(|layer| layer.role);
    let mut units = Vec::new();
    for unit in queries::covered(conn, id)? {
        let calendar = agency::queries::calendar(conn, unit.unit_id)?;
        let holders = match role {
            Some(role) => people::queries::holders(conn, role, unit.unit_id)?,
            None => Vec::new(),
        };
        units.push((unit, calendar, holders));
    }
    let timeline = history::timeline(conn, Record::of("plan", id))?;
    let mut who: Vec<PersonId> = timeline.iter().filter_map(|entry| entry.who).collect();
    who.sort_unstable();
    who.dedup();
    let names = people::queries::find_all(conn, &who)?;
    Ok(Loaded {
        template: checklists::queries::find(conn, plan.template_id)?.title,
        ready: matches!(
            queries::newest_version(conn, plan.template_id, plan.layer)?,
            Some((_, _, true))
        ),
        names: names.into_iter().map(|person| (person.id, person.name)).collect(),
        plan,
        layers,
        units,
        timeline,
    })
}

async fn show(viewer: Viewer<Auditor>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let loaded = viewer.app.db.read(move |conn| load(conn, &scope, id)).await?;
    viewer.show(Here::Planning, &shown(&viewer, loaded))
}

fn shown<R: Right>(viewer: &Viewer<R>, l: Loaded) -> ShowPage {
    let (plan, timing) = (&l.plan, l.plan.timing().ok());
    let next_at = |calendar: &Calendar| {
        let timing = timing.as_ref().filter(|_| plan.active)?;
        let next = timing.next(calendar, calendar.zone.local(viewer.now).date, 2);
        let next = next.iter().find(|one| one.due_at > viewer.now)?;
        Some(viewer.day(&calendar.zone, next.date))
    };
    let units: Vec<UnitShown> = l
        .units
        .iter()
        .map(|(unit, calendar, holders)| UnitShown {
            name: unit.name.clone(),
            closed: !unit.active,
            nobody: unit.active && holders.is_empty(),
            holders: holders
                .iter()
                .map(|person| person.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            next: next_at(calendar).filter(|_| unit.active),
        })
        .collect();
    let first = l.units.iter().find(|(unit, ..)| unit.active);
    ShowPage {
        title: plan.title.clone(),
        href: links::plan(plan.id),
        template: l.template.get(viewer.lang()).to_owned(),
        template_href: links::template(plan.template_id),
        layer: plan.layer,
        layer_name: layer_name(&l.layers, plan.layer),
        said: timing.as_ref().map(|timing| said(viewer, timing)).unwrap_or_default(),
        window: window(viewer, plan),
        grace: viewer.say(&Said::new("plan-grace-said").with("count", plan.grace_minutes)),
        policy: viewer.t(&format!("plan-policy-{}", plan.holiday_policy)),
        starts: viewer.day(&viewer.zone, plan.starts_on),
        ends: plan.ends_on.map(|on| viewer.day(&viewer.zone, on)),
        made_until: plan.made_until.map(|on| viewer.day(&viewer.zone, on)),
        paused: !plan.active,
        ready: l.ready,
        dates: first
            .zip(timing.as_ref())
            .filter(|_| plan.active)
            .map(|((_, calendar, _), timing)| dates(viewer, timing, calendar))
            .unwrap_or_default(),
        dates_of: first.map(|(unit, ..)| unit.name.clone()).unwrap_or_default(),
        nobody: units.iter().filter(|unit| unit.nobody).count(),
        units,
        timeline: l
            .timeline
            .iter()
            .map(|entry| EntryShown {
                when: viewer.moment(&viewer.zone, entry.at),
                who: entry
                    .who
                    .and_then(|who| l.names.get(&who).cloned())
                    .unwrap_or_else(|| viewer.t("history-by-plumbline")),
                what: viewer.t(&format!("history-{}", entry.event)),
            })
            .collect(),
        may_write: may_write(viewer),
    }
}

async fn create_pause(viewer: Viewer<Planner>, id: web::Path<PlanId>, _: Form) -> AppResult<HttpResponse> {
    let (scope, act, id) = (viewer.scope(), viewer.act(), *id);
    let paused = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            operations::pause(conn, &act.clone(), id)
        })
        .await;
    switched(id, paused.map(|()| Said::new("plan-paused-done")))
}

async fn create_resumption(viewer: Viewer<Planner>, id: web::Path<PlanId>, _: Form) -> AppResult<HttpResponse> {
    let (scope, act, id, post) = (viewer.scope(), viewer.act(), *id, viewer.app.post.clone());
    let made = viewer
        .app
        .db
        .write(move |conn| {
            let act = act.clone();
            queries::find_visible(conn, &scope, id)?;
            operations::resume(conn, &act, id)?;
            operations::tend(conn, &act, &post, id, DAYS_AHEAD)
        })
        .await;
    switched(
        id,
        made.map(|made| Said::new("plan-resumed-done").with("count", made.new)),
    )
}

/// Back to the plan, with what was done; the button of a page that was out of date does no harm.
fn switched(id: PlanId, done: AppResult<Said>) -> AppResult<HttpResponse> {
    let flash = match done {
        Ok(said) => Flash::done(said),
        Err(AppError::Refused(said)) => Flash::note(said),
        Err(error) => return Err(error),
    };
    Ok(see_other(&links::plan(id), flash))
}

// the form

page! {
    /// The form of a plan.
    pub struct FormPage in "planning/form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub back: String,
        pub is_new: bool,
        pub templates: Vec<Choice>,
        pub layers: Vec<Choice>,
        pub units: Vec<Tick>,
        pub repeats: Vec<Choice>,
        pub days: Vec<Tick>,
        pub month_days: Vec<Choice>,
        pub nths: Vec<Choice>,
        pub weekdays: Vec<Choice>,
        pub policies: Vec<Choice>,
        pub previewed: bool,
        pub preview: Vec<DateShown>,
        pub preview_said: String,
        pub preview_of: String,
        pub made_until: Option<When>,
    }
}

/// What is typed in a form, boxes that come more than once beside the rest.
#[derive(Debug, Default, Clone)]
struct Filled {
    typed: Typed,
    units: Vec<UnitId>,
    days: Vec<String>,
}

impl Filled {
    fn of(form: &Fields) -> Self {
        Self {
            typed: complete(form.typed()),
            units: form.all("units").filter_map(|unit| unit.parse().ok()).collect(),
            days: form.all("days").map(str::to_owned).collect(),
        }
    }
    /// The form of a new plan, before anything is typed.
    fn blank(today: NaiveDate) -> Self {
        let typed = Typed::default()
            .with("repeat", "workdays")
            .with("month_day", 1)
            .with("nth", 1)
            .with("nth_day", "MO")
            .with("quarter_day", 1)
            .with("starts_on", today)
            .with("opens", "08:00")
            .with("due", "12:00")
            .with("due_days", 0)
            .with("grace", 60)
            .with("policy", HolidayPolicy::Next);
        Self {
            typed: complete(typed),
            ..Self::default()
        }
    }
    /// The form of a plan as it is.
    fn of_plan(plan: &Plan, units: Vec<UnitId>) -> Self {
        let clock = |minute: i32| {
            let minute = minute.rem_euclid(DAY);
            format!("{:02}:{:02}", minute / 60, minute % 60)
        };
        let mut filled = Self::blank(plan.starts_on);
        let mut typed = filled
            .typed
            .with("title", &plan.title)
            .with("template", plan.template_id)
            .with("layer", plan.layer)
            .with("ends_on", plan.ends_on.map(|on| on.to_string()).unwrap_or_default())
            .with("opens", clock(plan.opens_minute))
            .with("due", clock(plan.due_minute))
            .with("due_days", plan.due_minute.div_euclid(DAY))
            .with("grace", plan.grace_minutes)
            .with("policy", plan.holiday_policy)
            .with("revision", plan.revision);
        let day_of = |rule: &str| {
            rule.parse::<i32>()
                .ok()
                .filter(|day| *day == -1 || (1..=28).contains(day))
        };
        let rule = plan.recurrence.as_str();
        let weekly = rule
            .strip_prefix("FREQ=WEEKLY;BYDAY=")
            .filter(|days| !days.contains(';'));
        let nth = rule
            .strip_prefix("FREQ=MONTHLY;BYDAY=")
            .and_then(|day| day.split_at_checked(day.len().saturating_sub(2)))
            .filter(|(nth, day)| NTHS.contains(nth) && WEEKDAYS.contains(day));
        typed = if rule == EVERY_DAY && plan.holiday_policy == HolidayPolicy::Skip {
            typed.with("repeat", "workdays").with("policy", HolidayPolicy::Next)
        } else if let Some(days) = weekly {
            filled.days = days.split(',').map(str::to_owned).collect();
            typed.with("repeat", "weekly")
        } else if let Some(day) = rule.strip_prefix("FREQ=MONTHLY;BYMONTHDAY=").and_then(day_of) {
            typed.with("repeat", "monthly").with("month_day", day)
        } else if let Some((nth, day)) = nth {
            typed.with("repeat", "nth").with("nth", nth).with("nth_day", day)
        } else if let Some(day) = rule
            .strip_prefix("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=")
            .and_then(day_of)
        {
            typed.with("repeat", "quarterly").with("quarter_day", day)
        } else {
            typed.with("repeat", "rule").with("rule", rule)
        };
        filled.typed = typed;
        filled.units = units;
        filled
    }
}

/// Every field of the form, so that none is missing that did not come.
const FIELDS: [&str; 17] = [
    "title",
    "template",
    "layer",
    "repeat",
    "month_day",
    "nth",
    "nth_day",
    "quarter_day",
    "rule",
    "policy",
    "starts_on",
    "ends_on",
    "opens",
    "due",
    "due_days",
    "grace",
    "revision",
];

fn complete(typed: Typed) -> Typed {
    FIELDS.into_iter().fold(typed, |typed, name| {
        let value = typed.get(name).to_owned();
        typed.with(name, value)
    })
}

/// The ways to come round that the form offers; anything else is a rule of one's own.
const REPEATS: [&str; 6] = ["workdays", "weekly", "monthly", "nth", "quarterly", "rule"];
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NTHS: [&str; 5] = ["1", "2", "3", "4", "-1"];

/// The plan a form describes, and everything wrong with it: `None` when its rule cannot be read. Where another field
/// cannot, something stands in for it and there is a problem.
fn read(form: &Fields, problems: &mut Problems) -> Option<Wanted> {
    let (template_id, layer) = (form.parse("template"), form.parse("layer"));
    let mut units: Vec<UnitId> = form.all("units").filter_map(|unit| unit.parse().ok()).collect();
    units.sort_unstable();
    units.dedup();
    if let Err(no) = check_title(form.get("title")) {
        problems.add("title", no.said());
    }
    problems.check("template", template_id.is_some(), "plan-template-required");
    problems.check("layer", layer.is_some(), "plan-no-such-layer");
    problems.check("units", !units.is_empty(), "plan-no-units");
    let wanted = Wanted {
        title: form.get("title").to_owned(),
        template_id: template_id.unwrap_or(TemplateId(uuid::Uuid::nil())),
        layer: layer.unwrap_or(0),
        timing: read_timing(form, problems)?,
        units,
    };
    let known: Vec<String> = problems.keys().iter().map(|(field, _)| (*field).to_owned()).collect();
    for (field, no) in wanted.problems() {
        let field = if field == "recurrence" { "repeat" } else { field };
        if !known.iter().any(|known| known == field) {
            problems.add(field, no.said());
        }
    }
    Some(wanted)
}

fn read_timing(form: &Fields, problems: &mut Problems) -> Option<Timing> {
    let recurrence = read_recurrence(form, problems);
    let starts_on = form.read("starts_on", problems, "plan-date");
    problems.check(
        "starts_on",
        starts_on.is_some() || form.given("starts_on").is_some(),
        "plan-date",
    );
    let opens = read_clock(form, "opens", problems);
    let due = read_clock(form, "due", problems);
    let due_days = form.read::<i32>("due_days", problems, "error-number").unwrap_or(0);
    let policy = form.parse("policy").unwrap_or(HolidayPolicy::Next);
    Some(Timing {
        // moving a day onto another that comes round by itself would only double it
        holiday_policy: if form.get("repeat") == "workdays" {
            HolidayPolicy::Skip
        } else {
            policy
        },
        recurrence: recurrence?,
        starts_on: starts_on.unwrap_or_default(),
        ends_on: form.read("ends_on", problems, "plan-date"),
        opens_minute: opens.unwrap_or(0),
        due_minute: due.unwrap_or(DAY - 1).saturating_add(due_days.clamp(0, 1_000) * DAY),
        grace_minutes: match form.read("grace", problems, "error-number") {
            None if form.given("grace").is_none() => 0,
            grace => grace.unwrap_or(0),
        },
    })
}

fn read_clock(form: &Fields, name: &str, problems: &mut Problems) -> Option<i32> {
    let text = form.get(name);
    let time = ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok());
    problems.check(name, time.is_some(), "plan-no-time");
    time.and_then(|time| i32::try_from(time.num_seconds_from_midnight() / 60).ok())
}

/// The rule that was chosen.
fn read_recurrence(form: &Fields, problems: &mut Problems) -> Option<Recurrence> {
    let days: Vec<&str> = WEEKDAYS
        .into_iter()
        .filter(|day| form.all("days").any(|ticked| ticked == *day))
        .collect();
    let (field, rule) = match form.get("repeat") {
        "workdays" => ("repeat", EVERY_DAY.to_owned()),
        "weekly" if days.is_empty() => {
            problems.add("days", Said::new("plan-days-required"));
            return None;
        }
        "weekly" => ("days", format!("FREQ=WEEKLY;BYDAY={}", days.join(","))),
        "monthly" => (
            "month_day",
            format!("FREQ=MONTHLY;BYMONTHDAY={}", form.get("month_day")),
        ),
        "nth" => (
            "nth",
            format!("FREQ=MONTHLY;BYDAY={}{}", form.get("nth"), form.get("nth_day")),
        ),
        "quarterly" => (
            "quarter_day",
            format!("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={}", form.get("quarter_day")),
        ),
        "rule" => ("rule", form.get("rule").to_owned()),
        _ => {
            problems.add("repeat", Said::new("error-choice"));
            return None;
        }
    };
    Recurrence::parse(&rule)
        .map_err(|bad| problems.add(field, bad.said()))
        .ok()
}

/// What the form offers, read for this viewer.
struct Offered {
    templates: Vec<checklists::model::Template>,
    layers: Vec<Layer>,
    tree: Vec<(i32, Unit)>,
    calendar: Option<(String, Calendar)>,
}

fn offered(conn: &mut Conn, scope: &Scope, chosen: &[UnitId]) -> AppResult<Offered> {
    let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
        .into_iter()
        .map(|unit| unit.id)
        .collect();
    let mut tree = agency::queries::tree(conn)?;
    tree.retain(|(_, unit)| inside.contains(&unit.id) && (unit.active || chosen.contains(&unit.id)));
    // dates are shown for the first unit chosen, else for the first there is
    let first = tree
        .iter()
        .find(|(_, unit)| chosen.contains(&unit.id))
        .or_else(|| tree.first())
        .map(|(_, unit)| (unit.id, unit.name.clone()));
    let calendar = match first {
        Some((id, name)) => Some((name, agency::queries::calendar(conn, id)?)),
        None => None,
    };
    Ok(Offered {
        templates: checklists::queries::list_published(conn)?,
        layers: agency::queries::layers(conn)?,
        tree,
        calendar,
    })
}

/// Which plan a form is about.
#[derive(Clone, Copy)]
enum About {
    New,
    Old(PlanId),
}

async fn form_page(
    viewer: &Viewer<Planner>,
    about: About,
    filled: Filled,
    problems: &Problems,
    preview: Option<Timing>,
) -> AppResult<FormPage> {
    let (scope, chosen) = (viewer.scope(), filled.units.clone());
    let (o, plan) = viewer
        .app
        .db
        .read(move |conn| {
            let plan = match about {
                About::New => None,
                About::Old(id) => Some(queries::find_visible(conn, &scope, id)?),
            };
            Ok((offered(conn, &scope, &chosen)?, plan))
        })
        .await?;
    let told = viewer.told(problems);
    let least = o.tree.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
    let word = |prefix: &str, name: &str| viewer.t(&format!("{prefix}-{}", name.to_lowercase()));
    let month_days = (1..=28)
        .map(|day| Choice::new(day, day.to_string()))
        .chain([Choice::new(-1, viewer.t("plan-last-day"))])
        .collect();
    let (preview_of, dates) = match (&o.calendar, &preview) {
        (Some((unit, calendar)), Some(timing)) => (unit.clone(), dates(viewer, timing, calendar)),
        _ => (String::new(), Vec::new()),
    };
    Ok(FormPage {
        title: match &plan {
            None => viewer.t("plan-new-title"),
            Some(plan) => viewer.say(&Said::new("plan-edit-title").with("title", plan.title.as_str())),
        },
        errors: told
            .iter()
            .map(|problem| (problem.field.clone(), problem.text.clone()))
            .collect(),
        problems: told,
        action: plan
            .as_ref()
            .map_or_else(|| links::PLANS.into(), |plan| links::plan(plan.id)),
        back: plan
            .as_ref()
            .map_or_else(|| links::PLANS.into(), |plan| links::plan(plan.id)),
        is_new: plan.is_none(),
        templates: o
            .templates
            .iter()
            .map(|template| Choice::new(template.id, template.title.get(viewer.lang())))
            .collect(),
        layers: o
            .layers
            .iter()
            .map(|layer| {
                let said = Said::new("plan-layer-choice")
                    .with("layer", layer.number.to_string())
                    .with("name", layer.name.as_str());
                Choice::new(layer.number, viewer.say(&said))
            })
            .collect(),
        units: o
            .tree
            .iter()
            .map(|(depth, unit)| Tick {
                value: unit.id.to_string(),
                text: unit.name.clone(),
                checked: filled.units.contains(&unit.id),
                depth: (depth - least).min(5),
            })
            .collect(),
        repeats: REPEATS
            .iter()
            .map(|repeat| Choice::new(repeat, viewer.t(&format!("plan-repeat-{repeat}"))))
            .collect(),
        days: WEEKDAYS
            .iter()
            .map(|day| Tick {
                value: (*day).to_owned(),
                text: word("plan-day", day),
                checked: filled.days.iter().any(|ticked| ticked == day),
                depth: 0,
            })
            .collect(),
        month_days,
        nths: NTHS
            .iter()
            .map(|nth| Choice::new(nth, word("plan-nth", if *nth == "-1" { "last" } else { nth })))
            .collect(),
        weekdays: WEEKDAYS
            .iter()
            .map(|day| Choice::new(day, word("plan-day", day)))
            .collect(),
        policies: HolidayPolicy::ALL
            .iter()
            .rev()
            .map(|policy| Choice::new(policy, viewer.t(&format!("plan-policy-{policy}"))))
            .collect(),
        previewed: preview.is_some(),
        preview: dates,
        preview_said: preview.as_ref().map(|timing| said(viewer, timing)).unwrap_or_default(),
        preview_of,
        made_until: plan
            .and_then(|plan| plan.made_until)
            .map(|on| viewer.day(&viewer.zone, on)),
        form: filled.typed,
    })
}

async fn new(viewer: Viewer<Planner>) -> AppResult<HttpResponse> {
    let today = viewer.zone.local(viewer.now).date;
    let page = form_page(&viewer, About::New, Filled::blank(today), &Problems::new(), None).await?;
    viewer.show(Here::Planning, &page)
}

async fn edit(viewer: Viewer<Planner>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let (plan, units) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find_visible(conn, &scope, id)?, queries::covered(conn, id)?)))
        .await?;
    let units = units.into_iter().map(|unit| unit.unit_id).collect();
    let filled = Filled::of_plan(&plan, units);
    let timing = plan.timing().ok();
    let page = form_page(&viewer, About::Old(id), filled, &Problems::new(), timing).await?;
    viewer.show(Here::Planning, &page)
}

async fn create(viewer: Viewer<Planner>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, About::New, &form).await
}

async fn update(viewer: Viewer<Planner>, id: web::Path<PlanId>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, About::Old(*id), &form).await
}

/// Saves what was typed, or shows it again: with the next dates when those were asked for, with what is wrong otherwise.
async fn save(viewer: &Viewer<Planner>, about: About, form: &Fields) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let wanted = read(form, &mut problems);
    if form.checkbox("preview") {
        // the dates do not need the rest to be right
        let of_dates = |(field, _): &(&str, &str)| !["title", "template", "layer", "units"].contains(field);
        let fits = !problems.keys().iter().any(of_dates);
        if let Some(wanted) = wanted.filter(|_| fits) {
            let page = form_page(viewer, about, Filled::of(form), &Problems::new(), Some(wanted.timing)).await?;
            return viewer.show(Here::Planning, &page);
        }
    } else if let Some(wanted) = wanted.filter(|_| problems.is_empty()) {
        let revision = form.parse("revision").unwrap_or(0);
        match write(viewer, about, revision, wanted).await {
            Ok((id, made)) => {
                let said = Said::new("plan-saved").with("count", made.new);
                return Ok(see_other(&links::plan(id), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => problems.add(field_of(&said), said),
            Err(error) => return Err(error),
        }
    }
    let page = form_page(viewer, about, Filled::of(form), &problems, None).await?;
    viewer.again(Here::Planning, &page)
}

async fn write(viewer: &Viewer<Planner>, about: About, revision: i32, wanted: Wanted) -> AppResult<(PlanId, Made)> {
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    viewer
        .app
        .db
        .write(move |conn| {
            let (act, mut wanted) = (act.clone(), wanted.clone());
            let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
                .into_iter()
                .map(|unit| unit.id)
                .collect();
            wanted.units.retain(|unit| inside.contains(unit));
            let id = match about {
                About::New => operations::create(conn, &act, &wanted)?,
                About::Old(id) => {
                    queries::find_visible(conn, &scope, id)?;
                    // units the viewer does not see stay as they are
                    let outside = queries::covered(conn, id)?.into_iter().map(|unit| unit.unit_id);
                    wanted.units.extend(outside.filter(|unit| !inside.contains(unit)));
                    operations::update(conn, &act, id, revision, &wanted)?;
                    id
                }
            };
            Ok((id, operations::tend(conn, &act, &post, id, DAYS_AHEAD)?))
        })
        .await
}

/// The field a refusal of the operations is about.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "plan-no-version" => "template",
        "plan-no-question" | "plan-no-such-layer" => "layer",
        "plan-no-units" | "plan-no-such-unit" => "units",
        _ => "",
    }
}
