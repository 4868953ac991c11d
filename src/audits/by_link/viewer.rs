//! Who does an audit: somebody signed in, or a device that began it by a one-time link.

use super::queries;
use crate::agency;
use crate::app::App;
use crate::audits::model::AuditState;
use crate::base::ids::{AuditId, SessionId};
use crate::people::model::Session;
use crate::people::sign_in::Device;
use crate::people::viewer::{Anyone, Viewer, token_hash};
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::cookies;
use actix_web::cookie::{Cookie, time::Duration};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use std::ops::Deref;

/// Days a device keeps its secret: as long as a link can work, and a while for the receipt.
const COOKIE_DAYS: i64 = 60;

/// Whoever works on the audit in the address: somebody signed in, or the person of a one-time link on the device that
/// began. For a link it is this one audit: its roles open nothing, and only routes that ask for `Auditing` let it in.
pub struct Auditing(Viewer<Anyone>);

impl Deref for Auditing {
    type Target = Viewer<Anyone>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequest for Auditing {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(&req).await.map(Self) })
    }
}

impl Auditing {
    /// A device that began does the audit as the link's person, whoever is signed in there. Once only the receipt is left,
    /// or nothing, somebody who is signed in sees what that person may see.
    async fn of(req: &HttpRequest) -> AppResult<Viewer> {
        let id = req.match_info().get("id").and_then(|id| id.parse::<AuditId>().ok());
        let secret = id.and_then(|id| secret(req, id));
        let (Some(id), Some(secret)) = (id, secret) else {
            return Viewer::extract(req).await;
        };
        let app = req
            .app_data::<web::Data<App>>()
            .cloned()
            .ok_or_else(|| AppError::broken("no application"))?;
        let found = app
            .db
            .read(move |conn| {
                let opened = queries::find_begun(conn, id, &token_hash(&secret))?;
                Ok(match opened {
                    Some(opened) => Some((opened, agency::queries::agency_zone(conn)?)),
                    None => None,
                })
            })
            .await?;
        let Some((opened, zone)) = found else {
            return Viewer::extract(req).await;
        };
        let (link, now) = (opened.link, app.clock.now());
        let days = app.settings.late_arrival_days;
        let open = link.check_going_on(&opened.audit, opened.person.active, days, now);
        if (open.is_err() || opened.audit.state == AuditState::Submitted)
            && let Ok(viewer) = Viewer::extract(req).await
        {
            return Ok(viewer);
        }
        open?;
        let device = Device::of(req);
        let session = Session {
            id: SessionId(link.id.0),
            device: device.agent,
            address: device.address,
            created_at: link.begun_at.unwrap_or(link.made_at),
            seen_at: now,
        };
        Ok(Viewer::by_link(app, req.clone(), opened.person, link.id, session, zone))
    }
}

/// The name of the cookie with a device's secret for an audit: one for each, so that a device can have several links.
fn cookie_name(audit: AuditId) -> String {
    format!("link-{}", audit.0.simple())
}

/// The secret of a device that began an audit by a link.
pub(in crate::audits) fn secret(req: &HttpRequest, audit: AuditId) -> Option<String> {
    cookies::value(req, &cookie_name(audit))
}

/// The cookie for the device that begins.
pub(in crate::audits) fn cookie(audit: AuditId, secret: String, secure: bool) -> Cookie<'static> {
    let mut cookie = cookies::build(&cookie_name(audit), secret, secure);
    cookie.set_max_age(Duration::days(COOKIE_DAYS));
    cookie
}
