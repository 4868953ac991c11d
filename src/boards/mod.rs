//! Boards: what a person sees first. The day's work, the day's result of every office, and the summary that answers
//! whether the mission is delivered; and what joins every room: the trace from the mission down to the questions, and
//! the page of a clause.
//!
//! A board reads every other room. Its figures come from [`crate::figures`], its sentences are made from figures by the
//! rules in [`model`], and every number leads to what it counts. What it owns are the meetings of the board and the
//! [`packets`] that are made for them: what the summary told at a moment, kept for good.

pub mod model;
pub mod queries;
pub mod asked;
pub mod layers;
pub mod weeks;
pub mod standing;
pub mod today;
pub mod day;
pub mod summary;
pub mod health;
pub mod question_health;
pub mod packets;
pub mod trace;
pub mod clause;

use crate::base::clock::Instant;
use crate::base::links;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::zone::Zone;
use crate::people::viewer::{Anyone, Right, Viewer};
use crate::platform::i18n::{I18n, When};
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
        .route(DAY_FILE, web::get().to(day::export))
        .route(links::SUMMARY, web::get().to(summary::show))
        .route(links::HEALTH, web::get().to(health::index))
        .route(HEALTH_FILE, web::get().to(health::export))
        .route(PROCESS_HEALTH, web::get().to(health::process::show))
        .route(PROCESS_PAIRS, web::get().to(health::pairs::index))
        .route(PROCESS_PAIRS_FILE, web::get().to(health::pairs::export))
        .route(PROCESS_FILE, web::get().to(health::process::export))
        .route(QUESTION_HEALTH, web::get().to(question_health::index))
        .route(QUESTION_HEALTH_FILE, web::get().to(question_health::export))
        .route("/summary/{table}.{ending}", web::get().to(summary::files::export))
        .configure(packets::pages::routes)
        .route(links::TRACE, web::get().to(trace::show))
        .route(TRACE_TABLE, web::get().to(trace::show_table))
        .route(TRACE_GAP, web::get().to(trace::show_gap))
        .route(TRACE_FILE, web::get().to(trace::download))
        .route(CLAUSE, web::get().to(clause::show));
}

/// The result of one day, office by office.
pub const DAY: &str = "/day";
/// The same as a file.
pub const DAY_FILE: &str = "/day/export.{ending}";
/// How each process does, as a file.
pub const HEALTH_FILE: &str = "/health/export.{ending}";
/// How a process does.
pub const PROCESS_HEALTH: &str = "/health/{process}";
/// Where two layers answered the same question of a process.
pub const PROCESS_PAIRS: &str = "/health/{process}/pairs";
/// The same as a file.
pub const PROCESS_PAIRS_FILE: &str = "/health/{process}/pairs.{ending}";
/// One of its tables as a file.
pub const PROCESS_FILE: &str = "/health/{process}/{table}.{ending}";
/// Questions of which something stands out.
pub const QUESTION_HEALTH: &str = "/questions/health";
/// The same as a file.
pub const QUESTION_HEALTH_FILE: &str = "/questions/health/export.{ending}";
/// The chain from the mission to the questions as a table.
pub const TRACE_TABLE: &str = "/trace/table";
/// The same table as a file.
pub const TRACE_FILE: &str = "/trace.{ending}";
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

/// Who reads a board, in which language, on which clock: whoever is signed in, or the readers of a packet.
pub struct Reader<'a> {
    i18n: &'a I18n,
    lang: &'a str,
    /// The clock of what belongs to no unit.
    pub zone: &'a Zone,
    now: Instant,
}

impl<'a> Reader<'a> {
    /// Somebody who looks now.
    pub fn new(i18n: &'a I18n, lang: &'a str, zone: &'a Zone, now: Instant) -> Self {
        Self { i18n, lang, zone, now }
    }
    /// Whoever is signed in.
    pub fn of<R: Right>(viewer: &'a Viewer<R>) -> Self {
        Self::new(viewer.i18n(), viewer.lang(), &viewer.zone, viewer.now)
    }
    /// The same moment and clock in another language.
    pub fn speaking<'b>(&'b self, lang: &'b str) -> Reader<'b> {
        Reader { lang, ..*self }
    }
    /// The languages.
    pub fn i18n(&self) -> &I18n {
        self.i18n
    }
    /// The language.
    pub fn lang(&self) -> &str {
        self.lang
    }
    /// A text in the reader's language.
    pub fn t(&self, key: &str) -> String {
        self.i18n.t(self.lang, key, &[])
    }
    /// A sentence in the reader's language.
    pub fn say(&self, said: &Said) -> String {
        self.i18n.say(self.lang, said)
    }
    /// A date at a unit, in words.
    pub fn day(&self, zone: &Zone, date: NaiveDate) -> When {
        self.i18n.day(self.lang, date, zone.local(self.now).date)
    }
}

/// A share as it is read: "95.8%"; `None` when there is nothing to take a share of.
fn percent(reader: &Reader, share: Share) -> Option<String> {
    share.tenths().map(|tenths| percent_of(reader, tenths))
}

/// Tenths of a percent as they are read.
fn percent_of(reader: &Reader, tenths: i64) -> String {
    let number = match tenths {
        1000 => reader.i18n().decimal(reader.lang(), 100.0, 0),
        _ => tenths_text(reader, tenths),
    };
    reader.say(&Said::new("board-percent").with("number", number))
}

/// Tenths as a number with one decimal.
fn tenths_text(reader: &Reader, tenths: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "tenths of a percent are small")]
    reader.i18n().decimal(reader.lang(), tenths as f64 / 10.0, 1)
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
