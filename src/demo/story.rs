//! What happens in Alder Bay, day by day: audits are done, late or missed; what is found is contained, explained,
//! repaired, verified; some of it comes back.

use super::Acts;
use super::dice::Dice;
use super::raised;
use super::special;
use super::town::{self, Town};
use crate::agency;
use crate::audits::model::{Audit, Given, More};
use crate::audits::operations::{self as audits, Sent};
use crate::audits::queries as audit_queries;
use crate::audits::reverse;
use crate::base::act::mix;
use crate::base::clock::Instant;
use crate::base::codes::{Outcome, Role, Severity};
use crate::base::ids::*;
use crate::base::zone::Zone;
use crate::checklists::model::{Detail, Kind, NoteRule, PhotoRule, QuestionVersion};
use crate::findings::model::{ActionKind, LayeredAnswer, State, Strength, WatchState};
use crate::findings::operations::{self as findings, NewAction};
use crate::findings::queries as finding_queries;
use crate::findings::settings;
use crate::people;
use crate::planning::assign::taking;
use crate::planning::operations as planning;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::history;
use crate::platform::mail::post::Post;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many days ahead audits are made.
pub const AHEAD_DAYS: i64 = 14;
/// Months before today in which Records loses its clerk.
const TROUBLE_DAYS: i64 = 120;
/// Days before today of the fix at Tax & Licensing that held.
const HELD_DAYS: i64 = 200;
/// How much more, and then less, fails at the office with the new ticket machine than elsewhere.
const TICKETS: (f64, f64) = (2.6, 0.4);

/// A step of a repair, to be taken on a day.
#[derive(Debug, Clone, Copy)]
enum Task {
    Audit(AuditId),
    Contain(FindingId),
    Explain(FindingId),
    Finish(ActionId),
    Verify(FindingId),
    Dismiss(FindingId),
}

/// Where the story stands.
#[derive(Debug, Clone)]
pub struct Story {
    dice: Dice,
    today: NaiveDate,
    /// When the ticket machine is put up, where the story begins before that.
    tickets_on: Option<NaiveDate>,
    zone: Zone,
    names: HashMap<UnitId, String>,
    phones: PlanId,
    tasks: BTreeMap<NaiveDate, Vec<(i32, Task)>>,
    reopened: BTreeSet<FindingId>,
    /// Until when a repair holds. Nothing holds for ever: people change, and cards get lost.
    holds_until: BTreeMap<(UnitId, QuestionId), NaiveDate>,
    /// Whether something sensitive was seen lately.
    sensitive: bool,
}

impl Story {
    /// The story of a town from its first day until today.
    pub fn new(town: Town, dice: Dice, (first, today): (NaiveDate, NaiveDate)) -> Self {
        let names = town.units.iter().map(|(name, id)| (*id, name.clone())).collect();
        Self {
            dice,
            today,
            tickets_on: Some(special::tickets_on(today)).filter(|on| first < *on),
            zone: town::zone(),
            names,
            phones: town.phones,
            tasks: BTreeMap::new(),
            reopened: BTreeSet::new(),
            holds_until: BTreeMap::new(),
            sensitive: false,
        }
    }

    /// Lives one day. Of today only the early morning is lived: the rest is the visitor's.
    pub fn live(&mut self, conn: &mut Conn, acts: &mut Acts, post: &Post, date: NaiveDate) -> AppResult<()> {
        let dawn = self.at(date, 7 * 60);
        if date.weekday() == chrono::Weekday::Mon || date == self.today || date.day() == 1 {
            planning::make_all_ahead(conn, &acts.by(None, dawn), post, AHEAD_DAYS)?;
        }
        special::arrange(conn, acts, post, self.phones, (date, self.today), dawn)?;
        special::change(conn, acts, &self.names, (date, self.today), dawn)?;
        let morning = self.at(date, 7 * 60 + 30);
        raised::raise(conn, acts, post, &self.names, (date, self.today), morning)?;
        for audit in audit_queries::opened_on(conn, date)? {
            self.plan_audit(&audit, date);
        }
        // In the order of the clock, so that numbers run as the day did.
        let mut tasks = self.tasks.remove(&date).unwrap_or_default();
        tasks.sort_by_key(|(minute, _)| *minute);
        for (minute, task) in tasks {
            if date < self.today || minute < super::MORNING - 10 {
                self.take(conn, acts, post, date, minute, task)?;
            }
        }
        for audit in audit_queries::ended_between(conn, dawn.plus_days(-1), dawn)? {
            audits::miss(conn, &acts.by(None, audit.closes_at.plus_seconds(60)), &audit)?;
        }
        // Reminders of the day are looked at in the morning, as the server would.
        let silent = acts.by(None, self.at(date, 8 * 60 + 1));
        while crate::findings::reminders::remind_one(conn, &silent, post)?
            != crate::findings::reminders::Looked::Nothing
        {}
        if date < self.today {
            history::seal(conn, &acts.by(None, self.at(date, 23 * 60)))?;
        }
        Ok(())
    }

    fn at(&self, date: NaiveDate, minute: i32) -> Instant {
        self.zone.instant(date, minute)
    }

    /// Decides whether and when an audit is done.
    fn plan_audit(&mut self, audit: &Audit, date: NaiveDate) {
        if self.is_left_for_the_visitor(audit, date) {
            return;
        }
        let (missed, late) = self.discipline(audit, date);
        let roll = self.dice.share();
        if roll < missed {
            return;
        }
        let due = self.zone.local(audit.due_at);
        let (day, minute) = if roll < missed + late {
            (due.date, due.minute + self.dice.between(5, 80) as i32)
        } else {
            let days = due.date.signed_duration_since(date).num_days();
            let mut day = date + chrono::Duration::days(self.dice.between(0, days));
            while matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun) && day > date {
                day -= chrono::Duration::days(1);
            }
            let last = if day == due.date { due.minute - 30 } else { 16 * 60 };
            // A night's audit ends before the clock time at which it begins.
            let from = if day == date {
                audit.opens_minute
            } else {
                audit.opens_minute.min(due.minute - 60)
            };
            (day, self.dice.between(from.into(), last.max(from + 20).into()) as i32)
        };
        self.tasks.entry(day).or_default().push((minute, Task::Audit(audit.id)));
    }

    fn audit(
        &mut self,
        conn: &mut Conn,
        acts: &mut Acts,
        post: &Post,
        id: AuditId,
        date: NaiveDate,
        now: Instant,
    ) -> AppResult<()> {
        let audit = &audit_queries::find(conn, id)?;
        if audit.check_open(now).is_err() {
            return Ok(());
        }
        if audit_queries::asks(conn, audit.plan_id)?.anonymous {
            return self.speak(conn, acts, audit, date, now);
        }
        let Some(who) = self.auditor(conn, acts, audit, now)? else {
            return Ok(());
        };
        audits::start(conn, &acts.by(Some(who), now), id)?;
        let questions = audit_queries::questions(conn, id)?;
        let mut answers = Vec::with_capacity(questions.len());
        for question in &questions {
            let given = self.answer(audit, question, date);
            answers.push((question.question_id, given));
        }
        let minutes = self.dice.between(3, 3 + questions.len() as i64);
        let ended = now.plus_minutes(minutes);
        if ended > audit.closes_at {
            return Ok(());
        }
        let act = acts.by(Some(who), ended);
        let sent: SubmissionId = act.id();
        let (high, low) = sent.0.as_u64_pair();
        let body_hash = format!("{:016x}{:016x}", mix(high), mix(low));
        audits::submit(
            conn,
            &act,
            post,
            id,
            &Sent {
                noted: Default::default(),
                id: sent,
                body_hash,
                device_at: Some(ended),
                answers,
            },
        )?;
        for finding in finding_queries::of_origin(conn, Origin::Audit(id))? {
            self.plan_repair(&finding, date);
            // One that was closed and came back is taken up again.
            for old in finding_queries::earlier(conn, &finding, 20)? {
                let again = old.state == State::Contained
                    && finding_queries::watch_state(conn, old.id)? == Some(WatchState::Broken);
                if again && self.reopened.insert(old.id) {
                    self.plan_repair(&old, date);
                }
            }
        }
        Ok(())
    }

    /// Who does an audit: whoever has it, or one of those who may, who takes it.
    fn auditor(
        &mut self,
        conn: &mut Conn,
        acts: &mut Acts,
        audit: &Audit,
        now: Instant,
    ) -> AppResult<Option<PersonId>> {
        if audit.assignee_id.is_some() {
            return Ok(audit.assignee_id);
        }
        let those = people::queries::holders(conn, Role::Supervisor, audit.unit_id)?;
        let Some(who) = self.dice.pick(&those).map(|person| person.id) else {
            return Ok(None);
        };
        taking::take(conn, &acts.by(Some(who), now), audit.id)?;
        Ok(Some(who))
    }

    /// Everybody who may answers an audit from below, without a name.
    fn speak(
        &mut self,
        conn: &mut Conn,
        acts: &mut Acts,
        audit: &Audit,
        date: NaiveDate,
        now: Instant,
    ) -> AppResult<()> {
        let asks = audit_queries::asks(conn, audit.plan_id)?;
        let questions = reverse::questions(conn, audit, &asks)?;
        for person in people::queries::holders(conn, Role::Supervisor, audit.unit_id)? {
            let mut spoken = Vec::with_capacity(questions.len());
            for question in &questions {
                let is_so = !self.dice.chance(3.0 * self.risk(audit, question, date));
                let words = if !is_so && self.dice.chance(0.3) {
                    self.words(SAID)
                } else {
                    String::new()
                };
                spoken.push(reverse::Spoken {
                    question: question.question_id,
                    outcome: Some(if is_so {
                        Outcome::Conforms
                    } else {
                        Outcome::Nonconforming
                    }),
                    words,
                });
            }
            reverse::take_part(conn, &acts.by(Some(person.id), now), audit.id, &spoken)?;
        }
        Ok(())
    }

    /// How often an audit is missed, and how often it is late: upper layers and vacation months are weaker.
    fn discipline(&self, audit: &Audit, date: NaiveDate) -> (f64, f64) {
        let vacation = if matches!(date.month(), 7 | 8 | 12) { 1.6 } else { 1.0 };
        let (missed, late) = match audit.layer {
            1 => (0.05, 0.08),
            2 => (0.09, 0.12),
            3 => (0.22, 0.15),
            _ => (0.08, 0.10),
        };
        let trouble = if self.is_trouble(audit.unit_id, date) { 2.0 } else { 1.0 };
        (missed * vacation * trouble, late * vacation)
    }

    /// The visitor's own audits of today stay to be done, those of the colleague who is away too, and what can be taken.
    fn is_left_for_the_visitor(&self, audit: &Audit, date: NaiveDate) -> bool {
        let name = self.names.get(&audit.unit_id).map(String::as_str);
        let heroes_office = matches!(name, Some("Tax & Licensing" | special::AWAY));
        let is_open = audit.closes_at > self.at(self.today, super::MORNING);
        (date == self.today && heroes_office)
            || (is_open && (audit.layer > 1 || heroes_office && audit.assignee_id.is_none()))
    }

    fn is_trouble(&self, unit: UnitId, date: NaiveDate) -> bool {
        let days = self.today.signed_duration_since(date).num_days();
        days < TROUBLE_DAYS && self.names.get(&unit).is_some_and(|name| name == "Records Office")
    }

    fn answer(&mut self, audit: &Audit, question: &QuestionVersion, date: NaiveDate) -> Given {
        if question.kind == Kind::Conformance && self.dice.chance(0.04) {
            return Given {
                outcome: Some(Outcome::NotApplicable),
                ..Given::default()
            };
        }
        let fails = self.dice.chance(self.risk(audit, question, date)) && question.is_judged();
        // Where a photo is asked for, the demo has none to show: put right on the spot.
        let corrected = fails && (question.photo == PhotoRule::Required || self.dice.chance(0.25));
        let mut given = Given {
            outcome: Some(match (fails, corrected) {
                (true, true) => Outcome::Corrected,
                (true, false) => Outcome::Nonconforming,
                _ => Outcome::Conforms,
            }),
            ..Given::default()
        };
        match question.kind {
            Kind::Conformance => {}
            Kind::Measure => given.value = Some(self.value(question, fails)),
            Kind::Choice | Kind::Date | Kind::Text => given.given = Some(self.given(question, fails, audit.local_date)),
        }
        if fails {
            given.seen = self.seen(question);
            self.also(audit, question, date, &mut given);
            if corrected {
                given.done = self.words(CORRECTED);
            } else if self.dice.chance(0.7) {
                given.steps = vec![0];
            }
        } else if question.note == NoteRule::Required {
            given.seen = self.words(NOTED);
        }
        given
    }

    /// Lately more is written down: now and then a second thing under one answer, and once something sensitive.
    fn also(&mut self, audit: &Audit, question: &QuestionVersion, date: NaiveDate, given: &mut Given) {
        let days = self.today.signed_duration_since(date).num_days();
        let lot = mix(audit.id.0.as_u64_pair().1 ^ question.question_id.0.as_u64_pair().1);
        if (1..=ALSO_DAYS).contains(&days) && lot.is_multiple_of(5) {
            let is_corrected = given.outcome == Some(Outcome::Corrected);
            let place = usize::try_from(lot / 5 % 4).unwrap_or(0);
            given.more.push(More {
                seen: ALSO.get(place).copied().unwrap_or_default().into(),
                done: if is_corrected { ALSO_DONE.into() } else { String::new() },
            });
        }
        if (1..=SENSITIVE_DAYS).contains(&days) && !self.sensitive && given.outcome == Some(Outcome::Nonconforming) {
            self.sensitive = true;
            given.sensitive = true;
            given
                .seen
                .push_str(" A reporter was waiting in the same line and asked about it.");
        }
    }

    /// A choice, a date or a text: one that conforms, or one that does not.
    fn given(&mut self, question: &QuestionVersion, fails: bool, on: NaiveDate) -> String {
        match &question.detail {
            Some(Detail::Choice(choices)) => {
                let fitting: Vec<usize> = (0..choices.len())
                    .filter(|index| choices[*index].conforms != fails)
                    .collect();
                (self.dice.pick(&fitting).copied().unwrap_or(0) + 1).to_string()
            }
            Some(Detail::Date(_)) => {
                let away = chrono::Duration::days(self.dice.between(1, 40));
                let date = match (question.earliest(on), fails) {
                    (Some(earliest), true) => earliest - away,
                    (Some(earliest), false) if earliest <= on => (earliest + away).min(on),
                    (Some(earliest), false) => earliest + away,
                    (None, _) => on - away,
                };
                date.to_string()
            }
            None => self.words(NOTED),
        }
    }

    /// How likely a question fails: each has its own weakness, until it is repaired; spring is hard on Tax & Licensing,
    /// Records is in trouble, one fix at Tax & Licensing held, and the ticket machine of the Permit Center helps.
    fn risk(&self, audit: &Audit, question: &QuestionVersion, date: NaiveDate) -> f64 {
        let own = mix(question.question_id.0.as_u64_pair().1 ^ audit.unit_id.0.as_u64_pair().1) % 100;
        let base = match own {
            0..=5 => 0.22,
            6..=30 => 0.09,
            _ => 0.018,
        };
        let name = self.names.get(&audit.unit_id).map(String::as_str).unwrap_or_default();
        let season = match (name, date.month(), date.day()) {
            ("Tax & Licensing", 3, _) | ("Tax & Licensing", 4, 1..=15) => 2.4,
            (_, 12, _) => 1.3,
            _ => 1.0,
        };
        let days = self.today.signed_duration_since(date).num_days();
        let text = question.texts.text.get("en");
        let fix = match name {
            "Tax & Licensing" if text.contains("case number") => {
                if days > HELD_DAYS {
                    8.0
                } else {
                    0.3
                }
            }
            _ => 1.0,
        };
        let trouble = if self.is_trouble(audit.unit_id, date) { 3.2 } else { 1.0 };
        let tickets = match self.tickets_on.filter(|_| name == special::TICKETS_AT) {
            Some(on) if date < on => TICKETS.0,
            Some(_) => TICKETS.1,
            None => 1.0,
        };
        // Upper layers look at fewer things, and see a little more.
        let eye = 1.0 + f64::from(audit.layer - 1) * 0.15;
        let severity = if question.severity == Severity::Critical {
            0.35
        } else {
            1.0
        };
        let place = (audit.unit_id, question.question_id);
        let repaired = if self.holds_until.get(&place).is_some_and(|until| date <= *until) {
            0.1
        } else {
            1.0
        };
        (base * season * fix * trouble * tickets * eye * severity * repaired).min(0.6)
    }

    fn value(&mut self, question: &QuestionVersion, fails: bool) -> f64 {
        let share = self.dice.share();
        let value = match (question.limit_low, question.limit_high, fails) {
            (_, Some(high), true) => (high + 1.0) * (1.1 + share),
            (Some(low), None, true) => low * 0.5 * share,
            (low, Some(high), false) => low.unwrap_or(0.0) + (high - low.unwrap_or(0.0)) * share * 0.9,
            (Some(low), None, false) => low * (1.0 + share),
            (None, None, _) => share,
        };
        if question.limit_high.is_some_and(|high| high <= 1.0) {
            (value * 10.0).round() / 10.0
        } else {
            value.round()
        }
    }

    fn seen(&mut self, question: &QuestionVersion) -> String {
        let place = self.words(PLACES);
        let look_for = question.texts.look_for.get("en");
        let first = look_for
            .split_inclusive(['.', ';'])
            .next()
            .unwrap_or(look_for)
            .trim_end_matches([';', '.']);
        let (hour, minute) = (self.dice.between(8, 15), self.dice.between(0, 59));
        let looked = match first {
            "" => String::new(),
            first => format!(" Looked for: {first}."),
        };
        format!("{place}, {hour}:{minute:02}.{looked} {}", self.words(NOT_FOUND))
    }

    fn words(&mut self, of: &[&str]) -> String {
        self.dice.pick(of).copied().unwrap_or_default().to_owned()
    }

    // what becomes of a finding

    fn on(&mut self, date: NaiveDate, from: i64, to: i64, task: Task) {
        let mut day = date + chrono::Duration::days(self.dice.between(from, to));
        while matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun) {
            day += chrono::Duration::days(1);
        }
        // What would be today's or later is left as it stands: the visitor's queue.
        if day < self.today {
            let minute = self.dice.between(8 * 60, 16 * 60) as i32;
            self.tasks.entry(day).or_default().push((minute, task));
        }
    }

    fn plan_repair(&mut self, finding: &crate::findings::model::Finding, date: NaiveDate) {
        if finding.state == State::Verified {
            return;
        }
        let slow = if self.is_trouble(finding.unit_id, date) { 3 } else { 1 };
        if finding.state == State::Open {
            self.on(date, 1, 2, Task::Contain(finding.id));
        }
        if self.dice.chance(0.03) {
            self.on(date, 2, 5, Task::Dismiss(finding.id));
            return;
        }
        let days = match finding.severity {
            Severity::Critical => (1, 1),
            Severity::Major => (2, 5 * slow),
            Severity::Minor => (2, 9 * slow),
        };
        self.on(date, days.0.max(2), days.1.max(2), Task::Explain(finding.id));
    }

    fn take(
        &mut self,
        conn: &mut Conn,
        acts: &mut Acts,
        post: &Post,
        date: NaiveDate,
        minute: i32,
        task: Task,
    ) -> AppResult<()> {
        let now = self.at(date, minute);
        match task {
            Task::Audit(id) => self.audit(conn, acts, post, id, date, now),
            Task::Contain(id) => {
                let finding = finding_queries::find(conn, id)?;
                let body = self.words(CONTAINED);
                if let (State::Open, Some(owner)) = (finding.state, finding.owner_id) {
                    findings::contain(conn, &acts.by(Some(owner), now), id, &body)?;
                }
                Ok(())
            }
            Task::Explain(id) => self.explain(conn, acts, date, now, id),
            Task::Finish(id) => {
                let action = finding_queries::find_action(conn, id)?;
                if action.state == crate::findings::model::ActionState::Open {
                    let note = self.words(FINISHED);
                    findings::finish_action(conn, &acts.by(Some(action.owner_id), now), id, &note)?;
                    self.on(date, 1, 5, Task::Verify(action.finding_id));
                }
                Ok(())
            }
            Task::Verify(id) => self.verify(conn, acts, date, now, id),
            Task::Dismiss(id) => {
                let finding = finding_queries::find(conn, id)?;
                let director = self.holder(conn, Role::Director, finding.unit_id)?;
                if let (false, Some(director)) = (finding.state.is_closed(), director) {
                    let reason = self.words(DISMISSED);
                    findings::dismiss(conn, &acts.by(Some(director), now), id, &reason)?;
                }
                Ok(())
            }
        }
    }

    /// Where the repair is the wrong one: it is closed and comes back.
    fn is_hopeless(&self, finding: &crate::findings::model::Finding) -> bool {
        let front = self
            .names
            .get(&finding.unit_id)
            .is_some_and(|name| name == "City Hall front counter");
        front && finding.title.contains("screens")
    }

    fn holder(&self, conn: &mut Conn, role: Role, unit: UnitId) -> AppResult<Option<PersonId>> {
        Ok(people::queries::holders(conn, role, unit)?
            .first()
            .map(|person| person.id))
    }

    fn explain(
        &mut self,
        conn: &mut Conn,
        acts: &mut Acts,
        date: NaiveDate,
        now: Instant,
        id: FindingId,
    ) -> AppResult<()> {
        let finding = finding_queries::find(conn, id)?;
        let grave = finding.severity != Severity::Minor;
        let leader = self.holder(
            conn,
            if grave { Role::Director } else { Role::Manager },
            finding.unit_id,
        )?;
        let Some(leader) = leader.filter(|_| !finding.state.is_closed()) else {
            return Ok(());
        };
        if finding.state == State::Open {
            let body = self.words(CONTAINED);
            findings::contain(conn, &acts.by(Some(leader), now.plus_seconds(-600)), id, &body)?;
        }
        let Some(repair) = self.dice.pick(REPAIRS) else {
            return Ok(());
        };
        // Lately owners plan by themselves, so that some plans wait for a decision.
        let lately = self.today.signed_duration_since(date).num_days() <= PLANNED_DAYS;
        let leader = finding.owner_id.filter(|_| lately).unwrap_or(leader);
        let whys: Vec<String> = repair.whys.iter().map(ToString::to_string).collect();
        findings::find_cause(
            conn,
            &acts.by(Some(leader), now),
            id,
            repair.category,
            &whys,
            repair.cause,
        )?;
        let owner_id = match finding.owner_id.filter(|_| self.dice.chance(0.75)) {
            Some(owner) => owner,
            None => self.holder(conn, Role::Manager, finding.unit_id)?.unwrap_or(leader),
        };
        let calendar = agency::queries::calendar(conn, finding.unit_id)?;
        let picked = self.dice.chance(0.4);
        let due_on = picked.then(|| calendar.add_working_days(date, self.dice.between(3, 12) as i32));
        let new = NewAction {
            kind: repair.kind,
            body: repair.action.into(),
            owner_id,
            due_on,
            strength: Some(repair.strength),
            cost: None,
        };
        let act = acts.by(Some(leader), now.plus_minutes(4));
        let action = findings::plan_action(conn, &act, id, &new)?;
        let slow = if self.is_trouble(finding.unit_id, date) { 2 } else { 1 };
        let rules = settings::queries::rules(conn)?;
        let room = due_on.unwrap_or_else(|| calendar.add_working_days(date, rules.due_days(finding.severity)));
        let days = room.signed_duration_since(date).num_days().max(2);
        let (from, to) = if self.dice.chance(0.13) {
            (days + 1, days + 8 * slow)
        } else {
            (1, (days - 1).max(1))
        };
        self.on(date, from, to, Task::Finish(action));
        Ok(())
    }

    fn verify(
        &mut self,
        conn: &mut Conn,
        acts: &mut Acts,
        date: NaiveDate,
        now: Instant,
        id: FindingId,
    ) -> AppResult<()> {
        let finding = finding_queries::find(conn, id)?;
        if finding.state != State::Done {
            return Ok(());
        }
        // Somebody who owned none of the actions: the director, else the manager, else the supervisor.
        for role in [Role::Director, Role::Manager, Role::Supervisor] {
            let Some(who) = self.holder(conn, role, finding.unit_id)? else {
                continue;
            };
            let part = finding_queries::part(conn, &finding, who, &[])?;
            let gates = finding_queries::gates(conn, id)?;
            if finding.check_close(part, gates).is_ok() {
                let (body, draft) = (self.words(VERIFIED), self.dice.chance(0.15));
                let layered = if draft {
                    LayeredAnswer::Draft
                } else {
                    LayeredAnswer::Existing
                };
                let note = if draft { String::new() } else { finding.title.clone() };
                self.reopened.remove(&id);
                if self.dice.chance(0.85) && !self.is_hopeless(&finding) {
                    let until = date + chrono::Duration::days(self.dice.between(120, 420));
                    self.holds_until
                        .extend(finding.question_id.map(|question| ((finding.unit_id, question), until)));
                }
                return findings::close(conn, &acts.by(Some(who), now), id, &body, layered, &note);
            }
        }
        self.on(date, 3, 6, Task::Verify(id));
        Ok(())
    }
}

/// A believable repair.
struct Repair {
    /// Code of where it lies, of those that are delivered.
    category: &'static str,
    kind: ActionKind,
    strength: Strength,
    whys: &'static [&'static str],
    cause: &'static str,
    action: &'static str,
}

const REPAIRS: &[Repair] = &[
    Repair {
        category: "tools",
        kind: ActionKind::Corrective,
        strength: Strength::Instruction,
        whys: &[
            "The thing that was needed was not at hand.",
            "It had run out.",
            "Nobody at this place sees how much is left.",
            "It is on no opening list.",
        ],
        cause: "Nobody checks the supplies of this place",
        action: "Add the supplies of this place to the opening round, with a spare kept beside it",
    },
    Repair {
        category: "method",
        kind: ActionKind::Corrective,
        strength: Strength::Instruction,
        whys: &[
            "The step was left out.",
            "The card at the desk does not show it.",
            "The card is older than the clause.",
        ],
        cause: "The desk card was not renewed when the manual changed",
        action: "Print the new desk card and take the old ones away from every window",
    },
    Repair {
        category: "training",
        kind: ActionKind::Corrective,
        strength: Strength::Training,
        whys: &[
            "The clerk had not seen this case before.",
            "The first-week plan leaves it out.",
        ],
        cause: "The first-week plan does not cover this kind of visit",
        action: "Add a practice round for this kind of visit to the first-week plan and hold it for the team",
    },
    Repair {
        category: "capacity",
        kind: ActionKind::Corrective,
        strength: Strength::Standardised,
        whys: &[
            "Two windows were closed from eleven to one.",
            "Lunch of both clerks falls into the busiest hour.",
            "The rota was made for last year's hours.",
        ],
        cause: "The rota puts both lunch breaks into the busiest hour",
        action: "Change the rota so that one break is before eleven and one after one",
    },
    Repair {
        category: "handover",
        kind: ActionKind::Preventive,
        strength: Strength::SecondEyes,
        whys: &[
            "The other team did not know about it.",
            "It was passed on by word of mouth.",
            "There is no field for it.",
        ],
        cause: "What is passed on needs nobody to accept it",
        action: "Agree with the other team that something is passed on only when they accept it in writing",
    },
    Repair {
        category: "place",
        kind: ActionKind::Corrective,
        strength: Strength::Standardised,
        whys: &[
            "People did not see the sign.",
            "It faces the wall since the room was painted.",
        ],
        cause: "The sign was not put back after the painting",
        action: "Hang the sign facing the door and mark its place on the floor plan",
    },
    Repair {
        category: "method",
        kind: ActionKind::Preventive,
        strength: Strength::Standardised,
        whys: &["The message had no second contact.", "The sample text has none."],
        cause: "The sample message lacks the name of the stand-in",
        action: "Put the stand-in's name and number into the sample message and tell every team",
    },
    Repair {
        category: "training",
        kind: ActionKind::Immediate,
        strength: Strength::Reminder,
        whys: &["It was forgotten in a busy hour."],
        cause: "The step depends on memory alone",
        action: "Remind the team at the morning meeting",
    },
];

const PLACES: &[&str] = &[
    "Window 1",
    "Window 2",
    "Window 3",
    "Front desk",
    "Line 2",
    "Desk by the door",
    "Back office",
    "Third case of the sample",
    "Second call",
];
const NOT_FOUND: &[&str] = &[
    "It was not there.",
    "Not seen in two of three visits.",
    "The first one had it, the next did not.",
    "It was missing since the morning, says the team.",
    "Found it on one of four.",
];
const SAID: &[&str] = &[
    "It was promised for next month.",
    "Twice in four weeks, always on a quiet morning.",
    "We heard of it from the office next door.",
];
const NOTED: &[&str] = &[
    "Nothing unusual.",
    "As the manual says.",
    "Looked at together with the team.",
    "The same as last time.",
];
/// How far back a second thing was written down under one answer, and something sensitive, in days.
const ALSO_DAYS: i64 = 45;
const SENSITIVE_DAYS: i64 = 6;
/// How far back owners plan by themselves, in days.
const PLANNED_DAYS: i64 = 8;
const ALSO: [&str; 4] = [
    "Beside it, the notice about opening hours was the one of last year.",
    "The same at the neighboring window, where a trainee worked alone.",
    "The form on the counter was an old edition, too.",
    "Two people had left the line before anybody spoke to them.",
];
const ALSO_DONE: &str = "Put right in the same minute.";
const CORRECTED: &[&str] = &[
    "Done at once together with the clerk; the visitor was told.",
    "Put in place before the next visitor came.",
    "Corrected in the case and noted there.",
    "Printed the current sheet and took the old one away.",
];
const CONTAINED: &[&str] = &[
    "The person was helped and told what happens next. The last three cases were checked: one more was put right.",
    "The resident was called back the same day. The other open cases were looked through.",
    "A notice with the right information was put up and the shift was told.",
    "The missing step was made up for; the neighbors were checked and conform.",
];
const FINISHED: &[&str] = &[
    "Done and shown to the team.",
    "In place since this morning; a photo is in the folder.",
    "Changed, tried with two visits, works.",
    "Agreed and written down; the other side has confirmed.",
];
const VERIFIED: &[&str] = &[
    "Watched three visits: it was done each time.",
    "Looked at five cases since the change: all conform.",
    "Went to the place and asked two colleagues: both showed it.",
];
const DISMISSED: &[&str] = &[
    "The clause does not apply to this counter; the question will be reworded.",
    "Recorded twice: the same observation is in another finding of this day.",
];
