//! What an agency sets about its findings: the days in which they are due, the days of a repeat, and the words for where
//! causes lie. What was promised or written before stays.

pub mod queries;

use crate::agency;
use crate::base::act::Act;
use crate::base::codes::Severity;
use crate::base::ids::UnitId;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::refusals;
use crate::schema::{cause_categories, finding_rules};
use diesel::prelude::*;
use serde_json::json;

/// The most working days until a finding is due.
pub const MOST_DUE_DAYS: i32 = 250;
/// The most days of a repeat.
pub const MOST_REPEAT_DAYS: i32 = 730;
/// The most places where causes may lie, those not in use among them.
pub const MOST_CATEGORIES: usize = 30;
/// The most characters of a name, and of what explains it.
pub const LONGEST_NAME: usize = 60;
/// See [`LONGEST_NAME`].
pub const LONGEST_HINT: usize = 160;

/// The days of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = finding_rules)]
pub struct Rules {
    /// Working days until a critical finding is due.
    pub critical_days: i32,
    /// Until a major one is.
    pub major_days: i32,
    /// Until a minor one is.
    pub minor_days: i32,
    /// A finding on the same question at the same unit within this many days of the last one is a repeat.
    pub repeat_days: i32,
    /// Counts the changes.
    pub revision: i32,
}

impl Rules {
    /// Working days until a finding of this severity is due.
    pub fn due_days(&self, severity: Severity) -> i32 {
        match severity {
            Severity::Critical => self.critical_days,
            Severity::Major => self.major_days,
            Severity::Minor => self.minor_days,
        }
    }

    /// May an agency set these days?
    ///
    /// # Errors
    /// [`CannotSet::Days`], [`CannotSet::Order`], [`CannotSet::RepeatDays`].
    pub fn check(&self) -> Result<(), CannotSet> {
        let days = [self.critical_days, self.major_days, self.minor_days];
        if !days.iter().all(|days| (1..=MOST_DUE_DAYS).contains(days)) {
            Err(CannotSet::Days)
        } else if !days.is_sorted() {
            Err(CannotSet::Order)
        } else if !(1..=MOST_REPEAT_DAYS).contains(&self.repeat_days) {
            Err(CannotSet::RepeatDays)
        } else {
            Ok(())
        }
    }
}

/// A place where causes may lie: always in how the work is set up, never in a person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = cause_categories, treat_none_as_default_value = false)]
pub struct Category {
    /// What findings were written with; it never changes.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What belongs there.
    pub hint: String,
    /// Its place in the list, from 1.
    pub position: i32,
    /// Whether it is offered.
    pub active: bool,
    /// Counts the changes.
    pub revision: i32,
}

impl Category {
    /// Name and what belongs there, in one line.
    pub fn label(&self) -> String {
        match self.hint.is_empty() {
            true => self.name.clone(),
            false => format!("{}: {}", self.name, self.hint),
        }
    }
}

/// What is offered to a finding: what is in use, and what it has already.
pub fn offered(mut all: Vec<Category>, has: Option<&str>) -> Vec<Category> {
    all.retain(|category| category.active || has == Some(category.code.as_str()));
    all
}

/// What somebody wants a place where causes may lie to be.
#[derive(Debug, Clone)]
pub struct CategoryWanted {
    /// What it is called.
    pub name: String,
    /// What belongs there; may be empty.
    pub hint: String,
    /// Whether it is offered.
    pub active: bool,
}

/// Why something cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSet {
    /// Days until something is due are none, or too many.
    #[error("no such days")]
    Days,
    /// A graver finding would be due later than another.
    #[error("graver is due later")]
    Order,
    /// Days of a repeat are none, or too many.
    #[error("no such days of a repeat")]
    RepeatDays,
    /// No name, or too long a one.
    #[error("no name")]
    Name,
    /// What explains it is too long.
    #[error("the hint is too long")]
    Hint,
    /// Another one has the name.
    #[error("the name is taken")]
    Taken,
    /// There are as many as there may be.
    #[error("too many")]
    Many,
    /// It is the only one in use.
    #[error("the last one in use")]
    Last,
}

impl CannotSet {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Days => Said::new("finding-set-no-days").with("count", MOST_DUE_DAYS),
            Self::Order => Said::new("finding-set-no-order"),
            Self::RepeatDays => Said::new("finding-set-no-repeat").with("count", MOST_REPEAT_DAYS),
            Self::Name => Said::new("finding-set-no-name").with("count", LONGEST_NAME),
            Self::Hint => Said::new("finding-set-no-hint").with("count", LONGEST_HINT),
            Self::Taken => Said::new("finding-set-taken"),
            Self::Many => Said::new("finding-set-many").with("count", MOST_CATEGORIES),
            Self::Last => Said::new("finding-set-last"),
        }
    }
}
refusals!(CannotSet);

/// What the settings' history is kept under: there is one agency.
///
/// # Errors
/// Only when the database fails; `NotFound` before there is an agency.
pub fn record_of(conn: &mut Conn) -> AppResult<Record> {
    let agency: UnitId = agency::queries::root(conn)?.ok_or(AppError::NotFound)?.id;
    Ok(Record::of("finding-settings", agency))
}

fn record(conn: &mut Conn, act: &Act, event: &str, facts: serde_json::Value, text: Option<&str>) -> AppResult<()> {
    let record = record_of(conn)?;
    history::record(
        conn,
        act,
        Change {
            record,
            event,
            facts,
            text,
        },
    )
}

/// Sets the days, if they are still those of the revision that was read. They count for what is raised from now on.
///
/// # Errors
/// [`CannotSet`] in its words; Stale when somebody was quicker.
pub fn set_rules(conn: &mut Conn, act: &Act, wanted: &Rules) -> AppResult<()> {
    wanted.check()?;
    let before = queries::rules(conn)?;
    if wanted.revision != before.revision {
        return Err(AppError::Stale);
    }
    let after = Rules {
        revision: before.revision + 1,
        ..*wanted
    };
    if !queries::put_rules(conn, before.revision, &after)? {
        return Err(AppError::Stale);
    }
    let facts = json!({
        "from_critical": before.critical_days, "from_major": before.major_days, "from_minor": before.minor_days,
        "from_repeat": before.repeat_days, "critical": after.critical_days, "major": after.major_days,
        "minor": after.minor_days, "repeat": after.repeat_days,
    });
    record(conn, act, "finding-days-set", facts, None)
}

fn check(all: &[Category], code: Option<&str>, wanted: &CategoryWanted) -> Result<(), CannotSet> {
    let mut others = all.iter().filter(|other| Some(other.code.as_str()) != code);
    if wanted.name.is_empty() || wanted.name.chars().count() > LONGEST_NAME {
        Err(CannotSet::Name)
    } else if wanted.hint.chars().count() > LONGEST_HINT {
        Err(CannotSet::Hint)
    } else if others.clone().any(|other| fold(&other.name) == fold(&wanted.name)) {
        Err(CannotSet::Taken)
    } else if !wanted.active && !others.any(|other| other.active) {
        Err(CannotSet::Last)
    } else {
        Ok(())
    }
}

/// Adds a place where causes may lie, as the last one.
///
/// # Errors
/// [`CannotSet`] in its words.
pub fn add_category(conn: &mut Conn, act: &Act, wanted: &CategoryWanted) -> AppResult<()> {
    let all = queries::categories(conn)?;
    check(&all, None, wanted)?;
    if all.len() >= MOST_CATEGORIES {
        return Err(CannotSet::Many.into());
    }
    let code: crate::base::ids::AnyId = act.id();
    let category = Category {
        code: code.to_string(),
        name: wanted.name.clone(),
        hint: wanted.hint.clone(),
        position: all.last().map_or(1, |last| last.position + 1),
        active: wanted.active,
        revision: 1,
    };
    queries::insert_category(conn, &category)?;
    let facts = json!({"code": category.code, "name": category.name, "hint": category.hint});
    record(conn, act, "cause-category-added", facts, Some(&category.name))
}

/// Changes what a place is called, what belongs there, and whether it is offered. Findings keep it.
///
/// # Errors
/// [`CannotSet`] in its words; `NotFound` when there is none; Stale when it is not as it was read.
pub fn change_category(
    conn: &mut Conn,
    act: &Act,
    code: &str,
    revision: i32,
    wanted: &CategoryWanted,
) -> AppResult<()> {
    let all = queries::categories(conn)?;
    let before = all
        .iter()
        .find(|category| category.code == code)
        .ok_or(AppError::NotFound)?;
    check(&all, Some(code), wanted)?;
    let after = Category {
        name: wanted.name.clone(),
        hint: wanted.hint.clone(),
        active: wanted.active,
        revision: revision + 1,
        ..before.clone()
    };
    if !queries::put_category(conn, revision, &after)? {
        return Err(AppError::Stale);
    }
    let facts = json!({
        "code": code, "from": before.name, "to": after.name, "from_hint": before.hint, "to_hint": after.hint,
        "from_active": before.active, "to_active": after.active,
    });
    let event = match (before.active, after.active) {
        (true, false) => "cause-category-retired",
        (false, true) => "cause-category-used-again",
        _ => "cause-category-changed",
    };
    let renamed = format!("{} → {}", before.name, after.name);
    let text = match before.name == after.name {
        true => &after.name,
        false => &renamed,
    };
    record(conn, act, event, facts, Some(text))
}

/// Moves a place one up in the list. The first one stays.
///
/// # Errors
/// `NotFound` when there is none; Stale when somebody was quicker.
pub fn move_up(conn: &mut Conn, act: &Act, code: &str) -> AppResult<()> {
    let all = queries::categories(conn)?;
    let at = all
        .iter()
        .position(|category| category.code == code)
        .ok_or(AppError::NotFound)?;
    let Some((above, moved)) = at.checked_sub(1).and_then(|before| all.get(before)).zip(all.get(at)) else {
        return Ok(());
    };
    for (category, position) in [(above, moved.position), (moved, above.position)] {
        let placed = Category {
            position,
            revision: category.revision + 1,
            ..category.clone()
        };
        if !queries::put_category(conn, category.revision, &placed)? {
            return Err(AppError::Stale);
        }
    }
    let facts = json!({"code": code, "from": moved.position, "to": above.position});
    record(conn, act, "cause-category-moved", facts, Some(&moved.name))
}
