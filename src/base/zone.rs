//! Local time: which date and clock time a moment has at a unit, and which moment a date and clock time are.
//!
//! The rules come from the database compiled into the program and not from the machine, so that every installation of
//! one version agrees, and an old machine does not put a summer's audits an hour off.

use crate::base::clock::Instant;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use std::fmt;
use std::sync::Arc;

/// Days around those that are looked up ahead; no clock was ever set by more than one day.
const MARGIN: i64 = 2;
/// Minutes of a day on the clock; a minute at or past this one belongs to a later date.
pub const DAY: i32 = 24 * 60;

/// The time zone of a unit, by its name in the IANA database: `America/New_York`. Cheap to clone.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    tz: TimeZone,
    /// The stretches of some years, in their order, looked up ahead.
    known: Option<Arc<[Stretch]>>,
}

/// A time between two changes of the clock, in whole seconds since 1970.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: i64,
    until: i64,
    /// What the clock shows then and at no other time, as if it were UTC.
    shows_from: i64,
    shows_until: i64,
    /// Seconds that the clock is ahead of UTC.
    offset: i32,
}

/// The name of a time zone that the database does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone {0:?}; write a name of the IANA database such as America/New_York or UTC")]
pub struct UnknownZone(pub String);

/// What a clock and a calendar on the unit's wall show at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime {
    /// The local date.
    pub date: NaiveDate,
    /// The minute of the day on the local clock, 0 to 1439; seconds are cut off.
    pub minute: i32,
    /// The local day of the week.
    pub weekday: Weekday,
}

impl Zone {
    /// The time zone of this name; case does not matter.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        let unknown = || UnknownZone(name.to_owned());
        let tz = TimeZoneDatabase::bundled().get(name.trim()).map_err(|_| unknown())?;
        if tz.is_unknown() || tz.iana_name().is_none() {
            return Err(unknown());
        }
        Ok(Self { tz, known: None })
    }
    /// The zone without summer time that moments are stored in.
    pub fn utc() -> Self {
        Self {
            tz: TimeZone::UTC,
            known: None,
        }
    }
    /// The same zone with the changes of the clock between two local dates looked up ahead, so that moments between them
    /// are found quickly.
    pub(crate) fn over(&self, from: NaiveDate, until: NaiveDate) -> Self {
        Self {
            tz: self.tz.clone(),
            known: self.stretches(shifted(from, -2 * MARGIN), shifted(until, 2 * MARGIN)),
        }
    }
    /// `None` where the clock changes twice in so few days that what it shows could be of more than two stretches.
    fn stretches(&self, from: NaiveDate, until: NaiveDate) -> Option<Arc<[Stretch]>> {
        let margin = MARGIN * 24 * 60 * 60;
        let stamp = |date: NaiveDate| jiff::Timestamp::from_second(date.and_time(NaiveTime::MIN).and_utc().timestamp());
        let (first, last) = (stamp(from).ok()?, stamp(until).ok()?);
        let mut stretches = Vec::new();
        let (mut from, mut offset) = (first.as_second(), self.tz.to_offset(first).seconds());
        // a change before the first moment may show the same times again
        let mut shows_from = from + i64::from(offset) + margin;
        for change in self.tz.following(first).take_while(|change| change.timestamp() < last) {
            let (until, next) = (change.timestamp().as_second(), change.offset().seconds());
            if until - from < margin {
                return None;
            }
            stretches.push(Stretch {
                from,
                until,
                shows_from,
                // times that are skipped or shown twice are of no stretch
                shows_until: until + i64::from(offset.min(next)),
                offset,
            });
            shows_from = until + i64::from(offset.max(next));
            (from, offset) = (until, next);
        }
        let until = last.as_second();
        stretches.push(Stretch {
            from,
            until,
            shows_from,
            shows_until: until + i64::from(offset) - margin,
            offset,
        });
        Some(stretches.into())
    }
    /// How far the clock is ahead of UTC when it shows this, where that is known and the only time it does.
    fn known_offset(&self, wall: NaiveDateTime) -> Option<i32> {
        let shows = wall.and_utc().timestamp();
        let mut known = self.known.as_deref()?.iter();
        let stretch = known.find(|stretch| (stretch.shows_from..stretch.shows_until).contains(&shows))?;
        Some(stretch.offset)
    }
    /// How far the clock is ahead of UTC at this moment, where that is known.
    fn known_offset_at(&self, at: Instant) -> Option<i32> {
        let at = at.0.timestamp();
        let mut known = self.known.as_deref()?.iter();
        let stretch = known.find(|stretch| (stretch.from..stretch.until).contains(&at))?;
        Some(stretch.offset)
    }
    /// The name as the database spells it.
    pub fn name(&self) -> &str {
        self.tz.iana_name().unwrap_or("UTC")
    }
    /// The names to choose from, in alphabetical order: one per place, without former spellings and fixed offsets,
    /// and `UTC`. [`Zone::parse`] understands more of them.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = TimeZoneDatabase::bundled()
            .available()
            .map(|name| name.as_str().to_owned())
            .filter(|name| match name.split_once('/') {
                Some((area, _)) => AREAS.contains(&area) && FORMER.split(' ').all(|former| former != name),
                None => name == "UTC",
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
    /// The date and the time of day that this moment has here.
    pub fn local(&self, at: Instant) -> LocalTime {
        let wall = self.wall(at);
        LocalTime {
            date: wall.date(),
            minute: minute_of_day(wall.time()),
            weekday: wall.weekday(),
        }
    }
    /// The moment at which the clock here shows this minute of this date (local time; 1440 or more is a later date,
    /// less than 0 an earlier one).
    ///
    /// In spring a skipped time moves forward by what was skipped (2:30 becomes 3:30); in autumn a time that exists
    /// twice is the first one.
    pub fn instant(&self, date: NaiveDate, minute: i32) -> Instant {
        let date = shifted(date, i64::from(minute.div_euclid(DAY)));
        let wall = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.rem_euclid(DAY).into());
        self.resolved(wall).0
    }
    /// The short name of the time the clock here shows at this moment, as people write it: `CDT`; `+07` where nobody
    /// has given it a name.
    pub fn short_name(&self, at: Instant) -> String {
        stamp(at).map_or_else(
            || self.name().to_owned(),
            |t| self.tz.to_offset_info(t).abbreviation().to_owned(),
        )
    }
    /// Whether the clocks of two zones show the same at this moment, and call it the same.
    pub fn agrees_with(&self, other: &Self, at: Instant) -> bool {
        self == other || (self.wall(at) == other.wall(at) && self.short_name(at) == other.short_name(at))
    }
    /// The first moment of this local date: midnight, or when the clock skips midnight, the moment of the skip.
    pub fn day_start(&self, date: NaiveDate) -> Instant {
        let (midnight, skipped) = self.resolved(date.and_time(NaiveTime::MIN));
        if !skipped {
            return midnight;
        }
        // the clock jumped over midnight, perhaps from before it: the day begins where the jump lands
        let jump = stamp(midnight)
            .and_then(|t| self.tz.preceding(t).next())
            .map(|t| t.timestamp().as_microsecond());
        match jump.and_then(Instant::from_micros) {
            Some(jump) if self.wall(jump).date() >= date => jump,
            _ => midnight,
        }
    }

    /// The local date and time of a moment.
    fn wall(&self, at: Instant) -> NaiveDateTime {
        let known = self.known_offset_at(at);
        let seconds = known.unwrap_or_else(|| stamp(at).map_or(0, |t| self.tz.to_offset(t).seconds()));
        at.0.naive_utc()
            .checked_add_signed(TimeDelta::seconds(seconds.into()))
            .unwrap_or(at.0.naive_utc())
    }
    /// The moment of a local date and time, and whether the clock skips that time.
    fn resolved(&self, wall: NaiveDateTime) -> (Instant, bool) {
        let looked_up = || match civil(wall).map(|wall| self.tz.to_ambiguous_timestamp(wall).offset()) {
            Some(AmbiguousOffset::Unambiguous { offset }) => (offset.seconds(), false),
            // by the offset before the change, a skipped time lands after the gap and a doubled one is the first
            Some(AmbiguousOffset::Gap { before, .. }) => (before.seconds(), true),
            Some(AmbiguousOffset::Fold { before, .. }) => (before.seconds(), false),
            None => (0, false),
        };
        let (seconds, skipped) = self
            .known_offset(wall)
            .map_or_else(looked_up, |seconds| (seconds, false));
        let utc = wall
            .checked_sub_signed(TimeDelta::seconds(seconds.into()))
            .unwrap_or(wall);
        (Instant(DateTime::<Utc>::from_naive_utc_and_offset(utc, Utc)), skipped)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}
impl Eq for Zone {}
impl TryFrom<String> for Zone {
    type Error = UnknownZone;
    fn try_from(name: String) -> Result<Self, UnknownZone> {
        Self::parse(&name)
    }
}
impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

/// The date so many days later; stays where it is at the end of the calendar.
pub(crate) fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let span = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(span)
    } else {
        date.checked_add_days(span)
    }
    .unwrap_or(date)
}

/// The Monday of a date's week.
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    shifted(date, -i64::from(date.weekday().num_days_from_monday()))
}

fn minute_of_day(time: NaiveTime) -> i32 {
    i32::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0)
}
/// `None` outside the years the database reckons with (-9999 to 9999); such times are taken as UTC.
fn stamp(at: Instant) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_microsecond(at.micros()).ok()
}
fn civil(wall: NaiveDateTime) -> Option<jiff::civil::DateTime> {
    let small = |n: u32| i8::try_from(n).ok();
    let (year, month, day) = (
        i16::try_from(wall.year()).ok()?,
        small(wall.month())?,
        small(wall.day())?,
    );
    let (hour, minute) = (small(wall.hour())?, small(wall.minute())?);
    jiff::civil::DateTime::new(year, month, day, hour, minute, 0, 0).ok()
}

/// The first parts of the names that stand for places; the others are fixed offsets and names of countries kept for
/// old systems (`US/Eastern`, `EST5EDT`).
const AREAS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Former names of places that the database keeps beside a newer one: what it has beyond its own table of places
/// (`zone.tab`).
const FORMER: &str = "\
    Africa/Asmera Africa/Timbuktu America/Argentina/ComodRivadavia America/Atka America/Buenos_Aires \
    America/Catamarca America/Coral_Harbour America/Cordoba America/Ensenada America/Fort_Wayne America/Godthab \
    America/Indianapolis America/Jujuy America/Knox_IN America/Louisville America/Mendoza America/Montreal \
    America/Nipigon America/Pangnirtung America/Porto_Acre America/Rainy_River America/Rosario \
    America/Santa_Isabel America/Shiprock America/Thunder_Bay America/Virgin America/Yellowknife \
    Antarctica/South_Pole Asia/Ashkhabad Asia/Calcutta Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Dacca \
    Asia/Harbin Asia/Istanbul Asia/Kashgar Asia/Katmandu Asia/Macao Asia/Rangoon Asia/Saigon Asia/Tel_Aviv \
    Asia/Thimbu Asia/Ujung_Pandang Asia/Ulan_Bator Atlantic/Faeroe Atlantic/Jan_Mayen Australia/ACT \
    Australia/Canberra Australia/Currie Australia/LHI Australia/NSW Australia/North Australia/Queensland \
    Australia/South Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Europe/Belfast \
    Europe/Kiev Europe/Nicosia Europe/Tiraspol Europe/Uzhgorod Europe/Zaporozhye Pacific/Enderbury \
    Pacific/Johnston Pacific/Ponape Pacific/Samoa Pacific/Truk Pacific/Yap";

#[cfg(test)]
mod tests;
