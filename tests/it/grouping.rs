//! The same question at several units: told on a finding's page, led by a systemic finding, its cause taken by the others.

use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::codes::OriginKind;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::findings::grouping;
use plumbline::findings::model::{PlanStanding, State};
use plumbline::findings::queries;

on_both![
    what_failed_elsewhere_is_told,
    one_systemic_finding_leads_the_others,
    who_sees_a_part_of_a_group_is_told_no_more,
    only_who_leads_all_of_them_groups_findings,
    a_systemic_finding_takes_more_in,
    whoever_works_at_one_of_the_units_can_have_the_common_one,
    what_the_leading_one_found_out_is_taken_over,
    what_became_of_the_leading_one_is_told_to_the_others,
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
    NC-2026-00002, Harbor Office, today, 9:00 AM
    To be contained
    Is it one cause? Choose those that belong together. One systemic finding is raised above all of their units: the cause is found and the actions are done there, once for all of them.
    What do they have in common?
    Facts, not names. The systemic finding begins with this.
    Raise one systemic finding
    ");
    // Whoever sees one unit only is told of no other; long ago is left out.
    let maria = town.as_(Cast::Supervisor);
    assert_eq!(maria.get(&links::finding(oak)).await.ok().part("group"), "");
    town.at("2026-10-01 09:00");
    let dana = town.as_(Cast::Manager);
    let later = town.finding(Place::OakStreet, Question::WaitTime, "Later.");
    assert_eq!(dana.get(&links::finding(later)).await.ok().part("group"), "");
}

/// What they have in common, as the stories say it.
const COMMON: &str = "Long waits at noon.";

/// Dana raises the systemic finding of both.
async fn systemic(town: &Town, oak: FindingId, harbor: FindingId) -> FindingId {
    let member = harbor.to_string();
    let fields = [("member", member.as_str()), ("common", COMMON)];
    let dana = town.as_(Cast::Manager);
    dana.submit(&address(oak, "group"), &fields).await.ok();
    leader_of(town, oak).unwrap()
}

fn leader_of(town: &Town, id: FindingId) -> Option<FindingId> {
    town.read(move |conn| Ok(grouping::queries::leader_of(conn, id)?.map(|leading| leading.id)))
}

async fn one_systemic_finding_leads_the_others(town: &Town) {
    let (oak, harbor) = scene(town);
    let dana = town.as_(Cast::Manager);
    let nothing = dana.post(&address(oak, "group"), &[("common", COMMON)]).await;
    assert_eq!(
        (nothing.status, nothing.error_summary().as_str()),
        (422, "Choose at least one finding at another unit.")
    );
    assert!(nothing.body.contains(COMMON), "what was typed stays");
    let member = harbor.to_string();
    let silent = dana.post(&address(oak, "group"), &[("member", &member)]).await;
    assert_eq!(
        (silent.status, silent.error_summary().as_str()),
        (422, "Say what they have in common.")
    );
    assert!(
        silent.body.contains(&format!(r#"value="{member}" checked"#)),
        "what was chosen stays"
    );
    let fields = [("member", member.as_str()), ("common", COMMON)];
    let led = dana.submit(&address(oak, "group"), &fields).await.ok();
    assert_eq!(
        led.flash(),
        "They are led by this finding now. Each keeps its number and is closed by itself."
    );
    assert_snapshot!(format!("{}\n{}", led.part("what"), led.part("group")), @r#"
    What was found
    The same at several unitsHow many minutes did the last person in line wait?
    Version 1 of the checklist
    Long waits at noon.
    Why it is asked: The charter promises a wait of no more than 15 minutes.
    The manual: CS 1.2, Waiting
    What it said then
    Nobody waits longer than 15 minutes. At 10 minutes another position opens.
    The goal it serves: G2, Keep our promises
    At other units
    This finding leads 2 others. Each is closed by itself.
    NC-2026-00001, Oak Street Office
    To be contained
    NC-2026-00002, Harbor Office
    To be contained
    "#);
    let id = leader_of(town, harbor).unwrap();
    assert_eq!(leader_of(town, oak), Some(id));
    let finding = town.read(move |conn| Ok(queries::find(conn, id)?));
    let (first, licensing) = town.read(move |conn| {
        let first = queries::find(conn, oak)?;
        let path = plumbline::agency::queries::path(conn, first.unit_id)?;
        Ok((first, path[1].id))
    });
    assert_eq!(
        (finding.unit_id, finding.origin_kind),
        (licensing, OriginKind::Systemic)
    );
    assert_eq!(finding.owner_id, Some(town.person(Cast::Manager)));
    assert_eq!(
        (finding.number.as_str(), finding.severity),
        ("NC-2026-00003", first.severity)
    );
    assert_eq!((finding.question_id, finding.repeat_of), (first.question_id, None));
    let page = dana.get(&links::finding(harbor)).await.ok();
    assert_snapshot!(page.part("group"), @r#"
    At other units
    Part of NC-2026-00003. Its cause and actions are worked on there. This finding is still closed by itself.
    Let it go its own way again
    What was taken stays here.
    Let it go its own way again
    The same question failed at one other unit in the last 90 days.
    NC-2026-00001, Oak Street Office, today, 9:00 AM
    To be contained
    "#);
    assert!(
        page.part("history")
            .contains("Dana Whitfield made it part of another finding NC-2026-00003"),
        "{}",
        page.part("history")
    );
    // It is part of one only, and leads none.
    let again = dana.post(&address(oak, "group"), &fields).await;
    assert_eq!(
        (again.status, again.error_summary().as_str()),
        (
            422,
            "One of the findings is part of another one already, or leads others."
        )
    );
    let reason = [("reason", "Asked by mistake.")];
    town.as_(Cast::Director)
        .submit(&address(id, "dismissal"), &reason)
        .await
        .ok();
    let page = dana.get(&links::finding(harbor)).await.ok().part("group");
    assert!(
        page.contains("Part of NC-2026-00003. It was dismissed, so nothing is done there any more.")
            && !page.contains("worked on there"),
        "{page}"
    );
    let left = dana.submit(&address(harbor, "group/removal"), &[]).await.ok();
    assert_eq!(left.flash(), "This finding goes its own way again.");
    assert_eq!(dana.post(&address(harbor, "group/removal"), &[]).await.status, 422);
}

async fn who_sees_a_part_of_a_group_is_told_no_more(town: &Town) {
    let (oak, harbor) = scene(town);
    let id = systemic(town, oak, harbor).await;
    // Whoever sees one of the units only is told that there is one for several, and not what is in it.
    for (who, own) in [(Cast::Supervisor, oak), (Cast::OtherSupervisor, harbor)] {
        let browser = town.as_(who);
        let page = browser.get(&links::finding(own)).await.ok();
        assert!(
            page.part("group").contains("Part of NC-2026-00003. Its cause"),
            "{}",
            page.part("group")
        );
        assert!(!page.body.contains(&links::finding(id)), "no link that leads nowhere");
        assert_eq!(browser.get(&links::finding(id)).await.status, 404);
    }
    // Who has it without seeing all of its units is told of those alone that they see.
    let ben = town.person(Cast::OtherSupervisor).to_string();
    town.as_(Cast::Manager)
        .submit(&address(id, "owner"), &[("finding_owner", &ben)])
        .await
        .ok();
    let page = town.as_(Cast::OtherSupervisor).get(&links::finding(id)).await.ok();
    let told = format!("{}{}", page.part("group"), page.part("history"));
    assert!(
        told.contains("NC-2026-00002") && !told.contains("NC-2026-00001"),
        "{told}"
    );
    let all = town.as_(Cast::Board).get(&links::finding(id)).await.ok();
    assert!(all.part("history").contains("NC-2026-00001"), "{}", all.part("history"));
    assert_eq!(town.as_(Cast::Stranger).get(&links::finding(id)).await.status, 404);
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
    let here = town.finding(Place::OakStreet, Question::WaitTime, "24 minutes.");
    let group = address(oak, "group");
    let [harbor, elsewhere, question, here] = [harbor, elsewhere, question, here].map(|id| id.to_string());
    let fields = |member| [("member", member), ("common", COMMON)];
    let maria = town.as_(Cast::Supervisor);
    assert_eq!(maria.post(&group, &fields(&here)).await.status, 403);
    assert_eq!(
        town.as_(Cast::Stranger).post(&group, &fields(&elsewhere)).await.status,
        404
    );
    let dana = town.as_(Cast::Manager);
    assert_eq!(dana.post(&group, &fields(&elsewhere)).await.status, 404);
    for (member, said) in [
        (&question, "One of the findings is about another question."),
        (
            &here,
            "All of them are at one unit. A systemic finding is about several.",
        ),
    ] {
        let no = dana.post(&group, &fields(member)).await;
        assert_eq!((no.status, no.error_summary().as_str()), (422, said));
    }
    // The board sees both departments and leads none.
    assert_eq!(town.as_(Cast::Board).post(&group, &fields(&harbor)).await.status, 403);
    assert!(leader_of(town, oak).is_none(), "nothing was led");
    let after = town.finding(Place::OakStreet, Question::Acknowledged, "Two people.");
    let number = town.read(move |conn| Ok(queries::find(conn, after)?.number));
    assert_eq!(number, "NC-2026-00006", "what was refused took no number");
}

async fn a_systemic_finding_takes_more_in(town: &Town) {
    let (oak, harbor) = scene(town);
    let id = systemic(town, oak, harbor).await;
    let third = town.finding(Place::OakStreet, Question::WaitTime, "26 minutes.");
    town.raise(
        Cast::Stranger,
        Place::Riverside,
        Question::WaitTime,
        "20 minutes.",
        None,
    );
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&links::finding(id)).await.ok();
    assert!(
        page.part("group").contains("Lead the chosen ones, too"),
        "{}",
        page.part("group")
    );
    let member = third.to_string();
    dana.submit(&address(id, "group"), &[("member", &member)]).await.ok();
    assert_eq!(leader_of(town, third), Some(id));
    let led = town.read(move |conn| Ok(grouping::queries::members_of(conn, id)?.len()));
    assert_eq!(led, 3);
    // Repeats and watches stay with the units: a systemic finding is none of them.
    let fourth = town.finding(Place::OakStreet, Question::WaitTime, "27 minutes.");
    let repeat = town.read(move |conn| Ok(queries::find(conn, fourth)?.repeat_of));
    assert!(repeat.is_some() && repeat != Some(id));
}

async fn whoever_works_at_one_of_the_units_can_have_the_common_one(town: &Town) {
    let (oak, harbor) = scene(town);
    let id = systemic(town, oak, harbor).await;
    let maria = town.person(Cast::Supervisor);
    let owner = |id: FindingId| town.read(move |conn| Ok(queries::find(conn, id)?.owner_id));
    let dana = town.as_(Cast::Manager);
    let (both, to) = ([id.to_string(), harbor.to_string()], maria.to_string());
    let chosen = [("finding", both[0].as_str()), ("finding", &both[1]), ("owner", &to)];
    let asked = serde_urlencoded::to_string(chosen).unwrap();
    let look = dana.get(&format!("/findings/handing-over?{asked}")).await.ok();
    assert!(
        look.part("what").contains("One goes to Maria Okafor"),
        "the one of the other office stays: {}",
        look.part("what")
    );
    dana.submit("/findings/handing-over", &[chosen[0], chosen[2]])
        .await
        .ok();
    assert_eq!(owner(id), Some(maria));
    assert_ne!(owner(harbor), Some(maria));
}

async fn what_the_leading_one_found_out_is_taken_over(town: &Town) {
    let (oak, harbor) = scene(town);
    let dana = town.as_(Cast::Manager);
    let id = systemic(town, oak, harbor).await;
    let contained = [("containment", "Another position opened.")];
    dana.submit(&address(id, "containment"), &contained).await.ok();
    let too_soon = dana.post(&address(harbor, "group/cause"), &[]).await;
    assert_eq!(too_soon.status, 422, "not contained yet");
    dana.submit(&address(harbor, "containment"), &contained).await.ok();
    let no_cause = dana.post(&address(harbor, "group/cause"), &[]).await;
    assert_eq!(
        (no_cause.status, no_cause.error_summary().as_str()),
        (422, "The leading finding has no cause yet.")
    );
    let cause = [("root_cause", "No screen shows the wait."), ("category", "tools")];
    dana.submit(&address(id, "cause"), &cause).await.ok();
    let jo = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Put a screen up."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("strength", "automatic"),
    ];
    dana.submit(&address(id, "actions"), &action).await.ok();
    let done = town.read(move |conn| Ok(queries::actions(conn, id)?[0].0.id));
    let done = format!("{}/completion", links::action(done));
    town.as_(Cast::Clerk).submit(&done, &[("note", "It hangs.")]).await.ok();
    let ben = town.as_(Cast::OtherSupervisor);
    let taken = ben.submit(&address(harbor, "group/cause"), &[]).await.ok();
    assert_eq!(taken.flash(), "The cause and the finished actions are here now.");
    let state = move |town: &Town| town.read(move |conn| Ok(queries::find(conn, harbor)?.state));
    assert_eq!(state(town), State::Done);
    assert_snapshot!(format!("{}\n{}", taken.part("cause"), taken.part("actions")), @r"
    Why it happened
    Ben Ruiz, today, 9:00 AM
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
            && !history.contains("NC-2026-00003"),
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
    let closed = town
        .as_(Cast::Director)
        .submit(&address(id, "closure"), &closure)
        .await
        .ok();
    assert_eq!(state(town), State::Done);
    assert_eq!(town.read(move |conn| Ok(queries::watch_state(conn, id)?)), None);
    assert!(
        closed
            .part("next")
            .contains("Whether the fix holds is watched at each unit, once its own finding is closed."),
        "{}",
        closed.part("next")
    );
}

async fn what_became_of_the_leading_one_is_told_to_the_others(town: &Town) {
    let (oak, harbor) = scene(town);
    let dana = town.as_(Cast::Manager);
    let id = systemic(town, oak, harbor).await;
    let group = async |town: &Town| {
        let page = town.as_(Cast::OtherSupervisor).get(&links::finding(harbor)).await.ok();
        page.part("group")
    };
    let told = group(town).await;
    assert!(told.contains("Its cause and actions are worked on there."), "{told}");
    let contained = [("containment", "Another position opened.")];
    dana.submit(&address(id, "containment"), &contained).await.ok();
    dana.submit(&address(harbor, "containment"), &contained).await.ok();
    let cause = [("root_cause", "No screen shows the wait."), ("category", "tools")];
    dana.submit(&address(id, "cause"), &cause).await.ok();
    let jo = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Put a screen up."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("strength", "automatic"),
    ];
    dana.submit(&address(id, "actions"), &action).await.ok();
    let done = town.read(move |conn| Ok(queries::actions(conn, id)?[0].0.id));
    let done = format!("{}/completion", links::action(done));
    town.as_(Cast::Clerk).submit(&done, &[("note", "It hangs.")]).await.ok();
    let closure = [
        ("verification", "Watched both lines."),
        ("layered", "existing"),
        ("layered_note", "How many minutes did the last person in line wait?"),
    ];
    let elena = town.as_(Cast::Director);
    elena.submit(&address(id, "closure"), &closure).await.ok();
    let told = group(town).await;
    assert!(
        told.contains("that was verified and closed on Tuesday, June 9, 2026. This finding is still closed by itself. Take the cause"),
        "{told}"
    );
    assert!(!told.contains("worked on there"), "{told}");
    town.expects_waiting_mail();
}
