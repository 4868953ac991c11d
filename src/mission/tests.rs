//! Loading the mission: once, changed, and with goals that leave.

use super::file::{self, MissionFile};
use super::model::*;
use super::{operations, queries};
use crate::agency;
use crate::agency::model::UnitKind;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::UnitId;
use crate::base::text::{GoalCode, Localized};
use crate::base::zone::Zone;
use crate::platform::db::{Conn, testing};
use crate::platform::error::AppError;
use crate::platform::history::{self, Record};

const MISSION: &str = "schema: 1
statement: To serve every resident with courtesy.
goals:
  - code: G1
    title: { en: Welcome everyone, es: Bienvenida a todos }
    text: Every person is greeted.
    target: 95
    objectives:
      - { code: G1.1, title: Nobody waits unseen, measure: Share of people acknowledged, target: 95 % }
      - { code: G1.2, title: Nobody waits long, measure: Share of people served in time, target: 80 % }
  - code: G2
    title: Do it right
    text: Requests are done right the first time.
    target: 90
";

fn mission(text: &str) -> MissionFile {
    file::read("mission.yaml", text).unwrap()
}

fn act(seed: u64) -> Act {
    let minute = i64::try_from(seed).unwrap();
    Act::new(
        None,
        Instant::from_micros(1_780_000_000_000_000)
            .unwrap()
            .plus_minutes(minute),
        seed,
    )
}

fn agency(conn: &mut Conn) -> UnitId {
    agency::operations::found(conn, &act(1), "Alder Bay", &Zone::utc()).unwrap()
}

#[test]
fn a_mission_is_loaded_once() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency(&mut conn);
    let first = operations::load(&mut conn, &act(2), unit, &mission(MISSION)).unwrap();
    assert_eq!(
        first,
        Loaded {
            statement: true,
            goals_added: 2,
            ..Loaded::default()
        }
    );
    let before = queries::goals(&mut conn).unwrap();
    assert!(
        operations::load(&mut conn, &act(3), unit, &mission(MISSION))
            .unwrap()
            .is_unchanged()
    );
    assert_eq!(queries::goals(&mut conn).unwrap(), before);
    let record = Record::of("goal", before[0].0.id);
    assert_eq!(history::timeline(&mut conn, record).unwrap().len(), 1);

    let words = queries::statement(&mut conn).unwrap().unwrap();
    assert_eq!(words.statement.get("en"), "To serve every resident with courtesy.");
    let (welcome, objectives) = &before[0];
    assert_eq!(
        (welcome.code.as_str(), welcome.title.get("es")),
        ("G1", "Bienvenida a todos")
    );
    assert_eq!(
        objectives.iter().map(|o| o.code.as_str()).collect::<Vec<_>>(),
        ["G1.1", "G1.2"]
    );
    assert_eq!(queries::find_by_code(&mut conn, "G2").unwrap().unwrap().target, 90);
    let names = queries::names(&mut conn, &[welcome.id]).unwrap();
    assert_eq!(names[&welcome.id].1.get("en"), "Welcome everyone");
}

#[test]
fn changed_words_are_kept_in_the_history_and_ids_stay() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency(&mut conn);
    operations::load(&mut conn, &act(2), unit, &mission(MISSION)).unwrap();
    let before = queries::goals(&mut conn).unwrap();
    let changed = MISSION
        .replace("with courtesy", "well")
        .replace("target: 90", "target: 92")
        .replace("Nobody waits long", "Nobody waits too long");
    let loaded = operations::load(&mut conn, &act(3), unit, &mission(&changed)).unwrap();
    assert_eq!(
        loaded,
        Loaded {
            statement: true,
            goals_changed: 2,
            ..Loaded::default()
        }
    );
    let after = queries::goals(&mut conn).unwrap();
    assert_eq!(after[1].0.target, 92);
    assert_eq!(after[0].1[1].title.get("en"), "Nobody waits too long");
    let ids = |goals: &[(super::model::Goal, Vec<super::model::Objective>)]| {
        goals
            .iter()
            .map(|(goal, objectives)| (goal.id, objectives.iter().map(|o| o.id).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&before), ids(&after));
    let timeline = history::timeline(&mut conn, Record::of("goal", after[1].0.id)).unwrap();
    assert_eq!(timeline[0].event, "goal-changed");
    assert!(timeline[0].facts.contains("\"target\":90") && timeline[0].facts.contains("\"target\":92"));
}

#[test]
fn a_goal_that_leaves_the_file_becomes_inactive_and_can_come_back() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency(&mut conn);
    operations::load(&mut conn, &act(2), unit, &mission(MISSION)).unwrap();
    let second = queries::find_by_code(&mut conn, "G2").unwrap().unwrap();
    let (without, _) = MISSION.split_once("  - code: G2").unwrap();
    let loaded = operations::load(&mut conn, &act(3), unit, &mission(without)).unwrap();
    assert_eq!((loaded.goals_ended, loaded.goals_changed), (1, 0));
    assert_eq!(queries::goals(&mut conn).unwrap().len(), 1);
    assert_eq!(queries::find_by_code(&mut conn, "G2").unwrap(), None);
    assert!(!queries::find_goal(&mut conn, second.id).unwrap().active);
    assert!(
        operations::load(&mut conn, &act(4), unit, &mission(without))
            .unwrap()
            .is_unchanged()
    );

    operations::load(&mut conn, &act(5), unit, &mission(MISSION)).unwrap();
    assert_eq!(queries::find_by_code(&mut conn, "G2").unwrap().unwrap().id, second.id);
}

fn department(conn: &mut Conn, top: UnitId) -> UnitId {
    agency::operations::add_unit(conn, &act(90), Some(top), "Public Works", UnitKind::Department, None, 1).unwrap()
}

fn said<T: std::fmt::Debug>(no: Result<T, AppError>) -> String {
    match no.unwrap_err() {
        AppError::Refused(said) => said.key,
        other => other.to_string(),
    }
}

fn goal(title: &str, parent: Option<crate::base::ids::GoalId>) -> GoalWanted {
    GoalWanted {
        title: title.into(),
        body: "What people can count on.".into(),
        target: 90,
        position: 1,
        parent_id: parent,
    }
}

#[test]
fn a_code_is_given_once_in_the_whole_agency() {
    let (_folder, mut conn) = testing::fresh();
    let top = agency(&mut conn);
    let works = department(&mut conn, top);
    operations::load(&mut conn, &act(2), top, &mission(MISSION)).unwrap();
    let parent = queries::find_by_code(&mut conn, "G1").unwrap().map(|goal| goal.id);
    let mut add = |code: &str, parent| {
        let code = GoalCode::parse(code).unwrap();
        operations::add_goal(&mut conn, &act(3), works, &code, &goal("Streets are clear", parent))
    };
    assert_eq!(said(add("G2", parent)), "mission-no-code-free");
    assert_eq!(said(add("PW1", None)), "mission-no-tie");
    assert_eq!(said(add("PW1.1", parent)), "mission-no-code");
    let id = add("PW1", parent).unwrap();
    assert_eq!(queries::ids_by_code(&mut conn).unwrap()["PW1"], id);
    // the agency's own page and figures stay with the agency's goals
    assert_eq!(queries::goals(&mut conn).unwrap().len(), 2);
    let taken = MISSION.replace("code: G2", "code: PW1");
    assert_eq!(
        said(operations::load(&mut conn, &act(4), top, &mission(&taken))),
        "mission-no-code-free"
    );
}

#[test]
fn a_department_s_file_says_what_its_goals_are_tied_to() {
    let (_folder, mut conn) = testing::fresh();
    let top = agency(&mut conn);
    let works = department(&mut conn, top);
    operations::load(&mut conn, &act(2), top, &mission(MISSION)).unwrap();
    let own = MISSION.replace("G1", "PW1").replace("G2", "PW2");
    assert_eq!(
        said(operations::load(&mut conn, &act(3), works, &mission(&own))),
        "mission-no-tie-of"
    );
    let tied = own
        .replace("target: 95\n", "target: 95\n    tied-to: G1\n")
        .replace("target: 90\n", "target: 90\n    tied-to: G2\n");
    assert_eq!(
        operations::load(&mut conn, &act(4), works, &mission(&tied))
            .unwrap()
            .goals_added,
        2
    );
    assert!(
        operations::load(&mut conn, &act(5), works, &mission(&tied))
            .unwrap()
            .is_unchanged()
    );
    assert_eq!(
        said(operations::load(&mut conn, &act(6), top, &mission(&tied))),
        "mission-no-tie-of-agency"
    );
}

#[test]
fn who_read_a_goal_before_another_change_is_told() {
    let (_folder, mut conn) = testing::fresh();
    let top = agency(&mut conn);
    operations::load(&mut conn, &act(2), top, &mission(MISSION)).unwrap();
    let old = queries::find_by_code(&mut conn, "G1").unwrap().unwrap();
    let read = seen(&operations::facts_of_goal(&mut conn, &old).unwrap());
    operations::change_goal(&mut conn, &act(3), old.id, &read, &goal("Greet everyone", None)).unwrap();
    let late = operations::change_goal(&mut conn, &act(4), old.id, &read, &goal("Serve everyone", None));
    assert!(matches!(late, Err(AppError::Stale)));
    assert_eq!(
        queries::find_goal(&mut conn, old.id).unwrap().title.get("en"),
        "Greet everyone"
    );
}

#[test]
fn an_ended_goal_keeps_its_code_and_its_objectives() {
    let (_folder, mut conn) = testing::fresh();
    let top = agency(&mut conn);
    operations::load(&mut conn, &act(2), top, &mission(MISSION)).unwrap();
    let id = queries::find_by_code(&mut conn, "G1").unwrap().unwrap().id;
    operations::end_goal(&mut conn, &act(3), id).unwrap();
    assert_eq!(said(operations::end_goal(&mut conn, &act(4), id)), "mission-no-ended");
    assert!(!queries::ids_by_code(&mut conn).unwrap().contains_key("G1"));
    assert_eq!(queries::objectives_of(&mut conn, id).unwrap().len(), 2);
    let code = GoalCode::parse("G1").unwrap();
    let again = operations::add_goal(&mut conn, &act(5), top, &code, &goal("Another", None));
    assert_eq!(said(again), "mission-no-code-free");
    operations::resume_goal(&mut conn, &act(6), id).unwrap();
    assert_eq!(
        said(operations::resume_goal(&mut conn, &act(7), id)),
        "mission-no-active"
    );
}

const SERVICES: &str = "services:
  - id: counter-service
    name: Service at our counters
    description: Residents ask, apply and pay.
    customers: { direct: [Residents], beneficiaries: [Neighbors] }
    objectives: [G1.1, G1.2]
    promises:
      - text: In line under 15 minutes
        measure: Minutes in line
        target: { value: 15, unit: minutes, direction: at-most }
        since: 2024-06-03
  - id: phone-line
    name: The phone line
    description: One number for every question.
";

#[test]
fn services_are_loaded_once_and_follow_the_file() {
    let (_folder, mut conn) = testing::fresh();
    let top = agency(&mut conn);
    let file = format!("{MISSION}{SERVICES}");
    let first = operations::load(&mut conn, &act(2), top, &mission(&file)).unwrap();
    assert_eq!((first.goals_added, first.services_added), (2, 2));
    assert!(
        operations::load(&mut conn, &act(3), top, &mission(&file))
            .unwrap()
            .is_unchanged()
    );
    // a file without the list says nothing about services
    assert!(
        operations::load(&mut conn, &act(4), top, &mission(MISSION))
            .unwrap()
            .is_unchanged()
    );

    let id = queries::services_by_code(&mut conn).unwrap()["counter-service"];
    let (kept, _) = file.split_once("  - id: phone-line").unwrap();
    let other = kept
        .replace("under 15", "under 12")
        .replace("value: 15", "value: 12")
        .replace("[G1.1, G1.2]", "[G1.1]");
    let third = operations::load(&mut conn, &act(5), top, &mission(&other)).unwrap();
    assert_eq!((third.services_changed, third.services_ended), (1, 1));
    let whole = queries::whole(&mut conn, id).unwrap();
    let today = "2026-05-28".parse().unwrap();
    let (former, current): (Vec<&Promise>, Vec<&Promise>) =
        whole.promises.iter().partition(|promise| promise.is_former(today));
    assert_eq!(former[0].wording.get("en"), "In line under 15 minutes");
    assert_eq!(current[0].wording.get("en"), "In line under 12 minutes");
    assert_eq!((whole.objectives.len(), whole.service.revision), (1, 2));
    assert_eq!(queries::all_services(&mut conn).unwrap().len(), 1);

    // an objective that leaves the mission leaves its services, too
    let (without, _) = other.split_once("    objectives:\n      - { code: G1.1").unwrap();
    let fourth = operations::load(
        &mut conn,
        &act(6),
        top,
        &mission(&format!(
            "{without}  - code: G2\n    title: Right\n    text: Right.\n    target: 90\n"
        )),
    )
    .unwrap();
    assert_eq!(fourth.goals_changed, 2);
    assert!(queries::whole(&mut conn, id).unwrap().objectives.is_empty());
}

#[test]
fn a_promise_that_changes_leaves_a_former_one_behind() {
    let (_folder, mut conn) = testing::fresh();
    let top = agency(&mut conn);
    operations::load(&mut conn, &act(2), top, &mission(&format!("{MISSION}{SERVICES}"))).unwrap();
    let id = queries::services_by_code(&mut conn).unwrap()["counter-service"];
    let old = queries::whole(&mut conn, id).unwrap();
    let promise = &old.promises[0];
    let wanted = |wording: &str, value: f64, until: Option<&str>| ServiceWanted {
        promises: vec![PromiseWanted {
            id: Some(promise.id),
            wording: Localized::default().with("en", wording),
            measure: promise.measure.clone(),
            aim: Aim {
                value: Some(value),
                ..promise.aim()
            },
            since: promise.since,
            until: until.map(|day| day.parse().unwrap()),
        }],
        ..ServiceWanted::of(&old)
    };
    let mut update =
        |revision, wanted: &ServiceWanted| operations::update_service(&mut conn, &act(3), id, revision, wanted);
    assert_eq!(said(update(1, &wanted("", 15.0, None))), "service-no-promise-words");
    assert_eq!(
        said(update(1, &wanted("In line", 15.0, Some("2020-01-01")))),
        "service-no-early-end"
    );
    update(1, &wanted("In line under 10 minutes", 10.0, None)).unwrap();
    assert!(matches!(update(1, &wanted("Late", 9.0, None)), Err(AppError::Stale)));
    let whole = queries::whole(&mut conn, id).unwrap();
    let days: Vec<(&str, String, Option<String>)> = whole
        .promises
        .iter()
        .map(|promise| {
            (
                promise.wording.get("en"),
                promise.since.to_string(),
                promise.until.map(|until| until.to_string()),
            )
        })
        .collect();
    assert_eq!(
        days,
        [
            ("In line under 10 minutes", "2026-05-28".to_owned(), None),
            (
                "In line under 15 minutes",
                "2024-06-03".to_owned(),
                Some("2026-05-27".to_owned())
            ),
        ]
    );
    let timeline = history::timeline(&mut conn, Record::of("service", id)).unwrap();
    assert_eq!(timeline[0].event, "promise-changed");
}

#[test]
fn a_number_is_read_as_people_type_it() {
    for (text, number) in [
        ("15", 15.0),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("1,000", 1_000.0),
        ("-3", -3.0),
        ("0,125", 0.125),
    ] {
        assert_eq!(read_number(text), Some(number), "{text}");
    }
    for text in ["", "x", "1e9", "nan", "1.2.3", "--1", "1 000", "∞"] {
        assert_eq!(read_number(text), None, "{text}");
    }
}

#[test]
fn the_next_code_is_free() {
    assert_eq!(next_goal_code("Public Works", false, &[], &["PW1".to_owned()]), "PW2");
    assert_eq!(next_goal_code("City of Alder Bay", true, &[], &["G1".to_owned()]), "G2");
    assert_eq!(next_goal_code("2nd Éclat", false, &[], &[]), "G1");
    assert_eq!(
        code_of_name("Post office & passports!").unwrap().as_str(),
        "post-office-passports"
    );
    assert_eq!(code_of_name(&"x".repeat(200)).unwrap().as_str().len(), 64);
    assert_eq!(code_of_name("¿?"), None);
}
