//! What the linter says, as the editor and the page before publishing show it.

use crate::checklists::file::TemplateFile;
use crate::checklists::lint::{self, Advice, Weight};
use crate::people::viewer::{Right, Viewer};
use serde::Serialize;

/// One advice: what is wrong and why, and how to put it better.
#[derive(Debug, Serialize)]
pub struct AdviceShown {
    /// The field it is about, as the file names it.
    pub(super) field: &'static str,
    /// Hint or warning.
    pub(super) weight: &'static str,
    pub(super) text: String,
    pub(super) better: Option<String>,
}

/// What there is to say about one question of a draft, or about the draft as a whole.
#[derive(Debug, Serialize)]
pub struct AdviceGroup {
    question: String,
    href: String,
    advice: Vec<AdviceShown>,
}

pub(super) fn advice_shown<R: Right>(viewer: &Viewer<R>, advice: &Advice) -> AdviceShown {
    AdviceShown {
        field: advice.field,
        weight: advice.weight.as_str(),
        text: viewer.say(&advice.said()),
        better: advice.better().map(|said| viewer.say(&said)),
    }
}

/// All advice about a file, a group for each question in its order, the draft as a whole first; warnings before hints.
pub(super) fn advice_groups<R: Right>(
    viewer: &Viewer<R>,
    file: &TemplateFile,
    language: &str,
    editor: &str,
) -> Vec<AdviceGroup> {
    let all = lint::lint(file, language);
    let group = |code: Option<&str>, question: &str, href: String| {
        let own = all.iter().filter(|advice| advice.question.as_deref() == code);
        let (mut advice, hints): (Vec<&Advice>, Vec<_>) = own.partition(|advice| advice.weight == Weight::Warning);
        advice.extend(hints);
        (!advice.is_empty()).then(|| AdviceGroup {
            question: question.to_owned(),
            href,
            advice: advice.into_iter().map(|advice| advice_shown(viewer, advice)).collect(),
        })
    };
    let whole = group(None, "", format!("{editor}?head=1"));
    let questions = file.questions().filter_map(|question| {
        let code = question.id.as_str();
        let text = question.text.get(viewer.lang());
        group(Some(code), text, format!("{editor}?q={code}#q-{code}"))
    });
    whole.into_iter().chain(questions).collect()
}
