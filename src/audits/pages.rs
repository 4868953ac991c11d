//! The pages of the room: the list of audits, and one audit at one address with three faces: before it is started,
//! the checklist, and what came of it.

mod amendment;
mod anonymous;
mod assignment;
mod checklist;
mod export;
mod flat;
mod kept_pages;
mod matching;
mod reason;
mod link_pages;
mod paper;
mod photos;
mod thanks;
mod told;
mod trial;

use super::api;
use super::arrival::{self, Arriving};
use super::by_link::viewer::Auditing;
use super::draw::Because;
use super::handing;
use super::length::{length, minutes};
use super::model::*;
use super::operations::{self, Received, Sent};
use super::queries::{self, Asked, ListRow, Which};
use super::reasons::{self, Reason};
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::{Outcome, Severity};
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::base::zone::Zone;
use crate::checklists;
use crate::checklists::model::{Kind, QuestionVersion, Version};
use crate::checklists::words;
use crate::figures::model::Serves;
use crate::findings;
use crate::page;
use crate::people;
use crate::people::model::{Scope, Within};
use crate::people::nav::Here;
use crate::people::viewer::{Analyst, Anyone, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files::{self, Stored};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems};
use crate::platform::web::pager::{Ask, Cursor, Links};
use crate::platform::web::parts::{Choice, Moment};
use crate::platform::web::upload::{Upload, UploadedFile};
use crate::processes;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use told::short;

/// Routes of the room. Everybody signed in sees the audits of the own units and those that are one's own; only whoever
/// an audit belongs to can start, answer and send it, signed in or on the device of a one-time link.
pub fn routes(config: &mut web::ServiceConfig) {
    config.configure(link_pages::routes);
    config.service(
        web::scope("/audits")
            .route("", web::get().to(index))
            .route("/answers", web::get().to(flat::show))
            .route("/answers.csv", web::get().to(flat::download))
            .route("/export.{ending}", web::get().to(export::download))
            .route("/matching", web::get().to(matching::show))
            .route("/kept", web::get().to(kept_pages::show))
            .route("/sending", web::get().to(kept_pages::sending))
            .route("/trial/{version}", web::get().to(trial::show))
            .route("/trial/{version}", web::post().to(trial::answer))
            .route("/{id}", web::get().to(show))
            // For devices that keep the audits of the day: what they ask, and what is needed to send.
            .route("/{id}/preparation", web::post().to(kept_pages::prepare))
            .route("/{id}/checklist", web::get().to(kept_pages::checklist))
            .route("/{id}/sending", web::get().to(kept_pages::sending_of))
            .route("/{id}/start", web::post().to(create_start))
            .route("/{id}/start", web::get().to(go_to_audit))
            .route("/{id}/submission", web::post().to(create_submission))
            .route("/{id}/submission", web::get().to(go_to_audit))
            .route("/{id}/reason", web::get().to(reason::show))
            .route("/{id}/reason", web::post().to(reason::update))
            .route("/{id}/assignment", web::get().to(assignment::show))
            .route("/{id}/assignment", web::post().to(assignment::update))
            .route("/{id}/link", web::post().to(link_pages::create))
            .route("/{id}/link", web::get().to(go_to_audit))
            .route("/{id}/link/removal", web::post().to(link_pages::delete))
            .route("/{id}/link/removal", web::get().to(go_to_audit))
            .route("/{id}/paper", web::get().to(paper::show))
            .route("/{id}/paper", web::post().to(paper::create))
            .route("/{id}/anonymous", web::post().to(anonymous::create))
            .route("/{id}/anonymous", web::get().to(go_to_audit))
            .route("/{id}/photos", web::post().to(photos::create))
            .route("/{id}/photos/{photo}", web::get().to(photos::show))
            .route("/{id}/amendment", web::get().to(amendment::show))
            .route("/{id}/amendment", web::post().to(amendment::create))
            .route("/{id}/photos/{photo}/removal", web::post().to(create_removal))
            .route("/{id}/photos/{photo}/removal", web::get().to(go_from_removal))
            // For the checklist's own script, and for devices that were without a network.
            .route("/{id}/answers/{question}", web::put().to(api::put_answer))
            .route("/{id}/submissions/{submission}", web::put().to(api::put_submission)),
    );
}

/// An audit in a list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    title: String,
    unit: String,
    layer: i32,
    due: When,
    who: Option<String>,
    standing: &'static str,
    arrived_later: bool,
    reason: Option<String>,
    result: Option<String>,
    findings: i64,
}

page! {
    /// The list of audits.
    pub struct IndexPage in "audits/index.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub processes: Vec<Choice>,
        pub process: String,
        pub serves: String,
        pub layers: Vec<Choice>,
        pub layer: String,
        pub people: Vec<Choice>,
        pub person: String,
        pub states: Vec<Choice>,
        pub state: String,
        pub from: String,
        pub to: String,
        pub shown: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub query: String,
        pub answers: bool,
        pub filtered: bool,
    }
}

/// What the list can be filtered by, as it stands in the address.
const FILTERS: [&str; 9] = [
    "q", "state", "unit", "process", "serves", "layer", "person", "from", "to",
];

async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let asked = asked_of(&viewer, &query, &mut problems);
    let (ask, scope, now) = (Ask::of(&viewer.req), viewer.scope(), viewer.now);
    let (a, k, understood) = (asked.clone(), ask.clone(), problems.is_empty());
    let (rows, count, later, found, (open, late), partly, units, processes, layers, people) = viewer
        .app
        .db
        .read(move |conn| {
            let (rows, count) = if understood {
                (
                    queries::list(conn, &scope, &a, now, &k)?,
                    queries::count(conn, &scope, &a, now)?,
                )
            } else {
                (Vec::new(), 0)
            };
            let partly = match a.within.and_then(Within::unit) {
                Some(unit) => !people::queries::covers(conn, &scope, unit)?,
                None => false,
            };
            let ids: Vec<AuditId> = rows.iter().map(|row| row.audit.id).collect();
            let origins: Vec<AnyId> = ids.iter().map(|id| AnyId(id.0)).collect();
            Ok((
                rows,
                count,
                queries::arrived_later(conn, &ids)?,
                findings::queries::count_by_origin(conn, &origins)?
                    .into_iter()
                    .collect(),
                queries::count_open(conn, &scope, now)?,
                partly,
                agency::queries::list_below(conn, &scope.units)?,
                processes::queries::all(conn)?,
                agency::queries::layers(conn)?,
                queries::auditors(conn, &scope)?,
            ))
        })
        .await?;
    let slice = ask.page(rows, |row| Cursor {
        at: row.audit.opens_at,
        id: row.audit.id.0,
    });
    let filtered = FILTERS.iter().any(|name| query.given(name).is_some());
    let page = IndexPage {
        title: viewer.t("audits-title"),
        lead: viewer.say(&Said::new("audits-lead").with("open", open).with("late", late)),
        words: query.get("q").to_owned(),
        units: agency::pages::units_offered(&viewer, &units, asked.within),
        unit: query.get("unit").to_owned(),
        processes: processes
            .iter()
            .map(|process| Choice::new(process.id, process.name.get(viewer.lang())))
            .collect(),
        process: query.get("process").to_owned(),
        serves: query.get("serves").to_owned(),
        layers: layers
            .iter()
            .map(|layer| Choice::new(layer.number, layer.name.clone()))
            .collect(),
        layer: query.get("layer").to_owned(),
        people: people.iter().map(|(id, name)| Choice::new(id, name)).collect(),
        person: query.get("person").to_owned(),
        states: Which::ALL
            .iter()
            .map(|which| {
                Choice::new(
                    which,
                    viewer.t(&format!("audit-state-{}", which.as_str().replace('_', "-"))),
                )
            })
            .collect(),
        state: query.get("state").to_owned(),
        from: query.get("from").to_owned(),
        to: query.get("to").to_owned(),
        shown: if understood && filtered {
            shown_said(&viewer, &asked, count, partly)
        } else {
            String::new()
        },
        query: ask.filters(),
        answers: viewer.holds(Analyst::ROLES),
        filtered,
        rows: slice
            .rows
            .iter()
            .map(|row| list_row(&viewer, row, &later, &found))
            .collect::<AppResult<_>>()?,
        links: slice.links,
        problems: viewer.told(&problems),
    };
    if understood {
        viewer.show(Here::Audits, &page)
    } else {
        viewer.again(Here::Audits, &page)
    }
}

fn asked_of(viewer: &Viewer, query: &Fields, problems: &mut Problems) -> Asked {
    Asked {
        which: query.choice("state", problems),
        within: query.choice("unit", problems),
        process: query.choice("process", problems),
        serves: query.choice("serves", problems),
        layer: query.choice("layer", problems),
        person: query.choice("person", problems),
        words: fold(query.get("q")),
        days: query.days(&viewer.zone, problems),
    }
}

/// How many audits the filters leave, and what the fields do not say of them.
fn shown_said(viewer: &Viewer, asked: &Asked, count: i64, partly: bool) -> String {
    let mut sentences = vec![viewer.say(&Said::new("audits-count").with("count", count))];
    if let Some(days) = &asked.days {
        sentences.push(viewer.days(days, |word| format!("audits-days-{word}")));
    }
    if let Some(serves) = asked.serves {
        sentences.push(viewer.t(match serves {
            Serves::Goal(_) => "audits-of-goal",
            Serves::Objective(_) => "audits-of-objective",
            Serves::Promise(_) => "audits-of-promise",
        }));
    }
    if partly {
        sentences.push(viewer.t("audits-partly"));
    }
    sentences.join(" ")
}

fn list_row(viewer: &Viewer, row: &ListRow, arrived_later: &[AuditId], found: &BTreeMap<AnyId, i64>) -> AppResult<Row> {
    let audit = &row.audit;
    let submitted = audit.state == AuditState::Submitted;
    Ok(Row {
        href: links::audit(audit.id),
        title: row.title.get(viewer.lang()).to_owned(),
        unit: row.unit.clone(),
        layer: audit.layer,
        due: viewer.moment(&zone_of(audit)?, audit.due_at),
        who: row.assignee.clone(),
        standing: audit.standing(viewer.now).as_str(),
        arrived_later: arrived_later.contains(&audit.id),
        reason: Reason::of(audit).map(|reason| reason.words_in(viewer.i18n(), viewer.lang())),
        // the answers of an audit without names are told in groups
        result: (submitted && audit.asked > 0).then(|| viewer.say(&result(audit))),
        findings: found.get(&AnyId(audit.id.0)).copied().unwrap_or_default(),
    })
}

/// The zone an audit is shown in: the unit's when it was made.
fn zone_of(audit: &Audit) -> AppResult<Zone> {
    Zone::parse(&audit.zone).map_err(AppError::broken)
}

/// "8 of 9 conform": of what could be seen.
fn result(audit: &Audit) -> Said {
    let of = audit.conforms + audit.nonconforming + audit.corrected;
    Said::new("audit-result")
        .with("conforms", audit.conforms)
        .with("of", of)
}

/// What every face of an audit needs.
struct Around {
    audit: Audit,
    unit: String,
    zone: Zone,
    layer_name: String,
    version: Version,
    assignee: Option<String>,
    instead_of: Option<String>,
    mine: bool,
}

impl Around {
    /// The sheet to fill in where there is no network.
    fn paper_href(&self) -> String {
        let (version, audit) = (&self.version, self.audit.id);
        format!("{}?audit={audit}", links::paper(version.template_id, version.number))
    }
}

fn around(conn: &mut Conn, scope: &Scope, id: AuditId) -> AppResult<Around> {
    let audit = queries::find_visible(conn, scope, id)?;
    let holds_role = audit.assignee_id.is_none() && queries::holds_role_for(conn, &audit, scope.person)?;
    let layers = agency::queries::layers(conn)?;
    Ok(Around {
        unit: agency::queries::find(conn, audit.unit_id)?.name,
        zone: zone_of(&audit)?,
        layer_name: layers
            .into_iter()
            .find(|layer| layer.number == audit.layer)
            .map(|layer| layer.name)
            .unwrap_or_default(),
        version: queries::version_asked(conn, &audit)?,
        assignee: match audit.assignee_id {
            Some(id) => Some(people::queries::find(conn, id)?.name),
            None => None,
        },
        instead_of: match audit.stands_in_for {
            Some(id) => Some(people::queries::find(conn, id)?.name),
            None => None,
        },
        mine: audit.check_mine(scope.person, holds_role).is_ok(),
        audit,
    })
}

/// A finding another page leads to.
#[derive(Debug, Serialize)]
pub struct FindingShown {
    href: String,
    number: String,
    title: String,
    state: &'static str,
    severity: &'static str,
    sensitive: bool,
    /// Which of several things seen under one question it is.
    together: Option<String>,
    seen: String,
    /// Who has it, and by when.
    has: Option<String>,
}

/// The findings of an audit, in the order of their numbers.
fn findings_shown<R: Right>(
    viewer: &Viewer<R>,
    found: &[findings::model::Finding],
    has: impl Fn(&findings::model::Finding) -> Option<String>,
) -> Vec<FindingShown> {
    let shown = |finding: &findings::model::Finding| FindingShown {
        href: links::finding(finding.id),
        number: finding.number.clone(),
        title: finding.title.clone(),
        state: finding.standing(),
        severity: finding.severity.as_str(),
        sensitive: finding.sensitive,
        together: together(found, finding).map(|said| viewer.say(&said)),
        seen: finding.seen.clone(),
        has: has(finding),
    };
    found.iter().map(shown).collect()
}

/// "2 of 3 things seen under this question", where several were; what was withdrawn is no more.
fn together(found: &[findings::model::Finding], finding: &findings::model::Finding) -> Option<Said> {
    let mut all: Vec<_> = found
        .iter()
        .filter(|other| other.question_id == finding.question_id && !other.is_withdrawn())
        .collect();
    all.sort_by_key(|other| other.part);
    let place = all.iter().position(|other| other.id == finding.id)?;
    let said = Said::new("finding-together")
        .with("n", place + 1)
        .with("all", all.len());
    (all.len() > 1).then_some(said)
}

/// The audit before this one of the same plan at the unit.
#[derive(Debug, Serialize)]
pub struct LastTime {
    href: String,
    when: When,
    result: String,
    findings: Vec<FindingShown>,
}

page! {
    /// An audit that can be started: what it is, how long it takes, what happened last time.
    pub struct BeginPage in "audits/begin.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub href: String,
        pub unit: String,
        pub layer: i32,
        pub layer_name: String,
        pub due: When,
        pub closes: When,
        pub late: bool,
        pub anybody: bool,
        pub instead_of: Option<String>,
        pub intro: String,
        pub questions: i64,
        pub minutes: i64,
        pub paper_href: String,
        pub assignment_href: Option<String>,
        pub last: Option<LastTime>,
    }
}

/// What the page before the start needs.
struct Beginning {
    around: Around,
    questions: Vec<QuestionVersion>,
    count: Option<usize>,
    last: Option<(Audit, Vec<findings::model::Finding>)>,
}

impl Beginning {
    fn load(conn: &mut Conn, around: Around) -> AppResult<Self> {
        let audit = &around.audit;
        let (questions, count) = queries::asked_of(conn, audit, &around.version)?;
        let last = match queries::last_time(conn, audit)? {
            Some(last) => {
                let found = findings::queries::standing_of(conn, Origin::Audit(last.id))?;
                Some((last, found))
            }
            None => None,
        };
        Ok(Self {
            count,
            questions,
            last,
            around,
        })
    }

    fn page(self, viewer: &Viewer, problems: &Problems) -> BeginPage {
        let Around {
            audit, zone, version, ..
        } = &self.around;
        let (asked, minutes) = length(&self.questions, self.count);
        BeginPage {
            title: version.title.get(viewer.lang()).to_owned(),
            problems: viewer.told(problems),
            href: links::audit(audit.id),
            unit: self.around.unit.clone(),
            layer: audit.layer,
            layer_name: self.around.layer_name.clone(),
            due: viewer.moment(zone, audit.due_at),
            closes: viewer.moment(zone, audit.closes_at),
            late: audit.standing(viewer.now) == Standing::Late,
            anybody: audit.assignee_id.is_none(),
            instead_of: self.around.instead_of.clone(),
            intro: version.intro.get(viewer.lang()).to_owned(),
            questions: asked,
            minutes,
            paper_href: self.around.paper_href(),
            assignment_href: audit.assignee_id.map(|_| links::assignment(audit.id)),
            last: self.last.as_ref().map(|(last, found)| LastTime {
                href: links::audit(last.id),
                when: viewer.moment(zone, last.submitted_at.unwrap_or(last.due_at)),
                result: viewer.say(&result(last)),
                findings: findings_shown(viewer, found, |_| None),
            }),
        }
    }
}

/// An audit as this viewer sees it now.
enum Face {
    End(Box<link_pages::EndPage>),
    Begin(Box<BeginPage>),
    Checklist(Box<checklist::ChecklistPage>),
    Told(Box<told::ToldPage>),
    Anonymous(Box<anonymous::AnonymousPage>),
}

/// What the database says for it.
#[expect(
    clippy::large_enum_variant,
    reason = "one a request, taken apart as soon as it is there"
)]
enum Facts {
    End(link_pages::Ended),
    Begin(Beginning),
    Checklist(checklist::Loaded),
    Told(told::Loaded),
    Anonymous(anonymous::Loaded),
}

impl Face {
    /// What was typed is shown again in a checklist that came back with problems.
    async fn of(viewer: &Viewer, id: AuditId, form: &Fields, problems: &Problems) -> AppResult<Self> {
        let (scope, now, linked) = (viewer.scope(), viewer.now, viewer.link.is_some());
        let arriving = arriving(viewer, form);
        let facts = viewer
            .app
            .db
            .read(move |conn| {
                let around = around(conn, &scope, id)?;
                let asks = queries::asks(conn, around.audit.plan_id)?;
                if asks.anonymous {
                    let loaded = anonymous::Loaded::load(conn, around, &asks, scope.person, now)?;
                    return Ok(Facts::Anonymous(loaded));
                }
                let workable = around.mine && around.audit.check_open(now).is_ok();
                let arrives = around.mine && arrival::check_device(&around.audit, arriving, now).is_ok();
                Ok(match around.audit.state {
                    _ if arrives => Facts::Checklist(checklist::Loaded::load(conn, around, now)?),
                    _ if linked => Facts::End(link_pages::Ended::load(conn, around, scope.person, now)?),
                    AuditState::Scheduled if workable => Facts::Begin(Beginning::load(conn, around)?),
                    _ => Facts::Told(told::Loaded::load(conn, around, scope.person, now)?),
                })
            })
            .await?;
        Ok(match facts {
            Facts::End(facts) => Self::End(Box::new(facts.page(viewer, problems))),
            Facts::Begin(facts) => Self::Begin(Box::new(facts.page(viewer, problems))),
            Facts::Checklist(facts) => Self::Checklist(Box::new(facts.page(viewer, form, problems))),
            Facts::Told(facts) => Self::Told(Box::new(facts.page(viewer, problems))),
            Facts::Anonymous(facts) => Self::Anonymous(Box::new(facts.page(viewer, form, problems))),
        })
    }

    fn show(&self, viewer: &Viewer) -> AppResult<HttpResponse> {
        match self {
            Self::End(page) => viewer.show(Here::Nowhere, page.as_ref()),
            Self::Begin(page) => viewer.show(Here::Audits, page.as_ref()),
            Self::Checklist(page) => show_checklist(viewer, page),
            Self::Told(page) => viewer.show(Here::Audits, page.as_ref()),
            Self::Anonymous(page) => viewer.show(Here::Audits, page.as_ref()),
        }
    }

    fn again(&self, viewer: &Viewer) -> AppResult<HttpResponse> {
        match self {
            Self::End(page) => viewer.again(Here::Nowhere, page.as_ref()),
            Self::Begin(page) => viewer.again(Here::Audits, page.as_ref()),
            Self::Checklist(page) => viewer.again(Here::Audits, page.as_ref()),
            Self::Told(page) => viewer.again(Here::Audits, page.as_ref()),
            Self::Anonymous(page) => viewer.again(Here::Audits, page.as_ref()),
        }
    }
}

/// A checklist, which a device may keep. It says the same before and after the audit is started: the address tells which.
fn show_checklist(viewer: &Viewer, page: &checklist::ChecklistPage) -> AppResult<HttpResponse> {
    viewer.show_to_keep(Here::Audits, page, &[&page.submission, " data-started"])
}

async fn show(viewer: Auditing, id: web::Path<AuditId>) -> AppResult<HttpResponse> {
    Face::of(&viewer, *id, &Fields::default(), &Problems::new())
        .await?
        .show(&viewer)
}

/// The address of a form that came back with problems, opened again: the audit itself.
async fn go_to_audit(id: web::Path<AuditId>) -> HttpResponse {
    see_other(&links::audit(*id), None)
}

async fn go_from_removal(path: web::Path<(AuditId, AttachmentId)>) -> HttpResponse {
    see_other(&links::audit(path.0), None)
}

/// The page again with what is wrong.
async fn again(viewer: &Viewer, id: AuditId, form: &Fields, problems: &Problems) -> AppResult<HttpResponse> {
    Face::of(viewer, id, form, problems).await?.again(viewer)
}

async fn create_start(viewer: Auditing, id: web::Path<AuditId>, _form: Form) -> AppResult<HttpResponse> {
    let (id, scope, act) = (*id, viewer.scope(), viewer.act());
    let started = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            operations::start(conn, &act.clone(), id)
        })
        .await;
    match started {
        Ok(()) => Ok(see_other(&links::started_audit(id), None)),
        Err(AppError::Refused(said)) => refuse(&viewer, id, &Fields::default(), said).await,
        Err(error) => Err(error),
    }
}

/// What a form says of when it was filled in and sent, by the device's clock.
fn arriving(viewer: &Viewer, form: &Fields) -> Arriving {
    let moment = |name: &str| form.parse(name).map(Instant::new);
    Arriving {
        device_at: moment("device_at"),
        started_at: moment("started_at_device"),
        sent_at: moment("sent_at_device"),
        taken_for_days: viewer.app.settings.late_arrival_days,
    }
}

async fn refuse(viewer: &Viewer, id: AuditId, form: &Fields, said: Said) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    problems.add("", said);
    again(viewer, id, form, &problems).await
}

/// The answers of a form: those of its questions that came.
fn written(form: &Fields, questions: &[QuestionVersion]) -> Vec<Written> {
    let came = |id: QuestionId| {
        ["outcome", "value", "given", "seen", "done", "step"]
            .iter()
            .any(|kind| form.raw(&format!("{kind}-{id}")).is_some())
    };
    let moment = |name: String| form.parse(&name).and_then(Instant::from_micros);
    questions
        .iter()
        .map(|question| (question.question_id, question.kind))
        .filter(|(id, _)| came(*id))
        .map(|(id, kind)| Written {
            question: id,
            given: given_one(form, id, kind),
            shown: match (form.raw(&format!("written-{id}")), moment(format!("written-{id}"))) {
                (None, _) => Shown::Unknown,
                (Some(_), None) => Shown::Nothing,
                (Some(_), Some(at)) => Shown::SavedAt(at),
            },
            keep: form.parse(&format!("keep-{id}")).zip(moment(format!("other-{id}"))),
        })
        .collect()
}

/// Answers that were saved elsewhere while a form was filled in, as problems of the form.
fn tell_contested(contested: Vec<(usize, QuestionId)>, problems: &mut Problems) {
    for (number, question) in contested {
        problems.add(
            &format!("keep-{question}"),
            Said::new("audit-contested").with("n", number),
        );
    }
}

/// The last choice of a list: it does not apply.
const NOT_APPLICABLE: &str = Outcome::NotApplicable.as_str();

fn given_one(form: &Fields, id: QuestionId, kind: Kind) -> Given {
    let given = form.given(&format!("given-{id}"));
    let skipped = kind == Kind::Choice && given == Some(NOT_APPLICABLE);
    Given {
        outcome: match skipped {
            true => Some(Outcome::NotApplicable),
            false => form.parse(&format!("outcome-{id}")),
        },
        // People type commas; browsers that check numbers send points.
        value: form.get(&format!("value-{id}")).replace(',', ".").parse().ok(),
        seen: form.get(&format!("seen-{id}")).to_owned(),
        done: form.get(&format!("done-{id}")).to_owned(),
        steps: form
            .all(&format!("step-{id}"))
            .filter_map(|step| step.parse().ok())
            .collect(),
        given: given.filter(|_| !skipped).map(str::to_owned),
        more: (2..=MOST_SEEN)
            .map(|n| More {
                seen: form.get(&format!("seen-{id}-{n}")).to_owned(),
                done: form.get(&format!("done-{id}-{n}")).to_owned(),
            })
            .filter(|more| !more.is_blank())
            .collect(),
        sensitive: form.get(&format!("sensitive-{id}")) == "1",
    }
}

/// The whole form, with or without scripts: saves the answers, keeps the photos, then ends the audit, unless the
/// button says that the rest comes later.
async fn create_submission(viewer: Auditing, id: web::Path<AuditId>, mut upload: Upload) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let came = upload
        .take_files(&mut problems)
        .into_iter()
        .filter_map(|file| {
            Some(photos::Came {
                question: file.field.strip_prefix("photo-")?.parse().ok()?,
                file,
                taken_at: None,
            })
        })
        .collect();
    let submission: Option<SubmissionId> = upload.parse("submission");
    let arriving = arriving(&viewer, &upload);
    let photos = photos::keep(&viewer, id, submission, came, arriving, &mut problems).await?;
    let (scope, act, form) = (viewer.scope(), viewer.act(), Fields::clone(&upload));
    let kept = viewer
        .app
        .db
        .write(move |conn| {
            let act = act.clone();
            queries::find_visible(conn, &scope, id)?;
            let known = match submission {
                Some(submission) => queries::submission(conn, submission)?.is_some(),
                None => false,
            };
            let answers = written(&form, &queries::questions(conn, id)?);
            let (mut contested, mut refused) = (Vec::new(), Vec::new());
            if !known {
                contested = operations::save_form(conn, &act, id, &answers, arriving)?;
                for (question, photo) in &photos {
                    let photos::Kept::Now(photo) = photo else { continue };
                    match operations::add_photo(conn, &act, id, *question, photo, arriving) {
                        Err(AppError::Refused(said)) => refused.push((*question, said)),
                        added => drop(added?),
                    }
                }
            }
            Ok((answers, contested, refused))
        })
        .await;
    let (answers, contested, refused) = match kept {
        Ok(kept) => kept,
        Err(AppError::Refused(said)) => return refuse(&viewer, id, &upload, said).await,
        Err(error) => return Err(error),
    };
    for (question, said) in refused {
        problems.add(&format!("photo-{question}"), said);
    }
    tell_contested(contested, &mut problems);
    if !problems.is_empty() {
        return again(&viewer, id, &upload, &problems).await;
    }
    match upload.get("save") {
        "" => {}
        "here" => return Ok(see_other(&links::audit(id), None)),
        room if room.starts_with("room-") => {
            let question = room.trim_start_matches("room-").parse();
            let place = question.map_or_else(|_| links::audit(id), |question| to_question(id, question));
            return Ok(see_other(&place, None));
        }
        _ if viewer.link.is_some() => return Ok(see_other(&links::audit(id), Flash::done("audit-saved-by-link"))),
        _ => return Ok(see_other(links::TODAY, Flash::done("audit-saved"))),
    }
    let answers = answers.into_iter().map(|written| (written.question, written.given));
    let sent = Sent {
        // Saved a moment ago, or left to the one that was chosen: what is saved is what counts.
        answers: Vec::new(),
        device_at: arriving.device_at,
        ..api::sent(submission.unwrap_or_else(|| viewer.act().id()), None, answers)?
    };
    match submit(&viewer, id, sent, arriving).await {
        Ok((Received::New | Received::Again, said)) => Ok(see_other(&links::audit(id), Flash::done(said))),
        Ok((Received::Other, _)) => Ok(see_other(&links::audit(id), Flash::note("audit-sent-before"))),
        Err(AppError::Refused(said)) => {
            let missing = missing(&viewer, id).await?;
            if missing.is_empty() {
                problems.add("", said);
            }
            for (number, question, missing) in missing {
                let said = missing.said(number);
                problems.add(&missing.field(question), said);
            }
            again(&viewer, id, &upload, &problems).await
        }
        Err(error) => Err(error),
    }
}

/// Takes a submission of an audit the viewer may see, with the sentence that says thank you.
pub(super) async fn submit(
    viewer: &Viewer,
    id: AuditId,
    sent: Sent,
    arriving: Arriving,
) -> AppResult<(Received, Said)> {
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            let received = operations::receive(conn, &act.clone(), &post, id, &sent, arriving)?;
            Ok((received, thanks(conn, id)?))
        })
        .await
}

/// Thanks, with what came of the audit.
pub(super) fn thanks(conn: &mut Conn, id: AuditId) -> AppResult<Said> {
    let found = findings::queries::standing_of(conn, Origin::Audit(id))?;
    let audit = queries::find(conn, id)?;
    let numbers: Vec<String> = found.into_iter().map(|finding| finding.number).collect();
    Ok(Said::new("audit-thanks")
        .with("conforms", audit.conforms)
        .with("of", audit.conforms + audit.nonconforming + audit.corrected)
        .with("count", numbers.len())
        .with("numbers", numbers.join(", ")))
}

/// What the saved answers of an audit still need: the question's number on the page, the question, what.
pub(super) async fn missing(viewer: &Viewer, id: AuditId) -> AppResult<Vec<(usize, QuestionId, Missing)>> {
    let (scope, act) = (viewer.scope(), viewer.act());
    viewer
        .app
        .db
        .read(move |conn| {
            let audit = queries::find_visible(conn, &scope, id)?;
            if !matches!(audit.state, AuditState::InProgress | AuditState::Missed) {
                return Ok(Vec::new());
            }
            operations::missing(conn, &act, id, &[])
        })
        .await
}

/// The place of a question on the checklist.
fn to_question(audit: AuditId, question: QuestionId) -> String {
    format!("{}#q-{question}", links::audit(audit))
}

fn photo_of(conn: &mut Conn, audit: AuditId, photo: AttachmentId) -> AppResult<files::Attachment> {
    let found = files::find(conn, photo)?;
    if found.subject_kind == operations::PHOTO_OF && found.subject_id.0 == audit.0 {
        Ok(found)
    } else {
        Err(AppError::NotFound)
    }
}

/// Takes a photo back. The button is part of the checklist's form, so what is typed there is saved with it. A device says
/// when, for the photo of an audit that was done without a network, and is answered with nothing where that is gone.
async fn create_removal(
    viewer: Auditing,
    path: web::Path<(AuditId, AttachmentId)>,
    form: Form,
) -> AppResult<HttpResponse> {
    let json = api::wants_json(&viewer);
    if let (true, Err(said)) = (json, api::check_keeper(&viewer)) {
        return Ok(api::refusal(&viewer, &said));
    }
    let ((audit, photo), scope, act) = (*path, viewer.scope(), viewer.act());
    let (fields, arriving) = (Fields::clone(&form), api::arriving(&viewer));
    let removed = viewer
        .app
        .db
        .write(move |conn| {
            let act = act.clone();
            queries::find_visible(conn, &scope, audit)?;
            let part = photo_of(conn, audit, photo)?.part;
            let answers = written(&fields, &queries::questions(conn, audit)?);
            let contested = operations::save_form(conn, &act, audit, &answers, arriving)?;
            operations::remove_photo(conn, &act, audit, photo, arriving)?;
            Ok((part, contested))
        })
        .await;
    let removed = match removed {
        Ok((_, contested)) if !contested.is_empty() => {
            let mut problems = Problems::new();
            tell_contested(contested, &mut problems);
            return again(&viewer, audit, &form, &problems).await;
        }
        other => other.map(|(part, _)| part),
    };
    match removed {
        Ok(_) if json => Ok(HttpResponse::NoContent().finish()),
        Err(AppError::Refused(said)) if json => Ok(api::refusal(&viewer, &said)),
        Ok(Some(part)) => Ok(see_other(&to_question(audit, QuestionId(part.0)), None)),
        Ok(None) => Ok(see_other(&links::audit(audit), None)),
        Err(AppError::Refused(said)) => refuse(&viewer, audit, &form, said).await,
        Err(error) => Err(error),
    }
}

/// A photo as a page shows it.
#[derive(Debug, Serialize)]
pub struct PhotoShown {
    id: String,
    href: String,
    alt: String,
    /// When it was taken, in words.
    taken: Option<String>,
    removal: Option<String>,
}

fn photos_shown<R: Right>(
    viewer: &Viewer<R>,
    zone: &Zone,
    audit: AuditId,
    photos: &[files::Attachment],
    question: QuestionId,
    removable: bool,
) -> Vec<PhotoShown> {
    photos
        .iter()
        .filter(|photo| photo.part == Some(AnyId(question.0)))
        .enumerate()
        .map(|(n, photo)| {
            let href = links::attachment(audit, photo.id);
            PhotoShown {
                alt: viewer.say(&Said::new("checklist-photo").with("n", n + 1)),
                id: photo.id.to_string(),
                taken: photo.taken_at.map(|at| {
                    let when = viewer.moment(zone, at).text;
                    viewer.say(&Said::new("photo-taken").with("when", when))
                }),
                removal: removable.then(|| format!("{href}/removal")),
                href,
            }
        })
        .collect()
}

/// Why a question was asked this time, in words.
fn chosen_said<R: Right>(viewer: &Viewer<R>, asked: &QuestionVersion, why: Option<(Chosen, Because)>) -> String {
    let (chosen, because) = why.unwrap_or((Chosen::All, Because::default()));
    let last = |on: NaiveDate| viewer.day(&viewer.zone, on).full;
    let said = match (chosen, because.days, because.failed_on) {
        (Chosen::Always, ..) if asked.severity == Severity::Critical => Said::new("audit-chosen-critical"),
        (Chosen::Age, None, _) => Said::new("audit-chosen-never"),
        (Chosen::Age, Some(days), _) => Said::new("audit-chosen-age")
            .with("days", days)
            .with("most", asked.max_age_days),
        (Chosen::Risk, _, Some(on)) if because.failures_here > 0 => Said::new("audit-chosen-failed-here")
            .with("count", because.failures_here)
            .with("on", last(on)),
        (Chosen::Risk, _, Some(on)) => Said::new("audit-chosen-failed")
            .with("count", because.failures)
            .with("on", last(on)),
        (Chosen::Lot, ..) => match because.per_mille {
            Some(per_mille) if per_mille >= 667 => Said::new("audit-chosen-lot-likely"),
            Some(per_mille) => {
                Said::new("audit-chosen-lot-chance").with("of", (1000 + per_mille / 2) / per_mille.max(1))
            }
            None => Said::new("audit-chosen-lot"),
        },
        (chosen, ..) => Said::new(&format!("audit-chosen-{chosen}")),
    };
    viewer.say(&said)
}

/// What was given, in words: the text of the choice, the date as the language writes it, the text.
fn given_shown<R: Right>(viewer: &Viewer<R>, zone: &Zone, asked: &QuestionVersion, given: &str) -> String {
    match (asked.kind, given.parse()) {
        (Kind::Date, Ok(date)) => viewer.day(zone, date).full,
        _ => asked.given_words(given, viewer.lang()).to_owned(),
    }
}

/// A measured value with its unit: "22 minutes".
fn value_shown<R: Right>(viewer: &Viewer<R>, asked: &QuestionVersion, value: f64) -> String {
    let unit = asked.measure_unit.as_ref().map(|unit| unit.get(viewer.lang()));
    let value = words::number(viewer.i18n(), viewer.lang(), value);
    format!("{value} {}", unit.unwrap_or_default())
}

/// What conforms, in words: "at most 15 minutes".
fn limits<R: Right>(viewer: &Viewer<R>, asked: &QuestionVersion) -> Option<String> {
    words::limits(viewer.i18n(), viewer.lang(), asked)
}

/// First problem of each field, to stand beside it.
fn by_field(told: &[Problem]) -> BTreeMap<String, String> {
    let mut first = BTreeMap::new();
    for problem in told {
        first
            .entry(problem.field.clone())
            .or_insert_with(|| problem.text.clone());
    }
    first
}
