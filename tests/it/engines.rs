//! A database for each test, on either engine: migrated and filled once, then copied.
//!
//! The copy's origin carries a fingerprint of the test program in its name, so that a program that was built anew never
//! meets the tables of the one before. Processes wait for each other: nextest runs each test in one of its own.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use plumbline::platform::db::{Conn, migrate};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

pub use plumbline::platform::db::Engine;

/// Names the server for the tests on PostgreSQL; its user may create databases.
const SERVER: &str = "TEST_DATABASE_URL";

/// A database of one test; gone with it.
pub struct Database {
    pub url: String,
    kept: Kept,
}

enum Kept {
    Folder(#[expect(dead_code, reason = "removes the folder when it is dropped")] TempDir),
    OnServer { server: String, name: String },
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Kept::OnServer { server, name } = &self.kept {
            let dropped = Conn::open(server)
                .map_err(|error| error.to_string())
                .and_then(|mut conn| run(&mut conn, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
            if let Err(error) = dropped {
                eprintln!("the database {name} of a test could not be dropped: {error}");
            }
        }
    }
}

/// A database with every table and nothing in it.
pub fn empty(engine: Engine) -> Database {
    copy(engine, "empty", |_| {})
}

/// A copy of the database that `fill` fills, once for all tests of this program.
pub fn copy(engine: Engine, name: &str, fill: impl Fn(&str)) -> Database {
    match engine {
        Engine::Sqlite => copy_file(name, fill),
        Engine::Postgres => copy_on_server(name, fill),
    }
}

fn copy_file(name: &str, fill: impl Fn(&str)) -> Database {
    let origins = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let origin = origins.join(format!("{name}-{}.db", fingerprint()));
    let lock = File::create(origins.join(format!("{name}.lock"))).unwrap();
    lock.lock().unwrap();
    if !origin.exists() {
        for old in files_beginning(origins, &format!("{name}-")) {
            let _ = fs::remove_file(old);
        }
        let making = origins.join(format!("{name}-making.db"));
        let url = format!("sqlite:{}", making.display());
        migrate::run(&url).unwrap();
        fill(&url);
        run(&mut Conn::open(&url).unwrap(), "PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        fs::rename(&making, &origin).unwrap();
    }
    drop(lock);
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("town.db");
    fs::copy(&origin, &own).unwrap();
    Database {
        url: format!("sqlite:{}", own.display()),
        kept: Kept::Folder(folder),
    }
}

fn files_beginning(folder: &Path, with: &str) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(with))
        .map(|entry| entry.path())
        .collect()
}

fn copy_on_server(name: &str, fill: impl Fn(&str)) -> Database {
    let server = server();
    let origin = format!("plumbline_{name}_{}", fingerprint());
    let mut conn =
        Conn::open(&server).unwrap_or_else(|error| panic!("{SERVER} names a server that does not answer: {error}"));
    // Names of databases count for the whole server, so its one lock is right.
    run(&mut conn, "SELECT pg_advisory_lock(7420002)").unwrap();
    if !is_there(&mut conn, &origin) {
        let making = format!("plumbline_{name}_making");
        for old in names_like(&mut conn, &format!("plumbline_{name}_%")) {
            run(&mut conn, &format!("DROP DATABASE {old} WITH (FORCE)")).unwrap();
        }
        run(&mut conn, &format!("CREATE DATABASE {making}")).unwrap();
        let url = with_database(&server, &making);
        migrate::run(&url).unwrap();
        fill(&url);
        run(&mut conn, &format!("ALTER DATABASE {making} RENAME TO {origin}")).unwrap();
    }
    run(&mut conn, "SELECT pg_advisory_unlock(7420002)").unwrap();
    let own = format!("plumbline_test_{}", uuid::Uuid::new_v4().simple());
    run(&mut conn, &format!("CREATE DATABASE {own} TEMPLATE {origin}")).unwrap();
    Database {
        url: with_database(&server, &own),
        kept: Kept::OnServer { server, name: own },
    }
}

fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!(
            "The tests on PostgreSQL need a server: run them with `make test`, with `scripts/test-postgres cargo test`, \
             or set {SERVER} to a server whose user may create databases."
        )
    })
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let (before, options) = url
        .split_once('?')
        .map_or((url, None), |(before, options)| (before, Some(options)));
    let (host, _) = before.rsplit_once('/').expect("postgres://user@host/database");
    options.map_or_else(
        || format!("{host}/{name}"),
        |options| format!("{host}/{name}?{options}"),
    )
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    datname: String,
}

fn names_like(conn: &mut Conn, pattern: &str) -> Vec<String> {
    let Conn::Pg(conn) = conn else { return Vec::new() };
    diesel::sql_query("SELECT datname::text FROM pg_database WHERE datname LIKE $1")
        .bind::<diesel::sql_types::Text, _>(pattern)
        .load::<Name>(conn)
        .unwrap()
        .into_iter()
        .map(|row| row.datname)
        .collect()
}

fn is_there(conn: &mut Conn, name: &str) -> bool {
    !names_like(conn, name).is_empty()
}

fn run(conn: &mut Conn, sql: &str) -> Result<(), String> {
    conn.batch_execute(sql).map_err(|error| format!("{sql}: {error}"))
}

/// Tells this build of the test program from others.
fn fingerprint() -> &'static str {
    static MADE: OnceLock<String> = OnceLock::new();
    MADE.get_or_init(|| {
        let program = fs::metadata(std::env::current_exe().unwrap()).unwrap();
        let made = program
            .modified()
            .unwrap()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        format!("{:x}_{:x}", made.as_micros(), program.len())
    })
}
