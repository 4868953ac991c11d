//! The day's work of the person signed in, and for whoever leads, the day of their offices.

use super::model::*;
use super::standing;
use super::{Count, DAY, Reader, from_to, percent, queries, short};
use crate::agency;
use crate::agency::model::Layer;
use crate::audits;
use crate::audits::model::{Audit, Standing};
use crate::audits::queries::{ListRow, Which};
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Role};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::{Zone, monday_of, shifted};
use crate::checklists;
use crate::checklists::model::QuestionVersion;
use crate::figures;
use crate::figures::model::{Over, Tally};
use crate::findings;
use crate::findings::model::{Action, ActionState, Finding};
use crate::findings::queries::{Asked, Kind, OwnedBy, Tab};
use crate::findings::stories::{self, Story};
use crate::page;
use crate::people::model::{AUDITING, Scope, Within, holds};
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::assets;
use actix_web::HttpResponse;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Open actions in the rail; the list of all is one step away.
const ACTIONS: i64 = 4;
/// Open findings of one's own in the rail; the queue of them is one step away.
const OWN: i64 = 4;
/// Repaired findings in the rail, of the last so many days.
const FIXED: i64 = 2;
const FIXED_DAYS: i64 = 30;
/// Stories of fixes that held.
const STORIES: i64 = 3;
/// Audits shown that come after today, and how far ahead.
const NEXT: i64 = 3;
const NEXT_DAYS: i64 = 14;
/// Offices shown to whoever leads; those that need a look come first.
const OFFICES: usize = 12;
/// Audits of one day that are read for the offices.
const OF_A_DAY: i64 = 3_000;
/// Characters of what was seen last time.
const LAST_TIME: usize = 110;
/// How many audits the picture of the day shows one by one.
const DOTS: usize = 12;

/// An audit to do.
#[derive(Debug, Serialize)]
pub struct Task {
    href: String,
    /// The address its checklist is kept under.
    keep: String,
    /// Changes whenever the checklist a device keeps of it would be another one.
    mark: String,
    title: String,
    unit: String,
    layer: i32,
    layer_name: String,
    standing: &'static str,
    badge: &'static str,
    badge_text: String,
    due: Option<String>,
    questions: usize,
    minutes: i64,
    answered: Option<i64>,
    instead_of: Option<String>,
    hand_href: Option<String>,
    last: Option<String>,
    last_good: bool,
}

/// An audit that was sent today.
#[derive(Debug, Serialize)]
pub struct DoneShown {
    href: String,
    title: String,
    unit: String,
    layer: i32,
    when: When,
    time: String,
    conforms: i32,
    judged: i32,
    corrected: i32,
    nonconforming: i32,
}

/// An audit whose time is over.
#[derive(Debug, Serialize)]
pub struct MissedShown {
    href: String,
    title: String,
    unit: String,
    layer: i32,
    ended: String,
}

/// An audit of the coming days.
#[derive(Debug, Serialize)]
pub struct NextShown {
    title: String,
    unit: String,
    layer: i32,
    when: String,
}

/// What a page without anything to do says.
#[derive(Debug, Serialize)]
pub struct Empty {
    icon: &'static str,
    title: String,
    text: String,
}

/// An open action, with its date as a tile.
#[derive(Debug, Serialize)]
pub struct ActionTile {
    href: String,
    day: u32,
    month: String,
    soon: bool,
    body: String,
    number: String,
    due: String,
    overdue: bool,
}

/// An open finding of the reader's, with its date as a tile.
#[derive(Debug, Serialize)]
pub struct FindingTile {
    href: String,
    /// Day and month; nothing where it has no date.
    day: Option<u32>,
    month: String,
    soon: bool,
    title: String,
    number: String,
    state: String,
    due: Option<String>,
    overdue: bool,
}

/// Something that was repaired because the reader found it.
#[derive(Debug, Serialize)]
pub struct Fixed {
    href: String,
    number: String,
    change: String,
    seen: String,
    found: When,
    closed: When,
    who: Option<String>,
    /// Whether the reader raised it by hand.
    raised: bool,
}

/// A fix that held, told by somebody who leads its unit.
#[derive(Debug, Serialize)]
pub struct StoryTold {
    title: String,
    unit: String,
    wrong: String,
    changed: String,
}

/// A unit's week so far.
#[derive(Debug, Serialize)]
pub struct Week {
    title: String,
    percent: Option<String>,
    judged: i64,
    audits_href: String,
    corrected: Count,
    opened: Count,
}

/// An office's day.
#[derive(Debug, Serialize)]
pub struct Office {
    name: String,
    href: String,
    done: i64,
    expected: i64,
    late: i64,
    missed: Count,
    nonconforming: i64,
    to_come: i64,
}

/// What whoever leads sees besides.
#[derive(Debug, Serialize)]
pub struct Leading {
    decide: i64,
    decide_href: String,
    line: String,
    offices: Vec<Office>,
    more: usize,
    day_href: String,
}

page! {
    /// The day: what is to do, what was done, what became of it.
    pub struct TodayPage in "boards/today.html" {
        pub title: String,
        pub date: String,
        pub line: String,
        pub rest: Option<String>,
        pub ahead_line: Option<String>,
        pub dots: Vec<&'static str>,
        pub words: Vec<standing::Word>,
        pub takes: Vec<standing::TakeShown>,
        pub todo: Vec<Task>,
        pub ahead: Vec<Task>,
        pub done: Vec<DoneShown>,
        pub missed: Vec<MissedShown>,
        pub next: Vec<NextShown>,
        pub empty: Option<Empty>,
        pub schedule_href: String,
        pub leading: Option<Leading>,
        pub actions: Vec<ActionTile>,
        pub findings: Vec<FindingTile>,
        pub findings_href: String,
        pub findings_all: i64,
        pub raise_href: Option<&'static str>,
        pub fixed: Vec<Fixed>,
        pub stories: Vec<StoryTold>,
        pub week: Option<Week>,
    }
}

/// An audit to do with what its card needs.
struct Job {
    row: ListRow,
    zone: Zone,
    standing: Standing,
    questions: usize,
    seconds: u32,
    answered: Option<i64>,
    last: Option<(Audit, Vec<Finding>)>,
}

/// Everything the page needs, read in one go.
struct Loaded {
    zone: Zone,
    today: NaiveDate,
    layers: Vec<Layer>,
    jobs: Vec<Job>,
    ended: Vec<(ListRow, Zone)>,
    next: Vec<(ListRow, Zone)>,
    had_audits: bool,
    standing: standing::Loaded,
    actions: Vec<(Action, String, String, UnitId)>,
    findings: Vec<Finding>,
    findings_all: i64,
    undecided: Vec<FindingId>,
    paused: Vec<FindingId>,
    fixed: Vec<(Finding, Option<String>, Option<String>, Zone)>,
    stories: Vec<(Story, String)>,
    week: Tally,
    opened: i64,
    corrected: i64,
    leading: Option<(i64, Vec<ListRow>)>,
}

/// The day's work.
pub async fn show(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let (scope, now) = (viewer.scope(), viewer.now);
    let home = viewer.assignments.first().map(|assignment| assignment.unit_id);
    let leads = holds(&viewer.assignments, &[Role::Manager, Role::Director, Role::Board]);
    let loaded = viewer
        .app
        .db
        .read(move |conn| load(conn, &scope, home, leads, now))
        .await?;
    viewer.show_to_keep(Here::Today, &page(&viewer, loaded), &[])
}

fn zone_of(audit: &Audit) -> AppResult<Zone> {
    Zone::parse(&audit.zone).map_err(AppError::broken)
}

fn with_zones(rows: Vec<ListRow>) -> AppResult<Vec<(ListRow, Zone)>> {
    rows.into_iter()
        .map(|row| zone_of(&row.audit).map(|zone| (row, zone)))
        .collect()
}

fn load(conn: &mut Conn, scope: &Scope, home: Option<UnitId>, leads: bool, now: Instant) -> AppResult<Loaded> {
    let zone = match home {
        Some(unit) => agency::queries::calendar(conn, unit)?.zone,
        None => agency::queries::agency_zone(conn)?,
    };
    let today = zone.local(now).date;
    let (begin, end) = (zone.day_start(today), zone.day_start(shifted(today, 1)));
    let mut open = Vec::new();
    let mut ended = Vec::new();
    for row in with_zones(audits::queries::mine(conn, scope.person, now, begin)?)? {
        match row.0.audit.standing(now) {
            Standing::Submitted => ended.extend(row.0.audit.submitted_at.is_some_and(|at| at >= begin).then_some(row)),
            Standing::Missed => ended.push(row),
            Standing::Excused => {}
            _ => open.push(row),
        }
    }
    open.extend(with_zones(queries::coming(
        conn,
        scope.person,
        now,
        end,
        i64::from(u8::MAX),
    )?)?);
    let own: Vec<&Audit> = open.iter().map(|(row, _)| &row.audit).collect();
    let standing = standing::load(conn, scope, today, (now, end), &own)?;
    let jobs = jobs(conn, open, now)?;
    let next = queries::coming(conn, scope.person, end.plus_seconds(-1), end.plus_days(NEXT_DAYS), NEXT)?;
    let mut fixed = Vec::new();
    for finding in findings::queries::fixed_for(conn, scope.person, now.plus_days(-FIXED_DAYS), FIXED)? {
        let change = findings::queries::actions(conn, finding.id)?
            .into_iter()
            .filter(|(action, _)| action.state == ActionState::Done)
            .max_by_key(|(action, _)| action.done_at)
            .map(|(action, _)| action.body);
        let who = match findings::queries::verifications(conn, finding.id)?.first() {
            Some(verified) => findings::queries::names(conn, vec![verified.who])?
                .pop()
                .map(|(_, name)| name),
            None => None,
        };
        let zone = agency::queries::calendar(conn, finding.unit_id)?.zone;
        fixed.push((finding, change, who, zone));
    }
    let own: Vec<Finding> = findings::queries::open_findings_of(conn, &scope.persons(), OWN)?;
    let ids: Vec<FindingId> = own.iter().map(|finding| finding.id).collect();
    let monday = monday_of(today);
    let so_far = Days::between(monday, today, &zone);
    let week = figures::queries::tally(conn, &Over::new(&scope.units, monday, today))?;
    let leading = if leads {
        let counts = findings::queries::count_tabs(conn, scope, &Asked::default(), now)?;
        let decide = counts
            .iter()
            .find(|(tab, _)| *tab == Tab::Decision)
            .map_or(0, |(_, count)| *count);
        Some((decide, queries::of_date(conn, scope, &scope.units, today, OF_A_DAY)?))
    } else {
        None
    };
    Ok(Loaded {
        stories: stories::queries::of(conn, scope, now.plus_days(-stories::DAYS), STORIES)?,
        opened: queries::count_found(conn, &scope.units, &so_far, Kind::Opened)?,
        corrected: queries::count_found(conn, &scope.units, &so_far, Kind::Corrected)?,
        layers: agency::queries::layers(conn)?,
        had_audits: queries::has_audits(conn, scope.person)?,
        actions: findings::queries::open_actions_of(conn, &scope.persons(), ACTIONS)?,
        undecided: findings::queries::undecided_among(conn, &ids)?,
        paused: findings::pauses::queries::standing_among(conn, &ids, now)?,
        findings: own,
        findings_all: findings::queries::count(conn, scope, &all_of(scope.person), now)?,
        next: with_zones(next)?,
        standing,
        zone,
        today,
        jobs,
        ended,
        fixed,
        week,
        leading,
    })
}

/// What the cards need: how many questions, how long, how many are answered, what happened last time.
fn jobs(conn: &mut Conn, rows: Vec<(ListRow, Zone)>, now: Instant) -> AppResult<Vec<Job>> {
    let started: Vec<AuditId> = rows
        .iter()
        .filter(|(row, _)| row.audit.started_at.is_some())
        .map(|(row, _)| row.audit.id)
        .collect();
    let answered: HashMap<AuditId, i64> = audits::queries::count_answered(conn, &started)?.into_iter().collect();
    let mut versions: HashMap<TemplateVersionId, (checklists::model::Version, Vec<QuestionVersion>)> = HashMap::new();
    let mut jobs = Vec::with_capacity(rows.len());
    for (row, zone) in rows {
        let audit = &row.audit;
        let (questions, seconds) = if audit.started_at.is_some() {
            (usize::try_from(audit.asked).unwrap_or(0), unanswered(conn, audit.id)?)
        } else {
            let (version, questions) = match versions.entry(audit.version_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert((
                    checklists::queries::version(conn, audit.version_id)?,
                    checklists::queries::plain_questions(conn, audit.version_id)?,
                )),
            };
            to_ask(version, questions, audit.layer)
        };
        let last = match audits::queries::last_time(conn, audit)? {
            Some(before) => {
                let found = findings::queries::standing_of(conn, Origin::Audit(before.id))?;
                Some((before, found))
            }
            None => None,
        };
        jobs.push(Job {
            standing: audit.standing(now),
            answered: audit
                .started_at
                .map(|_| answered.get(&audit.id).copied().unwrap_or_default()),
            questions,
            seconds,
            last,
            row,
            zone,
        });
    }
    jobs.sort_by_key(|job| (urgency(job.standing), job.row.audit.due_at, job.row.audit.id));
    Ok(jobs)
}

/// How many questions an audit that is not started will ask, and about how many seconds that takes.
fn to_ask(version: &checklists::model::Version, questions: &[QuestionVersion], layer: i32) -> (usize, u32) {
    let seconds: Vec<u32> = questions
        .iter()
        .filter(|question| question.asked_at(layer))
        .map(QuestionVersion::estimated_seconds)
        .collect();
    let asked = version
        .ask
        .0
        .get(&layer)
        .and_then(|ask| usize::try_from(*ask).ok())
        .map_or(seconds.len(), |ask| ask.min(seconds.len()));
    (asked, estimate(&seconds, asked))
}

/// Seconds of checking in the questions of a started audit that have no answer yet.
fn unanswered(conn: &mut Conn, id: AuditId) -> AppResult<u32> {
    let given: Vec<QuestionId> = audits::queries::answers(conn, id)?
        .into_iter()
        .filter(|answer| answer.outcome.is_some())
        .map(|answer| answer.question_id)
        .collect();
    Ok(audits::queries::questions(conn, id)?
        .iter()
        .filter(|question| !given.contains(&question.question_id))
        .map(QuestionVersion::estimated_seconds)
        .fold(0, u32::saturating_add))
}

/// Whether an audit belongs to today's work: started, due by tonight, or opening later today. The others are open for
/// a later day.
fn is_for_today(job: &Job, now: Instant) -> bool {
    let due = job.zone.local(job.row.audit.due_at).date;
    job.standing == Standing::InProgress || due <= job.zone.local(now).date
}

fn page(viewer: &Viewer, l: Loaded) -> TodayPage {
    let now = viewer.now;
    let (todo, ahead): (Vec<&Job>, Vec<&Job>) = l.jobs.iter().partition(|job| is_for_today(job, now));
    let (missed, done): (Vec<_>, Vec<_>) = l
        .ended
        .iter()
        .partition(|(row, _)| row.audit.standing(now) == Standing::Missed);
    let line = DayLine {
        done: done.len(),
        left: todo.len(),
        missed: missed.len(),
        seconds: todo.iter().map(|job| job.seconds).fold(0, u32::saturating_add),
    };
    let local = l.zone.local(now);
    let name = first_name(&viewer.person.name);
    let all_done = todo.is_empty() && missed.is_empty() && !done.is_empty();
    let greeting = if all_done {
        "today-all-done".to_owned()
    } else {
        format!("today-good-{}", part_of_day(local.minute))
    };
    let takes = l.standing.takes(viewer);
    TodayPage {
        words: l.standing.words(viewer),
        title: viewer.say(&Said::new(&greeting).with("name", name)),
        date: viewer.day(&l.zone, l.today).full,
        line: viewer.say(&line.said()),
        rest: line.rest().map(|said| viewer.say(&said)),
        ahead_line: (!ahead.is_empty()).then(|| viewer.say(&Said::new("today-ahead-line").with("count", ahead.len()))),
        dots: dots(done.len(), &todo),
        empty: todo
            .is_empty()
            .then(|| empty(viewer, &l, &done, ahead.len() + missed.len() + takes.len()))
            .flatten(),
        takes,
        schedule_href: if viewer.audits() {
            links::SCHEDULE.to_owned()
        } else {
            String::new()
        },
        todo: todo.iter().map(|job| task(viewer, &l, job)).collect(),
        ahead: ahead.iter().map(|job| task(viewer, &l, job)).collect(),
        done: done.iter().map(|(row, zone)| done_shown(viewer, row, zone)).collect(),
        missed: missed
            .iter()
            .map(|(row, zone)| MissedShown {
                href: links::audit(row.audit.id),
                title: row.title.get(viewer.lang()).to_owned(),
                unit: row.unit.clone(),
                layer: row.audit.layer,
                ended: viewer
                    .say(&Said::new("today-missed-ended").with("when", viewer.clock(zone, row.audit.closes_at))),
            })
            .collect(),
        next: l
            .next
            .iter()
            .map(|(row, zone)| NextShown {
                title: row.title.get(viewer.lang()).to_owned(),
                unit: row.unit.clone(),
                layer: row.audit.layer,
                when: viewer.say(&Said::new("today-next-due").with("when", viewer.moment(zone, row.audit.due_at).text)),
            })
            .collect(),
        leading: l
            .leading
            .as_ref()
            .map(|(decide, rows)| leading(viewer, *decide, rows, l.today)),
        actions: l
            .actions
            .iter()
            .map(|(action, number, ..)| action_tile(viewer, action, number, l.today))
            .collect(),
        findings: l
            .findings
            .iter()
            .map(|finding| finding_tile(viewer, &l, finding))
            .collect(),
        findings_href: links::with(
            links::FINDINGS,
            &[("tab", Tab::All.to_string()), ("owner", viewer.person.id.to_string())],
        ),
        findings_all: l.findings_all,
        stories: l
            .stories
            .iter()
            .map(|(story, unit)| StoryTold {
                title: story.title.clone(),
                unit: unit.clone(),
                wrong: story.wrong.clone(),
                changed: story.changed.clone(),
            })
            .collect(),
        fixed: l
            .fixed
            .iter()
            .map(|(finding, change, who, zone)| Fixed {
                href: links::finding(finding.id),
                number: finding.number.clone(),
                change: change.clone().unwrap_or_else(|| finding.title.clone()),
                seen: short(&finding.seen, LAST_TIME),
                found: viewer.day(zone, zone.local(finding.found_at).date),
                closed: viewer.day(zone, zone.local(finding.closed_at.unwrap_or(now)).date),
                who: who.clone(),
                raised: finding.origin_kind == OriginKind::Hand,
            })
            .collect(),
        raise_href: (!viewer.assignments.is_empty()).then_some(links::RAISE),
        week: week(viewer, &l),
    }
}

fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or(name).to_owned()
}

/// One sign for each audit of the day: done, begun, to do.
fn dots(done: usize, todo: &[&Job]) -> Vec<&'static str> {
    let begun = |job: &&Job| if job.answered.is_some() { "is-part" } else { "" };
    let dots: Vec<&'static str> = std::iter::repeat_n("is-done", done)
        .chain(todo.iter().map(begun))
        .collect();
    if dots.len() > DOTS { Vec::new() } else { dots }
}

/// What fills the place of the day's work when there is none. Whoever leads has the offices to look at there.
fn empty(viewer: &Viewer, l: &Loaded, done: &[&(ListRow, Zone)], others: usize) -> Option<Empty> {
    let sum = |of: fn(&Audit) -> i32| done.iter().map(|(row, _)| i64::from(of(&row.audit))).sum::<i64>();
    let said = |title: &str, text: Said, icon| {
        Some(Empty {
            icon,
            title: viewer.t(title),
            text: viewer.say(&text),
        })
    };
    if !done.is_empty() {
        let text = Said::new("today-empty-done-text")
            .with("audits", done.len())
            .with(
                "checks",
                sum(|audit| audit.conforms + audit.corrected + audit.nonconforming),
            )
            .with("corrected", sum(|audit| audit.corrected))
            .with("nonconforming", sum(|audit| audit.nonconforming));
        said("today-empty-done-title", text, "plumb")
    } else if others > 0 || l.leading.is_some() {
        None
    } else if !l.next.is_empty() {
        said("today-empty-next-title", Said::new("today-empty-next-text"), "plumb")
    } else if l.had_audits || holds(&viewer.assignments, AUDITING) {
        said("today-empty-plan-title", Said::new("today-empty-plan-text"), "event")
    } else {
        said("today-empty-none-title", Said::new("today-empty-none-text"), "flag")
    }
}

fn task(viewer: &Viewer, l: &Loaded, job: &Job) -> Task {
    let audit = &job.row.audit;
    let today = job.zone.local(viewer.now).date;
    let due = job.zone.local(audit.due_at);
    let (key, when) = if due.date == today {
        ("today-task-due-at", viewer.clock(&job.zone, audit.due_at))
    } else {
        ("today-task-due", viewer.moment(&job.zone, audit.due_at).text)
    };
    let due_text = viewer.say(&Said::new(key).with("when", when.clone()));
    let started = audit.started_at.map(|at| {
        let local = job.zone.local(at);
        let when = if local.date == today {
            viewer.clock(&job.zone, at)
        } else {
            viewer.moment(&job.zone, at).text
        };
        viewer.say(&Said::new("today-task-started").with("when", when))
    });
    let (badge, badge_text, due) = match job.standing {
        Standing::Late => (
            "late",
            viewer.say(&Said::new("today-task-was-due").with("when", when)),
            started,
        ),
        Standing::Scheduled => (
            "scheduled",
            viewer.say(&Said::new("today-task-opens").with("when", viewer.clock(&job.zone, audit.opens_at))),
            Some(due_text),
        ),
        _ => match started {
            Some(started) => ("in_progress", started, Some(due_text)),
            None => ("due", due_text, None),
        },
    };
    let (last, last_good) = last_time(viewer, job);
    let mark = format!(
        "{}-{}-{}-{}-{}",
        assets::release(),
        audit.opens_at.micros(),
        audit.closes_at.micros(),
        audit.started_at.is_some(),
        viewer.lang(),
    );
    Task {
        href: match audit.started_at {
            Some(_) => links::started_audit(audit.id),
            None => links::audit(audit.id),
        },
        keep: links::audit(audit.id),
        mark,
        title: job.row.title.get(viewer.lang()).to_owned(),
        unit: job.row.unit.clone(),
        layer: audit.layer,
        layer_name: l
            .layers
            .iter()
            .find(|layer| layer.number == audit.layer)
            .map(|layer| layer.name.clone())
            .unwrap_or_default(),
        standing: job.standing.as_str(),
        badge,
        badge_text,
        due,
        questions: job.questions,
        minutes: minutes(job.seconds),
        answered: job.answered,
        instead_of: l.standing.instead_of(audit),
        hand_href: audit.started_at.is_none().then(|| links::assignment(audit.id)),
        last,
        last_good,
    }
}

/// What came of the last audit of the plan here, and whether it all conformed.
fn last_time(viewer: &Viewer, job: &Job) -> (Option<String>, bool) {
    let Some((_, found)) = &job.last else {
        return (None, false);
    };
    let said = match found.first() {
        None => Said::new("today-last-good"),
        Some(first) => {
            let what = if first.seen.is_empty() {
                &first.title
            } else {
                &first.seen
            };
            Said::new("today-last-found")
                .with("what", short(what, LAST_TIME))
                .with("more", found.len() - 1)
        }
    };
    (Some(viewer.say(&said)), found.is_empty())
}

fn done_shown(viewer: &Viewer, row: &ListRow, zone: &Zone) -> DoneShown {
    let audit = &row.audit;
    let at = audit.submitted_at.unwrap_or(audit.closes_at);
    DoneShown {
        href: links::audit(audit.id),
        title: row.title.get(viewer.lang()).to_owned(),
        unit: row.unit.clone(),
        layer: audit.layer,
        time: viewer.clock(zone, at),
        when: viewer.moment(zone, at),
        conforms: audit.conforms,
        judged: audit.conforms + audit.nonconforming + audit.corrected,
        corrected: audit.corrected,
        nonconforming: audit.nonconforming,
    }
}

fn action_tile(viewer: &Viewer, action: &Action, number: &str, today: NaiveDate) -> ActionTile {
    let due = action.due_on;
    let overdue = action.is_overdue(viewer.now);
    let weekday = viewer.i18n().weekday(viewer.lang(), due.weekday().number_from_monday());
    let date = viewer.i18n().day(viewer.lang(), due, today).text;
    ActionTile {
        href: links::action(action.id),
        day: due.day(),
        month: viewer.t(&format!("date-month-short-{}", due.month())),
        soon: overdue || due.signed_duration_since(today).num_days() <= 3,
        body: short(&action.body, LAST_TIME),
        number: number.to_owned(),
        due: viewer.say(&due_said(due, today, overdue, &weekday, &date)),
        overdue,
    }
}

/// Every finding of a person, closed ones, too.
fn all_of(person: PersonId) -> Asked {
    Asked {
        tab: Tab::All,
        owner: Some(OwnedBy::Person(person)),
        ..Asked::default()
    }
}

fn finding_tile(viewer: &Viewer, l: &Loaded, finding: &Finding) -> FindingTile {
    let overdue = finding.is_overdue(viewer.now);
    let paused = l.paused.contains(&finding.id);
    let soon = |due: NaiveDate| due.signed_duration_since(l.today).num_days() <= 3;
    let due_in_words = |due: NaiveDate| {
        let weekday = viewer.i18n().weekday(viewer.lang(), due.weekday().number_from_monday());
        let date = viewer.i18n().day(viewer.lang(), due, l.today).text;
        viewer.say(&due_said(due, l.today, overdue, &weekday, &date))
    };
    let state = match (paused, l.undecided.contains(&finding.id)) {
        (true, _) => "finding-paused".to_owned(),
        (false, true) => "findings-plan-waits".to_owned(),
        (false, false) => format!("finding-state-{}", finding.standing()),
    };
    FindingTile {
        href: links::finding(finding.id),
        day: finding.due_on.map(|due| due.day()),
        month: finding
            .due_on
            .map(|due| viewer.t(&format!("date-month-short-{}", due.month())))
            .unwrap_or_default(),
        soon: finding.due_on.is_some_and(soon),
        title: short(&finding.title, LAST_TIME),
        number: finding.number.clone(),
        state: viewer.t(&state),
        due: finding.due_on.map(due_in_words),
        overdue,
    }
}

fn week(viewer: &Viewer, l: &Loaded) -> Option<Week> {
    let scope = viewer.scope();
    if scope.units.is_empty() {
        return None;
    }
    let title = match (scope.units.len(), viewer.assignments.first()) {
        (1, Some(assignment)) => viewer.say(&Said::new("today-week-of").with("unit", assignment.unit.clone())),
        _ => viewer.t("today-week-offices"),
    };
    let listed = |path: &str, pairs: &[(&str, String)]| {
        let mut all = pairs.to_vec();
        all.extend(from_to(monday_of(l.today), l.today));
        all.push(("unit", Within::Mine.to_string()));
        links::with(path, &all)
    };
    let found = |n, kind: Kind| Count {
        n,
        href: listed(
            links::FINDINGS,
            &[
                ("tab", Tab::All.to_string()),
                ("kind", kind.to_string()),
                ("origin", OriginKind::Audit.to_string()),
            ],
        ),
    };
    Some(Week {
        title,
        percent: percent(&Reader::of(viewer), l.week.first_time_conformance()),
        judged: l.week.judged(),
        audits_href: listed(links::AUDITS, &[("state", Which::Submitted.to_string())]),
        corrected: found(l.corrected, Kind::Corrected),
        opened: found(l.opened, Kind::Opened),
    })
}

fn leading(viewer: &Viewer, decide: i64, rows: &[ListRow], today: NaiveDate) -> Leading {
    let mut all = DayResult::default();
    let mut by_unit: BTreeMap<UnitId, (String, DayResult)> = BTreeMap::new();
    for row in rows {
        let standing = row.audit.standing(viewer.now);
        all.add(standing, row.audit.nonconforming);
        by_unit
            .entry(row.audit.unit_id)
            .or_insert_with(|| (row.unit.clone(), DayResult::default()))
            .1
            .add(standing, row.audit.nonconforming);
    }
    let mut units: Vec<(UnitId, String, DayResult)> = by_unit
        .into_iter()
        .map(|(id, (name, result))| (id, name, result))
        .collect();
    units.sort_by(|(_, a_name, a), (_, b_name, b)| {
        b.needs_a_look().cmp(&a.needs_a_look()).then_with(|| a_name.cmp(b_name))
    });
    let day_href = links::with(DAY, &[("date", today.to_string())]);
    let [from, to] = from_to(today, today);
    Leading {
        decide,
        decide_href: links::with(links::FINDINGS, &[("tab", Tab::Decision.to_string())]),
        line: viewer.say(&all.said()),
        more: units.len().saturating_sub(OFFICES),
        offices: units
            .into_iter()
            .take(OFFICES)
            .map(|(id, name, result)| Office {
                href: format!("{day_href}#u-{id}"),
                name,
                done: result.done,
                expected: result.expected(),
                late: result.late,
                missed: Count {
                    n: result.missed,
                    href: links::with(
                        links::AUDITS,
                        &[
                            ("state", Which::Missed.to_string()),
                            from.clone(),
                            to.clone(),
                            ("unit", Within::At(id).to_string()),
                        ],
                    ),
                },
                nonconforming: result.nonconforming,
                to_come: result.to_come,
            })
            .collect(),
        day_href,
    }
}
