//! A Word file as Markdown: a zip in which XML says paragraph by paragraph what stands on the page.
//!
//! Read are the words of the document itself: headings, paragraphs, lists, tables, bold and italic letters. Pictures and
//! footnotes are left out, which is told; what was taken back while changes were tracked is gone.

use super::{CannotImport, LONGEST_EDITION, Limits, MOST_ENTRIES, Outline, Part, append};
use crate::base::said::Said;
use crate::manuals::write::{one_line, plain};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many styles may be based on each other.
const LONGEST_CHAIN: usize = 20;
/// The deepest heading that becomes a clause.
const DEEPEST: usize = 6;
/// The most columns a table has in Word.
const MOST_COLUMNS: usize = 63;
/// The deepest list in Word.
const DEEPEST_LIST: usize = 9;

/// The outline of a Word file, and what the person should know of how it was read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<(Outline, Vec<Said>), CannotImport> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| CannotImport::NotWord)?;
    if zip.len() > MOST_ENTRIES {
        return Err(CannotImport::TooManyEntries { most: MOST_ENTRIES });
    }
    let mut room = limits.unpacked();
    let mut part = |name: &str| unpacked(&mut zip, name, &mut room, limits);
    let document = part("word/document.xml")?.ok_or(CannotImport::NotWord)?;
    let styles = part("word/styles.xml")?.map_or(Ok(Styles::default()), |xml| Styles::read(&xml))?;
    let lists = part("word/numbering.xml")?.map_or(Ok(Lists::default()), |xml| Lists::read(&xml))?;
    let mut body = Body::new(&styles, &lists);
    each(&document, |event| body.take(event))?;
    body.finish()
}

/// A part of the zip as text, if it is there; never more than there is room for.
fn unpacked(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    room: &mut u64,
    limits: &Limits,
) -> Result<Option<String>, CannotImport> {
    let part = match zip.by_name(name) {
        Ok(part) => part,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(CannotImport::Damaged),
    };
    let mut bytes = Vec::new();
    part.take(*room + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| CannotImport::Damaged)?;
    *room = room.checked_sub(bytes.len() as u64).ok_or(CannotImport::Bomb {
        megabytes: limits.unpacked() / 1024 / 1024,
    })?;
    let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(found, _)| found);
    Ok(Some(encoding.decode(&bytes).0.into_owned()))
}

/// What the XML says, one thing after the other.
enum Heard<'x> {
    Opens(&'x BytesStart<'x>),
    Closes(&'x str),
    Words(&'x str),
}

fn each(xml: &str, mut take: impl FnMut(Heard<'_>) -> Result<(), CannotImport>) -> Result<(), CannotImport> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| CannotImport::Damaged)? {
            Event::Start(tag) => take(Heard::Opens(&tag))?,
            Event::Empty(tag) => {
                take(Heard::Opens(&tag))?;
                take(Heard::Closes(tag.name().into_inner()))?;
            }
            Event::End(tag) => take(Heard::Closes(tag.name().into_inner()))?,
            Event::Text(text) => take(Heard::Words(&text.xml10_content()))?,
            Event::CData(text) => take(Heard::Words(&text.xml10_content()))?,
            Event::GeneralRef(name) => {
                if let Ok(Some(c)) = name.resolve_char_ref() {
                    take(Heard::Words(c.encode_utf8(&mut [0; 4])))?;
                } else if let Some(text) = resolve_predefined_entity(&name.into_inner()) {
                    take(Heard::Words(text))?;
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute, `w:val` where no other is meant.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|found| found.key.into_inner() == name)?;
    Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned))
}

fn value<T: std::str::FromStr>(tag: &BytesStart<'_>) -> Option<T> {
    attribute(tag, "w:val")?.parse().ok()
}

/// Whether a switch such as `w:b` is on: it is unless it says no.
fn is_on(tag: &BytesStart<'_>) -> bool {
    !attribute(tag, "w:val").is_some_and(|value| ["0", "false", "off", "none"].contains(&value.as_str()))
}

/// What a paragraph is, by itself or by its style.
#[derive(Debug, Clone, Default)]
struct Kind {
    /// Level of a heading, from 0; 9 is the text below headings.
    outline: Option<usize>,
    /// The list it is in; 0 is none.
    list: Option<u32>,
    /// How deep in the list, from 0.
    depth: Option<usize>,
}

impl Kind {
    fn take(&mut self, tag: &BytesStart<'_>) {
        match tag.name().into_inner() {
            "w:outlineLvl" => self.outline = value(tag).or(self.outline),
            "w:numId" => self.list = value(tag).or(self.list),
            "w:ilvl" => self.depth = value(tag).or(self.depth),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    kind: Kind,
}

#[derive(Debug, Default)]
struct Styles(BTreeMap<String, Style>);

impl Styles {
    fn read(xml: &str) -> Result<Self, CannotImport> {
        let mut styles = Self::default();
        let mut inside: Option<(String, Style)> = None;
        each(xml, |said| {
            match said {
                Heard::Opens(tag) => match (tag.name().into_inner(), &mut inside) {
                    ("w:style", _) => {
                        inside = Some((attribute(tag, "w:styleId").unwrap_or_default(), Style::default()));
                    }
                    ("w:name", Some((_, style))) => {
                        style.name = attribute(tag, "w:val").unwrap_or_default().to_lowercase()
                    }
                    ("w:basedOn", Some((_, style))) => style.based_on = attribute(tag, "w:val"),
                    (_, Some((_, style))) => style.kind.take(tag),
                    (_, None) => {}
                },
                Heard::Closes("w:style") => styles.0.extend(inside.take()),
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// A style and those it is based on.
    fn chain<'s>(&'s self, id: &str) -> impl Iterator<Item = &'s Style> {
        let next = |style: &&'s Style| self.0.get(style.based_on.as_ref()?);
        std::iter::successors(self.0.get(id), next).take(LONGEST_CHAIN)
    }
}

/// Which lists count: by list and depth.
#[derive(Debug, Default)]
struct Lists {
    kinds: BTreeMap<(u32, usize), bool>,
    of_list: BTreeMap<u32, u32>,
}

impl Lists {
    fn read(xml: &str) -> Result<Self, CannotImport> {
        let mut lists = Self::default();
        let (mut kind, mut depth, mut list) = (0, 0, 0);
        let number = |tag: &BytesStart<'_>, name: &str| attribute(tag, name)?.parse().ok();
        each(xml, |said| {
            if let Heard::Opens(tag) = said {
                match tag.name().into_inner() {
                    "w:abstractNum" => kind = number(tag, "w:abstractNumId").unwrap_or_default(),
                    "w:lvl" => depth = number(tag, "w:ilvl").unwrap_or_default() as usize,
                    "w:numFmt" => {
                        let counts = attribute(tag, "w:val").is_some_and(|kind| kind != "bullet" && kind != "none");
                        lists.kinds.insert((kind, depth), counts);
                    }
                    "w:num" => list = number(tag, "w:numId").unwrap_or_default(),
                    "w:abstractNumId" => _ = lists.of_list.insert(list, value(tag).unwrap_or_default()),
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok(lists)
    }

    fn counts(&self, list: u32, depth: usize) -> bool {
        let kind = self.of_list.get(&list);
        kind.and_then(|kind| self.kinds.get(&(*kind, depth)))
            .copied()
            .unwrap_or(false)
    }
}

/// Some letters of one look.
#[derive(Debug, Default)]
struct Run {
    text: String,
    bold: bool,
    italic: bool,
}

#[derive(Debug, Default)]
struct Paragraph {
    style: String,
    kind: Kind,
    runs: Vec<Run>,
}

impl Paragraph {
    fn words(&self) -> String {
        one_line(&self.runs.iter().map(|run| run.text.as_str()).collect::<String>())
    }
}

/// What becomes of a paragraph.
enum Becomes {
    Title,
    Heading(usize),
    Item { counts: bool, depth: usize },
    Text,
    Nothing,
}

/// A table: the cells of each row.
type Rows = Vec<Vec<String>>;

/// The document as it is read.
struct Body<'d> {
    styles: &'d Styles,
    lists: &'d Lists,
    outline: Outline,
    /// How much was written so far.
    length: usize,
    paragraph: Option<Paragraph>,
    run: Run,
    /// Paragraphs open at the moment: a text box holds some inside another.
    paragraphs: usize,
    /// Elements open inside one that is not read.
    skipped: usize,
    in_text: bool,
    in_run: bool,
    in_run_look: bool,
    in_look: bool,
    /// Tables open at the moment.
    tables: usize,
    rows: Rows,
    /// Columns the open cell covers besides its own.
    more_columns: usize,
    /// The counters of the list that goes on, by depth; none for a list with bullets.
    items: Vec<Option<u32>>,
    pictures: usize,
    footnotes: usize,
}

impl<'d> Body<'d> {
    fn new(styles: &'d Styles, lists: &'d Lists) -> Self {
        Self {
            styles,
            lists,
            outline: Outline {
                title: None,
                parts: vec![Part::default()],
            },
            length: 0,
            paragraph: None,
            run: Run::default(),
            paragraphs: 0,
            skipped: 0,
            in_text: false,
            in_run: false,
            in_run_look: false,
            in_look: false,
            tables: 0,
            rows: Rows::new(),
            more_columns: 0,
            items: Vec::new(),
            pictures: 0,
            footnotes: 0,
        }
    }

    fn take(&mut self, said: Heard<'_>) -> Result<(), CannotImport> {
        match said {
            Heard::Opens(_) if self.skipped > 0 => self.skipped += 1,
            Heard::Closes(_) if self.skipped > 0 => self.skipped -= 1,
            Heard::Opens(tag) => self.open(tag),
            Heard::Closes(name) => self.close(name)?,
            Heard::Words(words) if self.in_text && self.skipped == 0 => self.run.text.push_str(words),
            Heard::Words(_) => {}
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.name().into_inner() {
            // Words that were moved away; a second way to draw what was read already; looks as they were before.
            "w:moveFrom" | "mc:Fallback" | "w:pPrChange" | "w:rPrChange" => self.skipped = 1,
            "w:p" => {
                self.paragraphs += 1;
                if self.paragraphs == 1 {
                    self.paragraph = Some(Paragraph::default());
                } else {
                    self.space();
                }
            }
            "w:pPr" => self.in_look = true,
            "w:rPr" => self.in_run_look = true,
            "w:pStyle" if self.in_look && self.paragraphs == 1 => {
                if let Some(paragraph) = &mut self.paragraph {
                    paragraph.style = attribute(tag, "w:val").unwrap_or_default();
                }
            }
            "w:b" if self.in_run && self.in_run_look => self.run.bold = is_on(tag),
            "w:i" if self.in_run && self.in_run_look => self.run.italic = is_on(tag),
            "w:r" => {
                self.in_run = true;
                self.run = Run::default();
            }
            "w:t" => self.in_text = self.in_run,
            "w:tab" | "w:ptab" if self.in_run => self.run.text.push(' '),
            "w:br" | "w:cr" if self.in_run => self.run.text.push('\n'),
            "w:noBreakHyphen" => self.run.text.push('-'),
            "w:drawing" | "w:pict" | "w:object" => self.pictures += 1,
            "w:footnoteReference" | "w:endnoteReference" => self.footnotes += 1,
            "w:tbl" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.items.clear();
                    self.rows = Rows::new();
                }
            }
            "w:tr" if self.tables == 1 => self.rows.push(Vec::new()),
            "w:tc" if self.tables == 1 => {
                self.cell();
                self.more_columns = 0;
            }
            "w:gridSpan" if self.tables == 1 => {
                self.more_columns = value::<usize>(tag).unwrap_or(1).clamp(1, MOST_COLUMNS) - 1;
            }
            _ if self.in_look && self.paragraphs == 1 => {
                if let Some(paragraph) = &mut self.paragraph {
                    paragraph.kind.take(tag);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), CannotImport> {
        match name {
            "w:pPr" => self.in_look = false,
            "w:rPr" => self.in_run_look = false,
            "w:t" => self.in_text = false,
            "w:r" => {
                self.in_run = false;
                self.end_run();
            }
            "w:p" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.paragraphs == 0
                    && let Some(paragraph) = self.paragraph.take()
                {
                    self.end_paragraph(&paragraph)?;
                }
            }
            "w:tc" if self.tables == 1 => (0..self.more_columns).for_each(|_| self.cell()),
            "w:tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let rows = std::mem::take(&mut self.rows);
                    self.block(&table(&rows), "\n\n")?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Words of a text box follow those around it after a blank.
    fn space(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.runs.push(Run {
                text: " ".to_owned(),
                ..Run::default()
            });
        }
    }

    fn cell(&mut self) {
        if let Some(row) = self.rows.last_mut().filter(|row| row.len() < MOST_COLUMNS) {
            row.push(String::new());
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let Some(paragraph) = self.paragraph.as_mut().filter(|_| !run.text.is_empty()) else {
            return;
        };
        match paragraph.runs.last_mut() {
            Some(last) if (last.bold, last.italic) == (run.bold, run.italic) => last.text.push_str(&run.text),
            _ => paragraph.runs.push(run),
        }
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph) -> Result<(), CannotImport> {
        if self.tables > 0 {
            let words = one_line(&inline(&paragraph.runs));
            self.length += words.len();
            let cell = self.rows.last_mut().and_then(|row| row.last_mut());
            if let Some(cell) = cell.filter(|_| !words.is_empty()) {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&words);
            }
            return self.check_length();
        }
        let becomes = self.becomes(paragraph);
        if !matches!(becomes, Becomes::Item { .. }) {
            self.items.clear();
        }
        match becomes {
            Becomes::Title => self.outline.title = Some(paragraph.words()),
            Becomes::Heading(level) => {
                let heading = paragraph.words();
                self.length += heading.len();
                if !heading.is_empty() {
                    self.outline.parts.push(Part {
                        level,
                        heading,
                        ..Part::default()
                    });
                }
            }
            Becomes::Item { counts, depth } => {
                let goes_on = !self.items.is_empty();
                let item = self.item(&one_line(&inline(&paragraph.runs)), counts, depth);
                self.block(&item, if goes_on { "\n" } else { "\n\n" })?;
            }
            Becomes::Text => {
                let text = inline(&paragraph.runs);
                let lines = text.lines().map(|line| at_start(&one_line(line)));
                let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
                self.block(&lines.join("\\\n"), "\n\n")?;
            }
            Becomes::Nothing => {}
        }
        self.check_length()
    }

    fn becomes(&self, paragraph: &Paragraph) -> Becomes {
        let own = |of: &dyn Fn(&Kind) -> Option<usize>| {
            of(&paragraph.kind).or_else(|| self.styles.chain(&paragraph.style).find_map(|style| of(&style.kind)))
        };
        let mut chain = self.styles.chain(&paragraph.style).map(|style| style.name.as_str());
        // A file without the list of its styles still names them.
        let id = paragraph.style.to_lowercase().replace("heading", "heading ");
        let name = chain.next().unwrap_or(&id);
        let by_name = |name: &str| {
            let level: usize = name.strip_prefix("heading ")?.trim().parse().ok()?;
            level.checked_sub(1)
        };
        let outline = paragraph
            .kind
            .outline
            .or_else(|| by_name(name))
            .or_else(|| chain.find_map(by_name))
            .or_else(|| own(&|kind| kind.outline));
        if name.starts_with("toc ") || name == "toc heading" || paragraph.words().is_empty() {
            return Becomes::Nothing;
        }
        if let Some(level) = outline.filter(|level| *level < DEEPEST) {
            return Becomes::Heading(level + 1);
        }
        if name == "title" && self.outline.title.is_none() && self.outline.parts.len() == 1 {
            return Becomes::Title;
        }
        let list = own(&|kind| kind.list.map(|list| list as usize)).and_then(|list| u32::try_from(list).ok());
        let depth = own(&|kind| kind.depth).unwrap_or(0).min(DEEPEST_LIST - 1);
        match list {
            Some(0) => Becomes::Text,
            Some(list) => Becomes::Item {
                counts: self.lists.counts(list, depth),
                depth,
            },
            None if name.starts_with("list bullet") => Becomes::Item { counts: false, depth },
            None if name.starts_with("list number") => Becomes::Item { counts: true, depth },
            None => Becomes::Text,
        }
    }

    /// A line of a list, under the line it belongs to.
    fn item(&mut self, words: &str, counts: bool, depth: usize) -> String {
        self.items.truncate(depth + 1);
        let depth = depth.min(self.items.len());
        let indent: usize = self.items.iter().take(depth).map(|item| marker(*item).len() + 1).sum();
        match self.items.get_mut(depth) {
            Some(Some(count)) if counts => *count += 1,
            Some(item) => *item = counts.then_some(1),
            None => self.items.push(counts.then_some(1)),
        }
        let marker = marker(self.items.last().copied().flatten());
        format!("{}{marker} {}", " ".repeat(indent), at_start(words))
    }

    /// Adds to the part that is read at the moment.
    fn block(&mut self, text: &str, between: &str) -> Result<(), CannotImport> {
        self.length += text.len() + between.len();
        if let Some(part) = self.outline.parts.last_mut().filter(|_| !text.is_empty()) {
            if between == "\n" {
                part.body.push('\n');
                part.body.push_str(text);
            } else {
                append(&mut part.body, text);
            }
        }
        self.check_length()
    }

    fn check_length(&self) -> Result<(), CannotImport> {
        match self.length > LONGEST_EDITION {
            true => Err(CannotImport::too_long()),
            false => Ok(()),
        }
    }

    fn finish(self) -> Result<(Outline, Vec<Said>), CannotImport> {
        let mut notices = Vec::new();
        if self.pictures + self.footnotes > 0 {
            notices.push(
                Said::new("manuals-notice-left-out")
                    .with("pictures", self.pictures)
                    .with("footnotes", self.footnotes),
            );
        }
        Ok((self.outline, notices))
    }
}

/// What stands before a line of a list.
fn marker(count: Option<u32>) -> String {
    count.map_or_else(|| "-".to_owned(), |count| format!("{count}."))
}

/// Runs of letters as Markdown.
fn inline(runs: &[Run]) -> String {
    let mut out = String::new();
    for (index, run) in runs.iter().enumerate() {
        let words = run.text.trim();
        let mark = match (run.bold, run.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let before = out.chars().next_back();
        let (start, rest) = run.text.split_at(run.text.len() - run.text.trim_start().len());
        let end = &rest[rest.trim_end().len()..];
        let after = end.chars().next().or_else(|| runs.get(index + 1)?.text.chars().next());
        let before = start.chars().next_back().or(before);
        let plain_words = plain(words);
        if mark.is_empty() || words.contains('\n') || !is_seen(words, before, after) {
            out.push_str(start);
            out.push_str(&plain_words);
        } else {
            out.push_str(start);
            out.push_str(mark);
            out.push_str(&plain_words);
            out.push_str(mark);
        }
        out.push_str(end);
    }
    out
}

/// Whether Markdown sees marks around these words as marks: beside a letter only where the words begin or end with one,
/// and never beside the marks of other words.
fn is_seen(words: &str, before: Option<char>, after: Option<char>) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || (c.is_ascii_punctuation() && c != '*'));
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let fits = |own: Option<char>, beside: Option<char>| apart(beside) || (is_word(own) && beside != Some('*'));
    fits(words.chars().next(), before) && fits(words.chars().next_back(), after) && !words.is_empty()
}

/// A line that begins with none of the marks that would make it a list, a heading or a rule.
fn at_start(line: &str) -> String {
    let first = line.chars().next();
    if matches!(first, Some('-' | '+' | '=' | ':')) {
        return format!("\\{line}");
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line.to_owned(),
    }
}

/// A table as Markdown, its first row as the head.
fn table(rows: &Rows) -> String {
    let rows: Vec<&Vec<String>> = rows
        .iter()
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .collect();
    let columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push('|');
        for column in 0..columns {
            out.push(' ');
            out.push_str(row.get(column).map_or("", String::as_str));
            out.push_str(" |");
        }
        if index == 0 {
            out.push_str("\n|");
            out.push_str(&" --- |".repeat(columns));
        }
    }
    out
}
