//! Pages: Tera templates in the binary, one struct a page, and the frame around them.
//!
//! A handler fills a struct made with [`page!`](crate::page) and renders it inside a [`Frame`]. In a template the
//! fields of the frame are at the top (`{{ lang }}`), the page's under `page` (`{{ page.title }}`); an undefined name
//! is an error and not an empty spot. In a development build a changed template or language file is read again.

use crate::base::said::{Arg, Said};
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::{self, I18n};
use crate::platform::web::assets;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use rust_embed::RustEmbed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Files;

/// A page: the struct whose fields its template shows.
pub trait Page: Serialize {
    /// The template, under `templates/`.
    const TEMPLATE: &'static str;
    /// The names a template may use as `page.<name>`.
    const FIELDS: &'static [&'static str];
}

/// Declares a page: `page! { /// What it shows. pub struct ShowPage in "findings/show.html" { pub title: String } }`.
#[macro_export]
macro_rules! page {
    ($(#[$meta:meta])* $vis:vis struct $name:ident in $template:literal {
        $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, serde::Serialize)]
        #[allow(missing_docs, reason = "what a page's field is, its template shows")]
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),* }
        impl $crate::platform::views::Page for $name {
            const TEMPLATE: &'static str = $template;
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
    };
}

/// What surrounds every page: who looks, in which language, the navigation, a sentence about what just happened.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Frame {
    /// Language of the page.
    pub lang: String,
    /// The token every form sends back.
    pub csrf: String,
    /// One sentence about what was just done.
    pub flash: Option<FlashShown>,
    /// Name of the agency.
    pub agency: String,
    /// Whose work this device keeps: names the person, or a one-time link; empty for nobody.
    pub keeper: String,
    /// Who is signed in.
    pub who: Option<Who>,
    /// The navigation, in groups.
    pub nav: Vec<NavGroup>,
    /// Key of the navigation item this page belongs to; empty for none.
    pub here: String,
    /// Whether this is the demo town.
    pub demo: bool,
    /// Names this request in the log.
    pub request_id: String,
}

/// A sentence about what was just done, in the reader's language.
#[derive(Debug, Clone, Serialize)]
pub struct FlashShown {
    /// `done`, `note` or `problem`.
    pub kind: String,
    /// The sentence.
    pub text: String,
}

/// Who is signed in, as the frame shows them.
#[derive(Debug, Clone, Serialize)]
pub struct Who {
    /// Full name.
    pub name: String,
    /// What they do here, in words.
    pub role: String,
    /// Two letters for the round sign.
    pub initials: String,
}

/// A group of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavGroup {
    /// Message id of the heading.
    pub title_key: String,
    /// Its links.
    pub items: Vec<NavItem>,
}

/// A link of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// Compared with [`Frame::here`].
    pub key: String,
    /// Where it leads.
    pub href: String,
    /// Name of the icon in the sprite.
    pub icon: String,
    /// Message id of the label.
    pub label_key: String,
    /// A number beside it; empty for none.
    pub badge: String,
    /// Whether it is in the bottom bar of the phone.
    pub phone: bool,
}

/// The three parts of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailParts {
    /// One line.
    pub subject: String,
    /// For readers of plain text.
    pub text: String,
    /// For the others.
    pub html: String,
}

/// All templates, checked and ready.
pub struct Views {
    tera: RwLock<Arc<Tera>>,
    sources: RwLock<Arc<BTreeMap<String, String>>>,
    i18n: Arc<I18n>,
    /// When the files were last looked at, and what they looked like; only where files are read from disk.
    watch: Option<std::sync::Mutex<Watch>>,
}

impl Views {
    /// Reads and checks every template; a mistake names the file, the line and what is wrong.
    pub fn load(i18n: Arc<I18n>) -> Result<Self, String> {
        let mut views = Self::of(files(), i18n)?;
        if cfg!(debug_assertions) {
            views.watch = Some(std::sync::Mutex::new(Watch::new()));
        }
        Ok(views)
    }

    /// The same from given sources by template name, for tests of single pages.
    pub fn of(sources: BTreeMap<String, String>, i18n: Arc<I18n>) -> Result<Self, String> {
        Ok(Self {
            tera: RwLock::new(Arc::new(build(&sources, &i18n)?)),
            sources: RwLock::new(Arc::new(sources)),
            i18n,
            watch: None,
        })
    }

    /// The languages the templates speak.
    pub fn i18n(&self) -> &Arc<I18n> {
        &self.i18n
    }

    /// A page inside its frame, as HTML.
    pub fn render<P: Page>(&self, frame: &Frame, page: &P) -> AppResult<String> {
        let mut context = Context::from_serialize(frame).map_err(broken)?;
        context.insert("page", page);
        self.fresh()?.render(P::TEMPLATE, &context).map_err(broken)
    }

    /// A page inside its frame, as the answer to a request.
    pub fn show<P: Page>(&self, frame: &Frame, page: &P) -> AppResult<HttpResponse> {
        Ok(html(StatusCode::OK, self.render(frame, page)?))
    }

    /// The page again with what was typed and what is wrong with it: 422.
    pub fn again<P: Page>(&self, frame: &Frame, page: &P) -> AppResult<HttpResponse> {
        Ok(html(StatusCode::UNPROCESSABLE_ENTITY, self.render(frame, page)?))
    }

    /// A mail from `templates/mail/<message>/`. The context's fields are at the top, with `lang`.
    pub fn mail(&self, lang: &str, message: &str, context: &impl Serialize) -> AppResult<MailParts> {
        let mut context = Context::from_serialize(context).map_err(broken)?;
        context.insert("lang", lang);
        let tera = self.fresh()?;
        let part = |name: &str| tera.render(&format!("mail/{message}/{name}"), &context).map_err(broken);
        let subject = part("subject.txt")?;
        Ok(MailParts {
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            text: part("body.txt")?,
            html: part("body.html")?,
        })
    }

    /// The names of all templates, sorted.
    pub fn template_names(&self) -> Vec<String> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.keys().cloned().collect()
    }

    /// The text of a template, for checks.
    pub fn source(&self, name: &str) -> Option<String> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.get(name).cloned()
    }

    /// The templates as they are now: read again when a file changed and this is a development build.
    fn fresh(&self) -> AppResult<Arc<Tera>> {
        let changed = self
            .watch
            .as_ref()
            .is_some_and(|watch| watch.lock().unwrap_or_else(PoisonError::into_inner).changed());
        if changed {
            self.i18n.reload().map_err(AppError::broken)?;
            let sources = files();
            let tera = Arc::new(build(&sources, &self.i18n).map_err(AppError::broken)?);
            *self.sources.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(sources);
            *self.tera.write().unwrap_or_else(PoisonError::into_inner) = tera;
        }
        Ok(Arc::clone(&self.tera.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// An HTML answer.
pub fn html(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(body)
}

fn broken(error: tera::Error) -> AppError {
    AppError::broken(error)
}

fn files() -> BTreeMap<String, String> {
    Files::iter()
        .filter_map(|name| {
            let text = String::from_utf8_lossy(&Files::get(&name)?.data).into_owned();
            Some((name.into_owned(), text))
        })
        .collect()
}

/// Functions first: Tera checks names when it loads the templates.
fn build(sources: &BTreeMap<String, String>, i18n: &Arc<I18n>) -> Result<Tera, String> {
    let mut tera = Tera::new();
    let words = Arc::clone(i18n);
    tera.register_function("t", move |kwargs: Kwargs, state: &State| {
        translate(&words, &kwargs, state)
    });
    let words = Arc::clone(i18n);
    tera.register_function("say", move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
        let given: Saying = kwargs.deserialize()?;
        Ok(words.say(&language(state)?, &given.said))
    });
    tera.register_function("asset", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let name: &str = kwargs.must_get("name")?;
        assets::url(name).ok_or_else(|| tera::Error::message(format!("there is no asset {name}")))
    });
    tera.register_function("icon_at", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let name: &str = kwargs.must_get("name")?;
        assets::icon(name).ok_or_else(|| tera::Error::message(format!("web/img/icons.json names no {name}")))
    });
    let words = Arc::clone(i18n);
    tera.register_filter(
        "num",
        move |value: Value, kwargs: Kwargs, state: &State| -> TeraResult<String> {
            let lang = language(state)?;
            let decimals = kwargs.get::<usize>("decimals")?.unwrap_or(0);
            if let (Some(n), 0) = (value.as_i64(), decimals) {
                return Ok(words.number(&lang, n));
            }
            let number = value
                .as_f64()
                .or_else(|| value.as_i64().map(|n| n as f64))
                .ok_or_else(|| tera::Error::message(format!("num shows numbers, not {}", value.name())))?;
            Ok(words.decimal(&lang, number, decimals))
        },
    );
    tera.add_raw_templates(sources).map_err(|e| format!("templates: {e}"))?;
    Ok(tera)
}

#[derive(serde::Deserialize)]
struct Saying {
    said: Said,
}

fn language(state: &State) -> TeraResult<String> {
    Ok(state.get::<String>("lang")?.unwrap_or_else(|| i18n::DEFAULT.to_owned()))
}

/// `t(key="finding-title", number=finding.number)`
fn translate(i18n: &I18n, kwargs: &Kwargs, state: &State) -> TeraResult<String> {
    let key: &str = kwargs.must_get("key")?;
    let mut args = Vec::new();
    for (name, value) in kwargs.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "key") else {
            continue;
        };
        if value.is_undefined() {
            return Err(tera::Error::message(format!("t(key=\"{key}\"): {name} is undefined")));
        }
        let arg = match value.as_i64() {
            Some(n) => Arg::Number(n),
            None => Arg::Text(value.to_string()),
        };
        args.push((name, arg));
    }
    Ok(i18n.t(&language(state)?, key, &args))
}

/// Notices changed files of a development build, looking twice a second at most.
struct Watch {
    looked: std::time::Instant,
    seen: Vec<(std::path::PathBuf, std::time::SystemTime)>,
}

impl Watch {
    fn new() -> Self {
        Self {
            looked: std::time::Instant::now(),
            seen: Self::look(),
        }
    }

    fn changed(&mut self) -> bool {
        if self.looked.elapsed().as_millis() < 500 {
            return false;
        }
        self.looked = std::time::Instant::now();
        let now = Self::look();
        let changed = now != self.seen;
        self.seen = now;
        changed
    }

    fn look() -> Vec<(std::path::PathBuf, std::time::SystemTime)> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("templates"), root.join("locales")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.metadata() {
                    Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                    Ok(meta) => files.push((entry.path(), meta.modified().unwrap_or(std::time::UNIX_EPOCH))),
                    Err(_) => {}
                }
            }
        }
        files.sort();
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::page! {
        /// A page for the test.
        struct TestPage in "test.html" { title: String, said: Said, count: i64 }
    }

    fn views(templates: &[(&str, &str)]) -> Result<Views, String> {
        let words =
            "number-group = ,\nnumber-decimal = .\nopen = { $count } open, { $name }\nhello = Hello { $name }\n";
        let spanish = "number-group = .\nnumber-decimal = ,\nhello = Hola { $name }\n";
        let i18n = I18n::of(&[("en".into(), words.into()), ("es".into(), spanish.into())])?;
        let sources = templates
            .iter()
            .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
            .collect();
        Views::of(sources, Arc::new(i18n))
    }

    fn spanish() -> Frame {
        Frame {
            lang: "es".into(),
            ..Frame::default()
        }
    }

    #[test]
    fn a_page_sees_its_frame_its_fields_and_the_readers_language() {
        let views = views(&[
            ("parts/hi.html", "{% component hi(name: string, @lang) %}{{ t(key=\"hello\", name=name) }}{% endcomponent hi %}"),
            (
                "test.html",
                "{{ lang }} {{ page.title }} {{ <hi name={page.title} /> }} {{ say(said=page.said) }} {{ page.count | num }}",
            ),
        ])
        .unwrap();
        let page = TestPage {
            title: "A & B".into(),
            said: Said::new("open").with("count", 4).with("name", "<b>"),
            count: 12345,
        };
        assert_eq!(
            views.render(&spanish(), &page).unwrap(),
            "es A &amp; B Hola A &amp; B 4 open, &lt;b&gt; 12.345"
        );
        assert_eq!(TestPage::FIELDS, ["title", "said", "count"]);
        assert_eq!(views.template_names(), ["parts/hi.html", "test.html"]);
    }

    crate::page! {
        /// A page with a form for the test.
        struct BoxPage in "test.html" { form: std::collections::BTreeMap<String, String> }
    }

    #[test]
    fn a_box_is_ticked_by_default_until_the_form_says_otherwise() {
        let views = views(&[
            ("parts/words.html", include_str!("../../templates/parts/words.html")),
            ("parts/forms.html", include_str!("../../templates/parts/forms.html")),
            (
                "test.html",
                "{{ <checkbox name=\"invite\" text=\"Invite\" checked={true} /> }}{{ <checkbox name=\"digest\" text=\"Digest\" /> }}",
            ),
        ])
        .unwrap();
        let ticked = |form: &[(&str, &str)]| {
            let form = form.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            let page = views.render(&Frame::default(), &BoxPage { form }).unwrap();
            ["invite", "digest"].map(|name| {
                let (_, tag) = page.split_once(&format!("type=\"checkbox\" id=\"{name}\"")).unwrap();
                tag.split('>').next().unwrap().contains(" checked")
            })
        };
        assert_eq!(ticked(&[]), [true, false], "nothing was sent yet");
        assert_eq!(ticked(&[("name", "Jo")]), [true, false], "another form of the page");
        assert_eq!(ticked(&[("digest", "1")]), [true, true], "the record's own value");
        let sent = [("invite-asked", "1"), ("digest-asked", "1")];
        assert_eq!(ticked(&sent), [false, false], "both were left empty");
        assert_eq!(ticked(&[sent[0], sent[1], ("invite", "1")]), [true, false]);
        assert_eq!(ticked(&[sent[0], sent[1], ("digest", "1")]), [false, true]);
    }

    #[test]
    fn a_broken_template_names_its_file() {
        let told = views(&[("rooms/a.html", "fine"), ("rooms/b.html", "{{ t(key= }}")])
            .err()
            .unwrap();
        assert!(told.contains("rooms/b.html"), "{told}");
        let told = views(&[("rooms/c.html", "{{ nosuch() }}")]).err().unwrap();
        assert!(told.contains("rooms/c.html") && told.contains("nosuch"), "{told}");
    }

    #[test]
    fn an_unknown_name_in_a_template_is_our_fault_and_not_an_empty_spot() {
        let views = views(&[("test.html", "{{ page.nosuch }}")]).unwrap();
        let page = TestPage {
            title: String::new(),
            said: Said::new("hello"),
            count: 0,
        };
        assert!(matches!(views.render(&spanish(), &page), Err(AppError::Broken(_))));
    }

    #[test]
    fn a_mail_has_a_subject_of_one_line_and_a_plain_text_that_is_not_escaped() {
        let views = views(&[
            ("mail/due/subject.txt", "{{ t(key=\"hello\", name=who) }}\n\n now\n"),
            ("mail/due/body.txt", "{{ who }}"),
            ("mail/due/body.html", "<p>{{ who }}</p>"),
        ])
        .unwrap();
        let parts = views.mail("es", "due", &serde_json::json!({ "who": "A & B" })).unwrap();
        assert_eq!(
            (parts.subject.as_str(), parts.text.as_str(), parts.html.as_str()),
            ("Hola A & B now", "A & B", "<p>A &amp; B</p>")
        );
    }
}
