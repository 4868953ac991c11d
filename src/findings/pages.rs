//! The pages of the room: the queue, a finding with its next step, actions.

use super::model::*;
use super::operations::{self, NewAction};
use super::queries::{self, Asked, By, ListRow, Tab};
use crate::agency;
use crate::base::act::Act;
use crate::base::codes::Severity;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::{Arg, Said};
use crate::base::text::{Localized, fold};
use crate::base::zone::Zone;
use crate::page;
use crate::people;
use crate::people::model::Within;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Record};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Cursor, Links};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Longest text a form takes.
const LONGEST: usize = 4_000;

/// Routes of the room. Everybody signed in sees the findings of the own units and those they own a part of.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/findings")
            .route("", web::get().to(index))
            .route("/actions", web::get().to(actions))
            .route("/actions/{id}", web::get().to(show_action))
            .route("/actions/{id}/completion", web::post().to(create_completion))
            .route("/actions/{id}/cancellation", web::post().to(create_cancellation))
            .route("/{id}", web::get().to(show))
            .route("/{id}/containment", web::post().to(create_containment))
            .route("/{id}/cause", web::post().to(create_cause))
            .route("/{id}/actions", web::post().to(create_action))
            .route("/{id}/closure", web::post().to(create_closure))
            .route("/{id}/dismissal", web::post().to(create_dismissal))
            .route("/{id}/severity", web::post().to(create_severity))
            .route("/{id}/owner", web::post().to(create_owner))
            .route("/{id}/notes", web::post().to(create_note)),
    );
}

/// A choice of a select list.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
}

/// A stage of the list, with how many findings it holds.
#[derive(Debug, Serialize)]
pub struct Pill {
    /// Address with the other filters kept.
    pub href: String,
    /// Name of the stage.
    pub text: String,
    /// How many.
    pub count: i64,
    /// Whether it is the one shown.
    pub here: bool,
    /// Whether the number asks for attention.
    pub late: bool,
}

/// A finding in a list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    number: String,
    title: String,
    unit: String,
    found: When,
    layer: i32,
    severity: &'static str,
    state: &'static str,
    repeat: bool,
    owner: Option<String>,
    due: Option<When>,
    overdue: bool,
}

page! {
    /// The queue of findings.
    pub struct IndexPage in "findings/index.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub pills: Vec<Pill>,
        pub tab: &'static str,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub layers: Vec<Choice>,
        pub layer: String,
        pub from: String,
        pub to: String,
        pub kept: Vec<Choice>,
        pub shown: String,
        pub clear: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub filtered: bool,
    }
}

/// Filters that come with a link and have no field of their own: the form and the stages keep them.
const KEPT: [&str; 4] = ["goal", "question", "kind", "by"];
/// Filters with a field.
const FIELDS: [&str; 5] = ["q", "unit", "layer", "from", "to"];

fn asked(viewer: &Viewer, query: &Fields, problems: &mut Problems) -> Asked {
    let asked = Asked {
        tab: query.choice("tab", problems).unwrap_or_default(),
        words: fold(query.get("q")),
        within: query.choice("unit", problems),
        layer: query.choice("layer", problems),
        goal: query.choice("goal", problems),
        question: query.choice("question", problems),
        kind: query.choice("kind", problems),
        days: query.days(&viewer.zone, problems),
        by: query.choice("by", problems).unwrap_or_default(),
    };
    let whole = asked.days.is_some_and(|days| days.from.is_some() && days.to.is_some());
    if asked.by == By::Closure && !whole && problems.is_empty() {
        problems.add("from", Said::new("findings-closure-days"));
    }
    asked
}

async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let asked = asked(&viewer, &query, &mut problems);
    let (ask, scope, now) = (Ask::of(&viewer.req), viewer.scope(), viewer.now);
    let (a, k, understood) = (asked.clone(), ask.clone(), problems.is_empty());
    let (rows, zones, counts, partly, units, layers) = viewer
        .app
        .db
        .read(move |conn| {
            let (rows, counts) = if understood {
                (
                    queries::list(conn, &scope, &a, now, &k)?,
                    queries::count_tabs(conn, &scope, &a, now)?,
                )
            } else {
                (Vec::new(), Vec::new())
            };
            let places: Vec<UnitId> = rows.iter().map(|row| row.finding.unit_id).collect();
            let partly = match a.within.and_then(Within::unit) {
                Some(unit) => !people::queries::covers(conn, &scope, unit)?,
                None => false,
            };
            Ok((
                rows,
                agency::queries::zones(conn, &places)?,
                counts,
                partly,
                agency::queries::list_below(conn, &scope.units)?,
                agency::queries::layers(conn)?,
            ))
        })
        .await?;
    let slice = ask.page(rows, |row| Cursor {
        at: row.finding.found_at,
        id: row.finding.id.0,
    });
    let count = |wanted: Tab| {
        let found = counts.iter().find(|(tab, _)| *tab == wanted);
        found.map_or(0, |(_, count)| *count)
    };
    let given = |name: &&str| query.given(name).is_some();
    let page = IndexPage {
        title: viewer.t(&format!("findings-title-{}", asked.tab)),
        lead: if understood {
            viewer.say(
                &Said::new(&format!("findings-lead-{}", asked.tab))
                    .with("count", count(asked.tab))
                    .with("overdue", count(Tab::Overdue)),
            )
        } else {
            String::new()
        },
        pills: counts
            .iter()
            .map(|(tab, count)| pill(&viewer, &query, *tab, *count, asked.tab))
            .collect(),
        tab: asked.tab.as_str(),
        words: query.get("q").to_owned(),
        units: unit_choices(&viewer, &units, asked.within),
        unit: query.get("unit").to_owned(),
        layers: layers
            .iter()
            .map(|layer| Choice {
                value: layer.number.to_string(),
                text: layer.name.clone(),
            })
            .collect(),
        layer: query.get("layer").to_owned(),
        from: query.get("from").to_owned(),
        to: query.get("to").to_owned(),
        kept: KEPT
            .iter()
            .filter_map(|name| query.given(name).map(|value| (*name, value)))
            .map(|(name, value)| Choice {
                value: value.to_owned(),
                text: name.to_owned(),
            })
            .collect(),
        shown: if understood {
            shown_said(&viewer, &asked, partly)
        } else {
            String::new()
        },
        clear: format!("{}?tab={}", links::FINDINGS, asked.tab),
        filtered: KEPT.iter().chain(&FIELDS).any(given),
        rows: slice
            .rows
            .iter()
            .map(|row| list_row(&viewer, row, zones.get(&row.finding.unit_id).unwrap_or(&viewer.zone)))
            .collect(),
        links: slice.links,
        problems: viewer.told(&problems),
    };
    if understood {
        viewer.show(Here::Findings, &page)
    } else {
        viewer.again(Here::Findings, &page)
    }
}

/// The units to choose from: the reader's, all of them together first, and the one asked for without those below it.
fn unit_choices(viewer: &Viewer, units: &[agency::model::Unit], asked: Option<Within>) -> Vec<Choice> {
    let mine = (!units.is_empty()).then(|| Choice {
        value: Within::Mine.to_string(),
        text: viewer.t("findings-unit-mine"),
    });
    let alone = units
        .iter()
        .filter(|unit| asked == Some(Within::At(unit.id)))
        .map(|unit| Choice {
            value: Within::At(unit.id).to_string(),
            text: viewer.say(&Said::new("findings-unit-alone").with("unit", unit.name.clone())),
        });
    let each = units.iter().map(|unit| Choice {
        value: unit.id.to_string(),
        text: unit.name.clone(),
    });
    mine.into_iter().chain(alone).chain(each).collect()
}

/// What the list shows, where its fields do not say it.
fn shown_said(viewer: &Viewer, asked: &Asked, partly: bool) -> String {
    let mut sentences = Vec::new();
    if let Some(days) = &asked.days {
        sentences.push(match asked.by {
            By::Found => viewer.days(days, |word| format!("findings-days-{word}")),
            By::Closure => viewer.days(days, |word| format!("findings-closed-{word}")),
        });
    }
    if let Some(kind) = asked.kind {
        sentences.push(viewer.t(&format!("findings-kind-{kind}")));
    }
    if asked.question.is_some() {
        sentences.push(viewer.t("findings-of-question"));
    }
    if asked.goal.is_some() {
        sentences.push(viewer.t("findings-of-goal"));
    }
    if partly {
        sentences.push(viewer.t("findings-partly"));
    }
    sentences.join(" ")
}

fn pill(viewer: &Viewer, query: &Fields, tab: Tab, count: i64, current: Tab) -> Pill {
    let mut pairs = vec![("tab", tab.as_str())];
    pairs.extend(
        FIELDS
            .iter()
            .chain(&KEPT)
            .filter_map(|name| query.given(name).map(|value| (*name, value))),
    );
    Pill {
        href: format!(
            "{}?{}",
            links::FINDINGS,
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        ),
        text: viewer.t(&format!("findings-tab-{tab}")),
        count,
        here: tab == current,
        late: tab == Tab::Overdue && count > 0,
    }
}

fn list_row(viewer: &Viewer, row: &ListRow, zone: &Zone) -> Row {
    let finding = &row.finding;
    Row {
        href: links::finding(finding.id),
        number: finding.number.clone(),
        title: finding.title.clone(),
        unit: row.unit.clone(),
        found: viewer.moment(zone, finding.found_at),
        layer: finding.layer,
        severity: finding.severity.as_str(),
        state: finding.state.as_str(),
        repeat: finding.repeat_of.is_some(),
        owner: row.owner.clone(),
        due: finding
            .due_on
            .filter(|_| !finding.state.is_closed())
            .map(|on| viewer.day(zone, on)),
        overdue: finding.is_overdue(viewer.now),
    }
}

/// A step that was taken: what, when, by whom.
#[derive(Debug, Serialize)]
pub struct Taken {
    body: String,
    when: When,
    who: String,
}

/// The question behind a finding.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    text: String,
    why: String,
    clause: Option<String>,
    clause_href: String,
    goal: Option<String>,
    goal_href: String,
}

/// The root cause.
#[derive(Debug, Serialize)]
pub struct CauseShown {
    code: &'static str,
    category: String,
    whys: Vec<String>,
    root_cause: String,
    when: When,
    who: String,
}

/// A corrective action.
#[derive(Debug, Serialize)]
pub struct ActionShown {
    href: String,
    id: String,
    number: i32,
    kind: String,
    body: String,
    owner: String,
    due: When,
    state: &'static str,
    overdue: bool,
    note: Option<String>,
    ended: Option<When>,
    mine: bool,
}

/// An earlier finding on the same question at the same unit.
#[derive(Debug, Serialize)]
pub struct EarlierShown {
    href: String,
    number: String,
    when: When,
    state: &'static str,
    fix: Option<String>,
}

/// An entry of the timeline.
#[derive(Debug, Serialize)]
pub struct EntryShown {
    when: When,
    who: String,
    what: String,
    text: Option<String>,
}

/// A check of the effectiveness watch.
#[derive(Debug, Serialize)]
pub struct CheckShown {
    when: When,
    who: String,
    conforms: bool,
}

/// What the viewer may do now.
#[derive(Debug, Default, Serialize)]
pub struct May {
    contain: bool,
    cause: bool,
    plan: bool,
    verify: bool,
    not_independent: bool,
    dismiss: bool,
    raise: bool,
    hand_over: bool,
    finish_any: bool,
}

/// A text somebody wrote into a form that the page does not offer any more.
#[derive(Debug, Serialize)]
pub struct Kept {
    label: String,
    text: String,
}

/// What was written into these fields (name and label), to be shown where the form is gone: nothing typed is lost.
fn kept(viewer: &Viewer, form: &Typed, fields: &[(&str, &str)]) -> Vec<Kept> {
    let mut kept: Vec<Kept> = Vec::new();
    for (name, label) in fields {
        let (label, text) = (viewer.t(label), form.get(name).trim());
        match kept.last_mut() {
            _ if text.is_empty() => {}
            // The whys are one list.
            Some(last) if last.label == label => last.text = format!("{}\n{text}", last.text),
            _ => kept.push(Kept {
                label,
                text: text.to_owned(),
            }),
        }
    }
    kept
}

impl May {
    /// Whether the page offers the form of this deed.
    fn offers(&self, deed: Deed) -> bool {
        match deed {
            Deed::Contain => self.contain,
            Deed::FindCause => self.cause,
            Deed::Plan => self.plan,
            Deed::Raise => self.raise,
            Deed::HandOver => self.hand_over,
            Deed::Close => self.verify,
            Deed::Dismiss => self.dismiss,
            Deed::Note => true,
        }
    }
}

/// The fields of a deed's form that people write in, with their labels.
fn written_in(deed: Deed) -> &'static [(&'static str, &'static str)] {
    match deed {
        Deed::Contain => &[("containment", "finding-containment-label")],
        Deed::FindCause => &[
            ("why", "finding-whys-label"),
            ("why-2", "finding-whys-label"),
            ("why-3", "finding-whys-label"),
            ("why-4", "finding-whys-label"),
            ("why-5", "finding-whys-label"),
            ("root_cause", "finding-root-cause-label"),
        ],
        Deed::Plan => &[("action", "finding-action-label")],
        Deed::Close => &[
            ("verification", "finding-verification-label"),
            ("layered_note", "finding-layered-note-label"),
        ],
        Deed::Dismiss => &[("reason", "finding-reason-label")],
        Deed::Note => &[("note", "finding-note-label")],
        Deed::Raise | Deed::HandOver => &[],
    }
}

page! {
    /// A finding: what is next, what was found, what was done.
    pub struct ShowPage in "findings/show.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub kept: Vec<Kept>,
        pub href: String,
        pub number: String,
        pub unit: String,
        pub found: When,
        pub finder: Option<String>,
        pub layer: i32,
        pub severity: &'static str,
        pub state: &'static str,
        pub resolution: Option<&'static str>,
        pub repeat: bool,
        pub watch: Option<&'static str>,
        pub overdue: bool,
        pub due: Option<When>,
        pub due_explained: Option<String>,
        pub owner: Option<String>,
        pub seen: String,
        pub done: Option<String>,
        pub origin_label: String,
        pub origin_href: String,
        pub question: QuestionShown,
        pub stage_notes: Vec<String>,
        pub containment: Option<Taken>,
        pub cause: Option<CauseShown>,
        pub actions: Vec<ActionShown>,
        pub actions_open: i64,
        pub verification: Option<Taken>,
        pub layered: Option<String>,
        pub dismissal: Option<Taken>,
        pub checks: Vec<CheckShown>,
        pub earlier: Vec<EarlierShown>,
        pub timeline: Vec<EntryShown>,
        pub may: May,
        pub categories: Vec<Choice>,
        pub kinds: Vec<Choice>,
        pub layered_answers: Vec<Choice>,
        pub people: Vec<Choice>,
        pub severities: Vec<Choice>,
        pub default_due: String,
        pub today: String,
    }
}

/// Everything the page needs, read in one go.
struct Loaded {
    finding: Finding,
    unit: String,
    zone: Zone,
    part: Part,
    gates: Gates,
    question: queries::QuestionAsked,
    containment: Option<(String, crate::base::clock::Instant, PersonId)>,
    cause: Option<queries::Cause>,
    actions: Vec<(Action, String)>,
    verification: Option<queries::Verification>,
    dismissal: Option<(String, crate::base::clock::Instant, PersonId)>,
    watch: Option<WatchState>,
    checks: Vec<(Option<PersonId>, crate::base::clock::Instant, bool)>,
    earlier: Vec<(Finding, Option<String>)>,
    timeline: Vec<history::Entry>,
    people: Vec<people::model::Person>,
    names: HashMap<PersonId, String>,
    default_due: NaiveDate,
}

fn load(conn: &mut Conn, scope: &people::model::Scope, id: FindingId, act: &Act) -> AppResult<Loaded> {
    let finding = queries::find_visible(conn, scope, id)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let timeline = history::timeline(conn, Record::of("finding", id))?;
    let containment = queries::containment(conn, id)?;
    let cause = queries::cause(conn, id)?;
    let verification = queries::verifications(conn, id)?.into_iter().next();
    let dismissal = queries::dismissal(conn, id)?;
    let checks = queries::watch_checks_of(conn, id)?;
    let mut earlier = Vec::new();
    for old in queries::earlier(conn, &finding, 5)? {
        let fix = queries::actions(conn, old.id)?
            .into_iter()
            .find(|(action, _)| action.state == ActionState::Done);
        earlier.push((old, fix.map(|(action, _)| action.body)));
    }
    let mut ids: Vec<PersonId> = timeline.iter().filter_map(|entry| entry.who).collect();
    ids.extend(finding.owner_id.iter().chain(finding.found_by.iter()));
    ids.extend(checks.iter().filter_map(|(who, _, _)| *who));
    ids.extend(
        containment
            .iter()
            .map(|(_, _, who)| *who)
            .chain(cause.iter().map(|cause| cause.who)),
    );
    ids.extend(
        verification
            .iter()
            .map(|v| v.who)
            .chain(dismissal.iter().map(|(_, _, who)| *who)),
    );
    ids.sort_unstable();
    ids.dedup();
    Ok(Loaded {
        unit: queries::unit_name(conn, finding.unit_id)?,
        part: queries::part(conn, &finding, scope.person)?,
        gates: queries::gates(conn, id)?,
        question: queries::question_asked(conn, finding.question_version_id)?,
        actions: queries::actions(conn, id)?,
        watch: queries::watch_state(conn, id)?,
        people: people::queries::list_near(conn, finding.unit_id)?,
        names: queries::names(conn, ids)?.into_iter().collect(),
        default_due: calendar.due(act.now, finding.severity.due_days()).date,
        zone: calendar.zone,
        finding,
        containment,
        cause,
        verification,
        dismissal,
        checks,
        earlier,
        timeline,
    })
}

async fn show(viewer: Viewer<Anyone>, id: web::Path<FindingId>) -> AppResult<HttpResponse> {
    let page = show_page(&viewer, *id, Typed::default(), &Problems::new()).await?;
    viewer.show(Here::Findings, &page)
}

async fn show_page(viewer: &Viewer, id: FindingId, form: Typed, problems: &Problems) -> AppResult<ShowPage> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let loaded = viewer.app.db.read(move |conn| load(conn, &scope, id, &act)).await?;
    Ok(shown(viewer, loaded, form, problems))
}

fn shown(viewer: &Viewer, l: Loaded, form: Typed, problems: &Problems) -> ShowPage {
    let finding = &l.finding;
    let moment = |at| viewer.moment(&l.zone, at);
    let name = |id: PersonId| l.names.get(&id).cloned().unwrap_or_default();
    let taken = |(body, at, who): &(String, crate::base::clock::Instant, PersonId)| Taken {
        body: body.clone(),
        when: moment(*at),
        who: name(*who),
    };
    ShowPage {
        title: finding.title.clone(),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        kept: Vec::new(),
        href: links::finding(finding.id),
        number: finding.number.clone(),
        unit: l.unit.clone(),
        found: moment(finding.found_at),
        finder: finding.found_by.map(name),
        layer: finding.layer,
        severity: finding.severity.as_str(),
        state: finding.state.as_str(),
        resolution: finding.resolution.map(Resolution::as_str),
        repeat: finding.repeat_of.is_some(),
        watch: l.watch.map(WatchState::as_str),
        overdue: finding.is_overdue(viewer.now),
        due: finding.due_on.map(|on| viewer.day(&l.zone, on)),
        due_explained: explain_due(viewer, &l),
        owner: finding.owner_id.map(name),
        seen: finding.seen.clone(),
        done: finding.done.clone(),
        origin_label: origin_shown(viewer, &finding.origin_label),
        origin_href: links::audit(AuditId(finding.origin_id.0)),
        question: question_shown(viewer, &l.question),
        stage_notes: stage_notes(viewer, &l),
        containment: l.containment.as_ref().map(taken),
        cause: l.cause.as_ref().map(|cause| CauseShown {
            code: cause.category.as_str(),
            category: viewer.t(&format!("cause-{}", cause.category)),
            whys: cause.whys.read(),
            root_cause: cause.root_cause.clone(),
            when: moment(cause.at),
            who: name(cause.who),
        }),
        actions: l
            .actions
            .iter()
            .map(|(action, owner)| action_shown(viewer, &l.zone, action, owner, finding))
            .collect(),
        actions_open: l.gates.actions_open,
        verification: l.verification.as_ref().map(|v| taken(&(v.body.clone(), v.at, v.who))),
        layered: l.verification.as_ref().map(|v| {
            let answer = viewer.t(&format!("layered-{}", v.layered_answer));
            if v.layered_note.is_empty() {
                answer
            } else {
                format!("{answer}: {}", v.layered_note)
            }
        }),
        dismissal: l.dismissal.as_ref().map(taken),
        checks: l
            .checks
            .iter()
            .map(|(who, at, conforms)| CheckShown {
                when: moment(*at),
                who: who.map(name).unwrap_or_default(),
                conforms: *conforms,
            })
            .collect(),
        earlier: l
            .earlier
            .iter()
            .map(|(old, fix)| EarlierShown {
                href: links::finding(old.id),
                number: old.number.clone(),
                when: moment(old.found_at),
                state: old.state.as_str(),
                fix: fix.clone(),
            })
            .collect(),
        timeline: l.timeline.iter().map(|entry| entry_shown(viewer, &l, entry)).collect(),
        may: may(&l),
        categories: choices(viewer, "cause", CauseCategory::ALL.iter().map(|c| c.as_str())),
        kinds: choices(viewer, "action-kind", ActionKind::ALL.iter().map(|k| k.as_str())),
        layered_answers: choices(viewer, "layered", LayeredAnswer::ALL.iter().map(|a| a.as_str())),
        people: l
            .people
            .iter()
            .map(|p| Choice {
                value: p.id.to_string(),
                text: p.name.clone(),
            })
            .collect(),
        severities: Severity::ALL
            .iter()
            .filter(|to| to.due_days() < finding.severity.due_days())
            .map(|s| Choice {
                value: s.to_string(),
                text: viewer.t(&format!("severity-{s}")),
            })
            .collect(),
        default_due: l.default_due.to_string(),
        today: l.zone.local(viewer.now).date.to_string(),
    }
}

fn choices<'a>(viewer: &Viewer, prefix: &str, values: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    values
        .map(|value| Choice {
            value: value.into(),
            text: viewer.t(&format!("{prefix}-{value}")),
        })
        .collect()
}

fn may(l: &Loaded) -> May {
    let (finding, part) = (&l.finding, l.part);
    let close = finding.check_close(part, l.gates);
    May {
        contain: finding.check_contain(part).is_ok(),
        cause: finding.check_cause(part).is_ok(),
        plan: finding.check_plan(part).is_ok(),
        verify: close.is_ok(),
        not_independent: close == Err(CannotRepair::NotIndependent),
        dismiss: finding.check_dismiss(part).is_ok(),
        raise: Severity::ALL.iter().any(|to| finding.check_raise(part, *to).is_ok()),
        hand_over: finding.check_hand_over(part).is_ok(),
        finish_any: part.leader && !finding.state.is_closed(),
    }
}

/// "Due Jun 23: 10 working days from Jun 9 on the calendar of Tax & Licensing."
fn explain_due(viewer: &Viewer, l: &Loaded) -> Option<String> {
    let due = l.finding.due_on?;
    let full = |date| viewer.day(&l.zone, date).full;
    // Opened again, it is due from then on.
    let reopened = l.timeline.iter().find(|entry| entry.event == "finding-reopened");
    let began = reopened.map_or(l.finding.found_at, |entry| entry.at);
    let said = match l.finding.due_days {
        Some(days) if !l.finding.due_picked => Said::new("finding-due-by-rule")
            .with("days", days)
            .with("from", full(l.zone.local(began).date)),
        _ => Said::new("finding-due-picked"),
    };
    Some(viewer.say(&said.with("due", full(due)).with("unit", l.unit.clone())))
}

/// What a finding came from, with its date in the reader's words: it is kept as "Walk-in service, 2026-06-09".
fn origin_shown(viewer: &Viewer, label: &str) -> String {
    let dated = label
        .rsplit_once(", ")
        .and_then(|(name, date)| Some((name, date.parse::<NaiveDate>().ok()?)));
    match dated {
        Some((name, date)) => viewer.say(
            &Said::new("finding-origin")
                .with("name", name)
                .with("date", viewer.day(&viewer.zone, date).full),
        ),
        None => label.to_owned(),
    }
}

fn stage_notes(viewer: &Viewer, l: &Loaded) -> Vec<String> {
    let text = |at| viewer.moment(&l.zone, at).text;
    let mut notes = vec![
        text(l.finding.found_at),
        l.containment.as_ref().map(|(_, at, _)| text(*at)).unwrap_or_default(),
        l.actions
            .first()
            .map(|(action, _)| text(action.created_at))
            .unwrap_or_default(),
        l.actions
            .iter()
            .filter_map(|(action, _)| action.done_at)
            .max()
            .map(text)
            .unwrap_or_default(),
        l.verification.as_ref().map(|v| text(v.at)).unwrap_or_default(),
    ];
    // Opened again, it has been farther than it is.
    notes.truncate(match l.finding.state {
        State::Open => 1,
        State::Contained => 2,
        State::Planned => 3,
        State::Done => 4,
        State::Verified | State::Dismissed => 5,
    });
    notes
}

fn question_shown(viewer: &Viewer, asked: &queries::QuestionAsked) -> QuestionShown {
    let texts: HashMap<String, serde_json::Value> = asked.texts.read();
    let text = |key: &str| {
        let value = texts.get(key).cloned().unwrap_or_default();
        serde_json::from_value::<Localized>(value)
            .map(|t| t.get(viewer.lang()).to_owned())
            .unwrap_or_default()
    };
    let localized = |doc: &crate::platform::db::Doc| {
        serde_json::from_value::<Localized>(doc.0.clone())
            .map(|t| t.get(viewer.lang()).to_owned())
            .unwrap_or_default()
    };
    QuestionShown {
        text: text("text"),
        why: text("why"),
        clause: asked
            .clause
            .as_ref()
            .map(|(number, title, _, _, code)| format!("{code} {number}, {title}")),
        clause_href: asked
            .clause
            .as_ref()
            .map(|(_, _, clause, manual, _)| links::clause(*manual, *clause))
            .unwrap_or_default(),
        goal: asked
            .goal
            .as_ref()
            .map(|(code, title, _)| format!("{code}, {}", localized(title))),
        goal_href: asked
            .goal
            .as_ref()
            .map(|(_, _, id)| links::goal(*id))
            .unwrap_or_default(),
    }
}

fn action_shown(viewer: &Viewer, zone: &Zone, action: &Action, owner: &str, finding: &Finding) -> ActionShown {
    ActionShown {
        href: links::action(action.id),
        id: action.id.to_string(),
        number: action.number,
        kind: viewer.t(&format!("action-kind-{}", action.kind)),
        body: action.body.clone(),
        owner: owner.to_owned(),
        due: viewer.day(zone, action.due_on),
        state: action.state.as_str(),
        overdue: action.is_overdue(viewer.now),
        note: action.done_note.clone(),
        ended: action.done_at.map(|at| viewer.moment(zone, at)),
        mine: action.owner_id == viewer.person.id && !finding.state.is_closed(),
    }
}

fn entry_shown(viewer: &Viewer, l: &Loaded, entry: &history::Entry) -> EntryShown {
    let facts: HashMap<String, serde_json::Value> = serde_json::from_str(&entry.facts).unwrap_or_default();
    let date = facts
        .get("due")
        .and_then(|v| v.as_str())
        .and_then(|v| v.parse::<NaiveDate>().ok());
    let due = date.map(|date| viewer.day(&l.zone, date).text).unwrap_or_default();
    let args = [("due", Arg::from(due))];
    EntryShown {
        when: viewer.moment(&l.zone, entry.at),
        who: entry
            .who
            .and_then(|who| l.names.get(&who).cloned())
            .unwrap_or_else(|| viewer.t("history-by-plumbline")),
        what: viewer
            .i18n()
            .t(viewer.lang(), &format!("history-{}", entry.event), &args),
        text: entry.text.clone(),
    }
}

/// What a refused step comes to: the sentence among the problems, and the page's status. Where the step itself is
/// refused, mistakes in its form do not matter any more.
fn told_no(error: AppError, problems: &mut Problems) -> AppResult<StatusCode> {
    match error {
        AppError::Refused(_) | AppError::Forbidden(_) | AppError::Stale => {
            *problems = Problems::new();
            problems.add("", error.said());
            Ok(error.status_code())
        }
        other => Err(other),
    }
}

/// Takes one step of the repair. On a refusal the page comes again with the sentence and with what was typed: 422, or
/// 403 where the viewer has no right to the step, whatever is in the form.
async fn step(
    viewer: &Viewer,
    id: FindingId,
    deed: Deed,
    form: &Fields,
    mut problems: Problems,
    done: &str,
    take: impl Fn(&mut Conn, &Act) -> AppResult<()> + Send + 'static,
) -> AppResult<HttpResponse> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let is_complete = problems.is_empty();
    let taken = if is_complete {
        let take = move |conn: &mut Conn| {
            queries::find_visible(conn, &scope, id)?;
            take(conn, &act.clone())
        };
        viewer.app.db.write(take).await
    } else {
        let check = move |conn: &mut Conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            let (part, gates) = (
                queries::part(conn, &finding, scope.person)?,
                queries::gates(conn, finding.id)?,
            );
            Ok(finding.check(part, deed, gates)?)
        };
        viewer.app.db.read(check).await
    };
    let status = match taken {
        Ok(()) if is_complete => return Ok(see_other(&links::finding(id), Flash::done(done))),
        Ok(()) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => told_no(error, &mut problems)?,
    };
    let typed = form.typed();
    let mut page = show_page(viewer, id, typed.clone(), &problems).await?;
    if !page.may.offers(deed) {
        page.kept = kept(viewer, &typed, written_in(deed));
    }
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}

/// A text somebody has to write.
fn required(form: &Fields, name: &str, problems: &mut Problems, message: &str) -> String {
    let text = form.get(name).to_owned();
    problems.check(name, !text.is_empty(), message);
    problems.check(name, text.chars().count() <= LONGEST, "form-too-long");
    text
}

/// A choice somebody has to make.
fn chosen<T: std::str::FromStr>(form: &Fields, name: &str, problems: &mut Problems, message: &str) -> Option<T> {
    problems.check(name, form.given(name).is_some(), message);
    form.read(name, problems, message)
}

async fn create_containment(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "containment", &mut problems, "finding-containment-required");
    step(
        &viewer,
        id,
        Deed::Contain,
        &form,
        problems,
        "finding-contained-done",
        move |conn, act| operations::contain(conn, act, id, &body),
    )
    .await
}

async fn create_cause(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let root_cause = required(&form, "root_cause", &mut problems, "finding-root-cause-required");
    let category: Option<CauseCategory> = chosen(&form, "category", &mut problems, "finding-category-required");
    let whys: Vec<String> = form
        .all("why")
        .map(|why| why.trim().chars().take(LONGEST).collect::<String>())
        .filter(|why| !why.is_empty())
        .take(WHYS)
        .collect();
    step(
        &viewer,
        id,
        Deed::FindCause,
        &form,
        problems,
        "finding-cause-done",
        move |conn, act| match category {
            Some(category) => operations::find_cause(conn, act, id, category, &whys, &root_cause),
            None => Err(AppError::refused("finding-category-required")),
        },
    )
    .await
}

async fn create_action(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "action", &mut problems, "finding-action-required");
    let kind: Option<ActionKind> = chosen(&form, "kind", &mut problems, "finding-kind-required");
    let owner: Option<PersonId> = chosen(&form, "owner", &mut problems, "finding-owner-required");
    let due_on: Option<NaiveDate> = match form.given("due") {
        Some(_) => form.read("due", &mut problems, "finding-due-invalid"),
        None => None,
    };
    check_plan(&viewer, id, owner, due_on, &mut problems).await?;
    step(
        &viewer,
        id,
        Deed::Plan,
        &form,
        problems,
        "finding-action-done-flash",
        move |conn, act| {
            let (Some(kind), Some(owner_id)) = (kind, owner) else {
                return Err(AppError::refused("finding-owner-required"));
            };
            can_own(conn, id, owner_id)?;
            operations::plan_action(
                conn,
                act,
                id,
                &NewAction {
                    kind,
                    body: body.clone(),
                    owner_id,
                    due_on,
                },
            )
            .map(drop)
        },
    )
    .await
}

/// What only the unit can tell about a new action, so that all mistakes of its form are told at once.
async fn check_plan(
    viewer: &Viewer,
    id: FindingId,
    owner: Option<PersonId>,
    due_on: Option<NaiveDate>,
    problems: &mut Problems,
) -> AppResult<()> {
    let (scope, now) = (viewer.scope(), viewer.now);
    let (owner_works_here, due) = viewer
        .app
        .db
        .read(move |conn| {
            let finding = queries::find_visible(conn, &scope, id)?;
            let calendar = agency::queries::calendar(conn, finding.unit_id)?;
            let near = people::queries::list_near(conn, finding.unit_id)?;
            Ok((
                owner.is_none_or(|owner| near.iter().any(|person| person.id == owner)),
                due_on.map_or(Ok(()), |date| operations::check_due(&calendar, now, date).map(drop)),
            ))
        })
        .await?;
    problems.check("owner", owner_works_here, "finding-owner-required");
    if let Err(no) = due {
        problems.add("due", no.said());
    }
    Ok(())
}

/// Only people who work at the unit or above it can own its repairs.
fn can_own(conn: &mut Conn, id: FindingId, owner: PersonId) -> AppResult<()> {
    let finding = queries::find(conn, id)?;
    let near = people::queries::list_near(conn, finding.unit_id)?;
    if near.iter().any(|person| person.id == owner) {
        Ok(())
    } else {
        Err(AppError::refused("finding-owner-required"))
    }
}

async fn create_closure(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "verification", &mut problems, "finding-verification-required");
    let layered: Option<LayeredAnswer> = chosen(&form, "layered", &mut problems, "finding-layered-required");
    let note = form.get("layered_note").to_owned();
    problems.check(
        "layered_note",
        layered == Some(LayeredAnswer::Draft) || !note.is_empty(),
        "finding-layered-note-required",
    );
    step(
        &viewer,
        id,
        Deed::Close,
        &form,
        problems,
        "finding-closed-done",
        move |conn, act| match layered {
            Some(layered) => operations::close(conn, act, id, &body, layered, &note),
            None => Err(AppError::refused("finding-layered-required")),
        },
    )
    .await
}

async fn create_dismissal(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let reason = required(&form, "reason", &mut problems, "finding-reason-required");
    step(
        &viewer,
        id,
        Deed::Dismiss,
        &form,
        problems,
        "finding-dismissed-done",
        move |conn, act| operations::dismiss(conn, act, id, &reason),
    )
    .await
}

async fn create_severity(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let to: Option<Severity> = chosen(&form, "severity", &mut problems, "finding-severity-required");
    step(
        &viewer,
        id,
        Deed::Raise,
        &form,
        problems,
        "finding-severity-done",
        move |conn, act| match to {
            Some(to) => operations::raise_severity(conn, act, id, to),
            None => Err(AppError::refused("finding-severity-required")),
        },
    )
    .await
}

async fn create_owner(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let owner: Option<PersonId> = chosen(&form, "finding_owner", &mut problems, "finding-owner-required");
    step(
        &viewer,
        id,
        Deed::HandOver,
        &form,
        problems,
        "finding-owner-done",
        move |conn, act| {
            let owner = owner.ok_or_else(|| AppError::refused("finding-owner-required"))?;
            can_own(conn, id, owner)?;
            operations::hand_over(conn, act, id, owner)
        },
    )
    .await
}

async fn create_note(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let body = required(&form, "note", &mut problems, "finding-note-required");
    step(
        &viewer,
        id,
        Deed::Note,
        &form,
        problems,
        "finding-note-done",
        move |conn, act| operations::note(conn, act, id, &body),
    )
    .await
}

/// An action in the list of one's own.
#[derive(Debug, Serialize)]
pub struct OwnAction {
    href: String,
    body: String,
    number: String,
    unit: String,
    due: When,
    overdue: bool,
}

page! {
    /// The open actions of the person signed in.
    pub struct ActionsPage in "findings/actions.html" {
        pub title: String,
        pub lead: String,
        pub actions: Vec<OwnAction>,
    }
}

/// Open actions a person can have on one page; the most urgent come first.
const OWN_ACTIONS: i64 = 200;

async fn actions(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let person = viewer.person.id;
    let (rows, zones) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::open_actions_of(conn, person, OWN_ACTIONS)?;
            let places: Vec<UnitId> = rows.iter().map(|(.., unit)| *unit).collect();
            Ok((rows, agency::queries::zones(conn, &places)?))
        })
        .await?;
    let page = ActionsPage {
        title: viewer.t("actions-title"),
        lead: viewer.say(&Said::new("actions-lead").with("count", rows.len())),
        actions: rows
            .into_iter()
            .map(|(action, number, unit, unit_id)| OwnAction {
                href: links::action(action.id),
                due: viewer.day(zones.get(&unit_id).unwrap_or(&viewer.zone), action.due_on),
                overdue: action.is_overdue(viewer.now),
                body: action.body,
                number,
                unit,
            })
            .collect(),
    };
    viewer.show(Here::Findings, &page)
}

page! {
    /// One corrective action: where the link of a reminder leads.
    pub struct ActionPage in "findings/action.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub kept: Vec<Kept>,
        pub href: String,
        pub action: ActionShown,
        pub number: String,
        pub finding_title: String,
        pub finding_href: String,
        pub seen: String,
        pub unit: String,
        pub may_finish: bool,
    }
}

async fn show_action(viewer: Viewer<Anyone>, id: web::Path<ActionId>) -> AppResult<HttpResponse> {
    let page = action_page(&viewer, *id, Typed::default(), &Problems::new()).await?;
    viewer.show(Here::Findings, &page)
}

async fn action_page(viewer: &Viewer, id: ActionId, form: Typed, problems: &Problems) -> AppResult<ActionPage> {
    let scope = viewer.scope();
    let (action, finding, owner, part, zone, unit) = viewer
        .app
        .db
        .read(move |conn| {
            let (action, finding) = queries::find_action_visible(conn, &scope, id)?;
            let owner = people::queries::find(conn, action.owner_id)?.name;
            let part = queries::part(conn, &finding, scope.person)?;
            let zone = agency::queries::calendar(conn, finding.unit_id)?.zone;
            let unit = queries::unit_name(conn, finding.unit_id)?;
            Ok((action, finding, owner, part, zone, unit))
        })
        .await?;
    Ok(ActionPage {
        title: action.body.clone(),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        kept: Vec::new(),
        href: links::action(id),
        action: action_shown(viewer, &zone, &action, &owner, &finding),
        number: finding.number.clone(),
        finding_title: finding.title.clone(),
        finding_href: links::finding(finding.id),
        seen: finding.seen.clone(),
        unit,
        may_finish: action.check_finish(Some(viewer.person.id), part).is_ok(),
    })
}

async fn create_completion(viewer: Viewer<Anyone>, id: web::Path<ActionId>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let note = required(&form, "note", &mut problems, "action-note-required");
    end_action(
        &viewer,
        *id,
        &form,
        problems,
        "action-finished-done",
        move |conn, act, id| operations::finish_action(conn, act, id, &note),
    )
    .await
}

async fn create_cancellation(viewer: Viewer<Anyone>, id: web::Path<ActionId>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let reason = required(&form, "reason", &mut problems, "finding-reason-required");
    end_action(
        &viewer,
        *id,
        &form,
        problems,
        "action-cancelled-done",
        move |conn, act, id| operations::cancel_action(conn, act, id, &reason),
    )
    .await
}

async fn end_action(
    viewer: &Viewer,
    id: ActionId,
    form: &Fields,
    mut problems: Problems,
    done: &str,
    end: impl Fn(&mut Conn, &Act, ActionId) -> AppResult<()> + Send + 'static,
) -> AppResult<HttpResponse> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let is_complete = problems.is_empty();
    let ended = if is_complete {
        let end = move |conn: &mut Conn| {
            let (_, finding) = queries::find_action_visible(conn, &scope, id)?;
            end(conn, &act.clone(), id)?;
            Ok(finding.id)
        };
        viewer.app.db.write(end).await
    } else {
        let check = move |conn: &mut Conn| {
            let (action, finding) = queries::find_action_visible(conn, &scope, id)?;
            let part = queries::part(conn, &finding, scope.person)?;
            action.check_finish(Some(scope.person), part)?;
            Ok(finding.id)
        };
        viewer.app.db.read(check).await
    };
    let status = match ended {
        Ok(finding) if is_complete => return Ok(see_other(&links::finding(finding), Flash::done(done))),
        Ok(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => told_no(error, &mut problems)?,
    };
    let typed = form.typed();
    let mut page = action_page(viewer, id, typed.clone(), &problems).await?;
    if !page.may_finish {
        let fields = [("note", "action-note-label"), ("reason", "action-cancel-label")];
        page.kept = kept(viewer, &typed, &fields);
    }
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}
