//! The same question at several units: told on a finding's page, led by one finding, its cause taken by the others.

use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::findings::model::{PlanStanding, State};
use plumbline::findings::queries;

on_both![
    what_failed_elsewhere_is_told,
    one_finding_leads_the_others,
    only_who_leads_all_of_them_groups_findings,
    what_the_leading_one_found_out_is_taken_over,
];

fn scene(town: &Town) -> (FindingId, FindingId) {
    let oak = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let harbor = town.raise(
        Cast::OtherSupervisor,
        Place::Harbor,
        Question::WaitTime,
        "30 minutes.",
        None,
    );
    (oak, harbor)
}

fn address(id: FindingId, part: &str) -> String {
    format!("{}/{part}", links::finding(id))
}

async fn what_failed_elsewhere_is_told(town: &Town) {
    let (oak, _) = scene(town);
    town.finding(Place::OakStreet, Question::Acknowledged, "Another question.");
    town.raise(
        Cast::Stranger,
        Place::Riverside,
        Question::WaitTime,
        "Another department.",
        None,
    );
    let dana = town.as_(Cast::Manager);
    assert_snapshot!(dana.get(&links::finding(oak)).await.ok().part("group"), @r"
    At other units
    The same question failed at one other unit in the last 90 days.
    NC-2026-00002, Harbor Office, Today, 9:00 AM
    To be contained
    Is it one cause? Choose those that this finding leads: the cause is found and the actions are done here, once for all of them.
    Lead the chosen ones from here
    ");
    // Whoever sees one unit only is told of no other; long ago is left out.
    let maria = town.as_(Cast::Supervisor);
    assert_eq!(maria.get(&links::finding(oak)).await.ok().part("group"), "");
    town.at("2026-10-01 09:00");
    let dana = town.as_(Cast::Manager);
    let later = town.finding(Place::OakStreet, Question::WaitTime, "Later.");
    assert_eq!(dana.get(&links::finding(later)).await.ok().part("group"), "");
}

async fn one_finding_leads_the_others(town: &Town) {
    let (oak, harbor) = scene(town);
    let dana = town.as_(Cast::Manager);
    let nothing = dana.post(&address(oak, "group"), &[]).await;
    assert_eq!(
        (nothing.status, nothing.error_summary().as_str()),
        (422, "Choose at least one finding at another unit.")
    );
    let member = harbor.to_string();
    let led = dana.submit(&address(oak, "group"), &[("member", &member)]).await.ok();
    assert_eq!(led.flash(), "They are led from here now.");
    assert_snapshot!(led.part("group"), @r"
    At other units
    This finding leads one other. It is closed by itself.
    NC-2026-00002, Harbor Office
    To be contained
    ");
    let page = dana.get(&links::finding(harbor)).await.ok();
    assert_snapshot!(page.part("group"), @r"
    At other units
    Part of NC-2026-00001. Its cause and actions are worked on there. This finding is still closed by itself.
    Let it go its own way again
    What was taken stays here.
    Let it go its own way again
    ");
    assert!(
        page.part("history")
            .contains("Dana Whitfield made it part of another finding NC-2026-00001")
    );
    // Whoever sees one of the units only is told that there are others, and nothing of them.
    let maria = town.as_(Cast::Supervisor).get(&links::finding(oak)).await.ok();
    assert_snapshot!(maria.part("group"), @r"
    At other units
    This finding leads one other. It is closed by itself.
    ");
    assert!(!maria.body.contains(&links::finding(harbor)));
    let ben = town.as_(Cast::OtherSupervisor).get(&links::finding(harbor)).await.ok();
    assert!(
        ben.part("group").contains("Part of NC-2026-00001. Its cause"),
        "{}",
        ben.part("group")
    );
    assert!(!ben.body.contains(&links::finding(oak)), "no link that leads nowhere");
    // What is grouped counts as well as what is not.
    town.raise(
        Cast::Stranger,
        Place::Riverside,
        Question::WaitTime,
        "20 minutes.",
        None,
    );
    let all = town.as_(Cast::Board).get(&links::finding(oak)).await.ok().part("group");
    assert!(all.contains("failed at 2 other units"), "{all}");
    // It is part of one only, and leads none.
    let again = dana.post(&address(oak, "group"), &[("member", &member)]).await;
    assert_eq!(
        (again.status, again.error_summary().as_str()),
        (
            422,
            "One of the findings is part of another one already, or leads others."
        )
    );
    let other = oak.to_string();
    assert_eq!(
        dana.post(&address(harbor, "group"), &[("member", &other)]).await.status,
        422
    );
    let reason = [("reason", "Asked by mistake.")];
    town.as_(Cast::Director)
        .submit(&address(oak, "dismissal"), &reason)
        .await
        .ok();
    let page = dana.get(&links::finding(harbor)).await.ok().part("group");
    assert!(
        page.contains("Part of NC-2026-00001. Dismissed.") && !page.contains("worked on there"),
        "{page}"
    );
    let left = dana.submit(&address(harbor, "group/removal"), &[]).await.ok();
    assert_eq!(left.flash(), "This finding goes its own way again.");
    assert_eq!(dana.post(&address(harbor, "group/removal"), &[]).await.status, 422);
}

async fn only_who_leads_all_of_them_groups_findings(town: &Town) {
    let (oak, harbor) = scene(town);
    let elsewhere = town.raise(
        Cast::Stranger,
        Place::Riverside,
        Question::WaitTime,
        "20 minutes.",
        None,
    );
    let question = town.finding(Place::OakStreet, Question::Acknowledged, "One person.");
    let group = address(oak, "group");
    let (harbor, elsewhere, question) = (harbor.to_string(), elsewhere.to_string(), question.to_string());
    assert_eq!(
        town.as_(Cast::Supervisor)
            .post(&group, &[("member", &harbor)])
            .await
            .status,
        403
    );
    assert_eq!(
        town.as_(Cast::Stranger)
            .post(&group, &[("member", &elsewhere)])
            .await
            .status,
        404
    );
    let dana = town.as_(Cast::Manager);
    assert_eq!(dana.post(&group, &[("member", &elsewhere)]).await.status, 404);
    let other = dana.post(&group, &[("member", &question)]).await;
    assert_eq!(
        (other.status, other.error_summary().as_str()),
        (422, "One of the findings is about another question.")
    );
    assert!(
        dana.get(&links::finding(oak))
            .await
            .ok()
            .part("group")
            .contains("Lead the chosen ones"),
        "nothing was led"
    );
}

async fn what_the_leading_one_found_out_is_taken_over(town: &Town) {
    let (oak, harbor) = scene(town);
    let dana = town.as_(Cast::Manager);
    let member = harbor.to_string();
    dana.submit(&address(oak, "group"), &[("member", &member)]).await.ok();
    let contained = [("containment", "Another position opened.")];
    dana.submit(&address(oak, "containment"), &contained).await.ok();
    let too_soon = dana.post(&address(harbor, "group/cause"), &[]).await;
    assert_eq!(too_soon.status, 422, "not contained yet");
    dana.submit(&address(harbor, "containment"), &contained).await.ok();
    let no_cause = dana.post(&address(harbor, "group/cause"), &[]).await;
    assert_eq!(
        (no_cause.status, no_cause.error_summary().as_str()),
        (422, "The leading finding has no cause yet.")
    );
    let cause = [("root_cause", "No screen shows the wait."), ("category", "tools")];
    dana.submit(&address(oak, "cause"), &cause).await.ok();
    let jo = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Put a screen up."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("strength", "automatic"),
    ];
    dana.submit(&address(oak, "actions"), &action).await.ok();
    let done = town.read(move |conn| Ok(queries::actions(conn, oak)?[0].0.id));
    let done = format!("{}/completion", links::action(done));
    town.as_(Cast::Clerk).submit(&done, &[("note", "It hangs.")]).await.ok();
    let ben = town.as_(Cast::OtherSupervisor);
    let taken = ben.submit(&address(harbor, "group/cause"), &[]).await.ok();
    assert_eq!(taken.flash(), "The cause and the finished actions are here now.");
    let state = move |town: &Town| town.read(move |conn| Ok(queries::find(conn, harbor)?.state));
    assert_eq!(state(town), State::Done);
    assert_snapshot!(format!("{}\n{}", taken.part("cause"), taken.part("actions")), @r"
    Why it happened
    Ben Ruiz, Today, 9:00 AM
    Root cause: No screen shows the wait.
    The cause lies in: Equipment: a form, a system, or a machine
    Corrective actions
    Corrective actions for NC-2026-00002
    Action
    Owner
    Due
    Status
    Put a screen up. Corrective: removes the cause here Impossible or automatic: it goes right by itself
    Jo Nakamura
    Tue, Jun 23
    Done
    Today, 9:00 AM
    It hangs.
    ");
    let history = taken.part("history");
    assert!(
        history.contains("Ben Ruiz wrote the cause down (Equipment) No screen shows the wait.")
            && history.contains("Ben Ruiz took over the cause and the finished actions")
            && !history.contains("NC-2026-00001"),
        "{history}"
    );
    // Who did the action at the other unit sees nothing of this one by it, and is not offered to be told.
    let clerk = town.person(Cast::Clerk);
    assert_eq!(town.as_(Cast::Clerk).get(&links::finding(harbor)).await.status, 404);
    let readers = town.read(move |conn| {
        let finding = queries::find(conn, harbor)?;
        Ok(queries::readers(conn, &finding)?)
    });
    assert!(readers.iter().all(|person| person.id != clerk));
    // A leader decides on it as on every plan, and again when it was sent back.
    let standing = move |town: &Town| town.read(move |conn| Ok(queries::plan(conn, harbor)?.unwrap().plan.standing));
    assert_eq!(standing(town), PlanStanding::Waiting);
    let back = [("decision", "sent-back"), ("decision_reason", "Is it the same here?")];
    dana.submit(&address(harbor, "decision"), &back).await.ok();
    assert_eq!(standing(town), PlanStanding::SentBack);
    ben.submit(&address(harbor, "group/cause"), &[]).await.ok();
    assert_eq!(standing(town), PlanStanding::Waiting);
    let count = town.read(move |conn| Ok(queries::actions(conn, harbor)?.len()));
    assert_eq!(count, 1, "taken again, nothing is there twice");
    // Closing the leading one closes no other.
    let closure = [
        ("verification", "Looked twice."),
        ("layered", "no"),
        ("layered_note", "The screen shows it."),
    ];
    dana.submit(&address(oak, "closure"), &closure).await.ok();
    assert_eq!(state(town), State::Done);
}
