//! What becomes of a letter by what it is about and how its reader wants mail: it goes at once, after the quiet hours,
//! in the one mail of the day, or not at all.
//!
//! What would come too late goes at once: a letter that is of use until five does not wait for a mail at seven.

use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::PersonId;
use crate::base::zone::{Zone, shifted};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::{text_column, text_enum};

text_enum! {
    /// What a letter is about, the most urgent first.
    pub enum Class {
        /// Cannot wait and cannot be switched off: a critical finding, a link to choose a password.
        AtOnce = "at_once",
        /// Something was not done in time.
        Late = "late",
        /// Something is to be done or decided.
        Work = "work",
        /// An audit opens today; can be switched off.
        Opens = "opens",
        /// What the week brings; can be switched off.
        Outlook = "outlook",
        /// The mail of the day itself.
        Digest = "digest",
    }
}
text_column!(Class);

impl Class {
    /// Whether its reader may switch it off.
    pub fn can_be_switched_off(self) -> bool {
        matches!(self, Self::Opens | Self::Outlook)
    }
}

/// Some hours of every day without mail, in minutes of the local day; `from` after `until` is over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// The first quiet minute.
    pub from: i32,
    /// The minute at which mail comes again.
    pub until: i32,
}

impl Quiet {
    /// The end of the quiet hours this moment lies in.
    pub fn end(&self, zone: &Zone, now: Instant) -> Option<Instant> {
        let local = zone.local(now);
        let over_midnight = self.from > self.until;
        let inside = if over_midnight {
            local.minute >= self.from || local.minute < self.until
        } else {
            (self.from..self.until).contains(&local.minute)
        };
        let tomorrow = over_midnight && local.minute >= self.from;
        inside.then(|| zone.instant(shifted(local.date, i64::from(tomorrow)), self.until))
    }
}

/// How a person wants mail, as things stand at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The secret of the pages that switch mails off without signing in.
    pub link_key: String,
    /// When the next mail of the day goes; none for somebody who gets each letter by itself.
    pub digest_at: Option<Instant>,
    /// The end of the quiet hours it is now.
    pub quiet_until: Option<Instant>,
    /// What is switched off.
    pub off: Vec<Class>,
}

/// Tells a person's wishes; the room that keeps them lends it to [`super::post::Post`].
pub type Ask = fn(&mut Conn, &Act, PersonId) -> AppResult<Wishes>;

/// What becomes of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Its reader does not want it.
    Off,
    /// It is told in the mail that goes at this moment.
    Kept(Instant),
    /// It goes by itself, not before this moment.
    Alone(Instant),
}

impl Wishes {
    /// What becomes of a letter of this class that is of use until a moment.
    pub fn way(&self, class: Class, of_use_until: Option<Instant>, now: Instant) -> Way {
        let in_time = |at: &Instant| of_use_until.is_none_or(|until| *at < until);
        if self.off.contains(&class) {
            return Way::Off;
        }
        if class == Class::AtOnce {
            return Way::Alone(now);
        }
        let digest_at = self.digest_at.filter(|_| class != Class::Digest);
        match (digest_at.filter(in_time), self.quiet_until.filter(in_time)) {
            (Some(at), _) => Way::Kept(at),
            (None, Some(at)) => Way::Alone(at),
            (None, None) => Way::Alone(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::new(text.parse().unwrap())
    }

    #[test]
    fn quiet_hours_end_at_their_minute_also_over_midnight_and_when_the_clock_changes() {
        let zone = Zone::parse("America/Chicago").unwrap();
        let night = Quiet {
            from: 19 * 60,
            until: 7 * 60,
        };
        let end = |quiet: &Quiet, now: &str| quiet.end(&zone, at(now));
        assert_eq!(end(&night, "2026-06-09T23:59:00Z"), None, "18:59");
        let morning = Some(at("2026-06-10T12:00:00Z"));
        assert_eq!(end(&night, "2026-06-10T00:00:00Z"), morning, "19:00");
        assert_eq!(end(&night, "2026-06-10T11:59:59Z"), morning, "6:59");
        assert_eq!(end(&night, "2026-06-10T12:00:00Z"), None, "7:00");
        // the night of March 8 is an hour shorter
        assert_eq!(end(&night, "2026-03-08T02:00:00Z"), Some(at("2026-03-08T12:00:00Z")));
        let noon = Quiet {
            from: 12 * 60,
            until: 13 * 60,
        };
        assert_eq!(end(&noon, "2026-06-09T17:30:00Z"), Some(at("2026-06-09T18:00:00Z")));
        assert_eq!(end(&noon, "2026-06-09T18:00:00Z"), None);
    }

    #[test]
    fn what_would_come_too_late_goes_at_once_and_what_is_grave_always_does() {
        let (now, quiet, digest) = (
            at("2026-06-09T01:00:00Z"),
            at("2026-06-09T12:00:00Z"),
            at("2026-06-09T13:30:00Z"),
        );
        let mut wishes = Wishes::default();
        assert_eq!(wishes.way(Class::Work, None, now), Way::Alone(now));
        wishes.quiet_until = Some(quiet);
        assert_eq!(wishes.way(Class::Work, None, now), Way::Alone(quiet));
        assert_eq!(wishes.way(Class::AtOnce, None, now), Way::Alone(now));
        assert_eq!(wishes.way(Class::Work, Some(quiet), now), Way::Alone(now));
        wishes.digest_at = Some(digest);
        assert_eq!(wishes.way(Class::Late, None, now), Way::Kept(digest));
        let between = Some(quiet.plus_minutes(30));
        assert_eq!(wishes.way(Class::Work, between, now), Way::Alone(quiet));
        assert_eq!(wishes.way(Class::AtOnce, None, now), Way::Alone(now));
        assert_eq!(wishes.way(Class::Digest, None, now), Way::Alone(quiet));
        wishes.off = vec![Class::Opens];
        assert_eq!(wishes.way(Class::Opens, between, now), Way::Off);
        assert_eq!(wishes.way(Class::Outlook, None, now), Way::Kept(digest));
    }
}
