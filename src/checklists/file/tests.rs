//! Every mistake a person can make in a template file, and the words they get to read about it.

use std::path::Path;

use super::*;

/// A template with two questions; tests change one thing in it.
const GOOD: &str = r#"# yaml-language-server: $schema=./schema.json
schema: 1
template: walk-in
title: { en: Walk-in service, es: Atención sin cita }
process:
  id: walk-in-service
  name: Walk-in service
intro: Watch two or three visits, then answer.
manual: CS
ask:
  1: 2
sections:
  - title: Arrival
    questions:
      - id: greeted
        text: Was each person greeted?
        look-for: A clerk looks up, greets or nods.
        why: People wait calmly once they know they have been seen.
        clause: "3.10"
        goal: G1
        severity: minor
        layers: [1, 2]
        always: true
        max-age-days: 14
        photo: never
        reaction:
          - Greet the person now.
          - { en: Ask why., es: Pregunte por qué. }
      - id: wait-time
        text: >-
          How many minutes:
          did the last person wait?
        look-for: The ticket
        why: The charter promises 15 minutes.
        clause: RM 2.4
        goal: G1.2
        severity: critical
        answer:
          measure: { unit: minutes, max: 15 }
        reaction: [Open a second counter.]
"#;

/// Reads a text as `audit-templates/walk-in.yaml` and gives what people would see.
fn told(source: &str) -> String {
    match read("audit-templates/walk-in.yaml", source) {
        Ok(_) => "no mistake".to_owned(),
        Err(mistakes) => mistakes
            .iter()
            .map(Mistake::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
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
fn a_good_file_is_read_with_its_defaults() {
    let file =
        read("audit-templates/walk-in.yaml", GOOD).unwrap_or_else(|_| panic!("{}", told(GOOD)));
    assert_eq!(file.template.as_str(), "walk-in");
    assert_eq!(file.title.get("es"), "Atención sin cita");
    assert_eq!(file.ask, BTreeMap::from([(1, 2)]));
    let questions: Vec<_> = file.questions().collect();
    assert_eq!(questions[0].clause.to_string(), "3.10");
    assert_eq!(file.clause_of(questions[0]).to_string(), "CS 3.10");
    assert_eq!(
        (questions[0].layers.as_slice(), questions[0].max_age_days),
        (&[1, 2][..], 14)
    );
    assert_eq!(
        (questions[0].photo, &questions[0].answer),
        (PhotoRule::Never, &Answer::Conformance)
    );
    assert_eq!(questions[0].reaction[1].get("es"), "Pregunte por qué.");
    assert_eq!(
        questions[1].text.get("en"),
        "How many minutes: did the last person wait?"
    );
    assert_eq!(
        (questions[1].layers.as_slice(), questions[1].max_age_days),
        (&[1][..], 30)
    );
    assert_eq!(
        (questions[1].always, questions[1].photo),
        (false, PhotoRule::Allowed)
    );
    let Answer::Measure(measure) = &questions[1].answer else {
        panic!("a measure")
    };
    assert!(measure.conforms(15.0) && !measure.conforms(15.5));
}

#[test]
fn a_file_written_from_its_values_reads_the_same() {
    let file = read("walk-in.yaml", GOOD).unwrap();
    let json = serde_json::to_string_pretty(&file).unwrap();
    assert_eq!(read("walk-in.yaml", &json).unwrap(), file);
}

#[test]
fn the_schema_for_editors_is_the_committed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("audit-templates/schema.json");
    let current = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let committed: serde_json::Value = serde_json::from_str(&committed).unwrap_or_default();
    assert_eq!(
        committed,
        schema(),
        "audit-templates/schema.json is old: run UPDATE_SCHEMA=1 cargo test schema"
    );
}

