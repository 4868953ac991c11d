//! How a question is built: one question or two, what "yes" means, whether "yes" is an answer at all.
//!
//! No grammar of English, only the few patterns that questions of checklists are made of. Where a pattern does not fit
//! for certain, nothing is said: a linter that cries wolf is switched off.

use super::words::{
    ADVERBS, AUXILIARIES, BAD_STATES, BE, FAILINGS, RELATIVES, TROUBLES, is_determiner, is_good_state, is_predicate,
    is_state, is_verb, may_be_verb, needs_no_object,
};

/// Two questions in one text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Two {
    /// The word that joins them; "mark" for two question marks.
    pub joint: String,
    /// The two questions on their own, where they can be made.
    pub halves: Option<(String, String)>,
}

/// A "yes" that is hard to understand, or that means trouble.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Not {
    /// The word that does it.
    pub word: String,
    /// Whether "yes" means that something is wrong.
    pub yes_is_bad: bool,
    /// The question the other way round, where it can be made.
    pub wording: Option<String>,
}

/// A text without what stands between quotation marks: those are the words of others.
pub(super) fn without_quotations(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut open: Option<char> = None;
    for c in text.chars() {
        match (open, c) {
            (None, '"') => open = Some('"'),
            (None, '“') => open = Some('”'),
            (None, '«') => open = Some('»'),
            (Some(end), c) if c == end => {
                open = None;
                plain.push('…');
            }
            (Some(_), _) => {}
            (None, c) => plain.push(c),
        }
    }
    plain
}

/// A word of the question: as written, and in small letters without the marks around it.
struct Word<'t> {
    shown: &'t str,
    bare: String,
    /// Whether a comma or the end of a sentence follows it.
    pauses: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let word = |shown: &'_ str| {
        let bare = shown
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
            .replace('’', "'");
        (bare, shown.ends_with([',', ';', '?', '.', ':']))
    };
    text.split_whitespace()
        .map(|shown| {
            let (bare, pauses) = word(shown);
            Word { shown, bare, pauses }
        })
        .collect()
}

fn bare<'w>(words: &'w [Word<'_>], at: usize) -> Option<&'w str> {
    words.get(at).map(|word| word.bare.as_str())
}

/// The word after this one, unless a comma parts them.
fn next<'w>(words: &'w [Word<'_>], at: usize) -> Option<&'w str> {
    words
        .get(at)
        .filter(|word| !word.pauses)
        .and_then(|_| bare(words, at + 1))
}

/// Where the question's own verb stands: its first word, or the first one after a comma ("At the last fault, was …").
fn auxiliary(words: &[Word<'_>]) -> Option<usize> {
    let is = |at: usize| bare(words, at).is_some_and(|word| AUXILIARIES.contains(&word.trim_end_matches("n't")));
    let starts = (0..words.len()).filter(|at| *at == 0 || words.get(at - 1).is_some_and(|word| word.pauses));
    starts.into_iter().find(|at| is(*at))
}

/// Finds two questions in one: two question marks, or an "and" between two verbs or two states.
pub(super) fn two_questions(text: &str) -> Option<Two> {
    if let Some((first, second)) = text.split_once('?')
        && second.contains('?')
    {
        let halves = (format!("{}?", first.trim()), second.trim().to_owned());
        return Some(Two {
            joint: "mark".to_owned(),
            halves: Some(halves),
        });
    }
    let words = words(text);
    let start = auxiliary(&words).unwrap_or(0);
    for at in start + 1..words.len() {
        let Some((joint, after)) = joint(&words, at) else {
            continue;
        };
        if let Some(kind) = joined(&words, start, at, after, joint) {
            return Some(Two {
                joint: joint.to_owned(),
                halves: halves(&words, start, at, after, kind),
            });
        }
    }
    None
}

/// The word or words that join at this place, and where what they join begins.
fn joint(words: &[Word<'_>], at: usize) -> Option<(&'static str, usize)> {
    let word = words.get(at)?;
    let (joint, mut after) = match word.bare.as_str() {
        "and" => ("and", at + 1),
        "and/or" => ("and/or", at + 1),
        "or" => ("or", at + 1),
        "" if word.shown == "&" => ("&", at + 1),
        "as" if bare(words, at + 1) == Some("well") && bare(words, at + 2) == Some("as") => ("as well as", at + 3),
        _ => return None,
    };
    while bare(words, after).is_some_and(|word| ADVERBS.contains(&word)) {
        after += 1;
    }
    Some((joint, after))
}

/// What an "and" joins.
#[derive(Clone, Copy, PartialEq)]
enum Joined {
    /// Two questions with a verb of their own: "is it signed and is it dated".
    Questions,
    /// Two verbs: "greet the visitor and ask for the name".
    Verbs,
    /// Two states: "signed and dated".
    States,
    /// Two sentences with one verb: "is the form signed and the copy filed".
    Clauses,
}

fn joined(words: &[Word<'_>], start: usize, at: usize, after: usize, joint: &str) -> Option<Joined> {
    let right = bare(words, after)?;
    let own = bare(words, start)?.trim_end_matches("n't");
    if AUXILIARIES.contains(&right) && !subordinate(words, start, at) {
        return Some(Joined::Questions);
    }
    // "turned or filtered" is one check that can be met in two ways.
    if joint == "or" || !AUXILIARIES.contains(&own) || subordinate(words, start, at) {
        return None;
    }
    let left = words.get(at.checked_sub(1)?)?.bare.as_str();
    let before_left = at.checked_sub(2).and_then(|at| bare(words, at));
    let is_be = BE.contains(&own);
    if !is_be && is_verb(right, next(words, after)) {
        let in_purpose = before_left == Some("to") && may_be_verb(left);
        let has_verb = words.get(start + 1..at)?.iter().any(|word| may_be_verb(&word.bare));
        return (has_verb && !in_purpose).then_some(Joined::Verbs);
    }
    let has_state = words
        .get(start + 1..at)?
        .iter()
        .skip(1)
        .any(|word| is_state(&word.bare));
    if is_be && has_state && is_predicate(right, next(words, after)) {
        return Some(Joined::States);
    }
    let ends_in_state = words.get(after + 1..)?.iter().any(|word| is_state(&word.bare));
    (is_be && is_state(left) && is_determiner(right) && ends_in_state).then_some(Joined::Clauses)
}

/// Whether the joint stands in a part of the sentence that only describes something: "the person who came and asked".
fn subordinate(words: &[Word<'_>], start: usize, at: usize) -> bool {
    let inside = words.get(start + 1..at).unwrap_or_default();
    inside.iter().any(|word| RELATIVES.contains(&word.bare.as_str()))
}

/// The two questions on their own.
fn halves(words: &[Word<'_>], start: usize, at: usize, after: usize, kind: Joined) -> Option<(String, String)> {
    let text = |from: usize, to: usize| -> Option<String> {
        let words: Vec<&str> = words.get(from..to)?.iter().map(|word| word.shown).collect();
        Some(words.join(" "))
    };
    let first = text(0, at)?;
    let rest = text(after, words.len())?;
    // Where the subject ends: before the first verb or state.
    let subject_end = (start + 2..at).find(|place| {
        let word = bare(words, *place).unwrap_or_default();
        match kind {
            Joined::Verbs => is_verb(word, next(words, *place)) || (may_be_verb(word) && *place + 1 == at),
            _ => is_predicate(word, next(words, *place).filter(|_| *place + 1 < at)),
        }
    });
    let opening = capital(bare(words, start)?);
    // "Did the applicant read and confirm the draft?": both verbs have the one object.
    let left = bare(words, at.checked_sub(1)?)?;
    let shares = kind == Joined::Verbs && subject_end == Some(at - 1) && !needs_no_object(left);
    let first = match shares {
        true => format!("{first} {}", text(after + 1, words.len())?),
        false => first,
    };
    let second = match kind {
        Joined::Questions => capital(&rest),
        Joined::Clauses => format!("{opening} {rest}"),
        Joined::Verbs | Joined::States => format!("{opening} {} {rest}", text(start + 1, subject_end?)?),
    };
    Some((question(&first), question(&second)))
}

/// A question with its mark at the end, and "and" before the last of a list.
fn question(text: &str) -> String {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '…' | '%'));
    let text = match text.rsplit_once(", ") {
        Some((start, last)) if last.split_whitespace().count() == 1 => format!("{start} and {last}"),
        _ => text.to_owned(),
    };
    format!("{text}?")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first word of a question that "yes" does not answer: "How", "What", "Who".
pub(super) fn open_question(text: &str) -> Option<String> {
    let words = words(text);
    let first = words.first()?;
    let asks = ["how", "what", "which", "who", "whom", "whose", "why", "when", "where"].contains(&first.bare.as_str());
    (asks && auxiliary(&words).is_none()).then(|| first.shown.to_owned())
}

/// Finds a negation, or a "yes" that means trouble.
pub(super) fn negation(text: &str) -> Option<Not> {
    let words = words(text);
    let start = auxiliary(&words)?;
    contracted(&words, start)
        .or_else(|| negated(&words, start))
        .or_else(|| trouble(&words, start))
        .or_else(|| bad_state(&words, start))
        .or_else(|| failing(&words, start))
}

fn sentence(words: &[Word<'_>], without: usize) -> String {
    let kept = words.iter().enumerate().filter(|(at, _)| *at != without);
    kept.map(|(_, word)| word.shown).collect::<Vec<_>>().join(" ")
}

/// "Isn't the door locked?": without the "n't".
fn contracted(words: &[Word<'_>], start: usize) -> Option<Not> {
    let word = words.get(start)?;
    let plain = word.bare.strip_suffix("n't")?;
    let mut shown: Vec<String> = words.iter().map(|word| word.shown.to_owned()).collect();
    if let Some(first) = shown.get_mut(start) {
        *first = if start == 0 { capital(plain) } else { plain.to_owned() };
    }
    Some(Not {
        word: word.shown.to_owned(),
        yes_is_bad: false,
        wording: (plain != "ca" && plain != "wo").then(|| shown.join(" ")),
    })
}

/// "Are there no …", "Did nobody …", "Is the door not locked?"
fn negated(words: &[Word<'_>], start: usize) -> Option<Not> {
    let there = bare(words, start + 1) == Some("there");
    let first = start + if there { 2 } else { 1 };
    let none = ["no", "nobody", "no-one", "nothing", "none", "neither"];
    if bare(words, first).is_some_and(|word| none.contains(&word)) {
        return Some(Not {
            word: words.get(first)?.shown.to_owned(),
            yes_is_bad: false,
            wording: there.then(|| place_free_of(words, first + 1)).flatten(),
        });
    }
    let at = (start + 1..words.len()).find(|at| {
        let harmless = [
            "applicable",
            "only",
            "later",
            "before",
            "more",
            "less",
            "longer",
            "older",
            "than",
            "on",
            "in",
        ];
        let follows = next(words, *at).is_some_and(|next| harmless.contains(&next));
        let or_not = at.checked_sub(1).and_then(|at| bare(words, at)) == Some("or");
        match bare(words, *at) {
            Some("not") => !follows && !or_not,
            Some("never") => true,
            _ => false,
        }
    })?;
    if subordinate(words, start, at) {
        return None;
    }
    Some(Not {
        word: words.get(at)?.shown.trim_end_matches('?').to_owned(),
        yes_is_bad: false,
        wording: next(words, at).is_some_and(is_good_state).then(|| sentence(words, at)),
    })
}

/// "Is there any damage on the counter?": yes would be bad.
fn trouble(words: &[Word<'_>], start: usize) -> Option<Not> {
    if bare(words, start + 1) != Some("there") {
        return None;
    }
    let first = start + 2;
    let skip = usize::from(bare(words, first).is_some_and(|word| ["any", "a", "an", "some"].contains(&word)));
    let things = first + skip;
    let at = (things..words.len().min(things + 3))
        .find(|at| bare(words, *at).is_some_and(|word| TROUBLES.contains(&word)))?;
    // "Is there a complaint form" asks for something good.
    let described = next(words, at)
        .is_some_and(|next| !PLACES.contains(&next) && !["of", "with", "for", "from", "by"].contains(&next));
    (!described).then(|| Not {
        word: words.get(at).map(|word| word.bare.clone()).unwrap_or_default(),
        yes_is_bad: true,
        wording: place_free_of(words, things),
    })
}

const PLACES: &[&str] = &["in", "on", "at", "near", "to", "under", "behind", "inside", "around"];

/// "… boxes in the hallway?" becomes "Is the hallway free of boxes?"
fn place_free_of(words: &[Word<'_>], from: usize) -> Option<String> {
    let at = (from + 1..words.len()).find(|at| {
        bare(words, *at).is_some_and(|word| PLACES.contains(&word)) && bare(words, at + 1).is_some_and(is_determiner)
    })?;
    let shown = |from: usize, to: usize| {
        words
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .map(|word| word.shown)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let place = shown(at + 1, words.len());
    let place = place.trim_end_matches('?');
    let many =
        ["all", "these", "those", "both"].contains(&bare(words, at + 1)?) || bare(words, at + 2).is_some_and(several);
    let opening = if many { "Are" } else { "Is" };
    Some(format!("{opening} {place} free of {}?", shown(from, at)))
}

/// Whether a noun is probably more than one thing.
fn several(noun: &str) -> bool {
    noun.ends_with('s') && !["ss", "us", "is"].iter().any(|end| noun.ends_with(end))
}

/// "Are any forms missing?": yes would be bad.
fn bad_state(words: &[Word<'_>], start: usize) -> Option<Not> {
    let own = bare(words, start)?;
    let last = words.last()?.bare.as_str();
    let (bad, good) = BAD_STATES.iter().find(|(bad, _)| *bad == last)?;
    if !BE.contains(&own) || subordinate(words, start, words.len()) {
        return None;
    }
    let turned = |word: &Word<'_>| match word.bare.as_str() {
        "any" => "all".to_owned(),
        "anything" => "everything".to_owned(),
        "anybody" | "anyone" => "everybody".to_owned(),
        _ => word.shown.to_owned(),
    };
    let start_words: Vec<String> = words.split_last()?.1.iter().map(turned).collect();
    Some(Not {
        word: (*bad).to_owned(),
        yes_is_bad: true,
        wording: Some(format!("{} {good}?", start_words.join(" "))),
    })
}

/// "Did the clerk fail to greet the visitor?": yes would be bad.
fn failing(words: &[Word<'_>], start: usize) -> Option<Not> {
    let at = (start + 2..words.len()).find(|at| bare(words, *at).is_some_and(|word| FAILINGS.contains(&word)))?;
    if subordinate(words, start, at) || !["do", "does", "did"].contains(&bare(words, start)?) {
        return None;
    }
    let wording = (bare(words, at + 1) == Some("to")).then(|| {
        let kept = words
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != at && *place != at + 1);
        kept.map(|(_, word)| word.shown).collect::<Vec<_>>().join(" ")
    });
    Some(Not {
        word: words.get(at)?.bare.clone(),
        yes_is_bad: true,
        wording,
    })
}
