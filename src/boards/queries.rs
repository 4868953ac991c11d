//! Every SQL of the room: it only reads.

use crate::audits::model::AuditState;
use crate::audits::queries::{ListRow, listed};
use crate::base::clock::Instant;
use crate::base::codes::OriginKind;
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::checklists::model::{Texts, VersionState};
use crate::findings::model::{Finding, PlanStanding, State};
use crate::findings::queries::{Kind, found_on, not_withdrawn, of_kind};
use crate::manuals::model::ClauseText;
use crate::people::model::Scope;
use crate::people::queries::audits_seen;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeMap;

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
    let noon = crate::base::zone::Zone::utc().instant(date, 12 * 60);
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

/// How many findings audits raised on these days at each unit of these subtrees.
pub fn count_found_by_unit(conn: &mut Conn, tops: &[UnitId], days: &Days) -> QueryResult<Vec<(UnitId, i64)>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    findings::table
        .filter(findings::unit_id.eq_any(below))
        .filter(found_on(days).and(findings::origin_kind.eq(OriginKind::Audit)))
        .group_by(findings::unit_id)
        .select((findings::unit_id, count_star()))
        .load(conn)
}

/// How many findings audits raised on these days by question in these subtrees, with the words of its newest version that
/// was found failing.
pub fn count_found_by_question(
    conn: &mut Conn,
    tops: &[UnitId],
    days: &Days,
) -> QueryResult<Vec<(QuestionId, Texts, i64)>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    let rows: Vec<(QuestionId, QuestionVersionId, i64)> = findings::table
        .filter(findings::unit_id.eq_any(below))
        .filter(found_on(days).and(findings::origin_kind.eq(OriginKind::Audit)))
        .filter(
            findings::question_id
                .is_not_null()
                .and(findings::question_version_id.is_not_null()),
        )
        .group_by((findings::question_id, findings::question_version_id))
        .select((
            findings::question_id.assume_not_null(),
            findings::question_version_id.assume_not_null(),
            count_star(),
        ))
        .load(conn)?;
    let mut counts: BTreeMap<QuestionId, (QuestionVersionId, i64)> = BTreeMap::new();
    for (question, version, count) in rows {
        let row = counts.entry(question).or_insert((version, 0));
        *row = (row.0.max(version), row.1 + count);
    }
    let versions: Vec<QuestionVersionId> = counts.values().map(|(version, _)| *version).collect();
    let texts: Vec<(QuestionVersionId, Texts)> = question_versions::table
        .filter(question_versions::id.eq_any(versions))
        .select((question_versions::id, question_versions::texts))
        .load(conn)?;
    let texts: BTreeMap<QuestionVersionId, Texts> = texts.into_iter().collect();
    let named = |(question, (version, count))| Some((question, texts.get(&version)?.clone(), count));
    Ok(counts.into_iter().filter_map(named).collect())
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

/// Open findings in these subtrees by the goal their question serves.
pub fn open_by_goal(conn: &mut Conn, tops: &[UnitId], now: Instant) -> QueryResult<BTreeMap<GoalId, Open>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    type Row = (Option<GoalId>, State, Option<Instant>, Option<PlanStanding>);
    let rows: Vec<Row> = findings::table
        .inner_join(questions::table)
        .left_join(finding_plans::table)
        .filter(findings::unit_id.eq_any(below).and(findings::closed_at.is_null()))
        .select((
            questions::goal_id,
            findings::state,
            findings::due_at,
            finding_plans::standing.nullable(),
        ))
        .load(conn)?;
    let mut open: BTreeMap<GoalId, Open> = BTreeMap::new();
    for (goal, state, due, plan) in rows {
        let Some(goal) = goal else { continue };
        let counts = open.entry(goal).or_default();
        match state {
            State::Planned if plan != Some(PlanStanding::Waiting) => counts.under_way += 1,
            _ => counts.to_decide += 1,
        }
        counts.overdue += i64::from(due.is_some_and(|due| due < now));
    }
    Ok(open)
}

/// A question that failed again at a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeated {
    /// How often it was found again in the period.
    pub count: i64,
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

/// What was found again in these subtrees on these days, the most often first.
pub fn repeated(conn: &mut Conn, tops: &[UnitId], days: &Days, limit: usize) -> QueryResult<Vec<Repeated>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    let rows: Vec<(UnitId, QuestionId, FindingId, String)> = findings::table
        .filter(findings::unit_id.eq_any(below))
        .filter(of_kind(Kind::Again).and(findings::question_id.is_not_null()))
        .filter(found_on(days))
        .order((findings::found_at.desc(), findings::id.desc()))
        .select((
            findings::unit_id,
            findings::question_id.assume_not_null(),
            findings::id,
            findings::title,
        ))
        .load(conn)?;
    let mut groups: BTreeMap<(UnitId, QuestionId), Repeated> = BTreeMap::new();
    for (unit_id, question, finding, title) in rows {
        let group = groups.entry((unit_id, question)).or_insert(Repeated {
            count: 0,
            finding,
            title,
            question,
            unit_id,
            unit: String::new(),
        });
        group.count += 1;
    }
    let mut all: Vec<Repeated> = groups.into_values().collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.title.cmp(&b.title)));
    all.truncate(limit);
    let places: Vec<UnitId> = all.iter().map(|repeated| repeated.unit_id).collect();
    let names: Vec<(UnitId, String)> = units::table
        .filter(units::id.eq_any(places))
        .select((units::id, units::name))
        .load(conn)?;
    let names: BTreeMap<UnitId, String> = names.into_iter().collect();
    for repeated in &mut all {
        repeated.unit = names.get(&repeated.unit_id).cloned().unwrap_or_default();
    }
    Ok(all)
}

/// Overdue findings in these subtrees that have climbed so many layers, the longest overdue first, with their unit.
pub fn climbed(
    conn: &mut Conn,
    tops: &[UnitId],
    now: Instant,
    climbs: i32,
    limit: i64,
) -> QueryResult<Vec<(Finding, String)>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops.to_vec()))
        .select(unit_ancestors::descendant_id);
    findings::table
        .inner_join(units::table)
        .filter(findings::unit_id.eq_any(below).and(findings::closed_at.is_null()))
        .filter(findings::escalation.ge(climbs))
        .filter(findings::due_at.lt(now).assume_not_null())
        .order((findings::due_at, findings::id))
        .select((Finding::as_select(), units::name))
        .limit(limit)
        .load(conn)
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
