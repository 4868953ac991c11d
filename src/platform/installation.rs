//! Facts about this installation, one a row: whether it is a demo, from which seed and day it was made.

use crate::platform::db::{Conn, Native};
use crate::schema::installation;
use diesel::prelude::*;

/// The value of a fact.
///
/// # Errors
/// Only when the database fails.
pub fn get(conn: &mut Conn, key: &str) -> QueryResult<Option<String>> {
    installation::table
        .find(key)
        .select(installation::value)
        .first(conn)
        .optional()
}

/// Writes a fact down, over an older one.
///
/// # Errors
/// Only when the database fails.
pub fn set(conn: &mut Conn, key: &str, value: &str) -> QueryResult<usize> {
    Native(
        diesel::insert_into(installation::table)
            .values((installation::key.eq(key), installation::value.eq(value)))
            .on_conflict(installation::key)
            .do_update()
            .set(installation::value.eq(value)),
    )
    .execute(conn)
}

/// Writes a fact down unless it is there; true means it was us. Of two at the same moment one waits for the other.
///
/// # Errors
/// Only when the database fails.
pub fn claim(conn: &mut Conn, key: &str, value: &str) -> QueryResult<bool> {
    Native(
        diesel::insert_into(installation::table)
            .values((installation::key.eq(key), installation::value.eq(value)))
            .on_conflict(installation::key)
            .do_nothing(),
    )
    .execute(conn)
    .map(|written| written == 1)
}
