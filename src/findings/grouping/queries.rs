//! Every SQL about findings that lead others.

use crate::base::clock::Instant;
use crate::base::ids::{FindingId, PersonId};
use crate::findings::model::Finding;
use crate::findings::queries::find_visible;
use crate::people::model::Scope;
use crate::platform::db::Conn;
use crate::schema::{finding_groups, findings, units};
use diesel::prelude::*;
use std::collections::HashSet;

/// The finding that leads this one.
pub fn leader_of(conn: &mut Conn, member: FindingId) -> QueryResult<Option<Finding>> {
    findings::table
        .inner_join(finding_groups::table.on(finding_groups::leading_id.eq(findings::id)))
        .filter(finding_groups::member_id.eq(member))
        .select(Finding::as_select())
        .first(conn)
        .optional()
}

/// The findings this one leads, with the names of their units, by number.
pub fn members_of(conn: &mut Conn, leading: FindingId) -> QueryResult<Vec<(Finding, String)>> {
    findings::table
        .inner_join(finding_groups::table.on(finding_groups::member_id.eq(findings::id)))
        .inner_join(units::table)
        .filter(finding_groups::leading_id.eq(leading))
        .order(findings::number)
        .select((Finding::as_select(), units::name))
        .load(conn)
}

/// Those of these findings that are led, or lead others; with those that lead them or are led by them.
pub fn grouped(conn: &mut Conn, ids: &[FindingId]) -> QueryResult<HashSet<FindingId>> {
    let rows: Vec<(FindingId, FindingId)> = finding_groups::table
        .filter(
            finding_groups::member_id
                .eq_any(ids.to_vec())
                .or(finding_groups::leading_id.eq_any(ids.to_vec())),
        )
        .select((finding_groups::member_id, finding_groups::leading_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .flat_map(|(member, leading)| [member, leading])
        .collect())
}

/// Whether the viewer may see a finding.
pub fn is_visible(conn: &mut Conn, scope: &Scope, id: FindingId) -> QueryResult<bool> {
    let seen = find_visible(conn, scope, id).optional()?;
    Ok(seen.is_some())
}

/// Lets one lead another.
pub fn insert(
    conn: &mut Conn,
    leading: FindingId,
    member: FindingId,
    who: PersonId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(finding_groups::table)
        .values((
            finding_groups::member_id.eq(member),
            finding_groups::leading_id.eq(leading),
            finding_groups::at.eq(now),
            finding_groups::who.eq(who),
        ))
        .execute(conn)
}

/// Lets a finding be led no more.
pub fn remove(conn: &mut Conn, member: FindingId) -> QueryResult<usize> {
    diesel::delete(finding_groups::table.find(member)).execute(conn)
}
