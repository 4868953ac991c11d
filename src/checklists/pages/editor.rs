//! The editor of a draft: its questions in their order, one of them open, beside what the phone will show.

use super::advice::{AdviceShown, advice_shown};
use super::question_form::{self, CHOICES, KINDS, STEPS};
use super::*;
use crate::checklists::edit::{CannotEdit, Edit, Place, Way, fingerprint_of, fingerprint_of_head};
use crate::checklists::file::{self, Localized, ManualCode, Slug, TemplateFile};
use crate::checklists::lint;
use crate::manuals;
use crate::platform::web::parts::Choice;
use std::collections::BTreeSet;

/// A question in the editor's list.
#[derive(Debug, Serialize)]
pub struct EditorRow {
    code: String,
    number: usize,
    text: String,
    points_at: String,
    news: &'static str,
    warnings: usize,
    href: String,
    open: bool,
    is_first: bool,
    is_last: bool,
}

/// A section in the editor's list.
#[derive(Debug, Serialize)]
pub struct EditorSection {
    title: String,
    first: String,
    from: usize,
    to: usize,
    is_first: bool,
    is_last: bool,
    rows: Vec<EditorRow>,
}

/// A field in which two people wrote different things.
#[derive(Debug, Serialize)]
pub struct Theirs {
    label: String,
    text: String,
}

/// What somebody else saved while a form was open.
#[derive(Debug, Serialize)]
pub struct Conflict {
    over: String,
    take_href: String,
    fields: Vec<Theirs>,
}

/// A layer that may ask the open question, or how many questions it asks.
#[derive(Debug, Serialize)]
pub struct LayerTick {
    number: i32,
    name: String,
    ticked: bool,
    asks: String,
    of: usize,
}

/// A row of the choice list of the open question.
#[derive(Debug, Serialize)]
pub struct ChoiceRow {
    n: usize,
    text: String,
    bad: bool,
}

/// The question whose form is open.
#[derive(Debug, Serialize)]
pub struct OpenQuestion {
    code: String,
    number: usize,
    action: String,
    kinds: Vec<Choice>,
    clauses: Vec<Choice>,
    goals: Vec<Choice>,
    severities: Vec<Choice>,
    photos: Vec<Choice>,
    layers: Vec<LayerTick>,
    choices: Vec<ChoiceRow>,
    steps: Vec<ChoiceRow>,
    passes: Vec<String>,
    advice: Vec<AdviceShown>,
    all_steps: usize,
}

/// The open question as the phone shows it.
#[derive(Debug, Serialize)]
pub struct Preview {
    number: usize,
    of: usize,
    text: String,
    look_for: String,
    why: String,
    clause: String,
    kind: &'static str,
    unit: String,
    choices: Vec<String>,
    reaction: Vec<String>,
}

page! {
    /// The editor of a draft.
    pub struct EditorPage in "checklists/editor.html" {
        pub title: String,
        pub process: String,
        pub number: i32,
        pub base_href: String,
        pub review_href: String,
        pub try_href: String,
        pub bank_href: String,
        pub saved: When,
        pub saved_by: Option<String>,
        pub published: Option<i32>,
        pub locked: Option<When>,
        pub sections: Vec<EditorSection>,
        pub open: Option<OpenQuestion>,
        pub head: bool,
        pub adds: bool,
        pub places: Vec<Choice>,
        pub manuals: Vec<Choice>,
        pub asks: Vec<LayerTick>,
        pub layers: Vec<LayerCount>,
        pub advice: Vec<AdviceShown>,
        pub warnings: usize,
        pub preview: Option<Preview>,
        pub language: String,
        pub languages: Vec<Choice>,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub conflict: Option<Conflict>,
        pub hash: String,
        pub used: String,
    }
}

/// Everything the editor needs, read in one go.
struct Desk {
    loaded: Loaded,
    file: TemplateFile,
    published: Option<(i32, TemplateFile)>,
    clauses: Vec<(String, String, String)>,
    goals: Vec<(String, Localized)>,
    manuals: Vec<(String, String)>,
    impact: queries::Impact,
    locked: Option<chrono::NaiveDate>,
}

fn read_desk(conn: &mut Conn, id: TemplateId, now: crate::base::clock::Instant) -> AppResult<Desk> {
    let draft = queries::draft(conn, id)?.ok_or(AppError::NotFound)?;
    let loaded = load(conn, id, Some(draft.number), now)?;
    let name = operations::file_name(&loaded.template.code);
    let parse = |source: &str| {
        file::read(&name, source).map_err(|_| AppError::broken("the file of a version cannot be read any more"))
    };
    let file = parse(&queries::source(conn, draft.id)?)?;
    let published = match queries::published(conn, id)? {
        Some(version) => Some((version.number, parse(&queries::source(conn, version.id)?)?)),
        None => None,
    };
    Ok(Desk {
        file,
        published,
        clauses: queries::clause_choices(conn)?,
        goals: queries::goal_choices(conn)?,
        manuals: manuals::queries::list(conn)?
            .into_iter()
            .map(|(manual, _)| (manual.code, manual.title))
            .collect(),
        impact: queries::impact(conn, id, now)?,
        locked: draft.publish_on,
        loaded,
    })
}

/// What of the page was asked for: an open question, the head, or the form of a new question.
#[derive(Debug, Default, Clone)]
struct Asked {
    question: Option<String>,
    head: bool,
    adds: bool,
    language: String,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let language = fields.get("lang");
        Self {
            question: fields.given("q").map(str::to_owned),
            head: fields.checkbox("head"),
            adds: fields.checkbox("add"),
            language: match crate::base::text::is_language(language) {
                true => language.to_owned(),
                false => crate::base::text::FALLBACK_LANGUAGE.to_owned(),
            },
        }
    }
}

/// The form that came back, with what is wrong with it.
#[derive(Default)]
struct Back {
    form: Option<Typed>,
    problems: Problems,
    conflict: bool,
}

pub(super) async fn show(viewer: Viewer<Quality>, id: web::Path<TemplateId>) -> AppResult<HttpResponse> {
    let asked = Asked::of(&Fields::parse_query(viewer.req.query_string()));
    let (id, now) = (*id, viewer.now);
    let desk = viewer.app.db.read(move |conn| read_desk(conn, id, now)).await?;
    let page = shown_editor(&viewer, &desk, &asked, Back::default());
    viewer.show(Here::Checklists, &page)
}

async fn again(viewer: &Viewer<Quality>, id: TemplateId, asked: &Asked, back: Back) -> AppResult<HttpResponse> {
    let now = viewer.now;
    let desk = viewer.app.db.read(move |conn| read_desk(conn, id, now)).await?;
    viewer.again(Here::Checklists, &shown_editor(viewer, &desk, asked, back))
}

fn base_of(id: TemplateId) -> String {
    format!("{}/draft", links::template(id))
}

fn href_of(id: TemplateId, code: &str, language: &str) -> String {
    let language = match language == crate::base::text::FALLBACK_LANGUAGE {
        true => String::new(),
        false => format!("&lang={language}"),
    };
    format!("{}?q={code}{language}#q-{code}", base_of(id))
}

fn shown_editor(viewer: &Viewer<Quality>, desk: &Desk, asked: &Asked, back: Back) -> EditorPage {
    let lang = viewer.lang();
    let (l, file) = (&desk.loaded, &desk.file);
    let id = l.template.id;
    let told = viewer.told(&back.problems);
    let advice = lint::lint(file, &asked.language);
    let open = file
        .questions()
        .enumerate()
        .find(|(_, question)| asked.question.as_deref() == Some(question.id.as_str()));
    let form = match (&open, back.form) {
        (_, Some(form)) => form,
        (Some((_, question)), None) => question_form::fill(question, &asked.language),
        (None, None) if asked.head => fill_head(file, &asked.language),
        (None, None) => Typed::default()
            .with("add_text", "")
            .with("add_to", "")
            .with("add_section", ""),
    };
    let conflict = match (&open, back.conflict) {
        (Some((_, question)), true) => Some(conflict(viewer, id, question, &form, &asked.language)),
        (None, true) => Some(Conflict {
            over: fingerprint_of_head(file),
            take_href: format!("{}?head=1", base_of(id)),
            fields: differing(viewer, &fill_head(file, &asked.language), &form),
        }),
        _ => None,
    };
    let all = file.questions().count();
    let version = &l.version;
    EditorPage {
        title: version.title.get(lang).to_owned(),
        process: l.process.name.get(lang).to_owned(),
        number: version.number,
        base_href: base_of(id),
        review_href: links::version(id, version.number),
        try_href: links::trial(version.id),
        bank_href: format!("{}/bank?to={id}", links::CHECKLISTS),
        saved: viewer.moment(&viewer.zone, version.created_at),
        saved_by: l
            .versions
            .iter()
            .find(|row| row.version.id == version.id)
            .and_then(|row| row.created_by.clone()),
        published: desk.published.as_ref().map(|(number, _)| *number),
        locked: desk.locked.map(|on| viewer.day(&viewer.zone, on)),
        sections: section_rows(desk, asked, &advice),
        open: open.map(|(index, question)| open_question(viewer, desk, asked, (index, question), &form, &advice)),
        head: asked.head && asked.question.is_none(),
        adds: asked.adds,
        places: file
            .sections
            .iter()
            .filter_map(|section| Some(Choice::new(&section.questions.first()?.id, section.title.get(lang))))
            .collect(),
        manuals: desk
            .manuals
            .iter()
            .map(|(code, title)| Choice::new(code, format!("{code} {title}")))
            .collect(),
        asks: asks(desk, &form),
        layers: layer_counts(l),
        warnings: advice.iter().filter(|a| a.weight == lint::Weight::Warning).count(),
        advice: advice
            .iter()
            .filter(|a| a.question.is_none())
            .map(|a| advice_shown(viewer, a))
            .collect(),
        preview: open.map(|(index, question)| preview(desk, question, (index + 1, all), &asked.language)),
        language: asked.language.clone(),
        languages: languages(viewer, file),
        errors: back.problems.by_field(viewer.i18n(), lang),
        problems: told,
        form,
        conflict,
        hash: version.source_hash.clone(),
        used: viewer.say(
            &Said::new("checklists-used")
                .with("plans", desk.impact.plans.len())
                .with("units", desk.impact.units),
        ),
    }
}

/// The languages the checklist is written in, and those the program speaks.
fn languages(viewer: &Viewer<Quality>, file: &TemplateFile) -> Vec<Choice> {
    let mut all: BTreeSet<&str> = BTreeSet::from([crate::base::text::FALLBACK_LANGUAGE, "es"]);
    all.extend(file.title.languages());
    all.extend(file.questions().flat_map(|question| question.text.languages()));
    let name = |language: &str| {
        let key = format!("language-{language}");
        let name = viewer.t(&key);
        if name.contains(&key) { language.to_owned() } else { name }
    };
    all.into_iter()
        .map(|language| Choice::new(language, name(language)))
        .collect()
}

fn section_rows(desk: &Desk, asked: &Asked, advice: &[lint::Advice]) -> Vec<EditorSection> {
    let file = &desk.file;
    let id = desk.loaded.template.id;
    let before = desk.published.as_ref().map(|(_, file)| file);
    let all = file.questions().count();
    let mut number = 0;
    let last_section = file.sections.len().saturating_sub(1);
    let sections = file.sections.iter().enumerate();
    sections
        .map(|(at, section)| {
            let from = number + 1;
            let rows: Vec<EditorRow> = section
                .questions
                .iter()
                .map(|question| {
                    number += 1;
                    let code = question.id.as_str();
                    let was = before.and_then(|file| file.questions().find(|old| old.id == question.id));
                    let own =
                        |a: &&lint::Advice| a.question.as_deref() == Some(code) && a.weight == lint::Weight::Warning;
                    let points: Vec<String> = [
                        question.goal.as_ref().map(ToString::to_string),
                        file.clause_of(question).map(|clause| clause.to_string()),
                    ]
                    .into_iter()
                    .flatten()
                    .collect();
                    EditorRow {
                        code: code.to_owned(),
                        number,
                        text: question.text.get(&asked.language).to_owned(),
                        points_at: points.join(" · "),
                        news: match (before, was) {
                            (None, _) => "",
                            (Some(_), None) => "added",
                            (Some(_), Some(was)) if was != question => "changed",
                            _ => "",
                        },
                        warnings: advice.iter().filter(own).count(),
                        href: href_of(id, code, &asked.language),
                        open: asked.question.as_deref() == Some(code),
                        is_first: number == 1,
                        is_last: number == all,
                    }
                })
                .collect();
            EditorSection {
                title: section.title.get(&asked.language).to_owned(),
                first: rows.first().map(|row| row.code.clone()).unwrap_or_default(),
                from,
                to: number,
                is_first: at == 0,
                is_last: at == last_section,
                rows,
            }
        })
        .collect()
}

fn open_question(
    viewer: &Viewer<Quality>,
    desk: &Desk,
    asked: &Asked,
    (index, question): (usize, &file::Question),
    form: &Typed,
    advice: &[lint::Advice],
) -> OpenQuestion {
    let lang = viewer.lang();
    let code = question.id.as_str();
    let manual = desk.file.manual.as_ref().map(ManualCode::as_str);
    let clauses = desk.clauses.iter().map(|(own, number, title)| {
        let value = match manual == Some(own.as_str()) {
            true => number.clone(),
            false => format!("{own} {number}"),
        };
        Choice::new(value, format!("{own} {number} {title}"))
    });
    let said = |key: &str| viewer.t(key);
    let mut clauses: Vec<Choice> = clauses.collect();
    keep_unknown(&mut clauses, form.get("clause"));
    let mut goals: Vec<Choice> = desk
        .goals
        .iter()
        .map(|(code, title)| Choice::new(code, format!("{code} {}", title.get(lang))))
        .collect();
    keep_unknown(&mut goals, form.get("goal"));
    let filled = (1..=CHOICES)
        .filter(|n| !form.get(&format!("choice-{n}")).is_empty())
        .count();
    OpenQuestion {
        code: code.to_owned(),
        number: index + 1,
        action: format!("{}/questions/{code}", base_of(desk.loaded.template.id)),
        kinds: KINDS
            .into_iter()
            .map(|kind| Choice::new(kind, said(&format!("checklists-kind-{kind}"))))
            .collect(),
        clauses,
        goals,
        severities: ["critical", "major", "minor"]
            .into_iter()
            .map(|severity| Choice::new(severity, said(&format!("severity-{severity}"))))
            .collect(),
        photos: ["never", "allowed", "required"]
            .into_iter()
            .map(|photo| Choice::new(photo, said(&format!("checklists-photo-{photo}"))))
            .collect(),
        layers: desk
            .loaded
            .layers
            .iter()
            .map(|layer| LayerTick {
                number: layer.number,
                name: layer.name.clone(),
                ticked: form.get(&format!("layer-{}", layer.number)) == "1",
                asks: String::new(),
                of: 0,
            })
            .collect(),
        choices: (1..=CHOICES.min(filled.max(2) + 2))
            .map(|n| ChoiceRow {
                n,
                text: form.get(&format!("choice-{n}")).to_owned(),
                bad: form.get(&format!("bad-{n}")) == "1",
            })
            .collect(),
        steps: (1..=STEPS)
            .map(|n| ChoiceRow {
                n,
                text: form.get(&format!("step-{n}")).to_owned(),
                bad: false,
            })
            .collect(),
        passes: lint::passes(question, &asked.language)
            .into_iter()
            .map(|pass| viewer.say(&pass.said()))
            .collect(),
        advice: advice
            .iter()
            .filter(|a| a.question.as_deref() == Some(code))
            .map(|a| advice_shown(viewer, a))
            .collect(),
        all_steps: question.reaction.len(),
    }
}

/// What a question names stays a choice, though nothing of that name exists (any more).
fn keep_unknown(choices: &mut Vec<Choice>, chosen: &str) {
    if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, chosen));
    }
}

fn preview(desk: &Desk, question: &file::Question, (number, of): (usize, usize), language: &str) -> Preview {
    let clause = desk.file.clause_of(question).map(|clause| clause.to_string());
    let title = clause.as_ref().and_then(|clause| {
        let known = |(manual, number, _): &&(String, String, String)| format!("{manual} {number}") == *clause;
        desk.clauses.iter().find(known).map(|(.., title)| title.clone())
    });
    Preview {
        number,
        of,
        text: question.text.get(language).to_owned(),
        look_for: question.look_for.get(language).to_owned(),
        why: question.why.get(language).to_owned(),
        clause: [clause, title].into_iter().flatten().collect::<Vec<_>>().join(" "),
        kind: question_form::kind(&question.answer),
        unit: match &question.answer {
            file::Answer::Measure(measure) => measure.unit.get(language).to_owned(),
            _ => String::new(),
        },
        choices: match &question.answer {
            file::Answer::Choice(choices) => choices
                .iter()
                .map(|choice| choice.text.get(language).to_owned())
                .collect(),
            _ => Vec::new(),
        },
        reaction: question
            .reaction
            .iter()
            .map(|step| step.get(language).to_owned())
            .collect(),
    }
}

fn fill_head(file: &TemplateFile, language: &str) -> Typed {
    let own = |text: &Localized| text.in_language(language).unwrap_or_default().to_owned();
    let typed = Typed::default()
        .with("base", fingerprint_of_head(file))
        .with("title", own(&file.title))
        .with("intro", own(&file.intro))
        .with(
            "manual",
            file.manual.as_ref().map(ToString::to_string).unwrap_or_default(),
        );
    (1..=file::HIGHEST_LAYER).fold(typed, |typed, layer| {
        let asks = file.ask.get(&layer).map(ToString::to_string).unwrap_or_default();
        typed.with(&format!("ask-{layer}"), asks)
    })
}

/// The layers that have questions, and how many of them each is to be asked.
fn asks(desk: &Desk, form: &Typed) -> Vec<LayerTick> {
    desk.loaded
        .layers
        .iter()
        .map(|layer| LayerTick {
            number: layer.number,
            name: layer.name.clone(),
            ticked: false,
            asks: form.get(&format!("ask-{}", layer.number)).to_owned(),
            of: desk
                .file
                .questions()
                .filter(|question| question.layers.iter().any(|own| i32::from(*own) == layer.number))
                .count(),
        })
        .filter(|layer| layer.of > 0)
        .collect()
}

fn conflict(
    viewer: &Viewer<Quality>,
    id: TemplateId,
    theirs: &file::Question,
    mine: &Typed,
    language: &str,
) -> Conflict {
    Conflict {
        over: fingerprint_of(theirs),
        take_href: href_of(id, theirs.id.as_str(), language),
        fields: differing(viewer, &question_form::fill(theirs, language), mine),
    }
}

/// The fields of two forms that say different things, with the words of the first.
fn differing(viewer: &Viewer<Quality>, theirs: &Typed, mine: &Typed) -> Vec<Theirs> {
    let names = theirs
        .names()
        .filter(|name| *name != "base" && theirs.get(name) != mine.get(name));
    names
        .map(|name| {
            let (stem, number) = name.rsplit_once('-').unwrap_or((name, ""));
            let label = viewer.t(&format!("checklists-field-{}", stem.replace('_', "-")));
            Theirs {
                label: format!("{label} {number}").trim().to_owned(),
                text: match theirs.get(name) {
                    "" => viewer.t("checklists-nothing"),
                    text => text.to_owned(),
                },
            }
        })
        .collect()
}

/// Takes a step of the editor; the inner error is a step that cannot be taken as the draft is now.
async fn take(viewer: &Viewer<Quality>, id: TemplateId, step: Edit) -> AppResult<Result<Option<Slug>, CannotEdit>> {
    let act = viewer.act();
    let edit = move |conn: &mut Conn| operations::edit(conn, &act.clone(), id, &step);
    viewer.app.db.write(edit).await
}

pub(super) async fn begin(viewer: Viewer<Quality>, id: web::Path<TemplateId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act) = (*id, viewer.act());
    let (from, replace): (Option<i32>, bool) = (form.parse("from"), form.checkbox("replace"));
    viewer
        .app
        .db
        .write(move |conn| operations::begin_draft(conn, &act.clone(), id, from, replace))
        .await?;
    Ok(see_other(&base_of(id), None))
}

pub(super) async fn save(
    viewer: Viewer<Quality>,
    path: web::Path<(TemplateId, String)>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let asked = Asked {
        question: Some(code.clone()),
        ..Asked::of(&form)
    };
    let now = viewer.now;
    let desk = viewer.app.db.read(move |conn| read_desk(conn, id, now)).await?;
    let Some(was) = desk.file.questions().find(|question| question.id.as_str() == code) else {
        return gone(id, &code);
    };
    let mut back = Back {
        form: Some(complete(&form, question_form::fill(was, &asked.language))),
        ..Back::default()
    };
    let new = question_form::read(&form, was, &asked.language, &mut back.problems);
    if back.problems.is_empty() {
        let base = form.given("over").unwrap_or(form.get("base")).to_owned();
        let change = Edit::Change {
            question: Box::new(new),
            base,
        };
        match take(&viewer, id, change).await? {
            Ok(_) => return Ok(see_other(&href_of(id, &code, &asked.language), None)),
            Err(CannotEdit::Changed) => back.conflict = true,
            Err(CannotEdit::Gone(_)) => return gone(id, &code),
            Err(no) => back.problems.add("", no.said()),
        }
    }
    again(&viewer, id, &asked, back).await
}

/// Somebody removed the question meanwhile: nothing to save it into.
fn gone(id: TemplateId, code: &str) -> AppResult<HttpResponse> {
    let said = CannotEdit::Gone(code.to_owned()).said();
    Ok(see_other(&base_of(id), Flash::problem(said)))
}

/// Every field the form has, as it was typed; a box that is not ticked sends nothing and is empty.
fn complete(form: &Fields, filled: Typed) -> Typed {
    let names: Vec<String> = filled.names().map(str::to_owned).collect();
    names
        .into_iter()
        .fold(Typed::default(), |typed, name| typed.with(&name, form.get(&name)))
}

pub(super) async fn save_head(
    viewer: Viewer<Quality>,
    id: web::Path<TemplateId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let id = *id;
    let asked = Asked {
        head: true,
        ..Asked::of(&form)
    };
    let now = viewer.now;
    let desk = viewer.app.db.read(move |conn| read_desk(conn, id, now)).await?;
    let mut back = Back {
        form: Some(complete(&form, fill_head(&desk.file, &asked.language))),
        ..Back::default()
    };
    let problems = &mut back.problems;
    let (title, intro) = (form.get("title"), form.get("intro"));
    problems.check("title", title.chars().count() <= 120, "checklists-title-long");
    problems.check("intro", intro.chars().count() <= LONGEST, "checklists-too-long");
    let title = desk.file.title.with(&asked.language, &words(title));
    problems.check("title", !title.is_empty(), "checklists-title-required");
    let manual = form.given("manual").and_then(|code| ManualCode::parse(code).ok());
    let mut ask = BTreeMap::new();
    for layer in 1..=file::HIGHEST_LAYER {
        let name = format!("ask-{layer}");
        match form.given(&name).map(str::parse::<u32>) {
            None => {}
            Some(Ok(count)) if (1..=200).contains(&count) => _ = ask.insert(layer, count),
            Some(_) => problems.add(&name, Said::new("checklists-ask-wrong")),
        }
    }
    if back.problems.is_empty() {
        let head = Edit::Head {
            title,
            intro: desk.file.intro.with(&asked.language, &words(intro)),
            manual,
            ask,
            base: form.given("over").unwrap_or(form.get("base")).to_owned(),
        };
        match take(&viewer, id, head).await? {
            Ok(_) => return Ok(see_other(&format!("{}?head=1", base_of(id)), None)),
            Err(CannotEdit::Changed) => back.conflict = true,
            Err(no) => back.problems.add("", no.said()),
        }
    }
    again(&viewer, id, &asked, back).await
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A new question: one sentence, the rest is written in its form; or a copy of one from the question bank.
pub(super) async fn add(viewer: Viewer<Quality>, id: web::Path<TemplateId>, form: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let asked = Asked {
        adds: true,
        ..Asked::of(&form)
    };
    let mut back = Back {
        form: Some(
            Typed::default()
                .with("add_text", form.get("add_text"))
                .with("add_to", form.get("add_to"))
                .with("add_section", form.get("add_section")),
        ),
        ..Back::default()
    };
    let question = match form.parse::<QuestionVersionId>("copy") {
        Some(copied) => {
            let found = viewer.app.db.read(move |conn| bank::as_written(conn, copied)).await?;
            Some(found)
        }
        None => {
            let text = words(form.get("add_text"));
            back.problems
                .check("add_text", !text.is_empty(), "checklists-question-required");
            back.problems
                .check("add_text", text.chars().count() <= LONGEST, "checklists-too-long");
            file::Question::new(Slug::of_words(&text).unwrap_or_else(Slug::unnamed), &text)
        }
    };
    let section = words(form.get("add_section"));
    let to = match form.given("add_to").map(Slug::parse) {
        Some(Ok(code)) => Some(Place::SectionOf(code)),
        _ if section.is_empty() => {
            back.problems
                .add("add_section", Said::new("checklists-section-required"));
            None
        }
        _ => Some(Place::NewSection(Localized::default().with(&asked.language, &section))),
    };
    if let (Some(question), Some(to), true) = (question, to, back.problems.is_empty()) {
        let step = Edit::Add {
            question: Box::new(question),
            to,
        };
        match take(&viewer, id, step).await? {
            Ok(Some(code)) => return Ok(see_other(&href_of(id, code.as_str(), &asked.language), None)),
            Ok(None) => return Ok(see_other(&base_of(id), None)),
            Err(no) => back.problems.add("", no.said()),
        }
    }
    again(&viewer, id, &asked, back).await
}

/// A step that needs no form of its own: a question or a section moves, is copied, renamed or removed.
pub(super) async fn step(viewer: Viewer<Quality>, id: web::Path<TemplateId>, form: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let asked = Asked::of(&form);
    let Ok(code) = Slug::parse(form.get("question")) else {
        return gone(id, form.get("question"));
    };
    let title = words(form.get("title"));
    let step = match form.get("do") {
        "up" => Edit::Shift(code, Way::Up),
        "down" => Edit::Shift(code, Way::Down),
        "before" => match Slug::parse(form.get("before")) {
            Ok(before) => Edit::MoveBefore(code, before),
            Err(_) => return gone(id, form.get("before")),
        },
        "copy" => Edit::Copy(code),
        "remove" => Edit::Remove(code),
        "section-up" => Edit::ShiftSection(code, Way::Up),
        "section-down" => Edit::ShiftSection(code, Way::Down),
        "rename" if !title.is_empty() && title.chars().count() <= 120 => Edit::Rename {
            section: code,
            title: Localized::default().with(&asked.language, &title),
        },
        "rename" => {
            return Ok(see_other(
                &base_of(id),
                Flash::problem(Said::new("checklists-section-required")),
            ));
        }
        _ => return Err(AppError::NotFound),
    };
    let keeps_open = asked
        .question
        .clone()
        .filter(|open| form.get("do") != "remove" || open != form.get("question"));
    Ok(match take(&viewer, id, step).await? {
        Ok(touched) => {
            let opens = match form.get("do") {
                "copy" => touched.map(|code| code.to_string()),
                _ => keeps_open,
            };
            let to = opens.map_or_else(|| base_of(id), |code| href_of(id, &code, &asked.language));
            see_other(&to, None)
        }
        Err(no) => see_other(&base_of(id), Flash::problem(no.said())),
    })
}

pub(super) async fn discard(viewer: Viewer<Quality>, id: web::Path<TemplateId>, form: Form) -> AppResult<HttpResponse> {
    let (id, act, read) = (*id, viewer.act(), form.get("read").to_owned());
    if !form.checkbox("confirm") {
        return Ok(see_other(
            &base_of(id),
            Flash::problem(Said::new("checklists-discard-confirm")),
        ));
    }
    let number = viewer
        .app
        .db
        .write(move |conn| operations::discard(conn, &act.clone(), id, &read))
        .await?;
    let said = Said::new("checklists-discarded").with("version", number);
    Ok(see_other(&links::template(id), Flash::done(said)))
}
