//! Every SQL of the sums.

use super::{Above, Span, Stretch, Sums};
use crate::base::ids::*;
use crate::figures::model::{Done, Over, Tally};
use crate::figures::queries::{Four, done_of, stored, tally_of};
use crate::platform::db::{Conn, MultiBackend};
use crate::schema::*;
use crate::upsert_all;
use chrono::NaiveDate;
use diesel::dsl::sum;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use std::collections::{HashMap, HashSet};

/// Rows of one statement: at most eleven values each, well below what an engine binds at once.
const AT_ONCE: usize = 500;

/// The day before which everything is summed; `None` when the tree of units has changed since.
pub fn summed(conn: &mut Conn) -> QueryResult<Option<NaiveDate>> {
    let (until, of) = figure_summed::table
        .select((figure_summed::until, figure_summed::tree))
        .first::<(NaiveDate, i64)>(conn)?;
    Ok((of == tree(conn)?).then_some(until))
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

/// Another number after each change of a unit: whether one was added or moved is not asked.
pub fn tree(conn: &mut Conn) -> QueryResult<i64> {
    let revisions: Option<i64> = units::table.select(sum(units::revision)).first(conn)?;
    Ok(revisions.unwrap_or(0))
}

/// Writes down that everything before a day is summed.
pub fn set(conn: &mut Conn, until: NaiveDate, tree: i64) -> QueryResult<usize> {
    diesel::update(figure_summed::table)
        .set((figure_summed::until.eq(until), figure_summed::tree.eq(tree)))
        .execute(conn)
}

/// Throws every sum away.
pub fn clear(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(figure_days::table).execute(conn)?;
    diesel::delete(figure_months::table).execute(conn)?;
    diesel::delete(figure_units::table).execute(conn)?;
    Ok(())
}

/// For each unit the units with others below them that hold it, itself among them where it has some.
pub fn above(conn: &mut Conn) -> QueryResult<Above> {
    let pairs: Vec<(UnitId, UnitId, i32)> = unit_ancestors::table
        .select((
            unit_ancestors::ancestor_id,
            unit_ancestors::descendant_id,
            unit_ancestors::depth,
        ))
        .load(conn)?;
    let inner: HashSet<UnitId> = pairs.iter().filter(|pair| pair.2 > 0).map(|pair| pair.0).collect();
    let mut above: Above = HashMap::new();
    for (unit, below, _) in pairs {
        if inner.contains(&unit) {
            above.entry(below).or_default().push(unit);
        }
    }
    Ok(above)
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
pub fn tallies_by_day(conn: &mut Conn, over: &Over, stretch: Stretch) -> QueryResult<Vec<((NaiveDate, i32), Tally)>> {
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
pub fn done_by_day(conn: &mut Conn, over: &Over, stretch: Stretch) -> QueryResult<Vec<((NaiveDate, i32), Done)>> {
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

fn months_over(over: &Over, (from, end): Stretch) -> OfMonths {
    let mut filter: OfMonths = Box::new(
        figure_months::unit_id
            .eq_any(over.units.clone())
            .and(figure_months::month.ge(from))
            .and(figure_months::month.lt(end)),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_months::process_id.eq(process)));
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(figure_months::layer.eq(layer)));
    }
    filter
}

/// Answers by question.
pub fn tallies_by_question(conn: &mut Conn, over: &Over, stretch: Stretch) -> QueryResult<Vec<(QuestionId, Tally)>> {
    let rows: Vec<(QuestionId, Four)> = figure_months::table
        .filter(months_over(over, stretch))
        .group_by(figure_months::question_id)
        .select((
            figure_months::question_id,
            (
                sum(figure_months::conforms),
                sum(figure_months::nonconforming),
                sum(figure_months::corrected),
                sum(figure_months::not_applicable),
            ),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(key, four)| (key, tally_of(four))).collect())
}

/// Answers by process.
pub fn tallies_by_process(conn: &mut Conn, over: &Over, stretch: Stretch) -> QueryResult<Vec<(ProcessId, Tally)>> {
    let rows: Vec<(ProcessId, Four)> = figure_months::table
        .filter(months_over(over, stretch))
        .group_by(figure_months::process_id)
        .select((
            figure_months::process_id,
            (
                sum(figure_months::conforms),
                sum(figure_months::nonconforming),
                sum(figure_months::corrected),
                sum(figure_months::not_applicable),
            ),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(key, four)| (key, tally_of(four))).collect())
}

type OfUnits = Box<dyn BoxableExpression<figure_units::table, MultiBackend, SqlType = Bool>>;

fn units_over(over: &Over, span: Span, (from, end): Stretch) -> OfUnits {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    let filter = figure_units::unit_id
        .eq_any(below)
        .and(figure_units::span.eq(span.as_str()))
        .and(figure_units::begins.ge(from))
        .and(figure_units::begins.lt(end));
    match over.layer {
        Some(layer) => Box::new(filter.and(figure_units::layer.eq(layer))),
        None => Box::new(filter),
    }
}

/// Answers by the unit they were given at, from months.
pub fn tallies_by_unit(conn: &mut Conn, over: &Over, stretch: Stretch) -> QueryResult<Vec<(UnitId, Tally)>> {
    let rows: Vec<(UnitId, Four)> = figure_units::table
        .filter(units_over(over, Span::Month, stretch))
        .group_by(figure_units::unit_id)
        .select((
            figure_units::unit_id,
            (
                sum(figure_units::conforms),
                sum(figure_units::nonconforming),
                sum(figure_units::corrected),
                sum(figure_units::not_applicable),
            ),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(key, four)| (key, tally_of(four))).collect())
}

/// Answers by the unit they were given at and week.
pub fn tallies_by_unit_and_week(
    conn: &mut Conn,
    over: &Over,
    stretch: Stretch,
) -> QueryResult<Vec<((UnitId, NaiveDate), Tally)>> {
    let rows: Vec<(UnitId, NaiveDate, Four)> = figure_units::table
        .filter(units_over(over, Span::Week, stretch))
        .group_by((figure_units::unit_id, figure_units::begins))
        .select((
            figure_units::unit_id,
            figure_units::begins,
            (
                sum(figure_units::conforms),
                sum(figure_units::nonconforming),
                sum(figure_units::corrected),
                sum(figure_units::not_applicable),
            ),
        ))
        .load(conn)?;
    let keyed = rows
        .into_iter()
        .map(|(unit, week, four)| ((unit, week), tally_of(four)));
    Ok(keyed.collect())
}

// writing

#[derive(Insertable)]
#[diesel(table_name = figure_days, treat_none_as_default_value = false)]
struct DayRow {
    unit_id: UnitId,
    day: NaiveDate,
    layer: i32,
    conforms: i32,
    nonconforming: i32,
    corrected: i32,
    not_applicable: i32,
    submitted: i32,
    on_time: i32,
    missed: i32,
    excused: i32,
}

#[derive(Insertable)]
#[diesel(table_name = figure_months, treat_none_as_default_value = false)]
struct MonthRow {
    unit_id: UnitId,
    month: NaiveDate,
    question_id: QuestionId,
    layer: i32,
    process_id: ProcessId,
    conforms: i32,
    nonconforming: i32,
    corrected: i32,
    not_applicable: i32,
}

#[derive(Insertable)]
#[diesel(table_name = figure_units, treat_none_as_default_value = false)]
struct UnitRow {
    unit_id: UnitId,
    span: &'static str,
    begins: NaiveDate,
    layer: i32,
    conforms: i32,
    nonconforming: i32,
    corrected: i32,
    not_applicable: i32,
}

/// Adds to the sums, in the order of their keys.
pub fn add(conn: &mut Conn, sums: &Sums) -> QueryResult<()> {
    add_days(conn, sums)?;
    add_months(conn, sums)?;
    add_units(conn, sums)
}

fn add_days(conn: &mut Conn, sums: &Sums) -> QueryResult<()> {
    use figure_days as t;
    let of = |((unit, day, layer), (tally, done)): (&(UnitId, NaiveDate, i32), &(Tally, Done))| DayRow {
        unit_id: *unit,
        day: *day,
        layer: *layer,
        conforms: stored(tally.conforms),
        nonconforming: stored(tally.nonconforming),
        corrected: stored(tally.corrected),
        not_applicable: stored(tally.not_applicable),
        submitted: stored(done.submitted),
        on_time: stored(done.on_time),
        missed: stored(done.missed),
        excused: stored(done.excused),
    };
    let rows: Vec<DayRow> = sums.days.iter().map(of).collect();
    for rows in rows.chunks(AT_ONCE) {
        upsert_all!(conn, rows, row => diesel::insert_into(t::table)
            .values(row)
            .on_conflict((t::unit_id, t::day, t::layer))
            .do_update()
            .set((
            t::conforms.eq(t::conforms + excluded(t::conforms)),
            t::nonconforming.eq(t::nonconforming + excluded(t::nonconforming)),
            t::corrected.eq(t::corrected + excluded(t::corrected)),
            t::not_applicable.eq(t::not_applicable + excluded(t::not_applicable)),
            t::submitted.eq(t::submitted + excluded(t::submitted)),
            t::on_time.eq(t::on_time + excluded(t::on_time)),
            t::missed.eq(t::missed + excluded(t::missed)),
            t::excused.eq(t::excused + excluded(t::excused)),
            )),
            t::day => NaiveDate)?;
    }
    Ok(())
}

fn add_months(conn: &mut Conn, sums: &Sums) -> QueryResult<()> {
    use figure_months as t;
    let rows: Vec<MonthRow> = sums
        .months
        .iter()
        .map(|((unit, month, question, layer, process), tally)| MonthRow {
            unit_id: *unit,
            month: *month,
            question_id: *question,
            layer: *layer,
            process_id: *process,
            conforms: stored(tally.conforms),
            nonconforming: stored(tally.nonconforming),
            corrected: stored(tally.corrected),
            not_applicable: stored(tally.not_applicable),
        })
        .collect();
    for rows in rows.chunks(AT_ONCE) {
        upsert_all!(conn, rows, row => diesel::insert_into(t::table)
            .values(row)
            .on_conflict((t::unit_id, t::month, t::question_id, t::layer, t::process_id))
            .do_update()
            .set((
            t::conforms.eq(t::conforms + excluded(t::conforms)),
            t::nonconforming.eq(t::nonconforming + excluded(t::nonconforming)),
            t::corrected.eq(t::corrected + excluded(t::corrected)),
            t::not_applicable.eq(t::not_applicable + excluded(t::not_applicable)),
            )),
            t::month => NaiveDate)?;
    }
    Ok(())
}

fn add_units(conn: &mut Conn, sums: &Sums) -> QueryResult<()> {
    use figure_units as t;
    let rows: Vec<UnitRow> = sums
        .units
        .iter()
        .map(|((unit, span, begins, layer), tally)| UnitRow {
            unit_id: *unit,
            span: span.as_str(),
            begins: *begins,
            layer: *layer,
            conforms: stored(tally.conforms),
            nonconforming: stored(tally.nonconforming),
            corrected: stored(tally.corrected),
            not_applicable: stored(tally.not_applicable),
        })
        .collect();
    for rows in rows.chunks(AT_ONCE) {
        upsert_all!(conn, rows, row => diesel::insert_into(t::table)
            .values(row)
            .on_conflict((t::unit_id, t::span, t::begins, t::layer))
            .do_update()
            .set((
            t::conforms.eq(t::conforms + excluded(t::conforms)),
            t::nonconforming.eq(t::nonconforming + excluded(t::nonconforming)),
            t::corrected.eq(t::corrected + excluded(t::corrected)),
            t::not_applicable.eq(t::not_applicable + excluded(t::not_applicable)),
            )),
            t::begins => NaiveDate)?;
    }
    Ok(())
}

// proving

fn tally((conforms, nonconforming, corrected, not_applicable): (i32, i32, i32, i32)) -> Tally {
    Tally {
        conforms: conforms.into(),
        nonconforming: nonconforming.into(),
        corrected: corrected.into(),
        not_applicable: not_applicable.into(),
    }
}

/// Every sum that is kept.
pub fn all(conn: &mut Conn) -> QueryResult<Sums> {
    use {figure_days as d, figure_months as m, figure_units as u};
    type Counts = (i32, i32, i32, i32);
    let days: Vec<(UnitId, NaiveDate, i32, Counts, Counts)> = d::table
        .select((
            d::unit_id,
            d::day,
            d::layer,
            (d::conforms, d::nonconforming, d::corrected, d::not_applicable),
            (d::submitted, d::on_time, d::missed, d::excused),
        ))
        .load(conn)?;
    let months: Vec<(UnitId, NaiveDate, QuestionId, i32, ProcessId, Counts)> = m::table
        .select((
            m::unit_id,
            m::month,
            m::question_id,
            m::layer,
            m::process_id,
            (m::conforms, m::nonconforming, m::corrected, m::not_applicable),
        ))
        .load(conn)?;
    let units: Vec<(UnitId, String, NaiveDate, i32, Counts)> = u::table
        .select((
            u::unit_id,
            u::span,
            u::begins,
            u::layer,
            (u::conforms, u::nonconforming, u::corrected, u::not_applicable),
        ))
        .load(conn)?;
    let span = |text: &str| {
        if text == Span::Week.as_str() {
            Span::Week
        } else {
            Span::Month
        }
    };
    Ok(Sums {
        days: days
            .into_iter()
            .map(|(unit, day, layer, answers, (submitted, on_time, missed, excused))| {
                let done = Done {
                    submitted: submitted.into(),
                    on_time: on_time.into(),
                    missed: missed.into(),
                    excused: excused.into(),
                };
                ((unit, day, layer), (tally(answers), done))
            })
            .collect(),
        months: months
            .into_iter()
            .map(|(unit, month, question, layer, process, counts)| {
                ((unit, month, question, layer, process), tally(counts))
            })
            .collect(),
        units: units
            .into_iter()
            .map(|(unit, text, begins, layer, counts)| ((unit, span(&text), begins, layer), tally(counts)))
            .collect(),
    })
}
