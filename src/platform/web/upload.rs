//! Forms with photos and documents. The token field has to stand before the first file, so that a stranger's files
//! are not even read.

use super::csrf;
use super::form::{Fields, Problems};
use crate::base::said::Said;
use actix_multipart::{Field, Multipart};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest, dev};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use std::ops::Deref;

/// The most bytes of one file.
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;
/// The most files in one form.
pub const FILES: usize = 12;
/// The most bytes that are read at all, those of files that are too large included.
const TOTAL: usize = FILES * FILE_LIMIT + super::form::LIMIT;

/// A file as it was sent. Name and type are the sender's claims: check both before use.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The form field.
    pub field: String,
    /// The name on the sender's device.
    pub name: String,
    /// The type the sender claims.
    pub content_type: String,
    /// The content.
    pub bytes: Bytes,
}

/// A form with files that was sent with the right token, as an argument of a handler.
#[derive(Debug)]
pub struct Upload {
    fields: Fields,
    files: Vec<UploadedFile>,
    problems: Vec<(String, Said)>,
}

impl Deref for Upload {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.fields
    }
}

impl Upload {
    /// The files, and into `problems` those that were too large to take: nobody gets the ones without the other.
    pub fn take_files(&mut self, problems: &mut Problems) -> Vec<UploadedFile> {
        for (field, said) in self.problems.drain(..) {
            problems.add(&field, said);
        }
        std::mem::take(&mut self.files)
    }

    fn refuse(&mut self, field: &str, said: Said) {
        self.problems.push((field.to_owned(), said));
    }
}

impl FromRequest for Upload {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let req = req.clone();
        let parts = Multipart::from_request(&req, payload);
        Box::pin(async move {
            let parts = parts.await?;
            read(&req, parts).await
        })
    }
}

async fn read(req: &HttpRequest, mut parts: Multipart) -> Result<Upload, actix_web::Error> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut upload = Upload {
        fields: Fields::default(),
        files: Vec::new(),
        problems: Vec::new(),
    };
    let (mut room, mut checked, mut read) = (super::form::LIMIT, false, 0);
    while let Some(part) = parts.next().await {
        let mut part = part?;
        let field = part.name().unwrap_or_default().to_owned();
        let file = part
            .content_disposition()
            .and_then(|d| d.get_filename().map(str::to_owned));
        let Some(name) = file else {
            let text = part_bytes(&mut part, room, &mut read).await?.ok_or_else(too_large)?;
            room = room.saturating_sub(text.len() + field.len());
            pairs.push((field, String::from_utf8_lossy(&text).into_owned()));
            continue;
        };
        if !checked {
            demand(req, &pairs)?;
            checked = true;
        }
        if upload.files.len() + upload.problems.len() >= FILES {
            if part_bytes(&mut part, 0, &mut read).await?.is_none() {
                upload.refuse(&field, Said::new("error-too-many-files").with("count", FILES));
            }
            continue;
        }
        let content_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        match part_bytes(&mut part, FILE_LIMIT, &mut read).await? {
            // a file field nobody used
            Some(bytes) if bytes.is_empty() && name.is_empty() => {}
            Some(bytes) => upload.files.push(UploadedFile {
                field,
                name,
                content_type,
                bytes,
            }),
            None => {
                let megabytes = FILE_LIMIT / 1024 / 1024;
                let said = Said::new("error-file-too-large")
                    .with("name", name)
                    .with("megabytes", megabytes);
                upload.refuse(&field, said);
            }
        }
    }
    demand(req, &pairs)?;
    upload.fields = Fields::new(pairs);
    Ok(upload)
}

fn demand(req: &HttpRequest, pairs: &[(String, String)]) -> Result<(), actix_web::Error> {
    let field = pairs.iter().find(|(name, _)| name == csrf::FIELD);
    Ok(csrf::demand(req, field.map(|(_, value)| value.as_str()))?)
}

fn too_large() -> actix_web::Error {
    actix_web::error::ErrorPayloadTooLarge("the form is too large")
}

/// The bytes of a part, or nothing when there are more than the limit; then the rest is read past, so that the
/// fields behind it are not lost.
async fn part_bytes(part: &mut Field, limit: usize, read: &mut usize) -> Result<Option<Bytes>, actix_web::Error> {
    let mut bytes = Some(BytesMut::new());
    while let Some(chunk) = part.next().await {
        let chunk = chunk?;
        *read += chunk.len();
        if *read > TOTAL {
            return Err(too_large());
        }
        match &mut bytes {
            Some(kept) if kept.len() + chunk.len() <= limit => kept.extend_from_slice(&chunk),
            _ => bytes = None,
        }
    }
    Ok(bytes.map(BytesMut::freeze))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn part(name: &str, file: Option<&str>, content: &str) -> String {
        let file = file
            .map(|f| format!("; filename=\"{f}\"\r\nContent-Type: image/png"))
            .unwrap_or_default();
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
    }

    async fn send(town: &Town, parts: &[String]) -> Answer {
        let headers = [
            ("cookie", "session=11"),
            ("content-type", "multipart/form-data; boundary=XX"),
        ];
        town.send("POST", "/upload", &headers, &format!("{}--XX--\r\n", parts.concat()))
            .await
    }

    #[actix_web::test]
    async fn files_come_with_their_fields_when_the_token_comes_first() {
        let town = Town::new();
        let token = part("csrf", None, &token_of("11"));
        let photo = part("photo", Some("line.png"), "PNG");
        let good = send(
            &town,
            &[
                token.clone(),
                part("title", None, "a\r\nb"),
                photo.clone(),
                part("photo", Some(""), ""),
            ],
        )
        .await;
        assert_eq!(good.body, "title=a\nb line.png:image/png:3");
        assert_eq!(send(&town, &[photo.clone(), token.clone()]).await.status, 403);
        assert_eq!(send(&town, &[part("title", None, "x")]).await.status, 403);
        let large = part("photo", Some("big.png"), &"x".repeat(FILE_LIMIT + 1));
        let large = send(&town, &[token, large, photo]).await;
        assert_eq!(large.body, "title= line.png:image/png:3 photo:error-file-too-large");
        let mut many = vec![part("csrf", None, &token_of("11"))];
        many.extend((0..=FILES).map(|n| part("photo", Some(&format!("{n}.png")), "x")));
        let many = send(&town, &many).await;
        assert!(
            many.body.ends_with("11.png:image/png:1 photo:error-too-many-files"),
            "{}",
            many.body
        );
    }
}
