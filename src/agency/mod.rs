//! The agency: its units, their working calendars, and the layers of management that audit.
//!
//! *Units* form a tree (agency, division, department, office or counter). A unit's *working calendar* (time zone, opening
//! hours, holidays, closures) is inherited from the nearest unit above that has its own; holidays of all units above count,
//! single days and those that come round every year, but for the days a unit works all the same. *Shifts* are working
//! hours that rotate, offered at a unit and below. Every change of these is written down for planning to follow.

pub mod calendars;
pub mod model;
pub mod operations;
pub mod queries;
pub mod shifts;
pub mod pages;

pub use pages::routes;
