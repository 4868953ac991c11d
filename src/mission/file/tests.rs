//! Every mistake a person can make in the mission file, and the words they get to read about it.

use super::*;

/// A mission with two goals; tests change one thing in it.
const GOOD: &str = "schema: 1
statement: To serve every resident with courtesy.
goals:
  - code: G1
    title: Welcome everyone
    text: Every person is greeted.
    target: 95
    objectives:
      - code: G1.1
        title: Nobody waits unseen
        measure: Share of people acknowledged
        target: 95 %
      - code: G1.2
        title: Nobody waits long
        measure: Share of people served
        target: 80
  - code: G2
    title: Do it right
    text: Requests are done right the first time.
    target: 90
";

/// Reads a text as `mission.yaml` and gives what people would see.
fn told(source: &str) -> String {
    match read("mission.yaml", source) {
        Ok(_) => "no mistake".to_owned(),
        Err(mistakes) => mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n"),
    }
}

/// The good file with one part replaced; the part must stand in it exactly once.
fn with(part: &str, replacement: &str) -> String {
    assert_eq!(
        GOOD.matches(part).count(),
        1,
        "{part:?} must stand in the good file once"
    );
    GOOD.replace(part, replacement)
}

#[test]
fn a_good_mission_is_read() {
    let mission = read("mission.yaml", GOOD).unwrap_or_else(|_| panic!("{}", told(GOOD)));
    assert_eq!(
        mission.goals.iter().map(|goal| goal.target).collect::<Vec<_>>(),
        [95, 90]
    );
    assert_eq!(mission.goals[0].objectives[0].target.get("en"), "95 %");
    assert_eq!(mission.goals[0].objectives[1].target.get("en"), "80");
    assert_eq!(mission.goals[1].objectives, []);
}

#[test]
fn a_code_stands_once() {
    insta::assert_snapshot!(told(&with("code: G2", "code: G1").replace("G1.2", "G1.1")), @r###"
    mission.yaml:13:15: objective "G1.1" stands twice (first on line 9); codes are unique in the mission
       13 |       - code: G1.1
          |               ^
       hint: give it the next free number
    mission.yaml:17:11: goal "G1" stands twice (first on line 4); codes are unique in the mission
       17 |   - code: G1
          |           ^
       hint: give it the next free number
    "###);
}

#[test]
fn a_code_has_a_form() {
    insta::assert_snapshot!(told(&with("code: G2", "code: 2").replace("code: G1.2", "code: G1.2.3")), @r###"
    mission.yaml:13:15: code "G1.2.3" is not the code of a goal
       13 |       - code: G1.2.3
          |               ^
       hint: 1 to 4 capital letters and a number: G1 or PW1 for a goal, G1.2 for an objective of it
    mission.yaml:17:11: code "2" is not the code of a goal
       17 |   - code: 2
          |           ^
       hint: 1 to 4 capital letters and a number: G1 or PW1 for a goal, G1.2 for an objective of it
    "###);
}

#[test]
fn an_objective_stands_under_its_goal() {
    insta::assert_snapshot!(told(&with("code: G1.2", "code: G2.2")), @r###"
    mission.yaml:13:15: objective "G2.2" stands under goal "G1"
       13 |       - code: G2.2
          |               ^
       hint: objectives of this goal are G1.1, G1.2, ...
    "###);
}

#[test]
fn a_goal_is_no_objective() {
    insta::assert_snapshot!(told(&with("code: G2", "code: G2.1")), @r###"
    mission.yaml:17:11: "G2.1" is the code of an objective, and this is a goal
       17 |   - code: G2.1
          |           ^
       hint: goals are G1, G2, ...; objectives stand under their goal
    "###);
}

#[test]
fn a_target_is_a_percentage() {
    insta::assert_snapshot!(told(&with("target: 95\n", "target: 0\n").replace("target: 90\n", "target: 101\n")), @r###"
    mission.yaml:7:13: target: 0 is not between 1 and 100
        7 |     target: 0
          |             ^
       hint: the target of first-time conformance of the questions tied to this goal, in percent: 1 to 100
    mission.yaml:20:13: target: 101 is not between 1 and 100
       20 |     target: 101
          |             ^
       hint: the target of first-time conformance of the questions tied to this goal, in percent: 1 to 100
    "###);
}

#[test]
fn a_goal_is_complete() {
    insta::assert_snapshot!(told(&with("    title: Welcome everyone\n", "    titel: Welcome everyone\n    colour: red\n")), @r###"
    mission.yaml:5:5: "titel" is not a key of a goal
        5 |     titel: Welcome everyone
          |     ^
       hint: did you mean title?
    mission.yaml:6:5: "colour" is not a key of a goal
        6 |     colour: red
          |     ^
       hint: the keys here are code, objectives, target, text, tied-to, title
    "###);
}

#[test]
fn a_mission_has_goals() {
    insta::assert_snapshot!(told("schema: 1\nstatement: To serve.\ngoals: []\n"), @r###"
    mission.yaml:3:8: goals is empty; at least 1 is needed
        3 | goals: []
          |        ^
       hint: the goals that together make the mission
    "###);
}

#[test]
fn a_mission_is_not_empty() {
    insta::assert_snapshot!(told("\n"), @r###"
    mission.yaml:1:1: the file is empty
       hint: copy one of the starter files and change it
    "###);
}

/// The good file with a service.
fn with_service(change: impl Fn(&str) -> String) -> String {
    let service = "services:
  - id: counter-service
    name: Service at our counters
    description: Residents ask, apply and pay.
    customers: { direct: [Residents], stakeholders: [Departments] }
    objectives: [G1.1]
    promises:
      - text: In line under 15 minutes
        measure: Minutes in line
        target: { value: 15, unit: minutes, direction: at-most }
        since: 2024-06-03
";
    format!("{GOOD}{}", change(service))
}

#[test]
fn a_service_is_read_with_its_customers_and_promises() {
    let text = with_service(str::to_owned);
    let mission = read("mission.yaml", &text).unwrap_or_else(|_| panic!("{}", told(&text)));
    let service = &mission.services.unwrap()[0];
    assert_eq!(service.customers.direct, [Localized::from("Residents")]);
    let target = service.promises[0].target.as_ref().unwrap();
    assert_eq!((target.value, target.direction), (15.0, Direction::AtMost));
    assert_eq!(service.promises[0].since.to_string(), "2024-06-03");
    assert_eq!(read("mission.yaml", GOOD).unwrap().services, None);
}

#[test]
fn an_objective_may_name_its_target_in_parts() {
    let parts =
        "target: 80\n        value: 80\n        unit: \"%\"\n        direction: at-least\n        period: month\n";
    let mission = read("mission.yaml", &with("target: 80\n", parts)).unwrap();
    let objective = &mission.goals[0].objectives[1];
    assert_eq!(
        (objective.value, objective.direction, objective.period),
        (Some(80.0), Some(Direction::AtLeast), Some(Period::Month))
    );
}

#[test]
fn a_service_works_towards_objectives_that_are_there() {
    let text = with_service(|service| service.replace("[G1.1]", "[G1, G1.7, PW1.1]"));
    insta::assert_snapshot!(told(&text), @r###"
    mission.yaml:26:18: "G1" is the code of a goal, and this is an objective
       26 |     objectives: [G1, G1.7, PW1.1]
          |                  ^
       hint: services work towards objectives, for example G1.1
    mission.yaml:26:22: objective "G1.7" does not exist in this file
       26 |     objectives: [G1, G1.7, PW1.1]
          |                      ^
    "###);
    let text = with_service(|service| service.replace("at-most", "below").replace("2024-06-03", "June 2024"));
    insta::assert_snapshot!(told(&text), @r###"
    mission.yaml:30:56: direction cannot be "below"
       30 |         target: { value: 15, unit: minutes, direction: below }
          |                                                        ^
       hint: allowed are at-least, at-most
    mission.yaml:31:16: since "June 2024" is not a date
       31 |         since: June 2024
          |                ^
       hint: write year-month-day, for example 2025-01-06
    "###);
    let text = with_service(|service| format!("{service}{}", service.replace("services:\n", "")));
    insta::assert_snapshot!(told(&text), @r###"
    mission.yaml:32:9: service "counter-service" stands twice (first on line 22)
       32 |   - id: counter-service
          |         ^
       hint: give each service an id of its own
    "###);
}
