//! Every SQL about pauses.

use super::Pause;
use crate::base::clock::Instant;
use crate::base::ids::{AnyId, FindingId, PauseId, PersonId};
use crate::platform::db::Conn;
use crate::schema::{finding_pause_dates, finding_pauses};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The pauses of a finding, in the order in which they began.
pub fn of(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<Pause>> {
    finding_pauses::table
        .filter(finding_pauses::finding_id.eq(id))
        .order((finding_pauses::at, finding_pauses::id))
        .select(Pause::as_select())
        .load(conn)
}

/// The pause of a finding of which nobody has noted that it is over.
pub fn open(conn: &mut Conn, id: FindingId) -> QueryResult<Option<Pause>> {
    finding_pauses::table
        .filter(
            finding_pauses::finding_id
                .eq(id)
                .and(finding_pauses::ended_at.is_null()),
        )
        .select(Pause::as_select())
        .first(conn)
        .optional()
}

/// Those of these findings whose clock stands still.
pub fn standing_among(conn: &mut Conn, ids: &[FindingId], now: Instant) -> QueryResult<Vec<FindingId>> {
    finding_pauses::table
        .filter(finding_pauses::finding_id.eq_any(ids.to_vec()))
        .filter(finding_pauses::ended_at.is_null().and(finding_pauses::until_at.gt(now)))
        .select(finding_pauses::finding_id)
        .load(conn)
}

/// The findings whose pause is over without a note that it is.
pub fn over(conn: &mut Conn, now: Instant) -> QueryResult<Vec<FindingId>> {
    finding_pauses::table
        .filter(finding_pauses::ended_at.is_null().and(finding_pauses::until_at.le(now)))
        .order((finding_pauses::until_at, finding_pauses::id))
        .select(finding_pauses::finding_id)
        .load(conn)
}

/// Writes a pause.
pub fn insert(conn: &mut Conn, pause: &Pause) -> QueryResult<usize> {
    diesel::insert_into(finding_pauses::table).values(pause).execute(conn)
}

/// Ends a pause only if nobody has; true means it was us.
pub fn end(
    conn: &mut Conn,
    pause: &Pause,
    at: Instant,
    by: Option<PersonId>,
    again_on: NaiveDate,
) -> QueryResult<bool> {
    diesel::update(
        finding_pauses::table
            .find(pause.id)
            .filter(finding_pauses::ended_at.is_null()),
    )
    .set((
        finding_pauses::ended_at.eq(Some(at)),
        finding_pauses::ended_by.eq(by),
        finding_pauses::again_on.eq(again_on),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Writes when a finding or an action was due before a pause.
pub fn insert_date(conn: &mut Conn, pause: PauseId, what: AnyId, due_on: NaiveDate) -> QueryResult<usize> {
    diesel::insert_into(finding_pause_dates::table)
        .values((
            finding_pause_dates::pause_id.eq(pause),
            finding_pause_dates::dated_id.eq(what),
            finding_pause_dates::due_on.eq(due_on),
        ))
        .execute(conn)
}

/// When a finding or an action was due before a pause.
pub fn date_before(conn: &mut Conn, pause: PauseId, what: AnyId) -> QueryResult<Option<NaiveDate>> {
    finding_pause_dates::table
        .find((pause, what))
        .select(finding_pause_dates::due_on)
        .first(conn)
        .optional()
}

/// When a finding and its actions were due before each of its pauses, in order, with the moment it began.
pub fn dates_of(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<(Instant, AnyId, NaiveDate)>> {
    finding_pause_dates::table
        .inner_join(finding_pauses::table)
        .filter(finding_pauses::finding_id.eq(id))
        .order((finding_pauses::at, finding_pauses::id, finding_pause_dates::dated_id))
        .select((
            finding_pauses::at,
            finding_pause_dates::dated_id,
            finding_pause_dates::due_on,
        ))
        .load(conn)
}
