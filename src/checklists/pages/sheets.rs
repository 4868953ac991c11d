//! Check sheets that come in, in three steps (file, columns, draft), and checklists that leave as sheets.
//!
//! Nothing is kept between the steps: the tables travel with the form, and what comes back is checked like a new file.

use super::advice::{AdviceShown, advice_shown};
use crate::base::ids::{TemplateId, TemplateVersionId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::{ClauseRef, Localized, ManualCode, Slug};
use crate::checklists::file::{self, HIGHEST_LAYER, Process, Severity, TemplateFile};
use crate::checklists::lint::{self, Advice, Weight};
use crate::checklists::model::What;
use crate::checklists::sheet::{self, Converted, Defaults, Field, Limits, Mapping, SheetError, Sheets, Table};
use crate::checklists::{operations, queries};
use crate::people::nav::Here;
use crate::people::viewer::{Auditor, Quality, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use crate::platform::web::upload::Upload;
use crate::{manuals, mission, page, processes};
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The longest title a form takes.
const LONGEST_TITLE: usize = 200;
/// How many rows of a column are shown beside its heading.
const SAMPLES: usize = 3;
/// How many rows with a mistake are shown at once.
const SHOWN_ERRORS: usize = 50;
/// The media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn download_xlsx(
    viewer: Viewer<Auditor>,
    path: web::Path<(TemplateId, i32)>,
) -> AppResult<HttpResponse> {
    let (template, heading) = leaving(&viewer, path.into_inner()).await?;
    let bytes = sheet::xlsx(&template, &heading).map_err(AppError::broken)?;
    Ok(attachment(&template, "xlsx", XLSX, bytes))
}

pub(super) async fn download_csv(
    viewer: Viewer<Auditor>,
    path: web::Path<(TemplateId, i32)>,
) -> AppResult<HttpResponse> {
    let (template, heading) = leaving(&viewer, path.into_inner()).await?;
    let bytes = sheet::csv(&template, &heading).map_err(AppError::broken)?;
    Ok(attachment(&template, "csv", "text/csv; charset=utf-8", bytes))
}

/// The template of a version, and the headings of its sheet.
async fn leaving(
    viewer: &Viewer<Auditor>,
    (id, number): (TemplateId, i32),
) -> AppResult<(TemplateFile, impl Fn(Field) -> String + '_)> {
    let template = viewer
        .app
        .db
        .read(move |conn| {
            let version = queries::version_numbered(conn, id, number)?;
            template_of(conn, id, version.id)
        })
        .await?;
    Ok((template, |field| viewer.t(&format!("sheet-field-{field}"))))
}

fn template_of(conn: &mut Conn, id: TemplateId, version: TemplateVersionId) -> AppResult<TemplateFile> {
    let code = queries::find(conn, id)?.code;
    let source = queries::source(conn, version)?;
    file::read(&operations::file_name(&code), &source).map_err(|mistakes| {
        let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
        AppError::broken(format!("the file of a version cannot be read any more: {first}"))
    })
}

fn attachment(template: &TemplateFile, ending: &str, kind: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(format!("{}.{ending}", template.template))],
        })
        .body(bytes)
}

page! {
    /// Where a check sheet is chosen.
    pub struct ImportPage in "checklists/import.html" {
        pub title: String,
        pub limits: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
    }
}

fn limits(viewer: &Viewer<Quality>) -> Limits {
    Limits {
        file_mb: viewer.app.settings.sheet_file_mb,
        rows: viewer.app.settings.sheet_rows,
    }
}

fn import_page(viewer: &Viewer<Quality>, problems: &Problems) -> ImportPage {
    let limits = limits(viewer);
    let said = Said::new("import-limits")
        .with("mb", limits.file_mb)
        .with("rows", limits.rows)
        .with("questions", file::MOST_QUESTIONS);
    ImportPage {
        title: viewer.t("import-title"),
        limits: viewer.say(&said),
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
    }
}

pub(super) async fn new(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    viewer.show(Here::Checklists, &import_page(&viewer, &Problems::new()))
}

/// What was sent: the tables, and what was said about them.
struct Sent {
    /// The name of the file.
    name: String,
    sheets: Sheets,
    /// The table that is taken.
    sheet: usize,
    mapping: Mapping,
    /// Whether the columns were read anew, so that nobody has seen them yet.
    is_new: bool,
    /// The other fields.
    typed: Typed,
}

impl Sent {
    /// A file, with everything that can be guessed.
    fn file(name: &str, sheets: Sheets) -> Self {
        let guesses: Vec<Mapping> = sheets.tables.iter().map(sheet::guess).collect();
        let known = |mapping: &Mapping| mapping.fields.iter().flatten().count();
        let best = (0..guesses.len()).rev().max_by_key(|at| guesses.get(*at).map(known));
        let sheet = best.unwrap_or_default();
        let mapping = guesses.into_iter().nth(sheet).unwrap_or_default();
        let table = sheets.tables.get(sheet).cloned().unwrap_or_default();
        let title = title_of(&table, &mapping, name);
        let id = Slug::of_words(&title).map(|id| id.to_string()).unwrap_or_default();
        let typed = Typed::default()
            .with("title", &title)
            .with("template", id)
            .with("process-name", &title)
            .with("severity", "major")
            .with("layers", "1");
        Self {
            name: name.to_owned(),
            sheets,
            sheet,
            mapping,
            is_new: true,
            typed,
        }
    }

    /// A form that came back.
    fn form(fields: &Fields, limits: Limits) -> Result<Self, SheetError> {
        let carried = (0..sheet::SHEETS).map_while(|at| {
            let text = fields.raw(&format!("table-{at}"))?;
            Some(Table::carried(fields.get(&format!("table-name-{at}")), text, limits))
        });
        let tables: Vec<Table> = carried.collect::<Result<_, _>>()?;
        let sheets = Sheets {
            tables,
            ..Sheets::default()
        };
        let sheet: usize = fields.parse("sheet").unwrap_or_default();
        let table = sheets.tables.get(sheet).ok_or(SheetError::Empty)?;
        let header = fields.parse::<usize>("header").and_then(|row| row.checked_sub(1));
        let is_new_sheet = fields.parse("sheet-before") != Some(sheet);
        let is_new_header = fields.get("header") != fields.get("header-before");
        let mapping = match (is_new_sheet, is_new_header) {
            (true, _) => sheet::guess(table),
            (false, true) => sheet::guess_below(table, header),
            (false, false) => Mapping {
                header,
                fields: (0..table.width())
                    .map(|column| fields.parse(&format!("column-{column}")))
                    .collect(),
            },
        };
        let names = [
            "title",
            "template",
            "target",
            "process-name",
            "manual",
            "severity",
            "layers",
        ];
        let typed = names
            .iter()
            .fold(Typed::default(), |typed, name| typed.with(name, fields.get(name)));
        Ok(Self {
            name: fields.get("name").chars().take(LONGEST_TITLE).collect(),
            sheet,
            mapping,
            is_new: is_new_sheet || is_new_header,
            typed,
            sheets,
        })
    }

    fn table(&self) -> Table {
        self.sheets.tables.get(self.sheet).cloned().unwrap_or_default()
    }
}

/// The title of a sheet: what stands alone above the headings, else its name, else the name of the file.
fn title_of(table: &Table, mapping: &Mapping, name: &str) -> String {
    let above = table.rows.iter().take(mapping.header.unwrap_or(0));
    let alone = above.filter_map(|row| {
        let mut filled = row.iter().filter(|cell| !cell.is_empty());
        filled.next().filter(|_| filled.next().is_none())
    });
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = table.name.to_lowercase();
    let is_default = plain.is_empty()
        || ["sheet", "tabelle", "hoja", "table"]
            .iter()
            .any(|word| plain.starts_with(word));
    let own = if is_default { stem } else { &table.name };
    let title = alone
        .into_iter()
        .find(|cell| cell.chars().count() > 3)
        .map_or(own, String::as_str);
    title.replace(['\n', '_'], " ").chars().take(LONGEST_TITLE).collect()
}

/// What a checklist can be made for, and what questions can point at.
#[derive(Debug, Clone, Default)]
struct Surroundings {
    /// Processes without a checklist: id and name.
    processes: Vec<(String, Localized)>,
    /// Checklists whose next version this can be: the newest version.
    templates: Vec<TemplateFile>,
    manuals: Vec<String>,
    clauses: BTreeSet<(String, String)>,
    goals: BTreeSet<String>,
}

impl Surroundings {
    fn load(conn: &mut Conn) -> AppResult<Self> {
        let mut around = Self {
            manuals: processes::queries::manuals_by_code(conn)?.into_keys().collect(),
            clauses: manuals::queries::clause_places(conn)?.into_keys().collect(),
            goals: mission::queries::ids_by_code(conn)?.into_keys().collect(),
            ..Self::default()
        };
        for process in processes::queries::all(conn)? {
            let Some(template) = queries::find_by_process(conn, process.id)? else {
                around.processes.push((process.code, process.name));
                continue;
            };
            // A draft that somebody writes is not written over.
            if queries::draft(conn, template.id)?.is_none()
                && let Some(newest) = queries::newest(conn, template.id)?
            {
                around.templates.push(template_of(conn, template.id, newest.id)?);
            }
        }
        Ok(around)
    }

    fn has_clause(&self, clause: &ClauseRef) -> bool {
        let manual = clause.manual.clone().unwrap_or_default();
        self.clauses.contains(&(manual, clause.number.clone()))
    }
}

pub(super) async fn create(viewer: Viewer<Quality>, mut upload: Upload) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let files = upload.take_files(&mut problems);
    let limits = limits(&viewer);
    let sent = match files.into_iter().find(|file| file.field == "file") {
        Some(file) => {
            let name = file.name.clone();
            // Reading a workbook takes time that the web threads do not have.
            let read = web::block(move || sheet::read(&file.bytes, &file.name, limits)).await;
            // A reader that gives up on a file has met a damaged one.
            let read = read.unwrap_or_else(|error| Err(SheetError::Damaged(error.to_string())));
            Some(read.map(|sheets| Sent::file(&name, sheets)))
        }
        None if upload.raw("table-0").is_some() => Some(Sent::form(&upload, limits)),
        None => None,
    };
    let sent = match sent {
        Some(Ok(sent)) if problems.is_empty() => sent,
        Some(Ok(_)) => return viewer.again(Here::Checklists, &import_page(&viewer, &problems)),
        Some(Err(why)) => {
            problems.add("file", why.said());
            return viewer.again(Here::Checklists, &import_page(&viewer, &problems));
        }
        None => {
            problems.check("file", !problems.is_empty(), "import-no-file");
            return viewer.again(Here::Checklists, &import_page(&viewer, &problems));
        }
    };
    let around = viewer.app.db.read(Surroundings::load).await?;
    let wants_draft = upload.get("do") == "draft";
    let defaults = defaults(&viewer, &sent, &around, &mut problems);
    let converted = sheet::convert(&sent.table(), &sent.mapping, &defaults);
    if let Some(field) = sent.mapping.twice() {
        let name = viewer.t(&format!("sheet-field-{field}"));
        problems.add("", Said::new("import-column-twice").with("name", name));
    }
    if sent.mapping.columns(Field::Text).next().is_none() {
        problems.add("", Said::new("import-no-question-column"));
    }
    let rows = sent.table().rows.len();
    if !upload.get("header").is_empty()
        && !upload
            .parse("header")
            .is_some_and(|row: usize| (1..=rows).contains(&row))
    {
        problems.add("header", Said::new("import-no-header").with("rows", rows));
    } else if wants_draft && sent.is_new {
        problems.add("", Said::new("import-look-again"));
    }
    if !wants_draft {
        // What is still to be filled in is no problem before somebody says that it is done.
        let shown = if sent_by_file(&upload) {
            Problems::new()
        } else {
            problems
        };
        let page = columns_page(&viewer, &sent, &around, &converted, &shown);
        return viewer.show(Here::Checklists, &page);
    }
    if !converted.errors.is_empty() {
        problems.add("", Said::new("import-rows-wrong").with("count", converted.errors.len()));
    }
    let source = file::to_yaml(&converted.template);
    if problems.is_empty() {
        let name = operations::file_name(converted.template.template.as_str());
        for mistake in file::read(&name, &source).err().into_iter().flatten().take(5) {
            problems.add("", Said::new("import-mistake").with("mistake", mistake.message));
        }
    }
    if problems.is_empty() {
        match draft(&viewer, &sent, &converted.template, source).await {
            Ok(answer) => return Ok(answer),
            Err(AppError::Refused(said)) => problems.add("", said),
            Err(error) => return Err(error),
        }
    }
    viewer.again(
        Here::Checklists,
        &columns_page(&viewer, &sent, &around, &converted, &problems),
    )
}

fn sent_by_file(fields: &Fields) -> bool {
    fields.raw("table-0").is_none()
}

/// Makes the draft and leads to it.
async fn draft(
    viewer: &Viewer<Quality>,
    sent: &Sent,
    template: &TemplateFile,
    source: String,
) -> AppResult<HttpResponse> {
    let (act, template) = (viewer.act(), template.clone());
    let note = viewer.say(&Said::new("import-note").with("name", sent.name.as_str()));
    let is_next_version = sent.typed.get("target").starts_with("t:");
    let loaded = viewer
        .app
        .db
        .write(move |conn| {
            if let Some(own) = queries::find_by_code(conn, template.template.as_str())? {
                if !is_next_version {
                    return Err(AppError::refused("import-no-new-id"));
                }
                if queries::draft(conn, own.id)?.is_some() {
                    return Err(AppError::refused("import-no-second-draft"));
                }
            }
            operations::load(conn, &act.clone(), &template, &source, &note)
        })
        .await?;
    let to = links::version(loaded.template, loaded.number);
    let said = |key: &str| Said::new(key).with("version", loaded.number);
    Ok(match loaded.what {
        What::Unchanged => see_other(&to, Flash::note(said("checklists-new-unchanged"))),
        What::Draft => see_other(&to, Flash::done(said("import-done"))),
    })
}

/// What the form says about the checklist; what is wrong with it stands in the problems, and something stands in its
/// place so that the rows can be looked at all the same.
fn defaults(viewer: &Viewer<Quality>, sent: &Sent, around: &Surroundings, problems: &mut Problems) -> Defaults {
    let typed = &sent.typed;
    let title = typed.get("title");
    problems.check("title", !title.is_empty(), "import-no-title");
    problems.check("title", title.chars().count() <= LONGEST_TITLE, "import-title-too-long");
    let placeholder = || Slug::of_words(title).unwrap_or_else(Slug::unnamed);
    let target = typed.get("target");
    let existing = target
        .strip_prefix("t:")
        .and_then(|code| around.templates.iter().find(|own| own.template.as_str() == code));
    let own_process = target
        .strip_prefix("p:")
        .and_then(|code| around.processes.iter().find(|(own, _)| own == code));
    problems.check(
        "target",
        target.is_empty() || existing.is_some() || own_process.is_some(),
        "error-choice",
    );
    let id = Slug::parse(typed.get("template"));
    if existing.is_none() {
        problems.check("template", id.is_ok(), "import-no-id");
    }
    let process = match (existing, own_process) {
        (Some(existing), _) => existing.process.clone(),
        (None, Some((code, name))) => Process {
            id: Slug::parse(code).unwrap_or_else(|_| placeholder()),
            name: name.clone(),
        },
        (None, None) => {
            let name = typed.get("process-name");
            let id = Slug::of_words(name);
            if target.is_empty() {
                problems.check(
                    "process-name",
                    id.is_some() && name.chars().count() <= LONGEST_TITLE,
                    "import-no-process",
                );
            }
            Process {
                id: id.unwrap_or_else(placeholder),
                name: Localized::from(name),
            }
        }
    };
    let manual = ManualCode::parse(typed.get("manual")).ok();
    let severity = match typed.get("severity") {
        "critical" => Severity::Critical,
        "minor" => Severity::Minor,
        _ => Severity::Major,
    };
    let layers: Vec<u8> = typed
        .get("layers")
        .split([',', ' '])
        .filter_map(|layer| layer.parse().ok())
        .filter(|layer| (1..=HIGHEST_LAYER).contains(layer))
        .collect::<BTreeSet<u8>>()
        .into_iter()
        .collect();
    problems.check("layers", !layers.is_empty(), "import-no-layers");
    Defaults {
        template: existing.map_or_else(|| id.unwrap_or_else(|_| placeholder()), |own| own.template.clone()),
        title: Localized::from(if title.is_empty() { "–" } else { title }),
        process,
        intro: existing.map(|own| own.intro.clone()).unwrap_or_default(),
        manual: manual.or_else(|| existing.and_then(|own| own.manual.clone())),
        ask: existing.map(|own| own.ask.clone()).unwrap_or_default(),
        severity,
        layers: if layers.is_empty() { vec![1] } else { layers },
        section: viewer.t("import-section"),
    }
}

/// A table that travels with the form.
#[derive(Debug, Serialize)]
pub struct Carried {
    name: String,
    text: String,
}

/// A column of the sheet.
#[derive(Debug, Serialize)]
pub struct Column {
    name: String,
    label: String,
    samples: Vec<String>,
    chosen: &'static str,
}

/// A row that is no question yet.
#[derive(Debug, Serialize)]
pub struct Wrong {
    place: String,
    text: String,
}

/// A question as it will be.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    number: usize,
    row: usize,
    section: Option<String>,
    text: String,
    id: String,
    facts: Vec<String>,
    severity: &'static str,
    advice: Vec<AdviceShown>,
}

page! {
    /// What each column holds, and what becomes of it.
    pub struct ColumnsPage in "checklists/import_columns.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub form: Typed,
        pub name: String,
        pub notes: Vec<String>,
        pub sheet: usize,
        pub header: String,
        pub sheets: Vec<Choice>,
        pub tables: Vec<Carried>,
        pub columns: Vec<Column>,
        pub fields: Vec<Choice>,
        pub targets: Vec<Choice>,
        pub manuals: Vec<Choice>,
        pub severities: Vec<Choice>,
        pub counted: String,
        pub warnings: usize,
        pub whole: Vec<AdviceShown>,
        pub wrong: Vec<Wrong>,
        pub more_wrong: usize,
        pub questions: Vec<QuestionShown>,
    }
}

fn columns_page(
    viewer: &Viewer<Quality>,
    sent: &Sent,
    around: &Surroundings,
    converted: &Converted,
    problems: &Problems,
) -> ColumnsPage {
    let lang = viewer.lang();
    let template = &converted.template;
    let advice = lint::lint(template, lang);
    let questions = questions(viewer, around, converted, &advice);
    let whole: Vec<AdviceShown> = of(viewer, &advice, None);
    let all = questions.iter().flat_map(|question| &question.advice).chain(&whole);
    let warnings = all.filter(|advice| advice.weight == Weight::Warning.as_str()).count();
    let header = sent.mapping.header.map(|row| (row + 1).to_string()).unwrap_or_default();
    let word = |prefix: &str, code: &str| Choice::new(code, viewer.t(&format!("{prefix}-{code}")));
    ColumnsPage {
        title: viewer.t("import-columns-title"),
        lead: viewer.say(&Said::new("import-columns-lead").with("name", sent.name.as_str())),
        problems: viewer.told(problems),
        form: sent.typed.clone(),
        name: sent.name.clone(),
        notes: notes(viewer, &sent.sheets),
        sheet: sent.sheet,
        sheets: (0..)
            .zip(&sent.sheets.tables)
            .map(|(at, table): (usize, &Table)| Choice::new(at, table.name.as_str()))
            .collect(),
        tables: sent
            .sheets
            .tables
            .iter()
            .map(|table| Carried {
                name: table.name.clone(),
                text: table.carry(),
            })
            .collect(),
        columns: columns(viewer, &sent.table(), &sent.mapping),
        header,
        fields: Field::ALL
            .iter()
            .map(|field| word("sheet-field", field.as_str()))
            .collect(),
        targets: targets(viewer, around),
        manuals: around
            .manuals
            .iter()
            .map(|code| Choice::new(code, code.as_str()))
            .collect(),
        severities: ["critical", "major", "minor"].map(|code| word("severity", code)).into(),
        counted: viewer.say(
            &Said::new("import-counted")
                .with("questions", questions.len())
                .with("sections", template.sections.len())
                .with("wrong", converted.errors.len()),
        ),
        warnings,
        whole,
        wrong: converted
            .errors
            .iter()
            .take(SHOWN_ERRORS)
            .map(|error| Wrong {
                place: match (error.row, error.column.as_str()) {
                    (None, _) => viewer.t("import-place-sheet"),
                    (Some(row), "") => viewer.say(&Said::new("import-place-row").with("row", row)),
                    (Some(row), column) => {
                        viewer.say(&Said::new("import-place").with("row", row).with("column", column))
                    }
                },
                text: viewer.say(&error.said()),
            })
            .collect(),
        more_wrong: converted.errors.len().saturating_sub(SHOWN_ERRORS),
        questions,
    }
}

/// What was left out of the file, and what was read with a grain of salt.
fn notes(viewer: &Viewer<Quality>, sheets: &Sheets) -> Vec<String> {
    let mut notes = Vec::new();
    if sheets.windows {
        notes.push(viewer.t("import-note-windows"));
    }
    if !sheets.formulas.is_empty() {
        let cells = sheets.formulas.join(", ");
        notes.push(viewer.say(&Said::new("import-note-formulas").with("cells", cells)));
    }
    for (name, why) in &sheets.left_out {
        let why = viewer.say(&why.said());
        let said = Said::new("import-note-left-out").with("name", name.as_str());
        notes.push(viewer.say(&said.with("why", why)));
    }
    notes
}

fn columns(viewer: &Viewer<Quality>, table: &Table, mapping: &Mapping) -> Vec<Column> {
    let first = mapping.header.map_or(0, |row| row + 1);
    let column = |at: usize| {
        let heading = mapping
            .header
            .map(|row| shortened(table.cell(row, at)))
            .unwrap_or_default();
        let below = (first..table.rows.len())
            .map(|row| table.cell(row, at))
            .filter(|cell| !cell.is_empty());
        let samples: Vec<String> = below.take(SAMPLES).map(shortened).collect();
        let chosen = mapping.fields.get(at).copied().flatten();
        let is_empty = heading.is_empty() && samples.is_empty();
        (!is_empty).then(|| Column {
            name: format!("column-{at}"),
            label: match heading.is_empty() {
                true => viewer.say(&Said::new("import-column").with("number", at + 1)),
                false => heading,
            },
            samples,
            chosen: chosen.map(Field::as_str).unwrap_or_default(),
        })
    };
    (0..table.width()).filter_map(column).collect()
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn targets(viewer: &Viewer<Quality>, around: &Surroundings) -> Vec<Choice> {
    let lang = viewer.lang();
    let process = |(code, name): &(String, Localized)| {
        let said = Said::new("import-target-process").with("name", name.get(lang));
        Choice::new(format!("p:{code}"), viewer.say(&said))
    };
    let template = |template: &TemplateFile| {
        let said = Said::new("import-target-template").with("name", template.title.get(lang));
        Choice::new(format!("t:{}", template.template), viewer.say(&said))
    };
    let fresh = Choice::new("", viewer.t("import-target-new"));
    let others = around
        .processes
        .iter()
        .map(process)
        .chain(around.templates.iter().map(template));
    std::iter::once(fresh).chain(others).collect()
}

fn questions(
    viewer: &Viewer<Quality>,
    around: &Surroundings,
    converted: &Converted,
    advice: &[Advice],
) -> Vec<QuestionShown> {
    let lang = viewer.lang();
    let template = &converted.template;
    let mut shown = Vec::new();
    let mut rows = converted.rows.iter().copied();
    for section in &template.sections {
        for (at, question) in section.questions.iter().enumerate() {
            let mut own = of(viewer, advice, Some(question.id.as_str()));
            let mut missing = |field, said: Said| {
                own.push(AdviceShown {
                    field,
                    weight: Weight::Warning.as_str(),
                    text: viewer.say(&said),
                    better: None,
                });
            };
            if let Some(clause) = template.clause_of(question).filter(|clause| !around.has_clause(clause)) {
                missing(
                    "clause",
                    Said::new("import-clause-missing").with("clause", clause.to_string()),
                );
            }
            if let Some(goal) = question
                .goal
                .as_ref()
                .filter(|goal| !around.goals.contains(goal.as_str()))
            {
                missing("goal", Said::new("import-goal-missing").with("goal", goal.as_str()));
            }
            let layers: Vec<String> = question.layers.iter().map(u8::to_string).collect();
            let facts = [
                template.clause_of(question).map(|clause| clause.to_string()),
                question.goal.as_ref().map(ToString::to_string),
                Some(viewer.say(&Said::new("import-layers").with("layers", layers.join(", ")))),
                (!question.reaction.is_empty())
                    .then(|| viewer.say(&Said::new("import-steps").with("count", question.reaction.len()))),
            ];
            shown.push(QuestionShown {
                number: shown.len() + 1,
                row: rows.next().unwrap_or_default(),
                section: (at == 0).then(|| section.title.get(lang).to_owned()),
                text: question.text.get(lang).to_owned(),
                id: question.id.to_string(),
                facts: facts.into_iter().flatten().collect(),
                severity: match question.severity {
                    Severity::Critical => "critical",
                    Severity::Major => "major",
                    Severity::Minor => "minor",
                },
                advice: own,
            });
        }
    }
    shown
}

/// The advice about a question, or about the whole.
fn of(viewer: &Viewer<Quality>, advice: &[Advice], question: Option<&str>) -> Vec<AdviceShown> {
    let own = advice.iter().filter(|advice| advice.question.as_deref() == question);
    own.map(|advice| advice_shown(viewer, advice)).collect()
}
