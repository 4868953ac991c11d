//! What one edition says that another did not: clause by clause, word by word.

use crate::base::words::{self, Piece};
use std::collections::BTreeMap;

/// A clause on one side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side<'a> {
    /// What stays the same across editions.
    pub key: &'a str,
    /// The number: 3.2.
    pub number: &'a str,
    /// The heading.
    pub title: &'a str,
    /// The words below it.
    pub body: &'a str,
}

crate::text_enum! {
    /// What became of a clause.
    pub enum What {
        /// It reads as before.
        Same = "same",
        /// It reads as before and has another number.
        Renumbered = "renumbered",
        /// It reads otherwise.
        Changed = "changed",
        /// It is new.
        New = "new",
        /// It is gone.
        Gone = "gone",
    }
}

/// A clause of either side, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'a> {
    /// What became of it.
    pub what: What,
    /// As it was.
    pub before: Option<Side<'a>>,
    /// As it is.
    pub after: Option<Side<'a>>,
}

impl<'a> Difference<'a> {
    /// The clause as it is, or as it was when it is gone.
    pub fn clause(&self) -> Option<Side<'a>> {
        self.after.or(self.before)
    }

    /// The number it had, where it has another now.
    pub fn old_number(&self) -> Option<&'a str> {
        let (before, after) = (self.before?, self.after?);
        (before.number != after.number).then_some(before.number)
    }

    /// The words of its heading on both sides as one.
    pub fn title(&self) -> Vec<Piece> {
        words::pieces(self.before.map_or("", |c| c.title), self.after.map_or("", |c| c.title))
    }

    /// The words below the heading on both sides as one.
    pub fn body(&self) -> Vec<Piece> {
        words::pieces(self.before.map_or("", |c| c.body), self.after.map_or("", |c| c.body))
    }
}

/// How many clauses met each fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Read as before.
    pub same: usize,
    /// Only have another number.
    pub renumbered: usize,
    /// Read otherwise.
    pub changed: usize,
    /// Are new.
    pub new: usize,
    /// Are gone.
    pub gone: usize,
}

/// Counts what became of the clauses.
pub fn counts(differences: &[Difference<'_>]) -> Counts {
    let count = |what: What| differences.iter().filter(|d| d.what == what).count();
    Counts {
        same: count(What::Same),
        renumbered: count(What::Renumbered),
        changed: count(What::Changed),
        new: count(What::New),
        gone: count(What::Gone),
    }
}

/// Every clause of the newer side in its order; those that are gone follow the clause they stood behind.
pub fn compare<'a>(older: &[Side<'a>], newer: &[Side<'a>]) -> Vec<Difference<'a>> {
    let before: BTreeMap<&str, Side<'a>> = older.iter().map(|side| (side.key, *side)).collect();
    let after: BTreeMap<&str, Side<'a>> = newer.iter().map(|side| (side.key, *side)).collect();
    let mut gone: BTreeMap<Option<&str>, Vec<Difference<'a>>> = BTreeMap::new();
    let mut behind = None;
    for side in older {
        if after.contains_key(side.key) {
            behind = Some(side.key);
        } else {
            let difference = Difference {
                what: What::Gone,
                before: Some(*side),
                after: None,
            };
            gone.entry(behind).or_default().push(difference);
        }
    }
    let mut all = gone.remove(&None).unwrap_or_default();
    for side in newer {
        let before = before.get(side.key).copied();
        let what = match before {
            None => What::New,
            Some(old) if old.title != side.title || !words::are_same(old.body, side.body) => What::Changed,
            Some(old) if old.number != side.number => What::Renumbered,
            Some(_) => What::Same,
        };
        all.push(Difference {
            what,
            before,
            after: Some(*side),
        });
        all.extend(gone.remove(&Some(side.key)).unwrap_or_default());
    }
    all
}
