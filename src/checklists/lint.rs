//! The linter: says which questions people will answer differently, why that matters, and how to put it better.
//!
//! Nothing of it blocks. What a file must not have at all (a missing title, an id that stands twice) is said by
//! [`super::file::read`]. Rules about wording know English only and are silent for texts in another language.

mod grade;
mod grammar;
mod words;
#[cfg(test)]
mod tests;

use super::file::{Answer, Question, TemplateFile};
use super::model::QuestionVersion;
use crate::base::ids::{QuestionId, QuestionVersionId, TemplateVersionId};
use crate::base::said::{Arg, Said};
use crate::base::text::{FALLBACK_LANGUAGE, Localized};
use crate::text_enum;
use uuid::Uuid;

/// The most words a question should have.
pub const QUESTION_WORDS: usize = 25;
/// The most words of what to look for.
pub const LOOK_FOR_WORDS: usize = 60;
/// The highest reading grade that passes as plain.
pub const PLAIN_GRADE: i32 = 8;
/// The most questions asked in one audit.
pub const MOST_ASKED: usize = 15;
/// The most minutes an audit should take.
pub const MOST_MINUTES: u32 = 10;
/// The layer of the board, and the most questions asked there.
const BOARD: (u8, usize) = (4, 4);
/// Texts shorter than this have no reading grade worth telling.
const GRADED_WORDS: usize = 5;

text_enum! {
    /// What can be wrong with a question or a checklist that could be used all the same.
    pub enum Rule {
        /// A word that everybody understands differently.
        Vague = "vague",
        /// Two questions in one.
        TwoQuestions = "two-questions",
        /// A negation that makes "yes" hard to understand.
        Negation = "negation",
        /// Yes would mean that something is wrong.
        YesIsBad = "yes-is-bad",
        /// Yes or no is no answer to it.
        NotYesNo = "not-yes-no",
        /// Nothing says what to look at.
        NoCriterion = "no-criterion",
        /// No clause says how it is done.
        NoClause = "no-clause",
        /// It serves no goal.
        NoGoal = "no-goal",
        /// Nothing says what to do when it fails.
        NoReaction = "no-reaction",
        /// Nothing says why it is asked.
        NoWhy = "no-why",
        /// No question mark.
        NoQuestionMark = "no-question-mark",
        /// Too many words.
        TooLong = "too-long",
        /// Hard to read.
        Grade = "grade",
        /// Every answer of a list is nonconforming.
        OneSided = "one-sided",
        /// More questions at a layer than anybody answers with care.
        TooMany = "too-many",
        /// An audit of this layer takes too long.
        TooLongTime = "too-long-time",
        /// More questions than a board answers.
        LayerFour = "layer-four",
    }
}
text_enum! {
    /// How much an advice weighs; none of it blocks.
    pub enum Weight {
        /// Worth a look.
        Hint = "hint",
        /// Better put right before people are asked.
        Warning = "warning",
    }
}
text_enum! {
    /// What is well done about a question.
    pub enum Good {
        /// It asks one thing.
        OneThing = "one-thing",
        /// Yes means that the work conforms.
        YesConforms = "yes-conforms",
        /// It is written in plain words.
        PlainWords = "plain-words",
    }
}

/// What the linter says about a question or the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The question's id in the file; none for the checklist as a whole.
    pub question: Option<String>,
    /// The field it is about, as the file names it: text, look-for, why, clause, goal, reaction, answer, ask.
    pub field: &'static str,
    /// What is wrong.
    pub rule: Rule,
    /// How much that weighs.
    pub weight: Weight,
    /// What the sentences need to know.
    pub words: Vec<(&'static str, String)>,
}

impl Advice {
    /// What is wrong, and why it matters.
    pub fn said(&self) -> Said {
        self.sentence(&format!("lint-{}", self.rule))
    }

    /// How to put it better: a wording where one can be made, else what to name instead.
    pub fn better(&self) -> Option<Said> {
        let has = |name: &str| self.words.iter().any(|(own, _)| *own == name);
        Some(match self.rule {
            Rule::TwoQuestions if !has("first") => self.sentence("lint-two-questions-split"),
            Rule::Negation | Rule::YesIsBad if has("wording") => self.sentence("lint-wording-better"),
            Rule::Grade if !has("word") => self.sentence("lint-grade-shorter"),
            _ => self.sentence(&format!("lint-{}-better", self.rule)),
        })
    }

    fn sentence(&self, key: &str) -> Said {
        let arg = |value: &String| {
            value
                .parse::<i64>()
                .map_or_else(|_| Arg::Text(value.clone()), Arg::Number)
        };
        let with = |said: Said, (name, value): &(&'static str, String)| said.with(name, arg(value));
        self.words.iter().fold(Said::new(key), with)
    }
}

/// Something that is well done about a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// What it is.
    pub good: Good,
    /// The reading grade, where it is about plain words.
    pub grade: Option<i32>,
}

impl Pass {
    /// What is well done: "Plain words, grade 5".
    pub fn said(&self) -> Said {
        let said = Said::new(&format!("lint-pass-{}", self.good));
        self.grade.map_or(said.clone(), |grade| said.with("grade", grade))
    }
}

/// What there is to say about a checklist: its questions one by one, then what each layer is asked.
pub fn lint(template: &TemplateFile, language: &str) -> Vec<Advice> {
    let questions = template
        .questions()
        .flat_map(|question| lint_question(question, language));
    let layers = (1..=super::file::HIGHEST_LAYER).flat_map(|layer| lint_layer(template, layer));
    questions.chain(layers).collect()
}

/// What there is to say about one question.
pub fn lint_question(question: &Question, language: &str) -> Vec<Advice> {
    let language = read_as(question, language);
    let mut found = Found {
        question: Some(question.id.to_string()),
        advice: Vec::new(),
    };
    if let Some(text) = english(&question.text, language) {
        wording(&mut found, text, question);
    }
    lengths(&mut found, question, language);
    if let Some(look_for) = english(&question.look_for, language) {
        vague(&mut found, "look-for", look_for, Weight::Hint);
        grade(&mut found, "look-for", look_for, Weight::Hint);
    }
    if let Some(why) = english(&question.why, language) {
        grade(&mut found, "why", why, Weight::Hint);
    }
    criterion(&mut found, question, language);
    missing(&mut found, question);
    found.advice
}

/// What is well done about a question.
pub fn passes(question: &Question, language: &str) -> Vec<Pass> {
    let language = read_as(question, language);
    let Some(text) = english(&question.text, language).filter(|text| !text.trim().is_empty()) else {
        return Vec::new();
    };
    let advice = lint_question(question, language);
    let free_of = |rules: &[Rule]| !advice.iter().any(|a| a.field == "text" && rules.contains(&a.rule));
    let judged_by_yes = question.answer == Answer::Conformance;
    let mut passes = Vec::new();
    let mut pass = |good, grade| passes.push(Pass { good, grade });
    if free_of(&[Rule::TwoQuestions]) {
        pass(Good::OneThing, None);
    }
    if judged_by_yes && free_of(&[Rule::Negation, Rule::YesIsBad, Rule::NotYesNo, Rule::TwoQuestions]) {
        pass(Good::YesConforms, None);
    }
    if let Some(grade) = graded(text).filter(|grade| *grade <= PLAIN_GRADE) {
        pass(Good::PlainWords, Some(grade));
    }
    passes
}

/// The advice collected so far about one question or the checklist.
struct Found {
    question: Option<String>,
    advice: Vec<Advice>,
}

impl Found {
    fn add(&mut self, field: &'static str, rule: Rule, weight: Weight, words: Vec<(&'static str, String)>) {
        self.advice.push(Advice {
            question: self.question.clone(),
            field,
            rule,
            weight,
            words,
        });
    }
}

/// The language a question is read in. A sheet names none, so Spanish can stand where English is expected; its first
/// mark gives it away.
fn read_as<'a>(question: &Question, language: &'a str) -> &'a str {
    let spanish = question.text.get(language).contains('¿');
    if spanish { "es" } else { language }
}

/// The English words of a text, when it is English that is looked at.
fn english<'a>(text: &'a Localized, language: &str) -> Option<&'a str> {
    let primary = language.split('-').next().unwrap_or(language);
    (primary == FALLBACK_LANGUAGE)
        .then(|| {
            text.in_language(language)
                .or_else(|| text.in_language(FALLBACK_LANGUAGE))
        })
        .flatten()
}

fn wording(found: &mut Found, text: &str, question: &Question) {
    let plain = grammar::without_quotations(text);
    vague(found, "text", text, Weight::Warning);
    if let Some(two) = grammar::two_questions(&plain) {
        let mut words = vec![("joint", two.joint)];
        if let Some((first, second)) = two.halves {
            words.extend([("first", first), ("second", second)]);
        }
        found.add("text", Rule::TwoQuestions, Weight::Warning, words);
    }
    if question.answer == Answer::Conformance {
        if let Some(not) = grammar::negation(&plain) {
            let rule = if not.yes_is_bad { Rule::YesIsBad } else { Rule::Negation };
            let mut words = vec![("word", not.word)];
            words.extend(not.wording.map(|wording| ("wording", wording)));
            found.add("text", rule, Weight::Warning, words);
        }
        if let Some(word) = grammar::open_question(&plain) {
            found.add("text", Rule::NotYesNo, Weight::Warning, vec![("word", word)]);
        }
    }
    if !text.trim().is_empty() && !text.contains('?') {
        found.add("text", Rule::NoQuestionMark, Weight::Hint, Vec::new());
    }
    grade(found, "text", text, Weight::Warning);
}

/// Vague words of one kind are told together: what to write instead is the same.
fn vague(found: &mut Found, field: &'static str, text: &str, weight: Weight) {
    let mut kinds: Vec<(&str, String)> = Vec::new();
    for (word, kind) in words::vague_in(&grammar::without_quotations(text)) {
        match kinds.iter_mut().find(|(own, _)| *own == kind) {
            Some((_, words)) => *words = format!("{words}, {word}"),
            None => kinds.push((kind, word)),
        }
    }
    for (kind, words) in kinds {
        found.add(
            field,
            Rule::Vague,
            weight,
            vec![("word", words), ("kind", kind.to_owned())],
        );
    }
}

fn graded(text: &str) -> Option<i32> {
    let enough = text.split_whitespace().count() >= GRADED_WORDS;
    enough.then(|| grade::grade(text)).flatten()
}

fn grade(found: &mut Found, field: &'static str, text: &str, weight: Weight) {
    if let Some(grade) = graded(text).filter(|grade| *grade > PLAIN_GRADE) {
        let mut words = vec![("grade", grade.to_string())];
        words.extend(grade::hardest_word(text).map(|word| ("word", word)));
        found.add(field, Rule::Grade, weight, words);
    }
}

fn lengths(found: &mut Found, question: &Question, language: &str) {
    let texts = [
        ("text", &question.text, QUESTION_WORDS),
        ("look-for", &question.look_for, LOOK_FOR_WORDS),
    ];
    for (field, text, most) in texts {
        let count = text.get(language).split_whitespace().count();
        if count > most {
            let words = vec![("count", count.to_string()), ("most", most.to_string())];
            found.add(field, Rule::TooLong, Weight::Warning, words);
        }
    }
}

fn criterion(found: &mut Found, question: &Question, language: &str) {
    let judged = !matches!(question.answer, Answer::Text);
    let look_for = question.look_for.get(language);
    let says_nothing = match english(&question.look_for, language) {
        Some(look_for) => words::adds_nothing(look_for, question.text.get(language)),
        None => look_for.trim().is_empty(),
    };
    if judged && says_nothing {
        found.add("look-for", Rule::NoCriterion, Weight::Warning, Vec::new());
    }
}

fn missing(found: &mut Found, question: &Question) {
    let mut miss = |missing: bool, field, rule, weight| {
        if missing {
            found.add(field, rule, weight, Vec::new());
        }
    };
    miss(question.clause.is_none(), "clause", Rule::NoClause, Weight::Warning);
    miss(question.goal.is_none(), "goal", Rule::NoGoal, Weight::Warning);
    miss(question.why.is_empty(), "why", Rule::NoWhy, Weight::Hint);
    let no_reaction = can_fail(&question.answer) && question.reaction.iter().all(Localized::is_empty);
    miss(no_reaction, "reaction", Rule::NoReaction, Weight::Warning);
    if let Answer::Choice(choices) = &question.answer {
        let none = !choices.is_empty() && choices.iter().all(|choice| !choice.conforms);
        miss(none, "answer", Rule::OneSided, Weight::Warning);
    }
}

/// Whether an answer can be nonconforming at all.
fn can_fail(answer: &Answer) -> bool {
    match answer {
        Answer::Conformance | Answer::Measure(_) => true,
        Answer::Choice(choices) => choices.iter().any(|choice| !choice.conforms),
        Answer::Date(rule) => rule.max_days_ago.is_some() || rule.min_days_ahead.is_some(),
        Answer::Text => false,
    }
}

fn lint_layer(template: &TemplateFile, layer: u8) -> Vec<Advice> {
    let questions: Vec<&Question> = template.questions().filter(|q| q.layers.contains(&layer)).collect();
    let asks = template.ask.get(&layer).map_or(questions.len(), |asks| *asks as usize);
    let asked = asks.min(questions.len());
    let seconds: u32 = questions.iter().map(|question| seconds(question)).sum();
    let minutes = (f64::from(seconds) * asked as f64 / (questions.len().max(1) as f64 * 60.0)).ceil() as u32;
    let mut found = Found {
        question: None,
        advice: Vec::new(),
    };
    let mut say = |too_much: bool, rule, count: String, most: String| {
        if too_much {
            let words = vec![("layer", layer.to_string()), ("count", count), ("most", most)];
            found.add("ask", rule, Weight::Warning, words);
        }
    };
    let (board, most) = BOARD;
    if layer == board {
        say(asked > most, Rule::LayerFour, asked.to_string(), most.to_string());
    } else {
        say(
            asked > MOST_ASKED,
            Rule::TooMany,
            asked.to_string(),
            MOST_ASKED.to_string(),
        );
    }
    say(
        minutes > MOST_MINUTES,
        Rule::TooLongTime,
        minutes.to_string(),
        MOST_MINUTES.to_string(),
    );
    found.advice
}

/// About how long it takes to look and answer, as the checklist's page counts it.
fn seconds(question: &Question) -> u32 {
    let (id, version, identity) = (
        QuestionVersionId(Uuid::nil()),
        TemplateVersionId(Uuid::nil()),
        QuestionId(Uuid::nil()),
    );
    QuestionVersion::of(id, version, identity, 1, &Localized::default(), question).estimated_seconds()
}
