//! A database for tests of rules and operations: in a file of its own, gone with the test; with `TEST_DATABASE_URL` (a
//! PostgreSQL server that may make databases) in a database of its own, gone with the server.

use super::{Conn, migrate};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A fresh database with every table and no row, and the folder it lives in.
///
/// The tables are made once a test run and copied.
pub fn fresh() -> (TempDir, Conn) {
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let folder = tempfile::tempdir().unwrap();
        let url = on_server(&server);
        std::fs::write(folder.path().join(URL), &url).unwrap();
        return (folder, Conn::open(&url).unwrap());
    }
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let url = format!("sqlite:{}", path.display());
    let made = MADE.get_or_init(|| {
        migrate::run(&url).unwrap();
        let mut conn = Conn::open(&url).unwrap();
        diesel::connection::SimpleConnection::batch_execute(&mut conn, "PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        drop(conn);
        std::fs::read(&path).unwrap()
    });
    if !path.exists() {
        std::fs::write(&path, made).unwrap();
    }
    std::fs::write(folder.path().join(URL), &url).unwrap();
    let conn = Conn::open(&url).unwrap();
    (folder, conn)
}

/// The file of the folder that holds the database's URL.
const URL: &str = "url";

/// The URL of a fresh database, to open it once more.
pub fn url_of(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join(URL)).unwrap()
}

fn on_server(server: &str) -> String {
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut conn = Conn::open(server).unwrap();
    diesel::connection::SimpleConnection::batch_execute(&mut conn, &format!("CREATE DATABASE {name}")).unwrap();
    // postgres://user@host/postgres?options: the part between the last slash and the question mark
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    let url = format!("{host}/{name}?{options}");
    migrate::run(&url).unwrap();
    url
}
