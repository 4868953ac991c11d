//! History: every change of a record, append-only, in the transaction of the change.
//!
//! Each record has a hash chain of its own (no global lock); a job seals all new entries into one chain of seals;
//! [`verify`] recomputes both. Free text enters the chain as a salted hash and is stored apart, so that a retention rule
//! can erase it without breaking the chain.

use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::{AnyId, HistoryId, Id, PersonId};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::schema::{history, history_seals, history_texts};
use crate::{both, insert_all};
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Which record changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Record {
    /// The kind of record, a word of the glossary: "finding", "audit".
    pub kind: &'static str,
    /// Its id.
    pub id: AnyId,
}

impl Record {
    /// A record by its kind and id.
    pub fn of<T: Id>(kind: &'static str, id: T) -> Self {
        Self {
            kind,
            id: AnyId(id.uuid()),
        }
    }
}

/// One change to be recorded.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// The record.
    pub record: Record,
    /// What happened, as the last part of a message id: "finding-closed".
    pub event: &'a str,
    /// What from and what to; keys are sorted when it is written down.
    pub facts: serde_json::Value,
    /// Free text a person typed, kept apart from the chain.
    pub text: Option<&'a str>,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = history, treat_none_as_default_value = false)]
struct NewEntry {
    id: HistoryId,
    record_kind: String,
    record_id: AnyId,
    seq: i32,
    at: Instant,
    who: Option<PersonId>,
    event: String,
    facts: String,
    text_hash: Option<String>,
    prev_hash: String,
    hash: String,
    seal: Option<i32>,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = history_texts, treat_none_as_default_value = false)]
struct NewText {
    history_id: HistoryId,
    salt: String,
    body: String,
}

/// One entry as it is shown in a timeline.
#[derive(Debug, Clone, Queryable)]
pub struct Entry {
    /// When it happened.
    pub at: Instant,
    /// Who did it; `None` for a timed job.
    pub who: Option<PersonId>,
    /// What happened.
    pub event: String,
    /// Canonical JSON of what from and what to.
    pub facts: String,
    /// What the person typed, unless it was erased.
    pub text: Option<String>,
}

/// Records one change; call it last in the operation, in the same transaction.
///
/// # Errors
/// Only when the database fails.
pub fn record(conn: &mut Conn, act: &Act, change: Change<'_>) -> AppResult<()> {
    record_all(conn, act, &[change])
}

/// Records several changes at once (one insert).
///
/// # Errors
/// Only when the database fails.
pub fn record_all(conn: &mut Conn, act: &Act, changes: &[Change<'_>]) -> AppResult<()> {
    let mut heads: HashMap<Record, (i32, String)> = HashMap::new();
    let mut entries = Vec::with_capacity(changes.len());
    let mut texts = Vec::new();
    for change in changes {
        let (seq, prev_hash) = match heads.get(&change.record) {
            Some(head) => head.clone(),
            None => head(conn, change.record)?,
        };
        let id: HistoryId = act.id();
        let salted = change.text.filter(|text| !text.is_empty()).map(|text| {
            let salt = act.salt();
            (salt.clone(), sha(&[&salt, text]), text)
        });
        let mut entry = NewEntry {
            id,
            record_kind: change.record.kind.into(),
            record_id: change.record.id,
            seq: seq + 1,
            at: act.now,
            who: act.who,
            event: change.event.into(),
            facts: change.facts.to_string(),
            text_hash: salted.as_ref().map(|(_, hash, _)| hash.clone()),
            prev_hash,
            hash: String::new(),
            seal: None,
        };
        entry.hash = entry_hash(&entry);
        heads.insert(change.record, (entry.seq, entry.hash.clone()));
        if let Some((salt, _, body)) = salted {
            texts.push(NewText {
                history_id: id,
                salt,
                body: body.into(),
            });
        }
        entries.push(entry);
    }
    insert_all!(conn, history::table, &entries)?;
    insert_all!(conn, history_texts::table, &texts)?;
    Ok(())
}

fn head(conn: &mut Conn, record: Record) -> QueryResult<(i32, String)> {
    // A record's first entry is the rule, so most calls read nothing: the index answers.
    both!(conn, c => history::table
        .filter(
            history::record_kind
                .eq(record.kind)
                .and(history::record_id.eq(record.id)),
        )
        .order(history::seq.desc())
        .select((history::seq, history::hash))
        .first(c))
    .optional()
    .map(|head| head.unwrap_or_default())
}

/// The hash of an entry: over every field, each with its length, so that no two entries can read alike.
fn entry_hash(entry: &NewEntry) -> String {
    sha(&[
        &entry.prev_hash,
        &entry.record_kind,
        &entry.record_id.to_string(),
        &entry.seq.to_string(),
        &entry.at.to_string(),
        &entry.who.map(|who| who.to_string()).unwrap_or_default(),
        &entry.event,
        &entry.facts,
        entry.text_hash.as_deref().unwrap_or_default(),
    ])
}

fn sha(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hex::encode(hasher.finalize())
}

/// The timeline of a record, newest first.
///
/// # Errors
/// Only when the database fails.
pub fn timeline(conn: &mut Conn, record: Record) -> QueryResult<Vec<Entry>> {
    history::table
        .left_join(history_texts::table)
        .filter(
            history::record_kind
                .eq(record.kind)
                .and(history::record_id.eq(record.id)),
        )
        .order(history::seq.desc())
        .select((
            history::at,
            history::who,
            history::event,
            history::facts,
            history_texts::body.nullable(),
        ))
        .load(conn)
}

/// Seals every entry that is not sealed yet into the chain of seals; says how many.
///
/// # Errors
/// Only when the database fails.
pub fn seal(conn: &mut Conn, act: &Act) -> AppResult<i32> {
    let last: Option<(i32, String)> = history_seals::table
        .order(history_seals::seq.desc())
        .select((history_seals::seq, history_seals::hash))
        .first(conn)
        .optional()?;
    let (seq, prev_hash) = last.map_or((1, String::new()), |(seq, hash)| (seq + 1, hash));
    let entries = diesel::update(history::table.filter(history::seal.is_null()))
        .set(history::seal.eq(seq))
        .execute(conn)?;
    if entries == 0 {
        return Ok(0);
    }
    let entries = i32::try_from(entries).unwrap_or(i32::MAX);
    let root = sealed_root(conn, seq)?;
    let sealed_at = act.now;
    let hash = seal_hash(&prev_hash, seq, sealed_at, entries, &root);
    diesel::insert_into(history_seals::table)
        .values((
            history_seals::seq.eq(seq),
            history_seals::sealed_at.eq(sealed_at),
            history_seals::entries.eq(entries),
            history_seals::root.eq(root),
            history_seals::prev_hash.eq(prev_hash),
            history_seals::hash.eq(hash),
        ))
        .execute(conn)?;
    Ok(entries)
}

fn sealed_root(conn: &mut Conn, seq: i32) -> QueryResult<String> {
    let hashes: Vec<String> = history::table
        .filter(history::seal.eq(seq))
        .order(history::id)
        .select(history::hash)
        .load(conn)?;
    let mut hasher = Sha256::new();
    for hash in hashes {
        hasher.update(hash.as_bytes());
    }
    Ok(hex::encode(hasher.finalize()))
}

fn seal_hash(prev: &str, seq: i32, at: Instant, entries: i32, root: &str) -> String {
    sha(&[prev, &seq.to_string(), &at.to_string(), &entries.to_string(), root])
}

/// What [`verify`] found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries whose hash and place in the chain are right.
    pub entries: usize,
    /// Records they belong to.
    pub records: usize,
    /// Seals that are right.
    pub seals: usize,
    /// One sentence for each fault, the first hundred.
    pub faults: Vec<String>,
}

#[derive(Queryable)]
struct Sealed {
    seq: i32,
    sealed_at: Instant,
    entries: i32,
    root: String,
    prev_hash: String,
    hash: String,
}

/// Recomputes every chain and every seal.
///
/// # Errors
/// Only when the database fails; a broken chain is not an error but a fault in the result.
pub fn verify(conn: &mut Conn) -> QueryResult<Verified> {
    let mut out = Verified::default();
    verify_chains(conn, &mut out)?;
    verify_texts(conn, &mut out)?;
    let seals: Vec<Sealed> = history_seals::table
        .order(history_seals::seq)
        .load::<SealRow>(conn)?
        .into_iter()
        .map(Sealed::from)
        .collect();
    let mut prev = String::new();
    for (place, seal) in seals.iter().enumerate() {
        let root = sealed_root(conn, seal.seq)?;
        let expected = seal_hash(&prev, seal.seq, seal.sealed_at, seal.entries, &root);
        if seal.seq as usize != place + 1 || seal.prev_hash != prev || seal.root != root || seal.hash != expected {
            fault(
                &mut out,
                format!("seal {}: its entries are not those that were sealed", seal.seq),
            );
        } else {
            out.seals += 1;
        }
        prev.clone_from(&seal.hash);
    }
    Ok(out)
}

type SealRow = (i32, Instant, i32, String, String, String);
impl From<SealRow> for Sealed {
    fn from((seq, sealed_at, entries, root, prev_hash, hash): SealRow) -> Self {
        Self {
            seq,
            sealed_at,
            entries,
            root,
            prev_hash,
            hash,
        }
    }
}

type EntryRow = (
    HistoryId,
    String,
    AnyId,
    i32,
    Instant,
    Option<PersonId>,
    String,
    String,
    Option<String>,
    String,
    String,
    Option<i32>,
);

fn verify_chains(conn: &mut Conn, out: &mut Verified) -> QueryResult<()> {
    // By record, in steps, so that a long history is never in memory as a whole.
    const STEP: i64 = 5_000;
    let mut after: Option<(String, AnyId, i32)> = None;
    let mut head: Option<(String, AnyId, i32, String)> = None;
    loop {
        let mut query = history::table
            .order((history::record_kind, history::record_id, history::seq))
            .limit(STEP)
            .into_boxed();
        if let Some((kind, id, seq)) = after.clone() {
            query = query.filter(
                history::record_kind
                    .gt(kind.clone())
                    .or(history::record_kind.eq(kind).and(
                        history::record_id
                            .gt(id)
                            .or(history::record_id.eq(id).and(history::seq.gt(seq))),
                    )),
            );
        }
        let rows: Vec<EntryRow> = query.load(conn)?;
        let full = rows.len() as i64 == STEP;
        for (id, record_kind, record_id, seq, at, who, event, facts, text_hash, prev_hash, hash, seal) in rows {
            let entry = NewEntry {
                id,
                record_kind,
                record_id,
                seq,
                at,
                who,
                event,
                facts,
                text_hash,
                prev_hash,
                hash,
                seal,
            };
            let (expected_seq, expected_prev) = match &head {
                Some((kind, id, seq, hash)) if *kind == entry.record_kind && *id == entry.record_id => {
                    (seq + 1, hash.clone())
                }
                _ => {
                    out.records += 1;
                    (1, String::new())
                }
            };
            if entry.seq != expected_seq || entry.prev_hash != expected_prev || entry.hash != entry_hash(&entry) {
                fault(
                    out,
                    format!(
                        "{} {}: entry {} does not fit the chain",
                        entry.record_kind, entry.record_id, entry.seq
                    ),
                );
            } else {
                out.entries += 1;
            }
            after = Some((entry.record_kind.clone(), entry.record_id, entry.seq));
            head = Some((entry.record_kind, entry.record_id, entry.seq, entry.hash));
        }
        if !full {
            return Ok(());
        }
    }
}

fn verify_texts(conn: &mut Conn, out: &mut Verified) -> QueryResult<()> {
    let rows: Vec<(HistoryId, String, String, Option<String>)> = history_texts::table
        .inner_join(history::table)
        .select((
            history_texts::history_id,
            history_texts::salt,
            history_texts::body,
            history::text_hash,
        ))
        .load(conn)?;
    for (id, salt, body, text_hash) in rows {
        if text_hash.as_deref() != Some(sha(&[&salt, &body]).as_str()) {
            fault(out, format!("entry {id}: its text is not the one that was written"));
        }
    }
    Ok(())
}

fn fault(out: &mut Verified, sentence: String) {
    if out.faults.len() < 100 {
        out.faults.push(sentence);
    }
}
