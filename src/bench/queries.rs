//! Every SQL of the room: it only reads.

use crate::base::ids::*;
use crate::checklists::model::VersionState;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::{count_star, max, min};
use diesel::prelude::*;

/// A published checklist: its template, process, version and code.
pub type Published = (TemplateId, ProcessId, TemplateVersionId, String);

/// Every published checklist, in the order of the codes.
pub fn published(conn: &mut Conn) -> QueryResult<Vec<Published>> {
    template_versions::table
        .inner_join(templates::table)
        .filter(template_versions::state.eq(VersionState::Published))
        .order(templates::code)
        .select((
            templates::id,
            templates::process_id,
            template_versions::id,
            templates::code,
        ))
        .load(conn)
}

/// The first and the last local date of an audit.
pub fn days(conn: &mut Conn) -> QueryResult<Option<(NaiveDate, NaiveDate)>> {
    let ends: (Option<NaiveDate>, Option<NaiveDate>) = audits::table
        .select((min(audits::local_date), max(audits::local_date)))
        .first(conn)?;
    Ok(ends.0.zip(ends.1))
}

/// How many answers, audits and findings there are.
pub fn sizes(conn: &mut Conn) -> QueryResult<[i64; 3]> {
    Ok([
        answers::table.select(count_star()).first(conn)?,
        audits::table.select(count_star()).first(conn)?,
        findings::table.select(count_star()).first(conn)?,
    ])
}
