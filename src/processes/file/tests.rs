//! Every mistake a person can make in the processes file, and the words they get to read about it.

use super::*;

const GOOD: &str = "schema: 1
processes:
  - id: walk-in-service
    name: { en: Walk-in service, es: Ventanilla }
    description: From the door to the goodbye.
    manual: CS
    services: [counter-service]
  - id: telephone
    name: Telephone service
";

fn told(source: &str) -> String {
    match read("processes.yaml", source) {
        Ok(_) => "no mistake".to_owned(),
        Err(mistakes) => mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n"),
    }
}

fn with(part: &str, replacement: &str) -> String {
    assert_eq!(
        GOOD.matches(part).count(),
        1,
        "{part:?} must stand in the good file once"
    );
    GOOD.replace(part, replacement)
}

#[test]
fn a_good_file_is_read() {
    let file = read("processes.yaml", GOOD).unwrap_or_else(|_| panic!("{}", told(GOOD)));
    let first = &file.processes[0];
    assert_eq!((first.name.get("es"), file.processes.len()), ("Ventanilla", 2));
    assert_eq!(first.services.as_deref().map(<[Slug]>::len), Some(1));
    let second = &file.processes[1];
    assert_eq!(
        (&second.description, &second.manual, &second.services),
        (&None, &None, &None)
    );
    let json = serde_json::to_string_pretty(&file).unwrap();
    assert_eq!(read("processes.yaml", &json).unwrap(), file);
}

#[test]
fn a_process_and_a_service_stand_once() {
    let twice = with("id: telephone", "id: walk-in-service").replace("[counter-service]", "[a, b, a]");
    insta::assert_snapshot!(told(&twice), @r###"
    processes.yaml:7:22: service "a" stands twice (first on line 7)
        7 |     services: [a, b, a]
          |                      ^
       hint: a service stands once in a process: take one of them out
    processes.yaml:8:9: process "walk-in-service" stands twice (first on line 3)
        8 |   - id: walk-in-service
          |         ^
       hint: a process stands once: put the two together
    "###);
}

#[test]
fn a_misspelt_key_and_a_bad_code_are_told_with_their_place() {
    insta::assert_snapshot!(told(&with("manual: CS", "manaul: CS").replace("id: telephone", "id: Phone Service")), @r###"
    processes.yaml:6:5: "manaul" is not a key of this entry of processes
        6 |     manaul: CS
          |     ^
       hint: did you mean manual?
    processes.yaml:8:9: id "Phone Service" is not kebab-case (lower-case letters, digits and single hyphens, at most 64)
        8 |   - id: Phone Service
          |         ^
       hint: write it phone-service
    "###);
}

#[test]
fn a_name_is_needed() {
    insta::assert_snapshot!(told(&with("    name: Telephone service\n", "")), @r###"
    processes.yaml:8:5: process "telephone" has no name
        8 |   - id: telephone
          |     ^
       hint: name: the name people see; the template of the process says the same
    "###);
}

#[test]
fn a_file_without_anything_says_so() {
    insta::assert_snapshot!(told("# nothing yet\n"), @r###"
    processes.yaml:1:1: the file is empty: it has only comments
        1 | # nothing yet
          | ^
    "###);
}

#[test]
fn manuals_and_services_are_looked_up_in_the_library() {
    let wrong = check_references("processes.yaml", GOOD, &|code| code == "RM", &|_| false);
    let told: Vec<String> = wrong.iter().map(Mistake::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @r###"
    processes.yaml:6:13: there is no manual "CS" in this library
        6 |     manual: CS
          |             ^
       hint: manuals are the files in the folder manuals
    processes.yaml:7:16: there is no service "counter-service" in this library
        7 |     services: [counter-service]
          |                ^
       hint: services stand in mission.yaml
    "###);
    assert!(check_references("processes.yaml", GOOD, &|_| true, &|_| true).is_empty());
}
