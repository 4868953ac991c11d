//! Rules without a database.

use super::super::model::CannotRepair::*;
use super::super::model::*;
use super::super::reminders::{Step, due_steps, first_notice, steps};
use super::at;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Severity};
use crate::base::ids::*;
use crate::base::zone::Zone;
use crate::platform::error::AppError;
use crate::platform::i18n::I18n;
use uuid::Uuid;

pub(super) fn finding(state: State) -> Finding {
    let now = at("2026-06-09 14:00");
    Finding {
        id: FindingId(Uuid::nil()),
        number: "NC-2026-00042".into(),
        unit_id: UnitId(Uuid::nil()),
        process_id: ProcessId(Uuid::nil()),
        question_id: Some(QuestionId(Uuid::nil())),
        question_version_id: Some(QuestionVersionId(Uuid::nil())),
        layer: Some(1),
        origin_kind: OriginKind::Audit,
        origin_id: AnyId(Uuid::nil()),
        origin_label: String::new(),
        part: 1,
        title: String::new(),
        seen: String::new(),
        done: None,
        severity: Severity::Major,
        state,
        resolution: None,
        owner_id: None,
        found_by: None,
        found_at: now,
        due_days: Some(10),
        due_on: None,
        due_at: Some(now.plus_days(14)),
        due_picked: false,
        repeat_of: None,
        escalation: 0,
        notice_at: None,
        closed_at: None,
        search: String::new(),
        revision: 1,
        sensitive: false,
    }
}

#[test]
fn only_what_audits_ask_again_is_watched() {
    let of = |origin_kind, question_id, found_by| Finding {
        origin_kind,
        question_id,
        found_by,
        ..finding(State::Done)
    };
    let question = Some(QuestionId(Uuid::nil()));
    let somebody = Some(PersonId(Uuid::nil()));
    for (origin, asked, is_watched) in [
        (OriginKind::Audit, question, true),
        (OriginKind::Hand, question, true),
        (OriginKind::Hand, None, false),
        (OriginKind::Systemic, question, false),
    ] {
        assert_eq!(
            of(origin, asked, somebody).watched_question().is_some(),
            is_watched,
            "{origin}"
        );
    }
    assert!(of(OriginKind::Hand, None, None).is_without_name());
    assert!(!of(OriginKind::Hand, None, somebody).is_without_name());
    assert!(!of(OriginKind::Audit, question, None).is_without_name());
}

fn action(state: ActionState) -> Action {
    let now = at("2026-06-09 14:00");
    Action {
        id: ActionId(Uuid::nil()),
        finding_id: FindingId(Uuid::nil()),
        number: 1,
        kind: ActionKind::Corrective,
        body: String::new(),
        owner_id: PersonId(Uuid::from_u128(1)),
        due_on: "2026-06-12".parse().unwrap(),
        due_at: now.plus_days(3),
        due_days: None,
        due_picked: true,
        state,
        created_at: now,
        created_by: None,
        done_at: None,
        done_by: None,
        done_note: None,
        notice_at: None,
        escalation: 0,
        revision: 1,
        strength: None,
        cost: None,
        taken_from: None,
    }
}

const NOBODY: Part = Part {
    owner: false,
    auditor: false,
    leader: false,
    director: false,
    action_owner: false,
    board: false,
    layer: 0,
};
const OWNER: Part = Part { owner: true, ..NOBODY };
const AUDITOR: Part = Part {
    auditor: true,
    layer: 1,
    ..NOBODY
};
const MANAGER: Part = Part {
    auditor: true,
    leader: true,
    layer: 2,
    ..NOBODY
};
const DIRECTOR: Part = Part {
    director: true,
    layer: 3,
    ..MANAGER
};
const READY: Gates = Gates {
    cause: true,
    actions_done: 1,
    actions_open: 0,
    plan: None,
};

#[test]
fn only_an_open_finding_is_contained_by_owner_or_auditor() {
    let open = finding(State::Open);
    assert_eq!(open.check_contain(OWNER), Ok(()));
    assert_eq!(open.check_contain(AUDITOR), Ok(()));
    assert_eq!(open.check_contain(NOBODY), Err(NotYours));
    assert_eq!(finding(State::Planned).check_contain(OWNER), Err(Contained));
    assert_eq!(finding(State::Verified).check_contain(OWNER), Err(Closed));
    assert_eq!(finding(State::Dismissed).check_contain(OWNER), Err(Closed));
}

#[test]
fn cause_plan_and_owner_belong_to_the_owner_and_leaders() {
    let contained = finding(State::Contained);
    for part in [OWNER, MANAGER, DIRECTOR] {
        assert_eq!(contained.check_cause(part), Ok(()));
        assert_eq!(contained.check_plan(part), Ok(()));
        assert_eq!(contained.check_hand_over(part), Ok(()));
    }
    for part in [NOBODY, AUDITOR] {
        assert_eq!(contained.check_cause(part), Err(NotYours));
        assert_eq!(contained.check_plan(part), Err(NotYours));
        assert_eq!(contained.check_hand_over(part), Err(NotYours));
    }
    assert_eq!(
        finding(State::Open).check_cause(OWNER),
        Ok(()),
        "thinking may begin at once"
    );
    assert_eq!(finding(State::Open).check_plan(OWNER), Err(NotContained));
    let closed = finding(State::Verified);
    assert_eq!(closed.check_cause(DIRECTOR), Err(Closed));
    assert_eq!(closed.check_plan(DIRECTOR), Err(Closed));
    assert_eq!(closed.check_hand_over(DIRECTOR), Err(Closed));
}

#[test]
fn severity_is_only_raised_and_only_by_leaders() {
    let major = finding(State::Contained);
    assert_eq!(major.check_raise(MANAGER, Severity::Critical), Ok(()));
    assert_eq!(major.check_raise(MANAGER, Severity::Major), Err(NotRaised));
    assert_eq!(major.check_raise(MANAGER, Severity::Minor), Err(NotRaised));
    assert_eq!(major.check_raise(OWNER, Severity::Critical), Err(NotYours));
    assert_eq!(
        finding(State::Dismissed).check_raise(MANAGER, Severity::Critical),
        Err(Closed)
    );
}

#[test]
fn closing_asks_for_cause_finished_actions_and_independent_eyes() {
    let done = finding(State::Done);
    assert_eq!(done.check_close(AUDITOR, READY), Ok(()));
    assert_eq!(done.check_close(OWNER, READY), Err(NotYours));
    assert_eq!(done.check_close(AUDITOR, Gates { cause: false, ..READY }), Err(NoCause));
    assert_eq!(
        done.check_close(
            AUDITOR,
            Gates {
                actions_open: 2,
                ..READY
            }
        ),
        Err(ActionsOpen(2))
    );
    assert_eq!(
        done.check_close(
            AUDITOR,
            Gates {
                actions_done: 0,
                ..READY
            }
        ),
        Err(NoAction)
    );
    let own = Part {
        action_owner: true,
        ..MANAGER
    };
    assert_eq!(done.check_close(own, READY), Err(NotIndependent));
    assert_eq!(finding(State::Verified).check_close(AUDITOR, READY), Err(Closed));
    assert_eq!(
        finding(State::Contained).check_close(AUDITOR, READY),
        Err(NoAction),
        "opened again: the fix that did not hold is no fix"
    );
}

#[test]
fn a_director_dismisses_but_never_the_own_finding() {
    let open = finding(State::Open);
    assert_eq!(open.check_dismiss(DIRECTOR), Ok(()));
    assert_eq!(open.check_dismiss(MANAGER), Err(NotYours));
    assert_eq!(
        open.check_dismiss(Part {
            owner: true,
            ..DIRECTOR
        }),
        Err(OwnFinding)
    );
    assert_eq!(finding(State::Dismissed).check_dismiss(DIRECTOR), Err(Closed));
}

#[test]
fn an_action_is_ended_once_by_its_owner_or_a_leader() {
    let owner = &[PersonId(Uuid::from_u128(1))];
    assert_eq!(action(ActionState::Open).check_finish(owner, NOBODY), Ok(()));
    assert_eq!(action(ActionState::Open).check_finish(&[], MANAGER), Ok(()));
    assert_eq!(action(ActionState::Open).check_finish(&[], AUDITOR), Err(NotYours));
    for state in [ActionState::Done, ActionState::Cancelled] {
        assert_eq!(action(state).check_finish(owner, MANAGER), Err(ActionNotOpen));
    }
}

#[test]
fn whoever_has_no_right_hears_that_wherever_the_finding_stands() {
    for state in [State::Open, State::Contained, State::Verified, State::Dismissed] {
        let finding = finding(state);
        let gates = Gates { cause: false, ..READY };
        for deed in [
            Deed::Contain,
            Deed::FindCause,
            Deed::Plan,
            Deed::Decide,
            Deed::Raise,
            Deed::AskDate,
            Deed::AnswerDate,
            Deed::HandOver,
            Deed::Close,
            Deed::Dismiss,
        ] {
            assert_eq!(finding.check(NOBODY, deed, gates), Err(NotYours), "{deed:?} {state:?}");
        }
        assert_eq!(finding.check(NOBODY, Deed::Note, gates), Ok(()));
        let own = Part {
            action_owner: true,
            ..MANAGER
        };
        assert_eq!(finding.check(own, Deed::Close, gates), Err(NotIndependent));
    }
    for state in [ActionState::Done, ActionState::Cancelled] {
        assert_eq!(action(state).check_finish(&[], AUDITOR), Err(NotYours));
    }
    assert!(matches!(AppError::from(NotYours), AppError::Forbidden(_)));
    assert!(matches!(AppError::from(Closed), AppError::Refused(_)));
}

#[test]
fn every_refusal_has_its_sentence() {
    let i18n = I18n::load().unwrap();
    let all = [
        Closed,
        Contained,
        NotContained,
        NoCause,
        NoAction,
        ActionsOpen(2),
        NotIndependent,
        OwnFinding,
        NotRaised,
        ActionNotOpen,
        DuePast,
        OwnPlan,
        HigherLayer,
        NoPlan,
        TopLayer,
        SentBack,
        NotLater,
        AskedAlready,
        AnsweredAlready,
        NotAReader,
        OwnDate,
        PausedAlready,
        NotPaused,
        PauseOverdue,
        PauseLong,
        DueInPause,
        NotYours,
    ];
    for refusal in all {
        let said = i18n.say("en", &refusal.said());
        assert!(!said.starts_with('['), "{said}");
        assert!(said.ends_with('.'), "{said}");
    }
    assert_eq!(
        i18n.say("en", &ActionsOpen(2).said()),
        "2 actions are still open. Finish or cancel them first."
    );
}

#[test]
fn a_mention_is_the_whole_name() {
    let people = ["Ann", "Ann Lee", "Lee", "Zoë Ünal"];
    let mentioned = |note| mentioned(note, &people);
    assert_eq!(
        mentioned("Please look, @Ann Lee."),
        ["Ann Lee"],
        "not Ann, whose name begins it"
    );
    assert_eq!(mentioned("@ann lee"), ["Ann Lee"]);
    assert_eq!(mentioned("@Ann, ask @Ann Lee"), ["Ann", "Ann Lee"]);
    assert_eq!(mentioned("@Ann Leeson knows"), ["Ann"]);
    assert!(mentioned("@Anna knows, and Ann Lee does").is_empty());
    assert_eq!(mentioned("@Ann @Lee"), ["Ann", "Lee"]);
    assert_eq!(
        mentioned("İİ @Zoë Ünal, bitte"),
        ["Zoë Ünal"],
        "letters that grow when they are folded"
    );
}

#[test]
fn a_mention_of_nobody_is_told_as_it_is_written() {
    let people = ["Ann", "Ann Lee", "Zoë Ünal"];
    let unknown = |note| unknown_mentions(note, &people);
    assert_eq!(unknown("@Bob, (@Carla) and @Bob: ask @Ann Lee."), ["@Bob", "@Carla"]);
    assert_eq!(unknown("@Anna knows"), ["@Anna"]);
    assert_eq!(unknown("İİ @Zoë, not @zoë ünal"), ["@Zoë"]);
    assert!(unknown("help@example.org, @ noon, @3, and @").is_empty());
}

#[test]
fn overdue_is_computed() {
    let open = finding(State::Open);
    assert!(!open.is_overdue(at("2026-06-10 14:00")) && open.is_overdue(at("2026-07-10 14:00")));
    assert!(!finding(State::Verified).is_overdue(at("2026-07-10 14:00")));
    assert!(action(ActionState::Open).is_overdue(at("2026-07-10 14:00")));
    assert!(!action(ActionState::Done).is_overdue(at("2026-07-10 14:00")));
}

#[test]
fn a_fix_has_held_after_three_audits_by_two_people() {
    let (a, b) = (Some(PersonId(Uuid::from_u128(1))), Some(PersonId(Uuid::from_u128(2))));
    assert!(!has_held(&[a, b]));
    assert!(!has_held(&[a, a, a, a]));
    assert!(has_held(&[a, b, a]) && has_held(&[a, a, a, b]));
}

/// Monday to Friday, 8 to 17, in Chicago.
fn calendar() -> Calendar {
    Calendar::weekdays(Zone::parse("America/Chicago").unwrap(), 8 * 60, 17 * 60)
}

fn told(steps: &[Step]) -> Vec<(&str, String)> {
    let day = |at: Instant| at.0.format("%m-%d %H:%M").to_string();
    steps.iter().map(|step| (step.name.as_str(), day(step.at))).collect()
}

#[test]
fn the_steps_of_ten_working_days() {
    let (calendar, began) = (calendar(), at("2026-06-09 14:00"));
    let due = calendar.due(began, 10);
    assert_eq!(due.date.to_string(), "2026-06-23");
    let steps = steps(&calendar, began, due, began);
    let all = told(&steps);
    let expected = [
        ("in-3-days", "06-18 13:00"),
        ("tomorrow", "06-22 13:00"),
        ("today", "06-23 13:00"),
        ("overdue-1", "06-24 13:00"),
        ("climbed-1", "06-26 13:00"),
        ("overdue-2", "07-01 13:00"),
        ("climbed-2", "07-03 13:00"),
    ];
    assert_eq!(all, expected.map(|(name, day)| (name, day.to_owned())));
    assert_eq!(
        steps.iter().map(|step| step.climb).collect::<Vec<_>>(),
        [0, 0, 0, 0, 1, 0, 2]
    );
    assert_eq!(first_notice(&calendar, began, due), Some(at("2026-06-18 13:00")));
}

#[test]
fn a_deadline_of_two_days_has_no_room_for_three_days_before() {
    let (calendar, began) = (calendar(), at("2026-06-09 14:00"));
    let due = calendar.due(began, 2);
    let steps = steps(&calendar, began, due, began);
    assert_eq!(
        told(&steps)[..3],
        [
            ("tomorrow", "06-10 13:00".to_owned()),
            ("today", "06-11 13:00".to_owned()),
            ("overdue-1", "06-12 13:00".to_owned()),
        ]
    );
}

#[test]
fn a_job_that_did_not_run_says_the_latest_reminder_and_every_climb() {
    let (calendar, began) = (calendar(), at("2026-06-09 14:00"));
    let due = calendar.due(began, 2);
    let names = |now: &str| {
        let steps = steps(&calendar, began, due, at(now));
        let (say, next) = due_steps(&steps, at(now), 0);
        let names: Vec<String> = say.into_iter().map(|step| step.name).collect();
        (names.join(" "), told(&steps).len(), next)
    };
    assert_eq!(names("2026-06-09 15:00").0, "");
    assert_eq!(names("2026-06-10 15:00").0, "tomorrow");
    // due on Thursday the 11th; the job slept for a week: three working days over it climbs once
    let (said, _, next) = names("2026-06-17 15:00");
    assert_eq!(said, "climbed-1 overdue-1");
    assert_eq!(next, Some(at("2026-06-19 13:00")), "then the second week");
    // and after three weeks: both climbs, and only the last of the weekly reminders
    let (said, _, next) = names("2026-07-02 15:00");
    assert_eq!(said, "climbed-1 climbed-2 overdue-3");
    assert!(next.is_some());
}

#[test]
fn it_climbs_after_three_and_after_eight_working_days() {
    let (calendar, began) = (calendar(), at("2026-06-09 14:00"));
    let due = calendar.due_on("2026-06-11".parse().unwrap());
    let climbs: Vec<(i32, String)> = steps(&calendar, began, due, at("2026-07-30 14:00"))
        .into_iter()
        .filter(|step| step.climb > 0)
        .map(|step| (step.climb, calendar.zone.local(step.at).date.to_string()))
        .collect();
    assert_eq!(climbs, [(1, "2026-06-16".to_owned()), (2, "2026-06-23".to_owned())]);
}
