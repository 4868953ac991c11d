//! What an agency sets about its findings: days, and the words for where causes lie.

use super::*;
use crate::findings::settings::{
    self, CannotSet, Category, CategoryWanted, LONGEST_HINT, LONGEST_NAME, MOST_DUE_DAYS, MOST_REPEAT_DAYS, Rules,
};
use crate::people::pages::timeline;
use crate::people::viewer::Planner;

/// Where the settings are.
pub const SETTINGS: &str = "/findings/settings";

/// A place where causes may lie, in the list.
#[derive(Debug, Serialize)]
pub struct CategoryShown {
    href: String,
    name: String,
    hint: String,
    active: bool,
    /// How many findings have it.
    count: i64,
    /// Where they are.
    found_href: String,
    /// Where it is moved up, but for the first.
    up: Option<String>,
}

page! {
    /// Days and causes.
    pub struct SettingsPage in "findings/settings.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub most_due: i32,
        pub most_repeat: i32,
        pub categories: Vec<CategoryShown>,
        pub timeline: Vec<Moment>,
    }
}

page! {
    /// One place where causes may lie.
    pub struct CategoryPage in "findings/category.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub is_new: bool,
        pub longest_name: usize,
        pub longest_hint: usize,
    }
}

/// The address of a place where causes may lie.
fn href(code: &str) -> String {
    format!("{SETTINGS}/causes/{code}")
}

pub(super) async fn show(viewer: Viewer<Planner>) -> AppResult<HttpResponse> {
    let page = page(&viewer, None, &Problems::new()).await?;
    viewer.show(Here::Findings, &page)
}

async fn page(viewer: &Viewer<Planner>, typed: Option<Typed>, problems: &Problems) -> AppResult<SettingsPage> {
    let (rules, categories, counts, record) = viewer
        .app
        .db
        .read(|conn| {
            Ok((
                settings::queries::rules(conn)?,
                settings::queries::categories(conn)?,
                queries::count_by_category(conn)?,
                settings::record_of(conn)?,
            ))
        })
        .await?;
    let counts: HashMap<String, i64> = counts.into_iter().collect();
    let shown = |(n, category): (usize, Category)| CategoryShown {
        href: href(&category.code),
        up: (n > 0).then(|| href(&category.code) + "/up"),
        found_href: links::with(
            links::FINDINGS,
            &[("tab", Tab::All.to_string()), ("cause", category.code.clone())],
        ),
        count: counts.get(&category.code).copied().unwrap_or_default(),
        name: category.name,
        hint: category.hint,
        active: category.active,
    };
    let set = Typed::default()
        .with("critical_days", rules.critical_days)
        .with("major_days", rules.major_days)
        .with("minor_days", rules.minor_days)
        .with("repeat_days", rules.repeat_days)
        .with("revision", rules.revision);
    Ok(SettingsPage {
        title: viewer.t("finding-set-title"),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form: typed.unwrap_or(set),
        most_due: MOST_DUE_DAYS,
        most_repeat: MOST_REPEAT_DAYS,
        categories: categories.into_iter().enumerate().map(shown).collect(),
        timeline: timeline(viewer, record).await?,
    })
}

pub(super) async fn update(viewer: Viewer<Planner>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let mut days = |name: &str| -> i32 {
        let read: Option<i32> = form.parse(name);
        problems.check(name, read.is_some(), "error-number");
        read.unwrap_or_default()
    };
    let wanted = Rules {
        critical_days: days("critical_days"),
        major_days: days("major_days"),
        minor_days: days("minor_days"),
        repeat_days: days("repeat_days"),
        revision: form.parse("revision").unwrap_or_default(),
    };
    if problems.is_empty()
        && let Err(no) = wanted.check()
    {
        problems.add(wrong_field(&wanted, no), no.said());
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if problems.is_empty() {
        let act = viewer.act();
        let set = viewer
            .app
            .db
            .write(move |conn| settings::set_rules(conn, &act.clone(), &wanted));
        match set.await {
            Ok(()) => return Ok(see_other(SETTINGS, Flash::done("finding-set-done"))),
            Err(error) => status = super::steps::told_no(error, &mut problems)?,
        }
    }
    let page = page(&viewer, Some(form.typed()), &problems).await?;
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}

/// Beside which field a refusal of days stands.
fn wrong_field(rules: &Rules, no: CannotSet) -> &'static str {
    let fits = |days: i32| (1..=MOST_DUE_DAYS).contains(&days);
    match no {
        CannotSet::RepeatDays => "repeat_days",
        CannotSet::Days if !fits(rules.critical_days) => "critical_days",
        CannotSet::Days if !fits(rules.major_days) => "major_days",
        CannotSet::Order if rules.critical_days > rules.major_days => "major_days",
        _ => "minor_days",
    }
}

pub(super) async fn new_category(viewer: Viewer<Planner>) -> AppResult<HttpResponse> {
    let page = category_page(&viewer, None, Typed::default(), &Problems::new());
    viewer.show(Here::Findings, &page)
}

pub(super) async fn edit_category(viewer: Viewer<Planner>, code: web::Path<String>) -> AppResult<HttpResponse> {
    let wanted = code.into_inner();
    let category = viewer
        .app
        .db
        .read(move |conn| Ok(settings::queries::find_category(conn, &wanted)?))
        .await?;
    let form = Typed::default()
        .with("name", &category.name)
        .with("hint", &category.hint)
        .with("revision", category.revision);
    let form = match category.active {
        true => form.with("active", "1"),
        false => form.with("active-asked", "1"),
    };
    let page = category_page(&viewer, Some(&category.code), form, &Problems::new());
    viewer.show(Here::Findings, &page)
}

fn category_page(viewer: &Viewer<Planner>, code: Option<&str>, form: Typed, problems: &Problems) -> CategoryPage {
    CategoryPage {
        title: viewer.t(match code {
            Some(_) => "finding-cause-edit",
            None => "finding-cause-new",
        }),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        action: match code {
            Some(code) => href(code),
            None => format!("{SETTINGS}/causes"),
        },
        is_new: code.is_none(),
        longest_name: LONGEST_NAME,
        longest_hint: LONGEST_HINT,
    }
}

/// Name and hint without what blanks do, and whether it is offered.
fn wanted(form: &Fields) -> CategoryWanted {
    let line = |name: &str| form.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
    CategoryWanted {
        name: line("name"),
        hint: line("hint"),
        active: form.checkbox("active"),
    }
}

pub(super) async fn create_category(viewer: Viewer<Planner>, form: Form) -> AppResult<HttpResponse> {
    let (act, wanted) = (viewer.act(), wanted(&form));
    let added = viewer
        .app
        .db
        .write(move |conn| settings::add_category(conn, &act.clone(), &wanted))
        .await;
    saved(&viewer, None, &form, added)
}

pub(super) async fn update_category(
    viewer: Viewer<Planner>,
    code: web::Path<String>,
    form: Form,
) -> AppResult<HttpResponse> {
    let code = code.into_inner();
    let (act, wanted, of) = (viewer.act(), wanted(&form), code.clone());
    let revision = form.parse("revision").unwrap_or_default();
    let changed = viewer
        .app
        .db
        .write(move |conn| settings::change_category(conn, &act.clone(), &of, revision, &wanted))
        .await;
    saved(&viewer, Some(&code), &form, changed)
}

fn saved(viewer: &Viewer<Planner>, code: Option<&str>, form: &Fields, saved: AppResult<()>) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let status = match saved {
        Ok(()) => return Ok(see_other(SETTINGS, Flash::done("finding-cause-saved"))),
        Err(AppError::Refused(said)) => {
            let field = match said.key.as_str() {
                "finding-set-no-hint" => "hint",
                "finding-set-last" => "active",
                _ => "name",
            };
            problems.add(field, said);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(error) => super::steps::told_no(error, &mut problems)?,
    };
    let page = category_page(viewer, code, form.typed(), &problems);
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}

pub(super) async fn move_category(
    viewer: Viewer<Planner>,
    code: web::Path<String>,
    _form: Form,
) -> AppResult<HttpResponse> {
    let (act, code) = (viewer.act(), code.into_inner());
    viewer
        .app
        .db
        .write(move |conn| settings::move_up(conn, &act.clone(), &code))
        .await?;
    Ok(see_other(SETTINGS, Flash::done("finding-cause-moved")))
}
