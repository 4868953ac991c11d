//! One process: by week, by layer, by unit and by question.

use super::super::layers::{self, LayerRow, Layers};
use super::super::weeks::{self, Weeks};
use super::*;
use crate::base::codes::OriginKind;
use crate::figures::model::{Over, PAIR_DAYS, Worked};
use crate::platform::web::charts::interval::Intervals;
use crate::platform::web::charts::{About, Picture};
use std::collections::{HashMap, HashSet};

/// Units that are drawn.
const DRAWN: usize = 20;

/// A big figure.
#[derive(Debug, Serialize)]
pub struct Figure {
    label: String,
    number: Option<String>,
    text: String,
    href: String,
}

/// A unit.
#[derive(Debug, Serialize)]
pub struct UnitRow {
    name: String,
    href: String,
    followed: Conformance,
    failed: Count,
    done: Count,
    expected: i64,
    completion: Option<String>,
    open: Vec<OpenCount>,
}

/// Open findings at a unit, by what they wait for.
#[derive(Debug, Serialize)]
pub struct OpenCount {
    tab: Tab,
    count: Count,
}

/// A question.
#[derive(Debug, Serialize)]
pub struct QuestionRow {
    text: String,
    href: String,
    followed: Conformance,
    failed: Count,
    not_applicable: i64,
}

page! {
    /// How a process does.
    pub struct ShowPage in "boards/process_health.html" {
        pub title: String,
        pub back: String,
        pub eyebrow: String,
        pub href: String,
        pub process_href: String,
        pub period: &'static str,
        pub periods: Vec<Choice>,
        pub unit: String,
        pub units: Vec<Choice>,
        pub on: String,
        pub closed: Option<ClosedShown>,
        pub figures: Vec<Figure>,
        pub direction: &'static str,
        pub weeks: Weeks,
        pub layers: Vec<LayerRow>,
        pub layers_say: String,
        pub pairs_href: String,
        pub pair_days: i64,
        pub picture: Option<Picture>,
        pub undrawn: usize,
        pub offices: Vec<UnitRow>,
        pub offices_links: Around,
        pub questions: Vec<QuestionRow>,
        pub questions_links: Around,
        pub query: String,
        pub anything: bool,
        pub repeat_days: i32,
    }
}

/// Where a table begins and goes on, when this page shows a part of it.
#[derive(Debug, Serialize)]
pub struct Around {
    start: Option<String>,
    more: Option<String>,
}

impl Around {
    /// The rows after the one that `name` says in the address, up to `last`, where more follow.
    fn of(query: &Fields, ask: &Ask, id: ProcessId, table: (&'static str, &str), last: Option<String>) -> Self {
        let (name, heading) = table;
        let at = |pairs: &[(&str, String)]| format!("{}#{heading}", links::with(&links::process_health(id), pairs));
        Self {
            start: query.given(name).map(|_| at(&ask.kept())),
            more: last.map(|last| {
                let mut pairs = ask.kept().to_vec();
                pairs.push((name, last));
                at(&pairs)
            }),
        }
    }
}

/// After which unit the table of units begins.
const UNITS_AFTER: &str = "units-after";
/// After which question the table of questions begins.
const QUESTIONS_AFTER: &str = "questions-after";

crate::text_enum! {
    /// What of a process leaves as a file.
    pub enum Sheet {
        /// By week.
        Weeks = "weeks",
        /// By layer.
        Layers = "layers",
        /// By unit.
        Units = "units",
        /// By question.
        Questions = "questions",
    }
}

/// Everything the page needs, read in one go.
struct Loaded {
    process: Process,
    units: Vec<Unit>,
    facts: Facts,
    mondays: Vec<NaiveDate>,
    layers: Layers,
    /// The surely worst first, as the questions; those where only findings are open, last.
    by_unit: Vec<(UnitId, Worked)>,
    /// At the units that are told.
    open_by_unit: BTreeMap<UnitId, queries::Open>,
    by_question: Vec<(queries::Named, Tally)>,
    found_by_question: HashMap<QuestionId, i64>,
    repeat_days: i32,
    closed: Option<Closed>,
}

/// Which units are told.
#[derive(Debug, Clone, Copy)]
enum Units {
    /// A page of them, after one that was seen.
    After(Option<UnitId>),
    /// Every one.
    All,
}

fn load(conn: &mut Conn, scope: &Scope, ask: &Ask, id: ProcessId, units: Units, now: Instant) -> AppResult<Loaded> {
    ask.check(conn, scope)?;
    let process = processes::queries::find(conn, id)?;
    let over = ask.over();
    let mondays = weeks_until(ask.from, ask.to);
    let found = queries::found(conn, &over, &ask.zone)?;
    let facts = Facts {
        tally: figures::queries::tally(conn, &over)?,
        done: figures::queries::done(conn, &over)?,
        open: queries::open_by_process(conn, &over, now)?
            .remove(&id)
            .unwrap_or_default(),
        again: queries::again_by_process(&found).remove(&id).unwrap_or_default(),
        weeks: figures::queries::tally_by_week(conn, &ask.since(&mondays))?
            .into_iter()
            .collect(),
        changes: figures::changes::queries::counting(conn, &over)?,
    };
    let answers = figures::queries::tally_by_layer_and_question(conn, &over)?;
    let tallies = figures::queries::by_question(&answers);
    let ids: Vec<QuestionId> = tallies.iter().map(|(question, _)| *question).collect();
    let mut named = queries::named(conn, &ids)?;
    let mut by_question: Vec<(queries::Named, Tally)> = tallies
        .into_iter()
        .filter_map(|(question, tally)| Some((named.remove(&question)?, tally)))
        .collect();
    by_question.sort_by_cached_key(|(named, tally)| (surely_worst(tally.failed()), named.code.clone()));
    let mut by_unit = queries::worked_by_unit(conn, &over, &ask.zone)?;
    by_unit.sort_by_cached_key(|(unit, worked)| (surely_worst(worked.work.tally.failed()), *unit));
    let open_by_unit = add_open(conn, &over, units, now, &mut by_unit)?;
    Ok(Loaded {
        units: agency::queries::list_below(conn, &scope.units)?,
        layers: Layers::of(conn, &over, &answers)?,
        found_by_question: found
            .iter()
            .filter_map(|((question, _), found)| Some(((*question)?, found.found)))
            .collect(),
        repeat_days: findings::settings::queries::rules(conn)?.repeat_days,
        closed: Closed::find(conn, ask)?,
        process,
        facts,
        mondays,
        by_unit,
        open_by_unit,
        by_question,
    })
}

/// The open findings at the units that are told. Those where nothing but findings is open stand last, so they are looked
/// for when the end of the table is told.
fn add_open(
    conn: &mut Conn,
    over: &Over,
    units: Units,
    now: Instant,
    by_unit: &mut Vec<(UnitId, Worked)>,
) -> AppResult<BTreeMap<UnitId, queries::Open>> {
    let is_known = |unit: &UnitId| by_unit.iter().any(|(known, _)| known == unit);
    if let Units::After(seen) = units
        && seen.as_ref().is_none_or(is_known)
        && let (page, Some(_)) = pager::after(by_unit, |(unit, _)| Some(*unit) == seen)
    {
        let of_page = Over {
            units: page.iter().map(|(unit, _)| *unit).collect(),
            ..over.clone()
        };
        return Ok(queries::open_by_unit(conn, &of_page, now)?);
    }
    let open = queries::open_by_unit(conn, over, now)?;
    let worked: HashSet<UnitId> = by_unit.iter().map(|(unit, _)| *unit).collect();
    let others = open.keys().filter(|unit| !worked.contains(unit));
    by_unit.extend(others.map(|unit| (*unit, Worked::default())));
    Ok(open)
}

async fn read(viewer: &Viewer<Leader>, id: ProcessId, units: Units) -> AppResult<(Ask, Loaded)> {
    let query = Fields::parse_query(viewer.req.query_string());
    let ask = Ask {
        process: Some(id),
        ..Ask::by(viewer, &query)?
    };
    let (scope, now) = (viewer.scope(), viewer.now);
    viewer
        .app
        .db
        .read(move |conn| {
            let loaded = load(conn, &scope, &ask, id, units, now)?;
            Ok((ask, loaded))
        })
        .await
}

/// One process.
pub async fn show(viewer: Viewer<Leader>, id: web::Path<ProcessId>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (unit, question): (Option<UnitId>, Option<QuestionId>) =
        (query.parse(UNITS_AFTER), query.parse(QUESTIONS_AFTER));
    let (ask, l) = read(&viewer, *id, Units::After(unit)).await?;
    let reader = Reader::of(&viewer);
    let href = links::process_health(l.process.id);
    let (offices, last_office) = pager::after(&l.by_unit, |(id, _)| Some(*id) == unit);
    let (questions, last_question) = pager::after(&l.by_question, |(named, _)| Some(named.question) == question);
    let page = ShowPage {
        title: l.process.name.get(viewer.lang()).to_owned(),
        back: links::with(links::HEALTH, &ask.kept()),
        eyebrow: eyebrow(&reader, &ask, &l.units),
        process_href: links::process(l.process.id),
        period: ask.period.as_str(),
        periods: Ask::periods(&reader),
        unit: ask.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        units: choices(&l.units),
        on: ask.on.map(|on| on.to_string()).unwrap_or_default(),
        closed: l.closed.as_ref().map(|closed| closed.shown(&reader, &ask)),
        figures: big_figures(&reader, &ask, &l),
        direction: direction(&ask, &l.facts).as_str(),
        weeks: weeks::weeks(&reader, &ask, &l.mondays, &l.facts.weeks, &l.facts.changes),
        layers: layers::rows(&reader, &ask, &l.layers),
        layers_say: layers::said(&reader, &l.layers),
        pairs_href: links::with(&links::process_pairs(l.process.id), &ask.kept()),
        pair_days: PAIR_DAYS,
        picture: picture(&reader, &l),
        undrawn: answered(&l).count().saturating_sub(DRAWN),
        offices: offices
            .iter()
            .filter_map(|(unit, worked)| unit_row(&reader, &ask, &l, *unit, *worked))
            .collect(),
        offices_links: Around::of(
            &query,
            &ask,
            l.process.id,
            (UNITS_AFTER, "h-units"),
            last_office.map(|(unit, _)| unit.to_string()),
        ),
        questions: questions
            .iter()
            .map(|(named, tally)| question_row(&reader, &ask, &l, named, *tally))
            .collect(),
        questions_links: Around::of(
            &query,
            &ask,
            l.process.id,
            (QUESTIONS_AFTER, "h-questions"),
            last_question.map(|(named, _)| named.question.to_string()),
        ),
        query: links::query(&ask.kept()),
        anything: l.facts.done.expected() > 0 || l.facts.tally.judged() > 0,
        repeat_days: l.repeat_days,
        href,
    };
    viewer.show(Here::Health, &page)
}

fn big_figures(viewer: &Reader, ask: &Ask, l: &Loaded) -> Vec<Figure> {
    let (tally, done, open) = (l.facts.tally, l.facts.done, l.facts.open);
    let followed = tally.first_time_conformance();
    let say = |said: Said, whole: i64| {
        if whole > 0 {
            viewer.say(&said)
        } else {
            viewer.t("summary-no-figure")
        }
    };
    let range = Conformance::of(viewer, tally).range.unwrap_or_default();
    vec![
        Figure {
            label: viewer.t("summary-followed"),
            number: percent(viewer, followed),
            text: say(
                Said::new("health-followed-made")
                    .with("part", followed.part)
                    .with("whole", followed.whole)
                    .with("range", range),
                followed.whole,
            ),
            href: audit_count(ask, Which::Submitted, 0).href,
        },
        Figure {
            label: viewer.t("summary-col-done"),
            number: percent(viewer, done.completion()),
            text: say(
                Said::new("health-done-made")
                    .with("part", done.submitted)
                    .with("whole", done.expected())
                    .with(
                        "on-time",
                        percent(viewer, done.on_time_completion()).unwrap_or_default(),
                    ),
                done.expected(),
            ),
            href: audit_count(ask, Which::Expected, 0).href,
        },
        Figure {
            label: viewer.t("health-to-decide"),
            number: Some(open.to_decide.to_string()),
            text: viewer.say(&Said::new("health-to-decide-made").with("count", open.under_way)),
            href: open_count(ask, Tab::Decision, 0).href,
        },
        Figure {
            label: viewer.t("health-overdue"),
            number: Some(open.overdue.to_string()),
            text: viewer.t("health-overdue-made"),
            href: open_count(ask, Tab::Overdue, 0).href,
        },
        Figure {
            label: viewer.t("summary-again"),
            number: Some(l.facts.again.to_string()),
            text: viewer.say(&Said::new("health-again-made").with("days", l.repeat_days)),
            href: again_count(ask, 0).href,
        },
    ]
}

fn name_of(units: &[Unit], id: UnitId) -> Option<&str> {
    units.iter().find(|unit| unit.id == id).map(|unit| unit.name.as_str())
}

/// The units with answers, the surely worst first.
fn answered(l: &Loaded) -> impl Iterator<Item = (UnitId, Share)> {
    l.by_unit
        .iter()
        .map(|(unit, worked)| (*unit, worked.work.tally))
        .filter(|(_, tally)| tally.judged() > 0)
        .map(|(unit, tally)| (unit, tally.failed()))
}

/// The units side by side with their intervals; `None` with less than two.
fn picture(viewer: &Reader, l: &Loaded) -> Option<Picture> {
    let rows: Vec<(String, Share)> = answered(l)
        .take(DRAWN)
        .filter_map(|(unit, share)| Some((name_of(&l.units, unit)?.to_owned(), share)))
        .collect();
    let heads =
        ["office", "failed", "answers", "share", "low", "high"].map(|name| viewer.t(&format!("health-col-{name}")));
    let chart = Intervals {
        about: About {
            id: "units",
            title: &viewer.t("health-units-chart"),
            description: &viewer.t("health-units-chart-say"),
        },
        rows: &rows,
        key: &viewer.t("health-units-key"),
        heads: heads.each_ref().map(String::as_str),
        percent: &|share| part(viewer, share),
    };
    (rows.len() > 1).then(|| chart.picture())
}

fn unit_row(viewer: &Reader, ask: &Ask, l: &Loaded, id: UnitId, worked: Worked) -> Option<UnitRow> {
    let within = only_there(&l.units, id);
    let Worked { work, done } = worked;
    let open = l.open_by_unit.get(&id).copied().unwrap_or_default();
    let [from, to] = from_to(ask.from, ask.to);
    let there = |path: &str, pairs: &[(&str, String)]| at_unit(ask, within, path, pairs);
    let waiting = |tab: Tab, n: i64| OpenCount {
        tab,
        count: Count {
            n,
            href: there(links::FINDINGS, &[("tab", tab.to_string())]),
        },
    };
    let found = [
        ("tab", Tab::All.to_string()),
        ("origin", OriginKind::Audit.to_string()),
        from.clone(),
        to.clone(),
    ];
    Some(UnitRow {
        name: name_of(&l.units, id)?.to_owned(),
        href: links::with(
            &links::process_health(l.process.id),
            &Ask {
                unit: Some(id),
                ..ask.clone()
            }
            .kept(),
        ),
        followed: Conformance::of(viewer, work.tally),
        failed: Count {
            n: work.found,
            href: there(links::FINDINGS, &found),
        },
        done: Count {
            n: done.submitted,
            href: there(links::AUDITS, &[("state", Which::Submitted.to_string()), from, to]),
        },
        expected: done.expected(),
        completion: percent(viewer, done.completion()),
        open: [
            waiting(Tab::Decision, open.to_decide),
            waiting(Tab::UnderWay, open.under_way),
            waiting(Tab::Overdue, open.overdue),
        ]
        .into_iter()
        .filter(|open| open.count.n > 0)
        .collect(),
    })
}

fn question_row(viewer: &Reader, ask: &Ask, l: &Loaded, named: &queries::Named, tally: Tally) -> QuestionRow {
    let pairs = [
        ("tab", Tab::All.to_string()),
        ("origin", OriginKind::Audit.to_string()),
        ("question", named.question.to_string()),
    ];
    QuestionRow {
        text: named.texts.text.get(viewer.lang()).to_owned(),
        href: format!("{}#q-{}", links::template(named.template), named.code),
        followed: Conformance::of(viewer, tally),
        failed: Count {
            n: l.found_by_question.get(&named.question).copied().unwrap_or_default(),
            href: in_period(ask, links::FINDINGS, &pairs),
        },
        not_applicable: tally.not_applicable,
    }
}

/// A table of a process as a file, whole.
pub async fn export(viewer: Viewer<Leader>, asked: web::Path<(ProcessId, Sheet, Ending)>) -> AppResult<HttpResponse> {
    let (id, sheet, ending) = asked.into_inner();
    let (ask, l) = read(&viewer, id, Units::All).await?;
    let reader = Reader::of(&viewer);
    let shared = |first: Vec<Cell>, tally: &Tally| {
        let mut cells = first;
        cells.extend(share_cells(tally.first_time_conformance()));
        cells
    };
    let (first, rows, name): (&[&str], Vec<Vec<Cell>>, _) = match sheet {
        Sheet::Weeks => {
            let week = |monday: &NaiveDate| {
                let tally = l.facts.weeks.get(monday).copied().unwrap_or_default();
                shared(vec![(*monday).into()], &tally)
            };
            (&["week"], l.mondays.iter().map(week).collect(), "process-weeks")
        }
        Sheet::Layers => {
            let layer = |(number, name, tally, done): (i32, &str, Tally, Done)| {
                let mut cells = shared(vec![Cell::Number(number), name.to_owned().into()], &tally);
                cells.extend(done_cells(done));
                cells
            };
            (
                &["layer", "layer-name"],
                l.layers.counts().map(layer).collect(),
                "process-layers",
            )
        }
        Sheet::Units => {
            let unit = |(id, worked): &(UnitId, Worked)| {
                let open = l.open_by_unit.get(id).copied().unwrap_or_default();
                let mut cells = shared(vec![name_of(&l.units, *id)?.to_owned().into()], &worked.work.tally);
                cells.extend(done_cells(worked.done));
                cells.extend([open.to_decide.into(), open.under_way.into(), open.overdue.into()]);
                Some(cells)
            };
            (
                &["office"],
                l.by_unit.iter().filter_map(unit).collect(),
                "process-units",
            )
        }
        Sheet::Questions => {
            let question = |(named, tally): &(queries::Named, Tally)| {
                let text = named.texts.text.get(viewer.lang()).to_owned();
                let mut cells = shared(vec![text.into(), named.code.clone().into()], tally);
                cells.push(tally.not_applicable.into());
                cells
            };
            (
                &["question", "code"],
                l.by_question.iter().map(question).collect(),
                "process-questions",
            )
        }
    };
    let mut head = heads(&reader, first);
    head.extend(heads(&reader, &SHARE));
    match sheet {
        Sheet::Weeks => {}
        Sheet::Layers => head.extend(heads(&reader, &DONE)),
        Sheet::Units => {
            head.extend(heads(&reader, &DONE));
            head.extend(heads(&reader, &["to-decide", "under-way", "overdue"]));
        }
        Sheet::Questions => head.extend(heads(&reader, &["not-applicable"])),
    }
    let file = file_name(&ask, &l.units, &format!("{name}-{}", l.process.code));
    exports::download(ending, &file, head, rows).await
}
