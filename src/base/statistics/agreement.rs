//! Whether two who look at the same thing say the same: Cohen's kappa.

use super::count;
use super::interval::{Interval, Z};
use std::collections::BTreeMap;

/// Pairs below which kappa is not to be relied on: its standard error is that of large samples, and with a handful of
/// pairs that all agree it is 0. A rule of this house.
pub const ENOUGH_PAIRS: usize = 30;
/// Times that both have to give each of their answers: where nearly all answers are the same, kappa is near 0 whatever the
/// two do, and its standard error is not to be relied on (A. R. Feinstein and D. V. Cicchetti, Journal of Clinical
/// Epidemiology 43 (1990), 543–549). That it takes five is the usual rule for large samples.
pub const ENOUGH_OF_EACH: u32 = 5;

crate::text_enum! {
    /// Words for kappa, after J. R. Landis and G. G. Koch, Biometrics 33 (1977), 159–174.
    pub enum Band {
        /// Below 0: less than by chance.
        Poor = "poor",
        /// Up to 0.20.
        Slight = "slight",
        /// Up to 0.40.
        Fair = "fair",
        /// Up to 0.60.
        Moderate = "moderate",
        /// Up to 0.80.
        Substantial = "substantial",
        /// Up to 1.
        AlmostPerfect = "almost_perfect",
    }
}
crate::text_enum! {
    /// Why there is no kappa.
    pub enum NoKappa {
        /// Nothing was looked at by both.
        NoPairs = "no_pairs",
        /// Both gave one and the same answer always: nothing is left that chance would not do.
        OneAnswer = "one_answer",
    }
}

/// How far two agree beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// Pairs.
    pub n: usize,
    /// The share of pairs that agree, 0 to 1.
    pub agreed: f64,
    /// The share that would agree by chance, 0 to 1.
    pub by_chance: f64,
    /// (agreed − by chance) ÷ (1 − by chance), −1 to 1.
    pub kappa: f64,
    /// Its standard error for large samples.
    pub error: f64,
    /// Its 95 % interval, kappa ± 1.96 standard errors, cut at −1 and 1.
    pub interval: Interval,
    /// In a word.
    pub band: Band,
    /// Whether there are enough pairs to rely on it ([`ENOUGH_PAIRS`]).
    pub enough: bool,
    /// How often the answer that one of the two gave the least often was given ([`ENOUGH_OF_EACH`]).
    pub rarest: f64,
}

/// Cohen's kappa of pairs of answers to the same thing, (one, other).
///
/// J. Cohen, Educational and Psychological Measurement 20 (1960), 37–46; standard error by J. L. Fleiss, J. Cohen and
/// B. S. Everitt, Psychological Bulletin 72 (1969), 323–327.
///
/// # Errors
/// When it is not defined, with the reason.
pub fn kappa<T: Ord>(pairs: &[(T, T)]) -> Result<Kappa, NoKappa> {
    if pairs.is_empty() {
        return Err(NoKappa::NoPairs);
    }
    let n = count(pairs.len());
    let (mut cells, mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (one, other) in pairs {
        *cells.entry((one, other)).or_insert(0.0) += 1.0;
        *rows.entry(one).or_insert(0.0) += 1.0;
        *columns.entry(other).or_insert(0.0) += 1.0;
    }
    if cells.len() == 1 && rows.keys().eq(columns.keys()) {
        return Err(NoKappa::OneAnswer);
    }
    let times = |of: &BTreeMap<&T, f64>, answer: &T| of.get(answer).copied().unwrap_or(0.0);
    let rarest = rows
        .keys()
        .chain(columns.keys())
        .map(|answer| times(&rows, answer).min(times(&columns, answer)))
        .fold(n, f64::min);
    let row = |answer: &T| rows.get(answer).copied().unwrap_or(0.0) / n;
    let column = |answer: &T| columns.get(answer).copied().unwrap_or(0.0) / n;
    let agree: f64 = cells.iter().filter(|((a, b), _)| a == b).map(|(_, pairs)| pairs).sum();
    let agreed = agree / n;
    let by_chance: f64 = rows.keys().map(|answer| row(answer) * column(answer)).sum();
    let kappa = (agreed - by_chance) / (1.0 - by_chance);
    let spread: f64 = cells
        .iter()
        .map(|((a, b), pairs)| {
            pairs / n
                * if a == b {
                    (1.0 - (row(a) + column(a)) * (1.0 - kappa)).powi(2)
                } else {
                    ((1.0 - kappa) * (column(a) + row(b))).powi(2)
                }
        })
        .sum();
    let variance = spread - (kappa - by_chance * (1.0 - kappa)).powi(2);
    let error = (variance.max(0.0) / n).sqrt() / (1.0 - by_chance);
    Ok(Kappa {
        n: pairs.len(),
        agreed,
        by_chance,
        kappa,
        error,
        interval: Interval {
            low: (kappa - Z * error).max(-1.0),
            high: (kappa + Z * error).min(1.0),
        },
        band: band(kappa),
        enough: pairs.len() >= ENOUGH_PAIRS,
        rarest,
    })
}

fn band(kappa: f64) -> Band {
    match kappa {
        k if k < 0.0 => Band::Poor,
        k if k <= 0.2 => Band::Slight,
        k if k <= 0.4 => Band::Fair,
        k if k <= 0.6 => Band::Moderate,
        k if k <= 0.8 => Band::Substantial,
        _ => Band::AlmostPerfect,
    }
}
