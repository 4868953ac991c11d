//! Holidays from a calendar file (.ics): what it holds that a working calendar can keep, what is over, and what is not
//! understood. Every event is read by itself, so that a broken one does not take the others with it.

use super::super::model::{LONGEST_NAME, read_name};
use super::model::{LONGEST_DAYS_OFF, NewDaysOff};
use crate::base::days::{EARLIEST, LATEST};
use crate::base::holidays::{Comes, Observed, Rule};
use crate::base::recurrence::Recurrence;
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::refusals;
use chrono::{Datelike, NaiveDate};
use icalendar::parser::{Component, unfold};
use std::collections::HashMap;

/// The most bytes of a file.
pub const LARGEST: usize = 1024 * 1024;
/// The most events of a file, and the most days and yearly holidays that are taken from one.
pub const MOST: usize = 500;
/// For so many years, this one included, the days of a repeating event are listed that no yearly rule can say.
const YEARS: i32 = 3;
/// The most lines of one event, and components inside it (alarms).
const LONGEST_EVENT: usize = 400;
const MOST_INSIDE: usize = 20;

/// Why nothing can be taken from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotImport {
    /// No file, or an empty one.
    #[error("no file")]
    NoFile,
    /// More than [`LARGEST`].
    #[error("the file is too large")]
    TooLarge,
    /// Not one event in it.
    #[error("no calendar file")]
    NoEvents,
    /// More than [`MOST`].
    #[error("too many events")]
    TooMany,
}
impl CannotImport {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NoFile => Said::new("ics-no-file"),
            Self::TooLarge => Said::new("ics-no-too-large").with("megabytes", LARGEST / 1024 / 1024),
            Self::NoEvents => Said::new("ics-no-events"),
            Self::TooMany => Said::new("ics-no-too-many").with("count", MOST),
        }
    }
}
refusals!(CannotImport);

/// What an event becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A single day, or several in a row.
    Days(NewDaysOff),
    /// A holiday that comes round every year, kept as it falls.
    Yearly {
        /// What it is called.
        name: String,
        /// When it comes.
        rule: Rule,
    },
}

impl Entry {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Days(days) => &days.name,
            Self::Yearly { name, .. } => name,
        }
    }
    /// The entry as a form carries it from the preview to the confirmation: `days 2026-07-03 2026-07-03 Independence Day`.
    pub fn written(&self) -> String {
        let year = |year: Option<i32>| year.map_or_else(|| "-".to_owned(), |year| year.to_string());
        match self {
            Self::Days(days) => format!("days {} {} {}", days.from, days.until, days.name),
            Self::Yearly { name, rule } => {
                let years = format!("{} {}", year(rule.from_year), year(rule.until_year));
                match rule.comes {
                    Comes::Date { month, day } => format!("date {month} {day} {years} {name}"),
                    Comes::Weekday {
                        nth, weekday, month, ..
                    } => format!("weekday {nth} {weekday} {month} {years} {name}"),
                }
            }
        }
    }
    /// The entry somebody confirms; `None` when it is none of those that were written.
    pub fn read(text: &str, observed: Observed) -> Option<Self> {
        let mut words = text.splitn(2, ' ');
        let (kind, rest) = (words.next()?, words.next()?);
        let fields = match kind {
            "days" => 2,
            "date" => 4,
            "weekday" => 5,
            _ => return None,
        };
        let mut parts: Vec<&str> = rest.splitn(fields + 1, ' ').collect();
        let name = parts.pop().filter(|_| parts.len() == fields)?;
        let name = read_name(name).ok()?;
        let part = |n: usize| parts.get(n).copied().unwrap_or_default();
        let year = |n: usize| match part(n) {
            "-" => Some(None),
            text => text.parse().ok().map(Some),
        };
        if kind == "days" {
            let days = NewDaysOff {
                from: part(0).parse().ok()?,
                until: part(1).parse().ok()?,
                name,
                closure: false,
            };
            return days.check().is_ok().then_some(Self::Days(days));
        }
        let (comes, years) = if kind == "date" {
            let comes = Comes::Date {
                month: part(0).parse().ok()?,
                day: part(1).parse().ok()?,
            };
            (comes, 2)
        } else {
            let comes = Comes::Weekday {
                nth: part(0).parse().ok()?,
                weekday: part(1).parse().ok()?,
                month: part(2).parse().ok()?,
                days_after: 0,
            };
            (comes, 3)
        };
        let rule = Rule {
            comes,
            observed,
            from_year: year(years)?,
            until_year: year(years + 1)?,
        };
        super::model::check_rule(&name, &rule)
            .is_ok()
            .then_some(Self::Yearly { name, rule })
    }
}

/// Why an event is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It cannot be read at all, or has no date.
    Unreadable,
    /// It has clock times: only whole days are days off.
    ClockTimes,
    /// It was called off.
    Cancelled,
    /// It changes one day of a repeating event.
    OneOfMany,
    /// It repeats in a way that is not understood.
    Repeats,
    /// It lasts longer than a year.
    TooLong,
}

impl Why {
    /// The reason in words.
    pub fn said(self) -> Said {
        match self {
            Self::Unreadable => Said::new("ics-why-unreadable"),
            Self::ClockTimes => Said::new("ics-why-clock-times"),
            Self::Cancelled => Said::new("ics-why-cancelled"),
            Self::OneOfMany => Said::new("ics-why-one-of-many"),
            Self::Repeats => Said::new("ics-why-repeats"),
            Self::TooLong => Said::new("ics-why-too-long"),
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holds {
    /// What can be added, in the order of the dates.
    pub entries: Vec<Entry>,
    /// How many events are over.
    pub over: usize,
    /// Events that are left out: the name, if there is one, and why.
    pub left_out: Vec<(String, Why)>,
}

/// Reads a calendar file; `today` says what is over.
///
/// # Errors
/// [`CannotImport`] in its words.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<Holds, CannotImport> {
    if bytes.is_empty() {
        return Err(CannotImport::NoFile);
    }
    if bytes.len() > LARGEST {
        return Err(CannotImport::TooLarge);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // what old programs write
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    let events = events(&unfold(&text.replace("\r\n", "\n").replace('\r', "\n")));
    if events.is_empty() {
        return Err(CannotImport::NoEvents);
    }
    if events.len() > MOST {
        return Err(CannotImport::TooMany);
    }
    let mut holds = Holds::default();
    for event in events {
        match read_event(&event, today) {
            Ok(entries) if entries.is_empty() => holds.over += 1,
            Ok(entries) => holds.entries.extend(entries),
            Err(left_out) => holds.left_out.push(left_out),
        }
    }
    if holds.entries.len() > MOST {
        return Err(CannotImport::TooMany);
    }
    let first = |entry: &Entry| match entry {
        Entry::Days(days) => days.from,
        Entry::Yearly { rule, .. } => next_of(rule, today).unwrap_or(LATEST),
    };
    holds
        .entries
        .sort_by_cached_key(|entry| (first(entry), entry.name().to_owned()));
    holds.entries.dedup();
    Ok(holds)
}

/// When a yearly holiday comes next; in eight years every one has come that ever does.
fn next_of(rule: &Rule, today: NaiveDate) -> Option<NaiveDate> {
    let first = rule.from_year.unwrap_or(today.year()).max(today.year());
    (first..=first + 8)
        .filter_map(|year| rule.date_in(year))
        .find(|date| *date >= today)
}

/// The events of a file, each as its own text.
fn events(text: &str) -> Vec<String> {
    let mut events = Vec::new();
    let mut event: Option<Vec<&str>> = None;
    for line in text.lines() {
        let bare = line.trim();
        if bare.eq_ignore_ascii_case("BEGIN:VEVENT") {
            event = Some(Vec::new());
        } else if bare.eq_ignore_ascii_case("END:VEVENT") {
            if let Some(lines) = event.take() {
                events.push(format!("BEGIN:VEVENT\n{}\nEND:VEVENT\n", lines.join("\n")));
            }
        } else if let Some(lines) = &mut event
            && !bare.is_empty()
            && lines.len() <= LONGEST_EVENT
        {
            lines.push(line);
        }
    }
    events
}

fn read_event(text: &str, today: NaiveDate) -> Result<Vec<Entry>, (String, Why)> {
    // the library reads nested components by recursion
    let nested = text.to_ascii_uppercase().matches("BEGIN:").count() > MOST_INSIDE;
    let unreadable = || (String::new(), Why::Unreadable);
    if nested || text.lines().count() > LONGEST_EVENT {
        return Err(unreadable());
    }
    let event = Component::try_from(text).map_err(|_| unreadable())?;
    let value = |name: &str| {
        let found = event
            .properties
            .iter()
            .find(|property| property.name.as_str().eq_ignore_ascii_case(name))?;
        Some(found.val.as_str().trim().to_owned()).filter(|value| !value.is_empty())
    };
    let name = value("SUMMARY").map(|text| name_of(&text)).unwrap_or_default();
    entries_of(&name, value, today).map_err(|why| (name, why))
}

fn entries_of(name: &str, value: impl Fn(&str) -> Option<String>, today: NaiveDate) -> Result<Vec<Entry>, Why> {
    if name.is_empty() {
        return Err(Why::Unreadable);
    }
    if value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Err(Why::Cancelled);
    }
    if value("RECURRENCE-ID").is_some() {
        return Err(Why::OneOfMany);
    }
    let from = day(&value("DTSTART").ok_or(Why::Unreadable)?)?;
    let lasts = match (value("DTEND"), value("DURATION")) {
        // the end is the first day after it
        (Some(end), _) => day(&end)?.signed_duration_since(from).num_days().max(1),
        (None, Some(lasts)) => duration(&lasts).ok_or(Why::ClockTimes)?,
        (None, None) => 1,
    };
    if lasts > LONGEST_DAYS_OFF {
        return Err(Why::TooLong);
    }
    let entry = |from: NaiveDate| NewDaysOff {
        from,
        until: shifted(from, lasts - 1),
        name: name.to_owned(),
        closure: false,
    };
    let dates = match (value("RRULE"), value("RDATE")) {
        (None, None) => vec![from],
        (None, Some(_)) => return Err(Why::Repeats),
        (Some(rule), other) => {
            let rule = Recurrence::parse(&rule).map_err(|_| Why::Repeats)?;
            let plain = lasts == 1 && other.is_none() && value("EXDATE").is_none();
            if let Some(rule) = yearly(&rule.text(), from, today).filter(|_| plain) {
                let over = next_of(&rule, today).is_none();
                let name = name.to_owned();
                return Ok(if over {
                    Vec::new()
                } else {
                    vec![Entry::Yearly { name, rule }]
                });
            }
            if other.is_some() {
                return Err(Why::Repeats);
            }
            let except = match value("EXDATE") {
                Some(dates) => dates.split(',').map(day).collect::<Result<Vec<_>, _>>()?,
                None => Vec::new(),
            };
            let last = NaiveDate::from_ymd_opt(today.year() + YEARS - 1, 12, 31).unwrap_or(LATEST);
            let mut dates = rule.dates(from, shifted(today, -lasts), last);
            dates.retain(|date| !except.contains(date));
            dates
        }
    };
    let days = dates.into_iter().map(entry).filter(|days| days.until >= today);
    Ok(days.map(Entry::Days).collect())
}

/// The yearly holiday that a rule means, written as [`Recurrence::text`] writes it, if it means one.
fn yearly(rule: &str, from: NaiveDate, today: NaiveDate) -> Option<Rule> {
    let mut parts: HashMap<&str, &str> = rule.split(';').filter_map(|part| part.split_once('=')).collect();
    if parts.remove("FREQ") != Some("YEARLY") {
        return None;
    }
    parts.remove("WKST");
    let until_year = match parts.remove("UNTIL") {
        // the last day is in the last year, or before the holiday of that year
        Some(until) => {
            let until = NaiveDate::parse_from_str(until, "%Y%m%d").ok()?;
            Some(if (until.month(), until.day()) >= (from.month(), from.day()) {
                until.year()
            } else {
                until.year() - 1
            })
        }
        None => None,
    };
    let month = parts.remove("BYMONTH").map(str::parse::<u32>).transpose().ok()?;
    let month_day = parts.remove("BYMONTHDAY").map(str::parse::<u32>).transpose().ok()?;
    let weekday = parts.remove("BYDAY");
    if !parts.is_empty() {
        return None;
    }
    let comes = match (month, month_day, weekday) {
        (None, None, None) => Comes::Date {
            month: from.month(),
            day: from.day(),
        },
        (Some(month), day, None) => Comes::Date {
            month,
            day: day.unwrap_or(from.day()),
        },
        (Some(month), None, Some(weekday)) => {
            let (nth, code) = weekday.split_at_checked(weekday.len().checked_sub(2)?)?;
            let codes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
            Comes::Weekday {
                nth: nth.parse().ok()?,
                weekday: u32::try_from(codes.iter().position(|known| *known == code)? + 1).ok()?,
                month,
                days_after: 0,
            }
        }
        _ => return None,
    };
    let rule = Rule {
        comes,
        observed: Observed::AsItFalls,
        from_year: Some(from.year().max(today.year())),
        until_year,
    };
    comes.is_possible().then_some(rule)
}

/// A whole day: `20260704`, or the midnight some programs write for it.
fn day(text: &str) -> Result<NaiveDate, Why> {
    let (date, time) = text.split_once('T').unwrap_or((text, "000000"));
    if time != "000000" {
        return Err(Why::ClockTimes);
    }
    NaiveDate::parse_from_str(date, "%Y%m%d")
        .ok()
        .filter(|date| (EARLIEST..=LATEST).contains(date))
        .ok_or(Why::Unreadable)
}

/// Whole days: `P1D`, `P2W`.
fn duration(text: &str) -> Option<i64> {
    let text = text.strip_prefix('P')?;
    let (number, each) = match (text.strip_suffix('D'), text.strip_suffix('W')) {
        (Some(number), _) => (number, 1),
        (None, Some(number)) => (number, 7),
        (None, None) => return None,
    };
    let days = number.parse::<u16>().ok().filter(|days| *days > 0)?;
    Some(i64::from(days) * each)
}

/// The name without what the format escapes, cut to what a name may have.
fn name_of(text: &str) -> String {
    let plain = text
        .replace("\\n", " ")
        .replace("\\N", " ")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\");
    let plain: String = plain.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
