//! Evidence: files that show what was found or what was changed. Whoever sees a finding may add some; they can be taken
//! away again by whoever added them or leads the unit, as long as the finding is open.

use super::model::{Finding, Part};
use super::{operations, queries};
use crate::base::act::Act;
use crate::base::ids::{AnyId, AttachmentId, FindingId, PersonId};
use crate::base::said::Said;
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files::{self, Attachment, Stored};
use serde_json::json;
use std::collections::HashMap;

/// The most files of a finding.
pub const MOST: usize = 20;
/// What the attachments of findings are told apart by.
const KIND: &str = "finding";

/// Why a file cannot be added to a finding or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotChangeEvidence {
    /// There are as many as there may be.
    #[error("too many files")]
    Many,
    /// The same file is there already.
    #[error("the same file is there")]
    Twice,
    /// The finding is closed: what speaks for it stays.
    #[error("the finding is closed")]
    Closed,
    /// Somebody else added it.
    #[error("somebody else added it")]
    NotYours,
}

impl CannotChangeEvidence {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Many => Said::new("evidence-many").with("count", MOST),
            Self::Twice => Said::new("evidence-twice"),
            Self::Closed => Said::new("evidence-closed"),
            Self::NotYours => Said::new("evidence-not-yours"),
        }
    }
}
impl From<CannotChangeEvidence> for AppError {
    fn from(no: CannotChangeEvidence) -> Self {
        match no {
            CannotChangeEvidence::NotYours => Self::Forbidden(no.said()),
            _ => Self::Refused(no.said()),
        }
    }
}

/// The files of a finding with the names of those who added them, in the order they came.
///
/// # Errors
/// Only when the database fails.
pub fn list(conn: &mut Conn, id: FindingId) -> AppResult<Vec<(Attachment, String)>> {
    let mut files = files::list(conn, KIND, id)?;
    // Several that came at one moment stand by their names.
    files.sort_by(|a, b| (a.created_at, &a.name).cmp(&(b.created_at, &b.name)));
    let who = files.iter().filter_map(|file| file.created_by).collect();
    let names: HashMap<PersonId, String> = queries::names(conn, who)?.into_iter().collect();
    let name = |file: &Attachment| file.created_by.and_then(|who| names.get(&who).cloned());
    Ok(files
        .into_iter()
        .map(|file| {
            let name = name(&file).unwrap_or_default();
            (file, name)
        })
        .collect())
}

/// One file of a finding.
///
/// # Errors
/// `NotFound` for a file of something else.
pub fn find(conn: &mut Conn, id: FindingId, file: AttachmentId) -> AppResult<Attachment> {
    let found = files::find(conn, file)?;
    if found.subject_kind == KIND && found.subject_id == AnyId(id.0) {
        Ok(found)
    } else {
        Err(AppError::NotFound)
    }
}

/// Is there room for a file with these bytes?
///
/// # Errors
/// [`CannotChangeEvidence`] in its words.
pub fn check_room(conn: &mut Conn, id: FindingId, sha256: &str) -> AppResult<()> {
    let there = files::list(conn, KIND, id)?;
    if there.iter().any(|file| file.sha256 == sha256) {
        return Err(CannotChangeEvidence::Twice.into());
    }
    if there.len() >= MOST {
        return Err(CannotChangeEvidence::Many.into());
    }
    Ok(())
}

/// Adds a file whose bytes are safe.
///
/// # Errors
/// [`CannotChangeEvidence`] in its words; Stale when the finding was changed at the same moment.
pub fn add(conn: &mut Conn, act: &Act, id: FindingId, stored: &Stored) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    check_room(conn, id, stored.sha256())?;
    operations::bump(conn, &finding)?;
    files::attach(conn, act, stored, KIND, id, None::<AnyId>)?;
    let facts = json!({"file": stored.id(), "sha256": stored.sha256()});
    operations::record(conn, act, id, "finding-file-added", facts, Some(stored.name()))
}

/// May this person take the file away?
///
/// # Errors
/// [`CannotChangeEvidence`].
pub fn check_remove(
    finding: &Finding,
    part: Part,
    who: PersonId,
    file: &Attachment,
) -> Result<(), CannotChangeEvidence> {
    if file.created_by != Some(who) && !part.leader {
        Err(CannotChangeEvidence::NotYours)
    } else if finding.state.is_closed() {
        Err(CannotChangeEvidence::Closed)
    } else {
        Ok(())
    }
}

/// Takes a file away; its bytes stay in the storage, and the history keeps its name and hash.
///
/// # Errors
/// [`CannotChangeEvidence`] in its words; `NotFound` when it is gone.
pub fn remove(conn: &mut Conn, act: &Act, id: FindingId, file: AttachmentId) -> AppResult<()> {
    let who = act.who.ok_or(AppError::NotFound)?;
    let (finding, file) = (queries::find(conn, id)?, find(conn, id, file)?);
    let stands_for = people::absences::operations::stands_for(conn, who, act.now)?;
    let part = queries::part(conn, &finding, who, &stands_for)?;
    check_remove(&finding, part, who, &file)?;
    operations::bump(conn, &finding)?;
    if !files::detach(conn, file.id)? {
        return Err(AppError::NotFound);
    }
    let facts = json!({"file": file.id, "sha256": file.sha256});
    operations::record(conn, act, id, "finding-file-removed", facts, Some(&file.name))
}
