//! A real conversation with a mail server: envelope, headers, both parts; what happens when it is busy or falls over.

use crate::town::{Cast, Place, Question, Town};
use diesel::prelude::*;
use plumbline::app::App;
use plumbline::platform::mail::{self, MailState};
use plumbline::platform::settings::{MailTransport, SmtpTls};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

on_both![
    a_mail_reaches_the_mail_server_whole,
    a_busy_mail_server_is_asked_again_later,
    a_server_that_refuses_the_words_is_asked_until_the_administrator_sees_it,
    an_address_refused_for_good_is_stopped_shown_and_started_again,
    a_new_address_gets_what_waited_for_the_old_one,
    a_mail_that_can_be_switched_off_says_how_to_mail_programs,
    a_mail_server_that_dies_gets_the_same_message_again,
    a_mail_server_that_is_away_delays_and_loses_nothing,
    the_outbox_is_searched_in_small_and_capital_letters,
];

/// What the mail server of the test does with the next mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// 451: later, please.
    Busy,
    /// 450: not before this address has been tried twice.
    Greylists,
    /// 550: nobody of that name here.
    Refuses,
    /// 554: not these words.
    Dislikes,
    /// Breaks off in the middle of the words.
    Cuts,
    /// Takes the mail and dies before it says so.
    Dies,
    /// Takes the mail, and says so only when it is asked for something else.
    Dawdles,
}

#[derive(Debug, Clone, Default)]
pub struct Received {
    from: String,
    to: Vec<String>,
    data: String,
}

impl Received {
    pub fn header(&self, name: &str) -> String {
        let unfolded = self.data.replace("\r\n ", " ");
        let beginning = format!("{}: ", name.to_lowercase());
        let head = unfolded.split("\r\n\r\n").next().unwrap_or_default().to_owned();
        head.lines()
            .find(|line| line.to_lowercase().starts_with(&beginning))
            .map_or_else(String::new, |line| line[beginning.len()..].to_owned())
    }
}

/// A mail server that keeps what it gets.
pub struct Sink {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Sink {
    pub async fn open(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let moods: Arc<Mutex<VecDeque<Mood>>> = Arc::new(Mutex::new(moods.iter().copied().collect()));
        let received = Arc::default();
        let sink = Self {
            port,
            received: Arc::clone(&received),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (received, moods) = (Arc::clone(&received), Arc::clone(&moods));
                tokio::spawn(async move {
                    let _ = talk(stream, &received, &moods).await;
                });
            }
        });
        sink
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn talk(
    stream: TcpStream,
    received: &Mutex<Vec<Received>>,
    moods: &Mutex<VecDeque<Mood>>,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink.example ESMTP\r\n").await?;
    let mut mail = Received::default();
    let mut late = "";
    while let Some(line) = lines.next_line().await? {
        write.write_all(std::mem::take(&mut late).as_bytes()).await?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let mood = || moods.lock().unwrap().front().copied().unwrap_or(Mood::Takes);
        let answer = match verb.as_str() {
            "EHLO" => "250-sink.example\r\n250 8BITMIME\r\n",
            "MAIL" => {
                mail = Received {
                    from: between(&line),
                    ..Received::default()
                };
                "250 OK\r\n"
            }
            "RCPT" if mood() == Mood::Refuses => {
                moods.lock().unwrap().pop_front();
                "550 5.1.1 nobody of that name here\r\n"
            }
            "RCPT" if mood() == Mood::Greylists => {
                moods.lock().unwrap().pop_front();
                "450 4.2.0 greylisted, please try again in five minutes\r\n"
            }
            "RCPT" => {
                mail.to.push(between(&line));
                "250 OK\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.data.push_str("\r\n");
                    if mood() == Mood::Cuts {
                        moods.lock().unwrap().pop_front();
                        return Ok(());
                    }
                }
                match moods.lock().unwrap().pop_front().unwrap_or(Mood::Takes) {
                    Mood::Busy => "451 4.3.2 busy, later please\r\n",
                    Mood::Dislikes => "554 5.7.1 these words are not welcome\r\n",
                    mood => {
                        received.lock().unwrap().push(std::mem::take(&mut mail));
                        match mood {
                            Mood::Dies => return Ok(()),
                            Mood::Dawdles => {
                                late = "250 2.0.0 taken, after all\r\n";
                                ""
                            }
                            _ => "250 2.0.0 taken\r\n",
                        }
                    }
                }
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 OK\r\n",
        };
        write.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

fn between(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or_else(String::new, |(address, _)| address.into())
}

/// The town's application, with a mail server instead of memory.
pub fn with_server(town: &Town, port: u16) -> App {
    let mut settings = (*town.app.settings).clone();
    settings.mail_transport = MailTransport::Smtp;
    settings.smtp_host = Some("127.0.0.1".into());
    settings.smtp_port = port;
    settings.smtp_tls = SmtpTls::None;
    settings.public_url = "https://plumbline.test".into();
    App::with_db(settings, town.app.clock.clone(), town.app.db.clone()).unwrap()
}

/// Two mails wait: a critical finding is told to manager and director.
fn two_mails(town: &Town) {
    town.finding(
        Place::OakStreet,
        Question::Identity,
        "A record was open: “Müller”, a line.\n.\nand another.",
    );
}

fn states(town: &Town) -> Vec<(MailState, i64)> {
    let mut states = town.read(|conn| Ok(mail::count_by_state(conn)?));
    states.sort();
    states
}

async fn a_mail_reaches_the_mail_server_whole(town: &Town) {
    let sink = Sink::open(&[]).await;
    let app = with_server(town, sink.port);
    two_mails(town);
    let delivered = app.deliver_mail().await.unwrap();
    assert_eq!((delivered.sent, delivered.failed), (2, 0));
    assert_eq!(app.deliver_mail().await.unwrap().sent, 0, "nothing is sent twice");
    let received = sink.received();
    let mut to: Vec<String> = received.iter().flat_map(|mail| mail.to.clone()).collect();
    to.sort();
    assert_eq!(to, ["dana@millvalley.example", "elena@millvalley.example"]);
    let mail = received
        .iter()
        .find(|mail| mail.to == ["dana@millvalley.example"])
        .unwrap();
    assert_eq!(mail.from, "plumbline@millvalley.example");
    assert!(mail.header("To").contains("Dana Whitfield"), "{}", mail.header("To"));
    assert!(
        mail.header("Message-ID").ends_with("@plumbline.test>"),
        "{}",
        mail.header("Message-ID")
    );
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Content-Type").starts_with("multipart/alternative"));
    assert!(
        mail.header("Date").contains("9 Jun 2026 14:00:00"),
        "{}",
        mail.header("Date")
    );
    let (plain, html) = (
        mail.data.find("text/plain").unwrap(),
        mail.data.find("text/html").unwrap(),
    );
    assert!(plain < html, "programs show the last part they understand");
    let known = town.outbox();
    let of_dana = known.iter().find(|known| known.recipient.contains("dana@")).unwrap();
    assert_eq!(of_dana.message_id, mail.header("Message-ID"));
    assert_eq!(
        (of_dana.state, of_dana.sent_at),
        (MailState::Sent, Some(town.app.clock.now()))
    );
}

async fn a_busy_mail_server_is_asked_again_later(town: &Town) {
    let sink = Sink::open(&[Mood::Busy]).await;
    let app = with_server(town, sink.port);
    two_mails(town);
    let first = app.deliver_mail().await.unwrap();
    assert_eq!(
        (first.sent, first.failed),
        (1, 1),
        "one that waits does not hold the other up"
    );
    let waiting = town
        .outbox()
        .into_iter()
        .find(|mail| mail.state == MailState::Waiting)
        .unwrap();
    let error = waiting.last_error;
    assert!(
        error
            .as_deref()
            .is_some_and(|error| error.contains("busy, later please")),
        "{error:?}"
    );
    assert_eq!(app.deliver_mail().await.unwrap().sent, 0, "not before its time");
    town.at("2026-06-09 09:01");
    assert_eq!(app.deliver_mail().await.unwrap().sent, 1);
    let ids: Vec<String> = sink.received().iter().map(|mail| mail.header("Message-ID")).collect();
    assert!(ids.len() == 2 && ids[0] != ids[1], "{ids:?}");
}

async fn a_server_that_refuses_the_words_is_asked_until_the_administrator_sees_it(town: &Town) {
    let sink = Sink::open(&[Mood::Dislikes; 60]).await;
    let app = with_server(town, sink.port);
    two_mails(town);
    for day in 9..29 {
        for hour in [0, 6, 12, 18] {
            town.at(&format!("2026-06-{day:02} {hour:02}:30"));
            app.deliver_mail().await.unwrap();
        }
    }
    assert_eq!(states(town), [(MailState::Failed, 2)]);
    assert_eq!(sink.received().len(), 0);
    town.expects_waiting_mail();
}

/// The two mails to Dana and Elena; the server knows the first one it is asked for no more.
async fn one_is_refused(town: &Town, sink: &Sink) -> Cast {
    two_mails(town);
    let app = with_server(town, sink.port);
    let done = app.deliver_mail().await.unwrap();
    assert_eq!((done.sent, done.failed), (1, 1));
    assert_eq!(states(town), [(MailState::Sent, 1), (MailState::Stopped, 1)]);
    let taken = sink.received()[0].to.concat();
    if taken.contains("dana") {
        Cast::Director
    } else {
        Cast::Manager
    }
}

async fn an_address_refused_for_good_is_stopped_shown_and_started_again(town: &Town) {
    let sink = Sink::open(&[Mood::Refuses]).await;
    let gone = one_is_refused(town, &sink).await;
    let app = with_server(town, sink.port);
    // Nothing is tried again, and what comes later waits, too.
    town.at("2026-06-09 15:00");
    two_mails(town);
    assert_eq!(app.deliver_mail().await.unwrap().sent, 1);
    assert_eq!(states(town), [(MailState::Sent, 2), (MailState::Stopped, 2)]);
    let ada = town.as_(Cast::Administrator);
    let list = ada.get("/outbox?state=stopped").await.ok().text();
    assert!(
        list.contains("2 mails wait, because the mail server does not know their addresses."),
        "{list}"
    );
    assert!(list.contains(&gone.email()), "{list}");
    let page = format!("/people/{}", town.person(gone));
    let told = ada.get(&page).await.ok().part("mail-h");
    assert_eq!(told, "Mail to this address is stopped");
    let told = ada.get(&page).await.text();
    assert!(
        told.contains("nobody of that name here") && told.contains("2 mails wait."),
        "{told}"
    );
    let own = town.as_(gone).get("/account/mail").await.ok().text();
    assert!(
        own.contains("Mail to your address is stopped since Tuesday, June 9, 2026, 9:00 AM"),
        "{own}"
    );

    let started = ada.submit(&format!("{page}/mail"), &[]).await;
    assert_eq!(started.flash(), "Mail to this address is sent again.");
    assert!(!started.text().contains("is stopped"));
    assert_eq!(app.deliver_mail().await.unwrap().sent, 2);
    assert_eq!(states(town), [(MailState::Sent, 4)]);
    let mut ids: Vec<String> = sink.received().iter().map(|mail| mail.header("Message-ID")).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "each mail once");
    let again = ada.post(&format!("{page}/mail"), &[]).await;
    assert_eq!(again.status, 422);
    assert_eq!(again.error_summary(), "Mail to this address is not stopped.");
}

async fn a_new_address_gets_what_waited_for_the_old_one(town: &Town) {
    let sink = Sink::open(&[Mood::Refuses]).await;
    let gone = one_is_refused(town, &sink).await;
    let page = format!("/people/{}", town.person(gone));
    let ada = town.as_(Cast::Administrator);
    let form = [
        ("name", gone.name()),
        ("email", "new@millvalley.example"),
        ("language", "en"),
        ("revision", "1"),
    ];
    assert_eq!(ada.submit(&page, &form).await.flash(), "Saved.");
    assert!(!ada.get(&page).await.text().contains("is stopped"));
    assert_eq!(with_server(town, sink.port).deliver_mail().await.unwrap().sent, 1);
    assert_eq!(sink.received()[1].to, ["new@millvalley.example"]);
    assert_eq!(states(town), [(MailState::Sent, 2)]);
}

async fn a_mail_that_can_be_switched_off_says_how_to_mail_programs(town: &Town) {
    let sink = Sink::open(&[]).await;
    let app = with_server(town, sink.port);
    town.plan(1, &[Place::OakStreet]);
    two_mails(town);
    let act = town.act(None);
    let post = app.post.clone();
    town.write(move |conn| {
        while plumbline::audits::reminders::remind_one(conn, &act.clone(), &post)?
            != plumbline::findings::reminders::Looked::Nothing
        {}
        Ok(())
    });
    app.deliver_mail().await.unwrap();
    let received = sink.received();
    assert_eq!(received.len(), 3);
    let (opens, grave): (Vec<_>, Vec<_>) = received
        .iter()
        .partition(|mail| mail.header("Subject").contains("Today at"));
    let url = opens[0].header("List-Unsubscribe");
    assert!(
        url.starts_with("<https://") && url.contains("/unsubscribe/") && url.ends_with("/opens>"),
        "{url}"
    );
    assert_eq!(opens[0].header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    for mail in grave {
        assert_eq!(
            mail.header("List-Unsubscribe") + &mail.header("List-Unsubscribe-Post"),
            ""
        );
    }
}

async fn a_mail_server_that_dies_gets_the_same_message_again(town: &Town) {
    let sink = Sink::open(&[Mood::Dies]).await;
    let app = with_server(town, sink.port);
    two_mails(town);
    app.deliver_mail().await.unwrap();
    town.at("2026-06-09 09:10");
    app.deliver_mail().await.unwrap();
    assert_eq!(states(town), [(MailState::Sent, 2)]);
    let mut ids: Vec<String> = sink.received().iter().map(|mail| mail.header("Message-ID")).collect();
    ids.sort();
    // Whether it arrived cannot be known; the receiver sees by the Message-ID that it is the same mail.
    assert_eq!(ids.len(), 3);
    ids.dedup();
    assert_eq!(ids.len(), 2);
}

async fn a_mail_server_that_is_away_delays_and_loses_nothing(town: &Town) {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    two_mails(town);
    let failed = with_server(town, port).deliver_mail().await.unwrap();
    assert_eq!((failed.sent, failed.failed), (0, 2));
    let sink = Sink::open(&[]).await;
    town.at("2026-06-09 09:02");
    with_server(town, sink.port).deliver_mail().await.unwrap();
    assert_eq!(sink.received().len(), 2);
    assert_eq!(sink.received()[0].to.len(), 1);
}

async fn the_outbox_is_searched_in_small_and_capital_letters(town: &Town) {
    use plumbline::platform::mail::{Letter, Recipient};
    use plumbline::schema::outbox;
    let act = town.act(None);
    town.write(move |conn| {
        let act = act.clone();
        for (name, subject) in [
            ("Łucja Ångström", "ÜBERFÄLLIG: Straße 100 %"),
            ("Jo Nakamura", "Due today: a screen"),
        ] {
            let letter = Letter {
                key: subject.into(),
                to: Recipient {
                    person: None,
                    name: name.into(),
                    email: "somebody@millvalley.example".into(),
                    language: "en".into(),
                    instead_of: None,
                },
                subject: subject.into(),
                text: "Hello.".into(),
                html: "<p>Hello.</p>".into(),
                not_before: act.now,
                unsubscribe: None,
                invite: None,
            };
            mail::enqueue(conn, &act, "millvalley.example", letter)?;
        }
        Ok(())
    });
    let ada = town.as_(crate::town::Cast::Administrator);
    let found = async |words: &str| {
        let query = serde_urlencoded::to_string([("q", words)]).unwrap();
        let page = ada.get(&format!("/outbox?{query}")).await.ok().text();
        (page.contains("Straße"), page.contains("Due today"))
    };
    for words in [
        "łucja ångström",
        "ŁUCJA",
        "Überfällig",
        "ÜBERFÄLLIG",
        "überfällig:  STRAßE",
        "100 %",
    ] {
        assert_eq!(found(words).await, (true, false), "{words}");
    }
    assert_eq!(found("DUE TODAY").await, (false, true));
    assert_eq!(found("1_0").await, (false, false));
    assert_eq!(found("SOMEBODY@millvalley").await, (true, true));

    // What a release before composed is found after the next start.
    town.write(|conn| Ok(diesel::update(outbox::table).set(outbox::search.eq("")).execute(conn)?));
    assert_eq!(found("łucja").await, (false, false));
    let folded = town.write(|conn| Ok(mail::fold_older(conn)?));
    assert_eq!((folded, found("łucja").await), (2, (true, false)));
    assert_eq!(town.write(|conn| Ok(mail::fold_older(conn)?)), 0);
}
