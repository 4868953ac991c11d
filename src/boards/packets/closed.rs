//! A period that a packet closed, counted again today: what a packet told stays as it was told, and what came in since
//! (audits that arrived later, answers that were amended, findings that were closed, reopened or dismissed) is said
//! beside it.

use super::document::{self, Data, Table};
use super::model::Packet;
use super::queries;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::boards::Reader;
use crate::boards::asked::Ask;
use crate::boards::model::Period;
use crate::boards::summary::Told;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use serde::Serialize;

/// Differences that are told one by one.
const TOLD: usize = 12;

/// The columns of a packet's tables that are counted of its days, by the ids of the tables; what was open on the day it
/// was made is left out.
const COUNTED: &[(&str, &[&str])] = &[
    (
        "goals",
        &[
            "summary-followed",
            "summary-col-answers",
            "summary-closed",
            "summary-again",
            "packet-col-after-fix",
        ],
    ),
    (
        "layers",
        &[
            "summary-col-done",
            "packet-col-expected",
            "summary-col-on-time",
            "packet-col-missed",
            "summary-col-answers",
        ],
    ),
    ("offices", &["summary-col-answers", "summary-col-failed"]),
    (
        "months",
        &[
            "summary-col-answers",
            "summary-col-done",
            "packet-col-expected",
            "summary-col-on-time",
        ],
    ),
];

/// The packet that closed days of a page.
#[derive(Debug)]
pub struct Closed {
    packet: Packet,
    /// What it tells, where it is about exactly these days.
    data: Option<Data>,
}

/// What a page says of it.
#[derive(Debug, Serialize)]
pub struct ClosedShown {
    text: String,
    href: String,
    say: String,
    differences: Vec<String>,
    more: usize,
    compare: Option<String>,
}

impl Closed {
    /// The newest packet of the one unit that a page is about: of exactly its days, or else with days in common.
    ///
    /// # Errors
    /// Only when the database fails.
    pub fn find(conn: &mut Conn, ask: &Ask) -> AppResult<Option<Self>> {
        let [unit] = ask.tops.as_slice() else { return Ok(None) };
        if let Some(packet) = queries::of_days(conn, *unit, ask.from, ask.to)? {
            let data = document::data(&queries::document(conn, packet.id)?)?;
            return Ok(Some(Self {
                packet,
                data: Some(data),
            }));
        }
        let some = queries::of_some_days(conn, *unit, ask.from, ask.to)?;
        Ok(some.map(|packet| Self { packet, data: None }))
    }

    /// That the days are closed, for a page whose figures the packet does not hold.
    pub fn shown(&self, reader: &Reader, ask: &Ask) -> ClosedShown {
        let day = |date| reader.day(&ask.zone, date).full;
        let key = if self.data.is_some() {
            "closed-with"
        } else {
            "closed-partly"
        };
        let said = Said::new(key)
            .with("number", self.packet.number.clone())
            .with("date", day(ask.zone.local(self.packet.made_at).date))
            .with("from", day(self.packet.from_day))
            .with("to", day(self.packet.to_day));
        ClosedShown {
            text: reader.say(&said),
            href: links::packet(self.packet.id),
            say: reader.t("closed-today"),
            differences: Vec::new(),
            more: 0,
            compare: counted_today(&self.packet, &ask.zone),
        }
    }

    /// The same, and what counts differently today: `tell` tells to a reader what a packet would tell now.
    pub fn compared(&self, reader: &Reader, ask: &Ask, tell: impl Fn(&Reader) -> Told) -> ClosedShown {
        let shown = self.shown(reader, ask);
        let Some(data) = self.data.as_ref().filter(|_| ask.is_whole()) else {
            return shown;
        };
        let theirs = reader.speaking(&data.language);
        let mut differences = differences(reader, &theirs, data, &tell(reader), &tell(&theirs));
        let say = if differences.is_empty() {
            "closed-same"
        } else {
            "closed-changed"
        };
        let more = differences.len().saturating_sub(TOLD);
        differences.truncate(TOLD);
        ClosedShown {
            say: reader.t(say),
            differences,
            more,
            compare: None,
            ..shown
        }
    }
}

/// The summary of the days of a packet as they are counted today.
pub fn counted_today(packet: &Packet, zone: &Zone) -> Option<String> {
    let made_on = zone.local(packet.made_at).date;
    let period = Period::ALL
        .iter()
        .find(|period| period.days(made_on) == (packet.from_day, packet.to_day))?;
    let pairs = [
        ("period", period.to_string()),
        ("unit", packet.unit_id.to_string()),
        ("on", made_on.to_string()),
    ];
    Some(links::with(links::SUMMARY, &pairs))
}

/// What the packet says otherwise than the summary of today: the big figures first, then the tables of what is counted of
/// its days. `told` is in the reader's language, `again` the same in the packet's, by which its rows are found.
fn differences(reader: &Reader, theirs: &Reader, data: &Data, told: &Told, again: &Told) -> Vec<String> {
    let none = || reader.t("closed-none");
    let figures = data.figures.iter().zip(&told.figures).filter_map(|(then, now)| {
        let (n, m) = ((then.part, then.whole), (now.part, now.whole));
        let said = Said::new("closed-figure")
            .with("figure", now.label.clone())
            .with("then", then.number.clone().unwrap_or_else(none))
            .with("then-part", n.0)
            .with("then-whole", n.1)
            .with("now", now.number.clone().unwrap_or_else(none))
            .with("now-part", m.0)
            .with("now-whole", m.1);
        (n != m).then(|| reader.say(&said))
    });
    let (named, found) = (document::tables(reader, told), document::tables(theirs, again));
    let cells = COUNTED.iter().flat_map(|(id, columns)| {
        let of = |tables: &[Table]| tables.iter().find(|table| table.id == *id).cloned();
        let (Some(then), Some(now), Some(shown)) = (of(&data.tables), of(&found), of(&named)) else {
            return Vec::new();
        };
        let columns: Vec<String> = columns.iter().map(|key| theirs.t(key)).collect();
        changed(&columns, &then, &now)
            .into_iter()
            .map(|(row, column, was, is)| {
                let rows = match row {
                    Row::Now(place) => shown.rows.get(place),
                    Row::Gone(place) => then.rows.get(place),
                };
                let name = rows.and_then(|row| row.first()).cloned();
                let said = Said::new("closed-cell")
                    .with("table", shown.title.clone())
                    .with("row", name.unwrap_or_default())
                    .with("column", shown.head.get(column).cloned().unwrap_or_default())
                    .with("then", was)
                    .with("now", is);
                reader.say(&said)
            })
            .collect()
    });
    figures.chain(cells).collect()
}

/// Which row of a table a cell is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Of the table of now.
    Now(usize),
    /// Of the table of then, where none of now has its name.
    Gone(usize),
}

/// The cells of some columns that differ: their row, their column in the table of now, what was, and what is. Rows are found
/// by their names, the second of a name by the second; one that is in one of the tables alone differs in every cell.
fn changed(columns: &[String], then: &Table, now: &Table) -> Vec<(Row, usize, String, String)> {
    let places: Vec<(usize, usize)> = columns
        .iter()
        .filter_map(|column| {
            let at = |table: &Table| table.head.iter().position(|head| head == column);
            Some((at(then)?, at(now)?))
        })
        .collect();
    let nothing = || "–".to_owned();
    let cell = |row: Option<&Vec<String>>, at: usize| row.and_then(|row| row.get(at)).cloned().unwrap_or_else(nothing);
    let mut left: Vec<(usize, &Vec<String>)> = then.rows.iter().enumerate().collect();
    let mut all = Vec::new();
    for (place, row) in now.rows.iter().enumerate() {
        let same = left.iter().position(|(_, before)| before.first() == row.first());
        let before = same.map(|place| left.remove(place).1);
        for (was_at, is_at) in &places {
            let (was, is) = (cell(before, *was_at), cell(Some(row), *is_at));
            if was != is {
                all.push((Row::Now(place), *is_at, was, is));
            }
        }
    }
    for (place, row) in left {
        let gone = |(was_at, is_at): &(usize, usize)| (Row::Gone(place), *is_at, cell(Some(row), *was_at), nothing());
        all.extend(places.iter().map(gone));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(head: &[&str], rows: &[&[&str]]) -> Table {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Table {
            id: "offices".into(),
            title: "Offices".into(),
            head: texts(head),
            rows: rows.iter().map(|row| texts(row)).collect(),
        }
    }

    #[test]
    fn rows_are_compared_by_name_wherever_they_stand_and_columns_by_their_heads() {
        let then = table(
            &["Office", "Answers", "Failed"],
            &[&["Oak", "10", "1"], &["Elm", "20", "2"], &["Elm", "5", "0"]],
        );
        let now = table(
            &["Office", "Followed", "Failed", "Answers"],
            &[
                &["Elm", "90%", "2", "20"],
                &["Elm", "80%", "1", "5"],
                &["Oak", "90%", "1", "11"],
            ],
        );
        let columns = ["Answers", "Failed", "Missed"].map(str::to_owned);
        let owned = |row, column, was: &str, is: &str| (Row::Now(row), column, was.to_owned(), is.to_owned());
        assert_eq!(
            changed(&columns, &then, &now),
            [owned(1, 2, "0", "1"), owned(2, 3, "10", "11")]
        );
        let more = table(
            &["Office", "Answers"],
            &[&["Ash", "3"], &["Oak", "10"], &["Elm", "20"], &["Elm", "5"]],
        );
        assert_eq!(changed(&columns, &then, &more), [owned(0, 1, "–", "3")], "a new row");
        let fewer = table(&["Office", "Answers"], &[&["Oak", "10"], &["Elm", "20"]]);
        let gone = (Row::Gone(2), 1, "5".to_owned(), "–".to_owned());
        assert_eq!(changed(&columns, &then, &fewer), [gone], "a row that is gone");
        assert!(changed(&columns, &then, &then).is_empty());
    }
}
