//! Holidays from a calendar file: what it holds is shown first, and added when somebody says so.

use super::super::calendars::import::{self, CannotImport, Entry, LARGEST};
use super::super::{operations, queries};
use super::calendar::{calendar_href, lead};
use super::{Admin, rules};
use crate::base::days::Days;
use crate::base::holidays::Observed;
use crate::base::ids::UnitId;
use crate::base::said::Said;
use crate::page;
use crate::people::nav::Here;
use crate::platform::error::AppResult;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Form, Problem, Problems};
use crate::platform::web::parts::Choice;
use crate::platform::web::upload::Upload;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many events that are left out are named.
const NAMED: usize = 50;

/// A holiday of the file.
#[derive(Debug, Serialize)]
pub struct EntryShown {
    number: usize,
    written: String,
    name: String,
    when: String,
    yearly: bool,
}

/// An event that is left out, and why.
#[derive(Debug, Serialize)]
pub struct LeftOut {
    name: String,
    why: String,
}

page! {
    /// Choose a calendar file.
    pub struct ImportPage in "agency/import.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub own: String,
        pub unit: String,
        pub megabytes: usize,
    }
}

page! {
    /// What a calendar file holds, before it is added.
    pub struct PreviewPage in "agency/import_preview.html" {
        pub title: String,
        pub own: String,
        pub unit: String,
        pub entries: Vec<EntryShown>,
        pub yearly: bool,
        pub there: Vec<EntryShown>,
        pub over: usize,
        pub left_out: Vec<LeftOut>,
        pub more_left_out: usize,
        pub observances: Vec<Choice>,
    }
}

pub(super) async fn new(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    form_page(&viewer, id.into_inner(), &Problems::new()).await
}

async fn form_page(viewer: &Admin, id: UnitId, problems: &Problems) -> AppResult<HttpResponse> {
    let (unit, calendar) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find(conn, id)?, queries::calendar(conn, id)?)))
        .await?;
    let page = ImportPage {
        title: viewer.t("ics-title"),
        lead: lead(viewer, &calendar),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        own: calendar_href(id),
        unit: unit.name,
        megabytes: LARGEST / 1024 / 1024,
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

pub(super) async fn preview(viewer: Admin, id: web::Path<UnitId>, mut upload: Upload) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let file = upload
        .take_files(&mut problems)
        .into_iter()
        .find(|file| file.field == "file");
    let now = viewer.now;
    let (unit, calendar) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find(conn, id)?, queries::calendar(conn, id)?)))
        .await?;
    let today = calendar.zone.local(now).date;
    let holds = match file {
        Some(file) => {
            // reading takes time that the web threads do not have; a reader that gives up has met no calendar
            let read = web::block(move || import::read(&file.bytes, today)).await;
            read.unwrap_or(Err(CannotImport::NoEvents))
        }
        None => Err(CannotImport::NoFile),
    };
    let holds = match holds {
        Ok(holds) if problems.is_empty() => holds,
        Ok(_) => return form_page(&viewer, id, &problems).await,
        Err(why) => {
            if problems.is_empty() {
                problems.add("file", why.said());
            }
            return form_page(&viewer, id, &problems).await;
        }
    };
    let entries = holds.entries.clone();
    let known = viewer
        .app
        .db
        .read(move |conn| operations::there_already(conn, id, &entries))
        .await?;
    let shown = |(number, entry): (usize, &Entry)| EntryShown {
        number,
        written: entry.written(),
        name: entry.name().to_owned(),
        when: match entry {
            Entry::Days(days) => {
                let days = Days::between(days.from, days.until, &calendar.zone);
                viewer.days(&days, |word| format!("calendar-dates-{word}"))
            }
            Entry::Yearly { rule, .. } => rules::words(&viewer, rule),
        },
        yearly: matches!(entry, Entry::Yearly { .. }),
    };
    let (there, new): (Vec<_>, Vec<_>) = holds
        .entries
        .iter()
        .enumerate()
        .zip(known)
        .partition(|(_, there)| *there);
    let entries: Vec<EntryShown> = new.into_iter().map(|(entry, _)| shown(entry)).collect();
    let page = PreviewPage {
        title: viewer.say(&Said::new("ics-preview-title").with("count", entries.len())),
        own: calendar_href(id),
        unit: unit.name,
        yearly: entries.iter().any(|entry| entry.yearly),
        entries,
        there: there.into_iter().map(|(entry, _)| shown(entry)).collect(),
        over: holds.over,
        more_left_out: holds.left_out.len().saturating_sub(NAMED),
        left_out: holds
            .left_out
            .into_iter()
            .take(NAMED)
            .map(|(name, why)| LeftOut {
                name: if name.is_empty() {
                    viewer.t("ics-nameless")
                } else {
                    name
                },
                why: viewer.say(&why.said()),
            })
            .collect(),
        observances: Observed::ALL
            .iter()
            .map(|observed| Choice::new(observed, viewer.t(&format!("rule-observed-{observed}"))))
            .collect(),
    };
    viewer.show(Here::Agency, &page)
}

pub(super) async fn create(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let observed = form.parse("observed").unwrap_or(Observed::AsItFalls);
    let chosen: Vec<Entry> = form
        .all("take")
        .filter_map(|text| Entry::read(text, observed))
        .take(import::MOST)
        .collect();
    if chosen.is_empty() {
        let mut problems = Problems::new();
        problems.add("file", Said::new("ics-nothing-chosen"));
        return form_page(&viewer, id, &problems).await;
    }
    let act = viewer.act();
    let added = viewer
        .app
        .db
        .write(move |conn| operations::import(conn, &act.clone(), id, &chosen))
        .await?;
    let said = Said::new("ics-added").with("count", added);
    Ok(see_other(&calendar_href(id), Flash::done(said)))
}
