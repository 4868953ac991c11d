//! Processes: what is done to deliver services.
//!
//! A *process* may cross departments: it names the units that carry it out, the services it delivers, the procedures
//! manual it follows, and the person who keeps it. Each has at most one audit template.
//!
//! Everybody who is signed in reads the processes; quality staff keep them, here or in the file `processes.yaml` of a
//! library. What the file does not say (owner and units never) stays as it was written here.

pub mod file;
pub mod model;
pub mod queries;
pub mod operations;
pub mod pages;

pub use pages::routes;

#[cfg(test)]
mod tests;
