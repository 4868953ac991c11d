//! Planning: who audits what, how often.
//!
//! A *plan* joins a template, a layer and some units with a *recurrence* ("every Monday and Wednesday") and a *window*
//! of clock hours. From it the audits of the coming days are made ahead of time: the same plan and day never give two,
//! whatever restarts or runs twice. The holder of the layer's role at the unit audits; several take turns; where there
//! is nobody, the audit stays unassigned and the layer above is told.
//!
//! Who may do what: quality staff and administrators write plans; whoever audits may read them.

pub mod model;
pub mod operations;
pub mod pages;
pub mod power;
pub mod queries;

pub use pages::routes;

#[cfg(test)]
mod tests;
