//! Identity: one type per table, so that two ids cannot be swapped, over UUIDv7 made here and never by the database.
//!
//! An id made before a write makes the write safe to try again, rows sort by time, and devices without a network can
//! make their own.

use super::codes::OriginKind;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What every id can do; lets [`crate::base::act::Act`] make any of them.
pub trait Id: Copy + 'static {
    /// Wraps a UUID.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The UUID inside.
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
        impl Id for $name {
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, uuid::Error> { s.parse().map(Self) }
        }
    )+};
}
ids! {
    /// The id of a record whose kind is told beside it (history, attachments).
    AnyId,
    /// A node of the organisation tree.
    UnitId,
    /// A day a unit does not work.
    HolidayId,
    /// A holiday that comes round every year.
    HolidayRuleId,
    /// Working hours that rotate.
    ShiftId,
    /// A change of a working calendar.
    CalendarChangeId,
    /// Somebody who signs in or receives mail.
    PersonId,
    /// A person holds a role at a unit.
    AssignmentId,
    /// A person is away for some days.
    AbsenceId,
    /// A signed-in device.
    SessionId,
    /// A one-time link to choose a new password.
    PasswordResetId,
    /// A mission statement.
    MissionStatementId,
    /// A goal of a mission statement.
    GoalId,
    /// A measurable objective of a goal.
    ObjectiveId,
    /// Something the agency provides to someone.
    ServiceId,
    /// A customer group of a service.
    CustomerGroupId,
    /// A charter promise of a service.
    CharterPromiseId,
    /// A procedures manual.
    ManualId,
    /// An edition of a procedures manual.
    EditionId,
    /// A clause, the same in every edition.
    ClauseId,
    /// What is done to deliver services.
    ProcessId,
    /// An audit checklist.
    TemplateId,
    /// A version of a template.
    TemplateVersionId,
    /// A question, the same in every version.
    QuestionId,
    /// A question as one version words it.
    QuestionVersionId,
    /// Who audits what, how often.
    PlanId,
    /// A secret address at which a calendar program reads audits.
    FeedId,
    /// What a change did to the audits of a plan.
    EffectId,
    /// One occurrence of a plan.
    AuditId,
    /// What a device sent, once; made by the device.
    SubmissionId,
    /// A link by mail that opens one audit without an account.
    AuditLinkId,
    /// A nonconformance record.
    FindingId,
    /// A corrective action of a finding.
    ActionId,
    /// A verification of a finding.
    VerificationId,
    /// A decision on the plan of a finding.
    DecisionId,
    /// A later date that was asked for.
    DueRequestId,
    /// A pause of a finding's clock.
    PauseId,
    /// Filters of the queue of findings that somebody gave a name.
    FindingViewId,
    /// Something changed in how the work is done.
    ChangePointId,
    /// A day on which a board meets.
    MeetingId,
    /// What the summary told at a moment, kept for good.
    PacketId,
    /// A link by mail that opens one packet without an account.
    PacketLinkId,
    /// A mail in the outbox.
    OutboxId,
    /// A photo or document.
    AttachmentId,
    /// An entry of the history.
    HistoryId,
}

/// Where a finding comes from. The rooms that raise findings are above the room that keeps them, so a finding knows
/// the kind and id of its origin and the label written at that moment, nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An answer of an audit.
    Audit(AuditId),
    /// Somebody raised it by hand: it is its own origin.
    Hand(FindingId),
    /// Findings on one question at several units, of which it is the common one: it is its own origin.
    Systemic(FindingId),
}

impl Origin {
    /// The kind of origin.
    pub fn kind(self) -> OriginKind {
        match self {
            Self::Audit(_) => OriginKind::Audit,
            Self::Hand(_) => OriginKind::Hand,
            Self::Systemic(_) => OriginKind::Systemic,
        }
    }
    /// The id of the origin, whatever its kind.
    pub fn uuid(self) -> Uuid {
        match self {
            Self::Audit(id) => id.0,
            Self::Hand(id) | Self::Systemic(id) => id.0,
        }
    }
}
