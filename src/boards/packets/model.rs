//! A meeting, a packet and a link to one, and the rules about them.

use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::people::viewer::{Convener, Right};
use crate::refusals;
use crate::schema::{board_meetings, packet_links, packets};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Who enters meetings and makes packets, at the unit or above it.
pub const MAKERS: &[Role] = Convener::ROLES;
/// Days before a meeting on which its packet is made, unless somebody says otherwise.
pub const DAYS_BEFORE: i32 = 7;
/// The most days before a meeting.
pub const MOST_DAYS_BEFORE: i32 = 60;
/// How far ahead a meeting may be, in days.
const DAYS_AHEAD: i64 = 730;
/// Days a link can be opened.
pub const LINK_DAYS: i64 = 30;
/// Hours a device reads on after it opened a link.
pub const OPEN_HOURS: i64 = 24;
/// Minutes before a new link can be asked for again.
pub const RENEWAL_MINUTES: i64 = 15;

/// A day on which the board of a unit meets.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = board_meetings, treat_none_as_default_value = false)]
pub struct Meeting {
    /// Identity.
    pub id: MeetingId,
    /// Whose board meets.
    pub unit_id: UnitId,
    /// The local date of the meeting.
    pub held_on: NaiveDate,
    /// How many days before it its packet is made.
    pub days_before: i32,
    /// Counts the changes, and the packets made for it.
    pub revision: i32,
    /// When it was entered.
    pub created_at: Instant,
    /// By whom.
    pub created_by: Option<PersonId>,
    /// When it was taken away.
    pub removed_at: Option<Instant>,
}

impl Meeting {
    /// The day on which its packet is made.
    pub fn packet_on(&self) -> NaiveDate {
        shifted(self.held_on, -i64::from(self.days_before))
    }
    /// Whether its packet is to be made by now, if there is none: from its day on, until the meeting is over.
    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.removed_at.is_none() && self.packet_on() <= today && today <= self.held_on
    }
    /// May a packet be made for it?
    ///
    /// # Errors
    /// [`CannotMake`]: it was taken away, or is over.
    pub fn check_make(&self, today: NaiveDate) -> Result<(), CannotMake> {
        if self.removed_at.is_some() {
            return Err(CannotMake::Removed);
        }
        if self.held_on < today {
            return Err(CannotMake::Over);
        }
        Ok(())
    }
}

/// May a meeting be entered for this day, with a packet so many days before it?
///
/// # Errors
/// [`CannotMeet`] in its words.
pub fn check_meeting(held_on: NaiveDate, days_before: i32, today: NaiveDate) -> Result<(), CannotMeet> {
    if held_on < today {
        return Err(CannotMeet::Past);
    }
    if held_on > shifted(today, DAYS_AHEAD) {
        return Err(CannotMeet::Far);
    }
    if !(0..=MOST_DAYS_BEFORE).contains(&days_before) {
        return Err(CannotMeet::Days);
    }
    Ok(())
}

/// Why a meeting cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMeet {
    /// The day is over.
    #[error("in the past")]
    Past,
    /// It is more than two years ahead.
    #[error("too far ahead")]
    Far,
    /// No sensible number of days.
    #[error("days out of range")]
    Days,
    /// The unit has a meeting on that day.
    #[error("entered already")]
    Twice,
}

impl CannotMeet {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        match self {
            Self::Past => Said::new("packet-no-past"),
            Self::Far => Said::new("packet-no-far"),
            Self::Days => Said::new("packet-no-days").with("most", MOST_DAYS_BEFORE),
            Self::Twice => Said::new("packet-no-twice"),
        }
    }
    /// The field it is about.
    pub fn field(said: &Said) -> &'static str {
        if said.key == "packet-no-days" {
            "days_before"
        } else {
            "held_on"
        }
    }
}

/// Why no packet can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMake {
    /// The meeting was taken away.
    #[error("the meeting was taken away")]
    Removed,
    /// The meeting is over.
    #[error("the meeting is over")]
    Over,
}

impl CannotMake {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        Said::new(match self {
            Self::Removed => "packet-no-removed",
            Self::Over => "packet-no-over",
        })
    }
}
refusals!(CannotMeet, CannotMake);

/// A packet without its file.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = packets)]
pub struct Packet {
    /// Identity.
    pub id: PacketId,
    /// Year and running number: `2026-3`.
    pub number: String,
    /// What it is about.
    pub unit_id: UnitId,
    /// The meeting it was made for.
    pub meeting_id: Option<MeetingId>,
    /// The day of that meeting.
    pub held_on: Option<NaiveDate>,
    /// The first day of its period.
    pub from_day: NaiveDate,
    /// The last day of its period.
    pub to_day: NaiveDate,
    /// When it was made.
    pub made_at: Instant,
    /// By whom; `None` by the timed job.
    pub made_by: Option<PersonId>,
    /// The packet for the same meeting that it replaces.
    pub replaces_id: Option<PacketId>,
    /// SHA-256 of its file, in hexadecimal digits.
    pub sha256: String,
    /// The agency's signature of number and hash, in hexadecimal digits.
    pub signature: String,
    /// The key it can be checked with, in hexadecimal digits.
    pub public_key: String,
}

/// A packet to be stored.
#[derive(Debug, Insertable)]
#[diesel(table_name = packets, treat_none_as_default_value = false)]
pub struct NewPacket<'a> {
    /// See [`Packet`].
    pub id: PacketId,
    /// See [`Packet`].
    pub number: &'a str,
    /// See [`Packet`].
    pub unit_id: UnitId,
    /// See [`Packet`].
    pub meeting_id: Option<MeetingId>,
    /// See [`Packet`].
    pub held_on: Option<NaiveDate>,
    /// See [`Packet`].
    pub from_day: NaiveDate,
    /// See [`Packet`].
    pub to_day: NaiveDate,
    /// See [`Packet`].
    pub made_at: Instant,
    /// See [`Packet`].
    pub made_by: Option<PersonId>,
    /// See [`Packet`].
    pub replaces_id: Option<PacketId>,
    /// Folded text that a search looks through.
    pub search: String,
    /// See [`Packet`].
    pub sha256: &'a str,
    /// See [`Packet`].
    pub signature: &'a str,
    /// See [`Packet`].
    pub public_key: &'a str,
    /// The file.
    pub document: &'a str,
}

/// A link by mail that opens one packet without an account.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = packet_links, treat_none_as_default_value = false)]
pub struct PacketLink {
    /// Identity.
    pub id: PacketLinkId,
    /// The packet it opens.
    pub packet_id: PacketId,
    /// Who it was sent to.
    pub person_id: PersonId,
    /// Hash of the secret in its address.
    pub token_hash: String,
    /// When it was made.
    pub made_at: Instant,
    /// Until when it can be opened.
    pub expires_at: Instant,
    /// Hash of the secret of the device that opened it.
    pub device_hash: Option<String>,
    /// When that was.
    pub opened_at: Option<Instant>,
}

/// What a link does on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Its button opens the packet here.
    Here,
    /// The packet was opened here, and can be read.
    Read,
}

/// Why a link opens nothing here and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// There is no such link.
    #[error("unknown")]
    Unknown,
    /// Its time is over, or a newer one was sent.
    #[error("expired")]
    Expired,
    /// It was opened on another device.
    #[error("opened on another device")]
    Elsewhere,
    /// It was opened here, and the day of reading is over.
    #[error("read")]
    Read,
    /// The person left, or is not on the board any more.
    #[error("not on the board any more")]
    NotYours,
}

impl CannotOpen {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        match self {
            Self::Unknown => Said::new("packet-link-no-unknown"),
            Self::Expired => Said::new("packet-link-no-expired"),
            Self::Elsewhere => Said::new("packet-link-no-elsewhere"),
            Self::Read => Said::new("packet-link-no-read").with("hours", OPEN_HOURS),
            Self::NotYours => Said::new("packet-link-no-not-yours"),
        }
    }
    /// Whether a new link can be asked for.
    pub fn can_be_renewed(self) -> bool {
        matches!(self, Self::Expired | Self::Elsewhere | Self::Read)
    }
}
refusals!(CannotOpen);

impl PacketLink {
    /// Until when the device that opened it reads on.
    pub fn reads_until(&self) -> Option<Instant> {
        self.opened_at.map(|at| at.plus_minutes(OPEN_HOURS * 60))
    }
    /// What does it do on a device with this secret (hashed)? `entitled`: its person may still read the packet.
    ///
    /// # Errors
    /// [`CannotOpen`] in its words.
    pub fn check_open(&self, entitled: bool, device_hash: Option<&str>, now: Instant) -> Result<Opens, CannotOpen> {
        if !entitled {
            return Err(CannotOpen::NotYours);
        }
        match self.device_hash.as_deref() {
            None if now > self.expires_at => Err(CannotOpen::Expired),
            None => Ok(Opens::Here),
            Some(own) if Some(own) != device_hash => Err(CannotOpen::Elsewhere),
            Some(_) if self.reads_until().is_some_and(|until| now > until) => Err(CannotOpen::Read),
            Some(_) => Ok(Opens::Read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn meeting(held_on: &str, days_before: i32) -> Meeting {
        Meeting {
            id: MeetingId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            held_on: held_on.parse().unwrap(),
            days_before,
            revision: 0,
            created_at: now(),
            created_by: None,
            removed_at: None,
        }
    }

    fn now() -> Instant {
        Instant::from_micros(1_781_013_600_000_000).unwrap()
    }

    #[test]
    fn a_packet_is_due_from_its_day_until_the_meeting_and_not_on_one_day_alone() {
        let meeting = meeting("2026-06-30", 7);
        let due = |day: &str| meeting.is_due(day.parse().unwrap());
        assert!(!due("2026-06-22"));
        assert!(due("2026-06-23") && due("2026-06-27") && due("2026-06-30"));
        assert!(!due("2026-07-01"));
        let removed = Meeting {
            removed_at: Some(now()),
            ..meeting.clone()
        };
        assert!(!removed.is_due("2026-06-27".parse().unwrap()));
        assert_eq!(
            removed.check_make("2026-06-27".parse().unwrap()),
            Err(CannotMake::Removed)
        );
    }

    #[test]
    fn a_link_opens_on_one_device_for_a_day() {
        let mut link = PacketLink {
            id: PacketLinkId(Uuid::nil()),
            packet_id: PacketId(Uuid::nil()),
            person_id: PersonId(Uuid::nil()),
            token_hash: String::new(),
            made_at: now(),
            expires_at: now().plus_days(LINK_DAYS),
            device_hash: None,
            opened_at: None,
        };
        assert_eq!(link.check_open(true, None, now()), Ok(Opens::Here));
        assert_eq!(link.check_open(false, None, now()), Err(CannotOpen::NotYours));
        let late = now().plus_days(LINK_DAYS + 1);
        assert_eq!(link.check_open(true, None, late), Err(CannotOpen::Expired));
        link.device_hash = Some("a".into());
        link.opened_at = Some(now());
        assert_eq!(link.check_open(true, Some("a"), now()), Ok(Opens::Read));
        assert_eq!(link.check_open(true, Some("b"), now()), Err(CannotOpen::Elsewhere));
        assert_eq!(
            link.check_open(true, Some("a"), now().plus_days(2)),
            Err(CannotOpen::Read)
        );
    }
}
