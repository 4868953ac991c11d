//! Every SQL of the room: here what a finding is and who sees it; beside it the queue, the repair, the watch and what the
//! reminders look at.

mod notices;
mod queue;
mod repair;
mod watch;

pub use notices::*;
pub use queue::*;
pub use repair::*;
pub use watch::*;

use super::model::*;
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Role, Severity};
use crate::base::ids::*;
use crate::figures::found::{added, changing};
use crate::people;
use crate::people::model::{AUDITING, Person, Scope};
use crate::platform::db::{Conn, Doc, MultiBackend};
use crate::schema::*;
use crate::{both, insert_all};
use chrono::NaiveDate;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

/// One finding, whoever asks: for operations.
pub fn find(conn: &mut Conn, id: FindingId) -> QueryResult<Finding> {
    findings::table.find(id).select(Finding::as_select()).first(conn)
}

/// One finding, whoever asks, if it is there: for operations.
pub fn find_if_there(conn: &mut Conn, id: FindingId) -> QueryResult<Option<Finding>> {
    find(conn, id).optional()
}

/// One action, whoever asks: for operations.
pub fn find_action(conn: &mut Conn, id: ActionId) -> QueryResult<Action> {
    corrective_actions::table
        .find(id)
        .select(Action::as_select())
        .first(conn)
}

/// A condition on findings.
pub type Visible = Box<dyn BoxableExpression<findings::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

/// The rows a scope opens: below the viewer's units, or the viewer's own as owner, by an action or because the viewer
/// raised it or an audit of the viewer found it; and the same of those the viewer stands in for.
fn visible(scope: &Scope) -> Visible {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units_and_stood_at()))
        .select(unit_ancestors::descendant_id);
    let by_action = corrective_actions::table
        .filter(
            corrective_actions::owner_id
                .eq_any(scope.persons())
                .and(corrective_actions::taken_from.is_null()),
        )
        .select(corrective_actions::finding_id);
    let own_audits = audits::table
        .filter(audits::assignee_id.eq(scope.person).assume_not_null())
        .select(audits::id);
    Box::new(
        findings::unit_id
            .eq_any(below)
            .or(findings::owner_id.eq_any(scope.persons()).assume_not_null())
            .or(findings::id.eq_any(by_action))
            .or(findings::found_by.eq(scope.person).assume_not_null().and(
                findings::origin_kind
                    .eq(OriginKind::Hand)
                    .or(findings::origin_id.eq_any(own_audits)),
            )),
    )
}

/// One finding, if the viewer may see it.
pub fn find_visible(conn: &mut Conn, scope: &Scope, id: FindingId) -> QueryResult<Finding> {
    findings::table
        .filter(findings::id.eq(id))
        .filter(visible(scope))
        .select(Finding::as_select())
        .first(conn)
}

/// The findings that count: those that were not withdrawn.
pub fn not_withdrawn() -> Visible {
    Box::new(
        findings::resolution
            .is_null()
            .or(findings::resolution.ne(Resolution::Withdrawn).assume_not_null()),
    )
}

/// What these audits found and was not withdrawn, in the order of the numbers.
pub fn of_audits(conn: &mut Conn, ids: &[AuditId]) -> QueryResult<Vec<Finding>> {
    let origins: Vec<AnyId> = ids.iter().map(|id| AnyId(id.0)).collect();
    findings::table
        .filter(findings::origin_id.eq_any(origins))
        .filter(findings::origin_kind.eq(OriginKind::Audit).and(not_withdrawn()))
        .order(findings::number)
        .select(Finding::as_select())
        .load(conn)
}

/// Writes new findings.
pub fn insert_all(conn: &mut Conn, rows: &[Finding]) -> QueryResult<()> {
    // 31 columns a row: in steps, for the limit of bound values.
    for step in rows.chunks(500) {
        insert_all!(conn, findings::table, step)?;
    }
    let new: Vec<FindingId> = rows.iter().map(|row| row.id).collect();
    added(conn, &new)
}

/// The findings under the same answer as this one, itself among them, in the order in which they were told. Those that
/// were withdrawn are left out; where no audit found it there are none.
pub fn under_one_answer(conn: &mut Conn, finding: &Finding) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(
            findings::origin_id
                .eq(finding.origin_id)
                .and(findings::question_id.eq(finding.question_id)),
        )
        .filter(not_withdrawn())
        .order(findings::part)
        .select(Finding::as_select())
        .load(conn)
}

/// How many findings audits raised, without those that were withdrawn.
pub fn count_by_origin(conn: &mut Conn, origins: &[AnyId]) -> QueryResult<Vec<(AnyId, i64)>> {
    findings::table
        .filter(findings::origin_id.eq_any(origins.to_vec()))
        .filter(not_withdrawn())
        .group_by(findings::origin_id)
        .select((findings::origin_id, count_star()))
        .load(conn)
}

/// Findings of an origin (an audit) that were not withdrawn, in the order of their numbers.
pub fn standing_of(conn: &mut Conn, origin: Origin) -> QueryResult<Vec<Finding>> {
    let mut found = of_origin(conn, origin)?;
    found.retain(|finding| !finding.is_withdrawn());
    Ok(found)
}

/// Findings of an origin (an audit), withdrawn ones among them, in the order of their numbers.
pub fn of_origin(conn: &mut Conn, origin: Origin) -> QueryResult<Vec<Finding>> {
    both!(conn, c => findings::table
        .filter(
            findings::origin_kind
                .eq(origin.kind())
                .and(findings::origin_id.eq(AnyId(origin.uuid()))),
        )
        .order(findings::number)
        .select(Finding::as_select())
        .load(c))
}

/// Changes a finding only if it is still as it was read; true means it was us. Every change of the aggregate goes
/// through here, so a rule checked on its children cannot be raced.
pub fn bump(conn: &mut Conn, read: &Finding) -> QueryResult<bool> {
    diesel::update(
        findings::table
            .find(read.id)
            .filter(findings::revision.eq(read.revision)),
    )
    .set((
        findings::revision.eq(read.revision + 1),
        // What it waits for now is looked at with the next run.
        findings::chase_at.eq(Some(read.found_at)),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Sets the state (after [`bump`]).
pub fn set_state(conn: &mut Conn, id: FindingId, state: State) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set(findings::state.eq(state))
            .execute(conn)
    })
}

/// Closes a finding (after [`bump`]): no reminder looks at it again.
pub fn set_closed(conn: &mut Conn, id: FindingId, state: State, how: Resolution, now: Instant) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set((
                findings::state.eq(state),
                findings::resolution.eq(Some(how)),
                findings::closed_at.eq(Some(now)),
                findings::notice_at.eq(None::<Instant>),
            ))
            .execute(conn)
    })
}

/// Opens a closed finding again (after [`bump`]) with a new due date.
pub fn set_reopened(
    conn: &mut Conn,
    id: FindingId,
    days: i32,
    due_on: NaiveDate,
    due_at: Instant,
    notice_at: Instant,
) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set((
                findings::due_days.eq(Some(days)),
                findings::state.eq(State::Contained),
                findings::resolution.eq(None::<Resolution>),
                findings::closed_at.eq(None::<Instant>),
                findings::due_on.eq(Some(due_on)),
                findings::due_at.eq(Some(due_at)),
                findings::due_picked.eq(false),
                findings::escalation.eq(0),
                findings::notice_at.eq(Some(notice_at)),
            ))
            .execute(conn)
    })
}

/// Sets severity and due date (after [`bump`]); a date that moved has its reminders looked at from now on.
pub fn set_severity(
    conn: &mut Conn,
    id: FindingId,
    severity: Severity,
    due: Option<(i32, NaiveDate, Instant)>,
    now: Instant,
) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set(findings::severity.eq(severity))
            .execute(conn)?;
        let Some((days, on, at)) = due else { return Ok(1) };
        diesel::update(findings::table.find(id))
            .set((
                findings::due_days.eq(Some(days)),
                findings::due_on.eq(Some(on)),
                findings::due_at.eq(Some(at)),
                findings::due_picked.eq(false),
                findings::notice_at.eq(Some(now)),
            ))
            .execute(conn)
    })
}

/// Tells a finding in other words (after [`bump`]), with what follows from them.
pub fn set_told(conn: &mut Conn, id: FindingId, to: &Finding, search: &str) -> QueryResult<usize> {
    changing(conn, &[id], |conn| {
        diesel::update(findings::table.find(id))
            .set((
                findings::seen.eq(&to.seen),
                findings::done.eq(&to.done),
                findings::state.eq(to.state),
                findings::resolution.eq(to.resolution),
                findings::due_days.eq(to.due_days),
                findings::due_on.eq(to.due_on),
                findings::due_at.eq(to.due_at),
                findings::notice_at.eq(to.notice_at),
                findings::closed_at.eq(to.closed_at),
                findings::sensitive.eq(to.sensitive),
                findings::search.eq(search),
            ))
            .execute(conn)
    })
}

/// Closes a finding again as it was before it opened again (after [`bump`]).
pub fn set_closed_again(conn: &mut Conn, to: &Finding) -> QueryResult<usize> {
    changing(conn, &[to.id], |conn| {
        diesel::update(findings::table.find(to.id))
            .set((
                findings::state.eq(to.state),
                findings::resolution.eq(to.resolution),
                findings::closed_at.eq(to.closed_at),
                findings::due_days.eq(to.due_days),
                findings::due_on.eq(to.due_on),
                findings::due_at.eq(to.due_at),
                findings::due_picked.eq(to.due_picked),
                findings::escalation.eq(to.escalation),
                findings::notice_at.eq(to.notice_at),
            ))
            .execute(conn)
    })
}

/// The number of the last finding under an answer, withdrawn ones among them; 0 where there is none.
pub fn last_part(conn: &mut Conn, origin: AnyId, question: QuestionId) -> QueryResult<i32> {
    let last: Option<i32> = findings::table
        .filter(findings::origin_id.eq(origin).and(findings::question_id.eq(question)))
        .select(diesel::dsl::max(findings::part))
        .first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Sets the owner (after [`bump`]).
pub fn set_owner(conn: &mut Conn, id: FindingId, owner: PersonId) -> QueryResult<usize> {
    diesel::update(findings::table.find(id))
        .set(findings::owner_id.eq(Some(owner)))
        .execute(conn)
}

/// The part a person has in a finding, also by what belongs to those the person stands in for.
pub fn part(conn: &mut Conn, finding: &Finding, person: PersonId, stands_for: &[PersonId]) -> QueryResult<Part> {
    let mut persons = stands_for.to_vec();
    persons.push(person);
    let roles: Vec<Role> = assignments::table
        .inner_join(unit_ancestors::table.on(unit_ancestors::ancestor_id.eq(assignments::unit_id)))
        .filter(unit_ancestors::descendant_id.eq(finding.unit_id))
        .filter(assignments::person_id.eq(person).and(assignments::until.is_null()))
        .select(assignments::role)
        .load(conn)?;
    let action_owner = diesel::select(exists(
        corrective_actions::table.filter(
            corrective_actions::finding_id
                .eq(finding.id)
                .and(corrective_actions::owner_id.eq_any(persons.clone()))
                .and(corrective_actions::state.ne(ActionState::Cancelled)),
        ),
    ))
    .get_result(conn)?;
    let layer: Option<i32> = layers::table
        .filter(layers::role.eq_any(roles.clone()))
        .select(diesel::dsl::max(layers::number))
        .first(conn)?;
    Ok(Part {
        board: roles.contains(&Role::Board),
        layer: layer.unwrap_or(0),
        owner: finding.owner_id.is_some_and(|owner| persons.contains(&owner)),
        auditor: roles.iter().any(|role| AUDITING.contains(role)),
        leader: roles.iter().any(|role| matches!(role, Role::Manager | Role::Director)),
        director: roles.contains(&Role::Director),
        action_owner,
    })
}

/// The open actions of these people, the most urgent first, with number of the finding, name and id of the unit.
pub fn open_actions_of(
    conn: &mut Conn,
    people: &[PersonId],
    limit: i64,
) -> QueryResult<Vec<(Action, String, String, UnitId)>> {
    corrective_actions::table
        .inner_join(findings::table.inner_join(units::table))
        .filter(
            corrective_actions::owner_id
                .eq_any(people.to_vec())
                .and(corrective_actions::state.eq(ActionState::Open)),
        )
        .order((corrective_actions::due_at, corrective_actions::id))
        .select((Action::as_select(), findings::number, units::name, units::id))
        .limit(limit)
        .load(conn)
}

/// Findings this person found that were closed lately with a fix: "because you told us".
pub fn fixed_for(conn: &mut Conn, person: PersonId, since: Instant, limit: i64) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(
            findings::found_by
                .eq(person)
                .and(findings::resolution.eq(Resolution::Fixed)),
        )
        .filter(findings::closed_at.ge(since))
        .order((findings::closed_at.desc(), findings::id.desc()))
        .select(Finding::as_select())
        .limit(limit)
        .load(conn)
}

/// The name of a unit.
pub fn unit_name(conn: &mut Conn, unit: UnitId) -> QueryResult<String> {
    units::table.find(unit).select(units::name).first(conn)
}

/// The question behind a finding, as it was worded, and where the manual and the mission speak of it.
#[derive(Debug, Clone, Queryable)]
pub struct QuestionAsked {
    /// `text`, `look-for`, `why` and `reaction` by language.
    pub texts: Doc,
    /// Number and title of the clause, its id and its manual's id and code.
    pub clause: Option<(String, String, ClauseId, ManualId, String)>,
    /// What the clause said in the edition that was asked about.
    pub clause_text: Option<String>,
    /// The number of the checklist's version.
    pub version: i32,
    /// Code, title and id of the goal.
    pub goal: Option<(String, Doc, GoalId)>,
}

/// The question behind a finding.
pub fn question_asked(conn: &mut Conn, id: QuestionVersionId) -> QueryResult<QuestionAsked> {
    type Row = (Doc, Option<ClauseId>, Option<EditionId>, Option<GoalId>, i32);
    let (texts, clause_id, edition_id, goal_id, version): Row = question_versions::table
        .inner_join(template_versions::table)
        .filter(question_versions::id.eq(id))
        .select((
            question_versions::texts,
            question_versions::clause_id,
            question_versions::edition_id,
            question_versions::goal_id,
            template_versions::number,
        ))
        .first(conn)?;
    let clause = match (clause_id, edition_id) {
        (Some(clause), Some(edition)) => clause_texts::table
            .inner_join(clauses::table.inner_join(manuals::table))
            .filter(
                clause_texts::clause_id
                    .eq(clause)
                    .and(clause_texts::edition_id.eq(edition)),
            )
            .select((
                clause_texts::number,
                clause_texts::title,
                clauses::id,
                manuals::id,
                manuals::code,
            ))
            .first(conn)
            .optional()?,
        _ => None,
    };
    let goal = match goal_id {
        Some(goal) => goals::table
            .find(goal)
            .select((goals::code, goals::title, goals::id))
            .first(conn)
            .optional()?,
        None => None,
    };
    let clause_text = match (clause_id, edition_id) {
        (Some(clause), Some(edition)) => clause_texts::table
            .find((edition, clause))
            .select(clause_texts::body)
            .first(conn)
            .optional()?,
        _ => None,
    };
    Ok(QuestionAsked {
        texts,
        clause,
        clause_text,
        version,
        goal,
    })
}

/// One action with its finding, if the viewer may see it.
pub fn find_action_visible(conn: &mut Conn, scope: &Scope, id: ActionId) -> QueryResult<(Action, Finding)> {
    let action = find_action(conn, id)?;
    let finding = find_visible(conn, scope, action.finding_id)?;
    Ok((action, finding))
}

/// The people who may see a finding because of where it is or what they own of it. By name.
pub fn readers(conn: &mut Conn, finding: &Finding) -> QueryResult<Vec<Person>> {
    let mut readers = people::queries::list_near(conn, finding.unit_id)?;
    let actions = corrective_actions::table
        .filter(
            corrective_actions::finding_id
                .eq(finding.id)
                .and(corrective_actions::taken_from.is_null()),
        )
        .select(corrective_actions::owner_id);
    let owners: Vec<Person> = persons::table
        .filter(
            persons::id
                .eq_any(actions)
                .or(persons::id.eq_any(finding.owner_id.into_iter().collect::<Vec<_>>())),
        )
        .filter(persons::active.eq(true))
        .select(Person::as_select())
        .load(conn)?;
    readers.extend(owners);
    readers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    readers.dedup_by_key(|person| person.id);
    Ok(readers)
}

/// Who can own a finding or an action of it: those who work at its unit or hold a role above; where it is about several
/// units, those who work below, too. By name.
pub fn workers(conn: &mut Conn, finding: &Finding) -> QueryResult<Vec<Person>> {
    let mut workers = people::queries::list_near(conn, finding.unit_id)?;
    if finding.origin_kind == OriginKind::Systemic {
        let below = unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq(finding.unit_id))
            .select(unit_ancestors::descendant_id);
        let there = assignments::table
            .filter(assignments::until.is_null().and(assignments::unit_id.eq_any(below)))
            .select(assignments::person_id);
        let more: Vec<Person> = persons::table
            .filter(persons::id.eq_any(there).and(persons::active.eq(true)))
            .select(Person::as_select())
            .load(conn)?;
        workers.extend(more);
        workers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        workers.dedup_by_key(|person| person.id);
    }
    Ok(workers)
}

/// The id of a question in its file.
pub fn question_code(conn: &mut Conn, id: QuestionId) -> QueryResult<String> {
    questions::table.find(id).select(questions::code).first(conn)
}

/// Names of persons by id.
pub fn names(conn: &mut Conn, ids: Vec<PersonId>) -> QueryResult<Vec<(PersonId, String)>> {
    persons::table
        .filter(persons::id.eq_any(ids))
        .select((persons::id, persons::name))
        .load(conn)
}
