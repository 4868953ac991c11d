//! On the day's page: whether its reader is away or stands in for somebody, and the audits that wait to be taken.

use crate::audits::model::Audit;
use crate::audits::queries::{ListRow, anonymous_plans, listed};
use crate::audits::reverse;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::people;
use crate::people::absences::model::{Absence, Acting};
use crate::people::absences::queries as absences;
use crate::people::model::Scope;
use crate::people::viewer::Viewer;
use crate::planning::assign::taking;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// What is to be known before the day's work.
#[derive(Debug, Serialize)]
pub struct Word {
    icon: &'static str,
    text: String,
    /// Where it can be changed.
    href: Option<&'static str>,
}

/// An audit that waits to be taken.
#[derive(Debug, Serialize)]
pub struct TakeShown {
    href: String,
    title: String,
    unit: String,
    layer: i32,
    due: String,
    /// Whether it is answered without a name, by everybody who may, instead of being taken.
    voices: bool,
}

/// What the page needs of it.
pub struct Loaded {
    away: Option<(Absence, Option<String>)>,
    stands_for: Vec<(String, Option<NaiveDate>)>,
    takes: Vec<(ListRow, Zone)>,
    /// The plans whose audits are answered without a name.
    voices: Vec<PlanId>,
    owners: HashMap<PersonId, String>,
}

/// Reads it for a person; audits to be taken open before a moment.
///
/// # Errors
/// Only when the database fails.
pub fn load(
    conn: &mut Conn,
    scope: &Scope,
    today: NaiveDate,
    (now, until): (Instant, Instant),
    audits: &[&Audit],
) -> AppResult<Loaded> {
    let (me, day) = (scope.person, today);
    let known = absences::among(conn, &[vec![me], scope.stands_for.clone()].concat(), day, day)?;
    let away = match known.at(me, day) {
        None => None,
        Some(absence) => {
            let stand_in = match known.instead(absence, day) {
                Acting::StandIn(other) => Some(people::queries::find(conn, other)?.name),
                Acting::Here | Acting::Nobody => None,
            };
            Some((absence.clone(), stand_in))
        }
    };
    let mut owners: Vec<PersonId> = audits.iter().filter_map(|audit| audit.stands_in_for).collect();
    owners.extend(&scope.stands_for);
    owners.sort_unstable();
    owners.dedup();
    let named = people::queries::find_all(conn, &owners)?;
    let owners: HashMap<PersonId, String> = named.into_iter().map(|person| (person.id, person.name)).collect();
    let stands_for = scope
        .stands_for
        .iter()
        .filter_map(|person| {
            let until = known.at(*person, day).map(|absence| absence.until_date);
            Some((owners.get(person)?.clone(), until))
        })
        .collect();
    let untaken = taking::to_take(conn, me, now, until)?;
    let voices = anonymous_plans(conn)?;
    let mut rows = listed(conn, &untaken)?;
    let said = reverse::queries::taken_part(conn, me, &untaken)?;
    rows.retain(|row| !said.contains(&row.audit.id));
    let takes = rows
        .into_iter()
        .map(|row| {
            Zone::parse(&row.audit.zone)
                .map_err(AppError::broken)
                .map(|zone| (row, zone))
        })
        .collect::<AppResult<_>>()?;
    Ok(Loaded {
        away,
        stands_for,
        takes,
        voices,
        owners,
    })
}

impl Loaded {
    /// Whose an audit is, while the reader does it.
    pub fn instead_of(&self, audit: &Audit) -> Option<String> {
        self.owners.get(&audit.stands_in_for?).cloned()
    }

    /// What is to be known before the day's work.
    pub fn words(&self, viewer: &Viewer) -> Vec<Word> {
        let day = |date: NaiveDate| viewer.day(&viewer.zone, date).full;
        let mut words = Vec::new();
        if let Some((absence, stand_in)) = &self.away {
            let said = match stand_in {
                Some(name) => Said::new("today-away").with("name", name.as_str()),
                None => Said::new("today-away-alone"),
            };
            words.push(Word {
                icon: "event_busy",
                text: viewer.say(&said.with("until", day(absence.until_date))),
                href: Some(links::MY_ABSENCES),
            });
        }
        for (name, until) in &self.stands_for {
            let said = Said::new("today-stands-in").with("name", name.as_str());
            words.push(Word {
                icon: "groups",
                text: viewer.say(&said.with("until", until.map(day).unwrap_or_default())),
                href: None,
            });
        }
        words
    }

    /// The audits that wait to be taken.
    pub fn takes(&self, viewer: &Viewer) -> Vec<TakeShown> {
        self.takes
            .iter()
            .map(|(row, zone)| (row, zone, self.voices.contains(&row.audit.plan_id)))
            .map(|(row, zone, voices)| TakeShown {
                href: if voices {
                    links::audit(row.audit.id)
                } else {
                    links::taking(row.audit.id)
                },
                voices,
                title: row.title.get(viewer.lang()).to_owned(),
                unit: row.unit.clone(),
                layer: row.audit.layer,
                due: viewer.say(&Said::new("today-task-due").with("when", viewer.moment(zone, row.audit.due_at).text)),
            })
            .collect()
    }
}
