//! A line of percentages over the months.

use super::About;
use super::svg::*;
use std::fmt::Write;

/// One month of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What stands below it.
    pub label: String,
    /// Tenths of a percent; `None` where nothing was counted: the line has a gap there.
    pub tenths: Option<i64>,
    /// The value as it is read.
    pub text: String,
}

/// A line with its words. Its numbers stand in a table of the page.
pub struct Line<'a> {
    /// What it is called.
    pub about: About<'a>,
    /// The months, oldest first.
    pub points: &'a [Point],
    /// How tenths of a percent are written beside the scale.
    pub percent: &'a dyn Fn(i64) -> String,
}

/// Tenths of a percent kept free below the lowest value, for its label.
const ROOM_BELOW: i64 = 50;
/// The least room for a label.
const ROOM: f64 = 34.0;

/// How high the picture is, and its margins.
const HEIGHT: f64 = 220.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 32.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 26.0;

impl Line<'_> {
    /// Draws it. The scale begins at a ten below the lowest value and ends at 100.
    pub fn draw(&self, width: f64) -> String {
        let points = self.points;
        let lowest = points.iter().filter_map(|point| point.tenths).min().unwrap_or(900);
        let floor = ((lowest - ROOM_BELOW).max(0) / 100 * 100).min(900);
        let step = (width - LEFT - RIGHT) / number(points.len().max(1));
        let x = |place: usize| LEFT + step * (number(place) + 0.5);
        let y = |tenths: i64| TOP + (HEIGHT - TOP - BOTTOM) * small(1000 - tenths) / small(1000 - floor).max(1.0);
        let mut svg = Svg::new(&self.about, (width, HEIGHT));
        for grid in [floor, (floor + 1000) / 2, 1000] {
            let at = y(grid);
            svg.line((LEFT, at), (width - RIGHT, at), &format!(r#"stroke="{GRID}""#));
            svg.word((LEFT - 8.0, at + 4.0), style("end", QUIET, 400), &(self.percent)(grid));
        }
        let (mut path, mut is_down) = (String::new(), false);
        for (place, point) in points.iter().enumerate() {
            if let Some(tenths) = point.tenths {
                let pen = if is_down { 'L' } else { 'M' };
                let _ = write!(path, "{pen}{:.1} {:.1}", x(place), y(tenths));
            }
            is_down = point.tenths.is_some();
        }
        svg.path(
            &path,
            &format!(
                r#"fill="none" stroke="{LINE}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round""#
            ),
        );
        // every label that has room, counted from the newest
        for place in (0..points.len()).rev().step_by(times(ROOM + step, step)) {
            svg.word(
                (x(place), HEIGHT - 10.0),
                style("middle", QUIET, 400),
                &points[place].label,
            );
        }
        let known: Vec<(usize, i64)> = (0..points.len()).filter_map(|i| Some((i, points[i].tenths?))).collect();
        for (at, (place, tenths)) in known.iter().enumerate() {
            let (x, y) = (x(*place), y(*tenths));
            svg.circle(
                (x, y),
                4.5,
                &format!(r##"fill="{LINE}" stroke="#fff" stroke-width="1.5""##),
            );
            if at == 0 || at + 1 == known.len() {
                // away from the line: below where its neighbour is higher
                let next_to = if at == 0 { known.get(1) } else { known.get(at - 1) };
                let is_higher = next_to.is_some_and(|(_, other)| other > tenths);
                let offset = if is_higher { 20.0 } else { -11.0 };
                svg.word((x, y + offset), style("middle", TEXT, 700), &points[*place].text);
            }
        }
        svg.finish()
    }
}

fn small(n: i64) -> f64 {
    f64::from(i32::try_from(n).unwrap_or(0))
}
