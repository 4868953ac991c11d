//! The style sheet, scripts, fonts and icons of the pages, served from inside the binary.
//!
//! `build.rs` made them: each file carries a hash of its content in its name (`app-7XK2QF3A.css`), so an answer may
//! be kept for ever and a new release can never be mixed with the old one. They are packed at build time; a request
//! only chooses between brotli, gzip and plain. Pages name them by their plain name: `asset(name="app.css")`.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Where the files hang in the URL table; `url` and the route must agree.
pub const PREFIX: &str = "/assets/";

/// The name changes with the content, so a copy never grows old.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

struct Asset {
    /// What templates ask for: `app.css`.
    name: &'static str,
    /// What is in the URL: `app-7XK2QF3A.css`.
    file: &'static str,
    mime: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an asset, or nothing when `web/` has no file of that name.
pub fn url(name: &str) -> Option<String> {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map(|asset| format!("{PREFIX}{}", asset.file))
}

/// The sheets of icons, by the lists of `web/img/icons.json`: the first has all that the day's audits need.
const ICONS: [&str; 2] = ["icons.svg", "icons-office.svg"];

/// The address of an icon in its sheet.
pub fn icon(name: &str) -> Option<String> {
    static SHEETS: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
        let sheets = ASSETS.iter().filter(|asset| ICONS.contains(&asset.name));
        sheets
            .flat_map(|sheet| {
                let text = std::str::from_utf8(sheet.plain).unwrap_or_default();
                let names = text
                    .split("<symbol id=\"")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next());
                names.map(|name| (name, format!("{PREFIX}{}#{name}", sheet.file)))
            })
            .collect()
    });
    SHEETS.get(name).cloned()
}

/// The text of an asset, for a file that is whole in itself.
pub fn text(name: &str) -> Option<&'static str> {
    let asset = ASSETS.iter().find(|asset| asset.name == name)?;
    std::str::from_utf8(asset.plain).ok()
}

/// The `<symbol>` of an icon, for the same.
pub fn symbol(name: &str) -> Option<&'static str> {
    ICONS.iter().filter_map(|sheet| text(sheet)).find_map(|sheet| {
        let symbol = &sheet[sheet.find(&format!("<symbol id=\"{name}\""))?..];
        symbol.get(..symbol.find("</symbol>")? + "</symbol>".len())
    })
}

/// Every asset's address, for the service worker's list of what to keep on the device.
pub fn urls() -> impl Iterator<Item = String> {
    ASSETS.iter().map(|asset| format!("{PREFIX}{}", asset.file))
}

/// `GET /assets/{file}`. An unknown name is a page from before an update: it gets a short 404 that nobody keeps,
/// and the page's script reloads it once.
pub async fn serve(req: HttpRequest, path: web::Path<String>) -> HttpResponse {
    let Some(asset) = ASSETS.iter().find(|asset| asset.file == path.as_str()) else {
        return HttpResponse::NotFound()
            .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .finish();
    };
    let accepted = accepted(&req);
    let (encoding, body) = match asset {
        Asset { brotli: Some(body), .. } if accepts(accepted, "br") => ("br", *body),
        Asset { gzip: Some(body), .. } if accepts(accepted, "gzip") => ("gzip", *body),
        // Named even here: it keeps the compressing middleware's hands off a body that is final.
        _ => ("identity", asset.plain),
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static(asset.mime)))
        .insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(encoding)))
        .insert_header((header::CACHE_CONTROL, FOREVER))
        .insert_header((header::VARY, HeaderValue::from_static("accept-encoding")))
        .body(body)
}

/// The script that answers for pages and assets where there is no network, and the page it shows where it has no other.
const WORKER: &str = "sw.js";
/// Scripts no device needs without a network.
const ONLINE: &str = "editor.js";
/// What a device needs of the assets beside the other scripts; it keeps no more.
const KEPT: &[&str] = &[
    "app.css",
    ICONS[0],
    "favicon.svg",
    "public-sans-latin-wght-normal.woff2",
];

/// Names this release's assets: another name with any other of them.
pub fn release() -> &'static str {
    static RELEASE: LazyLock<String> = LazyLock::new(|| {
        let names = ASSETS.iter().map(|asset| asset.file).collect::<Vec<_>>().join(" ");
        hex::encode(&Sha256::digest(names)[..6])
    });
    &RELEASE
}

/// `GET /sw.js`: at an address that stays, with the names of this release's files in its first line. Browsers look
/// whether it changed each time a page is opened.
pub async fn worker(req: HttpRequest) -> HttpResponse {
    let Some(script) = ASSETS.iter().find(|asset| asset.name == WORKER) else {
        return HttpResponse::NotFound().finish();
    };
    let known = req
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|tag| tag.to_str().ok());
    let is_known = known.is_some_and(|known| known.contains(release()));
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .insert_header((header::ETAG, format!("\"{}\"", release())));
    if is_known {
        return answer.finish();
    }
    let files: Vec<String> = ASSETS
        .iter()
        .filter(|asset| {
            let script = asset.mime.starts_with("text/javascript") && ![WORKER, ONLINE].contains(&asset.name);
            script || KEPT.contains(&asset.name)
        })
        .map(|asset| format!("{PREFIX}{}", asset.file))
        .collect();
    let first = serde_json::json!({"release": release(), "files": files});
    answer
        .content_type("text/javascript; charset=utf-8")
        .body([format!("self.kept={first};\n").as_bytes(), script.plain].concat())
}

fn accepted(req: &HttpRequest) -> &str {
    let header = req.headers().get(header::ACCEPT_ENCODING);
    header.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether a browser reads brotli.
pub fn accepts_brotli(req: &HttpRequest) -> bool {
    accepts(accepted(req), "br")
}

/// Whether an `Accept-Encoding` header allows a coding. `q=0` is a refusal; the order does not matter to us,
/// because the smaller body is better for everybody who can read it.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .any(|weight| weight.trim().parse::<f32>() == Ok(0.0));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{body::MessageBody, test::TestRequest};

    fn get(file: &str, accepted: &str) -> HttpResponse {
        let req = TestRequest::get()
            .insert_header((header::ACCEPT_ENCODING, accepted))
            .to_http_request();
        let path = web::Path::from(file.to_owned());
        // The handler never waits for anything, so one poll finishes it.
        futures_util::FutureExt::now_or_never(serve(req, path))
            .unwrap_or_else(|| HttpResponse::RequestTimeout().finish())
    }

    fn file(name: &str) -> String {
        url(name)
            .and_then(|url| url.strip_prefix(PREFIX).map(str::to_owned))
            .unwrap_or_default()
    }

    fn head(answer: &HttpResponse, name: header::HeaderName) -> &str {
        answer
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    #[test]
    fn every_page_finds_what_the_layout_names() {
        for name in [
            "app.css",
            "app.js",
            "icons.svg",
            "favicon.svg",
            "app.webmanifest",
            "public-sans-latin-wght-normal.woff2",
        ] {
            let url = url(name).unwrap_or_default();
            assert!(url.starts_with(PREFIX), "{name} is missing from web/");
            assert!(!url.ends_with(name), "{name} carries no hash");
        }
        assert_eq!(url("secret.txt"), None);
        assert_eq!(urls().count(), ASSETS.len());
    }

    #[test]
    fn the_smallest_body_the_browser_can_read_is_sent() {
        let css = file("app.css");
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("BR; q=0.5", "br"),
            ("brotli", "identity"),
            ("", "identity"),
        ] {
            let answer = get(&css, accepted);
            assert_eq!(head(&answer, header::CONTENT_ENCODING), encoding, "for {accepted:?}");
            assert_eq!(head(&answer, header::CONTENT_TYPE), "text/css; charset=utf-8");
            assert_eq!(head(&answer, header::VARY), "accept-encoding");
            assert!(head(&answer, header::CACHE_CONTROL).contains("immutable"));
        }
        let size = |accepted| {
            get(&css, accepted)
                .into_body()
                .try_into_bytes()
                .map_or(0, |body| body.len())
        };
        assert!(0 < size("br") && size("br") < size("gzip") && size("gzip") < size(""));
    }

    #[test]
    fn a_font_is_not_packed_twice() {
        let answer = get(&file("public-sans-latin-wght-normal.woff2"), "br, gzip");
        assert_eq!(head(&answer, header::CONTENT_ENCODING), "identity");
        assert_eq!(head(&answer, header::CONTENT_TYPE), "font/woff2");
    }

    #[test]
    fn an_old_name_is_a_404_that_is_not_kept() {
        let answer = get("app-OLDHASH1.css", "br");
        assert_eq!(answer.status(), 404);
        assert_eq!(head(&answer, header::CACHE_CONTROL), "no-store");
    }
}
