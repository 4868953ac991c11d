//! The pages of meetings: those ahead and those that are over, the form to enter one, and taking one away.

use super::model::*;
use super::pages::{PacketNamed, today};
use super::{operations, queries};
use crate::agency;
use crate::agency::model::Unit;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::page;
use crate::people;
use crate::people::model::Scope;
use crate::people::nav::Here;
use crate::people::viewer::{Convener, Leader, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::PAGE;
use crate::platform::web::parts::{Choice, Pill};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

/// A meeting.
#[derive(Debug, Serialize)]
pub struct MeetingRow {
    id: String,
    day: When,
    unit: String,
    packet: Option<PacketNamed>,
    packet_on: When,
    days: i32,
    ahead: bool,
    removal: Option<String>,
}

page! {
    /// Meetings ahead, or those that are over.
    pub struct MeetingsPage in "boards/meetings.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub form: Typed,
        pub pills: Vec<Pill>,
        pub over: bool,
        pub meetings: Vec<MeetingRow>,
        pub more_href: Option<String>,
        pub query: String,
        pub units: Vec<Choice>,
        pub first_day: String,
        pub most_days: i32,
    }
}

/// The units whose meetings somebody enters.
pub(super) fn makes<R: Right>(viewer: &Viewer<R>) -> Vec<UnitId> {
    let own = viewer.assignments.iter();
    own.filter(|assignment| MAKERS.contains(&assignment.role))
        .map(|assignment| assignment.unit_id)
        .collect()
}

/// Some meetings, with what is shown of them.
pub(super) struct Listed {
    meetings: Vec<(Meeting, String)>,
    newest: Vec<Packet>,
    /// The units whose meetings the reader enters.
    units: Vec<Unit>,
    more: bool,
}

impl Listed {
    /// Reads at most so many after one that was seen.
    pub(super) fn read(
        conn: &mut Conn,
        scope: &Scope,
        makes: &[UnitId],
        ahead: bool,
        today: NaiveDate,
        after: Option<MeetingId>,
        most: i64,
    ) -> AppResult<Self> {
        let mut meetings = queries::meetings(conn, scope, ahead, today, after, most + 1)?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let more = meetings.len() > most;
        meetings.truncate(most);
        let ids: Vec<MeetingId> = meetings.iter().map(|(meeting, _)| meeting.id).collect();
        let mut units = agency::queries::list_below(conn, makes)?;
        units.retain(|unit| unit.active);
        Ok(Self {
            newest: queries::newest_of(conn, &ids)?,
            meetings,
            units,
            more,
        })
    }

    /// Which meeting is next, of meetings ahead.
    pub(super) fn lead<R: Right>(&self, viewer: &Viewer<R>) -> Said {
        match self.meetings.first() {
            Some((meeting, unit)) => Said::new("packets-lead")
                .with("date", viewer.day(&viewer.zone, meeting.held_on).full)
                .with("unit", unit.clone()),
            None => Said::new("packets-lead-none"),
        }
    }

    /// As they are shown.
    pub(super) fn rows<R: Right>(&self, viewer: &Viewer<R>) -> Vec<MeetingRow> {
        let (day, today) = (|date| viewer.day(&viewer.zone, date), today(viewer));
        let row = |(meeting, unit): &(Meeting, String)| {
            let ahead = meeting.held_on >= today;
            let own = self.units.iter().any(|own| own.id == meeting.unit_id);
            MeetingRow {
                id: meeting.id.to_string(),
                day: day(meeting.held_on),
                unit: unit.clone(),
                packet: self
                    .packet_of(meeting)
                    .map(|packet| PacketNamed::of(packet.id, &packet.number)),
                packet_on: day(meeting.packet_on()),
                days: meeting.days_before,
                ahead,
                removal: (own && ahead).then(|| links::meeting_removal(meeting.id)),
            }
        };
        self.meetings.iter().map(row).collect()
    }

    fn packet_of(&self, meeting: &Meeting) -> Option<&Packet> {
        self.newest.iter().find(|packet| packet.meeting_id == Some(meeting.id))
    }

    /// The units to choose from, for whoever enters meetings.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let choice = |unit: &Unit| Choice::new(unit.id, unit.name.clone());
        self.units.iter().map(choice).collect()
    }
}

/// The tab of meetings that are over.
const OVER: &str = "over";

pub(super) async fn index(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    page(&viewer, Typed::default(), &Problems::new()).await
}

async fn page<R: Right>(viewer: &Viewer<R>, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (over, after) = (query.get("state") == OVER, query.parse("after"));
    let (scope, today, makes) = (viewer.scope(), today(viewer), makes(viewer));
    let (listed, next, counts) = viewer
        .app
        .db
        .read(move |conn| {
            let most = i64::try_from(PAGE).unwrap_or(i64::MAX - 1);
            let listed = Listed::read(conn, &scope, &makes, !over, today, after, most)?;
            let next = Listed::read(conn, &scope, &[], true, today, None, 1)?;
            let count = |conn: &mut Conn, ahead| queries::count_meetings(conn, &scope, ahead, today);
            Ok((listed, next, [count(conn, true)?, count(conn, false)?]))
        })
        .await?;
    let state = if over { OVER } else { "" };
    let pill = |(tab, count): (&str, i64)| Pill {
        href: links::with(links::MEETINGS, &[("state", tab.to_owned())]),
        text: viewer.t(if tab == OVER {
            "meetings-over"
        } else {
            "packets-meetings"
        }),
        count,
        here: tab == state,
        late: false,
    };
    let last = listed.meetings.last().filter(|_| listed.more);
    let page = MeetingsPage {
        title: viewer.t("meetings-title"),
        lead: viewer.say(&next.lead(viewer)),
        problems: viewer.told(problems),
        form,
        pills: [("", counts[0]), (OVER, counts[1])].map(pill).into(),
        over,
        more_href: last.map(|(meeting, _)| {
            let pairs = [("state", state.to_owned()), ("after", meeting.id.to_string())];
            links::with(links::MEETINGS, &pairs)
        }),
        query: links::query(&[("state", state.to_owned())]),
        meetings: listed.rows(viewer),
        units: listed.choices(),
        first_day: today.to_string(),
        most_days: MOST_DAYS_BEFORE,
    };
    if problems.is_empty() {
        viewer.show(Here::Summary, &page)
    } else {
        viewer.again(Here::Summary, &page)
    }
}

/// Every meeting of the tab, as a file.
pub(super) async fn export(viewer: Viewer<Leader>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let over = Fields::parse_query(viewer.req.query_string()).get("state") == OVER;
    let (scope, today, most) = (viewer.scope(), today(&viewer), MOST_ROWS as i64 + 1);
    let listed = viewer
        .app
        .db
        .read(move |conn| Listed::read(conn, &scope, &[], !over, today, None, most))
        .await?;
    let head = ["day", "unit", "packet-on", "packet"].map(|name| viewer.t(&format!("meetings-file-{name}")));
    let cells = |(meeting, unit): &(Meeting, String)| {
        let packet = listed.packet_of(meeting).map(|packet| packet.number.clone());
        vec![
            Cell::Day(meeting.held_on),
            unit.clone().into(),
            meeting.packet_on().into(),
            packet.into(),
        ]
    };
    let rows = exports::all(listed.meetings.iter().map(cells).collect())?;
    exports::download(*ending, "meetings", head.into(), rows).await
}

pub(super) async fn create(viewer: Viewer<Convener>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let unit: Option<UnitId> = form.read("unit", &mut problems, "error-choice");
    let held_on: Option<NaiveDate> = form.read("held_on", &mut problems, "filter-no-date");
    let days: Option<i32> = form.read("days_before", &mut problems, "packet-no-number");
    problems.check("unit", form.given("unit").is_some(), "packet-no-unit");
    problems.check("held_on", form.given("held_on").is_some(), "packet-no-day");
    if let (Some(unit), Some(held_on), true) = (unit, held_on, problems.is_empty()) {
        let (scope, act) = (viewer.scope(), viewer.act());
        let entered = viewer
            .app
            .db
            .write(move |conn| {
                if !people::queries::covers(conn, &scope, unit)? {
                    return Err(AppError::NotFound);
                }
                operations::enter_meeting(conn, &act.clone(), unit, held_on, days.unwrap_or(DAYS_BEFORE))
            })
            .await;
        match entered {
            Ok(_) => return Ok(see_other(links::MEETINGS, Flash::done("packet-meeting-entered"))),
            Err(AppError::Refused(said)) => problems.add(CannotMeet::field(&said), said),
            Err(error) => return Err(error),
        }
    }
    page(&viewer, form.typed(), &problems).await
}

page! {
    /// Taking a meeting away: are you sure?
    pub struct RemovalPage in "boards/meeting_removal.html" {
        pub title: String,
        pub sentence: String,
        pub action: String,
    }
}

pub(super) async fn removal(viewer: Viewer<Convener>, meeting: web::Path<MeetingId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *meeting);
    let (meeting, unit) = viewer
        .app
        .db
        .read(move |conn| {
            let meeting = queries::find_visible_meeting(conn, &scope, id)?;
            if meeting.removed_at.is_some() {
                return Err(AppError::NotFound);
            }
            let unit = agency::queries::find(conn, meeting.unit_id)?.name;
            Ok((meeting, unit))
        })
        .await?;
    let page = RemovalPage {
        title: viewer.t("packet-removal-title"),
        sentence: viewer.say(
            &Said::new("packet-removal-sentence")
                .with("date", viewer.day(&viewer.zone, meeting.held_on).full)
                .with("unit", unit),
        ),
        action: links::meeting_removal(id),
    };
    viewer.show(Here::Summary, &page)
}

pub(super) async fn create_removal(
    viewer: Viewer<Convener>,
    meeting: web::Path<MeetingId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (scope, act, id) = (viewer.scope(), viewer.act(), *meeting);
    viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible_meeting(conn, &scope, id)?;
            operations::remove_meeting(conn, &act.clone(), id)
        })
        .await?;
    Ok(see_other(links::MEETINGS, Flash::done("packet-meeting-removed")))
}
