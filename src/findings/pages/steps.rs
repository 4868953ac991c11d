//! The steps of the repair, each a form of the finding's page.

use super::show::*;
use super::*;
use crate::findings::{dates, settings};

/// What a refused step comes to: the sentence among the problems, and the page's status. Where the step itself is
/// refused, mistakes in its form do not matter any more.
pub(super) fn told_no(error: AppError, problems: &mut Problems) -> AppResult<StatusCode> {
    match error {
        AppError::Refused(_) | AppError::Forbidden(_) | AppError::Stale => {
            *problems = Problems::new();
            problems.add("", error.said());
            Ok(error.status_code())
        }
        other => Err(other),
    }
}

/// What is said when a step is done: the usual sentence, or one of its own.
pub(super) trait Done: Send + 'static {
    /// The sentence; `usual` is its message id where the step has none of its own.
    fn said(self, usual: &str) -> Flash;
}

impl Done for () {
    fn said(self, usual: &str) -> Flash {
        Flash::done(usual)
    }
}

impl Done for Option<Flash> {
    fn said(self, usual: &str) -> Flash {
        self.unwrap_or_else(|| Flash::done(usual))
    }
}

/// Takes one step of the repair. On a refusal the page comes again with the sentence and with what was typed: 422, or
/// 403 where the viewer has no right to the step, whatever is in the form.
pub(super) async fn step<D: Done>(
    viewer: &Viewer,
    id: FindingId,
    deed: Deed,
    form: &Fields,
    mut problems: Problems,
    done: &str,
    take: impl Fn(&mut Conn, &Act) -> AppResult<D> + Send + 'static,
) -> AppResult<HttpResponse> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let is_complete = problems.is_empty();
    let taken = if is_complete {
        let take = move |conn: &mut Conn| {
            queries::find_visible(conn, &scope, id)?;
            take(conn, &act.clone()).map(Some)
        };
        viewer.app.db.write(take).await
    } else {
        let check = move |conn: &mut Conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            let (part, gates) = (
                queries::part(conn, &finding, scope.person, &scope.stands_for)?,
                queries::gates(conn, finding.id)?,
            );
            finding.check(part, deed, gates)?;
            Ok(None)
        };
        viewer.app.db.read(check).await
    };
    let status = match taken {
        Ok(Some(said)) => return Ok(see_other(&links::finding(id), said.said(done))),
        Ok(None) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => told_no(error, &mut problems)?,
    };
    let typed = form.typed();
    let mut page = show_page(viewer, id, typed.clone(), &problems).await?;
    if !page.may.offers(deed) {
        page.kept = kept(viewer, &typed, written_in(deed));
    }
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}

/// A text somebody has to write.
pub(super) fn required(form: &Fields, name: &str, problems: &mut Problems, message: &str) -> String {
    let text = form.get(name).to_owned();
    problems.check(name, !text.is_empty(), message);
    problems.check(name, text.chars().count() <= LONGEST, "form-too-long");
    text
}

/// A choice somebody has to make.
pub(super) fn chosen<T: std::str::FromStr>(
    form: &Fields,
    name: &str,
    problems: &mut Problems,
    message: &str,
) -> Option<T> {
    problems.check(name, form.given(name).is_some(), message);
    form.read(name, problems, message)
}

pub(super) async fn create_containment(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "containment", &mut problems, "finding-containment-required");
    step(
        &viewer,
        id,
        Deed::Contain,
        &form,
        problems,
        "finding-contained-done",
        move |conn, act| operations::contain(conn, act, id, &body),
    )
    .await
}

pub(super) async fn create_cause(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let root_cause = required(&form, "root_cause", &mut problems, "finding-root-cause-required");
    let category: Option<String> = chosen(&form, "category", &mut problems, "finding-category-required");
    let whys: Vec<String> = form
        .all("why")
        .map(|why| why.trim().chars().take(LONGEST).collect::<String>())
        .filter(|why| !why.is_empty())
        .take(WHYS)
        .collect();
    step(
        &viewer,
        id,
        Deed::FindCause,
        &form,
        problems,
        "finding-cause-done",
        move |conn, act| {
            let written = queries::cause(conn, id)?.map(|cause| cause.category);
            let offered = settings::offered(settings::queries::categories(conn)?, written.as_deref());
            match offered.iter().find(|offered| Some(&offered.code) == category.as_ref()) {
                Some(lies_in) => operations::find_cause(conn, act, id, &lies_in.code, &whys, &root_cause),
                None => Err(AppError::refused("finding-category-required")),
            }
        },
    )
    .await
}

pub(super) async fn create_action(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "action", &mut problems, "finding-action-required");
    let kind: Option<ActionKind> = chosen(&form, "kind", &mut problems, "finding-kind-required");
    let strength: Option<Strength> = chosen(&form, "strength", &mut problems, "finding-strength-required");
    let cost = cost_of(&form, &mut problems);
    let owner: Option<PersonId> = chosen(&form, "owner", &mut problems, "finding-owner-required");
    let due_on: Option<NaiveDate> = match form.given("due") {
        Some(_) => form.read("due", &mut problems, "finding-due-invalid"),
        None => None,
    };
    check_plan(&viewer, id, owner, due_on, &mut problems).await?;
    let (post, lang) = (viewer.app.post.clone(), viewer.lang().to_owned());
    problems.sort(&["action", "owner", "due", "kind", "strength", "cost"]);
    step(
        &viewer,
        id,
        Deed::Plan,
        &form,
        problems,
        "finding-action-done-flash",
        move |conn, act| {
            let (Some(kind), Some(owner_id)) = (kind, owner) else {
                return Err(AppError::refused("finding-owner-required"));
            };
            can_own(conn, id, owner_id)?;
            let new = NewAction {
                kind,
                body: body.clone(),
                owner_id,
                due_on,
                strength,
                cost,
            };
            let action = operations::plan_action(conn, act, id, &new)?;
            let doubts = dates::doubts(conn, id, action)?;
            let today = doubts.zone.local(act.now).date;
            let day = |date| post.views().i18n().day(&lang, date, today).full;
            Ok(doubts.word().map(|word| {
                Flash::note(
                    Said::new(&format!("finding-action-planned-{word}"))
                        .with("date", day(doubts.due_on))
                        .with("due", doubts.late_after.map(&day).unwrap_or_default())
                        .with("unit", doubts.unit.clone()),
                )
            }))
        },
    )
    .await
}

/// The most an action can cost.
const MOST_COST: i64 = 1_000_000_000;

/// What an action costs, in whole units, as people write it: "1200", "1,200", "1 200".
fn cost_of(form: &Fields, problems: &mut Problems) -> Option<i64> {
    let digits: String = form
        .given("cost")?
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .collect();
    let cost = digits.parse().ok().filter(|cost| (0..=MOST_COST).contains(cost));
    problems.check("cost", cost.is_some(), "finding-cost-invalid");
    cost
}

/// What only the unit can tell about a new action, so that all mistakes of its form are told at once.
pub(super) async fn check_plan(
    viewer: &Viewer,
    id: FindingId,
    owner: Option<PersonId>,
    due_on: Option<NaiveDate>,
    problems: &mut Problems,
) -> AppResult<()> {
    let (scope, now) = (viewer.scope(), viewer.now);
    let (owner_works_here, wrong_date) = viewer
        .app
        .db
        .read(move |conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            let calendar = agency::queries::calendar(conn, finding.unit_id)?;
            let near = queries::workers(conn, &finding)?;
            Ok((
                owner.is_none_or(|owner| near.iter().any(|person| person.id == owner)),
                match due_on.map(|date| operations::check_due_of(conn, &calendar, now, id, date)) {
                    Some(Err(AppError::Refused(said))) => Some(said),
                    Some(Err(other)) => return Err(other),
                    _ => None,
                },
            ))
        })
        .await?;
    problems.check("owner", owner_works_here, "finding-owner-required");
    if let Some(said) = wrong_date {
        problems.add("due", said);
    }
    Ok(())
}

/// Only people who work at the unit or above it can own its repairs.
pub(super) fn can_own(conn: &mut Conn, id: FindingId, owner: PersonId) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let near = queries::workers(conn, &finding)?;
    if near.iter().any(|person| person.id == owner) {
        Ok(())
    } else {
        Err(AppError::refused("finding-owner-required"))
    }
}

pub(super) async fn create_decision(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let verdict: Option<Verdict> = chosen(&form, "decision", &mut problems, "finding-decision-required");
    let reason = form.get("decision_reason").to_owned();
    problems.check(
        "decision_reason",
        verdict == Some(Verdict::Accepted) || !reason.is_empty(),
        "finding-decision-reason-required",
    );
    problems.check("decision_reason", reason.chars().count() <= LONGEST, "form-too-long");
    let done = match verdict {
        Some(Verdict::SentBack) => "finding-plan-sent-back-done",
        Some(Verdict::TakenUp) => "finding-plan-taken-up-done",
        _ => "finding-plan-accepted-done",
    };
    let post = viewer.app.post.clone();
    step(
        &viewer,
        id,
        Deed::Decide,
        &form,
        problems,
        done,
        move |conn, act| match verdict {
            Some(verdict) => operations::decide(conn, act, &post, id, verdict, &reason),
            None => Err(AppError::refused("finding-decision-required")),
        },
    )
    .await
}

/// Longest question that goes into a draft.
const LONGEST_QUESTION: usize = 300;

pub(super) async fn create_closure(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "verification", &mut problems, "finding-verification-required");
    let layered: Option<LayeredAnswer> = chosen(&form, "layered", &mut problems, "finding-layered-required");
    let note = form.get("layered_note").to_owned();
    let drafted = form.get("drafted").split_whitespace().collect::<Vec<_>>().join(" ");
    problems.check(
        "layered_note",
        layered == Some(LayeredAnswer::Draft) || !note.is_empty(),
        "finding-layered-note-required",
    );
    problems.check("layered_note", note.chars().count() <= LONGEST, "form-too-long");
    problems.check(
        "drafted",
        drafted.chars().count() <= LONGEST_QUESTION,
        "finding-drafted-too-long",
    );
    if layered == Some(LayeredAnswer::Draft) && drafted.is_empty() {
        let found = viewer.app.db.read(move |conn| Ok(queries::find(conn, id)?)).await?;
        problems.check("drafted", found.question_id.is_none(), "finding-drafted-required");
    }
    step(
        &viewer,
        id,
        Deed::Close,
        &form,
        problems,
        "finding-closed-done",
        move |conn, act| match layered {
            Some(LayeredAnswer::Draft) => {
                let question = match drafted.is_empty() {
                    true => queries::find(conn, id)?.title,
                    false => drafted.clone(),
                };
                let told = match note.is_empty() {
                    true => question.clone(),
                    false => format!("{question} ({note})"),
                };
                operations::close(conn, act, id, &body, LayeredAnswer::Draft, &told)?;
                operations::draft_question(conn, act, id, &question)
            }
            Some(layered) => operations::close(conn, act, id, &body, layered, &note),
            None => Err(AppError::refused("finding-layered-required")),
        },
    )
    .await
}

pub(super) async fn create_dismissal(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let reason = required(&form, "reason", &mut problems, "finding-reason-required");
    step(
        &viewer,
        id,
        Deed::Dismiss,
        &form,
        problems,
        "finding-dismissed-done",
        move |conn, act| operations::dismiss(conn, act, id, &reason),
    )
    .await
}

pub(super) async fn create_severity(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let to: Option<Severity> = chosen(&form, "severity", &mut problems, "finding-severity-required");
    step(
        &viewer,
        id,
        Deed::Raise,
        &form,
        problems,
        "finding-severity-done",
        move |conn, act| match to {
            Some(to) => operations::raise_severity(conn, act, id, to),
            None => Err(AppError::refused("finding-severity-required")),
        },
    )
    .await
}

pub(super) async fn create_owner(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let owner: Option<PersonId> = chosen(&form, "finding_owner", &mut problems, "finding-owner-required");
    let post = viewer.app.post.clone();
    step(
        &viewer,
        id,
        Deed::HandOver,
        &form,
        problems,
        "finding-owner-done",
        move |conn, act| {
            let owner = owner.ok_or_else(|| AppError::refused("finding-owner-required"))?;
            can_own(conn, id, owner)?;
            operations::hand_over(conn, act, id, owner)?;
            reminders::tell_new_owner(conn, act, &post, id)
        },
    )
    .await
}

pub(super) async fn create_note(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "note", &mut problems, "finding-note-required");
    let picked: Option<PersonId> = match form.given("tell") {
        Some(_) => form.read("tell", &mut problems, "finding-no-reader"),
        None => None,
    };
    let post = viewer.app.post.clone();
    step(
        &viewer,
        id,
        Deed::Note,
        &form,
        problems,
        "finding-note-done",
        move |conn, act| {
            let unknown = operations::note(conn, act, &post, id, &body, picked)?;
            let said = Said::new("finding-note-unknown")
                .with("names", unknown.join(", "))
                .with("count", unknown.len());
            Ok((!unknown.is_empty()).then(|| Flash::note(said)))
        },
    )
    .await
}
