//! Every SQL about what an agency sets.

use super::{Category, Rules};
use crate::platform::db::Conn;
use crate::schema::{cause_categories, finding_rules};
use diesel::prelude::*;

/// The one row.
const RULES: i32 = 1;

/// The days of findings.
pub fn rules(conn: &mut Conn) -> QueryResult<Rules> {
    finding_rules::table.find(RULES).select(Rules::as_select()).first(conn)
}

/// Writes the days only if they are still of this revision; true means it was us.
pub fn put_rules(conn: &mut Conn, read: i32, rules: &Rules) -> QueryResult<bool> {
    diesel::update(
        finding_rules::table
            .find(RULES)
            .filter(finding_rules::revision.eq(read)),
    )
    .set((
        finding_rules::critical_days.eq(rules.critical_days),
        finding_rules::major_days.eq(rules.major_days),
        finding_rules::minor_days.eq(rules.minor_days),
        finding_rules::repeat_days.eq(rules.repeat_days),
        finding_rules::revision.eq(rules.revision),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Where causes may lie, in order, also what is not in use any more.
pub fn categories(conn: &mut Conn) -> QueryResult<Vec<Category>> {
    cause_categories::table
        .order((cause_categories::position, cause_categories::code))
        .select(Category::as_select())
        .load(conn)
}

/// One of them.
pub fn find_category(conn: &mut Conn, code: &str) -> QueryResult<Category> {
    cause_categories::table
        .find(code.to_owned())
        .select(Category::as_select())
        .first(conn)
}

/// Writes a new one.
pub fn insert_category(conn: &mut Conn, category: &Category) -> QueryResult<usize> {
    diesel::insert_into(cause_categories::table)
        .values(category)
        .execute(conn)
}

/// Writes one over itself only if it is still of this revision; true means it was us.
pub fn put_category(conn: &mut Conn, read: i32, category: &Category) -> QueryResult<bool> {
    diesel::update(
        cause_categories::table
            .find(category.code.clone())
            .filter(cause_categories::revision.eq(read)),
    )
    .set((
        cause_categories::name.eq(&category.name),
        cause_categories::hint.eq(&category.hint),
        cause_categories::position.eq(category.position),
        cause_categories::active.eq(category.active),
        cause_categories::revision.eq(category.revision),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}
