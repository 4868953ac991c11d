//! The whole product over HTTP: 32 clients, each with a session, a form token and one kept connection, submit audits of ten
//! answers to a server of its own process; against the bare write path (`submit` called by 32 threads) of the same run, the
//! same audits, the same disk. Every second audit has a finding. The clients run on the same cores: what they used is
//! printed beside what the server used. `make bench-http`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "a benchmark that cannot go on stops; the crowd is shared with the tests"
)]

#[path = "../tests/it/crowd.rs"]
mod crowd;

use crowd::Waiting;
use plumbline::audits::operations::{Received, submit};
use plumbline::audits::reminders::remind_one;
use plumbline::base::act::Act;
use plumbline::base::clock::Clock;
use plumbline::base::ids::PersonId;
use plumbline::findings::reminders::Looked;
use plumbline::people::sign_in::{Device, begin_session, new_token};
use plumbline::platform::db::{Db, migrate};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: usize = 32;
const SPAN: Duration = Duration::from_secs(4);
/// Audits made ready for each line: more than any disk takes in the span.
const READY: usize = 12_000;
/// Each way is measured so often, in turns; the middle one counts.
const TURNS: usize = 3;

/// The product's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // `cargo test --benches` and listing pass flags: there is nothing to test here.
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let folder = std::env::var("BENCH_DIR").unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").into());
    let folder = tempfile::tempdir_in(folder).unwrap();
    let (mut bare, mut over_http) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        bare.push(bare_path(&folder.path().join(format!("bare-{turn}.db"))));
        over_http.push(through_the_server(
            folder.path(),
            &folder.path().join(format!("http-{turn}.db")),
        ));
    }
    let rate = middle(bare);
    let mut told = over_http;
    told.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    let http = &told[TURNS / 2];
    println!("{CLIENTS} clients, audits of ten answers, SQLite, middle of {TURNS} turns");
    println!("bare write path           {rate:>8.0} durable submissions a second");
    println!(
        "over HTTP                 {:>8.0} durable submissions a second",
        http.rate
    );
    println!("ratio                     {:>8.2}", http.rate / rate);
    println!("over HTTP, p50 / p99      {:>8.2} / {:.2} ms", http.p50, http.p99);
    println!(
        "processor time            {:>8.2} ms a submission in the server, {:.2} ms in the clients",
        http.server_ms, http.clients_ms
    );
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

fn ready(url: &str) -> Vec<Waiting> {
    migrate::run(url).unwrap();
    let maker = Db::open_migrated(url, 2, 64).unwrap();
    let waiting = crowd::prepare(&maker, Clock::System.now(), READY);
    look_at_all(&maker);
    maker.close();
    waiting
}

/// The reminders look at each audit when it opens. They have, before anybody submits.
fn look_at_all(db: &Db) {
    let post = crowd::post();
    let mut waits = true;
    while waits {
        let post = post.clone();
        let act = Act::new(None, Clock::System.now(), 3);
        waits = db
            .write_now(move |conn| {
                for _ in 0..200 {
                    if matches!(remind_one(conn, &act.clone(), &post)?, Looked::Nothing) {
                        return Ok(false);
                    }
                }
                Ok(true)
            })
            .unwrap();
    }
}

/// 32 threads call the operation; nothing else of the product is between them and the disk.
fn bare_path(file: &Path) -> f64 {
    let url = format!("sqlite:{}", file.display());
    let waiting = ready(&url);
    let db = Db::open_migrated(&url, 2, 64).unwrap();
    let (post, next, began) = (crowd::post(), AtomicUsize::new(0), Instant::now());
    let done: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = 0;
                    while began.elapsed() < SPAN {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        let Some(one) = waiting.get(n) else { break };
                        let (sent, audit, post) = (one.sent(), one.audit, post.clone());
                        let act = Act::new(Some(one.person), Clock::System.now(), 5_000_000 + n as u64);
                        let received = db.write_now(move |conn| submit(conn, &act.clone(), &post, audit, &sent));
                        assert_eq!(received.unwrap(), Received::New);
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let rate = done as f64 / began.elapsed().as_secs_f64();
    db.close();
    rate
}

/// What came of a turn over HTTP.
struct Told {
    rate: f64,
    p50: f64,
    p99: f64,
    server_ms: f64,
    clients_ms: f64,
}

fn through_the_server(folder: &Path, file: &Path) -> Told {
    let url = format!("sqlite:{}", file.display());
    let waiting = ready(&url);
    let tokens = sign_in(&url, &waiting);
    let (mut server, address) = start(&url, folder);
    let requests: Vec<Vec<u8>> = waiting
        .iter()
        .map(|one| request(one, &tokens[&one.person], &address))
        .collect();
    let (next, began) = (AtomicUsize::new(0), Instant::now());
    let (own, servers) = (cpu("self"), cpu(&server.id().to_string()));
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS)
            .map(|_| scope.spawn(|| client(&address, &requests, &next, began)))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    let (own, servers) = (cpu("self") - own, cpu(&server.id().to_string()) - servers);
    server.kill().unwrap();
    server.wait().unwrap();
    times.sort_by(f64::total_cmp);
    let count = times.len() as f64;
    let at = |share: f64| times[((count - 1.0) * share) as usize];
    Told {
        rate: count / seconds,
        p50: at(0.5),
        p99: at(0.99),
        server_ms: servers / count * 1e3,
        clients_ms: own / count * 1e3,
    }
}

/// Seconds of processor time a process has used: fields 14 and 15 of its `stat`, in hundredths.
fn cpu(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |n: usize| fields[n].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

fn sign_in(url: &str, waiting: &[Waiting]) -> HashMap<PersonId, String> {
    let db = Db::open_migrated(url, 1, 64).unwrap();
    let mut tokens = HashMap::new();
    for one in waiting {
        tokens.entry(one.person).or_insert_with(|| {
            let (token, person) = (new_token().unwrap(), one.person);
            let (given, act) = (
                token.clone(),
                Act::new(Some(person), Clock::System.now(), 7 + one.office as u64),
            );
            let device = Device {
                agent: "benchmark".into(),
                address: "127.0.0.1".into(),
            };
            db.write_now(move |conn| begin_session(conn, &act.clone(), person, &given, &device, None))
                .unwrap();
            token
        });
    }
    db.close();
    tokens
}

fn start(url: &str, folder: &Path) -> (Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut server = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .arg("serve")
        .env("PLUMBLINE_DATABASE_URL", url)
        .env("PLUMBLINE_LISTEN", &address)
        .env("PLUMBLINE_PUBLIC_URL", format!("http://{address}"))
        .env("PLUMBLINE_FILES_DIR", folder.join("files"))
        .env("PLUMBLINE_MAIL_DIR", folder.join("mail"))
        .env("RUST_LOG", "error")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        let answer = TcpStream::connect(&address).ok().and_then(|stream| {
            let mut wire = Wire::over(stream);
            wire.ask(format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes())
        });
        if answer == Some(200) {
            return (server, address);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    server.kill().unwrap();
    server.wait().unwrap();
    panic!("the server did not get ready in half a minute");
}

/// A submission as a browser's page sends it: with its session and the token of its forms.
fn request(one: &Waiting, token: &str, address: &str) -> Vec<u8> {
    let csrf = hex::encode(Sha256::new().chain_update("csrf").chain_update(token).finalize());
    let body = one.body().to_string();
    format!(
        "PUT /audits/{}/submissions/{} HTTP/1.1\r\nhost: {address}\r\ncookie: session={token}\r\nx-csrf: {csrf}\r\n\
         accept: application/json\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        one.audit,
        one.submission,
        body.len()
    )
    .into_bytes()
}

/// Submits over one connection until the time is up; the milliseconds of each.
fn client(address: &str, requests: &[Vec<u8>], next: &AtomicUsize, began: Instant) -> Vec<f64> {
    let mut wire = Wire::over(TcpStream::connect(address).unwrap());
    let mut times = Vec::new();
    while began.elapsed() < SPAN {
        let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) else {
            break;
        };
        let asked = Instant::now();
        assert_eq!(wire.ask(request), Some(201));
        times.push(asked.elapsed().as_secs_f64() * 1e3);
    }
    times
}

/// One kept connection, with no more around it than it takes: what the clients use is taken from the server.
struct Wire(BufReader<TcpStream>);

impl Wire {
    fn over(stream: TcpStream) -> Self {
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends a request and reads the answer to its end; its status.
    fn ask(&mut self, request: &[u8]) -> Option<u16> {
        self.0.get_mut().write_all(request).ok()?;
        let mut line = String::new();
        self.0.read_line(&mut line).ok()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let (mut length, mut chunked) = (0, false);
        loop {
            line.clear();
            self.0.read_line(&mut line).ok()?;
            let head = line.trim().to_ascii_lowercase();
            if head.is_empty() {
                break;
            }
            if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
            chunked |= head == "transfer-encoding: chunked";
        }
        while chunked {
            line.clear();
            self.0.read_line(&mut line).ok()?;
            let size = usize::from_str_radix(line.trim(), 16).ok()?;
            let mut part = vec![0; size + 2];
            self.0.read_exact(&mut part).ok()?;
            chunked = size > 0;
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).ok()?;
        Some(status)
    }
}
