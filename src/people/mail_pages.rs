//! How the person signed in wants mail; and the page behind the link of a mail that switches mails of its kind off and on
//! without signing in, by a secret key. Looking at either changes nothing.

use super::mail_choices::{self, CannotWish, Chosen, MailChoices};
use super::mail_queries;
use super::model::Person;
use super::nav::Here;
use super::sign_in_pages::show_public;
use super::viewer::{Anyone, Viewer};
use crate::app::App;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::{DAY, Zone};
use crate::page;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::stops;
use crate::platform::mail::wishes::Class;
use crate::platform::web::csrf;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use std::collections::BTreeMap;

/// Routes: the choices for whoever is signed in, the switch for whoever has its key.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route(links::MAIL_CHOICES, web::get().to(edit))
        .route(links::MAIL_CHOICES, web::post().to(update))
        .route("/unsubscribe/{key}/{kind}", web::get().to(show_switch))
        .route("/unsubscribe/{key}/{kind}", web::post().to(switch));
}

/// The minute that stands in the form of somebody who wants no mail of the day yet: after the morning's reminders.
const FIRST_DIGEST: i32 = 8 * 60 + 30;
/// The quiet hours that stand in the form of somebody who has none yet.
const FIRST_QUIET: (i32, i32) = (19 * 60, 7 * 60);
/// Times are offered this many minutes apart.
const STEP: usize = 30;

page! {
    /// How the person signed in wants mail.
    pub struct MailPage in "people/mail.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub times: Vec<Choice>,
        pub zone: String,
        pub stopped: Option<String>,
    }
}

/// How mail comes, in a sentence or two; by itself for somebody who has chosen nothing yet.
pub fn summary(viewer: &Viewer, choices: Option<&MailChoices>) -> String {
    let clock = |minute: i32| viewer.i18n().clock(viewer.lang(), minute);
    let mut sentences = vec![match choices.and_then(|choices| choices.digest_minute) {
        Some(minute) => viewer.say(&Said::new("mail-choice-lead-digest").with("time", clock(minute))),
        None => viewer.t("mail-choice-lead-each"),
    }];
    if let Some(quiet) = choices.and_then(MailChoices::quiet) {
        let said = Said::new("mail-choice-lead-quiet").with("from", clock(quiet.from));
        sentences.push(viewer.say(&said.with("until", clock(quiet.until))));
    }
    sentences.join(" ")
}

async fn load(viewer: &Viewer) -> AppResult<(MailChoices, Zone, Option<stops::Stop>)> {
    let (act, id, email) = (viewer.act(), viewer.person.id, viewer.person.email.clone());
    let body = move |conn: &mut _| {
        let choices = match mail_queries::find(conn, id)? {
            Some(choices) => choices,
            None => return Ok(None),
        };
        Ok(Some((
            choices,
            mail_choices::zone(conn, id)?,
            stops::find(conn, &email)?,
        )))
    };
    match viewer.app.db.read(body.clone()).await? {
        Some(loaded) => Ok(loaded),
        None => {
            let write = move |conn: &mut _| mail_choices::of(conn, &act.clone(), id).map(drop);
            viewer.app.db.write(write).await?;
            viewer.app.db.read(body).await?.ok_or(AppError::NotFound)
        }
    }
}

async fn edit(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let (choices, ..) = load(&viewer).await?;
    let (from, until) = choices.quiet().map_or(FIRST_QUIET, |quiet| (quiet.from, quiet.until));
    let mut form = Typed::default()
        .with("revision", choices.revision)
        .with("digest_minute", choices.digest_minute.unwrap_or(FIRST_DIGEST))
        .with("quiet_from", from)
        .with("quiet_until", until);
    for (name, on) in [
        ("digest", choices.digest_minute.is_some()),
        ("quiet", choices.quiet().is_some()),
        ("opens", choices.opens),
        ("outlook", choices.outlook),
    ] {
        form = form.with(&format!("{name}-asked"), 1);
        if on {
            form = form.with(name, 1);
        }
    }
    page(&viewer, form, &Problems::new()).await
}

async fn page(viewer: &Viewer, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let (choices, zone, stop) = load(viewer).await?;
    let clock = |minute: i32| Choice::new(minute, viewer.i18n().clock(viewer.lang(), minute));
    let page = MailPage {
        title: viewer.t("mail-choice-title"),
        lead: summary(viewer, Some(&choices)),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        times: (0..DAY).step_by(STEP).map(clock).collect(),
        zone: zone.name().replace('_', " "),
        stopped: stop.map(|stop| {
            let when = viewer.moment(&viewer.zone, stop.at).full;
            viewer.say(&Said::new("mail-choice-stopped").with("when", when))
        }),
    };
    if problems.is_empty() {
        viewer.show(Here::Nowhere, &page)
    } else {
        viewer.again(Here::Nowhere, &page)
    }
}

async fn update(viewer: Viewer<Anyone>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let mut minute = |name: &str| {
        form.read::<i32>(name, &mut problems, "mail-choice-no-time")
            .unwrap_or(-1)
    };
    let chosen = Chosen {
        revision: form.parse("revision").unwrap_or_default(),
        digest: form.checkbox("digest").then(|| minute("digest_minute")),
        quiet: form
            .checkbox("quiet")
            .then(|| (minute("quiet_from"), minute("quiet_until"))),
        opens: form.checkbox("opens"),
        outlook: form.checkbox("outlook"),
    };
    if problems.is_empty()
        && let Err(cannot) = chosen.check()
    {
        let field = if cannot == CannotWish::Quiet { "quiet_until" } else { "" };
        problems.add(field, cannot.said());
    }
    if !problems.is_empty() {
        return page(&viewer, form.typed(), &problems).await;
    }
    let (act, post, person) = (viewer.act(), viewer.app.post.clone(), viewer.person.clone());
    viewer
        .app
        .db
        .write(move |conn| mail_choices::choose(conn, &act.clone(), &post, &person, &chosen))
        .await?;
    Ok(see_other(links::MAIL_CHOICES, Flash::done("mail-choice-saved")))
}

page! {
    /// A kind of mail that can be switched off and on.
    pub struct SwitchPage in "people/unsubscribe.html" {
        pub title: String,
        pub name: String,
        pub kind: &'static str,
        pub on: bool,
        pub href: String,
    }
}

/// The class a link is about.
fn class_of(kind: &str) -> AppResult<Class> {
    let class = kind.parse().ok().filter(|class: &Class| class.can_be_switched_off());
    class.ok_or(AppError::NotFound)
}

async fn show_switch(
    app: web::Data<App>,
    req: HttpRequest,
    path: web::Path<(String, String)>,
) -> AppResult<HttpResponse> {
    let (key, kind) = path.into_inner();
    let class = class_of(&kind)?;
    let href = links::unsubscribe(&key, class.as_str());
    let found = app
        .db
        .read(move |conn| Ok(mail_queries::find_by_key(conn, &key)?))
        .await?;
    let (person, choices): (Person, MailChoices) = found.ok_or(AppError::NotFound)?;
    let lang = app.stage.language(&req);
    let page = SwitchPage {
        title: app.stage.i18n.t(&lang, &format!("mail-switch-title-{class}"), &[]),
        name: person.name,
        kind: class.as_str(),
        on: choices.wants(class),
        href,
    };
    show_public(&app, &req, StatusCode::OK, &page)
}

/// What a mail program sends when its reader presses its own button (RFC 8058). It has no cookie and no token of ours:
/// the secret key in the address is what it may do this by.
fn is_one_click(req: &HttpRequest, body: &str) -> bool {
    let kind = req.headers().get(header::CONTENT_TYPE);
    let is_multipart = kind
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if is_multipart {
        body.contains("name=\"List-Unsubscribe\"") && body.contains("One-Click")
    } else {
        Fields::parse_query(body).get("List-Unsubscribe") == "One-Click"
    }
}

async fn switch(
    app: web::Data<App>,
    req: HttpRequest,
    path: web::Path<(String, String)>,
    body: String,
) -> AppResult<HttpResponse> {
    let (key, kind) = path.into_inner();
    let fields = Fields::parse_query(&body);
    let one_click = is_one_click(&req, &body);
    if !one_click {
        csrf::demand(&req, fields.raw(csrf::FIELD))?;
    }
    let class = class_of(&kind)?;
    let on = !one_click && fields.checkbox("on");
    let back = links::unsubscribe(&key, class.as_str());
    let act = app.act(None);
    let person = app
        .db
        .write(move |conn| mail_choices::switch(conn, &act.clone(), &key, class, on))
        .await?;
    person.ok_or(AppError::NotFound)?;
    if one_click {
        return Ok(HttpResponse::Ok().finish());
    }
    Ok(see_other(&back, None))
}
