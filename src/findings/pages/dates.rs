//! Later dates: asked for by the owner, answered by a leader.

use super::show::{kept, show_page};
use super::steps::{chosen, required, step, told_no};
use super::*;
use crate::findings::dates::{self, Asked};

/// A later date that waits for an answer.
#[derive(Debug, Serialize)]
pub struct RequestShown {
    pub(super) id: String,
    /// The action it is about.
    pub(super) action: Option<String>,
    pub(super) from: When,
    pub(super) to: When,
    pub(super) reason: String,
    pub(super) who: String,
    pub(super) when: When,
    pub(super) may_answer: bool,
}

/// The later date and the reason of a form.
pub(super) fn asked(form: &Fields, problems: &mut Problems) -> Option<(NaiveDate, String)> {
    let date: Option<NaiveDate> = chosen(form, "later", problems, "finding-later-required");
    let reason = required(form, "later_reason", problems, "finding-later-reason-required");
    date.map(|date| (date, reason))
}

pub(super) async fn create_request(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let asked = asked(&form, &mut problems);
    let post = viewer.app.post.clone();
    let done = "finding-later-done";
    step(&viewer, id, Deed::AskDate, &form, problems, done, move |conn, act| {
        let (date, reason) = asked
            .clone()
            .ok_or_else(|| AppError::refused("finding-later-required"))?;
        let asked = Asked {
            action: None,
            date,
            reason,
        };
        dates::ask(conn, act, &post, id, &asked)
    })
    .await
}

/// Whatever it is about, who may answer is asked with the request itself.
pub(super) async fn create_answer(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let request: Option<DueRequestId> = chosen(&form, "request", &mut problems, "finding-date-answer-required");
    let verdict: Option<Answered> = chosen(&form, "date_verdict", &mut problems, "finding-date-answer-required");
    let answer = required(
        &form,
        "date_answer",
        &mut problems,
        "finding-date-answer-reason-required",
    );
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    let is_complete = problems.is_empty();
    let answered = viewer
        .app
        .db
        .write(move |conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            let part = queries::part(conn, &finding, scope.person, &scope.stands_for)?;
            match (request, verdict) {
                (Some(request), Some(verdict)) if is_complete => {
                    dates::answer(conn, &act.clone(), &post, id, request, verdict, &answer)
                }
                _ if part.leader => Ok(()),
                _ => Err(CannotRepair::NotYours.into()),
            }
        })
        .await;
    let status = match answered {
        Ok(()) if is_complete => {
            return Ok(see_other(
                &links::finding(id),
                Flash::done("finding-date-answered-done"),
            ));
        }
        Ok(()) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => told_no(error, &mut problems)?,
    };
    let typed = form.typed();
    let mut page = show_page(&viewer, id, typed.clone(), &problems).await?;
    if !page.requests.iter().any(|request| request.may_answer) {
        page.kept = kept(&viewer, &typed, &[("date_answer", "finding-date-answer-label")]);
    }
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}
