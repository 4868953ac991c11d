//! A browser without a window: it keeps cookies, takes the form token from the page it saw, shows redirects, and reads
//! a page as a person does.

use crate::reading;
use crate::town::Town;
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::web;
use futures_util::future::LocalBoxFuture;
use plumbline::app::App;
use plumbline::platform::web::{cookies, frame};
use plumbline::routes;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The address people type in the test town.
pub const ADDRESS: &str = "http://plumbline.test";
const HOST: &str = "plumbline.test";

/// The routes of the product with everything around them, without a network.
pub type Service = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Result<ServiceResponse, actix_web::Error>>>;

/// The service of an application.
pub async fn serve(app: &App) -> Service {
    let shared = web::Data::new(app.clone());
    let service = actix_web::App::new()
        .app_data(shared.clone())
        .app_data(shared.stage.clone())
        .wrap(from_fn(frame))
        .configure(routes::mount);
    let service = Rc::new(init_service(service).await);
    Box::new(move |request| {
        let service = Rc::clone(&service);
        Box::pin(async move { service.call(request.to_request()).await })
    })
}

/// A browser at one person's desk.
pub struct Browser<'t> {
    town: &'t Town,
    cookies: RefCell<BTreeMap<String, String>>,
    csrf: RefCell<Option<String>>,
    is_signed_in: bool,
}

impl<'t> Browser<'t> {
    pub fn new(town: &'t Town) -> Self {
        Self {
            town,
            cookies: RefCell::default(),
            csrf: RefCell::default(),
            is_signed_in: false,
        }
    }

    pub fn signed_in(town: &'t Town, token: &str) -> Self {
        let own = Self {
            is_signed_in: true,
            ..Self::new(town)
        };
        own.cookies
            .borrow_mut()
            .insert(cookies::name(cookies::SESSION, false), token.to_owned());
        own
    }

    /// Opens a page. A redirect is an answer too; see [`Browser::follow`].
    pub async fn get(&self, address: &str) -> Answer {
        self.send(Method::GET, address, &[], String::new()).await
    }

    /// Sends a form, with the token of the page the browser saw last (or of its first page).
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_bare(address, &all).await
    }

    /// Sends a form as another site would: without a token.
    pub async fn post_bare(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.send(Method::POST, address, &form, body).await
    }

    /// Sends a form that could carry files, as the checklist does.
    pub async fn post_multipart(&self, address: &str, fields: &[(String, String)]) -> Answer {
        let csrf = self.csrf().await;
        let mut body = String::new();
        let all = std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        for (name, value) in all {
            body.push_str(&format!(
                "--town\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        body.push_str("--town--\r\n");
        let kind = [("content-type", "multipart/form-data; boundary=town")];
        self.send(Method::POST, address, &kind, body).await
    }

    /// Sends a form with a file that was chosen in its field `file`.
    pub async fn post_file(&self, address: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        self.post_files(address, fields, &[("file", name, file)]).await
    }

    /// Sends a form with files: the field, the name, the bytes of each.
    pub async fn post_files(&self, address: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let body = multipart(&self.csrf().await, fields, files);
        self.send_bytes(Method::POST, address, &[MULTIPART], body).await
    }

    /// Sends a form with a file as a script of a page does.
    pub async fn script_file(&self, address: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        let csrf = self.csrf().await;
        let body = multipart(&csrf, fields, &[("photo", name, file)]);
        let headers = [MULTIPART, ("x-csrf", csrf.as_str()), ("accept", "application/json")];
        self.send_bytes(Method::POST, address, &headers, body).await
    }

    /// Sends a form with a file in a field of another name.
    pub async fn post_file_as(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        (field, name): (&str, &str),
        file: &[u8],
    ) -> Answer {
        self.post_files(address, fields, &[(field, name, file)]).await
    }

    /// Sends a form and opens the page it leads to: what a person sees after a click.
    pub async fn submit(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(address, fields).await;
        self.follow(answer).await
    }

    /// Opens the page a redirect leads to; another answer stays what it is.
    pub async fn follow(&self, answer: Answer) -> Answer {
        match answer.location().map(str::to_owned) {
            Some(to) => self.get(&to).await,
            None => answer,
        }
    }

    /// Sends anything, as a script of a page does: with the token in the header.
    pub async fn script(&self, method: Method, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let csrf = self.csrf().await;
        let mut all = vec![("x-csrf", csrf.as_str()), ("accept", "application/json")];
        all.extend_from_slice(headers);
        self.send(method, address, &all, body.to_owned()).await
    }

    /// Sends exactly this.
    pub async fn send(&self, method: Method, address: &str, headers: &[(&str, &str)], body: String) -> Answer {
        self.send_bytes(method, address, headers, body.into_bytes()).await
    }

    /// Sends exactly these bytes.
    async fn send_bytes(&self, method: Method, address: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = TestRequest::with_uri(address.strip_prefix(ADDRESS).unwrap_or(address))
            .method(method.clone())
            .insert_header((header::HOST, HOST))
            .set_payload(body);
        let jar: Vec<String> = self.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !jar.is_empty() {
            request = request.insert_header((header::COOKIE, jar.join("; ")));
        }
        if !headers.iter().any(|(name, _)| *name == "accept") {
            request = request.insert_header((header::ACCEPT, "text/html"));
        }
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        let response = match (self.town.service())(request).await {
            Ok(response) => response.into_parts().1,
            Err(error) => error.error_response(),
        };
        let status = response.status().as_u16();
        for cookie in response.cookies() {
            let mut jar = self.cookies.borrow_mut();
            if cookie.value().is_empty() {
                jar.remove(cookie.name());
            } else {
                jar.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let bytes = actix_web::body::to_bytes(response.into_body())
            .await
            .unwrap_or_default();
        let answer = Answer {
            asked: format!("{method} {address}"),
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        };
        if let Some(token) = reading::field(&answer.body, "csrf") {
            *self.csrf.borrow_mut() = Some(token);
        }
        // A broken page is never what a story is about: the log above says why. Try again later is an answer.
        assert!(
            status < 500 || status == 503,
            "{} answered {status}:\n{}",
            answer.asked,
            answer.text()
        );
        answer
    }

    async fn csrf(&self) -> String {
        if self.csrf.borrow().is_none() {
            self.get(if self.is_signed_in { "/findings" } else { "/sign-in" }).await;
        }
        self.csrf.borrow().clone().expect("a page with a form on it")
    }
}

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=town");

/// A form with files, as it is sent.
pub fn multipart(csrf: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in std::iter::once(&("csrf", csrf)).chain(fields) {
        let part = format!("--town\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (field, name, file) in files {
        let head = format!(
            "--town\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--town--\r\n");
    body
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub asked: String,
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
    /// The body as it came, for files.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// The page, when it is one: fails the test otherwise.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}:\n{}", self.asked, self.text());
        self
    }

    /// What a person reads in the main part of the page, a line each block.
    pub fn text(&self) -> String {
        reading::text(&reading::main(&self.body))
    }

    /// What a person reads in the card (or other element) with this id.
    pub fn part(&self, id: &str) -> String {
        reading::part(&self.body, id).map_or_else(String::new, |part| reading::text(&part))
    }

    /// The page's heading.
    pub fn heading(&self) -> String {
        reading::elements(&self.body, "h1")
            .first()
            .map_or_else(String::new, |h1| reading::text(h1))
    }

    /// The window's title.
    pub fn title(&self) -> String {
        reading::elements(&self.body, "title")
            .first()
            .map_or_else(String::new, |title| reading::text(title))
    }

    /// The sentence about what was just done.
    pub fn flash(&self) -> String {
        reading::by_class(&self.body, "flash").map_or_else(String::new, |flash| reading::text(&flash))
    }

    /// The sentences about what is wrong with the form.
    pub fn error_summary(&self) -> String {
        reading::by_class(&self.body, "problems__l").map_or_else(String::new, |list| reading::text(&list))
    }

    /// Whether there is a form (or button) that posts to this address.
    pub fn can_post(&self, address: &str) -> bool {
        reading::tags(&self.body, "form").iter().any(|tag| {
            reading::attribute(tag, "action").as_deref() == Some(address)
                && reading::attribute(tag, "method").as_deref() == Some("post")
        })
    }
}
