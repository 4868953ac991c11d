//! Brings the tables up to date: the same migration names on both engines, ending in the same tables.

use super::conn::{Conn, sqlite_path};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::path::Path;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

#[derive(diesel::QueryableByName)]
struct BrokenKey {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table: String,
}

/// Runs the migrations that are missing, on a connection of its own, and says which ran. Several servers that start at once wait
/// for each other.
///
/// # Errors
/// A sentence for the administrator: the URL, the file or the server is at fault, or a migration failed.
pub fn run(url: &str) -> Result<Vec<String>, String> {
    if let Some(folder) = sqlite_path(url).and_then(|path| Path::new(path).parent()) {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("cannot make the folder {} for the database: {error}", folder.display()))?;
    }
    let mut conn = Conn::open(url).map_err(|error| format!("cannot open the database: {error}"))?;
    let ran = migrated(&mut conn)?;
    crate::platform::mail::fold_older(&mut conn)
        .map_err(|error| format!("cannot make older mails findable: {error}"))?;
    Ok(ran)
}

fn migrated(conn: &mut Conn) -> Result<Vec<String>, String> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(conn) => {
            let failed = |error: diesel::result::Error| format!("cannot lock the database for migrating: {error}");
            conn.batch_execute("SELECT pg_advisory_lock(7420001)").map_err(failed)?;
            let ran = pending(conn, POSTGRES);
            conn.batch_execute("SELECT pg_advisory_unlock(7420001)")
                .map_err(failed)?;
            ran
        }
        Conn::Sqlite(conn) => {
            // A rebuilt table would cascade deletes while foreign keys are on: off here, and checked afterwards.
            let failed = |error: diesel::result::Error| format!("cannot prepare the database for migrating: {error}");
            conn.batch_execute("PRAGMA foreign_keys=OFF").map_err(failed)?;
            let ran = pending(conn, SQLITE)?;
            if ran.is_empty() {
                // Looking through fifty million answers for nothing takes more than a minute at every start.
                return Ok(ran);
            }
            let broken: Vec<BrokenKey> = diesel::sql_query("SELECT \"table\" FROM pragma_foreign_key_check")
                .load(conn)
                .map_err(failed)?;
            match broken.first() {
                Some(row) => Err(format!(
                    "after migrating, rows of {} point to rows that are not there",
                    row.table
                )),
                None => Ok(ran),
            }
        }
    }
}

fn pending<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
    migrations: EmbeddedMigrations,
) -> Result<Vec<String>, String> {
    conn.run_pending_migrations(migrations)
        .map(|ran| ran.iter().map(ToString::to_string).collect())
        .map_err(|error| format!("a migration failed: {error}"))
}
