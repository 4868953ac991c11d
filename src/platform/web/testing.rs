//! A little town of handlers that do one thing each, to test the frame around them.

use super::form::{Form, JsonBody, Problems};
use super::upload::Upload;
use super::{Stage, flash};
use crate::base::said::Said;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::I18n;
use crate::platform::settings::Settings;
use crate::platform::views::Views;
use actix_web::cookie::Cookie;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, test, web};
use sha2::{Digest, Sha256};
use std::sync::Arc;

crate::page! {
    /// A page with a form.
    pub struct FormPage in "form.html" { pub title: String }
}

/// The application under test.
pub struct Town {
    stage: web::Data<Stage>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub body: String,
    headers: actix_web::http::header::HeaderMap,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
    pub fn cookie(&self, name: &str) -> Option<Cookie<'_>> {
        self.headers
            .get_all("set-cookie")
            .filter_map(|value| Cookie::parse(value.to_str().ok()?).ok())
            .find(|cookie| cookie.name() == name)
    }
}

/// The token that goes with a cookie.
pub fn token_of(cookie: &str) -> String {
    hex::encode(Sha256::digest(format!("csrf{cookie}")))
}

#[derive(serde::Deserialize)]
struct Number {
    n: i32,
}

async fn page(req: HttpRequest, stage: web::Data<Stage>) -> AppResult<HttpResponse> {
    let page = FormPage { title: "Form".into() };
    stage.views.show(&stage.frame(&req), &page)
}
async fn form(form: Form) -> String {
    form.get("title").to_owned()
}
async fn json(body: JsonBody<Number>) -> String {
    body.value.n.to_string()
}
async fn upload(mut upload: Upload) -> String {
    let mut problems = Problems::new();
    let mut text = format!("title={}", upload.get("title"));
    for file in upload.take_files(&mut problems) {
        text.push_str(&format!(" {}:{}:{}", file.name, file.content_type, file.bytes.len()));
    }
    for (field, key) in problems.keys() {
        text.push_str(&format!(" {field}:{key}"));
    }
    text
}
fn three() -> Said {
    Said::new("error-too-many-files").with("count", 3)
}
fn broken() -> AppError {
    #[derive(Debug, thiserror::Error)]
    #[error("the disk is gone")]
    struct Outer(#[source] std::io::Error);
    AppError::broken(Outer(std::io::Error::other("no such device")))
}
async fn refuse_all(
    _: actix_web::dev::ServiceRequest,
    _: Next<actix_web::body::BoxBody>,
) -> Result<actix_web::dev::ServiceResponse, actix_web::Error> {
    Err(AppError::Forbidden(Said::new("error-forbidden")).into())
}

fn routes(cfg: &mut web::ServiceConfig) {
    let fail = |error: fn() -> AppError| web::to(move || async move { Err::<HttpResponse, _>(error()) });
    cfg.route("/page", web::get().to(page))
        .service(web::resource("/form").route(web::post().to(form)))
        .route("/json", web::post().to(json))
        .route("/upload", web::post().to(upload))
        .route(
            "/flash",
            web::get().to(|| async { flash::see_other("/page", flash::Flash::done(three())) }),
        )
        .route(
            "/plain",
            web::get().to(|| async {
                HttpResponse::Ok()
                    .insert_header(("cache-control", "public, immutable"))
                    .body("plain")
            }),
        )
        .route(
            "/again",
            web::get().to(|| async { HttpResponse::UnprocessableEntity().body("the form again") }),
        )
        .route(
            "/item/{id}",
            web::get().to(|id: web::Path<u32>| async move { id.to_string() }),
        )
        .route("/secret", fail(|| AppError::SignIn))
        .route("/missing", fail(|| AppError::NotFound))
        .route("/refused", fail(|| AppError::Refused(three())))
        .route("/stale", fail(|| AppError::Stale))
        .route("/busy", fail(|| AppError::Busy))
        .route("/broken", fail(broken))
        .route("/panic", fail(|| panic!("a bug of ours")))
        .service(
            web::resource("/wrapped")
                .wrap(from_fn(refuse_all))
                .to(|| async { "never" }),
        );
}

impl Town {
    pub fn new() -> Self {
        Self::at("http://127.0.0.1:8420")
    }
    pub fn secure() -> Self {
        Self::at("https://audits.alderbay.example")
    }
    /// With the templates of the product.
    pub fn real() -> Self {
        let views = Views::load(Arc::new(I18n::load().unwrap())).unwrap();
        Self::with("http://127.0.0.1:8420", views)
    }
    fn at(public_url: &str) -> Self {
        let templates = [
            ("error.html", include_str!("../../../templates/error.html")),
            (
                "public.html",
                "{{ agency }} {% block title %}{% endblock %} {% block main %}{% endblock %}",
            ),
            (
                "form.html",
                "{{ csrf }} {{ page.title }} {% if flash %}{{ flash.kind }}: {{ flash.text }}{% endif %}",
            ),
        ];
        let sources = templates.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let views = Views::of(sources, Arc::new(I18n::load().unwrap())).unwrap();
        Self::with(public_url, views)
    }
    fn with(public_url: &str, views: Views) -> Self {
        let mut settings = Settings::for_tests().unwrap();
        settings.public_url = public_url.to_owned();
        let stage = web::Data::new(Stage::new(&settings, Arc::new(views), false));
        Self { stage }
    }
    pub async fn get(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", address, headers, "").await
    }
    pub async fn post(&self, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/x-www-form-urlencoded"));
        // a browser, unless told otherwise
        headers.push(("accept", "text/html"));
        self.send("POST", address, &headers, body).await
    }
    pub async fn send(&self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let app = test::init_service(
            App::new()
                .app_data(self.stage.clone())
                .wrap(from_fn(super::frame))
                .configure(routes),
        )
        .await;
        let mut request = test::TestRequest::with_uri(address)
            .method(method.parse().unwrap())
            .insert_header(("host", "localhost:8080"))
            .set_payload(body.to_owned());
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        let response = match test::try_call_service(&app, request.to_request()).await {
            Ok(response) => response.into_parts().1,
            Err(error) => error.error_response(),
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = actix_web::body::to_bytes(response.into_body())
            .await
            .ok()
            .unwrap_or_default();
        Answer {
            status,
            body: String::from_utf8_lossy(&body).into_owned(),
            headers,
        }
    }
}
