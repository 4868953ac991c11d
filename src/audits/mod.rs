//! Audits: one occurrence of a plan in its window, from scheduled to submitted.
//!
//! An *audit* belongs to a unit, a layer and a person. When it is started its questions are drawn (by risk, always
//! covering every question in time; the audit says why each was chosen) and never change. *Answers* save as they are
//! given; a *submission* has an id made by the device and counts once, however often it arrives. Nonconforming answers
//! become findings in the same transaction. An audit nobody submitted by its end is *missed*; the next layer up is told.

pub mod model;
pub mod draw;
pub mod queries;
pub mod operations;
pub mod reverse;
pub mod reminders;
pub mod pages;
pub mod api;
#[cfg(test)]
mod tests;

pub use pages::routes;
