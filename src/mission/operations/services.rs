//! Services: whom they are for, what is promised of them, which objectives they work towards.

use super::super::file;
use super::*;
use crate::agency;
use crate::base::text::Slug;
use crate::base::zone::shifted;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Writes a new service.
///
/// # Errors
/// Refused when another service has the id, and by the rules of a service.
pub fn create_service(conn: &mut Conn, act: &Act, code: &Slug, wanted: &ServiceWanted) -> AppResult<ServiceId> {
    queries::hold_codes(conn)?;
    if queries::services_by_code(conn)?.contains_key(code.as_str()) {
        return Err(CannotPromise::ServiceTaken(code.to_string()).into());
    }
    check(wanted)?;
    let mut changes = Vec::new();
    let id = create(conn, act, code.as_str(), wanted, &mut changes)?;
    record(conn, act, changes)?;
    Ok(id)
}

/// Changes a service that was read at this revision, with its groups, objectives and promises. A promise that gets other
/// words or another target stays as a former one, and a new one takes its place.
///
/// # Errors
/// Stale when somebody else changed it meanwhile; refused by the rules of a service.
pub fn update_service(
    conn: &mut Conn,
    act: &Act,
    id: ServiceId,
    revision: i32,
    wanted: &ServiceWanted,
) -> AppResult<()> {
    queries::hold_codes(conn)?;
    check(wanted)?;
    let old = queries::whole(conn, id)?;
    if old.service.revision != revision {
        return Err(AppError::Stale);
    }
    if !old.service.active {
        return Err(CannotPromise::Ended.into());
    }
    let mut changes = Vec::new();
    update(conn, act, &old, wanted, &mut changes)?;
    record(conn, act, changes)
}

/// Ends a service. It stays for what points at it.
///
/// # Errors
/// Refused when it has ended already; Stale when somebody else was quicker.
pub fn end_service(conn: &mut Conn, act: &Act, id: ServiceId) -> AppResult<()> {
    set_active(conn, act, id, false)
}

/// Takes an ended service up again.
///
/// # Errors
/// Refused when it is active; Stale when somebody else was quicker.
pub fn resume_service(conn: &mut Conn, act: &Act, id: ServiceId) -> AppResult<()> {
    set_active(conn, act, id, true)
}

fn set_active(conn: &mut Conn, act: &Act, id: ServiceId, active: bool) -> AppResult<()> {
    let old = queries::find_service(conn, id)?;
    match (old.active, active) {
        (false, false) => return Err(CannotPromise::Ended.into()),
        (true, true) => return Err(CannotPromise::Active.into()),
        _ => {}
    }
    let new = Service { active, ..old.clone() };
    if !queries::update_service(conn, &old, &new)? {
        return Err(AppError::Stale);
    }
    let event = if active { "service-resumed" } else { "service-ended" };
    record(conn, act, vec![(Record::of("service", id), event, json!({}))])
}

fn check(wanted: &ServiceWanted) -> AppResult<()> {
    match wanted.first_problem() {
        Some(no) => Err(no.into()),
        None => Ok(()),
    }
}

fn unit_name(conn: &mut Conn, unit: UnitId) -> AppResult<String> {
    let unit = agency::queries::find(conn, unit).map_err(|_| CannotPromise::UnknownUnit)?;
    Ok(unit.name)
}

/// The objectives with these ids; one that is not there is left out.
fn objectives(conn: &mut Conn, wanted: &ServiceWanted) -> AppResult<Vec<Objective>> {
    Ok(queries::find_objectives(conn, &wanted.objectives)?)
}

fn create(
    conn: &mut Conn,
    act: &Act,
    code: &str,
    wanted: &ServiceWanted,
    changes: &mut Vec<Noted>,
) -> AppResult<ServiceId> {
    let service = Service {
        id: act.id(),
        code: code.to_owned(),
        unit_id: wanted.unit_id,
        name: wanted.name.clone(),
        description: wanted.description.clone(),
        search: search_words(&wanted.name, code),
        active: true,
        revision: 1,
        created_at: act.now,
    };
    let (unit, objectives) = (unit_name(conn, wanted.unit_id)?, objectives(conn, wanted)?);
    queries::insert_service(conn, &service)?;
    queries::set_groups(conn, act, service.id, &wanted.groups)?;
    queries::set_objectives(conn, service.id, &ids(&objectives))?;
    let subject = Record::of("service", service.id);
    let facts = json!({"to": service_facts(&service, &unit, &wanted.groups, &objectives)});
    changes.push((subject, "service-added", facts));
    for (promise, position) in wanted.promises.iter().zip(1..) {
        let promise = promise.of(act.id(), service.id, position);
        queries::insert_promise(conn, &promise)?;
        changes.push((subject, "promise-added", json!({"to": promise_facts(&promise)})));
    }
    Ok(service.id)
}

fn ids(objectives: &[Objective]) -> Vec<ObjectiveId> {
    objectives.iter().map(|objective| objective.id).collect()
}

/// Makes a service what is wanted, active, and says whether that was another thing.
fn update(
    conn: &mut Conn,
    act: &Act,
    old: &ServiceWhole,
    wanted: &ServiceWanted,
    changes: &mut Vec<Noted>,
) -> AppResult<bool> {
    let (before, id) = (changes.len(), old.service.id);
    let today = today(conn, act)?;
    let new = Service {
        unit_id: wanted.unit_id,
        name: wanted.name.clone(),
        description: wanted.description.clone(),
        search: search_words(&wanted.name, &old.service.code),
        active: true,
        ..old.service.clone()
    };
    let groups: Vec<(GroupKind, Localized)> = old
        .groups
        .iter()
        .map(|group| (group.kind, group.name.clone()))
        .collect();
    let objectives = objectives(conn, wanted)?;
    let from = service_facts(
        &old.service,
        &unit_name(conn, old.service.unit_id)?,
        &groups,
        &old.objectives,
    );
    let to = service_facts(&new, &unit_name(conn, new.unit_id)?, &wanted.groups, &objectives);
    if from != to {
        changes.push((
            Record::of("service", id),
            "service-changed",
            json!({"from": from, "to": to}),
        ));
    }
    let written = promises(act, today, old, wanted, changes)?;
    if changes.len() == before && groups == wanted.groups {
        return Ok(false);
    }
    if !queries::update_service(conn, &old.service, &new)? {
        return Err(AppError::Stale);
    }
    queries::set_groups(conn, act, id, &wanted.groups)?;
    queries::set_objectives(conn, id, &ids(&objectives))?;
    for one in written {
        match one {
            Written::New(promise) => queries::insert_promise(conn, &promise)?,
            Written::Changed(promise) => queries::update_promise(conn, &promise)?,
            Written::Gone(promise) => queries::delete_promise(conn, promise)?,
        };
    }
    Ok(true)
}

/// What becomes of a promise.
enum Written {
    New(Promise),
    Changed(Promise),
    Gone(CharterPromiseId),
}

/// The local day of a deed.
fn today(conn: &mut Conn, act: &Act) -> AppResult<NaiveDate> {
    Ok(agency::queries::agency_zone(conn)?.local(act.now).date)
}

fn promises(
    act: &Act,
    today: NaiveDate,
    old: &ServiceWhole,
    wanted: &ServiceWanted,
    changes: &mut Vec<Noted>,
) -> AppResult<Vec<Written>> {
    let subject = Record::of("service", old.service.id);
    let mut written = Vec::new();
    for (wanted, position) in wanted.promises.iter().zip(1..) {
        let known = old.promises.iter().find(|promise| wanted.id == Some(promise.id));
        let Some(known) = known.filter(|promise| !promise.is_former(today)) else {
            let new = wanted.of(act.id(), old.service.id, position);
            changes.push((subject, "promise-added", json!({"to": promise_facts(&new)})));
            written.push(Written::New(new));
            continue;
        };
        if wanted.wording.is_empty() {
            // What was never in force can go; what was stays as a former promise, with its last day.
            if known.since < today {
                return Err(CannotPromise::PromiseEmptied.into());
            }
            changes.push((subject, "promise-dropped", json!({"from": promise_facts(known)})));
            written.push(Written::Gone(known.id));
            continue;
        }
        if wanted.is_another(known) && known.since < today {
            let since = if wanted.since == known.since {
                today
            } else {
                wanted.since
            };
            if since <= known.since {
                return Err(CannotPromise::EndsEarly.into());
            }
            let former = Promise {
                until: Some(shifted(since, -1)),
                ..known.clone()
            };
            let mut new = wanted.of(act.id(), old.service.id, position);
            new.since = since;
            let facts = json!({"from": promise_facts(known), "to": promise_facts(&new)});
            changes.push((subject, "promise-changed", facts));
            written.extend([Written::Changed(former), Written::New(new)]);
            continue;
        }
        let new = wanted.of(known.id, old.service.id, position);
        if promise_facts(&new) != promise_facts(known) {
            let facts = json!({"from": promise_facts(known), "to": promise_facts(&new)});
            let ended = new.until.is_some() && known.until.is_none();
            let event = if ended { "promise-ended" } else { "promise-corrected" };
            changes.push((subject, event, facts));
        }
        if new != *known {
            written.push(Written::Changed(new));
        }
    }
    Ok(written)
}

// from a file

/// Makes the services of a unit what the file says. A promise is known by its words: one that is gone from the file is a
/// former one from today on.
pub(super) fn load(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    list: &[file::Service],
    loaded: &mut Loaded,
    changes: &mut Vec<Noted>,
) -> AppResult<()> {
    let today = today(conn, act)?;
    let by_code = queries::services_by_code(conn)?;
    let objectives = queries::objectives_by_code(conn)?;
    for service in list {
        let wanted = in_file(unit, service, &objectives)?;
        match by_code.get(service.id.as_str()) {
            None => {
                create(conn, act, service.id.as_str(), &wanted, changes)?;
                loaded.services_added += 1;
            }
            Some(id) => {
                let old = queries::whole(conn, *id)?;
                let wanted = with_known_promises(today, &old, wanted);
                loaded.services_changed += usize::from(update(conn, act, &old, &wanted, changes)?);
            }
        }
    }
    let kept: Vec<ServiceId> = list
        .iter()
        .filter_map(|service| by_code.get(service.id.as_str()).copied())
        .collect();
    for gone in queries::all_services(conn)? {
        let is_listed = kept.contains(&gone.id) || !by_code.contains_key(&gone.code);
        if gone.unit_id != unit || is_listed {
            continue;
        }
        let ended = Service {
            active: false,
            ..gone.clone()
        };
        if !queries::update_service(conn, &gone, &ended)? {
            return Err(AppError::Stale);
        }
        loaded.services_ended += 1;
        changes.push((Record::of("service", gone.id), "service-ended", json!({})));
    }
    Ok(())
}

fn in_file(
    unit: UnitId,
    service: &file::Service,
    objectives: &BTreeMap<String, ObjectiveId>,
) -> Result<ServiceWanted, CannotPromise> {
    let all = |kind: GroupKind, names: &[Localized]| -> Vec<(GroupKind, Localized)> {
        names.iter().map(|name| (kind, name.clone())).collect()
    };
    let customers = &service.customers;
    let find = |code: &GoalCode| {
        let known = objectives.get(code.as_str()).copied();
        known.ok_or_else(|| CannotPromise::UnknownObjective(code.to_string()))
    };
    let promise = |promise: &file::Promise| PromiseWanted {
        id: None,
        wording: promise.text.clone(),
        measure: promise.measure.clone(),
        aim: promise.target.as_ref().map(Into::into).unwrap_or_default(),
        since: promise.since,
        until: None,
    };
    Ok(ServiceWanted {
        unit_id: unit,
        name: service.name.clone(),
        description: service.description.clone(),
        groups: [
            all(GroupKind::Direct, &customers.direct),
            all(GroupKind::Stakeholder, &customers.stakeholders),
            all(GroupKind::Beneficiary, &customers.beneficiaries),
        ]
        .concat(),
        promises: service.promises.iter().map(promise).collect(),
        objectives: service.objectives.iter().map(find).collect::<Result<_, _>>()?,
    })
}

/// The same with its promises joined to those that are there, and those that are not in the file ended. The service stays
/// with the unit that answers for it.
fn with_known_promises(today: NaiveDate, old: &ServiceWhole, mut wanted: ServiceWanted) -> ServiceWanted {
    wanted.unit_id = old.service.unit_id;
    let open: Vec<&Promise> = old
        .promises
        .iter()
        .filter(|promise| !promise.is_former(today))
        .collect();
    for promise in &mut wanted.promises {
        let known = open.iter().find(|known| known.wording == promise.wording);
        promise.id = known.map(|known| known.id);
    }
    let named: Vec<CharterPromiseId> = wanted.promises.iter().filter_map(|promise| promise.id).collect();
    let yesterday = shifted(today, -1);
    for gone in open.iter().filter(|promise| !named.contains(&promise.id)) {
        wanted.promises.push(PromiseWanted {
            id: Some(gone.id),
            wording: gone.wording.clone(),
            measure: gone.measure.clone(),
            aim: gone.aim(),
            since: gone.since,
            until: gone.until.or(Some(yesterday.max(gone.since))),
        });
    }
    wanted
}
