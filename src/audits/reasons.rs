//! Why an audit is not done: said with one tap by whoever leads its auditors, before or after it is missed.
//!
//! A reason excuses nothing: the audit stays expected, and the reason is shown beside it. Only a closure of the unit takes
//! an audit out of what is expected.

use super::model::{Audit, AuditState, CannotAudit};
use super::{handing::queries::leads, notice_queries, queries};
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::AuditId;
use crate::base::said::Said;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::i18n::I18n;
use crate::{refusals, text_enum};
use serde_json::json;

text_enum! {
    /// What is in the way of an audit.
    pub enum Why {
        /// Whoever does it is ill.
        Sick = "sick",
        /// Whoever does it is away.
        Away = "away",
        /// There are too few people today.
        ShortStaffed = "short-staffed",
        /// Other work could not wait.
        Busy = "busy",
        /// A system does not work.
        SystemDown = "system-down",
        /// What is looked at did not happen, or cannot be reached.
        NothingToSee = "nothing-to-see",
        /// Something else, in words.
        Other = "other",
    }
}

/// The most letters of the words that go with a reason.
pub const LONGEST_WORDS: usize = 500;

/// Why an audit is not done: one of a closed list, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is in the way; none for an audit that was excused in words.
    pub why: Option<Why>,
    /// What somebody wrote about it.
    pub words: String,
}

/// Why no reason can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotExplain {
    /// "Something else" says nothing without words.
    #[error("words are missing")]
    Words,
    /// The person does not lead there.
    #[error("does not lead there")]
    NotYours,
}

impl CannotExplain {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        Said::new(match self {
            Self::Words => "audit-reason-no-words",
            Self::NotYours => "audit-reason-no-leader",
        })
    }
}
refusals!(CannotExplain);

impl Reason {
    /// The reason of an audit, if somebody gave one.
    pub fn of(audit: &Audit) -> Option<Self> {
        audit.reason.as_deref().map(Self::parse)
    }

    /// Reads a reason as it is stored: `busy`, or `busy: The council met.`
    fn parse(stored: &str) -> Self {
        let (code, words) = stored.split_once(':').unwrap_or((stored, ""));
        match code.parse() {
            Ok(why) => Self {
                why: Some(why),
                words: words.trim().to_owned(),
            },
            Err(_) => Self {
                why: None,
                words: stored.to_owned(),
            },
        }
    }

    fn stored(&self) -> String {
        match (self.why, self.words.as_str()) {
            (None, words) => words.to_owned(),
            (Some(why), "") => why.as_str().to_owned(),
            (Some(why), words) => format!("{why}: {words}"),
        }
    }

    /// The reason in a language: "Other work could not wait. The council met."
    pub fn words_in(&self, i18n: &I18n, lang: &str) -> String {
        let why = self.why.filter(|why| *why != Why::Other);
        let mut sentences: Vec<String> = Vec::new();
        sentences.extend(why.map(|why| i18n.t(lang, &format!("audit-why-{why}"), &[])));
        sentences.extend(Some(self.words.clone()).filter(|words| !words.is_empty()));
        sentences.join(" ")
    }
}

impl Audit {
    /// Can it be said at this moment what is in the way? From its opening on, until it is sent.
    ///
    /// # Errors
    /// [`CannotAudit`] when it has not opened, was sent, or was excused.
    pub fn check_explainable(&self, now: Instant) -> Result<(), CannotAudit> {
        match self.state {
            AuditState::Submitted => Err(CannotAudit::Submitted),
            AuditState::Excused => Err(CannotAudit::Excused),
            _ if now < self.opens_at => Err(CannotAudit::NotOpenYet),
            AuditState::Scheduled | AuditState::InProgress | AuditState::Missed => Ok(()),
        }
    }
}
/// Says what is in the way of an audit, over what was said before. The audit stays expected.
///
/// # Errors
/// [`CannotExplain`] or [`CannotAudit`] in its words; Forbidden for who does not lead there; Stale when somebody was
/// quicker.
pub fn explain(conn: &mut Conn, act: &Act, id: AuditId, why: Why, words: &str) -> AppResult<()> {
    let who = act.who.ok_or_else(|| AppError::broken("a reason without a person"))?;
    let audit = queries::find_to_change(conn, id)?;
    if !leads(conn, who, &audit)? {
        return Err(AppError::Forbidden(CannotExplain::NotYours.said()));
    }
    audit.check_explainable(act.now)?;
    let words: String = words.trim().chars().take(LONGEST_WORDS).collect();
    if why == Why::Other && words.is_empty() {
        return Err(CannotExplain::Words.into());
    }
    let reason = Reason { why: Some(why), words };
    if Reason::of(&audit).as_ref() == Some(&reason) {
        return Ok(());
    }
    if !notice_queries::set_reason(conn, &audit, &reason.stored())? {
        return Err(AppError::Stale);
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("audit", id),
            event: "audit-reason-given",
            facts: json!({"from": Reason::of(&audit).and_then(|reason| reason.why), "to": why}),
            text: Some(reason.words.as_str()).filter(|words| !words.is_empty()),
        },
    )
}
