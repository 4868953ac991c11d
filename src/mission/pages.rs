//! The page of the room: the mission, its goals and objectives, and what they rest on.

use super::queries;
use crate::base::ids::GoalId;
use crate::base::links;
use crate::base::said::Said;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Right, Viewer};
use crate::platform::error::AppResult;
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// Routes of the room. Everybody signed in reads the mission.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/mission").route(web::get().to(show)));
}

/// A goal as it is shown.
#[derive(Debug, Serialize)]
pub struct GoalShown {
    id: GoalId,
    code: String,
    title: String,
    text: String,
    target: i32,
    objectives: Vec<ObjectiveShown>,
    questions: i64,
    questions_href: Option<String>,
    findings_href: String,
}

/// An objective as it is shown.
#[derive(Debug, Serialize)]
pub struct ObjectiveShown {
    code: String,
    title: String,
    measure: String,
    target: String,
}

page! {
    /// The mission with its goals.
    pub struct ShowPage in "mission/show.html" {
        pub title: String,
        pub lead: Option<String>,
        pub statement: Option<String>,
        pub goals: Vec<GoalShown>,
    }
}

async fn show(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let (statement, goals, counts) = viewer
        .app
        .db
        .read(|conn| {
            Ok((
                queries::statement(conn)?,
                queries::goals(conn)?,
                queries::question_counts(conn)?,
            ))
        })
        .await?;
    let lang = viewer.lang();
    let opens_checklists = viewer.holds(Auditor::ROLES);
    let goals: Vec<GoalShown> = goals
        .iter()
        .map(|(goal, objectives)| GoalShown {
            id: goal.id,
            code: goal.code.clone(),
            title: goal.title.get(lang).to_owned(),
            text: goal.body.get(lang).to_owned(),
            target: goal.target,
            objectives: objectives
                .iter()
                .map(|objective| ObjectiveShown {
                    code: objective.code.clone(),
                    title: objective.title.get(lang).to_owned(),
                    measure: objective.measure.get(lang).to_owned(),
                    target: objective.target.get(lang).to_owned(),
                })
                .collect(),
            questions: counts.get(&goal.id).copied().unwrap_or(0),
            questions_href: opens_checklists.then(|| format!("{}?goal={}", links::CHECKLISTS, goal.id)),
            findings_href: format!("{}?tab=all&goal={}", links::FINDINGS, goal.id),
        })
        .collect();
    let questions: i64 = goals.iter().map(|goal| goal.questions).sum();
    let page = ShowPage {
        title: viewer.t("mission-title"),
        lead: (!goals.is_empty()).then(|| {
            viewer.say(
                &Said::new("mission-lead")
                    .with("goals", goals.len())
                    .with("questions", questions),
            )
        }),
        statement: statement.map(|statement| statement.statement.get(lang).to_owned()),
        goals,
    };
    viewer.show(Here::Mission, &page)
}
