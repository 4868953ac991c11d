//! The verbs: send a link, withdraw it, begin by it.

use super::model::{AuditLink, CannotOffer, CannotOpen, LINK_DAYS, check_offer};
use super::queries;
use crate::audits::handing::queries::leads;
use crate::audits::model::Audit;
use crate::audits::{letters, operations as audits, queries as audit_queries};
use crate::base::act::Act;
use crate::base::ids::*;
use crate::people;
use crate::people::viewer::token_hash;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail::post::Post;
use serde_json::json;

/// Sends the auditor of an audit a link with this secret; one that was sent before stops working. Leaders of the auditor
/// and planners may, and the timed job for people who get links.
///
/// # Errors
/// [`CannotOffer`] in its words.
pub fn offer(conn: &mut Conn, act: &Act, post: &Post, id: AuditId, token: &str) -> AppResult<AuditLinkId> {
    let audit = audit_queries::find_to_change(conn, id)?;
    if let Some(who) = act.who
        && !leads(conn, who, &audit)?
    {
        return Err(CannotOffer::NotLeading.into());
    }
    let person = match audit.assignee_id {
        Some(id) => Some(people::queries::find(conn, id)?),
        None => None,
    };
    audits::with_names(conn, &audit)?;
    let to = check_offer(&audit, person.as_ref().is_some_and(|person| person.active), act.now)?;
    queries::revoke(conn, id, act.now)?;
    let link = AuditLink {
        id: act.id(),
        audit_id: id,
        person_id: to,
        token_hash: token_hash(token),
        made_at: act.now,
        expires_at: act.now.plus_days(LINK_DAYS),
        device_hash: None,
        begun_at: None,
        elsewhere: 0,
        elsewhere_at: None,
        revoked_at: None,
    };
    queries::insert(conn, &link)?;
    audits::record(
        conn,
        act,
        id,
        "audit-link-sent",
        json!({"to": to, "link": link.id}),
        None,
    )?;
    letters::one_time_link(conn, act, post, &audit, &link, token)?;
    Ok(link.id)
}

/// Withdraws the link of an audit: the device that began is shut out, too. What it saved stays.
///
/// # Errors
/// [`CannotOffer::NotLeading`].
pub fn revoke(conn: &mut Conn, act: &Act, id: AuditId) -> AppResult<()> {
    let audit = audit_queries::find_to_change(conn, id)?;
    match act.who {
        Some(who) if leads(conn, who, &audit)? => withdraw(conn, act, &audit),
        _ => Err(CannotOffer::NotLeading.into()),
    }
}

/// Withdraws the link of an audit, if one still works.
pub(in crate::audits) fn withdraw(conn: &mut Conn, act: &Act, audit: &Audit) -> AppResult<()> {
    if queries::revoke(conn, audit.id, act.now)? {
        audits::record(conn, act, audit.id, "audit-link-revoked", json!({}), None)?;
    }
    Ok(())
}

/// Begins the audit of a link on a device with this secret, which the link belongs to from now on. On the device that
/// began already nothing happens.
///
/// # Errors
/// [`CannotOpen`] in its words; what keeps an audit from being started.
pub fn begin(conn: &mut Conn, act: &Act, token: &str, device: &str, known: Option<&str>) -> AppResult<AuditId> {
    let opened = queries::find(conn, &token_hash(token))?.ok_or(CannotOpen::Unknown)?;
    // Two devices at once wait for each other here.
    let audit = audit_queries::find_to_change(conn, opened.audit.id)?;
    let link = opened.link;
    let known = known.map(token_hash);
    link.check_open(&audit, opened.person.active, known.as_deref(), act.now)?;
    if link.device_hash.is_some() {
        return Ok(audit.id);
    }
    let act = act.clone().through(opened.person.id, Some(link.id));
    audits::start(conn, &act, audit.id)?;
    if !queries::bind(conn, link.id, &token_hash(device), act.now)? {
        return Err(CannotOpen::Elsewhere.into());
    }
    audits::record(conn, &act, audit.id, "audit-link-begun", json!({}), None)?;
    Ok(audit.id)
}
