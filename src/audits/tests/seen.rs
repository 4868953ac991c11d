//! Several things seen under one answer, what is sensitive, and what a device noted.

use super::*;
use crate::audits::facts::Noted;
use crate::findings;
use crate::findings::model::{Finding, State};
use serde_json::json;

fn found(town: &Town, id: AuditId) -> Vec<Finding> {
    findings::queries::of_origin(&mut town.conn(), Origin::Audit(id)).unwrap()
}

fn more(seen: &str, done: &str) -> More {
    More {
        seen: seen.into(),
        done: done.into(),
    }
}

#[test]
fn each_thing_seen_under_an_answer_is_a_finding_and_the_answer_counts_once() {
    let town = Town::new();
    let id = town.started();
    let mut answers = town.answers();
    answers[1].1.more = vec![more("A form was missing.", ""), more(" ", ""), more("No chair.", "")];
    answers[3].1.more = vec![more("Form B of 2023.", "Took it away, too.")];
    town.submit(town.maria, id, town.sent(1, &answers)).unwrap();
    let found = found(&town, id);
    let brief: Vec<(&str, i32, State, &str, Option<&str>)> = found
        .iter()
        .map(|f| (f.number.as_str(), f.part, f.state, f.seen.as_str(), f.done.as_deref()))
        .collect();
    assert_eq!(
        brief,
        [
            (
                "NC-2026-00001",
                1,
                State::Contained,
                "22.5 minutes. Two of four windows were open.",
                None
            ),
            ("NC-2026-00002", 2, State::Contained, "A form was missing.", None),
            ("NC-2026-00003", 3, State::Contained, "No chair.", None),
            (
                "NC-2026-00004",
                1,
                State::Verified,
                "Form A of 2024.",
                Some("Took them away.")
            ),
            (
                "NC-2026-00005",
                2,
                State::Verified,
                "Form B of 2023.",
                Some("Took it away, too.")
            ),
        ]
    );
    assert!(found.iter().all(|f| f.repeat_of.is_none()), "no repeats of each other");
    let audit = queries::find(&mut town.conn(), id).unwrap();
    assert_eq!((audit.conforms, audit.nonconforming, audit.corrected), (1, 1, 1));
    assert_eq!(crate::figures::operations::recount(&mut town.conn()).unwrap(), []);

    // Found again the next day: every thing repeats one of the day before.
    let next = town.schedule(10, Some(town.maria));
    let act = |n| Act::new(Some(town.maria), at("2026-06-10T13:30:00Z"), n);
    operations::start(&mut town.conn(), &act(1), next).unwrap();
    let post = town.app.post.clone();
    operations::submit(&mut town.conn(), &act(2), &post, next, &town.sent(2, &answers)).unwrap();
    let again = self::found(&town, next);
    assert!(
        again
            .iter()
            .all(|f| f.repeat_of.is_some_and(|of| found.iter().any(|was| was.id == of)))
    );
}

#[test]
fn a_further_thing_needs_words_and_there_are_five_at_most() {
    let town = Town::new();
    let id = town.started();
    let mut answers = town.answers();
    answers[1].1.more = vec![more("A form was missing.", ""), more("", "Brought a chair.")];
    answers[3].1.more = vec![more("Form B of 2023.", "")];
    let missing = operations::missing(&mut town.conn(), &town.act(town.maria), id, &answers).unwrap();
    let brief: Vec<(usize, String)> = missing.iter().map(|(n, _, missing)| (*n, missing.what())).collect();
    assert_eq!(brief, [(2, "seen-3".to_owned()), (4, "done-2".to_owned())]);
    let (q, field) = (town.question(1), missing[0].2.field(town.question(1)));
    assert_eq!(field, format!("seen-{q}-3"));
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(1, &answers))),
        "audit-no-incomplete"
    );

    answers[1].1.more = (0..5).map(|n| more(&format!("Thing {n}"), "")).collect();
    let given = answers[1].1.clone();
    let saved = town.write(town.maria, move |conn, act| save(conn, act, id, &[(q, given.clone())]));
    assert_eq!(refusal(saved), "audit-no-too-much-seen");
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(1, &answers))),
        "audit-no-too-much-seen"
    );
    assert!(queries::answers(&mut town.conn(), id).unwrap().is_empty());
}

#[test]
fn what_belongs_to_a_nonconformance_goes_with_it() {
    let town = Town::new();
    let id = town.started();
    let mut answers = town.answers();
    answers[0].1.more = vec![more("Typed before the choice was changed.", "")];
    answers[0].1.sensitive = true;
    let (q, given) = (town.question(0), answers[0].1.clone());
    town.write(town.maria, move |conn, act| save(conn, act, id, &[(q, given.clone())]))
        .unwrap();
    let kept = |town: &Town| {
        let answers = queries::answers(&mut town.conn(), id).unwrap();
        let answer = answers.into_iter().find(|answer| answer.question_id == q).unwrap();
        (answer.further().len(), answer.sensitive)
    };
    assert_eq!(kept(&town), (1, true), "nothing typed is lost on the way");
    town.submit(town.maria, id, town.sent(1, &answers)).unwrap();
    assert_eq!(kept(&town), (0, false));
    assert_eq!(found(&town, id).len(), 2);
}

#[test]
fn older_bodies_hash_as_they_did() {
    let town = Town::new();
    // what the release before wrote down for these answers
    let q = town.question(0);
    let sent = town.sent(
        1,
        &[(
            q,
            Given {
                outcome: Some(Outcome::Conforms),
                ..Given::default()
            },
        )],
    );
    let canonical = json!({
        "answers": {q.to_string(): {
            "outcome": "conforms", "value": null, "seen": "", "done": "", "steps": [], "given": null,
        }},
        "device_at": null,
    });
    use sha2::{Digest, Sha256};
    assert_eq!(sent.body_hash, hex::encode(Sha256::digest(canonical.to_string())));
}

#[test]
fn a_sensitive_finding_is_told_at_once_to_everybody_who_leads_once() {
    let town = Town::new();
    let id = town.started();
    let mut answers = town.answers();
    answers[1].1.sensitive = true;
    let city: UnitId = units::table
        .filter(units::parent_id.is_null())
        .select(units::id)
        .first(&mut town.conn())
        .unwrap();
    let act = town.act(town.luis);
    let elena = people::operations::add_person(
        &mut town.conn(),
        &act,
        "Elena Petrova",
        "elena@alderbay.example",
        "en",
        &[(city, Role::Director)],
    )
    .unwrap();
    town.submit(town.maria, id, town.sent(1, &answers)).unwrap();
    let found = found(&town, id);
    assert_eq!(found.iter().map(|f| f.sensitive).collect::<Vec<_>>(), [true, false]);
    let told = findings::queries::told_at_once(&mut town.conn(), found[0].id).unwrap();
    let mut expected = vec![town.luis, elena];
    expected.sort_by_key(|person| person.to_string());
    assert_eq!(
        told, expected,
        "the director is told once, as the unit's and as the agency's"
    );
    assert_eq!(
        findings::queries::told_at_once(&mut town.conn(), found[1].id).unwrap(),
        []
    );
}

#[test]
fn what_a_device_notes_never_refuses_and_nonsense_is_left_out() {
    let town = Town::new();
    let id = town.started();
    let [a, b, c, d] = [0, 1, 2, 3].map(|n| town.question(n));
    let stranger = uuid::Uuid::from_u128(5);
    let facts = json!({
        a.to_string(): {"nth": 2, "seconds": 12.54, "changes": 3, "pasted": 0, "at": "2026-06-09T13:31:00Z"},
        b.to_string(): {"nth": -1, "seconds": -4, "changes": 1e300, "pasted": "lots", "at": "yesterday"},
        c.to_string(): {"nth": 1, "seconds": 1e12, "at": "0001-01-01T00:00:00Z", "mood": "good"},
        d.to_string(): "nonsense",
        stranger.to_string(): {"nth": 1},
        "no id": {"nth": 1},
    });
    let sent = Sent {
        noted: Noted::read(&facts, &json!("2026-06-09T13:29:00Z")),
        ..town.sent(1, &town.answers())
    };
    assert_eq!(town.submit(town.maria, id, sent).unwrap(), Received::New);
    let rows = queries::facts(&mut town.conn(), id).unwrap();
    let mut brief: Vec<_> = rows
        .iter()
        .map(|(_, f)| (f.question_id, f.nth, f.seconds, f.changes, f.pasted, f.device_at))
        .collect();
    brief.sort_by_key(|row| [a, b, c, d].iter().position(|q| *q == row.0));
    assert_eq!(
        brief,
        [
            (
                a,
                Some(2),
                Some(12.5),
                Some(3),
                Some(0),
                Some(at("2026-06-09T13:31:00Z"))
            ),
            (b, None, None, Some(100_000), None, None),
            (c, Some(1), Some(86_400.0), None, None, None),
        ]
    );
    let submission = queries::submission_of(&mut town.conn(), id).unwrap().unwrap();
    assert_eq!(submission.started_at, Some(at("2026-06-09T13:29:00Z")));
    for odd in [json!(null), json!([1, 2]), json!("x"), json!(7)] {
        assert_eq!(Noted::read(&odd, &odd), Noted::default());
    }
}
