//! Sums of the roll-ups and of findings, so that a summary of a year of a large agency reads some thousand rows, whatever
//! the number of answers: of each unit with all below it by day; of units with others below them by question and month, and
//! by process and week or month; of each unit itself by week and month, all work together and by process.
//!
//! The sums hold what lies before a day; the job `figures` moves it on to today. So a submission of today writes what it
//! always wrote, and two of them at different offices never wait for each other's row of the whole agency. What changes an
//! earlier day (an amendment after midnight, an audit that arrives later, a closure announced afterwards) changes the sums
//! in its own transaction. A figure is the sums of the days before, and the roll-ups and findings of the days since. Findings
//! have no roll-up of their own: what is raised or closed today is written nowhere else, see [`super::found`].
//!
//! Sums are of the tree as it is: when a unit is added or moved they count no more until they were made anew, and figures
//! are read from the roll-ups meanwhile.

pub mod queries;

use super::found;
use super::found::Counted;
use super::model::{Difference, Done, Found, Over, Place, Tally};
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
    const ALL: [Self; 2] = [Self::Week, Self::Month];

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
    /// The first day of the span after the one that begins on a day.
    pub(super) fn next(self, begin: NaiveDate) -> NaiveDate {
        match self {
            Self::Week => shifted(begin, 7),
            Self::Month => begin.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX),
        }
    }
}

/// Some days, the last one left out.
pub type Stretch = (NaiveDate, NaiveDate);

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

/// Which of these days are read from sums by month of units themselves, and the days that are left over.
///
/// # Errors
/// Only when the database fails.
pub fn months_and_rest(conn: &mut Conn, over: &Over) -> QueryResult<(Option<Stretch>, Vec<Over>)> {
    // these know no layers
    let until = queries::summed(conn)?.filter(|_| over.layer.is_none());
    let stretch = until.and_then(|until| whole(over, until, Some(Span::Month)));
    let left = match stretch {
        Some(stretch) => rest(over, stretch).collect(),
        None => vec![over.clone()],
    };
    Ok((stretch, left))
}

/// Which units sums are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Every unit with all below it.
    All,
    /// Units with others below them, with all below; the others are read from the roll-ups.
    Inner,
    /// Each unit itself.
    Own,
}

/// A figure over some days: what sums give, and what the roll-ups give for the rest.
///
/// # Errors
/// Only when the database fails.
pub fn together<K: Ord, T: Copy + Default + PartialEq + Add<Output = T>>(
    conn: &mut Conn,
    over: &Over,
    (span, units): (Option<Span>, Of),
    of_sums: impl Fn(&mut Conn, &Over, Stretch) -> QueryResult<Vec<(K, T)>>,
    of_days: impl Fn(&mut Conn, &Over) -> QueryResult<Vec<(K, T)>>,
) -> QueryResult<Vec<(K, T)>> {
    let stretch = queries::summed(conn)?.and_then(|until| whole(over, until, span));
    let Some(stretch) = stretch else {
        return of_days(conn, over);
    };
    let (summed, leaves) = match units {
        Of::Own => (over.units.clone(), Vec::new()),
        Of::Inner => queries::outermost(conn, &over.units)?,
        Of::All => {
            let (inner, leaves) = queries::outermost(conn, &over.units)?;
            ([inner, leaves].concat(), Vec::new())
        }
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
    pub months: BTreeMap<(UnitId, NaiveDate, QuestionId, i32, ProcessId), (Tally, Found)>,
    /// Unit, span, its first day, process, layer.
    pub processes: BTreeMap<(UnitId, Span, NaiveDate, ProcessId, i32), (Tally, Done)>,
    /// Unit, span, its first day; the last is the number of findings.
    pub units: BTreeMap<(UnitId, Span, NaiveDate), (Tally, i64)>,
    /// Process, span, its first day, unit; the last is the number of findings.
    pub places: BTreeMap<(ProcessId, Span, NaiveDate, UnitId), (Tally, Done, i64)>,
    /// Month, unit, question, process; found again, and of these after a fix.
    pub repeats: BTreeMap<(NaiveDate, UnitId, QuestionId, ProcessId), (i64, i64)>,
    /// So many whole months, unit, question; the same of these months.
    pub ranked: BTreeMap<(i32, UnitId, QuestionId), (i64, i64)>,
}

/// How many whole months are ranked: those of the periods of pages.
pub const RANKED: [i32; 3] = [1, 3, 12];

/// So many months before one.
pub fn months_before(month: NaiveDate, months: i32) -> Stretch {
    let before = Months::new(months.unsigned_abs());
    (month.checked_sub_months(before).unwrap_or(month), month)
}

/// What stands in the place of a question where a finding is about none.
pub const NO_QUESTION: QuestionId = QuestionId(uuid::Uuid::nil());
/// What stands in the place of a layer where none found it.
const NO_LAYER: i32 = 0;

/// The units with others below them that hold a unit.
pub type Above = HashMap<UnitId, Vec<UnitId>>;

impl Sums {
    fn add_answers(&mut self, above: &Above, place: &Place, question: QuestionId, tally: Tally) {
        for unit in with_itself(above, place.unit) {
            let day = self.days.entry((unit, place.day, place.layer)).or_default();
            day.0 = day.0 + tally;
        }
        for unit in above.get(&place.unit).into_iter().flatten() {
            let month = Span::Month.begin(place.day);
            let key = (*unit, month, question, place.layer, place.process);
            let month = self.months.entry(key).or_default();
            month.0 = month.0 + tally;
            for span in Span::ALL {
                let key = (*unit, span, span.begin(place.day), place.process, place.layer);
                let process = self.processes.entry(key).or_default();
                process.0 = process.0 + tally;
            }
        }
        for span in Span::ALL {
            let begin = span.begin(place.day);
            let own = self.units.entry((place.unit, span, begin)).or_default();
            own.0 = own.0 + tally;
            let own = self.places.entry((place.process, span, begin, place.unit)).or_default();
            own.0 = own.0 + tally;
        }
    }
    fn add_audits(&mut self, above: &Above, place: &Place, done: Done) {
        for unit in with_itself(above, place.unit) {
            let day = self.days.entry((unit, place.day, place.layer)).or_default();
            day.1 = day.1 + done;
        }
        for unit in above.get(&place.unit).into_iter().flatten() {
            for span in Span::ALL {
                let key = (*unit, span, span.begin(place.day), place.process, place.layer);
                let process = self.processes.entry(key).or_default();
                process.1 = process.1 + done;
            }
        }
        for span in Span::ALL {
            let key = (place.process, span, span.begin(place.day), place.unit);
            let own = self.places.entry(key).or_default();
            own.1 = own.1 + done;
        }
    }
    /// What is counted of a finding on a day.
    fn add_found(&mut self, above: &Above, of: &Counted, day: NaiveDate, found: Found) {
        let question = of.question.unwrap_or(NO_QUESTION);
        let layer = of.layer.unwrap_or(NO_LAYER);
        for unit in above.get(&of.unit).into_iter().flatten() {
            let key = (*unit, Span::Month.begin(day), question, layer, of.process);
            let month = self.months.entry(key).or_default();
            month.1 = month.1 + found;
        }
        if let (Some(question), true) = (of.question, found.again != 0 || found.after_fix != 0) {
            let key = (Span::Month.begin(day), of.unit, question, of.process);
            let own = self.repeats.entry(key).or_default();
            *own = (own.0 + found.again, own.1 + found.after_fix);
        }
        if found.found == 0 {
            return;
        }
        for span in Span::ALL {
            let begin = span.begin(day);
            self.units.entry((of.unit, span, begin)).or_default().1 += found.found;
            let own = self.places.entry((of.process, span, begin, of.unit)).or_default();
            own.2 += found.found;
        }
    }
    /// Adds up what was found again in the whole months before one.
    fn rank(&mut self, before: NaiveDate) {
        for months in RANKED {
            let (from, end) = months_before(before, months);
            for ((month, unit, question, _), count) in &self.repeats {
                if (from..end).contains(month) {
                    let sum = self.ranked.entry((months, *unit, *question)).or_default();
                    *sum = (sum.0 + count.0, sum.1 + count.1);
                }
            }
        }
    }
    /// Without what comes to nothing.
    fn told(mut self) -> Self {
        self.days.retain(|_, sums| is_something(sums));
        self.months.retain(|_, sums| is_something(sums));
        self.processes.retain(|_, sums| is_something(sums));
        self.units.retain(|_, sums| is_something(sums));
        self.places.retain(|_, sums| is_something(sums));
        self.repeats.retain(|_, sums| is_something(sums));
        self.ranked.retain(|_, sums| is_something(sums));
        self
    }
}

/// A unit, and those with others below them that hold it.
fn with_itself(above: &Above, unit: UnitId) -> Vec<UnitId> {
    let mut all = above.get(&unit).cloned().unwrap_or_default();
    if !all.contains(&unit) {
        all.push(unit);
    }
    all
}

fn is_something<T: Default + PartialEq>(sums: &T) -> bool {
    *sums != T::default()
}

/// Findings that change: what is counted of them before and after, on days that are summed already.
///
/// # Errors
/// Only when the database fails.
pub(super) fn change(conn: &mut Conn, until: NaiveDate, before: &[Counted], after: &[Counted]) -> QueryResult<()> {
    let taken = before
        .iter()
        .flat_map(|of| of.parts().map(move |(day, found)| (of, day, -found)));
    let given = after
        .iter()
        .flat_map(|of| of.parts().map(move |(day, found)| (of, day, found)));
    let parts: Vec<_> = taken.chain(given).filter(|(_, day, _)| *day < until).collect();
    if parts.is_empty() {
        return Ok(());
    }
    let above = queries::above(conn)?;
    let mut sums = Sums::default();
    for (of, day, found) in parts {
        sums.add_found(&above, of, day, found);
    }
    if let Some(month) = queries::ranked(conn)? {
        sums.rank(month);
    }
    // most changes of a finding change nothing that is counted
    queries::add(conn, &sums.told())
}

/// The sums of some days, the last left out, made from the roll-ups and findings.
fn made(conn: &mut Conn, above: &Above, (from, end): Stretch, sums: &mut Sums) -> QueryResult<()> {
    let last = shifted(end, -1);
    for ((place, question), tally) in rollups::kept_answers(conn, from, last)? {
        sums.add_answers(above, &place, question, tally);
    }
    for (place, done) in rollups::kept_audits(conn, from, last)? {
        sums.add_audits(above, &place, done);
    }
    for of in found::queries::counted_between(conn, from, end)? {
        for (day, found) in of.parts().filter(|(day, _)| (from..end).contains(day)) {
            sums.add_found(above, &of, day, found);
        }
    }
    Ok(())
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
        first_day(conn)?.unwrap_or(until)
    };
    if from >= until {
        queries::set(conn, from, now)?;
        return Ok(false);
    }
    let end = Span::Month.next(Span::Month.begin(from)).min(until);
    let above = queries::above(conn)?;
    let mut sums = Sums::default();
    made(conn, &above, (from, end), &mut sums)?;
    queries::add(conn, &sums)?;
    queries::set(conn, end, now)?;
    let month = Span::Month.begin(end);
    if end == until && queries::ranked(conn)? != Some(month) {
        queries::rank(conn, month)?;
    }
    Ok(end < until)
}

/// The first day on which anything is counted.
fn first_day(conn: &mut Conn) -> QueryResult<Option<NaiveDate>> {
    let counted = rollups::months(conn)?.first().map(|(first, _)| *first);
    Ok(counted.into_iter().chain(found::queries::first_day(conn)?).min())
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
    let mut from = first_day(conn)?.unwrap_or(until);
    while from < until {
        let end = Span::Month.next(Span::Month.begin(from)).min(until);
        made(conn, &above, (from, end), &mut counted)?;
        from = end;
    }
    let month = queries::ranked(conn)?;
    if let Some(month) = month {
        counted.rank(month);
    }
    let (kept, counted) = (queries::all(conn)?.told(), counted.told());
    let mut found = Vec::new();
    differ(&mut found, "day", &kept.days, &counted.days, |key| (key.0, key.1));
    differ(&mut found, "month", &kept.months, &counted.months, |key| (key.0, key.1));
    let processes = (&kept.processes, &counted.processes);
    differ(&mut found, "process", processes.0, processes.1, |key| (key.0, key.2));
    differ(&mut found, "unit", &kept.units, &counted.units, |key| (key.0, key.2));
    differ(&mut found, "place", &kept.places, &counted.places, |key| (key.3, key.2));
    differ(&mut found, "repeat", &kept.repeats, &counted.repeats, |key| {
        (key.1, key.0)
    });
    let month = month.unwrap_or(until);
    differ(&mut found, "ranking", &kept.ranked, &counted.ranked, |key| {
        (key.1, month)
    });
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
