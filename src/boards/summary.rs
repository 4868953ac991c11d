//! The summary: is the mission delivered, goal by goal, layer by layer, and where is help needed?

pub(super) mod charts;
mod board;
mod since;
pub mod files;

use super::asked::*;
use super::layers::{self, LayerRow, Layers};
use super::model::*;
use super::packets::closed::{Closed, ClosedShown};
use super::trace;
use super::trace::model::{Chain, Process};
use super::weeks::{self, Weeks};
use super::{Count, Reader, from_to, packets, percent, queries, tenths_text};
use crate::agency;
use crate::agency::model::Unit;
use crate::audits::queries::Which;
use crate::base::clock::Instant;
use crate::base::codes::OriginKind;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::zone::{Zone, shifted};
use crate::checklists::model::Texts;
use crate::figures;
use crate::figures::changes::model::ChangePoint;
use crate::figures::model::{AtUnit, Closure, Done, Over, Serves, Tally};
use crate::figures::sums::Span;
use crate::findings;
use crate::findings::model::Finding;
use crate::findings::queries::{By, Kind, Tab};
use crate::mission;
use crate::mission::model::{Goal, Statement};
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Leader, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::form::Fields;
use crate::platform::web::parts::Choice;
use actix_web::HttpResponse;
use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Offices listed where help is needed.
const OFFICES: usize = 8;
/// Repeats listed.
const REPEATS: usize = 5;
/// Overdue findings listed that have climbed as far as they can.
const CLIMBED: i64 = 10;
/// Months of the table at least.
const TABLE_MONTHS: u32 = 6;

/// One of the three big figures.
#[derive(Debug, Serialize)]
pub struct Kpi {
    pub(super) label: String,
    pub(super) how: &'static str,
    pub(super) number: Option<String>,
    pub(super) part: i64,
    pub(super) whole: i64,
    pub(super) made: String,
    pub(super) change: Option<String>,
    pub(super) href: String,
}

/// A goal.
#[derive(Debug, Serialize)]
pub struct GoalRow {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) href: String,
    pub(super) verdict: &'static str,
    pub(super) percent: Option<String>,
    pub(super) value: f64,
    pub(super) target: i32,
    pub(super) target_text: String,
    pub(super) judged: i64,
    pub(super) layers: Vec<GoalLayer>,
    pub(super) closed: Option<String>,
    pub(super) closed_of: Count,
    pub(super) again: Count,
    pub(super) after_fix: Count,
    pub(super) to_decide: Count,
    pub(super) under_way: Count,
    pub(super) overdue: Count,
}

/// How far a layer did the audits whose checklists ask about a goal.
#[derive(Debug, Serialize)]
pub struct GoalLayer {
    pub(super) number: i32,
    pub(super) done: Option<String>,
    pub(super) on_time: Option<String>,
    pub(super) behind: bool,
}

/// A month.
#[derive(Debug, Serialize)]
pub struct MonthRow {
    pub(super) name: String,
    pub(super) percent: Option<String>,
    pub(super) judged: i64,
    pub(super) done: Count,
    pub(super) expected: i64,
    pub(super) on_time: Option<String>,
}

/// An office by how much conforms.
#[derive(Debug, Serialize)]
pub struct OfficeRow {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) percent: Option<String>,
    pub(super) value: f64,
    pub(super) judged: i64,
    pub(super) failed: Count,
}

/// A question that failed again.
#[derive(Debug, Serialize)]
pub struct RepeatRow {
    pub(super) count: Count,
    pub(super) after_fix: Count,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) unit: String,
}

/// An overdue finding that has climbed as far as it can.
#[derive(Debug, Serialize)]
pub struct TopRow {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) due: Option<When>,
}

/// What the summary tells, on its page and in a packet.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "what a page's field is, its template shows")]
pub struct Told {
    /// Whether it was made for good: nothing in it leads to lists that go on changing.
    pub frozen: bool,
    pub repeat_days: i32,
    pub eyebrow: String,
    pub narrowed: Vec<String>,
    pub headline: String,
    pub headline_by: String,
    pub statement: Option<String>,
    pub figures: Vec<Kpi>,
    pub goals: Vec<GoalRow>,
    pub goals_say: Option<String>,
    pub judged: String,
    pub asked: Vec<board::AskedRow>,
    pub asked_none: String,
    pub since: Vec<since::ChangedRow>,
    pub since_say: String,
    pub met: Option<since::Met>,
    pub layers: Vec<LayerRow>,
    pub layers_say: String,
    pub weeks: Weeks,
    pub heat: Option<charts::Shown>,
    pub pareto: Option<charts::Shown>,
    pub months: Vec<MonthRow>,
    pub offices: Vec<OfficeRow>,
    pub offices_shown: usize,
    pub offices_say: String,
    pub offices_more: usize,
    pub offices_few: usize,
    pub repeats: Vec<RepeatRow>,
    pub top: Vec<TopRow>,
    pub basis: String,
    pub anything: bool,
}

page! {
    /// The summary.
    pub struct SummaryPage in "boards/summary.html" {
        pub title: String,
        pub period: &'static str,
        pub periods: Vec<Choice>,
        pub unit: String,
        pub units: Vec<Choice>,
        pub process: String,
        pub processes: Vec<Choice>,
        pub serves: String,
        pub serving: Vec<Choice>,
        pub on: String,
        pub health: String,
        pub query: String,
        pub packet_unit: Option<String>,
        pub closed: Option<ClosedShown>,
        pub told: Told,
    }
}

/// The figures of a period.
struct Measured {
    tally: Tally,
    done: Done,
    closure: Closure,
}

/// Everything the page needs, read in one go.
pub(super) struct Loaded {
    statement: Option<Statement>,
    goals: Vec<Goal>,
    by_goal: BTreeMap<GoalId, Tally>,
    by_goal_before: BTreeMap<GoalId, Tally>,
    of_goals: BTreeMap<GoalId, (Closure, BTreeMap<i32, Done>)>,
    again_by_goal: BTreeMap<GoalId, (i64, i64)>,
    open: BTreeMap<GoalId, queries::Open>,
    now: Measured,
    before: Measured,
    layers: Layers,
    weeks: Vec<NaiveDate>,
    tally_by_week: BTreeMap<NaiveDate, Tally>,
    /// The offices of the heat map, and how many more there are.
    heat: (Vec<UnitId>, usize),
    /// Of these alone.
    tally_by_unit_and_week: BTreeMap<(UnitId, NaiveDate), Tally>,
    /// With their words as far as they are wanted.
    found_by_question: Vec<(QuestionId, Option<Texts>, i64)>,
    months: Vec<NaiveDate>,
    tally_by_month: BTreeMap<NaiveDate, Tally>,
    done_by_month: BTreeMap<NaiveDate, Done>,
    by_unit: Vec<(UnitId, AtUnit)>,
    units: Vec<Unit>,
    repeats: Vec<queries::Repeated>,
    top: Vec<(Finding, String)>,
    zones: HashMap<UnitId, Zone>,
    repeat_days: i32,
    chain: Chain,
    changes: Vec<ChangePoint>,
    wanting: board::Wanting,
    read_last: Option<since::ReadLast>,
}

impl Loaded {
    /// How far the procedures of each goal were followed.
    pub fn shares_of_goals(&self) -> impl Iterator<Item = (GoalId, Share)> {
        let share = |goal: &Goal| (goal.id, of_goal(self, goal).first_time_conformance());
        self.goals.iter().map(share)
    }
}

/// The summary.
pub async fn show(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    let (ask, loaded, beside) = read(&viewer, charts::QUESTIONS).await?;
    let reader = Reader::of(&viewer);
    let told = tell(&reader, &ask, &loaded);
    // a packet has all offices
    let as_packet = Ask {
        frozen: true,
        ..ask.clone()
    };
    let page = SummaryPage {
        title: viewer.t("summary-title"),
        period: ask.period.as_str(),
        periods: Ask::periods(&reader),
        unit: ask.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        units: choices(&beside.units),
        process: ask.process.map(|process| process.to_string()).unwrap_or_default(),
        processes: loaded
            .chain
            .processes
            .iter()
            .map(|process| Choice::new(process.id, process.name.get(viewer.lang())))
            .collect(),
        serves: ask.serves.map(|serves| serves.to_string()).unwrap_or_default(),
        serving: serving(&reader, &loaded.chain)
            .into_iter()
            .map(|(serves, name)| Choice::new(serves, name))
            .collect(),
        on: ask.on.map(|on| on.to_string()).unwrap_or_default(),
        health: links::with(links::HEALTH, &ask.kept()),
        query: viewer.req.query_string().to_owned(),
        packet_unit: beside.makes.filter(|_| ask.on.is_none()).map(|unit| unit.to_string()),
        closed: beside
            .closed
            .as_ref()
            .map(|closed| closed.compared(&reader, &ask, |reader| tell(reader, &as_packet, &loaded))),
        told,
    };
    viewer.show(Here::Summary, &page)
}

/// What stands on the page beside the figures.
struct Beside {
    /// The units to choose from.
    units: Vec<Unit>,
    /// The unit whose packet the reader may make of what is shown: it holds all work of one unit.
    makes: Option<UnitId>,
    /// The packet that closed these days.
    closed: Option<Closed>,
}

/// What the address asks, and everything for it; so many of the questions that fail the most often with their words.
async fn read(viewer: &Viewer<Leader>, questions: usize) -> AppResult<(Ask, Loaded, Beside)> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (scope, now, maker) = (viewer.scope(), viewer.now, viewer.person.id);
    let ask = Ask {
        process: known(&query, "process")?,
        serves: known(&query, "serves")?,
        ..Ask::by(viewer, &query)?
    };
    viewer
        .app
        .db
        .read(move |conn| {
            ask.check(conn, &scope)?;
            let makes = match ask.tops.as_slice() {
                [one] if ask.is_whole() => packets::operations::may_make(conn, maker, *one)?.then_some(*one),
                _ => None,
            };
            let units = agency::queries::list_below(conn, &scope.units)?;
            let loaded = load(conn, &ask, now, questions)?;
            let closed = Closed::find(conn, &ask)?;
            Ok((ask, loaded, Beside { units, makes, closed }))
        })
        .await
}

/// Reads everything the summary needs; so many of the questions that fail the most often with their words.
///
/// # Errors
/// Not found when a process, goal, objective or promise was chosen that is not there.
pub(super) fn load(conn: &mut Conn, ask: &Ask, now: Instant, questions: usize) -> AppResult<Loaded> {
    let chain = trace::queries::chain(conn, ask.today)?;
    check_chosen(ask, &chain)?;
    let over = ask.over();
    let (from, to) = ask.period.days_before(ask.today);
    let over_before = ask.over_days(from, to);
    let before = Measured {
        tally: figures::queries::tally(conn, &over_before)?,
        done: figures::queries::done(conn, &over_before)?,
        closure: figures::found::closure(conn, &over_before, &ask.zone, now)?,
    };
    let months = months_until(ask.to, ask.period.months().max(TABLE_MONTHS));
    let weeks = weeks_until(ask.from, ask.to);
    let (of_months, of_weeks, of_heat) = (
        ask.since(&months),
        ask.since(&weeks),
        ask.since(charts::heat_weeks(&weeks)),
    );
    let units = agency::queries::list_below(conn, &ask.tops)?;
    let of_their_months = Over {
        from: Span::Month.begin(of_heat.from).min(over.from),
        ..of_heat.clone()
    };
    let by_unit = queries::work_by_unit(conn, &over, &ask.zone)?;
    let in_months = if (of_their_months.from, of_their_months.to) == (over.from, over.to) {
        by_unit.iter().map(|(unit, work)| (*unit, work.tally)).collect()
    } else {
        figures::queries::tally_by_unit(conn, &of_their_months)?
    };
    let heat = charts::worst(&units, in_months);
    let of_worst = Over {
        units: heat.0.clone(),
        ..of_heat
    };
    let top = queries::climbed(conn, &over, now, CLIMBED)?;
    let places: Vec<UnitId> = top.iter().map(|(finding, _)| finding.unit_id).collect();
    let mut goals: Vec<Goal> = mission::queries::goals(conn)?
        .into_iter()
        .map(|(goal, _)| goal)
        .collect();
    if let Some(Serves::Goal(chosen)) = ask.serves {
        goals.retain(|goal| goal.id == chosen);
    }
    let of_question = figures::queries::goals_of_questions(conn)?;
    let (closures, open) = figures::found::closure_and_open_by(conn, &over, &ask.zone, now)?;
    let mut of_goals: BTreeMap<GoalId, (Closure, BTreeMap<i32, Done>)> = BTreeMap::new();
    for goal in &goals {
        let mut of_goal = over.clone();
        of_goal.serves.push(Serves::Goal(goal.id));
        let done = figures::queries::done_by_layer(conn, &of_goal)?.into_iter().collect();
        of_goals.insert(goal.id, (Closure::default(), done));
    }
    for ((question, _), closure) in &closures {
        let goal = question.and_then(|question| of_question.get(&question));
        if let Some(of_goal) = goal.and_then(|goal| of_goals.get_mut(goal)) {
            of_goal.0 = of_goal.0 + *closure;
        }
    }
    let found = queries::found(conn, &over, &ask.zone)?;
    let answers = figures::queries::tally_by_layer_and_question(conn, &over)?;
    let layers = Layers::of(conn, &over, &answers)?;
    let own_layer = layers.list().last().map_or(0, |layer| layer.number);
    Ok(Loaded {
        statement: mission::queries::statement(conn)?,
        by_goal: figures::queries::by_goal(&answers, &of_question),
        open: queries::open_by_goal(conn, &over, open, &of_question)?,
        now: Measured {
            tally: figures::queries::tally(conn, &over)?,
            done: figures::queries::done(conn, &over)?,
            closure: closures.into_values().sum(),
        },
        by_goal_before: figures::queries::tally_by_goal(conn, &over_before)?,
        again_by_goal: queries::again_by_goal(&found, &of_question),
        changes: figures::changes::queries::counting(conn, &of_weeks)?,
        wanting: board::load(conn, ask, now, own_layer)?,
        read_last: since::ReadLast::find(conn, ask)?,
        tally_by_month: figures::queries::tally_by_month(conn, &of_months)?
            .into_iter()
            .collect(),
        done_by_month: figures::queries::done_by_month(conn, &of_months)?.into_iter().collect(),
        tally_by_week: figures::queries::tally_by_week(conn, &of_weeks)?.into_iter().collect(),
        tally_by_unit_and_week: figures::queries::tally_by_unit_and_week(conn, &of_worst)?
            .into_iter()
            .collect(),
        found_by_question: queries::found_by_question(conn, &found, questions)?,
        by_unit,
        units,
        heat,
        repeats: queries::repeated(conn, &over, &ask.zone, REPEATS)?,
        zones: agency::queries::zones(conn, &places)?,
        repeat_days: findings::settings::queries::rules(conn)?.repeat_days,
        goals,
        of_goals,
        layers,
        top,
        before,
        months,
        weeks,
        chain,
    })
}

/// What can be chosen beside a process, in words: the agency's goals, their objectives, and what is promised today.
fn serving(reader: &Reader, chain: &Chain) -> Vec<(Serves, String)> {
    let lang = reader.lang();
    let mut all = Vec::new();
    for goal in chain.goals.iter().filter(|goal| goal.department.is_none()) {
        let said = Said::new("summary-serves-goal")
            .with("code", goal.code.as_str())
            .with("title", goal.title.get(lang));
        all.push((Serves::Goal(goal.id), reader.say(&said)));
        for objective in chain.objectives.iter().filter(|objective| objective.goal == goal.id) {
            let said = Said::new("summary-serves-objective")
                .with("code", objective.code.as_str())
                .with("title", objective.title.get(lang));
            all.push((Serves::Objective(objective.id), reader.say(&said)));
        }
    }
    for promise in &chain.promises {
        let service = chain.services.iter().find(|service| service.id == promise.service);
        let said = Said::new("summary-serves-promise")
            .with("promise", promise.wording.get(lang))
            .with("service", service.map_or("", |service| service.name.get(lang)));
        all.push((Serves::Promise(promise.id), reader.say(&said)));
    }
    all
}

fn check_chosen(ask: &Ask, chain: &Chain) -> AppResult<()> {
    let is_process = |id: ProcessId| chain.processes.iter().any(|process| process.id == id);
    let is_there = |serves: Serves| match serves {
        Serves::Goal(id) => chain
            .goals
            .iter()
            .any(|goal| goal.id == id && goal.department.is_none()),
        Serves::Objective(id) => chain.objectives.iter().any(|objective| objective.id == id),
        Serves::Promise(id) => chain.promises.iter().any(|promise| promise.id == id),
    };
    if ask.process.is_none_or(is_process) && ask.serves.is_none_or(is_there) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// What the page is narrowed to, beside unit and period, and what follows from it.
fn narrowed(reader: &Reader, ask: &Ask, chain: &Chain) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(process) = ask
        .process
        .and_then(|id| chain.processes.iter().find(|process| process.id == id))
    {
        let process = process.name.get(reader.lang());
        said.push(reader.say(&Said::new("summary-only-process").with("process", process)));
    }
    let chosen = serving(reader, chain)
        .into_iter()
        .find(|(serves, _)| Some(*serves) == ask.serves);
    if let Some((serves, name)) = chosen {
        said.push(reader.say(&Said::new("summary-only-serves").with("name", name)));
        if let Serves::Goal(_) = serves {
            said.push(reader.t("summary-only-goal"));
        } else {
            let names = delivering(chain, serves)
                .map(|process| process.name.get(reader.lang()))
                .collect::<Vec<_>>();
            said.push(if names.is_empty() {
                reader.t("summary-only-nobody")
            } else {
                reader.say(&Said::new("summary-only-processes").with("processes", names.join(", ")))
            });
        }
    }
    said
}

/// The processes that deliver what an objective or a promise is about, as figures find them.
fn delivering(chain: &Chain, serves: Serves) -> impl Iterator<Item = &Process> {
    let services: Vec<ServiceId> = match serves {
        Serves::Goal(_) => Vec::new(),
        Serves::Objective(id) => chain
            .services
            .iter()
            .filter(|service| service.objectives.contains(&id))
            .map(|service| service.id)
            .collect(),
        Serves::Promise(id) => chain
            .promises
            .iter()
            .filter(|promise| promise.id == id)
            .map(|promise| promise.service)
            .collect(),
    };
    chain
        .processes
        .iter()
        .filter(move |process| process.services.iter().any(|service| services.contains(service)))
}

/// What the summary tells of these figures.
pub(super) fn tell(viewer: &Reader, ask: &Ask, l: &Loaded) -> Told {
    let lang = viewer.lang();
    let verdicts: Vec<Verdict> = l
        .goals
        .iter()
        .map(|goal| Verdict::of(of_goal(l, goal).first_time_conformance(), goal.target))
        .collect();
    let days = period_text(viewer, ask);
    let place = place(viewer, ask, &l.units);
    let (offices, more, few) = offices(viewer, ask, l);
    let (since, since_say) = since::since(viewer, ask, l);
    let lowest = offices.first();
    let offices_say = match lowest {
        None => viewer.say(&Said::new("summary-help-none").with("enough", ENOUGH_ANSWERS)),
        Some(lowest) => viewer.say(
            &Said::new("summary-help-say")
                .with("unit", lowest.name.clone())
                .with("percent", lowest.percent.clone().unwrap_or_default())
                .with("count", lowest.judged),
        ),
    };
    Told {
        frozen: ask.frozen,
        repeat_days: l.repeat_days,
        eyebrow: eyebrow(viewer, ask, &l.units),
        narrowed: narrowed(viewer, ask, &l.chain),
        headline: viewer.say(&if ask.is_of_goals() {
            headline(&verdicts)
        } else {
            headline_of_part(&verdicts)
        }),
        headline_by: viewer.t(if ask.is_of_goals() {
            "summary-head-by"
        } else {
            "summary-head-by-part"
        }),
        statement: l
            .statement
            .as_ref()
            .map(|statement| statement.statement.get(lang).to_owned()),
        figures: big_figures(viewer, ask, l),
        goals: l
            .goals
            .iter()
            .zip(&verdicts)
            .map(|(goal, verdict)| goal_row(viewer, ask, l, goal, *verdict))
            .collect(),
        goals_say: goals_say(viewer, l, &verdicts),
        judged: viewer.say(&Said::new("summary-judged").with("close", CLOSE_TENTHS / 10)),
        asked: board::rows(viewer, ask, l),
        asked_none: viewer.t(board::none(ask, l)),
        since,
        since_say,
        met: since::met(viewer, ask, l),
        layers: layers::rows(viewer, ask, &l.layers),
        layers_say: layers::said(viewer, &l.layers),
        weeks: weeks::weeks(viewer, ask, &l.weeks, &l.tally_by_week, &l.changes),
        heat: charts::heat(viewer, ask, l),
        pareto: charts::pareto(viewer, ask, l),
        months: month_rows(viewer, ask, l),
        offices_more: more,
        offices_shown: OFFICES,
        offices,
        offices_say,
        offices_few: few,
        repeats: l
            .repeats
            .iter()
            .map(|repeat| RepeatRow {
                count: repeats_of(ask, l, repeat, Kind::Again, repeat.count),
                after_fix: repeats_of(ask, l, repeat, Kind::AfterFix, repeat.after_fix),
                href: links::finding(repeat.finding),
                title: repeat.title.clone(),
                unit: repeat.unit.clone(),
            })
            .collect(),
        top: l
            .top
            .iter()
            .map(|(finding, unit)| TopRow {
                href: links::finding(finding.id),
                number: finding.number.clone(),
                title: finding.title.clone(),
                unit: unit.clone(),
                due: finding
                    .due_on
                    .map(|on| viewer.day(l.zones.get(&finding.unit_id).unwrap_or(viewer.zone), on)),
            })
            .collect(),
        basis: viewer.say(
            &Said::new("summary-basis")
                .with("audits", l.now.done.submitted)
                .with("answers", l.now.tally.judged())
                .with("unit", place)
                .with("days", days),
        ),
        anything: l.now.done.expected() > 0 || l.now.tally.judged() > 0,
    }
}

fn of_goal(l: &Loaded, goal: &Goal) -> Tally {
    l.by_goal.get(&goal.id).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "tenths of a percent are small")]
fn value_of(share: Share) -> f64 {
    share.tenths().map_or(0.0, |tenths| tenths as f64 / 10.0)
}

fn big_figures(viewer: &Reader, ask: &Ask, l: &Loaded) -> Vec<Kpi> {
    let (now, before) = (&l.now, &l.before);
    let change = |before: Share, share: Share| {
        let (key, points) = match Change::between(before, share) {
            Change::Up(points, _) => ("summary-change-up", points),
            Change::Down(points, _) => ("summary-change-down", points),
            Change::Chance => ("summary-change-chance", 0),
            Change::Unknown => return None,
        };
        let before = viewer.t(&format!("summary-before-{}", ask.period));
        Some(
            viewer.say(
                &Said::new(key)
                    .with("points", tenths_text(viewer, points))
                    .with("before", before),
            ),
        )
    };
    let kpi = |(label, how): (&str, &'static str), share: Share, was: Share, made: Said, href: String| Kpi {
        label: viewer.t(label),
        how,
        number: percent(viewer, share),
        part: share.part,
        whole: share.whole,
        made: if share.whole > 0 {
            viewer.say(&made)
        } else {
            viewer.t("summary-no-figure")
        },
        change: change(was, share),
        href,
    };
    let followed = now.tally.first_time_conformance();
    let on_time = now.done.on_time_completion();
    let closed = now.closure.on_time();
    vec![
        kpi(
            ("summary-followed", "made-followed"),
            followed,
            before.tally.first_time_conformance(),
            Said::new("summary-followed-made")
                .with("part", followed.part)
                .with("whole", followed.whole),
            in_period(ask, links::AUDITS, &[("state", Which::Submitted.to_string())]),
        ),
        kpi(
            ("summary-on-time", "made-on-time"),
            on_time,
            before.done.on_time_completion(),
            Said::new("summary-on-time-made")
                .with("part", on_time.part)
                .with("whole", on_time.whole)
                .with("late", now.done.submitted - now.done.on_time)
                .with("missed", now.done.missed),
            in_period(ask, links::AUDITS, &[("state", Which::Expected.to_string())]),
        ),
        kpi(
            ("summary-closed", "made-closed"),
            closed,
            before.closure.on_time(),
            Said::new("summary-closed-made")
                .with("part", closed.part)
                .with("whole", closed.whole)
                .with("open", now.closure.open_past_due),
            in_period(
                ask,
                links::FINDINGS,
                &[("tab", Tab::All.to_string()), ("by", By::Closure.to_string())],
            ),
        ),
    ]
}

fn goal_row(viewer: &Reader, ask: &Ask, l: &Loaded, goal: &Goal, verdict: Verdict) -> GoalRow {
    let tally = of_goal(l, goal);
    let share = tally.first_time_conformance();
    let open = l.open.get(&goal.id).copied().unwrap_or_default();
    let listed = |n: i64, tab: Tab| Count {
        n,
        href: at(
            ask,
            links::FINDINGS,
            &[("tab", tab.to_string()), ("goal", goal.id.to_string())],
        ),
    };
    let in_period = |n: i64, pairs: &[(&str, String)]| {
        let mut all = vec![("tab", Tab::All.to_string()), ("goal", goal.id.to_string())];
        all.extend_from_slice(pairs);
        Count {
            n,
            href: in_period(ask, links::FINDINGS, &all),
        }
    };
    let (closure, done) = l.of_goals.get(&goal.id).cloned().unwrap_or_default();
    let closed = closure.on_time();
    let (again, after_fix) = l.again_by_goal.get(&goal.id).copied().unwrap_or_default();
    GoalRow {
        layers: l
            .layers
            .list()
            .iter()
            .rev()
            .filter_map(|layer| {
                let done = done.get(&layer.number).filter(|done| done.expected() > 0)?;
                Some(GoalLayer {
                    number: layer.number,
                    done: percent(viewer, done.completion()),
                    on_time: percent(viewer, done.on_time_completion()),
                    behind: layers::is_behind(*done),
                })
            })
            .collect(),
        closed: percent(viewer, closed),
        closed_of: in_period(closed.whole, &[("by", By::Closure.to_string())]),
        again: in_period(again, &[("kind", Kind::Again.to_string())]),
        after_fix: in_period(after_fix, &[("kind", Kind::AfterFix.to_string())]),
        code: goal.code.clone(),
        title: goal.title.get(viewer.lang()).to_owned(),
        body: goal.body.get(viewer.lang()).to_owned(),
        href: links::goal(goal.id),
        verdict: verdict.as_str(),
        percent: percent(viewer, share),
        value: value_of(share),
        target: goal.target,
        target_text: viewer.say(&Said::new("board-percent").with("number", goal.target)),
        judged: tally.judged(),
        to_decide: listed(open.to_decide, Tab::Decision),
        under_way: listed(open.under_way, Tab::UnderWay),
        overdue: listed(open.overdue, Tab::Overdue),
    }
}

/// The goal that is furthest from its target, said in a sentence.
fn goals_say(viewer: &Reader, l: &Loaded, verdicts: &[Verdict]) -> Option<String> {
    let far = |goal: &Goal| {
        let share = of_goal(l, goal).first_time_conformance();
        share.tenths().map(|tenths| i64::from(goal.target) * 10 - tenths)
    };
    let (goal, gap) = l
        .goals
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| matches!(verdict, Verdict::Near | Verdict::NotMet))
        .filter_map(|(goal, _)| Some((goal, far(goal)?)))
        .max_by_key(|(_, gap)| *gap)?;
    Some(
        viewer.say(
            &Said::new("summary-goals-say")
                .with("code", goal.code.clone())
                .with("title", goal.title.get(viewer.lang()))
                .with("points", tenths_text(viewer, gap)),
        ),
    )
}

/// The audits that were submitted of those that began in a month, until the last day of the page's period.
fn submitted_in(ask: &Ask, month: NaiveDate) -> String {
    let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
    let [from, to] = from_to(month, shifted(next, -1).min(ask.to));
    at(ask, links::AUDITS, &[("state", Which::Submitted.to_string()), from, to])
}

fn month_rows(viewer: &Reader, ask: &Ask, l: &Loaded) -> Vec<MonthRow> {
    let row = |month: &NaiveDate| {
        let done = l.done_by_month.get(month).copied().unwrap_or_default();
        let share = l
            .tally_by_month
            .get(month)
            .copied()
            .unwrap_or_default()
            .first_time_conformance();
        let name = Said::new("summary-month")
            .with("month", viewer.i18n().month(viewer.lang(), month.month()))
            .with("year", month.year().to_string());
        MonthRow {
            name: viewer.say(&name),
            percent: percent(viewer, share),
            judged: share.whole,
            done: Count {
                n: done.submitted,
                href: submitted_in(ask, *month),
            },
            expected: done.expected(),
            on_time: percent(viewer, done.on_time_completion()),
        }
    };
    l.months.iter().map(row).collect()
}

/// Offices with enough answers, the surely worst first; and how many have too few.
fn offices(viewer: &Reader, ask: &Ask, l: &Loaded) -> (Vec<OfficeRow>, usize, usize) {
    let (enough, few): (Vec<_>, Vec<_>) = l
        .by_unit
        .iter()
        .filter(|(_, work)| work.tally.judged() > 0)
        .partition(|(_, work)| work.tally.judged() >= ENOUGH_ANSWERS);
    let names: HashMap<UnitId, &str> = l.units.iter().map(|unit| (unit.id, unit.name.as_str())).collect();
    let mut rows: Vec<(UnitId, &str, AtUnit)> = enough
        .into_iter()
        .filter_map(|(id, work)| Some((id, *names.get(&id)?, work)))
        .collect();
    rows.sort_by_cached_key(|(_, name, work)| (surely_worst(work.tally.failed()), *name));
    let more = rows.len().saturating_sub(OFFICES);
    if !ask.frozen {
        rows.truncate(OFFICES); // a packet has a table of all
    }
    let [from, to] = from_to(ask.from, ask.to);
    let rows = rows
        .into_iter()
        .map(|(id, name, AtUnit { tally, found })| OfficeRow {
            href: summary_of(ask, id),
            percent: percent(viewer, tally.first_time_conformance()),
            value: value_of(tally.first_time_conformance()),
            judged: tally.judged(),
            failed: Count {
                n: found,
                href: at_unit(
                    ask,
                    only_there(&l.units, id),
                    links::FINDINGS,
                    &[
                        ("tab", Tab::All.to_string()),
                        ("origin", OriginKind::Audit.to_string()),
                        from.clone(),
                        to.clone(),
                    ],
                ),
            },
            name: name.to_owned(),
        })
        .collect();
    (rows, more, few.len())
}

/// The summary of one unit, with everything else as it was chosen.
fn summary_of(ask: &Ask, unit: UnitId) -> String {
    let of_unit = Ask {
        unit: Some(unit),
        ..ask.clone()
    };
    let mut pairs = of_unit.kept().to_vec();
    pairs.extend(ask.chosen());
    links::with(links::SUMMARY, &pairs)
}

/// How often a question failed again at an office, and which findings these are.
fn repeats_of(ask: &Ask, l: &Loaded, repeat: &queries::Repeated, kind: Kind, n: i64) -> Count {
    let [from, to] = from_to(ask.from, ask.to);
    Count {
        n,
        href: at_unit(
            ask,
            only_there(&l.units, repeat.unit_id),
            links::FINDINGS,
            &[
                ("tab", Tab::All.to_string()),
                ("kind", kind.to_string()),
                ("question", repeat.question.to_string()),
                from,
                to,
            ],
        ),
    }
}
