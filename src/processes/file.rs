//! The processes file, `audit-templates/processes.yaml`: what is done to deliver services, one entry a process.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::base::mistake::Mistake;
pub use crate::base::text::{Localized, ManualCode, Slug};

use crate::base::mistake::{Mistakes, Source, quoted};
use crate::base::yaml::Node;
use crate::base::{shape, yaml};

/// The processes of a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ProcessesFile {
    /// The version of this file format: 1.
    #[schemars(extend("const" = 1))]
    pub schema: u8,
    /// The processes.
    #[schemars(length(min = 1))]
    pub processes: Vec<Process>,
}

/// What is done to deliver services.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Process {
    /// The id of the process in kebab-case; it never changes.
    pub id: Slug,
    /// The name people see; the template of the process says the same.
    pub name: Localized,
    /// What is done, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Localized")]
    pub description: Option<Localized>,
    /// The code of the procedures manual it follows, for example CS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ManualCode")]
    pub manual: Option<ManualCode>,
    /// The ids of the services it delivers, from mission.yaml.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Slug>")]
    pub services: Option<Vec<Slug>>,
}

/// Reads the processes file, or says everything that is wrong with it.
pub fn read(file_name: &str, source: &str) -> Result<ProcessesFile, Vec<Mistake>> {
    let source = Source::new(file_name, source);
    let mut mistakes = Mistakes::new(&source);
    let file = read_with(&mut mistakes);
    match file {
        Some(file) if mistakes.is_empty() => Ok(file),
        _ => Err(mistakes.finish()),
    }
}

fn read_with(mistakes: &mut Mistakes<'_>) -> Option<ProcessesFile> {
    if !mistakes.check_size() {
        return None;
    }
    let text = mistakes.source().text();
    let tree = yaml::parse(mistakes, text, 0);
    if tree.is_none() && mistakes.is_empty() {
        mistakes.add(1, 1, "the file is empty: it has only comments");
    }
    let tree = tree?;
    let file = shape::read(mistakes, &tree);
    let hint = "a process stands once: put the two together";
    check_unique(
        mistakes,
        "process",
        hint,
        tree.items_of("processes").iter().filter_map(|node| node.get("id")),
    );
    for node in tree.items_of("processes") {
        let hint = "a service stands once in a process: take one of them out";
        check_unique(mistakes, "service", hint, node.items_of("services").iter());
    }
    file
}

fn check_unique<'n>(mistakes: &mut Mistakes<'_>, kind: &str, hint: &str, nodes: impl Iterator<Item = &'n Node>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for node in nodes {
        let Some(id) = node.text() else { continue };
        match seen.get(id) {
            None => _ = seen.insert(id, node.line),
            Some(first) => {
                let message = format!("{kind} {} stands twice (first on line {first})", quoted(id));
                mistakes.add_with_hint(node.line, node.column, message, hint);
            }
        }
    }
}

/// What is wrong with a file that was read, seen from the rest of its library: manuals and services it names.
pub fn check_references(
    file_name: &str,
    source: &str,
    has_manual: &dyn Fn(&str) -> bool,
    has_service: &dyn Fn(&str) -> bool,
) -> Vec<Mistake> {
    let source = Source::new(file_name, source);
    let mut mistakes = Mistakes::new(&source);
    let Some(tree) = yaml::parse(&mut mistakes, source.text(), 0) else {
        return mistakes.finish();
    };
    for node in tree.items_of("processes") {
        let manuals = node.get("manual").into_iter();
        let services = node.items_of("services").iter();
        let all = manuals
            .map(|node| (node, "manual", has_manual))
            .chain(services.map(|node| (node, "service", has_service)));
        for (node, kind, is_known) in all {
            let Some(code) = node.text().filter(|code| !is_known(code)) else {
                continue;
            };
            mistakes.add_with_hint(
                node.line,
                node.column,
                format!("there is no {kind} {} in this library", quoted(code)),
                match kind {
                    "manual" => "manuals are the files in the folder manuals",
                    _ => "services stand in mission.yaml",
                },
            );
        }
    }
    mistakes.finish()
}

#[cfg(test)]
mod tests;
