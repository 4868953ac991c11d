//! Who does an audit: the holders of the layer's role by turns, whoever has the least to do, one person, or the first who
//! takes it; somebody else while they are away; nobody where the plan's rules leave nobody.
//!
//! The rules are here, without database; [`giving::Giver`] knows the people, and making audits ahead asks it for one after
//! the other, in the order in which they open: so it gives the same whether a plan is made at once or in pieces. What other
//! plans have given by then speaks for the least to do and for the most of a day, so with these the order in which plans
//! are made counts, too.

pub mod giving;
pub mod moving;
pub mod queries;
pub mod taking;
pub mod telling;
#[cfg(test)]
mod tests;

use super::model::Way;
use crate::base::ids::PersonId;
use crate::base::said::Said;
use crate::people::absences::model::Acting;

/// Days before and after an audit whose audits count as what a person has to do.
pub const LOAD_DAYS: i64 = 28;

/// Somebody whose audit it could be, as things stand for this audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The holder.
    pub person: PersonId,
    /// Who acts: the holder, or whoever stands in.
    pub acting: Acting,
    /// Whether whoever acts works at the unit, and the plan says that nobody audits the own work.
    pub own_work: bool,
    /// Whether whoever acts has as many audits on the day as the plan allows.
    pub full: bool,
    /// Whether whoever acts was there last time.
    pub last: bool,
    /// How many audits whoever acts has around the day.
    pub load: i64,
}

impl Seat {
    fn free(&self) -> Option<PersonId> {
        self.acting.or(self.person).filter(|_| !self.own_work && !self.full)
    }
    fn is_here(&self) -> bool {
        self.acting == Acting::Here
    }
}

/// To whom an audit is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Given {
    /// Who does it; `None`: nobody yet.
    pub assignee: Option<PersonId>,
    /// Whose it is, where that person is away.
    pub stands_in_for: Option<PersonId>,
    /// Why nobody does it, where the plan wanted somebody.
    pub nobody: Option<Nobody>,
    /// Whose turn it is afterwards, if it moves on.
    pub next_turn: Option<i32>,
}

/// Why an audit is given to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nobody {
    /// Nobody holds the role.
    NoHolder,
    /// The person named in the plan has left, or cannot see the unit any more.
    Left,
    /// Everybody is away, and nobody stands in.
    Away,
    /// Everybody has as many audits that day as the plan allows.
    Full,
    /// Everybody is away or has as many as the plan allows.
    AwayOrFull,
    /// Only people who work there themselves could do it.
    OwnWork,
}

impl Nobody {
    /// The reason, in words.
    pub fn said(self) -> Said {
        Said::new(match self {
            Self::NoHolder => "plan-nobody-holder",
            Self::Left => "plan-nobody-left",
            Self::Away => "plan-nobody-away",
            Self::Full => "plan-nobody-full",
            Self::AwayOrFull => "plan-nobody-away-or-full",
            Self::OwnWork => "plan-nobody-own-work",
        })
    }

    /// Why none of these is free.
    fn among(seats: &[Seat]) -> Self {
        let others: Vec<&Seat> = seats.iter().filter(|seat| !seat.own_work).collect();
        let away = others.iter().filter(|seat| seat.acting == Acting::Nobody).count();
        match (seats.len(), others.len()) {
            (0, _) => Self::NoHolder,
            (_, 0) => Self::OwnWork,
            (_, all) if away == all => Self::Away,
            _ if away == 0 => Self::Full,
            _ => Self::AwayOrFull,
        }
    }
}

/// To whom an audit is given, of these in their stable order, when it is the turn of this one.
pub fn choose(way: Way, new_pairs: bool, seats: &[Seat], turn: i32) -> Given {
    let nobody = || Given {
        nobody: Some(Nobody::among(seats)),
        ..Given::default()
    };
    let order = rotated(seats, turn);
    match way {
        Way::Pool if seats.iter().any(|seat| seat.free().is_some()) => Given::default(),
        Way::Pool => nobody(),
        Way::Turns => by_turns(new_pairs, &order).unwrap_or_else(nobody),
        Way::Fair => least_loaded(new_pairs, &order).unwrap_or_else(nobody),
        Way::Person => match seats.split_first() {
            Some((named, _)) if named.free().is_some() => taken(named),
            Some((named, others)) if named.acting == Acting::Nobody => cover(named.person, others, turn),
            Some((named, _)) => Given {
                nobody: Some(Nobody::among(std::slice::from_ref(named))),
                ..Given::default()
            },
            None => Given {
                nobody: Some(Nobody::Left),
                ..Given::default()
            },
        },
    }
}

/// Who of these does the audit of a person who is away and has no stand-in: the next by turns.
pub fn cover(owner: PersonId, seats: &[Seat], turn: i32) -> Given {
    let order = rotated(seats, turn);
    let found = order
        .iter()
        .find_map(|(_, seat)| seat.free().filter(|who| *who != owner));
    Given {
        assignee: found,
        stands_in_for: Some(owner),
        nobody: found.is_none().then_some(match Nobody::among(seats) {
            Nobody::NoHolder => Nobody::Away,
            other => other,
        }),
        next_turn: None,
    }
}

/// The seats from the one whose turn it is, each with its number.
fn rotated(seats: &[Seat], turn: i32) -> Vec<(usize, Seat)> {
    let numbered: Vec<(usize, Seat)> = seats.iter().copied().enumerate().collect();
    let first = i64::try_from(seats.len())
        .ok()
        .filter(|count| *count > 0)
        .and_then(|count| usize::try_from(i64::from(turn).rem_euclid(count)).ok())
        .unwrap_or(0);
    let (before, from) = numbered.split_at(first.min(numbered.len()));
    [from, before].concat()
}

/// The audit goes to a seat that is free.
fn taken(seat: &Seat) -> Given {
    Given {
        assignee: seat.free(),
        stands_in_for: (!seat.is_here()).then_some(seat.person),
        nobody: None,
        next_turn: None,
    }
}

fn after(number: usize) -> Option<i32> {
    i32::try_from(number + 1).ok()
}

/// The first free one from the one whose turn it is; with new pairs preferred somebody who was not there last time.
fn by_turns(new_pairs: bool, order: &[(usize, Seat)]) -> Option<Given> {
    let (first_number, first) = order.first()?;
    let free = || order.iter().filter(|(_, seat)| seat.free().is_some());
    let fresh = free().find(|(_, seat)| !new_pairs || !seat.last);
    let (number, seat) = fresh.or_else(|| free().next())?;
    // whoever is away takes the turn all the same: it goes to the next one meanwhile, and back
    if number != first_number && first.acting == Acting::Nobody && !first.own_work {
        return Some(Given {
            stands_in_for: Some(first.person),
            next_turn: after(*first_number),
            ..taken(seat)
        });
    }
    Some(Given {
        next_turn: after(*number),
        ..taken(seat)
    })
}

/// Of those who are here the one with the least to do; where nobody is here, of the stand-ins. Of several the one whose
/// turn comes first.
fn least_loaded(new_pairs: bool, order: &[(usize, Seat)]) -> Option<Given> {
    let free: Vec<&(usize, Seat)> = order.iter().filter(|(_, seat)| seat.free().is_some()).collect();
    let any_here = free.iter().any(|(_, seat)| seat.is_here());
    let any_fresh = free.iter().any(|(_, seat)| seat.is_here() == any_here && !seat.last);
    let (number, seat) = free
        .into_iter()
        .filter(|(_, seat)| seat.is_here() == any_here)
        .filter(|(_, seat)| !(new_pairs && any_fresh && seat.last))
        .min_by_key(|(_, seat)| seat.load)?;
    Some(Given {
        next_turn: after(*number),
        ..taken(seat)
    })
}
