//! How an edition comes in: a file or a text is read, shown as the edition it would be, corrected, and only then saved.

use super::edition_href;
use super::editions::{DifferenceShown, differences, sides};
use crate::base::days::{EARLIEST, LATEST};
use crate::base::ids::ManualId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::ManualCode;
use crate::manuals::compare::{self, Counts, Side};
use crate::manuals::file::{self, ManualFile};
use crate::manuals::import::{self, Content, Imported, Known, LONGEST_EDITION, Limits, Outline};
use crate::manuals::model::{ClauseText, Edition, EditionState, Loaded, Manual, Saved, What, draft_to_write};
use crate::manuals::{operations, queries};
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Quality, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Problem, Problems, Typed};
use crate::platform::web::parts::{Choice, MistakeShown};
use crate::platform::web::upload::Upload;
use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Days from today to the first day that is proposed for a next edition.
const NOTICE: Days = Days::new(28);

fn limits(viewer: &Viewer<Quality>) -> Limits {
    let settings = &viewer.app.settings;
    Limits {
        file_mb: settings.manual_file_mb,
        clauses: settings.manual_clauses as usize,
    }
}

fn today(viewer: &Viewer<Quality>) -> NaiveDate {
    viewer.zone.local(viewer.now).date
}

page! {
    /// Where quality staff bring a manual in.
    pub struct NewPage in "manuals/new.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub was_read: bool,
        pub manuals: Vec<Choice>,
        pub megabytes: u32,
        pub clauses: usize,
    }
}

async fn new_page(viewer: &Viewer<Quality>, form: Typed, problems: &Problems) -> AppResult<NewPage> {
    let manuals = viewer.app.db.read(|conn| Ok(queries::list(conn)?)).await?;
    let choices = manuals
        .iter()
        .map(|(manual, _)| Choice::new(manual.id, format!("{} {}", manual.code, manual.title)));
    let limits = limits(viewer);
    Ok(NewPage {
        title: viewer.t("manuals-new-title"),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        was_read: false,
        manuals: choices.collect(),
        megabytes: limits.file_mb,
        clauses: limits.clauses,
    })
}

/// The form.
pub(super) async fn new(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let typed = Typed::default().with("manual", query.get("manual"));
    let page = new_page(&viewer, typed, &Problems::new()).await?;
    viewer.show(Here::Manuals, &page)
}

/// What the draft page is about.
#[derive(Default)]
struct Draft {
    /// The text of the edition, in the format of our own.
    text: String,
    /// The fingerprint of the draft it was made of, empty when there was none; `None` when nothing was read yet.
    seen: Option<String>,
    /// What to know of how a file was read.
    notices: Vec<Said>,
    problems: Problems,
    /// Somebody else saved meanwhile.
    is_conflict: bool,
}

/// Shows what a file, or the corrected text of one, will be. Writes nothing.
pub(super) async fn preview(viewer: Viewer<Quality>, mut upload: Upload) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let files = upload.take_files(&mut problems);
    if upload.checkbox("own") {
        return draft_page(&viewer, sent(&upload)).await;
    }
    let limits = limits(&viewer);
    let found = match files.into_iter().find(|sent| sent.field == "file") {
        Some(sent) if sent.bytes.len() > limits.file() => {
            let said = Said::new("error-file-too-large").with("name", sent.name);
            problems.add("file", said.with("megabytes", i64::from(limits.file_mb)));
            None
        }
        Some(sent) => {
            let (name, bytes) = (sent.name.clone(), sent.bytes);
            // A large file keeps one thread busy, and the other requests need not wait for it.
            let read = web::block(move || import::file(&name, &bytes, &limits)).await;
            let read = read.map_err(AppError::broken)?;
            read.map_err(|no| problems.add("file", no.said().with("name", sent.name)))
                .ok()
        }
        None if problems.is_empty() && upload.get("source").is_empty() => {
            problems.add("file", Said::new("manuals-new-required"));
            None
        }
        None => {
            let read = import::markdown(upload.get("source").as_bytes(), &limits);
            read.map_err(|no| problems.add("source", no.said())).ok()
        }
    };
    let mut typed = upload.typed();
    let mut was_read = false;
    if let Some(Imported { content, notices }) = found {
        let text = match content {
            Content::Edition(text) => Some(text),
            Content::Outline(outline) => {
                let text = named(&viewer, &upload, &outline, &mut problems).await?;
                // A browser does not send a chosen file twice: what was read of it stays on the page.
                typed = typed.with("source", import::numbered_markdown(&outline));
                if let Some(title) = outline.title.filter(|_| upload.get("title").is_empty()) {
                    typed = typed.with("title", title);
                }
                was_read = true;
                text
            }
        };
        if let Some(text) = text.filter(|_| problems.is_empty()) {
            let draft = Draft {
                text,
                notices,
                ..Draft::default()
            };
            return draft_page(&viewer, draft).await;
        }
    }
    let page = new_page(&viewer, typed, &problems).await?;
    viewer.again(Here::Manuals, &NewPage { was_read, ..page })
}

/// The text of the edition an outline becomes, once the form says of which manual and from when.
async fn named(
    viewer: &Viewer<Quality>,
    form: &Fields,
    outline: &Outline,
    problems: &mut Problems,
) -> AppResult<Option<String>> {
    let day: Option<NaiveDate> = form.read("day", problems, "filter-no-date");
    let day = day.filter(|day| (EARLIEST..=LATEST).contains(day));
    if day.is_none() && problems.is_empty() {
        problems.add("day", Said::new("manuals-new-no-day"));
    }
    let number: Option<u32> = form.read("edition", problems, "error-number");
    let chosen: Option<ManualId> = form.read("manual", problems, "error-choice");
    let (code, title) = match chosen {
        Some(_) => (None, String::new()),
        None => {
            let code: Option<ManualCode> = form.read("code", problems, "manuals-new-bad-code");
            let title = form.given("title").or(outline.title.as_deref()).unwrap_or_default();
            problems.check(
                "code",
                code.is_some() || form.given("code").is_some(),
                "manuals-new-no-manual",
            );
            problems.check("title", !title.is_empty(), "manuals-new-no-title");
            problems.check("title", title.chars().count() <= 200, "manuals-new-long-title");
            (code, title.to_owned())
        }
    };
    let Some(day) = day.filter(|_| problems.is_empty()) else {
        return Ok(None);
    };
    let known_code = code.clone();
    let read = viewer.app.db.read(move |conn| {
        let manual = match (chosen, known_code) {
            (Some(id), _) => Some(queries::find(conn, id)?),
            (None, Some(code)) => queries::find_by_code(conn, code.as_str())?,
            (None, None) => None,
        };
        let Some(manual) = manual else {
            return Ok(None);
        };
        let editions = queries::editions(conn, manual.id)?;
        let next = editions.first().map_or(1, |newest| newest.number + 1);
        let wanted = number.and_then(|number| i32::try_from(number).ok()).unwrap_or(next);
        let before = editions.iter().find(|edition| edition.number < wanted);
        let clauses = match before {
            Some(before) => queries::keyed_clauses(conn, before.id)?,
            None => Vec::new(),
        };
        Ok(Some((manual, next, clauses)))
    });
    let (code, title, next, before) = match read.await? {
        Some((manual, next, clauses)) => (manual.code.parse().ok(), manual.title, next, clauses),
        None => (code, title, 1, Vec::new()),
    };
    let known: Vec<Known> = before
        .into_iter()
        .map(|(key, text)| Known {
            key,
            number: text.number,
            title: text.title,
        })
        .collect();
    let number = number.or(u32::try_from(next).ok()).unwrap_or(1);
    Ok(code.map(|code| import::edition(outline, code, &title, number, day, &known)))
}

/// The next edition, made of the newest one: nothing is written yet.
pub(super) async fn next(viewer: Viewer<Quality>, id: web::Path<ManualId>) -> AppResult<HttpResponse> {
    let id = *id;
    let read = viewer.app.db.read(move |conn| {
        queries::find(conn, id)?;
        queries::editions(conn, id)?
            .into_iter()
            .next()
            .ok_or(AppError::NotFound)
    });
    let newest = read.await?;
    if newest.state == EditionState::Draft {
        return Ok(see_other(&format!("{}/edit", edition_href(id, newest.number)), None));
    }
    let day = today(&viewer).checked_add_days(NOTICE).unwrap_or(LATEST);
    let number = u32::try_from(newest.number + 1).unwrap_or(1);
    let draft = Draft {
        text: file::with_front(&newest.source, number, day),
        seen: Some(String::new()),
        ..Draft::default()
    };
    draft_page(&viewer, draft).await
}

/// A draft, to go on writing.
pub(super) async fn edit(viewer: Viewer<Quality>, path: web::Path<(ManualId, i32)>) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let edition = viewer
        .app
        .db
        .read(move |conn| Ok(queries::edition(conn, id, number)?))
        .await?;
    if edition.state != EditionState::Draft {
        let said = Said::new("manuals-edit-fixed").with("edition", number);
        return Ok(see_other(&edition_href(id, number), Flash::note(said)));
    }
    let draft = Draft {
        text: edition.source,
        seen: Some(edition.source_hash),
        ..Draft::default()
    };
    draft_page(&viewer, draft).await
}

/// Saves the text of the draft page.
pub(super) async fn save(viewer: Viewer<Quality>, mut upload: Upload) -> AppResult<HttpResponse> {
    upload.take_files(&mut Problems::new());
    let mut draft = sent(&upload);
    let Some(manual) = checked(&viewer, &draft.text, &mut Problems::new()).ok() else {
        return draft_page(&viewer, draft).await;
    };
    let (act, today, source) = (viewer.act(), today(&viewer), draft.text.clone());
    let seen = draft.seen.clone().unwrap_or_default();
    let saved = viewer
        .app
        .db
        .write(move |conn| operations::save(conn, &act.clone(), &manual, &source, &seen, today))
        .await;
    match saved {
        Ok(Saved::Done(loaded)) => told(&viewer, loaded).await,
        Ok(Saved::Changed(_)) | Err(AppError::Stale) => {
            draft.is_conflict = true;
            draft_page(&viewer, draft).await
        }
        // The page finds the same reason and says it.
        Err(AppError::Refused(_)) => draft_page(&viewer, draft).await,
        Err(error) => Err(error),
    }
}

async fn told(viewer: &Viewer<Quality>, loaded: Loaded) -> AppResult<HttpResponse> {
    let read = viewer.app.db.read(move |conn| {
        let editions = queries::editions(conn, loaded.manual)?;
        Ok(editions.into_iter().find(|edition| edition.id == loaded.edition))
    });
    let edition = read.await?.ok_or(AppError::NotFound)?;
    let day = viewer.day(&viewer.zone, edition.in_force_from).full;
    let said = |key: &str| Said::new(key).with("edition", edition.number).with("day", day);
    let flash = match (loaded.what, edition.state) {
        (What::Unchanged, _) => Flash::note(said("manuals-save-unchanged")),
        (_, EditionState::Draft) => Flash::done(said("manuals-save-draft")),
        _ => Flash::done(said("manuals-save-in-force")),
    };
    Ok(see_other(&edition_href(loaded.manual, edition.number), flash))
}

/// What the form of the draft page sent.
fn sent(form: &Fields) -> Draft {
    Draft {
        text: form.raw("source").unwrap_or_default().to_owned(),
        seen: Some(form.get("seen").to_owned()),
        ..Draft::default()
    }
}

/// The manual a text is; else everything that is wrong with it.
fn checked(viewer: &Viewer<Quality>, text: &str, problems: &mut Problems) -> Result<ManualFile, Vec<MistakeShown>> {
    let no = |problems: &mut Problems, said: Said| {
        problems.add("source", said);
        Err(Vec::new())
    };
    if text.len() > LONGEST_EDITION {
        let said = Said::new("manual-no-import-long").with("kilobytes", LONGEST_EDITION / 1024);
        return no(problems, said);
    }
    let manual = match file::read(&file::name_in(text), text) {
        Ok(manual) => manual,
        Err(mistakes) => {
            problems.add(
                "source",
                Said::new("manuals-mistakes-count").with("count", mistakes.len()),
            );
            return Err(mistakes.iter().map(MistakeShown::of).collect());
        }
    };
    let most = limits(viewer).clauses;
    if manual.clauses.len() > most {
        let said = Said::new("manual-no-import-clauses").with("count", manual.clauses.len());
        return no(problems, said.with("most", most));
    }
    if i32::try_from(manual.edition).is_err() || !(EARLIEST..=LATEST).contains(&manual.in_force_from) {
        return no(problems, Said::new("manuals-draft-bad-front"));
    }
    Ok(manual)
}

/// A draft of somebody else's, beside the own text.
#[derive(Debug, serde::Serialize)]
pub struct Theirs {
    who: String,
    when: String,
    text: String,
}

page! {
    /// The edition a text will be: what is wrong, what is new, and the text itself.
    pub struct DraftPage in "manuals/draft.html" {
        pub title: String,
        pub lead: Option<String>,
        pub back: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub notices: Vec<String>,
        pub mistakes: Vec<MistakeShown>,
        pub theirs: Option<Theirs>,
        pub over: Option<String>,
        pub against: Option<i32>,
        pub counts: Option<Counts>,
        pub differences: Vec<DifferenceShown>,
        pub button: String,
    }
}

/// What is known of the manual a draft is of.
struct Around {
    manual: Manual,
    editions: Vec<Edition>,
    writers: BTreeMap<crate::base::ids::EditionId, String>,
    /// The edition it is compared with.
    before: Option<Edition>,
    clauses: Vec<(String, ClauseText)>,
}

async fn around(viewer: &Viewer<Quality>, file: &ManualFile, is_conflict: bool) -> AppResult<Option<Around>> {
    let (code, number) = (
        file.manual.as_str().to_owned(),
        i32::try_from(file.edition).unwrap_or(i32::MAX),
    );
    let read = viewer.app.db.read(move |conn| {
        let Some(manual) = queries::find_by_code(conn, &code)? else {
            return Ok(None);
        };
        let editions = queries::editions(conn, manual.id)?;
        let is_before = |edition: &&Edition| edition.number < number || is_conflict && edition.number == number;
        let before = editions.iter().find(is_before).cloned();
        let clauses = match &before {
            Some(before) => queries::keyed_clauses(conn, before.id)?,
            None => Vec::new(),
        };
        Ok(Some(Around {
            writers: queries::writers(conn, manual.id)?,
            manual,
            editions,
            before,
            clauses,
        }))
    });
    read.await
}

/// The draft page: as it is when the text can be saved, again (422) when something is wrong or somebody else saved.
async fn draft_page(viewer: &Viewer<Quality>, draft: Draft) -> AppResult<HttpResponse> {
    let Draft {
        text,
        seen,
        notices,
        mut problems,
        is_conflict,
    } = draft;
    let (manual, mistakes) = match checked(viewer, &text, &mut problems) {
        Ok(manual) => (Some(manual), Vec::new()),
        Err(mistakes) => (None, mistakes),
    };
    let mut page = DraftPage {
        title: viewer.t("manuals-draft-title"),
        lead: None,
        back: links::MANUALS.to_owned(),
        problems: Vec::new(),
        errors: BTreeMap::new(),
        form: Typed::default(),
        notices: notices.iter().map(|said| viewer.say(said)).collect(),
        mistakes,
        theirs: None,
        over: None,
        against: None,
        counts: None,
        differences: Vec::new(),
        button: viewer.t("manuals-draft-save"),
    };
    let mut seen = seen;
    if let Some(manual) = manual {
        let around = around(viewer, &manual, is_conflict).await?;
        let today = today(viewer);
        let number = i32::try_from(manual.edition).unwrap_or(i32::MAX);
        page.title = viewer.say(
            &Said::new("manuals-draft-title-of")
                .with("manual", manual.manual.as_str())
                .with("edition", number),
        );
        let is_now = manual.in_force_from <= today;
        let day = viewer.day(&viewer.zone, manual.in_force_from).full;
        let lead = if is_now {
            "manuals-draft-lead-now"
        } else {
            "manuals-draft-lead"
        };
        page.lead = Some(viewer.say(&Said::new(lead).with("title", manual.title.as_str()).with("day", day)));
        if is_now {
            page.button = viewer.t("manuals-draft-save-now");
        }
        if let Some(around) = &around {
            page.back = links::manual(around.manual.id);
            page.against = around.before.as_ref().map(|before| before.number);
            match draft_to_write(&around.manual, &around.editions, number, today) {
                Err(no) => problems.add("source", no.said()),
                Ok(None) => {}
                Ok(Some(old)) if is_conflict => {
                    seen = Some(old.source_hash.clone());
                    problems.add("source", Said::new("manual-no-draft-changed").with("edition", number));
                    page.theirs = Some(Theirs {
                        who: around
                            .writers
                            .get(&old.id)
                            .cloned()
                            .unwrap_or_else(|| viewer.t("manuals-by-program")),
                        when: viewer.moment(&viewer.zone, old.created_at).text,
                        text: old.source.clone(),
                    });
                    page.button = viewer.t("manuals-draft-save-mine");
                }
                Ok(Some(old)) => {
                    seen.get_or_insert_with(|| old.source_hash.clone());
                    page.over = Some(viewer.say(&Said::new("manuals-draft-over").with("edition", number)));
                }
            }
        }
        if is_conflict && page.theirs.is_none() {
            problems.add("source", Said::new("error-stale"));
        }
        let clauses = around.map(|around| around.clauses).unwrap_or_default();
        let work = web::block(move || {
            let numbers: Vec<String> = manual.clauses.iter().map(|clause| clause.number.to_string()).collect();
            let newer = manual.clauses.iter().zip(&numbers).map(|(clause, number)| Side {
                key: clause.key.as_str(),
                number,
                title: &clause.title,
                body: &clause.body,
            });
            let (older, newer): (Vec<Side<'_>>, Vec<Side<'_>>) = (sides(&clauses), newer.collect());
            let found = compare::compare(&older, &newer);
            (compare::counts(&found), differences(&found))
        });
        let (counts, differences) = work.await.map_err(AppError::broken)?;
        page.counts = Some(counts);
        page.differences = differences;
    }
    page.form = Typed::default()
        .with("source", &text)
        .with("seen", seen.unwrap_or_default());
    page.errors = problems.by_field(viewer.i18n(), viewer.lang());
    page.problems = viewer.told(&problems);
    match problems.is_empty() {
        true => viewer.show(Here::Manuals, &page),
        false => viewer.again(Here::Manuals, &page),
    }
}
