//! The verbs of planning: write a plan, change it, pause it; give its audits to others. Those that make audits are in
//! [`super::making`].

pub use super::making::{Made, after, make_ahead, make_all_ahead, tend, tend_next};
use super::model::*;
use super::queries::{self, Covered};
use crate::agency;
use crate::agency::model::Layer;
use crate::audits::handing::queries as handing;
use crate::audits::operations as audits;
use crate::base::act::{Act, mix};
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::links;
use crate::base::text::fold;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Writes a new plan. Its audits are made by the daily job, or at once by
/// [`make_ahead`].
///
/// # Errors
/// Refused by the rules of a plan.
pub fn create(conn: &mut Conn, act: &Act, wanted: &Wanted) -> AppResult<PlanId> {
    check(conn, wanted)?;
    let plan = new_plan(act.id(), act, wanted);
    let id = plan.id;
    queries::insert(conn, &plan)?;
    set_units(conn, &plan, &wanted.units)?;
    tell(conn, act, id, "plan-created", facts(&plan, &wanted.units))?;
    Ok(id)
}

/// The plan as it would be after [`create`].
pub fn new_plan(id: PlanId, act: &Act, wanted: &Wanted) -> Plan {
    let (high, low) = id.0.as_u64_pair();
    let plan = Plan {
        id,
        title: String::new(),
        template_id: wanted.template_id,
        layer: wanted.layer,
        recurrence: String::new(),
        starts_on: wanted.timing.starts_on,
        ends_on: None,
        opens_minute: 0,
        due_minute: 0,
        grace_minutes: 0,
        holiday_policy: wanted.timing.holiday_policy,
        active: true,
        seed: mix(high ^ mix(low)).cast_signed(),
        made_until: None,
        created_at: act.now,
        search: String::new(),
        revision: 1,
        covers: wanted.covers,
        assignment: wanted.assigning.way,
        person_id: None,
        most_a_day: None,
        not_own_work: false,
        new_pairs: false,
        ask_count: None,
        tags: String::new(),
        unannounced: false,
        drawn_a_month: None,
        shift_id: None,
        anonymous: false,
        about_layer: None,
        paused_until: None,
    };
    as_wanted(&plan, wanted)
}

/// Changes a plan that was read at this revision. Its audits follow by [`super::making::remake`].
///
/// # Errors
/// Stale when somebody else changed it meanwhile; refused by the rules of a plan.
pub fn update(conn: &mut Conn, act: &Act, id: PlanId, revision: i32, wanted: &Wanted) -> AppResult<()> {
    let read = queries::find_to_change(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    check(conn, wanted)?;
    let units = queries::ticked(conn, id)?;
    let new = as_wanted(&read, wanted);
    let (from, to) = changed(&facts(&read, &units), &facts(&new, &wanted.units));
    if !queries::update(conn, &read, &new)? {
        return Err(AppError::Stale);
    }
    set_units(conn, &new, &wanted.units)?;
    tell(conn, act, id, "plan-changed", json!({ "from": from, "to": to }))
}

/// The plan as it would be after [`update`].
pub fn changed_to(read: &Plan, wanted: &Wanted) -> Plan {
    as_wanted(read, wanted)
}

fn set_units(conn: &mut Conn, plan: &Plan, ticked: &[UnitId]) -> AppResult<()> {
    let covered = queries::covering(conn, plan.id, plan.covers, ticked)?;
    let below: Vec<UnitId> = covered.iter().map(|unit| unit.unit_id).collect();
    Ok(queries::set_units(conn, plan.id, ticked, &below)?)
}

/// Stops making audits from a plan until somebody resumes it. Those that are ahead are taken away by
/// [`super::making::remake`].
///
/// # Errors
/// Refused when it is paused already; Stale when somebody else changed it meanwhile.
pub fn pause(conn: &mut Conn, act: &Act, id: PlanId) -> AppResult<()> {
    set_active(conn, act, id, false, None)
}

/// Stops making audits from a plan for the days before a local date; on that day it begins again by itself.
///
/// # Errors
/// Refused when it is paused already, or the date is not after today; Stale when somebody else changed it meanwhile.
pub fn pause_until(conn: &mut Conn, act: &Act, id: PlanId, until: NaiveDate) -> AppResult<()> {
    if until <= super::making::agency_today(conn, act)? {
        return Err(CannotPlan::PauseEnds.into());
    }
    set_active(conn, act, id, false, Some(until))
}

/// Makes audits from a plan again, from today on.
///
/// # Errors
/// Refused when it is active already; Stale when somebody else changed it meanwhile.
pub fn resume(conn: &mut Conn, act: &Act, id: PlanId) -> AppResult<()> {
    set_active(conn, act, id, true, None)
}

fn set_active(conn: &mut Conn, act: &Act, id: PlanId, active: bool, until: Option<NaiveDate>) -> AppResult<()> {
    let read = queries::find_to_change(conn, id)?;
    match (read.active, active) {
        (false, false) => return Err(CannotPlan::Paused.into()),
        (true, true) => return Err(CannotPlan::Active.into()),
        _ => {}
    }
    let new = Plan {
        active,
        paused_until: until,
        ..read.clone()
    };
    if !queries::update(conn, &read, &new)? {
        return Err(AppError::Stale);
    }
    let event = if active { "plan-resumed" } else { "plan-paused" };
    let facts = json!({ "from": read.active, "to": active, "until": until });
    tell(conn, act, id, event, facts)
}

/// Gives the audits of a plan that nobody has begun to another holder where theirs holds the layer's role at the unit
/// no more, and those given to nobody to a holder, if there is one now. Says how many moved.
///
/// # Errors
/// Stale when two runs move the same turn at once; else only when the database fails.
pub fn reassign(conn: &mut Conn, act: &Act, id: PlanId) -> AppResult<usize> {
    let ahead = queries::ahead(conn, id, act.now)?;
    if ahead.is_empty() {
        return Ok(0);
    }
    let layers = agency::queries::layers(conn)?;
    let covered: HashMap<UnitId, Covered> = queries::covered(conn, id)?
        .into_iter()
        .map(|unit| (unit.unit_id, unit))
        .collect();
    // What somebody handed over stays with whoever got it, as long as they could do it.
    let ids: Vec<AuditId> = ahead.iter().map(|audit| audit.id).collect();
    let handed: HashMap<AuditId, Option<PersonId>> = handing::handed(conn, &ids)?.into_iter().collect();
    let mut turns: BTreeMap<(UnitId, i32), Turns> = BTreeMap::new();
    let mut moved = 0;
    for audit in ahead {
        if handed.get(&audit.id) == Some(&audit.assignee_id) && handing::stays(conn, audit.id)? {
            continue;
        }
        // a unit the plan covers no more keeps what was made for it, and whoever it was given to
        let Some(unit) = covered.get(&audit.unit_id) else {
            continue;
        };
        let turns = match turns.entry((audit.unit_id, audit.layer)) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                new.insert(Turns::of(conn, role_of(&layers, audit.layer), unit.unit_id, unit.turn)?)
            }
        };
        if audit.assignee_id.is_some_and(|person| turns.holders.contains(&person)) {
            continue;
        }
        let assignee = turns.next();
        if assignee != audit.assignee_id {
            audits::assign(conn, act, audit.id, assignee)?;
            turns.taken();
            moved += 1;
        }
    }
    for turns in turns.values() {
        turns.keep(conn, id)?;
    }
    Ok(moved)
}

/// The holders of a role at a unit, taking turns.
pub(super) struct Turns {
    unit: UnitId,
    holders: Vec<PersonId>,
    read: i32,
    turn: i32,
}

impl Turns {
    pub(super) fn of(conn: &mut Conn, role: Option<Role>, unit: UnitId, turn: i32) -> AppResult<Self> {
        let holders = match role {
            Some(role) => people::queries::holders(conn, role, unit)?,
            None => Vec::new(),
        };
        let mut ids: Vec<PersonId> = Vec::with_capacity(holders.len());
        for person in holders {
            // the same role held twice at a unit does not mean two turns
            if !ids.contains(&person.id) {
                ids.push(person.id);
            }
        }
        Ok(Self {
            unit,
            holders: ids,
            read: turn,
            turn,
        })
    }
    /// Whose turn it is; `None` when nobody holds the role.
    pub(super) fn next(&self) -> Option<PersonId> {
        at_turn(&self.holders, self.turn).copied()
    }
    /// The turn was taken: the next is another's, when there are several.
    pub(super) fn taken(&mut self) {
        if self.holders.len() > 1 {
            self.turn = (self.turn + 1).rem_euclid(i32::try_from(self.holders.len()).unwrap_or(i32::MAX));
        }
    }
    pub(super) fn keep(&self, conn: &mut Conn, plan: PlanId) -> AppResult<()> {
        if self.turn != self.read && !queries::move_turn(conn, plan, self.unit, self.read, self.turn)? {
            return Err(AppError::Stale);
        }
        Ok(())
    }
}

/// An audit that nobody could be given.
pub(super) struct Unassigned {
    pub(super) unit_id: UnitId,
    pub(super) unit: String,
    pub(super) date: NaiveDate,
}

/// Tells whoever leads the unit which audits have nobody to do them: one mail a plan, reader and day.
pub(super) fn tell_unassigned(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    plan: &Plan,
    layers: &[Layer],
    nobody: &[Unassigned],
) -> AppResult<()> {
    let mut readers: BTreeMap<PersonId, (Person, Vec<&Unassigned>)> = BTreeMap::new();
    let mut above: HashMap<UnitId, Vec<Person>> = HashMap::new();
    for one in nobody {
        let told = match above.get(&one.unit_id) {
            Some(told) => told.clone(),
            None => {
                let told = agency::queries::leaders(conn, plan.layer, one.unit_id)?;
                above.insert(one.unit_id, told.clone());
                told
            }
        };
        for person in told {
            let entry = readers.entry(person.id).or_insert_with(|| (person, Vec::new()));
            entry.1.push(one);
        }
    }
    let layer = layers.iter().find(|layer| layer.number == plan.layer);
    for (person, audits) in readers.into_values() {
        let Some(first) = audits.first() else { continue };
        let today = agency::queries::calendar(conn, first.unit_id)?.zone.local(act.now).date;
        let i18n = post.views().i18n();
        let rows: Vec<Value> = audits
            .iter()
            .take(MOST_LISTED)
            .map(|one| {
                json!({
                    "unit": one.unit,
                    "date": i18n.day(&person.language, one.date, today).full,
                })
            })
            .collect();
        let context = json!({
            "plan": plan.title,
            "layer": layer.map_or("", |layer| layer.name.as_str()),
            "count": audits.len(),
            "more": audits.len() - rows.len(),
            "audits": rows,
            "link": post.url(&links::plan(plan.id)),
        });
        let key = format!("plan:{}:{}:unassigned:{today}", plan.id, person.id);
        post.send(conn, act, &key, &person.recipient(), "audit_unassigned", context)?;
    }
    Ok(())
}

/// Audits named one by one in a mail; more are counted.
const MOST_LISTED: usize = 20;

pub(super) fn role_of(layers: &[Layer], number: i32) -> Option<Role> {
    layers
        .iter()
        .find(|layer| layer.number == number)
        .map(|layer| layer.role)
}

/// The rules of a plan that need the database, after those that do not.
fn check(conn: &mut Conn, wanted: &Wanted) -> AppResult<()> {
    wanted.check()?;
    check_template(conn, wanted.template_id, wanted.layer)?;
    let mut units = wanted.units.clone();
    units.sort_unstable();
    units.dedup();
    if queries::count_units(conn, &units)? != i64::try_from(units.len()).unwrap_or(-1)
        || units.len() != wanted.units.len()
    {
        return Err(CannotPlan::UnknownUnit.into());
    }
    match wanted.moments.shift_id {
        Some(shift) => check_shift(conn, wanted, shift),
        None => Ok(()),
    }
}

/// May the plan go by this shift? A retired one still counts.
fn check_shift(conn: &mut Conn, wanted: &Wanted, shift: ShiftId) -> AppResult<()> {
    let shift = match agency::queries::find_shift(conn, shift) {
        Ok(shift) => shift,
        Err(diesel::result::Error::NotFound) => return Err(CannotPlan::UnknownShift.into()),
        Err(error) => return Err(error.into()),
    };
    for unit in &wanted.units {
        let path = agency::queries::path(conn, *unit)?;
        if path.iter().all(|above| above.id != shift.unit_id) {
            return Err(CannotPlan::ShiftElsewhere.into());
        }
    }
    let shortest = shift
        .cycle
        .iter()
        .flatten()
        .map(|hours| hours.closes - hours.opens)
        .min();
    if wanted.moments.drawn_a_month.is_none() && shortest.is_some_and(|lasts| wanted.timing.opens_minute >= lasts) {
        return Err(CannotPlan::OpensAfterShift.into());
    }
    Ok(())
}

/// May this template be audited at this layer?
///
/// # Errors
/// Refused when the layer is not there, or the template has no published version that asks something at it.
pub fn check_template(conn: &mut Conn, template: TemplateId, layer: i32) -> AppResult<()> {
    let layers = agency::queries::layers(conn)?;
    role_of(&layers, layer).ok_or(CannotPlan::UnknownLayer)?;
    match queries::newest_version(conn, template, layer)? {
        None => Err(CannotPlan::NotPublished.into()),
        Some((_, _, false)) => Err(CannotPlan::NothingAsked(layer).into()),
        Some((_, _, true)) => Ok(()),
    }
}

/// The plan as it is wanted; what is not the writer's to choose stays.
fn as_wanted(plan: &Plan, wanted: &Wanted) -> Plan {
    let timing = &wanted.timing;
    let title = wanted.title.trim();
    Plan {
        title: title.into(),
        template_id: wanted.template_id,
        layer: wanted.layer,
        recurrence: timing.recurrence.text(),
        starts_on: timing.starts_on,
        ends_on: timing.ends_on,
        opens_minute: timing.opens_minute,
        due_minute: timing.due_minute,
        grace_minutes: timing.grace_minutes,
        holiday_policy: timing.holiday_policy,
        search: fold(title),
        covers: wanted.covers,
        assignment: wanted.assigning.way,
        person_id: wanted.assigning.person_id,
        most_a_day: wanted.assigning.most_a_day,
        not_own_work: wanted.assigning.not_own_work,
        new_pairs: wanted.assigning.new_pairs,
        ask_count: wanted.asking.count,
        tags: wanted.asking.tags.join(" "),
        unannounced: wanted.moments.unannounced,
        drawn_a_month: wanted.moments.drawn_a_month,
        shift_id: wanted.moments.shift_id,
        anonymous: wanted.asking.anonymous,
        about_layer: wanted.asking.about_layer,
        ..plan.clone()
    }
}

fn facts(plan: &Plan, units: &[UnitId]) -> Value {
    let mut units = units.to_vec();
    units.sort_unstable();
    json!({
        "title": plan.title, "template": plan.template_id, "layer": plan.layer, "recurrence": plan.recurrence,
        "starts_on": plan.starts_on, "ends_on": plan.ends_on, "opens_minute": plan.opens_minute,
        "due_minute": plan.due_minute, "grace_minutes": plan.grace_minutes,
        "holiday_policy": plan.holiday_policy, "units": units, "covers": plan.covers, "assignment": plan.assignment,
        "person": plan.person_id, "most_a_day": plan.most_a_day, "not_own_work": plan.not_own_work,
        "new_pairs": plan.new_pairs, "ask_count": plan.ask_count, "tags": plan.tags, "unannounced": plan.unannounced,
        "drawn_a_month": plan.drawn_a_month, "shift": plan.shift_id, "anonymous": plan.anonymous,
        "about_layer": plan.about_layer,
    })
}

/// The facts that differ, before and after.
fn changed(from: &Value, to: &Value) -> (Value, Value) {
    let differing = |one: &Value, other: &Value| -> Value {
        let fields = one.as_object().into_iter().flatten();
        let fields = fields.filter(|(name, value)| other.get(name.as_str()) != Some(*value));
        Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    (differing(from, to), differing(to, from))
}

pub(super) fn tell(conn: &mut Conn, act: &Act, id: PlanId, event: &'static str, facts: Value) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("plan", id),
            event,
            facts,
            text: None,
        },
    )
}
