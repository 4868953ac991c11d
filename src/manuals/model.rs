//! Manuals, their editions and clauses, and which edition is in force.

use super::file;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::schema::{clause_texts, clauses, editions, manuals};
use crate::{refusals, text_column, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    /// Where an edition stands.
    pub enum EditionState {
        /// Its first day is still to come.
        Draft = "draft",
        /// What everybody works by.
        InForce = "in_force",
        /// A newer edition is in force.
        Superseded = "superseded",
    }
}
text_column!(EditionState);

/// A procedures manual.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = manuals, treat_none_as_default_value = false)]
pub struct Manual {
    /// Identity.
    pub id: ManualId,
    /// The code people say: CS.
    pub code: String,
    /// The title people see.
    pub title: String,
}

/// An edition of a manual.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = editions, treat_none_as_default_value = false)]
pub struct Edition {
    /// Identity.
    pub id: EditionId,
    /// The manual it is of.
    pub manual_id: ManualId,
    /// Counts the editions of the manual, from 1.
    pub number: i32,
    /// Where it stands.
    pub state: EditionState,
    /// The first day it binds.
    pub in_force_from: NaiveDate,
    /// Tells whether a file is this edition.
    pub source_hash: String,
    /// When it was loaded or saved last.
    pub created_at: Instant,
    /// The text it is made of, as it came.
    pub source: String,
    /// Who loaded or saved it; nobody when the program did.
    pub created_by: Option<PersonId>,
}

/// A clause: what stays the same from edition to edition.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = clauses, treat_none_as_default_value = false)]
pub struct ClauseIdentity {
    /// Identity.
    pub id: ClauseId,
    /// The manual it is in.
    pub manual_id: ManualId,
    /// The key in the file: `line-acknowledged`.
    pub key: String,
}

/// Number, title and words of a clause in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = clause_texts, treat_none_as_default_value = false)]
pub struct ClauseText {
    /// The edition.
    pub edition_id: EditionId,
    /// The clause, the same in every edition.
    pub clause_id: ClauseId,
    /// The number in this edition: 3.2.
    pub number: String,
    /// The heading.
    pub title: String,
    /// The words below the heading, in Markdown.
    pub body: String,
    /// How deep it lies: 1 for a chapter.
    pub depth: i32,
    /// Its place in the edition, from 1.
    pub position: i32,
    /// Number, title and words as search compares them.
    pub search: String,
}

/// Number, title and words of a clause as search compares them.
pub fn search_text(number: &str, title: &str, body: &str) -> String {
    fold(&format!("{number} {title} {}", file::plain(body)))
}

/// What loading a manual file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// The manual.
    pub manual: ManualId,
    /// The edition the file is.
    pub edition: EditionId,
    /// What happened to it.
    pub what: What,
}

/// What happened to the edition of a loaded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The file was loaded before.
    Unchanged,
    /// The manual is new, and so is its edition.
    NewManual,
    /// A new edition of a manual that was known.
    NewEdition,
    /// An edition that is not in force yet has other words now.
    NewDraft,
}

/// Why a manual file cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotLoad {
    /// The edition has been in force, and the file has other words.
    #[error("edition {edition} of {manual} has other words; an edition in force never changes")]
    EditionFixed {
        /// The code of the manual.
        manual: String,
        /// The number of the edition.
        edition: i32,
        /// The number that is free.
        next: i32,
    },
    /// A newer edition has been in force.
    #[error("edition {edition} of {manual} is older than one that has been in force")]
    EditionOld {
        /// The code of the manual.
        manual: String,
        /// The number of the edition.
        edition: i32,
        /// The number that is free.
        next: i32,
    },
}

/// What became of an edition that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is written.
    Done(Loaded),
    /// Somebody else saved this draft meanwhile: nothing is written, here is what it is now.
    Changed(Box<Edition>),
}

impl CannotLoad {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::EditionFixed { manual, edition, next } => Said::new("manual-no-edition-fixed")
                .with("manual", manual.as_str())
                .with("edition", *edition)
                .with("next", *next),
            Self::EditionOld { manual, edition, next } => Said::new("manual-no-edition-old")
                .with("manual", manual.as_str())
                .with("edition", *edition)
                .with("next", *next),
        }
    }
}
refusals!(CannotLoad);

/// The draft that a new text of this edition is written over, if there is one.
///
/// # Errors
/// Refused when the edition, or a newer one, has been in force.
pub fn draft_to_write<'e>(
    manual: &Manual,
    editions: &'e [Edition],
    number: i32,
    today: NaiveDate,
) -> Result<Option<&'e Edition>, CannotLoad> {
    let states = states_on(editions, today);
    let begun = editions
        .iter()
        .zip(&states)
        .filter(|(_, state)| **state != EditionState::Draft);
    let newest_begun = begun.map(|(edition, _)| edition.number).max().unwrap_or(0);
    let next = editions.iter().map(|edition| edition.number).max().unwrap_or(0) + 1;
    let (code, edition) = (manual.code.clone(), number);
    match editions
        .iter()
        .zip(&states)
        .find(|(edition, _)| edition.number == number)
    {
        Some((draft, EditionState::Draft)) => Ok(Some(draft)),
        Some(_) => Err(CannotLoad::EditionFixed {
            manual: code,
            edition,
            next,
        }),
        None if number < newest_begun => Err(CannotLoad::EditionOld {
            manual: code,
            edition,
            next,
        }),
        None => Ok(None),
    }
}

/// The state of each edition on a day: of those that have begun, the highest number is in force and the others are
/// superseded; the rest are drafts. What has once been in force has begun, even when a clock is set back.
pub fn states_on(editions: &[Edition], today: NaiveDate) -> Vec<EditionState> {
    let has_begun = |edition: &&Edition| edition.state != EditionState::Draft || edition.in_force_from <= today;
    let newest = editions.iter().filter(has_begun).map(|edition| edition.number).max();
    editions
        .iter()
        .map(|edition| match has_begun(&edition) {
            false => EditionState::Draft,
            true if Some(edition.number) == newest => EditionState::InForce,
            true => EditionState::Superseded,
        })
        .collect()
}
