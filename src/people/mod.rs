//! People: who signs in or receives mail, which role they hold at which unit, and what that lets them do.
//!
//! A *person* has *assignments*: a role at a unit, which covers the unit's whole subtree. Sign-in is by e-mail address and
//! password; each device is a session that can be listed and ended. A handler's signature says who may call it
//! ([`Viewer<Director>`](viewer::Viewer)); which rows the viewer may see is a scoped query ([`model::Scope`]).

pub mod model;
pub mod queries;
pub mod nav;
pub mod viewer;
