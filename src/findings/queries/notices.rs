//! What the reminders look at, and who was told.

use super::super::model::*;
use super::queue::plan_waits;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;

/// The findings that wait for an owner, a decision on their plan or their verification, as far as they were changed since they were looked at
/// or the next step is due.
pub fn waiting(conn: &mut Conn, now: Instant) -> QueryResult<Vec<FindingId>> {
    findings::table
        .filter(findings::chase_at.le(now).assume_not_null())
        .filter(findings::state.ne_all([State::Verified, State::Dismissed]))
        .filter(
            findings::owner_id
                .is_null()
                .or(findings::state.eq(State::Done))
                .or(findings::state.eq(State::Planned).and(plan_waits())),
        )
        .order(findings::id)
        .select(findings::id)
        .load(conn)
}

/// Notes when a finding that waits is looked at next; with nothing, not before it is changed (see [`bump`](super::bump)). One that was
/// changed since it was read is looked at again.
pub fn set_chased(conn: &mut Conn, read: &Finding, next: Option<Instant>) -> QueryResult<usize> {
    let same = findings::table
        .find(read.id)
        .filter(findings::revision.eq(read.revision));
    diesel::update(same).set(findings::chase_at.eq(next)).execute(conn)
}

/// The finding the reminder engine has to look at first.
pub fn next_finding_notice(conn: &mut Conn, now: Instant) -> QueryResult<Option<Finding>> {
    findings::table
        .filter(findings::notice_at.le(now))
        .order((findings::notice_at, findings::id))
        .select(Finding::as_select())
        .first(conn)
        .optional()
}

/// The action the reminder engine has to look at first.
pub fn next_action_notice(conn: &mut Conn, now: Instant) -> QueryResult<Option<Action>> {
    corrective_actions::table
        .filter(corrective_actions::notice_at.le(now))
        .order((corrective_actions::notice_at, corrective_actions::id))
        .select(Action::as_select())
        .first(conn)
        .optional()
}

/// Who was told when, since a moment, about actions of a finding that are due by a date: the key of each message names
/// its reader.
pub fn told_about_actions(
    conn: &mut Conn,
    finding: FindingId,
    due_by: NaiveDate,
    since: Instant,
) -> QueryResult<Vec<(PersonId, Instant)>> {
    let actions: Vec<ActionId> = corrective_actions::table
        .filter(
            corrective_actions::finding_id
                .eq(finding)
                .and(corrective_actions::due_on.le(due_by)),
        )
        .select(corrective_actions::id)
        .load(conn)?;
    let mut told = Vec::new();
    for action in actions {
        let about = format!("action:{action}:");
        let keys: Vec<(String, Instant)> = outbox::table
            .filter(outbox::created_at.ge(since))
            .filter(outbox::message_key.like(format!("{about}%")))
            .select((outbox::message_key, outbox::created_at))
            .load(conn)?;
        told.extend(keys.iter().filter_map(|(key, at)| {
            let to = key.strip_prefix(&about)?.split(':').next()?;
            Some((to.parse::<PersonId>().ok()?, *at))
        }));
    }
    Ok(told)
}

/// The key of the mail that tells somebody of a critical or sensitive finding at once: one each, also when it is both.
pub fn at_once_key(finding: FindingId, to: PersonId) -> String {
    format!("finding:{finding}:{to}:critical")
}

/// Who was told of a finding at once.
pub fn told_at_once(conn: &mut Conn, finding: FindingId) -> QueryResult<Vec<PersonId>> {
    let about = format!("finding:{finding}:");
    let keys: Vec<String> = outbox::table
        .filter(outbox::message_key.like(format!("{about}%:critical")))
        .order(outbox::message_key)
        .select(outbox::message_key)
        .load(conn)?;
    let who = |key: &String| key.strip_prefix(&about)?.split(':').next()?.parse().ok();
    Ok(keys.iter().filter_map(who).collect())
}

/// Moves a finding's next notice on, if nobody else has; true means it is ours to send.
pub fn claim_finding_notice(
    conn: &mut Conn,
    read: &Finding,
    next: Option<Instant>,
    escalation: i32,
) -> QueryResult<bool> {
    diesel::update(
        findings::table
            .find(read.id)
            .filter(findings::notice_at.eq(read.notice_at)),
    )
    .set((findings::notice_at.eq(next), findings::escalation.eq(escalation)))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Moves an action's next notice on, if nobody else has; true means it is ours to send.
pub fn claim_action_notice(
    conn: &mut Conn,
    read: &Action,
    next: Option<Instant>,
    escalation: i32,
) -> QueryResult<bool> {
    diesel::update(
        corrective_actions::table
            .find(read.id)
            .filter(corrective_actions::notice_at.eq(read.notice_at)),
    )
    .set((
        corrective_actions::notice_at.eq(next),
        corrective_actions::escalation.eq(escalation),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}
