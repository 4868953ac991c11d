//! Gaps in layer cover: a process that a unit carries out, and a layer whose questions about it nobody asks there.
//!
//! A layer looks at a process at a unit when an audit of it begins there, or at a unit below, in the month. Where no
//! active plan asks for one, or none of its days falls into the month, that is a gap.

use super::board_queries::{self, Seen};
use super::calendar::{Calendars, Period, first_unmade};
use super::model::Plan;
use super::queries;
use crate::agency;
use crate::base::clock::Instant;
use crate::base::ids::{PlanId, ProcessId, TemplateId, UnitId};
use crate::base::text::Localized;
use crate::people::model::Scope;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A layer that does not look at a process at a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The unit that carries the process out.
    pub unit_id: UnitId,
    /// Its name.
    pub unit: String,
    /// The process.
    pub process: Localized,
    /// Its checklist.
    pub template_id: TemplateId,
    /// The layer.
    pub layer: i32,
    /// What the layer is called.
    pub layer_name: String,
    /// The plan that covers it on other days, and the next of them, if there is one.
    pub plan: Option<(PlanId, Option<NaiveDate>)>,
}

/// The gaps of a period in the units of a scope: those without any plan first, then by unit, process and layer.
///
/// # Errors
/// Only when the database fails.
pub fn gaps(
    conn: &mut Conn,
    scope: &Scope,
    wish: super::calendar::Wish,
    period: &Period,
    now: Instant,
) -> AppResult<Vec<Gap>> {
    let inside: HashSet<UnitId> = board_queries::units_inside(conn, scope, wish.within)?
        .into_iter()
        .collect();
    let carried = board_queries::carried_out(conn)?;
    let carried: Vec<_> = carried
        .into_iter()
        .filter(|one| inside.contains(&one.unit_id))
        .collect();
    if carried.is_empty() {
        return Ok(Vec::new());
    }
    let layers = agency::queries::layers(conn)?;
    let asked = board_queries::asked_layers(conn)?;
    let below = board_queries::below_each(conn, &carried.iter().map(|one| one.unit_id).collect::<Vec<_>>())?;
    let seen: HashSet<Seen> = board_queries::seen_between(conn, period.first, period.last)?
        .into_iter()
        .collect();
    let mut cover = Cover::of(conn)?;
    let mut gaps = Vec::new();
    for one in &carried {
        let here = below.get(&one.unit_id).map(Vec::as_slice).unwrap_or_default();
        for (template, layer) in asked.get(&one.process_id).into_iter().flatten() {
            if wish.layer.is_some_and(|wanted| wanted != *layer) {
                continue;
            }
            let is_seen = |unit: &UnitId| seen.contains(&(one.process_id, *unit, *layer));
            if here.iter().any(is_seen) {
                continue;
            }
            let plan = match cover.look(conn, (*template, *layer), here, period, now)? {
                Look::Inside => continue,
                // what comes unannounced is announced nowhere
                Look::Later(plan, _) if plan.unannounced => Some((plan.id, None)),
                Look::Later(plan, next) => {
                    let made = board_queries::next_made(conn, plan.id, here, period.last)?;
                    Some((plan.id, made.into_iter().chain(next).min()))
                }
                Look::Nobody => None,
            };
            gaps.push(Gap {
                unit_id: one.unit_id,
                unit: one.unit.clone(),
                process: one.process.clone(),
                template_id: *template,
                layer: *layer,
                layer_name: layers
                    .iter()
                    .find(|known| known.number == *layer)
                    .map(|known| known.name.clone())
                    .unwrap_or_default(),
                plan,
            });
        }
    }
    gaps.sort_by(|a, b| {
        let key = |gap: &Gap| {
            (
                gap.plan.is_some(),
                gap.unit.clone(),
                gap.process.get("en").to_owned(),
                gap.layer,
            )
        };
        key(a).cmp(&key(b))
    });
    Ok(gaps)
}

/// What the active plans say of a checklist and a layer at some units.
enum Look {
    /// One of their days falls into the period.
    Inside,
    /// A plan covers them; none of its days falls into the period. The next of its days.
    Later(Box<Plan>, Option<NaiveDate>),
    /// No active plan covers them.
    Nobody,
}

/// The active plans by checklist and layer, with the units they cover.
struct Cover {
    plans: BTreeMap<(TemplateId, i32), Vec<(Plan, Vec<UnitId>)>>,
    calendars: Calendars,
}

impl Cover {
    fn of(conn: &mut Conn) -> AppResult<Self> {
        let mut plans: BTreeMap<(TemplateId, i32), Vec<(Plan, Vec<UnitId>)>> = BTreeMap::new();
        for (plan, _) in board_queries::active_plans(conn, None)? {
            let units = queries::covered(conn, plan.id)?
                .into_iter()
                .filter(|unit| unit.active)
                .map(|unit| unit.unit_id)
                .collect();
            plans
                .entry((plan.template_id, plan.layer))
                .or_default()
                .push((plan, units));
        }
        Ok(Self {
            plans,
            calendars: Calendars::default(),
        })
    }

    fn look(
        &mut self,
        conn: &mut Conn,
        what: (TemplateId, i32),
        here: &[UnitId],
        period: &Period,
        now: Instant,
    ) -> AppResult<Look> {
        let mut look = Look::Nobody;
        for (plan, units) in self.plans.get(&what).into_iter().flatten() {
            let timing = plan.timing().map_err(AppError::broken)?;
            for unit in units.iter().filter(|unit| here.contains(unit)) {
                let calendar = self.calendars.of(conn, *unit)?;
                let unmade = first_unmade(plan, calendar.zone.local(now).date);
                let coming = timing.next(calendar, unmade.max(period.first), 1);
                let next = coming.first().map(|one| one.date);
                if next.is_some_and(|next| period.holds(next)) {
                    return Ok(Look::Inside);
                }
                look = match look {
                    Look::Later(_, Some(before)) if next.is_none_or(|next| before <= next) => look,
                    _ => Look::Later(Box::new(plan.clone()), next),
                };
            }
        }
        Ok(look)
    }
}

/// The units below each unit, itself among them.
pub type Below = HashMap<UnitId, Vec<UnitId>>;
/// Which layers ask something about each process, and by which checklist.
pub type AskedLayers = HashMap<ProcessId, Vec<(TemplateId, i32)>>;
