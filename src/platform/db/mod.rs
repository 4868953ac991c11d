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

pub use conn::{Conn, Engine, Kept, MultiBackend, Native};
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

/// Orders a boxed query for a page of a list by (time, id) and starts it after a row that was seen:
/// `keyset!(query, step, findings::found_at, findings::id, FindingId)`.
#[macro_export]
macro_rules! keyset {
    ($query:expr, $step:expr, $at:expr, $id:expr, $wrap:path) => {
        match $step {
            $crate::platform::web::pager::Step::First => $query.order(($at.desc(), $id.desc())),
            $crate::platform::web::pager::Step::Older(seen) => $query
                .filter($at.lt(seen.at).or($at.eq(seen.at).and($id.lt($wrap(seen.id)))))
                .order(($at.desc(), $id.desc())),
            $crate::platform::web::pager::Step::Newer(seen) => $query
                .filter($at.gt(seen.at).or($at.eq(seen.at).and($id.gt($wrap(seen.id)))))
                .order(($at.asc(), $id.asc())),
        }
    };
}
