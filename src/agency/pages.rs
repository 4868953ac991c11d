//! The administrator's pages about the agency: the tree of units, a unit, the layers; its calendar, its shifts and its
//! place in the tree are beside this file.

mod calendar;
mod import;
mod place;
mod rules;
mod shifts;

use super::model::{CannotArrange, Unit, UnitKind, read_name};
use super::operations::{self, UnitChange};
use super::queries;
use crate::base::ids::UnitId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::page;
use crate::people::model::Within;
use crate::people::nav::Here;
use crate::people::pages::{timeline, unit_choices};
use crate::people::viewer::{Administrator, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Ending};
use crate::platform::history::Record;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::{Choice, Moment};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// Routes for administrators.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/agency")
            .route("", web::get().to(index))
            .route("/export.{ending}", web::get().to(export))
            .route("/layers", web::post().to(update_layers))
            .route("/units", web::post().to(create))
            .route("/units/new", web::get().to(new))
            .route("/units/{id}", web::get().to(show))
            .route("/units/{id}", web::post().to(update))
            .route("/units/{id}/calendar", web::get().to(calendar::show))
            .route("/units/{id}/zone", web::post().to(calendar::update_zone))
            .route("/units/{id}/hours", web::post().to(calendar::update_hours))
            .route("/units/{id}/holidays", web::post().to(calendar::create_holiday))
            .route(
                "/units/{id}/holidays/{holiday}/removal",
                web::get().to(calendar::new_removal),
            )
            .route(
                "/units/{id}/holidays/{holiday}/removal",
                web::post().to(calendar::create_removal),
            )
            .route("/units/{id}/calendar/worked", web::post().to(calendar::create_worked))
            .route(
                "/units/{id}/calendar/worked/removal",
                web::post().to(calendar::remove_worked),
            )
            .route("/units/{id}/calendar/usual", web::post().to(calendar::create_usual))
            .route("/units/{id}/calendar/rules", web::post().to(rules::create))
            .route("/units/{id}/calendar/rules/new", web::get().to(rules::new))
            .route("/units/{id}/calendar/rules/{rule}", web::get().to(rules::edit))
            .route("/units/{id}/calendar/rules/{rule}", web::post().to(rules::update))
            .route(
                "/units/{id}/calendar/rules/{rule}/removal",
                web::get().to(rules::new_removal),
            )
            .route(
                "/units/{id}/calendar/rules/{rule}/removal",
                web::post().to(rules::create_removal),
            )
            .route("/units/{id}/calendar/import", web::get().to(import::new))
            .route("/units/{id}/calendar/import", web::post().to(import::preview))
            .route("/units/{id}/calendar/import/entries", web::post().to(import::create))
            .route("/units/{id}/shifts", web::get().to(shifts::index))
            .route("/units/{id}/shifts", web::post().to(shifts::create))
            .route("/units/{id}/shifts/new", web::get().to(shifts::new))
            .route("/units/{id}/shifts/{shift}", web::get().to(shifts::edit))
            .route("/units/{id}/shifts/{shift}", web::post().to(shifts::update))
            .route("/units/{id}/shifts/{shift}/retirement", web::post().to(shifts::retire))
            .route("/units/{id}/shifts/{shift}/offering", web::post().to(shifts::offer))
            .route("/units/{id}/place", web::get().to(place::new))
            .route("/units/{id}/place", web::post().to(place::create))
            .route("/units/{id}/closing", web::post().to(create_closing))
            .route("/units/{id}/reopening", web::post().to(create_reopening)),
    );
}

type Admin = Viewer<Administrator>;

/// A unit in the tree.
#[derive(Debug, Serialize)]
pub struct Node {
    href: String,
    name: String,
    kind: String,
    depth: i32,
    people: i64,
    active: bool,
}

/// A layer to be renamed.
#[derive(Debug, Serialize)]
pub struct LayerShown {
    number: i32,
    name: String,
    field: String,
    role: String,
}

page! {
    /// The agency: its units and layers.
    pub struct IndexPage in "agency/index.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub nodes: Vec<Node>,
        pub layers: Vec<LayerShown>,
    }
}

async fn index(viewer: Admin) -> AppResult<HttpResponse> {
    index_page(&viewer, None, &Problems::new()).await
}

/// Every unit, as a file: parents before children.
async fn export(viewer: Admin, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let read = viewer.app.db.read(|conn| {
        let tree = exports::all(queries::tree(conn)?)?;
        Ok((tree, queries::count_people(conn)?))
    });
    let (tree, people) = read.await?;
    let names: BTreeMap<UnitId, &str> = tree.iter().map(|(_, unit)| (unit.id, unit.name.as_str())).collect();
    let head = ["unit", "within", "depth", "kind", "people", "state"];
    let head = head.map(|name| viewer.t(&format!("units-file-{name}")));
    let cells = |(depth, unit): &(i32, Unit)| {
        let within = unit.parent_id.and_then(|parent| names.get(&parent));
        let state = if unit.active {
            "units-file-open"
        } else {
            "agency-closed"
        };
        vec![
            unit.name.clone().into(),
            within.map(|name| (*name).to_owned()).into(),
            (*depth).into(),
            viewer.t(&format!("agency-kind-{}", unit.kind)).into(),
            people.get(&unit.id).copied().unwrap_or_default().into(),
            viewer.t(state).into(),
        ]
    };
    let rows = tree.iter().map(cells).collect();
    exports::download(*ending, "units", head.into(), rows).await
}

async fn index_page(viewer: &Admin, typed: Option<&Fields>, problems: &Problems) -> AppResult<HttpResponse> {
    let (tree, layers, people) = viewer
        .app
        .db
        .read(|conn| {
            Ok((
                queries::tree(conn)?,
                queries::layers(conn)?,
                queries::count_people(conn)?,
            ))
        })
        .await?;
    let open = tree.iter().filter(|(_, unit)| unit.active).count();
    let page = IndexPage {
        title: viewer.t("agency-title"),
        lead: viewer.say(&Said::new("agency-lead").with("count", open)),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        nodes: tree
            .iter()
            .map(|(depth, unit)| Node {
                href: links::unit(unit.id),
                name: unit.name.clone(),
                kind: viewer.t(&format!("agency-kind-{}", unit.kind)),
                depth: (*depth).min(6),
                people: people.get(&unit.id).copied().unwrap_or_default(),
                active: unit.active,
            })
            .collect(),
        layers: layers
            .into_iter()
            .map(|layer| {
                let field = format!("layer-{}", layer.number);
                LayerShown {
                    number: layer.number,
                    name: typed
                        .and_then(|typed| typed.raw(&field))
                        .map_or(layer.name, str::to_owned),
                    field,
                    role: viewer.t(&format!("role-{}", layer.role)),
                }
            })
            .collect(),
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

async fn update_layers(viewer: Admin, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let layers = viewer.app.db.read(|conn| Ok(queries::layers(conn)?)).await?;
    let mut names = Vec::new();
    for layer in layers {
        let field = format!("layer-{}", layer.number);
        match read_name(form.get(&field)) {
            Ok(name) => names.push((layer.number, name)),
            Err(cannot) => problems.add(&field, cannot.said()),
        }
    }
    if !problems.is_empty() {
        return index_page(&viewer, Some(&form), &problems).await;
    }
    let act = viewer.act();
    viewer
        .app
        .db
        .write(move |conn| operations::rename_layers(conn, &act.clone(), &names))
        .await?;
    Ok(see_other(links::UNITS, Flash::done("agency-layers-saved")))
}

page! {
    /// Add a unit.
    pub struct NewPage in "agency/new.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub units: Vec<Choice>,
        pub kinds: Vec<Choice>,
    }
}

async fn new(viewer: Admin) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let form = Typed::default()
        .with("name", "")
        .with("kind", UnitKind::Office)
        .with("parent", query.get("under"));
    new_page(&viewer, form, &Problems::new()).await
}

async fn new_page(viewer: &Admin, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let units = viewer
        .app
        .db
        .read(|conn| Ok(crate::people::queries::open_units(conn)?))
        .await?;
    let page = NewPage {
        title: viewer.t("agency-new-title"),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        units: unit_choices(&units),
        kinds: kinds(viewer),
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

fn kinds(viewer: &Admin) -> Vec<Choice> {
    [UnitKind::Division, UnitKind::Department, UnitKind::Office]
        .into_iter()
        .map(|kind| Choice::new(kind, viewer.t(&format!("agency-kind-{kind}"))))
        .collect()
}

async fn create(viewer: Admin, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let name = read_name(form.get("name"));
    if let Err(cannot) = &name {
        problems.add("name", cannot.said());
    }
    let kind = form.parse("kind").filter(|kind| *kind != UnitKind::Agency);
    problems.check("kind", kind.is_some(), "error-choice");
    let parent: Option<UnitId> = form.parse("parent");
    problems.check("parent", parent.is_some(), "agency-parent-missing");
    if let (Ok(name), Some(kind), Some(parent)) = (name, kind, parent) {
        let (act, shown) = (viewer.act(), name.clone());
        let added = viewer
            .app
            .db
            .write(move |conn| {
                if !queries::find(conn, parent)?.active {
                    return Err(CannotArrange::AboveClosed.into());
                }
                let position = queries::last_position(conn, parent)?;
                operations::add_unit(conn, &act.clone(), Some(parent), &name, kind, None, position)
            })
            .await;
        match added {
            Ok(id) => {
                let said = Said::new("agency-unit-added").with("name", shown);
                return Ok(see_other(&links::unit(id), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => problems.add("parent", said),
            Err(error) => return Err(error),
        }
    }
    new_page(&viewer, form.typed(), &problems).await
}

/// One weekday of the hours form.
#[derive(Debug, Serialize)]
pub struct DayShown {
    number: usize,
    name: String,
    opens: String,
    closes: String,
}

/// A link with its words.
#[derive(Debug, Serialize)]
pub struct Link {
    href: String,
    text: String,
}

/// Somebody with a role at the unit.
#[derive(Debug, Serialize)]
pub struct HolderShown {
    href: String,
    name: String,
    role: String,
}

page! {
    /// A unit: when it works, who works there, what it is.
    pub struct ShowPage in "agency/show.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub href: String,
        pub path: Vec<Link>,
        pub below: Vec<Link>,
        pub top: bool,
        pub active: bool,
        pub kinds: Vec<Choice>,
        pub zone: String,
        pub works: String,
        pub week: Vec<String>,
        pub shifts: String,
        pub people: Vec<HolderShown>,
        pub entries: Vec<Moment>,
        pub new_href: String,
    }
}

async fn show(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    show_page(&viewer, id.into_inner(), None, &Problems::new()).await
}

async fn show_page(viewer: &Admin, id: UnitId, typed: Option<&Fields>, problems: &Problems) -> AppResult<HttpResponse> {
    let (path, below, calendar, shifts, people) = viewer
        .app
        .db
        .read(move |conn| {
            let path = queries::path(conn, id)?;
            let below: Vec<Unit> = queries::tree(conn)?
                .into_iter()
                .map(|(_, unit)| unit)
                .filter(|below| below.parent_id == Some(id) && below.active)
                .collect();
            let calendar = queries::calendar(conn, id)?;
            let shifts = queries::shifts(conn, id)?.len();
            Ok((path, below, calendar, shifts, queries::people_at(conn, id)?))
        })
        .await?;
    let unit = path.first().ok_or(AppError::NotFound)?;
    let stored = [
        ("name", unit.name.clone()),
        ("kind", unit.kind.to_string()),
        ("revision", unit.revision.to_string()),
    ];
    let mut form = Typed::default();
    for (name, value) in stored {
        let shown = typed.and_then(|typed| typed.raw(name)).unwrap_or(&value);
        form = form.with(name, shown);
    }
    let above = path.get(1..).unwrap_or_default();
    let page = ShowPage {
        title: unit.name.clone(),
        lead: if unit.active {
            viewer.t(&format!("agency-kind-{}", unit.kind))
        } else {
            viewer.t("agency-closed-lead")
        },
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        href: links::unit(id),
        path: calendar::path_links(viewer, above),
        below: below
            .iter()
            .map(|unit| Link {
                href: links::unit(unit.id),
                text: unit.name.clone(),
            })
            .collect(),
        top: unit.parent_id.is_none(),
        active: unit.active,
        kinds: kinds(viewer),
        zone: calendar.zone.name().replace('_', " "),
        works: calendar::lead(viewer, &calendar),
        week: calendar::week_words(viewer, &calendar.hours),
        shifts: viewer.say(&Said::new("agency-shifts").with("count", shifts)),
        people: people
            .iter()
            .map(|(person, name, role)| HolderShown {
                href: links::person(*person),
                name: name.clone(),
                role: viewer.t(&format!("role-{role}")),
            })
            .collect(),
        entries: timeline(viewer, Record::of("unit", id)).await?,
        new_href: format!("/agency/units/new?under={id}"),
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

/// What came of a write: the unit's page with a sentence, or the page again with the refusal.
async fn told(
    viewer: &Admin,
    id: UnitId,
    form: &Fields,
    done: AppResult<()>,
    said: impl Into<Said>,
) -> AppResult<HttpResponse> {
    match done {
        Ok(()) => Ok(see_other(&links::unit(id), Flash::done(said))),
        Err(AppError::Refused(said)) => {
            let field = if said.key == "agency-no-name" { "name" } else { "" };
            let mut problems = Problems::new();
            problems.add(field, said);
            show_page(viewer, id, Some(form), &problems).await
        }
        Err(error) => Err(error),
    }
}

async fn update(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    if let Err(cannot) = read_name(form.get("name")) {
        problems.add("name", cannot.said());
    }
    if !problems.is_empty() {
        return show_page(&viewer, id, Some(&form), &problems).await;
    }
    let (act, revision, name) = (
        viewer.act(),
        form.parse("revision").unwrap_or_default(),
        form.get("name").to_owned(),
    );
    let kind = form
        .parse("kind")
        .filter(|kind| *kind != UnitKind::Agency)
        .unwrap_or(UnitKind::Office);
    let done = viewer
        .app
        .db
        .write(move |conn| {
            let to = UnitChange {
                revision,
                name: name.clone(),
                kind,
                // the calendar's page sets it
                zone: queries::find(conn, id)?
                    .zone
                    .as_deref()
                    .and_then(|zone| Zone::parse(zone).ok()),
            };
            operations::change_unit(conn, &act.clone(), id, &to)
        })
        .await;
    let root = viewer.app.db.read(|conn| Ok(queries::root(conn)?)).await?;
    if let Some(root) = root {
        viewer.app.stage.rename_agency(&root.name);
    }
    told(&viewer, id, &form, done, "agency-unit-saved").await
}

page! {
    /// Take a holiday away: are you sure?
    pub struct RemovalPage in "agency/removal.html" {
        pub title: String,
        pub sentence: String,
        pub action: String,
        pub back: String,
        pub unit: String,
    }
}

async fn create_closing(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act) = (id.into_inner(), viewer.act());
    let done = viewer
        .app
        .db
        .write(move |conn| operations::close_unit(conn, &act.clone(), id))
        .await;
    told(&viewer, id, &form, done, "agency-unit-closed").await
}

async fn create_reopening(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act) = (id.into_inner(), viewer.act());
    let done = viewer
        .app
        .db
        .write(move |conn| operations::reopen_unit(conn, &act.clone(), id))
        .await;
    told(&viewer, id, &form, done, "agency-unit-reopened").await
}

/// The units to choose from: the reader's, all of them together first, and the one asked for without those below it.
pub fn units_offered<R: Right>(viewer: &Viewer<R>, units: &[Unit], asked: Option<Within>) -> Vec<Choice> {
    let mine = (!units.is_empty()).then(|| Choice::new(Within::Mine, viewer.t("agency-units-mine")));
    let alone = units
        .iter()
        .filter(|unit| asked == Some(Within::At(unit.id)))
        .map(|unit| {
            Choice::new(
                Within::At(unit.id),
                viewer.say(&Said::new("agency-units-alone").with("unit", unit.name.clone())),
            )
        });
    let each = units.iter().map(|unit| Choice::new(unit.id, unit.name.clone()));
    mine.into_iter().chain(alone).chain(each).collect()
}
