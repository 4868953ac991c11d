//! The verbs of the room: loading an edition, and letting it come into force.

use super::file::{self, ManualFile};
use super::model::*;
use super::{queries, write};
use crate::base::act::Act;
use crate::base::fingerprint;
use crate::base::ids::*;
use crate::platform::db::{Conn, is_duplicate};
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use chrono::NaiveDate;
use serde_json::json;

/// Loads an edition of a manual. The same file again writes nothing; a draft (its first day is still to come) may be
/// loaded over; an edition that has been in force never changes.
///
/// # Errors
/// Refused when the edition has been in force and the file has other words; Stale when somebody else loads the manual at
/// the same moment.
pub fn load(conn: &mut Conn, act: &Act, file: &ManualFile, source: &str, today: NaiveDate) -> AppResult<Loaded> {
    let source_hash = fingerprint::of(source);
    let number = i32::try_from(file.edition).map_err(AppError::broken)?;
    let known = queries::find_by_code(conn, file.manual.as_str())?;
    let is_new = known.is_none();
    let manual = match known {
        Some(manual) => manual,
        None => {
            let manual = Manual {
                id: act.id(),
                code: file.manual.as_str().to_owned(),
                title: file.title.clone(),
            };
            queries::insert_manual(conn, &manual).map_err(taken)?;
            manual
        }
    };
    // What was a draft yesterday may be in force today, whether the timed job ran or not.
    begin(conn, act, &manual, today)?;
    let editions = queries::editions(conn, manual.id)?;
    let highest = editions.iter().map(|edition| edition.number).max().unwrap_or(0);
    let (edition, what) = match editions.iter().find(|edition| edition.number == number) {
        Some(old) if old.source_hash == source_hash => {
            return Ok(Loaded {
                manual: manual.id,
                edition: old.id,
                what: What::Unchanged,
            });
        }
        Some(old) if old.state == EditionState::Draft => {
            let new = Edition {
                in_force_from: file.in_force_from,
                source_hash,
                created_at: act.now,
                source: source.to_owned(),
                created_by: act.who,
                ..old.clone()
            };
            if !queries::redraft(conn, &new, &old.source_hash)? {
                return Err(AppError::Stale);
            }
            (new, What::NewDraft)
        }
        Some(_) => {
            return Err(CannotLoad::EditionFixed {
                manual: manual.code,
                edition: number,
                next: highest + 1,
            }
            .into());
        }
        None => {
            let new = Edition {
                id: act.id(),
                manual_id: manual.id,
                number,
                state: EditionState::Draft,
                in_force_from: file.in_force_from,
                source_hash,
                created_at: act.now,
                source: source.to_owned(),
                created_by: act.who,
            };
            queries::insert_edition(conn, &new).map_err(taken)?;
            let what = if is_new { What::NewManual } else { What::NewEdition };
            (new, what)
        }
    };
    write_clauses(conn, act, &edition, file)?;
    if number >= highest && manual.title != file.title {
        queries::set_title(conn, manual.id, &file.title)?;
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("manual", manual.id),
            event: match what {
                What::NewDraft => "edition-redrafted",
                _ => "edition-loaded",
            },
            facts: json!({
                "manual": manual.code,
                "title": file.title,
                "edition": number,
                "in-force-from": file.in_force_from,
                "clauses": file.clauses.len(),
                "hash": edition.source_hash,
            }),
            text: None,
        },
    )?;
    begin(conn, act, &manual, today)?;
    Ok(Loaded {
        manual: manual.id,
        edition: edition.id,
        what,
    })
}

/// Somebody else made the same manual, edition or clause at the same moment.
fn taken(error: diesel::result::Error) -> AppError {
    if is_duplicate(&error) {
        AppError::Stale
    } else {
        error.into()
    }
}

/// Saves an edition that somebody wrote on a page. `seen` is the fingerprint of the draft it was made of (empty: there was
/// none): a draft that reads otherwise by now is left as it is, and given back.
///
/// # Errors
/// As [`load`]; refused as well when a newer edition has been in force.
pub fn save(
    conn: &mut Conn,
    act: &Act,
    file: &ManualFile,
    source: &str,
    seen: &str,
    today: NaiveDate,
) -> AppResult<Saved> {
    if let Some(manual) = queries::find_by_code(conn, file.manual.as_str())? {
        let editions = queries::editions(conn, manual.id)?;
        let number = i32::try_from(file.edition).map_err(AppError::broken)?;
        let hash = fingerprint::of(source);
        let is_same = |edition: &&Edition| edition.number == number && edition.source_hash == hash;
        if editions.iter().find(is_same).is_none()
            && let Some(draft) = draft_to_write(&manual, &editions, number, today)?
            && draft.source_hash != seen
        {
            return Ok(Saved::Changed(Box::new(draft.clone())));
        }
    }
    load(conn, act, file, source, today).map(Saved::Done)
}

/// Gives editions that an earlier release loaded a text of their own and makes their clauses findable; says how many
/// editions and clauses. Done when the program starts.
///
/// # Errors
/// Only when the database fails.
pub fn fill_older(conn: &mut Conn) -> AppResult<usize> {
    let mut filled = 0;
    for (edition, manual) in queries::without_source(conn)? {
        let clauses = queries::keyed_clauses(conn, edition.id)?;
        let clauses = clauses.into_iter().filter_map(|(key, text)| {
            Some(file::Clause {
                number: text.number.parse().ok()?,
                title: text.title,
                key: key.parse().ok()?,
                body: text.body,
                depth: usize::try_from(text.depth).ok()?,
                line: 0,
            })
        });
        let source = write::source(&ManualFile {
            manual: manual.code.parse().map_err(AppError::broken)?,
            title: manual.title,
            edition: u32::try_from(edition.number).map_err(AppError::broken)?,
            in_force_from: edition.in_force_from,
            clauses: clauses.collect(),
        });
        filled += queries::set_source(conn, edition.id, &source)?;
    }
    for text in queries::without_search(conn)? {
        let search = search_text(&text.number, &text.title, &text.body);
        filled += queries::set_search(conn, text.edition_id, text.clause_id, &search)?;
    }
    Ok(filled)
}

/// Lets the editions whose first day has come be in force, in every manual; says how many changed. For the daily job.
///
/// # Errors
/// Only when the database fails.
pub fn begin_all(conn: &mut Conn, act: &Act, today: NaiveDate) -> AppResult<usize> {
    let mut changed = 0;
    for (manual, _) in queries::list(conn)? {
        changed += begin(conn, act, &manual, today)?;
    }
    Ok(changed)
}

fn begin(conn: &mut Conn, act: &Act, manual: &Manual, today: NaiveDate) -> AppResult<usize> {
    let editions = queries::editions(conn, manual.id)?;
    let states = states_on(&editions, today);
    let mut changes = Vec::new();
    for (edition, state) in editions.iter().zip(states) {
        if edition.state == state {
            continue;
        }
        if queries::move_on(conn, edition.id, edition.state, state)? {
            changes.push(Change {
                record: Record::of("manual", manual.id),
                event: match state {
                    EditionState::InForce => "edition-in-force",
                    _ => "edition-superseded",
                },
                facts: json!({"edition": edition.number, "from": edition.state, "to": state}),
                text: None,
            });
        }
    }
    if !changes.is_empty() {
        history::record_all(conn, act, &changes)?;
    }
    Ok(changes.len())
}

fn write_clauses(conn: &mut Conn, act: &Act, edition: &Edition, file: &ManualFile) -> AppResult<()> {
    let mut known = queries::identities(conn, edition.manual_id)?;
    let mut new = Vec::new();
    let mut texts = Vec::with_capacity(file.clauses.len());
    for (clause, position) in file.clauses.iter().zip(1..) {
        let key = clause.key.as_str();
        let clause_id = match known.get(key) {
            Some(id) => *id,
            None => {
                let id: ClauseId = act.id();
                known.insert(key.to_owned(), id);
                new.push(ClauseIdentity {
                    id,
                    manual_id: edition.manual_id,
                    key: key.to_owned(),
                });
                id
            }
        };
        let number = clause.number.to_string();
        texts.push(ClauseText {
            edition_id: edition.id,
            clause_id,
            search: search_text(&number, &clause.title, &clause.body),
            number,
            title: clause.title.clone(),
            body: clause.body.clone(),
            depth: i32::try_from(clause.depth).unwrap_or(i32::MAX),
            position,
        });
    }
    queries::insert_identities(conn, &new).map_err(taken)?;
    queries::replace_texts(conn, edition.id, &texts)?;
    Ok(())
}
