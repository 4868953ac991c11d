//! Every SQL of the room.

use super::model::*;
use crate::base::calendar::Due;
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Role, Severity};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::figures;
use crate::figures::model::Serves;
use crate::people;
use crate::people::model::{AUDITING, Person, Scope, Within};
use crate::platform::db::{Conn, Doc, Kept, MultiBackend, like};
use crate::platform::web::pager::{Ask, Cursor, Step};
use crate::schema::*;
use crate::{both, insert_all, keyset};
use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use std::collections::HashMap;

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

/// What the list of findings is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Which stage.
    pub tab: Tab,
    /// Folded words of number, title or what was seen.
    pub words: String,
    /// Where.
    pub within: Option<Within>,
    /// Found at this layer only.
    pub layer: Option<i32>,
    /// Of this goal only.
    pub goal: Option<GoalId>,
    /// Of what serves this only.
    pub serves: Option<Serves>,
    /// On this question only, the same in every version.
    pub question: Option<QuestionId>,
    /// Where the question asked checks this clause.
    pub clause: Option<ClauseId>,
    /// What came of them at once.
    pub kind: Option<Kind>,
    /// Of this severity only.
    pub severity: Option<Severity>,
    /// Of this origin only.
    pub origin: Option<OriginKind>,
    /// On this process only.
    pub process: Option<ProcessId>,
    /// Whose they are.
    pub owner: Option<OwnedBy>,
    /// Only what is sensitive, or only what is not.
    pub sensitive: Option<bool>,
    /// Counted on these days.
    pub days: Option<Days>,
    /// What the days mean.
    pub by: By,
}

/// Whose findings a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnedBy {
    /// Nobody's yet.
    Nobody,
    /// This person's.
    Person(PersonId),
}

impl std::fmt::Display for OwnedBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Person(id) => id.fmt(f),
        }
    }
}

impl std::str::FromStr for OwnedBy {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "nobody" => Ok(Self::Nobody),
            id => id.parse().map(Self::Person).map_err(|_| ()),
        }
    }
}

crate::text_enum! {
    /// What came of findings at once.
    pub enum Kind {
        /// Put right during the audit.
        Corrected = "corrected",
        /// Left to be repaired.
        Opened = "opened",
        /// Found again within the days of a repeat; dismissed ones left out.
        Again = "again",
        /// Those of them that were found when the fix of the one before had been verified.
        AfterFix = "after-fix",
    }
}

crate::text_enum! {
    /// What the days of the list mean.
    #[derive(Default)]
    pub enum By {
        /// The local date the window of their audit opened, as figures count answers.
        #[default]
        Found = "found",
        /// What the figure *closure on time* counts on these days.
        Closure = "closure",
    }
}

crate::text_enum! {
    /// The stages of the list, in the order a director works.
    #[derive(Default)]
    pub enum Tab {
        /// Contained or not yet, planned and waiting for a leader, or finished and to be verified: somebody has to decide.
        #[default]
        Decision = "decision",
        /// Actions are under way.
        UnderWay = "under-way",
        /// Past the due date.
        Overdue = "overdue",
        /// Closed, and still watched.
        Watched = "watched",
        /// Closed.
        Closed = "closed",
        /// Every finding.
        All = "all",
    }
}

impl Tab {
    /// Whether it is work that waits: there what is sensitive comes first, then what is due first.
    pub fn is_queue(self) -> bool {
        matches!(self, Self::Decision | Self::UnderWay | Self::Overdue)
    }

    /// The place of a finding in this list.
    pub fn cursor(self, finding: &Finding) -> Cursor {
        let due = finding.due_at.filter(|_| self.is_queue());
        Cursor {
            at: due.unwrap_or(finding.found_at),
            id: finding.id.0,
        }
    }
}

/// The findings whose plan waits for a decision.
fn plan_waits() -> Visible {
    Box::new(
        findings::id.eq_any(
            finding_plans::table
                .filter(finding_plans::standing.eq(PlanStanding::Waiting))
                .select(finding_plans::finding_id),
        ),
    )
}

/// The findings of a stage at a moment.
pub fn in_tab(tab: Tab, now: Instant) -> Visible {
    const CLOSED: [State; 2] = [State::Verified, State::Dismissed];
    match tab {
        Tab::Decision => Box::new(
            findings::state
                .eq_any([State::Open, State::Contained, State::Done])
                .or(findings::state.eq(State::Planned).and(plan_waits())),
        ),
        Tab::UnderWay => Box::new(findings::state.eq(State::Planned).and(not(plan_waits()))),
        Tab::Overdue => Box::new(
            findings::state
                .ne_all(CLOSED)
                .and(findings::due_at.lt(now).assume_not_null()),
        ),
        Tab::Watched => Box::new(
            findings::id.eq_any(
                watches::table
                    .filter(watches::state.eq(WatchState::Watching))
                    .select(watches::finding_id),
            ),
        ),
        Tab::Closed => Box::new(findings::state.eq_any(CLOSED)),
        Tab::All => Box::new(findings::part.ge(0)),
    }
}

/// The findings of these days: by the local date the window of their audit opened, so that they fall on the day on
/// which figures count the answer. What has no audit counts on the day it was found, and what was withdrawn on none.
pub fn found_on(days: &Days) -> Visible {
    let (after, before) = days.around();
    let of_days = audits::table
        .filter(audits::opens_at.ge(after).and(audits::opens_at.le(before)))
        .filter(
            audits::local_date
                .ge(days.first())
                .and(audits::local_date.le(days.last())),
        )
        .select(audits::id);
    let has_audit = exists(audits::table.filter(audits::id.eq(findings::origin_id)));
    let found = findings::origin_id.eq_any(of_days).or(findings::found_at
        .ge(days.begin)
        .and(findings::found_at.lt(days.end))
        .and(not(has_audit)));
    // Nothing is found before its audit has opened: so an index helps.
    Box::new(found.and(findings::found_at.ge(after)).and(not_withdrawn()))
}

/// The findings that count: those that were not withdrawn.
pub fn not_withdrawn() -> Visible {
    Box::new(
        findings::resolution
            .is_null()
            .or(findings::resolution.ne(Resolution::Withdrawn).assume_not_null()),
    )
}

/// The findings of a kind.
pub fn of_kind(kind: Kind) -> Visible {
    match kind {
        Kind::Corrected => Box::new(
            findings::resolution
                .eq(Resolution::CorrectedOnTheSpot)
                .assume_not_null(),
        ),
        Kind::Opened => Box::new(
            findings::resolution.is_null().or(findings::resolution
                .ne_all([Resolution::CorrectedOnTheSpot, Resolution::Withdrawn])
                .assume_not_null()),
        ),
        Kind::Again => Box::new(
            findings::repeat_of
                .is_not_null()
                .and(findings::state.ne(State::Dismissed)),
        ),
        Kind::AfterFix => {
            let fixed = finding_verifications::table.filter(
                finding_verifications::finding_id
                    .nullable()
                    .eq(findings::repeat_of)
                    .and(finding_verifications::at.le(findings::found_at)),
            );
            Box::new(exists(fixed).and(findings::state.ne(State::Dismissed)))
        }
    }
}

fn below(tops: Vec<UnitId>) -> Visible {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(tops))
        .select(unit_ancestors::descendant_id);
    Box::new(findings::unit_id.eq_any(below))
}

fn asked_for(scope: &Scope, asked: &Asked, now: Instant) -> Visible {
    let mut filter: Visible = match asked.within {
        Some(Within::Mine) => below(scope.units.clone()),
        Some(Within::Below(unit)) => below(vec![unit]),
        Some(Within::At(unit)) => Box::new(findings::unit_id.eq(unit)),
        None => Box::new(findings::part.ge(0)),
    };
    if !asked.words.is_empty() {
        filter = Box::new(filter.and(findings::search.like(like(&asked.words)).escape('\\')));
    }
    if let Some(layer) = asked.layer {
        filter = Box::new(filter.and(findings::layer.eq(layer).assume_not_null()));
    }
    for serves in asked.goal.map(Serves::Goal).into_iter().chain(asked.serves) {
        filter = Box::new(filter.and(figures::queries::findings_serving(serves)));
    }
    if let Some(question) = asked.question {
        filter = Box::new(filter.and(findings::question_id.eq(question).assume_not_null()));
    }
    if let Some(clause) = asked.clause {
        let of_clause = question_versions::table
            .filter(question_versions::clause_id.eq(clause).assume_not_null())
            .select(question_versions::id.nullable());
        filter = Box::new(filter.and(findings::question_version_id.eq_any(of_clause).assume_not_null()));
    }
    if let Some(kind) = asked.kind {
        filter = Box::new(filter.and(of_kind(kind)));
    }
    if let Some(severity) = asked.severity {
        filter = Box::new(filter.and(findings::severity.eq(severity)));
    }
    if let Some(origin) = asked.origin {
        filter = Box::new(filter.and(findings::origin_kind.eq(origin)));
    }
    if let Some(process) = asked.process {
        filter = Box::new(filter.and(findings::process_id.eq(process)));
    }
    match asked.owner {
        Some(OwnedBy::Nobody) => filter = Box::new(filter.and(findings::owner_id.is_null())),
        Some(OwnedBy::Person(id)) => filter = Box::new(filter.and(findings::owner_id.eq(id).assume_not_null())),
        None => {}
    }
    if let Some(sensitive) = asked.sensitive {
        filter = Box::new(filter.and(findings::sensitive.eq(sensitive)));
    }
    if let Some(days) = &asked.days {
        filter = match asked.by {
            By::Found => Box::new(filter.and(found_on(days))),
            By::Closure => Box::new(filter.and(figures::queries::in_closure(days, now))),
        };
    }
    filter
}

/// A row of the list.
#[derive(Debug, Clone, Queryable)]
pub struct ListRow {
    /// The finding.
    pub finding: Finding,
    /// Name of the unit.
    pub unit: String,
    /// Name of the owner.
    pub owner: Option<String>,
}

/// The rows of a page of the findings the viewer may see, in the order the step asks for.
pub fn list(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant, ask: &Ask) -> QueryResult<Vec<ListRow>> {
    listed(conn, scope, asked, now, ask.step, ask.limit())
}

/// The first rows of the whole list, page after page, in its order.
pub fn list_all(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant, limit: i64) -> QueryResult<Vec<ListRow>> {
    listed(conn, scope, asked, now, Step::First, limit)
}

fn listed(
    conn: &mut Conn,
    scope: &Scope,
    asked: &Asked,
    now: Instant,
    step: Step,
    limit: i64,
) -> QueryResult<Vec<ListRow>> {
    // The ids of the page first: the filters stay on one table, the joins touch its rows alone.
    let page = findings::table
        .select(findings::id)
        .limit(limit)
        .into_boxed()
        .filter(visible(scope))
        .filter(in_tab(asked.tab, now))
        .filter(asked_for(scope, asked, now));
    let ids: Vec<FindingId> = if asked.tab.is_queue() {
        urgent_first(conn, page, step)?
    } else {
        keyset!(page, step, findings::found_at, findings::id, FindingId).load(conn)?
    };
    let mut rows: Vec<ListRow> = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let of_some: Vec<ListRow> = findings::table
            .inner_join(units::table)
            .left_join(persons::table.on(persons::id.nullable().eq(findings::owner_id)))
            .filter(findings::id.eq_any(some.to_vec()))
            .select((Finding::as_select(), units::name, persons::name.nullable()))
            .load(conn)?;
        rows.extend(of_some);
    }
    let places: HashMap<FindingId, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|row| places.get(&row.finding.id).copied());
    Ok(rows)
}

/// The ids of a page on which what is sensitive comes first, each part by the due date.
fn urgent_first(
    conn: &mut Conn,
    page: diesel::helper_types::IntoBoxed<'_, Ids, MultiBackend>,
    step: Step,
) -> QueryResult<Vec<FindingId>> {
    // whether the row that was seen is among the first
    let first = |conn: &mut Conn, seen: Cursor| {
        let seen = findings::table.find(FindingId(seen.id)).select(findings::sensitive);
        seen.first(conn).optional().map(|first| first == Some(true))
    };
    let due = || coalesce(findings::due_at, findings::found_at);
    let page = match step {
        Step::First => page,
        Step::Older(seen) => {
            let further = due()
                .gt(seen.at)
                .or(due().eq(seen.at).and(findings::id.gt(FindingId(seen.id))));
            match first(conn, seen)? {
                true => page.filter(findings::sensitive.eq(false).or(further)),
                false => page.filter(findings::sensitive.eq(false).and(further)),
            }
        }
        Step::Newer(seen) => {
            let further = due()
                .lt(seen.at)
                .or(due().eq(seen.at).and(findings::id.lt(FindingId(seen.id))));
            match first(conn, seen)? {
                true => page.filter(findings::sensitive.eq(true).and(further)),
                false => page.filter(findings::sensitive.eq(true).or(further)),
            }
        }
    };
    match step {
        Step::Newer(_) => page
            .order((findings::sensitive.asc(), due().desc(), findings::id.desc()))
            .load(conn),
        _ => page
            .order((findings::sensitive.desc(), due().asc(), findings::id.asc()))
            .load(conn),
    }
}

diesel::define_sql_function! {
    /// The moment something is due, or another where it has none.
    fn coalesce(
        due: diesel::sql_types::Nullable<crate::platform::db::types::sql::Instant>,
        other: crate::platform::db::types::sql::Instant,
    ) -> crate::platform::db::types::sql::Instant;
}

/// Those who own findings the viewer may see, by name.
pub fn owners(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<(PersonId, String)>> {
    let owners: Vec<Option<PersonId>> = findings::table
        .select(findings::owner_id)
        .distinct()
        .into_boxed()
        .filter(visible(scope))
        .filter(findings::owner_id.is_not_null())
        .load(conn)?;
    let mut named = names(conn, owners.into_iter().flatten().collect())?;
    named.sort_by(|(_, a), (_, b)| a.cmp(b));
    Ok(named)
}

type Ids = diesel::helper_types::Limit<diesel::helper_types::Select<findings::table, findings::id>>;

/// How many findings each stage of the list holds for this viewer and these filters.
pub fn count_tabs(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant) -> QueryResult<Vec<(Tab, i64)>> {
    let mut counts = Vec::with_capacity(Tab::ALL.len());
    for tab in Tab::ALL {
        let of_tab = Asked {
            tab: *tab,
            ..asked.clone()
        };
        counts.push((*tab, count(conn, scope, &of_tab, now)?));
    }
    Ok(counts)
}

/// How many findings the list holds for this viewer and these filters.
pub fn count(conn: &mut Conn, scope: &Scope, asked: &Asked, now: Instant) -> QueryResult<i64> {
    findings::table
        .select(count_star())
        .into_boxed()
        .filter(visible(scope))
        .filter(in_tab(asked.tab, now))
        .filter(asked_for(scope, asked, now))
        .first(conn)
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
    Ok(())
}

/// The last finding on a question at the unit since a moment, of another origin; dismissed ones left out.
pub fn last_on(
    conn: &mut Conn,
    unit: UnitId,
    question: QuestionId,
    since: Instant,
    not_of: AnyId,
) -> QueryResult<Option<FindingId>> {
    both!(conn, c => findings::table
        .filter(findings::question_id.eq(question).and(findings::unit_id.eq(unit)))
        .filter(
            findings::found_at
                .ge(since)
                .and(findings::origin_id.ne(not_of))
                .and(findings::origin_kind.ne(OriginKind::Systemic))
                .and(findings::state.ne(State::Dismissed)),
        )
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(findings::id)
        .first(c))
    .optional()
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

/// The findings on a question at a unit before one, newest first; none before one that is about no question.
pub fn earlier(conn: &mut Conn, finding: &Finding, limit: i64) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(
            findings::question_id
                .eq(finding.question_id)
                .and(findings::unit_id.eq(finding.unit_id)),
        )
        .filter(
            findings::found_at
                .le(finding.found_at)
                .and(findings::origin_id.ne(finding.origin_id)),
        )
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(Finding::as_select())
        .limit(limit)
        .load(conn)
}

/// The findings on a question at a unit after one, newest first; none after one that is about no question.
pub fn later(conn: &mut Conn, finding: &Finding, limit: i64) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(
            findings::question_id
                .eq(finding.question_id)
                .and(findings::unit_id.eq(finding.unit_id)),
        )
        .filter(
            findings::found_at
                .gt(finding.found_at)
                .and(findings::origin_id.ne(finding.origin_id)),
        )
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(Finding::as_select())
        .limit(limit)
        .load(conn)
}

/// The findings the viewer may see on the question of one, at other units since a moment, newest first, with the names
/// of their units; dismissed and systemic ones left out.
pub fn elsewhere(
    conn: &mut Conn,
    scope: &Scope,
    finding: &Finding,
    since: Instant,
    limit: usize,
) -> QueryResult<Vec<(Finding, String)>> {
    let others: Vec<FindingId> = findings::table
        .select(findings::id)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .into_boxed()
        .filter(visible(scope))
        .filter(findings::question_id.eq(finding.question_id).assume_not_null())
        .filter(findings::unit_id.ne(finding.unit_id).and(findings::found_at.ge(since)))
        .filter(findings::origin_kind.ne(OriginKind::Systemic))
        .filter(findings::state.ne(State::Dismissed))
        .order((findings::found_at.desc(), findings::id.desc()))
        .load(conn)?;
    findings::table
        .inner_join(units::table)
        .filter(findings::id.eq_any(others))
        .order((findings::found_at.desc(), findings::id.desc()))
        .select((Finding::as_select(), units::name))
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
    diesel::update(findings::table.find(id))
        .set(findings::state.eq(state))
        .execute(conn)
}

/// Closes a finding (after [`bump`]): no reminder looks at it again.
pub fn set_closed(conn: &mut Conn, id: FindingId, state: State, how: Resolution, now: Instant) -> QueryResult<usize> {
    diesel::update(findings::table.find(id))
        .set((
            findings::state.eq(state),
            findings::resolution.eq(Some(how)),
            findings::closed_at.eq(Some(now)),
            findings::notice_at.eq(None::<Instant>),
        ))
        .execute(conn)
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
}

/// Sets severity and due date (after [`bump`]); a date that moved has its reminders looked at from now on.
pub fn set_severity(
    conn: &mut Conn,
    id: FindingId,
    severity: Severity,
    due: Option<(i32, NaiveDate, Instant)>,
    now: Instant,
) -> QueryResult<usize> {
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
}

/// Tells a finding in other words (after [`bump`]), with what follows from them.
pub fn set_told(conn: &mut Conn, id: FindingId, to: &Finding, search: &str) -> QueryResult<usize> {
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
}

/// Closes a finding again as it was before it opened again (after [`bump`]).
pub fn set_closed_again(conn: &mut Conn, to: &Finding) -> QueryResult<usize> {
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
}

/// The findings that are marked as repeats of one.
pub fn repeats_of(conn: &mut Conn, id: FindingId) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(findings::repeat_of.eq(id).assume_not_null())
        .order(findings::number)
        .select(Finding::as_select())
        .load(conn)
}

/// The last finding before one on its question at its unit since a moment, of another origin; dismissed ones left out.
pub fn last_before(conn: &mut Conn, finding: &Finding, since: Instant) -> QueryResult<Option<FindingId>> {
    findings::table
        .filter(
            findings::question_id
                .eq(finding.question_id)
                .and(findings::unit_id.eq(finding.unit_id)),
        )
        .filter(
            findings::found_at
                .ge(since)
                .and(findings::found_at.lt(finding.found_at)),
        )
        .filter(
            findings::origin_id
                .ne(finding.origin_id)
                .and(findings::origin_kind.ne(OriginKind::Systemic))
                .and(findings::state.ne(State::Dismissed)),
        )
        .order((findings::found_at.desc(), findings::id.desc()))
        .select(findings::id)
        .first(conn)
        .optional()
}

/// Sets which finding one repeats.
pub fn set_repeat_of(conn: &mut Conn, id: FindingId, of: Option<FindingId>) -> QueryResult<usize> {
    diesel::update(findings::table.find(id))
        .set(findings::repeat_of.eq(of))
        .execute(conn)
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

/// Writes where the plan of a finding stands, over how it stood (after [`bump`]).
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

/// Forgets the plan of a finding that has none any more (after [`bump`]); what was decided on it stays.
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

/// Sets the due date of a finding (after [`bump`]), picked by hand or not, and when somebody looks at it next.
pub fn set_due(conn: &mut Conn, id: FindingId, due: Due, picked: bool, notice: Option<Instant>) -> QueryResult<usize> {
    diesel::update(findings::table.find(id))
        .set((
            findings::due_on.eq(Some(due.date)),
            findings::due_at.eq(Some(due.at)),
            findings::due_picked.eq(picked),
            findings::notice_at.eq(notice),
            findings::escalation.eq(0),
        ))
        .execute(conn)
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

/// Writes a verification.
pub fn insert_verification(
    conn: &mut Conn,
    id: VerificationId,
    finding: FindingId,
    v: &Verification,
) -> QueryResult<usize> {
    diesel::insert_into(finding_verifications::table)
        .values((
            finding_verifications::id.eq(id),
            finding_verifications::finding_id.eq(finding),
            finding_verifications::body.eq(&v.body),
            finding_verifications::layered_answer.eq(v.layered_answer),
            finding_verifications::layered_note.eq(&v.layered_note),
            finding_verifications::at.eq(v.at),
            finding_verifications::who.eq(v.who),
        ))
        .execute(conn)
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

/// Starts (or starts again) the effectiveness watch of a finding on its question.
pub fn start_watch(conn: &mut Conn, finding: &Finding, question: QuestionId, now: Instant) -> QueryResult<usize> {
    diesel::delete(watch_checks::table.filter(watch_checks::finding_id.eq(finding.id))).execute(conn)?;
    diesel::delete(watches::table.find(finding.id)).execute(conn)?;
    diesel::insert_into(watches::table)
        .values((
            watches::finding_id.eq(finding.id),
            watches::unit_id.eq(finding.unit_id),
            watches::question_id.eq(question),
            watches::state.eq(WatchState::Watching),
            watches::needed.eq(i32::try_from(WATCH_AUDITS).unwrap_or(3)),
            watches::since.eq(now),
        ))
        .execute(conn)
}

/// Findings under watch for these questions at a unit.
pub fn watched(conn: &mut Conn, unit: UnitId, questions: &[QuestionId]) -> QueryResult<Vec<(FindingId, QuestionId)>> {
    both!(conn, c => Kept(watches::table
        .filter(watches::question_id.eq_any(questions.to_vec()))
        .filter(watches::unit_id.eq(unit).and(watches::state.eq(WatchState::Watching)))
        .select((watches::finding_id, watches::question_id)))
        .load(c))
}

/// Notes what an audit under watch said; the same audit counts once.
pub fn insert_watch_check(
    conn: &mut Conn,
    finding: FindingId,
    origin: AnyId,
    who: Option<PersonId>,
    now: Instant,
    conforms: bool,
) -> QueryResult<usize> {
    diesel::insert_into(watch_checks::table)
        .values((
            watch_checks::finding_id.eq(finding),
            watch_checks::origin_id.eq(origin),
            watch_checks::person_id.eq(who),
            watch_checks::at.eq(now),
            watch_checks::conforms.eq(conforms),
        ))
        .execute(conn)
}

/// Who made the checks of a watch, each check once, in order, with when and whether it conformed.
pub fn watch_checks_of(conn: &mut Conn, finding: FindingId) -> QueryResult<Vec<(Option<PersonId>, Instant, bool)>> {
    watch_checks::table
        .filter(watch_checks::finding_id.eq(finding))
        .order((watch_checks::at, watch_checks::origin_id))
        .select((watch_checks::person_id, watch_checks::at, watch_checks::conforms))
        .load(conn)
}

/// The findings under watch that an audit told of a question, and whether it conformed.
pub fn checks_of_origin(conn: &mut Conn, origin: AnyId, question: QuestionId) -> QueryResult<Vec<(FindingId, bool)>> {
    watch_checks::table
        .inner_join(watches::table.on(watches::finding_id.eq(watch_checks::finding_id)))
        .filter(
            watch_checks::origin_id
                .eq(origin)
                .and(watches::question_id.eq(question)),
        )
        .order(watch_checks::finding_id)
        .select((watch_checks::finding_id, watch_checks::conforms))
        .load(conn)
}

/// Takes the check of an audit back.
pub fn remove_check(conn: &mut Conn, finding: FindingId, origin: AnyId) -> QueryResult<usize> {
    diesel::delete(
        watch_checks::table.filter(
            watch_checks::finding_id
                .eq(finding)
                .and(watch_checks::origin_id.eq(origin)),
        ),
    )
    .execute(conn)
}

/// How the watch of a finding goes, if there is one.
pub fn watch_state(conn: &mut Conn, finding: FindingId) -> QueryResult<Option<WatchState>> {
    watches::table
        .find(finding)
        .select(watches::state)
        .first(conn)
        .optional()
}

/// Ends a watch.
pub fn set_watch(conn: &mut Conn, finding: FindingId, state: WatchState) -> QueryResult<usize> {
    diesel::update(watches::table.find(finding))
        .set(watches::state.eq(state))
        .execute(conn)
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

/// The findings that wait for an owner, a decision on their plan or their verification, as far as they were changed since they were looked at
/// or the next step is due.
pub fn waiting(conn: &mut Conn, now: Instant) -> QueryResult<Vec<FindingId>> {
    findings::table
        .filter(findings::chase_at.le(now).assume_not_null())
        .filter(findings::state.ne_all([State::Verified, State::Dismissed]))
        .filter(
            findings::owner_id
                .is_null()
                .or(findings::state.eq(State::Done))
                .or(findings::state.eq(State::Planned).and(plan_waits())),
        )
        .order(findings::id)
        .select(findings::id)
        .load(conn)
}

/// Notes when a finding that waits is looked at next; with nothing, not before it is changed (see [`bump`]). One that was
/// changed since it was read is looked at again.
pub fn set_chased(conn: &mut Conn, read: &Finding, next: Option<Instant>) -> QueryResult<usize> {
    let same = findings::table
        .find(read.id)
        .filter(findings::revision.eq(read.revision));
    diesel::update(same).set(findings::chase_at.eq(next)).execute(conn)
}

/// The finding the reminder engine has to look at first.
pub fn next_finding_notice(conn: &mut Conn, now: Instant) -> QueryResult<Option<Finding>> {
    findings::table
        .filter(findings::notice_at.le(now))
        .order((findings::notice_at, findings::id))
        .select(Finding::as_select())
        .first(conn)
        .optional()
}

/// The action the reminder engine has to look at first.
pub fn next_action_notice(conn: &mut Conn, now: Instant) -> QueryResult<Option<Action>> {
    corrective_actions::table
        .filter(corrective_actions::notice_at.le(now))
        .order((corrective_actions::notice_at, corrective_actions::id))
        .select(Action::as_select())
        .first(conn)
        .optional()
}

/// Who was told when, since a moment, about actions of a finding that are due by a date: the key of each message names
/// its reader.
pub fn told_about_actions(
    conn: &mut Conn,
    finding: FindingId,
    due_by: NaiveDate,
    since: Instant,
) -> QueryResult<Vec<(PersonId, Instant)>> {
    let actions: Vec<ActionId> = corrective_actions::table
        .filter(
            corrective_actions::finding_id
                .eq(finding)
                .and(corrective_actions::due_on.le(due_by)),
        )
        .select(corrective_actions::id)
        .load(conn)?;
    let mut told = Vec::new();
    for action in actions {
        let about = format!("action:{action}:");
        let keys: Vec<(String, Instant)> = outbox::table
            .filter(outbox::created_at.ge(since))
            .filter(outbox::message_key.like(format!("{about}%")))
            .select((outbox::message_key, outbox::created_at))
            .load(conn)?;
        told.extend(keys.iter().filter_map(|(key, at)| {
            let to = key.strip_prefix(&about)?.split(':').next()?;
            Some((to.parse::<PersonId>().ok()?, *at))
        }));
    }
    Ok(told)
}

/// The key of the mail that tells somebody of a critical or sensitive finding at once: one each, also when it is both.
pub fn at_once_key(finding: FindingId, to: PersonId) -> String {
    format!("finding:{finding}:{to}:critical")
}

/// Who was told of a finding at once.
pub fn told_at_once(conn: &mut Conn, finding: FindingId) -> QueryResult<Vec<PersonId>> {
    let about = format!("finding:{finding}:");
    let keys: Vec<String> = outbox::table
        .filter(outbox::message_key.like(format!("{about}%:critical")))
        .order(outbox::message_key)
        .select(outbox::message_key)
        .load(conn)?;
    let who = |key: &String| key.strip_prefix(&about)?.split(':').next()?.parse().ok();
    Ok(keys.iter().filter_map(who).collect())
}

/// Moves a finding's next notice on, if nobody else has; true means it is ours to send.
pub fn claim_finding_notice(
    conn: &mut Conn,
    read: &Finding,
    next: Option<Instant>,
    escalation: i32,
) -> QueryResult<bool> {
    diesel::update(
        findings::table
            .find(read.id)
            .filter(findings::notice_at.eq(read.notice_at)),
    )
    .set((findings::notice_at.eq(next), findings::escalation.eq(escalation)))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Moves an action's next notice on, if nobody else has; true means it is ours to send.
pub fn claim_action_notice(
    conn: &mut Conn,
    read: &Action,
    next: Option<Instant>,
    escalation: i32,
) -> QueryResult<bool> {
    diesel::update(
        corrective_actions::table
            .find(read.id)
            .filter(corrective_actions::notice_at.eq(read.notice_at)),
    )
    .set((
        corrective_actions::notice_at.eq(next),
        corrective_actions::escalation.eq(escalation),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
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
