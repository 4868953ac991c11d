//! A one-time link, and what it opens when.

use crate::audits::model::{Audit, AuditState};
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::platform::error::AppError;
use crate::refusals;
use crate::schema::audit_links;
use diesel::prelude::*;

/// Days a link works at most; it ends earlier with its audit.
pub const LINK_DAYS: i64 = 14;

/// A link by mail that opens one audit without an account.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_links, treat_none_as_default_value = false)]
pub struct AuditLink {
    /// Identity.
    pub id: AuditLinkId,
    /// The audit it opens.
    pub audit_id: AuditId,
    /// Who it was sent to.
    pub person_id: PersonId,
    /// Hash of the secret in its address.
    pub token_hash: String,
    /// When it was made.
    pub made_at: Instant,
    /// Until when it works at the latest.
    pub expires_at: Instant,
    /// Hash of the secret of the device that began.
    pub device_hash: Option<String>,
    /// When that was.
    pub begun_at: Option<Instant>,
    /// How often it was opened on another device afterwards.
    pub elsewhere: i32,
    /// The last time it was.
    pub elsewhere_at: Option<Instant>,
    /// When it was withdrawn, or replaced by a new one.
    pub revoked_at: Option<Instant>,
}

/// Why a link opens nothing here and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// There is no such link.
    #[error("unknown")]
    Unknown,
    /// It was withdrawn, or a newer one was sent.
    #[error("withdrawn")]
    Revoked,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// It belongs to another device.
    #[error("in use on another device")]
    Elsewhere,
    /// The audit was sent.
    #[error("used up")]
    Sent,
    /// The audit is not this person's any more, or the person has left.
    #[error("not this person's any more")]
    NotYours,
}

impl CannotOpen {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        Said::new(match self {
            Self::Unknown => "audit-link-no-unknown",
            Self::Revoked => "audit-link-no-revoked",
            Self::Expired => "audit-link-no-expired",
            Self::Elsewhere => "audit-link-no-elsewhere",
            Self::Sent => "audit-link-no-sent",
            Self::NotYours => "audit-link-no-not-yours",
        })
    }
}

/// Why no link can be sent for an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotOffer {
    /// Somebody has to be named first.
    #[error("nobody has the audit")]
    Nobody,
    /// Whoever has it has left.
    #[error("the person has left")]
    Left,
    /// It is over, or was sent.
    #[error("nothing is left to do")]
    Done,
    /// Who asks leads nobody there.
    #[error("not a leader of the auditor")]
    NotLeading,
}

impl CannotOffer {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        Said::new(match self {
            Self::Nobody => "audit-link-no-nobody",
            Self::Left => "audit-link-no-left",
            Self::Done => "audit-link-no-done",
            Self::NotLeading => "audit-no-not-leading",
        })
    }
}
refusals!(CannotOpen);

impl From<CannotOffer> for AppError {
    fn from(no: CannotOffer) -> Self {
        match no {
            CannotOffer::NotLeading => Self::Forbidden(no.said()),
            CannotOffer::Nobody | CannotOffer::Left | CannotOffer::Done => Self::Refused(no.said()),
        }
    }
}

/// Can a link be sent for this audit? One that has not opened yet gets its link ahead of time.
///
/// # Errors
/// [`CannotOffer`]: it has an auditor who is here, and time is left.
pub fn check_offer(audit: &Audit, active: bool, now: Instant) -> Result<PersonId, CannotOffer> {
    let undone = matches!(audit.state, AuditState::Scheduled | AuditState::InProgress);
    if !undone || now > audit.closes_at {
        return Err(CannotOffer::Done);
    }
    let person = audit.assignee_id.ok_or(CannotOffer::Nobody)?;
    if active { Ok(person) } else { Err(CannotOffer::Left) }
}

impl AuditLink {
    /// Until when the link can be begun: its own end, or the audit's.
    pub fn ends_at(&self, audit: &Audit) -> Instant {
        self.expires_at.min(audit.closes_at)
    }

    /// Whether it may be opened by a device at all.
    fn check_alive(&self, audit: &Audit, active: bool) -> Result<(), CannotOpen> {
        if self.revoked_at.is_some() {
            return Err(CannotOpen::Revoked);
        }
        let yours = match audit.state {
            AuditState::Submitted => true,
            _ => active && audit.assignee_id == Some(self.person_id),
        };
        if yours { Ok(()) } else { Err(CannotOpen::NotYours) }
    }

    /// May a device with this secret (hashed) begin, or go on where it began? Whoever holds the link and nothing else
    /// learns nothing of the audit once another device has begun.
    ///
    /// # Errors
    /// [`CannotOpen`] in its words.
    pub fn check_open(
        &self,
        audit: &Audit,
        active: bool,
        device_hash: Option<&str>,
        now: Instant,
    ) -> Result<(), CannotOpen> {
        self.check_alive(audit, active)?;
        match self.device_hash.as_deref() {
            Some(own) if Some(own) == device_hash => return Ok(()),
            Some(_) if audit.state == AuditState::Submitted => return Err(CannotOpen::Sent),
            Some(_) => return Err(CannotOpen::Elsewhere),
            None => {}
        }
        match audit.state {
            AuditState::Submitted => Err(CannotOpen::Sent),
            AuditState::Missed | AuditState::Excused => Err(CannotOpen::Expired),
            AuditState::Scheduled | AuditState::InProgress if now > self.ends_at(audit) => Err(CannotOpen::Expired),
            AuditState::Scheduled | AuditState::InProgress => Ok(()),
        }
    }

    /// May the device that began go on? Until its end, and so many days longer for what was done in time and arrives
    /// later; once the audit is sent, what opens is the receipt.
    ///
    /// # Errors
    /// [`CannotOpen`] in its words.
    pub fn check_going_on(
        &self,
        audit: &Audit,
        active: bool,
        taken_for_days: i64,
        now: Instant,
    ) -> Result<(), CannotOpen> {
        self.check_alive(audit, active)?;
        if audit.state != AuditState::Submitted && now > self.ends_at(audit).plus_days(taken_for_days) {
            return Err(CannotOpen::Expired);
        }
        Ok(())
    }
}
