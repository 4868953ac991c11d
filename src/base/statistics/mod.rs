//! What counts say and what they do not: control charts, intervals, tests, agreement, signals of careless auditing.
//!
//! Pure functions over counts. Every share is a [`Share`], so many of so many, and every result a fraction from 0 to 1
//! unless it says otherwise. What cannot be calculated is `None`, never a number that looks like one: nothing was
//! counted, a part is more than its whole, or a count is over 4,294,967,295. The tests hold every function against
//! figures of SciPy and statsmodels (`scripts/statistics-reference.py`) and against published examples.
//!
//! Median and 90th percentile of single values are in [`crate::base::share::median_p90`], by the nearest rank.

use crate::base::share::Share;

pub mod chance;
pub mod interval;
pub mod chart;
pub mod rules;
pub mod gap;
pub mod agreement;
pub mod pareto;
pub mod careless;
#[cfg(test)]
mod tests;

/// Part and whole of a share that can be calculated with.
fn counted(share: Share) -> Option<(u32, u32)> {
    let (part, whole) = (u32::try_from(share.part).ok()?, u32::try_from(share.whole).ok()?);
    (whole > 0 && part <= whole).then_some((part, whole))
}

/// A share as a fraction from 0 to 1.
fn fraction(share: Share) -> Option<f64> {
    let (part, whole) = counted(share)?;
    Some(f64::from(part) / f64::from(whole))
}

/// How many there are, to calculate with.
fn count(items: usize) -> f64 {
    f64::from(u32::try_from(items).unwrap_or(u32::MAX))
}
