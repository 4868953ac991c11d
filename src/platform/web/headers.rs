//! The headers of every answer: what the browser may load, remember and tell others.

use super::assets;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// What a page may load and where its forms may go: only from and to us, and no script or style inside the page.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types swap sw";

/// What an answer carries that may be shown as a page. Scripts, sheets and fonts go by the rules of the page
/// that loads them.
const SHOWN: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

/// What an answer is, for its headers: a first visit takes two dozen, and each header of each is paid for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file of a release.
    Asset,
    /// Data for scripts, or word of where else to look.
    Bare,
    /// Anything that a browser may show.
    Shown,
}

impl Kind {
    pub(super) fn of(path: &str, status: StatusCode, headers: &HeaderMap) -> Self {
        let json = |kind: &HeaderValue| kind.as_bytes().starts_with(b"application/json");
        if status.is_success() && path.starts_with(assets::PREFIX) {
            Self::Asset
        } else if status.is_redirection() || headers.get(header::CONTENT_TYPE).is_some_and(json) {
            Self::Bare
        } else {
            Self::Shown
        }
    }
}

/// Puts the headers that are not there yet: a handler may have set its own.
pub(super) fn put(headers: &mut HeaderMap, secure: bool, kind: Kind) {
    let mut set = |name: &'static str, value: &'static str| {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    };
    set("x-content-type-options", "nosniff");
    if kind == Kind::Shown {
        for (name, value) in SHOWN {
            set(name, value);
        }
    }
    if kind != Kind::Asset {
        // an answer that says nothing about it is somebody's own
        set("cache-control", "private, no-store");
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
