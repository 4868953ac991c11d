//! Audits change hands before anybody has begun them: whoever has them left or is away, or is back again.

use super::giving::{Giver, Occasion};
use super::queries::{self, Ahead};
use super::telling::{Unassigned, tell_given_back_to_nobody};
use super::{Given, Nobody};
use crate::agency;
use crate::audits::handing::queries as handing;
use crate::audits::operations as audits;
use crate::base::act::Act;
use crate::base::ids::*;
use crate::base::zone::{Zone, shifted};
use crate::people::absences::model::Acting;
use crate::planning::model::{Plan, Way};
use crate::planning::queries as plans;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Gives the audits of a plan that nobody has begun to somebody else where theirs holds the layer's role at the unit no
/// more or is away, back to theirs who is here again, and those given to nobody to somebody, if there is one now. Says how
/// many moved; whoever leads is told which have nobody any more.
///
/// # Errors
/// Stale when two runs move the same turn at once; else only when the database or a mail template fails.
pub fn reassign(conn: &mut Conn, act: &Act, post: &Post, id: PlanId) -> AppResult<usize> {
    let ahead = queries::ahead(conn, id, act.now)?;
    let (Some(first), Some(last)) = (
        ahead.iter().map(|audit| audit.date).min(),
        ahead.iter().map(|audit| audit.date).max(),
    ) else {
        return Ok(0);
    };
    // a window can be long: whoever is away when it is due counts, too
    let span = (
        first,
        shifted(last, i64::from(crate::planning::model::LONGEST_WINDOW) + 1),
    );
    let plan = plans::find(conn, id)?;
    let layers = agency::queries::layers(conn)?;
    let covered: Vec<UnitId> = plans::covered(conn, id)?.into_iter().map(|unit| unit.unit_id).collect();
    // a unit the plan covers no more keeps what was made for it, and whoever it was given to
    let ahead: Vec<Ahead> = ahead
        .into_iter()
        .filter(|audit| covered.contains(&audit.unit_id))
        .collect();
    // what somebody handed over stays with whoever got it, as long as they could do it
    let ids: Vec<AuditId> = ahead.iter().map(|audit| audit.id).collect();
    let handed: HashMap<AuditId, Option<PersonId>> = handing::handed(conn, &ids)?.into_iter().collect();
    let mut givers: BTreeMap<i32, Giver> = BTreeMap::new();
    let (mut moved, mut nobody) = (0, Vec::new());
    for audit in &ahead {
        if handed.get(&audit.id) == Some(&audit.assignee_id) && handing::stays(conn, audit.id)? {
            continue;
        }
        let giver = match givers.entry(audit.layer) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let role = layers.iter().find(|layer| layer.number == audit.layer);
                let mut units: Vec<UnitId> = ahead
                    .iter()
                    .filter(|other| other.layer == audit.layer)
                    .map(|other| other.unit_id)
                    .collect();
                units.sort_unstable();
                units.dedup();
                let role = role.map(|layer| layer.role);
                new.insert(Giver::of(conn, &plan, role, &units, span, audit.opens_at)?)
            }
        };
        let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
        let occasion = Occasion::of(&zone, audit.date, audit.opens_at, audit.due_at, act.now);
        let Some(given) = wanted(conn, giver, &plan, audit, &occasion, act)? else {
            continue;
        };
        if (given.assignee, given.stands_in_for) == (audit.assignee_id, audit.stands_in_for) {
            continue;
        }
        audits::assign_for(conn, act, audit.id, given.assignee, given.stands_in_for)?;
        giver.moved(audit.date, audit.assignee_id, None);
        giver.took(audit.unit_id, &occasion, &given);
        moved += 1;
        if let Some(why) = given.nobody {
            nobody.push(Unassigned {
                audit: Some(audit.id),
                unit_id: audit.unit_id,
                unit: audit.unit.clone(),
                date: audit.date,
                why,
            });
        }
    }
    for giver in givers.values() {
        giver.keep(conn)?;
    }
    tell_given_back_to_nobody(conn, act, post, &plan, &layers, &nobody)?;
    Ok(moved)
}

/// To whom an audit should be given as things stand; `None` leaves it where it is.
fn wanted(
    conn: &mut Conn,
    giver: &Giver,
    plan: &Plan,
    audit: &Ahead,
    occasion: &Occasion,
    act: &Act,
) -> AppResult<Option<Given>> {
    let (unit, has) = (audit.unit_id, audit.assignee_id);
    let Some(owner) = audit.stands_in_for.or(has) else {
        let next = giver.next(conn, unit, occasion)?;
        // whoever leads knows already
        return Ok(next.assignee.map(|_| next));
    };
    if !giver.pool(unit).contains(&owner) {
        // what is open stays with whoever has it
        if has.is_some() && audit.opens_at <= act.now {
            return Ok(None);
        }
        return Ok(Some(giver.next(conn, unit, occasion)?));
    }
    let to = |assignee, stands_in_for| Given {
        assignee,
        stands_in_for,
        ..Given::default()
    };
    Ok(Some(match giver.acting(owner, occasion) {
        Acting::Here => to(Some(owner), None),
        Acting::StandIn(other) if has == Some(other) || giver.lets(other, unit, audit.date) => {
            to(Some(other), Some(owner))
        }
        Acting::StandIn(_) | Acting::Nobody => {
            let covers = |other: PersonId| other != owner && giver.acting(other, occasion) == Acting::Here;
            match has {
                Some(other) if covers(other) && plan.assignment != Way::Pool => to(has, Some(owner)),
                _ => {
                    let given = giver.cover(unit, occasion, owner);
                    let told = audit.stands_in_for.is_some() && has.is_none();
                    Given {
                        nobody: given.nobody.filter(|_: &Nobody| !told),
                        ..given
                    }
                }
            }
        }
    }))
}

/// Looks after the next plan, after one that was seen, that has audits which absences concern. `None` when there is no
/// further one. One call is one transaction.
///
/// # Errors
/// As [`reassign`].
pub fn stand_in_next(conn: &mut Conn, act: &Act, post: &Post, after: Option<PlanId>) -> AppResult<Option<PlanId>> {
    let plan = next_concerned(conn, act, after)?;
    if let Some(plan) = plan {
        reassign(conn, act, post, plan)?;
    }
    Ok(plan)
}

/// The plan [`stand_in_next`] looks after.
///
/// # Errors
/// Only when the database fails.
pub fn next_concerned(conn: &mut Conn, act: &Act, after: Option<PlanId>) -> AppResult<Option<PlanId>> {
    // yesterday in one zone is today in another
    let since = shifted(act.now.0.date_naive(), -1);
    Ok(queries::next_concerned(conn, since, act.now, after)?)
}
