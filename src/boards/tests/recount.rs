//! Whatever happens in whatever order, every roll-up and every figure read from it is what somebody would count who went
//! through all audits, answers and findings one by one.

use super::*;
use crate::agency::calendars::model::NewDaysOff;
use crate::agency::model::UnitKind;
use crate::audits::amending;
use crate::audits::facts::Noted;
use crate::audits::operations::Received;
use crate::base::codes::Severity;
use crate::base::ids::HolidayId;
use crate::base::recurrence::Recurrence;
use crate::base::zone::shifted;
use crate::checklists::library::{self, Library};
use crate::checklists::model::Kind as AnswerKind;
use crate::checklists::model::{QuestionVersion, VersionState};
use crate::figures;
use crate::figures::found::Key;
use crate::figures::model::{AtUnit, Done, Over, Serves};
use crate::findings::pauses;
use crate::findings::raising::{self, ByHand};
use crate::planning::making::{self, remake};
use crate::planning::model::{DAYS_AHEAD, HolidayPolicy, Timing, Wanted};
use crate::planning::replanning::{self, model::Why};
use crate::planning::{operations as plans_of, queries as plan_queries};
use crate::platform::db::testing;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history;
use crate::schema::history as entries;
use chrono::Datelike;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
  - code: G2
    title: Waste nobody's time
    text: Every person waits as short as can be.
    target: 90
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
        reaction: [Greet the person now.]
      - id: wait-time
        text: How many minutes did the last person wait?
        look-for: The time on the ticket.
        why: The charter promises 15 minutes.
        clause: "1.1"
        goal: G1
        severity: critical
        answer:
          measure: { unit: minutes, max: 15 }
        layers: [1, 2]
        reaction: [Open a second counter.]
      - id: forms
        text: Are the forms at the window the current ones?
        look-for: The date in the corner.
        why: An old form sends people home again.
        clause: "1.1"
        severity: major
        layers: [1]
        reaction: [Take the old ones away.]
      - id: weather
        text: What is the weather like?
        severity: minor
        answer: text
        layers: [1, 2]
"#;

/// Four counts: of answers, or of audits.
type Counts = [i64; 4];

/// Something that happens; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    /// The clock moves on to the next of the moments of a day, so many times.
    Wait(u8),
    /// The jobs look after the plans.
    Tend,
    /// An open audit is started, and no more.
    Start(usize),
    /// An open audit is started and sent.
    Submit(usize, Vec<u8>),
    /// What is over and was not sent is missed.
    Miss,
    /// A missed audit arrives, from paper or from a device.
    Arrive(usize, Vec<u8>, bool),
    /// The audit that was sent last is changed.
    Amend(Vec<u8>),
    /// A unit was or will be closed from a day on.
    Shut(usize, i64, i64),
    /// A closure was a mistake.
    Unshut(usize),
    /// An audit is given to somebody else.
    Hand(usize, usize),
    /// A plan has another rule or layer.
    Replan(usize, usize),
    /// Somebody tells of something outside of an audit.
    ByHand(usize, usize, bool),
    /// A finding is worked on, by so many of the five steps.
    Repair(usize, usize),
    /// A finding is dismissed.
    Dismiss(usize),
    /// The clock of a finding stands still.
    Pause(usize),
    /// The job sums up what was counted until today, or as it is soon after midnight, until yesterday.
    SumUp(bool),
    /// An office moves below the division, or up again.
    Move(usize),
    /// The checklist is published anew, with questions that serve other goals.
    Aim(usize),
}

fn steps() -> impl Strategy<Value = Step> {
    let said = || prop::collection::vec(0..5_u8, 4);
    prop_oneof![
        5 => (1..5_u8).prop_map(Step::Wait),
        1 => Just(Step::Tend),
        1 => (0..9_usize).prop_map(Step::Start),
        8 => (0..9_usize, said()).prop_map(|(n, said)| Step::Submit(n, said)),
        2 => Just(Step::Miss),
        2 => (0..9_usize, said(), any::<bool>()).prop_map(|(n, said, paper)| Step::Arrive(n, said, paper)),
        4 => said().prop_map(Step::Amend),
        2 => (0..3_usize, -4..6_i64, 0..4_i64).prop_map(|(unit, from, days)| Step::Shut(unit, from, days)),
        1 => (0..9_usize).prop_map(Step::Unshut),
        1 => (0..9_usize, 0..4_usize).prop_map(|(n, to)| Step::Hand(n, to)),
        1 => (0..2_usize, 0..4_usize).prop_map(|(plan, rule)| Step::Replan(plan, rule)),
        1 => (0..3_usize, 0..5_usize, any::<bool>()).prop_map(|(unit, q, done)| Step::ByHand(unit, q, done)),
        5 => (0..9_usize, 1..6_usize).prop_map(|(n, upto)| Step::Repair(n, upto)),
        1 => (0..9_usize).prop_map(Step::Dismiss),
        1 => (0..9_usize).prop_map(Step::Pause),
        3 => any::<bool>().prop_map(Step::SumUp),
        1 => (0..3_usize).prop_map(Step::Move),
        1 => (0..4_usize).prop_map(Step::Aim),
    ]
}

/// An agency with a division of two offices, a third office in another zone, two plans and their people.
struct Agency {
    conn: Conn,
    post: Post,
    now: Instant,
    ids: u64,
    top: UnitId,
    division: UnitId,
    offices: [UnitId; 3],
    process: ProcessId,
    questions: Vec<QuestionVersion>,
    plans: Vec<PlanId>,
    people: Vec<PersonId>,
    manager: PersonId,
    director: PersonId,
    closures: Vec<HolidayId>,
    sent: Option<(AuditId, PersonId)>,
    _folder: tempfile::TempDir,
}

/// What the agency goes by, with this checklist.
fn library_with(template: &str) -> Library {
    let files = [
        ("mission.yaml", MISSION),
        ("manuals/cs.md", MANUAL),
        ("walk-in.yaml", template),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    Library::of(files.to_vec()).unwrap()
}

impl Agency {
    fn new() -> Self {
        let (folder, mut conn) = testing::fresh();
        if let Conn::Sqlite(sqlite) = &mut conn {
            diesel::sql_query("PRAGMA synchronous=OFF").execute(sqlite).unwrap();
        }
        let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
        let zone = |name: &str| Zone::parse(name).unwrap();
        let top = agency::operations::found(&mut conn, &act, "Town", &zone("America/Chicago")).unwrap();
        let mut unit = |parent, name: &str, kind, zone: Option<&Zone>| {
            agency::operations::add_unit(&mut conn, &act, Some(parent), name, kind, zone, 0).unwrap()
        };
        let division = unit(top, "Counters", UnitKind::Division, None);
        let offices = [
            unit(division, "North", UnitKind::Office, None),
            unit(division, "South", UnitKind::Office, None),
            unit(top, "East", UnitKind::Office, Some(&zone("America/New_York"))),
        ];
        let mut person = |name: &str, unit, role| {
            let mail = format!("{name}@town.example");
            people::operations::add_person(&mut conn, &act, name, &mail, "en", &[(unit, role)]).unwrap()
        };
        let people = vec![
            person("ana", offices[0], Role::Supervisor),
            person("ben", offices[0], Role::Supervisor),
            person("cleo", offices[1], Role::Supervisor),
            person("eve", offices[2], Role::Supervisor),
        ];
        let (manager, director) = (person("luis", top, Role::Manager), person("dana", top, Role::Director));
        library::load_all(&mut conn, &act, top, &library_with(TEMPLATE), true, "The first.").unwrap();
        let (template, process): (TemplateId, ProcessId) = templates::table
            .select((templates::id, templates::process_id))
            .first(&mut conn)
            .unwrap();
        let version = crate::checklists::queries::published(&mut conn, template)
            .unwrap()
            .unwrap();
        let plans = [(1, offices.to_vec()), (2, vec![offices[0], offices[2]])].map(|(layer, units)| {
            let timing = Timing {
                recurrence: Recurrence::parse(RULES[0]).unwrap(),
                starts_on: day("2026-06-08"),
                ends_on: None,
                opens_minute: 8 * 60,
                due_minute: 12 * 60,
                grace_minutes: 60,
                holiday_policy: HolidayPolicy::Next,
            };
            let wanted = Wanted::plain("Walk", template, layer, timing, units);
            plans_of::create(&mut conn, &act, &wanted).unwrap()
        });
        let views = Views::load(Arc::new(english())).unwrap();
        let mut agency = Self {
            questions: crate::checklists::queries::plain_questions(&mut conn, version.id).unwrap(),
            conn,
            post: Post::new(Arc::new(views), "https://town.example"),
            now: at("2026-06-08T14:00:00Z"),
            ids: 1,
            top,
            division,
            offices,
            process,
            plans: plans.to_vec(),
            people,
            manager,
            director,
            closures: Vec::new(),
            sent: None,
            _folder: folder,
        };
        agency.step(&Step::Tend);
        agency
    }

    /// Somebody tries something, all of it or nothing; a refusal is an answer, a failure is not.
    fn tries<T>(
        &mut self,
        who: Option<PersonId>,
        body: impl FnOnce(&mut Conn, &Act, &Post) -> AppResult<T>,
    ) -> Option<T> {
        self.ids += 1;
        let act = Act::new(who, self.now, self.ids);
        match self.conn.write_tx(|conn| body(conn, &act, &self.post)) {
            Ok(done) => Some(done),
            Err(AppError::Broken(cause)) => panic!("{cause}"),
            Err(_) => None,
        }
    }

    fn today(&self) -> NaiveDate {
        Zone::utc().local(self.now).date
    }

    fn audits(&mut self, which: impl Fn(&Audit) -> bool) -> Vec<Audit> {
        let mut all: Vec<Audit> = audits::table
            .order((audits::opens_at, audits::id))
            .select(Audit::as_select())
            .load(&mut self.conn)
            .unwrap();
        all.retain(which);
        all
    }

    fn open(&mut self, n: usize) -> Option<(Audit, PersonId)> {
        let now = self.now;
        let open = self.audits(|audit| audit.opens_at <= now && audit.check_open(now).is_ok());
        let audit = open.get(n % open.len().max(1))?.clone();
        let who = audit.assignee_id?;
        Some((audit, who))
    }

    fn finding(&mut self, n: usize) -> Option<FindingId> {
        let open: Vec<FindingId> = findings::table
            .filter(findings::closed_at.is_null())
            .order(findings::number)
            .select(findings::id)
            .load(&mut self.conn)
            .unwrap();
        open.get(n % open.len().max(1)).copied()
    }

    fn answers(&mut self, audit: AuditId, said: &[u8]) -> Sent {
        self.ids += 1;
        let asked = audit_room::queries::questions(&mut self.conn, audit).unwrap();
        let layer = audit_room::queries::find(&mut self.conn, audit).unwrap().layer;
        let of_layer = self.questions.iter().filter(|question| question.asked_at(layer));
        let asked = if asked.is_empty() {
            of_layer.cloned().collect()
        } else {
            asked
        };
        let give = |question: &QuestionVersion, said: u8| {
            let seen = ["", "", "An old one.", "Nobody looked up.", "Two things."][usize::from(said)];
            let mut given = Given {
                seen: seen.into(),
                ..Given::default()
            };
            match question.kind {
                AnswerKind::Text => given.given = Some(format!("Sunny {said}")),
                AnswerKind::Measure if matches!(said, 0 | 3 | 4) => {
                    given.value = Some(if said == 0 { 4.0 } else { 22.0 })
                }
                kind => {
                    let fails = Outcome::Nonconforming;
                    let outcomes = [
                        Outcome::Conforms,
                        Outcome::NotApplicable,
                        Outcome::Corrected,
                        fails,
                        fails,
                    ];
                    given.outcome = Some(outcomes[usize::from(said)]);
                    given.value = (kind == AnswerKind::Measure && said == 2).then_some(22.0);
                }
            }
            if said == 2 && question.kind != AnswerKind::Text {
                given.done = "Put right.".into();
            }
            given
        };
        let answers = asked
            .iter()
            .zip(said)
            .map(|(question, said)| (question.question_id, give(question, *said)))
            .collect();
        let id = SubmissionId(uuid::Uuid::from_u128(self.ids.into()));
        Sent {
            id,
            body_hash: id.to_string(),
            device_at: None,
            noted: Noted::default(),
            answers,
        }
    }

    /// As the job does: every change of a calendar is followed.
    fn follow(&mut self) {
        self.tries(None, |conn, act, post| {
            let mut seen = None;
            while let Some((change, plans)) = replanning::operations::next_change(conn, seen)? {
                seen = Some((change.at, change.id));
                for plan in plans {
                    replanning::operations::follow(conn, act, post, &change, plan, DAYS_AHEAD)?;
                }
                replanning::operations::finish(conn, act, post, &change)?;
            }
            Ok(())
        });
    }

    /// Whether something happened.
    fn step(&mut self, step: &Step) -> bool {
        match step {
            Step::Wait(times) => {
                for _ in 0..*times {
                    // in the morning, inside the grace, after it
                    let today = self.today();
                    let moments = ["T14:00:00Z", "T17:30:00Z", "T19:00:00Z"].map(|time| at(&format!("{today}{time}")));
                    let next = moments.into_iter().find(|moment| *moment > self.now);
                    self.now = next.unwrap_or_else(|| moments[0].plus_days(1));
                }
                true
            }
            Step::Tend => {
                let made = self.tries(None, |conn, act, post| {
                    making::make_all_ahead(conn, act, post, DAYS_AHEAD)
                });
                made.is_some()
            }
            Step::Start(n) => {
                let Some((audit, who)) = self.open(*n) else {
                    return false;
                };
                self.tries(Some(who), |conn, act, _| auditing::start(conn, act, audit.id))
                    .is_some()
            }
            Step::Submit(n, said) => {
                let Some((audit, who)) = self.open(*n) else {
                    return false;
                };
                self.tries(Some(who), |conn, act, _| auditing::start(conn, act, audit.id));
                let sent = self.answers(audit.id, said);
                let came = self.tries(Some(who), |conn, act, post| {
                    auditing::submit(conn, act, post, audit.id, &sent)
                });
                self.sent = came.map(|_| (audit.id, who)).or(self.sent);
                came == Some(Received::New)
            }
            Step::Miss => {
                let now = self.now;
                let over = self.audits(|audit| audit.closes_at < now);
                let missed = over
                    .iter()
                    .filter(|audit| self.tries(None, |conn, act, _| auditing::miss(conn, act, audit)) == Some(true));
                missed.count() > 0
            }
            Step::Arrive(n, said, paper) => {
                let now = self.now;
                let over = self.audits(|audit| audit.standing(now) == Standing::Missed);
                let Some(audit) = over.get(n % over.len().max(1)) else {
                    return false;
                };
                let Some(who) = audit.assignee_id else { return false };
                let done_at = audit.due_at.plus_minutes(if said[0] == 0 { 10 } else { -10 });
                let sent = self.answers(audit.id, said);
                let arriving = Arriving {
                    device_at: Some(done_at),
                    taken_for_days: 3,
                    ..Arriving::default()
                };
                let came = self.tries(Some(who), |conn, act, post| {
                    if *paper {
                        auditing::enter_from_paper(conn, act, post, audit.id, &sent, (who, done_at), 3)
                    } else {
                        auditing::receive(conn, act, post, audit.id, &sent, arriving)
                    }
                });
                self.sent = came.map(|_| (audit.id, who)).or(self.sent);
                came == Some(Received::New)
            }
            Step::Amend(said) => {
                let Some((audit, who)) = self.sent else { return false };
                let sent = self.answers(audit, said);
                let taken = self.tries(Some(who), |conn, act, post| {
                    amending::amend(conn, act, post, audit, &sent, &[])
                });
                matches!(taken, Some(amending::Taken::Received(Received::New)))
            }
            Step::Shut(unit, from, days) => {
                let unit = [self.division, self.offices[0], self.offices[2]][*unit];
                let from = shifted(self.today(), *from);
                let shut = NewDaysOff {
                    from,
                    until: shifted(from, *days),
                    name: "Flood".into(),
                    closure: true,
                };
                let id = self.tries(None, |conn, act, _| {
                    agency::operations::add_days_off(conn, act, unit, &shut)
                });
                self.closures.extend(id);
                self.follow();
                id.is_some()
            }
            Step::Unshut(n) => {
                if self.closures.is_empty() {
                    return false;
                }
                let id = self.closures.remove(n % self.closures.len());
                let gone = self.tries(None, |conn, act, _| agency::operations::remove_holiday(conn, act, id));
                self.follow();
                gone.is_some()
            }
            Step::Hand(n, to) => {
                let Some((audit, _)) = self.open(*n) else { return false };
                let to = self.people[*to];
                self.tries(Some(self.manager), |conn, act, post| {
                    audit_room::handing::operations::hand_over(conn, act, post, audit.id, Some(to), "")
                })
                .is_some()
            }
            Step::Replan(n, rule) => {
                let id = self.plans[*n];
                let offices = self.offices.to_vec();
                let done = self.tries(None, |conn, act, post| {
                    let read = plan_queries::find(conn, id)?;
                    let timing = Timing {
                        recurrence: Recurrence::parse(RULES[*rule]).unwrap(),
                        ..read.timing().map_err(AppError::broken)?
                    };
                    let layer = if *rule == 3 { 3 - read.layer } else { read.layer };
                    let wanted = Wanted::plain("Walk", read.template_id, layer, timing, offices);
                    plans_of::update(conn, act, id, read.revision, &wanted)?;
                    remake(conn, act, post, id, DAYS_AHEAD, Why::Changed)
                });
                done.is_some()
            }
            Step::Aim(n) => {
                self.ids += 1;
                let mut text = TEMPLATE.to_owned();
                if n % 2 == 1 {
                    text = text.replacen("goal: G1", "goal: G2", 1);
                }
                if *n > 1 {
                    text = text.replace("severity: major", "goal: G1\n        severity: major");
                }
                let act = Act::new(Some(self.director), self.now, self.ids);
                let library = library_with(&text);
                let loaded = library::load_all(&mut self.conn, &act, self.top, &library, true, "Other goals.").unwrap();
                let version = template_versions::table
                    .filter(template_versions::state.eq(VersionState::Published))
                    .select(template_versions::id)
                    .first(&mut self.conn)
                    .unwrap();
                self.questions = crate::checklists::queries::plain_questions(&mut self.conn, version).unwrap();
                loaded.published > 0
            }
            Step::ByHand(unit, question, done) => {
                self.ids += 1;
                let new = ByHand {
                    id: FindingId(uuid::Uuid::from_u128(u128::from(self.ids) << 64)),
                    unit_id: self.offices[*unit],
                    process_id: self.process,
                    question: self.questions.get(*question).map(|question| question.id),
                    seen: "A resident told us.".into(),
                    corrected: done.then(|| "Put right.".into()),
                    severity: Severity::Minor,
                    sensitive: false,
                };
                let came = self.tries(Some(self.manager), |conn, act, post| {
                    raising::raise(conn, act, post, &new, &[], None)
                });
                came.is_some()
            }
            Step::Repair(n, upto) => {
                let Some(id) = self.finding(*n) else { return false };
                let (manager, director, ben) = (self.manager, self.director, self.people[1]);
                type Deed = fn(&mut Conn, &Act, FindingId, PersonId) -> AppResult<()>;
                let steps: [(PersonId, Deed); 5] = [
                    (manager, |conn, act, id, _| {
                        repairing::contain(conn, act, id, "Greeted.")
                    }),
                    (manager, |conn, act, id, _| {
                        repairing::find_cause(conn, act, id, "method", &["Because.".into()], "No rule.")
                    }),
                    (manager, |conn, act, id, owner_id| {
                        let new = NewAction {
                            kind: ActionKind::Corrective,
                            body: "Write the rule.".into(),
                            owner_id,
                            due_on: None,
                            strength: None,
                            cost: None,
                        };
                        repairing::plan_action(conn, act, id, &new).map(drop)
                    }),
                    (ben, |conn, act, id, _| {
                        for action in finding_room::queries::actions(conn, id)? {
                            repairing::finish_action(conn, act, action.0.id, "Written.")?;
                        }
                        Ok(())
                    }),
                    (director, |conn, act, id, _| {
                        repairing::close(conn, act, id, "Looked.", LayeredAnswer::Existing, "Question 1")
                    }),
                ];
                let mut done = false;
                for (who, step) in steps.into_iter().take(*upto) {
                    done |= self.tries(Some(who), |conn, act, _| step(conn, act, id, ben)).is_some();
                }
                done
            }
            Step::Dismiss(n) => {
                let Some(id) = self.finding(*n) else { return false };
                self.tries(Some(self.director), |conn, act, _| {
                    repairing::dismiss(conn, act, id, "It was none.")
                })
                .is_some()
            }
            Step::SumUp(is_late) => {
                let until = shifted(self.today(), i64::from(*is_late));
                while self.tries(None, |conn, _, _| figures::sums::sum_up(conn, until)) == Some(true) {}
                true
            }
            Step::Move(office) => {
                let (id, top, division) = (self.offices[*office], self.top, self.division);
                let moved = self.tries(None, |conn, act, _| {
                    let read = agency::queries::find(conn, id)?;
                    let to = if read.parent_id == Some(top) { division } else { top };
                    agency::operations::move_unit(conn, act, id, read.revision, to)
                });
                self.follow();
                moved.is_some()
            }
            Step::Pause(n) => {
                let Some(id) = self.finding(*n) else { return false };
                let until = shifted(self.today(), 5);
                self.tries(Some(self.director), |conn, act, post| {
                    pauses::pause(conn, act, post, id, until, "Parts are on the way.")
                })
                .is_some()
            }
        }
    }
}

/// Rules a plan may change to; with the last one its layer changes, too.
const RULES: [&str; 4] = [
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=DAILY;BYDAY=MO,WE,FR",
    "FREQ=DAILY",
];

/// All there is to count, as it is stored.
struct Raw {
    parents: HashMap<UnitId, Option<UnitId>>,
    goals: HashMap<QuestionId, Option<GoalId>>,
    audits: Vec<RawAudit>,
    answers: HashMap<AuditId, Vec<(QuestionId, Option<String>)>>,
    findings: Vec<RawFinding>,
    verified: Vec<(FindingId, Instant)>,
}
type RawAudit = (
    AuditId,
    UnitId,
    ProcessId,
    i32,
    NaiveDate,
    String,
    Instant,
    Option<Instant>,
);

/// A finding as it is stored.
#[derive(Queryable)]
struct RawFinding {
    unit: UnitId,
    process: ProcessId,
    question: Option<QuestionId>,
    layer: Option<i32>,
    origin: (String, AnyId),
    state: String,
    resolution: Option<String>,
    repeat_of: Option<FindingId>,
    found_at: Instant,
    due: Option<Instant>,
    closed: Option<Instant>,
}

/// One thing that counts: where, which process, layer, day, and its four counts.
struct Counted<'a> {
    unit: UnitId,
    process: ProcessId,
    layer: i32,
    day: NaiveDate,
    question: Option<&'a QuestionId>,
    counts: Counts,
}

fn one(place: usize) -> Counts {
    let mut counts = [0; 4];
    counts[place] = 1;
    counts
}

impl Raw {
    fn read(conn: &mut Conn) -> Self {
        let parents: Vec<(UnitId, Option<UnitId>)> =
            units::table.select((units::id, units::parent_id)).load(conn).unwrap();
        let goals: Vec<(QuestionId, Option<GoalId>)> = questions::table
            .select((questions::id, questions::goal_id))
            .load(conn)
            .unwrap();
        let told: Vec<(AuditId, QuestionId, Option<String>)> = answers::table
            .select((answers::audit_id, answers::question_id, answers::outcome))
            .load(conn)
            .unwrap();
        let mut answers: HashMap<AuditId, Vec<_>> = HashMap::new();
        for (audit, question, outcome) in told {
            answers.entry(audit).or_default().push((question, outcome));
        }
        Self {
            parents: parents.into_iter().collect(),
            goals: goals.into_iter().collect(),
            answers,
            audits: audits::table
                .select((
                    audits::id,
                    audits::unit_id,
                    audits::process_id,
                    audits::layer,
                    audits::local_date,
                    audits::state,
                    audits::due_at,
                    audits::submitted_at,
                ))
                .load(conn)
                .unwrap(),
            findings: findings::table
                .select((
                    findings::unit_id,
                    findings::process_id,
                    findings::question_id,
                    findings::layer,
                    (findings::origin_kind, findings::origin_id),
                    findings::state,
                    findings::resolution,
                    findings::repeat_of,
                    findings::found_at,
                    findings::due_at,
                    findings::closed_at,
                ))
                .load(conn)
                .unwrap(),
            verified: finding_verifications::table
                .select((finding_verifications::finding_id, finding_verifications::at))
                .load(conn)
                .unwrap(),
        }
    }

    /// The unit and everything above it.
    fn above(&self, unit: UnitId) -> Vec<UnitId> {
        let mut all = vec![unit];
        while let Some(parent) = all.last().and_then(|unit| self.parents[unit]) {
            all.push(parent);
        }
        all
    }

    fn is_below(&self, unit: UnitId, tops: &[UnitId]) -> bool {
        self.above(unit).iter().any(|unit| tops.contains(unit))
    }

    /// Every answer of a submitted audit that is not only recorded.
    fn answers(&self) -> Vec<Counted<'_>> {
        let mut all = Vec::new();
        for (id, unit, process, layer, day, state, ..) in &self.audits {
            if state != "submitted" {
                continue;
            }
            for (question, outcome) in self.answers.get(id).into_iter().flatten() {
                let place = match outcome.as_deref() {
                    Some("conforms") => 0,
                    Some("nonconforming") => 1,
                    Some("corrected") => 2,
                    Some("not_applicable") => 3,
                    _ => continue,
                };
                all.push(Counted {
                    unit: *unit,
                    process: *process,
                    layer: *layer,
                    day: *day,
                    question: Some(question),
                    counts: one(place),
                });
            }
        }
        all
    }

    /// Every audit that is over: submitted, of these on time, missed, excused.
    fn done(&self) -> Vec<Counted<'_>> {
        let mut all = Vec::new();
        for (_, unit, process, layer, day, state, due, submitted) in &self.audits {
            let counts = match state.as_str() {
                "submitted" => [1, i64::from(submitted.unwrap() <= *due), 0, 0],
                "missed" => one(2),
                "excused" => one(3),
                _ => continue,
            };
            all.push(Counted {
                unit: *unit,
                process: *process,
                layer: *layer,
                day: *day,
                question: None,
                counts,
            });
        }
        all
    }

    fn over<'a>(&self, over: &Over, mut all: Vec<Counted<'a>>) -> Vec<Counted<'a>> {
        all.retain(|one| {
            self.is_below(one.unit, &over.units)
                && (over.from..=over.to).contains(&one.day)
                && over.process.is_none_or(|process| process == one.process)
                && over.layer.is_none_or(|layer| layer == one.layer)
                && one.question.is_none_or(|question| self.serves(over, Some(*question)))
        });
        all
    }

    /// Whether a question is one of the goals that are asked for; all audits are of the only process, which serves them.
    fn serves(&self, over: &Over, question: Option<QuestionId>) -> bool {
        let goal = question.and_then(|question| self.goals[&question]).map(Serves::Goal);
        over.serves.iter().all(|serves| goal == Some(*serves))
    }

    /// The findings of what is asked for, whenever they were found.
    fn findings(&self, over: &Over) -> impl Iterator<Item = &RawFinding> {
        self.findings.iter().filter(|finding| {
            self.is_below(finding.unit, &over.units)
                && over.process.is_none_or(|process| process == finding.process)
                && over.layer.is_none_or(|layer| Some(layer) == finding.layer)
                && self.serves(over, finding.question)
        })
    }

    /// Closed by the due date, closed late, open past due, at the end of these days, by question and process.
    fn closure(&self, over: &Over, zone: &Zone, now: Instant) -> BTreeMap<Key, [i64; 3]> {
        let (begin, end) = (zone.day_start(over.from), zone.day_start(shifted(over.to, 1)).min(now));
        let mut counts: BTreeMap<_, [i64; 3]> = BTreeMap::new();
        for finding in self.findings(over) {
            let Some(due) = finding.due else { continue };
            let place = match (finding.state.as_str(), finding.resolution.as_deref(), finding.closed) {
                ("verified", Some("fixed"), Some(closed)) if (begin..=end).contains(&closed) => {
                    usize::from(closed > due)
                }
                ("verified", Some("fixed"), Some(closed)) if closed > end && due < end => 2,
                ("verified" | "dismissed", ..) => continue,
                _ if due < end => 2,
                _ => continue,
            };
            counts.entry((finding.question, finding.process)).or_default()[place] += 1;
        }
        counts
    }

    /// Findings that are open now, those of them with a plan, and those past their due date.
    fn open(&self, over: &Over, now: Instant) -> BTreeMap<Key, [i64; 3]> {
        let mut counts: BTreeMap<_, [i64; 3]> = BTreeMap::new();
        for finding in self.findings(over) {
            if matches!(finding.state.as_str(), "verified" | "dismissed") {
                continue;
            }
            let counts = counts.entry((finding.question, finding.process)).or_default();
            counts[0] += 1;
            counts[1] += i64::from(finding.state == "planned");
            counts[2] += i64::from(finding.due.is_some_and(|due| due < now));
        }
        counts
    }

    /// What was found on these days, by question and process: by audits, again, and again after a fix.
    fn found(&self, over: &Over, zone: &Zone) -> BTreeMap<Key, [i64; 3]> {
        let mut counts: BTreeMap<_, [i64; 3]> = BTreeMap::new();
        for finding in self.findings(over).filter(|finding| self.is_found(finding, over, zone)) {
            let counts = counts.entry((finding.question, finding.process)).or_default();
            counts[0] += i64::from(finding.origin.0 == "audit");
            if finding.state == "dismissed" {
                continue;
            }
            counts[1] += i64::from(finding.repeat_of.is_some());
            let mut fixes = self.verified.iter().filter(|fix| Some(fix.0) == finding.repeat_of);
            counts[2] += i64::from(fixes.any(|fix| fix.1 <= finding.found_at));
        }
        counts.retain(|_, counts| *counts != [0; 3]);
        counts
    }

    /// How often each question was found again at a unit on these days, and how often of these after a fix.
    fn repeated(&self, over: &Over, zone: &Zone) -> BTreeMap<(UnitId, QuestionId), (i64, i64)> {
        let mut counts: BTreeMap<_, (i64, i64)> = BTreeMap::new();
        for finding in self.findings(over).filter(|finding| self.is_found(finding, over, zone)) {
            let (Some(question), Some(before)) = (finding.question, finding.repeat_of) else {
                continue;
            };
            if finding.state != "dismissed" {
                let mut fixes = self.verified.iter().filter(|fix| fix.0 == before);
                let count = counts.entry((finding.unit, question)).or_default();
                count.0 += 1;
                count.1 += i64::from(fixes.any(|fix| fix.1 <= finding.found_at));
            }
        }
        counts
    }

    fn is_found(&self, finding: &RawFinding, over: &Over, zone: &Zone) -> bool {
        let audit = self.audits.iter().find(|audit| audit.0 == AuditId(finding.origin.1.0));
        let day = audit.map_or_else(|| zone.local(finding.found_at).date, |audit| audit.4);
        (over.from..=over.to).contains(&day) && finding.resolution.as_deref() != Some("withdrawn")
    }

    /// Findings of audits of these days by unit; withdrawn ones are none.
    fn found_by_unit(&self, over: &Over, zone: &Zone) -> BTreeMap<UnitId, i64> {
        let mut found = BTreeMap::new();
        for finding in self.findings(over) {
            if finding.origin.0 == "audit" && self.is_found(finding, over, zone) {
                *found.entry(finding.unit).or_default() += 1;
            }
        }
        found
    }
}

/// Sums by a key; what comes to nothing is left out.
fn by<K: Ord>(all: &[Counted<'_>], key: impl Fn(&Counted<'_>) -> Option<K>) -> BTreeMap<K, Counts> {
    let keyed = all.iter().filter_map(|one| Some((key(one)?, one.counts)));
    added(keyed)
}
fn added<K: Ord>(keyed: impl Iterator<Item = (K, Counts)>) -> BTreeMap<K, Counts> {
    let mut sums: BTreeMap<K, Counts> = BTreeMap::new();
    for (key, counts) in keyed {
        let sum = sums.entry(key).or_default();
        *sum = std::array::from_fn(|n| sum[n] + counts[n]);
    }
    sums.retain(|_, counts| *counts != [0; 4]);
    sums
}
fn of_tally(tally: Tally) -> Counts {
    [
        tally.conforms,
        tally.nonconforming,
        tally.corrected,
        tally.not_applicable,
    ]
}
fn of_done(done: Done) -> Counts {
    [done.submitted, done.on_time, done.missed, done.excused]
}
fn told<K: Ord, T>(rows: QueryResult<Vec<(K, T)>>, counts: impl Fn(T) -> Counts) -> BTreeMap<K, Counts> {
    added(rows.unwrap().into_iter().map(|(key, row)| (key, counts(row))))
}
fn monday(day: NaiveDate) -> NaiveDate {
    shifted(day, -i64::from(day.weekday().num_days_from_monday()))
}

/// The roll-ups as they are stored.
fn check_kept(conn: &mut Conn, raw: &Raw) -> Result<(), TestCaseError> {
    type Kept = (UnitId, ProcessId, QuestionId, i32, NaiveDate, i32, i32, i32, i32);
    let kept: Vec<Kept> = figure_answers::table.load(conn).unwrap();
    let kept = kept
        .into_iter()
        .map(|(unit, process, question, layer, day, a, b, c, d)| {
            ((unit, process, question, layer, day), [a, b, c, d].map(i64::from))
        });
    let key = |one: &Counted<'_>| Some((one.unit, one.process, *one.question?, one.layer, one.day));
    prop_assert_eq!(added(kept), by(&raw.answers(), key));
    type KeptAudits = (UnitId, ProcessId, i32, NaiveDate, i32, i32, i32, i32);
    let kept: Vec<KeptAudits> = figure_audits::table.load(conn).unwrap();
    let kept = kept
        .into_iter()
        .map(|(unit, process, layer, day, a, b, c, d)| ((unit, process, layer, day), [a, b, c, d].map(i64::from)));
    let key = |one: &Counted<'_>| Some((one.unit, one.process, one.layer, one.day));
    prop_assert_eq!(added(kept), by(&raw.done(), key));
    Ok(())
}

/// Every figure of these units and days, by whatever it is asked.
fn check_figures(conn: &mut Conn, raw: &Raw, over: &Over, now: Instant) -> Result<(), TestCaseError> {
    use figures::queries as q;
    let answers = raw.over(over, raw.answers());
    let all = |rows: &[Counted<'_>]| by(rows, |_| Some(())).remove(&()).unwrap_or_default();
    prop_assert_eq!(of_tally(q::tally(conn, over).unwrap()), all(&answers));
    prop_assert_eq!(
        told(q::tally_by_layer(conn, over), of_tally),
        by(&answers, |one| Some(one.layer))
    );
    prop_assert_eq!(
        told(q::tally_by_unit(conn, over), of_tally),
        by(&answers, |one| Some(one.unit))
    );
    prop_assert_eq!(
        told(q::tally_by_process(conn, over), of_tally),
        by(&answers, |one| Some(one.process))
    );
    prop_assert_eq!(
        told(q::tally_by_question(conn, over), of_tally),
        by(&answers, |one| one.question.copied())
    );
    prop_assert_eq!(
        told(q::tally_by_goal(conn, over).map(Vec::from_iter), of_tally),
        by(&answers, |one| raw.goals[one.question?])
    );
    prop_assert_eq!(
        told(q::tally_by_week(conn, over), of_tally),
        by(&answers, |one| Some(monday(one.day)))
    );
    prop_assert_eq!(
        told(q::tally_by_unit_and_week(conn, over), of_tally),
        by(&answers, |one| Some((one.unit, monday(one.day))))
    );
    prop_assert_eq!(
        told(q::tally_by_month(conn, over), of_tally),
        by(&answers, |one| one.day.with_day(1))
    );
    prop_assert_eq!(
        told(q::tally_by_process_and_week(conn, over), of_tally),
        by(&answers, |one| Some((one.process, monday(one.day))))
    );
    let done = raw.over(over, raw.done());
    prop_assert_eq!(of_done(q::done(conn, over).unwrap()), all(&done));
    prop_assert_eq!(
        told(q::done_by_layer(conn, over), of_done),
        by(&done, |one| Some(one.layer))
    );
    prop_assert_eq!(
        told(q::done_by_unit(conn, over), of_done),
        by(&done, |one| Some(one.unit))
    );
    prop_assert_eq!(
        told(q::done_by_process(conn, over), of_done),
        by(&done, |one| Some(one.process))
    );
    prop_assert_eq!(
        told(q::done_by_month(conn, over), of_done),
        by(&done, |one| one.day.with_day(1))
    );
    for unit in &over.units {
        let of_unit = Over {
            units: vec![*unit],
            ..over.clone()
        };
        let tally = told(q::tally_by_branch(conn, over), of_tally)
            .remove(unit)
            .unwrap_or_default();
        prop_assert_eq!(tally, all(&raw.over(&of_unit, raw.answers())));
        let done = told(q::done_by_branch(conn, over), of_done)
            .remove(unit)
            .unwrap_or_default();
        prop_assert_eq!(done, all(&raw.over(&of_unit, raw.done())));
    }
    let zone = Zone::parse("America/Chicago").unwrap();
    let mut closure = BTreeMap::new();
    for (key, found) in figures::found::closure_by(conn, over, &zone, now).unwrap() {
        closure.insert(key, [found.closed_by_due, found.closed_late, found.open_past_due]);
    }
    closure.retain(|_, counts| *counts != [0; 3]);
    prop_assert_eq!(closure, raw.closure(over, &zone, now));
    let mut open = BTreeMap::new();
    for (key, found) in figures::found::open_by(conn, over, now).unwrap() {
        open.insert(key, [found.open, found.planned, found.overdue]);
    }
    open.retain(|_, counts| *counts != [0; 3]);
    prop_assert_eq!(&open, &raw.open(over, now));
    let (closure, both) = figures::found::closure_and_open_by(conn, over, &zone, now).unwrap();
    prop_assert_eq!(closure, figures::found::closure_by(conn, over, &zone, now).unwrap());
    let both = both
        .into_iter()
        .map(|(key, found)| (key, [found.open, found.planned, found.overdue]));
    prop_assert_eq!(
        both.filter(|(_, counts)| *counts != [0; 3]).collect::<BTreeMap<_, _>>(),
        open
    );
    let mut found = BTreeMap::new();
    for (key, counts) in queries::found(conn, over, &zone).unwrap() {
        let sum: &mut [i64; 3] = found.entry(key).or_default();
        for (sum, count) in sum.iter_mut().zip([counts.found, counts.again, counts.after_fix]) {
            *sum += count;
        }
    }
    prop_assert_eq!(found, raw.found(over, &zone));
    let work = queries::work_by_unit(conn, over, &zone).unwrap();
    let found = work.iter().map(|(unit, work)| (*unit, work.found));
    let found: BTreeMap<UnitId, i64> = found.filter(|(_, found)| *found != 0).collect();
    prop_assert_eq!(found, raw.found_by_unit(over, &zone));
    let worked = queries::worked_by_unit(conn, over, &zone).unwrap();
    let works = worked.iter().map(|(unit, worked)| (*unit, worked.work));
    let is_something = |(_, work): &(UnitId, AtUnit)| *work != AtUnit::default();
    prop_assert_eq!(
        works.filter(is_something).collect::<Vec<_>>(),
        work.iter().copied().filter(is_something).collect::<Vec<_>>()
    );
    let dones = worked.into_iter().map(|(unit, worked)| (unit, worked.done));
    let dones = dones.filter(|(_, done)| *done != Done::default()).collect();
    prop_assert_eq!(told(Ok(dones), of_done), by(&done, |one| Some(one.unit)));
    let answered = work.into_iter().map(|(unit, work)| (unit, work.tally));
    let answered = answered.filter(|(_, tally)| *tally != Tally::default()).collect();
    prop_assert_eq!(told(Ok(answered), of_tally), by(&answers, |one| Some(one.unit)));
    let mut again = BTreeMap::new();
    for row in queries::repeated(conn, over, &zone, 100).unwrap() {
        again.insert((row.unit_id, row.question), (row.count, row.after_fix));
    }
    prop_assert_eq!(again, raw.repeated(over, &zone));
    Ok(())
}

/// What figures are asked for: which units, from which day, for how many, of which process, goal and layer.
fn asked() -> impl Strategy<Value = (Vec<usize>, i64, i64, bool, bool, Option<i32>)> {
    let units = prop::collection::vec(0..5_usize, 1..4);
    let layer = prop::option::of(1..3_i32);
    // from months before, so that whole ones are asked for, too
    (units, -40..12_i64, 0..60_i64, any::<bool>(), any::<bool>(), layer)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_happens_the_figures_are_what_somebody_would_count(
        story in prop::collection::vec(steps(), 10..45),
        asked in prop::collection::vec(asked(), 6),
    ) {
        let mut town = Agency::new();
        for step in &story {
            if town.step(step) {
                let raw = Raw::read(&mut town.conn);
                check_kept(&mut town.conn, &raw)?;
            }
        }
        let raw = Raw::read(&mut town.conn);
        let units = [town.top, town.division, town.offices[0], town.offices[1], town.offices[2]];
        let goal = raw.goals.values().flatten().next().copied();
        for (of, from, days, of_process, of_goal, layer) in asked {
            let from = shifted(day("2026-06-08"), from);
            let over = Over {
                process: of_process.then_some(town.process),
                serves: goal.map(Serves::Goal).into_iter().filter(|_| of_goal).collect(),
                layer,
                ..Over::new(&of.iter().map(|n| units[*n]).collect::<Vec<_>>(), from, shifted(from, days))
            };
            check_figures(&mut town.conn, &raw, &over, town.now)?;
        }
        let whole = Over::new(&[town.top], day("2026-01-01"), day("2026-12-31"));
        check_figures(&mut town.conn, &raw, &whole, town.now)?;
        prop_assert_eq!(figures::operations::recount(&mut town.conn).unwrap(), []);
        prop_assert_eq!(history::verify(&mut town.conn).unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn the_generated_stories_do_what_they_are_for() {
    // each of the deeds happens in a story as people live it, so that the generated ones are not made of refusals
    let mut town = Agency::new();
    let (fine, bad) = (vec![0, 0, 0, 0], vec![3, 4, 2, 0]);
    let mut done = |name: &str, step: &dyn Fn(usize) -> Step| {
        assert!((0..9).any(|n| town.step(&step(n))), "{name} is refused");
        let raw = Raw::read(&mut town.conn);
        check_kept(&mut town.conn, &raw).unwrap();
    };
    let submit = |said: &Vec<u8>| {
        let said = said.clone();
        move |n| Step::Submit(n, said.clone())
    };
    done("submitting", &submit(&bad));
    done("amending", &|_| Step::Amend(vec![3, 0, 2, 1]));
    done("starting", &Step::Start);
    done("handing over", &|n| Step::Hand(n, 1));
    done("raising", &|_| Step::ByHand(0, 0, false));
    done("raising what was put right", &|_| Step::ByHand(1, 4, true));
    done("repairing", &|n| Step::Repair(n, 5));
    done("waiting", &|_| Step::Wait(1));
    done("submitting late", &submit(&fine));
    done("waiting", &|_| Step::Wait(1));
    done("missing", &|_| Step::Miss);
    done("entering from paper", &|n| Step::Arrive(n, vec![3, 4, 2, 0], true));
    done("waiting", &|_| Step::Wait(1));
    done("shutting", &|_| Step::Shut(0, -1, 2));
    done("summing up", &|n| Step::SumUp(n % 2 == 0));
    done("opening", &|_| Step::Unshut(0));
    done("another rule", &|_| Step::Replan(0, 1));
    done("another layer", &|_| Step::Replan(1, 3));
    done("tending", &|_| Step::Tend);
    done("submitting again", &submit(&bad));
    done("pausing", &Step::Pause);
    done("dismissing", &Step::Dismiss);
    done("moving", &|_| Step::Move(0));
    done("summing up", &|n| Step::SumUp(n % 2 == 0));
    // a question that was asked serves another goal: what is summed by goal is no more
    assert!(figures::sums::queries::summed(&mut town.conn).unwrap().is_some());
    assert!(town.step(&Step::Aim(3)), "aiming at another goal is refused");
    assert_eq!(figures::sums::queries::summed(&mut town.conn).unwrap(), None);
    assert!(town.step(&Step::SumUp(true)), "summing up is refused");
    let events: Vec<String> = entries::table.select(entries::event).load(&mut town.conn).unwrap();
    for event in [
        "audit-amended",
        "audit-handed-over",
        "audit-missed",
        "audit-entered-from-paper",
        "audit-excused",
        "audit-expected",
        "audit-moved",
        "finding-closed",
        "finding-reopened",
        "finding-dismissed",
    ] {
        assert!(events.iter().any(|told| told == event), "{event}");
    }
    // the same fails again and again, a month ends, and what was found again is ranked
    for _ in 0..3 {
        for n in 0..9 {
            town.step(&Step::Submit(n, bad.clone()));
        }
        town.step(&Step::Wait(3));
        town.step(&Step::Tend);
    }
    town.now = at("2026-07-02T14:00:00Z");
    assert!(town.step(&Step::SumUp(true)), "summing up is refused");
    for n in 0..9 {
        let raw = Raw::read(&mut town.conn);
        for (from, to) in [
            ("2026-06-01", "2026-06-30"),
            ("2026-04-01", "2026-06-30"),
            ("2025-07-01", "2026-06-30"),
        ] {
            for unit in [town.top, town.division, town.offices[0], town.offices[2]] {
                let over = Over::new(&[unit], day(from), day(to));
                assert!(n > 0 || unit != town.top || !raw.repeated(&over, &Zone::utc()).is_empty());
                check_figures(&mut town.conn, &raw, &over, town.now).unwrap();
                for goal in raw.goals.values().flatten().collect::<BTreeSet<_>>() {
                    let of_goal = Over {
                        serves: vec![Serves::Goal(*goal)],
                        ..over.clone()
                    };
                    check_figures(&mut town.conn, &raw, &of_goal, town.now).unwrap();
                }
            }
        }
        town.step(&Step::Dismiss(n));
    }
    // what changed since is added to the periods, and when months have gone by a period before another is one as well
    assert!(town.step(&Step::SumUp(true)), "summing up is refused");
    assert_eq!(figures::operations::recount(&mut town.conn).unwrap(), []);
    town.now = at("2026-10-02T14:00:00Z");
    assert!(town.step(&Step::SumUp(true)), "summing up is refused");
    let raw = Raw::read(&mut town.conn);
    for (from, to) in [("2026-04-01", "2026-06-30"), ("2026-05-20", "2026-09-30")] {
        for unit in [town.top, town.division, town.offices[0]] {
            check_figures(&mut town.conn, &raw, &Over::new(&[unit], day(from), day(to)), town.now).unwrap();
        }
    }
    assert_eq!(figures::operations::recount(&mut town.conn).unwrap(), []);
    // of a whole period the sum of the period is read, and no month
    let before = Over::new(&[town.top], day("2026-04-01"), day("2026-06-30"));
    let wrong = |conn: &mut Conn, span: &str| {
        let of_span = figure_units::table.filter(figure_units::span.eq(span.to_owned()));
        let added = figure_units::conforms.eq(figure_units::conforms + 1);
        assert!(diesel::update(of_span).set(added).execute(conn).unwrap() > 0);
    };
    wrong(&mut town.conn, "month");
    let by_unit = figures::queries::tally_by_unit(&mut town.conn, &before).unwrap();
    wrong(&mut town.conn, "3-months");
    assert_ne!(
        figures::queries::tally_by_unit(&mut town.conn, &before).unwrap(),
        by_unit
    );
    assert!(!figures::operations::recount(&mut town.conn).unwrap().is_empty());
    let (of_units, one_less) = (
        figure_units::table,
        figure_units::conforms.eq(figure_units::conforms - 1),
    );
    let changed = of_units.filter(figure_units::span.eq_any(["month", "3-months"]));
    diesel::update(changed).set(one_less).execute(&mut town.conn).unwrap();
    assert_eq!(figures::operations::recount(&mut town.conn).unwrap(), []);
    // and what compares would find a count that is wrong
    let (conn, now) = (&mut town.conn, town.now);
    let (raw, whole) = (
        Raw::read(conn),
        Over::new(&[town.top], day("2026-01-01"), day("2026-12-31")),
    );
    check_figures(conn, &raw, &whole, now).unwrap();
    diesel::update(figure_processes::table)
        .set(figure_processes::conforms.eq(figure_processes::conforms + 1))
        .execute(conn)
        .unwrap();
    assert!(check_figures(conn, &raw, &whole, now).is_err());
    diesel::update(figure_processes::table)
        .set(figure_processes::conforms.eq(figure_processes::conforms - 1))
        .execute(conn)
        .unwrap();
    check_figures(conn, &raw, &whole, now).unwrap();
    diesel::update(figure_months::table)
        .set(figure_months::again.eq(figure_months::again + 1))
        .execute(conn)
        .unwrap();
    assert!(check_figures(conn, &raw, &whole, now).is_err());
    diesel::update(figure_answers::table)
        .set(figure_answers::corrected.eq(figure_answers::corrected + 1))
        .execute(conn)
        .unwrap();
    assert!(check_kept(conn, &raw).is_err());
}

#[test]
fn what_was_found_again_before_the_fix_was_written_is_after_it_by_its_moment() {
    // two layers find the same at one office; the first finding is closed when the second is there, by a clock that
    // stands at the moment it was found
    let mut town = Agency::new();
    assert!(town.step(&Step::SumUp(true)));
    for layer in [1, 2] {
        let north = town.offices[0];
        let here = (0..9).find(|n| {
            let open = town.open(*n);
            open.is_some_and(|(audit, _)| (audit.unit_id, audit.layer) == (north, layer))
        });
        assert!(town.step(&Step::Submit(here.unwrap(), vec![4, 0, 0, 0])));
    }
    let over = Over::new(&[town.top], town.today(), town.today());
    let told = |conn: &mut Conn| {
        let found = queries::repeated(conn, &over, &Zone::utc(), 9).unwrap();
        found.iter().map(|row| (row.count, row.after_fix)).collect::<Vec<_>>()
    };
    assert_eq!(told(&mut town.conn), [(1, 0)]);
    assert!(town.step(&Step::Repair(0, 5)));
    for _ in 0..2 {
        assert_eq!(told(&mut town.conn), [(1, 1)]);
        let raw = Raw::read(&mut town.conn);
        check_figures(&mut town.conn, &raw, &over, town.now).unwrap();
        assert_eq!(figures::operations::recount(&mut town.conn).unwrap(), []);
        assert!(town.step(&Step::SumUp(true)));
    }
}
