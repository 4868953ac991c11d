//! The rules that tell a special cause from chance on a control chart, each with the periods it speaks of.
//!
//! The three of L. P. Provost and S. K. Murray, The Health Care Data Guide (2011): a point outside the limits; eight in a
//! row on one side of the centre; six in a row that each go further. What lies exactly on the centre neither counts nor
//! breaks a run, nor does a repeated value a trend, nor a period without answers either.

use super::chance::at_least;
use super::chart::{Point, Segment, Trust};
use super::counted;

/// Periods in a row on one side.
pub const ONE_SIDE: usize = 8;
/// Periods in a row that each go further up or down.
pub const TREND: usize = 6;
/// What a normal value does beyond three standard deviations on one side.
const BEYOND_THREE: f64 = 0.001_349_898;
/// Shares closer than this are equal; they differ only by how fractions round.
const EQUAL: f64 = 1e-12;

crate::text_enum! {
    /// What is unusual.
    pub enum Rule {
        /// A period outside its limits.
        Beyond = "beyond",
        /// Eight periods or more in a row on the same side of the centre.
        OneSide = "one_side",
        /// Six periods or more in a row, each further in the same direction.
        Trend = "trend",
    }
}
crate::text_enum! {
    /// Where to: more failures than usual, or fewer.
    pub enum Way {
        /// A larger share of failures.
        Up = "up",
        /// A smaller one.
        Down = "down",
    }
}

/// A rule and the periods it speaks of: enough to say it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which rule.
    pub rule: Rule,
    /// Whether it got worse (up) or better (down).
    pub way: Way,
    /// The periods, oldest first: one for a point beyond its limits, all of the run or the trend otherwise.
    pub places: Vec<usize>,
}

/// What the rules find in one stretch; nothing where it has too few periods.
pub(super) fn hits(points: &[Point], segment: &Segment) -> Vec<Hit> {
    let Some(centre) = segment.centre.filter(|_| segment.trust != Trust::TooFew) else {
        return Vec::new();
    };
    let known: Vec<(usize, f64)> = (segment.from..segment.to)
        .filter_map(|place| Some((place, points.get(place)?.share?)))
        .collect();
    let mut found = Vec::new();
    for (place, share) in &known {
        if let Some(way) = beyond(&points[*place], *share, centre) {
            found.push(Hit {
                rule: Rule::Beyond,
                way,
                places: vec![*place],
            });
        }
    }
    found.extend(runs(&known, centre));
    found.extend(trends(&known));
    found
}

/// Where few failures are to be expected, one more is soon beyond a limit: there the exact binomial chance has to be as
/// small as the limits promise, too.
fn beyond(point: &Point, share: f64, centre: f64) -> Option<Way> {
    let limits = point.limits?;
    let (part, whole) = counted(point.counts)?;
    let (way, chance) = if share > limits.high + EQUAL {
        (Way::Up, at_least(part, whole, centre))
    } else if share < limits.low - EQUAL {
        (Way::Down, at_least(whole - part, whole, 1.0 - centre))
    } else {
        return None;
    };
    (!point.rough || chance <= BEYOND_THREE).then_some(way)
}

fn way(difference: f64) -> Option<Way> {
    match difference {
        d if d > EQUAL => Some(Way::Up),
        d if d < -EQUAL => Some(Way::Down),
        _ => None,
    }
}

fn runs(known: &[(usize, f64)], centre: f64) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut run = Hit {
        rule: Rule::OneSide,
        way: Way::Up,
        places: Vec::new(),
    };
    for (place, share) in known {
        let Some(side) = way(share - centre) else { continue };
        if side != run.way {
            finish(&mut found, &mut run, ONE_SIDE, 0);
            run.way = side;
        }
        run.places.push(*place);
    }
    finish(&mut found, &mut run, ONE_SIDE, 0);
    found
}

fn trends(known: &[(usize, f64)]) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut run = Hit {
        rule: Rule::Trend,
        way: Way::Up,
        places: Vec::new(),
    };
    let mut last = None;
    for (place, share) in known {
        match last.map(|last| way(share - last)) {
            Some(None) => continue,
            Some(Some(turn)) if turn != run.way => {
                // the turning point is the first of the next trend
                finish(&mut found, &mut run, TREND, 1);
                run.way = turn;
            }
            _ => {}
        }
        run.places.push(*place);
        last = Some(*share);
    }
    finish(&mut found, &mut run, TREND, 0);
    found
}

/// Keeps a run that is long enough, and begins the next with its last `kept` places.
fn finish(found: &mut Vec<Hit>, run: &mut Hit, length: usize, kept: usize) {
    let next = run.places.split_off(run.places.len().saturating_sub(kept));
    run.places.extend(&next);
    if run.places.len() >= length {
        found.push(run.clone());
    }
    run.places = next;
}
