//! The verbs of the room.

use super::model::{Process, search_words};
use super::queries;
use crate::base::text::Localized;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;

/// Gives a process the name its template has; the template's history holds the change.
///
/// # Errors
/// Only when the database fails.
pub fn rename(conn: &mut Conn, process: &Process, name: &Localized) -> AppResult<()> {
    queries::rename(conn, process.id, name, &search_words(name, &process.code))?;
    Ok(())
}
