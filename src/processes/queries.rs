//! Every SQL of the room.

use super::model::Process;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::platform::db::Conn;
use crate::schema::processes;
use diesel::prelude::*;

/// One process.
pub fn find(conn: &mut Conn, id: ProcessId) -> QueryResult<Process> {
    processes::table.find(id).select(Process::as_select()).first(conn)
}

/// The process with this id in the files: `walk-in-service`.
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Process>> {
    processes::table
        .filter(processes::code.eq(code))
        .select(Process::as_select())
        .first(conn)
        .optional()
}

/// Every process, by its id in the files.
pub fn all(conn: &mut Conn) -> QueryResult<Vec<Process>> {
    processes::table
        .order(processes::code)
        .select(Process::as_select())
        .load(conn)
}

/// Writes a new process.
pub fn insert(conn: &mut Conn, process: &Process) -> QueryResult<usize> {
    diesel::insert_into(processes::table).values(process).execute(conn)
}

/// Gives a process another name, and the words it is found by.
pub fn rename(conn: &mut Conn, id: ProcessId, name: &Localized, search: &str) -> QueryResult<usize> {
    diesel::update(processes::table.find(id))
        .set((processes::name.eq(name), processes::search.eq(search)))
        .execute(conn)
}
