//! Shares side by side, each with the interval that says how far it can be trusted.

use super::bars::{BAR, Bars};
use super::svg::*;
use super::{About, Cell, NARROW, Percent, Picture, Table, WIDE};
use crate::base::share::Share;
use crate::base::statistics::interval::wilson;

/// Bars with intervals, and their words.
pub struct Intervals<'a> {
    /// What it is called.
    pub about: About<'a>,
    /// Names and counts, in the order they are to stand.
    pub rows: &'a [(String, Share)],
    /// What the thin line over a bar means.
    pub key: &'a str,
    /// The heads of the table: name, how many, of how many, share, and the ends of the interval.
    pub heads: [&'a str; 6],
    /// How shares are written.
    pub percent: Percent<'a>,
}

const NAMES: f64 = 200.0;
const VALUE: f64 = 64.0;
/// Room for the mark before the words that explain it.
const KEY: f64 = 34.0;

impl Intervals<'_> {
    /// Draws it in both widths, with its table.
    pub fn picture(&self) -> Picture {
        let row = |(name, share): &(String, Share)| {
            let say =
                |fraction: Option<f64>| fraction.map_or_else(|| "–".to_owned(), |fraction| (self.percent)(fraction));
            let interval = wilson(*share);
            [
                name.clone(),
                share.part.to_string(),
                share.whole.to_string(),
                say(fraction(*share)),
                say(interval.map(|interval| interval.low)),
                say(interval.map(|interval| interval.high)),
            ]
            .map(Cell::from)
            .to_vec()
        };
        Picture {
            wide: self.draw(WIDE),
            narrow: self.draw(NARROW),
            table: Table {
                head: self.heads.map(str::to_owned).to_vec(),
                rows: self.rows.iter().map(row).collect(),
            },
        }
    }

    fn draw(&self, width: f64) -> String {
        let names = self.rows.iter().map(|(name, _)| name.as_str());
        let rows = Bars::new(names, (width, NAMES), None);
        let (left, right, bottom) = (rows.left, width - VALUE, rows.bottom);
        let top_of = |share: &Share| wilson(*share).map_or(0.0, |interval| interval.high);
        let scale = Scale::over(
            0.0,
            self.rows.iter().map(|(_, share)| top_of(share)).fold(0.0, f64::max),
        );
        let x = |fraction: f64| left + (right - left) * scale.part(fraction);
        let key = wrapped(self.key, width - KEY);
        let mut svg = Svg::new(&self.about, (width, bottom + 28.0 + LEADING * number(key.len().max(1))));
        for mark in scale.marks() {
            svg.line((x(mark), 4.0), (x(mark), bottom), &format!(r#"stroke="{GRID}""#));
            let anchor = if x(mark) < 20.0 { "start" } else { "middle" };
            svg.word(
                (x(mark), bottom + 15.0),
                style(anchor, QUIET, 400),
                &(self.percent)(mark),
            );
        }
        for (at, (_, share)) in self.rows.iter().enumerate() {
            let y = rows.name(&mut svg, at, 400);
            let value = style("end", TEXT, 700);
            let (Some(part), Some(interval)) = (fraction(*share), wilson(*share)) else {
                svg.word((width, Bars::base(y)), value, "–");
                continue;
            };
            svg.rect((left, y), (x(part) - left, BAR), &format!(r#"fill="{PALE}""#));
            whisker(&mut svg, (x(interval.low), x(interval.high)), y + BAR / 2.0);
            svg.word((width, Bars::base(y)), value, &(self.percent)(part));
        }
        whisker(&mut svg, (1.0, 25.0), bottom + 32.0);
        svg.words((KEY, bottom + 36.0), style("start", QUIET, 400), &key);
        svg.finish()
    }
}

fn whisker(svg: &mut Svg, (from, to): (f64, f64), y: f64) {
    let paint = format!(r#"stroke="{TEXT}" stroke-width="2""#);
    svg.line((from, y), (to, y), &paint);
    for end in [from, to] {
        svg.line((end, y - 5.0), (end, y + 5.0), &paint);
    }
}

fn fraction(share: Share) -> Option<f64> {
    share.percent().map(|percent| percent / 100.0)
}
