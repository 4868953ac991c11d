//! The same question at other units: told on a finding's page, and led by one finding where a leader wants that.

use super::show::show_page;
use super::steps::told_no;
use super::*;
use crate::findings::grouping;
use crate::people::model::Scope;

/// A finding on the same question at another unit.
#[derive(Debug, Serialize)]
pub struct Elsewhere {
    id: FindingId,
    href: String,
    number: String,
    unit: String,
    when: When,
    state: &'static str,
    /// Whether it may be led by the finding of the page.
    free: bool,
}

/// What is told of other units, and of the finding that leads or is led.
#[derive(Debug, Default, Serialize)]
pub struct Group {
    elsewhere: Vec<Elsewhere>,
    units: usize,
    /// Whether the viewer may let this finding lead others.
    may_lead: bool,
    /// The finding that leads this one: address, number.
    leading: Option<(String, String)>,
    may_take: bool,
    may_leave: bool,
    members: Vec<Elsewhere>,
}

/// What is read for it.
pub(super) struct Read {
    elsewhere: Vec<(Finding, String, bool)>,
    leading: Option<Finding>,
    leading_has_cause: bool,
    members: Vec<(Finding, String)>,
}

pub(super) fn read(conn: &mut Conn, scope: &Scope, finding: &Finding, act: &Act) -> AppResult<Read> {
    let leading = grouping::queries::leader_of(conn, finding.id)?;
    let mut elsewhere = Vec::new();
    let members = grouping::queries::members_of(conn, finding.id)?;
    let is_told = |id: FindingId| {
        let leads = leading.as_ref().is_some_and(|leading| leading.id == id);
        leads || members.iter().any(|(member, _)| member.id == id)
    };
    for (other, unit) in queries::elsewhere(conn, scope, finding, grouping::since(act.now), grouping::MOST)? {
        if is_told(other.id) {
            continue;
        }
        let is_led = grouping::queries::leader_of(conn, other.id)?.is_some()
            || !grouping::queries::members_of(conn, other.id)?.is_empty();
        let free =
            !is_led && !other.state.is_closed() && queries::part(conn, &other, scope.person, &scope.stands_for)?.leader;
        elsewhere.push((other, unit, free));
    }
    Ok(Read {
        elsewhere,
        leading_has_cause: match &leading {
            Some(leading) => queries::cause(conn, leading.id)?.is_some(),
            None => false,
        },
        members,
        leading,
    })
}

pub(super) fn shown(viewer: &Viewer, finding: &Finding, part: Part, zone: &Zone, read: &Read) -> Group {
    let one = |other: &Finding, unit: &str, free: bool| Elsewhere {
        id: other.id,
        href: links::finding(other.id),
        number: other.number.clone(),
        unit: unit.to_owned(),
        when: viewer.moment(zone, other.found_at),
        state: other.standing(),
        free,
    };
    let mut units: Vec<UnitId> = read.elsewhere.iter().map(|(other, ..)| other.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let is_led = read.leading.is_some();
    let may_lead = part.leader && !finding.state.is_closed() && !is_led;
    Group {
        units: units.len(),
        may_lead: may_lead && read.elsewhere.iter().any(|(.., free)| *free),
        elsewhere: read
            .elsewhere
            .iter()
            .map(|(other, unit, free)| one(other, unit, *free && may_lead))
            .collect(),
        leading: read
            .leading
            .as_ref()
            .map(|leading| (links::finding(leading.id), leading.number.clone())),
        may_take: read.leading_has_cause && finding.check_plan(part).is_ok(),
        may_leave: is_led && part.leader,
        members: read
            .members
            .iter()
            .map(|(other, unit)| one(other, unit, false))
            .collect(),
    }
}

pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<FindingId>, form: Form) -> AppResult<HttpResponse> {
    let members: Vec<FindingId> = form.all("member").filter_map(|id| id.parse().ok()).collect();
    let (id, scope) = (*id, viewer.scope());
    take_step(&viewer, id, "group-done", move |conn, act| {
        grouping::lead(conn, act, &scope, id, &members)
    })
    .await
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
    let page = show_page(viewer, id, Typed::default(), &problems).await?;
    let mut again = viewer.again(Here::Findings, &page)?;
    *again.status_mut() = status;
    Ok(again)
}
