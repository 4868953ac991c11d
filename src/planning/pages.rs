//! The pages of the room: the plans, one plan with its next dates, and the form that writes it.

mod doing;
mod form;
mod taking;

use super::model::*;
use super::operations::{self, Made};
use super::queries::{self, ListRow};
use crate::agency;
use crate::agency::model::{Layer, Unit};
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::links;
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
use crate::platform::web::form::{Fields, Form};
use crate::platform::web::pager::{Ask, Cursor, Links};
use crate::platform::web::parts::Moment;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// Dates that are shown ahead.
const AHEAD: usize = 5;

/// Routes of the room. Whoever audits reads the plans of the own units; quality staff and administrators write them.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/planning")
            .route("", web::get().to(index))
            .route("", web::post().to(form::create))
            .route("/new", web::get().to(form::new))
            .route("/audits/{id}/taking", web::post().to(taking::create))
            .route("/{id}", web::get().to(show))
            .route("/{id}", web::post().to(form::update))
            .route("/{id}/edit", web::get().to(form::edit))
            .route("/{id}/pause", web::post().to(create_pause))
            .route("/{id}/resumption", web::post().to(create_resumption)),
    );
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
        pub who: String,
        pub next: Vec<doing::NextShown>,
        pub loads: Vec<doing::LoadShown>,
        pub timeline: Vec<Moment>,
        pub may_write: bool,
    }
}

struct Loaded {
    plan: Plan,
    template: Localized,
    layers: Vec<Layer>,
    units: Vec<(queries::Covered, Calendar)>,
    doing: doing::Loaded,
    ready: bool,
    timeline: Vec<history::Entry>,
    names: HashMap<PersonId, String>,
}

fn load(conn: &mut Conn, scope: &Scope, id: PlanId, now: Instant) -> AppResult<Loaded> {
    let plan = queries::find_visible(conn, scope, id)?;
    let layers = agency::queries::layers(conn)?;
    let role: Option<Role> = layers
        .iter()
        .find(|layer| layer.number == plan.layer)
        .map(|layer| layer.role);
    let mut units = Vec::new();
    for unit in queries::covered(conn, id)? {
        let calendar = agency::queries::calendar(conn, unit.unit_id)?;
        units.push((unit, calendar));
    }
    let ids: Vec<UnitId> = units.iter().map(|(unit, _)| unit.unit_id).collect();
    let doing = doing::load(conn, scope, &plan, role, &ids, now)?;
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
        doing,
        timeline,
    })
}

async fn show(viewer: Viewer<Auditor>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, id, now) = (viewer.scope(), *id, viewer.now);
    let loaded = viewer.app.db.read(move |conn| load(conn, &scope, id, now)).await?;
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
        .map(|(unit, calendar)| UnitShown {
            name: unit.name.clone(),
            closed: !unit.active,
            nobody: unit.active && l.doing.has_nobody(unit.unit_id),
            holders: l.doing.at(viewer, unit.unit_id),
            next: next_at(calendar).filter(|_| unit.active),
        })
        .collect();
    let first = l.units.iter().find(|(unit, _)| unit.active);
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
            .map(|((_, calendar), timing)| dates(viewer, timing, calendar))
            .unwrap_or_default(),
        dates_of: first.map(|(unit, _)| unit.name.clone()).unwrap_or_default(),
        nobody: units.iter().filter(|unit| unit.nobody).count(),
        who: l.doing.said(viewer, plan),
        next: if plan.active { l.doing.next(viewer) } else { Vec::new() },
        loads: l.doing.loads(),
        units,
        timeline: l
            .timeline
            .iter()
            .map(|entry| Moment {
                when: viewer.moment(&viewer.zone, entry.at),
                who: entry
                    .who
                    .and_then(|who| l.names.get(&who).cloned())
                    .unwrap_or_else(|| viewer.t("history-by-plumbline")),
                what: viewer.t(&format!("history-{}", entry.event)),
                text: None,
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
