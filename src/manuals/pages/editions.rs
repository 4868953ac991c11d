//! The editions of a manual: when each binds and who wrote it, what changed between two, its file, a draft's first day.

use super::{edition_href, state_name};
use crate::base::days::LATEST;
use crate::base::ids::ManualId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::words::Piece;
use crate::manuals::compare::{self as comparison, Counts, Difference, Side, What};
use crate::manuals::model::{ClauseText, Edition, EditionState, Saved};
use crate::manuals::{file, operations, queries};
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Quality, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

/// An edition in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    number: i32,
    state: String,
    since: When,
    saved: When,
    who: Option<String>,
    hash: String,
    day: String,
    compare_href: Option<String>,
    file_href: String,
    edit_href: Option<String>,
    day_href: Option<String>,
}

page! {
    /// The editions of a manual.
    pub struct EditionsPage in "manuals/editions.html" {
        pub title: String,
        pub back: String,
        pub manual: String,
        pub rows: Vec<Row>,
        pub next_href: Option<String>,
        pub compare_action: Option<String>,
        pub choices: Vec<Choice>,
        pub oldest: String,
        pub problems: Vec<Problem>,
        pub form: Typed,
    }
}

/// Every edition with its state, its days and who wrote it.
pub(super) async fn index(viewer: Viewer<Anyone>, id: web::Path<ManualId>) -> AppResult<HttpResponse> {
    let page = page(&viewer, *id, Typed::default(), &Problems::new()).await?;
    viewer.show(Here::Manuals, &page)
}

async fn page<R: Right>(viewer: &Viewer<R>, id: ManualId, form: Typed, problems: &Problems) -> AppResult<EditionsPage> {
    let read = viewer.app.db.read(move |conn| {
        Ok((
            queries::find(conn, id)?,
            queries::editions(conn, id)?,
            queries::writers(conn, id)?,
        ))
    });
    let (manual, editions, mut writers) = read.await?;
    let writes = viewer.holds(Quality::ROLES);
    let has_draft = editions.iter().any(|edition| edition.state == EditionState::Draft);
    let rows = editions.iter().map(|edition| {
        let href = edition_href(id, edition.number);
        let is_open = writes && edition.state == EditionState::Draft;
        let before = editions.iter().find(|before| before.number < edition.number);
        Row {
            number: edition.number,
            state: state_name(edition.state),
            since: viewer.day(&viewer.zone, edition.in_force_from),
            saved: viewer.moment(&viewer.zone, edition.created_at),
            who: writers.remove(&edition.id),
            hash: edition.source_hash.clone(),
            day: edition.in_force_from.to_string(),
            compare_href: before.map(|before| compare_href(id, before.number, edition.number)),
            file_href: format!("{href}/file"),
            edit_href: is_open.then(|| format!("{href}/edit")),
            day_href: is_open.then(|| format!("{href}/first-day")),
            href,
        }
    });
    Ok(EditionsPage {
        title: viewer.say(&Said::new("manuals-editions-of").with("manual", manual.code.as_str())),
        back: links::manual(id),
        manual: manual.title.clone(),
        rows: rows.collect(),
        next_href: (writes && !has_draft && !editions.is_empty())
            .then(|| format!("{}/editions/new", links::manual(id))),
        compare_action: (editions.len() > 1).then(|| format!("{}/compare", links::manual(id))),
        choices: choices(viewer, &editions),
        oldest: editions
            .last()
            .map(|edition| edition.number.to_string())
            .unwrap_or_default(),
        problems: viewer.told(problems),
        form,
    })
}

fn compare_href(manual: ManualId, from: i32, to: i32) -> String {
    format!("{}/compare?from={from}&to={to}", links::manual(manual))
}

fn choices<R: Right>(viewer: &Viewer<R>, editions: &[Edition]) -> Vec<Choice> {
    let named = |edition: &Edition| {
        let said = Said::new("manuals-edition-in-state")
            .with("edition", edition.number)
            .with(
                "state",
                viewer.t(&format!("manuals-state-{}", state_name(edition.state))),
            );
        Choice::new(edition.number, viewer.say(&said))
    };
    editions.iter().map(named).collect()
}

/// A clause that is not as it was, or a run of clauses that are.
#[derive(Debug, Serialize)]
pub struct DifferenceShown {
    what: &'static str,
    number: String,
    old_number: Option<String>,
    title: Vec<PieceShown>,
    body: Vec<PieceShown>,
    same: Vec<String>,
}

/// Words that stayed, went or came.
#[derive(Debug, Serialize)]
pub struct PieceShown {
    fate: &'static str,
    text: String,
}

fn pieces(pieces: Vec<Piece>) -> Vec<PieceShown> {
    let shown = |piece: Piece| PieceShown {
        fate: piece.fate.as_str(),
        text: piece.text,
    };
    pieces.into_iter().map(shown).collect()
}

/// The differences as a page shows them, with clauses that stayed folded into runs.
pub(super) fn differences(found: &[Difference<'_>]) -> Vec<DifferenceShown> {
    let mut shown: Vec<DifferenceShown> = Vec::new();
    for difference in found {
        let Some(clause) = difference.clause() else { continue };
        if difference.what == What::Same {
            let line = format!("{} {}", clause.number, clause.title);
            match shown.last_mut().filter(|last| !last.same.is_empty()) {
                Some(last) => last.same.push(line),
                None => shown.push(DifferenceShown {
                    what: difference.what.as_str(),
                    number: String::new(),
                    old_number: None,
                    title: Vec::new(),
                    body: Vec::new(),
                    same: vec![line],
                }),
            }
            continue;
        }
        shown.push(DifferenceShown {
            what: difference.what.as_str(),
            number: clause.number.to_owned(),
            old_number: difference.old_number().map(str::to_owned),
            title: pieces(difference.title()),
            body: match difference.what {
                What::Renumbered => Vec::new(),
                _ => pieces(difference.body()),
            },
            same: Vec::new(),
        });
    }
    shown
}

page! {
    /// What changed from one edition to another.
    pub struct ComparePage in "manuals/compare.html" {
        pub title: String,
        pub manual: String,
        pub back: String,
        pub action: String,
        pub choices: Vec<Choice>,
        pub from: String,
        pub to: String,
        pub counts: Counts,
        pub is_same: bool,
        pub differences: Vec<DifferenceShown>,
    }
}

/// Two editions, clause by clause; without a choice the newest and the one before it.
pub(super) async fn compare(viewer: Viewer<Anyone>, id: web::Path<ManualId>) -> AppResult<HttpResponse> {
    let id = *id;
    let query = Fields::parse_query(viewer.req.query_string());
    let number = |name: &str| {
        query
            .given(name)
            .map(|value| value.parse::<i32>().map_err(|_| AppError::NotFound))
    };
    let (from, to) = (number("from").transpose()?, number("to").transpose()?);
    let read = viewer.app.db.read(move |conn| {
        let manual = queries::find(conn, id)?;
        let editions = queries::editions(conn, id)?;
        let numbered = |number: i32| editions.iter().find(|edition| edition.number == number);
        let newer = match to {
            Some(to) => numbered(to),
            None => editions.first(),
        };
        let newer = newer.ok_or(AppError::NotFound)?;
        let older = match from {
            Some(from) => numbered(from).ok_or(AppError::NotFound)?,
            None => editions
                .iter()
                .find(|edition| edition.number < newer.number)
                .unwrap_or(newer),
        };
        let clauses = (
            queries::keyed_clauses(conn, older.id)?,
            queries::keyed_clauses(conn, newer.id)?,
        );
        Ok((manual, older.number, newer.number, clauses, editions))
    });
    let (manual, from, to, (older, newer), editions) = read.await?;
    // Comparing many words takes its time, and the other requests need not wait for it.
    let work = web::block(move || {
        let (older, newer) = (sides(&older), sides(&newer));
        let found = comparison::compare(&older, &newer);
        (comparison::counts(&found), differences(&found))
    });
    let (counts, differences) = work.await.map_err(AppError::broken)?;
    let page = ComparePage {
        title: viewer.say(&Said::new("manuals-compare-title").with("from", from).with("to", to)),
        manual: manual.title.clone(),
        back: format!("{}/editions", links::manual(id)),
        action: format!("{}/compare", links::manual(id)),
        choices: choices(&viewer, &editions),
        from: from.to_string(),
        to: to.to_string(),
        is_same: counts.renumbered + counts.changed + counts.new + counts.gone == 0,
        counts,
        differences,
    };
    viewer.show(Here::Manuals, &page)
}

/// The clauses of an edition as one side of a comparison.
pub(super) fn sides(clauses: &[(String, ClauseText)]) -> Vec<Side<'_>> {
    clauses
        .iter()
        .map(|(key, text)| Side {
            key,
            number: &text.number,
            title: &text.title,
            body: &text.body,
        })
        .collect()
}

/// The file of an edition, to be kept, changed and brought in again.
pub(super) async fn download(viewer: Viewer<Anyone>, path: web::Path<(ManualId, i32)>) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let read = viewer
        .app
        .db
        .read(move |conn| Ok(queries::edition(conn, id, number)?.source));
    let source = read.await?;
    Ok(HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(file::name_in(&source))],
        })
        .body(source))
}

/// Moves the first day of a draft.
pub(super) async fn set_first_day(
    viewer: Viewer<Quality>,
    path: web::Path<(ManualId, i32)>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let list = format!("{}/editions", links::manual(id));
    let (act, today) = (viewer.act(), viewer.zone.local(viewer.now).date);
    let edition = viewer
        .app
        .db
        .read(move |conn| Ok(queries::edition(conn, id, number)?))
        .await?;
    let day = form
        .parse::<NaiveDate>("day")
        .filter(|day| *day > today && *day <= LATEST);
    let source = file::with_front(
        &edition.source,
        u32::try_from(number).unwrap_or(1),
        day.unwrap_or(edition.in_force_from),
    );
    let read = file::read(&file::name_in(&source), &source);
    let (Some(day), Ok(manual)) = (day, read) else {
        let (name, mut problems) = (format!("day-{number}"), Problems::new());
        let why = if day.is_none() {
            "manual-no-first-day"
        } else {
            "manual-no-first-day-text"
        };
        problems.add(&name, Said::new(why));
        let typed = Typed::default().with(&name, form.get("day"));
        return viewer.again(Here::Manuals, &page(&viewer, id, typed, &problems).await?);
    };
    let seen = form.get("seen").to_owned();
    let saved = viewer
        .app
        .db
        .write(move |conn| operations::save(conn, &act.clone(), &manual, &source, &seen, today))
        .await?;
    let said = Said::new("manuals-first-day-done")
        .with("edition", number)
        .with("day", viewer.day(&viewer.zone, day).full);
    match saved {
        Saved::Done(_) => Ok(see_other(&list, Flash::done(said))),
        Saved::Changed(_) => Ok(see_other(
            &list,
            Flash::problem(Said::new("manuals-first-day-changed").with("edition", number)),
        )),
    }
}
