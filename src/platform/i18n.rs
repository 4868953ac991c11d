//! Languages: one file each in `locales/`, in Fluent. A sentence is a message id and arguments until the moment it is
//! shown; dates and numbers take their words and their order from the same file.
//!
//! English is complete; another language falls back to it sentence by sentence.

use crate::base::clock::Instant;
use crate::base::said::{Arg, Said};
use chrono::{Datelike, Days, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use unic_langid::LanguageIdentifier;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Files;

/// The language that is complete and that the others fall back to.
pub const DEFAULT: &str = "en";

type Bundle = FluentBundle<FluentResource>;

struct Language {
    bundle: Bundle,
    keys: Vec<String>,
    nearby: Nearby,
    source: String,
}

/// All languages, ready to speak.
pub struct I18n {
    languages: RwLock<Arc<BTreeMap<String, Language>>>,
    complained: Mutex<HashSet<String>>,
}

/// A day or a moment as people read it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct When {
    /// Short: "Today, 3:00 PM" or "Tue, Jun 9".
    pub text: String,
    /// The same inside a sentence: "today, 3:00 PM".
    pub inside: String,
    /// Complete, for the title: "Tuesday, June 9, 2026, 3:00 PM".
    pub full: String,
    /// For machines, in `<time datetime>`.
    pub iso: String,
}

impl I18n {
    /// Reads every language file; a mistake in one names the file and the line.
    pub fn load() -> Result<Self, String> {
        Self::of(&Self::files())
    }

    /// The languages of these sources, by language name.
    pub fn of(sources: &[(String, String)]) -> Result<Self, String> {
        Ok(Self {
            languages: RwLock::new(Arc::new(parse(sources)?)),
            complained: Mutex::default(),
        })
    }

    fn files() -> Vec<(String, String)> {
        let named = |file: std::borrow::Cow<'static, str>| {
            let name = file.strip_suffix(".ftl")?.to_owned();
            let text = String::from_utf8_lossy(&Files::get(&file)?.data).into_owned();
            Some((name, text))
        };
        Files::iter().filter_map(named).collect()
    }

    /// Reads the files again (while developing).
    pub fn reload(&self) -> Result<(), String> {
        let fresh = Arc::new(parse(&Self::files())?);
        *self.languages.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    fn read(&self) -> Arc<BTreeMap<String, Language>> {
        Arc::clone(&self.languages.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The languages there are, by their short names.
    pub fn languages(&self) -> Vec<String> {
        self.read().keys().cloned().collect()
    }

    /// Whether a language has this sentence itself, without falling back.
    pub fn has(&self, lang: &str, key: &str) -> bool {
        self.read()
            .get(lang)
            .is_some_and(|language| format(&language.bundle, key, None, &mut Vec::new()).is_some())
    }

    /// All message ids of a language, in the order of its file.
    pub fn keys(&self, lang: &str) -> Vec<String> {
        self.read()
            .get(lang)
            .map(|language| language.keys.clone())
            .unwrap_or_default()
    }

    /// The text of a language's file, for checks.
    pub fn source(&self, lang: &str) -> String {
        self.read()
            .get(lang)
            .map(|language| language.source.clone())
            .unwrap_or_default()
    }

    /// The language of a visitor, from the header Accept-Language; English when none fits.
    pub fn negotiate(&self, accepted: &str) -> String {
        let known = self.read();
        let mut wanted: Vec<(u32, &str)> = accepted
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim().split('-').next()?;
                let quality = pieces
                    .find_map(|piece| piece.trim().strip_prefix("q="))
                    .map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
                let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u32;
                (thousandths > 0).then_some((thousandths, tag))
            })
            .collect();
        wanted.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
        wanted
            .iter()
            .map(|(_, tag)| tag.to_ascii_lowercase())
            .find(|tag| known.contains_key(tag))
            .unwrap_or_else(|| DEFAULT.to_owned())
    }

    /// A sentence in a language.
    pub fn say(&self, lang: &str, said: &Said) -> String {
        let args: Vec<(&str, Arg)> = said
            .args
            .iter()
            .map(|(name, arg)| (name.as_str(), arg.clone()))
            .collect();
        self.t(lang, &said.key, &args)
    }

    /// The text of a message id. Numbers pick singular or plural and are shown with thousands separated, so pass as
    /// text what is no quantity (a year, a number of a record). `id.attribute` names an attribute.
    ///
    /// A missing message shows its id in brackets and is logged once; a test keeps that from being shipped.
    pub fn t(&self, lang: &str, key: &str, args: &[(&str, Arg)]) -> String {
        let known = self.read();
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Number(n) => FluentValue::from(*n),
                Arg::Text(text) => FluentValue::from(text.as_str()),
            };
            values.set(*name, value);
        }
        for candidate in [lang, DEFAULT] {
            let Some(bundle) = known.get(candidate).map(|language| &language.bundle) else {
                continue;
            };
            let mut errors = Vec::new();
            if let Some(text) = format(bundle, key, Some(&values), &mut errors) {
                if let Some(error) = errors.first() {
                    self.complain(&format!(
                        "the message {key:?} ({candidate}) cannot be completed: {error}"
                    ));
                }
                return text;
            }
        }
        self.complain(&format!("there is no message {key:?}"));
        format!("[{key}]")
    }

    /// Says a thing to the log once, not at every page.
    fn complain(&self, sentence: &str) {
        let mut said = self.complained.lock().unwrap_or_else(PoisonError::into_inner);
        // bounded: a made-up key in a cookie must not fill the memory
        if said.len() < 1000 && said.insert(sentence.to_owned()) {
            tracing::warn!("{sentence}");
        }
    }

    /// What it has complained about so far: messages that are missing, or that lack an argument.
    pub fn complaints(&self) -> Vec<String> {
        let said = self.complained.lock().unwrap_or_else(PoisonError::into_inner);
        said.iter().cloned().collect()
    }

    fn word(&self, lang: &str, key: &str) -> String {
        self.t(lang, key, &[])
    }

    /// A whole number with thousands separated.
    pub fn number(&self, lang: &str, n: i64) -> String {
        group(n, separator(&self.word(lang, "number-group")))
    }

    /// A number with this many decimals, in the language's way: "1,234.5".
    pub fn decimal(&self, lang: &str, x: f64, decimals: usize) -> String {
        let text = format!("{:.*}", decimals.min(9), x.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let whole = group(
            whole.parse().unwrap_or_default(),
            separator(&self.word(lang, "number-group")),
        );
        let sign = if x < 0.0 && text.contains(|c: char| c.is_ascii_digit() && c != '0') {
            "-"
        } else {
            ""
        };
        if rest.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{rest}", self.word(lang, "number-decimal"))
        }
    }

    /// A moment of a unit's clock (its local date and minute of the day): "Today, 3:00 PM"; `at` is the same moment
    /// in UTC. Machines get the local time with its offset.
    pub fn moment(&self, lang: &str, local: (NaiveDate, i32), today: NaiveDate, at: Instant) -> When {
        let (date, minute) = local;
        let time = self.clock(lang, minute);
        let together = |date: String| {
            self.t(
                lang,
                "date-and-time",
                &[("date", Arg::Text(date)), ("time", Arg::Text(time.clone()))],
            )
        };
        let day = self.day(lang, date, today);
        When {
            text: together(day.text),
            inside: together(day.inside),
            full: together(day.full),
            iso: with_offset(date, minute, at),
        }
    }

    /// A day nearby as it stands inside a sentence: "today" for "Today, 3:00 PM"; any other text as it is.
    fn inside(&self, lang: &str, text: &str) -> String {
        let known = self.read();
        let language = known.get(lang).or_else(|| known.get(DEFAULT));
        language.map_or_else(|| text.to_owned(), |language| language.nearby.inside(text))
    }

    /// A day: "Today", "Yesterday", "Tomorrow", "Tue, Jun 9", and with the year when it is another year.
    pub fn day(&self, lang: &str, date: NaiveDate, today: NaiveDate) -> When {
        let near = if date == today {
            Some("date-today")
        } else if today.checked_sub_days(Days::new(1)) == Some(date) {
            Some("date-yesterday")
        } else if today.checked_add_days(Days::new(1)) == Some(date) {
            Some("date-tomorrow")
        } else {
            None
        };
        let text = match near {
            Some(key) => self.word(lang, key),
            None if date.year() == today.year() => self.date(lang, "date-short", date),
            None => self.date(lang, "date-short-year", date),
        };
        When {
            inside: self.inside(lang, &text),
            text,
            full: self.date(lang, "date-full", date),
            iso: date.format("%Y-%m-%d").to_string(),
        }
    }

    /// A minute of the day (0 to 1439) as a clock shows it: "3:00 PM".
    pub fn clock(&self, lang: &str, minute: i32) -> String {
        let minute = minute.rem_euclid(24 * 60);
        let (hour, minute) = (minute / 60, minute % 60);
        let half = if hour < 12 { "am" } else { "pm" };
        let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
        self.t(
            lang,
            "time-of-day",
            &[
                ("half", half.into()),
                ("hour12", hour12.to_string().into()),
                ("hour24", format!("{hour:02}").into()),
                ("minute", format!("{minute:02}").into()),
            ],
        )
    }

    /// The name of a month (1 to 12): "June".
    pub fn month(&self, lang: &str, month: u32) -> String {
        self.word(lang, &format!("date-month-{month}"))
    }

    /// The name of a weekday (1 is Monday, 7 is Sunday): "Tuesday".
    pub fn weekday(&self, lang: &str, weekday: u32) -> String {
        self.word(lang, &format!("date-weekday-{weekday}"))
    }

    fn date(&self, lang: &str, key: &str, date: NaiveDate) -> String {
        let (month, weekday) = (date.month(), date.weekday().number_from_monday());
        self.t(
            lang,
            key,
            &[
                ("weekday", self.weekday(lang, weekday).into()),
                (
                    "weekday-short",
                    self.word(lang, &format!("date-weekday-short-{weekday}")).into(),
                ),
                ("month", self.month(lang, month).into()),
                (
                    "month-short",
                    self.word(lang, &format!("date-month-short-{month}")).into(),
                ),
                ("day", date.day().to_string().into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }
}

/// A local time with how far it is from UTC at that moment: `2026-06-09T09:00:00-05:00`.
fn with_offset(date: NaiveDate, minute: i32, at: Instant) -> String {
    let day_start = date.and_time(chrono::NaiveTime::MIN);
    let wall = day_start + chrono::TimeDelta::minutes(minute.into());
    let whole_minutes = at.0.timestamp().div_euclid(60);
    let offset = wall.and_utc().timestamp().div_euclid(60) - whole_minutes;
    let seconds = at.0.timestamp().rem_euclid(60);
    let sign = if offset < 0 { '-' } else { '+' };
    format!(
        "{}:{seconds:02}{sign}{:02}:{:02}",
        wall.format("%Y-%m-%dT%H:%M"),
        offset.abs() / 60,
        offset.abs() % 60
    )
}

fn parse(sources: &[(String, String)]) -> Result<BTreeMap<String, Language>, String> {
    let mut languages = BTreeMap::new();
    for (name, text) in sources {
        let file = format!("locales/{name}.ftl");
        let id: LanguageIdentifier = name
            .parse()
            .map_err(|e| format!("{file}: the name is no language: {e}"))?;
        let resource = FluentResource::try_new(text.clone()).map_err(|(_, errors)| {
            let first = errors.first();
            let at = first.map_or(0, |e| e.pos.start);
            let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            let why = first.map(ToString::to_string).unwrap_or_default();
            format!("{file}:{line}: {why}")
        })?;
        let keys = ids(text);
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // marks around arguments would end up in copied text, mails and tests
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| {
            let why: Vec<String> = errors.iter().map(ToString::to_string).collect();
            format!("{file}: {}", why.join("; "))
        })?;
        let sign = format(&bundle, "number-group", None, &mut Vec::new()).unwrap_or_default();
        bundle.set_formatter(Some(match separator(&sign) {
            '.' => grouped::<'.', _>,
            '\u{a0}' => grouped::<'\u{a0}', _>,
            '\u{202f}' => grouped::<'\u{202f}', _>,
            '\'' => grouped::<'\'', _>,
            _ => grouped::<',', _>,
        }));
        let nearby = Nearby::of(&bundle);
        let words = nearby.clone();
        bundle
            .add_function("INSIDE", move |positional, _| match positional.first() {
                Some(FluentValue::String(text)) => FluentValue::from(words.inside(text)),
                Some(other) => other.clone().into_owned(),
                None => FluentValue::Error,
            })
            .map_err(|error| format!("{file}: {error}"))?;
        let source = text.clone();
        languages.insert(
            name.clone(),
            Language {
                bundle,
                keys,
                nearby,
                source,
            },
        );
    }
    if languages.contains_key(DEFAULT) {
        Ok(languages)
    } else {
        Err(format!("locales/{DEFAULT}.ftl is missing."))
    }
}

/// The words of a language for days nearby: as they stand alone, and as they stand inside a sentence.
#[derive(Debug, Clone, Default)]
struct Nearby(Vec<(String, String)>);

impl Nearby {
    fn of(bundle: &Bundle) -> Self {
        let word = |key: &str| format(bundle, key, None, &mut Vec::new());
        let pair = |key: &str| Some((word(key)?, word(&format!("{key}.inside"))?));
        let words = ["date-today", "date-yesterday", "date-tomorrow"];
        Self(words.into_iter().filter_map(pair).collect())
    }

    /// A text that begins with one of these words, begun as it stands inside a sentence; any other text as it is.
    fn inside(&self, text: &str) -> String {
        for (alone, inside) in &self.0 {
            if let Some(rest) = text.strip_prefix(alone.as_str())
                && !rest.starts_with(char::is_alphanumeric)
            {
                return format!("{inside}{rest}");
            }
        }
        text.to_owned()
    }
}

/// The message ids of a source: a name and an equals sign at the start of a line.
fn ids(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}

/// The text of a message or of its attribute (`id.attribute`); nothing when the bundle does not have it.
fn format(bundle: &Bundle, key: &str, args: Option<&FluentArgs>, errors: &mut Vec<FluentError>) -> Option<String> {
    let pattern = match key.split_once('.') {
        Some((id, attribute)) => bundle.get_message(id)?.get_attribute(attribute)?.value(),
        None => bundle.get_message(key)?.value()?,
    };
    Some(bundle.format_pattern(pattern, args, errors).into_owned())
}

fn separator(word: &str) -> char {
    word.chars().next().unwrap_or(',')
}

fn group(n: i64, separator: char) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Fluent's formatter is a plain function, so the separator is a constant of its type.
fn grouped<const SEPARATOR: char, M>(value: &FluentValue, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.value.fract() == 0.0 && n.value.abs() < 1e15 => {
            Some(group(n.value as i64, SEPARATOR))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn two() -> I18n {
        let source = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        I18n::of(&[
            source(
                "en",
                "number-group = ,\nnumber-decimal = .\nopen = { $count ->\n    [one] One action is open.\n   *[other] { $count } actions are open.\n }\nhello = Hello\n    .title = A greeting\n",
            ),
            source("es", "number-group = .\nnumber-decimal = ,\nhello = Hola, { $name }\n"),
        ])
        .unwrap()
    }

    #[test]
    fn a_sentence_follows_its_numbers_and_falls_back_to_english() {
        let i18n = two();
        assert_eq!(i18n.languages(), ["en", "es"]);
        assert_eq!(
            i18n.say("en", &Said::new("open").with("count", 1)),
            "One action is open."
        );
        assert_eq!(
            i18n.say("en", &Said::new("open").with("count", 12345)),
            "12,345 actions are open."
        );
        assert_eq!(i18n.t("es", "hello", &[("name", "Ana".into())]), "Hola, Ana");
        assert_eq!(
            i18n.say("es", &Said::new("open").with("count", 1)),
            "One action is open."
        );
        assert_eq!(i18n.t("en", "hello.title", &[]), "A greeting");
        assert_eq!(i18n.t("en", "no-such", &[]), "[no-such]");
        assert!(i18n.has("en", "open") && !i18n.has("es", "open"));
        assert_eq!(i18n.keys("es"), ["number-group", "number-decimal", "hello"]);
    }

    #[test]
    fn numbers_are_grouped_in_the_way_of_the_language() {
        let i18n = two();
        assert_eq!(i18n.number("en", -1_234_567), "-1,234,567");
        assert_eq!(i18n.number("es", 999), "999");
        assert_eq!(i18n.decimal("es", 1234.56, 1), "1.234,6");
        assert_eq!(i18n.decimal("en", -0.04, 1), "0.0");
        assert_eq!(i18n.decimal("en", 3.0, 0), "3");
    }

    #[test]
    fn the_visitors_first_known_language_is_taken() {
        let i18n = two();
        assert_eq!(i18n.negotiate("fr, es-MX;q=0.8, en;q=0.5"), "es");
        assert_eq!(i18n.negotiate("en;q=0.2, es;q=0.9"), "es");
        assert_eq!(i18n.negotiate("es;q=0, de"), "en");
        assert_eq!(i18n.negotiate(""), "en");
    }

    #[test]
    fn days_are_told_as_people_say_them() {
        let i18n = I18n::load().unwrap();
        let today = day("2026-06-09");
        let text = |date: &str| i18n.day("en", day(date), today).text;
        assert_eq!(text("2026-06-09"), "Today");
        assert_eq!(text("2026-06-08"), "Yesterday");
        assert_eq!(text("2026-06-10"), "Tomorrow");
        assert_eq!(text("2026-06-16"), "Tue, Jun 16");
        assert_eq!(text("2025-12-31"), "Wed, Dec 31, 2025");
        let at = Instant::new("2026-06-09T22:00:00Z".parse().unwrap());
        let when = i18n.moment("en", (today, 15 * 60), today, at);
        assert_eq!(
            (when.text.as_str(), when.full.as_str(), when.iso.as_str()),
            (
                "Today, 3:00 PM",
                "Tuesday, June 9, 2026, 3:00 PM",
                "2026-06-09T15:00:00-07:00"
            )
        );
        assert_eq!(i18n.clock("en", 5), "12:05 AM");
        assert_eq!(i18n.clock("en", 12 * 60), "12:00 PM");
    }

    #[test]
    fn days_nearby_are_said_as_their_place_in_the_sentence_asks() {
        let source = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let words = "date-today = Today\n    .inside = today\ndate-yesterday = Yesterday\ndate-tomorrow = Tomorrow\ndate-and-time = { $date }, { $time }\ntime-of-day = { $hour24 }:{ $minute }\ndate-full = { $day }\ndate-short = { $day }\nsaid = Sent { INSIDE($when) }\nalone = { $when }\ncount = { INSIDE($n) }\n";
        // German writes them alike in the middle; a language without the second form keeps the first.
        let german = "date-today = Heute\n    .inside = heute\nsaid = Gesendet { INSIDE($when) }\n";
        let i18n = I18n::of(&[source("en", words), source("de", german)]).unwrap();
        let today = day("2026-06-09");
        let at = Instant::new("2026-06-09T22:00:00Z".parse().unwrap());
        let when = i18n.moment("en", (today, 15 * 60), today, at);
        assert_eq!(
            (when.text.as_str(), when.inside.as_str()),
            ("Today, 15:00", "today, 15:00")
        );
        let said = |lang: &str, key: &str, when: &str| i18n.t(lang, key, &[("when", when.into())]);
        assert_eq!(said("en", "said", &when.text), "Sent today, 15:00");
        assert_eq!(said("en", "alone", &when.text), "Today, 15:00");
        assert_eq!(said("en", "said", "Todayish"), "Sent Todayish");
        assert_eq!(said("en", "said", "Tue, Jun 9"), "Sent Tue, Jun 9");
        assert_eq!(said("en", "said", "Yesterday"), "Sent Yesterday");
        assert_eq!(said("de", "said", "Heute, 15:00"), "Gesendet heute, 15:00");
        assert_eq!(i18n.t("en", "count", &[("n", 3.into())]), "3");
        let shipped = I18n::load().unwrap();
        assert_eq!(shipped.day("en", day("2026-06-08"), today).inside, "yesterday");
        assert_eq!(shipped.day("en", day("2026-06-10"), today).inside, "tomorrow");
        assert_eq!(shipped.day("en", day("2026-06-16"), today).inside, "Tue, Jun 16");
    }

    #[test]
    fn a_broken_file_names_the_line() {
        let told = I18n::of(&[("en".into(), "a = A\n\nb = { $x\n".into())]).err().unwrap();
        assert!(
            told.starts_with("locales/en.ftl:3") || told.starts_with("locales/en.ftl:4"),
            "{told}"
        );
        let twice = I18n::of(&[("en".into(), "a = A\na = B\n".into())]).err().unwrap();
        assert!(twice.contains('a'), "{twice}");
    }
}
