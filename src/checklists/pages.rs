//! The pages of the room: the checklists, a version with its questions, a file that comes in, a draft that is published.

mod paper;

use super::compare::{self, Difference, Side};
use super::file::{self, Mistake, TemplateFile};
use super::model::*;
use super::operations;
use super::queries::{self, Asked, ListRow, Question, VersionRow};
use super::reviews as changed_clauses;
use crate::agency;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::{Arg, Said};
use crate::base::text::{FALLBACK_LANGUAGE, fold};
use crate::base::words::Piece;
use crate::mission;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Auditor, Quality, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::PAGE;
use crate::platform::web::upload::Upload;
use crate::processes::{self, model::Process};
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, web};
use advice::{AdviceGroup, advice_groups};
use serde::Serialize;
use std::collections::BTreeMap;

mod advice;
mod bank;
mod blank;
mod editor;
mod question_form;
mod reviews;
mod sheets;
mod versions;

/// Longest reason a form takes.
const LONGEST: usize = 1_000;

/// Routes of the room. Whoever audits reads; quality staff bring files in and publish.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/checklists")
            .route("", web::get().to(index))
            .route("", web::post().to(create))
            .route("/export.{ending}", web::get().to(export))
            .route("/new", web::get().to(new))
            .route("/blank", web::get().to(blank::show))
            .route("/blank", web::post().to(blank::create))
            .route("/bank", web::get().to(bank::index))
            .route("/bank/export.{ending}", web::get().to(bank::export))
            .route("/reviews", web::get().to(reviews::index))
            .route("/reviews/export.{ending}", web::get().to(reviews::export))
            .route("/reviews/{question}", web::post().to(reviews::create))
            .route("/{id}/draft", web::get().to(editor::show))
            .route("/{id}/draft", web::post().to(editor::begin))
            .route("/{id}/draft/head", web::post().to(editor::save_head))
            .route("/{id}/draft/questions", web::post().to(editor::add))
            .route("/{id}/draft/questions/{code}", web::post().to(editor::save))
            .route("/{id}/draft/steps", web::post().to(editor::step))
            .route("/{id}/draft/discard", web::post().to(editor::discard))
            .route("/{id}/retirement", web::post().to(versions::retire))
            .route("/import", web::get().to(sheets::new))
            .route("/import", web::post().to(sheets::create))
            .route("/{id}", web::get().to(show))
            .route("/{id}/versions/{number}", web::get().to(show_version))
            .route("/{id}/versions/{number}/file", web::get().to(download))
            .route("/{id}/versions/{number}/publication", web::post().to(versions::publish))
            .route("/{id}/versions/{number}/schedule", web::post().to(versions::unschedule))
            .route(
                "/{id}/versions/{number}/sheet.xlsx",
                web::get().to(sheets::download_xlsx),
            )
            .route("/{id}/versions/{number}/sheet.csv", web::get().to(sheets::download_csv))
            .route("/{id}/versions/{number}/paper", web::get().to(paper::show)),
    );
}

/// Layers that ask from a checklist, each with its number of questions.
#[derive(Debug, Clone, Serialize)]
pub struct LayerCount {
    number: i32,
    name: String,
    questions: usize,
    asks: Option<i64>,
    minutes: u32,
}

/// A checklist in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    title: String,
    process: String,
    questions: usize,
    layers: Vec<LayerCount>,
    version: Option<i32>,
    state: &'static str,
    draft: Option<i32>,
    draft_href: String,
}

page! {
    /// The checklists.
    pub struct IndexPage in "checklists/index.html" {
        pub title: String,
        pub lead: String,
        pub words: String,
        pub goal: String,
        pub goal_text: Option<String>,
        pub all_href: String,
        pub rows: Vec<Row>,
        pub more_href: Option<String>,
        pub query: String,
        pub filtered: bool,
        pub writes: bool,
        pub reviews: usize,
    }
}

/// What the address asks of the list.
fn asked_of(query: &Fields) -> Asked {
    Asked {
        words: fold(query.get("q")),
        goal: query.parse("goal"),
    }
}

/// Every checklist the filters find, as a file.
async fn export(viewer: Viewer<Auditor>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let asked = asked_of(&Fields::parse_query(viewer.req.query_string()));
    let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX - 1) + 1;
    let (rows, layers) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = exports::all(queries::list(conn, &asked, None, most)?)?;
            Ok((rows, agency::queries::layers(conn)?))
        })
        .await?;
    let head = [
        "checklist",
        "code",
        "process",
        "layers",
        "questions",
        "version",
        "state",
        "draft",
    ];
    let head = head.map(|name| viewer.t(&format!("checklists-file-{name}")));
    let cells = |found: &ListRow| {
        let row = list_row(found, viewer.lang(), &layers);
        let asking: Vec<String> = row.layers.iter().map(|layer| layer.number.to_string()).collect();
        vec![
            row.title.into(),
            found.template.code.clone().into(),
            row.process.into(),
            asking.join("; ").into(),
            Cell::Number(i32::try_from(row.questions).unwrap_or(i32::MAX)),
            row.version.into(),
            viewer.t(&format!("status-{}", row.state)).into(),
            found.draft.as_ref().map(|draft| draft.number).into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "checklists", head.into(), rows).await
}

async fn index(viewer: Viewer<Auditor>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = asked_of(&query);
    let after: Option<TemplateId> = query.parse("after");
    let a = asked.clone();
    let writes = viewer.holds(Quality::ROLES);
    let (mut rows, goal, layers, reviews) = viewer
        .app
        .db
        .read(move |conn| {
            let goal = match a.goal {
                Some(id) => mission::queries::names(conn, &[id])?.remove(&id),
                None => None,
            };
            let limit = i64::try_from(PAGE).unwrap_or(i64::MAX - 1) + 1;
            Ok((
                queries::list(conn, &a, after, limit)?,
                goal,
                agency::queries::layers(conn)?,
                if writes { changed_clauses::open(conn)?.len() } else { 0 },
            ))
        })
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let lang = viewer.lang();
    let last = rows.last().map(|row| row.template.id).filter(|_| more);
    let kept = ["q", "goal"].map(|name| (name, query.get(name).to_owned()));
    let page = IndexPage {
        title: viewer.t("checklists-title"),
        lead: viewer.t("checklists-lead"),
        words: query.get("q").to_owned(),
        goal: asked.goal.map(|goal| goal.to_string()).unwrap_or_default(),
        goal_text: goal.map(|(code, title)| format!("{code} {}", title.get(lang))),
        all_href: links::CHECKLISTS.to_owned(),
        filtered: !asked.words.is_empty() || asked.goal.is_some(),
        more_href: last.map(|last| {
            let mut pairs = kept.to_vec();
            pairs.push(("after", last.to_string()));
            links::with(links::CHECKLISTS, &pairs)
        }),
        query: links::query(&kept),
        rows: rows.iter().map(|row| list_row(row, lang, &layers)).collect(),
        writes,
        reviews,
    };
    viewer.show(Here::Checklists, &page)
}

fn list_row(row: &ListRow, lang: &str, layers: &[agency::model::Layer]) -> Row {
    let shown = row.shown();
    Row {
        href: links::template(row.template.id),
        title: row.template.title.get(lang).to_owned(),
        process: row.process.name.get(lang).to_owned(),
        questions: row.questions,
        layers: row
            .layers
            .iter()
            .map(|(number, questions)| LayerCount {
                number: *number,
                name: layer_name(layers, *number),
                questions: *questions,
                asks: shown.and_then(|version| version.ask.0.get(number).copied()),
                minutes: 0,
            })
            .collect(),
        version: row.published.as_ref().map(|version| version.number),
        state: shown.map_or(VersionState::Draft, |version| version.state).as_str(),
        draft: row
            .draft
            .as_ref()
            .filter(|_| row.published.is_some())
            .map(|draft| draft.number),
        draft_href: row
            .draft
            .as_ref()
            .map(|draft| links::version(row.template.id, draft.number))
            .unwrap_or_default(),
    }
}

fn layer_name(layers: &[agency::model::Layer], number: i32) -> String {
    let layer = layers.iter().find(|layer| layer.number == number);
    layer.map(|layer| layer.name.clone()).unwrap_or_default()
}

/// A question as it is read.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    position: i32,
    code: String,
    text: String,
    look_for: String,
    why: String,
    reaction: Vec<String>,
    severity: &'static str,
    answer: String,
    measured: bool,
    kind: &'static str,
    layers: Vec<i32>,
    every_time: bool,
    max_age_days: i32,
    photo: &'static str,
    clause: Option<String>,
    clause_href: String,
    clause_missing: bool,
    goal: Option<String>,
    goal_href: String,
    goal_missing: bool,
}

/// A part of a checklist with its questions.
#[derive(Debug, Serialize)]
pub struct SectionShown {
    title: String,
    questions: Vec<QuestionShown>,
}

/// A version in the list of versions.
#[derive(Debug, Serialize)]
pub struct VersionShown {
    href: String,
    number: i32,
    state: &'static str,
    when: When,
    who: Option<String>,
    note: String,
    here: bool,
}

/// What differs between two versions, one question at a time.
#[derive(Debug, Serialize)]
pub struct DifferenceShown {
    code: String,
    title: String,
    whole: bool,
    what: &'static str,
    parts: Vec<PartShown>,
}

/// A part of a question that is not as it was.
#[derive(Debug, Serialize)]
pub struct PartShown {
    label: String,
    pieces: Vec<PieceShown>,
}

/// Words that stayed, went or came.
#[derive(Debug, Serialize)]
pub struct PieceShown {
    fate: &'static str,
    text: String,
}

impl PieceShown {
    fn of(piece: Piece) -> Self {
        Self {
            fate: piece.fate.as_str(),
            text: piece.text,
        }
    }
}

/// A template's file, which was checked when it came in.
fn read_file(template: &Template, source: &str) -> AppResult<TemplateFile> {
    file::read(&operations::file_name(&template.code), source)
        .map_err(|_| AppError::broken("the file of a version cannot be read any more"))
}

/// What changed against another version, counted and in full.
#[derive(Debug, Default, Serialize)]
pub struct Changes {
    against: i32,
    added: usize,
    changed: usize,
    removed: usize,
    same: usize,
    list: Vec<DifferenceShown>,
}

page! {
    /// A version of a checklist: its questions, its history, and for a draft what it changes.
    pub struct ShowPage in "checklists/show.html" {
        pub title: String,
        pub lead: String,
        pub intro: String,
        pub process: String,
        pub number: i32,
        pub state: &'static str,
        pub href: String,
        pub file_href: String,
        pub layers: Vec<LayerCount>,
        pub sections: Vec<SectionShown>,
        pub versions: Vec<VersionShown>,
        pub draft_href: Option<String>,
        pub published_href: Option<String>,
        pub changes: Option<Changes>,
        pub unresolved: bool,
        pub may_publish: bool,
        pub hash: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub confirmed: bool,
        pub may_write: bool,
        pub editor_href: String,
        pub draft_action: String,
        pub restores: bool,
        pub scheduled: Option<When>,
        pub advice: Vec<AdviceGroup>,
        pub reviews: usize,
        pub reviews_href: String,
        pub impact: Option<ImpactShown>,
        pub may_retire: bool,
        pub retire_action: String,
        pub papers: Vec<LayerCount>,
        pub earliest: String,
    }
}

/// Whom a draft would reach when it is published.
#[derive(Debug, Serialize)]
pub struct ImpactShown {
    plans: Vec<PlanShown>,
    said: String,
    ahead: String,
    open: String,
}

/// A plan that uses the checklist.
#[derive(Debug, Serialize)]
pub struct PlanShown {
    href: String,
    title: String,
    layer: i32,
    units: usize,
    empty: bool,
}

/// Everything the page of a version needs, read in one go.
struct Loaded {
    template: Template,
    process: Process,
    version: Version,
    questions: Vec<Question>,
    older: Option<(Version, Vec<Question>)>,
    versions: Vec<VersionRow>,
    layers: Vec<agency::model::Layer>,
    source: String,
    impact: queries::Impact,
    reviews: usize,
}

fn load(conn: &mut Conn, id: TemplateId, number: Option<i32>, now: Instant) -> AppResult<Loaded> {
    let template = queries::find(conn, id)?;
    let versions = queries::versions(conn, id)?;
    let in_use = || versions.iter().find(|row| row.version.state == VersionState::Published);
    let row = match number {
        Some(number) => versions.iter().find(|row| row.version.number == number),
        None => in_use().or(versions.first()),
    };
    let version = row.ok_or(AppError::NotFound)?.version.clone();
    // A draft is held against what it would replace, an older version against the one before it.
    let older = match version.state {
        _ if number.is_none() => None,
        VersionState::Draft => in_use(),
        _ => versions.iter().find(|row| row.version.number < version.number),
    };
    let older = match older {
        Some(row) => Some((row.version.clone(), queries::questions(conn, row.version.id)?)),
        None => None,
    };
    Ok(Loaded {
        process: processes::queries::find(conn, template.process_id)?,
        questions: queries::questions(conn, version.id)?,
        layers: agency::queries::layers(conn)?,
        source: queries::source(conn, version.id)?,
        impact: queries::impact(conn, id, now)?,
        reviews: changed_clauses::open(conn)?
            .iter()
            .filter(|review| review.template.id == id)
            .count(),
        template,
        version,
        older,
        versions,
    })
}

async fn show(viewer: Viewer<Auditor>, id: web::Path<TemplateId>) -> AppResult<HttpResponse> {
    let (id, now) = (*id, viewer.now);
    let loaded = viewer.app.db.read(move |conn| load(conn, id, None, now)).await?;
    let page = shown(&viewer, &loaded, Typed::default(), &Problems::new());
    viewer.show(Here::Checklists, &page)
}

async fn show_version(viewer: Viewer<Auditor>, path: web::Path<(TemplateId, i32)>) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let now = viewer.now;
    let loaded = viewer
        .app
        .db
        .read(move |conn| load(conn, id, Some(number), now))
        .await?;
    let form = Typed::default().with("reason", &loaded.version.note);
    let page = shown(&viewer, &loaded, form, &Problems::new());
    viewer.show(Here::Checklists, &page)
}

fn shown<R: Right>(viewer: &Viewer<R>, l: &Loaded, form: Typed, problems: &Problems) -> ShowPage {
    let lang = viewer.lang();
    let say = |key: &str| viewer.t(key);
    let (version, own) = (&l.version, l.template.id);
    let told = viewer.told(problems);
    let is_draft = version.state == VersionState::Draft;
    let writes = viewer.holds(Quality::ROLES);
    let href_of = |state: VersionState| {
        let row = l.versions.iter().find(|row| row.version.state == state);
        row.map(|row| row.version.number)
            .filter(|number| *number != version.number)
            .map(|number| links::version(own, number))
    };
    let editor = format!("{}/draft", links::template(own));
    let file = read_file(&l.template, &l.source).ok();
    let sections = sections(&l.questions, file.as_ref(), lang, &say);
    let unresolved = sections
        .iter()
        .flat_map(|section| &section.questions)
        .any(|question| question.clause_missing || question.goal_missing);
    ShowPage {
        title: version.title.get(lang).to_owned(),
        lead: lead(viewer, l),
        intro: version.intro.get(lang).to_owned(),
        process: l.process.name.get(lang).to_owned(),
        number: version.number,
        state: version.state.as_str(),
        href: links::version(own, version.number),
        file_href: format!("{}/file", links::version(own, version.number)),
        layers: layer_counts(l),
        sections,
        versions: l.versions.iter().map(|row| version_shown(viewer, l, row)).collect(),
        draft_href: href_of(VersionState::Draft),
        published_href: href_of(VersionState::Published),
        changes: l
            .older
            .as_ref()
            .map(|(older, questions)| changes(viewer, (older, questions), (version, &l.questions))),
        unresolved,
        may_publish: is_draft && writes,
        hash: version.source_hash.clone(),
        errors: told
            .iter()
            .map(|problem| (problem.field.clone(), problem.text.clone()))
            .collect(),
        problems: told,
        confirmed: form.get("confirm") == "1",
        form,
        may_write: writes,
        editor_href: editor.clone(),
        draft_action: editor.clone(),
        restores: version.state == VersionState::Retired,
        scheduled: version.publish_on.map(|on| viewer.day(&viewer.zone, on)),
        advice: match &file {
            Some(file) if is_draft && writes => advice_groups(viewer, file, FALLBACK_LANGUAGE, &editor),
            _ => Vec::new(),
        },
        reviews: l.reviews,
        reviews_href: format!("{}/reviews", links::CHECKLISTS),
        impact: (writes && version.state != VersionState::Retired).then(|| impact_shown(viewer, l)),
        may_retire: writes && version.state == VersionState::Published,
        retire_action: format!("{}/retirement", links::template(own)),
        papers: layer_counts(l),
        earliest: (viewer.zone.local(viewer.now).date + chrono::Days::new(1)).to_string(),
    }
}

fn impact_shown<R: Right>(viewer: &Viewer<R>, l: &Loaded) -> ImpactShown {
    let impact = &l.impact;
    let asks = |layer: i32| l.questions.iter().any(|question| question.asked.asked_at(layer));
    ImpactShown {
        plans: impact
            .plans
            .iter()
            .map(|plan| PlanShown {
                href: links::plan(plan.id),
                title: plan.title.clone(),
                layer: plan.layer,
                units: plan.units,
                empty: !asks(plan.layer),
            })
            .collect(),
        said: viewer.say(
            &Said::new("checklists-used")
                .with("plans", impact.plans.len())
                .with("units", impact.units),
        ),
        ahead: viewer.say(&Said::new("checklists-impact-ahead").with("count", impact.ahead)),
        open: viewer.say(&Said::new("checklists-impact-open").with("count", impact.open)),
    }
}

/// "Version 3, in use since May 4" and its like.
fn lead<R: Right>(viewer: &Viewer<R>, l: &Loaded) -> String {
    let version = &l.version;
    let at = version.published_at.unwrap_or(version.created_at);
    let day = viewer.day(&viewer.zone, viewer.zone.local(at).date);
    viewer.say(
        &Said::new(&format!("checklists-version-lead-{}", version.state))
            .with("version", version.number)
            .with("day", day.full)
            .with("questions", l.questions.len()),
    )
}

fn layer_counts(l: &Loaded) -> Vec<LayerCount> {
    let mut of_layer: BTreeMap<i32, Vec<&QuestionVersion>> = BTreeMap::new();
    for question in &l.questions {
        for layer in question.asked.layers() {
            of_layer.entry(layer).or_default().push(&question.asked);
        }
    }
    of_layer
        .into_iter()
        .map(|(number, questions)| {
            let asks = l.version.ask.0.get(&number).copied();
            let count = u32::try_from(questions.len()).unwrap_or(u32::MAX);
            let asked = asks
                .and_then(|asks| u32::try_from(asks).ok())
                .unwrap_or(count)
                .min(count);
            let all: u32 = questions.iter().map(|question| question.estimated_seconds()).sum();
            LayerCount {
                number,
                name: layer_name(&l.layers, number),
                questions: questions.len(),
                asks,
                minutes: (all * asked).div_ceil(count.max(1) * 60),
            }
        })
        .collect()
}

fn sections(
    questions: &[Question],
    file: Option<&TemplateFile>,
    lang: &str,
    say: &dyn Fn(&str) -> String,
) -> Vec<SectionShown> {
    let mut sections: Vec<SectionShown> = Vec::new();
    for question in questions {
        let title = question.asked.section.get(lang);
        if sections.last().is_none_or(|section| section.title != title) {
            sections.push(SectionShown {
                title: title.to_owned(),
                questions: Vec::new(),
            });
        }
        if let Some(section) = sections.last_mut() {
            let written = file.and_then(|file| file.questions().find(|own| own.id.as_str() == question.code));
            section.questions.push(question_shown(question, written, lang, say));
        }
    }
    sections
}

/// A question as the version keeps it; `written` is the same in the file, which may name what does not exist.
fn question_shown(
    question: &Question,
    written: Option<&file::Question>,
    lang: &str,
    say: &dyn Fn(&str) -> String,
) -> QuestionShown {
    let asked = &question.asked;
    let clause = question.clause.as_ref().zip(question.clause_label());
    let place = question.manual.as_ref().zip(asked.clause_id);
    QuestionShown {
        position: asked.position,
        code: question.code.clone(),
        text: asked.texts.text.get(lang).to_owned(),
        look_for: asked.texts.look_for.get(lang).to_owned(),
        why: asked.texts.why.get(lang).to_owned(),
        reaction: asked
            .texts
            .reaction
            .iter()
            .map(|step| step.get(lang).to_owned())
            .collect(),
        severity: asked.severity.as_str(),
        answer: compare::answer(asked, lang, say),
        measured: asked.kind == Kind::Measure,
        kind: asked.kind.as_str(),
        layers: asked.layers().collect(),
        every_time: asked.asked_every_time(),
        max_age_days: asked.max_age_days,
        photo: asked.photo.as_str(),
        clause: clause.map(|((_, title), label)| format!("{label} {title}")),
        clause_href: place.map(|(_, clause)| links::clause(clause)).unwrap_or_default(),
        clause_missing: question.clause.is_none() && written.is_some_and(|written| written.clause.is_some()),
        goal: question
            .goal
            .as_ref()
            .map(|(code, title)| format!("{code} {}", title.get(lang))),
        goal_href: asked.goal_id.map(links::goal).unwrap_or_default(),
        goal_missing: question.goal.is_none() && written.is_some_and(|written| written.goal.is_some()),
    }
}

fn version_shown<R: Right>(viewer: &Viewer<R>, l: &Loaded, row: &VersionRow) -> VersionShown {
    let version = &row.version;
    let (at, who) = match version.published_at {
        Some(at) => (at, &row.published_by),
        None => (version.created_at, &row.created_by),
    };
    VersionShown {
        href: links::version(l.template.id, version.number),
        number: version.number,
        state: version.state.as_str(),
        when: viewer.moment(&viewer.zone, at),
        who: who.clone(),
        note: version.note.clone(),
        here: version.id == l.version.id,
    }
}

fn changes<R: Right>(viewer: &Viewer<R>, older: (&Version, &[Question]), newer: (&Version, &[Question])) -> Changes {
    let found = compare::compare(side(older), side(newer), viewer.lang(), &|key| viewer.t(key));
    let count = |what: compare::What| found.iter().filter(|d| d.what == what && d.code.is_some()).count();
    let (added, changed, removed) = (
        count(compare::What::Added),
        count(compare::What::Changed),
        count(compare::What::Removed),
    );
    Changes {
        against: older.0.number,
        added,
        changed,
        removed,
        same: newer.1.len().saturating_sub(added + changed),
        list: found.into_iter().map(|d| difference_shown(viewer, d)).collect(),
    }
}

fn side<'a>((version, questions): (&'a Version, &'a [Question])) -> Side<'a> {
    Side {
        title: &version.title,
        intro: &version.intro,
        ask: &version.ask,
        questions,
    }
}

fn difference_shown<R: Right>(viewer: &Viewer<R>, difference: Difference) -> DifferenceShown {
    DifferenceShown {
        whole: difference.code.is_none(),
        code: difference.code.unwrap_or_default(),
        title: difference.title,
        what: difference.what.as_str(),
        parts: difference
            .parts
            .into_iter()
            .map(|part| {
                let number = Arg::from(part.number);
                let label = viewer.i18n().t(
                    viewer.lang(),
                    &format!("checklists-part-{}", part.name),
                    &[("number", number)],
                );
                PartShown {
                    label: match part.language {
                        Some(language) => format!("{label} ({language})"),
                        None => label,
                    },
                    pieces: part.pieces.into_iter().map(PieceShown::of).collect(),
                }
            })
            .collect(),
    }
}

/// The file of a version, to be changed and brought in again.
async fn download(viewer: Viewer<Auditor>, path: web::Path<(TemplateId, i32)>) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let (code, source) = viewer
        .app
        .db
        .read(move |conn| {
            let version = queries::version_numbered(conn, id, number)?;
            Ok((queries::find(conn, id)?.code, queries::source(conn, version.id)?))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/yaml; charset=utf-8")
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(operations::file_name(&code))],
        })
        .body(source))
}

/// A mistake in a file somebody brought.
#[derive(Debug, Serialize)]
pub struct MistakeShown {
    line: usize,
    column: usize,
    message: String,
    before: String,
    at: String,
    hint: Option<String>,
}

impl MistakeShown {
    fn of(mistake: &Mistake) -> Self {
        let split = mistake
            .source_line
            .char_indices()
            .nth(mistake.caret)
            .map_or(mistake.source_line.len(), |(at, _)| at);
        let (before, at) = mistake.source_line.split_at(split);
        Self {
            line: mistake.line,
            column: mistake.column,
            message: mistake.message.clone(),
            before: before.to_owned(),
            at: at.to_owned(),
            hint: mistake.hint.clone(),
        }
    }
}

page! {
    /// Where quality staff bring a file in.
    pub struct NewPage in "checklists/new.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub mistakes: Vec<MistakeShown>,
    }
}

fn new_page(viewer: &Viewer<Quality>, form: Typed, mistakes: &[Mistake], problems: &Problems) -> NewPage {
    let told = viewer.told(problems);
    NewPage {
        title: viewer.t("checklists-new-title"),
        errors: told
            .iter()
            .map(|problem| (problem.field.clone(), problem.text.clone()))
            .collect(),
        problems: told,
        form,
        mistakes: mistakes.iter().map(MistakeShown::of).collect(),
    }
}

async fn new(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let page = new_page(&viewer, Typed::default(), &[], &Problems::new());
    viewer.show(Here::Checklists, &page)
}

async fn create(viewer: Viewer<Quality>, mut upload: Upload) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let files = upload.take_files(&mut problems);
    let source = match files.into_iter().find(|sent| sent.field == "file") {
        Some(sent) => match String::from_utf8(sent.bytes.to_vec()) {
            Ok(text) => text,
            Err(_) => {
                problems.add("file", Said::new("checklists-new-not-text").with("name", sent.name));
                String::new()
            }
        },
        None => upload.raw("source").unwrap_or_default().to_owned(),
    };
    let note = upload.get("note").to_owned();
    problems.check("note", note.chars().count() <= LONGEST, "checklists-too-long");
    if problems.is_empty() {
        problems.check("source", !source.trim().is_empty(), "checklists-new-required");
    }
    let typed = Typed::default().with("source", &source).with("note", &note);
    if !problems.is_empty() {
        return viewer.again(Here::Checklists, &new_page(&viewer, typed, &[], &problems));
    }
    let name = named_in(&source);
    let (template, mistakes) = match file::read(&name, &source) {
        Err(mistakes) => (None, mistakes),
        Ok(template) => {
            let text = source.clone();
            let checked = viewer
                .app
                .db
                .read(move |conn| operations::check_references(conn, &name, &text));
            (Some(template), checked.await?)
        }
    };
    let (Some(template), true) = (template, mistakes.is_empty()) else {
        problems.add(
            "source",
            Said::new("checklists-new-mistakes").with("count", mistakes.len()),
        );
        return viewer.again(Here::Checklists, &new_page(&viewer, typed, &mistakes, &problems));
    };
    let act = viewer.act();
    let loaded = viewer
        .app
        .db
        .write(move |conn| operations::load(conn, &act.clone(), &template, &source, &note))
        .await;
    match loaded {
        Ok(loaded) => {
            let to = links::version(loaded.template, loaded.number);
            let said = |key: &str| Said::new(key).with("version", loaded.number);
            Ok(match loaded.what {
                What::Unchanged => see_other(&to, Flash::note(said("checklists-new-unchanged"))),
                What::Draft => see_other(&to, Flash::done(said("checklists-new-done"))),
            })
        }
        Err(AppError::Refused(said)) => {
            problems.add("source", said);
            viewer.again(Here::Checklists, &new_page(&viewer, typed, &[], &problems))
        }
        Err(error) => Err(error),
    }
}

/// The name the file has to have by its own words: what a browser calls it ("walk-in (1).yaml") does not matter.
fn named_in(source: &str) -> String {
    let id = source
        .lines()
        .find_map(|line| line.strip_prefix("template:"))
        .and_then(|rest| rest.split_whitespace().next())
        .map_or("template", |id| id.trim_matches(['"', '\'']));
    operations::file_name(id)
}
