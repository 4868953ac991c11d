//! Planning: who audits what, how often.
//!
//! For whoever plans: quality staff and administrators say it once, and it happens. For auditors: the audits are there,
//! with a person, two weeks ahead. For leaders: they hear in time where nobody can come, and see what nobody looks at.
//!
//! A *plan* joins a template, a layer and some units with a *recurrence* ("every Monday and Wednesday") and a *window*
//! of clock hours. Its days may also go by a *shift*, or be *drawn* by lot; an *unannounced* audit is hidden from those
//! who are audited until it begins ([`coming`]).
//!
//! - The audits of the coming days are made ahead of time. An audit is known by plan, unit and the day of the rule it
//!   stands for: the same plan and day never give two, whatever restarts, runs twice or is moved ([`making`]).
//! - When the plan, a working calendar, a shift or a unit changes, audits that have not opened follow; what has opened
//!   stays. Only a closure excuses, also one that is announced late ([`replanning`]).
//! - Who audits is found by the way of the plan: the holders of the layer's role at the unit by turns, whoever has the
//!   least to do, one person, or the first who takes it. Stand-ins do the audits of people who are away. Where there is
//!   nobody, the audit stays unassigned and the layer above is told why ([`assign`]).
//! - What a plan asks is drawn when an audit starts; here it is said what the draw comes to in a year ([`power`]).
//!
//! The *calendar* shows what was made and what the plans will give; a *gap* is a layer that does not look at a process
//! where it is carried out; a *feed* is a secret address at which a calendar program reads the same.
//!
//! Who may do what: quality staff and administrators write plans, pause them, and leave single dates out or add some.
//! Whoever audits may read the plans and the calendar of the own units; the days of unannounced plans only those who
//! audit at their layer or above there, quality staff and administrators. Gaps and simulations are for leaders, quality
//! staff and administrators. An audit nobody has is taken by those whose audit it could be. Whoever audits makes a feed
//! of the own audits, leaders one of a unit's.

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
