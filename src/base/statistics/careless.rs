//! Signals of careless auditing: reasons to talk to somebody, never a verdict (product rule 4.9).
//!
//! Each compares one number with what is usual, and says whether the difference is worth a hint. A hint needs enough to
//! compare with, and either a factor of two or a chance of less than one in a hundred. `None` means that there is nothing
//! to compare. Everybody who is shown a hint about somebody can say how it came about from the same numbers.

use super::chance::fisher;
use super::gap::nothing_found;
use super::{count, fraction};
use crate::base::share::{Share, median_p90};
use std::collections::{BTreeMap, BTreeSet};

/// Values to compare with, below which nothing is said. That they come from enough people is for the caller to see to.
pub const FEWEST: usize = 5;
/// A chance below this is worth a hint.
pub const CHANCE: f64 = 0.01;
/// Answers of others to a question before it counts in a straight line.
pub const FEWEST_ANSWERS: i64 = 30;
/// Answers of a straight line that are looked at, so that its chance is soon calculated; no audit asks so much.
pub const MOST_ANSWERS: usize = 500;
/// What a batch is done within, in seconds.
pub const BATCH_SECONDS: i64 = 600;
/// Audits that make a batch, or audits with the same note, at least.
pub const FEWEST_ALIKE: usize = 3;
/// Letters and digits from which a note says something of its own.
pub const NOTE_LENGTH: usize = 15;

crate::text_enum! {
    /// What is unusual.
    pub enum Reason {
        /// Faster than half the median of the peers.
        FasterThanPeers = "faster_than_peers",
        /// Faster than half the own median.
        FasterThanUsual = "faster_than_usual",
        /// The same answer many times in a row.
        StraightLine = "straight_line",
        /// More audits within ten minutes than fit.
        Batch = "batch",
        /// Most audits in the last tenth of their windows.
        LastMinutes = "last_minutes",
        /// The same note in several audits.
        CopiedNotes = "copied_notes",
        /// Nothing found where others find something.
        NothingFound = "nothing_found",
    }
}

/// A number, what it is compared with, and whether that is worth a hint.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// What is compared.
    pub reason: Reason,
    /// The number; the function that makes the signal says its unit.
    pub value: f64,
    /// What is usual, in the same unit unless the function says otherwise.
    pub usual: f64,
    /// How probable a number like this is by chance, 0 to 1, where it can be calculated.
    pub chance: Option<f64>,
    /// Which of the things given it speaks of, by their places; empty where it speaks of all.
    pub places: Vec<usize>,
    /// Whether it is worth a hint.
    pub hint: bool,
}

/// How long an audit took (milliseconds a question) against the median of audits of peers on the same template; the signal
/// is in seconds.
///
/// Speed is the median ÷ the own time, as in the relative speed index of D. J. Leiner, "Too Fast, Too Straight, Too
/// Weird", Survey Research Methods 13 (2019), 229–248. That a hint begins at twice the speed is a rule of this house.
pub fn faster_than_peers(pace: i64, peers: &[i64]) -> Option<Signal> {
    faster(Reason::FasterThanPeers, pace, peers)
}

/// How long an audit took (milliseconds a question) against the median of the same person's audits on the same template;
/// the signal is in seconds.
/// Somebody who is quick always has no hint here; see [`faster_than_peers`].
pub fn faster_than_usual(pace: i64, own: &[i64]) -> Option<Signal> {
    faster(Reason::FasterThanUsual, pace, own)
}

fn faster(reason: Reason, pace: i64, others: &[i64]) -> Option<Signal> {
    let (median, _) = median_p90(&mut others.to_vec())?;
    (others.len() >= FEWEST && pace >= 0).then(|| Signal {
        reason,
        value: number(pace) / 1000.0,
        usual: number(median) / 1000.0,
        chance: None,
        places: Vec::new(),
        hint: pace.saturating_mul(2) < median,
    })
}

/// An answer among `K` that can be given, and how often others gave each of them to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<const K: usize> {
    /// Which one was given.
    pub answer: usize,
    /// How often others gave each.
    pub others: [i64; K],
}

/// The longest run of one answer (questions) in the order they were given, against the chance that a run as long comes
/// about when every question is answered as others answer it, each for itself. `usual` is the run that half of all such
/// audits reach.
///
/// Questions with fewer than [`FEWEST_ANSWERS`] answers of others are left out, as if they had not been asked. Half an
/// answer is added to each count of the others, so that what nobody gave yet is not impossible. A run of "conforms" is
/// usual where others find nothing, either, and gives no hint.
pub fn straight_line<const K: usize>(given: &[Given<K>]) -> Option<Signal> {
    let counted: Vec<(usize, &Given<K>)> = given
        .iter()
        .enumerate()
        .filter(|(_, one)| one.answer < K && one.others.iter().all(|count| *count >= 0))
        .filter(|(_, one)| one.others.iter().fold(0_i64, |sum, n| sum.saturating_add(*n)) >= FEWEST_ANSWERS)
        .take(MOST_ANSWERS)
        .collect();
    let runs = counted.chunk_by(|a, b| a.1.answer == b.1.answer);
    let longest = runs.rev().max_by_key(|run| run.len())?;
    let usual: Vec<[f64; K]> = counted.iter().map(|(_, one)| usual_answers(one.others)).collect();
    let chance = chance_of_run(&usual, longest.len());
    let half = (1..=counted.len())
        .rev()
        .find(|length| chance_of_run(&usual, *length) >= 0.5);
    Some(Signal {
        reason: Reason::StraightLine,
        value: count(longest.len()),
        usual: count(half.unwrap_or(1)),
        chance: Some(chance),
        places: longest.iter().map(|(place, _)| *place).collect(),
        hint: chance < CHANCE,
    })
}

fn usual_answers<const K: usize>(others: [i64; K]) -> [f64; K] {
    let counts = others.map(|n| number(n) + 0.5);
    let all: f64 = counts.iter().sum();
    counts.map(|n| n / all)
}

/// The chance that somewhere the same answer comes `length` times in a row.
fn chance_of_run<const K: usize>(usual: &[[f64; K]], length: usize) -> f64 {
    if length <= 1 {
        return if usual.is_empty() { 0.0 } else { 1.0 };
    }
    // running[answer][k]: the chance of standing at the end of a run of k + 1 of this answer, none of `length` so far
    let mut running = vec![vec![0.0; length - 1]; K];
    let (mut reached, mut is_first) = (0.0, true);
    for shares in usual {
        let ends: Vec<f64> = running.iter().map(|runs| runs.iter().sum()).collect();
        let all: f64 = if is_first { 1.0 } else { ends.iter().sum() };
        is_first = false;
        for (answer, share) in shares.iter().enumerate() {
            reached += running[answer][length - 2] * share;
            running[answer].rotate_right(1);
            running[answer][0] = (all - ends[answer]).max(0.0);
            running[answer].iter_mut().for_each(|chance| *chance *= share);
        }
    }
    f64::min(reached, 1.0)
}

/// The most audits one person finished within ten minutes (`finished`: seconds of one clock, in any order; for audits
/// done without a network the device's), against how many fit when each takes half of the person's usual time
/// (`usual_seconds`, the median of an audit).
pub fn batch(finished: &[i64], usual_seconds: i64) -> Option<Signal> {
    if finished.is_empty() || usual_seconds <= 0 {
        return None;
    }
    let mut order: Vec<usize> = (0..finished.len()).collect();
    order.sort_by_key(|place| finished[*place]);
    let (mut from, mut most) = (0, 0..0);
    for (to, place) in order.iter().enumerate() {
        while finished[*place].saturating_sub(finished[order[from]]) > BATCH_SECONDS {
            from += 1;
        }
        if to + 1 - from > most.len() {
            most = from..to + 1;
        }
    }
    // the first may have begun long before
    let fits = number(BATCH_SECONDS * 2 / usual_seconds + 1);
    let places = &order[most];
    Some(Signal {
        reason: Reason::Batch,
        value: count(places.len()),
        usual: fits,
        chance: None,
        places: places.to_vec(),
        hint: places.len() >= FEWEST_ALIKE && count(places.len()) > fits,
    })
}

/// Whether an audit was done in the last tenth of its window (all in seconds of one clock); `None` when it was done
/// outside of it, or the window has no length.
pub fn is_in_last_tenth(opens: i64, closes: i64, done: i64) -> Option<bool> {
    let (length, left) = (
        i128::from(closes) - i128::from(opens),
        i128::from(closes) - i128::from(done),
    );
    (length > 0 && (0..=length).contains(&left)).then(|| left * 10 <= length)
}

/// The share of one's audits that were done in the last tenth of their windows (of shifts or days), 0 to 1, against that
/// of the peers; the chance is that of Fisher's exact test.
pub fn last_minutes(own: Share, peers: Share) -> Option<Signal> {
    let (value, usual, chance) = (fraction(own)?, fraction(peers)?, fisher(own, peers)?);
    let enough = i64::try_from(FEWEST).is_ok_and(|few| own.whole >= few && peers.whole >= few);
    enough.then(|| Signal {
        reason: Reason::LastMinutes,
        value,
        usual,
        chance: Some(chance),
        places: Vec::new(),
        hint: value > usual && value >= 0.5 && chance < CHANCE,
    })
}

/// In how many audits of one person the same note stands (the most frequent one), of how many with a note (`usual`).
/// `notes` are (audit, note). Notes are the same when their letters and digits are; short ones such as "see photo" say
/// nothing of their own and are left out.
pub fn copied_notes<A: Ord>(notes: &[(A, &str)]) -> Option<Signal> {
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (_, note)) in notes.iter().enumerate() {
        let plain: String = note
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if plain.chars().count() >= NOTE_LENGTH {
            same.entry(plain).or_default().push(place);
        }
    }
    let audits = |places: &[usize]| {
        places
            .iter()
            .map(|place| &notes[*place].0)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let all: Vec<usize> = same.values().flatten().copied().collect();
    let most = same.into_values().max_by_key(|places| audits(places))?;
    Some(Signal {
        reason: Reason::CopiedNotes,
        value: count(audits(&most)),
        usual: count(audits(&all)),
        chance: None,
        hint: audits(&most) >= FEWEST_ALIKE,
        places: most,
    })
}

/// How many answers held no failure, against the failure share (0 to 1) that others have on the same questions; the
/// chance is at most so much ([`nothing_found`]).
pub fn improbable_zero(answers: u32, others: Share) -> Option<Signal> {
    let nothing = nothing_found(answers, others)?;
    Some(Signal {
        reason: Reason::NothingFound,
        value: f64::from(answers),
        usual: fraction(others)?,
        chance: Some(nothing.at_most),
        places: Vec::new(),
        hint: nothing.at_most < CHANCE,
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds and counts stay far below 2^53; beyond that the last digits go"
)]
fn number(value: i64) -> f64 {
    value as f64
}
