//! The mails of an audit that changes hands, comes by a link, or arrives later than its end.

use super::by_link::model::AuditLink;
use super::model::Audit;
use super::{ics, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{PersonId, SubmissionId};
use crate::base::links;
use crate::base::zone::Zone;
use crate::findings::model::Finding;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use serde_json::{Value, json};

/// A moment at the unit, in words of the reader's language.
fn moment(post: &Post, act: &Act, audit: &Audit, to: &Person, at: Instant) -> AppResult<String> {
    let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
    let (local, today) = (zone.local(at), zone.local(act.now).date);
    let words = post.views().i18n();
    Ok(words.moment(&to.language, (local.date, local.minute), today, at).full)
}

/// What every mail about an audit says: which, where, when.
fn about(
    conn: &mut Conn,
    post: &Post,
    act: &Act,
    audit: &Audit,
    to: &Person,
) -> AppResult<serde_json::Map<String, Value>> {
    let context = json!({
        "title": queries::title(conn, audit.version_id)?.get(&to.language),
        "unit": agency::queries::find(conn, audit.unit_id)?.name,
        "opens": moment(post, act, audit, to, audit.opens_at)?,
        "due": moment(post, act, audit, to, audit.due_at)?,
        "closes": moment(post, act, audit, to, audit.closes_at)?,
        "link": post.url(&links::audit(audit.id)),
    });
    match context {
        Value::Object(context) => Ok(context),
        other => Err(AppError::broken(format!("no object: {other}"))),
    }
}

/// The link that opens an audit without an account.
pub(super) fn one_time_link(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    link: &AuditLink,
    token: &str,
) -> AppResult<()> {
    let to = people::queries::find(conn, link.person_id)?;
    let mut context = about(conn, post, act, audit, &to)?;
    let version = queries::version_asked(conn, audit)?;
    let (questions, count) = queries::asked_of(conn, audit, &version)?;
    let (asked, minutes) = super::length::length(&questions, count);
    context.insert("questions".into(), asked.into());
    context.insert("minutes".into(), minutes.into());
    context.insert("link".into(), post.url(&links::audit_link(token)).into());
    context.insert("open".into(), (audit.opens_at <= act.now).into());
    let until = moment(post, act, audit, &to, link.ends_at(audit))?;
    context.insert("until".into(), until.into());
    let key = format!("audit-link:{}", link.id);
    // whoever gets it cannot open the audit without it
    post.about(Class::AtOnce)
        .send(conn, act, &key, &to.recipient(), "audit_link", context.into())?;
    Ok(())
}

/// Somebody gets an audit of somebody else. People who get one-time links are told by the link.
pub(super) fn handed_over(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    to: &Person,
    by: &Person,
    word: Option<&str>,
) -> AppResult<()> {
    if people::queries::gets_links(conn, to.id)? {
        return Ok(());
    }
    let mut context = about(conn, post, act, audit, to)?;
    context.insert("by".into(), by.name.clone().into());
    context.insert("word".into(), word.into());
    context.insert("started".into(), audit.started_at.is_some().into());
    // The revision tells one hand-over from the next, so that an audit that comes back is told again.
    let key = format!("audit:{}:{}:handed:{}", audit.id, to.id, audit.revision);
    let post = post.inviting(&ics::invitation(conn, post, audit.id, to)?);
    post.send(conn, act, &key, &to.recipient(), "audit_handed_over", context.into())?;
    Ok(())
}

/// Somebody else gave an audit away: whoever had it need not do it any more.
pub(super) fn taken_over(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    to: &Person,
    by: &Person,
    word: Option<&str>,
) -> AppResult<()> {
    if !to.active {
        return Ok(());
    }
    let mut context = about(conn, post, act, audit, to)?;
    context.insert("by".into(), by.name.clone().into());
    context.insert("word".into(), word.into());
    let key = format!("audit:{}:{}:taken:{}", audit.id, to.id, audit.revision);
    let post = post.inviting(&ics::withdrawal(conn, post, audit.id, to)?);
    post.send(conn, act, &key, &to.recipient(), "audit_taken_over", context.into())?;
    Ok(())
}

/// An audit that was told as missed was done in time and has arrived after all.
pub(super) fn arrived_later(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    done_at: Instant,
    from_paper: bool,
) -> AppResult<()> {
    for to in agency::queries::leaders(conn, audit.layer, audit.unit_id)? {
        let mut context = about(conn, post, act, audit, &to)?;
        context.insert("done".into(), moment(post, act, audit, &to, done_at)?.into());
        context.insert("arrived".into(), moment(post, act, audit, &to, act.now)?.into());
        context.insert("from_paper".into(), from_paper.into());
        let key = format!("audit:{}:{}:audit_arrived", audit.id, to.id);
        post.send(conn, act, &key, &to.recipient(), "audit_arrived", context.into())?;
    }
    Ok(())
}

/// Whoever was told of a finding at once is told that the auditor amended it.
pub(super) fn amended(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    submission: SubmissionId,
    to: PersonId,
    findings: &[Finding],
) -> AppResult<()> {
    let to = people::queries::find(conn, to)?;
    if !to.active {
        return Ok(());
    }
    let mut context = about(conn, post, act, audit, &to)?;
    let shown = |finding: &Finding| {
        json!({
            "number": finding.number, "title": finding.title, "seen": finding.seen,
            "withdrawn": finding.is_withdrawn(), "link": post.url(&links::finding(finding.id)),
        })
    };
    context.insert("findings".into(), findings.iter().map(shown).collect());
    let key = format!("audit:{}:{}:amended:{submission}", audit.id, to.id);
    post.about(Class::AtOnce)
        .send(conn, act, &key, &to.recipient(), "audit_amended", context.into())?;
    Ok(())
}
