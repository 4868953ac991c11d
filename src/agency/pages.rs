//! The administrator's pages about the agency: the tree of units, a unit with its hours and holidays, the layers.

use super::calendars::model::DayOff;
use super::model::{CannotArrange, Unit, UnitKind, read_name};
use super::operations::{self, UnitChange};
use super::queries;
use crate::base::calendar::Hours;
use crate::base::ids::{HolidayId, UnitId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::page;
use crate::people::model::Within;
use crate::people::nav::Here;
use crate::people::pages::{timeline, unit_choices};
use crate::people::viewer::{Administrator, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::Record;
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::{Choice, Moment};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Routes for administrators.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/agency")
            .route("", web::get().to(index))
            .route("/layers", web::post().to(update_layers))
            .route("/units", web::post().to(create))
            .route("/units/new", web::get().to(new))
            .route("/units/{id}", web::get().to(show))
            .route("/units/{id}", web::post().to(update))
            .route("/units/{id}/hours", web::post().to(update_hours))
            .route("/units/{id}/holidays", web::post().to(create_holiday))
            .route("/units/{id}/holidays/{holiday}/removal", web::get().to(new_removal))
            .route("/units/{id}/holidays/{holiday}/removal", web::post().to(create_removal))
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

/// A day off in the list.
#[derive(Debug, Serialize)]
pub struct DayOffShown {
    when: When,
    name: String,
    closure: bool,
    /// The unit above that it comes from.
    from: Option<String>,
    from_href: String,
    remove: Option<String>,
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
    /// A unit: hours, holidays, who works there.
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
        pub zones: Vec<Choice>,
        pub zone: String,
        pub zone_inherited: String,
        pub days: Vec<DayShown>,
        pub hours: String,
        pub hours_from: String,
        pub holidays: Vec<DayOffShown>,
        pub people: Vec<HolderShown>,
        pub entries: Vec<Moment>,
        pub new_href: String,
    }
}

async fn show(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    show_page(&viewer, id.into_inner(), None, &Problems::new()).await
}

/// What the page of a unit is made from.
struct Whole {
    unit: Unit,
    path: Vec<Unit>,
    below: Vec<Unit>,
    own: Vec<(i32, i32, i32)>,
    calendar: crate::base::calendar::Calendar,
    hours_from: Option<String>,
    days: Vec<DayOff>,
    people: Vec<(crate::base::ids::PersonId, String, crate::base::codes::Role)>,
}

async fn load(viewer: &Admin, id: UnitId) -> AppResult<Whole> {
    let now = viewer.now;
    viewer
        .app
        .db
        .read(move |conn| {
            let path = queries::path(conn, id)?;
            let unit = path.first().cloned().ok_or(AppError::NotFound)?;
            let calendar = queries::calendar(conn, id)?;
            let today = calendar.zone.local(now).date;
            let mut hours_from = None;
            for above in path.iter().skip(1) {
                if !queries::own_hours(conn, above.id)?.is_empty() {
                    hours_from = Some(above.name.clone());
                    break;
                }
            }
            Ok(Whole {
                below: queries::tree(conn)?
                    .into_iter()
                    .map(|(_, unit)| unit)
                    .filter(|below| below.parent_id == Some(id))
                    .collect(),
                own: queries::own_hours(conn, id)?,
                // those of this year: what is over still explains a due date
                days: queries::holidays_of(
                    conn,
                    &path.iter().map(|unit| unit.id).collect::<Vec<_>>(),
                    today.with_ordinal(1).unwrap_or(today),
                )?,
                people: queries::people_at(conn, id)?,
                hours_from,
                calendar,
                path,
                unit,
            })
        })
        .await
}

async fn show_page(viewer: &Admin, id: UnitId, typed: Option<&Fields>, problems: &Problems) -> AppResult<HttpResponse> {
    let whole = load(viewer, id).await?;
    let unit = &whole.unit;
    let zone = &whole.calendar.zone;
    let stored = [
        ("name", unit.name.clone()),
        ("kind", unit.kind.to_string()),
        ("zone", unit.zone.clone().unwrap_or_default()),
        ("revision", unit.revision.to_string()),
        ("date", String::new()),
        ("day_name", String::new()),
        ("closure", String::new()),
    ];
    let mut form = Typed::default();
    for (name, value) in stored {
        let shown = typed.and_then(|typed| typed.raw(name)).unwrap_or(&value);
        form = form.with(name, shown);
    }
    let link = |unit: &Unit| Link {
        href: links::unit(unit.id),
        text: unit.name.clone(),
    };
    let inherited_hours = whole.hours_from.clone();
    let typed_hours = typed.and_then(|typed| typed.given("hours"));
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
        path: std::iter::once(Link {
            href: links::UNITS.to_owned(),
            text: viewer.t("agency-title"),
        })
        .chain(whole.path.iter().skip(1).rev().map(link))
        .collect(),
        below: whole.below.iter().filter(|below| below.active).map(link).collect(),
        top: unit.parent_id.is_none(),
        active: unit.active,
        kinds: kinds(viewer),
        zones: Zone::names()
            .into_iter()
            .map(|name| Choice::new(&name, name.replace('_', " ")))
            .collect(),
        zone: zone.name().replace('_', " "),
        zone_inherited: whole
            .path
            .iter()
            .skip(1)
            .find_map(|above| above.zone.as_deref())
            .map(|zone| zone.replace('_', " "))
            .unwrap_or_default(),
        days: (1..=7).map(|day| day_shown(viewer, day, &whole, typed)).collect(),
        hours: typed_hours.map_or_else(
            || if whole.own.is_empty() { "inherit" } else { "own" }.to_owned(),
            str::to_owned,
        ),
        hours_from: inherited_hours.unwrap_or_default(),
        holidays: whole
            .days
            .iter()
            .map(|day| DayOffShown {
                when: viewer.day(zone, day.date),
                name: day.name.clone(),
                closure: day.closure,
                from: (day.unit_id != id).then(|| day.unit.clone()),
                from_href: links::unit(day.unit_id),
                remove: (day.unit_id == id).then(|| format!("{}/holidays/{}/removal", links::unit(id), day.id)),
            })
            .collect(),
        people: whole
            .people
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

fn day_shown(viewer: &Admin, day: usize, whole: &Whole, typed: Option<&Fields>) -> DayShown {
    let clock = |minute: i32| format!("{:02}:{:02}", minute.rem_euclid(1440) / 60, minute % 60);
    let hours = day
        .checked_sub(1)
        .and_then(|index| whole.calendar.hours.get(index))
        .copied()
        .flatten();
    let field = |name: &str, stored: String| {
        let typed = typed.filter(|typed| typed.given("hours").is_some());
        typed
            .and_then(|typed| typed.raw(&format!("{name}-{day}")))
            .map_or(stored, str::to_owned)
    };
    DayShown {
        number: day,
        name: viewer.i18n().weekday(viewer.lang(), u32::try_from(day).unwrap_or(1)),
        opens: field("opens", hours.map(|hours| clock(hours.opens)).unwrap_or_default()),
        closes: field("closes", hours.map(|hours| clock(hours.closes)).unwrap_or_default()),
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
            let field = match said.key.as_str() {
                "agency-no-name" => "name",
                "agency-no-holiday-there" => "date",
                "agency-no-day" => "opens-1",
                _ => "",
            };
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
    let zone = form.given("zone").map(Zone::parse).transpose();
    problems.check("zone", zone.is_ok(), "setup-no-zone");
    let (Ok(zone), true) = (zone, problems.is_empty()) else {
        return show_page(&viewer, id, Some(&form), &problems).await;
    };
    let to = UnitChange {
        revision: form.parse("revision").unwrap_or_default(),
        name: form.get("name").to_owned(),
        kind: form
            .parse("kind")
            .filter(|kind| *kind != UnitKind::Agency)
            .unwrap_or(UnitKind::Office),
        zone,
    };
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::change_unit(conn, &act.clone(), id, &to))
        .await;
    let root = viewer.app.db.read(|conn| Ok(queries::root(conn)?)).await?;
    if let Some(root) = root {
        viewer.app.stage.rename_agency(&root.name);
    }
    told(&viewer, id, &form, done, "agency-unit-saved").await
}

/// A time of the day as a browser's field sends it: "08:30". Midnight closes the day.
fn read_minute(text: &str, closes: bool) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
    let total = hour * 60 + minute;
    fits.then_some(if closes && total == 0 { 1440 } else { total })
}

async fn update_hours(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
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
            match (read_minute(opens, false), read_minute(closes, true)) {
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
        return show_page(&viewer, id, Some(&form), &problems).await;
    }
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::set_hours(conn, &act.clone(), id, own.then_some(&hours)))
        .await;
    told(&viewer, id, &form, done, "agency-hours-saved").await
}

async fn create_holiday(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let date: Option<NaiveDate> = form.parse("date");
    problems.check("date", date.is_some(), "agency-date-missing");
    let name = read_name(form.get("day_name"));
    problems.check("day_name", name.is_ok(), "agency-day-name-missing");
    let (Some(date), Ok(name)) = (date, name) else {
        return show_page(&viewer, id, Some(&form), &problems).await;
    };
    let (act, closure) = (viewer.act(), form.checkbox("closure"));
    let done = viewer
        .app
        .db
        .write(move |conn| operations::add_holiday(conn, &act.clone(), id, date, &name, closure).map(drop))
        .await;
    told(&viewer, id, &form, done, "agency-holiday-added").await
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

async fn new_removal(viewer: Admin, path: web::Path<(UnitId, HolidayId)>) -> AppResult<HttpResponse> {
    let (unit, holiday) = path.into_inner();
    let (day, zone) = viewer
        .app
        .db
        .read(move |conn| {
            let day = queries::find_holiday(conn, holiday)?;
            Ok((day, queries::calendar(conn, unit)?.zone))
        })
        .await?;
    if day.unit_id != unit {
        return Err(AppError::NotFound);
    }
    let page = RemovalPage {
        title: viewer.say(&Said::new("agency-removal-title").with("name", day.name.clone())),
        sentence: viewer.say(
            &Said::new("agency-removal-lead")
                .with("date", viewer.day(&zone, day.date).full)
                .with("unit", day.unit.clone()),
        ),
        action: format!("{}/holidays/{holiday}/removal", links::unit(unit)),
        back: links::unit(unit),
        unit: day.unit,
    };
    viewer.show(Here::Agency, &page)
}

async fn create_removal(viewer: Admin, path: web::Path<(UnitId, HolidayId)>, _: Form) -> AppResult<HttpResponse> {
    let (unit, holiday) = path.into_inner();
    let act = viewer.act();
    viewer
        .app
        .db
        .write(move |conn| {
            if queries::find_holiday(conn, holiday)?.unit_id != unit {
                return Err(AppError::NotFound);
            }
            operations::remove_holiday(conn, &act.clone(), holiday).map(drop)
        })
        .await?;
    Ok(see_other(&links::unit(unit), Flash::done("agency-holiday-removed")))
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
