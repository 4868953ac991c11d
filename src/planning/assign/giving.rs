//! Knows the people of a plan: who holds what, who is away, who has how much to do, whose turn it is.

use super::{Given, LOAD_DAYS, Nobody, Seat, choose, cover, queries};
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::zone::{Zone, shifted};
use crate::people;
use crate::people::absences::model::{Absences, Acting};
use crate::planning::model::{Assigning, Plan, Way};
use crate::planning::queries as plans;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// When an audit is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The local date it opens.
    pub opens_on: NaiveDate,
    /// The local date it is due.
    pub due_on: NaiveDate,
    /// When it opens.
    pub opens_at: Instant,
    /// The date at the unit.
    pub today: NaiveDate,
}

impl Occasion {
    /// An audit in a window at a unit, as things stand now.
    pub fn of(zone: &Zone, opens_on: NaiveDate, opens_at: Instant, due_at: Instant, now: Instant) -> Self {
        Self {
            opens_on,
            due_on: zone.local(due_at).date,
            opens_at,
            today: zone.local(now).date,
        }
    }
}

/// Gives the audits of a plan, one after the other.
pub struct Giver {
    plan: PlanId,
    assigning: Assigning,
    /// Whose audits they are at each unit, in a stable order; a person named comes first, whoever covers for them after.
    pools: HashMap<UnitId, Vec<PersonId>>,
    workers: BTreeSet<(UnitId, PersonId)>,
    /// Units where only people who work there could have done it.
    own_only: BTreeSet<UnitId>,
    absences: Absences,
    /// How many audits a person has on each local date, of all plans.
    given: HashMap<PersonId, BTreeMap<NaiveDate, i64>>,
    /// As it was read, and as it is now.
    turns: BTreeMap<UnitId, (i32, i32)>,
    /// Units whose turn is stored.
    stored: BTreeSet<UnitId>,
}

impl Giver {
    /// Of a plan, for its audits at these units on these local dates, by the holders of this role.
    ///
    /// # Errors
    /// Only when the database fails.
    pub fn of(
        conn: &mut Conn,
        plan: &Plan,
        role: Option<Role>,
        units: &[UnitId],
        (from, until): (NaiveDate, NaiveDate),
        before: Instant,
    ) -> AppResult<Self> {
        let assigning = plan.assigning();
        let workers = if assigning.not_own_work {
            queries::workers(conn, units)?
        } else {
            BTreeSet::new()
        };
        let seen = match (assigning.way, assigning.person_id) {
            (Way::Person, Some(person)) => queries::seen_by(conn, person, units)?,
            _ => Vec::new(),
        };
        let stored = queries::turns(conn, plan.id)?;
        let mut giver = Self {
            plan: plan.id,
            pools: HashMap::new(),
            workers,
            own_only: BTreeSet::new(),
            absences: Absences::default(),
            given: HashMap::new(),
            turns: BTreeMap::new(),
            stored: stored.keys().copied().collect(),
            assigning,
        };
        for unit in units {
            let mut pool = match role {
                Some(role) => giver.holders(conn, role, *unit)?,
                None => Vec::new(),
            };
            if giver.assigning.way == Way::Person {
                let named = giver.assigning.person_id.filter(|_| seen.contains(unit));
                pool.retain(|person| Some(*person) != named);
                pool = match named {
                    Some(named) => [vec![named], pool].concat(),
                    None => Vec::new(),
                };
            }
            let turn = match stored.get(unit) {
                Some(turn) => *turn,
                // an office the plan covers from above has no turn of its own: it goes on after whose the last one was
                None => {
                    let last = queries::last_owner(conn, plan.id, *unit, before)?;
                    let place = pool.iter().position(|person| Some(*person) == last);
                    place.and_then(|place| i32::try_from(place + 1).ok()).unwrap_or(0)
                }
            };
            giver.turns.insert(*unit, (turn, turn));
            giver.pools.insert(*unit, pool);
        }
        giver.look_at(conn, from, until)?;
        Ok(giver)
    }

    /// The holders of the role at a unit, each once; where the plan says so without those who work there, and if that
    /// leaves nobody, the holders at the units beside it.
    fn holders(&mut self, conn: &mut Conn, role: Role, unit: UnitId) -> AppResult<Vec<PersonId>> {
        let mut ids: Vec<PersonId> = Vec::new();
        for person in people::queries::holders(conn, role, unit)? {
            // the same role held twice at a unit does not mean two turns
            if !ids.contains(&person.id) {
                ids.push(person.id);
            }
        }
        if !self.assigning.not_own_work {
            return Ok(ids);
        }
        let any = !ids.is_empty();
        ids.retain(|person| !self.workers.contains(&(unit, *person)));
        if any && ids.is_empty() {
            for person in queries::holders_beside(conn, role, unit)? {
                if !ids.contains(&person) && !self.workers.contains(&(unit, person)) {
                    ids.push(person);
                }
            }
            if ids.is_empty() {
                self.own_only.insert(unit);
            }
        }
        Ok(ids)
    }

    /// Reads who is away and who has how much to do.
    fn look_at(&mut self, conn: &mut Conn, from: NaiveDate, until: NaiveDate) -> AppResult<()> {
        let mut people: Vec<PersonId> = self.pools.values().flatten().copied().collect();
        people.sort_unstable();
        people.dedup();
        self.absences = people::absences::queries::among(conn, &people, from, until)?;
        if self.assigning.way == Way::Fair || self.assigning.most_a_day.is_some() {
            people.extend(self.absences.stand_ins());
            people.sort_unstable();
            people.dedup();
            let span = (shifted(from, -LOAD_DAYS), shifted(until, LOAD_DAYS));
            for (person, date, count) in queries::given(conn, &people, span)? {
                *self.given.entry(person).or_default().entry(date).or_default() += count;
            }
        }
        Ok(())
    }

    /// Those whose audits they are at a unit.
    pub fn pool(&self, unit: UnitId) -> &[PersonId] {
        let pool = self.pools.get(&unit).map(Vec::as_slice).unwrap_or_default();
        match self.assigning.way {
            // the others only cover
            Way::Person => pool.get(..1).unwrap_or_default(),
            _ => pool,
        }
    }

    /// How many audits a person has around a day.
    pub fn load(&self, person: PersonId, date: NaiveDate) -> i64 {
        let around = shifted(date, -LOAD_DAYS)..=shifted(date, LOAD_DAYS);
        let days = self.given.get(&person);
        days.map_or(0, |days| days.range(around).map(|(_, count)| count).sum())
    }

    /// Who acts for a person at an audit.
    pub fn acting(&self, person: PersonId, occasion: &Occasion) -> Acting {
        let window = (occasion.opens_on, occasion.due_on);
        match self.absences.taking(person, window, occasion.today) {
            None => Acting::Here,
            Some(absence) => {
                let on = if absence.covers(occasion.opens_on) {
                    occasion.opens_on
                } else {
                    occasion.due_on
                };
                self.absences.instead(absence, on)
            }
        }
    }

    /// Whether the plan lets a person do an audit: not the own work, and not more than the most of a day.
    pub fn lets(&self, person: PersonId, unit: UnitId, date: NaiveDate) -> bool {
        !self.workers.contains(&(unit, person)) && !self.is_full(person, date)
    }

    fn is_full(&self, person: PersonId, date: NaiveDate) -> bool {
        let has = self.given.get(&person).and_then(|days| days.get(&date)).copied();
        self.assigning
            .most_a_day
            .is_some_and(|most| has.unwrap_or(0) >= i64::from(most))
    }

    fn seats(&self, unit: UnitId, occasion: &Occasion, last: Option<PersonId>) -> Vec<Seat> {
        let pool = self.pools.get(&unit).map(Vec::as_slice).unwrap_or_default();
        pool.iter()
            .map(|person| {
                let acting = self.acting(*person, occasion);
                let who = acting.or(*person);
                Seat {
                    person: *person,
                    acting,
                    own_work: who.is_some_and(|who| self.workers.contains(&(unit, who))),
                    full: who.is_some_and(|who| self.is_full(who, occasion.opens_on)),
                    last: who.is_some() && who == last,
                    load: who.map_or(0, |who| self.load(who, occasion.opens_on)),
                }
            })
            .collect()
    }

    /// To whom the next audit at a unit goes. Nothing is noted before it [took](Self::took) place.
    ///
    /// # Errors
    /// Only when the database fails.
    pub fn next(&self, conn: &mut Conn, unit: UnitId, occasion: &Occasion) -> AppResult<Given> {
        let last = if self.assigning.new_pairs {
            queries::last_there(conn, self.plan, unit, occasion.opens_at)?
        } else {
            None
        };
        let seats = self.seats(unit, occasion, last);
        let mut given = choose(self.assigning.way, self.assigning.new_pairs, &seats, self.turn(unit));
        if self.own_only.contains(&unit) {
            given.nobody = given.nobody.map(|_| Nobody::OwnWork);
        }
        Ok(given)
    }

    /// Who does the audit of a person who is away and has nobody standing in.
    pub fn cover(&self, unit: UnitId, occasion: &Occasion, owner: PersonId) -> Given {
        let mut seats = self.seats(unit, occasion, None);
        seats.retain(|seat| seat.person != owner);
        if self.assigning.way == Way::Pool {
            return Given {
                stands_in_for: Some(owner),
                nobody: choose(Way::Pool, false, &seats, 0).nobody.map(|_| Nobody::Away),
                ..Given::default()
            };
        }
        cover(owner, &seats, self.turn(unit))
    }

    fn turn(&self, unit: UnitId) -> i32 {
        self.turns.get(&unit).map_or(0, |(_, turn)| *turn)
    }

    /// The audit was given so: the turn moves on, and whoever does it has one more.
    pub fn took(&mut self, unit: UnitId, occasion: &Occasion, given: &Given) {
        if let (Some(next), Some((_, turn))) = (given.next_turn, self.turns.get_mut(&unit)) {
            let count = self.pools.get(&unit).map_or(0, Vec::len);
            *turn = i32::try_from(count)
                .ok()
                .filter(|count| *count > 1)
                .map_or(*turn, |count| next.rem_euclid(count));
        }
        self.count(given.assignee, occasion.opens_on, 1);
    }

    /// An audit on a date went from somebody to somebody.
    pub fn moved(&mut self, date: NaiveDate, from: Option<PersonId>, to: Option<PersonId>) {
        self.count(from, date, -1);
        self.count(to, date, 1);
    }

    fn count(&mut self, person: Option<PersonId>, date: NaiveDate, by: i64) {
        if let Some(person) = person {
            *self.given.entry(person).or_default().entry(date).or_default() += by;
        }
    }

    /// Stores whose turn it is now.
    ///
    /// # Errors
    /// Stale when two runs move the same turn at once.
    pub fn keep(&self, conn: &mut Conn) -> AppResult<()> {
        for (unit, (read, turn)) in &self.turns {
            if turn != read && self.stored.contains(unit) && !plans::move_turn(conn, self.plan, *unit, *read, *turn)? {
                return Err(AppError::Stale);
            }
        }
        Ok(())
    }
}
