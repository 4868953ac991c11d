//! How a person wants mail: each letter by itself or one mail a day, quiet hours, and what is switched off.
//!
//! Letters that ask for a decision and those that cannot wait are never switched off. Hours are those of the clock where
//! the person works: the unit of the first role held, else the agency.

use super::digest;
use super::mail_queries as queries;
use super::model::Person;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::PersonId;
use crate::base::said::Said;
use crate::base::zone::{DAY, Zone, shifted};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::{Class, Quiet, Wishes};
use crate::platform::mail::{self, kept};
use crate::refusals;
use crate::schema::mail_choices;
use diesel::prelude::*;
use serde_json::json;

/// How a person wants mail.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_choices, treat_none_as_default_value = false)]
pub struct MailChoices {
    /// The person.
    pub person_id: PersonId,
    /// Opens the page that switches mails off without signing in.
    pub link_key: String,
    /// The minute of the local day at which the one mail of the day goes; none: each letter by itself.
    pub digest_minute: Option<i32>,
    /// The first quiet minute of the local day.
    pub quiet_from: Option<i32>,
    /// The minute at which mail comes again; before `quiet_from` it is on the next day.
    pub quiet_until: Option<i32>,
    /// Whether to tell in the morning which audits open.
    pub opens: bool,
    /// Whether to tell at the beginning of the week what it brings.
    pub outlook: bool,
    /// When the next outlook goes; none until it is reckoned.
    pub outlook_at: Option<Instant>,
    /// Counts the changes.
    pub revision: i32,
}

/// Why mail cannot be wanted this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotWish {
    /// No time of the day.
    #[error("no time of the day")]
    Time,
    /// Quiet from a time until the same time, or only one of the two.
    #[error("no quiet hours")]
    Quiet,
}

impl CannotWish {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        Said::new(match self {
            Self::Time => "mail-choice-no-time",
            Self::Quiet => "mail-choice-no-quiet",
        })
    }
}
refusals!(CannotWish);

/// What a person chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The revision the choice was made from.
    pub revision: i32,
    /// The minute of the one mail of the day, if it is wished.
    pub digest: Option<i32>,
    /// Quiet hours, if they are wished.
    pub quiet: Option<(i32, i32)>,
    /// What opens today.
    pub opens: bool,
    /// What the week brings.
    pub outlook: bool,
}

impl Chosen {
    /// Whether it can be chosen.
    ///
    /// # Errors
    /// [`CannotWish`].
    pub fn check(&self) -> Result<(), CannotWish> {
        let of_a_day = |minute: &i32| (0..DAY).contains(minute);
        let (from, until) = self.quiet.unwrap_or((0, 1));
        if !self.digest.as_ref().is_none_or(of_a_day) || !of_a_day(&from) || !of_a_day(&until) {
            return Err(CannotWish::Time);
        }
        if from == until {
            return Err(CannotWish::Quiet);
        }
        Ok(())
    }
}

impl MailChoices {
    /// What somebody has who has chosen nothing.
    fn first(act: &Act, person_id: PersonId) -> Self {
        Self {
            person_id,
            link_key: format!("{}{}", act.salt(), act.salt()),
            digest_minute: None,
            quiet_from: None,
            quiet_until: None,
            opens: true,
            outlook: true,
            outlook_at: None,
            revision: 1,
        }
    }

    /// The quiet hours.
    pub fn quiet(&self) -> Option<Quiet> {
        let (from, until) = self.quiet_from.zip(self.quiet_until)?;
        Some(Quiet { from, until })
    }

    /// Whether letters of this class come.
    pub fn wants(&self, class: Class) -> bool {
        match class {
            Class::Opens => self.opens,
            Class::Outlook => self.outlook,
            _ => true,
        }
    }
}

/// How a person wants mail; whoever has no choices yet gets those to begin with.
///
/// # Errors
/// Only when the database fails.
pub fn of(conn: &mut Conn, act: &Act, person: PersonId) -> AppResult<MailChoices> {
    if let Some(choices) = queries::find(conn, person)? {
        return Ok(choices);
    }
    queries::insert(conn, &MailChoices::first(act, person))?;
    queries::find(conn, person)?.ok_or(AppError::NotFound)
}

/// The clock by which a person gets mail.
///
/// # Errors
/// Broken when a stored time zone is unknown.
pub fn zone(conn: &mut Conn, person: PersonId) -> AppResult<Zone> {
    let name = match queries::home(conn, person)? {
        Some(unit) => queries::zone_name(conn, unit)?,
        None => None,
    };
    name.as_deref()
        .map_or(Ok(Zone::utc()), Zone::parse)
        .map_err(AppError::broken)
}

/// A person's wishes at this moment, for [`Post::minding`].
///
/// # Errors
/// Only when the database fails.
pub fn wishes(conn: &mut Conn, act: &Act, person: PersonId) -> AppResult<Wishes> {
    let choices = of(conn, act, person)?;
    let (mut digest_at, mut quiet_until) = (None, None);
    if choices.digest_minute.is_some() || choices.quiet().is_some() {
        let zone = zone(conn, person)?;
        quiet_until = choices.quiet().and_then(|quiet| quiet.end(&zone, act.now));
        digest_at = match choices.digest_minute {
            Some(minute) => Some(next_digest(conn, &zone, person, minute, act.now)?),
            None => None,
        };
    }
    let off = [Class::Opens, Class::Outlook];
    Ok(Wishes {
        digest_at,
        quiet_until,
        off: off.into_iter().filter(|class| !choices.wants(*class)).collect(),
        link_key: choices.link_key,
    })
}

/// When the next mail of the day goes: at its minute, on a day that has had none.
pub(super) fn next_digest(
    conn: &mut Conn,
    zone: &Zone,
    person: PersonId,
    minute: i32,
    now: Instant,
) -> AppResult<Instant> {
    let today = zone.local(now).date;
    let at = zone.instant(today, minute);
    if at > now && !mail::is_composed(conn, &digest::key(person, today))? {
        return Ok(at);
    }
    Ok(zone.instant(shifted(today, 1), minute))
}

/// Changes how a person wants mail. What waits for the mail of the day goes at its new time, or at once when there is
/// none any more.
///
/// # Errors
/// [`CannotWish`] in its words; Stale when the choices were changed elsewhere.
pub fn choose(conn: &mut Conn, act: &Act, post: &Post, person: &Person, chosen: &Chosen) -> AppResult<()> {
    chosen.check()?;
    let read = of(conn, act, person.id)?;
    if read.revision != chosen.revision {
        return Err(AppError::Stale);
    }
    let to = MailChoices {
        digest_minute: chosen.digest,
        quiet_from: chosen.quiet.map(|(from, _)| from),
        quiet_until: chosen.quiet.map(|(_, until)| until),
        opens: chosen.opens,
        outlook: chosen.outlook,
        ..read.clone()
    };
    write(conn, act, &read, to)?;
    if chosen.digest == read.digest_minute {
        return Ok(());
    }
    match chosen.digest {
        Some(minute) => {
            let zone = zone(conn, person.id)?;
            let at = next_digest(conn, &zone, person.id, minute, act.now)?;
            kept::move_to(conn, person.id, at)?;
        }
        None => {
            digest::send_last(conn, act, post, person, read.revision)?;
        }
    }
    Ok(())
}

/// Switches letters of a class off or on, for whoever holds the person's secret key; the person. `None` when nobody has
/// the key.
///
/// # Errors
/// Stale when the choices were changed elsewhere at the same moment.
pub fn switch(conn: &mut Conn, act: &Act, key: &str, class: Class, on: bool) -> AppResult<Option<Person>> {
    let Some((person, read)) = queries::find_by_key(conn, key)? else {
        return Ok(None);
    };
    let mut to = read.clone();
    match class {
        Class::Opens => to.opens = on,
        Class::Outlook => to.outlook = on,
        _ => return Ok(None),
    }
    write(conn, &act.on_behalf_of(Some(person.id)), &read, to)?;
    Ok(Some(person))
}

fn write(conn: &mut Conn, act: &Act, read: &MailChoices, mut to: MailChoices) -> AppResult<()> {
    if to == *read {
        return Ok(());
    }
    if to.outlook && !read.outlook {
        // The week that began without it is over for it: the next one is reckoned anew.
        to.outlook_at = None;
    }
    if !queries::update(conn, read, &to)? {
        return Err(AppError::Stale);
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("person", read.person_id),
            event: "person-mail-chosen",
            facts: json!({"from": facts(read), "to": facts(&to)}),
            text: None,
        },
    )
}

fn facts(choices: &MailChoices) -> serde_json::Value {
    json!({
        "digest": choices.digest_minute, "quiet_from": choices.quiet_from, "quiet_until": choices.quiet_until,
        "opens": choices.opens, "outlook": choices.outlook,
    })
}
