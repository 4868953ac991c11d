//! Control charts of shares: what a process does when nothing special happens, and which periods are not like that.
//!
//! The p chart (W. A. Shewhart) expects chance alone between periods. Days, offices and people differ a little always;
//! with many answers a period that alone puts every period outside. Laney's p′ chart measures how much periods next to
//! each other differ and widens (or narrows) the limits by it: D. B. Laney, "Improved Control Charts for Attributes",
//! Quality Engineering 14 (2002), 531–537.

use super::interval::Interval;
use super::rules::{Hit, hits};
use super::{count, counted};
use crate::base::share::Share;

/// Periods with answers before limits are drawn at all, and the rules of chance are read.
///
/// With 12 or more there are trial limits, with 20 or more they are firm: L. P. Provost and S. K. Murray, The Health
/// Care Data Guide (2011), chapter on Shewhart charts. Fewer make a line without limits.
pub const TRIAL_PERIODS: usize = 12;
/// Periods with answers from which limits are firm; see [`TRIAL_PERIODS`].
pub const FIRM_PERIODS: usize = 20;
/// Expected failures, and expected others, below which a period is rough: the normal curve fits the binomial badly there.
/// The common rule of thumb.
pub const ROUGH_BELOW: f64 = 5.0;
/// Mean range of two normal values, in standard deviations, as Laney and the tables of the trade round it.
const D2: f64 = 1.128;

crate::text_enum! {
    /// How the limits are made.
    pub enum Method {
        /// The p chart: chance alone.
        P = "p",
        /// Laney's p′ chart: chance, and how much periods next to each other differ.
        Laney = "laney",
    }
}
crate::text_enum! {
    /// How far the limits of a stretch can be trusted.
    pub enum Trust {
        /// Fewer than 12 periods: no limits yet, nothing is judged.
        TooFew = "too_few",
        /// 12 to 19 periods: limits for now.
        Trial = "trial",
        /// 20 periods or more.
        Firm = "firm",
    }
}

/// One period on a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// What was counted, as it came.
    pub counts: Share,
    /// The share, 0 to 1; `None` in a period without answers: the line has a gap there, and no rule counts it.
    pub share: Option<f64>,
    /// The limits of this period by its own number of answers, inside 0 to 1; `None` without answers or trust.
    pub limits: Option<Interval>,
    /// Few answers: fewer than five failures, or five others, are to be expected, so the limits are rough.
    pub rough: bool,
}

/// Periods between two change points: with a centre line and a spread of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Its first period.
    pub from: usize,
    /// The period after its last.
    pub to: usize,
    /// Periods with answers.
    pub periods: usize,
    /// Failures of all periods ÷ answers of all periods, 0 to 1; `None` without answers.
    pub centre: Option<f64>,
    /// How much wider than by chance alone: the mean moving range of the standardised shares ÷ 1.128 on a p′ chart, 1 on
    /// a p chart, and 1 where nothing can be measured (one period, or all alike at 0 or 1).
    pub sigma_z: f64,
    /// How far its limits can be trusted.
    pub trust: Trust,
}

/// A control chart: its points, its stretches, and what the rules find.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// One for each period, in their order.
    pub points: Vec<Point>,
    /// In their order; together all periods.
    pub segments: Vec<Segment>,
    /// What chance alone would hardly do; by stretch, then by rule.
    pub hits: Vec<Hit>,
}

/// Makes the chart of `periods` (failures of answers, oldest first). At each of `changes` (the first period of something
/// new, such as other printers) centre and limits begin anew, and no run goes across; what is no place between two
/// periods is left out.
pub fn chart(periods: &[Share], changes: &[usize], method: Method) -> Chart {
    let mut edges: Vec<usize> = changes.iter().copied().filter(|at| *at < periods.len()).collect();
    edges.extend([0, periods.len()]);
    edges.sort_unstable();
    edges.dedup();
    let mut chart = Chart {
        points: Vec::with_capacity(periods.len()),
        segments: Vec::new(),
        hits: Vec::new(),
    };
    for edge in edges.windows(2) {
        let segment = segment((edge[0], edge[1]), &periods[edge[0]..edge[1]], method);
        let points = periods[edge[0]..edge[1]].iter().map(|counts| point(*counts, &segment));
        chart.points.extend(points);
        chart.hits.extend(hits(&chart.points, &segment));
        chart.segments.push(segment);
    }
    chart
}

fn segment((from, to): (usize, usize), counts: &[Share], method: Method) -> Segment {
    let counted: Vec<(f64, f64)> = counts
        .iter()
        .filter_map(|share| counted(*share))
        .map(|(part, whole)| (f64::from(part), f64::from(whole)))
        .collect();
    let (parts, wholes) = counted
        .iter()
        .fold((0.0, 0.0), |(x, n), (part, whole)| (x + part, n + whole));
    let centre = (wholes > 0.0).then(|| parts / wholes);
    Segment {
        from,
        to,
        periods: counted.len(),
        centre,
        sigma_z: match (method, centre) {
            (Method::Laney, Some(centre)) => sigma_z(&counted, centre),
            _ => 1.0,
        },
        trust: match counted.len() {
            FIRM_PERIODS.. => Trust::Firm,
            TRIAL_PERIODS.. => Trust::Trial,
            _ => Trust::TooFew,
        },
    }
}

fn sigma_z(counted: &[(f64, f64)], centre: f64) -> f64 {
    let spread = centre * (1.0 - centre);
    if spread <= 0.0 || counted.len() < 2 {
        return 1.0;
    }
    let z: Vec<f64> = counted
        .iter()
        .map(|(part, whole)| (part / whole - centre) / (spread / whole).sqrt())
        .collect();
    let ranges: f64 = z.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    ranges / count(z.len() - 1) / D2
}

fn point(counts: Share, segment: &Segment) -> Point {
    let (Some((part, whole)), Some(centre)) = (counted(counts), segment.centre) else {
        return Point {
            counts,
            share: None,
            limits: None,
            rough: false,
        };
    };
    let n = f64::from(whole);
    Point {
        counts,
        share: Some(f64::from(part) / n),
        limits: (segment.trust != Trust::TooFew).then(|| limits(centre, n, segment.sigma_z)),
        rough: n * centre.min(1.0 - centre) < ROUGH_BELOW,
    }
}

/// p̄ ± 3 σz √(p̄(1−p̄)/n), cut at 0 and 1.
fn limits(centre: f64, n: f64, sigma_z: f64) -> Interval {
    let width = 3.0 * sigma_z * (centre * (1.0 - centre) / n).sqrt();
    Interval {
        low: (centre - width).max(0.0),
        high: (centre + width).min(1.0),
    }
}
