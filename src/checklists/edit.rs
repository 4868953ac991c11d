//! Changes of a draft in the editor: what each step makes of the template, without a database.
//!
//! Every step names what it is about by ids that stay (a section by the first question in it), and is applied to the
//! draft as it is at that moment. So two people who change different questions do not meet, and two who change the same
//! one are told: the fingerprint of what the form was opened with says whether it is still that.

use super::file::{MOST_QUESTIONS, ManualCode, Question, Section, Slug, TemplateFile};
use crate::base::fingerprint;
use crate::base::said::Said;
use crate::base::text::Localized;
use crate::refusals;
use std::collections::BTreeMap;

/// A step of the editor.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// What stands above the questions.
    Head {
        /// The title, in every language.
        title: Localized,
        /// What the auditor reads first.
        intro: Localized,
        /// The manual the clauses are in.
        manual: Option<ManualCode>,
        /// How many questions are asked per layer.
        ask: BTreeMap<u8, u32>,
        /// The fingerprint the form was opened with.
        base: String,
    },
    /// A question, as the form has it.
    Change {
        /// The question; its id names the one that changes.
        question: Box<Question>,
        /// The fingerprint the form was opened with.
        base: String,
    },
    /// A new question at the end of a section, or in a new section at the end.
    Add {
        /// The question; its id is only a wish.
        question: Box<Question>,
        /// Where it goes.
        to: Place,
    },
    /// A copy of a question, right behind it.
    Copy(Slug),
    /// A question leaves; with the last one its section leaves too.
    Remove(Slug),
    /// A question moves one place up or down, through the end of its section into the next.
    Shift(Slug, Way),
    /// A question moves before another one.
    MoveBefore(Slug, Slug),
    /// A section gets another title.
    Rename {
        /// The first question of the section.
        section: Slug,
        /// Its new title.
        title: Localized,
    },
    /// A section moves one place up or down with all its questions.
    ShiftSection(Slug, Way),
}

/// Where a new question goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// To the end of the section with this question.
    SectionOf(Slug),
    /// Into a new section with this title.
    NewSection(Localized),
}

/// One place up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    /// Somebody removed the question meanwhile.
    #[error("the question {0} is not in the draft any more")]
    Gone(String),
    /// Somebody saved other words meanwhile.
    #[error("somebody saved other words meanwhile")]
    Changed,
    /// It is the only question.
    #[error("a checklist has at least one question")]
    LastQuestion,
    /// There are too many questions.
    #[error("a checklist holds at most {MOST_QUESTIONS} questions")]
    TooMany,
}

impl CannotEdit {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Gone(code) => Said::new("checklist-edit-gone").with("question", code.as_str()),
            Self::Changed => Said::new("checklist-edit-changed"),
            Self::LastQuestion => Said::new("checklist-edit-last"),
            Self::TooMany => Said::new("checklist-edit-too-many").with("most", MOST_QUESTIONS),
        }
    }
}
refusals!(CannotEdit);

/// What a form was opened with: tells whether a question is still as it was shown.
pub fn fingerprint_of(question: &Question) -> String {
    fingerprint::of(&serde_json::to_string(question).unwrap_or_default())
}

/// The same for what stands above the questions.
pub fn fingerprint_of_head(template: &TemplateFile) -> String {
    let head = serde_json::json!([template.title, template.intro, template.manual, template.ask]);
    fingerprint::of(&head.to_string())
}

/// What is there now may be replaced when it is what the editor had before, or says the same already.
fn may_replace(now: &str, base: &str, new: &str) -> Result<(), CannotEdit> {
    if [base, new].contains(&now) {
        Ok(())
    } else {
        Err(CannotEdit::Changed)
    }
}

/// The template after a step, and the id of the question that was added or touched.
///
/// # Errors
/// When the question is gone, was changed meanwhile, is the last one, or there are too many.
pub fn apply(
    template: &TemplateFile,
    used: &[String],
    edit: &Edit,
) -> Result<(TemplateFile, Option<Slug>), CannotEdit> {
    let mut new = template.clone();
    let touched = match edit {
        Edit::Head {
            title,
            intro,
            manual,
            ask,
            base,
        } => {
            new.title = title.clone();
            new.intro = intro.clone();
            new.manual = manual.clone();
            new.ask = ask.clone();
            may_replace(&fingerprint_of_head(template), base, &fingerprint_of_head(&new))?;
            None
        }
        Edit::Change { question, base } => {
            let (section, at) = find(&new, &question.id)?;
            let own = &mut new.sections[section].questions[at];
            may_replace(&fingerprint_of(own), base, &fingerprint_of(question))?;
            *own = (**question).clone();
            Some(question.id.clone())
        }
        Edit::Add { question, to } => {
            let mut question = (**question).clone();
            question.id = free_id(&new, used, &question.id);
            let id = question.id.clone();
            match to {
                Place::SectionOf(code) => {
                    let (section, _) = find(&new, code)?;
                    new.sections[section].questions.push(question);
                }
                Place::NewSection(title) => new.sections.push(Section {
                    title: title.clone(),
                    questions: vec![question],
                }),
            }
            Some(id)
        }
        Edit::Copy(code) => {
            let (section, at) = find(&new, code)?;
            let mut copy = new.sections[section].questions[at].clone();
            copy.id = free_id(&new, used, code);
            let id = copy.id.clone();
            new.sections[section].questions.insert(at + 1, copy);
            Some(id)
        }
        Edit::Remove(code) => {
            let (section, at) = find(&new, code)?;
            if new.questions().count() == 1 {
                return Err(CannotEdit::LastQuestion);
            }
            new.sections[section].questions.remove(at);
            drop_empty(&mut new);
            None
        }
        Edit::Shift(code, way) => {
            shift(&mut new, code, *way)?;
            Some(code.clone())
        }
        Edit::MoveBefore(code, before) => {
            let (section, at) = find(&new, code)?;
            find(&new, before)?;
            if code != before {
                let question = new.sections[section].questions.remove(at);
                let (section, at) = find(&new, before)?;
                new.sections[section].questions.insert(at, question);
                drop_empty(&mut new);
            }
            Some(code.clone())
        }
        Edit::Rename { section, title } => {
            let (section, _) = find(&new, section)?;
            new.sections[section].title = title.clone();
            None
        }
        Edit::ShiftSection(code, way) => {
            let (section, _) = find(&new, code)?;
            match way {
                Way::Up if section > 0 => new.sections.swap(section, section - 1),
                Way::Down if section + 1 < new.sections.len() => new.sections.swap(section, section + 1),
                _ => {}
            }
            None
        }
    };
    if new.questions().count() > MOST_QUESTIONS {
        return Err(CannotEdit::TooMany);
    }
    settle_ask(&mut new);
    Ok((new, touched))
}

fn find(template: &TemplateFile, code: &Slug) -> Result<(usize, usize), CannotEdit> {
    let places = template.sections.iter().enumerate().flat_map(|(section, own)| {
        let questions = own.questions.iter().enumerate();
        questions.map(move |(at, question)| (section, at, question))
    });
    let mut places = places.filter(|(.., question)| question.id == *code);
    let found = places.next().map(|(section, at, _)| (section, at));
    found.ok_or_else(|| CannotEdit::Gone(code.to_string()))
}

fn shift(template: &mut TemplateFile, code: &Slug, way: Way) -> Result<(), CannotEdit> {
    let (section, at) = find(template, code)?;
    let last = template.sections[section].questions.len() - 1;
    match way {
        Way::Up if at > 0 => template.sections[section].questions.swap(at, at - 1),
        Way::Down if at < last => template.sections[section].questions.swap(at, at + 1),
        Way::Up if section > 0 => {
            let question = template.sections[section].questions.remove(at);
            template.sections[section - 1].questions.push(question);
        }
        Way::Down if section + 1 < template.sections.len() => {
            let question = template.sections[section].questions.remove(at);
            template.sections[section + 1].questions.insert(0, question);
        }
        _ => {}
    }
    drop_empty(template);
    Ok(())
}

fn drop_empty(template: &mut TemplateFile) {
    template.sections.retain(|section| !section.questions.is_empty());
}

/// A layer cannot ask fewer questions than are asked there every time, and none where it has no questions.
fn settle_ask(template: &mut TemplateFile) {
    let mut counts: BTreeMap<u8, (u32, u32)> = BTreeMap::new();
    for question in template.questions() {
        for layer in &question.layers {
            let (all, every_time) = counts.entry(*layer).or_default();
            *all += 1;
            *every_time += u32::from(question.always || question.severity == super::file::Severity::Critical);
        }
    }
    template.ask.retain(|layer, _| counts.contains_key(layer));
    for (layer, asked) in &mut template.ask {
        if let Some((_, every_time)) = counts.get(layer) {
            *asked = (*asked).max(*every_time).max(1);
        }
    }
}

/// The id itself, or with the first number that was never used in this template.
fn free_id(template: &TemplateFile, used: &[String], wish: &Slug) -> Slug {
    let taken = |id: &str| used.iter().any(|own| own == id) || template.questions().any(|own| own.id.as_str() == id);
    if !taken(wish.as_str()) {
        return wish.clone();
    }
    (2..10_000)
        .map(|number| wish.numbered(number))
        .find(|id| !taken(id.as_str()))
        .unwrap_or_else(|| wish.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::file::{read, rewrite, to_yaml};
    use proptest::prelude::*;

    fn template() -> TemplateFile {
        let source = "schema: 1\ntemplate: t\ntitle: T\nprocess: { id: p, name: P }\nask:\n  1: 2\nsections:\n  - title: A\n    questions:\n      - id: a\n        text: Is a?\n        severity: minor\n      - id: b\n        text: Is b?\n        severity: minor\n  - title: B\n    questions:\n      - id: c\n        text: Is c?\n        severity: minor\n";
        read("t.yaml", source).unwrap()
    }

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    fn order(template: &TemplateFile) -> String {
        let sections = template.sections.iter().map(|section| {
            let ids: Vec<&str> = section.questions.iter().map(|question| question.id.as_str()).collect();
            format!("{}:{}", section.title.get("en"), ids.join(","))
        });
        sections.collect::<Vec<_>>().join(" ")
    }

    fn after(edit: Edit) -> String {
        order(&apply(&template(), &[], &edit).unwrap().0)
    }

    #[test]
    fn questions_move_through_the_sections() {
        assert_eq!(after(Edit::Shift(slug("b"), Way::Up)), "A:b,a B:c");
        assert_eq!(after(Edit::Shift(slug("b"), Way::Down)), "A:a B:b,c");
        assert_eq!(after(Edit::Shift(slug("c"), Way::Up)), "A:a,b,c");
        assert_eq!(after(Edit::Shift(slug("a"), Way::Up)), "A:a,b B:c");
        assert_eq!(after(Edit::MoveBefore(slug("c"), slug("a"))), "A:c,a,b");
        assert_eq!(after(Edit::MoveBefore(slug("a"), slug("c"))), "A:b B:a,c");
        assert_eq!(after(Edit::ShiftSection(slug("c"), Way::Up)), "B:c A:a,b");
        assert_eq!(after(Edit::Remove(slug("c"))), "A:a,b");
    }

    #[test]
    fn an_id_once_used_is_never_used_again() {
        let (copied, id) = apply(&template(), &["a-2".into()], &Edit::Copy(slug("a"))).unwrap();
        assert_eq!(
            (order(&copied).as_str(), id.unwrap().as_str()),
            ("A:a,a-3,b B:c", "a-3")
        );
    }

    #[test]
    fn the_same_question_is_not_changed_twice_unseen() {
        let own = template();
        let mut first = own.questions().next().unwrap().clone();
        let base = fingerprint_of(&first);
        first.text = Localized::from("Is a still?");
        let change = |question: &Question| Edit::Change {
            question: Box::new(question.clone()),
            base: base.clone(),
        };
        let (own, _) = apply(&own, &[], &change(&first)).unwrap();
        // The same words, sent once more, are there already.
        assert_eq!(apply(&own, &[], &change(&first)).unwrap().0, own);
        first.text = Localized::from("Is a again?");
        assert_eq!(apply(&own, &[], &change(&first)), Err(CannotEdit::Changed));
        // Somebody else's question is no matter.
        let b = own.questions().nth(1).unwrap().clone();
        let edit = Edit::Change {
            base: fingerprint_of(&b),
            question: Box::new(b),
        };
        assert!(apply(&own, &[], &edit).is_ok());
    }

    #[test]
    fn a_checklist_keeps_a_question_and_its_draw_can_be_kept() {
        let (mut own, _) = apply(&template(), &[], &Edit::Remove(slug("a"))).unwrap();
        (own, _) = apply(&own, &[], &Edit::Remove(slug("b"))).unwrap();
        assert_eq!(
            apply(&own, &[], &Edit::Remove(slug("c"))),
            Err(CannotEdit::LastQuestion)
        );
        assert_eq!(
            apply(&own, &[], &Edit::Remove(slug("b"))),
            Err(CannotEdit::Gone("b".into()))
        );
        let mut own = template();
        own.sections[0]
            .questions
            .iter_mut()
            .for_each(|question| question.always = true);
        own.sections[1].questions[0].always = true;
        let (own, _) = apply(&own, &[], &Edit::Copy(slug("a"))).unwrap();
        assert_eq!(own.ask, BTreeMap::from([(1, 4)]));
    }

    fn step() -> BoxedStrategy<Edit> {
        let id = || prop_oneof![Just("a"), Just("b"), Just("c"), Just("a-2"), Just("d")].prop_map(slug);
        let way = || prop_oneof![Just(Way::Up), Just(Way::Down)];
        prop_oneof![
            id().prop_map(Edit::Copy),
            id().prop_map(Edit::Remove),
            (id(), way()).prop_map(|(id, way)| Edit::Shift(id, way)),
            (id(), id()).prop_map(|(id, other)| Edit::MoveBefore(id, other)),
            (id(), way()).prop_map(|(id, way)| Edit::ShiftSection(id, way)),
            id().prop_map(|section| Edit::Rename {
                section,
                title: Localized::from("Another title")
            }),
        ]
        .boxed()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is done in the editor, in whatever order: the draft stays a file that can be read, and says just that.
        #[test]
        fn a_draft_stays_a_whole_file(steps in proptest::collection::vec(step(), 1..12)) {
            let mut own = template();
            let mut text = to_yaml(&own);
            for step in &steps {
                if let Ok((new, _)) = apply(&own, &[], step) {
                    text = rewrite(&text, &new);
                    own = new;
                }
                prop_assert_eq!(&read("t.yaml", &text).unwrap(), &own);
            }
        }
    }
}
