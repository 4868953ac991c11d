//! The pictures of the summary, each with what is to be seen in it in words: what only chance does is said to be chance.

use super::*;
use crate::base::statistics::pareto;
use crate::boards::weeks::{days_of, named, of_audits, part};
use crate::people::model::Within;
use crate::platform::web::charts::heat::{Heat, Square};
use crate::platform::web::charts::pareto::Pareto;
use crate::platform::web::charts::{About, Picture};

/// Weeks of the heat map.
const HEAT_WEEKS: usize = 12;
/// Offices of the heat map.
const HEAT_OFFICES: usize = 12;
/// Questions that are drawn by how often they fail.
pub const QUESTIONS: usize = 12;

/// A picture, and what is to be seen in it.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// The picture.
    pub picture: Picture,
    pub(in crate::boards) say: String,
    pub(in crate::boards) more: usize,
}

/// The last weeks, for the heat map.
pub fn heat_weeks(weeks: &[NaiveDate]) -> &[NaiveDate] {
    &weeks[weeks.len().saturating_sub(HEAT_WEEKS)..]
}

/// The offices of the heat map, those where surely most failed in the period, at least in the months its weeks lie in (each office
/// has some rows of months and many of weeks), and how many more have answers.
pub fn worst(units: &[Unit], tallies: Vec<(UnitId, Tally)>) -> (Vec<UnitId>, usize) {
    let tallies: HashMap<UnitId, Tally> = tallies.into_iter().collect();
    let mut offices: Vec<(&Unit, Share)> = units
        .iter()
        .filter_map(|unit| Some((unit, tallies.get(&unit.id)?.failed())))
        .filter(|(_, share)| share.whole > 0)
        .collect();
    offices.sort_by_cached_key(worst_first);
    let more = offices.len().saturating_sub(HEAT_OFFICES);
    let drawn = offices.iter().take(HEAT_OFFICES).map(|(unit, _)| unit.id);
    (drawn.collect(), more)
}

fn worst_first((unit, failed): &(&Unit, Share)) -> impl Ord + use<> {
    (surely_worst(*failed), unit.name.clone())
}

/// Offices by weeks, the one where surely most failed in these weeks first; `None` where nothing was answered.
pub fn heat(viewer: &Reader, ask: &Ask, l: &Loaded) -> Option<Shown> {
    let weeks = heat_weeks(&l.weeks);
    let tally = |unit: UnitId, week: NaiveDate| {
        l.tally_by_unit_and_week
            .get(&(unit, week))
            .copied()
            .unwrap_or_default()
            .failed()
    };
    let (drawn, more) = &l.heat;
    let of_weeks = |unit: &Unit| -> Share { weeks.iter().map(|week| tally(unit.id, *week)).sum() };
    let mut offices: Vec<(&Unit, Share)> = drawn
        .iter()
        .filter_map(|id| l.units.iter().find(|unit| unit.id == *id))
        .map(|unit| (unit, of_weeks(unit)))
        .filter(|(_, share)| share.whole > 0)
        .collect();
    offices.sort_by_cached_key(worst_first);
    let offices: Vec<&Unit> = offices.into_iter().map(|(unit, _)| unit).collect();
    let columns: Vec<String> = weeks.iter().map(|week| named(viewer, "summary-week", *week)).collect();
    let square = |unit: &Unit, within: Within, (week, name): (NaiveDate, &str)| {
        let share = tally(unit.id, week);
        let href = || {
            let [from, to] = days_of(ask, week, week);
            let [tab, origin] = of_audits();
            at_unit(ask, within, links::FINDINGS, &[tab, origin, from, to])
        };
        let percent = percent(viewer, share)?;
        Some(Square {
            share: share.percent()? / 100.0,
            title: viewer.say(&cell_said("summary-heat-cell", unit, name, (&percent, share))),
            percent,
            href: (share.part > 0).then(href),
        })
    };
    let rows: Vec<(String, Vec<Option<Square>>)> = offices
        .iter()
        .map(|unit| {
            let within = only_there(&l.units, unit.id);
            let of_weeks = weeks.iter().copied().zip(columns.iter().map(String::as_str));
            let squares = of_weeks.map(|week| square(unit, within, week)).collect();
            (unit.name.clone(), squares)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let cells = offices.iter().flat_map(|unit| {
        let cell = move |week: &NaiveDate| (*unit, *week, tally(unit.id, *week));
        weeks.iter().map(cell)
    });
    let worst = cells
        .filter(|(.., share)| share.whole >= ENOUGH_ANSWERS && share.part > 0)
        .max_by_key(|(_, week, share)| (share.tenths(), *week));
    let say = worst.map_or_else(
        || Said::new("summary-heat-none"),
        |(unit, week, share)| {
            let percent = percent(viewer, share).unwrap_or_default();
            let week = named(viewer, "summary-week", week);
            cell_said("summary-heat-say", unit, &week, (&percent, share))
        },
    );
    let say = viewer.say(&say);
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
        more: *more,
    })
}

fn cell_said(key: &'static str, unit: &Unit, week: &str, (percent, share): (&str, Share)) -> Said {
    Said::new(key)
        .with("unit", unit.name.clone())
        .with("week", week)
        .with("percent", percent)
        .with("count", share.whole)
}

/// A question in words; nothing where they were not wanted.
pub fn text_of(texts: Option<&Texts>, lang: &str) -> String {
    texts.map_or_else(String::new, |texts| texts.text.get(lang).to_owned())
}

/// The questions with findings in the period, the most often failing first; `None` without findings.
pub fn pareto(viewer: &Reader, ask: &Ask, l: &Loaded) -> Option<Shown> {
    let lang = viewer.lang();
    let counts = l
        .found_by_question
        .iter()
        .map(|(question, texts, count)| ((text_of(texts.as_ref(), lang), *question), *count));
    let all = pareto::pareto(counts);
    let vital = all.iter().filter(|bar| bar.vital).count();
    let findings = all.last()?.running.whole;
    let is_few = vital * 2 <= all.len();
    let key = if is_few {
        "summary-pareto-say"
    } else {
        "summary-pareto-spread"
    };
    let say = Said::new(key)
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
