//! From finding to closed, and what is said on the way: product rules 4.6 and 4.7, through the pages and the mails.

use crate::browser::Browser;
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::{ActionId, FindingId};
use plumbline::findings::model::{ActionKind, State, WatchState};
use plumbline::findings::operations::{NewAction, plan_action};
use plumbline::findings::queries;
use plumbline::schedule;

on_both![
    a_finding_goes_from_found_to_closed,
    a_finding_with_open_actions_cannot_be_closed,
    a_finding_without_a_cause_cannot_be_closed,
    whoever_owned_an_action_cannot_verify_it,
    only_a_director_dismisses_a_finding,
    a_finding_corrected_on_the_spot_is_closed_at_once,
    three_audits_by_two_people_prove_the_fix,
    found_again_while_watched_it_opens_again,
    a_form_that_is_not_filled_comes_back_with_what_was_typed,
    all_mistakes_of_an_action_are_told_at_once,
    what_was_written_into_a_form_that_is_gone_comes_back,
    a_finding_of_another_department_is_not_there,
    the_list_shows_what_waits_and_finds_words,
    a_critical_finding_is_told_at_once,
    reminders_of_an_action_come_in_order_and_each_once,
    reminders_of_a_finding_go_on_while_an_action_is_due_later,
    a_server_that_stood_still_says_what_is_still_due_once,
    two_servers_remind_once,
    opening_the_link_of_a_mail_changes_nothing,
];

fn address(id: FindingId) -> String {
    plumbline::base::links::finding(id)
}

fn state(town: &Town, id: FindingId) -> State {
    town.read(move |conn| Ok(queries::find(conn, id)?.state))
}

fn watch(town: &Town, id: FindingId) -> Option<WatchState> {
    town.read(move |conn| Ok(queries::watch_state(conn, id)?))
}

/// What the page says about the step: its flash, then the card of the next one.
async fn step(browser: &Browser<'_>, id: FindingId, part: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.submit(&format!("{}/{part}", address(id)), fields).await;
    assert_eq!(answer.status, 200, "{part}: {}", answer.error_summary());
    let next = reading::part(&answer.body, "next").and_then(|card| reading::elements(&card, "h2").into_iter().next());
    format!(
        "{} → {}",
        answer.flash(),
        next.map_or_else(String::new, |next| reading::text(&next))
    )
}

const CONTAINED: &[(&str, &str)] = &[(
    "containment",
    "Opened another position and told the line how long it takes.",
)];
const CAUSE: &[(&str, &str)] = &[
    ("why", "Nobody opened a second position."),
    ("why", "Nobody saw that ten minutes had passed."),
    ("root_cause", "No screen shows how long the line has waited."),
    ("category", "tools"),
];
const CLOSURE: &[(&str, &str)] = &[
    (
        "verification",
        "Watched the line on two mornings: the screen called at ten minutes.",
    ),
    ("layered", "existing"),
    ("layered_note", "How many minutes did the last person in line wait?"),
];

/// Contained, cause written down, one action of this owner planned.
fn planned(town: &Town, place: Place, question: Question, owner: Cast) -> (FindingId, ActionId) {
    let id = town.finding(place, question, "The last person in line waited 22 minutes.");
    let leader = if place == Place::Riverside {
        Cast::Stranger
    } else {
        Cast::Manager
    };
    let (first, second, third) = (town.act(Some(leader)), town.act(Some(leader)), town.act(Some(leader)));
    let owner_id = town.person(owner);
    let action = town.write(move |conn| {
        use plumbline::findings::operations as verbs;
        verbs::contain(conn, &first.clone(), id, "Opened another position.")?;
        let whys = ["Nobody opened a second position.".to_owned()];
        verbs::find_cause(conn, &second.clone(), id, "tools", &whys, "No screen shows the wait.")?;
        let new = NewAction {
            kind: ActionKind::Corrective,
            body: "Put a screen with the waiting time where the clerks see it.".into(),
            owner_id,
            due_on: None,
            strength: None,
            cost: None,
        };
        plan_action(conn, &third.clone(), id, &new)
    });
    (id, action)
}

/// Done and closed, so that the watch begins.
async fn closed(town: &Town, place: Place, question: Question) -> FindingId {
    let (id, action) = planned(town, place, question, Cast::Clerk);
    let done = plumbline::base::links::action(action) + "/completion";
    town.as_(Cast::Clerk)
        .submit(&done, &[("note", "The screen hangs.")])
        .await
        .ok();
    town.as_(Cast::Manager)
        .submit(&(address(id) + "/closure"), CLOSURE)
        .await
        .ok();
    assert_eq!(state(town, id), State::Verified);
    id
}

async fn a_finding_goes_from_found_to_closed(town: &Town) {
    let id = town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person in line waited 22 minutes.",
    );
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&address(id)).await.ok();
    assert_snapshot!(format!("{}\n{}", page.heading(), page.part("next")), @r"
    How many minutes did the last person in line wait?
    Next: contain it
    Due: Tue, Jun 23
    Before anything else, make sure that nobody else is affected. Was somebody turned away, charged wrongly, or left waiting? Put that right first.
    What was done at once?
    For example: “Called the patron back and gave the case number. Checked the last three visits.”
    Mark as contained
    ");

    let clerk = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Put a screen with the waiting time where the clerks see it."),
        ("kind", "corrective"),
        ("strength", "standardised"),
        ("owner", clerk.as_str()),
        ("due", "2026-06-16"),
    ];
    let mut told = vec![step(&maria, id, "containment", CONTAINED).await];
    told.push(step(&maria, id, "cause", CAUSE).await);
    told.push(step(&maria, id, "actions", &action).await);
    town.run_jobs().await;
    let mails = town.new_mails();
    assert_eq!(mails.len(), 2, "Dana hears of the plan, too");
    let to_jo = mails.iter().find(|mail| mail.recipient.contains("jo@")).unwrap();
    assert_snapshot!(town.letter(to_jo), @r#"
    To: "Jo Nakamura" <jo@millvalley.example>
    Subject: For you, by Tuesday, June 16, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)

    Please do this by Tuesday, June 16, 2026.

    Put a screen with the waiting time where the clerks see it.

    Finding: NC-2026-00001, How many minutes did the last person in line wait?
    Where: Oak Street Office
    Due: Tuesday, June 16, 2026

    Is it done? Open the action and say what you did:
    http://plumbline.test/findings/actions/…

    -- 
    You get this mail because the action is yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);

    // Jo opens the link of the mail, and says it is done.
    let jo = town.as_(Cast::Clerk);
    let mine = jo.get("/findings/actions").await.ok();
    assert!(
        mine.text().contains("Put a screen with the waiting time"),
        "{}",
        mine.text()
    );
    let link = town.link(to_jo);
    jo.get(&link).await.ok();
    let done = jo
        .submit(
            &format!("{link}/completion"),
            &[("note", "The screen hangs since Monday.")],
        )
        .await
        .ok();
    told.push(done.flash());
    assert_eq!(state(town, id), State::Done);

    told.push(step(&town.as_(Cast::Manager), id, "closure", CLOSURE).await);
    assert_snapshot!(told.join("\n"), @r"
    Contained. Next: find the cause. → Next: find the cause
    The cause is saved. → Next: decide what will change
    The action is planned, and its owner will be told. → Next: finish the open action
    Done. Thank you!
    Closed. The page says how it is watched whether the fix holds. → Closed. Now we watch whether the fix holds
    ");
    assert_eq!(
        (state(town, id), watch(town, id)),
        (State::Verified, Some(WatchState::Watching))
    );
    let page = maria.get(&address(id)).await.ok();
    assert_snapshot!(page.part("history"), @r"
    History
    Today, 9:00 AM Dana Whitfield verified the fix and closed the finding; nobody had decided on its plan Watched the line on two mornings: the screen called at ten minutes.
    Today, 9:00 AM Jo Nakamura finished an action The screen hangs since Monday.
    Today, 9:00 AM Maria Okafor planned an action. Due: Tue, Jun 16 Put a screen with the waiting time where the clerks see it.
    Today, 9:00 AM Maria Okafor wrote the cause down (Equipment) No screen shows how long the line has waited.
    Today, 9:00 AM Maria Okafor contained it Opened another position and told the line how long it takes.
    Today, 9:00 AM Maria Okafor found this. Due: Tue, Jun 23 The last person in line waited 22 minutes.
    Add a note
    Write “@” and a name to tell somebody who works here.
    Tell somebody (optional)
    Add note
    ");
}

async fn a_finding_with_open_actions_cannot_be_closed(town: &Town) {
    let (id, _) = planned(town, Place::OakStreet, Question::WaitTime, Cast::Clerk);
    let answer = town.as_(Cast::Manager).post(&(address(id) + "/closure"), CLOSURE).await;
    assert_eq!((answer.status, state(town, id)), (422, State::Planned));
    assert_snapshot!(answer.error_summary(), @"One action is still open. Finish or cancel it first.");
}

async fn a_finding_without_a_cause_cannot_be_closed(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Acknowledged, "Two people stood unseen.");
    town.as_(Cast::Supervisor)
        .submit(&(address(id) + "/containment"), CONTAINED)
        .await
        .ok();
    let answer = town.as_(Cast::Manager).post(&(address(id) + "/closure"), CLOSURE).await;
    assert_eq!((answer.status, state(town, id)), (422, State::Contained));
    assert_snapshot!(answer.error_summary(), @"Write the root cause down before you close the finding.");
}

async fn whoever_owned_an_action_cannot_verify_it(town: &Town) {
    let (id, action) = planned(town, Place::OakStreet, Question::WaitTime, Cast::Supervisor);
    let done = plumbline::base::links::action(action) + "/completion";
    let maria = town.as_(Cast::Supervisor);
    maria.submit(&done, &[("note", "The screen hangs.")]).await.ok();
    let page = maria.get(&address(id)).await.ok();
    assert!(!page.can_post(&(address(id) + "/closure")));
    let answer = maria.post(&(address(id) + "/closure"), CLOSURE).await;
    assert_eq!((answer.status, state(town, id)), (403, State::Done));
    assert_snapshot!(answer.error_summary(), @"You own one of the actions. Somebody else has to verify the fix.");
    town.as_(Cast::Director)
        .submit(&(address(id) + "/closure"), CLOSURE)
        .await
        .ok();
    assert_eq!(state(town, id), State::Verified);
}

async fn only_a_director_dismisses_a_finding(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Acknowledged, "Two people stood unseen.");
    let dismissal = address(id) + "/dismissal";
    let reason = [("reason", "The two people were colleagues who waited for a meeting.")];
    for who in [Cast::Supervisor, Cast::Manager, Cast::Board, Cast::Quality, Cast::Clerk] {
        let answer = town.as_(who).post(&dismissal, &reason).await;
        assert_eq!((answer.status, state(town, id)), (403, State::Open), "{who:?}");
        assert_eq!(
            answer.error_summary(),
            "This step belongs to somebody else. The page says who can take it."
        );
        // Nothing typed is lost, and a form that lacks something changes nothing about the right.
        assert!(answer.part("kept").contains("colleagues who waited"), "{who:?}");
        assert_eq!(town.as_(who).post(&dismissal, &[]).await.status, 403, "{who:?}");
    }
    // A director who owns it cannot either.
    let elena = town.as_(Cast::Director);
    let owner = town.person(Cast::Director).to_string();
    elena
        .submit(&(address(id) + "/owner"), &[("finding_owner", owner.as_str())])
        .await
        .ok();
    let own = elena.post(&dismissal, &reason).await;
    assert_eq!(own.status, 403);
    assert_snapshot!(own.error_summary(), @"You own this finding, so another director has to decide on dismissing it.");
    let owner = town.person(Cast::Supervisor).to_string();
    elena
        .submit(&(address(id) + "/owner"), &[("finding_owner", owner.as_str())])
        .await
        .ok();
    assert_eq!(
        told_of_new_owner(town).await,
        1,
        "nobody is told what they did themselves"
    );
    let page = elena.submit(&dismissal, &reason).await.ok();
    assert_eq!(state(town, id), State::Dismissed);
    assert_snapshot!(format!("{}\n{}", page.flash(), page.part("next")), @r"
    The finding is dismissed.
    Dismissed
    Today, 9:00 AM
    A director set this finding aside. This is the reason:
    The two people were colleagues who waited for a meeting.
    Elena Petrova
    ");
}

/// How many mails since the last look say that a finding has a new owner.
async fn told_of_new_owner(town: &Town) -> usize {
    town.run_jobs().await;
    let mails = town.new_mails();
    mails
        .iter()
        .filter(|mail| mail.subject.starts_with("Yours now"))
        .count()
}

async fn a_finding_corrected_on_the_spot_is_closed_at_once(town: &Town) {
    let done = Some("Went to the line and greeted everybody.");
    let id = town.raise(
        Cast::Supervisor,
        Place::OakStreet,
        Question::Acknowledged,
        "Two people stood unseen.",
        done,
    );
    assert_eq!((state(town, id), watch(town, id)), (State::Verified, None));
    let page = town.as_(Cast::Supervisor).get(&address(id)).await.ok();
    assert_snapshot!(page.part("next"), @r"
    Put right on the spot
    It was put right on the spot, so it closed at once. It still counts, because it shows where the work can slip.
    Went to the line and greeted everybody.
    ");
    // It counts in repeats.
    let again = town.finding(Place::OakStreet, Question::Acknowledged, "Again two people.");
    let repeat_of = town.read(move |conn| Ok(queries::find(conn, again)?.repeat_of));
    assert_eq!(repeat_of, Some(id));
    let mails = town.live_until("2026-06-20", &["08:00"]).await;
    assert!(
        !mails.contains("NC-2026-00001"),
        "nobody is reminded of what is closed: {mails}"
    );
}

async fn three_audits_by_two_people_prove_the_fix(town: &Town) {
    let id = closed(town, Place::OakStreet, Question::WaitTime).await;
    for _ in 0..3 {
        town.conforms(Cast::Supervisor, Place::OakStreet, Question::WaitTime);
    }
    assert_eq!(
        watch(town, id),
        Some(WatchState::Watching),
        "one pair of eyes is not enough"
    );
    town.conforms(Cast::Manager, Place::Harbor, Question::WaitTime);
    town.conforms(Cast::Manager, Place::OakStreet, Question::Identity);
    assert_eq!(
        watch(town, id),
        Some(WatchState::Watching),
        "another office or question says nothing"
    );
    town.conforms(Cast::Manager, Place::OakStreet, Question::WaitTime);
    assert_eq!(watch(town, id), Some(WatchState::Held));
    let page = town.as_(Cast::Manager).get(&address(id)).await.ok();
    assert_snapshot!(page.part("next"), @r"
    Closed. The fix held
    Today, 9:00 AM
    Three audits in a row found this done as the manual says. Thank you to everybody who helped.
    ");
}

async fn found_again_while_watched_it_opens_again(town: &Town) {
    let id = closed(town, Place::OakStreet, Question::WaitTime).await;
    town.at("2026-07-01 10:00");
    let elsewhere = town.finding(Place::Harbor, Question::WaitTime, "17 minutes at the other office.");
    assert_eq!(
        state(town, id),
        State::Verified,
        "another office's finding is another finding"
    );
    let again = town.finding(Place::OakStreet, Question::WaitTime, "Again 19 minutes.");
    assert_eq!(
        (state(town, id), watch(town, id)),
        (State::Contained, Some(WatchState::Broken))
    );
    let (new, other) = town.read(move |conn| Ok((queries::find(conn, again)?, queries::find(conn, elsewhere)?)));
    assert_eq!((new.repeat_of, other.repeat_of), (Some(id), None));
    let page = town.as_(Cast::Manager).get(&address(id)).await.ok();
    assert_snapshot!(page.part("history").lines().take(6).collect::<Vec<_>>().join("\n"), @r"
    History
    Today, 10:00 AM Maria Okafor found it again, so it is open again. Due: Wed, Jul 15
    Tue, Jun 9, 9:00 AM Dana Whitfield verified the fix and closed the finding Watched the line on two mornings: the screen called at ten minutes.
    Tue, Jun 9, 9:00 AM Jo Nakamura finished an action The screen hangs.
    Tue, Jun 9, 9:00 AM Dana Whitfield planned an action. Due: Tue, Jun 23 Put a screen with the waiting time where the clerks see it.
    Tue, Jun 9, 9:00 AM Dana Whitfield wrote the cause down (Equipment) No screen shows the wait.
    ");
}

async fn a_form_that_is_not_filled_comes_back_with_what_was_typed(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let maria = town.as_(Cast::Supervisor);
    let empty = maria
        .post(&(address(id) + "/containment"), &[("containment", "  ")])
        .await;
    assert_eq!(empty.status, 422);
    assert!(empty.title().starts_with("Error:"), "{}", empty.title());
    assert_snapshot!(empty.error_summary(), @"Write down what was done at once.");
    step(&maria, id, "containment", CONTAINED).await;
    let half = maria
        .post(
            &(address(id) + "/cause"),
            &[("root_cause", "No screen <b>shows</b> it.")],
        )
        .await;
    assert_snapshot!(half.error_summary(), @"Choose where the cause lies.");
    assert!(
        half.body.contains("No screen &lt;b&gt;shows"),
        "what was typed is gone, or not escaped"
    );
    let stranger = town.person(Cast::Stranger).to_string();
    let fields = [
        ("action", "Hang a screen."),
        ("kind", "corrective"),
        ("strength", "standardised"),
        ("owner", stranger.as_str()),
    ];
    let wrong_owner = maria.post(&(address(id) + "/actions"), &fields).await;
    assert_eq!(wrong_owner.status, 422);
    assert_snapshot!(wrong_owner.error_summary(), @"Choose a person who works here.");
    let past = [("due", "2026-06-01"), ("owner", &town.person(Cast::Clerk).to_string())];
    let fields = [fields[0], fields[1], fields[2], past[0], past[1]];
    let past = maria.post(&(address(id) + "/actions"), &fields).await;
    assert_snapshot!(past.error_summary(), @"This date has passed. Choose today or a later day.");
    assert_eq!(state(town, id), State::Contained);
}

async fn all_mistakes_of_an_action_are_told_at_once(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let maria = town.as_(Cast::Supervisor);
    step(&maria, id, "containment", CONTAINED).await;
    let stranger = town.person(Cast::Stranger).to_string();
    let fields = [
        ("action", ""),
        ("kind", "none such"),
        ("owner", &stranger),
        ("due", "2020-01-01"),
        ("cost", "about 100"),
    ];
    let answer = maria.post(&(address(id) + "/actions"), &fields).await;
    assert_eq!(answer.status, 422);
    assert_snapshot!(answer.error_summary(), @r"
    Write down what will be done.
    Choose a person who works here.
    This date has passed. Choose today or a later day.
    Choose what kind of action it is.
    Choose how strong the fix is.
    Enter a whole amount, such as 1200.
    ");
    for field in ["action", "owner", "kind", "due", "strength", "cost"] {
        assert!(answer.body.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    assert!(answer.body.contains("2020-01-01"));
}

async fn what_was_written_into_a_form_that_is_gone_comes_back(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let maria = town.as_(Cast::Supervisor);
    step(&maria, id, "containment", CONTAINED).await;
    // Dana had the page open since before, and contains it once more.
    let dana = town.as_(Cast::Manager);
    let words = [("containment", "I <b>called</b> them back.")];
    let late = dana.post(&(address(id) + "/containment"), &words).await;
    assert_eq!(late.status, 422);
    assert_snapshot!(late.error_summary(), @"This finding is contained already.");
    assert!(late.body.contains("readonly") && late.body.contains("I &lt;b&gt;called"));
    assert_snapshot!(late.part("kept"), @r"
    What you wrote
    It was not saved, because this step cannot be taken any more, or is not yours to take. Copy what is still needed, for example into a note.
    What was done at once?
    I <b>called</b> them back.
    ");
    // The same where an action was finished meanwhile, and where the finding is closed.
    let (id, action) = planned(town, Place::OakStreet, Question::Acknowledged, Cast::Clerk);
    let done = plumbline::base::links::action(action) + "/completion";
    town.as_(Cast::Clerk)
        .submit(&done, &[("note", "The screen hangs.")])
        .await
        .ok();
    let late = dana.post(&done, &[("note", "I hung it on Monday.")]).await;
    assert_eq!(late.status, 422);
    assert!(late.part("kept").contains("I hung it on Monday."));
    dana.submit(&(address(id) + "/closure"), CLOSURE).await.ok();
    let late = maria.post(&(address(id) + "/cause"), CAUSE).await;
    assert_eq!((late.status, state(town, id)), (422, State::Verified));
    assert_snapshot!(late.part("kept"), @r"
    What you wrote
    It was not saved, because this step cannot be taken any more, or is not yours to take. Copy what is still needed, for example into a note.
    Ask “why?” up to five times
    Nobody opened a second position. Nobody saw that ten minutes had passed.
    Root cause
    No screen shows how long the line has waited.
    ");
    // A page that offers the form still has the words in it, and only there.
    let note = maria.post(&(address(id) + "/notes"), &[("note", " ")]).await;
    assert_eq!((note.status, note.part("kept").as_str()), (422, ""));
}

async fn a_finding_of_another_department_is_not_there(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let theo = town.as_(Cast::Stranger);
    assert_eq!(theo.get(&address(id)).await.status, 404);
    assert_eq!(theo.post(&(address(id) + "/containment"), CONTAINED).await.status, 404);
    assert!(!theo.get("/findings?tab=all").await.ok().text().contains("22 minutes"));
    assert_eq!(state(town, id), State::Open);
    // Whoever owns an action sees its finding, wherever it is.
    let (id, _) = planned(town, Place::Riverside, Question::WaitTime, Cast::Clerk);
    assert_eq!(town.as_(Cast::Supervisor).get(&address(id)).await.status, 404);
    town.as_(Cast::Clerk).get(&address(id)).await.ok();
}

async fn the_list_shows_what_waits_and_finds_words(town: &Town) {
    town.finding(
        Place::OakStreet,
        Question::Acknowledged,
        "Two people stood unseen at 100% load.",
    );
    planned(town, Place::Harbor, Question::WaitTime, Cast::OtherSupervisor);
    closed(town, Place::OakStreet, Question::WaitTime).await;
    let elena = town.as_(Cast::Director);
    assert_snapshot!(elena.get("/findings").await.ok().text(), @r"
    Findings to review
    One finding waits for its next step. Nothing is overdue.
    Raise a finding My actions
    To do 1
    Under way 1
    Overdue 0
    Being watched 1
    Closed 1
    All 3
    Search and filters
    Search findings
    Unit
    Severity
    Owner
    More filters
    Why it happened
    Process
    Found by layer
    What came of it
    Where it came from
    Sensitive
    From
    To
    Show
    Findings to review
    Choose
    Finding
    Where and when
    Stage
    Owner
    Due
    Was each person in line acknowledged within 3 minutes? NC-2026-00001 Minor
    Oak Street Office Today, 9:00 AM Layer L1
    To be contained
    Maria Okafor
    Tue, Jul 7
    Hand over the chosen ones…
    All of these findings as a file: Excel · CSV A file holds up to 10,000.
    ");
    let number = regex::Regex::new(r"NC-2026-\d{5}").unwrap();
    let count = |text: String| number.find_iter(&text).count();
    let all = elena.get("/findings?tab=all").await.ok().text();
    let found = elena.get("/findings?tab=all&q=UNSEEN").await.ok().text();
    let percent = elena.get("/findings?tab=all&q=100%25").await.ok().text();
    let nothing = elena.get("/findings?tab=all&q=1_0").await.ok().text();
    let maria = town.as_(Cast::Supervisor).get("/findings?tab=all").await.ok().text();
    let sizes = [all, found, percent, nothing, maria].map(count);
    assert_eq!(sizes, [3, 1, 1, 0, 2]);
}

async fn a_critical_finding_is_told_at_once(town: &Town) {
    town.finding(
        Place::OakStreet,
        Question::Identity,
        "A record was open before the license was looked at.",
    );
    town.run_jobs().await;
    let mails = town.new_mails();
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.recipient.as_str()).collect();
    to.sort_unstable();
    assert_snapshot!(to.join("\n"), @r#"
    "Dana Whitfield" <dana@millvalley.example>
    "Elena Petrova" <elena@millvalley.example>
    "#);
    assert_snapshot!(town.letter(&mails[0]), @r#"
    To: "Dana Whitfield" <dana@millvalley.example>
    Subject: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)

    Please make sure today that nobody else is affected: a critical finding at Oak Street Office.

    NC-2026-00001, Was the document looked at before the record was shown?

    What was seen: A record was open before the license was looked at.

    Where: Oak Street Office

    See what was done already, and what is next:
    http://plumbline.test/findings/…

    -- 
    You get this mail because you lead this unit, and critical findings are told at once.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
}

async fn reminders_of_an_action_come_in_order_and_each_once(town: &Town) {
    planned(town, Place::OakStreet, Question::WaitTime, Cast::Clerk);
    let told = town
        .live_until("2026-07-15", &["07:00", "08:30", "08:31", "17:30"])
        .await;
    assert_snapshot!(told, @r"
    Tue 2026-06-09 17:30  Jo: For you, by Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Thu 2026-06-18 08:30  Jo: Due soon, Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Thu 2026-06-18 08:30  Maria: Due soon, Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00001)
    Mon 2026-06-22 08:30  Jo: Last working day before Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Mon 2026-06-22 08:30  Maria: Last working day before Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00001)
    Tue 2026-06-23 08:30  Jo: Due now, Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Tue 2026-06-23 08:30  Maria: Due now, Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00001)
    Wed 2026-06-24 08:30  Jo: One working day overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Wed 2026-06-24 08:30  Maria: One working day overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Fri 2026-06-26 08:30  Dana: Needs your help at Oak Street Office, 3 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Fri 2026-06-26 08:30  Maria: Needs your help at Oak Street Office, 3 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Wed 2026-07-01 08:30  Jo: 6 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Wed 2026-07-01 08:30  Maria: 6 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Fri 2026-07-03 08:30  Dana: Needs your help at Oak Street Office, 8 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Fri 2026-07-03 08:30  Elena: Needs your help at Oak Street Office, 8 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Wed 2026-07-08 08:30  Jo: 11 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Wed 2026-07-08 08:30  Maria: 11 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Wed 2026-07-15 08:30  Jo: 16 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Wed 2026-07-15 08:30  Maria: 16 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    ");
    let ids = town.message_ids();
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "a Message-ID was sent twice");
}

async fn reminders_of_a_finding_go_on_while_an_action_is_due_later(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Identity, "A record was open.");
    let before = town.live_until("2026-06-11", &["08:30", "17:30"]).await;
    let maria = town.as_(Cast::Supervisor);
    step(&maria, id, "containment", CONTAINED).await;
    let clerk = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Turn the screens."),
        ("kind", "corrective"),
        ("strength", "instruction"),
        ("owner", clerk.as_str()),
        ("due", "2026-06-19"),
    ];
    step(&maria, id, "actions", &action).await;
    let after = town.live_until("2026-06-16", &["08:30"]).await;
    assert_snapshot!(format!("{before}--- an action is planned\n{after}"), @r"
    Tue 2026-06-09 17:30  Dana: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)
    Tue 2026-06-09 17:30  Elena: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)
    Wed 2026-06-10 08:30  Maria: Last working day before Thursday, June 11, 2026: Was the document looked at before the record was shown? (NC-2026-00001)
    Thu 2026-06-11 08:30  Maria: Due now, Thursday, June 11, 2026: Was the document looked at before the record was shown? (NC-2026-00001)
    --- an action is planned
    Fri 2026-06-12 08:30  Jo: For you, by Friday, June 19, 2026: Turn the screens. (NC-2026-00001)
    Fri 2026-06-12 08:30  Maria: One working day overdue: Was the document looked at before the record was shown? (NC-2026-00001)
    Tue 2026-06-16 08:30  Dana: Needs your help at Oak Street Office, 3 working days overdue: Was the document looked at before the record was shown? (NC-2026-00001)
    Tue 2026-06-16 08:30  Jo: Due soon, Friday, June 19, 2026: Turn the screens. (NC-2026-00001)
    ");
}

async fn a_server_that_stood_still_says_what_is_still_due_once(town: &Town) {
    planned(town, Place::OakStreet, Question::WaitTime, Cast::Clerk);
    town.run_jobs().await;
    town.new_mails();
    // Nobody ran a job from the tenth of June to the second of July: what was missed is not made up for one by one.
    town.at("2026-07-02 10:00");
    town.run_jobs().await;
    let subjects = town.new_subjects();
    let mut lines: Vec<&str> = subjects.lines().collect();
    lines.sort_unstable();
    assert_snapshot!(lines.join("\n"), @r"
    Dana: Needs your help at Oak Street Office, 7 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Jo: 7 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Maria: Needs your help at Oak Street Office, 7 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    ");
    town.at("2026-07-02 10:05");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "");
}

async fn two_servers_remind_once(town: &Town) {
    for place in [Place::OakStreet, Place::Harbor] {
        planned(town, place, Question::WaitTime, Cast::Clerk);
    }
    let mut other = town.app.clone();
    other.db = plumbline::platform::db::Db::open_migrated(town.app.db.url(), 4, 64).unwrap();
    for moment in [
        "2026-06-09 09:01",
        "2026-06-22 08:30",
        "2026-06-23 08:30",
        "2026-06-26 08:30",
    ] {
        town.at(moment);
        // Both look at the same moment, each as if the other were not there.
        let look = |app| async move {
            for job in ["remind", "mail"] {
                schedule::run_due(app, Some(job)).await.unwrap();
            }
        };
        futures_util::future::join_all([look(&town.app), look(&other), look(&town.app), look(&other)]).await;
    }
    let ids = town.message_ids();
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "a Message-ID was sent twice");
    let mut lines: Vec<String> = town.new_subjects().lines().map(str::to_owned).collect();
    lines.sort();
    assert_snapshot!(lines.join("\n"), @r"
    Ben: Due now, Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00002)
    Ben: Last working day before Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00002)
    Ben: Needs your help at Harbor Office, 3 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00002)
    Dana: Needs your help at Harbor Office, 3 working days overdue: How many minutes did the last person in line wait? (NC-2026-00002)
    Dana: Needs your help at Oak Street Office, 3 working days overdue: How many minutes did the last person in line wait? (NC-2026-00001)
    Jo: 3 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Jo: 3 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00002)
    Jo: Due now, Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Jo: Due now, Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00002)
    Jo: For you, by Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Jo: For you, by Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00002)
    Jo: Last working day before Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    Jo: Last working day before Tuesday, June 23, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00002)
    Maria: Due now, Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00001)
    Maria: Last working day before Tuesday, June 23, 2026: How many minutes did the last person in line wait? (NC-2026-00001)
    Maria: Needs your help at Oak Street Office, 3 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00001)
    ");
    other.db.close();
}

async fn opening_the_link_of_a_mail_changes_nothing(town: &Town) {
    let (id, _) = planned(town, Place::OakStreet, Question::WaitTime, Cast::Clerk);
    town.run_jobs().await;
    let link = town.link(&town.new_mails()[0]);
    let before = town.read(move |conn| Ok(queries::find(conn, id)?));
    // A mail scanner is not signed in; Jo's browser opens it twice.
    assert_eq!(town.as_nobody().get(&link).await.status, 303);
    let jo = town.as_(Cast::Clerk);
    jo.get(&link).await.ok();
    let page = jo.get(&link).await.ok();
    assert!(page.can_post(&format!("{link}/completion")));
    assert_eq!(town.read(move |conn| Ok(queries::find(conn, id)?)), before);
}
