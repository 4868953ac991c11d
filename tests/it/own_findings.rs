//! What somebody hears and sees of the findings that are theirs: what an audit of another person found, the own ones on
//! *Today*, where the way back leads, and how days nearby are said.

use crate::amendments::{Fields, fields, numbered, question_ids};
use crate::browser::{Answer, Browser};
use crate::reminders::choose;
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::AuditId;
use plumbline::base::links;
use plumbline::platform::mail::Mail;

on_both![
    what_an_audit_of_another_person_found_is_told_in_one_mail,
    what_one_found_oneself_is_no_mail_and_what_is_put_right_is_none,
    whoever_reads_one_mail_a_day_finds_it_there,
    a_stand_in_who_found_it_is_not_told,
    what_the_auditor_changes_follows_to_the_owner,
    today_shows_the_own_findings,
    the_way_back_leads_to_the_filters,
    a_raised_severity_says_from_what_to_what_and_keeps_the_first_promise,
    days_nearby_are_small_inside_a_sentence,
];

/// Dana's audit of today at Oak Street, started: her layer looks at the work of Maria's office.
async fn started<'t>(town: &'t Town) -> (AuditId, Browser<'t>) {
    let (_, audits) = town.plan(2, &[Place::OakStreet]);
    let dana = town.as_(Cast::Manager);
    dana.submit(&format!("{}/start", links::audit(audits[0])), &[])
        .await
        .ok();
    (audits[0], dana)
}

async fn send(browser: &Browser<'_>, audit: AuditId, fields: &Fields) -> Answer {
    let sent = browser
        .post_multipart(&format!("{}/submission", links::audit(audit)), fields)
        .await;
    browser.follow(sent).await.ok()
}

/// Two things under the first question, and a proof of identity that was not asked for.
fn three_things(town: &Town) -> Fields {
    let [first, waited, proof] = question_ids(town);
    fields(&[
        ("outcome", first, "nonconforming"),
        ("seen", first, "Nobody looked up."),
        ("seen-2", first, "The bell was broken."),
        ("value", waited, "4"),
        ("outcome", proof, "nonconforming"),
        ("seen", proof, "The record was open first."),
    ])
}

/// The first question fails with these words, the others conform.
fn one_thing(town: &Town, seen: &str) -> Fields {
    let [first, waited, proof] = question_ids(town);
    fields(&[
        ("outcome", first, "nonconforming"),
        ("seen", first, seen),
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
    ])
}

fn to(mails: &[Mail], who: Cast) -> Vec<Mail> {
    let mine = |mail: &&Mail| mail.recipient.contains(&who.email());
    mails.iter().filter(mine).cloned().collect()
}

async fn what_an_audit_of_another_person_found_is_told_in_one_mail(town: &Town) {
    let (audit, dana) = started(town).await;
    town.run_jobs().await;
    town.new_mails();
    send(&dana, audit, &three_things(town)).await;
    town.at("2026-06-09 09:01");
    town.run_jobs().await;
    let mails = town.new_mails();
    let told = to(&mails, Cast::Supervisor);
    assert_eq!(told.len(), 1, "one mail for all of it");
    assert_snapshot!(town.letter(&told[0]), @r#"
    To: "Maria Okafor" <maria@millvalley.example>
    Subject: 3 findings for you at Oak Street Office

    An audit found 3 things at Oak Street Office. They are yours: please see to them.

    NC-2026-00001, Was each person in line acknowledged within 3 minutes?
    What was seen: Nobody looked up.
    Due: Tuesday, July 7, 2026

    NC-2026-00002, Was each person in line acknowledged within 3 minutes?
    What was seen: The bell was broken.
    Due: Tuesday, July 7, 2026

    NC-2026-00003, Was the document looked at before the record was shown?
    What was seen: The record was open first.
    Due: Thursday, June 11, 2026

    Where: Oak Street Office

    See what was done already, and what is next:
    http://plumbline.test/findings?owner=…

    -- 
    You get this mail because these findings are yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    let queue = town.as_(Cast::Supervisor).get(&town.link(&told[0])).await.ok();
    for number in ["NC-2026-00001", "NC-2026-00002", "NC-2026-00003"] {
        assert!(queue.text().contains(number), "{}", queue.text());
    }
    // Those who lead hear of what is critical, as ever; nobody hears of anything twice.
    let of_found = |mail: &&Mail| mail.subject.contains("findings for you");
    assert_eq!(mails.iter().filter(of_found).count(), 1);
    town.at("2026-06-09 09:02");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "");
}

async fn what_one_found_oneself_is_no_mail_and_what_is_put_right_is_none(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let maria = town.as_(Cast::Supervisor);
    let start = format!("{}/start", links::audit(audits[0]));
    maria.submit(&start, &[]).await.ok();
    town.run_jobs().await;
    town.new_mails();
    send(&maria, audits[0], &one_thing(town, "Nobody looked up.")).await;
    town.at("2026-06-09 09:01");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "", "Maria found it, and has it");

    let (audit, dana) = started(town).await;
    town.run_jobs().await;
    town.new_mails();
    let [first, waited, proof] = question_ids(town);
    let put_right = fields(&[
        ("outcome", first, "corrected"),
        ("seen", first, "Nobody looked up."),
        ("done", first, "Greeted everybody."),
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
    ]);
    send(&dana, audit, &put_right).await;
    town.at("2026-06-09 09:02");
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "", "nothing is left to be done");
}

async fn whoever_reads_one_mail_a_day_finds_it_there(town: &Town) {
    choose(town, Cast::Supervisor, &[("digest", "1"), ("digest_minute", "510")]).await;
    let (audit, dana) = started(town).await;
    town.run_jobs().await;
    town.new_mails();
    send(&dana, audit, &one_thing(town, "Nobody looked up.")).await;
    town.at("2026-06-09 09:01");
    town.run_jobs().await;
    assert_eq!(
        to(&town.new_mails(), Cast::Supervisor).len(),
        0,
        "it can wait until the morning"
    );
    town.at("2026-06-10 08:30");
    town.run_jobs().await;
    let told = to(&town.new_mails(), Cast::Supervisor);
    assert_eq!(told.len(), 1);
    let letter = town.letter(&told[0]);
    assert!(
        letter.contains("Yours now: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)"),
        "{letter}"
    );
}

async fn a_stand_in_who_found_it_is_not_told(town: &Town) {
    let dana = town.person(Cast::Manager).to_string();
    let away = [
        ("from", "2026-06-09"),
        ("until", "2026-06-12"),
        ("stand_in", dana.as_str()),
        ("note", ""),
    ];
    town.as_(Cast::Supervisor).submit("/account/absences", &away).await.ok();
    let (audit, dana) = started(town).await;
    town.run_jobs().await;
    town.new_mails();
    send(&dana, audit, &one_thing(town, "Nobody looked up.")).await;
    town.at("2026-06-09 09:01");
    town.run_jobs().await;
    let told = town.new_subjects();
    assert!(!told.contains("Yours now"), "Dana knows what she found: {told}");
}

async fn what_the_auditor_changes_follows_to_the_owner(town: &Town) {
    let (audit, dana) = started(town).await;
    let [first, waited, proof] = question_ids(town);
    let put_right = fields(&[
        ("outcome", first, "corrected"),
        ("seen", first, "Nobody looked up."),
        ("done", first, "Greeted everybody."),
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
    ]);
    send(&dana, audit, &put_right).await;
    town.at("2026-06-09 09:01");
    town.run_jobs().await;
    town.new_mails();
    let amendment = links::amendment(audit);
    let changed = async |at: &str, fields: Fields| {
        let page = dana.get(&amendment).await.ok();
        let taken = dana.post_multipart(&amendment, &numbered(&page, fields)).await;
        dana.follow(taken).await.ok();
        town.at(at);
        town.run_jobs().await;
        to(&town.new_mails(), Cast::Supervisor)
    };
    let told = changed("2026-06-09 09:02", one_thing(town, "Nobody looked up.")).await;
    assert_eq!(told.len(), 1, "what was put right is left to be repaired now");
    assert!(told[0].subject.starts_with("Yours now: "), "{}", told[0].subject);
    let conforms = fields(&[
        ("outcome", first, "conforms"),
        ("value", waited, "4"),
        ("outcome", proof, "conforms"),
    ]);
    let told = changed("2026-06-09 09:03", conforms).await;
    assert_eq!(told.len(), 1);
    let letter = town.letter(&told[0]);
    assert!(letter.contains("Withdrawn: nothing is to be done."), "{letter}");
}

async fn today_shows_the_own_findings(town: &Town) {
    let maria = town.as_(Cast::Supervisor);
    let before = maria.get("/today").await.ok();
    assert!(!before.text().contains("Your open findings"), "{}", before.text());
    town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let critical = town.finding(Place::OakStreet, Question::Identity, "No document.");
    town.raise(
        Cast::OtherSupervisor,
        Place::Harbor,
        Question::WaitTime,
        "Not hers.",
        None,
    );
    town.raise(
        Cast::Supervisor,
        Place::OakStreet,
        Question::Acknowledged,
        "Put right.",
        Some("Greeted them."),
    );
    let contained = [("containment", "Looked at the document.")];
    let address = format!("{}/containment", links::finding(critical));
    maria.submit(&address, &contained).await.ok();
    let today = maria.get("/today").await.ok();
    let own = regex::Regex::new(r#"(?s)aria-labelledby="h-findings".*?</section>"#).unwrap();
    let own = own.find(&today.body).unwrap().as_str();
    let told = crate::reading::text(own).replace('\n', " ");
    for tile in [r"NC-2026-00002\W+To be planned", r"NC-2026-00001\W+To be contained"] {
        assert!(regex::Regex::new(tile).unwrap().is_match(&told), "{tile}: {told}");
    }
    assert!(
        !told.contains("NC-2026-00003") && !told.contains("NC-2026-00004"),
        "{told}"
    );
    let place = |number: &str| told.find(number);
    assert!(
        place("NC-2026-00002") < place("NC-2026-00001"),
        "what is due first comes first: {told}"
    );
    // All of them are one step away.
    let link = regex::Regex::new(r#"href="(/findings\?tab=all[^"]*)""#).unwrap();
    let link = link.captures(own).unwrap()[1].replace("&amp;", "&");
    let queue = maria.get(&link).await.ok();
    let text = queue.text();
    assert!(
        text.contains("NC-2026-00001") && text.contains("NC-2026-00002"),
        "{text}"
    );
    assert!(!text.contains("NC-2026-00003"), "{text}");
    town.at("2026-06-12 09:00");
    let late = town.as_(Cast::Supervisor).get("/today").await.ok();
    assert!(late.text().contains("overdue since yesterday"), "{}", late.text());
    town.expects_waiting_mail();
}

async fn the_way_back_leads_to_the_filters(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let (dana, page) = (town.as_(Cast::Manager), links::finding(id));
    let back = |answer: &Answer| {
        let tags = crate::reading::tags(&answer.body, "a");
        let href = |tag: &String| crate::reading::attribute(tag, "href").filter(|href| href.starts_with("/findings"));
        tags.iter()
            .filter(|tag| tag.contains("crumb"))
            .find_map(href)
            .unwrap_or_default()
    };
    let first = dana.get(&page).await.ok();
    assert_eq!(back(&first), "/findings");
    dana.get("/findings?severity=major&q=%22%3E%3Cb%3E&tab=all&strange=//elsewhere.example")
        .await
        .ok();
    let kept = "/findings?tab=all&q=%22%3E%3Cb%3E&severity=major";
    assert_eq!(back(&dana.get(&page).await.ok()), kept, "nothing but filters");
    // A step of the repair does not lose them; in another browser there are none.
    let contained = [("containment", "Opened another position.")];
    let stepped = dana.submit(&format!("{page}/containment"), &contained).await.ok();
    assert_eq!(back(&stepped), kept);
    assert_eq!(back(&town.as_(Cast::Director).get(&page).await.ok()), "/findings");
    dana.get("/findings").await.ok();
    assert_eq!(back(&dana.get(&page).await.ok()), "/findings");
    // What a form sends empty does not stay in the address.
    let sent = dana
        .get("/findings?tab=decision&q=&unit=&severity=major&owner=&process=&from=&to=")
        .await;
    assert_eq!(
        (sent.status, sent.location()),
        (303, Some("/findings?tab=decision&severity=major"))
    );
    let nothing = dana.get("/findings?q=&unit=").await;
    assert_eq!((nothing.status, nothing.location()), (303, Some("/findings")));
}

async fn a_raised_severity_says_from_what_to_what_and_keeps_the_first_promise(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::Acknowledged, "Two people stood unseen.");
    let dana = town.as_(Cast::Manager);
    let severity = format!("{}/severity", links::finding(id));
    let raised = dana.submit(&severity, &[("severity", "critical")]).await.ok();
    let history = raised.part("history");
    assert!(
        history.contains("raised the severity from minor to critical. Due: Thu, Jun 11"),
        "{history}"
    );
    let due = raised.part("due");
    assert!(
        due.contains("Thu, Jun 11") && due.contains("First promised: Tue, Jul 7"),
        "{due}"
    );
    // Where a date was late already, raising moves nothing, and says so.
    let late = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    town.at("2026-07-13 09:00");
    let (dana, finding) = (town.as_(Cast::Manager), links::finding(late));
    let rules = [
        ("critical_days", "10"),
        ("major_days", "10"),
        ("minor_days", "20"),
        ("repeat_days", "90"),
        ("revision", "1"),
    ];
    town.as_(Cast::Quality).submit("/findings/settings", &rules).await.ok();
    let raised = dana
        .submit(&format!("{finding}/severity"), &[("severity", "critical")])
        .await
        .ok();
    let history = raised.part("history");
    assert!(
        history.contains("raised the severity from major to critical. The due date stays"),
        "{history}"
    );
    assert!(!raised.part("due").contains("First promised"), "{}", raised.part("due"));
    town.expects_waiting_mail();
}

async fn days_nearby_are_small_inside_a_sentence(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let contained = [("containment", "Opened another position.")];
    let address = format!("{}/containment", links::finding(id));
    let page = town.as_(Cast::Supervisor).submit(&address, &contained).await.ok();
    let told = page.part("contained");
    assert!(told.contains("Maria Okafor, today, 9:00 AM"), "{told}");
    let history = page.part("history");
    assert!(
        history.contains("Today, 9:00 AM Maria Okafor contained it"),
        "{history}"
    );
    town.at("2026-06-10 09:00");
    let page = town.as_(Cast::Supervisor).get(&links::finding(id)).await.ok();
    let told = page.part("contained");
    assert!(told.contains("Maria Okafor, yesterday, 9:00 AM"), "{told}");
    town.at("2026-06-24 09:00");
    let page = town.as_(Cast::Supervisor).get(&links::finding(id)).await.ok();
    assert!(page.text().contains("Overdue since yesterday"), "{}", page.text());
    assert!(page.text().contains("Found: Tue, Jun 9, 9:00 AM"), "{}", page.text());
    town.expects_waiting_mail();
}
