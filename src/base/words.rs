//! Two texts as one: the words that stayed, went and came.

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::time::{Duration, Instant};

crate::text_enum! {
    /// What became of some words.
    pub enum Fate {
        /// They stand in both.
        Same = "same",
        /// They stood in the older text only.
        Gone = "gone",
        /// They stand in the newer text only.
        New = "new",
    }
}

/// Words that stayed, went or came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of them.
    pub fate: Fate,
    /// The words; a line that begins anew, and an empty line, are kept.
    pub text: String,
}

/// How long two texts are compared; after that the rest is told in larger pieces.
const PATIENCE: Duration = Duration::from_millis(300);

/// Two texts as one. How many blanks stand between words, and where a line was wrapped, makes no difference.
pub fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (tokens(before), tokens(after));
    let deadline = Instant::now().checked_add(PATIENCE);
    let mut pieces = Pieces(Vec::new());
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline) {
        match op {
            DiffOp::Equal { old_index, len, .. } => pieces.add(Fate::Same, &old[old_index..old_index + len]),
            DiffOp::Delete { old_index, old_len, .. } => pieces.add(Fate::Gone, &old[old_index..old_index + old_len]),
            DiffOp::Insert { new_index, new_len, .. } => pieces.add(Fate::New, &new[new_index..new_index + new_len]),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                pieces.add(Fate::Gone, &old[old_index..old_index + old_len]);
                pieces.add(Fate::New, &new[new_index..new_index + new_len]);
            }
        }
    }
    pieces.0
}

/// Whether two texts have the same words in the same lines.
pub fn are_same(before: &str, after: &str) -> bool {
    tokens(before) == tokens(after)
}

/// A new line that means something, and an empty line.
const BREAKS: [&str; 2] = ["\n", "\n\n"];

/// The words of a text, and its lines where they mean something: a line that begins with a letter only goes on with the
/// one before it.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut empty_lines = 0;
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        let Some(first) = words.peek() else {
            empty_lines += 1;
            continue;
        };
        if !tokens.is_empty() {
            if empty_lines > 0 {
                tokens.push(BREAKS[1]);
            } else if !first.starts_with(char::is_alphabetic) {
                tokens.push(BREAKS[0]);
            }
        }
        empty_lines = 0;
        tokens.extend(words);
    }
    tokens
}

struct Pieces(Vec<Piece>);

impl Pieces {
    /// Words of the same fate side by side become one piece.
    fn add(&mut self, fate: Fate, words: &[&str]) {
        if self.0.last().is_none_or(|last| last.fate != fate) {
            let text = String::new();
            self.0.push(Piece { fate, text });
        }
        let Some(last) = self.0.last_mut() else { return };
        for word in words {
            let text = &mut last.text;
            if !text.is_empty() && !text.ends_with('\n') && !BREAKS.contains(word) {
                text.push(' ');
            }
            text.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        pieces(before, after)
            .iter()
            .map(|piece| match piece.fate {
                Fate::Same => piece.text.clone(),
                Fate::Gone => format!("[-{}-]", piece.text),
                Fate::New => format!("[+{}+]", piece.text),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn words_that_went_and_came_are_marked() {
        assert_eq!(
            shown("Was each person greeted at once?", "Was every person in line greeted?"),
            "Was [-each-] [+every+] person [-greeted at once?-] [+in line greeted?+]"
        );
        assert_eq!(shown("", "New words"), "[+New words+]");
        assert_eq!(shown("Old words", ""), "[-Old words-]");
        assert_eq!(shown("The same", "The  same"), "The same");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn a_line_counts_where_it_means_something() {
        assert!(are_same("One line\nwrapped", "One line wrapped\n"));
        assert!(!are_same("One\n\ntwo", "One two"));
        assert_eq!(
            shown("Take:\n- a pen", "Take:\n- a pen\n- a form"),
            "Take:\n- a pen [+\n- a form+]"
        );
    }

    #[test]
    fn long_texts_end_in_time() {
        let long = |step: usize| {
            (0..60_000)
                .map(|n| format!("w{} ", n * step % 7919))
                .collect::<String>()
        };
        let (old, new) = (long(31), long(17));
        let began = Instant::now();
        let found = pieces(&old, &new);
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        let count = |fate: Fate| {
            found
                .iter()
                .filter(|piece| piece.fate != fate)
                .map(|p| p.text.split(' ').count())
                .sum::<usize>()
        };
        assert_eq!((count(Fate::New), count(Fate::Gone)), (60_000, 60_000));
    }
}
