//! What a plan is and on which days it asks for an audit: the rules, without database or web.

use super::coming::moments::MOST_A_MONTH;
use crate::base::act::mix;
use crate::base::clock::Instant;
use crate::base::ids::{PersonId, PlanId, ShiftId, TemplateId, UnitId};
use crate::base::recurrence::{BadRecurrence, Recurrence};
use crate::base::said::Said;
use crate::base::zone::{DAY, shifted};
use crate::schema::plans;
use crate::{refusals, text_column, text_enum};
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

/// Days for which audits are made ahead.
pub const DAYS_AHEAD: i64 = 14;
/// The longest window, in days from the day it opens.
pub const LONGEST_WINDOW: i32 = 31;
/// The longest grace, in working minutes: about two weeks of working days.
pub const LONGEST_GRACE: i32 = 10 * 8 * 60;
/// The most letters of the reason of an exception.
pub const LONGEST_REASON: usize = 300;
/// The highest number of audits a person and day that can be chosen as the most.
pub const MOST_A_DAY: i32 = 50;
/// The most letters of a title.
pub const LONGEST_TITLE: usize = 120;
/// The most questions an audit asks.
pub const MOST_ASKED: i32 = 200;
/// A rule has to come round at least once in so many days.
const YEAR: i64 = 366;

text_enum! {
    /// What becomes of an audit that falls on a day the unit does not work. A closure always skips it.
    pub enum HolidayPolicy {
        /// It is not made.
        Skip = "skip",
        /// It is made for the next working day.
        Next = "next",
        /// It is made for the working day before.
        Previous = "previous",
    }
}
text_enum! {
    /// Which units a plan covers.
    pub enum Covers {
        /// Those that are ticked.
        Units = "units",
        /// Every open office at and below those that are ticked, also one that is added later.
        Subtree = "subtree",
    }
}
text_enum! {
    /// How the audits of a plan find whoever does them.
    pub enum Way {
        /// The holders of the layer's role at the unit take turns.
        Turns = "turns",
        /// The holder with the least to do, who was not there last time.
        Fair = "fair",
        /// One person, named in the plan.
        Person = "person",
        /// Nobody yet: the first holder who takes it.
        Pool = "pool",
    }
}
text_column!(HolidayPolicy, Covers, Way);

/// A plan: who audits what, how often.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = plans, treat_none_as_default_value = false)]
pub struct Plan {
    /// Identity.
    pub id: PlanId,
    /// What people call it.
    pub title: String,
    /// The checklist.
    pub template_id: TemplateId,
    /// The layer that audits.
    pub layer: i32,
    /// The rule of the days, as RFC 5545 writes it.
    pub recurrence: String,
    /// The first day on which it holds.
    pub starts_on: NaiveDate,
    /// The last day on which it holds.
    pub ends_on: Option<NaiveDate>,
    /// Minute of the local day at which the window opens.
    pub opens_minute: i32,
    /// Minute at which it ends; from 1440 on it is a later day.
    pub due_minute: i32,
    /// Working minutes after the window in which a late audit is still taken.
    pub grace_minutes: i32,
    /// What becomes of an audit on a day without work.
    pub holiday_policy: HolidayPolicy,
    /// Whether audits are made from it; a paused plan is not active.
    pub active: bool,
    /// Where the seeds of its audits come from.
    pub seed: i64,
    /// The last day for which audits are made.
    pub made_until: Option<NaiveDate>,
    /// When it was written.
    pub created_at: Instant,
    /// Title, folded for search.
    pub search: String,
    /// Counts the changes.
    pub revision: i32,
    /// Whether the units ticked are covered, or all below them.
    pub covers: Covers,
    /// How its audits find whoever does them.
    pub assignment: Way,
    /// The person named, where one is.
    pub person_id: Option<PersonId>,
    /// The most audits a person gets on a day, of all plans; `None` is no limit.
    pub most_a_day: Option<i32>,
    /// Whether nobody audits the unit they work at themselves.
    pub not_own_work: bool,
    /// Whether nobody gets the same unit twice in a row while there are others.
    pub new_pairs: bool,
    /// How many questions an audit asks; `None` is as many as the template says for the layer.
    pub ask_count: Option<i32>,
    /// Only questions with one of these tags are drawn, beside those that are always asked; blank is all. Parted by
    /// spaces.
    pub tags: String,
    /// Whether its audits are hidden from those who are audited until they begin.
    pub unannounced: bool,
    /// How many audits a month at days and times drawn by lot; the rule of the days counts where there is none.
    pub drawn_a_month: Option<i32>,
    /// The shift it goes by: its audits come on days on which that works, and the window counts from its start.
    pub shift_id: Option<ShiftId>,
    /// Whether answers are told without a name, in groups only.
    pub anonymous: bool,
    /// The layer whose duty is looked at, for an audit from below.
    pub about_layer: Option<i32>,
    /// The local date on which a paused plan begins again by itself; a plan that is paused without one waits for somebody.
    pub paused_until: Option<NaiveDate>,
}

impl Plan {
    /// How its audits find whoever does them.
    pub fn assigning(&self) -> Assigning {
        Assigning {
            way: self.assignment,
            person_id: self.person_id,
            most_a_day: self.most_a_day,
            not_own_work: self.not_own_work,
            new_pairs: self.new_pairs,
        }
    }
    /// What its audits ask, and what becomes of the answers.
    pub fn asking(&self) -> Asking {
        Asking {
            count: self.ask_count,
            tags: self.tags.split_whitespace().map(str::to_owned).collect(),
            anonymous: self.anonymous,
            about_layer: self.about_layer,
        }
    }
    /// Whether and how its moments are drawn.
    pub fn moments(&self) -> Moments {
        Moments {
            unannounced: self.unannounced,
            drawn_a_month: self.drawn_a_month,
            shift_id: self.shift_id,
        }
    }
    /// When it comes round.
    ///
    /// # Errors
    /// When the stored rule is none, which no operation writes.
    pub fn timing(&self) -> Result<Timing, BadRecurrence> {
        Ok(Timing {
            recurrence: Recurrence::parse(&self.recurrence)?,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            opens_minute: self.opens_minute,
            due_minute: self.due_minute,
            grace_minutes: self.grace_minutes,
            holiday_policy: self.holiday_policy,
        })
    }
    /// The seed of one audit: the same for the same plan, unit, day and slot, so that its draw can be repeated.
    pub fn seed_of(&self, unit: UnitId, date: NaiveDate, slot: i32) -> i64 {
        let (high, low) = unit.0.as_u64_pair();
        let day = u64::from(date.num_days_from_ce().unsigned_abs()) << 8 | u64::from(slot.unsigned_abs() & 0xff);
        mix(mix(self.seed.cast_unsigned()) ^ mix(high ^ mix(low)) ^ mix(day)).cast_signed()
    }
}

/// When a plan comes round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// The rule of the days.
    pub recurrence: Recurrence,
    /// The first day on which it holds; "every other week" counts from here.
    pub starts_on: NaiveDate,
    /// The last day on which it holds.
    pub ends_on: Option<NaiveDate>,
    /// Minute of the local day at which the window opens.
    pub opens_minute: i32,
    /// Minute at which it ends; from 1440 on it is a later day.
    pub due_minute: i32,
    /// Working minutes after the window in which a late audit is still taken.
    pub grace_minutes: i32,
    /// What becomes of an audit on a day without work.
    pub holiday_policy: HolidayPolicy,
}

/// One time a plan comes round at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The day of the rule.
    pub planned: NaiveDate,
    /// The day of the audit: another one when the planned day is a holiday.
    pub date: NaiveDate,
    /// Tells the audits of the plan on that day apart: a holiday's audit may be moved onto a day that has its own.
    pub slot: i32,
    /// Local minute of that day at which the window opens.
    pub opens_minute: i32,
    /// Local minute at which it ends; from 1440 on it is a later day.
    pub due_minute: i32,
    /// When the window opens.
    pub opens_at: Instant,
    /// When it ends.
    pub due_at: Instant,
    /// When the grace ends.
    pub closes_at: Instant,
    /// Whether the unit is closed that day, which excuses the audit.
    pub closed: bool,
}

/// How the audits of a plan find whoever does them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigning {
    /// The way.
    pub way: Way,
    /// The person named, for [`Way::Person`].
    pub person_id: Option<PersonId>,
    /// The most audits a person gets on a day, of all plans.
    pub most_a_day: Option<i32>,
    /// Whether nobody audits the unit they work at themselves.
    pub not_own_work: bool,
    /// Whether nobody gets the same unit twice in a row while there are others.
    pub new_pairs: bool,
}

impl Assigning {
    /// Everything that is wrong with it by itself, with the field it is about.
    pub fn problems(&self) -> Vec<(&'static str, CannotPlan)> {
        let mut wrong = Vec::new();
        if self.way == Way::Person && self.person_id.is_none() {
            wrong.push(("person", CannotPlan::NoPerson));
        }
        if self.most_a_day.is_some_and(|most| !(1..=MOST_A_DAY).contains(&most)) {
            wrong.push(("most_a_day", CannotPlan::BadMost));
        }
        wrong
    }
}

impl Default for Assigning {
    fn default() -> Self {
        Self {
            way: Way::Turns,
            person_id: None,
            most_a_day: None,
            not_own_work: false,
            new_pairs: false,
        }
    }
}

/// What the audits of a plan ask, and what becomes of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asking {
    /// How many questions; `None` is as many as the template says for the layer.
    pub count: Option<i32>,
    /// Only questions with one of these tags, beside those that are always asked; empty is all.
    pub tags: Vec<String>,
    /// Whether answers are told without a name, in groups only.
    pub anonymous: bool,
    /// The layer whose duty is looked at, for an audit from below.
    pub about_layer: Option<i32>,
}

/// Whether and how the moments of a plan are drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moments {
    /// Hidden from those who are audited until they begin.
    pub unannounced: bool,
    /// Audits a month at days and times drawn by lot, instead of the rule's days.
    pub drawn_a_month: Option<i32>,
    /// The shift whose days and start count.
    pub shift_id: Option<ShiftId>,
}

/// What a plan is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What people call it.
    pub title: String,
    /// The checklist.
    pub template_id: TemplateId,
    /// The layer that audits.
    pub layer: i32,
    /// When it comes round.
    pub timing: Timing,
    /// Whether the units are covered, or all below them.
    pub covers: Covers,
    /// The units ticked.
    pub units: Vec<UnitId>,
    /// How its audits find whoever does them.
    pub assigning: Assigning,
    /// What its audits ask.
    pub asking: Asking,
    /// Whether and how its moments are drawn.
    pub moments: Moments,
}

impl Wanted {
    /// The plainest plan: these units, whose holders of the layer's role take turns, and the template's own draw.
    pub fn plain(
        title: impl Into<String>,
        template_id: TemplateId,
        layer: i32,
        timing: Timing,
        units: Vec<UnitId>,
    ) -> Self {
        Self {
            title: title.into(),
            template_id,
            layer,
            timing,
            covers: Covers::Units,
            units,
            assigning: Assigning::default(),
            asking: Asking::default(),
            moments: Moments::default(),
        }
    }
    /// Everything that is wrong with it by itself, with the field it is about.
    pub fn problems(&self) -> Vec<(&'static str, CannotPlan)> {
        let timing = &self.timing;
        let mut wrong = Vec::new();
        if let Err(no) = check_title(&self.title) {
            wrong.push(("title", no));
        }
        if self.units.is_empty() {
            wrong.push(("units", CannotPlan::NoUnits));
        }
        if !(0..DAY).contains(&timing.opens_minute) {
            wrong.push(("opens", CannotPlan::NoTime));
        }
        if timing.due_minute <= timing.opens_minute {
            wrong.push(("due", CannotPlan::DueBeforeOpens));
        } else if timing.due_minute > timing.opens_minute.saturating_add(LONGEST_WINDOW * DAY) {
            wrong.push(("due", CannotPlan::WindowTooLong));
        }
        if self
            .moments
            .drawn_a_month
            .is_some_and(|count| !(1..=MOST_A_MONTH).contains(&count))
        {
            wrong.push(("drawn", CannotPlan::BadDrawn));
        }
        if self.moments.drawn_a_month.is_some() && timing.due_minute - timing.opens_minute > DAY {
            wrong.push(("lasts", CannotPlan::LastsTooLong));
        }
        if !(0..=LONGEST_GRACE).contains(&timing.grace_minutes) {
            wrong.push(("grace", CannotPlan::BadGrace));
        }
        wrong.extend(self.assigning.problems());
        if self
            .asking
            .count
            .is_some_and(|count| !(1..=MOST_ASKED).contains(&count))
        {
            wrong.push(("ask_count", CannotPlan::BadCount));
        }
        if self.asking.about_layer.is_some_and(|about| about <= self.layer) {
            wrong.push(("about_layer", CannotPlan::NotAbove));
        }
        if self.asking.anonymous && self.asking.about_layer.is_none() {
            wrong.push(("anonymous", CannotPlan::NamedOnly));
        }
        if timing.ends_on.is_some_and(|ends| ends < timing.starts_on) {
            wrong.push(("ends_on", CannotPlan::EndsBeforeStart));
        } else {
            let year = shifted(timing.starts_on, YEAR);
            let until = timing.ends_on.map_or(year, |ends| ends.min(year));
            let days = timing.recurrence.dates(timing.starts_on, timing.starts_on, until);
            if days.is_empty() {
                wrong.push(("recurrence", CannotPlan::NeverComes));
            }
        }
        wrong
    }

    /// May it be a plan, as far as it can be said without looking at the template?
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), CannotPlan> {
        match self.problems().into_iter().next() {
            Some((_, no)) => Err(no),
            None => Ok(()),
        }
    }
}

/// Is it a title?
///
/// # Errors
/// Why not.
pub fn check_title(title: &str) -> Result<(), CannotPlan> {
    match title.trim().chars().count() {
        0 => Err(CannotPlan::NoTitle),
        count if count > LONGEST_TITLE => Err(CannotPlan::TitleTooLong),
        _ => Ok(()),
    }
}

/// Why a plan cannot be so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotPlan {
    /// It has no title.
    #[error("no title")]
    NoTitle,
    /// Its title is too long.
    #[error("the title is too long")]
    TitleTooLong,
    /// No unit is chosen.
    #[error("no unit")]
    NoUnits,
    /// A unit is not there, or closed.
    #[error("an unknown or closed unit")]
    UnknownUnit,
    /// The layer is not there.
    #[error("no such layer")]
    UnknownLayer,
    /// The clock time is none.
    #[error("no clock time")]
    NoTime,
    /// The window ends before it opens.
    #[error("due before it opens")]
    DueBeforeOpens,
    /// The window is longer than [`LONGEST_WINDOW`] days.
    #[error("the window is too long")]
    WindowTooLong,
    /// The grace is negative or too long.
    #[error("bad grace")]
    BadGrace,
    /// It ends before it starts.
    #[error("ends before it starts")]
    EndsBeforeStart,
    /// The rule is none.
    #[error("bad rule: {0}")]
    BadRule(#[from] BadRecurrence),
    /// No day of the rule comes within a year.
    #[error("no day of the rule comes within a year")]
    NeverComes,
    /// The plan is for one person, and nobody is named.
    #[error("no person")]
    NoPerson,
    /// The person named has left, or holds no role at one of the units or above.
    #[error("the person named does not see a unit")]
    PersonCannotSee,
    /// The most of a day is none, or more than [`MOST_A_DAY`].
    #[error("bad most a day")]
    BadMost,
    /// The template has no published version.
    #[error("no published version")]
    NotPublished,
    /// The published version asks nothing at this layer.
    #[error("no question at layer {0}")]
    NothingAsked(i32),
    /// The audits a month are none, or more than [`MOST_A_MONTH`].
    #[error("bad number of audits a month")]
    BadDrawn,
    /// A drawn window is longer than a day.
    #[error("a drawn window is longer than a day")]
    LastsTooLong,
    /// The shift is not there, or is retired.
    #[error("no such shift")]
    UnknownShift,
    /// The shift is kept at a unit that is not above all units of the plan.
    #[error("the shift does not count at every unit")]
    ShiftElsewhere,
    /// The window opens after the shortest turn of the shift is over.
    #[error("opens after the shift")]
    OpensAfterShift,
    /// Nobody works the plan's shift on the day that is to be added.
    #[error("the shift is free that day")]
    ShiftFree,
    /// A pause has to end after today.
    #[error("the pause ends in the past")]
    PauseEnds,
    /// An exception needs a reason.
    #[error("no reason")]
    NoReason,
    /// The reason is too long.
    #[error("the reason is too long")]
    LongReason,
    /// An exception is for a day that has not begun.
    #[error("the day is over")]
    DayOver,
    /// There is an exception for this date.
    #[error("an exception is there")]
    ExceptionThere,
    /// There is no audit on this date to leave out.
    #[error("no audit on this date")]
    NothingThere,
    /// The rule has an audit on this date already.
    #[error("an audit is there already")]
    AuditThere,
    /// It asks for no question, or for more than any audit has.
    #[error("bad number of questions")]
    BadCount,
    /// No question at the layer has this tag.
    #[error("no question has the tag {0:?}")]
    UnknownTag(String),
    /// The layer looked at is not above the one that looks.
    #[error("the layer looked at is not above")]
    NotAbove,
    /// Only answers about a layer above can be without a name.
    #[error("only audits from below are without a name")]
    NamedOnly,
    /// Some question is not answered by yes or no, so that its answer could tell who gave it.
    #[error("a question is not answered by yes or no")]
    TellingAnswers,
    /// With or without names: that was said when the plan was written.
    #[error("names stay as they were promised")]
    NamesStay,
    /// It is paused already.
    #[error("already paused")]
    Paused,
    /// It is active already.
    #[error("already active")]
    Active,
}

impl CannotPlan {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::NoTitle => Said::new("plan-no-title"),
            Self::TitleTooLong => Said::new("plan-no-long-title").with("count", LONGEST_TITLE),
            Self::NoUnits => Said::new("plan-no-units"),
            Self::UnknownUnit => Said::new("plan-no-such-unit"),
            Self::UnknownLayer => Said::new("plan-no-such-layer"),
            Self::NoTime => Said::new("plan-no-time"),
            Self::DueBeforeOpens => Said::new("plan-no-due"),
            Self::WindowTooLong => Said::new("plan-no-long-window").with("count", LONGEST_WINDOW),
            Self::BadGrace => Said::new("plan-no-grace").with("count", LONGEST_GRACE),
            Self::EndsBeforeStart => Said::new("plan-no-end"),
            Self::BadRule(bad) => bad.said(),
            Self::NeverComes => Said::new("plan-no-day"),
            Self::NoPerson => Said::new("plan-no-person"),
            Self::PersonCannotSee => Said::new("plan-no-seeing-person"),
            Self::BadMost => Said::new("plan-no-most").with("count", MOST_A_DAY),
            Self::NotPublished => Said::new("plan-no-version"),
            Self::NothingAsked(layer) => Said::new("plan-no-question").with("layer", layer.to_string()),
            Self::BadDrawn => Said::new("plan-no-drawn").with("count", MOST_A_MONTH),
            Self::LastsTooLong => Said::new("plan-no-lasts"),
            Self::UnknownShift => Said::new("plan-no-such-shift"),
            Self::ShiftElsewhere => Said::new("plan-no-shift-here"),
            Self::OpensAfterShift => Said::new("plan-no-opens-after-shift"),
            Self::ShiftFree => Said::new("plan-no-shift-that-day"),
            Self::PauseEnds => Said::new("plan-no-pause-end"),
            Self::NoReason => Said::new("plan-no-reason"),
            Self::LongReason => Said::new("plan-no-long-reason").with("count", LONGEST_REASON),
            Self::DayOver => Said::new("plan-no-day-over"),
            Self::ExceptionThere => Said::new("plan-no-exception-there"),
            Self::NothingThere => Said::new("plan-no-audit-there"),
            Self::AuditThere => Said::new("plan-no-audit-twice"),
            Self::BadCount => Said::new("plan-no-count").with("count", MOST_ASKED),
            Self::UnknownTag(tag) => Said::new("plan-no-tag").with("tag", tag.as_str()),
            Self::NotAbove => Said::new("plan-no-above"),
            Self::NamedOnly => Said::new("plan-no-anonymous"),
            Self::TellingAnswers => Said::new("plan-no-telling"),
            Self::NamesStay => Said::new("plan-no-names"),
            Self::Paused => Said::new("plan-no-paused"),
            Self::Active => Said::new("plan-no-active"),
        }
    }
}
refusals!(CannotPlan);

/// Whose turn it is among the holders of a role; the holders are in a stable order.
pub fn at_turn<T>(holders: &[T], turn: i32) -> Option<&T> {
    let count = i32::try_from(holders.len()).ok().filter(|count| *count > 0)?;
    holders.get(usize::try_from(turn.rem_euclid(count)).ok()?)
}
