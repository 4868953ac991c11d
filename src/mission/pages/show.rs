//! The mission of the agency or of a unit: statement, goals, what they rest on, and how it came to be so.

use super::*;
use crate::agency;
use crate::agency::model::{Unit, UnitKind};
use std::collections::HashMap;

/// Changes that are shown on the page of a mission.
const CHANGES: i64 = 30;

/// A goal as it is shown.
#[derive(Debug, Serialize)]
pub struct GoalShown {
    id: GoalId,
    href: String,
    code: String,
    title: String,
    text: String,
    target: i32,
    tie: Option<Link>,
    tied: Vec<Link>,
    objectives: Vec<ObjectiveShown>,
    questions: i64,
    questions_href: Option<String>,
    findings_href: String,
}

/// An objective as it is shown.
#[derive(Debug, Serialize)]
pub struct ObjectiveShown {
    pub(super) id: ObjectiveId,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) measure: String,
    pub(super) target: String,
    pub(super) aim: Option<String>,
    pub(super) edit_href: String,
}

impl ObjectiveShown {
    pub(super) fn of<R: Right>(viewer: &Viewer<R>, objective: &Objective) -> Self {
        let lang = viewer.lang();
        let aim = Aim {
            value: objective.target_value,
            unit: objective.unit.clone(),
            direction: objective.direction,
        };
        let period = objective
            .period
            .map(|period| viewer.t(&format!("mission-period-{period}")));
        let aim = told::aim(viewer, &aim).map(|aim| match period {
            Some(period) => viewer.say(&Said::new("mission-aim-period").with("aim", aim).with("period", period)),
            None => aim,
        });
        Self {
            id: objective.id,
            code: objective.code.clone(),
            title: objective.title.get(lang).to_owned(),
            measure: objective.measure.get(lang).to_owned(),
            target: objective.target.get(lang).to_owned(),
            aim,
            edit_href: format!("/mission/objectives/{}/edit", objective.id),
        }
    }
}

/// A unit below, and whether it has a mission of its own.
#[derive(Debug, Serialize)]
pub struct UnitShown {
    href: String,
    name: String,
    kind: String,
    stated: bool,
    goals: i64,
}

page! {
    /// The mission with its goals.
    pub struct ShowPage in "mission/show.html" {
        pub title: String,
        pub lead: Option<String>,
        pub href: String,
        pub back: Option<Link>,
        pub unit: String,
        pub statement: Option<String>,
        pub goals: Vec<GoalShown>,
        pub ended: Vec<Link>,
        pub units: Vec<UnitShown>,
        pub changes: Vec<ChangeShown>,
        pub may_write: bool,
    }
}

pub(super) async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let top = viewer.app.db.read(|conn| Ok(agency::queries::root(conn)?)).await?;
    let unit = top.ok_or(AppError::NotFound)?.id;
    mission_of(&viewer, unit).await
}

pub(super) async fn show(viewer: Viewer<Anyone>, unit: web::Path<UnitId>) -> AppResult<HttpResponse> {
    mission_of(&viewer, *unit).await
}

struct Loaded {
    unit: Unit,
    statement: Option<Statement>,
    goals: Vec<(Goal, Vec<Objective>)>,
    ties: BTreeMap<GoalId, (String, Localized)>,
    tied: Vec<(Goal, String)>,
    counts: BTreeMap<GoalId, i64>,
    below: Vec<Unit>,
    missions: BTreeMap<UnitId, i64>,
    changes: (Vec<queries::Noted>, HashMap<PersonId, String>),
}

fn load(conn: &mut Conn, id: UnitId) -> AppResult<Loaded> {
    let statement = queries::statement_of(conn, id)?;
    let goals = queries::goals_of(conn, id)?;
    let mut records: Vec<AnyId> = goals.iter().map(|(goal, _)| AnyId(goal.id.0)).collect();
    records.extend(statement.as_ref().map(|statement| AnyId(statement.id.0)));
    let ids: Vec<GoalId> = goals.iter().map(|(goal, _)| goal.id).collect();
    let parents: Vec<GoalId> = goals.iter().filter_map(|(goal, _)| goal.parent_id).collect();
    let mut below = agency::queries::tree(conn)?;
    let inside: Vec<UnitId> = agency::queries::list_below(conn, &[id])?
        .into_iter()
        .map(|unit| unit.id)
        .collect();
    below.retain(|(_, unit)| unit.id != id && inside.contains(&unit.id));
    Ok(Loaded {
        unit: agency::queries::find(conn, id)?,
        ties: queries::names(conn, &parents)?,
        tied: queries::tied_to(conn, &ids)?,
        counts: queries::question_counts(conn)?,
        below: below.into_iter().map(|(_, unit)| unit).collect(),
        missions: queries::missions(conn)?,
        changes: told::changes(conn, &records, CHANGES)?,
        statement,
        goals,
    })
}

async fn mission_of(viewer: &Viewer<Anyone>, id: UnitId) -> AppResult<HttpResponse> {
    let loaded = viewer.app.db.read(move |conn| load(conn, id)).await?;
    viewer.show(Here::Mission, &shown(viewer, loaded))
}

fn shown(viewer: &Viewer<Anyone>, l: Loaded) -> ShowPage {
    let (lang, is_agency) = (viewer.lang(), l.unit.parent_id.is_none());
    let named = |code: &str, title: &Localized| format!("{code} {}", title.get(lang));
    let opens_checklists = viewer.holds(Auditor::ROLES);
    let goal = |(goal, objectives): &(Goal, Vec<Objective>)| GoalShown {
        id: goal.id,
        href: links::goal(goal.id),
        code: goal.code.clone(),
        title: goal.title.get(lang).to_owned(),
        text: goal.body.get(lang).to_owned(),
        target: goal.target,
        tie: goal.parent_id.and_then(|parent| {
            let (code, title) = l.ties.get(&parent)?;
            Some(Link {
                href: links::goal(parent),
                text: named(code, title),
            })
        }),
        tied: l
            .tied
            .iter()
            .filter(|(tied, _)| tied.parent_id == Some(goal.id))
            .map(|(tied, unit)| Link {
                href: links::goal(tied.id),
                text: format!("{}, {unit}", named(&tied.code, &tied.title)),
            })
            .collect(),
        objectives: objectives
            .iter()
            .map(|objective| ObjectiveShown::of(viewer, objective))
            .collect(),
        questions: l.counts.get(&goal.id).copied().unwrap_or(0),
        questions_href: opens_checklists.then(|| format!("{}?goal={}", links::CHECKLISTS, goal.id)),
        findings_href: format!("{}?tab=all&goal={}", links::FINDINGS, goal.id),
    };
    let (active, ended): (Vec<_>, Vec<_>) = l.goals.iter().partition(|(goal, _)| goal.active);
    let goals: Vec<GoalShown> = active.into_iter().map(goal).collect();
    let questions: i64 = goals.iter().map(|goal| goal.questions).sum();
    let name = l.unit.name.as_str();
    let lead = Said::new("mission-lead")
        .with("goals", goals.len())
        .with("questions", questions);
    // offices are named only where they have a mission; departments also where they have none yet
    let is_listed = |unit: &&Unit| {
        l.missions.contains_key(&unit.id) || unit.active && (unit.kind != UnitKind::Office || !is_agency)
    };
    ShowPage {
        title: if is_agency {
            viewer.t("mission-title")
        } else {
            viewer.say(&Said::new("mission-title-of").with("unit", name))
        },
        lead: (!goals.is_empty()).then(|| viewer.say(&lead)),
        href: links::mission_of(l.unit.id),
        back: (!is_agency).then(|| Link {
            href: links::MISSION.to_owned(),
            text: viewer.t("mission-title"),
        }),
        unit: name.to_owned(),
        statement: l
            .statement
            .as_ref()
            .map(|statement| statement.statement.get(lang).to_owned()),
        goals,
        ended: ended
            .into_iter()
            .map(|(goal, _)| Link {
                href: links::goal(goal.id),
                text: named(&goal.code, &goal.title),
            })
            .collect(),
        units: l
            .below
            .iter()
            .filter(is_listed)
            .map(|unit| UnitShown {
                href: links::mission_of(unit.id),
                name: unit.name.clone(),
                kind: viewer.t(&format!("agency-kind-{}", unit.kind)),
                stated: l.missions.contains_key(&unit.id),
                goals: l.missions.get(&unit.id).copied().unwrap_or(0),
            })
            .collect(),
        changes: told::shown(viewer, l.changes),
        may_write: may_write(viewer),
    }
}
