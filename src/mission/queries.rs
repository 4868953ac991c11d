//! Every SQL of the room.

use super::model::{Goal, Objective, Statement};
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::both;
use crate::platform::db::Conn;
use crate::schema::{goals, mission_statements, objectives, question_versions, template_versions, units};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The agency's own mission statement: that of the top of the tree.
pub fn statement(conn: &mut Conn) -> QueryResult<Option<Statement>> {
    mission_statements::table
        .inner_join(units::table)
        .filter(units::parent_id.is_null())
        .order(units::id)
        .select(Statement::as_select())
        .first(conn)
        .optional()
}

/// The mission statement of a unit.
pub fn statement_of(conn: &mut Conn, unit: UnitId) -> QueryResult<Option<Statement>> {
    mission_statements::table
        .filter(mission_statements::unit_id.eq(unit))
        .select(Statement::as_select())
        .first(conn)
        .optional()
}

/// The agency's active goals in their order, each with its objectives.
pub fn goals(conn: &mut Conn) -> QueryResult<Vec<(Goal, Vec<Objective>)>> {
    let all: Vec<Goal> = goals::table
        .inner_join(units::table)
        .filter(units::parent_id.is_null().and(goals::active.eq(true)))
        .order((goals::position, goals::code))
        .select(Goal::as_select())
        .load(conn)?;
    with_objectives(conn, all)
}

/// Every goal of a unit, the inactive ones too, each with its objectives.
pub fn goals_of(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<(Goal, Vec<Objective>)>> {
    let all: Vec<Goal> = goals::table
        .filter(goals::unit_id.eq(unit))
        .order((goals::position, goals::code))
        .select(Goal::as_select())
        .load(conn)?;
    with_objectives(conn, all)
}

fn with_objectives(conn: &mut Conn, all: Vec<Goal>) -> QueryResult<Vec<(Goal, Vec<Objective>)>> {
    let ids: Vec<GoalId> = all.iter().map(|goal| goal.id).collect();
    let rows: Vec<Objective> = objectives::table
        .filter(objectives::goal_id.eq_any(ids))
        .order((objectives::position, objectives::code))
        .select(Objective::as_select())
        .load(conn)?;
    let mut of_goal: BTreeMap<GoalId, Vec<Objective>> = BTreeMap::new();
    for row in rows {
        of_goal.entry(row.goal_id).or_default().push(row);
    }
    Ok(all
        .into_iter()
        .map(|goal| {
            let objectives = of_goal.remove(&goal.id).unwrap_or_default();
            (goal, objectives)
        })
        .collect())
}

/// One goal.
pub fn find_goal(conn: &mut Conn, id: GoalId) -> QueryResult<Goal> {
    goals::table.find(id).select(Goal::as_select()).first(conn)
}

/// The agency's active goal with this code (G1).
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Goal>> {
    goals::table
        .inner_join(units::table)
        .filter(units::parent_id.is_null())
        .filter(goals::code.eq(code).and(goals::active.eq(true)))
        .select(Goal::as_select())
        .first(conn)
        .optional()
}

/// The ids of the agency's active goals by their codes.
pub fn ids_by_code(conn: &mut Conn) -> QueryResult<BTreeMap<String, GoalId>> {
    let rows: Vec<(String, GoalId)> = goals::table
        .inner_join(units::table)
        .filter(units::parent_id.is_null().and(goals::active.eq(true)))
        .select((goals::code, goals::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Code and title of these goals, the inactive ones too.
pub fn names(conn: &mut Conn, ids: &[GoalId]) -> QueryResult<BTreeMap<GoalId, (String, Localized)>> {
    let rows: Vec<(GoalId, String, Localized)> = goals::table
        .filter(goals::id.eq_any(ids.to_vec()))
        .select((goals::id, goals::code, goals::title))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, code, title)| (id, (code, title))).collect())
}

/// How many questions of published checklists serve each goal.
pub fn question_counts(conn: &mut Conn) -> QueryResult<BTreeMap<GoalId, i64>> {
    let rows: Vec<(Option<GoalId>, i64)> = question_versions::table
        .inner_join(template_versions::table)
        .filter(template_versions::state.eq("published"))
        .group_by(question_versions::goal_id)
        .select((question_versions::goal_id, count_star()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(goal, count)| Some((goal?, count)))
        .collect())
}

/// Writes a new mission statement.
pub fn insert_statement(conn: &mut Conn, statement: &Statement) -> QueryResult<usize> {
    diesel::insert_into(mission_statements::table)
        .values(statement)
        .execute(conn)
}

/// Gives a mission statement other words if it is still as it was read; true means it was us.
pub fn reword(conn: &mut Conn, read: &Statement, words: &Localized) -> QueryResult<bool> {
    diesel::update(
        mission_statements::table
            .find(read.id)
            .filter(mission_statements::revision.eq(read.revision)),
    )
    .set((
        mission_statements::statement.eq(words),
        mission_statements::revision.eq(read.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Writes new goals.
pub fn insert_goals(conn: &mut Conn, rows: &[Goal]) -> QueryResult<usize> {
    both!(conn, c => diesel::insert_into(goals::table).values(rows).execute(c))
}

/// Writes a goal over what it was.
pub fn update_goal(conn: &mut Conn, goal: &Goal) -> QueryResult<usize> {
    diesel::update(goals::table.find(goal.id))
        .set((
            goals::title.eq(&goal.title),
            goals::body.eq(&goal.body),
            goals::target.eq(goal.target),
            goals::position.eq(goal.position),
            goals::active.eq(goal.active),
        ))
        .execute(conn)
}

/// Replaces the objectives of a goal.
pub fn replace_objectives(conn: &mut Conn, goal: GoalId, rows: &[Objective]) -> QueryResult<()> {
    diesel::delete(objectives::table.filter(objectives::goal_id.eq(goal))).execute(conn)?;
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(objectives::table).values(rows).execute(c))?;
    }
    Ok(())
}
