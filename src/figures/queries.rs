//! Every SQL of the room.

use super::model::{
    AuditResult, Done, Looked, LookedAt, NEWEST_PAIRED, Over, PAIR_DAYS, Place, Serves, Tally, is_on_time, paired,
};
use super::sums::{Fresh, NO_QUESTION, Of, Source, Span, What, queries as of_sums, together};
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::{AuditId, GoalId, ProcessId, QuestionId, UnitId};
use crate::base::zone::{monday_of, shifted};
use crate::platform::db::{Conn, MultiBackend};
use crate::schema::*;
use chrono::{Datelike, Months, NaiveDate};
use diesel::dsl::{exists, max, min, sum};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use std::collections::BTreeMap;
use std::ops::Add;

/// Rows of one statement: at most twenty-one values each, well below what an engine binds at once.
pub(super) const AT_ONCE: usize = 500;

/// Declares the rows of a table of counts: what a row is found by, what else it says, and what it counts, as parts of
/// figures. `add` writes rows, each added to what stands there; `told` says what one holds.
macro_rules! counted_in {
    ($row:ident: $table:ident
        by ($first:ident: $first_type:ty $(, $key:ident: $type:ty)* $(,)?)
        $(beside ($beside:ident: $beside_type:ty))?
        $(of $part:ident: $of:ident { $($count:ident),+ })+
    ) => {
        #[derive(diesel::Insertable, diesel::Queryable, diesel::Selectable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        struct $row {
            $first: $first_type,
            $($key: $type,)*
            $($beside: $beside_type,)?
            $($($count: i32,)+)+
        }

        impl $row {
            fn of(
                (($first, $($key,)* $($beside,)?), ($($part,)+)):
                    (($first_type, $($type,)* $($beside_type,)?), ($($of,)+)),
            ) -> Self {
                Self {
                    $first,
                    $($key,)*
                    $($beside,)?
                    $($($count: $crate::figures::queries::stored($part.$count),)+)+
                }
            }
            /// Adds to the counts (or takes away, where one is negative); a row that is not there yet is made.
            fn add(
                conn: &mut Conn,
                counts: impl IntoIterator<Item = (($first_type, $($type,)* $($beside_type,)?), ($($of,)+))>,
            ) -> QueryResult<()> {
                let rows: Vec<Self> = counts.into_iter().map(Self::of).collect();
                for rows in rows.chunks($crate::figures::queries::AT_ONCE) {
                    $crate::upsert_all!(conn, rows, row => diesel::insert_into($table::table)
                        .values(row)
                        .on_conflict(($table::$first, $($table::$key),*))
                        .do_update()
                        .set(($($($table::$count.eq($table::$count + excluded($table::$count)),)+)+)),
                        $table::$first => $first_type)?;
                }
                Ok(())
            }
            // not every table counts all of a part
            #[allow(clippy::needless_update)]
            fn told(self) -> (($first_type, $($type,)* $($beside_type,)?), ($($of,)+)) {
                (
                    (self.$first, $(self.$key,)* $(self.$beside,)?),
                    ($($of { $($count: self.$count.into(),)+ ..$of::default() },)+),
                )
            }
        }
    };
}
pub(super) use counted_in;

// what is asked for

/// The processes that serve something, to be asked for by their ids: their checklist asks a question of the goal, or they
/// deliver a service that works towards the objective, or the service of the promise. A subquery as it is written, since
/// the engines share no boxed one.
#[macro_export]
macro_rules! processes_serving {
    ($serves:expr) => {{
        use $crate::schema::{charter_promises, process_services, processes, questions, service_objectives, templates};
        let (goal, objective, promise) = $serves.parts();
        let asking = questions::table
            .inner_join(templates::table)
            .filter(questions::goal_id.eq_any(goal.map(Some)))
            .select(templates::process_id);
        let working = process_services::table
            .inner_join(service_objectives::table.on(service_objectives::service_id.eq(process_services::service_id)))
            .filter(service_objectives::objective_id.eq_any(objective))
            .select(process_services::process_id);
        let delivering = process_services::table
            .inner_join(charter_promises::table.on(charter_promises::service_id.eq(process_services::service_id)))
            .filter(charter_promises::id.eq_any(promise))
            .select(process_services::process_id);
        processes::table
            .filter(
                processes::id
                    .eq_any(asking)
                    .or(processes::id.eq_any(working))
                    .or(processes::id.eq_any(delivering)),
            )
            .select(processes::id)
    }};
}

// which sums

/// Whatever the days: periods, and of what is left over months, weeks, and days.
const SPANS: &[Span] = &[
    Span::TwelveMonths,
    Span::ThreeMonths,
    Span::Month,
    Span::Week,
    Span::Day,
];
/// By month: a week may lie in two.
const BY_MONTH: &[Span] = &[Span::Month, Span::Day];
const BY_WEEK: &[Span] = &[Span::Week, Span::Day];
/// By goal there are no days.
const OF_GOAL: &[Span] = &[Span::TwelveMonths, Span::ThreeMonths, Span::Month, Span::Week];
const BY_WEEK_OF_GOAL: &[Span] = &[Span::Week];
/// By question there are no weeks and days.
pub const BY_QUESTION: &[Span] = &[Span::TwelveMonths, Span::ThreeMonths, Span::Month];
const BY_MONTH_OF_QUESTIONS: &[Span] = &[Span::Month];

/// From the sums of units with others below them.
fn of_inner(what: What, spans: &'static [Span]) -> Source {
    Source {
        what,
        spans,
        of: Of::Inner,
    }
}

/// The same of answers: asked for a goal, they are by question.
fn answers_of_inner(over: &Over, spans: &'static [Span], of_questions: &'static [Span]) -> Source {
    of_inner(What::Answers, if over.is_of_goal() { of_questions } else { spans })
}

/// Which sums of units themselves a figure of answers is read from, the longest spans first, or weeks alone; none are by
/// layer, or of a goal and what is narrower.
pub fn by_unit(over: &Over, weeks: bool) -> Option<Source> {
    let spans = match (over.goal().is_some(), weeks) {
        (false, _) if over.layer.is_some() || over.is_of_goal() => return None,
        (false, false) => SPANS,
        (false, true) => BY_WEEK,
        (true, false) => OF_GOAL,
        (true, true) => BY_WEEK_OF_GOAL,
    };
    Some(Source {
        what: What::Answers,
        spans,
        of: Of::Own,
    })
}

// how the work was found

type OfAnswers = Box<dyn BoxableExpression<figure_answers::table, MultiBackend, SqlType = Bool>>;

fn answers_over(over: &Over) -> OfAnswers {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    let mut filter: OfAnswers = Box::new(
        figure_answers::unit_id
            .eq_any(below)
            .and(figure_answers::day.ge(over.from))
            .and(figure_answers::day.le(over.to)),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_answers::process_id.eq(process)));
    }
    for serves in &over.serves {
        if let Serves::Goal(goal) = serves {
            let asked = questions::table
                .filter(questions::goal_id.eq(*goal))
                .select(questions::id);
            filter = Box::new(filter.and(figure_answers::question_id.eq_any(asked)));
        } else {
            filter = Box::new(filter.and(figure_answers::process_id.eq_any(processes_serving!(serves))));
        }
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(figure_answers::layer.eq(layer)));
    }
    filter
}

/// Sums of the four counts; SQL has no sum of no rows.
pub(super) type Four = (Option<i64>, Option<i64>, Option<i64>, Option<i64>);

pub(super) fn tally_of((conforms, nonconforming, corrected, not_applicable): Four) -> Tally {
    Tally {
        conforms: conforms.unwrap_or(0),
        nonconforming: nonconforming.unwrap_or(0),
        corrected: corrected.unwrap_or(0),
        not_applicable: not_applicable.unwrap_or(0),
    }
}

/// The tally sums of `figure_answers`, as the last element of a select.
macro_rules! tallied {
    () => {
        (
            sum(figure_answers::conforms),
            sum(figure_answers::nonconforming),
            sum(figure_answers::corrected),
            sum(figure_answers::not_applicable),
        )
    };
}

/// All answers together.
pub fn tally(conn: &mut Conn, over: &Over) -> QueryResult<Tally> {
    let months = tally_by_month_and_layer(conn, over)?;
    Ok(months.into_iter().map(|(_, tally)| tally).sum())
}

/// Answers by local day and layer.
fn tally_by_day(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((NaiveDate, i32), Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(NaiveDate, i32, Four)> = figure_answers::table
            .filter(answers_over(over))
            .group_by((figure_answers::day, figure_answers::layer))
            .select((figure_answers::day, figure_answers::layer, tallied!()))
            .load(conn)?;
        let keyed = rows
            .into_iter()
            .map(|(day, layer, four)| ((day, layer), tally_of(four)));
        Ok(keyed.collect())
    };
    if !over.is_all_work() {
        return of_days(conn, over);
    }
    let source = Source {
        what: What::Answers,
        spans: &[Span::Day],
        of: Of::Leaves,
    };
    together(
        conn,
        over,
        source,
        of_sums::tallies_by_day,
        |fresh| ((fresh.place.day, fresh.place.layer), fresh.tally),
        of_days,
    )
}

/// Answers by month (its first day) and layer.
fn tally_by_month_and_layer(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((NaiveDate, i32), Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let days = tally_by_day(conn, over)?.into_iter();
        Ok(added(days.map(|((day, layer), tally)| ((month_of(day), layer), tally))))
    };
    together(
        conn,
        over,
        answers_of_inner(over, BY_MONTH, BY_MONTH_OF_QUESTIONS),
        of_sums::tallies_by_month,
        |fresh| ((month_of(fresh.place.day), fresh.place.layer), fresh.tally),
        of_days,
    )
}

/// Answers by layer, the lowest first.
pub fn tally_by_layer(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(i32, Tally)>> {
    let months = tally_by_month_and_layer(conn, over)?.into_iter();
    Ok(added(months.map(|((_, layer), tally)| (layer, tally))))
}

/// Answers by the unit they were given at.
pub fn tally_by_unit(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(UnitId, Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(UnitId, Four)> = figure_answers::table
            .filter(answers_over(over))
            .group_by(figure_answers::unit_id)
            .order(figure_answers::unit_id)
            .select((figure_answers::unit_id, tallied!()))
            .load(conn)?;
        Ok(tallies(rows))
    };
    let Some(source) = by_unit(over, false) else {
        return of_days(conn, over);
    };
    together(
        conn,
        over,
        source,
        of_sums::tallies_by_unit,
        |fresh| (fresh.place.unit, fresh.tally),
        of_days,
    )
}

/// Answers of the whole subtree of each of the units asked for. Where one of them lies inside another, its answers are
/// in both.
pub fn tally_by_branch(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(UnitId, Tally)>> {
    let by_unit = tally_by_unit(conn, over)?;
    by_branch(conn, over, by_unit)
}

/// What was counted at each unit, as sums over the subtree of each unit asked for.
fn by_branch<T: Copy + Default + Add<Output = T>>(
    conn: &mut Conn,
    over: &Over,
    by_unit: Vec<(UnitId, T)>,
) -> QueryResult<Vec<(UnitId, T)>> {
    let by_unit: BTreeMap<UnitId, T> = by_unit.into_iter().collect();
    let below: Vec<(UnitId, UnitId)> = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select((unit_ancestors::ancestor_id, unit_ancestors::descendant_id))
        .load(conn)?;
    let mut sums: BTreeMap<UnitId, T> = BTreeMap::new();
    for (top, unit) in below {
        if let Some(count) = by_unit.get(&unit) {
            let sum = sums.entry(top).or_default();
            *sum = *sum + *count;
        }
    }
    Ok(sums.into_iter().collect())
}

/// Answers by process.
pub fn tally_by_process(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(ProcessId, Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(ProcessId, Four)> = figure_answers::table
            .filter(answers_over(over))
            .group_by(figure_answers::process_id)
            .order(figure_answers::process_id)
            .select((figure_answers::process_id, tallied!()))
            .load(conn)?;
        Ok(tallies(rows))
    };
    together(
        conn,
        over,
        answers_of_inner(over, SPANS, BY_QUESTION),
        of_sums::tallies_by_process,
        |fresh| (fresh.place.process, fresh.tally),
        of_days,
    )
}

/// Answers by the goal their question serves; questions without a goal are left out.
pub fn tally_by_goal(conn: &mut Conn, over: &Over) -> QueryResult<BTreeMap<GoalId, Tally>> {
    let goals = goals_of_questions(conn)?;
    Ok(by_goal(&tally_by_layer_and_question(conn, over)?, &goals))
}

/// Answers by layer and question, as they are by the goal their question serves.
pub fn by_goal(
    tallies: &[((i32, QuestionId), Tally)],
    goals: &BTreeMap<QuestionId, GoalId>,
) -> BTreeMap<GoalId, Tally> {
    let mut sums: BTreeMap<GoalId, Tally> = BTreeMap::new();
    for ((_, question), tally) in tallies {
        if let Some(goal) = goals.get(question) {
            let row = sums.entry(*goal).or_default();
            *row = *row + *tally;
        }
    }
    sums
}

/// The goal that each question serves now; questions without a goal are left out.
pub fn goals_of_questions(conn: &mut Conn) -> QueryResult<BTreeMap<QuestionId, GoalId>> {
    let goals: Vec<(QuestionId, GoalId)> = questions::table
        .filter(questions::goal_id.is_not_null())
        .select((questions::id, questions::goal_id.assume_not_null()))
        .load(conn)?;
    Ok(goals.into_iter().collect())
}

/// Answers by question, the same in every version.
pub fn tally_by_question(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(QuestionId, Tally)>> {
    Ok(by_question(&tally_by_layer_and_question(conn, over)?))
}

/// Answers by layer and question, as they are by question.
pub fn by_question(tallies: &[((i32, QuestionId), Tally)]) -> Vec<(QuestionId, Tally)> {
    added(tallies.iter().map(|((_, question), tally)| (*question, *tally)))
}

/// Answers by layer and question.
pub fn tally_by_layer_and_question(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((i32, QuestionId), Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(i32, QuestionId, Four)> = figure_answers::table
            .filter(answers_over(over))
            .group_by((figure_answers::layer, figure_answers::question_id))
            .select((figure_answers::layer, figure_answers::question_id, tallied!()))
            .load(conn)?;
        let keyed = rows
            .into_iter()
            .map(|(layer, question, four)| ((layer, question), tally_of(four)));
        Ok(keyed.collect())
    };
    let of_fresh = |fresh: &Fresh| {
        let question = fresh.question.unwrap_or(NO_QUESTION);
        ((fresh.place.layer, question), fresh.tally)
    };
    together(
        conn,
        over,
        of_inner(What::Answers, BY_QUESTION),
        of_sums::tallies_by_layer_and_question,
        of_fresh,
        of_days,
    )
}

/// How many days are looked through for the last answers to questions, from the last day on: most questions are asked often.
const LOOKED_BACK: [i64; 4] = [1, 7, 31, 36_525];

/// The last day on which each question has an answer that is counted.
pub fn last_day_by_question(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(QuestionId, NaiveDate)>> {
    let answered = figure_answers::conforms
        .gt(0)
        .or(figure_answers::nonconforming.gt(0))
        .or(figure_answers::corrected.gt(0))
        .or(figure_answers::not_applicable.gt(0));
    let mut wanted: Vec<QuestionId> = tally_by_question(conn, over)?
        .into_iter()
        .map(|(question, _)| question)
        .collect();
    let mut last = Vec::with_capacity(wanted.len());
    let mut to = over.to;
    for days in LOOKED_BACK {
        if wanted.is_empty() || to < over.from {
            break;
        }
        let looked = Over {
            from: shifted(to, 1 - days).max(over.from),
            to,
            ..over.clone()
        };
        let rows: Vec<(QuestionId, Option<NaiveDate>)> = figure_answers::table
            .filter(answers_over(&looked))
            .filter(figure_answers::question_id.eq_any(&wanted).and(answered))
            .group_by(figure_answers::question_id)
            .select((figure_answers::question_id, max(figure_answers::day)))
            .load(conn)?;
        let known = |(question, day): (_, Option<NaiveDate>)| Some((question, day?));
        last.extend(rows.into_iter().filter_map(known));
        wanted.retain(|question| last.iter().all(|(found, _)| found != question));
        to = shifted(looked.from, -1);
    }
    Ok(last)
}

/// Answers by week (its Monday), the earliest first; a week without answers is not there.
pub fn tally_by_week(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(NaiveDate, Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let days = tally_by_day(conn, over)?.into_iter();
        Ok(added(days.map(|((day, _), tally)| (monday_of(day), tally))))
    };
    let source = if over.is_of_goal() {
        by_unit(over, true)
    } else {
        Some(of_inner(What::Answers, BY_WEEK))
    };
    let Some(source) = source else {
        return of_days(conn, over);
    };
    together(
        conn,
        over,
        source,
        of_sums::tallies_by_week,
        |fresh| (monday_of(fresh.place.day), fresh.tally),
        of_days,
    )
}

/// Answers by unit and week (its Monday); what has no answers is not there.
pub fn tally_by_unit_and_week(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((UnitId, NaiveDate), Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(UnitId, NaiveDate, Four)> = figure_answers::table
            .filter(answers_over(over))
            .group_by((figure_answers::unit_id, figure_answers::day))
            .select((figure_answers::unit_id, figure_answers::day, tallied!()))
            .load(conn)?;
        let of_weeks = rows
            .into_iter()
            .map(|(unit, day, four)| ((unit, monday_of(day)), tally_of(four)));
        Ok(added(of_weeks))
    };
    let Some(source) = by_unit(over, true) else {
        return of_days(conn, over);
    };
    together(
        conn,
        over,
        source,
        of_sums::tallies_by_unit_and_week,
        |fresh| ((fresh.place.unit, monday_of(fresh.place.day)), fresh.tally),
        of_days,
    )
}

/// Answers by process and week (its Monday); what has no answers is not there.
pub fn tally_by_process_and_week(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((ProcessId, NaiveDate), Tally)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(ProcessId, NaiveDate, Four)> = figure_answers::table
            .filter(answers_over(over))
            .group_by((figure_answers::process_id, figure_answers::day))
            .select((figure_answers::process_id, figure_answers::day, tallied!()))
            .load(conn)?;
        let of_weeks = rows
            .into_iter()
            .map(|(process, day, four)| ((process, monday_of(day)), tally_of(four)));
        Ok(added(of_weeks))
    };
    if over.is_of_goal() {
        return of_days(conn, over);
    }
    together(
        conn,
        over,
        of_inner(What::Answers, BY_WEEK),
        of_sums::tallies_by_process_and_week,
        |fresh| ((fresh.place.process, monday_of(fresh.place.day)), fresh.tally),
        of_days,
    )
}

/// Answers by month (its first day), the earliest first; a month without answers is not there.
pub fn tally_by_month(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(NaiveDate, Tally)>> {
    let months = tally_by_month_and_layer(conn, over)?.into_iter();
    Ok(added(months.map(|((month, _), tally)| (month, tally))))
}

/// The sums of the rows that have the same key, in the order of the keys.
fn added<K: Ord, T: Copy + Default + Add<Output = T>>(rows: impl Iterator<Item = (K, T)>) -> Vec<(K, T)> {
    let mut sums: BTreeMap<K, T> = BTreeMap::new();
    for (key, value) in rows {
        let sum = sums.entry(key).or_default();
        *sum = *sum + value;
    }
    sums.into_iter().collect()
}

fn tallies<K>(rows: Vec<(K, Four)>) -> Vec<(K, Tally)> {
    rows.into_iter().map(|(key, four)| (key, tally_of(four))).collect()
}

/// The judged answers of a process that can be [pairs](super::model::pairs): of each upper layer the newest
/// [`NEWEST_PAIRED`] audits, and those of the layers below that are nearest to them. Read from the answers themselves,
/// because a roll-up does not know which of them belong together.
pub fn looked(conn: &mut Conn, over: &Over, process: ProcessId) -> QueryResult<Vec<Looked>> {
    let below = || {
        unit_ancestors::table
            .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
            .select(unit_ancestors::descendant_id)
    };
    // an index of what was submitted has all of this, by layer and day
    let submitted = |from: NaiveDate, to: NaiveDate| {
        audits::table
            .filter(audits::process_id.eq(process))
            .filter(audits::submitted_at.is_not_null())
            .filter(audits::local_date.between(from, to))
            .select((
                audits::id,
                audits::unit_id,
                audits::layer,
                audits::local_date,
                audits::assignee_id,
            ))
    };
    let layers: Vec<i32> = layers::table.order(layers::number).select(layers::number).load(conn)?;
    let mut uppers: Vec<LookedAt> = Vec::new();
    // the lowest has none below it
    for layer in layers.iter().skip(1) {
        uppers.extend(
            submitted(over.from, over.to)
                .filter(audits::layer.eq(layer))
                .filter(audits::unit_id.eq_any(below()))
                .order((audits::local_date.desc(), audits::id.desc()))
                .limit(NEWEST_PAIRED)
                .load::<LookedAt>(conn)?,
        );
    }
    let days = || uppers.iter().map(|upper| upper.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Ok(Vec::new());
    };
    let mut units: Vec<UnitId> = uppers.iter().map(|upper| upper.unit).collect();
    units.sort_unstable();
    units.dedup();
    let (from, to) = (shifted(first, -PAIR_DAYS), shifted(last, PAIR_DAYS));
    let lowers: Vec<LookedAt> = submitted(from.max(over.from), to.min(over.to))
        .filter(audits::layer.eq_any(&layers))
        .filter(audits::unit_id.eq_any(units))
        .load(conn)?;
    let audits = paired(&uppers, &lowers);
    let judged: [Outcome; 3] = [Outcome::Conforms, Outcome::Nonconforming, Outcome::Corrected];
    let rows: Vec<(AuditId, QuestionId, Outcome)> = answers::table
        .filter(answers::audit_id.eq_any(audits.keys()))
        .filter(answers::outcome.eq_any(judged).assume_not_null())
        .order((answers::audit_id, answers::question_id))
        .select((
            answers::audit_id,
            answers::question_id,
            answers::outcome.assume_not_null(),
        ))
        .load(conn)?;
    let looked = |(audit, question, outcome): (AuditId, QuestionId, Outcome)| {
        let of = audits.get(&audit)?;
        Some(Looked {
            audit,
            unit: of.unit,
            question,
            layer: of.layer,
            day: of.day,
            person: of.person,
            conforms: outcome == Outcome::Conforms,
        })
    };
    Ok(rows.into_iter().filter_map(looked).collect())
}

// how the audits were done

type OfAudits = Box<dyn BoxableExpression<figure_audits::table, MultiBackend, SqlType = Bool>>;

fn audits_over(over: &Over) -> OfAudits {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    let mut filter: OfAudits = Box::new(
        figure_audits::unit_id
            .eq_any(below)
            .and(figure_audits::day.ge(over.from))
            .and(figure_audits::day.le(over.to)),
    );
    if let Some(process) = over.process {
        filter = Box::new(filter.and(figure_audits::process_id.eq(process)));
    }
    for serves in &over.serves {
        filter = Box::new(filter.and(figure_audits::process_id.eq_any(processes_serving!(serves))));
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(figure_audits::layer.eq(layer)));
    }
    filter
}

pub(super) fn done_of((submitted, on_time, missed, excused): Four) -> Done {
    Done {
        submitted: submitted.unwrap_or(0),
        on_time: on_time.unwrap_or(0),
        missed: missed.unwrap_or(0),
        excused: excused.unwrap_or(0),
    }
}

/// The sums of `figure_audits`, as the last element of a select.
macro_rules! counted {
    () => {
        (
            sum(figure_audits::submitted),
            sum(figure_audits::on_time),
            sum(figure_audits::missed),
            sum(figure_audits::excused),
        )
    };
}

/// All audits together.
pub fn done(conn: &mut Conn, over: &Over) -> QueryResult<Done> {
    let months = done_by_month_and_layer(conn, over)?;
    Ok(months.into_iter().map(|(_, done)| done).sum())
}

/// Audits by local day and layer.
fn done_by_day(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((NaiveDate, i32), Done)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(NaiveDate, i32, Four)> = figure_audits::table
            .filter(audits_over(over))
            .group_by((figure_audits::day, figure_audits::layer))
            .select((figure_audits::day, figure_audits::layer, counted!()))
            .load(conn)?;
        let keyed = rows.into_iter().map(|(day, layer, four)| ((day, layer), done_of(four)));
        Ok(keyed.collect())
    };
    if !over.is_all_work() {
        return of_days(conn, over);
    }
    let source = Source {
        what: What::Audits,
        spans: &[Span::Day],
        of: Of::Leaves,
    };
    together(
        conn,
        over,
        source,
        of_sums::done_by_day,
        |fresh| ((fresh.place.day, fresh.place.layer), fresh.done),
        of_days,
    )
}

/// Audits by month (its first day) and layer.
fn done_by_month_and_layer(conn: &mut Conn, over: &Over) -> QueryResult<Vec<((NaiveDate, i32), Done)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let days = done_by_day(conn, over)?.into_iter();
        Ok(added(days.map(|((day, layer), done)| ((month_of(day), layer), done))))
    };
    together(
        conn,
        over,
        of_inner(What::Audits, BY_MONTH),
        of_sums::done_by_month,
        |fresh| ((month_of(fresh.place.day), fresh.place.layer), fresh.done),
        of_days,
    )
}

/// Audits by layer, the lowest first.
pub fn done_by_layer(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(i32, Done)>> {
    let months = done_by_month_and_layer(conn, over)?.into_iter();
    Ok(added(months.map(|((_, layer), done)| (layer, done))))
}

/// Audits by the unit they were due at.
pub fn done_by_unit(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(UnitId, Done)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(UnitId, Four)> = figure_audits::table
            .filter(audits_over(over))
            .group_by(figure_audits::unit_id)
            .order(figure_audits::unit_id)
            .select((figure_audits::unit_id, counted!()))
            .load(conn)?;
        Ok(dones(rows))
    };
    if over.layer.is_some() {
        return of_days(conn, over);
    }
    let source = Source {
        what: What::Audits,
        spans: SPANS,
        of: Of::Own,
    };
    together(
        conn,
        over,
        source,
        of_sums::done_by_unit,
        |fresh| (fresh.place.unit, fresh.done),
        of_days,
    )
}

/// Audits by process.
pub fn done_by_process(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(ProcessId, Done)>> {
    let of_days = |conn: &mut Conn, over: &Over| {
        let rows: Vec<(ProcessId, Four)> = figure_audits::table
            .filter(audits_over(over))
            .group_by(figure_audits::process_id)
            .order(figure_audits::process_id)
            .select((figure_audits::process_id, counted!()))
            .load(conn)?;
        Ok(dones(rows))
    };
    together(
        conn,
        over,
        of_inner(What::Audits, SPANS),
        of_sums::done_by_process,
        |fresh| (fresh.place.process, fresh.done),
        of_days,
    )
}

/// Audits of the whole subtree of each of the units asked for. Where one of them lies inside another, its audits are in
/// both.
pub fn done_by_branch(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(UnitId, Done)>> {
    let by_unit = done_by_unit(conn, over)?;
    by_branch(conn, over, by_unit)
}

/// Audits by month (its first day), the earliest first; a month without audits is not there.
pub fn done_by_month(conn: &mut Conn, over: &Over) -> QueryResult<Vec<(NaiveDate, Done)>> {
    let months = done_by_month_and_layer(conn, over)?.into_iter();
    Ok(added(months.map(|((month, _), done)| (month, done))))
}

fn dones<K>(rows: Vec<(K, Four)>) -> Vec<(K, Done)> {
    rows.into_iter().map(|(key, four)| (key, done_of(four))).collect()
}

// which findings

/// A condition on findings.
pub type OfFindings = Box<dyn BoxableExpression<findings::table, MultiBackend, SqlType = Bool>>;

/// The findings of what is asked for, whenever they were found: looked for by their unit and by what else is asked, since all
/// findings on the questions of a goal are many.
pub fn findings_over(over: &Over) -> OfFindings {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()))
        .select(unit_ancestors::descendant_id);
    findings_asked_for(over, Box::new(findings::unit_id.eq_any(below)))
}

/// The same, where few are looked through: each looks for its own unit among those asked for.
pub fn few_findings_over(over: &Over) -> OfFindings {
    let below = unit_ancestors::table
        .filter(unit_ancestors::descendant_id.eq(findings::unit_id))
        .filter(unit_ancestors::ancestor_id.eq_any(over.units.clone()));
    findings_asked_for(over, Box::new(exists(below)))
}

/// Findings at some units, as far as else is asked for.
pub fn findings_asked_for(over: &Over, at_units: OfFindings) -> OfFindings {
    let mut filter = at_units;
    if let Some(process) = over.process {
        filter = Box::new(filter.and(findings::process_id.eq(process)));
    }
    for serves in &over.serves {
        filter = match serves {
            Serves::Goal(goal) => {
                let asked = questions::table
                    .filter(questions::id.nullable().eq(findings::question_id))
                    .filter(questions::goal_id.eq(*goal));
                Box::new(filter.and(exists(asked)))
            }
            serves => Box::new(filter.and(findings_serving(*serves))),
        };
    }
    if let Some(layer) = over.layer {
        filter = Box::new(filter.and(findings::layer.eq(layer).assume_not_null()));
    }
    filter
}

/// The findings of what serves something.
pub fn findings_serving(serves: Serves) -> OfFindings {
    match serves {
        Serves::Goal(goal) => {
            let asked = questions::table
                .filter(questions::goal_id.eq(goal))
                .select(questions::id.nullable());
            Box::new(findings::question_id.eq_any(asked).assume_not_null())
        }
        serves => Box::new(findings::process_id.eq_any(processes_serving!(serves))),
    }
}

// counting

counted_in! { AnswersRow: figure_answers
    by (unit_id: UnitId, day: NaiveDate, question_id: QuestionId, layer: i32)
    beside (process_id: ProcessId)
    of tally: Tally { conforms, nonconforming, corrected, not_applicable }
}
counted_in! { AuditsRow: figure_audits
    by (unit_id: UnitId, day: NaiveDate, process_id: ProcessId, layer: i32)
    of done: Done { submitted, on_time, missed, excused }
}

/// Adds to the counts of answers (or takes away, where a count is negative), a row that is not there yet is made.
pub fn add_answers(conn: &mut Conn, tallies: &[((Place, QuestionId), Tally)]) -> QueryResult<()> {
    let rows = tallies.iter().map(|((place, question), tally)| {
        let key = (place.unit, place.day, *question, place.layer, place.process);
        (key, (*tally,))
    });
    AnswersRow::add(conn, rows)
}

/// Adds to the counts of audits (or takes away, where a count is negative), a row that is not there yet is made.
pub fn add_audits(conn: &mut Conn, counts: &[(Place, Done)]) -> QueryResult<()> {
    let rows = counts.iter().map(|(place, done)| {
        let key = (place.unit, place.day, place.process, place.layer);
        (key, (*done,))
    });
    AuditsRow::add(conn, rows)
}

/// As a column holds it.
pub(super) fn stored(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX })
}

/// Throws every count away.
pub fn clear(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(figure_answers::table).execute(conn)?;
    diesel::delete(figure_audits::table).execute(conn)?;
    Ok(())
}

// proving

/// Every month in which something is counted or an audit lies, first and last day: a proof goes month by month, so that
/// it needs the memory of a month and not of ten years.
pub fn months(conn: &mut Conn) -> QueryResult<Vec<(NaiveDate, NaiveDate)>> {
    type Ends = (Option<NaiveDate>, Option<NaiveDate>);
    let ends: [Ends; 3] = [
        figure_answers::table
            .select((min(figure_answers::day), max(figure_answers::day)))
            .first(conn)?,
        figure_audits::table
            .select((min(figure_audits::day), max(figure_audits::day)))
            .first(conn)?,
        audits::table
            .select((min(audits::local_date), max(audits::local_date)))
            .first(conn)?,
    ];
    let first = ends.iter().filter_map(|(first, _)| *first).min();
    let last = ends.iter().filter_map(|(_, last)| *last).max();
    let mut months = Vec::new();
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(months);
    };
    let mut from = month_of(first);
    while from <= last {
        let Some(next) = from.checked_add_months(Months::new(1)) else {
            break;
        };
        months.push((from, shifted(next, -1)));
        from = next;
    }
    Ok(months)
}

/// The counts of answers kept for these days; rows of zeros (counted and taken back) say nothing and are left out.
pub fn kept_answers(
    conn: &mut Conn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<BTreeMap<(Place, QuestionId), Tally>> {
    // a row's key begins with the unit
    let anywhere = figure_answers::unit_id.eq_any(units::table.select(units::id));
    let rows: Vec<AnswersRow> = figure_answers::table
        .filter(anywhere.and(figure_answers::day.between(from, to)))
        .select(AnswersRow::as_select())
        .load(conn)?;
    let kept = rows.into_iter().map(AnswersRow::told);
    Ok(kept
        .map(|((unit, day, question, layer, process), (tally,))| {
            let place = Place {
                unit,
                process,
                layer,
                day,
            };
            ((place, question), tally)
        })
        .filter(|(_, tally)| *tally != Tally::default())
        .collect())
}

/// The counts of audits kept for these days; rows of zeros are left out.
pub fn kept_audits(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> QueryResult<BTreeMap<Place, Done>> {
    let anywhere = figure_audits::unit_id.eq_any(units::table.select(units::id));
    let rows: Vec<AuditsRow> = figure_audits::table
        .filter(anywhere.and(figure_audits::day.between(from, to)))
        .select(AuditsRow::as_select())
        .load(conn)?;
    let kept = rows.into_iter().map(AuditsRow::told);
    Ok(kept
        .map(|((unit, day, process, layer), (done,))| {
            let place = Place {
                unit,
                process,
                layer,
                day,
            };
            (place, done)
        })
        .filter(|(_, done)| *done != Done::default())
        .collect())
}

/// The answers of submitted audits of these days, counted one by one.
pub fn counted_answers(
    conn: &mut Conn,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<BTreeMap<(Place, QuestionId), Tally>> {
    type Row = (UnitId, ProcessId, i32, NaiveDate, QuestionId, Outcome);
    let rows: Vec<Row> = answers::table
        .inner_join(audits::table)
        .filter(audits::local_date.between(from, to))
        .filter(audits::state.eq("submitted").and(answers::outcome.is_not_null()))
        .filter(answers::outcome.ne(Outcome::Recorded))
        .select((
            audits::unit_id,
            audits::process_id,
            audits::layer,
            audits::local_date,
            answers::question_id,
            answers::outcome.assume_not_null(),
        ))
        .load(conn)?;
    let mut counts: BTreeMap<(Place, QuestionId), Tally> = BTreeMap::new();
    for (unit, process, layer, day, question, outcome) in rows {
        let place = Place {
            unit,
            process,
            layer,
            day,
        };
        let count = counts.entry((place, question)).or_default();
        *count = *count + Tally::of(outcome);
    }
    Ok(counts)
}

/// What became of the audits of these days, counted one by one.
pub fn counted_audits(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> QueryResult<BTreeMap<Place, Done>> {
    type Row = (UnitId, ProcessId, i32, NaiveDate, String, Instant, Option<Instant>);
    let rows: Vec<Row> = audits::table
        .filter(audits::local_date.between(from, to))
        .select((
            audits::unit_id,
            audits::process_id,
            audits::layer,
            audits::local_date,
            audits::state,
            audits::due_at,
            audits::submitted_at,
        ))
        .load(conn)?;
    let mut counts: BTreeMap<Place, Done> = BTreeMap::new();
    for (unit, process, layer, day, state, due_at, submitted_at) in rows {
        // `audits` is a room above: its words are read here as they are stored
        let result = match state.as_str() {
            "submitted" => AuditResult::Submitted {
                on_time: submitted_at.is_some_and(|at| is_on_time(at, due_at)),
            },
            "missed" => AuditResult::Missed,
            "excused" => AuditResult::Excused,
            _ => continue,
        };
        let place = Place {
            unit,
            process,
            layer,
            day,
        };
        let count = counts.entry(place).or_default();
        *count = *count + Done::of(result);
    }
    Ok(counts)
}

fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
