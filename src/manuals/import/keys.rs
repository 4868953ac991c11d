//! Numbers and keys for the clauses of a manual that comes in: the numbers written in its headings, and the keys the
//! clauses had in the edition before.

use super::super::file::{Clause, ManualFile};
use super::super::write;
use super::{Outline, Part};
use crate::base::text::{ClauseNumber, ManualCode, Slug, fold};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A clause of the edition before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What stays the same.
    pub key: String,
    /// The number it has there.
    pub number: String,
    /// The heading it has there.
    pub title: String,
}

/// The text of an edition, in the format of our own, with the clauses of this outline. A clause keeps the key it had in
/// the edition before; it is known by number and title, else by its title, else by its number.
pub fn edition(
    outline: &Outline,
    manual: ManualCode,
    title: &str,
    number: u32,
    in_force_from: NaiveDate,
    before: &[Known],
) -> String {
    let numbered = numbered(&outline.parts);
    let keys = keys(&outline.parts, &numbered, before);
    let parts = outline.parts.iter().zip(numbered).zip(keys);
    let clauses = parts.filter_map(|((part, (number, title)), key)| {
        let number = ClauseNumber::parse(&number).ok()?;
        Some(Clause {
            depth: number.depth(),
            number,
            title,
            key: Slug::parse(&key).ok()?,
            body: part.body.clone(),
            line: 0,
        })
    });
    write::source(&ManualFile {
        manual,
        title: title.to_owned(),
        edition: number,
        in_force_from,
        clauses: clauses.collect(),
    })
}

/// An outline as Markdown with the numbers its headings will have, to be brought in again.
pub fn numbered_markdown(outline: &Outline) -> String {
    let mut out = String::new();
    for (part, (number, title)) in outline.parts.iter().zip(numbered(&outline.parts)) {
        let marks = "#".repeat(number.split('.').count());
        let key = part.key.as_ref().map(|key| format!(" {{#{key}}}")).unwrap_or_default();
        out.push_str(&format!(
            "{marks} {number} {}{key}\n{}\n\n",
            write::plain(&title),
            part.body
        ));
    }
    out
}

/// The number a heading begins with, and the rest: "3.2 Greeting", "3.2. Greeting", "4) Waiting".
pub(super) fn number_of(heading: &str) -> Option<(ClauseNumber, &str)> {
    let (number, rest) = heading.split_once(' ').unwrap_or((heading, ""));
    let number = ClauseNumber::parse(number.trim_end_matches(['.', ')', ':'])).ok()?;
    let rest = rest.trim_start_matches(['-', '\u{2013}', '\u{2014}', ':', '.', ' ']);
    Some((number, rest))
}

/// The number and the title of each part; a heading without a number is counted by how deep it lies.
fn numbered(parts: &[Part]) -> Vec<(String, String)> {
    let least = parts.iter().map(|part| part.level).min().unwrap_or(1);
    let mut last: Vec<u32> = Vec::new();
    let one = |part: &Part| {
        let (number, title) = match number_of(&part.heading) {
            Some((number, title)) => (number.to_string(), title.to_owned()),
            None => {
                let level = (part.level - least + 1).clamp(1, (last.len() + 1).min(6));
                last.resize(level.max(last.len()), 0);
                last.truncate(level);
                if let Some(count) = last.last_mut() {
                    *count = (*count + 1).min(9_999);
                }
                (join(&last), part.heading.clone())
            }
        };
        last = number.split('.').filter_map(|part| part.parse().ok()).collect();
        (number, title)
    };
    parts.iter().map(one).collect()
}

fn join(number: &[u32]) -> String {
    number.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// A key for each part, no two the same.
fn keys(parts: &[Part], numbered: &[(String, String)], before: &[Known]) -> Vec<String> {
    let mut found: Vec<Option<String>> = vec![None; parts.len()];
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (part, key) in parts.iter().zip(&mut found) {
        if let Some(own) = part.key.as_deref().filter(|key| Slug::parse(key).is_ok())
            && taken.insert(own)
        {
            *key = Some(own.to_owned());
        }
    }
    // The best match first: what is known by number and title is not given to another with the same title.
    let by_both = |number: &str, title: &str| format!("{number} {}", fold(title));
    let by_title = |_: &str, title: &str| fold(title);
    let by_number = |number: &str, _: &str| number.to_owned();
    let ways: [&dyn Fn(&str, &str) -> String; 3] = [&by_both, &by_title, &by_number];
    for way in ways {
        let mut known: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for clause in before.iter().filter(|clause| !taken.contains(clause.key.as_str())) {
            known
                .entry(way(&clause.number, &clause.title))
                .or_default()
                .push(&clause.key);
        }
        let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, (number, title)) in numbered.iter().enumerate().filter(|(index, _)| found[*index].is_none()) {
            wanted.entry(way(number, title)).or_default().push(index);
        }
        for (name, indexes) in wanted {
            // Two of a name on either side say nothing.
            if let ([index], Some([key])) = (indexes.as_slice(), known.get(&name).map(Vec::as_slice)) {
                found[*index] = Some((*key).to_owned());
                taken.insert(key);
            }
        }
    }
    let mut used: BTreeSet<String> = before.iter().map(|clause| clause.key.clone()).collect();
    used.extend(taken.iter().map(|key| (*key).to_owned()));
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    let keys = found.into_iter().zip(numbered).map(|(key, (number, title))| {
        key.unwrap_or_else(|| {
            let wanted = slug(title, number);
            let times = times.entry(wanted.clone()).or_insert(1);
            let mut key = wanted.clone();
            while !used.insert(key.clone()) {
                *times += 1;
                key = format!("{wanted}-{times}");
            }
            key
        })
    });
    keys.collect()
}

/// A key made of the words of a title: the first of them that fit.
fn slug(title: &str, number: &str) -> String {
    const LONGEST: usize = 48;
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'');
    let mut key = String::new();
    for word in words.map(|word| word.replace('\'', "")).filter(|word| !word.is_empty()) {
        if key.is_empty() {
            key = word.chars().take(LONGEST).collect();
        } else if key.len() + word.len() < LONGEST {
            key = format!("{key}-{word}");
        } else {
            break;
        }
    }
    if key.is_empty() {
        return format!("clause-{}", number.replace('.', "-"));
    }
    key
}
