//! One line in the log for each request, and a name for it that the error page shows too. Never what was typed, who
//! asked or from where: the line holds the route's pattern and not the address.

use crate::platform::settings::LogFormat;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpMessage, HttpRequest};
use std::time::Instant;
use tracing_subscriber::EnvFilter;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of a request, kept with it.
#[derive(Clone)]
struct RequestId(String);

/// Starts the log; `RUST_LOG` decides what is told, `info` when it is not set.
pub fn start(format: LogFormat) -> Result<(), String> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter);
    match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    }
    .map_err(|e| format!("the log cannot be started: {e}"))
}

/// The name of this request in the log.
pub fn request_id(req: &HttpRequest) -> String {
    super::kept::<RequestId>(req)
        .map(|RequestId(id)| id)
        .unwrap_or_default()
}

/// A request on its way.
pub(super) struct Asked {
    id: String,
    method: &'static str,
    since: Instant,
}

impl Asked {
    /// Names the request: as our proxy named it, or anew.
    pub fn begin(req: &ServiceRequest) -> Self {
        let given = req.headers().get(HEADER).and_then(|value| value.to_str().ok());
        let sane = |id: &&str| {
            (8..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        let id = given
            .filter(sane)
            .map_or_else(|| uuid::Uuid::now_v7().to_string(), str::to_owned);
        req.extensions_mut().insert(RequestId(id.clone()));
        Self {
            id,
            method: method(req.method()),
            since: Instant::now(),
        }
    }

    /// Tells the request's id in the answer and its line in the log.
    pub fn end(self, route: Option<String>, status: StatusCode, headers: &mut HeaderMap, cause: Option<&str>) {
        if let Ok(value) = HeaderValue::from_str(&self.id) {
            headers.insert(HEADER, value);
        }
        let Self { id, method, since } = self;
        let (ms, status) = (since.elapsed().as_millis() as u64, status.as_u16());
        let route = route.as_deref().unwrap_or("(no route)");
        if status >= 500 {
            let cause = cause.unwrap_or("unknown");
            tracing::error!(target: "plumbline::request", method, route, status, ms, request_id = id, cause,
                "{method} {route} failed with {status}: {cause}");
        } else {
            tracing::info!(target: "plumbline::request", method, route, status, ms, request_id = id,
                "{method} {route} answered {status} in {ms} ms");
        }
    }
}

/// A method may be any word a stranger sends; only the known ones go to the log.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;

    #[actix_web::test]
    async fn a_request_has_a_name_and_keeps_a_sane_one_it_came_with() {
        let town = Town::new();
        let named = town.get("/broken", &[("x-request-id", "proxy-0001")]).await;
        assert_eq!(named.header("x-request-id"), Some("proxy-0001"));
        assert!(named.body.contains("proxy-0001"));
        let odd = town.get("/plain", &[("x-request-id", "<script>")]).await;
        assert_eq!(odd.header("x-request-id").unwrap().len(), 36);
    }

    #[test]
    fn the_line_names_the_route_and_never_the_address() {
        use std::io::Write;
        use std::sync::{Arc, Mutex};
        #[derive(Clone, Default)]
        struct Lines(Arc<Mutex<Vec<u8>>>);
        impl Write for Lines {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap().write(bytes)
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let lines = Lines::default();
        let (writer, written) = (lines.clone(), lines.0.clone());
        let subscriber = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .with_ansi(false)
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            actix_web::rt::System::new().block_on(async {
                let town = Town::new();
                // tests beside this one may have met these log lines first, without a log to write to
                town.get("/plain", &[]).await;
                town.get("/broken", &[]).await;
                tracing::callsite::rebuild_interest_cache();
                written.lock().unwrap().clear();
                town.get("/item/77?name=Ana", &[]).await;
                town.get("/broken", &[]).await;
            });
        });
        let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(told.contains("GET /item/{id} answered 200"), "{told}");
        assert!(!told.contains("Ana") && !told.contains("77?"), "{told}");
        assert_eq!(
            told.matches("the disk is gone: no such device").count(),
            2,
            "message and field, once: {told}"
        );
    }
}
