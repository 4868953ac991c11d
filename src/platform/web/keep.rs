//! Pages that a device may keep, and how it asks whether its copy is still what the page says.

use super::assets;
use crate::platform::views::html;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use brotli::enc::BrotliEncoderParams;
use sha2::{Digest, Sha256};

/// Says that the device of whoever is signed in may keep a page until that person signs out.
const KEEP: HeaderName = HeaderName::from_static("x-keep");

/// How hard a page is squeezed that devices fetch ahead, 0 to 11: a fifth smaller than what leaves on the fly.
const QUALITY: i32 = 5;

/// The page, with a tag for what it says; where the device has a copy of the same tag, only that nothing is new (304).
/// What is equal in two pages that say the same is given as `same`.
pub fn answer(req: &HttpRequest, page: String, same: &str) -> HttpResponse {
    // Weak: form tokens wear another mask each time.
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(same)[..16]));
    let known = req.headers().get(header::IF_NONE_MATCH);
    let mut answer = match known {
        Some(known) if known.as_bytes() == tag.as_bytes() => HttpResponse::NotModified().finish(),
        _ => packed(req, page),
    };
    let headers = answer.headers_mut();
    headers.insert(KEEP, HeaderValue::from_static("1"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    answer
}

fn packed(req: &HttpRequest, page: String) -> HttpResponse {
    let mut small = Vec::new();
    let how = BrotliEncoderParams {
        quality: QUALITY,
        size_hint: page.len(),
        ..BrotliEncoderParams::default()
    };
    if !assets::accepts_brotli(req) || brotli::BrotliCompress(&mut page.as_bytes(), &mut small, &how).is_err() {
        return html(StatusCode::OK, page);
    }
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_ENCODING, "br"))
        .insert_header((header::VARY, "accept-encoding"))
        .body(small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_copy_that_says_the_same_is_not_sent_again() {
        let first = answer(&TestRequest::get().to_http_request(), "one, mask 1".into(), "one");
        assert_eq!(first.status(), 200);
        assert!(first.headers().contains_key("x-keep"));
        let tag = first.headers().get("etag").cloned();
        assert!(tag.is_some());
        let ask = |same: &str| {
            let req = TestRequest::get().insert_header((
                "if-none-match",
                tag.clone().map_or_else(Vec::new, |tag| tag.as_bytes().to_vec()),
            ));
            answer(&req.to_http_request(), format!("{same}, mask 2"), same).status()
        };
        assert_eq!(ask("one"), 304);
        assert_eq!(ask("two"), 200);
    }
}
