//! What whoever sent an audit reads right after: what happens next, until when answers can be changed, and how long it
//! took.

use super::*;
use crate::audits::{amending, hints};
use std::collections::HashMap;

/// For how long the page tells what happens next, in minutes after an audit arrived.
const FRESH_MINUTES: i64 = 24 * 60;

/// Something that happens next.
#[derive(Debug, Serialize)]
pub struct StepShown {
    when: String,
    text: String,
}

/// The way to the answers, while they can be changed.
#[derive(Debug, Serialize)]
pub struct AmendShown {
    href: String,
    text: String,
}

/// What the page needs of the database; nothing for anybody but whoever sent the audit a while ago.
#[derive(Default)]
pub(super) struct Thanks {
    fresh: bool,
    until: Option<Instant>,
    told: Vec<String>,
    owners: HashMap<PersonId, String>,
    /// Days of a repeat.
    repeat_days: i32,
}

impl Thanks {
    pub(super) fn load(
        conn: &mut Conn,
        audit: &Audit,
        found: &[findings::model::Finding],
        viewer: PersonId,
        now: Instant,
    ) -> AppResult<Self> {
        let owners: Vec<PersonId> = found.iter().filter_map(|finding| finding.owner_id).collect();
        let owners: HashMap<PersonId, String> = findings::queries::names(conn, owners)?.into_iter().collect();
        let sent = queries::submission_of(conn, audit.id)?;
        let is_fresh =
            |sent: queries::Submission| sent.person_id == viewer && now < sent.arrived_at.plus_minutes(FRESH_MINUTES);
        if !sent.is_some_and(is_fresh) {
            return Ok(Self {
                owners,
                ..Self::default()
            });
        }
        let mut told = Vec::new();
        for finding in found.iter().filter(|finding| !finding.is_withdrawn()) {
            told.extend(findings::queries::told_at_once(conn, finding.id)?);
        }
        told.sort_unstable();
        told.dedup();
        let mut told: Vec<String> = findings::queries::names(conn, told)?
            .into_iter()
            .map(|(_, name)| name)
            .collect();
        told.sort();
        Ok(Self {
            fresh: true,
            repeat_days: findings::settings::queries::rules(conn)?.repeat_days,
            until: amending::until(conn, audit, viewer, now)?,
            told,
            owners,
        })
    }

    /// Who has a finding, and by when.
    pub(super) fn has(&self, viewer: &Viewer, zone: &Zone, finding: &findings::model::Finding) -> Option<String> {
        if finding.state.is_closed() {
            return None;
        }
        let due = viewer.day(zone, finding.due_on?).text;
        let said = match finding.owner_id.and_then(|owner| self.owners.get(&owner)) {
            Some(owner) => Said::new("audit-finding-has").with("owner", owner.as_str()),
            None => Said::new("audit-finding-has-nobody"),
        };
        Some(viewer.say(&said.with("due", due)))
    }

    /// Until when answers can be changed, and where.
    pub(super) fn amend(&self, viewer: &Viewer, zone: &Zone, audit: &Audit) -> Option<AmendShown> {
        let until = viewer.clock(zone, self.until?);
        Some(AmendShown {
            href: links::amendment(audit.id),
            text: viewer.say(&Said::new("audit-amend-link").with("until", until)),
        })
    }

    /// What happens next, in the order in which it does.
    pub(super) fn steps(&self, viewer: &Viewer, zone: &Zone, found: &[findings::model::Finding]) -> Vec<StepShown> {
        if !self.fresh {
            return Vec::new();
        }
        let step = |when: String, text: &Said| StepShown {
            when,
            text: viewer.say(text),
        };
        let mut steps = Vec::new();
        if !self.told.is_empty() {
            let said = Said::new("audit-next-told").with("who", self.told.join(", "));
            steps.push(step(viewer.t("audit-next-now"), &said));
        }
        let corrected = found
            .iter()
            .filter(|finding| finding.resolution == Some(findings::model::Resolution::CorrectedOnTheSpot));
        let corrected = corrected.count();
        if corrected > 0 {
            let said = Said::new("audit-next-corrected")
                .with("count", corrected)
                .with("days", self.repeat_days);
            steps.push(step(viewer.t("audit-next-now"), &said));
        }
        let mut open: BTreeMap<(NaiveDate, Option<PersonId>), Vec<&str>> = BTreeMap::new();
        for finding in found.iter().filter(|finding| !finding.state.is_closed()) {
            if let Some(due) = finding.due_on {
                open.entry((due, finding.owner_id)).or_default().push(&finding.number);
            }
        }
        for ((due, owner), numbers) in &open {
            let said = match owner.and_then(|owner| self.owners.get(&owner)) {
                Some(owner) => Said::new("audit-next-decides").with("owner", owner.as_str()),
                None => Said::new("audit-next-decides-nobody"),
            };
            let by = Said::new("audit-next-by").with("date", viewer.day(zone, *due).text);
            steps.push(step(viewer.say(&by), &said.with("numbers", numbers.join(", "))));
        }
        match (open.is_empty(), steps.is_empty()) {
            (false, _) => steps.push(step(viewer.t("audit-next-later"), &Said::new("audit-next-watch"))),
            (true, true) => steps.push(step(viewer.t("audit-next-now"), &Said::new("audit-next-nothing"))),
            (true, false) => {}
        }
        steps
    }
}

/// How long an audit took, as its device noted it.
#[derive(Debug, Serialize)]
pub struct TookShown {
    lead: String,
    questions: Vec<String>,
}

/// How long an audit took, in words; `None` where no device noted it.
pub(super) fn took(
    viewer: &Viewer,
    audit: &Audit,
    sent: &queries::Submission,
    noted: &[(i32, AnswerFacts)],
) -> Option<TookShown> {
    if noted.is_empty() && sent.started_at.is_none() {
        return None;
    }
    let (from, to) = hints::took(audit.started_at, sent)?;
    let minutes = (to.since(from).num_seconds().max(0) + 30) / 60;
    let first = noted.iter().map(|(position, _)| *position).min().unwrap_or(0);
    Some(TookShown {
        lead: viewer.say(&Said::new("audit-took").with("minutes", minutes)),
        questions: noted
            .iter()
            .map(|(position, facts)| question_took(viewer, position - first + 1, facts))
            .collect(),
    })
}

fn question_took(viewer: &Viewer, number: i32, facts: &AnswerFacts) -> String {
    let mut parts = Vec::new();
    if let Some(seconds) = facts.seconds {
        let words = viewer.i18n().decimal(viewer.lang(), seconds.round(), 0);
        parts.push(viewer.say(&Said::new("audit-took-seconds").with("seconds", words)));
    }
    if let Some(nth) = facts.nth {
        parts.push(viewer.say(&Said::new("audit-took-nth").with("nth", nth)));
    }
    if let Some(changes) = facts.changes.filter(|changes| *changes > 1) {
        parts.push(viewer.say(&Said::new("audit-took-changes").with("count", changes)));
    }
    if let Some(pasted) = facts.pasted.filter(|pasted| *pasted > 0) {
        parts.push(viewer.say(&Said::new("audit-took-pasted").with("count", pasted)));
    }
    let said = Said::new("audit-took-question").with("n", number);
    viewer.say(&said.with("what", parts.join(", ")))
}
