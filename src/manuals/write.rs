//! Writes a manual in the format its file has, so that what comes in from elsewhere can be corrected by hand.

use super::file::{Clause, ManualFile};
use std::fmt::Write;

/// The text of a manual file with these clauses; reading it gives the same manual.
pub fn source(manual: &ManualFile) -> String {
    let mut out = String::from("---\n");
    // Writing into a text does not fail.
    let _ = writeln!(out, "manual: {}", manual.manual);
    let _ = writeln!(out, "title: {}", yaml(&manual.title));
    let _ = writeln!(out, "edition: {}", manual.edition);
    let _ = writeln!(out, "in-force-from: {}", manual.in_force_from);
    out.push_str("---\n");
    for clause in &manual.clauses {
        write_clause(&mut out, clause);
    }
    out
}

fn write_clause(out: &mut String, clause: &Clause) {
    let marks = "#".repeat(clause.depth);
    let (number, key) = (&clause.number, &clause.key);
    let _ = writeln!(out, "{marks} {number} {} {{#{key}}}", plain(&one_line(&clause.title)));
    if !clause.body.is_empty() {
        let _ = writeln!(out, "{}", clause.body);
    }
    out.push('\n');
}

/// A text on one line, with single blanks.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words as Markdown that shows exactly these words, wherever in a line they stand.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '&' | '~' | '|'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text as a value in the block on top: as it is where nothing in it means something to YAML.
fn yaml(text: &str) -> String {
    let text = one_line(text);
    let harmless = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '(' | ')' | '/' | '-' | '\'');
    let word = text.chars().next().is_some_and(char::is_alphabetic) && text.contains(' ');
    if word && text.chars().all(harmless) {
        return text;
    }
    let mut out = String::from("\"");
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}
