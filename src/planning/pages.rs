//! The pages of the room: the plans, one plan with its next dates, and the form that writes it.

mod calendar;
mod doing;
mod feed_api;
mod feeds;
mod form;
mod gaps;
mod replanning;
mod results;
mod simulation;
mod taking;
mod telling;

use super::making::{self, Site, View};
use super::model::*;
use super::operations;
use super::queries::{self, ListRow};
use super::replanning::model::{Effect, Exception};
use super::replanning::queries as replans;
use crate::agency;
use crate::agency::calendars::model::CalendarChange;
use crate::agency::model::{Layer, Unit};
use crate::base::act::Act;
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
use crate::people::viewer::{Auditor, Leader, Planner, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Ending, MOST_ROWS};
use crate::platform::history::{self, Record};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Cursor, Links};
use crate::platform::web::parts::{Choice, Moment};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
pub use replanning::until_still;
use replanning::{EffectShown, ExceptionShown, effects_shown, exceptions_shown};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use telling::{DateShown, EVERY_DAY, FIRST_DAY, LAST_DAY, dates, may_know, next_at, place, said, window};

/// Dates that are shown ahead.
const AHEAD: usize = 5;
/// Changes whose effects are shown.
const EFFECTS: i64 = 10;

/// Routes of the room. Whoever audits reads the plans of the own units; quality staff and administrators write them.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/planning")
            .route("", web::get().to(index))
            .route("", web::post().to(form::create))
            .route("/new", web::get().to(form::new))
            .route("/export.{ending}", web::get().to(export))
            .route("/calendar", web::get().to(calendar::show))
            .route("/gaps", web::get().to(gaps::show))
            .route("/gaps.{ending}", web::get().to(gaps::export))
            .route("/feeds", web::get().to(feeds::show))
            .route("/feeds", web::post().to(feeds::create))
            .route("/feeds/{id}/revocation", web::post().to(feeds::create_revocation))
            .route("/audits/{id}/taking", web::post().to(taking::create))
            .route("/{id}", web::get().to(show))
            .route("/{id}", web::post().to(form::update))
            .route("/{id}/edit", web::get().to(form::edit))
            .route("/{id}/simulation", web::get().to(simulation::show))
            .route("/{id}/results", web::get().to(results::show))
            .route("/{id}/pause", web::post().to(replanning::create_pause))
            .route("/{id}/resumption", web::post().to(replanning::create_resumption))
            .route("/{id}/exceptions", web::post().to(replanning::create_exception))
            .route(
                "/{id}/exceptions/{date}/removal",
                web::post().to(replanning::remove_exception),
            ),
    );
    // Whoever knows the address reads it: calendar programs do not sign in.
    config.service(web::resource("/feeds/{token}.ics").route(web::get().to(feed_api::show)));
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
        pub query: String,
        pub may_write: bool,
    }
}

/// The plans of these filters with what the list says of them.
async fn listed(viewer: &Viewer<Auditor>, ask: &Ask) -> AppResult<Vec<(Cursor, Row)>> {
    let (words, scope) = (
        fold(Fields::parse_query(viewer.req.query_string()).get("q")),
        viewer.scope(),
    );
    let (ask, act) = (ask.clone(), viewer.act());
    let (rows, units, mut views, layers) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::list(conn, &scope, &words, &ask)?;
            let ids: Vec<PlanId> = rows.iter().map(|row| row.plan.id).collect();
            let mut units: HashMap<PlanId, Vec<(UnitId, String)>> = HashMap::new();
            for (plan, unit, name) in queries::units_of(conn, &ids)? {
                units.entry(plan).or_default().push((unit, name));
            }
            // the next date is that of the first unit by name
            let mut views: HashMap<PlanId, View> = HashMap::new();
            for row in &rows {
                let ticked: Vec<UnitId> = units
                    .get(&row.plan.id)
                    .into_iter()
                    .flatten()
                    .map(|unit| unit.0)
                    .collect();
                views.insert(row.plan.id, making::view(conn, &act, &row.plan, &ticked, 1)?);
            }
            Ok((rows, units, views, agency::queries::layers(conn)?))
        })
        .await?;
    let shown = rows.iter().map(|row| {
        let units = units.get(&row.plan.id).map(Vec::as_slice).unwrap_or_default();
        let cursor = Cursor {
            at: row.plan.created_at,
            id: row.plan.id.0,
        };
        (
            cursor,
            list_row(viewer, row, units, views.remove(&row.plan.id), &layers),
        )
    });
    Ok(shown.collect())
}

/// Every plan the filters find, as a file.
async fn export(viewer: Viewer<Auditor>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let ask = Ask::of(&viewer.req).whole(MOST_ROWS);
    let rows = exports::all(listed(&viewer, &ask).await?)?;
    let columns = ["plan", "checklist", "layer", "when", "window", "units", "state"];
    let head = columns.map(|name| viewer.t(&format!("plans-file-{name}")));
    let cells = |(_, row): (Cursor, Row)| {
        let state = if row.paused {
            "plan-state-paused"
        } else {
            "plan-state-active"
        };
        vec![
            row.title.into(),
            row.template.into(),
            row.layer.into(),
            row.said.into(),
            row.window.into(),
            row.units.into(),
            viewer.t(state).into(),
        ]
    };
    let rows = rows.into_iter().map(cells).collect();
    exports::download(*ending, "plans", head.into(), rows).await
}

async fn index(viewer: Viewer<Auditor>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let ask = Ask::of(&viewer.req);
    let slice = ask.page(listed(&viewer, &ask).await?, |(cursor, _)| *cursor);
    let rows: Vec<Row> = slice.rows.into_iter().map(|(_, row)| row).collect();
    let page = IndexPage {
        title: viewer.t("plans-title"),
        lead: viewer.t("plans-lead"),
        words: query.get("q").to_owned(),
        rows,
        links: slice.links,
        query: ask.filters(),
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
    view: Option<View>,
    layers: &[Layer],
) -> Row {
    let plan = &row.plan;
    let next = view
        .as_ref()
        .filter(|_| may_know(viewer, plan, layers))
        .and_then(|view| {
            let site = view.sites.first()?;
            let next = next_at(viewer, view, site, 1).into_iter().next()?;
            Some(viewer.day(&site.calendar.zone, next.date))
        });
    let shift = view.and_then(|view| view.coming.shift).map(|shift| shift.name);
    Row {
        href: links::plan(plan.id),
        title: plan.title.clone(),
        template: row.template.get(viewer.lang()).to_owned(),
        layer: plan.layer,
        layer_name: layer_name(layers, plan.layer),
        said: said(viewer, plan),
        window: window(viewer, plan, shift.as_deref()),
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

/// A unit of a plan, and who audits there.
#[derive(Debug, Serialize)]
pub struct UnitShown {
    name: String,
    closed: bool,
    /// The plan goes by a shift that does not count there.
    no_shift: bool,
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
        pub paused_until: Option<When>,
        pub ready: bool,
        pub unannounced: bool,
        pub drawn_unit: bool,
        pub hidden: bool,
        pub place: String,
        pub exceptions: Vec<ExceptionShown>,
        pub effects: Vec<EffectShown>,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub kinds: Vec<Choice>,
        pub dates: Vec<DateShown>,
        pub dates_of: String,
        pub units: Vec<UnitShown>,
        pub nobody: usize,
        pub who: String,
        pub next: Vec<doing::NextShown>,
        pub loads: Vec<doing::LoadShown>,
        pub late: String,
        pub simulation_href: Option<String>,
        pub asks: String,
        pub tags: String,
        pub about: String,
        pub results_href: Option<String>,
        pub timeline: Vec<Moment>,
        pub may_write: bool,
    }
}

struct Loaded {
    plan: Plan,
    template: Localized,
    layers: Vec<Layer>,
    units: Vec<queries::Covered>,
    view: View,
    doing: doing::Loaded,
    ready: bool,
    basis: Option<simulation::Basis>,
    timeline: Vec<history::Entry>,
    exceptions: Vec<Exception>,
    effects: Vec<(Effect, Option<CalendarChange>)>,
    names: HashMap<PersonId, String>,
}

fn load(conn: &mut Conn, act: &Act, scope: &Scope, id: PlanId) -> AppResult<Loaded> {
    let plan = queries::find_visible(conn, scope, id)?;
    let layers = agency::queries::layers(conn)?;
    let role: Option<Role> = layers
        .iter()
        .find(|layer| layer.number == plan.layer)
        .map(|layer| layer.role);
    let units = queries::covered(conn, id)?;
    let ids: Vec<UnitId> = units.iter().map(|unit| unit.unit_id).collect();
    let doing = doing::load(conn, scope, &plan, role, &ids, act.now)?;
    let ticked = queries::ticked(conn, id)?;
    let mut timeline = history::timeline(conn, Record::of("plan", id))?;
    // what was done to the audits has a card of its own
    timeline.retain(|entry| entry.event != "plan-replanned");
    let exceptions = replans::exceptions(conn, id)?;
    let effects = replans::effects(conn, id, EFFECTS)?;
    let mut who: Vec<PersonId> = timeline.iter().filter_map(|entry| entry.who).collect();
    who.extend(exceptions.iter().filter_map(|one| one.who));
    who.extend(effects.iter().filter_map(|(effect, _)| effect.who));
    who.extend(effects.iter().filter_map(|(_, change)| change.as_ref()?.who));
    who.sort_unstable();
    who.dedup();
    let names = people::queries::find_all(conn, &who)?;
    let view = making::view(conn, act, &plan, &ticked, usize::MAX)?;
    Ok(Loaded {
        basis: simulation::Basis::load(conn, &plan, &view)?,
        template: checklists::queries::find(conn, plan.template_id)?.title,
        ready: matches!(
            queries::newest_version(conn, plan.template_id, plan.layer)?,
            Some((_, _, true))
        ),
        names: names.into_iter().map(|person| (person.id, person.name)).collect(),
        view,
        plan,
        layers,
        units,
        doing,
        timeline,
        exceptions,
        effects,
    })
}

async fn show(viewer: Viewer<Auditor>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, act, id) = (viewer.scope(), viewer.act(), *id);
    let mut loaded = viewer
        .app
        .db
        .read(move |conn| load(conn, &act.clone(), &scope, id))
        .await?;
    let late = match loaded.basis.take().filter(|_| loaded.plan.active) {
        Some(basis) => web::block(move || basis.late()).await.map_err(AppError::broken)?,
        None => None,
    };
    let typed = Typed::default().with("kind", "left-out");
    let mut page = shown(&viewer, loaded, typed, &Problems::new());
    if let Some((count, suggested)) = late {
        let said = viewer.say(&Said::new("plan-late").with("count", count));
        page.late = format!("{said} {}", simulation::suggested_said(&viewer, suggested));
    }
    viewer.show(Here::Planning, &page)
}

fn shown<R: Right>(viewer: &Viewer<R>, l: Loaded, typed: Typed, problems: &Problems) -> ShowPage {
    let plan = &l.plan;
    let may_know = may_know(viewer, plan, &l.layers);
    let next = |unit: UnitId| {
        let site = l.view.sites.iter().find(|site| site.unit.unit_id == unit)?;
        let next = next_at(viewer, &l.view, site, 1).into_iter().next()?;
        Some(viewer.day(&site.calendar.zone, next.date))
    };
    let units: Vec<UnitShown> = l
        .units
        .iter()
        .map(|unit| UnitShown {
            name: unit.name.clone(),
            closed: !unit.active,
            no_shift: unit.active && !l.view.units.contains(&unit.unit_id),
            nobody: unit.active && l.doing.has_nobody(unit.unit_id),
            holders: l.doing.at(viewer, unit.unit_id),
            next: next(unit.unit_id).filter(|_| may_know),
        })
        .collect();
    let shift = l.view.coming.shift.as_ref().map(|shift| shift.name.as_str());
    ShowPage {
        title: plan.title.clone(),
        href: links::plan(plan.id),
        template: l.template.get(viewer.lang()).to_owned(),
        template_href: links::template(plan.template_id),
        layer: plan.layer,
        layer_name: layer_name(&l.layers, plan.layer),
        said: said(viewer, plan),
        window: window(viewer, plan, shift),
        grace: viewer.say(&match plan.grace_minutes {
            whole if whole > 0 && whole % 60 == 0 => Said::new("plan-grace-hours").with("count", whole / 60),
            minutes => Said::new("plan-grace-said").with("count", minutes),
        }),
        policy: viewer.t(&format!("plan-policy-{}", plan.holiday_policy)),
        starts: viewer.day(&viewer.zone, plan.starts_on),
        ends: plan.ends_on.map(|on| viewer.day(&viewer.zone, on)),
        made_until: plan.made_until.map(|on| viewer.day(&viewer.zone, on)),
        paused: !plan.active,
        paused_until: plan.paused_until.map(|on| viewer.day(&viewer.zone, on)),
        ready: l.ready,
        unannounced: plan.unannounced,
        drawn_unit: l.view.coming.draws_the_unit(l.view.units.len()),
        hidden: !may_know,
        place: place(viewer, plan, l.view.covered),
        // single dates, and what a day off did, would tell when an unannounced audit comes
        exceptions: if may_know {
            exceptions_shown(viewer, &l.exceptions, &l.names)
        } else {
            Vec::new()
        },
        effects: if may_know {
            effects_shown(viewer, &l.effects, &l.names)
        } else {
            Vec::new()
        },
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form: ["on_date", "kind", "reason", "until"]
            .into_iter()
            .fold(typed, |typed, name| {
                let value = typed.get(name).to_owned();
                typed.with(name, value)
            }),
        kinds: ["left-out", "added"]
            .iter()
            .map(|kind| Choice::new(kind, viewer.t(&format!("plan-exception-kind-{kind}"))))
            .collect(),
        dates: if may_know {
            dates(viewer, &l.view, AHEAD)
        } else {
            Vec::new()
        },
        dates_of: l
            .view
            .sites
            .first()
            .map(|site| site.unit.name.clone())
            .unwrap_or_default(),
        nobody: units.iter().filter(|unit| unit.nobody).count(),
        who: l.doing.said(viewer, plan),
        next: if may_know { l.doing.next(viewer) } else { Vec::new() },
        loads: l.doing.loads(),
        late: String::new(),
        asks: match plan.ask_count.filter(|_| !plan.anonymous) {
            Some(count) => viewer.say(&Said::new("plan-asks").with("count", count)),
            None if plan.anonymous => viewer.t("plan-asks-all"),
            None => viewer.t("plan-asks-template"),
        },
        tags: plan.asking().tags.join(", "),
        about: plan
            .about_layer
            .map(|about| layer_name(&l.layers, about))
            .unwrap_or_default(),
        results_href: plan.anonymous.then(|| links::results(plan.id)),
        simulation_href: (l.ready && viewer.holds(Leader::ROLES)).then(|| links::simulation(plan.id)),
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
