//! What becomes of a version: a draft is published now or on a day, a checklist is retired.

use super::*;
use chrono::NaiveDate;

/// Routes below a version; all of them are for quality staff.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/{id}/versions/{number}/publication", web::post().to(publish))
        .route("/{id}/versions/{number}/schedule", web::post().to(unschedule))
        .route("/{id}/retirement", web::post().to(retire));
}

/// What became of a draft that was to be published.
enum Done {
    Now,
    On(NaiveDate),
}

async fn publish(viewer: Viewer<Quality>, path: web::Path<(TemplateId, i32)>, form: Form) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let mut problems = Problems::new();
    let reason = form.get("reason").to_owned();
    problems.check("reason", !reason.is_empty(), "checklist-no-reason");
    problems.check("reason", reason.chars().count() <= LONGEST, "checklists-too-long");
    let on: Option<NaiveDate> = form.read("on", &mut problems, "checklist-no-such-day");
    problems.check(
        "confirm",
        form.checkbox("confirm"),
        "checklists-publish-confirm-required",
    );
    let today = viewer.zone.local(viewer.now).date;
    if problems.is_empty() {
        let (act, read) = (viewer.act(), form.get("read").to_owned());
        let done = viewer
            .app
            .db
            .write(move |conn| {
                let act = act.clone();
                let version = queries::version_numbered(conn, id, number)?;
                // Somebody changed the draft while this one was being read.
                if version.source_hash != read {
                    return Err(AppError::Stale);
                }
                match on.filter(|on| *on != today) {
                    Some(on) => {
                        operations::schedule(conn, &act, version.id, Some(on), &reason, today)?;
                        Ok(Done::On(on))
                    }
                    None => {
                        operations::publish(conn, &act, version.id, &reason)?;
                        Ok(Done::Now)
                    }
                }
            })
            .await;
        match done {
            Ok(Done::Now) => {
                let said = Said::new("checklists-publish-done").with("version", number);
                return Ok(see_other(&links::template(id), Flash::done(said)));
            }
            Ok(Done::On(on)) => {
                let day = viewer.day(&viewer.zone, on).full;
                let said = Said::new("checklists-schedule-done")
                    .with("version", number)
                    .with("day", day);
                return Ok(see_other(&links::version(id, number), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => {
                let field = if said.key == "checklist-no-such-day" { "on" } else { "" };
                problems.add(field, said);
            }
            Err(error) => return Err(error),
        }
    }
    let now = viewer.now;
    let loaded = viewer
        .app
        .db
        .read(move |conn| load(conn, id, Some(number), now))
        .await?;
    let page = shown(&viewer, &loaded, form.typed(), &problems);
    viewer.again(Here::Checklists, &page)
}

/// Takes the day off a draft, so that it can be changed again.
async fn unschedule(
    viewer: Viewer<Quality>,
    path: web::Path<(TemplateId, i32)>,
    _form: Form,
) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let (act, today) = (viewer.act(), viewer.zone.local(viewer.now).date);
    viewer
        .app
        .db
        .write(move |conn| {
            let version = queries::version_numbered(conn, id, number)?;
            operations::schedule(conn, &act.clone(), version.id, None, "", today)
        })
        .await?;
    let said = Said::new("checklists-unschedule-done").with("version", number);
    Ok(see_other(&links::version(id, number), Flash::done(said)))
}

async fn retire(viewer: Viewer<Quality>, id: web::Path<TemplateId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act) = (*id, viewer.act());
    let reason = form.get("why").to_owned();
    let mut problems = Problems::new();
    problems.check("why", !reason.is_empty(), "checklist-no-reason");
    problems.check("why", reason.chars().count() <= LONGEST, "checklists-too-long");
    if problems.is_empty() {
        let done = viewer
            .app
            .db
            .write(move |conn| operations::retire(conn, &act.clone(), id, &reason))
            .await;
        match done {
            Ok(()) => {
                return Ok(see_other(
                    &links::template(id),
                    Flash::done(Said::new("checklists-retired")),
                ));
            }
            Err(AppError::Refused(said)) => problems.add("why", said),
            Err(error) => return Err(error),
        }
    }
    let now = viewer.now;
    let loaded = viewer.app.db.read(move |conn| load(conn, id, None, now)).await?;
    let page = shown(&viewer, &loaded, form.typed(), &problems);
    viewer.again(Here::Checklists, &page)
}
