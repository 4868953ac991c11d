//! Who does the audits of a plan.

use super::*;
use crate::people::absences::model::Absence;

/// What is typed in this part.
pub(super) const FIELDS: [&str; 5] = ["way", "person", "most_a_day", "not_own_work", "new_pairs"];

/// A way to find who does them.
#[derive(Debug, Serialize)]
pub struct WayShown {
    value: String,
    text: String,
    hint: String,
}

/// What this part offers.
#[derive(Debug, Serialize)]
pub struct Shown {
    ways: Vec<WayShown>,
    people: Vec<Choice>,
    most: i32,
}

/// The people who can be named, and who of them is away.
pub(super) type People = (Vec<Person>, Vec<Absence>);

/// Reads who can be named.
pub(super) fn people(conn: &mut Conn, today: NaiveDate) -> AppResult<People> {
    let people = crate::planning::assign::queries::auditors(conn)?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let away = people::absences::queries::of_people(conn, &ids, today)?;
    Ok((people, away))
}

/// What is offered, in words.
pub(super) fn shown(viewer: &Viewer<Planner>, (people, away): &People) -> Shown {
    Shown {
        ways: Way::ALL
            .iter()
            .map(|way| WayShown {
                value: way.to_string(),
                text: viewer.t(&format!("plan-way-{way}")),
                hint: viewer.t(&format!("plan-way-hint-{way}")),
            })
            .collect(),
        people: people::absences::pages::choices(viewer, people, away),
        most: MOST_A_DAY,
    }
}

/// What stands in it: for a new plan, or for one as it is.
pub(super) fn fill(typed: Typed, plan: Option<&Plan>) -> Typed {
    let assigning = plan.map(Plan::assigning).unwrap_or_default();
    let tick = |on: bool| if on { "1" } else { "" };
    typed
        .with("way", assigning.way)
        .with(
            "person",
            assigning.person_id.map(|id| id.to_string()).unwrap_or_default(),
        )
        .with(
            "most_a_day",
            assigning.most_a_day.map(|most| most.to_string()).unwrap_or_default(),
        )
        .with("not_own_work", tick(assigning.not_own_work))
        .with("new_pairs", tick(assigning.new_pairs))
}

/// What was typed. A person counts only where the plan is for one.
pub(super) fn read(form: &Fields, problems: &mut Problems) -> Assigning {
    let way = form.read("way", problems, "error-choice").unwrap_or(Way::Turns);
    let person_id = form.read("person", problems, "error-choice");
    Assigning {
        way,
        person_id: person_id.filter(|_| way == Way::Person),
        most_a_day: form.read("most_a_day", problems, "error-number"),
        not_own_work: form.checkbox("not_own_work"),
        new_pairs: form.checkbox("new_pairs"),
    }
}
