//! What the audits of a plan ask: how many questions, which, and whether a layer above is looked at.

use super::*;

/// What is typed in this part.
pub(super) const FIELDS: [&str; 5] = ["ask_count", "tags", "about_layer", "anonymous", "anonymous-asked"];

/// What stands in it: for a new plan, or for one as it is.
pub(super) fn fill(typed: Typed, plan: Option<&Plan>) -> Typed {
    let asking = plan.map(Plan::asking).unwrap_or_default();
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    typed
        .with("ask_count", number(asking.count))
        .with("tags", asking.tags.join(" "))
        .with("about_layer", number(asking.about_layer))
        .with("anonymous", if asking.anonymous { "1" } else { "" })
}

/// What was typed. Tags may be parted by commas too.
pub(super) fn read(form: &Fields, problems: &mut Problems) -> Asking {
    let mut tags: Vec<String> = form
        .get("tags")
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|tag| !tag.is_empty())
        .map(str::to_lowercase)
        .collect();
    tags.sort_unstable();
    tags.dedup();
    Asking {
        count: form.read("ask_count", problems, "error-number"),
        tags,
        anonymous: form.checkbox("anonymous"),
        about_layer: form.read("about_layer", problems, "error-choice"),
    }
}
