//! Durable submissions per second of the product's own write path (an audit of ten answers, half of them with a
//! finding, with figures, history and numbers) against one commit for each submission, for 1 and 32 callers, on SQLite
//! and PostgreSQL. `make bench` starts a PostgreSQL of its own with fsync on. Only ratios within one run mean something:
//! the disk's own fsync time is printed first.

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
use plumbline::base::act::Act;
use plumbline::base::clock::Clock;
use plumbline::platform::db::{Conn, Db, migrate};
use plumbline::platform::mail::post::Post;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long each line of the table is measured.
const SPAN: Duration = Duration::from_secs(3);
/// Audits made ready for each line: more than any disk takes in the span.
const READY: usize = 12_000;

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
    println!(
        "fsync after a 4 KiB append in the database's folder: p50 {:.2} ms",
        fsync_time(folder.path())
    );
    println!(
        "{:<46} {:>9} {:>8} {:>9} {:>9}",
        "durable submissions", "a second", "ratio", "p50 ms", "p99 ms"
    );
    // `cargo bench --bench submissions -- "group commit, 32"` measures one line.
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| only.as_deref().is_none_or(|words| name.contains(words));
    let mut first = None;
    for (name, group, callers) in [
        ("SQLite, one commit each, 1 caller", 1, 1),
        ("SQLite, one commit each, 32 callers", 1, 32),
        ("SQLite, group commit, 1 caller", 64, 1),
        ("SQLite, group commit, 32 callers", 64, 32),
    ] {
        if !wanted(name) {
            continue;
        }
        let file = folder.path().join(format!("{group}-{callers}.db"));
        let url = format!("sqlite:{}", file.display());
        line(name, &url, 2, group, callers, &mut first);
    }
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        println!("PostgreSQL: not measured; `make bench` starts one.");
        return;
    };
    for (name, workers, callers) in [("PostgreSQL, 1 caller", 2, 1), ("PostgreSQL, 32 callers", 32, 32)] {
        if !wanted(name) {
            continue;
        }
        let database = format!("plumbline_bench_{workers}");
        let mut conn = Conn::open(&server).unwrap();
        run(&mut conn, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        run(&mut conn, &format!("CREATE DATABASE {database}"));
        let url = with_database(&server, &database);
        line(name, &url, workers, 64, callers, &mut first);
        run(&mut conn, &format!("DROP DATABASE {database} WITH (FORCE)"));
    }
}

fn run(conn: &mut Conn, sql: &str) {
    use diesel::connection::SimpleConnection;
    conn.batch_execute(sql).unwrap();
}

/// The same server, another database: the path of the URL is its name.
fn with_database(server: &str, database: &str) -> String {
    let (before, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(a, b)| (a, format!("?{b}")));
    let (base, _) = before.rsplit_once('/').unwrap();
    format!("{base}/{database}{query}")
}

fn fsync_time(folder: &Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("fsync")).unwrap();
    let mut times: Vec<f64> = (0..200)
        .map(|_| {
            file.write_all(&[7; 4096]).unwrap();
            let began = Instant::now();
            file.sync_data().unwrap();
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn line(name: &str, url: &str, readers: usize, group: usize, callers: usize, first: &mut Option<f64>) {
    migrate::run(url).unwrap();
    let maker = Db::open_migrated(url, readers, 64).unwrap();
    let now = Clock::System.now();
    let ready = if callers == 1 { READY / 4 } else { READY };
    let waiting = crowd::prepare(&maker, now, ready);
    maker.close();
    let db = Db::open_migrated(url, readers, group).unwrap();
    let (post, next) = (crowd::post(), AtomicUsize::new(0));
    let began = Instant::now();
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers)
            .map(|_| scope.spawn(|| call(&db, &post, &waiting, &next, began)))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    db.close();
    times.sort_by(f64::total_cmp);
    let rate = times.len() as f64 / seconds;
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let base = *first.get_or_insert(rate);
    println!(
        "{name:<46} {rate:>9.0} {:>8.1} {:>9.2} {:>9.2}",
        rate / base,
        at(0.5),
        at(0.99)
    );
    if next.load(Ordering::Relaxed) >= waiting.len() {
        println!("    (all {} audits were used up before the time was)", waiting.len());
    }
}

/// Submits until the time is up; the milliseconds of each.
fn call(db: &Db, post: &Post, waiting: &[Waiting], next: &AtomicUsize, began: Instant) -> Vec<f64> {
    let mut times = Vec::new();
    while began.elapsed() < SPAN {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let Some(one) = waiting.get(n) else { break };
        let (sent, audit, post) = (one.sent(), one.audit, post.clone());
        let act = Act::new(Some(one.person), Clock::System.now(), 5_000_000 + n as u64);
        let asked = Instant::now();
        let received = db
            .write_now(move |conn| submit(conn, &act.clone(), &post, audit, &sent))
            .unwrap();
        times.push(asked.elapsed().as_secs_f64() * 1e3);
        assert_eq!(received, Received::New);
    }
    times
}
