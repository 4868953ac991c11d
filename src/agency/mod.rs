//! The agency: its units, their working calendars, and the layers of management that audit.
//!
//! *Units* form a tree (agency, division, department, office or counter). A unit's *working calendar* (time zone, opening
//! hours, holidays, closures) is inherited from the nearest unit above that has its own; holidays of all units above count.

pub mod model;
pub mod operations;
pub mod queries;
pub mod pages;

pub use pages::routes;
