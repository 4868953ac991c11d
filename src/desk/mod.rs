//! The administrator's desk: the first setup of an installation, the mails that left or did not, and the timed jobs.
//!
//! Before anybody is there, every page leads to the *setup*: it makes the agency, its first administrator and, if wished,
//! loads the starter library. The *outbox* shows every mail with what the mail server said; a mail that was given up is
//! sent again by a button.

pub mod setup;
pub mod outbox;
pub mod previews;
pub mod jobs;
#[cfg(test)]
mod tests;

use actix_web::web::ServiceConfig;

/// The URLs of the room.
pub fn routes(cfg: &mut ServiceConfig) {
    setup::routes(cfg);
    outbox::routes(cfg);
    jobs::routes(cfg);
}
