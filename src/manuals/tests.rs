//! Editions: loaded once, in force on their day, fixed from then on; clauses that keep their identity.

use super::file::{self, ManualFile};
use super::model::{EditionState, Loaded, What};
use super::{operations, queries};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::platform::db::{Conn, testing};
use crate::platform::error::AppResult;
use crate::platform::history::{self, Record};
use chrono::NaiveDate;

const FIRST: &str = "---
manual: CS
title: Customer service procedures manual
edition: 1
in-force-from: 2026-01-05
---
# 1 At the counter {#counter}

## 1.1 Greeting {#greeting}
Each person is *greeted*.

## 1.2 Waiting {#waiting}
Nobody waits unseen.
";

fn second(from: &str) -> String {
    FIRST
        .replace("edition: 1", "edition: 2")
        .replace("2026-01-05", from)
        .replace(
            "## 1.2 Waiting {#waiting}",
            "## 1.2 Signs {#signs}\nSigns can be read.\n\n## 1.3 Waiting {#waiting}",
        )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn manual(text: &str) -> ManualFile {
    file::read("cs.md", text).unwrap()
}

fn act(seed: u64) -> Act {
    Act::new(None, Instant::from_micros(1_780_000_000_000_000).unwrap(), seed)
}

fn load(conn: &mut Conn, seed: u64, text: &str, today: &str) -> AppResult<Loaded> {
    operations::load(conn, &act(seed), &manual(text), text, day(today))
}

#[test]
fn an_edition_is_loaded_once() {
    let (_folder, mut conn) = testing::fresh();
    let loaded = load(&mut conn, 1, FIRST, "2026-03-01").unwrap();
    assert_eq!(loaded.what, What::NewManual);
    let again = load(&mut conn, 2, &FIRST.replace('\n', "\r\n"), "2026-03-01").unwrap();
    assert_eq!((again.what, again.edition), (What::Unchanged, loaded.edition));
    let record = Record::of("manual", loaded.manual);
    let events: Vec<String> = history::timeline(&mut conn, record)
        .unwrap()
        .into_iter()
        .map(|entry| entry.event)
        .collect();
    assert_eq!(events, ["edition-in-force", "edition-loaded"]);

    let all = queries::list(&mut conn).unwrap();
    assert_eq!(all[0].0.title, "Customer service procedures manual");
    assert_eq!(all[0].1.as_ref().unwrap().state, EditionState::InForce);
    let clauses = queries::clauses(&mut conn, loaded.edition).unwrap();
    let shown: Vec<_> = clauses
        .iter()
        .map(|c| (c.number.as_str(), c.title.as_str(), c.depth))
        .collect();
    assert_eq!(
        shown,
        [
            ("1", "At the counter", 1),
            ("1.1", "Greeting", 2),
            ("1.2", "Waiting", 2)
        ]
    );
    let greeting = queries::find_clause(&mut conn, "CS", "1.1").unwrap().unwrap();
    assert_eq!(greeting.body.trim(), "Each person is *greeted*.");
    assert_eq!(queries::find_clause(&mut conn, "CS", "9").unwrap(), None);
}

#[test]
fn an_edition_in_force_never_changes() {
    let (_folder, mut conn) = testing::fresh();
    let loaded = load(&mut conn, 1, FIRST, "2026-03-01").unwrap();
    let other = FIRST.replace("greeted", "greeted at once");
    let refused = load(&mut conn, 2, &other, "2026-03-02").unwrap_err().said();
    assert_eq!(refused.key, "manual-no-edition-fixed");
    assert!(refused.args.contains(&("next".into(), 2.into())));
    let clauses = queries::clauses(&mut conn, loaded.edition).unwrap();
    assert_eq!(clauses[1].body.trim(), "Each person is *greeted*.");
}

#[test]
fn the_next_edition_keeps_the_identity_of_clauses() {
    let (_folder, mut conn) = testing::fresh();
    let first = load(&mut conn, 1, FIRST, "2026-03-01").unwrap();
    let waiting = queries::find_clause(&mut conn, "CS", "1.2").unwrap().unwrap();
    let loaded = load(&mut conn, 2, &second("2026-03-01"), "2026-03-01").unwrap();
    assert_eq!(loaded.what, What::NewEdition);
    let editions = queries::editions(&mut conn, loaded.manual).unwrap();
    let states: Vec<_> = editions.iter().map(|e| (e.number, e.state)).collect();
    assert_eq!(states, [(2, EditionState::InForce), (1, EditionState::Superseded)]);
    let moved = queries::find_clause(&mut conn, "CS", "1.3").unwrap().unwrap();
    assert_eq!(moved.clause_id, waiting.clause_id);
    let signs = queries::find_clause(&mut conn, "CS", "1.2").unwrap().unwrap();
    assert_ne!(signs.clause_id, waiting.clause_id);
    let before = queries::clauses_in(&mut conn, first.edition, &[waiting.clause_id]).unwrap();
    assert_eq!(before[&waiting.clause_id].number, "1.2");
}

#[test]
fn a_draft_waits_for_its_day_and_may_still_change() {
    let (_folder, mut conn) = testing::fresh();
    load(&mut conn, 1, FIRST, "2026-03-01").unwrap();
    let draft = load(&mut conn, 2, &second("2026-04-01"), "2026-03-01").unwrap();
    assert_eq!(queries::find_clause(&mut conn, "CS", "1.3").unwrap(), None);
    let reworded = second("2026-04-02").replace("Signs can be read", "Signs can be read from afar");
    let again = load(&mut conn, 3, &reworded, "2026-03-02").unwrap();
    assert_eq!((again.what, again.edition), (What::NewDraft, draft.edition));

    assert_eq!(operations::begin_all(&mut conn, &act(4), day("2026-04-01")).unwrap(), 0);
    assert_eq!(operations::begin_all(&mut conn, &act(5), day("2026-04-02")).unwrap(), 2);
    assert_eq!(operations::begin_all(&mut conn, &act(6), day("2026-04-02")).unwrap(), 0);
    // A clock that is set back does not bring the old edition back.
    assert_eq!(operations::begin_all(&mut conn, &act(7), day("2026-03-01")).unwrap(), 0);
    let signs = queries::find_clause(&mut conn, "CS", "1.2").unwrap().unwrap();
    assert_eq!(signs.body.trim(), "Signs can be read from afar.");
}

#[test]
fn a_draft_whose_day_has_come_is_fixed_even_before_the_job_ran() {
    let (_folder, mut conn) = testing::fresh();
    load(&mut conn, 1, &second("2026-04-01"), "2026-03-01").unwrap();
    let reworded = second("2026-04-01").replace("Signs can be read", "Signs can be read from afar");
    let refused = load(&mut conn, 2, &reworded, "2026-04-01").unwrap_err().said();
    assert_eq!(refused.key, "manual-no-edition-fixed");
}
