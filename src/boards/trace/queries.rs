//! The chain, read in a dozen queries whatever its length.

use super::model::{Chain, Clause, Goal, Objective, Process, Promise, Question, Service, Template};
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::checklists::model::{Texts, VersionState};
use crate::manuals::model::EditionState;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

type GoalRow = (GoalId, String, Localized, Option<GoalId>, Option<UnitId>, String);
type PromiseRow = (CharterPromiseId, ServiceId, Localized, Option<Localized>);
type QuestionRow = (
    QuestionId,
    String,
    ProcessId,
    Texts,
    Option<GoalId>,
    Option<ClauseId>,
    Option<String>,
    Option<String>,
);

/// The chain as it is on a day.
pub fn chain(conn: &mut Conn, today: NaiveDate) -> QueryResult<Chain> {
    let goals = goals(conn)?;
    let questions = questions(conn, &goals)?;
    Ok(Chain {
        objectives: objectives(conn)?,
        services: services(conn)?,
        promises: promises(conn, today)?,
        processes: processes(conn)?,
        clauses: clauses(conn)?,
        goals,
        questions,
    })
}

fn goals(conn: &mut Conn) -> QueryResult<Vec<Goal>> {
    let rows: Vec<GoalRow> = goals::table
        .inner_join(units::table)
        .filter(goals::active.eq(true))
        .order((units::position, units::name, goals::position, goals::code))
        .select((
            goals::id,
            goals::code,
            goals::title,
            goals::parent_id,
            units::parent_id,
            units::name,
        ))
        .load(conn)?;
    let mut all: Vec<Goal> = rows
        .into_iter()
        .map(|(id, code, title, towards, above, unit)| Goal {
            id,
            code,
            title,
            department: above.map(|_| unit),
            towards,
        })
        .collect();
    all.sort_by_key(|goal| goal.department.is_some()); // stable: the rest of the order stays
    Ok(all)
}

fn objectives(conn: &mut Conn) -> QueryResult<Vec<Objective>> {
    let rows: Vec<(ObjectiveId, GoalId, String, Localized)> = objectives::table
        .inner_join(goals::table)
        .filter(goals::active.eq(true))
        .order((objectives::goal_id, objectives::position, objectives::code))
        .select((objectives::id, objectives::goal_id, objectives::code, objectives::title))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, goal, code, title)| Objective { id, goal, code, title })
        .collect())
}

fn services(conn: &mut Conn) -> QueryResult<Vec<Service>> {
    let rows: Vec<(ServiceId, Localized, String)> = services::table
        .inner_join(units::table)
        .filter(services::active.eq(true))
        .order((services::search, services::id))
        .select((services::id, services::name, units::name))
        .load(conn)?;
    let links: Vec<(ServiceId, ObjectiveId)> = service_objectives::table
        .select((service_objectives::service_id, service_objectives::objective_id))
        .load(conn)?;
    let mut objectives = grouped(links);
    Ok(rows
        .into_iter()
        .map(|(id, name, unit)| Service {
            objectives: objectives.remove(&id).unwrap_or_default(),
            id,
            name,
            unit,
        })
        .collect())
}

fn promises(conn: &mut Conn, today: NaiveDate) -> QueryResult<Vec<Promise>> {
    let rows: Vec<PromiseRow> = charter_promises::table
        .inner_join(services::table)
        .filter(services::active.eq(true).and(charter_promises::since.le(today)))
        .filter(
            charter_promises::until
                .is_null()
                .or(charter_promises::until.ge(today).assume_not_null()),
        )
        .order((services::search, services::id, charter_promises::position))
        .select((
            charter_promises::id,
            charter_promises::service_id,
            charter_promises::wording,
            charter_promises::measure,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, service, wording, measure)| Promise {
            id,
            service,
            wording,
            measured: measure.is_some_and(|measure| !measure.is_empty()),
        })
        .collect())
}

fn processes(conn: &mut Conn) -> QueryResult<Vec<Process>> {
    let rows: Vec<(ProcessId, Localized)> = processes::table
        .order((processes::search, processes::id))
        .select((processes::id, processes::name))
        .load(conn)?;
    let links: Vec<(ProcessId, ServiceId)> = process_services::table
        .inner_join(services::table)
        .filter(services::active.eq(true))
        .select((process_services::process_id, process_services::service_id))
        .load(conn)?;
    let in_use: Vec<(ProcessId, TemplateId, Localized)> = template_versions::table
        .inner_join(templates::table)
        .filter(template_versions::state.eq(VersionState::Published))
        .select((templates::process_id, templates::id, template_versions::title))
        .load(conn)?;
    let mut services = grouped(links);
    let mut templates: BTreeMap<ProcessId, Template> = in_use
        .into_iter()
        .map(|(process, id, title)| (process, Template { id, title }))
        .collect();
    Ok(rows
        .into_iter()
        .map(|(id, name)| Process {
            services: services.remove(&id).unwrap_or_default(),
            template: templates.remove(&id),
            id,
            name,
        })
        .collect())
}

fn questions(conn: &mut Conn, goals: &[Goal]) -> QueryResult<Vec<Question>> {
    let rows: Vec<QuestionRow> = question_versions::table
        .inner_join(template_versions::table.inner_join(templates::table.inner_join(processes::table)))
        .inner_join(questions::table)
        .left_join(clauses::table.inner_join(manuals::table))
        .left_join(
            clause_texts::table.on(clause_texts::edition_id
                .nullable()
                .eq(question_versions::edition_id)
                .and(clause_texts::clause_id.nullable().eq(question_versions::clause_id))),
        )
        .filter(template_versions::state.eq(VersionState::Published))
        .order((processes::search, processes::id, question_versions::position))
        .select((
            questions::id,
            questions::code,
            templates::process_id,
            question_versions::texts,
            question_versions::goal_id,
            question_versions::clause_id,
            manuals::code.nullable(),
            clause_texts::number.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, code, process, texts, goal, clause, manual, number)| Question {
            id,
            code,
            process,
            text: texts.text,
            goal: goal.filter(|goal| goals.iter().any(|active| active.id == *goal)),
            clause,
            clause_label: [manual, number].into_iter().flatten().collect::<Vec<_>>().join(" "),
        })
        .collect())
}

fn clauses(conn: &mut Conn) -> QueryResult<Vec<Clause>> {
    let rows: Vec<(ClauseId, String, String, String, i32)> = clause_texts::table
        .inner_join(editions::table.inner_join(manuals::table))
        .filter(editions::state.eq(EditionState::InForce))
        .order((manuals::code, clause_texts::position))
        .select((
            clause_texts::clause_id,
            manuals::code,
            clause_texts::number,
            clause_texts::title,
            clause_texts::depth,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, manual, number, title, depth)| Clause {
            id,
            manual,
            number,
            title,
            depth,
        })
        .collect())
}

fn grouped<K: Ord, V>(rows: Vec<(K, V)>) -> BTreeMap<K, Vec<V>> {
    let mut groups: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}
