//! Questions whose clause changed or went: to be looked at by whoever keeps the checklist.

use super::*;
use crate::checklists::reviews::{self, Fate};

/// A question to look at again.
#[derive(Debug, Serialize)]
pub struct ReviewRow {
    id: QuestionVersionId,
    text: String,
    title: String,
    href: String,
    edit_action: String,
    clause: String,
    clause_href: String,
    fate: &'static str,
    edition: i32,
    edition_id: EditionId,
    from: When,
    comes: bool,
    pieces: Vec<PieceShown>,
    error: Option<String>,
}

page! {
    /// The questions to look at again.
    pub struct ReviewsPage in "checklists/reviews.html" {
        pub title: String,
        pub lead: String,
        pub rows: Vec<ReviewRow>,
        pub problems: Vec<Problem>,
    }
}

pub(super) async fn index(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let page = page(&viewer, &Problems::new()).await?;
    viewer.show(Here::Checklists, &page)
}

/// Every question to look at again, as a file.
pub(super) async fn export(viewer: Viewer<Quality>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let open = exports::all(viewer.app.db.read(reviews::open).await?)?;
    let head = ["question", "checklist", "clause", "edition", "from", "what"];
    let head = head.map(|name| viewer.t(&format!("reviews-file-{name}")));
    let cells = |one: &reviews::Review| {
        let what = match one.fate {
            Fate::Gone => "checklists-clause-gone",
            Fate::Changed => "checklists-clause-changed",
        };
        vec![
            one.question.asked.texts.text.get(viewer.lang()).to_owned().into(),
            one.template.title.get(viewer.lang()).to_owned().into(),
            one.clause.clone().into(),
            one.edition_number.into(),
            one.from.into(),
            viewer.t(what).into(),
        ]
    };
    let rows = open.iter().map(cells).collect();
    exports::download(*ending, "changed-clauses", head.into(), rows).await
}

async fn page(viewer: &Viewer<Quality>, problems: &Problems) -> AppResult<ReviewsPage> {
    let open = viewer.app.db.read(reviews::open).await?;
    let errors = problems.by_field(viewer.i18n(), viewer.lang());
    Ok(ReviewsPage {
        title: viewer.t("checklists-reviews-title"),
        lead: viewer.say(&Said::new("checklists-reviews-lead").with("count", open.len())),
        rows: open.iter().map(|one| review_row(viewer, one, &errors)).collect(),
        problems: viewer.told(problems),
    })
}

fn review_row(viewer: &Viewer<Quality>, one: &reviews::Review, errors: &BTreeMap<String, String>) -> ReviewRow {
    let lang = viewer.lang();
    let id = one.question.asked.id;
    ReviewRow {
        id,
        text: one.question.asked.texts.text.get(lang).to_owned(),
        title: one.template.title.get(lang).to_owned(),
        href: format!("{}#q-{}", links::template(one.template.id), one.question.code),
        edit_action: format!("{}/draft", links::template(one.template.id)),
        clause: one.clause.clone(),
        clause_href: links::clause(one.clause_id),
        fate: one.fate.as_str(),
        edition: one.edition_number,
        edition_id: one.edition,
        from: viewer.day(&viewer.zone, one.from),
        comes: one.from > viewer.zone.local(viewer.now).date,
        pieces: match one.fate {
            Fate::Gone => Vec::new(),
            Fate::Changed => one.pieces().into_iter().map(PieceShown::of).collect(),
        },
        error: errors.get(&format!("note-{id}")).cloned(),
    }
}

pub(super) async fn create(
    viewer: Viewer<Quality>,
    id: web::Path<QuestionVersionId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, act) = (*id, viewer.act());
    let note = form.get("note").to_owned();
    let edition: EditionId = form.parse("edition").ok_or(AppError::NotFound)?;
    let field = format!("note-{id}");
    let mut problems = Problems::new();
    problems.check(&field, !note.is_empty(), "checklists-review-note-required");
    problems.check(&field, note.chars().count() <= LONGEST, "checklists-too-long");
    if !problems.is_empty() {
        let page = page(&viewer, &problems).await?;
        return viewer.again(Here::Checklists, &page);
    }
    viewer
        .app
        .db
        .write(move |conn| operations::review(conn, &act.clone(), id, edition, &note))
        .await?;
    let to = format!("{}/reviews", links::CHECKLISTS);
    Ok(see_other(&to, Flash::done(Said::new("checklists-review-done"))))
}
