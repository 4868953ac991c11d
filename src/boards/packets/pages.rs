//! The pages: meetings ahead and packets, one packet, and what a one-time link leads to.

use super::by_link::{self, Behind};
use super::meetings::{self, MeetingRow};
use super::model::*;
use super::operations::{self, Wanted};
use super::{closed, document, pdf, queries, seal};
use crate::agency;
use crate::app::App;
use crate::base::clock::Instant;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::shifted;
use crate::boards::model::Period;
use crate::page;
use crate::people;
use crate::people::nav::Here;
use crate::people::sign_in::new_token;
use crate::people::sign_in_pages::show_public;
use crate::people::viewer::{Convener, Leader, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};
use crate::platform::i18n::When;
use crate::platform::web::cookies;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::pager::{Ask, Cursor, Links};
use crate::platform::web::parts::Choice;
use actix_web::cookie::time::Duration;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// Routes: packets for whoever reads the summary, meetings and making packets for whoever prepares meetings, links for
/// whoever holds one.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::scope("/packets")
                .route("", web::get().to(index))
                .route("", web::post().to(create))
                .route("/export.{ending}", web::get().to(export))
                .route("/meetings", web::get().to(meetings::index))
                .route("/meetings", web::post().to(meetings::create))
                .route("/meetings/export.{ending}", web::get().to(meetings::export))
                .route("/meetings/{meeting}/removal", web::get().to(meetings::removal))
                .route("/meetings/{meeting}/removal", web::post().to(meetings::create_removal))
                .route("/{id}", web::get().to(show))
                .route("/{id}/file", web::get().to(file))
                .route("/{id}/pdf", web::get().to(pdf_file))
                .route("/{id}/table.{ending}", web::get().to(table)),
        )
        .service(
            web::scope("/packet-links")
                .route("/{token}", web::get().to(show_link))
                .route("/{token}", web::post().to(open_link))
                .route("/{token}/file", web::get().to(link_file))
                .route("/{token}/pdf", web::get().to(link_pdf))
                .route("/{token}/renewal", web::post().to(renew_link)),
        );
}

/// A packet by its number.
#[derive(Debug, Serialize)]
pub struct PacketNamed {
    number: String,
    href: String,
}

impl PacketNamed {
    /// A packet, by its id and number.
    pub(super) fn of(id: PacketId, number: &str) -> Self {
        Self {
            number: number.to_owned(),
            href: links::packet(id),
        }
    }
}

/// A packet in the list.
#[derive(Debug, Serialize)]
pub struct PacketRow {
    href: String,
    number: String,
    unit: String,
    meeting: Option<When>,
    days: String,
    made: When,
    replaced_by: Option<PacketNamed>,
}

page! {
    /// Meetings ahead, and every packet.
    pub struct IndexPage in "boards/packets.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub form: Typed,
        pub meetings: Vec<MeetingRow>,
        pub units: Vec<Choice>,
        pub first_day: String,
        pub most_days: i32,
        pub words: String,
        pub filtered: bool,
        pub rows: Vec<PacketRow>,
        pub links: Links,
        pub query: String,
    }
}

/// Meetings that are shown above the packets; all have a page of their own.
const NEXT_MEETINGS: i64 = 5;

pub(super) fn today<R: Right>(viewer: &Viewer<R>) -> NaiveDate {
    viewer.zone.local(viewer.now).date
}

async fn index(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    index_page(&viewer, &Problems::new()).await
}

async fn index_page<R: Right>(viewer: &Viewer<R>, problems: &Problems) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let words = query.get("q").to_owned();
    let (ask, scope, today) = (Ask::of(&viewer.req), viewer.scope(), today(viewer));
    let makes = meetings::makes(viewer);
    let (w, a) = (words.clone(), ask.clone());
    let (next, rows, replaced) = viewer
        .app
        .db
        .read(move |conn| {
            let next = meetings::Listed::read(conn, &scope, &makes, true, today, None, NEXT_MEETINGS)?;
            let rows = queries::list(conn, &scope, &w, &a)?;
            let ids: Vec<PacketId> = rows.iter().map(|(packet, _)| packet.id).collect();
            let replaced = queries::replaced(conn, &ids)?;
            Ok((next, rows, replaced))
        })
        .await?;
    let day = |date| viewer.day(&viewer.zone, date);
    let mut replaced: HashMap<Option<PacketId>, PacketNamed> = replaced
        .into_iter()
        .map(|(old, new, number)| (old, PacketNamed::of(new, &number)))
        .collect();
    let slice = ask.page(rows, |(packet, _)| Cursor {
        at: packet.made_at,
        id: packet.id.0,
    });
    let page = IndexPage {
        title: viewer.t("packets-title"),
        lead: viewer.say(&next.lead(viewer)),
        problems: viewer.told(problems),
        form: Typed::default(),
        meetings: next.rows(viewer),
        units: next.choices(),
        first_day: today.to_string(),
        most_days: MOST_DAYS_BEFORE,
        filtered: !words.is_empty(),
        query: ask.filters(),
        words,
        rows: slice
            .rows
            .iter()
            .map(|(packet, unit)| PacketRow {
                href: links::packet(packet.id),
                number: packet.number.clone(),
                unit: unit.clone(),
                meeting: packet.held_on.map(day),
                days: viewer.say(
                    &Said::new("packet-days")
                        .with("from", day(packet.from_day).full)
                        .with("to", day(packet.to_day).full),
                ),
                made: viewer.moment(&viewer.zone, packet.made_at),
                replaced_by: replaced.remove(&Some(packet.id)),
            })
            .collect(),
        links: slice.links,
    };
    if problems.is_empty() {
        viewer.show(Here::Summary, &page)
    } else {
        viewer.again(Here::Summary, &page)
    }
}

/// Every packet the search finds, as a file.
async fn export(viewer: Viewer<Leader>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (words, ask, scope) = (
        query.get("q").to_owned(),
        Ask::of(&viewer.req).whole(MOST_ROWS),
        viewer.scope(),
    );
    let rows = viewer
        .app
        .db
        .read(move |conn| exports::all(queries::list(conn, &scope, &words, &ask)?))
        .await?;
    let head = ["number", "unit", "meeting", "from", "to", "made", "sha256"];
    let head = head.map(|name| viewer.t(&format!("packets-file-{name}")));
    let cells = |(packet, unit): &(Packet, String)| {
        vec![
            packet.number.clone().into(),
            unit.clone().into(),
            packet.held_on.into(),
            packet.from_day.into(),
            packet.to_day.into(),
            viewer.zone.local(packet.made_at).into(),
            packet.sha256.clone().into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "packets", head.into(), rows).await
}

/// Makes the packet of a meeting, or of a unit and a period.
async fn create(viewer: Viewer<Convener>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let meeting: Option<MeetingId> = form.read("meeting", &mut problems, "error-choice");
    let unit: Option<UnitId> = form.read("unit", &mut problems, "error-choice");
    let period: Option<Period> = form.read("period", &mut problems, "error-choice");
    problems.check(
        "",
        meeting.is_some() || unit.is_some() || !problems.is_empty(),
        "packet-no-unit",
    );
    if !problems.is_empty() {
        return index_page(&viewer, &problems).await;
    }
    let (scope, act, post, secret) = (viewer.scope(), viewer.act(), viewer.app.post.clone(), new_token()?);
    let made = viewer
        .app
        .db
        .write(move |conn| {
            conn.at_one_moment()?;
            let unit = match (meeting, unit) {
                (Some(meeting), _) => queries::find_visible_meeting(conn, &scope, meeting)?.unit_id,
                (None, Some(unit)) if people::queries::covers(conn, &scope, unit)? => unit,
                _ => return Err(AppError::NotFound),
            };
            let wanted = Wanted {
                unit,
                meeting,
                period: period.unwrap_or_default(),
            };
            operations::make(conn, &act.clone(), &post, &wanted, &secret)
        })
        .await;
    match made {
        Ok(id) => {
            let said = if meeting.is_some() {
                "packet-done-mailed"
            } else {
                "packet-done"
            };
            Ok(see_other(&links::packet(id), Flash::done(said)))
        }
        Err(AppError::Refused(said)) => {
            problems.add("", said);
            index_page(&viewer, &problems).await
        }
        Err(error) => Err(error),
    }
}

/// How a packet is checked.
#[derive(Debug, Serialize)]
pub struct SealShown {
    number: String,
    sha256: String,
    fingerprint: String,
}

impl SealShown {
    fn of(packet: &Packet) -> Self {
        Self {
            number: packet.number.clone(),
            sha256: packet.sha256.clone(),
            fingerprint: seal::fingerprint(&packet.public_key),
        }
    }
}

page! {
    /// A packet.
    pub struct ShowPage in "boards/packet.html" {
        pub title: String,
        pub pages: String,
        pub file: String,
        pub pdf: Option<String>,
        pub table: String,
        pub seal: SealShown,
        pub replaced_by: Option<PacketNamed>,
        pub counted_today: Option<String>,
        pub sent_to: Vec<String>,
    }
}

async fn show(viewer: Viewer<Leader>, id: web::Path<PacketId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let (packet, document, replaced, sent_to) = viewer
        .app
        .db
        .read(move |conn| {
            let packet = queries::find_visible(conn, &scope, id)?;
            Ok((
                packet,
                queries::document(conn, id)?,
                queries::replaced(conn, &[id])?,
                queries::sent_to(conn, id)?,
            ))
        })
        .await?;
    let page = ShowPage {
        title: viewer.say(&Said::new("packet-title").with("number", packet.number.clone())),
        pages: document::pages(&document)?.to_owned(),
        file: links::packet_file(id),
        pdf: has_pdf(&document)?.then(|| links::packet_pdf(id)),
        table: links::packet_table(id),
        seal: SealShown::of(&packet),
        counted_today: closed::counted_today(&packet, &viewer.zone),
        replaced_by: replaced
            .into_iter()
            .next()
            .map(|(_, id, number)| PacketNamed::of(id, &number)),
        sent_to,
    };
    viewer.show(Here::Summary, &page)
}

/// The packet as a file, with its seal.
fn as_file(packet: &Packet, document: &str) -> AppResult<HttpResponse> {
    let file = document::seal_of(packet).onto(document)?;
    Ok(kept(packet, "html", "text/html; charset=utf-8", file.into_bytes()))
}

/// The packet as a PDF.
async fn as_pdf(app: &App, packet: Packet, document: String) -> AppResult<HttpResponse> {
    let file = pdf::made(&app.stage.i18n, packet.clone(), document).await?;
    Ok(kept(&packet, "pdf", "application/pdf", file))
}

/// A file of a packet, to be kept.
fn kept(packet: &Packet, ending: &str, kind: &str, file: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(format!("packet-{}.{ending}", packet.number))],
        })
        .body(file)
}

/// Whether a PDF can be made: not by every program, and not of the first packets.
fn has_pdf(document: &str) -> AppResult<bool> {
    Ok(pdf::IS_BUILT_IN && document::data(document)?.paper.is_some())
}

async fn file(viewer: Viewer<Leader>, id: web::Path<PacketId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let (packet, document) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find_visible(conn, &scope, id)?, queries::document(conn, id)?)))
        .await?;
    as_file(&packet, &document)
}

async fn pdf_file(viewer: Viewer<Leader>, id: web::Path<PacketId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let (packet, document) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find_visible(conn, &scope, id)?, queries::document(conn, id)?)))
        .await?;
    as_pdf(&viewer.app, packet, document).await
}

/// A cell of a packet's table as a number of things, or of percent.
fn value_and_percent(cell: &str) -> [Cell; 2] {
    // a percentage has a decimal sign of its language, and perhaps a blank before its sign
    let tenths = |number: &str| -> Option<i64> {
        let (whole, tenth) = number
            .trim_end()
            .split_once(['.', ','])
            .unwrap_or((number.trim_end(), "0"));
        let tenth: i64 = Some(tenth).filter(|tenth| tenth.len() == 1)?.parse().ok()?;
        whole.parse::<u32>().ok().map(|whole| i64::from(whole) * 10 + tenth)
    };
    if let Ok(number) = cell.parse::<i64>() {
        [number.into(), Cell::Empty]
    } else if let Some(tenths) = cell.strip_suffix('%').and_then(tenths) {
        [Cell::Empty, Cell::Tenths(tenths)]
    } else {
        [Cell::Text(cell.to_owned()), Cell::Empty]
    }
}

/// Every figure of the packet, one in a row.
async fn table(viewer: Viewer<Leader>, asked: web::Path<(PacketId, Ending)>) -> AppResult<HttpResponse> {
    let (id, ending) = asked.into_inner();
    let scope = viewer.scope();
    let (packet, document) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find_visible(conn, &scope, id)?, queries::document(conn, id)?)))
        .await?;
    let data = document::data(&document)?;
    let head = [
        "packet-col-table",
        "packet-col-row",
        "packet-col-column",
        "packet-col-value",
        "packet-col-percent",
    ];
    let rows = data.tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            let named = row.first().cloned().unwrap_or_default();
            let cells = row.iter().zip(&table.head).skip(1);
            cells.map(move |(cell, column)| {
                let words = [table.title.clone(), named.clone(), column.clone()].map(Cell::Text);
                words.into_iter().chain(value_and_percent(cell)).collect()
            })
        })
    });
    let name = format!("packet-{}", packet.number);
    exports::download(
        ending,
        &name,
        head.iter().map(|key| viewer.t(key)).collect(),
        rows.collect(),
    )
    .await
}

page! {
    /// Where a one-time link leads: its button, or why it opens nothing.
    pub struct LinkPage in "boards/packet_link.html" {
        pub title: String,
        pub opens: Option<LinkShown>,
        pub sentence: String,
        pub href: String,
        pub renewal: Option<String>,
    }
}

/// A packet that a link opens.
#[derive(Debug, Serialize)]
pub struct LinkShown {
    person: String,
    unit: String,
    meeting: Option<String>,
    until: String,
    hours: i64,
}

page! {
    /// A packet on the device of a one-time link.
    pub struct ReadPage in "boards/packet_read.html" {
        pub title: String,
        pub pages: String,
        pub file: String,
        pub pdf: Option<String>,
        pub until: String,
        pub seal: SealShown,
    }
}

/// The name of the cookie with a device's secret for a link: one for each, so that a device can have several.
fn cookie_name(token: &str) -> String {
    format!("packet-{}", seal::hash(token).get(..16).unwrap_or_default())
}

fn secret(req: &HttpRequest, token: &str) -> Option<String> {
    cookies::value(req, &cookie_name(token))
}

/// What stands behind a link for this device, with the file where it can be read.
async fn looked(app: &App, req: &HttpRequest, token: &str) -> AppResult<Result<(Behind, Option<String>), CannotOpen>> {
    let (now, device, token) = (app.clock.now(), secret(req, token), token.to_owned());
    app.db
        .read(move |conn| {
            let behind = match by_link::look(conn, &token, device.as_deref(), now)? {
                Ok(behind) => behind,
                Err(no) => return Ok(Err(no)),
            };
            let document = match behind.opens {
                Opens::Here => None,
                Opens::Read => Some(queries::document(conn, behind.packet.id)?),
            };
            Ok(Ok((behind, document)))
        })
        .await
}

/// The words of a moment on the agency's clock.
async fn moment(app: &App, lang: &str, at: Instant) -> AppResult<String> {
    let zone = app.db.read(agency::queries::agency_zone).await?;
    let (local, today) = (zone.local(at), zone.local(app.clock.now()).date);
    let words = app.stage.i18n.moment(lang, (local.date, local.minute), today, at);
    Ok(words.full)
}

fn closed(app: &App, req: &HttpRequest, token: &str, no: CannotOpen) -> AppResult<HttpResponse> {
    let lang = app.stage.language(req);
    let page = LinkPage {
        title: app.stage.i18n.t(&lang, "packet-link-closed", &[]),
        opens: None,
        sentence: app.stage.i18n.say(&lang, &no.said()),
        href: links::packet_link(token),
        renewal: no
            .can_be_renewed()
            .then(|| format!("{}/renewal", links::packet_link(token))),
    };
    show_public(app, req, StatusCode::GONE, &page)
}

/// Shows what a link opens, and changes nothing: mail programs look, too. On the device that opened it: the packet.
async fn show_link(app: web::Data<App>, req: HttpRequest, token: web::Path<String>) -> AppResult<HttpResponse> {
    let (behind, document) = match looked(&app, &req, &token).await? {
        Ok(found) => found,
        Err(no) => return closed(&app, &req, &token, no),
    };
    let Behind {
        link, packet, person, ..
    } = behind;
    let lang = person.language.as_str();
    let title = Said::new("packet-title").with("number", packet.number.clone());
    let title = app.stage.i18n.say(lang, &title);
    if let (Some(document), Some(until)) = (document, link.reads_until()) {
        let page = ReadPage {
            title,
            pages: document::pages(&document)?.to_owned(),
            file: format!("{}/file", links::packet_link(&token)),
            pdf: has_pdf(&document)?.then(|| format!("{}/pdf", links::packet_link(&token))),
            until: moment(&app, lang, until).await?,
            seal: SealShown::of(&packet),
        };
        return show_public(&app, &req, StatusCode::OK, &page);
    }
    let unit = packet.unit_id;
    let unit = app
        .db
        .read(move |conn| Ok(agency::queries::find(conn, unit)?.name))
        .await?;
    let today = app
        .db
        .read(agency::queries::agency_zone)
        .await?
        .local(app.clock.now())
        .date;
    let far = shifted(today, -30);
    let page = LinkPage {
        title,
        opens: Some(LinkShown {
            person: person.name.clone(),
            unit,
            meeting: packet.held_on.map(|day| app.stage.i18n.day(lang, day, far).full),
            until: moment(&app, lang, link.expires_at).await?,
            hours: OPEN_HOURS,
        }),
        sentence: String::new(),
        href: links::packet_link(&token),
        renewal: None,
    };
    show_public(&app, &req, StatusCode::OK, &page)
}

/// Opens the packet on this device: the link belongs to it from now on.
async fn open_link(
    app: web::Data<App>,
    req: HttpRequest,
    token: web::Path<String>,
    _: Form,
) -> AppResult<HttpResponse> {
    if let Err(no) = looked(&app, &req, &token).await? {
        return closed(&app, &req, &token, no);
    }
    let (act, device, known) = (app.act(None), new_token()?, secret(&req, &token));
    let (for_cookie, link) = (device.clone(), token.clone());
    let newly = app
        .db
        .write(move |conn| by_link::open(conn, &act.clone(), &link, &device, known.as_deref()))
        .await?;
    let mut response = see_other(&links::packet_link(&token), None);
    if newly {
        let mut cookie = cookies::build(&cookie_name(&token), for_cookie, app.stage.secure);
        cookie.set_max_age(Duration::hours(OPEN_HOURS));
        response
            .add_cookie(&cookie)
            .map_err(|error| AppError::broken(error.to_string()))?;
    }
    Ok(response)
}

async fn link_file(app: web::Data<App>, req: HttpRequest, token: web::Path<String>) -> AppResult<HttpResponse> {
    match looked(&app, &req, &token).await? {
        Ok((behind, Some(document))) => as_file(&behind.packet, &document),
        Ok(_) => Ok(see_other(&links::packet_link(&token), None)),
        Err(no) => closed(&app, &req, &token, no),
    }
}

async fn link_pdf(app: web::Data<App>, req: HttpRequest, token: web::Path<String>) -> AppResult<HttpResponse> {
    match looked(&app, &req, &token).await? {
        Ok((behind, Some(document))) => as_pdf(&app, behind.packet, document).await,
        Ok(_) => Ok(see_other(&links::packet_link(&token), None)),
        Err(no) => closed(&app, &req, &token, no),
    }
}

/// Mails a new link in the place of one that opens nothing any more.
async fn renew_link(
    app: web::Data<App>,
    req: HttpRequest,
    token: web::Path<String>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, post, device, fresh) = (app.act(None), app.post.clone(), secret(&req, &token), new_token()?);
    let link = token.clone();
    let renewed = app
        .db
        .write(move |conn| by_link::renew(conn, &act.clone(), &post, &link, device.as_deref(), &fresh))
        .await;
    let (status, title, said) = match renewed {
        Ok(()) => (
            StatusCode::OK,
            "packet-link-renewed",
            Said::new("packet-link-renewed-text"),
        ),
        Err(AppError::Refused(said)) => (StatusCode::UNPROCESSABLE_ENTITY, "packet-link-closed", said),
        Err(error) => return Err(error),
    };
    let lang = app.stage.language(&req);
    let page = LinkPage {
        title: app.stage.i18n.t(&lang, title, &[]),
        opens: None,
        sentence: app.stage.i18n.say(&lang, &said),
        href: links::packet_link(&token),
        renewal: None,
    };
    show_public(&app, &req, status, &page)
}
