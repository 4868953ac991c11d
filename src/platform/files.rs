//! Attachments: photos and documents. The row is in the database, the bytes are a file named by the row's id.
//!
//! The file is written and synced before the row: a row never points to nothing. A file whose row was taken back stays on
//! the disk: nothing is deleted but by a retention rule.

use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{AnyId, AttachmentId, Id, PersonId};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::schema::attachments;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::PathBuf;

/// The folder of attachments.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// Bytes that are safe on disk and wait for their row.
#[derive(Debug, Clone)]
pub struct Stored {
    id: AttachmentId,
    name: String,
    mime: &'static str,
    bytes: i64,
    sha256: String,
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
}

impl Files {
    /// Attachments in this folder, which is made when the first arrives.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn path(&self, id: AttachmentId) -> PathBuf {
        let name = id.0.simple().to_string();
        // The last digits spread evenly: at most 256 folders.
        self.folder.join(&name[name.len() - 2..]).join(name)
    }

    /// Writes a photo to disk, safely; JPEG, PNG and WebP only, told from the bytes, never from the name.
    ///
    /// # Errors
    /// Refused with a sentence when it is not one of these; Broken when the disk fails.
    pub fn store_photo(&self, act: &Act, name: &str, bytes: &[u8]) -> AppResult<Stored> {
        let mime = photo_kind(bytes).ok_or_else(|| AppError::refused("file-not-a-photo"))?;
        let id: AttachmentId = act.id();
        let path = self.path(id);
        let write = || -> std::io::Result<()> {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut file = std::fs::File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(AppError::broken)?;
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        let sha256 = hex::encode(Sha256::digest(bytes));
        Ok(Stored {
            id,
            name,
            mime,
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha256,
        })
    }

    /// The bytes of an attachment.
    ///
    /// # Errors
    /// `NotFound` when the file is gone; Broken when the disk fails.
    pub fn read(&self, id: AttachmentId) -> AppResult<Vec<u8>> {
        std::fs::read(self.path(id)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => AppError::NotFound,
            _ => AppError::broken(error),
        })
    }
}

impl Stored {
    /// The id the attachment will have.
    pub fn id(&self) -> AttachmentId {
        self.id
    }
    /// Hash of the bytes: tells whether they are there already.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

fn photo_kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
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

/// Takes a photo back; the file stays on the disk. False when it was not there.
///
/// # Errors
/// Only when the database fails.
pub fn detach(conn: &mut Conn, id: AttachmentId) -> QueryResult<bool> {
    diesel::delete(attachments::table.find(id))
        .execute(conn)
        .map(|gone| gone == 1)
}
