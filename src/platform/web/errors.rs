//! Every refusal and every fault becomes an answer people can use: the sign-in page, a page with one sentence and the
//! next step, or JSON for scripts. What a handler answers itself (a form again, 422) stays as it is.

use super::{Stage, csrf, form, log};
use crate::base::said::Said;
use crate::platform::error::{AppError, cause_chain};
use crate::platform::views::{Frame, html};
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

crate::page! {
    /// What went wrong, in one sentence, and where to go from here.
    pub struct ErrorPage in "error.html" {
        pub title: String,
        pub sentence: String,
        /// Where to sign in, when that is what is missing.
        pub sign_in: Option<String>,
        /// Whether the fault is ours: then the number of the request helps to find it in the log.
        pub ours: bool,
    }
}

/// How an answer has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Html,
    Json,
    /// A script, style or image: nobody reads a page there.
    Text,
}

/// What has to be known of a request to answer it when it is gone.
pub(super) struct Scene {
    stage: Option<web::Data<Stage>>,
    wants: Wants,
    is_read: bool,
    address: String,
    lang: String,
    request_id: String,
}

impl Scene {
    pub fn of(req: &HttpRequest) -> Self {
        let stage = super::stage(req).cloned();
        let lang = stage.as_ref().map(|stage| stage.language(req)).unwrap_or_default();
        let address = req
            .uri()
            .path_and_query()
            .map_or("/", |address| address.as_str())
            .to_owned();
        Self {
            wants: Wants::of(req),
            is_read: matches!(*req.method(), Method::GET | Method::HEAD),
            request_id: log::request_id(req),
            stage,
            address,
            lang,
        }
    }

    pub fn secure(&self) -> bool {
        self.stage.as_ref().is_some_and(|stage| stage.secure)
    }
}

impl Wants {
    fn of(req: &HttpRequest) -> Self {
        let text = |name: &str| {
            req.headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        let accept = text("accept");
        if accept.contains("text/html") {
            Self::Html
        } else if accept.contains("json")
            || form::media_type(req) == "application/json"
            || req.headers().contains_key(csrf::HEADER)
        {
            Self::Json
        } else if matches!(text("sec-fetch-dest"), "" | "document" | "empty" | "iframe") {
            Self::Html
        } else {
            Self::Text
        }
    }
}

/// What is told of an error: the status and the sentence to the user, the cause to the log.
pub(super) struct Told {
    status: StatusCode,
    said: Said,
    title: &'static str,
    pub cause: Option<String>,
}

impl Told {
    pub fn of_error(error: &actix_web::Error) -> Self {
        let status = error.as_response_error().status_code();
        match error.as_error::<AppError>() {
            Some(app) => Self {
                status,
                said: app.said(),
                title: title(status),
                cause: match app {
                    AppError::Broken(cause) => Some(cause_chain(cause.as_ref())),
                    AppError::Busy => Some("the database is busy or the storage away".to_owned()),
                    _ => None,
                },
            },
            None => Self {
                cause: status.is_server_error().then(|| error.to_string()),
                ..Self::of_status(status)
            },
        }
    }

    fn of_status(status: StatusCode) -> Self {
        let key = match status {
            StatusCode::UNAUTHORIZED => "error-sign-in",
            StatusCode::FORBIDDEN => "error-forbidden",
            StatusCode::NOT_FOUND | StatusCode::GONE => "error-not-found",
            StatusCode::METHOD_NOT_ALLOWED => "error-method",
            StatusCode::CONFLICT => "error-stale",
            StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
            StatusCode::UNPROCESSABLE_ENTITY => "error-refused",
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => "error-busy",
            status if status.is_server_error() => "error-broken",
            _ => "error-request",
        };
        Self {
            status,
            said: Said::new(key),
            title: title(status),
            cause: None,
        }
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "error-title-sign-in",
        StatusCode::FORBIDDEN => "error-title-forbidden",
        StatusCode::NOT_FOUND | StatusCode::GONE => "error-title-not-found",
        StatusCode::CONFLICT => "error-title-stale",
        StatusCode::PAYLOAD_TOO_LARGE => "error-title-too-large",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => "error-title-busy",
        status if status.is_server_error() => "error-title-broken",
        _ => "error-title-refused",
    }
}

/// Gives an error answer its page, and says what caused it. An answer that a handler wrote stays as it is.
pub(super) fn dress(scene: &Scene, response: ServiceResponse<BoxBody>) -> (ServiceResponse<BoxBody>, Option<String>) {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return (response, None);
    }
    let told = match response.response().error() {
        Some(error) => Told::of_error(error),
        None => {
            let empty = matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
            if !empty || response.headers().contains_key(header::CONTENT_TYPE) {
                return (response, None);
            }
            Told::of_status(status)
        }
    };
    let mut answer = answer(scene, &told);
    // an error may still set or take away a cookie (a session that ended) and name the methods allowed
    for (name, value) in response.headers() {
        if name == header::SET_COOKIE || name == header::ALLOW || name == header::RETRY_AFTER {
            answer.headers_mut().append(name.clone(), value.clone());
        }
    }
    (response.into_response(answer), told.cause)
}

/// The answer to a refused or failed request.
pub(super) fn answer(scene: &Scene, told: &Told) -> HttpResponse {
    let sign_in = told.status == StatusCode::UNAUTHORIZED;
    if sign_in && scene.is_read && scene.wants == Wants::Html {
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, sign_in_address(&scene.address)))
            .finish();
    }
    let Some(stage) = &scene.stage else {
        return plain(told.status);
    };
    let say = |said: &Said| stage.i18n.say(&scene.lang, said);
    let mut response = match scene.wants {
        Wants::Html => page(stage, scene, told, sign_in),
        Wants::Text => plain(told.status),
        Wants::Json => {
            let body = serde_json::json!({
                "error": say(&told.said),
                "code": told.said.key,
                "request_id": scene.request_id,
            });
            HttpResponse::build(told.status).json(body)
        }
    };
    if told.status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn page(stage: &Stage, scene: &Scene, told: &Told, sign_in: bool) -> HttpResponse {
    let frame = Frame {
        lang: scene.lang.clone(),
        agency: stage.agency(),
        demo: stage.demo,
        request_id: scene.request_id.clone(),
        ..Frame::default()
    };
    let page = ErrorPage {
        title: stage.i18n.t(&scene.lang, told.title, &[]),
        sentence: stage.i18n.say(&scene.lang, &told.said),
        // where a form was sent there is no page to come back to
        sign_in: sign_in.then(|| "/sign-in".to_owned()),
        ours: told.status.is_server_error(),
    };
    match stage.views.render(&frame, &page) {
        Ok(body) => html(told.status, body),
        Err(error) => {
            tracing::error!(
                request_id = scene.request_id,
                "the error page itself is broken: {}",
                cause_chain(&error)
            );
            let mut text = HttpResponse::build(told.status);
            text.content_type("text/plain; charset=utf-8")
                .body(format!("{}\n\n{}\n\n{}\n", page.title, page.sentence, scene.request_id))
        }
    }
}

fn plain(status: StatusCode) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .body(status.canonical_reason().unwrap_or("Error"))
}

/// The sign-in page, which leads back here afterwards.
fn sign_in_address(back: &str) -> String {
    match serde_urlencoded::to_string([("next", back)]) {
        Ok(query) if back != "/" => format!("/sign-in?{query}"),
        _ => "/sign-in".to_owned(),
    }
}

/// Where a `next=` leads after sign-in: only to a page of ours, never to another site.
pub fn safe_next(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(|c: char| c.is_control() || c.is_whitespace());
    if ours { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    const SCRIPT: (&str, &str) = ("accept", "application/json");

    #[actix_web::test]
    async fn a_stranger_is_sent_to_the_sign_in_page_and_a_script_is_told() {
        let town = Town::new();
        let page = town.get("/secret?a=1&b=2", &[BROWSER]).await;
        assert_eq!(
            (page.status, page.header("location")),
            (303, Some("/sign-in?next=%2Fsecret%3Fa%3D1%26b%3D2"))
        );
        let script = town.get("/secret", &[SCRIPT]).await;
        assert_eq!(script.status, 401);
        assert!(
            script.body.contains(r#""error":"Sign in first. Then try again.""#),
            "{}",
            script.body
        );
        let form = town.post("/secret", &[BROWSER], "").await;
        assert_eq!(form.status, 401);
        assert!(form.body.contains(r#"href="/sign-in""#), "{}", form.body);
    }

    #[actix_web::test]
    async fn every_error_has_a_page_with_one_sentence() {
        let town = Town::new();
        for (address, status, sentence) in [
            ("/nowhere", 404, "The address may be mistyped"),
            ("/missing", 404, "The address may be mistyped"),
            ("/form", 405, "cannot be used in this way"),
            ("/refused", 422, "Send 3 files at most."),
            ("/stale", 409, "Somebody else changed this"),
            ("/busy", 503, "wait a few seconds"),
            ("/broken", 500, "Nothing was saved."),
            ("/panic", 500, "Nothing was saved."),
            ("/item/x", 404, "The address may be mistyped"),
        ] {
            let page = town.get(address, &[BROWSER]).await;
            assert_eq!(page.status, status, "{address}");
            assert!(page.body.contains(sentence), "{address}: {}", page.body);
            let named = page.body.contains(page.header("x-request-id").unwrap());
            assert_eq!(
                named,
                status >= 500,
                "{address}: only a fault of ours has a number to tell"
            );
            assert!(!page.body.contains("disk"), "{address}");
        }
        assert_eq!(town.get("/busy", &[SCRIPT]).await.header("retry-after"), Some("5"));
    }

    #[actix_web::test]
    async fn what_a_handler_or_a_middleware_answers_is_kept_or_told() {
        let town = Town::new();
        let again = town.get("/again", &[BROWSER]).await;
        assert_eq!((again.status, again.body.as_str()), (422, "the form again"));
        let wrapped = town.get("/wrapped", &[BROWSER]).await;
        assert_eq!(wrapped.status, 403);
        assert!(wrapped.body.contains("You may look at this"), "{}", wrapped.body);
        assert!(wrapped.header("content-security-policy").is_some());
        let image = town.get("/nowhere.png", &[("sec-fetch-dest", "image")]).await;
        assert_eq!(image.body, "Not Found");
    }

    #[actix_web::test]
    async fn the_error_page_fits_the_real_layout() {
        let page = Town::real().get("/nowhere", &[BROWSER]).await;
        assert_eq!(page.status, 404);
        assert!(page.body.contains("<h1>This page is not here</h1>"), "{}", page.body);
        assert!(
            page.body.contains("</html>") && !page.body.contains("[error-"),
            "{}",
            page.body
        );
    }

    #[test]
    fn after_sign_in_nobody_lands_on_another_site() {
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/a\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(safe_next(bad), "/", "{bad:?}");
        }
        assert_eq!(safe_next("/findings?state=open"), "/findings?state=open");
    }
}
