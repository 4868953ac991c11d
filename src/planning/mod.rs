//! Planning: who audits what, how often.
//!
//! A *plan* joins a template, a layer and some units with a *recurrence* ("every Monday and Wednesday") and a *window*
//! of clock hours. From it the audits of the coming days are made ahead of time: the same plan and day never give two,
//! whatever restarts or runs twice. Who audits is found by the way of the plan ([`assign`]): the holders of the layer's
//! role at the unit by turns, whoever has the least to do, one person, or the first who takes it. Stand-ins do the audits
//! of people who are away. Where there is nobody, the audit stays unassigned and the layer above is told why.
//!
//! The *calendar* shows what was made and what the plans will give; a *gap* is a layer that does not look at a process
//! where it is carried out; a *feed* is a secret address at which a calendar program reads the same.
//!
//! Who may do what: quality staff and administrators write plans; whoever audits may read them and the calendar. Gaps
//! are for leaders. Whoever audits makes a feed of the own audits, leaders one of a unit's.

pub mod board_queries;
pub mod calendar;
pub mod cover;
pub mod feeds;
pub mod coming;
pub mod making;
pub mod assign;
pub mod model;
pub mod operations;
pub mod pages;
pub mod power;
pub mod queries;
pub mod replanning;

pub use pages::routes;

#[cfg(test)]
mod tests;
