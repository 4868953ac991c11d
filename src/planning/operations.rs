//! The verbs of planning: write a plan, change it, pause it; give its audits to others. Those that make audits are in
//! [`super::making`].

use super::assign;
pub use super::making::{Made, after, make_ahead, make_all_ahead, tend, tend_next};
use super::model::*;
use super::queries;
use crate::agency;
use crate::agency::model::Layer;
use crate::audits::draw;
use crate::base::act::{Act, mix};
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::text::fold;
use crate::checklists;
use crate::checklists::model::Kind;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use chrono::NaiveDate;
use serde_json::{Value, json};

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
    if read.anonymous != wanted.asking.anonymous {
        return Err(CannotPlan::NamesStay.into());
    }
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
    check_asking(conn, wanted)?;
    let mut units = wanted.units.clone();
    units.sort_unstable();
    units.dedup();
    if queries::count_units(conn, &units)? != i64::try_from(units.len()).unwrap_or(-1)
        || units.len() != wanted.units.len()
    {
        return Err(CannotPlan::UnknownUnit.into());
    }
    if let (Way::Person, Some(person)) = (wanted.assigning.way, wanted.assigning.person_id)
        && assign::queries::seen_by(conn, person, &units)?.len() != units.len()
    {
        return Err(CannotPlan::PersonCannotSee.into());
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

/// Is there something to ask by these tags, a layer above to look at, and nothing that tells who answered?
fn check_asking(conn: &mut Conn, wanted: &Wanted) -> AppResult<()> {
    let asking = &wanted.asking;
    if let Some(about) = asking.about_layer {
        role_of(&agency::queries::layers(conn)?, about).ok_or(CannotPlan::UnknownLayer)?;
    }
    if asking.tags.is_empty() && !asking.anonymous {
        return Ok(());
    }
    let Some((_, version, _)) = queries::newest_version(conn, wanted.template_id, wanted.layer)? else {
        return Err(CannotPlan::NotPublished.into());
    };
    let mut questions = checklists::queries::plain_questions(conn, version)?;
    questions.retain(|question| question.asked_at(wanted.layer));
    let tagged = |tag: &&String| {
        questions
            .iter()
            .any(|question| question.tags.split_whitespace().any(|own| own == *tag))
    };
    if let Some(tag) = asking.tags.iter().find(|tag| !tagged(tag)) {
        return Err(CannotPlan::UnknownTag(tag.clone()).into());
    }
    questions.retain(|question| draw::may_ask(question, wanted.layer, &asking.tags));
    if asking.anonymous && questions.iter().any(|question| question.kind != Kind::Conformance) {
        return Err(CannotPlan::TellingAnswers.into());
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
        // answers without a name are anybody's who may answer
        assignment: match wanted.asking.anonymous {
            true => Way::Pool,
            false => wanted.assigning.way,
        },
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
