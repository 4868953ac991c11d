//! Timed work: each job's next moment is a row, claimed by a conditional update, so that several servers run it once.
//! The table of jobs is `schedule.rs`; each job is written so that running it twice does nothing the second time.

use crate::base::clock::Instant;
use crate::platform::db::{Conn, Native};
use crate::platform::error::AppResult;
use crate::schema::jobs;
use diesel::prelude::*;

/// A job's row, for the operations page.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct JobRow {
    /// Its name in the table of jobs.
    pub name: String,
    /// When it runs next.
    pub next_at: Instant,
    /// When it last began.
    pub started_at: Option<Instant>,
    /// When it last ended well.
    pub finished_at: Option<Instant>,
    /// What went wrong last, until it ends well again.
    pub last_error: Option<String>,
    /// Failures in a row.
    pub failures: i32,
}

/// Claims a job when it is due: true means it is ours to run. Its next moment moves on first, so a crash in the middle
/// delays it by one round and never runs it twice at once.
///
/// # Errors
/// Only when the database fails.
pub fn claim(conn: &mut Conn, name: &str, now: Instant, next_at: Instant) -> AppResult<bool> {
    Native(
        diesel::insert_into(jobs::table)
            .values((jobs::name.eq(name), jobs::next_at.eq(now), jobs::failures.eq(0)))
            .on_conflict(jobs::name)
            .do_nothing(),
    )
    .execute(conn)?;
    let due: Option<Instant> = jobs::table
        .find(name)
        .filter(jobs::next_at.le(now))
        .select(jobs::next_at)
        .first(conn)
        .optional()?;
    let Some(read) = due else { return Ok(false) };
    let claimed = diesel::update(jobs::table.find(name).filter(jobs::next_at.eq(read)))
        .set((jobs::next_at.eq(next_at), jobs::started_at.eq(Some(now))))
        .execute(conn)?;
    Ok(claimed == 1)
}

/// Lets a job run in the next round instead of at its hour, because there is something new for it to do. It takes part in
/// the caller's transaction: a change that is undone hurries nobody.
///
/// # Errors
/// Only when the database fails.
pub fn hurry(conn: &mut Conn, name: &str, now: Instant) -> QueryResult<()> {
    diesel::update(jobs::table.find(name).filter(jobs::next_at.gt(now)))
        .set(jobs::next_at.eq(now))
        .execute(conn)
        .map(drop)
}

/// Notes how a run went. A failing job waits longer each time, up to an hour more.
///
/// # Errors
/// Only when the database fails.
pub fn finish(conn: &mut Conn, name: &str, now: Instant, error: Option<String>) -> AppResult<()> {
    match error {
        None => {
            diesel::update(jobs::table.find(name))
                .set((
                    jobs::finished_at.eq(Some(now)),
                    jobs::last_error.eq(None::<String>),
                    jobs::failures.eq(0),
                ))
                .execute(conn)?;
        }
        Some(error) => {
            let row: JobRow = jobs::table.find(name).select(JobRow::as_select()).first(conn)?;
            let wait = (1_i64 << row.failures.clamp(0, 6)).min(60);
            diesel::update(jobs::table.find(name))
                .set((
                    jobs::next_at.eq(row.next_at.max(now).plus_minutes(wait)),
                    jobs::last_error.eq(Some(error)),
                    jobs::failures.eq(row.failures + 1),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Every job and how it goes.
///
/// # Errors
/// Only when the database fails.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<JobRow>> {
    jobs::table.order(jobs::name).select(JobRow::as_select()).load(conn)
}
