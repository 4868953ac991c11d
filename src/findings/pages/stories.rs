//! A fix that held is told to others, from the finding's page.

use super::show::show_page;
use super::steps::{required, told_no};
use super::*;
use crate::findings::stories::{self, Story};

/// What a finding's page says of its story.
#[derive(Debug, Default, Serialize)]
pub struct StoryShown {
    told: Option<String>,
    wrong: String,
    changed: String,
    may_tell: bool,
    may_take_back: bool,
}

pub(super) fn shown(finding: &Finding, part: Part, watch: Option<WatchState>, story: Option<&Story>) -> StoryShown {
    StoryShown {
        told: story.map(|story| story.title.clone()),
        wrong: story.map(|story| story.wrong.clone()).unwrap_or_default(),
        changed: story.map(|story| story.changed.clone()).unwrap_or_default(),
        may_tell: part.leader && stories::check(finding, watch, story.is_some()).is_ok(),
        may_take_back: part.leader && story.is_some(),
    }
}

pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let title = required(&form, "story_title", &mut problems, "story-title-required");
    let wrong = required(&form, "story_wrong", &mut problems, "story-wrong-required");
    let changed = required(&form, "story_changed", &mut problems, "story-changed-required");
    problems.check("story_title", title.chars().count() <= 120, "form-too-long");
    take(&viewer, id, &form, problems, "story-done", move |conn, act| {
        stories::tell(conn, act, id, &title, &wrong, &changed)
    })
    .await
}

pub(super) async fn remove(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let id = *id;
    take(
        &viewer,
        id,
        &form,
        Problems::new(),
        "story-taken-back",
        move |conn, act| stories::take_back(conn, act, id),
    )
    .await
}

async fn take(
    viewer: &Viewer,
    id: FindingId,
    form: &Fields,
    mut problems: Problems,
    done: &str,
    step: impl Fn(&mut Conn, &Act) -> AppResult<()> + Send + 'static,
) -> AppResult<HttpResponse> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let is_complete = problems.is_empty();
    let taken = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            // The right comes first: what somebody may never do is not explained by what the form lacks.
            stories::check_right(conn, &act.clone(), id)?;
            if is_complete { step(conn, &act.clone()) } else { Ok(()) }
        })
        .await;
    let status = match taken {
        Ok(()) if is_complete => return Ok(see_other(&links::finding(id), Flash::done(done))),
        Ok(()) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => told_no(error, &mut problems)?,
    };
    let page = show_page(viewer, id, form.typed(), &problems).await?;
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}
