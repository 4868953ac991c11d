//! What planning can do beside the plain rounds, shown once each: a fair share, a pool over a department, one person at
//! night, moments by lot, a whole tree of offices, an audit from below; who is away, a day left out, and a change in how
//! the work is done.

use super::Acts;
use super::town::{self, WEEKDAYS};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::{PersonId, PlanId, ShiftId, UnitId};
use crate::base::recurrence::Recurrence;
use crate::figures::changes::model::Wanted as Change;
use crate::figures::changes::operations as changes;
use crate::people;
use crate::people::absences::model::Wanted as Away;
use crate::people::absences::operations as absences;
use crate::planning::assign::moving;
use crate::planning::making;
use crate::planning::model::{Asking, Assigning, Covers, DAYS_AHEAD, HolidayPolicy, Moments, Timing, Wanted, Way};
use crate::planning::operations as planning;
use crate::planning::replanning::model::Why;
use crate::planning::replanning::operations as replanning;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use std::collections::HashMap;

/// The office whose supervisor is away these weeks; the visitor stands in.
pub const AWAY: &str = "City Hall front counter";
/// Days before today on which the absence is entered.
const ENTERED: i64 = 5;

/// The office that got a ticket machine: its control chart begins anew.
pub const TICKETS_AT: &str = "Permit Center";
/// Days before the month of today at which it is put up: the half year on its chart has weeks enough on both sides.
const TICKETS_DAYS: i64 = 92;

/// Days from today on which the day left out is looked for.
const LEFT_OUT: std::ops::RangeInclusive<i64> = 5..=12;

/// Where and when plans are written.
pub struct Ground<'a> {
    /// Departments, offices and the agency by name.
    pub units: &'a HashMap<String, UnitId>,
    /// The shift of the dispatch.
    pub night: ShiftId,
    /// The first day of the history.
    pub first: NaiveDate,
    /// The last.
    pub today: NaiveDate,
}

/// Writes the plans that show what planning can do; tells the one that will leave out a day.
pub fn plan(conn: &mut Conn, act: &Act, at: &Ground<'_>) -> AppResult<PlanId> {
    let fair = Assigning {
        way: Way::Fair,
        most_a_day: Some(2),
        ..Assigning::default()
    };
    let (title, place) = ("Phone requests, layer 1, daily", ["Customer Care Line"]);
    let calls = at.plain(conn, (title, "phone-requests"), 1, (WEEKDAYS, (480, 900)), &place)?;
    let phones = planning::create(
        conn,
        act,
        &Wanted {
            assigning: fair,
            ..calls
        },
    )?;

    // From Monday morning to Friday evening, for whoever has the time.
    let (title, week) = ("Customer feedback, whoever takes it", (480, 4 * 1440 + 1020));
    let pool = Assigning {
        way: Way::Pool,
        ..Assigning::default()
    };
    let feedback = at.plain(
        conn,
        (title, "customer-feedback"),
        1,
        ("FREQ=WEEKLY;BYDAY=MO", week),
        &["Customer Services"],
    )?;
    planning::create(
        conn,
        act,
        &Wanted {
            assigning: pool,
            covers: Covers::Subtree,
            ..feedback
        },
    )?;

    // Counted from the start of the shift: from eleven at night to two in the morning.
    let (nights, window, place) = ("FREQ=WEEKLY;BYDAY=TU,FR", (4 * 60, 7 * 60), ["Public Works dispatch"]);
    let night = at.plain(
        conn,
        ("Dispatch at night", "service-continuity"),
        1,
        (nights, window),
        &place,
    )?;
    let clerk = match night.units.first() {
        Some(unit) => people::queries::holders(conn, Role::Staff, *unit)?,
        None => Vec::new(),
    };
    let by_one = Assigning {
        way: Way::Person,
        person_id: clerk.first().map(|person| person.id),
        ..Assigning::default()
    };
    let moments = Moments {
        shift_id: Some(at.night),
        ..Moments::default()
    };
    planning::create(
        conn,
        act,
        &Wanted {
            assigning: by_one,
            moments,
            ..night
        },
    )?;

    let (title, places) = (
        "Difficult conversations, unannounced",
        [AWAY, "Tax & Licensing", "Customer Care Line"],
    );
    let talks = at.plain(
        conn,
        (title, "difficult-conversations"),
        2,
        (WEEKDAYS, (480, 600)),
        &places,
    )?;
    let moments = Moments {
        unannounced: true,
        drawn_a_month: Some(3),
        shift_id: None,
    };
    planning::create(conn, act, &Wanted { moments, ..talks })?;

    let (title, monthly) = (
        "Facilities and access, every office of the department",
        "FREQ=MONTHLY;BYDAY=1MO",
    );
    let doors = at.plain(
        conn,
        (title, "facilities-and-access"),
        1,
        (monthly, (480, 1020)),
        &["Community Development"],
    )?;
    planning::create(
        conn,
        act,
        &Wanted {
            covers: Covers::Subtree,
            ..doors
        },
    )?;

    // A week of each month, on the day that leaves the last one open today.
    let day = (at.today - Duration::days(3)).day().min(28);
    let (title, monthly) = (
        "What management owes the counter",
        format!("FREQ=MONTHLY;BYMONTHDAY={day}"),
    );
    let below = at.plain(
        conn,
        (title, "management-duties"),
        1,
        (&monthly, (480, 6 * 1440 + 1020)),
        &[""],
    )?;
    let asking = Asking {
        anonymous: true,
        about_layer: Some(2),
        ..Asking::default()
    };
    planning::create(
        conn,
        act,
        &Wanted {
            covers: Covers::Subtree,
            asking,
            ..below
        },
    )?;

    let (title, weekly) = ("Public records requests, layer 1, weekly", "FREQ=WEEKLY;BYDAY=WE");
    let records = at.plain(
        conn,
        (title, "public-records-requests"),
        1,
        (weekly, (480, 1020)),
        &["Records Office"],
    )?;
    planning::create(conn, act, &records)?;
    Ok(phones)
}

impl Ground<'_> {
    /// A plan of this title and checklist, at a layer, by a rule and a window, at some places, with nothing else chosen.
    fn plain(
        &self,
        conn: &mut Conn,
        (title, template): (&str, &str),
        layer: i32,
        (rule, (opens_minute, due_minute)): (&str, (i32, i32)),
        places: &[&str],
    ) -> AppResult<Wanted> {
        let template = crate::checklists::queries::find_by_code(conn, template)?.ok_or(AppError::NotFound)?;
        let timing = Timing {
            recurrence: Recurrence::parse(rule).map_err(AppError::broken)?,
            starts_on: self.first,
            ends_on: None,
            opens_minute,
            due_minute,
            grace_minutes: 120,
            holiday_policy: if rule.starts_with("FREQ=MONTHLY") {
                HolidayPolicy::Next
            } else {
                HolidayPolicy::Skip
            },
        };
        let units = places
            .iter()
            .filter_map(|name| self.units.get(*name).copied())
            .collect();
        Ok(Wanted::plain(title, template.id, layer, timing, units))
    }
}

/// What is arranged on a morning shortly before today: who is away and who stands in, and the day that is left out.
pub fn arrange(
    conn: &mut Conn,
    acts: &mut Acts,
    post: &Post,
    phones: PlanId,
    (date, today): (NaiveDate, NaiveDate),
    dawn: Instant,
) -> AppResult<()> {
    if date == today - Duration::days(ENTERED) {
        go_away(conn, acts, post, today, dawn)?;
    }
    if date == today - Duration::days(1) {
        leave_out(conn, acts, post, phones, today, dawn)?;
    }
    Ok(())
}

/// The working day on which the ticket machine is put up.
pub fn tickets_on(today: NaiveDate) -> NaiveDate {
    let month = today.with_day(1).unwrap_or(today);
    let mut days = (0..7).map(|later| month - Duration::days(TICKETS_DAYS - later));
    days.find(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .unwrap_or(month)
}

/// Enters, on its day, that something changed in how the work is done at an office.
pub fn change(
    conn: &mut Conn,
    acts: &mut Acts,
    names: &HashMap<UnitId, String>,
    (date, today): (NaiveDate, NaiveDate),
    dawn: Instant,
) -> AppResult<()> {
    let unit = names.iter().find(|(_, name)| name.as_str() == TICKETS_AT);
    let Some((unit, _)) = unit.filter(|_| date == tickets_on(today)) else {
        return Ok(());
    };
    let wanted = Change {
        unit: *unit,
        process: None,
        on: date,
        what: "New ticket machine".into(),
        why: "Everybody draws a number at the door and is called: nobody waits in the wrong line any more.".into(),
    };
    let who = person(conn, "Priya Raman")?;
    changes::enter(conn, &acts.by(who, dawn), date, &wanted).map(drop)
}

fn go_away(conn: &mut Conn, acts: &mut Acts, post: &Post, today: NaiveDate, dawn: Instant) -> AppResult<()> {
    let Some(away) = person(conn, "Tamika Jones")? else {
        return Ok(());
    };
    let wanted = Away {
        from: today - Duration::days(2),
        until: today + Duration::days(9),
        stand_in: person(conn, "Maria Okafor")?,
        note: "On leave. Maria has the keys of the front counter.".into(),
    };
    absences::enter(conn, &acts.by(Some(away), dawn), post, away, &wanted)?;
    let mut seen = None;
    loop {
        seen = moving::stand_in_next(conn, &acts.by(None, dawn), post, seen)?;
        if seen.is_none() {
            return Ok(());
        }
    }
}

fn leave_out(
    conn: &mut Conn,
    acts: &mut Acts,
    post: &Post,
    plan: PlanId,
    today: NaiveDate,
    dawn: Instant,
) -> AppResult<()> {
    let who = person(conn, "Priya Raman")?;
    let reason = "The phone system is renewed that day.";
    for days in LEFT_OUT {
        let act = acts.by(who, dawn);
        match replanning::add_exception(conn, &act, plan, today + Duration::days(days), false, reason) {
            Ok(()) => {
                making::remake(conn, &act, post, plan, DAYS_AHEAD, Why::Exception)?;
                return Ok(());
            }
            // a weekend or a holiday: there is nothing to leave out
            Err(AppError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn person(conn: &mut Conn, name: &str) -> AppResult<Option<PersonId>> {
    Ok(people::queries::find_by_email(conn, &town::email_of(name))?.map(|person| person.id))
}
