//! The demo agency: the City of Alder Bay, its people, plans and months of believable history, made through the
//! product's own operations and the same for the same seed and day.
//!
//! It has seasons (the tax weeks of spring), one office in trouble (Records, since a clerk's post is vacant), a fix
//! that held and one that did not. It is only for trying out: its password works on this machine alone.

pub mod dice;
mod promises;
mod raised;
mod special;
mod story;
mod town;

use crate::agency;
use crate::app::App;
use crate::audits;
use crate::base::act::Act;
use crate::base::clock::{Clock, Instant};
use crate::base::codes::Role;
use crate::base::zone::Zone;
use crate::findings;
use crate::findings::reminders::Looked;
use crate::planning;
use crate::platform::db::{Conn, Db};
use crate::platform::error::AppResult;
use crate::platform::installation;
use crate::platform::mail::post::Post;
use chrono::{Datelike, NaiveDate, Weekday};
use dice::Dice;

pub use crate::people::sign_in::DEMO_PASSWORD;

/// Local minute at which the demo is met: ten past nine, when the day's audits are open.
const MORNING: i32 = 9 * 60 + 10;
/// Local minute after which it is met on the next working day.
const EVENING: i32 = 15 * 60 + 30;
/// Fact of the installation: the seed the demo was made from.
const FACT: &str = "demo";
/// Fact of the installation: the day it was made for.
const MADE_FOR: &str = "demo_today";
/// Fact of the installation: microseconds the demo's clock is ahead of the system's.
const AHEAD: &str = "demo_ahead";

/// What the demo is made from.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The same seed and day make the same agency.
    pub seed: u64,
    /// The day the history ends on.
    pub today: NaiveDate,
    /// Months of history.
    pub months: u32,
}

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The role.
    pub role: Role,
    /// The name.
    pub name: &'static str,
    /// The address to sign in with.
    pub email: String,
}

/// One sign-in per role.
pub fn sign_ins() -> Vec<SignIn> {
    town::HEROES
        .iter()
        .map(|(role, name)| SignIn {
            role: *role,
            name,
            email: town::email_of(name),
        })
        .collect()
}

/// The day the demo is met on by default: today at the agency, or the next working day.
pub fn default_today(now: Instant) -> NaiveDate {
    let local = town::zone().local(now);
    let mut date = local.date;
    if local.minute > EVENING {
        date = date.succ_opt().unwrap_or(date);
    }
    while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        date = date.succ_opt().unwrap_or(date);
    }
    date
}

/// Whether this database holds a demo.
///
/// # Errors
/// Only when the database fails.
pub fn is_made(db: &Db) -> AppResult<bool> {
    db.read_now(|conn| Ok(installation::get(conn, FACT)?.is_some()))
}

/// Makes the demo in an empty database. The history is written a day at a time, each day in one transaction;
/// `progress` is told the date after each month.
///
/// # Errors
/// Only when the database fails or a starter file has a mistake.
pub fn make(db: &Db, post: &Post, wanted: Wanted, mut progress: impl FnMut(NaiveDate)) -> AppResult<()> {
    let zone = town::zone();
    let first = wanted
        .today
        .checked_sub_months(chrono::Months::new(wanted.months))
        .unwrap_or(wanted.today);
    let silent = post.clone().silent();
    let founded = zone.instant(first, 7 * 60);
    let mut acts = Acts {
        seed: wanted.seed,
        made: 0,
    };
    let act = acts.by(None, founded);
    let today = wanted.today;
    let town = db.write_now(move |conn| town::found(conn, &act, first, today))?;
    let mut story = story::Story::new(town, Dice::new(wanted.seed), (first, wanted.today));
    let (mut date, mut month) = (first, first.month());
    while date <= wanted.today {
        // The days before the last week are long past: nobody waits for their mails.
        let recent = wanted.today.signed_duration_since(date).num_days() <= 7;
        let post = if recent { post.clone() } else { silent.clone() };
        story = story_day(db, &story, &mut acts, post, date)?;
        if date.month() != month {
            month = date.month();
            progress(date);
        }
        date = date.succ_opt().unwrap_or(date);
    }
    let (seed, today) = (wanted.seed, wanted.today);
    db.write_now(move |conn| {
        installation::set(conn, FACT, &seed.to_string())?;
        installation::set(conn, MADE_FOR, &today.to_string())?;
        Ok(())
    })
}

fn story_day(db: &Db, story: &story::Story, acts: &mut Acts, post: Post, date: NaiveDate) -> AppResult<story::Story> {
    let (before, counted) = (story.clone(), acts.clone());
    let (after, used) = db.write_now(move |conn| {
        let (mut story, mut acts) = (before.clone(), counted.clone());
        story.live(conn, &mut acts, &post, date)?;
        Ok((story, acts))
    })?;
    *acts = used;
    Ok(after)
}

/// Makes the deeds of the demo: their ids come from the seed and a count.
#[derive(Debug, Clone)]
struct Acts {
    seed: u64,
    made: u64,
}

impl Acts {
    fn by(&mut self, who: Option<crate::base::ids::PersonId>, now: Instant) -> Act {
        self.made += 1;
        Act::new(
            who,
            now,
            crate::base::act::mix(self.seed ^ crate::base::act::mix(self.made)),
        )
    }
}

/// The clock the demo runs on: on the first start the morning of the day it was made for, from there it goes on as
/// clocks do; started again outside office hours it is met on the next working morning. Never before anything that is
/// written down.
///
/// # Errors
/// Only when the database fails.
pub fn clock(db: &Db, now: Instant) -> AppResult<Clock> {
    let zone = town::zone();
    let span = db.write_now(move |conn| {
        let ahead: Option<i64> = installation::get(conn, AHEAD)?.and_then(|ahead| ahead.parse().ok());
        let today: Option<NaiveDate> = installation::get(conn, MADE_FOR)?.and_then(|day| day.parse().ok());
        let wanted = match (ahead, today) {
            (Some(ahead), _) => now.plus(chrono::Duration::microseconds(ahead)),
            (None, Some(today)) => zone.instant(today, MORNING),
            (None, None) => now,
        };
        let last = town::last_moment(conn)?.unwrap_or(wanted);
        let span = office_hours(&zone, wanted.max(last)).since(now);
        installation::set(conn, AHEAD, &span.num_microseconds().unwrap_or_default().to_string())?;
        Ok(span)
    })?;
    Ok(Clock::Ahead(span))
}

fn office_hours(zone: &Zone, at: Instant) -> Instant {
    let local = zone.local(at);
    let weekend = matches!(local.date.weekday(), Weekday::Sat | Weekday::Sun);
    if !weekend && (MORNING..=EVENING).contains(&local.minute) {
        return at;
    }
    let mut date = local.date;
    if weekend || local.minute > EVENING {
        date = date.succ_opt().unwrap_or(date);
        while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            date = date.succ_opt().unwrap_or(date);
        }
    }
    zone.instant(date, MORNING)
}

/// Catches up before the demo is served again: what fell due while it was not running is moved on in silence, so that
/// weeks later nobody gets a flood of mails; audits are made for the coming days.
///
/// # Errors
/// Only when the database fails.
pub fn catch_up(app: &App) -> AppResult<()> {
    let silent = app.post.clone().silent();
    let (act, post) = (app.act(None), silent.clone());
    app.db.write_now(move |conn| {
        planning::operations::make_all_ahead(conn, &act.clone(), &post, story::AHEAD_DAYS).map(drop)
    })?;
    let now = app.clock.now();
    for id in app
        .db
        .read_now(move |conn| Ok(findings::queries::waiting(conn, now)?))?
    {
        let (act, post) = (app.act(None), silent.clone());
        app.db
            .write_now(move |conn| findings::chasing::chase(conn, &act.clone(), &post, id).map(drop))?;
    }
    loop {
        let (act, post) = (app.act(None), silent.clone());
        if app.db.write_now(move |conn| remind_one(conn, &act.clone(), &post))? == Looked::Nothing {
            return Ok(());
        }
    }
}

fn remind_one(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<Looked> {
    match audits::reminders::remind_one(conn, act, post)? {
        Looked::Nothing => findings::reminders::remind_one(conn, act, post),
        looked => Ok(looked),
    }
}

/// The agency's name, for the line that says the demo is ready.
///
/// # Errors
/// Only when the database fails.
pub fn agency_name(db: &Db) -> AppResult<String> {
    db.read_now(|conn| Ok(agency::queries::root(conn)?.map(|unit| unit.name).unwrap_or_default()))
}
