//! Who is asking. A handler that takes a [`Viewer`] is for people who are signed in; `Viewer<Director>` for those who
//! hold that role somewhere. Which rows they see is [`Viewer::scope`], asked by the query.

use super::absences;
use super::model::{AUDITING, Assignment, Person, Scope, Session, holds};
use super::nav::{self, Here};
use super::queries;
use crate::app::App;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::days::Days;
use crate::base::ids::{AuditLinkId, PersonId, UnitId};
use crate::base::said::Said;
use crate::base::text::initials;
use crate::base::zone::Zone;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::{I18n, When};
use crate::platform::views::{Frame, Page, Who};
use crate::platform::web::form::{Problem, Problems};
use crate::platform::web::{cookies, csrf, keep};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use futures_util::future::LocalBoxFuture;
use sha2::{Digest, Sha256};
use std::marker::PhantomData;

/// Who may enter.
pub trait Right {
    /// One of these roles, held anywhere; an empty list is anybody who is signed in.
    const ROLES: &'static [Role];
    /// Whether the role has to be held at the top of the agency: what it opens has no smaller scope.
    const AT_TOP: bool;
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $roles:expr, at top: $top:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Right for $name { const ROLES: &'static [Role] = $roles; const AT_TOP: bool = $top; }
    )+};
}
rights! {
    /// Anybody who is signed in.
    Anyone = &[], at top: false;
    /// Whoever audits, and quality staff and administrators.
    Auditor = &[Role::Supervisor, Role::Manager, Role::Director, Role::Board, Role::Quality, Role::Administrator], at top: false;
    /// Whoever reads the results of others: managers and up, quality staff, administrators.
    Leader = &[Role::Manager, Role::Director, Role::Board, Role::Quality, Role::Administrator], at top: false;
    /// Whoever enters what changed in how the work is done.
    Changer = &[Role::Director, Role::Quality, Role::Administrator], at top: false;
    /// Whoever leads others: managers and up, and administrators.
    Superior = &[Role::Manager, Role::Director, Role::Board, Role::Administrator], at top: false;
    /// Directors.
    Director = &[Role::Director], at top: false;
    /// Whoever works with the answers themselves: directors, quality staff, administrators.
    Analyst = &[Role::Director, Role::Quality, Role::Administrator], at top: false;
    /// Whoever prepares meetings of a board: directors and up, quality staff, administrators.
    Convener = &[Role::Director, Role::Board, Role::Quality, Role::Administrator], at top: false;
    /// Quality staff.
    Quality = &[Role::Quality], at top: true;
    /// Quality staff and administrators: who plans audits.
    Planner = &[Role::Quality, Role::Administrator], at top: true;
    /// Administrators.
    Administrator = &[Role::Administrator], at top: true;
}

/// The person who is signed in, with what the request came with.
pub struct Viewer<R: Right = Anyone> {
    /// The application.
    pub app: web::Data<App>,
    /// The request.
    pub req: HttpRequest,
    /// The person.
    pub person: Person,
    /// The roles held, and where.
    pub assignments: Vec<Assignment>,
    /// The people the viewer stands in for today.
    pub stands_for: Vec<PersonId>,
    /// The units at which these audit.
    pub stands_at: Vec<UnitId>,
    /// The device.
    pub session: Session,
    /// The one-time link the person came by, instead of signing in: there is no navigation, and no role opens anything.
    pub link: Option<AuditLinkId>,
    /// The agency's time zone, for pages that belong to no unit.
    pub zone: Zone,
    /// The moment of the request.
    pub now: Instant,
    right: PhantomData<R>,
}

/// The hash under which a session's token is stored.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The agency's time zone; UTC before it has one.
fn named_zone(name: Option<&str>) -> AppResult<Zone> {
    name.map_or(Ok(Zone::utc()), Zone::parse).map_err(AppError::broken)
}

fn local_date(zone: Option<&str>, now: Instant) -> AppResult<NaiveDate> {
    Ok(named_zone(zone)?.local(now).date)
}

/// How long a device's "last seen" may be out of date: keeps reading from being writing.
const SEEN_MINUTES: i64 = 5;

impl<R: Right> FromRequest for Viewer<R> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(req).await })
    }
}

impl Viewer<Anyone> {
    /// Somebody who came by a one-time link. Only for routes about what that link opens.
    pub fn by_link(
        app: web::Data<App>,
        req: HttpRequest,
        person: Person,
        link: AuditLinkId,
        session: Session,
        zone: Zone,
    ) -> Self {
        Self {
            now: app.clock.now(),
            app,
            req,
            person,
            assignments: Vec::new(),
            stands_for: Vec::new(),
            stands_at: Vec::new(),
            session,
            link: Some(link),
            zone,
            right: PhantomData,
        }
    }
}

impl<R: Right> Viewer<R> {
    async fn of(req: HttpRequest) -> AppResult<Self> {
        let app = req
            .app_data::<web::Data<App>>()
            .cloned()
            .ok_or_else(|| AppError::broken("no application"))?;
        let token = cookies::value(&req, cookies::SESSION).ok_or(AppError::SignIn)?;
        let now = app.clock.now();
        let seen_since = now.plus_minutes(-i64::from(app.settings.session_idle_minutes));
        let made_since = now.plus_days(-i64::from(app.settings.session_absolute_days));
        let found = app
            .db
            .read(move |conn| {
                let Some((session, person)) = queries::find_session(conn, &token_hash(&token), seen_since, made_since)?
                else {
                    return Ok(None);
                };
                let assignments = queries::assignments_of(conn, person.id)?;
                let (top, zone) = queries::agency_facts(conn)?.map_or((None, None), |(top, _, zone)| (Some(top), zone));
                let today = local_date(zone.as_deref(), now)?;
                let stands_for = absences::queries::acts_for(conn, person.id, today)?;
                let stands_at = if stands_for.is_empty() {
                    Vec::new()
                } else {
                    absences::queries::audited_by(conn, &stands_for)?
                };
                Ok(Some((session, person, assignments, top, zone, (stands_for, stands_at))))
            })
            .await?;
        let (session, person, assignments, top, zone, (stands_for, stands_at)) = found.ok_or(AppError::SignIn)?;
        if session.seen_at.plus_minutes(SEEN_MINUTES) < now {
            let id = session.id;
            app.db
                .write(move |conn| Ok(queries::touch_session(conn, id, now)?))
                .await?;
        }
        let counts = |assignment: &Assignment| !R::AT_TOP || Some(assignment.unit_id) == top;
        let mut roles = assignments
            .iter()
            .filter(|assignment| counts(assignment))
            .map(|assignment| assignment.role);
        if !R::ROLES.is_empty() && !roles.any(|role| R::ROLES.contains(&role)) {
            return Err(AppError::Forbidden(Said::new("error-forbidden-role")));
        }
        let zone = named_zone(zone.as_deref())?;
        Ok(Self {
            app,
            req,
            person,
            assignments,
            stands_for,
            stands_at,
            session,
            link: None,
            zone,
            now,
            right: PhantomData,
        })
    }

    /// What the viewer may see.
    pub fn scope(&self) -> Scope {
        let mut units: Vec<UnitId> = self.assignments.iter().map(|assignment| assignment.unit_id).collect();
        units.sort_unstable();
        units.dedup();
        Scope {
            person: self.person.id,
            units,
            stands_for: self.stands_for.clone(),
            stands_at: self.stands_at.clone(),
        }
    }

    /// Whether the viewer holds one of these roles anywhere.
    pub fn holds(&self, roles: &[Role]) -> bool {
        holds(&self.assignments, roles)
    }

    /// Whether the viewer audits at some layer.
    pub fn audits(&self) -> bool {
        self.holds(AUDITING)
    }

    /// A deed of the viewer, now.
    pub fn act(&self) -> Act {
        self.app.act(None).through(self.person.id, self.link)
    }

    /// Whose work a device keeps until it can be sent: the person's, or that of a one-time link.
    pub fn keeper(&self) -> String {
        match self.link {
            Some(link) => format!("link-{}", link.0.simple()),
            None => self.person.id.0.simple().to_string(),
        }
    }

    /// The key a device locks the viewer's work with. The same whenever the person comes back, so that what waits on a
    /// device opens again after signing in, and for nobody else.
    pub fn keeping_key(&self) -> String {
        let key = Sha256::new()
            .chain_update("keeping-key\0")
            .chain_update(self.app.device_secret.expose())
            .chain_update("\0")
            .chain_update(self.keeper());
        hex::encode(key.finalize())
    }

    /// The languages.
    pub fn i18n(&self) -> &I18n {
        &self.app.stage.i18n
    }

    /// The viewer's language.
    pub fn lang(&self) -> &str {
        &self.person.language
    }

    /// A text in the viewer's language.
    pub fn t(&self, key: &str) -> String {
        self.i18n().t(self.lang(), key, &[])
    }

    /// A sentence in the viewer's language.
    pub fn say(&self, said: &Said) -> String {
        self.i18n().say(self.lang(), said)
    }

    /// A moment in a unit's zone, in words; with the zone's short name where the agency's clock shows another time.
    pub fn moment(&self, zone: &Zone, at: Instant) -> When {
        let local = zone.local(at);
        let when = self
            .i18n()
            .moment(self.lang(), (local.date, local.minute), zone.local(self.now).date, at);
        When {
            text: self.named_zone(zone, at, when.text),
            inside: self.named_zone(zone, at, when.inside),
            full: self.named_zone(zone, at, when.full),
            iso: when.iso,
        }
    }

    /// The time of day at a unit; with the zone's short name where the agency's clock shows another time.
    pub fn clock(&self, zone: &Zone, at: Instant) -> String {
        let time = self.i18n().clock(self.lang(), zone.local(at).minute);
        self.named_zone(zone, at, time)
    }

    fn named_zone(&self, zone: &Zone, at: Instant, time: String) -> String {
        if zone.agrees_with(&self.zone, at) {
            return time;
        }
        let zone = zone.short_name(at);
        self.say(&Said::new("time-in-zone").with("time", time).with("zone", zone))
    }

    /// A sentence about days, whose message id is made with `on`, `between`, `since` or `until`.
    pub fn days(&self, days: &Days, id: fn(&str) -> String) -> String {
        let name = |date: NaiveDate| self.day(&self.zone, date).full;
        let said = |word: &str| Said::new(&id(word));
        let said = match (days.from, days.to) {
            (Some(from), Some(to)) if from == to => said("on").with("date", name(from)),
            (Some(from), Some(to)) => said("between").with("from", name(from)).with("to", name(to)),
            (Some(from), None) => said("since").with("from", name(from)),
            (None, to) => said("until").with("to", to.map(name).unwrap_or_default()),
        };
        self.say(&said)
    }

    /// A date at a unit, in words.
    pub fn day(&self, zone: &Zone, date: NaiveDate) -> When {
        self.i18n().day(self.lang(), date, zone.local(self.now).date)
    }

    /// Problems of a form in the viewer's language.
    pub fn told(&self, problems: &Problems) -> Vec<Problem> {
        problems.told(self.i18n(), self.lang())
    }

    /// What surrounds the viewer's pages.
    pub fn frame(&self, here: Here) -> Frame {
        let mut frame = self.app.stage.frame(&self.req);
        frame.lang.clone_from(&self.person.language);
        frame.keeper = self.keeper();
        if self.link.is_some() {
            return frame;
        }
        frame.who = Some(Who {
            name: self.person.name.clone(),
            role: self.role_line(),
            initials: initials(&self.person.name),
        });
        frame.nav = nav::groups(&self.assignments);
        frame.here = here.key().into();
        frame
    }

    /// "Supervisor, Tax & Licensing": the first assignment in words.
    fn role_line(&self) -> String {
        self.assignments.first().map_or_else(String::new, |assignment| {
            format!("{}, {}", self.t(&format!("role-{}", assignment.role)), assignment.unit)
        })
    }

    /// Shows a page.
    ///
    /// # Errors
    /// Broken when its template is.
    pub fn show<P: Page>(&self, here: Here, page: &P) -> AppResult<HttpResponse> {
        self.app.stage.views.show(&self.frame(here), page)
    }

    /// Shows a page that a device may keep for when there is no network. A device that tells which copy it has gets the
    /// page only when it says something else by now. What `differs` each time without meaning anything is left out of
    /// the comparison.
    ///
    /// # Errors
    /// Broken when its template is.
    pub fn show_to_keep<P: Page>(&self, here: Here, page: &P, differs: &[&str]) -> AppResult<HttpResponse> {
        let frame = self.frame(here);
        let html = self.app.stage.views.render(&frame, page)?;
        let same = html.replace(&frame.csrf, &csrf::unmasked(&frame.csrf));
        let same = differs.iter().fold(same, |text, part| text.replace(part, ""));
        Ok(keep::answer(&self.req, html, &same))
    }

    /// Shows a page again with what was typed and what is wrong with it (422).
    ///
    /// # Errors
    /// Broken when its template is.
    pub fn again<P: Page>(&self, here: Here, page: &P) -> AppResult<HttpResponse> {
        self.app.stage.views.again(&self.frame(here), page)
    }
}
