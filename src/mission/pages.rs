//! The pages of the room: the mission of the agency and of its units, a goal, the forms that write them; services with
//! their charter promises.

mod forms;
mod goal;
mod services;
mod show;
mod told;

use super::model::*;
use super::{operations, queries};
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::Localized;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Quality, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use told::{ChangeShown, Conflict};

/// Routes of the room. Everybody signed in reads the mission and the services; quality staff write them.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::scope("/mission")
                .route("", web::get().to(show::index))
                .route("/goals/{id}", web::get().to(goal::show))
                .route("/goals/{id}", web::post().to(forms::update_goal))
                .route("/goals/{id}/edit", web::get().to(forms::edit_goal))
                .route("/goals/{id}/ending", web::post().to(goal::create_ending))
                .route("/goals/{id}/resumption", web::post().to(goal::create_resumption))
                .route("/goals/{id}/objectives", web::post().to(forms::create_objective))
                .route("/goals/{id}/objectives/new", web::get().to(forms::new_objective))
                .route("/objectives/{id}", web::post().to(forms::update_objective))
                .route("/objectives/{id}/edit", web::get().to(forms::edit_objective))
                .route("/objectives/{id}/removal", web::post().to(goal::create_removal))
                .route("/{unit}", web::get().to(show::show))
                .route("/{unit}/statement", web::get().to(forms::edit_statement))
                .route("/{unit}/statement", web::post().to(forms::update_statement))
                .route("/{unit}/goals", web::post().to(forms::create_goal))
                .route("/{unit}/goals/new", web::get().to(forms::new_goal)),
        )
        .service(
            web::scope("/services")
                .route("", web::get().to(services::index))
                .route("", web::post().to(services::create))
                .route("/export.{ending}", web::get().to(services::export))
                .route("/new", web::get().to(services::new))
                .route("/{id}", web::get().to(services::show))
                .route("/{id}", web::post().to(services::update))
                .route("/{id}/edit", web::get().to(services::edit))
                .route("/{id}/ending", web::post().to(services::create_ending))
                .route("/{id}/resumption", web::post().to(services::create_resumption)),
        );
}

/// A link with its words.
#[derive(Debug, Serialize)]
pub struct Link {
    href: String,
    text: String,
}

fn may_write<R: Right>(viewer: &Viewer<R>) -> bool {
    viewer.holds(Quality::ROLES)
}

/// A text with these words in the viewer's language; a text that was shown and not touched stays as it was.
fn reworded(old: Option<&Localized>, lang: &str, words: &str) -> Localized {
    match old {
        Some(old) if old.get(lang) == words => old.clone(),
        Some(old) => old.with(lang, words),
        None => Localized::default().with(lang, words),
    }
}

/// The same of a text that may be missing.
fn reworded_if(old: Option<&Localized>, lang: &str, words: &str) -> Option<Localized> {
    Some(reworded(old, lang, words)).filter(|words| !words.is_empty())
}

/// Adds what the rules say of fields that have no problem yet.
fn add_rules(problems: &mut Problems, wrong: Vec<(&'static str, CannotPromise)>) {
    let known: Vec<String> = problems.keys().iter().map(|(field, _)| (*field).to_owned()).collect();
    for (field, no) in wrong {
        if field.is_empty() || !known.iter().any(|known| known == field) {
            problems.add(field, no.said());
        }
    }
}

/// A number of a form, with as much after the point as somebody typed.
fn read_value(form: &Fields, name: &str, problems: &mut Problems) -> Option<f64> {
    let number = read_number(form.given(name)?);
    problems.check(name, number.is_some(), "error-number");
    number
}

/// The directions a form offers.
fn directions<R: Right>(viewer: &Viewer<R>) -> Vec<Choice> {
    let choice = |direction: &Direction| Choice::new(direction, told::direction(viewer, direction.as_str()));
    Direction::ALL.iter().map(choice).collect()
}

/// Back to a page, with what was done; the button of a page that was out of date does no harm.
fn switched(href: &str, done: AppResult<()>, said: &str) -> AppResult<HttpResponse> {
    let flash = match done {
        Ok(()) => Flash::done(Said::new(said)),
        Err(AppError::Refused(said)) => Flash::note(said),
        Err(error) => return Err(error),
    };
    Ok(see_other(href, flash))
}
