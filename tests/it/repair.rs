//! The repair of one finding beyond its stages: how strong a fix is, who decides on the plan, dates that move, words to
//! somebody.

use crate::browser::{Answer, Browser};
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;

on_both![
    a_plan_that_only_reminds_or_trains_says_so,
];

const CONTAINED: &[(&str, &str)] = &[("containment", "Opened another position.")];
const CAUSE: &[(&str, &str)] = &[
    ("root_cause", "No screen shows how long the line has waited."),
    ("category", "tools"),
];

async fn send(browser: &Browser<'_>, id: FindingId, part: &str, fields: &[(&str, &str)]) -> Answer {
    browser.submit(&format!("{}/{part}", links::finding(id)), fields).await.ok()
}

/// An action for the clerk.
async fn plan(town: &Town, browser: &Browser<'_>, id: FindingId, fields: &[(&str, &str)]) -> Answer {
    let clerk = town.person(Cast::Clerk).to_string();
    let mut all = vec![("kind", "corrective"), ("owner", clerk.as_str())];
    all.extend(fields);
    send(browser, id, "actions", &all).await
}

/// A finding that its owner has contained and explained.
async fn explained(town: &Town) -> FindingId {
    let id = town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person in line waited 22 minutes.",
    );
    let maria = town.as_(Cast::Supervisor);
    send(&maria, id, "containment", CONTAINED).await;
    send(&maria, id, "cause", CAUSE).await;
    id
}

async fn a_plan_that_only_reminds_or_trains_says_so(town: &Town) {
    let id = explained(town).await;
    let maria = town.as_(Cast::Supervisor);
    let reminder = [("action", "Remind the team on Monday."), ("strength", "reminder")];
    let weak = plan(town, &maria, id, &reminder).await;
    assert_snapshot!(weak.part("actions"), @r"
    Corrective actions
    This plan reminds or trains people. Such fixes fade after a few weeks. Can the form, the system, or the place be changed, too, so that it goes right by itself?
    Action
    Owner
    Due
    Status
    Remind the team on Monday. Corrective: removes the cause here Strength: Reminder: people are told again
    Jo Nakamura
    Tue, Jun 23
    Open
    ");
    let screen = [
        ("action", "Hang a screen with the waiting time."),
        ("strength", "automatic"),
        ("cost", "1,200"),
    ];
    let strong = plan(town, &maria, id, &screen).await;
    assert_snapshot!(strong.part("actions"), @r"
    Corrective actions
    Action
    Owner
    Due
    Status
    Remind the team on Monday. Corrective: removes the cause here Strength: Reminder: people are told again
    Jo Nakamura
    Tue, Jun 23
    Open
    Hang a screen with the waiting time. Corrective: removes the cause here Strength: Impossible or automatic: it goes right by itself Cost: 1,200
    Jo Nakamura
    Tue, Jun 23
    Open
    ");
    let mine = town.as_(Cast::Clerk).get("/findings/actions").await.ok();
    assert!(mine.text().contains("Cost: 1,200"), "{}", mine.text());
}
