//! The database: one source of queries for SQLite and PostgreSQL, chosen at run time from the URL.
//!
//! `db.read(|conn| …)` and `db.write(|conn| …)` name the intent; below that line everything is plain synchronous code
//! over `&mut Conn`. Every per-engine spot is in this folder.

pub mod conn;
pub mod counters;
pub mod migrate;
pub mod pool;
#[cfg(test)]
pub mod testing;
pub mod types;

pub use conn::{Conn, Engine, MultiBackend, Native};
pub use pool::{Db, is_duplicate};
pub use types::Doc;

/// A LIKE pattern (with `\` as escape) for words a person typed, anywhere in the column.
pub fn like(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
