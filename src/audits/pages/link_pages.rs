//! One-time links: the page a link leads to, the audit's end on the device that began, and what leaders see and do.

use super::thanks::{AmendShown, StepShown, Thanks};
use super::*;
use crate::app::App;
use crate::audits::by_link::model::{AuditLink, CannotOpen};
use crate::audits::by_link::viewer::{cookie, secret};
use crate::audits::by_link::{operations as by_link, queries as links_kept};
use crate::people::sign_in::new_token;
use crate::people::sign_in_pages::show_public;
use crate::people::viewer::token_hash;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;

/// Routes for whoever holds a link, signed in or not.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/audit-links/{token}", web::get().to(show))
        .route("/audit-links/{token}", web::post().to(begin));
}

/// An audit that a link opens.
#[derive(Debug, Serialize)]
pub struct LinkShown {
    person: String,
    unit: String,
    opens: String,
    open: bool,
    until: String,
    questions: i64,
    minutes: i64,
}

page! {
    /// Where a one-time link leads: what it opens, or why it opens nothing.
    pub struct LinkPage in "audits/link.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub href: String,
        pub audit: Option<LinkShown>,
        pub sentence: String,
    }
}

/// What the page of a link says.
enum LinkFace {
    /// It opens an audit here.
    Opens(Box<LinkPage>),
    /// This is the device that began.
    Begun(AuditId),
    /// It opens nothing here.
    Closed(CannotOpen, Option<AuditLinkId>),
}

async fn face(app: &App, req: &HttpRequest, token: &str) -> AppResult<LinkFace> {
    let (now, hash, cookies) = (app.clock.now(), token_hash(token), req.clone());
    let found = app
        .db
        .read(move |conn| {
            let Some(opened) = links_kept::find(conn, &hash)? else {
                return Ok(None);
            };
            let version = queries::version_asked(conn, &opened.audit)?;
            let (questions, count) = queries::asked_of(conn, &opened.audit, &version)?;
            let unit = agency::queries::find(conn, opened.audit.unit_id)?.name;
            Ok(Some((opened, version, length(&questions, count), unit)))
        })
        .await?;
    let Some((opened, version, (asked, minutes), unit)) = found else {
        return Ok(LinkFace::Closed(CannotOpen::Unknown, None));
    };
    let (link, audit, person) = (opened.link, opened.audit, opened.person);
    let device = secret(&cookies, audit.id).map(|secret| token_hash(&secret));
    if let Err(no) = link.check_open(&audit, person.active, device.as_deref(), now) {
        return Ok(LinkFace::Closed(no, Some(link.id)));
    }
    if link.device_hash.is_some() {
        return Ok(LinkFace::Begun(audit.id));
    }
    let zone = zone_of(&audit)?;
    let moment = |at: Instant| {
        let (local, today) = (zone.local(at), zone.local(now).date);
        let words = &app.stage.i18n;
        words
            .moment(&person.language, (local.date, local.minute), today, at)
            .full
    };
    Ok(LinkFace::Opens(Box::new(LinkPage {
        title: version.title.get(&person.language).to_owned(),
        problems: Vec::new(),
        href: links::audit_link(token),
        audit: Some(LinkShown {
            person: person.name,
            unit,
            opens: moment(audit.opens_at),
            open: audit.opens_at <= now,
            until: moment(link.ends_at(&audit)),
            questions: asked,
            minutes,
        }),
        sentence: String::new(),
    })))
}

/// A link that opens nothing here; that it was opened on another device is counted.
async fn closed(
    app: &App,
    req: &HttpRequest,
    token: &str,
    no: CannotOpen,
    link: Option<AuditLinkId>,
) -> AppResult<HttpResponse> {
    if let (CannotOpen::Elsewhere | CannotOpen::Sent, Some(link)) = (no, link) {
        let now = app.clock.now();
        app.db
            .write(move |conn| Ok(links_kept::count_elsewhere(conn, link, now)?))
            .await?;
    }
    let lang = app.stage.language(req);
    let page = LinkPage {
        title: app.stage.i18n.t(&lang, "audit-link-closed", &[]),
        problems: Vec::new(),
        href: links::audit_link(token),
        audit: None,
        sentence: app.stage.i18n.say(&lang, &no.said()),
    };
    show_public(app, req, StatusCode::GONE, &page)
}

/// Shows what a link opens, and changes nothing: mail programs look, too.
async fn show(app: web::Data<App>, req: HttpRequest, token: web::Path<String>) -> AppResult<HttpResponse> {
    match face(&app, &req, &token).await? {
        LinkFace::Opens(page) => show_public(&app, &req, StatusCode::OK, page.as_ref()),
        LinkFace::Begun(audit) => Ok(see_other(&links::audit(audit), None)),
        LinkFace::Closed(no, link) => closed(&app, &req, &token, no, link).await,
    }
}

/// Begins on this device: the link belongs to it from now on.
async fn begin(
    app: web::Data<App>,
    req: HttpRequest,
    token: web::Path<String>,
    _form: Form,
) -> AppResult<HttpResponse> {
    let (mut page, audit) = match face(&app, &req, &token).await? {
        LinkFace::Opens(page) => (page, None),
        LinkFace::Begun(audit) => return Ok(see_other(&links::audit(audit), None)),
        LinkFace::Closed(no, link) => return closed(&app, &req, &token, no, link).await,
    };
    let (act, device, link) = (app.act(None), new_token()?, token.clone());
    let for_cookie = device.clone();
    let begun = app
        .db
        .write(move |conn| by_link::begin(conn, &act.clone(), &link, &device, audit))
        .await;
    match begun {
        Ok(audit) => {
            let mut response = see_other(&links::audit(audit), None);
            response
                .add_cookie(&cookie(audit, for_cookie, app.stage.secure))
                .map_err(|error| AppError::broken(error.to_string()))?;
            Ok(response)
        }
        // Another device was quicker, or the link was withdrawn at this moment.
        Err(AppError::Refused(said)) => match face(&app, &req, &token).await? {
            LinkFace::Closed(no, link) => closed(&app, &req, &token, no, link).await,
            _ => {
                let lang = app.stage.language(&req);
                let mut problems = Problems::new();
                problems.add("", said);
                page.problems = problems.told(&app.stage.i18n, &lang);
                show_public(&app, &req, StatusCode::UNPROCESSABLE_ENTITY, page.as_ref())
            }
        },
        Err(error) => Err(error),
    }
}

/// What is left of a submission on the device that began.
#[derive(Debug, Serialize)]
pub struct ReceiptShown {
    number: String,
    done: Option<When>,
    arrived: When,
}

/// How many answers there are of a kind.
#[derive(Debug, Serialize)]
pub struct CountShown {
    kind: &'static str,
    text: String,
}

page! {
    /// An audit on the device of a one-time link, when there is nothing to fill in: the receipt, or why it is over.
    pub struct EndPage in "audits/link_end.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub person: String,
        pub checklist: String,
        pub unit: String,
        pub receipt: Option<ReceiptShown>,
        pub tally: Vec<CountShown>,
        pub findings: Vec<FindingShown>,
        pub steps: Vec<StepShown>,
        pub amend: Option<AmendShown>,
        pub sentence: String,
    }
}

/// What that page needs of the database.
pub(super) struct Ended {
    around: Around,
    submission: Option<queries::Submission>,
    found: Vec<findings::model::Finding>,
    thanks: Thanks,
}

impl Ended {
    pub(super) fn load(conn: &mut Conn, around: Around, viewer: PersonId, now: Instant) -> AppResult<Self> {
        let found = findings::queries::of_origin(conn, Origin::Audit(around.audit.id))?;
        Ok(Self {
            submission: queries::submission_of(conn, around.audit.id)?,
            thanks: Thanks::load(conn, &around.audit, &found, viewer, now)?,
            found,
            around,
        })
    }

    pub(super) fn page(self, viewer: &Viewer, problems: &Problems) -> EndPage {
        let Around {
            audit, zone, version, ..
        } = &self.around;
        let over = match audit.standing(viewer.now) {
            Standing::Excused => "audit-no-excused",
            Standing::Scheduled => "audit-no-not-open-yet",
            _ => "audit-link-over",
        };
        let receipt = self.submission.as_ref().map(|submission| ReceiptShown {
            number: short(submission.id),
            done: submission.done_at.map(|at| viewer.moment(zone, at)),
            arrived: viewer.moment(zone, submission.arrived_at),
        });
        EndPage {
            title: viewer.t(if receipt.is_some() {
                "audit-link-sent-title"
            } else {
                "audit-link-over-title"
            }),
            problems: viewer.told(problems),
            person: viewer.person.name.clone(),
            checklist: version.title.get(viewer.lang()).to_owned(),
            unit: self.around.unit.clone(),
            sentence: if receipt.is_some() {
                String::new()
            } else {
                viewer.t(over)
            },
            tally: receipt.as_ref().map_or_else(Vec::new, |_| tally(viewer, audit)),
            findings: findings_shown(viewer, &self.found, |finding| self.thanks.has(viewer, zone, finding)),
            steps: self.thanks.steps(viewer, zone, &self.found),
            amend: self.thanks.amend(viewer, zone, audit),
            receipt,
        }
    }
}

/// How many answers of each kind, as the page of the audit says it.
fn tally(viewer: &Viewer, audit: &Audit) -> Vec<CountShown> {
    let kinds = [
        ("conforms", "audit-count-conforms", audit.conforms),
        ("nonconforming", "audit-count-nonconforming", audit.nonconforming),
        ("corrected", "audit-count-corrected", audit.corrected),
        ("not_applicable", "audit-count-not-applicable", audit.not_applicable),
    ];
    let said = |(kind, key, count)| CountShown {
        kind,
        text: viewer.say(&Said::new(key).with("count", count)),
    };
    kinds.into_iter().filter(|(.., count)| *count > 0).map(said).collect()
}

/// The link of an audit, as those see it who may send one.
#[derive(Debug, Serialize)]
pub struct LinkCard {
    /// Whether one can be sent now.
    can_send: bool,
    sent: Option<LinkState>,
}

/// How a link that was sent stands.
#[derive(Debug, Serialize)]
pub struct LinkState {
    lead: String,
    elsewhere: Option<String>,
    works: bool,
}

/// What the card needs of the database; `None` for people who may not send links, where none was sent.
pub(super) struct Kept {
    link: Option<(AuditLink, String)>,
    leads: bool,
}

impl Kept {
    pub(super) fn load(conn: &mut Conn, audit: &Audit, leads: bool) -> AppResult<Self> {
        Ok(Self {
            link: links_kept::newest(conn, audit.id)?,
            leads,
        })
    }

    pub(super) fn card(&self, viewer: &Viewer, zone: &Zone, audit: &Audit) -> Option<LinkCard> {
        let undone = matches!(audit.state, AuditState::Scheduled | AuditState::InProgress);
        let left = undone && viewer.now <= audit.closes_at;
        let can_send = self.leads && left && audit.assignee_id.is_some();
        if !can_send && self.link.is_none() {
            return None;
        }
        Some(LinkCard {
            can_send,
            sent: self.link.as_ref().map(|(link, name)| {
                let full = |at| viewer.moment(zone, at).text;
                let ended = viewer.now > link.ends_at(audit);
                let (key, at) = match (link.revoked_at, link.begun_at) {
                    (Some(at), _) => ("audit-link-state-revoked", at),
                    (None, Some(at)) => ("audit-link-state-begun", at),
                    (None, None) if ended => ("audit-link-state-ended", link.ends_at(audit)),
                    (None, None) => ("audit-link-state-sent", link.made_at),
                };
                let lead = Said::new(key)
                    .with("who", name.as_str())
                    .with("at", full(at))
                    .with("until", full(link.ends_at(audit)));
                LinkState {
                    lead: viewer.say(&lead),
                    elsewhere: link.elsewhere_at.map(|at| {
                        let said = Said::new("audit-link-elsewhere").with("count", link.elsewhere);
                        viewer.say(&said.with("at", full(at)))
                    }),
                    works: self.leads && left && link.revoked_at.is_none(),
                }
            }),
        })
    }
}

/// Sends the auditor a link; the one before stops working.
pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<AuditId>, _form: Form) -> AppResult<HttpResponse> {
    let (id, scope, act, post, token) = (*id, viewer.scope(), viewer.act(), viewer.app.post.clone(), new_token()?);
    let sent = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            by_link::offer(conn, &act.clone(), &post, id, &token).map(drop)
        })
        .await;
    told(&viewer, id, sent, "audit-link-sent").await
}

/// Withdraws the link.
pub(super) async fn delete(viewer: Viewer<Anyone>, id: web::Path<AuditId>, _form: Form) -> AppResult<HttpResponse> {
    let (id, scope, act) = (*id, viewer.scope(), viewer.act());
    let revoked = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            by_link::revoke(conn, &act.clone(), id)
        })
        .await;
    told(&viewer, id, revoked, "audit-link-revoked").await
}

async fn told(viewer: &Viewer, id: AuditId, done: AppResult<()>, said: &str) -> AppResult<HttpResponse> {
    match done {
        Ok(()) => Ok(see_other(&links::audit(id), Flash::done(said))),
        Err(AppError::Refused(said)) => refuse(viewer, id, &Fields::default(), said).await,
        Err(error) => Err(error),
    }
}
