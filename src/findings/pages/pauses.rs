//! The clock of a finding is stopped and goes on again.

use super::steps::{chosen, required, step};
use super::*;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::findings::pauses::{self, Pause};

/// What a finding's page says of the clock that stands still.
#[derive(Debug, Serialize)]
pub struct PauseShown {
    until: When,
    reason: String,
    who: String,
    when: When,
}

/// The pause that stands now.
pub(super) fn shown(
    viewer: &Viewer,
    zone: &Zone,
    pauses: &[Pause],
    name: impl Fn(PersonId) -> String,
) -> Option<PauseShown> {
    let pause = pauses.iter().find(|pause| pause.stands(viewer.now))?;
    Some(PauseShown {
        until: viewer.day(zone, pause.until_on),
        reason: pause.reason.clone(),
        who: name(pause.who),
        when: viewer.moment(zone, pause.at),
    })
}

/// A sentence for each pause that moved the deadline of what began at a moment, or was picked at one: from when to when,
/// how many working days, and why.
pub(super) fn explained(
    viewer: &Viewer,
    calendar: &Calendar,
    pauses: &[Pause],
    began: Instant,
    picked_at: Option<Instant>,
) -> Vec<String> {
    let zone = &calendar.zone;
    let first = zone.local(began).date;
    let day = |date| viewer.day(zone, date).full;
    let moved = pauses
        .iter()
        .map(|pause| (pause, pause.lost(calendar, first)))
        .filter(|(pause, lost)| *lost > 0 && picked_at.is_none_or(|at| pause.at >= at));
    moved
        .map(|(pause, lost)| {
            let (key, until) = match (pause.stands(viewer.now), pause.ended_by) {
                (true, _) => ("finding-due-pause-open", pause.until_on),
                (false, Some(_)) => ("finding-due-pause-ended", pause.again_on),
                (false, None) => ("finding-due-pause", pause.until_on),
            };
            let said = Said::new(key)
                .with("from", day(pause.from_on))
                .with("until", day(until))
                .with("days", lost)
                .with("reason", pause.reason.as_str());
            viewer.say(&said)
        })
        .collect()
}

pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let until: Option<NaiveDate> = chosen(&form, "pause_until", &mut problems, "finding-pause-until-required");
    let reason = required(&form, "pause_reason", &mut problems, "finding-pause-reason-required");
    if let Some(until) = until {
        check_until(&viewer, id, until, &mut problems).await?;
    }
    let post = viewer.app.post.clone();
    let done = "finding-paused-done";
    step(&viewer, id, Deed::Pause, &form, problems, done, move |conn, act| {
        let until = until.ok_or_else(|| AppError::refused("finding-pause-until-required"))?;
        pauses::pause(conn, act, &post, id, until, &reason)
    })
    .await
}

/// What only the unit's clock can tell about the last day, so that all mistakes of the form are told at once.
async fn check_until(viewer: &Viewer, id: FindingId, until: NaiveDate, problems: &mut Problems) -> AppResult<()> {
    let (scope, now) = (viewer.scope(), viewer.now);
    let today = viewer
        .app
        .db
        .read(move |conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            Ok(agency::queries::calendar(conn, finding.unit_id)?.zone.local(now).date)
        })
        .await?;
    if let Err(no) = pauses::check_until(today, until) {
        problems.add("pause_until", no.said());
    }
    problems.sort(&["pause_until", "pause_reason"]);
    Ok(())
}

pub(super) async fn end(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, post) = (*id, viewer.app.post.clone());
    let done = "finding-resumed-done";
    let problems = Problems::new();
    step(&viewer, id, Deed::Pause, &form, problems, done, move |conn, act| {
        pauses::resume(conn, act, &post, id)
    })
    .await
}
