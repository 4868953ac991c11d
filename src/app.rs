//! The application: everything a handler or a job may ask for, built once from the settings; nothing is global.

use crate::base::act::Act;
use crate::base::clock::Clock;
use crate::base::ids::PersonId;
use crate::people::sign_in::new_token;
use crate::platform::db::Db;
use crate::platform::files::Files;
use crate::platform::files::storage::Storage;
use crate::platform::i18n::I18n;
use crate::platform::mail::deliver::{Pace, Sender, Transport};
use crate::platform::mail::post::Post;
use crate::platform::mail::smtp::Server;
use crate::platform::settings::{MailTransport, Secret, Settings};
use crate::platform::views::Views;
use crate::platform::web::Stage;
use crate::platform::{installation, mail};
use actix_web::web;
use lettre::message::Mailbox;
use std::sync::Arc;

/// The fact of the installation that keys of devices are made from.
const DEVICE_SECRET: &str = "device-secret";

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What this installation has set.
    pub settings: Arc<Settings>,
    /// The database.
    pub db: Db,
    /// Templates, languages and what pages need of the settings.
    pub stage: web::Data<Stage>,
    /// Composes mails.
    pub post: Post,
    /// Where mails go.
    pub transport: Transport,
    /// Sender of every mail.
    pub sender: Sender,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Photos and documents.
    pub files: Files,
    /// What the keys are made from that devices lock unsent work with.
    pub device_secret: Secret,
    /// Drawn when the program starts and kept nowhere: what is counted with it leads to nobody.
    pub passing_secret: Secret,
}

impl App {
    /// Opens the database (bringing its tables up to date) and gets everything ready.
    ///
    /// # Errors
    /// A sentence for the administrator.
    pub fn build(settings: Settings, clock: Clock) -> Result<Self, String> {
        let db = Db::open(settings.database_url.expose(), settings.db_readers as usize)?;
        db.write_now(crate::manuals::operations::fill_older)
            .map_err(|error| format!("cannot make older manuals findable: {error}"))?;
        db.write_now(crate::checklists::operations::fill_older)
            .map_err(|error| format!("cannot make older questions findable: {error}"))?;
        db.write_now(crate::processes::operations::fill_older)
            .map_err(|error| format!("cannot make older processes findable: {error}"))?;
        Self::with_db(settings, clock, db)
    }

    /// The same over a database that is open already.
    ///
    /// # Errors
    /// A sentence for the administrator.
    pub fn with_db(settings: Settings, clock: Clock, db: Db) -> Result<Self, String> {
        let views = Views::load(Arc::new(I18n::load()?))?;
        Self::with_views(settings, clock, db, Arc::new(views))
    }

    /// The same with templates that are read already; several applications may share them.
    ///
    /// # Errors
    /// A sentence for the administrator.
    pub fn with_views(settings: Settings, clock: Clock, db: Db, views: Arc<Views>) -> Result<Self, String> {
        let facts = db
            .read_now(|conn| {
                Ok((
                    crate::people::queries::agency_facts(conn)?,
                    installation::get(conn, "demo")?,
                ))
            })
            .map_err(|error| format!("cannot read the database: {error}"))?;
        let (agency, demo) = facts;
        let device_secret = db
            .write_now(|conn| {
                installation::claim(conn, DEVICE_SECRET, &new_token()?)?;
                Ok(installation::get(conn, DEVICE_SECRET)?.unwrap_or_default())
            })
            .map_err(|error| format!("cannot write to the database: {error}"))?;
        let device_secret = Secret::new(device_secret);
        let stage = Stage::new(&settings, Arc::clone(&views), demo.is_some());
        if let Some((_, name, _)) = agency {
            stage.rename_agency(&name);
        }
        let mail_from: Mailbox = settings.mail_from.parse().map_err(|error| {
            format!("mail_from has to be an address such as Plumbline <plumbline@example.org>: {error}")
        })?;
        let answers = match settings.mail_reply_to.as_str() {
            "" => None,
            address => {
                let mistake =
                    |error| format!("mail_reply_to has to be an address such as quality@example.org: {error}");
                Some(address.parse().map_err(mistake)?)
            }
        };
        Ok(Self {
            post: Post::new(views, &settings.public_url)
                .sent_by(mail_from.email.as_ref())
                .minding(crate::people::mail_choices::wishes),
            transport: transport(&settings)?,
            device_secret,
            passing_secret: Secret::new(new_token().map_err(|error| format!("cannot draw a secret: {error}"))?),
            files: Files::new(Storage::of(&settings)?, settings.photo_longest_side)
                .taking_documents(settings.evidence_file_mb, settings.clamd.clone()),
            stage: web::Data::new(stage),
            settings: Arc::new(settings),
            sender: Sender {
                mailbox: mail_from,
                answers,
            },
            db,
            clock,
        })
    }

    /// A deed of this person now (`None`: of a timed job).
    pub fn act(&self, who: Option<PersonId>) -> Act {
        Act::new(who, self.clock.now(), uuid::Uuid::new_v4().as_u64_pair().1)
    }

    /// Delivers every mail that is due.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn deliver_mail(&self) -> crate::platform::error::AppResult<mail::deliver::Delivered> {
        mail::deliver::deliver_due(&self.db, &self.clock, &self.transport, &self.sender).await
    }
}

fn transport(settings: &Settings) -> Result<Transport, String> {
    match settings.mail_transport {
        MailTransport::File => Ok(Transport::Files(settings.mail_dir.clone())),
        MailTransport::Memory => Ok(Transport::Memory(Arc::default())),
        MailTransport::Smtp => {
            let login = settings.smtp_user.clone().zip(
                settings
                    .smtp_password
                    .as_ref()
                    .map(|password| password.expose().to_owned()),
            );
            let host = settings.smtp_host.as_deref().unwrap_or_default();
            let server = Server::new(host, settings.smtp_port, settings.smtp_tls, login)?;
            Ok(Transport::Smtp(Box::new(server), Pace::of(settings.smtp_connections)))
        }
    }
}
