//! Pause, single dates, and what changes did to the audits of a plan.

use super::telling::{counted, with_counts};
use super::*;
use crate::agency::calendars::model::CalendarChange;
use crate::planning::making;
use crate::planning::replanning::model::{Counts, Effect, Exception, Why};
use crate::planning::replanning::operations as replanning;
use crate::platform::db::Db;
use crate::platform::mail::post::Post;
use crate::platform::web::form::{Problems, Typed};

/// A single date of a plan.
#[derive(Debug, Serialize)]
pub struct ExceptionShown {
    day: When,
    added: bool,
    reason: String,
    who: String,
    action: String,
}

/// What a change did to the audits.
#[derive(Debug, Serialize)]
pub struct EffectShown {
    when: When,
    what: String,
    counts: String,
}

pub(super) fn exceptions_shown<R: Right>(
    viewer: &Viewer<R>,
    exceptions: &[Exception],
    names: &HashMap<PersonId, String>,
) -> Vec<ExceptionShown> {
    let shown = exceptions.iter().map(|one| ExceptionShown {
        day: viewer.day(&viewer.zone, one.on_date),
        added: one.added,
        reason: one.reason.clone(),
        who: one.who.and_then(|who| names.get(&who).cloned()).unwrap_or_default(),
        action: format!("{}/exceptions/{}/removal", links::plan(one.plan_id), one.on_date),
    });
    shown.collect()
}

pub(super) fn effects_shown<R: Right>(
    viewer: &Viewer<R>,
    effects: &[(Effect, Option<CalendarChange>)],
    names: &HashMap<PersonId, String>,
) -> Vec<EffectShown> {
    let shown = effects.iter().map(|(effect, change)| {
        let who = change.as_ref().map_or(effect.who, |change| change.who);
        let who = who
            .and_then(|who| names.get(&who).cloned())
            .unwrap_or_else(|| viewer.t("history-by-plumbline"));
        let said = match change {
            Some(change) => viewer.say(&change.said),
            None => viewer.t(&format!("plan-effect-{}", effect.why)),
        };
        let count = |count: i32| usize::try_from(count).unwrap_or(0);
        EffectShown {
            when: viewer.moment(&viewer.zone, effect.at),
            what: viewer.say(&Said::new("plan-effect").with("who", who).with("said", said)),
            counts: counted(
                viewer,
                Counts {
                    made: count(effect.made),
                    moved: count(effect.moved),
                    excused: count(effect.excused),
                    taken: count(effect.taken),
                },
            ),
        }
    });
    shown.collect()
}

/// How often planning is tried when an audit it looks at changes in the same moment.
const TRIES: usize = 5;

/// Does a piece of planning in a transaction of its own; again when somebody changed one of its audits meanwhile, looking
/// anew.
///
/// # Errors
/// What the work returned; Stale when it changes each time, or the plan itself was changed by somebody else.
pub async fn until_still<T: Send + 'static>(
    db: &Db,
    post: &Post,
    act: impl Fn() -> Act,
    work: impl Fn(&mut Conn, &Act, &Post) -> AppResult<T> + Clone + Send + 'static,
) -> AppResult<T> {
    let mut tries = 1;
    loop {
        let (act, post, work) = (act(), post.clone(), work.clone());
        match db.write(move |conn| work(conn, &act.clone(), &post)).await {
            Err(AppError::Stale) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

pub(super) async fn create_pause(
    viewer: Viewer<Planner>,
    id: web::Path<PlanId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let mut problems = Problems::new();
    let until: Option<NaiveDate> = form.read("until", &mut problems, "plan-date");
    let done = if problems.is_empty() {
        let paused = until_still(
            &viewer.app.db,
            &viewer.app.post,
            || viewer.act(),
            move |conn, act, post| {
                queries::find_visible(conn, &scope, id)?;
                match until {
                    Some(until) => operations::pause_until(conn, act, id, until)?,
                    None => operations::pause(conn, act, id)?,
                }
                making::remake(conn, act, post, id, DAYS_AHEAD, Why::Paused)
            },
        );
        match paused.await {
            Err(AppError::Refused(said)) if said.key == "plan-no-pause-end" => {
                problems.add("until", said);
                None
            }
            other => Some(other),
        }
    } else {
        None
    };
    match done {
        Some(done) => switched(
            id,
            done.map(|counts| with_counts(Said::new("plan-paused-done"), counts)),
        ),
        None => shown_again(&viewer, id, form.typed(), problems).await,
    }
}

pub(super) async fn create_resumption(
    viewer: Viewer<Planner>,
    id: web::Path<PlanId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let made = until_still(
        &viewer.app.db,
        &viewer.app.post,
        || viewer.act(),
        move |conn, act, post| {
            queries::find_visible(conn, &scope, id)?;
            operations::resume(conn, act, id)?;
            making::remake(conn, act, post, id, DAYS_AHEAD, Why::Resumed)
        },
    )
    .await;
    switched(
        id,
        made.map(|counts| Said::new("plan-resumed-done").with("count", counts.made)),
    )
}

pub(super) async fn create_exception(
    viewer: Viewer<Planner>,
    id: web::Path<PlanId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let mut problems = Problems::new();
    let date: Option<NaiveDate> = form.read("on_date", &mut problems, "plan-date");
    problems.check(
        "on_date",
        date.is_some() || form.given("on_date").is_some(),
        "plan-date",
    );
    let added = match form.get("kind") {
        "added" => true,
        "left-out" => false,
        _ => {
            problems.add("kind", Said::new("error-choice"));
            false
        }
    };
    let reason = form.get("reason").to_owned();
    if reason.is_empty() {
        problems.add("reason", CannotPlan::NoReason.said());
    }
    if let Some(date) = date.filter(|_| problems.is_empty()) {
        let written = until_still(
            &viewer.app.db,
            &viewer.app.post,
            || viewer.act(),
            move |conn, act, post| {
                queries::find_visible(conn, &scope, id)?;
                replanning::add_exception(conn, act, id, date, added, &reason)?;
                making::remake(conn, act, post, id, DAYS_AHEAD, Why::Exception)
            },
        );
        match written.await {
            Ok(counts) => {
                let said = with_counts(Said::new("plan-exception-done"), counts);
                return Ok(see_other(&links::plan(id), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => {
                let field = match said.key.as_str() {
                    "plan-no-reason" | "plan-no-long-reason" => "reason",
                    _ => "on_date",
                };
                problems.add(field, said);
            }
            Err(error) => return Err(error),
        }
    }
    shown_again(&viewer, id, form.typed(), problems).await
}

pub(super) async fn remove_exception(
    viewer: Viewer<Planner>,
    path: web::Path<(PlanId, NaiveDate)>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (scope, (id, date)) = (viewer.scope(), *path);
    let counts = until_still(
        &viewer.app.db,
        &viewer.app.post,
        || viewer.act(),
        move |conn, act, post| {
            queries::find_visible(conn, &scope, id)?;
            replanning::remove_exception(conn, act, id, date)?;
            making::remake(conn, act, post, id, DAYS_AHEAD, Why::Exception)
        },
    )
    .await?;
    let said = with_counts(Said::new("plan-exception-undone"), counts);
    Ok(see_other(&links::plan(id), Flash::done(said)))
}

async fn shown_again(
    viewer: &Viewer<Planner>,
    id: PlanId,
    typed: Typed,
    problems: Problems,
) -> AppResult<HttpResponse> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let loaded = viewer
        .app
        .db
        .read(move |conn| load(conn, &act.clone(), &scope, id))
        .await?;
    viewer.again(Here::Planning, &shown(viewer, loaded, typed, &problems))
}

/// Back to the plan, with what was done; the button of a page that was out of date does no harm.
fn switched(id: PlanId, done: AppResult<Said>) -> AppResult<HttpResponse> {
    let flash = match done {
        Ok(said) => Flash::done(said),
        Err(AppError::Refused(said)) => Flash::note(said),
        Err(error) => return Err(error),
    };
    Ok(see_other(&links::plan(id), flash))
}
