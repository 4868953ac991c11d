//! Conversations with a mail server: a few lines are open at a time, each is kept for the next mail.

use crate::platform::settings::SmtpTls;
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a server may take to answer a goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail server, and how to speak to it.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    tls: SmtpTls,
    parameters: Option<TlsParameters>,
    login: Option<Credentials>,
}

impl Server {
    /// By name and port, with a name and password if it asks for them.
    ///
    /// # Errors
    /// A sentence when the host's TLS name cannot be used.
    pub fn new(host: &str, port: u16, tls: SmtpTls, login: Option<(String, String)>) -> Result<Self, String> {
        let parameters = (tls != SmtpTls::None)
            .then(|| TlsParameters::new(host.to_owned()))
            .transpose()
            .map_err(|error| format!("the mail server's name {host:?}: {error}"))?;
        Ok(Self {
            host: host.to_owned(),
            port,
            tls,
            parameters,
            login: login.map(|(user, password)| Credentials::new(user, password)),
        })
    }

    async fn call(&self) -> Result<AsyncSmtpConnection, Trouble> {
        let (server, hello) = ((self.host.as_str(), self.port), ClientId::default());
        let mut line = if self.tls == SmtpTls::Tls {
            AsyncSmtpConnection::connect_tokio1(server, None, &hello, self.parameters.clone(), None).await?
        } else {
            let stream = TcpStream::connect(server).await?;
            // The end of a mail is a packet of its own. It must not wait until the server has said that it got the one before:
            // servers take 40 ms for that.
            stream.set_nodelay(true)?;
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello).await?
        };
        if let (SmtpTls::Starttls, Some(parameters)) = (self.tls, &self.parameters) {
            line.starttls(parameters.clone(), &hello).await?;
        }
        if let Some(login) = &self.login {
            line.auth(DEFAULT_MECHANISMS, login).await?;
        }
        Ok(line)
    }
}

/// A mail was not taken.
pub struct Trouble {
    /// In the words of the server or of the network.
    pub said: String,
    /// What the server answered, if it did.
    pub code: Option<u16>,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self {
            said: error.to_string(),
            code: error.status().map(u16::from),
        }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self {
            said: format!("Connection error: {error}"),
            code: None,
        }
    }
}

/// The lines that are open to a server.
pub struct Lines<'s> {
    server: &'s Server,
    free: Mutex<Vec<AsyncSmtpConnection>>,
}

impl<'s> Lines<'s> {
    /// None yet.
    pub fn to(server: &'s Server) -> Self {
        Self {
            server,
            free: Mutex::default(),
        }
    }

    fn pick_up(&self) -> Option<AsyncSmtpConnection> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Over a line that is free and still holds, else over a new one.
    ///
    /// # Errors
    /// What the server or the network says. The line is of no use then, and closed.
    pub async fn send(&self, message: &Message) -> Result<(), Trouble> {
        let mut line = loop {
            match self.pick_up() {
                None => break self.server.call().await?,
                Some(mut line) => {
                    if line.test_connected().await {
                        break line;
                    }
                }
            }
        };
        line.send(message.envelope(), &message.formatted()).await?;
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        Ok(())
    }

    /// Says goodbye on every line.
    pub async fn hang_up(self) {
        while let Some(mut line) = self.pick_up() {
            // Everything is said: whether it is answered does not matter.
            let _answer = tokio::time::timeout(GOODBYE, line.quit()).await;
        }
    }
}
