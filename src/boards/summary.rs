//! The summary: is the mission delivered, goal by goal, layer by layer, and where is help needed?

pub(super) mod charts;

use super::model::*;
use super::{Count, Reader, from_to, packets, percent, queries, tenths_text};
use crate::agency;
use crate::agency::model::{Layer, Unit};
use crate::audits::queries::Which;
use crate::base::codes::OriginKind;
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::statistics::gap::LayerGap;
use crate::base::zone::{Zone, shifted};
use crate::checklists::model::Texts;
use crate::figures;
use crate::figures::model::{Closure, Done, Over, Tally};
use crate::findings;
use crate::findings::model::Finding;
use crate::findings::queries::{By, Kind, Tab};
use crate::findings::reminders::CLIMBS;
use crate::mission;
use crate::mission::model::{Goal, Statement};
use crate::page;
use crate::people;
use crate::people::model::Within;
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
    pub(super) to_decide: Count,
    pub(super) under_way: Count,
    pub(super) overdue: Count,
}

/// A layer.
#[derive(Debug, Serialize)]
pub struct LayerRow {
    pub(super) number: i32,
    pub(super) name: String,
    pub(super) done: Count,
    pub(super) expected: i64,
    pub(super) on_time: Count,
    pub(super) missed: Count,
    pub(super) completion: Option<String>,
    pub(super) on_time_completion: Option<String>,
    pub(super) behind: bool,
    pub(super) percent: Option<String>,
    pub(super) judged: i64,
    pub(super) same: Option<String>,
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
    pub headline: String,
    pub statement: Option<String>,
    pub figures: Vec<Kpi>,
    pub goals: Vec<GoalRow>,
    pub goals_say: Option<String>,
    pub layers: Vec<LayerRow>,
    pub layers_say: String,
    pub weeks: charts::Weeks,
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
        pub packet_unit: Option<String>,
        pub told: Told,
    }
}

/// What is asked, worked out.
pub(super) struct Ask {
    pub period: Period,
    pub tops: Vec<UnitId>,
    pub unit: Option<UnitId>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub today: NaiveDate,
    pub zone: Zone,
    pub frozen: bool,
}

impl Ask {
    /// A period as it stands on a day, of no unit yet.
    pub fn of(period: Period, today: NaiveDate, zone: &Zone) -> Self {
        let (from, to) = period.days(today);
        Self {
            period,
            tops: Vec::new(),
            unit: None,
            from,
            to,
            today,
            zone: zone.clone(),
            frozen: false,
        }
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
    open: BTreeMap<GoalId, queries::Open>,
    now: Measured,
    before: Measured,
    layers: Vec<Layer>,
    done_by_layer: BTreeMap<i32, Done>,
    by_layer: BTreeMap<i32, ByQuestion>,
    weeks: Vec<NaiveDate>,
    tally_by_week: BTreeMap<NaiveDate, Tally>,
    tally_by_unit_and_week: BTreeMap<(UnitId, NaiveDate), Tally>,
    found_by_question: Vec<(QuestionId, Texts, i64)>,
    months: Vec<NaiveDate>,
    tally_by_month: BTreeMap<NaiveDate, Tally>,
    done_by_month: BTreeMap<NaiveDate, Done>,
    by_unit: Vec<(UnitId, Tally)>,
    found_by_unit: HashMap<UnitId, i64>,
    units: Vec<Unit>,
    repeats: Vec<queries::Repeated>,
    top: Vec<(Finding, String)>,
    zones: HashMap<UnitId, Zone>,
    repeat_days: i32,
}

/// The summary.
pub async fn show(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let period: Period = query.parse("period").unwrap_or_default();
    let unit: Option<UnitId> = query.parse("unit");
    let (scope, now) = (viewer.scope(), viewer.now);
    let tops = unit.map_or_else(|| scope.units.clone(), |unit| vec![unit]);
    let ask = Ask {
        unit,
        tops,
        ..Ask::of(period, viewer.zone.local(now).date, &viewer.zone)
    };
    let maker = viewer.person.id;
    let (ask, loaded, units, makes) = viewer
        .app
        .db
        .read(move |conn| {
            if let Some(unit) = ask.unit
                && !people::queries::covers(conn, &scope, unit)?
            {
                return Err(AppError::NotFound);
            }
            let makes = match ask.tops.as_slice() {
                [one] => packets::operations::may_make(conn, maker, *one)?.then_some(*one),
                _ => None,
            };
            let units = agency::queries::list_below(conn, &scope.units)?;
            let loaded = load(conn, &ask, now)?;
            Ok((ask, loaded, units, makes))
        })
        .await?;
    let page = SummaryPage {
        title: viewer.t("summary-title"),
        period: ask.period.as_str(),
        periods: Period::ALL
            .iter()
            .map(|period| Choice::new(period, viewer.t(&format!("summary-period-{period}"))))
            .collect(),
        unit: ask.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        units: units
            .iter()
            .map(|unit| Choice::new(unit.id, unit.name.clone()))
            .collect(),
        packet_unit: makes.map(|unit| unit.to_string()),
        told: tell(&Reader::of(&viewer), &ask, &loaded),
    };
    viewer.show(Here::Summary, &page)
}

/// Reads everything the summary needs.
pub(super) fn load(conn: &mut Conn, ask: &Ask, now: crate::base::clock::Instant) -> AppResult<Loaded> {
    let over = Over::new(&ask.tops, ask.from, ask.to);
    let days = Days::between(ask.from, ask.to, &ask.zone);
    let three = |conn: &mut Conn, over: &Over| -> AppResult<Measured> {
        Ok(Measured {
            tally: figures::queries::tally(conn, over)?,
            done: figures::queries::done(conn, over)?,
            closure: figures::queries::closure(conn, over, &ask.zone, now)?,
        })
    };
    let (from, to) = ask.period.days_before(ask.today);
    let before = three(conn, &Over::new(&ask.tops, from, to))?;
    let months = months_until(ask.to, ask.period.months().max(TABLE_MONTHS));
    let weeks = weeks_until(ask.from, ask.to);
    let since = |days: &[NaiveDate]| Over::new(&ask.tops, days.first().copied().unwrap_or(ask.from), ask.to);
    let (of_months, of_weeks, of_heat) = (since(&months), since(&weeks), since(charts::heat_weeks(&weeks)));
    let layers = agency::queries::layers(conn)?;
    let mut by_layer = BTreeMap::new();
    for layer in &layers {
        let of_layer = Over {
            layer: Some(layer.number),
            ..over.clone()
        };
        let tallies = figures::queries::tally_by_question(conn, &of_layer)?;
        by_layer.insert(layer.number, tallies.into_iter().collect());
    }
    let climbs = i32::try_from(CLIMBS.len()).unwrap_or(i32::MAX);
    let top = queries::climbed(conn, &ask.tops, now, climbs, CLIMBED)?;
    let places: Vec<UnitId> = top.iter().map(|(finding, _)| finding.unit_id).collect();
    Ok(Loaded {
        statement: mission::queries::statement(conn)?,
        goals: mission::queries::goals(conn)?
            .into_iter()
            .map(|(goal, _)| goal)
            .collect(),
        by_goal: figures::queries::tally_by_goal(conn, &over)?.into_iter().collect(),
        open: queries::open_by_goal(conn, &ask.tops, now)?,
        now: three(conn, &over)?,
        done_by_layer: figures::queries::done_by_layer(conn, &over)?.into_iter().collect(),
        tally_by_month: figures::queries::tally_by_month(conn, &of_months)?
            .into_iter()
            .collect(),
        done_by_month: figures::queries::done_by_month(conn, &of_months)?.into_iter().collect(),
        tally_by_week: figures::queries::tally_by_week(conn, &of_weeks)?.into_iter().collect(),
        tally_by_unit_and_week: figures::queries::tally_by_unit_and_week(conn, &of_heat)?
            .into_iter()
            .collect(),
        found_by_question: queries::count_found_by_question(conn, &ask.tops, &days)?,
        by_unit: figures::queries::tally_by_unit(conn, &over)?,
        found_by_unit: queries::count_found_by_unit(conn, &ask.tops, &days)?
            .into_iter()
            .collect(),
        units: agency::queries::list_below(conn, &ask.tops)?,
        repeats: queries::repeated(conn, &ask.tops, &days, REPEATS)?,
        zones: agency::queries::zones(conn, &places)?,
        repeat_days: findings::settings::queries::rules(conn)?.repeat_days,
        top,
        before,
        layers,
        by_layer,
        months,
        weeks,
    })
}

/// An address that keeps the unit of the page; without one, the units the figures are made of.
fn at(ask: &Ask, path: &str, pairs: &[(&str, String)]) -> String {
    let mut all = pairs.to_vec();
    all.push(("unit", ask.unit.map_or(Within::Mine, Within::Below).to_string()));
    links::with(path, &all)
}

/// The same, for what is counted in the period of the page.
fn in_period(ask: &Ask, path: &str, pairs: &[(&str, String)]) -> String {
    let mut all = pairs.to_vec();
    all.extend(from_to(ask.from, ask.to));
    at(ask, path, &all)
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
    let place = place(viewer, ask, l);
    let (offices, few) = offices(viewer, ask, l);
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
        eyebrow: viewer.say(
            &Said::new("summary-eyebrow")
                .with("unit", place.clone())
                .with("days", days.clone()),
        ),
        headline: viewer.say(&headline(&verdicts)),
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
        layers: layer_rows(viewer, ask, l),
        layers_say: layers_say(viewer, l),
        weeks: charts::weeks(viewer, ask, l),
        heat: charts::heat(viewer, ask, l),
        pareto: charts::pareto(viewer, ask, l),
        months: month_rows(viewer, ask, l),
        offices_more: offices.len().saturating_sub(OFFICES),
        offices_shown: OFFICES,
        offices,
        offices_say,
        offices_few: few,
        repeats: l
            .repeats
            .iter()
            .map(|repeat| RepeatRow {
                count: repeats_of(ask, l, repeat),
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

/// "March 1 to May 31, 2026", in the order the language likes.
fn period_text(viewer: &Reader, ask: &Ask) -> String {
    let name = |date: NaiveDate| viewer.i18n().month(viewer.lang(), date.month());
    viewer.say(
        &Said::new("summary-days")
            .with("from-month", name(ask.from))
            .with("from-day", ask.from.day().to_string())
            .with("from-year", ask.from.year().to_string())
            .with("to-month", name(ask.to))
            .with("to-day", ask.to.day().to_string())
            .with("to-year", ask.to.year().to_string())
            .with("same-year", i64::from(ask.from.year() == ask.to.year())),
    )
}

/// What the summary is about: the unit chosen, the only one there is, or all of the reader's.
fn place(viewer: &Reader, ask: &Ask, l: &Loaded) -> String {
    let one = match ask.tops.as_slice() {
        [one] => l.units.iter().find(|unit| unit.id == *one),
        _ => None,
    };
    one.map_or_else(|| viewer.t("summary-all-units"), |unit| unit.name.clone())
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
            Change::Up(points) => ("summary-change-up", points),
            Change::Down(points) => ("summary-change-down", points),
            Change::Same => ("summary-change-same", 0),
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
    let kpi = |label: &str, share: Share, was: Share, made: Said, href: String| Kpi {
        label: viewer.t(label),
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
            "summary-followed",
            followed,
            before.tally.first_time_conformance(),
            Said::new("summary-followed-made")
                .with("part", followed.part)
                .with("whole", followed.whole),
            in_period(ask, links::AUDITS, &[("state", Which::Submitted.to_string())]),
        ),
        kpi(
            "summary-on-time",
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
            "summary-closed",
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
    GoalRow {
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

/// The nearest layer below that answered some of the same questions, and what lies between the two.
fn compared<'a>(l: &'a Loaded, layer: &Layer) -> Option<(&'a Layer, LayerGap)> {
    let upper = l.by_layer.get(&layer.number)?;
    l.layers
        .iter()
        .rev()
        .filter(|lower| lower.number < layer.number)
        .find_map(|lower| Some((lower, gap_between(l.by_layer.get(&lower.number)?, upper)?)))
}

/// What a layer finds against the one below it, and whether finding nothing can be chance.
fn same_said(viewer: &Reader, l: &Loaded, layer: &Layer) -> Option<String> {
    let gap = compared(l, layer).map(|(lower, gap)| {
        let signed = |part: f64| viewer.i18n().decimal(viewer.lang(), part * 100.0, 1);
        Said::new("summary-layer-gap")
            .with("here", percent(viewer, gap.upper).unwrap_or_default())
            .with("there", percent(viewer, gap.lower).unwrap_or_default())
            .with("layer", lower.number.to_string())
            .with("count", gap.questions)
            .with("points", signed(gap.difference))
            .with("low", signed(gap.interval.low))
            .with("high", signed(gap.interval.high))
    });
    let silence = Silence::of(layer.number, &l.by_layer).map(|silence| {
        Said::new("summary-layer-nothing")
            .with("count", silence.answers)
            .with("percent", percent(viewer, silence.others).unwrap_or_default())
            .with("chance", charts::part(viewer, silence.chance.chance))
            .with("most", charts::part(viewer, silence.chance.at_most))
    });
    let said: Vec<String> = gap.iter().chain(&silence).map(|said| viewer.say(said)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn layer_rows(viewer: &Reader, ask: &Ask, l: &Loaded) -> Vec<LayerRow> {
    l.layers
        .iter()
        .map(|layer| {
            let done = l.done_by_layer.get(&layer.number).copied().unwrap_or_default();
            let tally: Tally = l
                .by_layer
                .get(&layer.number)
                .map(|tallies| tallies.values().copied().sum())
                .unwrap_or_default();
            let listed = |n: i64, which: Which| Count {
                n,
                href: in_period(
                    ask,
                    links::AUDITS,
                    &[("state", which.to_string()), ("layer", layer.number.to_string())],
                ),
            };
            LayerRow {
                number: layer.number,
                name: layer.name.clone(),
                done: listed(done.submitted, Which::Submitted),
                expected: done.expected(),
                on_time: listed(done.on_time, Which::OnTime),
                missed: listed(done.missed, Which::Missed),
                completion: percent(viewer, done.completion()),
                on_time_completion: percent(viewer, done.on_time_completion()),
                behind: done.completion().tenths().is_some_and(|tenths| tenths < BEHIND_TENTHS),
                percent: percent(viewer, tally.first_time_conformance()),
                judged: tally.judged(),
                same: same_said(viewer, l, layer),
            }
        })
        .collect()
}

/// Below this completion a layer is said to be behind, in tenths of a percent.
const BEHIND_TENTHS: i64 = 900;

/// Whether every layer looks: the layers that are behind, or silent, and where two layers see the same work differently.
fn layers_say(viewer: &Reader, l: &Loaded) -> String {
    let with = |wanted: fn(Done) -> bool| -> Vec<&Layer> {
        l.layers
            .iter()
            .filter(|layer| wanted(l.done_by_layer.get(&layer.number).copied().unwrap_or_default()))
            .collect()
    };
    let silent = with(|done| done.expected() == 0);
    let behind = with(|done| done.completion().tenths().is_some_and(|tenths| tenths < BEHIND_TENTHS));
    let names = |layers: &[&Layer]| {
        layers
            .iter()
            .map(|layer| layer.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut sentences = Vec::new();
    if silent.len() == l.layers.len() {
        return viewer.t("summary-layers-none");
    }
    if behind.is_empty() && silent.is_empty() {
        sentences.push(viewer.t("summary-layers-all"));
    }
    if !behind.is_empty() {
        let said = Said::new("summary-layers-behind")
            .with("count", behind.len())
            .with("layers", names(&behind));
        sentences.push(viewer.say(&said));
    }
    if !silent.is_empty() {
        let said = Said::new("summary-layers-silent")
            .with("count", silent.len())
            .with("layers", names(&silent));
        sentences.push(viewer.say(&said));
    }
    for layer in &l.layers {
        if let Some((lower, gap)) = compared(l, layer).filter(|(_, gap)| is_apart(gap)) {
            let key = if gap.difference > 0.0 {
                "summary-layers-more"
            } else {
                "summary-layers-fewer"
            };
            let said = Said::new(key)
                .with("layer", layer.name.clone())
                .with("lower", lower.name.clone())
                .with(
                    "points",
                    viewer.i18n().decimal(viewer.lang(), gap.difference.abs() * 100.0, 1),
                );
            sentences.push(viewer.say(&said));
            if is_by_mix(&gap) {
                sentences.push(viewer.t("summary-layers-mix"));
            }
        }
        if let Some(silence) = Silence::of(layer.number, &l.by_layer).filter(Silence::is_improbable) {
            let said = Said::new("summary-layers-nothing")
                .with("layer", layer.name.clone())
                .with("count", silence.answers);
            sentences.push(viewer.say(&said));
        }
    }
    sentences.join(" ")
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

/// Offices with enough answers, the one where least conforms first; and how many have too few.
fn offices(viewer: &Reader, ask: &Ask, l: &Loaded) -> (Vec<OfficeRow>, usize) {
    let (enough, few): (Vec<_>, Vec<_>) = l
        .by_unit
        .iter()
        .filter(|(_, tally)| tally.judged() > 0)
        .partition(|(_, tally)| tally.judged() >= ENOUGH_ANSWERS);
    let mut rows: Vec<(UnitId, String, Tally)> = enough
        .into_iter()
        .filter_map(|(id, tally)| {
            let unit = l.units.iter().find(|unit| unit.id == id)?;
            Some((id, unit.name.clone(), tally))
        })
        .collect();
    rows.sort_by(|(_, a_name, a), (_, b_name, b)| {
        let (a, b) = (a.first_time_conformance(), b.first_time_conformance());
        (a.part * b.whole)
            .cmp(&(b.part * a.whole))
            .then_with(|| a_name.cmp(b_name))
    });
    let [from, to] = from_to(ask.from, ask.to);
    let rows = rows
        .into_iter()
        .map(|(id, name, tally)| OfficeRow {
            href: links::with(
                links::SUMMARY,
                &[("period", ask.period.to_string()), ("unit", id.to_string())],
            ),
            percent: percent(viewer, tally.first_time_conformance()),
            value: value_of(tally.first_time_conformance()),
            judged: tally.judged(),
            failed: Count {
                n: l.found_by_unit.get(&id).copied().unwrap_or_default(),
                href: links::with(
                    links::FINDINGS,
                    &[
                        ("tab", Tab::All.to_string()),
                        ("origin", OriginKind::Audit.to_string()),
                        from.clone(),
                        to.clone(),
                        ("unit", only_there(l, id).to_string()),
                    ],
                ),
            },
            name,
        })
        .collect();
    (rows, few.len())
}

/// What was counted at this unit itself: the figures of an office leave out the units below it.
fn only_there(l: &Loaded, id: UnitId) -> Within {
    if l.units.iter().any(|unit| unit.parent_id == Some(id)) {
        Within::At(id)
    } else {
        Within::Below(id)
    }
}

/// How often a question failed again at an office, and which findings these are.
fn repeats_of(ask: &Ask, l: &Loaded, repeat: &queries::Repeated) -> Count {
    let [from, to] = from_to(ask.from, ask.to);
    Count {
        n: repeat.count,
        href: links::with(
            links::FINDINGS,
            &[
                ("tab", Tab::All.to_string()),
                ("kind", Kind::Again.to_string()),
                ("question", repeat.question.to_string()),
                from,
                to,
                ("unit", only_there(l, repeat.unit_id).to_string()),
            ],
        ),
    }
}
