//! Hands mails of the outbox to the mail server (or to files, or to memory), with growing waits after a failure.
//!
//! Mails are claimed some at a time, and a few of them leave at the same time, each over a connection that is kept for the
//! next; while what became of one is written down, the next is on its way. A mail that takes too long is given up for now,
//! with every connection: what the server says to it later must not be taken for an answer about another.

use super::smtp::{Lines, Server, Trouble};
use super::{Mail, claim_due, hand_back, mark_failed, mark_sent, stops};
use crate::base::act::Act;
use crate::base::clock::{Clock, Instant};
use crate::platform::db::{Conn, Db};
use crate::platform::error::{AppError, AppResult};
use futures_util::future::join_all;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncFileTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A mail is given up after this many tries (about five days with the waits below).
const MAX_ATTEMPTS: i32 = 20;
/// How long one delivery may take before it counts as failed. Shorter than the first wait for another try, so that no
/// other server takes a mail that is still in hand.
const PATIENCE: Duration = Duration::from_secs(45);
/// How long after they were claimed mails are begun: with the patience for one, less than the first wait for another try.
const BEGUN_WITHIN: Duration = Duration::from_secs(10);
/// How many mails are claimed at a time, for each connection.
const CLAIMED: u32 = 16;

/// How mails are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many leave at the same time, each over its own connection.
    pub connections: u32,
    /// How long one may take.
    pub patience: Duration,
}

impl Pace {
    /// So many at the same time, with the usual patience.
    pub fn of(connections: u32) -> Self {
        Self {
            connections,
            patience: PATIENCE,
        }
    }
}

/// Where mails go.
#[derive(Clone)]
pub enum Transport {
    /// A mail server. Its lines live for one round of deliveries.
    Smtp(Box<Server>, Pace),
    /// One `.eml` file a mail in a folder: for trying out.
    Files(PathBuf),
    /// Kept in memory: for tests.
    Memory(Arc<Mutex<Vec<Mail>>>),
}

impl Transport {
    fn pace(&self) -> Pace {
        match self {
            Self::Smtp(_, pace) => *pace,
            Self::Files(_) | Self::Memory(_) => Pace::of(1),
        }
    }

    /// Ready for a round of deliveries.
    fn open(&self) -> Open<'_> {
        match self {
            Self::Smtp(server, _) => Open::Smtp(Lines::to(server)),
            Self::Files(folder) => Open::Files(folder),
            Self::Memory(sent) => Open::Memory(sent),
        }
    }
}

/// Where the mails of one round go.
enum Open<'t> {
    Smtp(Lines<'t>),
    Files(&'t Path),
    Memory(&'t Mutex<Vec<Mail>>),
}

impl Open<'_> {
    async fn send(&self, from: &Sender, mail: &Mail, patience: Duration) -> Result<(), Failure> {
        let message = message(from, mail)?;
        let sent = async {
            match self {
                Self::Smtp(lines) => lines.send(&message).await.map_err(|Trouble { said, code }| {
                    let for_good = code.is_some_and(|code| stops::is_for_good(code, &said));
                    let why = if for_good { Why::ForGood } else { Why::ForNow };
                    Failure { said, why }
                }),
                Self::Files(folder) => {
                    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
                    let files = AsyncFileTransport::<Tokio1Executor>::new(folder);
                    let sent = files.send(message).await;
                    sent.map(drop).map_err(|error| Failure::from(error.to_string()))
                }
                Self::Memory(sent) => {
                    sent.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
                    Ok(())
                }
            }
        };
        tokio::time::timeout(patience, sent).await.unwrap_or_else(|_| {
            Err(Failure {
                said: "the mail server took too long".to_owned(),
                why: Why::TooSlow,
            })
        })
    }
}

/// A mail was not taken.
struct Failure {
    said: String,
    why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// There is no such mailbox: trying again is of no use.
    ForGood,
    ForNow,
    /// The conversation was broken off, and its connection is of no use any more.
    TooSlow,
}

impl From<String> for Failure {
    fn from(said: String) -> Self {
        Self { said, why: Why::ForNow }
    }
}

fn mailbox(mail: &Mail) -> Result<Mailbox, String> {
    mail.recipient
        .parse()
        .map_err(|error| format!("the address {:?}: {error}", mail.recipient))
}

/// Who sends the mails of an installation.
#[derive(Debug, Clone, PartialEq)]
pub struct Sender {
    /// The address they come from.
    pub mailbox: Mailbox,
    /// Where answers go, if not there.
    pub answers: Option<Mailbox>,
}

fn message(from: &Sender, mail: &Mail) -> Result<Message, String> {
    let to = mailbox(mail)?;
    let mut message = Message::builder().from(from.mailbox.clone());
    if let Some(answers) = &from.answers {
        message = message.reply_to(answers.clone());
    }
    let mut message = message
        .to(to)
        .subject(&mail.subject)
        .message_id(Some(mail.message_id.clone()))
        .date(mail.created_at.0.into())
        .multipart(parts(mail)?)
        .map_err(|error| error.to_string())?;
    // Out-of-office programs answer to no mail that says this.
    message.headers_mut().insert_raw(HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    ));
    for (name, value) in unsubscribe_headers(mail.unsubscribe.as_deref()) {
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    Ok(message)
}

/// The same said two ways, and the calendar event as a third: where mail programs look for an invitation.
fn parts(mail: &Mail) -> Result<MultiPart, String> {
    let said = MultiPart::alternative_plain_html(narrow(&mail.body_text), mail.body_html.clone());
    let Some(event) = &mail.invite else { return Ok(said) };
    // The header repeats the method; programs that go by one of the two find the same.
    let method = event.lines().find_map(|line| line.strip_prefix("METHOD:"));
    let kind = format!(
        "text/calendar; charset=utf-8; method={}",
        method.unwrap_or("PUBLISH").trim()
    );
    let kind = ContentType::parse(&kind).map_err(|error| error.to_string())?;
    Ok(said.singlepart(SinglePart::builder().header(kind).body(event.clone())))
}

/// The text in lines of at most 72 letters, as mail programs show it without breaking it once more; a longer word, such as
/// an address, is whole.
fn narrow(text: &str) -> String {
    const WIDEST: usize = 72;
    let mut out = String::with_capacity(text.len() + 32);
    for line in text.split_inclusive('\n') {
        if line.trim_end_matches('\n').chars().count() <= WIDEST {
            out.push_str(line);
            continue;
        }
        let mut width = 0;
        for word in line.split(' ') {
            let letters = word.trim_end_matches('\n').chars().count();
            if width > 0 {
                let fits = width + 1 + letters <= WIDEST;
                out.push(if fits { ' ' } else { '\n' });
                width = if fits { width + 1 } else { 0 };
            }
            out.push_str(word);
            width += letters;
        }
    }
    out
}

/// What lets a mail program offer a button that switches mails of the kind off (RFC 2369), with one click where the
/// address is safe on its way (RFC 8058).
fn unsubscribe_headers(url: Option<&str>) -> Vec<(&'static str, String)> {
    let Some(url) = url else { return Vec::new() };
    let mut headers = vec![("List-Unsubscribe", format!("<{url}>"))];
    if url.starts_with("https://") {
        headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    headers
}

/// What one round of the worker did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// Mails the server took.
    pub sent: usize,
    /// Tries that failed.
    pub failed: usize,
}

/// Delivers everything that is due now.
///
/// # Errors
/// Only when the database fails; a mail that cannot be sent waits longer and never blocks the others.
pub async fn deliver_due(db: &Db, clock: &Clock, transport: &Transport, from: &Sender) -> AppResult<Delivered> {
    let (mut done, pace, mut open) = (Delivered::default(), transport.pace(), transport.open());
    loop {
        let now = clock.now();
        let at_most = pace.connections.saturating_mul(CLAIMED);
        let claim = move |conn: &mut Conn| claim_due(conn, now, at_most, wait_minutes);
        let Some(mails) = db.write(claim).await? else {
            if let Open::Smtp(lines) = open {
                lines.hang_up().await;
            }
            return Ok(done);
        };
        let (out, claimed) = (&open, tokio::time::Instant::now());
        let (lines, too_slow) = (&Semaphore::new(pace.connections as usize), &AtomicBool::new(false));
        let tries = mails.iter().map(|mail| async move {
            let line = lines.acquire().await;
            if too_slow.load(Ordering::Relaxed) || claimed.elapsed() > BEGUN_WITHIN {
                return Ok(Tried::NotBegun);
            }
            let sent = out.send(from, mail, pace.patience).await;
            let tried = match &sent {
                Ok(()) => Tried::Sent,
                Err(failure) => {
                    too_slow.fetch_or(failure.why == Why::TooSlow, Ordering::Relaxed);
                    Tried::Failed
                }
            };
            drop(line);
            note(db, now, mail, sent).await.map(|()| tried)
        });
        let mut not_begun = Vec::new();
        for (mail, tried) in mails.iter().zip(join_all(tries).await) {
            match tried? {
                Tried::Sent => done.sent += 1,
                Tried::Failed => done.failed += 1,
                Tried::NotBegun => not_begun.push(mail.clone()),
            }
        }
        if !not_begun.is_empty() {
            db.write(move |conn| Ok(hand_back(conn, now, &not_begun, wait_minutes)?))
                .await?;
        }
        if too_slow.load(Ordering::Relaxed) {
            open = transport.open();
        }
    }
}

/// What became of a mail that was claimed.
enum Tried {
    Sent,
    Failed,
    /// It would not be done while the claim holds, or the connections are of no use any more.
    NotBegun,
}

/// Notes what became of a try.
async fn note(db: &Db, now: Instant, mail: &Mail, sent: Result<(), Failure>) -> AppResult<()> {
    let id = mail.id;
    match sent {
        Ok(()) => db.write(move |conn| Ok(mark_sent(conn, id, now)?)).await.map(drop),
        Err(Failure {
            said,
            why: Why::ForGood,
        }) => {
            tracing::warn!(mail = %id, said, "an address was refused for good and is stopped");
            let address = mailbox(mail).map_err(AppError::broken)?.email.to_string();
            // A deed of its own for each refusal; its ids follow from the mail's.
            let act = Act::new(None, now, id.0.as_u64_pair().1);
            db.write(move |conn| stops::stop(conn, &act.clone(), id, &address, &said))
                .await
        }
        Err(Failure { said, .. }) => {
            let given_up = mail.attempts + 1 >= MAX_ATTEMPTS;
            tracing::warn!(mail = %id, said, attempts = mail.attempts + 1, given_up, "a mail could not be delivered");
            db.write(move |conn| Ok(mark_failed(conn, id, &said, given_up)?))
                .await
                .map(drop)
        }
    }
}

/// Minutes until the next try: 1, 2, 4, … up to 6 hours.
fn wait_minutes(attempts: i32) -> i64 {
    (1_i64 << attempts.clamp(0, 9)).min(360)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::OutboxId;
    use crate::platform::mail::MailState;

    fn mail(invite: Option<&str>) -> Mail {
        let at = Instant::from_micros(1_780_000_000_000_000).unwrap();
        Mail {
            id: OutboxId(uuid::Uuid::nil()),
            message_key: "key".into(),
            message_id: "<1@town.example>".into(),
            recipient: "\"Maria Okafor\" <maria@town.example>".into(),
            subject: "An audit is yours".into(),
            body_text: "Hello.".into(),
            body_html: "<p>Hello.</p>".into(),
            state: MailState::Waiting,
            created_at: at,
            next_try_at: at,
            attempts: 0,
            last_error: None,
            sent_at: None,
            address: "maria@town.example".into(),
            unsubscribe: None,
            invite: invite.map(str::to_owned),
        }
    }

    #[test]
    fn text_is_narrow_and_an_address_whole() {
        let address = format!("https://town.example/findings/{}", "1".repeat(60));
        let text = format!(
            "Short.\n\n{} end.\nSee here: {address}\n-- \nSent by us.\n",
            "éight888 ".repeat(8).trim()
        );
        let line = ["éight888"; 8].join(" ");
        assert_eq!(line.chars().count(), 71);
        let expected = format!("Short.\n\n{line}\nend.\nSee here:\n{address}\n-- \nSent by us.\n");
        assert_eq!(narrow(&text), expected);
    }

    #[test]
    fn an_event_is_a_third_way_to_say_the_same_and_its_header_names_the_method() {
        let from = Sender {
            mailbox: "Plumbline <plumbline@town.example>".parse().unwrap(),
            answers: Some("Quality office <quality@town.example>".parse().unwrap()),
        };
        let wire = |invite| String::from_utf8(message(&from, &mail(invite)).unwrap().formatted()).unwrap();
        let plain = wire(None);
        assert!(!plain.contains("text/calendar"));
        assert!(
            plain.contains("Reply-To: \"Quality office\" <quality@town.example>"),
            "answers go to people: {plain}"
        );
        let event = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n";
        let invited = wire(Some(event));
        assert_eq!(invited.matches("multipart/alternative").count(), 1, "{invited}");
        let kinds: Vec<&str> = invited
            .lines()
            .filter_map(|line| line.strip_prefix("Content-Type: text/"))
            .collect();
        assert_eq!(
            kinds,
            [
                "plain; charset=utf-8",
                "html; charset=utf-8",
                "calendar; charset=utf-8; method=CANCEL"
            ]
        );
        assert!(invited.contains("METHOD:CANCEL\r\n"));
    }
}
