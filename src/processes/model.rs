//! Processes and what belongs to them.

use super::file::Slug;
use crate::agency::model::{Unit, UnitKind};
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::text::{Localized, fold};
use crate::refusals;
use crate::schema::processes;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Longest name.
pub const LONGEST_NAME: usize = 120;
/// Longest description.
pub const LONGEST_DESCRIPTION: usize = 2_000;

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

/// The id in the files that a new process of this name gets: `walk-in-service`; one that is free, where others have it.
pub fn code_of(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut code = words.join("-");
    code.truncate(Slug::LONGEST - 4);
    let code = match code.trim_end_matches('-') {
        "" => "process".to_owned(),
        code => code.to_owned(),
    };
    let mut free = code.clone();
    let mut next = 2;
    while taken(&free) {
        free = format!("{code}-{next}");
        next += 1;
    }
    free
}

/// What a process shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The name people see.
    pub name: Localized,
    /// What is done; may say nothing.
    pub description: Localized,
    /// Who keeps it.
    pub owner_id: Option<PersonId>,
    /// The procedures manual it follows.
    pub manual_id: Option<ManualId>,
    /// The units that carry it out, each once.
    pub units: Vec<UnitId>,
    /// The services it delivers, each once.
    pub services: Vec<ServiceId>,
}

impl Wanted {
    /// Everything that is wrong with it by itself, with the field it is about.
    pub fn problems(&self) -> Vec<(&'static str, CannotKeep)> {
        let longest = |text: &Localized| {
            text.languages()
                .map(|language| text.get(language).chars().count())
                .max()
                .unwrap_or(0)
        };
        let mut wrong = Vec::new();
        if self.name.is_empty() {
            wrong.push(("name", CannotKeep::NoName));
        } else if longest(&self.name) > LONGEST_NAME {
            wrong.push(("name", CannotKeep::LongName));
        }
        if longest(&self.description) > LONGEST_DESCRIPTION {
            wrong.push(("description", CannotKeep::LongDescription));
        }
        wrong
    }
}

/// Why a process cannot be so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotKeep {
    /// It has no name.
    #[error("no name")]
    NoName,
    /// Its name is too long.
    #[error("the name is too long")]
    LongName,
    /// Its description is too long.
    #[error("the description is too long")]
    LongDescription,
    /// The owner is not there, or has left.
    #[error("an unknown owner")]
    UnknownOwner,
    /// The manual is not there.
    #[error("an unknown manual")]
    UnknownManual,
    /// A unit is not there, or closed, or given twice.
    #[error("an unknown or closed unit")]
    UnknownUnit,
    /// A service is not there, or given twice.
    #[error("an unknown service")]
    UnknownService,
    /// A file names a manual that is not loaded.
    #[error("process {process} follows the manual {code}, which is not loaded")]
    FileManual {
        /// The id of the process.
        process: String,
        /// The code of the manual.
        code: String,
    },
    /// A file names a service that is not loaded.
    #[error("process {process} delivers the service {code}, which is not loaded")]
    FileService {
        /// The id of the process.
        process: String,
        /// The id of the service.
        code: String,
    },
}

impl CannotKeep {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NoName => Said::new("process-no-name"),
            Self::LongName => Said::new("process-no-long-name").with("count", LONGEST_NAME),
            Self::LongDescription => Said::new("process-no-long-description").with("count", LONGEST_DESCRIPTION),
            Self::UnknownOwner => Said::new("process-no-owner"),
            Self::UnknownManual => Said::new("process-no-manual"),
            Self::UnknownUnit => Said::new("process-no-unit"),
            Self::UnknownService => Said::new("process-no-service"),
            Self::FileManual { process, code } => Said::new("process-no-file-manual")
                .with("process", process.as_str())
                .with("manual", code.as_str()),
            Self::FileService { process, code } => Said::new("process-no-file-service")
                .with("process", process.as_str())
                .with("service", code.as_str()),
        }
    }
}
refusals!(CannotKeep);

/// The units of one department that carry a process out.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The department, or the unit itself where it is in none.
    pub department: Unit,
    /// Whether the department as a whole carries it out.
    pub whole: bool,
    /// Its units, in the order of the tree.
    pub units: Vec<Unit>,
}

/// Units by their department, in the order of the tree: a process with more than one group crosses departments.
pub fn by_department(tree: &[(i32, Unit)], units: &[UnitId]) -> Vec<Group> {
    let known: BTreeMap<UnitId, &Unit> = tree.iter().map(|(_, unit)| (unit.id, unit)).collect();
    let department_of = |unit: &Unit| {
        let mut here = unit;
        while here.kind != UnitKind::Department {
            let above = here.parent_id.and_then(|parent| known.get(&parent));
            match above {
                Some(above) => here = above,
                None => return unit.id,
            }
        }
        here.id
    };
    let mut groups: Vec<Group> = Vec::new();
    for (_, unit) in tree.iter().filter(|(_, unit)| units.contains(&unit.id)) {
        let own = department_of(unit);
        let index = groups.iter().position(|group| group.department.id == own);
        let index = index.unwrap_or_else(|| {
            let department = known.get(&own).copied().unwrap_or(unit).clone();
            groups.push(Group {
                department,
                whole: false,
                units: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(index) {
            match own == unit.id {
                true => group.whole = true,
                false => group.units.push(unit.clone()),
            }
        }
    }
    groups
}
