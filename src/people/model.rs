//! Persons, their assignments, and the scope these open.

use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::{AssignmentId, PersonId, UnitId};
use crate::platform::mail::Recipient;
use crate::schema::persons;
use diesel::prelude::*;

/// Somebody who signs in or receives mail.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = persons)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Full name as others see it.
    pub name: String,
    /// Address for mail, also the name for signing in; lower case.
    pub email: String,
    /// Argon2id hash; `None` until the person has chosen a password.
    pub password_hash: Option<String>,
    /// Language of pages and mails.
    pub language: String,
    /// Whether the person may sign in and is given work.
    pub active: bool,
    /// Counts the changes, so that two editors never overwrite each other.
    pub revision: i32,
}

impl Person {
    /// The person as a recipient of mail.
    pub fn recipient(&self) -> Recipient {
        Recipient {
            person: Some(self.id),
            name: self.name.clone(),
            email: self.email.clone(),
            language: self.language.clone(),
            instead_of: None,
        }
    }
}

/// A person holds a role at a unit.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Assignment {
    /// Identity.
    pub id: AssignmentId,
    /// The role.
    pub role: Role,
    /// Where it is held; it covers the unit's subtree.
    pub unit_id: UnitId,
    /// The unit's name, for showing.
    pub unit: String,
}

/// What a person may see: everything below the units of the assignments, and what is the person's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// The person.
    pub person: PersonId,
    /// The units whose subtrees are open, by any role.
    pub units: Vec<UnitId>,
    /// The people the person stands in for today: what is theirs is open too.
    pub stands_for: Vec<PersonId>,
    /// The units at which these audit: findings and audits below are open, because their mail goes to the person.
    pub stands_at: Vec<UnitId>,
}

impl Scope {
    /// Of whoever sees these units and is nobody in particular.
    pub fn of_units(units: &[UnitId]) -> Self {
        Self {
            person: PersonId(uuid::Uuid::nil()),
            units: units.to_vec(),
            stands_for: Vec::new(),
            stands_at: Vec::new(),
        }
    }
    /// The person, and those the person stands in for.
    pub fn persons(&self) -> Vec<PersonId> {
        let mut all = vec![self.person];
        all.extend(&self.stands_for);
        all
    }
    /// The units whose findings and audits are open, by the own roles and by those of the people stood in for.
    pub fn units_and_stood_at(&self) -> Vec<UnitId> {
        let mut all = self.units.clone();
        all.extend(&self.stands_at);
        all
    }
}

/// Where a list is asked to look, inside what its reader may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Inside the units of the reader's roles: what figures are made of. What is the reader's own elsewhere is not.
    Mine,
    /// Inside this unit's subtree.
    Below(UnitId),
    /// At this unit itself, without the units below it.
    At(UnitId),
}

impl std::str::FromStr for Within {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.strip_prefix("at-") {
            _ if text == "mine" => Ok(Self::Mine),
            Some(unit) => unit.parse().map(Self::At).map_err(|_| ()),
            None => text.parse().map(Self::Below).map_err(|_| ()),
        }
    }
}

impl std::fmt::Display for Within {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mine => f.write_str("mine"),
            Self::Below(unit) => write!(f, "{unit}"),
            Self::At(unit) => write!(f, "at-{unit}"),
        }
    }
}

impl Within {
    /// The unit, when it is one.
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Self::Mine => None,
            Self::Below(unit) | Self::At(unit) => Some(unit),
        }
    }
}

/// Roles that see findings and audits of others below their unit.
pub const AUDITING: &[Role] = &[Role::Supervisor, Role::Manager, Role::Director, Role::Board];

/// Whether these assignments contain one of these roles.
pub fn holds(assignments: &[Assignment], roles: &[Role]) -> bool {
    assignments.iter().any(|assignment| roles.contains(&assignment.role))
}

/// A session: a device that is signed in.
#[derive(Debug, Clone, Queryable)]
pub struct Session {
    /// Identity.
    pub id: crate::base::ids::SessionId,
    /// What the browser says it is.
    pub device: String,
    /// Where the device signed in from.
    pub address: String,
    /// Signed in.
    pub created_at: Instant,
    /// Last seen (kept to five minutes).
    pub seen_at: Instant,
}

/// Tries to sign in to an account, or from an address.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Throttle {
    /// Failures that were not forgiven yet.
    pub failures: i32,
    /// The last one.
    pub last_at: Instant,
    /// Nobody may try before this moment.
    pub blocked_until: Option<Instant>,
}
