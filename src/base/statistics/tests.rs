//! Every statistic against figures that others calculated, against what is printed, and against any input.

mod examples;
mod properties;
mod reference;

use crate::base::share::Share;

fn shares<const N: usize>(counts: [(i64, i64); N]) -> Vec<Share> {
    counts.map(|(part, whole)| Share::new(part, whole)).to_vec()
}

/// Equal to a billionth of it.
#[track_caller]
fn close(ours: f64, theirs: f64) {
    within(ours, theirs, 1e-9 * theirs.abs().max(1e-300));
}

#[track_caller]
fn within(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance, "{ours} is not {theirs}");
}
