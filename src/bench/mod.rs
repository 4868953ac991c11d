//! Measuring: a large agency with ten years of answers in an empty database, and how long its figures take to read.
//!
//! What is made is what the program itself keeps, written in bulk: units, people, checklists and plans through the
//! operations of their rooms; audits, answers, submissions, findings and roll-ups straight into their tables. Left out are
//! the history of these audits and findings, the notes why a question was drawn, causes, actions and watches of findings,
//! and mails. `plumbline figures verify` and `plumbline history verify` hold for the result.

mod queries;
pub mod read;
pub mod seed;
