//! Makes the audits of a plan ahead of time, and makes them anew when the plan, a calendar or the tree changed.
//!
//! A plan is worked on by one transaction at a time: its row is locked first, and everything is read after that. Read are
//! the plan, its exceptions and shift, the units it covers with their calendars, and those of its audits that open from
//! the first day in question on (index `audits_plan`); of other plans nothing.
//!
//! An audit is known by plan, unit and the day of the rule it stands for. What has opened or was begun stays as it is;
//! only a closure still excuses it. What is ahead follows: the same audit gets its new window, what comes no more is taken
//! away, and what is new is made.

use super::assign::giving::{Giver, Occasion};
use super::assign::moving;
use super::assign::telling::{Unassigned, tell_unassigned};
use super::coming::{Coming, Ground, Pause};
use super::model::{Occurrence, Plan};
use super::operations::{role_of, tell};
use super::queries::{self, Covered};
use super::replanning::model::{Became, Cancelled, Counts, Effect, EffectAudit, Why};
use super::replanning::{operations as replanning, queries as replans};
use crate::agency;
use crate::audits::handing::queries as handing;
use crate::audits::model::{Audit, AuditState};
use crate::audits::operations::{self as audits, NewAudit};
use crate::audits::queries as audit_queries;
use crate::audits::replanned;
use crate::base::act::Act;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::zone::{Zone, shifted};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Everything that decides when a plan comes round, with its shift and its exceptions.
///
/// # Errors
/// Only when the database fails, or holds a rule that is none.
pub fn coming(conn: &mut Conn, plan: &Plan) -> AppResult<Coming> {
    let mut coming = Coming::of(plan).map_err(AppError::broken)?;
    if let Some(shift) = plan.shift_id {
        coming.shift = Some(agency::queries::find_shift(conn, shift)?);
    }
    coming.exceptions = replans::exceptions(conn, plan.id)?
        .into_iter()
        .map(|exception| (exception.on_date, exception.added))
        .collect();
    Ok(coming)
}

/// A unit that a plan covers and that is open.
pub struct Site {
    /// The unit.
    pub unit: Covered,
    /// Its working calendar.
    pub calendar: Calendar,
    /// The local date there.
    pub today: NaiveDate,
}

impl Site {
    /// The first local date, today or later, for which no audits are made there.
    pub fn unmade(&self) -> NaiveDate {
        let next = self.unit.made_until.map(|made| shifted(made, 1));
        next.map_or(self.today, |next| next.max(self.today))
    }
    /// The unit among those the plan covers.
    pub fn ground<'a>(&'a self, units: &'a [UnitId]) -> Ground<'a> {
        Ground {
            unit: self.unit.unit_id,
            units,
            calendar: &self.calendar,
        }
    }
}

/// The units that were asked for, each read once: what stands above it and its working calendar.
#[derive(Default)]
pub struct KnownUnits(HashMap<UnitId, (Vec<UnitId>, Calendar)>);

impl KnownUnits {
    fn of(&mut self, conn: &mut Conn, unit: UnitId) -> AppResult<&(Vec<UnitId>, Calendar)> {
        Ok(match self.0.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let path = agency::queries::path(conn, unit)?;
                let calendar = agency::queries::calendar_along(conn, &path)?;
                new.insert((path.iter().map(|above| above.id).collect(), calendar))
            }
        })
    }

    /// The open units among these at which the plan comes round: where it goes by a shift, the shift has to count there.
    ///
    /// # Errors
    /// Only when the database fails.
    pub fn sites(
        &mut self,
        conn: &mut Conn,
        now: Instant,
        coming: &Coming,
        covered: Vec<Covered>,
    ) -> AppResult<Vec<Site>> {
        let mut sites = Vec::with_capacity(covered.len());
        for unit in covered.into_iter().filter(|unit| unit.active) {
            let (path, calendar) = self.of(conn, unit.unit_id)?;
            if let Some(shift) = &coming.shift
                && !path.contains(&shift.unit_id)
            {
                continue;
            }
            let (calendar, today) = (calendar.clone(), calendar.zone.local(now).date);
            sites.push(Site { unit, calendar, today });
        }
        Ok(sites)
    }
}

/// [`KnownUnits::sites`] of one plan.
///
/// # Errors
/// Only when the database fails.
pub fn sites(conn: &mut Conn, act: &Act, coming: &Coming, covered: Vec<Covered>) -> AppResult<Vec<Site>> {
    KnownUnits::default().sites(conn, act.now, coming, covered)
}

/// The ids of the units, in their order: what a unit is drawn from.
pub fn ids_of(sites: &[Site]) -> Vec<UnitId> {
    let mut ids: Vec<UnitId> = sites.iter().map(|site| site.unit.unit_id).collect();
    ids.sort_unstable();
    ids
}

/// When a plan comes round, at its units: what pages show.
pub struct View {
    /// When it comes round.
    pub coming: Coming,
    /// Its units.
    pub sites: Vec<Site>,
    /// The ids of all of them.
    pub units: Vec<UnitId>,
    /// How many units it covers, those closed or without the shift with them.
    pub covered: usize,
}

/// What pages show of a plan with these units ticked; only the first so many units, where not all are asked for.
///
/// # Errors
/// Only when the database fails, or holds a rule that is none.
pub fn view(conn: &mut Conn, act: &Act, plan: &Plan, ticked: &[UnitId], most: usize) -> AppResult<View> {
    let coming = coming(conn, plan)?;
    let mut covered = queries::covering(conn, plan.id, plan.covers, ticked)?;
    let count = covered.len();
    covered.retain(|unit| unit.active);
    if !coming.draws_the_unit(covered.len()) {
        covered.truncate(most);
    }
    let sites = sites(conn, act, &coming, covered)?;
    Ok(View {
        units: ids_of(&sites),
        coming,
        sites,
        covered: count,
    })
}

/// An audit that is to be made.
struct Due {
    unit_id: UnitId,
    unit: String,
    zone: Zone,
    one: Occurrence,
}

impl Due {
    fn at(site: &Site, one: Occurrence) -> Self {
        Self {
            unit_id: site.unit.unit_id,
            unit: site.unit.name.clone(),
            zone: site.calendar.zone.clone(),
            one,
        }
    }
}

/// What an audit asks, by whom.
#[derive(Clone, Copy)]
struct Asks {
    process_id: ProcessId,
    version_id: TemplateVersionId,
    layer: i32,
}

impl Asks {
    /// `None` while no published version of the checklist asks something at the layer.
    fn of(conn: &mut Conn, plan: &Plan) -> AppResult<Option<Self>> {
        Ok(match queries::newest_version(conn, plan.template_id, plan.layer)? {
            Some((process_id, version_id, true)) => Some(Self {
                process_id,
                version_id,
                layer: plan.layer,
            }),
            _ => None,
        })
    }
    fn audit(self, plan: &Plan, unit_id: UnitId, zone: &Zone, one: &Occurrence) -> NewAudit {
        NewAudit {
            plan_id: plan.id,
            unit_id,
            slot: one.slot,
            planned_on: one.planned,
            local_date: one.date,
            zone: zone.clone(),
            opens_minute: one.opens_minute,
            due_minute: one.due_minute,
            opens_at: one.opens_at,
            due_at: one.due_at,
            closes_at: one.closes_at,
            process_id: self.process_id,
            version_id: self.version_id,
            layer: self.layer,
            assignee_id: None,
            stands_in_for: None,
            seed: plan.seed_of(unit_id, one.planned, 1),
        }
    }
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
    let plan = queries::find_to_change(conn, id)?;
    let coming = coming(conn, &plan)?;
    if coming.pause == Pause::Open {
        return Ok(Made::default());
    }
    // a template whose last version was retired, or asks nothing at this layer any more, makes no audits; the days
    // are made up for as soon as it does again
    let Some(asks) = Asks::of(conn, &plan)? else {
        return Ok(Made::default());
    };
    let covered = queries::covered(conn, id)?;
    if covered
        .iter()
        .all(|unit| unit.made_until.is_some_and(|made| made >= until))
    {
        return Ok(Made::default());
    }
    keep_units(conn, id, &covered)?;
    let sites = sites(conn, act, &coming, covered)?;
    let (units, mut due) = (ids_of(&sites), Vec::new());
    for site in &sites {
        let from = site.unmade();
        let ground = Ground {
            unit: site.unit.unit_id,
            units: &units,
            calendar: &site.calendar,
        };
        let (first, last) = (coming.reach(&site.calendar, from), coming.extent(&site.calendar, until));
        let found = coming.occurrences(ground, first, last).into_iter();
        let found = found.filter(|one| !one.closed && one.closes_at > act.now && (from..=until).contains(&one.date));
        due.extend(found.map(|one| Due::at(site, one)));
    }
    let made = make(conn, act, post, &plan, asks, due)?;
    queries::mark_made_at(conn, id, &units, until)?;
    queries::mark_made(conn, id, until)?;
    Ok(made)
}

/// Rows for the units below those that are ticked, which keep whose turn it is.
fn keep_units(conn: &mut Conn, id: PlanId, covered: &[Covered]) -> AppResult<()> {
    let ticked = queries::ticked(conn, id)?;
    let ids: Vec<UnitId> = covered.iter().map(|unit| unit.unit_id).collect();
    Ok(queries::set_units(conn, id, &ticked, &ids)?)
}

/// Makes audits and gives each to somebody, in the order in which they open, so that the same people get them whether
/// they are made at once or in pieces.
fn make(conn: &mut Conn, act: &Act, post: &Post, plan: &Plan, asks: Asks, mut due: Vec<Due>) -> AppResult<Made> {
    let mut made = Made::default();
    due.sort_by_key(|due| (due.one.opens_at, due.unit_id, due.one.slot));
    let (Some(first), Some(last)) = (due.first(), due.iter().map(|due| due.one.due_at).max()) else {
        return Ok(made);
    };
    let mut units: Vec<UnitId> = due.iter().map(|due| due.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let layers = agency::queries::layers(conn)?;
    let span = (first.one.date, shifted(last.0.date_naive(), 1));
    let role = role_of(&layers, plan.layer);
    let mut giver = Giver::of(conn, plan, role, &units, span, first.one.opens_at)?;
    let mut nobody: Vec<Unassigned> = Vec::new();
    for due in due {
        let one = &due.one;
        let occasion = Occasion::of(&due.zone, one.date, one.opens_at, one.due_at, act.now);
        let given = giver.next(conn, due.unit_id, &occasion)?;
        let new = NewAudit {
            assignee_id: given.assignee,
            stands_in_for: given.stands_in_for,
            ..asks.audit(plan, due.unit_id, &due.zone, one)
        };
        if audits::schedule(conn, act, &new)?.is_none() {
            made.known += 1;
            continue;
        }
        made.new += 1;
        giver.took(due.unit_id, &occasion, &given);
        if let Some(why) = given.nobody {
            made.unassigned += 1;
            nobody.push(Unassigned {
                audit: None,
                unit_id: due.unit_id,
                unit: due.unit,
                date: one.date,
                why,
            });
        }
    }
    giver.keep(conn)?;
    tell_unassigned(conn, act, post, plan, &layers, &nobody)?;
    Ok(made)
}

/// Why audits are made anew, and from which local date on they are looked at; without one, from today on.
#[derive(Debug, Clone, Copy)]
pub struct Cause {
    /// Why.
    pub why: Why,
    /// The change of a working calendar that is followed.
    pub change: Option<CalendarChangeId>,
    /// The first local date in question, when it lies before today.
    pub since: Option<NaiveDate>,
}

impl From<Why> for Cause {
    fn from(why: Why) -> Self {
        Self {
            why,
            change: None,
            since: None,
        }
    }
}

/// What is to be done with one audit.
enum Step {
    Move(Audit, Window),
    Excuse(Audit, String),
    Expect(Audit, Option<Window>),
    Take(Audit),
}

/// A window, and the zone it is in.
struct Window {
    zone: Zone,
    one: Occurrence,
}

/// Everything that is to be done so that the audits of a plan are as they should be.
struct Steps {
    steps: Vec<Step>,
    due: Vec<Due>,
    sites: Vec<UnitId>,
}

impl Steps {
    /// The audits that are in somebody's calendar by a mail, because they were handed to whoever has them.
    fn invited(&self, conn: &mut Conn) -> AppResult<BTreeSet<AuditId>> {
        let audits = self.steps.iter().map(|step| match step {
            Step::Move(audit, _) | Step::Excuse(audit, _) | Step::Expect(audit, _) | Step::Take(audit) => audit,
        });
        let has: BTreeMap<AuditId, PersonId> = audits
            .filter_map(|audit| Some((audit.id, audit.assignee_id?)))
            .collect();
        let ids: Vec<AuditId> = has.keys().copied().collect();
        let handed = handing::handed(conn, &ids)?.into_iter();
        Ok(handed
            .filter(|(audit, to)| to.is_some() && has.get(audit).copied() == *to)
            .map(|(audit, _)| audit)
            .collect())
    }
    fn counts(&self) -> Counts {
        let mut counts = Counts {
            made: self.due.len(),
            ..Counts::default()
        };
        for step in &self.steps {
            match step {
                Step::Move(..) => counts.moved += 1,
                Step::Excuse(..) => counts.excused += 1,
                Step::Expect(..) => counts.made += 1,
                Step::Take(_) => counts.taken += 1,
            }
        }
        counts
    }
}

/// The longest a plan looks back for audits of a closure that was announced late, in days.
const LOOK_BACK: i64 = 366;
/// The farthest an audit is from the day it stands for, in days: a drawn one is anywhere in its month.
const APART: i64 = 35;

fn steps(
    conn: &mut Conn,
    act: &Act,
    plan: &Plan,
    coming: &Coming,
    covered: Vec<Covered>,
    (since, until): (Option<NaiveDate>, NaiveDate),
) -> AppResult<Steps> {
    let asks = Asks::of(conn, plan)?;
    let sites = sites(conn, act, coming, covered)?;
    let ids = ids_of(&sites);
    let today = sites
        .iter()
        .map(|site| site.today)
        .min()
        .unwrap_or_else(|| act.now.0.date_naive());
    let since = since.map_or(today, |since| since.clamp(shifted(today, -LOOK_BACK), today));
    // those of days before are known as well, so that none is made a second time for its planned day
    let after = Zone::utc().day_start(shifted(since, -APART));
    let mut there: BTreeMap<UnitId, Vec<Audit>> = BTreeMap::new();
    for audit in audit_queries::of_plan(conn, plan.id, after)? {
        there.entry(audit.unit_id).or_default().push(audit);
    }
    let (mut steps, mut due) = (Vec::new(), Vec::new());
    for site in &sites {
        let audits = there.remove(&site.unit.unit_id).unwrap_or_default();
        let until = site.unit.made_until.map_or(until, |made| made.max(until));
        let farthest = audits.iter().map(Audit::planned).max();
        let ground = Ground {
            unit: site.unit.unit_id,
            units: &ids,
            calendar: &site.calendar,
        };
        let first = coming.reach(&site.calendar, shifted(since, -2));
        let last = coming.extent(&site.calendar, until);
        let found = coming.occurrences(ground, first, farthest.map_or(last, |farthest| farthest.max(last)));
        let mut expected: BTreeMap<NaiveDate, Occurrence> = found.into_iter().map(|one| (one.planned, one)).collect();
        for audit in audits {
            let one = expected.remove(&audit.planned());
            if audit.local_date >= since || audit.is_ahead(act.now) {
                steps.extend(step_of(act, site, asks, audit, one));
            }
        }
        let new = expected
            .into_values()
            .filter(|one| !one.closed && one.closes_at > act.now && (site.today..=until).contains(&one.date));
        if asks.is_some() {
            due.extend(new.map(|one| Due::at(site, one)));
        }
    }
    // units that were closed, moved away or are not ticked any more
    let left = there.into_values().flatten().filter(|audit| audit.is_ahead(act.now));
    steps.extend(left.map(Step::Take));
    Ok(Steps { steps, due, sites: ids })
}

/// What becomes of an audit that is there, where the plan now has this window for it, or none.
fn step_of(act: &Act, site: &Site, asks: Option<Asks>, audit: Audit, one: Option<Occurrence>) -> Option<Step> {
    let closed = one
        .as_ref()
        .map_or_else(|| site.calendar.is_closure(audit.local_date), |one| one.closed);
    let ahead = audit.is_ahead(act.now);
    if closed && (one.is_some() || !ahead) {
        return match audit.state {
            AuditState::Scheduled | AuditState::InProgress | AuditState::Missed => {
                let name = site.calendar.why_off(audit.local_date).unwrap_or_default().to_owned();
                Some(Step::Excuse(audit, name))
            }
            AuditState::Submitted | AuditState::Excused => None,
        };
    }
    let Some(one) = one else {
        return match audit.state {
            _ if ahead => Some(Step::Take(audit)),
            AuditState::Excused => Some(Step::Expect(audit, None)),
            _ => None,
        };
    };
    let differs = audit.local_date != one.date
        || audit.slot != one.slot
        || audit.opens_at != one.opens_at
        || audit.due_at != one.due_at
        || audit.closes_at != one.closes_at
        || audit.zone != site.calendar.zone.name()
        || asks.is_some_and(|asks| audit.process_id != asks.process_id || audit.layer != asks.layer);
    let to = || Window {
        zone: site.calendar.zone.clone(),
        one: one.clone(),
    };
    match audit.state {
        AuditState::Excused => {
            let to = (ahead && differs).then(to);
            Some(Step::Expect(audit, to))
        }
        _ if ahead && differs => {
            let to = to();
            Some(Step::Move(audit, to))
        }
        _ => None,
    }
}

/// Makes the audits of a plan anew as far as they are ahead, and those up to a local date; says what it did.
///
/// # Errors
/// Stale when an audit changes at the same moment; else only when the database or a mail template fails.
pub fn settle(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: PlanId,
    until: NaiveDate,
    cause: Cause,
) -> AppResult<Counts> {
    let plan = queries::find_to_change(conn, id)?;
    let coming = coming(conn, &plan)?;
    let covered = queries::covered(conn, id)?;
    keep_units(conn, id, &covered)?;
    let steps = steps(conn, act, &plan, &coming, covered, (cause.since, until))?;
    let effect: EffectId = act.id();
    let mut touched = Vec::new();
    let asks = Asks::of(conn, &plan)?;
    let invited = steps.invited(conn)?;
    let mut counts = Counts::default();
    // first what goes, so that its place on a day is free
    for step in &steps.steps {
        if let Step::Take(audit) = step {
            take(conn, act, audit, cause.why)?;
            counts.taken += 1;
            touched.push(became(effect, audit, &invited, (Became::Taken, None)));
        }
    }
    for step in steps.steps {
        match step {
            Step::Take(_) => {}
            Step::Move(audit, to) => {
                shift_to(conn, act, &plan, asks, &audit, &to)?;
                counts.moved += 1;
                if audit.opens_at != to.one.opens_at || audit.due_at != to.one.due_at {
                    touched.push(became(effect, &audit, &invited, (Became::Moved, Some(to.one.opens_at))));
                }
            }
            Step::Excuse(audit, closure) => {
                replanned::excuse(conn, act, &audit, &closure)?;
                counts.excused += 1;
                touched.push(became(effect, &audit, &invited, (Became::Excused, None)));
            }
            Step::Expect(audit, to) => {
                let again = replanned::expect_again(conn, act, &audit)?;
                if let Some(to) = to {
                    shift_to(conn, act, &plan, asks, &again, &to)?;
                }
                counts.made += 1;
            }
        }
    }
    if let Some(asks) = asks {
        counts.made += make(conn, act, post, &plan, asks, steps.due)?.new;
        if coming.pause != Pause::Open {
            queries::mark_made_at(conn, id, &steps.sites, until)?;
            queries::mark_made(conn, id, until)?;
        }
    }
    queries::unmark_made(conn, id, &steps.sites)?;
    if counts.is_nothing() {
        return Ok(counts);
    }
    let small = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let written = Effect {
        id: effect,
        plan_id: id,
        change_id: cause.change,
        at: act.now,
        who: act.who,
        why: cause.why,
        made: small(counts.made),
        moved: small(counts.moved),
        excused: small(counts.excused),
        taken: small(counts.taken),
    };
    replans::insert_effect(conn, &written, &touched)?;
    let facts = json!({
        "why": cause.why, "change": cause.change, "made": counts.made, "moved": counts.moved,
        "excused": counts.excused, "taken": counts.taken,
    });
    tell(conn, act, id, "plan-replanned", facts)?;
    // the auditors of one change of a calendar are told once, when all plans have followed it
    if cause.change.is_none() {
        replanning::tell_touched(conn, act, post, &plan, &written)?;
    }
    Ok(counts)
}

fn shift_to(conn: &mut Conn, act: &Act, plan: &Plan, asks: Option<Asks>, audit: &Audit, to: &Window) -> AppResult<()> {
    // the version stays while it is one of the same checklist: the start looks for the newest anyway
    let asks = match asks {
        Some(asks) if asks.process_id != audit.process_id || asks.layer != audit.layer => asks,
        _ => Asks {
            process_id: audit.process_id,
            version_id: audit.version_id,
            layer: audit.layer,
        },
    };
    replanned::reschedule(conn, act, audit, &asks.audit(plan, audit.unit_id, &to.zone, &to.one))
}

fn take(conn: &mut Conn, act: &Act, audit: &Audit, why: Why) -> AppResult<()> {
    replanned::cancel(conn, act, audit)?;
    replans::insert_cancelled(
        conn,
        &Cancelled {
            audit_id: audit.id,
            plan_id: audit.plan_id,
            unit_id: audit.unit_id,
            version_id: audit.version_id,
            layer: audit.layer,
            assignee_id: audit.assignee_id,
            local_date: audit.local_date,
            opens_at: audit.opens_at,
            due_at: audit.due_at,
            sequence: audit.revision + 1,
            cancelled_at: act.now,
            why,
        },
    )?;
    Ok(())
}

fn became(
    effect: EffectId,
    audit: &Audit,
    invited: &BTreeSet<AuditId>,
    (what, to): (Became, Option<Instant>),
) -> EffectAudit {
    EffectAudit {
        effect_id: effect,
        audit_id: audit.id,
        unit_id: audit.unit_id,
        version_id: audit.version_id,
        assignee_id: audit.assignee_id,
        invited: invited.contains(&audit.id),
        what,
        zone: audit.zone.clone(),
        opens_from: audit.opens_at,
        opens_to: to,
    }
}

/// What would happen to the audits of a plan, were it this one with these units ticked.
///
/// # Errors
/// Only when the database fails.
pub fn foresee(conn: &mut Conn, act: &Act, plan: &Plan, ticked: &[UnitId], days: i64) -> AppResult<Counts> {
    let coming = coming(conn, plan)?;
    let covered = queries::covering(conn, plan.id, plan.covers, ticked)?;
    let until = shifted(agency_today(conn, act)?, days);
    Ok(steps(conn, act, plan, &coming, covered, (None, until))?.counts())
}

/// The date in the agency's zone.
///
/// # Errors
/// Only when the database fails.
pub fn agency_today(conn: &mut Conn, act: &Act) -> AppResult<NaiveDate> {
    Ok(agency::queries::agency_zone(conn)?.local(act.now).date)
}

/// Makes the audits of a plan anew after a change of the plan, for so many days ahead.
///
/// # Errors
/// As [`settle`].
pub fn remake(conn: &mut Conn, act: &Act, post: &Post, id: PlanId, days: i64, why: Why) -> AppResult<Counts> {
    let until = shifted(agency_today(conn, act)?, days);
    let counts = settle(conn, act, post, id, until, why.into())?;
    moving::reassign(conn, act, post, id)?;
    Ok(counts)
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
    let Some(plan) = self::after(conn, after)? else {
        return Ok(None);
    };
    Ok(Some((plan, tend(conn, act, post, plan, days)?)))
}

/// Looks after one plan: ends a pause whose day has come, gives audits to others whose auditors are gone, takes away
/// what was made for units that it covers no more, and makes the audits of so many days ahead.
///
/// # Errors
/// As [`make_ahead`].
pub fn tend(conn: &mut Conn, act: &Act, post: &Post, id: PlanId, days: i64) -> AppResult<Made> {
    let today = agency_today(conn, act)?;
    let plan = queries::find_to_change(conn, id)?;
    if !plan.active && plan.paused_until.is_some_and(|until| until <= today) {
        replanning::wake(conn, act, &plan)?;
    }
    moving::reassign(conn, act, post, id)?;
    let mut open = queries::covered(conn, id)?;
    open.retain(|unit| unit.active);
    let made = queries::made_for(conn, id)?;
    let gone = made.iter().any(|unit| open.iter().all(|open| open.unit_id != *unit));
    // where the unit is drawn, another unit changes whose turn it is
    let redrawn = plan.unannounced
        && plan.drawn_a_month.is_some()
        && !made.is_empty()
        && open.iter().any(|unit| unit.made_until.is_none());
    if gone || redrawn {
        let until = shifted(today, days);
        let counts = settle(conn, act, post, id, until, Why::Units.into())?;
        return Ok(Made {
            new: counts.made,
            ..Made::default()
        });
    }
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
