//! Mission: what the agency promises, in one statement, its *goals* and their *objectives*.
//!
//! A *goal* has a code (G1), a sentence and a target: the share of first-time conformance that the questions tied to it
//! shall reach. An *objective* (G1.2) says how it is known that a goal is reached: a measure and a target. Every question
//! of a checklist names the goal it serves, so a nonconformance at the counter can be followed up to the promise it
//! breaks.
//!
//! Quality staff keep the mission as a file and load it; everybody who is signed in may read it. A goal that leaves the
//! file stays, inactive, for the questions and findings that point at it.

pub mod file;
pub mod model;
pub mod queries;
pub mod operations;
pub mod pages;

pub use pages::routes;

#[cfg(test)]
mod tests;
