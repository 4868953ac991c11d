//! For devices that do audits without a network: the checklist before the audit is started, what a device needs to send
//! what it kept, and the page of what waits on it.

use super::*;
use crate::app::App;
use crate::people::sign_in_pages::show_public;
use crate::platform::web::csrf;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use serde_json::json;

page! {
    /// What this device keeps and has not sent yet. The page holds nothing of anybody: the device fills it in, also without
    /// a network.
    pub struct KeptPage in "audits/kept.html" {
        pub title: String,
    }
}

/// The same for everybody: a device keeps this page and shows it where it has no other.
pub(super) async fn show(app: web::Data<App>, req: HttpRequest) -> AppResult<HttpResponse> {
    let page = KeptPage {
        title: app.stage.i18n.t(&app.stage.language(&req), "kept-title", &[]),
    };
    show_public(&app, &req, StatusCode::OK, &page)
}

/// Draws the questions of an audit ahead, so that a device can keep its checklist.
pub(super) async fn prepare(viewer: Auditing, id: web::Path<AuditId>, _form: Form) -> AppResult<HttpResponse> {
    let (id, scope, act) = (*id, viewer.scope(), viewer.act());
    let prepared = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            operations::prepare(conn, &act.clone(), id)
        })
        .await;
    match prepared {
        Ok(()) => Ok(what_sending_needs(&viewer)),
        Err(AppError::Refused(said)) => Ok(api::refusal(&viewer, &said)),
        Err(error) => Err(error),
    }
}

/// The checklist of an audit that is prepared or under way; any other is at its own address.
pub(super) async fn checklist(viewer: Auditing, id: web::Path<AuditId>) -> AppResult<HttpResponse> {
    let (id, scope, now) = (*id, viewer.scope(), viewer.now);
    let loaded = viewer
        .app
        .db
        .read(move |conn| {
            let around = around(conn, &scope, id)?;
            let ahead = around.audit.standing(now) == Standing::Scheduled;
            let workable = ahead || around.audit.check_open(now).is_ok();
            if !around.mine || !workable || around.audit.draw == 0 {
                return Ok(None);
            }
            checklist::Loaded::load(conn, around, now).map(Some)
        })
        .await?;
    match loaded {
        Some(loaded) => {
            let page = loaded.page(&viewer, &Fields::default(), &Problems::new());
            show_checklist(&viewer, &page)
        }
        None => Ok(see_other(&links::audit(id), None)),
    }
}

/// What a device needs before it sends: whose session this is, the token, and the key to what it kept.
pub(super) async fn sending(viewer: Viewer<Anyone>) -> HttpResponse {
    what_sending_needs(&viewer)
}

/// The same on the device of a one-time link.
pub(super) async fn sending_of(viewer: Auditing, _id: web::Path<AuditId>) -> HttpResponse {
    what_sending_needs(&viewer)
}

fn what_sending_needs(viewer: &Viewer) -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "keeper": viewer.keeper(), "csrf": csrf::token(&viewer.req), "key": viewer.keeping_key(),
    }))
}
