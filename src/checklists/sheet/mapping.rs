//! Which column of a check sheet holds what.

use super::Table;
use crate::base::text::fold;
use crate::text_enum;

text_enum! {
    /// What a column can hold; also the columns of a sheet that leaves.
    pub enum Field {
        /// The heading the question stands under.
        Section = "section",
        /// The question's id.
        Id = "id",
        /// The question.
        Text = "text",
        /// What to look at.
        LookFor = "look-for",
        /// Why it is asked.
        Why = "why",
        /// The clause of the manual.
        Clause = "clause",
        /// The goal it serves.
        Goal = "goal",
        /// How bad it is.
        Severity = "severity",
        /// How it is answered.
        Answer = "answer",
        /// What is counted, when it is measured.
        Unit = "unit",
        /// The lowest value that conforms; for a date, the fewest days ahead.
        Min = "min",
        /// The highest value that conforms; for a date, the most days ago.
        Max = "max",
        /// The answers of a list.
        Choices = "choices",
        /// The layers that ask it.
        Layers = "layers",
        /// Asked every time.
        Always = "always",
        /// The most days it may go unasked.
        MaxAge = "max-age",
        /// Whether a photo goes with it.
        Photo = "photo",
        /// Whether words go with every answer.
        Note = "note",
        /// Words the question bank finds it by.
        Tags = "tags",
        /// What to do at once.
        Reaction = "reaction",
    }
}

impl Field {
    /// Whether several columns may hold it: their texts are put together.
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::LookFor | Self::Why | Self::Tags | Self::Reaction | Self::Choices
        )
    }

    /// What people call such a column, as [`name`] writes it.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Section => &[
                "section",
                "category",
                "area",
                "group",
                "topic",
                "heading",
                "theme",
                "process step",
                "step",
                "part",
                "chapter",
            ],
            Self::Id => &["id", "question id", "key", "code", "identifier"],
            Self::Text => &[
                "question",
                "questions",
                "check item",
                "check items",
                "audit question",
                "check",
                "item",
                "what to check",
                "checkpoint",
                "check point",
                "inspection item",
                "requirement",
                "text",
                "description",
                "audit item",
                "item to check",
                "point to check",
            ],
            Self::LookFor => &[
                "look for",
                "what to look for",
                "criterion",
                "criteria",
                "acceptance criteria",
                "evidence",
                "how to check",
                "method",
                "guidance",
                "details",
                "how",
                "what good looks like",
            ],
            Self::Why => &[
                "why",
                "reason",
                "rationale",
                "purpose",
                "why we ask",
                "why it matters",
                "reason for the check",
                "background",
            ],
            Self::Clause => &[
                "clause",
                "standard",
                "reference",
                "procedure",
                "manual",
                "sop",
                "work instruction",
                "document",
                "paragraph",
                "manual section",
                "procedures manual",
                "ref",
            ],
            Self::Goal => &["goal", "objective", "mission goal", "strategic goal", "goal it serves"],
            Self::Severity => &[
                "severity",
                "priority",
                "criticality",
                "class",
                "risk",
                "weight",
                "rating",
            ],
            Self::Answer => &[
                "answer",
                "answer kind",
                "answer type",
                "type",
                "kind",
                "response type",
                "response",
            ],
            Self::Unit => &["unit", "unit of measure", "measured in", "uom", "units"],
            Self::Min => &["min", "minimum", "lower limit", "low", "at least", "lsl", "from"],
            Self::Max => &[
                "max",
                "maximum",
                "upper limit",
                "high",
                "at most",
                "usl",
                "limit",
                "target",
            ],
            Self::Choices => &["choices", "options", "answers", "list of answers", "possible answers"],
            Self::Layers => &[
                "layer",
                "layers",
                "level",
                "levels",
                "audit layer",
                "asked at",
                "asked by",
                "who asks",
                "lpa level",
                "lpa layer",
            ],
            Self::Always => &["always", "always asked", "mandatory", "every time", "asked every time"],
            Self::MaxAge => &[
                "max age",
                "max age days",
                "frequency",
                "how often",
                "interval",
                "at least every",
                "days it may go unasked",
            ],
            Self::Photo => &["photo", "picture", "photo rule", "photos"],
            Self::Note => &["note rule", "words with every answer", "note"],
            Self::Tags => &["tags", "tag", "keywords", "labels"],
            Self::Reaction => &[
                "reaction plan",
                "reaction",
                "countermeasure",
                "countermeasures",
                "action",
                "actions",
                "corrective action",
                "immediate action",
                "if not ok",
                "if no",
                "what to do when it does not conform",
                "when it does not conform",
                "what to do",
                "plan",
            ],
        }
    }
}

/// How well a heading names a field: the length of the name that fits, more when it is the whole heading.
fn fits(heading: &str, field: Field) -> usize {
    if field.names().contains(&heading) {
        return 1_000 + heading.len();
    }
    let inside = |name: &&&str| name.len() > 3 && has_words(heading, name);
    let lengths = field.names().iter().filter(inside).map(|name| name.len());
    lengths.max().unwrap_or(0)
}

/// Whether these words stand in a heading, whole and one after the other.
fn has_words(heading: &str, words: &str) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b' ');
    heading.match_indices(words).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|at| heading.as_bytes().get(at));
        is_edge(before) && is_edge(heading.as_bytes().get(at + words.len()))
    })
}

/// A heading as it is compared: small letters, single blanks, no signs. A question is none, whatever words it has.
fn name(cell: &str) -> String {
    if cell.ends_with('?') && cell.contains(' ') {
        return String::new();
    }
    let letters: String = cell
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    fold(&letters)
}

/// Which row holds the headings and what each column holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// The row of the headings, counted from 0; the questions stand below. None when there are no headings.
    pub header: Option<usize>,
    /// What each column holds; none for a column that is left out.
    pub fields: Vec<Option<Field>>,
}

impl Mapping {
    /// The columns that hold a field.
    pub fn columns(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        let holds = move |(at, own): (usize, &Option<Field>)| (*own == Some(field)).then_some(at);
        self.fields.iter().enumerate().filter_map(holds)
    }

    /// The first field that two columns hold although it can only be in one.
    pub fn twice(&self) -> Option<Field> {
        let is_twice = |field: &&Field| !field.may_repeat() && self.columns(**field).nth(1).is_some();
        Field::ALL.iter().find(is_twice).copied()
    }
}

/// How far down the headings are looked for.
const LOOKED_AT: usize = 30;

/// Finds the row of the headings and what each column holds.
pub fn guess(table: &Table) -> Mapping {
    let mut best: Option<(usize, usize)> = None;
    for row in 0..table.rows.len().min(LOOKED_AT) {
        let named = named(table, row);
        let has_question = named.contains(&Some(Field::Text));
        let score = named.iter().flatten().count() * 2 + usize::from(has_question);
        // One word that could be a heading does not make a row of headings, unless it is the question's.
        if (score > 2 || has_question) && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, row));
        }
    }
    let best = best.map(|(_, row)| row);
    guess_below(table, best)
}

/// What each column holds when the headings are in this row.
pub fn guess_below(table: &Table, header: Option<usize>) -> Mapping {
    let mut fields = header.map_or_else(Vec::new, |row| named(table, row));
    fields.resize(table.width(), None);
    if !fields.contains(&Some(Field::Text))
        && let Some(column) = longest(table, header, &fields)
        && let Some(field) = fields.get_mut(column)
    {
        *field = Some(Field::Text);
    }
    Mapping { header, fields }
}

/// What the headings of a row name, each field once: where it fits best, and of equals the first.
fn named(table: &Table, row: usize) -> Vec<Option<Field>> {
    let headings: Vec<String> = table
        .rows
        .get(row)
        .into_iter()
        .flatten()
        .map(|cell| name(cell))
        .collect();
    let mut pairs: Vec<(usize, usize, Field)> = Vec::new();
    for (column, heading) in headings.iter().enumerate().filter(|(_, heading)| heading.len() <= 60) {
        let fitting = Field::ALL.iter().map(|field| (fits(heading, *field), column, *field));
        pairs.extend(fitting.filter(|(fit, ..)| *fit > 0));
    }
    pairs.sort_by_key(|(fit, column, _)| (std::cmp::Reverse(*fit), *column));
    let mut fields = vec![None; headings.len()];
    for (_, column, field) in pairs {
        if !fields.contains(&Some(field))
            && let Some(free) = fields.get_mut(column)
            && free.is_none()
        {
            *free = Some(field);
        }
    }
    fields
}

/// The column with the most text that nothing names: where nobody wrote a heading, the question is the longest text.
fn longest(table: &Table, header: Option<usize>, fields: &[Option<Field>]) -> Option<usize> {
    let below = header.map_or(0, |row| row + 1);
    let length = |column: &usize| -> usize {
        let cells = table.rows.iter().skip(below).filter_map(|row| row.get(*column));
        cells
            .map(|cell| cell.len() + if cell.ends_with('?') { 200 } else { 0 })
            .sum()
    };
    let free = (0..fields.len()).filter(|column| fields.get(*column) == Some(&None));
    free.rev().max_by_key(length).filter(|column| length(column) > 0)
}
