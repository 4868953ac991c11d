//! Services: the list, one service with whom it is for and what is promised of it, and the form that writes it.

use super::*;
use crate::base::days::{EARLIEST, LATEST};
use crate::base::text::{Slug, fold};
use crate::people;
use crate::people::pages::unit_choices;
use crate::platform::exports::{self, Ending, MOST_ROWS};
use crate::platform::i18n::When;
use crate::platform::web::pager::{Links, PAGE};
use crate::platform::web::parts::Pill;
use chrono::NaiveDate;
use queries::{ServiceStep, ServicesAsked};

// the list

/// A service in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    name: String,
    unit: String,
    customers: String,
    promises: usize,
}

page! {
    /// The services.
    pub struct IndexPage in "services/index.html" {
        pub title: String,
        pub lead: String,
        pub pills: Vec<Pill>,
        pub state: &'static str,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub query: String,
        pub filtered: bool,
        pub may_write: bool,
    }
}

fn asked_of(query: &Fields) -> ServicesAsked {
    ServicesAsked {
        words: fold(query.get("q")),
        unit: query.parse("unit"),
        active: query.get("state") != "ended",
    }
}

/// Every service the filters find, as a file.
pub(super) async fn export(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let asked = asked_of(&Fields::parse_query(viewer.req.query_string()));
    let today = viewer.zone.local(viewer.now).date;
    let (rows, names, groups, promises) = viewer
        .app
        .db
        .read(move |conn| {
            let most = MOST_ROWS as i64 + 1;
            let rows = exports::all(queries::list_services(conn, &asked, ServiceStep::First, most)?)?;
            let ids: Vec<ServiceId> = rows.iter().map(|row| row.id).collect();
            let units: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
            Ok((
                rows,
                queries::unit_names(conn, &units)?,
                queries::groups_of(conn, &ids)?,
                queries::promises_of(conn, &ids, today)?,
            ))
        })
        .await?;
    let head = ["service", "code", "unit", "customers", "promises", "state"];
    let head = head.map(|name| viewer.t(&format!("services-file-{name}")));
    let lang = viewer.lang();
    let cells = |service: &Service| {
        let groups = groups.iter().filter(|group| group.service_id == service.id);
        let customers: Vec<&str> = groups
            .filter(|group| group.kind == GroupKind::Direct)
            .map(|group| group.name.get(lang))
            .collect();
        let promises = promises.iter().filter(|promise| promise.service_id == service.id);
        let promises: Vec<&str> = promises.map(|promise| promise.wording.get(lang)).collect();
        let state = if service.active { "active" } else { "ended" };
        vec![
            service.name.get(lang).to_owned().into(),
            service.code.clone().into(),
            names.get(&service.unit_id).cloned().into(),
            customers.join("; ").into(),
            promises.join("; ").into(),
            viewer.t(&format!("services-tab-{state}")).into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "services", head.into(), rows).await
}

pub(super) async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = asked_of(&query);
    let step = match (query.parse("after"), query.parse("before")) {
        (Some(id), _) => ServiceStep::After(id),
        (None, Some(id)) => ServiceStep::Before(id),
        (None, None) => ServiceStep::First,
    };
    let (a, today) = (asked.clone(), viewer.zone.local(viewer.now).date);
    let (mut rows, names, groups, promises, counts, units) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::list_services(conn, &a, step, PAGE as i64 + 1)?;
            let ids: Vec<ServiceId> = rows.iter().map(|row| row.id).collect();
            let units: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
            let count = |conn: &mut _, active| queries::count_services(conn, &ServicesAsked { active, ..a.clone() });
            Ok((
                rows,
                queries::unit_names(conn, &units)?,
                queries::groups_of(conn, &ids)?,
                queries::promises_of(conn, &ids, today)?,
                [count(conn, true)?, count(conn, false)?],
                people::queries::open_units(conn)?,
            ))
        })
        .await?;
    let links = links_of(&query, step, &mut rows);
    let state = if asked.active { "active" } else { "ended" };
    let row = |service: &Service| Row {
        href: links::service(service.id),
        name: service.name.get(viewer.lang()).to_owned(),
        unit: names.get(&service.unit_id).cloned().unwrap_or_default(),
        customers: groups
            .iter()
            .filter(|group| group.service_id == service.id && group.kind == GroupKind::Direct)
            .map(|group| group.name.get(viewer.lang()))
            .collect::<Vec<_>>()
            .join(&viewer.t("mission-list-and")),
        promises: promises
            .iter()
            .filter(|promise| promise.service_id == service.id)
            .count(),
    };
    let page = IndexPage {
        title: viewer.t("services-title"),
        lead: viewer.t("services-lead"),
        pills: [("active", counts[0]), ("ended", counts[1])]
            .into_iter()
            .map(|(tab, count)| Pill {
                href: address(&query, &[("state", tab)]),
                text: viewer.t(&format!("services-tab-{tab}")),
                count,
                here: tab == state,
                late: false,
            })
            .collect(),
        state,
        words: query.get("q").to_owned(),
        units: unit_choices(&units),
        unit: query.get("unit").to_owned(),
        rows: rows.iter().map(row).collect(),
        links,
        query: links::query(&["state", "q", "unit"].map(|name| (name, query.get(name).to_owned()))),
        filtered: !asked.words.is_empty() || asked.unit.is_some(),
        may_write: may_write(&viewer),
    };
    viewer.show(Here::Services, &page)
}

/// The address of the list with its filters and these fields.
fn address(query: &Fields, with: &[(&str, &str)]) -> String {
    let mut pairs: Vec<(&str, &str)> = ["state", "q", "unit"]
        .into_iter()
        .filter(|name| with.iter().all(|(other, _)| other != name))
        .filter_map(|name| query.given(name).map(|value| (name, value)))
        .collect();
    pairs.extend(with);
    format!(
        "{}?{}",
        links::SERVICES,
        serde_urlencoded::to_string(&pairs).unwrap_or_default()
    )
}

/// Cuts the rows to a page, in their order, and links the pages before (`newer`) and after (`older`).
fn links_of(query: &Fields, step: ServiceStep, rows: &mut Vec<Service>) -> Links {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if matches!(step, ServiceStep::Before(_)) {
        rows.reverse();
    }
    let link = |name: &str, row: Option<&Service>| row.map(|row| address(query, &[(name, &row.id.to_string())]));
    let (before, after) = match step {
        ServiceStep::First => (false, more),
        ServiceStep::After(_) => (true, more),
        ServiceStep::Before(_) => (more, true),
    };
    Links {
        newer: before.then(|| link("before", rows.first())).flatten(),
        older: after.then(|| link("after", rows.last())).flatten(),
    }
}

// one service

/// The groups of one kind.
#[derive(Debug, Serialize)]
pub struct GroupsShown {
    title: String,
    meaning: String,
    names: Vec<String>,
}

/// A promise as it is shown.
#[derive(Debug, Serialize)]
pub struct PromiseShown {
    wording: String,
    measure: Option<String>,
    target: Option<String>,
    since: When,
    until: Option<When>,
}

page! {
    /// A service: what people get, whom it is for, what is promised.
    pub struct ShowPage in "services/show.html" {
        pub title: String,
        pub href: String,
        pub unit: String,
        pub code: String,
        pub description: String,
        pub active: bool,
        pub groups: Vec<GroupsShown>,
        pub promises: Vec<PromiseShown>,
        pub former: Vec<PromiseShown>,
        pub objectives: Vec<Link>,
        pub processes: Vec<Link>,
        pub changes: Vec<ChangeShown>,
        pub may_write: bool,
    }
}

/// Changes that are shown on the page of a service.
const CHANGES: i64 = 100;

pub(super) async fn show(viewer: Viewer<Anyone>, id: web::Path<ServiceId>) -> AppResult<HttpResponse> {
    let id = *id;
    let (whole, names, processes, changes) = viewer
        .app
        .db
        .read(move |conn| {
            let whole = queries::whole(conn, id)?;
            Ok((
                queries::unit_names(conn, &[whole.service.unit_id])?,
                queries::delivered_by(conn, id)?,
                told::changes(conn, &[AnyId(id.0)], CHANGES)?,
                whole,
            ))
        })
        .await
        .map(|(names, processes, changes, whole)| (whole, names, processes, changes))?;
    let (lang, today) = (viewer.lang(), viewer.zone.local(viewer.now).date);
    let (former, current): (Vec<&Promise>, Vec<&Promise>) =
        whole.promises.iter().partition(|promise| promise.is_former(today));
    let page = ShowPage {
        title: whole.service.name.get(lang).to_owned(),
        href: links::service(id),
        unit: names.into_values().next().unwrap_or_default(),
        code: whole.service.code.clone(),
        description: whole.service.description.get(lang).to_owned(),
        active: whole.service.active,
        groups: GroupKind::ALL
            .iter()
            .map(|kind| GroupsShown {
                title: viewer.t(&format!("service-group-{kind}")),
                meaning: viewer.t(&format!("service-group-meaning-{kind}")),
                names: whole
                    .groups
                    .iter()
                    .filter(|group| group.kind == *kind)
                    .map(|group| group.name.get(lang).to_owned())
                    .collect(),
            })
            .collect(),
        promises: current
            .into_iter()
            .map(|promise| promise_shown(&viewer, promise))
            .collect(),
        former: former
            .into_iter()
            .map(|promise| promise_shown(&viewer, promise))
            .collect(),
        objectives: whole
            .objectives
            .iter()
            .map(|objective| Link {
                href: links::goal(objective.goal_id),
                text: format!("{} {}", objective.code, objective.title.get(lang)),
            })
            .collect(),
        processes: processes
            .into_iter()
            .map(|(process, name)| Link {
                href: links::process(process),
                text: name.get(lang).to_owned(),
            })
            .collect(),
        changes: told::shown(&viewer, changes),
        may_write: may_write(&viewer),
    };
    viewer.show(Here::Services, &page)
}

fn promise_shown(viewer: &Viewer<Anyone>, promise: &Promise) -> PromiseShown {
    PromiseShown {
        wording: promise.wording.get(viewer.lang()).to_owned(),
        measure: promise
            .measure
            .as_ref()
            .map(|measure| measure.get(viewer.lang()).to_owned()),
        target: told::aim(viewer, &promise.aim()),
        since: viewer.day(&viewer.zone, promise.since),
        until: promise.until.map(|until| viewer.day(&viewer.zone, until)),
    }
}

pub(super) async fn create_ending(
    viewer: Viewer<Quality>,
    id: web::Path<ServiceId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    let done = viewer
        .app
        .db
        .write(move |conn| operations::end_service(conn, &act.clone(), id))
        .await;
    switched(&links::service(id), done, "service-ended")
}

pub(super) async fn create_resumption(
    viewer: Viewer<Quality>,
    id: web::Path<ServiceId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    let done = viewer
        .app
        .db
        .write(move |conn| operations::resume_service(conn, &act.clone(), id))
        .await;
    switched(&links::service(id), done, "service-resumed")
}

// the form

/// Empty rows a form has for more, and how many the button adds.
const SPARE: usize = 2;

/// A customer group being written.
#[derive(Debug, Serialize)]
pub struct GroupRow {
    id: String,
    value: String,
}

/// The groups of one kind being written.
#[derive(Debug, Serialize)]
pub struct GroupRows {
    name: &'static str,
    title: String,
    meaning: String,
    rows: Vec<GroupRow>,
}

/// A promise being written.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PromiseRow {
    n: usize,
    id: String,
    wording: String,
    measure: String,
    direction: String,
    value: String,
    unit: String,
    since: String,
    until: String,
}

/// An objective that can be ticked.
#[derive(Debug, Serialize)]
pub struct Tick {
    value: String,
    text: String,
    checked: bool,
    depth: i32,
}

page! {
    /// The form of a service.
    pub struct FormPage in "services/form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub conflict: Option<Conflict>,
        pub action: String,
        pub back: String,
        pub is_new: bool,
        pub units: Vec<Choice>,
        pub objectives: Vec<Tick>,
        pub groups: Vec<GroupRows>,
        pub promises: Vec<PromiseRow>,
        pub directions: Vec<Choice>,
    }
}

/// What stands in the form.
#[derive(Debug, Default)]
struct Filled {
    typed: Typed,
    objectives: Vec<ObjectiveId>,
    groups: BTreeMap<GroupKind, Vec<String>>,
    promises: Vec<PromiseRow>,
    /// Whether more empty rows were asked for.
    more: bool,
}

const FIELDS: [&str; 5] = ["name", "code", "unit", "description", "revision"];

impl Filled {
    fn of(form: &Fields) -> Self {
        let typed = FIELDS
            .iter()
            .fold(Typed::default(), |typed, name| typed.with(name, form.get(name)));
        let groups = GroupKind::ALL
            .iter()
            .map(|kind| (*kind, form.all(kind.as_str()).map(str::to_owned).collect()));
        let mut rows: Vec<usize> = form
            .names()
            .filter_map(|name| name.strip_prefix("wording-")?.parse().ok())
            .take(2 * MOST_ROWS)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let promise = |n: usize| {
            let field = |name: &str| form.get(&format!("{name}-{n}")).to_owned();
            PromiseRow {
                n,
                id: field("promise"),
                wording: field("wording"),
                measure: field("measure"),
                direction: field("direction"),
                value: field("value"),
                unit: field("unit"),
                since: field("since"),
                until: field("until"),
            }
        };
        Self {
            typed,
            objectives: form.all("objectives").filter_map(|id| id.parse().ok()).collect(),
            groups: groups.collect(),
            promises: rows.into_iter().map(promise).collect(),
            more: form.checkbox("more"),
        }
    }

    fn of_service(lang: &str, whole: &ServiceWhole, today: NaiveDate) -> Self {
        let service = &whole.service;
        let mut groups: BTreeMap<GroupKind, Vec<String>> = BTreeMap::new();
        for group in &whole.groups {
            groups
                .entry(group.kind)
                .or_default()
                .push(group.name.get(lang).to_owned());
        }
        let words = |words: Option<&Localized>| words.map(|words| words.get(lang).to_owned()).unwrap_or_default();
        let promise = |(n, promise): (usize, &Promise)| PromiseRow {
            n,
            id: promise.id.to_string(),
            wording: promise.wording.get(lang).to_owned(),
            measure: words(promise.measure.as_ref()),
            direction: promise.direction.map(Direction::as_str).unwrap_or_default().to_owned(),
            value: promise.target_value.map(|value| value.to_string()).unwrap_or_default(),
            unit: words(promise.unit.as_ref()),
            since: promise.since.to_string(),
            until: promise.until.map(|until| until.to_string()).unwrap_or_default(),
        };
        let current = whole.promises.iter().filter(|promise| !promise.is_former(today));
        Self {
            typed: Typed::default()
                .with("name", service.name.get(lang))
                .with("code", &service.code)
                .with("unit", service.unit_id)
                .with("description", service.description.get(lang))
                .with("revision", service.revision),
            objectives: whole.objectives.iter().map(|objective| objective.id).collect(),
            groups,
            promises: (1..).zip(current).map(promise).collect(),
            more: false,
        }
    }
}

impl PromiseRow {
    fn is_blank(&self) -> bool {
        let fields = [
            &self.wording,
            &self.measure,
            &self.direction,
            &self.value,
            &self.unit,
            &self.until,
        ];
        self.id.is_empty() && fields.iter().all(|field| field.is_empty())
    }
}

/// What a form is made from.
struct Read {
    whole: Option<ServiceWhole>,
    unit: String,
    units: Vec<(usize, UnitId, String)>,
    objectives: Vec<Objective>,
}

async fn read(viewer: &Viewer<Quality>, id: Option<ServiceId>) -> AppResult<Read> {
    viewer
        .app
        .db
        .read(move |conn| {
            let whole = match id {
                Some(id) => Some(queries::whole(conn, id)?),
                None => None,
            };
            let of: Vec<UnitId> = whole.iter().map(|whole| whole.service.unit_id).collect();
            let mut units = people::queries::open_units(conn)?;
            let unit = queries::unit_names(conn, &of)?.into_values().next().unwrap_or_default();
            // a unit that was closed stays with the service until somebody chooses another
            units.extend(
                of.into_iter()
                    .filter(|of| !units.iter().any(|(_, unit, _)| unit == of))
                    .map(|of| (0, of, unit.clone()))
                    .collect::<Vec<_>>(),
            );
            let mut ids: Vec<ObjectiveId> = queries::objectives_by_code(conn)?.into_values().collect();
            ids.extend(
                whole
                    .iter()
                    .flat_map(|whole| &whole.objectives)
                    .map(|objective| objective.id),
            );
            Ok(Read {
                objectives: queries::find_objectives(conn, &ids)?,
                whole,
                unit,
                units,
            })
        })
        .await
}

fn form_page(
    viewer: &Viewer<Quality>,
    read: &Read,
    filled: Filled,
    problems: &Problems,
    conflict: Option<Conflict>,
) -> AppResult<HttpResponse> {
    let fine = problems.is_empty() && conflict.is_none();
    let today = viewer.zone.local(viewer.now).date;
    let spare = if filled.more { 2 * SPARE } else { SPARE };
    let groups = GroupKind::ALL
        .iter()
        .map(|kind| {
            let mut names = filled.groups.get(kind).cloned().unwrap_or_default();
            let written = names.iter().filter(|name| !name.is_empty()).count();
            let rows = names.len().max(written + spare).min(MOST_ROWS.max(names.len()));
            names.resize(rows, String::new());
            GroupRows {
                name: kind.as_str(),
                title: viewer.t(&format!("service-group-{kind}")),
                meaning: viewer.t(&format!("service-group-meaning-{kind}")),
                rows: (1..)
                    .zip(names)
                    .map(|(n, value)| GroupRow {
                        id: format!("{kind}-{n}"),
                        value,
                    })
                    .collect(),
            }
        })
        .collect();
    let mut promises = filled.promises;
    let written = promises.iter().filter(|row| !row.is_blank()).count();
    let mut n = promises.iter().map(|row| row.n).max().unwrap_or(0);
    let wanted = written + if filled.more { 2 * SPARE } else { 1 };
    while promises.len() < wanted && promises.len() < MOST_ROWS {
        n += 1;
        promises.push(PromiseRow {
            n,
            since: today.to_string(),
            ..PromiseRow::default()
        });
    }
    let service = read.whole.as_ref().map(|whole| &whole.service);
    let page = FormPage {
        title: match service {
            None => viewer.t("service-new-title"),
            Some(service) => viewer.say(&Said::new("service-edit-title").with("name", service.name.get(viewer.lang()))),
        },
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form: filled.typed,
        conflict,
        action: service.map_or_else(|| links::SERVICES.to_owned(), |service| links::service(service.id)),
        back: service.map_or_else(|| links::SERVICES.to_owned(), |service| links::service(service.id)),
        is_new: service.is_none(),
        units: unit_choices(&read.units),
        objectives: read
            .objectives
            .iter()
            .map(|objective| Tick {
                value: objective.id.to_string(),
                text: format!("{} {}", objective.code, objective.title.get(viewer.lang())),
                checked: filled.objectives.contains(&objective.id),
                depth: 0,
            })
            .collect(),
        groups,
        promises,
        directions: directions(viewer),
    };
    if fine {
        viewer.show(Here::Services, &page)
    } else {
        viewer.again(Here::Services, &page)
    }
}

pub(super) async fn new(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let read = read(&viewer, None).await?;
    let filled = Filled {
        typed: FIELDS.iter().fold(Typed::default(), |typed, name| typed.with(name, "")),
        ..Filled::default()
    };
    form_page(&viewer, &read, filled, &Problems::new(), None)
}

pub(super) async fn edit(viewer: Viewer<Quality>, id: web::Path<ServiceId>) -> AppResult<HttpResponse> {
    let read = read(&viewer, Some(*id)).await?;
    let whole = read.whole.as_ref().ok_or(AppError::NotFound)?;
    if !whole.service.active {
        return Ok(see_other(
            &links::service(*id),
            Flash::note(CannotPromise::Ended.said()),
        ));
    }
    let filled = Filled::of_service(viewer.lang(), whole, viewer.zone.local(viewer.now).date);
    form_page(&viewer, &read, filled, &Problems::new(), None)
}

pub(super) async fn create(viewer: Viewer<Quality>, form: Form) -> AppResult<HttpResponse> {
    let read = read(&viewer, None).await?;
    let filled = Filled::of(&form);
    if filled.more {
        return form_page(&viewer, &read, filled, &Problems::new(), None);
    }
    let mut problems = Problems::new();
    let wanted = service_of(&viewer, None, &filled, &mut problems);
    let code = match form.given("code") {
        Some(code) => Slug::parse(code).ok(),
        None => code_of_name(form.get("name")),
    };
    if let (None, true) = (&code, form.given("name").is_some()) {
        problems.add("code", CannotPromise::BadServiceCode.said());
    }
    if let (Some(code), true) = (code, problems.is_empty()) {
        let act = viewer.act();
        let done = viewer
            .app
            .db
            .write(move |conn| operations::create_service(conn, &act.clone(), &code, &wanted))
            .await;
        match done {
            Ok(id) => return Ok(see_other(&links::service(id), Flash::done("service-added"))),
            Err(AppError::Refused(said)) => problems.add(field_of(&said), said),
            Err(error) => return Err(error),
        }
    }
    form_page(&viewer, &read, filled, &problems, None)
}

/// The field a refusal of the operations is about.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "service-no-code-free" => "code",
        "mission-no-unit" => "unit",
        _ => "",
    }
}

pub(super) async fn update(viewer: Viewer<Quality>, id: web::Path<ServiceId>, form: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let before = read(&viewer, Some(id)).await?;
    let mut filled = Filled::of(&form);
    if filled.more {
        return form_page(&viewer, &before, filled, &Problems::new(), None);
    }
    let mut problems = Problems::new();
    let wanted = service_of(&viewer, before.whole.as_ref(), &filled, &mut problems);
    if !problems.is_empty() {
        return form_page(&viewer, &before, filled, &problems, None);
    }
    let (act, new, revision) = (viewer.act(), wanted.clone(), form.parse("revision").unwrap_or(0));
    let done = viewer
        .app
        .db
        .write(move |conn| operations::update_service(conn, &act.clone(), id, revision, &new))
        .await;
    match done {
        Ok(()) => Ok(see_other(&links::service(id), Flash::done("service-saved"))),
        Err(AppError::Stale) => {
            let now = read(&viewer, Some(id)).await?;
            let saved = now.whole.as_ref().ok_or(AppError::NotFound)?;
            let today = viewer.zone.local(viewer.now).date;
            let (typed, facts) = both_sides(&now, saved, &wanted, today);
            let conflict = told::conflict(&viewer, AnyId(id.0), &typed, &facts).await?;
            filled.typed = filled.typed.with("revision", saved.service.revision);
            filled.promises = joined(filled.promises, viewer.lang(), saved, today);
            form_page(&viewer, &now, filled, &problems, Some(conflict))
        }
        Err(AppError::Refused(said)) => {
            problems.add(field_of(&said), said);
            form_page(&viewer, &before, filled, &problems, None)
        }
        Err(error) => Err(error),
    }
}

/// The promises that were typed beside those somebody else saved meanwhile: what has become a former promise is left out,
/// unless other words were typed for it, and what is new is added.
fn joined(typed: Vec<PromiseRow>, lang: &str, saved: &ServiceWhole, today: NaiveDate) -> Vec<PromiseRow> {
    let (former, current): (Vec<&Promise>, Vec<&Promise>) =
        saved.promises.iter().partition(|promise| promise.is_former(today));
    let is_known = |promises: &[&Promise], row: &PromiseRow| promises.iter().any(|one| one.id.to_string() == row.id);
    let mut rows = Vec::new();
    for mut row in typed.into_iter().filter(|row| !row.is_blank()) {
        if !row.id.is_empty() && !is_known(&current, &row) {
            let untouched = |one: &&&Promise| one.id.to_string() == row.id && one.wording.get(lang) == row.wording;
            if former.iter().any(|one| untouched(&one)) {
                continue;
            }
            row.id.clear();
        }
        rows.push(row);
    }
    let mut n = rows.iter().map(|row| row.n).max().unwrap_or(0);
    for row in Filled::of_service(lang, saved, today).promises {
        if !rows.iter().any(|typed| typed.id == row.id) {
            n += 1;
            rows.push(PromiseRow { n, ..row });
        }
    }
    rows
}

/// What was typed and what is saved, as facts that can be compared.
fn both_sides(now: &Read, saved: &ServiceWhole, wanted: &ServiceWanted, today: NaiveDate) -> (Value, Value) {
    let unit = |id: UnitId| {
        let found = now.units.iter().find(|(_, unit, _)| *unit == id);
        found.map(|(_, _, name)| name.as_str()).unwrap_or_default()
    };
    let service = Service {
        unit_id: wanted.unit_id,
        name: wanted.name.clone(),
        description: wanted.description.clone(),
        ..saved.service.clone()
    };
    let objectives: Vec<Objective> = now
        .objectives
        .iter()
        .filter(|objective| wanted.objectives.contains(&objective.id))
        .cloned()
        .collect();
    let groups: Vec<(GroupKind, Localized)> = saved
        .groups
        .iter()
        .map(|group| (group.kind, group.name.clone()))
        .collect();
    let mut typed = service_facts(&service, unit(wanted.unit_id), &wanted.groups, &objectives);
    let mut facts = service_facts(&saved.service, &now.unit, &groups, &saved.objectives);
    let promised = wanted.promises.iter().filter(|promise| !promise.wording.is_empty());
    let current = saved.promises.iter().filter(|promise| !promise.is_former(today));
    if let (Value::Object(typed), Value::Object(facts)) = (&mut typed, &mut facts) {
        typed.insert(
            "promises".into(),
            promised.map(|one| serde_json::json!(one.wording)).collect(),
        );
        facts.insert(
            "promises".into(),
            current.map(|one| serde_json::json!(one.wording)).collect(),
        );
    }
    (typed, facts)
}

/// The service a form describes; what is wrong with it goes to the problems, in the order of the page.
fn service_of(
    viewer: &Viewer<Quality>,
    old: Option<&ServiceWhole>,
    filled: &Filled,
    problems: &mut Problems,
) -> ServiceWanted {
    let lang = viewer.lang();
    let service = old.map(|old| &old.service);
    let unit: Option<UnitId> = filled.typed.get("unit").parse().ok();
    let mut in_rows = Vec::new();
    let promises = filled
        .promises
        .iter()
        .filter(|row| !row.is_blank())
        .map(|row| promise_of(viewer, old, row, &mut in_rows))
        .collect();
    let mut groups = Vec::new();
    for (kind, names) in &filled.groups {
        for (n, words) in (1..).zip(names).filter(|(_, words)| !words.is_empty()) {
            let known = old.into_iter().flat_map(|old| &old.groups);
            let known = known.map(|group| &group.name).find(|name| name.get(lang) == words);
            let name = reworded(known, lang, words);
            if let Some((_, no)) = words_problem("group", &name, LONGEST_TITLE) {
                in_rows.push((format!("{kind}-{n}"), no.said()));
            }
            groups.push((*kind, name));
        }
    }
    let wanted = ServiceWanted {
        unit_id: unit.unwrap_or(UnitId(uuid::Uuid::nil())),
        name: reworded(service.map(|service| &service.name), lang, filled.typed.get("name")),
        description: reworded(
            service.map(|service| &service.description),
            lang,
            filled.typed.get("description"),
        ),
        groups,
        promises,
        objectives: filled.objectives.clone(),
    };
    add_rules(problems, wanted.problems());
    problems.check("unit", unit.is_some(), "service-no-unit");
    for (field, said) in in_rows {
        problems.add(&field, said);
    }
    wanted
}

fn promise_of(
    viewer: &Viewer<Quality>,
    old: Option<&ServiceWhole>,
    row: &PromiseRow,
    problems: &mut Vec<(String, Said)>,
) -> PromiseWanted {
    let (lang, today) = (viewer.lang(), viewer.zone.local(viewer.now).date);
    let known = old
        .into_iter()
        .flat_map(|old| &old.promises)
        .find(|promise| promise.id.to_string() == row.id);
    let date = |text: &str| {
        let date: Option<NaiveDate> = text.parse().ok();
        date.filter(|date| (EARLIEST..=LATEST).contains(date))
    };
    let (since, until, value) = (date(&row.since), date(&row.until), read_number(&row.value));
    let is_emptied = row.wording.is_empty() && known.is_some_and(|known| known.since < today);
    let mut found: Vec<(&str, Said)> = [
        ("since", since.is_none(), "service-no-date"),
        ("until", until.is_none() && !row.until.is_empty(), "service-no-date"),
        ("value", value.is_none() && !row.value.is_empty(), "error-number"),
        ("wording", is_emptied, "service-no-promise-words"),
    ]
    .into_iter()
    .filter(|(_, wrong, _)| *wrong)
    .map(|(field, _, message)| (field, Said::new(message)))
    .collect();
    let wanted = PromiseWanted {
        id: known.map(|known| known.id),
        wording: reworded(known.map(|known| &known.wording), lang, &row.wording),
        measure: reworded_if(known.and_then(|known| known.measure.as_ref()), lang, &row.measure),
        aim: Aim {
            value,
            unit: reworded_if(known.and_then(|known| known.unit.as_ref()), lang, &row.unit),
            direction: row.direction.parse().ok(),
        },
        since: since.unwrap_or(today),
        until,
    };
    for (field, no) in wanted.problems() {
        if !found.iter().any(|(known, _)| *known == field) {
            found.push((field, no.said()));
        }
    }
    problems.extend(
        found
            .into_iter()
            .map(|(field, said)| (format!("{field}-{}", row.n), said)),
    );
    wanted
}
