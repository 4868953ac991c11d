//! Figures: the one definition of every figure, and the roll-up tables it is read from.
//!
//! *First-time conformance* says how many of the answers found the work done as the manual says; *completion* and
//! *on-time completion* how many of the expected audits were done; *closure on time* how many findings were closed by
//! their due date. Every page, export and mail takes its figures from here, so that no two of them can disagree.
//!
//! Answers and audits are counted as they are submitted, by the unit they belong to and the local date their window
//! opened, in the same transaction. [`sums`] of them keep long periods of large agencies quick. [`operations::recount`]
//! proves the counts against the audits themselves, and the sums against the counts.

pub mod model;
pub mod operations;
pub mod queries;
pub mod changes;
pub mod found;
pub mod sums;

#[cfg(test)]
mod tests;
