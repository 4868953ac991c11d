//! One connection type over both engines, and the few idioms the multi connection lacks.
#![allow(
    missing_docs,
    reason = "the derive of the multi connection makes items without documentation beside the enum"
)]

use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A connection to SQLite or PostgreSQL. Queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A server.
    #[cfg(feature = "postgres")]
    Pg(diesel::pg::PgConnection),
    /// A file beside the program.
    Sqlite(diesel::sqlite::SqliteConnection),
}

type Manager = <Conn as Connection>::TransactionManager;

/// Which engine a database URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded SQLite: one file beside the program.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl Engine {
    /// Reads the engine from a URL: `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// A sentence that says which forms are understood.
    pub fn of(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            if cfg!(feature = "postgres") {
                Ok(Self::Postgres)
            } else {
                Err("this build has no PostgreSQL; use a build with the feature \"postgres\" or a sqlite: URL".into())
            }
        } else if sqlite_path(url).is_some() {
            Ok(Self::Sqlite)
        } else {
            Err("the database URL has to start with sqlite: (a file) or postgres:// (a server)".into())
        }
    }
}

/// The file of a SQLite URL.
pub fn sqlite_path(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .filter(|path| !path.is_empty())
}

/// WAL lets readers go on while the writer writes; FULL makes every acknowledged commit survive a power cut. A group of
/// writes changes some hundred pages: at the usual 1000 pages nearly every second group would wait for a checkpoint. A page
/// of figures of 500 offices reads some thousand pages again and again: a connection keeps up to 64 MB of them.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
    PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; \
    PRAGMA wal_autocheckpoint=4000;";

impl Conn {
    /// Opens a connection. The derived `establish` tries each engine in turn and is never used with a URL from outside.
    ///
    /// # Errors
    /// When the URL is of no known form, the file cannot be opened or the server does not answer.
    pub fn open(url: &str) -> ConnectionResult<Self> {
        match Engine::of(url).map_err(ConnectionError::InvalidConnectionUrl)? {
            #[cfg(feature = "postgres")]
            Engine::Postgres => {
                let mut conn = diesel::pg::PgConnection::establish(url)?;
                // The database keeps moments in UTC whatever the server's own zone is.
                conn.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages TO warning")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Self::Pg(conn))
            }
            #[cfg(not(feature = "postgres"))]
            Engine::Postgres => Err(ConnectionError::InvalidConnectionUrl(
                "no PostgreSQL in this build".into(),
            )),
            Engine::Sqlite => {
                let mut conn = diesel::sqlite::SqliteConnection::establish(sqlite_path(url).unwrap_or_default())?;
                conn.batch_execute(SQLITE_PRAGMAS)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Self::Sqlite(conn))
            }
        }
    }

    /// How many transactions are open, the nested ones counted; `None` when the connection is broken.
    pub fn depth(&mut self) -> Option<u32> {
        Manager::transaction_manager_status_mut(self)
            .transaction_depth()
            .ok()
            .map(|depth| depth.map_or(0, u32::from))
    }

    /// A transaction that is going to write: `BEGIN IMMEDIATE` on SQLite (a deferred one may fail at its first write
    /// whatever the busy timeout), `BEGIN` on PostgreSQL; a savepoint when one is open already. An error undoes it.
    ///
    /// # Errors
    /// What the body returned, or what the database said to begin, commit or roll back.
    pub fn write_tx<T, E: From<diesel::result::Error>>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let nested = Manager::transaction_manager_status_mut(self)
            .transaction_depth()?
            .is_some();
        match self {
            Self::Sqlite(conn) if !nested => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?,
            _ => Manager::begin_transaction(self)?,
        }
        self.finish(body)
    }

    /// Reads as of one moment, whatever others write meanwhile: a figure is put together from several tables.
    ///
    /// # Errors
    /// What the body returned, or what the database said to begin or to end.
    pub fn read_tx<T, E: From<diesel::result::Error>>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Pg(conn) => AnsiTransactionManager::begin_transaction_sql(
                conn,
                "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
            )?,
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN DEFERRED")?,
        }
        self.finish(body)
    }

    /// From now on this transaction, which has asked nothing yet, reads as of one moment though it is going to write. On
    /// PostgreSQL it loses the race against whoever changed meanwhile what it changes, and is tried again.
    ///
    /// # Errors
    /// When the database refuses, as PostgreSQL does where something was asked already.
    pub fn at_one_moment(&mut self) -> diesel::QueryResult<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Pg(conn) => {
                diesel::sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(conn)?;
            }
            // there is one writer, so nobody writes meanwhile
            Self::Sqlite(_) => {}
        }
        Ok(())
    }

    /// Runs the body in the transaction that was begun, and ends it.
    fn finish<T, E: From<diesel::result::Error>>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        match body(self) {
            Ok(value) => {
                Manager::commit_transaction(self)?;
                Ok(value)
            }
            Err(error) => match Manager::rollback_transaction(self) {
                Ok(()) | Err(diesel::result::Error::BrokenTransactionManager) => Err(error),
                Err(rollback) => Err(rollback.into()),
            },
        }
    }

    /// Rolls back until this many transactions are open: what a panic inside a savepoint leaves behind.
    pub(super) fn roll_back_to(&mut self, depth: u32) -> bool {
        while self.depth().is_some_and(|open| open > depth) {
            if Manager::rollback_transaction(self).is_err() {
                return false;
            }
        }
        self.depth() == Some(depth)
    }
}

/// Runs a query whose clause the multi backend lacks (ON CONFLICT, aggregate FILTER, window frames) but both engines
/// have, by walking the same expression on the real one.
#[derive(Debug, Clone, Copy)]
pub struct Native<Q>(pub Q);

#[cfg(feature = "postgres")]
impl<Q> QueryFragment<MultiBackend> for Native<Q>
where
    Q: QueryFragment<diesel::pg::Pg> + QueryFragment<diesel::sqlite::Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}
#[cfg(not(feature = "postgres"))]
impl<Q> QueryFragment<MultiBackend> for Native<Q>
where
    Q: QueryFragment<diesel::sqlite::Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}
impl<Q: QueryId> QueryId for Native<Q> {
    type QueryId = Q::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q: Query> Query for Native<Q> {
    type SqlType = Q::SqlType;
}
impl<Q> RunQueryDsl<Conn> for Native<Q> {}

/// Keeps a query prepared under its own text: for lists of values (`IN`) on a hot path, inside `both!`. Diesel prepares
/// these anew each time, because one type of query may have many texts. Only for queries with few texts (a list is as
/// long as a checklist, not as a table): what is kept stays until the connection ends.
#[derive(Debug, Clone, Copy)]
pub struct Kept<Q>(pub Q);

impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Kept<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}
impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    // The text is the key, not the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<Q: Query> Query for Kept<Q> {
    type SqlType = Q::SqlType;
}
impl<Q, C> RunQueryDsl<C> for Kept<Q> {}

/// [`Kept`] for a statement whose text never varies, made by `fixed!`: found again by its place in the sources, so that
/// its text is written once.
#[derive(Debug, Clone, Copy)]
pub struct Fixed<Q, Place>(pub Q, pub std::marker::PhantomData<Place>);

impl<Q: QueryFragment<DB>, DB: Backend, Place> QueryFragment<DB> for Fixed<Q, Place> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}
impl<Q, Place: 'static> QueryId for Fixed<Q, Place> {
    type QueryId = Place;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<Q: Query, Place> Query for Fixed<Q, Place> {
    type SqlType = Q::SqlType;
}
impl<Q, Place, C> RunQueryDsl<C> for Fixed<Q, Place> {}

/// An update or upsert of one row on a hot path, whose text never varies (no list, no optional part): `fixed!(conn,
/// diesel::update(…).set(…).returning(…), load)?`. It says what it gives back, because `execute` would prepare it anew.
#[macro_export]
macro_rules! fixed {
    ($conn:expr, $query:expr, $run:ident) => {{
        struct Place;
        $crate::both!($conn, c => $crate::platform::db::conn::Fixed($query, std::marker::PhantomData::<Place>).$run(c))
    }};
}

/// The same diesel expression, compiled once per engine: for batch inserts and upserts, which the multi connection lacks,
/// and for queries of a hot path, which it writes anew each time.
#[cfg(feature = "postgres")]
#[macro_export]
macro_rules! both {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::platform::db::Conn::Pg($c) => $body,
            $crate::platform::db::Conn::Sqlite($c) => $body,
        }
    };
}
/// The same diesel expression, compiled once per engine: for batch inserts and upserts, which the multi connection lacks,
/// and for queries of a hot path, which it writes anew each time.
#[cfg(not(feature = "postgres"))]
#[macro_export]
macro_rules! both {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::platform::db::Conn::Sqlite($c) => $body,
        }
    };
}

/// Inserts rows: as one statement on PostgreSQL, where a round trip is what costs, and row by row on SQLite, where
/// preparing a statement of many rows is. `insert_all!(conn, history::table, &entries)?`
#[macro_export]
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::platform::db::Conn::Pg(conn) => diesel::insert_into($table).values($rows).execute(conn),
            $crate::platform::db::Conn::Sqlite(conn) => $rows.iter().try_fold(0, |count, row| {
                let one = diesel::insert_into($table).values(row).execute(conn)?;
                Ok::<usize, diesel::result::Error>(count + one)
            }),
        }
    };
}

/// Inserts rows or adds to those that are there, as `insert_all!` does: `upsert_all!(conn, &rows, row =>
/// diesel::insert_into(…).values(row).on_conflict(…).do_update().set(…), t::day => NaiveDate)?`. The last part names a
/// column, which SQLite gives back so that the statement stays prepared.
#[macro_export]
macro_rules! upsert_all {
    ($conn:expr, $rows:expr, $row:ident => $upsert:expr, $back:expr => $type:ty) => {{
        struct Place;
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::platform::db::Conn::Pg(conn) => {
                let $row = $rows;
                diesel::RunQueryDsl::execute($upsert, conn).map(|_| ())
            }
            $crate::platform::db::Conn::Sqlite(conn) => $rows.iter().try_for_each(|$row| {
                let kept =
                    $crate::platform::db::conn::Fixed($upsert.returning($back), std::marker::PhantomData::<Place>);
                diesel::RunQueryDsl::get_result::<$type>(kept, conn).map(|_| ())
            }),
        }
    }};
}
