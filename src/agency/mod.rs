//! The agency: its units, their working calendars, and the layers of management that audit.
//!
//! *Units* form a tree (agency, division, department, office or counter). A unit's *working calendar* (time zone,
//! opening hours, holidays, closures) is inherited from the nearest unit above that has its own; holidays of all units
//! above count, single days and those that come round every year, but for the days a unit works all the same
//! ([`calendars`]). A *closure* also excuses audits, and may be entered afterwards. *Shifts* are working hours that
//! rotate, offered at a unit and below ([`shifts`]).
//!
//! Every change of a calendar, a shift or a unit's place is written down with the days it touches, in the same
//! transaction, and the job that plans is brought forward; so it is when a unit is added, closed or opened.
//!
//! Who may do what: all of it is for administrators.

pub mod calendars;
pub mod model;
pub mod operations;
pub mod queries;
pub mod shifts;
pub mod pages;

pub use pages::routes;
