//! A YAML file as a tree that knows where everything stands.
//!
//! Only the plain part of YAML is taken: texts, lists and maps. No anchors, tags or tabs, one document to a file. A
//! text that YAML would read as a number stays the text that was written.

use std::collections::BTreeMap;

use serde_saphyr::granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::mistake::{Mistakes, quoted};

/// The deepest nesting a file may have; the formats need seven.
const DEEPEST: usize = 32;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in that line, counted from 1.
    pub column: usize,
    /// What stands there.
    pub kind: Kind,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text, a number, true or false: as it was written.
    Scalar {
        /// The text.
        text: String,
        /// Whether it was written without quotation marks, so that YAML may take it for a number.
        plain: bool,
    },
    /// A list of values.
    List(Vec<Node>),
    /// A map of keys to values, in the order written; no key stands twice.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The line of the key.
    pub line: usize,
    /// The character the key starts at.
    pub column: usize,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value of this key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The text of this key, if it is a text.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The values of this key, if it is a list.
    pub fn items_of(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::items)
    }

    /// The keys and values, if this is a map.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The values, if this is a list.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The text as written, if it is one and not nothing.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } if !self.is_nothing() => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        let text = self
            .text()
            .filter(|text| !text.contains(|c: char| c.is_alphabetic() && c != 'e' && c != 'E'));
        text?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Whether there is no value: `clause:` and nothing behind it.
    pub fn is_nothing(&self) -> bool {
        let nothing = |text: &str| matches!(text, "" | "~" | "null" | "Null" | "NULL");
        matches!(&self.kind, Kind::Scalar { text, plain: true } if nothing(text))
    }
}

/// Reads YAML text that starts after `lines_before` lines of the file; `None` if it is no YAML at all.
pub fn parse(mistakes: &mut Mistakes<'_>, text: &str, lines_before: usize) -> Option<Node> {
    check_tabs(mistakes, text, lines_before);
    let mut builder = Builder {
        text,
        lines_before,
        open: Vec::new(),
        root: None,
        documents: 0,
    };
    for event in Parser::new_from_str(text) {
        let outcome = match event {
            Ok((event, span)) => builder.take(mistakes, event, span),
            Err(error) => {
                explain(mistakes, text, &error, lines_before);
                None
            }
        };
        outcome?;
    }
    builder.root
}

fn check_tabs(mistakes: &mut Mistakes<'_>, text: &str, lines_before: usize) {
    for (index, line) in text.lines().enumerate() {
        let Some(column) = line.chars().position(|c| c == '\t') else {
            continue;
        };
        let message = "a tab stands here; YAML is indented with spaces";
        let hint = "put two spaces for each step; most editors can change all tabs into spaces";
        mistakes.add_with_hint(index + 1 + lines_before, column + 1, message, hint);
    }
}

/// Builds the tree from what the parser meets, without recursion, so that no file can exhaust the stack.
struct Builder<'t> {
    text: &'t str,
    lines_before: usize,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
}

/// A list or a map whose end has not come yet.
struct Open {
    node: Node,
    key: Option<(String, usize, usize)>,
    seen: BTreeMap<String, usize>,
}

impl Builder<'_> {
    /// Takes one event; `None` means that reading on makes no sense.
    fn take(&mut self, mistakes: &mut Mistakes<'_>, event: Event<'_>, span: Span) -> Option<()> {
        let (line, column) = self.place(&span.start);
        self.refuse_extras(mistakes, &event, &span);
        match event {
            Event::DocumentStart(..) => self.start_document(mistakes, line, column)?,
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                if plain {
                    self.check_cut_by_comment(mistakes, &span);
                }
                let kind = Kind::Scalar {
                    text: text.into_owned(),
                    plain,
                };
                self.place_node(mistakes, Node { line, column, kind });
            }
            Event::Alias(_) => {
                let kind = Kind::Scalar {
                    text: "*".to_owned(),
                    plain: true,
                };
                self.place_node(mistakes, Node { line, column, kind });
            }
            Event::SequenceStart(..) => self.start(
                mistakes,
                Node {
                    line,
                    column,
                    kind: Kind::List(Vec::new()),
                },
            )?,
            Event::MappingStart(..) => self.start(
                mistakes,
                Node {
                    line,
                    column,
                    kind: Kind::Map(Vec::new()),
                },
            )?,
            Event::SequenceEnd | Event::MappingEnd => {
                let closed = self.open.pop()?;
                self.place_node(mistakes, closed.node);
            }
            _ => {}
        }
        Some(())
    }

    fn place(&self, marker: &Marker) -> (usize, usize) {
        (marker.line() + self.lines_before, marker.col() + 1)
    }

    fn refuse_extras(&self, mistakes: &mut Mistakes<'_>, event: &Event<'_>, span: &Span) {
        let (line, column) = self.place(&span.tag_start().unwrap_or(span.start));
        let quote = "if it belongs to the text, put the text in quotation marks";
        if event.is_alias() || event.anchor_id().is_some() {
            mistakes.add_with_hint(line, column, "anchors (& and *) are not used in these files", quote);
        }
        if event.tag().is_some() {
            mistakes.add_with_hint(line, column, "tags (!) are not used in these files", quote);
        }
    }

    fn start_document(&mut self, mistakes: &mut Mistakes<'_>, line: usize, column: usize) -> Option<()> {
        self.documents += 1;
        if self.documents == 1 {
            return Some(());
        }
        let message = "a second document starts here; a file holds one";
        mistakes.add_with_hint(
            line,
            column,
            message,
            "drop the line ---, or move what follows into another file",
        );
        None
    }

    fn start(&mut self, mistakes: &mut Mistakes<'_>, node: Node) -> Option<()> {
        if self.open.len() >= DEEPEST {
            mistakes.add(node.line, node.column, format!("nested deeper than {DEEPEST} levels"));
            return None;
        }
        self.open.push(Open {
            node,
            key: None,
            seen: BTreeMap::new(),
        });
        Some(())
    }

    /// Puts a finished node where it belongs: into the open list, or as key or value into the open map.
    fn place_node(&mut self, mistakes: &mut Mistakes<'_>, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.node.kind {
            Kind::List(items) => items.push(node),
            Kind::Map(entries) => match open.key.take() {
                Some((key, line, column)) => match open.seen.get(&key) {
                    None => {
                        open.seen.insert(key.clone(), line);
                        entries.push(Entry {
                            key,
                            line,
                            column,
                            value: node,
                        });
                    }
                    Some(first) => twice(mistakes, &key, *first, line, column),
                },
                None => open.key = Some((key_of(mistakes, &node), node.line, node.column)),
            },
            Kind::Scalar { .. } => {}
        }
    }

    /// A text without quotation marks ends silently at ` #`; nobody means that before a word.
    fn check_cut_by_comment(&self, mistakes: &mut Mistakes<'_>, span: &Span) {
        let rest = span.end.byte_offset().and_then(|end| self.text.get(end..));
        let mut letters = rest.unwrap_or_default().chars().skip_while(|c| *c == ' ');
        let is_comment = letters.next() == Some('#');
        if is_comment && letters.next().is_some_and(|c| c.is_alphanumeric()) {
            let (line, column) = self.place(&span.end);
            let message = "the text ends here: YAML takes # and what follows as a comment";
            mistakes.add_with_hint(
                line,
                column,
                message,
                "put the text in quotation marks, or a space after # if it is a comment",
            );
        }
    }
}

fn twice(mistakes: &mut Mistakes<'_>, key: &str, first: usize, line: usize, column: usize) {
    let message = format!("key {} stands twice (first on line {first})", quoted(key));
    mistakes.add_with_hint(line, column, message, "keep one of the two");
}

fn key_of(mistakes: &mut Mistakes<'_>, node: &Node) -> String {
    match &node.kind {
        Kind::Scalar { text, .. } => text.clone(),
        _ => {
            mistakes.add(node.line, node.column, "a key must be a word");
            String::new()
        }
    }
}

/// Says in people's words why the parser gave up.
fn explain(mistakes: &mut Mistakes<'_>, text: &str, error: &ScanError, lines_before: usize) {
    let marker = error.marker();
    let (line, column) = (marker.line() + lines_before, marker.col() + 1);
    if mistakes.has_line(line) {
        return;
    }
    let index = marker.line().saturating_sub(1);
    let line_at = |index: Option<usize>| index.and_then(|index| text.lines().nth(index)).unwrap_or("");
    let (message, hint) = words_for(error.kind(), line_at(Some(index)), line_at(index.checked_sub(1)));
    let message = message.map_or_else(|| format!("this is not YAML: {}", error.info()), str::to_owned);
    match hint {
        Some(hint) => mistakes.add_with_hint(line, column, message, hint),
        None => mistakes.add(line, column, message),
    }
}

fn words_for(kind: &ErrorKind, line: &str, line_above: &str) -> (Option<&'static str>, Option<&'static str>) {
    const QUOTE: &str =
        "put the whole text in quotation marks, or write >- after the key and the text on the next line";
    const INDENT: &str =
        "check the indentation: keys of one thing start in the same column, - and > stand deeper than their key";
    match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement if opens_bracket(line_above) => (
            Some("a bracket opened on the line above is not closed"),
            Some("close it at the end of that line"),
        ),
        ErrorKind::InvalidQuotedScalarIndent => (
            Some("a quotation mark is opened above and never closed"),
            Some("end the text with the mark it starts with"),
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            Some("mapping values are not allowed here: a colon inside a text without quotation marks"),
            Some(QUOTE),
        ),
        ErrorKind::UnclosedQuotedScalar => (Some("a quotation mark is opened here and never closed"), None),
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            Some("the text goes on after its closing quotation mark"),
            Some(
                "a text that starts with a quotation mark ends with it; write >- after the key and the text on the next line",
            ),
        ),
        ErrorKind::UnexpectedCharacter { .. } => (Some("a text cannot start with this character"), Some(QUOTE)),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => (
            Some("a bracket is opened and not closed, or a comma is missing"),
            Some("if the text starts with a bracket, put it in quotation marks"),
        ),
        ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => (
            Some("anchors (& and *) are not used in these files"),
            Some("if it belongs to the text, put the text in quotation marks"),
        ),
        ErrorKind::SimpleKeyExpected if !line.contains(": ") => (
            Some("a key needs a colon and a space behind it"),
            Some("write it as key: value"),
        ),
        ErrorKind::SimpleKeyExpected
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidBlockScalarIndent => (None, Some(INDENT)),
        _ => (None, None),
    }
}

/// Whether a line opens more brackets than it closes.
fn opens_bracket(line: &str) -> bool {
    line.matches(['[', '{']).count() > line.matches([']', '}']).count()
}
