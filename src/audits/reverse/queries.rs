//! SQL of audits from below.

use crate::audits::model::AuditState;
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::both;
use crate::platform::db::{Conn, Native};
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;

/// An answer of a sheet without a name.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = anonymous_answers, treat_none_as_default_value = false)]
pub struct Sheet {
    /// The plan.
    pub plan_id: PlanId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// The sheet: a number drawn by lot.
    pub sheet: AnyId,
    /// The question.
    pub question_id: QuestionId,
    /// As it was worded.
    pub question_version_id: QuestionVersionId,
    /// What is said.
    pub outcome: Outcome,
    /// What is added.
    pub words: String,
}

/// Notes that somebody took part; false when that is known already.
pub fn insert_participant(conn: &mut Conn, audit: AuditId, person: PersonId) -> QueryResult<bool> {
    Native(
        diesel::insert_into(anonymous_participants::table)
            .values((
                anonymous_participants::audit_id.eq(audit),
                anonymous_participants::person_id.eq(person),
            ))
            .on_conflict((anonymous_participants::audit_id, anonymous_participants::person_id))
            .do_nothing(),
    )
    .execute(conn)
    .map(|new| new == 1)
}

/// Writes the answers of a sheet.
pub fn insert_sheet(conn: &mut Conn, rows: &[Sheet]) -> QueryResult<usize> {
    both!(conn, c => diesel::insert_into(anonymous_answers::table).values(rows).execute(c))
}

/// How many people took part in an audit.
pub fn count_participants(conn: &mut Conn, audit: AuditId) -> QueryResult<i64> {
    anonymous_participants::table
        .filter(anonymous_participants::audit_id.eq(audit))
        .count()
        .get_result(conn)
}

/// In which of these audits a person took part: for that person's own day.
pub fn taken_part(conn: &mut Conn, person: PersonId, of: &[AuditId]) -> QueryResult<Vec<AuditId>> {
    anonymous_participants::table
        .filter(anonymous_participants::person_id.eq(person))
        .filter(anonymous_participants::audit_id.eq_any(of.to_vec()))
        .select(anonymous_participants::audit_id)
        .load(conn)
}

/// Whether a person took part in an audit: for that person's own page.
pub fn took_part(conn: &mut Conn, audit: AuditId, person: PersonId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(anonymous_participants::table.find((audit, person)))).get_result(conn)
}

/// Who took part in the audits of a plan, with the local date of each: to count people, never to name them.
pub fn participants(conn: &mut Conn, plan: PlanId) -> QueryResult<Vec<(NaiveDate, PersonId)>> {
    anonymous_participants::table
        .inner_join(audits::table)
        .filter(audits::plan_id.eq(plan))
        .select((audits::local_date, anonymous_participants::person_id))
        .load(conn)
}

/// The local dates of the audits of a plan that are not over yet.
pub fn open_dates(conn: &mut Conn, plan: PlanId, now: Instant) -> QueryResult<Vec<NaiveDate>> {
    audits::table
        .filter(audits::plan_id.eq(plan).and(audits::closes_at.ge(now)))
        .select(audits::local_date)
        .distinct()
        .load(conn)
}

/// The answers of a plan in these months.
pub fn sheets(conn: &mut Conn, plan: PlanId, months: &[NaiveDate]) -> QueryResult<Vec<Sheet>> {
    anonymous_answers::table
        .filter(anonymous_answers::plan_id.eq(plan))
        .filter(anonymous_answers::month.eq_any(months.to_vec()))
        .select(Sheet::as_select())
        .load(conn)
}

/// The audits of a layer at a unit that ended in the last year or so, done or missed, the newest first.
pub fn ended(conn: &mut Conn, unit: UnitId, layer: i32, now: Instant) -> QueryResult<Vec<(NaiveDate, AuditState)>> {
    audits::table
        .filter(audits::unit_id.eq(unit).and(audits::layer.eq(layer)))
        .filter(audits::opens_at.ge(now.plus_days(-400)).and(audits::opens_at.le(now)))
        .filter(audits::state.eq_any([AuditState::Submitted, AuditState::Missed]))
        .order((audits::opens_at.desc(), audits::id.desc()))
        .select((audits::local_date, audits::state))
        .load(conn)
}

/// How many findings at a unit nobody has answered yet, and how many are open past their date.
pub fn waiting_findings(conn: &mut Conn, unit: UnitId, now: Instant) -> QueryResult<(i64, i64)> {
    let unanswered = findings::table
        .filter(findings::unit_id.eq(unit).and(findings::state.eq("open")))
        .count()
        .get_result(conn)?;
    let late = findings::table
        .filter(findings::unit_id.eq(unit).and(findings::closed_at.is_null()))
        .filter(findings::due_at.lt(now))
        .count()
        .get_result(conn)?;
    Ok((unanswered, late))
}
