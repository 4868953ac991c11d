//! One deed: who does it, when, and with which new ids. Every operation takes one, so that "now", the person and the
//! ids come from outside and a write can be tried again with the same result.

use crate::base::clock::Instant;
use crate::base::ids::{AuditLinkId, Id, PersonId};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use uuid::Uuid;

/// Who does something, when, and the source of the ids it makes.
///
/// A write closure clones the act it was given before it uses it: a clone that has made no id yet makes the same ids
/// again, so a write that is tried twice writes the same rows.
#[derive(Debug, Clone)]
pub struct Act {
    /// The person who acts; `None` when a timed job does.
    pub who: Option<PersonId>,
    /// The moment of the deed.
    pub now: Instant,
    /// The one-time link the person came by, instead of signing in.
    pub by_link: Option<AuditLinkId>,
    seed: u64,
    made: Cell<u32>,
}

impl Act {
    /// A deed of this person now; `seed` must differ between deeds (random, or counted by the demo).
    pub fn new(who: Option<PersonId>, now: Instant, seed: u64) -> Self {
        Self {
            who,
            now,
            by_link: None,
            seed,
            made: Cell::new(0),
        }
    }
    /// The same deed, done by a timed job for the person who asked for it before.
    pub fn on_behalf_of(&self, who: Option<PersonId>) -> Self {
        Self { who, ..self.clone() }
    }
    /// The same deed by nobody, at the full hour before: a minute could be compared with who was there.
    #[must_use]
    pub fn without_name(&self) -> Self {
        let into_hour = self.now.0.timestamp_micros().rem_euclid(3_600_000_000);
        Self {
            who: None,
            by_link: None,
            now: Instant::from_micros(self.now.0.timestamp_micros() - into_hour).unwrap_or(self.now),
            ..self.clone()
        }
    }
    /// The same deed, done by a person who came by a one-time link.
    #[must_use]
    pub fn through(self, who: PersonId, link: Option<AuditLinkId>) -> Self {
        Self {
            who: Some(who),
            by_link: link,
            ..self
        }
    }
    /// A new id (UUIDv7): the deed's millisecond, a running number, and 62 bits from the seed.
    pub fn id<T: Id>(&self) -> T {
        let n = self.made.get();
        self.made.set(n + 1);
        let millis = u128::from(self.now.0.timestamp_millis().unsigned_abs()) & 0xffff_ffff_ffff;
        let noise = u128::from(self.noise("id", n) >> 2);
        let bits = (millis << 80) | (0x7 << 76) | (u128::from(n & 0xfff) << 64) | (0b10 << 62) | noise;
        T::from_uuid(Uuid::from_u128(bits))
    }

    /// An id drawn by lot, which says nothing: not when it was made, not by whom.
    pub fn by_lot<T: Id>(&self) -> T {
        let bits = format!("{}{}", self.salt(), self.salt());
        T::from_uuid(Uuid::from_u128(u128::from_str_radix(&bits, 16).unwrap_or_default()))
    }

    /// A salt that nobody can tell from the ids of the deed.
    pub fn salt(&self) -> String {
        let n = self.made.get();
        self.made.set(n + 1);
        format!("{:016x}", self.noise("salt", n))
    }

    /// 64 bits of the seed that do not lead back to it.
    fn noise(&self, what: &str, n: u32) -> u64 {
        let hash = Sha256::new()
            .chain_update(self.seed.to_le_bytes())
            .chain_update(what)
            .chain_update(n.to_le_bytes())
            .finalize();
        hash.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }
}

/// Scrambles 64 bits (the finaliser of SplitMix64): neighbouring inputs give unrelated outputs.
pub fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::FindingId;

    #[test]
    fn without_a_name_nobody_did_it_at_the_full_hour() {
        let now = Instant::from_micros(1_781_013_845_123_456).unwrap();
        let act = Act::new(Some(PersonId(Uuid::nil())), now, 7).without_name();
        assert_eq!((act.who, act.by_link), (None, None));
        assert_eq!(act.now.0.timestamp_micros() % 3_600_000_000, 0);
        assert!(now.since(act.now).num_minutes() < 60);
    }

    #[test]
    fn a_clone_that_made_no_id_yet_makes_the_same_ids() {
        let act = Act::new(None, Instant::from_micros(1_780_000_000_000_000).unwrap(), 7);
        let (first, again) = (act.clone(), act.clone());
        let ids: Vec<FindingId> = (0..3).map(|_| first.id()).collect();
        assert_eq!(ids, (0..3).map(|_| again.id()).collect::<Vec<_>>());
        assert!(ids.is_sorted() && ids[0].0.get_version_num() == 7 && ids[0] != ids[1]);
    }
}
