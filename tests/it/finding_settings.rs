//! What an agency sets about its findings: days, and where causes may lie.

use crate::browser::Browser;
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;

on_both![
    days_count_for_what_is_raised_from_then_on,
    days_that_cannot_be_are_told_beside_their_field,
    a_category_is_added_moved_renamed_and_retired,
    two_editors_of_a_category_do_not_overwrite_each_other,
];

const SETTINGS: &str = "/findings/settings";

async fn due(browser: &Browser<'_>, id: FindingId) -> String {
    browser.get(&links::finding(id)).await.ok().part("due")
}

fn waited(town: &Town, place: Place) -> FindingId {
    town.finding(place, Question::WaitTime, "The last person in line waited 22 minutes.")
}

async fn days_count_for_what_is_raised_from_then_on(town: &Town) {
    let before = waited(town, Place::OakStreet);
    let quinn = town.as_(Cast::Quality);
    let link = format!("href=\"{SETTINGS}\"");
    assert!(quinn.get("/findings").await.ok().body.contains(&link));
    assert!(!town.as_(Cast::Manager).get("/findings").await.ok().body.contains(&link));
    let days = [
        ("critical_days", "1"),
        ("major_days", "5"),
        ("minor_days", "5"),
        ("repeat_days", "1"),
        ("revision", "1"),
    ];
    let set = quinn.submit(SETTINGS, &days).await.ok();
    assert_eq!(set.flash(), "The days are saved. They count for findings from now on.");
    assert_snapshot!("days_history", set.part("history"));
    town.at("2026-06-11 09:00");
    let after = waited(town, Place::OakStreet);
    let maria = town.as_(Cast::Supervisor);
    assert!(due(&maria, before).await.contains("Tue, Jun 23"), "a promise stays");
    assert!(due(&maria, after).await.contains("Thu, Jun 18"));
    let page = maria.get(&links::finding(after)).await.ok();
    assert!(
        !page.text().contains("Repeat within"),
        "two days later is no repeat now"
    );
    let raised = [("severity", "critical")];
    let dana = town.as_(Cast::Manager);
    dana.submit(&(links::finding(after) + "/severity"), &raised).await.ok();
    let graver = due(&maria, after).await;
    assert!(
        graver.contains("One working day from Thursday, June 11, 2026"),
        "{graver}"
    );
    let kinds = maria.get("/findings?tab=all&kind=again").await.ok();
    assert!(
        kinds.text().contains("found again within one day is shown"),
        "{}",
        kinds.text()
    );
}

async fn days_that_cannot_be_are_told_beside_their_field(town: &Town) {
    let ada = town.as_(Cast::Administrator);
    let days = |critical, major, minor, repeat| {
        [
            ("critical_days", critical),
            ("major_days", major),
            ("minor_days", minor),
            ("repeat_days", repeat),
            ("revision", "1"),
        ]
    };
    let late = ada.post(SETTINGS, &days("12", "10", "20", "90")).await;
    assert_eq!(late.status, 422);
    assert_snapshot!(late.error_summary(), @"A more severe finding cannot be due later: the days may not get fewer from critical to major to minor.");
    assert!(late.body.contains("id=\"major_days-error\"") && late.body.contains("value=\"12\""));
    let none = ada.post(SETTINGS, &days("0", "ten", "251", "90")).await;
    assert_snapshot!(none.error_summary(), @"Enter a number.");
    let none = ada.post(SETTINGS, &days("2", "10", "251", "90")).await;
    assert_snapshot!(none.error_summary(), @"Enter a number of working days from 1 to 250.");
    let none = ada.post(SETTINGS, &days("2", "10", "20", "0")).await;
    assert_snapshot!(none.error_summary(), @"Enter a number of days from 1 to 730.");
    ada.submit(SETTINGS, &days("2", "10", "21", "90")).await.ok();
    let stale = ada.post(SETTINGS, &days("2", "10", "22", "90")).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("value=\"22\""), "nothing typed is lost");
    assert_eq!(town.as_(Cast::Director).get(SETTINGS).await.status, 403);
}

async fn explain(town: &Town, id: FindingId, category: &str) -> u16 {
    let cause = [("root_cause", "No screen shows the wait."), ("category", category)];
    let maria = town.as_(Cast::Supervisor);
    maria.post(&(links::finding(id) + "/cause"), &cause).await.status
}

async fn a_category_is_added_moved_renamed_and_retired(town: &Town) {
    let id = waited(town, Place::OakStreet);
    let maria = town.as_(Cast::Supervisor);
    maria
        .submit(
            &(links::finding(id) + "/containment"),
            &[("containment", "Opened another position.")],
        )
        .await
        .ok();
    let quinn = town.as_(Cast::Quality);
    assert_snapshot!("delivered_causes", quinn.get(SETTINGS).await.ok().part("causes"));
    let new = format!("{SETTINGS}/causes");
    let taken = quinn
        .post(&new, &[("name", "method"), ("hint", "Twice."), ("active", "1")])
        .await;
    assert_eq!(taken.status, 422);
    assert_snapshot!(taken.error_summary(), @"There is one with this name already. Choose another name.");
    assert!(taken.body.contains("Twice."));
    quinn.get(&format!("{new}/new")).await.ok();
    let weather = [("name", "Weather"), ("hint", "ice, heat, or smoke"), ("active", "1")];
    quinn.submit(&new, &weather).await.ok();
    assert_eq!(explain(town, id, "tools").await, 303);

    // Renamed: the finding says the new name, its history the old one.
    let tools = format!("{new}/tools");
    let renamed = [
        ("name", "Tools of the trade"),
        ("hint", ""),
        ("active", "1"),
        ("revision", "1"),
    ];
    let list = quinn.submit(&tools, &renamed).await.ok();
    assert!(
        list.part("history").contains("Equipment → Tools of the trade"),
        "{}",
        list.part("history")
    );
    let page = maria.get(&links::finding(id)).await.ok();
    assert!(
        page.part("cause").contains("The cause lies in: Tools of the trade"),
        "{}",
        page.part("cause")
    );
    assert!(
        page.part("history").contains("wrote the cause down (Equipment)"),
        "{}",
        page.part("history")
    );

    // Retired: this finding keeps it, others are not offered it.
    quinn
        .submit(
            &tools,
            &[("name", "Tools of the trade"), ("hint", ""), ("revision", "2")],
        )
        .await
        .ok();
    let page = maria.get(&links::finding(id)).await.ok();
    assert!(page.part("cause").contains("Tools of the trade"));
    assert_eq!(explain(town, id, "tools").await, 303, "its words can be improved");
    let other = waited(town, Place::OakStreet);
    maria
        .submit(
            &(links::finding(other) + "/containment"),
            &[("containment", "Opened another position.")],
        )
        .await
        .ok();
    let offered = maria.get(&links::finding(other)).await.ok();
    assert!(!offered.body.contains("Tools of the trade") && offered.body.contains("Weather: ice, heat, or smoke"));
    assert_eq!(explain(town, other, "tools").await, 422);
    assert_eq!(explain(town, other, "nothing").await, 422);

    let up = format!("{new}/measurement/up");
    quinn.submit(&up, &[]).await.ok();
    let list = quinn.get(SETTINGS).await.ok().part("causes");
    assert!(
        list.find("Measurement").unwrap() < list.find("Environment").unwrap(),
        "{list}"
    );
    assert_eq!(quinn.get(&format!("{new}/nothing")).await.status, 404);
    assert_eq!(town.as_(Cast::Manager).post(&tools, &renamed).await.status, 403);
}

async fn two_editors_of_a_category_do_not_overwrite_each_other(town: &Town) {
    let (quinn, ada) = (town.as_(Cast::Quality), town.as_(Cast::Administrator));
    let method = format!("{SETTINGS}/causes/method");
    let first = [("name", "Procedure"), ("hint", ""), ("active", "1"), ("revision", "1")];
    quinn.submit(&method, &first).await.ok();
    let second = [
        ("name", "Way of working"),
        ("hint", ""),
        ("active", "1"),
        ("revision", "1"),
    ];
    let stale = ada.post(&method, &second).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Way of working"), "nothing typed is lost");
}
