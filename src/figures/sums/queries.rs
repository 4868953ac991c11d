//! Every SQL of the sums.

use super::{ALWAYS, Fresh, Held, NO_QUESTION, RANKED, Span, Stretch, Sums, Tree, What, months_before};
use crate::base::days::EARLIEST;
use crate::base::ids::*;
use crate::figures::model::{AtUnit, Done, Found, Over, Place, Serves, Tally, Worked};
use crate::figures::queries::{Four, counted_in, done_of, goals_of_questions, tally_of};
use crate::platform::db::{Conn, MultiBackend};
use crate::processes_serving;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::{exists, sum};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use std::collections::HashSet;

/// What is summed; `None` when the tree of units or the goals of questions changed since.
pub fn summed(conn: &mut Conn) -> QueryResult<Option<Held>> {
    let (until, of, running) = figure_summed::table
        .select((figure_summed::until, figure_summed::tree, figure_summed::ranked))
        .first::<(NaiveDate, i64, NaiveDate)>(conn)?;
    let held = Held {
        until,
        running: known(running),
    };
    Ok((of == mark(conn)?).then_some(held))
}

/// The same day, for a transaction that changes counts, whatever the tree: on PostgreSQL it stays until the transaction
/// ends. SQLite has one writer anyway.
pub fn hold(conn: &mut Conn) -> QueryResult<NaiveDate> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => figure_summed::table.select(figure_summed::until).for_share().first(c),
        Conn::Sqlite(c) => figure_summed::table.select(figure_summed::until).first(c),
    }
}

/// The day and the mark of the tree, for the transaction that moves them: it waits for those that change counts, and they
/// for it.
pub fn hold_to_change(conn: &mut Conn) -> QueryResult<(NaiveDate, i64)> {
    let row = (figure_summed::until, figure_summed::tree);
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => figure_summed::table.select(row).for_update().first(c),
        Conn::Sqlite(c) => figure_summed::table.select(row).first(c),
    }
}

/// Another number after each change of a unit (whether one was added or moved is not asked), and after a question that had
/// been asked came to serve another goal.
pub fn mark(conn: &mut Conn) -> QueryResult<i64> {
    let revisions: Option<i64> = units::table.select(sum(units::revision)).first(conn)?;
    let moves: Option<i64> = questions::table.select(sum(questions::goal_moves)).first(conn)?;
    Ok(revisions.unwrap_or(0) + moves.unwrap_or(0))
}

/// Writes down that everything before a day is summed.
pub fn set(conn: &mut Conn, until: NaiveDate, mark: i64) -> QueryResult<usize> {
    diesel::update(figure_summed::table)
        .set((figure_summed::until.eq(until), figure_summed::tree.eq(mark)))
        .execute(conn)
}

/// The month that is running for the periods that are summed, and for what was found again; none where they are not.
pub fn running(conn: &mut Conn) -> QueryResult<Option<NaiveDate>> {
    figure_summed::table
        .select(figure_summed::ranked)
        .first(conn)
        .map(known)
}

fn known(running: NaiveDate) -> Option<NaiveDate> {
    Some(running).filter(|month| *month > EARLIEST)
}

fn set_running(conn: &mut Conn, month: NaiveDate) -> QueryResult<usize> {
    diesel::update(figure_summed::table)
        .set(figure_summed::ranked.eq(month))
        .execute(conn)
}

/// Sums the periods before a month that is running, and ranks what was found again in them and in that one. A table after
/// the other: each has the memory for itself.
pub fn sum_periods(conn: &mut Conn, month: NaiveDate) -> QueryResult<()> {
    clear_periods(conn)?;
    let since = months_before(month, 24).0;
    let of_months = |mut sums: Sums| {
        sums.add_periods(month);
        sums.periods()
    };
    let mut months = Sums::default();
    keep_months(conn, &mut months, &[Span::Month], since)?;
    add(conn, &of_months(months))?;
    let mut processes = Sums::default();
    keep_processes(conn, &mut processes, &[Span::Month], since)?;
    add(conn, &of_months(processes))?;
    let mut units = Sums::default();
    keep_units(conn, &mut units, &[Span::Month], since)?;
    add(conn, &of_months(units))?;
    let mut places = Sums::default();
    keep_places(conn, &mut places, &[Span::Month], since)?;
    add(conn, &of_months(places))?;
    let mut goals = Sums::default();
    keep_goals(conn, &mut goals, &[Span::Month], since)?;
    add(conn, &of_months(goals))?;
    let mut repeats = Sums::default();
    keep_repeats(conn, &mut repeats, since)?;
    add(conn, &of_months(repeats))?;
    set_running(conn, month)?;
    Ok(())
}

fn clear_periods(conn: &mut Conn) -> QueryResult<()> {
    let spans = Span::PERIODS;
    diesel::delete(figure_months::table.filter(figure_months::span.eq_any(spans))).execute(conn)?;
    diesel::delete(figure_processes::table.filter(figure_processes::span.eq_any(spans))).execute(conn)?;
    diesel::delete(figure_units::table.filter(figure_units::span.eq_any(spans))).execute(conn)?;
    diesel::delete(figure_places::table.filter(figure_places::span.eq_any(spans))).execute(conn)?;
    diesel::delete(figure_goals::table.filter(figure_goals::span.eq_any(spans))).execute(conn)?;
    diesel::delete(figure_repeated::table).execute(conn)?;
    Ok(())
}

/// Throws every sum away.
pub fn clear(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(figure_repeated::table).execute(conn)?;
    set_running(conn, EARLIEST)?;
    diesel::delete(figure_days::table).execute(conn)?;
    diesel::delete(figure_months::table).execute(conn)?;
    diesel::delete(figure_processes::table).execute(conn)?;
    diesel::delete(figure_units::table).execute(conn)?;
    diesel::delete(figure_places::table).execute(conn)?;
    diesel::delete(figure_repeats::table).execute(conn)?;
    diesel::delete(figure_goals::table).execute(conn)?;
    diesel::delete(figure_goal_weeks::table).execute(conn)?;
    clear_fresh(conn)
}

/// Throws away what is fresh.
pub fn clear_fresh(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(figure_fresh::table).execute(conn)?;
    Ok(())
}

/// What decides where something is summed.
pub fn tree(conn: &mut Conn) -> QueryResult<Tree> {
    let pairs: Vec<(UnitId, UnitId, i32)> = unit_ancestors::table
        .select((
            unit_ancestors::ancestor_id,
            unit_ancestors::descendant_id,
            unit_ancestors::depth,
        ))
        .load(conn)?;
    let inner: HashSet<UnitId> = pairs.iter().filter(|pair| pair.2 > 0).map(|pair| pair.0).collect();
    let mut tree = Tree {
        goals: goals_of_questions(conn)?,
        ..Tree::default()
    };
    for (unit, below, _) in pairs {
        if inner.contains(&unit) {
            tree.above.entry(below).or_default().push(unit);
        }
    }
    Ok(tree)
}

/// Of these units those that are below none of the others: those with units below them, and those without.
pub fn outermost(conn: &mut Conn, units: &[UnitId]) -> QueryResult<(Vec<UnitId>, Vec<UnitId>)> {
    let of_units = || {
        unit_ancestors::ancestor_id
            .eq_any(units.to_vec())
            .and(unit_ancestors::depth.gt(0))
    };
    let inner: Vec<UnitId> = unit_ancestors::table
        .filter(of_units())
        .select(unit_ancestors::ancestor_id)
        .distinct()
        .load(conn)?;
    let inside: Vec<UnitId> = unit_ancestors::table
        .filter(of_units().and(unit_ancestors::descendant_id.eq_any(units.to_vec())))
        .select(unit_ancestors::descendant_id)
        .load(conn)?;
    let mut all: Vec<UnitId> = units.to_vec();
    all.sort_unstable();
    all.dedup();
    all.retain(|unit| !inside.contains(unit));
    Ok(all.into_iter().partition(|unit| inner.contains(unit)))
}

type OfDays = Box<dyn BoxableExpression<figure_days::table, MultiBackend, SqlType = Bool>>;

fn days_over(over: &Over, (from, end): Stretch) -> OfDays {
    let filter = figure_days::unit_id
        .eq_any(over.units.clone())
        .and(figure_days::day.ge(from))
        .and(figure_days::day.lt(end));
    match over.layer {
        Some(layer) => Box::new(filter.and(figure_days::layer.eq(layer))),
        None => Box::new(filter),
    }
}

/// Answers by day and layer.
pub fn tallies_by_day(
    conn: &mut Conn,
    over: &Over,
    (_, stretch): (Span, Stretch),
) -> QueryResult<Vec<((NaiveDate, i32), Tally)>> {
    let rows: Vec<(NaiveDate, i32, Four)> = figure_days::table
        .filter(days_over(over, stretch))
        .group_by((figure_days::day, figure_days::layer))
        .select((
            figure_days::day,
            figure_days::layer,
            (
                sum(figure_days::conforms),
                sum(figure_days::nonconforming),
                sum(figure_days::corrected),
                sum(figure_days::not_applicable),
            ),
        ))
        .load(conn)?;
    let keyed = rows
        .into_iter()
        .map(|(day, layer, four)| ((day, layer), tally_of(four)));
    Ok(keyed.collect())
}

/// Audits by day and layer.
pub fn done_by_day(
    conn: &mut Conn,
    over: &Over,
    (_, stretch): (Span, Stretch),
) -> QueryResult<Vec<((NaiveDate, i32), Done)>> {
    let rows: Vec<(NaiveDate, i32, Four)> = figure_days::table
        .filter(days_over(over, stretch))
        .group_by((figure_days::day, figure_days::layer))
        .select((
            figure_days::day,
            figure_days::layer,
            (
                sum(figure_days::submitted),
                sum(figure_days::on_time),
                sum(figure_days::missed),
                sum(figure_days::excused),
            ),
        ))
        .load(conn)?;
    let keyed = rows.into_iter().map(|(day, layer, four)| ((day, layer), done_of(four)));
    Ok(keyed.collect())
}

type OfMonths = Box<dyn BoxableExpression<figure_months::table, MultiBackend, SqlType = Bool>>;

fn months_over(over: &Over, span: Span, (from, end): Stretch) -> OfMonths {
    let mut filter: OfMonths = Box::new(
        figure_months::unit_id
            .eq_any(over.units.clone())
            .and(figure_months::span.eq(span))
            .and(figure_months::begins.ge(from))
            .and(figure_months::begins.lt(end)),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_months::process_id.eq(process)));
    }
    for serves in &over.serves {
        if let Serves::Goal(goal) = serves {
            let asked = questions::table
                .filter(questions::goal_id.eq(*goal))
                .select(questions::id);
            filter = Box::new(filter.and(figure_months::question_id.eq_any(asked)));
        } else {
            filter = Box::new(filter.and(figure_months::process_id.eq_any(processes_serving!(serves))));
        }
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(figure_months::layer.eq(layer)));
    }
    filter
}

/// The tally sums of a table, as an element of a select.
macro_rules! tallied {
    ($table:ident) => {
        (
            sum($table::conforms),
            sum($table::nonconforming),
            sum($table::corrected),
            sum($table::not_applicable),
        )
    };
}

/// The sums of audits of a table, as an element of a select.
macro_rules! counted {
    ($table:ident) => {
        (
            sum($table::submitted),
            sum($table::on_time),
            sum($table::missed),
            sum($table::excused),
        )
    };
}

fn tallies<K>(rows: Vec<(K, Four)>) -> Vec<(K, Tally)> {
    rows.into_iter().map(|(key, four)| (key, tally_of(four))).collect()
}

fn dones<K>(rows: Vec<(K, Four)>) -> Vec<(K, Done)> {
    rows.into_iter().map(|(key, four)| (key, done_of(four))).collect()
}

/// Answers by layer and question.
pub fn tallies_by_layer_and_question(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<((i32, QuestionId), Tally)>> {
    let rows: Vec<(i32, QuestionId, Four)> = figure_months::table
        .filter(months_over(over, span, stretch))
        .group_by((figure_months::layer, figure_months::question_id))
        .select((
            figure_months::layer,
            figure_months::question_id,
            tallied!(figure_months),
        ))
        .load(conn)?;
    let keyed = rows
        .into_iter()
        .map(|(layer, question, four)| ((layer, question), tally_of(four)));
    Ok(keyed.collect())
}

/// Answers by process.
pub fn tallies_by_process(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(ProcessId, Tally)>> {
    let rows: Vec<(ProcessId, Four)> = if over.is_of_goal() {
        figure_months::table
            .filter(months_over(over, span, stretch))
            .group_by(figure_months::process_id)
            .select((figure_months::process_id, tallied!(figure_months)))
            .load(conn)?
    } else {
        figure_processes::table
            .filter(processes_over(over, span, stretch))
            .group_by(figure_processes::process_id)
            .select((figure_processes::process_id, tallied!(figure_processes)))
            .load(conn)?
    };
    Ok(tallies(rows))
}

/// Answers by month and layer.
pub fn tallies_by_month(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<((NaiveDate, i32), Tally)>> {
    let rows: Vec<(NaiveDate, i32, Four)> = if over.is_of_goal() {
        figure_months::table
            .filter(months_over(over, span, stretch))
            .group_by((figure_months::begins, figure_months::layer))
            .select((figure_months::begins, figure_months::layer, tallied!(figure_months)))
            .load(conn)?
    } else {
        figure_processes::table
            .filter(processes_over(over, span, stretch))
            .group_by((figure_processes::begins, figure_processes::layer))
            .select((
                figure_processes::begins,
                figure_processes::layer,
                tallied!(figure_processes),
            ))
            .load(conn)?
    };
    let keyed = rows
        .into_iter()
        .map(|(begins, layer, four)| ((Span::Month.begin(begins), layer), tally_of(four)));
    Ok(keyed.collect())
}

/// What is counted of findings by question and process. The months of closures and due dates are those of the agency's clock.
pub fn found_by(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<((Option<QuestionId>, ProcessId), Found)>> {
    type Three = (Option<i64>, Option<i64>, Option<i64>);
    type Two = (Option<i64>, Option<i64>);
    let rows: Vec<((QuestionId, ProcessId), Three, Three, Two)> = figure_months::table
        .filter(months_over(over, span, stretch))
        .group_by((figure_months::question_id, figure_months::process_id))
        .select((
            (figure_months::question_id, figure_months::process_id),
            (
                sum(figure_months::found),
                sum(figure_months::again),
                sum(figure_months::after_fix),
            ),
            (
                sum(figure_months::closed_by_due),
                sum(figure_months::closed_late),
                sum(figure_months::fell_due),
            ),
            (sum(figure_months::open), sum(figure_months::planned)),
        ))
        .load(conn)?;
    let told = |(key, raised, ended, now): ((QuestionId, ProcessId), Three, Three, Two)| {
        let ((found, again, after_fix), (by_due, late, fell_due), (open, planned)) = (raised, ended, now);
        let found = Found {
            found: found.unwrap_or(0),
            again: again.unwrap_or(0),
            after_fix: after_fix.unwrap_or(0),
            closed_by_due: by_due.unwrap_or(0),
            closed_late: late.unwrap_or(0),
            fell_due: fell_due.unwrap_or(0),
            open: open.unwrap_or(0),
            planned: planned.unwrap_or(0),
        };
        let question = Some(key.0).filter(|question| *question != NO_QUESTION);
        ((question, key.1), found)
    };
    Ok(rows.into_iter().map(told).collect())
}

type OfProcesses = Box<dyn BoxableExpression<figure_processes::table, MultiBackend, SqlType = Bool>>;

fn processes_over(over: &Over, span: Span, (from, end): Stretch) -> OfProcesses {
    let mut filter: OfProcesses = Box::new(
        figure_processes::unit_id
            .eq_any(over.units.clone())
            .and(figure_processes::span.eq(span))
            .and(figure_processes::begins.ge(from))
            .and(figure_processes::begins.lt(end)),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_processes::process_id.eq(process)));
    }
    for serves in &over.serves {
        filter = Box::new(filter.and(figure_processes::process_id.eq_any(processes_serving!(serves))));
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(figure_processes::layer.eq(layer)));
    }
    filter
}

/// Answers by process and week; asked for a goal, those of all questions of its processes.
pub fn tallies_by_process_and_week(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<((ProcessId, NaiveDate), Tally)>> {
    let rows: Vec<(ProcessId, NaiveDate, Four)> = figure_processes::table
        .filter(processes_over(over, span, stretch))
        .group_by((figure_processes::process_id, figure_processes::begins))
        .select((
            figure_processes::process_id,
            figure_processes::begins,
            tallied!(figure_processes),
        ))
        .load(conn)?;
    let keyed = rows
        .into_iter()
        .map(|(process, begins, four)| ((process, Span::Week.begin(begins)), tally_of(four)));
    Ok(keyed.collect())
}

/// Answers by week, of all work, of some processes or of a goal.
pub fn tallies_by_week(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(NaiveDate, Tally)>> {
    let rows: Vec<(NaiveDate, Four)> = if let Some(goal) = over.goal() {
        let (inner, leaves) = outermost(conn, &over.units)?;
        let mut rows = figure_goal_weeks::table
            .filter(figure_goal_weeks::goal_id.eq(goal))
            .filter(figure_goal_weeks::unit_id.eq_any(inner))
            .filter(figure_goal_weeks::begins.eq_any(span.begins_in(stretch)))
            .group_by(figure_goal_weeks::begins)
            .select((figure_goal_weeks::begins, tallied!(figure_goal_weeks)))
            .load(conn)?;
        let over = Over {
            units: leaves,
            ..over.clone()
        };
        let of_leaves: Vec<(NaiveDate, Four)> = figure_goals::table
            .filter(goals_over(&over, goal, span, stretch))
            .group_by(figure_goals::begins)
            .select((figure_goals::begins, tallied!(figure_goals)))
            .load(conn)?;
        rows.extend(of_leaves);
        rows
    } else {
        figure_processes::table
            .filter(processes_over(over, span, stretch))
            .group_by(figure_processes::begins)
            .select((figure_processes::begins, tallied!(figure_processes)))
            .load(conn)?
    };
    let keyed = rows
        .into_iter()
        .map(|(begins, four)| (Span::Week.begin(begins), tally_of(four)));
    Ok(keyed.collect())
}

/// Audits by month and layer.
pub fn done_by_month(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<((NaiveDate, i32), Done)>> {
    let rows: Vec<(NaiveDate, i32, Four)> = figure_processes::table
        .filter(processes_over(over, span, stretch))
        .group_by((figure_processes::begins, figure_processes::layer))
        .select((
            figure_processes::begins,
            figure_processes::layer,
            counted!(figure_processes),
        ))
        .load(conn)?;
    let keyed = rows
        .into_iter()
        .map(|(begins, layer, four)| ((Span::Month.begin(begins), layer), done_of(four)));
    Ok(keyed.collect())
}

/// Audits by process.
pub fn done_by_process(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(ProcessId, Done)>> {
    let rows: Vec<(ProcessId, Four)> = figure_processes::table
        .filter(processes_over(over, span, stretch))
        .group_by(figure_processes::process_id)
        .select((figure_processes::process_id, counted!(figure_processes)))
        .load(conn)?;
    Ok(dones(rows))
}

type OfUnits = Box<dyn BoxableExpression<figure_units::table, MultiBackend, SqlType = Bool>>;

fn units_over(over: &Over, span: Span, stretch: Stretch) -> OfUnits {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    Box::new(
        figure_units::unit_id
            .eq_any(below)
            .and(figure_units::span.eq(span))
            .and(figure_units::begins.eq_any(span.begins_in(stretch))),
    )
}

type OfGoals = Box<dyn BoxableExpression<figure_goals::table, MultiBackend, SqlType = Bool>>;

fn goals_over(over: &Over, goal: GoalId, span: Span, stretch: Stretch) -> OfGoals {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    Box::new(
        figure_goals::goal_id
            .eq(goal)
            .and(figure_goals::span.eq(span))
            .and(figure_goals::begins.eq_any(span.begins_in(stretch)))
            .and(figure_goals::unit_id.eq_any(below)),
    )
}

type OfPlaces = Box<dyn BoxableExpression<figure_places::table, MultiBackend, SqlType = Bool>>;

fn places_over(over: &Over, span: Span, stretch: Stretch) -> OfPlaces {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    let mut filter: OfPlaces = Box::new(
        figure_places::unit_id
            .eq_any(below)
            .and(figure_places::span.eq(span))
            .and(figure_places::begins.eq_any(span.begins_in(stretch))),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_places::process_id.eq(process)));
    }
    for serves in &over.serves {
        filter = Box::new(filter.and(figure_places::process_id.eq_any(processes_serving!(serves))));
    }
    filter
}

/// Answers by the unit they were given at, of all work, of some processes or of a goal.
pub fn tallies_by_unit(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(UnitId, Tally)>> {
    let rows: Vec<(UnitId, Four)> = if let Some(goal) = over.goal() {
        figure_goals::table
            .filter(goals_over(over, goal, span, stretch))
            .group_by(figure_goals::unit_id)
            .select((figure_goals::unit_id, tallied!(figure_goals)))
            .load(conn)?
    } else if over.is_all_work() {
        figure_units::table
            .filter(units_over(over, span, stretch))
            .group_by(figure_units::unit_id)
            .select((figure_units::unit_id, tallied!(figure_units)))
            .load(conn)?
    } else {
        figure_places::table
            .filter(places_over(over, span, stretch))
            .group_by(figure_places::unit_id)
            .select((figure_places::unit_id, tallied!(figure_places)))
            .load(conn)?
    };
    Ok(tallies(rows))
}

/// Answers by the unit they were given at and week, of all work, of some processes or of a goal.
pub fn tallies_by_unit_and_week(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<((UnitId, NaiveDate), Tally)>> {
    let rows: Vec<(UnitId, NaiveDate, Four)> = if let Some(goal) = over.goal() {
        figure_goals::table
            .filter(goals_over(over, goal, span, stretch))
            .group_by((figure_goals::unit_id, figure_goals::begins))
            .select((figure_goals::unit_id, figure_goals::begins, tallied!(figure_goals)))
            .load(conn)?
    } else if over.is_all_work() {
        figure_units::table
            .filter(units_over(over, span, stretch))
            .group_by((figure_units::unit_id, figure_units::begins))
            .select((figure_units::unit_id, figure_units::begins, tallied!(figure_units)))
            .load(conn)?
    } else {
        figure_places::table
            .filter(places_over(over, span, stretch))
            .group_by((figure_places::unit_id, figure_places::begins))
            .select((figure_places::unit_id, figure_places::begins, tallied!(figure_places)))
            .load(conn)?
    };
    let keyed = rows
        .into_iter()
        .map(|(unit, begins, four)| ((unit, Span::Week.begin(begins)), tally_of(four)));
    Ok(keyed.collect())
}

/// Audits by the unit they were due at.
pub fn done_by_unit(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(UnitId, Done)>> {
    let rows: Vec<(UnitId, Four)> = figure_places::table
        .filter(places_over(over, span, stretch))
        .group_by(figure_places::unit_id)
        .select((figure_places::unit_id, counted!(figure_places)))
        .load(conn)?;
    Ok(dones(rows))
}

/// Answers and findings of audits by unit, of all work, of some processes or of a goal.
pub fn work_by_unit(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(UnitId, AtUnit)>> {
    let rows: Vec<(UnitId, Four, Option<i64>)> = if let Some(goal) = over.goal() {
        figure_goals::table
            .filter(goals_over(over, goal, span, stretch))
            .group_by(figure_goals::unit_id)
            .select((figure_goals::unit_id, tallied!(figure_goals), sum(figure_goals::found)))
            .load(conn)?
    } else if over.is_all_work() {
        figure_units::table
            .filter(units_over(over, span, stretch))
            .group_by(figure_units::unit_id)
            .select((figure_units::unit_id, tallied!(figure_units), sum(figure_units::found)))
            .load(conn)?
    } else {
        figure_places::table
            .filter(places_over(over, span, stretch))
            .group_by(figure_places::unit_id)
            .select((
                figure_places::unit_id,
                tallied!(figure_places),
                sum(figure_places::found),
            ))
            .load(conn)?
    };
    let work = |(unit, four, found): (UnitId, Four, Option<i64>)| {
        let work = AtUnit {
            tally: tally_of(four),
            found: found.unwrap_or(0),
        };
        (unit, work)
    };
    Ok(rows.into_iter().map(work).collect())
}

/// Answers, findings of audits, and audits by unit, of some processes. What is of several spans or processes stands there
/// several times: it is cheaper to add up here than to have each single one added up.
pub fn worked_by_unit(
    conn: &mut Conn,
    over: &Over,
    (span, stretch): (Span, Stretch),
) -> QueryResult<Vec<(UnitId, Worked)>> {
    use figure_places as t;
    let rows: Vec<PlaceRow> = t::table
        .filter(places_over(over, span, stretch))
        .select(PlaceRow::as_select())
        .load(conn)?;
    let worked = |row: PlaceRow| {
        let ((_, unit, _, _), (tally, done, found)) = row.told();
        let found = found.found;
        let work = AtUnit { tally, found };
        (unit, Worked { work, done })
    };
    Ok(rows.into_iter().map(worked).collect())
}

type OfRepeats = Box<dyn BoxableExpression<figure_repeats::table, MultiBackend, SqlType = Bool>>;

fn repeats_over(over: &Over, (from, end): Stretch) -> OfRepeats {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    let mut filter: OfRepeats = Box::new(
        figure_repeats::unit_id
            .eq_any(below)
            .and(figure_repeats::month.ge(from))
            .and(figure_repeats::month.lt(end)),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_repeats::process_id.eq(process)));
    }
    for serves in &over.serves {
        if let Serves::Goal(goal) = serves {
            let asked = questions::table
                .filter(questions::goal_id.eq(*goal))
                .select(questions::id);
            filter = Box::new(filter.and(figure_repeats::question_id.eq_any(asked)));
        } else {
            filter = Box::new(filter.and(figure_repeats::process_id.eq_any(processes_serving!(serves))));
        }
    }
    filter
}

/// How often audits found a question again at a unit, and how often of these after a fix.
pub type Again = ((UnitId, QuestionId), (i64, i64));

fn again_of((unit, question, again, after_fix): (UnitId, QuestionId, Option<i64>, Option<i64>)) -> Again {
    ((unit, question), (again.unwrap_or(0), after_fix.unwrap_or(0)))
}

/// What was found again the most often: first after a fix, then at all.
pub fn most_again(conn: &mut Conn, over: &Over, stretch: Stretch, limit: usize) -> QueryResult<Vec<Again>> {
    if let Some(month) = running(conn)?
        && let Some(months) = RANKED.into_iter().find(|months| is_ranked(month, *months, stretch))
    {
        return most_ranked(conn, over, months, limit);
    }
    let rows = figure_repeats::table
        .filter(repeats_over(over, stretch))
        .group_by((figure_repeats::unit_id, figure_repeats::question_id))
        .order((
            sum(figure_repeats::after_fix).desc(),
            sum(figure_repeats::again).desc(),
            figure_repeats::question_id,
            figure_repeats::unit_id,
        ))
        .select((
            figure_repeats::unit_id,
            figure_repeats::question_id,
            sum(figure_repeats::again),
            sum(figure_repeats::after_fix),
        ))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(conn)?;
    Ok(rows.into_iter().map(again_of).collect())
}

/// Whether so many months are these days; of the month that is running all there are.
fn is_ranked(month: NaiveDate, months: i32, (from, end): Stretch) -> bool {
    let (begin, before) = months_before(month, months);
    from == begin && (end == before || months == 0 && (from..before).contains(&end))
}

fn most_ranked(conn: &mut Conn, over: &Over, months: i32, limit: usize) -> QueryResult<Vec<Again>> {
    let whole = units::table.filter(units::parent_id.is_null().and(units::id.eq_any(over.units.clone())));
    let whole: bool = diesel::select(exists(whole)).get_result(conn)?;
    let mut query = figure_repeated::table
        .filter(figure_repeated::months.eq(months))
        .order((
            figure_repeated::after_fix.desc(),
            figure_repeated::again.desc(),
            figure_repeated::question_id,
            figure_repeated::unit_id,
        ))
        .select((
            (figure_repeated::unit_id, figure_repeated::question_id),
            (figure_repeated::again, figure_repeated::after_fix),
        ))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .into_boxed();
    // of the whole agency an index has them in order
    if !whole {
        let below = unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
            .select(unit_ancestors::descendant_id);
        query = query.filter(figure_repeated::unit_id.eq_any(below));
    }
    if let Some(process) = over.process {
        query = query.filter(figure_repeated::process_id.eq(process));
    }
    for serves in &over.serves {
        if let Serves::Goal(goal) = serves {
            let asked = questions::table
                .filter(questions::goal_id.eq(*goal))
                .select(questions::id);
            query = query.filter(figure_repeated::question_id.eq_any(asked));
        } else {
            query = query.filter(figure_repeated::process_id.eq_any(processes_serving!(serves)));
        }
    }
    let rows: Vec<((UnitId, QuestionId), (i32, i32))> = query.load(conn)?;
    let wide = |(key, (again, after_fix)): (_, (i32, i32))| (key, (again.into(), after_fix.into()));
    Ok(rows.into_iter().map(wide).collect())
}

/// The same of one question at one unit.
pub fn again(
    conn: &mut Conn,
    over: &Over,
    stretch: Stretch,
    (unit, question): (UnitId, QuestionId),
) -> QueryResult<(i64, i64)> {
    let (again, after_fix): (Option<i64>, Option<i64>) = figure_repeats::table
        .filter(repeats_over(over, stretch))
        .filter(
            figure_repeats::unit_id
                .eq(unit)
                .and(figure_repeats::question_id.eq(question)),
        )
        .select((sum(figure_repeats::again), sum(figure_repeats::after_fix)))
        .first(conn)?;
    Ok((again.unwrap_or(0), after_fix.unwrap_or(0)))
}

// what is fresh

type OfFresh = Box<dyn BoxableExpression<figure_fresh::table, MultiBackend, SqlType = Bool>>;

fn fresh_filter(over: &Over, what: What) -> OfFresh {
    let below = exists(
        unit_ancestors::table
            .filter(unit_ancestors::descendant_id.eq(figure_fresh::unit_id))
            .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone())),
    );
    let mut filter: OfFresh = Box::new(below);
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_fresh::process_id.eq(process)));
    }
    for serves in &over.serves {
        filter = match (serves, what) {
            (Serves::Goal(goal), What::Answers) => {
                let asked = questions::table
                    .filter(questions::goal_id.eq(*goal))
                    .select(questions::id);
                Box::new(filter.and(figure_fresh::question_id.eq_any(asked)))
            }
            _ => Box::new(filter.and(figure_fresh::process_id.eq_any(processes_serving!(serves)))),
        };
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(figure_fresh::layer.eq(layer)));
    }
    filter
}

fn fresh_of(row: FreshRow) -> Fresh {
    let ((unit, day, process, question, layer), (tally, done, found)) = row.told();
    Fresh {
        place: Place {
            unit,
            process,
            layer,
            day,
        },
        question: Some(question).filter(|question| *question != NO_QUESTION),
        tally,
        done,
        found,
    }
}

/// What is fresh, of all work.
pub fn fresh(conn: &mut Conn) -> QueryResult<Vec<Fresh>> {
    let rows: Vec<FreshRow> = figure_fresh::table.select(FreshRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(fresh_of).collect())
}

/// What is fresh of what is asked for, whatever the day.
pub fn fresh_over(conn: &mut Conn, over: &Over, what: What) -> QueryResult<Vec<Fresh>> {
    let rows: Vec<FreshRow> = figure_fresh::table
        .filter(fresh_filter(over, what))
        .select(FreshRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(fresh_of).collect())
}

// rows as they are stored

counted_in! { FreshRow: figure_fresh
    by (unit_id: UnitId, day: NaiveDate, process_id: ProcessId, question_id: QuestionId, layer: i32)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of done: Done { submitted, on_time, missed, excused }
    of found: Found { found, again, after_fix, closed_by_due, closed_late, fell_due, open, planned }
}
counted_in! { DayRow: figure_days
    by (unit_id: UnitId, day: NaiveDate, layer: i32)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of done: Done { submitted, on_time, missed, excused }
}
counted_in! { MonthRow: figure_months
    by (unit_id: UnitId, span: Span, begins: NaiveDate, question_id: QuestionId, layer: i32, process_id: ProcessId)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of found: Found { found, again, after_fix, closed_by_due, closed_late, fell_due, open, planned }
}
counted_in! { ProcessRow: figure_processes
    by (unit_id: UnitId, span: Span, begins: NaiveDate, process_id: ProcessId, layer: i32)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of done: Done { submitted, on_time, missed, excused }
}
counted_in! { UnitRow: figure_units
    by (unit_id: UnitId, span: Span, begins: NaiveDate)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of found: Found { found }
}
counted_in! { PlaceRow: figure_places
    by (process_id: ProcessId, unit_id: UnitId, span: Span, begins: NaiveDate)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of done: Done { submitted, on_time, missed, excused }
    of found: Found { found }
}
counted_in! { GoalRow: figure_goals
    by (goal_id: GoalId, span: Span, begins: NaiveDate, unit_id: UnitId)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
    of found: Found { found }
}
counted_in! { GoalWeekRow: figure_goal_weeks
    by (goal_id: GoalId, unit_id: UnitId, begins: NaiveDate)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
}
counted_in! { RepeatRow: figure_repeats
    by (month: NaiveDate, unit_id: UnitId, question_id: QuestionId, process_id: ProcessId)
    of found: Found { again, after_fix }
}
counted_in! { RankedRow: figure_repeated
    by (months: i32, unit_id: UnitId, question_id: QuestionId, process_id: ProcessId)
    of found: Found { again, after_fix }
}

/// So many findings.
fn findings(found: i64) -> Found {
    Found {
        found,
        ..Found::default()
    }
}

/// Findings on something that was found before, and of these after a fix.
fn repeats((again, after_fix): (i64, i64)) -> Found {
    Found {
        again,
        after_fix,
        ..Found::default()
    }
}

/// Adds to what is fresh, in the order of the key: two transactions at once cannot wait for each other in a circle.
pub fn add_fresh(conn: &mut Conn, fresh: &[Fresh]) -> QueryResult<()> {
    let key = |one: &Fresh| {
        let (place, question) = (one.place, one.question.unwrap_or(NO_QUESTION));
        (place.unit, place.day, place.process, question, place.layer)
    };
    let mut rows: Vec<_> = fresh
        .iter()
        .map(|one| (key(one), (one.tally, one.done, one.found)))
        .collect();
    rows.sort_by_key(|(key, _)| *key);
    FreshRow::add(conn, rows)
}

/// Adds to the sums, in the order of their keys.
pub fn add(conn: &mut Conn, sums: &Sums) -> QueryResult<()> {
    DayRow::add(conn, sums.days.iter().map(|(key, work)| (*key, *work)))?;
    MonthRow::add(conn, sums.months.iter().map(|(key, work)| (*key, *work)))?;
    ProcessRow::add(conn, sums.processes.iter().map(|(key, work)| (*key, *work)))?;
    let units = sums.units.iter();
    UnitRow::add(
        conn,
        units.map(|(key, (tally, found))| (*key, (*tally, findings(*found)))),
    )?;
    let places = sums.places.iter();
    let places = places.map(|(key, (tally, done, found))| (*key, (*tally, *done, findings(*found))));
    PlaceRow::add(conn, places)?;
    let goals = sums.goals.iter();
    GoalRow::add(
        conn,
        goals.map(|(key, work)| (*key, (work.tally, findings(work.found)))),
    )?;
    GoalWeekRow::add(conn, sums.goal_weeks.iter().map(|(key, tally)| (*key, (*tally,))))?;
    RepeatRow::add(
        conn,
        sums.repeats.iter().map(|(key, counts)| (*key, (repeats(*counts),))),
    )?;
    RankedRow::add(
        conn,
        sums.ranked.iter().map(|(key, counts)| (*key, (repeats(*counts),))),
    )
}

// proving

/// Every sum that is kept.
pub fn all(conn: &mut Conn) -> QueryResult<Sums> {
    let mut sums = Sums::default();
    let rows: Vec<DayRow> = figure_days::table.select(DayRow::as_select()).load(conn)?;
    sums.days = rows.into_iter().map(DayRow::told).collect();
    keep_months(conn, &mut sums, Span::ALL, ALWAYS)?;
    keep_processes(conn, &mut sums, Span::ALL, ALWAYS)?;
    keep_units(conn, &mut sums, Span::ALL, ALWAYS)?;
    keep_places(conn, &mut sums, Span::ALL, ALWAYS)?;
    keep_goals(conn, &mut sums, Span::ALL, ALWAYS)?;
    let rows: Vec<GoalWeekRow> = figure_goal_weeks::table.select(GoalWeekRow::as_select()).load(conn)?;
    let weeks = rows.into_iter().map(GoalWeekRow::told);
    sums.goal_weeks = weeks.map(|(key, (tally,))| (key, tally)).collect();
    keep_repeats(conn, &mut sums, ALWAYS)?;
    let rows: Vec<RankedRow> = figure_repeated::table.select(RankedRow::as_select()).load(conn)?;
    let ranked = rows.into_iter().map(RankedRow::told);
    sums.ranked = ranked
        .map(|(key, (found,))| (key, (found.again, found.after_fix)))
        .collect();
    Ok(sums)
}

// What is read of sums by spans is looked for by what the keys of a table begin with.

fn keep_months(conn: &mut Conn, sums: &mut Sums, spans: &[Span], since: NaiveDate) -> QueryResult<()> {
    use figure_months as t;
    let rows: Vec<MonthRow> = t::table
        .filter(t::unit_id.eq_any(units::table.select(units::id)))
        .filter(t::span.eq_any(spans).and(t::begins.ge(since)))
        .select(MonthRow::as_select())
        .load(conn)?;
    sums.months = rows.into_iter().map(MonthRow::told).collect();
    Ok(())
}

fn keep_processes(conn: &mut Conn, sums: &mut Sums, spans: &[Span], since: NaiveDate) -> QueryResult<()> {
    use figure_processes as t;
    let rows: Vec<ProcessRow> = t::table
        .filter(t::unit_id.eq_any(units::table.select(units::id)))
        .filter(t::span.eq_any(spans).and(t::begins.ge(since)))
        .select(ProcessRow::as_select())
        .load(conn)?;
    sums.processes = rows.into_iter().map(ProcessRow::told).collect();
    Ok(())
}

fn keep_units(conn: &mut Conn, sums: &mut Sums, spans: &[Span], since: NaiveDate) -> QueryResult<()> {
    use figure_units as t;
    let rows: Vec<UnitRow> = t::table
        .filter(t::span.eq_any(spans).and(t::begins.ge(since)))
        .select(UnitRow::as_select())
        .load(conn)?;
    let units = rows.into_iter().map(UnitRow::told);
    sums.units = units.map(|(key, (tally, found))| (key, (tally, found.found))).collect();
    Ok(())
}

fn keep_places(conn: &mut Conn, sums: &mut Sums, spans: &[Span], since: NaiveDate) -> QueryResult<()> {
    use figure_places as t;
    let rows: Vec<PlaceRow> = t::table
        .filter(t::process_id.eq_any(processes::table.select(processes::id)))
        .filter(t::span.eq_any(spans).and(t::begins.ge(since)))
        .select(PlaceRow::as_select())
        .load(conn)?;
    let places = rows.into_iter().map(PlaceRow::told);
    let kept = places.map(|(key, (tally, done, found))| (key, (tally, done, found.found)));
    sums.places = kept.collect();
    Ok(())
}

fn keep_goals(conn: &mut Conn, sums: &mut Sums, spans: &[Span], since: NaiveDate) -> QueryResult<()> {
    use figure_goals as t;
    let rows: Vec<GoalRow> = t::table
        .filter(t::goal_id.eq_any(goals::table.select(goals::id)))
        .filter(t::span.eq_any(spans).and(t::begins.ge(since)))
        .select(GoalRow::as_select())
        .load(conn)?;
    let at_units = rows.into_iter().map(GoalRow::told);
    let kept = at_units.map(|(key, (tally, found))| {
        let found = found.found;
        (key, AtUnit { tally, found })
    });
    sums.goals = kept.collect();
    Ok(())
}

fn keep_repeats(conn: &mut Conn, sums: &mut Sums, since: NaiveDate) -> QueryResult<()> {
    use figure_repeats as t;
    let rows: Vec<RepeatRow> = t::table
        .filter(t::month.ge(since))
        .select(RepeatRow::as_select())
        .load(conn)?;
    let kept = rows.into_iter().map(RepeatRow::told);
    sums.repeats = kept
        .map(|(key, (found,))| (key, (found.again, found.after_fix)))
        .collect();
    Ok(())
}
