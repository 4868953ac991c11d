//! Every SQL about who could do an audit, and to whom it was handed.

use crate::agency;
use crate::audits::model::Audit;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::{Conn, Native};
use crate::schema::*;
use diesel::prelude::*;

/// Whether a person leads the auditor of an audit, by the role of a higher layer at or above the unit, or plans there:
/// quality staff and administrators.
pub fn leads(conn: &mut Conn, person: PersonId, audit: &Audit) -> QueryResult<bool> {
    let mut roles: Vec<Role> = agency::queries::layers(conn)?
        .into_iter()
        .filter(|layer| layer.number > audit.layer)
        .map(|layer| layer.role)
        .collect();
    roles.extend([Role::Quality, Role::Administrator]);
    people::queries::holds_at(conn, person, &roles, audit.unit_id)
}

/// The role that does an audit.
pub fn role_of(conn: &mut Conn, audit: &Audit) -> QueryResult<Option<Role>> {
    layers::table
        .find(audit.layer)
        .select(layers::role)
        .first(conn)
        .optional()
}

/// Who could do an audit: those who hold its role at the unit, above it, or at a unit beside it. By name.
pub fn near(conn: &mut Conn, audit: &Audit) -> QueryResult<Vec<Person>> {
    match role_of(conn, audit)? {
        Some(role) => people::queries::holders_near(conn, role, audit.unit_id),
        None => Ok(Vec::new()),
    }
}

/// Those whose work an audit is while it is given to nobody.
pub fn holders(conn: &mut Conn, audit: &Audit) -> QueryResult<Vec<Person>> {
    match role_of(conn, audit)? {
        Some(role) => people::queries::holders(conn, role, audit.unit_id),
        None => Ok(Vec::new()),
    }
}

/// Notes to whom an audit was handed.
pub fn put_handover(
    conn: &mut Conn,
    audit: AuditId,
    to: Option<PersonId>,
    by: PersonId,
    now: Instant,
) -> QueryResult<usize> {
    let set = (
        audit_handovers::to_id.eq(to),
        audit_handovers::by_id.eq(by),
        audit_handovers::at.eq(now),
    );
    let row = (audit_handovers::audit_id.eq(audit), set);
    Native(
        diesel::insert_into(audit_handovers::table)
            .values(row)
            .on_conflict(audit_handovers::audit_id)
            .do_update()
            .set(set),
    )
    .execute(conn)
}

/// Which of these audits were handed over, and to whom at last; `None` is to all who hold the role.
pub fn handed(conn: &mut Conn, audits: &[AuditId]) -> QueryResult<Vec<(AuditId, Option<PersonId>)>> {
    audit_handovers::table
        .filter(audit_handovers::audit_id.eq_any(audits.to_vec()))
        .select((audit_handovers::audit_id, audit_handovers::to_id))
        .load(conn)
}

/// Whether an audit that was handed over stays where it is: with a person who could still do it, or with all who hold the
/// role, as long as somebody does.
pub fn stays(conn: &mut Conn, id: AuditId) -> QueryResult<bool> {
    let audit = crate::audits::queries::find(conn, id)?;
    match audit.assignee_id {
        Some(person) => Ok(near(conn, &audit)?.iter().any(|near| near.id == person)),
        None => Ok(!holders(conn, &audit)?.is_empty()),
    }
}
