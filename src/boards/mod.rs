//! Boards: what a person sees first. The day's work, the day's result of every office, and the summary that answers
//! whether the mission is delivered; and what joins every room: the trace from the mission down to the questions, and
//! the page of a clause.
//!
//! A board owns nothing: it reads every other room. Its figures come from [`crate::figures`], its sentences are made from
//! figures by the rules in [`model`], and every number leads to what it counts.

pub mod model;
pub mod queries;
pub mod standing;
pub mod today;
pub mod day;
pub mod summary;
pub mod trace;
pub mod clause;

use crate::base::links;
use crate::base::share::Share;
use crate::people::viewer::{Anyone, Right, Viewer};
use crate::platform::web::flash::see_other;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

/// Routes of the room: the day's work is for everybody who is signed in, the day's result for whoever audits, the
/// summary for whoever reads the results of others, trace and clauses again for everybody.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(home))
        .route(links::TODAY, web::get().to(today::show))
        .route(DAY, web::get().to(day::show))
        .route(links::SUMMARY, web::get().to(summary::show))
        .route("/summary/offices.csv", web::get().to(summary::files::units_csv))
        .route("/summary/offices.xlsx", web::get().to(summary::files::units_xlsx))
        .route("/summary/months.csv", web::get().to(summary::files::months_csv))
        .route("/summary/months.xlsx", web::get().to(summary::files::months_xlsx))
        .route(links::TRACE, web::get().to(trace::show))
        .route(TRACE_TABLE, web::get().to(trace::show_table))
        .route(TRACE_GAP, web::get().to(trace::show_gap))
        .route(TRACE_FILE, web::get().to(trace::download))
        .route(CLAUSE, web::get().to(clause::show));
}

/// The result of one day, office by office.
pub const DAY: &str = "/day";
/// The chain from the mission to the questions as a table.
pub const TRACE_TABLE: &str = "/trace/table";
/// The same table as a file.
pub const TRACE_FILE: &str = "/trace.csv";
/// Where the chain has a gap of one kind.
pub const TRACE_GAP: &str = "/trace/gaps/{gap}";
/// A clause with its questions and findings.
pub const CLAUSE: &str = "/clauses/{id}";

/// The front door leads to the day's work; whoever is not signed in is asked to sign in on the way.
async fn home(_: Viewer<Anyone>) -> HttpResponse {
    see_other(links::TODAY, None)
}

/// A number that leads to what it counts.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// How many.
    pub n: i64,
    /// Where they are listed.
    pub href: String,
}

/// Days as the lists take them, for [`links::with`].
fn from_to(from: NaiveDate, to: NaiveDate) -> [(&'static str, String); 2] {
    [("from", from.to_string()), ("to", to.to_string())]
}

/// A share as it is read: "95.8%"; `None` when there is nothing to take a share of.
fn percent<R: Right>(viewer: &Viewer<R>, share: Share) -> Option<String> {
    share.tenths().map(|tenths| percent_of(viewer, tenths))
}

/// Tenths of a percent as they are read.
fn percent_of<R: Right>(viewer: &Viewer<R>, tenths: i64) -> String {
    let number = match tenths {
        1000 => viewer.i18n().decimal(viewer.lang(), 100.0, 0),
        _ => tenths_text(viewer, tenths),
    };
    viewer.say(&crate::base::said::Said::new("board-percent").with("number", number))
}

/// Tenths as a number with one decimal.
fn tenths_text<R: Right>(viewer: &Viewer<R>, tenths: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "tenths of a percent are small")]
    viewer.i18n().decimal(viewer.lang(), tenths as f64 / 10.0, 1)
}

/// A long text cut after a word, for one line on a card.
fn short(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':']))
}

#[cfg(test)]
mod tests;
