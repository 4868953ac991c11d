//! The pages of the room: the queue, raising a finding by hand, a finding with its next step, actions.

mod actions;
mod dates;
mod evidence;
mod grouping;
mod handing;
mod list;
mod pauses;
mod raising;
mod settings;
mod show;
mod steps;
mod stories;
mod views;

use super::model::*;
use super::operations::{self, NewAction};
use super::queries::{self, Asked, By, Kind, ListRow, OwnedBy, Tab};
use super::reminders;
use crate::agency;
use crate::base::act::Act;
use crate::base::codes::{OriginKind, Severity};
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::{Arg, Said};
use crate::base::text::{Localized, fold};
use crate::base::zone::Zone;
use crate::page;
use crate::people;
use crate::people::model::Within;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Record};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Links};
use crate::platform::web::parts::{Choice, Moment, Pill};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Longest text a form takes.
const LONGEST: usize = 4_000;

/// Routes of the room. Everybody signed in sees the findings of the own units and those they own a part of.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/findings")
            .route("", web::get().to(list::index))
            .route("", web::post().to(raising::create))
            .route("/new", web::get().to(raising::new))
            .route("/export.{ending}", web::get().to(list::export))
            .route("/views", web::get().to(views::index))
            .route("/views", web::post().to(views::create))
            .route("/views/{view}/name", web::post().to(views::rename))
            .route("/views/{view}/removal", web::post().to(views::remove))
            .route("/handing-over", web::get().to(handing::show))
            .route("/handing-over", web::post().to(handing::create))
            .route("/settings", web::get().to(settings::show))
            .route("/settings", web::post().to(settings::update))
            .route("/settings/causes", web::post().to(settings::create_category))
            .route("/settings/causes/new", web::get().to(settings::new_category))
            .route("/settings/causes/{code}", web::get().to(settings::edit_category))
            .route("/settings/causes/{code}", web::post().to(settings::update_category))
            .route("/settings/causes/{code}/up", web::post().to(settings::move_category))
            .route("/actions", web::get().to(actions::actions))
            .route("/actions/export.{ending}", web::get().to(actions::export))
            .route("/actions/{id}", web::get().to(actions::show_action))
            .route("/actions/{id}/date", web::post().to(actions::create_request))
            .route("/actions/{id}/completion", web::post().to(actions::create_completion))
            .route(
                "/actions/{id}/cancellation",
                web::post().to(actions::create_cancellation),
            )
            .route("/{id}", web::get().to(show::show))
            .route("/{id}/files", web::post().to(evidence::create))
            .route("/{id}/files/{file}", web::get().to(evidence::show))
            .route("/{id}/files/{file}/removal", web::post().to(evidence::remove))
            .route("/{id}/story", web::post().to(stories::create))
            .route("/{id}/story/removal", web::post().to(stories::remove))
            .route("/{id}/group", web::post().to(grouping::create))
            .route("/{id}/group/removal", web::post().to(grouping::leave))
            .route("/{id}/group/cause", web::post().to(grouping::take))
            .route("/{id}/containment", web::post().to(steps::create_containment))
            .route("/{id}/cause", web::post().to(steps::create_cause))
            .route("/{id}/actions", web::post().to(steps::create_action))
            .route("/{id}/decision", web::post().to(steps::create_decision))
            .route("/{id}/date", web::post().to(dates::create_request))
            .route("/{id}/date-answer", web::post().to(dates::create_answer))
            .route("/{id}/pause", web::post().to(pauses::create))
            .route("/{id}/pause/end", web::post().to(pauses::end))
            .route("/{id}/closure", web::post().to(steps::create_closure))
            .route("/{id}/dismissal", web::post().to(steps::create_dismissal))
            .route("/{id}/severity", web::post().to(steps::create_severity))
            .route("/{id}/owner", web::post().to(steps::create_owner))
            .route("/{id}/notes", web::post().to(steps::create_note)),
    );
}

/// What an action costs, with the agency's currency where it has set one: "1,200 USD".
fn amount(viewer: &Viewer, cost: i64) -> String {
    let number = viewer.i18n().number(viewer.lang(), cost);
    match viewer.app.settings.currency.as_str() {
        "" => number,
        currency => format!("{number}\u{a0}{currency}"),
    }
}

/// How the cost of an action is entered.
fn cost_hint(viewer: &Viewer) -> String {
    match viewer.app.settings.currency.as_str() {
        "" => viewer.t("finding-cost-hint"),
        currency => viewer.say(&Said::new("finding-cost-hint-in").with("currency", currency)),
    }
}
