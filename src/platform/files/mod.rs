//! Attachments: photos and documents. The row is in the database, the bytes are in the [`storage`] under the row's id.
//!
//! The bytes are safe before the row is written: a row never points to nothing. Bytes whose row was taken back stay:
//! nothing is deleted but by a retention rule.

pub mod clamd;
pub mod document;
pub mod photo;
pub mod storage;
#[cfg(test)]
mod tests;

use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{AnyId, AttachmentId, Id, PersonId};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::schema::attachments;
use actix_web::web;
use clamd::Clamd;
use diesel::prelude::*;
use document::{Arrived, Kind};
use photo::Sent;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use storage::Storage;
use tokio::sync::Semaphore;

/// So many photos are looked at in the same moment; a large one takes some hundred megabytes of memory.
const AT_ONCE: usize = 2;

/// Photos and documents: looks at them, keeps them, reads them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    storage: Storage,
    longest_side: u32,
    turns: Arc<Semaphore>,
    scanner: Option<Clamd>,
    document_megabytes: usize,
}

/// A photo or document that may be kept and is not yet.
#[derive(Debug, Clone)]
pub struct Ready {
    name: String,
    mime: &'static str,
    bytes: Vec<u8>,
    sha256: String,
    taken_at: Option<Instant>,
}

/// Bytes that are safe in the storage and wait for their row.
#[derive(Debug, Clone)]
pub struct Stored {
    id: AttachmentId,
    name: String,
    mime: &'static str,
    bytes: i64,
    sha256: String,
    taken_at: Option<Instant>,
}

/// An attachment's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
pub struct Attachment {
    /// Its id, also the file's name.
    pub id: AttachmentId,
    /// Kind of the record it belongs to.
    pub subject_kind: String,
    /// The record it belongs to.
    pub subject_id: AnyId,
    /// Which part of the record (a question of an audit).
    pub part: Option<AnyId>,
    /// The name it had on the device.
    pub name: String,
    /// What it is, told from its first bytes.
    pub mime: String,
    /// Size.
    pub bytes: i64,
    /// Hash of the bytes.
    pub sha256: String,
    /// When it arrived.
    pub created_at: Instant,
    /// Who sent it.
    pub created_by: Option<PersonId>,
    /// When a photo was taken, if that is known.
    pub taken_at: Option<Instant>,
}

impl Files {
    /// Attachments in this storage; photos have at most so many pixels on their longest side.
    pub fn new(storage: Storage, longest_side: u32) -> Self {
        Self {
            storage,
            longest_side,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            scanner: None,
            document_megabytes: 10,
        }
    }

    /// The same, with documents of at most so many megabytes, looked at by this virus scanner.
    #[must_use]
    pub fn taking_documents(self, document_megabytes: usize, scanner: Option<Clamd>) -> Self {
        Self {
            scanner,
            document_megabytes,
            ..self
        }
    }

    /// Looks at what was sent as a photo, by its content, and makes it ready to be kept. See [`photo`].
    ///
    /// # Errors
    /// Refused with a sentence when it is none that is taken.
    pub async fn look_at(&self, mut sent: Sent) -> AppResult<Ready> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(AppError::broken)?;
        let longest = self.longest_side;
        web::block(move || {
            let _turn = turn;
            sent.name = told_name(&sent.name, "photo");
            let photo = photo::read(&sent, longest)?;
            Ok(Ready {
                sha256: hex::encode(Sha256::digest(&photo.bytes)),
                name: sent.name,
                mime: Kind::Picture.mime(),
                bytes: photo.bytes,
                taken_at: photo.taken_at,
            })
        })
        .await
        .map_err(AppError::broken)?
    }

    /// Looks at what was sent as a document, by its content and with the virus scanner, and makes it ready to be kept: a
    /// picture as photos are, everything else as it came. See [`document`].
    ///
    /// # Errors
    /// Refused with a sentence when it is none that is taken, or could not be looked at.
    pub async fn look_at_document(&self, file: Arrived) -> AppResult<Ready> {
        let (name, bytes, most) = (
            told_name(&file.name, "document"),
            file.bytes.clone(),
            self.document_megabytes,
        );
        let looked = web::block(move || {
            let kind = document::kind(&name, &bytes, most)?;
            Ok::<_, AppError>((name, kind, hex::encode(Sha256::digest(&bytes))))
        });
        let (name, kind, sha256) = looked.await.map_err(AppError::broken)??;
        if let Some(scanner) = &self.scanner {
            scanner.check(&name, &file.bytes).await?;
        }
        if kind == Kind::Picture {
            let sent = Sent {
                name: kind.named(&name),
                bytes: file.bytes,
                taken_at: None,
                zone: file.zone,
                now: file.now,
            };
            return self.look_at(sent).await;
        }
        Ok(Ready {
            name: kind.named(&name),
            mime: kind.mime(),
            sha256,
            bytes: file.bytes.to_vec(),
            taken_at: None,
        })
    }

    /// Keeps a photo or document under a new id, safely.
    ///
    /// # Errors
    /// Busy when the storage cannot be reached; Broken when it fails.
    pub async fn store(&self, act: &Act, ready: Ready) -> AppResult<Stored> {
        let (storage, id): (_, AttachmentId) = (self.storage.clone(), act.id());
        let stored = Stored {
            id,
            name: ready.name,
            mime: ready.mime,
            bytes: i64::try_from(ready.bytes.len()).unwrap_or(i64::MAX),
            sha256: ready.sha256,
            taken_at: ready.taken_at,
        };
        web::block(move || storage.put(id, &ready.bytes))
            .await
            .map_err(AppError::broken)??;
        Ok(stored)
    }

    /// The bytes of an attachment.
    ///
    /// # Errors
    /// `NotFound` when they are gone; Busy when the storage cannot be reached; Broken when it fails.
    pub async fn read(&self, id: AttachmentId) -> AppResult<Vec<u8>> {
        let storage = self.storage.clone();
        web::block(move || storage.get(id)).await.map_err(AppError::broken)?
    }
}

/// The most characters of a file's name that are kept.
const LONGEST_NAME: usize = 120;

/// A file's name as it is kept and told: its last part, without the folders it lay in, and without what cannot be seen or
/// turns the letters round, so that it ends as it reads. What has no name then gets this one.
fn told_name(name: &str, unnamed: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|c| !c.is_control() && !is_unseen(*c)).collect();
    let told: String = seen.trim().chars().take(LONGEST_NAME).collect();
    let has_name = told.chars().any(|c| c != '.');
    if has_name { told } else { unnamed.into() }
}

/// Whether a character only says in which direction others are written, breaks a line, or takes no room.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl Ready {
    /// A picture without its name and without when it was taken; nothing where it is something else.
    pub fn unnamed(self) -> Option<Self> {
        let is_picture = self.mime == Kind::Picture.mime();
        is_picture.then(|| Self {
            name: "photo.jpg".into(),
            taken_at: None,
            ..self
        })
    }
    /// Hash of the bytes: tells whether they are there already.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl Stored {
    /// The id the attachment will have.
    pub fn id(&self) -> AttachmentId {
        self.id
    }
    /// The name it will have.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Hash of the bytes: tells whether they are there already.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Ties stored bytes to a record.
///
/// # Errors
/// Only when the database fails.
pub fn attach<T: Id, P: Id>(
    conn: &mut Conn,
    act: &Act,
    stored: &Stored,
    kind: &str,
    subject: T,
    part: Option<P>,
) -> QueryResult<usize> {
    diesel::insert_into(attachments::table)
        .values(Attachment {
            id: stored.id,
            subject_kind: kind.into(),
            subject_id: AnyId(subject.uuid()),
            part: part.map(|part| AnyId(part.uuid())),
            name: stored.name.clone(),
            mime: stored.mime.into(),
            bytes: stored.bytes,
            sha256: stored.sha256.clone(),
            created_at: act.now,
            created_by: act.who,
            taken_at: stored.taken_at,
        })
        .execute(conn)
}

/// The attachments of a record, in the order they came.
///
/// # Errors
/// Only when the database fails.
pub fn list<T: Id>(conn: &mut Conn, kind: &str, subject: T) -> QueryResult<Vec<Attachment>> {
    attachments::table
        .filter(
            attachments::subject_kind
                .eq(kind)
                .and(attachments::subject_id.eq(AnyId(subject.uuid()))),
        )
        .order(attachments::id)
        .select(Attachment::as_select())
        .load(conn)
}

/// One attachment's row.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Conn, id: AttachmentId) -> QueryResult<Attachment> {
    attachments::table.find(id).select(Attachment::as_select()).first(conn)
}

/// Takes a photo back; its bytes stay in the storage. False when it was not there.
///
/// # Errors
/// Only when the database fails.
pub fn detach(conn: &mut Conn, id: AttachmentId) -> QueryResult<bool> {
    diesel::delete(attachments::table.find(id))
        .execute(conn)
        .map(|gone| gone == 1)
}
