//! Moving a unit in the tree: where to, and what changes with it.

use super::super::model::Unit;
use super::super::{operations, queries};
use super::calendar::{path_links, week_words};
use super::{Admin, Link};
use crate::base::calendar::Calendar;
use crate::base::ids::UnitId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::page;
use crate::people;
use crate::people::nav::Here;
use crate::people::pages::unit_choices;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems};
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// For how many days ahead holidays are compared.
const AHEAD: i64 = 365;
/// How many days off are named.
const NAMED: usize = 6;

/// Something that will be otherwise.
#[derive(Debug, Serialize)]
pub struct Differs {
    what: String,
    now: String,
    after: String,
}

page! {
    /// Where a unit is to belong, and what changes with that.
    pub struct PlacePage in "agency/place.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub path: Vec<Link>,
        pub action: String,
        pub back: String,
        pub units: Vec<Choice>,
        pub to: String,
        pub to_name: String,
        pub revision: i32,
        pub below: Option<String>,
        pub differs: Vec<Differs>,
    }
}

/// A place in the tree as it is, or would be.
struct Place {
    calendar: Calendar,
    /// Who holds each layer's role there, by the layer's name.
    leads: Vec<(String, Vec<String>)>,
    shifts: Vec<String>,
}

/// The unit's place when the way up from it is this one.
fn place(conn: &mut Conn, path: &[Unit]) -> AppResult<Place> {
    let mut leads = Vec::new();
    for layer in queries::layers(conn)? {
        let mut names = Vec::new();
        // the holders are those at the unit, or at the nearest unit above
        for unit in path {
            let here = queries::people_at(conn, unit.id)?;
            names = here
                .into_iter()
                .filter(|(_, _, role)| *role == layer.role)
                .map(|(_, name, _)| name)
                .collect();
            if !names.is_empty() {
                break;
            }
        }
        leads.push((layer.name, names));
    }
    let mut shifts = Vec::new();
    for unit in path.iter().skip(1) {
        let kept = queries::shifts(conn, unit.id)?;
        shifts.extend(
            kept.into_iter()
                .filter(|shift| shift.unit_id == unit.id)
                .map(|shift| shift.name),
        );
    }
    Ok(Place {
        calendar: queries::calendar_along(conn, path)?,
        leads,
        shifts,
    })
}

pub(super) async fn new(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    place_page(&viewer, id.into_inner(), query.parse("to"), &Problems::new()).await
}

async fn place_page(viewer: &Admin, id: UnitId, to: Option<UnitId>, problems: &Problems) -> AppResult<HttpResponse> {
    let (path, units, below, asked) = viewer
        .app
        .db
        .read(move |conn| {
            let path = queries::path(conn, id)?;
            let unit = path.first().cloned().ok_or(AppError::NotFound)?;
            let inside = queries::list_below(conn, &[id])?;
            let mut units = people::queries::open_units(conn)?;
            units.retain(|(_, other, _)| {
                Some(*other) != unit.parent_id && inside.iter().all(|inside| inside.id != *other)
            });
            let asked = match to {
                None => None,
                Some(to) => Some(match operations::check_move(conn, &unit, to) {
                    Err(error) => Err(error),
                    Ok(to) => {
                        let now = place(conn, &path)?;
                        let mut way = queries::path(conn, to.id)?;
                        way.insert(0, unit.clone());
                        Ok((to, now, place(conn, &way)?))
                    }
                }),
            };
            Ok((path, units, inside.len() - 1, asked))
        })
        .await?;
    let unit = path.first().ok_or(AppError::NotFound)?;
    let mut problems = problems.clone();
    let (chosen, differs) = match asked {
        None => (None, Vec::new()),
        Some(Ok((to, now, after))) => (Some(to), differs(viewer, &now, &after)),
        Some(Err(AppError::Refused(said))) => {
            if problems.is_empty() {
                problems.add("to", said);
            }
            (None, Vec::new())
        }
        Some(Err(error)) => return Err(error),
    };
    let page = PlacePage {
        title: viewer.say(&Said::new("place-title").with("unit", unit.name.clone())),
        lead: match path.get(1) {
            Some(above) => viewer.say(&Said::new("place-lead").with("above", above.name.clone())),
            None => viewer.t("agency-no-top-moves"),
        },
        problems: viewer.told(&problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        path: path_links(viewer, &path),
        action: format!("{}/place", links::unit(id)),
        back: links::unit(id),
        units: unit_choices(&units),
        to: to.map(|to| to.to_string()).unwrap_or_default(),
        to_name: chosen.map(|to| to.name).unwrap_or_default(),
        revision: unit.revision,
        below: (below > 0).then(|| viewer.say(&Said::new("place-below").with("count", below))),
        differs,
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

/// What the move changes, in words.
fn differs(viewer: &Admin, now: &Place, after: &Place) -> Vec<Differs> {
    let mut rows = Vec::new();
    let mut row = |what: String, now: String, after: String| {
        if now != after {
            rows.push(Differs { what, now, after });
        }
    };
    let none = |text: String| if text.is_empty() { viewer.t("place-none") } else { text };
    for ((layer, now), (_, after)) in now.leads.iter().zip(&after.leads) {
        row(layer.clone(), none(now.join(", ")), none(after.join(", ")));
    }
    let zone = |place: &Place| place.calendar.zone.name().replace('_', " ");
    row(viewer.t("setup-zone"), zone(now), zone(after));
    let hours = |place: &Place| none(week_words(viewer, &place.calendar.hours).join("; "));
    row(viewer.t("agency-hours"), hours(now), hours(after));
    let today = now.calendar.zone.local(viewer.now).date;
    let off = |here: &Place, there: &Place| {
        let only = |date: &chrono::NaiveDate| {
            here.calendar.why_off(*date).is_some() && there.calendar.why_off(*date).is_none()
        };
        let days: Vec<_> = (0..AHEAD).map(|n| shifted(today, n)).filter(only).collect();
        let mut words: Vec<String> = days
            .iter()
            .take(NAMED)
            .map(|date| {
                let name = here.calendar.why_off(*date).unwrap_or_default();
                let day = viewer.day(&here.calendar.zone, *date).text;
                viewer.say(&Said::new("place-day-off").with("name", name).with("date", day))
            })
            .collect();
        if days.len() > NAMED {
            words.push(viewer.say(&Said::new("place-more").with("count", days.len() - NAMED)));
        }
        none(words.join("; "))
    };
    row(viewer.t("place-days-off"), off(now, after), off(after, now));
    let shifts = |place: &Place| none(place.shifts.join(", "));
    row(viewer.t("place-shifts"), shifts(now), shifts(after));
    rows
}

pub(super) async fn create(viewer: Admin, id: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let Some(to) = form.parse::<UnitId>("to") else {
        let mut problems = Problems::new();
        problems.add("to", Said::new("agency-parent-missing"));
        return place_page(&viewer, id, None, &problems).await;
    };
    let (act, revision) = (viewer.act(), form.parse("revision").unwrap_or_default());
    let done = viewer
        .app
        .db
        .write(move |conn| {
            operations::move_unit(conn, &act.clone(), id, revision, to)?;
            Ok(queries::find(conn, to)?.name)
        })
        .await;
    match done {
        Ok(name) => {
            let said = Said::new("place-moved").with("above", name);
            Ok(see_other(&links::unit(id), Flash::done(said)))
        }
        Err(AppError::Refused(said)) => {
            let mut problems = Problems::new();
            problems.add("to", said);
            place_page(&viewer, id, Some(to), &problems).await
        }
        Err(error) => Err(error),
    }
}
