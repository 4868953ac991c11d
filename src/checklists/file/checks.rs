//! What the shape of a template file cannot say: ids that stand twice, limits that exclude each other, draws that
//! cannot be kept.
//!
//! All of it looks at the tree and steps over what is missing there, so that it also works on a file with other mistakes.

use std::collections::BTreeMap;

use super::{ClauseRef, HIGHEST_LAYER, MOST_QUESTIONS};
use crate::base::mistake::{Mistakes, quoted};
use crate::base::text::ClauseNumber;
use crate::base::yaml::{Entry, Node};

/// Adds what is wrong with the meaning of a template.
pub(super) fn check(mistakes: &mut Mistakes<'_>, tree: &Node) {
    check_file_name(mistakes, tree);
    check_ids(mistakes, tree);
    check_count(mistakes, tree);
    questions(tree).for_each(|question| check_measure(mistakes, question));
    check_ask(mistakes, tree);
}

/// Adds the clauses and goals that do not exist.
pub(super) fn check_references(
    mistakes: &mut Mistakes<'_>,
    tree: &Node,
    clauses: &dyn Fn(&ClauseRef) -> bool,
    goals: &dyn Fn(&str) -> bool,
) {
    let manual = tree.text_of("manual").unwrap_or_default();
    for question in questions(tree) {
        if let Some(node) = question.get("clause") {
            check_clause(mistakes, node, manual, clauses);
        }
        if let Some(node) = question.get("goal") {
            check_goal(mistakes, node, goals);
        }
    }
}

fn questions(tree: &Node) -> impl Iterator<Item = &Node> {
    tree.items_of("sections")
        .iter()
        .flat_map(|section| section.items_of("questions"))
}

fn check_file_name(mistakes: &mut Mistakes<'_>, tree: &Node) {
    let Some(node) = tree.get("template") else {
        return;
    };
    let stem = mistakes.source().stem();
    let Some(id) = node.text().filter(|id| *id != stem) else {
        return;
    };
    let message = format!("template {} stands in a file named {}", quoted(id), quoted(stem));
    mistakes.add_with_hint(
        node.line,
        node.column,
        message,
        format!("name the file {id}.yaml, or write template: {stem}"),
    );
}

fn check_ids(mistakes: &mut Mistakes<'_>, tree: &Node) {
    let mut seen = BTreeMap::new();
    for question in questions(tree) {
        let Some(id) = question.text_of("id") else {
            continue;
        };
        if let Some(first) = seen.insert(id, question.line) {
            let message = format!(
                "question {} stands twice (first on line {first}); ids are unique in a file",
                quoted(id)
            );
            let hint = "give this question another id; an id once used is never used again";
            mistakes.add_with_hint(question.line, question.column, message, hint);
            seen.insert(id, first);
        }
    }
}

fn check_count(mistakes: &mut Mistakes<'_>, tree: &Node) {
    let count = questions(tree).count();
    if let Some(first) = questions(tree).nth(MOST_QUESTIONS) {
        let message = format!("the template has {count} questions; at most {MOST_QUESTIONS} are taken");
        let hint = "divide it into templates of several processes";
        mistakes.add_with_hint(first.line, first.column, message, hint);
    }
}

fn check_measure(mistakes: &mut Mistakes<'_>, question: &Node) {
    let Some(measure) = question.get("answer").and_then(|answer| answer.get("measure")) else {
        return;
    };
    let is_known = |entry: &Entry| ["unit", "min", "max"].contains(&entry.key.as_str());
    if measure.entries().is_empty() || !measure.entries().iter().all(is_known) {
        return;
    }
    let limit = |key| measure.get(key).and_then(Node::number);
    match (limit("min"), limit("max")) {
        (None, None) if measure.get("min").is_none() && measure.get("max").is_none() => {
            let hint = "give min, max or both, for example { unit: minutes, max: 15 }";
            mistakes.add_with_hint(
                measure.line,
                measure.column,
                "this measure has no limit, so nothing could be nonconforming",
                hint,
            );
        }
        (Some(min), Some(max)) if min > max => {
            let message = format!("min {min} is greater than max {max}, so every value would be nonconforming");
            mistakes.add(measure.line, measure.column, message);
        }
        _ => {}
    }
}

/// A layer cannot ask fewer questions than have to be asked there every time.
fn check_ask(mistakes: &mut Mistakes<'_>, tree: &Node) {
    let entries = tree.get("ask").map_or(&[][..], Node::entries);
    for entry in entries.iter().filter(|entry| is_layer(&entry.key)) {
        let at_layer: Vec<&Node> = questions(tree)
            .filter(|question| is_asked_at(question, &entry.key))
            .collect();
        let every_time = at_layer.iter().filter(|question| is_asked_every_time(question)).count();
        if at_layer.is_empty() {
            refuse_empty_layer(mistakes, entry);
        } else if let Some(count) = entry.value.text().and_then(|text| text.parse::<usize>().ok())
            && (1..every_time).contains(&count)
        {
            let message = format!(
                "layer {} asks {count} but {every_time} questions are asked there every time",
                entry.key
            );
            let hint = format!(
                "ask at least {every_time}; questions with always: true or severity: critical are asked every time"
            );
            mistakes.add_with_hint(entry.value.line, entry.value.column, message, hint);
        }
    }
}

fn is_layer(key: &str) -> bool {
    key.len() == 1 && key.parse().is_ok_and(|layer: u8| (1..=HIGHEST_LAYER).contains(&layer))
}

fn refuse_empty_layer(mistakes: &mut Mistakes<'_>, entry: &Entry) {
    let message = format!("no question is asked at layer {}", entry.key);
    mistakes.add_with_hint(
        entry.line,
        entry.column,
        message,
        "add the layer to the layers of some questions, or drop this line",
    );
}

fn is_asked_at(question: &Node, layer: &str) -> bool {
    match question.get("layers") {
        Some(layers) => layers.items().iter().any(|node| node.text() == Some(layer)),
        None => layer == "1",
    }
}

fn is_asked_every_time(question: &Node) -> bool {
    question.text_of("always") == Some("true") || question.text_of("severity") == Some("critical")
}

fn check_clause(mistakes: &mut Mistakes<'_>, node: &Node, manual: &str, exists: &dyn Fn(&ClauseRef) -> bool) {
    let Some(clause) = node.text().and_then(|text| ClauseRef::parse(text).ok()) else {
        return;
    };
    let clause = clause.in_manual(manual);
    if exists(&clause) {
        return;
    }
    let message = format!("clause {clause} does not exist in the manual");
    match nearest_clause(&clause, exists) {
        Some(near) => mistakes.add_with_hint(node.line, node.column, message, format!("the nearest is clause {near}")),
        None => mistakes.add(node.line, node.column, message),
    }
}

/// The clause before the missing one, or the one it would be part of.
fn nearest_clause(clause: &ClauseRef, exists: &dyn Fn(&ClauseRef) -> bool) -> Option<ClauseRef> {
    let mut number = ClauseNumber::parse(&clause.number).ok();
    while let Some(current) = number {
        let parent = current.parent();
        let candidates = current.before().take(100).chain(parent.clone());
        let mut named = candidates.map(|number| ClauseRef {
            manual: clause.manual.clone(),
            number: number.to_string(),
        });
        if let Some(found) = named.find(|candidate| exists(candidate)) {
            return Some(found);
        }
        number = parent;
    }
    None
}

fn check_goal(mistakes: &mut Mistakes<'_>, node: &Node, exists: &dyn Fn(&str) -> bool) {
    let Some(goal) = node.text().filter(|goal| !exists(goal)) else {
        return;
    };
    let known: Vec<String> = (1..=20)
        .map(|number| format!("G{number}"))
        .filter(|goal| exists(goal))
        .collect();
    let message = format!("goal {} does not exist in mission.yaml", quoted(goal));
    match known.is_empty() {
        true => mistakes.add(node.line, node.column, message),
        false => mistakes.add_with_hint(
            node.line,
            node.column,
            message,
            format!("the goals are {}", known.join(", ")),
        ),
    }
}
