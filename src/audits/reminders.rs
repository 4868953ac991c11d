//! What is said about audits that are due or missed, to whom and when.
//!
//! When an audit is due and there is grace left, its assignee is reminded. When its end has passed it becomes missed and
//! the holders of the next layer's role at the unit are told, each once.

use super::model::{Audit, AuditState};
use super::{operations, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::links;
use crate::base::zone::Zone;
use crate::findings::reminders::Looked;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use serde_json::json;

/// Looks at the most urgent audit whose moment has come, moves the moment on and says what is to be said.
///
/// # Errors
/// Only when the database or a template fails.
pub fn remind_one(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<Looked> {
    let Some(audit) = queries::next_notice(conn, act.now)? else {
        return Ok(Looked::Nothing);
    };
    if !matches!(audit.state, AuditState::Scheduled | AuditState::InProgress) {
        queries::claim_notice(conn, &audit, None)?;
        return Ok(Looked::One(0));
    }
    if act.now > audit.closes_at {
        let missed = operations::miss(conn, act, &audit)?;
        return Ok(Looked::One(if missed {
            tell_missed(conn, act, post, &audit)?
        } else {
            0
        }));
    }
    // One second past its end, so that the end itself still belongs to the auditor.
    if !queries::claim_notice(conn, &audit, Some(audit.closes_at.plus_seconds(1)))? {
        return Ok(Looked::One(0));
    }
    let Some(assignee) = audit.assignee_id.filter(|_| audit.closes_at > audit.due_at) else {
        return Ok(Looked::One(0));
    };
    let person = people::queries::find(conn, assignee)?;
    tell(conn, act, post, &audit, &person, None, "audit_due").map(|new| Looked::One(usize::from(new)))
}

fn tell_missed(conn: &mut Conn, act: &Act, post: &Post, audit: &Audit) -> AppResult<usize> {
    let assignee = match audit.assignee_id {
        Some(id) => Some(people::queries::find(conn, id)?),
        None => None,
    };
    let mut sent = 0;
    for person in agency::queries::leaders(conn, audit.layer, audit.unit_id)? {
        sent += usize::from(tell(
            conn,
            act,
            post,
            audit,
            &person,
            assignee.as_ref(),
            "audit_missed",
        )?);
    }
    Ok(sent)
}

fn tell(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    to: &Person,
    assignee: Option<&Person>,
    message: &str,
) -> AppResult<bool> {
    let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
    let (to, instead) = people::absences::operations::reader(conn, to, act.now)?;
    let i18n = post.views().i18n();
    let moment = |at| {
        let local = zone.local(at);
        i18n.moment(&to.language, (local.date, local.minute), zone.local(act.now).date, at)
            .full
    };
    let context = json!({
        "title": queries::title(conn, audit.version_id)?.get(&to.language),
        "unit": agency::queries::find(conn, audit.unit_id)?.name,
        "due": moment(audit.due_at),
        "closes": moment(audit.closes_at),
        "assignee": assignee.map(|person| person.name.clone()),
        "link": post.url(&links::audit(audit.id)),
    });
    post.send(
        conn,
        act,
        &format!("audit:{}:{}:{message}", audit.id, to.id),
        &to.recipient().instead_of(instead),
        message,
        context,
    )
}

/// Puts the most urgent due audit off for an hour: after a look that failed, so that it never blocks the others.
///
/// # Errors
/// Only when the database fails.
pub fn put_off(conn: &mut Conn, act: &Act) -> AppResult<()> {
    if let Some(audit) = queries::next_notice(conn, act.now)? {
        queries::claim_notice(conn, &audit, Some(act.now.plus_minutes(60)))?;
    }
    Ok(())
}
