//! Audits: one occurrence of a plan in its window, from scheduled to submitted.
//!
//! For whoever audits: done in a few minutes, on a phone, nothing lost. For leaders: they hear of what is late while it
//! can still be helped.
//!
//! An *audit* belongs to a unit, a layer and a person. When it is started its questions are drawn and never change:
//! what is asked every time, what would otherwise wait too long, the rest by risk and lot; the audit says why each was
//! chosen ([`draw`]). *Answers* save as they are given; a *submission* has an id made by the device and counts once,
//! however often it arrives. Nonconforming answers become findings in the same transaction.
//!
//! - An audit nobody submitted by its end is *missed*, and the next layer up is told. A reason excuses nothing
//!   ([`reasons`]); only a closure does, and then planning says so ([`replanned`]).
//! - One that was done in time and *arrived later* is taken for some days ([`arrival`]).
//! - An audit is *handed over* before it is started by whoever has it, afterwards by leaders ([`handing`]).
//! - A *one-time link* opens one audit without an account, on the first device that begins ([`by_link`]).
//! - How an audit was done beside others may be a reason for a talk, which its auditor and whoever leads them see ([`hints`]).
//! - An audit *from below* looks at a duty of a layer above; its answers may be without a name, and are then told in
//!   groups of five people and more ([`reverse`]).
//!
//! Who may do what: the assignee starts, answers and submits; while there is none, whoever holds the layer's role at
//! the unit. Leaders of the auditor, by the role of a higher layer there or above, quality staff and administrators
//! give audits to others, send links and say what is in the way. Everybody sees the audits of the own units and the own
//! ones; unannounced ones that have not begun only those of the layer and above there, quality staff and
//! administrators.

pub mod model;
pub mod length;
pub mod arrival;
pub mod draw;
pub mod facts;
pub mod queries;
pub mod operations;
pub mod hints;
pub mod amending;
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
pub mod flat;
pub mod pages;
pub mod api;
#[cfg(test)]
mod tests;

pub use pages::routes;
