//! The list of what changed, with the form to enter a change.

use super::model::{self, ENTERING, LONGEST_WHAT, LONGEST_WHY, Wanted};
use super::operations;
use super::queries::{self, Asked, Row};
use crate::agency;
use crate::agency::model::Unit;
use crate::base::ids::{ChangePointId, PersonId, ProcessId, UnitId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::page;
use crate::people;
use crate::people::nav::Here;
use crate::people::viewer::{Changer, Leader, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Ending, MOST_ROWS};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Cursor, Links};
use crate::platform::web::parts::Choice;
use crate::processes;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Routes: leaders read what changed at their units; directors, quality staff and administrators enter it.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/figures/changes")
            .route("", web::get().to(index))
            .route("", web::post().to(create))
            .route("/export.{ending}", web::get().to(export))
            .route("/{id}/removal", web::post().to(create_removal)),
    );
}

/// A change in the list.
#[derive(Debug, Serialize)]
pub struct RowShown {
    what: String,
    why: String,
    on: When,
    /// The first week whose figures count as new.
    first_week: When,
    unit: String,
    process: Option<String>,
    entered: String,
    removed: Option<String>,
    /// Where it is taken back, for whoever may.
    removal: Option<String>,
}

page! {
    /// What changed in how the work is done.
    pub struct ChangesPage in "figures/changes.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub form: Typed,
        pub may_enter: bool,
        pub entering: Vec<Choice>,
        pub processes: Vec<Choice>,
        pub longest_what: usize,
        pub longest_why: usize,
        pub today: String,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub states: Vec<Choice>,
        pub state: String,
        pub filtered: bool,
        pub rows: Vec<RowShown>,
        pub links: Links,
        pub query: String,
    }
}

/// What the page reads.
struct Read {
    rows: Vec<Row>,
    names: BTreeMap<PersonId, String>,
    units: Vec<Unit>,
    entering: Vec<Unit>,
    processes: Vec<processes::model::Process>,
}

fn asked_of(query: &Fields) -> Asked {
    Asked {
        words: fold(query.get("q")),
        unit: query.parse("unit"),
        removed: query.get("state") == "removed",
    }
}

/// Every change the filters find, as a file.
async fn export(viewer: Viewer<Leader>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let asked = asked_of(&Fields::parse_query(viewer.req.query_string()));
    let (ask, scope) = (Ask::of(&viewer.req).whole(MOST_ROWS), viewer.scope());
    let read = viewer
        .app
        .db
        .read(move |conn| exports::all(queries::list(conn, &scope, &asked, &ask)?));
    let rows = read.await?;
    let head = [
        "what",
        "why",
        "on",
        "first-week",
        "unit",
        "process",
        "by",
        "entered",
        "removed",
    ];
    let head = head.map(|name| viewer.t(&format!("changes-file-{name}")));
    let cells = |row: &Row| {
        let change = &row.change;
        let process = row.process.as_ref().map(|name| name.get(viewer.lang()).to_owned());
        vec![
            change.what.clone().into(),
            change.why.clone().into(),
            change.on_date.into(),
            change.first_week().into(),
            row.unit.clone().into(),
            process.into(),
            row.by.clone().into(),
            viewer.zone.local(change.entered_at).into(),
            change.removed_at.map(|at| viewer.zone.local(at)).into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "changes", head.into(), rows).await
}

async fn page<R: Right>(viewer: &Viewer<R>, form: &Fields, problems: &Problems) -> AppResult<ChangesPage> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = asked_of(&query);
    let (ask, scope, k) = (Ask::of(&viewer.req), viewer.scope(), asked.clone());
    let tops: Vec<UnitId> = viewer
        .assignments
        .iter()
        .filter(|assignment| ENTERING.contains(&assignment.role))
        .map(|assignment| assignment.unit_id)
        .collect();
    let (a, may_enter) = (ask.clone(), !tops.is_empty());
    let read = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::list(conn, &scope, &k, &a)?;
            let removers: Vec<PersonId> = rows.iter().filter_map(|row| row.change.removed_by).collect();
            let named = people::queries::find_all(conn, &removers)?;
            Ok(Read {
                names: named.into_iter().map(|person| (person.id, person.name)).collect(),
                units: agency::queries::list_below(conn, &scope.units)?,
                entering: agency::queries::list_below(conn, &tops)?,
                processes: processes::queries::all(conn)?,
                rows,
            })
        })
        .await?;
    let slice = ask.page(read.rows, |row| Cursor {
        at: row.change.entered_at,
        id: row.change.id.0,
    });
    let may_remove = |unit: UnitId| read.entering.iter().any(|own| own.id == unit);
    let choices = |units: &[Unit]| -> Vec<Choice> {
        units
            .iter()
            .map(|unit| Choice::new(unit.id, unit.name.clone()))
            .collect()
    };
    Ok(ChangesPage {
        title: viewer.t("changes-title"),
        problems: viewer.told(problems),
        form: form.typed(),
        may_enter,
        processes: read
            .processes
            .iter()
            .map(|process| Choice::new(process.id, process.name.get(viewer.lang())))
            .collect(),
        longest_what: LONGEST_WHAT,
        longest_why: LONGEST_WHY,
        today: viewer.zone.local(viewer.now).date.to_string(),
        words: query.get("q").to_owned(),
        units: choices(&read.units),
        unit: query.get("unit").to_owned(),
        states: vec![Choice::new("removed", viewer.t("changes-state-removed"))],
        state: query.get("state").to_owned(),
        filtered: ["q", "unit", "state"].iter().any(|name| query.given(name).is_some()),
        rows: slice
            .rows
            .iter()
            .map(|row| shown(viewer, row, &read.names, may_remove(row.change.unit_id)))
            .collect(),
        links: slice.links,
        query: ask.filters(),
        entering: choices(&read.entering),
    })
}

fn shown<R: Right>(viewer: &Viewer<R>, row: &Row, names: &BTreeMap<PersonId, String>, may_remove: bool) -> RowShown {
    let change = &row.change;
    let by = |key: &str, at, who: &str| {
        let when = viewer.moment(&viewer.zone, at).text;
        viewer.say(&Said::new(key).with("who", who).with("when", when))
    };
    RowShown {
        what: change.what.clone(),
        why: change.why.clone(),
        on: viewer.day(&viewer.zone, change.on_date),
        first_week: viewer.day(&viewer.zone, change.first_week()),
        unit: row.unit.clone(),
        process: row.process.as_ref().map(|name| name.get(viewer.lang()).to_owned()),
        entered: by("changes-entered", change.entered_at, &row.by),
        removed: change.removed_at.map(|at| {
            let who = change.removed_by.and_then(|who| names.get(&who));
            by("changes-removed", at, who.map_or("", String::as_str))
        }),
        removal: (may_remove && change.removed_at.is_none())
            .then(|| format!("{}/{}/removal", links::CHANGES, change.id)),
    }
}

async fn index(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    let page = page(&viewer, &Fields::default(), &Problems::new()).await?;
    viewer.show(Here::Summary, &page)
}

/// What somebody typed; what does not fit becomes a problem.
fn read(viewer: &Viewer<Changer>, form: &Fields, problems: &mut Problems) -> Option<Wanted> {
    let unit: Option<UnitId> = form.read("unit", problems, "changes-unit-required");
    let process: Option<ProcessId> = form.read("process", problems, "filter-unknown");
    let on: Option<NaiveDate> = form.read("on", problems, "changes-on-required");
    for (field, given, message) in [
        ("unit", unit.is_some(), "changes-unit-required"),
        ("on", on.is_some(), "changes-on-required"),
    ] {
        problems.check(field, given || form.given(field).is_some(), message);
    }
    let (what, why) = (form.get("what"), form.get("why"));
    let today = viewer.zone.local(viewer.now).date;
    for wrong in model::problems(on, what, why, today) {
        problems.add(wrong.field(), wrong.said());
    }
    problems.sort(&["what", "on", "unit", "process", "why"]);
    let (unit, on) = (unit?, on?);
    problems.is_empty().then(|| Wanted {
        unit,
        process,
        on,
        what: what.to_owned(),
        why: why.to_owned(),
    })
}

async fn create(viewer: Viewer<Changer>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    if let Some(wanted) = read(&viewer, &form, &mut problems) {
        let (act, scope) = (viewer.act(), viewer.scope());
        let today = viewer.zone.local(viewer.now).date;
        let written = viewer.app.db.write(move |conn| {
            if !people::queries::covers(conn, &scope, wanted.unit)? {
                return Err(AppError::NotFound);
            }
            if let Some(process) = wanted.process {
                processes::queries::find(conn, process)?;
            }
            operations::enter(conn, &act.clone(), today, &wanted)
        });
        match written.await {
            Ok(_) => return Ok(see_other(links::CHANGES, Flash::done("changes-done"))),
            Err(AppError::Refused(said)) => problems.add("on", said),
            Err(other) => return Err(other),
        }
    }
    viewer.again(Here::Summary, &page(&viewer, &form, &problems).await?)
}

async fn create_removal(viewer: Viewer<Changer>, id: web::Path<ChangePointId>, _: Form) -> AppResult<HttpResponse> {
    let (act, scope, id) = (viewer.act(), viewer.scope(), *id);
    let written = viewer.app.db.write(move |conn| {
        queries::find_visible(conn, &scope, id)?;
        operations::remove(conn, &act.clone(), id)
    });
    match written.await {
        Ok(()) => Ok(see_other(links::CHANGES, Flash::done("changes-done-removed"))),
        Err(AppError::Refused(said)) => {
            let mut problems = Problems::new();
            problems.add("", said);
            viewer.again(Here::Summary, &page(&viewer, &Fields::default(), &problems).await?)
        }
        Err(other) => Err(other),
    }
}
