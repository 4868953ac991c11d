//! What one version asks that another did not: question by question, word by word.

use super::model::{Ask, Detail, Kind, QuestionVersion};
use super::queries::Question;
use crate::base::text::Localized;
use crate::base::words::{Fate, Piece, pieces};
use std::collections::BTreeSet;

/// How a question differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The question's id in the file; `None` for what is said about the checklist as a whole.
    pub code: Option<String>,
    /// Its words, in the newer version where it has them.
    pub title: String,
    /// Whether it is new, gone or reads otherwise.
    pub what: What,
    /// Each part that is not as it was.
    pub parts: Vec<Part>,
}

crate::text_enum! {
    /// What became of a question.
    pub enum What {
        /// It is new.
        Added = "added",
        /// It reads or is asked otherwise.
        Changed = "changed",
        /// It is asked no more.
        Removed = "removed",
    }
}

/// A part of a question that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which part: the end of the message id `checklists-part-…`.
    pub name: &'static str,
    /// Counts what there are several of (the steps of the reaction plan, the layers); 0 for the rest.
    pub number: usize,
    /// The language, where a text has several.
    pub language: Option<String>,
    /// The words, in reading order.
    pub pieces: Vec<Piece>,
}

/// A version as a whole, with its questions.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its title.
    pub title: &'a Localized,
    /// What is read first.
    pub intro: &'a Localized,
    /// How many questions are asked per layer.
    pub ask: &'a Ask,
    /// Its questions in their order.
    pub questions: &'a [Question],
}

/// What the newer side has that the older has not, and the other way round: the checklist first, then the questions in the
/// order of the newer side, then those that are gone. `say` puts the words of a choice (`severity-minor`) into the reader's
/// language.
pub fn compare(older: Side<'_>, newer: Side<'_>, language: &str, say: &dyn Fn(&str) -> String) -> Vec<Difference> {
    let mut found = Vec::new();
    let whole = whole(older, newer);
    if !whole.is_empty() {
        found.push(Difference {
            code: None,
            title: newer.title.get(language).to_owned(),
            what: What::Changed,
            parts: whole,
        });
    }
    for question in newer.questions {
        let before = older.questions.iter().find(|old| old.code == question.code);
        let mut parts = parts(before, Some(question), language, say);
        if before.is_none() {
            parts.retain(|part| TOLD_OF_NEW.contains(&part.name));
        }
        if !parts.is_empty() {
            found.push(Difference {
                code: Some(question.code.clone()),
                title: question.asked.texts.text.get(language).to_owned(),
                what: if before.is_some() { What::Changed } else { What::Added },
                parts,
            });
        }
    }
    for question in older.questions {
        if newer.questions.iter().all(|new| new.code != question.code) {
            let mut parts = parts(Some(question), None, language, say);
            parts.retain(|part| TOLD_OF_GONE.contains(&part.name));
            found.push(Difference {
                code: Some(question.code.clone()),
                title: question.asked.texts.text.get(language).to_owned(),
                what: What::Removed,
                parts,
            });
        }
    }
    found
}

/// What is told of a question that is new; the rest stands with the question itself.
const TOLD_OF_NEW: &[&str] = &["text", "look-for", "clause", "goal", "severity", "answer", "layers"];
/// What is told of a question that is gone.
const TOLD_OF_GONE: &[&str] = &["text", "clause"];

fn whole(older: Side<'_>, newer: Side<'_>) -> Vec<Part> {
    let mut parts = Parts::default();
    parts.text("title", 0, Some(older.title), Some(newer.title));
    parts.text("intro", 0, Some(older.intro), Some(newer.intro));
    let layers: BTreeSet<i32> = older.ask.0.keys().chain(newer.ask.0.keys()).copied().collect();
    for layer in layers {
        let count = |side: Side<'_>| side.ask.0.get(&layer).map(i64::to_string).unwrap_or_default();
        let number = usize::try_from(layer).unwrap_or_default();
        parts.words("ask", number, &count(older), &count(newer));
    }
    parts.0
}

fn parts(
    before: Option<&Question>,
    after: Option<&Question>,
    language: &str,
    say: &dyn Fn(&str) -> String,
) -> Vec<Part> {
    let mut parts = Parts::default();
    let asked = |side: Option<&Question>| side.map(|question| question.asked.clone());
    let (old, new) = (asked(before), asked(after));
    let texts = |side: &Option<QuestionVersion>| side.as_ref().map(|asked| asked.texts.clone());
    let (old_texts, new_texts) = (texts(&old), texts(&new));
    let (o, n) = (old_texts.as_ref(), new_texts.as_ref());
    parts.text("text", 0, o.map(|t| &t.text), n.map(|t| &t.text));
    parts.text("look-for", 0, o.map(|t| &t.look_for), n.map(|t| &t.look_for));
    parts.text("why", 0, o.map(|t| &t.why), n.map(|t| &t.why));
    let steps = |side: Option<&super::model::Texts>| side.map_or(0, |texts| texts.reaction.len());
    for index in 0..steps(o).max(steps(n)) {
        let step = |side: Option<&'_ super::model::Texts>| side.and_then(|texts| texts.reaction.get(index)).cloned();
        parts.text("reaction", index + 1, step(o).as_ref(), step(n).as_ref());
    }
    let clause = |side: Option<&Question>| {
        side.and_then(|question| {
            let (_, title) = question.clause.as_ref()?;
            Some(format!("{} {title}", question.clause_label()?))
        })
        .unwrap_or_default()
    };
    parts.words("clause", 0, &clause(before), &clause(after));
    let goal = |side: Option<&Question>| {
        side.and_then(|q| q.goal.as_ref())
            .map(|(code, _)| code.clone())
            .unwrap_or_default()
    };
    parts.words("goal", 0, &goal(before), &goal(after));
    parts.text(
        "section",
        0,
        old.as_ref().map(|a| &a.section),
        new.as_ref().map(|a| &a.section),
    );
    let fact = |of: &dyn Fn(&QuestionVersion) -> String| {
        let one = |side: &Option<QuestionVersion>| side.as_ref().map(of).unwrap_or_default();
        (one(&old), one(&new))
    };
    let facts: [(&'static str, (String, String)); 8] = [
        ("severity", fact(&|asked| say(&format!("severity-{}", asked.severity)))),
        ("answer", fact(&|asked| answer(asked, language, say))),
        ("layers", fact(&|asked| asked.layers.replace(',', ", "))),
        (
            "always",
            fact(&|asked| {
                say(if asked.always {
                    "checklists-always-yes"
                } else {
                    "checklists-always-no"
                })
            }),
        ),
        ("max-age", fact(&|asked| asked.max_age_days.to_string())),
        ("note", fact(&|asked| say(&format!("checklists-note-{}", asked.note)))),
        ("tags", fact(&|asked| asked.tags.replace(' ', ", "))),
        (
            "photo",
            fact(&|asked| say(&format!("checklists-photo-{}", asked.photo))),
        ),
    ];
    for (name, (from, to)) in facts {
        parts.words(name, 0, &from, &to);
    }
    parts.0
}

/// How a question is answered, in words: "Conforms or not", "≤ 15 minutes".
pub fn answer(asked: &QuestionVersion, language: &str, say: &dyn Fn(&str) -> String) -> String {
    let unit = asked.measure_unit.as_ref().map(|unit| unit.get(language));
    match (asked.kind, asked.limit_low, asked.limit_high) {
        (Kind::Conformance, ..) => say("checklists-answer-conformance"),
        (Kind::Measure, low, high) => {
            let limits = match (low, high) {
                (Some(low), Some(high)) => format!("{low} – {high}"),
                (Some(low), None) => format!("≥ {low}"),
                (None, Some(high)) => format!("≤ {high}"),
                (None, None) => String::new(),
            };
            format!("{limits} {}", unit.unwrap_or_default())
        }
        (Kind::Choice, ..) => choices(asked, language),
        (Kind::Date, ..) => date(asked, say),
        (Kind::Text, ..) => say("checklists-answer-text"),
    }
}

/// The answers of a choice list, those that do not conform marked: "Open / Closed (✗)".
fn choices(asked: &QuestionVersion, language: &str) -> String {
    let Some(Detail::Choice(choices)) = &asked.detail else {
        return String::new();
    };
    let shown = choices.iter().map(|choice| {
        let mark = if choice.conforms { "" } else { " ✗" };
        format!("{}{mark}", choice.text.get(language))
    });
    shown.collect::<Vec<_>>().join(" / ")
}

fn date(asked: &QuestionVersion, say: &dyn Fn(&str) -> String) -> String {
    let Some(Detail::Date(rule)) = &asked.detail else {
        return say("checklists-answer-date");
    };
    let mut shown = say("checklists-answer-date");
    if let Some(days) = rule.max_days_ago {
        shown += &format!(", ≤ {days} {}", say("checklists-answer-days-ago"));
    }
    if let Some(days) = rule.min_days_ahead {
        shown += &format!(", ≥ {days} {}", say("checklists-answer-days-ahead"));
    }
    shown
}

#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    /// A text in each language it has on either side.
    fn text(&mut self, name: &'static str, number: usize, before: Option<&Localized>, after: Option<&Localized>) {
        let languages: BTreeSet<&str> = before
            .iter()
            .chain(after.iter())
            .flat_map(|text| text.languages())
            .collect();
        let several = languages.len() > 1;
        for language in languages {
            let own = |side: Option<&Localized>| {
                side.filter(|text| text.languages().any(|known| known == language))
                    .map(|text| text.get(language).to_owned())
                    .unwrap_or_default()
            };
            let pieces = pieces(&own(before), &own(after));
            self.add(name, number, several.then(|| language.to_owned()), pieces);
        }
    }

    /// A choice or a number: the whole of it went, the whole of it came.
    fn words(&mut self, name: &'static str, number: usize, before: &str, after: &str) {
        if before == after {
            return;
        }
        let pieces = [(Fate::Gone, before), (Fate::New, after)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(fate, text)| Piece {
                fate,
                text: text.to_owned(),
            })
            .collect();
        self.add(name, number, None, pieces);
    }

    fn add(&mut self, name: &'static str, number: usize, language: Option<String>, pieces: Vec<Piece>) {
        if pieces.iter().any(|piece| piece.fate != Fate::Same) {
            self.0.push(Part {
                name,
                number,
                language,
                pieces,
            });
        }
    }
}
