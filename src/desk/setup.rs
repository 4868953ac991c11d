//! The first setup: an agency, its first administrator, the starter library. Once.

use crate::agency;
use crate::app::App;
use crate::base::act::Act;
use crate::base::codes::Role;
use crate::base::ids::{PersonId, UnitId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::checklists::library::{self, Library};
use crate::page;
use crate::people::operations::{self as keeping, read_email, read_name};
use crate::people::sign_in::{self, Device};
use crate::people::sign_in_pages::{show_public, signed_in};
use crate::people::{self, password};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::installation;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use crate::refusals;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use std::collections::BTreeMap;

/// The zone that is chosen already when the page opens.
const FIRST_ZONE: &str = "America/New_York";

/// Routes before anybody is there.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/setup", web::get().to(new))
        .route("/setup", web::post().to(create));
}

/// Why there is no setup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSetUp {
    /// It was done before.
    #[error("set up already")]
    Done,
}

impl CannotSetUp {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        Said::new("setup-done-before")
    }
}
refusals!(CannotSetUp);

/// What a setup makes.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Name of the agency.
    pub agency: String,
    /// Its time zone.
    pub zone: Zone,
    /// The first administrator's name.
    pub name: String,
    /// The administrator's address.
    pub email: String,
    /// The hash of the administrator's password.
    pub password_hash: String,
    /// Language of the administrator.
    pub language: String,
    /// The library to load, if wished.
    pub library: Option<Library>,
}

/// Sets an installation up: the agency, and its first administrator, who is quality staff too, so that somebody can
/// write templates and plans from the first day on.
///
/// # Errors
/// [`CannotSetUp::Done`] when there is an agency or a person already.
pub fn set_up(conn: &mut Conn, act: &Act, setup: &Setup) -> AppResult<(UnitId, PersonId)> {
    // Two at the same moment: the second waits for the first one's row and then sees it.
    let first = installation::claim(conn, "set_up_at", &act.now.to_string())?;
    if !first || people::queries::anybody(conn)? || agency::queries::root(conn)?.is_some() {
        return Err(CannotSetUp::Done.into());
    }
    let unit = agency::operations::found(conn, act, &setup.agency, &setup.zone)?;
    let roles = [(unit, Role::Administrator), (unit, Role::Quality)];
    let person = keeping::add_person(conn, act, &setup.name, &setup.email, &setup.language, &roles)?;
    let mut act = act.clone();
    act.who = Some(person);
    let added = people::queries::find(conn, person)?;
    sign_in::set_password(conn, &act, &added, &setup.password_hash, None)?;
    if let Some(library) = &setup.library {
        let note = "The starter library that comes with the program.";
        library::load_all(conn, &act, unit, library, true, note)?;
    }
    Ok((unit, person))
}

page! {
    /// The first setup.
    pub struct SetupPage in "desk/setup.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub zones: Vec<Choice>,
        pub shortest: usize,
    }
}

async fn is_done(app: &App) -> AppResult<bool> {
    app.db
        .read(|conn| Ok(people::queries::anybody(conn)? || agency::queries::root(conn)?.is_some()))
        .await
}

async fn new(app: web::Data<App>, req: HttpRequest) -> AppResult<HttpResponse> {
    if is_done(&app).await? {
        return Ok(see_other(links::SIGN_IN, None));
    }
    let mut form = Typed::default().with("zone", FIRST_ZONE).with("library", 1);
    for name in ["agency", "name", "email"] {
        form = form.with(name, "");
    }
    setup_page(&app, &req, StatusCode::OK, form, &Problems::new())
}

fn setup_page(
    app: &App,
    req: &HttpRequest,
    status: StatusCode,
    form: Typed,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let (i18n, lang) = (&app.stage.i18n, app.stage.language(req));
    let page = SetupPage {
        title: i18n.t(&lang, "setup-title", &[]),
        problems: problems.told(i18n, &lang),
        errors: problems.by_field(i18n, &lang),
        form,
        zones: zones(),
        shortest: password::SHORTEST,
    };
    show_public(app, req, status, &page)
}

fn zones() -> Vec<Choice> {
    Zone::names()
        .into_iter()
        .map(|name| Choice::new(&name, name.replace('_', " ")))
        .collect()
}

async fn create(app: web::Data<App>, req: HttpRequest, form: Form) -> AppResult<HttpResponse> {
    if is_done(&app).await? {
        return Ok(see_other(links::SIGN_IN, Flash::problem("setup-done-before")));
    }
    let mut problems = Problems::new();
    let agency = agency::model::read_name(form.get("agency"));
    problems.check("agency", agency.is_ok(), "setup-no-agency");
    let zone: Option<Zone> = Zone::parse(form.get("zone")).ok();
    problems.check("zone", zone.is_some(), "setup-no-zone");
    let name = read_name(form.get("name"));
    problems.check("name", name.is_ok(), "setup-no-name");
    let email = read_email(form.get("email"));
    if let Err(cannot) = &email {
        problems.add("email", cannot.said());
    }
    let chosen = form.raw("password").unwrap_or_default();
    match password::check(chosen, email.as_deref().unwrap_or_default()) {
        Err(bad) => problems.add("password", bad.said()),
        Ok(()) => problems.check(
            "password_again",
            form.raw("password_again") == Some(chosen),
            "setup-password-differs",
        ),
    }
    let starter = form.checkbox("library");
    let mut typed = Typed::default();
    for name in ["agency", "zone", "name", "email", "library"] {
        typed = typed.with(name, form.get(name));
    }
    let (Ok(agency), Some(zone), Ok(name), Ok(email), true) = (agency, zone, name, email, problems.is_empty()) else {
        return setup_page(&app, &req, StatusCode::UNPROCESSABLE_ENTITY, typed, &problems);
    };
    let library = match starter.then(Library::starter).transpose() {
        Ok(library) => library,
        Err(mistakes) => {
            let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            return Err(AppError::broken(told.join("\n")));
        }
    };
    let setup = Setup {
        agency,
        zone,
        name,
        email,
        password_hash: password::hash(chosen.to_owned()).await?,
        language: app.stage.language(&req),
        library,
    };
    let (act, device, token) = (app.act(None), Device::of(&req), sign_in::new_token()?);
    let (for_cookie, shown) = (token.clone(), setup.agency.clone());
    let done = app
        .db
        .write(move |conn| {
            let act = act.clone();
            let (_, person) = set_up(conn, &act, &setup)?;
            sign_in::begin_session(conn, &act, person, &token, &device, None)
        })
        .await;
    match done {
        Ok(_) => {
            app.stage.rename_agency(&shown);
            signed_in(&app, for_cookie, links::UNITS, Some(Flash::done("setup-done")))
        }
        Err(AppError::Refused(said)) if said == CannotSetUp::Done.said() => {
            Ok(see_other(links::SIGN_IN, Flash::problem(said)))
        }
        Err(error) => Err(error),
    }
}
