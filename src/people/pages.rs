//! The administrator's pages about people: the list, a person, their roles, the way in and the way out.

use super::absences;
use super::model::{Assignment, Person};
use super::nav::Here;
use super::operations::{self, CannotKeep, PersonChange};
use super::queries::{self, NameStep, PeopleAsked};
use super::sign_in;
use super::viewer::{Administrator, Viewer};
use crate::base::codes::Role;
use crate::base::ids::{AssignmentId, PersonId, UnitId};
use crate::base::links;
use crate::base::said::{Arg, Said};
use crate::base::text::fold;
use crate::page;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Ending, MOST_ROWS};
use crate::platform::history::{self, Record};
use crate::platform::i18n::{I18n, When};
use crate::platform::mail::stops;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Links, PAGE};
use crate::platform::web::parts::{Choice, Moment, Pill};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Routes for administrators.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/people")
            .route("", web::get().to(index))
            .route("", web::post().to(create))
            .route("/new", web::get().to(new))
            .route("/export.{ending}", web::get().to(export))
            .route("/{id}", web::get().to(show))
            .route("/{id}", web::post().to(update))
            .route("/{id}/roles", web::post().to(create_role))
            .route("/{id}/roles/{assignment}/end", web::post().to(end_role))
            .route("/{id}/links", web::post().to(update_links))
            .route("/{id}/invitation", web::post().to(create_invitation))
            .route("/{id}/mail", web::post().to(start_mail))
            .route("/{id}/departure", web::post().to(create_departure))
            .route("/{id}/return", web::post().to(create_return)),
    );
}

/// The languages there are, each by its own name.
pub fn languages(i18n: &I18n) -> Vec<Choice> {
    i18n.languages()
        .into_iter()
        .map(|language| Choice::new(&language, i18n.t(&language, "people-language-name", &[])))
        .collect()
}

/// Open units in the order of the tree, those below set in, to choose one.
pub fn unit_choices(units: &[(usize, UnitId, String)]) -> Vec<Choice> {
    units
        .iter()
        .map(|(depth, id, name)| Choice::new(id, format!("{}{name}", "\u{2003}".repeat(*depth))))
        .collect()
}

/// What happened to a record, newest first, in the viewer's language.
///
/// # Errors
/// Only when the database fails.
pub async fn timeline<R: super::viewer::Right>(viewer: &Viewer<R>, record: Record) -> AppResult<Vec<Moment>> {
    let (entries, names) = viewer
        .app
        .db
        .read(move |conn| {
            let entries = history::timeline(conn, record)?;
            let who: Vec<PersonId> = entries.iter().filter_map(|entry| entry.who).collect();
            let names: HashMap<PersonId, String> = queries::find_all(conn, &who)?
                .into_iter()
                .map(|person| (person.id, person.name))
                .collect();
            Ok((entries, names))
        })
        .await?;
    Ok(entries
        .into_iter()
        .map(|entry| {
            let facts: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(&entry.facts).unwrap_or_default();
            let mut said = Said::new(&format!("history-{}", entry.event));
            for (name, value) in &facts {
                let arg = match (name.as_str(), value) {
                    ("role", serde_json::Value::String(role)) => Arg::Text(viewer.t(&format!("role-{role}"))),
                    (_, serde_json::Value::String(text)) => match text.parse::<NaiveDate>() {
                        Ok(date) => Arg::Text(viewer.day(&viewer.zone, date).text),
                        Err(_) => Arg::Text(text.clone()),
                    },
                    (_, serde_json::Value::Number(n)) => Arg::Number(n.as_i64().unwrap_or_default()),
                    _ => continue,
                };
                said = said.with(name, arg);
            }
            Moment {
                when: viewer.moment(&viewer.zone, entry.at),
                who: entry
                    .who
                    .and_then(|who| names.get(&who).cloned())
                    .unwrap_or_else(|| viewer.t("history-by-plumbline")),
                what: viewer.say(&said),
                text: entry.text,
            }
        })
        .collect())
}

/// A person in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    name: String,
    email: String,
    roles: Vec<String>,
    away: Option<String>,
    invited: bool,
}

page! {
    /// The list of people.
    pub struct IndexPage in "people/index.html" {
        pub title: String,
        pub lead: String,
        pub pills: Vec<Pill>,
        pub state: &'static str,
        pub words: String,
        pub roles: Vec<Choice>,
        pub role: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub query: String,
        pub filtered: bool,
    }
}

async fn index(viewer: Viewer<Administrator>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = asked_of(&query);
    let step = match (query.parse("after"), query.parse("before")) {
        (Some(id), _) => NameStep::After(id),
        (None, Some(id)) => NameStep::Before(id),
        (None, None) => NameStep::First,
    };
    let a = asked.clone();
    let today = viewer.zone.local(viewer.now).date;
    let (mut people, held, away, counts) = viewer
        .app
        .db
        .read(move |conn| {
            let people = match queries::list_people(conn, &a, step, PAGE as i64 + 1) {
                // somebody who is not there any more: from the start
                Err(diesel::result::Error::NotFound) => {
                    queries::list_people(conn, &a, NameStep::First, PAGE as i64 + 1)?
                }
                people => people?,
            };
            let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
            let held = queries::assignments_of_all(conn, &ids)?;
            let away = absences::queries::of_people(conn, &ids, today)?;
            let count = |conn: &mut _, active| {
                let asked = PeopleAsked { active, ..a.clone() };
                queries::count_people(conn, &asked)
            };
            Ok((people, held, away, [count(conn, true)?, count(conn, false)?]))
        })
        .await?;
    let links = name_links(&query, step, &mut people);
    let state = if asked.active { "here" } else { "left" };
    let filtered = !asked.words.is_empty() || asked.role.is_some();
    let lead = match (filtered, asked.active) {
        (true, active) => Said::new("people-lead-found").with("count", counts[usize::from(!active)]),
        (false, true) => Said::new("people-lead").with("count", counts[0]),
        (false, false) => Said::new("people-lead-left").with("count", counts[1]),
    };
    let page = IndexPage {
        title: viewer.t("people-title"),
        lead: viewer.say(&lead),
        pills: [("here", counts[0]), ("left", counts[1])]
            .into_iter()
            .map(|(tab, count)| Pill {
                href: address(&query, &[("state", tab)]),
                text: viewer.t(&format!("people-tab-{tab}")),
                count,
                here: tab == state,
                late: false,
            })
            .collect(),
        state,
        words: query.get("q").to_owned(),
        roles: role_choices(&viewer),
        role: query.get("role").to_owned(),
        rows: people.iter().map(|person| row(&viewer, person, &held, &away)).collect(),
        links,
        query: Ask::of(&viewer.req).filters(),
        filtered,
    };
    viewer.show(Here::People, &page)
}

fn asked_of(query: &Fields) -> PeopleAsked {
    PeopleAsked {
        words: fold(query.get("q")),
        role: query.parse("role"),
        active: query.get("state") != "left",
    }
}

/// Everybody the filters find, as a file.
async fn export(viewer: Viewer<Administrator>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let asked = asked_of(&Fields::parse_query(viewer.req.query_string()));
    let today = viewer.zone.local(viewer.now).date;
    let (people, held, away) = viewer
        .app
        .db
        .read(move |conn| {
            let people = exports::all(queries::list_people(
                conn,
                &asked,
                NameStep::First,
                MOST_ROWS as i64 + 1,
            )?)?;
            let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
            let held = queries::assignments_of_all(conn, &ids)?;
            Ok((people, held, absences::queries::of_people(conn, &ids, today)?))
        })
        .await?;
    let head = ["name", "email", "roles", "state"].map(|name| viewer.t(&format!("people-{name}")));
    let cells = |person: &Person| {
        let shown = row(&viewer, person, &held, &away);
        let badge = match (person.active, shown.invited) {
            (false, _) => "people-badge-left",
            (true, true) => "people-badge-invited",
            (true, false) => "people-badge-here",
        };
        let state = shown.away.unwrap_or_else(|| viewer.t(badge));
        vec![
            shown.name.into(),
            shown.email.into(),
            shown.roles.join("; ").into(),
            state.into(),
        ]
    };
    let rows = people.iter().map(cells).collect();
    exports::download(*ending, "people", head.into(), rows).await
}

fn row(
    viewer: &Viewer<Administrator>,
    person: &Person,
    held: &[(PersonId, Assignment)],
    away: &[absences::model::Absence],
) -> Row {
    let today = viewer.zone.local(viewer.now).date;
    let now = away
        .iter()
        .find(|absence| absence.person_id == person.id && absence.covers(today));
    Row {
        href: links::person(person.id),
        name: person.name.clone(),
        email: person.email.clone(),
        roles: held
            .iter()
            .filter(|(of, _)| *of == person.id)
            .map(|(_, held)| format!("{}, {}", viewer.t(&format!("role-{}", held.role)), held.unit))
            .collect(),
        away: now.map(|absence| absences::pages::mark_of(viewer, absence)),
        invited: person.active && person.password_hash.is_none(),
    }
}

fn role_choices(viewer: &Viewer<Administrator>) -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|role| Choice::new(role, viewer.t(&format!("role-{role}"))))
        .collect()
}

/// The address of the list with its filters and these fields.
fn address(query: &Fields, with: &[(&str, &str)]) -> String {
    let mut pairs: Vec<(&str, &str)> = ["state", "q", "role"]
        .into_iter()
        .filter(|name| with.iter().all(|(other, _)| other != name))
        .filter_map(|name| query.given(name).map(|value| (name, value)))
        .collect();
    pairs.extend(with);
    match serde_urlencoded::to_string(&pairs) {
        Ok(query) if !query.is_empty() => format!("{}?{query}", links::PEOPLE),
        _ => links::PEOPLE.to_owned(),
    }
}

/// Cuts the rows to a page, in their order, and links the pages before (`newer`) and after (`older`).
fn name_links(query: &Fields, step: NameStep, people: &mut Vec<Person>) -> Links {
    let more = people.len() > PAGE;
    people.truncate(PAGE);
    let backwards = matches!(step, NameStep::Before(_));
    if backwards {
        people.reverse();
    }
    let link =
        |name: &str, person: Option<&Person>| person.map(|person| address(query, &[(name, &person.id.to_string())]));
    let (before, after) = match step {
        NameStep::First => (false, more),
        NameStep::After(_) => (true, more),
        NameStep::Before(_) => (more, true),
    };
    Links {
        newer: before.then(|| link("before", people.first())).flatten(),
        older: after.then(|| link("after", people.last())).flatten(),
    }
}

page! {
    /// Add a person.
    pub struct NewPage in "people/new.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub languages: Vec<Choice>,
        pub roles: Vec<Choice>,
        pub units: Vec<Choice>,
    }
}

async fn new(viewer: Viewer<Administrator>) -> AppResult<HttpResponse> {
    let mut form = Typed::default().with("language", viewer.lang()).with("invite", 1);
    for name in ["name", "email", "role", "unit"] {
        form = form.with(name, "");
    }
    new_page(&viewer, form, &Problems::new()).await
}

async fn new_page(viewer: &Viewer<Administrator>, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let units = viewer.app.db.read(|conn| Ok(queries::open_units(conn)?)).await?;
    let page = NewPage {
        title: viewer.t("people-new-title"),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        languages: languages(viewer.i18n()),
        roles: role_choices(viewer),
        units: unit_choices(&units),
    };
    if problems.is_empty() {
        viewer.show(Here::People, &page)
    } else {
        viewer.again(Here::People, &page)
    }
}

/// Name, address and language of a form, with what is wrong with them.
fn read_person(viewer: &Viewer<Administrator>, form: &Fields, problems: &mut Problems) -> PersonChange {
    let mut keep = |result: Result<String, CannotKeep>| {
        result.unwrap_or_else(|cannot| {
            problems.add(field_of(&cannot.said()), cannot.said());
            String::new()
        })
    };
    let name = keep(operations::read_name(form.get("name")));
    let email = keep(operations::read_email(form.get("email")));
    let language = form.get("language").to_owned();
    let known = viewer.i18n().languages().contains(&language);
    problems.check("language", known, "error-choice");
    PersonChange {
        revision: form.parse("revision").unwrap_or_default(),
        name,
        email,
        language,
    }
}

/// The field a refusal belongs to; empty for the whole form.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "people-no-name" => "name",
        "people-no-email" | "people-no-email-taken" => "email",
        "people-no-already-held" => "role",
        "people-no-unit-closed" => "unit",
        _ => "",
    }
}

async fn create(viewer: Viewer<Administrator>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let to = read_person(&viewer, &form, &mut problems);
    let role: Option<Role> = form.read("role", &mut problems, "error-choice");
    let unit: Option<UnitId> = form.read("unit", &mut problems, "error-choice");
    let invite = form.checkbox("invite");
    let mut refused = None;
    if let (Some(role), Some(unit), true) = (role, unit, problems.is_empty()) {
        let (act, post, token) = (viewer.act(), viewer.app.post.clone(), sign_in::new_token()?);
        let name = to.name.clone();
        let added = viewer
            .app
            .db
            .write(move |conn| {
                let act = act.clone();
                let id = operations::add_person(conn, &act, &to.name, &to.email, &to.language, &[(unit, role)])?;
                if invite {
                    sign_in::invite(conn, &act, &post, id, &token)?;
                }
                Ok(id)
            })
            .await;
        match added {
            Ok(id) => {
                let key = if invite { "people-added-invited" } else { "people-added" };
                let said = Said::new(key).with("name", name);
                return Ok(see_other(&links::person(id), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => refused = Some(said),
            Err(error) => return Err(error),
        }
    } else {
        for (name, given) in [("role", role.is_some()), ("unit", unit.is_some())] {
            let known = problems.keys().iter().any(|(field, _)| *field == name);
            problems.check(name, given || known, &format!("people-{name}-missing"));
        }
    }
    if let Some(said) = refused {
        problems.add(field_of(&said), said);
    }
    new_page(&viewer, form.typed(), &problems).await
}

/// A role the person holds.
#[derive(Debug, Serialize)]
pub struct RoleShown {
    role: String,
    unit: String,
    unit_href: String,
    since: When,
    end: String,
}

page! {
    /// A person: who it is, which roles, the way in and out, what happened.
    pub struct ShowPage in "people/show.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub href: String,
        pub active: bool,
        pub invited: bool,
        pub by_link: bool,
        pub me: bool,
        pub last_seen: Option<When>,
        pub languages: Vec<Choice>,
        pub roles: Vec<RoleShown>,
        pub role_choices: Vec<Choice>,
        pub units: Vec<Choice>,
        pub stopped: Option<Stopped>,
        pub entries: Vec<Moment>,
    }
}

/// Why no mail is sent to the person.
#[derive(Debug, Serialize)]
pub struct Stopped {
    text: String,
    reason: String,
    waiting: i64,
}

async fn show(viewer: Viewer<Administrator>, id: web::Path<PersonId>) -> AppResult<HttpResponse> {
    show_page(&viewer, id.into_inner(), None, &Problems::new()).await
}

async fn show_page(
    viewer: &Viewer<Administrator>,
    id: PersonId,
    typed: Option<&Fields>,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let (person, roles, units, seen, stop, by_link) = viewer
        .app
        .db
        .read(move |conn| {
            let person = queries::find(conn, id)?;
            let stop = match stops::find(conn, &person.email)? {
                Some(stop) => Some((stops::count_waiting(conn, &stop.address)?, stop)),
                None => None,
            };
            Ok((
                person,
                queries::roles_of(conn, id)?,
                queries::open_units(conn)?,
                queries::last_seen(conn, id)?,
                stop,
                queries::gets_links(conn, id)?,
            ))
        })
        .await?;
    let stored = [
        ("name", person.name.clone()),
        ("email", person.email.clone()),
        ("language", person.language.clone()),
        ("revision", person.revision.to_string()),
        ("role", String::new()),
        ("unit", String::new()),
    ];
    let mut form = Typed::default();
    for (name, value) in stored {
        // a form that came back has only its own fields
        let shown = typed.and_then(|typed| typed.raw(name)).unwrap_or(&value);
        form = form.with(name, shown);
    }
    let state = match (person.active, person.password_hash.is_some()) {
        (false, _) => "people-state-left",
        (true, false) => "people-state-invited",
        (true, true) => "people-state-here",
    };
    let page = ShowPage {
        title: person.name.clone(),
        lead: viewer.t(state),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        href: links::person(id),
        active: person.active,
        invited: person.password_hash.is_none(),
        by_link,
        me: id == viewer.person.id,
        last_seen: seen.map(|seen| viewer.moment(&viewer.zone, seen)),
        languages: languages(viewer.i18n()),
        roles: roles
            .iter()
            .map(|(held, since)| RoleShown {
                role: viewer.t(&format!("role-{}", held.role)),
                unit: held.unit.clone(),
                unit_href: links::unit(held.unit_id),
                since: viewer.day(&viewer.zone, *since),
                end: format!("{}/roles/{}/end", links::person(id), held.id),
            })
            .collect(),
        role_choices: role_choices(viewer),
        units: unit_choices(&units),
        stopped: stop.map(|(waiting, stop)| Stopped {
            text: viewer.say(
                &Said::new("people-mail-stopped")
                    .with("address", stop.address)
                    .with("when", viewer.moment(&viewer.zone, stop.at).full),
            ),
            reason: stop.reason,
            waiting,
        }),
        entries: timeline(viewer, Record::of("person", id)).await?,
    };
    if problems.is_empty() {
        viewer.show(Here::People, &page)
    } else {
        viewer.again(Here::People, &page)
    }
}

/// What came of a write: the person's page with a sentence, or the page again with the refusal.
async fn told(
    viewer: &Viewer<Administrator>,
    id: PersonId,
    form: &Fields,
    done: AppResult<()>,
    said: impl Into<Said>,
) -> AppResult<HttpResponse> {
    match done {
        Ok(()) => Ok(see_other(&links::person(id), Flash::done(said))),
        Err(AppError::Refused(said)) => {
            let mut problems = Problems::new();
            problems.add(field_of(&said), said);
            show_page(viewer, id, Some(form), &problems).await
        }
        Err(error) => Err(error),
    }
}

async fn update(viewer: Viewer<Administrator>, id: web::Path<PersonId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let to = read_person(&viewer, &form, &mut problems);
    if !problems.is_empty() {
        return show_page(&viewer, id, Some(&form), &problems).await;
    }
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::change_person(conn, &act.clone(), id, &to))
        .await;
    told(&viewer, id, &form, done, "people-saved").await
}

async fn create_role(viewer: Viewer<Administrator>, id: web::Path<PersonId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let role: Option<Role> = form.parse("role");
    let unit: Option<UnitId> = form.parse("unit");
    problems.check("role", role.is_some(), "people-role-missing");
    problems.check("unit", unit.is_some(), "people-unit-missing");
    let (Some(role), Some(unit)) = (role, unit) else {
        return show_page(&viewer, id, Some(&form), &problems).await;
    };
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::assign(conn, &act.clone(), id, unit, role).map(drop))
        .await;
    told(&viewer, id, &form, done, "people-role-given").await
}

async fn end_role(
    viewer: Viewer<Administrator>,
    path: web::Path<(PersonId, AssignmentId)>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, assignment) = path.into_inner();
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::end_assignment(conn, &act.clone(), assignment).map(drop))
        .await;
    told(&viewer, id, &form, done, "people-role-ended").await
}

async fn create_invitation(
    viewer: Viewer<Administrator>,
    id: web::Path<PersonId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let (act, post, token) = (viewer.act(), viewer.app.post.clone(), sign_in::new_token()?);
    let done = viewer
        .app
        .db
        .write(move |conn| sign_in::invite(conn, &act.clone(), &post, id, &token))
        .await;
    told(&viewer, id, &form, done, "people-invited").await
}

async fn start_mail(viewer: Viewer<Administrator>, id: web::Path<PersonId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| {
            let email = queries::find(conn, id)?.email;
            match stops::start(conn, &act.clone(), &email)? {
                true => Ok(()),
                false => Err(AppError::refused("people-mail-not-stopped")),
            }
        })
        .await;
    told(&viewer, id, &form, done, "people-mail-started").await
}

async fn update_links(viewer: Viewer<Administrator>, id: web::Path<PersonId>, form: Form) -> AppResult<HttpResponse> {
    let (id, on, act) = (id.into_inner(), form.checkbox("on"), viewer.act());
    let done = viewer
        .app
        .db
        .write(move |conn| operations::set_links(conn, &act.clone(), id, on));
    let (done, name) = match done.await {
        Ok(name) => (Ok(()), name),
        Err(error) => (Err(error), String::new()),
    };
    let key = if on {
        "people-links-saved-on"
    } else {
        "people-links-saved-off"
    };
    told(&viewer, id, &form, done, Said::new(key).with("name", name)).await
}

async fn create_departure(
    viewer: Viewer<Administrator>,
    id: web::Path<PersonId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::deactivate(conn, &act.clone(), id))
        .await;
    told(&viewer, id, &form, done, "people-left").await
}

async fn create_return(viewer: Viewer<Administrator>, id: web::Path<PersonId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let act = viewer.act();
    let done = viewer
        .app
        .db
        .write(move |conn| operations::reactivate(conn, &act.clone(), id))
        .await;
    told(&viewer, id, &form, done, "people-returned").await
}
