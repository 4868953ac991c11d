//! The test town: Mill Valley, with a fixed cast that everybody knows.
//!
//! ```text
//! Mill Valley                 Samuel (board), Quinn (quality), Ada (administrator)
//! ├─ Tax & Licensing          Dana (manager), Elena (director)
//! │  ├─ Oak Street Office     Maria (supervisor), Jo (clerk)
//! │  └─ Harbor Office         Ben (supervisor)
//! └─ Parks
//!    └─ Riverside Park        Theo (supervisor; a stranger to the others)
//! ```
//! It is Tuesday, June 9, 2026, 9:00 in Mill Valley (America/Chicago), until a story moves the clock. One checklist,
//! "Service at the counter", with three questions is published (`tests/it/agency/`).

use crate::browser::{self, Browser};
use crate::engines::{self, Database, Engine};
use diesel::prelude::*;
use plumbline::agency;
use plumbline::agency::model::UnitKind;
use plumbline::app::App;
use plumbline::base::act::Act;
use plumbline::base::clock::{Clock, Instant};
use plumbline::base::codes::{Role, Severity};
use plumbline::base::ids::*;
use plumbline::base::recurrence::Recurrence;
use plumbline::base::zone::Zone;
use plumbline::checklists::{self, library::Library};
use plumbline::findings::operations::{self as findings, NewFinding, Raised};
use plumbline::people;
use plumbline::people::sign_in::{Device, begin_session};
use plumbline::planning;
use plumbline::planning::model::{HolidayPolicy, Timing, Wanted};
use plumbline::platform::db::{Conn, Db};
use plumbline::platform::error::AppResult;
use plumbline::platform::i18n::I18n;
use plumbline::platform::mail::deliver::Transport;
use plumbline::platform::mail::{Mail, MailState};
use plumbline::platform::settings::{Secret, Settings};
use plumbline::platform::views::Views;
use plumbline::platform::{history, jobs, mail};
use plumbline::schedule;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// Runs each story on both engines: `on_both![a_finding_with_open_actions_cannot_be_closed];` above
/// `async fn a_finding_with_open_actions_cannot_be_closed(town: &Town) { … }`. A story that is not listed is dead code,
/// which the compiler tells.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $story() { crate::town::run(crate::engines::Engine::Sqlite, super::$story); })+
        }
        mod postgres {
            $(#[test] fn $story() { crate::town::run(crate::engines::Engine::Postgres, super::$story); })+
        }
    };
}

/// Who is in the town. Everybody's address is `<first name>@millvalley.example`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cast {
    /// Maria Okafor audits at the Oak Street Office (layer 1).
    Supervisor,
    /// Ben Ruiz audits at the Harbor Office (layer 1).
    OtherSupervisor,
    /// Dana Whitfield leads both offices (layer 2).
    Manager,
    /// Elena Petrova directs Tax & Licensing (layer 3).
    Director,
    /// Samuel Osei is on the board (layer 4).
    Board,
    /// Quinn Harper writes templates and plans.
    Quality,
    /// Ada Lindqvist keeps people and units.
    Administrator,
    /// Jo Nakamura works at the Oak Street Office.
    Clerk,
    /// Theo Brandt audits at Riverside Park, another department.
    Stranger,
}

impl Cast {
    pub const ALL: [Self; 9] = [
        Self::Supervisor,
        Self::OtherSupervisor,
        Self::Manager,
        Self::Director,
        Self::Board,
        Self::Quality,
        Self::Administrator,
        Self::Clerk,
        Self::Stranger,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Supervisor => "Maria Okafor",
            Self::OtherSupervisor => "Ben Ruiz",
            Self::Manager => "Dana Whitfield",
            Self::Director => "Elena Petrova",
            Self::Board => "Samuel Osei",
            Self::Quality => "Quinn Harper",
            Self::Administrator => "Ada Lindqvist",
            Self::Clerk => "Jo Nakamura",
            Self::Stranger => "Theo Brandt",
        }
    }

    pub fn first_name(self) -> &'static str {
        self.name().split(' ').next().unwrap()
    }

    pub fn email(self) -> String {
        format!("{}@millvalley.example", self.first_name().to_lowercase())
    }

    fn holds(self) -> (Role, Place) {
        match self {
            Self::Supervisor => (Role::Supervisor, Place::OakStreet),
            Self::OtherSupervisor => (Role::Supervisor, Place::Harbor),
            Self::Manager => (Role::Manager, Place::Licensing),
            Self::Director => (Role::Director, Place::Licensing),
            Self::Board => (Role::Board, Place::MillValley),
            Self::Quality => (Role::Quality, Place::MillValley),
            Self::Administrator => (Role::Administrator, Place::MillValley),
            Self::Clerk => (Role::Staff, Place::OakStreet),
            Self::Stranger => (Role::Supervisor, Place::Riverside),
        }
    }
}

/// The units of the town.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    MillValley,
    Licensing,
    OakStreet,
    Harbor,
    Parks,
    Riverside,
}

impl Place {
    pub const ALL: [Self; 6] = [
        Self::MillValley,
        Self::Licensing,
        Self::OakStreet,
        Self::Harbor,
        Self::Parks,
        Self::Riverside,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::MillValley => "Mill Valley",
            Self::Licensing => "Tax & Licensing",
            Self::OakStreet => "Oak Street Office",
            Self::Harbor => "Harbor Office",
            Self::Parks => "Parks",
            Self::Riverside => "Riverside Park",
        }
    }
}

/// The questions of the checklist "Service at the counter".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Minor, yes or no.
    Acknowledged,
    /// Major, minutes, at most 15.
    WaitTime,
    /// Critical, yes or no.
    Identity,
}

impl Question {
    pub fn code(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::WaitTime => "wait-time",
            Self::Identity => "identity",
        }
    }
}

/// The town of one story.
pub struct Town {
    pub app: App,
    people: HashMap<Cast, PersonId>,
    units: HashMap<Place, UnitId>,
    pub template: TemplateId,
    pub version: TemplateVersionId,
    service: browser::Service,
    read_mails: Cell<usize>,
    expects_waiting_mail: Cell<bool>,
    // Dropped last: the database goes when nobody uses it any more.
    _database: Database,
    _files: TempDir,
}

/// Tells a story in a fresh town, then looks whether the town is in order.
pub fn run(engine: Engine, story: impl AsyncFn(&Town)) {
    run_with(engine, |_| {}, story);
}

/// The same in a town with other settings.
pub fn run_with(engine: Engine, change: impl FnOnce(&mut Settings), story: impl AsyncFn(&Town)) {
    told_in_the_test_output();
    // The same snapshot is met once on each engine.
    insta::allow_duplicates! {
        actix_web::rt::System::new().block_on(async {
            let town = Town::open(engine, change).await;
            story(&town).await;
            town.finish().await;
        });
    }
}

/// Warnings and errors of the log belong to the output of the test that made them.
fn told_in_the_test_output() {
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(
            std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".into()),
        ))
        .with_test_writer()
        .try_init();
}

/// The templates, read once for all towns.
static VIEWS: LazyLock<Arc<Views>> = LazyLock::new(|| Arc::new(Views::load(Arc::new(I18n::load().unwrap())).unwrap()));

/// The database of a fresh town, for a server that a test starts itself.
pub fn database(engine: Engine) -> Database {
    engines::copy(engine, "town", found)
}

impl Town {
    /// A fresh town whose settings a test may change.
    pub async fn open(engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        let database = database(engine);
        let files = tempfile::tempdir().unwrap();
        let mut settings = Settings::for_tests().unwrap();
        settings.database_url = Secret::new(database.url.clone());
        settings.public_url = browser::ADDRESS.into();
        settings.mail_from = "Plumbline <plumbline@millvalley.example>".into();
        settings.files_dir = files.path().join("files");
        settings.mail_dir = files.path().join("mail");
        change(&mut settings);
        let db = Db::open_migrated(&database.url, 2, 64).unwrap();
        let app = App::with_views(settings, Clock::fixed(start()), db, Arc::clone(&VIEWS)).unwrap();
        let (people, units, template, version) = app.db.read_now(|conn| Ok(inhabitants(conn))).unwrap();
        let service = browser::serve(&app).await;
        Self {
            app,
            people,
            units,
            template,
            version,
            service,
            read_mails: Cell::new(0),
            expects_waiting_mail: Cell::new(false),
            _database: database,
            _files: files,
        }
    }

    /// A browser in which this person is signed in.
    pub fn as_(&self, who: Cast) -> Browser<'_> {
        self.as_person(self.person(who))
    }

    /// The same for a person who came to the town later.
    pub fn as_person(&self, person: PersonId) -> Browser<'_> {
        let token = plumbline::people::sign_in::new_token().unwrap();
        let (for_cookie, act) = (token.clone(), self.act(None));
        let device = Device {
            agent: "The browser of the test town".into(),
            address: "127.0.0.1".into(),
        };
        self.write(move |conn| begin_session(conn, &act.clone(), person, &token, &device, None));
        Browser::signed_in(self, &for_cookie)
    }

    /// A browser in which nobody is signed in.
    pub fn as_nobody(&self) -> Browser<'_> {
        Browser::new(self)
    }

    pub(crate) fn service(&self) -> &browser::Service {
        &self.service
    }

    pub fn person(&self, who: Cast) -> PersonId {
        self.people[&who]
    }

    pub fn unit(&self, place: Place) -> UnitId {
        self.units[&place]
    }

    /// A deed of this person (of a timed job: `None`), now.
    pub fn act(&self, who: Option<Cast>) -> Act {
        self.app.act(who.map(|who| self.person(who)))
    }

    /// Reads or writes past the pages, to set a scene or to look behind it.
    pub fn write<T: Send + 'static>(&self, body: impl Fn(&mut Conn) -> AppResult<T> + Send + 'static) -> T {
        self.app.db.write_now(body).unwrap()
    }

    /// See [`Town::write`].
    pub fn read<T: Send + 'static>(&self, body: impl FnOnce(&mut Conn) -> AppResult<T> + Send + 'static) -> T {
        self.app.db.read_now(body).unwrap()
    }

    /// Moves the clock to a local time: `town.at("2026-06-12 08:00")`. Sessions end when it moves far: ask for the
    /// browser again.
    pub fn at(&self, local: &str) {
        self.app.clock.set(local_time(local));
    }

    /// What the clock of the town shows, locally.
    pub fn now(&self) -> String {
        let local = zone().local(self.app.clock.now());
        format!("{} {:02}:{:02}", local.date, local.minute / 60, local.minute % 60)
    }

    /// Raises a finding at an office: what an audit does when an answer does not conform.
    pub fn finding(&self, place: Place, question: Question, seen: &str) -> FindingId {
        self.raise(Cast::Supervisor, place, question, seen, None)
    }

    /// The same, found by this person; with what was done on the spot, if it was corrected there.
    pub fn raise(&self, by: Cast, place: Place, question: Question, seen: &str, corrected: Option<&str>) -> FindingId {
        let (act, unit, post) = (self.act(Some(by)), self.unit(place), self.app.post.clone());
        let (version, seen, corrected) = (self.version, seen.to_owned(), corrected.map(str::to_owned));
        self.write(move |conn| {
            let act = act.clone();
            let asked = checklists::queries::plain_questions(conn, version)?;
            let template = checklists::queries::version(conn, version)?.template_id;
            let id = checklists::queries::identities(conn, template)?[question.code()];
            let asked = asked.into_iter().find(|asked| asked.question_id == id).unwrap();
            let process_id = checklists::queries::find(conn, template)?.process_id;
            let raised = findings::raise(
                conn,
                &act,
                &Raised {
                    unit_id: unit,
                    process_id,
                    layer: Some(1),
                    about_layer: None,
                    origin: Origin::Audit(act.id()),
                    origin_label: "Service at the counter, June 9, 2026".into(),
                },
                &[NewFinding {
                    question: Some((asked.question_id, asked.id)),
                    part: 1,
                    title: asked.texts.text.get("en").to_owned(),
                    seen: seen.clone(),
                    corrected: corrected.clone(),
                    contained: None,
                    sensitive: false,
                    severity: asked.severity,
                }],
            )?;
            if asked.severity == Severity::Critical && corrected.is_none() {
                plumbline::findings::reminders::tell_at_once(conn, &act, &post, raised[0].id)?;
            }
            Ok(raised[0].id)
        })
    }

    /// An audit of the question that conforms, by this person: what a watch counts.
    pub fn conforms(&self, by: Cast, place: Place, question: Question) {
        let (act, unit, template) = (self.act(Some(by)), self.unit(place), self.template);
        self.write(move |conn| {
            let act = act.clone();
            let id = checklists::queries::identities(conn, template)?[question.code()];
            let origin = Origin::Audit(act.id());
            findings::observe(conn, &act, unit, origin, &[id])
        });
    }

    /// Runs the timed jobs that are due now, as the server does every few seconds; one that fails fails the test.
    pub async fn run_jobs(&self) {
        for (job, error) in schedule::run_due(&self.app, None).await.unwrap() {
            if let Some(error) = error {
                panic!("the job {job} failed: {error}");
            }
        }
    }

    /// The mails that left since this was last asked.
    pub fn new_mails(&self) -> Vec<Mail> {
        let Transport::Memory(sent) = &self.app.transport else {
            panic!("this town's mail does not stay in memory")
        };
        let sent = sent.lock().unwrap();
        let new = sent[self.read_mails.get()..].to_vec();
        self.read_mails.set(sent.len());
        new
    }

    /// The same, a line each: `maria: Due tomorrow: …`.
    pub fn new_subjects(&self) -> String {
        let line = |mail: &Mail| {
            let to = Cast::ALL.iter().find(|who| mail.recipient.contains(&who.email()));
            let to = to.map_or(mail.recipient.as_str(), |who| who.first_name());
            format!("{to}: {}", mail.subject)
        };
        self.new_mails().iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Every mail that was composed, in the order of composing.
    pub fn outbox(&self) -> Vec<Mail> {
        self.read(|conn| {
            use plumbline::schema::outbox;
            Ok(outbox::table
                .order((outbox::created_at, outbox::id))
                .select(Mail::as_select())
                .load(conn)?)
        })
    }

    /// The Message-IDs of all mails that left, in order.
    pub fn message_ids(&self) -> Vec<String> {
        let Transport::Memory(sent) = &self.app.transport else {
            panic!("this town's mail does not stay in memory")
        };
        sent.lock()
            .unwrap()
            .iter()
            .map(|mail| mail.message_id.clone())
            .collect()
    }

    /// A mail as its reader sees it in plain text; ids of records are left out.
    pub fn letter(&self, mail: &Mail) -> String {
        let ids = regex::Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap();
        let text = ids.replace_all(&mail.body_text, "…");
        format!(
            "To: {}\nSubject: {}\n\n{}",
            mail.recipient,
            mail.subject,
            text.trim_end()
        )
    }

    /// Where the first link of a mail leads.
    pub fn link(&self, mail: &Mail) -> String {
        let (_, rest) = mail.body_text.split_once(browser::ADDRESS).expect("a mail with a link");
        rest.split_whitespace().next().unwrap().to_owned()
    }

    /// A plan by which this layer audits the counters of these offices on every weekday from 8:00 to 17:00, with an
    /// hour of grace; and the audits of today.
    pub fn plan(&self, layer: i32, places: &[Place]) -> (PlanId, Vec<AuditId>) {
        let (act, made, post) = (self.act(Some(Cast::Quality)), self.act(None), self.app.post.clone());
        let today = zone().local(self.app.clock.now()).date;
        let timing = Timing {
            recurrence: Recurrence::parse("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR").unwrap(),
            starts_on: today,
            ends_on: None,
            opens_minute: 8 * 60,
            due_minute: 17 * 60,
            grace_minutes: 60,
            holiday_policy: HolidayPolicy::Skip,
        };
        let units = places.iter().map(|place| self.unit(*place)).collect();
        let wanted = Wanted::plain("Counter, every day", self.template, layer, timing, units);
        self.write(move |conn| {
            let plan = planning::operations::create(conn, &act.clone(), &wanted)?;
            planning::operations::make_ahead(conn, &made.clone(), &post, plan, today)?;
            use plumbline::schema::audits;
            let of_today = audits::table
                .filter(audits::plan_id.eq(plan).and(audits::local_date.eq(today)))
                .order(audits::id)
                .select(audits::id)
                .load(conn)?;
            Ok((plan, of_today))
        })
    }

    /// Jobs and mails as the days go by: runs the jobs each day at these local times until a day, and tells what left.
    pub async fn live_until(&self, last: &str, times: &[&str]) -> String {
        let last: chrono::NaiveDate = last.parse().unwrap();
        let mut told = String::new();
        let mut day = zone().local(self.app.clock.now()).date;
        while day <= last {
            for time in times {
                let moment = local_time(&format!("{day} {time}"));
                if moment < self.app.clock.now() {
                    continue;
                }
                self.app.clock.set(moment);
                self.run_jobs().await;
                // Mails of one moment have no order.
                let subjects = self.new_subjects();
                let mut lines: Vec<&str> = subjects.lines().collect();
                lines.sort_unstable();
                for line in lines {
                    told.push_str(&format!("{} {}  {line}\n", day.format("%a"), self.now()));
                }
            }
            day = day.succ_opt().unwrap();
        }
        told
    }

    /// This story leaves mail that could not be delivered, on purpose.
    pub fn expects_waiting_mail(&self) {
        self.expects_waiting_mail.set(true);
    }

    /// What every story ends with: due work is done, no job failed, all mail left, the history's chains hold, the
    /// figures are what a recount says, and no sentence lacked a word.
    pub async fn finish(self) {
        self.run_jobs().await;
        let (jobs, mails, verified, differences) = self.read(|conn| {
            Ok((
                jobs::list(conn)?,
                mail::count_by_state(conn)?,
                history::verify(conn)?,
                plumbline::figures::operations::recount(conn)?,
            ))
        });
        for job in jobs {
            assert_eq!(job.last_error, None, "the job {} failed", job.name);
        }
        let left: Vec<_> = mails.iter().filter(|(state, _)| *state != MailState::Sent).collect();
        assert!(
            left.is_empty() || self.expects_waiting_mail.get(),
            "mail was composed but did not leave: {left:?}"
        );
        assert_eq!(verified.faults, Vec::<String>::new(), "the history does not verify");
        assert!(
            differences.is_empty(),
            "figures and their recount differ: {differences:?}"
        );
        let complaints = self.app.stage.views.i18n().complaints();
        assert!(complaints.is_empty(), "sentences lack something: {complaints:?}");
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.app.db.close();
    }
}

/// The moment at which every story begins.
pub fn start() -> Instant {
    local_time("2026-06-09 09:00")
}

fn zone() -> Zone {
    Zone::parse("America/Chicago").unwrap()
}

fn local_time(text: &str) -> Instant {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    let minute = chrono::Timelike::num_seconds_from_midnight(&local.time()) / 60;
    zone().instant(local.date(), i32::try_from(minute).unwrap())
}

/// Founds the town in an empty database. Every engine gets the same ids.
fn found(url: &str) {
    let db = Db::open_migrated(url, 1, 64).unwrap();
    let deeds = AtomicU64::new(1);
    let act = move || Act::new(None, start().plus_days(-30), deeds.fetch_add(1, Ordering::SeqCst));
    db.write_now(move |conn| {
        let units = build(conn, &act)?;
        for who in Cast::ALL {
            let (role, place) = who.holds();
            let held = [(units[&place], role)];
            people::operations::add_person(conn, &act(), who.name(), &who.email(), "en", &held)?;
        }
        let files = [
            ("mission.yaml", include_str!("agency/mission.yaml")),
            ("manuals/cs.md", include_str!("agency/manuals/cs.md")),
            ("counter.yaml", include_str!("agency/counter.yaml")),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let library = Library::of(files.to_vec()).unwrap();
        let agency = units[&Place::MillValley];
        checklists::library::load_all(conn, &act(), agency, &library, true, "For the test town.")?;
        Ok(())
    })
    .unwrap();
    db.close();
}

fn build(conn: &mut Conn, act: &impl Fn() -> Act) -> AppResult<HashMap<Place, UnitId>> {
    let mut units = HashMap::new();
    let agency = agency::operations::found(conn, &act(), Place::MillValley.name(), &zone())?;
    units.insert(Place::MillValley, agency);
    let below = [
        (Place::Licensing, Place::MillValley, UnitKind::Department),
        (Place::OakStreet, Place::Licensing, UnitKind::Office),
        (Place::Harbor, Place::Licensing, UnitKind::Office),
        (Place::Parks, Place::MillValley, UnitKind::Department),
        (Place::Riverside, Place::Parks, UnitKind::Office),
    ];
    for (position, (place, above, kind)) in (1..).zip(below) {
        let id = agency::operations::add_unit(conn, &act(), Some(units[&above]), place.name(), kind, None, position)?;
        units.insert(place, id);
    }
    Ok(units)
}

type Inhabitants = (
    HashMap<Cast, PersonId>,
    HashMap<Place, UnitId>,
    TemplateId,
    TemplateVersionId,
);

fn inhabitants(conn: &mut Conn) -> Inhabitants {
    let people = Cast::ALL.map(|who| {
        let person = people::queries::find_by_email(conn, &who.email()).unwrap().unwrap();
        (who, person.id)
    });
    let tree = agency::queries::tree(conn).unwrap();
    let units = Place::ALL.map(|place| {
        let (_, unit) = tree.iter().find(|(_, unit)| unit.name == place.name()).unwrap();
        (place, unit.id)
    });
    let template = checklists::queries::find_by_code(conn, "counter").unwrap().unwrap().id;
    let version = checklists::queries::published(conn, template).unwrap().unwrap().id;
    (HashMap::from(people), HashMap::from(units), template, version)
}
