//! Every SQL of the room: it only reads.

use crate::audits::model::AuditState;
use crate::audits::queries::{ListRow, listed};
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Severity};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::base::zone::{Zone, shifted};
use crate::checklists::model::{Texts, VersionState};
use crate::figures::found;
use crate::figures::model::{AtUnit, Found, Over, Unclosed, Worked};
use crate::figures::queries::{
    BY_QUESTION, OfFindings, by_unit, done_by_unit, few_findings_over, findings_asked_for, findings_over, tally_by_unit,
};
use crate::figures::sums::{Fresh, Of, Source, Span, Stretch, What, months_and_rest, queries as of_sums, together};
use crate::findings::model::{Finding, PlanStanding, State};
use crate::findings::queries::{Kind, Tab, Visible, found_on, in_tab, not_withdrawn, of_kind};
use crate::findings::reminders::CLIMBS;
use crate::manuals::model::ClauseText;
use crate::people::model::Scope;
use crate::people::queries::audits_seen;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star, exists, max, sql, sum};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The audits of a person whose window opens between two moments, the next one first.
pub fn coming(
    conn: &mut Conn,
    person: PersonId,
    after: Instant,
    until: Instant,
    limit: i64,
) -> QueryResult<Vec<ListRow>> {
    let ids: Vec<AuditId> = audits::table
        .filter(
            audits::assignee_id
                .eq(person)
                .and(audits::state.eq(AuditState::Scheduled)),
        )
        .filter(audits::opens_at.gt(after).and(audits::opens_at.lt(until)))
        .order((audits::opens_at, audits::id))
        .select(audits::id)
        .limit(limit)
        .load(conn)?;
    listed(conn, &ids)
}

/// Whether a person ever had an audit to do.
pub fn has_audits(conn: &mut Conn, person: PersonId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        audits::table.filter(audits::assignee_id.eq(person)),
    ))
    .get_result(conn)
}

/// The audits of these subtrees that count on a date and the viewer may see, by unit and due time.
pub fn of_date(
    conn: &mut Conn,
    scope: &Scope,
    tops: &[UnitId],
    date: NaiveDate,
    limit: i64,
) -> QueryResult<Vec<ListRow>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    // Around the date in UTC first, so that an index helps; then by the date itself.
    let noon = Zone::utc().instant(date, 12 * 60);
    let ids: Vec<AuditId> = audits::table
        .filter(audits::unit_id.eq_any(below))
        .filter(audits_seen(scope))
        .filter(
            audits::opens_at
                .ge(noon.plus_days(-2))
                .and(audits::opens_at.le(noon.plus_days(2))),
        )
        .filter(audits::local_date.eq(date))
        .order((audits::unit_id, audits::due_at, audits::id))
        .select(audits::id)
        .limit(limit)
        .load(conn)?;
    let mut rows = listed(conn, &ids)?;
    rows.sort_by(|a, b| a.unit.cmp(&b.unit)); // stable: the order inside a unit stays
    Ok(rows)
}

/// The findings these audits raised: audit, id, number, in the order of their numbers.
pub fn raised_by(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<Vec<(AuditId, FindingId, String)>> {
    let origins: Vec<AnyId> = ids.iter().map(|id| AnyId(id.0)).collect();
    let rows: Vec<(AnyId, FindingId, String)> = findings::table
        .filter(
            findings::origin_kind
                .eq(OriginKind::Audit)
                .and(findings::origin_id.eq_any(origins)),
        )
        .filter(not_withdrawn())
        .order(findings::number)
        .select((findings::origin_id, findings::id, findings::number))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(origin, id, number)| (AuditId(origin.0), id, number))
        .collect())
}

/// How many findings of a kind audits raised on these days in these subtrees: an answer may have raised several.
pub fn count_found(conn: &mut Conn, tops: &[UnitId], days: &Days, kind: Kind) -> QueryResult<i64> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    findings::table
        .filter(findings::unit_id.eq_any(below))
        .filter(found_on(days).and(findings::origin_kind.eq(OriginKind::Audit)))
        .filter(of_kind(kind))
        .select(count_star())
        .first(conn)
}

/// What was answered on the days at each unit of what is asked for, and how many findings audits raised there.
pub fn work_by_unit(conn: &mut Conn, over: &Over, zone: &Zone) -> QueryResult<Vec<(UnitId, AtUnit)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let found: Vec<(UnitId, i64)> = findings::table
            .filter(findings_over(over))
            .filter(found_there(&days_of(over, zone)).and(findings::origin_kind.eq(OriginKind::Audit)))
            .group_by(findings::unit_id)
            .select((findings::unit_id, count_star()))
            .load(conn)?;
        let mut work: BTreeMap<UnitId, AtUnit> = BTreeMap::new();
        for (unit, tally) in tally_by_unit(conn, over)? {
            work.entry(unit).or_default().tally = tally;
        }
        for (unit, found) in found {
            work.entry(unit).or_default().found = found;
        }
        Ok(work.into_iter().collect())
    };
    let Some(source) = by_unit(over, false) else {
        return of_days(conn, over);
    };
    together(
        conn,
        over,
        source,
        of_sums::work_by_unit,
        |fresh| (fresh.place.unit, fresh_work(fresh)),
        of_days,
    )
}

fn fresh_work(fresh: &Fresh) -> AtUnit {
    AtUnit {
        tally: fresh.tally,
        found: fresh.found.found,
    }
}

/// What was answered, found and audited on the days at each unit, of a process.
pub fn worked_by_unit(conn: &mut Conn, over: &Over, zone: &Zone) -> QueryResult<Vec<(UnitId, Worked)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let mut worked: BTreeMap<UnitId, Worked> = BTreeMap::new();
        for (unit, work) in work_by_unit(conn, over, zone)? {
            worked.entry(unit).or_default().work = work;
        }
        for (unit, done) in done_by_unit(conn, over)? {
            worked.entry(unit).or_default().done = done;
        }
        Ok(worked.into_iter().collect())
    };
    let Some(source) = by_unit(over, false).filter(|_| !over.is_all_work() && over.goal().is_none()) else {
        return of_days(conn, over);
    };
    together(
        conn,
        over,
        source,
        of_sums::worked_by_unit,
        |fresh| {
            let worked = Worked {
                work: fresh_work(fresh),
                done: fresh.done,
            };
            (fresh.place.unit, worked)
        },
        of_days,
    )
}

fn days_of(over: &Over, zone: &Zone) -> Days {
    Days::between(over.from, over.to, zone)
}

/// What was found of what is asked for, by question and process; what is about no question is there, too.
pub type FoundBy = Vec<((Option<QuestionId>, ProcessId), Found)>;

/// What was found on the days of what is asked for: by audits, and what was found again by whomever.
pub fn found(conn: &mut Conn, over: &Over, zone: &Zone) -> QueryResult<FoundBy> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let by_audits = Box::new(found_there(&days_of(over, zone)).and(findings::origin_kind.eq(OriginKind::Audit)));
        let mut rows = count_found_by(conn, over, by_audits, |found| &mut found.found)?;
        rows.extend(found_again(conn, over, || found_there(&days_of(over, zone)))?);
        Ok(rows)
    };
    let of_months = |conn: &mut Conn, over: &Over, (span, stretch): (Span, Stretch)| {
        let rows = of_sums::found_by(conn, over, (span, stretch))?.into_iter();
        let mut rows: FoundBy = rows.map(|(key, found)| (key, found.raised())).collect();
        // what no audit found is in no sum
        let beside = Over {
            from: stretch.0,
            to: shifted(stretch.1, -1),
            ..over.clone()
        };
        rows.extend(found_again(conn, &beside, || by_hand_on(&days_of(&beside, zone)))?);
        Ok(rows)
    };
    let source = Source {
        what: What::Answers,
        spans: BY_QUESTION,
        of: Of::Inner,
    };
    let of_fresh = |fresh: &Fresh| ((fresh.question, fresh.place.process), fresh.found.raised());
    together(conn, over, source, of_months, of_fresh, of_days)
}

/// What no audit found, written as in the index of it.
fn by_hand() -> Visible {
    let no_audit = sql::<Bool>("findings.origin_kind <> 'audit'");
    Box::new(findings::unit_id.is_not_null().and(no_audit))
}

/// What was found on these days, and not by an audit.
fn by_hand_on(days: &Days) -> Visible {
    let found = findings::found_at.ge(days.begin).and(findings::found_at.lt(days.end));
    Box::new(by_hand().and(found).and(not_withdrawn()))
}

/// What was found on these days, as [`found_on`] says it, where few findings are looked through: each looks for its own
/// audit, since all audits of the days would take longer.
fn found_there(days: &Days) -> Visible {
    let of_days = exists(
        audits::table.filter(audits::id.eq(findings::origin_id)).filter(
            audits::local_date
                .ge(days.first())
                .and(audits::local_date.le(days.last())),
        ),
    );
    let found = of_days.or(by_hand_on(days));
    let after = findings::found_at.ge(days.around().0);
    Box::new(found.and(after).and(not_withdrawn()))
}

fn found_again(conn: &mut Conn, over: &Over, which: impl Fn() -> Visible) -> QueryResult<FoundBy> {
    let again = Box::new(which().and(of_kind(Kind::Again)));
    let mut rows = count_found_by(conn, over, again, |found| &mut found.again)?;
    let after_fix = Box::new(which().and(of_kind(Kind::AfterFix)));
    rows.extend(count_found_by(conn, over, after_fix, |found| &mut found.after_fix)?);
    Ok(rows)
}

fn count_found_by(
    conn: &mut Conn,
    over: &Over,
    which: Visible,
    place: fn(&mut Found) -> &mut i64,
) -> QueryResult<FoundBy> {
    let rows: Vec<(Option<QuestionId>, ProcessId, i64)> = findings::table
        .filter(findings_over(over))
        .filter(which)
        .group_by((findings::question_id, findings::process_id))
        .select((findings::question_id, findings::process_id, count_star()))
        .load(conn)?;
    let counted = |(question, process, count)| {
        let mut found = Found::default();
        *place(&mut found) = count;
        ((question, process), found)
    };
    Ok(rows.into_iter().map(counted).collect())
}

/// How many findings audits raised by question; with the words of its newest version that audits ask, where it is one of so
/// many with the most findings, or as many as the last of these.
pub fn found_by_question(
    conn: &mut Conn,
    found: &FoundBy,
    named_at_most: usize,
) -> QueryResult<Vec<(QuestionId, Option<Texts>, i64)>> {
    let mut counts: BTreeMap<QuestionId, i64> = BTreeMap::new();
    for ((question, _), found) in found.iter().filter(|(_, found)| found.found > 0) {
        if let Some(question) = question {
            *counts.entry(*question).or_default() += found.found;
        }
    }
    let mut most: Vec<i64> = counts.values().copied().collect();
    most.sort_unstable_by_key(|count| Reverse(*count));
    let least = most.get(named_at_most.saturating_sub(1)).copied().unwrap_or(0);
    let of_most = counts.iter().filter(|(_, count)| **count >= least);
    let ids: Vec<QuestionId> = of_most.map(|(question, _)| *question).collect();
    let mut named = named(conn, &ids)?;
    let texts = |(question, count)| (question, named.remove(&question).map(|named| named.texts), count);
    Ok(counts.into_iter().map(texts).collect())
}

/// How often something was found again, by the goal its question serves; and how often of these after a fix.
pub fn again_by_goal(found: &FoundBy, goals: &BTreeMap<QuestionId, GoalId>) -> BTreeMap<GoalId, (i64, i64)> {
    let mut counts: BTreeMap<GoalId, (i64, i64)> = BTreeMap::new();
    for ((question, _), found) in found {
        if let Some(goal) = question.and_then(|question| goals.get(&question)) {
            let count = counts.entry(*goal).or_default();
            *count = (count.0 + found.again, count.1 + found.after_fix);
        }
    }
    counts
}

/// How often something was found again, by process.
pub fn again_by_process(found: &FoundBy) -> BTreeMap<ProcessId, i64> {
    let mut counts: BTreeMap<ProcessId, i64> = BTreeMap::new();
    for ((_, process), found) in found.iter().filter(|(_, found)| found.again > 0) {
        *counts.entry(*process).or_default() += found.again;
    }
    counts
}

/// The open findings of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    /// Somebody has to decide.
    pub to_decide: i64,
    /// Actions are under way.
    pub under_way: i64,
    /// Past the due date, of both.
    pub overdue: i64,
}

impl std::iter::Sum for Open {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            to_decide: a.to_decide + b.to_decide,
            under_way: a.under_way + b.under_way,
            overdue: a.overdue + b.overdue,
        })
    }
}

impl Open {
    /// Of findings that are open, so many of which have a plan that waits for a decision.
    fn of(all: Unclosed, waiting: i64) -> Self {
        Self {
            to_decide: all.open - all.planned + waiting,
            under_way: all.planned - waiting,
            overdue: all.overdue,
        }
    }
}

/// The findings of what is asked for whose plan waits for a decision: few, so that these are gone through, and not what is
/// open.
fn waiting(over: &Over) -> OfFindings {
    let waiting = finding_plans::table
        .filter(finding_plans::standing.eq(PlanStanding::Waiting))
        .select(finding_plans::finding_id);
    let planned = findings::state.eq(State::Planned);
    Box::new(few_findings_over(over).and(planned).and(findings::id.eq_any(waiting)))
}

/// Open findings of what is asked for, all of which are told, by their question and process.
fn open_by(
    conn: &mut Conn,
    over: &Over,
    all: BTreeMap<found::Key, Unclosed>,
) -> QueryResult<BTreeMap<found::Key, Open>> {
    let mut waits: BTreeMap<found::Key, i64> = findings::table
        .filter(waiting(over))
        .group_by((findings::question_id, findings::process_id))
        .select(((findings::question_id, findings::process_id), count_star()))
        .load(conn)?
        .into_iter()
        .collect();
    Ok(all
        .into_iter()
        .map(|(key, all)| (key, Open::of(all, waits.remove(&key).unwrap_or(0))))
        .collect())
}

/// Open findings of what is asked for, by their process.
pub fn open_by_process(conn: &mut Conn, over: &Over, now: Instant) -> QueryResult<BTreeMap<ProcessId, Open>> {
    let mut counts: BTreeMap<ProcessId, Open> = BTreeMap::new();
    let all = found::open_by(conn, over, now)?;
    for ((_, process), open) in open_by(conn, over, all)? {
        let count = counts.entry(process).or_default();
        *count = [*count, open].into_iter().sum();
    }
    Ok(counts)
}

/// Open findings of what is asked for, all of which are told, by the goal their question serves; those without a goal are
/// left out.
pub fn open_by_goal(
    conn: &mut Conn,
    over: &Over,
    all: BTreeMap<found::Key, Unclosed>,
    goals: &BTreeMap<QuestionId, GoalId>,
) -> QueryResult<BTreeMap<GoalId, Open>> {
    let mut counts: BTreeMap<GoalId, Open> = BTreeMap::new();
    for ((question, _), open) in open_by(conn, over, all)? {
        if let Some(goal) = question.and_then(|question| goals.get(&question)) {
            let count = counts.entry(*goal).or_default();
            *count = [*count, open].into_iter().sum();
        }
    }
    Ok(counts)
}

/// Open findings of what is asked for, by their unit, counted from the index of open findings.
pub fn open_by_unit(conn: &mut Conn, over: &Over, now: Instant) -> QueryResult<BTreeMap<UnitId, Open>> {
    let one = || 1_i32.into_sql::<Integer>();
    let planned = case_when(findings::state.eq(State::Planned), one()).otherwise(0_i32);
    let overdue = case_when(findings::due_at.lt(now).assume_not_null(), one()).otherwise(0_i32);
    let rows: Vec<(UnitId, i64, Option<i64>, Option<i64>)> = findings::table
        .filter(findings_over(over))
        .filter(findings::closed_at.is_null())
        .group_by(findings::unit_id)
        .select((findings::unit_id, count_star(), sum(planned), sum(overdue)))
        .load(conn)?;
    let mut waits: BTreeMap<UnitId, i64> = findings::table
        .filter(waiting(over))
        .group_by(findings::unit_id)
        .select((findings::unit_id, count_star()))
        .load(conn)?
        .into_iter()
        .collect();
    let open = |(unit, open, planned, overdue): (UnitId, i64, Option<i64>, Option<i64>)| {
        let all = Unclosed {
            open,
            planned: planned.unwrap_or(0),
            overdue: overdue.unwrap_or(0),
        };
        (unit, Open::of(all, waits.remove(&unit).unwrap_or(0)))
    };
    Ok(rows.into_iter().map(open).collect())
}

/// The processes that are carried out in these subtrees: by a unit there, or by one above as a whole.
pub fn carried_out(conn: &mut Conn, tops: &[UnitId]) -> QueryResult<BTreeSet<ProcessId>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    let above = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::ancestor_id);
    let ids: Vec<ProcessId> = process_units::table
        .filter(
            process_units::unit_id
                .eq_any(below)
                .or(process_units::unit_id.eq_any(above)),
        )
        .select(process_units::process_id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// A question as a table of figures names it.
#[derive(Debug, Queryable)]
pub struct Named {
    /// The question, the same in every version.
    pub question: QuestionId,
    /// Its id in the file.
    pub code: String,
    /// Its checklist.
    pub template: TemplateId,
    /// Its words.
    pub texts: Texts,
}

/// These questions in the words of their newest version that audits asked or ask.
pub fn named(conn: &mut Conn, ids: &[QuestionId]) -> QueryResult<BTreeMap<QuestionId, Named>> {
    let mut named = BTreeMap::new();
    for ids in ids.chunks(500) {
        let rows: Vec<Named> = question_versions::table
            .inner_join(questions::table)
            .inner_join(template_versions::table)
            .filter(question_versions::question_id.eq_any(ids.to_vec()))
            .filter(template_versions::state.ne(VersionState::Draft))
            .order(template_versions::number)
            .select((
                questions::id,
                questions::code,
                questions::template_id,
                question_versions::texts,
            ))
            .load(conn)?;
        named.extend(rows.into_iter().map(|row| (row.question, row)));
    }
    Ok(named)
}

/// A question that failed again at a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeated {
    /// How often it was found again in the period.
    pub count: i64,
    /// How often of these after a fix that had been verified.
    pub after_fix: i64,
    /// The last of these findings.
    pub finding: FindingId,
    /// Its title.
    pub title: String,
    /// The question, the same in every version.
    pub question: QuestionId,
    /// Where.
    pub unit_id: UnitId,
    /// Its name.
    pub unit: String,
}

/// What was found again of what is asked for: first what was the most often after a fix, then the most often. Months that
/// are summed are read from sums; what was found again since, or outside of audits, is added to what they say of the same
/// question at the same unit.
pub fn repeated(conn: &mut Conn, over: &Over, zone: &Zone, limit: usize) -> QueryResult<Vec<Repeated>> {
    let (stretch, left) = months_and_rest(conn, over)?;
    let mut counts: BTreeMap<(UnitId, QuestionId), (i64, i64)> = BTreeMap::new();
    for over in left {
        add_repeats(conn, &over, || found_there(&days_of(&over, zone)), &mut counts)?;
    }
    if let Some(stretch) = stretch {
        let summed = Over {
            from: stretch.0,
            to: shifted(stretch.1, -1),
            ..over.clone()
        };
        add_repeats(conn, &summed, || by_hand_on(&days_of(&summed, zone)), &mut counts)?;
        let fresh = of_sums::fresh_over(conn, over, What::Answers)?.into_iter();
        for fresh in fresh.filter(|fresh| (stretch.0..stretch.1).contains(&fresh.place.day)) {
            let (again, after_fix) = (fresh.found.again, fresh.found.after_fix);
            if let (Some(question), true) = (fresh.question, again != 0 || after_fix != 0) {
                let sum = counts.entry((fresh.place.unit, question)).or_default();
                *sum = (sum.0 + again, sum.1 + after_fix);
            }
        }
        // those that are in the sums alone follow in their order
        let most = of_sums::most_again(conn, over, stretch, limit + counts.len())?;
        for (key, count) in &mut counts {
            let before = of_sums::again(conn, over, stretch, *key)?;
            *count = (count.0 + before.0, count.1 + before.1);
        }
        for (key, count) in most {
            counts.entry(key).or_insert(count);
        }
    }
    let mut most: Vec<((UnitId, QuestionId), (i64, i64))> = counts.into_iter().collect();
    most.retain(|(_, count)| *count != (0, 0));
    most.sort_by_key(|((unit, question), (again, after_fix))| (-*after_fix, -*again, *question, *unit));
    most.truncate(limit);
    let places: Vec<UnitId> = most.iter().map(|((unit, _), _)| *unit).collect();
    let names: Vec<(UnitId, String)> = units::table
        .filter(units::id.eq_any(places))
        .select((units::id, units::name))
        .load(conn)?;
    let names: BTreeMap<UnitId, String> = names.into_iter().collect();
    let mut all = Vec::with_capacity(most.len());
    for ((unit_id, question), (count, after_fix)) in most {
        let (finding, title) = last_again(conn, over, zone, (unit_id, question))?;
        all.push(Repeated {
            count,
            after_fix,
            finding,
            title,
            question,
            unit_id,
            unit: names.get(&unit_id).cloned().unwrap_or_default(),
        });
    }
    all.sort_by(|a, b| {
        let most = (b.after_fix, b.count).cmp(&(a.after_fix, a.count));
        most.then_with(|| a.title.cmp(&b.title))
    });
    Ok(all)
}

/// Adds what was found again, by unit and question, and how often of these after a fix.
fn add_repeats(
    conn: &mut Conn,
    over: &Over,
    which: impl Fn() -> Visible,
    counts: &mut BTreeMap<(UnitId, QuestionId), (i64, i64)>,
) -> QueryResult<()> {
    for kind in [Kind::Again, Kind::AfterFix] {
        let rows: Vec<(UnitId, QuestionId, i64)> = findings::table
            .filter(findings_over(over))
            .filter(which())
            .filter(of_kind(kind).and(findings::question_id.is_not_null()))
            .group_by((findings::unit_id, findings::question_id))
            .select((findings::unit_id, findings::question_id.assume_not_null(), count_star()))
            .load(conn)?;
        for (unit, question, count) in rows {
            let sum = counts.entry((unit, question)).or_default();
            match kind {
                Kind::AfterFix => sum.1 += count,
                _ => sum.0 += count,
            }
        }
    }
    Ok(())
}

/// The last finding that found a question again at a unit, and its title.
fn last_again(
    conn: &mut Conn,
    over: &Over,
    zone: &Zone,
    (unit, question): (UnitId, QuestionId),
) -> QueryResult<(FindingId, String)> {
    findings::table
        .filter(findings::question_id.eq(question).assume_not_null())
        .filter(findings_asked_for(over, Box::new(findings::unit_id.eq(unit))))
        .filter(of_kind(Kind::Again).and(found_there(&days_of(over, zone))))
        .order((findings::found_at.desc(), findings::id.desc()))
        .select((findings::id, findings::title))
        .first(conn)
}

// the index of what presses says so
const _: () = assert!(CLIMBS.len() == 2, "findings_pressing is of findings that climbed twice");

/// Open, and critical or climbed as far as they can, written as in the index of them.
fn pressing() -> Visible {
    let presses =
        sql::<Bool>("findings.closed_at IS NULL AND (findings.escalation >= 2 OR findings.severity = 'critical')");
    Box::new(findings::unit_id.is_not_null().and(presses))
}

/// What presses of what is asked for: of a part of the work it is little and found by process, of all work by unit.
fn pressing_over(over: &Over) -> OfFindings {
    let asked = if over.is_all_work() {
        findings_over(over)
    } else {
        few_findings_over(over)
    };
    Box::new(asked.and(pressing()))
}

/// Climbed as far as a finding can.
fn climbed_all() -> Visible {
    Box::new(findings::escalation.ge(i32::try_from(CLIMBS.len()).unwrap_or(i32::MAX)))
}

/// Overdue findings of what is asked for that have climbed as far as they can, the longest overdue first, with their unit.
pub fn climbed(conn: &mut Conn, over: &Over, now: Instant, limit: i64) -> QueryResult<Vec<(Finding, String)>> {
    let ids: Vec<FindingId> = findings::table
        .filter(pressing_over(over))
        .filter(climbed_all())
        .filter(findings::due_at.lt(now).assume_not_null())
        .order((findings::due_at, findings::id))
        .select(findings::id)
        .limit(limit)
        .load(conn)?;
    findings::table
        .inner_join(units::table)
        .filter(findings::id.eq_any(ids))
        .order((findings::due_at, findings::id))
        .select((Finding::as_select(), units::name))
        .load(conn)
}

/// How many overdue findings of what is asked for are critical, and how many have climbed as far as they can.
pub fn count_pressing(conn: &mut Conn, over: &Over, now: Instant) -> QueryResult<(i64, i64)> {
    let one = || 1_i32.into_sql::<Integer>();
    let critical = case_when(findings::severity.eq(Severity::Critical), one()).otherwise(0_i32);
    let climbed = case_when(climbed_all(), one()).otherwise(0_i32);
    let (critical, climbed): (Option<i64>, Option<i64>) = findings::table
        .filter(pressing_over(over))
        .filter(findings::due_at.lt(now).assume_not_null())
        .select((sum(critical), sum(climbed)))
        .first(conn)?;
    Ok((critical.unwrap_or(0), climbed.unwrap_or(0)))
}

/// How many systemic findings of what is asked for wait for a decision and have no owner.
pub fn count_unowned_systemic(conn: &mut Conn, over: &Over, now: Instant) -> QueryResult<i64> {
    // written as in the index of them
    let unowned =
        sql::<Bool>("findings.closed_at IS NULL AND findings.owner_id IS NULL AND findings.origin_kind = 'systemic'");
    findings::table
        .filter(few_findings_over(over))
        .filter(in_tab(Tab::Decision, now).and(unowned))
        .select(count_star())
        .first(conn)
}

/// The manual a clause is in.
pub fn manual_of(conn: &mut Conn, clause: ClauseId) -> QueryResult<ManualId> {
    clauses::table.find(clause).select(clauses::manual_id).first(conn)
}

/// How each edition words a clause.
pub fn wordings(conn: &mut Conn, clause: ClauseId) -> QueryResult<BTreeMap<EditionId, ClauseText>> {
    let rows: Vec<ClauseText> = clause_texts::table
        .filter(clause_texts::clause_id.eq(clause))
        .select(ClauseText::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.edition_id, row)).collect())
}

/// A question of a published checklist that checks a clause.
#[derive(Debug, Queryable)]
pub struct Citing {
    /// The question, the same in every version.
    pub question: QuestionId,
    /// Its id in the file.
    pub code: String,
    /// The checklist.
    pub template: TemplateId,
    /// Its title.
    pub title: Localized,
    /// The words of the question.
    pub texts: Texts,
}

/// The questions of published checklists that check a clause, in the order of the checklists.
pub fn citing(conn: &mut Conn, clause: ClauseId) -> QueryResult<Vec<Citing>> {
    question_versions::table
        .inner_join(template_versions::table.inner_join(templates::table))
        .inner_join(questions::table)
        .filter(question_versions::clause_id.eq(clause).assume_not_null())
        .filter(template_versions::state.eq(VersionState::Published))
        .order((templates::search, templates::id, question_versions::position))
        .select((
            questions::id,
            questions::code,
            templates::id,
            template_versions::title,
            question_versions::texts,
        ))
        .load(conn)
}

/// A question of a published version.
#[derive(Debug)]
pub struct InUse {
    /// The question, the same in every version.
    pub id: QuestionId,
    /// As it is asked now.
    pub version: QuestionVersionId,
    /// Its id in the file.
    pub code: String,
    /// Its checklist.
    pub template: TemplateId,
    /// The title of that.
    pub title: Localized,
    /// Its words.
    pub texts: Texts,
    /// Its words, folded for search.
    pub search: String,
    /// The layers that ask it.
    pub layers: String,
    /// How many days it may wait at a unit.
    pub max_age_days: i32,
    /// The day (UTC) on which its version was published.
    pub published_at: Option<NaiveDate>,
}

/// The questions of the published versions, in the order of the checklists.
pub fn in_use(conn: &mut Conn) -> QueryResult<Vec<InUse>> {
    type Row = (
        (QuestionId, QuestionVersionId, String, TemplateId, Localized, Texts),
        (String, String, i32, Option<Instant>),
    );
    let rows: Vec<Row> = question_versions::table
        .inner_join(template_versions::table.inner_join(templates::table))
        .inner_join(questions::table)
        .filter(template_versions::state.eq(VersionState::Published))
        .order((templates::search, templates::id, question_versions::position))
        .select((
            (
                questions::id,
                question_versions::id,
                questions::code,
                templates::id,
                template_versions::title,
                question_versions::texts,
            ),
            (
                question_versions::search,
                question_versions::layers,
                question_versions::max_age_days,
                template_versions::published_at,
            ),
        ))
        .load(conn)?;
    let in_use = |((id, version, code, template, title, texts), (search, layers, max_age_days, at)): Row| InUse {
        id,
        version,
        code,
        template,
        title,
        texts,
        search,
        layers,
        max_age_days,
        published_at: at.map(day_of),
    };
    Ok(rows.into_iter().map(in_use).collect())
}

/// The day of a moment, on no clock in particular: for what is old by years.
fn day_of(at: Instant) -> NaiveDate {
    Zone::utc().local(at).date
}

/// Since when each question has the words it has in its newest published or retired version.
pub fn worded_since(conn: &mut Conn) -> QueryResult<BTreeMap<QuestionId, NaiveDate>> {
    let rows: Vec<(QuestionId, Texts, Option<Instant>)> = question_versions::table
        .inner_join(template_versions::table)
        .filter(template_versions::state.ne(VersionState::Draft))
        .order((question_versions::question_id, template_versions::number))
        .select((
            question_versions::question_id,
            question_versions::texts,
            template_versions::published_at,
        ))
        .load(conn)?;
    let mut since: BTreeMap<QuestionId, (Texts, NaiveDate)> = BTreeMap::new();
    for (question, texts, at) in rows {
        let Some(at) = at else { continue };
        match since.get(&question) {
            Some((before, _)) if *before == texts => {}
            _ => {
                since.insert(question, (texts, day_of(at)));
            }
        }
    }
    Ok(since.into_iter().map(|(question, (_, day))| (question, day)).collect())
}

/// The day on which somebody last looked at a question beside its clause.
pub fn last_reviewed(conn: &mut Conn) -> QueryResult<BTreeMap<QuestionVersionId, NaiveDate>> {
    let rows: Vec<(QuestionVersionId, Instant)> = clause_reviews::table
        .order(clause_reviews::reviewed_at)
        .select((clause_reviews::question_version_id, clause_reviews::reviewed_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(version, at)| (version, day_of(at))).collect())
}

/// The last day since a date on which a submitted audit asked each of these questions, also where nothing is judged.
pub fn last_asked(conn: &mut Conn, ids: &[QuestionId], since: NaiveDate) -> QueryResult<Vec<(QuestionId, NaiveDate)>> {
    let mut asked = Vec::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(QuestionId, Option<NaiveDate>)> = audit_questions::table
            .inner_join(audits::table)
            .filter(audit_questions::question_id.eq_any(ids.to_vec()))
            .filter(
                audits::state
                    .eq(AuditState::Submitted)
                    .and(audits::local_date.ge(since)),
            )
            .group_by(audit_questions::question_id)
            .select((audit_questions::question_id, max(audits::local_date)))
            .load(conn)?;
        asked.extend(rows.into_iter().filter_map(|(question, day)| Some((question, day?))));
    }
    Ok(asked)
}

/// How many findings there are on each question, whenever they were found; those that were withdrawn count nowhere.
pub fn found_of_questions(conn: &mut Conn) -> QueryResult<BTreeMap<QuestionId, i64>> {
    let rows: Vec<(QuestionId, i64)> = findings::table
        .filter(findings::question_id.is_not_null())
        .filter(crate::findings::queries::not_withdrawn())
        .group_by(findings::question_id)
        .select((findings::question_id.assume_not_null(), count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
