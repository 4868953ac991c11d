//! The own account: name and language, password, devices.

use super::operations::{self, PersonChange};
use super::pages::languages;
use super::sign_in::{self, Device};
use super::viewer::{Anyone, Viewer};
use super::{mail_pages, mail_queries, password, queries};
use crate::base::ids::SessionId;
use crate::base::links;
use crate::base::said::Said;
use crate::page;
use crate::people::nav::Here;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// Routes for whoever is signed in.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/account")
            .route("", web::get().to(show))
            .route("", web::post().to(update))
            .route("/password", web::post().to(update_password))
            .route("/devices/others/end", web::post().to(end_others))
            .route("/devices/{id}/end", web::post().to(end_device)),
    );
}

/// A device the person is signed in with.
#[derive(Debug, Serialize)]
pub struct DeviceShown {
    id: String,
    name: String,
    address: String,
    signed_in: When,
    seen: When,
    this: bool,
}

page! {
    /// The own account.
    pub struct AccountPage in "people/account.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub email: String,
        pub roles: Vec<String>,
        pub languages: Vec<Choice>,
        pub devices: Vec<DeviceShown>,
        pub others: usize,
        pub shortest: usize,
        pub mail: String,
        pub audits: Option<String>,
    }
}

async fn show(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let form = own(&viewer);
    page(&viewer, form, &Problems::new()).await
}

fn own(viewer: &Viewer) -> Typed {
    Typed::default()
        .with("name", &viewer.person.name)
        .with("language", &viewer.person.language)
        .with("revision", viewer.person.revision)
}

async fn page(viewer: &Viewer, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let (id, now) = (viewer.person.id, viewer.now);
    let settings = &viewer.app.settings;
    let seen_since = now.plus_minutes(-i64::from(settings.session_idle_minutes));
    let made_since = now.plus_days(-i64::from(settings.session_absolute_days));
    let (sessions, choices) = viewer
        .app
        .db
        .read(move |conn| {
            let sessions = queries::sessions_of(conn, id, seen_since, made_since)?;
            Ok((sessions, mail_queries::find(conn, id)?))
        })
        .await?;
    let devices: Vec<DeviceShown> = sessions
        .iter()
        .map(|session| DeviceShown {
            id: session.id.to_string(),
            name: Device::words(&session.device).map_or_else(
                || viewer.t("people-device-unknown"),
                |(browser, system)| {
                    viewer.say(
                        &Said::new("people-device")
                            .with("browser", browser)
                            .with("system", system),
                    )
                },
            ),
            address: session.address.clone(),
            signed_in: viewer.moment(&viewer.zone, session.created_at),
            seen: viewer.moment(&viewer.zone, session.seen_at),
            this: session.id == viewer.session.id,
        })
        .collect();
    let page = AccountPage {
        title: viewer.t("people-account-title"),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form,
        email: viewer.person.email.clone(),
        roles: viewer
            .assignments
            .iter()
            .map(|held| format!("{}, {}", viewer.t(&format!("role-{}", held.role)), held.unit))
            .collect(),
        languages: languages(viewer.i18n()),
        others: devices.iter().filter(|device| !device.this).count(),
        devices,
        shortest: password::SHORTEST,
        mail: mail_pages::summary(viewer, choices.as_ref()),
        audits: viewer.audits().then(|| {
            let own = [("state", "submitted".to_owned()), ("person", id.to_string())];
            links::with(links::AUDITS, &own)
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
    let known = viewer.i18n().languages();
    let language = known.iter().find(|known| *known == form.get("language")).cloned();
    problems.check("language", language.is_some(), "error-choice");
    if let Err(cannot) = operations::read_name(form.get("name")) {
        problems.add("name", cannot.said());
    }
    let (Some(language), true) = (language, problems.is_empty()) else {
        return page(&viewer, form.typed(), &problems).await;
    };
    let to = PersonChange {
        revision: form.parse("revision").unwrap_or(viewer.person.revision),
        name: form.get("name").to_owned(),
        email: viewer.person.email.clone(),
        language,
    };
    let (act, id) = (viewer.act(), viewer.person.id);
    viewer
        .app
        .db
        .write(move |conn| operations::change_person(conn, &act.clone(), id, &to))
        .await?;
    Ok(see_other(links::ACCOUNT, Flash::done("people-account-saved")))
}

async fn update_password(viewer: Viewer<Anyone>, form: Form) -> AppResult<HttpResponse> {
    let old = form.raw("old_password").unwrap_or_default().to_owned();
    let chosen = form.raw("password").unwrap_or_default().to_owned();
    let mut problems = Problems::new();
    // Whoever finds an open browser must not be able to guess the password there either.
    let (now, email) = (viewer.now, viewer.person.email.clone());
    let address = viewer.session.address.clone();
    let (key, from) = (email.clone(), address.clone());
    let tried = viewer
        .app
        .db
        .write(move |conn| sign_in::begin_try(conn, now, &key, &from))
        .await;
    match tried {
        Ok(()) => {
            if !password::matches(viewer.person.password_hash.clone(), old.clone()).await? {
                problems.add("old_password", Said::new("people-old-password-wrong"));
            } else {
                viewer
                    .app
                    .db
                    .write(move |conn| sign_in::settle_try(conn, &email, &address))
                    .await?;
            }
        }
        Err(AppError::Refused(said)) => problems.add("old_password", said),
        Err(error) => return Err(error),
    }
    if let Err(bad) = password::check(&chosen, &viewer.person.email) {
        problems.add("password", bad.said());
    } else if chosen == old {
        problems.add("password", Said::new("people-password-same"));
    }
    if !problems.is_empty() {
        return page(&viewer, own(&viewer), &problems).await;
    }
    let hash = password::hash(chosen).await?;
    let (act, person, keep) = (viewer.act(), viewer.person.clone(), viewer.session.id);
    viewer
        .app
        .db
        .write(move |conn| sign_in::set_password(conn, &act.clone(), &person, &hash, Some(keep)))
        .await?;
    Ok(see_other(links::ACCOUNT, Flash::done("sign-in-password-set")))
}

async fn end_device(viewer: Viewer<Anyone>, id: web::Path<SessionId>, _: Form) -> AppResult<HttpResponse> {
    let (id, person, now) = (id.into_inner(), viewer.person.id, viewer.now);
    let ended = viewer
        .app
        .db
        .write(move |conn| Ok(queries::end_session(conn, id, person, now)?))
        .await?;
    if !ended {
        return Err(AppError::NotFound);
    }
    Ok(see_other(links::ACCOUNT, Flash::done("people-device-ended")))
}

async fn end_others(viewer: Viewer<Anyone>, _: Form) -> AppResult<HttpResponse> {
    let (person, keep, now) = (viewer.person.id, viewer.session.id, viewer.now);
    let ended = viewer
        .app
        .db
        .write(move |conn| Ok(queries::end_sessions(conn, person, Some(keep), now)?))
        .await?;
    Ok(see_other(
        links::ACCOUNT,
        Flash::done(Said::new("people-devices-ended").with("count", ended)),
    ))
}
