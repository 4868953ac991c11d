//! One finding: what was found, what was done about it, what comes next.

use super::dates::RequestShown;
use super::evidence::{FileShown, files_shown};
use super::grouping::{self, Group};
use super::pauses::{self as clock, PauseShown};
use super::stories::StoryShown;
use super::*;
use crate::base::codes::Role;
use crate::checklists;
use crate::findings::dates;
use crate::findings::evidence;
use crate::findings::pauses::{self, Pause};
use crate::findings::settings::{self, Category, Rules};
use crate::findings::stories::Story;
use crate::platform::files::Attachment;
use std::collections::HashSet;

/// The most findings on the same question that are told before and after one.
const OTHERS: i64 = 5;
/// The most checks of a watch that are told, the newest.
const CHECKS: usize = 6;

/// A step that was taken: what, when, by whom.
#[derive(Debug, Serialize)]
pub struct Taken {
    body: String,
    when: When,
    who: String,
}

/// The question behind a finding; it says nothing where there is none.
#[derive(Debug, Default, Serialize)]
pub struct QuestionShown {
    text: String,
    version: i32,
    why: String,
    clause: Option<String>,
    clause_href: String,
    /// What the clause said then, as HTML.
    clause_text: Option<String>,
    goal: Option<String>,
    goal_href: String,
}

/// The root cause.
#[derive(Debug, Serialize)]
pub struct CauseShown {
    code: String,
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
    strength: Option<String>,
    cost: Option<String>,
    body: String,
    owner: String,
    due: When,
    state: &'static str,
    overdue: bool,
    promised: Option<When>,
    /// Whether it is due after the finding itself.
    beyond: bool,
    /// Whether nobody works on the day on which it is due.
    off: bool,
    note: Option<String>,
    ended: Option<When>,
    mine: bool,
}

/// The plan and what was decided on it.
#[derive(Debug, Serialize)]
pub struct PlanShown {
    standing: &'static str,
    who: String,
    when: When,
    /// The layer that decides.
    layer: String,
    /// The layer it can be taken up to.
    above: Option<String>,
    /// The last decision.
    verdict: Option<&'static str>,
    decided: Option<Taken>,
}

/// An earlier or a later finding on the same question at the same unit.
#[derive(Debug, Serialize)]
pub struct EarlierShown {
    href: String,
    number: String,
    when: When,
    state: &'static str,
    fix: Option<String>,
}

/// Another finding under the same answer.
#[derive(Debug, Serialize)]
pub struct SiblingShown {
    href: String,
    number: String,
    seen: String,
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
    decide: bool,
    verify: bool,
    not_independent: bool,
    dismiss: bool,
    raise: bool,
    ask_date: bool,
    pause: bool,
    resume: bool,
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
pub(super) fn kept(viewer: &Viewer, form: &Typed, fields: &[(&str, &str)]) -> Vec<Kept> {
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
    pub(super) fn offers(&self, deed: Deed) -> bool {
        match deed {
            Deed::Contain => self.contain,
            Deed::FindCause => self.cause,
            Deed::Plan => self.plan,
            Deed::Decide => self.decide,
            Deed::Raise => self.raise,
            Deed::AskDate => self.ask_date,
            Deed::AnswerDate => false,
            Deed::Pause => self.pause,
            Deed::HandOver => self.hand_over,
            Deed::Close => self.verify,
            Deed::Dismiss => self.dismiss,
            Deed::Note => true,
        }
    }
}

/// The fields of a deed's form that people write in, with their labels.
pub(super) fn written_in(deed: Deed) -> &'static [(&'static str, &'static str)] {
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
        Deed::Decide => &[("decision_reason", "finding-decision-reason-label")],
        Deed::Close => &[
            ("verification", "finding-verification-label"),
            ("layered_note", "finding-layered-note-label"),
            ("drafted", "finding-drafted-label"),
        ],
        Deed::Dismiss => &[("reason", "finding-reason-label")],
        Deed::Note => &[("note", "finding-note-label")],
        Deed::AskDate => &[("later_reason", "finding-later-reason-label")],
        Deed::Pause => &[("pause_reason", "finding-pause-reason-label")],
        Deed::AnswerDate => &[("date_answer", "finding-date-answer-label")],
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
        pub back: String,
        pub number: String,
        pub unit: String,
        pub found: When,
        pub finder: Option<String>,
        pub layer: Option<i32>,
        pub severity: &'static str,
        pub sensitive: bool,
        pub systemic: bool,
        pub reopened: bool,
        pub together: Option<String>,
        pub siblings: Vec<SiblingShown>,
        pub state: &'static str,
        pub resolution: Option<&'static str>,
        pub repeat: bool,
        pub repeat_days: i32,
        pub watch: Option<&'static str>,
        pub overdue: bool,
        pub due: Option<When>,
        pub due_explained: Option<String>,
        pub promised: Option<When>,
        pub pause: Option<PauseShown>,
        pub pause_reasons: Vec<String>,
        pub longest_pause: i64,
        pub requests: Vec<RequestShown>,
        pub owner: Option<String>,
        pub seen: String,
        pub done: Option<String>,
        pub origin_label: String,
        pub origin_href: Option<String>,
        pub unnamed: bool,
        pub cost_hint: String,
        /// Why no audit watches a fix of it.
        pub unwatched: Option<&'static str>,
        pub question: QuestionShown,
        pub stage_notes: Vec<String>,
        pub containment: Option<Taken>,
        pub cause: Option<CauseShown>,
        pub actions: Vec<ActionShown>,
        pub actions_open: i64,
        pub weak: bool,
        pub plan: Option<PlanShown>,
        pub verification: Option<Taken>,
        pub layered: Option<String>,
        pub drafted_href: Option<String>,
        pub drafted_open: bool,
        pub drafted_first: String,
        pub dismissal: Option<Taken>,
        pub checks: Vec<CheckShown>,
        pub checks_done: usize,
        pub checks_before: usize,
        pub earlier: Vec<EarlierShown>,
        pub later: Vec<EarlierShown>,
        pub story: StoryShown,
        pub group: Group,
        pub files: Vec<FileShown>,
        pub files_hint: String,
        pub timeline: Vec<Moment>,
        pub may: May,
        pub categories: Vec<Choice>,
        pub kinds: Vec<Choice>,
        pub strengths: Vec<Choice>,
        pub layered_answers: Vec<Choice>,
        pub people: Vec<Choice>,
        pub readers: Vec<Choice>,
        pub severities: Vec<Choice>,
        pub default_due: String,
        pub today: String,
    }
}

/// Everything the page needs, read in one go.
pub(super) struct Loaded {
    finding: Finding,
    unit: String,
    zone: Zone,
    part: Part,
    gates: Gates,
    question: Option<queries::QuestionAsked>,
    containment: Option<(String, crate::base::clock::Instant, PersonId)>,
    cause: Option<queries::Cause>,
    actions: Vec<(Action, String)>,
    plan: Option<queries::SentPlan>,
    decision: Option<queries::Decision>,
    requests: Vec<DueRequest>,
    pauses: Vec<Pause>,
    /// When things were due before each pause.
    before: Vec<(crate::base::clock::Instant, AnyId, NaiveDate)>,
    rules: Rules,
    categories: Vec<Category>,
    calendar: crate::base::calendar::Calendar,
    layers: Vec<agency::model::Layer>,
    /// The layer above the viewer's.
    above: Option<String>,
    verification: Option<queries::Verification>,
    /// The checklist into which a question was drafted, and whether that draft is still open.
    drafted_in: Option<(TemplateId, bool)>,
    dismissal: Option<(String, crate::base::clock::Instant, PersonId)>,
    watch: Option<WatchState>,
    checks: Vec<(Option<PersonId>, crate::base::clock::Instant, bool)>,
    earlier: Vec<(Finding, Option<String>)>,
    later: Vec<(Finding, Option<String>)>,
    /// The findings under the same answer, this one among them.
    together: Vec<Finding>,
    story: Option<Story>,
    /// The same question at other units.
    group: grouping::Read,
    /// What shows what was found or changed, with who added it.
    files: Vec<(Attachment, String)>,
    timeline: Vec<history::Entry>,
    /// Findings of a group that the history names and the viewer may see.
    seen: HashSet<FindingId>,
    people: Vec<people::model::Person>,
    readers: Vec<people::model::Person>,
    away: Vec<people::absences::model::Absence>,
    names: HashMap<PersonId, String>,
    default_due: NaiveDate,
}

pub(super) fn load(conn: &mut Conn, scope: &people::model::Scope, id: FindingId, act: &Act) -> AppResult<Loaded> {
    let finding = queries::find_visible(conn, scope, id)?;
    let calendar = agency::queries::calendar(conn, finding.unit_id)?;
    let mut timeline = history::timeline(conn, Record::of("finding", id))?;
    for entry in timeline.iter_mut().filter(|entry| entry.event == "finding-leads") {
        if !grouping::is_told(conn, scope, entry)? {
            entry.text = None;
        }
    }
    let containment = queries::containment(conn, id)?;
    let cause = queries::cause(conn, id)?;
    let verification = queries::verifications(conn, id)?.into_iter().next();
    let dismissal = queries::dismissal(conn, id)?;
    let checks = queries::watch_checks_of(conn, id)?;
    let plan = queries::plan(conn, id)?;
    let decision = queries::last_decision(conn, id)?;
    let part = queries::part(conn, &finding, scope.person, &scope.stands_for)?;
    let others = queries::earlier(conn, &finding, OTHERS)?;
    let earlier = with_fixes(conn, others)?;
    let others = queries::later(conn, &finding, OTHERS)?;
    let later = with_fixes(conn, others)?;
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
    ids.extend(plan.iter().map(|sent| sent.who));
    let requests = queries::due_requests(conn, id)?;
    ids.extend(requests.iter().map(|request| request.who));
    ids.extend(decision.iter().map(|decision| decision.who));
    ids.extend(timeline.iter().flat_map(told_by));
    ids.extend(timeline.iter().filter_map(handed_to));
    let pauses = pauses::queries::of(conn, id)?;
    ids.extend(pauses.iter().map(|pause| pause.who));
    let rules = settings::queries::rules(conn)?;
    let drafted_in = match queries::drafted_in(conn, id)? {
        Some(template) => Some((template, checklists::queries::draft(conn, template)?.is_some())),
        None => None,
    };
    let mut seen = HashSet::new();
    for other in timeline.iter().filter_map(grouped_with) {
        if crate::findings::grouping::queries::is_visible(conn, scope, other)? {
            seen.insert(other);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let near = queries::workers(conn, &finding)?;
    let near_ids: Vec<PersonId> = near.iter().map(|person| person.id).collect();
    Ok(Loaded {
        away: people::absences::queries::of_people(conn, &near_ids, calendar.zone.local(act.now).date)?,
        unit: queries::unit_name(conn, finding.unit_id)?,
        above: operations::layer_above(conn, part.layer, finding.unit_id)?.map(|(layer, _)| layer.name),
        layers: agency::queries::layers(conn)?,
        requests,
        part,
        plan,
        decision,
        gates: queries::gates(conn, id)?,
        question: match finding.question_version_id {
            Some(worded) => Some(queries::question_asked(conn, worded)?),
            None => None,
        },
        actions: queries::actions(conn, id)?,
        watch: queries::watch_state(conn, id)?,
        drafted_in,
        together: queries::under_one_answer(conn, &finding)?,
        readers: queries::readers(conn, &finding)?,
        files: evidence::list(conn, id)?,
        story: crate::findings::stories::queries::find(conn, id)?,
        group: grouping::read(conn, scope, &finding, act)?,
        people: near,
        names: queries::names(conn, ids)?.into_iter().collect(),
        default_due: pauses::due_from_now(conn, &calendar, id, act.now, rules.due_days(finding.severity))?.date,
        zone: calendar.zone.clone(),
        calendar,
        finding,
        containment,
        cause,
        verification,
        dismissal,
        checks,
        earlier,
        later,
        before: dates::before(conn, id, &timeline)?,
        categories: settings::queries::categories(conn)?,
        pauses,
        rules,
        seen,
        timeline,
    })
}

pub(super) async fn show(viewer: Viewer<Anyone>, id: web::Path<FindingId>) -> AppResult<HttpResponse> {
    let page = show_page(&viewer, *id, Typed::default(), &Problems::new()).await?;
    viewer.show(Here::Findings, &page)
}

/// Findings, each with what was done about it.
fn with_fixes(conn: &mut Conn, found: Vec<Finding>) -> AppResult<Vec<(Finding, Option<String>)>> {
    let mut with = Vec::with_capacity(found.len());
    for finding in found {
        let fix = queries::actions(conn, finding.id)?
            .into_iter()
            .find(|(action, _)| action.state == ActionState::Done);
        with.push((finding, fix.map(|(action, _)| action.body)));
    }
    Ok(with)
}

pub(super) async fn show_page(viewer: &Viewer, id: FindingId, form: Typed, problems: &Problems) -> AppResult<ShowPage> {
    let (scope, act) = (viewer.scope(), viewer.act());
    let loaded = viewer.app.db.read(move |conn| load(conn, &scope, id, &act)).await?;
    Ok(shown(viewer, loaded, form, problems))
}

pub(super) fn shown(viewer: &Viewer, l: Loaded, form: Typed, problems: &Problems) -> ShowPage {
    let finding = &l.finding;
    let began = dates::began(finding, &l.timeline);
    let is_open = |id: Option<ActionId>| {
        let open = |(action, _): &(Action, String)| Some(action.id) == id && action.state == ActionState::Open;
        id.is_none() || l.actions.iter().any(open)
    };
    // Who writes checklists is led to the draft; others to what they may open.
    let opens_draft = l.drafted_in.is_some_and(|(_, open)| open) && viewer.holds(&[Role::Quality]);
    let moment = |at| viewer.moment(&l.zone, at);
    let name = |id: PersonId| l.names.get(&id).cloned().unwrap_or_default();
    let taken = |(body, at, who): &(String, crate::base::clock::Instant, PersonId)| Taken {
        body: body.clone(),
        when: moment(*at),
        who: name(*who),
    };
    let other = |(other, fix): &(Finding, Option<String>)| EarlierShown {
        href: links::finding(other.id),
        number: other.number.clone(),
        when: moment(other.found_at),
        state: other.standing(),
        fix: fix.clone(),
    };
    let group = grouping::shown(viewer, finding, l.part, &l.zone, &l.group, &form);
    ShowPage {
        title: finding.title.clone(),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        kept: Vec::new(),
        href: links::finding(finding.id),
        back: super::list::back(viewer),
        number: finding.number.clone(),
        unit: l.unit.clone(),
        found: moment(finding.found_at),
        finder: finding.found_by.map(name),
        layer: finding.layer,
        severity: finding.severity.as_str(),
        sensitive: finding.sensitive,
        systemic: finding.origin_kind == OriginKind::Systemic,
        reopened: !finding.state.is_closed() && l.verification.is_some(),
        together: together_said(viewer, finding, &l.together),
        siblings: l
            .together
            .iter()
            .filter(|other| other.id != finding.id)
            .map(|other| SiblingShown {
                href: links::finding(other.id),
                number: other.number.clone(),
                seen: other.seen.clone(),
            })
            .collect(),
        state: finding.state.as_str(),
        resolution: finding.resolution.map(Resolution::as_str),
        repeat: finding.repeat_of.is_some(),
        repeat_days: l.rules.repeat_days,
        watch: l.watch.map(WatchState::as_str),
        overdue: finding.is_overdue(viewer.now),
        due: finding.due_on.map(|on| viewer.day(&l.zone, on)),
        due_explained: explain_due(viewer, &l),
        promised: dates::first_promised(&l.requests, &l.before, (finding.id, None), began)
            .filter(|on| finding.due_on != Some(*on))
            .map(|on| viewer.day(&l.zone, on)),
        pause: clock::shown(viewer, &l.zone, &l.pauses, name),
        longest_pause: pauses::LONGEST_PAUSE,
        pause_reasons: clock::explained(
            viewer,
            &l.calendar,
            &l.pauses,
            began,
            finding
                .due_picked
                .then(|| dates::picked_at(&l.requests, None).unwrap_or(began)),
        ),
        requests: l
            .requests
            .iter()
            .filter(|request| request.waits(began) && !finding.state.is_closed() && is_open(request.action_id))
            .map(|request| request_shown(viewer, &l, request))
            .collect(),
        owner: finding.owner_id.map(name),
        seen: finding.seen.clone(),
        done: finding.done.clone(),
        origin_label: match finding.origin_kind {
            OriginKind::Audit => origin_shown(viewer, &finding.origin_label),
            kind => viewer.t(&format!("findings-from-{kind}")),
        },
        origin_href: (finding.origin_kind == OriginKind::Audit).then(|| links::audit(AuditId(finding.origin_id.0))),
        unnamed: finding.is_without_name(),
        cost_hint: cost_hint(viewer),
        unwatched: match (finding.watched_question(), finding.origin_kind) {
            (Some(_), _) => None,
            (None, OriginKind::Systemic) => Some("systemic"),
            (None, OriginKind::Audit | OriginKind::Hand) => Some("question"),
        },
        question: l
            .question
            .as_ref()
            .map(|asked| question_shown(viewer, asked))
            .unwrap_or_default(),
        stage_notes: stage_notes(viewer, &l),
        containment: l.containment.as_ref().map(taken),
        cause: l.cause.as_ref().map(|cause| CauseShown {
            category: l
                .categories
                .iter()
                .find(|category| category.code == cause.category)
                .map(Category::label)
                .unwrap_or_default(),
            code: cause.category.clone(),
            whys: cause.whys.read(),
            root_cause: cause.root_cause.clone(),
            when: moment(cause.at),
            who: name(cause.who),
        }),
        actions: l
            .actions
            .iter()
            .map(|(action, owner)| ActionShown {
                promised: action_promised(&l, action).map(|on| viewer.day(&l.zone, on)),
                off: action.state == ActionState::Open && dates::is_off(&l.calendar, action.due_on),
                ..action_shown(viewer, &l.zone, action, owner, finding)
            })
            .collect(),
        actions_open: l.gates.actions_open,
        weak: !finding.state.is_closed() && is_weak_plan(l.actions.iter().map(|(action, _)| action)),
        plan: l
            .plan
            .as_ref()
            .filter(|_| !finding.state.is_closed())
            .map(|sent| PlanShown {
                standing: sent.plan.standing.as_str(),
                who: name(sent.who),
                when: moment(sent.at),
                layer: l
                    .layers
                    .iter()
                    .find(|layer| layer.number == sent.plan.layer)
                    .map(|layer| layer.name.clone())
                    .unwrap_or_default(),
                above: l.above.clone(),
                verdict: l.decision.as_ref().map(|decision| decision.verdict.as_str()),
                decided: l
                    .decision
                    .as_ref()
                    .map(|decision| taken(&(decision.reason.clone(), decision.at, decision.who))),
            }),
        verification: l.verification.as_ref().map(|v| taken(&(v.body.clone(), v.at, v.who))),
        layered: l.verification.as_ref().map(|v| {
            let answer = viewer.t(&format!("layered-{}", v.layered_answer));
            if v.layered_note.is_empty() {
                answer
            } else {
                format!("{answer}: {}", v.layered_note)
            }
        }),
        drafted_href: l
            .drafted_in
            .filter(|_| opens_draft || viewer.audits())
            .map(|(template, _)| match opens_draft {
                true => format!("{}/draft", links::template(template)),
                false => links::template(template),
            }),
        drafted_open: opens_draft,
        // Where a question found it, the same question anew would see no more.
        drafted_first: match finding.question_id {
            Some(_) => String::new(),
            None => finding.title.clone(),
        },
        dismissal: l.dismissal.as_ref().map(taken),
        checks_done: l.checks.len(),
        checks_before: l.checks.len().saturating_sub(CHECKS),
        checks: l.checks[l.checks.len().saturating_sub(CHECKS)..]
            .iter()
            .map(|(who, at, conforms)| CheckShown {
                when: moment(*at),
                who: who.map(name).unwrap_or_default(),
                conforms: *conforms,
            })
            .collect(),
        earlier: l.earlier.iter().map(other).collect(),
        later: l.later.iter().map(other).collect(),
        story: super::stories::shown(finding, l.part, l.watch, l.story.as_ref()),
        group,
        files: files_shown(viewer, finding, l.part, &l.zone, &l.files),
        files_hint: viewer.say(
            &Said::new("evidence-hint")
                .with("megabytes", viewer.app.settings.evidence_file_mb)
                .with("count", evidence::MOST),
        ),
        timeline: l.timeline.iter().map(|entry| entry_shown(viewer, &l, entry)).collect(),
        may: may(&l, viewer.now),
        categories: settings::offered(
            l.categories.clone(),
            l.cause.as_ref().map(|cause| cause.category.as_str()),
        )
        .iter()
        .map(|category| Choice::new(&category.code, category.label()))
        .collect(),
        kinds: choices(viewer, "action-kind", ActionKind::ALL.iter().map(|k| k.as_str())),
        strengths: choices(viewer, "strength", Strength::ALL.iter().map(|s| s.as_str())),
        layered_answers: choices(viewer, "layered", LayeredAnswer::ALL.iter().map(|a| a.as_str())),
        people: people::absences::pages::choices(viewer, &l.people, &l.away),
        readers: l
            .readers
            .iter()
            .filter(|person| person.id != viewer.person.id)
            .map(|person| Choice::new(person.id, person.name.clone()))
            .collect(),
        severities: Severity::ALL
            .iter()
            .filter(|to| **to < finding.severity)
            .map(|s| Choice::new(s, viewer.t(&format!("severity-{s}"))))
            .collect(),
        default_due: l.default_due.to_string(),
        today: l.zone.local(viewer.now).date.to_string(),
    }
}

/// "2 of 3 things seen under this question."
fn together_said(viewer: &Viewer, finding: &Finding, together: &[Finding]) -> Option<String> {
    let place = together.iter().position(|other| other.id == finding.id)?;
    let said = Said::new("finding-together")
        .with("n", place + 1)
        .with("all", together.len());
    (together.len() > 1).then(|| viewer.say(&said))
}

pub(super) fn choices<'a>(viewer: &Viewer, prefix: &str, values: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    values
        .map(|value| Choice::new(value, viewer.t(&format!("{prefix}-{value}"))))
        .collect()
}

pub(super) fn may(l: &Loaded, now: crate::base::clock::Instant) -> May {
    let (finding, part) = (&l.finding, l.part);
    let close = finding.check_close(part, l.gates);
    let paused = l.pauses.iter().any(|pause| pause.stands(now));
    May {
        contain: finding.check_contain(part).is_ok(),
        cause: finding.check_cause(part).is_ok(),
        plan: finding.check_plan(part).is_ok(),
        decide: finding.check_decide(part, l.gates.plan).is_ok(),
        verify: close.is_ok(),
        not_independent: close == Err(CannotRepair::NotIndependent),
        dismiss: finding.check_dismiss(part).is_ok(),
        ask_date: finding.check_open(part, Deed::AskDate).is_ok()
            && !l
                .requests
                .iter()
                .any(|request| request.action_id.is_none() && request.verdict.is_none()),
        pause: !paused && finding.check_pause(part, now).is_ok(),
        resume: paused && finding.check_open(part, Deed::Pause).is_ok(),
        raise: Severity::ALL.iter().any(|to| finding.check_raise(part, *to).is_ok()),
        hand_over: finding.check_hand_over(part).is_ok(),
        finish_any: part.leader && !finding.state.is_closed(),
    }
}

/// "Due Jun 23: 10 working days from Jun 9 on the calendar of Tax & Licensing."
pub(super) fn explain_due(viewer: &Viewer, l: &Loaded) -> Option<String> {
    let due = l.finding.due_on?;
    let full = |date| viewer.day(&l.zone, date).full;
    // Opened again, it is due from then on.
    let began = l.zone.local(dates::began(&l.finding, &l.timeline)).date;
    let by_rule = l.finding.due_days.is_some() && !l.finding.due_picked;
    let said = match l.finding.due_days {
        Some(days) if !l.finding.due_picked => Said::new("finding-due-by-rule")
            .with("days", days)
            .with("from", full(began)),
        _ if l.pauses.is_empty() => Said::new("finding-due-picked"),
        _ => Said::new("finding-due-picked-paused"),
    };
    let mut explained = viewer.say(&said.with("due", full(due)).with("unit", l.unit.clone()));
    let off = if by_rule {
        l.calendar.off_between(began, due)
    } else {
        Vec::new()
    };
    if !off.is_empty() {
        let days: Vec<String> = off
            .iter()
            .take(OFF_SHOWN)
            .map(|(first, last, name)| off_shown(viewer, l, (*first, *last), name))
            .collect();
        let said = Said::new("finding-due-off")
            .with("days", days.join("; "))
            .with("more", off.len().saturating_sub(OFF_SHOWN));
        explained = format!("{explained} {}", viewer.say(&said));
    }
    Some(explained)
}

/// Holidays and closures that a deadline names.
const OFF_SHOWN: usize = 5;

/// "Juneteenth (Fri, Jun 19)", "Flood (Mon, Jun 8 to Wed, Jun 10)".
fn off_shown(viewer: &Viewer, l: &Loaded, (first, last): (NaiveDate, NaiveDate), name: &str) -> String {
    let day = |date| viewer.day(&l.zone, date).text;
    let key = if first == last {
        "finding-off-day"
    } else {
        "finding-off-days"
    };
    viewer.say(
        &Said::new(key)
            .with("name", name)
            .with("from", day(first))
            .with("to", day(last)),
    )
}

fn request_shown(viewer: &Viewer, l: &Loaded, request: &DueRequest) -> RequestShown {
    let action = l
        .actions
        .iter()
        .map(|(action, _)| action)
        .find(|action| Some(action.id) == request.action_id);
    let may_answer = match action {
        Some(action) => action.check_answer_date(&viewer.scope().persons(), l.part),
        None => l.finding.check_open(l.part, Deed::AnswerDate),
    };
    RequestShown {
        id: request.id.to_string(),
        action: action.map(|action| action.body.clone()),
        from: viewer.day(&l.zone, request.from_on),
        to: viewer.day(&l.zone, request.asked_on),
        reason: request.reason.clone(),
        who: l.names.get(&request.who).cloned().unwrap_or_default(),
        when: viewer.moment(&l.zone, request.at),
        may_answer: may_answer.is_ok(),
    }
}

/// What a finding came from, with its date in the reader's words: it is kept as "Walk-in service, 2026-06-09".
pub(super) fn origin_shown(viewer: &Viewer, label: &str) -> String {
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

pub(super) fn stage_notes(viewer: &Viewer, l: &Loaded) -> Vec<String> {
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

pub(super) fn question_shown(viewer: &Viewer, asked: &queries::QuestionAsked) -> QuestionShown {
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
        version: asked.version,
        clause_text: asked.clause_text.as_deref().map(crate::manuals::file::html),
        why: text("why"),
        clause: asked
            .clause
            .as_ref()
            .map(|(number, title, _, _, code)| format!("{code} {number}, {title}")),
        clause_href: asked
            .clause
            .as_ref()
            .map(|(_, _, clause, ..)| links::clause(*clause))
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

pub(super) fn action_shown(
    viewer: &Viewer,
    zone: &Zone,
    action: &Action,
    owner: &str,
    finding: &Finding,
) -> ActionShown {
    ActionShown {
        href: links::action(action.id),
        id: action.id.to_string(),
        number: action.number,
        kind: viewer.t(&format!("action-kind-{}", action.kind)),
        strength: action
            .strength
            .map(|strength| viewer.t(&format!("strength-{strength}"))),
        cost: action.cost.map(|cost| amount(viewer, cost)),
        body: action.body.clone(),
        owner: owner.to_owned(),
        due: viewer.day(zone, action.due_on),
        state: action.state.as_str(),
        overdue: action.is_overdue(viewer.now),
        promised: None,
        beyond: action.late_after(finding).is_some(),
        off: false,
        note: action.done_note.clone(),
        ended: action.done_at.map(|at| viewer.moment(zone, at)),
        mine: action.owner_id == viewer.person.id && !finding.state.is_closed(),
    }
}

/// The date of an action that was promised first, where it is another one now.
fn action_promised(l: &Loaded, action: &Action) -> Option<NaiveDate> {
    let what = (l.finding.id, Some(action.id));
    dates::first_promised(&l.requests, &l.before, what, action.created_at).filter(|on| *on != action.due_on)
}

/// A fact of an entry.
fn fact<T: serde::de::DeserializeOwned>(entry: &history::Entry, name: &str) -> Option<T> {
    let facts: HashMap<String, serde_json::Value> = serde_json::from_str(&entry.facts).ok()?;
    serde_json::from_value(facts.get(name)?.clone()).ok()
}

/// To whom a finding was handed over.
fn handed_to(entry: &history::Entry) -> Option<PersonId> {
    (entry.event == "finding-handed-over").then(|| fact(entry, "to"))?
}

/// The other finding of a group that an entry names.
fn grouped_with(entry: &history::Entry) -> Option<FindingId> {
    match entry.event.as_str() {
        "finding-leads" => fact(entry, "member"),
        "finding-led" | "finding-led-ended" | "finding-taken" => fact(entry, "leading"),
        _ => None,
    }
}

/// Whom a note was written for.
fn told_by(entry: &history::Entry) -> Vec<PersonId> {
    fact(entry, "told").unwrap_or_default()
}

pub(super) fn entry_shown(viewer: &Viewer, l: &Loaded, entry: &history::Entry) -> Moment {
    let facts: HashMap<String, serde_json::Value> = serde_json::from_str(&entry.facts).unwrap_or_default();
    let date = facts
        .get("due")
        .and_then(|v| v.as_str())
        .and_then(|v| v.parse::<NaiveDate>().ok());
    let due = date.map(|date| viewer.day(&l.zone, date).text).unwrap_or_default();
    let told: Vec<String> = told_by(entry)
        .iter()
        .filter_map(|who| l.names.get(who).cloned())
        .collect();
    let key = match told.is_empty() {
        true => format!("history-{}", entry.event),
        false => "history-finding-note-for".to_owned(),
    };
    let by_nobody = if l.finding.is_without_name() && entry.at == l.finding.found_at {
        "history-without-name"
    } else {
        "history-by-plumbline"
    };
    let to = handed_to(entry).and_then(|to| l.names.get(&to).cloned());
    let severity = |name: &str| fact::<Severity>(entry, name).map_or("", Severity::as_str);
    let until: Option<NaiveDate> = fact(entry, "until");
    let args = [
        ("due", Arg::from(due)),
        ("names", Arg::from(told.join(", "))),
        ("to", to.map_or_else(|| Arg::from(severity("to")), Arg::from)),
        ("from", Arg::from(severity("from"))),
        (
            "plan",
            Arg::from(fact(entry, "plan").unwrap_or_else(|| "nothing".to_owned())),
        ),
        ("moved", Arg::from(if date.is_some() { "yes" } else { "no" })),
        (
            "until",
            Arg::from(until.map(|date| viewer.day(&l.zone, date).text).unwrap_or_default()),
        ),
        ("category", Arg::from(category_then(entry))),
    ];
    Moment {
        when: viewer.moment(&l.zone, entry.at),
        who: entry
            .who
            .and_then(|who| l.names.get(&who).cloned())
            .unwrap_or_else(|| viewer.t(by_nobody)),
        what: viewer.i18n().t(viewer.lang(), &key, &args),
        text: text_shown(viewer, l, entry),
    }
}

/// What somebody wrote; where a program did something, why, in the words of what made it do so. The number of another
/// finding of a group is for those who may see it.
fn text_shown(viewer: &Viewer, l: &Loaded, entry: &history::Entry) -> Option<String> {
    if grouped_with(entry).is_some_and(|other| !l.seen.contains(&other)) {
        return None;
    }
    let said = || Some(viewer.say(&fact::<Said>(entry, "said")?));
    entry.text.clone().or_else(said)
}

/// What the category of a cause was called when it was written down.
fn category_then(entry: &history::Entry) -> String {
    fact(entry, "name").unwrap_or_else(|| "nothing".to_owned())
}
