//! Rules and operations in memory; the pages through the whole frame.

mod amending;
mod mails;
mod pages;
mod passing;
mod rules;
mod seen;
mod sending;
mod steps;

use super::arrival::Arriving;
use super::model::*;
use super::operations::{self, NewAudit, Received, Sent};
use super::queries;
use crate::agency;
use crate::agency::model::UnitKind;
use crate::app::App;
use crate::base::act::Act;
use crate::base::clock::{Clock, Instant};
use crate::base::codes::{Outcome, Role};
use crate::base::ids::*;
use crate::base::zone::Zone;
use crate::checklists::library::{self, Library};
use crate::checklists::model::QuestionVersion;
use crate::people;
use crate::people::sign_in::Device;
use crate::platform::db::{Conn, Db, testing};
use crate::platform::error::{AppError, AppResult};
use crate::platform::settings::Settings;
use crate::platform::web::frame;
use crate::platform::web::testing::token_of;
use crate::schema::*;
use actix_web::middleware::from_fn;
use actix_web::test as web_test;
use diesel::prelude::*;
use tempfile::TempDir;

const MISSION: &str = "\
schema: 1
statement: We serve everybody.
goals:
  - code: G1
    title: Welcome everyone
    text: Every person is seen.
    target: 95
    objectives:
      - { code: G1.1, title: Nobody waits unseen, measure: Share of visits, target: 95 % }
";

const MANUAL: &str = "\
---
manual: CS
title: Customer service
edition: 1
in-force-from: 2024-06-03
---
# 1 At the counter {#counter}
What happens there.

## 1.1 Greeting people {#greeting}
Say *hello*.

## 1.2 Waiting {#waiting}
Nobody waits longer than 15 minutes.
";

const TEMPLATE: &str = r#"schema: 1
template: walk-in
title: { en: Walk-in service at the counter, es: Atención sin cita }
process: { id: walk-in-service, name: Walk-in service }
intro: Watch two or three visits, then answer. Names are not needed.
manual: CS
sections:
  - title: Arrival
    questions:
      - id: greeted
        text: Was each person greeted?
        look-for: A clerk looks up, greets or nods.
        why: People wait calmly once they know they have been seen.
        clause: "1.1"
        goal: G1
        severity: minor
        layers: [1, 2]
        photo: never
        reaction: [Greet the person now., Ask what was in the way.]
      - id: wait-time
        text: How many minutes did the last person wait?
        look-for: The time on the ticket.
        why: The charter promises 15 minutes.
        clause: "1.2"
        goal: G1
        severity: major
        answer:
          measure: { unit: minutes, max: 15 }
        layers: [1, 2]
        reaction: [Open a second counter.]
      - id: case-number
        text: Did the person leave with a case number?
        look-for: A printed slip.
        why: Without a number people start over.
        clause: "1.1"
        goal: G1
        severity: major
        layers: [1]
        photo: required
        reaction: [Open the case now.]
      - id: forms
        text: Are the forms at the window the current ones?
        look-for: The date in the corner.
        why: An old form sends people home again.
        clause: "1.1"
        goal: G1
        severity: minor
        layers: [1]
        reaction: [Take the old ones away.]
"#;

/// A PNG of one pixel.
const PNG: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90w\
    S\xde\x00\x00\x00\x0cIDATx\x9cc8!'\x07\x00\x02\xb6\x01\x054\xa6u\xaa\x00\x00\x00\x00IEND\xaeB`\x82";
/// Another one.
const OTHER_PNG: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90w\
    S\xde\x00\x00\x00\x0cIDATx\x9cc\x90;!\x07\x00\x02\x0c\x01\x05-\xb86A\x00\x00\x00\x00IEND\xaeB`\x82";

fn at(text: &str) -> Instant {
    Instant::new(text.parse().unwrap())
}
/// Tuesday, June 9, 2026, 8:30 in Chicago.
fn morning() -> Instant {
    at("2026-06-09T13:30:00Z")
}

/// A city with two departments, their people and one daily audit.
struct Town {
    _folder: TempDir,
    app: App,
    tax: UnitId,
    parks: UnitId,
    maria: PersonId,
    sam: PersonId,
    luis: PersonId,
    tom: PersonId,
    plan: PlanId,
    process: ProcessId,
    version: TemplateVersionId,
    questions: Vec<QuestionVersion>,
}

impl Town {
    fn new() -> Self {
        let files = [
            ("mission.yaml", MISSION),
            ("manuals/cs.md", MANUAL),
            ("walk-in.yaml", TEMPLATE),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        Self::with(Library::of(files.to_vec()).unwrap(), "walk-in")
    }

    fn with(library: Library, template: &str) -> Self {
        let (folder, _) = testing::fresh();
        let db = Db::open(&testing::url_of(&folder), 2).unwrap();
        let mut settings = Settings::for_tests().unwrap();
        settings.files_dir = folder.path().join("files");
        let app = App::with_db(settings, Clock::fixed(morning()), db).unwrap();
        let template = template.to_owned();
        let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
        app.db
            .write_now(move |conn| {
                let act = act.clone();
                let zone = Zone::parse("America/Chicago").map_err(AppError::broken)?;
                let city = agency::operations::found(conn, &act, "City of Alder Bay", &zone)?;
                let unit = |conn: &mut Conn, name: &str, n| {
                    agency::operations::add_unit(conn, &act, Some(city), name, UnitKind::Department, None, n)
                };
                let (tax, parks) = (unit(conn, "Tax & Licensing", 1)?, unit(conn, "Parks", 2)?);
                for (name, unit, role) in [
                    ("Maria Okafor", tax, Role::Supervisor),
                    ("Sam Reyes", tax, Role::Supervisor),
                    ("Luis Herrera", tax, Role::Manager),
                    ("Tom Becker", parks, Role::Supervisor),
                ] {
                    let email = format!("{}@alderbay.example", name.split(' ').next().unwrap());
                    people::operations::add_person(conn, &act, name, &email, "en", &[(unit, role)])?;
                }
                library::load_all(conn, &act, city, &library, true, "The first.")?;
                let template: TemplateId = templates::table
                    .filter(templates::code.eq(&template))
                    .select(templates::id)
                    .first(conn)?;
                let plan: PlanId = act.id();
                diesel::insert_into(plans::table)
                    .values((
                        plans::id.eq(plan),
                        plans::title.eq("Daily"),
                        plans::template_id.eq(template),
                        plans::layer.eq(1),
                        plans::recurrence.eq("FREQ=DAILY"),
                        plans::starts_on.eq(chrono::NaiveDate::MIN.max("2026-01-01".parse().unwrap())),
                        plans::opens_minute.eq(480),
                        plans::due_minute.eq(720),
                        plans::grace_minutes.eq(60),
                        plans::holiday_policy.eq("skip"),
                        plans::active.eq(true),
                        plans::seed.eq(7_i64),
                        plans::created_at.eq(act.now),
                        plans::search.eq("daily"),
                        plans::revision.eq(1),
                    ))
                    .execute(conn)
                    .map(drop)?;
                Ok(())
            })
            .unwrap();
        let mut conn = Conn::open(app.db.url()).unwrap();
        let conn = &mut conn;
        let unit = |conn: &mut Conn, name: &str| -> UnitId {
            units::table
                .filter(units::name.eq(name))
                .select(units::id)
                .first(conn)
                .unwrap()
        };
        let person = |conn: &mut Conn, name: &str| -> PersonId {
            let found = people::queries::find_by_email(conn, &format!("{name}@alderbay.example"));
            found.unwrap().unwrap().id
        };
        let (plan, template): (PlanId, TemplateId) = plans::table
            .select((plans::id, plans::template_id))
            .first(conn)
            .unwrap();
        let version = crate::checklists::queries::published(conn, template)
            .unwrap()
            .unwrap()
            .id;
        let process = templates::table
            .find(template)
            .select(templates::process_id)
            .first(conn)
            .unwrap();
        Self {
            tax: unit(conn, "Tax & Licensing"),
            parks: unit(conn, "Parks"),
            maria: person(conn, "maria"),
            sam: person(conn, "sam"),
            luis: person(conn, "luis"),
            tom: person(conn, "tom"),
            plan,
            process,
            version,
            questions: crate::checklists::queries::plain_questions(conn, version).unwrap(),
            app,
            _folder: folder,
        }
    }

    fn conn(&self) -> Conn {
        Conn::open(self.app.db.url()).unwrap()
    }

    /// An audit of June `day` at the tax office, 8:00 to 12:00 and an hour of grace.
    fn schedule(&self, day: u32, assignee: Option<PersonId>) -> AuditId {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
        let hour = |hour: i64| at(&format!("2026-06-{day:02}T13:00:00Z")).plus_minutes((hour - 8) * 60);
        let new = NewAudit {
            plan_id: self.plan,
            unit_id: self.tax,
            slot: 1,
            planned_on: date,
            local_date: date,
            zone: Zone::parse("America/Chicago").unwrap(),
            opens_minute: 480,
            due_minute: 720,
            opens_at: hour(8),
            due_at: hour(12),
            closes_at: hour(13),
            process_id: self.process,
            version_id: self.version,
            layer: 1,
            assignee_id: assignee,
            stands_in_for: None,
            seed: 42,
        };
        let act = Act::new(None, at("2026-06-01T12:00:00Z"), u64::from(day));
        let id = operations::schedule(&mut self.conn(), &act, &new).unwrap().unwrap();
        assert_eq!(
            operations::schedule(&mut self.conn(), &act, &new).unwrap(),
            None,
            "an occurrence is made once"
        );
        id
    }

    fn act(&self, who: PersonId) -> Act {
        self.app.act(Some(who))
    }

    /// Does something in a transaction of its own.
    fn write<T: Send + 'static>(
        &self,
        who: PersonId,
        body: impl Fn(&mut Conn, &Act) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let act = self.act(who);
        self.app.db.write_now(move |conn| body(conn, &act.clone()))
    }

    /// An audit of today that Maria has started.
    fn started(&self) -> AuditId {
        let id = self.schedule(9, Some(self.maria));
        self.write(self.maria, move |conn, act| operations::start(conn, act, id))
            .unwrap();
        id
    }

    fn question(&self, n: usize) -> QuestionId {
        self.questions[n].question_id
    }

    /// Answers to all four questions: the wait is too long, the forms were put right, nothing else is wrong.
    fn answers(&self) -> Vec<(QuestionId, Given)> {
        let said = |outcome| Given {
            outcome: Some(outcome),
            ..Given::default()
        };
        vec![
            (self.question(0), said(Outcome::Conforms)),
            (
                self.question(1),
                Given {
                    value: Some(22.5),
                    seen: "Two of four windows were open.".into(),
                    steps: vec![0],
                    ..Given::default()
                },
            ),
            (self.question(2), said(Outcome::NotApplicable)),
            (
                self.question(3),
                Given {
                    seen: "Form A of 2024.".into(),
                    done: "Took them away.".into(),
                    ..said(Outcome::Corrected)
                },
            ),
        ]
    }

    fn sent(&self, n: u128, answers: &[(QuestionId, Given)]) -> Sent {
        super::api::sent(SubmissionId(uuid::Uuid::from_u128(n)), None, answers.to_vec()).unwrap()
    }

    fn submit(&self, who: PersonId, id: AuditId, sent: Sent) -> AppResult<Received> {
        let post = self.app.post.clone();
        self.write(who, move |conn, act| operations::submit(conn, act, &post, id, &sent))
    }

    /// Signs somebody in; the token is the value of the device's cookie.
    fn sign_in(&self, who: PersonId) -> String {
        let token = format!("{:032x}{}", who.0.as_u128(), self.app.clock.now().micros());
        let (act, own) = (self.act(who), token.clone());
        let hash = people::viewer::token_hash(&token);
        let known = sessions::table.filter(sessions::token_hash.eq(&hash)).count();
        if known.get_result::<i64>(&mut self.conn()).unwrap() > 0 {
            return token;
        }
        self.app
            .db
            .write_now(move |conn| {
                let device = Device {
                    agent: "test".into(),
                    address: "127.0.0.1".into(),
                };
                people::sign_in::begin_session(conn, &act.clone(), who, &own, &device, None)
            })
            .unwrap();
        token
    }

    async fn send(&self, who: PersonId, method: &str, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        let session = self.sign_in(who);
        let app = web_test::init_service(
            actix_web::App::new()
                .app_data(actix_web::web::Data::new(self.app.clone()))
                .app_data(self.app.stage.clone())
                .wrap(from_fn(frame))
                .configure(crate::routes::mount),
        )
        .await;
        let mut request = web_test::TestRequest::with_uri(address)
            .method(method.parse().unwrap())
            .insert_header(("host", "localhost:8080"))
            .insert_header(("cookie", format!("session={session}")))
            .set_payload(body);
        if kind == "application/json" || kind == "json upload" {
            request = request
                .insert_header(("accept", "application/json"))
                .insert_header(("x-csrf", token_of(&session)));
        } else {
            request = request.insert_header(("accept", "text/html"));
        }
        let kind = if kind == "json upload" { MULTIPART } else { kind };
        if !kind.is_empty() {
            request = request.insert_header(("content-type", kind));
        }
        let response = match web_test::try_call_service(&app, request.to_request()).await {
            Ok(response) => response.into_parts().1,
            Err(error) => error.error_response(),
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = actix_web::body::to_bytes(response.into_body())
            .await
            .ok()
            .unwrap_or_default();
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&self, who: PersonId, address: &str) -> Answer {
        self.send(who, "GET", address, "", Vec::new()).await
    }

    /// Sends a form as a browser without scripts does.
    async fn post(&self, who: PersonId, address: &str, fields: &[(String, String)]) -> Answer {
        let mut pairs = vec![("csrf".to_owned(), token_of(&self.sign_in(who)))];
        pairs.extend(fields.to_vec());
        let body = serde_urlencoded::to_string(pairs).unwrap().into_bytes();
        self.send(who, "POST", address, "application/x-www-form-urlencoded", body)
            .await
    }

    /// The same with files.
    async fn upload(
        &self,
        who: PersonId,
        address: &str,
        fields: &[(String, String)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let mut pairs = vec![("csrf".to_owned(), token_of(&self.sign_in(who)))];
        pairs.extend(fields.to_vec());
        self.send(who, "POST", address, MULTIPART, multipart(&pairs, files))
            .await
    }

    async fn put(&self, who: PersonId, address: &str, body: serde_json::Value) -> Answer {
        self.send(who, "PUT", address, "application/json", body.to_string().into_bytes())
            .await
    }
}

const MULTIPART: &str = "multipart/form-data; boundary=XX";

fn multipart(fields: &[(String, String)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.png\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--XX--\r\n");
    body
}

/// What came back.
struct Answer {
    status: u16,
    headers: actix_web::http::header::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }
    /// A page, whole: no message without words, no name of a template left over.
    fn page(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.body);
        let unsaid: Vec<&str> = self
            .body
            .match_indices("[")
            .map(|(n, _)| &self.body[n..(n + 40).min(self.body.len())])
            .collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
        &self.body
    }
}

/// Message ids of a refusal.
/// Answers saved as they are given, by a device that does not say what it knew.
fn save(conn: &mut Conn, act: &Act, id: AuditId, answers: &[(QuestionId, Given)]) -> AppResult<()> {
    for (question, given) in answers {
        operations::keep_answer(conn, act, id, (*question, given), Shown::Unknown, Arriving::default())?;
    }
    Ok(())
}

fn refusal<T: std::fmt::Debug>(result: AppResult<T>) -> String {
    match result {
        Err(AppError::Refused(said)) => said.key,
        other => panic!("{other:?}"),
    }
}
