//! Days from one date to another, as a list or a figure is asked for them.

use crate::base::clock::Instant;
use crate::base::zone::{Zone, shifted};
use chrono::NaiveDate;

/// The first and the last date anybody can ask for.
pub const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};
/// See [`EARLIEST`].
pub const LATEST: NaiveDate = match NaiveDate::from_ymd_opt(2199, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// Days from a first to a last date, both included; either end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first date, if there is one.
    pub from: Option<NaiveDate>,
    /// The last date, if there is one.
    pub to: Option<NaiveDate>,
    /// The moment the first date begins.
    pub begin: Instant,
    /// The moment the last date is over.
    pub end: Instant,
}

impl Days {
    /// These days in a time zone; `None` when both ends are open.
    pub fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, zone: &Zone) -> Option<Self> {
        (from.is_some() || to.is_some()).then(|| Self {
            from,
            to,
            begin: zone.day_start(from.unwrap_or(EARLIEST)),
            end: zone.day_start(shifted(to.unwrap_or(LATEST), 1)),
        })
    }
    /// The days from one date to another.
    pub fn between(from: NaiveDate, to: NaiveDate, zone: &Zone) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
            begin: zone.day_start(from),
            end: zone.day_start(shifted(to, 1)),
        }
    }
    /// The first date, or the earliest there is.
    pub fn first(&self) -> NaiveDate {
        self.from.unwrap_or(EARLIEST)
    }
    /// The last date, or the latest there is.
    pub fn last(&self) -> NaiveDate {
        self.to.unwrap_or(LATEST)
    }
    /// Moments around these days that hold them in every time zone of the world: an index finds what lies between.
    pub fn around(&self) -> (Instant, Instant) {
        (self.begin.plus_days(-2), self.end.plus_days(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_and_end_at_midnight_of_their_zone() {
        let zone = Zone::parse("America/Chicago").unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |text: &str| Instant::new(text.parse().unwrap());
        let days = Days::between(day("2026-03-01"), day("2026-03-31"), &zone);
        assert_eq!(days.begin, at("2026-03-01T06:00:00Z"));
        assert_eq!(days.end, at("2026-04-01T05:00:00Z"), "summer time has begun");
        assert_eq!(Days::of(days.from, days.to, &zone), Some(days));
        assert_eq!(Days::of(None, None, &zone), None);
        let open = Days::of(None, Some(day("2026-03-31")), &zone).unwrap();
        assert_eq!(
            (open.first(), open.last(), open.end),
            (EARLIEST, day("2026-03-31"), days.end)
        );
        assert!(open.around().0 < open.begin);
    }
}
