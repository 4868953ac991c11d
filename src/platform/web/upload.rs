//! Forms with photos and documents. The token field has to stand before the first file, so that a stranger's files
//! are not even read.

use super::csrf;
use super::form::{Fields, Problems};
use crate::base::said::Said;
use crate::platform::error::AppError;
use actix_multipart::{Field, Multipart};
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest, dev};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use std::ops::Deref;

/// The most bytes of one file.
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;
/// The most files in one form.
pub const FILES: usize = 12;
/// The most bytes of files that are too large that are read past, to reach the fields behind them. Nothing of them is
/// kept.
const PAST: usize = 3 * FILE_LIMIT;
/// The most bytes that are read at all.
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
    let announced = req.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > TOTAL) {
        return Err(too_large());
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut upload = Upload {
        fields: Fields::default(),
        files: Vec::new(),
        problems: Vec::new(),
    };
    let (mut room, mut checked, mut read) = (super::form::LIMIT, false, Read::default());
    read.announced = announced.unwrap_or(0);
    while let Some(part) = parts.next().await {
        let mut part = part?;
        let field = part.name().unwrap_or_default().to_owned();
        let file = part
            .content_disposition()
            .and_then(|d| d.get_filename().map(str::to_owned));
        let Some(name) = file else {
            let text = read.part(&mut part, room).await?.bytes().ok_or_else(too_large)?;
            room = room.saturating_sub(text.len() + field.len());
            pairs.push((field, String::from_utf8_lossy(&text).into_owned()));
            continue;
        };
        if !checked {
            demand(req, &pairs)?;
            checked = true;
        }
        if upload.files.len() + upload.problems.len() >= FILES {
            let many = Said::new("error-too-many-files").with("count", FILES);
            match read.part(&mut part, 0).await? {
                Part::Whole(_) => {}
                Part::Past => upload.refuse(&field, many),
                Part::Cut => return Err(AppError::Refused(many).into()),
            }
            continue;
        }
        let content_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        let large = Said::new("error-file-too-large")
            .with("name", name.clone())
            .with("megabytes", FILE_LIMIT / 1024 / 1024);
        match read.part(&mut part, FILE_LIMIT).await? {
            // a file field nobody used
            Part::Whole(bytes) if bytes.is_empty() && name.is_empty() => {}
            Part::Whole(bytes) => upload.files.push(UploadedFile {
                field,
                name,
                content_type,
                bytes,
            }),
            Part::Past => upload.refuse(&field, large),
            Part::Cut => return Err(AppError::Refused(large).into()),
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

/// A part of a form.
enum Part {
    /// All of it.
    Whole(Bytes),
    /// It is larger than it may be, and was read past, so that the fields behind it are not lost.
    Past,
    /// It is so large that nobody waits for its end.
    Cut,
}

impl Part {
    fn bytes(self) -> Option<Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Past | Self::Cut => None,
        }
    }
}

/// How much of a form was read.
#[derive(Default)]
struct Read {
    /// How long the whole form says it is; 0 where it does not.
    announced: usize,
    all: usize,
    past: usize,
}

impl Read {
    async fn part(&mut self, part: &mut Field, limit: usize) -> Result<Part, actix_web::Error> {
        // Room for all of it at once: growing would hold the old and the new at the same time.
        let mut bytes = Some(BytesMut::with_capacity(limit.min(self.announced)));
        while let Some(chunk) = part.next().await {
            let chunk = chunk?;
            self.all += chunk.len();
            if self.all > TOTAL {
                return Err(too_large());
            }
            match &mut bytes {
                Some(kept) if kept.len() + chunk.len() <= limit => kept.extend_from_slice(&chunk),
                _ => {
                    bytes = None;
                    self.past += chunk.len();
                    if self.past > PAST {
                        return Ok(Part::Cut);
                    }
                }
            }
        }
        Ok(bytes.map_or(Part::Past, |bytes| Part::Whole(bytes.freeze())))
    }
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
        let huge = part("photo", Some("huge.png"), &"x".repeat(PAST + 2 * FILE_LIMIT));
        let huge = send(&town, &[part("csrf", None, &token_of("11")), huge]).await;
        assert_eq!(huge.status, 422);
        assert!(
            huge.body
                .contains("huge.png is larger than 10 MB. Choose a smaller file."),
            "{}",
            huge.body
        );
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
