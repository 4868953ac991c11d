//! The same question at other units: told on a finding's page, and led by a systemic finding where a leader wants that.

use super::show::show_page;
use super::steps::told_no;
use super::*;
use crate::findings::grouping::{self, CannotGroup};
use crate::people::model::Scope;
use std::collections::HashSet;

/// A finding on the same question at another unit.
#[derive(Debug, Serialize)]
pub struct Elsewhere {
    id: FindingId,
    href: String,
    number: String,
    unit: String,
    when: When,
    state: &'static str,
    /// Whether it may be led together with the finding of the page, or by it.
    free: bool,
    /// Whether it was chosen.
    picked: bool,
}

/// The finding that leads another.
#[derive(Debug, Serialize)]
pub struct Leading {
    /// Where it is, for whoever may see it.
    href: Option<String>,
    number: String,
    /// Whether it was dismissed: nothing is worked on there any more.
    dismissed: bool,
    /// When it was verified and closed.
    closed: Option<When>,
    state: &'static str,
}

/// What is told of other units, and of the finding that leads or is led.
#[derive(Debug, Default, Serialize)]
pub struct Group {
    elsewhere: Vec<Elsewhere>,
    units: usize,
    /// Whether the viewer may let some of them be led.
    may_lead: bool,
    /// Whether the finding of the page is the common one of several units.
    systemic: bool,
    leading: Option<Leading>,
    may_take: bool,
    may_leave: bool,
    /// How many it leads.
    led: usize,
    /// Those of them that the viewer may see.
    members: Vec<Elsewhere>,
    /// How many the viewer may not see.
    unseen: usize,
}

/// The most findings whose units are counted.
const COUNTED: usize = 500;

/// What is read for it.
pub(super) struct Read {
    elsewhere: Vec<(Finding, String, bool)>,
    /// At how many units the same question failed.
    units: usize,
    /// With whether the viewer may see it.
    leading: Option<(Finding, bool)>,
    leading_has_cause: bool,
    members: Vec<(Finding, String)>,
    unseen: usize,
    zones: HashMap<UnitId, Zone>,
}

pub(super) fn read(conn: &mut Conn, scope: &Scope, finding: &Finding, act: &Act) -> AppResult<Read> {
    let mut others = queries::elsewhere(conn, scope, finding, grouping::since(act.now), COUNTED)?;
    let units: HashSet<UnitId> = others.iter().map(|(other, _)| other.unit_id).collect();
    let seen: HashSet<FindingId> = others.iter().map(|(other, _)| other.id).collect();
    let sees = |conn: &mut Conn, id: FindingId| -> AppResult<bool> {
        Ok(seen.contains(&id) || grouping::queries::is_visible(conn, scope, id)?)
    };
    let leading = match grouping::queries::leader_of(conn, finding.id)? {
        Some(leading) => {
            let is_seen = sees(conn, leading.id)?;
            Some((leading, is_seen))
        }
        None => None,
    };
    let leading_has_cause = match &leading {
        Some((leading, _)) => queries::cause(conn, leading.id)?.is_some(),
        None => false,
    };
    let all = grouping::queries::members_of(conn, finding.id)?;
    let count = all.len();
    let mut told: HashSet<FindingId> = all.iter().map(|(member, _)| member.id).collect();
    told.extend(leading.iter().map(|(leading, _)| leading.id));
    let mut members = Vec::with_capacity(count);
    for (member, unit) in all {
        if sees(conn, member.id)? {
            members.push((member, unit));
        }
    }
    others.retain(|(other, _)| !told.contains(&other.id));
    others.truncate(grouping::MOST);
    let ids: Vec<FindingId> = others.iter().map(|(other, _)| other.id).collect();
    let grouped = grouping::queries::grouped(conn, &ids)?;
    let is_systemic = finding.origin_kind == OriginKind::Systemic;
    let may_lead =
        !finding.state.is_closed() && leading.is_none() && (is_systemic || count == 0) && leads(conn, scope, finding)?;
    // Whoever leads a unit leads all of its findings.
    let mut led: HashMap<UnitId, bool> = HashMap::new();
    let mut elsewhere = Vec::with_capacity(others.len());
    for (other, unit) in others {
        let free = may_lead
            && !other.state.is_closed()
            && !grouped.contains(&other.id)
            && match led.get(&other.unit_id).copied() {
                Some(leads) => leads,
                None => {
                    let leads = leads(conn, scope, &other)?
                        && (!is_systemic || grouping::is_above(conn, finding.unit_id, other.unit_id)?);
                    led.insert(other.unit_id, leads);
                    leads
                }
            };
        elsewhere.push((other, unit, free));
    }
    let places: HashSet<UnitId> = elsewhere.iter().map(|(other, ..)| other.unit_id).collect();
    let places: Vec<UnitId> = places.into_iter().collect();
    Ok(Read {
        units: units.len(),
        zones: agency::queries::zones(conn, &places)?,
        elsewhere,
        leading,
        leading_has_cause,
        unseen: count - members.len(),
        members,
    })
}

/// Whether the viewer may see the finding that an entry says is led.
pub(super) fn is_told(conn: &mut Conn, scope: &Scope, entry: &history::Entry) -> AppResult<bool> {
    let facts: HashMap<String, serde_json::Value> = serde_json::from_str(&entry.facts).unwrap_or_default();
    let member = facts.get("member").and_then(|member| member.as_str()?.parse().ok());
    match member {
        Some(member) => Ok(grouping::queries::is_visible(conn, scope, member)?),
        None => Ok(false),
    }
}

fn leads(conn: &mut Conn, scope: &Scope, finding: &Finding) -> AppResult<bool> {
    Ok(queries::part(conn, finding, scope.person, &scope.stands_for)?.leader)
}

pub(super) fn shown(viewer: &Viewer, finding: &Finding, part: Part, zone: &Zone, read: &Read, form: &Typed) -> Group {
    let picked: HashSet<&str> = form
        .names()
        .filter(|name| name.starts_with("member"))
        .map(|name| form.get(name))
        .collect();
    let one = |other: &Finding, unit: &str, free: bool| Elsewhere {
        id: other.id,
        href: links::finding(other.id),
        number: other.number.clone(),
        unit: unit.to_owned(),
        when: viewer.moment(read.zones.get(&other.unit_id).unwrap_or(zone), other.found_at),
        state: other.standing(),
        free,
        picked: picked.contains(other.id.to_string().as_str()),
    };
    Group {
        units: read.units,
        systemic: finding.origin_kind == OriginKind::Systemic,
        may_lead: read.elsewhere.iter().any(|(.., free)| *free),
        elsewhere: read
            .elsewhere
            .iter()
            .map(|(other, unit, free)| one(other, unit, *free))
            .collect(),
        leading: read.leading.as_ref().map(|(leading, is_seen)| Leading {
            href: is_seen.then(|| links::finding(leading.id)),
            number: leading.number.clone(),
            dismissed: leading.state == State::Dismissed,
            closed: leading
                .closed_at
                .filter(|_| leading.state == State::Verified)
                .map(|at| viewer.day(zone, zone.local(at).date)),
            state: leading.standing(),
        }),
        may_take: read.leading_has_cause && finding.check_plan(part).is_ok(),
        may_leave: read.leading.is_some() && part.leader,
        members: read
            .members
            .iter()
            .map(|(other, unit)| one(other, unit, false))
            .collect(),
        led: read.members.len() + read.unseen,
        unseen: read.unseen,
    }
}

pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let members: Vec<FindingId> = form.all("member").filter_map(|id| id.parse().ok()).collect();
    let (id, scope, act, post) = (*id, viewer.scope(), viewer.act(), viewer.app.post.clone());
    let common: String = form.get("common").chars().take(LONGEST).collect();
    let led = viewer
        .app
        .db
        .write(move |conn| grouping::lead(conn, &act.clone(), &post, &scope, id, &members, &common))
        .await;
    let mut problems = Problems::new();
    let status = match led {
        Ok(leading) => return Ok(see_other(&links::finding(leading), Flash::done("group-done"))),
        Err(AppError::Refused(said)) if said == CannotGroup::NoWords.said() => {
            problems.add("common", said);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(error) => told_no(error, &mut problems)?,
    };
    again(&viewer, id, form.typed(), &problems, status).await
}

async fn again(
    viewer: &Viewer,
    id: FindingId,
    form: Typed,
    problems: &Problems,
    status: StatusCode,
) -> AppResult<HttpResponse> {
    let page = show_page(viewer, id, form, problems).await?;
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}

pub(super) async fn leave(viewer: Viewer<Anyone>, id: web::Path<FindingId>, _form: Form) -> AppResult<HttpResponse> {
    let (id, scope) = (*id, viewer.scope());
    take_step(&viewer, id, "group-left", move |conn, act| {
        queries::find_visible(conn, &scope, id)?;
        grouping::leave(conn, act, id)
    })
    .await
}

pub(super) async fn take(viewer: Viewer<Anyone>, id: web::Path<FindingId>, _form: Form) -> AppResult<HttpResponse> {
    let (id, scope) = (*id, viewer.scope());
    take_step(&viewer, id, "group-taken", move |conn, act| {
        queries::find_visible(conn, &scope, id)?;
        grouping::take(conn, act, id)
    })
    .await
}

async fn take_step(
    viewer: &Viewer,
    id: FindingId,
    done: &str,
    step: impl Fn(&mut Conn, &Act) -> AppResult<()> + Send + 'static,
) -> AppResult<HttpResponse> {
    let act = viewer.act();
    let taken = viewer.app.db.write(move |conn| step(conn, &act.clone())).await;
    let mut problems = Problems::new();
    let status = match taken {
        Ok(()) => return Ok(see_other(&links::finding(id), Flash::done(done))),
        Err(error) => told_no(error, &mut problems)?,
    };
    again(viewer, id, Typed::default(), &problems, status).await
}
