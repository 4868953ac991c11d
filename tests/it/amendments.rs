//! What an audit records, and the five minutes in which whoever sent it can change it.

use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::ids::{AuditId, FindingId, QuestionId};
use plumbline::base::links;
use plumbline::checklists;
use plumbline::findings::operations as repairing;
use plumbline::schema::{findings, submissions};

on_both![
    several_things_under_one_answer_by_a_form_without_scripts,
    a_device_sends_several_things_and_how_long_it_took,
    what_is_sensitive_is_told_at_once_and_comes_first,
    answers_are_changed_within_five_minutes,
    a_change_that_comes_too_late_changes_nothing,
    what_somebody_works_on_stays_and_the_page_says_whom_to_ask,
    photos_can_be_added_afterwards,
    nobody_else_changes_what_was_sent,
    a_device_of_a_link_can_change_what_it_sent,
];

pub fn question_ids(town: &Town) -> [QuestionId; 3] {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    [Question::Acknowledged, Question::WaitTime, Question::Identity].map(|question| codes[question.code()])
}

/// Maria's audit of today at Oak Street, started.
async fn started<'t>(town: &'t Town) -> (AuditId, Browser<'t>) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let maria = town.as_(Cast::Supervisor);
    maria
        .submit(&format!("{}/start", links::audit(audits[0])), &[])
        .await
        .ok();
    (audits[0], maria)
}

pub type Fields = Vec<(String, String)>;

pub fn fields(pairs: &[(&str, QuestionId, &str)]) -> Fields {
    let name = |kind: &str, question: &QuestionId| match kind.split_once('-') {
        Some((kind, n)) => format!("{kind}-{question}-{n}"),
        None => format!("{kind}-{question}"),
    };
    pairs
        .iter()
        .map(|(kind, question, value)| (name(kind, question), (*value).to_owned()))
        .collect()
}

/// The hidden number of a form, which is the same when the form is sent again.
pub fn numbered(page: &Answer, mut fields: Fields) -> Fields {
    let tag = reading::tags(&page.body, "input")
        .into_iter()
        .find(|tag| reading::attribute(tag, "name").as_deref() == Some("submission"))
        .unwrap();
    fields.push(("submission".into(), reading::attribute(&tag, "value").unwrap()));
    fields
}

/// Number, standing and words of the findings of an audit.
fn found(town: &Town, audit: AuditId) -> Vec<String> {
    let found = town.read(move |conn| {
        Ok(plumbline::findings::queries::of_origin(
            conn,
            plumbline::base::ids::Origin::Audit(audit),
        )?)
    });
    let line = |f: &plumbline::findings::model::Finding| format!("{} {}: {}", f.number, f.standing(), f.seen);
    found.iter().map(line).collect()
}

fn finding(town: &Town, number: &str) -> FindingId {
    let number = number.to_owned();
    town.read(move |conn| {
        Ok(findings::table
            .filter(findings::number.eq(number))
            .select(findings::id)
            .first(conn)?)
    })
}

fn count_submissions(town: &Town) -> i64 {
    town.read(|conn| Ok(submissions::table.count().get_result(conn)?))
}

/// Everything conforms but the first question, under which these things were seen.
fn nonconforming(town: &Town, seen: &[&str]) -> Fields {
    let [first, waited, proof] = question_ids(town);
    let mut all = fields(&[
        ("outcome", first, "nonconforming"),
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
    ]);
    for (n, seen) in (1..).zip(seen) {
        let name = if n == 1 {
            format!("seen-{first}")
        } else {
            format!("seen-{first}-{n}")
        };
        all.push((name, (*seen).to_owned()));
    }
    all
}

fn conforming(town: &Town) -> Fields {
    let [first, waited, proof] = question_ids(town);
    fields(&[
        ("outcome", first, "conforms"),
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
    ])
}

async fn send(maria: &Browser<'_>, audit: AuditId, fields: &Fields) -> Answer {
    let sent = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), fields)
        .await;
    maria.follow(sent).await.ok()
}

async fn several_things_under_one_answer_by_a_form_without_scripts(town: &Town) {
    let (audit, maria) = started(town).await;
    let [first, waited, proof] = question_ids(town);
    let page = maria.get(&links::audit(audit)).await.ok();
    let empty = |page: &Answer, n: usize| page.body.contains(&format!("name=\"seen-{first}-{n}\""));
    assert!(empty(&page, 2) && !empty(&page, 3), "one place more than is filled");
    assert!(
        page.text()
            .contains("Facts: what, where, when. No names of visitors or colleagues.")
    );
    assert!(page.text().contains("We record how long an audit took"));

    // Saved with the button that makes room: the next place is there.
    let mut typed = fields(&[
        ("outcome", first, "corrected"),
        ("seen", first, "Nobody looked up."),
        ("done", first, "Greeted everybody."),
        ("seen-2", first, "The bell was broken."),
    ]);
    typed.push(("save".into(), format!("room-{first}")));
    let saved = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), &typed)
        .await;
    assert_eq!(
        saved.location(),
        Some(format!("{}#q-{first}", links::audit(audit)).as_str())
    );
    let page = maria.get(&links::audit(audit)).await.ok();
    assert!(empty(&page, 3) && page.body.contains("The bell was broken.</textarea>"));

    // What was done about each is asked of each.
    typed.pop();
    typed.extend(fields(&[
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
        ("done-3", first, "Moved it."),
    ]));
    let incomplete = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), &typed)
        .await;
    assert_eq!(incomplete.status, 422);
    assert_snapshot!(incomplete.error_summary(), @"Question 1, thing 2: write down what was done about it.");
    let wrong = format!("done-{first}-2-error");
    assert!(incomplete.body.contains(&wrong), "the sentence stands beside the field");
    typed.extend(fields(&[("done-2", first, "Ordered a new one.")]));
    let incomplete = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), &typed)
        .await;
    assert_snapshot!(incomplete.error_summary(), @"Question 1, thing 3: write down what you saw.");
    typed.extend(fields(&[("seen-3", first, "A stand hid the counter.")]));
    let receipt = send(&maria, audit, &typed).await;
    assert_snapshot!(receipt.flash(), @"Thank you. 2 of 3 conform; 3 findings were raised: NC-2026-00001, NC-2026-00002, NC-2026-00003.");
    assert_snapshot!(found(town, audit).join("\n"), @"
    NC-2026-00001 verified: Nobody looked up.
    NC-2026-00002 verified: The bell was broken.
    NC-2026-00003 verified: A stand hid the counter.
    ");
    assert!(
        receipt.part("answers").contains("Ordered a new one."),
        "{}",
        receipt.part("answers")
    );
    let second = maria.get(&links::finding(finding(town, "NC-2026-00002"))).await.ok();
    let what = second.part("what");
    assert!(
        what.contains("2 of 3 things seen under this question") && what.contains("NC-2026-00003"),
        "{what}"
    );
    assert!(!second.text().contains("repeat finding"), "{}", second.text());
}

async fn a_device_sends_several_things_and_how_long_it_took(town: &Town) {
    let (audit, maria) = started(town).await;
    let [first, waited, proof] = question_ids(town);
    let json = [("content-type", "application/json")];
    let put = format!("{}/answers/{first}", links::audit(audit));
    let too_many = r#"{"outcome":"nonconforming","seen":"1","more":[{"seen":"2"},{"seen":"3"},{"seen":"4"},{"seen":"5"},{"seen":"6"}]}"#;
    assert_eq!(maria.script(Method::PUT, &put, &json, too_many).await.status, 422);
    let answer = r#"{"outcome":"nonconforming","seen":"Nobody looked up.","more":[{"seen":"The bell was broken."},{"done":""}]}"#;
    assert_eq!(maria.script(Method::PUT, &put, &json, answer).await.status, 200);
    let address = format!("{}/submissions/{}", links::audit(audit), uuid::Uuid::now_v7());
    let body = format!(
        r#"{{"answers":{{"{first}":{answer},"{waited}":{{"value":4}},"{proof}":{{"outcome":"conforms"}}}},
        "device_at":"2026-06-09T14:06:00Z","started_at":"2026-06-09T14:00:00Z",
        "facts":{{"{first}":{{"nth":2,"seconds":95.2,"changes":3,"pasted":40,"at":"2026-06-09T14:05:00Z"}},
        "{proof}":{{"nth":1,"seconds":4,"changes":1,"pasted":0}},"{waited}":{{"nth":-3,"seconds":"long"}}}}}}"#
    );
    let statuses = [
        maria.script(Method::PUT, &address, &json, &body).await.status,
        maria.script(Method::PUT, &address, &json, &body).await.status,
    ];
    assert_eq!(statuses, [201, 200]);
    assert_eq!(found(town, audit).len(), 2);
    let told = maria.get(&links::audit(audit)).await.ok().text();
    let took: Vec<&str> = told
        .lines()
        .skip_while(|line| !line.starts_with("How long it took"))
        .take(4)
        .collect();
    assert_snapshot!(took.join("\n"), @"
    How long it took: 6 minutes from start to end
    Facts as the device told them. Nobody is graded by them, and a phone that was put away counts, too.
    Question 1: 95 seconds, answered as number 2, changed 3 times, 40 letters pasted
    Question 3: 4 seconds, answered as number 1
    ");
    let dana = town.as_(Cast::Manager).get(&links::audit(audit)).await.ok().text();
    assert!(dana.contains("How long it took"), "those who lead see it");
    let colleague = town.as_(Cast::Clerk).get(&links::audit(audit)).await.ok().text();
    assert!(!colleague.contains("How long it took"), "{colleague}");
}

async fn what_is_sensitive_is_told_at_once_and_comes_first(town: &Town) {
    let (audit, maria) = started(town).await;
    let [first, ..] = question_ids(town);
    let mut typed = nonconforming(
        town,
        &["A reporter was told to come back tomorrow.", "The bell was broken."],
    );
    typed.extend(fields(&[("sensitive", first, "1")]));
    let receipt = send(&maria, audit, &typed).await;
    assert!(
        receipt
            .part("next")
            .contains("Told at once: Dana Whitfield, Elena Petrova."),
        "{}",
        receipt.part("next")
    );
    assert!(receipt.part("findings").contains("Sensitive"));
    town.app.deliver_mail().await.unwrap();
    let mails = town.new_mails();
    let mut to: Vec<String> = mails
        .iter()
        .map(|mail| format!("{} {}", mail.recipient, mail.subject))
        .collect();
    to.sort();
    assert_eq!(to.len(), 4, "one mail each for each finding: {to:?}");
    let mail = mails.iter().find(|mail| mail.recipient.contains("elena@")).unwrap();
    assert_snapshot!("mail_sensitive", town.letter(mail));

    // What is not sensitive and came later stands below it, where work waits.
    town.at("2026-06-09 10:00");
    town.finding(Place::OakStreet, Question::WaitTime, "The line reached the door.");
    let rows = |page: &Answer| -> Vec<bool> {
        let rows = reading::elements(&page.body, "tr").into_iter().skip(1);
        rows.map(|row| row.contains("Sensitive")).collect()
    };
    let elena = town.as_(Cast::Director);
    assert_eq!(rows(&elena.get("/findings").await.ok()), [true, true, false]);
    assert_eq!(rows(&elena.get("/findings?tab=all").await.ok()), [false, true, true]);
    let page = elena.get(&links::finding(finding(town, "NC-2026-00001"))).await.ok();
    assert!(page.text().contains("Sensitive"));

    // It was a misunderstanding: whoever was told is told that it changed, in one mail.
    town.at("2026-06-09 09:03");
    let changed = numbered(
        &page_of(&maria, audit).await,
        nonconforming(town, &["The bell was broken."]),
    );
    assert_eq!(
        maria.post_multipart(&links::amendment(audit), &changed).await.status,
        303
    );
    town.app.deliver_mail().await.unwrap();
    let mails = town.new_mails();
    let to: Vec<&str> = mails.iter().map(|mail| mail.recipient.as_str()).collect();
    assert_eq!(to.len(), 2, "{to:?}");
    let mail = mails.iter().find(|mail| mail.recipient.contains("elena@")).unwrap();
    assert_snapshot!("mail_amended", town.letter(mail));
}

async fn answers_are_changed_within_five_minutes(town: &Town) {
    let (audit, maria) = started(town).await;
    let receipt = send(
        &maria,
        audit,
        &nonconforming(town, &["Nobody looked up.", "The bell was broken."]),
    )
    .await;
    assert_snapshot!(receipt.part("next"), @"
    What happens next
    By Tue, Jul 7 Maria Okafor finds the cause and decides what changes: NC-2026-00001, NC-2026-00002.
    After that When it is repaired, the question comes back in the next three audits, also of other people, to see whether the repair holds.
    Change your answers (until 9:05 AM)
    ");
    town.at("2026-06-09 09:04");
    let amendment = links::amendment(audit);
    let page = maria.get(&amendment).await.ok();
    assert!(page.text().contains("until today, 9:05 AM"), "{}", page.text());
    assert!(
        page.body.contains("Nobody looked up.</textarea>"),
        "with what was sent in it"
    );
    let changed = numbered(
        &page,
        nonconforming(town, &["The bell was broken.", "Nobody looked up, at window 3."]),
    );
    let taken = maria.post_multipart(&amendment, &changed).await;
    let told = maria.follow(taken).await.ok();
    assert_snapshot!(told.flash(), @"Your changes are in. The history keeps what you said before.");
    assert_snapshot!(found(town, audit).join("\n"), @"
    NC-2026-00001 open: Nobody looked up, at window 3.
    NC-2026-00002 open: The bell was broken.
    ");
    assert!(
        told.part("history").contains("changed the answers"),
        "{}",
        told.part("history")
    );
    // The same again does nothing twice; another form of before is another change.
    assert_eq!(maria.post_multipart(&amendment, &changed).await.status, 303);
    assert_eq!(count_submissions(town), 2);
    let again = numbered(&maria.get(&amendment).await.ok(), conforming(town));
    let taken = maria.post_multipart(&amendment, &again).await;
    let told = maria.follow(taken).await.ok();
    assert_snapshot!(found(town, audit).join("\n"), @"
    NC-2026-00001 withdrawn: Nobody looked up, at window 3.
    NC-2026-00002 withdrawn: The bell was broken.
    ");
    assert!(told.text().contains("3 of 3"), "{}", told.text());
    let page = maria.get(&links::finding(finding(town, "NC-2026-00002"))).await.ok();
    assert!(
        page.part("next").contains("Withdrawn by the auditor"),
        "{}",
        page.text()
    );
    assert!(
        page.part("history").contains("withdrew the finding"),
        "{}",
        page.part("history")
    );
    assert_eq!(count_submissions(town), 3);
    let incomplete = numbered(&page_of(&maria, audit).await, nonconforming(town, &[]));
    let refused = maria.post_multipart(&amendment, &incomplete).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"Question 1: write down what you saw.");
}

async fn page_of(maria: &Browser<'_>, audit: AuditId) -> Answer {
    maria.get(&links::amendment(audit)).await.ok()
}

async fn a_change_that_comes_too_late_changes_nothing(town: &Town) {
    let (audit, maria) = started(town).await;
    let amendment = links::amendment(audit);
    send(&maria, audit, &nonconforming(town, &["Nobody looked up."])).await;
    town.at("2026-06-09 09:05");
    let page = page_of(&maria, audit).await;
    town.at("2026-06-09 09:06");
    let changed = numbered(&page, nonconforming(town, &["Typed in the last minute."]));
    let late = maria.post_multipart(&amendment, &changed).await;
    assert_eq!(late.status, 422);
    assert_snapshot!(late.error_summary(), @"The 5 minutes are over: these answers stay as they were sent. Nothing of what you typed below was taken. Write a note at the finding, or talk to whoever has it.");
    assert!(
        late.body.contains("Typed in the last minute.</textarea>"),
        "what was typed is shown"
    );
    assert!(!late.body.contains("data-finish"), "there is no button any more");
    assert_eq!((found(town, audit).len(), count_submissions(town)), (1, 1));
    let over = maria.get(&amendment).await;
    assert_eq!(over.location(), Some(links::audit(audit).as_str()));
    let told = maria.get(&links::audit(audit)).await.ok();
    assert!(!told.body.contains(&amendment), "no way there any more");
    town.at("2026-06-10 10:00");
    let told = town.as_(Cast::Supervisor).get(&links::audit(audit)).await.ok();
    assert!(
        !told.text().contains("What happens next"),
        "the day after it is history"
    );
}

async fn what_somebody_works_on_stays_and_the_page_says_whom_to_ask(town: &Town) {
    let (audit, maria) = started(town).await;
    send(&maria, audit, &nonconforming(town, &["Nobody looked up."])).await;
    let (id, act) = (finding(town, "NC-2026-00001"), town.act(Some(Cast::Manager)));
    town.write(move |conn| repairing::contain(conn, &act.clone(), id, "Greeted everybody."));
    let changed = numbered(&page_of(&maria, audit).await, conforming(town));
    let refused = maria.post_multipart(&links::amendment(audit), &changed).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"Question 1: somebody works on NC-2026-00001 already, so this answer is not changed here. Ask Maria Okafor.");
    assert_snapshot!(found(town, audit).join("\n"), @"NC-2026-00001 contained: Nobody looked up.");
    assert_eq!(count_submissions(town), 1);
}

async fn photos_can_be_added_afterwards(town: &Town) {
    let (audit, maria) = started(town).await;
    let [first, ..] = question_ids(town);
    send(&maria, audit, &nonconforming(town, &["Nobody looked up."])).await;
    let page = page_of(&maria, audit).await;
    assert!(page.body.contains(&format!("name=\"photo-{first}\"")));
    let photo = crate::photos::jpeg(64, 48);
    let all = numbered(&page, nonconforming(town, &["Nobody looked up."]));
    let all: Vec<(&str, &str)> = all
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let field = format!("photo-{first}");
    let taken = maria
        .post_file_as(&links::amendment(audit), &all, (&field, "line.jpg"), &photo)
        .await;
    let told = maria.follow(taken).await.ok();
    assert_snapshot!(told.flash(), @"Your changes are in. The history keeps what you said before.");
    assert!(told.body.contains(&format!("src=\"{}/photos/", links::audit(audit))));
    assert_eq!(found(town, audit).len(), 1);
}

async fn nobody_else_changes_what_was_sent(town: &Town) {
    let (audit, maria) = started(town).await;
    let amendment = links::amendment(audit);
    assert_eq!(maria.get(&amendment).await.status, 303, "not sent yet");
    send(&maria, audit, &nonconforming(town, &["Nobody looked up."])).await;
    for (who, status) in [(Cast::Manager, 403), (Cast::Director, 403), (Cast::Stranger, 404)] {
        let browser = town.as_(who);
        assert_eq!(browser.get(&amendment).await.status, status);
        assert_eq!(
            browser.post_multipart(&amendment, &conforming(town)).await.status,
            status
        );
    }
    assert_eq!(town.as_nobody().get(&amendment).await.status, 303);
    assert_eq!(found(town, audit).len(), 1);
}

async fn a_device_of_a_link_can_change_what_it_sent(town: &Town) {
    let audit = crate::audit_links::boards_audit(town);
    let link = crate::audit_links::sent_link(town, audit).await;
    let tablet = crate::audit_links::begun(town, &link).await;
    let receipt = send(&tablet, audit, &nonconforming(town, &["Nobody looked up."])).await;
    assert!(receipt.text().contains("1 nonconforming"), "{}", receipt.text());
    assert!(
        receipt.text().contains("Change your answers (until 9:05 AM)"),
        "{}",
        receipt.text()
    );
    let page = page_of(&tablet, audit).await;
    for tag in reading::tags(&page.body, "a") {
        let href = reading::attribute(&tag, "href").unwrap_or_default();
        let own = href.starts_with('#') || [links::audit(audit).as_str(), "/audits/kept"].contains(&href.as_str());
        assert!(own, "the page of a link leads to {href}");
    }
    let changed = numbered(&page, conforming(town));
    let taken = tablet.post_multipart(&links::amendment(audit), &changed).await;
    let receipt = tablet.follow(taken).await.ok();
    assert_eq!(receipt.heading(), "Your answers have arrived");
    assert_snapshot!(found(town, audit).join("\n"), @"NC-2026-00001 withdrawn: Nobody looked up.");
}
