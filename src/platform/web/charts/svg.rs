//! Writes SVG: shapes, and words that fit.

use super::About;
use std::fmt::Write;

/// Colours with enough contrast on white, the same as in the style sheet.
pub const LINE: &str = "#3333a3";
pub const SIGNAL: &str = "#a72f10";
pub const TEXT: &str = "#1c1d1f";
pub const QUIET: &str = "#5d5d52";
pub const LIMIT: &str = "#76766a";
pub const GRID: &str = "#e6e6e2";
pub const BAND: &str = "#edf0ff";
pub const PALE: &str = "#aeb4e4";

/// The size of words, in pixels.
pub const SIZE: f64 = 12.0;
/// The white edge of words on top of something.
const EDGE: &str = r##" stroke="#fff" stroke-width="4" paint-order="stroke""##;
/// From one line of words to the next.
pub const LEADING: f64 = 16.0;
/// How wide a letter is on average, in parts of its size.
const LETTER: f64 = 0.58;

/// How words are set.
#[derive(Clone, Copy)]
pub struct Style {
    pub anchor: &'static str,
    pub fill: &'static str,
    pub weight: u32,
}
pub const fn style(anchor: &'static str, fill: &'static str, weight: u32) -> Style {
    Style { anchor, fill, weight }
}

/// A picture that is being drawn.
pub struct Svg(String);

impl Svg {
    /// Begins a picture; `width` also parts the ids of its two widths.
    pub fn new(about: &About<'_>, size: (f64, f64)) -> Self {
        Self::begin(about, size, "img")
    }
    /// Begins a picture with links in it: what is an image has nothing inside that can be reached.
    pub fn with_links(about: &About<'_>, size: (f64, f64)) -> Self {
        Self::begin(about, size, "group")
    }
    fn begin(about: &About<'_>, (width, height): (f64, f64), role: &str) -> Self {
        let id = format!("{}-{width:.0}", about.id);
        Self(format!(
            r#"<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="{role}" aria-labelledby="{id}-t" aria-describedby="{id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            escaped(about.title),
            escaped(about.description)
        ))
    }
    pub fn finish(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
    /// Draws what leads somewhere: the address, and in words what is there.
    pub fn linked(&mut self, (href, title): (&str, &str), draw: impl FnOnce(&mut Self)) {
        let _ = write!(
            self.0,
            r#"<a href="{}"><title>{}</title>"#,
            escaped(href),
            escaped(title)
        );
        draw(self);
        self.0.push_str("</a>");
    }
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), paint: &str) {
        let _ = write!(
            self.0,
            r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" {paint}/>"#
        );
    }
    pub fn path(&mut self, path: &str, paint: &str) {
        let _ = write!(self.0, r#"<path d="{path}" {paint}/>"#);
    }
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), paint: &str) {
        let _ = write!(
            self.0,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{height:.1}" {paint}/>"#,
            width.max(0.0)
        );
    }
    pub fn word(&mut self, at: (f64, f64), style: Style, text: &str) {
        self.painted(at, style, "", text);
    }
    /// Words on top of something, with a white edge.
    pub fn word_over(&mut self, at: (f64, f64), style: Style, text: &str) {
        self.painted(at, style, EDGE, text);
    }
    fn painted(&mut self, (x, y): (f64, f64), style: Style, paint: &str, text: &str) {
        let Style { anchor, fill, weight } = style;
        let _ = write!(
            self.0,
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{SIZE}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"{paint}>{}</text>"#,
            escaped(text)
        );
    }
    /// Lines below each other, the first at this height.
    pub fn words(&mut self, (x, y): (f64, f64), style: Style, lines: &[String]) {
        for (at, line) in lines.iter().enumerate() {
            self.word((x, y + LEADING * number(at)), style, line);
        }
    }
    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, paint: &str) {
        let _ = write!(self.0, r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" {paint}/>"#);
    }
    pub fn diamond(&mut self, (x, y): (f64, f64), radius: f64, paint: &str) {
        let path = format!(
            "M{x:.1} {:.1}l{radius:.1} {radius:.1}l-{radius:.1} {radius:.1}l-{radius:.1} -{radius:.1}z",
            y - radius
        );
        self.path(&path, paint);
    }
    /// Diagonal stripes that can be filled with: `url(#id)`.
    pub fn hatch(&mut self, id: &str) {
        let _ = write!(
            self.0,
            r##"<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><line x1="0" y1="0" x2="0" y2="6" stroke="{LIMIT}" stroke-width="1.5"/></pattern></defs>"##
        );
    }
}

/// A picture without the white edges of its words: a PDF draws letter by letter, and the edge of each would eat into the
/// one before.
pub fn without_edges(svg: &str) -> String {
    svg.replace(EDGE, "")
}

/// About how wide words are.
pub fn width_of(text: &str) -> f64 {
    number(text.chars().count()) * SIZE * LETTER
}

/// As much of a text as has room.
pub fn fitting(text: &str, room: f64) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let kept = text
        .char_indices()
        .take_while(|(at, _)| width_of(&text[..*at]) + SIZE * LETTER * 2.0 <= room);
    let end = kept.last().map_or(0, |(at, _)| at);
    format!("{}…", text[..end].trim_end())
}

/// A text in as many lines as it takes; a single word that has no room is cut.
pub fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines
            .last_mut()
            .filter(|line| width_of(line) + width_of(word) + SIZE * LETTER <= room)
        {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(fitting(word, room)),
        }
    }
    lines
}

pub fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The whole number of times that `part` fits into `whole`, at least 1.
pub fn times(whole: f64, part: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "cut to a small number of 1 or more"
    )]
    let fits = (whole / part).clamp(1.0, 10_000.0) as usize;
    fits
}

/// A scale of fractions: where it begins and ends, and its step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    pub from: f64,
    pub to: f64,
    pub step: f64,
}

impl Scale {
    /// Holds `low` to `high` in at most five steps; begins at 0 unless all is above a half, and ends at 1 at most.
    pub fn over(low: f64, high: f64) -> Self {
        let low = if low > 0.5 && low <= high { low } else { 0.0 };
        let steps = [0.01, 0.02, 0.05, 0.1, 0.2];
        let begins = |step: f64| ((low / step + 1e-9).floor() * step).min(1.0 - step);
        let ends = |step: f64| ((high / step - 1e-9).ceil() * step).min(1.0).max(begins(step) + step);
        let fits = |step: &f64| ends(*step) - begins(*step) <= 5.0 * step + 1e-9;
        let step = steps.into_iter().find(fits).unwrap_or(0.2);
        Self {
            from: begins(step),
            to: ends(step),
            step,
        }
    }
    /// Where its marks are.
    pub fn marks(self) -> impl Iterator<Item = f64> {
        (0..=5_u32)
            .map(move |n| self.from + f64::from(n) * self.step)
            .filter(move |mark| *mark <= self.to + 1e-9)
    }
    /// How far along it a fraction is, 0 to 1.
    pub fn part(self, fraction: f64) -> f64 {
        ((fraction - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
