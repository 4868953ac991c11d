//! One sentence about what was just done, carried to the next page in a cookie and gone after it was shown.

use super::cookies;
use crate::base::said::{Arg, Said};
use crate::platform::i18n::I18n;
use crate::platform::views::FlashShown;
use actix_web::cookie::{Cookie, time::Duration};
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What kind of sentence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is done.
    Done,
    /// Good to know.
    Note,
    /// It was not done.
    Problem,
}

/// A sentence for the next page.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    /// What kind of sentence.
    pub kind: Kind,
    /// The sentence.
    pub said: Said,
}

impl Flash {
    /// It is done: `Flash::done("finding-closed")`.
    pub fn done(said: impl Into<Said>) -> Self {
        Self {
            kind: Kind::Done,
            said: said.into(),
        }
    }
    /// Good to know.
    pub fn note(said: impl Into<Said>) -> Self {
        Self {
            kind: Kind::Note,
            said: said.into(),
        }
    }
    /// It was not done.
    pub fn problem(said: impl Into<Said>) -> Self {
        Self {
            kind: Kind::Problem,
            said: said.into(),
        }
    }
    /// The sentence in the reader's language.
    pub fn shown(&self, i18n: &I18n, lang: &str) -> FlashShown {
        let kind = match self.kind {
            Kind::Done => "done",
            Kind::Note => "note",
            Kind::Problem => "problem",
        };
        FlashShown {
            kind: kind.to_owned(),
            text: i18n.say(lang, &self.said),
        }
    }

    /// Texts are cut: a browser drops a cookie of more than 4 kB, and with it the sentence.
    fn to_cookie(&self) -> Option<String> {
        let mut short = self.clone();
        for (_, arg) in &mut short.said.args {
            if let Arg::Text(text) = arg
                && text.chars().count() > 200
            {
                *text = text.chars().take(199).chain(std::iter::once('…')).collect();
            }
        }
        serde_json::to_vec(&short).ok().map(|json| URL_SAFE_NO_PAD.encode(json))
    }

    fn from_cookie(value: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).ok()?).ok()
    }
}

impl From<&str> for Said {
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}

/// Sends the browser on to another page (303), with a sentence for it.
pub fn see_other(location: &str, flash: impl Into<Option<Flash>>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location))
        .finish();
    if let Some(flash) = flash.into() {
        response.extensions_mut().insert(flash);
    }
    response
}

/// Marks that the sentence was shown, so that its cookie is taken away with the answer.
#[derive(Clone, Copy)]
struct Shown;

/// The sentence for this page, once.
pub fn take(req: &HttpRequest) -> Option<Flash> {
    let value = cookies::value(req, cookies::FLASH)?;
    req.extensions_mut().insert(Shown);
    Flash::from_cookie(&value)
}

/// The cookies that bring a sentence to the next page or take a shown one away.
pub(super) fn cookies<B>(req: &HttpRequest, response: &HttpResponse<B>, secure: bool) -> Option<Cookie<'static>> {
    if let Some(value) = response.extensions().get::<Flash>().and_then(Flash::to_cookie) {
        let mut cookie = cookies::build(cookies::FLASH, value, secure);
        cookie.set_max_age(Duration::minutes(5));
        return Some(cookie);
    }
    super::kept::<Shown>(req).map(|Shown| cookies::removal(cookies::FLASH, secure))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[actix_web::test]
    async fn a_sentence_reaches_the_next_page_and_is_gone_after_it() {
        let town = Town::new();
        let sent = town.get("/flash", &[]).await;
        assert_eq!((sent.status, sent.header("location")), (303, Some("/page")));
        let cookie = format!("visit=1; flash={}", sent.cookie("flash").unwrap().value());
        let page = town.get("/page", &[("cookie", &cookie)]).await;
        assert!(page.body.contains("done: Send 3 files at most."), "{}", page.body);
        let gone = page.cookie("flash").unwrap();
        assert_eq!((gone.value(), gone.max_age().unwrap().whole_seconds()), ("", 0));
        let plain = town.get("/plain", &[("cookie", &cookie)]).await;
        assert!(
            plain.cookie("flash").is_none(),
            "an answer that did not show it keeps it"
        );
        let spoilt = town.get("/page", &[("cookie", "visit=1; flash=!!")]).await;
        assert_eq!(spoilt.status, 200);
    }

    #[test]
    fn a_long_text_is_cut_so_that_the_cookie_fits() {
        let flash = Flash::note(Said::new("x").with("text", "é".repeat(5000)));
        let cookie = flash.to_cookie().unwrap();
        assert!(cookie.len() < 1000);
        assert!(Flash::from_cookie(&cookie).is_some());
    }
}
