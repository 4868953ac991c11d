//! Killed in the middle of writing: what was acknowledged is there, and the chains hold. `make kill-test` does it often.

use crate::town::Town;
use plumbline::base::act::Act;
use plumbline::base::clock::{Clock, Instant};
use plumbline::base::ids::{AnyId, Id};
use plumbline::platform::db::{Db, counters};
use plumbline::platform::history::{self, Change, Record};
use plumbline::platform::installation;
use regex::Regex;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

on_both![what_was_acknowledged_survives_a_kill];

/// Tells the child which database to write into until it is killed.
const DATABASE: &str = "KILL_TEST_DATABASE";
/// How often; more in `make kill-test`.
const KILLS: &str = "KILL_TEST_KILLS";

async fn what_was_acknowledged_survives_a_kill(town: &Town) {
    let kills: u64 = std::env::var(KILLS)
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(2);
    let acknowledged = Regex::new("acknowledged (kill-[0-9a-z-]+)").unwrap();
    let mut all = Vec::new();
    for round in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "kill::a_child_writes_until_it_is_killed",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(DATABASE, town.app.db.url())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reading = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
        std::thread::sleep(Duration::from_millis(700 + 90 * (round % 7)));
        // SIGKILL: nothing in the child can tidy up.
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = reading.join().unwrap();
        let told: Vec<String> = lines
            .iter()
            .filter_map(|line| Some(acknowledged.captures(line)?[1].to_owned()))
            .collect();
        assert!(!told.is_empty(), "the child wrote nothing: {lines:?}");
        all.extend(told);
        let expected = all.clone();
        let (lost, faults, last) = town.read(move |conn| {
            let mut lost = Vec::new();
            for key in expected {
                if installation::get(conn, &key)?.is_none() {
                    lost.push(key);
                }
            }
            let last = installation::get(conn, "kills")?;
            Ok((lost, history::verify(conn)?.faults, last))
        });
        assert_eq!(
            lost,
            Vec::<String>::new(),
            "acknowledged and lost, after kill {}",
            round + 1
        );
        assert_eq!(faults, Vec::<String>::new());
        assert!(last.is_some());
    }
}

/// Not a test by itself: the story above starts this program again with a database to write into.
#[test]
fn a_child_writes_until_it_is_killed() {
    let Ok(url) = std::env::var(DATABASE) else { return };
    let db = Db::open_migrated(&url, 8, 64).unwrap();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let db = db.clone();
            std::thread::spawn(move || {
                for n in 0.. {
                    let key = format!("kill-{}-{writer}-{n}", std::process::id());
                    let (own, now): (String, Instant) = (key.clone(), Clock::System.now());
                    let seed = u64::from(std::process::id()) << 32 | writer << 24 | n;
                    let act = Act::new(None, now, seed);
                    let done = db.write_now(move |conn| {
                        let act = act.clone();
                        let number = counters::take(conn, "KILL", 2026, 1)?;
                        installation::set(conn, &own, "written")?;
                        installation::set(conn, "kills", &number.to_string())?;
                        let record = Record::of("trial", AnyId::from_uuid(uuid::Uuid::from_u128(writer.into())));
                        let facts = serde_json::json!({"number": number});
                        history::record(
                            conn,
                            &act,
                            Change {
                                record,
                                event: "trial",
                                facts,
                                text: None,
                            },
                        )
                    });
                    match done {
                        Ok(()) => println!("\nacknowledged {key}"),
                        Err(error) => println!("\nnot written: {error}"),
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
}
