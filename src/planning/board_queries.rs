//! What the calendar, the gaps in layer cover and the feeds read; and the feeds, written.

use super::cover::{AskedLayers, Below};
use super::model::Plan;
use crate::audits::model::AuditState;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::checklists::model::VersionState;
use crate::findings::model::WatchState;
use crate::people::model::{Scope, Within};
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// The units inside a scope, and inside what is asked for.
pub fn units_inside(conn: &mut Conn, scope: &Scope, within: Option<Within>) -> QueryResult<Vec<UnitId>> {
    let below = |tops: Vec<UnitId>| {
        unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq_any(tops))
            .select(unit_ancestors::descendant_id)
    };
    let mut query = units::table
        .filter(units::id.eq_any(below(scope.units.clone())))
        .select(units::id)
        .into_boxed();
    query = match within {
        Some(Within::Below(unit)) => query.filter(units::id.eq_any(below(vec![unit]))),
        Some(Within::At(unit)) => query.filter(units::id.eq(unit)),
        Some(Within::Mine) | None => query,
    };
    query.load(conn)
}

/// The plans that make audits, now or from a day on, of this layer or of all, with the title of their checklist.
pub fn plans_ahead(conn: &mut Conn, layer: Option<i32>) -> QueryResult<Vec<(Plan, Localized)>> {
    let mut query = plans::table
        .inner_join(templates::table)
        .filter(plans::active.eq(true).or(plans::paused_until.is_not_null()))
        .order((plans::created_at, plans::id))
        .select((Plan::as_select(), templates::title))
        .into_boxed();
    if let Some(layer) = layer {
        query = query.filter(plans::layer.eq(layer));
    }
    query.load(conn)
}

/// Whether somebody audits at this layer or above it at a unit, or plans audits: who knows of what comes unannounced.
pub fn is_in_the_know(conn: &mut Conn, person: PersonId, unit: UnitId, layer: i32) -> QueryResult<bool> {
    let mut roles: Vec<Role> = layers::table
        .filter(layers::number.ge(layer))
        .select(layers::role)
        .load(conn)?;
    roles.extend([Role::Quality, Role::Administrator]);
    crate::people::queries::holds_at(conn, person, &roles, unit)
}

/// A day off of a unit below another.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OffBelow {
    /// The local date.
    pub date: NaiveDate,
    /// The unit's name.
    pub unit: String,
    /// What the day is called.
    pub name: String,
    /// Whether the unit is closed, which excuses its audits.
    pub closure: bool,
}

/// The days off that single units below a unit have of their own, between two dates.
pub fn days_off_below(
    conn: &mut Conn,
    unit: UnitId,
    (first, last): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<OffBelow>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq(unit).and(unit_ancestors::depth.gt(0)))
        .select(unit_ancestors::descendant_id);
    holidays::table
        .inner_join(units::table)
        .filter(holidays::unit_id.eq_any(below).and(units::active.eq(true)))
        .filter(holidays::on_date.ge(first).and(holidays::on_date.le(last)))
        .order((holidays::on_date, units::name, holidays::id))
        .select((holidays::on_date, units::name, holidays::name, holidays::closure))
        .limit(200)
        .load(conn)
}

/// Those of these audits that can still check whether a fix held: the question is under watch at their unit, and was
/// drawn, or is one of those that their checklist asks at their layer.
pub fn checking_a_fix(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<HashSet<AuditId>> {
    let drawn = audit_questions::audit_id
        .eq(audits::id)
        .and(audit_questions::question_id.eq(watches::question_id));
    let rows: Vec<(AuditId, AuditState, i32, String, Option<QuestionId>)> = audits::table
        .inner_join(watches::table.on(watches::unit_id.eq(audits::unit_id)))
        .inner_join(
            question_versions::table.on(question_versions::version_id
                .eq(audits::version_id)
                .and(question_versions::question_id.eq(watches::question_id))),
        )
        .left_join(audit_questions::table.on(drawn))
        .filter(audits::id.eq_any(ids.to_vec()))
        .filter(audits::state.eq_any([AuditState::Scheduled, AuditState::InProgress]))
        .filter(watches::state.eq(WatchState::Watching))
        .select((
            audits::id,
            audits::state,
            audits::layer,
            question_versions::layers,
            audit_questions::question_id.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter(|(_, state, layer, layers, drawn)| match state {
            AuditState::InProgress => drawn.is_some(),
            // layers are single digits, stored as "1,2,3"
            _ => layers.split(',').any(|known| known.trim().parse() == Ok(*layer)),
        })
        .map(|(id, ..)| id)
        .collect())
}

/// A unit that carries a process out.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Carried {
    /// The process.
    pub process_id: ProcessId,
    /// Its name.
    pub process: Localized,
    /// The unit.
    pub unit_id: UnitId,
    /// Its name.
    pub unit: String,
}

/// Which open unit carries which process out.
pub fn carried_out(conn: &mut Conn) -> QueryResult<Vec<Carried>> {
    process_units::table
        .inner_join(processes::table)
        .inner_join(units::table)
        .filter(units::active.eq(true))
        .order((units::name, units::id, processes::id))
        .select((processes::id, processes::name, units::id, units::name))
        .load(conn)
}

/// Which layers the published checklist of each process asks something.
pub fn asked_layers(conn: &mut Conn) -> QueryResult<AskedLayers> {
    let rows: Vec<(ProcessId, TemplateId, i32, String)> = question_versions::table
        .inner_join(template_versions::table.inner_join(templates::table))
        .filter(template_versions::state.eq(VersionState::Published))
        .select((
            templates::process_id,
            templates::id,
            template_versions::number,
            question_versions::layers,
        ))
        .distinct()
        .order((templates::process_id, templates::id, template_versions::number.desc()))
        .load(conn)?;
    let mut asked = AskedLayers::new();
    let mut newest = None;
    for (process, template, number, layers) in rows {
        if newest.is_none_or(|(known, _)| known != template) {
            newest = Some((template, number));
        }
        if newest != Some((template, number)) {
            continue;
        }
        let of_process = asked.entry(process).or_default();
        // layers are single digits, stored as "1,2,3"
        for layer in layers.split(',').filter_map(|layer| layer.trim().parse().ok()) {
            if !of_process.contains(&(template, layer)) {
                of_process.push((template, layer));
            }
        }
    }
    for layers in asked.values_mut() {
        layers.sort_unstable();
    }
    Ok(asked)
}

/// The units below each of these, itself among them.
pub fn below_each(conn: &mut Conn, of: &[UnitId]) -> QueryResult<Below> {
    let rows: Vec<(UnitId, UnitId)> = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(of.to_vec()))
        .select((unit_ancestors::ancestor_id, unit_ancestors::descendant_id))
        .load(conn)?;
    let mut below = Below::new();
    for (above, unit) in rows {
        below.entry(above).or_default().push(unit);
    }
    Ok(below)
}

/// A process was or will be looked at, at a unit, by a layer.
pub type Seen = (ProcessId, UnitId, i32);

/// What the audits between two local dates look at; those that were excused look at nothing.
pub fn seen_between(conn: &mut Conn, first: NaiveDate, last: NaiveDate) -> QueryResult<Vec<Seen>> {
    audits::table
        .filter(audits::local_date.ge(first).and(audits::local_date.le(last)))
        .filter(audits::state.ne("excused"))
        .select((audits::process_id, audits::unit_id, audits::layer))
        .distinct()
        .load(conn)
}

/// The first local date after another for which a plan has made an audit at one of these units.
pub fn next_made(conn: &mut Conn, plan: PlanId, of: &[UnitId], after: NaiveDate) -> QueryResult<Option<NaiveDate>> {
    audits::table
        .filter(audits::plan_id.eq(plan).and(audits::unit_id.eq_any(of.to_vec())))
        .filter(audits::local_date.gt(after).and(audits::state.ne("excused")))
        .select(diesel::dsl::min(audits::local_date))
        .first(conn)
}

// feeds

/// A secret address at which a calendar program reads audits.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = calendar_feeds, treat_none_as_default_value = false)]
pub struct Feed {
    /// Identity.
    pub id: FeedId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The unit whose audits it tells; `None`: the person's own.
    pub unit_id: Option<UnitId>,
    /// Hash of the address; the address itself is known to its owner only.
    pub token_hash: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// Writes a new feed.
pub fn insert_feed(conn: &mut Conn, feed: &Feed) -> QueryResult<usize> {
    diesel::insert_into(calendar_feeds::table).values(feed).execute(conn)
}

/// Takes a feed back; true means it was still there.
pub fn revoke_feed(conn: &mut Conn, id: FeedId, now: Instant) -> QueryResult<bool> {
    diesel::update(
        calendar_feeds::table
            .find(id)
            .filter(calendar_feeds::revoked_at.is_null()),
    )
    .set(calendar_feeds::revoked_at.eq(Some(now)))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// The feed behind an address that was not taken back.
pub fn find_feed(conn: &mut Conn, token_hash: &str) -> QueryResult<Option<Feed>> {
    calendar_feeds::table
        .filter(
            calendar_feeds::token_hash
                .eq(token_hash)
                .and(calendar_feeds::revoked_at.is_null()),
        )
        .select(Feed::as_select())
        .first(conn)
        .optional()
}

/// A person's feeds that were not taken back, with the unit's name, the own one first.
pub fn feeds_of(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<(Feed, Option<String>)>> {
    calendar_feeds::table
        .left_join(units::table)
        .filter(
            calendar_feeds::person_id
                .eq(person)
                .and(calendar_feeds::revoked_at.is_null()),
        )
        .order((
            calendar_feeds::unit_id.is_not_null(),
            units::name,
            calendar_feeds::created_at,
        ))
        .select((Feed::as_select(), units::name.nullable()))
        .load(conn)
}

/// What an audit that was taken away was about.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct WasAbout {
    /// Name of the unit.
    pub unit: String,
    /// Title of the checklist.
    pub title: Localized,
    /// Whether its plan comes unannounced.
    pub unannounced: bool,
}

/// What these audits, which were taken away, were about.
pub fn were_about(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<HashMap<AuditId, WasAbout>> {
    let rows: Vec<(AuditId, WasAbout)> = cancelled_audits::table
        .inner_join(units::table)
        .inner_join(template_versions::table)
        .inner_join(plans::table)
        .filter(cancelled_audits::audit_id.eq_any(ids.to_vec()))
        .select((
            cancelled_audits::audit_id,
            (units::name, template_versions::title, plans::unannounced),
        ))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
