//! The mails of the installation: what waits, what left, what the mail server refused. Looking changes nothing.

use super::previews;
use crate::base::ids::OutboxId;
use crate::base::links;
use crate::base::said::Said;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Administrator, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Ending, MOST_ROWS};
use crate::platform::i18n::When;
use crate::platform::mail::{self, Mail, MailState, stops};
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form};
use crate::platform::web::pager::{Ask, Cursor, Links};
use crate::platform::web::parts::Pill;
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// Routes for administrators.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/outbox")
            .route("", web::get().to(index))
            .route("/export.{ending}", web::get().to(export))
            .route("/examples", web::get().to(previews::index))
            .route("/examples/{mail}", web::get().to(previews::show))
            .route("/examples/{mail}/html", web::get().to(previews::html))
            .route("/{id}", web::get().to(show))
            .route("/{id}/delivery", web::post().to(create_delivery)),
    );
}

type Admin = Viewer<Administrator>;

/// A mail in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    subject: String,
    recipient: String,
    composed: When,
    state: &'static str,
    error: Option<String>,
    next: Option<When>,
}

page! {
    /// The list of mails.
    pub struct IndexPage in "desk/outbox.html" {
        pub title: String,
        pub lead: String,
        pub pills: Vec<Pill>,
        pub state: String,
        pub words: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub query: String,
        pub filtered: bool,
    }
}

async fn index(viewer: Admin) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let state: Option<MailState> = query.parse("state");
    let words = query.get("q").to_owned();
    let ask = Ask::of(&viewer.req);
    let (w, a) = (words.clone(), ask.clone());
    let (rows, counts) = viewer
        .app
        .db
        .read(move |conn| Ok((mail::list(conn, state, &w, &a)?, mail::count_by_state(conn)?)))
        .await?;
    let count = |state: MailState| {
        counts
            .iter()
            .find(|(counted, _)| *counted == state)
            .map_or(0, |(_, count)| *count)
    };
    let slice = ask.page(rows, |mail| Cursor {
        at: mail.created_at,
        id: mail.id.0,
    });
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let pill = |tab: Option<MailState>, count: i64| {
        let mut pairs = vec![("state", tab.map_or("", MailState::as_str)), ("q", words.as_str())];
        pairs.retain(|(_, value)| !value.is_empty());
        Pill {
            href: format!(
                "{}?{}",
                links::OUTBOX,
                serde_urlencoded::to_string(pairs).unwrap_or_default()
            ),
            text: viewer.t(&format!("desk-mail-tab-{}", tab.map_or("all", MailState::as_str))),
            count,
            here: tab == state,
            late: matches!(tab, Some(MailState::Failed | MailState::Stopped)) && count > 0,
        }
    };
    let (failed, stopped) = (count(MailState::Failed), count(MailState::Stopped));
    let lead = if failed > 0 {
        Said::new("desk-mail-lead-failed").with("count", failed)
    } else if stopped > 0 {
        Said::new("desk-mail-lead-stopped").with("count", stopped)
    } else {
        Said::new("desk-mail-lead").with("count", count(MailState::Waiting))
    };
    let page = IndexPage {
        title: viewer.t("desk-mail-title"),
        lead: viewer.say(&lead),
        pills: [
            pill(None, all),
            pill(Some(MailState::Waiting), count(MailState::Waiting)),
            pill(Some(MailState::Sent), count(MailState::Sent)),
            pill(Some(MailState::Failed), failed),
            pill(Some(MailState::Stopped), stopped),
        ]
        .into(),
        state: state.map_or("", MailState::as_str).to_owned(),
        words: words.clone(),
        rows: slice
            .rows
            .iter()
            .map(|mail| Row {
                href: address(mail.id),
                subject: mail.subject.clone(),
                recipient: readable(&mail.recipient),
                composed: viewer.moment(&viewer.zone, mail.created_at),
                state: mail.state.as_str(),
                error: mail.last_error.clone(),
                next: (mail.state == MailState::Waiting && mail.attempts > 0)
                    .then(|| viewer.moment(&viewer.zone, mail.next_try_at)),
            })
            .collect(),
        links: slice.links,
        query: ask.filters(),
        filtered: !words.is_empty(),
    };
    viewer.show(Here::Outbox, &page)
}

/// Every mail the filters find, as a file: without what it says.
async fn export(viewer: Admin, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (state, words) = (query.parse("state"), query.get("q").to_owned());
    let ask = Ask::of(&viewer.req).whole(MOST_ROWS);
    let rows = viewer
        .app
        .db
        .read(move |conn| exports::all(mail::list(conn, state, &words, &ask)?))
        .await?;
    let columns = ["subject", "recipient", "composed", "state", "attempts", "error"];
    let head = columns.map(|name| viewer.t(&format!("desk-mail-file-{name}")));
    let cells = |mail: &Mail| {
        vec![
            mail.subject.clone().into(),
            readable(&mail.recipient).into(),
            viewer.zone.local(mail.created_at).into(),
            viewer.t(&format!("desk-mail-tab-{}", mail.state)).into(),
            mail.attempts.into(),
            mail.last_error.clone().into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "mails", head.into(), rows).await
}

fn address(id: OutboxId) -> String {
    format!("{}/{id}", links::OUTBOX)
}

/// The address line without the quotation marks that are for mail programs.
fn readable(recipient: &str) -> String {
    recipient.replace('"', "")
}

/// The text without what would let its reader act as the recipient: one-time links are cut short.
fn harmless(text: &str) -> String {
    const SECRET: usize = 32;
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let secret = word.len() >= SECRET && word.bytes().any(|b| b.is_ascii_digit());
        out.push_str(if secret { "…" } else { &word });
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

page! {
    /// One mail.
    pub struct ShowPage in "desk/mail.html" {
        pub title: String,
        pub recipient: String,
        pub state: &'static str,
        pub composed: When,
        pub sent: Option<When>,
        pub next: Option<When>,
        pub attempts: i32,
        pub error: Option<String>,
        pub message_id: String,
        pub text: String,
        pub action: Option<String>,
    }
}

async fn show(viewer: Admin, id: web::Path<OutboxId>) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mail: Mail = viewer.app.db.read(move |conn| Ok(mail::find(conn, id)?)).await?;
    let page = ShowPage {
        title: mail.subject,
        recipient: readable(&mail.recipient),
        state: mail.state.as_str(),
        composed: viewer.moment(&viewer.zone, mail.created_at),
        sent: mail.sent_at.map(|at| viewer.moment(&viewer.zone, at)),
        next: (mail.state == MailState::Waiting).then(|| viewer.moment(&viewer.zone, mail.next_try_at)),
        attempts: mail.attempts,
        error: mail.last_error,
        message_id: mail.message_id,
        text: harmless(&mail.body_text),
        action: matches!(mail.state, MailState::Failed | MailState::Stopped)
            .then(|| format!("{}/delivery", address(id))),
    };
    viewer.show(Here::Outbox, &page)
}

async fn create_delivery(viewer: Admin, id: web::Path<OutboxId>, _: Form) -> AppResult<HttpResponse> {
    let (id, act) = (id.into_inner(), viewer.act());
    let again = viewer
        .app
        .db
        .write(move |conn| {
            let mail = mail::find(conn, id)?;
            match mail.state {
                MailState::Stopped => stops::start(conn, &act.clone(), &mail.address),
                _ => Ok(mail::try_again(conn, id, act.now)?),
            }
        })
        .await?;
    if !again {
        return Err(AppError::refused("desk-mail-not-failed"));
    }
    Ok(see_other(&address(id), Flash::done("desk-mail-again")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_links_are_not_for_the_administrators_eyes() {
        let token = "9f".repeat(32);
        let text = format!("Open https://a.example/password-reset/{token}\nThank you.");
        assert_eq!(harmless(&text), "Open https://a.example/password-reset/…\nThank you.");
        let plain = "NC-2026-00042 at https://a.example/findings/0197f0c2-1111-7222-8333-944444444444";
        assert_eq!(harmless(plain), plain);
    }
}
