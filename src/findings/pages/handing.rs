//! Several findings are handed over at once: first the page says what it will do, and what not and why.

use super::list::{filters_of, queue};
use super::*;
use crate::findings::handing::{self, CannotHandOver};
use std::collections::hash_map::Entry;

/// A finding that was chosen.
#[derive(Debug, Serialize)]
pub struct Chosen {
    id: FindingId,
    href: String,
    number: String,
    title: String,
    unit: String,
    owner: Option<String>,
    refused: Option<String>,
}

page! {
    /// What handing over will do.
    pub struct HandingPage in "findings/handing.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub chosen: Vec<Chosen>,
        pub people: Vec<Choice>,
        pub owner: String,
        pub new_owner: String,
        pub ready: usize,
        pub refused: usize,
        pub back: String,
        pub back_query: String,
    }
}

/// The findings that were chosen; refused where there are none, or more than a page of the queue shows.
fn chosen(fields: &Fields) -> AppResult<Vec<FindingId>> {
    let mut ids: Vec<FindingId> = fields.all("finding").filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.len() {
        0 => Err(AppError::refused("findings-handing-none")),
        1..=handing::MOST => Ok(ids),
        _ => Err(AppError::Refused(
            Said::new("findings-handing-many").with("count", handing::MOST),
        )),
    }
}

/// The stage and the filters of the queue the findings were chosen in: nothing else is taken from the address.
fn back_of(fields: &Fields) -> String {
    filters_of(&Fields::parse_query(fields.get("back")))
}

pub(super) async fn show(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let back = back_of(&query);
    let ids = match chosen(&query) {
        Ok(ids) => ids,
        Err(AppError::Refused(said)) => return Ok(see_other(&queue(&back), Flash::problem(said))),
        Err(other) => return Err(other),
    };
    let owner = query.parse("owner");
    let mut problems = Problems::new();
    if query.raw("owner").is_some() && owner.is_none() {
        problems.add("owner", Said::new("finding-owner-required"));
    }
    let page = page(&viewer, ids, owner, back, &problems).await?;
    if problems.is_empty() {
        viewer.show(Here::Findings, &page)
    } else {
        viewer.again(Here::Findings, &page)
    }
}

async fn page(
    viewer: &Viewer,
    ids: Vec<FindingId>,
    owner: Option<PersonId>,
    back: String,
    problems: &Problems,
) -> AppResult<HandingPage> {
    let (scope, today) = (viewer.scope(), viewer.zone.local(viewer.now).date);
    let (chosen, people, away) = viewer
        .app
        .db
        .read(move |conn| {
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.push(queries::find_visible(conn, &scope, id)?);
            }
            found.sort_by(|a, b| a.number.cmp(&b.number));
            let owners = found.iter().filter_map(|finding| finding.owner_id).collect();
            let names: HashMap<PersonId, String> = queries::names(conn, owners)?.into_iter().collect();
            let mut people = BTreeMap::new();
            let mut units: HashMap<UnitId, String> = HashMap::new();
            let mut chosen = Vec::with_capacity(found.len());
            for finding in found {
                let workers = queries::workers(conn, &finding)?;
                let refused = match owner {
                    Some(owner) => handing::check(conn, &scope, &finding, &workers, owner)?.err(),
                    None => None,
                };
                people.extend(
                    workers
                        .into_iter()
                        .map(|person| ((person.name.clone(), person.id), person)),
                );
                let unit = match units.entry(finding.unit_id) {
                    Entry::Occupied(unit) => unit.get().clone(),
                    Entry::Vacant(unit) => unit.insert(queries::unit_name(conn, finding.unit_id)?).clone(),
                };
                let has = finding.owner_id.and_then(|owner| names.get(&owner).cloned());
                chosen.push((finding, unit, has, refused));
            }
            let people: Vec<people::model::Person> = people.into_values().collect();
            let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
            let away = people::absences::queries::of_people(conn, &ids, today)?;
            Ok((chosen, people, away))
        })
        .await?;
    let new_owner = people.iter().find(|person| Some(person.id) == owner);
    let shown = |(finding, unit, has, refused): (Finding, String, Option<String>, Option<CannotHandOver>)| Chosen {
        id: finding.id,
        href: links::finding(finding.id),
        number: finding.number,
        title: finding.title,
        unit,
        owner: has,
        refused: refused.map(|no| viewer.say(&no.said())),
    };
    let refused = chosen.iter().filter(|(.., refused)| refused.is_some()).count();
    Ok(HandingPage {
        title: viewer.t("findings-handing-title"),
        problems: viewer.told(problems),
        ready: chosen.len() - refused,
        refused,
        people: people::absences::pages::choices(viewer, &people, &away),
        owner: owner.map(|owner| owner.to_string()).unwrap_or_default(),
        new_owner: new_owner.map(|person| person.name.clone()).unwrap_or_default(),
        chosen: chosen.into_iter().map(shown).collect(),
        back: queue(&back),
        back_query: back,
    })
}

pub(super) async fn create(viewer: Viewer<Anyone>, form: Form) -> AppResult<HttpResponse> {
    let (ids, back) = (chosen(&form)?, back_of(&form));
    let owner: PersonId = form
        .parse("owner")
        .ok_or_else(|| AppError::refused("finding-owner-required"))?;
    let (scope, act, post, count) = (viewer.scope(), viewer.act(), viewer.app.post.clone(), ids.len());
    let all = ids.clone();
    let taken = viewer
        .app
        .db
        .write(move |conn| handing::hand_over(conn, &act.clone(), &post, &scope, &all, owner))
        .await;
    match taken {
        Ok(()) => {
            let said = Said::new("findings-handing-done").with("count", count);
            Ok(see_other(&queue(&back), Flash::done(said)))
        }
        // What changed meanwhile is told by the same page.
        Err(error @ AppError::Stale) => {
            let mut problems = Problems::new();
            problems.add("", Said::new("findings-handing-changed"));
            let page = page(&viewer, ids, Some(owner), back, &problems).await?;
            let mut again = viewer.again(Here::Findings, &page)?;
            *again.status_mut() = error.status_code();
            Ok(again)
        }
        Err(other) => Err(other),
    }
}
