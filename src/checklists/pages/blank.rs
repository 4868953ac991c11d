//! A new checklist from nothing: its title, its process, and a first question; the rest is written in the editor.

use super::*;
use crate::base::text::{Localized, ManualCode, Slug};
use crate::checklists::edit::id_of;
use crate::manuals;
use crate::platform::web::parts::Choice;

/// Routes of the form.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/blank", web::get().to(show))
        .route("/blank", web::post().to(create));
}

page! {
    /// The form of a new checklist.
    pub struct BlankPage in "checklists/blank.html" {
        pub title: String,
        pub processes: Vec<Choice>,
        pub manuals: Vec<Choice>,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
    }
}

const FIELDS: [&str; 6] = ["title", "process", "process_name", "manual", "section", "question"];

async fn page(viewer: &Viewer<Quality>, form: Typed, problems: &Problems) -> AppResult<BlankPage> {
    let (free, manuals) = viewer
        .app
        .db
        .read(|conn| {
            Ok((
                queries::processes_without_template(conn)?,
                manuals::queries::list(conn)?,
            ))
        })
        .await?;
    let lang = viewer.lang();
    Ok(BlankPage {
        title: viewer.t("checklists-blank-title"),
        processes: free
            .iter()
            .map(|process| Choice::new(&process.code, process.name.get(lang)))
            .collect(),
        manuals: manuals
            .iter()
            .map(|(manual, _)| Choice::new(&manual.code, format!("{} {}", manual.code, manual.title)))
            .collect(),
        errors: problems.by_field(viewer.i18n(), lang),
        problems: viewer.told(problems),
        form: FIELDS
            .into_iter()
            .fold(Typed::default(), |typed, name| typed.with(name, form.get(name))),
    })
}

async fn show(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let page = page(&viewer, Typed::default(), &Problems::new()).await?;
    viewer.show(Here::Checklists, &page)
}

async fn create(viewer: Viewer<Quality>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let words = |name: &str| form.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let (title, section, question) = (words("title"), words("section"), words("question"));
    for (name, text, longest) in [
        ("title", &title, 120),
        ("section", &section, 120),
        ("question", &question, LONGEST),
    ] {
        problems.check(name, text.chars().count() <= longest, "checklists-too-long");
    }
    problems.check("title", !title.is_empty(), "checklists-title-required");
    problems.check("section", !section.is_empty(), "checklists-section-required");
    problems.check("question", !question.is_empty(), "checklists-question-required");
    let (chosen, name) = (form.get("process").to_owned(), words("process_name"));
    problems.check(
        "process_name",
        !(chosen.is_empty() && name.is_empty()),
        "checklists-process-required",
    );
    problems.check("process_name", name.chars().count() <= 120, "checklists-too-long");
    if problems.is_empty() {
        let (act, manual) = (viewer.act(), ManualCode::parse(form.get("manual")).ok());
        let made = viewer
            .app
            .db
            .write(move |conn| {
                let process = match processes::queries::find_by_code(conn, &chosen)? {
                    Some(known) => file::Process {
                        id: Slug::parse(&known.code).map_err(|bad| AppError::broken(bad.to_string()))?,
                        name: known.name,
                    },
                    None => file::Process {
                        id: free(&id_of(&name), |id| {
                            Ok(processes::queries::find_by_code(conn, id)?.is_some())
                        })?,
                        name: Localized::from(name.as_str()),
                    },
                };
                let template = TemplateFile {
                    schema: 1,
                    template: free(&id_of(&title), |id| Ok(queries::find_by_code(conn, id)?.is_some()))?,
                    title: Localized::from(title.as_str()),
                    process,
                    intro: Localized::default(),
                    manual: manual.clone(),
                    ask: BTreeMap::new(),
                    sections: vec![file::Section {
                        title: Localized::from(section.as_str()),
                        questions: file::Question::new(id_of(&question), &question).into_iter().collect(),
                    }],
                };
                operations::load(conn, &act.clone(), &template, &file::to_yaml(&template), "")
            })
            .await;
        match made {
            Ok(made) => return Ok(see_other(&format!("{}/draft", links::template(made.template)), None)),
            Err(AppError::Refused(said)) => problems.add("process", said),
            Err(error) => return Err(error),
        }
    }
    let page = page(&viewer, form.typed(), &problems).await?;
    viewer.again(Here::Checklists, &page)
}

/// The id itself, or with the first number nobody has.
fn free(wish: &Slug, mut taken: impl FnMut(&str) -> AppResult<bool>) -> AppResult<Slug> {
    if !taken(wish.as_str())? {
        return Ok(wish.clone());
    }
    for number in 2..1_000 {
        let id = format!("{wish}-{number}");
        if !taken(&id)? {
            return Slug::parse(&id).map_err(|bad| AppError::broken(bad.to_string()));
        }
    }
    Err(AppError::broken(format!("a thousand things are called {wish}")))
}
