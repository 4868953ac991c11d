//! The house rules that a compiler cannot know. Each failure is a sentence that says what to do.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, the lowest first; on a floor, a room uses only the rooms before it.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["platform"],
    &["people"],
    &["agency", "mission", "manuals", "processes", "checklists"],
    &["figures"],
    &["findings"],
    &["audits", "planning"],
    &["boards"],
    &["desk", "demo"],
];
/// The roof: sees everything, and nothing below sees it.
const ROOF: &[&str] = &["app", "bench", "health", "routes", "schedule", "server", "main", "lib"];
/// Handlers hold the application; everything else of a room takes what it needs as arguments.
const HOLDS_THE_APP: &[&str] = &["pages.rs", "viewer.rs", "api.rs", "sign_in.rs", "setup.rs"];

pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder with one of these endings, by their paths in the repository.
pub fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let root = repository();
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", ".git", "dist"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path.strip_prefix(&root).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// A source file of the product, without its tests.
pub struct Source {
    pub path: String,
    /// The first part of the path: the room, or the file of the roof.
    pub room: String,
    pub text: String,
}

pub fn sources() -> Vec<Source> {
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.ends_with("/testing.rs") || path.contains("/tests/");
    files("src", &[".rs"])
        .into_iter()
        .filter(|path| !is_test(path))
        .map(|path| {
            let text = read(&path);
            let inside = path.strip_prefix("src/").unwrap_or(&path);
            let room = inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs");
            Source {
                room: room.to_owned(),
                text: without_tests(&text).to_owned(),
                path,
            }
        })
        .collect()
}

/// Tests stand at the end of a file.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let is_comment = line.trim_start().starts_with("//");
        if is_comment { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn all(pattern: &str, text: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[track_caller]
fn nothing_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Where a room stands: floor, and place on it.
fn place(room: &str) -> Option<(usize, usize)> {
    FLOORS.iter().enumerate().find_map(|(floor, rooms)| {
        let place = rooms.iter().position(|own| *own == room)?;
        Some((floor, place))
    })
}

/// The modules at the top that a text names: `crate::findings::…`, `use crate::{agency, people}`.
fn named_modules(text: &str) -> Vec<(usize, String)> {
    let single = Regex::new(r"\bcrate::(\w+)").unwrap();
    let mut named: Vec<(usize, String)> = single
        .captures_iter(text)
        .map(|found| (line_of(text, found.get(0).unwrap().start()), found[1].to_owned()))
        .collect();
    for (at, _) in text.match_indices("crate::{") {
        let mut depth = 0;
        let mut word = String::new();
        let mut takes = true;
        for c in text[at + "crate::".len()..].chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 1 && takes && (c.is_alphanumeric() || c == '_') {
                word.push(c);
            } else if !word.is_empty() {
                named.push((line_of(text, at), std::mem::take(&mut word)));
                takes = false;
            }
            if depth == 1 && matches!(c, ',' | '{') {
                takes = true;
            }
            if depth == 0 {
                break;
            }
        }
    }
    named
}

#[test]
fn a_file_uses_only_what_is_below_it() {
    let modules = all(r"(?m)^pub mod (\w+);", &read("src/lib.rs"));
    let mut wrong = Vec::new();
    for module in &modules {
        if place(module).is_none() && !ROOF.contains(&module.as_str()) && module != "schema" {
            wrong.push(format!(
                "src/{module}: say in FLOORS of tests/it/tidy.rs on which floor this room is."
            ));
        }
    }
    for source in sources() {
        let Some((floor, own)) = place(&source.room) else {
            continue;
        };
        let name = source.path.rsplit('/').next().unwrap_or_default();
        for (line, module) in named_modules(&without_comments(&source.text)) {
            let at = format!("{}:{line}", source.path);
            match place(&module) {
                Some((there, _)) if there > floor => wrong.push(format!(
                    "{at} uses {module}, which is on a floor above {}: pass a value in, keep an id and a label, or let a room \
                     above join both.",
                    source.room
                )),
                Some((there, other)) if there == floor && other > own => wrong.push(format!(
                    "{at} uses {module}, which comes after {} on their floor: turn the dependency around or meet in a room above.",
                    source.room
                )),
                None if module == "app"
                    && floor + 1 < FLOORS.len() && !HOLDS_THE_APP.iter().any(|own| name.ends_with(own)) && floor > 0 => {
                    wrong.push(format!(
                        "{at} uses the application, which only handlers hold (pages.rs): take what you need of it as an argument."
                    ));
                }
                None if module != "app" && module != "schema" && ROOF.contains(&module.as_str()) => {
                    wrong.push(format!("{at} uses {module}, which is the roof: nothing below may know it."));
                }
                _ => {}
            }
        }
        let is_pure = source.room == "base"
            && Regex::new(r"\b(diesel|actix_web|tokio|tera)::")
                .unwrap()
                .is_match(&source.text);
        if is_pure {
            wrong.push(format!(
                "{}: base is plain values; database, web and templates are for platform.",
                source.path
            ));
        }
    }
    nothing_wrong(&wrong);
}

/// The tables and the room that owns each.
fn owners() -> BTreeMap<String, String> {
    let pattern = Regex::new(r"/// Owner: `(\w+)`[^\n]*\n\s*(\w+) \(").unwrap();
    let text = read("src/schema.rs");
    let owners: BTreeMap<String, String> = pattern
        .captures_iter(&text)
        .map(|found| (found[2].to_owned(), found[1].to_owned()))
        .collect();
    let tables = text.matches("table! {").count();
    assert_eq!(
        owners.len(),
        tables,
        "Begin the doc line of each table! in src/schema.rs with \"Owner: `room`\"."
    );
    owners
}

#[test]
fn only_its_owner_writes_a_table() {
    let owners = owners();
    let write = Regex::new(
        r"\b(insert_into|insert_or_ignore_into|replace_into|update|delete)\(\s*(?:crate::)?(?:schema::)?(\w+)",
    )
    .unwrap();
    let raw = Regex::new(r#"(?i)"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"#).unwrap();
    let mut wrong = Vec::new();
    for source in sources() {
        let text = without_comments(&source.text);
        for found in write.captures_iter(&text).chain(raw.captures_iter(&text)) {
            let Some(owner) = owners.get(&found[2]) else { continue };
            if *owner != source.room {
                wrong.push(format!(
                    "{}:{} writes {}, which {owner} owns: call an operation of {owner}, or add one there.",
                    source.path,
                    line_of(&text, found.get(0).unwrap().start()),
                    &found[2],
                ));
            }
        }
        let is_queries = source.path.ends_with("queries.rs") || source.path.contains("/queries/");
        if place(&source.room).is_some_and(|(floor, _)| floor > 1) && !is_queries {
            for found in write
                .captures_iter(&text)
                .filter(|found| owners.contains_key(&found[2]))
            {
                wrong.push(format!(
                    "{}:{} writes {} outside queries.rs: every SQL of a room is in its queries.rs, or in a part of it below queries/.",
                    source.path,
                    line_of(&text, found.get(0).unwrap().start()),
                    &found[2],
                ));
            }
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn every_new_row_says_its_nulls() {
    let derive = Regex::new(r"(?s)#\[derive\([^)]*\bInsertable\b[^)]*\)\]\s*#\[diesel\(([^\]]*)\)\]").unwrap();
    let mut wrong = Vec::new();
    for source in sources() {
        for found in derive.captures_iter(&source.text) {
            if !found[1].contains("treat_none_as_default_value = false") {
                wrong.push(format!(
                    "{}:{}: add `treat_none_as_default_value = false` to this Insertable; without it SQLite inserts row by row.",
                    source.path,
                    line_of(&source.text, found.get(0).unwrap().start()),
                ));
            }
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn ids_and_the_present_come_from_outside() {
    let own = [
        "base/act.rs",
        "base/clock.rs",
        "app.rs",
        "platform/web/log.rs",
        "main.rs",
    ];
    let pattern = Regex::new(r"\b(Utc::now|Local::now|Uuid::now_v7|Uuid::new_v4|SystemTime::now)\(").unwrap();
    let mut wrong = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !own.iter().any(|own| source.path.ends_with(own)))
    {
        for found in pattern.captures_iter(&source.text) {
            wrong.push(format!(
                "{}:{} calls {}: the present and new ids come with the act (act.now, act.id()) or from the clock of the application.",
                source.path,
                line_of(&source.text, found.get(0).unwrap().start()),
                &found[1],
            ));
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn nothing_gives_up_by_panicking() {
    let pattern = Regex::new(r"\.(unwrap|expect)\(|\b(panic|unreachable|todo|unimplemented)!").unwrap();
    let mut wrong = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (n, line) in lines.iter().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let explained = lines[n.saturating_sub(4)..=n]
                .iter()
                .any(|line| line.contains("reason = "));
            if pattern.is_match(code) && !explained {
                wrong.push(format!(
                    "{}:{}: return an error; where it cannot happen, say why: #[expect(clippy::expect_used, reason = \"…\")].",
                    source.path,
                    n + 1
                ));
            }
        }
    }
    nothing_wrong(&wrong);
}

/// Template name and text, without comments.
fn templates() -> BTreeMap<String, String> {
    let comment = Regex::new(r"(?s)\{#.*?#\}").unwrap();
    files("templates", &[".html", ".txt"])
        .into_iter()
        .map(|path| {
            let text = comment.replace_all(&read(&path), "").into_owned();
            (path.strip_prefix("templates/").unwrap().to_owned(), text)
        })
        .collect()
}

/// A page struct: where it is, its template, its fields.
struct PageStruct {
    path: String,
    name: String,
    template: String,
    fields: BTreeSet<String>,
}

fn pages() -> Vec<PageStruct> {
    let head = Regex::new(r#"struct (\w+) in "([^"]+)" \{"#).unwrap();
    let field = Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))? )?(\w+): ").unwrap();
    let mut pages = Vec::new();
    for source in sources().iter().filter(|source| source.path != "src/platform/views.rs") {
        for found in head.captures_iter(&source.text) {
            let body = &source.text[found.get(0).unwrap().end()..];
            let body = without_comments(body.split('}').next().unwrap_or_default());
            pages.push(PageStruct {
                path: source.path.clone(),
                name: found[1].to_owned(),
                template: found[2].to_owned(),
                fields: field.captures_iter(&body).map(|found| found[1].to_owned()).collect(),
            });
        }
    }
    pages
}

fn included(text: &str) -> Vec<String> {
    all(r#"\{%-?\s*include\s+"([^"]+)""#, text)
}

fn extended(text: &str) -> Vec<String> {
    all(r#"\{%-?\s*extends\s+"([^"]+)""#, text)
}

/// A template and all it includes, each once.
fn with_included(name: &str, templates: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if let Some(text) = templates.get(&name)
            && seen.insert(name)
        {
            open.extend(included(text));
        }
    }
    seen
}

#[test]
fn every_template_belongs_to_a_page_or_a_mail() {
    let templates = templates();
    let (pages, sources) = (pages(), sources());
    let mut claimed: BTreeSet<String> = pages.iter().map(|page| page.template.clone()).collect();
    for text in templates.values() {
        claimed.extend(included(text));
        claimed.extend(extended(text));
    }
    let mut wrong = Vec::new();
    for page in pages.iter().filter(|page| !templates.contains_key(&page.template)) {
        wrong.push(format!(
            "{}: {} wants templates/{}: write it.",
            page.path, page.name, page.template
        ));
    }
    let mut messages: BTreeSet<String> = BTreeSet::new();
    for (name, text) in &templates {
        if let Some(message) = name.strip_prefix("mail/").and_then(|rest| rest.split_once('/')) {
            messages.insert(message.0.to_owned());
        } else if !claimed.contains(name) && !text.contains("{% component ") {
            wrong.push(format!(
                "templates/{name} belongs to no page!, is included nowhere and holds no component: delete it."
            ));
        }
    }
    for message in &messages {
        if !sources
            .iter()
            .any(|source| source.text.contains(&format!("\"{message}\"")))
        {
            wrong.push(format!(
                "templates/mail/{message} is sent by nobody: delete it, or send it."
            ));
        }
        for part in ["subject.txt", "body.txt", "body.html"] {
            if !templates.contains_key(&format!("mail/{message}/{part}")) {
                wrong.push(format!(
                    "templates/mail/{message} has no {part}: every mail has a subject, plain text and HTML."
                ));
            }
        }
    }
    for source in &sources {
        let sent = Regex::new(r#"(?s)post\.send\((?:[^()]|\([^()]*\))*?,\s*"([a-z_]+)""#).unwrap();
        for found in sent
            .captures_iter(&source.text)
            .filter(|found| !messages.contains(&found[1]))
        {
            wrong.push(format!(
                "{} sends templates/mail/{}: write its three files.",
                source.path, &found[1]
            ));
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn a_template_uses_only_what_its_page_has() {
    let templates = templates();
    let used = Regex::new(r"\bpage\.(\w+)").unwrap();
    let mut wrong = Vec::new();
    for page in pages() {
        for name in with_included(&page.template, &templates) {
            let text = &templates[&name];
            let names: BTreeSet<String> = used.captures_iter(text).map(|found| found[1].to_owned()).collect();
            for name_used in names.difference(&page.fields) {
                if !text.contains(&format!("page.{name_used} is defined")) {
                    wrong.push(format!(
                        "templates/{name} shows page.{name_used}, which {} in {} does not have: add the field or correct the name.",
                        page.name, page.path
                    ));
                }
            }
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn a_page_has_only_what_its_template_uses() {
    let templates = templates();
    // Components and the layout find these by themselves.
    let by_itself = ["title", "form", "problems", "errors"];
    let mut wrong = Vec::new();
    for page in pages() {
        let text: String = with_included(&page.template, &templates)
            .iter()
            .map(|name| templates[name].as_str())
            .collect();
        for field in page.fields.iter().filter(|field| !by_itself.contains(&field.as_str())) {
            if !Regex::new(&format!(r"\bpage\.{field}\b")).unwrap().is_match(&text) {
                wrong.push(format!(
                    "{}: {}.{field} is shown nowhere in templates/{}: show it or drop it.",
                    page.path, page.name, page.template
                ));
            }
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn a_component_that_speaks_knows_the_language() {
    let component = Regex::new(r"(?s)\{%-?\s*component (\w+)\((.*?)\)\s*-?%\}(.*?)\{%-?\s*endcomponent").unwrap();
    let speaks = Regex::new(r"\bt\(key|\bsay\(|\|\s*num\b").unwrap();
    let mut wrong = Vec::new();
    for (name, text) in templates() {
        for found in component.captures_iter(&text) {
            if speaks.is_match(&found[3]) && !found[2].contains("@lang") {
                wrong.push(format!(
                    "templates/{name}: the component {} calls t(), say() or num: declare `@lang: string`, or it speaks English only.",
                    &found[1]
                ));
            }
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn pages_have_no_style_or_script_inside() {
    let patterns = [
        (r#"\sstyle\s*="#, "a style attribute: put it into a class of web/scss"),
        (r"<style\b", "a style element: put it into web/scss"),
        (
            r"<script(?:\s+type=\S+)?\s*>",
            "a script of its own: put it into web/js",
        ),
        (r#"\son[a-z]+\s*=\s*["{]"#, "an event attribute: listen in web/js"),
        (
            r#"(?:href|src|action)="(?:javascript:|https?://)"#,
            "an address of another site or a script: pages load only what is ours",
        ),
    ];
    let mut wrong = Vec::new();
    for (name, text) in templates().iter().filter(|(name, _)| !name.starts_with("mail/")) {
        for (pattern, what) in patterns {
            for found in Regex::new(pattern).unwrap().find_iter(text) {
                wrong.push(format!("templates/{name}:{} has {what}.", line_of(text, found.start())));
            }
        }
    }
    nothing_wrong(&wrong);
}

/// Message ids of a language file.
fn message_keys(language: &str) -> BTreeSet<String> {
    all(r"(?m)^([a-zA-Z][\w-]*) *=", &read(&format!("locales/{language}.ftl")))
        .into_iter()
        .collect()
}

/// What sources and templates say of message ids.
struct Mentions {
    /// Every text of theirs that looks like a message id.
    words: BTreeSet<String>,
    /// The beginnings of those that are put together: `format!("status-{…}")`, `"status-" ~ …`.
    beginnings: BTreeSet<String>,
    /// Those that are certainly meant as message ids, with where.
    certain: BTreeMap<String, String>,
}

fn mentions() -> Mentions {
    let mut mentions = Mentions {
        words: BTreeSet::new(),
        beginnings: BTreeSet::new(),
        certain: BTreeMap::new(),
    };
    let word = r#""([a-z][a-z0-9]*(?:-[a-z0-9]+)+)""#;
    let certain_in_source: Vec<Regex> = [
        r#"Said::new\(\s*"([a-z0-9-]+)""#,
        r#"\.t\(\s*"([a-z0-9-]+)""#,
        r#"\brefused\(\s*"([a-z0-9-]+)""#,
        r#"Flash::(?:done|note|problem)\(\s*"([a-z0-9-]+)""#,
        r#"(?s)problems\.check\(\s*[^;]*?"([a-z0-9]+(?:-[a-z0-9]+)+)"\s*,?\s*\);"#,
        r#"&mut problems,\s*"([a-z0-9-]+)""#,
    ]
    .iter()
    .map(|pattern| Regex::new(pattern).unwrap())
    .collect();
    for source in sources() {
        let text = without_comments(&source.text);
        mentions.words.extend(all(word, &text));
        mentions
            .beginnings
            .extend(all(r#"format!\(\s*"([a-z][a-z0-9-]*-)\{"#, &text));
        mentions.beginnings.extend(
            all(r#"\b(?:choices\([^,()]+,|word\()\s*"([a-z-]+)""#, &text)
                .into_iter()
                .map(|prefix| prefix + "-"),
        );
        for pattern in &certain_in_source {
            for found in pattern.captures_iter(&text) {
                let at = format!("{}:{}", source.path, line_of(&text, found.get(0).unwrap().start()));
                mentions.certain.insert(found[1].to_owned(), at);
            }
        }
        // What is recorded in the history is told by `history-<event>`.
        for found in Regex::new(r#"event: "([a-z0-9-]+)""#).unwrap().captures_iter(&text) {
            let at = format!("{}:{}", source.path, line_of(&text, found.get(0).unwrap().start()));
            mentions.certain.insert(format!("history-{}", &found[1]), at);
        }
    }
    let certain = Regex::new(r#"\bt\(key\s*=\s*"([a-z0-9-]+)"\s*[,)]"#).unwrap();
    for (name, text) in templates() {
        mentions.words.extend(all(word, &text));
        mentions.beginnings.extend(all(r#""([a-z][a-z0-9-]*-)"\s*~"#, &text));
        for found in certain.captures_iter(&text) {
            let at = format!("templates/{name}:{}", line_of(&text, found.get(0).unwrap().start()));
            mentions.certain.insert(found[1].to_owned(), at);
        }
    }
    mentions
}

#[test]
fn every_sentence_that_is_said_is_written_down() {
    let (keys, mentions) = (message_keys("en"), mentions());
    let mut wrong = Vec::new();
    for (key, at) in &mentions.certain {
        if !keys.contains(key) {
            wrong.push(format!(
                "{at} says {key}, which locales/en.ftl does not have: write the sentence."
            ));
        }
    }
    // Whatever is not certainly a message id but begins like one of a room's refusals.
    for word in &mentions.words {
        if word.contains("-no-") && !keys.contains(word) && !mentions.certain.contains_key(word) {
            wrong.push(format!(
                "{word} looks like a refusal, and locales/en.ftl does not have it: write the sentence."
            ));
        }
    }
    wrong.sort();
    nothing_wrong(&wrong);
}

#[test]
fn every_sentence_that_is_written_down_is_said() {
    let mentions = mentions();
    // The platform puts these together from dates, statuses and events.
    let composed = ["date-", "history-", "number-", "time-", "recurrence-"];
    let mut wrong = Vec::new();
    for key in message_keys("en") {
        let is_said = mentions.words.contains(&key)
            || mentions.certain.contains_key(&key)
            || composed.iter().any(|beginning| key.starts_with(beginning))
            || mentions
                .beginnings
                .iter()
                .any(|beginning| key.starts_with(beginning.as_str()));
        if !is_said {
            wrong.push(format!("locales/en.ftl: nobody says {key}: delete it."));
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn every_language_has_the_sentences_of_english() {
    let english = message_keys("en");
    let mut wrong = Vec::new();
    for path in files("locales", &[".ftl"]) {
        let language = Path::new(&path).file_stem().unwrap().to_string_lossy().into_owned();
        let own = message_keys(&language);
        for key in english.difference(&own) {
            wrong.push(format!("{path}: translate {key}."));
        }
        for key in own.difference(&english) {
            wrong.push(format!("{path}: {key} is not in locales/en.ftl: delete it."));
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn nothing_is_left_lying_about() {
    let marks = Regex::new(r"\b(TODO|FIXME|XXX|HACK)\b|\bdbg!\(|#\[ignore").unwrap();
    let paths = Regex::new(r#"(?:^|[\s"'`(=])/(?:work|root|home/\w+)/"#).unwrap();
    // Spelled once: the word of the glossary on the right.
    let words = [
        ("non-conform", "nonconform…"),
        ("non conform", "nonconform…"),
        ("audit questionnaire", "template"),
        ("sub-unit", "unit"),
        ("org unit", "unit"),
    ];
    let endings = [
        ".rs", ".html", ".txt", ".ftl", ".md", ".js", ".mjs", ".scss", ".sql", ".yaml", ".toml",
    ];
    let mut wrong = Vec::new();
    let own = |path: &String| path != "tests/it/tidy.rs" && !path.starts_with("web/package");
    for path in files(".", &endings).into_iter().filter(own) {
        let text = read(&path);
        for (n, line) in text.lines().enumerate() {
            let at = format!("{path}:{}", n + 1);
            if marks.is_match(line) {
                wrong.push(format!("{at}: finish it or take it out."));
            }
            if paths.is_match(line) {
                wrong.push(format!(
                    "{at} names a folder of one machine: name it from the repository's root."
                ));
            }
            let lower = line.to_lowercase();
            for (word, ours) in words.iter().filter(|(word, _)| lower.contains(word)) {
                wrong.push(format!("{at} says \"{word}\"; the house says \"{ours}\"."));
            }
        }
    }
    nothing_wrong(&wrong);
}

#[test]
fn every_room_has_a_door_and_every_file_says_what_it_is() {
    let mut wrong = Vec::new();
    for path in files("src", &[".rs"]).iter().filter(|path| !path.contains("/tests")) {
        if !read(path).starts_with("//!") {
            wrong.push(format!(
                "{path}: begin with a line //! that says in the users' words what it is for."
            ));
        }
    }
    for room in FLOORS.iter().flat_map(|rooms| rooms.iter()) {
        let folder = repository().join("src").join(room);
        if folder.is_dir() && !folder.join("mod.rs").is_file() {
            wrong.push(format!("src/{room}: make a mod.rs, the room's door."));
        }
    }
    nothing_wrong(&wrong);
}
