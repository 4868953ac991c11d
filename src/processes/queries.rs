//! Every SQL of the room.

use super::model::Process;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::both;
use crate::people::model::Scope;
use crate::platform::db::{Conn, like};
use crate::schema::{
    assignments, audits, manuals, persons, plan_units, plans, process_services, process_units, processes, services,
    template_versions, templates, unit_ancestors, units,
};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// One process.
pub fn find(conn: &mut Conn, id: ProcessId) -> QueryResult<Process> {
    processes::table.find(id).select(Process::as_select()).first(conn)
}

/// The process with this id in the files: `walk-in-service`.
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Process>> {
    processes::table
        .filter(processes::code.eq(code))
        .select(Process::as_select())
        .first(conn)
        .optional()
}

/// Every process, by its id in the files.
pub fn all(conn: &mut Conn) -> QueryResult<Vec<Process>> {
    processes::table
        .order(processes::code)
        .select(Process::as_select())
        .load(conn)
}

/// What the list of processes is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Folded words of name or id.
    pub words: String,
    /// Carried out in this unit: by itself, by a unit below it, or by a unit above it as a whole.
    pub unit: Option<UnitId>,
}

/// A page of processes by name, after one that was seen.
pub fn list(conn: &mut Conn, asked: &Asked, after: Option<ProcessId>, limit: i64) -> QueryResult<Vec<Process>> {
    let mut page = processes::table
        .select(Process::as_select())
        .order((processes::search, processes::id))
        .limit(limit)
        .into_boxed()
        .filter(processes::search.like(like(&asked.words)).escape('\\'));
    if let Some(unit) = asked.unit {
        let below = unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq(unit))
            .select(unit_ancestors::descendant_id);
        let above = unit_ancestors::table
            .filter(unit_ancestors::descendant_id.eq(unit))
            .select(unit_ancestors::ancestor_id);
        let there = process_units::table
            .filter(
                process_units::unit_id
                    .eq_any(below)
                    .or(process_units::unit_id.eq_any(above)),
            )
            .select(process_units::process_id);
        page = page.filter(processes::id.eq_any(there));
    }
    if let Some(id) = after {
        let seen = processes::table
            .find(id)
            .select(processes::search)
            .first(conn)
            .optional()?;
        let search: String = seen.unwrap_or_default();
        page = page.filter(
            processes::search
                .gt(search.clone())
                .or(processes::search.eq(search).and(processes::id.gt(id))),
        );
    }
    page.load(conn)
}

/// The units that carry these processes out.
pub fn units_of(conn: &mut Conn, ids: &[ProcessId]) -> QueryResult<BTreeMap<ProcessId, Vec<UnitId>>> {
    let rows: Vec<(ProcessId, UnitId)> = process_units::table
        .filter(process_units::process_id.eq_any(ids.to_vec()))
        .select((process_units::process_id, process_units::unit_id))
        .load(conn)?;
    let mut of_process: BTreeMap<ProcessId, Vec<UnitId>> = BTreeMap::new();
    for (process, unit) in rows {
        of_process.entry(process).or_default().push(unit);
    }
    Ok(of_process)
}

/// A service a process delivers, or may deliver.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Service {
    /// Identity.
    pub id: ServiceId,
    /// The name people see.
    pub name: Localized,
    /// The unit that answers for it.
    pub unit: String,
    /// Whether it is still provided.
    pub active: bool,
}

/// The services a process delivers, by name.
pub fn services_of(conn: &mut Conn, id: ProcessId) -> QueryResult<Vec<Service>> {
    process_services::table
        .inner_join(services::table.inner_join(units::table))
        .filter(process_services::process_id.eq(id))
        .order((services::search, services::id))
        .select((services::id, services::name, units::name, services::active))
        .load(conn)
}

/// Every service that is provided, by name: what a process can deliver.
pub fn services_offered(conn: &mut Conn) -> QueryResult<Vec<Service>> {
    services::table
        .inner_join(units::table)
        .filter(services::active.eq(true))
        .order((services::search, services::id))
        .select((services::id, services::name, units::name, services::active))
        .load(conn)
}

/// The services by their ids in the files.
pub fn services_by_code(conn: &mut Conn) -> QueryResult<BTreeMap<String, ServiceId>> {
    let rows: Vec<(String, ServiceId)> = services::table.select((services::code, services::id)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Active people who hold a role that leads, audits or keeps something: who can keep a process. By name.
pub fn keepers(conn: &mut Conn) -> QueryResult<Vec<(PersonId, String)>> {
    let holders = assignments::table
        .filter(assignments::until.is_null().and(assignments::role.ne(Role::Staff)))
        .select(assignments::person_id);
    persons::table
        .filter(persons::active.eq(true).and(persons::id.eq_any(holders)))
        .order((persons::name, persons::id))
        .select((persons::id, persons::name))
        .load(conn)
}

/// Whether a person is there and has not left.
pub fn is_here(conn: &mut Conn, person: PersonId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        persons::table.filter(persons::id.eq(person).and(persons::active.eq(true))),
    ))
    .get_result(conn)
}

/// How many of these units are there and active.
pub fn count_units(conn: &mut Conn, ids: &[UnitId]) -> QueryResult<i64> {
    units::table
        .filter(units::id.eq_any(ids.to_vec()).and(units::active.eq(true)))
        .count()
        .get_result(conn)
}

/// How many of these services are there and provided.
pub fn count_services(conn: &mut Conn, ids: &[ServiceId]) -> QueryResult<i64> {
    services::table
        .filter(services::id.eq_any(ids.to_vec()).and(services::active.eq(true)))
        .count()
        .get_result(conn)
}

/// The manuals by their codes.
pub fn manuals_by_code(conn: &mut Conn) -> QueryResult<BTreeMap<String, ManualId>> {
    let rows: Vec<(String, ManualId)> = manuals::table.select((manuals::code, manuals::id)).load(conn)?;
    Ok(rows.into_iter().collect())
}

// the rooms above: what audits the process

/// A version of the template of a process.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct VersionRow {
    /// The process.
    pub process: ProcessId,
    /// The template.
    pub template: TemplateId,
    /// The title of this version.
    pub title: Localized,
    /// The version.
    pub id: TemplateVersionId,
    /// Its number.
    pub number: i32,
    /// Where it stands: draft, published, retired.
    pub state: String,
    /// When it was published.
    pub published_at: Option<Instant>,
}

/// Every version of the templates of these processes, the newest first.
pub fn versions_of(conn: &mut Conn, ids: &[ProcessId]) -> QueryResult<Vec<VersionRow>> {
    template_versions::table
        .inner_join(templates::table)
        .filter(templates::process_id.eq_any(ids.to_vec()))
        .order((templates::process_id, template_versions::number.desc()))
        .select((
            templates::process_id,
            templates::id,
            template_versions::title,
            template_versions::id,
            template_versions::number,
            template_versions::state,
            template_versions::published_at,
        ))
        .load(conn)
}

/// How many audits of a process are under way by each version of its template.
pub fn under_way(conn: &mut Conn, id: ProcessId) -> QueryResult<BTreeMap<TemplateVersionId, i64>> {
    let rows: Vec<(TemplateVersionId, i64)> = audits::table
        .filter(audits::process_id.eq(id).and(audits::state.eq("in_progress")))
        .group_by(audits::version_id)
        .select((audits::version_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A plan that audits a process.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct PlanRow {
    /// Identity.
    pub id: PlanId,
    /// Its title.
    pub title: String,
    /// The layer that audits.
    pub layer: i32,
    /// Whether it makes audits.
    pub active: bool,
}

/// The plans of a process that cover a unit of this scope, by layer and title.
pub fn plans_of(conn: &mut Conn, scope: &Scope, id: ProcessId) -> QueryResult<Vec<PlanRow>> {
    let inside = plan_units::table
        .inner_join(unit_ancestors::table.on(unit_ancestors::descendant_id.eq(plan_units::unit_id)))
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(plan_units::plan_id);
    plans::table
        .inner_join(templates::table)
        .filter(templates::process_id.eq(id).and(plans::id.eq_any(inside)))
        .order((plans::layer, plans::title, plans::id))
        .select((plans::id, plans::title, plans::layer, plans::active))
        .load(conn)
}

// writing

/// Writes a new process.
pub fn insert(conn: &mut Conn, process: &Process) -> QueryResult<usize> {
    diesel::insert_into(processes::table).values(process).execute(conn)
}

/// Processes without the words they are found by.
pub fn unsearched(conn: &mut Conn) -> QueryResult<Vec<Process>> {
    processes::table
        .filter(processes::search.eq(""))
        .select(Process::as_select())
        .load(conn)
}

/// Gives a process the words it is found by.
pub fn set_search(conn: &mut Conn, id: ProcessId, words: &str) -> QueryResult<usize> {
    diesel::update(processes::table.find(id))
        .set(processes::search.eq(words))
        .execute(conn)
}

/// Writes a process over the one that was read, only if that is still so; true means it was us.
pub fn update(conn: &mut Conn, read: &Process, new: &Process) -> QueryResult<bool> {
    diesel::update(
        processes::table
            .find(read.id)
            .filter(processes::revision.eq(read.revision)),
    )
    .set((
        processes::name.eq(&new.name),
        processes::description.eq(&new.description),
        processes::owner_id.eq(new.owner_id),
        processes::manual_id.eq(new.manual_id),
        processes::search.eq(&new.search),
        processes::revision.eq(read.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Sets the units that carry a process out (after [`update`]).
pub fn set_units(conn: &mut Conn, id: ProcessId, units: &[UnitId]) -> QueryResult<()> {
    diesel::delete(process_units::table.filter(process_units::process_id.eq(id))).execute(conn)?;
    let rows: Vec<_> = units
        .iter()
        .map(|unit| (process_units::process_id.eq(id), process_units::unit_id.eq(*unit)))
        .collect();
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(process_units::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Sets the services a process delivers (after [`update`]).
pub fn set_services(conn: &mut Conn, id: ProcessId, services: &[ServiceId]) -> QueryResult<()> {
    diesel::delete(process_services::table.filter(process_services::process_id.eq(id))).execute(conn)?;
    let rows: Vec<_> = services
        .iter()
        .map(|service| {
            (
                process_services::process_id.eq(id),
                process_services::service_id.eq(*service),
            )
        })
        .collect();
    if !rows.is_empty() {
        both!(conn, c => diesel::insert_into(process_services::table).values(&rows).execute(c))?;
    }
    Ok(())
}
