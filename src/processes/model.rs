//! Processes and what belongs to them.

use crate::base::ids::*;
use crate::base::text::{Localized, fold};
use crate::schema::processes;
use diesel::prelude::*;

/// What is done to deliver services.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = processes, treat_none_as_default_value = false)]
pub struct Process {
    /// Identity.
    pub id: ProcessId,
    /// The id in the files: `walk-in-service`. It never changes.
    pub code: String,
    /// The name people see.
    pub name: Localized,
    /// What is done, in a few sentences.
    pub description: Option<Localized>,
    /// Who keeps it, and its audit template.
    pub owner_id: Option<PersonId>,
    /// The procedures manual it follows.
    pub manual_id: Option<ManualId>,
    /// Name and id, folded for search; lists are in this order.
    pub search: String,
    /// Counts the changes.
    pub revision: i32,
}

impl Process {
    /// A process of which nothing but id and name is known yet.
    pub fn new(id: ProcessId, code: &str, name: &Localized) -> Self {
        Self {
            id,
            code: code.to_owned(),
            name: name.clone(),
            description: None,
            owner_id: None,
            manual_id: None,
            search: search_words(name, code),
            revision: 1,
        }
    }
}

/// The words a process is found by.
pub fn search_words(name: &Localized, code: &str) -> String {
    let mut words: Vec<&str> = name.languages().map(|language| name.get(language)).collect();
    words.push(code);
    fold(&words.join(" "))
}
