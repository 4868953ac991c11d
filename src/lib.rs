//! Plumbline: layered process audits for public service.

pub mod base;
pub mod platform;
pub mod app;
pub mod people;
pub mod agency;
pub mod mission;
pub mod manuals;
pub mod checklists;
pub mod figures;
pub mod findings;
pub mod audits;
pub mod planning;
pub mod boards;
pub mod desk;
pub mod demo;
pub mod health;
pub mod routes;
pub mod schedule;
pub mod server;
pub mod schema;
