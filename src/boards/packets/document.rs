//! The file of a packet: made once from what the summary tells, whole in itself, and taken apart again by those who
//! show it. It holds the pages people read, and the same figures as data for programs.

use super::paper::Paper;
use super::seal::Seal;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::boards::Reader;
use crate::boards::summary::Told;
use crate::page;
use crate::platform::error::{AppError, AppResult};
use crate::platform::views::{Frame, Views};
use crate::platform::web::{assets, charts};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a packet says of itself, and its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Data {
    /// The version of this form: 2. Packets of the first one have no [`Data::paper`], and so no PDF.
    pub format: u32,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub unit: String,
    /// The same by its id.
    pub unit_id: UnitId,
    /// The day of the meeting it is for.
    pub held_on: Option<NaiveDate>,
    /// The first day of its period.
    pub from: NaiveDate,
    /// The last day of its period.
    pub to: NaiveDate,
    /// When it was made, in microseconds since 1970 (UTC).
    pub made_at: i64,
    /// Who made it; `None`: the timed job.
    pub made_by: Option<String>,
    /// The number of the packet it replaces.
    pub replaces: Option<String>,
    /// Its language.
    pub language: String,
    /// The answer in a sentence.
    pub headline: String,
    /// The three big figures.
    pub figures: Vec<Figure>,
    /// The goals; packets that were made before this was kept have none.
    #[serde(default)]
    pub goals: Vec<GoalFigure>,
    /// Every table.
    pub tables: Vec<Table>,
    /// What is read on paper beside them.
    #[serde(default)]
    pub paper: Option<Paper>,
}

/// A big figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is called.
    pub label: String,
    /// As it is read; `None` when there was nothing to count.
    pub number: Option<String>,
    /// How many of those counted.
    pub part: i64,
    /// How many were counted.
    pub whole: i64,
    /// How it is made, in a sentence.
    pub made: String,
    /// What changed since the period before, in a sentence.
    #[serde(default)]
    pub change: Option<String>,
}

/// How far the procedures of a goal were followed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GoalFigure {
    /// Which.
    pub goal: GoalId,
    /// How many of its answers conform.
    pub part: i64,
    /// How many judged something.
    pub whole: i64,
}

/// A table of figures; the first cell of a row names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Names it for programs.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

page! {
    /// The file of a packet.
    pub struct PacketFile in "boards/packet_file.html" {
        pub title: String,
        pub agency: String,
        pub facts: Vec<Fact>,
        pub replaces: Option<String>,
        pub tables: Vec<Table>,
        pub told: Told,
    }
}

/// A line about the packet.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub term: String,
    /// What it says.
    pub text: String,
}

/// The beginning and the end of what people read.
const PAGES: (&str, &str) = ("<article class=\"packet\">", "</article>");
/// The beginning and the end of the data.
const DATA: (&str, &str) = ("<script id=\"data\" type=\"application/json\">", "</script>");

/// Makes the file.
///
/// # Errors
/// Broken when a template is.
pub fn write(views: &Views, lang: &str, page: &PacketFile, data: &Data) -> AppResult<String> {
    let frame = Frame {
        lang: lang.to_owned(),
        ..Frame::default()
    };
    let html = with_own_icons(&without_links(&views.render(&frame, page)?));
    let data = serde_json::to_string(data).map_err(AppError::broken)?;
    let style: String = ["app.css", "office.css"].into_iter().filter_map(assets::text).collect();
    let head = format!("<style>{style}</style>\n</head>");
    let foot = format!("{}{}{}\n</body>", DATA.0, data.replace('<', "\\u003c"), DATA.1);
    Ok(html.replacen("</head>", &head, 1).replacen("</body>", &foot, 1))
}

/// What people read, as a part of a page.
///
/// # Errors
/// Broken when the file is none of ours.
pub fn pages(document: &str) -> AppResult<&str> {
    let start = document.find(PAGES.0).ok_or_else(no_packet)?;
    let end = document.rfind(PAGES.1).ok_or_else(no_packet)?;
    document.get(start..end + PAGES.1.len()).ok_or_else(no_packet)
}

/// The figures.
///
/// # Errors
/// Broken when the file is none of ours.
pub fn data(document: &str) -> AppResult<Data> {
    let (_, rest) = document.rsplit_once(DATA.0).ok_or_else(no_packet)?;
    let (data, _) = rest.split_once(DATA.1).ok_or_else(no_packet)?;
    serde_json::from_str(data).map_err(AppError::broken)
}

/// A picture in the width of a desk and of paper, as it stands in the file.
pub fn picture<'a>(document: &'a str, id: &str) -> Option<&'a str> {
    let named = document.find(&format!("aria-labelledby=\"{id}-{:.0}-t\"", charts::WIDE))?;
    let start = document.get(..named)?.rfind("<svg ")?;
    let end = document.get(named..)?.find("</svg>")?;
    document.get(start..named + end + "</svg>".len())
}

fn no_packet() -> AppError {
    AppError::broken("what is stored is no packet")
}

/// The same without the addresses of links but those within it: what they lead to goes on changing, and readers of a file
/// have no account.
fn without_links(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<a ") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        let (before, tag) = (&rest[..at], &rest[at..end]);
        out.push_str(before);
        match tag.split_once(" href=\"") {
            Some((head, tail)) if !tail.starts_with('#') => {
                out.push_str(head);
                out.push_str(tail.split_once('"').map_or("", |(_, tail)| tail));
            }
            _ => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The same with the icons it shows inside: the sheets of icons have other names after an update.
fn with_own_icons(html: &str) -> String {
    const USE: &str = "<use href=\"";
    let (mut out, mut symbols) = (String::with_capacity(html.len()), Vec::new());
    let mut parts = html.split(USE);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (address, rest) = part.split_once('"').unwrap_or((part, ""));
        let name = address.rsplit('#').next().unwrap_or_default();
        if !symbols.contains(&name) {
            symbols.push(name);
        }
        out.push_str(USE);
        out.push_str("#icon-");
        out.push_str(name);
        out.push('"');
        out.push_str(rest);
    }
    let own = |name: &&str| {
        let symbol = assets::symbol(name)?;
        Some(symbol.replacen(&format!("id=\"{name}\""), &format!("id=\"icon-{name}\""), 1))
    };
    let sheet: String = symbols.iter().filter_map(own).collect();
    let sheet = format!(
        "<svg class=\"vh\" aria-hidden=\"true\" width=\"0\" height=\"0\">{sheet}</svg>{}",
        PAGES.1
    );
    match out.rfind(PAGES.1) {
        Some(at) => format!("{}{sheet}{}", &out[..at], &out[at + PAGES.1.len()..]),
        None => out,
    }
}

/// Every figure that is told, as tables.
pub fn tables(reader: &Reader, told: &Told) -> Vec<Table> {
    let heads = |keys: &[&str]| -> Vec<String> { keys.iter().map(|key| reader.t(key)).collect() };
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let table = |id: &str, title: &str, head: Vec<String>, rows: Vec<Vec<String>>| Table {
        id: id.to_owned(),
        title: reader.t(title),
        head,
        rows,
    };
    let drawn = |id: &str, title: &str, picture: &charts::Picture| {
        let cells = |row: &Vec<charts::Cell>| row.iter().map(|cell| cell.text.clone()).collect();
        let rows = picture.table.rows.iter().map(cells).collect();
        table(id, title, picture.table.head.clone(), rows)
    };
    let figures = told.figures.iter().map(|figure| {
        vec![
            figure.label.clone(),
            or_dash(&figure.number),
            figure.part.to_string(),
            figure.whole.to_string(),
            figure.made.clone(),
        ]
    });
    let goals = told.goals.iter().map(|goal| {
        vec![
            reader.say(
                &Said::new("packet-goal")
                    .with("code", goal.code.clone())
                    .with("title", goal.title.clone()),
            ),
            or_dash(&goal.percent),
            goal.target_text.clone(),
            goal.judged.to_string(),
            or_dash(&goal.closed),
            goal.again.n.to_string(),
            goal.after_fix.n.to_string(),
            goal.to_decide.n.to_string(),
            goal.under_way.n.to_string(),
            goal.overdue.n.to_string(),
        ]
    });
    let layers = told.layers.iter().map(|layer| {
        vec![
            layer.name.clone(),
            layer.done.n.to_string(),
            layer.expected.to_string(),
            layer.on_time.n.to_string(),
            layer.missed.n.to_string(),
            or_dash(&layer.percent),
            layer.judged.to_string(),
        ]
    });
    let offices = told.offices.iter().map(|office| {
        vec![
            office.name.clone(),
            or_dash(&office.percent),
            office.judged.to_string(),
            office.failed.n.to_string(),
        ]
    });
    let months = told.months.iter().map(|month| {
        vec![
            month.name.clone(),
            or_dash(&month.percent),
            month.judged.to_string(),
            month.done.n.to_string(),
            month.expected.to_string(),
            or_dash(&month.on_time),
        ]
    });
    let repeats = told.repeats.iter().map(|repeat| {
        vec![
            repeat.title.clone(),
            repeat.unit.clone(),
            repeat.count.n.to_string(),
            repeat.after_fix.n.to_string(),
        ]
    });
    let all = [
        Some(table(
            "figures",
            "packet-table-figures",
            heads(&[
                "packet-col-figure",
                "summary-col-share",
                "packet-col-part",
                "packet-col-whole",
                "packet-col-made",
            ]),
            figures.collect(),
        )),
        Some(table(
            "goals",
            "summary-goals",
            heads(&[
                "summary-col-goal",
                "summary-followed",
                "packet-col-target",
                "summary-col-answers",
                "summary-closed",
                "summary-again",
                "packet-col-after-fix",
                "packet-col-to-decide",
                "packet-col-under-way",
                "summary-col-overdue",
            ]),
            goals.collect(),
        )),
        Some(table(
            "layers",
            "summary-layers",
            heads(&[
                "summary-col-layer",
                "summary-col-done",
                "packet-col-expected",
                "summary-col-on-time",
                "packet-col-missed",
                "summary-followed",
                "summary-col-answers",
            ]),
            layers.collect(),
        )),
        told.weeks
            .picture
            .as_ref()
            .map(|picture| drawn("weeks", "summary-weeks-numbers", picture)),
        Some(table(
            "offices",
            "summary-help",
            heads(&[
                "today-col-office",
                "summary-followed",
                "summary-col-answers",
                "summary-col-failed",
            ]),
            offices.collect(),
        )),
        told.heat
            .as_ref()
            .map(|shown| drawn("heat", "summary-heat-numbers", &shown.picture)),
        told.pareto
            .as_ref()
            .map(|shown| drawn("questions", "summary-pareto-numbers", &shown.picture)),
        Some(table(
            "again",
            "summary-again",
            heads(&[
                "summary-col-question",
                "today-col-office",
                "packet-col-times",
                "packet-col-after-fix",
            ]),
            repeats.collect(),
        )),
        Some(table(
            "months",
            "summary-trend-table",
            heads(&[
                "summary-col-month",
                "summary-followed",
                "summary-col-answers",
                "summary-col-done",
                "packet-col-expected",
                "summary-col-on-time",
            ]),
            months.collect(),
        )),
    ];
    all.into_iter()
        .flatten()
        .filter(|table| !table.rows.is_empty())
        .collect()
}

/// Whether what is stored beside a file says what the file says, and the seal fits it: nothing of a packet can be
/// changed without it.
pub fn is_unchanged(packet: &super::model::Packet, document: &str) -> bool {
    let Ok(data) = data(document) else { return false };
    let same = data.number == packet.number
        && data.unit_id == packet.unit_id
        && data.held_on == packet.held_on
        && (data.from, data.to) == (packet.from_day, packet.to_day)
        && data.made_at == packet.made_at.micros();
    same && seal_of(packet).fits(document)
}

/// The seal of a packet.
pub fn seal_of(packet: &super::model::Packet) -> Seal {
    Seal {
        number: packet.number.clone(),
        sha256: packet.sha256.clone(),
        signature: packet.signature.clone(),
        public_key: packet.public_key.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lose_their_addresses_and_nothing_else() {
        let html = r#"<p><a class="block" href="/findings?tab=all">4 open</a> <abbr>x</abbr><svg><a href="/a"><title>T</title></a></svg></p>"#;
        let told = r#"<p><a class="block">4 open</a> <abbr>x</abbr><svg><a><title>T</title></a></svg></p>"#;
        assert_eq!(without_links(html), told);
        assert_eq!(without_links("<a "), "<a ");
        assert_eq!(without_links(r##"<a href="#top">"##), r##"<a href="#top">"##);
    }
}
