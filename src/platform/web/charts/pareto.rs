//! The Pareto chart: causes by how often they occur, and the few that make most of it.

use super::bars::{BAR, Bars};
use super::svg::*;
use super::{About, Cell, NARROW, Percent, Picture, Table, WIDE};
use crate::base::share::Share;
use crate::base::statistics::pareto::Bar;

/// A Pareto chart with its words.
pub struct Pareto<'a> {
    /// What it is called.
    pub about: About<'a>,
    /// The causes by name, as [`crate::base::statistics::pareto::pareto`] orders them.
    pub bars: &'a [Bar<String>],
    /// Where what each bar counts is listed, and what is there in words.
    pub links: &'a [(String, String)],
    /// What stands below the last of the vital few: "these make 80 % of all".
    pub cut: &'a str,
    /// The heads of the table: cause, how often, this and all before it.
    pub heads: [&'a str; 3],
    /// How shares are written.
    pub percent: Percent<'a>,
}

const NAMES: f64 = 300.0;
const COUNT: f64 = 60.0;
const RUNNING: f64 = 56.0;

impl Pareto<'_> {
    /// Draws it in both widths, with its table.
    pub fn picture(&self) -> Picture {
        let row = |(at, bar): (usize, &Bar<String>)| {
            let count = Cell {
                text: bar.count.to_string(),
                href: self.links.get(at).map(|(href, _)| href.clone()),
            };
            vec![bar.what.clone().into(), count, self.running(bar.running).into()]
        };
        Picture {
            wide: self.draw(WIDE),
            narrow: self.draw(NARROW),
            table: Table {
                head: self.heads.map(str::to_owned).to_vec(),
                rows: self.bars.iter().enumerate().map(row).collect(),
            },
        }
    }

    fn running(&self, share: Share) -> String {
        share
            .percent()
            .map_or_else(|| "–".to_owned(), |percent| (self.percent)(percent / 100.0))
    }

    fn draw(&self, width: f64) -> String {
        let vital = self.bars.iter().take_while(|bar| bar.vital).count();
        // where all are vital, there are no few
        let has_cut = vital < self.bars.len();
        let cut = if has_cut { wrapped(self.cut, width) } else { Vec::new() };
        let after = 8.0 + LEADING * number(cut.len());
        let names = self.bars.iter().map(|bar| bar.what.as_str());
        let rows = Bars::new(names, (width, NAMES), has_cut.then_some((vital, after)));
        let mut svg = Svg::with_links(&self.about, (width, rows.bottom));
        let most = self.bars.first().map_or(1.0, |bar| count(bar.count));
        let room = width - rows.left - COUNT - RUNNING;
        let mut end = 0.0;
        for (at, bar) in self.bars.iter().enumerate() {
            let weight = if bar.vital && has_cut { 600 } else { 400 };
            let y = rows.name(&mut svg, at, weight);
            let long = (room * count(bar.count) / most).max(2.0);
            let paint = if bar.vital { LINE } else { PALE };
            let draw = |svg: &mut Svg| {
                svg.rect((rows.left, y), (long, BAR), &format!(r#"rx="2" fill="{paint}""#));
                let count = bar.count.to_string();
                let at = (rows.left + long + 8.0, Bars::base(y));
                svg.word(at, style("start", TEXT, 700), &count);
            };
            match self.links.get(at) {
                Some((href, title)) => svg.linked((href, title), draw),
                None => draw(&mut svg),
            }
            svg.word(
                (width, Bars::base(y)),
                style("end", QUIET, 400),
                &self.running(bar.running),
            );
            if at + 1 == vital {
                end = rows.end(at);
            }
        }
        if has_cut {
            svg.line(
                (0.0, end),
                (width, end),
                &format!(r#"stroke="{LIMIT}" stroke-dasharray="4 3""#),
            );
            svg.words((0.0, end + 15.0), style("start", QUIET, 400), &cut);
        }
        svg.finish()
    }
}

fn count(count: i64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
