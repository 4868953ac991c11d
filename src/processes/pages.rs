//! The pages of the room: the processes, and one process with its units, services, checklist and plans.

mod form;

use super::model::{Group, Process, by_department};
use super::queries::{self, Asked, PlanRow, Service, VersionRow};
use crate::agency;
use crate::agency::model::{Layer, Unit};
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::manuals;
use crate::manuals::model::Manual;
use crate::page;
use crate::people;
use crate::people::model::{Person, Scope};
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Quality, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::exports::{self, Ending, MOST_ROWS};
use crate::platform::history::{self, Record};
use crate::platform::i18n::When;
use crate::platform::web::form::Fields;
use crate::platform::web::pager::PAGE;
use crate::platform::web::parts::{Choice, Moment};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Routes of the room. Everybody signed in reads; quality staff write.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/processes")
            .route("", web::get().to(index))
            .route("", web::post().to(form::create))
            .route("/export.{ending}", web::get().to(export))
            .route("/new", web::get().to(form::new))
            .route("/{id}", web::get().to(show))
            .route("/{id}", web::post().to(form::update))
            .route("/{id}/edit", web::get().to(form::edit)),
    );
}

/// A process in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    name: String,
    owner: Option<String>,
    departments: Vec<String>,
    crosses: Option<String>,
    checklist: Option<String>,
    checklist_href: Option<String>,
}

page! {
    /// The processes.
    pub struct IndexPage in "processes/index.html" {
        pub title: String,
        pub lead: String,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub rows: Vec<Row>,
        pub more_href: Option<String>,
        pub query: String,
        pub filtered: bool,
        pub writes: bool,
    }
}

/// What the list needs, read in one go.
struct Listed {
    rows: Vec<Process>,
    tree: Vec<(i32, Unit)>,
    units: BTreeMap<ProcessId, Vec<UnitId>>,
    versions: Vec<VersionRow>,
    owners: HashMap<PersonId, String>,
}

/// What the address asks of the list.
fn asked_of(query: &Fields) -> Asked {
    Asked {
        words: fold(query.get("q")),
        unit: query.parse("unit"),
    }
}

/// At most so many rows and one, after one that was seen.
async fn listed(viewer: &Viewer, asked: &Asked, after: Option<ProcessId>, most: usize) -> AppResult<Listed> {
    let asked = asked.clone();
    viewer
        .app
        .db
        .read(move |conn| {
            let limit = i64::try_from(most).unwrap_or(i64::MAX - 1) + 1;
            let rows = queries::list(conn, &asked, after, limit)?;
            let ids: Vec<ProcessId> = rows.iter().map(|row| row.id).collect();
            let owners: Vec<PersonId> = rows.iter().filter_map(|row| row.owner_id).collect();
            Ok(Listed {
                tree: agency::queries::tree(conn)?,
                units: queries::units_of(conn, &ids)?,
                versions: queries::versions_of(conn, &ids)?,
                owners: names(people::queries::find_all(conn, &owners)?),
                rows,
            })
        })
        .await
}

/// Every process the filters find, as a file.
async fn export(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let asked = asked_of(&Fields::parse_query(viewer.req.query_string()));
    let mut l = listed(&viewer, &asked, None, MOST_ROWS).await?;
    let rows = exports::all(std::mem::take(&mut l.rows))?;
    let head = ["process", "code", "departments", "owner", "checklist"];
    let head = head.map(|name| viewer.t(&format!("processes-file-{name}")));
    let cells = |process: &Process| {
        let row = list_row(&viewer, process, &l);
        vec![
            row.name.into(),
            process.code.clone().into(),
            row.departments.join("; ").into(),
            row.owner.into(),
            row.checklist.into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "processes", head.into(), rows).await
}

async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = asked_of(&query);
    let mut l = listed(&viewer, &asked, query.parse("after"), PAGE).await?;
    let more = l.rows.len() > PAGE;
    l.rows.truncate(PAGE);
    let last = l.rows.last().map(|row| row.id).filter(|_| more);
    let kept = ["q", "unit"].map(|name| (name, query.get(name).to_owned()));
    let page = IndexPage {
        title: viewer.t("processes-title"),
        lead: viewer.t("processes-lead"),
        words: query.get("q").to_owned(),
        units: unit_choices(&l.tree),
        unit: query.get("unit").to_owned(),
        filtered: !asked.words.is_empty() || asked.unit.is_some(),
        more_href: last.map(|last| {
            let mut pairs = kept.to_vec();
            pairs.push(("after", last.to_string()));
            links::with(links::PROCESSES, &pairs)
        }),
        query: links::query(&kept),
        rows: l.rows.iter().map(|row| list_row(&viewer, row, &l)).collect(),
        writes: viewer.holds(Quality::ROLES),
    };
    viewer.show(Here::Processes, &page)
}

fn names(people: Vec<Person>) -> HashMap<PersonId, String> {
    people.into_iter().map(|person| (person.id, person.name)).collect()
}

/// The units to filter by, set in by their depth.
fn unit_choices(tree: &[(i32, Unit)]) -> Vec<Choice> {
    tree.iter()
        .filter(|(_, unit)| unit.active)
        .map(|(depth, unit)| {
            let indent = "\u{2003}".repeat(usize::try_from(*depth).unwrap_or(0));
            Choice::new(unit.id, format!("{indent}{}", unit.name))
        })
        .collect()
}

fn list_row(viewer: &Viewer, row: &Process, l: &Listed) -> Row {
    let lang = viewer.lang();
    let units = l.units.get(&row.id).map(Vec::as_slice).unwrap_or_default();
    let groups = by_department(&l.tree, units);
    let in_use = l
        .versions
        .iter()
        .find(|version| version.process == row.id && version.state == PUBLISHED);
    Row {
        href: links::process(row.id),
        name: row.name.get(lang).to_owned(),
        owner: row.owner_id.and_then(|owner| l.owners.get(&owner).cloned()),
        departments: groups.iter().map(|group| group.department.name.clone()).collect(),
        crosses: crosses(viewer, &groups),
        checklist: in_use.map(|version| version.title.get(lang).to_owned()),
        checklist_href: in_use
            .filter(|_| viewer.holds(Auditor::ROLES))
            .map(|version| links::template(version.template)),
    }
}

/// How a version that audits ask is called in the table of versions.
const PUBLISHED: &str = "published";

/// "Crosses 3 departments", where it does.
fn crosses(viewer: &Viewer, groups: &[Group]) -> Option<String> {
    (groups.len() > 1).then(|| viewer.say(&Said::new("process-crosses").with("count", groups.len())))
}

/// The units of a department that carry the process out.
#[derive(Debug, Serialize)]
pub struct GroupShown {
    name: String,
    whole: bool,
    units: Vec<UnitShown>,
}

/// A unit that carries the process out.
#[derive(Debug, Serialize)]
pub struct UnitShown {
    name: String,
    closed: bool,
}

/// A service the process delivers.
#[derive(Debug, Serialize)]
pub struct ServiceShown {
    href: String,
    name: String,
    unit: String,
    ended: bool,
}

/// A version of the checklist that is in use.
#[derive(Debug, Serialize)]
pub struct VersionShown {
    href: String,
    number: i32,
    state: String,
    since: Option<When>,
    under_way: i64,
}

/// A plan that audits the process.
#[derive(Debug, Serialize)]
pub struct PlanShown {
    href: String,
    title: String,
    layer: i32,
    layer_name: String,
    paused: bool,
}

page! {
    /// A process: what it is, who carries it out, what it delivers and what audits it.
    pub struct ShowPage in "processes/show.html" {
        pub title: String,
        pub lead: Option<String>,
        pub href: String,
        pub trace_href: String,
        pub code: String,
        pub owner: Option<String>,
        pub owner_left: bool,
        pub manual: Option<String>,
        pub manual_href: String,
        pub crosses: Option<String>,
        pub groups: Vec<GroupShown>,
        pub services: Vec<ServiceShown>,
        pub checklist: Option<String>,
        pub checklist_href: Option<String>,
        pub versions: Vec<VersionShown>,
        pub audits: bool,
        pub plans: Vec<PlanShown>,
        pub timeline: Vec<Moment>,
        pub writes: bool,
    }
}

struct Loaded {
    process: Process,
    owner: Option<Person>,
    manual: Option<Manual>,
    groups: Vec<Group>,
    services: Vec<Service>,
    versions: Vec<VersionRow>,
    under_way: BTreeMap<TemplateVersionId, i64>,
    plans: Vec<PlanRow>,
    layers: Vec<Layer>,
    timeline: Vec<history::Entry>,
    names: HashMap<PersonId, String>,
}

fn load(conn: &mut Conn, scope: &Scope, id: ProcessId) -> AppResult<Loaded> {
    let process = queries::find(conn, id)?;
    let units = queries::units_of(conn, &[id])?.remove(&id).unwrap_or_default();
    let timeline = history::timeline(conn, Record::of("process", id))?;
    let mut who: Vec<PersonId> = timeline.iter().filter_map(|entry| entry.who).collect();
    who.sort_unstable();
    who.dedup();
    Ok(Loaded {
        owner: match process.owner_id {
            Some(owner) => Some(people::queries::find(conn, owner)?),
            None => None,
        },
        manual: match process.manual_id {
            Some(manual) => Some(manuals::queries::find(conn, manual)?),
            None => None,
        },
        groups: by_department(&agency::queries::tree(conn)?, &units),
        services: queries::services_of(conn, id)?,
        versions: queries::versions_of(conn, &[id])?,
        under_way: queries::under_way(conn, id)?,
        plans: queries::plans_of(conn, scope, id)?,
        layers: agency::queries::layers(conn)?,
        names: names(people::queries::find_all(conn, &who)?),
        timeline,
        process,
    })
}

async fn show(viewer: Viewer<Anyone>, id: web::Path<ProcessId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let loaded = viewer.app.db.read(move |conn| load(conn, &scope, id)).await?;
    viewer.show(Here::Processes, &shown(&viewer, loaded))
}

fn shown(viewer: &Viewer, l: Loaded) -> ShowPage {
    let lang = viewer.lang();
    let audits = viewer.holds(Auditor::ROLES);
    let process = &l.process;
    let newest = l
        .versions
        .iter()
        .find(|version| version.state == PUBLISHED)
        .or(l.versions.first());
    let under_way = |version: &VersionRow| l.under_way.get(&version.id).copied().unwrap_or(0);
    ShowPage {
        title: process.name.get(lang).to_owned(),
        lead: process.description.as_ref().map(|text| text.get(lang).to_owned()),
        href: links::process(process.id),
        trace_href: format!("{}?from=process:{}", links::TRACE, process.id),
        code: process.code.clone(),
        owner_left: l.owner.as_ref().is_some_and(|owner| !owner.active),
        owner: l.owner.map(|owner| owner.name),
        manual_href: l
            .manual
            .as_ref()
            .map(|manual| links::manual(manual.id))
            .unwrap_or_default(),
        manual: l.manual.map(|manual| format!("{}, {}", manual.code, manual.title)),
        crosses: crosses(viewer, &l.groups),
        groups: l.groups.iter().map(group_shown).collect(),
        services: l
            .services
            .iter()
            .map(|service| ServiceShown {
                href: links::service(service.id),
                name: service.name.get(lang).to_owned(),
                unit: service.unit.clone(),
                ended: !service.active,
            })
            .collect(),
        checklist: newest.map(|version| version.title.get(lang).to_owned()),
        checklist_href: newest
            .filter(|_| audits)
            .map(|version| links::template(version.template)),
        versions: l
            .versions
            .iter()
            .filter(|version| version.state == PUBLISHED || under_way(version) > 0)
            .map(|version| VersionShown {
                href: links::version(version.template, version.number),
                number: version.number,
                state: version.state.clone(),
                since: version.published_at.map(|at| viewer.moment(&viewer.zone, at)),
                under_way: under_way(version),
            })
            .collect(),
        audits,
        plans: l
            .plans
            .iter()
            .map(|plan| PlanShown {
                href: links::plan(plan.id),
                title: plan.title.clone(),
                layer: plan.layer,
                layer_name: l
                    .layers
                    .iter()
                    .find(|layer| layer.number == plan.layer)
                    .map(|layer| layer.name.clone())
                    .unwrap_or_default(),
                paused: !plan.active,
            })
            .collect(),
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
        writes: viewer.holds(Quality::ROLES),
    }
}

fn group_shown(group: &Group) -> GroupShown {
    GroupShown {
        name: group.department.name.clone(),
        whole: group.whole,
        units: group
            .units
            .iter()
            .map(|unit| UnitShown {
                name: unit.name.clone(),
                closed: !unit.active,
            })
            .collect(),
    }
}
