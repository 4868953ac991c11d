//! The examples of mails: every mail has one, and its frame can do nothing.

use crate::browser::Answer;
use crate::reading;
use crate::tidy::files;
use crate::town::{Cast, Town};
use insta::assert_snapshot;
use plumbline::app::App;
use plumbline::desk::previews::MAILS;
use plumbline::platform::mail::deliver::Transport;
use plumbline::platform::mail::{Letter, Recipient, enqueue};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

on_both![every_mail_has_an_example, every_example_leaves_in_two_ways_to_read_it];

fn address(mail: &str) -> String {
    format!("/outbox/examples/{}", mail.replace('/', "-"))
}

async fn every_mail_has_an_example(town: &Town) {
    let templates: BTreeSet<String> = files("templates/mail", &["subject.txt"])
        .iter()
        .filter_map(|path| path.rsplit('/').nth(1).map(str::to_owned))
        .collect();
    let shown: BTreeSet<String> = MAILS
        .iter()
        .map(|mail| mail.split('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(shown, templates);
    let ada = town.as_(Cast::Administrator);
    let list = ada.get("/outbox/examples").await.ok();
    assert!(list.text().contains("When it is sent\nSubject\n"), "{}", list.text());
    let mut told = String::new();
    for mail in MAILS {
        let page = ada.get(&address(mail)).await.ok();
        writeln!(told, "{}\n  {}", page.heading(), lead(&page)).unwrap();
        assert!(list.body.contains(&format!(r#"href="{}""#, address(mail))), "{mail}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.contains("style-src 'self'") && policy.ends_with("; frame-src 'self'"),
            "{policy}"
        );
        assert!(page.body.contains(r#" sandbox src=""#));
        let html = ada.get(&format!("{}/html", address(mail))).await.ok();
        assert_eq!(
            html.header("content-security-policy"),
            Some("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
        );
        // What dark mail programs need, and no sentence without its words.
        assert!(
            html.body.contains(r#"<meta name="color-scheme" content="light dark">"#),
            "{mail}"
        );
        assert!(!html.body.contains("{$") && !page.text().contains("{$"), "{mail}");
    }
    assert_snapshot!(told, @r"
    Somebody is invited to sign in
      Subject: Your account at City of Mill Valley
    Somebody asked for a new password
      Subject: Choose a new password for City of Mill Valley
    An audit opens today
      Subject: Today at Oak Street Office, until Friday, June 12, 2026: Service at the counter
    An audit is due soon
      Subject: Due soon at Oak Street Office, Friday, June 12, 2026: Service at the counter
    An audit is past its due time
      Subject: Due now at Oak Street Office, open until Saturday, June 13, 2026: Service at the counter
    An audit of the next layer down is late
      Subject: Not started at Oak Street Office, open until Saturday, June 13, 2026: Service at the counter
    An audit of the next layer down was missed
      Subject: Missed at Oak Street Office: Service at the counter
    An audit arrived later than its window
      Subject: Done in time after all at Oak Street Office: Service at the counter
    An auditor corrected the answers
      Subject: Changed by the auditor: Service at the counter, Oak Street Office
    An audit is handed over to somebody
      Subject: From Dana Whitfield, due Friday, June 12, 2026: Service at the counter, Oak Street Office
    Somebody took an audit over
      Subject: No longer yours: Service at the counter, Oak Street Office
    Nobody can do some audits
      Subject: 2 audits have nobody to do them: Service at the counter
    Audits moved or come no more
      Subject: 2 of your audits were changed
    A one-time link opens an audit
      Subject: Your audit at Oak Street Office, until Saturday, June 13, 2026: Service at the counter
    What the week brings
      Subject: The week from Tuesday, June 16, 2026: 2 audits of yours
    The packet for a meeting of the board
      Subject: Board packet No. 2026-3: Oak Street Office, Thursday, June 18, 2026
    A critical finding, told at once
      Subject: Critical finding at Oak Street Office: How many minutes did the last person in line wait? (NC-2026-00042)
    A sensitive finding, told at once
      Subject: Sensitive finding at Oak Street Office: How many minutes did the last person in line wait? (NC-2026-00042)
    A finding is handed over to somebody
      Subject: Yours now: How many minutes did the last person in line wait? (NC-2026-00042)
    Somebody raises a finding outside of an audit
      Subject: Yours now: How many minutes did the last person in line wait? (NC-2026-00042)
    An audit finds something that is somebody else’s to repair
      Subject: Yours now: How many minutes did the last person in line wait? (NC-2026-00042)
    A closed finding is found again
      Subject: Open again: How many minutes did the last person in line wait? (NC-2026-00042)
    The actions of a finding are done, and somebody has to verify it
      Subject: To be verified at Oak Street Office: How many minutes did the last person in line wait? (NC-2026-00042)
    The plan of a finding comes back to its owner
      Subject: Please plan anew: How many minutes did the last person in line wait? (NC-2026-00042)
    An action is due
      Subject: Last working day before Friday, June 12, 2026: Put a screen with the waiting time where the clerks see it. (NC-2026-00042)
    An action is overdue, told one layer up
      Subject: Needs your help at Oak Street Office, 3 working days overdue: Put a screen with the waiting time where the clerks see it. (NC-2026-00042)
    Somebody is away, and somebody stands in
      Subject: You stand in for Dana Whitfield from Sunday, June 14, 2026
    A clause changed that questions check
      Subject: Clauses changed: Service at the counter
    A draft could not be published
      Subject: Not published: Service at the counter, version 3
    The one mail of the day
      Subject: 2 things for you, first: How many minutes did the last person in line wait?
    An audit finds several things
      Subject: 2 findings for you at Oak Street Office
    A finding is due
      Subject: Last working day before Friday, June 12, 2026: How many minutes did the last person in line wait? (NC-2026-00042)
    A finding is overdue, told one layer up
      Subject: Needs your help at Oak Street Office, 3 working days overdue: How many minutes did the last person in line wait? (NC-2026-00042)
    Nobody owns a finding
      Subject: Nobody sees to it at Oak Street Office: How many minutes did the last person in line wait? (NC-2026-00042)
    A plan waits for a decision
      Subject: A plan for you to decide on at Oak Street Office: How many minutes did the last person in line wait? (NC-2026-00042)
    A plan is taken one layer up
      Subject: A plan for you to decide on: How many minutes did the last person in line wait? (NC-2026-00042)
    Somebody is picked in a note
      Subject: A note for you: How many minutes did the last person in line wait? (NC-2026-00042)
    A later date is asked for
      Subject: A later date is asked for, Wednesday, June 17, 2026: How many minutes did the last person in line wait? (NC-2026-00042)
    A later date is granted
      Subject: Granted, due Wednesday, June 17, 2026: How many minutes did the last person in line wait? (NC-2026-00042)
    A later date is not granted
      Subject: The date stays, Wednesday, June 17, 2026: How many minutes did the last person in line wait? (NC-2026-00042)
    The clock of a finding is stopped
      Subject: The clock stands still: How many minutes did the last person in line wait? (NC-2026-00042)
    Somebody lets the clock go on
      Subject: The clock goes on: How many minutes did the last person in line wait? (NC-2026-00042)
    A pause is over
      Subject: The clock goes on: How many minutes did the last person in line wait? (NC-2026-00042)
    ");
    assert_eq!(ada.get("/outbox/examples/nothing").await.status, 404);
    assert_eq!(town.as_(Cast::Quality).get("/outbox/examples").await.status, 403);
    assert!(town.outbox().is_empty(), "looking sends nothing");
}

/// As it leaves: in a file, as a mail server would get it. `scripts/score-mails` takes the files from the folder it names.
async fn every_example_leaves_in_two_ways_to_read_it(town: &Town) {
    let ada = town.as_(Cast::Administrator);
    let mut letters = Vec::new();
    for mail in MAILS {
        let page = ada.get(&address(mail)).await.ok();
        let text = reading::unescape(&reading::by_class(&page.body, "mail__t").unwrap());
        let html = ada.get(&format!("{}/html", address(mail))).await.ok().body;
        letters.push((mail, lead(&page)["Subject: ".len()..].to_owned(), text, html));
    }
    let act = town.act(None);
    town.write(move |conn| {
        let act = act.clone();
        for (mail, subject, text, html) in letters.clone() {
            let letter = Letter {
                key: mail.into(),
                to: Recipient {
                    person: None,
                    name: "Maria Okafor".into(),
                    email: "maria@millvalley.example".into(),
                    language: "en".into(),
                    instead_of: None,
                },
                subject,
                text,
                html,
                not_before: act.now,
                unsubscribe: (mail == "audit_opens").then(|| "https://millvalley.example/unsubscribe/1/opens".into()),
                invite: None,
            };
            enqueue(conn, &act, "millvalley.example", letter)?;
        }
        Ok(())
    });
    let folder = std::env::var("EXAMPLE_MAILS").map_or_else(|_| town.app.settings.mail_dir.clone(), PathBuf::from);
    let app = App {
        transport: Transport::Files(folder.clone()),
        ..town.app.clone()
    };
    assert_eq!(app.deliver_mail().await.unwrap().sent, MAILS.len());
    for file in std::fs::read_dir(folder).unwrap() {
        let wire = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(wire.contains("text/plain") && wire.contains("text/html"), "{wire}");
        assert!(
            wire.lines().all(|line| line.len() <= 998),
            "longer than a mail server takes"
        );
    }
}

fn lead(page: &Answer) -> String {
    let text = page.text();
    text.lines()
        .find(|line| line.starts_with("Subject:"))
        .unwrap_or_default()
        .to_owned()
}
