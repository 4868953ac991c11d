//! Every SQL about one-time links.

use super::model::AuditLink;
use crate::audits::model::{Audit, AuditState};
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::both;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::schema::*;
use diesel::prelude::*;

/// A link with its audit and the person it was sent to.
#[derive(Debug, Clone, Queryable)]
pub struct Opened {
    /// The link.
    pub link: AuditLink,
    /// The audit it opens.
    pub audit: Audit,
    /// Who it was sent to.
    pub person: Person,
}

/// The link with this secret (hashed).
pub fn find(conn: &mut Conn, token_hash: &str) -> QueryResult<Option<Opened>> {
    both!(conn, c => audit_links::table
        .inner_join(audits::table)
        .inner_join(persons::table)
        .filter(audit_links::token_hash.eq(token_hash))
        .select((AuditLink::as_select(), Audit::as_select(), Person::as_select()))
        .first(c))
    .optional()
}

/// The link of an audit that a device with this secret (hashed) began.
pub fn find_begun(conn: &mut Conn, audit: AuditId, device_hash: &str) -> QueryResult<Option<Opened>> {
    both!(conn, c => audit_links::table
        .inner_join(audits::table)
        .inner_join(persons::table)
        .filter(audit_links::audit_id.eq(audit).and(audit_links::device_hash.eq(device_hash)))
        .select((AuditLink::as_select(), Audit::as_select(), Person::as_select()))
        .first(c))
    .optional()
}

/// The newest link of an audit, with the name of whoever it was sent to.
pub fn newest(conn: &mut Conn, audit: AuditId) -> QueryResult<Option<(AuditLink, String)>> {
    audit_links::table
        .inner_join(persons::table)
        .filter(audit_links::audit_id.eq(audit))
        .order((audit_links::made_at.desc(), audit_links::id.desc()))
        .select((AuditLink::as_select(), persons::name))
        .first(conn)
        .optional()
}

/// Writes a link.
pub fn insert(conn: &mut Conn, link: &AuditLink) -> QueryResult<usize> {
    both!(conn, c => diesel::insert_into(audit_links::table).values(link).execute(c))
}

/// Withdraws the link of an audit that still works; true means there was one.
pub fn revoke(conn: &mut Conn, audit: AuditId, now: Instant) -> QueryResult<bool> {
    diesel::update(audit_links::table.filter(audit_links::audit_id.eq(audit).and(audit_links::revoked_at.is_null())))
        .set(audit_links::revoked_at.eq(Some(now)))
        .execute(conn)
        .map(|changed| changed > 0)
}

/// Gives a link to the first device that begins; true means it was this one.
pub fn bind(conn: &mut Conn, id: AuditLinkId, device_hash: &str, now: Instant) -> QueryResult<bool> {
    let free = audit_links::device_hash
        .is_null()
        .and(audit_links::revoked_at.is_null());
    diesel::update(audit_links::table.find(id).filter(free))
        .set((
            audit_links::device_hash.eq(Some(device_hash)),
            audit_links::begun_at.eq(Some(now)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Counts that a link was opened on another device than the one that began.
pub fn count_elsewhere(conn: &mut Conn, id: AuditLinkId, now: Instant) -> QueryResult<usize> {
    diesel::update(audit_links::table.find(id))
        .set((
            audit_links::elsewhere.eq(audit_links::elsewhere + 1),
            audit_links::elsewhere_at.eq(Some(now)),
        ))
        .execute(conn)
}

/// The audits that are open for people who get links, and for which they have had none yet.
pub fn waiting(conn: &mut Conn, now: Instant) -> QueryResult<Vec<AuditId>> {
    let by_link = persons::table
        .filter(persons::by_link.eq(true).and(persons::active.eq(true)))
        .select(persons::id.nullable());
    let had = audit_links::table
        .filter(audit_links::audit_id.eq(audits::id))
        .filter(audit_links::person_id.nullable().eq(audits::assignee_id));
    audits::table
        .filter(audits::assignee_id.eq_any(by_link))
        .filter(audits::state.eq(AuditState::Scheduled))
        .filter(audits::opens_at.le(now).and(audits::closes_at.gt(now)))
        .filter(diesel::dsl::not(diesel::dsl::exists(had)))
        .order((audits::opens_at, audits::id))
        .select(audits::id)
        .limit(200)
        .load(conn)
}
