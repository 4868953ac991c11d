//! The server is killed (SIGKILL) at random moments while sixteen clients submit audits: nothing acknowledged may be
//! lost, nothing may happen twice. `make kill-test` does it fifty times on each engine and prints the figures.

use crate::crowd::{self, Waiting};
use crate::engines::{self, Engine};
use diesel::prelude::*;
use plumbline::base::act::{Act, mix};
use plumbline::base::clock::{Clock, Instant};
use plumbline::base::ids::*;
use plumbline::people::sign_in::{Device, begin_session, new_token};
use plumbline::platform::db::{Conn, Db};
use plumbline::platform::history;
use plumbline::schema::{audits, counters, findings, submissions};
use plumbline::{audits::model::AuditState, figures};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet, VecDeque};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

/// How often the server is killed; more in `make kill-test`.
const KILLS: &str = "KILL_TEST_KILLS";
/// The moments are random, but the same for the same seed.
const SEED: &str = "KILL_TEST_SEED";
/// Clients that submit at the same time.
const CLIENTS: usize = 16;

mod sqlite {
    #[test]
    fn no_acknowledged_submission_is_lost_or_doubled() {
        super::kill_and_look(crate::engines::Engine::Sqlite);
    }
}
mod postgres {
    #[test]
    fn no_acknowledged_submission_is_lost_or_doubled() {
        super::kill_and_look(crate::engines::Engine::Postgres);
    }
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable)
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(otherwise)
}

fn kill_and_look(engine: Engine) {
    let (kills, seed) = (number(KILLS, 2), number(SEED, 1));
    let database = engines::empty(engine);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_migrated(&database.url, 2, 64).unwrap();
    let now = Clock::System.now();
    let waiting = crowd::prepare(&db, now, 300 + 120 * kills as usize);
    let all = waiting.len();
    let tokens = sign_in(&db, &waiting, now);
    db.close();

    let queue = Mutex::new(VecDeque::from(waiting.clone()));
    let acknowledged: Mutex<HashSet<SubmissionId>> = Mutex::default();
    let mut sent_again = 0;
    for round in 0..kills {
        let (mut server, address) = start(&database.url, folder.path());
        let moment = Duration::from_millis(30 + mix(seed ^ mix(round)) % 500);
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|_| scope.spawn(|| submit(&address, &queue, &acknowledged, &tokens)))
                .collect();
            std::thread::sleep(moment);
            // SIGKILL: nothing in the server can tidy up.
            server.kill().unwrap();
            server.wait().unwrap();
            sent_again += clients.into_iter().map(|client| client.join().unwrap()).sum::<usize>();
        });
    }
    let before_the_end = acknowledged.lock().unwrap().len();
    // What was not acknowledged is sent again, with the same ids: some of it had arrived.
    let (mut server, address) = start(&database.url, folder.path());
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| submit(&address, &queue, &acknowledged, &tokens));
        }
    });
    server.kill().unwrap();
    server.wait().unwrap();

    let acknowledged = acknowledged.into_inner().unwrap();
    let mut conn = Conn::open(&database.url).unwrap();
    let kept: HashSet<SubmissionId> = submissions::table
        .select(submissions::id)
        .load(&mut conn)
        .unwrap()
        .into_iter()
        .collect();
    let lost = acknowledged.difference(&kept).count();
    let submitted: i64 = audits::table
        .filter(audits::state.eq(AuditState::Submitted))
        .count()
        .get_result(&mut conn)
        .unwrap();
    let found: i64 = findings::table.count().get_result(&mut conn).unwrap();
    let last_number: i32 = counters::table.select(counters::last).first(&mut conn).unwrap();
    println!(
        "{engine:?}: {kills} kills, seed {seed}, {CLIENTS} clients: {before_the_end} submissions acknowledged between kills, \
         {sent_again} cut off and sent again, {all} in the end; lost {lost}, doubled {}",
        submitted - kept.len() as i64 + found - all as i64 / 2
    );
    assert_eq!((lost, acknowledged.len(), kept.len()), (0, all, all));
    assert_eq!(submitted, all as i64);
    assert_eq!(
        found,
        all as i64 / 2,
        "every second audit has one finding, and only one"
    );
    assert_eq!(i64::from(last_number), found, "numbers have no gaps");
    assert_eq!(history::verify(&mut conn).unwrap().faults, Vec::<String>::new());
    assert_eq!(
        figures::operations::recount(&mut conn).unwrap().len(),
        0,
        "figures are equal to a recount"
    );
}

fn sign_in(db: &Db, waiting: &[Waiting], now: Instant) -> HashMap<PersonId, String> {
    let mut tokens = HashMap::new();
    for one in waiting {
        let person = one.person;
        tokens.entry(person).or_insert_with(|| {
            let token = new_token().unwrap();
            let (given, act) = (token.clone(), Act::new(Some(person), now, 7 + one.office as u64));
            let device = Device {
                agent: "kill test".into(),
                address: "127.0.0.1".into(),
            };
            db.write_now(move |conn| begin_session(conn, &act.clone(), person, &given, &device, None))
                .unwrap();
            token
        });
    }
    tokens
}

/// Starts the real server on a free port and waits until it takes writes.
fn start(url: &str, folder: &Path) -> (Child, String) {
    start_with(url, folder, &[])
}

/// The same, with more settings.
pub fn start_with(url: &str, folder: &Path, settings: &[(&str, String)]) -> (Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("http://127.0.0.1:{port}");
    let mut server = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .arg("serve")
        .env("PLUMBLINE_DATABASE_URL", url)
        .env("PLUMBLINE_LISTEN", format!("127.0.0.1:{port}"))
        .env("PLUMBLINE_PUBLIC_URL", &address)
        .env("PLUMBLINE_FILES_DIR", folder.join("files"))
        .env("PLUMBLINE_MAIL_DIR", folder.join("mail"))
        .env("RUST_LOG", "error")
        .envs(settings.iter().map(|(key, value)| (key, value)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // the client of this test comes with the TLS of the program
    plumbline::platform::files::storage::use_ring();
    let client = reqwest::blocking::Client::new();
    for _ in 0..600 {
        if client
            .get(format!("{address}/readyz"))
            .send()
            .is_ok_and(|answer| answer.status().is_success())
        {
            return (server, address);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    server.kill().unwrap();
    server.wait().unwrap();
    panic!("the server did not get ready in half a minute");
}

/// One client: submits until nothing is left or the server is gone; says how many it has to send again.
fn submit(
    address: &str,
    queue: &Mutex<VecDeque<Waiting>>,
    acknowledged: &Mutex<HashSet<SubmissionId>>,
    tokens: &HashMap<PersonId, String>,
) -> usize {
    let client = reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    loop {
        let Some(next) = queue.lock().unwrap().pop_front() else {
            return 0;
        };
        let token = &tokens[&next.person];
        let csrf = hex::encode(Sha256::new().chain_update("csrf").chain_update(token).finalize());
        let answer = client
            .put(format!(
                "{address}/audits/{}/submissions/{}",
                next.audit, next.submission
            ))
            .header("cookie", format!("session={token}"))
            .header("x-csrf", csrf)
            .header("accept", "application/json")
            .json(&next.body())
            .send();
        match answer.map(|answer| (answer.status().as_u16(), answer.text().unwrap_or_default())) {
            Ok((200 | 201, _)) => {
                acknowledged.lock().unwrap().insert(next.submission);
            }
            // Busy: nothing was done, and the same may be sent again.
            Ok((503, _)) => queue.lock().unwrap().push_back(next),
            Ok((status, body)) => panic!("a submission was answered with {status}: {body}"),
            Err(_) => {
                queue.lock().unwrap().push_front(next);
                return 1;
            }
        }
    }
}
