//! What is done to deliver services: kept by quality staff, read by everybody.

use crate::town::{Cast, Place, Town};
use insta::assert_snapshot;
use plumbline::base::ids::*;
use plumbline::base::links;

on_both![
    quality_staff_write_a_process_that_crosses_departments,
    two_editors_see_what_the_other_saved,
    a_form_with_mistakes_keeps_what_was_typed,
    the_list_finds_words_and_departments,
    a_process_shows_what_audits_it,
];

fn counter(town: &Town) -> ProcessId {
    let template = town.template;
    town.read(move |conn| Ok(plumbline::checklists::queries::find(conn, template)?.process_id))
}

async fn quality_staff_write_a_process_that_crosses_departments(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let (oak, riverside) = (
        town.unit(Place::OakStreet).to_string(),
        town.unit(Place::Riverside).to_string(),
    );
    let owner = town.person(Cast::Manager).to_string();
    let fields = [
        ("name", "Picnic permits"),
        ("description", "From the question to the table in the park."),
        ("owner", owner.as_str()),
        ("units", oak.as_str()),
        ("units", riverside.as_str()),
        ("units", oak.as_str()),
    ];
    let page = quinn.submit(links::PROCESSES, &fields).await.ok();
    assert_eq!(page.flash(), "The process is saved.");
    assert_eq!(page.heading(), "Picnic permits");
    let text = page.text();
    for words in [
        "Crosses 2 departments",
        "Tax & Licensing\nOak Street Office",
        "Parks\nRiverside Park",
        "Dana Whitfield",
        "No checklist audits this process yet.",
        "Quinn Harper added the process",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    // everybody reads it, nobody else writes it
    let address = page.asked.trim_start_matches("GET ").to_owned();
    let jo = town.as_(Cast::Clerk);
    assert!(jo.get(&address).await.ok().text().contains("Crosses 2 departments"));
    assert_eq!(jo.post(&address, &fields).await.status, 403);
    assert_eq!(jo.get(&format!("{address}/edit")).await.status, 403);
}

async fn two_editors_see_what_the_other_saved(town: &Town) {
    let id = counter(town);
    let address = links::process(id);
    let (quinn, other) = (town.as_(Cast::Quality), town.as_(Cast::Quality));
    let oak = town.unit(Place::OakStreet).to_string();
    let first = [("name", "Counter work"), ("revision", "1"), ("units", oak.as_str())];
    quinn.submit(&address, &first).await.ok();
    let late = other
        .post(&address, &[("name", "Work at the counter"), ("revision", "1")])
        .await;
    assert_eq!(late.status, 422);
    let text = late.text();
    for words in [
        "Somebody else saved this process while you were writing. Nothing of yours is saved yet.",
        "Saved meanwhile by Quinn Harper.",
        "Counter work",
        "Oak Street Office",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert!(
        late.body.contains("value=\"Work at the counter\""),
        "what was typed is kept"
    );
    // seen and sent again, it is saved
    let again = [("name", "Work at the counter"), ("revision", "2")];
    let page = other.submit(&address, &again).await.ok();
    assert_eq!(page.heading(), "Work at the counter");
}

async fn a_form_with_mistakes_keeps_what_was_typed(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let long = "word ".repeat(500);
    let closed = "01900000-0000-7000-8000-000000000000";
    let fields = [("name", ""), ("description", long.as_str())];
    let page = quinn.post(links::PROCESSES, &fields).await;
    assert_eq!(page.status, 422);
    assert_snapshot!(page.error_summary(), @"");
    assert!(page.body.contains("word word word"));
    for (name, value, said) in [
        (
            "units",
            closed,
            "Choose units from the list, each once. One of them is closed or not there any more.",
        ),
        (
            "owner",
            closed,
            "Choose an owner from the list. This person is not there any more.",
        ),
        (
            "owner",
            "nobody",
            "Choose an owner from the list. This person is not there any more.",
        ),
        ("manual", closed, "Choose a manual from the list."),
        (
            "services",
            closed,
            "Choose services from the list. One of them is not provided any more.",
        ),
    ] {
        let page = quinn
            .post(links::PROCESSES, &[("name", "Picnic permits"), (name, value)])
            .await;
        assert_eq!((page.status, page.error_summary().as_str()), (422, said));
        assert!(page.body.contains("value=\"Picnic permits\""));
    }
    assert_eq!(
        quinn
            .get(&links::process(ProcessId(closed.parse().unwrap())))
            .await
            .status,
        404
    );
}

async fn the_list_finds_words_and_departments(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let riverside = town.unit(Place::Riverside).to_string();
    let fields = [("name", "Picnic permits"), ("units", riverside.as_str())];
    quinn.submit(links::PROCESSES, &fields).await.ok();
    let maria = town.as_(Cast::Supervisor);
    let list = async |query: &str| maria.get(&format!("/processes?{query}")).await.ok().text();
    let all = list("").await;
    assert!(all.contains("Counter service") && all.contains("Picnic permits"));
    assert!(!list("q=picnic").await.contains("Counter service"));
    assert!(list("q=nothing").await.contains("No process found"));
    let parks = list(&format!("unit={}", town.unit(Place::Parks))).await;
    assert!(
        parks.contains("Picnic permits") && !parks.contains("Counter service"),
        "{parks}"
    );
    let harbor = list(&format!("unit={}", town.unit(Place::Harbor))).await;
    assert!(harbor.contains("No process found"), "{harbor}");
}

async fn a_process_shows_what_audits_it(town: &Town) {
    town.plan(1, &[Place::OakStreet]);
    let address = links::process(counter(town));
    let maria = town.as_(Cast::Supervisor).get(&address).await.ok().text();
    for words in ["Service at the counter", "Version 1", "Counter, every day"] {
        assert!(maria.contains(words), "{words} is not in:\n{maria}");
    }
    // plans of other departments are not there for Theo
    let theo = town.as_(Cast::Stranger).get(&address).await.ok().text();
    assert!(theo.contains("No plan of your units audits this process."), "{theo}");
}
