//! What waits for an owner or for its verification is told again, each step once.

use crate::town::{Cast, Place, Question, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::ids::PersonId;
use plumbline::base::links;
use plumbline::findings::queries;

on_both![
    what_nobody_owns_is_told_to_whoever_leads,
    what_is_to_be_verified_is_told_to_those_who_may,
    a_plan_is_told_to_those_who_decide_on_it,
];

const CONTAINED: [(&str, &str); 1] = [("containment", "Greeted them.")];
const CAUSE: [(&str, &str); 3] = [
    ("category", "place"),
    ("root_cause", "The desk hides the line."),
    ("why", "It stands with its back to the door."),
];

async fn what_nobody_owns_is_told_to_whoever_leads(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Acknowledged, "Two people.");
    town.write(move |conn| {
        use plumbline::schema::findings;
        let nobody = findings::owner_id.eq(None::<PersonId>);
        Ok(diesel::update(findings::table.find(id)).set(nobody).execute(conn)?)
    });
    town.run_jobs().await;
    town.new_mails();
    let mails = town.live_until("2026-06-24", &["07:30", "10:00", "12:00"]).await;
    assert_snapshot!(mails, @r"
    Wed 2026-06-10 10:00  Dana: Nobody sees to it at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    Fri 2026-06-12 10:00  Dana: Nobody sees to it at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    Fri 2026-06-19 10:00  Dana: Nobody sees to it at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    Fri 2026-06-19 10:00  Elena: Nobody sees to it at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    ");
    let jo = town.person(Cast::Clerk).to_string();
    let owner = format!("{}/owner", links::finding(id));
    town.as_(Cast::Manager)
        .submit(&owner, &[("finding_owner", jo.as_str())])
        .await
        .ok();
    // It has an owner now, who is told so, and nobody is chased any more.
    assert_snapshot!(town.live_until("2026-06-26", &["10:00"]).await, @"Thu 2026-06-25 10:00  Jo: Yours now: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)");
}

async fn what_is_to_be_verified_is_told_to_those_who_may(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Acknowledged, "Two people.");
    let dana = town.as_(Cast::Manager);
    let at = |part: &str| format!("{}/{part}", links::finding(id));
    dana.submit(&at("containment"), &CONTAINED).await.ok();
    let maria = town.person(Cast::Supervisor).to_string();
    dana.submit(&at("cause"), &CAUSE).await.ok();
    let action = [
        ("action", "Move the desk."),
        ("kind", "corrective"),
        ("owner", maria.as_str()),
        ("due", "2026-07-01"),
        ("strength", "automatic"),
    ];
    dana.submit(&at("actions"), &action).await.ok();
    let action = town.read(move |conn| Ok(queries::actions(conn, id)?[0].0.id));
    let done = format!("{}/completion", links::action(action));
    town.as_(Cast::Supervisor)
        .submit(&done, &[("note", "Moved.")])
        .await
        .ok();
    town.run_jobs().await;
    town.new_mails();
    // Maria did the action, so it is Dana who may verify; in the end Elena is told, too.
    assert_snapshot!(town.live_until("2026-06-24", &["07:30", "10:00", "12:00"]).await, @r"
    Wed 2026-06-10 10:00  Dana: To be verified at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    Fri 2026-06-12 10:00  Dana: To be verified at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    Fri 2026-06-19 10:00  Dana: To be verified at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    Fri 2026-06-19 10:00  Elena: To be verified at Oak Street Office: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)
    ");
}

async fn a_plan_is_told_to_those_who_decide_on_it(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Acknowledged, "Two people.");
    let at = |part: &str| format!("{}/{part}", links::finding(id));
    let maria = town.as_(Cast::Supervisor);
    let jo = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Move the desk."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("due", "2026-07-31"),
        ("strength", "automatic"),
    ];
    maria.submit(&at("containment"), &CONTAINED).await.ok();
    maria.submit(&at("actions"), &action).await.ok();
    town.run_jobs().await;
    assert!(
        !town.new_subjects().contains("decide"),
        "without a cause it is no plan yet"
    );
    maria.submit(&at("cause"), &CAUSE).await.ok();
    let times = ["07:30", "10:00", "12:00"];
    assert_snapshot!("plan_waits", town.live_until("2026-06-22", &times).await);
    let outbox = town.outbox();
    let first = outbox.iter().find(|mail| mail.subject.contains("decide")).unwrap();
    assert_snapshot!("plan_to_decide_letter", town.letter(first));

    // Planned anew on the same day, it is told anew; taken up, those who decide then hear of it once.
    let back = [
        ("decision", "sent-back"),
        ("decision_reason", "One desk is not enough."),
    ];
    town.as_(Cast::Manager).submit(&at("decision"), &back).await.ok();
    town.as_(Cast::Supervisor).submit(&at("cause"), &CAUSE).await.ok();
    assert_snapshot!("plan_waits_anew", town.live_until("2026-06-22", &["15:00"]).await);
    let up = [("decision", "taken-up"), ("decision_reason", "Not mine to spend.")];
    town.as_(Cast::Manager).submit(&at("decision"), &up).await.ok();
    assert_snapshot!("plan_taken_up", town.live_until("2026-06-25", &times).await);
    town.as_(Cast::Director)
        .submit(&at("decision"), &[("decision", "accepted")])
        .await
        .ok();
    let told = town.live_until("2026-07-10", &times).await;
    assert!(!told.contains("decide"), "{told}");
}
