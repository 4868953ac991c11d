//! The verbs of the repair, on a real database.

use super::*;
use crate::platform::history;

#[test]
fn numbers_follow_each_other_without_gaps() {
    let mut town = Town::new();
    let maria = town.maria;
    let two = [
        town.new_finding(0, 1, Severity::Major),
        town.new_finding(1, 1, Severity::Minor),
    ];
    let first: Vec<String> = town
        .raise_all(maria, morning(), &two)
        .into_iter()
        .map(|f| f.number)
        .collect();
    assert_eq!(first, ["NC-2026-00001", "NC-2026-00002"]);
    let one = [town.new_finding(1, 1, Severity::Minor)];
    assert_eq!(town.raise_all(maria, morning(), &one)[0].number, "NC-2026-00003");
    // the year is the agency's: 11 in the evening of December 31 there
    assert_eq!(
        town.raise_all(maria, at("2027-01-01 05:00"), &one)[0].number,
        "NC-2026-00004"
    );
    assert_eq!(
        town.raise_all(maria, at("2027-01-01 07:00"), &one)[0].number,
        "NC-2027-00001"
    );
    assert!(town.raise_all(maria, morning(), &[]).is_empty());
}

#[test]
fn a_new_finding_has_an_owner_and_a_due_date() {
    let mut town = Town::new();
    let new = [town.new_finding(0, 1, Severity::Critical)];
    let raised = town.raise_all(town.sam, morning(), &new);
    assert_eq!(
        raised[0].owner_id,
        Some(town.sam),
        "the finder, being a supervisor here"
    );
    let finding = town.find(raised[0].id);
    assert_eq!(
        (finding.state, finding.due_on, finding.due_days, finding.due_picked),
        (State::Open, Some("2026-06-11".parse().unwrap()), Some(2), false)
    );
    let raised = town.raise_all(town.luis, morning(), &new);
    assert_eq!(raised[0].owner_id, Some(town.maria), "else the first supervisor");
    assert_eq!(town.events(raised[0].id), ["finding-raised"]);
}

#[test]
fn the_same_question_within_ninety_days_is_a_repeat() {
    let mut town = Town::new();
    let first = town.raise(morning());
    let new = [town.new_finding(0, 1, Severity::Major)];
    let other = [town.new_finding(1, 1, Severity::Major)];
    assert!(
        !town.raise_all(town.sam, morning().plus_days(1), &other)[0].repeat,
        "another question"
    );
    let on_the_day = town.raise_all(town.sam, morning().plus_days(90), &new);
    assert!(on_the_day[0].repeat);
    assert_eq!(town.find(on_the_day[0].id).repeat_of, Some(first));

    let mut town = Town::new();
    town.raise(morning());
    assert!(!town.raise_all(town.sam, morning().plus_days(91), &new_of(&town))[0].repeat);
}

fn new_of(town: &Town) -> [NewFinding; 1] {
    [town.new_finding(0, 1, Severity::Major)]
}

#[test]
fn two_findings_of_one_audit_are_no_repeats_of_each_other() {
    let mut town = Town::new();
    let two = [
        town.new_finding(0, 1, Severity::Major),
        town.new_finding(0, 2, Severity::Major),
    ];
    let raised = town.raise_all(town.maria, morning(), &two);
    assert!(!raised[0].repeat && !raised[1].repeat);
}

#[test]
fn a_dismissed_finding_is_not_repeated() {
    let mut town = Town::new();
    let id = town.raise(morning());
    let act = town.act(town.dana, morning());
    operations::dismiss(&mut town.conn, &act, id, "Not our counter.").unwrap();
    assert!(!town.raise_all(town.sam, morning().plus_days(1), &new_of(&town))[0].repeat);
}

#[test]
fn what_was_corrected_on_the_spot_closes_at_once() {
    let mut town = Town::new();
    let mut new = town.new_finding(0, 1, Severity::Major);
    new.corrected = Some("Paper refilled, number written by hand.".into());
    let id = town.raise_all(town.maria, morning(), &[new])[0].id;
    let finding = town.find(id);
    assert_eq!(
        (finding.state, finding.resolution, finding.due_on, finding.notice_at),
        (State::Verified, Some(Resolution::CorrectedOnTheSpot), None, None)
    );
    assert_eq!(finding.closed_at, Some(morning()));
    assert_eq!(town.events(id), ["finding-corrected"]);
    assert_eq!(refused(town.contain(town.maria, morning(), id)), "finding-no-closed");
    assert!(
        town.raise_all(town.sam, morning().plus_days(3), &new_of(&town))[0].repeat,
        "it counts in repeats"
    );
}

#[test]
fn steps_of_the_reaction_plan_contain_it_from_the_start() {
    let mut town = Town::new();
    let mut new = town.new_finding(0, 1, Severity::Major);
    new.contained = Some("Called the patron back.".into());
    let id = town.raise_all(town.maria, morning(), &[new])[0].id;
    assert_eq!(town.state(id), State::Contained);
    let (body, _, who) = queries::containment(&mut town.conn, id).unwrap().unwrap();
    assert_eq!((body.as_str(), who), ("Called the patron back.", town.maria));
}

#[test]
fn the_whole_way_from_open_to_verified() {
    let mut town = Town::new();
    let (maria, tom, luis) = (town.maria, town.tom, town.luis);
    let id = town.raise(morning());
    assert_eq!(
        refused(town.plan(maria, morning(), id, tom)),
        "finding-no-not-contained"
    );
    town.contain(maria, morning(), id).unwrap();
    assert_eq!(town.state(id), State::Contained);
    assert_eq!(refused(town.contain(maria, morning(), id)), "finding-no-contained");
    let one = town.plan(maria, morning(), id, tom).unwrap();
    let two = town.plan(luis, morning(), id, maria).unwrap();
    assert_eq!(town.state(id), State::Planned);
    assert_eq!(refused(town.close(luis, morning(), id)), "finding-no-cause");
    town.find_cause(maria, morning(), id).unwrap();
    assert_eq!(refused(town.close(luis, morning(), id)), "finding-no-actions-open");
    town.finish(tom, morning(), one).unwrap();
    assert_eq!(town.state(id), State::Planned, "one is still open");
    assert_eq!(refused(town.finish(tom, morning(), one)), "finding-no-action-not-open");
    assert_eq!(refused(town.finish(tom, morning(), two)), "finding-no-not-yours");
    town.finish(maria, morning(), two).unwrap();
    assert_eq!(town.state(id), State::Done);
    assert_eq!(refused(town.close(maria, morning(), id)), "finding-no-not-independent");
    assert_eq!(refused(town.close(tom, morning(), id)), "finding-no-not-yours");
    town.close(luis, morning(), id).unwrap();
    let finding = town.find(id);
    assert_eq!(
        (finding.state, finding.resolution, finding.closed_at, finding.notice_at),
        (State::Verified, Some(Resolution::Fixed), Some(morning()), None)
    );
    assert_eq!(town.watch(id), Some(WatchState::Watching));
    assert_eq!(
        town.events(id),
        [
            "finding-closed",
            "finding-action-done",
            "finding-action-done",
            "finding-cause",
            "finding-action-planned",
            "finding-action-planned",
            "finding-contained",
            "finding-raised",
        ]
    );
    history::seal(&mut town.conn, &Act::new(None, morning(), 9)).unwrap();
}

#[test]
fn a_cancelled_action_is_no_fix() {
    let mut town = Town::new();
    let (maria, tom) = (town.maria, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    let only = town.plan(maria, morning(), id, tom).unwrap();
    let act = town.act(tom, morning());
    operations::cancel_action(&mut town.conn, &act, only, "The printer is gone.").unwrap();
    assert_eq!(town.state(id), State::Contained, "a new one has to be planned");
    town.find_cause(maria, morning(), id).unwrap();
    assert_eq!(refused(town.close(town.luis, morning(), id)), "finding-no-action");
    let next = town.plan(maria, morning(), id, tom).unwrap();
    town.finish(tom, morning(), next).unwrap();
    town.close(town.luis, morning(), id).unwrap();
}

#[test]
fn the_due_date_of_an_action_is_picked_or_follows_the_severity() {
    let mut town = Town::new();
    let (maria, tom) = (town.maria, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    let ruled = town.plan(maria, morning(), id, tom).unwrap();
    let ruled = queries::find_action(&mut town.conn, ruled).unwrap();
    assert_eq!(
        (ruled.due_on.to_string().as_str(), ruled.due_picked, ruled.due_days),
        ("2026-06-23", false, Some(10))
    );
    let mut pick = |day: &str| {
        let new = NewAction {
            kind: ActionKind::Immediate,
            body: "Put a spare roll at every window".into(),
            owner_id: tom,
            due_on: Some(day.parse().unwrap()),
            strength: None,
            cost: None,
        };
        let act = town.act(maria, morning());
        operations::plan_action(&mut town.conn, &act, id, &new)
    };
    assert_eq!(refused(pick("2026-06-08")), "finding-no-due-past");
    let today = pick("2026-06-09").unwrap();
    let today = queries::find_action(&mut town.conn, today).unwrap();
    assert_eq!((today.number, today.due_picked, today.due_days), (2, true, None));
}

#[test]
fn a_fix_that_conforms_three_times_for_two_people_has_held() {
    let mut town = Town::new();
    let id = town.closed(morning());
    let (maria, sam) = (town.maria, town.sam);
    for day in 1..=4 {
        town.conforms(maria, morning().plus_days(day));
        assert_eq!(
            town.watch(id),
            Some(WatchState::Watching),
            "one person's eyes are not enough"
        );
    }
    town.conforms(sam, morning().plus_days(5));
    assert_eq!(town.watch(id), Some(WatchState::Held));
    assert_eq!(town.events(id)[0], "finding-held");
    assert_eq!(town.state(id), State::Verified);

    let again = town.raise_all(maria, morning().plus_days(6), &new_of(&town));
    assert!(again[0].repeat);
    assert_eq!(town.state(id), State::Verified, "no longer watched: it stays closed");
}

#[test]
fn found_again_under_watch_it_opens_again() {
    let mut town = Town::new();
    let (maria, tom, luis) = (town.maria, town.tom, town.luis);
    let old = town.closed(morning());
    town.conforms(maria, morning().plus_days(1));
    let later = morning().plus_days(6);
    let new = town.raise_all(town.sam, later, &new_of(&town));
    assert!(new[0].repeat, "a new finding, marked as a repeat");
    let reopened = town.find(old);
    assert_eq!(
        (reopened.state, reopened.resolution, reopened.closed_at),
        (State::Contained, None, None)
    );
    assert_eq!(reopened.due_on, Some("2026-06-29".parse().unwrap()));
    assert_eq!(town.watch(old), Some(WatchState::Broken));
    assert_eq!(town.events(old)[0], "finding-reopened");
    // the action that did not hold does not count a second time
    assert_eq!(refused(town.close(luis, later, old)), "finding-no-action");
    let action = town.plan(maria, later, old, tom).unwrap();
    town.finish(tom, later, action).unwrap();
    town.close(luis, later, old).unwrap();
    assert_eq!(
        town.watch(old),
        Some(WatchState::Watching),
        "and the watch starts again"
    );
    assert!(queries::watch_checks_of(&mut town.conn, old).unwrap().is_empty());
}

#[test]
fn of_several_under_watch_the_newest_opens_again() {
    let mut town = Town::new();
    let (maria, tom, luis) = (town.maria, town.tom, town.luis);
    let old = town.closed(morning());
    let new = town.raise_all(town.sam, morning().plus_days(6), &new_of(&town))[0].id;
    for (id, day) in [(old, 7), (new, 8)] {
        let at = morning().plus_days(day);
        if town.state(id) == State::Open {
            town.contain(luis, at, id).unwrap();
            town.find_cause(luis, at, id).unwrap();
        }
        let action = town.plan(luis, at, id, tom).unwrap();
        town.finish(tom, at, action).unwrap();
        town.close(luis, at, id).unwrap();
        assert_eq!(town.watch(id), Some(WatchState::Watching));
    }
    let third = town.raise_all(maria, morning().plus_days(12), &new_of(&town));
    assert!(third[0].repeat);
    assert_eq!(
        (town.state(new), town.watch(new)),
        (State::Contained, Some(WatchState::Broken))
    );
    assert_eq!(
        (town.state(old), town.watch(old)),
        (State::Verified, Some(WatchState::Broken)),
        "the first one stays closed, and says that its fix did not hold"
    );
    assert_eq!(town.events(old)[0], "finding-found-again");
}

#[test]
fn a_director_dismisses_with_a_reason_and_never_the_own_finding() {
    let mut town = Town::new();
    let (maria, tom, luis, dana) = (town.maria, town.tom, town.luis, town.dana);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    let action = town.plan(maria, morning(), id, tom).unwrap();
    let dismiss = |town: &mut Town, who| {
        let act = town.act(who, morning());
        operations::dismiss(&mut town.conn, &act, id, "The rule changed on June 1.")
    };
    assert_eq!(refused(dismiss(&mut town, luis)), "finding-no-not-yours");
    let act = town.act(luis, morning());
    operations::hand_over(&mut town.conn, &act, id, dana).unwrap();
    assert_eq!(refused(dismiss(&mut town, dana)), "finding-no-own");
    let act = town.act(luis, morning());
    operations::hand_over(&mut town.conn, &act, id, maria).unwrap();
    dismiss(&mut town, dana).unwrap();
    let finding = town.find(id);
    assert_eq!(
        (finding.state, finding.resolution),
        (State::Dismissed, Some(Resolution::Dismissed))
    );
    let action = queries::find_action(&mut town.conn, action).unwrap();
    assert_eq!(
        (action.state, action.notice_at),
        (ActionState::Cancelled, None),
        "nobody is reminded of it"
    );
    assert_eq!(town.watch(id), None);
}

#[test]
fn a_raised_severity_brings_the_due_date_forward() {
    let mut town = Town::new();
    let id = town.raise(morning());
    let later = morning().plus_days(1);
    let act = town.act(town.luis, later);
    operations::raise_severity(&mut town.conn, &act, id, Severity::Critical).unwrap();
    let finding = town.find(id);
    assert_eq!(
        (finding.severity, finding.due_on, finding.due_days),
        (Severity::Critical, Some("2026-06-11".parse().unwrap()), Some(2))
    );
}

#[test]
fn whoever_read_an_older_state_is_told_so() {
    let mut town = Town::new();
    let id = town.raise(morning());
    let read = town.find(id);
    town.contain(town.maria, morning(), id).unwrap();
    assert!(!queries::bump(&mut town.conn, &read).unwrap(), "somebody was quicker");
    let read = town.find(id);
    assert!(queries::bump(&mut town.conn, &read).unwrap());
}

#[test]
fn a_note_goes_into_the_history() {
    let mut town = Town::new();
    let id = town.raise(morning());
    let act = town.act(town.dana, morning());
    let note = "Please ask at windows 3 and 4 too.";
    operations::note(&mut town.conn, &act, &super::mails::post(), id, note, None).unwrap();
    let entries = history::timeline(&mut town.conn, history::Record::of("finding", id)).unwrap();
    assert_eq!(entries[0].text.as_deref(), Some("Please ask at windows 3 and 4 too."));
}

#[test]
fn a_plan_goes_up_with_its_owner() {
    let mut town = Town::new();
    let (maria, luis, dana, tom) = (town.maria, town.luis, town.dana, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    town.find_cause(maria, morning(), id).unwrap();
    town.plan(maria, morning(), id, tom).unwrap();
    let plan = |town: &mut Town| queries::plan(&mut town.conn, id).unwrap().unwrap().plan;
    let waiting = |layer| Plan {
        standing: PlanStanding::Waiting,
        layer,
    };
    assert_eq!(plan(&mut town), waiting(2));
    let act = town.act(luis, morning());
    operations::hand_over(&mut town.conn, &act, id, luis).unwrap();
    assert_eq!(
        plan(&mut town),
        waiting(3),
        "a manager does not decide on the plan of a manager"
    );
    let decide = |town: &mut Town, who| {
        let act = town.act(who, morning());
        operations::decide(&mut town.conn, &act, &super::mails::post(), id, Verdict::Accepted, "")
    };
    assert_eq!(refused(decide(&mut town, luis)), "finding-no-own-plan");
    decide(&mut town, dana).unwrap();
    assert_eq!(plan(&mut town).standing, PlanStanding::Accepted);
}

#[test]
fn a_plan_without_actions_waits_for_nobody() {
    let mut town = Town::new();
    let (maria, tom) = (town.maria, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    let only = town.plan(maria, morning(), id, tom).unwrap();
    assert_eq!(queries::plan(&mut town.conn, id).unwrap(), None, "a plan has a cause");
    town.find_cause(maria, morning(), id).unwrap();
    assert!(queries::plan(&mut town.conn, id).unwrap().is_some());
    let act = town.act(tom, morning());
    operations::cancel_action(&mut town.conn, &act, only, "The printer is gone.").unwrap();
    assert_eq!(queries::plan(&mut town.conn, id).unwrap(), None);
}
