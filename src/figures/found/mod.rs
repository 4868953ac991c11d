//! Findings in the [sums]: what is counted of each on which day, and how they were closed.
//!
//! What audits found counts on the local date the window of the audit opened, as the answer does. How findings were closed
//! is asked between two moments: sums hold whole months by the agency's clock, and what lies between their ends and the
//! moments is counted from the index of closures. What was found outside of an audit is in no sum of what was found.
//!
//! How many were open past their due date at a moment is not counted by going through those that are open. All that ever fell
//! due, without all that were closed late, are those that are open past due when the sums end; without those that fell due
//! since the moment, and with those that were closed late since, they are those of the moment.
//!
//! What is open now is summed as well: it lies on no day, and is kept beside all that was late.

pub mod queries;

use super::model::{Closure, Found, Over, Place, Unclosed};
use super::sums::{self, ALWAYS, Held, NO_LAYER, Span, Stretch, What, queries as of_sums};
use crate::base::clock::Instant;
use crate::base::days::{Days, EARLIEST};
use crate::base::ids::{FindingId, ProcessId, QuestionId, UnitId};
use crate::base::zone::Zone;
use crate::platform::db::Conn;
use chrono::{Duration, NaiveDate};
use diesel::QueryResult;
use queries::{Closing, Ended, count_by};
use std::collections::BTreeMap;

/// A finding, as far as anything of it is counted.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Where it was found.
    pub unit: UnitId,
    /// The process.
    pub process: ProcessId,
    /// The question, if it is about one.
    pub question: Option<QuestionId>,
    /// The layer that found it, if one did.
    pub layer: Option<i32>,
    /// The local date the window of its audit opened; none for what no audit found and for what was withdrawn.
    day: Option<NaiveDate>,
    again: bool,
    after_fix: bool,
    /// The day it was closed after cause, action and verification, and whether by the due date.
    closed: Option<(NaiveDate, bool)>,
    /// The day of the due date, where it was not kept to this day.
    fell_due: Option<NaiveDate>,
    open: bool,
    planned: bool,
}

impl Counted {
    /// What is counted of it, and where and when.
    pub fn parts(&self) -> impl Iterator<Item = (Place, Found)> + use<> {
        let (unit, process, layer) = (self.unit, self.process, self.layer.unwrap_or(NO_LAYER));
        let at = move |day| Place {
            unit,
            process,
            layer,
            day,
        };
        let raised = Found {
            found: 1,
            again: i64::from(self.again),
            after_fix: i64::from(self.after_fix),
            ..Found::default()
        };
        let closed = |(day, by_due): (NaiveDate, bool)| {
            let way = if by_due { Ended::ByDue } else { Ended::Late };
            (day, way.counted(1))
        };
        let raised = self.day.map(|day| (day, raised));
        let fell_due = self.fell_due.map(|day| (day, Ended::FellDue.counted(1)));
        let open = Found {
            open: i64::from(self.open),
            planned: i64::from(self.planned),
            ..Found::default()
        };
        let open = self.open.then_some((ALWAYS, open));
        let parts = [raised, self.closed.map(closed), fell_due, open].into_iter().flatten();
        parts.map(move |(day, found)| (at(day), found))
    }
}

/// Changes findings by `write`; where what is counted of them lies on days that are summed, the sums change with it. Every
/// change of a state, an end, a due date or a repeat goes through here.
///
/// # Errors
/// Only when the database fails.
pub fn changing<T>(
    conn: &mut Conn,
    ids: &[FindingId],
    write: impl FnOnce(&mut Conn) -> QueryResult<T>,
) -> QueryResult<T> {
    let until = of_sums::hold(conn)?;
    if until <= EARLIEST {
        return write(conn);
    }
    let before = queries::counted(conn, ids)?;
    let done = write(conn)?;
    let after = queries::counted(conn, ids)?;
    sums::change(conn, until, &before, &after)?;
    Ok(done)
}

/// Counts findings that were added.
///
/// # Errors
/// Only when the database fails.
pub fn added(conn: &mut Conn, new: &[FindingId]) -> QueryResult<()> {
    let until = of_sums::hold(conn)?;
    if until <= EARLIEST {
        return Ok(());
    }
    let after = queries::counted(conn, new)?;
    sums::change(conn, until, &[], &after)
}

/// Where a moment lies in the sums: the months before one are summed, and what lies between two moments is added or taken
/// away.
struct Cut {
    month: NaiveDate,
    from: Instant,
    to: Instant,
    adds: bool,
}

impl Cut {
    /// A moment not after the day before which everything is summed: seen from the end of a month that is nearer.
    fn of(at: Instant, until: NaiveDate, zone: &Zone) -> Self {
        let month = Span::Month.begin(zone.local(at).date);
        let next = Span::Month.next(month);
        let (first, end) = (zone.day_start(month), zone.day_start(next.min(until)));
        if at.since(first) <= end.since(at) {
            Self {
                month,
                from: first,
                to: at,
                adds: true,
            }
        } else {
            Self {
                month: next,
                from: at,
                to: end,
                adds: false,
            }
        }
    }
}

/// Before the end of what is summed, which is the end of today: so much earlier, few findings were closed or fell due since.
const FEW: Duration = Duration::days(2);

/// A question, none for what is about none, and its process.
pub type Key = (Option<QuestionId>, ProcessId);
type By<T> = BTreeMap<Key, T>;

/// What the sums of these months say of how findings ended, with what is fresh; of the month [`ALWAYS`] what was late on any
/// day that they hold, and what is open.
fn summed(conn: &mut Conn, over: &Over, held: Held, (from, end): Stretch) -> QueryResult<Vec<(Key, Found)>> {
    let mut all = Vec::new();
    for part in held.whole_months((from, end)) {
        all.extend(of_sums::found_by(conn, over, part)?);
    }
    let fresh = of_sums::fresh_over(conn, over, What::Answers)?.into_iter();
    let of_days = fresh.filter(|fresh| from == ALWAYS || (from..end).contains(&fresh.place.day));
    all.extend(of_days.map(|fresh| ((fresh.question, fresh.place.process), fresh.found)));
    Ok(all)
}

/// How many findings ended in these ways from a moment on and before another, where sums hold what lies before a day of the
/// agency.
fn ended(
    conn: &mut Conn,
    over: &Over,
    (from, to): (Instant, Instant),
    (held, zone): (Held, &Zone),
    ways: &[Ended],
) -> QueryResult<By<Found>> {
    let mut all: By<Found> = BTreeMap::new();
    let mut add = |key, found| {
        let sum = all.entry(key).or_default();
        *sum = *sum + found;
    };
    if from >= to {
        return Ok(all);
    }
    // what is left to count one by one, and whether it is added
    let mut rest: Vec<(Instant, Instant, i64)> = Vec::new();
    let holds = zone.day_start(held.until);
    if from < holds {
        let cut = |at| Cut::of(at, held.until, zone);
        let (first, last) = (cut(from), cut(to.min(holds)));
        for (key, found) in summed(conn, over, held, (first.month, last.month))? {
            for way in ways {
                add(key, way.counted(way.of(found)));
            }
        }
        for (cut, sign) in [(first, -1), (last, 1)] {
            rest.push((cut.from, cut.to, if cut.adds { sign } else { -sign }));
        }
    }
    if to > holds {
        rest.push((from.max(holds), to, 1));
    }
    for (from, to, sign) in rest.into_iter().filter(|(from, to, _)| from < to) {
        let few = held.until > EARLIEST && holds.since(from) <= FEW;
        for (key, found) in queries::ended_by(conn, over, (from, to), ways, few)? {
            for way in ways {
                add(key, way.counted(sign * way.of(found)));
            }
        }
    }
    Ok(all)
}

/// What is asked for, where sums hold what lies before a day of the agency, and where nothing is summed.
fn parted(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(Over, Held)>> {
    let held = of_sums::summed(conn)?;
    let (inner, leaves) = match held {
        Some(_) => of_sums::outermost(conn, &over.units)?,
        None => (Vec::new(), over.units.clone()),
    };
    let parts = [(inner, held.unwrap_or(Held::NOTHING)), (leaves, Held::NOTHING)].into_iter();
    let parts = parts.filter(|(units, _)| !units.is_empty());
    Ok(parts
        .map(|(units, held)| (Over { units, ..over.clone() }, held))
        .collect())
}

/// Those open past their due date at a moment that is summed, of all that ever fell due: without those that fell due since,
/// and with those that were closed late from another moment on.
fn past_due(
    conn: &mut Conn,
    over: &Over,
    (end, after): (Instant, Instant),
    (held, zone): (Held, &Zone),
    always: &[(Key, Found)],
) -> QueryResult<Vec<(Key, i64)>> {
    let holds = zone.day_start(held.until);
    let mut open: Vec<(Key, i64)> = always
        .iter()
        .map(|(key, found)| (*key, found.fell_due - found.closed_late))
        .collect();
    let mut since = |from: Instant, ways: &[Ended]| -> QueryResult<()> {
        let ended = ended(conn, over, (from, holds), (held, zone), ways)?.into_iter();
        open.extend(ended.map(|(key, found)| (key, found.closed_late - found.fell_due)));
        Ok(())
    };
    if end == after {
        since(end, &[Ended::FellDue, Ended::Late])?;
    } else {
        since(end, &[Ended::FellDue])?;
        since(after, &[Ended::Late])?;
    }
    Ok(open)
}

/// Closed findings and those open past their due date by question and process; see [`closure`].
///
/// # Errors
/// Only when the database fails.
pub fn closure_by(conn: &mut Conn, over: &Over, zone: &Zone, now: Instant) -> QueryResult<By<Closure>> {
    let Closing { from, end, after } = queries::closing(&Days::between(over.from, over.to, zone), now);
    let own = queries::zone(conn)?;
    let mut all: By<Closure> = BTreeMap::new();
    for (over, held) in parted(conn, over)? {
        let mut add = |key, closure| {
            let sum = all.entry(key).or_default();
            *sum = *sum + closure;
        };
        for (key, found) in ended(conn, &over, (from, after), (held, &own), &[Ended::ByDue, Ended::Late])? {
            let closed = Closure {
                closed_by_due: found.closed_by_due,
                closed_late: found.closed_late,
                open_past_due: 0,
            };
            add(key, closed);
        }
        let open = if end < own.day_start(held.until) {
            let always = summed(conn, &over, held, (ALWAYS, EARLIEST))?;
            past_due(conn, &over, (end, after), (held, &own), &always)?
        } else {
            let mut open = count_by(conn, &over, queries::never_closed(end))?;
            open.extend(count_by(conn, &over, queries::closed_after(end, after))?);
            open
        };
        for (key, open_past_due) in open {
            let open = Closure {
                open_past_due,
                ..Closure::default()
            };
            add(key, open);
        }
    }
    Ok(all)
}

/// Findings closed in the period, and those open past their due date at its end (or now, when it has not ended).
/// Dismissed findings and those corrected on the spot are left out.
///
/// # Errors
/// Only when the database fails.
pub fn closure(conn: &mut Conn, over: &Over, zone: &Zone, now: Instant) -> QueryResult<Closure> {
    Ok(closure_by(conn, over, zone, now)?.into_values().sum())
}

/// The findings that are open now, whenever they were found, by question and process.
///
/// # Errors
/// Only when the database fails.
pub fn open_by(conn: &mut Conn, over: &Over, now: Instant) -> QueryResult<By<Unclosed>> {
    let own = queries::zone(conn)?;
    let mut all: By<Unclosed> = BTreeMap::new();
    for (over, held) in parted(conn, over)? {
        let (open, overdue) = if now < own.day_start(held.until) {
            let always = summed(conn, &over, held, (ALWAYS, EARLIEST))?;
            let overdue = past_due(conn, &over, (now, now), (held, &own), &always)?;
            (always, overdue)
        } else {
            let overdue = count_by(conn, &over, queries::never_closed(now))?;
            (queries::open_by(conn, &over)?, overdue)
        };
        add_open(&mut all, open);
        for (key, count) in overdue {
            all.entry(key).or_default().overdue += count;
        }
    }
    Ok(all)
}

fn add_open(all: &mut By<Unclosed>, open: Vec<(Key, Found)>) {
    for (key, found) in open {
        let sum = all.entry(key).or_default();
        sum.open += found.open;
        sum.planned += found.planned;
    }
}

/// What [`closure_by`] and [`open_by`] tell: where the period has not ended, what is past its due date is counted once.
///
/// # Errors
/// Only when the database fails.
pub fn closure_and_open_by(
    conn: &mut Conn,
    over: &Over,
    zone: &Zone,
    now: Instant,
) -> QueryResult<(By<Closure>, By<Unclosed>)> {
    let closure = closure_by(conn, over, zone, now)?;
    if queries::closing(&Days::between(over.from, over.to, zone), now).end != now {
        let open = open_by(conn, over, now)?;
        return Ok((closure, open));
    }
    let mut all: By<Unclosed> = BTreeMap::new();
    for (over, held) in parted(conn, over)? {
        let open = if held.until > EARLIEST {
            summed(conn, &over, held, (ALWAYS, EARLIEST))?
        } else {
            queries::open_by(conn, &over)?
        };
        add_open(&mut all, open);
    }
    for (key, closure) in &closure {
        all.entry(*key).or_default().overdue += closure.open_past_due;
    }
    Ok((closure, all))
}
