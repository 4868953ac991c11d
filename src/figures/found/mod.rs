//! Findings in the [sums]: what is counted of each on which day, and how they were closed.
//!
//! What audits found counts on the local date the window of the audit opened, as the answer does. How findings were closed
//! is asked between two moments: sums hold whole months by the agency's clock, and what lies between their ends and the
//! moments is counted from the index of closures. What was found outside of an audit is in no sum of what was found.
//!
//! How many were open past their due date at a moment that has passed is not counted by going through all that were closed
//! since. It is those of now that fell due before the sums end, without those that fell due since the moment, and with those
//! that were closed late since.

pub mod queries;

use super::model::{Closure, Found, Over};
use super::sums::{self, Span, queries as of_sums};
use crate::base::clock::Instant;
use crate::base::days::{Days, EARLIEST};
use crate::base::ids::{AnyId, FindingId, ProcessId, QuestionId, UnitId};
use crate::base::zone::Zone;
use crate::platform::db::Conn;
use chrono::{Duration, NaiveDate};
use diesel::QueryResult;
use queries::{Ended, count_by_question};
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
}

impl Counted {
    /// What is counted of it, by day.
    pub fn parts(&self) -> impl Iterator<Item = (NaiveDate, Found)> + use<> {
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
        [raised, self.closed.map(closed), fell_due].into_iter().flatten()
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

/// A finding that was added.
#[derive(Debug, Clone, Copy)]
pub struct Added {
    /// Which.
    pub id: FindingId,
    /// What found it.
    pub origin: AnyId,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// Counts findings that were added; those of today are in no sum yet.
///
/// # Errors
/// Only when the database fails.
pub fn added(conn: &mut Conn, new: &[Added]) -> QueryResult<()> {
    let until = of_sums::hold(conn)?;
    if until <= EARLIEST {
        return Ok(());
    }
    let summed = queries::zone(conn)?.day_start(until);
    let is_past = |at: &Instant| *at < summed;
    let moments = new.iter().flat_map(|one| [one.due_at, one.closed_at]).flatten();
    let origins: Vec<AnyId> = new.iter().map(|one| one.origin).collect();
    if moments.filter(is_past).count() > 0 || queries::is_audit_before(conn, &origins, until)? {
        let ids: Vec<FindingId> = new.iter().map(|one| one.id).collect();
        let after = queries::counted(conn, &ids)?;
        sums::change(conn, until, &[], &after)?;
    }
    Ok(())
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

/// By question; what is about no question is there, too.
type ByQuestion<T> = BTreeMap<Option<QuestionId>, T>;

/// How many findings ended in these ways from a moment on and before another, where everything before a day of the agency is
/// summed.
fn ended(
    conn: &mut Conn,
    over: &Over,
    (from, to): (Instant, Instant),
    (until, zone): (NaiveDate, &Zone),
    ways: &[Ended],
) -> QueryResult<ByQuestion<Found>> {
    let mut all: ByQuestion<Found> = BTreeMap::new();
    let mut add = |question, found| {
        let sum = all.entry(question).or_default();
        *sum = *sum + found;
    };
    if from >= to {
        return Ok(all);
    }
    // what is left to count one by one, and whether it is added
    let mut rest: Vec<(Instant, Instant, i64)> = Vec::new();
    let summed = zone.day_start(until);
    if from < summed {
        let (first, last) = (Cut::of(from, until, zone), Cut::of(to.min(summed), until, zone));
        for ((question, _), found) in of_sums::found_by(conn, over, (first.month, last.month))? {
            for way in ways {
                add(question, way.counted(way.of(found)));
            }
        }
        for (cut, sign) in [(first, -1), (last, 1)] {
            rest.push((cut.from, cut.to, if cut.adds { sign } else { -sign }));
        }
    }
    if to > summed {
        rest.push((from.max(summed), to, 1));
    }
    for (from, to, sign) in rest.into_iter().filter(|(from, to, _)| from < to) {
        for way in ways {
            for which in way.between(from, to) {
                for (question, count) in count_by_question(conn, over, which)? {
                    add(question, way.counted(sign * count));
                }
            }
        }
    }
    Ok(all)
}

/// Closed findings and those open past their due date by question; see [`closure`].
///
/// # Errors
/// Only when the database fails.
pub fn closure_by_question(
    conn: &mut Conn,
    over: &Over,
    zone: &Zone,
    now: Instant,
) -> QueryResult<ByQuestion<Closure>> {
    let (from, end) = queries::closing(&Days::between(over.from, over.to, zone), now);
    // what was closed at the very end counts
    let after = end.plus(Duration::microseconds(1));
    let (until, own) = (of_sums::summed(conn)?, queries::zone(conn)?);
    let (inner, leaves) = match until {
        Some(_) => of_sums::outermost(conn, &over.units)?,
        None => (Vec::new(), over.units.clone()),
    };
    let mut all: ByQuestion<Closure> = BTreeMap::new();
    for (units, until) in [(inner, until.unwrap_or(EARLIEST)), (leaves, EARLIEST)] {
        if units.is_empty() {
            continue;
        }
        let over = Over { units, ..over.clone() };
        let mut add = |question, closure| {
            let sum = all.entry(question).or_default();
            *sum = *sum + closure;
        };
        for (question, found) in ended(conn, &over, (from, after), (until, &own), &[Ended::ByDue, Ended::Late])? {
            let closed = Closure {
                closed_by_due: found.closed_by_due,
                closed_late: found.closed_late,
                open_past_due: 0,
            };
            add(question, closed);
        }
        let mut open = |question, count| {
            let open = Closure {
                open_past_due: count,
                ..Closure::default()
            };
            add(question, open);
        };
        let summed = own.day_start(until);
        let seen = if end < summed {
            for (question, found) in ended(conn, &over, (end, summed), (until, &own), &[Ended::FellDue])? {
                open(question, -found.fell_due);
            }
            for (question, found) in ended(conn, &over, (after, summed), (until, &own), &[Ended::Late])? {
                open(question, found.closed_late);
            }
            summed
        } else {
            end
        };
        for which in [queries::never_closed(seen), queries::closed_after(seen, seen > end)] {
            for (question, count) in count_by_question(conn, &over, which)? {
                open(question, count);
            }
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
    Ok(closure_by_question(conn, over, zone, now)?.into_values().sum())
}
