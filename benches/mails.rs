//! A morning with a hundred thousand reminders: from findings that are due, through the outbox, to a mail server that takes
//! everything; against the rate at which that server takes the same bytes from a plain client over as many connections.
//! SQLite, one server, one process: the mail server and the plain client run on the same cores. `make bench-mails`;
//! BENCH_MAILS sets another number.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "a benchmark that cannot go on stops; the crowd is shared with the tests"
)]

#[path = "../tests/it/crowd.rs"]
mod crowd;

use plumbline::app::App;
use plumbline::base::act::Act;
use plumbline::base::clock::Clock;
use plumbline::base::codes::Severity;
use plumbline::base::ids::Origin;
use plumbline::checklists;
use plumbline::findings::operations::{NewFinding, Raised, raise};
use plumbline::platform::db::{Db, migrate};
use plumbline::platform::mail::{self, MailState};
use plumbline::platform::settings::{MailTransport, Settings, SmtpTls};
use plumbline::schedule;
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

const MAILS: usize = 100_000;
const CONNECTIONS: u32 = 8;
/// Findings that one audit raises.
const AT_ONCE: usize = 200;
/// Mails whose words are kept, for the plain client.
const KEPT: usize = 1_000;

/// The product's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // `cargo test --benches` and listing pass flags: there is nothing to test here.
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let wanted = std::env::var("BENCH_MAILS").map_or(MAILS, |number| number.parse().unwrap());
    let count = wanted.next_multiple_of(AT_ONCE);
    let folder = std::env::var("BENCH_DIR").unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").into());
    let folder = tempfile::tempdir_in(folder).unwrap();
    let url = format!("sqlite:{}", folder.path().join("mails.db").display());
    // Tuesday, June 9, 2026, 9:00 in the city; what was found ten working days before is due today.
    let clock = Clock::fixed(plumbline::base::clock::Instant::new(
        "2026-06-09T14:00:00Z".parse().unwrap(),
    ));
    migrate::run(&url).unwrap();
    let db = Db::open_migrated(&url, 2, 64).unwrap();
    seed(&db, &clock, count);

    let sink = Sink::open();
    let mut settings = Settings::for_tests().unwrap();
    settings.mail_transport = MailTransport::Smtp;
    settings.smtp_host = Some("127.0.0.1".into());
    settings.smtp_port = sink.port;
    settings.smtp_tls = SmtpTls::None;
    settings.smtp_connections = CONNECTIONS;
    settings.public_url = "https://plumbline.example".into();
    settings.files_dir = folder.path().join("files");
    let app = App::with_db(settings, clock, db.clone()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let composing = Instant::now();
    for (job, error) in runtime.block_on(schedule::run_due(&app, Some("remind"))).unwrap() {
        assert_eq!(error, None, "{job}");
    }
    let composing = composing.elapsed().as_secs_f64();
    let delivering = Instant::now();
    let delivered = runtime.block_on(app.deliver_mail()).unwrap();
    let delivering = delivering.elapsed().as_secs_f64();
    assert_eq!((delivered.sent, delivered.failed), (count, 0));
    assert_eq!(sink.taken(), (count, count), "each message once");
    let states = db.read_now(|conn| Ok(mail::count_by_state(conn)?)).unwrap();
    assert_eq!(states, [(MailState::Sent, count as i64)]);
    db.close();

    let plain = plain_client(&sink, count);
    let rate = |seconds: f64| count as f64 / seconds;
    println!("{count} due reminders, {CONNECTIONS} connections, SQLite");
    println!("from due to the outbox    {:>8.0} messages a second", rate(composing));
    println!("from the outbox to SMTP   {:>8.0} messages a second", rate(delivering));
    println!(
        "the whole way             {:>8.0} messages a second",
        rate(composing + delivering)
    );
    println!("a plain client            {:>8.0} messages a second", rate(plain));
    println!("ratio, outbox to SMTP     {:>8.2}", plain / delivering);
    println!("ratio, the whole way      {:>8.2}", plain / (composing + delivering));
}

/// Findings that are due today, of which nobody has been reminded yet.
fn seed(db: &Db, clock: &Clock, count: usize) {
    let now = clock.now();
    let found = now.plus_days(-14);
    let city = crowd::found(db, found);
    for step in 0..count / AT_ONCE {
        let city = city.clone();
        db.write_now(move |conn| {
            let (unit_id, person) = city.offices[step % crowd::OFFICES];
            let act = Act::new(Some(person), found, 1_000 + step as u64);
            let asked = checklists::queries::plain_questions(conn, city.version)?;
            let asked = asked.first().unwrap();
            let place = Raised {
                unit_id,
                process_id: city.template.process_id,
                layer: Some(1),
                about_layer: None,
                origin: Origin::Audit(act.id()),
                origin_label: "Walk-in service, May 26, 2026".into(),
            };
            let new: Vec<NewFinding> = (1..=AT_ONCE as i32)
                .map(|part| NewFinding {
                    question: Some((asked.question_id, asked.id)),
                    part,
                    title: asked.texts.text.get("en").to_owned(),
                    seen: "Window 3, 10:40. Looked for a slip with the number. It was not there.".into(),
                    corrected: None,
                    contained: None,
                    severity: Severity::Major,
                    sensitive: false,
                })
                .collect();
            raise(conn, &act, &place, &new)
        })
        .unwrap();
    }
}

/// A mail server that takes everything and counts it.
struct Sink {
    port: u16,
    taken: Arc<Taken>,
}

#[derive(Default)]
struct Taken {
    count: AtomicUsize,
    ids: Mutex<HashSet<String>>,
    kept: Mutex<Vec<Vec<u8>>>,
}

impl Sink {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken: Arc<Taken> = Arc::default();
        let of_threads = Arc::clone(&taken);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let taken = Arc::clone(&of_threads);
                std::thread::spawn(move || talk(stream.unwrap(), &taken));
            }
        });
        Self { port, taken }
    }

    /// How many mails came, and how many different ones.
    fn taken(&self) -> (usize, usize) {
        let different = self.taken.ids.lock().unwrap().len();
        (self.taken.count.load(Ordering::SeqCst), different)
    }
}

fn talk(stream: TcpStream, taken: &Taken) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut wire = BufReader::new(stream);
    wire.get_mut().write_all(b"220 sink ESMTP\r\n")?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if wire.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match line.get(..4) {
            Some(b"EHLO") => b"250-sink\r\n250 8BITMIME\r\n",
            Some(b"DATA") => {
                wire.get_mut().write_all(b"354 go on\r\n")?;
                take(&mut wire, taken)?;
                b"250 taken\r\n"
            }
            Some(b"QUIT") => return wire.get_mut().write_all(b"221 bye\r\n"),
            _ => b"250 OK\r\n",
        };
        wire.get_mut().write_all(answer)?;
    }
}

fn take(wire: &mut BufReader<TcpStream>, taken: &Taken) -> std::io::Result<()> {
    let (mut words, mut line) = (Vec::with_capacity(8_192), Vec::new());
    loop {
        line.clear();
        wire.read_until(b'\n', &mut line)?;
        if let Some(id) = line.strip_prefix(b"Message-ID: ") {
            let id = String::from_utf8_lossy(id).trim().to_owned();
            taken.ids.lock().unwrap().insert(id);
        }
        words.extend_from_slice(&line);
        if line == b".\r\n" {
            break;
        }
    }
    taken.count.fetch_add(1, Ordering::SeqCst);
    let mut kept = taken.kept.lock().unwrap();
    if kept.len() < KEPT {
        kept.push(words);
    }
    Ok(())
}

/// Sends as many mails of the same bytes over as many connections; the seconds it took.
fn plain_client(sink: &Sink, count: usize) -> f64 {
    let mails = sink.taken.kept.lock().unwrap().clone();
    let (next, began) = (AtomicUsize::new(0), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let stream = TcpStream::connect(("127.0.0.1", sink.port)).unwrap();
                stream.set_nodelay(true).unwrap();
                let mut wire = BufReader::new(stream);
                let mut line = String::new();
                wire.read_line(&mut line).unwrap();
                let mut say = |words: &[u8]| {
                    wire.get_mut().write_all(words).unwrap();
                    loop {
                        line.clear();
                        wire.read_line(&mut line).unwrap();
                        if line.as_bytes().get(3) != Some(&b'-') {
                            break;
                        }
                    }
                };
                say(b"EHLO client\r\n");
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    say(b"MAIL FROM:<plumbline@plumbline.example>\r\n");
                    say(b"RCPT TO:<supervisor@city.example>\r\n");
                    say(b"DATA\r\n");
                    say(&mails[n % mails.len()]);
                }
            });
        }
    });
    began.elapsed().as_secs_f64()
}
