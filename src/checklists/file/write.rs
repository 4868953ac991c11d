//! Writes a template as a file, and writes a changed template into the file it came from.
//!
//! [`rewrite`] keeps what did not change as it was typed: lines, comments, the order of keys, quotation marks. A question,
//! a section title or a key that changed is written anew; a comment inside its lines goes with it. A comment above a
//! question or a key belongs to it and moves or goes with it. Where the old file cannot be kept (maps written in one line,
//! for example) the part around the change is written anew as [`to_yaml`] writes it.

use super::{TemplateFile, read};
use crate::base::mistake::{Mistakes, Source};
use crate::base::yaml::{self, Entry, Node};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The longest line a text is folded to.
const WIDTH: usize = 118;

const TEMPLATE_KEYS: &[&str] = &[
    "schema", "template", "title", "process", "intro", "manual", "ask", "sections",
];
const SECTION_KEYS: &[&str] = &["title", "questions"];
const QUESTION_KEYS: &[&str] = &[
    "id",
    "text",
    "look-for",
    "why",
    "clause",
    "goal",
    "severity",
    "answer",
    "layers",
    "always",
    "max-age-days",
    "photo",
    "note",
    "tags",
    "reaction",
];

/// The template as a file of its own.
pub fn to_yaml(template: &TemplateFile) -> String {
    let mut out = String::from("# yaml-language-server: $schema=./schema.json\n");
    for (key, value) in ordered(&json(template), TEMPLATE_KEYS) {
        write_entry(&mut out, 0, key, value);
    }
    out
}

/// The file `before`, changed as little as possible, so that it says what the template says.
pub fn rewrite(before: &str, template: &TemplateFile) -> String {
    let name = super::super::operations::file_name(template.template.as_str());
    let kept = read(&name, before).ok().and_then(|old| {
        if old == *template {
            return Some(before.to_owned());
        }
        let text = before.strip_prefix('\u{feff}').unwrap_or(before).replace("\r\n", "\n");
        let source = Source::new(&name, &text);
        let tree = yaml::parse(&mut Mistakes::new(&source), &text, 0)?;
        let said = json(&old);
        let keeper = Keeper::new(&text, &tree, &said)?;
        let kept = keeper.template(&json(template))?;
        // Whatever was overlooked above, the file has to say what the template says.
        read(&name, &kept).is_ok_and(|read| read == *template).then_some(kept)
    });
    kept.unwrap_or_else(|| to_yaml(template))
}

fn json(template: &TemplateFile) -> Value {
    serde_json::to_value(template).unwrap_or_default()
}

/// The entries of a map in the order of these keys; others (a map by language or layer) as they come.
fn ordered<'v>(value: &'v Value, keys: &[&str]) -> Vec<(&'v str, &'v Value)> {
    let Some(map) = value.as_object() else {
        return Vec::new();
    };
    let place = |key: &str| keys.iter().position(|own| *own == key).unwrap_or(keys.len());
    let mut entries: Vec<(&str, &Value)> = map.iter().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by_key(|(key, _)| place(key));
    entries
}

/// The lines of a file by what they belong to.
struct Keeper<'t> {
    lines: Vec<&'t str>,
    tree: &'t Node,
    old: &'t Value,
    /// The lines of each question, its node, and what it said.
    questions: BTreeMap<String, Item<'t>>,
    sections: Vec<Item<'t>>,
}

/// An item of a list: its lines (first, and the one after the last, from 0), its node, and what it said.
#[derive(Clone, Copy)]
struct Item<'t> {
    from: usize,
    to: usize,
    node: &'t Node,
    value: &'t Value,
}

impl<'t> Keeper<'t> {
    /// `None` where the file is not written in lines that could be kept.
    fn new(text: &'t str, tree: &'t Node, old: &'t Value) -> Option<Self> {
        let mut keeper = Self {
            lines: text.lines().collect(),
            tree,
            old,
            questions: BTreeMap::new(),
            sections: Vec::new(),
        };
        let chunks = keeper.chunks(tree.entries(), 0, keeper.lines.len())?;
        let (_, to) = *chunks.get("sections")?;
        let values = old.get("sections")?.as_array()?;
        keeper.sections = keeper.items(tree.items_of("sections"), values, to)?;
        for section in keeper.sections.clone() {
            let chunks = keeper.chunks(section.node.entries(), section.from, section.to)?;
            let (_, to) = *chunks.get("questions")?;
            let values = section.value.get("questions")?.as_array()?;
            for item in keeper.items(section.node.items_of("questions"), values, to)? {
                let id = item.node.text_of("id")?.to_owned();
                keeper.questions.insert(id, item);
            }
        }
        Some(keeper)
    }

    /// Where a block that is named on this line begins: with the comments right above it, no deeper than itself.
    fn head(&self, line: usize, column: usize, floor: usize) -> usize {
        let belongs = |at: &usize| {
            let text = self.lines.get(*at).copied().unwrap_or_default();
            let inner = text.trim_start();
            inner.starts_with('#') && text.len() - inner.len() < column
        };
        let first = (floor..line).rev().take_while(belongs).last();
        first.unwrap_or(line)
    }

    /// The lines of each key of a map within these lines. The first key owns what stands before it.
    fn chunks(&self, entries: &'t [Entry], from: usize, to: usize) -> Option<BTreeMap<&'t str, (usize, usize)>> {
        let mut starts: Vec<(&str, usize)> = Vec::new();
        for entry in entries {
            let line = entry.line.checked_sub(1)?;
            let floor = starts.last().map_or(from, |(_, start)| start + 1);
            let start = match starts.is_empty() {
                true => from,
                false => self.head(line, entry.column, floor.min(line)),
            };
            if line < from || line >= to || starts.iter().any(|(_, other)| *other >= start) {
                return None;
            }
            starts.push((&entry.key, start));
        }
        let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([to]);
        Some(
            starts
                .iter()
                .zip(ends)
                .map(|((key, start), end)| (*key, (*start, end)))
                .collect(),
        )
    }

    /// The lines of each item of a list that ends before line `to`.
    fn items(&self, nodes: &'t [Node], values: &'t [Value], to: usize) -> Option<Vec<Item<'t>>> {
        let mut starts = Vec::new();
        for node in nodes {
            let line = node.line.checked_sub(1)?;
            let text = self.lines.get(line)?;
            let dash = text.len() - text.trim_start().len();
            let is_item = text.trim_start().starts_with("- ") && node.column == dash + 3;
            if !is_item || starts.last().is_some_and(|last| *last >= line) {
                return None;
            }
            let floor = starts.last().map_or(0, |last: &usize| last + 1);
            starts.push(self.head(line, dash + 1, floor));
        }
        if nodes.len() != values.len() {
            return None;
        }
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([to]).collect();
        let places = starts.into_iter().zip(ends).zip(nodes.iter().zip(values));
        Some(
            places
                .map(|((from, to), (node, value))| Item { from, to, node, value })
                .collect(),
        )
    }

    fn copy(&self, out: &mut String, from: usize, to: usize) {
        for line in self.lines.get(from..to).unwrap_or_default() {
            out.push_str(line);
            out.push('\n');
        }
    }

    fn template(&self, new: &Value) -> Option<String> {
        let mut out = String::new();
        let whole = Item {
            from: 0,
            to: self.lines.len(),
            node: self.tree,
            value: self.old,
        };
        self.map(
            &mut out,
            whole,
            new,
            TEMPLATE_KEYS,
            None,
            "sections",
            &|out, chunk, new| {
                self.copy(out, chunk.0, self.first_of(&self.sections)?);
                self.section_list(out, new)
            },
        )?;
        Some(out)
    }

    fn first_of(&self, items: &[Item<'_>]) -> Option<usize> {
        items.first().map(|item| item.from)
    }

    /// Writes a map: keys that say the same as they stand, the rest anew; `deep` writes the key that holds a list.
    #[expect(
        clippy::too_many_arguments,
        reason = "one walk over three kinds of maps, each named once"
    )]
    fn map(
        &self,
        out: &mut String,
        old: Item<'_>,
        new: &Value,
        keys: &[&str],
        dash: Option<usize>,
        list: &str,
        deep: &dyn Fn(&mut String, (usize, usize), &Value) -> Option<()>,
    ) -> Option<()> {
        let chunks = self.chunks(old.node.entries(), old.from, old.to)?;
        let indent = old.node.column.checked_sub(1)?;
        let place = |key: &str| keys.iter().position(|own| *own == key).unwrap_or(keys.len());
        let empty = Map::new();
        let news = new.as_object().unwrap_or(&empty);
        let known: BTreeSet<&str> = old.node.entries().iter().map(|entry| entry.key.as_str()).collect();
        let mut added: Vec<(&str, &Value)> = ordered(new, keys);
        added.retain(|(key, _)| !known.contains(key));
        let mut is_first = true;
        for entry in old.node.entries() {
            let key = entry.key.as_str();
            let chunk = *chunks.get(key)?;
            let (was, is) = (old.value.get(key), news.get(key));
            let line = entry.line.checked_sub(1)?;
            // Blank lines at the end of a block stay at its end, whatever comes into it.
            let blank = if key == list {
                chunk.1
            } else {
                self.blank_from(line, chunk.1)
            };
            if was == is {
                self.copy(out, chunk.0, blank);
            } else if key == list {
                deep(out, chunk, is?)?;
            } else if let Some(value) = is {
                self.copy(out, chunk.0, line);
                let written = entry_text(indent, key, value);
                match (is_first, dash) {
                    (true, Some(dash)) => out.push_str(&dashed(&written, dash)),
                    _ => out.push_str(&written),
                }
            } else if is_first && dash.is_some() {
                return None;
            }
            is_first = false;
            // A new key stands behind the last of those that come before it.
            let later = old.node.entries().iter().map(|entry| place(&entry.key));
            let next = later.filter(|at| *at > place(key)).min().unwrap_or(usize::MAX);
            for (name, value) in added.extract_if(.., |(name, _)| (place(key) + 1..next).contains(&place(name))) {
                write_entry(out, indent, name, value);
            }
            self.copy(out, blank, chunk.1);
        }
        for (name, value) in added {
            write_entry(out, indent, name, value);
        }
        Some(())
    }

    /// The blank lines at the end of some lines.
    fn blank_from(&self, from: usize, to: usize) -> usize {
        let is_blank = |at: &usize| self.lines.get(*at).is_none_or(|line| line.trim().is_empty());
        (from + 1..to).rev().take_while(is_blank).last().unwrap_or(to)
    }

    fn section_list(&self, out: &mut String, new: &Value) -> Option<()> {
        let news = new.as_array()?;
        let indent = self.sections.first()?.node.column.checked_sub(3)?;
        let mut free: Vec<Item<'_>> = self.sections.clone();
        let mut matched: Vec<Option<Item<'_>>> = vec![None; news.len()];
        let questions_of = |value: &Value| -> BTreeSet<String> {
            let list = value.get("questions").and_then(Value::as_array);
            let ids = list
                .into_iter()
                .flatten()
                .filter_map(|question| question.get("id")?.as_str());
            ids.map(str::to_owned).collect()
        };
        // The same title first, then the one with which it shares questions.
        for (slot, section) in matched.iter_mut().zip(news) {
            let same = free
                .iter()
                .position(|old| old.value.get("title") == section.get("title"));
            *slot = same.map(|at| free.remove(at));
        }
        for (slot, section) in matched.iter_mut().zip(news).filter(|(slot, _)| slot.is_none()) {
            let own = questions_of(section);
            let near = free.iter().position(|old| !questions_of(old.value).is_disjoint(&own));
            *slot = near.map(|at| free.remove(at));
        }
        for (old, section) in matched.into_iter().zip(news) {
            match old {
                Some(old) if old.value == section => self.copy(out, old.from, old.to),
                Some(old) => self.section(out, old, section, indent)?,
                None => write_item(out, indent, section, SECTION_KEYS),
            }
        }
        Some(())
    }

    fn section(&self, out: &mut String, old: Item<'_>, new: &Value, dash: usize) -> Option<()> {
        self.map(
            out,
            old,
            new,
            SECTION_KEYS,
            Some(dash),
            "questions",
            &|out, chunk, new| {
                let first = old.node.items_of("questions").first()?;
                let first = self.questions.get(first.text_of("id")?)?.from;
                self.copy(out, chunk.0, first);
                let indent = old.node.items_of("questions").first()?.column.checked_sub(3)?;
                for question in new.as_array()? {
                    let id = question.get("id")?.as_str()?;
                    match self.questions.get(id).filter(|item| item.node.column == indent + 3) {
                        Some(item) if item.value == question => self.copy(out, item.from, item.to),
                        Some(item) => self.question(out, *item, question, indent),
                        None => write_item(out, indent, question, QUESTION_KEYS),
                    }
                }
                Some(())
            },
        )
    }

    fn question(&self, out: &mut String, old: Item<'_>, new: &Value, dash: usize) {
        let mut kept = String::new();
        match self.map(&mut kept, old, new, QUESTION_KEYS, Some(dash), "", &|_, _, _| None) {
            Some(()) => out.push_str(&kept),
            None => write_item(out, dash, new, QUESTION_KEYS),
        }
    }
}

fn dashed(text: &str, dash: usize) -> String {
    format!("{}- {}", " ".repeat(dash), text.trim_start())
}

fn write_item(out: &mut String, dash: usize, value: &Value, keys: &[&str]) {
    let entries = ordered(value, keys);
    let written: String = entries
        .iter()
        .map(|(key, value)| entry_text(dash + 2, key, value))
        .collect();
    out.push_str(&dashed(&written, dash));
}

fn write_entry(out: &mut String, indent: usize, key: &str, value: &Value) {
    out.push_str(&entry_text(indent, key, value));
}

/// A key with its value, as lines.
fn entry_text(indent: usize, key: &str, value: &Value) -> String {
    let pad = " ".repeat(indent);
    match (key, value) {
        // Numbers in quotation marks: 3.10 is not 3.1.
        ("clause", Value::String(text)) => format!("{pad}{key}: {}\n", quoted(text)),
        (_, Value::String(text)) => format!("{pad}{key}:{}\n", text_block(text, indent + 2, indent + key.len() + 2)),
        ("layers" | "tags", Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("{pad}{key}: [{}]\n", items.join(", "))
        }
        ("measure" | "date", Value::Object(_)) => format!("{pad}{key}: {}\n", flow(value)),
        (_, Value::Array(items)) => {
            let keys = match key {
                "sections" => SECTION_KEYS,
                "questions" => QUESTION_KEYS,
                _ => &["text", "conforms"],
            };
            let mut out = format!("{pad}{key}:\n");
            for item in items {
                match item {
                    Value::String(text) => {
                        out += &format!("{pad}  -{}\n", text_block(text, indent + 4, indent + 4));
                    }
                    _ => write_item(&mut out, indent + 2, item, keys),
                }
            }
            out
        }
        (_, Value::Object(_)) => {
            let entries = ordered(value, &["id", "name"]);
            let inner: String = entries
                .iter()
                .map(|(key, value)| entry_text(indent + 2, key, value))
                .collect();
            format!("{pad}{key}:\n{inner}")
        }
        (_, other) => format!("{pad}{key}: {other}\n"),
    }
}

/// A value in one line, inside brackets.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) && !text.contains([',', '[', ']', '{', '}']) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(_) => {
            let entries: Vec<String> = ordered(value, &["unit", "min", "max"])
                .into_iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text behind `key:` or `-`: as it is where YAML allows it, folded when it is long, else in quotation marks.
fn text_block(text: &str, indent: usize, column: usize) -> String {
    let long = column + text.chars().count() > WIDTH;
    let folds = text.split(' ').all(|word| !word.is_empty()) && !text.chars().any(is_special);
    if long && folds {
        let mut out = String::from(" >-");
        let mut used = WIDTH;
        for word in text.split(' ') {
            let length = word.chars().count();
            if used + 1 + length > WIDTH {
                out += &format!("\n{}", " ".repeat(indent));
                used = indent;
            } else {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += length;
        }
        return out;
    }
    match is_plain(text) {
        true => format!(" {text}"),
        false => format!(" {}", quoted(text)),
    }
}

/// Whether every reader of YAML takes it for this text without quotation marks.
fn is_plain(text: &str) -> bool {
    let word = text.to_lowercase();
    let means_more = matches!(
        word.as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let starts = text.starts_with(|c: char| c.is_alphabetic());
    let number = text.parse::<f64>().is_ok();
    starts
        && !means_more
        && !number
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(is_special)
}

/// A character that a line of YAML cannot hold as it is.
fn is_special(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_special(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
