//! The pictures of the summary, each with what is to be seen in it in words: what only chance does is said to be chance.

use super::*;
use crate::base::statistics::chart::{Chart, FIRM_PERIODS, Method, TRIAL_PERIODS, Trust, chart};
use crate::base::statistics::pareto;
use crate::base::statistics::rules::{Hit, Rule, Way};
use crate::platform::web::charts::control::{Control, Words};
use crate::platform::web::charts::heat::{Heat, Square};
use crate::platform::web::charts::pareto::Pareto;
use crate::platform::web::charts::{About, Picture};
use std::cmp::Reverse;

/// Weeks of the heat map.
const HEAT_WEEKS: usize = 12;
/// Offices of the heat map.
const HEAT_OFFICES: usize = 12;
/// Questions that are drawn by how often they fail.
const QUESTIONS: usize = 12;
/// Signals that are told in words, the latest.
const SIGNALS: usize = 6;

/// A picture, and what is to be seen in it.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// The picture.
    pub picture: Picture,
    say: String,
    more: usize,
}

/// What chance alone hardly does.
#[derive(Debug, Serialize)]
pub struct Signal {
    text: String,
    href: String,
    worse: bool,
}

/// The share of failed answers over the weeks.
#[derive(Debug, Serialize)]
pub struct Weeks {
    /// The picture; none before there are two weeks.
    pub picture: Option<Picture>,
    say: String,
    signals: Vec<Signal>,
    earlier: usize,
}

/// The last weeks, for the heat map.
pub fn heat_weeks(weeks: &[NaiveDate]) -> &[NaiveDate] {
    &weeks[weeks.len().saturating_sub(HEAT_WEEKS)..]
}

/// A fraction as it is read, with a decimal where it says something. What happened never reads 0 %, and what is not all
/// never 100 %.
pub fn part(viewer: &Reader, fraction: f64) -> String {
    let tenths = (fraction * 1000.0).round();
    let tenths = if fraction > 0.0 && fraction < 1.0 {
        tenths.clamp(1.0, 999.0)
    } else {
        tenths
    };
    let decimals = usize::from(tenths.rem_euclid(10.0) > 0.5);
    let number = viewer.i18n().decimal(viewer.lang(), tenths / 10.0, decimals);
    viewer.say(&Said::new("board-percent").with("number", number))
}

/// A week by its Monday, as `summary-week` or `summary-week-year` writes it.
fn named(viewer: &Reader, key: &'static str, monday: NaiveDate) -> String {
    let month = viewer.t(&format!("date-month-short-{}", monday.month()));
    viewer.say(
        &Said::new(key)
            .with("month", month)
            .with("day", monday.day().to_string())
            .with("year", monday.year().to_string()),
    )
}

/// The days of the weeks from one Monday to another; the last ends with the period.
fn days_of(ask: &Ask, first: NaiveDate, last: NaiveDate) -> [(&'static str, String); 2] {
    from_to(first, shifted(last, 6).min(ask.to))
}

/// What narrows the queue of findings to those that audits raised, closed ones among them.
fn of_audits() -> [(&'static str, String); 2] {
    [("tab", Tab::All.to_string()), ("origin", OriginKind::Audit.to_string())]
}

/// The findings of some weeks.
fn findings_of(ask: &Ask, first: NaiveDate, last: NaiveDate) -> String {
    let ([from, to], [tab, origin]) = (days_of(ask, first, last), of_audits());
    at(ask, links::FINDINGS, &[tab, origin, from, to])
}

/// The control chart of the weeks that have begun to be counted, with its signals in words.
pub fn weeks(viewer: &Reader, ask: &Ask, l: &Loaded) -> Weeks {
    let failed = |week: &NaiveDate| l.tally_by_week.get(week).copied().unwrap_or_default().failed();
    let weeks: Vec<NaiveDate> = l
        .weeks
        .iter()
        .copied()
        .skip_while(|week| failed(week).whole == 0)
        .collect();
    let shares: Vec<Share> = weeks.iter().map(failed).collect();
    let chart = chart(&shares, &[], Method::Laney);
    let say = viewer.say(&weeks_said(viewer, &chart));
    let listed = |week: &NaiveDate| {
        if failed(week).part > 0 {
            return findings_of(ask, *week, *week);
        }
        let [from, to] = days_of(ask, *week, *week);
        at(ask, links::AUDITS, &[("state", Which::Submitted.to_string()), from, to])
    };
    let mut hits: Vec<&Hit> = chart.hits.iter().collect();
    hits.sort_by_key(|hit| Reverse(hit.places.last().copied()));
    Weeks {
        picture: (known(&chart) > 1).then(|| {
            let hrefs: Vec<String> = weeks.iter().map(listed).collect();
            weeks_picture(viewer, &weeks, &hrefs, &chart, &say)
        }),
        say,
        earlier: hits.len().saturating_sub(SIGNALS),
        signals: hits
            .into_iter()
            .take(SIGNALS)
            .filter_map(|hit| signal(viewer, ask, &weeks, &chart, hit))
            .collect(),
    }
}

/// Weeks with answers.
fn known(chart: &Chart) -> usize {
    chart.points.iter().filter(|point| point.share.is_some()).count()
}

fn weeks_said(viewer: &Reader, chart: &Chart) -> Said {
    let Some((segment, centre)) = chart.segments.last().and_then(|s| Some((s, s.centre?))) else {
        return Said::new("summary-weeks-none");
    };
    if segment.trust == Trust::TooFew {
        return Said::new("summary-weeks-few")
            .with("count", known(chart))
            .with("needed", TRIAL_PERIODS);
    }
    let key = if chart.hits.is_empty() {
        "summary-weeks-usual"
    } else {
        "summary-weeks-signals"
    };
    Said::new(key)
        .with("count", chart.hits.len())
        .with("mean", part(viewer, centre))
        .with("trial", i64::from(segment.trust == Trust::Trial))
        .with("firm", FIRM_PERIODS)
}

fn weeks_picture(viewer: &Reader, weeks: &[NaiveDate], hrefs: &[String], chart: &Chart, say: &str) -> Picture {
    let t = |key: &str| viewer.t(key);
    let names: Vec<String> = weeks.iter().map(|week| named(viewer, "summary-week", *week)).collect();
    let heads = [
        t("summary-col-week"),
        t("summary-col-failing"),
        t("summary-col-answers"),
        t("summary-col-share"),
        t("summary-col-low"),
        t("summary-col-high"),
        t("summary-col-signal"),
    ];
    let mut picture = Control {
        about: About {
            id: "weeks",
            title: &t("summary-weeks"),
            description: say,
        },
        periods: &names,
        hrefs,
        chart,
        notes: &[],
        words: Words {
            upper: &t("summary-weeks-upper"),
            centre: &t("summary-weeks-mean"),
            lower: &t("summary-weeks-lower"),
            usual: &t("summary-weeks-dot"),
            beyond: &t("summary-weeks-diamond"),
            run: &t("summary-weeks-ring"),
            range: &t("summary-weeks-range"),
            trial: &t("summary-weeks-trial"),
            heads: heads.each_ref().map(String::as_str),
        },
        percent: &|share| part(viewer, share),
    }
    .picture();
    // two years of weeks can have the same day twice
    for (row, week) in picture.table.rows.iter_mut().zip(weeks) {
        row[0] = named(viewer, "summary-week-year", *week).into();
    }
    picture
}

/// A signal in words: which rule, which weeks, better or worse.
fn signal(viewer: &Reader, ask: &Ask, weeks: &[NaiveDate], chart: &Chart, hit: &Hit) -> Option<Signal> {
    let (first, last) = (*hit.places.first()?, *hit.places.last()?);
    let point = |place: usize| chart.points.get(place);
    let limits = point(last)?.limits?;
    let worse = hit.way == Way::Up;
    let (key, limit) = match (hit.rule, hit.way) {
        (Rule::Beyond, Way::Up) => ("summary-weeks-beyond-up", limits.high),
        (Rule::Beyond, Way::Down) => ("summary-weeks-beyond-down", limits.low),
        (Rule::OneSide, Way::Up) => ("summary-weeks-side-up", chart.segments.last()?.centre?),
        (Rule::OneSide, Way::Down) => ("summary-weeks-side-down", chart.segments.last()?.centre?),
        (Rule::Trend, Way::Up) => ("summary-weeks-trend-up", point(first)?.share?),
        (Rule::Trend, Way::Down) => ("summary-weeks-trend-down", point(first)?.share?),
    };
    let (from, to) = (*weeks.get(first)?, *weeks.get(last)?);
    let text = Said::new(key)
        .with("count", hit.places.len())
        .with("week", named(viewer, "summary-week-year", to))
        .with("from", named(viewer, "summary-week-year", from))
        .with("percent", part(viewer, point(last)?.share?))
        .with("limit", part(viewer, limit));
    Some(Signal {
        text: viewer.say(&text),
        href: findings_of(ask, from, to),
        worse,
    })
}

/// Offices by weeks, the one where most failed first; `None` where nothing was answered.
pub fn heat(viewer: &Reader, ask: &Ask, l: &Loaded) -> Option<Shown> {
    let weeks = heat_weeks(&l.weeks);
    let tally = |unit: UnitId, week: NaiveDate| {
        l.tally_by_unit_and_week
            .get(&(unit, week))
            .copied()
            .unwrap_or_default()
            .failed()
    };
    let mut offices: Vec<(&Unit, Share)> = l
        .units
        .iter()
        .map(|unit| (unit, weeks.iter().map(|week| tally(unit.id, *week)).sum::<Share>()))
        .filter(|(_, share)| share.whole > 0)
        .collect();
    offices.sort_by(|(a_unit, a), (b_unit, b)| {
        (b.part * a.whole)
            .cmp(&(a.part * b.whole))
            .then_with(|| a_unit.name.cmp(&b_unit.name))
    });
    let more = offices.len().saturating_sub(HEAT_OFFICES);
    offices.truncate(HEAT_OFFICES);
    let square = |unit: &Unit, week: NaiveDate| {
        let share = tally(unit.id, week);
        let [from, to] = days_of(ask, week, week);
        let within = ("unit", only_there(l, unit.id).to_string());
        let [tab, origin] = of_audits();
        let href = links::with(links::FINDINGS, &[tab, origin, from, to, within]);
        let fraction = share.percent()? / 100.0;
        Some(Square {
            share: fraction,
            title: viewer.say(&cell_said(viewer, "summary-heat-cell", unit, week, share)),
            href: (share.part > 0).then_some(href),
        })
    };
    let rows: Vec<(String, Vec<Option<Square>>)> = offices
        .iter()
        .map(|(unit, _)| {
            let squares = weeks.iter().map(|week| square(unit, *week)).collect();
            (unit.name.clone(), squares)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let cells = offices.iter().flat_map(|(unit, _)| {
        let cell = move |week: &NaiveDate| (*unit, *week, tally(unit.id, *week));
        weeks.iter().map(cell)
    });
    let worst = cells
        .filter(|(.., share)| share.whole >= ENOUGH_ANSWERS && share.part > 0)
        .max_by_key(|(_, week, share)| (share.tenths(), *week));
    let say = worst.map_or_else(
        || Said::new("summary-heat-none"),
        |(unit, week, share)| cell_said(viewer, "summary-heat-say", unit, week, share),
    );
    let say = viewer.say(&say);
    let columns: Vec<String> = weeks.iter().map(|week| named(viewer, "summary-week", *week)).collect();
    let heat = Heat {
        about: About {
            id: "heat",
            title: &viewer.t("summary-heat"),
            description: &say,
        },
        columns: &columns,
        rows: &rows,
        head: &viewer.t("today-col-office"),
        nothing: &viewer.t("summary-heat-nothing"),
        percent: &|share| part(viewer, share),
        short: &|share| viewer.i18n().decimal(viewer.lang(), share * 100.0, 0),
    };
    Some(Shown {
        picture: heat.picture(),
        say,
        more,
    })
}

fn cell_said(viewer: &Reader, key: &'static str, unit: &Unit, week: NaiveDate, share: Share) -> Said {
    Said::new(key)
        .with("unit", unit.name.clone())
        .with("week", named(viewer, "summary-week", week))
        .with("percent", percent(viewer, share).unwrap_or_default())
        .with("count", share.whole)
}

/// The questions with findings in the period, the most often failing first; `None` without findings.
pub fn pareto(viewer: &Reader, ask: &Ask, l: &Loaded) -> Option<Shown> {
    let lang = viewer.lang();
    let counts = l
        .found_by_question
        .iter()
        .map(|(question, texts, count)| ((texts.text.get(lang).to_owned(), *question), *count));
    let all = pareto::pareto(counts);
    let vital = all.iter().filter(|bar| bar.vital).count();
    let findings = all.last()?.running.whole;
    let say = Said::new("summary-pareto-say")
        .with("vital", vital)
        .with("all", all.len())
        .with("count", findings);
    let say = viewer.say(&say);
    let more = all.len().saturating_sub(QUESTIONS);
    let (bars, links): (Vec<_>, Vec<_>) = all
        .into_iter()
        .take(QUESTIONS)
        .map(|bar| {
            let (text, question) = bar.what;
            let [tab, origin] = of_audits();
            let pairs = [tab, origin, ("question", question.to_string())];
            let title = Said::new("summary-pareto-bar")
                .with("count", bar.count)
                .with("question", text.clone());
            let bar = pareto::Bar {
                what: text,
                count: bar.count,
                running: bar.running,
                vital: bar.vital,
            };
            (bar, (in_period(ask, links::FINDINGS, &pairs), viewer.say(&title)))
        })
        .unzip();
    let heads = [
        viewer.t("summary-col-question"),
        viewer.t("summary-col-failed"),
        viewer.t("summary-col-running"),
    ];
    let chart = Pareto {
        about: About {
            id: "pareto",
            title: &viewer.t("summary-pareto"),
            description: &say,
        },
        bars: &bars,
        links: &links,
        cut: &viewer.t("summary-pareto-cut"),
        heads: heads.each_ref().map(String::as_str),
        percent: &|share| part(viewer, share),
    };
    Some(Shown {
        picture: chart.picture(),
        say,
        more,
    })
}
