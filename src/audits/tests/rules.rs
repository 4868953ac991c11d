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
