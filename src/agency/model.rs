//! Units and layers.

use crate::base::codes::Role;
use crate::base::ids::UnitId;
use crate::schema::units;
use crate::text_enum;
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
