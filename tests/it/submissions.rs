//! An audit arrives once, whatever is sent twice, at once or too late.

use crate::browser::Answer;
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use futures_util::future::{join, join_all};
use insta::assert_snapshot;
use plumbline::audits::arrival::Arriving;
use plumbline::audits::model::{AuditState, Given, Shown};
use plumbline::audits::operations::{Received, Sent, keep_answer, start, submit};
use plumbline::base::act::Act;
use plumbline::base::codes::Outcome;
use plumbline::base::ids::{AuditId, QuestionId, SubmissionId};
use plumbline::checklists;
use plumbline::platform::db::{Conn, Db};
use plumbline::platform::error::{AppError, AppResult};
use plumbline::schema;

use diesel::prelude::*;

on_both![
    a_supervisor_does_the_audit_of_the_day,
    an_answer_saved_elsewhere_is_not_written_over_unseen,
    what_a_device_kept_arrives_once,
    the_same_submission_twice_counts_once,
    two_devices_race_and_one_wins,
    an_answer_saved_at_the_last_moment_counts_or_is_refused,
    thirty_two_audits_at_once_lose_nothing,
    a_plan_made_by_two_servers_has_each_audit_once,
    an_audit_that_nobody_did_is_missed_and_told_once,
];

fn sent(town: &Town, minutes: f64) -> Sent {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    let conforms = Given {
        outcome: Some(Outcome::Conforms),
        ..Given::default()
    };
    let waited = Given {
        value: Some(minutes),
        seen: "The line reached the door.".into(),
        ..Given::default()
    };
    let of = |question: Question| -> QuestionId { codes[question.code()] };
    Sent {
        noted: Default::default(),
        id: SubmissionId(uuid::Uuid::now_v7()),
        body_hash: format!("{minutes}"),
        device_at: None,
        answers: vec![
            (of(Question::Acknowledged), conforms.clone()),
            (of(Question::WaitTime), waited),
            (of(Question::Identity), conforms),
        ],
    }
}

fn started(town: &Town, places: &[Place]) -> Vec<AuditId> {
    let (_, audits) = town.plan(1, places);
    for audit in audits.clone() {
        let act = act_of_assignee(town, audit);
        town.write(move |conn| start(conn, &act.clone(), audit));
    }
    audits
}

/// A deed of whoever was given the audit.
fn act_of_assignee(town: &Town, audit: AuditId) -> Act {
    let who = town.read(move |conn| Ok(plumbline::audits::queries::find(conn, audit)?.assignee_id));
    town.app.act(who)
}

async fn send(town: &Town, db: &Db, audit: AuditId, sent: Sent) -> AppResult<Received> {
    let (act, post) = (act_of_assignee(town, audit), town.app.post.clone());
    db.write(move |conn| submit(conn, &act.clone(), &post, audit, &sent))
        .await
}

fn count(town: &Town) -> (i64, i64) {
    town.read(|conn| {
        let submissions = schema::submissions::table.count().get_result(conn)?;
        let findings = schema::findings::table.count().get_result(conn)?;
        Ok((submissions, findings))
    })
}

/// The ids of the checklist's questions, by their names in the form: `outcome-<id>`.
fn question_ids(town: &Town) -> [QuestionId; 3] {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    [Question::Acknowledged, Question::WaitTime, Question::Identity].map(|question| codes[question.code()])
}

async fn a_supervisor_does_the_audit_of_the_day(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let audit = plumbline::base::links::audit(audits[0]);
    let [seen, waited, proof] = question_ids(town);
    let maria = town.as_(Cast::Supervisor);
    let list = maria.get("/audits").await.ok();
    assert!(list.text().contains("Service at the counter"), "{}", list.text());
    // Nobody else can begin it, and a stranger does not see it.
    assert_eq!(town.as_(Cast::Stranger).get(&audit).await.status, 404);
    assert_eq!(
        town.as_(Cast::Manager)
            .post(&format!("{audit}/start"), &[])
            .await
            .status,
        422
    );
    let page = maria.submit(&format!("{audit}/start"), &[]).await.ok();
    assert!(
        page.text().contains("Was each person in line acknowledged"),
        "{}",
        page.text()
    );

    // Each answer is saved as it is given.
    let answer = format!("{audit}/answers/{seen}");
    let json = [("content-type", "application/json")];
    let saved = maria
        .script(Method::PUT, &answer, &json, r#"{"outcome":"conforms"}"#)
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);

    // The form without what was seen comes back; complete, it is taken.
    let mut fields = vec![
        (format!("outcome-{seen}"), "conforms".to_owned()),
        (format!("value-{waited}"), "22".to_owned()),
        (format!("outcome-{proof}"), "conforms".to_owned()),
    ];
    let incomplete = maria.post_multipart(&format!("{audit}/submission"), &fields).await;
    assert_eq!(incomplete.status, 422);
    assert_snapshot!(incomplete.error_summary(), @"Question 2: write down what you saw.");
    fields.push((format!("seen-{waited}"), "The line reached the door.".to_owned()));
    let taken = maria.post_multipart(&format!("{audit}/submission"), &fields).await;
    let receipt = maria.follow(taken).await.ok();
    assert_snapshot!(receipt.flash(), @"Thank you. 2 of 3 conform; 1 finding was raised: NC-2026-00001.");
    assert_eq!(count(town), (1, 1));

    // Sent again by a nervous thumb: the same receipt, nothing twice.
    let again = maria.post_multipart(&format!("{audit}/submission"), &fields).await;
    assert!([303, 422].contains(&again.status), "{}", again.status);
    assert_eq!(count(town), (1, 1));
    let finding = maria.get("/findings?tab=all").await.ok().text();
    assert!(
        finding.contains("NC-2026-00001") && finding.contains("How many minutes"),
        "{finding}"
    );
}

/// The form of the checklist as a browser without scripts would send it, with these answers in it.
fn form_of(page: &Answer, answers: &[(String, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = reading::tags(&page.body, "input")
        .iter()
        .filter(|tag| reading::attribute(tag, "type").as_deref() == Some("hidden"))
        .filter_map(|tag| {
            let name = reading::attribute(tag, "name").filter(|name| name != "csrf")?;
            Some((name, reading::attribute(tag, "value").unwrap_or_default()))
        })
        .collect();
    fields.extend(answers.iter().map(|(name, value)| (name.clone(), (*value).to_owned())));
    fields
}

async fn an_answer_saved_elsewhere_is_not_written_over_unseen(town: &Town) {
    let audit = started(town, &[Place::OakStreet])[0];
    let address = plumbline::base::links::audit(audit);
    let sending = format!("{address}/submission");
    let [seen, waited, proof] = question_ids(town);
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&address).await.ok();
    // Meanwhile the phone saves two answers; one of them is what the page will say, too.
    town.at("2026-06-09 09:10");
    let phone = town.as_(Cast::Supervisor);
    let json = [("content-type", "application/json")];
    for (question, given) in [
        (waited, r#"{"value":22,"seen":"The line reached the door."}"#),
        (proof, r#"{"outcome":"conforms"}"#),
    ] {
        let saved = phone
            .script(Method::PUT, &format!("{address}/answers/{question}"), &json, given)
            .await;
        assert_eq!(saved.status, 200, "{}", saved.body);
    }
    town.at("2026-06-09 09:20");
    let typed = [
        (format!("outcome-{seen}"), "conforms"),
        (format!("value-{waited}"), "9"),
        (format!("seen-{waited}"), "A short line."),
        (format!("outcome-{proof}"), "conforms"),
    ];
    let value = || {
        town.read(move |conn| {
            let answers = plumbline::audits::queries::answers(conn, audit)?;
            Ok(answers.into_iter().find(|answer| answer.question_id == waited).unwrap())
        })
    };
    let asked = maria.post_multipart(&sending, &form_of(&page, &typed)).await;
    assert_eq!(asked.status, 422);
    assert_snapshot!(asked.error_summary(), @"Question 2: another answer was saved meanwhile, on another device or in another window. Choose which one counts.");
    assert_eq!(value().value, Some(22.0), "the newer answer is still there");
    assert_eq!(count(town), (0, 0), "nothing is sent before somebody has chosen");
    // Both are on the page: the one saved elsewhere, and what was typed here.
    let text = asked.text();
    assert!(
        text.contains("22 ") && text.contains("The line reached the door."),
        "{text}"
    );
    assert!(asked.body.contains("value=\"9\"") && asked.body.contains("A short line.</textarea>"));

    // Without a choice the question comes again; and so it does when a third answer was saved since.
    let undecided = maria.post_multipart(&sending, &form_of(&asked, &typed)).await;
    assert_eq!((undecided.status, value().value), (422, Some(22.0)));
    town.at("2026-06-09 09:30");
    let third = r#"{"value":30,"seen":"Out to the street."}"#;
    phone
        .script(Method::PUT, &format!("{address}/answers/{waited}"), &json, third)
        .await;
    let mut chosen = typed.to_vec();
    chosen.push((format!("keep-{waited}"), "mine"));
    let outdated = maria.post_multipart(&sending, &form_of(&undecided, &chosen)).await;
    assert_eq!((outdated.status, value().value), (422, Some(30.0)));
    assert!(outdated.text().contains("Out to the street."), "{}", outdated.text());

    // Mine counts, for now; then the page is opened again, overtaken once more, and the other one counts.
    let mut later = form_of(&outdated, &chosen);
    later.push(("save".into(), "here".into()));
    assert_eq!(maria.post_multipart(&sending, &later).await.status, 303);
    assert_eq!(value().value, Some(9.0));
    let page = maria.get(&address).await.ok();
    town.at("2026-06-09 09:40");
    phone
        .script(Method::PUT, &format!("{address}/answers/{waited}"), &json, third)
        .await;
    let asked = maria.post_multipart(&sending, &form_of(&page, &typed)).await;
    assert_eq!(asked.status, 422);
    chosen.pop();
    chosen.push((format!("keep-{waited}"), "saved"));
    let sent = maria.post_multipart(&sending, &form_of(&asked, &chosen)).await;
    let receipt = maria.follow(sent).await.ok();
    assert_snapshot!(receipt.flash(), @"Thank you. 2 of 3 conform; 1 finding was raised: NC-2026-00001.");
    assert_eq!(
        (value().value, value().seen.as_str()),
        (Some(30.0), "Out to the street.")
    );
    // Sent again by a nervous thumb.
    let again = maria.post_multipart(&sending, &form_of(&asked, &chosen)).await;
    assert_eq!(again.status, 303);
    assert_eq!(count(town), (1, 1));
}

async fn what_a_device_kept_arrives_once(town: &Town) {
    let audit = started(town, &[Place::OakStreet])[0];
    let [seen, waited, proof] = question_ids(town);
    let maria = town.as_(Cast::Supervisor);
    let address = format!(
        "{}/submissions/{}",
        plumbline::base::links::audit(audit),
        uuid::Uuid::now_v7()
    );
    let json = [("content-type", "application/json")];
    let body = |minutes: u32| {
        format!(
            r#"{{"answers":{{"{seen}":{{"outcome":"conforms"}},"{waited}":{{"value":{minutes},"seen":"Long."}},"{proof}":{{"outcome":"conforms"}}}},"device_at":"2026-06-09T13:55:00Z"}}"#
        )
    };
    let statuses = [
        maria
            .script(Method::PUT, &address, &json, r#"{"answers":{}}"#)
            .await
            .status,
        maria.script(Method::PUT, &address, &json, &body(22)).await.status,
        maria.script(Method::PUT, &address, &json, &body(22)).await.status,
        maria.script(Method::PUT, &address, &json, &body(9)).await.status,
        town.as_nobody()
            .send(Method::PUT, &address, &json, body(22))
            .await
            .status,
    ];
    // Incomplete; new; arrived before; the same id with another body; not signed in.
    assert_eq!(statuses, [422, 201, 200, 409, 401]);
    assert_eq!(count(town), (1, 1));
}

async fn the_same_submission_twice_counts_once(town: &Town) {
    let audit = started(town, &[Place::OakStreet])[0];
    let sent = sent(town, 22.0);
    let db = &town.app.db;
    assert_eq!(send(town, db, audit, sent.clone()).await.unwrap(), Received::New);
    assert_eq!(send(town, db, audit, sent.clone()).await.unwrap(), Received::Again);
    let other = Sent {
        body_hash: "another body".into(),
        ..sent
    };
    assert_eq!(send(town, db, audit, other).await.unwrap(), Received::Other);
    assert_eq!(count(town), (1, 1));
}

async fn two_devices_race_and_one_wins(town: &Town) {
    let audit = started(town, &[Place::OakStreet])[0];
    let db = Db::open_migrated(town.app.db.url(), 16, 64).unwrap();
    let (phone, tablet) = (sent(town, 22.0), sent(town, 9.0));
    // Each device tries sixteen times, because the network is bad.
    let tries = (0..32).map(|n| {
        send(
            town,
            &db,
            audit,
            if n % 2 == 0 { phone.clone() } else { tablet.clone() },
        )
    });
    let results = join_all(tries).await;
    let new = results
        .iter()
        .filter(|result| matches!(result, Ok(Received::New)))
        .count();
    let again = results
        .iter()
        .filter(|result| matches!(result, Ok(Received::Again)))
        .count();
    let refused = results
        .iter()
        .filter(|result| matches!(result, Err(AppError::Refused(_) | AppError::Stale)))
        .count();
    assert_eq!(new, 1, "{results:?}");
    assert_eq!(new + again + refused, 32, "nothing breaks: {results:?}");
    let (submissions, findings) = count(town);
    assert_eq!(submissions, 1);
    assert!(findings <= 1);
    // Whoever lost without an answer may ask again and hears what became of it.
    let last = send(town, &db, audit, phone).await;
    assert!(
        matches!(last, Ok(Received::Again) | Err(AppError::Refused(_))),
        "{last:?}"
    );
    db.close();
}

/// Answers saved as they are given, by a device that does not say what it knew.
fn save_answers(conn: &mut Conn, act: &Act, audit: AuditId, answers: &[(QuestionId, Given)]) -> AppResult<()> {
    for (question, given) in answers {
        keep_answer(
            conn,
            act,
            audit,
            (*question, given),
            Shown::Unknown,
            Arriving::default(),
        )?;
    }
    Ok(())
}

async fn an_answer_saved_at_the_last_moment_counts_or_is_refused(town: &Town) {
    let mut audits = Vec::new();
    for _ in 0..8 {
        audits.extend(started(town, &[Place::OakStreet, Place::Harbor]));
    }
    let (good, bad) = (sent(town, 9.0).answers, sent(town, 22.0).answers);
    for audit in audits.clone() {
        let (act, good) = (act_of_assignee(town, audit), good.clone());
        town.write(move |conn| save_answers(conn, &act.clone(), audit, &good));
    }
    let db = Db::open_migrated(town.app.db.url(), 16, 64).unwrap();
    // One device ends the audit with what is saved; another corrects an answer at the same moment.
    let ends = join_all(audits.iter().map(|audit| {
        let nothing_more = Sent {
            answers: Vec::new(),
            ..sent(town, 9.0)
        };
        send(town, &db, *audit, nothing_more)
    }));
    let corrections = join_all(audits.iter().map(|audit| {
        let (act, audit, bad) = (act_of_assignee(town, *audit), *audit, bad.clone());
        db.write(move |conn| save_answers(conn, &act.clone(), audit, &bad))
    }));
    let (ends, corrections) = join(ends, corrections).await;
    assert!(ends.iter().all(|end| matches!(end, Ok(Received::New))), "{ends:?}");
    let taken = corrections.iter().filter(|result| result.is_ok()).count();
    let refused = |result: &&AppResult<()>| matches!(result, Err(AppError::Refused(_)));
    assert_eq!(
        taken + corrections.iter().filter(refused).count(),
        16,
        "{corrections:?}"
    );
    // What was taken is in the submission; that figures and answers agree is looked at when the story ends.
    assert_eq!(count(town), (16, i64::try_from(taken).unwrap()));
    db.close();
}

async fn thirty_two_audits_at_once_lose_nothing(town: &Town) {
    let mut audits = Vec::new();
    for _ in 0..16 {
        audits.extend(started(town, &[Place::OakStreet, Place::Harbor]));
    }
    let db = Db::open_migrated(town.app.db.url(), 16, 64).unwrap();
    let results = join_all(audits.iter().map(|audit| send(town, &db, *audit, sent(town, 22.0)))).await;
    let lost: Vec<_> = results
        .iter()
        .filter(|result| !matches!(result, Ok(Received::New)))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(count(town), (32, 32));
    let mut numbers: Vec<String> =
        town.read(|conn| Ok(schema::findings::table.select(schema::findings::number).load(conn)?));
    numbers.sort();
    let expected: Vec<String> = (1..=32).map(|n| format!("NC-2026-{n:05}")).collect();
    assert_eq!(numbers, expected);
    db.close();
}

async fn a_plan_made_by_two_servers_has_each_audit_once(town: &Town) {
    let (plan, _) = town.plan(1, &[Place::OakStreet, Place::Harbor]);
    let (one, other) = (&town.app.db, Db::open_migrated(town.app.db.url(), 4, 64).unwrap());
    let until: chrono::NaiveDate = "2026-06-19".parse().unwrap();
    let made = (0..8).map(|n| {
        let server = if n % 2 == 0 { one } else { &other };
        let (act, post) = (town.act(None), town.app.post.clone());
        server.write(move |conn| plumbline::planning::operations::make_ahead(conn, &act.clone(), &post, plan, until))
    });
    let broken: Vec<_> = join_all(made)
        .await
        .into_iter()
        .filter(|made| matches!(made, Err(AppError::Broken(_))))
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    let audits: i64 = town.read(|conn| Ok(schema::audits::table.count().get_result(conn)?));
    assert_eq!(audits, 2 * 9, "nine weekdays at two offices");
    other.close();
}

async fn an_audit_that_nobody_did_is_missed_and_told_once(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let audit = audits[0];
    town.at("2026-06-09 17:05");
    town.run_jobs().await;
    let mut told = town.new_subjects();
    // The hour of grace is working time: it ends at nine the next morning.
    town.at("2026-06-10 09:00");
    town.run_jobs().await;
    let of_today = "Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter";
    assert_eq!(town.new_subjects(), of_today, "the next one; this one is not over yet");
    town.at("2026-06-10 09:02");
    town.run_jobs().await;
    town.run_jobs().await;
    town.at("2026-06-10 09:04");
    town.run_jobs().await;
    told = format!("{told}\n{}", town.new_subjects());
    assert_snapshot!(told, @r"
    Maria: Due now at Oak Street Office, open until Wednesday, June 10, 2026, 9:00 AM: Service at the counter
    Dana: Not started at Oak Street Office, open until Wednesday, June 10, 2026, 9:00 AM: Service at the counter
    Dana: Missed at Oak Street Office: Service at the counter
    ");
    let state = town.read(move |conn| Ok(plumbline::audits::queries::find(conn, audit)?.state));
    assert_eq!(state, AuditState::Missed);
    // It stays missed: nobody can fill in last week.
    let late = start_as(town, Cast::Supervisor, audit);
    assert!(matches!(late, Err(AppError::Refused(_))), "{late:?}");
}

fn start_as(town: &Town, who: Cast, audit: AuditId) -> AppResult<()> {
    let act = town.act(Some(who));
    town.app.db.write_now(move |conn| start(conn, &act.clone(), audit))
}
