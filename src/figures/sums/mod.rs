//! Sums of the roll-ups, so that a summary of a year of a large agency reads some thousand rows, whatever the number of
//! answers: of each unit with others below it by day and by question and month, of each unit itself by week and month.
//!
//! The sums hold what lies before a day; the job `figures` moves it on to today. So a submission of today writes what it
//! always wrote, and two of them at different offices never wait for each other's row of the whole agency. What changes an
//! earlier day (an amendment after midnight, an audit that arrives later, a closure announced afterwards) changes the sums
//! in its own transaction. A figure is the sums of the days before, and the roll-ups of the days since.
//!
//! Sums are of the tree as it is: when a unit is added or moved they count no more until they were made anew, and figures
//! are read from the roll-ups meanwhile.

pub mod queries;

use super::model::{Difference, Done, Over, Place, Tally};
use super::queries as rollups;
use crate::base::days::EARLIEST;
use crate::base::ids::*;
use crate::base::zone::{monday_of, shifted};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use chrono::{Datelike, Months, NaiveDate};
use diesel::QueryResult;
use std::collections::{BTreeMap, HashMap};
use std::ops::Add;

/// The spans sums are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// From Monday.
    Week,
    /// From the first.
    Month,
}

impl Span {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
        }
    }
    /// The first day of the span a day lies in.
    pub fn begin(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Week => monday_of(day),
            Self::Month => day.with_day(1).unwrap_or(day),
        }
    }
    fn next(self, begin: NaiveDate) -> NaiveDate {
        match self {
            Self::Week => shifted(begin, 7),
            Self::Month => begin.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX),
        }
    }
}

/// Some days, the last one left out.
type Stretch = (NaiveDate, NaiveDate);

/// Which of these days are read from sums that hold what lies before `until`: whole spans, and the one that is running
/// where nothing of it is left out.
fn whole(over: &Over, until: NaiveDate, span: Option<Span>) -> Option<Stretch> {
    let after = shifted(over.to, 1);
    let (first, end) = match span {
        None => (over.from, after.min(until)),
        Some(span) => {
            let begin = span.begin(over.from);
            let first = if begin == over.from { begin } else { span.next(begin) };
            let end = if after >= until { until } else { span.begin(after) };
            (first, end)
        }
    };
    (first < end).then_some((first, end))
}

/// The days that the stretch leaves over.
fn rest(over: &Over, stretch: Stretch) -> impl Iterator<Item = Over> {
    let days = [(over.from, shifted(stretch.0, -1)), (stretch.1, over.to)];
    let over = over.clone();
    days.into_iter()
        .filter(|(from, to)| from <= to)
        .map(move |(from, to)| Over {
            from,
            to,
            ..over.clone()
        })
}

/// A figure over some days: what sums give, and what the roll-ups give for the rest. `below` says whether the sums are of
/// units with all below them, which only units with others below have. Sums know nothing of what is served: asked for that,
/// the roll-ups give everything.
///
/// # Errors
/// Only when the database fails.
pub(super) fn together<K: Ord, T: Copy + Default + PartialEq + Add<Output = T>>(
    conn: &mut Conn,
    over: &Over,
    (span, below): (Option<Span>, bool),
    of_sums: impl Fn(&mut Conn, &Over, Stretch) -> QueryResult<Vec<(K, T)>>,
    of_days: impl Fn(&mut Conn, &Over) -> QueryResult<Vec<(K, T)>>,
) -> QueryResult<Vec<(K, T)>> {
    let stretch = queries::summed(conn)?.and_then(|until| whole(over, until, span));
    let Some(stretch) = stretch.filter(|_| over.serves.is_empty()) else {
        return of_days(conn, over);
    };
    let (summed, leaves) = if below {
        queries::outermost(conn, &over.units)?
    } else {
        (over.units.clone(), Vec::new())
    };
    let of = |units: Vec<UnitId>| Over { units, ..over.clone() };
    let (summed, leaves) = (of(summed), of(leaves));
    let mut sums: BTreeMap<K, T> = BTreeMap::new();
    let mut add = |rows: Vec<(K, T)>| {
        for (key, value) in rows {
            let sum = sums.entry(key).or_default();
            *sum = *sum + value;
        }
    };
    if !summed.units.is_empty() {
        add(of_sums(conn, &summed, stretch)?);
        for days in rest(&summed, stretch) {
            add(of_days(conn, &days)?);
        }
    }
    if !leaves.units.is_empty() {
        add(of_days(conn, &leaves)?);
    }
    sums.retain(|_, value| *value != T::default());
    Ok(sums.into_iter().collect())
}

/// Sums by their keys.
#[derive(Debug, Default, PartialEq)]
pub struct Sums {
    /// Unit, day, layer.
    pub days: BTreeMap<(UnitId, NaiveDate, i32), (Tally, Done)>,
    /// Unit, month, question, layer, process.
    pub months: BTreeMap<(UnitId, NaiveDate, QuestionId, i32, ProcessId), Tally>,
    /// Unit, span, its first day, layer.
    pub units: BTreeMap<(UnitId, Span, NaiveDate, i32), Tally>,
}

/// The units with others below them that hold a unit.
pub type Above = HashMap<UnitId, Vec<UnitId>>;

impl Sums {
    fn add_answers(&mut self, above: &Above, place: &Place, question: QuestionId, tally: Tally) {
        for unit in above.get(&place.unit).into_iter().flatten() {
            let day = self.days.entry((*unit, place.day, place.layer)).or_default();
            day.0 = day.0 + tally;
            let month = Span::Month.begin(place.day);
            let key = (*unit, month, question, place.layer, place.process);
            let month = self.months.entry(key).or_default();
            *month = *month + tally;
        }
        for span in [Span::Week, Span::Month] {
            let own = (place.unit, span, span.begin(place.day), place.layer);
            let own = self.units.entry(own).or_default();
            *own = *own + tally;
        }
    }
    fn add_audits(&mut self, above: &Above, place: &Place, done: Done) {
        for unit in above.get(&place.unit).into_iter().flatten() {
            let day = self.days.entry((*unit, place.day, place.layer)).or_default();
            day.1 = day.1 + done;
        }
    }
    /// Without what comes to nothing.
    fn told(mut self) -> Self {
        self.days.retain(|_, sums| *sums != <(Tally, Done)>::default());
        self.months.retain(|_, tally| *tally != Tally::default());
        self.units.retain(|_, tally| *tally != Tally::default());
        self
    }
}

/// Counts of answers and audits that change; where their day is summed already, the sums change with them.
///
/// # Errors
/// Only when the database fails.
pub(super) fn add(
    conn: &mut Conn,
    answers: &[((Place, QuestionId), Tally)],
    audits: &[(Place, Done)],
) -> QueryResult<()> {
    rollups::add_answers(conn, answers)?;
    rollups::add_audits(conn, audits)?;
    let until = queries::hold(conn)?;
    let places = answers.iter().map(|((place, _), _)| place);
    let mut places = places.chain(audits.iter().map(|(place, _)| place));
    if places.all(|place| place.day >= until) {
        return Ok(());
    }
    let above = queries::above(conn)?;
    let mut sums = Sums::default();
    for ((place, question), tally) in answers.iter().filter(|((place, _), _)| place.day < until) {
        sums.add_answers(&above, place, *question, *tally);
    }
    for (place, done) in audits.iter().filter(|(place, _)| place.day < until) {
        sums.add_audits(&above, place, *done);
    }
    queries::add(conn, &sums)
}

/// Moves the day on before which everything is summed, a month at most; all is summed anew when the tree of units is another
/// one than it was. Says whether there is more to do: each call is a transaction that submissions wait for.
///
/// # Errors
/// Only when the database fails.
pub fn sum_up(conn: &mut Conn, until: NaiveDate) -> AppResult<bool> {
    let (kept, tree) = queries::hold_to_change(conn)?;
    let now = queries::tree(conn)?;
    let from = if tree == now {
        kept
    } else {
        queries::clear(conn)?;
        rollups::months(conn)?.first().map_or(until, |(first, _)| *first)
    };
    if from >= until {
        queries::set(conn, from, now)?;
        return Ok(false);
    }
    let end = Span::Month.next(Span::Month.begin(from)).min(until);
    let above = queries::above(conn)?;
    let mut sums = Sums::default();
    let last = shifted(end, -1);
    for ((place, question), tally) in rollups::kept_answers(conn, from, last)? {
        sums.add_answers(&above, &place, question, tally);
    }
    for (place, done) in rollups::kept_audits(conn, from, last)? {
        sums.add_audits(&above, &place, done);
    }
    queries::add(conn, &sums)?;
    queries::set(conn, end, now)?;
    Ok(end < until)
}

/// Compares the sums with the roll-ups they were made from. An empty list is the proof; sums of another tree say nothing.
///
/// # Errors
/// Only when the database fails.
pub(super) fn recount(conn: &mut Conn) -> AppResult<Vec<Difference>> {
    let Some(until) = queries::summed(conn)? else {
        return Ok(Vec::new());
    };
    let above = queries::above(conn)?;
    let mut counted = Sums::default();
    for (from, to) in rollups::months(conn)? {
        let to = to.min(shifted(until, -1));
        for ((place, question), tally) in rollups::kept_answers(conn, from, to)? {
            counted.add_answers(&above, &place, question, tally);
        }
        for (place, done) in rollups::kept_audits(conn, from, to)? {
            counted.add_audits(&above, &place, done);
        }
    }
    let (kept, counted) = (queries::all(conn)?.told(), counted.told());
    let mut found = Vec::new();
    differ(&mut found, "day", &kept.days, &counted.days, |key| (key.0, key.1));
    differ(&mut found, "month", &kept.months, &counted.months, |key| (key.0, key.1));
    differ(&mut found, "unit", &kept.units, &counted.units, |key| (key.0, key.2));
    Ok(found)
}

fn differ<K: Ord, T: PartialEq>(
    found: &mut Vec<Difference>,
    what: &'static str,
    kept: &BTreeMap<K, T>,
    counted: &BTreeMap<K, T>,
    place: impl Fn(&K) -> (UnitId, NaiveDate),
) {
    let missing = counted.keys().filter(|key| !kept.contains_key(key));
    let wrong = kept.iter().filter(|(key, value)| counted.get(key) != Some(value));
    for key in wrong.map(|(key, _)| key).chain(missing) {
        let (unit, day) = place(key);
        found.push(Difference::Sums { what, unit, day });
    }
}

/// Throws the sums away; the job makes them anew.
///
/// # Errors
/// Only when the database fails.
pub(super) fn forget(conn: &mut Conn) -> AppResult<()> {
    queries::hold_to_change(conn)?;
    queries::clear(conn)?;
    queries::set(conn, EARLIEST, 0)?;
    Ok(())
}
