//! Plumbline: layered process audits for public service. Is the work done as the manuals say, and does it deliver what
//! the mission promises?
//!
//! ARCHITECTURE.md, beside `Cargo.toml`, tells how it is built; `src/decisions/` tells why. Here is the map, in the order
//! a newcomer should read. A module uses only those above it in this list (and [`schema`]); `tests/it/tidy.rs` looks.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 0 | [`base`] | pure values: ids, moments, zones, calendars, recurrences, codes, sentences, files people write |
//! | 1 | [`platform`] | the machine: settings, database, errors, pages, web frame, languages, mail, jobs, history, files |
//! | 2 | [`people`] | who is asking: persons, roles, sessions, [`Viewer`](people::viewer::Viewer) |
//! | 3 | [`agency`] | units, working calendars, layers |
//! | 3 | [`mission`] | what is promised: goals and objectives |
//! | 3 | [`manuals`] | how the work is to be done: editions and clauses |
//! | 3 | [`processes`] | what is done to deliver services: who keeps it, which units carry it out |
//! | 3 | [`checklists`] | what is looked at: templates, versions, questions |
//! | 4 | [`figures`] | the one definition of every figure, and the roll-ups |
//! | 5 | [`findings`] | what was found and what is done about it; **read this room first, others copy it** |
//! | 6 | [`audits`] | one occurrence of a plan, from scheduled to submitted |
//! | 6 | [`planning`] | who audits what, how often |
//! | 7 | [`boards`] | today, the day of the offices, the summary, packets of the board |
//! | 8 | [`desk`] | the administrator's desk: setup, outbox, jobs |
//! | 8 | [`demo`] | the City of Alder Bay |
//! | roof | [`mod@bench`] | a large agency, to measure with |
//! | roof | [`app`] | everything a handler or a job may ask for |
//! | roof | [`routes`] | the URL table |
//! | roof | [`schedule`] | the table of timed work |
//! | roof | [`health`], [`server`] | for whoever runs it |
//! | | [`schema`] | every table, and the room that owns it |

pub mod base;
pub mod platform;
pub mod app;
pub mod people;
pub mod agency;
pub mod mission;
pub mod manuals;
pub mod processes;
pub mod checklists;
pub mod figures;
pub mod findings;
pub mod audits;
pub mod planning;
pub mod boards;
pub mod desk;
pub mod demo;
pub mod bench;
pub mod health;
pub mod routes;
pub mod schedule;
pub mod server;
pub mod schema;
