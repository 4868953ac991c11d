//! What a device fetches ahead, does without a network and sends when it can: once, and never as somebody else's.

use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use crate::versions::{change, publish};
use actix_web::http::Method;
use insta::assert_snapshot;
use plumbline::audits;
use plumbline::audits::model::AuditState;
use plumbline::base::ids::{AuditId, QuestionId};
use plumbline::base::links;
use plumbline::base::text::Localized;
use plumbline::checklists;
use plumbline::platform::history;
use serde_json::Value;

on_both![
    a_device_fetches_what_an_audit_will_ask,
    only_whoever_has_an_audit_fetches_it_and_not_long_before,
    what_was_fetched_is_asked_though_the_checklist_changes,
    an_audit_is_started_answered_and_sent_without_a_network,
    what_was_only_fetched_is_missed,
    another_answer_is_never_written_over_unseen,
    what_is_kept_for_one_person_is_not_taken_from_another,
    a_photo_that_has_not_arrived_is_asked_for,
    what_cannot_be_taken_any_more_says_why,
    the_page_of_a_device_holds_nothing_of_anybody,
];

const JSON: (&str, &str) = ("content-type", "application/json");

fn questions(town: &Town) -> [QuestionId; 3] {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    [Question::Acknowledged, Question::WaitTime, Question::Identity].map(|question| codes[question.code()])
}

fn todays(town: &Town) -> AuditId {
    town.plan(1, &[Place::OakStreet]).1[0]
}

async fn fetch(who: &Browser<'_>, audit: AuditId) -> Answer {
    let address = format!("{}/preparation", links::audit(audit));
    who.script(Method::POST, &address, &[], "").await
}

fn of(town: &Town, audit: AuditId) -> audits::model::Audit {
    town.read(move |conn| Ok(audits::queries::find(conn, audit)?))
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

/// The body of a submission: two conform, and somebody waited 22 minutes.
fn body(town: &Town, done: &str, more: &str) -> String {
    let [seen, waited, proof] = questions(town);
    format!(
        r#"{{"answers":{{"{seen}":{{"outcome":"conforms"}},"{waited}":{{"value":22,"seen":"Long."}},"{proof}":{{"outcome":"conforms"}}}},"device_at":"{done}"{more}}}"#
    )
}

fn submission(audit: AuditId) -> String {
    format!("{}/submissions/{}", links::audit(audit), uuid::Uuid::now_v7())
}

async fn a_device_fetches_what_an_audit_will_ask(town: &Town) {
    let audit = todays(town);
    let maria = town.as_(Cast::Supervisor);
    let day = maria.get("/today").await.ok();
    assert!(
        day.body.contains(&format!("data-keep=\"{}\"", links::audit(audit))),
        "the page of the day says what to fetch"
    );
    assert_eq!(day.header("x-keep"), Some("1"));
    let address = format!("{}/checklist", links::audit(audit));
    assert_eq!(
        maria.get(&address).await.location(),
        Some(links::audit(audit).as_str()),
        "nothing is there before it is fetched"
    );
    let fetched = fetch(&maria, audit).await;
    assert_eq!(fetched.status, 200, "{}", fetched.body);
    let (keeper, key) = (json(&fetched)["keeper"].clone(), json(&fetched)["key"].clone());
    assert_eq!(key.as_str().unwrap().len(), 64);
    let checklist = maria.get(&address).await.ok();
    assert_eq!(checklist.header("x-keep"), Some("1"));
    assert!(
        checklist.text().contains("Was each person in line acknowledged"),
        "{}",
        checklist.text()
    );
    // Fetched again it is the same; nothing is started by it.
    let asked = || {
        let asked = town.read(move |conn| Ok(audits::queries::questions(conn, audit)?));
        asked.iter().map(|asked| asked.id).collect::<Vec<_>>()
    };
    let before = asked();
    assert_eq!(before.len(), 3);
    assert_eq!(json(&fetch(&maria, audit).await)["key"], key);
    assert_eq!(
        (asked(), of(town, audit).state),
        (before.clone(), AuditState::Scheduled)
    );
    assert_eq!(of(town, audit).started_at, None);
    // The ordinary start asks just these.
    maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    assert_eq!((asked(), of(town, audit).state), (before, AuditState::InProgress));
    let page = town.as_(Cast::Manager).get(&links::audit(audit)).await.ok();
    let told = page.part("history");
    assert!(
        told.contains("fetched the questions, to be able to do it without a network"),
        "{told}"
    );
    // What sending needs is the same on every day, and for everybody another.
    let hers = json(&maria.get("/audits/sending").await.ok());
    let his = json(&town.as_(Cast::Manager).get("/audits/sending").await.ok());
    assert_eq!((&hers["keeper"], &hers["key"]), (&keeper, &key));
    assert!(his["keeper"] != keeper && his["key"] != key);
    let nobody = town
        .as_nobody()
        .send(
            Method::GET,
            "/audits/sending",
            &[("accept", "application/json")],
            String::new(),
        )
        .await;
    assert_eq!(nobody.status, 401);
}

async fn only_whoever_has_an_audit_fetches_it_and_not_long_before(town: &Town) {
    let (plan, of_today) = town.plan(1, &[Place::OakStreet]);
    let refused = fetch(&town.as_(Cast::Manager), of_today[0]).await;
    assert_eq!(refused.status, 409);
    assert_snapshot!(json(&refused)["error"].as_str().unwrap(), @"This audit belongs to somebody else. You can look at it, but not answer it.");
    assert_eq!(fetch(&town.as_(Cast::Stranger), of_today[0]).await.status, 404);
    assert_eq!(of(town, of_today[0]).draw, 0, "nothing is drawn by a refusal");
    let (made, post) = (town.act(None), town.app.post.clone());
    let until = "2026-06-11".parse().unwrap();
    town.write(move |conn| plumbline::planning::operations::make_ahead(conn, &made.clone(), &post, plan, until));
    let ahead = town.read(move |conn| {
        Ok(audits::queries::of_plan(
            conn,
            plan,
            plumbline::base::clock::Instant::new(chrono::DateTime::UNIX_EPOCH),
        )?)
    });
    let maria = town.as_(Cast::Supervisor);
    let statuses: Vec<u16> = [fetch(&maria, ahead[1].id).await, fetch(&maria, ahead[2].id).await]
        .iter()
        .map(|answer| answer.status)
        .collect();
    assert_eq!(statuses, [200, 409], "tomorrow's is near enough, the one after is not");
    // Fetched ahead it can be looked at, and not answered.
    let early = maria
        .script(
            Method::PUT,
            &format!("{}/answers/{}", links::audit(ahead[1].id), questions(town)[0]),
            &[JSON, ("x-started-at", "2026-06-09T14:00:00Z")],
            r#"{"outcome":"conforms"}"#,
        )
        .await;
    assert_eq!(early.status, 409, "{}", early.body);
}

async fn what_was_fetched_is_asked_though_the_checklist_changes(town: &Town) {
    let audit = todays(town);
    let maria = town.as_(Cast::Supervisor);
    fetch(&maria, audit).await.ok();
    change(town, Question::Acknowledged, |question| {
        question.text = Localized::from("Did somebody say hello to each person in line?");
    });
    publish(town);
    let checklist = maria
        .get(&format!("{}/checklist", links::audit(audit)))
        .await
        .ok()
        .text();
    assert!(
        checklist.contains("Was each person in line acknowledged"),
        "{checklist}"
    );
    let sent = maria
        .script(
            Method::PUT,
            &submission(audit),
            &[JSON, ("x-started-at", "2026-06-09T14:01:00Z")],
            &body(town, "2026-06-09T14:05:00Z", ""),
        )
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let told = maria.get(&links::audit(audit)).await.ok().text();
    assert!(
        told.contains("Was each person in line acknowledged") && !told.contains("say hello"),
        "{told}"
    );
}

async fn an_audit_is_started_answered_and_sent_without_a_network(town: &Town) {
    let audit = todays(town);
    let maria = town.as_(Cast::Supervisor);
    let [seen, ..] = questions(town);
    fetch(&maria, audit).await.ok();
    // Begun at 9:10, finished at 9:20; the network is back at 10:00. The device's clock is right.
    town.at("2026-06-09 10:00");
    let times = [
        JSON,
        ("x-started-at", "2026-06-09T14:10:00Z"),
        ("x-sent-at", "2026-06-09T15:00:00Z"),
        ("x-device-at", "2026-06-09T14:12:00Z"),
    ];
    let answer = format!("{}/answers/{seen}", links::audit(audit));
    let saved = maria
        .script(Method::PUT, &answer, &times, r#"{"outcome":"conforms"}"#)
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(of(town, audit).state, AuditState::InProgress);
    assert_eq!(
        of(town, audit).started_at.unwrap().to_string(),
        "2026-06-09T14:10:00.000000Z",
        "it counts from when it was begun"
    );
    let address = submission(audit);
    let first = maria
        .script(Method::PUT, &address, &times, &body(town, "2026-06-09T14:20:00Z", ""))
        .await;
    let again = maria
        .script(Method::PUT, &address, &times, &body(town, "2026-06-09T14:20:00Z", ""))
        .await;
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(json(&first)["said"], json(&again)["said"], "a repeat hears the same");
    let page = town.as_(Cast::Manager).get(&links::audit(audit)).await.ok();
    let told = page.part("history");
    assert_eq!(told.matches("started it, without a network").count(), 1, "{told}");
    assert!(town.read(|conn| Ok(history::verify(conn)?)).faults.is_empty());
}

async fn what_was_only_fetched_is_missed(town: &Town) {
    let audit = todays(town);
    let maria = town.as_(Cast::Supervisor);
    fetch(&maria, audit).await.ok();
    town.at("2026-06-10 09:01");
    town.run_jobs().await;
    assert_eq!(of(town, audit).state, AuditState::Missed);
    let maria = town.as_(Cast::Supervisor);
    let put = |started: &'static str, done: &'static str| {
        let (address, body) = (submission(audit), body(town, done, ""));
        let maria = &maria;
        async move {
            let times = [JSON, ("x-started-at", started), ("x-sent-at", "2026-06-10T14:01:00Z")];
            let times = if started.is_empty() { &times[..1] } else { &times[..] };
            maria.script(Method::PUT, &address, times, &body).await
        }
    };
    let not_begun = put("", "2026-06-09T14:20:00Z").await;
    let not_in_time = put("2026-06-10T14:00:10Z", "2026-06-10T14:00:30Z").await;
    assert_eq!((not_begun.status, not_in_time.status), (409, 409));
    assert_eq!(json(&not_begun)["code"], "audit-late-no-start");
    assert_eq!(json(&not_in_time)["code"], "audit-late-no-window");
    // Begun and done inside its window, on a device that was in a cellar until now.
    let arrived = put("2026-06-09T14:10:00Z", "2026-06-09T14:20:00Z").await;
    assert_eq!(arrived.status, 201, "{}", arrived.body);
    let page = town.as_(Cast::Manager).get(&links::audit(audit)).await.ok().text();
    assert!(page.contains("Arrived later") && page.contains("On time"), "{page}");
    assert_eq!(
        of(town, audit).started_at.unwrap().to_string(),
        "2026-06-09T14:10:00.000000Z"
    );
    town.at("2026-06-10 09:15");
    town.run_jobs().await;
    let subjects = town.new_subjects();
    assert!(
        subjects.contains("after all"),
        "whoever heard that it was missed hears of it: {subjects}"
    );
}

async fn another_answer_is_never_written_over_unseen(town: &Town) {
    let audit = todays(town);
    let (maria, tablet) = (town.as_(Cast::Supervisor), town.as_(Cast::Supervisor));
    maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    let [seen, waited, _] = questions(town);
    let address = format!("{}/answers/{waited}", links::audit(audit));
    let put = |who, shown: String, given: &'static str| {
        let address = &address;
        async move {
            let heads = [JSON, ("x-shown", shown.as_str())];
            let who: &Browser<'_> = who;
            who.script(Method::PUT, address, &heads, given).await
        }
    };
    let first = put(&tablet, "nothing".into(), r#"{"value":9}"#).await;
    assert_eq!(first.status, 200, "{}", first.body);
    let written = json(&first)["written"].as_str().unwrap().to_owned();
    // The phone knew of no answer: it hears of the other one, and nothing changes.
    let beside = put(&maria, "nothing".into(), r#"{"value":22,"seen":"Long."}"#).await;
    assert_eq!(
        (beside.status, json(&beside)["code"].as_str()),
        (409, Some("audit-no-contested"))
    );
    let other = &json(&beside)["others"][0];
    assert_eq!(
        (other["given"]["value"].as_f64(), other["written"].as_str()),
        (Some(9.0), Some(written.as_str()))
    );
    // The same words are no contest; and what it had sent itself and not heard of is the same words.
    assert_eq!(put(&maria, "nothing".into(), r#"{"value":9}"#).await.status, 200);
    // Having seen the other one, it may.
    town.at("2026-06-09 09:05");
    let kept = put(&maria, written.clone(), r#"{"value":22,"seen":"Long."}"#).await;
    assert_eq!(kept.status, 200, "{}", kept.body);
    // A whole audit that knows less than what is saved is not taken; then it is, and a repeat is no contest.
    let sending = submission(audit);
    let shown = |word: &str| format!(r#","shown":{{"{seen}":"nothing","{waited}":"{word}"}}"#);
    town.at("2026-06-09 09:10");
    let late = put(
        &tablet,
        json(&kept)["written"].as_str().unwrap().into(),
        r#"{"value":30,"seen":"Longer."}"#,
    )
    .await;
    let known = json(&kept)["written"].as_str().unwrap().to_owned();
    let refused = maria
        .script(
            Method::PUT,
            &sending,
            &[JSON],
            &body(town, "2026-06-09T14:00:00Z", &shown(&known)),
        )
        .await;
    assert_eq!(
        (refused.status, json(&refused)["others"][0]["given"]["value"].as_f64()),
        (409, Some(30.0))
    );
    assert_snapshot!(json(&refused)["error"].as_str().unwrap(), @"Another answer to one question was saved meanwhile, on another device. Open the audit and choose which one counts.");
    assert_eq!(of(town, audit).state, AuditState::InProgress, "nothing was sent");
    let known = json(&late)["written"].as_str().unwrap().to_owned();
    for status in [201, 200] {
        let sent = maria
            .script(
                Method::PUT,
                &sending,
                &[JSON],
                &body(town, "2026-06-09T14:00:00Z", &shown(&known)),
            )
            .await;
        assert_eq!(sent.status, status, "{}", sent.body);
    }
    // And what the other device still has is told that it is over.
    let over = put(&tablet, known, r#"{"value":3}"#).await;
    assert_eq!(
        (over.status, json(&over)["code"].as_str()),
        (409, Some("audit-no-submitted"))
    );
}

async fn what_is_kept_for_one_person_is_not_taken_from_another(town: &Town) {
    let audit = todays(town);
    let maria = town.as_(Cast::Supervisor);
    let hers = json(&fetch(&maria, audit).await)["keeper"].as_str().unwrap().to_owned();
    let his = json(&town.as_(Cast::Manager).get("/audits/sending").await.ok())["keeper"]
        .as_str()
        .unwrap()
        .to_owned();
    let [seen, ..] = questions(town);
    let answer = format!("{}/answers/{seen}", links::audit(audit));
    let begun = ("x-started-at", "2026-06-09T14:00:00Z");
    for (address, body) in [
        (answer.clone(), r#"{"outcome":"conforms"}"#.to_owned()),
        (submission(audit), body(town, "2026-06-09T14:00:00Z", "")),
    ] {
        let refused = maria
            .script(Method::PUT, &address, &[JSON, begun, ("x-keeper", &his)], &body)
            .await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert_snapshot!(json(&refused)["error"].as_str().unwrap(), @"These answers belong to somebody else, who has to sign in on this device to send them.");
    }
    assert_eq!(of(town, audit).state, AuditState::Scheduled);
    let own = maria
        .script(
            Method::PUT,
            &answer,
            &[JSON, begun, ("x-keeper", &hers)],
            r#"{"outcome":"conforms"}"#,
        )
        .await;
    assert_eq!(own.status, 200, "{}", own.body);
}

async fn a_photo_that_has_not_arrived_is_asked_for(town: &Town) {
    let audit = todays(town);
    let maria = town.as_(Cast::Supervisor);
    maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    let missing = uuid::Uuid::now_v7();
    let sending = submission(audit);
    let with = format!(r#","photos":["{missing}"]"#);
    let refused = maria
        .script(
            Method::PUT,
            &sending,
            &[JSON],
            &body(town, "2026-06-09T14:00:00Z", &with),
        )
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(json(&refused)["photos"][0].as_str(), Some(missing.to_string().as_str()));
    assert_eq!(of(town, audit).state, AuditState::InProgress);
    // Which photos are known to be there is no part of what is sent once.
    let sent = maria
        .script(Method::PUT, &sending, &[JSON], &body(town, "2026-06-09T14:00:00Z", ""))
        .await;
    let again = maria
        .script(
            Method::PUT,
            &sending,
            &[JSON],
            &body(town, "2026-06-09T14:00:00Z", r#","photos":[]"#),
        )
        .await;
    assert_eq!((sent.status, again.status), (201, 200));
}

async fn what_cannot_be_taken_any_more_says_why(town: &Town) {
    let (_, of_today) = town.plan(1, &[Place::OakStreet]);
    let maria = town.as_(Cast::Supervisor);
    let audit = of_today[0];
    fetch(&maria, audit).await.ok();
    let begun = ("x-started-at", "2026-06-09T14:00:00Z");
    // Given to somebody else while the device was away.
    let (act, luis) = (town.act(Some(Cast::Manager)), town.person(Cast::Manager));
    town.write(move |conn| audits::operations::assign(conn, &act.clone(), audit, Some(luis)));
    let sending = submission(audit);
    let put = || {
        let (maria, sending, body) = (&maria, &sending, body(town, "2026-06-09T14:20:00Z", ""));
        async move { maria.script(Method::PUT, sending, &[JSON, begun], &body).await }
    };
    let refused = put().await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_snapshot!(json(&refused)["error"].as_str().unwrap(), @"This audit belongs to somebody else. You can look at it, but not answer it.");
    assert_eq!(of(town, audit).state, AuditState::Scheduled);
    // Given back, the same is taken.
    let (act, maria_is) = (town.act(Some(Cast::Manager)), town.person(Cast::Supervisor));
    town.write(move |conn| audits::operations::assign(conn, &act.clone(), audit, Some(maria_is)));
    assert_eq!(put().await.status, 201);
}

async fn the_page_of_a_device_holds_nothing_of_anybody(town: &Town) {
    let page = town.as_(Cast::Supervisor).get("/audits/kept").await.ok();
    assert_eq!(page.heading(), "Kept on this device");
    assert!(!page.body.contains("Maria"), "{}", page.text());
    let nobodys = town.as_nobody().get("/audits/kept").await.ok();
    let plain = |page: &Answer| reading::text(&page.body);
    assert_eq!(plain(&page), plain(&nobodys));
    let worker = town.as_nobody().get("/sw.js").await.ok();
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    let tag = worker.header("etag").unwrap().to_owned();
    assert!(worker.body.starts_with("self.kept={") && worker.body.contains("/assets/app-"));
    let known = town
        .as_nobody()
        .send(Method::GET, "/sw.js", &[("if-none-match", &tag)], String::new())
        .await;
    assert_eq!((known.status, known.body.as_str()), (304, ""));
}
