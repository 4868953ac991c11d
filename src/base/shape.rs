//! Reads a tree into a type, after a look at whether the tree has the shape the type's JSON Schema asks for.
//!
//! The schema is derived from the type, so editors, this check and the type cannot disagree. The check does not stop at
//! the first mistake, and the schema's descriptions (the doc comments of the type) serve as hints.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use super::mistake::{Mistakes, nearest, quoted};
use super::text::{BadForm, ClauseNumber, ClauseRef, GoalCode, ManualCode, Slug, is_language};
use super::yaml::{Entry, Kind, Node};

/// The most keys looked at in one map; with more, looking for the keys that were meant would take too long.
const MOST_KEYS: usize = 200;

/// The JSON Schema of a type, for editors and for [`read`].
pub fn schema_of<T: JsonSchema>() -> Schema {
    schemars::schema_for!(T)
}

/// Reads a tree into a type; adds what is wrong with its shape to the mistakes.
pub fn read<T: DeserializeOwned + JsonSchema>(mistakes: &mut Mistakes<'_>, node: &Node) -> Option<T> {
    let root = schema_of::<T>().to_value();
    let mut check = Check { mistakes, root: &root };
    let at = At {
        line: node.line,
        column: node.column,
        label: "this file",
    };
    let value = check.value(node, &root, at)?;
    match serde_json::from_value(value) {
        Ok(read) => Some(read),
        Err(error) if mistakes.is_empty() => {
            mistakes.add(node.line, node.column, format!("the file cannot be read: {error}"));
            None
        }
        Err(_) => None,
    }
}

struct Check<'c, 'm> {
    mistakes: &'c mut Mistakes<'m>,
    root: &'c Value,
}

/// Where a value is expected, and what people call it.
#[derive(Clone, Copy)]
struct At<'l> {
    line: usize,
    column: usize,
    label: &'l str,
}

impl<'c> Check<'c, '_> {
    /// The value as JSON, if nothing in it is wrong.
    fn value(&mut self, node: &Node, schema: &'c Value, at: At<'_>) -> Option<Value> {
        if self.mistakes.is_full() {
            return None;
        }
        let described = schema;
        let (name, schema) = self.resolve(schema);
        if node.is_nothing() {
            return self.wrong(at, format!("{} is empty", at.label), hint_of(described));
        }
        let Some(schema) = self.alternative(node, schema) else {
            return self.wrong_choice(node, schema, at);
        };
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => self.map(node, schema, name, at),
            Some("array") => self.list(node, schema, at),
            Some("integer") => self.integer(node, schema, at),
            Some("number") => self.number(node, at),
            Some("boolean") => self.truth(node, at),
            _ => self.text(node, schema, name, at),
        }
    }

    /// Follows a reference to a named definition.
    fn resolve(&self, schema: &'c Value) -> (&'c str, &'c Value) {
        let name = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|path| path.strip_prefix("#/$defs/"));
        let found = name.and_then(|name| Some((name, self.root.get("$defs")?.get(name)?)));
        found.unwrap_or(("", schema))
    }

    /// The one of several forms that this value is of: a map with one of its keys, or a word among those allowed.
    fn alternative(&self, node: &Node, schema: &'c Value) -> Option<&'c Value> {
        let Some(forms) = forms_of(schema) else {
            return Some(schema);
        };
        let wanted = match node.kind {
            Kind::Scalar { .. } => "string",
            Kind::List(_) => "array",
            Kind::Map(_) => "object",
        };
        let mut fitting = forms.iter().filter(|form| {
            let allowed = words_of(form);
            let fits = allowed.is_empty() || node.text().is_some_and(|text| allowed.contains(&text));
            form.get("type").and_then(Value::as_str) == Some(wanted) && fits
        });
        // Of several maps it is the one that has a key of this map.
        let has_key = |form: &&Value| {
            properties(form).is_some_and(|keys| node.entries().iter().any(|entry| keys.contains_key(&entry.key)))
        };
        let (first, others) = (fitting.next()?, fitting.collect::<Vec<_>>());
        match others.is_empty() {
            true => Some(first),
            false => [first].into_iter().chain(others).find(has_key),
        }
    }

    fn wrong_choice(&mut self, node: &Node, schema: &'c Value, at: At<'_>) -> Option<Value> {
        let words: Vec<&str> = forms_of(schema).into_iter().flatten().flat_map(words_of).collect();
        let Some(text) = node.text() else {
            return self.wrong(at, format!("{} cannot be {}", at.label, kind_of(node)), hint_of(schema));
        };
        let meant = nearest(text, words.iter().copied()).map(|word| format!("did you mean {word}? "));
        let allowed = hint_of(schema)
            .filter(|_| words.len() < 2 || words.len() < forms_of(schema).map_or(0, Vec::len))
            .unwrap_or_else(|| format!("allowed are {}", words.join(", ")));
        let hint = format!("{}{allowed}", meant.unwrap_or_default());
        self.wrong(
            here(node, at.label),
            format!("{} cannot be {}", at.label, quoted(text)),
            Some(hint),
        )
    }

    fn map(&mut self, node: &Node, schema: &'c Value, name: &str, at: At<'_>) -> Option<Value> {
        let Kind::Map(entries) = &node.kind else {
            let message = format!("{} must be keys with values, not {}", at.label, kind_of(node));
            return self.wrong(at, message, hint_of(schema));
        };
        if entries.len() > MOST_KEYS {
            return self.wrong(at, format!("{} has more than {MOST_KEYS} keys", at.label), None);
        }
        if entries.is_empty() && schema.get("minProperties").is_some() {
            return self.wrong(at, format!("{} is empty", at.label), hint_of(schema));
        }
        let mut read = Map::new();
        let mut complete = self.has_required(node, schema, name);
        for entry in entries {
            match self.entry(entry, node, schema, &one(name, at.label)) {
                Some(value) => _ = read.insert(entry.key.clone(), value),
                None => complete = false,
            }
        }
        complete.then_some(Value::Object(read))
    }

    fn has_required(&mut self, node: &Node, schema: &'c Value, name: &str) -> bool {
        let required = schema
            .get("required")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let mut complete = true;
        for key in required.iter().filter_map(Value::as_str) {
            if node.get(key).is_some() {
                continue;
            }
            complete = false;
            let is_misspelt = |entry: &Entry| meant_key(entry, node, schema) == Some(key);
            if !node.entries().iter().any(is_misspelt) {
                self.missing_key(node, schema, name, key);
            }
        }
        complete
    }

    fn missing_key(&mut self, node: &Node, schema: &'c Value, name: &str, key: &str) {
        let inner = properties(schema).and_then(|keys| keys.get(key));
        let hint = inner.and_then(|inner| hint_of(inner).or_else(|| hint_of(self.resolve(inner).1)));
        let message = format!("{} has no {key}", thing(name, node));
        self.wrong(here(node, ""), message, hint.map(|hint| format!("{key}: {hint}")));
    }

    fn entry(&mut self, entry: &Entry, map: &Node, schema: &'c Value, owner: &str) -> Option<Value> {
        let at_key = At {
            line: entry.line,
            column: entry.column,
            label: &entry.key,
        };
        if schema.get("propertyNames").is_some() && !is_language(&entry.key) {
            let message = format!("{} is not a language", quoted(&entry.key));
            let hint = "languages are written like en, es or pt-BR".to_owned();
            return self.wrong(at_key, message, Some(hint));
        }
        let known = properties(schema).and_then(|keys| keys.get(&entry.key));
        let open = schema.get("additionalProperties").filter(|more| more.is_object());
        let Some(inner) = known.or(open) else {
            return self.unknown_key(entry, map, schema, owner);
        };
        let at = if entry.value.is_nothing() {
            at_key
        } else {
            here(&entry.value, &entry.key)
        };
        self.value(&entry.value, inner, at)
    }

    /// Adds the mistake, and looks at the value as that of the key that was meant.
    fn unknown_key(&mut self, entry: &Entry, map: &Node, schema: &'c Value, owner: &str) -> Option<Value> {
        let at = At {
            line: entry.line,
            column: entry.column,
            label: &entry.key,
        };
        let message = format!("{} is not a key of {}", quoted(&entry.key), owner);
        let keys = properties(schema);
        let list = || {
            keys.into_iter()
                .flat_map(Map::keys)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        };
        match meant_key(entry, map, schema) {
            Some(meant) => {
                self.wrong(at, message, Some(format!("did you mean {meant}?")));
                let inner = keys.and_then(|keys| keys.get(meant))?;
                self.value(&entry.value, inner, here(&entry.value, meant))?;
                None
            }
            None => self.wrong(at, message, Some(format!("the keys here are {}", list()))),
        }
    }

    fn list(&mut self, node: &Node, schema: &'c Value, at: At<'_>) -> Option<Value> {
        let Kind::List(items) = &node.kind else {
            let hint = format!(
                "write {}: [...], or one line for each entry, starting with a hyphen",
                at.label
            );
            return self.wrong(
                at,
                format!("{} must be a list, not {}", at.label, kind_of(node)),
                Some(hint),
            );
        };
        let mut complete = self.check_length(items.len(), schema, at);
        let inner = schema.get("items").unwrap_or(&Value::Null);
        let (name, _) = self.resolve(inner);
        let label = if is_thing(name) {
            format!("this {}", name.to_lowercase())
        } else {
            format!("this entry of {}", at.label)
        };
        let read: Vec<Option<Value>> = items
            .iter()
            .map(|item| self.value(item, inner, here(item, &label)))
            .collect();
        complete &= self.check_unique(items, schema, at);
        let read: Option<Vec<Value>> = read.into_iter().collect();
        read.filter(|_| complete).map(Value::Array)
    }

    fn check_length(&mut self, length: usize, schema: &Value, at: At<'_>) -> bool {
        let limit = |key: &str| {
            schema
                .get(key)
                .and_then(Value::as_u64)
                .and_then(|limit| usize::try_from(limit).ok())
        };
        let (least, most) = (limit("minItems").unwrap_or(0), limit("maxItems").unwrap_or(usize::MAX));
        if length < least {
            self.wrong(
                at,
                format!("{} is empty; at least {least} is needed", at.label),
                hint_of(schema),
            );
        } else if length > most {
            self.wrong(
                at,
                format!("{} has {length} entries; at most {most} are allowed", at.label),
                hint_of(schema),
            );
        }
        (least..=most).contains(&length)
    }

    fn check_unique(&mut self, items: &[Node], schema: &Value, at: At<'_>) -> bool {
        let mut seen = BTreeSet::new();
        let mut unique = true;
        let must = schema.get("uniqueItems") == Some(&Value::Bool(true));
        for (item, text) in items
            .iter()
            .filter(|_| must)
            .filter_map(|item| Some((item, item.text()?)))
        {
            if !seen.insert(text) {
                self.wrong(
                    here(item, ""),
                    format!("{} names {} twice", at.label, quoted(text)),
                    None,
                );
                unique = false;
            }
        }
        unique
    }

    fn integer(&mut self, node: &Node, schema: &Value, at: At<'_>) -> Option<Value> {
        let Some(number) = node.text().and_then(|text| text.parse::<i64>().ok()) else {
            return self.wrong(
                at,
                format!("{} must be a whole number, not {}", at.label, kind_of(node)),
                hint_of(schema),
            );
        };
        if let Some(only) = schema.get("const").filter(|only| only.as_i64() != Some(number)) {
            return self.wrong(
                at,
                format!("{} {number} is not known", at.label),
                Some(format!("this program reads {} {only}", at.label)),
            );
        }
        let limit = |key: &str| schema.get(key).and_then(Value::as_i64);
        let (least, most) = (
            limit("minimum").unwrap_or(i64::MIN),
            limit("maximum").unwrap_or(u32::MAX.into()),
        );
        if number < least || number > most {
            let range = if most < u32::MAX.into() {
                format!("between {least} and {most}")
            } else {
                format!("{least} or more")
            };
            return self.wrong(at, format!("{}: {number} is not {range}", at.label), hint_of(schema));
        }
        Some(Value::from(number))
    }

    fn number(&mut self, node: &Node, at: At<'_>) -> Option<Value> {
        match node.number().and_then(Number::from_f64) {
            Some(number) => Some(Value::Number(number)),
            None => self.wrong(
                at,
                format!("{} must be a number, not {}", at.label, kind_of(node)),
                None,
            ),
        }
    }

    fn truth(&mut self, node: &Node, at: At<'_>) -> Option<Value> {
        match node.text() {
            Some("true") => Some(Value::Bool(true)),
            Some("false") => Some(Value::Bool(false)),
            _ => self.wrong(
                at,
                format!("{} must be true or false, not {}", at.label, kind_of(node)),
                None,
            ),
        }
    }

    fn text(&mut self, node: &Node, schema: &'c Value, name: &str, at: At<'_>) -> Option<Value> {
        let Kind::Scalar { text, plain } = &node.kind else {
            let hint = "put the text in quotation marks if it starts with a bracket".to_owned();
            return self.wrong(
                at,
                format!("{} must be a text, not {}", at.label, kind_of(node)),
                Some(hint),
            );
        };
        if text.trim().is_empty() {
            return self.wrong(at, format!("{} is empty", at.label), hint_of(schema));
        }
        let allowed = words_of(schema);
        if !allowed.is_empty() && !allowed.contains(&text.as_str()) {
            return self.wrong_choice(node, schema, at);
        }
        let is_clause = matches!(name, "ClauseRef" | "ClauseNumber");
        if let Some(number) = node.number().filter(|_| *plain && is_clause) {
            let message = format!(
                "{} {text} has no quotation marks, so YAML reads it as the number {number}",
                at.label
            );
            return self.wrong(at, message, Some(format!("write {}: \"{text}\"", at.label)));
        }
        match check_form(name, schema, text) {
            Ok(()) => Some(Value::String(text.trim().to_owned())),
            Err(bad) => self.wrong(at, format!("{} {} {bad}", at.label, quoted(text)), Some(bad.hint)),
        }
    }

    /// Adds a mistake; always `None`, so that a caller can leave with it.
    fn wrong(&mut self, at: At<'_>, message: String, hint: Option<String>) -> Option<Value> {
        match hint {
            Some(hint) => self.mistakes.add_with_hint(at.line, at.column, message, hint),
            None => self.mistakes.add(at.line, at.column, message),
        }
        None
    }
}

fn here<'l>(node: &Node, label: &'l str) -> At<'l> {
    At {
        line: node.line,
        column: node.column,
        label,
    }
}

/// Checks a text that has a form of its own: an id, a code, a clause, a date.
fn check_form(name: &str, schema: &Value, text: &str) -> Result<(), BadForm> {
    match name {
        "Slug" => Slug::parse(text).map(drop),
        "ClauseRef" => ClauseRef::parse(text).map(drop),
        "ClauseNumber" => ClauseNumber::parse(text).map(drop),
        "ManualCode" => ManualCode::parse(text).map(drop),
        "GoalCode" => GoalCode::parse(text).map(drop),
        _ if schema.get("format").and_then(Value::as_str) == Some("date") => {
            let bad = |_| BadForm {
                expected: "a date",
                hint: "write year-month-day, for example 2025-01-06".to_owned(),
            };
            text.parse::<chrono::NaiveDate>().map(drop).map_err(bad)
        }
        _ => Ok(()),
    }
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties").and_then(Value::as_object)
}

/// The key that a misspelt key was probably meant to be: the nearest that the map does not have.
fn meant_key<'s>(entry: &Entry, map: &Node, schema: &'s Value) -> Option<&'s str> {
    let keys = properties(schema)?;
    let missing = keys.keys().map(String::as_str).filter(|key| map.get(key).is_none());
    nearest(&entry.key, missing).filter(|_| !keys.contains_key(&entry.key))
}

fn forms_of(schema: &Value) -> Option<&Vec<Value>> {
    schema
        .get("oneOf")
        .or_else(|| schema.get("anyOf"))
        .and_then(Value::as_array)
}

/// The words a form allows; none means any text.
fn words_of(schema: &Value) -> Vec<&str> {
    let several = schema
        .get("enum")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    schema
        .get("const")
        .into_iter()
        .chain(several)
        .filter_map(Value::as_str)
        .collect()
}

/// The first paragraph of the schema's description, as a hint: it starts small and has no full stop.
fn hint_of(schema: &Value) -> Option<String> {
    let description = schema.get("description").and_then(Value::as_str)?;
    let first = description
        .split("\n\n")
        .next()
        .unwrap_or(description)
        .replace('\n', " ");
    let mut letters = first.trim_end_matches('.').chars();
    let start = letters.next()?.to_lowercase();
    Some(start.chain(letters).collect())
}

fn kind_of(node: &Node) -> String {
    match &node.kind {
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "keys with values".to_owned(),
        Kind::Scalar { text, .. } => quoted(text),
    }
}

/// Whether a definition is something people count and name, such as a question.
fn is_thing(name: &str) -> bool {
    matches!(
        name,
        "Question" | "Section" | "Process" | "Goal" | "Objective" | "Measure" | "Service" | "Promise"
    )
}

/// What a key belongs to: a question, or the key whose value the map is.
fn one(name: &str, label: &str) -> String {
    match name {
        _ if !is_thing(name) => label.to_owned(),
        "Objective" => "an objective".to_owned(),
        _ => format!("a {}", name.to_lowercase()),
    }
}

/// A map as people name it: `question "greeted"`.
fn thing(name: &str, node: &Node) -> String {
    if name.is_empty() {
        return "this file".to_owned();
    }
    let id = ["id", "code", "title"].iter().find_map(|key| node.text_of(key));
    match id {
        Some(id) => format!("{} {}", name.to_lowercase(), quoted(id)),
        None => format!("this {}", name.to_lowercase()),
    }
}
