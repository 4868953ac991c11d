//! Signing in and out: sessions, the limits on guessing, one-time links to choose a password, and the demo's password.

use super::model::{Person, Session, Throttle};
use super::operations::CannotKeep;
use super::viewer::token_hash;
use super::{password, queries};
use crate::app::App;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{PasswordResetId, PersonId, SessionId};
use crate::base::said::Said;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use crate::platform::web::{client_address, csrf};
use crate::refusals;
use actix_web::HttpRequest;
use actix_web::http::header;
use serde_json::json;

/// The password of everybody in the demo town. It stands in the manual, so it opens nothing anywhere else.
pub const DEMO_PASSWORD: &str = "alder-bay-demo";

/// Hours a link to choose a new password works.
pub const RESET_HOURS: i64 = 1;
/// Days an invitation works.
pub const INVITATION_DAYS: i64 = 7;
/// Links to choose a new password that one person gets within an hour, whoever asks for them.
const RESETS_AN_HOUR: i64 = 3;

/// Why somebody cannot sign in now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSignIn {
    /// The address or the password is wrong; which one is not told.
    #[error("wrong address or password")]
    Wrong,
    /// Too many failures: wait so many minutes.
    #[error("wait {0} minutes")]
    Wait(i64),
    /// The demo's password, where it opens nothing.
    #[error("the demo's password outside the demo")]
    Demo,
    /// The one-time link was used, or is too old.
    #[error("the link does not work any more")]
    Link,
}

impl CannotSignIn {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Wrong => Said::new("sign-in-wrong"),
            Self::Wait(minutes) => Said::new("sign-in-wait").with("count", *minutes),
            Self::Demo => Said::new("sign-in-demo-password"),
            Self::Link => Said::new("sign-in-link-dead"),
        }
    }
}
refusals!(CannotSignIn);

// ---- the limits on guessing

/// How guesses are counted for one account, or from one address.
#[derive(Debug, Clone, Copy)]
struct Limit {
    /// Failures before there is a wait.
    free: i32,
    /// Minutes after which one failure is forgiven.
    forgive_minutes: i64,
}

/// One account: five failures, then waits of 1, 2, 4 … 15 minutes.
const ACCOUNT: Limit = Limit {
    free: 5,
    forgive_minutes: 30,
};
/// One address: many people of one office may share it, so it is forgiven faster.
const ADDRESS: Limit = Limit {
    free: 20,
    forgive_minutes: 3,
};
/// The longest wait.
const LONGEST_WAIT: i64 = 15;

impl Limit {
    fn wait_minutes(self, failures: i32) -> i64 {
        let over = failures - self.free;
        if over < 0 {
            0
        } else {
            (1_i64 << over.clamp(0, 6)).min(LONGEST_WAIT)
        }
    }

    /// The count with one more try, and until when the next one has to wait.
    fn counted(self, before: Option<&Throttle>, now: Instant) -> Throttle {
        let failures = before.map_or(0, |before| {
            let forgiven = now.since(before.last_at).num_minutes().max(0) / self.forgive_minutes;
            (i64::from(before.failures) - forgiven).max(0)
        });
        let failures = i32::try_from(failures).unwrap_or(i32::MAX - 1) + 1;
        let wait = self.wait_minutes(failures);
        Throttle {
            failures,
            last_at: now,
            blocked_until: (wait > 0).then(|| now.plus_minutes(wait)),
        }
    }

    /// The count after a try that succeeded: as if it had not been.
    fn forgiven(self, before: &Throttle) -> Throttle {
        let failures = (before.failures - 1).max(0);
        Throttle {
            failures,
            last_at: before.last_at,
            blocked_until: before.blocked_until.filter(|_| self.wait_minutes(failures) > 0),
        }
    }
}

/// The keys of the counts. Hashed: people type a password where the address belongs.
fn keys(email: &str, address: &str) -> [(String, Limit); 2] {
    [
        (format!("account:{}", token_hash(email)), ACCOUNT),
        (format!("address:{}", token_hash(address)), ADDRESS),
    ]
}

/// Counts a try before the password is looked at, so that many tries at once are all counted.
///
/// # Errors
/// [`CannotSignIn::Wait`] when the account or the address has to wait.
pub fn begin_try(conn: &mut Conn, now: Instant, email: &str, address: &str) -> AppResult<()> {
    let mut counts = Vec::with_capacity(2);
    for (key, limit) in keys(email, address) {
        let before = queries::find_throttle(conn, &key)?;
        if let Some(until) = before.as_ref().and_then(|before| before.blocked_until)
            && until > now
        {
            let minutes = (until.since(now).num_seconds() + 59) / 60;
            return Err(CannotSignIn::Wait(minutes.max(1)).into());
        }
        let after = limit.counted(before.as_ref(), now);
        counts.push((key, after));
    }
    for (key, count) in counts {
        queries::put_throttle(conn, &key, &count)?;
    }
    Ok(())
}

/// The try succeeded: the account's count is gone, the address has one less.
///
/// # Errors
/// Only when the database fails.
pub fn settle_try(conn: &mut Conn, email: &str, address: &str) -> AppResult<()> {
    let [(account, _), (from, limit)] = keys(email, address);
    queries::delete_throttle(conn, &account)?;
    if let Some(before) = queries::find_throttle(conn, &from)? {
        queries::put_throttle(conn, &from, &limit.forgiven(&before))?;
    }
    Ok(())
}

/// Counts something that may be done so many times in an hour, under a key of its doer and the hour; says whether it may.
///
/// # Errors
/// Only when the database fails.
pub fn count_in_hour(conn: &mut Conn, now: Instant, key: &str, most: i32) -> AppResult<bool> {
    let before = queries::find_throttle(conn, key)?.map_or(0, |before| before.failures);
    let count = Throttle {
        failures: before + 1,
        last_at: now,
        blocked_until: None,
    };
    queries::put_throttle(conn, key, &count)?;
    Ok(before < most)
}

// ---- sessions

/// The device somebody signs in with.
#[derive(Debug, Clone)]
pub struct Device {
    /// What the browser says it is, cut to a reasonable length.
    pub agent: String,
    /// Where it is.
    pub address: String,
}

impl Device {
    /// The device behind a request.
    pub fn of(req: &HttpRequest) -> Self {
        let agent = req
            .headers()
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self {
            agent: agent.chars().take(300).collect(),
            address: client_address(req),
        }
    }

    /// Browser and system in words: "Firefox", "Windows"; `None` where the device does not say.
    pub fn words(agent: &str) -> Option<(&'static str, &'static str)> {
        const BROWSERS: [(&str, &str); 7] = [
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("SamsungBrowser/", "Samsung Internet"),
            ("Firefox/", "Firefox"),
            ("FxiOS/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("CriOS/", "Chrome"),
        ];
        const SYSTEMS: [(&str, &str); 7] = [
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Windows", "Windows"),
            ("CrOS", "ChromeOS"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ];
        let find = |list: &[(&str, &'static str)]| list.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, w)| *w);
        let browser = find(&BROWSERS).or_else(|| agent.contains("Safari/").then_some("Safari"))?;
        Some((browser, find(&SYSTEMS)?))
    }
}

/// A new session's secret: the token for the cookie; only its hash is stored.
///
/// # Errors
/// Broken when the system has no randomness.
pub fn new_token() -> AppResult<String> {
    Some(csrf::random())
        .filter(|token| !token.is_empty())
        .ok_or_else(|| AppError::broken("no randomness from the system"))
}

/// Starts a session on a device; the one the device had before ends.
///
/// # Errors
/// Only when the database fails.
pub fn begin_session(
    conn: &mut Conn,
    act: &Act,
    person: PersonId,
    token: &str,
    device: &Device,
    old_token: Option<&str>,
) -> AppResult<SessionId> {
    if let Some(old) = old_token {
        queries::end_session_by_hash(conn, &token_hash(old), act.now)?;
    }
    let session = Session {
        id: act.id(),
        device: device.agent.clone(),
        address: device.address.clone(),
        created_at: act.now,
        seen_at: act.now,
    };
    queries::insert_session(conn, person, &token_hash(token), &session)?;
    Ok(session.id)
}

/// Signs a person in with address and password; gives the token for the device's cookie.
///
/// # Errors
/// [`CannotSignIn`] in its words.
pub async fn sign_in(
    app: &App,
    email: &str,
    password: &str,
    device: Device,
    old_token: Option<String>,
) -> AppResult<String> {
    refuse_demo_password_outside_demo(app, password)?;
    let act = app.act(None);
    let (now, typed, address) = (act.now, email.to_lowercase(), device.address.clone());
    let (key, from) = (typed.clone(), address.clone());
    app.db.write(move |conn| begin_try(conn, now, &key, &from)).await?;
    let key = typed.clone();
    let person = app
        .db
        .read(move |conn| Ok(queries::find_by_email(conn, &key)?))
        .await?
        .filter(|person| person.active);
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let right = password::matches(stored, password.to_owned()).await?;
    let Some(person) = person.filter(|_| right) else {
        return Err(CannotSignIn::Wrong.into());
    };
    let token = new_token()?;
    let for_cookie = token.clone();
    app.db
        .write(move |conn| {
            let act = act.clone();
            settle_try(conn, &typed, &address)?;
            begin_session(conn, &act, person.id, &token, &device, old_token.as_deref())
        })
        .await?;
    Ok(for_cookie)
}

/// Refuses the demo's password everywhere but in a demo that only this machine can reach.
///
/// # Errors
/// [`CannotSignIn::Demo`].
pub fn refuse_demo_password_outside_demo(app: &App, password: &str) -> AppResult<()> {
    if password != DEMO_PASSWORD || (app.stage.demo && is_loopback(&app.settings.listen)) {
        Ok(())
    } else {
        Err(CannotSignIn::Demo.into())
    }
}

/// Whether only this machine can reach what listens here.
fn is_loopback(listen: &str) -> bool {
    let host = listen.rsplit_once(':').map_or(listen, |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

// ---- choosing a password by a one-time link

/// Sends a link to choose a new password, if there is somebody with this address. Nothing tells whether there is.
///
/// # Errors
/// Only when the database or a template fails.
pub fn ask_reset(conn: &mut Conn, act: &Act, post: &Post, email: &str, token: &str) -> AppResult<()> {
    let Some(person) = queries::find_by_email(conn, email)?.filter(|person| person.active) else {
        return Ok(());
    };
    if queries::count_resets_since(conn, person.id, act.now.plus_minutes(-60))? >= RESETS_AN_HOUR {
        return Ok(());
    }
    let expires_at = act.now.plus_minutes(RESET_HOURS * 60);
    let id = offer_link(conn, act, &person, token, expires_at)?;
    let key = format!("password-reset:{id}");
    let context = link(conn, post, token)?;
    let post = post.about(Class::AtOnce);
    post.send(conn, act, &key, &person.recipient(), "password_reset", context)?;
    Ok(())
}

/// Invites a person to choose a password.
///
/// # Errors
/// [`CannotKeep::NotActive`] for somebody who has left.
pub fn invite(conn: &mut Conn, act: &Act, post: &Post, person: PersonId, token: &str) -> AppResult<()> {
    let person = queries::find(conn, person)?;
    if !person.active {
        return Err(CannotKeep::NotActive.into());
    }
    let id = offer_link(conn, act, &person, token, act.now.plus_days(INVITATION_DAYS))?;
    let key = format!("invitation:{id}");
    let context = link(conn, post, token)?;
    let post = post.about(Class::AtOnce);
    post.send(conn, act, &key, &person.recipient(), "invitation", context)?;
    history::record(
        conn,
        act,
        Change {
            record: Record::of("person", person.id),
            event: "person-invited",
            facts: json!({}),
            text: None,
        },
    )
}

fn offer_link(
    conn: &mut Conn,
    act: &Act,
    person: &Person,
    token: &str,
    expires_at: Instant,
) -> AppResult<PasswordResetId> {
    let id: PasswordResetId = act.id();
    queries::insert_reset(conn, id, person.id, &token_hash(token), act.now, expires_at)?;
    Ok(id)
}

fn link(conn: &mut Conn, post: &Post, token: &str) -> AppResult<serde_json::Value> {
    let agency = queries::agency_facts(conn)?
        .map(|(_, name, _)| name)
        .unwrap_or_default();
    Ok(json!({
        "agency": agency,
        "link": post.url(&format!("/password-reset/{token}")),
        "hours": RESET_HOURS,
        "days": INVITATION_DAYS,
    }))
}

/// Sets the password by a one-time link and signs in here: every other device is signed out.
///
/// # Errors
/// [`CannotSignIn::Link`] when the link was used or is too old.
pub fn use_link(
    conn: &mut Conn,
    act: &Act,
    link_token: &str,
    hash: &str,
    session_token: &str,
    device: &Device,
) -> AppResult<PersonId> {
    let (id, person) = queries::find_reset(conn, &token_hash(link_token), act.now)?.ok_or(CannotSignIn::Link)?;
    if !queries::use_reset(conn, id, act.now)? {
        return Err(CannotSignIn::Link.into());
    }
    let mut act = act.clone();
    act.who = Some(person.id);
    let [(account, _), _] = keys(&person.email, &device.address);
    queries::delete_throttle(conn, &account)?;
    set_password(conn, &act, &person, hash, None)?;
    begin_session(conn, &act, person.id, session_token, device, None)?;
    Ok(person.id)
}

/// Sets a person's password; every device but this one is signed out, and links that were sent stop working.
///
/// # Errors
/// Stale when somebody changed the person meanwhile.
pub fn set_password(conn: &mut Conn, act: &Act, person: &Person, hash: &str, keep: Option<SessionId>) -> AppResult<()> {
    if !queries::set_password(conn, person, hash)? {
        return Err(AppError::Stale);
    }
    queries::use_resets_of(conn, person.id, act.now)?;
    queries::end_sessions(conn, person.id, keep, act.now)?;
    history::record(
        conn,
        act,
        Change {
            record: Record::of("person", person.id),
            event: "person-password-set",
            facts: json!({}),
            text: None,
        },
    )
}

/// Forgets what is of no use any more: counts of failures after a day, links a month after their end, sessions that
/// ended three months ago. Says how many rows.
///
/// # Errors
/// Only when the database fails.
pub fn forget_old(conn: &mut Conn, now: Instant) -> AppResult<usize> {
    Ok(queries::delete_old_sign_ins(
        conn,
        now.plus_days(-1),
        now.plus_days(-30),
        now.plus_days(-90),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::from_micros(1_780_000_000_000_000)
            .unwrap()
            .plus_minutes(minute)
    }

    #[test]
    fn after_five_failures_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let mut count: Option<Throttle> = None;
        let waits: Vec<i64> = (0..11)
            .map(|_| {
                let next = ACCOUNT.counted(count.as_ref(), at(0));
                let wait = next.blocked_until.map_or(0, |until| until.since(at(0)).num_minutes());
                count = Some(next);
                wait
            })
            .collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
        let later = ACCOUNT.counted(count.as_ref(), at(30 * 8));
        assert_eq!((later.failures, later.blocked_until), (4, None));
    }

    #[test]
    fn an_office_that_shares_an_address_is_not_locked_out_by_a_mistake_now_and_then() {
        let mut count = ADDRESS.counted(None, at(0));
        for minute in (0..600).step_by(4) {
            count = ADDRESS.counted(Some(&count), at(minute));
            assert_eq!(count.blocked_until, None);
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for listen in ["127.0.0.1:8420", "localhost:1", "[::1]:8420", "127.9.9.9:80"] {
            assert!(is_loopback(listen), "{listen}");
        }
        for listen in ["0.0.0.0:8420", "[::]:8420", "10.1.2.3:80", "localhost.evil:80"] {
            assert!(!is_loopback(listen), "{listen}");
        }
    }

    #[test]
    fn a_device_is_told_in_words() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1";
        assert_eq!(Device::words(edge), Some(("Edge", "Windows")));
        assert_eq!(Device::words(phone), Some(("Safari", "iPhone")));
        assert_eq!(Device::words("curl/8"), None);
    }
}
