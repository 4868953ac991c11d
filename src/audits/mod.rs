//! Audits: one occurrence of a plan in its window, from scheduled to submitted.
//!
//! An *audit* belongs to a unit, a layer and a person. When it is started its questions are drawn (by risk, always
//! covering every question in time; the audit says why each was chosen) and never change. *Answers* save as they are
//! given; a *submission* has an id made by the device and counts once, however often it arrives. Nonconforming answers
//! become findings in the same transaction. An audit nobody submitted by its end is *missed*; the next layer up is told,
//! first while it can still be helped: it gives the audit to somebody else or says what is in the way. One that was done
//! in time and *arrived later* is taken for some days. An audit may be handed over, and done without an account by a
//! one-time link.

pub mod model;
pub mod length;
pub mod arrival;
pub mod draw;
pub mod queries;
pub mod operations;
pub mod replanned;
pub mod notice_queries;
pub mod reasons;
pub mod handing;
pub mod by_link;
mod letters;
pub mod ics;
pub mod reverse;
pub mod reminders;
pub mod outlook;
pub mod pages;
pub mod api;
#[cfg(test)]
mod tests;

pub use pages::routes;
