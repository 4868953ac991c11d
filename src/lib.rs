//! Plumbline: layered process audits for public service.

pub mod agency;
pub mod base;
pub mod figures;
pub mod findings;
pub mod people;
pub mod platform;
pub mod schema;
