//! An audit for whoever has nothing to fill in: what came of it, who is at it, when it opens, or that it was missed.

use super::link_pages::{Kept, LinkCard};
use super::thanks::{AmendShown, StepShown, Thanks, TookShown, took};
use super::*;
use crate::audits::draw::Because;
use crate::audits::handing::model::{Asking, check_hand};
use crate::audits::handing::operations::asking;
use crate::audits::handing::queries::leads;
use crate::audits::hints::{self, Hint};
use crate::base::clock::Instant;
use crate::base::share::Share;
use crate::checklists::queries::Question;
use crate::people::viewer::Auditor;
use crate::platform::history::{self, Record};
use std::collections::HashMap;

/// An answer of a submitted audit.
#[derive(Debug, Serialize)]
pub struct AnswerShown {
    text: String,
    outcome: &'static str,
    value: Option<String>,
    given: Option<String>,
    written: bool,
    limits: Option<String>,
    seen: String,
    done: String,
    further: Vec<More>,
    sensitive: bool,
    steps: Vec<String>,
    photos: Vec<PhotoShown>,
    chosen: String,
    clause: Option<String>,
    clause_href: String,
}

/// How and when an audit was sent.
#[derive(Debug, Serialize)]
pub struct Sending {
    who: String,
    /// When it counts as done.
    when: When,
    on_time: bool,
    /// When it arrived, if that was later.
    arrived: Option<When>,
    /// Who entered it from paper.
    from_paper: Option<String>,
    /// How far the device's clock was off.
    clock: Option<String>,
    receipt: Option<String>,
    device: Option<When>,
}

/// How the answers of an audit count.
#[derive(Debug, Serialize)]
pub struct Counts {
    share: String,
    percent: Option<String>,
    conforms: i32,
    nonconforming: i32,
    corrected: i32,
    not_applicable: i32,
    recorded: usize,
}

/// The next audit of the person who looks.
#[derive(Debug, Serialize)]
pub struct NextShown {
    href: String,
    title: String,
    due: When,
}

page! {
    /// An audit as everybody who may see it sees it.
    pub struct ToldPage in "audits/told.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub unit: String,
        pub layer: i32,
        pub layer_name: String,
        pub standing: &'static str,
        pub mine: bool,
        pub assignee: Option<String>,
        pub opens: When,
        pub due: When,
        pub closes: When,
        pub version: i32,
        pub version_href: String,
        pub paper_href: Option<String>,
        pub entry_href: Option<String>,
        pub entry_until: Option<When>,
        pub assignment_href: Option<String>,
        pub own_href: String,
        pub link: Option<LinkCard>,
        pub reason: Option<String>,
        pub reason_href: Option<String>,
        pub asked: i32,
        pub answered: usize,
        pub sending: Option<Sending>,
        pub counts: Option<Counts>,
        pub answers: Vec<AnswerShown>,
        pub findings: Vec<FindingShown>,
        pub steps: Vec<StepShown>,
        pub amend: Option<AmendShown>,
        pub took: Option<TookShown>,
        pub talk: Vec<String>,
        pub timeline: Vec<Moment>,
        pub next: Option<NextShown>,
    }
}

/// What the page needs of the database.
pub(super) struct Loaded {
    around: Around,
    answered: usize,
    questions: Vec<Question>,
    chosen: HashMap<QuestionId, (Chosen, Because)>,
    answers: HashMap<QuestionId, Answer>,
    photos: Vec<files::Attachment>,
    submission: Option<queries::Submission>,
    findings: Vec<findings::model::Finding>,
    thanks: Thanks,
    noted: Vec<(i32, AnswerFacts)>,
    hints: Vec<Hint>,
    viewer: PersonId,
    timeline: Vec<history::Entry>,
    names: HashMap<PersonId, String>,
    next: Option<ListRow>,
    leads: bool,
    asking: Asking,
    link: Kept,
}

impl Loaded {
    pub(super) fn load(conn: &mut Conn, around: Around, viewer: PersonId, now: Instant) -> AppResult<Self> {
        let audit = &around.audit;
        let submitted = audit.state == AuditState::Submitted;
        let answers = queries::answers(conn, audit.id)?;
        let answered = answers.iter().filter(|answer| answer.outcome.is_some()).count();
        // Answers of an audit that was not sent are nobody's but the auditor's.
        let (questions, answers, photos) = if submitted {
            let versions: Vec<QuestionVersionId> = queries::questions(conn, audit.id)?.iter().map(|q| q.id).collect();
            (
                checklists::queries::questions_by_id(conn, &versions)?,
                answers,
                files::list(conn, operations::PHOTO_OF, audit.id)?,
            )
        } else {
            (Vec::new(), Vec::new(), Vec::new())
        };
        let timeline = history::timeline(conn, Record::of("audit", audit.id))?;
        let mut people: Vec<PersonId> = timeline.iter().filter_map(|entry| entry.who).collect();
        people.extend(audit.submitted_by);
        let submission = queries::submission_of(conn, audit.id)?;
        people.extend(submission.as_ref().map(|submission| submission.person_id));
        let asking = asking(conn, viewer, audit)?;
        let findings = findings::queries::of_origin(conn, Origin::Audit(audit.id))?;
        let thanks = Thanks::load(conn, audit, &findings, viewer, now)?;
        people.sort_unstable();
        people.dedup();
        let next = if submitted && audit.submitted_by == Some(viewer) {
            queries::mine(conn, viewer, now, now)?
                .into_iter()
                .find(|row| row.audit.check_open(now).is_ok())
        } else {
            None
        };
        Ok(Self {
            answered,
            chosen: queries::chosen(conn, audit.id)?
                .into_iter()
                .map(|(id, chosen, because)| (id, (chosen, because)))
                .collect(),
            answers: answers.into_iter().map(|answer| (answer.question_id, answer)).collect(),
            photos,
            questions,
            submission,
            link: Kept::load(conn, audit, asking.leads)?,
            asking,
            findings,
            thanks,
            noted: queries::facts(conn, audit.id)?,
            hints: hints::of(conn, audit, viewer)?.unwrap_or_default(),
            viewer,
            names: people::queries::find_all(conn, &people)?
                .into_iter()
                .map(|person| (person.id, person.name))
                .collect(),
            timeline,
            next,
            leads: leads(conn, viewer, audit)?,
            around,
        })
    }

    pub(super) fn page(self, viewer: &Viewer, problems: &Problems) -> ToldPage {
        let Around {
            audit, zone, version, ..
        } = &self.around;
        let standing = audit.standing(viewer.now);
        let days = viewer.app.settings.late_arrival_days;
        let may_enter = self.around.mine || self.asking.leads;
        let entry = may_enter && arrival::check_paper(audit, None, days, viewer.now).is_ok();
        ToldPage {
            title: version.title.get(viewer.lang()).to_owned(),
            problems: viewer.told(problems),
            lead: self.lead(viewer, standing),
            unit: self.around.unit.clone(),
            layer: audit.layer,
            layer_name: self.around.layer_name.clone(),
            standing: standing.as_str(),
            mine: self.around.mine,
            assignee: self.around.assignee.clone(),
            opens: viewer.moment(zone, audit.opens_at),
            due: viewer.moment(zone, audit.due_at),
            closes: viewer.moment(zone, audit.closes_at),
            version: version.number,
            version_href: links::version(version.template_id, version.number),
            paper_href: (audit.state == AuditState::Scheduled && audit.closes_at >= viewer.now)
                .then(|| self.around.paper_href())
                .filter(|_| viewer.holds(Auditor::ROLES)),
            reason: Reason::of(audit).map(|reason| reason.words_in(viewer.i18n(), viewer.lang())),
            reason_href: (self.leads && audit.check_explainable(viewer.now).is_ok())
                .then(|| links::audit_reason(audit.id)),
            entry_until: entry.then(|| viewer.moment(zone, audit.closes_at.plus_days(days))),
            entry_href: entry.then(|| links::from_paper(audit.id)),
            assignment_href: check_hand(audit, self.asking, viewer.now)
                .is_ok()
                .then(|| links::assignment(audit.id)),
            own_href: links::audit(audit.id),
            link: self.link.card(viewer, zone, audit),
            asked: audit.asked,
            answered: self.answered,
            sending: self.sending(viewer),
            counts: (audit.state == AuditState::Submitted).then(|| self.counts(viewer)),
            answers: self
                .questions
                .iter()
                .filter_map(|question| self.answer(viewer, question))
                .collect(),
            findings: findings_shown(viewer, &self.findings, |finding| self.thanks.has(viewer, zone, finding)),
            steps: self.thanks.steps(viewer, zone, &self.findings),
            amend: self.thanks.amend(viewer, zone, audit),
            took: self.took(viewer),
            talk: self.talk(viewer),
            timeline: self.timeline.iter().map(|entry| self.entry(viewer, entry)).collect(),
            next: self.next(viewer),
        }
    }

    /// The first line: what the page answers.
    fn lead(&self, viewer: &Viewer, standing: Standing) -> String {
        let audit = &self.around.audit;
        let full = |at| viewer.moment(&self.around.zone, at).text;
        if standing == Standing::Submitted {
            return viewer.say(
                &Said::new("audit-lead-submitted")
                    .with("conforms", audit.conforms)
                    .with("of", audit.conforms + audit.nonconforming + audit.corrected)
                    .with(
                        "count",
                        self.findings.iter().filter(|finding| !finding.is_withdrawn()).count(),
                    ),
            );
        }
        let started = audit.state == AuditState::InProgress;
        let key = match standing {
            Standing::Scheduled => "audit-lead-scheduled",
            Standing::Missed => "audit-lead-missed",
            Standing::Excused => "audit-lead-excused",
            _ if started => "audit-lead-in-progress",
            _ if self.around.assignee.is_none() => "audit-lead-nobody",
            _ => "audit-lead-open",
        };
        viewer.say(
            &Said::new(key)
                .with("who", self.around.assignee.clone().unwrap_or_default())
                .with("opens", full(audit.opens_at))
                .with("due", full(audit.due_at))
                .with("closes", full(audit.closes_at))
                .with("done", self.answered)
                .with("all", audit.asked),
        )
    }

    /// How long it took: for whoever sent it, and for those who lead there.
    fn took(&self, viewer: &Viewer) -> Option<TookShown> {
        let audit = &self.around.audit;
        let may_see = self.leads || audit.submitted_by == Some(self.viewer);
        let sent = self.submission.as_ref().filter(|_| may_see)?;
        took(viewer, audit, sent, &self.noted)
    }

    /// What is worth a talk, for whoever did the audit and whoever leads them.
    fn talk(&self, viewer: &Viewer) -> Vec<String> {
        let percent = |fraction: f64| {
            let number = viewer.i18n().decimal(viewer.lang(), fraction * 100.0, 0);
            viewer.say(&Said::new("board-percent").with("number", number))
        };
        self.hints.iter().map(|hint| viewer.say(&hint.said(&percent))).collect()
    }

    fn name(&self, id: PersonId) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn sending(&self, viewer: &Viewer) -> Option<Sending> {
        let (audit, zone) = (&self.around.audit, &self.around.zone);
        let at = audit.submitted_at?;
        let submission = self.submission.as_ref();
        let late = submission.filter(|submission| submission.done_at.is_some());
        Some(Sending {
            who: audit.submitted_by.map(|id| self.name(id)).unwrap_or_default(),
            when: viewer.moment(zone, at),
            on_time: audit.is_on_time(at),
            arrived: late.map(|submission| viewer.moment(zone, submission.arrived_at)),
            from_paper: submission
                .filter(|submission| submission.from_paper)
                .map(|submission| self.name(submission.person_id)),
            clock: submission.and_then(|submission| clock(viewer, submission)),
            receipt: submission.map(|submission| short(submission.id)),
            device: submission
                .and_then(|submission| submission.device_at)
                .map(|at| viewer.moment(zone, at)),
        })
    }

    fn answer(&self, viewer: &Viewer, question: &Question) -> Option<AnswerShown> {
        let (asked, lang) = (&question.asked, viewer.lang());
        let answer = self.answers.get(&asked.question_id)?;
        let why = self.chosen.get(&asked.question_id).copied();
        let given = answer.given.as_deref();
        let clause = question.manual.as_ref().zip(asked.clause_id);
        Some(AnswerShown {
            text: asked.texts.text.get(lang).to_owned(),
            outcome: answer.outcome.map(|outcome| outcome.as_str()).unwrap_or_default(),
            value: answer.value.map(|value| value_shown(viewer, asked, value)),
            given: given.map(|given| given_shown(viewer, &self.around.zone, asked, given)),
            written: asked.kind == Kind::Text,
            limits: limits(viewer, asked).filter(|_| answer.value.is_some() || given.is_some()),
            seen: answer.seen.clone(),
            done: answer.done.clone(),
            further: answer.further().to_vec(),
            sensitive: answer.sensitive,
            steps: answer
                .steps()
                .into_iter()
                .filter_map(|step| Some(asked.texts.reaction.get(step)?.get(lang).to_owned()))
                .collect(),
            photos: photos_shown(
                viewer,
                &self.around.zone,
                self.around.audit.id,
                &self.photos,
                asked.question_id,
                false,
            ),
            chosen: chosen_said(viewer, asked, why),
            clause: question.clause_label(),
            clause_href: clause.map(|(_, clause)| links::clause(clause)).unwrap_or_default(),
        })
    }

    fn entry(&self, viewer: &Viewer, entry: &history::Entry) -> Moment {
        Moment {
            when: viewer.moment(&self.around.zone, entry.at),
            who: entry
                .who
                .map_or_else(|| viewer.t("history-by-plumbline"), |who| self.name(who)),
            what: what(viewer, entry),
            text: entry.text.clone(),
        }
    }

    fn counts(&self, viewer: &Viewer) -> Counts {
        let audit = &self.around.audit;
        let of = audit.conforms + audit.nonconforming + audit.corrected;
        let share = Share::new(audit.conforms.into(), of.into());
        let is_recorded = |answer: &&Answer| answer.outcome == Some(Outcome::Recorded);
        Counts {
            share: viewer.say(&Said::new("audit-share").with("part", audit.conforms).with("of", of)),
            #[expect(clippy::cast_precision_loss, reason = "tenths of a percent are at most 1000")]
            percent: share
                .tenths()
                .map(|tenths| viewer.i18n().decimal(viewer.lang(), tenths as f64 / 10.0, 1)),
            conforms: audit.conforms,
            nonconforming: audit.nonconforming,
            corrected: audit.corrected,
            not_applicable: audit.not_applicable,
            recorded: self.answers.values().filter(is_recorded).count(),
        }
    }

    fn next(&self, viewer: &Viewer) -> Option<NextShown> {
        let row = self.next.as_ref()?;
        let zone = zone_of(&row.audit).ok()?;
        Some(NextShown {
            href: links::audit(row.audit.id),
            title: row.title.get(viewer.lang()).to_owned(),
            due: viewer.moment(&zone, row.audit.due_at),
        })
    }
}

/// What happened; with a word for those who came by a one-time link.
fn what(viewer: &Viewer, entry: &history::Entry) -> String {
    let what = viewer.t(&format!("history-{}", entry.event));
    let facts: serde_json::Value = serde_json::from_str(&entry.facts).unwrap_or_default();
    match facts.get("by_link") {
        Some(_) => viewer.say(&Said::new("audit-by-link").with("what", what)),
        None => what,
    }
}

/// How far the clock of the device that sent was off, where it was.
fn clock(viewer: &Viewer, submission: &queries::Submission) -> Option<String> {
    let seconds = arrival::clock_off(submission.sent_at, submission.arrived_at)?;
    let key = if seconds > 0 {
        "audit-clock-ahead"
    } else {
        "audit-clock-behind"
    };
    Some(viewer.say(&Said::new(key).with("minutes", seconds.abs() / 60)))
}

/// What a person can read out of a submission's id: eight signs, those that differ most.
pub(super) fn short(id: SubmissionId) -> String {
    let text = id.0.simple().to_string();
    let tail = text.get(text.len().saturating_sub(8)..).unwrap_or_default();
    format!(
        "{}-{}",
        &tail.get(..4).unwrap_or_default(),
        &tail.get(4..).unwrap_or_default()
    )
}
