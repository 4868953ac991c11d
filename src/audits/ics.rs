//! An audit as calendar programs read it (RFC 5545): an event from its opening to its due time, in feeds and in the
//! mails that tell somebody that an audit is theirs.
//!
//! An audit keeps its UID wherever it is told, and its SEQUENCE is its revision: a program that reads a feed and gets a
//! mail has one event, the newest. An audit blocks nobody's time, because its window is when it may be done and not
//! how long it takes.

use super::model::{Audit, AuditState};
use super::queries::{self, ListRow};
use crate::agency;
use crate::base::clock::Instant;
use crate::base::ids::AuditId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::people::model::Person;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::I18n;
use crate::platform::mail::Recipient;
use crate::platform::mail::post::Post;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// Whose eyes an event is for.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The texts.
    pub i18n: &'a I18n,
    /// The reader's language.
    pub lang: &'a str,
    /// Whether several people's audits stand beside each other, so that each names its own.
    pub named: bool,
}

/// An audit that was taken away before it opened, and what calendar programs knew of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenAway {
    /// The audit it was.
    pub id: AuditId,
    /// A revision after the last one that anybody was told of.
    pub revision: i32,
    /// What it was about: "Service at the counter".
    pub title: String,
    /// Where it would have been.
    pub unit: String,
    /// When it would have opened.
    pub opens_at: Instant,
    /// When it would have been due.
    pub due_at: Instant,
    /// When it was taken away.
    pub at: Instant,
}

/// The event of an audit. `link` is the full address of its page, `layer` the name of its layer.
///
/// # Errors
/// Broken when the stored time zone is unknown.
pub fn event(reader: Reader<'_>, row: &ListRow, layer: &str, link: &str) -> AppResult<Event> {
    let Reader { i18n, lang, named } = reader;
    let audit = &row.audit;
    let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
    let title = row.title.get(lang);
    let summary = match &row.assignee {
        Some(who) if named => Said::new("audit-event-title-who").with("who", who.as_str()),
        None if named => Said::new("audit-event-title-nobody"),
        _ => Said::new("audit-event-title"),
    };
    let summary = summary.with("title", title).with("unit", row.unit.as_str());
    let moment = |at: Instant| {
        let local = zone.local(at);
        let when = i18n.moment(lang, (local.date, local.minute), local.date, at).full;
        let said = Said::new("time-in-zone")
            .with("time", when)
            .with("zone", zone.short_name(at));
        i18n.say(lang, &said)
    };
    let mut lines = vec![
        i18n.say(
            lang,
            &Said::new("audit-event-layer")
                .with("number", audit.layer.to_string())
                .with("name", layer),
        ),
        i18n.say(
            lang,
            &Said::new("audit-event-due")
                .with("due", moment(audit.due_at))
                .with("closes", moment(audit.closes_at))
                .with("grace", i32::from(audit.closes_at > audit.due_at)),
        ),
    ];
    if let AuditState::Submitted | AuditState::Missed | AuditState::Excused = audit.state {
        lines.push(i18n.t(lang, &format!("status-{}", audit.state), &[]));
    }
    lines.push(link.to_owned());
    let mut event = blank(
        audit.id,
        audit.revision,
        (audit.opens_at, audit.due_at),
        last_told(audit),
    );
    event
        .summary(&plain(&i18n.say(lang, &summary)))
        .description(&plain(&lines.join("\n")))
        .location(&plain(&row.unit))
        .url(link)
        .status(match audit.state {
            AuditState::Excused => EventStatus::Cancelled,
            _ => EventStatus::Confirmed,
        });
    Ok(event.done())
}

/// The event of an audit that was taken away: cancelled.
pub fn gone(reader: Reader<'_>, audit: &TakenAway) -> Event {
    let said = Said::new("audit-event-title")
        .with("title", audit.title.as_str())
        .with("unit", audit.unit.as_str());
    let mut event = blank(audit.id, audit.revision, (audit.opens_at, audit.due_at), audit.at);
    event
        .summary(&plain(&reader.i18n.say(reader.lang, &said)))
        .location(&plain(&audit.unit))
        .status(EventStatus::Cancelled);
    event.done()
}

fn blank(id: AuditId, revision: i32, (opens, due): (Instant, Instant), stamp: Instant) -> Event {
    let mut event = Event::new();
    event
        .uid(&id.to_string())
        .sequence(u32::try_from(revision).unwrap_or(0))
        .timestamp(stamp.0)
        .starts(opens.0)
        .ends(due.0)
        .append_property(Property::new("TRANSP", "TRANSPARENT"));
    event.done()
}

/// The last change whose moment is known. It comes from the audit and not from the clock, so that a feed in which
/// nothing changed is the same to the letter.
fn last_told(audit: &Audit) -> Instant {
    let made = audit.id.0.get_timestamp().and_then(|stamp| {
        let (seconds, nanos) = stamp.to_unix();
        let micros = i64::try_from(seconds).ok()?.checked_mul(1_000_000)?;
        Instant::from_micros(micros + i64::from(nanos / 1_000))
    });
    let ended = (audit.state == AuditState::Missed).then_some(audit.closes_at);
    [audit.submitted_at, audit.started_at, ended, made]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(audit.opens_at)
}

/// Text without what no calendar line may hold.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// A whole calendar of events, for a feed with this name.
pub fn feed(name: &str, events: Vec<Event>) -> String {
    let mut calendar = with_head(None);
    // How often a program should look again, in the two ways programs understand.
    let mut again = Property::new("REFRESH-INTERVAL", "PT1H");
    again.add_parameter("VALUE", "DURATION");
    calendar
        .append_property(Property::new("X-WR-CALNAME", plain(name)))
        .append_property(again.done())
        .append_property(Property::new("X-PUBLISHED-TTL", "PT1H"));
    calendar.extend(events);
    calendar.to_string()
}

fn with_head(method: Option<&str>) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Plumbline//Audits//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"));
    if let Some(method) = method {
        calendar.append_property(Property::new("METHOD", method));
    }
    calendar
}

/// The invitation that goes with a mail which tells somebody that an audit is theirs: [`Post::inviting`]. Nobody has
/// to answer it. Told again with a higher revision it moves the event that is there.
///
/// # Errors
/// Only when the database fails.
pub fn invitation(conn: &mut Conn, post: &Post, audit: AuditId, to: &Person) -> AppResult<String> {
    let row = queries::row(conn, audit)?;
    let event = event_for(conn, post, &row, to)?;
    Ok(addressed(post, "REQUEST", event, &to.recipient()))
}

/// The same taken back, for a mail which tells somebody that an audit is not theirs any more, or not at all: excused,
/// or given to somebody else. The event leaves the calendar it was put into.
///
/// # Errors
/// Only when the database fails.
pub fn withdrawal(conn: &mut Conn, post: &Post, audit: AuditId, from: &Person) -> AppResult<String> {
    let row = queries::row(conn, audit)?;
    let mut event = event_for(conn, post, &row, from)?;
    event.status(EventStatus::Cancelled);
    Ok(addressed(post, "CANCEL", event, &from.recipient()))
}

/// The same for an audit that is not there any more.
pub fn withdrawal_of_gone(post: &Post, audit: &TakenAway, from: &Person) -> String {
    let reader = Reader {
        i18n: post.views().i18n(),
        lang: &from.language,
        named: false,
    };
    addressed(post, "CANCEL", gone(reader, audit), &from.recipient())
}

fn event_for(conn: &mut Conn, post: &Post, row: &ListRow, to: &Person) -> AppResult<Event> {
    let layers = agency::queries::layers(conn)?;
    let layer = layers.iter().find(|layer| layer.number == row.audit.layer);
    let reader = Reader {
        i18n: post.views().i18n(),
        lang: &to.language,
        named: false,
    };
    let link = post.url(&links::audit(row.audit.id));
    event(reader, row, layer.map_or("", |layer| layer.name.as_str()), &link)
}

fn addressed(post: &Post, method: &str, mut event: Event, to: &Recipient) -> String {
    let mailto = |address: &str| format!("mailto:{}", plain(address));
    let quoted = |name: &str| plain(name).replace(['"', '\n'], "");
    let mut organizer = Property::new("ORGANIZER", mailto(post.sender()));
    organizer.add_parameter("CN", "Plumbline");
    let mut attendee = Property::new("ATTENDEE", mailto(&to.email));
    attendee
        .add_parameter("CN", &quoted(&to.name))
        .add_parameter("PARTSTAT", "ACCEPTED")
        .add_parameter("RSVP", "FALSE");
    event.append_property(organizer.done()).append_property(attendee.done());
    let mut calendar = with_head(Some(method));
    calendar.push(event.done());
    calendar.to_string()
}
