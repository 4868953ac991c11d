//! What `audit-templates/README.md` promises about the shipped checklists, held against the files.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

const README: &str = include_str!("../../../audit-templates/README.md");

/// The cells of the table rows below a heading that link to a checklist.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let below = README.lines().skip_while(|line| *line != heading).skip(1);
    let rows = below
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("| ") && line.contains(".yaml)"));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// The checklists a cell links to: `[payments](payments.yaml)`.
fn linked(cell: &str) -> BTreeSet<&str> {
    let targets = cell.split("](").skip(1);
    targets
        .filter_map(|target| Some(target.split_once(".yaml)")?.0))
        .collect()
}

fn shipped() -> BTreeMap<String, TemplateFile> {
    let templates = Library::starter().unwrap().templates.into_iter();
    templates
        .map(|(template, _)| (template.template.to_string(), template))
        .collect()
}

/// The clauses of the questions with these ids, with the code of their manual; none when no question has one of them.
fn clauses(template: &TemplateFile, ids: &BTreeSet<&str>) -> BTreeSet<String> {
    let asked = template
        .questions()
        .filter(|question| ids.contains(question.id.as_str()));
    let whole = |clause: &crate::base::text::ClauseRef| {
        let own = template.manual.as_ref().map(ToString::to_string);
        let manual = clause.manual.clone().or(own).unwrap_or_default();
        format!("{manual} {}", clause.number)
    };
    asked
        .filter_map(|question| question.clause.as_ref().map(whole))
        .collect()
}

#[test]
fn every_layer_has_checklists_and_there_are_enough_of_them() {
    let shipped = shipped();
    assert!(shipped.len() >= 24, "{} checklists", shipped.len());
    for layer in 1..=4 {
        let asking = shipped
            .values()
            .filter(|template| template.questions().any(|question| question.layers.contains(&layer)));
        assert!(asking.count() >= 10, "layer {layer}");
    }
}

#[test]
fn the_readme_lists_every_checklist_with_what_each_layer_is_asked() {
    let column = |template: &TemplateFile, layer: u8| {
        let has = template
            .questions()
            .filter(|question| question.layers.contains(&layer))
            .count();
        match template.ask.get(&layer) {
            _ if has == 0 => "–".to_owned(),
            Some(asks) if (*asks as usize) < has => format!("{asks} of {has}"),
            _ => has.to_string(),
        }
    };
    let shipped = shipped();
    let listed: BTreeMap<String, Vec<String>> = rows("## The templates")
        .into_iter()
        .map(|cells| {
            let name = linked(cells[0]).into_iter().next().unwrap();
            (name.to_owned(), cells[1..].iter().map(ToString::to_string).collect())
        })
        .collect();
    let expected: BTreeMap<String, Vec<String>> = shipped
        .iter()
        .map(|(name, template)| {
            let manual = template.manual.as_ref().map(ToString::to_string).unwrap_or_default();
            let facts = [template.process.name.get("en").to_owned(), manual];
            let count = template.questions().count().to_string();
            let layers = (1..=4).map(|layer| column(template, layer));
            (name.clone(), facts.into_iter().chain([count]).chain(layers).collect())
        })
        .collect();
    assert_eq!(listed, expected);
    let questions: usize = shipped.values().map(|template| template.questions().count()).sum();
    let opening = format!("{} audit templates with {questions} questions", shipped.len());
    assert!(
        README.contains(&opening),
        "the first sentence of the README does not say: {opening}"
    );
}

#[test]
fn each_practice_is_covered_by_the_questions_that_its_row_names() {
    let shipped = shipped();
    let rows = rows("## What the templates cover");
    assert!(rows.len() >= 100, "{} practices", rows.len());
    let mut used = BTreeSet::new();
    for cells in &rows {
        let [practice, checklists, questions, clauses_named] = cells[..] else {
            panic!("this row has not four cells: {cells:?}");
        };
        let ids: BTreeSet<&str> = questions.split(", ").map(|id| id.trim_matches('`')).collect();
        let mut found_ids = BTreeSet::new();
        let mut found_clauses = BTreeSet::new();
        for name in linked(checklists) {
            let template = shipped
                .get(name)
                .unwrap_or_else(|| panic!("{practice}: there is no {name}.yaml"));
            let own: BTreeSet<&str> = template.questions().map(|question| question.id.as_str()).collect();
            let here: BTreeSet<&str> = own.intersection(&ids).copied().collect();
            assert!(!here.is_empty(), "{practice}: {name} has none of {questions}");
            found_clauses.extend(clauses(template, &here));
            found_ids.extend(here);
            used.insert(name);
        }
        assert_eq!(found_ids, ids, "{practice}: questions");
        let named: BTreeSet<String> = clauses_named.split(", ").map(str::to_owned).collect();
        assert_eq!(found_clauses, named, "{practice}: clauses");
    }
    let unused: Vec<&String> = shipped.keys().filter(|name| !used.contains(name.as_str())).collect();
    assert!(unused.is_empty(), "no practice is covered by {unused:?}");
}
