//! Findings raised by hand: what somebody met outside of an audit, with or without a question of a checklist.
//!
//! It goes the way of every finding: the same number, due date, gates and mails. *With* a question it is a finding on
//! that question: repeats are marked and a fix is watched. *Without* one nothing is compared with it and nothing watches
//! its fix, because both go by the question audits ask.
//!
//! *Without a name*, where the agency allows it: nothing that is kept joins the person and the finding. There is no
//! finder and no actor in the history, every moment is the full hour before, the id says nothing, and photos lose their
//! names. How many somebody raises is counted under a key that leads to nobody, see [`Unnamed`].

use super::model::Finding;
use super::operations::{self, NewFinding, Raised};
use super::{evidence, queries, reminders};
use crate::base::act::Act;
use crate::base::codes::Severity;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::text::FALLBACK_LANGUAGE;
use crate::checklists;
use crate::people::sign_in;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::files::Stored;
use crate::platform::mail::post::Post;
use crate::refusals;

/// The most findings somebody raises without a name in an hour.
pub const MOST_UNNAMED: i32 = 10;
/// The most characters of a heading that is made of what was seen.
const LONGEST_TITLE: usize = 80;

/// A finding as somebody tells it.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// Made with the form: the same form sent twice raises one finding.
    pub id: FindingId,
    /// Where it was seen.
    pub unit_id: UnitId,
    /// In which process.
    pub process_id: ProcessId,
    /// The question of the process's checklist it is about, as it is worded now.
    pub question: Option<QuestionVersionId>,
    /// What was seen.
    pub seen: String,
    /// What was done on the spot: the finding closes at once.
    pub corrected: Option<String>,
    /// How serious it is; never less than the question says.
    pub severity: Severity,
    /// Whether it could soon harm people, property or the agency's reputation.
    pub sensitive: bool,
}

/// What keeps somebody without a name from raising findings without end.
#[derive(Debug, Clone)]
pub struct Unnamed {
    /// Says the same for the same person and hour, and nothing about who it is: made with a secret that is kept nowhere.
    pub key: String,
}

/// What came of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// The finding is there now.
    New(String),
    /// It was there already.
    Again(String),
}

/// Why a finding cannot be raised by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRaise {
    /// The form was sent before, with something else in it.
    #[error("sent before, with something else in it")]
    Other,
    /// The question is none of the checklist in use.
    #[error("no question of the checklist in use")]
    Question,
    /// Too many without a name within the hour.
    #[error("too many without a name")]
    TooMany,
}

impl CannotRaise {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Other => Said::new("raise-other"),
            Self::Question => Said::new("raise-no-question"),
            Self::TooMany => Said::new("raise-too-many").with("count", MOST_UNNAMED),
        }
    }
}
refusals!(CannotRaise);

/// Raises a finding by hand, with its photos and documents, whose bytes are safe. Sent again, it is there already.
///
/// # Errors
/// [`CannotRaise`] in its words.
pub fn raise(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    new: &ByHand,
    files: &[Stored],
    unnamed: Option<&Unnamed>,
) -> AppResult<Came> {
    if let Some(before) = queries::find_if_there(conn, new.id)? {
        return if is_same(&before, act, new) {
            Ok(Came::Again(before.number))
        } else {
            Err(CannotRaise::Other.into())
        };
    }
    if let Some(unnamed) = unnamed
        && !sign_in::count_in_hour(conn, act.now, &unnamed.key, MOST_UNNAMED)?
    {
        return Err(CannotRaise::TooMany.into());
    }
    let question = match new.question {
        Some(asked) => {
            let mut found = questions(conn, new.process_id)?;
            found.retain(|question| question.id == asked);
            Some(found.pop().ok_or(CannotRaise::Question)?)
        }
        None => None,
    };
    let place = Raised {
        unit_id: new.unit_id,
        process_id: new.process_id,
        layer: None,
        about_layer: None,
        origin: Origin::Hand(new.id),
        origin_label: String::new(),
    };
    let grave = question.as_ref().map(|question| question.severity);
    let told = NewFinding {
        part: 1,
        title: question.as_ref().map_or_else(
            || title_of(&new.seen),
            |question| question.texts.text.get(FALLBACK_LANGUAGE).to_owned(),
        ),
        seen: new.seen.clone(),
        corrected: new.corrected.clone(),
        contained: None,
        severity: grave.map_or(new.severity, |grave| grave.min(new.severity)),
        sensitive: new.sensitive,
        question: question.map(|question| (question.question_id, question.id)),
    };
    let raised = operations::raise(conn, act, &place, &[told])?;
    for file in files {
        evidence::add(conn, act, new.id, file)?;
    }
    reminders::tell_at_once(conn, act, post, new.id)?;
    reminders::tell_raised(conn, act, post, new.id)?;
    for old in raised.iter().filter_map(|raised| raised.reopened) {
        reminders::tell_reopened(conn, act, post, old, new.id)?;
    }
    Ok(Came::New(raised.into_iter().map(|raised| raised.number).collect()))
}

fn is_same(before: &Finding, act: &Act, new: &ByHand) -> bool {
    let told = (
        &before.seen,
        before.unit_id,
        before.process_id,
        &before.done,
        before.found_by,
    );
    told == (&new.seen, new.unit_id, new.process_id, &new.corrected, act.who)
}

/// The questions a finding on a process may be about: those of its checklist in use that an answer can fail.
///
/// # Errors
/// Only when the database fails.
pub fn questions(conn: &mut Conn, process: ProcessId) -> AppResult<Vec<checklists::model::QuestionVersion>> {
    let Some(template) = checklists::queries::find_by_process(conn, process)? else {
        return Ok(Vec::new());
    };
    let Some(version) = checklists::queries::published(conn, template.id)? else {
        return Ok(Vec::new());
    };
    let mut questions = checklists::queries::plain_questions(conn, version.id)?;
    questions.retain(checklists::model::QuestionVersion::is_judged);
    Ok(questions)
}

/// A heading of what was seen: its first line, cut between two words where it is long.
fn title_of(seen: &str) -> String {
    let line = seen.lines().next().unwrap_or_default();
    let mut title = String::new();
    for word in line.split_whitespace() {
        if title.chars().count() + word.chars().count() > LONGEST_TITLE {
            let cut: String = word.chars().take(LONGEST_TITLE).collect();
            return format!("{}…", if title.is_empty() { &cut } else { title.trim_end() });
        }
        title = format!("{title}{word} ");
    }
    title.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_the_first_line_and_ends_between_two_words() {
        assert_eq!(title_of("The ramp is blocked.\nSince Monday."), "The ramp is blocked.");
        let long = title_of(&"The ramp at the side door ".repeat(9));
        assert!(
            long.chars().count() <= LONGEST_TITLE + 1 && long.ends_with("door…"),
            "{long}"
        );
        assert_eq!(title_of(&"x".repeat(200)).chars().count(), LONGEST_TITLE + 1);
    }
}
