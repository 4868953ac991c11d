//! Sums of the roll-ups and of findings, so that a summary of a year of a large agency reads some thousand rows, whatever
//! the number of answers: of units with others below them by question and month, and by process and day, week or month; of
//! units without others by day; of each unit itself by day, week and month, all work together and by process, and by goal.
//!
//! The sums hold what lies before a day, which is tomorrow, and are written by the job `figures` alone. What is counted, or
//! changes a count (an amendment, an audit that arrives later, a closure announced afterwards, a step of a finding), is
//! [fresh](Fresh) until the job adds it to them some minutes later: so two submissions at different offices never wait for
//! each other's row of the whole agency. A figure is the sums, what is fresh, and the roll-ups and findings of days the sums
//! do not hold yet.
//!
//! Sums are of the tree as it is, and of the goals that questions serve: when a unit is added or moved, or a question that
//! has been asked comes to serve another goal, they count no more until they were made anew, and figures are read from the
//! roll-ups meanwhile.

pub mod queries;

use super::found;
use super::found::Counted;
use super::model::{AtUnit, Difference, Done, Found, Over, Place, Tally};
use super::queries as rollups;
use super::queries::BY_QUESTION;
use crate::base::days::EARLIEST;
use crate::base::ids::*;
use crate::base::zone::{monday_of, shifted};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use chrono::{Datelike, Months, NaiveDate};
use diesel::QueryResult;
use std::collections::{BTreeMap, HashMap};
use std::ops::{Add, Neg};

crate::text_enum! {
    /// The spans sums are made of.
    pub enum Span {
        /// A day.
        Day = "day",
        /// From Monday.
        Week = "week",
        /// From the first.
        Month = "month",
        /// Three whole months: those before the month that is running, and those before them.
        ThreeMonths = "3-months",
        /// Twelve whole months, likewise.
        TwelveMonths = "12-months",
    }
}
crate::text_column!(Span);

impl Span {
    /// Those that every day lies in, each in one.
    const OF_DAYS: [Self; 3] = [Self::Day, Self::Week, Self::Month];
    /// Those of the periods of pages, which are made of months.
    const PERIODS: [Self; 2] = [Self::ThreeMonths, Self::TwelveMonths];

    /// The first day of the span a day lies in; of months together, of the first month.
    pub fn begin(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => day,
            Self::Week => monday_of(day),
            Self::Month | Self::ThreeMonths | Self::TwelveMonths => day.with_day(1).unwrap_or(day),
        }
    }
    /// The first day after the span that begins on a day.
    pub(super) fn next(self, begin: NaiveDate) -> NaiveDate {
        let months = match self {
            Self::Day => return shifted(begin, 1),
            Self::Week => return shifted(begin, 7),
            Self::Month => 1,
            Self::ThreeMonths => 3,
            Self::TwelveMonths => 12,
        };
        begin.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
    }
    /// The days on which spans begin that are read from a stretch of sums; a period is one.
    pub(super) fn begins_in(self, (from, end): Stretch) -> Vec<NaiveDate> {
        let mut begins = Vec::new();
        let mut begin = from;
        while begin < end {
            begins.push(begin);
            begin = self.next(begin);
        }
        begins
    }
    /// The periods of this length that are summed while a month is running: the one before it, and the one before that.
    fn before(self, running: NaiveDate) -> [Stretch; 2] {
        let months = match self {
            Self::ThreeMonths => 3,
            _ => 12,
        };
        let last = months_before(running, months);
        [last, months_before(last.0, months)]
    }
}

/// Some days, the last one left out.
pub type Stretch = (NaiveDate, NaiveDate);

/// What the sums hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Everything before this day.
    pub until: NaiveDate,
    /// The month that is running for the periods that are summed; none where none is.
    pub running: Option<NaiveDate>,
}

impl Held {
    /// Nothing.
    pub const NOTHING: Self = Self {
        until: EARLIEST,
        running: None,
    };
    /// How whole months are read: those that are summed together at once, and so far as they are held.
    pub fn whole_months(self, stretch: Stretch) -> Vec<(Span, Stretch)> {
        Split::of(stretch, self, BY_QUESTION).summed
    }
}

/// How some days are read.
struct Split {
    /// From sums: those of a span that begin on these days.
    summed: Vec<(Span, Stretch)>,
    /// From the roll-ups.
    rest: Vec<Stretch>,
}

impl Split {
    /// By sums of these spans, the longest first, as far as they are held: periods as they are, whole spans, and the one
    /// that is running where nothing of it is left out.
    fn of(days: Stretch, held: Held, spans: &[Span]) -> Self {
        let mut split = Self {
            summed: Vec::new(),
            rest: vec![days],
        };
        for span in spans {
            if Span::PERIODS.contains(span) {
                let periods = held.running.map(|running| span.before(running));
                for (first, last) in periods.into_iter().flatten() {
                    split.take(*span, |(from, end)| {
                        (from <= first && last <= end).then_some((first, last))
                    });
                }
                continue;
            }
            split.take(*span, |(from, end)| {
                let begin = span.begin(from);
                let first = if begin == from { begin } else { span.next(begin) };
                let last = if end >= held.until { held.until } else { span.begin(end) };
                (first < last).then_some((first, last))
            });
        }
        split
    }
    /// Reads a part of each rest from sums of a span.
    fn take(&mut self, span: Span, part: impl Fn(Stretch) -> Option<Stretch>) {
        for (from, end) in std::mem::take(&mut self.rest) {
            if let Some((first, last)) = part((from, end)) {
                self.summed.push((span, (first, last)));
                let around = [(from, first), (last, end)];
                self.rest.extend(around.into_iter().filter(|(from, end)| from < end));
            } else {
                self.rest.push((from, end));
            }
        }
    }
    fn holds(&self, day: NaiveDate) -> bool {
        self.summed.iter().any(|(_, (from, end))| (*from..*end).contains(&day))
    }
}

/// The days of a figure, the last left out.
fn days_of(over: &Over) -> Stretch {
    (over.from, shifted(over.to, 1))
}

/// The same figures of other days, the last left out.
fn of_days_in(over: &Over, (from, end): Stretch) -> Over {
    Over {
        from,
        to: shifted(end, -1),
        ..over.clone()
    }
}

/// Which of these days are read from sums by month of units themselves, and the days that are left over.
///
/// # Errors
/// Only when the database fails.
pub fn months_and_rest(conn: &mut Conn, over: &Over) -> QueryResult<(Option<Stretch>, Vec<Over>)> {
    // these know no layers
    let held = queries::summed(conn)?.filter(|_| over.layer.is_none());
    let Some(held) = held else {
        return Ok((None, vec![over.clone()]));
    };
    let split = Split::of(days_of(over), held, &[Span::Month]);
    let left = split.rest.iter().map(|stretch| of_days_in(over, *stretch)).collect();
    Ok((split.summed.first().map(|(_, stretch)| *stretch), left))
}

/// Which units sums are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Units without others below them; the others are read from the roll-ups.
    Leaves,
    /// Units with others below them, with all below; the others are read from the roll-ups.
    Inner,
    /// Each unit itself.
    Own,
}

/// What was counted at a place since the job was there, on a day that the sums hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh {
    /// Where and when; layer 0 where none found it.
    pub place: Place,
    /// The question; none of an audit, and of a finding about none.
    pub question: Option<QuestionId>,
    /// Answers.
    pub tally: Tally,
    /// Audits.
    pub done: Done,
    /// Findings.
    pub found: Found,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Answers, or findings: those on the questions of a goal, where one is asked for.
    Answers,
    /// Audits: those of the processes that ask a goal's questions.
    Audits,
}

/// From which sums a figure is read.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// What it counts.
    pub what: What,
    /// The spans these sums are of, the longest first.
    pub spans: &'static [Span],
    /// The units they are of.
    pub of: Of,
}

/// A figure over some days: what sums give with what is fresh, and what the roll-ups give for the rest.
///
/// # Errors
/// Only when the database fails.
pub fn together<K: Ord, T: Copy + Default + PartialEq + Add<Output = T>>(
    conn: &mut Conn,
    over: &Over,
    source: Source,
    of_sums: impl Fn(&mut Conn, &Over, (Span, Stretch)) -> QueryResult<Vec<(K, T)>>,
    of_fresh: impl Fn(&Fresh) -> (K, T),
    of_days: impl Fn(&mut Conn, &Over) -> QueryResult<Vec<(K, T)>>,
) -> QueryResult<Vec<(K, T)>> {
    let split = queries::summed(conn)?.map(|held| Split::of(days_of(over), held, source.spans));
    let Some(split) = split.filter(|split| !split.summed.is_empty()) else {
        return of_days(conn, over);
    };
    let (summed, others) = match source.of {
        Of::Own => (over.units.clone(), Vec::new()),
        Of::Inner => queries::outermost(conn, &over.units)?,
        Of::Leaves => {
            let (inner, leaves) = queries::outermost(conn, &over.units)?;
            (leaves, inner)
        }
    };
    let of = |units: Vec<UnitId>| Over { units, ..over.clone() };
    let (summed, others) = (of(summed), of(others));
    let mut sums: BTreeMap<K, T> = BTreeMap::new();
    let mut add = |rows: Vec<(K, T)>| {
        for (key, value) in rows {
            let sum = sums.entry(key).or_default();
            *sum = *sum + value;
        }
    };
    if !summed.units.is_empty() {
        for stretch in &split.summed {
            add(of_sums(conn, &summed, *stretch)?);
        }
        let fresh = queries::fresh_over(conn, &summed, source.what)?;
        add(fresh
            .iter()
            .filter(|fresh| split.holds(fresh.place.day))
            .map(&of_fresh)
            .collect());
        for stretch in &split.rest {
            add(of_days(conn, &of_days_in(&summed, *stretch))?);
        }
    }
    if !others.units.is_empty() {
        add(of_days(conn, &others)?);
    }
    sums.retain(|_, value| *value != T::default());
    Ok(sums.into_iter().collect())
}

/// Sums by their keys.
#[derive(Debug, Default, PartialEq)]
pub struct Sums {
    /// Unit without others below it, day, layer.
    pub days: BTreeMap<(UnitId, NaiveDate, i32), (Tally, Done)>,
    /// Unit, month or months, their first day, question, layer, process; the month [`ALWAYS`] is of all that was late, and of
    /// what is open.
    pub months: BTreeMap<(UnitId, Span, NaiveDate, QuestionId, i32, ProcessId), (Tally, Found)>,
    /// Unit, span, its first day, process, layer.
    pub processes: BTreeMap<(UnitId, Span, NaiveDate, ProcessId, i32), (Tally, Done)>,
    /// Unit, span, its first day; the last is the number of findings.
    pub units: BTreeMap<(UnitId, Span, NaiveDate), (Tally, i64)>,
    /// Process, unit, span, its first day; the last is the number of findings.
    pub places: BTreeMap<(ProcessId, UnitId, Span, NaiveDate), (Tally, Done, i64)>,
    /// Goal, week, month or months, their first day, unit.
    pub goals: BTreeMap<(GoalId, Span, NaiveDate, UnitId), AtUnit>,
    /// Goal, unit with others below it, Monday.
    pub goal_weeks: BTreeMap<(GoalId, UnitId, NaiveDate), Tally>,
    /// Month, unit, question, process; found again, and of these after a fix.
    pub repeats: BTreeMap<(NaiveDate, UnitId, QuestionId, ProcessId), (i64, i64)>,
    /// So many whole months, unit, question, process; the same of these months.
    pub ranked: BTreeMap<(i32, UnitId, QuestionId, ProcessId), (i64, i64)>,
}

/// How many whole months are ranked: those of the periods of pages; 0 is the month that is running.
pub const RANKED: [i32; 4] = [0, 1, 3, 12];

/// So many months before one; 0 is this one itself.
pub fn months_before(month: NaiveDate, months: i32) -> Stretch {
    if months == 0 {
        return (month, Span::Month.next(month));
    }
    let before = Months::new(months.unsigned_abs());
    (month.checked_sub_months(before).unwrap_or(month), month)
}

/// What stands in the place of a question where a finding is about none.
pub const NO_QUESTION: QuestionId = QuestionId(uuid::Uuid::nil());
/// What stands in the place of a layer where none found it.
pub const NO_LAYER: i32 = 0;
/// What stands in the place of a month for all days together, as far as findings past their due date are counted, and for
/// what is of no day, those that are open: before any day that anybody can ask for.
pub const ALWAYS: NaiveDate = match NaiveDate::from_ymd_opt(1800, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// What decides where something is summed.
#[derive(Debug, Default)]
pub struct Tree {
    /// For each unit the units with others below them that hold it, itself among them where it has some.
    pub above: HashMap<UnitId, Vec<UnitId>>,
    /// The goals of questions that serve one.
    pub goals: BTreeMap<QuestionId, GoalId>,
}

impl Fresh {
    /// Nothing at a place.
    fn at(place: Place) -> Self {
        Self {
            place,
            question: None,
            tally: Tally::default(),
            done: Done::default(),
            found: Found::default(),
        }
    }
}

impl Neg for Fresh {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            tally: -self.tally,
            done: -self.done,
            found: -self.found,
            ..self
        }
    }
}

impl Sums {
    fn add_answers(&mut self, tree: &Tree, place: &Place, question: QuestionId, tally: Tally) {
        if is_leaf(tree, place.unit) {
            let day = self.days.entry((place.unit, place.day, place.layer)).or_default();
            day.0 = day.0 + tally;
        }
        for unit in tree.above.get(&place.unit).into_iter().flatten() {
            let month = Span::Month.begin(place.day);
            let key = (*unit, Span::Month, month, question, place.layer, place.process);
            let month = self.months.entry(key).or_default();
            month.0 = month.0 + tally;
            for span in Span::OF_DAYS {
                let key = (*unit, span, span.begin(place.day), place.process, place.layer);
                let process = self.processes.entry(key).or_default();
                process.0 = process.0 + tally;
            }
        }
        for span in Span::OF_DAYS {
            let begin = span.begin(place.day);
            let own = self.units.entry((place.unit, span, begin)).or_default();
            own.0 = own.0 + tally;
            let own = self.places.entry((place.process, place.unit, span, begin)).or_default();
            own.0 = own.0 + tally;
        }
        self.add_to_goal(tree, place, question, AtUnit { tally, found: 0 });
    }
    fn add_to_goal(&mut self, tree: &Tree, place: &Place, question: QuestionId, work: AtUnit) {
        let Some(goal) = tree.goals.get(&question) else { return };
        for span in [Span::Week, Span::Month] {
            let key = (*goal, span, span.begin(place.day), place.unit);
            let own = self.goals.entry(key).or_default();
            *own = *own + work;
        }
        for unit in tree.above.get(&place.unit).into_iter().flatten() {
            let key = (*goal, *unit, Span::Week.begin(place.day));
            let week = self.goal_weeks.entry(key).or_default();
            *week = *week + work.tally;
        }
    }
    fn add_audits(&mut self, tree: &Tree, place: &Place, done: Done) {
        if is_leaf(tree, place.unit) {
            let day = self.days.entry((place.unit, place.day, place.layer)).or_default();
            day.1 = day.1 + done;
        }
        for unit in tree.above.get(&place.unit).into_iter().flatten() {
            for span in Span::OF_DAYS {
                let key = (*unit, span, span.begin(place.day), place.process, place.layer);
                let process = self.processes.entry(key).or_default();
                process.1 = process.1 + done;
            }
        }
        for span in Span::OF_DAYS {
            let key = (place.process, place.unit, span, span.begin(place.day));
            let own = self.places.entry(key).or_default();
            own.1 = own.1 + done;
        }
    }
    fn add_found(&mut self, tree: &Tree, place: &Place, question: Option<QuestionId>, found: Found) {
        let late = Found {
            closed_late: found.closed_late,
            fell_due: found.fell_due,
            ..Found::default()
        };
        for unit in tree.above.get(&place.unit).into_iter().flatten() {
            for (month, found) in [(Span::Month.begin(place.day), found), (ALWAYS, late)] {
                let key = (
                    *unit,
                    Span::Month,
                    month,
                    question.unwrap_or(NO_QUESTION),
                    place.layer,
                    place.process,
                );
                let month = self.months.entry(key).or_default();
                month.1 = month.1 + found;
            }
        }
        if let (Some(question), true) = (question, found.again != 0 || found.after_fix != 0) {
            let key = (Span::Month.begin(place.day), place.unit, question, place.process);
            let own = self.repeats.entry(key).or_default();
            *own = (own.0 + found.again, own.1 + found.after_fix);
        }
        if found.found == 0 {
            return;
        }
        if let Some(question) = question {
            let work = AtUnit {
                found: found.found,
                ..AtUnit::default()
            };
            self.add_to_goal(tree, place, question, work);
        }
        for span in Span::OF_DAYS {
            let begin = span.begin(place.day);
            self.units.entry((place.unit, span, begin)).or_default().1 += found.found;
            let own = self.places.entry((place.process, place.unit, span, begin)).or_default();
            own.2 += found.found;
        }
    }
    fn add_fresh(&mut self, tree: &Tree, fresh: &Fresh) {
        if let Some(question) = fresh.question.filter(|_| is_something(&fresh.tally)) {
            self.add_answers(tree, &fresh.place, question, fresh.tally);
        }
        if is_something(&fresh.done) {
            self.add_audits(tree, &fresh.place, fresh.done);
        }
        if is_something(&fresh.found) {
            self.add_found(tree, &fresh.place, fresh.question, fresh.found);
        }
    }
    /// Adds up the months of each period before a month that is running, and what was found again in them and in that one.
    fn add_periods(&mut self, running: NaiveDate) {
        let add = |a: (Tally, Found), b: (Tally, Found)| (a.0 + b.0, a.1 + b.1);
        add_months(&mut self.months, running, |key| (&mut key.1, &mut key.2), add);
        let add = |a: (Tally, Done), b: (Tally, Done)| (a.0 + b.0, a.1 + b.1);
        add_months(&mut self.processes, running, |key| (&mut key.1, &mut key.2), add);
        let add = |a: (Tally, i64), b: (Tally, i64)| (a.0 + b.0, a.1 + b.1);
        add_months(&mut self.units, running, |key| (&mut key.1, &mut key.2), add);
        let add = |a: (Tally, Done, i64), b: (Tally, Done, i64)| (a.0 + b.0, a.1 + b.1, a.2 + b.2);
        add_months(&mut self.places, running, |key| (&mut key.2, &mut key.3), add);
        add_months(&mut self.goals, running, |key| (&mut key.1, &mut key.2), AtUnit::add);
        for months in RANKED {
            let (from, end) = months_before(running, months);
            for ((month, unit, question, process), count) in &self.repeats {
                if (from..end).contains(month) {
                    let sum = self.ranked.entry((months, *unit, *question, *process)).or_default();
                    *sum = (sum.0 + count.0, sum.1 + count.1);
                }
            }
        }
    }
    /// What the periods alone come to.
    fn periods(mut self) -> Self {
        let is_period = |span: &Span| Span::PERIODS.contains(span);
        self.months.retain(|key, _| is_period(&key.1));
        self.processes.retain(|key, _| is_period(&key.1));
        self.units.retain(|key, _| is_period(&key.1));
        self.places.retain(|key, _| is_period(&key.2));
        self.goals.retain(|key, _| is_period(&key.1));
        self.goal_weeks.clear();
        self.repeats.clear();
        self.told()
    }
    /// Without what comes to nothing.
    fn told(mut self) -> Self {
        self.days.retain(|_, sums| is_something(sums));
        self.months.retain(|_, sums| is_something(sums));
        self.processes.retain(|_, sums| is_something(sums));
        self.units.retain(|_, sums| is_something(sums));
        self.places.retain(|_, sums| is_something(sums));
        self.goals.retain(|_, sums| is_something(sums));
        self.goal_weeks.retain(|_, sums| is_something(sums));
        self.repeats.retain(|_, sums| is_something(sums));
        self.ranked.retain(|_, sums| is_something(sums));
        self
    }
}

/// Adds up the months of each period before a month that is running.
fn add_months<K: Ord + Copy, T: Copy + Default>(
    sums: &mut BTreeMap<K, T>,
    running: NaiveDate,
    when: impl Fn(&mut K) -> (&mut Span, &mut NaiveDate),
    add: impl Fn(T, T) -> T,
) {
    let periods = Span::PERIODS.map(|period| (period, period.before(running)));
    let mut of_periods: Vec<(K, T)> = Vec::new();
    for (key, value) in sums.iter() {
        let mut key = *key;
        let (Span::Month, month) = when(&mut key) else { continue };
        let month = *month;
        for (period, before) in periods {
            for (from, end) in before {
                if (from..end).contains(&month) {
                    let (span, begins) = when(&mut key);
                    (*span, *begins) = (period, from);
                    of_periods.push((key, *value));
                }
            }
        }
    }
    for (key, value) in of_periods {
        let sum = sums.entry(key).or_default();
        *sum = add(*sum, value);
    }
}

/// Whether a unit has no others below it.
fn is_leaf(tree: &Tree, unit: UnitId) -> bool {
    tree.above.get(&unit).is_none_or(|above| !above.contains(&unit))
}

fn is_something<T: Default + PartialEq>(sums: &T) -> bool {
    *sums != T::default()
}

/// Findings that change: what is counted of them before and after, on days that the sums hold.
///
/// # Errors
/// Only when the database fails.
pub(super) fn change(conn: &mut Conn, until: NaiveDate, before: &[Counted], after: &[Counted]) -> QueryResult<()> {
    let mut parts: BTreeMap<(Place, Option<QuestionId>), Found> = BTreeMap::new();
    for (all, taken) in [(before, true), (after, false)] {
        for of in all {
            for (place, found) in of.parts().filter(|(place, _)| place.day < until) {
                let part = parts.entry((place, of.question)).or_default();
                *part = *part + if taken { -found } else { found };
            }
        }
    }
    // most changes of a finding change nothing that is counted
    parts.retain(|_, found| is_something(found));
    let fresh = parts.into_iter().map(|((place, question), found)| Fresh {
        question,
        found,
        ..Fresh::at(place)
    });
    queries::add_fresh(conn, &fresh.collect::<Vec<_>>())
}

/// The sums of some days, the last left out, made from the roll-ups and findings.
fn made(conn: &mut Conn, tree: &Tree, (from, end): Stretch, sums: &mut Sums) -> QueryResult<()> {
    let last = shifted(end, -1);
    for ((place, question), tally) in rollups::kept_answers(conn, from, last)? {
        sums.add_answers(tree, &place, question, tally);
    }
    for (place, done) in rollups::kept_audits(conn, from, last)? {
        sums.add_audits(tree, &place, done);
    }
    for of in found::queries::counted_between(conn, from, end)? {
        for (place, found) in of.parts().filter(|(place, _)| (from..end).contains(&place.day)) {
            sums.add_found(tree, &place, of.question, found);
        }
    }
    Ok(())
}

/// Adds the findings that are open.
fn add_open(conn: &mut Conn, tree: &Tree, sums: &mut Sums) -> QueryResult<()> {
    for of in found::queries::open(conn)? {
        for (place, found) in of.parts().filter(|(place, _)| place.day == ALWAYS) {
            sums.add_found(tree, &place, of.question, found);
        }
    }
    Ok(())
}

/// Counts of answers and audits that change; what lies on days that the sums hold is fresh until the job adds it to them.
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
    let answers = answers.iter().map(|((place, question), tally)| Fresh {
        question: Some(*question),
        tally: *tally,
        ..Fresh::at(*place)
    });
    let audits = audits.iter().map(|(place, done)| Fresh {
        done: *done,
        ..Fresh::at(*place)
    });
    let fresh: Vec<Fresh> = answers.chain(audits).filter(|fresh| fresh.place.day < until).collect();
    queries::add_fresh(conn, &fresh)
}

/// Adds what is fresh to the sums.
fn add_up(conn: &mut Conn, tree: &Tree) -> QueryResult<()> {
    let fresh = queries::fresh(conn)?;
    if fresh.is_empty() {
        return Ok(());
    }
    let mut sums = Sums::default();
    for one in &fresh {
        sums.add_fresh(tree, one);
    }
    if let Some(month) = queries::running(conn)? {
        sums.add_periods(month);
    }
    queries::add(conn, &sums.told())?;
    queries::clear_fresh(conn)?;
    Ok(())
}

/// Adds what is fresh to the sums, and moves the day on before which everything is summed, a month at most; all is summed
/// anew when the tree of units or the goals of questions are others than they were. Says whether there is more to do: each
/// call is a transaction that submissions wait for.
///
/// # Errors
/// Only when the database fails.
pub fn sum_up(conn: &mut Conn, until: NaiveDate) -> AppResult<bool> {
    let (kept, mark) = queries::hold_to_change(conn)?;
    let now = queries::mark(conn)?;
    let tree = queries::tree(conn)?;
    let mut sums = Sums::default();
    let from = if mark == now {
        add_up(conn, &tree)?;
        kept
    } else {
        queries::clear(conn)?;
        add_open(conn, &tree, &mut sums)?;
        first_day(conn)?.unwrap_or(until)
    };
    let end = Span::Month.next(Span::Month.begin(from)).min(until).max(from);
    // until tomorrow is summed, and pages of today ask for this month and those before it
    let month = Span::Month.begin(shifted(end, -1));
    let has_periods = queries::running(conn)? == Some(month);
    if from >= until && mark == now && has_periods {
        return Ok(false);
    }
    if from < end {
        made(conn, &tree, (from, end), &mut sums)?;
    }
    if has_periods {
        sums.add_periods(month);
    }
    queries::add(conn, &sums.told())?;
    queries::set(conn, end, now)?;
    if end >= until && !has_periods {
        queries::sum_periods(conn, month)?;
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
    let Some(Held { until, .. }) = queries::summed(conn)? else {
        return Ok(Vec::new());
    };
    let tree = queries::tree(conn)?;
    let mut counted = Sums::default();
    add_open(conn, &tree, &mut counted)?;
    let mut from = first_day(conn)?.unwrap_or(until);
    while from < until {
        let end = Span::Month.next(Span::Month.begin(from)).min(until);
        made(conn, &tree, (from, end), &mut counted)?;
        from = end;
    }
    // which is not in the sums yet
    for fresh in queries::fresh(conn)? {
        counted.add_fresh(&tree, &-fresh);
    }
    let month = queries::running(conn)?;
    if let Some(month) = month {
        counted.add_periods(month);
    }
    let (kept, counted) = (queries::all(conn)?.told(), counted.told());
    let mut found = Vec::new();
    differ(&mut found, "day", &kept.days, &counted.days, |key| (key.0, key.1));
    differ(&mut found, "month", &kept.months, &counted.months, |key| (key.0, key.2));
    let processes = (&kept.processes, &counted.processes);
    differ(&mut found, "process", processes.0, processes.1, |key| (key.0, key.2));
    differ(&mut found, "unit", &kept.units, &counted.units, |key| (key.0, key.2));
    differ(&mut found, "place", &kept.places, &counted.places, |key| (key.1, key.3));
    differ(&mut found, "goal", &kept.goals, &counted.goals, |key| (key.3, key.2));
    let weeks = (&kept.goal_weeks, &counted.goal_weeks);
    differ(&mut found, "goal by week", weeks.0, weeks.1, |key| (key.1, key.2));
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
