//! Composes letters from templates and puts them into the outbox.

use super::{Letter, Recipient, enqueue};
use crate::base::act::Act;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::views::Views;
use serde_json::Value;
use std::sync::Arc;

/// Composes mails in the recipient's language. Cheap to clone into a write.
#[derive(Clone)]
pub struct Post {
    views: Arc<Views>,
    public_url: Arc<str>,
    domain: Arc<str>,
    sender: Arc<str>,
    silent: bool,
    invite: Option<Arc<str>>,
}

impl Post {
    /// Composes with these templates; links start with the public URL, Message-IDs end with its host.
    pub fn new(views: Arc<Views>, public_url: &str) -> Self {
        let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
        let host = rest
            .split(['/', ':'])
            .next()
            .filter(|host| !host.is_empty())
            .unwrap_or("localhost");
        Self {
            views,
            public_url: public_url.trim_end_matches('/').into(),
            domain: host.into(),
            sender: format!("plumbline@{host}").into(),
            silent: false,
            invite: None,
        }
    }

    /// The same, but nothing is composed: for the demo's past, whose mails nobody waits for.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// The same, sent by this address.
    #[must_use]
    pub fn sent_by(mut self, address: &str) -> Self {
        self.sender = address.into();
        self
    }

    /// The address mails come from.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// The same, and a calendar event (a whole iCalendar object with its METHOD) goes with what is sent.
    #[must_use]
    pub fn inviting(&self, event: &str) -> Self {
        Self {
            invite: Some(event.into()),
            ..self.clone()
        }
    }

    /// The full address of a page of ours, for a link in a mail.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The texts mails are composed of.
    pub fn views(&self) -> &Arc<Views> {
        &self.views
    }

    /// Composes a message (`templates/mail/<message>/`) and enqueues it, once for each key; says whether it is new.
    /// The templates see the context, and `to_name`.
    ///
    /// # Errors
    /// Broken when a template or the database fails.
    pub fn send(
        &self,
        conn: &mut Conn,
        act: &Act,
        key: &str,
        to: &Recipient,
        message: &str,
        mut context: Value,
    ) -> AppResult<bool> {
        // Composing is the dear part: a key that is there needs none.
        if self.silent || super::is_composed(conn, key)? {
            return Ok(false);
        }
        if let Value::Object(map) = &mut context {
            map.insert("to_name".into(), Value::from(to.name.clone()));
        }
        let parts = self.views.mail(&to.language, message, &context)?;
        let letter = Letter {
            key: key.into(),
            to: to.clone(),
            subject: parts.subject,
            text: parts.text,
            html: parts.html,
            invite: self.invite.as_deref().map(str::to_owned),
        };
        enqueue(conn, act, &self.domain, letter)
    }
}
