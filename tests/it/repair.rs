//! The repair of one finding beyond its stages: how strong a fix is, who decides on the plan, dates that move, words to
//! somebody.

use crate::browser::{Answer, Browser};
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;

on_both![
    a_plan_that_only_reminds_or_trains_says_so,
    the_plan_of_the_owner_waits_for_a_leader,
    a_plan_that_was_sent_back_is_planned_anew,
    a_plan_is_taken_one_layer_up,
    whoever_leads_decides_by_planning,
    a_later_date_is_granted_and_the_first_promise_stays,
    a_later_date_is_refused_with_a_sentence,
    the_owner_of_an_action_asks_for_a_later_date,
    a_holiday_added_later_moves_the_deadline_and_says_so,
    a_note_tells_whoever_is_picked_or_mentioned_once,
    closing_puts_a_question_into_the_draft,
    a_mention_that_tells_nobody_says_so,
    a_date_that_makes_somebody_look_twice_is_taken_with_a_sentence,
    closing_before_anybody_decided_on_the_plan_stays_in_the_history,
];

const CONTAINED: &[(&str, &str)] = &[("containment", "Opened another position.")];
const CAUSE: &[(&str, &str)] = &[
    ("root_cause", "No screen shows how long the line has waited."),
    ("category", "tools"),
];

async fn send(browser: &Browser<'_>, id: FindingId, part: &str, fields: &[(&str, &str)]) -> Answer {
    browser
        .submit(&format!("{}/{part}", links::finding(id)), fields)
        .await
        .ok()
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
    Corrective actions for NC-2026-00001
    Action
    Owner
    Due
    Status
    Remind the team on Monday. Corrective: removes the cause here Reminder: people are told again
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
    Corrective actions for NC-2026-00001
    Action
    Owner
    Due
    Status
    Remind the team on Monday. Corrective: removes the cause here Reminder: people are told again
    Jo Nakamura
    Tue, Jun 23
    Open
    Hang a screen with the waiting time. Corrective: removes the cause here Impossible or automatic: it goes right by itself Cost: 1,200
    Jo Nakamura
    Tue, Jun 23
    Open
    ");
    let mine = town.as_(Cast::Clerk).get("/findings/actions").await.ok();
    assert!(mine.text().contains("Cost: 1,200"), "{}", mine.text());
}

/// A finding whose owner has planned the repair.
async fn planned(town: &Town) -> FindingId {
    let id = explained(town).await;
    let screen = [
        ("action", "Hang a screen with the waiting time."),
        ("strength", "automatic"),
        ("cost", "1200"),
    ];
    plan(town, &town.as_(Cast::Supervisor), id, &screen).await;
    town.new_mails();
    id
}

fn decision(id: FindingId) -> String {
    links::finding(id) + "/decision"
}

const ACCEPTED: &[(&str, &str)] = &[("decision", "accepted")];
const SENT_BACK: &[(&str, &str)] = &[
    ("decision", "sent-back"),
    ("decision_reason", "A screen at one office is not enough."),
];
const TAKEN_UP: &[(&str, &str)] = &[
    ("decision", "taken-up"),
    ("decision_reason", "It costs more than I may spend."),
];

async fn tab(town: &Town, tab: &str) -> bool {
    let list = town.as_(Cast::Manager).get(&format!("/findings?tab={tab}")).await.ok();
    list.text().contains("NC-2026-00001")
}

async fn the_plan_of_the_owner_waits_for_a_leader(town: &Town) {
    let id = planned(town).await;
    assert!(tab(town, "decision").await && !tab(town, "under-way").await);
    let maria = town.as_(Cast::Supervisor);
    let own = maria.get(&links::finding(id)).await.ok();
    assert!(
        own.text().contains("The plan waits for a decision: Manager"),
        "{}",
        own.text()
    );
    assert!(!own.can_post(&decision(id)));
    let refused = maria.post(&decision(id), ACCEPTED).await;
    assert_eq!(refused.status, 403);

    let dana = town.as_(Cast::Manager);
    let page = dana.get(&links::finding(id)).await.ok();
    assert_snapshot!("plan_to_decide", page.part("decide"));
    let done = dana.submit(&decision(id), ACCEPTED).await.ok();
    assert_eq!(done.flash(), "The plan is accepted.");
    assert!(!done.can_post(&decision(id)));
    assert!(!tab(town, "decision").await && tab(town, "under-way").await);
    let seen = maria.get(&links::finding(id)).await.ok();
    assert!(
        seen.text().contains("Dana Whitfield accepted the plan"),
        "{}",
        seen.text()
    );
    let late = town.as_(Cast::Director).post(&decision(id), SENT_BACK).await;
    assert_eq!(late.status, 422);
    assert_snapshot!(late.error_summary(), @"No plan waits for a decision. Somebody may have decided already.");
    assert!(
        late.part("kept").contains("A screen at one office"),
        "nothing typed is lost"
    );
    town.run_jobs().await;
    assert!(!town.new_subjects().contains("plan"), "nobody is told what goes ahead");
}

async fn a_plan_that_was_sent_back_is_planned_anew(town: &Town) {
    let id = planned(town).await;
    let (maria, dana) = (town.as_(Cast::Supervisor), town.as_(Cast::Manager));
    let bare = dana.post(&decision(id), &[("decision", "sent-back")]).await;
    assert_eq!(bare.status, 422);
    assert_snapshot!(bare.error_summary(), @"Write down the reason.");
    assert!(bare.body.contains("id=\"decision_reason-error\""));
    let back = dana.submit(&decision(id), SENT_BACK).await.ok();
    assert_eq!(back.flash(), "Sent back. The owner gets a mail with your reason.");
    town.run_jobs().await;
    let mails = town.new_mails();
    let told: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("plan anew")).collect();
    assert_eq!(told.len(), 1);
    assert_snapshot!("plan_sent_back_letter", town.letter(told[0]));

    // Work goes on, but closing takes a new plan.
    let jo = town.as_(Cast::Clerk);
    let page = jo.get("/findings/actions").await.ok();
    let action = regex::Regex::new(r"/findings/actions/[0-9a-f-]{36}").unwrap();
    let action = action.find(&page.body).unwrap().as_str().to_owned();
    jo.submit(&format!("{action}/completion"), &[("note", "It hangs.")])
        .await
        .ok();
    let closure = [
        ("verification", "Watched the line."),
        ("layered", "existing"),
        ("layered_note", "How long did they wait?"),
    ];
    let closing = dana.post(&(links::finding(id) + "/closure"), &closure).await;
    assert_eq!(closing.status, 422);
    assert_snapshot!(closing.error_summary(), @"The plan was sent back. Improve the cause or plan another action before you close the finding.");
    let own = maria.get(&links::finding(id)).await.ok();
    assert_snapshot!("plan_sent_back", own.part("decide"));

    send(&maria, id, "cause", CAUSE).await;
    assert!(dana.get(&links::finding(id)).await.ok().can_post(&decision(id)));
    dana.submit(&(links::finding(id) + "/closure"), &closure).await.ok();
    let page = maria.get(&links::finding(id)).await.ok();
    assert!(
        page.part("history").contains("sent the plan back"),
        "{}",
        page.part("history")
    );
}

async fn a_plan_is_taken_one_layer_up(town: &Town) {
    let id = planned(town).await;
    let (dana, elena) = (town.as_(Cast::Manager), town.as_(Cast::Director));
    let samuel = town.as_(Cast::Board);
    assert_eq!(
        samuel.post(&decision(id), ACCEPTED).await.status,
        403,
        "not yet the board's"
    );
    let up = dana.submit(&decision(id), TAKEN_UP).await.ok();
    assert_eq!(
        up.flash(),
        "Taken up. Those who decide now get a mail with your reason."
    );
    let late = dana.post(&decision(id), ACCEPTED).await;
    assert_eq!(late.status, 403);
    assert_snapshot!(late.error_summary(), @"A higher layer decides on this plan.");
    town.run_jobs().await;
    let mails = town.new_mails();
    let told: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("decide on")).collect();
    assert_eq!(told.len(), 1);
    assert_snapshot!("plan_taken_up_letter", town.letter(told[0]));

    elena.submit(&decision(id), TAKEN_UP).await.ok();
    let top = samuel.post(&decision(id), TAKEN_UP).await;
    assert_eq!(top.status, 422);
    assert_snapshot!(top.error_summary(), @"Nobody is above your layer here. Accept the plan, or send it back.");
    samuel.submit(&decision(id), ACCEPTED).await.ok();
    let history = elena.get(&links::finding(id)).await.ok().part("history");
    assert!(
        history.contains("Samuel Osei accepted the plan")
            && history.contains("Elena Petrova took the plan one layer up"),
        "{history}"
    );
    town.at("2026-06-09 09:05");
    town.run_jobs().await;
}

async fn whoever_leads_decides_by_planning(town: &Town) {
    let id = explained(town).await;
    let dana = town.as_(Cast::Manager);
    let screen = [("action", "Hang a screen."), ("strength", "automatic")];
    let page = plan(town, &dana, id, &screen).await;
    assert!(!page.can_post(&decision(id)) && tab(town, "under-way").await);
    // Changed by the owner, it waits again.
    send(&town.as_(Cast::Supervisor), id, "cause", CAUSE).await;
    assert!(tab(town, "decision").await);
    assert!(dana.get(&links::finding(id)).await.ok().can_post(&decision(id)));
}

const LATER: &[(&str, &str)] = &[
    ("later", "2026-06-30"),
    ("later_reason", "The screen arrives on June 26."),
];

/// The id of the later date that the page asks to answer.
fn request(page: &Answer) -> String {
    let field = regex::Regex::new("name=\"request\" value=\"([^\"]+)\"").unwrap();
    field.captures(&page.body).expect("nothing is asked for")[1].to_owned()
}

async fn a_later_date_is_granted_and_the_first_promise_stays(town: &Town) {
    let id = planned(town).await;
    let (maria, dana) = (town.as_(Cast::Supervisor), town.as_(Cast::Manager));
    let sooner = [("later", "2026-06-20"), LATER[1]];
    let refused = maria.post(&(links::finding(id) + "/date"), &sooner).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"Choose a date after the present due date.");
    assert!(refused.body.contains("The screen arrives") && refused.body.contains("2026-06-20"));
    assert_eq!(
        dana.post(&(links::finding(id) + "/date"), LATER).await.status,
        403,
        "not hers"
    );

    let asked = send(&maria, id, "date", LATER).await;
    assert!(
        asked
            .text()
            .contains("For the finding: Tue, Jun 30 instead of Tue, Jun 23."),
        "{}",
        asked.text()
    );
    assert!(!asked.can_post(&(links::finding(id) + "/date")), "one at a time");
    town.run_jobs().await;
    let mails = town.new_mails();
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains("later date"))
        .collect();
    assert_eq!(told.len(), 1);
    assert_snapshot!("later_date_letter", town.letter(told[0]));

    let page = dana.get(&links::finding(id)).await.ok();
    let request = request(&page);
    let granted = [
        ("request", request.as_str()),
        ("date_verdict", "granted"),
        ("date_answer", "Fine, the line is short in June."),
    ];
    assert_eq!(
        maria
            .post(&(links::finding(id) + "/date-answer"), &granted)
            .await
            .status,
        403
    );
    let done = send(&dana, id, "date-answer", &granted).await;
    let due = "Tue, Jun 30\nFirst promised: Tue, Jun 23\nThis date was picked by hand.";
    assert!(done.text().contains(due), "{}", done.text());
    let again = dana.post(&(links::finding(id) + "/date-answer"), &granted).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"Somebody has answered this already.");
    assert_snapshot!("later_date_history", done.part("history"));
    town.at("2026-06-09 09:05");
    town.run_jobs().await;
    assert!(town.new_subjects().contains("Granted, due"));
}

async fn a_later_date_is_refused_with_a_sentence(town: &Town) {
    let id = planned(town).await;
    send(&town.as_(Cast::Supervisor), id, "date", LATER).await;
    let dana = town.as_(Cast::Manager);
    let request = request(&dana.get(&links::finding(id)).await.ok());
    let bare = [("request", request.as_str()), ("date_verdict", "refused")];
    let again = dana.post(&(links::finding(id) + "/date-answer"), &bare).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"Write a sentence for whoever asked.");
    assert!(again.body.contains("id=\"date_answer-error\""));
    let refused = [bare[0], bare[1], ("date_answer", "Use the old screen until then.")];
    let page = send(&dana, id, "date-answer", &refused).await;
    assert!(!page.text().contains("First promised") && page.text().contains("Tue, Jun 23\n10 working days"));
    assert!(page.part("history").contains("Use the old screen until then."));
}

async fn the_owner_of_an_action_asks_for_a_later_date(town: &Town) {
    planned(town).await;
    let jo = town.as_(Cast::Clerk);
    let list = jo.get("/findings/actions").await.ok();
    let action = regex::Regex::new(r"/findings/actions/[0-9a-f-]{36}").unwrap();
    let action = action.find(&list.body).unwrap().as_str().to_owned();
    let page = jo.submit(&format!("{action}/date"), LATER).await.ok();
    assert!(
        page.text()
            .contains("For “Hang a screen with the waiting time.”: Tue, Jun 30"),
        "{}",
        page.text()
    );
    assert!(!jo.get(&action).await.ok().can_post(&format!("{action}/date")));
    let dana = town.as_(Cast::Manager);
    let finding = town.read(|conn| {
        use diesel::prelude::*;
        use plumbline::schema::findings;
        Ok(findings::table.select(findings::id).first::<FindingId>(conn)?)
    });
    let request = request(&dana.get(&links::finding(finding)).await.ok());
    let granted = [
        ("request", request.as_str()),
        ("date_verdict", "granted"),
        ("date_answer", "Fine."),
    ];
    send(&dana, finding, "date-answer", &granted).await;
    let page = jo.get(&action).await.ok();
    assert!(
        page.part("due").contains("Tue, Jun 30\nFirst promised: Tue, Jun 23"),
        "{}",
        page.part("due")
    );
    let page = dana.get(&links::finding(finding)).await.ok();
    assert!(
        page.part("due").contains("Tue, Jun 23"),
        "the finding keeps its own date"
    );
    assert!(page.part("actions").contains("First promised: Tue, Jun 23"));
}

async fn a_holiday_added_later_moves_the_deadline_and_says_so(town: &Town) {
    let id = planned(town).await;
    let ada = town.as_(Cast::Administrator);
    let calendar = links::unit(town.unit(Place::OakStreet)) + "/holidays";
    let fair = [
        ("day_name", "Town fair"),
        ("date", "2026-06-15"),
        ("until", "2026-06-16"),
    ];
    ada.submit(&calendar, &fair).await.ok();
    town.run_jobs().await;
    let page = town.as_(Cast::Supervisor).get(&links::finding(id)).await.ok();
    let due = "Thu, Jun 25\nFirst promised: Tue, Jun 23\n10 working days from Tuesday, June 9, 2026 on the calendar of Oak Street Office. Days off in \
               between do not count: Town fair (Mon, Jun 15 to Tue, Jun 16).";
    assert!(page.text().contains(due), "{}", page.text());
    assert!(page.part("actions").contains("Thu, Jun 25"));
    assert_snapshot!("deadline_moved", page.part("history"));
}

async fn a_note_tells_whoever_is_picked_or_mentioned_once(town: &Town) {
    let id = planned(town).await;
    let maria = town.as_(Cast::Supervisor);
    let dana = town.person(Cast::Manager).to_string();
    let words = "@Dana Whitfield and @Jo Nakamura: who has the key of the screen? @Theo Brandt knows.";
    let note = [("note", words), ("tell", dana.as_str())];
    let page = send(&maria, id, "notes", &note).await;
    let history = page.part("history");
    assert!(
        history.contains("wrote a note for Dana Whitfield, Jo Nakamura"),
        "{history}"
    );
    town.run_jobs().await;
    let mails = town.new_mails();
    let mut told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains("note for you"))
        .collect();
    told.sort_by(|a, b| a.recipient.cmp(&b.recipient));
    assert_eq!(told.len(), 2, "one mail each, and none to somebody who may not see it");
    assert_snapshot!("note_letter", town.letter(told[0]));

    let theo = town.person(Cast::Stranger).to_string();
    let stranger = [("note", "Do you know?"), ("tell", theo.as_str())];
    let refused = maria.post(&(links::finding(id) + "/notes"), &stranger).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"This person may not see this finding. Choose somebody from the list.");
    assert!(refused.body.contains("Do you know?"), "nothing typed is lost");
}

async fn closing_puts_a_question_into_the_draft(town: &Town) {
    let id = planned(town).await;
    let jo = town.as_(Cast::Clerk);
    let list = jo.get("/findings/actions").await.ok();
    let action = regex::Regex::new(r"/findings/actions/[0-9a-f-]{36}").unwrap();
    let action = action.find(&list.body).unwrap().as_str().to_owned();
    jo.submit(&format!("{action}/completion"), &[("note", "It hangs.")])
        .await
        .ok();
    let dana = town.as_(Cast::Manager);
    let closure = [
        ("verification", "Watched the line."),
        ("layered", "draft"),
        ("layered_note", "Quinn adds it in July."),
        ("drafted", "Does the screen show how long the line has waited?"),
    ];
    let page = send(&dana, id, "closure", &closure).await;
    assert_snapshot!(
        "question_drafted",
        format!("{}\n{}", page.part("proof"), page.part("history"))
    );
    assert!(
        page.part("proof").contains("Quinn adds it in July."),
        "nothing typed is lost"
    );
    // Whoever writes checklists is led to the draft; others to the checklist, which is what they may open.
    let link = regex::Regex::new("/checklists/[0-9a-f-]{36}(/draft)?").unwrap();
    let linked = |page: &Answer| link.find(&page.body).unwrap().as_str().to_owned();
    dana.get(&linked(&page)).await.ok();
    let quinn = town.as_(Cast::Quality);
    let page = quinn.get(&links::finding(id)).await.ok();
    assert!(linked(&page).ends_with("/draft"));
    let draft = quinn.get(&linked(&page)).await.ok();
    assert!(
        draft
            .text()
            .contains("Does the screen show how long the line has waited?")
    );
}

async fn a_mention_that_tells_nobody_says_so(town: &Town) {
    let id = planned(town).await;
    let maria = town.as_(Cast::Supervisor);
    let note = async |words: &str| send(&maria, id, "notes", &[("note", words)]).await;
    // Theo is there, but may not see this finding; nobody is called Robin; a first name is none.
    let page = note("@Dana Whitfield: @Theo Brandt knows, and @Robin.").await;
    assert_eq!(
        page.flash(),
        "Your note is in the history, but @Theo, @Robin told nobody: nobody of these names may see this finding. Write whole names, or choose somebody from the list."
    );
    let history = page.part("history");
    assert!(history.contains("wrote a note for Dana Whitfield"), "{history}");
    let page = note("Ask @Dana.").await;
    assert_eq!(
        page.flash(),
        "Your note is in the history, but @Dana told nobody: nobody of this name may see this finding. Write the whole name, or choose somebody from the list."
    );
    for clear in [
        "@Jo Nakamura has the key.",
        "Write to help@millvalley.example, we meet @ 3.",
        "No name at all.",
    ] {
        assert_eq!(note(clear).await.flash(), "Your note is in the history.", "{clear}");
    }
    town.expects_waiting_mail();
}

async fn a_date_that_makes_somebody_look_twice_is_taken_with_a_sentence(town: &Town) {
    let id = explained(town).await;
    let maria = town.as_(Cast::Supervisor);
    let due = async |date: &str| {
        let screen = [
            ("action", "Hang a screen with the waiting time."),
            ("strength", "automatic"),
            ("due", date),
        ];
        plan(town, &maria, id, &screen).await
    };
    let in_time = due("2026-06-22").await;
    assert_snapshot!(in_time.flash(), @"The action is planned, and its owner will be told.");
    let page = due("2026-06-13").await;
    assert_snapshot!(page.flash(), @"The action is planned, and its owner will be told. But it is due on Saturday, June 13, 2026, when nobody works at Oak Street Office.");
    assert!(
        page.part("actions").contains("Nobody works there on that day"),
        "{}",
        page.part("actions")
    );
    assert_snapshot!(due("2026-06-24").await.flash(), @"The action is planned, and its owner will be told. But it is due on Wednesday, June 24, 2026, and the finding itself on Tuesday, June 23, 2026 already: whoever owns the finding can ask for a later date.");
    let page = due("2026-06-27").await;
    assert_snapshot!(page.flash(), @"The action is planned, and its owner will be told. But it is due on Saturday, June 27, 2026, when nobody works at Oak Street Office, and the finding itself on Tuesday, June 23, 2026 already: whoever owns the finding can ask for a later date.");
    assert!(
        page.part("actions").contains("Later than the finding itself is due"),
        "{}",
        page.part("actions")
    );
    // A leader who decides reads it, too.
    let dana = town.as_(Cast::Manager).get(&links::finding(id)).await.ok();
    let decide = dana.part("decide");
    assert!(decide.contains("Later than the finding itself is due"), "{decide}");
    town.expects_waiting_mail();
}

async fn closing_before_anybody_decided_on_the_plan_stays_in_the_history(town: &Town) {
    let id = planned(town).await;
    let jo = town.as_(Cast::Clerk);
    let list = jo.get("/findings/actions").await.ok();
    let action = regex::Regex::new(r"/findings/actions/[0-9a-f-]{36}").unwrap();
    let completion = format!("{}/completion", action.find(&list.body).unwrap().as_str());
    jo.submit(&completion, &[("note", "It hangs.")]).await.ok();
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&links::finding(id)).await.ok();
    let next = page.part("next");
    assert!(next.contains("Nobody has decided on the plan yet."), "{next}");
    let closure = [
        ("verification", "Watched the line."),
        ("layered", "existing"),
        ("layered_note", "How many minutes did the last person in line wait?"),
    ];
    let closed = send(&maria, id, "closure", &closure).await;
    let history = closed.part("history");
    assert!(
        history.contains("verified the fix and closed the finding; nobody had decided on its plan"),
        "{history}"
    );
    town.expects_waiting_mail();
}
