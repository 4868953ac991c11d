//! Who does the audits of a plan, as its page tells it: by which way, who at each unit, the next ones by name.

use super::*;
use crate::base::clock::Instant;
use crate::people::absences::model::Absence;
use crate::planning::assign::giving::Giver;
use crate::planning::assign::queries as assigning;

/// An audit of the coming days, with who does it.
#[derive(Debug, Serialize)]
pub struct NextShown {
    day: When,
    unit: String,
    /// Nobody yet.
    who: Option<String>,
    /// Whose it is, while somebody else does it.
    instead_of: Option<String>,
}

/// How much somebody has to do.
#[derive(Debug, Serialize)]
pub struct LoadShown {
    name: String,
    count: i64,
}

/// What the page reads for it.
pub(super) struct Loaded {
    pools: HashMap<UnitId, Vec<PersonId>>,
    loads: Vec<(PersonId, i64)>,
    next: Vec<(NaiveDate, String, Option<PersonId>, Option<PersonId>)>,
    names: HashMap<PersonId, String>,
    away: Vec<Absence>,
}

pub(super) fn load(
    conn: &mut Conn,
    scope: &Scope,
    plan: &Plan,
    role: Option<Role>,
    units: &[UnitId],
    now: Instant,
) -> AppResult<Loaded> {
    let today = agency::queries::agency_zone(conn)?.local(now).date;
    let giver = Giver::of(conn, plan, role, units, (today, today), now)?;
    let pools: HashMap<UnitId, Vec<PersonId>> = units.iter().map(|unit| (*unit, giver.pool(*unit).to_vec())).collect();
    let mut people: Vec<PersonId> = pools.values().flatten().copied().collect();
    people.sort_unstable();
    people.dedup();
    let loads = if plan.assignment == Way::Fair {
        people
            .iter()
            .map(|person| (*person, giver.load(*person, today)))
            .collect()
    } else {
        Vec::new()
    };
    let limit = i64::try_from(AHEAD).unwrap_or(i64::MAX);
    let next = assigning::upcoming(conn, plan.id, scope, now, limit)?;
    let away = people::absences::queries::of_people(conn, &people, today)?;
    people.extend(next.iter().flat_map(|(.., who, owner)| [*who, *owner]).flatten());
    people.extend(plan.person_id);
    let named = people::queries::find_all(conn, &people)?;
    Ok(Loaded {
        pools,
        loads,
        next,
        names: named.into_iter().map(|person| (person.id, person.name)).collect(),
        away: away.into_iter().filter(|absence| absence.covers(today)).collect(),
    })
}

impl Loaded {
    fn name(&self, person: PersonId) -> String {
        self.names.get(&person).cloned().unwrap_or_default()
    }

    /// Whether anybody could do the audits at a unit.
    pub(super) fn has_nobody(&self, unit: UnitId) -> bool {
        self.pools.get(&unit).is_none_or(Vec::is_empty)
    }

    /// Who does them at a unit: "Maria Okafor, Ben Ruiz (away until Friday)".
    pub(super) fn at<R: Right>(&self, viewer: &Viewer<R>, unit: UnitId) -> String {
        let name = |person: &PersonId| match self.away.iter().find(|absence| absence.person_id == *person) {
            None => self.name(*person),
            Some(absence) => viewer.say(
                &Said::new("absence-choice")
                    .with("name", self.name(*person))
                    .with("mark", people::absences::pages::mark_of(viewer, absence)),
            ),
        };
        let pool = self.pools.get(&unit).map(Vec::as_slice).unwrap_or_default();
        pool.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// The way in a sentence, with what else the plan asks for.
    pub(super) fn said<R: Right>(&self, viewer: &Viewer<R>, plan: &Plan) -> String {
        let person = plan.person_id.map(|person| self.name(person)).unwrap_or_default();
        let mut sentences = vec![viewer.say(&Said::new(&format!("plan-who-{}", plan.assignment)).with("name", person))];
        if plan.new_pairs && matches!(plan.assignment, Way::Turns | Way::Fair) {
            sentences.push(viewer.t("plan-who-new-pairs"));
        }
        if plan.not_own_work {
            sentences.push(viewer.t("plan-who-not-own"));
        }
        if let Some(most) = plan.most_a_day {
            sentences.push(viewer.say(&Said::new("plan-who-most").with("count", most)));
        }
        sentences.join(" ")
    }

    /// The next audits by name.
    pub(super) fn next<R: Right>(&self, viewer: &Viewer<R>) -> Vec<NextShown> {
        self.next
            .iter()
            .map(|(date, unit, who, owner)| NextShown {
                day: viewer.day(&viewer.zone, *date),
                unit: unit.clone(),
                who: who.map(|who| self.name(who)),
                instead_of: owner.map(|owner| self.name(owner)),
            })
            .collect()
    }

    /// How the load is now, the least first.
    pub(super) fn loads(&self) -> Vec<LoadShown> {
        let mut loads: Vec<LoadShown> = self
            .loads
            .iter()
            .map(|(person, count)| LoadShown {
                name: self.name(*person),
                count: *count,
            })
            .collect();
        loads.sort_by(|a, b| a.count.cmp(&b.count).then_with(|| a.name.cmp(&b.name)));
        loads
    }
}
