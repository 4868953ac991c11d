//! Which days something comes round on: "every Monday and Wednesday", "the first Tuesday of the month".
//!
//! A rule says days only. The clock hours are the shift window's and the first day is the plan's, so the same rule can
//! serve units in two time zones, and the day the clock changes neither loses nor doubles an occurrence. The notation
//! is that of RFC 5545 (iCalendar), so a rule can be pasted from a calendar program and given to one.

use crate::base::said::Said;
use chrono::{Datelike, Month, NaiveDate, NaiveTime, TimeDelta, Weekday};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz, Unvalidated};
use std::fmt;

/// The most dates that [`Recurrence::dates`] gives at once: about eleven years of a daily rule.
pub const MOST: usize = 4_000;

/// A rule for the days on which something comes round: `FREQ=WEEKLY;BYDAY=MO,WE`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence {
    every: Every,
    /// 1 is every one, 2 every other.
    interval: u16,
    end: End,
    months: Vec<u8>,
    year_days: Vec<i16>,
    month_days: Vec<i8>,
    /// With 0 for every such weekday, else its number in the month or year, -1 for the last.
    weekdays: Vec<(i16, u8)>,
    positions: Vec<i32>,
    /// Days from Monday.
    week_start: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Never,
    After(u32),
    On(NaiveDate),
}

/// Why a text is not a rule, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRecurrence {
    /// The text is empty or has no FREQ.
    #[error("the rule does not say how often; write FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY")]
    NoFrequency,
    /// Hourly or finer.
    #[error("{0} is too fine: a rule says days; write FREQ=DAILY and a plan for each shift window")]
    TooFine(String),
    /// A part that is not NAME=VALUE.
    #[error("{0:?} is not a part of a rule; write NAME=VALUE parted by semicolons, such as FREQ=WEEKLY;BYDAY=MO,WE")]
    NotAPart(String),
    /// A start or a time zone inside the rule.
    #[error("{0} does not belong in the rule; leave it out and write the first day into its own field")]
    StartInside(String),
    /// Hours, minutes or seconds inside the rule.
    #[error("{0} does not belong in the rule; leave it out and write the clock hours into the shift window")]
    ClockInside(String),
    /// Weeks by their number: programs (and the library used here) disagree about the first days of January, which
    /// belong to the last week of the year before, so an audit would be lost in some years.
    #[error(
        "BYWEEKNO is not possible, since programs number the week of New Year differently; write the days with BYMONTH and BYDAY"
    )]
    WeekNumbers,
    /// A name no rule has.
    #[error(
        "a rule has no part {0:?}; write only FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY, BYSETPOS and WKST"
    )]
    UnknownPart(String),
    /// The same name a second time.
    #[error("{0} is there twice; write it once, with commas between the values")]
    Twice(String),
    /// A value the part does not take.
    #[error("{part}={value} is not possible; write {want}")]
    BadValue {
        /// The name of the part.
        part: String,
        /// What was written.
        value: String,
        /// What can be written.
        want: String,
    },
    /// A part that does not go with the rest of the rule.
    #[error("{part} does not go with the rest of the rule; write {want}")]
    Misplaced {
        /// The name of the part.
        part: String,
        /// What can be written.
        want: String,
    },
    /// Both ways to end.
    #[error("COUNT and UNTIL are both there; write one of them")]
    TwoEnds,
    /// Days that no month of the rule has.
    #[error("no month of the rule has such a day; write a BYMONTHDAY that exists in one of the months of BYMONTH")]
    NoSuchDay,
}

impl BadRecurrence {
    /// The same in the language of the reader, whose file knows what to write for each part.
    pub fn said(&self) -> Said {
        match self {
            Self::NoFrequency => Said::new("recurrence-bad-no-frequency"),
            Self::TooFine(freq) => Said::new("recurrence-bad-too-fine").with("part", freq.as_str()),
            Self::NotAPart(text) => Said::new("recurrence-bad-not-a-part").with("part", text.as_str()),
            Self::StartInside(part) => Said::new("recurrence-bad-start-inside").with("part", part.as_str()),
            Self::ClockInside(part) => Said::new("recurrence-bad-clock-inside").with("part", part.as_str()),
            Self::WeekNumbers => Said::new("recurrence-bad-week-numbers"),
            Self::UnknownPart(part) => Said::new("recurrence-bad-unknown-part").with("part", part.as_str()),
            Self::Twice(part) => Said::new("recurrence-bad-twice").with("part", part.as_str()),
            Self::BadValue { part, value, .. } => Said::new("recurrence-bad-value")
                .with("part", part.as_str())
                .with("value", value.as_str()),
            Self::Misplaced { part, .. } => Said::new("recurrence-bad-misplaced").with("part", part.as_str()),
            Self::TwoEnds => Said::new("recurrence-bad-two-ends"),
            Self::NoSuchDay => Said::new("recurrence-bad-no-such-day"),
        }
    }
}

impl Recurrence {
    /// Reads a rule of RFC 5545, with or without `RRULE:` before it, upper or lower case.
    ///
    /// Of an UNTIL only the date counts, as a local date and with that day itself.
    pub fn parse(text: &str) -> Result<Self, BadRecurrence> {
        let upper = text.trim().to_ascii_uppercase();
        let mut parts = Parts::split(upper.strip_prefix("RRULE:").unwrap_or(&upper))?;
        let every = match parts.take("FREQ") {
            None => return Err(BadRecurrence::NoFrequency),
            Some("DAILY") => Every::Day,
            Some("WEEKLY") => Every::Week,
            Some("MONTHLY") => Every::Month,
            Some("YEARLY") => Every::Year,
            Some(fine @ ("HOURLY" | "MINUTELY" | "SECONDLY")) => {
                return Err(BadRecurrence::TooFine(format!("FREQ={fine}")));
            }
            Some(other) => return Err(bad("FREQ", other, "DAILY, WEEKLY, MONTHLY or YEARLY")),
        };
        let count = parts.number("COUNT", 1..=10_000, "a number from 1 to 10000")?;
        let until = parts.date("UNTIL")?;
        let rule = Self {
            every,
            interval: parts
                .number("INTERVAL", 1..=999, "a number from 1 to 999")?
                .unwrap_or(1),
            end: match (count, until) {
                (Some(_), Some(_)) => return Err(BadRecurrence::TwoEnds),
                (Some(count), None) => End::After(count),
                (None, Some(date)) => End::On(date),
                (None, None) => End::Never,
            },
            months: parts.numbers("BYMONTH", 1, 12, false)?,
            year_days: parts.numbers("BYYEARDAY", 1, 366, true)?,
            month_days: parts.numbers("BYMONTHDAY", 1, 31, true)?,
            weekdays: parts.weekdays(every)?,
            positions: {
                let most = match every {
                    Every::Day => 1,
                    Every::Week => 7,
                    Every::Month => 31,
                    Every::Year => 366,
                };
                parts.numbers("BYSETPOS", 1, most, true)?
            },
            week_start: match parts.take("WKST") {
                None => 0,
                Some(code) => weekday(code).ok_or_else(|| bad("WKST", code, WEEKDAY_WANTED))?,
            },
        };
        rule.check()?;
        Ok(rule)
    }

    /// The rule in RFC 5545 notation, always written the same way: `FREQ=WEEKLY;BYDAY=MO,WE`, without `RRULE:`.
    pub fn text(&self) -> String {
        let mut text = format!(
            "FREQ={}",
            match self.every {
                Every::Day => "DAILY",
                Every::Week => "WEEKLY",
                Every::Month => "MONTHLY",
                Every::Year => "YEARLY",
            }
        );
        let mut part = |name: &str, value: String| {
            if !value.is_empty() {
                text.push_str(&format!(";{name}={value}"));
            }
        };
        if self.interval != 1 {
            part("INTERVAL", self.interval.to_string());
        }
        match self.end {
            End::Never => {}
            End::After(count) => part("COUNT", count.to_string()),
            End::On(date) => part("UNTIL", date.format("%Y%m%d").to_string()),
        }
        part("BYMONTH", list(&self.months));
        part("BYYEARDAY", list(&self.year_days));
        part("BYMONTHDAY", list(&self.month_days));
        let days: Vec<String> = self
            .weekdays
            .iter()
            .map(|(n, day)| match n {
                0 => code(*day).to_owned(),
                n => format!("{n}{}", code(*day)),
            })
            .collect();
        part("BYDAY", days.join(","));
        part("BYSETPOS", list(&self.positions));
        if self.week_start != 0 {
            part("WKST", code(self.week_start).to_owned());
        }
        text
    }

    /// The days on which it comes round between two local dates, both included: sorted, each once, at most [`MOST`].
    ///
    /// Counted from `starts_on`, which says which week is the first of "every other week" and, where the rule does not
    /// name a day, which day it is. `starts_on` itself is only among them when the rule falls on it. Asking for a month
    /// in two halves gives the same days as asking for it at once.
    pub fn dates(&self, starts_on: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let (count, to) = match self.end {
            End::Never => (usize::MAX, to),
            End::After(count) => (usize::try_from(count).unwrap_or(usize::MAX), to),
            End::On(date) => (usize::MAX, to.min(date)),
        };
        if from > to || starts_on > to || !(1..=9999).contains(&starts_on.year()) {
            return Vec::new();
        }
        // a rule without a count is asked from shortly before the first date, however long ago it began
        let (rule, begins) = match self.end {
            End::After(_) => (self.rule(), starts_on),
            End::Never | End::On(_) => self.anchored(starts_on, from),
        };
        // a day stands for its midnight in UTC, where no day is shorter or longer than another
        let start = begins.and_time(NaiveTime::MIN).and_utc().with_timezone(&Tz::UTC);
        let Ok(rule) = rule.validate(start) else {
            return Vec::new();
        };
        let from = from.max(starts_on);
        let mut dates: Vec<NaiveDate> = (&RRuleSet::new(start).rrule(rule).limit())
            .into_iter()
            .take(count.min(MOST_STEPS))
            .map(|at| at.date_naive())
            .take_while(|date| *date <= to)
            .filter(|date| *date >= from)
            .take(MOST)
            .collect();
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// The same rule begun later: at the last round that begins no later than `from`, with the day written out where the
    /// first date says it. A round is a number of days, weeks, months or years, so the rounds after it are the same.
    fn anchored(&self, starts_on: NaiveDate, from: NaiveDate) -> (RRule<Unvalidated>, NaiveDate) {
        let none = self.year_days.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty();
        let (day, month) = (i8::try_from(starts_on.day()), u8::try_from(starts_on.month()));
        let mut rule = self.clone();
        if none && let (Ok(day), Ok(month)) = (day, month) {
            match self.every {
                Every::Day | Every::Week => {}
                Every::Month => rule.month_days = vec![day],
                Every::Year => {
                    rule.month_days = vec![day];
                    if self.months.is_empty() {
                        rule.months = vec![month];
                    }
                }
            }
        }
        // one round more than needed: a first week may lack the days before its first date
        let interval = i64::from(self.interval);
        let rounds = |apart: i64| (apart.max(0) / interval - 1).max(0) * interval;
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let days = from.signed_duration_since(starts_on).num_days();
        let apart = match self.every {
            Every::Day => rounds(days),
            Every::Week => rounds(days / 7),
            Every::Month => rounds(months(from) - months(starts_on)),
            Every::Year => rounds(i64::from(from.year()) - i64::from(starts_on.year())),
        };
        if apart == 0 {
            return (self.rule(), starts_on);
        }
        let first_of = |month: i64| {
            let year = i32::try_from(month.div_euclid(12)).ok()?;
            NaiveDate::from_ymd_opt(year, u32::try_from(month.rem_euclid(12) + 1).ok()?, 1)
        };
        let begins = match self.every {
            Every::Day => starts_on.checked_add_signed(TimeDelta::days(apart)),
            Every::Week => starts_on.checked_add_signed(TimeDelta::days(7 * apart)),
            Every::Month => first_of(months(starts_on) + apart),
            Every::Year => first_of((i64::from(starts_on.year()) + apart) * 12),
        };
        begins.map_or_else(|| (self.rule(), starts_on), |begins| (rule.rule(), begins))
    }

    /// The rule as a sentence without its end: "every Monday and Wednesday". For the end see [`Recurrence::said_end`].
    ///
    /// Weekdays come as codes for the language file to name: `mo`, `tu`, `we`, `th`, `fr`, `sa`, `su`.
    pub fn said(&self) -> Said {
        self.said_plainly()
            .unwrap_or_else(|| Said::new("recurrence-other").with("rule", self.text()))
    }
    /// When the rule ends, as a sentence; `None` when it does not.
    pub fn said_end(&self) -> Option<Said> {
        match self.end {
            End::Never => None,
            End::After(count) => Some(Said::new("recurrence-ends-after").with("count", i64::from(count))),
            End::On(date) => Some(Said::new("recurrence-ends-on").with("date", date.to_string())),
        }
    }

    /// `None` for a rule whose parts have no sentence of their own.
    fn said_plainly(&self) -> Option<Said> {
        let every = |key: &str| Said::new(key).with("every", i32::from(self.interval));
        if !self.year_days.is_empty() {
            return None;
        }
        let quarters = match (self.every, self.interval) {
            (Every::Month, 3) => self.months.is_empty(),
            (Every::Month | Every::Year, 1) => {
                matches!(self.months[..], [a, b, c, d] if [b, c, d] == [a + 3, a + 6, a + 9])
            }
            _ => false,
        };
        if !quarters && !self.months.is_empty() {
            return None;
        }
        let nth = self.one_of_weekdays();
        let plain = |said: Said| (self.weekdays.is_empty() && self.positions.is_empty()).then_some(said);
        match (self.every, &self.month_days[..]) {
            (_, []) if quarters && nth.is_none() => plain(Said::new("recurrence-quarterly").with("day", 0)),
            (_, [day @ (-1 | 1..=31)]) if quarters => {
                plain(Said::new("recurrence-quarterly").with("day", i32::from(*day)))
            }
            (Every::Day | Every::Week, [])
                if self.interval == 1 && self.positions.is_empty() && self.monday_to_friday() =>
            {
                Some(Said::new("recurrence-weekdays"))
            }
            (Every::Day, []) => plain(every("recurrence-daily")),
            (Every::Week, []) if self.positions.is_empty() => Some(self.said_weekly(every("recurrence-weekly"))),
            (Every::Month, []) if self.months.is_empty() => match nth {
                Some((n, Some(day))) => Some(
                    every("recurrence-monthly-nth")
                        .with("nth", n)
                        .with("day", code(day).to_ascii_lowercase()),
                ),
                Some((n, None)) => Some(every("recurrence-monthly-weekday").with("nth", n)),
                None => plain(every("recurrence-monthly-day").with("day", 0)),
            },
            (Every::Month, [day @ (-1 | 1..=31)]) => {
                plain(every("recurrence-monthly-day").with("day", i32::from(*day)))
            }
            (Every::Year, []) if self.months.is_empty() => plain(every("recurrence-yearly")),
            _ => None,
        }
    }
    /// Says of each weekday where it stands in the list, so that a language file can put commas and "and" by itself.
    fn said_weekly(&self, mut said: Said) -> Said {
        let days: Vec<u8> = self.weekdays.iter().map(|(_, day)| *day).collect();
        said = said.with("days", days.len());
        for day in 0..7 {
            let place = match days.iter().position(|d| *d == day) {
                None => "no",
                Some(0) => "first",
                Some(n) if n + 1 == days.len() => "last",
                Some(_) => "next",
            };
            said = said.with(&code(day).to_ascii_lowercase(), place);
        }
        said
    }
    /// "The second Tuesday", or "the last day from Monday to Friday" (without a weekday).
    fn one_of_weekdays(&self) -> Option<(i32, Option<u8>)> {
        let sayable = |n: i32| matches!(n, -1 | 1..=5).then_some(n);
        match (&self.weekdays[..], &self.positions[..]) {
            ([(n, day)], []) if *n != 0 => Some((sayable(i32::from(*n))?, Some(*day))),
            ([(0, day)], [n]) => Some((sayable(*n)?, Some(*day))),
            (_, [n]) if self.monday_to_friday() => Some((sayable(*n)?, None)),
            _ => None,
        }
    }
    fn monday_to_friday(&self) -> bool {
        self.weekdays == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4)]
    }

    /// Refuses what the RFC forbids, and days that never come.
    fn check(&self) -> Result<(), BadRecurrence> {
        let misplaced = |part: &str, want: &str| {
            Err(BadRecurrence::Misplaced {
                part: part.to_owned(),
                want: want.to_owned(),
            })
        };
        if !self.year_days.is_empty() && self.every != Every::Year {
            return misplaced("BYYEARDAY", "it only with FREQ=YEARLY");
        }
        if !self.month_days.is_empty() && self.every == Every::Week {
            return misplaced("BYMONTHDAY", "it only with FREQ=MONTHLY, FREQ=YEARLY or FREQ=DAILY");
        }
        let numbered = self.weekdays.iter().any(|(n, _)| *n != 0);
        if numbered && matches!(self.every, Every::Day | Every::Week) {
            return misplaced(
                "BYDAY",
                "a number before a weekday only with FREQ=MONTHLY or FREQ=YEARLY",
            );
        }
        let others = [
            self.months.len(),
            self.year_days.len(),
            self.month_days.len(),
            self.weekdays.len(),
        ];
        if !self.positions.is_empty() && others == [0; 4] {
            return misplaced(
                "BYSETPOS",
                "the days to choose from beside it, such as BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            );
        }
        let longest = |month: &u8| match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let longest = if self.months.is_empty() {
            31
        } else {
            self.months.iter().map(longest).max().unwrap_or(31)
        };
        if !self.month_days.is_empty() && self.month_days.iter().all(|day| day.unsigned_abs() > longest) {
            return Err(BadRecurrence::NoSuchDay);
        }
        // whatever else the library refuses
        let any_day = NaiveDate::default()
            .and_time(NaiveTime::MIN)
            .and_utc()
            .with_timezone(&Tz::UTC);
        match self.rule().validate(any_day) {
            Ok(_) => Ok(()),
            Err(error) => Err(BadRecurrence::BadValue {
                part: "RRULE".to_owned(),
                value: self.text(),
                want: format!("a rule without this fault: {error}"),
            }),
        }
    }
    /// The rule as the library takes it, without its end, which [`Recurrence::dates`] sees to itself.
    fn rule(&self) -> RRule<Unvalidated> {
        let months: Vec<Month> = self.months.iter().filter_map(|m| Month::try_from(*m).ok()).collect();
        let weekdays = self
            .weekdays
            .iter()
            .filter_map(|(n, day)| Some(NWeekday::new((*n != 0).then_some(*n), Weekday::try_from(*day).ok()?)));
        RRule::new(match self.every {
            Every::Day => Frequency::Daily,
            Every::Week => Frequency::Weekly,
            Every::Month => Frequency::Monthly,
            Every::Year => Frequency::Yearly,
        })
        .interval(self.interval)
        .week_start(Weekday::try_from(self.week_start).unwrap_or(Weekday::Mon))
        .by_month(&months)
        .by_year_day(self.year_days.clone())
        .by_month_day(self.month_days.clone())
        .by_weekday(weekdays.collect())
        .by_set_pos(self.positions.clone())
    }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
impl std::str::FromStr for Recurrence {
    type Err = BadRecurrence;
    fn from_str(text: &str) -> Result<Self, BadRecurrence> {
        Self::parse(text)
    }
}

/// How many occurrences are walked over to reach the asked range: a daily rule that began 500 years ago.
const MOST_STEPS: usize = 200_000;
const NAMES: [&str; 10] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYYEARDAY",
    "BYSETPOS",
    "WKST",
];
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WEEKDAY_WANTED: &str = "MO, TU, WE, TH, FR, SA or SU";

/// The parts of a rule as they were written, each name at most once.
struct Parts<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Result<Self, BadRecurrence> {
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            if part.starts_with("DTSTART") || part.starts_with("TZID") {
                let name = if part.starts_with("TZID") { "TZID" } else { "DTSTART" };
                return Err(BadRecurrence::StartInside(name.to_owned()));
            }
            let Some((name, value)) = part.split_once('=') else {
                return Err(BadRecurrence::NotAPart(part.to_owned()));
            };
            let (name, value) = (name.trim(), value.trim());
            if matches!(name, "BYHOUR" | "BYMINUTE" | "BYSECOND") {
                return Err(BadRecurrence::ClockInside(name.to_owned()));
            }
            if name == "BYWEEKNO" {
                return Err(BadRecurrence::WeekNumbers);
            }
            if !NAMES.contains(&name) {
                return Err(BadRecurrence::UnknownPart(name.to_owned()));
            }
            if parts.iter().any(|(seen, _)| *seen == name) {
                return Err(BadRecurrence::Twice(name.to_owned()));
            }
            parts.push((name, value));
        }
        Ok(Self(parts))
    }
    fn take(&mut self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }
    fn number<T: TryFrom<i64>>(
        &mut self,
        name: &str,
        range: std::ops::RangeInclusive<i64>,
        want: &str,
    ) -> Result<Option<T>, BadRecurrence> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = whole(value)
            .filter(|n| range.contains(n))
            .and_then(|n| T::try_from(n).ok());
        number.map(Some).ok_or_else(|| bad(name, value, want))
    }
    /// The numbers of a list, sorted, each once; those counted from the end (-1 is the last) when `backward`.
    fn numbers<T: TryFrom<i64> + Ord>(
        &mut self,
        name: &str,
        least: i64,
        most: i64,
        backward: bool,
    ) -> Result<Vec<T>, BadRecurrence> {
        let Some(value) = self.take(name) else {
            return Ok(Vec::new());
        };
        let fits = |n: &i64| (least..=most).contains(n) || backward && (least..=most).contains(&-n);
        let read = |text: &str| whole(text).filter(fits).and_then(|n| T::try_from(n).ok());
        let numbers: Option<Vec<T>> = value.split(',').map(str::trim).map(read).collect();
        let mut numbers = numbers.ok_or_else(|| {
            if name == "BYSETPOS" {
                let want = "numbers up to the days of one round, from 1 or from -1 on, with commas between them";
                return bad(name, value, want);
            }
            let end = if backward {
                format!(" or from -{least} to -{most}")
            } else {
                String::new()
            };
            bad(
                name,
                value,
                &format!("numbers from {least} to {most}{end}, with commas between them"),
            )
        })?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }
    fn weekdays(&mut self, every: Every) -> Result<Vec<(i16, u8)>, BadRecurrence> {
        let Some(value) = self.take("BYDAY") else {
            return Ok(Vec::new());
        };
        let most = if every == Every::Year { 53 } else { 5 };
        let read = |text: &str| {
            let (number, code) = text.split_at_checked(text.len().checked_sub(2)?)?;
            let n = if number.is_empty() {
                0
            } else {
                whole(number).filter(|n| *n != 0 && n.abs() <= most)?
            };
            Some((i16::try_from(n).ok()?, weekday(code)?))
        };
        let days: Option<Vec<(i16, u8)>> = value.split(',').map(str::trim).map(read).collect();
        let mut days = days.ok_or_else(|| {
            bad(
                "BYDAY",
                value,
                &format!("{WEEKDAY_WANTED}, with commas between them; 1TU is the first Tuesday, -1FR the last Friday"),
            )
        })?;
        days.sort_unstable();
        days.dedup();
        Ok(days)
    }
    /// `20261231`, `20261231T235959` or `20261231T235959Z`.
    fn date(&mut self, name: &str) -> Result<Option<NaiveDate>, BadRecurrence> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        let (date, time) = value.split_once('T').unwrap_or((value, "000000"));
        let date = (digits(date, 8) && digits(time.strip_suffix('Z').unwrap_or(time), 6))
            .then(|| NaiveDate::parse_from_str(date, "%Y%m%d").ok())
            .flatten();
        date.map(Some)
            .ok_or_else(|| bad(name, value, "the last day as year, month and day, such as 20261231"))
    }
}

/// A number of few digits, with or without a sign.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (!digits.is_empty() && digits.len() <= 6)
        .then(|| text.parse().ok())
        .flatten()
}
fn weekday(text: &str) -> Option<u8> {
    CODES
        .iter()
        .position(|code| *code == text)
        .and_then(|n| u8::try_from(n).ok())
}
fn code(day: u8) -> &'static str {
    CODES.get(usize::from(day)).copied().unwrap_or("MO")
}
fn list<T: ToString>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
fn bad(part: &str, value: &str, want: &str) -> BadRecurrence {
    BadRecurrence::BadValue {
        part: part.to_owned(),
        value: value.to_owned(),
        want: want.to_owned(),
    }
}

#[cfg(test)]
mod tests;
