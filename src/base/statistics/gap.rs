//! Whether two layers see the same work: how much more one of them finds, and whether finding nothing can be chance.

use super::chance::fisher;
use super::interval::{Interval, difference, wilson};
use super::{counted, fraction};
use crate::base::share::Share;

/// What one layer and the next above it find on the same questions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerGap {
    /// Questions both have looked at; only these count.
    pub questions: usize,
    /// Failures of the answers of the lower layer.
    pub lower: Share,
    /// Failures of the answers of the layer above it.
    pub upper: Share,
    /// The share of the upper less that of the lower, −1 to 1: above 0 the upper layer finds more.
    pub difference: f64,
    /// Its 95 % interval ([`difference`]).
    pub interval: Interval,
    /// How much of the difference comes from how often each asked which question: the share the lower layer would have,
    /// had it asked as the upper one did, less the one it has (direct standardisation). 0 where both ask alike.
    pub by_mix: f64,
    /// The two-sided p value of Fisher's exact test ([`fisher`]).
    pub p: f64,
}

/// Compares failures of answers by question, (lower layer, upper layer); `None` when no question was answered by both.
///
/// Answers are put together over the questions. Where one layer asks more often what fails more often, that alone makes
/// a gap; [`LayerGap::by_mix`] says how much of it.
pub fn layer_gap(by_question: &[(Share, Share)]) -> Option<LayerGap> {
    let both: Vec<&(Share, Share)> = by_question
        .iter()
        .filter(|(lower, upper)| counted(*lower).is_some() && counted(*upper).is_some())
        .collect();
    let lower: Share = both.iter().map(|pair| pair.0).sum();
    let upper: Share = both.iter().map(|pair| pair.1).sum();
    let (difference, interval) = difference(upper, lower)?;
    let asked_alike: f64 = both
        .iter()
        .filter_map(|(lower, upper)| Some(fraction(*lower)? * f64::from(counted(*upper)?.1)))
        .sum();
    Some(LayerGap {
        questions: both.len(),
        lower,
        upper,
        difference,
        interval,
        by_mix: asked_alike / f64::from(counted(upper)?.1) - fraction(lower)?,
        p: fisher(upper, lower)?,
    })
}

/// How probable it is to find nothing where others find something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NothingFound {
    /// (1 − p)ⁿ with the failure share p of the others, 0 to 1. Where the questions differ, the true chance is lower:
    /// the product of unlike chances is less than the power of their mean.
    pub chance: f64,
    /// The same with the lower end of the 95 % interval of p ([`wilson`]): at most so much.
    pub at_most: f64,
}

/// The chance that `answers` answers hold no failure, when of the answers of the other layers to the same questions
/// `others` are failures; `None` when the others have not looked.
pub fn nothing_found(answers: u32, others: Share) -> Option<NothingFound> {
    let none = |p: f64| {
        if answers == 0 {
            1.0
        } else {
            (f64::from(answers) * (-p).ln_1p()).exp()
        }
    };
    Some(NothingFound {
        chance: none(fraction(others)?),
        at_most: none(wilson(others)?.low),
    })
}
