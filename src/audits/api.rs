//! What the checklist's script and devices without a network send: answers one by one, and whole submissions.

use super::arrival::Arriving;
use super::by_link::viewer::Auditing;
use super::facts::Noted;
use super::model::{Answer, Given, Shown};
use super::operations::{self, Kept, Received, Sent};
use super::{pages, queries};
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::people::viewer::Viewer;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files;
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
    "audit-other-keeper",
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

/// What the device knew as saved when it sent an answer: the moment, in microseconds; "nothing"; or it does not say.
const SHOWN: &str = "x-shown";
/// When the person was done, by the device's clock.
const DEVICE_AT: &str = "x-device-at";
/// When the person began without a network, by the device's clock.
const STARTED_AT: &str = "x-started-at";
/// The device's clock when it sends, so that one that is off is noticed. It is no part of the body, which stays the same
/// however often it is sent.
const SENT_AT: &str = "x-sent-at";
/// Whose work it is: what a device kept for one person is never taken as another's.
const KEEPER: &str = "x-keeper";

fn head<'r>(viewer: &'r Viewer, name: &str) -> Option<&'r str> {
    viewer.req.headers().get(name)?.to_str().ok()
}

/// What a device says of when, beside what it sends.
pub(super) fn arriving(viewer: &Viewer) -> Arriving {
    let moment = |name| head(viewer, name).and_then(|at| at.parse().ok()).map(Instant::new);
    Arriving {
        device_at: moment(DEVICE_AT),
        started_at: moment(STARTED_AT),
        sent_at: moment(SENT_AT),
        taken_for_days: viewer.app.settings.late_arrival_days,
    }
}

/// Refused, where a device sends what it kept for somebody else than is signed in now.
///
/// # Errors
/// A sentence.
pub(super) fn check_keeper(viewer: &Viewer) -> Result<(), Said> {
    match head(viewer, KEEPER) {
        Some(keeper) if keeper != viewer.keeper() => Err(Said::new("audit-other-keeper")),
        _ => Ok(()),
    }
}

fn shown(word: &str) -> Shown {
    match word.parse().ok().and_then(Instant::from_micros) {
        Some(at) => Shown::SavedAt(at),
        None => Shown::Nothing,
    }
}

/// Another answer, as a device paints it into its form.
fn other(answer: Answer) -> serde_json::Value {
    json!({
        "question": answer.question_id, "written": answer.saved_at.micros().to_string(), "given": Given::of(&answer),
    })
}

/// Nothing is written over unseen: the answers that were saved meanwhile.
fn contested(viewer: &Viewer, others: Vec<Answer>) -> HttpResponse {
    let said = Said::new("audit-no-contested").with("count", others.len());
    let others: Vec<serde_json::Value> = others.into_iter().map(other).collect();
    HttpResponse::Conflict().json(json!({"error": viewer.say(&said), "code": said.key, "others": others}))
}

/// Saves one answer as it is given.
pub(super) async fn put_answer(
    viewer: Auditing,
    path: web::Path<(AuditId, QuestionId)>,
    body: JsonBody<Given>,
) -> AppResult<HttpResponse> {
    if let Err(said) = check_keeper(&viewer) {
        return Ok(refusal(&viewer, &said));
    }
    let ((audit, question), scope, act) = (*path, viewer.scope(), viewer.act());
    let (arriving, shown) = (arriving(&viewer), head(&viewer, SHOWN).map_or(Shown::Unknown, shown));
    let saved = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, audit)?;
            operations::keep_answer(conn, &act.clone(), audit, (question, &body.value), shown, arriving)
        })
        .await;
    match saved {
        Ok(Kept::At(at)) => Ok(HttpResponse::Ok().json(json!({ "saved_at": at, "written": at.micros().to_string() }))),
        Ok(Kept::Beside(answer)) => Ok(contested(&viewer, vec![answer])),
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
    /// What the device knew as saved of each question, as in `x-shown`. No part of what is sent once: it may differ when
    /// the same is sent again.
    #[serde(default, skip_serializing)]
    pub shown: BTreeMap<QuestionId, String>,
    /// The photos the device knows to have arrived. No part of what is sent once, either.
    #[serde(default, skip_serializing)]
    pub photos: Vec<AttachmentId>,
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
            shown: BTreeMap::new(),
            photos: Vec::new(),
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

/// What became of a submission of a device.
enum Taken {
    Received(Received, Said),
    Contested(Vec<Answer>),
    /// These photos are not there: they have to come first.
    Without(Vec<AttachmentId>),
}

/// Takes a submission: 201 when it is new, 200 when it arrived before, 409 when its id arrived with other answers or
/// another answer was saved meanwhile, 422 when something is missing.
pub(super) async fn put_submission(
    viewer: Auditing,
    path: web::Path<(AuditId, SubmissionId)>,
    body: JsonBody<Body>,
) -> AppResult<HttpResponse> {
    if let Err(said) = check_keeper(&viewer) {
        return Ok(refusal(&viewer, &said));
    }
    let (audit, submission) = *path;
    let mut body = body.value;
    let known: Vec<(QuestionId, Shown)> = body.shown.iter().map(|(id, word)| (*id, shown(word))).collect();
    let photos = std::mem::take(&mut body.photos);
    let sent = sent_with(submission, body)?;
    let arriving = Arriving {
        device_at: sent.device_at,
        ..arriving(&viewer)
    };
    let answers = sent.answers.clone();
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    let taken = viewer
        .app
        .db
        .write(move |conn| {
            let act = act.clone();
            queries::find_visible(conn, &scope, audit)?;
            let others = operations::contested(conn, &act, audit, &sent, &known)?;
            if !others.is_empty() {
                return Ok(Taken::Contested(others));
            }
            if !photos.is_empty() {
                let there = files::list(conn, operations::PHOTO_OF, audit)?;
                let mut gone = photos.clone();
                gone.retain(|photo| !there.iter().any(|there| there.id == *photo));
                if !gone.is_empty() {
                    return Ok(Taken::Without(gone));
                }
            }
            let received = operations::receive(conn, &act, &post, audit, &sent, arriving)?;
            Ok(Taken::Received(received, pages::thanks(conn, audit)?))
        })
        .await;
    let answer = |said: &Said| json!({"submission": submission, "said": viewer.say(said)});
    match taken {
        Ok(Taken::Received(Received::New, said)) => Ok(HttpResponse::Created().json(answer(&said))),
        Ok(Taken::Received(Received::Again, said)) => Ok(HttpResponse::Ok().json(answer(&said))),
        Ok(Taken::Received(Received::Other, _)) => Ok(refusal(&viewer, &Said::new("audit-sent-before"))),
        Ok(Taken::Contested(others)) => Ok(contested(&viewer, others)),
        Ok(Taken::Without(photos)) => {
            let said = Said::new("audit-no-photos-yet").with("count", photos.len());
            Ok(HttpResponse::UnprocessableEntity().json(json!({
                "error": viewer.say(&said), "code": said.key, "photos": photos,
            })))
        }
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
                .map(|(n, question, missing)| {
                    let said = viewer.say(&missing.said(n));
                    json!({"question": question, "what": missing.what(), "said": said})
                })
                .collect();
            Ok(HttpResponse::UnprocessableEntity().json(json!({
                "error": viewer.say(&said), "code": said.key, "missing": missing,
            })))
        }
        Err(AppError::Refused(said)) => Ok(refusal(&viewer, &said)),
        Err(error) => Err(error),
    }
}
