//! Plumbline: layered process audits for public service.

pub mod base;
pub mod platform;
pub mod schema;
