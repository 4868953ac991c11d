//! The pages of somebody not signed in: sign in, ask for a new password, choose one.

use super::sign_in::{self, CannotSignIn, Device};
use super::viewer::{Anyone, Viewer, token_hash};
use super::{password, queries};
use crate::app::App;
use crate::base::links;
use crate::page;
use crate::platform::error::{AppError, AppResult};
use crate::platform::views::{Page, html};
use crate::platform::web::cookies;
use crate::platform::web::errors::safe_next;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use std::collections::BTreeMap;

/// Routes for everybody, signed in or not.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/sign-in", web::get().to(new))
        .route("/sign-in", web::post().to(create))
        .route("/sign-out", web::post().to(delete))
        .route("/password-reset", web::get().to(new_reset))
        .route("/password-reset", web::post().to(create_reset))
        .route("/password-reset/{token}", web::get().to(edit_password))
        .route("/password-reset/{token}", web::post().to(update_password));
}

page! {
    /// Sign in.
    pub struct SignInPage in "people/sign_in.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub demo_password: Option<&'static str>,
    }
}
page! {
    /// Ask for a link to choose a new password.
    pub struct ResetPage in "people/reset.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub sent: bool,
    }
}
page! {
    /// Choose a password by a one-time link.
    pub struct ChoosePage in "people/choose.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub works: bool,
        pub token: String,
        pub name: String,
        pub email: String,
        pub shortest: usize,
    }
}

/// Shows a page to somebody who is not signed in.
///
/// # Errors
/// Broken when its template is.
pub fn show_public<P: Page>(app: &App, req: &HttpRequest, status: StatusCode, page: &P) -> AppResult<HttpResponse> {
    let body = app.stage.views.render(&app.stage.frame(req), page)?;
    Ok(html(status, body))
}

/// Gives the device its cookie and sends it on.
///
/// # Errors
/// Broken when the cookie does not fit, which it always does.
pub fn signed_in(app: &App, token: String, location: &str, flash: Option<Flash>) -> AppResult<HttpResponse> {
    let days = app.settings.session_absolute_days;
    let mut response = see_other(location, flash);
    response
        .add_cookie(&cookies::session(token, days, app.stage.secure))
        .map_err(|error| AppError::broken(error.to_string()))?;
    Ok(response)
}

/// Where to go after sign-in: never back to a page for strangers.
fn next(typed: &str) -> &str {
    let next = safe_next(typed);
    let strangers = ["/sign-in", "/sign-out", "/password-reset", "/setup"];
    if strangers.iter().any(|page| next.starts_with(page)) {
        "/"
    } else {
        next
    }
}

async fn before_setup(app: &App) -> AppResult<bool> {
    app.db.read(|conn| Ok(!queries::anybody(conn)?)).await
}

async fn new(app: web::Data<App>, req: HttpRequest, viewer: Option<Viewer<Anyone>>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(req.query_string());
    if viewer.is_some() {
        return Ok(see_other(next(query.get("next")), None));
    }
    if before_setup(&app).await? {
        return Ok(see_other(links::SETUP, None));
    }
    let form = Typed::default().with("next", next(query.get("next"))).with("email", "");
    sign_in_page(&app, &req, StatusCode::OK, form, &Problems::new())
}

fn sign_in_page(
    app: &App,
    req: &HttpRequest,
    status: StatusCode,
    form: Typed,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let (i18n, lang) = (&app.stage.i18n, app.stage.language(req));
    let demo = sign_in::refuse_demo_password_outside_demo(app, sign_in::DEMO_PASSWORD).is_ok();
    let page = SignInPage {
        title: i18n.t(&lang, "sign-in-title", &[]),
        problems: problems.told(i18n, &lang),
        errors: problems.by_field(i18n, &lang),
        form,
        demo_password: demo.then_some(sign_in::DEMO_PASSWORD),
    };
    show_public(app, req, status, &page)
}

async fn create(app: web::Data<App>, req: HttpRequest, form: Form) -> AppResult<HttpResponse> {
    if before_setup(&app).await? {
        return Ok(see_other(links::SETUP, None));
    }
    let email = form.get("email").to_owned();
    let password = form.raw("password").unwrap_or_default();
    let mut problems = Problems::new();
    problems.check("email", !email.is_empty(), "sign-in-email-missing");
    problems.check("password", !password.is_empty(), "sign-in-password-missing");
    let to = next(form.get("next"));
    if problems.is_empty() {
        let old = cookies::value(&req, cookies::SESSION);
        match sign_in::sign_in(&app, &email, password, Device::of(&req), old).await {
            Ok(token) => return signed_in(&app, token, to, None),
            Err(AppError::Refused(said)) => problems.add("", said),
            Err(error) => return Err(error),
        }
    }
    let typed = Typed::default().with("email", &email).with("next", to);
    sign_in_page(&app, &req, StatusCode::UNPROCESSABLE_ENTITY, typed, &problems)
}

async fn delete(app: web::Data<App>, req: HttpRequest, _: Form) -> AppResult<HttpResponse> {
    if let Some(token) = cookies::value(&req, cookies::SESSION) {
        let now = app.clock.now();
        app.db
            .write(move |conn| Ok(queries::end_session_by_hash(conn, &token_hash(&token), now)?))
            .await?;
    }
    let mut response = see_other(links::SIGN_IN, Flash::done("sign-in-signed-out"));
    for cookie in [cookies::SESSION, cookies::VISIT] {
        response
            .add_cookie(&cookies::removal(cookie, app.stage.secure))
            .map_err(|error| AppError::broken(error.to_string()))?;
    }
    Ok(response)
}

async fn new_reset(app: web::Data<App>, req: HttpRequest) -> AppResult<HttpResponse> {
    let form = Typed::default().with("email", "");
    reset_page(&app, &req, StatusCode::OK, form, &Problems::new(), false)
}

fn reset_page(
    app: &App,
    req: &HttpRequest,
    status: StatusCode,
    form: Typed,
    problems: &Problems,
    sent: bool,
) -> AppResult<HttpResponse> {
    let (i18n, lang) = (&app.stage.i18n, app.stage.language(req));
    let title = if sent {
        "sign-in-reset-sent-title"
    } else {
        "sign-in-reset-title"
    };
    let page = ResetPage {
        title: i18n.t(&lang, title, &[]),
        problems: problems.told(i18n, &lang),
        errors: problems.by_field(i18n, &lang),
        form,
        sent,
    };
    show_public(app, req, status, &page)
}

async fn create_reset(app: web::Data<App>, req: HttpRequest, form: Form) -> AppResult<HttpResponse> {
    let typed = Typed::default().with("email", form.get("email"));
    let email = match super::operations::read_email(form.get("email")) {
        Ok(email) => email,
        Err(cannot) => {
            let mut problems = Problems::new();
            problems.add("email", cannot.said());
            return reset_page(&app, &req, StatusCode::UNPROCESSABLE_ENTITY, typed, &problems, false);
        }
    };
    let (act, post, token) = (app.act(None), app.post.clone(), sign_in::new_token()?);
    app.db
        .write(move |conn| sign_in::ask_reset(conn, &act.clone(), &post, &email, &token))
        .await?;
    reset_page(&app, &req, StatusCode::OK, typed, &Problems::new(), true)
}

/// Whom the link is for: name, address and whether a password was chosen before.
async fn invited(app: &App, token: &str) -> AppResult<Option<super::model::Person>> {
    let (hash, now) = (token_hash(token), app.clock.now());
    app.db
        .read(move |conn| Ok(queries::find_reset(conn, &hash, now)?.map(|(_, person)| person)))
        .await
}

async fn edit_password(app: web::Data<App>, req: HttpRequest, token: web::Path<String>) -> AppResult<HttpResponse> {
    choose_page(&app, &req, &token, &Problems::new()).await
}

async fn choose_page(app: &App, req: &HttpRequest, token: &str, problems: &Problems) -> AppResult<HttpResponse> {
    let (i18n, lang) = (&app.stage.i18n, app.stage.language(req));
    let person = invited(app, token).await?;
    let (title, status) = match &person {
        None => ("sign-in-link-dead-title", StatusCode::GONE),
        Some(person) if person.password_hash.is_none() => ("sign-in-choose-title", StatusCode::OK),
        Some(_) => ("sign-in-choose-new-title", StatusCode::OK),
    };
    let page = ChoosePage {
        title: i18n.t(&lang, title, &[]),
        problems: problems.told(i18n, &lang),
        errors: problems.by_field(i18n, &lang),
        works: person.is_some(),
        token: token.to_owned(),
        name: person.as_ref().map(|person| person.name.clone()).unwrap_or_default(),
        email: person.map(|person| person.email).unwrap_or_default(),
        shortest: password::SHORTEST,
    };
    let status = if problems.is_empty() || !page.works {
        status
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    show_public(app, req, status, &page)
}

async fn update_password(
    app: web::Data<App>,
    req: HttpRequest,
    token: web::Path<String>,
    form: Form,
) -> AppResult<HttpResponse> {
    let Some(person) = invited(&app, &token).await? else {
        return choose_page(&app, &req, &token, &Problems::new()).await;
    };
    let chosen = form.raw("password").unwrap_or_default().to_owned();
    let mut problems = Problems::new();
    if let Err(bad) = password::check(&chosen, &person.email) {
        problems.add("password", bad.said());
        return choose_page(&app, &req, &token, &problems).await;
    }
    let hash = password::hash(chosen).await?;
    let (act, device, session, link) = (
        app.act(None),
        Device::of(&req),
        sign_in::new_token()?,
        token.into_inner(),
    );
    let for_cookie = session.clone();
    let used = link.clone();
    let done = app
        .db
        .write(move |conn| sign_in::use_link(conn, &act.clone(), &link, &hash, &session, &device))
        .await;
    match done {
        Ok(_) => signed_in(&app, for_cookie, "/", Some(Flash::done("sign-in-password-set"))),
        // somebody was faster with the same link
        Err(AppError::Refused(said)) if said == CannotSignIn::Link.said() => {
            choose_page(&app, &req, &used, &Problems::new()).await
        }
        Err(error) => Err(error),
    }
}
