//! What an answer comes to, what it needs, where an audit stands.

use super::*;

fn given(outcome: Option<Outcome>, value: Option<f64>) -> Given {
    Given {
        outcome,
        value,
        ..Given::default()
    }
}

fn day() -> chrono::NaiveDate {
    "2026-06-09".parse().unwrap()
}

fn an_audit(town: &Town) -> Audit {
    let id = town.started();
    queries::find(&mut town.conn(), id).unwrap()
}

#[test]
fn an_answer_comes_to_what_was_said_and_a_measured_value_is_judged_by_its_limits() {
    use Outcome::*;
    let town = Town::new();
    let (said, measured) = (&town.questions[0], &town.questions[1]);
    for outcome in [Conforms, Nonconforming, Corrected, NotApplicable] {
        assert_eq!(given(Some(outcome), Some(99.0)).outcome_for(said, day()), Some(outcome));
    }
    assert_eq!(given(None, Some(3.0)).outcome_for(said, day()), None);
    for (outcome, value, comes_to) in [
        (None, Some(15.0), Some(Conforms)),
        (None, Some(15.001), Some(Nonconforming)),
        (Some(Nonconforming), Some(3.0), Some(Conforms)),
        (Some(Corrected), Some(3.0), Some(Conforms)),
        (Some(Corrected), Some(20.0), Some(Corrected)),
        (Some(Conforms), Some(20.0), Some(Nonconforming)),
        (Some(NotApplicable), None, Some(NotApplicable)),
        (Some(Conforms), None, None),
        (None, Some(f64::NAN), None),
        (None, Some(f64::INFINITY), None),
    ] {
        assert_eq!(
            given(outcome, value).outcome_for(measured, day()),
            comes_to,
            "{outcome:?} {value:?}"
        );
    }
}

#[test]
fn an_answer_is_stored_without_what_does_not_belong_to_it() {
    let town = Town::new();
    let answer = Given {
        outcome: Some(Outcome::Nonconforming),
        value: Some(4.0),
        seen: "  seen\u{0}\r\nhere ".into(),
        done: "x".repeat(LONGEST_NOTE + 10),
        steps: vec![1, 9, 0, 1],
        given: Some("2".into()),
        ..Given::default()
    }
    .answer(&an_audit(&town), &town.questions[0], morning());
    assert_eq!((answer.value, answer.seen.as_str()), (None, "seen\nhere"));
    assert_eq!(answer.done.len(), LONGEST_NOTE);
    assert_eq!((answer.steps.as_str(), answer.steps()), ("0,1", vec![0, 1]));
}

#[test]
fn an_answer_says_what_it_needs() {
    let town = Town::new();
    let audit = an_audit(&town);
    let check = |n: usize, given: Given, photos| {
        given
            .answer(&audit, &town.questions[n], morning())
            .check(&town.questions[n], photos)
    };
    let with = |outcome, seen: &str, done: &str| Given {
        outcome: Some(outcome),
        seen: seen.into(),
        done: done.into(),
        ..Given::default()
    };
    assert_eq!(check(0, Given::default(), 0), Some(Missing::Answer));
    assert_eq!(check(1, Given::default(), 0), Some(Missing::Value));
    assert_eq!(check(0, with(Outcome::Conforms, "", ""), 0), None);
    assert_eq!(check(0, with(Outcome::Nonconforming, " ", ""), 0), Some(Missing::Seen));
    assert_eq!(check(0, with(Outcome::Corrected, "seen", " "), 0), Some(Missing::Done));
    assert_eq!(check(0, with(Outcome::Corrected, "seen", "done"), 0), None);
    assert_eq!(
        check(2, with(Outcome::Nonconforming, "seen", ""), 0),
        Some(Missing::Photo)
    );
    assert_eq!(check(2, with(Outcome::Nonconforming, "seen", ""), 1), None);
    assert_eq!(check(2, with(Outcome::NotApplicable, "", ""), 0), None);
}

#[test]
fn an_audit_stands_where_the_clock_says() {
    let town = Town::new();
    let id = town.schedule(9, Some(town.maria));
    let mut audit = queries::find(&mut town.conn(), id).unwrap();
    let standing = |audit: &Audit, at: Instant| audit.standing(at);
    assert_eq!(standing(&audit, audit.opens_at.plus_seconds(-1)), Standing::Scheduled);
    assert_eq!(standing(&audit, audit.opens_at), Standing::Open);
    assert_eq!(standing(&audit, audit.due_at), Standing::Open);
    assert_eq!(standing(&audit, audit.due_at.plus_seconds(1)), Standing::Late);
    assert_eq!(standing(&audit, audit.closes_at), Standing::Late);
    assert_eq!(standing(&audit, audit.closes_at.plus_seconds(1)), Standing::Missed);
    audit.state = AuditState::InProgress;
    assert_eq!(standing(&audit, audit.due_at), Standing::InProgress);
    assert_eq!(standing(&audit, audit.due_at.plus_seconds(1)), Standing::Late);
    audit.state = AuditState::Submitted;
    assert_eq!(standing(&audit, audit.closes_at.plus_days(1)), Standing::Submitted);
    assert_eq!(audit.check_open(morning()), Err(CannotAudit::Submitted));
}

#[test]
fn only_the_assignee_does_an_audit_and_without_one_any_holder_of_the_role() {
    let town = Town::new();
    let id = town.schedule(9, Some(town.maria));
    let start = |who| town.write(who, move |conn, act| operations::start(conn, act, id));
    assert_eq!(refusal(start(town.sam)), "audit-no-not-yours");
    assert_eq!(refusal(start(town.luis)), "audit-no-not-yours");
    start(town.maria).unwrap();
    start(town.maria).unwrap();
    let assigned = town.write(town.maria, move |conn, act| operations::assign(conn, act, id, None));
    assert_eq!(refusal(assigned), "audit-no-started");

    let open = town.schedule(8, None);
    town.app.clock.set(at("2026-06-08T14:00:00Z"));
    let start = |who| town.write(who, move |conn, act| operations::start(conn, act, open));
    assert_eq!(refusal(start(town.luis)), "audit-no-not-yours");
    assert_eq!(refusal(start(town.tom)), "audit-no-not-yours");
    start(town.sam).unwrap();
    assert_eq!(refusal(start(town.maria)), "audit-no-not-yours", "who starts it has it");
}

/// A question of a kind, as the file writes its answer.
fn asking(town: &Town, answer: &str) -> QuestionVersion {
    let source = format!(
        "schema: 1\ntemplate: t\ntitle: T\nprocess: {{ id: p, name: P }}\nsections:\n  - title: S\n    questions:\n      - \
         {{ id: q, text: Is it so?, severity: minor, {answer} }}\n"
    );
    let read = crate::checklists::file::read("t.yaml", &source).unwrap();
    let question = read.questions().next().unwrap();
    let like = &town.questions[0];
    QuestionVersion::of(like.id, like.version_id, like.question_id, 1, &like.section, question)
}

fn stated(outcome: Option<Outcome>, words: &str) -> Given {
    Given {
        outcome,
        given: Some(words.into()),
        ..Given::default()
    }
}

#[test]
fn a_choice_conforms_as_the_list_says() {
    use Outcome::*;
    let town = Town::new();
    let judged = asking(&town, "answer: { choice: [{ text: A }, { text: B, conforms: false }] }");
    let recorded = asking(&town, "answer: { choice: [{ text: A }, { text: B }] }");
    assert!(judged.is_judged() && !recorded.is_judged());
    for (outcome, number, comes_to) in [
        (None, "1", Some(Conforms)),
        (None, " 2 ", Some(Nonconforming)),
        (Some(Corrected), "2", Some(Corrected)),
        (Some(Corrected), "1", Some(Conforms)),
        (Some(Conforms), "2", Some(Nonconforming)),
        (Some(NotApplicable), "2", Some(NotApplicable)),
        (Some(NotApplicable), "", Some(NotApplicable)),
        (Some(Conforms), "", None),
        (None, "0", None),
        (None, "3", None),
        (None, "-1", None),
        (None, "B", None),
    ] {
        let given = stated(outcome, number);
        assert_eq!(given.outcome_for(&judged, day()), comes_to, "{outcome:?} {number}");
    }
    for (outcome, number, comes_to) in [
        (None, "2", Some(Recorded)),
        (Some(Nonconforming), "2", Some(Recorded)),
        (Some(Corrected), "2", Some(Recorded)),
        (Some(Recorded), "", None),
        (Some(NotApplicable), "1", Some(NotApplicable)),
    ] {
        let given = stated(outcome, number);
        assert_eq!(given.outcome_for(&recorded, day()), comes_to, "{outcome:?} {number}");
    }
    // Only a question of another kind records: a plain one has to be answered.
    assert_eq!(given(Some(Recorded), None).outcome_for(&town.questions[0], day()), None);
}

#[test]
fn a_date_conforms_up_to_its_limits_counted_from_the_day_of_the_audit() {
    use Outcome::*;
    let town = Town::new();
    let ago = asking(&town, "answer: { date: { max-days-ago: 365 } }");
    let ahead = asking(&town, "answer: { date: { min-days-ahead: 30 } }");
    let both = asking(&town, "answer: { date: { max-days-ago: 0, min-days-ahead: 1 } }");
    let free = asking(&town, "answer: { date: {} }");
    for (question, date, comes_to) in [
        (&ago, "2025-06-09", Some(Conforms)),
        (&ago, "2025-06-08", Some(Nonconforming)),
        (&ago, "2026-06-09", Some(Conforms)),
        (&ahead, "2026-07-09", Some(Conforms)),
        (&ahead, "2026-07-08", Some(Nonconforming)),
        (&both, "2026-06-10", Some(Conforms)),
        (&both, "2026-06-09", Some(Nonconforming)),
        (&free, "0001-01-01", Some(Recorded)),
        (&ago, "2026-02-30", None),
        (&ago, "June 9", None),
        (&free, "9999999-01-01", None),
    ] {
        assert_eq!(stated(None, date).outcome_for(question, day()), comes_to, "{date}");
    }
    let late = |outcome| stated(Some(outcome), "2025-06-08").outcome_for(&ago, day());
    assert_eq!(late(Corrected), Some(Corrected));
    assert_eq!(late(NotApplicable), Some(NotApplicable));
    let date = |text: &str| Some(text.parse().unwrap());
    let earliest = [&ago, &ahead, &both, &free].map(|question| question.earliest(day()));
    assert_eq!(
        earliest,
        [date("2025-06-09"), date("2026-07-09"), date("2026-06-10"), None]
    );
}

#[test]
fn words_are_recorded_and_an_answer_may_need_words() {
    use Outcome::*;
    let town = Town::new();
    let audit = an_audit(&town);
    let text = asking(&town, "answer: text");
    let noted = asking(&town, "answer: { date: {} }, note: required");
    let plain = asking(&town, "note: required");
    let check = |question: &QuestionVersion, given: Given| given.answer(&audit, question, morning()).check(question, 0);
    assert_eq!(stated(None, "All well.").outcome_for(&text, day()), Some(Recorded));
    assert_eq!(check(&text, stated(None, " \n ")), Some(Missing::Given));
    assert_eq!(check(&text, stated(None, "All well.")), None);
    assert_eq!(check(&text, stated(Some(NotApplicable), "")), None);
    let seen = |given: Given| Given {
        seen: "Seen.".into(),
        ..given
    };
    assert_eq!(check(&noted, stated(None, "2026-06-09")), Some(Missing::Note));
    assert_eq!(check(&noted, seen(stated(None, "2026-06-09"))), None);
    assert_eq!(check(&plain, given(Some(Conforms), None)), Some(Missing::Note));
    assert_eq!(check(&plain, given(Some(Nonconforming), None)), Some(Missing::Seen));
    assert_eq!(check(&plain, given(Some(NotApplicable), None)), None);
    assert_eq!(check(&plain, seen(given(Some(Conforms), None))), None);
    // A value is nothing to a question that asks for words, and words are nothing to one that asks for a value.
    let answer = given(None, Some(3.0)).answer(&audit, &text, morning());
    assert_eq!(
        (answer.value, answer.given.as_deref(), answer.outcome),
        (None, None, None)
    );
    let measured = stated(None, "3").answer(&audit, &town.questions[1], morning());
    assert_eq!((measured.given, measured.outcome), (None, None));
}
