//! The five minutes after an audit was sent: whoever sent it can change the answers. Nothing is erased: each amendment is
//! a submission of its own that names the one before, the history keeps the old words, figures take the old answers back
//! and count the new ones, and findings keep their numbers. An amendment can be amended until the first five minutes are
//! over. What somebody else has worked on already is not changed from here.

use super::letters;
use super::model::*;
use super::operations::{self, Received, Sent};
use super::queries::{self, Counted, Submission};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::checklists::model::{Kind, QuestionVersion};
use crate::figures::operations as figures;
use crate::findings::amending::{self as findings, Amended, Says};
use crate::findings::model::Finding;
use crate::findings::queries as found;
use crate::findings::reminders::{tell_at_once, tell_found, tell_reopened, told_found};
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files::Stored;
use crate::platform::mail::post::Post;
use serde_json::json;
use std::collections::HashMap;

/// For how long answers can be changed after they arrived, in minutes.
pub const MINUTES: i64 = 5;

/// Why answers cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAmend {
    /// The audit was not sent.
    #[error("not sent")]
    NotSent,
    /// Somebody else sent it.
    #[error("somebody else's")]
    NotYours,
    /// The minutes are over.
    #[error("too late")]
    TooLate,
    /// It came from paper, where nothing can be pressed by mistake.
    #[error("from paper")]
    FromPaper,
    /// It looks at a duty of a layer above.
    #[error("an audit from below")]
    FromBelow,
}

impl CannotAmend {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        match self {
            Self::NotSent => Said::new("audit-amend-no-not-sent"),
            Self::NotYours => Said::new("audit-amend-no-not-yours"),
            Self::TooLate => Said::new("audit-amend-no-too-late").with("minutes", MINUTES),
            Self::FromPaper => Said::new("audit-amend-no-from-paper"),
            Self::FromBelow => Said::new("audit-amend-no-from-below"),
        }
    }
}
impl From<CannotAmend> for AppError {
    fn from(no: CannotAmend) -> Self {
        match no {
            CannotAmend::NotYours => Self::Forbidden(no.said()),
            _ => Self::Refused(no.said()),
        }
    }
}

/// What came of an amendment.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// It was taken now, or had arrived before; or its id had arrived with other answers.
    Received(Received),
    /// It says what was sent before.
    Nothing,
    /// Somebody has worked on what some answers found: nothing was changed.
    WorkedOn(Vec<WorkedOn>),
}

/// An answer that cannot be changed any more, because somebody has worked on what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkedOn {
    /// The number of the question on the page, from 1.
    pub number: usize,
    /// The question.
    pub question: QuestionId,
    /// The number of the finding.
    pub finding: String,
    /// Who has to see to it: whom to ask.
    pub owner: Option<String>,
}

/// Until when the answers of an audit can be changed by this person; a refusal says why they cannot.
///
/// # Errors
/// [`CannotAmend`] in its words.
pub fn check(conn: &mut Conn, audit: &Audit, who: PersonId, now: Instant) -> AppResult<Instant> {
    let first = match queries::submission_of(conn, audit.id)? {
        Some(first) if audit.state == AuditState::Submitted => first,
        _ => return Err(CannotAmend::NotSent.into()),
    };
    if first.from_paper {
        return Err(CannotAmend::FromPaper.into());
    }
    if first.person_id != who || audit.submitted_by != Some(who) {
        return Err(CannotAmend::NotYours.into());
    }
    if queries::asks(conn, audit.plan_id)?.about_layer.is_some() {
        return Err(CannotAmend::FromBelow.into());
    }
    let until = first.arrived_at.plus_minutes(MINUTES);
    if now <= until {
        Ok(until)
    } else {
        Err(CannotAmend::TooLate.into())
    }
}

/// Until when this person can change the answers of an audit; `None` where that is not to be.
///
/// # Errors
/// Only when the database fails.
pub fn until(conn: &mut Conn, audit: &Audit, who: PersonId, now: Instant) -> AppResult<Option<Instant>> {
    match check(conn, audit, who, now) {
        Ok(until) => Ok(Some(until)),
        Err(AppError::Refused(_) | AppError::Forbidden(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An answer before and after.
struct Change<'q> {
    number: usize,
    question: &'q QuestionVersion,
    before: Answer,
    after: Answer,
}

impl Change<'_> {
    fn amended(&self) -> Amended {
        Amended {
            question: self.question.question_id,
            before: says(&self.before),
            after: says(&self.after),
            found: if self.after.fails() {
                operations::new_findings(self.question, &self.after)
            } else {
                Vec::new()
            },
        }
    }

    /// What from and what to, without what people typed.
    fn facts(&self) -> serde_json::Value {
        let one = |answer: &Answer| {
            let given = answer.given.as_ref().filter(|_| self.question.kind != Kind::Text);
            json!({"outcome": answer.outcome, "value": answer.value, "given": given, "sensitive": answer.sensitive,
                "steps": answer.steps})
        };
        json!({"question": self.question.question_id, "from": one(&self.before), "to": one(&self.after)})
    }

    /// What people typed, before and after; `None` where that is the same.
    fn words(&self) -> Option<String> {
        let one = |answer: &Answer| -> String {
            let given = answer.given.as_ref().filter(|_| self.question.kind == Kind::Text);
            let further = answer.further().iter().flat_map(|more| [&more.seen, &more.done]);
            let all = given.into_iter().chain([&answer.seen, &answer.done]).chain(further);
            let said: Vec<&str> = all.map(String::as_str).filter(|text| !text.is_empty()).collect();
            if said.is_empty() {
                "–".to_owned()
            } else {
                said.join(" / ")
            }
        };
        let (before, after) = (one(&self.before), one(&self.after));
        (before != after).then(|| format!("{}. {before} → {after}", self.number))
    }
}

/// What an answer says to those who watch an earlier fix.
fn says(answer: &Answer) -> Says {
    match answer.outcome {
        Some(Outcome::Conforms) => Says::Conforms,
        Some(Outcome::Nonconforming | Outcome::Corrected) => Says::Fails,
        Some(Outcome::NotApplicable | Outcome::Recorded) | None => Says::Nothing,
    }
}

/// The answers that are other than before, in the order of the questions.
fn changes<'q>(
    conn: &mut Conn,
    act: &Act,
    audit: &Audit,
    questions: &'q [QuestionVersion],
    sent: &Sent,
) -> AppResult<Vec<Change<'q>>> {
    let given: HashMap<QuestionId, &Given> = sent.answers.iter().map(|(id, given)| (*id, given)).collect();
    let mut before: HashMap<QuestionId, Answer> = queries::answers(conn, audit.id)?
        .into_iter()
        .map(|answer| (answer.question_id, answer))
        .collect();
    let mut changes = Vec::new();
    for (number, question) in (1..).zip(questions) {
        let id = question.question_id;
        let (Some(given), Some(before)) = (given.get(&id), before.remove(&id)) else {
            continue;
        };
        let after = given.answer(audit, question, act.now).settled();
        if !after.says_the_same(&before) {
            changes.push(Change {
                number,
                question,
                before,
                after,
            });
        }
    }
    Ok(changes)
}

/// Those of these answers on whose findings somebody has worked.
fn worked_on(conn: &mut Conn, audit: &Audit, changes: &[Change<'_>]) -> AppResult<Vec<WorkedOn>> {
    let mut worked = Vec::new();
    for change in changes {
        let question = change.question.question_id;
        let Some(finding) = findings::worked_on(conn, Origin::Audit(audit.id), question)? else {
            continue;
        };
        worked.push(WorkedOn {
            number: change.number,
            question,
            owner: match finding.owner_id {
                Some(owner) => Some(people::queries::find(conn, owner)?.name),
                None => None,
            },
            finding: finding.number,
        });
    }
    Ok(worked)
}

/// Takes an amendment, once: all of it or nothing. Photos may come with it.
///
/// # Errors
/// [`CannotAmend`] or [`CannotAudit`] in its words; Stale when somebody was quicker.
pub fn amend(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    id: AuditId,
    sent: &Sent,
    photos: &[(QuestionId, Stored)],
) -> AppResult<Taken> {
    let audit = queries::find_to_change(conn, id)?;
    if let Some(before) = operations::received_before(conn, id, sent)? {
        return Ok(Taken::Received(before));
    }
    let who = operations::person(act)?;
    check(conn, &audit, who, act.now)?;
    let questions = queries::questions(conn, id)?;
    let changes = changes(conn, act, &audit, &questions, sent)?;
    let worked = worked_on(conn, &audit, &changes)?;
    if !worked.is_empty() {
        return Ok(Taken::WorkedOn(worked));
    }
    let mut added = 0;
    for (question, photo) in photos {
        added += usize::from(operations::keep_photo(conn, act, id, *question, photo)? == photo.id());
    }
    operations::check_complete(conn, act, &audit, &questions, sent)?;
    if changes.is_empty() && added == 0 {
        return Ok(Taken::Nothing);
    }
    let counted = count_anew(conn, &audit, &changes)?;
    let rows: Vec<Answer> = changes.iter().map(|change| change.after.clone()).collect();
    queries::put_answers(conn, &rows)?;
    let amends = queries::last_submission(conn, id)?.map(|last| last.id);
    queries::insert_submission(
        conn,
        &Submission {
            id: sent.id,
            audit_id: id,
            person_id: who,
            body_hash: sent.body_hash.clone(),
            device_at: sent.device_at,
            arrived_at: act.now,
            sent_at: None,
            done_at: None,
            from_paper: false,
            started_at: None,
            amends,
        },
    )?;
    let facts = json!({
        "submission": sent.id, "amends": amends, "body": sent.body_hash, "photos": added,
        "answers": changes.iter().map(Change::facts).collect::<Vec<_>>(),
        "conforms": counted.conforms, "nonconforming": counted.nonconforming, "corrected": counted.corrected,
        "not_applicable": counted.not_applicable,
    });
    let words: Vec<String> = changes.iter().filter_map(Change::words).collect();
    operations::record(conn, act, id, "audit-amended", facts, Some(&words.join("\n")))?;
    amend_findings(conn, act, post, &audit, sent.id, &changes)?;
    Ok(Taken::Received(Received::New))
}

/// What of these answers figures count.
fn outcomes<'a>(answers: impl Iterator<Item = &'a Answer>) -> Vec<(QuestionId, Outcome)> {
    answers
        .filter_map(|answer| Some((answer.question_id, answer.outcome?)))
        .filter(|(_, outcome)| *outcome != Outcome::Recorded)
        .collect()
}

/// Takes what changed out of the figures, and counts it as it is now.
fn count_anew(conn: &mut Conn, audit: &Audit, changes: &[Change<'_>]) -> AppResult<Counted> {
    let place = operations::place_of(audit);
    figures::uncount_answers(conn, &place, &outcomes(changes.iter().map(|change| &change.before)))?;
    figures::count_answers(conn, &place, &outcomes(changes.iter().map(|change| &change.after)))?;
    let all: HashMap<QuestionId, Outcome> = queries::answers(conn, audit.id)?
        .into_iter()
        .filter_map(|answer| Some((answer.question_id, answer.outcome?)))
        .chain(
            changes
                .iter()
                .filter_map(|change| Some((change.question.question_id, change.after.outcome?))),
        )
        .collect();
    let counted = Counted::of(all.values());
    operations::once(queries::set_amended(conn, audit, counted)?)?;
    Ok(counted)
}

/// Findings, watches and mails follow.
fn amend_findings(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    audit: &Audit,
    submission: SubmissionId,
    changes: &[Change<'_>],
) -> AppResult<()> {
    let place = operations::raised_in(conn, audit)?;
    let answers: Vec<Amended> = changes.iter().map(Change::amended).collect();
    let was_open: Vec<FindingId> = found::standing_of(conn, Origin::Audit(audit.id))?
        .iter()
        .filter(|finding| !finding.state.is_closed())
        .map(|finding| finding.id)
        .collect();
    let done = findings::amend(conn, act, &place, &answers)?;
    let again: Vec<String> = queries::amendments(conn, audit.id)?
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut told: Vec<(PersonId, Vec<Finding>)> = Vec::new();
    for id in done.changed.iter().chain(&done.withdrawn) {
        let finding = found::find(conn, *id)?;
        let mut readers = found::told_at_once(conn, *id)?;
        if was_open.contains(id) {
            let owner = told_found(conn, act, (audit.id, &again), &finding)?;
            readers.extend(owner.filter(|owner| !readers.contains(owner)));
        }
        for person in readers {
            match told.iter_mut().find(|(known, _)| *known == person) {
                Some((_, findings)) => findings.push(finding.clone()),
                None => told.push((person, vec![finding.clone()])),
            }
        }
    }
    for (person, findings) in told {
        letters::amended(conn, act, post, audit, submission, person, &findings)?;
    }
    for id in done.raised.iter().chain(&done.changed) {
        tell_at_once(conn, act, post, *id)?;
    }
    for (old, again) in &done.reopened {
        tell_reopened(conn, act, post, *old, *again)?;
    }
    let new: Vec<FindingId> = done.raised.iter().chain(&done.left_open).copied().collect();
    tell_found(conn, act, post, audit.id, &submission.to_string(), &new)
}
