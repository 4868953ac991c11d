//! The database: one source of queries for SQLite and PostgreSQL, chosen at run time from the URL.
//!
//! `db.read(|conn| …)` and `db.write(|conn| …)` name the intent; below that line everything is plain synchronous code
//! over `&mut Conn`. Every per-engine spot is in this folder.

pub mod conn;
pub mod migrate;
pub mod pool;
pub mod types;

pub use conn::{Conn, Engine, MultiBackend, Native};
pub use pool::{Db, is_duplicate};
pub use types::Doc;
