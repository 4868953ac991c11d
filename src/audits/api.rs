//! What the checklist's script and devices without a network send: answers one by one, and whole submissions.

use super::arrival::Arriving;
use super::by_link::viewer::Auditing;
use super::facts::Noted;
use super::model::Given;
use super::operations::{self, Received, Sent};
use super::{pages, queries};
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::people::viewer::Viewer;
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::form::JsonBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Refusals that no better answer can mend: the audit itself is closed to what was sent.
const CLOSED: &[&str] = &[
    "audit-no-not-open-yet",
    "audit-no-over",
    "audit-no-submitted",
    "audit-no-excused",
    "audit-no-not-yours",
    "audit-no-not-started",
    "audit-sent-before",
    "audit-late-no-window",
    "audit-late-no-days",
    "audit-late-no-start",
];

/// A refusal for a script: 409 when the audit is closed to it, 422 when something in what was sent is wrong.
pub(super) fn refusal(viewer: &Viewer, said: &Said) -> HttpResponse {
    let status = if CLOSED.contains(&said.key.as_str()) {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    HttpResponse::build(status).json(json!({"error": viewer.say(said), "code": said.key}))
}

/// Whether a script asks and not a page.
pub(super) fn wants_json(viewer: &Viewer) -> bool {
    let accept = viewer.req.headers().get(header::ACCEPT);
    accept
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"))
}

/// Saves one answer as it is given.
pub(super) async fn put_answer(
    viewer: Auditing,
    path: web::Path<(AuditId, QuestionId)>,
    body: JsonBody<Given>,
) -> AppResult<HttpResponse> {
    let ((audit, question), scope, act) = (*path, viewer.scope(), viewer.act());
    let saved = viewer
        .app
        .db
        .write(move |conn| {
            let act = act.clone();
            queries::find_visible(conn, &scope, audit)?;
            operations::save_answer(conn, &act, audit, question, &body.value)?;
            Ok(act.now)
        })
        .await;
    match saved {
        Ok(at) => Ok(HttpResponse::Ok().json(json!({ "saved_at": at, "written": at.micros().to_string() }))),
        Err(AppError::Refused(said)) => Ok(refusal(&viewer, &said)),
        Err(error) => Err(error),
    }
}

/// A whole submission as a device sends it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The answers by question.
    pub answers: BTreeMap<QuestionId, Given>,
    /// The device's clock when the person was done.
    #[serde(default)]
    pub device_at: Option<Instant>,
    /// How the questions were answered, by question; what cannot be read is left out, see [`super::facts`].
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub facts: Value,
    /// The device's clock when the person began.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub started_at: Value,
}

/// A submission ready to be taken, with the hash of what was sent: of its canonical form, so that blanks and the order
/// of keys make no difference.
///
/// # Errors
/// Only when it cannot be written as JSON.
pub(super) fn sent(
    id: SubmissionId,
    device_at: Option<Instant>,
    answers: impl IntoIterator<Item = (QuestionId, Given)>,
) -> AppResult<Sent> {
    sent_with(
        id,
        Body {
            answers: answers.into_iter().collect(),
            device_at,
            facts: Value::Null,
            started_at: Value::Null,
        },
    )
}

/// The same of a whole body.
fn sent_with(id: SubmissionId, body: Body) -> AppResult<Sent> {
    let body = Body {
        device_at: body.device_at.map(|at| Instant::new(at.0)),
        ..body
    };
    let canonical = serde_json::to_value(&body).map_err(AppError::broken)?.to_string();
    Ok(Sent {
        id,
        body_hash: hex::encode(Sha256::digest(canonical)),
        device_at: body.device_at,
        noted: Noted::read(&body.facts, &body.started_at),
        answers: body.answers.into_iter().collect(),
    })
}

/// The device's clock when it sends, so that one that is off is noticed. It is no part of the body, which stays the same
/// however often it is sent.
const SENT_AT: &str = "x-sent-at";

/// Takes a submission: 201 when it is new, 200 when it arrived before, 409 when its id arrived with other answers.
pub(super) async fn put_submission(
    viewer: Auditing,
    path: web::Path<(AuditId, SubmissionId)>,
    body: JsonBody<Body>,
) -> AppResult<HttpResponse> {
    let (audit, submission) = *path;
    let sent = sent_with(submission, body.value)?;
    let sent_at = viewer.req.headers().get(SENT_AT).and_then(|at| at.to_str().ok());
    let arriving = Arriving {
        device_at: sent.device_at,
        sent_at: sent_at.and_then(|at| at.parse().ok()).map(Instant::new),
        taken_for_days: viewer.app.settings.late_arrival_days,
    };
    let answers = sent.answers.clone();
    let answer = |said: &Said| json!({"submission": submission, "said": viewer.say(said)});
    match pages::submit(&viewer, audit, sent, arriving).await {
        Ok((Received::New, said)) => Ok(HttpResponse::Created().json(answer(&said))),
        Ok((Received::Again, said)) => Ok(HttpResponse::Ok().json(answer(&said))),
        Ok((Received::Other, _)) => Ok(refusal(&viewer, &Said::new("audit-sent-before"))),
        Err(AppError::Refused(said)) if said.key == "audit-no-incomplete" => {
            let (scope, act) = (viewer.scope(), viewer.act());
            let missing = viewer
                .app
                .db
                .read(move |conn| {
                    queries::find_visible(conn, &scope, audit)?;
                    operations::missing(conn, &act, audit, &answers)
                })
                .await?;
            let missing: Vec<serde_json::Value> = missing
                .into_iter()
                .map(|(_, question, missing)| json!({"question": question, "what": missing.what()}))
                .collect();
            Ok(HttpResponse::UnprocessableEntity().json(json!({
                "error": viewer.say(&said), "code": said.key, "missing": missing,
            })))
        }
        Err(AppError::Refused(said)) => Ok(refusal(&viewer, &said)),
        Err(error) => Err(error),
    }
}
