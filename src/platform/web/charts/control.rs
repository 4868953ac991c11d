//! The control chart: a share over the periods, its limits, and what stands out.

use super::svg::*;
use super::{About, Cell, NARROW, Percent, Picture, Table, WIDE};
use crate::base::statistics::chart::{Chart, Segment, Trust};
use crate::base::statistics::rules::Rule;
use std::fmt::Write;

/// Words of the chart.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Beside the upper limit.
    pub upper: &'a str,
    /// Beside the centre line.
    pub centre: &'a str,
    /// Beside the lower limit.
    pub lower: &'a str,
    /// What a dot is: a usual period.
    pub usual: &'a str,
    /// What a diamond is: a period beyond its limits.
    pub beyond: &'a str,
    /// What a ring is: a period of a run or a trend.
    pub run: &'a str,
    /// What the band is: the range to be expected.
    pub range: &'a str,
    /// What the band is where it has dotted edges: the range for now, from few periods.
    pub trial: &'a str,
    /// The heads of the table: period, failures, answers, share, lower limit, upper limit, what stands out.
    pub heads: [&'a str; 7],
}

/// A control chart with its words.
pub struct Control<'a> {
    /// What it is called.
    pub about: About<'a>,
    /// The name of each period, short enough to stand below it.
    pub periods: &'a [String],
    /// Where what each period counts is listed; none leads nowhere.
    pub hrefs: &'a [String],
    /// What was calculated.
    pub chart: &'a Chart,
    /// What happened, at which period: change points and others.
    pub notes: &'a [(usize, String)],
    /// Its words.
    pub words: Words<'a>,
    /// How shares are written.
    pub percent: Percent<'a>,
}

const TOP: f64 = 16.0;
const HEIGHT: f64 = 230.0;
const BELOW: f64 = 28.0;
const ROW: f64 = 20.0;
/// Room for a mark before the words that explain it.
const KEY: f64 = 22.0;
/// The least room for a period; older ones are left out of a picture, and stay in the table.
const ROOM: f64 = 9.0;

/// What is marked: a period, or the range of some.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Usual,
    Run,
    Beyond,
    Range,
    Trial,
}

/// What a mark means, where it stands (how far from the left, in which line), and in which lines of words.
type Key = (Mark, (f64, f64), Vec<String>);

/// Where things are in one picture.
struct Plot {
    first: usize,
    step: f64,
    left: f64,
    right: f64,
    top: f64,
    scale: Scale,
}

impl Plot {
    /// The middle of a period.
    fn x(&self, place: usize) -> f64 {
        self.edge(place) + self.step / 2.0
    }
    /// Where a period begins.
    fn edge(&self, place: usize) -> f64 {
        self.left + self.step * number(place.saturating_sub(self.first))
    }
    fn y(&self, share: f64) -> f64 {
        self.top + HEIGHT * (1.0 - self.scale.part(share))
    }
}

impl Control<'_> {
    /// Draws it in both widths, with its table.
    pub fn picture(&self) -> Picture {
        Picture {
            wide: self.draw(WIDE),
            narrow: self.draw(NARROW),
            table: self.table(),
        }
    }

    fn mark(&self, place: usize) -> Mark {
        let hits = self.chart.hits.iter().filter(|hit| hit.places.contains(&place));
        hits.fold(Mark::Usual, |mark, hit| match (mark, hit.rule) {
            (Mark::Beyond, _) | (_, Rule::Beyond) => Mark::Beyond,
            _ => Mark::Run,
        })
    }

    fn draw(&self, width: f64) -> String {
        let is_wide = width >= WIDE;
        let right = width - if is_wide { 118.0 } else { 12.0 };
        let left = width_of(&(self.percent)(1.0)) + 10.0;
        let points = &self.chart.points;
        let first = points.len().saturating_sub(times(right - left, ROOM));
        let seen = &points[first..];
        let values = || {
            seen.iter()
                .flat_map(|p| [p.share, p.limits.map(|l| l.low), p.limits.map(|l| l.high)])
                .flatten()
        };
        let mut plot = Plot {
            first,
            step: (right - left) / number(seen.len().max(1)),
            left,
            right,
            top: TOP,
            scale: Scale::over(values().fold(1.0, f64::min), values().fold(0.0, f64::max)),
        };
        let notes = self.placed_notes(&plot);
        plot.top += ROW * notes.iter().map(|(_, row, ..)| row + 1.0).fold(0.0, f64::max);
        let bottom = plot.top + HEIGHT;
        let key = self.key(first, width);
        let key_lines = key
            .iter()
            .map(|(_, (_, line), words)| line + number(words.len()))
            .fold(0.0, f64::max);
        let mut svg = Svg::new(&self.about, (width, bottom + BELOW + LEADING * key_lines + 8.0));

        for mark in plot.scale.marks() {
            let y = plot.y(mark);
            svg.line((left, y), (right, y), &format!(r#"stroke="{GRID}""#));
            svg.word((left - 8.0, y + 4.0), style("end", QUIET, 400), &(self.percent)(mark));
        }
        for segment in self.chart.segments.iter().filter(|segment| segment.to > first) {
            self.limits(&mut svg, &plot, segment);
        }
        // all lines first, so that none runs through a word
        for (at, row, ..) in &notes {
            let paint = format!(r#"stroke="{QUIET}" stroke-dasharray="2 3""#);
            svg.line((*at, TOP + ROW * row - 6.0), (*at, bottom), &paint);
        }
        for (at, row, anchor, note) in &notes {
            let x = if *anchor == "start" { at + 5.0 } else { at - 5.0 };
            svg.word_over((x, TOP + ROW * row + 4.0), style(anchor, TEXT, 600), note);
        }
        self.points(&mut svg, &plot);
        self.names(&mut svg, &plot, bottom, width);
        if is_wide {
            self.limit_words(&mut svg, &plot);
        }
        for (mark, (x, line), words) in key {
            let y = bottom + BELOW + LEADING * (line + 0.75);
            shape(&mut svg, mark, (x + 7.0, y - 4.0), 3.5);
            svg.words((x + KEY, y), style("start", QUIET, 400), &words);
        }
        svg.finish()
    }

    /// Notes in rows above the plot, so that none covers another: where, in which row, to which side, what.
    fn placed_notes(&self, plot: &Plot) -> Vec<(f64, f64, &'static str, String)> {
        let mut notes: Vec<&(usize, String)> = self
            .notes
            .iter()
            .filter(|(at, _)| *at >= plot.first && *at < self.chart.points.len())
            .collect();
        notes.sort_by_key(|(at, _)| *at);
        let mut ends: Vec<f64> = Vec::new();
        let mut placed = Vec::new();
        for (at, note) in notes {
            let at = plot.edge(*at);
            let is_late = at > (plot.left + plot.right) / 2.0;
            let room = if is_late { at - 5.0 } else { plot.right - at };
            let note = fitting(note, room);
            let (begins, ends_at) = if is_late {
                (at - 5.0 - width_of(&note), at)
            } else {
                (at, at + 5.0 + width_of(&note))
            };
            let row = ends.iter().position(|end| *end + 8.0 < begins).unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(ends_at);
            } else {
                ends[row] = ends_at;
            }
            placed.push((at, number(row), if is_late { "end" } else { "start" }, note));
        }
        placed
    }

    /// The centre line of a stretch, and the band between its limits in steps, since each period has its own.
    fn limits(&self, svg: &mut Svg, plot: &Plot, segment: &Segment) {
        let Some(centre) = segment.centre else { return };
        let from = segment.from.max(plot.first);
        let (mut upper, mut lower, mut back) = (String::new(), String::new(), String::new());
        // a period without answers has the limits of the one before it
        let mut known = (from..segment.to).find_map(|place| self.chart.points[place].limits);
        if known.is_some() {
            for place in from..segment.to {
                known = self.chart.points[place].limits.or(known);
                let Some(limits) = known else { break };
                let (x1, x2) = (plot.edge(place), plot.edge(place + 1));
                let (high, low) = (plot.y(limits.high), plot.y(limits.low));
                let pen = if place == from { 'M' } else { 'L' };
                let _ = write!(upper, "{pen}{x1:.1} {high:.1}L{x2:.1} {high:.1}");
                let _ = write!(lower, "{pen}{x1:.1} {low:.1}L{x2:.1} {low:.1}");
                back.insert_str(0, &format!("L{x2:.1} {low:.1}L{x1:.1} {low:.1}"));
            }
            let edge = format!(r#"fill="none" {}"#, edge(segment.trust == Trust::Trial));
            svg.path(&format!("{upper}{back}Z"), &format!(r#"fill="{BAND}""#));
            svg.path(&upper, &edge);
            svg.path(&lower, &edge);
        }
        let y = plot.y(centre);
        svg.line(
            (plot.edge(from), y),
            (plot.edge(segment.to), y),
            &format!(r#"stroke="{TEXT}" stroke-width="1.5""#),
        );
    }

    fn points(&self, svg: &mut Svg, plot: &Plot) {
        let points = &self.chart.points;
        let begins = |place: usize| self.chart.segments.iter().any(|segment| segment.from == place);
        let (mut line, mut is_down) = (String::new(), false);
        for (place, point) in points.iter().enumerate().skip(plot.first) {
            is_down = is_down && !begins(place);
            if let Some(share) = point.share {
                let pen = if is_down { 'L' } else { 'M' };
                let _ = write!(line, "{pen}{:.1} {:.1}", plot.x(place), plot.y(share));
            }
            is_down = point.share.is_some();
        }
        svg.path(
            &line,
            &format!(r#"fill="none" stroke="{LINE}" stroke-width="2" stroke-linejoin="round""#),
        );
        let radius = (plot.step * 0.36).clamp(2.0, 3.5);
        for (place, point) in points.iter().enumerate().skip(plot.first) {
            let Some(share) = point.share else { continue };
            let at = (plot.x(place), plot.y(share));
            let mark = self.mark(place);
            shape(svg, mark, at, radius);
            if mark == Mark::Beyond {
                let (x, anchor) = if at.0 > plot.right - 60.0 {
                    (at.0 - 11.0, "end")
                } else {
                    (at.0 + 11.0, "start")
                };
                svg.word((x, at.1 + 4.0), style(anchor, SIGNAL, 700), &(self.percent)(share));
            }
        }
    }

    /// As many names as have room, counted from the newest.
    fn names(&self, svg: &mut Svg, plot: &Plot, bottom: f64, width: f64) {
        let widest = self.periods.iter().map(|name| width_of(name)).fold(0.0, f64::max);
        let every = times(widest + 10.0 + plot.step, plot.step);
        let last = self.chart.points.len();
        for place in (plot.first..last).rev().step_by(every) {
            let Some(name) = self.periods.get(place) else { continue };
            let x = plot.x(place).min(width - width_of(name) / 2.0);
            svg.word((x, bottom + 18.0), style("middle", QUIET, 400), name);
        }
    }

    fn limit_words(&self, svg: &mut Svg, plot: &Plot) {
        let Some((segment, centre)) = self.chart.segments.last().and_then(|s| Some((s, s.centre?))) else {
            return;
        };
        let limits = self.chart.points[segment.from.max(plot.first)..]
            .iter()
            .rev()
            .find_map(|point| point.limits);
        let say = |word: &str, share: f64| format!("{word} {}", (self.percent)(share));
        let room = 15.0;
        let middle = plot.y(centre) + 4.0;
        svg.word(
            (plot.right + 8.0, middle),
            style("start", TEXT, 700),
            &say(self.words.centre, centre),
        );
        if let Some(limits) = limits {
            let high = (plot.y(limits.high) + 4.0).min(middle - room);
            svg.word(
                (plot.right + 8.0, high),
                style("start", QUIET, 400),
                &say(self.words.upper, limits.high),
            );
            if limits.low > 0.0 {
                let low = (plot.y(limits.low) + 4.0).max(middle + room);
                svg.word(
                    (plot.right + 8.0, low),
                    style("start", QUIET, 400),
                    &say(self.words.lower, limits.low),
                );
            }
        }
    }

    /// What the marks mean that are there.
    fn key(&self, first: usize, width: f64) -> Vec<Key> {
        let has = |mark: Mark| {
            let points = self.chart.points.iter().enumerate().skip(first);
            points
                .filter(|(_, point)| point.share.is_some())
                .any(|(place, _)| self.mark(place) == mark)
        };
        let has_limits = |trust: Trust| self.chart.segments.iter().any(|s| s.trust == trust && s.to > first);
        let shown = [
            (Mark::Beyond, self.words.beyond, has(Mark::Beyond)),
            (Mark::Run, self.words.run, has(Mark::Run)),
            (Mark::Usual, self.words.usual, has(Mark::Usual)),
            (Mark::Range, self.words.range, has_limits(Trust::Firm)),
            (Mark::Trial, self.words.trial, has_limits(Trust::Trial)),
        ];
        let (mut x, mut line, mut next) = (0.0, 0.0, 0.0);
        let mut key: Vec<Key> = Vec::new();
        for (mark, word, _) in shown.into_iter().filter(|(.., is_there)| *is_there) {
            let words = wrapped(word, width - KEY);
            let wide = KEY + words.iter().map(|words| width_of(words)).fold(0.0, f64::max);
            if x + wide > width {
                (x, line) = (0.0, next);
            }
            next = f64::max(next, line + number(words.len()));
            key.push((mark, (x, line), words));
            x += wide + 16.0;
        }
        key
    }

    fn table(&self) -> Table {
        let say = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| (self.percent)(share));
        let row = |(place, point): (usize, &crate::base::statistics::chart::Point)| {
            let notes = self
                .notes
                .iter()
                .filter(|(at, _)| *at == place)
                .map(|(_, note)| note.as_str());
            let mark = match self.mark(place) {
                _ if point.share.is_none() => None,
                Mark::Beyond => Some(self.words.beyond),
                Mark::Run => Some(self.words.run),
                _ => None,
            };
            let href = self.hrefs.get(place).cloned();
            let share = Cell {
                text: say(point.share),
                href: href.filter(|_| point.share.is_some()),
            };
            vec![
                self.periods.get(place).cloned().unwrap_or_default().into(),
                point.counts.part.to_string().into(),
                point.counts.whole.to_string().into(),
                share,
                say(point.limits.map(|limits| limits.low)).into(),
                say(point.limits.map(|limits| limits.high)).into(),
                mark.into_iter().chain(notes).collect::<Vec<_>>().join("; ").into(),
            ]
        };
        Table {
            head: self.words.heads.map(str::to_owned).to_vec(),
            rows: self.chart.points.iter().enumerate().map(row).collect(),
        }
    }
}

fn shape(svg: &mut Svg, mark: Mark, at: (f64, f64), radius: f64) {
    match mark {
        Mark::Usual => svg.circle(at, radius, &format!(r##"fill="{LINE}" stroke="#fff""##)),
        Mark::Run => svg.circle(
            at,
            radius + 1.0,
            &format!(r##"fill="#fff" stroke="{LINE}" stroke-width="2.5""##),
        ),
        Mark::Beyond => svg.diamond(
            at,
            radius + 3.5,
            &format!(r##"fill="{SIGNAL}" stroke="#fff" stroke-width="1.5""##),
        ),
        Mark::Range | Mark::Trial => {
            let (left, right) = (at.0 - 7.0, at.0 + 8.0);
            svg.rect((left, at.1 - 6.0), (right - left, 12.0), &format!(r#"fill="{BAND}""#));
            for y in [at.1 - 6.0, at.1 + 6.0] {
                svg.line((left, y), (right, y), &edge(mark == Mark::Trial));
            }
        }
    }
}

/// How the edges of the range are drawn.
fn edge(is_trial: bool) -> String {
    let dashes = if is_trial { "2 3" } else { "6 3" };
    format!(r#"stroke="{LIMIT}" stroke-width="1.2" stroke-dasharray="{dashes}""#)
}
