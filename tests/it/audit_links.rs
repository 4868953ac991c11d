//! One-time links: an audit without an account, on the first device that begins, and nothing else.

use crate::access::{Scene, routes};
use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use diesel::prelude::*;
use futures_util::future::join_all;
use insta::assert_snapshot;
use plumbline::audits;
use plumbline::audits::by_link::operations as by_link;
use plumbline::base::codes::Role;
use plumbline::base::ids::{AuditId, QuestionId};
use plumbline::base::links;
use plumbline::checklists;
use plumbline::people;
use plumbline::platform::db::Db;
use plumbline::platform::error::AppError;
use plumbline::platform::history;

on_both![
    a_board_member_does_an_audit_by_a_link,
    looking_at_a_link_changes_nothing,
    a_forwarded_link_opens_nothing_and_is_seen,
    two_devices_race_and_one_begins,
    answers_and_photos_are_saved_by_a_link,
    a_withdrawn_link_shuts_the_device_out,
    a_new_link_ends_the_one_before,
    a_link_ends_with_its_audit_or_after_two_weeks,
    a_link_before_the_audit_opens_waits_for_it,
    a_bound_device_opens_one_audit_and_nothing_else,
    who_gets_links_gets_one_when_an_audit_opens,
    only_leaders_and_planners_send_links,
];

/// An audit of the Oak Street Office that is Samuel's: a board member who looks in now and then.
pub fn boards_audit(town: &Town) -> AuditId {
    let (act, samuel, oak) = (town.act(None), town.person(Cast::Board), town.unit(Place::OakStreet));
    town.write(
        move |conn| match people::operations::assign(conn, &act.clone(), samuel, oak, Role::Supervisor) {
            Err(AppError::Refused(_)) => Ok(()),
            given => given.map(drop),
        },
    );
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let audit = audits[0];
    town.write(move |conn| {
        use plumbline::schema::audits;
        Ok(diesel::update(audits::table.find(audit))
            .set(audits::assignee_id.eq(Some(samuel)))
            .execute(conn)?)
    });
    audit
}

/// Quinn sends a link by the button of the audit's page; gives where it leads.
pub async fn sent_link(town: &Town, audit: AuditId) -> String {
    let quinn = town.as_(Cast::Quality);
    let page = quinn.get(&links::audit(audit)).await.ok();
    let address = format!("{}/link", links::audit(audit));
    assert!(page.can_post(&address), "{}", page.text());
    let sent = quinn.submit(&address, &[]).await.ok();
    assert_snapshot!(sent.flash(), @"The link is on its way.");
    town.app.deliver_mail().await.unwrap();
    let mails = town.new_mails();
    let mail = mails.iter().find(|mail| mail.recipient.contains("samuel@")).unwrap();
    town.link(mail)
}

/// A device on which the link was begun.
pub async fn begun<'t>(town: &'t Town, link: &str) -> Browser<'t> {
    let tablet = town.as_nobody();
    let page = tablet.get(link).await.ok();
    assert!(page.can_post(link), "{}", page.text());
    let checklist = tablet.submit(link, &[]).await.ok();
    assert!(
        checklist.text().contains("Was each person in line acknowledged"),
        "{}",
        checklist.text()
    );
    tablet
}

fn question_ids(town: &Town) -> [QuestionId; 3] {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    [Question::Acknowledged, Question::WaitTime, Question::Identity].map(|question| codes[question.code()])
}

fn answers(town: &Town, minutes: &str) -> Vec<(String, String)> {
    let [seen, waited, proof] = question_ids(town);
    vec![
        (format!("outcome-{seen}"), "conforms".to_owned()),
        (format!("value-{waited}"), minutes.to_owned()),
        (format!("seen-{waited}"), "The line reached the door.".to_owned()),
        (format!("outcome-{proof}"), "conforms".to_owned()),
    ]
}

fn state(town: &Town, audit: AuditId) -> &'static str {
    town.read(move |conn| Ok(audits::queries::find(conn, audit)?.state))
        .as_str()
}

/// The card about the link, as Quinn reads it.
async fn card(town: &Town, audit: AuditId) -> String {
    town.as_(Cast::Quality)
        .get(&links::audit(audit))
        .await
        .ok()
        .part("link")
}

async fn a_board_member_does_an_audit_by_a_link(town: &Town) {
    let audit = boards_audit(town);
    town.as_(Cast::Quality)
        .post(&format!("{}/link", links::audit(audit)), &[])
        .await;
    town.run_jobs().await;
    let mail = town
        .new_mails()
        .into_iter()
        .find(|mail| mail.recipient.contains("samuel@"))
        .unwrap();
    let link = town.link(&mail);
    assert_snapshot!("mail_one_time_link", town.letter(&mail).replace(&link, "/(the link)"));

    let tablet = town.as_nobody();
    let page = tablet.get(&link).await.ok();
    assert_snapshot!(page.text(), @"
    Service at the counter
    This one-time link is for Samuel Osei. It opens this audit, without an account.
    Where
    Oak Street Office
    Questions
    About 3 questions, 2 min.
    Works until
    Wednesday, June 10, 2026, 9:00 AM
    When you begin, the link belongs to this device. Stop and come back here as often as you like, until you have sent the answers.
    Begin on this device
    Each answer is saved as you give it. You can stop and come back until it closes.
    ");
    let checklist = tablet.submit(&link, &[]).await.ok();
    // The same checklist as with an account, and no way anywhere else.
    assert!(checklist.text().contains("How many minutes"), "{}", checklist.text());
    for tag in reading::tags(&checklist.body, "a") {
        let href = reading::attribute(&tag, "href").unwrap_or_default();
        let own = href.starts_with('#') || href == "/audits/kept"; // what the device itself keeps
        assert!(own, "the checklist of a link leads to {href}");
    }
    assert!(!checklist.body.contains("<nav"), "no navigation");

    // Something is missing: the page comes again. Then it is put away, and opened again by the mail.
    let sending = format!("{}/submission", links::audit(audit));
    let some = vec![answers(town, "22")[0].clone()];
    let incomplete = tablet.post_multipart(&sending, &some).await;
    assert_eq!(incomplete.status, 422);
    let mut later = some;
    later.push(("save".into(), "1".into()));
    let saved = tablet.post_multipart(&sending, &later).await;
    assert_snapshot!(tablet.follow(saved).await.ok().flash(), @"Saved. Come back to this page on this device until the audit closes.");
    let again = tablet.get(&link).await;
    assert_eq!(again.location(), Some(links::audit(audit).as_str()));

    let taken = tablet.post_multipart(&sending, &answers(town, "22")).await;
    let receipt = tablet.follow(taken).await.ok();
    assert_snapshot!(receipt.flash(), @"Thank you. 2 of 3 conform; 1 finding was raised: NC-2026-00001.");
    assert_snapshot!(receipt_text(&receipt), @"
    Thank you. 2 of 3 conform; 1 finding was raised: NC-2026-00001.
    Your answers have arrived
    Thank you, Samuel Osei. You will hear what became of it from those you work with.
    Checklist
    Service at the counter
    Where
    Oak Street Office
    Arrived
    Today, 9:00 AM
    Receipt
    (number)
    2 conform
    1 nonconforming
    What was found
    NC-2026-00001 How many minutes did the last person in line wait?
    Samuel Osei has it, due Tue, Jun 23 Major To be contained
    What happens next
    By Tue, Jun 23 Samuel Osei finds the cause and decides what changes: NC-2026-00001.
    After that When it is repaired, the question comes back in the next three audits, also of other people, to see whether the repair holds.
    Change your answers (until 9:05 AM)
    You can close this page. On this device the link keeps showing this receipt.
    ");
    // From now on there is the receipt, and nothing else.
    let reopened = tablet.get(&link).await;
    let reopened = tablet.follow(reopened).await.ok();
    assert_eq!(reopened.heading(), "Your answers have arrived");
    let changed = tablet.post_multipart(&sending, &answers(town, "9")).await;
    assert!([303, 422].contains(&changed.status), "{}", changed.status);
    assert_eq!(state(town, audit), "submitted");

    // The history says who, and that it was by the link.
    let told = town
        .as_(Cast::Director)
        .get(&links::audit(audit))
        .await
        .ok()
        .part("history");
    for line in [
        "Samuel Osei sent the answers (by one-time link)",
        "Samuel Osei started it (by one-time link)",
        "Quinn Harper sent a one-time link",
    ] {
        assert!(told.replace('\n', " ").contains(line), "{line}:\n{told}");
    }
    assert!(card(town, audit).await.contains("Samuel Osei began by the link"));
}

/// The receipt without its number, which differs from town to town.
fn receipt_text(page: &Answer) -> String {
    let number = regex::Regex::new("(?m)^[0-9a-f]{4}-[0-9a-f]{4}$").unwrap();
    let text = page.text();
    number.replace_all(&text, "(number)").into_owned()
}

async fn looking_at_a_link_changes_nothing(town: &Town) {
    let audit = boards_audit(town);
    let link = sent_link(town, audit).await;
    let before = entries(town, audit);
    // The mail server, the mail program and a proxy look first.
    for agent in ["Safelinks", "curl/8", "GoogleImageProxy"] {
        let scanner = town.as_nobody();
        let headers = [("user-agent", agent)];
        assert_eq!(
            scanner.send(Method::GET, &link, &headers, String::new()).await.status,
            200
        );
        assert_eq!(scanner.get(&links::audit(audit)).await.status, 303, "it has to sign in");
    }
    assert_eq!((state(town, audit), entries(town, audit)), ("scheduled", before));
    // A form of another site begins nothing either.
    assert_eq!(town.as_nobody().post_bare(&link, &[]).await.status, 403);
    assert_eq!(state(town, audit), "scheduled");
    begun(town, &link).await;
    assert!(
        !card(town, audit).await.contains("elsewhere"),
        "looking before is no use elsewhere"
    );
}

fn entries(town: &Town, audit: AuditId) -> usize {
    town.read(move |conn| Ok(history::timeline(conn, history::Record::of("audit", audit))?.len()))
}

async fn a_forwarded_link_opens_nothing_and_is_seen(town: &Town) {
    let audit = boards_audit(town);
    let link = sent_link(town, audit).await;
    let tablet = begun(town, &link).await;
    let other = town.as_nobody();
    let closed = other.get(&link).await;
    assert_eq!(closed.status, 410);
    assert_snapshot!(closed.text(), @"
    Nothing opens here
    This link is being used on another device. Go on there. If that is not you, or you want to change devices, ask whoever plans your audits for a new link.
    ");
    for secret in ["Oak Street", "Service at the counter", "Samuel"] {
        assert!(!closed.body.contains(secret), "{secret} is told to a stranger");
    }
    town.at("2026-06-09 09:30");
    assert_eq!(other.post(&link, &[]).await.status, 410);
    // Who leads and who plans sees it; the device that began goes on.
    let seen = card(town, audit).await;
    assert!(
        seen.contains("Opened elsewhere 2 times, the last time today, 9:30 AM"),
        "{seen}"
    );
    let director = town.as_(Cast::Director).get(&links::audit(audit)).await.ok();
    assert!(director.part("link").contains("Opened elsewhere 2 times"));
    tablet.get(&links::audit(audit)).await.ok();
    // Also after it was sent.
    tablet
        .post_multipart(&format!("{}/submission", links::audit(audit)), &answers(town, "9"))
        .await;
    let late = town.as_nobody().get(&link).await;
    assert_eq!(late.status, 410);
    assert_snapshot!(late.text(), @"
    Nothing opens here
    This link was used, and the answers were sent. Nothing is left to do.
    ");
    assert!(card(town, audit).await.contains("Opened elsewhere 3 times"));
}

async fn two_devices_race_and_one_begins(town: &Town) {
    for _ in 0..4 {
        let audit = boards_audit(town);
        let (act, post) = (town.act(Some(Cast::Quality)), town.app.post.clone());
        let token = people::sign_in::new_token().unwrap();
        let for_link = token.clone();
        town.write(move |conn| by_link::offer(conn, &act.clone(), &post, audit, &for_link));
        let db = Db::open_migrated(town.app.db.url(), 8, 64).unwrap();
        let tries = (0..8).map(|n| {
            let (act, token, device) = (town.act(None), token.clone(), format!("device {n}"));
            db.write(move |conn| by_link::begin(conn, &act.clone(), &token, &device, None))
        });
        let results = join_all(tries).await;
        let won = results.iter().filter(|result| result.is_ok()).count();
        let lost = results
            .iter()
            .filter(|result| matches!(result, Err(AppError::Refused(said)) if said.key == "audit-link-no-elsewhere"));
        assert_eq!((won, lost.count()), (1, 7), "{results:?}");
        db.close();
    }
}

async fn answers_and_photos_are_saved_by_a_link(town: &Town) {
    let audit = boards_audit(town);
    let tablet = begun(town, &sent_link(town, audit).await).await;
    let [seen, waited, _] = question_ids(town);
    let json = [("content-type", "application/json")];
    let put = |question: QuestionId| format!("{}/answers/{question}", links::audit(audit));
    let saved = tablet
        .script(Method::PUT, &put(seen), &json, r#"{"outcome":"conforms"}"#)
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(
        town.as_nobody()
            .script(Method::PUT, &put(seen), &json, r#"{"outcome":"conforms"}"#)
            .await
            .status,
        401
    );
    // A photo: kept, shown on this device, shown nowhere else, taken back.
    let photos = format!("{}/photos", links::audit(audit));
    let photo = crate::photos::jpeg(320, 240);
    let kept = tablet
        .post_file(&photos, &[("question", &waited.to_string())], "line.jpg", &photo)
        .await;
    let page = tablet.follow(kept).await.ok();
    let shown = reading::tags(&page.body, "img")
        .iter()
        .find_map(|tag| reading::attribute(tag, "src").filter(|src| src.starts_with(&photos)))
        .expect("the photo is on the page");
    assert_eq!(tablet.get(&shown).await.ok().bytes, photo);
    assert_eq!(town.as_nobody().get(&shown).await.status, 303);
    assert_eq!(tablet.post(&format!("{shown}/removal"), &[]).await.status, 303);
    assert_eq!(tablet.get(&shown).await.status, 404);
    // The whole submission, as a device without a network keeps it.
    let [seen, waited, proof] = question_ids(town);
    let body = format!(
        r#"{{"answers":{{"{seen}":{{"outcome":"conforms"}},"{waited}":{{"value":9}},"{proof}":{{"outcome":"conforms"}}}}}}"#
    );
    let address = format!("{}/submissions/{}", links::audit(audit), uuid::Uuid::now_v7());
    let statuses = [
        tablet.script(Method::PUT, &address, &json, &body).await.status,
        tablet.script(Method::PUT, &address, &json, &body).await.status,
    ];
    assert_eq!(statuses, [201, 200]);
}

async fn a_withdrawn_link_shuts_the_device_out(town: &Town) {
    let audit = boards_audit(town);
    let link = sent_link(town, audit).await;
    let tablet = begun(town, &link).await;
    let quinn = town.as_(Cast::Quality);
    let withdrawn = quinn
        .submit(&format!("{}/link/removal", links::audit(audit)), &[])
        .await
        .ok();
    assert_snapshot!(withdrawn.flash(), @"The link opens nothing any more.");
    let shut = tablet.get(&links::audit(audit)).await;
    assert_eq!(shut.status, 422);
    assert!(shut.text().contains("This link was withdrawn."), "{}", shut.text());
    let sent = tablet
        .post_multipart(&format!("{}/submission", links::audit(audit)), &answers(town, "9"))
        .await;
    assert_eq!((sent.status, state(town, audit)), (422, "in_progress"));
    assert_snapshot!(tablet.get(&link).await.text(), @"
    Nothing opens here
    This link was withdrawn. If you got a newer mail, use the link there. Otherwise ask whoever plans your audits.
    ");
    assert!(card(town, audit).await.contains("was withdrawn"));
    // Signed in, the audit is still Samuel's.
    town.as_(Cast::Board).get(&links::audit(audit)).await.ok();
}

async fn a_new_link_ends_the_one_before(town: &Town) {
    let audit = boards_audit(town);
    let first = sent_link(town, audit).await;
    let phone = begun(town, &first).await;
    let [seen, ..] = question_ids(town);
    let json = [("content-type", "application/json")];
    let put = format!("{}/answers/{seen}", links::audit(audit));
    phone
        .script(Method::PUT, &put, &json, r#"{"outcome":"conforms"}"#)
        .await;
    let second = sent_link(town, audit).await;
    assert_ne!(first, second);
    assert_eq!(phone.get(&links::audit(audit)).await.status, 422);
    assert_eq!(town.as_nobody().get(&first).await.status, 410);
    // What was answered is there on the new device.
    let tablet = begun(town, &second).await;
    let page = tablet.get(&links::audit(audit)).await.ok();
    assert!(page.text().contains("1 of 3"), "{}", page.text());
}

async fn a_link_ends_with_its_audit_or_after_two_weeks(town: &Town) {
    let audit = boards_audit(town);
    let link = sent_link(town, audit).await;
    // The grace is working time: it ends at nine the next morning.
    town.at("2026-06-10 09:00");
    town.as_nobody().get(&link).await.ok();
    town.at("2026-06-10 09:01");
    let expired = town.as_nobody();
    assert_snapshot!(expired.get(&link).await.text(), @"
    Nothing opens here
    The time of this link is over. If you still want to help, ask whoever plans your audits.
    ");
    assert_eq!(expired.post(&link, &[]).await.status, 410);
    assert_eq!(town.as_nobody().get("/audit-links/nothing").await.status, 410);
    // An audit that stays open for a month: the link ends after two weeks.
    let audit = boards_audit(town);
    let link = sent_link(town, audit).await;
    let until = town.app.clock.now().plus_days(30);
    town.write(move |conn| {
        use plumbline::schema::audits;
        let times = (
            audits::due_at.eq(until),
            audits::closes_at.eq(until),
            audits::notice_at.eq(Some(until)),
        );
        Ok(diesel::update(audits::table.find(audit)).set(times).execute(conn)?)
    });
    town.at("2026-06-24 09:01");
    town.as_nobody().get(&link).await.ok();
    town.at("2026-06-24 09:02");
    assert_eq!(town.as_nobody().get(&link).await.status, 410);
    let over = town
        .as_(Cast::Quality)
        .get(&links::audit(audit))
        .await
        .ok()
        .part("link");
    assert!(over.contains("ended") && over.contains("without being used"), "{over}");
}

async fn a_link_before_the_audit_opens_waits_for_it(town: &Town) {
    town.at("2026-06-09 06:00");
    let audit = boards_audit(town);
    let link = sent_link(town, audit).await;
    let tablet = town.as_nobody();
    let page = tablet.get(&link).await.ok();
    assert!(
        page.text().contains("not open yet") && !page.can_post(&link),
        "{}",
        page.text()
    );
    assert_eq!(tablet.post(&link, &[]).await.status, 422);
    assert_eq!(state(town, audit), "scheduled");
    town.at("2026-06-09 08:00");
    begun(town, &link).await;
}

async fn a_bound_device_opens_one_audit_and_nothing_else(town: &Town) {
    let scene = Scene::set(town).await;
    let audit = scene.audit;
    // Maria's audit of the scene, by a link; and another one of hers beside it.
    let (_, beside) = town.plan(1, &[Place::OakStreet]);
    let (act, post) = (town.act(Some(Cast::Quality)), town.app.post.clone());
    let token = people::sign_in::new_token().unwrap();
    let link = links::audit_link(&token);
    town.write(move |conn| by_link::offer(conn, &act.clone(), &post, audit, &token));
    let tablet = begun(town, &link).await;
    let own = links::audit(audit);
    let mut open = String::new();
    let mut all = routes();
    all.sort_by_key(|route| (route.method != "GET", route.pattern.clone()));
    for route in &all {
        let Some(address) = scene.address(route) else { continue };
        // Opened by a key of its own, whoever asks.
        if address.starts_with("/unsubscribe/") {
            continue;
        }
        let statuses = [
            asked(&tablet, &route.method, &address).await,
            asked(&town.as_nobody(), &route.method, &address).await,
        ];
        if statuses[0] != statuses[1] {
            open.push_str(&format!("{} {} {}\n", route.method, route.pattern, statuses[0]));
            assert!(address.starts_with(&own), "{address} is open to a link");
        }
    }
    assert_snapshot!(open, @"
    GET /audits/{id} 200
    GET /audits/{id}/amendment 303
    GET /audits/{id}/checklist 200
    GET /audits/{id}/photos/{photo} 404
    GET /audits/{id}/sending 200
    POST /audits/{id}/amendment 422
    PUT /audits/{id}/answers/{question} 200
    POST /audits/{id}/photos 422
    POST /audits/{id}/photos/{photo}/removal 404
    POST /audits/{id}/preparation 200
    POST /audits/{id}/start 303
    POST /audits/{id}/submission 422
    PUT /audits/{id}/submissions/{submission} 422
    ");
    // The same routes for another audit of the same person ask who it is.
    for route in all.iter().filter(|route| route.pattern.starts_with("/audits/{id}")) {
        let Some(address) = scene.address(route) else { continue };
        let other = address.replace(&audit.to_string(), &beside[0].to_string());
        tablet.get(&own).await.ok();
        let statuses = [
            asked(&tablet, &route.method, &other).await,
            asked(&town.as_nobody(), &route.method, &other).await,
        ];
        assert_eq!(statuses[0], statuses[1], "{other}");
    }
    town.app.deliver_mail().await.unwrap();
}

/// What an address answers; `in` is the way to the sign-in page.
async fn asked(browser: &Browser<'_>, method: &str, address: &str) -> String {
    let json = [("content-type", "application/json")];
    let answer = match method {
        "GET" => browser.get(address).await,
        "POST" => match browser.post(address, &[]).await {
            answer if answer.status == 415 => browser.post_multipart(address, &[]).await,
            answer => answer,
        },
        method => browser.script(method.parse().unwrap(), address, &json, "{}").await,
    };
    match answer.location() {
        Some(to) if to.starts_with("/sign-in") => "in".into(),
        _ => answer.status.to_string(),
    }
}

async fn who_gets_links_gets_one_when_an_audit_opens(town: &Town) {
    town.at("2026-06-09 06:00");
    let audit = boards_audit(town);
    let samuel = format!("/people/{}", town.person(Cast::Board));
    let ada = town.as_(Cast::Administrator);
    let on = ada.submit(&format!("{samuel}/links"), &[("on", "1")]).await.ok();
    assert_snapshot!(on.flash(), @"Samuel Osei gets a one-time link for each audit now.");
    assert!(on.part("history").contains("turned one-time links on"));
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "", "it is not open yet");
    town.at("2026-06-09 08:00");
    town.run_jobs().await;
    let mails = town.new_mails();
    assert_snapshot!(mails[0].subject, @"Your audit at Oak Street Office, until Wednesday, June 10, 2026, 9:00 AM: Service at the counter");
    let link = town.link(&mails[0]);
    // Once, whatever runs again; also after the link was withdrawn.
    town.at("2026-06-09 08:30");
    town.run_jobs().await;
    town.as_(Cast::Quality)
        .post(&format!("{}/link/removal", links::audit(audit)), &[])
        .await;
    town.at("2026-06-09 08:40");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "");
    assert_eq!(town.as_nobody().get(&link).await.status, 410);
    let off = ada.submit(&format!("{samuel}/links"), &[("on", "")]).await.ok();
    assert_snapshot!(off.flash(), @"Samuel Osei gets no one-time links any more.");
}

async fn only_leaders_and_planners_send_links(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let address = format!("{}/link", links::audit(audits[0]));
    let mut told = String::new();
    for who in Cast::ALL {
        let answer = town.as_(who).post(&address, &[]).await;
        told.push_str(&format!("{} {}\n", who.first_name(), answer.status));
    }
    assert_snapshot!(told, @"
    Maria 403
    Ben 404
    Dana 303
    Elena 303
    Samuel 303
    Quinn 303
    Ada 303
    Jo 403
    Theo 404
    ");
    // Nobody's audit has nobody to send it to.
    let audit = audits[0];
    town.write(move |conn| {
        use plumbline::schema::audits;
        let nobody = audits::assignee_id.eq(None::<plumbline::base::ids::PersonId>);
        Ok(diesel::update(audits::table.find(audit)).set(nobody).execute(conn)?)
    });
    let refused = town.as_(Cast::Manager).post(&address, &[]).await;
    assert_snapshot!(refused.error_summary(), @"Nobody has this audit yet. Give it to somebody first, then send the link.");
}
