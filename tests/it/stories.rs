//! A fix that held is told to others, and stands on *Today* for two weeks.

use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::{findings, processes};

on_both![a_fix_that_held_is_told_for_two_weeks];

const STORY: &[(&str, &str)] = &[
    ("story_title", "The wait hangs on the wall"),
    ("story_wrong", "Nobody saw how long the line waited."),
    ("story_changed", "A screen shows it, and calls at ten minutes."),
];

/// Fixed, verified and closed.
async fn closed(town: &Town) -> FindingId {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let dana = town.as_(Cast::Manager);
    let at = |part: &str| format!("{}/{part}", links::finding(id));
    let jo = town.person(Cast::Clerk).to_string();
    let closure = [
        ("verification", "Looked twice."),
        ("layered", "no"),
        ("layered_note", "The screen shows it."),
    ];
    dana.submit(&at("containment"), &[("containment", "Opened a window.")])
        .await
        .ok();
    dana.submit(&at("cause"), &[("root_cause", "No screen."), ("category", "tools")])
        .await
        .ok();
    let action = [
        ("action", "Put a screen up."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("strength", "automatic"),
    ];
    dana.submit(&at("actions"), &action).await.ok();
    let action = town.read(move |conn| Ok(findings::queries::actions(conn, id)?[0].0.id));
    let done = format!("{}/completion", links::action(action));
    town.as_(Cast::Clerk).submit(&done, &[("note", "It hangs.")]).await.ok();
    dana.submit(&at("closure"), &closure).await.ok();
    id
}

async fn a_fix_that_held_is_told_for_two_weeks(town: &Town) {
    let id = closed(town).await;
    let story = format!("{}/story", links::finding(id));
    let dana = town.as_(Cast::Manager);
    let too_soon = dana.post(&story, STORY).await;
    assert_eq!(too_soon.status, 422);
    assert_snapshot!(too_soon.error_summary(), @"The story can be told when the next audits have shown that the fix holds.");
    for who in [Cast::Supervisor, Cast::Manager, Cast::Supervisor] {
        town.conforms(who, Place::OakStreet, Question::WaitTime);
    }
    let maria = town.as_(Cast::Supervisor);
    assert!(!maria.get(&links::finding(id)).await.ok().can_post(&story));
    assert_eq!(maria.post(&story, STORY).await.status, 403);
    assert_eq!(town.as_(Cast::Stranger).post(&story, STORY).await.status, 404);
    assert_snapshot!(dana.get(&links::finding(id)).await.ok().part("story"), @r"
    Tell others what worked
    The fix held. Units that do the same work can learn from it: the story stands on Today for two weeks.
    Title
    For example: “A screen ended the long waits”
    What was wrong?
    What changed?
    Tell it
    ");
    let missing = dana.post(&story, &STORY[..1]).await;
    assert_eq!(missing.status, 422);
    assert_snapshot!(missing.error_summary(), @r"
    Say in a sentence what was wrong.
    Say in a sentence what changed.
    ");
    assert!(
        missing.body.contains("The wait hangs on the wall"),
        "what was typed is kept"
    );
    let told = dana.submit(&story, STORY).await.ok();
    assert_eq!(told.flash(), "The story stands on Today for two weeks.");
    assert_eq!(dana.post(&story, STORY).await.status, 422, "told once");
    let reads = async |town: &Town, who: Cast| {
        let page = town.as_(who).get("/today").await.ok();
        page.text().contains("The wait hangs on the wall")
    };
    assert!(reads(town, Cast::Supervisor).await && reads(town, Cast::Manager).await);
    assert!(
        !reads(town, Cast::Stranger).await,
        "another department that does other work"
    );
    // Another office does the same work where the process counts for both, by the department above them.
    let carried_out = |place: Place| {
        let unit = town.unit(place);
        town.write(move |conn| {
            let process = findings::queries::find(conn, id)?.process_id;
            Ok(processes::queries::set_units(conn, process, &[unit])?)
        });
    };
    carried_out(Place::OakStreet);
    assert!(!reads(town, Cast::OtherSupervisor).await);
    carried_out(Place::Licensing);
    assert!(reads(town, Cast::OtherSupervisor).await && !reads(town, Cast::Stranger).await);
    town.at("2026-06-22 09:00");
    assert!(reads(town, Cast::Supervisor).await);
    town.at("2026-06-24 09:00");
    assert!(!reads(town, Cast::Supervisor).await, "after two weeks it is gone");
    let dana = town.as_(Cast::Manager);
    let back = dana.submit(&format!("{story}/removal"), &[]).await.ok();
    assert_eq!(back.flash(), "The story is taken back.");
    assert_eq!(dana.post(&format!("{story}/removal"), &[]).await.status, 404);
}
