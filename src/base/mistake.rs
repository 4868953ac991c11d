//! What is wrong with a file somebody wrote, said so that they can mend it.
//!
//! A reader of files never stops at the first mistake: it collects them in [`Mistakes`], each with its place in the
//! [`Source`], a sentence, and wherever we can think of one, a hint.

use std::fmt;

/// The largest file a reader takes, in bytes.
pub const LARGEST_FILE: usize = 1024 * 1024;

/// The most mistakes reported of one file; who has mended these will see the rest.
const MOST_MISTAKES: usize = 100;

/// The most characters of a source line that are shown around a mistake.
const SHOWN_WIDTH: usize = 100;

/// One mistake in a file: where it is, what is wrong, and how it may be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The name of the file, as the reader was given it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in that line, counted from 1.
    pub column: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The line as it stands in the file, cut where it is very long.
    pub source_line: String,
    /// Where the mistake starts in `source_line`, counted in characters from 0.
    pub caret: usize,
    /// How it may be put right.
    pub hint: Option<String>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        if !self.source_line.is_empty() {
            write!(f, "\n{:>5} | {}", self.line, self.source_line)?;
            write!(f, "\n      | {:caret$}^", "", caret = self.caret)?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n   hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistake {}

/// A file as it was written: its name and its text, with the lines at hand.
#[derive(Debug)]
pub struct Source<'a> {
    name: &'a str,
    text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Source<'a> {
    /// Takes a file's name (as people shall see it) and its text; a byte order mark at its start is dropped.
    pub fn new(name: &'a str, text: &'a str) -> Source<'a> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let readable = if text.len() > LARGEST_FILE { "" } else { text };
        Source {
            name,
            text,
            lines: readable.lines().collect(),
        }
    }

    /// The file's text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The file's lines, without their ends.
    pub fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// The file's name without folder and ending: `walk-in-counter` of `audit-templates/walk-in-counter.yaml`.
    pub fn stem(&self) -> &'a str {
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or(self.name);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }

    fn line(&self, line: usize) -> &'a str {
        line.checked_sub(1)
            .and_then(|index| self.lines.get(index))
            .copied()
            .unwrap_or("")
    }
}

/// The mistakes found so far in one file.
#[derive(Debug)]
pub struct Mistakes<'a> {
    source: &'a Source<'a>,
    found: Vec<Mistake>,
}

impl<'a> Mistakes<'a> {
    /// Starts with no mistake.
    pub fn new(source: &'a Source<'a>) -> Mistakes<'a> {
        Mistakes {
            source,
            found: Vec::new(),
        }
    }

    /// The file the mistakes are in.
    pub fn source(&self) -> &'a Source<'a> {
        self.source
    }

    /// Whether nothing is wrong yet.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether so much is wrong that more would not help.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST_MISTAKES
    }

    /// Whether a mistake is already known on this line.
    pub fn has_line(&self, line: usize) -> bool {
        self.found.iter().any(|mistake| mistake.line == line)
    }

    /// Adds a mistake that needs no hint.
    pub fn add(&mut self, line: usize, column: usize, message: impl Into<String>) {
        self.push(line, column, message.into(), None);
    }

    /// Adds a mistake with a hint how to put it right.
    pub fn add_with_hint(&mut self, line: usize, column: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.push(line, column, message.into(), Some(hint.into()));
    }

    /// Adds the mistake of an empty or too large file, and says whether the file is worth reading.
    pub fn check_size(&mut self) -> bool {
        let length = self.source.text.len();
        if length > LARGEST_FILE {
            let message = format!("the file has {length} bytes; at most {LARGEST_FILE} (1 MiB) are read");
            self.add_with_hint(1, 1, message, "divide it into several files");
        } else if self.source.text.trim().is_empty() {
            self.add_with_hint(1, 1, "the file is empty", "copy one of the starter files and change it");
        }
        self.is_empty()
    }

    /// All mistakes, in the order of the file.
    pub fn finish(mut self) -> Vec<Mistake> {
        self.found.sort_by_key(|mistake| (mistake.line, mistake.column));
        self.found.dedup();
        self.found
    }

    fn push(&mut self, line: usize, column: usize, message: String, hint: Option<String>) {
        if self.is_full() {
            return;
        }
        let (source_line, caret) = shown(self.source.line(line), column.saturating_sub(1));
        let file = self.source.name.to_owned();
        self.found.push(Mistake {
            file,
            line,
            column,
            message,
            source_line,
            caret,
            hint,
        });
    }
}

/// The part of a line around a character, and where that character stands in the part.
fn shown(line: &str, at: usize) -> (String, usize) {
    let start = if at < SHOWN_WIDTH { 0 } else { at - SHOWN_WIDTH / 2 };
    let part = line.chars().skip(start).take(SHOWN_WIDTH);
    let part: String = part.map(|c| if c.is_control() { ' ' } else { c }).collect();
    (part.trim_end().to_owned(), at - start)
}

/// A word of the file as a message shows it: in quotation marks, and cut where it is very long.
pub fn quoted(word: &str) -> String {
    const MOST: usize = 60;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let shown: String = word.chars().take(MOST).map(clean).collect();
    let rest = if word.chars().nth(MOST).is_some() { "…" } else { "" };
    format!("\"{shown}{rest}\"")
}

/// The one of `known` that was probably meant by `word`, if any is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 40;
    if word.chars().nth(LONGEST).is_some() {
        return None;
    }
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    let distances = known
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate));
    distances
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many letters to add, drop, change or swap with their neighbour to get from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (row, letter) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let change = last[column] + usize::from(letter != *other);
            let mut best = change.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped = column > 0 && previous == Some(*other) && to[column - 1] == letter;
            if swapped && let Some(cost) = before_last.get(column - 1) {
                best = best.min(cost + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_by_letters_added_dropped_changed_or_swapped() {
        let known = ["severity", "section", "why"];
        assert_eq!(nearest("sevreity", known), Some("severity"));
        assert_eq!(nearest("Severty", known), Some("severity"));
        assert_eq!(nearest("wyh", known), Some("why"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest(&"x".repeat(5000), known), None);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mistake() {
        let line = format!("{}!{}", "a".repeat(500), "b".repeat(500));
        let (part, caret) = shown(&line, 500);
        assert_eq!(part.chars().nth(caret), Some('!'));
        assert_eq!(part.chars().count(), SHOWN_WIDTH);
    }

    #[test]
    fn no_more_than_a_hundred_mistakes_are_reported() {
        let source = Source::new("a.yaml", "x");
        let mut mistakes = Mistakes::new(&source);
        (1..1000).for_each(|line| mistakes.add(line, 1, "wrong"));
        assert_eq!(mistakes.finish().len(), MOST_MISTAKES);
    }
}
