//! A crowd: sixteen offices with many audits under way, for the kill test and the benchmark.

use plumbline::agency::{self, model::UnitKind};
use plumbline::audits::model::Given;
use plumbline::audits::operations::{self as audits, NewAudit, Sent};
use plumbline::base::act::{Act, mix};
use plumbline::base::clock::Instant;
use plumbline::base::codes::{Outcome, Role, Severity};
use plumbline::base::ids::*;
use plumbline::base::recurrence::Recurrence;
use plumbline::base::zone::Zone;
use plumbline::checklists::library::{self, Library};
use plumbline::checklists::model::{Kind, Template};
use plumbline::planning::model::{HolidayPolicy, Timing, Wanted};
use plumbline::platform::db::Db;
use plumbline::platform::i18n::I18n;
use plumbline::platform::mail::post::Post;
use plumbline::platform::views::Views;
use plumbline::{checklists, people, planning};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Offices, each with one supervisor.
pub const OFFICES: usize = 16;

/// An audit that was started and waits for its submission.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub audit: AuditId,
    pub person: PersonId,
    #[allow(dead_code, reason = "the kill test signs each office in")]
    pub office: usize,
    pub submission: SubmissionId,
    pub answers: Vec<(QuestionId, Given)>,
}

impl Waiting {
    /// As a device sends it, past the pages.
    #[allow(dead_code, reason = "the kill test submits over HTTP")]
    pub fn sent(&self) -> Sent {
        let (high, low) = self.submission.0.as_u64_pair();
        let body_hash = format!("{:016x}{:016x}", mix(high), mix(low));
        Sent {
            noted: Default::default(),
            id: self.submission,
            body_hash,
            device_at: None,
            answers: self.answers.clone(),
        }
    }

    /// As a device sends it over HTTP.
    #[allow(dead_code, reason = "the benchmark submits without HTTP")]
    pub fn body(&self) -> serde_json::Value {
        let answers: BTreeMap<String, &Given> =
            self.answers.iter().map(|(id, given)| (id.to_string(), given)).collect();
        let shown: BTreeMap<&String, &str> = answers.keys().map(|id| (id, "nothing")).collect();
        serde_json::json!({"device_at": null, "answers": answers, "shown": shown})
    }
}

/// Composes mails, for operations that may.
#[allow(dead_code, reason = "the kill test submits over HTTP")]
pub fn post() -> Post {
    let i18n = Arc::new(I18n::load().unwrap());
    Post::new(Arc::new(Views::load(i18n).unwrap()), "http://127.0.0.1")
}

/// A city of sixteen offices, each with a supervisor, and the plan that has them audited.
#[derive(Debug, Clone)]
pub struct City {
    pub zone: Zone,
    /// The whole agency.
    pub root: UnitId,
    pub plan: PlanId,
    /// The offices and who audits there.
    pub offices: Vec<(UnitId, PersonId)>,
    pub template: Template,
    pub version: TemplateVersionId,
}

impl City {
    /// An audit of an office, given to its supervisor; its window is still to be said.
    pub fn audit(&self, n: usize, now: Instant) -> NewAudit {
        let (unit_id, person) = self.offices[n % OFFICES];
        NewAudit {
            plan_id: self.plan,
            unit_id,
            slot: 1 + (n / OFFICES) as i32,
            planned_on: self.zone.local(now).date - chrono::Days::new((n / OFFICES) as u64),
            local_date: self.zone.local(now).date,
            zone: self.zone.clone(),
            opens_minute: 480,
            due_minute: 1020,
            opens_at: now.plus_minutes(-60),
            due_at: now.plus_days(2),
            closes_at: now.plus_days(3),
            process_id: self.template.process_id,
            version_id: self.version,
            layer: 1,
            assignee_id: Some(person),
            stands_in_for: None,
            seed: n as i64,
        }
    }
}

/// Founds the city in an empty database.
pub fn found(db: &Db, now: Instant) -> City {
    let zone = Zone::parse("America/Chicago").unwrap();
    let act = Act::new(None, now.plus_days(-1), 1);
    let today = zone.local(now).date;
    db.write_now(move |conn| {
        let act = act.clone();
        let root = agency::operations::found(conn, &act, "Crowded City", &zone)?;
        let library = Library::starter().unwrap();
        library::load_all(conn, &act, root, &library, true, "First")?;
        let template = checklists::queries::find_by_code(conn, "walk-in-counter")?.unwrap();
        let version = checklists::queries::published(conn, template.id)?.unwrap().id;
        let mut offices = Vec::new();
        for n in 0..OFFICES {
            let name = format!("Office {n}");
            let unit = agency::operations::add_unit(conn, &act, Some(root), &name, UnitKind::Office, None, 1)?;
            let email = format!("supervisor{n}@city.example");
            let person = people::operations::add_person(conn, &act, &name, &email, "en", &[(unit, Role::Supervisor)])?;
            offices.push((unit, person));
        }
        let timing = Timing {
            recurrence: Recurrence::parse("FREQ=DAILY").unwrap(),
            starts_on: today,
            ends_on: None,
            opens_minute: 480,
            due_minute: 1020,
            grace_minutes: 60,
            holiday_policy: HolidayPolicy::Skip,
        };
        let units = offices.iter().map(|(unit, _)| *unit).collect();
        let mut wanted = Wanted::plain("Walk-in service", template.id, 1, timing, units);
        wanted.asking.count = Some(10);
        let plan = planning::operations::create(conn, &act, &wanted)?;
        Ok(City {
            zone: zone.clone(),
            root,
            plan,
            offices,
            template,
            version,
        })
    })
    .unwrap()
}

/// Makes an agency with audits under way in an empty database: ten questions each; in every second one, one answer
/// does not conform and becomes a finding.
pub fn prepare(db: &Db, now: Instant, count: usize) -> Vec<Waiting> {
    let city = found(db, now);
    let mut waiting = Vec::with_capacity(count);
    // In steps, so that no transaction is endless.
    for step in (0..count).collect::<Vec<_>>().chunks(200) {
        let (step, city) = (step.to_vec(), city.clone());
        let begun = db
            .write_now(move |conn| {
                let asked = checklists::queries::plain_questions(conn, city.version)?;
                let mut begun = Vec::new();
                for n in &step {
                    let office = n % OFFICES;
                    let (_, person) = city.offices[office];
                    let act = Act::new(Some(person), now, 1_000 + *n as u64);
                    let new = city.audit(*n, now);
                    let audit = audits::schedule(conn, &act, &new)?.unwrap();
                    audits::start(conn, &act, audit)?;
                    let mut fails = n % 2 == 1;
                    let answers = plumbline::audits::queries::questions(conn, audit)?
                        .iter()
                        .map(|question| {
                            let asked = asked.iter().find(|asked| asked.id == question.id).unwrap();
                            (question.question_id, answer(asked.kind, asked.severity, &mut fails))
                        })
                        .collect();
                    begun.push(Waiting {
                        audit,
                        person,
                        office,
                        submission: act.id(),
                        answers,
                    });
                }
                Ok(begun)
            })
            .unwrap();
        waiting.extend(begun);
    }
    waiting
}

fn given(words: &str) -> Given {
    Given {
        given: Some(words.into()),
        ..Given::default()
    }
}

fn answer(kind: Kind, severity: Severity, fails: &mut bool) -> Given {
    match kind {
        Kind::Measure => Given {
            value: Some(2.0),
            ..Given::default()
        },
        Kind::Conformance if *fails && severity != Severity::Critical => {
            *fails = false;
            let seen = "Window 3, 10:40. Looked for a slip with the number. It was not there.";
            Given {
                outcome: Some(Outcome::Nonconforming),
                seen: seen.into(),
                steps: vec![0],
                ..Given::default()
            }
        }
        Kind::Conformance => Given {
            outcome: Some(Outcome::Conforms),
            ..Given::default()
        },
        Kind::Choice => given("1"),
        Kind::Date => given("2026-06-01"),
        Kind::Text => given("Nothing to add."),
    }
}
