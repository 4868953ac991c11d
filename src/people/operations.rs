//! The verbs of keeping people: add, change, give and end roles, let go.

use super::model::Person;
use super::queries;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::{AssignmentId, PersonId, UnitId};
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::platform::db::{Conn, is_duplicate};
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::installation;
use crate::platform::mail::stops;
use crate::refusals;
use chrono::NaiveDate;
use serde_json::json;

/// The most characters of a name.
pub const LONGEST_NAME: usize = 120;

/// Why a person cannot be kept this way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotKeep {
    /// No name, or one of more than [`LONGEST_NAME`] characters.
    #[error("a name is needed")]
    Name,
    /// Not written like a mail address.
    #[error("not a mail address")]
    Email,
    /// Somebody else has this address.
    #[error("the address belongs to somebody else")]
    EmailTaken,
    /// The person holds this role at this unit already.
    #[error("the role is held already")]
    AlreadyHeld,
    /// The unit is closed or unknown.
    #[error("the unit is closed")]
    UnitClosed,
    /// Nobody would be left to keep people and units.
    #[error("the last administrator")]
    LastAdministrator,
    /// Nobody lets themselves go.
    #[error("not yourself")]
    Yourself,
    /// The person has left.
    #[error("not active")]
    NotActive,
}

impl CannotKeep {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        Said::new(match self {
            Self::Name => "people-no-name",
            Self::Email => "people-no-email",
            Self::EmailTaken => "people-no-email-taken",
            Self::AlreadyHeld => "people-no-already-held",
            Self::UnitClosed => "people-no-unit-closed",
            Self::LastAdministrator => "people-no-last-administrator",
            Self::Yourself => "people-no-yourself",
            Self::NotActive => "people-no-not-active",
        })
    }
}
refusals!(CannotKeep);

/// A name as it is kept.
///
/// # Errors
/// [`CannotKeep::Name`].
pub fn read_name(typed: &str) -> Result<String, CannotKeep> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    fits.then_some(name).ok_or(CannotKeep::Name)
}

/// A mail address as it is kept: lower case.
///
/// # Errors
/// [`CannotKeep::Email`].
pub fn read_email(typed: &str) -> Result<String, CannotKeep> {
    let email = typed.trim().to_lowercase();
    let fits = email.len() <= 254 && email.parse::<lettre::Address>().is_ok();
    fits.then_some(email).ok_or(CannotKeep::Email)
}

/// Adds a person with these roles, who has no password yet (see `sign_in::invite`).
///
/// # Errors
/// [`CannotKeep`] in its words.
pub fn add_person(
    conn: &mut Conn,
    act: &Act,
    name: &str,
    email: &str,
    language: &str,
    assignments: &[(UnitId, Role)],
) -> AppResult<PersonId> {
    let person = Person {
        id: act.id(),
        name: read_name(name)?,
        email: read_email(email)?,
        password_hash: None,
        language: language.to_owned(),
        active: true,
        revision: 1,
    };
    if queries::find_by_email(conn, &person.email)?.is_some() {
        return Err(CannotKeep::EmailTaken.into());
    }
    queries::insert_person(conn, &person, &search_text(&person), act.now).map_err(taken)?;
    record(conn, act, person.id, "person-added", json!({}), Some(&told(&person)))?;
    for (unit, role) in assignments {
        assign(conn, act, person.id, *unit, *role)?;
    }
    Ok(person.id)
}

/// What a person looks like after a change.
#[derive(Debug, Clone)]
pub struct PersonChange {
    /// The revision the change was made from.
    pub revision: i32,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language.
    pub language: String,
}

/// Changes name, address and language. A new address ends the links sent to the old one.
///
/// # Errors
/// [`CannotKeep`] in its words; Stale when somebody was quicker.
pub fn change_person(conn: &mut Conn, act: &Act, id: PersonId, to: &PersonChange) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    let changed = Person {
        name: read_name(&to.name)?,
        email: read_email(&to.email)?,
        language: to.language.clone(),
        ..read.clone()
    };
    if read.revision != to.revision {
        return Err(AppError::Stale);
    }
    if changed == read {
        return Ok(());
    }
    let moved = changed.email != read.email;
    if moved && queries::find_by_email(conn, &changed.email)?.is_some() {
        return Err(CannotKeep::EmailTaken.into());
    }
    if !queries::update_person(conn, &read, &changed, &search_text(&changed)).map_err(taken)? {
        return Err(AppError::Stale);
    }
    if moved {
        queries::use_resets_of(conn, id, act.now)?;
        stops::moved(conn, act, &read.email, &changed.recipient())?;
    }
    let facts = json!({"language_from": read.language, "language_to": changed.language});
    record(conn, act, id, "person-changed", facts, Some(&told(&changed)))
}

/// Gives a person a role at a unit, from today on.
///
/// # Errors
/// [`CannotKeep`] in its words.
pub fn assign(conn: &mut Conn, act: &Act, person: PersonId, unit: UnitId, role: Role) -> AppResult<AssignmentId> {
    let unit_name = queries::open_unit(conn, unit)?.ok_or(CannotKeep::UnitClosed)?;
    if !queries::find(conn, person)?.active {
        return Err(CannotKeep::NotActive.into());
    }
    let held = queries::assignments_of(conn, person)?;
    if held.iter().any(|held| held.unit_id == unit && held.role == role) {
        return Err(CannotKeep::AlreadyHeld.into());
    }
    let id: AssignmentId = act.id();
    let since = today(conn, act.now)?;
    queries::insert_assignment(conn, id, person, unit, role, since)?;
    let facts = json!({"assignment": id, "role": role, "unit": unit, "unit_name": unit_name, "since": since});
    record(conn, act, person, "person-role-given", facts, None)?;
    Ok(id)
}

/// Ends a role today.
///
/// # Errors
/// [`CannotKeep::LastAdministrator`]; NotFound when it has ended already.
pub fn end_assignment(conn: &mut Conn, act: &Act, id: AssignmentId) -> AppResult<PersonId> {
    let (person, assignment) = queries::find_assignment(conn, id)?;
    let until = today(conn, act.now)?;
    if !queries::end_assignment(conn, id, until)? {
        return Err(AppError::NotFound);
    }
    if assignment.role == Role::Administrator {
        keep_an_administrator(conn, act, person)?;
    }
    let facts = json!({
        "assignment": id, "role": assignment.role, "unit": assignment.unit_id, "unit_name": assignment.unit, "until": until,
    });
    record(conn, act, person, "person-role-ended", facts, None)?;
    Ok(person)
}

/// Lets a person go: no more sign-in, no more work or mail; what the person did stays.
///
/// # Errors
/// [`CannotKeep`] in its words; Stale when somebody was quicker.
pub fn deactivate(conn: &mut Conn, act: &Act, id: PersonId) -> AppResult<()> {
    if act.who == Some(id) {
        return Err(CannotKeep::Yourself.into());
    }
    set_active(conn, act, id, false)?;
    queries::end_sessions(conn, id, None, act.now)?;
    queries::use_resets_of(conn, id, act.now)?;
    keep_an_administrator(conn, act, id)?;
    record(conn, act, id, "person-left", json!({}), None)
}

/// Takes a person back.
///
/// # Errors
/// Stale when somebody was quicker.
pub fn reactivate(conn: &mut Conn, act: &Act, id: PersonId) -> AppResult<()> {
    set_active(conn, act, id, true)?;
    record(conn, act, id, "person-came-back", json!({}), None)
}

/// Says whether a person gets a one-time link for each audit, instead of an account; gives the person's name.
///
/// # Errors
/// [`CannotKeep::NotActive`] for somebody who has left.
pub fn set_links(conn: &mut Conn, act: &Act, id: PersonId, on: bool) -> AppResult<String> {
    let person = queries::find(conn, id)?;
    if !person.active {
        return Err(CannotKeep::NotActive.into());
    }
    if queries::set_gets_links(conn, id, on)? {
        let event = if on { "person-links-on" } else { "person-links-off" };
        record(conn, act, id, event, json!({}), None)?;
    }
    Ok(person.name)
}

fn set_active(conn: &mut Conn, _: &Act, id: PersonId, active: bool) -> AppResult<()> {
    let read = queries::find(conn, id)?;
    let changed = Person { active, ..read.clone() };
    if read.active == active || !queries::update_person(conn, &read, &changed, &search_text(&read))? {
        return Err(AppError::Stale);
    }
    Ok(())
}

/// Refuses when this person is not an administrator any more and nobody else is. The row written first makes two
/// administrators who end each other's role at the same moment wait for one another.
fn keep_an_administrator(conn: &mut Conn, act: &Act, person: PersonId) -> AppResult<()> {
    installation::set(conn, "administrators_changed", &act.now.to_string())?;
    let others = queries::others_hold(conn, Role::Administrator, person)?;
    let still = queries::find(conn, person)?.active
        && queries::assignments_of(conn, person)?
            .iter()
            .any(|held| held.role == Role::Administrator);
    if others || still {
        Ok(())
    } else {
        Err(CannotKeep::LastAdministrator.into())
    }
}

/// The date at the agency; UTC's before it has a time zone.
pub(super) fn today(conn: &mut Conn, now: Instant) -> AppResult<NaiveDate> {
    let zone = match queries::agency_facts(conn)?.and_then(|(_, _, zone)| zone) {
        Some(name) => Zone::parse(&name).map_err(AppError::broken)?,
        None => Zone::utc(),
    };
    Ok(zone.local(now).date)
}

fn search_text(person: &Person) -> String {
    format!("{} {}", person.name, person.email).to_lowercase()
}

/// Who it is, as the history tells it; kept apart from the chain, so that it can be erased.
fn told(person: &Person) -> String {
    format!("{} <{}>", person.name, person.email)
}

fn taken(error: diesel::result::Error) -> AppError {
    if is_duplicate(&error) {
        CannotKeep::EmailTaken.into()
    } else {
        error.into()
    }
}

fn record(
    conn: &mut Conn,
    act: &Act,
    id: PersonId,
    event: &str,
    facts: serde_json::Value,
    text: Option<&str>,
) -> AppResult<()> {
    let record = Record::of("person", id);
    history::record(
        conn,
        act,
        Change {
            record,
            event,
            facts,
            text,
        },
    )
}
