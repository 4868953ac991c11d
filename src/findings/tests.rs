//! The repair: its rules, its verbs on a real database, its mails and its pages.

mod machine;
mod mails;
mod pages;
mod pauses;
mod repair;
mod rules;

use super::model::*;
use super::operations::{self, NewAction, NewFinding, Raised, RaisedFinding};
use super::queries;
use crate::agency;
use crate::agency::model::UnitKind;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Role, Severity};
use crate::base::ids::*;
use crate::base::zone::Zone;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::{Conn, Doc, testing};
use crate::platform::error::{AppError, AppResult};
use crate::schema::*;
use diesel::prelude::*;
use serde_json::json;
use std::cell::Cell;
use tempfile::TempDir;

/// A moment in UTC; the agency lives five hours behind it in June: `at("2026-06-09 14:00")` is 9 in the morning.
fn at(text: &str) -> Instant {
    Instant::new(format!("{}:00Z", text.replace(' ', "T")).parse().unwrap())
}

/// Tuesday, 9 in the morning.
fn morning() -> Instant {
    at("2026-06-09 14:00")
}

/// A little agency: one office, five people, one process with two questions.
struct Town {
    folder: TempDir,
    conn: Conn,
    seed: Cell<u64>,
    unit: UnitId,
    /// Supervisor of the office: owns what is found there.
    maria: PersonId,
    /// A second supervisor.
    sam: PersonId,
    /// Manager.
    luis: PersonId,
    /// Director.
    dana: PersonId,
    /// Works at the counter.
    tom: PersonId,
    process: ProcessId,
    questions: Vec<(QuestionId, QuestionVersionId)>,
}

impl Town {
    fn new() -> Self {
        let (folder, mut conn) = testing::fresh();
        let act = Act::new(None, at("2026-01-05 14:00"), 1);
        let zone = Zone::parse("America/Chicago").unwrap();
        let agency = agency::operations::found(&mut conn, &act, "City of Alder Bay", &zone).unwrap();
        let unit = agency::operations::add_unit(
            &mut conn,
            &act,
            Some(agency),
            "Tax & Licensing",
            UnitKind::Office,
            None,
            0,
        )
        .unwrap();
        let mut person = |name: &str, role: Role, unit: UnitId| {
            let email = format!("{}@example.org", name.split(' ').next().unwrap().to_lowercase());
            let person = Person {
                id: act.id(),
                name: name.into(),
                email,
                password_hash: None,
                language: "en".into(),
                active: true,
                revision: 1,
            };
            people::queries::insert_person(&mut conn, &person, &name.to_lowercase(), act.now).unwrap();
            let since = "2026-01-05".parse().unwrap();
            people::queries::insert_assignment(&mut conn, act.id(), person.id, unit, role, since).unwrap();
            person.id
        };
        let maria = person("Maria Okafor", Role::Supervisor, unit);
        let sam = person("Sam Reyes", Role::Supervisor, unit);
        let luis = person("Luis Herrera", Role::Manager, unit);
        let dana = person("Dana Whitfield", Role::Director, agency);
        let tom = person("Tom Becker", Role::Staff, unit);
        let (process, questions) = checklist(&mut conn, &act);
        Self {
            folder,
            conn,
            seed: Cell::new(100),
            unit,
            maria,
            sam,
            luis,
            dana,
            tom,
            process,
            questions,
        }
    }

    fn act(&self, who: PersonId, now: Instant) -> Act {
        self.seed.set(self.seed.get() + 1);
        Act::new(Some(who), now, self.seed.get())
    }

    fn new_finding(&self, question: usize, part: i32, severity: Severity) -> NewFinding {
        NewFinding {
            question: Some(self.questions[question]),
            part,
            title: ["Patron left without a case number", "Fee table is out of date"][question].into(),
            seen: "Window 3: the slip printer was out of paper, and the patron was told to call back.".into(),
            corrected: None,
            contained: None,
            severity,
            sensitive: false,
        }
    }

    /// Raises findings in an audit of their own.
    fn raise_all(&mut self, who: PersonId, now: Instant, new: &[NewFinding]) -> Vec<RaisedFinding> {
        let act = self.act(who, now);
        let place = Raised {
            unit_id: self.unit,
            process_id: self.process,
            layer: Some(1),
            about_layer: None,
            origin: Origin::Audit(act.id()),
            origin_label: "Walk-in service at the counter, June 9".into(),
        };
        operations::raise(&mut self.conn, &act, &place, new).unwrap()
    }

    fn raise(&mut self, now: Instant) -> FindingId {
        let new = self.new_finding(0, 1, Severity::Major);
        self.raise_all(self.maria, now, &[new])[0].id
    }

    /// An audit in which the first question conformed.
    fn conforms(&mut self, who: PersonId, now: Instant) {
        let act = self.act(who, now);
        let question = self.questions[0].0;
        operations::observe(&mut self.conn, &act, self.unit, Origin::Audit(act.id()), &[question]).unwrap();
    }

    fn contain(&mut self, who: PersonId, now: Instant, id: FindingId) -> AppResult<()> {
        let act = self.act(who, now);
        operations::contain(&mut self.conn, &act, id, "Called the patron back with the number.")
    }

    fn find_cause(&mut self, who: PersonId, now: Instant, id: FindingId) -> AppResult<()> {
        let act = self.act(who, now);
        let whys = [
            "The slip did not print.".to_owned(),
            "The paper had run out.".to_owned(),
        ];
        let root = "Paper level is not on the opening checklist.";
        operations::find_cause(&mut self.conn, &act, id, "method", &whys, root)
    }

    fn plan(&mut self, who: PersonId, now: Instant, id: FindingId, owner: PersonId) -> AppResult<ActionId> {
        let act = self.act(who, now);
        let new = NewAction {
            kind: ActionKind::Corrective,
            body: "Move the slip printer to window 2".into(),
            owner_id: owner,
            due_on: None,
            strength: None,
            cost: None,
        };
        operations::plan_action(&mut self.conn, &act, id, &new)
    }

    fn finish(&mut self, who: PersonId, now: Instant, id: ActionId) -> AppResult<()> {
        let act = self.act(who, now);
        operations::finish_action(&mut self.conn, &act, id, "The printer stands at window 2 now.")
    }

    fn close(&mut self, who: PersonId, now: Instant, id: FindingId) -> AppResult<()> {
        let act = self.act(who, now);
        let seen = "Six visits watched; each patron left with a number.";
        operations::close(&mut self.conn, &act, id, seen, LayeredAnswer::Existing, "Question 6")
    }

    /// A finding on the first question that went the whole way and was closed by the manager.
    fn closed(&mut self, now: Instant) -> FindingId {
        let (maria, tom, luis) = (self.maria, self.tom, self.luis);
        let id = self.raise(now);
        self.contain(maria, now, id).unwrap();
        self.find_cause(maria, now, id).unwrap();
        let action = self.plan(maria, now, id, tom).unwrap();
        self.finish(tom, now, action).unwrap();
        self.close(luis, now, id).unwrap();
        id
    }

    fn find(&mut self, id: FindingId) -> Finding {
        queries::find(&mut self.conn, id).unwrap()
    }

    fn state(&mut self, id: FindingId) -> State {
        self.find(id).state
    }

    fn watch(&mut self, id: FindingId) -> Option<WatchState> {
        queries::watch_state(&mut self.conn, id).unwrap()
    }

    fn events(&mut self, id: FindingId) -> Vec<String> {
        use crate::platform::history::{self, Record};
        history::timeline(&mut self.conn, Record::of("finding", id))
            .unwrap()
            .into_iter()
            .map(|entry| entry.event)
            .collect()
    }
}

/// A process, its template and two questions in one version.
fn checklist(conn: &mut Conn, act: &Act) -> (ProcessId, Vec<(QuestionId, QuestionVersionId)>) {
    let (process, template, version): (ProcessId, TemplateId, TemplateVersionId) = (act.id(), act.id(), act.id());
    let name = Doc::of(&json!({"en": "Walk-in service"}));
    diesel::insert_into(processes::table)
        .values((
            processes::id.eq(process),
            processes::code.eq("walk-in"),
            processes::name.eq(&name),
        ))
        .execute(conn)
        .unwrap();
    diesel::insert_into(templates::table)
        .values((
            templates::id.eq(template),
            templates::process_id.eq(process),
            templates::code.eq("walk-in"),
            templates::title.eq(&name),
            templates::search.eq("walk-in service"),
            templates::created_at.eq(act.now),
        ))
        .execute(conn)
        .unwrap();
    diesel::insert_into(template_versions::table)
        .values((
            template_versions::id.eq(version),
            template_versions::template_id.eq(template),
            template_versions::number.eq(1),
            template_versions::state.eq("published"),
            template_versions::title.eq(&name),
            template_versions::intro.eq(&name),
            template_versions::ask.eq(Doc::of(&json!({}))),
            template_versions::source.eq(""),
            template_versions::source_hash.eq(""),
            template_versions::note.eq(""),
            template_versions::created_at.eq(act.now),
        ))
        .execute(conn)
        .unwrap();
    let questions = [
        ("case-number", "Did the patron leave with a case number?"),
        ("fee-table", "Is the fee table of this year on display?"),
    ];
    let rows = (1..)
        .zip(questions)
        .map(|(position, (code, text))| question(conn, act, (template, version), position, code, text));
    (process, rows.collect())
}

fn question(
    conn: &mut Conn,
    act: &Act,
    (template, version): (TemplateId, TemplateVersionId),
    position: i32,
    code: &str,
    text: &str,
) -> (QuestionId, QuestionVersionId) {
    let (id, worded): (QuestionId, QuestionVersionId) = (act.id(), act.id());
    diesel::insert_into(questions::table)
        .values((
            questions::id.eq(id),
            questions::template_id.eq(template),
            questions::code.eq(code),
        ))
        .execute(conn)
        .unwrap();
    let texts = json!({"text": {"en": text}, "why": {"en": "Without a number nobody can follow the case."}});
    diesel::insert_into(question_versions::table)
        .values((
            question_versions::id.eq(worded),
            question_versions::version_id.eq(version),
            question_versions::question_id.eq(id),
            question_versions::position.eq(position),
            question_versions::section.eq(Doc::of(&json!({"en": "At the counter"}))),
            question_versions::texts.eq(Doc::of(&texts)),
            question_versions::severity.eq("major"),
            question_versions::kind.eq("conformance"),
            question_versions::photo.eq("never"),
            question_versions::layers.eq("1"),
            question_versions::always.eq(false),
            question_versions::max_age_days.eq(30),
        ))
        .execute(conn)
        .unwrap();
    (id, worded)
}

/// Refusals that are 403: somebody else could do it.
const ABOUT_THE_PERSON: [&str; 5] = [
    "finding-no-not-yours",
    "finding-no-not-independent",
    "finding-no-own",
    "finding-no-own-plan",
    "finding-no-higher-layer",
];

/// The rule that said no: to this person, or to anybody now.
fn refused<T: std::fmt::Debug>(result: AppResult<T>) -> String {
    match result {
        Err(AppError::Refused(said)) if !ABOUT_THE_PERSON.contains(&said.key.as_str()) => said.key,
        Err(AppError::Forbidden(said)) if ABOUT_THE_PERSON.contains(&said.key.as_str()) => said.key,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
