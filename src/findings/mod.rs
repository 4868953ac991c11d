//! Findings: what was found and what is done about it.
//!
//! A *finding* is a nonconformance with a number. It lives `open → contained → planned → done → verified`, or is
//! `dismissed` by a director. *Containment* says what was done at once so that nobody else is affected; the *root cause*
//! why it happened; *corrective actions* what changes; a *verification* by somebody who owned none of the actions closes
//! it. Then the *effectiveness watch* follows the next three audits of the same question at the same unit: found again,
//! it opens again.
//!
//! A finding comes from an answer of an audit, from somebody who raises it by hand, or is the common one of findings on
//! the same question at several units.
//!
//! Who may do what: everybody on the staff may raise one; whoever audits at the unit may contain and verify; its owner,
//! managers and directors over the unit write the cause and plan the actions; a leader above the owner decides on that
//! plan, and on later dates; a leader who is not the owner stops the clock for a while; a director dismisses. Nobody
//! decides on the own finding.
//!
//! This room is the one others are copied from.

pub mod model;
pub mod queries;
pub mod operations;
pub mod amending;
pub mod dates;
pub mod pauses;
pub mod settings;
pub mod chasing;
pub mod evidence;
pub mod raising;
pub mod grouping;
pub mod handing;
pub mod stories;
pub mod views;
pub mod reminders;
pub mod pages;
#[cfg(test)]
mod tests;

pub use pages::routes;
