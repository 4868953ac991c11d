//! Manuals: how the work is to be done.
//!
//! A *procedures manual* comes in *editions*, numbered from 1. An edition is a *draft* until its first day, *in force*
//! from then on, and *superseded* once a newer one is in force; an edition that has been in force never changes. Its
//! numbered parts are *clauses*: a clause keeps its identity (its key) from edition to edition while its number and words
//! may change, so every question of a checklist can point at the clause that says how it is done.
//!
//! Quality staff keep a manual as a Markdown file and load it; everybody who is signed in may read it.

pub mod file;
pub mod write;
pub mod import;
pub mod compare;
pub mod model;
pub mod queries;
pub mod operations;
pub mod pages;

pub use pages::routes;

#[cfg(test)]
mod tests;
