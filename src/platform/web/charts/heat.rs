//! The heat map: offices by weeks, darker where more fails, hatched where nobody looked.

use super::svg::*;
use super::{About, Cell, NARROW, Percent, Picture, Table, WIDE};

/// The share of an office in a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// 0 to 1.
    pub share: f64,
    /// The same as the table writes it.
    pub percent: String,
    /// What it says, in words.
    pub title: String,
    /// Where what it counts is listed.
    pub href: Option<String>,
}

/// A heat map with its words.
pub struct Heat<'a> {
    /// What it is called.
    pub about: About<'a>,
    /// The weeks, oldest first, by short names.
    pub columns: &'a [String],
    /// The offices, each with one share for every week; `None` where nothing was answered.
    pub rows: &'a [(String, Vec<Option<Square>>)],
    /// The head of the column of offices in the table.
    pub head: &'a str,
    /// What hatching means.
    pub nothing: &'a str,
    /// How shares are written in the key.
    pub percent: Percent<'a>,
    /// How they are written in a cell, where there is room for three letters.
    pub short: Percent<'a>,
}

/// Where the next darker colour begins.
const EDGES: [f64; 5] = [0.025, 0.05, 0.1, 0.15, 0.2];
/// One hue from light to dark, each with the colour of the number on it.
const COLOURS: [(&str, &str); 6] = [
    ("#f3f4fb", "#1c1d1f"),
    ("#d6daf2", "#1c1d1f"),
    ("#aeb4e4", "#1c1d1f"),
    ("#7b80d0", "#000"),
    ("#4a50c4", "#fff"),
    ("#26265f", "#fff"),
];
const CELL: f64 = 30.0;
/// The least width of a column: twelve weeks have room on a phone. Older ones are left out of a picture, and stay in the
/// table.
const ROOM: f64 = 27.0;
const NAMES: f64 = 200.0;

impl Heat<'_> {
    /// Draws it in both widths, with its table.
    pub fn picture(&self) -> Picture {
        let say = |square: Option<&Square>| Cell {
            text: square.map_or_else(|| self.nothing.to_owned(), |square| square.percent.clone()),
            href: square.and_then(|square| square.href.clone()),
        };
        let row = |(name, squares): &(String, Vec<Option<Square>>)| {
            let squares = (0..self.columns.len()).map(|place| say(squares.get(place).and_then(Option::as_ref)));
            std::iter::once(name.clone().into()).chain(squares).collect()
        };
        Picture {
            wide: self.draw(WIDE),
            narrow: self.draw(NARROW),
            table: Table {
                head: std::iter::once(self.head.to_owned())
                    .chain(self.columns.iter().cloned())
                    .collect(),
                rows: self.rows.iter().map(row).collect(),
            },
        }
    }

    fn draw(&self, width: f64) -> String {
        // on a phone an office's name stands above its cells
        let is_wide = width >= WIDE;
        let left = if is_wide { NAMES } else { 0.0 };
        let above = if is_wide { 0.0 } else { 20.0 };
        let first = self.columns.len().saturating_sub(times(width - left, ROOM));
        let seen = &self.columns[first..];
        let step = (width - left) / number(seen.len().max(1));
        let (top, high) = (24.0, CELL + above + 3.0);
        let bottom = top + high * number(self.rows.len());
        let mut svg = Svg::with_links(&self.about, (width, bottom + if is_wide { 44.0 } else { 66.0 }));
        let hatch = format!("{}-{width:.0}-h", self.about.id);
        svg.hatch(&hatch);
        let widest = seen.iter().map(|name| width_of(name)).fold(0.0, f64::max);
        let every = times(widest + 6.0 + step, step);
        for place in (0..seen.len()).rev().step_by(every) {
            let name = &seen[place];
            let x = (left + step * (number(place) + 0.5)).min(width - width_of(name) / 2.0);
            svg.word((x, 14.0), style("middle", QUIET, 400), name);
        }
        for (at, (name, squares)) in self.rows.iter().enumerate() {
            let y = top + high * number(at);
            if is_wide {
                svg.word((0.0, y + 20.0), style("start", TEXT, 400), &fitting(name, left - 12.0));
            } else {
                svg.word((0.0, y + 14.0), style("start", TEXT, 600), &fitting(name, width));
            }
            for place in 0..seen.len() {
                let cell = (left + step * number(place) + 1.0, y + above);
                let size = (step - 2.0, CELL);
                let Some(square) = squares.get(first + place).and_then(Option::as_ref) else {
                    svg.rect(
                        cell,
                        size,
                        &format!(r##"rx="3" fill="url(#{hatch})" stroke="{LIMIT}""##),
                    );
                    continue;
                };
                let (ground, ink) = COLOURS[colour(square.share)];
                let weight = if square.share >= EDGES[3] { 700 } else { 400 };
                let draw = |svg: &mut Svg| {
                    svg.rect(cell, size, &format!(r##"rx="3" fill="{ground}" stroke="#d6daf2""##));
                    let middle = (cell.0 + size.0 / 2.0, cell.1 + 19.5);
                    svg.word(middle, style("middle", ink, weight), &(self.short)(square.share));
                };
                match &square.href {
                    Some(href) => svg.linked((href, &square.title), draw),
                    None => draw(&mut svg),
                }
            }
        }
        self.key(&mut svg, &hatch, bottom + 14.0, is_wide);
        svg.finish()
    }

    /// The colours with the shares at which they begin, and what hatching means.
    fn key(&self, svg: &mut Svg, hatch: &str, y: f64, is_wide: bool) {
        for (at, (ground, _)) in COLOURS.iter().enumerate() {
            let x = 44.0 * number(at);
            svg.rect((x, y), (44.0, 10.0), &format!(r##"fill="{ground}" stroke="#d6daf2""##));
            if let Some(edge) = EDGES.get(at) {
                svg.word(
                    (x + 44.0, y + 24.0),
                    style("middle", QUIET, 400),
                    &(self.percent)(*edge),
                );
            }
        }
        let (x, y) = if is_wide { (300.0, y) } else { (0.0, y + 34.0) };
        svg.rect(
            (x, y),
            (24.0, 10.0),
            &format!(r##"fill="url(#{hatch})" stroke="{LIMIT}""##),
        );
        svg.word((x + 32.0, y + 9.5), style("start", QUIET, 400), self.nothing);
    }
}

fn colour(share: f64) -> usize {
    EDGES.iter().take_while(|edge| share >= **edge).count()
}
