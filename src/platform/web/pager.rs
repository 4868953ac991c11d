//! Long lists, page by page. A page begins after a row that was seen, never at a count, so nothing is skipped or
//! shown twice when rows come in meanwhile.
//!
//! Lists run from the newest to the oldest by (time, id). A query asks [`Ask::step`] which way to go, takes
//! [`Ask::limit`] rows (one more than a page shows) and hands them to [`Ask::page`].

use crate::base::clock::Instant;
use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Rows on a page.
pub const PAGE: usize = 50;

/// The page of rows that are all read already, after one that was seen (from the start where that one is gone), and its
/// last row where more follow.
pub fn after<T>(rows: &[T], is_seen: impl Fn(&T) -> bool) -> (&[T], Option<&T>) {
    let from = rows.iter().position(is_seen).map_or(0, |at| at + 1);
    let to = rows.len().min(from + PAGE);
    let page = rows.get(from..to).unwrap_or_default();
    (page, page.last().filter(|_| to < rows.len()))
}

/// A row that was seen: its time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The time the list is sorted by.
    pub at: Instant,
    /// The id that decides between equal times.
    pub id: Uuid,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.at.micros().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.id.as_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl FromStr for Cursor {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ())?;
        let (at, id) = bytes.split_at_checked(8).ok_or(())?;
        let micros = i64::from_be_bytes(at.try_into().map_err(|_| ())?);
        Ok(Self {
            at: Instant::from_micros(micros).ok_or(())?,
            id: Uuid::from_slice(id).map_err(|_| ())?,
        })
    }
}

/// Which rows a page wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The newest: sort by (time, id) descending.
    First,
    /// Older than this row: (time, id) less than it, descending.
    Older(Cursor),
    /// Newer than this row: (time, id) greater than it, **ascending**; [`Ask::page`] turns them round.
    Newer(Cursor),
}

/// What a request asks of a list: the step from `?after=` (older) or `?before=` (newer), and the rest of the address.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which rows.
    pub step: Step,
    path: String,
    rest: Vec<(String, String)>,
    rows: usize,
}

/// The links under a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// To the page before.
    pub newer: Option<String>,
    /// To the page after.
    pub older: Option<String>,
}

/// A page of a list, newest first.
#[derive(Debug, Clone)]
pub struct Slice<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The links.
    pub links: Links,
}

impl Ask {
    /// What this request asks.
    pub fn of(req: &HttpRequest) -> Self {
        Self::new(req.path(), req.query_string())
    }
    /// The same from the parts of an address. A spoilt cursor asks for the first page.
    pub fn new(path: &str, query: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let cursor = |name: &str| {
            pairs
                .iter()
                .find(|(n, _)| n == name)
                .and_then(|(_, value)| value.parse().ok())
        };
        let step = match (cursor("after"), cursor("before")) {
            (Some(seen), _) => Step::Older(seen),
            (None, Some(seen)) => Step::Newer(seen),
            (None, None) => Step::First,
        };
        let rest = pairs
            .into_iter()
            .filter(|(name, _)| name != "after" && name != "before")
            .collect();
        let path = path.to_owned();
        Self {
            step,
            path,
            rest,
            rows: PAGE,
        }
    }
    /// The whole list from its start, so many rows and one: for a file.
    #[must_use]
    pub fn whole(self, rows: usize) -> Self {
        Self {
            step: Step::First,
            rows,
            ..self
        }
    }
    /// The filters of the address, without the place in the list.
    pub fn filters(&self) -> String {
        serde_urlencoded::to_string(&self.rest).unwrap_or_default()
    }
    /// How many rows the query takes: one more than are wanted, to see whether there are more.
    pub fn limit(&self) -> i64 {
        self.rows as i64 + 1
    }
    /// The page of these rows, in the order the query of this step gave them.
    pub fn page<T>(&self, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Slice<T> {
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let backwards = matches!(self.step, Step::Newer(_));
        if backwards {
            rows.reverse();
        }
        let (has_newer, has_older) = match self.step {
            Step::First => (false, more),
            Step::Older(_) => (true, more),
            Step::Newer(_) => (more, true),
        };
        let link = |name: &str, row: Option<&T>| row.map(|row| self.link(name, cursor(row)));
        let links = Links {
            newer: has_newer.then(|| link("before", rows.first())).flatten(),
            older: has_older.then(|| link("after", rows.last())).flatten(),
        };
        Slice { rows, links }
    }

    fn link(&self, name: &str, seen: Cursor) -> String {
        let mut pairs = self.rest.clone();
        pairs.push((name.to_owned(), seen.to_string()));
        format!(
            "{}?{}",
            self.path,
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (Instant, Uuid);

    fn rows(n: u128) -> Vec<Row> {
        let at = |i: u128| Instant::from_micros(1_780_000_000_000_000 + i64::try_from(i / 2).unwrap()).unwrap();
        (0..n).map(|i| (at(i), Uuid::from_u128(i))).collect()
    }

    fn ask(address: &str, all: &[Row]) -> Slice<Row> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let ask = Ask::new(path, query);
        let mut found: Vec<Row> = match ask.step {
            Step::First => all.to_vec(),
            Step::Older(c) => all.iter().filter(|r| **r < (c.at, c.id)).copied().collect(),
            Step::Newer(c) => all.iter().filter(|r| **r > (c.at, c.id)).copied().collect(),
        };
        found.sort();
        if !matches!(ask.step, Step::Newer(_)) {
            found.reverse();
        }
        found.truncate(usize::try_from(ask.limit()).unwrap());
        ask.page(found, |(at, id)| Cursor { at: *at, id: *id })
    }

    #[test]
    fn walking_down_and_up_shows_every_row_once_and_keeps_the_filters() {
        let all = rows(120);
        let first = ask("/findings?state=open+now", &all);
        assert_eq!((first.rows.len(), first.links.newer.clone()), (50, None));
        let down = first.links.older.clone().unwrap();
        assert!(down.starts_with("/findings?state=open+now&after="), "{down}");
        let second = ask(&down, &all);
        let third = ask(&second.links.older.clone().unwrap(), &all);
        assert_eq!((third.rows.len(), third.links.older.clone()), (20, None));
        let shown: Vec<Row> = [&first.rows[..], &second.rows, &third.rows].concat();
        assert_eq!(shown, all.iter().rev().copied().collect::<Vec<_>>());
        let back = ask(&third.links.newer.clone().unwrap(), &all);
        assert_eq!(back.rows, second.rows);
        let top = ask(&back.links.newer.clone().unwrap(), &all);
        assert_eq!((top.rows.clone(), top.links.newer.clone()), (first.rows.clone(), None));
    }

    #[test]
    fn rows_that_are_read_are_shown_page_by_page() {
        let all: Vec<usize> = (0..120).collect();
        assert_eq!(after(&all, |_| false), (&all[..50], Some(&49)));
        assert_eq!(after(&all, |row| *row == 49), (&all[50..100], Some(&99)));
        assert_eq!(after(&all, |row| *row == 99), (&all[100..], None));
        assert_eq!(after(&all, |row| *row == 119), (&all[..0], None));
        assert_eq!(after(&all[..50], |_| false), (&all[..50], None));
    }

    #[test]
    fn a_cursor_reads_back_and_a_spoilt_one_asks_for_the_first_page() {
        let (at, id) = rows(3)[2];
        let cursor = Cursor { at, id };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert_eq!(Ask::new("/x", "after=zzz").step, Step::First);
        assert!("".parse::<Cursor>().is_err());
    }
}
