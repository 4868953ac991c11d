//! What is promised: missions of the agency and its departments, goals and objectives, services with their charter
//! promises; written in the browser, never lost when two people write at once.

use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::mission::queries;

on_both![
    a_goal_is_changed_and_its_history_says_from_what_to_what,
    two_editors_of_a_goal_see_each_other_s_words,
    two_editors_of_a_statement_see_each_other_s_words,
    a_department_states_a_mission_of_its_own,
    a_code_is_given_once_in_the_whole_agency,
    an_ended_goal_stays_for_what_points_at_it,
    an_objective_is_added_changed_and_taken_away,
    a_service_is_written_found_and_ended,
    a_changed_promise_leaves_the_former_one_on_the_page,
    two_editors_of_a_service_lose_nothing,
    what_cannot_be_read_comes_back_as_it_was_typed,
    only_quality_staff_write_what_is_promised,
];

fn goal(town: &Town, code: &str) -> GoalId {
    let code = code.to_owned();
    town.read(move |conn| Ok(queries::ids_by_code(conn)?[&code]))
}

fn service(town: &Town, code: &str) -> ServiceId {
    let code = code.to_owned();
    town.read(move |conn| Ok(queries::services_by_code(conn)?[&code]))
}

/// What stands in a field of a form.
fn value(page: &Answer, name: &str) -> String {
    let of = |tags: Vec<String>| {
        tags.into_iter()
            .find(|tag| reading::attribute(tag, "name").as_deref() == Some(name))
            .and_then(|tag| reading::attribute(&tag, "value"))
    };
    of(reading::tags(&page.body, "input")).unwrap_or_default()
}

/// The fields of the form of G1 as they were read, with these in the place of some.
async fn goal_form(browser: &Browser<'_>, id: GoalId) -> String {
    value(&browser.get(&format!("{}/edit", links::goal(id))).await.ok(), "seen")
}

const TEXT: &str = "Every person who comes to us is seen, greeted and guided to somebody who can help.";

fn greeted<'a>(title: &'a str, target: &'a str, seen: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("text", TEXT),
        ("target", target),
        ("position", "1"),
        ("seen", seen),
    ]
}

async fn a_goal_is_changed_and_its_history_says_from_what_to_what(town: &Town) {
    let (quinn, id) = (town.as_(Cast::Quality), goal(town, "G1"));
    let seen = goal_form(&quinn, id).await;
    let saved = quinn
        .submit(&links::goal(id), &greeted("Greet everyone", "97", &seen))
        .await
        .ok();
    insta::assert_snapshot!(saved.heading(), @"G1 Greet everyone");
    insta::assert_snapshot!(saved.flash(), @"The goal is saved.");
    // everybody reads who changed what, and what it was before
    let page = town.as_(Cast::Clerk).get(&links::goal(id)).await.ok();
    let history = page.text();
    let (_, history) = history.split_once("History of changes").unwrap();
    for said in [
        "Quinn Harper changed the goal G1",
        "Before: Welcome everyone",
        "Now: Greet everyone",
        "Before: 95",
        "Now: 97",
    ] {
        assert!(history.contains(said), "{said}\n{history}");
    }
    // the mission's own page tells it, too, and shows the new words
    let mission = town.as_(Cast::Clerk).get("/mission").await.ok().text();
    assert!(
        mission.contains("Greet everyone") && mission.contains("Quinn Harper changed the goal G1"),
        "{mission}"
    );
}

async fn two_editors_of_a_goal_see_each_other_s_words(town: &Town) {
    let (quinn, other, id) = (town.as_(Cast::Quality), town.as_(Cast::Quality), goal(town, "G1"));
    let (mine, theirs) = (goal_form(&quinn, id).await, goal_form(&other, id).await);
    other
        .submit(&links::goal(id), &greeted("Greet everyone", "97", &theirs))
        .await
        .ok();
    let late = quinn
        .post(&links::goal(id), &greeted("Serve everyone", "95", &mine))
        .await;
    assert_eq!(late.status, 422);
    let text = late.text();
    for said in [
        "Quinn Harper saved this while you were writing (today, 9:00 AM).",
        "Saved now: Greet everyone",
        "You wrote: Serve everyone",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert_eq!(value(&late, "title"), "Serve everyone", "what was typed is kept");
    // having seen both, the second one decides
    let seen = value(&late, "seen");
    quinn
        .submit(&links::goal(id), &greeted("Serve everyone", "97", &seen))
        .await
        .ok();
    let page = quinn.get(&links::goal(id)).await.ok();
    insta::assert_snapshot!(page.heading(), @"G1 Serve everyone");
}

async fn two_editors_of_a_statement_see_each_other_s_words(town: &Town) {
    let (quinn, unit) = (town.as_(Cast::Quality), links::mission_of(town.unit(Place::MillValley)));
    let form = format!("{unit}/statement");
    let read = value(&quinn.get(&form).await.ok(), "revision");
    let first = [("statement", "We serve Mill Valley well."), ("revision", read.as_str())];
    insta::assert_snapshot!(quinn.submit(&form, &first).await.ok().flash(), @"The mission statement is saved.");
    let second = [("statement", "We serve Mill Valley best."), ("revision", read.as_str())];
    let late = quinn.post(&form, &second).await;
    assert_eq!(late.status, 422);
    assert!(
        late.text().contains("Saved now: We serve Mill Valley well."),
        "{}",
        late.text()
    );
    assert!(
        late.body.contains("We serve Mill Valley best.</textarea>"),
        "what was typed is kept"
    );
    let nothing = quinn.post(&form, &[("statement", " "), ("revision", "2")]).await;
    assert_eq!(nothing.status, 422);
    insta::assert_snapshot!(nothing.error_summary(), @"Write something here.");
}

/// Adds a goal to the mission of Parks.
async fn add_goal(browser: &Browser<'_>, town: &Town, code: &str, parent: &str) -> Answer {
    let action = format!("{}/goals", links::mission_of(town.unit(Place::Parks)));
    let fields = [
        ("code", code),
        ("title", "Paths are safe"),
        ("text", "Whoever walks in our parks comes home unhurt."),
        ("target", "92"),
        ("position", "1"),
        ("parent", parent),
    ];
    browser.post(&action, &fields).await
}

async fn a_department_states_a_mission_of_its_own(town: &Town) {
    let (quinn, parks) = (town.as_(Cast::Quality), links::mission_of(town.unit(Place::Parks)));
    let agency = quinn.get("/mission").await.ok();
    assert!(
        agency.text().contains("Parks\nDepartment\nNone yet"),
        "{}",
        agency.text()
    );
    insta::assert_snapshot!(quinn.get(&parks).await.ok().heading(), @"Mission of Parks");
    let statement = [("statement", "Green, safe and open to all."), ("revision", "0")];
    quinn.submit(&format!("{parks}/statement"), &statement).await.ok();
    assert_eq!(
        value(&quinn.get(&format!("{parks}/goals/new")).await.ok(), "code"),
        "P1"
    );

    let loose = add_goal(&quinn, town, "P1", "").await;
    assert_eq!(loose.status, 422);
    insta::assert_snapshot!(loose.error_summary(), @"Choose the goal of the agency that this goal is tied to.");
    assert_eq!(value(&loose, "title"), "Paths are safe");

    let parent = goal(town, "G2").to_string();
    assert_eq!(add_goal(&quinn, town, "P1", &parent).await.status, 303);
    let page = town.as_(Cast::Stranger).get(&parks).await.ok().text();
    for said in [
        "Green, safe and open to all.",
        "P1 Paths are safe",
        "Works towards G2 Keep our promises",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // from the agency's goal one walks down to it
    let above = quinn.get(&links::goal(goal(town, "G2"))).await.ok().text();
    assert!(above.contains("P1 Paths are safe, Parks"), "{above}");
    assert!(
        quinn
            .get("/mission")
            .await
            .ok()
            .text()
            .contains("Parks\nDepartment\nOne goal")
    );
}

async fn a_code_is_given_once_in_the_whole_agency(town: &Town) {
    let (quinn, parent) = (town.as_(Cast::Quality), goal(town, "G2").to_string());
    let taken = add_goal(&quinn, town, "G1", &parent).await;
    assert_eq!(taken.status, 422);
    insta::assert_snapshot!(taken.error_summary(), @"G1 is already a goal of Mill Valley. A code is unique in the whole agency, ended goals included: choose another one.");
    for wrong in ["parks 1", "PARKS1", "P0", "P1.2", ""] {
        let answer = add_goal(&quinn, town, wrong, &parent).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert_eq!(
            answer.error_summary(),
            "Write 1 to 4 capital letters and a number, for example G1 or PW1."
        );
    }
}

async fn an_ended_goal_stays_for_what_points_at_it(town: &Town) {
    let (quinn, id) = (town.as_(Cast::Quality), goal(town, "G2"));
    let finding = town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person waited 22 minutes.",
    );
    let ended = quinn.submit(&format!("{}/ending", links::goal(id)), &[]).await.ok();
    insta::assert_snapshot!(ended.flash(), @"The goal has ended. What points at it keeps it.");
    let mission = quinn.get("/mission").await.ok().text();
    assert!(mission.contains("One goal that has ended"), "{mission}");
    // the finding's link still leads to the goal, and the checklist still asks its question
    let told = town.as_(Cast::Supervisor).get(&links::finding(finding)).await.ok();
    assert!(told.body.contains(&links::goal(id)), "{}", told.text());
    let page = town.as_(Cast::Supervisor).get(&links::goal(id)).await.ok();
    assert!(page.text().contains("This goal has ended."), "{}", page.text());
    // an ended goal is not changed before it is taken up again; a second click does no harm
    let edit = quinn
        .follow(quinn.get(&format!("{}/edit", links::goal(id))).await)
        .await
        .ok();
    insta::assert_snapshot!(edit.flash(), @"This has ended. Take it up again before you change it.");
    quinn.submit(&format!("{}/ending", links::goal(id)), &[]).await.ok();
    let again = quinn.submit(&format!("{}/resumption", links::goal(id)), &[]).await.ok();
    insta::assert_snapshot!(again.flash(), @"The goal is part of the mission again.");
    assert_eq!(goal(town, "G2"), id);
}

async fn an_objective_is_added_changed_and_taken_away(town: &Town) {
    let (quinn, id) = (town.as_(Cast::Quality), goal(town, "G1"));
    let objectives = format!("{}/objectives", links::goal(id));
    let fields = |value: &'static str, direction: &'static str| {
        [
            ("title", "Every door opens"),
            ("measure", "Share of audits with a free way in"),
            ("target", "All of them"),
            ("value", value),
            ("unit", "%"),
            ("direction", direction),
            ("period", "month"),
        ]
    };
    let wrong = quinn.post(&objectives, &fields("many", "at_least")).await;
    assert_eq!(wrong.status, 422);
    insta::assert_snapshot!(wrong.error_summary(), @"Enter a number.");
    assert_eq!(value(&wrong, "value"), "many");
    let half = quinn.post(&objectives, &fields("99,5", "")).await;
    insta::assert_snapshot!(half.error_summary(), @"Choose at least or at most.");
    let added = quinn.submit(&objectives, &fields("99,5", "at_least")).await.ok();
    let text = added.part("objectives");
    assert!(
        text.contains("G1.2") && text.contains("At least 99.5%, each month"),
        "{text}"
    );

    let objective = town.read(move |conn| Ok(queries::objectives_by_code(conn)?["G1.2"]));
    let own = format!("/mission/objectives/{objective}");
    let seen = value(&quinn.get(&format!("{own}/edit")).await.ok(), "seen");
    let mut changed = fields("98", "at_least").to_vec();
    changed.push(("seen", &seen));
    quinn.submit(&own, &changed).await.ok();
    let late = quinn.post(&own, &changed).await;
    assert_eq!(late.status, 422);
    assert!(late.text().contains("says the same as your form"), "{}", late.text());

    let gone = quinn.submit(&format!("{own}/removal"), &[]).await.ok();
    insta::assert_snapshot!(gone.flash(), @"The objective is taken away. The history keeps its words.");
    let history = gone.text();
    for said in [
        "took the objective away G1.2",
        "changed the objective G1.2",
        "Before: 99.5",
        "Now: 98",
    ] {
        assert!(history.contains(said), "{said}\n{history}");
    }
    assert_eq!(quinn.get(&format!("{own}/edit")).await.status, 404);
}

/// The fields of a new service with a promise and two groups.
fn counter<'a>(unit: &'a str, objective: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", "Service at our counters"),
        ("description", "Residents ask, apply and pay."),
        ("unit", unit),
        ("objectives", objective),
        ("direct", "Residents"),
        ("direct", ""),
        ("direct", "Visitors"),
        ("beneficiary", "Neighbors"),
        ("wording-1", "In line under 15 minutes"),
        ("measure-1", "Minutes in line"),
        ("direction-1", "at_most"),
        ("value-1", "15"),
        ("unit-1", "minutes"),
        ("since-1", "2024-06-03"),
        ("wording-2", ""),
        ("since-2", "2026-06-09"),
    ]
}

async fn add_counter(town: &Town, browser: &Browser<'_>) -> ServiceId {
    let unit = town.unit(Place::Licensing).to_string();
    let objective = town
        .read(|conn| Ok(queries::objectives_by_code(conn)?["G1.1"]))
        .to_string();
    let added = browser.post("/services", &counter(&unit, &objective)).await;
    assert_eq!(added.status, 303, "{}", added.text());
    service(town, "service-at-our-counters")
}

async fn a_service_is_written_found_and_ended(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let empty = quinn.get("/services").await.ok().text();
    assert!(
        empty.contains("No services yet") && empty.contains("Add the first one"),
        "{empty}"
    );
    let more = quinn
        .post(
            "/services",
            &[("name", "Counter"), ("more", "1"), ("direct", "Residents")],
        )
        .await
        .ok();
    assert_eq!(value(&more, "name"), "Counter");
    assert!(more.body.matches("name=\"direct\"").count() >= 5, "more rows");

    let id = add_counter(town, &quinn).await;
    let page = town.as_(Cast::Clerk).get(&links::service(id)).await.ok().text();
    for said in [
        "Tax & Licensing answers for it",
        "In line under 15 minutes",
        "At most 15 minutes",
        "Monday, June 3, 2024",
        "They come to us and use the service.",
        "Visitors",
        "Neighbors",
        "G1.1 Nobody waits unseen",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    let twice = quinn
        .post("/services", &counter(&town.unit(Place::Parks).to_string(), ""))
        .await;
    insta::assert_snapshot!(twice.error_summary(), @"Another service has the id service-at-our-counters. Choose another one.");

    let (here, elsewhere) = (town.unit(Place::MillValley), town.unit(Place::Parks));
    assert!(
        quinn
            .get("/services?q=COUNTERS")
            .await
            .ok()
            .text()
            .contains("Residents; Visitors")
    );
    assert!(
        quinn
            .get(&format!("/services?unit={here}"))
            .await
            .ok()
            .text()
            .contains("One promise")
    );
    let none = quinn.get(&format!("/services?unit={elsewhere}")).await.ok().text();
    assert!(none.contains("No service fits"), "{none}");

    let ended = quinn.submit(&format!("{}/ending", links::service(id)), &[]).await.ok();
    insta::assert_snapshot!(ended.flash(), @"The service has ended.");
    assert!(quinn.get("/services").await.ok().text().contains("No services yet"));
    assert!(
        quinn
            .get("/services?state=ended")
            .await
            .ok()
            .text()
            .contains("Service at our counters")
    );
    quinn
        .submit(&format!("{}/resumption", links::service(id)), &[])
        .await
        .ok();
    // from the goal one walks down to it
    let above = quinn.get(&links::goal(goal(town, "G1"))).await.ok().text();
    assert!(above.contains("Service at our counters"), "{above}");
}

/// The fields of the service as its form shows them, with these in the place of some.
async fn as_read(
    browser: &Browser<'_>,
    town: &Town,
    id: ServiceId,
    with: &[(&'static str, &str)],
) -> Vec<(String, String)> {
    let form = browser.get(&format!("{}/edit", links::service(id))).await.ok();
    let unit = town.unit(Place::Licensing).to_string();
    let objective = town
        .read(|conn| Ok(queries::objectives_by_code(conn)?["G1.1"]))
        .to_string();
    let mut fields: Vec<(String, String)> = counter(&unit, &objective)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    for name in ["revision", "promise-1"] {
        fields.push((name.to_owned(), value(&form, name)));
    }
    for (name, value) in with {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

async fn a_changed_promise_leaves_the_former_one_on_the_page(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let id = add_counter(town, &quinn).await;
    let shorter = [("wording-1", "In line under 10 minutes"), ("value-1", "10")];
    let fields = as_read(&quinn, town, id, &shorter).await;
    let saved = quinn.submit(&links::service(id), &pairs(&fields)).await.ok();
    let promises = saved.part("promises");
    insta::assert_snapshot!(promises, @r"
    Charter promises
    In line under 10 minutes
    Measure
    Minutes in line
    Target
    At most 10 minutes
    Since
    Tuesday, June 9, 2026
    One former promise
    In line under 15 minutes
    Measure
    Minutes in line
    Target
    At most 15 minutes
    Since
    Monday, June 3, 2024
    Last day
    Monday, June 8, 2026
    ");
    let history = saved.text();
    for said in ["Before: In line under 15 minutes", "Now: In line under 10 minutes"] {
        assert!(history.contains(said), "{said}\n{history}");
    }
    // words are not simply emptied, and a promise is taken back with its last day
    town.at("2026-06-22 09:00");
    let quinn = town.as_(Cast::Quality);
    let fields = as_read(&quinn, town, id, &[("wording-1", "")]).await;
    let emptied = quinn.post(&links::service(id), &pairs(&fields)).await;
    assert_eq!(emptied.status, 422);
    insta::assert_snapshot!(emptied.error_summary(), @"This promise has been in force. To take it back, keep its words and give its last day.");
    let last = [
        ("wording-1", "In line under 10 minutes"),
        ("value-1", "10"),
        ("since-1", "2026-06-09"),
        ("until-1", "2026-06-21"),
    ];
    let fields = as_read(&quinn, town, id, &last).await;
    let saved = quinn.submit(&links::service(id), &pairs(&fields)).await.ok();
    let promises = saved.part("promises");
    assert!(
        promises.contains("Nothing is promised in public yet.") && promises.contains("2 former promises"),
        "{promises}"
    );
}

async fn two_editors_of_a_service_lose_nothing(town: &Town) {
    let (quinn, other) = (town.as_(Cast::Quality), town.as_(Cast::Quality));
    let id = add_counter(town, &quinn).await;
    let mine = as_read(&quinn, town, id, &[("name", "Counter service")]).await;
    let theirs = as_read(
        &other,
        town,
        id,
        &[("wording-1", "In line under 10 minutes"), ("value-1", "10")],
    )
    .await;
    other.submit(&links::service(id), &pairs(&theirs)).await.ok();
    let late = quinn.post(&links::service(id), &pairs(&mine)).await;
    assert_eq!(late.status, 422);
    let text = late.text();
    for said in [
        "saved this while you were writing",
        "You wrote: Counter service",
        "Saved now: In line under 10 minutes",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // the form now holds the other's promise and the own name; saved again, nothing is lost
    assert_eq!(
        (value(&late, "name").as_str(), value(&late, "wording-1").as_str()),
        ("Counter service", "In line under 10 minutes")
    );
    let form: Vec<(String, String)> = reading::tags(&late.body, "input")
        .iter()
        .filter(|tag| reading::attribute(tag, "type").as_deref() != Some("checkbox"))
        .filter_map(|tag| {
            let name = reading::attribute(tag, "name").filter(|name| name != "csrf")?;
            Some((name, reading::attribute(tag, "value").unwrap_or_default()))
        })
        .chain([
            ("unit".to_owned(), town.unit(Place::Licensing).to_string()),
            ("description".to_owned(), "Residents ask, apply and pay.".to_owned()),
            ("direction-1".to_owned(), "at_most".to_owned()),
        ])
        .collect();
    let saved = quinn.submit(&links::service(id), &pairs(&form)).await.ok();
    insta::assert_snapshot!(saved.heading(), @"Counter service");
    let promises = saved.part("promises");
    assert_eq!(promises.matches("In line under 10 minutes").count(), 1, "{promises}");
    assert_eq!(promises.matches("In line under 15 minutes").count(), 1, "{promises}");
}

async fn what_cannot_be_read_comes_back_as_it_was_typed(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let long = "verylongword".repeat(18);
    let wrong = [
        ("name", long.as_str()),
        ("description", "Residents ask."),
        ("wording-1", "In line under 15 minutes"),
        ("value-1", "fifteen"),
        ("since-1", "June 3"),
        ("until-1", "2020-01-01"),
        ("wording-2", "Second"),
        ("value-2", "3"),
        ("since-2", "2024-06-03"),
    ];
    let answer = quinn.post("/services", &wrong).await;
    assert_eq!(answer.status, 422);
    insta::assert_snapshot!(answer.error_summary(), @r"
    Write at most 200 characters here.
    Choose the unit that answers for it.
    Enter a day as year-month-day.
    Enter a number.
    A promise cannot end before it begins, and a new wording cannot begin before the old one. Check the two days.
    Choose at least or at most.
    ");
    for (name, typed) in [
        ("name", long.as_str()),
        ("value-1", "fifteen"),
        ("since-1", "June 3"),
        ("wording-2", "Second"),
    ] {
        assert_eq!(value(&answer, name), typed);
    }
    let id = goal(town, "G1");
    let seen = goal_form(&quinn, id).await;
    for target in ["", "0", "101", "many", "99.5"] {
        let answer = quinn
            .post(&links::goal(id), &greeted("Greet everyone", target, &seen))
            .await;
        assert_eq!((answer.status, value(&answer, "target").as_str()), (422, target));
        assert_eq!(answer.error_summary(), "Enter a whole number from 1 to 100.");
    }
    let nowhere = format!("/mission/{}", GoalId(uuid::Uuid::nil()));
    assert_eq!(quinn.get(&nowhere).await.status, 404);
    assert_eq!(quinn.get("/services/nothing").await.status, 404);
}

async fn only_quality_staff_write_what_is_promised(town: &Town) {
    let id = goal(town, "G1");
    for who in [Cast::Clerk, Cast::Director, Cast::Administrator] {
        let browser = town.as_(who);
        let page = browser.get("/mission").await.ok();
        assert!(!page.body.contains("/goals/new"), "no button for what one may not do");
        assert_eq!(browser.get(&format!("{}/edit", links::goal(id))).await.status, 403);
        assert_eq!(
            browser.post(&links::goal(id), &greeted("Mine", "1", "")).await.status,
            403
        );
        assert_eq!(browser.get("/services/new").await.status, 403);
        assert_eq!(browser.post("/services", &[("name", "Mine")]).await.status, 403);
    }
}
