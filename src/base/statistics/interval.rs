//! How far a share can be trusted: intervals that hold the true share in 95 of 100 cases.

use super::{counted, fraction};
use crate::base::share::Share;

/// Standard deviations of the normal distribution that hold 95 %.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// From here to there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The 95 % interval of a share by Wilson's score method, 0 to 1; `None` when nothing was counted.
///
/// (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n). E. B. Wilson, Journal of the American Statistical Association 22
/// (1927), 209–212; recommended for small counts by R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872.
pub fn wilson(share: Share) -> Option<Interval> {
    let (part, whole) = counted(share)?;
    let (n, p) = (f64::from(whole), fraction(share)?);
    let scale = 1.0 + Z * Z / n;
    let middle = (p + Z * Z / (2.0 * n)) / scale;
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    Some(Interval {
        low: if part == 0 { 0.0 } else { (middle - half).clamp(0.0, p) },
        high: if part == whole {
            1.0
        } else {
            (middle + half).clamp(p, 1.0)
        },
    })
}

/// How much higher the share `one` is than `other`, −1 to 1, with its 95 % interval; `None` when either is of nothing.
///
/// The hybrid of two Wilson intervals: method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890.
pub fn difference(one: Share, other: Share) -> Option<(f64, Interval)> {
    let (p1, p2) = (fraction(one)?, fraction(other)?);
    let (w1, w2) = (wilson(one)?, wilson(other)?);
    let difference = p1 - p2;
    let interval = Interval {
        low: (difference - (p1 - w1.low).hypot(w2.high - p2)).max(-1.0),
        high: (difference + (w1.high - p1).hypot(p2 - w2.low)).min(1.0),
    };
    Some((difference, interval))
}
