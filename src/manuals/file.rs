//! The manual file: a procedures manual as quality staff write it, `audit-templates/manuals/<code>.md`.
//!
//! It is Markdown. A block between two lines `---` names the manual and its edition; after that every heading is a
//! clause with its number, title and key: `## 3.2 People in line are acknowledged {#line-acknowledged}`. The key keeps
//! the clause's identity when its number changes in a later edition.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use schemars::JsonSchema;
use serde::Deserialize;

pub use crate::base::mistake::Mistake;
pub use crate::base::text::{ClauseNumber, ManualCode, Slug};

use crate::base::mistake::{Mistakes, Source, quoted};
use crate::base::{shape, yaml};

/// The most characters the text of one clause may have.
pub const LONGEST_CLAUSE: usize = 50_000;
/// The most characters a heading may have.
const LONGEST_TITLE: usize = 300;

/// An edition of a procedures manual, as its file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ManualFile {
    /// The code of the manual, for example CS.
    pub manual: ManualCode,
    /// The title people see.
    pub title: String,
    /// The number of the edition, counted from 1.
    pub edition: u32,
    /// The first day the edition binds.
    pub in_force_from: NaiveDate,
    /// The clauses, in the order of the file.
    pub clauses: Vec<Clause>,
}

/// A numbered part of a manual that a question can point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The number, for example 3.2.
    pub number: ClauseNumber,
    /// The heading without number and key.
    pub title: String,
    /// What stays the same across editions.
    pub key: Slug,
    /// The text below the heading, in Markdown; it may be empty when the clause has parts.
    pub body: String,
    /// How deep the clause lies: 1 for a chapter.
    pub depth: usize,
    /// The line of the heading.
    pub line: usize,
}

/// The block on top of the file.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FrontMatter {
    /// The code of the manual in capital letters, for example CS; the file is named after it.
    manual: ManualCode,
    /// The title people see.
    title: String,
    /// The number of the edition: 1, 2, 3.
    #[schemars(range(min = 1))]
    edition: u32,
    /// The first day the edition binds, for example 2025-01-06.
    #[schemars(with = "String", extend("format" = "date"))]
    in_force_from: NaiveDate,
}

/// Reads a manual file, or says everything that is wrong with it.
pub fn read(file_name: &str, source: &str) -> Result<ManualFile, Vec<Mistake>> {
    let source = Source::new(file_name, source);
    let mut mistakes = Mistakes::new(&source);
    let manual = read_with(&mut mistakes);
    match manual {
        Some(manual) if mistakes.is_empty() => Ok(manual),
        _ => Err(mistakes.finish()),
    }
}

fn read_with(mistakes: &mut Mistakes<'_>) -> Option<ManualFile> {
    if !mistakes.check_size() {
        return None;
    }
    let parts = Parts::of(mistakes)?;
    let front = read_front(mistakes, parts.front);
    let (first, headings) = headings(mistakes, &parts);
    check_preface(mistakes, &parts, first);
    check_bodies(mistakes, &headings);
    let clauses = headings
        .into_iter()
        .map(|heading| clause(mistakes, heading))
        .collect::<Vec<_>>();
    let clauses = check_clauses(mistakes, clauses);
    let front = front?;
    let FrontMatter {
        manual,
        title,
        edition,
        in_force_from,
    } = front;
    Some(ManualFile {
        manual,
        title,
        edition,
        in_force_from,
        clauses,
    })
}

/// The block on top and the Markdown below it.
struct Parts<'t> {
    front: &'t str,
    body: &'t str,
    lines_before_body: usize,
}

impl<'t> Parts<'t> {
    fn of(mistakes: &mut Mistakes<'t>) -> Option<Parts<'t>> {
        let hint = "start the file with --- and the lines manual, title, edition and in-force-from, then --- again";
        let (text, lines) = (mistakes.source().text(), mistakes.source().lines());
        let is_fence = |line: &&str| line.trim_end() == "---";
        if !lines.first().is_some_and(is_fence) {
            mistakes.add_with_hint(1, 1, "the block with the manual's name is missing", hint);
            return None;
        }
        let Some(last) = lines.iter().skip(1).position(is_fence) else {
            mistakes.add_with_hint(1, 1, "the block with the manual's name is not closed", hint);
            return None;
        };
        let mut ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let start = ends.next().unwrap_or(text.len());
        let front_end = if last == 0 {
            start
        } else {
            ends.nth(last - 1).unwrap_or(text.len())
        };
        let body_start = ends.next().unwrap_or(text.len());
        let front = text.get(start..front_end).unwrap_or("");
        Some(Parts {
            front,
            body: text.get(body_start..).unwrap_or(""),
            lines_before_body: last + 2,
        })
    }
}

fn read_front(mistakes: &mut Mistakes<'_>, front: &str) -> Option<FrontMatter> {
    let tree = yaml::parse(mistakes, front, 1);
    if tree.is_none() && mistakes.is_empty() {
        mistakes.add_with_hint(
            1,
            1,
            "the block on top is empty",
            "it has the lines manual, title, edition and in-force-from",
        );
    }
    let tree = tree?;
    let stem = mistakes.source().stem();
    if let Some((node, code)) = tree.get("manual").and_then(|node| Some((node, node.text()?)))
        && code.to_lowercase() != stem
    {
        let message = format!("manual {} stands in a file named {}", quoted(code), quoted(stem));
        mistakes.add_with_hint(
            node.line,
            node.column,
            message,
            format!("name the file {}.md", code.to_lowercase()),
        );
    }
    shape::read(mistakes, &tree)
}

/// A heading as it stands in the file, and the text below it.
pub(super) struct Heading<'t> {
    line: usize,
    /// How deep it lies: the number of its marks.
    pub level: usize,
    /// Its words.
    pub text: String,
    /// The key behind them.
    pub key: Option<String>,
    /// What stands below it.
    pub body: &'t str,
}

/// Whether a text begins with the block that names manual and edition.
pub(super) fn has_front(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    lines.next() == Some("---") && lines.any(|line| line == "---")
}

/// Markdown without that block: what stands before the first heading, and the headings.
pub(super) fn outline(text: &str) -> (&str, Vec<Heading<'_>>) {
    let parts = Parts {
        front: "",
        body: text,
        lines_before_body: 0,
    };
    // Headings in lists and quotations stay where they are, and are told of when the edition is checked.
    let source = Source::new("", "");
    let (first, headings) = headings(&mut Mistakes::new(&source), &parts);
    (text.get(..first.unwrap_or(text.len())).unwrap_or(""), headings)
}

/// All headings, with what stands between them; and where the first begins.
fn headings<'t>(mistakes: &mut Mistakes<'_>, parts: &Parts<'t>) -> (Option<usize>, Vec<Heading<'t>>) {
    let mut found: Vec<(Heading<'t>, Range<usize>)> = Vec::new();
    let mut scan = Scan {
        lines: Lines::new(parts),
        nesting: 0,
        inside: None,
    };
    let options = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(parts.body, options).into_offset_iter() {
        found.extend(scan.take(mistakes, event, range));
    }
    let first = found.first().map(|(_, range)| range.start);
    let starts: Vec<usize> = found
        .iter()
        .skip(1)
        .map(|(_, range)| range.start)
        .chain([parts.body.len()])
        .collect();
    let with_body = found.into_iter().zip(starts).map(|((heading, range), end)| {
        let body = parts
            .body
            .get(range.end..end)
            .unwrap_or("")
            .trim_matches(['\r', '\n'])
            .trim_end();
        Heading { body, ..heading }
    });
    (first, with_body.collect())
}

/// Puts headings together from the events of the Markdown parser.
struct Scan<'t> {
    lines: Lines<'t>,
    nesting: usize,
    inside: Option<Heading<'t>>,
}

impl<'t> Scan<'t> {
    fn take(
        &mut self,
        mistakes: &mut Mistakes<'_>,
        event: Event<'_>,
        range: Range<usize>,
    ) -> Option<(Heading<'t>, Range<usize>)> {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => self.start(mistakes, level, id, range.start),
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => self.nesting += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => self.nesting = self.nesting.saturating_sub(1),
            Event::End(TagEnd::Heading(_)) => {
                return self.inside.take().map(|heading| (heading, range));
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => self.add_text(&text),
            Event::SoftBreak | Event::HardBreak => self.add_text(" "),
            _ => {}
        }
        None
    }

    fn start(&mut self, mistakes: &mut Mistakes<'_>, level: HeadingLevel, id: Option<CowStr<'_>>, at: usize) {
        let line = self.lines.number_at(at);
        if self.nesting > 0 {
            let hint = "headings are clauses; use bold letters inside a list or a quotation";
            mistakes.add_with_hint(line, 1, "a heading stands inside a list or a quotation", hint);
            return;
        }
        let key = id.map(|id| id.to_string());
        self.inside = Some(Heading {
            line,
            level: level as usize,
            text: String::new(),
            key,
            body: "",
        });
    }

    fn add_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.inside {
            heading.text.push_str(text);
        }
    }
}

/// Turns places in the text into line numbers; places are asked for in rising order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn new(parts: &Parts<'t>) -> Lines<'t> {
        Lines {
            text: parts.body,
            at: 0,
            line: parts.lines_before_body + 1,
        }
    }

    fn number_at(&mut self, place: usize) -> usize {
        let passed = self.text.get(self.at..place).unwrap_or("");
        self.line += passed.matches('\n').count();
        self.at = self.at.max(place);
        self.line
    }
}

fn check_preface(mistakes: &mut Mistakes<'_>, parts: &Parts<'_>, first_heading: Option<usize>) {
    let before = parts
        .body
        .get(..first_heading.unwrap_or(parts.body.len()))
        .unwrap_or("");
    if let Some(index) = before.lines().position(|line| !line.trim().is_empty()) {
        let message = "this text stands before the first heading and belongs to no clause";
        mistakes.add_with_hint(
            parts.lines_before_body + 1 + index,
            1,
            message,
            "put a heading above it, for example # 1 How to use this manual {#how-to-use}",
        );
    } else if first_heading.is_none() {
        mistakes.add_with_hint(
            1,
            1,
            "the manual has no clause",
            "every heading is a clause, for example # 1 How to use this manual {#how-to-use}",
        );
    }
}

/// A clause says something itself or through its parts, and not more than can be read.
fn check_bodies(mistakes: &mut Mistakes<'_>, headings: &[Heading<'_>]) {
    for (index, heading) in headings.iter().enumerate() {
        let length = heading.body.chars().count();
        if length > LONGEST_CLAUSE {
            let message = format!(
                "the text below {} has {length} characters; a clause has at most {LONGEST_CLAUSE}",
                quoted(&heading.text)
            );
            mistakes.add_with_hint(heading.line, 1, message, "divide it into several clauses");
        }
        if heading.text.chars().count() > LONGEST_TITLE {
            let message = format!(
                "heading {} has more than {LONGEST_TITLE} characters",
                quoted(&heading.text)
            );
            mistakes.add_with_hint(heading.line, 1, message, "make it shorter, and put the rest below it");
        }
        let has_parts = headings.get(index + 1).is_some_and(|next| next.level > heading.level);
        if heading.body.trim().is_empty() && !has_parts {
            let message = format!("{} has no text", quoted(&heading.text));
            mistakes.add_with_hint(
                heading.line,
                1,
                message,
                "write what is to be done; only a heading with clauses below it may stand alone",
            );
        }
    }
}

/// Takes a heading apart; `None` where it is not number, title and key.
fn clause(mistakes: &mut Mistakes<'_>, heading: Heading<'_>) -> Option<Clause> {
    let Heading {
        line,
        level,
        text,
        key,
        body,
    } = heading;
    let (number, title) = text.split_once(' ').unwrap_or((&text, ""));
    let key = check_key(mistakes, line, key);
    let Ok(number) = ClauseNumber::parse(number.trim_end_matches('.')) else {
        let hint = "start it with its number, for example ## 3.2 Waiting {#waiting}; a line of --- or === under a text also makes it a heading";
        mistakes.add_with_hint(line, 1, format!("heading {} has no number", quoted(&text)), hint);
        return None;
    };
    if title.trim().is_empty() {
        mistakes.add(line, 1, format!("clause {number} has no title"));
    }
    if number.depth() != level {
        let message = format!(
            "the heading of clause {number} has {level} # and needs {}",
            number.depth()
        );
        mistakes.add_with_hint(
            line,
            1,
            message,
            format!("write {} {number}", "#".repeat(number.depth())),
        );
    }
    let (title, body) = (title.trim().to_owned(), body.to_owned());
    Some(Clause {
        depth: number.depth(),
        number,
        title,
        key: key?,
        body,
        line,
    })
}

fn check_key(mistakes: &mut Mistakes<'_>, line: usize, key: Option<String>) -> Option<Slug> {
    let Some(key) = key else {
        let hint = "end the heading with a key that never changes, for example {#waiting}";
        mistakes.add_with_hint(line, 1, "this heading has no key", hint);
        return None;
    };
    let parsed = Slug::parse(&key);
    if let Err(bad) = &parsed {
        mistakes.add_with_hint(line, 1, format!("key {} {bad}", quoted(&key)), bad.hint.clone());
    }
    parsed.ok()
}

/// Checks the clauses against each other: each number and key once, numbers rising, each under the clause it is part of.
fn check_clauses(mistakes: &mut Mistakes<'_>, clauses: Vec<Option<Clause>>) -> Vec<Clause> {
    let is_whole = clauses.iter().all(Option::is_some);
    let clauses: Vec<Clause> = clauses.into_iter().flatten().collect();
    let mut numbers: BTreeMap<&ClauseNumber, usize> = BTreeMap::new();
    let mut keys: BTreeMap<&Slug, usize> = BTreeMap::new();
    let mut last: Option<&ClauseNumber> = None;
    for clause in &clauses {
        if let Some(first) = keys.insert(&clause.key, clause.line) {
            let message = format!(
                "key {} stands twice (first on line {first}); keys are unique in a manual",
                quoted(clause.key.as_str())
            );
            mistakes.add_with_hint(clause.line, 1, message, "give this clause another key");
        }
        if let Some(first) = numbers.get(&clause.number) {
            mistakes.add(
                clause.line,
                1,
                format!("clause {} stands twice (first on line {first})", clause.number),
            );
        } else {
            if is_whole {
                check_place(mistakes, clause, last, &numbers);
            }
            numbers.insert(&clause.number, clause.line);
        }
        last = Some(&clause.number);
    }
    clauses
}

fn check_place(
    mistakes: &mut Mistakes<'_>,
    clause: &Clause,
    last: Option<&ClauseNumber>,
    numbers: &BTreeMap<&ClauseNumber, usize>,
) {
    let number = &clause.number;
    if let Some(last) = last.filter(|last| *last > number) {
        mistakes.add(
            clause.line,
            1,
            format!("clause {number} stands after clause {last}; numbers rise"),
        );
    } else if let Some(parent) = number.parent().filter(|parent| !numbers.contains_key(parent)) {
        let message = format!("clause {number} is part of clause {parent}, which does not stand above it");
        mistakes.add(clause.line, 1, message);
    }
}

/// A clause's Markdown as HTML that is safe to show: raw HTML appears as text, links lead only to the web, to mail or
/// to pages of our own, and images are left out but for their description.
pub fn html(markdown: &str) -> String {
    let mut dropped = Vec::new();
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let safe = events.filter_map(|event| safe_event(event, &mut dropped));
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, safe);
    html
}

/// A clause's words without the marks of Markdown, on one line, as search and lists show them.
pub fn plain(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&text)
            }
            // Words of one line stay together where bold letters end inside them.
            Event::Start(tag) if !is_inline(&tag) => plain.push(' '),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The name a manual's file has to have by its own words: what a device calls it does not matter.
pub fn name_in(source: &str) -> String {
    let code = source
        .lines()
        .find_map(|line| line.strip_prefix("manual:"))
        .and_then(|rest| rest.split_whitespace().next())
        .map_or("manual", |code| code.trim_matches(['"', '\'']));
    format!("{}.md", code.to_lowercase())
}

/// The same file as another edition, or with another first day.
pub fn with_front(source: &str, edition: u32, day: NaiveDate) -> String {
    let values = [("edition:", edition.to_string()), ("in-force-from:", day.to_string())];
    let mut fences = 0;
    let lines = source.split_inclusive('\n').map(|line| {
        fences += usize::from(line.trim_end() == "---");
        let value = values.iter().find(|(name, _)| fences == 1 && line.starts_with(name));
        value.map_or_else(|| line.to_owned(), |(name, value)| format!("{name} {value}\n"))
    });
    lines.collect()
}

/// The event as it may be shown. `dropped` remembers for each open link whether its tags are left out.
fn safe_event<'t>(event: Event<'t>, dropped: &mut Vec<bool>) -> Option<Event<'t>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link {
            link_type,
            ref dest_url,
            ..
        }) => {
            dropped.push(!is_safe_link(link_type, dest_url));
            (dropped.last() == Some(&false)).then_some(event)
        }
        Event::End(TagEnd::Link) => (dropped.pop() == Some(false)).then_some(event),
        other => Some(other),
    }
}

/// Whether a link leads to the web, to mail or to a page of our own.
fn is_safe_link(link_type: LinkType, url: &str) -> bool {
    let scheme = url
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'));
    let allowed = ["http", "https", "mailto"];
    link_type == LinkType::Email
        || scheme.is_none_or(|(scheme, _)| allowed.iter().any(|name| scheme.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests;
