//! An edition to read: its clauses, what checks each of them, and the other editions.

use super::{edition_href, edition_said, state_name, wanted};
use crate::base::ids::{ClauseId, ManualId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::Localized;
use crate::manuals::file;
use crate::manuals::model::{ClauseText, Edition, EditionState, Manual};
use crate::manuals::queries::{self, Citing};
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Quality, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::form::Fields;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// A clause as it is read.
#[derive(Debug, Serialize)]
pub struct ClauseShown {
    id: ClauseId,
    href: String,
    number: String,
    title: String,
    depth: i32,
    html: String,
    questions: Vec<QuestionShown>,
}

/// A question that checks a clause.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    text: String,
    checklist: String,
    href: Option<String>,
}

/// A line of the table of contents: a chapter with the clauses in it, or one of these.
#[derive(Debug, Serialize)]
pub struct Chapter {
    href: String,
    number: String,
    title: String,
    clauses: Vec<Chapter>,
}

/// An edition in the list of editions.
#[derive(Debug, Serialize)]
pub struct EditionShown {
    href: String,
    number: i32,
    state: String,
    since: When,
    here: bool,
}

page! {
    /// An edition of a manual.
    pub struct ShowPage in "manuals/show.html" {
        pub title: String,
        pub lead: String,
        pub href: String,
        pub words: String,
        pub found: Option<String>,
        pub warning: Option<String>,
        pub chapters: Vec<Chapter>,
        pub clauses: Vec<ClauseShown>,
        pub editions: Vec<EditionShown>,
        pub editions_href: String,
        pub file_href: Option<String>,
        pub compare_href: Option<String>,
        pub edit_href: Option<String>,
        pub next_href: Option<String>,
    }
}

/// What the page needs, read in one go.
struct Loaded {
    manual: Manual,
    edition: Option<Edition>,
    editions: Vec<Edition>,
    clauses: Vec<ClauseText>,
    citing: Vec<Citing>,
}

/// The edition in force.
pub(super) async fn show(viewer: Viewer<Anyone>, id: web::Path<ManualId>) -> AppResult<HttpResponse> {
    read(&viewer, *id, None).await
}

/// Any edition.
pub(super) async fn show_edition(viewer: Viewer<Anyone>, path: web::Path<(ManualId, i32)>) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    read(&viewer, id, Some(number)).await
}

async fn read(viewer: &Viewer, id: ManualId, number: Option<i32>) -> AppResult<HttpResponse> {
    let loaded = viewer
        .app
        .db
        .read(move |conn| {
            let manual = queries::find(conn, id)?;
            let editions = queries::editions(conn, id)?;
            let chosen = |edition: &&Edition| match number {
                Some(number) => edition.number == number,
                None => edition.state == EditionState::InForce,
            };
            let edition = editions.iter().find(chosen).cloned();
            if number.is_some() && edition.is_none() {
                return Err(AppError::NotFound);
            }
            let clauses = match &edition {
                Some(edition) => queries::clauses(conn, edition.id)?,
                None => Vec::new(),
            };
            let citing = queries::citing(conn, id)?;
            Ok(Loaded {
                manual,
                edition,
                editions,
                clauses,
                citing,
            })
        })
        .await?;
    let query = Fields::parse_query(viewer.req.query_string());
    viewer.show(Here::Manuals, &shown(viewer, loaded, query.get("q"), number.is_some()))
}

fn shown(viewer: &Viewer, l: Loaded, words: &str, own_address: bool) -> ShowPage {
    let day = |edition: &Edition| viewer.day(&viewer.zone, edition.in_force_from);
    let wanted = wanted(words);
    let has_words = |clause: &&ClauseText| wanted.iter().all(|word| clause.search.contains(word));
    let mut questions = questions_by_clause(viewer, &l.citing);
    let clauses: Vec<ClauseShown> = l
        .clauses
        .iter()
        .filter(has_words)
        .map(|clause| ClauseShown {
            id: clause.clause_id,
            href: links::clause(clause.clause_id),
            number: clause.number.clone(),
            title: clause.title.clone(),
            depth: clause.depth,
            html: file::html(&clause.body),
            questions: questions.remove(&clause.clause_id).unwrap_or_default(),
        })
        .collect();
    let address = |edition: &Edition| edition_href(l.manual.id, edition.number);
    let writes = viewer.holds(Quality::ROLES);
    let draft = l.editions.iter().find(|edition| edition.state == EditionState::Draft);
    let is_here = |edition: &Edition| l.edition.as_ref().is_some_and(|here| here.id == edition.id);
    ShowPage {
        title: l.manual.title.clone(),
        lead: match &l.edition {
            Some(edition) => viewer.say(&edition_said(edition.state, edition.number, day(edition).full)),
            None => viewer.t("manuals-none-in-force"),
        },
        href: match &l.edition {
            Some(edition) if own_address => address(edition),
            _ => links::manual(l.manual.id),
        },
        found: (!wanted.is_empty()).then(|| viewer.say(&Said::new("manuals-found").with("count", clauses.len()))),
        warning: l.edition.as_ref().and_then(|edition| match edition.state {
            EditionState::InForce => None,
            EditionState::Draft => Some(viewer.t("manuals-warning-draft")),
            EditionState::Superseded => Some(viewer.t("manuals-warning-superseded")),
        }),
        words: words.to_owned(),
        chapters: if wanted.is_empty() {
            chapters(&l.clauses)
        } else {
            Vec::new()
        },
        clauses,
        editions_href: format!("{}/editions", links::manual(l.manual.id)),
        file_href: l.edition.as_ref().map(|edition| format!("{}/file", address(edition))),
        compare_href: l.edition.as_ref().and_then(|edition| {
            let before = l.editions.iter().find(|before| before.number < edition.number)?;
            let (from, to) = (before.number, edition.number);
            Some(format!("{}/compare?from={from}&to={to}", links::manual(l.manual.id)))
        }),
        edit_href: draft.filter(|_| writes).map(|draft| format!("{}/edit", address(draft))),
        next_href: (writes && draft.is_none() && !l.editions.is_empty())
            .then(|| format!("{}/editions/new", links::manual(l.manual.id))),
        editions: l
            .editions
            .iter()
            .map(|edition| EditionShown {
                href: match edition.state {
                    EditionState::InForce => links::manual(l.manual.id),
                    _ => address(edition),
                },
                number: edition.number,
                state: state_name(edition.state),
                since: day(edition),
                here: is_here(edition),
            })
            .collect(),
    }
}

/// The table of contents: chapters, each with every clause in it.
fn chapters(clauses: &[ClauseText]) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for clause in clauses {
        let line = Chapter {
            href: format!("#c-{}", clause.clause_id),
            number: clause.number.clone(),
            title: clause.title.clone(),
            clauses: Vec::new(),
        };
        match chapters.last_mut().filter(|_| clause.depth > 1) {
            Some(chapter) => chapter.clauses.push(line),
            None => chapters.push(line),
        }
    }
    chapters
}

fn questions_by_clause(viewer: &Viewer, citing: &[Citing]) -> BTreeMap<ClauseId, Vec<QuestionShown>> {
    let opens_checklists = viewer.holds(Auditor::ROLES);
    let mut by_clause: BTreeMap<ClauseId, Vec<QuestionShown>> = BTreeMap::new();
    for row in citing {
        let text: Option<Localized> = row
            .texts
            .0
            .get("text")
            .and_then(|text| serde_json::from_value(text.clone()).ok());
        by_clause.entry(row.clause).or_default().push(QuestionShown {
            text: text.map(|text| text.get(viewer.lang()).to_owned()).unwrap_or_default(),
            checklist: row.title.get(viewer.lang()).to_owned(),
            href: opens_checklists.then(|| format!("{}#q-{}", links::template(row.template), row.question)),
        });
    }
    by_clause
}
