//! Quality staff try a version out: the cards of an audit, what it would have come to, and nothing written.

use crate::browser::Answer;
use crate::reading;
use crate::town::{Cast, Town};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use insta::assert_snapshot;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::checklists::{self, file};
use std::collections::BTreeMap;

on_both![
    a_trial_says_what_it_would_have_come_to_and_records_nothing,
    a_trial_says_what_is_missing_as_the_audit_would,
    a_draw_can_be_repeated_and_drawn_again,
    a_trial_is_of_a_layer_that_asks_something,
];

/// A draft with every kind of answer, as Quinn brings it in.
fn draft(town: &Town, source: &str) -> TemplateVersionId {
    let (act, source) = (town.act(Some(Cast::Quality)), source.to_owned());
    town.write(move |conn| {
        let read = file::read("kinds.yaml", &source).unwrap();
        Ok(checklists::operations::load(conn, &act.clone(), &read, &source, "All kinds.")?.version)
    })
}

const KINDS: &str = include_str!("agency/kinds.yaml");

fn ids(town: &Town) -> BTreeMap<String, QuestionId> {
    town.read(|conn| {
        let template = checklists::queries::find_by_code(conn, "kinds")?.unwrap();
        Ok(checklists::queries::identities(conn, template.id)?)
    })
}

/// The rows of every table an audit leaves something in.
fn rows(town: &Town) -> i64 {
    town.read(|conn| {
        let tables = [
            "audits",
            "audit_questions",
            "answers",
            "submissions",
            "findings",
            "corrective_actions",
            "attachments",
            "history",
            "figure_answers",
            "figure_audits",
            "outbox",
        ];
        let counts: Vec<String> = tables
            .iter()
            .map(|table| format!("(SELECT COUNT(*) FROM {table})"))
            .collect();
        Ok(diesel::select(sql::<BigInt>(&counts.join(" + "))).get_result(conn)?)
    })
}

/// Where the form of a trial goes.
fn action(page: &Answer) -> String {
    let forms = reading::tags(&page.body, "form");
    let of_trial =
        |tag: &String| reading::attribute(tag, "action").filter(|action| action.starts_with("/audits/trial/"));
    forms
        .iter()
        .find_map(of_trial)
        .expect("the form of a trial")
        .replace("&amp;", "&")
}

/// The ids of the questions a page asks.
fn asked(page: &Answer) -> Vec<String> {
    let items = reading::tags(&page.body, "li");
    items
        .iter()
        .filter_map(|tag| reading::attribute(tag, "data-question"))
        .collect()
}

async fn a_trial_says_what_it_would_have_come_to_and_records_nothing(town: &Town) {
    let version = draft(town, KINDS);
    let quinn = town.as_(Cast::Quality);
    let before = rows(town);
    let page = quinn.get(&links::trial(version)).await.ok();
    let text = page.text();
    for words in [
        "Trial: nothing is recorded.",
        "Opening the office",
        "Wedged",
        "7 questions of 7",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    // Nothing saves itself, and no photo is asked for.
    assert!(!page.body.contains("data-save=") && !page.body.contains("type=\"file\""));

    let ids = ids(town);
    let given: Vec<(String, &str)> = [
        ("given", "doors", "3"),
        ("seen", "doors", "A box stood in the door."),
        ("outcome", "doors", "corrected"),
        ("done", "doors", "Took it away."),
        ("given", "checked", "2025-06-08"),
        ("seen", "checked", "The tag says so."),
        ("given", "valid", "2026-07-09"),
        ("given", "weather", "2"),
        ("given", "since", "2019-03-04"),
        ("given", "comments", "The printer is slow."),
        ("outcome", "cash", "conforms"),
        ("seen", "cash", "Maria and Jo."),
    ]
    .into_iter()
    .map(|(part, code, value)| (format!("{part}-{}", ids[code]), value))
    .collect();
    let fields: Vec<(&str, &str)> = given.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let tried = quinn.post(&action(&page), &fields).await.ok();
    assert_snapshot!(tried.part("result"), @"
    What it would have come to
    2 of 4 conform (50.0%). 2 findings would be raised.
    It could be sent like this. Reading and looking takes about 3 minutes.
    1
    How do the doors stand?
    Corrected on the spot
    Wedged
    Major A finding that is closed at once.
    2
    When was the fire extinguisher checked last?
    Nonconforming
    Sunday, June 8, 2025
    Critical A finding, due in 2 working days.
    3
    Until when is the permit on the wall valid?
    Conforms
    Thursday, July 9, 2026
    4
    How is the weather?
    Recorded
    Rain
    5
    Since when does the office have this counter?
    Recorded
    Monday, March 4, 2019
    6
    What else should the next shift know?
    Recorded
    The printer is slow.
    7
    Was the cash counted by two people?
    Conforms
    Try again Back to the draft
    ");
    // What was typed is there for another try.
    assert!(tried.body.contains("A box stood in the door."));
    assert_eq!(rows(town), before, "a trial wrote something");

    // The same for what is published; only quality staff try.
    let published = links::trial(town.version);
    assert!(
        quinn
            .get(&published)
            .await
            .ok()
            .text()
            .contains("Service at the counter")
    );
    assert_eq!(town.as_(Cast::Supervisor).get(&published).await.status, 403);
    assert_eq!(
        quinn.post_bare(&published, &fields).await.status,
        403,
        "without a token"
    );
    let nowhere = "/audits/trial/01900000-0000-7000-8000-000000000000";
    assert_eq!(quinn.get(nowhere).await.status, 404);
    assert_eq!(quinn.get("/audits/trial/x").await.status, 404);
    // The editor leads here, and back.
    let template = town.read(|conn| Ok(checklists::queries::find_by_code(conn, "kinds")?.unwrap().id));
    let editor = format!("{}/draft", links::template(template));
    assert!(quinn.get(&editor).await.ok().body.contains(&links::trial(version)));
    assert!(tried.body.contains(&format!("href=\"{editor}\"")));
}

async fn a_trial_says_what_is_missing_as_the_audit_would(town: &Town) {
    let version = draft(town, KINDS);
    let quinn = town.as_(Cast::Quality);
    let page = quinn.get(&links::trial(version)).await.ok();
    let ids = ids(town);
    let (doors, cash) = (format!("given-{}", ids["doors"]), format!("outcome-{}", ids["cash"]));
    let again = quinn.post(&action(&page), &[(&doors, "2"), (&cash, "conforms")]).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"
    Question 1: write down what you saw.
    Question 2: give an answer, or choose Not applicable.
    Question 3: give an answer, or choose Not applicable.
    Question 4: give an answer, or choose Not applicable.
    Question 5: give an answer, or choose Not applicable.
    Question 6: give an answer, or choose Not applicable.
    Question 7: write down what you saw. This question needs words with every answer.
    ");
    let result = again.part("result");
    assert!(result.contains("It could not be sent like this"), "{result}");
    assert!(result.contains("A finding, due in 10 working days."), "{result}");
    let chosen = reading::tags(&again.body, "input")
        .into_iter()
        .find(|tag| tag.contains(&format!("name=\"{doors}\"")) && tag.contains("value=\"2\""));
    assert!(
        chosen.is_some_and(|tag| tag.contains(" checked")),
        "what was chosen stays chosen"
    );
}

async fn a_draw_can_be_repeated_and_drawn_again(town: &Town) {
    let some = KINDS
        .replace("        always: true\n", "")
        .replace("sections:\n", "ask: { 1: 3 }\nsections:\n");
    let version = draft(town, &some);
    let quinn = town.as_(Cast::Quality);
    let own = links::trial(version);
    let page = quinn.get(&own).await.ok();
    assert_eq!(asked(&page).len(), 3);
    assert!(page.text().contains("3 questions of 7"), "{}", page.text());
    let checked = ids(town)["checked"].to_string();
    // The address says which draw it was.
    let same = quinn.get(&action(&page)).await.ok();
    assert_eq!(asked(&page), asked(&same));
    let mut draws = Vec::new();
    for seed in 0..12 {
        let page = quinn.get(&format!("{own}?seed={seed}")).await.ok();
        assert!(asked(&page).contains(&checked), "a critical question is always asked");
        draws.push(asked(&page));
    }
    draws.sort();
    draws.dedup();
    assert!(draws.len() > 3, "{draws:?}");
    // Answers go to the questions that were drawn.
    let wrong = quinn.post(&action(&page), &[]).await;
    assert_eq!((wrong.status, asked(&wrong)), (422, asked(&page)));
}

async fn a_trial_is_of_a_layer_that_asks_something(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let own = links::trial(town.version);
    let first = quinn.get(&own).await.ok();
    let third = quinn.get(&format!("{own}?layer=3")).await.ok();
    assert!(first.text().contains("acknowledged") && !third.text().contains("acknowledged"));
    for layer in [1, 2, 3] {
        assert!(
            first.body.contains(&format!("href=\"{own}?layer={layer}\"")),
            "a link to layer {layer}"
        );
    }
    assert!(
        !first.body.contains(&format!("{own}?layer=4")),
        "nothing is asked there"
    );
    for wrong in ["layer=4", "layer=x", "layer=-1"] {
        let answer = quinn.get(&format!("{own}?{wrong}")).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.text().contains("choose another layer"), "{}", answer.text());
    }
}
