//! Hands mails of the outbox to the mail server (or to files, or to memory), with growing waits after a failure.

use super::{Mail, claim_due, mark_failed, mark_sent, stops};
use crate::base::act::Act;
use crate::base::clock::Clock;
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A mail is given up after this many tries (about five days with the waits below).
const MAX_ATTEMPTS: i32 = 20;
/// How long one delivery may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Encryption towards the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// Starts plain and switches to TLS; refuses to go on without (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None: only for a mail server on the same machine.
    None,
}

/// Where mails go.
#[derive(Clone)]
pub enum Transport {
    /// A mail server. Its connections live for one round of deliveries, inside the runtime.
    Smtp(Box<AsyncSmtpTransportBuilder>),
    /// One `.eml` file a mail in a folder: for trying out.
    Files(PathBuf),
    /// Kept in memory: for tests.
    Memory(Arc<Mutex<Vec<Mail>>>),
}

impl Transport {
    /// A mail server by name and port, with a name and password if it asks for them.
    ///
    /// # Errors
    /// A sentence when the host's TLS name cannot be used.
    pub fn smtp(host: &str, port: u16, tls: SmtpTls, login: Option<(String, String)>) -> Result<Self, String> {
        let parameters =
            || TlsParameters::new(host.to_owned()).map_err(|error| format!("the mail server's name {host:?}: {error}"));
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .timeout(Some(Duration::from_secs(30)))
            .tls(match tls {
                SmtpTls::StartTls => Tls::Required(parameters()?),
                SmtpTls::Tls => Tls::Wrapper(parameters()?),
                SmtpTls::None => Tls::None,
            });
        if let Some((user, password)) = login {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self::Smtp(Box::new(builder)))
    }

    /// Ready for a round of deliveries.
    fn open(&self) -> Open<'_> {
        match self {
            Self::Smtp(server) => Open::Smtp((**server).clone().build()),
            Self::Files(folder) => Open::Files(folder),
            Self::Memory(sent) => Open::Memory(sent),
        }
    }
}

/// Where the mails of one round go.
enum Open<'t> {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(&'t Path),
    Memory(&'t Mutex<Vec<Mail>>),
}

impl Open<'_> {
    async fn send(&self, from: &Mailbox, mail: &Mail) -> Result<(), Failure> {
        let message = message(from, mail)?;
        let sent = async {
            match self {
                Self::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(|error| {
                    let said = error.to_string();
                    let code = error.status().map(u16::from);
                    Failure {
                        for_good: code.is_some_and(|code| stops::is_for_good(code, &said)),
                        said,
                    }
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
        tokio::time::timeout(PATIENCE, sent)
            .await
            .unwrap_or_else(|_| Err("the mail server took too long".to_owned().into()))
    }
}

/// Why a mail was not taken.
struct Failure {
    said: String,
    /// There is no such mailbox: trying again is of no use.
    for_good: bool,
}

impl From<String> for Failure {
    fn from(said: String) -> Self {
        Self { said, for_good: false }
    }
}

fn mailbox(mail: &Mail) -> Result<Mailbox, String> {
    mail.recipient
        .parse()
        .map_err(|error| format!("the address {:?}: {error}", mail.recipient))
}

fn message(from: &Mailbox, mail: &Mail) -> Result<Message, String> {
    let to = mailbox(mail)?;
    let mut message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&mail.subject)
        .message_id(Some(mail.message_id.clone()))
        .date(mail.created_at.0.into())
        .multipart(MultiPart::alternative_plain_html(
            mail.body_text.clone(),
            mail.body_html.clone(),
        ))
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
pub async fn deliver_due(db: &Db, clock: &Clock, transport: &Transport, from: &Mailbox) -> AppResult<Delivered> {
    let (mut done, transport) = (Delivered::default(), transport.open());
    loop {
        let now = clock.now();
        let Some(mail) = db.write(move |conn| claim_due(conn, now, wait_minutes)).await? else {
            return Ok(done);
        };
        let id = mail.id;
        match transport.send(from, &mail).await {
            Ok(()) => {
                done.sent += 1;
                db.write(move |conn| Ok(mark_sent(conn, id, now)?)).await?;
            }
            Err(Failure { said, for_good: true }) => {
                done.failed += 1;
                tracing::warn!(mail = %id, said, "an address was refused for good and is stopped");
                let address = mailbox(&mail).map_err(AppError::broken)?.email.to_string();
                // A deed of its own for each refusal; its ids follow from the mail's.
                let act = Act::new(None, now, id.0.as_u64_pair().1);
                db.write(move |conn| stops::stop(conn, &act.clone(), id, &address, &said))
                    .await?;
            }
            Err(Failure { said, .. }) => {
                done.failed += 1;
                let given_up = mail.attempts + 1 >= MAX_ATTEMPTS;
                tracing::warn!(mail = %id, said, attempts = mail.attempts + 1, given_up, "a mail could not be delivered");
                db.write(move |conn| Ok(mark_failed(conn, id, &said, given_up)?))
                    .await?;
            }
        }
    }
}

/// Minutes until the next try: 1, 2, 4, … up to 6 hours.
fn wait_minutes(attempts: i32) -> i64 {
    (1_i64 << attempts.clamp(0, 9)).min(360)
}
