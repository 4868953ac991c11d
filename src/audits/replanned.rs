//! What planning does to an audit that was made: move it, take it away, excuse it, expect it again.

use super::model::{Audit, AuditState};
use super::operations::{NewAudit, first_notice, once, record};
use super::queries;
use super::reminders::first_look;
use crate::base::act::Act;
use crate::base::zone::Zone;
use crate::figures::model::{AuditResult, Place};
use crate::figures::operations as figures;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use serde_json::json;

/// Puts an audit whose window has not opened into another window, or under another checklist or layer; whoever it was
/// given to keeps it. The day of the rule it stands for stays.
///
/// # Errors
/// Stale when it opened, was begun or changed meanwhile.
pub fn reschedule(conn: &mut Conn, act: &Act, read: &Audit, to: &NewAudit) -> AppResult<()> {
    if !read.is_ahead(act.now) {
        return Err(AppError::Stale);
    }
    let moved = Audit {
        slot: to.slot,
        local_date: to.local_date,
        zone: to.zone.name().into(),
        opens_minute: to.opens_minute,
        due_minute: to.due_minute,
        opens_at: to.opens_at,
        due_at: to.due_at,
        closes_at: to.closes_at.max(to.due_at),
        process_id: to.process_id,
        version_id: to.version_id,
        layer: to.layer,
        notice_at: Some(first_notice(to)),
        ..read.clone()
    };
    once(queries::set_window(conn, read, &moved)?)?;
    let facts = json!({
        "from": { "date": read.local_date, "opens": read.opens_at, "due": read.due_at, "closes": read.closes_at,
            "zone": read.zone, "layer": read.layer, "version": read.version_id },
        "to": { "date": moved.local_date, "opens": moved.opens_at, "due": moved.due_at, "closes": moved.closes_at,
            "zone": moved.zone, "layer": moved.layer, "version": moved.version_id },
    });
    record(conn, act, read.id, "audit-moved", facts, None)
}

/// Takes an audit away whose window has not opened, as if it had never been made; its history stays.
///
/// # Errors
/// Stale when it opened, was begun or changed meanwhile.
pub fn cancel(conn: &mut Conn, act: &Act, read: &Audit) -> AppResult<()> {
    if !read.is_ahead(act.now) {
        return Err(AppError::Stale);
    }
    if read.state == AuditState::Excused {
        figures::uncount_audit(conn, &place(read), AuditResult::Excused)?;
    }
    once(queries::delete(conn, read)?)?;
    let facts = json!({
        "plan": read.plan_id, "unit": read.unit_id, "date": read.local_date, "planned": read.planned(),
        "opens": read.opens_at, "due": read.due_at, "assignee": read.assignee_id,
    });
    record(conn, act, read.id, "audit-cancelled", facts, None)
}

/// Excuses an audit that was not submitted, because the unit is closed on its day: also one that was missed, when the
/// closure was announced afterwards. The figures follow.
///
/// # Errors
/// Stale when it was submitted or changed meanwhile.
pub fn excuse(conn: &mut Conn, act: &Act, read: &Audit, closure: &str) -> AppResult<()> {
    match read.state {
        AuditState::Scheduled | AuditState::InProgress => {}
        AuditState::Missed => figures::uncount_audit(conn, &place(read), AuditResult::Missed)?,
        AuditState::Excused | AuditState::Submitted => return Err(AppError::Stale),
    }
    let reason = read.reason.as_deref().unwrap_or(closure);
    once(queries::set_ended(conn, read, AuditState::Excused, Some(reason))?)?;
    figures::count_audit(conn, &place(read), AuditResult::Excused)?;
    let facts = json!({ "from": read.state, "to": AuditState::Excused, "closure": closure });
    record(conn, act, read.id, "audit-excused", facts, None)
}

/// Expects an excused audit again, because the closure was taken back. One whose end has passed is missed then, as soon
/// as the reminder engine sees it.
///
/// # Errors
/// Stale when it changed meanwhile.
pub fn expect_again(conn: &mut Conn, act: &Act, read: &Audit) -> AppResult<Audit> {
    if read.state != AuditState::Excused {
        return Err(AppError::Stale);
    }
    let state = match read.started_at {
        Some(_) => AuditState::InProgress,
        None => AuditState::Scheduled,
    };
    let zone = Zone::parse(&read.zone).map_err(AppError::broken)?;
    let again = Audit {
        state,
        reason: None,
        notice_at: Some(first_look(&zone, read.opens_at)),
        revision: read.revision + 1,
        ..read.clone()
    };
    once(queries::set_expected(conn, read, &again)?)?;
    figures::uncount_audit(conn, &place(read), AuditResult::Excused)?;
    let facts = json!({ "from": read.state, "to": state });
    record(conn, act, read.id, "audit-expected", facts, None)?;
    Ok(again)
}

fn place(audit: &Audit) -> Place {
    Place {
        unit: audit.unit_id,
        process: audit.process_id,
        layer: audit.layer,
        day: audit.local_date,
    }
}
