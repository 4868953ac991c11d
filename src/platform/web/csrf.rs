//! Forms of other sites are refused, three times over: the cookies are SameSite, the browser tells where a request
//! comes from, and every form carries a token made from the visitor's own cookie.

use super::cookies;
use crate::base::said::Said;
use crate::platform::error::{AppError, AppResult};
use actix_web::cookie::Cookie;
use actix_web::http::{Method, header};
use actix_web::{HttpMessage, HttpRequest};
use sha2::{Digest, Sha256};

/// The form field with the token.
pub const FIELD: &str = "csrf";
/// The header with the token, for scripts.
pub const HEADER: &str = "x-csrf";

/// A `visit` value made for this request, on its way to the visitor.
#[derive(Clone)]
struct FreshVisit(String);

/// The token for the forms of this page, in other digits each time: pages are compressed, and from how well they compress
/// nobody is to guess it. A visitor without any cookie gets one with the answer.
pub fn token(req: &HttpRequest) -> String {
    masked(&plain_token(req))
}

fn plain_token(req: &HttpRequest) -> String {
    if let Some(token) = expected(req) {
        return token;
    }
    let FreshVisit(value) = super::kept::<FreshVisit>(req).unwrap_or_else(|| {
        let fresh = FreshVisit(random());
        req.extensions_mut().insert(fresh.clone());
        fresh
    });
    hash(&value)
}

/// The cookie for a visitor who had none and was given a token.
pub(super) fn fresh_cookie(req: &HttpRequest, secure: bool) -> Option<Cookie<'static>> {
    super::kept::<FreshVisit>(req).map(|FreshVisit(value)| cookies::build(cookies::VISIT, value, secure))
}

/// 32 random bytes as hex, for cookies.
///
/// Where the system has no randomness there is no safe answer: the value is empty, and an empty cookie counts as none.
pub fn random() -> String {
    let mut bytes = [0u8; 32];
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex::encode(bytes),
        Err(error) => {
            tracing::error!("no randomness from the system: {error}");
            String::new()
        }
    }
}

fn hash(cookie: &str) -> String {
    hex::encode(Sha256::new().chain_update("csrf").chain_update(cookie).finalize())
}

/// A token under a mask: random digits, then those of the token crossed with them.
fn masked(token: &str) -> String {
    let mask = random();
    match crossed(token, &mask) {
        Some(crossed) => format!("{mask}{crossed}"),
        None => token.to_owned(),
    }
}

/// The token below its mask; one that wears none as it is.
pub fn unmasked(given: &str) -> String {
    let half = given.len() / 2;
    let parts = given.is_char_boundary(half).then(|| given.split_at(half));
    let crossed = parts.and_then(|(mask, rest)| crossed(rest, mask).filter(|token| token.len() == TOKEN));
    crossed.unwrap_or_else(|| given.to_owned())
}

/// Digits of a token.
const TOKEN: usize = 64;

/// Two lines of as many hexadecimal digits, crossed.
fn crossed(a: &str, b: &str) -> Option<String> {
    let (a, b) = (hex::decode(a).ok()?, hex::decode(b).ok()?);
    (a.len() == b.len()).then(|| hex::encode(a.iter().zip(&b).map(|(a, b)| a ^ b).collect::<Vec<u8>>()))
}

/// The token a form of this visitor must carry; none without a cookie.
fn expected(req: &HttpRequest) -> Option<String> {
    cookies::value(req, cookies::SESSION)
        .or_else(|| cookies::value(req, cookies::VISIT))
        .map(|value| hash(&value))
}

/// Whether the token that came with a form is this visitor's.
pub fn is_right(req: &HttpRequest, given: &str) -> bool {
    expected(req).is_some_and(|expected| same(expected.as_bytes(), unmasked(given).as_bytes()))
}

/// Refuses unless the token came in the form or in the header.
pub fn demand(req: &HttpRequest, field: Option<&str>) -> AppResult<()> {
    let given = header_token(req).or(field);
    if given.is_some_and(|given| is_right(req, given)) {
        Ok(())
    } else {
        Err(refusal())
    }
}

/// The token in the header.
pub fn header_token(req: &HttpRequest) -> Option<&str> {
    req.headers().get(HEADER)?.to_str().ok()
}

/// The refusal of a form without the right token.
pub fn refusal() -> AppError {
    AppError::Forbidden(Said::new("error-csrf"))
}

/// Compares without telling by its time where the first difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

/// Refuses what a browser sends for another site, before any handler.
pub(super) fn check(req: &HttpRequest) -> AppResult<()> {
    if matches!(
        *req.method(),
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    ) {
        return Ok(());
    }
    let text = |name: &str| req.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(refusal());
    }
    if text(header::ORIGIN.as_str()).is_some_and(|origin| !is_ours(req, origin)) {
        return Err(refusal());
    }
    if text(HEADER).is_some_and(|given| !is_right(req, given)) {
        return Err(refusal());
    }
    Ok(())
}

/// Whether an origin is the host that was asked, or the address people type (a proxy may change the host).
fn is_ours(req: &HttpRequest, origin: &str) -> bool {
    let Some(host) = host_of(origin) else { return false };
    let asked = req.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let asked = asked.or_else(|| req.uri().authority().map(|authority| authority.as_str()));
    asked.is_some_and(|asked| asked.eq_ignore_ascii_case(host))
        || super::stage(req)
            .and_then(|stage| host_of(&stage.public_url))
            .is_some_and(|public| public.eq_ignore_ascii_case(host))
}

/// `https://host:port` without the scheme; "null" has no host.
fn host_of(origin: &str) -> Option<&str> {
    origin
        .split_once("://")
        .map(|(_, host)| host)
        .filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[actix_web::test]
    async fn who_asks_and_from_where_decides_about_a_form() {
        let town = Town::new();
        let visit = "visit=0011";
        let right = hash("0011");
        let posts: &[(&str, &[(&str, &str)], &str, u16)] = &[
            ("the right token", &[("cookie", visit)], &right, 200),
            ("no token", &[("cookie", visit)], "", 403),
            ("another token", &[("cookie", visit)], &hash("0012"), 403),
            ("no cookie", &[], &right, 403),
            ("an empty cookie", &[("cookie", "visit=")], &hash(""), 403),
            (
                "the session counts before the visit",
                &[("cookie", "visit=0011; session=22")],
                &right,
                403,
            ),
            (
                "the session's token",
                &[("cookie", "visit=0011; session=22")],
                &hash("22"),
                200,
            ),
            (
                "another site",
                &[("cookie", visit), ("sec-fetch-site", "cross-site")],
                &right,
                403,
            ),
            (
                "a sister site",
                &[("cookie", visit), ("sec-fetch-site", "same-site")],
                &right,
                403,
            ),
            (
                "the same site",
                &[("cookie", visit), ("sec-fetch-site", "same-origin")],
                &right,
                200,
            ),
            (
                "typed by hand",
                &[("cookie", visit), ("sec-fetch-site", "none")],
                &right,
                200,
            ),
            (
                "our origin",
                &[("cookie", visit), ("origin", "http://localhost:8080")],
                &right,
                200,
            ),
            (
                "the public address",
                &[("cookie", visit), ("origin", "http://127.0.0.1:8420")],
                &right,
                200,
            ),
            (
                "another origin",
                &[("cookie", visit), ("origin", "http://localhost:9999")],
                &right,
                403,
            ),
            ("a hidden origin", &[("cookie", visit), ("origin", "null")], &right, 403),
            ("the header instead", &[("cookie", visit), ("x-csrf", &right)], "", 200),
            ("a wrong header", &[("cookie", visit), ("x-csrf", "no")], &right, 403),
        ];
        for (what, headers, token, status) in posts {
            let answer = town.post("/form", headers, &format!("csrf={token}&title=x")).await;
            assert_eq!(answer.status, *status, "{what}");
        }
    }

    #[actix_web::test]
    async fn a_visitor_without_a_cookie_gets_one_with_the_first_form() {
        let town = Town::new();
        let page = town.get("/page", &[]).await;
        let visit = page.cookie("visit").unwrap();
        assert_eq!(visit.value().len(), 64);
        let token = |body: &str| {
            let digits = body.split(|c: char| !c.is_ascii_hexdigit());
            digits.filter(|word| word.len() == 2 * TOKEN).map(str::to_owned).next()
        };
        let first = token(&page.body).unwrap();
        assert_eq!(unmasked(&first), hash(visit.value()));
        let cookie = format!("visit={}", visit.value());
        let second = token(&town.get("/page", &[("cookie", &cookie)]).await.body).unwrap();
        assert!(first != second, "no two pages carry the same digits");
        for given in [&first, &second, &hash(visit.value())] {
            let answer = town
                .post("/form", &[("cookie", &cookie)], &format!("csrf={given}&title=x"))
                .await;
            assert_eq!(answer.status, 200);
        }
        let again = town
            .get("/page", &[("cookie", &format!("visit={}", visit.value()))])
            .await;
        assert!(again.cookie("visit").is_none());
        assert!(town.get("/plain", &[]).await.cookie("visit").is_none());
    }
}
