//! Process health: how each process does, the surely worst first, and where to look. One process is in [`process`].

pub mod agreement;
pub mod pairs;
pub mod process;

use super::asked::*;
use super::model::*;
use super::packets::closed::{Closed, ClosedShown};
use super::weeks::{chart_of, part};
use super::{Count, Reader, from_to, percent, queries};
use crate::agency;
use crate::agency::model::Unit;
use crate::audits::queries::Which;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::statistics::interval::wilson;
use crate::base::text::fold;
use crate::figures;
use crate::figures::changes::model::ChangePoint;
use crate::figures::model::{Done, Tally};
use crate::findings;
use crate::findings::queries::{Kind, Tab};
use crate::page;
use crate::people::model::Scope;
use crate::people::nav::Here;
use crate::people::viewer::{Leader, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending};
use crate::platform::web::form::Fields;
use crate::platform::web::pager;
use crate::platform::web::parts::Choice;
use crate::processes;
use crate::processes::model::Process;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A share of answers as it is read: how much, of how many, and between which ends the true share lies.
#[derive(Debug, Clone, Serialize)]
pub struct Conformance {
    percent: Option<String>,
    range: Option<String>,
    judged: i64,
}

impl Conformance {
    /// First-time conformance of these answers.
    fn of(viewer: &Reader, tally: Tally) -> Self {
        let share = tally.first_time_conformance();
        let range = wilson(share).map(|ends| {
            Said::new("health-range")
                .with("low", part(viewer, ends.low))
                .with("high", part(viewer, ends.high))
        });
        Self {
            percent: percent(viewer, share),
            range: range.map(|range| viewer.say(&range)),
            judged: share.whole,
        }
    }
}

/// The cells of a share of answers: of how many, how many, percent, and the ends of the interval.
fn share_cells(share: Share) -> [Cell; 5] {
    let interval = wilson(share);
    #[expect(clippy::cast_possible_truncation, reason = "tenths of a percent are small")]
    let tenths = |fraction: Option<f64>| {
        fraction
            .map(|fraction| Cell::Tenths((fraction * 1000.0).round() as i64))
            .into()
    };
    [
        share.whole.into(),
        share.part.into(),
        share.tenths().map(Cell::Tenths).into(),
        tenths(interval.map(|ends| ends.low)),
        tenths(interval.map(|ends| ends.high)),
    ]
}

/// The cells of audits: expected, done, on time, missed, percent done.
fn done_cells(done: Done) -> [Cell; 5] {
    [
        done.expected().into(),
        done.submitted.into(),
        done.on_time.into(),
        done.missed.into(),
        done.completion().tenths().map(Cell::Tenths).into(),
    ]
}

/// The headings of the files, in their order.
fn heads(viewer: &Reader, names: &[&str]) -> Vec<String> {
    names
        .iter()
        .map(|name| viewer.t(&format!("health-file-{name}")))
        .collect()
}

/// The headings of a share and of audits.
const SHARE: [&str; 5] = ["answers", "conform", "percent", "low", "high"];
const DONE: [&str; 5] = ["expected", "done", "on-time", "missed", "completion"];

/// A process in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    href: String,
    followed: Conformance,
    done: Count,
    expected: i64,
    completion: Option<String>,
    missed: Count,
    to_decide: Count,
    under_way: Count,
    overdue: Count,
    again: Count,
    direction: &'static str,
}

page! {
    /// How each process does.
    pub struct IndexPage in "boards/health.html" {
        pub title: String,
        pub lead: String,
        pub eyebrow: String,
        pub period: &'static str,
        pub periods: Vec<Choice>,
        pub unit: String,
        pub units: Vec<Choice>,
        pub on: String,
        pub words: String,
        pub rows: Vec<Row>,
        pub more_href: Option<String>,
        pub query: String,
        pub filtered: bool,
        pub repeat_days: i32,
        pub closed: Option<ClosedShown>,
    }
}

/// What is known of a process.
#[derive(Debug, Default)]
struct Facts {
    tally: Tally,
    done: Done,
    open: queries::Open,
    again: i64,
    weeks: BTreeMap<NaiveDate, Tally>,
    changes: Vec<ChangePoint>,
}

/// Everything the list needs, read in one go: the processes, the surely worst first.
struct Loaded {
    rows: Vec<(Process, Facts)>,
    units: Vec<Unit>,
    repeat_days: i32,
    closed: Option<Closed>,
}

fn load(conn: &mut Conn, scope: &Scope, ask: &Ask, words: &str, now: Instant) -> AppResult<Loaded> {
    ask.check(conn, scope)?;
    let over = ask.over();
    let mondays = weeks_until(ask.from, ask.to);
    let mut facts: BTreeMap<ProcessId, Facts> = queries::carried_out(conn, &ask.tops)?
        .into_iter()
        .map(|process| (process, Facts::default()))
        .collect();
    for (process, tally) in figures::queries::tally_by_process(conn, &over)? {
        facts.entry(process).or_default().tally = tally;
    }
    for (process, done) in figures::queries::done_by_process(conn, &over)? {
        facts.entry(process).or_default().done = done;
    }
    for (process, open) in queries::open_by_process(conn, &over, now)? {
        facts.entry(process).or_default().open = open;
    }
    let found = queries::found(conn, &over, &ask.zone)?;
    for (process, count) in queries::again_by_process(&found) {
        facts.entry(process).or_default().again = count;
    }
    for ((process, week), tally) in figures::queries::tally_by_process_and_week(conn, &ask.since(&mondays))? {
        // weeks before the period are on its chart, and alone put no process on the list
        if let Some(facts) = facts.get_mut(&process) {
            facts.weeks.insert(week, tally);
        }
    }
    for change in figures::changes::queries::counting_at(conn, &ask.tops)? {
        let concerned = facts
            .iter_mut()
            .filter(|(process, _)| change.counts_for(Some(**process)));
        for (_, facts) in concerned {
            facts.changes.push(change.clone());
        }
    }
    let mut rows: Vec<(Process, Facts)> = processes::queries::all(conn)?
        .into_iter()
        .filter(|process| process.search.contains(words))
        .filter_map(|process| Some((facts.remove(&process.id)?, process)))
        .map(|(facts, process)| (process, facts))
        .collect();
    rows.sort_by_cached_key(|(process, facts)| (surely_worst(facts.tally.failed()), process.search.clone()));
    Ok(Loaded {
        rows,
        units: agency::queries::list_below(conn, &scope.units)?,
        repeat_days: findings::settings::queries::rules(conn)?.repeat_days,
        closed: Closed::find(conn, ask)?,
    })
}

async fn read(viewer: &Viewer<Leader>, query: &Fields) -> AppResult<(Ask, Loaded)> {
    let (ask, scope, now) = (Ask::by(viewer, query)?, viewer.scope(), viewer.now);
    let words = fold(query.get("q"));
    viewer
        .app
        .db
        .read(move |conn| {
            let loaded = load(conn, &scope, &ask, &words, now)?;
            Ok((ask, loaded))
        })
        .await
}

/// The list of processes.
pub async fn index(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (ask, l) = read(&viewer, &query).await?;
    let reader = Reader::of(&viewer);
    let seen: Option<ProcessId> = query.parse("after");
    let (rows, more) = pager::after(&l.rows, |(process, _)| Some(process.id) == seen);
    let mut kept = ask.kept().to_vec();
    kept.push(("q", query.get("q").to_owned()));
    let page = IndexPage {
        title: viewer.t("health-title"),
        lead: viewer.t("health-lead"),
        eyebrow: eyebrow(&reader, &ask, &l.units),
        period: ask.period.as_str(),
        periods: Ask::periods(&reader),
        unit: ask.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        units: choices(&l.units),
        on: ask.on.map(|on| on.to_string()).unwrap_or_default(),
        words: query.get("q").to_owned(),
        rows: rows
            .iter()
            .map(|(process, facts)| row(&reader, &ask, process, facts))
            .collect(),
        more_href: more.map(|(process, _)| {
            let mut pairs = kept.clone();
            pairs.push(("after", process.id.to_string()));
            links::with(links::HEALTH, &pairs)
        }),
        query: links::query(&kept),
        filtered: query.given("q").is_some(),
        repeat_days: l.repeat_days,
        closed: l.closed.as_ref().map(|closed| closed.shown(&reader, &ask)),
    };
    viewer.show(Here::Health, &page)
}

/// Open findings as the list of findings counts them.
fn open_count(ask: &Ask, tab: Tab, n: i64) -> Count {
    Count {
        n,
        href: at(ask, links::FINDINGS, &[("tab", tab.to_string())]),
    }
}

/// What was found again in the period.
fn again_count(ask: &Ask, n: i64) -> Count {
    let pairs = [("tab", Tab::All.to_string()), ("kind", Kind::Again.to_string())];
    Count {
        n,
        href: in_period(ask, links::FINDINGS, &pairs),
    }
}

/// Audits of the period as the list of audits counts them.
fn audit_count(ask: &Ask, which: Which, n: i64) -> Count {
    Count {
        n,
        href: in_period(ask, links::AUDITS, &[("state", which.to_string())]),
    }
}

fn direction(ask: &Ask, facts: &Facts) -> Direction {
    Direction::of(&chart_of(&weeks_until(ask.from, ask.to), &facts.weeks, &facts.changes).1)
}

fn row(viewer: &Reader, ask: &Ask, process: &Process, facts: &Facts) -> Row {
    let of_process = Ask {
        process: Some(process.id),
        ..ask.clone()
    };
    Row {
        name: process.name.get(viewer.lang()).to_owned(),
        href: links::with(&links::process_health(process.id), &ask.kept()),
        followed: Conformance::of(viewer, facts.tally),
        done: audit_count(&of_process, Which::Submitted, facts.done.submitted),
        expected: facts.done.expected(),
        completion: percent(viewer, facts.done.completion()),
        missed: audit_count(&of_process, Which::Missed, facts.done.missed),
        to_decide: open_count(&of_process, Tab::Decision, facts.open.to_decide),
        under_way: open_count(&of_process, Tab::UnderWay, facts.open.under_way),
        overdue: open_count(&of_process, Tab::Overdue, facts.open.overdue),
        again: again_count(&of_process, facts.again),
        direction: direction(ask, facts).as_str(),
    }
}

/// The list as a file.
pub async fn export(viewer: Viewer<Leader>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (ask, l) = read(&viewer, &query).await?;
    let reader = Reader::of(&viewer);
    let mut head = heads(&reader, &["process", "code"]);
    head.extend(heads(&reader, &SHARE));
    head.extend(heads(&reader, &DONE));
    head.extend(heads(
        &reader,
        &["to-decide", "under-way", "overdue", "again", "direction"],
    ));
    let rows = l.rows.iter().map(|(process, facts)| {
        let mut cells: Vec<Cell> = vec![
            process.name.get(viewer.lang()).to_owned().into(),
            process.code.clone().into(),
        ];
        cells.extend(share_cells(facts.tally.first_time_conformance()));
        cells.extend(done_cells(facts.done));
        cells.extend([
            facts.open.to_decide.into(),
            facts.open.under_way.into(),
            facts.open.overdue.into(),
            facts.again.into(),
            viewer.t(&format!("health-direction-{}", direction(&ask, facts))).into(),
        ]);
        cells
    });
    let file = file_name(&ask, &l.units, "process-health");
    exports::download(*ending, &file, head, rows.collect()).await
}
