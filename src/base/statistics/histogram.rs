//! Median and 90th percentile of counted values: what adds up over units and days, to within a small, known error.
//!
//! Values go into buckets that grow with them: 0 to 127 have one each, above that each doubling is cut into 64. So a
//! bucket is never wider than 1/64 of its values, and all of a 64-bit number fits into 3,776 of them. The bucket of a
//! value never changes: counts by bucket can be stored and added.

use std::collections::BTreeMap;

/// Buckets of one doubling, as a power of two.
const BITS: u32 = 6;

/// The bucket of a value of 0 or more; what is less counts as 0.
pub fn bucket(value: i64) -> u16 {
    let value = u64::try_from(value).unwrap_or(0);
    let shift = (u64::BITS - 1)
        .saturating_sub(value.leading_zeros())
        .saturating_sub(BITS);
    let place = u64::from(shift << BITS) + (value >> shift);
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// The values of a bucket: the smallest and the largest, in their own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// No value is smaller.
    pub least: i64,
    /// No value is larger; at most 1/64 more than the smallest.
    pub most: i64,
}

/// The values a bucket stands for.
pub fn values(bucket: u16) -> Values {
    let shift = (u32::from(bucket) >> BITS).saturating_sub(1);
    let place = u128::from(bucket) - u128::from(shift << BITS);
    let inside = |value: u128| i64::try_from(value).unwrap_or(i64::MAX);
    // a bucket that bucket() never gives may lie beyond the numbers: the last one there is
    let shifted = |place: u128| {
        place
            .checked_shl(shift)
            .filter(|v| v >> shift == place)
            .unwrap_or(u128::MAX)
    };
    Values {
        least: inside(shifted(place)),
        most: inside(shifted(place + 1) - 1),
    }
}

/// The bucket of the median and that of the 90th percentile, from counts by bucket in any order, one bucket in several
/// counts or not; `None` without values. Buckets whose counts come to nothing are as if they were not there.
///
/// By the nearest rank, as [`crate::base::share::median_p90`]: the value itself lies within the bucket.
pub fn median_p90(counts: impl IntoIterator<Item = (u16, i64)>) -> Option<(Values, Values)> {
    let mut buckets: BTreeMap<u16, i128> = BTreeMap::new();
    for (bucket, count) in counts {
        *buckets.entry(bucket).or_default() += i128::from(count);
    }
    buckets.retain(|_, count| *count > 0);
    let all: i128 = buckets.values().sum();
    let nearest = |percent: i128| {
        let rank = (all * percent + 99) / 100;
        let mut sum = 0;
        let found = buckets.iter().find(|(_, count)| {
            sum += **count;
            sum >= rank
        })?;
        Some(values(*found.0))
    };
    Some((nearest(50)?, nearest(90)?))
}
