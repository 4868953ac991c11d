//! The verbs of planning: write a plan, change it, pause it; make the audits of the coming days.

use super::assign::giving::{Giver, Occasion};
use super::assign::telling::{Unassigned, tell_unassigned};
use super::assign::{self, moving};
use super::model::*;
use super::queries;
use crate::agency;
use crate::agency::model::Layer;
use crate::audits::operations::{self as audits, NewAudit};
use crate::base::act::{Act, mix};
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::text::fold;
use crate::base::zone::{Zone, shifted};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Writes a new plan. Its audits are made by the daily job, or at once by [`make_ahead`].
///
/// # Errors
/// Refused by the rules of a plan.
pub fn create(conn: &mut Conn, act: &Act, wanted: &Wanted) -> AppResult<PlanId> {
    check(conn, wanted)?;
    let id: PlanId = act.id();
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
    };
    let plan = as_wanted(&plan, wanted);
    queries::insert(conn, &plan)?;
    queries::set_units(conn, id, &wanted.units)?;
    tell(conn, act, id, "plan-created", facts(&plan, &wanted.units))?;
    Ok(id)
}

/// Changes a plan that was read at this revision. What is made already stays as it is: the change holds for the days
/// after, and for units that are new to the plan at once.
///
/// # Errors
/// Stale when somebody else changed it meanwhile; refused by the rules of a plan.
pub fn update(conn: &mut Conn, act: &Act, id: PlanId, revision: i32, wanted: &Wanted) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    check(conn, wanted)?;
    let units: Vec<UnitId> = queries::covered(conn, id)?
        .into_iter()
        .map(|unit| unit.unit_id)
        .collect();
    let new = as_wanted(&read, wanted);
    let (from, to) = changed(&facts(&read, &units), &facts(&new, &wanted.units));
    if !queries::update(conn, &read, &new)? {
        return Err(AppError::Stale);
    }
    queries::set_units(conn, id, &wanted.units)?;
    tell(conn, act, id, "plan-changed", json!({ "from": from, "to": to }))
}

/// Stops making audits from a plan. Those made already stay.
///
/// # Errors
/// Refused when it is paused already; Stale when somebody else changed it meanwhile.
pub fn pause(conn: &mut Conn, act: &Act, id: PlanId) -> AppResult<()> {
    set_active(conn, act, id, false)
}

/// Makes audits from a plan again, from today on.
///
/// # Errors
/// Refused when it is active already; Stale when somebody else changed it meanwhile.
pub fn resume(conn: &mut Conn, act: &Act, id: PlanId) -> AppResult<()> {
    set_active(conn, act, id, true)
}

fn set_active(conn: &mut Conn, act: &Act, id: PlanId, active: bool) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    match (read.active, active) {
        (false, false) => return Err(CannotPlan::Paused.into()),
        (true, true) => return Err(CannotPlan::Active.into()),
        _ => {}
    }
    let new = Plan { active, ..read.clone() };
    if !queries::update(conn, &read, &new)? {
        return Err(AppError::Stale);
    }
    let event = if active { "plan-resumed" } else { "plan-paused" };
    tell(conn, act, id, event, json!({ "from": read.active, "to": active }))
}

/// An audit that is to be made.
struct Due {
    unit_id: UnitId,
    unit: String,
    zone: Zone,
    one: Occurrence,
}

/// What [`make_ahead`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Made {
    /// Audits made now.
    pub new: usize,
    /// Audits that were there already.
    pub known: usize,
    /// Of the new ones, those nobody could be given.
    pub unassigned: usize,
}

/// Makes the audits of a plan up to a local date. Idempotent: an audit that is there is left as it is, and one whose
/// window and grace are over is not made any more.
///
/// The version is the newest published one. Who audits is found by the way of the plan ([`super::assign`]). Where there is
/// nobody, the audit is unassigned and the layer above is told why, once a plan and day.
///
/// # Errors
/// Stale when two runs move the same turn at once; else only when the database or a mail template fails.
pub fn make_ahead(conn: &mut Conn, act: &Act, post: &Post, id: PlanId, until: NaiveDate) -> AppResult<Made> {
    let plan = queries::find(conn, id)?;
    let mut made = Made::default();
    if !plan.active {
        return Ok(made);
    }
    let timing = plan.timing().map_err(AppError::broken)?;
    // a template whose last version was retired, or asks nothing at this layer any more, makes no audits; the days
    // are made up for as soon as it does again
    let Some((process_id, version_id, true)) = queries::newest_version(conn, plan.template_id, plan.layer)? else {
        return Ok(made);
    };
    let layers = agency::queries::layers(conn)?;
    let role = role_of(&layers, plan.layer);
    let begun = queries::begun(conn, id)?;
    let mut due: Vec<Due> = Vec::new();
    for unit in queries::covered(conn, id)?.into_iter().filter(|unit| unit.active) {
        let calendar = agency::queries::calendar(conn, unit.unit_id)?;
        let today = calendar.zone.local(act.now).date;
        let mut from = plan.starts_on.max(today);
        if let Some(last) = plan.made_until.filter(|_| begun.contains(&unit.unit_id)) {
            from = from.max(shifted(last, 1));
        }
        let found = timing.occurrences(&calendar, from, until).into_iter();
        due.extend(found.filter(|one| one.closes_at > act.now).map(|one| Due {
            unit_id: unit.unit_id,
            unit: unit.name.clone(),
            zone: calendar.zone.clone(),
            one,
        }));
    }
    // in the order in which they open, so that the same people get them whether they are made at once or in pieces
    due.sort_by_key(|due| (due.one.opens_at, due.unit_id, due.one.slot));
    let mut units: Vec<UnitId> = due.iter().map(|due| due.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let mut nobody: Vec<Unassigned> = Vec::new();
    if let (Some(first), Some(last)) = (due.first(), due.iter().map(|due| due.one.due_at).max()) {
        let span = (first.one.date, shifted(last.0.date_naive(), 1));
        let mut giver = Giver::of(conn, &plan, role, &units, span, first.one.opens_at)?;
        for Due {
            unit_id,
            unit,
            zone,
            one,
        } in due
        {
            let occasion = Occasion::of(&zone, one.date, one.opens_at, one.due_at, act.now);
            let given = giver.next(conn, unit_id, &occasion)?;
            let new = NewAudit {
                plan_id: id,
                unit_id,
                slot: one.slot,
                local_date: one.date,
                zone,
                opens_minute: plan.opens_minute,
                due_minute: plan.due_minute,
                opens_at: one.opens_at,
                due_at: one.due_at,
                closes_at: one.closes_at,
                process_id,
                version_id,
                layer: plan.layer,
                assignee_id: given.assignee,
                stands_in_for: given.stands_in_for,
                seed: plan.seed_of(unit_id, one.date, one.slot),
            };
            if audits::schedule(conn, act, &new)?.is_none() {
                made.known += 1;
                continue;
            }
            made.new += 1;
            giver.took(unit_id, &occasion, &given);
            if let Some(why) = given.nobody {
                made.unassigned += 1;
                nobody.push(Unassigned {
                    audit: None,
                    unit_id,
                    unit,
                    date: one.date,
                    why,
                });
            }
        }
        giver.keep(conn)?;
    }
    queries::mark_made(conn, id, until)?;
    tell_unassigned(conn, act, post, &plan, &layers, &nobody)?;
    Ok(made)
}

/// Looks after the next active plan after one that was seen: makes its audits for so many days ahead and gives those
/// to others whose auditors are gone. `None` when there is no further plan. One call is one transaction, so that a
/// plan that fails leaves the others as they are.
///
/// # Errors
/// As [`make_ahead`].
pub fn tend_next(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    days: i64,
    after: Option<PlanId>,
) -> AppResult<Option<(PlanId, Made)>> {
    let after = match after {
        Some(id) => Some((queries::find(conn, id)?.created_at, id)),
        None => None,
    };
    let Some(plan) = queries::next_active(conn, after)? else {
        return Ok(None);
    };
    Ok(Some((plan.id, tend(conn, act, post, plan.id, days)?)))
}

/// Looks after one plan: gives audits to others whose auditors are gone, and makes those of so many days ahead.
///
/// # Errors
/// As [`make_ahead`].
pub fn tend(conn: &mut Conn, act: &Act, post: &Post, id: PlanId, days: i64) -> AppResult<Made> {
    let today = match agency::queries::root(conn)? {
        Some(root) => agency::queries::calendar(conn, root.id)?.zone.local(act.now).date,
        None => act.now.0.date_naive(),
    };
    moving::reassign(conn, act, post, id)?;
    make_ahead(conn, act, post, id, shifted(today, days))
}

/// The active plan after one that was seen.
///
/// # Errors
/// Only when the database fails.
pub fn after(conn: &mut Conn, seen: Option<PlanId>) -> AppResult<Option<PlanId>> {
    let after = match seen {
        Some(id) => Some((queries::find(conn, id)?.created_at, id)),
        None => None,
    };
    Ok(queries::next_active(conn, after)?.map(|plan| plan.id))
}

/// Looks after every active plan, each in its own transaction (a savepoint inside one); see [`tend_next`].
///
/// # Errors
/// As [`make_ahead`], of the first plan that fails; those before it are done.
pub fn make_all_ahead(conn: &mut Conn, act: &Act, post: &Post, days: i64) -> AppResult<Made> {
    let (mut all, mut seen) = (Made::default(), None);
    while let Some((id, made)) = conn.write_tx(|conn| tend_next(conn, act, post, days, seen))? {
        all.new += made.new;
        all.known += made.known;
        all.unassigned += made.unassigned;
        seen = Some(id);
    }
    Ok(all)
}

fn role_of(layers: &[Layer], number: i32) -> Option<Role> {
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
    if let (Way::Person, Some(person)) = (wanted.assigning.way, wanted.assigning.person_id)
        && assign::queries::seen_by(conn, person, &units)?.len() != units.len()
    {
        return Err(CannotPlan::PersonCannotSee.into());
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

fn tell(conn: &mut Conn, act: &Act, id: PlanId, event: &'static str, facts: Value) -> AppResult<()> {
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
