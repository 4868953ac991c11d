//! The verbs: enter a meeting and take it away, make a packet and tell the board.

use super::document::{self, Data, Fact, Figure, GoalFigure, PacketFile};
use super::model::*;
use super::paper::Paper;
use super::seal::Key;
use super::{by_link, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::text::fold;
use crate::base::zone::Zone;
use crate::boards::Reader;
use crate::boards::asked::Ask;
use crate::boards::model::Period;
use crate::boards::summary::{self, Told};
use crate::people;
use crate::platform::db::{Conn, counters};
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::i18n;
use crate::platform::mail::post::Post;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// The job that makes packets before meetings.
pub const JOB: &str = "packets";

/// Whether a person may enter meetings of a unit and make its packets.
///
/// # Errors
/// Only when the database fails.
pub fn may_make(conn: &mut Conn, person: PersonId, unit: UnitId) -> AppResult<bool> {
    Ok(people::queries::holds_at(conn, person, MAKERS, unit)?)
}

fn demand_maker(conn: &mut Conn, act: &Act, unit: UnitId) -> AppResult<()> {
    match act.who {
        Some(who) if !may_make(conn, who, unit)? => Err(AppError::Forbidden(Said::new("packet-no-right"))),
        _ => Ok(()),
    }
}

fn record(conn: &mut Conn, act: &Act, record: Record, event: &str, facts: Value) -> AppResult<()> {
    let change = Change {
        record,
        event,
        facts,
        text: None,
    };
    history::record(conn, act, change)
}

/// Enters a meeting of a unit's board.
///
/// # Errors
/// Forbidden to whoever makes no packets there; [`CannotMeet`] in its words.
pub fn enter_meeting(
    conn: &mut Conn,
    act: &Act,
    unit: UnitId,
    held_on: NaiveDate,
    days_before: i32,
) -> AppResult<MeetingId> {
    demand_maker(conn, act, unit)?;
    let today = agency::queries::agency_zone(conn)?.local(act.now).date;
    check_meeting(held_on, days_before, today)?;
    if queries::has_meeting(conn, unit, held_on)? {
        return Err(CannotMeet::Twice.into());
    }
    let meeting = Meeting {
        id: act.id(),
        unit_id: unit,
        held_on,
        days_before,
        revision: 0,
        created_at: act.now,
        created_by: act.who,
        removed_at: None,
    };
    queries::insert_meeting(conn, &meeting)?;
    let facts = json!({ "unit": unit, "on": held_on, "days-before": days_before });
    record(
        conn,
        act,
        Record::of("board-meeting", meeting.id),
        "board-meeting-entered",
        facts,
    )?;
    crate::platform::jobs::hurry(conn, JOB, act.now)?;
    Ok(meeting.id)
}

/// Takes a meeting away. Packets that were made for it stay.
///
/// # Errors
/// Forbidden to whoever makes no packets there; Stale when it was changed or taken away meanwhile.
pub fn remove_meeting(conn: &mut Conn, act: &Act, id: MeetingId) -> AppResult<()> {
    let meeting = queries::find_meeting(conn, id)?;
    demand_maker(conn, act, meeting.unit_id)?;
    if !queries::remove_meeting(conn, &meeting, act.now)? {
        return Err(AppError::Stale);
    }
    let facts = json!({ "unit": meeting.unit_id, "on": meeting.held_on });
    record(
        conn,
        act,
        Record::of("board-meeting", id),
        "board-meeting-removed",
        facts,
    )
}

/// What a packet is to tell.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Of which unit and those below it.
    pub unit: UnitId,
    /// The meeting it is for.
    pub meeting: Option<MeetingId>,
    /// Its period.
    pub period: Period,
}

/// Makes a packet: reads the figures, writes the file, numbers and signs it, keeps it, and mails the board of the
/// meeting. All in one transaction of its own, as of one moment, so that figures, file and mails say the same, whatever is
/// submitted meanwhile; a packet is made a few times a month. Who makes one of the same unit and days again within a minute
/// clicked twice, and gets the same.
/// `secret` is what the links of the mails are made from.
///
/// # Errors
/// Forbidden to whoever makes no packets there; [`CannotMake`] in its words; Stale when another packet for the same
/// meeting was made at this moment.
pub fn make(conn: &mut Conn, act: &Act, post: &Post, wanted: &Wanted, secret: &str) -> AppResult<PacketId> {
    conn.at_one_moment()?;
    demand_maker(conn, act, wanted.unit)?;
    let unit = agency::queries::find(conn, wanted.unit)?;
    let zone = agency::queries::agency_zone(conn)?;
    let today = zone.local(act.now).date;
    let period_days = wanted.period.days(today);
    let (meeting, replaced) = match wanted.meeting {
        None => (None, None),
        Some(id) => {
            let meeting = queries::find_meeting(conn, id)?;
            meeting.check_make(today)?;
            if meeting.unit_id != unit.id || !queries::bump_meeting(conn, &meeting)? {
                return Err(AppError::Stale);
            }
            (Some(meeting), queries::newest_of(conn, &[id])?.pop())
        }
    };
    // a second click
    if meeting.is_none()
        && let Some(packet) = queries::of_days(conn, unit.id, period_days.0, period_days.1)?
        && packet.made_by == act.who
        && packet.meeting_id.is_none()
        && packet.made_at.plus_minutes(1) > act.now
    {
        return Ok(packet.id);
    }
    let maker = match act.who {
        Some(who) => Some(people::queries::find(conn, who)?),
        None => None,
    };
    let ask = Ask {
        unit: Some(unit.id),
        tops: vec![unit.id],
        frozen: true,
        ..Ask::of(wanted.period, today, &zone)
    };
    let loaded = summary::load(conn, &ask, act.now, summary::charts::QUESTIONS)?;
    let key = Key::of(conn)?;
    let i18n = post.views().i18n();
    let lang = maker.as_ref().map_or(i18n::DEFAULT, |maker| maker.language.as_str());
    let reader = Reader::new(i18n, lang, &zone, act.now);
    let told = summary::tell(&reader, &ask, &loaded);
    let year = today.year();
    let number = format!("{year}-{}", counters::take(conn, "packet", year, 1)?);
    let tables = document::tables(&reader, &told);
    let mut data = Data {
        format: 2,
        number: number.clone(),
        unit: unit.name.clone(),
        unit_id: unit.id,
        held_on: meeting.as_ref().map(|meeting| meeting.held_on),
        from: ask.from,
        to: ask.to,
        made_at: act.now.micros(),
        made_by: maker.as_ref().map(|maker| maker.name.clone()),
        replaces: replaced.as_ref().map(|packet| packet.number.clone()),
        language: lang.to_owned(),
        headline: told.headline.clone(),
        figures: told.figures.iter().map(figure).collect(),
        goals: loaded
            .shares_of_goals()
            .map(|(goal, Share { part, whole })| GoalFigure { goal, part, whole })
            .collect(),
        tables: tables.clone(),
        paper: None,
    };
    let agency = agency::queries::root(conn)?.map_or_else(String::new, |root| root.name);
    let page = file(&reader, &data, agency, act, &zone, told, tables);
    data.paper = Some(Paper::of(&reader, &page));
    let document = document::write(post.views(), lang, &page, &data)?;
    let seal = key.seal(&number, &document);
    let packet = NewPacket {
        id: act.id(),
        number: &number,
        unit_id: unit.id,
        meeting_id: wanted.meeting,
        held_on: data.held_on,
        from_day: data.from,
        to_day: data.to,
        made_at: act.now,
        made_by: act.who,
        replaces_id: replaced.as_ref().map(|packet| packet.id),
        search: fold(&format!(
            "{number} {} {}",
            unit.name,
            data.held_on.map(|day| day.to_string()).unwrap_or_default()
        )),
        sha256: &seal.sha256,
        signature: &seal.signature,
        public_key: &seal.public_key,
        document: &document,
    };
    queries::insert(conn, &packet)?;
    let id = packet.id;
    let facts = json!({
        "number": number, "unit": unit.id, "meeting": wanted.meeting, "from": data.from, "to": data.to,
        "sha256": seal.sha256, "replaces": data.replaces,
    });
    record(conn, act, Record::of("packet", id), "packet-made", facts)?;
    if meeting.is_some() {
        let packet = queries::find(conn, id)?;
        by_link::tell_board(conn, act, post, &packet, &data, secret)?;
    }
    Ok(id)
}

fn figure(kpi: &summary::Kpi) -> Figure {
    Figure {
        label: kpi.label.clone(),
        number: kpi.number.clone(),
        part: kpi.part,
        whole: kpi.whole,
        made: kpi.made.clone(),
        change: kpi.change.clone(),
    }
}

/// The pages of the file.
fn file(
    reader: &Reader,
    data: &Data,
    agency: String,
    act: &Act,
    zone: &Zone,
    told: Told,
    tables: Vec<document::Table>,
) -> PacketFile {
    let fact = |term: &str, text: String| Fact {
        term: reader.t(term),
        text,
    };
    let date = |day: NaiveDate| reader.day(zone, day).full;
    let local = zone.local(act.now);
    let made_at = reader
        .i18n()
        .moment(reader.lang(), (local.date, local.minute), local.date, act.now)
        .full;
    let made_by = data.made_by.clone().unwrap_or_else(|| reader.t("packet-by-itself"));
    let mut facts = vec![
        fact("packet-number", data.number.clone()),
        fact("packet-about", data.unit.clone()),
        fact(
            "packet-period",
            reader.say(
                &Said::new("packet-days")
                    .with("from", date(data.from))
                    .with("to", date(data.to)),
            ),
        ),
        fact("packet-made", made_at),
        fact("packet-made-by", made_by),
    ];
    if let Some(day) = data.held_on {
        facts.insert(2, fact("packet-meeting", date(day)));
    }
    PacketFile {
        title: reader.say(&Said::new("packet-title").with("number", data.number.clone())),
        agency,
        facts,
        replaces: data.replaces.clone(),
        tables,
        told,
    }
}

/// The meetings whose packet is to be made by now.
///
/// # Errors
/// Only when the database fails.
pub fn due(conn: &mut Conn, now: crate::base::clock::Instant) -> AppResult<Vec<Meeting>> {
    let today = agency::queries::agency_zone(conn)?.local(now).date;
    let mut waiting = queries::without_packet(conn, today)?;
    waiting.retain(|meeting| meeting.is_due(today));
    Ok(waiting)
}

/// Makes the packet of a meeting that is due, unless somebody made one meanwhile.
///
/// # Errors
/// See [`make`].
pub fn make_due(conn: &mut Conn, act: &Act, post: &Post, meeting: &Meeting, secret: &str) -> AppResult<()> {
    conn.at_one_moment()?;
    if !queries::newest_of(conn, &[meeting.id])?.is_empty() {
        return Ok(());
    }
    let wanted = Wanted {
        unit: meeting.unit_id,
        meeting: Some(meeting.id),
        period: Period::default(),
    };
    make(conn, act, post, &wanted, secret).map(drop)
}
