//! Gaps in layer cover: a process that a unit carries out, and a layer whose questions about it nobody asks there.
//!
//! A layer looks at a process at a unit when an audit of it begins there, or at a unit below, in the month. Where no plan
//! asks for one, or none of its days falls into the month, that is a gap. Whoever may not know when a plan comes
//! unannounced sees no gap at its units: one that comes and goes would announce it.

use super::board_queries::{self, Seen};
use super::calendar::{InTheKnow, Period};
use super::coming::Coming;
use super::making::{self, KnownUnits, Site, ids_of};
use super::model::Plan;
use super::queries::{self, Covered};
use crate::agency;
use crate::base::clock::Instant;
use crate::base::ids::{PlanId, ProcessId, TemplateId, UnitId};
use crate::base::text::Localized;
use crate::people::model::Scope;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
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
    let mut cover = Cover::of(conn, scope)?;
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
                Look::Later(plan, next) => {
                    let made = board_queries::next_made(conn, plan, here, period.last)?;
                    Some((plan, made.into_iter().chain(next).min()))
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

/// What the plans say of a checklist and a layer at some units.
enum Look {
    /// One of their days falls into the period, or may do so unannounced.
    Inside,
    /// A plan covers them; none of its days falls into the period. The next of its days.
    Later(PlanId, Option<NaiveDate>),
    /// No plan covers them.
    Nobody,
}

/// A plan, with the open units it covers.
struct Covering {
    plan: Plan,
    covered: Vec<Covered>,
    /// When it comes round, at its units, and the ids of all of them; as soon as somebody asked.
    view: Option<(Coming, Vec<Site>, Vec<UnitId>)>,
}

/// The plans by checklist and layer.
struct Cover {
    plans: BTreeMap<(TemplateId, i32), Vec<Covering>>,
    known: KnownUnits,
    in_the_know: InTheKnow,
    next: HashMap<(PlanId, UnitId), Option<NaiveDate>>,
}

impl Cover {
    fn of(conn: &mut Conn, scope: &Scope) -> AppResult<Self> {
        let mut plans: BTreeMap<(TemplateId, i32), Vec<Covering>> = BTreeMap::new();
        for (plan, _) in board_queries::plans_ahead(conn, None)? {
            let mut covered = queries::covered(conn, plan.id)?;
            covered.retain(|unit| unit.active);
            let of_key = plans.entry((plan.template_id, plan.layer)).or_default();
            of_key.push(Covering {
                plan,
                covered,
                view: None,
            });
        }
        Ok(Self {
            plans,
            known: KnownUnits::default(),
            in_the_know: InTheKnow::of(scope.person),
            next: HashMap::new(),
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
        for covering in self.plans.get_mut(&what).into_iter().flatten() {
            if covering.covered.iter().all(|unit| !here.contains(&unit.unit_id)) {
                continue;
            }
            let plan = &covering.plan;
            let (coming, sites, units) = match &mut covering.view {
                Some(view) => view,
                empty => {
                    let coming = making::coming(conn, plan)?;
                    let sites = self.known.sites(conn, now, &coming, covering.covered.clone())?;
                    let units = ids_of(&sites);
                    empty.insert((coming, sites, units))
                }
            };
            for site in sites.iter().filter(|site| here.contains(&site.unit.unit_id)) {
                // a gap that comes and goes would announce what comes unannounced
                if plan.unannounced && !self.in_the_know.at(conn, site.unit.unit_id, plan.layer)? {
                    return Ok(Look::Inside);
                }
                let next = *self.next.entry((plan.id, site.unit.unit_id)).or_insert_with(|| {
                    let from = site.unmade().max(period.first);
                    let next = coming.next(site.ground(units), from, 1);
                    next.first().map(|one| one.date)
                });
                if next.is_some_and(|next| period.holds(next)) {
                    return Ok(Look::Inside);
                }
                look = match look {
                    Look::Later(_, Some(before)) if next.is_none_or(|next| before <= next) => look,
                    _ => Look::Later(plan.id, next),
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
