//! How probable counts are: the binomial and the hypergeometric distribution, and Fisher's exact test.
//!
//! Single probabilities by the saddle-point form of C. Loader, "Fast and Accurate Computation of Binomial
//! Probabilities" (2000): exact to about twelve digits for any count, where logarithms of factorials lose half of them.

use super::{count, counted};
use crate::base::share::Share;
use std::f64::consts::TAU;

/// Two tables whose probabilities differ by less than this part are equally probable; the same as in R.
const SAME: f64 = 1.0 + 1e-7;

/// The probability of exactly `part` hits in `whole` independent trials, each a hit with probability `p` (0 to 1).
pub fn exactly(part: u32, whole: u32, p: f64) -> f64 {
    ln_binomial(f64::from(part), f64::from(whole), p).exp().min(1.0)
}

/// The probability of `part` hits or more in `whole` independent trials, each a hit with probability `p` (0 to 1).
pub fn at_least(part: u32, whole: u32, p: f64) -> f64 {
    let (n, p) = (f64::from(whole), probability(p));
    if part == 0 || p >= 1.0 {
        return if part <= whole { 1.0 } else { 0.0 };
    }
    // the shorter of the two tails is added up
    if f64::from(part) > n * p {
        let grows = |k: f64| (n - k) / (k + 1.0) * p / (1.0 - p);
        sum(exactly(part, whole, p), part..whole, grows)
    } else {
        let shrinks = |k: f64| k / (n - k + 1.0) * (1.0 - p) / p;
        1.0 - sum(exactly(part - 1, whole, p), (1..part).rev(), shrinks)
    }
}

/// Whether two shares differ by more than chance: the two-sided p value of Fisher's exact test, 0 to 1; small means that
/// chance alone hardly does it.
///
/// R. A. Fisher, The Design of Experiments (1935). All tables with the same totals that are no more probable than the one
/// seen count: the same rule for two sides as `fisher.test` of R and `fisher_exact` of SciPy.
pub fn fisher(one: Share, other: Share) -> Option<f64> {
    let ((a, n1), (b, n2)) = (counted(one)?, counted(other)?);
    let (first_n, second_n) = (f64::from(n1), f64::from(n2));
    let hits = f64::from(a) + f64::from(b);
    let p = hits / (first_n + second_n);
    let all = ln_binomial(hits, first_n + second_n, p);
    let ln_table = |k: u32| {
        let k = f64::from(k);
        ln_binomial(k, first_n, p) + ln_binomial(hits - k, second_n, p) - all
    };
    let (fewest, most) = (a.saturating_sub(n2 - b), n1.min(a.saturating_add(b)));
    let mode = (u128::from(n1) + 1) * (u128::from(a) + u128::from(b) + 1) / (u128::from(n1) + u128::from(n2) + 2);
    let mode = u32::try_from(mode).unwrap_or(u32::MAX).clamp(fewest, most);
    let seen = ln_table(a) + SAME.ln();

    // probabilities rise up to the mode and fall after it: each tail has one edge
    let Some(middle) = first(fewest, mode, |k| ln_table(k) > seen) else {
        return Some(1.0);
    };
    let down = |k: f64| k * (second_n - hits + k) / ((hits - k + 1.0) * (first_n - k + 1.0));
    let up = |k: f64| (hits - k) * (first_n - k) / ((k + 1.0) * (second_n - hits + k + 1.0));
    let mut chance = 0.0;
    if middle > fewest {
        chance += sum(ln_table(middle - 1).exp(), (fewest + 1..middle).rev(), down);
    }
    if let Some(edge) = first(mode, most, |k| ln_table(k) <= seen) {
        chance += sum(ln_table(edge).exp(), edge..most, up);
    }
    Some(chance.min(1.0))
}

/// The first number from `low` to `high` for which something holds that holds for all after it, too.
fn first(mut low: u32, mut high: u32, holds: impl Fn(u32) -> bool) -> Option<u32> {
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

/// Adds up terms that become smaller, each from the one before, until they no longer change the sum.
fn sum(first: f64, places: impl Iterator<Item = u32>, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut term, mut total) = (first, first);
    for place in places {
        term *= ratio(f64::from(place));
        total += term;
        if term <= total * 1e-17 {
            break;
        }
    }
    total.min(1.0)
}

/// A probability from 0 to 1; what is none is 0.
fn probability(p: f64) -> f64 {
    if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) }
}

fn ln_binomial(x: f64, n: f64, p: f64) -> f64 {
    let p = probability(p);
    if x > n {
        return f64::NEG_INFINITY;
    }
    if x == 0.0 {
        return if n == 0.0 { 0.0 } else { n * (-p).ln_1p() };
    }
    if x == n {
        return n * p.ln();
    }
    let q = 1.0 - p;
    let saddle =
        stirling_error(n) - stirling_error(x) - stirling_error(n - x) - deviance(x, n * p) - deviance(n - x, n * q);
    saddle - 0.5 * (TAU.ln() + x.ln() + (-x / n).ln_1p())
}

/// ln n! less Stirling's formula for it.
fn stirling_error(n: f64) -> f64 {
    if n > 15.0 {
        let square = n * n;
        let rest = (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square;
        return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - rest) / square) / square) / n;
    }
    let (mut factorial, mut k) = (1.0, 2.0);
    while k <= n {
        factorial *= k;
        k += 1.0;
    }
    f64::ln(factorial) - (n + 0.5) * n.ln() + n - 0.5 * TAU.ln()
}

/// x ln(x ÷ mean) + mean − x, without cancellation where the two are close.
fn deviance(x: f64, mean: f64) -> f64 {
    if (x - mean).abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() + mean - x;
    }
    let v = (x - mean) / (x + mean);
    let mut total = (x - mean) * v;
    let mut power = 2.0 * x * v;
    for j in 1..=20_u32 {
        power *= v * v;
        total += power / f64::from(2 * j + 1);
    }
    total
}

/// Which of several tests are more than chance when all are looked at together: at most `alpha` (0 to 1) is the probability
/// that any of those told is chance alone. The smallest p value is held against alpha ÷ their number, the next against
/// alpha ÷ one less, until one does not pass: S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure",
/// Scandinavian Journal of Statistics 6 (1979), 65–70.
pub fn holm(p: &[f64], alpha: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|one, other| p[*one].total_cmp(&p[*other]));
    let mut passed = vec![false; p.len()];
    for (place, at) in order.into_iter().enumerate() {
        if p[at] > alpha / count(p.len() - place) {
            break;
        }
        passed[at] = true;
    }
    passed
}
