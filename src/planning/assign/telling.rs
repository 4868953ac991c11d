//! Tells whoever leads a unit, ahead of time, which audits have nobody to do them, and why.

use super::Nobody;
use crate::agency;
use crate::agency::model::Layer;
use crate::base::act::Act;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::links;
use crate::people;
use crate::people::model::Person;
use crate::planning::model::Plan;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Audits named one by one in a mail; more are counted.
const MOST_LISTED: usize = 20;

/// An audit that nobody could be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unassigned {
    /// The audit, when it had somebody before.
    pub audit: Option<AuditId>,
    /// Where.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// The local date it opens.
    pub date: NaiveDate,
    /// Why.
    pub why: Nobody,
}

/// Tells which audits were made without anybody to do them: one mail a plan, reader and day.
///
/// # Errors
/// Only when the database or the mail template fails.
pub fn tell_unassigned(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    plan: &Plan,
    layers: &[Layer],
    nobody: &[Unassigned],
) -> AppResult<()> {
    tell(conn, act, post, plan, layers, nobody, |reader, today| {
        format!("plan:{}:{reader}:unassigned:{today}", plan.id)
    })
}

/// Tells which audits had somebody and have nobody any more.
///
/// # Errors
/// Only when the database or the mail template fails.
pub fn tell_given_back_to_nobody(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    plan: &Plan,
    layers: &[Layer],
    nobody: &[Unassigned],
) -> AppResult<()> {
    let first = nobody.iter().find_map(|one| one.audit);
    let first = first.map(|audit| audit.to_string()).unwrap_or_default();
    tell(conn, act, post, plan, layers, nobody, |reader, today| {
        format!("plan:{}:{reader}:nobody:{today}:{first}", plan.id)
    })
}

fn tell(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    plan: &Plan,
    layers: &[Layer],
    nobody: &[Unassigned],
    key: impl Fn(PersonId, NaiveDate) -> String,
) -> AppResult<()> {
    let mut readers: BTreeMap<PersonId, ((Person, Option<String>), Vec<&Unassigned>)> = BTreeMap::new();
    let mut above: HashMap<(UnitId, bool), Vec<(Person, Option<String>)>> = HashMap::new();
    for one in nobody {
        // whoever wrote the plan has to name somebody else
        let of_plan = one.why == Nobody::Left;
        let told = match above.get(&(one.unit_id, of_plan)) {
            Some(told) => told.clone(),
            None => {
                let mut people = agency::queries::leaders(conn, plan.layer, one.unit_id)?;
                if of_plan {
                    people.extend(people::queries::holders(conn, Role::Quality, one.unit_id)?);
                }
                let mut told = Vec::with_capacity(people.len());
                for person in people {
                    told.push(people::absences::operations::reader(conn, &person, act.now)?);
                }
                above.insert((one.unit_id, of_plan), told.clone());
                told
            }
        };
        for (person, instead) in told {
            let entry = readers
                .entry(person.id)
                .or_insert_with(|| ((person, instead), Vec::new()));
            if !entry.1.contains(&one) {
                entry.1.push(one);
            }
        }
    }
    let layer = layers.iter().find(|layer| layer.number == plan.layer);
    for ((person, instead), audits) in readers.into_values() {
        let Some(first) = audits.first() else { continue };
        let today = agency::queries::calendar(conn, first.unit_id)?.zone.local(act.now).date;
        let i18n = post.views().i18n();
        let rows: Vec<Value> = audits
            .iter()
            .take(MOST_LISTED)
            .map(|one| {
                json!({
                    "unit": one.unit,
                    "date": i18n.day(&person.language, one.date, today).full,
                    "why": i18n.say(&person.language, &one.why.said()),
                })
            })
            .collect();
        let context = json!({
            "plan": plan.title,
            "layer": layer.map_or("", |layer| layer.name.as_str()),
            "count": audits.len(),
            "more": audits.len() - rows.len(),
            "audits": rows,
            "link": post.url(&links::plan(plan.id)),
        });
        let to = person.recipient().instead_of(instead);
        post.send(conn, act, &key(person.id, today), &to, "audit_unassigned", context)?;
    }
    Ok(())
}
