//! A packet as a tagged PDF (PDF/UA-1), for programs that were built with the feature `pdf`.
//!
//! It is made from the stored file whenever somebody asks for it, and the same packet gives the same bytes in the same
//! version of the program: nothing but the file, its seal and the program's own sentences goes into it. Each of its pages
//! names the packet and the hash of the file it was made from.

use super::model::Packet;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::I18n;
use actix_web::web;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Whether this program makes PDFs.
pub const IS_BUILT_IN: bool = cfg!(feature = "pdf");
/// One at a time: each takes a whole core for a part of a second, and the server needs the others.
static MAKING: Semaphore = Semaphore::const_new(1);
/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// What stands before the number in what a PDF says of itself for programs.
const NUMBERED: &str = "plumbline-packet:";

/// The PDF of a packet, made where it blocks nobody.
///
/// # Errors
/// Not found where there is none: in a program without the feature, and of packets that are older than it; busy while
/// others wait; refused, and written to the log, when none could be made.
pub async fn made(i18n: &Arc<I18n>, packet: Packet, document: String) -> AppResult<Vec<u8>> {
    let turn = timeout(PATIENCE, MAKING.acquire())
        .await
        .map_err(|_| AppError::Busy)?
        .map_err(AppError::broken)?;
    let i18n = i18n.clone();
    let made = web::block(move || {
        // held until the work is done, also when the reader has left meanwhile
        let _turn = turn;
        bytes(&i18n, &packet, &document)
    });
    made.await.map_err(AppError::broken)??.ok_or(AppError::NotFound)
}

/// The number of the packet that a PDF says it is.
pub fn number_in(pdf: &str) -> Option<&str> {
    let (_, rest) = pdf.split_once("<pdf:Keywords>")?;
    rest.strip_prefix(NUMBERED)?.split('<').next()
}

#[cfg(feature = "pdf")]
pub use built_in::bytes;

/// The PDF of a packet: none in a program without the feature.
///
/// # Errors
/// Never.
#[cfg(not(feature = "pdf"))]
pub fn bytes(_i18n: &I18n, _packet: &Packet, _document: &str) -> AppResult<Option<Vec<u8>>> {
    Ok(None)
}

#[cfg(feature = "pdf")]
mod built_in {
    use super::NUMBERED;
    use crate::base::clock::Instant;
    use crate::base::said::Said;
    use crate::boards::packets::document::{self, Data};
    use crate::boards::packets::model::Packet;
    use crate::boards::packets::paper::Paper;
    use crate::boards::packets::seal;
    use crate::platform::error::{AppError, AppResult, cause_chain};
    use crate::platform::i18n::I18n;
    use crate::platform::web::charts::without_edges;
    use chrono::{Datelike, Timelike};
    use plumbline_pdf::Moment;
    use serde_json::json;

    /// The PDF of a packet; none of those that are older than what is needed for it.
    ///
    /// # Errors
    /// Refused, and written to the log, when none could be made.
    pub fn bytes(i18n: &I18n, packet: &Packet, document: &str) -> AppResult<Option<Vec<u8>>> {
        let mut data = document::data(document)?;
        let Some(paper) = data.paper.take() else {
            return Ok(None);
        };
        let pictures = paper.pictures().filter_map(|id| {
            let picture = document::picture(document, id)?;
            Some((id.to_owned(), without_edges(picture)))
        });
        let wanted = plumbline_pdf::Packet {
            pictures: pictures.collect(),
            content: content(i18n, packet, &data, &paper)?,
            ident: format!("plumbline-packet {} {}", packet.number, packet.sha256),
            made: moment(packet.made_at),
        };
        plumbline_pdf::pdf(wanted).map(Some).map_err(|mistake| {
            tracing::error!(packet = %packet.number, cause = cause_chain(&mistake), "no PDF could be made of a packet");
            AppError::refused("packet-pdf-no")
        })
    }

    /// What it says, in the form that `packet.typ` of plumbline-pdf reads.
    fn content(i18n: &I18n, packet: &Packet, data: &Data, paper: &Paper) -> AppResult<String> {
        let lang = data.language.as_str();
        let t = |key: &str| i18n.t(lang, key, &[]);
        let page = Said::new("packet-pdf-page")
            .with("page", "{page}")
            .with("pages", "{pages}");
        let check = format!("plumbline packet verify {}", packet.number);
        let term = |key: &str, text: &str| json!({ "term": t(key), "text": text });
        let content = json!({
            "language": lang, "keyword": format!("{NUMBERED}{}", packet.number), "sha256": packet.sha256, "unit": data.unit,
            "title": paper.title, "agency": paper.agency, "eyebrow": paper.eyebrow, "facts": paper.facts,
            "replaced": paper.replaced, "statement": paper.statement, "headline": data.headline, "say": paper.say,
            "figures": data.figures, "sections": paper.sections, "basis": paper.basis, "made": paper.made,
            "tables": data.tables,
            "seal": [
                term("packet-hash", &packet.sha256),
                term("packet-key", &seal::fingerprint(&packet.public_key)),
                term("packet-check", &check),
            ],
            "words": {
                "page": i18n.say(lang, &page), "hash": t("packet-hash"), "made": t("summary-made"),
                "tables": t("packet-tables"), "tables-text": t("packet-tables-text"), "seal": t("packet-seal"),
                "seal-text": t("packet-pdf-seal"), "lost": t("packet-pdf-lost"),
            },
        });
        serde_json::to_string(&content).map_err(AppError::broken)
    }

    fn moment(at: Instant) -> Moment {
        let small = |part: u32| u8::try_from(part).unwrap_or_default();
        Moment {
            year: at.0.year(),
            month: small(at.0.month()),
            day: small(at.0.day()),
            hour: small(at.0.hour()),
            minute: small(at.0.minute()),
            second: small(at.0.second()),
        }
    }
}
