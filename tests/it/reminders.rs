//! What people hear of their audits, when and how: a day of reminders, one mail a day, quiet hours, the week's outlook,
//! mails that are switched off, and reasons. Mails are counted by their Message-ID.

use crate::browser::Browser;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use insta::assert_snapshot;
use plumbline::audits::{self, model::AuditState};
use plumbline::base::ids::AuditId;
use plumbline::platform::mail::Mail;
use std::collections::BTreeSet;

on_both![
    a_day_of_reminders_is_told_in_the_morning_when_soon_due_late_and_missed,
    who_has_started_is_not_told_that_it_opens_and_nobody_hears_that_it_is_late,
    one_mail_a_day_tells_what_can_wait_and_what_cannot_comes_alone,
    switching_the_mail_of_the_day_off_sends_what_was_kept,
    quiet_hours_hold_back_what_can_wait,
    jobs_that_slept_for_a_week_tell_each_thing_once,
    the_week_is_told_on_its_first_working_day,
    looking_at_the_page_of_a_mail_changes_nothing_and_the_button_does,
    mail_programs_switch_off_with_one_click_and_strangers_cannot,
    choices_that_make_no_sense_come_back_as_they_were_typed,
    a_reason_is_given_with_one_tap_and_the_audit_stays_expected,
];

/// The grace of an hour is working time: it ends at nine the next morning.
const TIMES: [&str; 7] = ["06:30", "08:00", "09:00", "09:01", "14:59", "15:00", "17:00"];

fn no_message_left_twice(town: &Town) {
    let ids = town.message_ids();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

/// Chooses how mail comes, on the page for it.
pub async fn choose(town: &Town, who: Cast, fields: &[(&str, &str)]) {
    let browser = town.as_(who);
    let page = browser.get("/account/mail").await.ok();
    let revision = crate::reading::field(&page.body, "revision").unwrap();
    let mut all = vec![("revision", revision.as_str()), ("opens", "1"), ("outlook", "1")];
    all.extend_from_slice(fields);
    let answer = browser.submit("/account/mail", &all).await;
    assert_eq!(
        answer.flash(),
        "Saved. Mail comes this way from now on.",
        "{}",
        answer.text()
    );
}

const DIGEST: [(&str, &str); 2] = [("digest", "1"), ("digest_minute", "510")];

/// Answers every question of an audit well and sends it.
async fn submit(town: &Town, browser: &Browser<'_>, audit: AuditId) {
    let href = format!("/audits/{audit}");
    let page = browser.submit(&format!("{href}/start"), &[]).await.ok();
    let mut fields = vec![(
        "submission".to_owned(),
        crate::reading::field(&page.body, "submission").unwrap(),
    )];
    for question in town.read(move |conn| Ok(audits::queries::questions(conn, audit)?)) {
        let id = question.question_id;
        fields.push((format!("outcome-{id}"), "conforms".into()));
        if question.measure_unit.is_some() {
            fields.push((format!("value-{id}"), "3".into()));
        }
    }
    let sent = browser.post_multipart(&format!("{href}/submission"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}

async fn a_day_of_reminders_is_told_in_the_morning_when_soon_due_late_and_missed(town: &Town) {
    town.at("2026-06-10 06:00");
    town.plan(1, &[Place::OakStreet]);
    let told = town.live_until("2026-06-11", &TIMES).await;
    assert_snapshot!(told, @r"
    Wed 2026-06-10 08:00  Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter
    Wed 2026-06-10 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Wed 2026-06-10 17:00  Dana: Not started at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter
    Wed 2026-06-10 17:00  Maria: Due now at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter
    Thu 2026-06-11 08:00  Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter
    Thu 2026-06-11 09:01  Dana: Missed at Oak Street Office: Service at the counter
    Thu 2026-06-11 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Thu 2026-06-11 17:00  Dana: Not started at Oak Street Office, open until Friday, June 12, 2026, 9:00 AM: Service at the counter
    Thu 2026-06-11 17:00  Maria: Due now at Oak Street Office, open until Friday, June 12, 2026, 9:00 AM: Service at the counter
    ");
    town.at("2026-06-11 17:01");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "", "nothing twice");
    no_message_left_twice(town);
    let outbox = town.outbox();
    let late = outbox
        .iter()
        .find(|mail| mail.subject.starts_with("Not started"))
        .unwrap();
    assert_snapshot!(town.letter(late), @r#"
    To: "Dana Whitfield" <dana@millvalley.example>
    Subject: Not started at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter

    An audit is due and was not started: Service at the counter, Oak Street Office.

    Where: Oak Street Office
    Was due: Wednesday, June 10, 2026, 5:00 PM
    Open until: Thursday, June 11, 2026, 9:00 AM
    Belongs to: Maria Okafor

    It can still be done. Give it to somebody else, or say what is in the way:
    http://plumbline.test/audits/…/reason

    -- 
    You get this mail because you lead the next layer up, and it can still be helped.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    let page = town.as_(Cast::Manager).get(&town.link(late)).await.ok();
    assert!(page.text().contains("What is in the way?"), "{}", page.text());
}

async fn who_has_started_is_not_told_that_it_opens_and_nobody_hears_that_it_is_late(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let maria = town.as_(Cast::Supervisor);
    maria.submit(&format!("/audits/{}/start", audits[0]), &[]).await.ok();
    let told = town.live_until("2026-06-09", &["09:30", "15:00", "17:00"]).await;
    assert_snapshot!(told, @r"
    Tue 2026-06-09 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Tue 2026-06-09 17:00  Maria: Due now at Oak Street Office, open until Wednesday, June 10, 2026, 9:00 AM: Service at the counter
    ");
    town.at("2026-06-10 08:30");
    town.run_jobs().await;
    town.new_mails();
    submit(town, &town.as_(Cast::Supervisor), audits[0]).await;
    town.at("2026-06-10 09:01");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "", "what was sent is not missed");
}

async fn one_mail_a_day_tells_what_can_wait_and_what_cannot_comes_alone(town: &Town) {
    choose(town, Cast::Supervisor, &DIGEST).await;
    choose(town, Cast::Manager, &DIGEST).await;
    town.at("2026-06-10 06:00");
    town.plan(1, &[Place::OakStreet]);
    town.finding(Place::OakStreet, Question::Identity, "A record was open.");
    let told = town
        .live_until("2026-06-11", &["06:30", "08:00", "08:30", "09:01", "15:00", "17:00"])
        .await;
    assert_snapshot!(told, @r"
    Wed 2026-06-10 06:30  Dana: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)
    Wed 2026-06-10 06:30  Elena: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)
    Wed 2026-06-10 08:30  Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter
    Wed 2026-06-10 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Wed 2026-06-10 17:00  Dana: Not started at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter
    Wed 2026-06-10 17:00  Maria: Due now at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter
    Thu 2026-06-11 08:30  Maria: 2 things for you, first: Last working day before Friday, June 12, 2026: Was the document looked at before the record was shown? (NC-2026-00001)
    Thu 2026-06-11 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Thu 2026-06-11 17:00  Dana: Not started at Oak Street Office, open until Friday, June 12, 2026, 9:00 AM: Service at the counter
    Thu 2026-06-11 17:00  Maria: Due now at Oak Street Office, open until Friday, June 12, 2026, 9:00 AM: Service at the counter
    ");
    let outbox = town.outbox();
    let of_day = |mail: &&Mail| mail.subject.contains("things for you") && mail.recipient.contains("maria");
    let digest = outbox.iter().find(of_day).unwrap();
    assert_snapshot!(town.letter(digest), @r#"
    To: "Maria Okafor" <maria@millvalley.example>
    Subject: 2 things for you, first: Last working day before Friday, June 12, 2026: Was the document looked at before the record was shown? (NC-2026-00001)

    2 things for you today, the most urgent first:

    Last working day before Friday, June 12, 2026: Was the document looked at before the record was shown? (NC-2026-00001)
    http://plumbline.test/findings/…

    Today at Oak Street Office, until 5:00 PM: Service at the counter
    http://plumbline.test/audits/…

    -- 
    You get this mail once a day, because you chose to get what can wait together. Change that here:
    http://plumbline.test/account/mail
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    assert!(town.as_(Cast::Supervisor).get(&town.link(digest)).await.status == 200);
    no_message_left_twice(town);
    town.at("2026-06-11 17:01");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "");
}

async fn switching_the_mail_of_the_day_off_sends_what_was_kept(town: &Town) {
    choose(town, Cast::Manager, &DIGEST).await;
    town.plan(1, &[Place::OakStreet]);
    town.live_until("2026-06-10", &["09:00"]).await;
    let told = town.live_until("2026-06-10", &["09:01"]).await;
    assert!(!told.contains("Dana"), "kept for tomorrow: {told}");
    choose(town, Cast::Manager, &[]).await;
    town.at("2026-06-10 09:02");
    town.run_jobs().await;
    assert_snapshot!(town.new_subjects(), @"Dana: Missed at Oak Street Office: Service at the counter");
    let told = town.live_until("2026-06-11", &["08:30"]).await;
    assert!(!told.contains("Dana: Missed"), "once: {told}");
}

async fn quiet_hours_hold_back_what_can_wait(town: &Town) {
    let quiet = [("quiet", "1"), ("quiet_from", "1020"), ("quiet_until", "570")];
    for who in [Cast::Supervisor, Cast::Manager] {
        choose(town, who, &quiet).await;
    }
    town.at("2026-06-10 06:00");
    town.plan(1, &[Place::OakStreet]);
    town.finding(Place::OakStreet, Question::Identity, "A record was open.");
    let told = town
        .live_until("2026-06-11", &["08:00", "09:01", "09:30", "17:00"])
        .await;
    assert_snapshot!(told, @r"
    Wed 2026-06-10 08:00  Dana: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)
    Wed 2026-06-10 08:00  Elena: Critical finding at Oak Street Office: Was the document looked at before the record was shown? (NC-2026-00001)
    Wed 2026-06-10 09:30  Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter
    Wed 2026-06-10 17:00  Dana: Not started at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter
    Wed 2026-06-10 17:00  Maria: Due now at Oak Street Office, open until Thursday, June 11, 2026, 9:00 AM: Service at the counter
    Thu 2026-06-11 09:30  Dana: Missed at Oak Street Office: Service at the counter
    Thu 2026-06-11 09:30  Maria: Last working day before Friday, June 12, 2026: Was the document looked at before the record was shown? (NC-2026-00001)
    Thu 2026-06-11 09:30  Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter
    Thu 2026-06-11 17:00  Dana: Not started at Oak Street Office, open until Friday, June 12, 2026, 9:00 AM: Service at the counter
    Thu 2026-06-11 17:00  Maria: Due now at Oak Street Office, open until Friday, June 12, 2026, 9:00 AM: Service at the counter
    ");
    no_message_left_twice(town);
    town.at("2026-06-12 09:30");
}

async fn jobs_that_slept_for_a_week_tell_each_thing_once(town: &Town) {
    choose(town, Cast::Supervisor, &DIGEST).await;
    town.plan(1, &[Place::OakStreet, Place::Harbor]);
    town.run_jobs().await;
    town.new_mails();
    town.at("2026-06-16 16:00");
    town.run_jobs().await;
    let mut lines: Vec<String> = town.new_subjects().lines().map(str::to_owned).collect();
    lines.sort();
    assert_snapshot!(lines.join("\n"), @r"
    Ben: Due soon at Harbor Office, 5:00 PM: Service at the counter
    Ben: The week from Mon, Jun 15: 4 audits of yours
    Dana: Missed at Harbor Office: Service at the counter
    Dana: Missed at Harbor Office: Service at the counter
    Dana: Missed at Harbor Office: Service at the counter
    Dana: Missed at Harbor Office: Service at the counter
    Dana: Missed at Harbor Office: Service at the counter
    Dana: Missed at Oak Street Office: Service at the counter
    Dana: Missed at Oak Street Office: Service at the counter
    Dana: Missed at Oak Street Office: Service at the counter
    Dana: Missed at Oak Street Office: Service at the counter
    Dana: Missed at Oak Street Office: Service at the counter
    Dana: The week from Mon, Jun 15: 8 missed last week
    Elena: The week from Mon, Jun 15: 8 missed last week
    Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Samuel: The week from Mon, Jun 15: 8 missed last week
    ");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "");
    no_message_left_twice(town);
}

async fn the_week_is_told_on_its_first_working_day(town: &Town) {
    town.run_jobs().await;
    let act = town.act(Some(Cast::Administrator));
    let top = town.unit(Place::MillValley);
    town.write(move |conn| {
        let date = "2026-06-15".parse().unwrap();
        plumbline::agency::operations::add_holiday(conn, &act.clone(), top, date, "Mill fair", false)
    });
    town.plan(1, &[Place::OakStreet]);
    town.live_until("2026-06-15", &["07:00", "08:00", "09:01", "17:00"])
        .await;
    town.at("2026-06-16 08:00");
    town.run_jobs().await;
    let told = town.new_mails();
    let outlooks: Vec<&Mail> = told.iter().filter(|mail| mail.subject.contains("The week")).collect();
    let key = regex::Regex::new("[0-9a-f]{32}").unwrap();
    let letter = |mail: &&Mail| key.replace_all(&town.letter(mail), "KEY").into_owned();
    let mut letters: Vec<String> = outlooks.iter().map(letter).collect();
    letters.sort();
    letters.retain(|letter| !letter.contains("Elena") && !letter.contains("Samuel"));
    assert_snapshot!(letters.join("\n====\n"), @r#"
    To: "Dana Whitfield" <dana@millvalley.example>
    Subject: The week from Mon, Jun 15: 3 missed last week

    3 audits were missed last week at your units:

    Tue, Jun 9: Service at the counter, Oak Street Office
    Wed, Jun 10: Service at the counter, Oak Street Office
    Thu, Jun 11: Service at the counter, Oak Street Office

    See what was missed:
    http://plumbline.test/audits?state=missed&unit=mine&from=2026-06-08&to=2026-06-14

    -- 
    You get this mail at the beginning of each week.
    Stop mails of this kind: http://plumbline.test/unsubscribe/KEY/outlook
    Sent by Plumbline. Opening the link changes nothing by itself.
    ====
    To: "Maria Okafor" <maria@millvalley.example>
    Subject: The week from Mon, Jun 15: 5 audits of yours

    5 audits are yours in the week from Mon, Jun 15:

    Fri, Jun 12: Service at the counter, Oak Street Office, until 5:00 PM
    Tue, Jun 16: Service at the counter, Oak Street Office, until 5:00 PM
    Wed, Jun 17: Service at the counter, Oak Street Office, until 5:00 PM
    Thu, Jun 18: Service at the counter, Oak Street Office, until 5:00 PM
    Fri, Jun 19: Service at the counter, Oak Street Office, until 5:00 PM

    Your day shows what is next:
    http://plumbline.test/today

    -- 
    You get this mail at the beginning of each week.
    Stop mails of this kind: http://plumbline.test/unsubscribe/KEY/outlook
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    // The number of the mail is the number of the list behind it.
    let of_dana = outlooks.iter().find(|mail| mail.recipient.contains("dana")).unwrap();
    let list = of_dana
        .body_text
        .lines()
        .find(|line| line.contains("state=missed"))
        .unwrap();
    let page = town.as_(Cast::Manager).get(list).await.ok().text();
    assert!(page.contains("3 audits fit."), "{page}");
    town.at("2026-06-16 08:05");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "");
}

/// Where the mail about an audit that opens says it can be switched off.
async fn switch_address(town: &Town) -> String {
    town.plan(1, &[Place::OakStreet]);
    town.run_jobs().await;
    let mails = town.new_mails();
    let opens = mails.iter().find(|mail| mail.subject.starts_with("Today at")).unwrap();
    let address = opens.unsubscribe.clone().unwrap();
    assert!(opens.body_text.contains(&address) && opens.body_html.contains(&address));
    address
}

async fn looking_at_the_page_of_a_mail_changes_nothing_and_the_button_does(town: &Town) {
    let address = switch_address(town).await;
    let anybody = town.as_nobody();
    for _ in 0..2 {
        let page = anybody.get(&address).await.ok();
        assert_eq!(page.heading(), "Mails about audits that open today");
        assert!(
            page.text().contains("Maria Okafor gets a mail in the morning"),
            "{}",
            page.text()
        );
    }
    let off = anybody.submit(&address, &[]).await.ok();
    assert!(
        off.text().contains("does not get these mails any more"),
        "{}",
        off.text()
    );
    let told = town.live_until("2026-06-10", &["08:00", "15:00"]).await;
    assert_snapshot!(told, @r"
    Tue 2026-06-09 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    Wed 2026-06-10 08:00  Dana: Not started at Oak Street Office, open until 9:00 AM: Service at the counter
    Wed 2026-06-10 08:00  Maria: Due now at Oak Street Office, open until Wednesday, June 10, 2026, 9:00 AM: Service at the counter
    Wed 2026-06-10 15:00  Dana: Missed at Oak Street Office: Service at the counter
    Wed 2026-06-10 15:00  Maria: Due soon at Oak Street Office, 5:00 PM: Service at the counter
    ");
    let choices = town.as_(Cast::Supervisor).get("/account/mail").await.ok();
    let ticked = crate::reading::tags(&choices.body, "input");
    let opens = ticked.iter().find(|tag| tag.contains("name=\"opens\"")).unwrap();
    assert!(!opens.contains("checked"), "{opens}");
    let on = anybody.submit(&address, &[("on", "1")]).await.ok();
    assert!(on.text().contains("gets a mail in the morning"), "{}", on.text());
    let told = town.live_until("2026-06-11", &["08:00"]).await;
    assert!(
        told.contains("Maria: Today at Oak Street Office, until 5:00 PM"),
        "{told}"
    );
}

async fn mail_programs_switch_off_with_one_click_and_strangers_cannot(town: &Town) {
    let address = switch_address(town).await;
    let is_on = async || town.as_nobody().get(&address).await.text().contains("gets a mail");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let other_site = town.as_nobody().post_bare(&address, &[("on", "1")]).await;
    assert_eq!(other_site.status, 403, "a form without our token is no form of ours");
    assert!(is_on().await);
    let click = async |body: &str, kind: &[(&str, &str)]| {
        let browser = town.as_nobody();
        browser.send(Method::POST, &address, kind, body.to_owned()).await.status
    };
    assert_eq!(click("List-Unsubscribe=One-Click", &form).await, 200);
    assert!(!is_on().await);
    let browser = town.as_nobody();
    browser.get(&address).await;
    browser.submit(&address, &[("on", "1")]).await;
    assert!(is_on().await);
    let multipart = [("content-type", "multipart/form-data; boundary=b")];
    let body = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    assert_eq!(click(body, &multipart).await, 200);
    assert!(!is_on().await);

    let wrong = format!("/unsubscribe/{}/opens", "0".repeat(32));
    assert_eq!(town.as_nobody().get(&wrong).await.status, 404);
    let answer = town
        .as_nobody()
        .send(Method::POST, &wrong, &form, "List-Unsubscribe=One-Click".into())
        .await;
    assert_eq!(answer.status, 404);
    let work = address.replace("/opens", "/work");
    assert_eq!(
        town.as_nobody().get(&work).await.status,
        404,
        "what asks for a decision is not switched off"
    );
}

async fn choices_that_make_no_sense_come_back_as_they_were_typed(town: &Town) {
    let maria = town.as_(Cast::Supervisor);
    maria.get("/account/mail").await.ok();
    let fields = [
        ("revision", "1"),
        ("quiet", "1"),
        ("quiet_from", "600"),
        ("quiet_until", "600"),
        ("digest-asked", "1"),
        ("quiet-asked", "1"),
        ("opens-asked", "1"),
        ("outlook-asked", "1"),
        ("outlook", "1"),
    ];
    let page = maria.post("/account/mail", &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(
        page.error_summary(),
        "Quiet hours have to end at another time than they begin."
    );
    let ticked = |name: &str| {
        let tags = crate::reading::tags(&page.body, "input");
        tags.iter()
            .any(|tag| tag.contains(&format!("name=\"{name}\"")) && tag.contains("checked"))
    };
    assert_eq!(
        ["digest", "quiet", "opens", "outlook"].map(ticked),
        [false, true, false, true]
    );
    let lead = town.as_(Cast::Supervisor).get("/account").await.ok().part("mail-h");
    assert_eq!(lead, "Mail");
    let nonsense = [("revision", "1"), ("digest", "1"), ("digest_minute", "soon")];
    let page = town.as_(Cast::Supervisor).post("/account/mail", &nonsense).await;
    assert_eq!(
        (page.status, page.error_summary().as_str()),
        (422, "Choose a time of the day.")
    );
}

async fn a_reason_is_given_with_one_tap_and_the_audit_stays_expected(town: &Town) {
    let (_, made) = town.plan(1, &[Place::OakStreet]);
    let (audit, reason) = (format!("/audits/{}", made[0]), format!("/audits/{}/reason", made[0]));
    town.at("2026-06-09 17:30");
    assert_eq!(town.as_(Cast::Stranger).get(&reason).await.status, 404);
    assert_eq!(town.as_(Cast::Supervisor).get(&reason).await.status, 403);
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&audit).await.ok();
    assert!(
        page.body.contains(&format!("href=\"{reason}\"")),
        "the page leads there"
    );
    assert!(dana.get(&reason).await.ok().can_post(&reason));
    let page = dana.post(&reason, &[("words", "  "), ("why", "other")]).await;
    assert_eq!(
        (page.status, page.error_summary().as_str()),
        (422, "Write a few words about what is in the way.")
    );
    let page = dana.post(&reason, &[("words", "The line was out.")]).await;
    assert_eq!(
        (page.status, page.error_summary().as_str()),
        (422, "Tap what is in the way.")
    );
    assert!(page.body.contains("The line was out."), "what was typed stays");
    let kept = dana
        .submit(&reason, &[("words", "The line was out."), ("why", "system-down")])
        .await;
    assert_eq!(kept.flash(), "Thank you. The reason is shown beside the audit.");
    assert!(
        kept.text().contains("A system does not work. The line was out."),
        "{}",
        kept.text()
    );

    town.run_jobs().await;
    town.new_mails();
    town.at("2026-06-10 09:01");
    town.run_jobs().await;
    let mails = town.new_mails();
    let missed = mails.iter().find(|mail| mail.subject.starts_with("Missed")).unwrap();
    assert!(
        missed
            .body_text
            .contains("In the way: A system does not work. The line was out."),
        "{}",
        missed.body_text
    );
    let id = made[0];
    let stored = town.read(move |conn| Ok(audits::queries::find(conn, id)?));
    assert_eq!(stored.state, AuditState::Missed, "only a closure excuses");
    let list = town.as_(Cast::Director).get("/audits?state=missed").await.ok().text();
    assert!(
        list.contains("One audit fits.") && list.contains("A system does not work."),
        "{list}"
    );
    let expected = town.as_(Cast::Director).get("/audits?state=expected").await.ok().text();
    assert!(expected.contains("One audit fits."), "{expected}");
    // It can be said better afterwards; the history keeps both.
    let dana = town.as_(Cast::Manager);
    dana.submit(&reason, &[("words", "A flu."), ("why", "sick")]).await.ok();
    let page = dana.get(&audit).await.ok();
    assert!(page.text().contains("Somebody is ill. A flu."), "{}", page.text());
    let history = page.text();
    assert!(history.contains("The line was out."), "{history}");
}
