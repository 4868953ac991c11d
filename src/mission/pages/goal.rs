//! A goal: its objectives, what works towards it, its changes; ending it and taking it up again.

use super::show::ObjectiveShown;
use super::*;
use crate::agency;
use crate::agency::model::Unit;
use std::collections::HashMap;

page! {
    /// A goal with all that hangs on it.
    pub struct GoalPage in "mission/goal.html" {
        pub title: String,
        pub code: String,
        pub lead: String,
        pub href: String,
        pub back: Link,
        pub text: String,
        pub target: i32,
        pub active: bool,
        pub tie: Option<Link>,
        pub tied: Vec<Link>,
        pub objectives: Vec<ObjectiveShown>,
        pub services: Vec<Link>,
        pub questions: i64,
        pub questions_href: Option<String>,
        pub findings_href: String,
        pub changes: Vec<ChangeShown>,
        pub may_write: bool,
    }
}

/// Changes that are shown on the page of a goal.
const CHANGES: i64 = 100;

struct Loaded {
    goal: Goal,
    unit: Unit,
    objectives: Vec<Objective>,
    ties: BTreeMap<GoalId, (String, Localized)>,
    tied: Vec<(Goal, String)>,
    services: Vec<Service>,
    questions: i64,
    changes: (Vec<queries::Noted>, HashMap<PersonId, String>),
}

fn load(conn: &mut Conn, id: GoalId) -> AppResult<Loaded> {
    let goal = queries::find_goal(conn, id)?;
    let objectives = queries::objectives_of(conn, id)?;
    let ids: Vec<ObjectiveId> = objectives.iter().map(|objective| objective.id).collect();
    let parent: Vec<GoalId> = goal.parent_id.into_iter().collect();
    let towards = queries::services_towards(conn, &ids)?;
    let mut services: Vec<Service> = towards.into_iter().map(|(_, service)| service).collect();
    services.dedup();
    Ok(Loaded {
        unit: agency::queries::find(conn, goal.unit_id)?,
        ties: queries::names(conn, &parent)?,
        tied: queries::tied_to(conn, &[id])?,
        services,
        questions: queries::question_counts(conn)?.get(&id).copied().unwrap_or(0),
        changes: told::changes(conn, &[AnyId(id.0)], CHANGES)?,
        objectives,
        goal,
    })
}

pub(super) async fn show(viewer: Viewer<Anyone>, id: web::Path<GoalId>) -> AppResult<HttpResponse> {
    let id = *id;
    let loaded = viewer.app.db.read(move |conn| load(conn, id)).await?;
    viewer.show(Here::Mission, &shown(&viewer, loaded))
}

/// The mission a goal belongs to.
fn back(viewer: &Viewer<Anyone>, unit: &Unit) -> Link {
    if unit.parent_id.is_none() {
        return Link {
            href: links::MISSION.to_owned(),
            text: viewer.t("mission-title"),
        };
    }
    Link {
        href: links::mission_of(unit.id),
        text: viewer.say(&Said::new("mission-title-of").with("unit", unit.name.as_str())),
    }
}

fn shown(viewer: &Viewer<Anyone>, l: Loaded) -> GoalPage {
    let (lang, id) = (viewer.lang(), l.goal.id);
    GoalPage {
        title: l.goal.title.get(lang).to_owned(),
        lead: viewer.say(&Said::new("mission-goal-of").with("unit", l.unit.name.as_str())),
        href: links::goal(id),
        back: back(viewer, &l.unit),
        text: l.goal.body.get(lang).to_owned(),
        target: l.goal.target,
        active: l.goal.active,
        tie: l.goal.parent_id.and_then(|parent| {
            let (code, title) = l.ties.get(&parent)?;
            Some(Link {
                href: links::goal(parent),
                text: format!("{code} {}", title.get(lang)),
            })
        }),
        tied: l
            .tied
            .iter()
            .map(|(goal, unit)| Link {
                href: links::goal(goal.id),
                text: format!("{} {}, {unit}", goal.code, goal.title.get(lang)),
            })
            .collect(),
        objectives: l
            .objectives
            .iter()
            .map(|objective| ObjectiveShown::of(viewer, objective))
            .collect(),
        services: l
            .services
            .iter()
            .map(|service| Link {
                href: links::service(service.id),
                text: service.name.get(lang).to_owned(),
            })
            .collect(),
        questions: l.questions,
        questions_href: viewer
            .holds(Auditor::ROLES)
            .then(|| format!("{}?goal={id}", links::CHECKLISTS)),
        findings_href: format!("{}?tab=all&goal={id}", links::FINDINGS),
        changes: told::shown(viewer, l.changes),
        may_write: may_write(viewer),
        code: l.goal.code,
    }
}

pub(super) async fn create_ending(viewer: Viewer<Quality>, id: web::Path<GoalId>, _: Form) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    let done = viewer
        .app
        .db
        .write(move |conn| operations::end_goal(conn, &act.clone(), id))
        .await;
    switched(&links::goal(id), done, "mission-goal-ended")
}

pub(super) async fn create_resumption(
    viewer: Viewer<Quality>,
    id: web::Path<GoalId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    let done = viewer
        .app
        .db
        .write(move |conn| operations::resume_goal(conn, &act.clone(), id))
        .await;
    switched(&links::goal(id), done, "mission-goal-resumed")
}

pub(super) async fn create_removal(
    viewer: Viewer<Quality>,
    id: web::Path<ObjectiveId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    let goal = viewer
        .app
        .db
        .write(move |conn| operations::drop_objective(conn, &act.clone(), id))
        .await?;
    Ok(see_other(&links::goal(goal), Flash::done("mission-objective-dropped")))
}
