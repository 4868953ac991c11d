//! Texts and codes: checked once when they come in, trusted ever after.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The language every text falls back to.
pub const FALLBACK_LANGUAGE: &str = "en";

/// A text in one language or several.
///
/// In a file it is a plain string (English) or a map by language: `{ en: Desk, es: Ventanilla }`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Localized(BTreeMap<String, String>);

impl Localized {
    /// A text by language; `None` if a language is not written like `en` or `pt-BR`. Without any it says nothing.
    pub fn new(texts: BTreeMap<String, String>) -> Option<Localized> {
        let fits = texts.keys().all(|language| is_language(language));
        fits.then_some(Localized(texts))
    }

    /// The text in this language (`es-MX` is content with `es`), else in English, else in any.
    pub fn get(&self, language: &str) -> &str {
        let primary = language.split('-').next().unwrap_or(language);
        let wanted = [language, primary, FALLBACK_LANGUAGE];
        let found = wanted.iter().find_map(|language| self.0.get(*language));
        found.or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Whether it says nothing, in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    /// The same text, with these words in one language; no words take the language away.
    pub fn with(&self, language: &str, words: &str) -> Localized {
        let mut texts = self.0.clone();
        match words.trim() {
            "" => _ = texts.remove(language),
            words => _ = texts.insert(language.to_owned(), words.to_owned()),
        }
        Localized(texts)
    }

    /// The words in exactly this language, if it is written in it.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The languages it is written in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl From<&str> for Localized {
    fn from(text: &str) -> Localized {
        Localized(BTreeMap::from([(FALLBACK_LANGUAGE.to_owned(), text.to_owned())]))
    }
}

/// Reads either form without looking at it twice: hundreds of texts are read for one page.
struct LocalizedVisitor;

impl<'de> Visitor<'de> for LocalizedVisitor {
    type Value = Localized;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a map of texts by language")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Localized, E> {
        Ok(Localized::from(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Localized, A::Error> {
        let texts = BTreeMap::deserialize(MapAccessDeserializer::new(map))?;
        Localized::new(texts).ok_or_else(|| serde::de::Error::custom("a language is written like en or pt-BR"))
    }
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Localized, D::Error> {
        deserializer.deserialize_any(LocalizedVisitor)
    }
}

impl Serialize for Localized {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.get(FALLBACK_LANGUAGE) {
            Some(text) if self.0.len() == 1 => serializer.serialize_str(text),
            _ => self.0.serialize(serializer),
        }
    }
}

impl JsonSchema for Localized {
    fn schema_name() -> Cow<'static, str> {
        "Localized".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text, or a map of texts by language: { en: ..., es: ... }",
            "anyOf": [
                { "type": "string", "minLength": 1 },
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": { "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$" },
                    "additionalProperties": { "type": "string", "minLength": 1 }
                }
            ]
        })
    }
}

/// Whether this is written like a language: `en`, `es`, `pt-BR`.
pub fn is_language(text: &str) -> bool {
    let (language, region) = text
        .split_once('-')
        .map_or((text, None), |(language, region)| (language, Some(region)));
    let is_region = |region: &str| region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase());
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && region.is_none_or(is_region)
}

/// A code or id that is not written as it has to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not {expected}")]
pub struct BadForm {
    /// What it has to be: "a clause number".
    pub expected: &'static str,
    /// How it may be put right.
    pub hint: String,
}

/// The traits every parse-once text has: it reads, shows, and crosses into files and JSON as its text.
macro_rules! parsed_text {
    ($name:ident, $pattern:literal) => {
        impl FromStr for $name {
            type Err = BadForm;

            fn from_str(text: &str) -> Result<$name, BadForm> {
                $name::parse(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = String::deserialize(deserializer)?;
                let complain = |bad| serde::de::Error::custom(format_args!("{text:?} {bad}"));
                $name::parse(&text).map_err(complain)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

/// Words that an id can do without.
const SMALL: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "of", "to", "in",
    "on", "at", "for", "and", "or", "by", "with", "each", "every", "all", "it", "its", "their", "be", "been", "that",
    "this", "there", "from", "as", "how", "many",
];

/// The id of a thing in a file: lower-case words joined by hyphens, like `wait-time`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The most characters an id may have.
    pub const LONGEST: usize = 64;

    /// Reads an id.
    pub fn parse(text: &str) -> Result<Slug, BadForm> {
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= Self::LONGEST && text.split('-').all(word) {
            return Ok(Slug(text.to_owned()));
        }
        Err(BadForm {
            expected: "kebab-case (lower-case letters, digits and single hyphens, at most 64)",
            hint: Self::hint(text),
        })
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id a text would have: its first words that say something, `door-open-everybody`; none where it has no plain
    /// letters or digits.
    pub fn of_words(text: &str) -> Option<Slug> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let telling: Vec<&str> = words.iter().copied().filter(|word| !SMALL.contains(word)).collect();
        let words = if telling.is_empty() { words } else { telling };
        let mut id = String::new();
        for word in words.into_iter().take(5) {
            let word = word.get(..Self::LONGEST / 2).unwrap_or(word);
            if id.len() + word.len() + 1 > Self::LONGEST - 8 {
                break;
            }
            if !id.is_empty() {
                id.push('-');
            }
            id.push_str(word);
        }
        Slug::parse(&id).ok()
    }

    /// The id of a thing that has none yet.
    pub fn unnamed() -> Slug {
        Slug("unnamed".to_owned())
    }

    /// This id with a number at its end, shortened where it would be too long: `wait-time-2`.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Slug {
        let ending = format!("-{number}");
        let room = Self::LONGEST.saturating_sub(ending.len()).min(self.0.len());
        let start = self.0.get(..room).unwrap_or_default().trim_end_matches('-');
        Slug(format!("{start}{ending}"))
    }

    fn hint(text: &str) -> String {
        let words = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        let near = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
        if near.is_empty() || near.len() > Self::LONGEST {
            return "for example wait-time".to_owned();
        }
        format!("write it {near}")
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

parsed_text!(Slug, "^[a-z0-9]+(-[a-z0-9]+)*$");

/// The code of a procedures manual: a few capital letters, like `CS`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ManualCode(String);

impl ManualCode {
    /// Reads the code of a manual.
    pub fn parse(text: &str) -> Result<ManualCode, BadForm> {
        let capitals = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let starts = text.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
        if capitals && starts && text.len() <= 8 {
            return Ok(ManualCode(text.to_owned()));
        }
        Err(BadForm {
            expected: "the code of a manual",
            hint: "1 to 8 capital letters and digits, for example CS".to_owned(),
        })
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ManualCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

parsed_text!(ManualCode, "^[A-Z][A-Z0-9]{0,7}$");

/// The number of a clause in its manual: `3`, `3.2` or `3.2.1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseNumber(Vec<u16>);

impl ClauseNumber {
    /// Reads a clause number.
    pub fn parse(text: &str) -> Result<ClauseNumber, BadForm> {
        let part = |part: &str| {
            let plain = part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with('0') && part.len() <= 4;
            plain.then(|| part.parse().ok()).flatten()
        };
        let parts: Option<Vec<u16>> = text.split('.').map(part).collect();
        let bad = || BadForm {
            expected: "a clause number",
            hint: "for example 4, 4.3 or 4.3.1".to_owned(),
        };
        parts.filter(|parts| parts.len() <= 6).map(ClauseNumber).ok_or_else(bad)
    }

    /// How deep the clause lies: 1 for `4`, 2 for `4.3`.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// The clause this one is part of; none for a chapter.
    pub fn parent(&self) -> Option<ClauseNumber> {
        let (_, rest) = self.0.split_last()?;
        (!rest.is_empty()).then(|| ClauseNumber(rest.to_vec()))
    }

    /// The clauses before this one under the same parent, the nearest first.
    pub fn before(&self) -> impl Iterator<Item = ClauseNumber> {
        let (last, rest) = self.0.split_last().map_or((0, &[][..]), |(last, rest)| (*last, rest));
        (1..last)
            .rev()
            .map(move |number| ClauseNumber(rest.iter().copied().chain([number]).collect()))
    }
}

impl fmt::Display for ClauseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            write!(f, "{}{part}", if index == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

parsed_text!(ClauseNumber, r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3}){0,5}$");

/// Where a question points: a clause of the template's own manual (`4.3`) or of another (`RM 2.4`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseRef {
    /// The code of the manual; none means the manual of the template.
    pub manual: Option<String>,
    /// The number of the clause.
    pub number: String,
}

impl ClauseRef {
    /// Reads `4.3` or `RM 2.4`.
    pub fn parse(text: &str) -> Result<ClauseRef, BadForm> {
        let (manual, number) = text
            .split_once(' ')
            .map_or((None, text), |(manual, number)| (Some(manual), number));
        let known = manual.is_none_or(|manual| ManualCode::parse(manual).is_ok());
        if !known || ClauseNumber::parse(number).is_err() {
            let hint = r#"for example "4.3", or "RM 2.4" for a clause of another manual"#.to_owned();
            return Err(BadForm {
                expected: "the number of a clause",
                hint,
            });
        }
        Ok(ClauseRef {
            manual: manual.map(str::to_owned),
            number: number.to_owned(),
        })
    }

    /// The same clause with its manual named.
    pub fn in_manual(&self, default: &str) -> ClauseRef {
        let manual = self.manual.clone().unwrap_or_else(|| default.to_owned());
        ClauseRef {
            manual: Some(manual),
            number: self.number.clone(),
        }
    }
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.manual {
            Some(manual) => write!(f, "{manual} {}", self.number),
            None => f.write_str(&self.number),
        }
    }
}

parsed_text!(
    ClauseRef,
    r"^([A-Z][A-Z0-9]{0,7} )?[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3}){0,5}$"
);

/// The code of a goal (`G1`, `PW1`) or of one of its objectives (`G1.2`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoalCode(String);

impl GoalCode {
    /// The most letters a code may begin with.
    pub const MOST_LETTERS: usize = 4;

    /// Reads the code of a goal or an objective.
    pub fn parse(text: &str) -> Result<GoalCode, BadForm> {
        let number = text.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let letters = text.len() - number.len();
        let number = ClauseNumber::parse(number).ok();
        if (1..=Self::MOST_LETTERS).contains(&letters) && number.is_some_and(|number| number.depth() <= 2) {
            return Ok(GoalCode(text.to_owned()));
        }
        Err(BadForm {
            expected: "the code of a goal",
            hint: "1 to 4 capital letters and a number: G1 or PW1 for a goal, G1.2 for an objective of it".to_owned(),
        })
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The goal an objective belongs to; none for a goal.
    pub fn goal(&self) -> Option<&str> {
        self.0.split_once('.').map(|(goal, _)| goal)
    }
}

impl fmt::Display for GoalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

parsed_text!(GoalCode, r"^[A-Z]{1,4}[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3})?$");

/// A text as search compares it: lower case, no space around it, single spaces inside.
pub fn fold(text: &str) -> String {
    text.split_whitespace()
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The initials shown for a person: those of the first and the last name.
pub fn initials(name: &str) -> String {
    let first_letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut letters = name.split_whitespace().filter_map(first_letter);
    let first = letters.next();
    first
        .into_iter()
        .chain(letters.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_back_to_english_and_then_to_any_language() {
        let text: Localized = serde_json::from_str(r#"{"en": "Desk", "es": "Ventanilla"}"#).unwrap();
        assert_eq!(text.get("es"), "Ventanilla");
        assert_eq!(text.get("es-MX"), "Ventanilla");
        assert_eq!(text.get("fr"), "Desk");
        let text: Localized = serde_json::from_str(r#"{"es": "Ventanilla"}"#).unwrap();
        assert_eq!(text.get("en"), "Ventanilla");
        assert_eq!(Localized::from("Desk").get("es"), "Desk");
    }

    #[test]
    fn a_text_that_is_only_english_is_written_as_a_string() {
        for json in [
            r#""Desk""#,
            r#"{"en":"Desk","es":"Ventanilla"}"#,
            r#"{"es":"Ventanilla"}"#,
            "{}", // what may say nothing and does
        ] {
            let text: Localized = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&text).unwrap(), json);
        }
        assert!(serde_json::from_str::<Localized>(r#"{"english": "Desk"}"#).is_err());
    }

    #[test]
    fn an_id_is_kebab_case() {
        for good in ["greeted", "wait-time", "2nd-copy"] {
            assert_eq!(Slug::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "Wait-time",
            "wait_time",
            "-wait",
            "wait--time",
            "wait ",
            "größe",
            &"x".repeat(65),
        ] {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Slug::parse("Wait time?").unwrap_err().hint, "write it wait-time");
        assert_eq!(Slug::parse("wait-time").unwrap().numbered(2).as_str(), "wait-time-2");
        let long = Slug::parse(&"x".repeat(64)).unwrap().numbered(12);
        assert!(Slug::parse(long.as_str()).is_ok() && long.as_str().ends_with("x-12"));
    }

    #[test]
    fn a_clause_is_a_number_with_or_without_a_manual() {
        assert_eq!(
            ClauseRef::parse("4.10").unwrap(),
            ClauseRef {
                manual: None,
                number: "4.10".to_owned()
            }
        );
        assert_eq!(ClauseRef::parse("RM 2.4").unwrap().to_string(), "RM 2.4");
        assert_eq!(ClauseRef::parse("2.4").unwrap().in_manual("CS").to_string(), "CS 2.4");
        for bad in [
            "",
            "4.",
            ".4",
            "4.0",
            "04",
            "rm 2.4",
            "RM2.4",
            "RM  2.4",
            "2.4 RM",
            "v4",
            "1.2.3.4.5.6.7",
        ] {
            assert!(ClauseRef::parse(bad).is_err(), "{bad}");
        }
        let number = ClauseNumber::parse("4.3").unwrap();
        assert_eq!(number.parent().unwrap().to_string(), "4");
        assert_eq!(
            number.before().map(|n| n.to_string()).collect::<Vec<_>>(),
            ["4.2", "4.1"]
        );
        assert!(ClauseNumber::parse("4.10").unwrap() > ClauseNumber::parse("4.9").unwrap());
    }

    #[test]
    fn a_goal_has_one_number_and_an_objective_two() {
        assert_eq!(GoalCode::parse("G1").unwrap().goal(), None);
        assert_eq!(GoalCode::parse("G1.2").unwrap().goal(), Some("G1"));
        assert_eq!(GoalCode::parse("PW1.2").unwrap().goal(), Some("PW1"));
        assert!(GoalCode::parse("POST12").is_ok());
        for bad in [
            "", "1", "g1", "G", "G0", "G1.", "G1.2.3", "G 1", "PARKS1", "Pw1", "ÄB1", "1G",
        ] {
            assert!(GoalCode::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn search_ignores_case_and_extra_space() {
        assert_eq!(fold("  Walk-in \t Service\nDESK "), "walk-in service desk");
    }

    #[test]
    fn initials_are_those_of_the_first_and_last_name() {
        assert_eq!(initials("Maria de la Cruz"), "MC");
        assert_eq!(initials("  élodie  "), "É");
        assert_eq!(initials("(Acting) Ann O'Neil"), "AO");
        assert_eq!(initials(" - "), "");
    }
}
