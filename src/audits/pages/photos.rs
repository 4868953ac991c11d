//! Photos of an audit: taken one by one by the checklist's script, or with the whole form; and shown.

use super::*;
use crate::platform::files::photo;

/// A photo that came with a form: to which question, the file, when it was taken if the sender says so.
pub(super) struct Came {
    pub question: QuestionId,
    pub file: UploadedFile,
    pub taken_at: Option<Instant>,
}

/// What became of a photo that came.
pub(super) enum Kept {
    /// The audit has it already: a device sent it again.
    Before(AttachmentId),
    /// Its bytes are safe and wait for their row.
    Now(Stored),
}

/// Looks at photos and keeps their bytes, in their order; those that cannot be taken are told as problems of their
/// fields, and nothing is kept of them. A submission that arrived before brings nothing new.
pub(super) async fn keep(
    viewer: &Viewer,
    audit: AuditId,
    submission: Option<SubmissionId>,
    came: Vec<Came>,
    arriving: Arriving,
    problems: &mut Problems,
) -> AppResult<Vec<(QuestionId, Kept)>> {
    if came.is_empty() {
        return Ok(Vec::new());
    }
    let scope = viewer.scope();
    let (zone, known) = viewer
        .app
        .db
        .read(move |conn| {
            let zone = zone_of(&queries::find_visible(conn, &scope, audit)?)?;
            let known = match submission {
                Some(submission) => queries::submission(conn, submission)?.is_some(),
                None => false,
            };
            Ok((zone, known))
        })
        .await?;
    let mut kept: Vec<(QuestionId, Kept)> = Vec::new();
    if known {
        return Ok(kept);
    }
    for Came {
        question,
        file,
        taken_at,
    } in came
    {
        let sent = photo::Sent {
            name: file.name,
            bytes: file.bytes,
            taken_at,
            zone: zone.clone(),
            now: viewer.now,
        };
        let new = kept.iter().filter(|(_, kept)| matches!(kept, Kept::Now(_))).count();
        match keep_one(viewer, audit, question, sent, arriving, new).await {
            Ok(one) => kept.push((question, one)),
            Err(AppError::Refused(said)) => problems.add(&format!("photo-{question}"), said),
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
}

/// The same for answers that are changed after they were sent: whether they may be was asked before.
pub(super) async fn keep_for_amendment(
    viewer: &Viewer,
    zone: &Zone,
    came: Vec<(QuestionId, UploadedFile)>,
    problems: &mut Problems,
) -> AppResult<Vec<(QuestionId, Stored)>> {
    let mut kept = Vec::with_capacity(came.len());
    for (question, file) in came {
        let sent = photo::Sent {
            name: file.name,
            bytes: file.bytes,
            taken_at: None,
            zone: zone.clone(),
            now: viewer.now,
        };
        match viewer.app.files.look_at(sent).await {
            Ok(ready) => kept.push((question, viewer.app.files.store(&viewer.act(), ready).await?)),
            Err(AppError::Refused(said)) => problems.add(&format!("photo-{question}"), said),
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
}

/// The audit is asked before anything is written, so that nothing stays of a photo that it does not take.
async fn keep_one(
    viewer: &Viewer,
    audit: AuditId,
    question: QuestionId,
    sent: photo::Sent,
    arriving: Arriving,
    new: usize,
) -> AppResult<Kept> {
    let ready = viewer.app.files.look_at(sent).await?;
    let (scope, act, sha256) = (viewer.scope(), viewer.act(), ready.sha256().to_owned());
    let before = viewer
        .app
        .db
        .read(move |conn| {
            queries::find_visible(conn, &scope, audit)?;
            operations::room_for_photo(conn, &act, audit, question, &sha256, arriving, new)
        })
        .await?;
    match before {
        Some(before) => Ok(Kept::Before(before)),
        None => viewer.app.files.store(&viewer.act(), ready).await.map(Kept::Now),
    }
}

/// One photo, sent by the checklist's script as soon as it was taken, or by a form. Beside it the question, and when it
/// was taken if the device knows (`taken_at`).
pub(super) async fn create(viewer: Auditing, id: web::Path<AuditId>, mut upload: Upload) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    if let Err(said) = api::check_keeper(&viewer) {
        return Ok(api::refusal(&viewer, &said));
    }
    let question: QuestionId = upload
        .parse("question")
        .ok_or_else(|| AppError::from(CannotAudit::UnknownQuestion))?;
    let came: Option<Came> = upload.take_files(&mut problems).into_iter().next().map(|file| Came {
        question,
        file,
        taken_at: upload.parse("taken_at").map(Instant::new),
    });
    let arriving = arriving(&viewer, &upload);
    let kept = match keep(&viewer, id, None, came.into_iter().collect(), arriving, &mut problems)
        .await?
        .pop()
    {
        Some((_, Kept::Before(photo))) => Ok(photo),
        Some((_, Kept::Now(photo))) => {
            let (scope, act) = (viewer.scope(), viewer.act());
            viewer
                .app
                .db
                .write(move |conn| {
                    queries::find_visible(conn, &scope, id)?;
                    operations::add_photo(conn, &act.clone(), id, question, &photo, arriving)
                })
                .await
        }
        None => Err(AppError::Refused(
            problems.first().unwrap_or_else(|| Said::new("file-none")),
        )),
    };
    let json = api::wants_json(&viewer);
    match kept {
        Ok(photo) if json => Ok(HttpResponse::Created().json(serde_json::json!({
            "id": photo, "href": links::attachment(id, photo),
        }))),
        Ok(_) => Ok(see_other(&to_question(id, question), None)),
        Err(AppError::Refused(said)) if json => Ok(api::refusal(&viewer, &said)),
        Err(AppError::Refused(said)) => {
            let mut problems = Problems::new();
            problems.add(&format!("photo-{question}"), said);
            again(&viewer, id, &Fields::default(), &problems).await
        }
        Err(error) => Err(error),
    }
}

/// Shows a photo, through the server and never by an address of the storage, so that nobody sees it who may not see its
/// audit.
pub(super) async fn show(viewer: Auditing, path: web::Path<(AuditId, AttachmentId)>) -> AppResult<HttpResponse> {
    let ((audit, photo), scope) = (*path, viewer.scope());
    let found = viewer
        .app
        .db
        .read(move |conn| {
            queries::find_visible(conn, &scope, audit)?;
            photo_of(conn, audit, photo)
        })
        .await?;
    let bytes = viewer.app.files.read(photo).await?;
    Ok(HttpResponse::Ok()
        .content_type(found.mime.as_str())
        .insert_header((header::CACHE_CONTROL, "private, max-age=600"))
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(bytes))
}
