//! Every SQL about what is said of audits: who is told, what a week brings and what was missed in it, and reasons.

use super::model::{Audit, AuditState};
use super::queries::{ListRow, listed};
use crate::base::clock::Instant;
use crate::base::ids::{AuditId, PersonId, PlanId, UnitId};
use crate::platform::db::Conn;
use crate::schema::{audits, plans, unit_ancestors};
use chrono::NaiveDate;
use diesel::prelude::*;

/// What a plan says of how its audits are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Manner {
    /// They are a surprise: nobody hears of one before it opens.
    pub unannounced: bool,
    /// Nobody's name stands on them.
    pub anonymous: bool,
}

/// How the audits of a plan are told.
pub fn manner(conn: &mut Conn, plan: PlanId) -> QueryResult<Manner> {
    plans::table
        .find(plan)
        .select((plans::unannounced, plans::anonymous))
        .first(conn)
}

/// Says why an audit is not done, if it is still as it was read; true means it was us.
pub fn set_reason(conn: &mut Conn, read: &Audit, reason: &str) -> QueryResult<bool> {
    diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
        .set((audits::reason.eq(Some(reason)), audits::revision.eq(read.revision + 1)))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// A person's audits that are not over and open before a moment, in the order they open; not those that are a surprise.
pub fn ahead_of(conn: &mut Conn, person: PersonId, now: Instant, before: Instant) -> QueryResult<Vec<ListRow>> {
    let ids: Vec<AuditId> = audits::table
        .inner_join(plans::table)
        .filter(audits::assignee_id.eq(person).and(plans::unannounced.eq(false)))
        .filter(audits::state.eq_any([AuditState::Scheduled, AuditState::InProgress]))
        .filter(audits::opens_at.lt(before).and(audits::closes_at.ge(now)))
        .order((audits::opens_at, audits::id))
        .select(audits::id)
        .limit(500)
        .load(conn)?;
    listed(conn, &ids)
}

/// What was missed at a unit and below on these local dates, of the layers below this one, in the order it opened.
pub fn missed_below(
    conn: &mut Conn,
    unit: UnitId,
    layer: i32,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<ListRow>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq(unit))
        .select(unit_ancestors::descendant_id);
    let ids: Vec<AuditId> = audits::table
        .filter(audits::unit_id.eq_any(below).and(audits::layer.lt(layer)))
        .filter(audits::local_date.ge(from).and(audits::local_date.le(to)))
        .filter(audits::state.eq(AuditState::Missed))
        .order((audits::opens_at, audits::id))
        .select(audits::id)
        .limit(500)
        .load(conn)?;
    listed(conn, &ids)
}
