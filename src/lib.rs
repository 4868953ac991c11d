//! Plumbline: layered process audits for public service.

pub mod base;
pub mod platform;
pub mod app;
pub mod people;
pub mod agency;
pub mod figures;
pub mod findings;
pub mod planning;
pub mod schema;
