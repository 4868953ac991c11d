//! The own feeds for calendar programs: made, shown once, made anew, taken back.

use super::*;
use crate::people::sign_in::new_token;
use crate::people::viewer::Leader;
use crate::planning::board_queries;
use crate::planning::feeds;
use crate::platform::web::form::{Problem, Problems};
use crate::platform::web::parts::Choice;

/// A feed that can be read now.
#[derive(Debug, Serialize)]
pub struct FeedShown {
    name: String,
    made: When,
    unit: String,
    revoke: String,
}

page! {
    /// The feeds of a person.
    pub struct FeedsPage in "planning/feeds.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        /// The address of the feed that was made a moment ago: shown now and never again.
        pub address: String,
        pub address_of: String,
        pub own: bool,
        pub feeds: Vec<FeedShown>,
        pub units: Vec<Choice>,
        pub days_back: i64,
    }
}

pub(super) async fn show(viewer: Viewer<Auditor>) -> AppResult<HttpResponse> {
    let page = feeds_page(&viewer, None, &Problems::new()).await?;
    viewer.show(Here::Schedule, &page)
}

/// `fresh` is the feed that was made a moment ago, with its address.
async fn feeds_page(
    viewer: &Viewer<Auditor>,
    fresh: Option<(FeedId, String)>,
    problems: &Problems,
) -> AppResult<FeedsPage> {
    let (person, scope) = (viewer.person.id, led(viewer));
    let (own, units) = viewer
        .app
        .db
        .read(move |conn| {
            Ok((
                board_queries::feeds_of(conn, person)?,
                agency::queries::list_below(conn, &scope)?,
            ))
        })
        .await?;
    let name = |unit: &Option<String>| unit.clone().unwrap_or_else(|| viewer.t("feeds-own"));
    let (made, address) = fresh.unzip();
    Ok(FeedsPage {
        title: viewer.t("feeds-title"),
        problems: viewer.told(problems),
        address_of: own
            .iter()
            .find(|(feed, _)| Some(feed.id) == made)
            .map(|(_, unit)| name(unit))
            .unwrap_or_default(),
        address: address.unwrap_or_default(),
        own: own.iter().any(|(feed, _)| feed.unit_id.is_none()),
        units: units
            .iter()
            .filter(|unit| unit.active && !own.iter().any(|(feed, _)| feed.unit_id == Some(unit.id)))
            .map(|unit| Choice::new(unit.id, unit.name.clone()))
            .collect(),
        feeds: own
            .iter()
            .map(|(feed, unit)| FeedShown {
                name: name(unit),
                made: viewer.moment(&viewer.zone, feed.created_at),
                unit: feed.unit_id.map(|unit| unit.to_string()).unwrap_or_default(),
                revoke: format!("{}/{}/revocation", links::FEEDS, feed.id),
            })
            .collect(),
        days_back: feeds::DAYS_BACK,
    })
}

/// The units at which the viewer leads.
fn led(viewer: &Viewer<Auditor>) -> Vec<UnitId> {
    viewer
        .assignments
        .iter()
        .filter(|assignment| Leader::ROLES.contains(&assignment.role))
        .map(|assignment| assignment.unit_id)
        .collect()
}

/// Makes a feed and shows its address in the answer itself: it is nowhere else, so a page loaded again cannot show it.
pub(super) async fn create(viewer: Viewer<Auditor>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let unit: Option<UnitId> = form.read("unit", &mut problems, "feed-no-unit");
    problems.check(
        "unit",
        unit.is_some() || !form.checkbox("of_unit") || !problems.is_empty(),
        "feed-no-unit",
    );
    if !problems.is_empty() {
        let page = feeds_page(&viewer, None, &problems).await?;
        return viewer.again(Here::Schedule, &page);
    }
    let (token, act) = (new_token()?, viewer.act());
    let kept = token.clone();
    let id = viewer
        .app
        .db
        .write(move |conn| feeds::make(conn, &act.clone(), unit, &kept))
        .await?;
    let address = viewer.app.post.url(&links::feed(&token));
    let page = feeds_page(&viewer, Some((id, address)), &problems).await?;
    viewer.show(Here::Schedule, &page)
}

pub(super) async fn create_revocation(
    viewer: Viewer<Auditor>,
    id: web::Path<FeedId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    viewer
        .app
        .db
        .write(move |conn| feeds::revoke(conn, &act.clone(), id))
        .await?;
    Ok(see_other(links::FEEDS, Flash::done("feeds-revoked")))
}
