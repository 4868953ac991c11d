//! Units and layers.

use crate::base::codes::Role;
use crate::base::ids::UnitId;
use crate::base::said::Said;
use crate::schema::units;
use crate::{refusals, text_enum};
use diesel::prelude::*;

text_enum! {
    /// What a unit is.
    pub enum UnitKind {
        /// The whole agency: the top of the tree.
        Agency = "agency",
        /// A division of several departments.
        Division = "division",
        /// A department.
        Department = "department",
        /// An office or counter.
        Office = "office",
    }
}
crate::text_column!(UnitKind);

/// A node of the organisation tree.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = units)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// The unit above; `None` for the agency itself.
    pub parent_id: Option<UnitId>,
    /// Name as people say it.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Its own time zone; `None` inherits.
    pub zone: Option<String>,
    /// Order among its siblings.
    pub position: i32,
    /// Whether it is still there; closed units keep their past.
    pub active: bool,
    /// Counts the changes.
    pub revision: i32,
}

/// A level of management that audits.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = crate::schema::layers)]
pub struct Layer {
    /// 1 is at the counter.
    pub number: i32,
    /// The agency's own name for it.
    pub name: String,
    /// The role whose holders audit at this layer.
    pub role: Role,
}

/// The layers an agency starts with.
pub const DEFAULT_LAYERS: &[(i32, &str, Role)] = &[
    (1, "Supervisors", Role::Supervisor),
    (2, "Managers", Role::Manager),
    (3, "Directors", Role::Director),
    (4, "Board", Role::Board),
];

/// The layer above this one, among those that exist.
pub fn layer_above(layers: &[Layer], number: i32) -> Option<&Layer> {
    layers
        .iter()
        .filter(|layer| layer.number > number)
        .min_by_key(|layer| layer.number)
}

/// The layer of a person's role: what "the owner's layer" means for escalation; staff belong to layer 0.
pub fn layer_of_role(layers: &[Layer], role: Role) -> i32 {
    layers
        .iter()
        .find(|layer| layer.role == role)
        .map_or(0, |layer| layer.number)
}

/// The most characters of a unit's, layer's or holiday's name.
pub const LONGEST_NAME: usize = 120;

/// Why the agency cannot be changed this way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotArrange {
    /// No name, or one of more than [`LONGEST_NAME`] characters.
    #[error("a name is needed")]
    Name,
    /// The agency itself stays.
    #[error("the agency itself cannot be closed")]
    Top,
    /// Units below are still open.
    #[error("{0} units below are still open")]
    UnitsBelow(i64),
    /// The unit above is closed.
    #[error("the unit above is closed")]
    AboveClosed,
    /// A holiday is on this date already.
    #[error("there is a holiday on this date")]
    HolidayThere,
    /// A day that opens without closing, or closes before it opens.
    #[error("the hours of a day do not fit")]
    Hours,
    /// Own hours without an open day.
    #[error("no open day")]
    NoDay,
    /// The agency itself has to have a time zone and hours; there is nothing above to take them from.
    #[error("nothing above to inherit from")]
    NothingAbove,
    /// The last day or year is before the first.
    #[error("it ends before it begins")]
    EndsEarly,
    /// One holiday or closure of more than a year.
    #[error("longer than a year")]
    TooLong,
    /// A date or year nobody can mean.
    #[error("a date too far away")]
    FarDate,
    /// A yearly holiday on a day no year has.
    #[error("no year has such a day")]
    NoSuchDay,
    /// The unit has a yearly holiday on this day already.
    #[error("there is a yearly holiday on this day")]
    RuleThere,
    /// The day is no day off, or is worked already.
    #[error("the day is worked already")]
    NotOff,
    /// The day off is the unit's own: it can be removed.
    #[error("the day off is kept at the unit itself")]
    OwnDayOff,
    /// A cycle of no days, or of too many.
    #[error("the cycle has no days or too many")]
    Cycle,
    /// A shift without hours.
    #[error("no day has hours")]
    NoTurn,
    /// The hours of this day of the cycle run into those of the next.
    #[error("the hours of day {0} run into the next day's")]
    Overlap(usize),
    /// The agency itself has no place to move to.
    #[error("the agency itself cannot move")]
    TopMoves,
    /// A unit cannot belong to itself or to a unit below it.
    #[error("the new place is the unit itself or below it")]
    BelowItself,
    /// The unit belongs there already.
    #[error("the unit is there already")]
    SamePlace,
}

impl CannotArrange {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Name => Said::new("agency-no-name"),
            Self::Top => Said::new("agency-no-top"),
            Self::UnitsBelow(count) => Said::new("agency-no-units-below").with("count", *count),
            Self::AboveClosed => Said::new("agency-no-above-closed"),
            Self::HolidayThere => Said::new("agency-no-holiday-there"),
            Self::Hours => Said::new("agency-no-hours"),
            Self::NoDay => Said::new("agency-no-day"),
            Self::NothingAbove => Said::new("agency-no-nothing-above"),
            Self::EndsEarly => Said::new("agency-no-ends-early"),
            Self::TooLong => Said::new("agency-no-too-long"),
            Self::FarDate => Said::new("agency-no-far-date"),
            Self::NoSuchDay => Said::new("agency-no-such-day"),
            Self::RuleThere => Said::new("agency-no-rule-there"),
            Self::NotOff => Said::new("agency-no-day-off"),
            Self::OwnDayOff => Said::new("agency-no-own-day-off"),
            Self::Cycle => Said::new("agency-no-cycle").with("count", super::shifts::model::LONGEST_CYCLE),
            Self::NoTurn => Said::new("agency-no-turn"),
            Self::Overlap(day) => Said::new("agency-no-overlap").with("day", *day),
            Self::TopMoves => Said::new("agency-no-top-moves"),
            Self::BelowItself => Said::new("agency-no-below-itself"),
            Self::SamePlace => Said::new("agency-no-same-place"),
        }
    }
}
refusals!(CannotArrange);

/// A name as it is kept.
///
/// # Errors
/// [`CannotArrange::Name`].
pub fn read_name(typed: &str) -> Result<String, CannotArrange> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    fits.then_some(name).ok_or(CannotArrange::Name)
}
