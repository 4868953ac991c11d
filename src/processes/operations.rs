//! The verbs of the room: write a process, change it, load the file.

use super::file::{Process as Entry, ProcessesFile};
use super::model::{CannotKeep, Process, Wanted, code_of, search_words};
use super::queries;
use crate::base::act::Act;
use crate::base::ids::*;
use crate::base::text::{FALLBACK_LANGUAGE, Localized};
use crate::manuals;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Makes processes findable that were written before there was a list to search; how many there were. Done when the
/// program starts.
///
/// # Errors
/// Only when the database fails.
pub fn fill_older(conn: &mut Conn) -> AppResult<usize> {
    let older = queries::unsearched(conn)?;
    for process in &older {
        queries::set_search(conn, process.id, &search_words(&process.name, &process.code))?;
    }
    Ok(older.len())
}

/// Writes a new process. Its id in the files is made of its name.
///
/// # Errors
/// Refused by the rules of a process.
pub fn create(conn: &mut Conn, act: &Act, wanted: &Wanted) -> AppResult<ProcessId> {
    check(conn, wanted, None)?;
    let taken: Vec<String> = queries::all(conn)?.into_iter().map(|process| process.code).collect();
    let code = code_of(wanted.name.get(FALLBACK_LANGUAGE), &|code| {
        taken.iter().any(|own| own == code)
    });
    let process = as_wanted(&Process::new(act.id(), &code, &wanted.name), wanted);
    queries::insert(conn, &process)?;
    queries::set_units(conn, process.id, &wanted.units)?;
    queries::set_services(conn, process.id, &wanted.services)?;
    let to = facts(&process, &wanted.units, &wanted.services);
    tell(conn, act, process.id, "process-added", json!({ "to": to }))?;
    Ok(process.id)
}

/// Changes a process that was read at this revision.
///
/// # Errors
/// Stale when somebody else changed it meanwhile; refused by the rules of a process.
pub fn update(conn: &mut Conn, act: &Act, id: ProcessId, revision: i32, wanted: &Wanted) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    if read.revision != revision {
        return Err(AppError::Stale);
    }
    let before = as_it_is(conn, &read)?;
    check(conn, wanted, Some(&before))?;
    write(conn, act, &read, &before, wanted).map(drop)
}

/// What a process is now.
///
/// # Errors
/// Only when the database fails.
pub fn as_it_is(conn: &mut Conn, process: &Process) -> AppResult<Wanted> {
    let mut units = queries::units_of(conn, &[process.id])?;
    let services = queries::services_of(conn, process.id)?;
    Ok(Wanted {
        name: process.name.clone(),
        description: process.description.clone().unwrap_or_default(),
        owner_id: process.owner_id,
        manual_id: process.manual_id,
        units: sorted(units.remove(&process.id).unwrap_or_default()),
        services: sorted(services.into_iter().map(|service| service.id).collect()),
    })
}

/// Makes the processes what a file says; what it does not say stays. The same file again writes nothing. Says how many
/// are new or changed.
///
/// # Errors
/// Refused when it names a manual or a service that is not there; Stale when somebody else changes a process at the same
/// moment.
pub fn load(conn: &mut Conn, act: &Act, file: &ProcessesFile) -> AppResult<usize> {
    let manuals = queries::manuals_by_code(conn)?;
    let services = queries::services_by_code(conn)?;
    let mut written = 0;
    for entry in &file.processes {
        let known = queries::find_by_code(conn, entry.id.as_str())?;
        let before = match &known {
            Some(process) => as_it_is(conn, process)?,
            None => Wanted {
                name: entry.name.clone(),
                description: Localized::default(),
                owner_id: None,
                manual_id: None,
                units: Vec::new(),
                services: Vec::new(),
            },
        };
        let wanted = by_file(entry, &before, &manuals, &services)?;
        match known {
            Some(read) => written += usize::from(write(conn, act, &read, &before, &wanted)?),
            None => {
                let process = as_wanted(&Process::new(act.id(), entry.id.as_str(), &entry.name), &wanted);
                queries::insert(conn, &process)?;
                queries::set_services(conn, process.id, &wanted.services)?;
                let to = facts(&process, &wanted.units, &wanted.services);
                tell(conn, act, process.id, "process-added", json!({ "to": to }))?;
                written += 1;
            }
        }
    }
    Ok(written)
}

fn by_file(
    entry: &Entry,
    before: &Wanted,
    manuals: &BTreeMap<String, ManualId>,
    services: &BTreeMap<String, ServiceId>,
) -> Result<Wanted, CannotKeep> {
    let process = || entry.id.as_str().to_owned();
    let mut wanted = Wanted {
        name: entry.name.clone(),
        ..before.clone()
    };
    if let Some(description) = &entry.description {
        wanted.description = description.clone();
    }
    if let Some(manual) = &entry.manual {
        let id = manuals.get(manual.as_str()).ok_or_else(|| CannotKeep::FileManual {
            process: process(),
            code: manual.as_str().to_owned(),
        })?;
        wanted.manual_id = Some(*id);
    }
    if let Some(named) = &entry.services {
        let mut ids = Vec::new();
        for code in named {
            let id = services.get(code.as_str()).ok_or_else(|| CannotKeep::FileService {
                process: process(),
                code: code.as_str().to_owned(),
            })?;
            ids.push(*id);
        }
        wanted.services = sorted(ids);
    }
    Ok(wanted)
}

/// Writes a process over what was read, unless it is so already; true when something changed.
fn write(conn: &mut Conn, act: &Act, read: &Process, before: &Wanted, wanted: &Wanted) -> AppResult<bool> {
    let new = as_wanted(read, wanted);
    let (units, services) = (sorted(wanted.units.clone()), sorted(wanted.services.clone()));
    let (from, to) = changed(
        &facts(read, &before.units, &before.services),
        &facts(&new, &units, &services),
    );
    if from == to {
        return Ok(false);
    }
    if !queries::update(conn, read, &new)? {
        return Err(AppError::Stale);
    }
    if units != before.units {
        queries::set_units(conn, read.id, &units)?;
    }
    if services != before.services {
        queries::set_services(conn, read.id, &services)?;
    }
    tell(conn, act, read.id, "process-changed", json!({ "from": from, "to": to }))?;
    Ok(true)
}

/// The rules of a process that need the database, after those that do not. What it has already it may keep: a unit that
/// was closed since, an owner who left.
fn check(conn: &mut Conn, wanted: &Wanted, before: Option<&Wanted>) -> AppResult<()> {
    if let Some((_, no)) = wanted.problems().into_iter().next() {
        return Err(no.into());
    }
    let before_owner = before.and_then(|before| before.owner_id);
    if let Some(owner) = wanted.owner_id
        && before_owner != Some(owner)
        && !queries::is_here(conn, owner)?
    {
        return Err(CannotKeep::UnknownOwner.into());
    }
    if let Some(manual) = wanted.manual_id {
        manuals::queries::find(conn, manual).map_err(|error| match error {
            diesel::result::Error::NotFound => CannotKeep::UnknownManual.into(),
            other => AppError::from(other),
        })?;
    }
    let new_units = new_ones(&wanted.units, before.map(|before| before.units.as_slice()));
    let new_services = new_ones(&wanted.services, before.map(|before| before.services.as_slice()));
    let (Some(new_units), Some(new_services)) = (new_units, new_services) else {
        return Err(CannotKeep::UnknownUnit.into());
    };
    if queries::count_units(conn, &new_units)? != count(&new_units) {
        return Err(CannotKeep::UnknownUnit.into());
    }
    if queries::count_services(conn, &new_services)? != count(&new_services) {
        return Err(CannotKeep::UnknownService.into());
    }
    Ok(())
}

/// Those of the wanted that were not there before; `None` when one is given twice.
fn new_ones<T: Ord + Copy>(wanted: &[T], before: Option<&[T]>) -> Option<Vec<T>> {
    let mut once = wanted.to_vec();
    once.sort_unstable();
    once.dedup();
    if once.len() != wanted.len() {
        return None;
    }
    once.retain(|one| before.is_none_or(|before| !before.contains(one)));
    Some(once)
}

fn count<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(-1)
}

fn sorted<T: Ord>(mut rows: Vec<T>) -> Vec<T> {
    rows.sort_unstable();
    rows
}

/// The process as it is wanted; what is not the writer's to choose stays.
fn as_wanted(process: &Process, wanted: &Wanted) -> Process {
    Process {
        name: wanted.name.clone(),
        description: Some(wanted.description.clone()).filter(|text| !text.is_empty()),
        owner_id: wanted.owner_id,
        manual_id: wanted.manual_id,
        search: search_words(&wanted.name, &process.code),
        ..process.clone()
    }
}

fn facts(process: &Process, units: &[UnitId], services: &[ServiceId]) -> Value {
    json!({
        "code": process.code,
        "name": process.name,
        "description": process.description,
        "owner": process.owner_id,
        "manual": process.manual_id,
        "units": units,
        "services": services,
    })
}

/// What differs, before and after.
fn changed(from: &Value, to: &Value) -> (Value, Value) {
    let differing = |one: &Value, other: &Value| -> Value {
        let fields = one.as_object().into_iter().flatten();
        let fields = fields.filter(|(name, value)| other.get(name.as_str()) != Some(*value));
        Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    (differing(from, to), differing(to, from))
}

fn tell(conn: &mut Conn, act: &Act, id: ProcessId, event: &'static str, facts: Value) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("process", id),
            event,
            facts,
            text: None,
        },
    )
}
