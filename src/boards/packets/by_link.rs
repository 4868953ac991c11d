//! One-time links to a packet: sent to the board when it is made, opened on one device, and sent anew.

use super::document::{self, Data};
use super::model::*;
use super::{queries, seal};
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::links;
use crate::people;
use crate::people::model::Person;
use crate::people::viewer::token_hash;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use crate::platform::mail::wishes::Class;
use serde_json::json;

/// Mails a packet to the board of its unit, each member with a link of their own; to the stand-in of who is away.
///
/// # Errors
/// Only when a template or the database fails.
pub(super) fn tell_board(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    packet: &Packet,
    data: &Data,
    secret: &str,
) -> AppResult<()> {
    let mut told: Vec<PersonId> = Vec::new();
    for person in people::queries::holders(conn, Role::Board, packet.unit_id)? {
        if !told.contains(&person.id) {
            told.push(person.id);
            // one secret, and from it one for each: whoever has one of them finds no other
            let token = seal::hash(&format!("{secret} {}", person.id));
            send(conn, act, post, packet, data, &person, &token)?;
        }
    }
    Ok(())
}

fn send(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    packet: &Packet,
    data: &Data,
    person: &Person,
    token: &str,
) -> AppResult<()> {
    let link = PacketLink {
        id: act.id(),
        packet_id: packet.id,
        person_id: person.id,
        token_hash: token_hash(token),
        made_at: act.now,
        expires_at: act.now.plus_days(LINK_DAYS),
        device_hash: None,
        opened_at: None,
    };
    queries::insert_link(conn, &link)?;
    let (reader, instead) = people::absences::operations::reader(conn, person, act.now)?;
    record(
        conn,
        act,
        packet.id,
        "packet-link-sent",
        json!({ "to": person.id, "read-by": reader.id, "link": link.id }),
    )?;
    let zone = agency::queries::agency_zone(conn)?;
    let today = zone.local(act.now).date;
    let day = |day| post.views().i18n().day(&reader.language, day, today).full;
    let context = json!({
        "number": data.number, "unit": data.unit, "headline": data.headline, "figures": data.figures,
        "meeting": data.held_on.map(day), "replaces": data.replaces,
        "from": day(data.from), "to": day(data.to), "until": day(zone.local(link.expires_at).date),
        "hours": OPEN_HOURS, "link": post.url(&links::packet_link(token)),
    });
    let key = format!("packet-link:{}", link.id);
    // whoever gets it cannot open the packet without it
    post.about(Class::AtOnce).send(
        conn,
        act,
        &key,
        &reader.recipient().instead_of(instead),
        "packet_ready",
        context,
    )?;
    Ok(())
}

fn record(conn: &mut Conn, act: &Act, packet: PacketId, event: &str, facts: serde_json::Value) -> AppResult<()> {
    let change = Change {
        record: Record::of("packet", packet),
        event,
        facts,
        text: None,
    };
    history::record(conn, act, change)
}

/// What stands behind a link.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The link.
    pub link: PacketLink,
    /// The packet it opens.
    pub packet: Packet,
    /// Who it was sent to.
    pub person: Person,
    /// What it does on the device that asks.
    pub opens: Opens,
}

/// What stands behind a link on a device with this secret, or why it opens nothing there.
///
/// # Errors
/// Only when the database fails.
pub fn look(conn: &mut Conn, token: &str, device: Option<&str>, now: Instant) -> AppResult<Result<Behind, CannotOpen>> {
    let Some((link, packet, person)) = queries::find_link(conn, &token_hash(token))? else {
        return Ok(Err(CannotOpen::Unknown));
    };
    let entitled = person.active && people::queries::holds_at(conn, person.id, &[Role::Board], packet.unit_id)?;
    let device = device.map(token_hash);
    Ok(link.check_open(entitled, device.as_deref(), now).map(|opens| Behind {
        link,
        packet,
        person,
        opens,
    }))
}

/// Opens the packet of a link on a device with this secret, which the link belongs to from now on; false where that
/// device opened it before.
///
/// # Errors
/// [`CannotOpen`] in its words.
pub fn open(conn: &mut Conn, act: &Act, token: &str, device: &str, known: Option<&str>) -> AppResult<bool> {
    let Behind {
        link,
        packet,
        person,
        opens,
    } = look(conn, token, known, act.now)??;
    if opens == Opens::Read {
        return Ok(false);
    }
    if !queries::bind(conn, link.id, &token_hash(device), act.now)? {
        return Err(CannotOpen::Elsewhere.into());
    }
    let act = act.clone().through(person.id, None);
    record(conn, &act, packet.id, "packet-link-opened", json!({ "link": link.id }))?;
    Ok(true)
}

/// Mails a new link to whoever a link was sent to; the ones before that nobody opened end.
///
/// # Errors
/// [`CannotOpen`] where there is nothing to be renewed; refused when one was sent a moment ago.
pub fn renew(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    token: &str,
    device: Option<&str>,
    new_token: &str,
) -> AppResult<()> {
    match look(conn, token, device, act.now)? {
        Err(no) if !no.can_be_renewed() => return Err(no.into()),
        _ => {}
    }
    let (_, packet, person) = queries::find_link(conn, &token_hash(token))?.ok_or(CannotOpen::Unknown)?;
    if queries::was_sent_since(conn, packet.id, person.id, act.now.plus_minutes(-RENEWAL_MINUTES))? {
        return Err(AppError::refused("packet-link-no-sent"));
    }
    queries::end_links(conn, packet.id, person.id, act.now)?;
    let data = document::data(&queries::document(conn, packet.id)?)?;
    let act = act.clone().through(person.id, None);
    send(conn, &act, post, &packet, &data, &person, new_token)
}
