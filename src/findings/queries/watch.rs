//! The same question elsewhere in time and place: repeats, what stands beside a finding, and the effectiveness watch.

use super::super::model::*;
use super::{Visible, visible};
use crate::base::clock::Instant;
use crate::base::codes::OriginKind;
use crate::base::ids::*;
use crate::both;
use crate::figures::found::changing;
use crate::people::model::Scope;
use crate::platform::db::{Conn, Kept};
use crate::schema::*;
use diesel::prelude::*;

/// The last finding on a question at the unit since a moment, of another origin; dismissed ones left out.
pub fn last_on(
    conn: &mut Conn,
    unit: UnitId,
    question: QuestionId,
    since: Instant,
    not_of: AnyId,
) -> QueryResult<Option<FindingId>> {
    both!(conn, c => findings::table
        .filter(findings::question_id.eq(question).and(findings::unit_id.eq(unit)))
        .filter(
            findings::found_at
                .ge(since)
                .and(findings::origin_id.ne(not_of))
                .and(findings::origin_kind.ne(OriginKind::Systemic))
                .and(findings::state.ne(State::Dismissed)),
        )
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(findings::id)
        .first(c))
    .optional()
}

/// The findings on a question at a unit before one, newest first; none before one that is about no question.
pub fn earlier(conn: &mut Conn, finding: &Finding, limit: i64) -> QueryResult<Vec<Finding>> {
    on_its_question(conn, finding, Box::new(findings::found_at.le(finding.found_at)), limit)
}

/// The findings on a question at a unit after one, newest first; none after one that is about no question.
pub fn later(conn: &mut Conn, finding: &Finding, limit: i64) -> QueryResult<Vec<Finding>> {
    on_its_question(conn, finding, Box::new(findings::found_at.gt(finding.found_at)), limit)
}

/// The other findings on the question of one at its unit, those of its own audit left out.
fn on_its_question(conn: &mut Conn, finding: &Finding, which: Visible, limit: i64) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(
            findings::question_id
                .eq(finding.question_id)
                .and(findings::unit_id.eq(finding.unit_id)),
        )
        .filter(findings::origin_id.ne(finding.origin_id))
        .filter(which)
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(Finding::as_select())
        .limit(limit)
        .load(conn)
}

/// The findings the viewer may see on the question of one, at other units since a moment, newest first, with the names
/// of their units; dismissed and systemic ones left out.
pub fn elsewhere(
    conn: &mut Conn,
    scope: &Scope,
    finding: &Finding,
    since: Instant,
    limit: usize,
) -> QueryResult<Vec<(Finding, String)>> {
    let others: Vec<FindingId> = findings::table
        .select(findings::id)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .into_boxed()
        .filter(visible(scope))
        .filter(findings::question_id.eq(finding.question_id).assume_not_null())
        .filter(findings::unit_id.ne(finding.unit_id).and(findings::found_at.ge(since)))
        .filter(findings::origin_kind.ne(OriginKind::Systemic))
        .filter(findings::state.ne(State::Dismissed))
        .order((findings::found_at.desc(), findings::id.desc()))
        .load(conn)?;
    findings::table
        .inner_join(units::table)
        .filter(findings::id.eq_any(others))
        .order((findings::found_at.desc(), findings::id.desc()))
        .select((Finding::as_select(), units::name))
        .load(conn)
}

/// The findings that are marked as repeats of one.
pub fn repeats_of(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(findings::repeat_of.eq(id).assume_not_null())
        .order(findings::number)
        .select(Finding::as_select())
        .load(conn)
}

/// The last finding before one on its question at its unit since a moment, of another origin; dismissed ones left out.
pub fn last_before(conn: &mut Conn, finding: &Finding, since: Instant) -> QueryResult<Option<FindingId>> {
    findings::table
        .filter(
            findings::question_id
                .eq(finding.question_id)
                .and(findings::unit_id.eq(finding.unit_id)),
        )
        .filter(
            findings::found_at
                .ge(since)
                .and(findings::found_at.lt(finding.found_at)),
        )
        .filter(
            findings::origin_id
                .ne(finding.origin_id)
                .and(findings::origin_kind.ne(OriginKind::Systemic))
                .and(findings::state.ne(State::Dismissed)),
        )
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(findings::id)
        .first(conn)
        .optional()
}

/// Sets which finding one repeats.
pub fn set_repeat_of(conn: &mut Conn, id: FindingId, of: Option<FindingId>) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set(findings::repeat_of.eq(of))
            .execute(conn)
    })
}

/// Starts (or starts again) the effectiveness watch of a finding on its question.
pub fn start_watch(conn: &mut Conn, finding: &Finding, question: QuestionId, now: Instant) -> QueryResult<usize> {
    diesel::delete(watch_checks::table.filter(watch_checks::finding_id.eq(finding.id))).execute(conn)?;
    diesel::delete(watches::table.find(finding.id)).execute(conn)?;
    diesel::insert_into(watches::table)
        .values((
            watches::finding_id.eq(finding.id),
            watches::unit_id.eq(finding.unit_id),
            watches::question_id.eq(question),
            watches::state.eq(WatchState::Watching),
            watches::needed.eq(i32::try_from(WATCH_AUDITS).unwrap_or(3)),
            watches::since.eq(now),
        ))
        .execute(conn)
}

/// Findings under watch for these questions at a unit.
pub fn watched(conn: &mut Conn, unit: UnitId, questions: &[QuestionId]) -> QueryResult<Vec<(FindingId, QuestionId)>> {
    both!(conn, c => Kept(watches::table
        .filter(watches::question_id.eq_any(questions.to_vec()))
        .filter(watches::unit_id.eq(unit).and(watches::state.eq(WatchState::Watching)))
        .select((watches::finding_id, watches::question_id)))
        .load(c))
}

/// Notes what an audit under watch said; the same audit counts once.
pub fn insert_watch_check(
    conn: &mut Conn,
    finding: FindingId,
    origin: AnyId,
    who: Option<PersonId>,
    now: Instant,
    conforms: bool,
) -> QueryResult<usize> {
    diesel::insert_into(watch_checks::table)
        .values((
            watch_checks::finding_id.eq(finding),
            watch_checks::origin_id.eq(origin),
            watch_checks::person_id.eq(who),
            watch_checks::at.eq(now),
            watch_checks::conforms.eq(conforms),
        ))
        .execute(conn)
}

/// Who made the checks of a watch, each check once, in order, with when and whether it conformed.
pub fn watch_checks_of(conn: &mut Conn, finding: FindingId) -> QueryResult<Vec<(Option<PersonId>, Instant, bool)>> {
    watch_checks::table
        .filter(watch_checks::finding_id.eq(finding))
        .order((watch_checks::at, watch_checks::origin_id))
        .select((watch_checks::person_id, watch_checks::at, watch_checks::conforms))
        .load(conn)
}

/// The findings under watch that an audit told of a question, and whether it conformed.
pub fn checks_of_origin(conn: &mut Conn, origin: AnyId, question: QuestionId) -> QueryResult<Vec<(FindingId, bool)>> {
    watch_checks::table
        .inner_join(watches::table.on(watches::finding_id.eq(watch_checks::finding_id)))
        .filter(
            watch_checks::origin_id
                .eq(origin)
                .and(watches::question_id.eq(question)),
        )
        .order(watch_checks::finding_id)
        .select((watch_checks::finding_id, watch_checks::conforms))
        .load(conn)
}

/// Takes the check of an audit back.
pub fn remove_check(conn: &mut Conn, finding: FindingId, origin: AnyId) -> QueryResult<usize> {
    diesel::delete(
        watch_checks::table.filter(
            watch_checks::finding_id
                .eq(finding)
                .and(watch_checks::origin_id.eq(origin)),
        ),
    )
    .execute(conn)
}

/// How the watch of a finding goes, if there is one.
pub fn watch_state(conn: &mut Conn, finding: FindingId) -> QueryResult<Option<WatchState>> {
    watches::table
        .find(finding)
        .select(watches::state)
        .first(conn)
        .optional()
}

/// Ends a watch.
pub fn set_watch(conn: &mut Conn, finding: FindingId, state: WatchState) -> QueryResult<usize> {
    diesel::update(watches::table.find(finding))
        .set(watches::state.eq(state))
        .execute(conn)
}
