//! The pages of the room: the manuals, and an edition to read and to search.

use super::file;
use super::model::{ClauseText, Edition, EditionState, Manual};
use super::queries::{self, Citing};
use crate::base::ids::{ClauseId, ManualId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::{Localized, fold};
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::form::Fields;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// Routes of the room. Everybody signed in reads the manuals.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/manuals")
            .route("", web::get().to(index))
            .route("/{id}", web::get().to(show))
            .route("/{id}/editions/{number}", web::get().to(show_edition)),
    );
}

/// A manual in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    code: String,
    title: String,
    edition: Option<i32>,
    since: Option<When>,
    clauses: i64,
    questions: usize,
}

page! {
    /// The manuals.
    pub struct IndexPage in "manuals/index.html" {
        pub title: String,
        pub lead: String,
        pub rows: Vec<Row>,
    }
}

async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let rows = viewer
        .app
        .db
        .read(|conn| {
            let mut rows = Vec::new();
            let sizes = queries::clause_counts(conn)?;
            let cited = queries::citing_counts(conn)?;
            for (manual, edition) in queries::list(conn)? {
                let clauses = edition.as_ref().and_then(|edition| sizes.get(&edition.id)).copied();
                let questions = cited.get(&manual.id).copied().unwrap_or(0);
                rows.push((manual, edition, clauses.unwrap_or(0), questions));
            }
            Ok(rows)
        })
        .await?;
    let page = IndexPage {
        title: viewer.t("manuals-title"),
        lead: viewer.t("manuals-lead"),
        rows: rows
            .into_iter()
            .map(|(manual, edition, clauses, questions)| Row {
                href: links::manual(manual.id),
                edition: edition.as_ref().map(|edition| edition.number),
                since: edition.map(|edition| viewer.day(&viewer.zone, edition.in_force_from)),
                code: manual.code,
                title: manual.title,
                clauses,
                questions: usize::try_from(questions).unwrap_or(0),
            })
            .collect(),
    };
    viewer.show(Here::Manuals, &page)
}

/// A clause as it is read.
#[derive(Debug, Serialize)]
pub struct ClauseShown {
    id: ClauseId,
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

/// A chapter in the table of contents.
#[derive(Debug, Serialize)]
pub struct Chapter {
    href: String,
    number: String,
    title: String,
}

/// An edition in the list of editions.
#[derive(Debug, Serialize)]
pub struct EditionShown {
    href: String,
    number: i32,
    state: &'static str,
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

async fn show(viewer: Viewer<Anyone>, id: web::Path<ManualId>) -> AppResult<HttpResponse> {
    read(&viewer, *id, None).await
}

async fn show_edition(viewer: Viewer<Anyone>, path: web::Path<(ManualId, i32)>) -> AppResult<HttpResponse> {
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
    let chapters = l
        .clauses
        .iter()
        .filter(|clause| clause.depth == 1)
        .map(|clause| Chapter {
            href: format!("#c-{}", clause.clause_id),
            number: clause.number.clone(),
            title: clause.title.clone(),
        });
    let folded = fold(words);
    let chapters: Vec<Chapter> = chapters.filter(|_| folded.is_empty()).collect();
    let mut questions = questions_by_clause(viewer, &l.citing);
    let wanted: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let clauses: Vec<ClauseShown> = l
        .clauses
        .iter()
        .filter(|clause| has_words(clause, &wanted))
        .map(|clause| ClauseShown {
            id: clause.clause_id,
            number: clause.number.clone(),
            title: clause.title.clone(),
            depth: clause.depth,
            html: file::html(&clause.body),
            questions: questions.remove(&clause.clause_id).unwrap_or_default(),
        })
        .collect();
    let address = |edition: &Edition| edition_href(l.manual.id, edition.number);
    ShowPage {
        title: l.manual.title.clone(),
        lead: match &l.edition {
            Some(edition) => viewer.say(
                &Said::new(&format!(
                    "manuals-edition-lead-{}",
                    edition.state.as_str().replace('_', "-")
                ))
                .with("edition", edition.number)
                .with("day", day(edition).full),
            ),
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
        chapters,
        clauses,
        editions: l
            .editions
            .iter()
            .map(|edition| EditionShown {
                href: match edition.state {
                    EditionState::InForce => links::manual(l.manual.id),
                    _ => address(edition),
                },
                number: edition.number,
                state: edition.state.as_str(),
                since: day(edition),
                here: l.edition.as_ref().is_some_and(|shown| shown.id == edition.id),
            })
            .collect(),
    }
}

fn edition_href(manual: ManualId, number: i32) -> String {
    format!("{}/editions/{number}", links::manual(manual))
}

/// Whether a clause has every one of these folded words, in its number, title or text.
fn has_words(clause: &ClauseText, wanted: &[&str]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let text = fold(&format!("{} {} {}", clause.number, clause.title, clause.body));
    wanted.iter().all(|word| text.contains(word))
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
