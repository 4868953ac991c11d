//! A packet as it is read on paper: the same words and figures as its page, part by part in reading order. It is frozen
//! in the packet's data when the packet is made, so that a PDF is made from it at any time and says the same.

use super::document::PacketFile;
use crate::base::said::Said;
use crate::boards::Reader;
use crate::boards::layers::LayerRow;
use crate::boards::summary::charts::Shown;
use crate::boards::summary::{GoalRow, Told};
use serde::{Deserialize, Serialize};

/// What a packet says on paper beside its number, its headline, its figures and its tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub agency: String,
    /// Unit and days, in a line.
    pub eyebrow: String,
    /// What is said about the packet itself.
    pub facts: Vec<Term>,
    /// Which one it replaces, in a sentence.
    pub replaced: Option<String>,
    /// The mission statement.
    pub statement: Option<String>,
    /// The goal furthest from its target, in a sentence.
    pub say: Option<String>,
    /// Everything below the answer, in reading order.
    pub sections: Vec<Section>,
    /// What the figures rest on.
    pub basis: String,
    /// How they are made.
    pub made: Vec<Term>,
}

/// A word and what is said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What is said.
    pub text: String,
}

/// Parts under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Part {
    /// A paragraph.
    Text(Line),
    /// A list.
    List {
        /// Whether its items are counted.
        numbered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table for reading.
    Table {
        /// The heads of its columns.
        head: Vec<String>,
        /// How wide each is, in parts of the whole.
        widths: Vec<u32>,
        /// Its rows; the first cell of each names it.
        rows: Vec<Vec<Cell>>,
    },
    /// A picture of the page.
    Picture {
        /// Its id there.
        id: String,
        /// What it shows.
        title: String,
        /// What is to be seen in it.
        description: String,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// What it begins with, set off.
    pub lead: Option<String>,
    /// What it says.
    pub text: String,
    /// What is said below it, quietly.
    pub note: Option<String>,
}

/// Words in a line, in a cell or by themselves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Whether they are set off.
    #[serde(default, skip_serializing_if = "is_false")]
    pub strong: bool,
    /// Whether they are of less weight.
    #[serde(default, skip_serializing_if = "is_false")]
    pub quiet: bool,
}

/// A cell of a [`Part::Table`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it says.
    pub lines: Vec<Line>,
    /// The verdict that a sign before it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The bar below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meter: Option<Meter>,
}

/// A bar from 0 to 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meter {
    /// Where it ends.
    pub value: f64,
    /// Where the target is.
    pub target: Option<i32>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// How the figures are made, by the last word of the sentence's key; the page has the same list.
const MADE: [&str; 15] = [
    "followed", "done", "on-time", "closed", "goal", "weeks", "heat", "pareto", "layer", "nothing", "repeat", "since",
    "asked", "days", "frozen",
];

impl Paper {
    /// What the file of a packet says.
    pub fn of(reader: &Reader, file: &PacketFile) -> Self {
        let told = &file.told;
        let made = |name: &str| {
            let text = match name {
                "frozen" => "packet-made-frozen-text".to_owned(),
                name => format!("summary-made-{name}-text"),
            };
            Term {
                term: reader.t(&format!("summary-made-{name}")),
                text: reader.say(&Said::new(&text).with("days", told.repeat_days)),
            }
        };
        let facts = file.facts.iter().map(|fact| Term {
            term: fact.term.clone(),
            text: fact.text.clone(),
        });
        let replaced = |number: &String| reader.say(&Said::new("packet-replaces").with("number", number.clone()));
        Self {
            title: file.title.clone(),
            agency: file.agency.clone(),
            eyebrow: told.eyebrow.clone(),
            facts: facts.collect(),
            replaced: file.replaces.as_ref().map(replaced),
            statement: told.statement.clone(),
            say: Some(
                [Some(told.headline_by.as_str()), told.goals_say.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            sections: sections(reader, told),
            basis: told.basis.clone(),
            made: MADE.iter().map(|name| made(name)).collect(),
        }
    }
    /// The ids of its pictures.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        let parts = self.sections.iter().flat_map(|section| &section.parts);
        parts.filter_map(|part| match part {
            Part::Picture { id, .. } => Some(id.as_str()),
            _ => None,
        })
    }
}

fn plain(text: impl Into<String>) -> Line {
    Line {
        text: text.into(),
        ..Line::default()
    }
}

fn strong(text: impl Into<String>) -> Line {
    Line {
        strong: true,
        ..plain(text)
    }
}

fn quiet(text: impl Into<String>) -> Line {
    Line {
        quiet: true,
        ..plain(text)
    }
}

fn cell(lines: Vec<Line>) -> Cell {
    Cell {
        lines,
        ..Cell::default()
    }
}

fn text(text: impl Into<String>) -> Part {
    Part::Text(plain(text))
}

fn note(text: impl Into<String>) -> Part {
    Part::Text(quiet(text))
}

fn list(items: impl IntoIterator<Item = Item>) -> Option<Part> {
    let items: Vec<Item> = items.into_iter().collect();
    (!items.is_empty()).then_some(Part::List { numbered: false, items })
}

fn item(text: impl Into<String>) -> Item {
    Item {
        lead: None,
        text: text.into(),
        note: None,
    }
}

/// What a change is called before it is told.
fn way(reader: &Reader, worse: bool) -> Option<String> {
    let key = if worse {
        "summary-weeks-worse"
    } else {
        "summary-weeks-better"
    };
    Some(reader.t(key))
}

fn counted(reader: &Reader, key: &str, count: i64) -> String {
    reader.say(&Said::new(key).with("count", count))
}

fn number(reader: &Reader, n: i64) -> String {
    reader.i18n().number(reader.lang(), n)
}

fn sections(reader: &Reader, told: &Told) -> Vec<Section> {
    let section = |key: &str, parts: Vec<Part>| Section {
        title: reader.t(key),
        parts,
    };
    let asked = if told.asked.is_empty() {
        text(told.asked_none.clone())
    } else {
        let items = told.asked.iter().map(|row| item(row.text.clone())).collect();
        Part::List { numbered: true, items }
    };
    let mut all = Vec::new();
    let mut first = vec![asked];
    if !told.anything {
        first.insert(0, text(reader.t("summary-empty")));
    }
    all.push(section("summary-asked", first));
    let changed = told.since.iter().map(|row| Item {
        lead: way(reader, row.worse),
        ..item(row.text.clone())
    });
    let since = std::iter::once(text(told.since_say.clone())).chain(list(changed));
    all.push(section("summary-since", since.collect()));
    if let Some(met) = &told.met {
        let changed = met.rows.iter().map(|row| Item {
            lead: way(reader, row.worse),
            ..item(row.text.clone())
        });
        let said = format!("{} {}.", met.say, met.packet);
        let parts = std::iter::once(text(said)).chain(list(changed));
        all.push(section("summary-met", parts.collect()));
    }
    all.push(section("summary-goals", goals(reader, told)));
    all.push(section("summary-layers", layers(reader, told)));
    all.push(section("summary-weeks", weeks(reader, told)));
    all.push(section("summary-help", offices(reader, told)));
    if let Some(heat) = &told.heat {
        let more = ("summary-heat-more", heat.more);
        all.push(section(
            "summary-heat",
            drawn(reader, heat, "heat", "packet-heat-hint", more),
        ));
    }
    all.push(section(
        "summary-pareto",
        match &told.pareto {
            Some(pareto) => drawn(
                reader,
                pareto,
                "pareto",
                "packet-pareto-hint",
                ("summary-pareto-more", pareto.more),
            ),
            None => vec![text(reader.t("summary-pareto-none"))],
        },
    ));
    all.push(section("summary-again", again(reader, told)));
    all.push(section("summary-top", top(reader, told)));
    all.push(section("summary-trend", vec![months(reader, told)]));
    all
}

fn goals(reader: &Reader, told: &Told) -> Vec<Part> {
    if told.goals.is_empty() {
        return vec![text(reader.t("summary-goals-none"))];
    }
    let heads = [
        "summary-col-goal",
        "summary-col-delivered",
        "summary-followed",
        "summary-col-audits",
        "summary-col-repair",
    ];
    vec![
        Part::Table {
            head: heads.iter().map(|key| reader.t(key)).collect(),
            widths: vec![9, 5, 6, 11, 7],
            rows: told.goals.iter().map(|goal| goal_row(reader, goal)).collect(),
        },
        note(reader.t("summary-goals-mark")),
        note(reader.t("packet-goals-now")),
        Part::Text(Line {
            strong: true,
            ..quiet(reader.t("summary-judged-link"))
        }),
        note(told.judged.clone()),
    ]
}

fn goal_row(reader: &Reader, goal: &GoalRow) -> Vec<Cell> {
    let named = strong(format!("{}. {}", goal.code, goal.title));
    let verdict = Cell {
        mark: Some(goal.verdict.to_owned()),
        ..cell(vec![plain(
            reader.t(&format!("status-{}", goal.verdict.replace('_', "-"))),
        )])
    };
    let followed = match &goal.percent {
        None => cell(vec![quiet(reader.t("summary-no-answers"))]),
        Some(percent) => {
            let of = Said::new("summary-target-of")
                .with("target", goal.target_text.clone())
                .with("count", goal.judged);
            Cell {
                meter: Some(Meter {
                    value: goal.value,
                    target: Some(goal.target),
                }),
                ..cell(vec![strong(percent.clone()), quiet(reader.say(&of))])
            }
        }
    };
    let dash = || "–".to_owned();
    let mut audits: Vec<Line> = Vec::new();
    for layer in &goal.layers {
        let done = layer.done.clone().unwrap_or_else(dash);
        let on_time = layer.on_time.clone().unwrap_or_else(dash);
        audits.push(plain(format!(
            "{}{} {}, {}",
            reader.t("layer-short"),
            layer.number,
            reader.say(&Said::new("summary-goal-done").with("percent", done)),
            reader.say(&Said::new("summary-goal-on-time").with("percent", on_time)),
        )));
    }
    if audits.is_empty() {
        audits.push(quiet(reader.t("summary-no-audits")));
    }
    let mut repair: Vec<Line> = Vec::new();
    if let Some(closed) = &goal.closed {
        let closed = Said::new("summary-goal-closed").with("percent", closed.clone());
        repair.push(plain(reader.say(&closed)));
    }
    for (key, count) in [
        ("summary-goal-again", goal.again.n),
        ("summary-again-after", goal.after_fix.n),
        ("summary-to-decide", goal.to_decide.n),
        ("summary-under-way", goal.under_way.n),
    ] {
        if count > 0 {
            repair.push(plain(counted(reader, key, count)));
        }
    }
    if goal.overdue.n > 0 {
        repair.push(strong(counted(reader, "summary-goal-overdue", goal.overdue.n)));
    }
    if repair.is_empty() {
        repair.push(quiet(reader.t("summary-goal-nothing")));
    }
    vec![
        cell(vec![
            named,
            quiet(goal.body.clone()),
            quiet(reader.t("summary-goal-residents")),
        ]),
        verdict,
        followed,
        cell(audits),
        cell(repair),
    ]
}

fn layers(reader: &Reader, told: &Told) -> Vec<Part> {
    let mut parts = vec![text(told.layers_say.clone())];
    if !told.layers.is_empty() {
        let heads = [
            "summary-col-layer",
            "summary-col-done",
            "summary-col-on-time",
            "summary-followed",
            "summary-col-same",
        ];
        parts.push(Part::Table {
            head: heads.iter().map(|key| reader.t(key)).collect(),
            widths: vec![7, 7, 6, 7, 12],
            rows: told.layers.iter().map(|layer| layer_row(reader, layer)).collect(),
        });
    }
    parts
}

fn layer_row(reader: &Reader, layer: &LayerRow) -> Vec<Cell> {
    let done_of = |done: i64| {
        let said = Said::new("today-done-of")
            .with("done", done)
            .with("all", layer.expected);
        plain(reader.say(&said))
    };
    let dash = || cell(vec![quiet("–")]);
    let done = match &layer.completion {
        None => cell(vec![quiet(reader.t("summary-no-audits"))]),
        Some(percent) => {
            let mut lines = vec![strong(percent.clone()), done_of(layer.done.n)];
            if layer.missed.n > 0 {
                lines.push(plain(counted(reader, "summary-missed", layer.missed.n)));
            }
            cell(lines)
        }
    };
    let on_time = layer.on_time_completion.as_ref().map_or_else(dash, |percent| {
        cell(vec![strong(percent.clone()), done_of(layer.on_time.n)])
    });
    let followed = layer.percent.as_ref().map_or_else(dash, |percent| {
        let of = counted(reader, "summary-of-answers", layer.judged);
        cell(vec![strong(percent.clone()), quiet(of)])
    });
    let same = layer
        .same
        .as_ref()
        .map_or_else(dash, |same| cell(vec![plain(same.clone())]));
    let short = format!("{}{}", reader.t("layer-short"), layer.number);
    let named = strong(format!("{short} {}", layer.name));
    vec![cell(vec![named]), done, on_time, followed, same]
}

fn weeks(reader: &Reader, told: &Told) -> Vec<Part> {
    let weeks = &told.weeks;
    let mut parts = vec![text(weeks.say.clone())];
    parts.extend(list(weeks.signals.iter().map(|signal| Item {
        lead: way(reader, signal.worse),
        ..item(signal.text.clone())
    })));
    if weeks.earlier > 0 {
        let said = Said::new("summary-weeks-earlier").with("count", weeks.earlier);
        parts.push(note(reader.say(&said)));
    }
    parts.extend(list(weeks.changes.iter().map(|said| item(said.clone()))));
    if weeks.picture.is_some() {
        parts.push(Part::Picture {
            id: "weeks".to_owned(),
            title: reader.t("summary-weeks"),
            description: weeks.say.clone(),
        });
    }
    parts
}

fn offices(reader: &Reader, told: &Told) -> Vec<Part> {
    let mut parts = vec![text(told.offices_say.clone())];
    if !told.offices.is_empty() {
        let heads = [
            "today-col-office",
            "summary-followed",
            "summary-col-answers",
            "summary-col-failed",
        ];
        let rows = told.offices.iter().take(told.offices_shown).map(|office| {
            let followed = Cell {
                meter: Some(Meter {
                    value: office.value,
                    target: None,
                }),
                ..cell(vec![plain(office.percent.clone().unwrap_or_default())])
            };
            vec![
                cell(vec![strong(office.name.clone())]),
                followed,
                cell(vec![plain(number(reader, office.judged))]),
                cell(vec![plain(number(reader, office.failed.n))]),
            ]
        });
        parts.push(Part::Table {
            head: heads.iter().map(|key| reader.t(key)).collect(),
            widths: vec![10, 8, 5, 5],
            rows: rows.collect(),
        });
    }
    for (key, count) in [
        ("summary-help-more", told.offices_more),
        ("summary-help-few", told.offices_few),
    ] {
        if count > 0 {
            parts.push(note(reader.say(&Said::new(key).with("count", count))));
        }
    }
    parts
}

fn drawn(reader: &Reader, shown: &Shown, id: &str, hint: &str, (more, count): (&'static str, usize)) -> Vec<Part> {
    let mut parts = vec![text(shown.say.clone()), note(reader.t(hint))];
    if count > 0 {
        parts.push(note(reader.say(&Said::new(more).with("count", count))));
    }
    parts.push(Part::Picture {
        id: id.to_owned(),
        title: reader.t(&format!("summary-{id}")),
        description: shown.say.clone(),
    });
    parts
}

fn again(reader: &Reader, told: &Told) -> Vec<Part> {
    let items = told.repeats.iter().map(|repeat| {
        let after = (repeat.after_fix.n > 0).then(|| counted(reader, "summary-again-after", repeat.after_fix.n));
        Item {
            lead: Some(counted(reader, "summary-again-times", repeat.count.n)),
            text: repeat.title.clone(),
            note: Some(joined([Some(repeat.unit.clone()), after])),
        }
    });
    match list(items) {
        None => vec![text(reader.t("summary-again-none"))],
        Some(list) => {
            let said = Said::new("summary-again-say").with("days", told.repeat_days);
            vec![list, note(reader.say(&said))]
        }
    }
}

fn top(reader: &Reader, told: &Told) -> Vec<Part> {
    let items = told.top.iter().map(|row| {
        let due = |due: &crate::platform::i18n::When| {
            reader.say(&Said::new("summary-top-due").with("date", due.text.clone()))
        };
        let facts = [
            Some(row.unit.clone()),
            Some(row.number.clone()),
            row.due.as_ref().map(due),
        ];
        Item {
            note: Some(joined(facts)),
            ..item(row.title.clone())
        }
    });
    match list(items) {
        None => vec![text(reader.t("summary-top-none"))],
        Some(list) => vec![list, note(reader.t("summary-top-say"))],
    }
}

fn joined<const N: usize>(facts: [Option<String>; N]) -> String {
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn months(reader: &Reader, told: &Told) -> Part {
    let heads = [
        "summary-col-month",
        "summary-followed",
        "summary-col-answers",
        "summary-col-done",
        "summary-col-on-time",
    ];
    let or_dash = |text: &Option<String>| cell(vec![plain(text.clone().unwrap_or_else(|| "–".to_owned()))]);
    let rows = told.months.iter().map(|month| {
        let done = (month.expected > 0 || month.done.n > 0).then(|| {
            let said = Said::new("today-done-of")
                .with("done", month.done.n)
                .with("all", month.expected);
            reader.say(&said)
        });
        vec![
            cell(vec![strong(month.name.clone())]),
            or_dash(&month.percent),
            cell(vec![plain(number(reader, month.judged))]),
            or_dash(&done),
            or_dash(&month.on_time),
        ]
    });
    Part::Table {
        head: heads.iter().map(|key| reader.t(key)).collect(),
        widths: vec![8, 6, 5, 6, 6],
        rows: rows.collect(),
    }
}
