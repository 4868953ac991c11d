//! What is said about audits that open, are due or missed, to whom and when.
//!
//! The steps of an audit: *opens today*, in the morning; *due soon*, two working hours before it is due or on the working
//! day before; *due*, when there is grace left, also to the layer above when nobody has started; and *missed*, to the layer
//! above. A short window skips the steps it has no room for, and of several steps that were slept through only the last
//! one is said. Whoever may do an audit that is nobody's yet is told like its assignee.

use super::model::{Audit, AuditState};
use super::reasons::Reason;
use super::{by_link, handing, ics, notice_queries, operations, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::links;
use crate::base::zone::Zone;
use crate::findings::reminders::Looked;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use chrono::NaiveDate;
use serde_json::json;

/// The minute of the local day that counts as morning where opening hours do not say it.
const MORNING: i32 = 8 * 60;
/// Opening hours that begin in between say when morning is.
const EARLY: i32 = 6 * 60;
const NOON: i32 = 12 * 60;
/// Working minutes before the due time at which an audit of one day is due soon.
const SOON: i64 = 120;
/// Minutes that lie between two reminders at least.
const ROOM: i64 = 60;

/// One thing to be said about an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// It opens on this day.
    Opens,
    /// It is due in a while.
    Soon,
    /// It is due, and can still be sent.
    Due,
    /// Its end has passed.
    Missed,
}

/// The window of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// It can be started.
    pub opens_at: Instant,
    /// It is due.
    pub due_at: Instant,
    /// It cannot be sent after this moment.
    pub closes_at: Instant,
}

impl Window {
    fn of(audit: &Audit) -> Self {
        Self {
            opens_at: audit.opens_at,
            due_at: audit.due_at,
            closes_at: audit.closes_at,
        }
    }

    /// What is to be said, with the moment from which on, in order. An audit that is not announced is not told before it
    /// opens.
    pub fn steps(&self, calendar: &Calendar, announced: bool) -> Vec<(Step, Instant)> {
        let (first, last) = (
            calendar.zone.local(self.opens_at).date,
            calendar.zone.local(self.due_at).date,
        );
        let early = morning(calendar, first);
        let opens = if announced && early < self.due_at {
            early
        } else {
            self.opens_at
        };
        let soon = if first == last {
            calendar.add_working_minutes(self.due_at, -SOON)
        } else {
            morning(calendar, calendar.days_before(last, 1))
        };
        let mut steps = Vec::with_capacity(4);
        if opens < self.due_at {
            steps.push((Step::Opens, opens));
        }
        if soon >= opens.max(self.opens_at).plus_minutes(ROOM) && soon < self.due_at {
            steps.push((Step::Soon, soon));
        }
        if self.due_at < self.closes_at {
            steps.push((Step::Due, self.due_at));
        }
        // One second past its end, so that the end itself still belongs to the auditor.
        steps.push((Step::Missed, self.closes_at.plus_seconds(1)));
        steps
    }
}

/// The morning of a local date: when the unit opens, if that is in the morning; else eight o'clock.
pub fn morning(calendar: &Calendar, date: NaiveDate) -> Instant {
    let opens = calendar.open_on(date).map(|(opens, _)| opens).filter(|opens| {
        let local = calendar.zone.local(*opens);
        local.date == date && (EARLY..=NOON).contains(&local.minute)
    });
    opens.unwrap_or_else(|| calendar.zone.instant(date, MORNING))
}

/// When an audit is looked at for the first time: no step of it is earlier.
pub fn first_look(zone: &Zone, opens_at: Instant) -> Instant {
    zone.instant(zone.local(opens_at).date, EARLY).min(opens_at)
}

/// Of the steps whose moment has come the last one, and when to look next.
pub fn due_step(steps: &[(Step, Instant)], now: Instant) -> (Option<Step>, Option<Instant>) {
    let past = steps.iter().take_while(|(_, at)| *at <= now).count();
    let step = past.checked_sub(1).and_then(|last| steps.get(last));
    (step.map(|(step, _)| *step), steps.get(past).map(|(_, at)| *at))
}

/// Looks at the most urgent audit whose moment has come, moves the moment on and says what is to be said.
///
/// # Errors
/// Only when the database or a template fails.
pub fn remind_one(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<Looked> {
    let Some(audit) = queries::next_notice(conn, act.now)? else {
        return Ok(Looked::Nothing);
    };
    if !matches!(audit.state, AuditState::Scheduled | AuditState::InProgress) {
        queries::claim_notice(conn, &audit, None)?;
        return Ok(Looked::One(0));
    }
    let plan = notice_queries::manner(conn, audit.plan_id)?;
    let letter = Letter {
        audit: &audit,
        anonymous: plan.anonymous,
    };
    if act.now > audit.closes_at {
        let missed = operations::miss(conn, act, &audit)?;
        return Ok(Looked::One(if missed {
            letter.tell_leaders(conn, act, post, Step::Missed)?
        } else {
            0
        }));
    }
    let calendar = agency::queries::calendar(conn, audit.unit_id)?;
    let steps = Window::of(&audit).steps(&calendar, !plan.unannounced);
    let (step, next) = due_step(&steps, act.now);
    if !queries::claim_notice(conn, &audit, next)? {
        return Ok(Looked::One(0));
    }
    let Some(step) = step else { return Ok(Looked::One(0)) };
    let is_started = audit.state == AuditState::InProgress;
    if is_started && step == Step::Opens {
        return Ok(Looked::One(0));
    }
    let mut sent = letter.tell_auditors(conn, act, post, step)?;
    // nobody starts an audit whose answers are without a name
    if step == Step::Due && !is_started && !plan.anonymous {
        sent += letter.tell_leaders(conn, act, post, step)?;
    }
    Ok(Looked::One(sent))
}

/// What is said about one audit.
struct Letter<'a> {
    audit: &'a Audit,
    anonymous: bool,
}

impl Letter<'_> {
    /// Tells its assignee; while it has none, those who may take it.
    fn tell_auditors(&self, conn: &mut Conn, act: &Act, post: &Post, step: Step) -> AppResult<usize> {
        let audit = self.audit;
        let (message, class) = match step {
            Step::Opens => ("audit_opens", Class::Opens),
            Step::Soon => ("audit_soon", Class::Work),
            Step::Due | Step::Missed => ("audit_due", Class::Late),
        };
        let until = if step == Step::Due {
            half_of_grace(audit)
        } else {
            audit.due_at
        };
        if step == Step::Opens && self.is_told_already(conn)? {
            return Ok(0);
        }
        let people = match audit.assignee_id {
            Some(id) => vec![people::queries::find(conn, id)?],
            None => handing::queries::role_of(conn, audit)?
                .map(|role| people::queries::holders(conn, role, audit.unit_id))
                .transpose()?
                .unwrap_or_default(),
        };
        self.tell(conn, act, &post.about(class).until(until), &people, message)
    }

    /// Whether another mail told whoever does it that it is theirs: that it was handed over, or one with a one-time link.
    fn is_told_already(&self, conn: &mut Conn) -> AppResult<bool> {
        let gets_links = match self.audit.assignee_id {
            Some(id) => people::queries::gets_links(conn, id)?,
            None => false,
        };
        Ok(gets_links
            || by_link::queries::newest(conn, self.audit.id)?
                .is_some_and(|(link, _)| Some(link.person_id) == self.audit.assignee_id)
            || !handing::queries::handed(conn, &[self.audit.id])?.is_empty())
    }

    /// Tells those who lead the auditors of the layer: that it is late while it can be helped, or that it was missed.
    fn tell_leaders(&self, conn: &mut Conn, act: &Act, post: &Post, step: Step) -> AppResult<usize> {
        let audit = self.audit;
        let people = agency::queries::leaders(conn, audit.layer, audit.unit_id)?;
        let post = post.about(Class::Late);
        if step == Step::Missed {
            self.tell(conn, act, &post, &people, "audit_missed")
        } else {
            self.tell(conn, act, &post.until(half_of_grace(audit)), &people, "audit_late")
        }
    }

    fn tell(&self, conn: &mut Conn, act: &Act, post: &Post, to: &[Person], message: &str) -> AppResult<usize> {
        let audit = self.audit;
        let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
        let assignee = match audit.assignee_id.filter(|_| !self.anonymous) {
            Some(id) => Some(people::queries::find(conn, id)?.name),
            None => None,
        };
        let (title, unit) = (
            queries::title(conn, audit.version_id)?,
            agency::queries::find(conn, audit.unit_id)?.name,
        );
        let i18n = post.views().i18n();
        let today = zone.local(act.now).date;
        let mut sent = 0;
        for person in to {
            let (person, instead) = &people::absences::operations::reader(conn, person, act.now)?;
            let lang = person.language.as_str();
            let full = |at: Instant| {
                let local = zone.local(at);
                i18n.moment(lang, (local.date, local.minute), today, at).full
            };
            // Of a moment of the day the clock says enough.
            let short = |at: Instant| {
                let local = zone.local(at);
                if local.date == today {
                    i18n.clock(lang, local.minute)
                } else {
                    full(at)
                }
            };
            let page = match message {
                "audit_late" => links::audit_reason(audit.id),
                _ => links::audit(audit.id),
            };
            let context = json!({
                "title": title.get(lang),
                "unit": unit,
                "opens": full(audit.opens_at),
                "due": full(audit.due_at),
                "due_short": short(audit.due_at),
                "closes": full(audit.closes_at),
                "closes_short": short(audit.closes_at),
                "assignee": assignee,
                "reason": Reason::of(audit).map(|reason| reason.words_in(i18n, lang)),
                "link": post.url(&page),
            });
            // An audit that is moved is told anew; one is missed only once.
            let key = match message {
                "audit_missed" => format!("audit:{}:{}:{message}", audit.id, person.id),
                _ => format!("audit:{}:{}:{message}:{}", audit.id, person.id, audit.due_at),
            };
            // whose audit it is finds it in the own calendar; who may only take it does not
            let is_theirs = message == "audit_opens" && audit.assignee_id == Some(person.id);
            let post = if is_theirs && !post.is_silent() {
                post.inviting(&ics::invitation(conn, post, audit.id, person)?)
            } else {
                post.clone()
            };
            sent += usize::from(post.send(
                conn,
                act,
                &key,
                &person.recipient().instead_of(instead.clone()),
                message,
                context,
            )?);
        }
        Ok(sent)
    }
}

/// What is said when an audit is due has to come while at least half of the grace is left.
fn half_of_grace(audit: &Audit) -> Instant {
    audit.due_at.plus(audit.closes_at.since(audit.due_at) / 2)
}

/// Puts the most urgent due audit off for an hour: after a look that failed, so that it never blocks the others.
///
/// # Errors
/// Only when the database fails.
pub fn put_off(conn: &mut Conn, act: &Act) -> AppResult<()> {
    if let Some(audit) = queries::next_notice(conn, act.now)? {
        queries::claim_notice(conn, &audit, Some(act.now.plus_minutes(60)))?;
    }
    Ok(())
}
