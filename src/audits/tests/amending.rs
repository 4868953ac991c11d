//! Five minutes to change what was sent: figures, findings, watches and history follow, and nothing is erased.

use super::*;
use crate::audits::amending::{self, Taken};
use crate::figures;
use crate::findings;
use crate::findings::model::{ActionKind, Finding, LayeredAnswer, State, WatchState};
use crate::findings::operations::{self as repairing, NewAction};
use crate::platform::history::{self, Record};
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A town at work: writes at any moment, each with ids of its own.
struct Work {
    town: Town,
    n: Cell<u64>,
}

impl Work {
    fn new() -> Self {
        Self {
            town: Town::new(),
            n: Cell::new(1000),
        }
    }

    fn at<T: Send + 'static>(
        &self,
        who: PersonId,
        now: Instant,
        body: impl Fn(&mut Conn, &Act) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        self.n.set(self.n.get() + 1);
        let act = Act::new(Some(who), now, self.n.get());
        self.town.app.db.write_now(move |conn| body(conn, &act.clone()))
    }

    fn submit(&self, id: AuditId, now: Instant, answers: &[(QuestionId, Given)]) {
        let (sent, post) = (self.sent(answers), self.town.app.post.clone());
        let received = self.at(self.town.maria, now, move |conn, act| {
            operations::start(conn, act, id)?;
            operations::submit(conn, act, &post, id, &sent)
        });
        assert_eq!(received.unwrap(), Received::New);
    }

    fn sent(&self, answers: &[(QuestionId, Given)]) -> Sent {
        self.n.set(self.n.get() + 1);
        self.town.sent(self.n.get().into(), answers)
    }

    fn amend(&self, id: AuditId, now: Instant, answers: &[(QuestionId, Given)]) -> AppResult<Taken> {
        self.amend_with(self.town.maria, id, now, self.sent(answers))
    }

    fn amend_with(&self, who: PersonId, id: AuditId, now: Instant, sent: Sent) -> AppResult<Taken> {
        let post = self.town.app.post.clone();
        self.at(who, now, move |conn, act| {
            amending::amend(conn, act, &post, id, &sent, &[])
        })
    }

    fn found(&self, id: AuditId) -> Vec<Finding> {
        findings::queries::of_origin(&mut self.town.conn(), Origin::Audit(id)).unwrap()
    }

    fn finding(&self, id: FindingId) -> Finding {
        findings::queries::find(&mut self.town.conn(), id).unwrap()
    }

    fn events(&self, id: FindingId) -> Vec<String> {
        let timeline = history::timeline(&mut self.town.conn(), Record::of("finding", id)).unwrap();
        timeline.into_iter().map(|entry| entry.event).collect()
    }

    /// A finding of June 8 on the first question that was repaired and is watched.
    fn repaired(&self) -> Finding {
        let (town, now) = (&self.town, at("2026-06-08T14:00:00Z"));
        let audit = town.schedule(8, Some(town.maria));
        self.submit(audit, now, &self.answers([Say::Fails(&["Nobody looked up."]), C, C, C]));
        let id = self.found(audit)[0].id;
        let (maria, sam, luis) = (town.maria, town.sam, town.luis);
        let repair = self.at(maria, now, move |conn, act| {
            repairing::contain(conn, act, id, "Greeted everybody.")?;
            repairing::find_cause(conn, act, id, "method", &["Because.".into()], "No rule.")?;
            let new = NewAction {
                kind: ActionKind::Corrective,
                body: "Write the rule.".into(),
                owner_id: sam,
                due_on: None,
                strength: None,
                cost: None,
            };
            repairing::plan_action(conn, act, id, &new)
        });
        let action = repair.unwrap();
        self.at(sam, now, move |conn, act| {
            repairing::finish_action(conn, act, action, "Written.")
        })
        .unwrap();
        self.at(luis, now, move |conn, act| {
            repairing::close(conn, act, id, "Looked.", LayeredAnswer::Existing, "Question 1")
        })
        .unwrap();
        self.finding(id)
    }

    /// Answers to the four questions.
    fn answers(&self, say: [Say<'_>; 4]) -> Vec<(QuestionId, Given)> {
        let measured = 1;
        say.iter()
            .enumerate()
            .map(|(n, say)| (self.town.question(n), say.given(n == measured)))
            .collect()
    }

    fn watch(&self, id: FindingId) -> (Option<WatchState>, Vec<bool>) {
        let conn = &mut self.town.conn();
        let state = findings::queries::watch_state(conn, id).unwrap();
        let checks = findings::queries::watch_checks_of(conn, id).unwrap();
        (state, checks.into_iter().map(|(.., conforms)| conforms).collect())
    }

    /// Figures and history are what the records say.
    fn check(&self) {
        let conn = &mut self.town.conn();
        assert_eq!(figures::operations::recount(conn).unwrap(), []);
        assert_eq!(history::verify(conn).unwrap().faults, Vec::<String>::new());
    }
}

/// What is said of a question.
#[derive(Debug, Clone, Copy)]
enum Say<'a> {
    Conforms,
    Skipped,
    Fails(&'a [&'a str]),
    Corrected(&'a [&'a str]),
}
const C: Say<'static> = Say::Conforms;

impl Say<'_> {
    fn given(self, measured: bool) -> Given {
        let of = |outcome, value, seen: &[&str]| Given {
            outcome: (!measured || !matches!(outcome, Outcome::Conforms | Outcome::Nonconforming)).then_some(outcome),
            value: measured.then_some(value),
            seen: seen.first().copied().unwrap_or_default().to_owned(),
            done: if outcome == Outcome::Corrected {
                "Put right.".into()
            } else {
                String::new()
            },
            more: seen
                .iter()
                .skip(1)
                .map(|seen| More {
                    seen: (*seen).to_owned(),
                    done: if outcome == Outcome::Corrected {
                        "Put right, too.".into()
                    } else {
                        String::new()
                    },
                })
                .collect(),
            ..Given::default()
        };
        match self {
            Say::Conforms => of(Outcome::Conforms, 4.0, &[]),
            Say::Skipped => of(Outcome::NotApplicable, 4.0, &[]),
            Say::Fails(seen) => of(Outcome::Nonconforming, 22.0, seen),
            Say::Corrected(seen) => of(Outcome::Corrected, 22.0, seen),
        }
    }
}

fn nine() -> Instant {
    at("2026-06-09T14:00:00Z")
}

#[test]
fn an_amendment_withdraws_rewords_and_raises_and_keeps_the_numbers() {
    let work = Work::new();
    let audit = work.town.schedule(9, Some(work.town.maria));
    work.submit(
        audit,
        nine(),
        &work.answers([Say::Fails(&["A", "B"]), C, C, Say::Corrected(&["D"])]),
    );
    let before = work.found(audit);
    let taken = work.amend(
        audit,
        nine().plus_minutes(2),
        &work.answers([Say::Fails(&["B", "A, at window 3"]), C, C, Say::Fails(&["D", "E"])]),
    );
    assert_eq!(taken.unwrap(), Taken::Received(Received::New));
    let brief = |work: &Work| -> Vec<(String, &'static str, String)> {
        let found = work.found(audit);
        found
            .iter()
            .map(|f| (f.number[8..].to_owned(), f.standing(), f.seen.clone()))
            .collect()
    };
    let row = |number: &str, standing, seen: &str| (number.to_owned(), standing, seen.to_owned());
    assert_eq!(
        brief(&work),
        [
            row("00001", "open", "A, at window 3"),
            row("00002", "open", "B"),
            row("00003", "open", "D"),
            row("00004", "open", "E"),
        ]
    );
    let found = work.found(audit);
    assert_eq!(
        found[1].revision, before[1].revision,
        "what stays as it is is not touched"
    );
    assert!(found[2].due_on.is_some() && found[2].closed_at.is_none() && found[2].done.is_none());
    assert_eq!(work.events(found[0].id), ["finding-amended", "finding-raised"]);
    assert_eq!(work.events(found[2].id), ["finding-amended", "finding-corrected"]);
    work.check();

    let taken = work.amend(
        audit,
        nine().plus_minutes(4),
        &work.answers([C, Say::Fails(&["Long."]), C, Say::Fails(&["D"])]),
    );
    assert_eq!(taken.unwrap(), Taken::Received(Received::New));
    assert_eq!(
        brief(&work),
        [
            row("00001", "withdrawn", "A, at window 3"),
            row("00002", "withdrawn", "B"),
            row("00003", "open", "D"),
            row("00004", "withdrawn", "E"),
            row("00005", "open", "22 minutes. Long."),
        ]
    );
    assert_eq!(work.events(before[1].id)[0], "finding-withdrawn");
    let audit_row = queries::find(&mut work.town.conn(), audit).unwrap();
    assert_eq!(
        (audit_row.conforms, audit_row.nonconforming, audit_row.corrected),
        (2, 2, 0)
    );
    work.check();

    // The history of the audit keeps what was said before.
    let timeline = history::timeline(&mut work.town.conn(), Record::of("audit", audit)).unwrap();
    assert_eq!(timeline[0].event, "audit-amended");
    assert_eq!(
        timeline[0].text.as_deref(),
        Some("1. B / A, at window 3 → –\n2. – → Long.\n4. D / E → D")
    );
    assert!(
        timeline[0]
            .facts
            .contains("\"from\":{\"given\":null,\"outcome\":\"nonconforming\"")
    );
    let last = queries::last_submission(&mut work.town.conn(), audit).unwrap().unwrap();
    let first = queries::submission_of(&mut work.town.conn(), audit).unwrap().unwrap();
    assert!(first.amends.is_none() && last.amends.is_some() && last.amends != Some(first.id));
}

#[test]
fn an_amendment_counts_once_and_in_its_time_and_is_only_the_senders() {
    let work = Work::new();
    let (maria, luis) = (work.town.maria, work.town.luis);
    let audit = work.town.schedule(9, Some(maria));
    let fails = work.answers([Say::Fails(&["A"]), C, C, C]);
    let not_sent = work.amend(audit, nine(), &fails);
    assert_eq!(refusal(not_sent), "audit-amend-no-not-sent");
    work.submit(audit, nine(), &fails);
    assert_eq!(
        work.amend(audit, nine().plus_minutes(1), &fails).unwrap(),
        Taken::Nothing
    );
    let sent = work.sent(&work.answers([C, C, C, C]));
    let tried = work.amend_with(luis, audit, nine().plus_minutes(1), sent.clone());
    assert!(matches!(tried, Err(AppError::Forbidden(_))), "{tried:?}");
    let (at_last, over) = (nine().plus_minutes(5), nine().plus_seconds(301));
    let taken = work.amend_with(maria, audit, at_last, sent.clone());
    assert_eq!(taken.unwrap(), Taken::Received(Received::New));
    // Sent again by a nervous thumb, also when the time is over: the same.
    for now in [at_last, over] {
        let again = work.amend_with(maria, audit, now, sent.clone());
        assert_eq!(again.unwrap(), Taken::Received(Received::Again));
    }
    let other = Sent {
        body_hash: "another".into(),
        ..sent
    };
    let other = work.amend_with(maria, audit, at_last, other);
    assert_eq!(other.unwrap(), Taken::Received(Received::Other));
    assert_eq!(refusal(work.amend(audit, over, &fails)), "audit-amend-no-too-late");
    let incomplete = work.answers([Say::Fails(&[]), C, C, C]);
    assert_eq!(refusal(work.amend(audit, at_last, &incomplete)), "audit-no-incomplete");
    let found = work.found(audit);
    assert_eq!((found.len(), found[0].is_withdrawn()), (1, true));
    work.check();
}

#[test]
fn what_somebody_works_on_is_not_changed_and_nothing_else_is() {
    let work = Work::new();
    let audit = work.town.schedule(9, Some(work.town.maria));
    work.submit(
        audit,
        nine(),
        &work.answers([Say::Fails(&["A"]), C, C, Say::Fails(&["D"])]),
    );
    let [a, d] = [0, 1].map(|n| work.found(audit)[n].id);
    work.at(work.town.luis, nine().plus_minutes(1), move |conn, act| {
        repairing::contain(conn, act, a, "Greeted everybody.")
    })
    .unwrap();
    let taken = work
        .amend(audit, nine().plus_minutes(2), &work.answers([C, C, C, C]))
        .unwrap();
    let Taken::WorkedOn(worked) = taken else {
        panic!("{taken:?}")
    };
    assert_eq!(worked.len(), 1);
    assert_eq!((worked[0].number, worked[0].finding.as_str()), (1, "NC-2026-00001"));
    assert!(worked[0].owner.is_some());
    assert_eq!(work.finding(d).state, State::Open, "all of it or nothing");
    let taken = work.amend(
        audit,
        nine().plus_minutes(3),
        &work.answers([Say::Fails(&["A"]), C, C, C]),
    );
    assert_eq!(taken.unwrap(), Taken::Received(Received::New));
    assert!(work.finding(d).is_withdrawn() && work.finding(a).state == State::Contained);
    work.check();
}

#[test]
fn watches_follow_an_amendment() {
    let work = Work::new();
    let old = work.repaired();
    let audit = work.town.schedule(9, Some(work.town.maria));
    work.submit(audit, nine(), &work.answers([Say::Fails(&["Again."]), C, C, C]));
    let again = work.found(audit)[0].clone();
    assert_eq!(
        (again.repeat_of, work.finding(old.id).state),
        (Some(old.id), State::Contained)
    );
    assert_eq!(work.watch(old.id), (Some(WatchState::Broken), vec![false]));

    work.amend(audit, nine().plus_minutes(1), &work.answers([C, C, C, C]))
        .unwrap();
    let closed = work.finding(old.id);
    let as_it_was = Finding {
        revision: closed.revision,
        ..old.clone()
    };
    assert_eq!(closed, as_it_was);
    assert_eq!(work.watch(old.id), (Some(WatchState::Watching), vec![true]));
    assert_eq!(
        work.events(old.id)[..2],
        ["finding-closed-again", "finding-watch-taken-back"]
    );

    work.amend(audit, nine().plus_minutes(2), &work.answers([Say::Skipped, C, C, C]))
        .unwrap();
    assert_eq!(work.watch(old.id), (Some(WatchState::Watching), vec![]));
    work.amend(
        audit,
        nine().plus_minutes(3),
        &work.answers([Say::Fails(&["Again."]), C, C, C]),
    )
    .unwrap();
    assert_eq!(work.finding(old.id).state, State::Contained);
    assert_eq!(work.watch(old.id), (Some(WatchState::Broken), vec![false]));

    // Somebody has looked at the old one since: the new one cannot be taken back without a word.
    work.at(work.town.luis, nine().plus_minutes(3), move |conn, act| {
        repairing::find_cause(conn, act, old.id, "method", &["Because.".into()], "The rule was lost.")
    })
    .unwrap();
    let taken = work
        .amend(audit, nine().plus_minutes(4), &work.answers([C, C, C, C]))
        .unwrap();
    let Taken::WorkedOn(worked) = taken else {
        panic!("{taken:?}")
    };
    assert_eq!(worked[0].finding, old.number);
    work.check();
}

#[test]
fn what_repeated_a_withdrawn_finding_repeats_the_one_before() {
    let work = Work::new();
    let town = &work.town;
    let [first, audit] = [8, 9].map(|day| town.schedule(day, Some(town.maria)));
    let fails = work.answers([C, C, C, Say::Fails(&["D"])]);
    work.submit(first, at("2026-06-08T14:00:00Z"), &fails);
    work.submit(audit, nine(), &fails);
    let [one, two] = [first, audit].map(|id| work.found(id)[0].clone());
    // a minute later the manager finds it, too
    let (unit, of) = (two.unit_id, two.clone());
    let raised = work.at(town.luis, nine().plus_minutes(1), move |conn, act| {
        let place = repairing::Raised {
            unit_id: unit,
            process_id: of.process_id,
            layer: Some(2),
            about_layer: None,
            origin: Origin::Audit(act.id()),
            origin_label: String::new(),
        };
        let new = repairing::NewFinding {
            question: of.question_id.zip(of.question_version_id),
            part: 1,
            title: of.title.clone(),
            seen: "D".into(),
            corrected: None,
            contained: None,
            severity: of.severity,
            sensitive: false,
        };
        repairing::raise(conn, act, &place, &[new])
    });
    let (one, two, three) = (one.id, two.id, raised.unwrap()[0].id);
    assert_eq!(work.finding(three).repeat_of, Some(two));
    work.amend(audit, nine().plus_minutes(3), &work.answers([C, C, C, C]))
        .unwrap();
    assert_eq!(work.finding(three).repeat_of, Some(one));
    assert_eq!(work.events(three)[0], "finding-repeat-of");
    work.check();
}

#[test]
fn whoever_was_told_at_once_is_told_that_it_changed_in_one_mail() {
    let work = Work::new();
    let audit = work.town.schedule(9, Some(work.town.maria));
    let sensitive = |say: [Say<'_>; 4]| {
        let mut answers = work.answers(say);
        answers[0].1.sensitive = true;
        answers
    };
    work.submit(audit, nine(), &sensitive([Say::Fails(&["A", "B"]), C, C, C]));
    let keys = || -> Vec<String> {
        let keys: Vec<String> = outbox::table
            .order(outbox::message_key)
            .select(outbox::message_key)
            .load(&mut work.town.conn())
            .unwrap();
        let kind = |key: &String| {
            key.split(':')
                .filter(|part| part.len() < 20)
                .collect::<Vec<_>>()
                .join(":")
        };
        keys.iter().map(kind).collect()
    };
    assert_eq!(keys(), ["finding:critical", "finding:critical"]);
    work.amend(
        audit,
        nine().plus_minutes(1),
        &sensitive([Say::Fails(&["A, at window 3"]), C, C, C]),
    )
    .unwrap();
    assert_eq!(keys(), ["audit:amended", "finding:critical", "finding:critical"]);
    work.amend(audit, nine().plus_minutes(2), &work.answers([C, C, C, C]))
        .unwrap();
    assert_eq!(keys()[..2], ["audit:amended", "audit:amended"]);
    assert_eq!(keys().len(), 4);
}

/// What may be said of a question in the generated cases.
fn say(photo: bool) -> impl Strategy<Value = (u8, usize)> {
    (if photo { 0..3_u8 } else { 0..4_u8 }, 0..4_usize)
}

const SEEN: [&[&str]; 4] = [&["A"], &["A", "B"], &["B"], &["C", "A", "B"]];

fn said((kind, seen): (u8, usize)) -> Say<'static> {
    match kind {
        0 => Say::Conforms,
        1 => Say::Skipped,
        2 => Say::Corrected(SEEN[seen]),
        _ => Say::Fails(SEEN[seen]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_is_amended_everything_is_as_if_it_had_been_sent_so(
        steps in prop::collection::vec((say(false), say(false), say(true), say(false)), 2..6)
    ) {
        let work = Work::new();
        let old = work.repaired();
        let audit = work.town.schedule(9, Some(work.town.maria));
        for (n, (a, b, c, d)) in (0..).zip(steps) {
            let say = [a, b, c, d].map(said);
            let answers = work.answers(say);
            if n == 0 {
                work.submit(audit, nine(), &answers);
            } else {
                let taken = work.amend(audit, nine().plus_seconds(60 * n), &answers).unwrap();
                prop_assert!(matches!(taken, Taken::Received(Received::New) | Taken::Nothing));
            }
            work.check();
            // each thing that is said stands once, and nothing else does
            let mut expected: BTreeMap<(QuestionId, String), State> = BTreeMap::new();
            for (say, (question, _)) in say.iter().zip(&answers) {
                let (seen, is_corrected) = match say {
                    Say::Fails(seen) => (*seen, false),
                    Say::Corrected(seen) => (*seen, true),
                    _ => continue,
                };
                for (place, seen) in seen.iter().enumerate() {
                    let measured = *question == work.town.question(1) && place == 0;
                    let seen = if measured { format!("22 minutes. {seen}") } else { (*seen).to_owned() };
                    expected.insert((*question, seen), if is_corrected { State::Verified } else { State::Open });
                }
            }
            let standing: BTreeMap<(QuestionId, String), State> = work
                .found(audit)
                .into_iter()
                .filter(|finding| !finding.is_withdrawn())
                .map(|finding| ((finding.question_id.unwrap(), finding.seen), finding.state))
                .collect();
            prop_assert_eq!(standing, expected);
            // the fix of yesterday is watched as if only the last answers had been sent
            let now = work.finding(old.id);
            match say[0] {
                Say::Fails(_) | Say::Corrected(_) => {
                    prop_assert_eq!(now.state, State::Contained);
                    prop_assert_eq!(work.watch(old.id), (Some(WatchState::Broken), vec![false]));
                }
                Say::Conforms | Say::Skipped => {
                    let checks = if matches!(say[0], Say::Conforms) { vec![true] } else { vec![] };
                    prop_assert_eq!(&now, &Finding { revision: now.revision, ..old.clone() });
                    prop_assert_eq!(work.watch(old.id), (Some(WatchState::Watching), checks));
                }
            }
        }
    }
}
