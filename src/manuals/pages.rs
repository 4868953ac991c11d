//! The pages of the room: the manuals and a search of their clauses, an edition to read, what changed from one to the
//! next, and how a new one comes in.

mod draft;
mod editions;
mod show;

use super::file;
use super::model::{Edition, EditionState, Manual};
use super::queries::{self, Hit};
use crate::base::ids::ManualId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Quality, Right, Viewer};
use crate::platform::error::AppResult;
use crate::platform::exports::{self, Ending};
use crate::platform::i18n::When;
use crate::platform::web::form::Fields;
use crate::platform::web::pager::PAGE;
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// Routes of the room. Everybody signed in reads the manuals; quality staff write them.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/manuals")
            .route("", web::get().to(index))
            .route("/export.{ending}", web::get().to(export))
            .route("", web::post().to(draft::save))
            .route("/new", web::get().to(draft::new))
            .route("/new", web::post().to(draft::preview))
            .route("/{id}", web::get().to(show::show))
            .route("/{id}/compare", web::get().to(editions::compare))
            .route("/{id}/editions", web::get().to(editions::index))
            .route("/{id}/editions/new", web::get().to(draft::next))
            .route("/{id}/editions/{number}", web::get().to(show::show_edition))
            .route("/{id}/editions/{number}/file", web::get().to(editions::download))
            .route("/{id}/editions/{number}/edit", web::get().to(draft::edit))
            .route(
                "/{id}/editions/{number}/first-day",
                web::post().to(editions::set_first_day),
            ),
    );
}

/// The address of an edition.
fn edition_href(manual: ManualId, number: i32) -> String {
    format!("{}/editions/{number}", links::manual(manual))
}

/// The end of the message ids about a state.
fn state_name(state: EditionState) -> String {
    state.as_str().replace('_', "-")
}

/// The folded words somebody looks for; more than a few make a search no better.
fn wanted(words: &str) -> Vec<String> {
    const MOST: usize = 8;
    fold(words)
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(MOST)
        .map(str::to_owned)
        .collect()
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
    questions: i64,
}

/// Some words of a clause, and whether somebody looks for them.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Bit {
    text: String,
    hit: bool,
}

/// A clause that was found.
#[derive(Debug, Serialize)]
pub struct HitShown {
    href: String,
    label: String,
    title: String,
    manual: String,
    bits: Vec<Bit>,
}

page! {
    /// The manuals, or the clauses that have the words somebody looks for.
    pub struct IndexPage in "manuals/index.html" {
        pub title: String,
        pub lead: String,
        pub words: String,
        pub rows: Vec<Row>,
        pub hits: Vec<HitShown>,
        pub more_href: Option<String>,
        pub writes: bool,
    }
}

async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let words = query.get("q").to_owned();
    let wanted = wanted(&words);
    let (rows, hits, more_href) = if wanted.is_empty() {
        (rows(&viewer).await?, Vec::new(), None)
    } else {
        let (hits, more_href) = hits(&viewer, &words, wanted, query.get("after")).await?;
        (Vec::new(), hits, more_href)
    };
    let page = IndexPage {
        title: viewer.t("manuals-title"),
        lead: viewer.t("manuals-lead"),
        words,
        rows,
        hits,
        more_href,
        writes: viewer.holds(Quality::ROLES),
    };
    viewer.show(Here::Manuals, &page)
}

/// A manual with the edition in force, how many clauses that one has, and how many questions check the manual.
type Counted = (Manual, Option<Edition>, i64, i64);

async fn counted(viewer: &Viewer) -> AppResult<Vec<Counted>> {
    let read = viewer.app.db.read(|conn| {
        let (sizes, cited) = (queries::clause_counts(conn)?, queries::citing_counts(conn)?);
        let counted = |(manual, edition): (Manual, Option<Edition>)| {
            let clauses = edition.as_ref().and_then(|edition| sizes.get(&edition.id)).copied();
            let questions = cited.get(&manual.id).copied();
            (manual, edition, clauses.unwrap_or(0), questions.unwrap_or(0))
        };
        Ok(queries::list(conn)?.into_iter().map(counted).collect())
    });
    read.await
}

/// Every manual, as a file.
async fn export(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let head = ["manual", "code", "edition", "since", "clauses", "questions"];
    let head = head.map(|name| viewer.t(&format!("manuals-file-{name}")));
    let cells = |(manual, edition, clauses, questions): Counted| {
        vec![
            manual.title.into(),
            manual.code.into(),
            edition.as_ref().map(|edition| edition.number).into(),
            edition.map(|edition| edition.in_force_from).into(),
            clauses.into(),
            questions.into(),
        ]
    };
    let rows = exports::all(counted(&viewer).await?)?.into_iter().map(cells).collect();
    exports::download(*ending, "manuals", head.into(), rows).await
}

async fn rows(viewer: &Viewer) -> AppResult<Vec<Row>> {
    let rows = counted(viewer).await?.into_iter();
    let row = |(manual, edition, clauses, questions): Counted| Row {
        href: links::manual(manual.id),
        clauses,
        edition: edition.as_ref().map(|edition| edition.number),
        since: edition.map(|edition| viewer.day(&viewer.zone, edition.in_force_from)),
        questions,
        code: manual.code,
        title: manual.title,
    };
    Ok(rows.map(row).collect())
}

/// A page of what was found, after the clause that stands at `after` ("CS.12"), and the address of the next page.
async fn hits(
    viewer: &Viewer,
    words: &str,
    wanted: Vec<String>,
    after: &str,
) -> AppResult<(Vec<HitShown>, Option<String>)> {
    let after = after
        .rsplit_once('.')
        .and_then(|(code, position)| Some((code.to_owned(), position.parse().ok()?)));
    let (limit, looked_for) = (i64::try_from(PAGE).unwrap_or(i64::MAX - 1) + 1, wanted.clone());
    let read = viewer
        .app
        .db
        .read(move |conn| Ok(queries::search(conn, &looked_for, after, limit)?));
    let mut found = read.await?;
    let is_more = found.len() > PAGE;
    found.truncate(PAGE);
    let more_href = found.last().filter(|_| is_more).map(|last| {
        let after = format!("{}.{}", last.code, last.clause.position);
        let pairs = [("q", words.to_owned()), ("after", after)];
        links::with(links::MANUALS, &pairs)
    });
    Ok((found.iter().map(|hit| hit_shown(hit, &wanted)).collect(), more_href))
}

fn hit_shown(hit: &Hit, wanted: &[String]) -> HitShown {
    let clause = &hit.clause;
    HitShown {
        href: format!("{}#c-{}", links::manual(hit.manual), clause.clause_id),
        label: format!("{} {}", hit.code, clause.number),
        title: clause.title.clone(),
        manual: hit.title.clone(),
        bits: snippet(&file::plain(&clause.body), wanted),
    }
}

/// The words around the first one that was looked for.
fn snippet(text: &str, wanted: &[String]) -> Vec<Bit> {
    const BEFORE: usize = 8;
    const MOST: usize = 32;
    let words: Vec<(&str, bool)> = text
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| {
            let folded = fold(word);
            (word, wanted.iter().any(|wanted| folded.contains(wanted.as_str())))
        })
        .collect();
    let first = words
        .iter()
        .position(|(_, hit)| *hit)
        .unwrap_or(0)
        .saturating_sub(BEFORE);
    let mut bits: Vec<Bit> = Vec::new();
    let shown = words.iter().skip(first).take(MOST);
    let start = (first > 0).then_some(&("…", false));
    let end = (words.len() > first + MOST).then_some(&("…", false));
    for (word, hit) in start.into_iter().chain(shown).chain(end) {
        match bits.last_mut().filter(|last| last.hit == *hit) {
            Some(last) => last.text = format!("{} {word}", last.text),
            None => bits.push(Bit {
                text: (*word).to_owned(),
                hit: *hit,
            }),
        }
    }
    bits
}

/// "Edition 3, in force since May 4": what an edition is.
fn edition_said(state: EditionState, number: i32, day: String) -> Said {
    Said::new(&format!("manuals-edition-lead-{}", state_name(state)))
        .with("edition", number)
        .with("day", day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_the_words_around_the_first_that_was_found() {
        let text = (0..50).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let bits = snippet(&text, &["w20".to_owned()]);
        let shown: Vec<(&str, bool)> = bits.iter().map(|bit| (bit.text.as_str(), bit.hit)).collect();
        assert_eq!(shown[0], ("… w12 w13 w14 w15 w16 w17 w18 w19", false));
        assert_eq!(shown[1], ("w20", true));
        assert!(shown[2].0.starts_with("w21") && shown[2].0.ends_with("w43 …"));
        assert_eq!(snippet("", &["x".to_owned()]), []);
    }
}
