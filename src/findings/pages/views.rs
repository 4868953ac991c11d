//! The viewer's own views of the queue: kept under a name, renamed, taken away.

use super::list::filters_of;
use super::*;
use crate::findings::views::{self, LONGEST_NAME, MOST};

/// A view in the list.
#[derive(Debug, Serialize)]
pub struct ViewShown {
    id: FindingViewId,
    href: String,
    name: String,
    /// What stands in the field: the name, or what was typed.
    typed: String,
    wrong: bool,
    action: String,
}

page! {
    /// The views of the person signed in.
    pub struct ViewsPage in "findings/views.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub form: Typed,
        pub views: Vec<ViewShown>,
        pub query: String,
        pub longest: usize,
        pub most: usize,
    }
}

const VIEWS: &str = "/findings/views";

async fn page(
    viewer: &Viewer,
    form: &Fields,
    renamed: Option<FindingViewId>,
    problems: &Problems,
) -> AppResult<ViewsPage> {
    let person = viewer.person.id;
    let views = viewer
        .app
        .db
        .read(move |conn| Ok(views::queries::of(conn, person)?))
        .await?;
    let shown = |view: views::View| {
        let wrong = renamed == Some(view.id);
        ViewShown {
            href: format!("{}?{}", links::FINDINGS, view.query),
            typed: if wrong {
                form.get("name").to_owned()
            } else {
                view.name.clone()
            },
            action: format!("{VIEWS}/{}", view.id),
            id: view.id,
            name: view.name,
            wrong,
        }
    };
    Ok(ViewsPage {
        title: viewer.t("findings-views-title"),
        problems: viewer.told(problems),
        form: form.typed(),
        views: views.into_iter().map(shown).collect(),
        query: form.get("query").to_owned(),
        longest: LONGEST_NAME,
        most: MOST,
    })
}

pub(super) async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let page = page(&viewer, &Fields::default(), None, &Problems::new()).await?;
    viewer.show(Here::Findings, &page)
}

pub(super) async fn create(viewer: Viewer<Anyone>, form: Form) -> AppResult<HttpResponse> {
    let asked = Fields::parse_query(form.get("query"));
    let mut problems = Problems::new();
    list::asked(&viewer, &asked, &mut problems);
    let (name, query) = (form.get("name").to_owned(), filters_of(&asked));
    let to = format!("{}?{query}", links::FINDINGS);
    take(
        &viewer,
        &form,
        None,
        problems,
        &to,
        "findings-view-kept",
        move |conn, act| views::keep(conn, act, &name, &query).map(drop),
    )
    .await
}

pub(super) async fn rename(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingViewId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, name) = (*id, form.get("name").to_owned());
    take(
        &viewer,
        &form,
        Some(id),
        Problems::new(),
        VIEWS,
        "findings-view-renamed",
        move |conn, act| views::rename(conn, act, id, &name),
    )
    .await
}

pub(super) async fn remove(
    viewer: Viewer<Anyone>,
    id: web::Path<FindingViewId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let id = *id;
    take(
        &viewer,
        &form,
        Some(id),
        Problems::new(),
        VIEWS,
        "findings-view-removed",
        move |conn, act| views::remove(conn, act, id),
    )
    .await
}

/// Takes a step with a view; on a refusal the page comes again with the sentence and what was typed.
async fn take(
    viewer: &Viewer,
    form: &Fields,
    id: Option<FindingViewId>,
    mut problems: Problems,
    to: &str,
    done: &str,
    step: impl Fn(&mut Conn, &Act) -> AppResult<()> + Send + 'static,
) -> AppResult<HttpResponse> {
    if problems.is_empty() {
        let act = viewer.act();
        match viewer.app.db.write(move |conn| step(conn, &act.clone())).await {
            Ok(()) => return Ok(see_other(to, Flash::done(done))),
            Err(AppError::Refused(said)) => {
                let field = id.map_or_else(|| "name".to_owned(), |id| format!("name-{id}"));
                problems.add(&field, said);
            }
            Err(other) => return Err(other),
        }
    }
    viewer.again(Here::Findings, &page(viewer, form, id, &problems).await?)
}
