//! Lessons: a fix that held is told to others, in a few words, by somebody who leads the unit. It stands on *Today* for two weeks.

pub mod queries;

use super::model::{CannotRepair, Finding, Part, Resolution, WatchState};
use super::operations;
use super::queries as findings;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{FindingId, PersonId};
use crate::base::said::Said;
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::refusals;
use crate::schema::finding_stories;
use diesel::prelude::*;
use serde_json::json;

/// How long a story stands on *Today*, in days.
pub const DAYS: i64 = 14;

/// A fix that held, told to others.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = finding_stories, treat_none_as_default_value = false)]
pub struct Story {
    /// The finding it is about.
    pub finding_id: FindingId,
    /// What it is called.
    pub title: String,
    /// What was wrong.
    pub wrong: String,
    /// What changed.
    pub changed: String,
    /// When it was told.
    pub at: Instant,
    /// By whom.
    pub who: PersonId,
}

/// Why a story cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotTell {
    /// The next audits have not shown yet that the fix holds.
    #[error("the fix has not held yet")]
    NotHeld,
    /// It was told already.
    #[error("told already")]
    Told,
}

impl CannotTell {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        Said::new(match self {
            Self::NotHeld => "story-not-held",
            Self::Told => "story-told",
        })
    }
}
refusals!(CannotTell);

/// Is there something to tell: a finding that was fixed, and whose fix held?
///
/// # Errors
/// [`CannotTell`].
pub fn check(finding: &Finding, watch: Option<WatchState>, told: bool) -> Result<(), CannotTell> {
    if finding.resolution != Some(Resolution::Fixed) || watch != Some(WatchState::Held) {
        Err(CannotTell::NotHeld)
    } else if told {
        Err(CannotTell::Told)
    } else {
        Ok(())
    }
}

/// Tells how a finding was fixed.
///
/// # Errors
/// [`CannotTell`] in its words; Forbidden to somebody who does not lead the unit.
pub fn tell(conn: &mut Conn, act: &Act, id: FindingId, title: &str, wrong: &str, changed: &str) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    check_leader(part)?;
    check(
        &finding,
        findings::watch_state(conn, id)?,
        queries::find(conn, id)?.is_some(),
    )?;
    operations::bump(conn, &finding)?;
    let story = Story {
        finding_id: id,
        title: title.into(),
        wrong: wrong.into(),
        changed: changed.into(),
        at: act.now,
        who,
    };
    queries::insert(conn, &story)?;
    operations::record(conn, act, id, "finding-story-told", json!({}), Some(title))
}

/// May this person tell stories of the finding, whatever there is to tell?
///
/// # Errors
/// Forbidden to somebody who does not lead the unit.
pub fn check_right(conn: &mut Conn, act: &Act, id: FindingId) -> AppResult<()> {
    let (_, part, _) = load(conn, act, id)?;
    Ok(check_leader(part)?)
}

/// Takes a story back.
///
/// # Errors
/// `NotFound` when there is none; Forbidden to somebody who does not lead the unit.
pub fn take_back(conn: &mut Conn, act: &Act, id: FindingId) -> AppResult<()> {
    let (finding, part, _) = load(conn, act, id)?;
    check_leader(part)?;
    let story = queries::find(conn, id)?.ok_or(AppError::NotFound)?;
    operations::bump(conn, &finding)?;
    queries::remove(conn, id)?;
    operations::record(conn, act, id, "finding-story-taken-back", json!({}), Some(&story.title))
}

fn load(conn: &mut Conn, act: &Act, id: FindingId) -> AppResult<(Finding, Part, PersonId)> {
    let who = act.who.ok_or(AppError::NotFound)?;
    let finding = findings::find(conn, id)?;
    let stands_for = people::absences::operations::stands_for(conn, who, act.now)?;
    let part = findings::part(conn, &finding, who, &stands_for)?;
    Ok((finding, part, who))
}

fn check_leader(part: Part) -> Result<(), CannotRepair> {
    if part.leader {
        Ok(())
    } else {
        Err(CannotRepair::NotYours)
    }
}
