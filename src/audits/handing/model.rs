//! Who may hand an audit over to whom.

use crate::audits::model::{Audit, AuditState};
use crate::base::clock::Instant;
use crate::base::ids::PersonId;
use crate::base::said::Said;
use crate::refusals;

/// Longest word that goes with an audit, in characters.
pub const LONGEST_WORD: usize = 500;

/// Who asks to hand an audit over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// It is theirs.
    pub mine: bool,
    /// They lead the auditor, or plan.
    pub leads: bool,
}

/// Why an audit cannot be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHandOver {
    /// It is neither theirs nor do they lead the auditor.
    #[error("neither theirs nor of somebody they lead")]
    NotYours,
    /// It was started: only a leader gives it to somebody else now.
    #[error("started already")]
    Started,
    /// It was started, so somebody has to be named who goes on with it.
    #[error("started, so somebody has to be named")]
    StartedByNobody,
    /// It is over.
    #[error("over")]
    Over,
    /// It was sent.
    #[error("submitted")]
    Submitted,
    /// The unit was closed.
    #[error("excused")]
    Excused,
    /// The person does not hold the layer's role near the unit.
    #[error("not somebody who could do it")]
    NotHolder,
    /// Nobody else could take it.
    #[error("nobody else could take it")]
    NobodyElse,
    /// It is that person's already.
    #[error("theirs already")]
    Same,
    /// The word that goes with it is too long.
    #[error("word too long")]
    Word,
}

impl CannotHandOver {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        match self {
            Self::NotYours => Said::new("audit-hand-no-not-yours"),
            Self::Started => Said::new("audit-hand-no-started"),
            Self::StartedByNobody => Said::new("audit-hand-no-started-by-nobody"),
            Self::Over => Said::new("audit-hand-no-over"),
            Self::Submitted => Said::new("audit-no-submitted"),
            Self::Excused => Said::new("audit-no-excused"),
            Self::NotHolder => Said::new("audit-hand-no-not-holder"),
            Self::NobodyElse => Said::new("audit-hand-no-nobody-else"),
            Self::Same => Said::new("audit-hand-no-same"),
            Self::Word => Said::new("audit-hand-no-word").with("count", LONGEST_WORD),
        }
    }
    /// The field of the form it is about; empty for the whole form.
    pub fn field(self) -> &'static str {
        match self {
            Self::StartedByNobody | Self::NotHolder | Self::NobodyElse | Self::Same => "to",
            Self::Word => "word",
            _ => "",
        }
    }
}
refusals!(CannotHandOver);

/// May this audit be given to somebody else now, by whoever asks? Before it is started by whoever has it; also
/// afterwards by those who lead the auditor: then the answers stay, and somebody has to go on with them.
///
/// # Errors
/// [`CannotHandOver`] in its words.
pub fn check_hand(audit: &Audit, asking: Asking, now: Instant) -> Result<(), CannotHandOver> {
    if !asking.mine && !asking.leads {
        return Err(CannotHandOver::NotYours);
    }
    match audit.state {
        AuditState::Submitted => Err(CannotHandOver::Submitted),
        AuditState::Excused => Err(CannotHandOver::Excused),
        AuditState::Missed => Err(CannotHandOver::Over),
        _ if now > audit.closes_at => Err(CannotHandOver::Over),
        AuditState::InProgress if !asking.leads => Err(CannotHandOver::Started),
        AuditState::Scheduled | AuditState::InProgress => Ok(()),
    }
}

/// May it go to this person, or back to all who hold the role at the unit (`None`)?
///
/// # Errors
/// [`CannotHandOver`] in its words.
pub fn check_receiver(
    audit: &Audit,
    to: Option<PersonId>,
    near: &[PersonId],
    holders: &[PersonId],
) -> Result<(), CannotHandOver> {
    if to == audit.assignee_id {
        return Err(CannotHandOver::Same);
    }
    match to {
        Some(person) if !near.contains(&person) => Err(CannotHandOver::NotHolder),
        Some(_) => Ok(()),
        None if audit.state == AuditState::InProgress => Err(CannotHandOver::StartedByNobody),
        None if holders.iter().all(|holder| Some(*holder) == audit.assignee_id) => Err(CannotHandOver::NobodyElse),
        None => Ok(()),
    }
}

/// The word that goes with it, as it is kept; `None` when nothing was written.
///
/// # Errors
/// [`CannotHandOver::Word`].
pub fn read_word(typed: &str) -> Result<Option<String>, CannotHandOver> {
    let word: String = typed.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if word.chars().count() > LONGEST_WORD {
        return Err(CannotHandOver::Word);
    }
    Ok(Some(word).filter(|word| !word.is_empty()))
}
