//! Two servers share one PostgreSQL while a day of reminders waits; one after the other is killed in the middle of it.
//! Every message is composed once and none is lost: what the mail server got is what one undisturbed server writes.

use crate::crowd::{self, City, OFFICES};
use crate::engines::{self, Engine};
use crate::kill::start_with;
use crate::mail::Sink;
use diesel::prelude::*;
use plumbline::audits::operations::{self as audits, NewAudit};
use plumbline::base::act::Act;
use plumbline::base::clock::{Clock, Instant};
use plumbline::base::codes::Role;
use plumbline::platform::db::{Conn, Db};
use plumbline::platform::mail::MailState;
use plumbline::schema::{jobs, outbox};
use plumbline::{people, planning};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Audits of each kind at each office.
const EACH: usize = 8;
/// How long the test waits for something that has to come.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn two_servers_of_which_each_is_killed_once_compose_every_message_once() {
    let now = Clock::System.now();
    let undisturbed = engines::empty(Engine::Postgres);
    prepare(&undisturbed.url, now);
    let folder = tempfile::tempdir().unwrap();
    run_reminders(&undisturbed.url, folder.path());
    let expected = keys(&mut Conn::open(&undisturbed.url).unwrap());
    assert!(
        expected.len() >= 4 * EACH * OFFICES,
        "a day has many reminders: {}",
        expected.len()
    );

    let shared = engines::empty(Engine::Postgres);
    prepare(&shared.url, now);
    let mut conn = Conn::open(&shared.url).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sink = runtime.block_on(Sink::open(&[]));
    let mut servers: Vec<Child> = (0..2).map(|_| serve(&shared.url, folder.path(), sink.port)).collect();
    for (killed, server) in servers.iter_mut().enumerate() {
        let part = expected.len() * (killed + 1) / 3;
        until("a part of the reminders", || count(&mut conn) >= part);
        // SIGKILL: nothing in the server can tidy up.
        server.kill().unwrap();
        server.wait().unwrap();
        let composed = count(&mut conn);
        assert!(
            composed < expected.len(),
            "it was not killed in the middle, but after all {composed}"
        );
        *server = serve(&shared.url, folder.path(), sink.port);
        hurry(&mut conn);
    }
    until("all reminders", || {
        hurry(&mut conn);
        count(&mut conn) == expected.len()
    });
    until("every mail", || {
        free_the_claims_of_the_dead(&mut conn);
        hurry(&mut conn);
        waiting(&mut conn) == 0
    });
    for server in &mut servers {
        server.kill().unwrap();
        server.wait().unwrap();
    }

    assert_eq!(
        keys(&mut conn),
        expected,
        "the same messages as from one server that lives"
    );
    let composed: BTreeSet<String> = outbox::table
        .select(outbox::message_id)
        .load(&mut conn)
        .unwrap()
        .into_iter()
        .collect();
    let received: Vec<String> = sink.received().iter().map(|mail| mail.header("Message-ID")).collect();
    let different: BTreeSet<String> = received.iter().cloned().collect();
    assert_eq!(different, composed, "each message arrived, and nothing else");
    // Each server hands over three at the same time.
    assert!(
        received.len() - different.len() <= 2 * 3,
        "only a mail in the hands of a server that was killed may come twice, with the same Message-ID: {} of {} did",
        received.len() - different.len(),
        different.len()
    );
}

/// A city in which a day of reminders waits: audits that opened, are due with grace left, and were missed.
fn prepare(url: &str, now: Instant) {
    let db = Db::open_migrated(url, 2, 64).unwrap();
    let city = crowd::found(&db, now);
    db.write_now(move |conn| {
        let act = Act::new(None, now, 2);
        let roles = [(city.root, Role::Manager)];
        people::operations::add_person(conn, &act, "Mona Manager", "manager@city.example", "en", &roles)?;
        // nothing is made beside what is here
        planning::operations::pause(conn, &act, city.plan)?;
        for n in 0..3 * EACH * OFFICES {
            audits::schedule(conn, &act, &with_window(&city, n, now))?.unwrap();
        }
        Ok(())
    })
    .unwrap();
    db.close();
}

/// Nothing here changes in the minutes a test may take, at whatever hour it runs: every morning in question is over.
fn with_window(city: &City, n: usize, now: Instant) -> NewAudit {
    let (opens, due, closes) = match n / OFFICES % 3 {
        0 => (now.plus_days(-1), now.plus_days(9), now.plus_days(9)),
        1 => (now.plus_days(-1), now.plus_minutes(-60), now.plus_days(2)),
        _ => (now.plus_days(-2), now.plus_days(-1), now.plus_minutes(-60)),
    };
    NewAudit {
        opens_at: opens,
        due_at: due,
        closes_at: closes,
        ..city.audit(n, now)
    }
}

/// All reminders that are due, by one server that nothing happens to.
fn run_reminders(url: &str, folder: &Path) {
    let ran = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(["jobs", "run", "remind"])
        .env("PLUMBLINE_DATABASE_URL", url)
        .env("PLUMBLINE_FILES_DIR", folder.join("files"))
        .env("PLUMBLINE_MAIL_DIR", folder.join("mail"))
        .env("RUST_LOG", "error")
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(ran.success());
}

fn serve(url: &str, folder: &Path, port: u16) -> Child {
    let settings = [
        ("PLUMBLINE_MAIL_TRANSPORT", "smtp".to_owned()),
        ("PLUMBLINE_SMTP_HOST", "127.0.0.1".to_owned()),
        ("PLUMBLINE_SMTP_PORT", port.to_string()),
        ("PLUMBLINE_SMTP_TLS", "none".to_owned()),
    ];
    start_with(url, folder, &settings).0
}

/// What has been composed, by rule, subject, recipient and step.
fn keys(conn: &mut Conn) -> BTreeSet<String> {
    let keys: Vec<String> = outbox::table.select(outbox::message_key).load(conn).unwrap();
    keys.into_iter().collect()
}

fn count(conn: &mut Conn) -> usize {
    outbox::table.count().get_result::<i64>(conn).unwrap() as usize
}

/// The mails that were not sent yet.
fn waiting(conn: &mut Conn) -> i64 {
    let waiting = outbox::table.filter(outbox::state.eq(MailState::Waiting));
    waiting.count().get_result(conn).unwrap()
}

/// Lets the minute pass after which the jobs look again.
fn hurry(conn: &mut Conn) {
    diesel::update(jobs::table.filter(jobs::name.eq_any(["remind", "mail"])))
        .set(jobs::next_at.eq(Clock::System.now()))
        .execute(conn)
        .unwrap();
}

/// Lets the minute pass after which a mail is tried again that a server had in hand when it was killed: one that has
/// been in hand for seconds, because a server that lives needs much less.
fn free_the_claims_of_the_dead(conn: &mut Conn) {
    let now = Clock::System.now();
    let old = outbox::next_try_at
        .gt(now)
        .and(outbox::next_try_at.le(now.plus_seconds(50)));
    diesel::update(outbox::table.filter(outbox::state.eq(MailState::Waiting).and(old)))
        .set(outbox::next_try_at.eq(now))
        .execute(conn)
        .unwrap();
}

fn until(what: &str, mut reached: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !reached() {
        assert!(begun.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(3));
    }
}
