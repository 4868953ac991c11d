//! Working calendars: time zone, opening hours, holidays, closures; what a unit takes from above and what it keeps
//! itself; and every change of them, for planning to follow.

pub mod import;
pub mod model;
pub mod operations;
pub mod queries;
