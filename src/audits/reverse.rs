//! Audits from below: a layer looks at a duty of a layer above it. What the program knows of that duty stands beside the
//! questions; and answers may be without a name.
//!
//! *Without a name.* Whoever holds the layer's role at the unit may answer once, on one form, which is not saved before
//! it is sent. Two things are kept, and nothing that joins them: that a person took part in an audit, so that nobody
//! answers twice; and the answers, under the plan and the month, on a sheet whose number is drawn by lot, without person,
//! unit or moment. No page shows who took part, nothing of it enters the history, no finding is raised and no mail is
//! sent. Answers are shown in groups only: whole months in which at least [`LEAST`] people answered, or several months
//! together; and not before the last audit of a month is over, because whoever read a growing sum before and after an
//! answer would know that answer. The audit itself ends at its end, as done when anybody took part.

pub mod queries;

use self::queries::Sheet;
use super::draw::may_ask;
use super::model::*;
use super::queries::{self as audits, Asks, Counted};
use crate::agency::model::Layer;
use crate::base::act::{Act, mix};
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::zone::shifted;
use crate::checklists;
use crate::checklists::model::QuestionVersion;
use crate::figures::model::{AuditResult, Place};
use crate::figures::operations as figures;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use chrono::{Datelike, NaiveDate};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// People whose answers are shown together at least.
pub const LEAST: usize = 5;
/// The most letters of what is added to an answer.
pub const LONGEST_WORDS: usize = 1_000;
/// How far back the program tells of a duty, in days.
const BACK_DAYS: i64 = 90;

/// An answer without a name: what is said, and words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The question.
    pub question: QuestionId,
    /// Conforms, nonconforming or not applicable.
    pub outcome: Option<Outcome>,
    /// What is added, if anything.
    pub words: String,
}

/// The questions of an audit whose answers are without a name: all that the layer is asked by its plan, so that a group
/// of people was asked the same.
///
/// # Errors
/// Only when the database fails.
pub fn questions(conn: &mut Conn, audit: &Audit, asks: &Asks) -> AppResult<Vec<QuestionVersion>> {
    let own = checklists::queries::version(conn, audit.version_id)?;
    let version = checklists::queries::version_for(conn, &own, audit.layer, audit.opens_at)?;
    let mut questions = checklists::queries::plain_questions(conn, version.id)?;
    questions.retain(|question| may_ask(question, audit.layer, &asks.tags()));
    Ok(questions)
}

/// Takes the answers of one of those who may answer, without a name.
///
/// # Errors
/// [`CannotAudit`] in its words.
pub fn take_part(conn: &mut Conn, act: &Act, id: AuditId, spoken: &[Spoken]) -> AppResult<()> {
    let audit = audits::find_to_change(conn, id)?;
    let asks = audits::asks(conn, audit.plan_id)?;
    let who = act.who.filter(|_| asks.anonymous).ok_or(AppError::NotFound)?;
    if !audits::holds_role_for(conn, &audit, who)? {
        return Err(CannotAudit::NotYours.into());
    }
    audit.check_open(act.now)?;
    let mut rows = Vec::new();
    let sheet: AnyId = act.by_lot();
    let questions = questions(conn, &audit, &asks)?;
    for question in &questions {
        let said = spoken.iter().find(|spoken| spoken.question == question.question_id);
        let outcomes = [Outcome::Conforms, Outcome::Nonconforming, Outcome::NotApplicable];
        let Some((said, outcome)) = said.and_then(|said| Some((said, said.outcome?))) else {
            continue;
        };
        if outcomes.contains(&outcome) {
            rows.push(Sheet {
                plan_id: audit.plan_id,
                month: month_of(audit.local_date),
                sheet,
                question_id: question.question_id,
                question_version_id: question.id,
                outcome,
                words: said.words.trim().chars().take(LONGEST_WORDS).collect(),
            });
        }
    }
    if rows.len() < questions.len() {
        return Err(CannotAudit::Incomplete(questions.len() - rows.len()).into());
    }
    if !queries::insert_participant(conn, id, who)? {
        return Err(CannotAudit::TookPart.into());
    }
    queries::insert_sheet(conn, &rows)?;
    Ok(())
}

fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// Ends an audit whose answers are without a name, when its end has come: done when anybody took part, missed when
/// nobody did. Either is told to nobody. It counts in completion, at its unit; its answers count in no figure.
///
/// # Errors
/// Only when the database fails.
pub fn end(conn: &mut Conn, act: &Act, audit: &Audit) -> AppResult<()> {
    let took_part = queries::count_participants(conn, audit.id)?;
    let (ours, result, state, event) = match took_part {
        0 => (
            audits::set_ended(conn, audit, AuditState::Missed, None)?,
            AuditResult::Missed,
            AuditState::Missed,
            "audit-missed",
        ),
        _ => (
            audits::set_submitted(conn, audit, None, audit.due_at, Counted::default())?,
            AuditResult::Submitted { on_time: true },
            AuditState::Submitted,
            "audit-collected",
        ),
    };
    if !ours {
        return Ok(());
    }
    let place = Place {
        unit: audit.unit_id,
        process: audit.process_id,
        layer: audit.layer,
        day: audit.local_date,
    };
    figures::count_audit(conn, &place, result)?;
    history::record(
        conn,
        act,
        Change {
            record: Record::of("audit", audit.id),
            event,
            facts: json!({"from": audit.state, "to": state, "closed": audit.closes_at}),
            text: None,
        },
    )
}

/// What people said of a question, together.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The question.
    pub question: QuestionId,
    /// As it was worded last.
    pub version: QuestionVersionId,
    /// Answers that say it is so, of those that say yes or no.
    pub so: Share,
    /// Answers that say it did not apply.
    pub not_applicable: i64,
    /// What was added, in an order that says nothing.
    pub words: Vec<String>,
}

/// Months whose answers are told together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The first day of the first month.
    pub from: NaiveDate,
    /// The last day of the last.
    pub until: NaiveDate,
    /// How many people answered.
    pub people: usize,
    /// What they said.
    pub told: Vec<Told>,
}

/// What was said by a plan without names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// What may be told, the newest first.
    pub groups: Vec<Group>,
    /// How many people answered since.
    pub waiting: usize,
}

/// What may be told of a plan's answers at a moment; `today` is the agency's date.
///
/// # Errors
/// Only when the database fails.
pub fn results(conn: &mut Conn, plan: PlanId, now: Instant, today: NaiveDate) -> AppResult<Results> {
    let mut people: BTreeMap<NaiveDate, BTreeSet<PersonId>> = BTreeMap::new();
    for (date, person) in queries::participants(conn, plan)? {
        people.entry(month_of(date)).or_default().insert(person);
    }
    let open: BTreeSet<NaiveDate> = queries::open_dates(conn, plan, now)?
        .into_iter()
        .map(month_of)
        .collect();
    let is_over = |month: NaiveDate| month < month_of(today) && !open.contains(&month);
    let (grouped, waiting) = groups(&people, is_over);
    let mut groups = Vec::new();
    for (months, people) in grouped {
        let (Some(first), Some(last)) = (months.first(), months.last()) else {
            continue;
        };
        groups.push(Group {
            from: *first,
            until: shifted(month_of(shifted(*last, 31)), -1),
            people,
            told: told(queries::sheets(conn, plan, &months)?),
        });
    }
    groups.reverse();
    Ok(Results { groups, waiting })
}

/// Which months are told together, with how many people answered in them, and how many answered in those that cannot be
/// told yet. What is told once never changes: a month joins a group only when it is over.
pub fn groups(
    people: &BTreeMap<NaiveDate, BTreeSet<PersonId>>,
    is_over: impl Fn(NaiveDate) -> bool,
) -> (Vec<(Vec<NaiveDate>, usize)>, usize) {
    let (mut groups, mut months) = (Vec::new(), Vec::new());
    let mut together: BTreeSet<PersonId> = BTreeSet::new();
    let mut all_over = true;
    for (month, of_month) in people {
        months.push(*month);
        together.extend(of_month);
        all_over &= is_over(*month);
        if all_over && together.len() >= LEAST {
            groups.push((std::mem::take(&mut months), std::mem::take(&mut together).len()));
        }
    }
    (groups, together.len())
}

fn told(mut sheets: Vec<Sheet>) -> Vec<Told> {
    // By a number of sheet and question, so that the words of a sheet stand at another place under each question.
    let shuffled = |sheet: &Sheet| {
        let (s, q) = (sheet.sheet.0.as_u64_pair(), sheet.question_id.0.as_u64_pair());
        mix(mix(s.0 ^ mix(q.0)) ^ mix(s.1 ^ q.1))
    };
    sheets.sort_by_key(shuffled);
    let mut all: BTreeMap<QuestionId, Told> = BTreeMap::new();
    for sheet in sheets {
        let told = all.entry(sheet.question_id).or_insert_with(|| Told {
            question: sheet.question_id,
            version: sheet.question_version_id,
            so: Share::default(),
            not_applicable: 0,
            words: Vec::new(),
        });
        // ids grow with time: the newest wording
        told.version = told.version.max(sheet.question_version_id);
        match sheet.outcome {
            Outcome::NotApplicable => told.not_applicable += 1,
            outcome => told.so = told.so + Share::new(i64::from(outcome == Outcome::Conforms), 1),
        }
        if !sheet.words.is_empty() {
            told.words.push(sheet.words);
        }
    }
    all.into_values().collect()
}

/// What the program knows of a layer's duty at a unit: when it last audited here, how many of its audits were done, and
/// which findings wait. A sentence each; dates are said by the caller.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The layer's last audit here, and where it stands.
    LastAudit(NaiveDate, AuditState),
    /// It has audited nothing here yet.
    NoAudit,
    /// So many of so many of its audits here were done in the last 90 days.
    Done(Share),
    /// Findings here that nobody has answered yet, and those past their date.
    Findings(i64, i64),
}

impl Fact {
    /// The sentence, with a date as the reader writes it.
    pub fn said(&self, date: impl Fn(NaiveDate) -> String) -> Said {
        match self {
            Self::LastAudit(on, AuditState::Submitted) => Said::new("reverse-fact-done").with("on", date(*on)),
            Self::LastAudit(on, _) => Said::new("reverse-fact-missed").with("on", date(*on)),
            Self::NoAudit => Said::new("reverse-fact-none"),
            Self::Done(share) => Said::new("reverse-fact-share")
                .with("part", share.part)
                .with("whole", share.whole)
                .with("days", BACK_DAYS),
            Self::Findings(unanswered, late) => Said::new("reverse-fact-findings")
                .with("count", *unanswered)
                .with("late", *late),
        }
    }
}

/// What the program knows of the duty an audit is about, with the name of its layer; nothing for other audits.
///
/// # Errors
/// Only when the database fails.
pub fn facts(
    conn: &mut Conn,
    audit: &Audit,
    about: Option<i32>,
    layers: &[Layer],
    now: Instant,
) -> AppResult<Option<(String, Vec<Fact>)>> {
    let Some(layer) = layers.iter().find(|layer| Some(layer.number) == about) else {
        return Ok(None);
    };
    let mut facts = Vec::new();
    let ended = queries::ended(conn, audit.unit_id, layer.number, now)?;
    facts.push(match ended.first() {
        Some((on, state)) => Fact::LastAudit(*on, *state),
        None => Fact::NoAudit,
    });
    let since = shifted(audit.local_date, -BACK_DAYS);
    let recent = || ended.iter().filter(|(on, _)| *on >= since);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    if recent().count() > 1 {
        let done = recent().filter(|(_, state)| *state == AuditState::Submitted).count();
        facts.push(Fact::Done(Share::new(count(done), count(recent().count()))));
    }
    let (unanswered, late) = queries::waiting_findings(conn, audit.unit_id, now)?;
    facts.push(Fact::Findings(unanswered, late));
    Ok(Some((layer.name.clone(), facts)))
}

#[cfg(test)]
mod tests;
