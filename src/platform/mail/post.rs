//! Composes letters from templates and puts them into the outbox.

use super::{Letter, Recipient, enqueue};
use crate::base::act::Act;
use crate::base::said::Said;
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
    silent: bool,
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
            silent: false,
        }
    }

    /// The same, but nothing is composed: for the demo's past, whose mails nobody waits for.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.silent = true;
        self
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
    /// The templates see the context, `to_name`, and `instead_of`: the name of the person it was meant for, who is away.
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
            map.insert("instead_of".into(), Value::from(to.instead_of.clone()));
        }
        let mut parts = self.views.mail(&to.language, message, &context)?;
        // the frame says it in HTML
        if let Some(name) = &to.instead_of {
            let said = Said::new("mail-instead-of").with("name", name.as_str());
            parts.text = format!("{}\n\n{}", self.views.i18n().say(&to.language, &said), parts.text);
        }
        let letter = Letter {
            key: key.into(),
            to: to.clone(),
            subject: parts.subject,
            text: parts.text,
            html: parts.html,
        };
        enqueue(conn, act, &self.domain, letter)
    }
}
