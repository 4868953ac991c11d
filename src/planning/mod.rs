//! Planning: who audits what, how often.
//!
//! A *plan* joins a template, a layer and some units with a *recurrence* ("every Monday and Wednesday") and a *window*
//! of clock hours. From it the audits of the coming days are made ahead of time: the same plan and day never give two,
//! whatever restarts or runs twice. Who audits is found by the way of the plan ([`assign`]): the holders of the layer's
//! role at the unit by turns, whoever has the least to do, one person, or the first who takes it. Stand-ins do the audits
//! of people who are away. Where there is nobody, the audit stays unassigned and the layer above is told why.
//!
//! Who may do what: quality staff and administrators write plans; whoever audits may read them.

pub mod assign;
pub mod model;
pub mod operations;
pub mod pages;
pub mod queries;

pub use pages::routes;

#[cfg(test)]
mod tests;
