//! Who an audit may go to, what a one-time link opens when, and what still counts when it arrives later.

use super::*;
use crate::audits::arrival::{self, Arriving, Counted, clock_off};
use crate::audits::by_link::model::{AuditLink, CannotOffer, CannotOpen, LINK_DAYS, check_offer};
use crate::audits::handing::model::{Asking, CannotHandOver, check_hand, check_receiver, read_word};

/// Maria's audit of today: 8:00 to 12:00 in Chicago and an hour of grace, started at 8:30.
fn audit(town: &Town) -> Audit {
    let id = town.started();
    queries::find(&mut town.conn(), id).unwrap()
}

fn in_state(audit: &Audit, state: AuditState) -> Audit {
    Audit { state, ..audit.clone() }
}

fn link(audit: &Audit, device: Option<&str>) -> AuditLink {
    AuditLink {
        id: AuditLinkId(uuid::Uuid::nil()),
        audit_id: audit.id,
        person_id: audit.assignee_id.unwrap(),
        token_hash: "token".into(),
        made_at: morning(),
        expires_at: morning().plus_days(LINK_DAYS),
        device_hash: device.map(str::to_owned),
        begun_at: device.map(|_| morning()),
        elsewhere: 0,
        elsewhere_at: None,
        revoked_at: None,
    }
}

#[test]
fn a_link_opens_its_audit_on_the_device_that_began_and_nowhere_else() {
    let town = Town::new();
    let audit = audit(&town);
    let (fresh, begun) = (link(&audit, None), link(&audit, Some("phone")));
    let open = |link: &AuditLink, audit: &Audit, device, now| link.check_open(audit, true, device, now);
    let (now, end) = (morning(), audit.closes_at);
    assert_eq!(open(&fresh, &audit, None, end), Ok(()));
    assert_eq!(
        open(&fresh, &audit, None, end.plus_seconds(1)),
        Err(CannotOpen::Expired)
    );
    assert_eq!(
        open(&begun, &audit, Some("phone"), end.plus_days(1)),
        Ok(()),
        "its own page says why it is over"
    );
    for other in [None, Some("tablet"), Some("")] {
        assert_eq!(open(&begun, &audit, other, now), Err(CannotOpen::Elsewhere));
        let sent = in_state(&audit, AuditState::Submitted);
        assert_eq!(open(&begun, &sent, other, now), Err(CannotOpen::Sent));
    }
    let sent = in_state(&audit, AuditState::Submitted);
    assert_eq!(open(&begun, &sent, Some("phone"), now), Ok(()), "the receipt");
    assert_eq!(
        open(&fresh, &sent, None, now),
        Err(CannotOpen::Sent),
        "sent by signing in"
    );
    let missed = in_state(&audit, AuditState::Missed);
    assert_eq!(open(&fresh, &missed, None, now), Err(CannotOpen::Expired));
    // Withdrawn, given to somebody else, or its person has left: whatever the device.
    let revoked = AuditLink {
        revoked_at: Some(now),
        ..begun.clone()
    };
    assert_eq!(open(&revoked, &audit, Some("phone"), now), Err(CannotOpen::Revoked));
    let given = Audit {
        assignee_id: Some(town.sam),
        ..audit.clone()
    };
    assert_eq!(open(&begun, &given, Some("phone"), now), Err(CannotOpen::NotYours));
    assert_eq!(
        begun.check_open(&audit, false, Some("phone"), now),
        Err(CannotOpen::NotYours)
    );
    // A long audit: the link has its own end.
    let long = Audit {
        closes_at: now.plus_days(60),
        ..audit.clone()
    };
    assert_eq!(open(&fresh, &long, None, now.plus_days(LINK_DAYS)), Ok(()));
    let after = now.plus_days(LINK_DAYS).plus_seconds(1);
    assert_eq!(open(&fresh, &long, None, after), Err(CannotOpen::Expired));
    // The device that began may still send for some days what was done in time.
    assert_eq!(begun.check_going_on(&audit, true, 3, end.plus_days(3)), Ok(()));
    let late = begun.check_going_on(&audit, true, 3, end.plus_days(3).plus_seconds(1));
    assert_eq!(late, Err(CannotOpen::Expired));
    assert_eq!(begun.check_going_on(&sent, true, 3, end.plus_days(90)), Ok(()));
}

#[test]
fn a_link_is_offered_to_whoever_has_an_audit_that_is_not_over() {
    let town = Town::new();
    let audit = audit(&town);
    let offer = |audit: &Audit, active, now| check_offer(audit, active, now);
    assert_eq!(offer(&audit, true, audit.closes_at), Ok(town.maria));
    assert_eq!(
        offer(&audit, true, audit.closes_at.plus_seconds(1)),
        Err(CannotOffer::Done)
    );
    assert_eq!(offer(&audit, false, morning()), Err(CannotOffer::Left));
    let nobody = Audit {
        assignee_id: None,
        ..audit.clone()
    };
    assert_eq!(offer(&nobody, true, morning()), Err(CannotOffer::Nobody));
    for state in [AuditState::Submitted, AuditState::Missed, AuditState::Excused] {
        assert_eq!(offer(&in_state(&audit, state), true, morning()), Err(CannotOffer::Done));
    }
}

#[test]
fn an_audit_is_handed_over_before_it_is_started_and_by_a_leader_also_afterwards() {
    use CannotHandOver::*;
    let town = Town::new();
    let started = audit(&town);
    let scheduled = in_state(&started, AuditState::Scheduled);
    let [mine, leads, nothing] =
        [(true, false), (false, true), (false, false)].map(|(mine, leads)| Asking { mine, leads });
    let now = morning();
    for (audit, asking, result) in [
        (&scheduled, mine, Ok(())),
        (&scheduled, leads, Ok(())),
        (&scheduled, nothing, Err(NotYours)),
        (&started, mine, Err(Started)),
        (&started, leads, Ok(())),
        (&in_state(&started, AuditState::Submitted), leads, Err(Submitted)),
        (&in_state(&started, AuditState::Missed), leads, Err(Over)),
        (&in_state(&started, AuditState::Excused), leads, Err(Excused)),
    ] {
        assert_eq!(check_hand(audit, asking, now), result);
    }
    assert_eq!(
        check_hand(&scheduled, mine, started.closes_at.plus_seconds(1)),
        Err(Over)
    );
    let receive = |audit: &Audit, to, holders: &[PersonId]| check_receiver(audit, to, &[town.maria, town.sam], holders);
    assert_eq!(receive(&scheduled, Some(town.sam), &[]), Ok(()));
    assert_eq!(receive(&scheduled, Some(town.tom), &[]), Err(NotHolder));
    assert_eq!(receive(&scheduled, Some(town.maria), &[]), Err(Same));
    assert_eq!(receive(&scheduled, None, &[town.maria, town.sam]), Ok(()));
    assert_eq!(receive(&scheduled, None, &[town.maria]), Err(NobodyElse));
    assert_eq!(receive(&started, None, &[town.maria, town.sam]), Err(StartedByNobody));
    let pool = Audit {
        assignee_id: None,
        ..scheduled
    };
    assert_eq!(receive(&pool, None, &[town.sam]), Err(Same));
    assert_eq!(read_word("  "), Ok(None));
    assert_eq!(read_word(" ill\u{7}\nsorry "), Ok(Some("ill\nsorry".into())));
    assert_eq!(
        read_word(&"é".repeat(500)).map(|word| word.map(|word| word.chars().count())),
        Ok(Some(500))
    );
    assert_eq!(read_word(&"é".repeat(501)), Err(Word));
}

/// What comes of a device's words: the moment it counts as done, or the refusal.
fn device(
    audit: &Audit,
    device_at: Option<Instant>,
    sent_at: Option<Instant>,
    now: Instant,
) -> Result<Counted, String> {
    let arriving = Arriving {
        device_at,
        started_at: None,
        sent_at,
        taken_for_days: 3,
    };
    arrival::check_device(audit, arriving, now).map_err(|no| no.said().key)
}

#[test]
fn an_audit_whose_questions_were_fetched_counts_from_when_the_device_began() {
    let town = Town::new();
    let started = audit(&town);
    let (opens, due, end) = (started.opens_at, started.due_at, started.closes_at);
    let fetched = |state| Audit {
        started_at: None,
        ..in_state(&started, state)
    };
    let begun = |audit: &Audit, began: Instant, done: Instant, now: Instant| {
        let arriving = Arriving {
            device_at: Some(done),
            started_at: Some(began),
            sent_at: Some(now),
            taken_for_days: 3,
        };
        let counted = arrival::check_device(audit, arriving, now).map_err(|no| no.said().key);
        counted.map(|counted| (arrival::begun_at(audit, arriving, now), counted))
    };
    let scheduled = fetched(AuditState::Scheduled);
    let began = opens.plus_minutes(3);
    assert_eq!(
        begun(&scheduled, began, began.plus_minutes(5), began.plus_minutes(9)),
        Ok((Some(began), Counted::OnArrival))
    );
    // Looked at before it opened: it counts from there on, and never from before.
    assert_eq!(
        begun(&scheduled, opens.plus_minutes(-30), began, began.plus_minutes(9)),
        Ok((Some(opens), Counted::OnArrival))
    );
    // It arrives when all is over, marked as missed or not yet.
    for audit in [&scheduled, &fetched(AuditState::Missed)] {
        assert_eq!(
            begun(audit, began, due, end.plus_days(1)),
            Ok((Some(began), Counted::DoneAt(due)))
        );
        assert_eq!(
            begun(audit, began, end.plus_seconds(1), end.plus_days(1)),
            Err("audit-late-no-window".into())
        );
        // Fetched and not begun: nobody fills in last week.
        assert_eq!(
            device(audit, Some(due), None, end.plus_days(1)),
            Err("audit-late-no-start".into())
        );
    }
    // One whose questions nobody fetched has none to begin with; one that was started keeps its start.
    let undrawn = Audit { draw: 0, ..scheduled };
    assert_eq!(begun(&undrawn, began, due, due), Err("audit-no-not-started".into()));
    assert_eq!(begun(&started, began, due, due), Ok((None, Counted::OnArrival)));
}

#[test]
fn what_a_device_did_in_time_counts_when_it_was_done() {
    let town = Town::new();
    let audit = audit(&town);
    let (due, end) = (audit.due_at, audit.closes_at);
    let begun = audit.started_at.unwrap();
    let missed = in_state(&audit, AuditState::Missed);
    // In time nobody asks; inside the grace only what was done by the due time is not late.
    assert_eq!(device(&audit, None, None, due), Ok(Counted::OnArrival));
    assert_eq!(device(&audit, Some(begun), None, due), Ok(Counted::OnArrival));
    assert_eq!(
        device(&audit, Some(due), None, due.plus_seconds(1)),
        Ok(Counted::DoneAt(due))
    );
    assert_eq!(
        device(&audit, Some(due.plus_seconds(1)), None, end),
        Ok(Counted::OnArrival)
    );
    assert_eq!(device(&audit, None, None, end), Ok(Counted::OnArrival));
    // Over: marked as missed or not yet.
    for audit in [&audit, &missed] {
        let late = end.plus_days(3);
        assert_eq!(
            device(audit, Some(end), None, end.plus_seconds(1)),
            Ok(Counted::DoneAt(end))
        );
        assert_eq!(device(audit, Some(end), None, late), Ok(Counted::DoneAt(end)));
        assert_eq!(
            device(audit, Some(end), None, late.plus_seconds(1)),
            Err("audit-late-no-days".into())
        );
        assert_eq!(
            device(audit, None, None, end.plus_seconds(1)),
            Err("audit-no-over".into())
        );
        for outside in [
            end.plus_seconds(1),
            begun.plus_minutes(-6),
            audit.opens_at.plus_seconds(-1),
        ] {
            assert_eq!(
                device(audit, Some(outside), None, late),
                Err("audit-late-no-window".into())
            );
        }
        let undrawn = Audit {
            draw: 0,
            started_at: None,
            ..audit.clone()
        };
        assert_eq!(
            device(&undrawn, Some(due), None, late),
            Err("audit-late-no-start".into())
        );
    }
    for (state, key) in [
        (AuditState::Submitted, "audit-no-submitted"),
        (AuditState::Excused, "audit-no-excused"),
    ] {
        assert_eq!(device(&in_state(&audit, state), Some(due), None, end), Err(key.into()));
    }
    let early = in_state(&audit, AuditState::Scheduled);
    assert_eq!(
        device(&early, Some(begun), None, begun),
        Err("audit-no-not-started".into())
    );
}

#[test]
fn a_clock_that_is_off_by_more_than_five_minutes_is_corrected() {
    let town = Town::new();
    let audit = in_state(&audit(&town), AuditState::Missed);
    let (end, now) = (audit.closes_at, audit.closes_at.plus_minutes(120));
    for (off, flagged) in [
        (0, false),
        (300, false),
        (301, true),
        (-300, false),
        (-301, true),
        (86_400, true),
    ] {
        let sent = now.plus_seconds(off);
        assert_eq!(clock_off(Some(sent), now), flagged.then_some(off));
        let done = end.plus_seconds(off - 600);
        let counts = if flagged { end.plus_seconds(-600) } else { done };
        assert_eq!(
            device(&audit, Some(done), Some(sent), now),
            Ok(Counted::DoneAt(counts)),
            "{off}"
        );
    }
    assert_eq!(clock_off(None, now), None);
    // A clock that is behind does not open a closed window.
    let behind = device(&audit, Some(end), Some(now.plus_minutes(-60)), now);
    assert_eq!(behind, Err("audit-late-no-window".into()));
}

#[test]
fn paper_is_entered_when_the_audit_is_over_and_for_three_days() {
    let town = Town::new();
    let audit = audit(&town);
    let end = audit.closes_at;
    let paper = |audit: &Audit, at, now| arrival::check_paper(audit, at, 3, now).map_err(|no| no.said().key);
    assert_eq!(paper(&audit, Some(audit.due_at), end), Err("audit-late-no-end".into()));
    assert_eq!(paper(&audit, Some(audit.opens_at), end.plus_days(3)), Ok(()));
    assert_eq!(paper(&audit, None, end.plus_seconds(1)), Ok(()));
    assert_eq!(
        paper(&audit, None, end.plus_days(3).plus_seconds(1)),
        Err("audit-late-no-days".into())
    );
    for outside in [audit.opens_at.plus_seconds(-1), end.plus_seconds(1)] {
        assert_eq!(
            paper(&audit, Some(outside), end.plus_days(1)),
            Err("audit-late-no-window".into())
        );
    }
    let off = arrival::check_paper(&audit, None, 0, end.plus_seconds(1)).map_err(|no| no.said().key);
    assert_eq!(
        off,
        Err("audit-no-over".into()),
        "an installation may take nothing later"
    );
}
