//! Every SQL of findings as they are counted. `findings` is the room above: its words are read here as they are stored.

use super::{Counted, Key};
use crate::base::clock::Instant;
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::zone::{Zone, shifted};
use crate::figures::model::{Found, Over};
use crate::figures::queries::{OfFindings, few_findings_over, findings_over};
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::{Duration, NaiveDate};
use diesel::dsl::{case_when, count_star, min, sum};
use diesel::prelude::*;
use diesel::sql_types::Integer;
use std::collections::HashMap;

/// The columns of a [`Key`].
const KEY: (findings::question_id, findings::process_id) = (findings::question_id, findings::process_id);

/// How a finding ended, as far as closure on time asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Closed by the due date after cause, action and verification. Dismissed findings and those corrected on the spot are
    /// left out.
    ByDue,
    /// The same, after the due date.
    Late,
    /// Its due date passed, and it was closed later or is open to this day.
    FellDue,
}

impl Ended {
    /// So many that ended like this.
    pub fn counted(self, count: i64) -> Found {
        let mut found = Found::default();
        match self {
            Self::ByDue => found.closed_by_due = count,
            Self::Late => found.closed_late = count,
            Self::FellDue => found.fell_due = count,
        }
        found
    }

    /// How many of these ended like this.
    pub fn of(self, found: Found) -> i64 {
        match self {
            Self::ByDue => found.closed_by_due,
            Self::Late => found.closed_late,
            Self::FellDue => found.fell_due,
        }
    }

    /// Those that ended like this from a moment on and before another, each in one of the conditions.
    pub fn between(self, from: Instant, to: Instant) -> Vec<OfFindings> {
        match self {
            Self::ByDue => {
                let by_due = findings::closed_at.le(findings::due_at).assume_not_null();
                vec![Box::new(closed_between(from, to).and(by_due))]
            }
            Self::Late => vec![Box::new(closed_between(from, to).and(is_late()))],
            Self::FellDue => fell_due(from, to).into(),
        }
    }
}

/// Closed after the due date.
fn is_late() -> OfFindings {
    Box::new(findings::closed_at.gt(findings::due_at).assume_not_null())
}

/// What fell due from a moment on and before another and was not closed by then: open to this day, or closed later.
fn fell_due(from: Instant, to: Instant) -> [OfFindings; 2] {
    let due = || findings::due_at.ge(from).and(findings::due_at.lt(to)).assume_not_null();
    // so that an index of closures begins there
    let after = findings::closed_at.gt(from).assume_not_null();
    [
        Box::new(due().and(findings::closed_at.is_null())),
        Box::new(due().and(after).and(is_fixed()).and(is_late())),
    ]
}

/// Closed after cause, action and verification.
fn is_fixed() -> OfFindings {
    Box::new(findings::resolution.eq("fixed").assume_not_null())
}

/// Closed so from a moment on and before another, with a due date.
fn closed_between(from: Instant, to: Instant) -> OfFindings {
    let closed = findings::closed_at.ge(from).and(findings::closed_at.lt(to));
    let closed = closed.assume_not_null().and(findings::due_at.is_not_null());
    Box::new(is_fixed().and(closed))
}

/// Past the due date at a moment, and not closed to this day.
pub fn never_closed(end: Instant) -> OfFindings {
    Box::new(
        findings::due_at
            .lt(end)
            .assume_not_null()
            .and(findings::closed_at.is_null()),
    )
}

/// Past the due date at a moment, and closed from another on.
pub fn closed_after(end: Instant, after: Instant) -> OfFindings {
    let past = findings::due_at.lt(end).and(findings::resolution.eq("fixed"));
    Box::new(past.and(findings::closed_at.ge(after)).assume_not_null())
}

/// The moments between which closures of some days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// What is closed from here on counts.
    pub from: Instant,
    /// What is due before counts as past its due date: the end of the days, or now when they have not ended.
    pub end: Instant,
    /// What is closed before counts: what is closed at this moment counts, too, when the days have not ended.
    pub after: Instant,
}

/// The moments between which closures of these days are counted: a period that has not ended is counted until now.
pub fn closing(days: &Days, now: Instant) -> Closing {
    let ended = days.end <= now;
    Closing {
        from: days.begin,
        end: if ended { days.end } else { now },
        after: if ended {
            days.end
        } else {
            now.plus(Duration::microseconds(1))
        },
    }
}

/// The findings that closure on time is made of: see [`closure`](super::closure).
pub fn in_closure(days: &Days, now: Instant) -> OfFindings {
    let Closing { from, end, after } = closing(days, now);
    let closed = Ended::ByDue.between(from, after).into_iter();
    let all = closed
        .chain(Ended::Late.between(from, after))
        .chain([closed_after(end, after)]);
    all.fold(never_closed(end), |all, which| Box::new(all.or(which)))
}

/// How many of these findings of what is asked for there are, by question and process.
pub fn count_by(conn: &mut Conn, over: &Over, which: OfFindings) -> QueryResult<Vec<(Key, i64)>> {
    count_of(conn, findings_over(over), which)
}

fn count_of(conn: &mut Conn, asked_for: OfFindings, which: OfFindings) -> QueryResult<Vec<(Key, i64)>> {
    findings::table
        .filter(asked_for)
        .filter(which)
        .group_by(KEY)
        .select((KEY, count_star()))
        .load(conn)
}

/// How many findings of what is asked for ended in these ways from a moment on and before another, by question and process.
/// Where the moments are so near that few ended between them, these are gone through, and not every unit.
pub fn ended_by(
    conn: &mut Conn,
    over: &Over,
    (from, to): (Instant, Instant),
    ways: &[Ended],
    few: bool,
) -> QueryResult<Vec<(Key, Found)>> {
    let asked_for = if few { few_findings_over } else { findings_over };
    let mut all = Vec::new();
    if ways.iter().any(|way| *way != Ended::FellDue) {
        let late = findings::closed_at.gt(findings::due_at).assume_not_null();
        let late = case_when(late, 1_i32.into_sql::<Integer>()).otherwise(0_i32);
        let rows: Vec<(Key, i64, Option<i64>)> = findings::table
            .filter(asked_for(over))
            .filter(closed_between(from, to))
            .group_by(KEY)
            .select((KEY, count_star(), sum(late)))
            .load(conn)?;
        for (key, closed, late) in rows {
            let late = late.unwrap_or(0);
            all.push((key, Ended::Late.counted(late) + Ended::ByDue.counted(closed - late)));
        }
    }
    if ways.contains(&Ended::FellDue) {
        let [still_open, closed_late] = fell_due(from, to);
        let mut rows = count_of(conn, asked_for(over), still_open)?;
        rows.extend(count_of(conn, asked_for(over), closed_late)?);
        all.extend(
            rows.into_iter()
                .map(|(key, count)| (key, Ended::FellDue.counted(count))),
        );
    }
    Ok(all)
}

/// How many findings of what is asked for are open, and of these how many have a plan, by question and process.
pub fn open_by(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(Key, Found)>> {
    let planned = case_when(findings::state.eq("planned"), 1_i32.into_sql::<Integer>()).otherwise(0_i32);
    let rows: Vec<(Key, i64, Option<i64>)> = findings::table
        .filter(findings_over(over))
        .filter(is_open())
        .group_by(KEY)
        .select((KEY, count_star(), sum(planned)))
        .load(conn)?;
    let found = |(key, open, planned): (Key, i64, Option<i64>)| {
        let found = Found {
            open,
            planned: planned.unwrap_or(0),
            ..Found::default()
        };
        (key, found)
    };
    Ok(rows.into_iter().map(found).collect())
}

/// Not closed to this day.
fn is_open() -> OfFindings {
    Box::new(findings::closed_at.is_null())
}

/// The agency's clock, by which months of closures and due dates begin; UTC where there is no agency yet.
pub fn zone(conn: &mut Conn) -> QueryResult<Zone> {
    let name: Option<Option<String>> = units::table
        .filter(units::parent_id.is_null())
        .select(units::zone)
        .first(conn)
        .optional()?;
    let zone = name.flatten().and_then(|name| Zone::parse(&name).ok());
    Ok(zone.unwrap_or_else(Zone::utc))
}

/// The first day of a due date or a closure.
pub fn first_day(conn: &mut Conn) -> QueryResult<Option<NaiveDate>> {
    let ends: (Option<Instant>, Option<Instant>) = findings::table
        .select((min(findings::due_at), min(findings::closed_at)))
        .first(conn)?;
    let first = [ends.0, ends.1].into_iter().flatten().min();
    let zone = zone(conn)?;
    Ok(first.map(|at| zone.local(at).date))
}

/// What is counted of these findings.
pub fn counted(conn: &mut Conn, ids: &[FindingId]) -> QueryResult<Vec<Counted>> {
    let mut all = Vec::with_capacity(ids.len());
    let zone = zone(conn)?;
    for ids in ids.chunks(500) {
        let which = Box::new(findings::id.eq_any(ids.to_vec()));
        all.extend(read(conn, &zone, which)?.into_values());
    }
    Ok(all)
}

/// What is counted of the findings that are open.
pub fn open(conn: &mut Conn) -> QueryResult<Vec<Counted>> {
    let zone = zone(conn)?;
    Ok(read(conn, &zone, is_open())?.into_values().collect())
}

/// The findings of which anything is counted from a day on and before another.
pub fn counted_between(conn: &mut Conn, from: NaiveDate, end: NaiveDate) -> QueryResult<Vec<Counted>> {
    let zone = zone(conn)?;
    let days = Days::between(from, shifted(end, -1), &zone);
    let (after, before) = days.around();
    let of_days = audits::table
        .filter(audits::opens_at.ge(after).and(audits::opens_at.le(before)))
        .filter(audits::local_date.ge(from).and(audits::local_date.lt(end)))
        .select(audits::id);
    // the index of closures begins with the unit
    let anywhere = || findings::unit_id.eq_any(units::table.select(units::id));
    let found: OfFindings = Box::new(
        findings::origin_kind
            .eq("audit")
            .and(findings::origin_id.eq_any(of_days)),
    );
    let mut all = read(conn, &zone, found)?;
    for way in [Ended::ByDue, Ended::Late, Ended::FellDue] {
        for which in way.between(days.begin, days.end) {
            all.extend(read(conn, &zone, Box::new(anywhere().and(which)))?);
        }
    }
    Ok(all.into_values().collect())
}

#[derive(Queryable)]
struct Row {
    id: FindingId,
    unit: UnitId,
    process: ProcessId,
    question: Option<QuestionId>,
    layer: Option<i32>,
    origin: (String, AnyId),
    state: String,
    resolution: Option<String>,
    repeat_of: Option<FindingId>,
    found_at: Instant,
    due_at: Option<Instant>,
    closed_at: Option<Instant>,
}

fn read(conn: &mut Conn, zone: &Zone, which: OfFindings) -> QueryResult<HashMap<FindingId, Counted>> {
    let rows: Vec<Row> = findings::table
        .filter(which)
        .select((
            findings::id,
            findings::unit_id,
            findings::process_id,
            findings::question_id,
            findings::layer,
            (findings::origin_kind, findings::origin_id),
            findings::state,
            findings::resolution,
            findings::repeat_of,
            findings::found_at,
            findings::due_at,
            findings::closed_at,
        ))
        .load(conn)?;
    let mut days: HashMap<AuditId, NaiveDate> = HashMap::new();
    let mut fixed: HashMap<FindingId, Instant> = HashMap::new();
    for rows in rows.chunks(500) {
        let of_audits = rows.iter().filter(|row| row.origin.0 == "audit");
        let origins: Vec<AuditId> = of_audits.map(|row| AuditId(row.origin.1.0)).collect();
        let found: Vec<(AuditId, NaiveDate)> = audits::table
            .filter(audits::id.eq_any(origins))
            .select((audits::id, audits::local_date))
            .load(conn)?;
        days.extend(found);
        let repeated: Vec<FindingId> = rows.iter().filter_map(|row| row.repeat_of).collect();
        if repeated.is_empty() {
            continue;
        }
        let verified: Vec<(FindingId, Instant)> = finding_verifications::table
            .filter(finding_verifications::finding_id.eq_any(repeated))
            .select((finding_verifications::finding_id, finding_verifications::at))
            .load(conn)?;
        for (finding, at) in verified {
            let first = fixed.entry(finding).or_insert(at);
            *first = at.min(*first);
        }
    }
    let counted = |row: Row| {
        let is_of_audit = row.origin.0 == "audit" && row.resolution.as_deref() != Some("withdrawn");
        let is_fixed = row.resolution.as_deref() == Some("fixed");
        let stands = row.state != "dismissed";
        let verified = row.repeat_of.and_then(|before| fixed.get(&before));
        let closed = row.closed_at.zip(row.due_at).filter(|_| is_fixed);
        let missed = match row.closed_at.zip(row.due_at) {
            Some((closed, due)) => is_fixed && closed > due,
            None => row.closed_at.is_none(),
        };
        let counted = Counted {
            unit: row.unit,
            process: row.process,
            question: row.question,
            layer: row.layer,
            day: days.get(&AuditId(row.origin.1.0)).copied().filter(|_| is_of_audit),
            again: row.repeat_of.is_some() && stands,
            after_fix: verified.is_some_and(|at| *at <= row.found_at) && stands,
            open: row.closed_at.is_none(),
            planned: row.closed_at.is_none() && row.state == "planned",
            closed: closed.map(|(closed, due)| (zone.local(closed).date, closed <= due)),
            fell_due: row.due_at.filter(|_| missed).map(|due| zone.local(due).date),
        };
        (row.id, counted)
    };
    Ok(rows.into_iter().map(counted).collect())
}
