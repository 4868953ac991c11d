//! What every request goes through: [`frame`], one middleware around all routes, in this order: request id and log
//! line, protection against forms of other sites, the handler, error pages, headers, cookies.
//!
//! It finds templates and languages in `web::Data<Stage>`.

pub mod assets;
pub mod charts;
pub mod cookies;
pub mod csrf;
pub mod errors;
pub mod flash;
pub mod form;
pub mod headers;
pub mod keep;
pub mod log;
pub mod pager;
pub mod parts;
pub mod upload;

use crate::platform::error::AppError;
use crate::platform::i18n::{self, I18n};
use crate::platform::settings::Settings;
use crate::platform::views::{Frame, Views};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError, RwLock};

/// What the frame needs of the application: templates, languages and a few settings.
pub struct Stage {
    /// The templates.
    pub views: Arc<Views>,
    /// The languages.
    pub i18n: Arc<I18n>,
    /// Whether people come by https.
    pub secure: bool,
    /// The address people type, without a slash at the end.
    pub public_url: String,
    /// Whether X-Forwarded-For is believed.
    pub trusted_proxy: bool,
    /// Whether this is the demo town.
    pub demo: bool,
    agency: RwLock<String>,
}

impl Stage {
    /// The stage of this installation.
    pub fn new(settings: &Settings, views: Arc<Views>, demo: bool) -> Self {
        Self {
            i18n: Arc::clone(views.i18n()),
            views,
            secure: settings.secure(),
            public_url: settings.public_url.clone(),
            trusted_proxy: settings.trusted_proxy,
            demo,
            agency: RwLock::new("Plumbline".to_owned()),
        }
    }
    /// The agency's name, as the frame shows it.
    pub fn agency(&self) -> String {
        self.agency.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Changes the shown name: at the start, and when the agency renames itself.
    pub fn rename_agency(&self, name: &str) {
        *self.agency.write().unwrap_or_else(PoisonError::into_inner) = name.to_owned();
    }
    /// The frame for somebody not signed in; the sign-in room adds who it is and the navigation.
    pub fn frame(&self, req: &HttpRequest) -> Frame {
        let lang = self.language(req);
        Frame {
            csrf: csrf::token(req),
            flash: flash::take(req).map(|flash| flash.shown(&self.i18n, &lang)),
            agency: self.agency(),
            demo: self.demo,
            request_id: log::request_id(req),
            lang,
            ..Frame::default()
        }
    }
    /// The language this visitor prefers, among those there are.
    pub fn language(&self, req: &HttpRequest) -> String {
        let accepted = req.headers().get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        accepted.map_or_else(|| i18n::DEFAULT.to_owned(), |accepted| self.i18n.negotiate(accepted))
    }
}

/// The stage of a request's application.
pub fn stage(req: &HttpRequest) -> Option<&web::Data<Stage>> {
    req.app_data::<web::Data<Stage>>()
}

/// The visitor's address: the connection's, or what our own proxy says when it is trusted. For limits, not for logs.
pub fn client_address(req: &HttpRequest) -> String {
    let trusted = stage(req).is_some_and(|stage| stage.trusted_proxy);
    let forwarded = || {
        // the last entry is the one our own proxy wrote; those before it are the visitor's to invent
        let chain = req.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        let last = chain.rsplit(',').next()?.trim();
        last.parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
    };
    let peer = || {
        req.peer_addr()
            .map(|address| address.ip().to_string())
            .unwrap_or_default()
    };
    trusted.then(forwarded).flatten().unwrap_or_else(peer)
}

/// The middleware around all routes: `App::new().wrap(from_fn(frame))`.
pub async fn frame<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asked = log::Asked::begin(&req);
    let scene = errors::Scene::of(req.request());
    let response = match csrf::check(req.request()) {
        Ok(()) => answered(req, next).await,
        Err(refused) => Ok(req.error_response(refused)),
    };
    // A handler that panicked, or a middleware between us and the routes: then there is no request left to ask.
    let response = match response {
        Ok(response) => response,
        Err(error) => {
            let told = errors::Told::of_error(&error);
            let mut answer = errors::answer(&scene, &told);
            headers::put(answer.headers_mut(), scene.secure(), headers::Kind::Shown);
            asked.end(None, answer.head().status, answer.headers_mut(), told.cause.as_deref());
            return Err(actix_web::error::InternalError::from_response(error, answer).into());
        }
    };
    let (mut response, cause) = errors::dress(&scene, response);
    let request = response.request().clone();
    let secure = stage(&request).is_some_and(|stage| stage.secure);
    for cookie in
        csrf::fresh_cookie(&request, secure)
            .into_iter()
            .chain(flash::cookies(&request, response.response(), secure))
    {
        // a cookie of ours always fits a header: hex and base64url only
        if let Err(error) = response.response_mut().add_cookie(&cookie) {
            tracing::error!("cannot set the cookie {}: {error}", cookie.name());
        }
    }
    let kind = headers::Kind::of(request.path(), response.status(), response.headers());
    headers::put(response.headers_mut(), secure, kind);
    let (pattern, status) = (request.match_pattern(), response.status());
    asked.end(pattern, status, response.headers_mut(), cause.as_deref());
    Ok(response)
}

/// What the routes answer. A panic in a handler is a broken answer to this request alone, like any other fault of ours;
/// without this the connection would just end, with nothing said to the person or the log.
async fn answered<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match AssertUnwindSafe(next.call(req)).catch_unwind().await {
        Ok(response) => response.map(ServiceResponse::map_into_boxed_body),
        Err(_) => Err(AppError::broken("a handler panicked").into()),
    }
}

/// A value kept with the request while it is answered.
fn kept<T: Clone + 'static>(req: &HttpRequest) -> Option<T> {
    req.extensions().get::<T>().cloned()
}

#[cfg(test)]
pub(crate) mod testing;
