//! Corrective actions: the own ones, and one to finish or cancel.

use super::show::*;
use super::steps::*;
use super::*;
use crate::findings::dates::{self, Asked};
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};

/// An action in the list of one's own.
#[derive(Debug, Serialize)]
pub struct OwnAction {
    href: String,
    body: String,
    strength: Option<String>,
    cost: Option<String>,
    number: String,
    unit: String,
    due: When,
    overdue: bool,
}

page! {
    /// The open actions of the person signed in.
    pub struct ActionsPage in "findings/actions.html" {
        pub title: String,
        pub lead: String,
        pub back: String,
        pub actions: Vec<OwnAction>,
    }
}

/// Open actions a person can have on one page; the most urgent come first.
const OWN_ACTIONS: i64 = 200;

/// One's own open actions, as a file.
pub(super) async fn export(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let people = viewer.scope().persons();
    let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX - 1) + 1;
    let read = viewer
        .app
        .db
        .read(move |conn| exports::all(queries::open_actions_of(conn, &people, most)?));
    let rows = read.await?;
    let head = ["action", "finding", "unit", "strength", "due", "overdue"];
    let head = head.map(|name| viewer.t(&format!("actions-file-{name}")));
    let rows = rows.into_iter().map(|(action, number, unit, _)| {
        let strength = action.strength;
        let overdue = if action.is_overdue(viewer.now) {
            "file-yes"
        } else {
            "file-no"
        };
        vec![
            Cell::Text(action.body),
            number.into(),
            unit.into(),
            strength
                .map(|strength| viewer.t(&format!("strength-{strength}")))
                .into(),
            action.due_on.into(),
            viewer.t(overdue).into(),
        ]
    });
    exports::download(*ending, "actions", head.into(), rows.collect()).await
}

pub(super) async fn actions(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let people = viewer.scope().persons();
    let (rows, zones) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::open_actions_of(conn, &people, OWN_ACTIONS)?;
            let places: Vec<UnitId> = rows.iter().map(|(.., unit)| *unit).collect();
            Ok((rows, agency::queries::zones(conn, &places)?))
        })
        .await?;
    let page = ActionsPage {
        title: viewer.t("actions-title"),
        back: super::list::back(&viewer),
        lead: viewer.say(&Said::new("actions-lead").with("count", rows.len())),
        actions: rows
            .into_iter()
            .map(|(action, number, unit, unit_id)| OwnAction {
                href: links::action(action.id),
                due: viewer.day(zones.get(&unit_id).unwrap_or(&viewer.zone), action.due_on),
                overdue: action.is_overdue(viewer.now),
                strength: action
                    .strength
                    .map(|strength| viewer.t(&format!("strength-{strength}"))),
                cost: action.cost.map(|cost| amount(&viewer, cost)),
                body: action.body,
                number,
                unit,
            })
            .collect(),
    };
    viewer.show(Here::Findings, &page)
}

page! {
    /// One corrective action: where the link of a reminder leads.
    pub struct ActionPage in "findings/action.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub kept: Vec<Kept>,
        pub href: String,
        pub action: ActionShown,
        pub number: String,
        pub finding_title: String,
        pub finding_href: String,
        pub seen: String,
        pub unit: String,
        pub may_finish: bool,
        pub may_ask: bool,
        pub promised: Option<When>,
        pub asked: Option<String>,
        pub today: String,
    }
}

pub(super) async fn show_action(viewer: Viewer<Anyone>, id: web::Path<ActionId>) -> AppResult<HttpResponse> {
    let page = action_page(&viewer, *id, Typed::default(), &Problems::new()).await?;
    viewer.show(Here::Findings, &page)
}

pub(super) async fn action_page(
    viewer: &Viewer,
    id: ActionId,
    form: Typed,
    problems: &Problems,
) -> AppResult<ActionPage> {
    let scope = viewer.scope();
    let (action, finding, owner, part, zone, unit, requests, before) = viewer
        .app
        .db
        .read(move |conn| {
            let (action, finding) = queries::find_action_visible(conn, &scope, id)?;
            let owner = people::queries::find(conn, action.owner_id)?.name;
            let part = queries::part(conn, &finding, scope.person, &scope.stands_for)?;
            let zone = agency::queries::calendar(conn, finding.unit_id)?.zone;
            let unit = queries::unit_name(conn, finding.unit_id)?;
            let requests = queries::due_requests(conn, finding.id)?;
            let timeline = history::timeline(conn, Record::of("finding", finding.id))?;
            let before = dates::before(conn, finding.id, &timeline)?;
            Ok((action, finding, owner, part, zone, unit, requests, before))
        })
        .await?;
    Ok(ActionPage {
        title: action.body.clone(),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        kept: Vec::new(),
        href: links::action(id),
        action: action_shown(viewer, &zone, &action, &owner, &finding),
        number: finding.number.clone(),
        finding_title: finding.title.clone(),
        finding_href: links::finding(finding.id),
        seen: finding.seen.clone(),
        unit,
        may_finish: action.check_finish(&viewer.scope().persons(), part).is_ok(),
        may_ask: action.state == ActionState::Open
            && viewer.scope().persons().contains(&action.owner_id)
            && !requests
                .iter()
                .any(|request| request.action_id == Some(id) && request.verdict.is_none()),
        promised: dates::first_promised(&requests, &before, (finding.id, Some(id)), action.created_at)
            .filter(|on| *on != action.due_on)
            .map(|on| viewer.day(&zone, on)),
        asked: requests
            .iter()
            .filter(|request| request.action_id == Some(id))
            .max_by_key(|request| request.at)
            .map(|request| asked_said(viewer, &zone, request)),
        today: zone.local(viewer.now).date.to_string(),
    })
}

pub(super) async fn create_completion(
    viewer: Viewer<Anyone>,
    id: web::Path<ActionId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let note = required(&form, "note", &mut problems, "action-note-required");
    end_action(
        &viewer,
        *id,
        &form,
        problems,
        "action-finished-done",
        move |conn, act, id| operations::finish_action(conn, act, id, &note),
    )
    .await
}

pub(super) async fn create_request(
    viewer: Viewer<Anyone>,
    id: web::Path<ActionId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let asked = super::dates::asked(&form, &mut problems);
    let post = viewer.app.post.clone();
    end_action(
        &viewer,
        *id,
        &form,
        problems,
        "finding-later-done",
        move |conn, act, id| {
            let (date, reason) = asked
                .clone()
                .ok_or_else(|| AppError::refused("finding-later-required"))?;
            let finding = queries::find_action(conn, id)?.finding_id;
            let asked = Asked {
                action: Some(id),
                date,
                reason,
            };
            dates::ask(conn, act, &post, finding, &asked)
        },
    )
    .await
}

pub(super) async fn create_cancellation(
    viewer: Viewer<Anyone>,
    id: web::Path<ActionId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let reason = required(&form, "reason", &mut problems, "finding-reason-required");
    end_action(
        &viewer,
        *id,
        &form,
        problems,
        "action-cancelled-done",
        move |conn, act, id| operations::cancel_action(conn, act, id, &reason),
    )
    .await
}

pub(super) async fn end_action(
    viewer: &Viewer,
    id: ActionId,
    form: &Fields,
    mut problems: Problems,
    done: &str,
    end: impl Fn(&mut Conn, &Act, ActionId) -> AppResult<()> + Send + 'static,
) -> AppResult<HttpResponse> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let is_complete = problems.is_empty();
    let ended = if is_complete {
        let end = move |conn: &mut Conn| {
            let (_, finding) = queries::find_action_visible(conn, &scope, id)?;
            end(conn, &act.clone(), id)?;
            Ok(finding.id)
        };
        viewer.app.db.write(end).await
    } else {
        let check = move |conn: &mut Conn| {
            let (action, finding) = queries::find_action_visible(conn, &scope, id)?;
            let part = queries::part(conn, &finding, scope.person, &scope.stands_for)?;
            action.check_finish(&scope.persons(), part)?;
            Ok(finding.id)
        };
        viewer.app.db.read(check).await
    };
    let status = match ended {
        Ok(finding) if is_complete => return Ok(see_other(&links::finding(finding), Flash::done(done))),
        Ok(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => told_no(error, &mut problems)?,
    };
    let typed = form.typed();
    let mut page = action_page(viewer, id, typed.clone(), &problems).await?;
    if !page.may_finish {
        let fields = [
            ("note", "action-note-label"),
            ("reason", "action-cancel-label"),
            ("later_reason", "finding-later-reason-label"),
        ];
        page.kept = kept(viewer, &typed, &fields);
    }
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}

/// What became of the last later date that was asked for.
fn asked_said(viewer: &Viewer, zone: &Zone, request: &DueRequest) -> String {
    let key = match request.verdict {
        None => "action-date-waits",
        Some(Answered::Granted) => "action-date-granted",
        Some(Answered::Refused) => "action-date-refused",
    };
    let full = |on| viewer.day(zone, on).full;
    let said = Said::new(key)
        .with("date", full(request.asked_on))
        .with("answer", request.answer.clone().unwrap_or_default());
    viewer.say(&said)
}
