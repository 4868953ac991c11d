//! The migrations of both engines end in the same tables, and `src/schema.rs` says the same; they can be undone.

use crate::engines::{self, Engine};
use crate::tidy::{read, repository};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use plumbline::platform::db::Conn;
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;

/// Tables with their columns in order: name, type, may be null.
type Tables = BTreeMap<String, Vec<(String, String, bool)>>;

/// Type in `schema.rs`, in SQLite, in PostgreSQL.
const TYPES: &[(&str, &str, &str)] = &[
    ("Integer", "INTEGER", "integer"),
    ("BigInt", "INTEGER", "bigint"),
    ("Double", "REAL", "double precision"),
    ("Text", "TEXT", "text"),
    ("Bool", "INTEGER", "boolean"),
    ("Date", "TEXT", "date"),
    ("DbUuid", "BLOB", "uuid"),
    ("Instant", "INTEGER", "timestamp with time zone"),
    ("JsonDoc", "TEXT", "jsonb"),
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

fn columns(conn: &mut Conn) -> Tables {
    let rows: Vec<Column> = match conn {
        Conn::Sqlite(conn) => diesel::sql_query(
            "SELECT m.name AS \"of\", p.name AS name, p.type AS kind, p.\"notnull\" = 0 AS nullable \
             FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' \
             ORDER BY m.name, p.cid",
        )
        .load(conn)
        .unwrap(),
        Conn::Pg(conn) => diesel::sql_query(
            "SELECT table_name::text AS \"of\", column_name::text AS name, data_type::text AS kind, \
             is_nullable = 'YES' AS nullable FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%' ORDER BY table_name, ordinal_position",
        )
        .load(conn)
        .unwrap(),
    };
    let mut tables = Tables::new();
    for row in rows {
        tables
            .entry(row.of)
            .or_default()
            .push((row.name, row.kind, row.nullable));
    }
    tables
}

/// What `src/schema.rs` says, with the types of an engine.
fn declared(engine: Engine) -> Tables {
    let source = read("src/schema.rs");
    let table = Regex::new(r"(?s)/// Owner: [^\n]*\n\s*(\w+) \([^)]*\) \{\n(.*?)\n    \}").unwrap();
    let column = Regex::new(r"(\w+) -> (?:Nullable<(\w+)>|(\w+)),").unwrap();
    let mut tables = Tables::new();
    for found in table.captures_iter(&source) {
        let columns = column.captures_iter(&found[2]).map(|own| {
            let kind = own.get(2).or(own.get(3)).unwrap().as_str();
            let (_, sqlite, postgres) = TYPES
                .iter()
                .find(|(ours, ..)| *ours == kind)
                .unwrap_or_else(|| panic!("Say in tests/it/schemas.rs what {kind} is on each engine."));
            let kind = if engine == Engine::Sqlite { sqlite } else { postgres };
            (own[1].to_owned(), (*kind).to_owned(), own.get(2).is_some())
        });
        tables.insert(found[1].to_owned(), columns.collect());
    }
    assert_eq!(
        tables.len(),
        source.matches("table! {").count(),
        "a table! of src/schema.rs could not be read"
    );
    tables
}

fn folder(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "migrations/sqlite",
        Engine::Postgres => "migrations/postgres",
    }
}

fn migrations(engine: Engine) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(repository().join(folder(engine)))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn agree(engine: Engine) {
    let database = engines::empty(engine);
    let mut conn = Conn::open(&database.url).unwrap();
    let (tables, declared) = (columns(&mut conn), declared(engine));
    let mut wrong = Vec::new();
    for name in declared.keys().chain(tables.keys()) {
        if declared.get(name) != tables.get(name) {
            let (said, is) = (declared.get(name), tables.get(name));
            wrong.push(format!("{name}:\n  schema.rs   {said:?}\n  migrations  {is:?}"));
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "src/schema.rs and {} do not end in the same tables; make them agree, columns in the same order:\n{}",
        folder(engine),
        wrong.join("\n")
    );
    // And back: each down.sql undoes its up.sql.
    for way in ["down", "up", "down"] {
        let mut names = migrations(engine);
        if way == "down" {
            names.reverse();
        }
        for name in names {
            let sql =
                fs::read_to_string(repository().join(folder(engine)).join(&name).join(format!("{way}.sql"))).unwrap();
            conn.batch_execute(&sql)
                .unwrap_or_else(|error| panic!("{name}/{way}.sql: {error}"));
        }
        let left: Vec<String> = columns(&mut conn).into_keys().collect();
        assert_eq!(
            left.is_empty(),
            way == "down",
            "after every {way}.sql there is {left:?}"
        );
    }
}

#[test]
fn the_migrations_of_sqlite_make_what_the_schema_says() {
    agree(Engine::Sqlite);
}

#[test]
fn the_migrations_of_postgres_make_what_the_schema_says() {
    agree(Engine::Postgres);
}

#[test]
fn both_engines_have_the_same_migrations() {
    assert_eq!(
        migrations(Engine::Sqlite),
        migrations(Engine::Postgres),
        "Give each migration a folder of the same name in migrations/sqlite and migrations/postgres."
    );
}
