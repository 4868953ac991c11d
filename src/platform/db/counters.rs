//! Running numbers without gaps, per scope and year. Taken last in a transaction: the counter's row is locked until it
//! ends, and a transaction that is undone gives its number back.

use super::Conn;
use crate::fixed;
use crate::schema::counters;
use diesel::prelude::*;

/// Takes `count` numbers of a scope and year; gives the first of them.
///
/// # Errors
/// Only when the database fails.
pub fn take(conn: &mut Conn, scope: &str, year: i32, count: i32) -> QueryResult<i32> {
    let last: i32 = fixed!(
        conn,
        diesel::insert_into(counters::table)
            .values((
                counters::scope.eq(scope),
                counters::year.eq(year),
                counters::last.eq(count),
            ))
            .on_conflict((counters::scope, counters::year))
            .do_update()
            .set(counters::last.eq(counters::last + count))
            .returning(counters::last),
        get_result
    )?;
    Ok(last - count + 1)
}
