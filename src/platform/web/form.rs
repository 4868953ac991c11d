//! What people send in forms: read once into [`Fields`], judged into [`Problems`], shown again as it was typed.

use super::csrf;
use crate::base::days::{Days, EARLIEST, LATEST};
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::platform::i18n::I18n;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest, dev};
use chrono::NaiveDate;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::str::FromStr;

/// The most bytes a form or a JSON document may have.
pub const LIMIT: usize = 512 * 1024;

/// The fields of a form, in the order they came; a name may come more than once.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields from pairs; line ends become those of Unix, and the character without a meaning (NUL), which PostgreSQL
    /// cannot keep, goes.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let clean = |(name, value): (String, String)| (name, value.replace("\r\n", "\n").replace('\0', ""));
        Self(pairs.into_iter().map(clean).collect())
    }
    /// The fields of a query string or a form body.
    pub fn parse_query(text: &str) -> Self {
        Self::new(serde_urlencoded::from_str::<Vec<(String, String)>>(text).unwrap_or_default())
    }
    /// A field without the blanks around it; empty when it did not come.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).unwrap_or_default().trim()
    }
    /// A field as it came.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
    /// A field without the blanks around it, if something was typed.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }
    /// The same as a query string without the fields in which nothing was typed, if there are some: a form that asks
    /// sends all of its fields, and a short address is easier to keep and to share.
    pub fn without_blanks(&self) -> Option<String> {
        let given: Vec<_> = self.0.iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        (given.len() < self.0.len()).then(|| serde_urlencoded::to_string(given).unwrap_or_default())
    }
    /// Every value of a name, without the blanks around them (check boxes, lists).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.trim())
    }
    /// A field as a number, an id, a code: `None` when nothing or something else was typed. To tell the two apart
    /// use [`Fields::read`].
    pub fn parse<T: FromStr>(&self, name: &str) -> Option<T> {
        self.given(name)?.parse().ok()
    }
    /// A field as a number, an id, a code; what does not fit becomes a problem with this message id.
    pub fn read<T: FromStr>(&self, name: &str, problems: &mut Problems, message: &str) -> Option<T> {
        let value = self.given(name)?.parse().ok();
        if value.is_none() {
            problems.add(name, Said::new(message));
        }
        value
    }
    /// The days from `from` to `to`, both as a date field sends them; what is no date, or ends before it begins,
    /// becomes a problem.
    pub fn days(&self, zone: &Zone, problems: &mut Problems) -> Option<Days> {
        let mut date = |name: &str| {
            let date: Option<NaiveDate> = self.read(name, problems, "filter-no-date");
            let known = date.filter(|date| (EARLIEST..=LATEST).contains(date));
            if date != known {
                problems.add(name, Said::new("filter-no-date"));
            }
            known
        };
        let (from, to) = (date("from"), date("to"));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            problems.add("to", Said::new("filter-ends-early"));
            return None;
        }
        Days::of(from, to, zone)
    }
    /// A choice of a list that stands in the address; one that nobody offers becomes a problem of the whole address.
    pub fn choice<T: FromStr>(&self, name: &str, problems: &mut Problems) -> Option<T> {
        let value = self.given(name)?.parse().ok();
        if value.is_none() {
            problems.add("", Said::new("filter-unknown"));
        }
        value
    }
    /// Whether a check box was ticked.
    pub fn checkbox(&self, name: &str) -> bool {
        self.given(name).is_some()
    }
    /// The names that came, for forms whose fields are numbered.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
    /// What was typed, to fill the form again; a name that came more than once is kept as `why`, `why-2`, `why-3`.
    pub fn typed(&self) -> Typed {
        let (mut typed, mut times) = (Typed::default(), BTreeMap::<&str, usize>::new());
        for (name, value) in self.0.iter().filter(|(name, _)| name != csrf::FIELD) {
            let nth = times.entry(name).and_modify(|n| *n += 1).or_insert(1);
            let key = if *nth == 1 {
                name.clone()
            } else {
                format!("{name}-{nth}")
            };
            typed.0.entry(key).or_insert_with(|| value.clone());
        }
        typed
    }
}

/// What a form shows in its fields: the record's values at first, later what was typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Typed(BTreeMap<String, String>);

impl Typed {
    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.0.insert(name.to_owned(), value.to_string());
        self
    }
    /// The fields it has.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
    /// What stands in a field.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// What is wrong with a form, field by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problems(Vec<(String, Said)>);

/// One problem as the error summary shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Name of the field, also its id in the page; empty for the whole form.
    pub field: String,
    /// The sentence.
    pub text: String,
}

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// One more problem.
    pub fn add(&mut self, field: &str, said: Said) {
        self.0.push((field.to_owned(), said));
    }
    /// A problem with this message id unless the condition holds.
    pub fn check(&mut self, field: &str, good: bool, message: &str) {
        if !good {
            self.add(field, Said::new(message));
        }
    }
    /// The problems in the order of these fields; those of the whole form first, those of other fields last.
    pub fn sort(&mut self, fields: &[&str]) {
        let place = |field: &str| fields.iter().position(|name| *name == field).unwrap_or(fields.len());
        self.0
            .sort_by_key(|(field, _)| (!field.is_empty()).then(|| place(field)));
    }
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The first problem's sentence, where there is room for one only.
    pub fn first(&self) -> Option<Said> {
        self.0.first().map(|(_, said)| said.clone())
    }
    /// The field and message id of each problem, for tests of rules.
    pub fn keys(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|(field, said)| (field.as_str(), said.key.as_str()))
            .collect()
    }
    /// The first problem of each field in the reader's language, to stand beside the field (`page.errors.title`).
    pub fn by_field(&self, i18n: &I18n, lang: &str) -> BTreeMap<String, String> {
        let mut first = BTreeMap::new();
        for problem in self.told(i18n, lang) {
            first.entry(problem.field).or_insert(problem.text);
        }
        first
    }
    /// The problems in the reader's language, for the error summary (`page.problems`).
    pub fn told(&self, i18n: &I18n, lang: &str) -> Vec<Problem> {
        let one = |(field, said): &(String, Said)| Problem {
            field: field.clone(),
            text: i18n.say(lang, said),
        };
        self.0.iter().map(one).collect()
    }
}

/// A form that was sent with the right token, as an argument of a handler: `form.get("title")`.
#[derive(Debug, Clone)]
pub struct Form(pub Fields);

impl Deref for Form {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.0
    }
}

impl FromRequest for Form {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let body = read_body(&req, payload).await?;
            // an empty body (a single button) needs no type
            if !body.is_empty() && media_type(&req) != "application/x-www-form-urlencoded" {
                return Err(actix_web::error::ErrorUnsupportedMediaType("a form was expected"));
            }
            let text = std::str::from_utf8(&body).map_err(actix_web::error::ErrorBadRequest)?;
            let fields = Fields::parse_query(text);
            csrf::demand(&req, fields.raw(csrf::FIELD))?;
            Ok(Self(fields))
        })
    }
}

/// A JSON document that a script of ours sent, with the token in the header.
#[derive(Debug, Clone)]
pub struct JsonBody<T> {
    /// The document.
    pub value: T,
    /// Its bytes as they came, for hashes.
    pub raw: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for JsonBody<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            csrf::demand(&req, None)?;
            if media_type(&req) != "application/json" {
                return Err(actix_web::error::ErrorUnsupportedMediaType("JSON was expected"));
            }
            let raw = read_body(&req, payload).await?;
            let value = without_nul(&raw).map_err(|error| {
                let said = Said::new("error-json").with("detail", error.to_string());
                crate::platform::error::AppError::Refused(said)
            })?;
            Ok(Self { value, raw })
        })
    }
}

/// A document without the character that has no meaning (NUL), which PostgreSQL cannot keep.
fn without_nul<T: DeserializeOwned>(raw: &[u8]) -> serde_json::Result<T> {
    fn clean(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => text.retain(|letter| letter != '\0'),
            serde_json::Value::Array(values) => values.iter_mut().for_each(clean),
            serde_json::Value::Object(values) => values.values_mut().for_each(clean),
            _ => {}
        }
    }
    const WRITTEN: &[u8] = b"\\u0000";
    if !raw.windows(WRITTEN.len()).any(|window| window == WRITTEN) {
        return serde_json::from_slice(raw);
    }
    let mut value = serde_json::from_slice(raw)?;
    clean(&mut value);
    serde_json::from_value(value)
}

/// The media type of a request without its parameters, in small letters.
pub(super) fn media_type(req: &HttpRequest) -> String {
    let value = req
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

async fn read_body(req: &HttpRequest, mut payload: dev::Payload) -> Result<Bytes, actix_web::Error> {
    let too_large = || actix_web::error::ErrorPayloadTooLarge("the body is too large");
    let length = req
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    if length
        .and_then(|value| value.parse::<usize>().ok())
        .is_some_and(|length| length > LIMIT)
    {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk?;
        if body.len() + chunk.len() > LIMIT {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn what_has_no_meaning_goes_and_everything_else_stays() {
        assert_eq!(Fields::parse_query("q=a%00b").get("q"), "ab");
        let read = |text: &str| without_nul::<serde_json::Value>(text.as_bytes()).unwrap().to_string();
        assert_eq!(
            read(r#"{"a":["x\u0000y",{"b":"\u0000"}],"n":1}"#),
            r#"{"a":["xy",{"b":""}],"n":1}"#
        );
        assert_eq!(read(r#""a\\u0000b""#), r#""a\\u0000b""#, "a backslash and letters");
    }

    #[test]
    fn fields_are_read_as_people_mean_them() {
        let fields = Fields::parse_query("title=+Line+too+long%0D%0Ahere+&n=7&n=8&bad=x&tick=on&empty=++");
        assert_eq!(fields.get("title"), "Line too long\nhere");
        assert_eq!(fields.parse::<i32>("n"), Some(7));
        assert_eq!(fields.all("n").collect::<Vec<_>>(), ["7", "8"]);
        assert_eq!(
            fields.without_blanks().unwrap(),
            "title=+Line+too+long%0Ahere+&n=7&n=8&bad=x&tick=on"
        );
        assert_eq!(Fields::parse_query("n=7").without_blanks(), None);
        assert!(fields.checkbox("tick") && !fields.checkbox("empty") && !fields.checkbox("none"));
        let mut problems = Problems::new();
        assert_eq!(fields.read::<i32>("bad", &mut problems, "error-number"), None);
        assert_eq!(fields.read::<i32>("none", &mut problems, "error-number"), None);
        problems.check("title", false, "error-choice");
        assert_eq!(problems.keys(), [("bad", "error-number"), ("title", "error-choice")]);
        assert_eq!(problems.told(&I18n::load().unwrap(), "en")[0].text, "Enter a number.");
        assert_eq!(
            problems.by_field(&I18n::load().unwrap(), "en")["title"],
            "Choose one of the answers offered."
        );
        let typed = fields.typed();
        assert_eq!([typed.get("bad"), typed.get("n"), typed.get("n-2")], ["x", "7", "8"]);
    }

    #[actix_web::test]
    async fn json_needs_its_type_its_token_and_sense() {
        let town = Town::new();
        let token = token_of("11");
        let headers = |kind: &'static str| {
            vec![
                ("cookie", "session=11"),
                ("content-type", kind),
                ("x-csrf", token.as_str()),
            ]
        };
        let good = town
            .send("POST", "/json", &headers("application/json"), r#"{"n":2}"#)
            .await;
        assert_eq!((good.status, good.body.as_str()), (200, "2"));
        let bad = town
            .send("POST", "/json", &headers("application/json"), r#"{"n":"two"}"#)
            .await;
        assert_eq!(bad.status, 422);
        assert!(bad.body.contains("The data sent has a mistake"), "{}", bad.body);
        assert_eq!(
            town.send("POST", "/json", &headers("text/plain"), "{}").await.status,
            415
        );
        let without = [("cookie", "session=11"), ("content-type", "application/json")];
        assert_eq!(town.send("POST", "/json", &without, "{}").await.status, 403);
    }

    #[actix_web::test]
    async fn a_form_that_is_too_large_is_refused() {
        let town = Town::new();
        let body = format!("csrf={}&title={}", token_of("11"), "x".repeat(LIMIT));
        let answer = town.post("/form", &[("cookie", "session=11")], &body).await;
        assert_eq!(answer.status, 413);
        assert!(answer.body.contains("larger than the server takes"), "{}", answer.body);
    }
}
