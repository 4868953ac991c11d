//! What a change point is, and where it counts.

use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::days::EARLIEST;
use crate::base::ids::{ChangePointId, PersonId, ProcessId, UnitId};
use crate::base::said::Said;
use crate::base::zone::{monday_of, shifted};
use crate::refusals;
use crate::schema::change_points;
use chrono::NaiveDate;
use diesel::prelude::*;

/// The longest name of a change.
pub const LONGEST_WHAT: usize = 60;
/// The longest reason.
pub const LONGEST_WHY: usize = 500;
/// Who enters what changed, each for the units the role is held at and those below.
pub const ENTERING: &[Role] = &[Role::Director, Role::Quality, Role::Administrator];

/// Something changed in how the work is done.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = change_points, treat_none_as_default_value = false)]
pub struct ChangePoint {
    /// Identity.
    pub id: ChangePointId,
    /// The unit; it counts there and below.
    pub unit_id: UnitId,
    /// The process it is about; `None` for all work of the unit.
    pub process_id: Option<ProcessId>,
    /// The local date of the change.
    pub on_date: NaiveDate,
    /// What changed, in a few words, as charts name it.
    pub what: String,
    /// Why, or what is expected of it.
    pub why: String,
    /// Folded words it is found by.
    pub search: String,
    /// When it was entered.
    pub entered_at: Instant,
    /// By whom.
    pub entered_by: PersonId,
    /// When it was taken back, if it was.
    pub removed_at: Option<Instant>,
    /// By whom.
    pub removed_by: Option<PersonId>,
}

impl ChangePoint {
    /// Whether it counts for figures of a process, or of all work: what changed in one process says nothing of all.
    pub fn counts_for(&self, process: Option<ProcessId>) -> bool {
        self.process_id.is_none() || self.process_id == process
    }

    /// The Monday of the first whole week after it: the week in which something changes is a bit of both.
    pub fn first_week(&self) -> NaiveDate {
        let monday = monday_of(self.on_date);
        if monday == self.on_date {
            monday
        } else {
            shifted(monday, 7)
        }
    }
}

/// A change as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The unit.
    pub unit: UnitId,
    /// The process, if it is about one.
    pub process: Option<ProcessId>,
    /// The local date of the change.
    pub on: NaiveDate,
    /// What changed.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Why a change cannot be entered or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEnter {
    /// It is not said what changed, or in too many words.
    #[error("no short words for what changed")]
    What,
    /// It is not said why, or in too many words.
    #[error("no reason, or a long one")]
    Why,
    /// It has not happened yet.
    #[error("it has not happened yet")]
    Ahead,
    /// Nobody remembers so far back.
    #[error("too long ago")]
    LongAgo,
    /// There is one already, on this day at this unit for the same work.
    #[error("entered already")]
    Again,
    /// It was taken back already.
    #[error("taken back already")]
    Removed,
}

impl CannotEnter {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::What => Said::new("changes-what-required").with("count", LONGEST_WHAT),
            Self::Why => Said::new("changes-why-required").with("count", LONGEST_WHY),
            Self::Ahead => Said::new("changes-on-ahead"),
            Self::LongAgo => Said::new("changes-on-long-ago"),
            Self::Again => Said::new("changes-again"),
            Self::Removed => Said::new("changes-removed-already"),
        }
    }
    /// The field of the form it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Why => "why",
            Self::Ahead | Self::LongAgo | Self::Again => "on",
            Self::Removed => "",
        }
    }
}
refusals!(CannotEnter);

/// Everything that is wrong with a date and words on this local date; a date that is not there is told by the form.
pub fn problems(on: Option<NaiveDate>, what: &str, why: &str, today: NaiveDate) -> Vec<CannotEnter> {
    let fits = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
    let mut wrong = Vec::new();
    wrong.extend(on.filter(|on| *on > today).map(|_| CannotEnter::Ahead));
    wrong.extend(on.filter(|on| *on < EARLIEST).map(|_| CannotEnter::LongAgo));
    wrong.extend((!fits(what, LONGEST_WHAT)).then_some(CannotEnter::What));
    wrong.extend((!fits(why, LONGEST_WHY)).then_some(CannotEnter::Why));
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_happened_and_says_what_and_why() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let today = day("2026-06-09").unwrap();
        let of = |on: &str, what: &str, why: &str| problems(day(on), what, why, today);
        assert_eq!(of("2026-06-09", "New printers", "The old ones jammed."), []);
        assert_eq!(of("2026-06-10", "New printers", "Why not."), [CannotEnter::Ahead]);
        assert_eq!(of("1066-10-14", "New king", "He won."), [CannotEnter::LongAgo]);
        let long = "x".repeat(LONGEST_WHY + 1);
        assert_eq!(of("2026-06-09", " ", &long), [CannotEnter::What, CannotEnter::Why]);
    }
}
