//! Composes letters from templates and puts them into the outbox.

use super::kept::{self, Kept};
use super::wishes::{Ask, Class, Way, Wishes};
use super::{Letter, Recipient, enqueue};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::links;
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
    sender: Arc<str>,
    silent: bool,
    asks: Option<Ask>,
    class: Class,
    of_use_until: Option<Instant>,
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
            asks: None,
            class: Class::Work,
            of_use_until: None,
            invite: None,
        }
    }

    /// The same, and minds how each reader wants mail.
    #[must_use]
    pub fn minding(mut self, asks: Ask) -> Self {
        self.asks = Some(asks);
        self
    }

    /// The same for a letter about something else than work that is to be done: `post.about(Class::AtOnce).send(…)`.
    #[must_use]
    pub fn about(&self, class: Class) -> Self {
        Self { class, ..self.clone() }
    }

    /// The same for a letter that is of no use after a moment: it waits for nothing that comes later.
    #[must_use]
    pub fn until(&self, moment: Instant) -> Self {
        Self {
            of_use_until: Some(moment),
            ..self.clone()
        }
    }

    /// The same, but nothing is composed: for the demo's past, whose mails nobody waits for.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Whether nothing is composed.
    pub fn is_silent(&self) -> bool {
        self.silent
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

    /// Composes a message (`templates/mail/<message>/`), once for each key; says whether it is new. It goes to the outbox,
    /// or is kept for the mail of the day, as its reader wants it. The templates see the context, `to_name`, `instead_of`:
    /// the name of the person it was meant for, who is away, and where the kind can be switched off: `unsubscribe`.
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
        let wishes = match (self.asks, to.person) {
            (Some(ask), Some(person)) => ask(conn, act, person)?,
            _ => Wishes::default(),
        };
        let way = wishes.way(self.class, self.of_use_until, act.now);
        if way == Way::Off {
            return Ok(false);
        }
        let unsubscribe = (self.class.can_be_switched_off() && !wishes.link_key.is_empty())
            .then(|| self.url(&links::unsubscribe(&wishes.link_key, self.class.as_str())));
        let link = context
            .get("link")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        if let Value::Object(map) = &mut context {
            map.insert("to_name".into(), Value::from(to.name.clone()));
            map.insert("instead_of".into(), Value::from(to.instead_of.clone()));
            map.insert("unsubscribe".into(), Value::from(unsubscribe.clone()));
        }
        let mut parts = self.views.mail(&to.language, message, &context)?;
        // the frame says it in HTML
        if let Some(name) = &to.instead_of {
            let said = Said::new("mail-instead-of").with("name", name.as_str());
            parts.text = format!("{}\n\n{}", self.views.i18n().say(&to.language, &said), parts.text);
        }
        match (way, to.person) {
            (Way::Kept(goes_at), Some(person_id)) => {
                let kept = Kept {
                    message_key: key.into(),
                    person_id,
                    class: self.class,
                    subject: parts.subject,
                    link,
                    created_at: act.now,
                    goes_at,
                    sent_in: None,
                };
                Ok(kept::keep(conn, &kept)?)
            }
            (way, _) => {
                let letter = Letter {
                    key: key.into(),
                    to: to.clone(),
                    subject: parts.subject,
                    text: parts.text,
                    html: parts.html,
                    not_before: if let Way::Alone(at) = way { at } else { act.now },
                    unsubscribe,
                    invite: self.invite.as_deref().map(str::to_owned),
                };
                enqueue(conn, act, &self.domain, letter)
            }
        }
    }
}
