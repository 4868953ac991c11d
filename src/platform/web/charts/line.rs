//! A line over the months, drawn as SVG with presentation attributes only: the same picture on the page and on paper.

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

/// Tenths of a percent kept free below the lowest value, for its label.
const ROOM_BELOW: i64 = 50;

/// Colours with enough contrast on white, the same as in the style sheet.
const LINE: &str = "#3333a3";
const TEXT: &str = "#1c1d1f";
const QUIET: &str = "#5d5d52";
const GRID: &str = "#e6e6e2";

/// How high the picture is, and its margins.
const HEIGHT: f64 = 220.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 32.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 26.0;

/// Draws a line of percentages. The scale begins at a ten below the lowest value and ends at 100.
pub fn line(points: &[Point], width: f64, title: &str, percent: impl Fn(i64) -> String) -> String {
    let lowest = points.iter().filter_map(|point| point.tenths).min().unwrap_or(900);
    let floor = ((lowest - ROOM_BELOW).max(0) / 100 * 100).min(900);
    let step = width_of_step(points.len(), width);
    let x = |place: usize| LEFT + step * (to_f64(place) + 0.5);
    let y = |tenths: i64| TOP + (HEIGHT - TOP - BOTTOM) * small(1000 - tenths) / small(1000 - floor).max(1.0);
    let mut svg = format!(
        r#"<svg class="chart" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    let middle = (floor + 1000) / 2;
    for grid in [floor, middle, 1000] {
        let at = y(grid);
        let _ = write!(
            svg,
            r#"<line x1="{LEFT}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}" stroke="{GRID}"/>"#,
            width - RIGHT
        );
        word(&mut svg, (LEFT - 8.0, at + 4.0), "end", QUIET, 400, &percent(grid));
    }
    let mut path = String::new();
    let mut pen_down = false;
    for (place, point) in points.iter().enumerate() {
        match point.tenths {
            Some(tenths) => {
                let _ = write!(
                    path,
                    "{}{:.1} {:.1}",
                    if pen_down { "L" } else { "M" },
                    x(place),
                    y(tenths)
                );
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    let _ = write!(
        svg,
        r#"<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>"#
    );
    let known: Vec<usize> = (0..points.len()).filter(|i| points[*i].tenths.is_some()).collect();
    let named = [known.first(), known.last()];
    let every = (34.0 / step).ceil().max(1.0);
    for (place, point) in points.iter().enumerate() {
        // every label that has room, counted from the newest
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small whole number"
        )]
        if (points.len() - 1 - place).is_multiple_of(every as usize) {
            word(&mut svg, (x(place), HEIGHT - 10.0), "middle", QUIET, 400, &point.label);
        }
        let Some(tenths) = point.tenths else { continue };
        let _ = write!(
            svg,
            r##"<circle cx="{:.1}" cy="{:.1}" r="4.5" fill="{LINE}" stroke="#fff" stroke-width="1.5"/>"##,
            x(place),
            y(tenths)
        );
        if named.contains(&Some(&place)) {
            // away from the line: below where its neighbour is higher
            let at = known.iter().position(|known| *known == place).unwrap_or(0);
            let next_to = if at == 0 { known.get(1) } else { known.get(at - 1) };
            let higher = next_to
                .and_then(|other| points[*other].tenths)
                .is_some_and(|other| other > tenths);
            let offset = if higher { 20.0 } else { -11.0 };
            word(
                &mut svg,
                (x(place), y(tenths) + offset),
                "middle",
                TEXT,
                700,
                &point.text,
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

fn word(svg: &mut String, (x, y): (f64, f64), anchor: &str, fill: &str, weight: u32, text: &str) {
    let _ = write!(
        svg,
        r#"<text x="{x:.1}" y="{y:.1}" font-size="12" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{}</text>"#,
        escaped(text)
    );
}

fn width_of_step(points: usize, width: f64) -> f64 {
    (width - LEFT - RIGHT) / to_f64(points.max(1))
}
fn to_f64(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
fn small(n: i64) -> f64 {
    f64::from(i32::try_from(n).unwrap_or(0))
}

/// Text inside a picture.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
