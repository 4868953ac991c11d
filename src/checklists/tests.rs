//! Templates: loaded as drafts, published for a reason, never changed after; and libraries that load all or nothing.

use super::compare;
use super::file::{self, TemplateFile};
use super::library::{self, Counts, Library};
use super::model::*;
use super::{operations, queries};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::{Outcome, Severity};
use crate::base::ids::UnitId;
use crate::base::zone::Zone;
use crate::platform::db::{Conn, testing};
use crate::platform::error::AppResult;
use crate::platform::history::{self, Record};
use crate::{agency, manuals, mission};
use tempfile::TempDir;

const MISSION: &str = "schema: 1
statement: To serve every resident.
goals:
  - { code: G1, title: Welcome everyone, text: Every person is greeted., target: 95 }
  - { code: G2, title: Keep time, text: Nobody waits long., target: 90 }
";

const MANUAL: &str = "---
manual: CS
title: Customer service
edition: 1
in-force-from: 2026-01-05
---
# 1 At the counter {#counter}

## 1.1 Greeting {#greeting}
Each person is greeted.

## 1.2 Waiting {#waiting}
Nobody waits unseen.
";

const TEMPLATE: &str = r#"schema: 1
template: walk-in
title: { en: Walk-in service, es: Atención sin cita }
process: { id: walk-in-service, name: Walk-in service }
intro: Watch two or three visits, then answer.
manual: CS
ask: { 1: 2 }
sections:
  - title: Arrival
    questions:
      - id: greeted
        text: Was each person greeted?
        look-for: A clerk looks up and says hello.
        why: People feel seen.
        clause: "1.1"
        goal: G1
        severity: minor
        layers: [2, 1]
        reaction: [Greet the person now.]
      - id: wait-time
        text: How many minutes did the last person wait?
        look-for: A clock.
        why: The charter promises it.
        clause: "1.2"
        goal: G2
        severity: critical
        answer: { measure: { unit: minutes, min: 0, max: 15 } }
        photo: never
        reaction: [Open another position., Tell the line how long it takes.]
"#;

const NOON: i64 = 1_780_000_000_000_000;

fn act(seed: u64) -> Act {
    Act::new(None, Instant::from_micros(NOON).unwrap(), seed)
}

fn template(text: &str) -> TemplateFile {
    file::read("walk-in.yaml", text).unwrap()
}

fn load(conn: &mut Conn, seed: u64, text: &str) -> AppResult<Loaded> {
    operations::load(conn, &act(seed), &template(text), text, "first try")
}

/// An agency with a mission and a manual in force.
fn agency() -> (TempDir, Conn, UnitId) {
    let (folder, mut conn) = testing::fresh();
    let unit = agency::operations::found(&mut conn, &act(1), "Alder Bay", &Zone::utc()).unwrap();
    let mission = mission::file::read("mission.yaml", MISSION).unwrap();
    mission::operations::load(&mut conn, &act(2), unit, &mission).unwrap();
    load_manual(&mut conn, 3, MANUAL);
    (folder, conn, unit)
}

fn load_manual(conn: &mut Conn, seed: u64, text: &str) {
    let manual = manuals::file::read("cs.md", text).unwrap();
    manuals::operations::load(conn, &act(seed), &manual, text, "2026-06-01".parse().unwrap()).unwrap();
}

fn events(conn: &mut Conn, template: crate::base::ids::TemplateId) -> Vec<(String, Option<String>)> {
    history::timeline(conn, Record::of("template", template))
        .unwrap()
        .into_iter()
        .map(|entry| (entry.event, entry.text))
        .collect()
}

#[test]
fn a_file_becomes_a_draft_with_everything_it_says() {
    let (_folder, mut conn, _) = agency();
    let loaded = load(&mut conn, 10, TEMPLATE).unwrap();
    assert_eq!((loaded.number, loaded.what), (1, What::Draft));
    assert_eq!(queries::published(&mut conn, loaded.template).unwrap(), None);
    let own = queries::find_by_code(&mut conn, "walk-in").unwrap().unwrap();
    assert_eq!(own.search, "walk-in service atención sin cita walk-in walk-in service");
    let version = queries::version(&mut conn, loaded.version).unwrap();
    assert_eq!(
        (version.state, version.note.as_str()),
        (VersionState::Draft, "first try")
    );
    assert_eq!(version.ask.0.get(&1), Some(&2));
    assert_eq!(queries::source(&mut conn, loaded.version).unwrap(), TEMPLATE);

    let questions = queries::questions(&mut conn, loaded.version).unwrap();
    let [greeted, wait] = questions.as_slice() else {
        panic!("{questions:?}")
    };
    assert_eq!((greeted.code.as_str(), wait.code.as_str()), ("greeted", "wait-time"));
    assert_eq!(greeted.clause_label().unwrap(), "CS 1.1");
    assert_eq!(wait.clause.as_ref().unwrap().1, "Waiting");
    assert_eq!(wait.goal.as_ref().unwrap().1.get("en"), "Keep time");
    assert_eq!(greeted.asked.section.get("en"), "Arrival");
    assert_eq!(greeted.asked.texts.reaction[0].get("en"), "Greet the person now.");
    assert_eq!(
        (greeted.asked.layers.as_str(), greeted.asked.photo),
        ("1,2", PhotoRule::Allowed)
    );
    assert_eq!(
        (wait.asked.severity, wait.asked.photo),
        (Severity::Critical, PhotoRule::Never)
    );
    assert_eq!(wait.asked.measure_unit.as_ref().unwrap().get("en"), "minutes");
    assert!(wait.asked.asked_every_time() && !greeted.asked.asked_every_time());
    let at_two = queries::questions_for(&mut conn, loaded.version, 2).unwrap();
    assert_eq!(at_two, std::slice::from_ref(greeted));
    assert_eq!(
        queries::questions_by_id(&mut conn, &[wait.asked.id]).unwrap(),
        std::slice::from_ref(wait)
    );
}

#[test]
fn a_value_inside_the_limits_conforms() {
    let (_folder, mut conn, _) = agency();
    let loaded = load(&mut conn, 10, TEMPLATE).unwrap();
    let questions = queries::questions(&mut conn, loaded.version).unwrap();
    let wait = &questions[1].asked;
    for (value, outcome) in [
        (15.0, Outcome::Conforms),
        (0.0, Outcome::Conforms),
        (15.5, Outcome::Nonconforming),
        (-1.0, Outcome::Nonconforming),
        (f64::NAN, Outcome::Nonconforming),
    ] {
        assert_eq!(wait.judge(value), outcome, "{value}");
    }
    assert!(wait.estimated_seconds() > questions[0].asked.estimated_seconds());
}

#[test]
fn the_same_file_again_writes_nothing() {
    let (_folder, mut conn, _) = agency();
    let first = load(&mut conn, 10, TEMPLATE).unwrap();
    let before = queries::questions(&mut conn, first.version).unwrap();
    let again = load(&mut conn, 11, &TEMPLATE.replace('\n', "\r\n")).unwrap();
    assert_eq!((again.what, again.version), (What::Unchanged, first.version));
    operations::publish(&mut conn, &act(12), first.version, "Ready").unwrap();
    assert_eq!(load(&mut conn, 13, TEMPLATE).unwrap().what, What::Unchanged);
    assert_eq!(queries::questions(&mut conn, first.version).unwrap(), before);
    assert_eq!(events(&mut conn, first.template).len(), 2);
}

#[test]
fn a_draft_is_written_over_and_keeps_its_number() {
    let (_folder, mut conn, _) = agency();
    let first = load(&mut conn, 10, TEMPLATE).unwrap();
    let greeted = queries::questions(&mut conn, first.version).unwrap()[0]
        .asked
        .question_id;
    let second = load(
        &mut conn,
        11,
        &TEMPLATE.replace("Was each person greeted?", "Was everybody greeted?"),
    )
    .unwrap();
    assert_eq!(
        (second.version, second.number, second.what),
        (first.version, 1, What::Draft)
    );
    let questions = queries::questions(&mut conn, first.version).unwrap();
    assert_eq!(questions.len(), 2);
    assert_eq!(questions[0].asked.question_id, greeted);
    assert_eq!(questions[0].asked.texts.text.get("en"), "Was everybody greeted?");
    assert_eq!(queries::versions(&mut conn, first.template).unwrap().len(), 1);
}

#[test]
fn publishing_retires_the_version_before_and_changes_neither() {
    let (_folder, mut conn, _) = agency();
    let first = load(&mut conn, 10, TEMPLATE).unwrap();
    operations::publish(&mut conn, &act(11), first.version, "Ready").unwrap();
    let asked = queries::questions(&mut conn, first.version).unwrap();

    let changed = TEMPLATE
        .replace("en: Walk-in service", "en: Service without an appointment")
        .replace("goal: G1", "goal: G2")
        .replace("id: greeted", "id: greeted\n        always: true");
    let second = load(&mut conn, 12, &changed).unwrap();
    assert_eq!((second.number, second.what), (2, What::Draft));
    let still = queries::published(&mut conn, first.template).unwrap().unwrap();
    assert_eq!(still.id, first.version);
    assert_eq!(
        queries::find(&mut conn, first.template).unwrap().title.get("en"),
        "Walk-in service"
    );

    operations::publish(&mut conn, &act(13), second.version, "Greeting is asked every time").unwrap();
    let rows = queries::versions(&mut conn, first.template).unwrap();
    let states: Vec<_> = rows.iter().map(|row| (row.version.number, row.version.state)).collect();
    assert_eq!(states, [(2, VersionState::Published), (1, VersionState::Retired)]);
    assert_eq!(rows[0].version.note, "Greeting is asked every time");
    assert_eq!(queries::questions(&mut conn, first.version).unwrap(), asked);
    let own = queries::find(&mut conn, first.template).unwrap();
    assert_eq!(own.title.get("en"), "Service without an appointment");
    assert!(own.search.starts_with("service without"));
    assert_eq!(
        events(&mut conn, first.template)[0],
        ("template-published".into(), Some("Greeting is asked every time".into()))
    );
    // The question serves its new goal; as it was asked last year it served the old one.
    let goals = mission::queries::question_counts(&mut conn).unwrap();
    assert_eq!(goals.values().copied().collect::<Vec<_>>(), [2]);

    let refused = operations::publish(&mut conn, &act(14), second.version, "Again").unwrap_err();
    assert_eq!(refused.said().key, "checklist-no-draft");
    let refused = operations::publish(&mut conn, &act(15), first.version, "Back").unwrap_err();
    assert_eq!(refused.said().key, "checklist-no-draft");
}

#[test]
fn a_version_is_published_for_a_reason() {
    let (_folder, mut conn, _) = agency();
    let first = load(&mut conn, 10, TEMPLATE).unwrap();
    let refused = operations::publish(&mut conn, &act(11), first.version, "  ").unwrap_err();
    assert_eq!(refused.said().key, "checklist-no-reason");
}

#[test]
fn a_clause_or_goal_that_does_not_exist_keeps_a_draft_from_being_published() {
    let (_folder, mut conn, _) = agency();
    let bad = TEMPLATE.replace("clause: \"1.2\"", "clause: \"1.3\"");
    let loaded = load(&mut conn, 10, &bad).unwrap();
    assert_eq!(queries::questions(&mut conn, loaded.version).unwrap()[1].clause, None);
    let refused = operations::publish(&mut conn, &act(11), loaded.version, "Ready")
        .unwrap_err()
        .said();
    assert_eq!(refused.key, "checklist-no-clause");
    assert_eq!(refused.args, [("clauses".into(), "CS 1.3".into())]);
    let mistakes = operations::check_references(&mut conn, "walk-in.yaml", &bad).unwrap();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].hint.as_deref(), Some("the nearest is clause CS 1.2"));

    let loaded = load(&mut conn, 12, &TEMPLATE.replace("goal: G2", "goal: G7")).unwrap();
    let refused = operations::publish(&mut conn, &act(13), loaded.version, "Ready")
        .unwrap_err()
        .said();
    assert_eq!(refused.key, "checklist-no-goal");
    assert_eq!(
        queries::version(&mut conn, loaded.version).unwrap().state,
        VersionState::Draft
    );
}

#[test]
fn publishing_cites_the_edition_in_force_at_that_moment() {
    let (_folder, mut conn, _) = agency();
    let loaded = load(&mut conn, 10, TEMPLATE).unwrap();
    let before = queries::questions(&mut conn, loaded.version).unwrap();
    let next = MANUAL
        .replace("edition: 1", "edition: 2")
        .replace("## 1.2 Waiting", "## 1.2 Waiting in line");
    load_manual(&mut conn, 11, &next);
    operations::publish(&mut conn, &act(12), loaded.version, "Ready").unwrap();
    let after = queries::questions(&mut conn, loaded.version).unwrap();
    assert_ne!(after[1].asked.edition_id, before[1].asked.edition_id);
    assert_eq!(after[1].asked.clause_id, before[1].asked.clause_id);
    assert_eq!(after[1].clause.as_ref().unwrap().1, "Waiting in line");
    let cited: Vec<_> = manuals::queries::citing(&mut conn, after[1].manual.as_ref().unwrap().0).unwrap();
    assert_eq!(
        cited.iter().map(|row| row.question.as_str()).collect::<Vec<_>>(),
        ["greeted", "wait-time"]
    );
}

#[test]
fn a_process_has_one_template_and_a_template_one_process() {
    let (_folder, mut conn, _) = agency();
    load(&mut conn, 10, TEMPLATE).unwrap();
    let other = TEMPLATE.replace("template: walk-in", "template: counter");
    let file = file::read("counter.yaml", &other).unwrap();
    let refused = operations::load(&mut conn, &act(11), &file, &other, "")
        .unwrap_err()
        .said();
    assert_eq!(refused.key, "checklist-no-process-taken");
    let refused = load(
        &mut conn,
        12,
        &TEMPLATE.replace("id: walk-in-service", "id: counter-service"),
    )
    .unwrap_err();
    assert_eq!(refused.said().key, "checklist-no-other-process");
}

#[test]
fn templates_are_found_by_words_and_goal_and_come_in_pages() {
    let (_folder, mut conn, _) = agency();
    for (seed, id, title) in [
        (10, "zebra", "Zebra crossing"),
        (20, "apple", "Apple desk"),
        (30, "mail", "Mail room"),
    ] {
        let text = TEMPLATE
            .replace("template: walk-in", &format!("template: {id}"))
            .replace("en: Walk-in service, es: Atención sin cita", &format!("en: {title}"))
            .replace(
                "id: walk-in-service, name: Walk-in service",
                &format!("id: {id}, name: {title}"),
            );
        let file = file::read(&format!("{id}.yaml"), &text).unwrap();
        let loaded = operations::load(&mut conn, &act(seed), &file, &text, "").unwrap();
        if id != "mail" {
            operations::publish(&mut conn, &act(seed + 1), loaded.version, "Ready").unwrap();
        }
    }
    let codes = |rows: &[queries::ListRow]| rows.iter().map(|row| row.template.code.clone()).collect::<Vec<_>>();
    let all = Asked::default();
    let first = queries::list(&mut conn, &all, None, 2).unwrap();
    assert_eq!(codes(&first), ["apple", "mail"]);
    assert_eq!(
        (first[0].questions, first[0].layers.get(&1), first[0].layers.get(&2)),
        (2, Some(&2), Some(&1))
    );
    assert!(first[0].published.is_some() && first[0].draft.is_none());
    assert!(first[1].published.is_none() && first[1].draft.is_some() && first[1].questions == 2);
    let after = first[1].template.id;
    assert_eq!(
        codes(&queries::list(&mut conn, &all, Some(after), 2).unwrap()),
        ["zebra"]
    );
    let asked = Asked {
        words: "room".into(),
        ..Asked::default()
    };
    assert_eq!(codes(&queries::list(&mut conn, &asked, None, 9).unwrap()), ["mail"]);
    let goal = mission::queries::find_by_code(&mut conn, "G1").unwrap().unwrap().id;
    let asked = Asked {
        goal: Some(goal),
        ..Asked::default()
    };
    assert_eq!(
        codes(&queries::list(&mut conn, &asked, None, 9).unwrap()),
        ["apple", "zebra"]
    );
    let published = queries::list_published(&mut conn).unwrap();
    assert_eq!(
        published.iter().map(|t| t.code.as_str()).collect::<Vec<_>>(),
        ["apple", "zebra"]
    );
}

use queries::Asked;

fn files(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn whole() -> Vec<(String, Vec<u8>)> {
    files(&[
        ("mission.yaml", MISSION),
        ("manuals/cs.md", MANUAL),
        ("walk-in.yaml", TEMPLATE),
    ])
}

#[test]
fn a_library_is_loaded_and_published_once() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency::operations::found(&mut conn, &act(1), "Alder Bay", &Zone::utc()).unwrap();
    let library = Library::of(whole()).unwrap();
    let counts = library::load_all(&mut conn, &act(2), unit, &library, false, "Starter").unwrap();
    assert_eq!((counts.drafts, counts.published), (1, 0));
    let counts = library::load_all(&mut conn, &act(3), unit, &library, true, "Starter").unwrap();
    assert_eq!((counts.drafts, counts.published, counts.questions), (0, 1, 2));
    let counts = library::load_all(&mut conn, &act(4), unit, &library, true, "Starter").unwrap();
    assert!(counts.is_unchanged());
    assert_eq!(
        counts,
        Counts {
            manuals: 1,
            templates: 1,
            questions: 2,
            ..Counts::default()
        }
    );
}

#[test]
fn a_library_that_is_refused_writes_nothing() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency::operations::found(&mut conn, &act(1), "Alder Bay", &Zone::utc()).unwrap();
    // Without a manual of its own the library cannot tell that the clause does not exist: publishing does.
    let library = Library::of(files(&[("mission.yaml", MISSION), ("walk-in.yaml", TEMPLATE)])).unwrap();
    let refused = library::load_all(&mut conn, &act(2), unit, &library, true, "Starter").unwrap_err();
    assert_eq!(refused.said().key, "checklist-no-clause");
    assert!(mission::queries::goals(&mut conn).unwrap().is_empty());
    assert_eq!(queries::find_by_code(&mut conn, "walk-in").unwrap(), None);
    assert!(crate::processes::queries::all(&mut conn).unwrap().is_empty());
}

#[test]
fn every_mistake_of_a_library_is_told_with_its_file_and_line() {
    let told = |files: Vec<(String, Vec<u8>)>| -> Vec<String> {
        let mistakes = Library::of(files).unwrap_err();
        mistakes
            .iter()
            .map(|m| format!("{}:{}: {}", m.file, m.line, m.message))
            .collect()
    };
    let mut broken = whole();
    broken[0].1 = MISSION.replace("statement:", "statment:").into_bytes();
    broken[2].1 = TEMPLATE.replace("severity: minor", "severity: small").into_bytes();
    let mistakes = told(broken);
    assert!(
        mistakes.iter().any(|m| m.starts_with("mission.yaml:2: ")),
        "{mistakes:?}"
    );
    assert!(
        mistakes.iter().any(|m| m.starts_with("walk-in.yaml:17: ")),
        "{mistakes:?}"
    );

    let mut astray = whole();
    astray[2].1 = TEMPLATE
        .replace("goal: G2", "goal: G3")
        .replace("clause: \"1.1\"", "clause: \"RM 1\"")
        .into_bytes();
    assert_eq!(
        told(astray),
        [
            "walk-in.yaml:15: clause RM 1 does not exist in the manual",
            "walk-in.yaml:25: goal \"G3\" does not exist in mission.yaml"
        ]
    );

    let mut twice = whole();
    twice.push((
        "x.yaml".into(),
        TEMPLATE.replace("template: walk-in", "template: x").into_bytes(),
    ));
    assert_eq!(
        told(twice),
        ["x.yaml:4: process \"walk-in-service\" has its template in walk-in.yaml already"]
    );

    let mut binary = whole();
    binary[1].1 = b"---\nmanual: \xff\n".to_vec();
    assert_eq!(told(binary), ["manuals/cs.md:2: this is not text in UTF-8"]);
}

#[test]
fn a_folder_is_read_without_what_is_not_ours() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("manuals")).unwrap();
    for (name, data) in whole() {
        std::fs::write(folder.path().join(name), data).unwrap();
    }
    for name in ["README.md", "schema.json", "manuals/README.md"] {
        std::fs::write(folder.path().join(name), "other").unwrap();
    }
    let library = Library::read(folder.path()).unwrap();
    assert!(library.mission.is_some());
    assert_eq!((library.manuals.len(), library.templates.len()), (1, 1));
    let nowhere = Library::read(&folder.path().join("nowhere")).unwrap_err();
    assert!(nowhere[0].message.starts_with("cannot be read: "));
}

#[test]
fn the_library_that_comes_with_the_program_is_in_order() {
    let library = Library::starter().unwrap_or_else(|mistakes| {
        panic!(
            "{}",
            mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        )
    });
    if library.mission.is_none() {
        return;
    }
    let (_folder, mut conn) = testing::fresh();
    let unit = agency::operations::found(&mut conn, &act(1), "Alder Bay", &Zone::utc()).unwrap();
    let counts = library::load_all(&mut conn, &act(2), unit, &library, true, "Starter").unwrap();
    assert_eq!(counts.published, library.templates.len());
}

#[test]
fn a_draft_is_held_against_what_it_replaces() {
    let (_folder, mut conn, _) = agency();
    let first = load(&mut conn, 10, TEMPLATE).unwrap();
    operations::publish(&mut conn, &act(11), first.version, "Ready").unwrap();
    let changed = TEMPLATE
        .replace("max: 15", "max: 10")
        .replace("A clock.", "A clock or a ticket.")
        .replace("id: greeted", "id: welcomed")
        .replace("ask: { 1: 2 }", "ask: { 2: 1 }");
    let second = load(&mut conn, 12, &changed).unwrap();
    let mut side = |id| {
        (
            queries::version(&mut conn, id).unwrap(),
            queries::questions(&mut conn, id).unwrap(),
        )
    };
    let (old, new) = (side(first.version), side(second.version));
    fn seen<'a>((version, questions): &'a (Version, Vec<queries::Question>)) -> compare::Side<'a> {
        compare::Side {
            title: &version.title,
            intro: &version.intro,
            ask: &version.ask,
            questions,
        }
    }
    let found = compare::compare(seen(&old), seen(&new), "en", &|key| key.to_owned());
    let told: Vec<String> = found
        .iter()
        .map(|difference| {
            let parts: Vec<&str> = difference.parts.iter().map(|part| part.name).collect();
            let code = difference.code.as_deref().unwrap_or("-");
            format!("{code} {} {}", difference.what, parts.join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "- changed ask ask",
            "welcomed added text look-for clause goal severity answer layers",
            "wait-time changed look-for answer",
            "greeted removed text clause",
        ]
    );
    assert!(compare::compare(seen(&old), seen(&old), "en", &|key| key.to_owned()).is_empty());
}
