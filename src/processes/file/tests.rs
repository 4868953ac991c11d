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
    insta::assert_snapshot!(told(&twice), @"");
}

#[test]
fn a_misspelt_key_and_a_bad_code_are_told_with_their_place() {
    insta::assert_snapshot!(told(&with("manual: CS", "manaul: CS").replace("id: telephone", "id: Phone Service")), @"");
}

#[test]
fn a_name_is_needed() {
    insta::assert_snapshot!(told(&with("    name: Telephone service\n", "")), @"");
}

#[test]
fn a_file_without_anything_says_so() {
    insta::assert_snapshot!(told("# nothing yet\n"), @"");
}

#[test]
fn manuals_and_services_are_looked_up_in_the_library() {
    let wrong = check_references("processes.yaml", GOOD, &|code| code == "RM", &|_| false);
    let told: Vec<String> = wrong.iter().map(Mistake::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @"");
    assert!(check_references("processes.yaml", GOOD, &|_| true, &|_| true).is_empty());
}
