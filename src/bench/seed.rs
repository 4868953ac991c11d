//! Fills an empty database: the same for the same size, day and seed.

use super::queries;
use crate::agency::model::UnitKind;
use crate::agency::operations as agency;
use crate::audits::model::{Answer, Audit, AuditState};
use crate::audits::queries::{self as audits, Submission};
use crate::base::act::{Act, mix};
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Outcome, Role};
use crate::base::ids::*;
use crate::base::recurrence::Recurrence;
use crate::base::text::FALLBACK_LANGUAGE;
use crate::base::zone::{Zone, shifted};
use crate::checklists::library::{self, Library};
use crate::checklists::model::QuestionVersion;
use crate::demo::dice::Dice;
use crate::figures::model::{AuditResult, Done, Place, Tally};
use crate::figures::{queries as figures, sums};
use crate::findings::model::{Finding, Resolution, State};
use crate::findings::queries as findings;
use crate::findings::settings::Rules;
use crate::people::operations as people;
use crate::planning::model::{HolidayPolicy, Timing, Wanted as Plan};
use crate::planning::operations as planning;
use crate::platform::db::{Conn, counters};
use crate::platform::error::{AppError, AppResult};
use chrono::{Datelike, Months, NaiveDate, Weekday};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Years of history.
const YEARS: u32 = 10;
/// Departments of the agency, and offices of each: 500 units below the agency.
const DEPARTMENTS: i32 = 20;
const OFFICES: i32 = 24;
/// Checklists in use.
const CHECKLISTS: usize = 12;
/// Questions an audit asks at most.
const ASKED: usize = 10;
/// Local minutes at which an audit opens, is due and closes.
const HOURS: [i32; 3] = [8 * 60, 12 * 60, 13 * 60];
/// Days within which a finding on the same question at the same office is a repeat.
const REPEAT_DAYS: i64 = 90;

/// What is made.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// About so many answers.
    pub answers: u64,
    /// The same seed makes the same agency.
    pub seed: u64,
    /// The last day.
    pub until: NaiveDate,
}

/// An office and who audits there, by layer.
struct Site {
    unit: UnitId,
    auditors: [PersonId; 3],
    /// How often work is not done here as the manual says.
    risk: f64,
}

/// A checklist at a layer.
struct Round {
    plan: PlanId,
    process: ProcessId,
    version: TemplateVersionId,
    layer: i32,
    questions: Vec<QuestionVersion>,
}

/// The rows of a month, written together.
#[derive(Default)]
struct Month {
    audits: Vec<Audit>,
    answers: Vec<Answer>,
    submissions: Vec<Submission>,
    findings: Vec<Finding>,
    tallies: BTreeMap<(Place, QuestionId), Tally>,
    done: BTreeMap<Place, Done>,
}

struct Maker {
    wanted: Wanted,
    zone: Zone,
    rules: Rules,
    sites: Vec<Site>,
    rounds: Vec<Round>,
    dice: Dice,
    /// The last finding on each question at each office.
    last: HashMap<(UnitId, QuestionId), (NaiveDate, FindingId)>,
    made: u64,
    deeds: u64,
}

/// Fills an empty database; `progress` is told the last day of each year and the answers by then.
///
/// # Errors
/// When the database is not empty or fails.
pub fn make(conn: &mut Conn, wanted: Wanted, mut progress: impl FnMut(NaiveDate, u64)) -> AppResult<u64> {
    if crate::agency::queries::root(conn)?.is_some() {
        return Err(AppError::broken("the database holds an agency already"));
    }
    if let Conn::Sqlite(_) = conn {
        // What is made anew when the machine goes down in the middle needs no care; the pages touched are kept in memory.
        run(conn, "PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000")?;
    }
    let first = wanted
        .until
        .checked_sub_months(Months::new(12 * YEARS))
        .unwrap_or(wanted.until);
    let mut maker = conn.write_tx(|conn| Maker::found(conn, wanted, first))?;
    let span = wanted
        .until
        .signed_duration_since(first)
        .num_days()
        .max(1)
        .unsigned_abs();
    let mut month = Month::default();
    let mut date = first;
    while date < wanted.until {
        date = shifted(date, 1);
        if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            let passed = date.signed_duration_since(first).num_days().unsigned_abs();
            maker.day(&mut month, date, wanted.answers * passed / span);
        }
        let next = shifted(date, 1);
        if next.month() != date.month() || date == wanted.until {
            conn.write_tx(|conn| month.write(conn, &maker.zone))?;
            month = Month::default();
            if next.year() != date.year() || date == wanted.until {
                progress(date, maker.made);
            }
        }
    }
    // as the job does
    while conn.write_tx(|conn| sums::sum_up(conn, shifted(wanted.until, 1)))? {}
    match conn {
        Conn::Sqlite(_) => run(conn, "PRAGMA wal_checkpoint(TRUNCATE)")?,
        #[cfg(feature = "postgres")]
        // as the server does by itself, minutes later
        Conn::Pg(_) => run(conn, "ANALYZE")?,
    }
    Ok(maker.made)
}

fn run(conn: &mut Conn, sql: &str) -> AppResult<()> {
    diesel::connection::SimpleConnection::batch_execute(conn, sql)?;
    Ok(())
}

impl Maker {
    fn found(conn: &mut Conn, wanted: Wanted, first: NaiveDate) -> AppResult<Self> {
        let zone = Zone::parse("America/Chicago").map_err(AppError::broken)?;
        let act = Act::new(None, zone.instant(first, HOURS[0]), mix(wanted.seed));
        let mut dice = Dice::new(wanted.seed);
        let top = agency::found(conn, &act, "County of Alder Bay", &zone)?;
        let mut n = 0;
        let mut person = |conn: &mut Conn, unit: UnitId, role: Role| {
            n += 1;
            let email = format!("p{n}@alderbay.example");
            people::add_person(conn, &act, &format!("Person {n:04}"), &email, "en", &[(unit, role)])
        };
        for role in [Role::Board, Role::Quality, Role::Administrator] {
            person(conn, top, role)?;
        }
        let mut sites = Vec::new();
        for d in 1..=DEPARTMENTS {
            let name = format!("Department {d:02}");
            let department = agency::add_unit(conn, &act, Some(top), &name, UnitKind::Department, None, d)?;
            let manager = person(conn, department, Role::Manager)?;
            let director = person(conn, department, Role::Director)?;
            for o in 1..=OFFICES {
                let name = format!("Office {d:02}-{o:02}");
                let unit = agency::add_unit(conn, &act, Some(department), &name, UnitKind::Office, None, o)?;
                let supervisor = person(conn, unit, Role::Supervisor)?;
                sites.push(Site {
                    unit,
                    auditors: [supervisor, manager, director],
                    risk: 0.01 + 0.08 * dice.share(),
                });
            }
        }
        let library = Library::starter()
            .map_err(|mistakes| AppError::broken(mistakes.first().map(ToString::to_string).unwrap_or_default()))?;
        // Their manuals came into force during these years: checklists are published in their newest words on the last day.
        let last = Act::new(None, zone.instant(wanted.until, HOURS[0]), mix(mix(wanted.seed)));
        library::load_all(conn, &last, top, &library, true, "First version")?;
        let units: Vec<UnitId> = sites.iter().map(|site| site.unit).collect();
        let mut rounds = Vec::new();
        let mut checklists = 0;
        for (template, process, version, code) in queries::published(conn)? {
            let questions = crate::checklists::queries::plain_questions(conn, version)?;
            let asked = |layer| questions.iter().filter(move |question| question.asked_at(layer));
            if checklists == CHECKLISTS || asked(1).next().is_none() || asked(2).next().is_none() {
                continue;
            }
            checklists += 1;
            for layer in (1..=3).filter(|layer| asked(*layer).next().is_some()) {
                let timing = Timing {
                    recurrence: Recurrence::parse("FREQ=DAILY").map_err(AppError::broken)?,
                    starts_on: first,
                    ends_on: None,
                    opens_minute: HOURS[0],
                    due_minute: HOURS[1],
                    grace_minutes: HOURS[2] - HOURS[1],
                    holiday_policy: HolidayPolicy::Skip,
                };
                let title = format!("{code}, layer {layer}");
                let wanted = Plan::plain(title, template, layer, timing, units.clone());
                let plan = planning::create(conn, &act, &wanted)?;
                // Else whoever serves this database makes thousands of audits ahead.
                planning::pause(conn, &act, plan)?;
                rounds.push(Round {
                    plan,
                    process,
                    version,
                    layer,
                    questions: asked(layer).cloned().collect(),
                });
            }
        }
        Ok(Self {
            rules: crate::findings::settings::queries::rules(conn)?,
            last: HashMap::new(),
            made: 0,
            deeds: wanted.seed << 32,
            wanted,
            zone,
            sites,
            rounds,
            dice,
        })
    }

    /// The audits of a day, until there are so many answers.
    fn day(&mut self, month: &mut Month, date: NaiveDate, target: u64) {
        let mut there = HashSet::new();
        while self.made < target && there.len() < self.rounds.len() * self.sites.len() / 2 {
            // of ten audits six are of the first layer, three of the second
            let layer = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][self.number(10)];
            let (round, site) = (self.number(self.rounds.len()), self.number(self.sites.len()));
            if self.rounds.get(round).is_none_or(|round| round.layer != layer) || !there.insert((round, site)) {
                continue;
            }
            self.audit(month, date, round, site);
        }
    }

    fn number(&mut self, below: usize) -> usize {
        let most = i64::try_from(below).unwrap_or(1) - 1;
        usize::try_from(self.dice.between(0, most.max(0))).unwrap_or(0)
    }

    fn audit(&mut self, month: &mut Month, date: NaiveDate, round: usize, site: usize) {
        let (Some(round), Some(site)) = (self.rounds.get(round), self.sites.get(site)) else {
            return;
        };
        let [opens_at, due_at, closes_at] = HOURS.map(|minute| self.zone.instant(date, minute));
        let dice = &mut self.dice;
        self.deeds += 1;
        let layer = usize::try_from(round.layer - 1).unwrap_or(0);
        let Some(who) = site.auditors.get(layer).copied() else {
            return;
        };
        let state = match dice.share() {
            ..0.02 => AuditState::Excused,
            ..0.06 => AuditState::Missed,
            _ => AuditState::Submitted,
        };
        let late = if dice.chance(0.07) { 30 } else { -200 };
        let done_at = due_at.plus_minutes(late + dice.between(0, 29));
        let act = Act::new(Some(who), done_at, mix(self.deeds));
        let place = Place {
            unit: site.unit,
            process: round.process,
            layer: round.layer,
            day: date,
        };
        let submitted = state == AuditState::Submitted;
        let id: AuditId = act.id();
        let mut tally = Tally::default();
        let mut asked = 0;
        if submitted {
            let (all, from) = (round.questions.len(), dice.between(0, 99));
            let from = usize::try_from(from).unwrap_or(0);
            for question in round.questions.iter().cycle().skip(from % all).take(all.min(ASKED)) {
                let outcome = outcome(dice, site, question, date);
                let one = Tally::of(outcome);
                tally = tally + one;
                asked += 1;
                self.made += 1;
                let sum = month.tallies.entry((place, question.question_id)).or_default();
                *sum = *sum + one;
                let fails = matches!(outcome, Outcome::Nonconforming | Outcome::Corrected);
                let seen = if fails { "Not as the manual says." } else { "" };
                month.answers.push(Answer {
                    audit_id: id,
                    question_id: question.question_id,
                    question_version_id: question.id,
                    outcome: Some(outcome),
                    value: None,
                    seen: seen.into(),
                    done: if outcome == Outcome::Corrected {
                        "Put right.".into()
                    } else {
                        String::new()
                    },
                    steps: String::new(),
                    saved_at: done_at,
                    given: None,
                    more: None,
                    sensitive: false,
                });
                if fails {
                    let key = (site.unit, question.question_id);
                    let found = FoundAt {
                        act: &act,
                        place,
                        audit: id,
                        date,
                    };
                    let before = self.last.get(&key).copied();
                    let finding = finding(
                        dice,
                        &self.zone,
                        (&self.rules, self.wanted.until),
                        &found,
                        question,
                        outcome,
                        before,
                    );
                    self.last.insert(key, (date, finding.id));
                    month.findings.push(finding);
                }
            }
            month.submissions.push(Submission {
                id: act.id(),
                audit_id: id,
                person_id: who,
                body_hash: format!("{:016x}", mix(self.deeds)),
                device_at: None,
                arrived_at: done_at,
                sent_at: None,
                done_at: None,
                from_paper: false,
                started_at: None,
                amends: None,
            });
        }
        let on_time = done_at <= due_at;
        let result = match state {
            AuditState::Submitted => AuditResult::Submitted { on_time },
            AuditState::Missed => AuditResult::Missed,
            _ => AuditResult::Excused,
        };
        let sum = month.done.entry(place).or_default();
        *sum = *sum + Done::of(result);
        let stored = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        month.audits.push(Audit {
            id,
            plan_id: round.plan,
            unit_id: site.unit,
            slot: 1,
            local_date: date,
            zone: self.zone.name().into(),
            opens_minute: HOURS[0],
            due_minute: HOURS[1],
            opens_at,
            due_at,
            closes_at,
            process_id: round.process,
            version_id: round.version,
            layer: round.layer,
            assignee_id: Some(who),
            state,
            started_at: submitted.then(|| done_at.plus_minutes(-5)),
            submitted_at: submitted.then_some(done_at),
            submitted_by: submitted.then_some(who),
            reason: (state == AuditState::Excused).then(|| "Flood".into()),
            notice_at: None,
            seed: 0,
            draw: i32::from(submitted),
            asked,
            conforms: stored(tally.conforms),
            nonconforming: stored(tally.nonconforming),
            corrected: stored(tally.corrected),
            not_applicable: stored(tally.not_applicable),
            revision: 1,
            planned_on: Some(date),
            stands_in_for: None,
        });
    }
}

/// What an answer says: by the office, the question, and how the years went.
fn outcome(dice: &mut Dice, site: &Site, question: &QuestionVersion, date: NaiveDate) -> Outcome {
    let bits = u32::try_from(question.question_id.0.as_u128() & 0xff).unwrap_or(0);
    let years = f64::from(date.year() % 10) / 20.0;
    let risk = site.risk * (0.4 + f64::from(bits) / 200.0) * (1.3 - years);
    match dice.share() {
        ..0.06 => Outcome::NotApplicable,
        share if share < 0.06 + risk * 0.4 => Outcome::Corrected,
        share if share < 0.06 + risk => Outcome::Nonconforming,
        _ => Outcome::Conforms,
    }
}

/// Where something was found.
struct FoundAt<'a> {
    act: &'a Act,
    place: Place,
    audit: AuditId,
    date: NaiveDate,
}

/// A finding and what became of it by the last day.
fn finding(
    dice: &mut Dice,
    zone: &Zone,
    (rules, until): (&Rules, NaiveDate),
    found: &FoundAt<'_>,
    question: &QuestionVersion,
    outcome: Outcome,
    before: Option<(NaiveDate, FindingId)>,
) -> Finding {
    let now = found.act.now;
    let corrected = outcome == Outcome::Corrected;
    let days = rules.due_days(question.severity);
    let due_on = shifted(found.date, i64::from(days) * 7 / 5);
    let due_at = zone.instant(due_on, 17 * 60);
    let minutes = due_at.since(now).num_minutes();
    let hundredths = match dice.share() {
        ..0.80 => dice.between(10, 99),
        ..0.96 => dice.between(101, 300),
        _ => dice.between(301, 900),
    };
    let closed_at = now.plus_minutes(minutes * hundredths / 100);
    let end = zone.instant(until, HOURS[2]);
    let (state, resolution, closed_at) = if corrected {
        (State::Verified, Some(Resolution::CorrectedOnTheSpot), Some(now))
    } else if closed_at > end {
        (*dice.pick(&OPEN).unwrap_or(&State::Open), None, None)
    } else if dice.chance(0.02) {
        (State::Dismissed, Some(Resolution::Dismissed), Some(closed_at))
    } else {
        (State::Verified, Some(Resolution::Fixed), Some(closed_at))
    };
    let overdue = closed_at.is_none() && due_at < end;
    let of_repeat =
        |(date, _): &(NaiveDate, FindingId)| found.date.signed_duration_since(*date).num_days() <= REPEAT_DAYS;
    Finding {
        id: found.act.id(),
        number: String::new(),
        unit_id: found.place.unit,
        process_id: found.place.process,
        question_id: Some(question.question_id),
        question_version_id: Some(question.id),
        layer: Some(found.place.layer),
        origin_kind: OriginKind::Audit,
        origin_id: AnyId(found.audit.0),
        origin_label: String::new(),
        part: 1,
        title: question.texts.text.get(FALLBACK_LANGUAGE).to_owned(),
        seen: "Not as the manual says.".into(),
        done: corrected.then(|| "Put right.".into()),
        severity: question.severity,
        state,
        resolution,
        owner_id: found.act.who,
        found_by: found.act.who,
        found_at: now,
        due_days: (!corrected).then_some(days),
        due_on: (!corrected).then_some(due_on),
        due_at: (!corrected).then_some(due_at),
        due_picked: false,
        repeat_of: before.filter(of_repeat).map(|(_, id)| id),
        escalation: if overdue {
            i32::try_from(dice.between(0, 2)).unwrap_or(0)
        } else {
            0
        },
        notice_at: None,
        closed_at,
        search: String::new(),
        revision: 1,
        sensitive: false,
    }
}

/// What a finding may be that is not closed yet.
const OPEN: [State; 4] = [State::Open, State::Contained, State::Planned, State::Done];

impl Month {
    fn write(&mut self, conn: &mut Conn, zone: &Zone) -> AppResult<()> {
        audits::insert_all(conn, &self.audits)?;
        for answers in self.answers.chunks(500) {
            audits::insert_answers(conn, answers)?;
        }
        audits::insert_submissions(conn, &self.submissions)?;
        self.number(conn, zone)?;
        findings::insert_all(conn, &self.findings)?;
        let tallies: Vec<_> = std::mem::take(&mut self.tallies).into_iter().collect();
        figures::add_answers(conn, &tallies)?;
        let done: Vec<_> = std::mem::take(&mut self.done).into_iter().collect();
        figures::add_audits(conn, &done)?;
        Ok(())
    }

    fn number(&mut self, conn: &mut Conn, zone: &Zone) -> AppResult<()> {
        let Some(first) = self.findings.first() else {
            return Ok(());
        };
        let year = zone.local(first.found_at).date.year();
        let count = i32::try_from(self.findings.len()).unwrap_or(i32::MAX);
        let first = counters::take(conn, "NC", year, count)?;
        for (n, finding) in (first..).zip(&mut self.findings) {
            finding.number = format!("NC-{year}-{n:05}");
            finding.search = format!("{} {} {}", finding.number, finding.title, finding.seen).to_lowercase();
        }
        Ok(())
    }
}

/// The last moment of a data set: figures are read as if it were then.
///
/// # Errors
/// When there is no audit, or the database fails.
pub fn last_moment(conn: &mut Conn) -> AppResult<Instant> {
    let (_, last) = queries::days(conn)?.ok_or_else(|| AppError::broken("there is no audit: run bench seed first"))?;
    Ok(crate::agency::queries::agency_zone(conn)?.instant(last, HOURS[2]))
}
