//! Nouns of replanning.

use crate::audits::ics::TakenAway;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::schema::{cancelled_audits, plan_effect_audits, plan_effects, plan_exceptions};
use crate::{text_column, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    /// Why audits were planned anew.
    pub enum Why {
        /// The plan was changed.
        Changed = "changed",
        /// It was paused.
        Paused = "paused",
        /// It was resumed.
        Resumed = "resumed",
        /// A single date was left out or added, or an exception was taken back.
        Exception = "exception",
        /// A working calendar or a shift changed.
        Calendar = "calendar",
        /// A unit was closed, opened, added or moved.
        Units = "units",
    }
}
text_enum! {
    /// What became of an audit.
    pub enum Became {
        /// It has another window.
        Moved = "moved",
        /// Its unit is closed that day.
        Excused = "excused",
        /// It comes no more.
        Taken = "taken",
    }
}
text_column!(Why, Became);

/// A single date that a plan leaves out, or has beside its rule.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = plan_exceptions, treat_none_as_default_value = false)]
pub struct Exception {
    /// The plan.
    pub plan_id: PlanId,
    /// The day of the rule that is left out, or the day that is added.
    pub on_date: NaiveDate,
    /// Whether it is added; else it is left out.
    pub added: bool,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub who: Option<PersonId>,
    /// When.
    pub at: Instant,
}

/// How many audits were made, moved, excused and taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Made, or expected again after a closure was taken back.
    pub made: usize,
    /// Put into another window.
    pub moved: usize,
    /// Excused.
    pub excused: usize,
    /// Taken away.
    pub taken: usize,
}

impl Counts {
    /// Whether nothing was done.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What a change did to the audits of one plan.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = plan_effects, treat_none_as_default_value = false)]
pub struct Effect {
    /// Identity.
    pub id: EffectId,
    /// The plan.
    pub plan_id: PlanId,
    /// The change of a working calendar it followed.
    pub change_id: Option<CalendarChangeId>,
    /// When.
    pub at: Instant,
    /// Who made the change; `None` when a timed job found it.
    pub who: Option<PersonId>,
    /// Why.
    pub why: Why,
    /// Audits made, or expected again.
    pub made: i32,
    /// Audits moved.
    pub moved: i32,
    /// Audits excused.
    pub excused: i32,
    /// Audits taken away.
    pub taken: i32,
}

/// One audit that was moved, excused or taken away.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = plan_effect_audits, treat_none_as_default_value = false)]
pub struct EffectAudit {
    /// The effect.
    pub effect_id: EffectId,
    /// The audit.
    pub audit_id: AuditId,
    /// Its unit.
    pub unit_id: UnitId,
    /// Its checklist.
    pub version_id: TemplateVersionId,
    /// Who had it.
    pub assignee_id: Option<PersonId>,
    /// Whether a mail of its own told them, that it is in their calendar: then one tells what became of it.
    pub invited: bool,
    /// What became of it.
    pub what: Became,
    /// The time zone its moments are told in.
    pub zone: String,
    /// When it opened or was to open.
    pub opens_from: Instant,
    /// When it opens now; `None` when it was taken away.
    pub opens_to: Option<Instant>,
}

/// An audit that was taken away before it opened: what calendars need to strike it out.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = cancelled_audits, treat_none_as_default_value = false)]
pub struct Cancelled {
    /// The audit it was.
    pub audit_id: AuditId,
    /// Its plan.
    pub plan_id: PlanId,
    /// Its unit.
    pub unit_id: UnitId,
    /// Its checklist.
    pub version_id: TemplateVersionId,
    /// The layer.
    pub layer: i32,
    /// Who had it.
    pub assignee_id: Option<PersonId>,
    /// Its local date.
    pub local_date: NaiveDate,
    /// When it was to open.
    pub opens_at: Instant,
    /// When it was to be done.
    pub due_at: Instant,
    /// The revision after its last: SEQUENCE of a calendar entry.
    pub sequence: i32,
    /// When it was taken away.
    pub cancelled_at: Instant,
    /// Why.
    pub why: Why,
}

impl Cancelled {
    /// The same as calendar programs are told of it, with the title of its checklist and the name of its unit.
    pub fn told(&self, title: &str, unit: &str) -> TakenAway {
        TakenAway {
            id: self.audit_id,
            revision: self.sequence,
            title: title.to_owned(),
            unit: unit.to_owned(),
            opens_at: self.opens_at,
            due_at: self.due_at,
            at: self.cancelled_at,
        }
    }
}
