//! What a mail server can do to mail: refuse the connection, put off, refuse one of many, dawdle, break off before and
//! after it has the words, be down for a day; and two servers that share the work. Every message is composed once, has the
//! same Message-ID on every try, and arrives; the outbox shows what was said last and when it is tried again.

use crate::mail::{Mood, Sink, with_server};
use crate::town::{Cast, Town};
use insta::assert_snapshot;
use plumbline::app::App;
use plumbline::platform::db::Db;
use plumbline::platform::mail::deliver::{Pace, Transport};
use plumbline::platform::mail::{self, Letter, Mail, MailState, Recipient};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;
use tokio::net::TcpListener;

on_both![
    whatever_a_mail_server_does_each_message_arrives_and_the_outbox_tells_why_it_waits,
    a_mail_server_that_is_down_for_a_day_gets_everything_afterwards,
    an_answer_that_comes_too_late_is_none_to_the_next_mail,
    two_servers_on_one_database_hand_each_message_over_once,
];

/// Composes so many letters about something, each to somebody else.
fn compose(town: &Town, about: &str, count: usize) {
    let (act, about) = (town.act(None), about.to_owned());
    town.write(move |conn| {
        let act = act.clone();
        for n in 1..=count {
            let letter = Letter {
                key: format!("{about}:{n}"),
                to: Recipient {
                    person: None,
                    name: format!("Reader {n}"),
                    email: format!("{about}-{n}@millvalley.example"),
                    language: "en".into(),
                    instead_of: None,
                },
                subject: format!("{about}, {n}"),
                text: "Two lines.\n.\nThe second begins with a dot.".into(),
                html: "<p>Hello.</p>".into(),
                not_before: act.now,
                unsubscribe: None,
                invite: None,
            };
            assert!(mail::enqueue(conn, &act, "millvalley.example", letter)?);
        }
        Ok(())
    });
}

/// How often each message arrived, by its Message-ID.
fn arrived(sinks: &[&Sink]) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for received in sinks.iter().flat_map(|sink| sink.received()) {
        *count.entry(received.header("Message-ID")).or_default() += 1;
    }
    count
}

fn of(town: &Town, about: &str) -> Vec<Mail> {
    let mut mails = town.outbox();
    mails.retain(|mail| mail.message_key.starts_with(about));
    mails
}

fn ids(mails: &[Mail]) -> BTreeSet<String> {
    mails.iter().map(|mail| mail.message_id.clone()).collect()
}

/// A port at which nobody answers.
async fn nobody() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

fn later(town: &Town, minutes: i64) {
    town.app.clock.set(town.app.clock.now().plus_minutes(minutes));
}

/// What the outbox says of the mails about something that did not leave, and that their pages say the same.
async fn told(town: &Town, about: &str) -> String {
    let ada = town.as_(Cast::Administrator);
    let list = ada.get(&format!("/outbox?q={about}")).await.ok();
    let mut lines = String::new();
    let shown = list.text();
    for mail in of(town, about).iter().filter(|mail| mail.state != MailState::Sent) {
        let error = mail.last_error.clone().expect("a reason");
        assert!(shown.contains(&error), "{error}: {shown}");
        let page = ada.get(&format!("/outbox/{}", mail.id)).await.ok().text();
        assert!(page.contains(&error), "{error}: {page}");
        let next = page.lines().skip_while(|line| *line != "Next try").nth(1);
        // What the other end of a broken connection says depends on the system.
        let said = error.split_once("): ").map_or("the connection broke", |(_, said)| said);
        assert!(
            mail.state == MailState::Stopped || shown.contains("Next try: "),
            "{shown}"
        );
        write!(
            lines,
            "\n    {} ({said}), next try: {}",
            mail.state,
            next.unwrap_or("none")
        )
        .unwrap();
    }
    lines
}

async fn whatever_a_mail_server_does_each_message_arrives_and_the_outbox_tells_why_it_waits(town: &Town) {
    let faults: [(&str, &[Mood]); 6] = [
        ("refused", &[]),
        ("greylisted", &[Mood::Greylists; 4]),
        ("put-off", &[Mood::Busy]),
        ("one-of-many", &[Mood::Refuses]),
        ("cut", &[Mood::Cuts]),
        ("taken-unsaid", &[Mood::Dies]),
    ];
    let mut story = String::new();
    for (about, moods) in faults {
        compose(town, about, 4);
        let composed = ids(&of(town, about));
        let (away, sink) = (nobody().await, Sink::open(moods).await);
        let first = with_server(town, if about == "refused" { away } else { sink.port });
        let done = first.deliver_mail().await.unwrap();
        writeln!(
            story,
            "{about}: {} left, {} did not{}",
            done.sent,
            done.failed,
            told(town, about).await
        )
        .unwrap();
        let ada = town.as_(Cast::Administrator);
        for mail in of(town, about).iter().filter(|mail| mail.state == MailState::Stopped) {
            ada.submit(&format!("/outbox/{}/delivery", mail.id), &[]).await.ok();
        }
        let app = with_server(town, sink.port);
        later(town, 1);
        app.deliver_mail().await.unwrap();
        assert!(of(town, about).iter().all(|mail| mail.state == MailState::Sent));
        let arrived = arrived(&[&sink]);
        assert_eq!(arrived.keys().cloned().collect::<BTreeSet<_>>(), composed, "{about}");
        let twice = arrived.values().filter(|count| **count > 1).count();
        writeln!(story, "  a minute later all 4 are there, {twice} of them twice").unwrap();
    }
    assert_snapshot!("what_a_mail_server_does", story);
}

async fn a_mail_server_that_is_down_for_a_day_gets_everything_afterwards(town: &Town) {
    compose(town, "down", 5);
    let composed = ids(&of(town, "down"));
    let app = with_server(town, nobody().await);
    for _ in 0..24 * 4 {
        assert_eq!(app.deliver_mail().await.unwrap().sent, 0);
        later(town, 15);
    }
    assert_snapshot!("down_for_a_day", told(town, "down").await);
    let sink = Sink::open(&[]).await;
    let back = with_server(town, sink.port);
    for _ in 0..6 {
        later(town, 60);
        back.deliver_mail().await.unwrap();
    }
    let arrived = arrived(&[&sink]);
    assert_eq!(arrived.keys().cloned().collect::<BTreeSet<_>>(), composed);
    assert!(arrived.values().all(|count| *count == 1), "{arrived:?}");
}

async fn an_answer_that_comes_too_late_is_none_to_the_next_mail(town: &Town) {
    compose(town, "late", 3);
    let composed = ids(&of(town, "late"));
    // If the late yes were taken for the next answer, the second mail would count as sent, and be lost.
    let sink = Sink::open(&[Mood::Dawdles, Mood::Busy, Mood::Takes]).await;
    let mut app = with_server(town, sink.port);
    let Transport::Smtp(_, pace) = &mut app.transport else {
        panic!("a mail server")
    };
    *pace = Pace {
        connections: 1,
        patience: Duration::from_secs(2),
    };
    let done = app.deliver_mail().await.unwrap();
    assert_eq!((done.sent, done.failed), (1, 2));
    let errors: Vec<String> = of(town, "late")
        .into_iter()
        .filter_map(|mail| mail.last_error)
        .collect();
    assert!(errors.iter().any(|error| error.contains("took too long")), "{errors:?}");
    assert!(
        errors.iter().any(|error| error.contains("busy, later please")),
        "{errors:?}"
    );
    later(town, 1);
    with_server(town, sink.port).deliver_mail().await.unwrap();
    let arrived = arrived(&[&sink]);
    assert_eq!(arrived.keys().cloned().collect::<BTreeSet<_>>(), composed);
    assert_eq!(
        arrived.values().sum::<usize>(),
        4,
        "the one that was taken unsaid came again"
    );
}

async fn two_servers_on_one_database_hand_each_message_over_once(town: &Town) {
    const COUNT: usize = 60;
    compose(town, "shared", COUNT);
    let composed = ids(&of(town, "shared"));
    let db = Db::open_migrated(town.app.db.url(), 2, 64).unwrap();
    let moods = [
        Mood::Takes,
        Mood::Busy,
        Mood::Cuts,
        Mood::Greylists,
        Mood::Takes,
        Mood::Dies,
    ]
    .repeat(4);
    let (mine, others) = (Sink::open(&moods).await, Sink::open(&moods).await);
    let one = with_server(town, mine.port);
    let settings = with_server(town, others.port).settings;
    let other = App::with_db((*settings).clone(), town.app.clock.clone(), db.clone()).unwrap();
    for _ in 0..12 {
        let (a, b) = tokio::join!(one.deliver_mail(), other.deliver_mail());
        a.unwrap();
        b.unwrap();
        later(town, 60);
    }
    let dead = moods.iter().filter(|mood| **mood == Mood::Dies).count();
    let arrived = arrived(&[&mine, &others]);
    assert_eq!(arrived.keys().cloned().collect::<BTreeSet<_>>(), composed);
    // Only what a server took without saying so comes again.
    let again: usize = arrived.values().map(|count| count - 1).sum();
    assert!(again <= 2 * dead, "{again} of {COUNT} came again");
    db.close();
}
