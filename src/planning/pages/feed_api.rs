//! What calendar programs read at a secret address, without signing in.

use crate::app::App;
use crate::planning::feeds;
use crate::platform::error::AppResult;
use actix_web::http::header::{self, EntityTag, IfNoneMatch};
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

pub(super) async fn show(
    app: web::Data<App>,
    token: web::Path<String>,
    known: web::Header<IfNoneMatch>,
) -> AppResult<HttpResponse> {
    let (now, post, token) = (app.clock.now(), app.post.clone(), token.into_inner());
    let text = app.db.read(move |conn| feeds::read(conn, &post, &token, now)).await?;
    // The same to the letter as long as no audit changed.
    let tag = EntityTag::new_strong(hex::encode(Sha256::digest(text.as_bytes())));
    let is_known = match &*known {
        IfNoneMatch::Any => false,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    };
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::ETAG, tag.to_string()))
        // to be asked for again each time, and kept by nobody in between
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header(("x-robots-tag", "noindex"));
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"plumbline.ics\""))
        .body(text))
}
