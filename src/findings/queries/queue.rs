//! The queue of findings: what a list is asked for, its stages and its order.

use super::super::model::*;
use super::{Visible, names, not_withdrawn, visible};
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Severity};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::figures;
use crate::figures::model::Serves;
use crate::keyset;
use crate::people::model::{Scope, Within};
use crate::platform::db::{Conn, MultiBackend, like};
use crate::platform::web::pager::{Ask, Cursor, Step};
use crate::schema::*;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use std::collections::HashMap;

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
    /// Whose cause lies there: the code of a category of the agency.
    pub cause: Option<String>,
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
pub(super) fn plan_waits() -> Visible {
    Box::new(
        findings::id.eq_any(
            finding_plans::table
                .filter(finding_plans::standing.eq(PlanStanding::Waiting))
                .select(finding_plans::finding_id),
        ),
    )
}

/// Those of these findings whose plan waits for a decision.
pub fn undecided_among(conn: &mut Conn, ids: &[FindingId]) -> QueryResult<Vec<FindingId>> {
    findings::table
        .select(findings::id)
        .into_boxed()
        .filter(
            findings::id
                .eq_any(ids.to_vec())
                .and(findings::state.eq(State::Planned)),
        )
        .filter(plan_waits())
        .load(conn)
}

/// Those of these findings that were closed by a verification and are open again.
pub fn reopened_among(conn: &mut Conn, ids: &[FindingId]) -> QueryResult<Vec<FindingId>> {
    let verified = finding_verifications::table.select(finding_verifications::finding_id);
    findings::table
        .filter(findings::id.eq_any(ids.to_vec()).and(findings::state.ne_all(CLOSED)))
        .filter(findings::id.eq_any(verified))
        .select(findings::id)
        .load(conn)
}

/// The open findings of these people, the most urgent first.
pub fn open_findings_of(conn: &mut Conn, people: &[PersonId], limit: i64) -> QueryResult<Vec<Finding>> {
    findings::table
        .filter(findings::owner_id.eq_any(people.to_vec()).assume_not_null())
        .filter(findings::state.ne_all(CLOSED))
        .order((coalesce(findings::due_at, findings::found_at), findings::id))
        .select(Finding::as_select())
        .limit(limit)
        .load(conn)
}

/// Where nothing more is to be done.
const CLOSED: [State; 2] = [State::Verified, State::Dismissed];

/// The findings of a stage at a moment.
pub fn in_tab(tab: Tab, now: Instant) -> Visible {
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

pub(super) fn below(tops: Vec<UnitId>) -> Visible {
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
    if let Some(cause) = &asked.cause {
        let lies_there = finding_causes::table
            .filter(finding_causes::category.eq(cause.clone()))
            .select(finding_causes::finding_id);
        filter = Box::new(filter.and(findings::id.eq_any(lies_there)));
    }
    if let Some(sensitive) = asked.sensitive {
        filter = Box::new(filter.and(findings::sensitive.eq(sensitive)));
    }
    if let Some(days) = &asked.days {
        filter = match asked.by {
            By::Found => Box::new(filter.and(found_on(days))),
            By::Closure => Box::new(filter.and(figures::found::queries::in_closure(days, now))),
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
