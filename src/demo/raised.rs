//! What two clerks noticed outside of an audit, days before the visitor comes: one about a question of the checklist, one
//! about none.

use super::Acts;
use crate::base::clock::Instant;
use crate::base::codes::{Role, Severity};
use crate::base::ids::UnitId;
use crate::checklists;
use crate::findings::raising::{self, ByHand};
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail::post::Post;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::HashMap;

/// What somebody saw.
struct Seen {
    /// Working days before today.
    days: u32,
    unit: &'static str,
    checklist: &'static str,
    /// Whether it is about a question of the checklist, the first.
    asked: bool,
    severity: Severity,
    words: &'static str,
}

const SEEN: [Seen; 2] = [
    Seen {
        days: 4,
        unit: "Customer Care Line",
        checklist: "phone-requests",
        asked: true,
        severity: Severity::Minor,
        words: "A caller was passed on twice, and told the whole story three times.",
    },
    Seen {
        days: 1,
        unit: "Tax & Licensing",
        checklist: "walk-in-counter",
        asked: false,
        severity: Severity::Major,
        words: "The sign at the bus stop still sends people to the old entrance. Five came in by the loading dock this morning.",
    },
];

/// Raises what was seen on this day, if something was.
pub(super) fn raise(
    conn: &mut Conn,
    acts: &mut Acts,
    post: &Post,
    names: &HashMap<UnitId, String>,
    (date, today): (NaiveDate, NaiveDate),
    now: Instant,
) -> AppResult<()> {
    for seen in SEEN.iter().filter(|seen| date == working_days_before(today, seen.days)) {
        let Some((unit_id, _)) = names.iter().find(|(_, name)| name.as_str() == seen.unit) else {
            continue;
        };
        let Some(template) = checklists::queries::find_by_code(conn, seen.checklist)? else {
            continue;
        };
        let mut who = people::queries::holders(conn, Role::Staff, *unit_id)?;
        who.extend(people::queries::holders(conn, Role::Supervisor, *unit_id)?);
        let act = acts.by(who.first().map(|person| person.id), now);
        let questions = raising::questions(conn, template.process_id)?;
        let new = ByHand {
            id: act.id(),
            unit_id: *unit_id,
            process_id: template.process_id,
            question: questions.first().map(|question| question.id).filter(|_| seen.asked),
            seen: seen.words.into(),
            corrected: None,
            severity: seen.severity,
            sensitive: false,
        };
        raising::raise(conn, &act, post, &new, &[], None)?;
    }
    Ok(())
}

fn working_days_before(today: NaiveDate, mut days: u32) -> NaiveDate {
    let mut date = today;
    while days > 0 {
        date = date.pred_opt().unwrap_or(date);
        days -= u32::from(!matches!(date.weekday(), Weekday::Sat | Weekday::Sun));
    }
    date
}
