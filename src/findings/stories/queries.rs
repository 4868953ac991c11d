//! Every SQL about stories.

use super::Story;
use crate::base::clock::Instant;
use crate::base::ids::FindingId;
use crate::people::model::Scope;
use crate::platform::db::Conn;
use crate::schema::{finding_stories, findings, process_units, unit_ancestors, units};
use diesel::prelude::*;

/// The story of a finding.
pub fn find(conn: &mut Conn, id: FindingId) -> QueryResult<Option<Story>> {
    finding_stories::table
        .find(id)
        .select(Story::as_select())
        .first(conn)
        .optional()
}

/// The stories since a moment that concern somebody, newest first, with the unit's name: from the own units and those
/// below, and from wherever a process is carried out that one of these carries out, too, by itself or with a unit above.
pub fn of(conn: &mut Conn, scope: &Scope, since: Instant, limit: i64) -> QueryResult<Vec<(Story, String)>> {
    let below = || {
        unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
            .select(unit_ancestors::descendant_id)
    };
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::ancestor_id);
    let processes = process_units::table
        .filter(
            process_units::unit_id
                .eq_any(below())
                .or(process_units::unit_id.eq_any(above)),
        )
        .select(process_units::process_id);
    finding_stories::table
        .inner_join(findings::table.on(findings::id.eq(finding_stories::finding_id)))
        .inner_join(units::table.on(units::id.eq(findings::unit_id)))
        .filter(finding_stories::at.ge(since))
        .filter(
            findings::unit_id
                .eq_any(below())
                .or(findings::process_id.eq_any(processes)),
        )
        .order((finding_stories::at.desc(), finding_stories::finding_id))
        .select((Story::as_select(), units::name))
        .limit(limit)
        .load(conn)
}

/// Writes a story.
pub fn insert(conn: &mut Conn, story: &Story) -> QueryResult<usize> {
    diesel::insert_into(finding_stories::table).values(story).execute(conn)
}

/// Takes a story away.
pub fn remove(conn: &mut Conn, id: FindingId) -> QueryResult<usize> {
    diesel::delete(finding_stories::table.find(id)).execute(conn)
}
