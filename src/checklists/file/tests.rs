//! Every mistake a person can make in a template file, and the words they get to read about it.

mod round_trip;

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::manuals::file as manuals;
use crate::mission::file as mission;

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
fn a_good_file_is_read_with_its_defaults() {
    let file = read("audit-templates/walk-in.yaml", GOOD).unwrap_or_else(|_| panic!("{}", told(GOOD)));
    assert_eq!(file.template.as_str(), "walk-in");
    assert_eq!(file.title.get("es"), "Atención sin cita");
    assert_eq!(file.ask, BTreeMap::from([(1, 2)]));
    let questions: Vec<_> = file.questions().collect();
    assert_eq!(questions[0].clause.as_ref().unwrap().to_string(), "3.10");
    assert_eq!(file.clause_of(questions[0]).unwrap().to_string(), "CS 3.10");
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
    assert_eq!((questions[1].always, questions[1].photo), (false, PhotoRule::Allowed));
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

#[test]
fn a_misspelt_key_is_refused_with_the_one_meant() {
    insta::assert_snapshot!(told(&with("severity: minor", "sevrity: mayor")), @r###"
    audit-templates/walk-in.yaml:21:9: "sevrity" is not a key of a question
       21 |         sevrity: mayor
          |         ^
       hint: did you mean severity?
    audit-templates/walk-in.yaml:21:18: severity cannot be "mayor"
       21 |         sevrity: mayor
          |                  ^
       hint: did you mean major? allowed are critical, major, minor
    "###);
}

#[test]
fn an_unknown_key_is_refused_with_those_there_are() {
    insta::assert_snapshot!(told(&with("  id: walk-in-service", "  id: walk-in-service\n  colour: green")), @r###"
    audit-templates/walk-in.yaml:7:3: "colour" is not a key of a process
        7 |   colour: green
          |   ^
       hint: the keys here are id, name
    "###);
}

#[test]
fn a_missing_key_is_named_with_what_it_is_for() {
    insta::assert_snapshot!(told(&with("        severity: minor\n", "")), @r###"
    audit-templates/walk-in.yaml:15:9: question "greeted" has no severity
       15 |       - id: greeted
          |         ^
       hint: severity: how bad it is when nonconforming: critical, major or minor. Critical questions are always asked
    "###);
}

#[test]
fn a_word_that_is_not_allowed_is_refused() {
    insta::assert_snapshot!(told(&with("severity: minor", "severity: mayor").replace("photo: never", "photo: maybe")), @r###"
    audit-templates/walk-in.yaml:21:19: severity cannot be "mayor"
       21 |         severity: mayor
          |                   ^
       hint: did you mean major? allowed are critical, major, minor
    audit-templates/walk-in.yaml:25:16: photo cannot be "maybe"
       25 |         photo: maybe
          |                ^
       hint: allowed are never, allowed, required
    "###);
}

#[test]
fn a_clause_has_a_form() {
    insta::assert_snapshot!(told(&with("\"3.10\"", "chapter 3").replace("RM 2.4", "rm 2.4")), @r###"
    audit-templates/walk-in.yaml:19:17: clause "chapter 3" is not the number of a clause
       19 |         clause: chapter 3
          |                 ^
       hint: for example "4.3", or "RM 2.4" for a clause of another manual
    audit-templates/walk-in.yaml:35:17: clause "rm 2.4" is not the number of a clause
       35 |         clause: rm 2.4
          |                 ^
       hint: for example "4.3", or "RM 2.4" for a clause of another manual
    "###);
}

#[test]
fn a_clause_without_quotation_marks_loses_its_zero() {
    insta::assert_snapshot!(told(&with("\"3.10\"", "3.10")), @r###"
    audit-templates/walk-in.yaml:19:17: clause 3.10 has no quotation marks, so YAML reads it as the number 3.1
       19 |         clause: 3.10
          |                 ^
       hint: write clause: "3.10"
    "###);
}

#[test]
fn a_question_id_stands_once() {
    insta::assert_snapshot!(told(&with("id: wait-time", "id: greeted")), @r###"
    audit-templates/walk-in.yaml:29:9: question "greeted" stands twice (first on line 15); ids are unique in a file
       29 |       - id: greeted
          |         ^
       hint: give this question another id; an id once used is never used again
    "###);
}

#[test]
fn a_colon_inside_a_text_needs_quotation_marks() {
    insta::assert_snapshot!(told(&with("why: People wait", "why: Waiting: people wait")), @r###"
    audit-templates/walk-in.yaml:18:21: mapping values are not allowed here: a colon inside a text without quotation marks
       18 |         why: Waiting: people wait calmly once they know they have been seen.
          |                     ^
       hint: put the whole text in quotation marks, or write >- after the key and the text on the next line
    "###);
}

#[test]
fn a_text_cannot_go_on_after_its_quotation_marks() {
    insta::assert_snapshot!(told(&with("look-for: The ticket", "look-for: \"Ticket\" on the wall")), @r###"
    audit-templates/walk-in.yaml:33:28: the text goes on after its closing quotation mark
       33 |         look-for: "Ticket" on the wall
          |                            ^
       hint: a text that starts with a quotation mark ends with it; write >- after the key and the text on the next line
    "###);
}

#[test]
fn a_quotation_mark_is_closed() {
    insta::assert_snapshot!(told(&with("look-for: The ticket", "look-for: \"The ticket")), @r###"
    audit-templates/walk-in.yaml:34:9: a quotation mark is opened above and never closed
       34 |         why: The charter promises 15 minutes.
          |         ^
       hint: end the text with the mark it starts with
    "###);
}

#[test]
fn a_text_cannot_start_with_a_special_character() {
    insta::assert_snapshot!(told(&with("look-for: The ticket", "look-for: @desk")), @r###"
    audit-templates/walk-in.yaml:33:19: a text cannot start with this character
       33 |         look-for: @desk
          |                   ^
       hint: put the whole text in quotation marks, or write >- after the key and the text on the next line
    "###);
}

#[test]
fn a_bracket_is_closed() {
    insta::assert_snapshot!(told(&with("layers: [1, 2]", "layers: [1, 2")), @r###"
    audit-templates/walk-in.yaml:23:15: a bracket opened on the line above is not closed
       23 |         always: true
          |               ^
       hint: close it at the end of that line
    "###);
}

#[test]
fn a_tab_is_refused() {
    insta::assert_snapshot!(told(&with("        goal: G1\n", "\tgoal: G1\n")), @r###"
    audit-templates/walk-in.yaml:20:1: a tab stands here; YAML is indented with spaces
       20 |  goal: G1
          | ^
       hint: put two spaces for each step; most editors can change all tabs into spaces
    "###);
}

#[test]
fn a_key_stands_once() {
    insta::assert_snapshot!(told(&with("        goal: G1\n", "        goal: G1\n        goal: G2\n")), @r###"
    audit-templates/walk-in.yaml:21:9: key "goal" stands twice (first on line 20)
       21 |         goal: G2
          |         ^
       hint: keep one of the two
    "###);
}

#[test]
fn a_key_has_a_colon_and_a_space() {
    insta::assert_snapshot!(told(&with("severity: minor", "severity:minor")), @r###"
    audit-templates/walk-in.yaml:21:9: a key needs a colon and a space behind it
       21 |         severity:minor
          |         ^
       hint: write it as key: value
    "###);
}

#[test]
fn indentation_counts() {
    insta::assert_snapshot!(told(&with("        goal: G1\n", "      goal: G1\n")), @r###"
    audit-templates/walk-in.yaml:20:7: this is not YAML: while parsing a block collection, did not find expected '-' indicator
       20 |       goal: G1
          |       ^
       hint: check the indentation: keys of one thing start in the same column, - and > stand deeper than their key
    "###);
}

#[test]
fn a_comment_does_not_cut_a_text() {
    insta::assert_snapshot!(told(&with("The ticket", "Form #12 is used")), @r###"
    audit-templates/walk-in.yaml:33:23: the text ends here: YAML takes # and what follows as a comment
       33 |         look-for: Form #12 is used
          |                       ^
       hint: put the text in quotation marks, or a space after # if it is a comment
    "###);
}

#[test]
fn anchors_tags_and_second_documents_are_refused() {
    insta::assert_snapshot!(told(&format!("{}---\nschema: 1\n", with("The ticket", "&t The ticket").replace("Arrival", "!important Arrival"))), @r###"
    audit-templates/walk-in.yaml:13:12: tags (!) are not used in these files
       13 |   - title: !important Arrival
          |            ^
       hint: if it belongs to the text, put the text in quotation marks
    audit-templates/walk-in.yaml:33:22: anchors (& and *) are not used in these files
       33 |         look-for: &t The ticket
          |                      ^
       hint: if it belongs to the text, put the text in quotation marks
    audit-templates/walk-in.yaml:41:1: a second document starts here; a file holds one
       41 | ---
          | ^
       hint: drop the line ---, or move what follows into another file
    "###);
}

#[test]
fn an_id_is_kebab_case() {
    insta::assert_snapshot!(told(&with("id: wait-time", "id: Wait_Time")), @r###"
    audit-templates/walk-in.yaml:29:13: id "Wait_Time" is not kebab-case (lower-case letters, digits and single hyphens, at most 64)
       29 |       - id: Wait_Time
          |             ^
       hint: write it wait-time
    "###);
}

#[test]
fn the_template_is_named_like_its_file() {
    insta::assert_snapshot!(told(&with("template: walk-in\n", "template: walk-out\n")), @r###"
    audit-templates/walk-in.yaml:3:11: template "walk-out" stands in a file named "walk-in"
        3 | template: walk-out
          |           ^
       hint: name the file walk-out.yaml, or write template: walk-in
    "###);
}

#[test]
fn a_text_is_not_empty() {
    insta::assert_snapshot!(told(&with("look-for: The ticket", "look-for:").replace("Greet the person now.", "\"  \"").replace("intro: Watch two or three visits, then answer.", "intro: { en: \"\" }")), @r###"
    audit-templates/walk-in.yaml:8:14: en is empty
        8 | intro: { en: "" }
          |              ^
    audit-templates/walk-in.yaml:27:13: this entry of reaction is empty
       27 |           - "  "
          |             ^
    audit-templates/walk-in.yaml:33:9: look-for is empty
       33 |         look-for:
          |         ^
       hint: what the auditor looks at to answer
    "###);
}

#[test]
fn a_text_has_at_least_one_language() {
    let text = with("title: { en: Walk-in service, es: Atención sin cita }", "title: {}");
    insta::assert_snapshot!(told(&text), @r"
    audit-templates/walk-in.yaml:4:8: title is empty
        4 | title: {}
          |        ^
    ");
}

#[test]
fn a_language_is_written_like_en() {
    insta::assert_snapshot!(told(&with("es: Atención sin cita", "spanish: Atención sin cita")), @r###"
    audit-templates/walk-in.yaml:4:31: "spanish" is not a language
        4 | title: { en: Walk-in service, spanish: Atención sin cita }
          |                               ^
       hint: languages are written like en, es or pt-BR
    "###);
}

#[test]
fn a_reaction_has_at_most_four_steps() {
    insta::assert_snapshot!(told(&with("[Open a second counter.]", "[a, b, c, d, e]")), @r###"
    audit-templates/walk-in.yaml:40:19: reaction has 5 entries; at most 4 are allowed
       40 |         reaction: [a, b, c, d, e]
          |                   ^
       hint: what to do at once when nonconforming: up to 4 steps
    "###);
}

#[test]
fn a_list_is_not_a_text() {
    insta::assert_snapshot!(told(&with("[Open a second counter.]", "Open a second counter.").replace("The ticket", "[The ticket]")), @r###"
    audit-templates/walk-in.yaml:33:19: look-for cannot be a list
       33 |         look-for: [The ticket]
          |                   ^
       hint: a text, or a map of texts by language: { en: ..., es: ... }
    audit-templates/walk-in.yaml:40:19: reaction must be a list, not "Open a second counter."
       40 |         reaction: Open a second counter.
          |                   ^
       hint: write reaction: [...], or one line for each entry, starting with a hyphen
    "###);
}

#[test]
fn layers_are_one_to_nine_each_once() {
    insta::assert_snapshot!(told(&with("layers: [1, 2]", "layers: [0, 2, 2, 10, two]")), @r###"
    audit-templates/walk-in.yaml:22:18: this entry of layers: 0 is not between 1 and 9
       22 |         layers: [0, 2, 2, 10, two]
          |                  ^
    audit-templates/walk-in.yaml:22:24: layers names "2" twice
       22 |         layers: [0, 2, 2, 10, two]
          |                        ^
    audit-templates/walk-in.yaml:22:27: this entry of layers: 10 is not between 1 and 9
       22 |         layers: [0, 2, 2, 10, two]
          |                           ^
    audit-templates/walk-in.yaml:22:31: this entry of layers must be a whole number, not "two"
       22 |         layers: [0, 2, 2, 10, two]
          |                               ^
    "###);
}

#[test]
fn a_question_has_a_layer() {
    insta::assert_snapshot!(told(&with("layers: [1, 2]", "layers: []")), @r###"
    audit-templates/walk-in.yaml:22:17: layers is empty; at least 1 is needed
       22 |         layers: []
          |                 ^
       hint: the layers it is asked at: 1 to 9, counted from the counter up. The default is layer 1
    "###);
}

#[test]
fn a_measure_has_a_limit() {
    insta::assert_snapshot!(told(&with(", max: 15 }", " }")), @r###"
    audit-templates/walk-in.yaml:39:20: this measure has no limit, so nothing could be nonconforming
       39 |           measure: { unit: minutes }
          |                    ^
       hint: give min, max or both, for example { unit: minutes, max: 15 }
    "###);
}

#[test]
fn the_limits_of_a_measure_leave_room() {
    insta::assert_snapshot!(told(&with("max: 15 }", "min: 20, max: 15 }")), @r###"
    audit-templates/walk-in.yaml:39:20: min 20 is greater than max 15, so every value would be nonconforming
       39 |           measure: { unit: minutes, min: 20, max: 15 }
          |                    ^
    "###);
}

#[test]
fn a_limit_is_a_number() {
    insta::assert_snapshot!(told(&with("max: 15 }", "max: 15 min }")), @r###"
    audit-templates/walk-in.yaml:39:42: max must be a number, not "15 min"
       39 |           measure: { unit: minutes, max: 15 min }
          |                                          ^
    "###);
}

#[test]
fn a_measure_has_known_keys() {
    insta::assert_snapshot!(told(&with("max: 15 }", "maximum: 15 }")), @r###"
    audit-templates/walk-in.yaml:39:37: "maximum" is not a key of a measure
       39 |           measure: { unit: minutes, maximum: 15 }
          |                                     ^
       hint: the keys here are max, min, unit
    "###);
}

#[test]
fn an_answer_is_of_a_known_kind() {
    insta::assert_snapshot!(told(&with("        answer:\n          measure: { unit: minutes, max: 15 }", "        answer: yes-no")), @r###"
    audit-templates/walk-in.yaml:38:17: answer cannot be "yes-no"
       38 |         answer: yes-no
          |                 ^
       hint: how a question is answered: conformance, `measure: { unit: minutes, max: 15 }`, `choice: [...]`, `date: {}` or text
    "###);
}

#[test]
fn an_answer_may_be_a_choice_a_date_or_a_text() {
    let of = |answer: &str| {
        let source = with(
            "        answer:\n          measure: { unit: minutes, max: 15 }",
            &format!("        answer: {answer}"),
        );
        read("audit-templates/walk-in.yaml", &source).map(|file| file.questions().nth(1).unwrap().answer.clone())
    };
    let Answer::Choice(choices) = of("{ choice: [{ text: Open }, { text: Closed, conforms: false }] }").unwrap() else {
        panic!("a choice")
    };
    assert_eq!(
        choices.iter().map(|choice| choice.conforms).collect::<Vec<_>>(),
        [true, false]
    );
    let rule = DateRule {
        max_days_ago: Some(365),
        min_days_ahead: None,
    };
    assert_eq!(of("{ date: { max-days-ago: 365 } }").unwrap(), Answer::Date(rule));
    assert_eq!(of("{ date: {} }").unwrap(), Answer::Date(DateRule::default()));
    assert_eq!(of("text").unwrap(), Answer::Text);
    for wrong in [
        "{ choice: [{ text: Open }] }",
        "{ choice: [] }",
        "{ date: { max-days-ago: -1 } }",
        "{ colour: red }",
        "{}",
    ] {
        assert!(of(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_layer_asks_at_least_what_is_asked_every_time() {
    insta::assert_snapshot!(told(&with("  1: 2\n", "  1: 1\n  3: 2\n  2: 0\n  12: 1\n")), @r###"
    audit-templates/walk-in.yaml:11:6: layer 1 asks 1 but 2 questions are asked there every time
       11 |   1: 1
          |      ^
       hint: ask at least 2; questions with always: true or severity: critical are asked every time
    audit-templates/walk-in.yaml:12:3: no question is asked at layer 3
       12 |   3: 2
          |   ^
       hint: add the layer to the layers of some questions, or drop this line
    audit-templates/walk-in.yaml:13:6: 2: 0 is not 1 or more
       13 |   2: 0
          |      ^
    audit-templates/walk-in.yaml:14:3: "12" is not a key of ask
       14 |   12: 1
          |   ^
       hint: the keys here are 1, 2, 3, 4, 5, 6, 7, 8, 9
    "###);
}

#[test]
fn always_is_true_or_false() {
    insta::assert_snapshot!(told(&with("always: true", "always: yes").replace("max-age-days: 14", "max-age-days: two weeks")), @r###"
    audit-templates/walk-in.yaml:23:17: always must be true or false, not "yes"
       23 |         always: yes
          |                 ^
    audit-templates/walk-in.yaml:24:23: max-age-days must be a whole number, not "two weeks"
       24 |         max-age-days: two weeks
          |                       ^
       hint: the most days it may go unasked at a unit. The default is 30
    "###);
}

#[test]
fn a_question_is_not_forgotten_for_ever() {
    insta::assert_snapshot!(told(&with("max-age-days: 14", "max-age-days: 0")), @r###"
    audit-templates/walk-in.yaml:24:23: max-age-days: 0 is not between 1 and 3650
       24 |         max-age-days: 0
          |                       ^
       hint: the most days it may go unasked at a unit. The default is 30
    "###);
}

#[test]
fn the_format_has_a_version() {
    insta::assert_snapshot!(told(&with("schema: 1\n", "schema: 2\n")), @r###"
    audit-templates/walk-in.yaml:2:9: schema 2 is not known
        2 | schema: 2
          |         ^
       hint: this program reads schema 1
    "###);
}

#[test]
fn a_goal_and_a_manual_have_codes() {
    insta::assert_snapshot!(told(&with("goal: G1\n", "goal: courtesy\n").replace("manual: CS", "manual: cs")), @r###"
    audit-templates/walk-in.yaml:9:9: manual "cs" is not the code of a manual
        9 | manual: cs
          |         ^
       hint: 1 to 8 capital letters and digits, for example CS
    audit-templates/walk-in.yaml:20:15: goal "courtesy" is not the code of a goal
       20 |         goal: courtesy
          |               ^
       hint: 1 to 4 capital letters and a number: G1 or PW1 for a goal, G1.2 for an objective of it
    "###);
}

#[test]
fn a_section_has_a_question() {
    insta::assert_snapshot!(told("schema: 1\ntemplate: walk-in\ntitle: A\nprocess: { id: a, name: A }\nintro: A\nmanual: CS\nsections:\n  - title: Arrival\n    questions: []\n"), @r###"
    audit-templates/walk-in.yaml:9:16: questions is empty; at least 1 is needed
        9 |     questions: []
          |                ^
       hint: the questions of this section
    "###);
}

#[test]
fn a_file_is_not_empty() {
    insta::assert_snapshot!(told(""), @r###"
    audit-templates/walk-in.yaml:1:1: the file is empty
       hint: copy one of the starter files and change it
    "###);
}

#[test]
fn a_file_is_more_than_comments() {
    insta::assert_snapshot!(told("# nothing yet\n"), @r###"
    audit-templates/walk-in.yaml:1:1: the file is empty: it has only comments
        1 | # nothing yet
          | ^
    "###);
}

#[test]
fn a_file_is_not_larger_than_1_mib() {
    insta::assert_snapshot!(told(&format!("# {}", "x".repeat(1024 * 1024))), @r###"
    audit-templates/walk-in.yaml:1:1: the file has 1048578 bytes; at most 1048576 (1 MiB) are read
       hint: divide it into several files
    "###);
}

#[test]
fn a_file_is_keys_with_values() {
    insta::assert_snapshot!(told("Walk-in service at the counter\n"), @r###"
    audit-templates/walk-in.yaml:1:1: this file must be keys with values, not "Walk-in service at the counter"
        1 | Walk-in service at the counter
          | ^
       hint: an audit template: the checklist for one process
    "###);
}

#[test]
fn nesting_has_an_end() {
    insta::assert_snapshot!(told(&format!("{}{}", "[".repeat(50), "]".repeat(50))), @r###"
    audit-templates/walk-in.yaml:1:33: nested deeper than 32 levels
        1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
          |                                 ^
    "###);
}

#[test]
fn many_mistakes_are_told_together() {
    insta::assert_snapshot!(told(&with("severity: minor", "severity: mayor").replace("goal: G1.2", "gaol: 7").replace("\"3.10\"", "3.10").replace("id: wait-time", "id: greeted")), @r###"
    audit-templates/walk-in.yaml:19:17: clause 3.10 has no quotation marks, so YAML reads it as the number 3.1
       19 |         clause: 3.10
          |                 ^
       hint: write clause: "3.10"
    audit-templates/walk-in.yaml:21:19: severity cannot be "mayor"
       21 |         severity: mayor
          |                   ^
       hint: did you mean major? allowed are critical, major, minor
    audit-templates/walk-in.yaml:29:9: question "greeted" stands twice (first on line 15); ids are unique in a file
       29 |       - id: greeted
          |         ^
       hint: give this question another id; an id once used is never used again
    audit-templates/walk-in.yaml:36:9: "gaol" is not a key of a question
       36 |         gaol: 7
          |         ^
       hint: did you mean goal?
    audit-templates/walk-in.yaml:36:15: goal "7" is not the code of a goal
       36 |         gaol: 7
          |               ^
       hint: 1 to 4 capital letters and a number: G1 or PW1 for a goal, G1.2 for an objective of it
    "###);
}

#[test]
fn clauses_and_goals_that_do_not_exist_are_named_with_the_nearest() {
    let clauses = |clause: &ClauseRef| ["CS 3", "CS 3.9", "RM 1"].contains(&clause.to_string().as_str());
    let told = |goals: &dyn Fn(&str) -> bool| {
        let mistakes = check_references("walk-in.yaml", GOOD, &clauses, goals);
        mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(told(&|goal| goal == "G1"), @r###"
    walk-in.yaml:19:17: clause CS 3.10 does not exist in the manual
       19 |         clause: "3.10"
          |                 ^
       hint: the nearest is clause CS 3.9
    walk-in.yaml:35:17: clause RM 2.4 does not exist in the manual
       35 |         clause: RM 2.4
          |                 ^
       hint: the nearest is clause RM 1
    walk-in.yaml:36:15: goal "G1.2" does not exist in mission.yaml
       36 |         goal: G1.2
          |               ^
       hint: the goals are G1
    "###);
    let all = |_: &ClauseRef| true;
    assert_eq!(check_references("walk-in.yaml", GOOD, &all, &|_| true), []);
    assert_eq!(check_references("walk-in.yaml", "a: b: c", &all, &|_| true), []);
}

#[test]
fn the_starter_files_of_the_repository_have_no_mistake() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("audit-templates");
    let mut wrong = Vec::new();
    let mission = mission::read("mission.yaml", &text_of(&folder.join("mission.yaml")));
    let goals: Vec<String> = kept(&mut wrong, mission).into_iter().flat_map(goal_codes).collect();
    let mut clauses = Vec::new();
    for path in files(&folder.join("manuals"), "md") {
        let manual = kept(&mut wrong, manuals::read(&name_of(&path), &text_of(&path)));
        clauses.extend(manual.into_iter().flat_map(clause_names));
    }
    let templates = files(&folder, "yaml")
        .into_iter()
        .filter(|path| !path.ends_with("mission.yaml") && !path.ends_with("processes.yaml"));
    let templates: Vec<_> = templates.collect();
    for (path, text) in templates.iter().map(|path| (name_of(path), text_of(path))) {
        kept(&mut wrong, read(&path, &text));
        let clause_exists = |clause: &ClauseRef| clauses.contains(&clause.to_string());
        wrong.extend(check_references(&path, &text, &clause_exists, &|goal| {
            goals.iter().any(|known| known == goal)
        }));
    }
    let wrong: Vec<String> = wrong.iter().map(Mistake::to_string).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        !templates.is_empty() && !clauses.is_empty(),
        "audit-templates holds no template or no manual"
    );
}

/// The value, or nothing and its mistakes added to those found before.
fn kept<T>(wrong: &mut Vec<Mistake>, read: Result<T, Vec<Mistake>>) -> Option<T> {
    read.map_err(|mistakes| wrong.extend(mistakes)).ok()
}

fn goal_codes(mission: mission::MissionFile) -> Vec<String> {
    let codes = |goal: mission::Goal| {
        [goal.code]
            .into_iter()
            .chain(goal.objectives.into_iter().map(|o| o.code))
    };
    mission
        .goals
        .into_iter()
        .flat_map(codes)
        .map(|code| code.to_string())
        .collect()
}

fn clause_names(manual: manuals::ManualFile) -> Vec<String> {
    manual
        .clauses
        .iter()
        .map(|clause| format!("{} {}", manual.manual, clause.number))
        .collect()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    files.sort();
    files
}

fn name_of(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR"))
        .unwrap_or(path)
        .display()
        .to_string()
}

fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "(?s).{0,300}") {
        read_by_all(&text);
    }

    #[test]
    fn no_text_made_of_our_own_words_makes_a_reader_panic(words in prop::collection::vec(word(), 0..60)) {
        read_by_all(&words.concat());
    }

    #[test]
    fn no_change_of_a_good_file_makes_a_reader_panic(at in 0..GOOD.len(), length in 0..40usize, new in "(?s).{0,6}") {
        let at = GOOD.floor_char_boundary(at);
        let end = GOOD.floor_char_boundary((at + length).min(GOOD.len()));
        read_by_all(&format!("{}{new}{}", &GOOD[..at], &GOOD[end..]));
    }
}

/// Pieces from which near misses of our files are put together.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "---\n",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        ": ",
        ":",
        "# ",
        "## ",
        "1",
        "1.1 ",
        "99999",
        "{#key}",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "\"",
        "'",
        "&a ",
        "*a",
        "!t ",
        "|\n",
        ">-\n",
        "~",
        "\t",
        "\r",
        "\u{feff}",
        "é",
        "schema: 1\n",
        "sections:\n",
        "questions:\n",
        "id: ",
        "ask: ",
        "answer: ",
        "measure: ",
        "min: ",
        "max: ",
        "manual: CS\n",
        "edition: 1\n",
        "goals: ",
        "code: ",
        "G1",
        "layers: ",
        "> ",
        "===\n",
        "<b>",
        "```\n",
        "](",
        "![",
        "1e999",
        ".nan",
        "0x1F",
    ])
}

fn read_by_all(text: &str) {
    let shown = |mistakes: Vec<Mistake>| drop(mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>());
    read("walk-in.yaml", text).map(drop).unwrap_or_else(shown);
    mission::read("mission.yaml", text).map(drop).unwrap_or_else(shown);
    manuals::read("cs.md", text).map(drop).unwrap_or_else(shown);
    let front = "---\nmanual: CS\ntitle: A\nedition: 1\nin-force-from: 2025-01-06\n---\n";
    manuals::read("cs.md", &format!("{front}{text}"))
        .map(drop)
        .unwrap_or_else(shown);
    shown(check_references("walk-in.yaml", text, &|_| false, &|_| false));
    manuals::html(text);
}

#[test]
fn a_file_made_to_keep_a_reader_busy_is_read_in_time() {
    let largest = 128 * 1024;
    let lines = [
        "# a\n",
        "- ",
        "[",
        "a: &a\n",
        "- {severty: 1}\n",
        "x: *a\n",
        "\t\n",
        "> ",
        "a #b\n",
        "{{",
        "# 1.1 A {#a}\n",
        "[a](",
    ];
    let keys: String = (0..largest / 10).map(|number| format!("{number}: 1\n")).collect();
    let nested: String = (0..largest / 20)
        .map(|number| format!("{{severty{number}: 1}},"))
        .collect();
    let questions = format!("sections:\n  - questions: [{nested}]\n");
    let ids = format!("sections:\n  - questions:\n{}", "      - id: a\n".repeat(largest / 20));
    let started = std::time::Instant::now();
    for text in lines
        .iter()
        .map(|line| line.repeat(largest / line.len() - 100))
        .chain([keys, questions, ids])
    {
        read_by_all(&text[..text.len().min(largest - 100)]);
    }
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
