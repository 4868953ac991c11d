//! Plumbline: layered process audits for public service.

pub mod agency;
pub mod base;
pub mod checklists;
pub mod findings;
pub mod manuals;
pub mod mission;
pub mod people;
pub mod platform;
pub mod schema;
