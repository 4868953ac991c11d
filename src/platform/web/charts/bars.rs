//! Rows of bars, each with its whole name: beside it on a desk, above it on a phone, in as many lines as it takes.

use super::svg::*;
use super::{NARROW, WIDE};

/// How high a bar is.
pub const BAR: f64 = 16.0;
/// What stands between two rows.
const BETWEEN: f64 = 10.0;

/// Where the rows are.
pub struct Bars {
    names: Vec<Vec<String>>,
    /// Where the bars begin.
    pub left: f64,
    beside: bool,
    tops: Vec<f64>,
    ends: Vec<f64>,
    /// Where the last row ends.
    pub bottom: f64,
}

impl Bars {
    /// The rows of these names from the top of a picture on; on a desk they have this much room. After as many rows as
    /// `gap` says, so much is left free.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>, (width, room): (f64, f64), gap: Option<(usize, f64)>) -> Self {
        let beside = width >= WIDE;
        let room = if beside { room } else { NARROW };
        let names: Vec<Vec<String>> = names.map(|name| wrapped(name, room - 12.0)).collect();
        let (mut top, mut tops, mut ends) = (4.0, Vec::new(), Vec::new());
        for (at, lines) in names.iter().enumerate() {
            top += gap.filter(|(after, _)| *after == at).map_or(0.0, |(_, free)| free);
            tops.push(top);
            let words = LEADING * number(lines.len().max(1));
            top += BETWEEN + if beside { words.max(BAR) } else { words + 2.0 + BAR };
            ends.push(top - BETWEEN / 2.0);
        }
        Self {
            names,
            left: if beside { room } else { 1.0 },
            beside,
            tops,
            ends,
            bottom: top,
        }
    }

    /// Writes the name of a row; the top of its bar.
    pub fn name(&self, svg: &mut Svg, at: usize, weight: u32) -> f64 {
        let (Some(top), Some(lines)) = (self.tops.get(at), self.names.get(at)) else {
            return 0.0;
        };
        svg.words((0.0, top + 12.0), style("start", TEXT, weight), lines);
        if self.beside {
            *top
        } else {
            top + LEADING * number(lines.len().max(1)) + 2.0
        }
    }

    /// Where a row ends.
    pub fn end(&self, at: usize) -> f64 {
        self.ends.get(at).copied().unwrap_or_default()
    }

    /// The base line of words beside a bar.
    pub fn base(bar: f64) -> f64 {
        bar + BAR - 3.5
    }
}
