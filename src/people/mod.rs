//! People: who signs in or receives mail, which role they hold at which unit, and what that lets them do.
//!
//! A *person* has *assignments*: a role at a unit, which covers the unit's whole subtree. Sign-in is by e-mail address
//! and password; each device is a session that can be listed and ended. A handler's signature says who may call it
//! ([`Viewer<Director>`](viewer::Viewer)); which rows the viewer may see is a scoped query ([`model::Scope`]).
//!
//! - During an *absence* the *stand-in* gets the person's audits that open and the mail, sees the findings and audits
//!   of the units at which the person audits, and may take the steps of findings and actions the person owns. No role
//!   is lent ([`absences`]).
//! - Each person chooses how mail comes: by itself or one mail a day ([`digest`]), quiet hours, and what is switched
//!   off ([`mail_choices`]).
//!
//! Who may do what: administrators keep people, roles, and who gets one-time links. Everybody enters the own absences
//! and chooses the own mail; managers, directors and board members enter absences of people with a lower role at or
//! below their units, administrators those of everybody.

pub mod model;
pub mod password;
pub mod queries;
pub mod operations;
pub mod mail_queries;
pub mod mail_choices;
pub mod digest;
pub mod absences;
pub mod sign_in;
pub mod nav;
pub mod viewer;
pub mod sign_in_pages;
pub mod mail_pages;
pub mod account_pages;
pub mod pages;
#[cfg(test)]
mod tests;

use actix_web::web::ServiceConfig;

/// The URLs of the room.
pub fn routes(cfg: &mut ServiceConfig) {
    sign_in_pages::routes(cfg);
    mail_pages::routes(cfg);
    absences::pages::routes(cfg);
    account_pages::routes(cfg);
    pages::routes(cfg);
}
