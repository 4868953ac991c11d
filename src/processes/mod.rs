//! Processes: what is done to deliver services.
//!
//! A *process* may cross departments: it names the units that carry it out, the services it delivers, the procedures
//! manual it follows, and the person who keeps it. Each has at most one audit template.

pub mod model;
pub mod queries;
pub mod operations;
