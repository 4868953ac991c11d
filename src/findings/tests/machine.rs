//! The whole machine: every state, every part a person can have, every deed; and every way a finding can take.

use super::mails::post;
use super::rules::finding;
use super::*;
use crate::findings::model::CannotRepair;
use crate::platform::mail::post::Post;
use proptest::prelude::*;
use std::fmt::Write;
use std::sync::LazyLock;

static POST: LazyLock<Post> = LazyLock::new(post);

/// The parts people have in a finding, as they stand in life.
const PARTS: [(&str, Part); 9] = [
    ("no part in it", NOBODY),
    ("owns it", Part { owner: true, ..NOBODY }),
    (
        "owns an action",
        Part {
            action_owner: true,
            ..NOBODY
        },
    ),
    ("audits there", AUDITOR),
    ("audits there and owns it", Part { owner: true, ..AUDITOR }),
    (
        "audits there and owns an action",
        Part {
            action_owner: true,
            ..AUDITOR
        },
    ),
    ("manager", MANAGER),
    ("director", DIRECTOR),
    ("board", BOARD),
];
const BOARD: Part = Part {
    board: true,
    layer: 4,
    ..AUDITOR
};
const OWNING_DIRECTOR: (&str, Part) = (
    "director who owns it",
    Part {
        owner: true,
        ..DIRECTOR
    },
);

const NOBODY: Part = Part {
    owner: false,
    auditor: false,
    leader: false,
    director: false,
    action_owner: false,
    board: false,
    layer: 0,
};
const AUDITOR: Part = Part {
    auditor: true,
    layer: 1,
    ..NOBODY
};
const MANAGER: Part = Part {
    leader: true,
    layer: 2,
    ..AUDITOR
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
    plan: Some(WAITING),
};
const WAITING: Plan = Plan {
    standing: PlanStanding::Waiting,
    layer: 2,
};

/// "ok", or the last words of the refusal's sentence key.
fn cell(outcome: Result<(), CannotRepair>) -> String {
    match outcome {
        Ok(()) => "ok".into(),
        Err(no) => no.said().key.trim_start_matches("finding-no-").to_owned(),
    }
}

fn line(table: &mut String, head: &str, cells: &[String]) {
    let cells: String = cells.iter().map(|cell| format!(" {cell:<15}")).collect();
    writeln!(table, "{head:<44}{}", cells.trim_end()).unwrap();
}

#[test]
fn every_state_role_and_deed_has_its_outcome() {
    let mut table = String::new();
    line(&mut table, "", &Deed::ALL.map(|deed| format!("{deed:?}")));
    for state in State::ALL {
        for (name, part) in PARTS.iter().chain([&OWNING_DIRECTOR]) {
            let finding = finding(*state);
            let cells = Deed::ALL.map(|deed| cell(finding.check(*part, deed, READY)));
            // Wherever it comes from, and whether it is about a question or not.
            for origin_kind in OriginKind::ALL {
                let other = Finding {
                    origin_kind: *origin_kind,
                    question_id: None,
                    question_version_id: None,
                    ..finding.clone()
                };
                assert_eq!(cells, Deed::ALL.map(|deed| cell(other.check(*part, deed, READY))));
            }
            line(&mut table, &format!("{state}: {name}"), &cells);
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_gate_keeps_a_finding_open() {
    let mut table = String::new();
    let heads = ["cause, done", "no cause", "nothing done", "one open", "sent back"].map(String::from);
    line(&mut table, "closing", &heads);
    let gates = [
        READY,
        Gates { cause: false, ..READY },
        Gates {
            actions_done: 0,
            ..READY
        },
        Gates {
            actions_open: 1,
            ..READY
        },
        Gates {
            plan: Some(Plan {
                standing: PlanStanding::SentBack,
                ..WAITING
            }),
            ..READY
        },
    ];
    for state in State::ALL {
        for (name, part) in PARTS.iter().filter(|(_, part)| part.auditor) {
            let cells = gates.map(|gates| cell(finding(*state).check_close(*part, gates)));
            line(&mut table, &format!("{state}: {name}"), &cells);
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_plan_is_decided_at_its_layer_or_above_and_never_by_the_owner() {
    let mut table = String::new();
    line(
        &mut table,
        "deciding",
        &["layer 2", "layer 3", "layer 4", "accepted", "sent back", "no plan"].map(String::from),
    );
    let at = |standing, layer| Some(Plan { standing, layer });
    let plans = [
        at(PlanStanding::Waiting, 2),
        at(PlanStanding::Waiting, 3),
        at(PlanStanding::Waiting, 4),
        at(PlanStanding::Accepted, 2),
        at(PlanStanding::SentBack, 2),
        None,
    ];
    for (name, part) in PARTS.iter().chain([&OWNING_DIRECTOR]) {
        let cells = plans.map(|plan| cell(finding(State::Planned).check_decide(*part, plan)));
        line(&mut table, name, &cells);
    }
    insta::assert_snapshot!(table);
}

/// Something somebody tries; numbers choose among the people and the actions there are.
#[derive(Debug, Clone)]
enum Try {
    Contain,
    Explain,
    Plan { owner: usize },
    Finish { action: usize },
    Cancel { action: usize },
    HandOver { to: usize },
    Raise,
    Decide { verdict: Verdict },
    Close { answer: LayeredAnswer },
    Dismiss,
    FindAgain,
    Conform,
}

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        2 => Just(Try::Contain),
        2 => Just(Try::Explain),
        3 => (0..5_usize).prop_map(|owner| Try::Plan { owner }),
        4 => (0..6_usize).prop_map(|action| Try::Finish { action }),
        1 => (0..6_usize).prop_map(|action| Try::Cancel { action }),
        1 => (0..5_usize).prop_map(|to| Try::HandOver { to }),
        1 => Just(Try::Raise),
        2 => prop::sample::select(Verdict::ALL).prop_map(|verdict| Try::Decide { verdict }),
        4 => prop::sample::select(LayeredAnswer::ALL).prop_map(|answer| Try::Close { answer }),
        1 => Just(Try::Dismiss),
        1 => Just(Try::FindAgain),
        1 => Just(Try::Conform),
    ]
}

/// What the test knows of the finding by itself, without asking its rules.
#[derive(Debug, Default)]
struct Known {
    cause: bool,
    actions: Vec<(ActionId, PersonId, ActionState)>,
    /// How many actions there were when it was found again: they did not hold.
    stale: usize,
    /// The plan was sent back, and neither the cause nor the actions are new since.
    sent_back: bool,
}

impl Known {
    fn is_ready_for(&self, who: PersonId) -> bool {
        self.cause
            && !self.sent_back
            && self.actions.iter().all(|(_, _, state)| *state != ActionState::Open)
            && self.actions[self.stale..]
                .iter()
                .any(|(_, _, state)| *state == ActionState::Done)
            && !self
                .actions
                .iter()
                .any(|(_, owner, state)| *owner == who && *state != ActionState::Cancelled)
    }
}

fn attempt(town: &mut Town, known: &mut Known, id: FindingId, who: PersonId, what: &Try) -> Result<(), TestCaseError> {
    let people = [town.maria, town.sam, town.luis, town.dana, town.tom];
    let before = town.find(id);
    let act = town.act(who, morning());
    let chosen = |n: usize, known: &Known| (!known.actions.is_empty()).then(|| n % known.actions.len());
    let mut end = |town: &mut Town, n: usize, to: ActionState| {
        let Some(n) = chosen(n, known) else { return false };
        let action = known.actions[n].0;
        let ended = match to {
            ActionState::Done => operations::finish_action(&mut town.conn, &act, action, "Done."),
            _ => operations::cancel_action(&mut town.conn, &act, action, "Not needed."),
        };
        if ended.is_ok() {
            known.actions[n].2 = to;
        }
        ended.is_ok()
    };
    let done = match what {
        Try::Contain => town.contain(who, morning(), id).is_ok(),
        Try::Explain => {
            let done = town.find_cause(who, morning(), id).is_ok();
            known.cause |= done;
            known.sent_back &= !done;
            done
        }
        Try::Plan { owner } => match town.plan(who, morning(), id, people[*owner]) {
            Ok(action) => {
                known.actions.push((action, people[*owner], ActionState::Open));
                known.sent_back = false;
                true
            }
            Err(_) => false,
        },
        Try::Finish { action } => end(town, *action, ActionState::Done),
        Try::Cancel { action } => end(town, *action, ActionState::Cancelled),
        Try::HandOver { to } => operations::hand_over(&mut town.conn, &act, id, people[*to]).is_ok(),
        Try::Raise => operations::raise_severity(&mut town.conn, &act, id, Severity::Critical).is_ok(),
        Try::Decide { verdict } => {
            let done = operations::decide(&mut town.conn, &act, &POST, id, *verdict, "A reason.").is_ok();
            prop_assert!(!done || (before.owner_id != Some(who) && [town.luis, town.dana].contains(&who)));
            known.sent_back |= done && *verdict == Verdict::SentBack;
            done
        }
        Try::Close { answer } => {
            let done = operations::close(&mut town.conn, &act, id, "Looked again.", *answer, "Question 6").is_ok();
            prop_assert!(
                !done || (who != town.tom && known.is_ready_for(who)),
                "{known:?} closed by {who}"
            );
            done
        }
        Try::Dismiss => {
            let done = operations::dismiss(&mut town.conn, &act, id, "No fix is needed.").is_ok();
            prop_assert!(!done || (who == town.dana && before.owner_id != Some(who)));
            if done {
                for action in known.actions.iter_mut().filter(|action| action.2 == ActionState::Open) {
                    action.2 = ActionState::Cancelled;
                }
            }
            done
        }
        Try::FindAgain => {
            town.raise(morning().plus_days(1));
            if before.state == State::Verified && town.state(id) == State::Contained {
                known.stale = known.actions.len();
            }
            true
        }
        Try::Conform => {
            town.conforms(who, morning());
            true
        }
    };
    let after = town.find(id);
    if !done {
        prop_assert_eq!(&after, &before, "a refusal changes nothing");
    }
    if after.state.is_closed() && !before.state.is_closed() {
        match what {
            Try::Close { .. } => {
                prop_assert_eq!(after.resolution, Some(Resolution::Fixed));
                let verified = queries::verifications(&mut town.conn, id).unwrap();
                prop_assert_eq!(verified[0].who, who);
            }
            Try::Dismiss => prop_assert_eq!(after.resolution, Some(Resolution::Dismissed)),
            other => prop_assert!(false, "{other:?} closed it"),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_way_of_deeds_closes_a_finding_past_its_gates(
        way in prop::collection::vec((0..5_usize, tries()), 1..60),
    ) {
        let mut town = Town::new();
        let people = [town.maria, town.sam, town.luis, town.dana, town.tom];
        let id = town.raise(morning());
        let mut known = Known::default();
        for (who, what) in &way {
            attempt(&mut town, &mut known, id, people[*who], what)?;
        }
    }
}
