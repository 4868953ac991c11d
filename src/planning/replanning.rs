//! What becomes of audits that were made when a plan or a working calendar changes, and the single dates that a plan
//! leaves out or has beside its rule.

pub mod model;
pub mod operations;
pub mod queries;
