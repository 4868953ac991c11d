//! The headers of every answer: what the browser may load, remember and tell others.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// What a page may load and where its forms may go: only from and to us, and no script or style inside the page.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types swap sw";

const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    // an answer that says nothing about it is somebody's own page
    ("cache-control", "private, no-store"),
];

/// Lets the device of whoever is signed in keep a page for when there is no network, until that person signs out.
pub fn may_be_kept(answer: &mut HttpResponse) {
    let name = HeaderName::from_static("x-keep");
    answer.headers_mut().insert(name, HeaderValue::from_static("1"));
}

/// Puts the headers that are not there yet: a handler may have set its own.
pub(super) fn put(headers: &mut HeaderMap, secure: bool) {
    let mut set = |name: &'static str, value: &'static str| {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    };
    for (name, value) in ALWAYS {
        set(name, value);
    }
    if secure {
        set("strict-transport-security", "max-age=31536000");
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[actix_web::test]
    async fn every_answer_carries_the_headers_and_a_handler_may_set_its_own() {
        let page = Town::new().get("/page", &[]).await;
        assert_eq!(page.header("content-security-policy"), Some(CONTENT_SECURITY_POLICY));
        assert!(!CONTENT_SECURITY_POLICY.contains("  "));
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
        assert_eq!(page.header("strict-transport-security"), None);
        let missing = Town::secure().get("/nowhere", &[]).await;
        assert_eq!(missing.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(missing.header("strict-transport-security"), Some("max-age=31536000"));
        let asset = Town::new().get("/plain", &[]).await;
        assert_eq!(asset.header("cache-control"), Some("public, immutable"));
    }
}
