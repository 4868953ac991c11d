//! Parts of a whole and how long things take: the only places where counts become percentages and durations become a
//! median, so that two pages cannot round the same figure differently.

use std::iter::Sum;
use std::ops::Add;

/// So many of so many: 23 of 24 audits done.
///
/// A share keeps the two counts and not the percentage, so that the shares of several units add up to the share of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Share {
    /// How many of them are meant (a count, 0 or more).
    pub part: i64,
    /// How many there are (a count, 0 or more).
    pub whole: i64,
}

impl Share {
    /// So many (`part`) of so many (`whole`).
    pub const fn new(part: i64, whole: i64) -> Self {
        Self { part, whole }
    }
    /// The percentage, 0 to 100, not rounded; `None` when there is nothing to take a share of.
    pub fn percent(self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        (self.whole > 0).then(|| self.part as f64 * 100.0 / self.whole as f64)
    }
    /// The percentage in tenths of a percent, as it is shown: 958 is 95.8 %; `None` when there is nothing to take a share of.
    ///
    /// Halves round up, but what is not complete never reads 100.0 and what happened never reads 0.0: a reader takes
    /// both as "all" and "none".
    pub fn tenths(self) -> Option<i64> {
        if self.whole <= 0 {
            return None;
        }
        let (part, whole) = (i128::from(self.part), i128::from(self.whole));
        let rounded = (part * 2000 + whole).div_euclid(whole * 2);
        let shown = if self.part > 0 && self.part < self.whole {
            rounded.clamp(1, 999)
        } else {
            rounded
        };
        i64::try_from(shown).ok()
    }
    /// The percentage as text for logs and exports, `95.8 %`, or `-` when there is nothing to take a share of.
    ///
    /// With a decimal point; a page writes [`Share::tenths`] the way its language does.
    pub fn text(self) -> String {
        match self.tenths() {
            None => "-".into(),
            Some(t) => format!("{}{}.{} %", if t < 0 { "-" } else { "" }, t.abs() / 10, t.abs() % 10),
        }
    }
}

impl Add for Share {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            part: self.part.saturating_add(other.part),
            whole: self.whole.saturating_add(other.whole),
        }
    }
}
impl Sum for Share {
    fn sum<I: Iterator<Item = Self>>(shares: I) -> Self {
        shares.fold(Self::default(), Add::add)
    }
}

/// How long it takes in the usual case and in nine of ten cases: the median and the 90th percentile, in the unit of the
/// values; `None` without values. The values are left sorted.
///
/// By the nearest rank, that is the ⌈p·n⌉th smallest value (definition 1 in R. J. Hyndman and Y. Fan, "Sample Quantiles
/// in Statistical Packages", The American Statistician 50 (1996), 361–365): the result is always a case that happened,
/// never a value in between, so a reader can open that very case. The median of an even number of values is the lower
/// of the two in the middle.
pub fn median_p90(values: &mut [i64]) -> Option<(i64, i64)> {
    values.sort_unstable();
    let nearest = |p: usize| {
        let rank = (values.len().checked_mul(p)?).div_ceil(100);
        values.get(rank.checked_sub(1)?).copied()
    };
    Some((nearest(50)?, nearest(90)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_share_of_nothing_has_no_percentage() {
        let none = Share::new(0, 0);
        assert_eq!((none.percent(), none.tenths(), none.text().as_str()), (None, None, "-"));
    }

    #[test]
    fn halves_round_up() {
        assert_eq!(Share::new(23, 24).text(), "95.8 %");
        assert_eq!(Share::new(1, 2000).tenths(), Some(1)); // 0.05
        assert_eq!(Share::new(249, 2000).tenths(), Some(125)); // 12.45
        assert_eq!(Share::new(2, 3).text(), "66.7 %");
    }

    #[test]
    fn almost_all_never_reads_all_and_hardly_any_never_reads_none() {
        assert_eq!(Share::new(99_999, 100_000).text(), "99.9 %");
        assert_eq!(Share::new(1, 100_000).text(), "0.1 %");
        assert_eq!(Share::new(5, 5).text(), "100.0 %");
        assert_eq!(Share::new(0, 5).text(), "0.0 %");
    }

    #[test]
    fn shares_of_units_add_up_to_the_share_of_all() {
        let all: Share = [Share::new(1, 2), Share::new(0, 0), Share::new(3, 4)].into_iter().sum();
        assert_eq!(all, Share::new(4, 6));
    }

    #[test]
    fn the_median_and_p90_are_cases_that_happened() {
        assert_eq!(median_p90(&mut []), None);
        assert_eq!(median_p90(&mut [7]), Some((7, 7)));
        assert_eq!(median_p90(&mut [4, 1, 3, 2]), Some((2, 4)));
        assert_eq!(median_p90(&mut [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), Some((5, 9)));
        // the worked example of the nearest rank: the 50th percentile of five values is the third
        assert_eq!(median_p90(&mut [15, 20, 35, 40, 50]), Some((35, 50)));
    }

    proptest! {
        #[test]
        fn half_and_nine_tenths_of_the_cases_are_no_longer(mut values in prop::collection::vec(any::<i64>(), 1..200)) {
            let (median, p90) = median_p90(&mut values).unwrap();
            for (p, q) in [(50, median), (90, p90)] {
                let within = values.iter().filter(|v| **v <= q).count();
                let below = values.iter().filter(|v| **v < q).count();
                prop_assert!(within * 100 >= p * values.len() && below * 100 < p * values.len());
            }
        }
        #[test]
        fn the_shown_percentage_is_within_a_tenth(whole in 1_i64..1_000_000, part in 0_i64..1_000_000) {
            let share = Share::new(part.min(whole), whole);
            let (shown, exact) = (share.tenths().unwrap() as f64, share.percent().unwrap() * 10.0);
            prop_assert!((shown - exact).abs() < 1.0 && (0.0..=1000.0).contains(&shown));
        }
    }
}
