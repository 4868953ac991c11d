//! Reasons for a talk about how an audit was done: what is unusual, and beside what. Never a verdict, and nothing follows
//! from them (product rule 4.9). The person who did the audit and whoever leads them see the same words; nobody else.
//!
//! An audit is compared with those of the same checklist and layer in the [`DAYS`] before it. Others are compared with
//! only where at least [`FEWEST_PEOPLE`] other people did some, so that nobody is told about one of them. Nothing is
//! stored: the signals are those of [`careless`].

pub mod queries;
#[cfg(test)]
mod tests;

use super::model::{AnswerFacts, Audit};
use super::queries::{Submission, asks, facts};
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::share::{Share, median_p90};
use crate::base::statistics::careless::{self, Given, Reason, Signal};
use crate::base::zone::shifted;
use crate::figures;
use crate::figures::model::{Over, Tally};
use crate::people;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Days before an audit with which it is compared.
pub const DAYS: i64 = 90;
/// Other people who have to have done the checklist before anything is compared with them.
pub const FEWEST_PEOPLE: usize = 5;

/// When an audit was begun and finished, on the device's clock where it told, else on ours; `None` for one from paper,
/// and where nobody knows.
pub fn took(started_at: Option<Instant>, sent: &Submission) -> Option<(Instant, Instant)> {
    match (sent.started_at, sent.device_at) {
        _ if sent.from_paper => None,
        (Some(from), Some(to)) => Some((from, to)),
        _ => Some((started_at?, sent.done_at.unwrap_or(sent.arrived_at))),
    }
}

/// An audit that was done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Done {
    /// Which.
    pub audit: AuditId,
    /// Who did it.
    pub person: PersonId,
    /// How many questions it asked.
    pub asked: i64,
    /// When its window opened.
    pub opens: Instant,
    /// When it was due.
    pub due: Instant,
    /// When it counts as done.
    pub at: Instant,
    /// When it was begun and finished.
    pub took: Option<(Instant, Instant)>,
}

impl Done {
    /// How long it took, in seconds.
    fn seconds(&self) -> Option<i64> {
        let (from, to) = self.took?;
        Some(to.since(from).num_seconds().max(0))
    }
    /// How long a question took, in milliseconds: whole seconds would make a factor of two of less.
    fn pace(&self) -> Option<i64> {
        (self.asked > 0).then_some(self.seconds()?.saturating_mul(1000) / self.asked.max(1))
    }
    fn is_in_last_tenth(&self) -> Option<bool> {
        let seconds = |at: Instant| at.micros() / 1_000_000;
        careless::is_in_last_tenth(seconds(self.opens), seconds(self.due), seconds(self.at))
    }
}

/// What an audit is compared with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Around {
    /// The same person's audits of this checklist and layer before it, without it.
    pub own: Vec<Done>,
    /// Those of others.
    pub others: Vec<Done>,
    /// The same person's audits of any checklist about this time, with it.
    pub near: Vec<Done>,
    /// Its answers in the order they were given, each beside those of others.
    pub given: Vec<Given<4>>,
    /// The same person's answers to its questions, with its own.
    pub own_answers: Tally,
    /// Those of others.
    pub other_answers: Tally,
    /// The same person's notes with their audits, with its own.
    pub notes: Vec<(AuditId, String)>,
}

/// A reason, and of how many audits what is usual comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// What is unusual.
    pub signal: Signal,
    /// How many audits it is compared with.
    pub audits: usize,
}

/// What is worth a talk about an audit.
pub fn hints(this: &Done, around: &Around) -> Vec<Hint> {
    let paces = |audits: &[Done]| audits.iter().filter_map(Done::pace).collect::<Vec<_>>();
    let people: BTreeSet<PersonId> = around.others.iter().map(|done| done.person).collect();
    let has_peers = people.len() >= FEWEST_PEOPLE;
    let (own, others) = (paces(&around.own), paces(&around.others));
    let mut found: Vec<(Option<Signal>, usize)> = Vec::new();
    if let Some(pace) = this.pace() {
        found.push((careless::faster_than_usual(pace, &own), own.len()));
        if has_peers {
            found.push((careless::faster_than_peers(pace, &others), others.len()));
        }
    }
    found.push((batch(this, around), around.near.len()));
    let notes: Vec<(AuditId, &str)> = around
        .notes
        .iter()
        .map(|(audit, note)| (*audit, note.as_str()))
        .collect();
    let copied = careless::copied_notes(&notes).filter(|signal| {
        let mut places = signal.places.iter();
        places.any(|place| notes.get(*place).is_some_and(|(audit, _)| *audit == this.audit))
    });
    found.push((copied, around.own.len()));
    if has_peers {
        found.push((careless::straight_line(&around.given), others.len()));
        let late = |audits: &[Done]| -> Share {
            let known = audits.iter().filter_map(Done::is_in_last_tenth);
            known.map(|is_late| Share::new(i64::from(is_late), 1)).sum()
        };
        if this.is_in_last_tenth() == Some(true) {
            let own = late(&around.own) + Share::new(1, 1);
            found.push((careless::last_minutes(own, late(&around.others)), around.own.len() + 1));
        }
        let own = around.own_answers.failed();
        if let (0, Ok(answers)) = (own.part, u32::try_from(own.whole)) {
            found.push((
                careless::improbable_zero(answers, around.other_answers.failed()),
                around.own.len() + 1,
            ));
        }
    }
    found
        .into_iter()
        .filter_map(|(signal, audits)| Some((signal.filter(|signal| signal.hint)?, audits)))
        .map(|(signal, audits)| Hint { signal, audits })
        .collect()
}

/// The most audits finished within ten minutes, where this one is among them and there is a usual time to compare with.
fn batch(this: &Done, around: &Around) -> Option<Signal> {
    let mut usual: Vec<i64> = around.own.iter().filter_map(Done::seconds).collect();
    if usual.len() < careless::FEWEST {
        return None;
    }
    let (median, _) = median_p90(&mut usual)?;
    let seconds = |done: &Done| done.took.map_or(done.at, |(_, to)| to).micros() / 1_000_000;
    let finished: Vec<i64> = around.near.iter().map(seconds).collect();
    careless::batch(&finished, median).filter(|signal| {
        let mut places = signal.places.iter();
        places.any(|place| around.near.get(*place).is_some_and(|done| done.audit == this.audit))
    })
}

impl Hint {
    /// The reason in words, the same for everybody who sees it; fractions by `percent`.
    pub fn said(&self, percent: &dyn Fn(f64) -> String) -> Said {
        let (value, usual) = (self.signal.value, self.signal.usual);
        let said = Said::new(&format!("audit-hint-{}", self.signal.reason.as_str().replace('_', "-")));
        let said = said.with("audits", self.audits).with("days", DAYS);
        match self.signal.reason {
            Reason::LastMinutes => said.with("value", percent(value)).with("usual", percent(usual)),
            Reason::NothingFound => said.with("value", whole(value)).with("usual", percent(usual)),
            _ => said.with("value", whole(value)).with("usual", whole(usual)),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "seconds and counts, made of whole numbers"
)]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// What is worth a talk about an audit, for somebody: nothing unless they did it, or lead whoever did. An audit from below
/// is a matter of whoever did it alone.
///
/// # Errors
/// Only when the database fails.
pub fn of(conn: &mut Conn, audit: &Audit, viewer: PersonId) -> AppResult<Option<Vec<Hint>>> {
    let Some(person) = audit.submitted_by else {
        return Ok(None);
    };
    // whoever is looked at from below must learn nothing about who looked
    let is_theirs = asks(conn, audit.plan_id)?.about_layer.is_none() && queries::leads(conn, viewer, audit)?;
    if person != viewer && !is_theirs {
        return Ok(None);
    }
    let from = shifted(audit.local_date, -DAYS);
    let done = queries::done(conn, audit, from)?;
    let Some(this) = done.iter().find(|done| done.audit == audit.id).copied() else {
        return Ok(None);
    };
    let (own, others): (Vec<Done>, Vec<Done>) = done
        .into_iter()
        .filter(|done| done.audit != audit.id)
        .partition(|done| done.person == person);
    let answers = queries::answers_of(conn, audit, person, from)?;
    let Some((top, ..)) = people::queries::agency_facts(conn)? else {
        return Ok(None);
    };
    let all = Over {
        process: Some(audit.process_id),
        layer: Some(audit.layer),
        ..Over::new(&[top], from, audit.local_date)
    };
    let all: HashMap<QuestionId, Tally> = figures::queries::tally_by_question(conn, &all)?.into_iter().collect();
    let mut own_answers: BTreeMap<QuestionId, Tally> = BTreeMap::new();
    for answer in &answers {
        let tally = own_answers.entry(answer.question).or_default();
        *tally = *tally + Tally::of(answer.outcome);
    }
    let of_others = |question: &QuestionId| {
        let own = own_answers.get(question).copied().unwrap_or_default();
        all.get(question).copied().unwrap_or_default() + -own
    };
    let here: Vec<(QuestionId, Outcome)> = in_order(&answers, audit.id, &facts(conn, audit.id)?);
    let around = Around {
        given: here
            .iter()
            .filter_map(|(id, outcome)| given(*outcome, of_others(id)))
            .collect(),
        own_answers: here.iter().filter_map(|(id, _)| own_answers.get(id)).copied().sum(),
        other_answers: here.iter().map(|(id, _)| of_others(id)).sum(),
        near: queries::near(conn, person, this.at)?,
        notes: answers.into_iter().map(|answer| (answer.audit, answer.seen)).collect(),
        own,
        others,
    };
    Ok(Some(hints(&this, &around)))
}

/// The answers of an audit in the order they were given, as far as its device told.
fn in_order(answers: &[queries::Answered], audit: AuditId, noted: &[(i32, AnswerFacts)]) -> Vec<(QuestionId, Outcome)> {
    let place = |question: QuestionId| {
        let fact = noted.iter().find(|(_, fact)| fact.question_id == question);
        fact.and_then(|(_, fact)| fact.nth).unwrap_or(i32::MAX)
    };
    let mut own: Vec<&queries::Answered> = answers.iter().filter(|answer| answer.audit == audit).collect();
    own.sort_by_key(|answer| (place(answer.question), answer.position));
    own.iter().map(|answer| (answer.question, answer.outcome)).collect()
}

fn given(outcome: Outcome, others: Tally) -> Option<Given<4>> {
    let answer = match outcome {
        Outcome::Conforms => 0,
        Outcome::Nonconforming => 1,
        Outcome::Corrected => 2,
        Outcome::NotApplicable => 3,
        Outcome::Recorded => return None,
    };
    Some(Given {
        answer,
        others: [
            others.conforms,
            others.nonconforming,
            others.corrected,
            others.not_applicable,
        ],
    })
}
