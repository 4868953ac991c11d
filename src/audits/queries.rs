//! Every SQL of the room.

use super::draw::{Because, may_ask};
use super::model::*;
use crate::base::clock::Instant;
use crate::base::codes::{Outcome, Role};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::checklists::model::{QuestionVersion, Version};
use crate::checklists::queries as checklists;
use crate::figures::model::Serves;
use crate::people::model::{AUDITING, Scope, Within};
use crate::people::queries::audits_seen as visible;
use crate::platform::db::{Conn, MultiBackend, Native};
use crate::platform::web::pager::Ask;
use crate::schema::*;
use crate::{both, fixed, insert_all, keyset, processes_serving};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

/// One audit, whoever asks: for operations.
pub fn find(conn: &mut Conn, id: AuditId) -> QueryResult<Audit> {
    both!(conn, c => audits::table.find(id).select(Audit::as_select()).first(c))
}

/// One audit, for operations that change it or what hangs on it: on PostgreSQL nobody else does so until this transaction
/// ends. SQLite has one writer anyway.
pub fn find_to_change(conn: &mut Conn, id: AuditId) -> QueryResult<Audit> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => audits::table
            .find(id)
            .select(Audit::as_select())
            .for_no_key_update()
            .first(c),
        Conn::Sqlite(c) => audits::table.find(id).select(Audit::as_select()).first(c),
    }
}

pub(super) type Visible = Box<dyn BoxableExpression<audits::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

/// One audit, if the viewer may see it. One's own is found without asking for more: whoever answers asks often.
pub fn find_visible(conn: &mut Conn, scope: &Scope, id: AuditId) -> QueryResult<Audit> {
    let audit = find(conn, id)?;
    if audit.assignee_id == Some(scope.person) {
        return Ok(audit);
    }
    audits::table
        .filter(audits::id.eq(id))
        .filter(visible(scope))
        .select(Audit::as_select())
        .first(conn)
}

/// Whether the holder of a layer's role at the audit's unit is this person (for audits without an assignee).
pub fn holds_role_for(conn: &mut Conn, audit: &Audit, person: PersonId) -> QueryResult<bool> {
    let role: Option<Role> = layers::table
        .find(audit.layer)
        .select(layers::role)
        .first(conn)
        .optional()?;
    match role {
        Some(role) => crate::people::queries::holds_at(conn, person, &[role], audit.unit_id),
        None => Ok(false),
    }
}

/// The version an audit asks; as things stand, while it is not started.
pub fn version_asked(conn: &mut Conn, audit: &Audit) -> QueryResult<Version> {
    let own = checklists::version(conn, audit.version_id)?;
    match audit.state {
        AuditState::Scheduled if audit.draw == 0 => checklists::version_for(conn, &own, audit.layer, audit.opens_at),
        _ => Ok(own),
    }
}

/// Writes a new audit unless one with its key (plan, unit, slot, local date) is there; says whether it is new.
pub fn insert(conn: &mut Conn, audit: &Audit) -> QueryResult<bool> {
    Native(
        diesel::insert_into(audits::table)
            .values(audit)
            .on_conflict_do_nothing(),
    )
    .execute(conn)
    .map(|new| new == 1)
}

/// Writes new audits, which nothing else can have written.
pub fn insert_all(conn: &mut Conn, rows: &[Audit]) -> QueryResult<()> {
    // 32 columns a row: in steps, for the limit of bound values.
    for step in rows.chunks(500) {
        insert_all!(conn, audits::table, step)?;
    }
    Ok(())
}

/// Gives an audit that was not started to somebody, if it is still as it was read.
pub fn set_assignee(conn: &mut Conn, read: &Audit, assignee: Option<PersonId>) -> QueryResult<bool> {
    set_assignee_for(conn, read, assignee, None)
}

/// The same; with whose audit it is, when that person is away.
pub fn set_assignee_for(
    conn: &mut Conn,
    read: &Audit,
    assignee: Option<PersonId>,
    stands_in_for: Option<PersonId>,
) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::assignee_id.eq(assignee),
                audits::stands_in_for.eq(stands_in_for),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

fn changed_once(changed: QueryResult<usize>) -> QueryResult<bool> {
    changed.map(|changed| changed == 1)
}

/// Starts an audit with a version and what was drawn from it (algorithm, number of questions), if it is still as it was
/// read.
pub fn set_started(
    conn: &mut Conn,
    read: &Audit,
    who: PersonId,
    now: Instant,
    version: TemplateVersionId,
    (draw, asked): (i32, i32),
) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::state.eq(AuditState::InProgress),
                audits::started_at.eq(Some(now)),
                audits::assignee_id.eq(Some(who)),
                audits::version_id.eq(version),
                audits::draw.eq(draw),
                audits::asked.eq(asked),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

/// Keeps what an audit will ask before it is started, if it is still as it was read; true means it was us.
pub fn set_prepared(
    conn: &mut Conn,
    read: &Audit,
    version: TemplateVersionId,
    (draw, asked): (i32, i32),
) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::version_id.eq(version),
                audits::draw.eq(draw),
                audits::asked.eq(asked),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

/// Writes down when a device began, for an audit that was over when we heard of it; true means it was us.
pub fn set_begun(conn: &mut Conn, read: &Audit, at: Instant) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((audits::started_at.eq(Some(at)), audits::revision.eq(read.revision + 1)))
            .execute(conn),
    )
}

/// How many answers of each outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Conform.
    pub conforms: i32,
    /// Do not conform.
    pub nonconforming: i32,
    /// Corrected on the spot.
    pub corrected: i32,
    /// Did not apply.
    pub not_applicable: i32,
}

/// Ends an audit with its answers, done at a moment by somebody, or without a name, if it is still as it was read; true
/// means it was us.
pub fn set_submitted(
    conn: &mut Conn,
    read: &Audit,
    who: Option<PersonId>,
    at: Instant,
    counted: Counted,
) -> QueryResult<bool> {
    let changed: Vec<AuditId> = fixed!(
        conn,
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::state.eq(AuditState::Submitted),
                audits::submitted_at.eq(Some(at)),
                audits::submitted_by.eq(who),
                audits::notice_at.eq(None::<Instant>),
                audits::conforms.eq(counted.conforms),
                audits::nonconforming.eq(counted.nonconforming),
                audits::corrected.eq(counted.corrected),
                audits::not_applicable.eq(counted.not_applicable),
                audits::revision.eq(read.revision + 1),
            ))
            .returning(audits::id),
        load
    )?;
    Ok(changed.len() == 1)
}

/// Writes how the answers of a submitted audit count now, if it is still as it was read; true means it was us.
pub fn set_amended(conn: &mut Conn, read: &Audit, counted: Counted) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::conforms.eq(counted.conforms),
                audits::nonconforming.eq(counted.nonconforming),
                audits::corrected.eq(counted.corrected),
                audits::not_applicable.eq(counted.not_applicable),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

/// Ends an audit as missed or excused, if it is still as it was read; true means it was us.
pub fn set_ended(conn: &mut Conn, read: &Audit, state: AuditState, reason: Option<&str>) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::state.eq(state),
                audits::reason.eq(reason),
                audits::notice_at.eq(None::<Instant>),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

/// Writes the window, checklist and layer of an audit anew, if it is still as it was read; true means it was us.
pub fn set_window(conn: &mut Conn, read: &Audit, to: &Audit) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::slot.eq(to.slot),
                audits::local_date.eq(to.local_date),
                audits::zone.eq(&to.zone),
                audits::opens_minute.eq(to.opens_minute),
                audits::due_minute.eq(to.due_minute),
                audits::opens_at.eq(to.opens_at),
                audits::due_at.eq(to.due_at),
                audits::closes_at.eq(to.closes_at),
                audits::process_id.eq(to.process_id),
                audits::version_id.eq(to.version_id),
                audits::layer.eq(to.layer),
                audits::notice_at.eq(to.notice_at),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

/// Makes an excused audit one that is expected again, if it is still as it was read; true means it was us.
pub fn set_expected(conn: &mut Conn, read: &Audit, to: &Audit) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::revision.eq(read.revision)))
            .set((
                audits::state.eq(to.state),
                audits::reason.eq(&to.reason),
                audits::notice_at.eq(to.notice_at),
                audits::revision.eq(read.revision + 1),
            ))
            .execute(conn),
    )
}

/// Deletes an audit that nobody began, if it is still as it was read, with its links, the questions drawn ahead and the
/// note to whom it was handed; true means it was us.
pub fn delete(conn: &mut Conn, read: &Audit) -> QueryResult<bool> {
    diesel::delete(audit_questions::table.filter(audit_questions::audit_id.eq(read.id))).execute(conn)?;
    diesel::delete(audit_links::table.filter(audit_links::audit_id.eq(read.id))).execute(conn)?;
    diesel::delete(audit_handovers::table.filter(audit_handovers::audit_id.eq(read.id))).execute(conn)?;
    changed_once(diesel::delete(audits::table.find(read.id).filter(audits::revision.eq(read.revision))).execute(conn))
}

/// The audits of a plan whose window opens after a moment, in that order.
pub fn of_plan(conn: &mut Conn, plan: PlanId, after: Instant) -> QueryResult<Vec<Audit>> {
    both!(conn, c => audits::table
        .filter(audits::plan_id.eq(plan).and(audits::opens_at.gt(after)))
        .order((audits::opens_at, audits::unit_id, audits::slot))
        .select(Audit::as_select())
        .load(c))
}

/// Writes the questions that were drawn.
pub fn insert_questions(conn: &mut Conn, audit: AuditId, drawn: &[super::draw::Drawn]) -> QueryResult<usize> {
    let rows: Vec<_> = drawn
        .iter()
        .map(|d| {
            (
                audit_questions::audit_id.eq(audit),
                audit_questions::question_id.eq(d.question_id),
                audit_questions::question_version_id.eq(d.version_id),
                audit_questions::position.eq(d.position),
                audit_questions::chosen.eq(d.chosen),
                audit_questions::chosen_days.eq(small(d.because.days)),
                audit_questions::failures_here.eq(small(Some(d.because.failures_here))),
                audit_questions::failures.eq(small(Some(d.because.failures))),
                audit_questions::failed_on.eq(d.because.failed_on),
                audit_questions::per_mille.eq(d.because.per_mille),
            )
        })
        .collect();
    both!(conn, c => diesel::insert_into(audit_questions::table).values(&rows).execute(c))
}

fn small(number: Option<i64>) -> Option<i32> {
    number.and_then(|number| i32::try_from(number).ok())
}

/// The questions of an audit as they are worded, in order.
pub fn questions(conn: &mut Conn, audit: AuditId) -> QueryResult<Vec<QuestionVersion>> {
    both!(conn, c => audit_questions::table
        .inner_join(question_versions::table)
        .filter(audit_questions::audit_id.eq(audit))
        .order(audit_questions::position)
        .select(QuestionVersion::as_select())
        .load(c))
}

/// Why each question of an audit was chosen, and what was known of it then.
pub fn chosen(conn: &mut Conn, audit: AuditId) -> QueryResult<Vec<(QuestionId, Chosen, Because)>> {
    type Row = (
        QuestionId,
        Chosen,
        Option<i32>,
        Option<i32>,
        Option<i32>,
        Option<NaiveDate>,
        Option<i32>,
    );
    let rows: Vec<Row> = audit_questions::table
        .filter(audit_questions::audit_id.eq(audit))
        .order(audit_questions::position)
        .select((
            audit_questions::question_id,
            audit_questions::chosen,
            audit_questions::chosen_days,
            audit_questions::failures_here,
            audit_questions::failures,
            audit_questions::failed_on,
            audit_questions::per_mille,
        ))
        .load(conn)?;
    let because = |(question, chosen, days, here, anywhere, failed_on, per_mille): Row| {
        let because = Because {
            days: days.map(i64::from),
            failures_here: here.unwrap_or(0).into(),
            failures: anywhere.unwrap_or(0).into(),
            failed_on,
            per_mille,
        };
        (question, chosen, because)
    };
    Ok(rows.into_iter().map(because).collect())
}

/// The wording of one question of an audit.
pub fn question(conn: &mut Conn, audit: AuditId, question: QuestionId) -> QueryResult<Option<QuestionVersion>> {
    audit_questions::table
        .inner_join(question_versions::table)
        .filter(
            audit_questions::audit_id
                .eq(audit)
                .and(audit_questions::question_id.eq(question)),
        )
        .select(QuestionVersion::as_select())
        .first(conn)
        .optional()
}

/// The answers given so far.
pub fn answers(conn: &mut Conn, audit: AuditId) -> QueryResult<Vec<Answer>> {
    both!(conn, c => answers::table
        .filter(answers::audit_id.eq(audit))
        .select(Answer::as_select())
        .load(c))
}

/// Writes answers to questions that have none yet.
pub fn insert_answers(conn: &mut Conn, rows: &[Answer]) -> QueryResult<usize> {
    insert_all!(conn, answers::table, rows)
}

/// Writes answers over those that are there.
pub fn put_answers(conn: &mut Conn, rows: &[Answer]) -> QueryResult<usize> {
    use diesel::upsert::excluded;
    if rows.is_empty() {
        return Ok(0);
    }
    both!(conn, c => diesel::insert_into(answers::table)
        .values(rows)
        .on_conflict((answers::audit_id, answers::question_id))
        .do_update()
        .set((
            answers::outcome.eq(excluded(answers::outcome)),
            answers::value.eq(excluded(answers::value)),
            answers::seen.eq(excluded(answers::seen)),
            answers::done.eq(excluded(answers::done)),
            answers::steps.eq(excluded(answers::steps)),
            answers::saved_at.eq(excluded(answers::saved_at)),
            answers::given.eq(excluded(answers::given)),
            answers::more.eq(excluded(answers::more)),
            answers::sensitive.eq(excluded(answers::sensitive)),
        ))
        .execute(c))
}

/// Remembers that a photo was taken back, and when by the device's clock.
pub fn take_photo_back(
    conn: &mut Conn,
    audit: AuditId,
    question: QuestionId,
    sha256: &str,
    sent_at: Instant,
) -> QueryResult<usize> {
    use photos_taken_back as t;
    let row = (
        t::audit_id.eq(audit),
        t::question_id.eq(question),
        t::sha256.eq(sha256),
        t::sent_at.eq(sent_at),
    );
    both!(conn, c => diesel::insert_into(t::table)
        .values(&row)
        .on_conflict((t::audit_id, t::question_id, t::sha256))
        .do_update()
        .set(t::sent_at.eq(sent_at))
        .execute(c))
}

/// When a photo was taken back, by the device's clock.
pub fn photo_taken_back(
    conn: &mut Conn,
    audit: AuditId,
    question: QuestionId,
    sha256: &str,
) -> QueryResult<Option<Instant>> {
    photos_taken_back::table
        .find((audit, question, sha256))
        .select(photos_taken_back::sent_at)
        .first(conn)
        .optional()
}

/// A submission that arrived.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = submissions, treat_none_as_default_value = false)]
pub struct Submission {
    /// The id the device made.
    pub id: SubmissionId,
    /// The audit it ended.
    pub audit_id: AuditId,
    /// Who sent it.
    pub person_id: PersonId,
    /// Hash of what was sent.
    pub body_hash: String,
    /// The device's clock.
    pub device_at: Option<Instant>,
    /// Ours.
    pub arrived_at: Instant,
    /// The device's clock when it sent.
    pub sent_at: Option<Instant>,
    /// When the audit was done, if it arrived later than that.
    pub done_at: Option<Instant>,
    /// Whether it was on paper, and entered by whoever sent it.
    pub from_paper: bool,
    /// The device's clock when the person began.
    pub started_at: Option<Instant>,
    /// The submission that this one amends; none for the one that ended the audit.
    pub amends: Option<SubmissionId>,
}

/// The submission with this id, if it arrived.
pub fn submission(conn: &mut Conn, id: SubmissionId) -> QueryResult<Option<Submission>> {
    both!(conn, c => submissions::table
        .find(id)
        .select(Submission::as_select())
        .first(c))
    .optional()
}

/// The submission that ended an audit.
pub fn submission_of(conn: &mut Conn, audit: AuditId) -> QueryResult<Option<Submission>> {
    submissions::table
        .filter(submissions::audit_id.eq(audit).and(submissions::amends.is_null()))
        .select(Submission::as_select())
        .first(conn)
        .optional()
}

/// The submissions of an audit that amend it.
pub fn amendments(conn: &mut Conn, audit: AuditId) -> QueryResult<Vec<SubmissionId>> {
    submissions::table
        .filter(submissions::audit_id.eq(audit).and(submissions::amends.is_not_null()))
        .select(submissions::id)
        .load(conn)
}

/// The last submission of an audit: the one that ended it, or the last that amends it.
pub fn last_submission(conn: &mut Conn, audit: AuditId) -> QueryResult<Option<Submission>> {
    let amended = submissions::table
        .filter(submissions::audit_id.eq(audit).and(submissions::amends.is_not_null()))
        .select(submissions::amends.assume_not_null());
    let amended: Vec<SubmissionId> = amended.load(conn)?;
    submissions::table
        .filter(submissions::audit_id.eq(audit).and(submissions::id.ne_all(amended)))
        .select(Submission::as_select())
        .first(conn)
        .optional()
}

/// Writes how the questions of an audit were answered on the device.
pub fn insert_facts(conn: &mut Conn, rows: &[AnswerFacts]) -> QueryResult<usize> {
    insert_all!(conn, answer_facts::table, rows)
}

/// How the questions of an audit were answered on the device, in the audit's order.
pub fn facts(conn: &mut Conn, audit: AuditId) -> QueryResult<Vec<(i32, AnswerFacts)>> {
    answer_facts::table
        .inner_join(
            audit_questions::table.on(audit_questions::audit_id
                .eq(answer_facts::audit_id)
                .and(audit_questions::question_id.eq(answer_facts::question_id))),
        )
        .filter(answer_facts::audit_id.eq(audit))
        .order(audit_questions::position)
        .select((audit_questions::position, AnswerFacts::as_select()))
        .load(conn)
}

/// Writes new submissions.
pub fn insert_submissions(conn: &mut Conn, rows: &[Submission]) -> QueryResult<()> {
    for step in rows.chunks(500) {
        insert_all!(conn, submissions::table, step)?;
    }
    Ok(())
}

/// Writes a submission.
pub fn insert_submission(conn: &mut Conn, submission: &Submission) -> QueryResult<usize> {
    both!(conn, c => diesel::insert_into(submissions::table).values(submission).execute(c))
}

/// When each of a template's questions was last asked at a unit, since a date.
pub fn last_asked(
    conn: &mut Conn,
    unit: UnitId,
    process: ProcessId,
    since: Instant,
) -> QueryResult<Vec<(QuestionId, NaiveDate)>> {
    let rows: Vec<(QuestionId, Option<NaiveDate>)> = audit_questions::table
        .inner_join(audits::table)
        .filter(audits::unit_id.eq(unit).and(audits::opens_at.ge(since)))
        .filter(
            audits::process_id
                .eq(process)
                .and(audits::state.eq(AuditState::Submitted)),
        )
        .group_by(audit_questions::question_id)
        .select((audit_questions::question_id, diesel::dsl::max(audits::local_date)))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(question, date)| Some((question, date?)))
        .collect())
}

/// How often each question of a process failed since a date, at a unit or anywhere, and the day of the last time.
pub fn failures(
    conn: &mut Conn,
    process: ProcessId,
    unit: Option<UnitId>,
    since: NaiveDate,
) -> QueryResult<Vec<(QuestionId, i64, Option<NaiveDate>)>> {
    let sum = || diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(nonconforming + corrected) AS BIGINT)");
    let query = figure_answers::table
        .filter(
            figure_answers::process_id
                .eq(process)
                .and(figure_answers::day.ge(since)),
        )
        .filter(figure_answers::nonconforming.gt(0).or(figure_answers::corrected.gt(0)))
        .group_by(figure_answers::question_id)
        .select((
            figure_answers::question_id,
            sum(),
            diesel::dsl::max(figure_answers::day),
        ));
    let rows: Vec<(QuestionId, Option<i64>, Option<NaiveDate>)> = match unit {
        Some(unit) => query.filter(figure_answers::unit_id.eq(unit)).load(conn)?,
        None => query.load(conn)?,
    };
    Ok(rows
        .into_iter()
        .map(|(question, count, last)| (question, count.unwrap_or(0), last))
        .collect())
}

/// What the plan of an audit says of its questions and answers, and when it comes round.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Asks {
    /// How many questions; `None` is as many as the template says for the layer.
    pub count: Option<i32>,
    /// Tags of the questions that are drawn, parted by spaces; blank is all.
    pub tags: String,
    /// Whether answers are told without a name.
    pub anonymous: bool,
    /// The layer whose duty is looked at.
    pub about_layer: Option<i32>,
    /// The rule of its days.
    pub recurrence: String,
    /// The day it counts from.
    pub starts_on: NaiveDate,
    /// The last day on which it holds.
    pub ends_on: Option<NaiveDate>,
    /// Audits a month at moments drawn by lot.
    pub drawn_a_month: Option<i32>,
    /// Whether a day without work has no audit.
    pub holiday_policy: String,
}

impl Asks {
    /// How many questions are drawn from a version at a layer; `None` is all.
    pub fn count_of(&self, version: &Version, layer: i32) -> Option<usize> {
        let own = self.count.map(i64::from);
        own.or_else(|| version.ask.0.get(&layer).copied())
            .and_then(|count| usize::try_from(count).ok())
    }
    /// The tags, one by one.
    pub fn tags(&self) -> Vec<String> {
        self.tags.split_whitespace().map(str::to_owned).collect()
    }
}

/// The questions an audit may ask of a version, and how many of them are drawn (all, without a number).
pub fn asked_of(
    conn: &mut Conn,
    audit: &Audit,
    version: &Version,
) -> QueryResult<(Vec<QuestionVersion>, Option<usize>)> {
    let asks = asks(conn, audit.plan_id)?;
    let mut questions = checklists::plain_questions(conn, version.id)?;
    questions.retain(|question| may_ask(question, audit.layer, &asks.tags()));
    Ok((questions, asks.count_of(version, audit.layer)))
}

/// What the plan of an audit says of its questions and answers.
pub fn asks(conn: &mut Conn, plan: PlanId) -> QueryResult<Asks> {
    both!(conn, c => plans::table
        .find(plan)
        .select((
            plans::ask_count,
            plans::tags,
            plans::anonymous,
            plans::about_layer,
            plans::recurrence,
            plans::starts_on,
            plans::ends_on,
            plans::drawn_a_month,
            plans::holiday_policy,
        ))
        .first(c))
}

/// The local dates of the audits of a plan at a unit after one, as far as they are made.
pub fn dates_after(conn: &mut Conn, audit: &Audit) -> QueryResult<Vec<NaiveDate>> {
    audits::table
        .filter(
            audits::plan_id
                .eq(audit.plan_id)
                .and(audits::unit_id.eq(audit.unit_id))
                .and(audits::local_date.gt(audit.local_date)),
        )
        .filter(audits::state.ne(AuditState::Excused))
        .order(audits::local_date)
        .select(audits::local_date)
        .distinct()
        .load(conn)
}

/// The last findings of each of these questions at a unit since a moment: number, when, what was seen; newest first.
pub fn recent_findings(
    conn: &mut Conn,
    unit: UnitId,
    questions: &[QuestionId],
    since: Instant,
) -> QueryResult<Vec<(QuestionId, FindingId, String, Instant, String)>> {
    findings::table
        .filter(
            findings::question_id
                .eq_any(questions.to_vec())
                .and(findings::unit_id.eq(unit)),
        )
        .filter(findings::found_at.ge(since).and(findings::state.ne("dismissed")))
        .order((findings::found_at.desc(), findings::id.desc()))
        .select((
            findings::question_id.assume_not_null(),
            findings::id,
            findings::number,
            findings::found_at,
            findings::seen,
        ))
        .limit(100)
        .load(conn)
}

crate::text_enum! {
    /// Which audits the list shows: by what the clock says of them, as their badges do.
    pub enum Which {
        /// Not started, and still possible.
        Scheduled = "scheduled",
        /// Started, and still possible.
        InProgress = "in_progress",
        /// Past its due time, and still possible.
        Late = "late",
        /// Sent.
        Submitted = "submitted",
        /// Sent inside its window.
        OnTime = "on_time",
        /// Sent after it.
        SentLate = "sent_late",
        /// Its end came without a submission.
        Missed = "missed",
        /// Sent or missed: what figures call expected.
        Expected = "expected",
        /// The unit was closed.
        Excused = "excused",
    }
}

/// What the list of audits is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Only these.
    pub which: Option<Which>,
    /// Where.
    pub within: Option<Within>,
    /// Of this process only.
    pub process: Option<ProcessId>,
    /// Of processes that serve this only.
    pub serves: Option<Serves>,
    /// Of this layer only.
    pub layer: Option<i32>,
    /// Of this person only.
    pub person: Option<PersonId>,
    /// Folded words of the template's title or process.
    pub words: String,
    /// Whose window opened on these local dates.
    pub days: Option<Days>,
}

/// A row of a list of audits.
#[derive(Debug, Clone, Queryable)]
pub struct ListRow {
    /// The audit.
    pub audit: Audit,
    /// Name of the unit.
    pub unit: String,
    /// Title of the template.
    pub title: Localized,
    /// Name of the assignee.
    pub assignee: Option<String>,
}

/// These audits with the names around them, in this order.
pub fn listed(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<Vec<ListRow>> {
    let mut rows = rows_of(conn, ids)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.audit.id));
    Ok(rows)
}

fn rows_of(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<Vec<ListRow>> {
    audits::table
        .inner_join(units::table)
        .inner_join(template_versions::table)
        .left_join(persons::table.on(persons::id.nullable().eq(audits::assignee_id)))
        .filter(audits::id.eq_any(ids.to_vec()))
        .select((
            Audit::as_select(),
            units::name,
            template_versions::title,
            persons::name.nullable(),
        ))
        .load(conn)
}

fn missed_at(now: Instant) -> Visible {
    Box::new(
        audits::state.eq(AuditState::Missed).or(audits::state
            .eq_any([AuditState::Scheduled, AuditState::InProgress])
            .and(audits::closes_at.lt(now))),
    )
}

fn is(which: Which, now: Instant) -> Visible {
    let sent = || audits::state.eq(AuditState::Submitted);
    match which {
        Which::Scheduled => Box::new(audits::state.eq(AuditState::Scheduled).and(audits::closes_at.ge(now))),
        Which::InProgress => Box::new(audits::state.eq(AuditState::InProgress).and(audits::closes_at.ge(now))),
        // as `Audit::standing` says
        Which::Late => Box::new(
            audits::state
                .eq_any([AuditState::Scheduled, AuditState::InProgress])
                .and(audits::due_at.lt(now).and(audits::closes_at.ge(now))),
        ),
        Which::Submitted => Box::new(sent()),
        // as `figures::model::is_on_time` says
        Which::OnTime => Box::new(sent().and(audits::submitted_at.le(audits::due_at.nullable()).assume_not_null())),
        Which::SentLate => Box::new(sent().and(audits::submitted_at.gt(audits::due_at.nullable()).assume_not_null())),
        Which::Missed => missed_at(now),
        Which::Expected => Box::new(sent().or(missed_at(now))),
        Which::Excused => Box::new(audits::state.eq(AuditState::Excused)),
    }
}

fn below(tops: Vec<UnitId>) -> Visible {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops))
        .select(unit_ancestors::descendant_id);
    Box::new(audits::unit_id.eq_any(below))
}

/// The audits asked for whose window has opened.
fn asked_for(scope: &Scope, asked: &Asked, now: Instant) -> Visible {
    Box::new(wanted(scope, asked, now).and(audits::opens_at.le(now)))
}

/// The audits asked for, those ahead among them.
fn wanted(scope: &Scope, asked: &Asked, now: Instant) -> Visible {
    let mut filter = visible(scope);
    match asked.within {
        Some(Within::Mine) => filter = Box::new(filter.and(below(scope.units.clone()))),
        Some(Within::Below(unit)) => filter = Box::new(filter.and(below(vec![unit]))),
        Some(Within::At(unit)) => filter = Box::new(filter.and(audits::unit_id.eq(unit))),
        None => {}
    }
    if let Some(which) = asked.which {
        filter = Box::new(filter.and(is(which, now)));
    }
    if let Some(process) = asked.process {
        filter = Box::new(filter.and(audits::process_id.eq(process)));
    }
    if let Some(serves) = asked.serves {
        filter = Box::new(filter.and(audits::process_id.eq_any(processes_serving!(serves))));
    }
    if let Some(layer) = asked.layer {
        filter = Box::new(filter.and(audits::layer.eq(layer)));
    }
    if let Some(person) = asked.person {
        filter = Box::new(filter.and(audits::assignee_id.eq(person).assume_not_null()));
        // whose an anonymous audit is nobody else finds out by asking
        if person != scope.person {
            let anonymous = plans::table.filter(plans::anonymous.eq(true)).select(plans::id);
            filter = Box::new(filter.and(audits::plan_id.ne_all(anonymous)));
        }
    }
    if let Some(days) = &asked.days {
        // Around the dates in UTC first, so that an index helps; then by the dates themselves.
        let (after, before) = days.around();
        let of_days = audits::local_date
            .ge(days.first())
            .and(audits::local_date.le(days.last()));
        let around = audits::opens_at.ge(after).and(audits::opens_at.le(before));
        filter = Box::new(filter.and(around).and(of_days));
    }
    if !asked.words.is_empty() {
        let found = template_versions::table
            .inner_join(templates::table)
            .filter(
                templates::search
                    .like(crate::platform::db::like(&asked.words))
                    .escape('\\'),
            )
            .select(template_versions::id);
        filter = Box::new(filter.and(audits::version_id.eq_any(found)));
    }
    filter
}

/// The rows of a page of the audits the viewer may see whose window has opened, in the order the step asks for.
pub fn list(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant, ask: &Ask) -> QueryResult<Vec<ListRow>> {
    let page = audits::table
        .select(audits::id)
        .limit(ask.limit())
        .into_boxed()
        .filter(asked_for(scope, asked, now));
    let ids: Vec<AuditId> = keyset!(page, ask.step, audits::opens_at, audits::id, AuditId).load(conn)?;
    listed(conn, &ids)
}

/// How many audits a list without pages would show.
pub fn count(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant) -> QueryResult<i64> {
    audits::table
        .filter(asked_for(scope, asked, now))
        .count()
        .get_result(conn)
}

/// The audits asked for, those ahead among them, in the order they open: the first so many.
pub fn on_calendar(
    conn: &mut Conn,
    scope: &Scope,
    asked: &Asked,
    now: Instant,
    most: i64,
) -> QueryResult<Vec<ListRow>> {
    let ids: Vec<AuditId> = audits::table
        .filter(wanted(scope, asked, now))
        .order((audits::opens_at, audits::id))
        .select(audits::id)
        .limit(most)
        .load(conn)?;
    let mut rows = rows_of(conn, &ids)?;
    rows.sort_by_key(|row| (row.audit.opens_at, row.audit.id));
    Ok(rows)
}

/// How many audits a calendar without an end would show.
pub fn count_on_calendar(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant) -> QueryResult<i64> {
    audits::table.filter(wanted(scope, asked, now)).count().get_result(conn)
}

/// A person's audits whose window opened on these days or later, the latest first: at most so many.
pub fn of_person(conn: &mut Conn, person: PersonId, since: Instant, most: i64) -> QueryResult<Vec<ListRow>> {
    let ids: Vec<AuditId> = audits::table
        .filter(audits::assignee_id.eq(person).assume_not_null())
        .filter(audits::opens_at.ge(since))
        .order((audits::opens_at.desc(), audits::id.desc()))
        .select(audits::id)
        .limit(most)
        .load(conn)?;
    let mut rows = rows_of(conn, &ids)?;
    rows.sort_by_key(|row| (row.audit.opens_at, row.audit.id));
    Ok(rows)
}

/// The audits below a unit that the viewer may see, whose window opened at a moment or later: at most so many, without
/// the oldest.
pub fn of_unit(conn: &mut Conn, scope: &Scope, unit: UnitId, since: Instant, most: i64) -> QueryResult<Vec<ListRow>> {
    let ids: Vec<AuditId> = audits::table
        .filter(visible(scope).and(below(vec![unit])))
        .filter(audits::opens_at.ge(since))
        .order((audits::opens_at.desc(), audits::id.desc()))
        .select(audits::id)
        .limit(most)
        .load(conn)?;
    let mut rows = rows_of(conn, &ids)?;
    rows.sort_by_key(|row| (row.audit.opens_at, row.audit.id));
    Ok(rows)
}

/// The plans whose audits are told without a name.
pub fn anonymous_plans(conn: &mut Conn) -> QueryResult<Vec<PlanId>> {
    plans::table
        .filter(plans::anonymous.eq(true))
        .select(plans::id)
        .load(conn)
}

/// Who audits inside a scope, by name, and the viewer.
pub fn auditors(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<(PersonId, String)>> {
    let inside = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    let holders = assignments::table
        .filter(assignments::until.is_null().and(assignments::unit_id.eq_any(inside)))
        .filter(assignments::role.eq_any(AUDITING.to_vec()))
        .select(assignments::person_id);
    persons::table
        .filter(persons::active.eq(true))
        .filter(persons::id.eq_any(holders).or(persons::id.eq(scope.person)))
        .order((persons::name, persons::id))
        .select((persons::id, persons::name))
        .load(conn)
}

/// How many audits the viewer may see can be worked on now, and how many of them are past their due time.
pub fn count_open(conn: &mut Conn, scope: &Scope, now: Instant) -> QueryResult<(i64, i64)> {
    let open = || {
        audits::table
            .filter(visible(scope))
            .filter(audits::state.eq_any([AuditState::Scheduled, AuditState::InProgress]))
            .filter(audits::opens_at.le(now).and(audits::closes_at.ge(now)))
    };
    let all = open().count().get_result(conn)?;
    let late = open().filter(audits::due_at.lt(now)).count().get_result(conn)?;
    Ok((all, late))
}

/// The words of clauses as the editions have them that the questions cite, in Markdown.
pub fn clause_bodies(
    conn: &mut Conn,
    editions: &[EditionId],
    clauses: &[ClauseId],
) -> QueryResult<Vec<(EditionId, ClauseId, String)>> {
    clause_texts::table
        .filter(
            clause_texts::edition_id
                .eq_any(editions.to_vec())
                .and(clause_texts::clause_id.eq_any(clauses.to_vec())),
        )
        .select((clause_texts::edition_id, clause_texts::clause_id, clause_texts::body))
        .load(conn)
}

/// One audit with the names around it.
pub fn row(conn: &mut Conn, id: AuditId) -> QueryResult<ListRow> {
    listed(conn, &[id])?
        .into_iter()
        .next()
        .ok_or(diesel::result::Error::NotFound)
}

/// A person's audits: those that can be worked on and those that ended today, the most urgent first.
pub fn mine(conn: &mut Conn, person: PersonId, now: Instant, day_start: Instant) -> QueryResult<Vec<ListRow>> {
    const OPEN: [AuditState; 2] = [AuditState::Scheduled, AuditState::InProgress];
    let ids: Vec<AuditId> = audits::table
        .filter(audits::assignee_id.eq(person).and(audits::opens_at.le(now)))
        .filter(
            audits::state
                .eq_any(OPEN)
                .and(audits::closes_at.ge(now))
                .or(audits::state.ne_all(OPEN).and(audits::closes_at.ge(day_start))),
        )
        .order((audits::due_at, audits::id))
        .select(audits::id)
        .limit(100)
        .load(conn)?;
    listed(conn, &ids)
}

/// The audits of a template at a layer the viewer may see that can be worked on now or open before a moment, by their due
/// time. Answers without a name do not come from a sheet of paper.
pub fn matching(
    conn: &mut Conn,
    scope: &Scope,
    template: TemplateId,
    layer: i32,
    now: Instant,
    until: Instant,
) -> QueryResult<Vec<ListRow>> {
    let versions = template_versions::table
        .filter(template_versions::template_id.eq(template))
        .select(template_versions::id);
    let ids: Vec<AuditId> = audits::table
        .filter(visible(scope))
        .filter(audits::version_id.eq_any(versions).and(audits::layer.eq(layer)))
        .filter(audits::plan_id.ne_all(plans::table.filter(plans::anonymous.eq(true)).select(plans::id)))
        .filter(audits::state.eq_any([AuditState::Scheduled, AuditState::InProgress]))
        .filter(audits::opens_at.lt(until).and(audits::closes_at.ge(now)))
        .order((audits::due_at, audits::id))
        .select(audits::id)
        .limit(50)
        .load(conn)?;
    listed(conn, &ids)
}

/// The audits of these subtrees whose window opened since a moment, for the day's result: by unit and due time.
pub fn of_day(conn: &mut Conn, scope: &Scope, from: Instant, to: Instant) -> QueryResult<Vec<ListRow>> {
    let ids: Vec<AuditId> = audits::table
        .filter(visible(scope))
        .filter(audits::opens_at.ge(from).and(audits::opens_at.lt(to)))
        .order((audits::unit_id, audits::due_at, audits::id))
        .select(audits::id)
        .limit(500)
        .load(conn)?;
    listed(conn, &ids)
}

/// The last submitted audit of a plan at a unit before a moment: what happened last time.
pub fn last_time(conn: &mut Conn, audit: &Audit) -> QueryResult<Option<Audit>> {
    audits::table
        .filter(
            audits::unit_id
                .eq(audit.unit_id)
                .and(audits::opens_at.lt(audit.opens_at)),
        )
        .filter(
            audits::plan_id
                .eq(audit.plan_id)
                .and(audits::state.eq(AuditState::Submitted)),
        )
        .order((audits::opens_at.desc(), audits::id.desc()))
        .select(Audit::as_select())
        .first(conn)
        .optional()
}

/// The audit the reminder engine has to look at first.
pub fn next_notice(conn: &mut Conn, now: Instant) -> QueryResult<Option<Audit>> {
    audits::table
        .filter(audits::notice_at.le(now))
        .order((audits::notice_at, audits::id))
        .select(Audit::as_select())
        .first(conn)
        .optional()
}

/// Moves an audit's next notice on, if nobody else has; true means it is ours.
pub fn claim_notice(conn: &mut Conn, read: &Audit, next: Option<Instant>) -> QueryResult<bool> {
    changed_once(
        diesel::update(audits::table.find(read.id).filter(audits::notice_at.eq(read.notice_at)))
            .set(audits::notice_at.eq(next))
            .execute(conn),
    )
}

/// The title of the version an audit asks.
pub fn title(conn: &mut Conn, version: TemplateVersionId) -> QueryResult<Localized> {
    both!(conn, c => template_versions::table
        .find(version)
        .select(template_versions::title)
        .first(c))
}

/// Which of these audits were done in time and arrived after their end.
pub fn arrived_later(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<Vec<AuditId>> {
    submissions::table
        .filter(submissions::audit_id.eq_any(ids.to_vec()))
        .filter(submissions::done_at.is_not_null())
        .select(submissions::audit_id)
        .load(conn)
}

/// How many answers of each audit are given already.
pub fn count_answered(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<Vec<(AuditId, i64)>> {
    answers::table
        .filter(
            answers::audit_id
                .eq_any(ids.to_vec())
                .and(answers::outcome.is_not_null()),
        )
        .group_by(answers::audit_id)
        .select((answers::audit_id, diesel::dsl::count_star()))
        .load(conn)
}

impl Counted {
    /// Counts outcomes.
    pub fn of<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Self {
        let mut counted = Self::default();
        for outcome in outcomes {
            match outcome {
                Outcome::Conforms => counted.conforms += 1,
                Outcome::Nonconforming => counted.nonconforming += 1,
                Outcome::Corrected => counted.corrected += 1,
                Outcome::NotApplicable => counted.not_applicable += 1,
                Outcome::Recorded => {}
            }
        }
        counted
    }
}

/// The audits whose window opened on a local date, in the order they opened.
pub fn opened_on(conn: &mut Conn, date: NaiveDate) -> QueryResult<Vec<Audit>> {
    audits::table
        .filter(audits::local_date.eq(date).and(audits::state.eq(AuditState::Scheduled)))
        .order((audits::opens_at, audits::id))
        .select(Audit::as_select())
        .load(conn)
}

/// Audits that were not submitted and whose end lies between two moments.
pub fn ended_between(conn: &mut Conn, from: Instant, to: Instant) -> QueryResult<Vec<Audit>> {
    audits::table
        .filter(audits::closes_at.ge(from).and(audits::closes_at.lt(to)))
        .filter(audits::state.eq_any([AuditState::Scheduled, AuditState::InProgress]))
        .order((audits::closes_at, audits::id))
        .select(Audit::as_select())
        .load(conn)
}
