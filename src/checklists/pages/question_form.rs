//! A question as the editor's form has it: its fields filled from a question, and a question read from its fields.

use crate::base::said::Said;
use crate::checklists::edit::fingerprint_of;
use crate::checklists::file::{
    Answer, Choice, ClauseRef, DateRule, GoalCode, HIGHEST_LAYER, Localized, Measure, NoteRule, PhotoRule, Question,
    Severity, Slug,
};
use crate::platform::web::form::{Fields, Problems, Typed};

/// Most characters of a text in the form.
const LONGEST: usize = 1_000;
/// Most steps of a reaction plan.
pub const STEPS: usize = 4;
/// Most answers of a choice list.
pub const CHOICES: usize = 12;
/// Most tags of a question.
const TAGS: usize = 8;
/// The kinds of answer, as the form names them.
pub const KINDS: [&str; 5] = ["conformance", "measure", "choice", "date", "text"];

/// The form of a question as it is, in one language.
pub fn fill(question: &Question, language: &str) -> Typed {
    let own = |text: &Localized| text.in_language(language).unwrap_or_default().to_owned();
    let mut typed = Typed::default()
        .with("base", fingerprint_of(question))
        .with("text", own(&question.text))
        .with("look_for", own(&question.look_for))
        .with("why", own(&question.why))
        .with(
            "clause",
            question.clause.as_ref().map(ToString::to_string).unwrap_or_default(),
        )
        .with(
            "goal",
            question.goal.as_ref().map(ToString::to_string).unwrap_or_default(),
        )
        .with("severity", severity(question.severity))
        .with("kind", kind(&question.answer))
        .with("max_age", question.max_age_days)
        .with("photo", photo(question.photo))
        .with(
            "tags",
            question.tags.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "),
        );
    for name in ["unit", "min", "max", "ago", "ahead"] {
        typed = typed.with(name, "");
    }
    for n in 1..=CHOICES {
        typed = typed.with(&format!("choice-{n}"), "").with(&format!("bad-{n}"), "");
    }
    for n in 1..=STEPS {
        let step = question.reaction.get(n - 1).map(own).unwrap_or_default();
        typed = typed.with(&format!("step-{n}"), step);
    }
    for layer in 1..=HIGHEST_LAYER {
        let asked = if question.layers.contains(&layer) { "1" } else { "" };
        typed = typed.with(&format!("layer-{layer}"), asked);
    }
    typed = typed
        .with("always", if question.always { "1" } else { "" })
        .with("note", if question.note == NoteRule::Required { "1" } else { "" });
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let days = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    match &question.answer {
        Answer::Measure(measure) => typed
            .with("unit", own(&measure.unit))
            .with("min", number(measure.min))
            .with("max", number(measure.max)),
        Answer::Choice(choices) => choices.iter().zip(1..).fold(typed, |typed, (choice, n)| {
            let bad = if choice.conforms { "" } else { "1" };
            typed
                .with(&format!("choice-{n}"), own(&choice.text))
                .with(&format!("bad-{n}"), bad)
        }),
        Answer::Date(rule) => typed
            .with("ago", days(rule.max_days_ago))
            .with("ahead", days(rule.min_days_ahead)),
        Answer::Conformance | Answer::Text => typed,
    }
}

/// The question the form describes, as a change of the one it was; what cannot be is a problem of its field.
pub fn read(form: &Fields, was: &Question, language: &str, problems: &mut Problems) -> Question {
    let mut new = was.clone();
    let mut text = |name: &str, own: &Localized| {
        let words = clean(form.get(name));
        problems.check(name, words.chars().count() <= LONGEST, "checklists-too-long");
        own.with(language, &words)
    };
    new.text = text("text", &was.text);
    new.look_for = text("look_for", &was.look_for);
    new.why = text("why", &was.why);
    let steps: Vec<Localized> = (1..=STEPS)
        .map(|n| {
            text(
                &format!("step-{n}"),
                was.reaction.get(n - 1).unwrap_or(&Localized::default()),
            )
        })
        .collect();
    new.reaction = steps.into_iter().filter(|step| !step.is_empty()).collect();
    problems.check("text", !new.text.is_empty(), "checklists-question-required");
    new.clause = parsed(form, "clause", "checklists-no-such-clause", ClauseRef::parse, problems);
    new.goal = parsed(form, "goal", "checklists-no-such-goal", GoalCode::parse, problems);
    new.severity = match form.get("severity") {
        "critical" => Severity::Critical,
        "major" => Severity::Major,
        _ => Severity::Minor,
    };
    new.photo = match form.get("photo") {
        "never" => PhotoRule::Never,
        "required" => PhotoRule::Required,
        _ => PhotoRule::Allowed,
    };
    new.note = match form.checkbox("note") {
        true => NoteRule::Required,
        false => NoteRule::Optional,
    };
    new.always = form.checkbox("always");
    new.layers = (1..=HIGHEST_LAYER)
        .filter(|layer| form.checkbox(&format!("layer-{layer}")))
        .collect();
    problems.check("layer-1", !new.layers.is_empty(), "checklists-layers-required");
    match form.get("max_age").parse() {
        Ok(days) if (1..=3650).contains(&days) => new.max_age_days = days,
        _ => problems.add("max_age", Said::new("checklists-max-age-wrong")),
    }
    new.tags = tags(form.get("tags"), problems);
    new.answer = answer(form, &was.answer, language, problems);
    new
}

/// Words as a file keeps them: no line ends, no characters nobody sees.
fn clean(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn parsed<T, E>(
    form: &Fields,
    name: &str,
    message: &str,
    parse: fn(&str) -> Result<T, E>,
    problems: &mut Problems,
) -> Option<T> {
    let parsed = form.given(name).map(parse);
    if matches!(parsed, Some(Err(_))) {
        problems.add(name, Said::new(message));
    }
    parsed.and_then(Result::ok)
}

fn tags(typed: &str, problems: &mut Problems) -> Vec<Slug> {
    let words = typed
        .split([',', ';'])
        .map(|tag| clean(tag).to_lowercase().replace(' ', "-"));
    let read: Vec<_> = words
        .filter(|tag| !tag.is_empty())
        .map(|tag| Slug::parse(&tag))
        .collect();
    let mut tags: Vec<Slug> = Vec::new();
    let right = read.iter().all(Result::is_ok);
    for tag in read.into_iter().flatten() {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    problems.check("tags", right && tags.len() <= TAGS, "checklists-tags-wrong");
    tags
}

fn answer(form: &Fields, was: &Answer, language: &str, problems: &mut Problems) -> Answer {
    let none = Localized::default();
    match form.get("kind") {
        "measure" => {
            let unit = match was {
                Answer::Measure(measure) => &measure.unit,
                _ => &none,
            };
            let unit = unit.with(language, &clean(form.get("unit")));
            let mut limit = |name: &str| {
                let typed = form.given(name)?.replace(',', ".");
                let value = typed
                    .parse()
                    .ok()
                    .filter(|value: &f64| value.is_finite() && value.abs() < 1e12);
                if value.is_none() {
                    problems.add(name, Said::new("checklists-limit-wrong"));
                }
                value
            };
            let (min, max) = (limit("min"), limit("max"));
            problems.check("unit", !unit.is_empty(), "checklists-unit-required");
            if problems.is_empty() {
                problems.check("max", min.is_some() || max.is_some(), "checklists-limits-required");
                let crossed = min.zip(max).is_some_and(|(min, max)| min > max);
                problems.check("min", !crossed, "checklists-limits-crossed");
            }
            Answer::Measure(Measure { unit, min, max })
        }
        "choice" => {
            let choices: Vec<Choice> = (1..=CHOICES)
                .map(|n| {
                    let before = match was {
                        Answer::Choice(choices) => choices.get(n - 1).map_or(&none, |choice| &choice.text),
                        _ => &none,
                    };
                    Choice {
                        text: before.with(language, &clean(form.get(&format!("choice-{n}")))),
                        conforms: !form.checkbox(&format!("bad-{n}")),
                    }
                })
                .filter(|choice| !choice.text.is_empty())
                .collect();
            problems.check("choice-1", choices.len() >= 2, "checklists-choices-required");
            Answer::Choice(choices)
        }
        "date" => {
            let mut days = |name: &str| {
                let value = form.given(name)?.parse().ok().filter(|days| *days <= 3650);
                if value.is_none() {
                    problems.add(name, Said::new("checklists-days-wrong"));
                }
                value
            };
            Answer::Date(DateRule {
                max_days_ago: days("ago"),
                min_days_ahead: days("ahead"),
            })
        }
        "text" => Answer::Text,
        _ => Answer::Conformance,
    }
}

/// The word of the form for a kind of answer.
pub fn kind(answer: &Answer) -> &'static str {
    match answer {
        Answer::Conformance => "conformance",
        Answer::Measure(_) => "measure",
        Answer::Choice(_) => "choice",
        Answer::Date(_) => "date",
        Answer::Text => "text",
    }
}

/// The word of the form for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::Major => "major",
        Severity::Minor => "minor",
    }
}

fn photo(photo: PhotoRule) -> &'static str {
    match photo {
        PhotoRule::Never => "never",
        PhotoRule::Allowed => "allowed",
        PhotoRule::Required => "required",
    }
}
