//! Chance that is the same for the same seed.

use crate::base::act::mix;

/// Dice with a memory of how often they were thrown.
#[derive(Debug, Clone)]
pub struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    /// Dice of this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed: mix(seed),
            thrown: 0,
        }
    }

    fn throw(&mut self) -> u64 {
        self.thrown += 1;
        mix(self.seed ^ mix(self.thrown))
    }

    /// A number in 0.0..1.0.
    pub fn share(&mut self) -> f64 {
        (self.throw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True so often.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A number from..=to.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).unwrap_or(0) + 1;
        from + i64::try_from(self.throw() % span).unwrap_or(0)
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let n = u64::try_from(of.len()).unwrap_or(0);
        if n == 0 {
            None
        } else {
            usize::try_from(self.throw() % n).ok().and_then(|n| of.get(n))
        }
    }
}
