//! Submitted, arrived later: done in time without a network or on paper, and taken for three days.

use crate::browser::Answer;
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use insta::assert_snapshot;
use plumbline::audits;
use plumbline::base::ids::{AuditId, QuestionId};
use plumbline::base::links;
use plumbline::checklists;
use plumbline::figures::model::{Done, Over};

on_both![
    what_was_done_in_time_arrives_the_next_day,
    it_arrives_before_anybody_noticed_it_was_missing,
    inside_the_grace_the_device_says_that_it_was_in_time,
    what_was_done_late_counts_late,
    after_three_days_it_stays_missed,
    what_was_not_done_in_its_window_stays_missed,
    a_clock_that_is_off_is_corrected_and_told,
    the_form_of_a_browser_arrives_later_too,
    a_sheet_of_paper_is_entered_afterwards,
    a_leader_enters_paper_for_somebody,
];

fn questions(town: &Town) -> [QuestionId; 3] {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    [Question::Acknowledged, Question::WaitTime, Question::Identity].map(|question| codes[question.code()])
}

/// Maria started the audit of today at nine, and then the network was gone.
async fn started(town: &Town) -> AuditId {
    let audit = town.plan(1, &[Place::OakStreet]).1[0];
    let maria = town.as_(Cast::Supervisor);
    maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    audit
}

/// Her device sends what it kept: done at this UTC time by its clock, sent at that one.
async fn arrives(town: &Town, audit: AuditId, done: &str, sent: Option<&str>) -> Answer {
    let [seen, waited, proof] = questions(town);
    let body = format!(
        r#"{{"answers":{{"{seen}":{{"outcome":"conforms"}},"{waited}":{{"value":22,"seen":"Long."}},"{proof}":{{"outcome":"conforms"}}}},"device_at":"{done}"}}"#
    );
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(sent.map(|sent| ("x-sent-at", sent)));
    let address = format!("{}/submissions/{}", links::audit(audit), uuid::Uuid::now_v7());
    let maria = town.as_(Cast::Supervisor);
    let answer = maria.script(Method::PUT, &address, &headers, &body).await;
    if answer.status == 201 {
        let again = maria.script(Method::PUT, &address, &headers, &body).await;
        assert_eq!(again.status, 200, "sent again it arrives once");
    }
    answer
}

/// Figures of the day; the end of each story compares them with a recount, too.
fn done(town: &Town) -> Done {
    let unit = town.unit(Place::OakStreet);
    town.read(move |conn| {
        let day = "2026-06-09".parse().unwrap();
        Ok(plumbline::figures::queries::done(conn, &Over::new(&[unit], day, day))?)
    })
}

async fn page(town: &Town, audit: AuditId) -> Answer {
    town.as_(Cast::Manager).get(&links::audit(audit)).await.ok()
}

async fn what_was_done_in_time_arrives_the_next_day(town: &Town) {
    let audit = started(town).await;
    town.at("2026-06-10 09:01");
    town.run_jobs().await;
    assert_snapshot!(town.new_subjects(), @r"
    Dana: Missed at Oak Street Office: Service at the counter
    Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter
    ");
    assert_eq!((done(town).submitted, done(town).missed), (0, 1));
    town.at("2026-06-11 08:15");
    // 9:40 in Mill Valley.
    let arrived = arrives(town, audit, "2026-06-09T14:40:00Z", Some("2026-06-11T13:15:00Z")).await;
    assert_eq!(arrived.status, 201, "{}", arrived.body);
    assert_eq!(
        done(town),
        Done {
            submitted: 1,
            on_time: 1,
            missed: 0,
            excused: 0
        },
        "what was missed is taken back"
    );
    let page = page(town, audit).await;
    let facts = page.part("facts");
    assert!(
        page.text().contains("Arrived later") && page.text().contains("On time"),
        "{}",
        page.text()
    );
    assert!(
        facts.contains("Done\nTue, Jun 9, 9:40 AM") && facts.contains("Arrived\nToday, 8:15 AM"),
        "{facts}"
    );
    assert!(!facts.contains("clock"), "{facts}");
    assert!(page.part("history").contains("sent the answers, which arrived later"));
    let list = town.as_(Cast::Manager).get("/audits?state=submitted").await.ok().text();
    assert!(list.contains("Arrived later"), "{list}");
    // Whoever was told that it was missed is told, once; the finding is raised now.
    town.run_jobs().await;
    let mails = town.new_mails();
    let mail = mails.iter().find(|mail| mail.recipient.contains("dana@")).unwrap();
    assert_snapshot!("mail_arrived", town.letter(mail));
    assert_eq!(
        mails.iter().filter(|mail| mail.subject.contains("after all")).count(),
        1
    );
}

async fn it_arrives_before_anybody_noticed_it_was_missing(town: &Town) {
    let audit = started(town).await;
    // Over for a minute, and no job has run since.
    town.at("2026-06-10 09:01");
    assert_eq!(arrives(town, audit, "2026-06-09T21:00:00Z", None).await.status, 201);
    assert_eq!(
        done(town),
        Done {
            submitted: 1,
            on_time: 1,
            missed: 0,
            excused: 0
        }
    );
    town.run_jobs().await;
    let subjects = town.new_subjects();
    assert!(
        !subjects.contains("Missed") && !subjects.contains("after all"),
        "{subjects}"
    );
}

async fn inside_the_grace_the_device_says_that_it_was_in_time(town: &Town) {
    let audit = started(town).await;
    town.at("2026-06-09 17:30");
    assert_eq!(arrives(town, audit, "2026-06-09T21:50:00Z", None).await.status, 201);
    assert_eq!((done(town).submitted, done(town).on_time), (1, 1));
}

async fn what_was_done_late_counts_late(town: &Town) {
    let audit = started(town).await;
    town.at("2026-06-10 09:01");
    town.run_jobs().await;
    town.at("2026-06-11 09:00");
    // 17:30, inside the grace.
    assert_eq!(arrives(town, audit, "2026-06-09T22:30:00Z", None).await.status, 201);
    assert_eq!(
        done(town),
        Done {
            submitted: 1,
            on_time: 0,
            missed: 0,
            excused: 0
        }
    );
    assert!(page(town, audit).await.text().contains("Late"));
}

async fn after_three_days_it_stays_missed(town: &Town) {
    let audit = started(town).await;
    town.at("2026-06-10 09:01");
    town.run_jobs().await;
    town.at("2026-06-13 09:01");
    let late = arrives(town, audit, "2026-06-09T14:40:00Z", None).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("closed more than 3 days ago"), "{}", late.body);
    assert_eq!((done(town).submitted, done(town).missed), (0, 1));
    town.at("2026-06-13 09:00");
    assert_eq!(arrives(town, audit, "2026-06-09T14:40:00Z", None).await.status, 201);
}

async fn what_was_not_done_in_its_window_stays_missed(town: &Town) {
    let audit = started(town).await;
    town.at("2026-06-11 09:00");
    town.run_jobs().await;
    // After its end; before it was started; in the future.
    for moment in ["2026-06-10T14:00:01Z", "2026-06-09T13:30:00Z", "2026-06-11T15:00:00Z"] {
        let refused = arrives(town, audit, moment, None).await;
        assert_eq!(refused.status, 409, "{moment}");
        assert!(refused.body.contains("outside the time"), "{}", refused.body);
    }
    let [seen, ..] = questions(town);
    let json = [("content-type", "application/json")];
    let address = format!("{}/submissions/{}", links::audit(audit), uuid::Uuid::now_v7());
    let body = format!(r#"{{"answers":{{"{seen}":{{"outcome":"conforms"}}}}}}"#);
    let silent = town
        .as_(Cast::Supervisor)
        .script(Method::PUT, &address, &json, &body)
        .await;
    assert!(silent.body.contains("audit-no-over"), "{}", silent.body);
    // One that was never started has no questions to answer.
    let other = town.plan(1, &[Place::Harbor]).1[0];
    town.at("2026-06-12 10:00");
    let ben = town.as_(Cast::OtherSupervisor);
    let address = format!("{}/submissions/{}", links::audit(other), uuid::Uuid::now_v7());
    let never = ben
        .script(
            Method::PUT,
            &address,
            &json,
            r#"{"answers":{},"device_at":"2026-06-11T15:00:00Z"}"#,
        )
        .await;
    assert!(never.body.contains("audit-late-no-start"), "{}", never.body);
}

async fn a_clock_that_is_off_is_corrected_and_told(town: &Town) {
    let audit = started(town).await;
    town.at("2026-06-10 10:00");
    town.run_jobs().await;
    // Its clock is two hours ahead: what it calls 19:30 was 17:30, and it is noon there now.
    let sent = Some("2026-06-10T17:00:00Z");
    let arrived = arrives(town, audit, "2026-06-10T00:30:00Z", sent).await;
    assert_eq!(arrived.status, 201, "{}", arrived.body);
    let facts = page(town, audit).await.part("facts");
    assert!(facts.contains("Done\nYesterday, 5:30 PM"), "{facts}");
    assert!(facts.contains("120 min ahead"), "{facts}");
    assert_eq!((done(town).submitted, done(town).on_time), (1, 0));
    // A clock that makes a late audit look in time is corrected as well.
    let other = town.plan(1, &[Place::Harbor]).1[0];
    let ben = town.as_(Cast::OtherSupervisor);
    ben.submit(&format!("{}/start", links::audit(other)), &[]).await.ok();
    town.at("2026-06-11 10:00");
    let ben = town.as_(Cast::OtherSupervisor);
    let address = format!("{}/submissions/{}", links::audit(other), uuid::Uuid::now_v7());
    let headers = [
        ("content-type", "application/json"),
        ("x-sent-at", "2026-06-11T12:00:00Z"),
    ];
    let cheat = ben
        .script(
            Method::PUT,
            &address,
            &headers,
            r#"{"answers":{},"device_at":"2026-06-11T11:59:00Z"}"#,
        )
        .await;
    assert!(cheat.body.contains("audit-late-no-window"), "{}", cheat.body);
}

async fn the_form_of_a_browser_arrives_later_too(town: &Town) {
    let audit = started(town).await;
    let [seen, waited, proof] = questions(town);
    town.at("2026-06-10 09:30");
    town.run_jobs().await;
    let sending = format!("{}/submission", links::audit(audit));
    let mut fields = vec![
        (format!("outcome-{seen}"), "conforms".to_owned()),
        (format!("value-{waited}"), "9".to_owned()),
        ("device_at".to_owned(), "2026-06-09T22:40:00.000Z".to_owned()),
        ("sent_at_device".to_owned(), "2026-06-10T14:30:00.000Z".to_owned()),
    ];
    let maria = town.as_(Cast::Supervisor);
    // Incomplete: the checklist again, with what is missing and what was answered.
    let incomplete = maria.post_multipart(&sending, &fields).await;
    assert_eq!(incomplete.status, 422);
    assert_snapshot!(incomplete.error_summary(), @"Question 3: choose an answer.");
    assert!(incomplete.body.contains("value=\"9\""), "what was typed is kept");
    fields.push((format!("outcome-{proof}"), "conforms".to_owned()));
    let taken = maria.post_multipart(&sending, &fields).await;
    assert_snapshot!(maria.follow(taken).await.ok().flash(), @"Thank you. 3 of 3 conform; nothing was found.");
    assert_eq!(
        done(town),
        Done {
            submitted: 1,
            on_time: 0,
            missed: 0,
            excused: 0
        }
    );
    // Without a time the form is refused as ever.
    let other = town.plan(1, &[Place::OakStreet]).1[0];
    town.at("2026-06-11 09:30");
    let maria = town.as_(Cast::Supervisor);
    fields.retain(|(name, _)| !name.contains("_at"));
    let refused = maria
        .post_multipart(&format!("{}/submission", links::audit(other)), &fields)
        .await;
    assert_snapshot!(refused.error_summary(), @"This audit has closed. Nobody can fill it in any more.");
}

fn on_paper(town: &Town, time: &str) -> Vec<(String, String)> {
    let [seen, waited, proof] = questions(town);
    let mut fields = vec![
        ("done_on".to_owned(), "2026-06-09".to_owned()),
        ("done_time".to_owned(), time.to_owned()),
    ];
    fields.push((format!("outcome-{seen}"), "conforms".to_owned()));
    fields.push((format!("value-{waited}"), "22".to_owned()));
    fields.push((format!("seen-{waited}"), "The line reached the door.".to_owned()));
    fields.push((format!("outcome-{proof}"), "conforms".to_owned()));
    fields
}

async fn enter(town: &Town, who: Cast, audit: AuditId, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let browser = town.as_(who);
    browser.submit(&links::from_paper(audit), &fields).await
}

async fn a_sheet_of_paper_is_entered_afterwards(town: &Town) {
    let audit = town.plan(1, &[Place::OakStreet]).1[0];
    let maria = town.as_(Cast::Supervisor);
    let early = maria.get(&links::from_paper(audit)).await;
    assert_snapshot!(maria.follow(early).await.ok().flash(), @"This audit is still open. Enter the answers in the checklist itself.");
    town.at("2026-06-10 09:30");
    town.run_jobs().await;
    town.at("2026-06-11 09:00");
    let maria = town.as_(Cast::Supervisor);
    let missed = maria.get(&links::audit(audit)).await.ok();
    assert!(
        missed.body.contains(&links::from_paper(audit)),
        "the page of the audit leads there"
    );
    let form = maria.get(&links::from_paper(audit)).await.ok();
    assert!(form.text().contains("Maria Okafor did it."), "{}", form.text());
    let before = town.read(move |conn| Ok(audits::queries::find(conn, audit)?));
    assert_eq!(
        (before.state.as_str(), before.draw),
        ("missed", 0),
        "looking draws nothing"
    );

    let mut incomplete = on_paper(town, "");
    incomplete.truncate(3);
    let told = enter(town, Cast::Supervisor, audit, &incomplete).await;
    assert_eq!(told.status, 422);
    assert_snapshot!(told.error_summary(), @"
    Enter the time it was done.
    Question 2: enter the measured value, or choose Not applicable.
    Question 3: choose an answer.
    ");
    let outside = enter(town, Cast::Supervisor, audit, &on_paper(town, "07:59")).await;
    assert_snapshot!(outside.error_summary(), @"That is outside the time in which this audit was open, so it stays missed.");
    assert!(
        outside.body.contains("The line reached the door.</textarea>"),
        "what was typed is kept"
    );
    assert_eq!((done(town).submitted, done(town).missed), (0, 1));

    let mut sheet = on_paper(town, "10:20");
    sheet.push(("submission".into(), reading::field(&form.body, "submission").unwrap()));
    let taken = enter(town, Cast::Supervisor, audit, &sheet).await.ok();
    assert_snapshot!(taken.flash(), @"Thank you. 2 of 3 conform; 1 finding was raised: NC-2026-00001.");
    assert_eq!(
        done(town),
        Done {
            submitted: 1,
            on_time: 1,
            missed: 0,
            excused: 0
        }
    );
    let facts = taken.part("facts");
    assert!(taken.text().contains("From paper"), "{}", taken.text());
    assert!(
        facts.contains("Done\nTue, Jun 9, 10:20 AM") && facts.contains("Entered by\nMaria Okafor"),
        "{facts}"
    );
    town.run_jobs().await;
    let mails = town.new_mails();
    let mail = mails.iter().find(|mail| mail.subject.contains("after all")).unwrap();
    assert!(mail.body_text.contains("It was done on paper"), "{}", mail.body_text);
    // Sent again by a nervous thumb it leads to what is there; another sheet is refused.
    enter(town, Cast::Supervisor, audit, &sheet).await.ok();
    let other = enter(town, Cast::Supervisor, audit, &on_paper(town, "10:20")).await;
    assert_snapshot!(other.error_summary(), @"This audit was sent already. Its answers do not change any more.");
    assert_eq!(done(town).submitted, 1);
}

async fn a_leader_enters_paper_for_somebody(town: &Town) {
    let audit = town.plan(1, &[Place::OakStreet]).1[0];
    town.at("2026-06-10 09:30");
    town.run_jobs().await;
    for (who, status) in [
        (Cast::Clerk, 403),
        (Cast::Stranger, 404),
        (Cast::OtherSupervisor, 404),
        (Cast::Manager, 200),
    ] {
        assert_eq!(
            town.as_(who).get(&links::from_paper(audit)).await.status,
            status,
            "{who:?}"
        );
    }
    let taken = enter(town, Cast::Manager, audit, &on_paper(town, "16:00")).await.ok();
    let facts = taken.part("facts");
    assert!(
        facts.contains("Who\nMaria Okafor") && facts.contains("Entered by\nDana Whitfield"),
        "{facts}"
    );
    assert!(taken.part("history").contains("entered the answers from paper"));
    // Too late is too late on paper, too.
    let other = town.plan(1, &[Place::Harbor]).1;
    assert!(other.len() == 1);
    town.at("2026-06-14 09:30");
    town.run_jobs().await;
    let dana = town.as_(Cast::Manager);
    let late = dana.get(&links::from_paper(other[0])).await;
    assert_snapshot!(dana.follow(late).await.ok().flash(), @"This audit closed more than 3 days ago. It stays missed.");
}
