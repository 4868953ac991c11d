//! Several findings are handed over to one person at once: who sees a full queue shares it out.

use super::model::{CannotRepair, Finding};
use super::{operations, queries, reminders};
use crate::base::act::Act;
use crate::base::ids::{FindingId, PersonId};
use crate::base::said::Said;
use crate::people::model::{Person, Scope};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;

/// The most findings that are handed over at once: what a page of the queue shows.
pub const MOST: usize = 50;

/// Why one of several findings is not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHandOver {
    /// Whoever asks neither owns it nor leads its unit.
    #[error("not this person's to hand over")]
    NotYours,
    /// Nothing is to be done any more.
    #[error("closed")]
    Closed,
    /// The new owner does not work at its unit or above it, nor below it where it is about several units.
    #[error("the new owner does not work there")]
    NotThere,
    /// It is the new owner's already.
    #[error("it has this owner already")]
    Already,
}

impl CannotHandOver {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        Said::new(match self {
            Self::NotYours => "findings-handing-not-yours",
            Self::Closed => "findings-handing-closed",
            Self::NotThere => "findings-handing-not-there",
            Self::Already => "findings-handing-already",
        })
    }
}

/// May this viewer hand the finding over to this person? `workers` are those who can own it ([`queries::workers`]).
///
/// # Errors
/// Only when the database fails.
pub fn check(
    conn: &mut Conn,
    scope: &Scope,
    finding: &Finding,
    workers: &[Person],
    owner: PersonId,
) -> AppResult<Result<(), CannotHandOver>> {
    let part = queries::part(conn, finding, scope.person, &scope.stands_for)?;
    Ok(match finding.check_hand_over(part) {
        Err(CannotRepair::Closed) => Err(CannotHandOver::Closed),
        Err(_) => Err(CannotHandOver::NotYours),
        Ok(()) if finding.owner_id == Some(owner) => Err(CannotHandOver::Already),
        Ok(()) if workers.iter().any(|person| person.id == owner) => Ok(()),
        Ok(()) => Err(CannotHandOver::NotThere),
    })
}

/// Hands all of these findings over, or none: each with its entry in the history and its mail to the new owner.
///
/// # Errors
/// Stale when one of them cannot be handed over any more; `NotFound` when the viewer does not see one.
pub fn hand_over(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    scope: &Scope,
    ids: &[FindingId],
    owner: PersonId,
) -> AppResult<()> {
    for id in ids {
        let finding = queries::find_visible(conn, scope, *id)?;
        let workers = queries::workers(conn, &finding)?;
        if check(conn, scope, &finding, &workers, owner)?.is_err() {
            return Err(AppError::Stale);
        }
        operations::hand_over(conn, act, *id, owner)?;
        reminders::tell_new_owner(conn, act, post, *id)?;
    }
    Ok(())
}
