//! What is written down on the way from a finding to its closing: containment, cause, actions, plan, dates, verification.

use super::super::model::*;
use super::queue::below;
use crate::base::calendar::Due;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::both;
use crate::figures::found::changing;
use crate::platform::db::{Conn, Doc};
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

/// Writes what was done at once.
pub fn insert_containment(
    conn: &mut Conn,
    id: FindingId,
    body: &str,
    who: PersonId,
    now: Instant,
) -> QueryResult<usize> {
    both!(conn, c => diesel::insert_into(finding_containments::table)
        .values((
            finding_containments::finding_id.eq(id),
            finding_containments::body.eq(body),
            finding_containments::at.eq(now),
            finding_containments::who.eq(who),
        ))
        .execute(c))
}

/// Takes back what was said to be done at once.
pub fn remove_containment(conn: &mut Conn, id: FindingId) -> QueryResult<usize> {
    diesel::delete(finding_containments::table.find(id)).execute(conn)
}

/// What was done at once, when, by whom.
pub fn containment(conn: &mut Conn, id: FindingId) -> QueryResult<Option<(String, Instant, PersonId)>> {
    finding_containments::table
        .find(id)
        .select((
            finding_containments::body,
            finding_containments::at,
            finding_containments::who,
        ))
        .first(conn)
        .optional()
}

/// A root cause.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Cause {
    /// Where it lies: the code of a category of the agency.
    pub category: String,
    /// The answers to why, why, why, …
    pub whys: Doc,
    /// The cause in one sentence.
    pub root_cause: String,
    /// When it was written down.
    pub at: Instant,
    /// By whom.
    pub who: PersonId,
}

/// The root cause of a finding, if it is known.
pub fn cause(conn: &mut Conn, id: FindingId) -> QueryResult<Option<Cause>> {
    finding_causes::table
        .find(id)
        .select((
            finding_causes::category,
            finding_causes::whys,
            finding_causes::root_cause,
            finding_causes::at,
            finding_causes::who,
        ))
        .first(conn)
        .optional()
}

/// Writes the root cause, over an earlier one (which stays in the history).
pub fn put_cause(conn: &mut Conn, id: FindingId, cause: &Cause) -> QueryResult<usize> {
    diesel::delete(finding_causes::table.find(id)).execute(conn)?;
    diesel::insert_into(finding_causes::table)
        .values((
            finding_causes::finding_id.eq(id),
            finding_causes::category.eq(&cause.category),
            finding_causes::whys.eq(&cause.whys),
            finding_causes::root_cause.eq(&cause.root_cause),
            finding_causes::at.eq(cause.at),
            finding_causes::who.eq(cause.who),
        ))
        .execute(conn)
}

/// How many findings have which category of causes.
pub fn count_by_category(conn: &mut Conn) -> QueryResult<Vec<(String, i64)>> {
    finding_causes::table
        .group_by(finding_causes::category)
        .select((finding_causes::category, count_star()))
        .load(conn)
}

/// Actions of a finding with their owners' names, in order.
pub fn actions(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<(Action, String)>> {
    corrective_actions::table
        .inner_join(persons::table.on(persons::id.eq(corrective_actions::owner_id)))
        .filter(corrective_actions::finding_id.eq(id))
        .order(corrective_actions::number)
        .select((Action::as_select(), persons::name))
        .load(conn)
}

/// Writes a new action.
pub fn insert_action(conn: &mut Conn, action: &Action) -> QueryResult<usize> {
    diesel::insert_into(corrective_actions::table)
        .values(action)
        .execute(conn)
}

/// Ends an action only if it is still open; true means it was us.
pub fn end_action(
    conn: &mut Conn,
    action: &Action,
    state: ActionState,
    note: &str,
    who: Option<PersonId>,
    now: Instant,
) -> QueryResult<bool> {
    diesel::update(
        corrective_actions::table.find(action.id).filter(
            corrective_actions::state
                .eq(ActionState::Open)
                .and(corrective_actions::revision.eq(action.revision)),
        ),
    )
    .set((
        corrective_actions::state.eq(state),
        corrective_actions::done_at.eq(Some(now)),
        corrective_actions::done_by.eq(who),
        corrective_actions::done_note.eq(Some(note)),
        corrective_actions::notice_at.eq(None::<Instant>),
        corrective_actions::revision.eq(action.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// What stands between a finding and its closing.
pub fn gates(conn: &mut Conn, id: FindingId) -> QueryResult<Gates> {
    let cause = diesel::select(exists(finding_causes::table.find(id))).get_result(conn)?;
    let counts: Vec<(ActionState, i64)> = corrective_actions::table
        .filter(corrective_actions::finding_id.eq(id))
        .group_by(corrective_actions::state)
        .select((corrective_actions::state, count_star()))
        .load(conn)?;
    let of = |state| counts.iter().find(|(s, _)| *s == state).map_or(0, |(_, count)| *count);
    Ok(Gates {
        cause,
        plan: plan(conn, id)?.map(|sent| sent.plan),
        actions_done: of(ActionState::Done),
        actions_open: of(ActionState::Open),
    })
}

/// A plan, and when it was sent for a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct SentPlan {
    /// Where it stands, and which layer decides.
    pub plan: Plan,
    /// When it was ready for a decision.
    pub at: Instant,
    /// Who made it ready.
    pub who: PersonId,
}

/// The plan of a finding, if it has one.
pub fn plan(conn: &mut Conn, id: FindingId) -> QueryResult<Option<SentPlan>> {
    let row: Option<(PlanStanding, i32, Instant, PersonId)> = finding_plans::table
        .find(id)
        .select((
            finding_plans::standing,
            finding_plans::layer,
            finding_plans::at,
            finding_plans::who,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(standing, layer, at, who)| SentPlan {
        plan: Plan { standing, layer },
        at,
        who,
    }))
}

/// Writes where the plan of a finding stands, over how it stood (after [`bump`](super::bump)).
pub fn put_plan(conn: &mut Conn, id: FindingId, sent: &SentPlan) -> QueryResult<usize> {
    remove_plan(conn, id)?;
    diesel::insert_into(finding_plans::table)
        .values((
            finding_plans::finding_id.eq(id),
            finding_plans::standing.eq(sent.plan.standing),
            finding_plans::layer.eq(sent.plan.layer),
            finding_plans::at.eq(sent.at),
            finding_plans::who.eq(sent.who),
        ))
        .execute(conn)
}

/// Forgets the plan of a finding that has none any more (after [`bump`](super::bump)); what was decided on it stays.
pub fn remove_plan(conn: &mut Conn, id: FindingId) -> QueryResult<usize> {
    diesel::delete(finding_plans::table.find(id)).execute(conn)
}

/// What was decided on a plan.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// Why; nothing where it was accepted.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// By whom.
    pub who: PersonId,
}

/// Writes a decision on the plan of a finding.
pub fn insert_decision(conn: &mut Conn, id: DecisionId, finding: FindingId, decision: &Decision) -> QueryResult<usize> {
    diesel::insert_into(finding_decisions::table)
        .values((
            finding_decisions::id.eq(id),
            finding_decisions::finding_id.eq(finding),
            finding_decisions::verdict.eq(decision.verdict),
            finding_decisions::reason.eq(&decision.reason),
            finding_decisions::at.eq(decision.at),
            finding_decisions::who.eq(decision.who),
        ))
        .execute(conn)
}

/// The last decision on a plan of a finding.
pub fn last_decision(conn: &mut Conn, id: FindingId) -> QueryResult<Option<Decision>> {
    finding_decisions::table
        .filter(finding_decisions::finding_id.eq(id))
        .order((finding_decisions::at.desc(), finding_decisions::id.desc()))
        .select((
            finding_decisions::verdict,
            finding_decisions::reason,
            finding_decisions::at,
            finding_decisions::who,
        ))
        .first(conn)
        .optional()
}

/// Writes that a later date is asked for.
pub fn insert_due_request(conn: &mut Conn, request: &DueRequest) -> QueryResult<usize> {
    diesel::insert_into(due_requests::table).values(request).execute(conn)
}

/// One later date that was asked for, whoever asks: for operations.
pub fn find_due_request(conn: &mut Conn, id: DueRequestId) -> QueryResult<DueRequest> {
    due_requests::table.find(id).select(DueRequest::as_select()).first(conn)
}

/// The later dates that were asked for a finding and its actions, in order.
pub fn due_requests(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<DueRequest>> {
    due_requests::table
        .filter(due_requests::finding_id.eq(id))
        .order((due_requests::at, due_requests::id))
        .select(DueRequest::as_select())
        .load(conn)
}

/// Answers a later date only if nobody has yet; true means it was us.
pub fn answer_due_request(
    conn: &mut Conn,
    id: DueRequestId,
    verdict: Answered,
    answer: &str,
    who: PersonId,
    now: Instant,
) -> QueryResult<bool> {
    diesel::update(due_requests::table.find(id).filter(due_requests::verdict.is_null()))
        .set((
            due_requests::verdict.eq(Some(verdict)),
            due_requests::answer.eq(Some(answer)),
            due_requests::decided_at.eq(Some(now)),
            due_requests::decided_by.eq(Some(who)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Sets the due date of a finding (after [`bump`](super::bump)), picked by hand or not, and when somebody looks at it next.
pub fn set_due(conn: &mut Conn, id: FindingId, due: Due, picked: bool, notice: Option<Instant>) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set((
                findings::due_on.eq(Some(due.date)),
                findings::due_at.eq(Some(due.at)),
                findings::due_picked.eq(picked),
                findings::notice_at.eq(notice),
                findings::escalation.eq(0),
            ))
            .execute(conn)
    })
}

/// The same for an action, only if it is still open; true means it was us.
pub fn set_action_due(
    conn: &mut Conn,
    read: &Action,
    due: Due,
    picked: bool,
    notice: Option<Instant>,
) -> QueryResult<bool> {
    diesel::update(
        corrective_actions::table.find(read.id).filter(
            corrective_actions::state
                .eq(ActionState::Open)
                .and(corrective_actions::revision.eq(read.revision)),
        ),
    )
    .set((
        corrective_actions::due_on.eq(due.date),
        corrective_actions::due_at.eq(due.at),
        corrective_actions::due_picked.eq(picked),
        corrective_actions::notice_at.eq(notice),
        corrective_actions::escalation.eq(0),
        corrective_actions::revision.eq(read.revision + 1),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// The findings at or below a unit whose due date a rule made, or a pause moved, not over yet, from a local date on.
pub fn due_by_rule(conn: &mut Conn, top: UnitId, from: NaiveDate, now: Instant) -> QueryResult<Vec<FindingId>> {
    findings::table
        .filter(below(vec![top]))
        .filter(findings::state.ne_all([State::Verified, State::Dismissed]))
        .filter(
            findings::due_picked
                .eq(false)
                .or(findings::id.eq_any(finding_pauses::table.select(finding_pauses::finding_id))),
        )
        .filter(
            findings::due_on
                .ge(from)
                .assume_not_null()
                .and(findings::due_at.gt(now).assume_not_null()),
        )
        .order(findings::id)
        .select(findings::id)
        .load(conn)
}

/// The open actions of findings at or below a unit whose due date a rule made, or a pause moved, not over yet, from a
/// local date on.
pub fn actions_due_by_rule(conn: &mut Conn, top: UnitId, from: NaiveDate, now: Instant) -> QueryResult<Vec<ActionId>> {
    let units = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq(top))
        .select(unit_ancestors::descendant_id);
    let there = findings::table
        .filter(findings::unit_id.eq_any(units))
        .select(findings::id);
    corrective_actions::table
        .filter(
            corrective_actions::finding_id
                .eq_any(there)
                .and(corrective_actions::state.eq(ActionState::Open)),
        )
        .filter(
            corrective_actions::due_picked
                .eq(false)
                .or(corrective_actions::finding_id.eq_any(finding_pauses::table.select(finding_pauses::finding_id))),
        )
        .filter(
            corrective_actions::due_on
                .ge(from)
                .and(corrective_actions::due_at.gt(now)),
        )
        .order(corrective_actions::id)
        .select(corrective_actions::id)
        .load(conn)
}

/// A verification.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Verification {
    /// What was looked at and seen.
    pub body: String,
    /// Is it in the layered audit now?
    pub layered_answer: LayeredAnswer,
    /// Which question, or why not.
    pub layered_note: String,
    /// When.
    pub at: Instant,
    /// By whom.
    pub who: PersonId,
}

/// Writes a verification. What repeats the finding may have been written before and still be of a later moment: it is
/// found again after a fix, then.
pub fn insert_verification(
    conn: &mut Conn,
    id: VerificationId,
    finding: &Finding,
    v: &Verification,
) -> QueryResult<usize> {
    let again: Vec<FindingId> = findings::table
        .filter(
            findings::question_id
                .eq(finding.question_id)
                .and(findings::unit_id.eq(finding.unit_id))
                .and(findings::found_at.ge(v.at))
                .and(findings::repeat_of.eq(finding.id)),
        )
        .select(findings::id)
        .load(conn)?;
    changing(conn, &again, |conn| {
        diesel::insert_into(finding_verifications::table)
            .values((
                finding_verifications::id.eq(id),
                finding_verifications::finding_id.eq(finding.id),
                finding_verifications::body.eq(&v.body),
                finding_verifications::layered_answer.eq(v.layered_answer),
                finding_verifications::layered_note.eq(&v.layered_note),
                finding_verifications::at.eq(v.at),
                finding_verifications::who.eq(v.who),
            ))
            .execute(conn)
    })
}

/// Verifications of a finding, the last first.
pub fn verifications(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<Verification>> {
    finding_verifications::table
        .filter(finding_verifications::finding_id.eq(id))
        .order((finding_verifications::at.desc(), finding_verifications::id.desc()))
        .select((
            finding_verifications::body,
            finding_verifications::layered_answer,
            finding_verifications::layered_note,
            finding_verifications::at,
            finding_verifications::who,
        ))
        .load(conn)
}

/// Writes why a finding was set aside.
pub fn insert_dismissal(
    conn: &mut Conn,
    id: FindingId,
    reason: &str,
    who: PersonId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(finding_dismissals::table)
        .values((
            finding_dismissals::finding_id.eq(id),
            finding_dismissals::reason.eq(reason),
            finding_dismissals::at.eq(now),
            finding_dismissals::who.eq(who),
        ))
        .execute(conn)
}

/// Why a finding was set aside.
pub fn dismissal(conn: &mut Conn, id: FindingId) -> QueryResult<Option<(String, Instant, PersonId)>> {
    finding_dismissals::table
        .find(id)
        .select((
            finding_dismissals::reason,
            finding_dismissals::at,
            finding_dismissals::who,
        ))
        .first(conn)
        .optional()
}

/// Notes which question a finding put into a draft.
pub fn insert_drafted(conn: &mut Conn, id: FindingId, question: QuestionId, now: Instant) -> QueryResult<usize> {
    diesel::insert_into(finding_questions::table)
        .values((
            finding_questions::finding_id.eq(id),
            finding_questions::question_id.eq(question),
            finding_questions::at.eq(now),
        ))
        .execute(conn)
}

/// The checklist into whose draft a finding put a question last.
pub fn drafted_in(conn: &mut Conn, id: FindingId) -> QueryResult<Option<TemplateId>> {
    finding_questions::table
        .inner_join(questions::table)
        .filter(finding_questions::finding_id.eq(id))
        .order((finding_questions::at.desc(), finding_questions::question_id))
        .select(questions::template_id)
        .first(conn)
        .optional()
}
