//! Every mail that can be sent, with an example: so that an administrator knows what people get before they get it.
//!
//! A mail's HTML stands in a frame of its own that may neither run scripts nor load anything; only there styles inside
//! the page are allowed, which mail programs need.

use crate::base::links;
use crate::base::zone::shifted;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Administrator, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::views::MailParts;
use crate::platform::web::headers::CONTENT_SECURITY_POLICY;
use actix_web::http::header::{CONTENT_SECURITY_POLICY as POLICY, HeaderValue};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::{Value, json};

/// The mails by their templates, in the order people meet them.
pub const MAILS: [&str; 43] = [
    "invitation",
    "password_reset",
    "audit_opens",
    "audit_soon",
    "audit_due",
    "audit_late",
    "audit_missed",
    "audit_arrived",
    "audit_amended",
    "audit_handed_over",
    "audit_taken_over",
    "audit_unassigned",
    "audits_replanned",
    "audit_link",
    "audit_outlook",
    "packet_ready",
    "critical_finding",
    "sensitive_finding",
    "finding_handed_over",
    "finding_raised",
    "findings_found",
    "finding_reopened",
    "finding_waiting",
    "finding_word/sent-back",
    "reminder",
    "escalation",
    "stand_in",
    "clause_changed",
    "not_published",
    "digest",
    // with other words
    "findings_found/several",
    "reminder/finding",
    "escalation/finding",
    "finding_waiting/owner",
    "finding_waiting/decision",
    "finding_word/taken-up",
    "finding_word/mentioned",
    "finding_word/date-asked",
    "finding_word/date-granted",
    "finding_word/date-refused",
    "finding_word/paused",
    "finding_word/resumed",
    "finding_word/went-on",
];
/// What the frame of a mail may do: show itself with its styles, inside a page of ours.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
/// Where the examples stand.
const PREVIEWS: &str = "/outbox/examples";

type Admin = Viewer<Administrator>;

/// A mail in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    name: String,
    subject: String,
}

page! {
    /// The list of mails.
    pub struct ListPage in "desk/previews.html" {
        pub title: String,
        pub rows: Vec<Row>,
    }
}

page! {
    /// One mail as it is read.
    pub struct ExamplePage in "desk/preview.html" {
        pub title: String,
        pub subject: String,
        pub text: String,
        pub html: String,
    }
}

pub(super) async fn index(viewer: Admin) -> AppResult<HttpResponse> {
    let row = |mail: &&'static str| {
        Ok(Row {
            href: address(mail),
            name: name(&viewer, mail),
            subject: compose(&viewer, mail)?.subject,
        })
    };
    let page = ListPage {
        title: viewer.t("desk-examples-title"),
        rows: MAILS.iter().map(row).collect::<AppResult<_>>()?,
    };
    viewer.show(Here::Outbox, &page)
}

pub(super) async fn show(viewer: Admin, mail: web::Path<String>) -> AppResult<HttpResponse> {
    let mail = known(&mail)?;
    let parts = compose(&viewer, mail)?;
    let page = ExamplePage {
        title: name(&viewer, mail),
        subject: parts.subject,
        text: parts.text,
        html: format!("{}/html", address(mail)),
    };
    let mut shown = viewer.show(Here::Outbox, &page)?;
    let policy = format!("{CONTENT_SECURITY_POLICY}; frame-src 'self'");
    let policy = HeaderValue::from_str(&policy).map_err(AppError::broken)?;
    shown.headers_mut().insert(POLICY, policy);
    Ok(shown)
}

pub(super) async fn html(viewer: Admin, mail: web::Path<String>) -> AppResult<HttpResponse> {
    let parts = compose(&viewer, known(&mail)?)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((POLICY, MAIL_POLICY))
        .body(parts.html))
}

/// The mail an address names: `reminder`, `reminder-finding`.
fn known(word: &str) -> AppResult<&'static str> {
    MAILS
        .into_iter()
        .find(|mail| mail.replace('/', "-") == word)
        .ok_or(AppError::NotFound)
}

fn address(mail: &str) -> String {
    format!("{PREVIEWS}/{}", mail.replace('/', "-"))
}

fn name(viewer: &Admin, mail: &str) -> String {
    viewer.t(&format!("desk-example-{}", mail.replace(['/', '_'], "-")))
}

/// Composes a mail with the example.
fn compose(viewer: &Admin, mail: &str) -> AppResult<MailParts> {
    let (message, kind) = mail.split_once('/').unwrap_or((mail, "action"));
    let mut context = example(viewer, kind);
    if message.starts_with("audit") || message == "clause_changed" || message == "not_published" {
        add(&mut context, json!({"title": viewer.t("desk-example-of-plan")}));
    }
    add(&mut context, own(viewer, message, kind));
    viewer.app.stage.views.mail(viewer.lang(), message, &context)
}

fn day(viewer: &Admin, ahead: i64) -> String {
    let today = viewer.zone.local(viewer.now).date;
    // Far from today, so that it is told with its date.
    let far = shifted(today, -30);
    viewer.i18n().day(viewer.lang(), shifted(today, ahead), far).full
}

/// What most mails tell, of a town that does not exist.
fn example(viewer: &Admin, kind: &str) -> Value {
    let t = |key: &str| viewer.t(&format!("desk-example-of-{key}"));
    let url = |path: &str| viewer.app.post.url(path);
    let mut told = json!({
        "agency": t("agency"), "unit": t("unit"), "title": t("title"), "number": "NC-2026-00042", "seen": t("seen"),
        "body": t(if kind == "action" { "action" } else { "seen" }), "kind": kind, "by": t("person"),
        "owner": t("person"), "name": t("person"), "assignee": t("person"), "word": t("word"), "note": t("word"),
        "reason": t("reason"), "why": t("why"), "plan": t("plan"), "to_name": viewer.person.name,
        "instead_of": null, "unsubscribe": null, "link": url(links::TODAY),
    });
    let days = json!({
        "opens": day(viewer, 1), "due": day(viewer, 3), "closes": day(viewer, 4), "until": day(viewer, 4),
        "due_short": day(viewer, 3), "closes_short": day(viewer, 4), "from": day(viewer, 5), "done": day(viewer, -2),
        "arrived": day(viewer, -1), "week": day(viewer, 7),
    });
    let numbers = json!({
        "layer": t("layer"), "step": "tomorrow", "days_over": 3, "critical": true, "open": false, "started": true,
        "from_paper": false, "more": 2, "count": 2, "questions": 4, "minutes": 3, "version": 3, "edition": 2,
        "days": 7, "hours": 2,
    });
    let finding = |number: &str, withdrawn: bool| json!({"number": number, "title": t("title"), "seen": t("seen"), "withdrawn": withdrawn, "link": url("/findings")});
    let findings = [finding("NC-2026-00042", false), finding("NC-2026-00043", true)];
    for part in [days, numbers, json!({"findings": findings})] {
        add(&mut told, part);
    }
    told
}

fn add(to: &mut Value, part: Value) {
    if let (Value::Object(all), Value::Object(part)) = (to, part) {
        all.extend(part);
    }
}

/// What a mail tells in another shape than the others.
fn own(viewer: &Admin, message: &str, kind: &str) -> Value {
    let t = |key: &str| viewer.t(&format!("desk-example-of-{key}"));
    let url = |path: &str| viewer.app.post.url(path);
    let row = || json!({"day": day(viewer, 7), "title": t("plan"), "unit": t("unit"), "due": day(viewer, 8), "reason": t("reason")});
    match message {
        "audit_outlook" => json!({
            "rows": [row(), row()], "missed_count": 1, "missed": [row()], "missed_more": 0,
            "missed_link": url(links::AUDITS), "unsubscribe": url("/unsubscribe"),
        }),
        "audit_opens" => json!({"unsubscribe": url("/unsubscribe")}),
        "audit_unassigned" => json!({
            "audits": [{"unit": t("unit"), "date": day(viewer, 7), "why": t("why")}],
        }),
        "not_published" => json!({"why": t("unready")}),
        "audits_replanned" => json!({
            "why": t("reason"),
            "audits": [
                {"title": t("plan"), "unit": t("unit"), "what": "moved", "from": day(viewer, 7), "to": day(viewer, 8)},
                {"title": t("plan"), "unit": t("unit"), "what": "excused", "from": day(viewer, 9), "to": null},
            ],
        }),
        "clause_changed" => json!({
            "questions": [{"clause": "1.2", "fate": "changed", "text": t("title")}],
        }),
        "digest" => json!({
            "rows": [
                {"subject": t("title"), "link": url("/findings")},
                {"subject": t("plan"), "link": url(links::AUDITS)},
            ],
            "first": t("title"), "choices": url(links::MAIL_CHOICES),
        }),
        "finding_word" => {
            let text = if kind == "sent-back" { "sent-back" } else { "word" };
            let date = kind.starts_with("date").then(|| day(viewer, 8));
            let planned = json!({"body": t("action"), "owner": t("person"), "due": day(viewer, 5)});
            let (cause, actions, due) = match kind {
                "taken-up" => (Some(t("cause")), vec![planned], Some(day(viewer, 3))),
                _ => (None, Vec::new(), None),
            };
            json!({
                "kind": kind, "from": t("person"), "text": t(text), "date": date, "cause": cause, "actions": actions,
                "due": due,
            })
        }
        "finding_waiting" => json!({"kind": if kind == "action" { "verification" } else { kind }}),
        "findings_found" => {
            let one =
                |number: &str| json!({"number": number, "title": t("title"), "seen": t("seen"), "due": day(viewer, 3)});
            let all = [one("NC-2026-00042"), one("NC-2026-00043")];
            let count = if kind == "several" { all.len() } else { 1 };
            json!({"findings": all[..count], "count": count, "more": 0})
        }
        "finding_reopened" => json!({"again": "NC-2026-00057"}),
        "packet_ready" => json!({
            "number": "2026-3", "headline": t("headline"), "meeting": day(viewer, 9), "replaces": null,
            "from": day(viewer, -94), "to": day(viewer, -3), "hours": 24,
            "figures": [
                {"label": viewer.t("summary-followed"), "number": "95.8%", "made": t("figure")},
                {"label": viewer.t("summary-closed"), "number": null, "made": viewer.t("summary-no-figure")},
            ],
        }),
        "stand_in" => json!({"step": "begins", "until": day(viewer, 8)}),
        "escalation" => json!({"step": "climbed"}),
        _ => json!({}),
    }
}
