//! The verbs of the repair. Each reads like the procedure: load, check, write, history.

use super::amending::Was;
use super::model::*;
use super::reminders::Word;
use super::{pauses, queries, reminders, settings};
use crate::agency;
use crate::agency::model::Layer;
use crate::base::act::Act;
use crate::base::calendar::{Calendar, Due};
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Role, Severity};
use crate::base::ids::*;
use crate::base::text::fold;
use crate::checklists;
use crate::checklists::edit::{CannotEdit, Edit, Place};
use crate::checklists::file::{self, Question, Slug};
use crate::people;
use crate::people::model::Person;
use crate::platform::db::{Conn, Doc, counters};
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use chrono::{Datelike, Duration, NaiveDate};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Where and by whom findings are raised: the same for all findings of one audit.
#[derive(Debug, Clone)]
pub struct Raised {
    /// The unit.
    pub unit_id: UnitId,
    /// The process.
    pub process_id: ProcessId,
    /// The layer that looked; nothing where no audit did.
    pub layer: Option<i32>,
    /// The layer whose duty was looked at, for an audit from below: not it, but the one above has to see to it.
    pub about_layer: Option<i32>,
    /// Where they come from.
    pub origin: Origin,
    /// What the origin is called now: "Walk-in service at the counter, 9 June 2026".
    pub origin_label: String,
}

/// One finding to be raised.
#[derive(Debug, Clone)]
pub struct NewFinding {
    /// The question, and as it was worded; nothing where it is about none.
    pub question: Option<(QuestionId, QuestionVersionId)>,
    /// Counts the findings under one answer, from 1.
    pub part: i32,
    /// The question in short.
    pub title: String,
    /// What was seen.
    pub seen: String,
    /// What was done on the spot: the finding closes at once.
    pub corrected: Option<String>,
    /// Steps of the reaction plan that were taken: the finding starts contained.
    pub contained: Option<String>,
    /// From the question.
    pub severity: Severity,
    /// Whether whoever found it says that it is sensitive.
    pub sensitive: bool,
}

impl NewFinding {
    /// The question, the same in every version.
    pub fn question_id(&self) -> Option<QuestionId> {
        self.question.map(|(question, _)| question)
    }
}

/// A finding that was raised, for whoever raised it.
#[derive(Debug, Clone, PartialEq)]
pub struct RaisedFinding {
    /// Its id.
    pub id: FindingId,
    /// Its number.
    pub number: String,
    /// Whether it repeats an earlier one.
    pub repeat: bool,
    /// Its severity.
    pub severity: Severity,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// Who has to see to it.
    pub owner_id: Option<PersonId>,
    /// The earlier one that was closed and is open again because of it.
    pub reopened: Option<FindingId>,
}

/// Raises the findings of one origin. Each gets a number, an owner (the holder of layer 1's role at the unit, the
/// finder when it is one of them; for an audit from below the layer above the one that was looked at; for a systemic
/// finding whoever leads the unit) and a due date in working days; repeats are marked, and an earlier one that is still
/// being watched opens again.
///
/// # Errors
/// Only when the database fails.
pub fn raise(conn: &mut Conn, act: &Act, place: &Raised, new: &[NewFinding]) -> AppResult<Vec<RaisedFinding>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let origin = AnyId(place.origin.uuid());
    let calendar = agency::queries::calendar(conn, place.unit_id)?;
    // What is about several units is found again, and watched, at each of them.
    let is_systemic = place.origin.kind() == OriginKind::Systemic;
    let here = |finding: &NewFinding| finding.question_id().filter(|_| !is_systemic);
    let questions: Vec<QuestionId> = new.iter().filter_map(here).collect();
    let rules = settings::queries::rules(conn)?;
    let since = act.now.plus_days(-i64::from(rules.repeat_days));
    let owner_id = owner_of(conn, place, act.who)?;
    let mut rows = Vec::with_capacity(new.len());
    for finding in new {
        let repeat_of = match here(finding) {
            Some(question) => queries::last_on(conn, place.unit_id, question, since, origin)?,
            None => None,
        };
        rows.push(Finding {
            repeat_of,
            owner_id,
            ..draft(
                act,
                place,
                &calendar,
                finding,
                (act.now, rules.due_days(finding.severity)),
            )
        });
    }
    let reopened = reopen_watched(conn, act, place, &calendar, &questions, &rows)?;
    number(conn, act, &mut rows)?;
    queries::insert_all(conn, &rows)?;
    for (row, finding) in rows.iter().zip(new) {
        if let (Some(body), Some(who)) = (&finding.contained, act.who.filter(|_| row.state == State::Contained)) {
            queries::insert_containment(conn, row.id, body, who, act.now)?;
        }
    }
    let changes: Vec<Change<'_>> = rows
        .iter()
        .map(|row| Change {
            record: Record::of("finding", row.id),
            event: if row.state == State::Verified {
                "finding-corrected"
            } else {
                "finding-raised"
            },
            facts: json!({
                "number": row.number, "state": row.state, "severity": row.severity, "unit": row.unit_id,
                "question": row.question_id, "layer": row.layer, "origin": row.origin_id,
                "owner": row.owner_id, "due": row.due_on, "repeat_of": row.repeat_of, "part": row.part,
                "sensitive": row.sensitive,
            }),
            text: Some(&row.seen),
        })
        .collect();
    history::record_all(conn, act, &changes)?;
    Ok(rows
        .into_iter()
        .map(|row| RaisedFinding {
            id: row.id,
            number: row.number,
            repeat: row.repeat_of.is_some(),
            severity: row.severity,
            sensitive: row.sensitive,
            owner_id: row.owner_id,
            reopened: reopened.get(&row.id).copied(),
        })
        .collect())
}

/// The holder of the lowest layer's role at the unit; the finder, when holding it too. What was found of a duty of a
/// layer is seen to by the layer above it, or by itself where there is none above: never by whoever looked from below.
fn owner_of(conn: &mut Conn, place: &Raised, finder: Option<PersonId>) -> AppResult<Option<PersonId>> {
    let unit = place.unit_id;
    if place.origin.kind() == OriginKind::Systemic {
        let leaders = agency::queries::leaders(conn, 1, unit)?;
        let own = leaders.iter().find(|person| Some(person.id) == finder);
        return Ok(own.or(leaders.first()).map(|person| person.id));
    }
    if let Some(about) = place.about_layer {
        let mut owners = agency::queries::leaders(conn, about, unit)?;
        let layers = agency::queries::layers(conn)?;
        if let Some(layer) = layers.iter().find(|layer| layer.number == about && owners.is_empty()) {
            owners = people::queries::holders(conn, layer.role, unit)?;
        }
        return Ok(owners.first().map(|person| person.id));
    }
    let holders = people::queries::holders(conn, Role::Supervisor, unit)?;
    let own = holders.iter().find(|person| Some(person.id) == finder);
    Ok(own.or(holders.first()).map(|person| person.id))
}

/// A finding as it is told, found at a moment and due in so many working days; without number and owner.
pub(super) fn draft(
    act: &Act,
    place: &Raised,
    calendar: &Calendar,
    new: &NewFinding,
    (found_at, days): (Instant, i32),
) -> Finding {
    let corrected = new.corrected.is_some();
    let state = match (corrected, &new.contained) {
        (true, _) => State::Verified,
        (false, Some(_)) => State::Contained,
        (false, None) => State::Open,
    };
    let due = (!corrected).then(|| calendar.due(found_at, days));
    Finding {
        id: match place.origin {
            Origin::Audit(_) => act.id(),
            Origin::Hand(id) | Origin::Systemic(id) => id,
        },
        number: String::new(),
        unit_id: place.unit_id,
        process_id: place.process_id,
        question_id: new.question_id(),
        question_version_id: new.question.map(|(_, worded)| worded),
        layer: place.layer,
        origin_kind: place.origin.kind(),
        origin_id: AnyId(place.origin.uuid()),
        origin_label: place.origin_label.clone(),
        part: new.part,
        title: new.title.clone(),
        seen: new.seen.clone(),
        done: new.corrected.clone(),
        severity: new.severity,
        state,
        resolution: corrected.then_some(Resolution::CorrectedOnTheSpot),
        owner_id: None,
        found_by: act.who,
        found_at,
        due_days: due.map(|_| days),
        due_on: due.map(|due| due.date),
        due_at: due.map(|due| due.at),
        due_picked: false,
        repeat_of: None,
        escalation: 0,
        notice_at: due.and_then(|due| reminders::first_notice(calendar, found_at, due)),
        closed_at: corrected.then_some(found_at),
        search: String::new(),
        revision: 1,
        sensitive: new.sensitive,
    }
}

/// Gives the numbers, last: the counter's row stays locked until the transaction ends.
fn number(conn: &mut Conn, act: &Act, rows: &mut [Finding]) -> AppResult<()> {
    let zone = agency::queries::agency_zone(conn)?;
    let year = zone.local(act.now).date.year();
    let first = counters::take(conn, "NC", year, i32::try_from(rows.len()).unwrap_or(i32::MAX))?;
    for (n, row) in (first..).zip(rows) {
        row.number = format!("NC-{year}-{n:05}");
        row.search = searched(row);
    }
    Ok(())
}

pub(super) fn searched(row: &Finding) -> String {
    format!("{} {} {}", row.number, row.title, row.seen).to_lowercase()
}

/// A finding that was closed and is still watched opens again when the question fails again: the new one is what
/// figures count, the old one tells that the fix did not hold. Of several on one question the newest opens; the others
/// stay closed, with a broken watch, so that a question that fails for a year does not fill the queue with its past. Gives
/// what opened, by the new one that opened it.
fn reopen_watched(
    conn: &mut Conn,
    act: &Act,
    place: &Raised,
    calendar: &Calendar,
    questions: &[QuestionId],
    new: &[Finding],
) -> AppResult<HashMap<FindingId, FindingId>> {
    let mut watched = Vec::new();
    for (id, question) in queries::watched(conn, place.unit_id, questions)? {
        if let Some(again) = new.iter().find(|row| row.question_id == Some(question)) {
            watched.push((queries::find(conn, id)?, again.id));
        }
    }
    watched.sort_by_key(|(old, _)| std::cmp::Reverse((old.found_at, old.id)));
    let (mut questions, mut reopened) = (HashSet::new(), HashMap::new());
    for (old, again) in watched {
        let id = old.id;
        bump(conn, &old)?;
        queries::insert_watch_check(conn, id, AnyId(place.origin.uuid()), act.who, act.now, false)?;
        queries::set_watch(conn, id, WatchState::Broken)?;
        if !questions.insert(old.question_id) {
            let facts = json!({"found_again": again});
            record(conn, act, id, "finding-found-again", facts, None)?;
            continue;
        }
        let days = settings::queries::rules(conn)?.due_days(old.severity);
        let due = calendar.due(act.now, days);
        let notice = reminders::first_notice(calendar, act.now, due).unwrap_or(due.at);
        queries::set_reopened(conn, id, days, due.date, due.at, notice)?;
        queries::remove_plan(conn, id)?;
        let facts = json!({
            "from": old.state, "to": State::Contained, "found_again": again, "due": due.date,
            "origin": place.origin.uuid(), "was": Was::of(&old),
        });
        record(conn, act, id, "finding-reopened", facts, None)?;
        reopened.insert(again, id);
    }
    Ok(reopened)
}

/// Tells the findings under watch what an audit said about their questions where it conforms. Three such audits by at
/// least two people, and the fix has held.
///
/// # Errors
/// Only when the database fails.
pub fn observe(conn: &mut Conn, act: &Act, unit: UnitId, origin: Origin, conforming: &[QuestionId]) -> AppResult<()> {
    if conforming.is_empty() {
        return Ok(());
    }
    for (id, _) in queries::watched(conn, unit, conforming)? {
        queries::insert_watch_check(conn, id, AnyId(origin.uuid()), act.who, act.now, true)?;
        let people: Vec<Option<PersonId>> = queries::watch_checks_of(conn, id)?
            .into_iter()
            .filter(|(_, _, conforms)| *conforms)
            .map(|(who, _, _)| who)
            .collect();
        if has_held(&people) {
            queries::set_watch(conn, id, WatchState::Held)?;
            record(conn, act, id, "finding-held", json!({"audits": people.len()}), None)?;
        }
    }
    Ok(())
}

/// Says what was done at once, so that nobody else is affected.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn contain(conn: &mut Conn, act: &Act, id: FindingId, body: &str) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    finding.check_contain(part)?;
    bump(conn, &finding)?;
    queries::insert_containment(conn, id, body, who, act.now)?;
    queries::set_state(conn, id, State::Contained)?;
    record(
        conn,
        act,
        id,
        "finding-contained",
        from_to(finding.state, State::Contained),
        Some(body),
    )
}

/// Writes the root cause down, or a better one over it; the category is a code of those the agency has.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn find_cause(
    conn: &mut Conn,
    act: &Act,
    id: FindingId,
    category: &str,
    whys: &[String],
    root_cause: &str,
) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    finding.check_cause(part)?;
    let lies_in = settings::queries::find_category(conn, category)?;
    bump(conn, &finding)?;
    let cause = queries::Cause {
        category: category.into(),
        whys: Doc::of(&whys),
        root_cause: root_cause.into(),
        at: act.now,
        who,
    };
    queries::put_cause(conn, id, &cause)?;
    settle_plan(conn, act, &finding, part, who)?;
    record(
        conn,
        act,
        id,
        "finding-cause",
        json!({"category": category, "name": lies_in.name, "whys": whys.len()}),
        Some(root_cause),
    )
}

/// A corrective action to be decided.
#[derive(Debug, Clone)]
pub struct NewAction {
    /// What kind of repair.
    pub kind: ActionKind,
    /// What is to be done.
    pub body: String,
    /// By whom.
    pub owner_id: PersonId,
    /// By when; `None` takes the working days of the finding's severity.
    pub due_on: Option<NaiveDate>,
    /// How well it holds by itself, if that was said.
    pub strength: Option<Strength>,
    /// What it costs, in whole units of the agency's currency, if that is known.
    pub cost: Option<i64>,
}

/// Decides on a corrective action.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn plan_action(conn: &mut Conn, act: &Act, id: FindingId, new: &NewAction) -> AppResult<ActionId> {
    let (finding, part, who) = load(conn, act, id)?;
    finding.check_plan(part)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let (due, days) = match new.due_on {
        Some(date) => (check_due_of(conn, &calendar, act.now, id, date)?, None),
        None => {
            let days = settings::queries::rules(conn)?.due_days(finding.severity);
            (pauses::due_from_now(conn, &calendar, id, act.now, days)?, Some(days))
        }
    };
    bump(conn, &finding)?;
    let number = i32::try_from(queries::actions(conn, id)?.len()).unwrap_or(i32::MAX - 1) + 1;
    let action = Action {
        id: act.id(),
        finding_id: id,
        number,
        kind: new.kind,
        body: new.body.clone(),
        owner_id: new.owner_id,
        due_on: due.date,
        due_at: due.at,
        due_days: days,
        due_picked: days.is_none(),
        state: ActionState::Open,
        created_at: act.now,
        created_by: Some(who),
        done_at: None,
        done_by: None,
        done_note: None,
        notice_at: Some(act.now),
        escalation: 0,
        revision: 1,
        strength: new.strength,
        cost: new.cost,
        taken_from: None,
    };
    queries::insert_action(conn, &action)?;
    queries::set_state(conn, id, State::Planned)?;
    let planned = Finding {
        state: State::Planned,
        ..finding.clone()
    };
    settle_plan(conn, act, &planned, part, who)?;
    let facts = json!({
        "from": finding.state, "to": State::Planned, "action": action.id, "kind": action.kind,
        "owner": action.owner_id, "due": action.due_on, "strength": action.strength, "cost": action.cost,
    });
    record(conn, act, id, "finding-action-planned", facts, Some(&new.body))?;
    Ok(action.id)
}

/// May an action of this finding be due on this date? See [`check_due`]; nor while the finding's clock stands still.
///
/// # Errors
/// [`CannotRepair`] in its words.
pub fn check_due_of(
    conn: &mut Conn,
    calendar: &Calendar,
    now: Instant,
    id: FindingId,
    date: NaiveDate,
) -> AppResult<Due> {
    let due = check_due(calendar, now, date)?;
    match pauses::standing(conn, id, now)? {
        Some(pause) if date <= pause.until_on => Err(CannotRepair::DueInPause.into()),
        _ => Ok(due),
    }
}

/// May something be due on this date? Not on one that is over at the unit, nor in another age.
///
/// # Errors
/// [`CannotRepair::DuePast`], [`CannotRepair::DueFar`].
pub fn check_due(calendar: &Calendar, now: Instant, date: NaiveDate) -> Result<Due, CannotRepair> {
    if date > calendar.zone.local(now).date + Duration::days(LONGEST_DAYS) {
        return Err(CannotRepair::DueFar);
    }
    let due = calendar.due_on(date);
    if due.at > now {
        Ok(due)
    } else {
        Err(CannotRepair::DuePast)
    }
}

/// Says that a corrective action is done. The last open one brings the finding to "done".
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn finish_action(conn: &mut Conn, act: &Act, id: ActionId, note: &str) -> AppResult<()> {
    end_action(conn, act, id, ActionState::Done, note, "finding-action-done")
}

/// Cancels a corrective action that is not needed after all.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn cancel_action(conn: &mut Conn, act: &Act, id: ActionId, reason: &str) -> AppResult<()> {
    end_action(
        conn,
        act,
        id,
        ActionState::Cancelled,
        reason,
        "finding-action-cancelled",
    )
}

fn end_action(conn: &mut Conn, act: &Act, id: ActionId, to: ActionState, note: &str, event: &str) -> AppResult<()> {
    let action = queries::find_action(conn, id)?;
    let (finding, part, who) = load(conn, act, action.finding_id)?;
    let mut persons = people::absences::operations::stands_for(conn, who, act.now)?;
    persons.push(who);
    action.check_finish(&persons, part)?;
    bump(conn, &finding)?;
    if !queries::end_action(conn, &action, to, note, Some(who), act.now)? {
        return Err(AppError::Stale);
    }
    let gates = queries::gates(conn, finding.id)?;
    let state = match gates {
        Gates { actions_open: 1.., .. } => finding.state,
        Gates { actions_done: 0, .. } => State::Contained,
        _ => State::Done,
    };
    queries::set_state(conn, finding.id, state)?;
    if state == State::Contained {
        queries::remove_plan(conn, finding.id)?;
    }
    let facts = json!({"from": finding.state, "to": state, "action": id});
    record(conn, act, finding.id, event, facts, Some(note))
}

/// Sends a plan for a decision once it has a cause and an action, and again when it was changed. What somebody changes
/// who may decide on it is decided, unless it waits for a decision already.
fn settle_plan(conn: &mut Conn, act: &Act, finding: &Finding, part: Part, who: PersonId) -> AppResult<()> {
    let gates = queries::gates(conn, finding.id)?;
    let waits = |plan: Plan| plan.standing == PlanStanding::Waiting;
    if !gates.cause || !matches!(finding.state, State::Planned | State::Done) || gates.plan.is_some_and(waits) {
        return Ok(());
    }
    // What was sent back goes to the layer that sent it back.
    let back = gates.plan.filter(|plan| plan.standing == PlanStanding::SentBack);
    let deciding = deciding_layer(conn, finding)?;
    let layer = deciding.unwrap_or(0).max(back.map_or(0, |plan| plan.layer));
    let decides = part.check(Deed::Decide).is_ok() && part.check_layer(layer).is_ok();
    let standing = if decides || deciding.is_none() {
        PlanStanding::Accepted
    } else {
        PlanStanding::Waiting
    };
    let sent = queries::SentPlan {
        plan: Plan { standing, layer },
        at: act.now,
        who,
    };
    queries::put_plan(conn, finding.id, &sent)?;
    Ok(())
}

/// The layer that decides on a plan: the lowest of managers and directors above the owner; where the owner is up there,
/// the others of that layer or, where nobody else holds it, the next layer up. Nothing where there is nobody to decide.
fn deciding_layer(conn: &mut Conn, finding: &Finding) -> AppResult<Option<i32>> {
    let layers = agency::queries::layers(conn)?;
    let own = match finding.owner_id {
        Some(owner) => reminders::owner_layer(conn, &layers, owner, finding.unit_id)?,
        None => 0,
    };
    let mut leading = layers
        .iter()
        .filter(|layer| matches!(layer.role, Role::Manager | Role::Director));
    let highest = leading.clone().next_back();
    if let Some(above) = leading.find(|layer| layer.number > own) {
        return Ok(Some(above.number));
    }
    let Some(highest) = highest else { return Ok(None) };
    let holders = people::queries::holders(conn, highest.role, finding.unit_id)?;
    if holders.iter().any(|person| Some(person.id) != finding.owner_id) {
        return Ok(Some(highest.number));
    }
    Ok(layer_above(conn, own, finding.unit_id)?.map(|(layer, _)| layer.number))
}

/// The next layer above one that somebody holds at a unit, with who holds it.
///
/// # Errors
/// Only when the database fails.
pub fn layer_above(conn: &mut Conn, layer: i32, unit: UnitId) -> AppResult<Option<(Layer, Vec<Person>)>> {
    for higher in agency::queries::layers(conn)? {
        if higher.number > layer {
            let holders = people::queries::holders(conn, higher.role, unit)?;
            if !holders.is_empty() {
                return Ok(Some((higher, holders)));
            }
        }
    }
    Ok(None)
}

/// Decides on the plan of a finding: accepts it, sends it back to the owner, or takes it one layer up. The owner is told
/// when it comes back, and those it goes up to.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn decide(conn: &mut Conn, act: &Act, post: &Post, id: FindingId, verdict: Verdict, reason: &str) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    finding.check_decide(part, queries::gates(conn, id)?.plan)?;
    let Some(sent) = queries::plan(conn, id)? else {
        return Err(CannotRepair::NoPlan.into());
    };
    let (standing, layer, told) = match verdict {
        Verdict::Accepted => (PlanStanding::Accepted, sent.plan.layer, Vec::new()),
        Verdict::SentBack => (
            PlanStanding::SentBack,
            part.layer.max(sent.plan.layer),
            reminders::answers_for(conn, &finding)?.into_iter().collect(),
        ),
        Verdict::TakenUp => {
            let above = layer_above(conn, part.layer, finding.unit_id)?;
            let (layer, holders) = above.ok_or(CannotRepair::TopLayer)?;
            (PlanStanding::Waiting, layer.number, holders)
        }
    };
    bump(conn, &finding)?;
    let decision = queries::Decision {
        verdict,
        reason: reason.into(),
        at: act.now,
        who,
    };
    let decided: DecisionId = act.id();
    queries::insert_decision(conn, decided, id, &decision)?;
    let plan = Plan { standing, layer };
    queries::put_plan(conn, id, &queries::SentPlan { plan, ..sent })?;
    let event = match verdict {
        Verdict::Accepted => "finding-plan-accepted",
        Verdict::SentBack => "finding-plan-sent-back",
        Verdict::TakenUp => "finding-plan-taken-up",
    };
    let text = (!reason.is_empty()).then_some(reason);
    record(conn, act, id, event, json!({"verdict": verdict, "layer": layer}), text)?;
    for person in told {
        let word = Word {
            kind: verdict.as_str(),
            text: reason,
            about: decided.to_string(),
            date: None,
        };
        reminders::tell_word(conn, act, post, &finding, &person, &word)?;
    }
    Ok(())
}

/// Verifies that the repair holds and closes the finding: somebody who owned none of the actions has looked. The
/// effectiveness watch begins where there is a question to watch.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn close(
    conn: &mut Conn,
    act: &Act,
    id: FindingId,
    body: &str,
    layered: LayeredAnswer,
    layered_note: &str,
) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    let gates = queries::gates(conn, id)?;
    finding.check_close(part, gates)?;
    bump(conn, &finding)?;
    pauses::end_with(conn, act, &finding)?;
    let verification = queries::Verification {
        body: body.into(),
        layered_answer: layered,
        layered_note: layered_note.into(),
        at: act.now,
        who,
    };
    queries::insert_verification(conn, act.id(), &finding, &verification)?;
    queries::set_closed(conn, id, State::Verified, Resolution::Fixed, act.now)?;
    if let Some(question) = finding.watched_question() {
        queries::start_watch(conn, &finding, question, act.now)?;
    }
    let facts = json!({
        "from": finding.state, "to": State::Verified, "layered": layered, "plan": gates.plan.map(|plan| plan.standing),
    });
    record(conn, act, id, "finding-closed", facts, Some(body))
}

/// Puts a question about what was found into the draft of the checklist of its process, which begins where there is none:
/// behind the questions of the section it was found in, asked at the layer that found it. Nothing where the process has
/// no checklist.
///
/// # Errors
/// Refused where it is the question that found it, and where the draft is full, or is to be published by itself.
pub fn draft_question(conn: &mut Conn, act: &Act, id: FindingId, text: &str) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let Some(template) = checklists::queries::find_by_process(conn, finding.process_id)? else {
        return Ok(());
    };
    if finding.question_id.is_some() && fold(text) == fold(&finding.title) {
        return Err(AppError::refused("finding-drafted-same"));
    }
    let Some(question) = Question::new(Slug::of_words(text).unwrap_or_else(Slug::unnamed), text) else {
        return Ok(());
    };
    let question = Box::new(Question {
        severity: match finding.severity {
            Severity::Critical => file::Severity::Critical,
            Severity::Major => file::Severity::Major,
            Severity::Minor => file::Severity::Minor,
        },
        layers: finding
            .layer
            .and_then(|layer| u8::try_from(layer).ok())
            .map_or(question.layers.clone(), |layer| vec![layer]),
        ..question
    });
    checklists::operations::begin_draft(conn, act, template.id, None, false)?;
    let found_in = match finding.question_id {
        Some(question) => Slug::parse(&queries::question_code(conn, question)?).ok(),
        None => None,
    };
    let mut places: Vec<Place> = found_in.into_iter().map(Place::SectionOf).collect();
    // The question it was found by may have left the draft.
    places.push(Place::NewSection(template.title.clone()));
    let mut added = Err(CannotEdit::LastQuestion);
    for to in places {
        let step = Edit::Add {
            question: question.clone(),
            to,
        };
        added = checklists::operations::edit(conn, act, template.id, &step)?;
        if !matches!(added, Err(CannotEdit::Gone(_))) {
            break;
        }
    }
    let code = added?;
    let identities = checklists::queries::identities(conn, template.id)?;
    if let Some(drafted) = code.and_then(|code| identities.get(code.as_str()).copied()) {
        queries::insert_drafted(conn, id, drafted, act.now)?;
        record(
            conn,
            act,
            id,
            "finding-question-drafted",
            json!({"question": drafted}),
            Some(text),
        )?;
    }
    Ok(())
}

/// Sets a finding aside with a reason: a director, never its owner.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn dismiss(conn: &mut Conn, act: &Act, id: FindingId, reason: &str) -> AppResult<()> {
    let (finding, part, who) = load(conn, act, id)?;
    finding.check_dismiss(part)?;
    bump(conn, &finding)?;
    pauses::end_with(conn, act, &finding)?;
    for (action, _) in queries::actions(conn, id)?
        .iter()
        .filter(|(action, _)| action.state == ActionState::Open)
    {
        queries::end_action(conn, action, ActionState::Cancelled, reason, Some(who), act.now)?;
    }
    queries::insert_dismissal(conn, id, reason, who, act.now)?;
    queries::set_closed(conn, id, State::Dismissed, Resolution::Dismissed, act.now)?;
    record(
        conn,
        act,
        id,
        "finding-dismissed",
        from_to(finding.state, State::Dismissed),
        Some(reason),
    )
}

/// Raises the severity; the due date moves with it, also one that was granted, but never to a later day.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn raise_severity(conn: &mut Conn, act: &Act, id: FindingId, to: Severity) -> AppResult<()> {
    let (finding, part, _) = load(conn, act, id)?;
    finding.check_raise(part, to)?;
    bump(conn, &finding)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    // One that came back counts from now: its first days are long over.
    let again = !queries::verifications(conn, id)?.is_empty();
    let days = settings::queries::rules(conn)?.due_days(to);
    let began = if again { act.now } else { finding.found_at };
    let pauses = pauses::queries::of(conn, id)?;
    let mut due = pauses::by_rule(&calendar, began, days, &pauses);
    // Nothing becomes late while the clock stands still.
    if let Some(pause) = pauses.iter().find(|pause| pause.stands(act.now)) {
        let first = calendar.due_on(calendar.on_or_after(pause.again_on));
        due = if due.at < first.at { first } else { due };
    }
    // Graver never means later than it was.
    let due = (finding.due_at.is_none_or(|before| due.at < before)).then_some((days, due.date, due.at));
    queries::set_severity(conn, id, to, due, act.now)?;
    let moved = due.map(|(_, on, _)| on);
    let facts = json!({
        "from": finding.severity, "to": to, "due": moved, "from_due": moved.and(finding.due_on),
    });
    record(conn, act, id, "finding-severity", facts, None)
}

/// Gives a finding to another owner.
///
/// # Errors
/// [`CannotRepair`] in its words; Stale when somebody was quicker.
pub fn hand_over(conn: &mut Conn, act: &Act, id: FindingId, owner: PersonId) -> AppResult<()> {
    let (finding, part, _) = load(conn, act, id)?;
    finding.check_hand_over(part)?;
    bump(conn, &finding)?;
    queries::set_owner(conn, id, owner)?;
    let handed = Finding {
        owner_id: Some(owner),
        ..finding.clone()
    };
    let layer = deciding_layer(conn, &handed)?.unwrap_or(0);
    if let Some(sent) = queries::plan(conn, id)?.filter(|sent| sent.plan.layer < layer) {
        let plan = Plan { layer, ..sent.plan };
        queries::put_plan(conn, id, &queries::SentPlan { plan, ..sent })?;
    }
    record(
        conn,
        act,
        id,
        "finding-handed-over",
        json!({"from": finding.owner_id, "to": owner}),
        None,
    )
}

/// Writes a note into the finding's timeline. Whoever is picked, or mentioned in it as "@Name", gets one mail. Gives the
/// mentions that told nobody, because nobody of that name may see the finding.
///
/// # Errors
/// [`CannotRepair::NotAReader`] when the picked person may not see the finding.
pub fn note(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: FindingId,
    body: &str,
    picked: Option<PersonId>,
) -> AppResult<Vec<String>> {
    let finding = queries::find(conn, id)?;
    let mut told = queries::readers(conn, &finding)?;
    if picked.is_some_and(|picked| told.iter().all(|person| person.id != picked)) {
        return Err(CannotRepair::NotAReader.into());
    }
    let names: Vec<&str> = told.iter().map(|person| person.name.as_str()).collect();
    let unknown = unknown_mentions(body, &names);
    let mentioned: Vec<String> = mentioned(body, &names).into_iter().map(str::to_owned).collect();
    told.retain(|person| Some(person.id) != act.who && (Some(person.id) == picked || mentioned.contains(&person.name)));
    let ids: Vec<PersonId> = told.iter().map(|person| person.id).collect();
    record(conn, act, id, "finding-note", json!({ "told": ids }), Some(body))?;
    let about: HistoryId = act.id();
    for person in told {
        let word = Word {
            kind: "mentioned",
            text: body,
            about: about.to_string(),
            date: None,
        };
        reminders::tell_word(conn, act, post, &finding, &person, &word)?;
    }
    Ok(unknown)
}

pub(super) fn load(conn: &mut Conn, act: &Act, id: FindingId) -> AppResult<(Finding, Part, PersonId)> {
    let who = act
        .who
        .ok_or_else(|| AppError::broken("a repair step without a person"))?;
    let finding = queries::find(conn, id)?;
    let stands_for = people::absences::operations::stands_for(conn, who, act.now)?;
    let part = queries::part(conn, &finding, who, &stands_for)?;
    Ok((finding, part, who))
}

pub(super) fn bump(conn: &mut Conn, read: &Finding) -> AppResult<()> {
    if queries::bump(conn, read)? {
        Ok(())
    } else {
        Err(AppError::Stale)
    }
}

fn from_to(from: State, to: State) -> serde_json::Value {
    json!({"from": from, "to": to})
}

pub(super) fn record(
    conn: &mut Conn,
    act: &Act,
    id: FindingId,
    event: &str,
    facts: serde_json::Value,
    text: Option<&str>,
) -> AppResult<()> {
    history::record(
        conn,
        act,
        Change {
            record: Record::of("finding", id),
            event,
            facts,
            text,
        },
    )
}
