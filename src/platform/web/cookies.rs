//! The cookies we set, and their names: `__Host-…` where people come by https, so that no other host of the domain
//! can plant one.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

/// The cookie of a signed-in device.
pub const SESSION: &str = "session";
/// The cookie of somebody not signed in, so that forms have a token.
pub const VISIT: &str = "visit";
/// The cookie that carries one sentence to the next page.
pub const FLASH: &str = "flash";

/// The full name of a cookie.
pub fn name(short: &str, secure: bool) -> String {
    if secure {
        format!("__Host-{short}")
    } else {
        short.to_owned()
    }
}

/// A cookie for the whole site that scripts cannot read and other sites' forms do not send.
pub fn build(short: &str, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(name(short, secure), value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .finish()
}

/// The cookie of a signed-in device, until its session ends at the latest.
pub fn session(value: String, days: u32, secure: bool) -> Cookie<'static> {
    let mut cookie = build(SESSION, value, secure);
    cookie.set_max_age(Duration::days(days.into()));
    cookie
}

/// Takes a cookie away.
pub fn removal(short: &str, secure: bool) -> Cookie<'static> {
    let mut cookie = build(short, String::new(), secure);
    cookie.make_removal();
    cookie
}

/// The value of one of our cookies.
pub fn value(req: &HttpRequest, short: &str) -> Option<String> {
    let secure = super::stage(req).is_some_and(|stage| stage.secure);
    req.cookie(&name(short, secure))
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_bound_to_the_host_where_people_come_by_https() {
        assert_eq!(
            session("abc".into(), 7, true).to_string(),
            "__Host-session=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=604800"
        );
        assert_eq!(
            build(VISIT, "abc".into(), false).to_string(),
            "visit=abc; HttpOnly; SameSite=Lax; Path=/"
        );
    }
}
