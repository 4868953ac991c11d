//! A database for tests of rules and operations: in a file of its own, gone with the test.

use super::{Conn, migrate};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A fresh database with every table and no row, and the folder it lives in.
///
/// The tables are made once a test run and copied.
pub fn fresh() -> (TempDir, Conn) {
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
    let conn = Conn::open(&url).unwrap();
    (folder, conn)
}
