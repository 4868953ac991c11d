//! Checklists: what is looked at, question by question.
//!
//! A *template* is the audit checklist of one *process*. It comes in *versions*: a *draft* may still change, a
//! *published* version never does, and publishing the next one *retires* it (audits that are under way keep theirs). A
//! *question* has an id in its template that stays the same through all versions, so answers and findings of last year
//! and of today are about the same question; how a version words it is a *question version*. Each question names the
//! clause of the manual it checks, the goal it serves, how bad it is when nonconforming, what to do then, and the
//! layers that ask it.
//!
//! Quality staff write a template in the browser or as a YAML file (a draft) and publish it with a reason. Whoever
//! audits may read.

pub mod file;
pub mod lint;
pub mod sheet;
pub mod model;
pub mod queries;
pub mod operations;
pub mod library;
pub mod edit;
pub mod reviews;
pub mod compare;
pub mod words;
pub mod pages;
pub use pages::routes;

#[cfg(test)]
mod tests;
