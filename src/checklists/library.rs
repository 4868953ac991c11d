//! A library: mission, manuals, processes and templates as files, in a folder or as they come with the program.
//!
//! All files are read and checked together before anything is written, so a library with a mistake changes nothing.

#[cfg(test)]
mod tests;

use super::file::{self, Mistake, TemplateFile};
use super::model::{VersionState, What};
use super::{operations, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::ids::UnitId;
use crate::base::mistake::{Mistakes, Source, quoted};
use crate::base::text::{ClauseRef, FALLBACK_LANGUAGE};
use crate::base::yaml;
use crate::manuals::{self, file::ManualFile};
use crate::mission::{self, file::MissionFile};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::processes::{self, file::ProcessesFile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files that come with the program.
#[derive(rust_embed::RustEmbed)]
#[folder = "audit-templates/"]
struct Starter;

/// Mission, manuals, processes and templates that were read and found in order.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The mission, if the library has one.
    pub mission: Option<MissionFile>,
    /// The manuals with their texts, by file name.
    pub manuals: Vec<(ManualFile, String)>,
    /// The processes with their text, if the library has a file of them.
    pub processes: Option<(ProcessesFile, String)>,
    /// The templates with their texts, by file name.
    pub templates: Vec<(TemplateFile, String)>,
}

/// What loading a library did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// The mission in the library is new or changed.
    pub mission: bool,
    /// Manuals in the library.
    pub manuals: usize,
    /// Editions that are new or have other words.
    pub editions: usize,
    /// Processes that are new or changed.
    pub processes: usize,
    /// Templates in the library.
    pub templates: usize,
    /// Versions that are new or were written over.
    pub drafts: usize,
    /// Versions that were published.
    pub published: usize,
    /// Questions in the templates of the library.
    pub questions: usize,
}

impl Counts {
    /// Whether nothing was written.
    pub fn is_unchanged(self) -> bool {
        !self.mission && self.editions + self.processes + self.drafts + self.published == 0
    }
}

impl Library {
    /// The library that comes with the program.
    ///
    /// # Errors
    /// Everything that is wrong with its files.
    pub fn starter() -> Result<Self, Vec<Mistake>> {
        let mut files = Vec::new();
        let ours = |name: &str| {
            name.rsplit_once('/')
                .map_or_else(|| is_ours("", name), |(inner, name)| is_ours(inner, name))
        };
        for name in Starter::iter().filter(|name| ours(name)) {
            let data = Starter::get(&name)
                .map(|file| file.data.into_owned())
                .unwrap_or_default();
            files.push((name.into_owned(), data));
        }
        Self::of(files)
    }

    /// The library in a folder: `mission.yaml`, `manuals/*.md`, `processes.yaml` and every other `*.yaml`.
    ///
    /// # Errors
    /// Everything that is wrong with its files, and the files that cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Vec<Mistake>> {
        let mut files = Vec::new();
        let mut unreadable = Vec::new();
        for inner in ["", "manuals"] {
            let folder = folder.join(inner);
            if !inner.is_empty() && !folder.is_dir() {
                continue;
            }
            match names_in(&folder) {
                Err(error) => unreadable.push(unread(&folder, &error)),
                Ok(names) => {
                    for name in names.iter().filter(|name| is_ours(inner, name)) {
                        let path = folder.join(name);
                        match std::fs::read(&path) {
                            Ok(data) => files.push((path.display().to_string(), data)),
                            Err(error) => unreadable.push(unread(&path, &error)),
                        }
                    }
                }
            }
        }
        if !unreadable.is_empty() {
            return Err(unreadable);
        }
        Self::of(files)
    }

    /// The library of these files: name and bytes.
    ///
    /// # Errors
    /// Everything that is wrong with them, file by file.
    pub fn of(mut files: Vec<(String, Vec<u8>)>) -> Result<Self, Vec<Mistake>> {
        files.sort();
        let mut library = Self::default();
        let mut mistakes = Vec::new();
        let mut template_names = Vec::new();
        let mut processes_name = String::new();
        for (name, data) in files {
            let text = match String::from_utf8(data) {
                Ok(text) => text,
                Err(error) => {
                    mistakes.push(not_text(&name, error.as_bytes(), error.utf8_error().valid_up_to()));
                    continue;
                }
            };
            let stem = Path::new(&name).file_stem().unwrap_or_default();
            if name.ends_with(".md") {
                match manuals::file::read(&name, &text) {
                    Ok(manual) => library.manuals.push((manual, text)),
                    Err(wrong) => mistakes.extend(wrong),
                }
            } else if stem == "mission" {
                match mission::file::read(&name, &text) {
                    Ok(mission) => library.mission = Some(mission),
                    Err(wrong) => mistakes.extend(wrong),
                }
            } else if stem == "processes" {
                match processes::file::read(&name, &text) {
                    Ok(file) => {
                        library.processes = Some((file, text));
                        processes_name = name;
                    }
                    Err(wrong) => mistakes.extend(wrong),
                }
            } else {
                match file::read(&name, &text) {
                    Ok(template) => {
                        library.templates.push((template, text));
                        template_names.push(name);
                    }
                    Err(wrong) => mistakes.extend(wrong),
                }
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        mistakes.extend(library.check_processes(&processes_name));
        mistakes.extend(library.check_together(&template_names));
        if mistakes.is_empty() {
            Ok(library)
        } else {
            Err(mistakes)
        }
    }

    /// Manuals and services of the processes are looked up in the library; what it does not have at all is left to loading.
    fn check_processes(&self, name: &str) -> Vec<Mistake> {
        let Some((_, text)) = &self.processes else {
            return Vec::new();
        };
        let has_manual = |code: &str| {
            let mut manuals = self.manuals.iter();
            self.manuals.is_empty() || manuals.any(|(manual, _)| manual.manual.as_str() == code)
        };
        let services = self.mission.as_ref().and_then(|mission| mission.services.as_ref());
        let has_service =
            |code: &str| services.is_none_or(|services| services.iter().any(|service| service.id.as_str() == code));
        processes::file::check_references(name, text, &has_manual, &has_service)
    }

    /// What only shows when all files are seen together. Clauses are looked up in the manuals of the library and goals in
    /// its mission; what the library does not have at all is left to publishing.
    fn check_together(&self, template_names: &[String]) -> Vec<Mistake> {
        let clauses: BTreeSet<(&str, String)> = self
            .manuals
            .iter()
            .flat_map(|(manual, _)| {
                let code = manual.manual.as_str();
                manual
                    .clauses
                    .iter()
                    .map(move |clause| (code, clause.number.to_string()))
            })
            .collect();
        let goals = self.mission.as_ref().map(|mission| &mission.goals);
        let has_clause = |clause: &ClauseRef| {
            let manual = clause.manual.as_deref().unwrap_or_default();
            self.manuals.is_empty() || clauses.contains(&(manual, clause.number.clone()))
        };
        let has_goal = |code: &str| goals.is_none_or(|goals| goals.iter().any(|goal| goal.code.as_str() == code));
        let mut mistakes = Vec::new();
        let mut processes: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, (template, text)) in template_names.iter().zip(&self.templates) {
            mistakes.extend(file::check_references(name, text, &has_clause, &has_goal));
            let process = template.process.id.as_str();
            let named = self.processes.iter().flat_map(|(file, _)| &file.processes);
            let named = named.filter(|entry| entry.id.as_str() == process);
            for entry in named.filter(|entry| entry.name != template.process.name) {
                mistakes.push(process_renamed(name, text, process, entry.name.get(FALLBACK_LANGUAGE)));
            }
            if let Some(first) = processes.insert(process, name) {
                mistakes.push(process_twice(name, text, process, first));
            }
        }
        mistakes
    }
}

/// Loads a library: mission, then manuals, then processes, then templates, which are published for this reason if so wished. All or
/// nothing: when one file is refused, nothing is written.
///
/// # Errors
/// What refuses a manual, a template or a version.
pub fn load_all(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    library: &Library,
    publish: bool,
    note: &str,
) -> AppResult<Counts> {
    conn.write_tx(|conn| {
        let today = agency::queries::calendar(conn, unit)?.zone.local(act.now).date;
        let mut counts = Counts {
            manuals: library.manuals.len(),
            templates: library.templates.len(),
            ..Counts::default()
        };
        if let Some(mission) = &library.mission {
            counts.mission = !mission::operations::load(conn, act, unit, mission)?.is_unchanged();
        }
        for (manual, source) in &library.manuals {
            let loaded = manuals::operations::load(conn, act, manual, source, today)?;
            counts.editions += usize::from(loaded.what != manuals::model::What::Unchanged);
        }
        if let Some((file, _)) = &library.processes {
            counts.processes = processes::operations::load(conn, act, file)?;
        }
        for (template, source) in &library.templates {
            let loaded = operations::load(conn, act, template, source, note)?;
            counts.drafts += usize::from(loaded.what == What::Draft);
            counts.questions += template.questions().count();
            if publish && queries::version(conn, loaded.version)?.state == VersionState::Draft {
                operations::publish(conn, act, loaded.version, note)?;
                counts.published += 1;
            }
        }
        Ok(counts)
    })
}

fn is_ours(inner: &str, name: &str) -> bool {
    match inner {
        "" => name.ends_with(".yaml"),
        "manuals" => name.ends_with(".md") && !name.eq_ignore_ascii_case("readme.md"),
        _ => false,
    }
}

fn names_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

fn unread(path: &Path, error: &std::io::Error) -> Mistake {
    Mistake {
        file: path.display().to_string(),
        line: 1,
        column: 1,
        message: format!("cannot be read: {error}"),
        source_line: String::new(),
        caret: 0,
        hint: None,
    }
}

fn not_text(name: &str, data: &[u8], valid: usize) -> Mistake {
    let before = data.get(..valid).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    Mistake {
        file: name.to_owned(),
        line,
        column: 1,
        message: "this is not text in UTF-8".to_owned(),
        source_line: String::new(),
        caret: 0,
        hint: Some("save the file as UTF-8".to_owned()),
    }
}

fn process_twice(name: &str, text: &str, process: &str, first: &str) -> Mistake {
    of_process(
        (name, text),
        "id",
        format!("process {} has its template in {first} already", quoted(process)),
        "there is one template for each process: give it another process, or put the questions into that template",
    )
}

fn process_renamed(name: &str, text: &str, process: &str, known: &str) -> Mistake {
    of_process(
        (name, text),
        "name",
        format!(
            "process {} is called {} in processes.yaml",
            quoted(process),
            quoted(known)
        ),
        "give it the same name in both files",
    )
}

/// A mistake at a key of the process a template is for.
fn of_process((name, text): (&str, &str), key: &str, message: String, hint: &str) -> Mistake {
    let source = Source::new(name, text);
    let tree = yaml::parse(&mut Mistakes::new(&source), source.text(), 0);
    let place = tree.as_ref().and_then(|tree| tree.get("process")?.get(key));
    let (line, column) = place.map_or((1, 1), |node| (node.line, node.column));
    let mut mistakes = Mistakes::new(&source);
    mistakes.add_with_hint(line, column, message, hint);
    let mut found = mistakes.finish();
    found.swap_remove(0)
}
