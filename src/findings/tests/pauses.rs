//! Deadlines and pauses, against a model that goes day by day; and what a pause does to a real finding.

use super::mails::post;
use super::*;
use crate::base::calendar::{Calendar, Holiday};
use crate::base::zone::shifted;
use crate::findings::pauses::{self, Pause};
use crate::findings::reminders::{self, Looked};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(off: &BTreeSet<i64>) -> Calendar {
    let mut calendar = Calendar::weekdays(Zone::parse("America/Chicago").unwrap(), 8 * 60, 17 * 60);
    for n in off {
        let holiday = Holiday {
            name: "Off".into(),
            closure: false,
        };
        calendar.holidays.insert(shifted(day("2026-01-05"), *n), holiday);
    }
    calendar
}

fn pause(calendar: &Calendar, from: NaiveDate, days: i64) -> Pause {
    let act = Act::new(None, morning(), 7);
    let again_on = shifted(from, days);
    Pause {
        id: act.id(),
        finding_id: act.id(),
        reason: "The supplier answers.".into(),
        from_on: from,
        until_on: shifted(again_on, -1),
        again_on,
        at: calendar.zone.instant(from, 9 * 60),
        until_at: calendar.zone.day_start(again_on),
        who: act.id(),
        ended_at: None,
        ended_by: None,
    }
}

/// The day on which so many working days have passed whose end found the clock running.
fn model(calendar: &Calendar, began: NaiveDate, days: i32, pauses: &[Pause]) -> NaiveDate {
    let counts = |date: &NaiveDate| {
        let stood = |pause: &Pause| (pause.from_on..pause.again_on).contains(date);
        calendar.is_working_day(*date) && !pauses.iter().any(stood)
    };
    let running = began.iter_days().skip(1).filter(counts);
    running.take(usize::try_from(days).unwrap()).last().unwrap()
}

proptest! {
    #[test]
    fn what_is_due_after_pauses_is_what_a_count_day_by_day_says(
        off in prop::collection::btree_set(0_i64..250, 0..40),
        later in prop::collection::btree_set(0_i64..250, 0..10),
        began in 0_i64..20,
        days in 1_i32..40,
        gaps in prop::collection::vec((0_i64..12, 0_i64..25), 0..6),
    ) {
        let calendar_then = calendar(&off);
        let began = shifted(day("2026-01-05"), began);
        let first = calendar_then.add_working_days(began, days);
        let (mut pauses, mut cursor) = (Vec::new(), began);
        for (gap, length) in gaps {
            let one = pause(&calendar_then, shifted(cursor, gap), length);
            // What is overdue cannot be stopped.
            if one.at < pauses::due(&calendar_then, began, first, &pauses).at {
                cursor = one.again_on;
                pauses.push(one);
            }
        }
        let due = pauses::due(&calendar_then, began, first, &pauses);
        prop_assert_eq!(due.date, model(&calendar_then, began, days, &pauses));
        for pause in &pauses {
            prop_assert!(due.at > pause.until_at, "nothing becomes late while the clock stands still");
        }
        // A day off that is added later, wherever it lies, moves it right or leaves it.
        let calendar_now = calendar(&off.union(&later).copied().collect());
        let first = calendar_now.add_working_days(began, days);
        let moved = pauses::due(&calendar_now, began, first, &pauses);
        prop_assert_eq!(moved.date, model(&calendar_now, began, days, &pauses));
        prop_assert!(moved.date >= due.date);
    }
}

impl Town {
    fn pause(&mut self, who: PersonId, now: Instant, id: FindingId, until: &str) -> AppResult<()> {
        let act = self.act(who, now);
        let reason = "The supplier answers by then.";
        pauses::pause(&mut self.conn, &act, &post(), id, day(until), reason)
    }

    fn resume(&mut self, who: PersonId, now: Instant, id: FindingId) -> AppResult<()> {
        let act = self.act(who, now);
        pauses::resume(&mut self.conn, &act, &post(), id)
    }

    /// What the job does every minute.
    fn minute(&mut self, now: Instant) -> usize {
        let act = Act::new(None, now, 9_000);
        for id in pauses::queries::over(&mut self.conn, now).unwrap() {
            pauses::go_on(&mut self.conn, &act, &post(), id).unwrap();
        }
        let mut sent = 0;
        for n in 0..20 {
            let act = Act::new(None, now, 9_001 + n);
            match reminders::remind_one(&mut self.conn, &act, &post()).unwrap() {
                Looked::Nothing => break,
                Looked::One(mails) => sent += mails,
            }
        }
        sent
    }

    fn due_on(&mut self, id: FindingId) -> String {
        self.find(id).due_on.unwrap().to_string()
    }
}

#[test]
fn who_leads_and_does_not_own_it_stops_the_clock() {
    let mut town = Town::new();
    let id = town.raise(morning());
    let (maria, luis, dana, tom) = (town.maria, town.luis, town.dana, town.tom);
    assert_eq!(
        refused(town.pause(maria, morning(), id, "2026-06-12")),
        "finding-no-not-yours"
    );
    assert_eq!(
        refused(town.pause(tom, morning(), id, "2026-06-12")),
        "finding-no-not-yours"
    );
    assert_eq!(refused(town.resume(luis, morning(), id)), "finding-no-not-paused");
    assert_eq!(
        refused(town.pause(luis, morning(), id, "2026-06-08")),
        "finding-no-due-past"
    );
    assert_eq!(
        refused(town.pause(luis, morning(), id, "2026-09-08")),
        "finding-no-pause-long"
    );
    town.pause(luis, morning(), id, "2026-09-07").unwrap();
    assert_eq!(
        refused(town.pause(dana, morning(), id, "2026-06-12")),
        "finding-no-paused-already"
    );
    assert_eq!(refused(town.resume(maria, morning(), id)), "finding-no-not-yours");
    town.resume(dana, morning(), id).unwrap();
    assert_eq!(
        town.due_on(id),
        "2026-06-23",
        "stopped and gone on the same day: nothing is lost"
    );
    let late = at("2026-06-24 14:00");
    assert_eq!(
        refused(town.pause(luis, late, id, "2026-06-26")),
        "finding-no-pause-overdue"
    );
    let act = town.act(maria, morning());
    operations::hand_over(&mut town.conn, &act, id, luis).unwrap();
    let own = town.pause(luis, morning(), id, "2026-06-12");
    assert!(matches!(own, Err(AppError::Forbidden(said)) if said.key == "finding-no-own-date"));
    let closed = town.closed(at("2026-06-10 14:00"));
    assert_eq!(
        refused(town.pause(luis, at("2026-06-11 14:00"), closed, "2026-06-12")),
        "finding-no-closed"
    );
}

#[test]
fn a_pause_that_ended_while_nobody_looked_is_counted_once() {
    let mut town = Town::new();
    let id = town.raise(morning());
    let luis = town.luis;
    // Wednesday to Friday: three working days.
    town.pause(luis, at("2026-06-10 14:00"), id, "2026-06-12").unwrap();
    assert_eq!(town.due_on(id), "2026-06-26");
    // The job slept for a week after the pause.
    let later = at("2026-06-19 14:00");
    assert_eq!(pauses::standing(&mut town.conn, id, later).unwrap(), None);
    town.minute(later);
    town.minute(later);
    assert_eq!(town.due_on(id), "2026-06-26");
    let went_on = |town: &mut Town| {
        town.events(id)
            .iter()
            .filter(|event| *event == "finding-went-on")
            .count()
    };
    assert_eq!(went_on(&mut town), 1);
    // Two more working days, stopped without the job having looked in between.
    town.pause(luis, at("2026-06-22 14:00"), id, "2026-06-23").unwrap();
    town.pause(luis, at("2026-06-25 14:00"), id, "2026-06-25").unwrap();
    assert_eq!(went_on(&mut town), 2);
    assert_eq!(town.due_on(id), "2026-07-01");
}

#[test]
fn nobody_is_reminded_while_the_clock_stands_still() {
    let mut town = Town::new();
    let (maria, luis, tom) = (town.maria, town.luis, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    let action = town.plan(maria, morning(), id, tom).unwrap();
    assert_eq!(town.minute(morning()), 1, "the action is told");
    town.pause(luis, at("2026-06-18 14:00"), id, "2026-07-17").unwrap();
    let due = |town: &mut Town| queries::find_action(&mut town.conn, action).unwrap().due_on.to_string();
    // 22 working days: June 18 to July 17.
    assert_eq!(
        (town.due_on(id), due(&mut town)),
        ("2026-07-23".into(), "2026-07-23".into())
    );
    let mut told = 0;
    for days in 0..30 {
        let now = at("2026-06-18 15:00").plus_days(days);
        told += town.minute(now);
        assert!(!town.find(id).is_overdue(now));
    }
    assert_eq!(told, 0);
    // Raising the severity looks at it at once, and says nothing either.
    let act = town.act(luis, at("2026-07-10 14:00"));
    operations::raise_severity(&mut town.conn, &act, id, Severity::Critical).unwrap();
    assert_eq!(town.minute(at("2026-07-10 14:01")), 0);
    assert!(town.minute(at("2026-07-20 14:00")) > 0, "then it goes on");
}

#[test]
fn an_action_that_is_planned_meanwhile_is_due_after_the_pause() {
    let mut town = Town::new();
    let (maria, luis, tom) = (town.maria, town.luis, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    town.pause(luis, morning(), id, "2026-06-19").unwrap();
    let act = town.act(maria, at("2026-06-11 14:00"));
    let new = NewAction {
        kind: ActionKind::Corrective,
        body: "Move the printer".into(),
        owner_id: tom,
        due_on: Some(day("2026-06-19")),
        strength: None,
        cost: None,
    };
    assert_eq!(
        refused(operations::plan_action(&mut town.conn, &act, id, &new)),
        "finding-no-due-in-pause"
    );
    let picked = NewAction {
        due_on: Some(day("2026-06-22")),
        ..new.clone()
    };
    let picked = operations::plan_action(&mut town.conn, &act, id, &picked).unwrap();
    let by_rule = town.plan(maria, at("2026-06-11 14:00"), id, tom).unwrap();
    let due = |town: &mut Town, action| queries::find_action(&mut town.conn, action).unwrap().due_on.to_string();
    assert_eq!(
        due(&mut town, by_rule),
        "2026-07-03",
        "ten working days from June 22 on"
    );
    town.resume(luis, at("2026-06-15 14:00"), id).unwrap();
    assert_eq!(
        due(&mut town, picked),
        "2026-06-22",
        "what was picked knew of the pause"
    );
    assert_eq!(due(&mut town, by_rule), "2026-06-26");
}

#[test]
fn closing_ends_the_pause() {
    let mut town = Town::new();
    let (maria, luis, tom) = (town.maria, town.luis, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    town.find_cause(maria, morning(), id).unwrap();
    let action = town.plan(maria, morning(), id, tom).unwrap();
    town.pause(luis, at("2026-06-10 14:00"), id, "2026-08-31").unwrap();
    town.finish(tom, at("2026-06-11 14:00"), action).unwrap();
    town.close(luis, at("2026-06-12 14:00"), id).unwrap();
    assert_eq!(town.due_on(id), "2026-06-25", "two working days, not eleven weeks");
    assert!(pauses::queries::open(&mut town.conn, id).unwrap().is_none());
    // Found again, it counts from then.
    town.raise(at("2026-06-15 14:00"));
    assert_eq!(town.due_on(id), "2026-06-29");
    town.pause(luis, at("2026-06-16 14:00"), id, "2026-06-16").unwrap();
    assert_eq!(town.due_on(id), "2026-06-30");
}

#[test]
fn a_date_that_was_granted_is_moved_by_what_comes_after_it() {
    use crate::findings::dates::{self, Asked};
    let mut town = Town::new();
    let (maria, luis) = (town.maria, town.luis);
    let id = town.raise(morning());
    town.pause(luis, morning(), id, "2026-06-12").unwrap();
    assert_eq!(town.due_on(id), "2026-06-26");
    let asked = Asked {
        action: None,
        date: day("2026-07-01"),
        reason: "It takes longer.".into(),
    };
    let act = town.act(maria, at("2026-06-10 14:00"));
    dates::ask(&mut town.conn, &act, &post(), id, &asked).unwrap();
    let request = queries::due_requests(&mut town.conn, id).unwrap()[0].id;
    let act = town.act(luis, at("2026-06-10 15:00"));
    dates::answer(&mut town.conn, &act, &post(), id, request, Answered::Granted, "Fine.").unwrap();
    town.resume(luis, at("2026-06-11 14:00"), id).unwrap();
    assert_eq!(town.due_on(id), "2026-07-01", "granted with the pause in mind");
    town.pause(luis, at("2026-06-15 14:00"), id, "2026-06-16").unwrap();
    assert_eq!(town.due_on(id), "2026-07-03");
    town.resume(luis, at("2026-06-16 14:00"), id).unwrap();
    assert_eq!(town.due_on(id), "2026-07-02");
    town.pause(luis, at("2026-06-18 14:00"), id, "2026-06-18").unwrap();
    assert_eq!(
        town.due_on(id),
        "2026-07-03",
        "from what it was before the first of them"
    );
}
