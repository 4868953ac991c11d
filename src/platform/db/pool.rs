//! Threads that own their connection. SQLite: some readers and ONE writer with group commit. PostgreSQL: some workers.
//!
//! *Why a single writer*: SQLite lets one transaction write at a time, and a commit costs a sync of the disk. The writer
//! opens one transaction, runs every waiting write in its own savepoint, commits once and only then answers all of them:
//! as durable as one commit each, many times faster under load (see `benches/`).

use super::conn::{Conn, Engine};
use super::migrate;
use crate::platform::error::{AppError, AppResult};
use diesel::r2d2::R2D2Connection;
use diesel::result::{DatabaseErrorKind, Error as DbError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Writes waiting for the writer, and reads waiting for a reader, before the database says it is busy.
const QUEUE: usize = 1024;
/// Writes in one group, and how long a group may grow: bounds what a commit that fails takes with it, and the wait.
const GROUP_MAX: usize = 64;
const GROUP_TIME: Duration = Duration::from_millis(20);
/// How often a write is tried again when PostgreSQL asks for it (serialization failure, dead-lock).
const TRIES: usize = 5;

type ReadJob = Box<dyn FnOnce(&mut Conn) + Send>;
/// Runs the body in its savepoint and gives back "tell the caller", to be called once it is known whether the group
/// was committed.
type WriteJob = Box<dyn FnOnce(&mut Conn) -> Box<dyn FnOnce(bool) + Send> + Send>;

/// The database. Cheap to clone; the threads end when [`Db::close`] is called.
#[derive(Clone)]
pub struct Db {
    url: Arc<str>,
    engine: Engine,
    inner: Arc<Mutex<Option<Threads>>>,
    read: mpsc::SyncSender<ReadJob>,
    write: Option<mpsc::SyncSender<WriteJob>>,
}

struct Threads {
    stop: Arc<std::sync::atomic::AtomicBool>,
    handles: Vec<JoinHandle<()>>,
}

impl Db {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// A sentence for the administrator: the URL, the file or the server is at fault, or a migration failed.
    pub fn open(url: &str, readers: usize) -> Result<Self, String> {
        migrate::run(url)?;
        Self::open_migrated(url, readers, GROUP_MAX)
    }

    /// Opens a database whose tables are up to date; `group_max` 1 means a commit for each write (for benchmarks).
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_migrated(url: &str, readers: usize, group_max: usize) -> Result<Self, String> {
        let engine = Engine::of(url)?;
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let (read, jobs) = mpsc::sync_channel::<ReadJob>(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        let mut handles = Vec::new();
        for n in 0..readers.max(1) {
            let (jobs, url, stop) = (Arc::clone(&jobs), url.to_owned(), Arc::clone(&stop));
            handles.push(spawn(&format!("db-{n}"), move || serve_reads(&url, &jobs, &stop))?);
        }
        let write = match engine {
            Engine::Postgres => None,
            Engine::Sqlite => {
                let (write, jobs) = mpsc::sync_channel::<WriteJob>(QUEUE);
                let (url, stop) = (url.to_owned(), Arc::clone(&stop));
                handles.push(spawn("db-writer", move || serve_writes(&url, &jobs, group_max, &stop))?);
                Some(write)
            }
        };
        let inner = Arc::new(Mutex::new(Some(Threads { stop, handles })));
        Ok(Self {
            url: url.into(),
            engine,
            inner,
            read,
            write,
        })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The URL it was opened with. May hold a password: never for logs or pages.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Reads as of one moment: nothing changes between the queries of the body.
    ///
    /// # Errors
    /// What the body returned; [`AppError::Busy`] when too many are waiting.
    pub async fn read<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut Conn) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let (tell, told) = oneshot::channel();
        self.queue_read(Box::new(move |conn| {
            if !tell.is_closed() {
                let _ = tell.send(conn.read_tx(body));
            }
        }))?;
        told.await.map_err(|_| AppError::broken("a read did not end"))?
    }

    /// Writes, in one transaction; the answer comes after it is on disk. An error undoes all of it and nothing else.
    /// The body may run more than once (it owns its inputs and makes no ids of its own but through a cloned act).
    ///
    /// # Errors
    /// What the body returned; [`AppError::Busy`] when too many are waiting; [`AppError::Broken`] when the commit
    /// failed, which on a lost connection leaves open whether it was done.
    pub async fn write<T: Send + 'static>(
        &self,
        body: impl Fn(&mut Conn) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let (tell, told) = oneshot::channel();
        self.queue_write(body, move |result| {
            let _ = tell.send(result);
        })?;
        told.await.map_err(|_| AppError::broken("a write did not end"))?
    }

    /// [`Db::read`] for threads that have no runtime (commands, the demo).
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut Conn) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let (tell, told) = mpsc::sync_channel(1);
        self.queue_read(Box::new(move |conn| {
            let _ = tell.send(conn.read_tx(body));
        }))?;
        told.recv().map_err(|_| AppError::broken("a read did not end"))?
    }

    /// [`Db::write`] for threads that have no runtime (commands, the demo).
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T: Send + 'static>(
        &self,
        body: impl Fn(&mut Conn) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let (tell, told) = mpsc::sync_channel(1);
        self.queue_write(body, move |result| {
            let _ = tell.send(result);
        })?;
        told.recv().map_err(|_| AppError::broken("a write did not end"))?
    }

    fn queue_read(&self, job: ReadJob) -> AppResult<()> {
        self.read.try_send(job).map_err(|_| AppError::Busy)
    }

    fn queue_write<T: Send + 'static>(
        &self,
        body: impl Fn(&mut Conn) -> AppResult<T> + Send + 'static,
        tell: impl FnOnce(AppResult<T>) + Send + 'static,
    ) -> AppResult<()> {
        match &self.write {
            Some(writer) => writer
                .try_send(Box::new(move |conn| {
                    let result = guarded(conn, &body);
                    Box::new(move |committed| {
                        tell(match result {
                            Ok(_) if !committed => Err(AppError::broken("the group of writes could not be committed")),
                            result => result,
                        });
                    })
                }))
                .map_err(|_| AppError::Busy),
            None => self.queue_read(Box::new(move |conn| tell(write_with_retries(conn, &body)))),
        }
    }

    /// Ends the threads after the work that is queued; called once, when the server has answered its last request.
    pub fn close(&self) {
        let threads = self.inner.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(threads) = threads else { return };
        threads.stop.store(true, std::sync::atomic::Ordering::SeqCst);
        // Wakes those that wait for work; those that have some look up by themselves.
        for _ in &threads.handles {
            let _ = self.read.try_send(Box::new(|_| ()));
        }
        if let Some(writer) = &self.write {
            let _ = writer.try_send(Box::new(|_| Box::new(|_| ())));
        }
        for handle in threads.handles {
            let _ = handle.join();
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, String> {
    std::thread::Builder::new()
        .name(name.into())
        .spawn(body)
        .map_err(|error| format!("cannot start the thread {name}: {error}"))
}

/// A connection, however long it takes: the server may be starting too.
fn open_patiently(url: &str, stop: &std::sync::atomic::AtomicBool) -> Option<Conn> {
    let mut wait = Duration::from_millis(50);
    loop {
        match Conn::open(url) {
            Ok(conn) => return Some(conn),
            Err(error) => tracing::warn!(%error, "the database does not answer; trying again"),
        }
        if stop.load(std::sync::atomic::Ordering::SeqCst) {
            return None;
        }
        std::thread::sleep(wait);
        wait = (wait * 2).min(Duration::from_secs(5));
    }
}

/// How long a thread waits for work before it looks whether it should end.
const LOOK_UP: Duration = Duration::from_millis(100);

/// A thread that should end still does what is queued, but waits for nothing more.
fn patience(stop: &std::sync::atomic::AtomicBool) -> Duration {
    if stop.load(std::sync::atomic::Ordering::SeqCst) {
        Duration::ZERO
    } else {
        LOOK_UP
    }
}

fn serve_reads(url: &str, jobs: &Mutex<mpsc::Receiver<ReadJob>>, stop: &std::sync::atomic::AtomicBool) {
    let Some(mut conn) = open_patiently(url, stop) else {
        return;
    };
    loop {
        let job = {
            let jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
            jobs.recv_timeout(patience(stop))
        };
        match job {
            Ok(job) => {
                let finished = catch_unwind(AssertUnwindSafe(|| job(&mut conn))).is_ok();
                // A panic, a lost server or a transaction left open: throw the connection away.
                if !finished || conn.is_broken() || conn.depth() != Some(0) {
                    match open_patiently(url, stop) {
                        Some(fresh) => conn = fresh,
                        None => return,
                    }
                }
            }
            Err(mpsc::RecvTimeoutError::Timeout) if !stop.load(std::sync::atomic::Ordering::SeqCst) => {}
            Err(_) => return,
        }
    }
}

fn serve_writes(url: &str, jobs: &mpsc::Receiver<WriteJob>, group_max: usize, stop: &std::sync::atomic::AtomicBool) {
    let Some(mut conn) = open_patiently(url, stop) else {
        return;
    };
    loop {
        let first = match jobs.recv_timeout(patience(stop)) {
            Ok(job) => job,
            Err(mpsc::RecvTimeoutError::Timeout) if !stop.load(std::sync::atomic::Ordering::SeqCst) => continue,
            Err(_) => return,
        };
        let mut answers = Vec::new();
        let group = catch_unwind(AssertUnwindSafe(|| {
            conn.write_tx::<_, DbError>(|conn| {
                let started = Instant::now();
                let mut next = Some(first);
                while let Some(job) = next {
                    answers.push(job(conn));
                    let room = answers.len() < group_max && started.elapsed() < GROUP_TIME;
                    next = if room { jobs.try_recv().ok() } else { None };
                }
                Ok(())
            })
        }));
        let committed = matches!(group, Ok(Ok(())));
        if !committed {
            tracing::error!(writes = answers.len(), "a group of writes could not be committed");
        }
        for tell in answers {
            tell(committed);
        }
        if !committed || conn.depth() != Some(0) {
            match open_patiently(url, stop) {
                Some(fresh) => conn = fresh,
                None => return,
            }
        }
    }
}

/// Runs a write in its own savepoint (or transaction). A panic in it undoes it alone; its neighbours go on.
fn guarded<T>(conn: &mut Conn, body: &dyn Fn(&mut Conn) -> AppResult<T>) -> AppResult<T> {
    conn.write_tx(|conn| {
        let depth = conn.depth();
        match catch_unwind(AssertUnwindSafe(|| body(conn))) {
            Ok(result) => result,
            Err(_) => {
                if let Some(depth) = depth {
                    conn.roll_back_to(depth);
                }
                Err(AppError::broken("a write panicked"))
            }
        }
    })
}

/// PostgreSQL: a write that lost a race is tried again; one whose commit went unanswered never is.
fn write_with_retries<T>(conn: &mut Conn, body: &dyn Fn(&mut Conn) -> AppResult<T>) -> AppResult<T> {
    let mut tries = 1;
    loop {
        match guarded(conn, body) {
            Err(AppError::Broken(cause)) if tries < TRIES && lost_a_race(cause.as_ref()) => tries += 1,
            result => return result,
        }
    }
}

fn lost_a_race(cause: &(dyn std::error::Error + 'static)) -> bool {
    match cause.downcast_ref::<DbError>() {
        Some(DbError::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
        Some(DbError::DatabaseError(_, info)) => info.message().contains("deadlock detected"),
        _ => false,
    }
}

/// Whether an error says that a row with this unique key is there already.
pub fn is_duplicate(error: &DbError) -> bool {
    matches!(error, DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}
