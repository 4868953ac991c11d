//! What an installation may set: a TOML file, overlaid by environment variables `PLUMBLINE_…`.
//!
//! One table, [`KEYS`], names every setting with its default and meaning; reading, the error sentences and the
//! README's reference all come from it, so they cannot drift apart. A misspelt key is refused and not ignored: an
//! installation that silently runs on a default is found out too late.

use super::files::clamd::Clamd;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// One setting: its name in the file; the variable is `PLUMBLINE_` and the name in capitals.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Name in the settings file.
    pub name: &'static str,
    /// What holds when nothing is given, as text; empty means nothing.
    pub default: &'static str,
    /// What it does, in the words of somebody who installs.
    pub meaning: &'static str,
}

impl Key {
    /// The environment variable of this setting.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.to_uppercase())
    }
}

const PREFIX: &str = "PLUMBLINE_";

const fn key(name: &'static str, default: &'static str, meaning: &'static str) -> Key {
    Key { name, default, meaning }
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
    key(
        "database_url",
        "sqlite:data/plumbline.db",
        "Where the records are: `sqlite:<file>` or `postgres://user:password@host/name`.",
    ),
    key(
        "listen",
        "127.0.0.1:8420",
        "Address and port to listen on. Keep the default behind a reverse proxy on the same machine.",
    ),
    key(
        "public_url",
        "http://<listen>",
        "The address people type, without a path. Links in mails use it; with `https://` cookies are for secure connections only.",
    ),
    key(
        "files_storage",
        "folder",
        "Where photos are kept: `folder` (files_dir) or `s3` (a bucket of a storage that speaks S3). Decide before the first photo: none is moved.",
    ),
    key(
        "files_dir",
        "data/files",
        "Folder for photos when files_storage is `folder`.",
    ),
    key(
        "s3_endpoint",
        "",
        "Address of the S3 storage without the bucket, such as `https://s3.eu-central-1.amazonaws.com`. Needed when files_storage is `s3`, like s3_bucket, s3_access_key and s3_secret_key.",
    ),
    key(
        "s3_bucket",
        "",
        "The bucket. It has to be there, and not be open to the public.",
    ),
    key("s3_region", "us-east-1", "Region of the bucket."),
    key("s3_access_key", "", "Name of the key to the bucket."),
    key("s3_secret_key", "", "The key to the bucket."),
    key(
        "s3_prefix",
        "plumbline",
        "What the names of all objects begin with, so that a bucket can hold other things too.",
    ),
    key(
        "photo_longest_side",
        "1600",
        "Photos are made smaller until their longest side has at most so many pixels, from 640 to 4096.",
    ),
    key(
        "mail_transport",
        "file",
        "How mail leaves: `smtp`, `file` (one file a mail in mail_dir) or `memory` (for trials and tests).",
    ),
    key("mail_from", "Plumbline <plumbline@localhost>", "Sender of every mail."),
    key(
        "mail_reply_to",
        "",
        "Where answers to mails go, such as `Quality office <quality@city.example>`. Empty: to the sender.",
    ),
    key(
        "mail_dir",
        "data/mail",
        "Folder for mails when mail_transport is `file`.",
    ),
    key("smtp_host", "", "Mail server. Needed when mail_transport is `smtp`."),
    key("smtp_port", "by smtp_tls: 587, 465 or 25", "Port of the mail server."),
    key("smtp_tls", "starttls", "`starttls`, `tls` or `none`."),
    key("smtp_user", "", "Name to sign in to the mail server with."),
    key("smtp_password", "", "Password to sign in to the mail server with."),
    key(
        "smtp_connections",
        "3",
        "How many mails are handed to the mail server at the same time, from 1 to 50. Some servers allow three.",
    ),
    key(
        "session_idle_minutes",
        "720",
        "A device that was silent this long has to sign in again.",
    ),
    key(
        "session_absolute_days",
        "7",
        "A device has to sign in again after this many days, however busy.",
    ),
    key("log_format", "text", "`text` for people, `json` for log collectors."),
    key(
        "db_readers",
        "number of cores, at least 2",
        "Connections that read at the same time.",
    ),
    key(
        "trusted_proxy",
        "false",
        "`true` takes the visitor's address from X-Forwarded-For. Only behind a proxy that sets it.",
    ),
    key(
        "sheet_file_mb",
        "2",
        "The largest check sheet (CSV or XLSX) that may be brought in, in MiB, from 1 to 10. A workbook may unpack to twenty times that.",
    ),
    key(
        "sheet_rows",
        "1000",
        "The most rows of a check sheet that is brought in, from 10 to 5000.",
    ),
    key(
        "evidence_file_mb",
        "10",
        "The largest file that may be added to a finding as evidence, in MiB, from 1 to 10.",
    ),
    key(
        "unnamed_findings",
        "false",
        "`true` lets staff raise findings without their name: nothing is kept that tells who it was.",
    ),
    key(
        "currency",
        "",
        "The currency of what corrective actions cost, as its code: `USD`. Empty: amounts stand alone.",
    ),
    key(
        "clamd",
        "",
        "Where ClamAV's daemon listens: `host:port`, or `unix:` and the path of its socket. When set, it looks at every file added to a finding, and what it cannot look at is not taken.",
    ),
    key(
        "shutdown_seconds",
        "30",
        "How long requests in progress may take when the server stops.",
    ),
    key(
        "manual_file_mb",
        "10",
        "The largest file a manual is imported from, in megabytes, at most 10. What a Word file has packed may be 8 times as large.",
    ),
    key(
        "manual_clauses",
        "1000",
        "The most clauses an edition of a manual may have, at most 5000.",
    ),
    key(
        "late_arrival_days",
        "3",
        "How many days after its end an audit is still taken that was done in time without a network or on paper, from 0 to 30.",
    ),
];

/// Where photos are kept.
#[derive(Debug, Clone)]
pub enum FilesStorage {
    /// In `files_dir`.
    Folder,
    /// In a bucket of a storage that speaks S3.
    S3(BucketAddress),
}

/// Where a bucket is and how to get in.
#[derive(Debug, Clone)]
pub struct BucketAddress {
    /// The address of the storage, without the bucket.
    pub endpoint: String,
    /// The bucket.
    pub bucket: String,
    /// Its region.
    pub region: String,
    /// Name of the key.
    pub access_key: String,
    /// The key.
    pub secret_key: Secret,
    /// What the names of all objects begin with.
    pub prefix: String,
}

/// How mail leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTransport {
    /// To a mail server.
    Smtp,
    /// Each mail into a file.
    File,
    /// Kept in memory, for tests and trials.
    Memory,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// Starts plain and is upgraded before anything is said.
    Starttls,
    /// Encrypted from the first byte.
    Tls,
    /// Not at all; for a mail server on the same machine.
    None,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// A value that never shows itself in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }
    /// The value itself, for whoever has to send it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// What this installation has set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the records are; hidden in logs because it may hold a password.
    pub database_url: Secret,
    /// Address and port to listen on.
    pub listen: String,
    /// The address people type, without a slash at the end.
    pub public_url: String,
    /// Where photos are kept.
    pub files_storage: FilesStorage,
    /// Folder for photos, when they are kept in one.
    pub files_dir: PathBuf,
    /// Pixels of a photo's longest side.
    pub photo_longest_side: u32,
    /// How mail leaves.
    pub mail_transport: MailTransport,
    /// Sender of every mail.
    pub mail_from: String,
    /// Where answers to mails go; empty: to the sender.
    pub mail_reply_to: String,
    /// Folder for mails of the file transport.
    pub mail_dir: PathBuf,
    /// Mail server.
    pub smtp_host: Option<String>,
    /// Port of the mail server.
    pub smtp_port: u16,
    /// Protection of the connection to the mail server.
    pub smtp_tls: SmtpTls,
    /// Name at the mail server.
    pub smtp_user: Option<String>,
    /// Password at the mail server.
    pub smtp_password: Option<Secret>,
    /// How many mails are handed to the mail server at the same time.
    pub smtp_connections: u32,
    /// Minutes of silence after which a device signs in again.
    pub session_idle_minutes: u32,
    /// Days after which a device signs in again, however busy.
    pub session_absolute_days: u32,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Connections that read at the same time.
    pub db_readers: u32,
    /// Whether X-Forwarded-For is believed.
    pub trusted_proxy: bool,
    /// Largest check sheet that may be brought in, in MiB.
    pub sheet_file_mb: usize,
    /// Most rows of a check sheet.
    pub sheet_rows: usize,
    /// Largest file that may be added to a finding, in MiB.
    pub evidence_file_mb: usize,
    /// Whether findings may be raised without a name.
    pub unnamed_findings: bool,
    /// The currency of what corrective actions cost: three capital letters, or nothing.
    pub currency: String,
    /// The virus scanner that looks at files, if there is one.
    pub clamd: Option<Clamd>,
    /// Seconds for requests in progress when the server stops.
    pub shutdown_seconds: u64,
    /// Megabytes of the largest file a manual is imported from.
    pub manual_file_mb: u32,
    /// The most clauses of an edition.
    pub manual_clauses: u32,
    /// Days after its end in which an audit that was done in time may arrive.
    pub late_arrival_days: i64,
}

/// The file that is read when none is named.
pub const DEFAULT_FILE: &str = "plumbline.toml";

impl Settings {
    /// Reads the settings file, if there is one, and the environment over it. Every mistake is told at once.
    pub fn load(file: Option<&Path>, env: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let path = match file {
            Some(path) => Some(path.to_path_buf()),
            None => Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists()),
        };
        let text = match &path {
            Some(path) => {
                std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))?
            }
            None => String::new(),
        };
        let name = path.map(|path| path.display().to_string()).unwrap_or_default();
        Self::read(&name, &text, env)
    }

    /// Settings for a test: SQLite in memory, mail in memory, nothing from file or environment.
    pub fn for_tests() -> Result<Self, String> {
        let given = [
            ("PLUMBLINE_DATABASE_URL", "sqlite::memory:"),
            ("PLUMBLINE_MAIL_TRANSPORT", "memory"),
        ];
        Self::read("", "", given.map(|(k, v)| (k.to_owned(), v.to_owned())))
    }

    fn read(name: &str, text: &str, env: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let mut given = Given::default();
        given.take_file(name, text)?;
        given.take_environment(env);
        let settings = given.settings();
        if given.mistakes.is_empty() {
            Ok(settings)
        } else {
            Err(given.mistakes.join("\n"))
        }
    }

    /// Whether people come by https: decides the Secure flag and the names of cookies.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The table of all settings for the README, in Markdown.
    pub fn reference() -> String {
        let mut text = String::from("| Key | Variable | Default | Meaning |\n|---|---|---|---|\n");
        for key in KEYS {
            let default = if key.default.is_empty() {
                String::new()
            } else {
                format!("`{}`", key.default)
            };
            let line = format!(
                "| `{}` | `{}` | {default} | {} |\n",
                key.name,
                key.variable(),
                key.meaning
            );
            text.push_str(&line);
        }
        text
    }
}

/// What was given so far, by key, with where it came from; and what was wrong with it.
#[derive(Default)]
struct Given {
    values: BTreeMap<&'static str, (String, String)>,
    mistakes: Vec<String>,
}

impl Given {
    fn take_file(&mut self, file: &str, text: &str) -> Result<(), String> {
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
            // the place and not the line itself: it may hold a password
            let at = e.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            format!("{file}, line {line}, is not valid TOML: {}.", e.message())
        })?;
        for (name, value) in table {
            let Some(key) = find(&name) else {
                self.mistakes
                    .push(unknown(&format!("{file} has a key `{name}`"), &name, |key| {
                        key.name.into()
                    }));
                continue;
            };
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(n) => n.to_string(),
                toml::Value::Boolean(yes) => yes.to_string(),
                other => {
                    self.mistakes.push(format!(
                        "`{name}` in {file} has to be a text, a number or true/false, not {}.",
                        other.type_str()
                    ));
                    continue;
                }
            };
            self.values
                .insert(key.name, (value, format!("`{}` in {file}", key.name)));
        }
        Ok(())
    }

    fn take_environment(&mut self, env: impl IntoIterator<Item = (String, String)>) {
        let mut ours: Vec<(String, String)> = env.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
        ours.sort();
        for (variable, value) in ours {
            let name = variable.strip_prefix(PREFIX).unwrap_or_default().to_lowercase();
            match find(&name) {
                Some(key) if key.variable() == variable => {
                    // an empty variable is one that a compose file left out
                    if !value.is_empty() {
                        self.values.insert(key.name, (value, variable));
                    }
                }
                _ => self.mistakes.push(unknown(
                    &format!("The environment has a variable {variable}"),
                    &name,
                    Key::variable,
                )),
            }
        }
    }

    fn settings(&mut self) -> Settings {
        let listen = self.text("listen");
        self.check(
            "listen",
            &listen,
            "an address and a port, such as 127.0.0.1:8420",
            |v| {
                v.rsplit_once(':')
                    .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
            },
        );
        let public_url = self
            .optional("public_url")
            .unwrap_or_else(|| format!("http://{listen}"));
        let public_url = public_url.trim_end_matches('/').to_owned();
        self.check(
            "public_url",
            &public_url,
            "https:// or http:// and a host, without a path",
            |v| {
                v.strip_prefix("https://")
                    .or_else(|| v.strip_prefix("http://"))
                    .is_some_and(|host| {
                        !host.is_empty() && !host.contains(['/', '?', '#', '@']) && !host.contains(char::is_whitespace)
                    })
            },
        );
        let database_url = self.text("database_url");
        self.check_hidden(
            "database_url",
            "sqlite:<file> or postgres://user:password@host/name",
            || {
                ["sqlite:", "postgres://", "postgresql://"]
                    .iter()
                    .any(|scheme| database_url.starts_with(scheme) && database_url.len() > scheme.len())
            },
        );
        let mail_from = self.text("mail_from");
        let mail_reply_to = self.text("mail_reply_to");
        self.check(
            "mail_reply_to",
            &mail_reply_to,
            "an address, such as Quality office <quality@city.example>",
            |v| v.is_empty() || v.parse::<lettre::message::Mailbox>().is_ok(),
        );
        self.check(
            "mail_from",
            &mail_from,
            "an address, such as Plumbline <plumbline@city.example>",
            |v| v.parse::<lettre::message::Mailbox>().is_ok(),
        );
        let mail_transport = self.choice(
            "mail_transport",
            &[
                ("smtp", MailTransport::Smtp),
                ("file", MailTransport::File),
                ("memory", MailTransport::Memory),
            ],
            MailTransport::File,
        );
        let smtp_tls = self.choice(
            "smtp_tls",
            &[
                ("starttls", SmtpTls::Starttls),
                ("tls", SmtpTls::Tls),
                ("none", SmtpTls::None),
            ],
            SmtpTls::Starttls,
        );
        let usual_port = match smtp_tls {
            SmtpTls::Starttls => 587,
            SmtpTls::Tls => 465,
            SmtpTls::None => 25,
        };
        let cores = std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2));
        let settings = Settings {
            database_url: Secret::new(database_url),
            listen,
            public_url,
            files_storage: self.files_storage(),
            files_dir: self.text("files_dir").into(),
            photo_longest_side: self.number("photo_longest_side", 1600, 640, 4096),
            mail_transport,
            mail_from,
            mail_reply_to,
            mail_dir: self.text("mail_dir").into(),
            smtp_host: self.optional("smtp_host"),
            smtp_port: self.number("smtp_port", usual_port, 1, 65535),
            smtp_tls,
            smtp_user: self.optional("smtp_user"),
            smtp_password: self.optional("smtp_password").map(Secret::new),
            smtp_connections: self.number("smtp_connections", 3, 1, 50),
            session_idle_minutes: self.number("session_idle_minutes", 720, 5, 60 * 24 * 365),
            session_absolute_days: self.number("session_absolute_days", 7, 1, 365),
            log_format: self.choice(
                "log_format",
                &[("text", LogFormat::Text), ("json", LogFormat::Json)],
                LogFormat::Text,
            ),
            db_readers: self.number("db_readers", cores.max(2), 1, 128),
            trusted_proxy: self.choice("trusted_proxy", &[("true", true), ("false", false)], false),
            sheet_file_mb: self.number("sheet_file_mb", 2, 1, 10),
            sheet_rows: self.number("sheet_rows", 1000, 10, 5000),
            evidence_file_mb: self.number("evidence_file_mb", 10, 1, 10),
            unnamed_findings: self.choice("unnamed_findings", &[("true", true), ("false", false)], false),
            currency: self.currency(),
            clamd: self.clamd(),
            shutdown_seconds: self.number("shutdown_seconds", 30, 0, 600),
            manual_file_mb: self.number("manual_file_mb", 10, 1, 10),
            manual_clauses: self.number("manual_clauses", 1_000, 1, 5_000),
            late_arrival_days: self.number("late_arrival_days", 3, 0, 30),
        };
        self.check_together(&settings);
        settings
    }

    fn clamd(&mut self) -> Option<Clamd> {
        let read = self.optional("clamd")?.parse::<Clamd>();
        read.map_err(|no: String| self.mistakes.push(format!("clamd {no}.")))
            .ok()
    }

    fn files_storage(&mut self) -> FilesStorage {
        if !self.choice("files_storage", &[("folder", false), ("s3", true)], false) {
            return FilesStorage::Folder;
        }
        let mut needed = |name: &'static str| {
            let value = self.optional(name);
            if value.is_none() {
                self.mistakes
                    .push(format!("files_storage is `s3`, but {name} is not set."));
            }
            value.unwrap_or_default()
        };
        let (endpoint, bucket) = (needed("s3_endpoint"), needed("s3_bucket"));
        let (access_key, secret_key) = (needed("s3_access_key"), Secret::new(needed("s3_secret_key")));
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        if !endpoint.is_empty() {
            self.check("s3_endpoint", &endpoint, "https:// or http:// and a host", |v| {
                v.strip_prefix("https://")
                    .or_else(|| v.strip_prefix("http://"))
                    .is_some_and(|host| !host.is_empty() && !host.contains(['?', '#', '@']))
            });
        }
        FilesStorage::S3(BucketAddress {
            endpoint,
            bucket,
            region: self.text("s3_region"),
            access_key,
            secret_key,
            prefix: self.text("s3_prefix").trim_matches('/').to_owned(),
        })
    }

    fn check_together(&mut self, s: &Settings) {
        let mut no = |sentence: &str| self.mistakes.push(sentence.to_owned());
        if s.mail_transport == MailTransport::Smtp && s.smtp_host.is_none() {
            no("mail_transport is `smtp`, but smtp_host is not set: name the mail server.");
        }
        if s.smtp_user.is_some() != s.smtp_password.is_some() {
            no("smtp_user and smtp_password go together: set both or neither.");
        }
        if s.smtp_password.is_some() && s.smtp_tls == SmtpTls::None {
            no("smtp_tls is `none`, which would send smtp_password in the clear: use `starttls` or `tls`.");
        }
        if u64::from(s.session_idle_minutes) > u64::from(s.session_absolute_days) * 24 * 60 {
            no("session_idle_minutes is longer than session_absolute_days: make it shorter.");
        }
    }

    fn optional(&self, name: &'static str) -> Option<String> {
        self.values
            .get(name)
            .map(|(value, _)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    fn text(&self, name: &'static str) -> String {
        let default = || find(name).map(|key| key.default.to_owned()).unwrap_or_default();
        self.optional(name).unwrap_or_else(default)
    }

    fn currency(&mut self) -> String {
        let code = self.text("currency");
        self.check(
            "currency",
            &code,
            "a code of three capital letters, such as `USD`",
            |code| code.is_empty() || code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()),
        );
        code
    }

    fn place(&self, name: &'static str) -> String {
        self.values
            .get(name)
            .map_or_else(|| format!("`{name}`"), |(_, place)| place.clone())
    }

    fn check(&mut self, name: &'static str, value: &str, allowed: &str, good: impl Fn(&str) -> bool) {
        if !good(value) {
            let place = self.place(name);
            self.mistakes
                .push(format!("{place} is `{value}`, but has to be {allowed}."));
        }
    }

    fn check_hidden(&mut self, name: &'static str, allowed: &str, good: impl Fn() -> bool) {
        if !good() {
            let place = self.place(name);
            self.mistakes.push(format!("{place} has to be {allowed}."));
        }
    }

    fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)], default: T) -> T {
        let Some(value) = self.optional(name) else {
            return default;
        };
        if let Some((_, chosen)) = choices.iter().find(|(word, _)| *word == value) {
            return *chosen;
        }
        let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
        let place = self.place(name);
        self.mistakes
            .push(format!("{place} is `{value}`, but has to be {}.", words.join(" or ")));
        default
    }

    fn number<T: FromStr + PartialOrd + Copy + fmt::Display>(
        &mut self,
        name: &'static str,
        default: T,
        min: T,
        max: T,
    ) -> T {
        let Some(value) = self.optional(name) else {
            return default;
        };
        match value.parse::<T>() {
            Ok(n) if n >= min && n <= max => n,
            _ => {
                let place = self.place(name);
                self.mistakes.push(format!(
                    "{place} is `{value}`, but has to be a whole number from {min} to {max}."
                ));
                default
            }
        }
    }
}

fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// "… that does not exist. Did you mean …?"
fn unknown(what: &str, name: &str, shown: impl Fn(&Key) -> String) -> String {
    let nearest = KEYS.iter().min_by_key(|key| distance(name, key.name));
    let hint = nearest
        .map(|key| format!(" Did you mean {}?", shown(key)))
        .unwrap_or_default();
    format!("{what}, which does not exist.{hint}")
}

/// How many letters have to be added, removed or changed to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    fn read(text: &str, env: &[(&str, &str)]) -> Result<Settings, String> {
        let env = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Settings::read("plumbline.toml", text, env)
    }

    #[test]
    fn without_anything_the_defaults_of_the_reference_hold() {
        let s = read("", &[]).unwrap();
        assert_eq!(s.database_url.expose(), "sqlite:data/plumbline.db");
        assert_eq!((s.public_url.as_str(), s.secure()), ("http://127.0.0.1:8420", false));
        assert_eq!(
            (s.smtp_port, s.session_idle_minutes, s.session_absolute_days),
            (587, 720, 7)
        );
        assert_eq!((s.shutdown_seconds, s.trusted_proxy), (30, false));
        assert!(s.db_readers >= 2);
        for key in KEYS {
            assert!(Settings::reference().contains(&key.variable()), "{}", key.name);
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let s = read(
            "listen = '0.0.0.0:80'\npublic_url = 'https://audits.alderbay.example/'\nsmtp_tls = 'tls'",
            &[
                ("PLUMBLINE_LISTEN", "127.0.0.1:9000"),
                ("PLUMBLINE_SMTP_HOST", ""),
                ("HOME", "/"),
            ],
        )
        .unwrap();
        assert_eq!((s.listen.as_str(), s.smtp_port), ("127.0.0.1:9000", 465));
        assert_eq!(
            (s.public_url.as_str(), s.secure()),
            ("https://audits.alderbay.example", true)
        );
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let told = read(
            "lisen = 'x'\nsession_idle_minutes = 'an hour'\nmail_transport = 'pigeon'\nfiles_dir = ['a']\npublic_url = 'audits.example'",
            &[
                ("PLUMBLINE_DB_READER", "2"),
                ("PLUMBLINE_DB_READERS", "0"),
                ("PLUMBLINE_DATABASE_URL", "mysql://me:secret@host/db"),
            ],
        )
        .unwrap_err();
        assert_snapshot!(told, @r"
        `files_dir` in plumbline.toml has to be a text, a number or true/false, not array.
        plumbline.toml has a key `lisen`, which does not exist. Did you mean listen?
        The environment has a variable PLUMBLINE_DB_READER, which does not exist. Did you mean PLUMBLINE_DB_READERS?
        `public_url` in plumbline.toml is `audits.example`, but has to be https:// or http:// and a host, without a path.
        PLUMBLINE_DATABASE_URL has to be sqlite:<file> or postgres://user:password@host/name.
        `mail_transport` in plumbline.toml is `pigeon`, but has to be `smtp` or `file` or `memory`.
        `session_idle_minutes` in plumbline.toml is `an hour`, but has to be a whole number from 5 to 525600.
        PLUMBLINE_DB_READERS is `0`, but has to be a whole number from 1 to 128.
        ");
    }

    #[test]
    fn settings_that_do_not_fit_together_are_refused() {
        let told = read(
            "mail_transport = 'smtp'\nsmtp_password = 'x'\nsmtp_tls = 'none'\nsession_idle_minutes = 3000\nsession_absolute_days = 1",
            &[],
        )
        .unwrap_err();
        assert_snapshot!(told, @r"
        mail_transport is `smtp`, but smtp_host is not set: name the mail server.
        smtp_user and smtp_password go together: set both or neither.
        smtp_tls is `none`, which would send smtp_password in the clear: use `starttls` or `tls`.
        session_idle_minutes is longer than session_absolute_days: make it shorter.
        ");
    }

    #[test]
    fn photos_in_a_bucket_need_an_address_and_a_key() {
        let told = read(
            "files_storage = 's3'\ns3_bucket = 'photos'\nphoto_longest_side = 100",
            &[],
        )
        .unwrap_err();
        assert_snapshot!(told, @r"
        files_storage is `s3`, but s3_endpoint is not set.
        files_storage is `s3`, but s3_access_key is not set.
        files_storage is `s3`, but s3_secret_key is not set.
        `photo_longest_side` in plumbline.toml is `100`, but has to be a whole number from 640 to 4096.
        ");
        let told = read(
            "files_storage = 's3'\ns3_endpoint = 's3.example'\ns3_bucket = 'photos'\ns3_access_key = 'k'",
            &[("PLUMBLINE_S3_SECRET_KEY", "hush")],
        )
        .unwrap_err();
        assert_snapshot!(
            told,
            @"`s3_endpoint` in plumbline.toml is `s3.example`, but has to be https:// or http:// and a host."
        );
    }

    #[test]
    fn broken_toml_names_the_file_and_the_line() {
        assert_snapshot!(
            read("listen = '1'\nsmtp_password = hush\n", &[]).unwrap_err(),
            @"plumbline.toml, line 2, is not valid TOML: string values must be quoted, expected literal string."
        );
    }

    #[test]
    fn passwords_do_not_show_in_logs() {
        let s = read(
            "smtp_user = 'u'\nsmtp_password = 'hush'\ndatabase_url = 'postgres://me:hush@h/db'\nfiles_storage = 's3'\n\
             s3_endpoint = 'https://s3.example'\ns3_bucket = 'photos'\ns3_access_key = 'k'\ns3_secret_key = 'hush'",
            &[],
        )
        .unwrap();
        assert!(!format!("{s:?}").contains("hush"));
    }
}
