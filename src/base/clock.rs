//! Moments, and where "now" comes from. Stored and passed in UTC; shown and reckoned in the unit's time zone by
//! [`crate::base::zone`].

use chrono::{DateTime, Duration, SubsecRound, Utc};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A moment in UTC, to the microsecond (what both databases keep).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Instant(pub DateTime<Utc>);

impl Instant {
    /// A moment cut to the microsecond, so that it reads back as it was written.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }
    /// The moment this many microseconds after 1970; `None` outside the calendar.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }
    /// Microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }
    /// This moment and a span later (or earlier, when negative).
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0 + span)
    }
    /// Minutes later; negative is earlier.
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus(Duration::minutes(minutes))
    }
    /// Seconds later; negative is earlier.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus(Duration::seconds(seconds))
    }
    /// Days of 24 hours later; negative is earlier. For working days use [`crate::base::calendar`].
    pub fn plus_days(self, days: i64) -> Self {
        self.plus(Duration::days(days))
    }
    /// The span from an earlier moment to this one.
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
    }
}

/// Where "now" comes from: the system, or a fixed moment that tests and the demo move by hand.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system clock.
    #[default]
    System,
    /// The system clock, this much ahead: the demo is always met during office hours.
    Ahead(Duration),
    /// Stands still until somebody moves it.
    Fixed(Arc<Mutex<Instant>>),
}

impl Clock {
    /// A clock that stands still at this moment.
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }
    /// The present moment.
    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant::new(Utc::now()),
            Self::Ahead(span) => Instant::new(Utc::now() + *span),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
    /// Moves a fixed clock; the others stay as they are.
    pub fn set(&self, to: Instant) {
        if let Self::Fixed(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }
}
