//! The share of failed answers over the weeks as a control chart: what only chance does is said to be chance.

use super::asked::{Ask, at};
use super::model::Change;
use super::{Reader, from_to};
use crate::audits::queries::Which;
use crate::base::codes::OriginKind;
use crate::base::links;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::statistics::chart::{Chart, FIRM_PERIODS, Method, Segment, TRIAL_PERIODS, Trust, chart};
use crate::base::statistics::rules::{Hit, Rule, Way};
use crate::base::zone::shifted;
use crate::figures::changes::model::ChangePoint;
use crate::figures::model::Tally;
use crate::findings::queries::Tab;
use crate::platform::web::charts::control::{Control, Words};
use crate::platform::web::charts::{About, Picture};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Signals that are told in words, the latest.
const SIGNALS: usize = 6;

/// What chance alone hardly does.
#[derive(Debug, Serialize)]
pub struct Signal {
    pub(super) text: String,
    href: String,
    pub(super) worse: bool,
}

/// The share of failed answers over the weeks.
#[derive(Debug, Serialize)]
pub struct Weeks {
    /// The picture; none before there are two weeks.
    pub picture: Option<Picture>,
    pub(super) say: String,
    pub(super) signals: Vec<Signal>,
    pub(super) earlier: usize,
    pub(super) changes: Vec<String>,
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
pub fn named(viewer: &Reader, key: &'static str, monday: NaiveDate) -> String {
    let month = viewer.t(&format!("date-month-short-{}", monday.month()));
    viewer.say(
        &Said::new(key)
            .with("month", month)
            .with("day", monday.day().to_string())
            .with("year", monday.year().to_string()),
    )
}

/// The days of the weeks from one Monday to another; the last ends with the period.
pub fn days_of(ask: &Ask, first: NaiveDate, last: NaiveDate) -> [(&'static str, String); 2] {
    from_to(first, shifted(last, 6).min(ask.to))
}

/// What narrows the queue of findings to those that audits raised, closed ones among them.
pub fn of_audits() -> [(&'static str, String); 2] {
    [("tab", Tab::All.to_string()), ("origin", OriginKind::Audit.to_string())]
}

/// The findings of some weeks.
fn findings_of(ask: &Ask, first: NaiveDate, last: NaiveDate) -> String {
    let ([from, to], [tab, origin]) = (days_of(ask, first, last), of_audits());
    at(ask, links::FINDINGS, &[tab, origin, from, to])
}

/// The weeks from the first that has answers on, and the control chart of their failed answers.
pub fn chart_of(
    mondays: &[NaiveDate],
    tallies: &BTreeMap<NaiveDate, Tally>,
    changes: &[ChangePoint],
) -> (Vec<NaiveDate>, Chart) {
    let failed = |week: &NaiveDate| tallies.get(week).copied().unwrap_or_default().failed();
    let weeks: Vec<NaiveDate> = mondays
        .iter()
        .copied()
        .skip_while(|week| failed(week).whole == 0)
        .collect();
    let shares: Vec<Share> = weeks.iter().map(failed).collect();
    let edges: Vec<usize> = begun(&weeks, changes).iter().map(|(place, _)| *place).collect();
    let chart = chart(&shares, &edges, Method::Laney);
    (weeks, chart)
}

/// The control chart of the weeks that have begun to be counted, with its signals in words. Where something changed, its
/// expected range begins anew.
pub fn weeks(
    viewer: &Reader,
    ask: &Ask,
    mondays: &[NaiveDate],
    tallies: &BTreeMap<NaiveDate, Tally>,
    changes: &[ChangePoint],
) -> Weeks {
    let failed = |week: &NaiveDate| tallies.get(week).copied().unwrap_or_default().failed();
    let (weeks, chart) = chart_of(mondays, tallies, changes);
    let notes: Vec<(usize, String)> = begun(&weeks, changes)
        .into_iter()
        .map(|(place, change)| (place, change_named(viewer, change)))
        .collect();
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
            weeks_picture(viewer, (&weeks, &hrefs), &chart, &notes, &say)
        }),
        changes: changes_said(viewer, &chart, &notes),
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
            .with("count", segment.periods)
            .with("since", i64::from(segment.from > 0))
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

/// The changes that fall between two of these weeks, each with the week from which on it counts.
fn begun<'a>(weeks: &[NaiveDate], changes: &'a [ChangePoint]) -> Vec<(usize, &'a ChangePoint)> {
    let place = |change: &ChangePoint| weeks.iter().position(|week| *week >= change.first_week());
    changes
        .iter()
        .filter_map(|change| Some((place(change).filter(|place| *place > 0)?, change)))
        .collect()
}

/// "New printers, Apr 20".
fn change_named(viewer: &Reader, change: &ChangePoint) -> String {
    let day = named(viewer, "summary-week", change.on_date);
    viewer.say(
        &Said::new("summary-weeks-change")
            .with("what", change.what.clone())
            .with("day", day),
    )
}

/// What is seen after each change against what was seen before it, since the change before.
fn changes_said(viewer: &Reader, chart: &Chart, notes: &[(usize, String)]) -> Vec<String> {
    let counted = |segment: &Segment| -> Share {
        let points = chart.points.get(segment.from..segment.to).unwrap_or_default();
        points.iter().map(|point| point.counts).sum()
    };
    let pairs = chart.segments.windows(2);
    pairs
        .filter_map(|pair| {
            let names: Vec<&str> = notes
                .iter()
                .filter(|(place, _)| *place == pair[1].from)
                .map(|(_, name)| name.as_str())
                .collect();
            let (before, after) = (counted(&pair[0]), counted(&pair[1]));
            let key = match Change::between(before, after) {
                Change::Up(..) => "summary-weeks-changed-up",
                Change::Down(..) => "summary-weeks-changed-down",
                Change::Chance => "summary-weeks-changed-chance",
                Change::Unknown => return None,
            };
            let said = Said::new(key)
                .with("what", names.join(", "))
                .with("before", part(viewer, pair[0].centre?))
                .with("after", part(viewer, pair[1].centre?));
            Some(viewer.say(&said))
        })
        .collect()
}

fn weeks_picture(
    viewer: &Reader,
    (weeks, hrefs): (&[NaiveDate], &[String]),
    chart: &Chart,
    notes: &[(usize, String)],
    say: &str,
) -> Picture {
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
        notes,
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
    let centre = chart
        .segments
        .iter()
        .find(|segment| last < segment.to)
        .and_then(|segment| segment.centre);
    let worse = hit.way == Way::Up;
    let (key, limit) = match (hit.rule, hit.way) {
        (Rule::Beyond, Way::Up) => ("summary-weeks-beyond-up", limits.high),
        (Rule::Beyond, Way::Down) => ("summary-weeks-beyond-down", limits.low),
        (Rule::OneSide, Way::Up) => ("summary-weeks-side-up", centre?),
        (Rule::OneSide, Way::Down) => ("summary-weeks-side-down", centre?),
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
