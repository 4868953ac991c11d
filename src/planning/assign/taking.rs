//! Audits that are given to nobody: who may take them, and taking one.

use super::giving::Giver;
use super::queries;
use crate::agency;
use crate::audits::operations as audits;
use crate::audits::queries as audit_queries;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::planning::queries as plans;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use std::collections::HashMap;

/// The audits that are given to nobody, can be done before a moment, and that a person may take.
///
/// # Errors
/// Only when the database fails.
pub fn to_take(conn: &mut Conn, person: PersonId, now: Instant, until: Instant) -> AppResult<Vec<AuditId>> {
    let mut pools: HashMap<(PlanId, UnitId, i32), bool> = HashMap::new();
    let mut found = Vec::new();
    for (audit, plan, unit, layer) in queries::untaken(conn, person, now, until)? {
        let may = match pools.get(&(plan, unit, layer)) {
            Some(may) => *may,
            None => {
                let may = is_in_pool(conn, person, plan, unit, layer, now)?;
                pools.insert((plan, unit, layer), may);
                may
            }
        };
        if may {
            found.push(audit);
        }
    }
    Ok(found)
}

fn is_in_pool(
    conn: &mut Conn,
    person: PersonId,
    plan: PlanId,
    unit: UnitId,
    layer: i32,
    now: Instant,
) -> AppResult<bool> {
    let plan = plans::find(conn, plan)?;
    let role = agency::queries::layers(conn)?
        .into_iter()
        .find(|other| other.number == layer)
        .map(|layer| layer.role);
    let today = now.0.date_naive();
    let giver = Giver::of(conn, &plan, role, &[unit], (today, today), now)?;
    Ok(giver.pool(unit).contains(&person))
}

/// Takes an audit that is given to nobody.
///
/// # Errors
/// `NotFound` for those who may not; [`crate::audits::model::CannotAudit::Taken`] when somebody was quicker.
pub fn take(conn: &mut Conn, act: &Act, id: AuditId) -> AppResult<()> {
    let who = act
        .who
        .ok_or_else(|| AppError::broken("an audit taken without a person"))?;
    let audit = audit_queries::find(conn, id)?;
    if !is_in_pool(conn, who, audit.plan_id, audit.unit_id, audit.layer, act.now)? {
        return Err(AppError::NotFound);
    }
    audits::take(conn, act, id)
}
