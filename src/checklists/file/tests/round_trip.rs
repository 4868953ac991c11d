//! Load, edit, export: the file says what the template says, and only the change is written anew.

use crate::checklists::file::*;
use crate::checklists::library::Library;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

fn words() -> BoxedStrategy<String> {
    prop_oneof![
        6 => "[A-Za-z][A-Za-z ]{0,60}[a-z?.]",
        2 => "[ -~]{1,40}",
        2 => "\\PC{1,30}",
        1 => vec("[a-z]{1,14}", 20..60).prop_map(|words| words.join(" ")),
        1 => Just("- : # {x} [y] & * ! | > ' \" % @ `".to_owned()),
        1 => prop_oneof![Just("true"), Just("No"), Just("~"), Just("3.10"), Just("null"), Just("a: b"), Just("a #b")]
            .prop_map(str::to_owned),
    ]
    // The reader takes the space around a text away.
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("a text says something", |text| !text.is_empty())
    .boxed()
}

fn localized() -> BoxedStrategy<Localized> {
    prop_oneof![
        4 => words().prop_map(|text| Localized::from(text.as_str())),
        1 => (words(), words()).prop_map(|(en, es)| Localized::from(en.as_str()).with("es", &es)),
    ]
    .prop_filter("no language is empty", |text| {
        text.languages().all(|language| !text.get(language).trim().is_empty())
    })
    .boxed()
}

fn optional() -> BoxedStrategy<Localized> {
    prop_oneof![1 => Just(Localized::default()), 4 => localized()].boxed()
}

fn answer() -> BoxedStrategy<Answer> {
    let limit = || prop::option::of((0_u32..10_000).prop_map(|n| f64::from(n) / 4.0));
    prop_oneof![
        4 => Just(Answer::Conformance),
        1 => Just(Answer::Text),
        2 => (localized(), limit(), limit())
            .prop_filter("limits", |(_, min, max)| match (min, max) {
                (None, None) => false,
                (Some(min), Some(max)) => min <= max,
                _ => true,
            })
            .prop_map(|(unit, min, max)| Answer::Measure(Measure { unit, min, max })),
        2 => vec((localized(), any::<bool>()), 2..6).prop_map(|choices| Answer::Choice(
            choices.into_iter().map(|(text, conforms)| Choice { text, conforms }).collect()
        )),
        1 => (prop::option::of(0_u16..3650), prop::option::of(0_u16..3650))
            .prop_map(|(max_days_ago, min_days_ahead)| Answer::Date(DateRule { max_days_ago, min_days_ahead })),
    ]
    .boxed()
}

prop_compose! {
    fn question()(
        text in localized(), look_for in optional(), why in optional(), answer in answer(),
        clause in prop::option::of(prop_oneof![Just("3.10"), Just("4"), Just("RM 2.4")]),
        goal in prop::option::of(prop_oneof![Just("G1"), Just("G2")]),
        severity in prop_oneof![Just(Severity::Critical), Just(Severity::Major), Just(Severity::Minor)],
        layers in proptest::sample::subsequence(vec![1_u8, 2, 3, 4], 1..=4),
        always in any::<bool>(), max_age_days in 1_u16..3650,
        photo in prop_oneof![Just(PhotoRule::Never), Just(PhotoRule::Allowed), Just(PhotoRule::Required)],
        note in prop_oneof![Just(NoteRule::Optional), Just(NoteRule::Required)],
        tags in proptest::sample::subsequence(vec!["greeting", "lobby", "queue"], 0..=3),
        reaction in vec(localized(), 0..=4),
    ) -> Question {
        Question {
            id: Slug::parse("id").unwrap(),
            text, look_for, why, answer, severity, layers, always, max_age_days, photo, note, reaction,
            clause: clause.map(|clause| ClauseRef::parse(clause).unwrap()),
            goal: goal.map(|goal| GoalCode::parse(goal).unwrap()),
            tags: tags.iter().map(|tag| Slug::parse(tag).unwrap()).collect(),
        }
    }
}

prop_compose! {
    fn template()(
        title in localized(), name in localized(), intro in optional(), manual in any::<bool>(),
        sections in vec((localized(), vec(question().boxed(), 1..5)), 1..4),
        asks in btree_map(1_u8..=4, 10_u32..20, 0..3),
    ) -> TemplateFile {
        let mut number = 0;
        let sections: Vec<Section> = sections.into_iter().map(|(title, mut questions)| {
            for question in &mut questions {
                number += 1;
                question.id = Slug::parse(&format!("question-{number}")).unwrap();
            }
            Section { title, questions }
        }).collect();
        let asked: Vec<u8> = sections.iter().flat_map(|s| &s.questions).flat_map(|q| q.layers.clone()).collect();
        TemplateFile {
            schema: 1,
            template: Slug::parse("walk-in").unwrap(),
            title, intro,
            process: Process { id: Slug::parse("walk-in-service").unwrap(), name },
            manual: manual.then(|| ManualCode::parse("CS").unwrap()),
            ask: asks.into_iter().filter(|(layer, _)| asked.contains(layer)).map(|(layer, count)| (layer, count + 10)).collect(),
            sections,
        }
    }
}

fn read_back(text: &str) -> TemplateFile {
    read("walk-in.yaml", text).unwrap_or_else(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}\n{text}", told.join("\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(template in template()) {
        let text = to_yaml(&template);
        let back = read_back(&text);
        prop_assert!(back == template, "{text}\n---\n{}", to_yaml(&back));
    }

    /// Any template in the place of any other: nothing of the old one is left, whatever could be kept.
    #[test]
    fn a_file_rewritten_says_what_the_new_template_says(old in template().boxed(), new in template().boxed()) {
        let before = to_yaml(&old);
        prop_assert_eq!(read_back(&rewrite(&before, &new)), new);
        prop_assert_eq!(rewrite(&before, &old), before);
    }

    /// One question is changed: every other line stays, comments above other questions too.
    #[test]
    fn only_the_changed_question_is_written_anew(old in template().boxed(), other in question().boxed(), at in any::<prop::sample::Index>()) {
        let before = commented(&to_yaml(&old));
        let mut new = old.clone();
        let count = old.questions().count();
        let at = at.index(count);
        let changed = new.sections.iter_mut().flat_map(|section| &mut section.questions).nth(at).unwrap();
        *changed = Question { id: changed.id.clone(), ..other };
        settle_ask(&mut new);
        let after = rewrite(&before, &new);
        prop_assert_eq!(&read_back(&after), &new);
        let (old_parts, new_parts) = (parts(&before), parts(&after));
        prop_assert_eq!(old_parts.len(), new_parts.len());
        for (number, (was, is)) in old_parts.iter().zip(&new_parts).enumerate() {
            // Part 0 is the head; it changes only where the number asked had to.
            if number != at + 1 && (number > 0 || old.ask == new.ask) {
                prop_assert_eq!(was, is);
            }
        }
    }
}

/// A question that is always asked, or asked at no layer any more, changes how many can be asked.
fn settle_ask(template: &mut TemplateFile) {
    let asked: Vec<u8> = template
        .questions()
        .flat_map(|question| question.layers.clone())
        .collect();
    template.ask.retain(|layer, _| asked.contains(layer));
}

/// The file with a comment above each question.
fn commented(text: &str) -> String {
    let lines = text.lines().map(|line| match line.starts_with("      - id: ") {
        true => format!("      # about {}\n{line}\n", &line[12..]),
        false => format!("{line}\n"),
    });
    lines.collect()
}

/// The head and then the lines of each question, from the comment above it.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        if line.starts_with("      # about ") {
            parts.push(String::new());
        }
        // The heading of the next section is no part of the question before it.
        let last = parts.len() - 1;
        parts[last] += line;
        parts[last] += "\n";
    }
    parts
}

#[test]
fn every_shipped_template_comes_back_but_for_the_change() {
    let library = Library::starter().unwrap();
    assert!(!library.templates.is_empty());
    for (template, text) in &library.templates {
        let name = format!("{}.yaml", template.template);
        assert_eq!(read(&name, &to_yaml(template)).unwrap(), *template, "{name}");
        let mut new = template.clone();
        let question = new.sections.last_mut().unwrap().questions.last_mut().unwrap();
        question.why = Localized::from("Because somebody waits for it.");
        let after = rewrite(text, &new);
        assert_eq!(read(&name, &after).unwrap(), new, "{name}");
        let gone = text.lines().filter(|line| !after.contains(line)).count();
        let came = after.lines().filter(|line| !text.contains(line)).count();
        assert!(
            gone <= 4 && came == 1,
            "{name}: {gone} lines went, {came} came\n{after}"
        );
    }
}

#[test]
fn comments_order_and_quotation_marks_stay_where_nothing_changed() {
    let before = "\
# who wrote it
schema: 1
template: walk-in
# the title of the sheet
title: 'Walk-in'   # as on the door
process: { id: walk-in-service, name: \"Walk-in service\" }
sections:
  # first what is seen from the street
  - title: Outside
    questions:
      # since the accident of 2024
      - id: steps
        severity: minor   # raised in winter
        text: Are the steps free?
        # the norm
        clause: '2.1'

      - id: door
        text: Is the door open?
        severity: major
  - title: Inside
    questions:
      - { id: desk, text: Is the desk staffed?, severity: major }
manual: CS
";
    let mut template = read("walk-in.yaml", before).unwrap();
    template.sections[0].questions[0].goal = Some(GoalCode::parse("G1").unwrap());
    template.sections[0].questions[1].text = Localized::from("Is the door open to everybody?");
    let moved = template.sections[0].questions.remove(1);
    template.sections[1].questions.insert(0, moved);
    assert_eq!(
        rewrite(before, &template),
        "\
# who wrote it
schema: 1
template: walk-in
# the title of the sheet
title: 'Walk-in'   # as on the door
process: { id: walk-in-service, name: \"Walk-in service\" }
sections:
  # first what is seen from the street
  - title: Outside
    questions:
      # since the accident of 2024
      - id: steps
        severity: minor   # raised in winter
        text: Are the steps free?
        # the norm
        clause: '2.1'
        goal: G1

  - title: Inside
    questions:
      - id: door
        text: Is the door open to everybody?
        severity: major
      - { id: desk, text: Is the desk staffed?, severity: major }
manual: CS
"
    );
}
