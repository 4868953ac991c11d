//! Every SQL about meetings, packets and the links to them.

use super::model::{Meeting, NewPacket, Packet, PacketLink};
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::text::fold;
use crate::keyset;
use crate::people::model::{Person, Scope};
use crate::platform::db::{Conn, MultiBackend, like};
use crate::platform::web::pager::Ask;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::{HashMap, HashSet};

type OfMeetings = Box<dyn BoxableExpression<board_meetings::table, MultiBackend, SqlType = Bool>>;

/// The meetings that a viewer may see: those from today on, or those that are over.
fn meetings_of(scope: &Scope, ahead: bool, today: NaiveDate) -> OfMeetings {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    let there = board_meetings::unit_id
        .eq_any(below)
        .and(board_meetings::removed_at.is_null());
    if ahead {
        Box::new(there.and(board_meetings::held_on.ge(today)))
    } else {
        Box::new(there.and(board_meetings::held_on.lt(today)))
    }
}

/// A page of the meetings that a viewer may see, each with the name of its unit, after one that was seen: those from today
/// on, the next one first; or those that are over, the last one first.
pub fn meetings(
    conn: &mut Conn,
    scope: &Scope,
    ahead: bool,
    today: NaiveDate,
    after: Option<MeetingId>,
    limit: i64,
) -> QueryResult<Vec<(Meeting, String)>> {
    let mut page = board_meetings::table
        .select(Meeting::as_select())
        .limit(limit)
        .into_boxed()
        .filter(meetings_of(scope, ahead, today));
    let seen = match after {
        Some(id) => find_meeting(conn, id).optional()?,
        None => None,
    };
    let (day, id) = (board_meetings::held_on, board_meetings::id);
    page = match (seen, ahead) {
        (Some(seen), true) => page.filter(day.gt(seen.held_on).or(day.eq(seen.held_on).and(id.gt(seen.id)))),
        (Some(seen), false) => page.filter(day.lt(seen.held_on).or(day.eq(seen.held_on).and(id.lt(seen.id)))),
        (None, _) => page,
    };
    page = if ahead {
        page.order((day.asc(), id.asc()))
    } else {
        page.order((day.desc(), id.desc()))
    };
    let meetings: Vec<Meeting> = page.load(conn)?;
    let ids: Vec<UnitId> = meetings.iter().map(|meeting| meeting.unit_id).collect();
    let names: Vec<(UnitId, String)> = units::table
        .filter(units::id.eq_any(ids))
        .select((units::id, units::name))
        .load(conn)?;
    let names: HashMap<UnitId, String> = names.into_iter().collect();
    let named = |meeting: Meeting| {
        let name = names.get(&meeting.unit_id).cloned().unwrap_or_default();
        (meeting, name)
    };
    Ok(meetings.into_iter().map(named).collect())
}

/// How many there are.
pub fn count_meetings(conn: &mut Conn, scope: &Scope, ahead: bool, today: NaiveDate) -> QueryResult<i64> {
    board_meetings::table
        .filter(meetings_of(scope, ahead, today))
        .count()
        .get_result(conn)
}

/// A meeting that a viewer may see.
pub fn find_visible_meeting(conn: &mut Conn, scope: &Scope, id: MeetingId) -> QueryResult<Meeting> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    board_meetings::table
        .find(id)
        .filter(board_meetings::unit_id.eq_any(below))
        .select(Meeting::as_select())
        .first(conn)
}

/// A meeting.
pub fn find_meeting(conn: &mut Conn, id: MeetingId) -> QueryResult<Meeting> {
    board_meetings::table.find(id).select(Meeting::as_select()).first(conn)
}

/// Whether a unit has a meeting on a day.
pub fn has_meeting(conn: &mut Conn, unit: UnitId, day: NaiveDate) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        board_meetings::table
            .filter(board_meetings::unit_id.eq(unit).and(board_meetings::held_on.eq(day)))
            .filter(board_meetings::removed_at.is_null()),
    ))
    .get_result(conn)
}

/// The meetings to come that have no packet yet, the next one first.
pub fn without_packet(conn: &mut Conn, today: NaiveDate) -> QueryResult<Vec<Meeting>> {
    let made = packets::table.filter(packets::meeting_id.eq(board_meetings::id.nullable()));
    board_meetings::table
        .filter(
            board_meetings::held_on
                .ge(today)
                .and(board_meetings::removed_at.is_null()),
        )
        .filter(diesel::dsl::not(diesel::dsl::exists(made)))
        .order((board_meetings::held_on, board_meetings::id))
        .select(Meeting::as_select())
        .load(conn)
}

/// Writes a meeting.
pub fn insert_meeting(conn: &mut Conn, meeting: &Meeting) -> QueryResult<usize> {
    diesel::insert_into(board_meetings::table).values(meeting).execute(conn)
}

/// Counts a change of a meeting if it is still as read; true means it was us.
pub fn bump_meeting(conn: &mut Conn, read: &Meeting) -> QueryResult<bool> {
    diesel::update(
        board_meetings::table
            .find(read.id)
            .filter(board_meetings::revision.eq(read.revision)),
    )
    .set(board_meetings::revision.eq(read.revision + 1))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Takes a meeting away if it is still as read; true means it was us.
pub fn remove_meeting(conn: &mut Conn, read: &Meeting, now: Instant) -> QueryResult<bool> {
    let unchanged = board_meetings::revision
        .eq(read.revision)
        .and(board_meetings::removed_at.is_null());
    diesel::update(board_meetings::table.find(read.id).filter(unchanged))
        .set((
            board_meetings::revision.eq(read.revision + 1),
            board_meetings::removed_at.eq(Some(now)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// The packets that a viewer may see, the newest first, each with the name of its unit as it is today.
pub fn list(conn: &mut Conn, scope: &Scope, words: &str, ask: &Ask) -> QueryResult<Vec<(Packet, String)>> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    let mut query = packets::table
        .inner_join(units::table)
        .filter(packets::unit_id.eq_any(below))
        .limit(ask.limit())
        .select((Packet::as_select(), units::name))
        .into_boxed();
    if !words.is_empty() {
        query = query.filter(packets::search.like(like(&fold(words))).escape('\\'));
    }
    keyset!(query, ask.step, packets::made_at, packets::id, PacketId).load(conn)
}

/// A packet that a viewer may see.
pub fn find_visible(conn: &mut Conn, scope: &Scope, id: PacketId) -> QueryResult<Packet> {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(scope.units.clone()))
        .select(unit_ancestors::descendant_id);
    packets::table
        .find(id)
        .filter(packets::unit_id.eq_any(below))
        .select(Packet::as_select())
        .first(conn)
}

/// A packet.
pub fn find(conn: &mut Conn, id: PacketId) -> QueryResult<Packet> {
    packets::table.find(id).select(Packet::as_select()).first(conn)
}

/// The packet with this number.
pub fn find_by_number(conn: &mut Conn, number: &str) -> QueryResult<Option<Packet>> {
    packets::table
        .filter(packets::number.eq(number))
        .select(Packet::as_select())
        .first(conn)
        .optional()
}

/// The newest packet of exactly this unit and these days.
pub fn of_days(conn: &mut Conn, unit: UnitId, from: NaiveDate, to: NaiveDate) -> QueryResult<Option<Packet>> {
    packets::table
        .filter(packets::unit_id.eq(unit))
        .filter(packets::from_day.eq(from).and(packets::to_day.eq(to)))
        .order((packets::made_at.desc(), packets::id.desc()))
        .select(Packet::as_select())
        .first(conn)
        .optional()
}

/// The newest packet of the last meeting of this unit's board before a day.
pub fn of_last_meeting(conn: &mut Conn, unit: UnitId, before: NaiveDate) -> QueryResult<Option<Packet>> {
    let held = board_meetings::table
        .filter(board_meetings::removed_at.is_null())
        .select(board_meetings::id.nullable());
    packets::table
        .filter(packets::unit_id.eq(unit).and(packets::meeting_id.eq_any(held)))
        .filter(packets::held_on.lt(before))
        .order((packets::held_on.desc(), packets::made_at.desc(), packets::id.desc()))
        .select(Packet::as_select())
        .first(conn)
        .optional()
}

/// The newest packet of exactly this unit that has days in common with these.
pub fn of_some_days(conn: &mut Conn, unit: UnitId, from: NaiveDate, to: NaiveDate) -> QueryResult<Option<Packet>> {
    packets::table
        .filter(packets::unit_id.eq(unit))
        .filter(packets::from_day.le(to).and(packets::to_day.ge(from)))
        .order((packets::made_at.desc(), packets::id.desc()))
        .select(Packet::as_select())
        .first(conn)
        .optional()
}

/// The file of a packet.
pub fn document(conn: &mut Conn, id: PacketId) -> QueryResult<String> {
    packets::table.find(id).select(packets::document).first(conn)
}

/// The newest packet of each of these meetings: the one that no other replaces.
pub fn newest_of(conn: &mut Conn, meetings: &[MeetingId]) -> QueryResult<Vec<Packet>> {
    let of: Vec<Option<MeetingId>> = meetings.iter().copied().map(Some).collect();
    let rows: Vec<Packet> = packets::table
        .filter(packets::meeting_id.eq_any(of))
        .order((packets::made_at, packets::id))
        .select(Packet::as_select())
        .load(conn)?;
    let replaced: HashSet<PacketId> = rows.iter().filter_map(|row| row.replaces_id).collect();
    Ok(rows.into_iter().filter(|row| !replaced.contains(&row.id)).collect())
}

/// Which of these packets were replaced, and by which: the id of the older one, id and number of the newer.
pub fn replaced(conn: &mut Conn, ids: &[PacketId]) -> QueryResult<Vec<(Option<PacketId>, PacketId, String)>> {
    let of: Vec<Option<PacketId>> = ids.iter().copied().map(Some).collect();
    packets::table
        .filter(packets::replaces_id.eq_any(of))
        .select((packets::replaces_id, packets::id, packets::number))
        .load(conn)
}

/// Stores a packet.
pub fn insert(conn: &mut Conn, packet: &NewPacket<'_>) -> QueryResult<usize> {
    diesel::insert_into(packets::table).values(packet).execute(conn)
}

/// Writes a link.
pub fn insert_link(conn: &mut Conn, link: &PacketLink) -> QueryResult<usize> {
    diesel::insert_into(packet_links::table).values(link).execute(conn)
}

/// The link with this secret (hashed), its packet and the person it was sent to.
pub fn find_link(conn: &mut Conn, token_hash: &str) -> QueryResult<Option<(PacketLink, Packet, Person)>> {
    packet_links::table
        .inner_join(packets::table)
        .inner_join(persons::table)
        .filter(packet_links::token_hash.eq(token_hash))
        .select((PacketLink::as_select(), Packet::as_select(), Person::as_select()))
        .first(conn)
        .optional()
}

/// Whether somebody was sent a link to a packet since a moment.
pub fn was_sent_since(conn: &mut Conn, packet: PacketId, person: PersonId, since: Instant) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        packet_links::table
            .filter(
                packet_links::packet_id
                    .eq(packet)
                    .and(packet_links::person_id.eq(person)),
            )
            .filter(packet_links::made_at.gt(since)),
    ))
    .get_result(conn)
}

/// Ends the links of somebody to a packet that nobody opened yet.
pub fn end_links(conn: &mut Conn, packet: PacketId, person: PersonId, now: Instant) -> QueryResult<usize> {
    let unopened = packet_links::device_hash
        .is_null()
        .and(packet_links::expires_at.gt(now));
    diesel::update(
        packet_links::table
            .filter(
                packet_links::packet_id
                    .eq(packet)
                    .and(packet_links::person_id.eq(person)),
            )
            .filter(unopened),
    )
    .set(packet_links::expires_at.eq(now))
    .execute(conn)
}

/// Gives a link to the first device that opens it; true means it was this one.
pub fn bind(conn: &mut Conn, id: PacketLinkId, device_hash: &str, now: Instant) -> QueryResult<bool> {
    diesel::update(packet_links::table.find(id).filter(packet_links::device_hash.is_null()))
        .set((
            packet_links::device_hash.eq(Some(device_hash)),
            packet_links::opened_at.eq(Some(now)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// The names of those who were sent a packet.
pub fn sent_to(conn: &mut Conn, packet: PacketId) -> QueryResult<Vec<String>> {
    packet_links::table
        .inner_join(persons::table)
        .filter(packet_links::packet_id.eq(packet))
        .order(persons::name)
        .select(persons::name)
        .distinct()
        .load(conn)
}
