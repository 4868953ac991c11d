//! Which few causes make most of the failures.

use crate::base::share::Share;
use std::cmp::Reverse;

/// The share of all, in percent, that the vital few make together: J. M. Juran's 80 and 20.
const MOST: i128 = 80;

/// One cause and its place among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar<T> {
    /// The cause.
    pub what: T,
    /// How often.
    pub count: i64,
    /// This and all more frequent ones, of all.
    pub running: Share,
    /// One of the vital few: with those before it, the fewest that make 80 % of all. Of causes that are equally frequent
    /// either all are or none.
    pub vital: bool,
}

/// Orders causes by how often they occur, most frequent first, equally frequent ones by the order of `T`. What occurred
/// never is left out.
pub fn pareto<T: Ord>(counts: impl IntoIterator<Item = (T, i64)>) -> Vec<Bar<T>> {
    let mut counts: Vec<(T, i64)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    counts.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let all = counts.iter().fold(0_i64, |sum, (_, count)| sum.saturating_add(*count));
    let (mut sum, mut last_vital) = (0_i64, None);
    let mut bars = Vec::with_capacity(counts.len());
    for (what, count) in counts {
        let is_needed = i128::from(sum) * 100 < i128::from(all) * MOST;
        if is_needed {
            last_vital = Some(count);
        }
        sum = sum.saturating_add(count);
        bars.push(Bar {
            what,
            count,
            running: Share::new(sum, all),
            vital: is_needed || last_vital == Some(count),
        });
    }
    bars
}
