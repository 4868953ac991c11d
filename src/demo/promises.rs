//! What two departments of Alder Bay promise of their own, and which departments answer for the services.

use crate::base::act::Act;
use crate::base::ids::UnitId;
use crate::base::text::GoalCode;
use crate::mission::model::{Aim, Direction, GoalWanted, ObjectiveWanted, Period, ServiceWanted};
use crate::mission::{operations as mission, queries};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use std::collections::HashMap;

/// The mission of a department.
struct Mission {
    department: &'static str,
    statement: &'static str,
    goals: &'static [Goal],
}

/// A goal of a department, tied to one of the agency's, with an objective: title, measure, percent at least, period.
struct Goal {
    code: &'static str,
    title: &'static str,
    text: &'static str,
    target: i32,
    tied_to: &'static str,
    objective: (&'static str, &'static str, f64, Period),
}

const MISSIONS: &[Mission] = &[
    Mission {
        department: "Customer Services",
        statement: "Customer Services is the front door of the city. Whoever comes to us, calls us or writes to us is met by \
                    somebody who listens, knows the way, and stays with the request until it is settled.",
        goals: &[
            Goal {
                code: "CS1",
                title: "Meet people on their terms",
                text: "People reach us in the way, at the hour and in the language that suits them.",
                target: 95,
                tied_to: "G1",
                objective: (
                    "An interpreter within 5 minutes",
                    "Share of visits and calls with an interpreter wanted in which one was there within 5 minutes",
                    90.0,
                    Period::Month,
                ),
            },
            Goal {
                code: "CS2",
                title: "Settle it in one visit",
                text: "People leave with what they came for, or with a day and a name.",
                target: 90,
                tied_to: "G2",
                objective: (
                    "Nobody comes twice for the same thing",
                    "Share of visits to a counter that were not a second visit for the same request",
                    85.0,
                    Period::Quarter,
                ),
            },
        ],
    },
    Mission {
        department: "Community Development",
        statement: "Community Development helps people build and keep a safe, well-kept city. We say early what a project \
                    needs, decide when we said we would, and look after the streets that everybody shares.",
        goals: &[
            Goal {
                code: "CD1",
                title: "Say early what is needed",
                text: "Whoever plans to build knows on the first day what the application needs.",
                target: 92,
                tied_to: "G2",
                objective: (
                    "Complete the first time",
                    "Share of applications that needed no second request for papers",
                    70.0,
                    Period::Quarter,
                ),
            },
            Goal {
                code: "CD2",
                title: "Decide by the day we named",
                text: "Reviews and repairs are done by the day that was promised.",
                target: 90,
                tied_to: "G3",
                objective: (
                    "Reviews on time",
                    "Share of plan reviews finished by the promised day",
                    90.0,
                    Period::Month,
                ),
            },
        ],
    },
];

/// Services that a department answers for; the others are the agency's.
const KEEPERS: &[(&str, &str)] = &[
    ("counter-service", "Customer Services"),
    ("phone-line", "Customer Services"),
    ("online-requests", "Customer Services"),
    ("building-permits", "Community Development"),
    ("public-records", "City Clerk"),
    ("post-office-service", "City Clerk"),
];

/// Writes the missions of the departments, and gives their services to them.
pub fn make(conn: &mut Conn, act: &Act, departments: &HashMap<&str, UnitId>) -> AppResult<()> {
    for own in MISSIONS {
        let unit = *departments.get(own.department).ok_or(AppError::NotFound)?;
        mission::state(conn, act, unit, 0, &own.statement.into())?;
        for (goal, position) in own.goals.iter().zip(1..) {
            add_goal(conn, act, unit, goal, position)?;
        }
    }
    let services = queries::services_by_code(conn)?;
    for (code, department) in KEEPERS {
        if let (Some(id), Some(unit)) = (services.get(*code), departments.get(department)) {
            let whole = queries::whole(conn, *id)?;
            let kept = ServiceWanted {
                unit_id: *unit,
                ..ServiceWanted::of(&whole)
            };
            mission::update_service(conn, act, *id, whole.service.revision, &kept)?;
        }
    }
    Ok(())
}

fn add_goal(conn: &mut Conn, act: &Act, unit: UnitId, goal: &Goal, position: i32) -> AppResult<()> {
    let code = GoalCode::parse(goal.code).map_err(AppError::broken)?;
    let parent = queries::find_by_code(conn, goal.tied_to)?.ok_or(AppError::NotFound)?;
    let wanted = GoalWanted {
        title: goal.title.into(),
        body: goal.text.into(),
        target: goal.target,
        position,
        parent_id: Some(parent.id),
    };
    let id = mission::add_goal(conn, act, unit, &code, &wanted)?;
    let (title, measure, percent, period) = goal.objective;
    let wanted = ObjectiveWanted {
        title: title.into(),
        measure: measure.into(),
        target: format!("{percent}%").as_str().into(),
        aim: Aim {
            value: Some(percent),
            unit: Some("%".into()),
            direction: Some(Direction::AtLeast),
        },
        period: Some(period),
    };
    mission::add_objective(conn, act, id, &wanted).map(drop)
}
