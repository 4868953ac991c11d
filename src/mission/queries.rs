//! Every SQL of the room.

use super::model::{Goal, Group, GroupKind, Objective, Promise, Service, ServiceWhole, Statement};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::both;
use crate::platform::db::{Conn, MultiBackend, like};
use crate::schema::{
    charter_promises, customer_groups, goals, history, mission_statements, objectives, process_services, processes,
    question_versions, service_objectives, services, template_versions, unit_ancestors, units,
};
use chrono::NaiveDate;
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

/// Whether a unit is the agency itself: the top of the tree.
pub fn is_agency(conn: &mut Conn, unit: UnitId) -> QueryResult<bool> {
    let parent: Option<UnitId> = units::table.find(unit).select(units::parent_id).first(conn)?;
    Ok(parent.is_none())
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

/// The active goal with this code (G1), of the agency or of a department.
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Goal>> {
    goals::table
        .filter(goals::code.eq(code).and(goals::active.eq(true)))
        .select(Goal::as_select())
        .first(conn)
        .optional()
}

/// The ids of all active goals by their codes, the agency's and those of its units: a code is there once.
pub fn ids_by_code(conn: &mut Conn) -> QueryResult<BTreeMap<String, GoalId>> {
    let rows: Vec<(String, GoalId)> = goals::table
        .filter(goals::active.eq(true))
        .select((goals::code, goals::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The name of the unit that has a goal with this code, ended or not.
pub fn holder_of_code(conn: &mut Conn, code: &str) -> QueryResult<Option<String>> {
    goals::table
        .inner_join(units::table)
        .filter(goals::code.eq(code))
        .select(units::name)
        .first(conn)
        .optional()
}

/// Every code that a goal has or had.
pub fn codes(conn: &mut Conn) -> QueryResult<Vec<String>> {
    goals::table.order(goals::code).select(goals::code).load(conn)
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
            goals::parent_id.eq(goal.parent_id),
        ))
        .execute(conn)
}

/// Keeps everybody else from giving codes until this transaction ends, so that a code is given once. SQLite has one
/// writer anyway.
pub fn hold_codes(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => units::table
            .filter(units::parent_id.is_null())
            .select(units::id)
            .for_no_key_update()
            .load::<UnitId>(c)
            .map(drop),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// One goal, for operations that change it or its objectives: on PostgreSQL nobody else does so until this transaction
/// ends. SQLite has one writer anyway.
pub fn find_goal_to_change(conn: &mut Conn, id: GoalId) -> QueryResult<Goal> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => goals::table
            .find(id)
            .select(Goal::as_select())
            .for_no_key_update()
            .first(c),
        Conn::Sqlite(c) => goals::table.find(id).select(Goal::as_select()).first(c),
    }
}

/// The objectives of a goal, in their order.
pub fn objectives_of(conn: &mut Conn, goal: GoalId) -> QueryResult<Vec<Objective>> {
    objectives::table
        .filter(objectives::goal_id.eq(goal))
        .order((objectives::position, objectives::code))
        .select(Objective::as_select())
        .load(conn)
}

/// One objective.
pub fn find_objective(conn: &mut Conn, id: ObjectiveId) -> QueryResult<Objective> {
    objectives::table.find(id).select(Objective::as_select()).first(conn)
}

/// Writes new objectives.
pub fn insert_objectives(conn: &mut Conn, rows: &[Objective]) -> QueryResult<usize> {
    both!(conn, c => diesel::insert_into(objectives::table).values(rows).execute(c))
}

/// Writes an objective over what it was.
pub fn update_objective(conn: &mut Conn, objective: &Objective) -> QueryResult<usize> {
    diesel::update(objectives::table.find(objective.id))
        .set((
            objectives::title.eq(&objective.title),
            objectives::measure.eq(&objective.measure),
            objectives::target.eq(&objective.target),
            objectives::position.eq(objective.position),
            objectives::unit.eq(&objective.unit),
            objectives::target_value.eq(objective.target_value),
            objectives::direction.eq(objective.direction),
            objectives::period.eq(objective.period),
        ))
        .execute(conn)
}

/// Takes an objective away; services do not work towards it any more.
pub fn delete_objective(conn: &mut Conn, id: ObjectiveId) -> QueryResult<()> {
    diesel::delete(service_objectives::table.filter(service_objectives::objective_id.eq(id))).execute(conn)?;
    diesel::delete(objectives::table.find(id)).execute(conn).map(drop)
}

/// The active goals of departments that are tied to these goals, with the names of their units, by code.
pub fn tied_to(conn: &mut Conn, ids: &[GoalId]) -> QueryResult<Vec<(Goal, String)>> {
    let ids: Vec<Option<GoalId>> = ids.iter().copied().map(Some).collect();
    goals::table
        .inner_join(units::table)
        .filter(goals::parent_id.eq_any(ids).and(goals::active.eq(true)))
        .order((units::name, goals::position, goals::code))
        .select((Goal::as_select(), units::name))
        .load(conn)
}

/// The units that have a mission statement or an active goal, with how many such goals.
pub fn missions(conn: &mut Conn) -> QueryResult<BTreeMap<UnitId, i64>> {
    let stated: Vec<UnitId> = mission_statements::table
        .select(mission_statements::unit_id)
        .load(conn)?;
    let counted: Vec<(UnitId, i64)> = goals::table
        .filter(goals::active.eq(true))
        .group_by(goals::unit_id)
        .select((goals::unit_id, count_star()))
        .load(conn)?;
    let mut all: BTreeMap<UnitId, i64> = stated.into_iter().map(|unit| (unit, 0)).collect();
    all.extend(counted);
    Ok(all)
}

/// A change of a mission, of one of its goals, or of a service, as the history keeps it.
#[derive(Debug, Clone, Queryable)]
pub struct Noted {
    /// When it happened.
    pub at: Instant,
    /// Who did it; `None` for the program.
    pub who: Option<PersonId>,
    /// What happened.
    pub event: String,
    /// Canonical JSON of what from and what to.
    pub facts: String,
}

/// The newest changes of these records, newest first.
pub fn noted(conn: &mut Conn, ids: &[AnyId], most: i64) -> QueryResult<Vec<Noted>> {
    history::table
        .filter(history::record_kind.eq_any(["mission", "goal", "service"]))
        .filter(history::record_id.eq_any(ids.to_vec()))
        .order((history::at.desc(), history::id.desc()))
        .limit(most)
        .select((history::at, history::who, history::event, history::facts))
        .load(conn)
}

// services

/// The ids of all services by their ids in the files, the ended ones too.
pub fn services_by_code(conn: &mut Conn) -> QueryResult<BTreeMap<String, ServiceId>> {
    let rows: Vec<(String, ServiceId)> = services::table.select((services::code, services::id)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The names of these services, the ended ones too.
pub fn service_names(conn: &mut Conn, ids: &[ServiceId]) -> QueryResult<BTreeMap<ServiceId, Localized>> {
    let rows: Vec<(ServiceId, Localized)> = services::table
        .filter(services::id.eq_any(ids.to_vec()))
        .select((services::id, services::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Every active service, in the order of the lists.
pub fn all_services(conn: &mut Conn) -> QueryResult<Vec<Service>> {
    services::table
        .filter(services::active.eq(true))
        .order((services::search, services::id))
        .select(Service::as_select())
        .load(conn)
}

/// The objectives of all active goals by their codes.
pub fn objectives_by_code(conn: &mut Conn) -> QueryResult<BTreeMap<String, ObjectiveId>> {
    let rows: Vec<(String, ObjectiveId)> = objectives::table
        .inner_join(goals::table)
        .filter(goals::active.eq(true))
        .select((objectives::code, objectives::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// These objectives: the agency's first, in the order of their goals.
pub fn find_objectives(conn: &mut Conn, ids: &[ObjectiveId]) -> QueryResult<Vec<Objective>> {
    objectives::table
        .inner_join(goals::table)
        .filter(objectives::id.eq_any(ids.to_vec()))
        .order((
            goals::parent_id.is_not_null(),
            goals::unit_id,
            goals::position,
            goals::code,
            objectives::position,
            objectives::code,
        ))
        .select(Objective::as_select())
        .load(conn)
}

/// One service.
pub fn find_service(conn: &mut Conn, id: ServiceId) -> QueryResult<Service> {
    services::table.find(id).select(Service::as_select()).first(conn)
}

/// A service with its groups, promises and objectives.
pub fn whole(conn: &mut Conn, id: ServiceId) -> QueryResult<ServiceWhole> {
    let towards: Vec<ObjectiveId> = service_objectives::table
        .filter(service_objectives::service_id.eq(id))
        .select(service_objectives::objective_id)
        .load(conn)?;
    Ok(ServiceWhole {
        service: find_service(conn, id)?,
        groups: groups_of(conn, &[id])?,
        promises: charter_promises::table
            .filter(charter_promises::service_id.eq(id))
            .order((
                charter_promises::position,
                charter_promises::since.desc(),
                charter_promises::id,
            ))
            .select(Promise::as_select())
            .load(conn)?,
        objectives: find_objectives(conn, &towards)?,
    })
}

/// The customer groups of these services, in their order.
pub fn groups_of(conn: &mut Conn, ids: &[ServiceId]) -> QueryResult<Vec<Group>> {
    customer_groups::table
        .filter(customer_groups::service_id.eq_any(ids.to_vec()))
        .order((customer_groups::position, customer_groups::id))
        .select(Group::as_select())
        .load(conn)
}

/// The promises of these services that are not over on this day, in their order.
pub fn promises_of(conn: &mut Conn, ids: &[ServiceId], today: NaiveDate) -> QueryResult<Vec<Promise>> {
    charter_promises::table
        .filter(charter_promises::service_id.eq_any(ids.to_vec()))
        .filter(
            charter_promises::until
                .is_null()
                .or(charter_promises::until.ge(today).assume_not_null()),
        )
        .order((charter_promises::position, charter_promises::id))
        .select(Promise::as_select())
        .load(conn)
}

/// The active services that work towards these objectives, with the objective, by name.
pub fn services_towards(conn: &mut Conn, ids: &[ObjectiveId]) -> QueryResult<Vec<(ObjectiveId, Service)>> {
    service_objectives::table
        .inner_join(services::table)
        .filter(service_objectives::objective_id.eq_any(ids.to_vec()))
        .filter(services::active.eq(true))
        .order((services::search, services::id))
        .select((service_objectives::objective_id, Service::as_select()))
        .load(conn)
}

/// The processes that deliver a service, by name.
pub fn delivered_by(conn: &mut Conn, service: ServiceId) -> QueryResult<Vec<(ProcessId, Localized)>> {
    process_services::table
        .inner_join(processes::table)
        .filter(process_services::service_id.eq(service))
        .order((processes::search, processes::id))
        .select((processes::id, processes::name))
        .load(conn)
}

/// Which way a list of services by name goes on from one that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceStep {
    /// From the first name.
    First,
    /// After this service.
    After(ServiceId),
    /// Before this service, the nearest first.
    Before(ServiceId),
}

/// What the list of services is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ServicesAsked {
    /// Folded words of name or id.
    pub words: String,
    /// Those of this unit and the units below it only.
    pub unit: Option<UnitId>,
    /// Those that are provided, or those that have ended.
    pub active: bool,
}

type OfServices = Box<dyn BoxableExpression<services::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

fn services_asked(asked: &ServicesAsked) -> OfServices {
    let mut filter: OfServices = Box::new(services::active.eq(asked.active));
    if !asked.words.is_empty() {
        filter = Box::new(filter.and(services::search.like(like(&asked.words)).escape('\\')));
    }
    if let Some(unit) = asked.unit {
        let below = unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq(unit))
            .select(unit_ancestors::descendant_id);
        filter = Box::new(filter.and(services::unit_id.eq_any(below)));
    }
    filter
}

/// A page of services by name; before one that was seen they come backwards.
pub fn list_services(
    conn: &mut Conn,
    asked: &ServicesAsked,
    step: ServiceStep,
    limit: i64,
) -> QueryResult<Vec<Service>> {
    let seen = |conn: &mut Conn, id: ServiceId| -> QueryResult<String> {
        let name = services::table
            .find(id)
            .select(services::search)
            .first(conn)
            .optional()?;
        Ok(name.unwrap_or_default())
    };
    let query = services::table
        .select(Service::as_select())
        .limit(limit)
        .filter(services_asked(asked));
    match step {
        ServiceStep::First => query.order((services::search.asc(), services::id.asc())).load(conn),
        ServiceStep::After(id) => {
            let name = seen(conn, id)?;
            query
                .filter(
                    services::search
                        .gt(name.clone())
                        .or(services::search.eq(name).and(services::id.gt(id))),
                )
                .order((services::search.asc(), services::id.asc()))
                .load(conn)
        }
        ServiceStep::Before(id) => {
            let name = seen(conn, id)?;
            query
                .filter(
                    services::search
                        .lt(name.clone())
                        .or(services::search.eq(name).and(services::id.lt(id))),
                )
                .order((services::search.desc(), services::id.desc()))
                .load(conn)
        }
    }
}

/// The names of these units.
pub fn unit_names(conn: &mut Conn, ids: &[UnitId]) -> QueryResult<BTreeMap<UnitId, String>> {
    let rows: Vec<(UnitId, String)> = units::table
        .filter(units::id.eq_any(ids.to_vec()))
        .select((units::id, units::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many services a list holds.
pub fn count_services(conn: &mut Conn, asked: &ServicesAsked) -> QueryResult<i64> {
    services::table.filter(services_asked(asked)).count().get_result(conn)
}

/// Writes a new service.
pub fn insert_service(conn: &mut Conn, service: &Service) -> QueryResult<usize> {
    diesel::insert_into(services::table).values(service).execute(conn)
}

/// Writes a service over the one that was read, only if that is still so; true means it was us. Whoever changes its groups
/// or promises calls this first.
pub fn update_service(conn: &mut Conn, read: &Service, new: &Service) -> QueryResult<bool> {
    diesel::update(
        services::table
            .find(read.id)
            .filter(services::revision.eq(read.revision)),
    )
    .set((
        services::unit_id.eq(new.unit_id),
        services::name.eq(&new.name),
        services::description.eq(&new.description),
        services::search.eq(&new.search),
        services::active.eq(new.active),
        services::revision.eq(read.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Writes the customer groups of a service anew, in this order.
pub fn set_groups(
    conn: &mut Conn,
    act: &Act,
    service: ServiceId,
    groups: &[(GroupKind, Localized)],
) -> QueryResult<()> {
    diesel::delete(customer_groups::table.filter(customer_groups::service_id.eq(service))).execute(conn)?;
    let rows: Vec<Group> = groups
        .iter()
        .zip(1..)
        .map(|((kind, name), position)| Group {
            id: act.id(),
            service_id: service,
            kind: *kind,
            name: name.clone(),
            position,
        })
        .collect();
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(customer_groups::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Sets the objectives a service works towards.
pub fn set_objectives(conn: &mut Conn, service: ServiceId, ids: &[ObjectiveId]) -> QueryResult<()> {
    diesel::delete(service_objectives::table.filter(service_objectives::service_id.eq(service))).execute(conn)?;
    let rows: Vec<_> = ids
        .iter()
        .map(|id| {
            (
                service_objectives::service_id.eq(service),
                service_objectives::objective_id.eq(*id),
            )
        })
        .collect();
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(service_objectives::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Writes a new promise.
pub fn insert_promise(conn: &mut Conn, promise: &Promise) -> QueryResult<usize> {
    diesel::insert_into(charter_promises::table)
        .values(promise)
        .execute(conn)
}

/// Writes a promise over what it was.
pub fn update_promise(conn: &mut Conn, promise: &Promise) -> QueryResult<usize> {
    diesel::update(charter_promises::table.find(promise.id))
        .set(promise)
        .execute(conn)
}

/// Takes a promise away that was never in force.
pub fn delete_promise(conn: &mut Conn, id: CharterPromiseId) -> QueryResult<usize> {
    diesel::delete(charter_promises::table.find(id)).execute(conn)
}
