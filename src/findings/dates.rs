//! Due dates that move: because the owner asks for a later one and a leader grants it, or because the working calendar
//! changed.

use super::model::*;
use super::operations::{bump, check_due, load, record};
use super::reminders::{self, Word};
use super::{pauses, queries};
use crate::agency;
use crate::agency::calendars::model::CalendarChange;
use crate::base::act::Act;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::zone::Zone;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Record};
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::json;

/// A later date to be asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The action it is about; nothing where it is about the finding itself.
    pub action: Option<ActionId>,
    /// The later date, at the unit.
    pub date: NaiveDate,
    /// Why it takes longer.
    pub reason: String,
}

/// Asks for a later date, for a finding or for one of its actions; the leaders above the owner are told.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn ask(conn: &mut Conn, act: &Act, post: &Post, id: FindingId, asked: &Asked) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    let action = match asked.action {
        Some(action) => Some(queries::find_action(conn, action)?),
        None => None,
    };
    let from_on = match &action {
        Some(action) => {
            let mut persons = people::absences::operations::stands_for(conn, who, act.now)?;
            persons.push(who);
            action.check_ask_date(&persons, asked.date)?;
            action.due_on
        }
        None => {
            finding.check_ask_date(part, asked.date)?;
            finding.due_on.unwrap_or(asked.date)
        }
    };
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    check_due(&calendar, act.now, asked.date)?;
    let timeline = history::timeline(conn, Record::of("finding", id))?;
    let since = began(&finding, &timeline);
    let waits = |request: &DueRequest| request.waits(since) && request.action_id == asked.action;
    if queries::due_requests(conn, id)?.iter().any(waits) {
        return Err(CannotRepair::AskedAlready.into());
    }
    bump(conn, &finding)?;
    let request = DueRequest {
        id: act.id(),
        finding_id: id,
        action_id: asked.action,
        from_on,
        asked_on: asked.date,
        reason: asked.reason.clone(),
        at: act.now,
        who,
        verdict: None,
        answer: None,
        decided_at: None,
        decided_by: None,
    };
    queries::insert_due_request(conn, &request)?;
    let facts = json!({"from": from_on, "due": asked.date, "action": asked.action});
    let event = match asked.action {
        Some(_) => "finding-action-date-asked",
        None => "finding-date-asked",
    };
    record(conn, act, id, event, facts, Some(&asked.reason))?;
    let word = Word {
        kind: "date-asked",
        text: &asked.reason,
        about: request.id.to_string(),
        date: Some(asked.date),
    };
    let owner = action.map(|action| action.owner_id).or(finding.owner_id);
    for leader in answerers(conn, finding.unit_id, owner.unwrap_or(who))? {
        reminders::tell_word(conn, act, post, &finding, &leader, &word)?;
    }
    Ok(())
}

/// Those who are told that a later date is asked for: managers and directors decide, but not on the own date. The lowest
/// of them above the owner; where nobody is, the others of the highest layer that has some.
fn answerers(conn: &mut Conn, unit: UnitId, owner: PersonId) -> AppResult<Vec<Person>> {
    let mut layers = agency::queries::layers(conn)?;
    let own = reminders::owner_layer(conn, &layers, owner, unit)?;
    layers.retain(|layer| matches!(layer.role, Role::Manager | Role::Director));
    let (mut above, mut beside) = (Vec::new(), Vec::new());
    for layer in layers {
        let mut holders = people::queries::holders(conn, layer.role, unit)?;
        holders.retain(|person| person.id != owner);
        if holders.is_empty() {
            continue;
        }
        if layer.number > own && above.is_empty() {
            above = holders;
        } else {
            beside = holders;
        }
    }
    Ok(if above.is_empty() { beside } else { above })
}

/// Grants or refuses a later date: a leader who is not the owner. Who asked is told.
///
/// # Errors
/// [`CannotRepair`] in its words; NotFound where the date is another finding's; Stale when somebody was quicker.
pub fn answer(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: FindingId,
    request: DueRequestId,
    verdict: Answered,
    answer: &str,
) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    let asked = queries::find_due_request(conn, request)?;
    if asked.finding_id != id {
        return Err(AppError::NotFound);
    }
    let action = match asked.action_id {
        Some(action) => Some(queries::find_action(conn, action)?),
        None => None,
    };
    match &action {
        Some(action) => {
            let mut persons = people::absences::operations::stands_for(conn, who, act.now)?;
            persons.push(who);
            action.check_answer_date(&persons, part)?;
        }
        None => finding.check_open(part, Deed::AnswerDate)?,
    }
    if asked.verdict.is_some() {
        return Err(CannotRepair::AnsweredAlready.into());
    }
    bump(conn, &finding)?;
    if !queries::answer_due_request(conn, request, verdict, answer, who, act.now)? {
        return Err(AppError::Stale);
    }
    if verdict == Answered::Granted {
        // It may have moved since by itself.
        let present = action.as_ref().map(|action| action.due_on).or(finding.due_on);
        if present.is_some_and(|present| asked.asked_on <= present) {
            return Err(CannotRepair::NotLater.into());
        }
        let calendar = agency::queries::calendar(conn, finding.unit_id)?;
        let due = check_due(&calendar, act.now, asked.asked_on)?;
        let notice = reminders::first_notice(&calendar, pauses::looks_from(conn, id, act.now)?, due);
        match &action {
            Some(action) if !queries::set_action_due(conn, action, due, true, notice)? => return Err(AppError::Stale),
            Some(_) => {}
            None => {
                queries::set_due(conn, id, due, true, notice)?;
            }
        }
    }
    let event = match (verdict, &action) {
        (Answered::Granted, None) => "finding-date-granted",
        (Answered::Granted, Some(_)) => "finding-action-date-granted",
        (Answered::Refused, None) => "finding-date-refused",
        (Answered::Refused, Some(_)) => "finding-action-date-refused",
    };
    let due = match verdict {
        Answered::Granted => asked.asked_on,
        Answered::Refused => asked.from_on,
    };
    let facts = json!({"from": asked.from_on, "due": due, "action": asked.action_id});
    record(conn, act, id, event, facts, Some(answer))?;
    let word = Word {
        kind: match verdict {
            Answered::Granted => "date-granted",
            Answered::Refused => "date-refused",
        },
        text: answer,
        about: request.to_string(),
        date: Some(due),
    };
    let owner = people::queries::find(conn, asked.who)?;
    reminders::tell_word(conn, act, post, &finding, &owner, &word)?;
    Ok(())
}

/// The dates of a finding and its actions before each pause, before each change of a working calendar that moved them, and
/// before the severity was raised.
///
/// # Errors
/// Only when the database fails.
pub fn before(
    conn: &mut Conn,
    id: FindingId,
    timeline: &[history::Entry],
) -> AppResult<Vec<(Instant, AnyId, NaiveDate)>> {
    #[derive(serde::Deserialize)]
    struct Moved {
        from: Option<NaiveDate>,
        action: Option<ActionId>,
    }
    #[derive(serde::Deserialize)]
    struct Raised {
        from_due: Option<NaiveDate>,
    }
    let mut before = pauses::queries::dates_of(conn, id)?;
    for entry in timeline {
        if entry.event == "finding-severity" {
            let raised: Raised = serde_json::from_str(&entry.facts).map_err(AppError::broken)?;
            before.extend(raised.from_due.map(|from| (entry.at, AnyId(id.0), from)));
        }
        if !["finding-due-moved", "finding-action-due-moved"].contains(&entry.event.as_str()) {
            continue;
        }
        let moved: Moved = serde_json::from_str(&entry.facts).map_err(AppError::broken)?;
        if let Some(from) = moved.from {
            before.push((entry.at, AnyId(moved.action.map_or(id.0, |action| action.0)), from));
        }
    }
    Ok(before)
}

/// The date that was promised first: what the first granted request, the first pause, the first change of a calendar or
/// a raised severity moved, since the finding was opened again. `before` are the dates before each pause and change ([`before`]).
pub fn first_promised(
    requests: &[DueRequest],
    before: &[(Instant, AnyId, NaiveDate)],
    (finding, action): (FindingId, Option<ActionId>),
    since: Instant,
) -> Option<NaiveDate> {
    let what = AnyId(action.map_or(finding.0, |action| action.0));
    let granted = granted(requests, action).filter_map(|request| Some((request.decided_at?, request.from_on)));
    let others = before
        .iter()
        .filter(|(_, dated, _)| *dated == what)
        .map(|(at, _, due_on)| (*at, *due_on));
    let moved = granted.chain(others).filter(|(at, _)| *at >= since);
    moved.min_by_key(|(at, _)| *at).map(|(_, due_on)| due_on)
}

fn granted(requests: &[DueRequest], action: Option<ActionId>) -> impl Iterator<Item = &DueRequest> {
    requests
        .iter()
        .filter(move |request| request.action_id == action && request.verdict == Some(Answered::Granted))
}

/// When the date was picked that a granted request moved last, of the finding or of an action.
pub fn picked_at(requests: &[DueRequest], action: Option<ActionId>) -> Option<Instant> {
    granted(requests, action).filter_map(|request| request.decided_at).max()
}

/// What makes somebody look twice at the date of an action. It is allowed all the same.
#[derive(Debug, Clone)]
pub struct Doubts {
    /// When the action is due.
    pub due_on: NaiveDate,
    /// When its finding is due, where that is before.
    pub late_after: Option<NaiveDate>,
    /// Whether nobody works there on that day.
    pub off: bool,
    /// Name of the unit.
    pub unit: String,
    /// Its zone.
    pub zone: Zone,
}

impl Doubts {
    /// What there is to say, in one word: the end of a message id.
    pub fn word(&self) -> Option<&'static str> {
        match (self.late_after.is_some(), self.off) {
            (true, true) => Some("late-off"),
            (true, false) => Some("late"),
            (false, true) => Some("off"),
            (false, false) => None,
        }
    }
}

/// What there is to say about the date of an action of a finding.
///
/// # Errors
/// Only when the database fails.
pub fn doubts(conn: &mut Conn, id: FindingId, action: ActionId) -> AppResult<Doubts> {
    let (finding, action) = (queries::find(conn, id)?, queries::find_action(conn, action)?);
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    Ok(Doubts {
        due_on: action.due_on,
        late_after: action.late_after(&finding),
        off: is_off(&calendar, action.due_on),
        unit: queries::unit_name(conn, finding.unit_id)?,
        zone: calendar.zone,
    })
}

/// Whether nobody works on this date, at a unit that works on others.
pub fn is_off(calendar: &Calendar, date: NaiveDate) -> bool {
    calendar.on_or_after(date) != date
}

/// When the days of a finding began to count: when it was found, or opened again, or raised after that.
pub fn began(finding: &Finding, timeline: &[history::Entry]) -> Instant {
    let Some(reopened) = timeline.iter().position(|entry| entry.event == "finding-reopened") else {
        return finding.found_at;
    };
    let raised = timeline[..reopened]
        .iter()
        .find(|entry| entry.event == "finding-severity" && !entry.facts.contains("\"due\":null"));
    raised.map_or(timeline[reopened].at, |entry| entry.at)
}

/// Something with a due date that a rule made.
#[derive(Debug, Clone, Copy)]
pub enum Dated {
    /// A finding.
    Finding(FindingId),
    /// A corrective action.
    Action(ActionId),
}

/// What a change of a working calendar may move: what is due by a rule, or was moved by a pause, and is not over yet.
///
/// # Errors
/// Only when the database fails.
pub fn concerned(conn: &mut Conn, change: &CalendarChange, now: Instant) -> AppResult<Vec<Dated>> {
    let findings = queries::due_by_rule(conn, change.unit_id, change.from_date, now)?;
    let actions = queries::actions_due_by_rule(conn, change.unit_id, change.from_date, now)?;
    let findings = findings.into_iter().map(Dated::Finding);
    Ok(findings.chain(actions.into_iter().map(Dated::Action)).collect())
}

/// Lets a due date that a rule made follow a change of a working calendar. A date that was picked by hand meanwhile stays,
/// but for the days of its pauses.
/// The history says what moved it.
///
/// # Errors
/// Only when the database fails; Stale when somebody changed the finding meanwhile.
pub fn follow(conn: &mut Conn, act: &Act, change: &CalendarChange, dated: Dated) -> AppResult<()> {
    let act = &act.on_behalf_of(change.who);
    match dated {
        Dated::Finding(id) => follow_finding(conn, act, change, id),
        Dated::Action(id) => follow_action(conn, act, change, id),
    }
}

fn follow_finding(conn: &mut Conn, act: &Act, change: &CalendarChange, id: FindingId) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let due = pauses::due_of(conn, &finding, &calendar)?;
    let Some(due) = due.filter(|due| due.at > act.now && Some(due.date) != finding.due_on) else {
        return Ok(());
    };
    bump(conn, &finding)?;
    let notice = reminders::first_notice(&calendar, pauses::looks_from(conn, id, act.now)?, due);
    queries::set_due(conn, id, due, finding.due_picked, notice)?;
    let facts = json!({"from": finding.due_on, "due": due.date, "said": change.said});
    record(conn, act, id, "finding-due-moved", facts, None)
}

fn follow_action(conn: &mut Conn, act: &Act, change: &CalendarChange, id: ActionId) -> AppResult<()> {
    let action = queries::find_action(conn, id)?;
    let finding = queries::find(conn, action.finding_id)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let due = match action.state {
        ActionState::Open => pauses::due_of_action(conn, &action, &calendar)?,
        _ => None,
    };
    let Some(due) = due.filter(|due| due.at > act.now && due.date != action.due_on) else {
        return Ok(());
    };
    bump(conn, &finding)?;
    let notice = reminders::first_notice(&calendar, pauses::looks_from(conn, finding.id, act.now)?, due);
    if !queries::set_action_due(conn, &action, due, action.due_picked, notice)? {
        return Err(AppError::Stale);
    }
    let facts = json!({"from": action.due_on, "due": due.date, "action": id, "said": change.said});
    record(conn, act, finding.id, "finding-action-due-moved", facts, None)
}
