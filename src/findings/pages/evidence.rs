//! The files of a finding: added, downloaded, taken away.

use super::show::show_page;
use super::steps::told_no;
use super::*;
use crate::findings::evidence;
use crate::platform::files::Attachment;
use crate::platform::files::document::Arrived;
use crate::platform::web::upload::Upload;
use actix_web::http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};

/// A file in the list.
#[derive(Debug, Serialize)]
pub struct FileShown {
    href: String,
    name: String,
    /// Whether it can be shown as it is.
    picture: bool,
    kilobytes: i64,
    who: String,
    when: When,
    /// Where it is taken away, for whoever may.
    removal: Option<String>,
}

pub(super) fn files_shown(
    viewer: &Viewer,
    finding: &Finding,
    part: Part,
    zone: &Zone,
    files: &[(Attachment, String)],
) -> Vec<FileShown> {
    let shown = |(file, who): &(Attachment, String)| {
        let href = format!("{}/files/{}", links::finding(finding.id), file.id);
        let may = evidence::check_remove(finding, part, viewer.person.id, file).is_ok();
        FileShown {
            removal: may.then(|| format!("{href}/removal")),
            href,
            name: file.name.clone(),
            picture: file.mime.starts_with("image/"),
            kilobytes: (file.bytes + 1023) / 1024,
            who: who.clone(),
            when: viewer.moment(zone, file.created_at),
        }
    };
    files.iter().map(shown).collect()
}

pub(super) async fn create(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    mut form: Upload,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let scope = viewer.scope();
    let zone = viewer
        .app
        .db
        .read(move |conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            Ok(agency::queries::calendar(conn, finding.unit_id)?.zone)
        })
        .await?;
    let mut came = form.take_files(&mut problems);
    came.retain(|file| file.field == "evidence");
    if came.is_empty() && problems.is_empty() {
        problems.add("evidence", Said::new("evidence-required"));
    }
    let mut added = 0_usize;
    for file in came {
        let arrived = Arrived {
            name: file.name,
            bytes: file.bytes,
            zone: zone.clone(),
            now: viewer.now,
        };
        match keep_one(&viewer, id, arrived).await {
            Ok(()) => added += 1,
            // Those before it are kept: the page says so beside what is wrong with this one.
            Err(error @ (AppError::Refused(_) | AppError::Stale | AppError::Busy)) => {
                problems.add("evidence", error.said())
            }
            Err(error) => return Err(error),
        }
    }
    if problems.is_empty() {
        let said = Said::new("evidence-added").with("count", added);
        return Ok(see_other(&links::finding(id), Flash::done(said)));
    }
    let page = show_page(&viewer, id, Typed::default(), &problems).await?;
    viewer.again(Here::Findings, &page)
}

/// Looks at a file, asks whether there is room for it, and keeps it: nothing stays of one that is not taken.
async fn keep_one(viewer: &Viewer, id: FindingId, file: Arrived) -> AppResult<()> {
    let ready = viewer.app.files.look_at_document(file).await?;
    let sha256 = ready.sha256().to_owned();
    viewer
        .app
        .db
        .read(move |conn| evidence::check_room(conn, id, &sha256))
        .await?;
    let stored = viewer.app.files.store(&viewer.act(), ready).await?;
    let (scope, act) = (viewer.scope(), viewer.act());
    viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            evidence::add(conn, &act.clone(), id, &stored)
        })
        .await
}

/// A file as it is kept, to be saved and never shown by the browser as a page of ours.
pub(super) async fn show(
    viewer: Viewer<Anyone>,
    path: web::Path<(FindingId, AttachmentId)>,
) -> AppResult<HttpResponse> {
    let ((id, file), scope) = (*path, viewer.scope());
    let found = viewer
        .app
        .db
        .read(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            evidence::find(conn, id, file)
        })
        .await?;
    let bytes = viewer.app.files.read(file).await?;
    let name = ExtendedValue {
        charset: Charset::Ext("UTF-8".into()),
        language_tag: None,
        value: found.name.into_bytes(),
    };
    Ok(HttpResponse::Ok()
        .content_type(found.mime.as_str())
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::FilenameExt(name)],
        })
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(bytes))
}

pub(super) async fn remove(
    viewer: Viewer<Anyone>,
    path: web::Path<(FindingId, AttachmentId)>,
    _form: Form,
) -> AppResult<HttpResponse> {
    let ((id, file), scope, act) = (*path, viewer.scope(), viewer.act());
    let removed = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            evidence::remove(conn, &act.clone(), id, file)
        })
        .await;
    match removed {
        Ok(()) => Ok(see_other(&links::finding(id), Flash::done("evidence-removed"))),
        Err(error) => {
            let mut problems = Problems::new();
            let status = told_no(error, &mut problems)?;
            let page = show_page(&viewer, id, Typed::default(), &problems).await?;
            let mut answer = viewer.again(Here::Findings, &page)?;
            *answer.status_mut() = status;
            Ok(answer)
        }
    }
}
