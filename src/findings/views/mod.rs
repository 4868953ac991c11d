//! Views: filters of the queue that a person gave a name, to come back to them. Everybody has their own.

pub mod queries;

use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{FindingViewId, PersonId};
use crate::base::said::Said;
use crate::platform::db::{Conn, is_duplicate};
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::refusals;
use crate::schema::finding_views;
use diesel::prelude::*;
use serde_json::json;

/// The most views of a person.
pub const MOST: usize = 30;
/// The longest name.
pub const LONGEST_NAME: usize = 60;

/// Filters of the queue that a person gave a name.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = finding_views, treat_none_as_default_value = false)]
pub struct View {
    /// Identity.
    pub id: FindingViewId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// The filters, as they stand in the address of the queue.
    pub query: String,
    /// When it was kept.
    pub created_at: Instant,
}

/// Why a view cannot be kept under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotKeep {
    /// It has no name, or a long one.
    #[error("no name that is short")]
    Name,
    /// Another view has this name.
    #[error("the name is taken")]
    Taken,
    /// There are as many as there may be.
    #[error("too many views")]
    Many,
}

impl CannotKeep {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Name => Said::new("findings-view-name-required").with("count", LONGEST_NAME),
            Self::Taken => Said::new("findings-view-name-taken"),
            Self::Many => Said::new("findings-view-many").with("count", MOST),
        }
    }
}
refusals!(CannotKeep);

/// Whether these views, of one person, leave room for a name; `own` is the view that is to have it.
fn check(views: &[View], name: &str, own: Option<FindingViewId>) -> Result<(), CannotKeep> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(CannotKeep::Name);
    }
    if views.iter().any(|view| Some(view.id) != own && view.name == name) {
        return Err(CannotKeep::Taken);
    }
    if own.is_none() && views.len() >= MOST {
        return Err(CannotKeep::Many);
    }
    Ok(())
}

/// Keeps filters under a name, for the person who acts.
///
/// # Errors
/// [`CannotKeep`] in its words.
pub fn keep(conn: &mut Conn, act: &Act, name: &str, query: &str) -> AppResult<FindingViewId> {
    let person_id = act.who.ok_or(AppError::NotFound)?;
    check(&queries::of(conn, person_id)?, name, None)?;
    let view = View {
        id: act.id(),
        person_id,
        name: name.into(),
        query: query.into(),
        created_at: act.now,
    };
    queries::insert(conn, &view).map_err(taken)?;
    record(conn, act, view.id, "finding-view-kept", name)?;
    Ok(view.id)
}

/// Gives one of the own views another name.
///
/// # Errors
/// [`CannotKeep`] in its words; `NotFound` for somebody else's.
pub fn rename(conn: &mut Conn, act: &Act, id: FindingViewId, name: &str) -> AppResult<()> {
    let view = own(conn, act, id)?;
    check(&queries::of(conn, view.person_id)?, name, Some(id))?;
    queries::set_name(conn, id, name).map_err(taken)?;
    record(conn, act, id, "finding-view-renamed", name)
}

/// Takes one of the own views away; the findings it showed stay as they are.
///
/// # Errors
/// `NotFound` for somebody else's.
pub fn remove(conn: &mut Conn, act: &Act, id: FindingViewId) -> AppResult<()> {
    let view = own(conn, act, id)?;
    queries::remove(conn, id)?;
    record(conn, act, id, "finding-view-removed", &view.name)
}

/// The same name came by another request at the same moment.
fn taken(error: diesel::result::Error) -> AppError {
    if is_duplicate(&error) {
        CannotKeep::Taken.into()
    } else {
        error.into()
    }
}

fn own(conn: &mut Conn, act: &Act, id: FindingViewId) -> AppResult<View> {
    let view = queries::find(conn, id)?;
    if Some(view.person_id) == act.who {
        Ok(view)
    } else {
        Err(AppError::NotFound)
    }
}

fn record(conn: &mut Conn, act: &Act, id: FindingViewId, event: &'static str, name: &str) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("finding-view", id),
            event,
            facts: json!({}),
            text: Some(name),
        },
    )
}
