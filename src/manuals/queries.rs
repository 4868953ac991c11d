//! Every SQL of the room.

use super::model::{ClauseIdentity, ClauseText, Edition, EditionState, Manual};
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::both;
use crate::platform::db::{Conn, Doc, like};
use crate::schema::{
    clause_texts, clauses, editions, manuals, persons, question_versions, questions, template_versions, templates,
};
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Every manual with its edition in force, by code.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<(Manual, Option<Edition>)>> {
    let all: Vec<Manual> = manuals::table
        .order(manuals::code)
        .select(Manual::as_select())
        .load(conn)?;
    let in_force: Vec<Edition> = editions::table
        .filter(editions::state.eq(EditionState::InForce))
        .select(Edition::as_select())
        .load(conn)?;
    Ok(all
        .into_iter()
        .map(|manual| {
            let edition = in_force.iter().find(|edition| edition.manual_id == manual.id).cloned();
            (manual, edition)
        })
        .collect())
}

/// One manual.
pub fn find(conn: &mut Conn, id: ManualId) -> QueryResult<Manual> {
    manuals::table.find(id).select(Manual::as_select()).first(conn)
}

/// The manual with this code (CS).
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Manual>> {
    manuals::table
        .filter(manuals::code.eq(code))
        .select(Manual::as_select())
        .first(conn)
        .optional()
}

/// Every edition of a manual, the newest first.
pub fn editions(conn: &mut Conn, manual: ManualId) -> QueryResult<Vec<Edition>> {
    editions::table
        .filter(editions::manual_id.eq(manual))
        .order(editions::number.desc())
        .select(Edition::as_select())
        .load(conn)
}

/// The edition in force of a manual, if one has begun.
pub fn in_force(conn: &mut Conn, manual: ManualId) -> QueryResult<Option<Edition>> {
    editions::table
        .filter(
            editions::manual_id
                .eq(manual)
                .and(editions::state.eq(EditionState::InForce)),
        )
        .select(Edition::as_select())
        .first(conn)
        .optional()
}

/// An edition by its number.
pub fn edition(conn: &mut Conn, manual: ManualId, number: i32) -> QueryResult<Edition> {
    editions::table
        .filter(editions::manual_id.eq(manual).and(editions::number.eq(number)))
        .select(Edition::as_select())
        .first(conn)
}

/// The clauses of an edition, in the order of the manual.
pub fn clauses(conn: &mut Conn, edition: EditionId) -> QueryResult<Vec<ClauseText>> {
    clause_texts::table
        .filter(clause_texts::edition_id.eq(edition))
        .order(clause_texts::position)
        .select(ClauseText::as_select())
        .load(conn)
}

/// The clauses of an edition with their keys, in the order of the manual.
pub fn keyed_clauses(conn: &mut Conn, edition: EditionId) -> QueryResult<Vec<(String, ClauseText)>> {
    clause_texts::table
        .inner_join(clauses::table)
        .filter(clause_texts::edition_id.eq(edition))
        .order(clause_texts::position)
        .select((clauses::key, ClauseText::as_select()))
        .load(conn)
}

/// The names of those who wrote the editions of a manual.
pub fn writers(conn: &mut Conn, manual: ManualId) -> QueryResult<BTreeMap<EditionId, String>> {
    let rows: Vec<(EditionId, String)> = editions::table
        .inner_join(persons::table.on(editions::created_by.eq(persons::id.nullable())))
        .filter(editions::manual_id.eq(manual))
        .select((editions::id, persons::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A clause that has the words somebody looks for.
#[derive(Debug, Clone, Queryable)]
pub struct Hit {
    /// The manual.
    pub manual: ManualId,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The clause.
    #[diesel(embed)]
    pub clause: ClauseText,
}

/// Clauses of the editions in force that have every one of these folded words, by manual and place, after the clause
/// that stands here.
pub fn search(conn: &mut Conn, words: &[String], after: Option<(String, i32)>, limit: i64) -> QueryResult<Vec<Hit>> {
    let mut query = clause_texts::table
        .inner_join(editions::table.inner_join(manuals::table))
        .filter(editions::state.eq(EditionState::InForce))
        .order((manuals::code, clause_texts::position))
        .select((manuals::id, manuals::code, manuals::title, ClauseText::as_select()))
        .limit(limit)
        .into_boxed();
    for word in words {
        query = query.filter(clause_texts::search.like(like(word)).escape('\\'));
    }
    if let Some((code, position)) = after {
        query = query.filter(
            manuals::code
                .gt(code.clone())
                .or(manuals::code.eq(code).and(clause_texts::position.gt(position))),
        );
    }
    query.load(conn)
}

/// Editions that an earlier release loaded without keeping their text, with their manuals.
pub fn without_source(conn: &mut Conn) -> QueryResult<Vec<(Edition, Manual)>> {
    editions::table
        .inner_join(manuals::table)
        .filter(editions::source.eq(""))
        .select((Edition::as_select(), Manual::as_select()))
        .load(conn)
}

/// Clauses that an earlier release loaded without what search compares.
pub fn without_search(conn: &mut Conn) -> QueryResult<Vec<ClauseText>> {
    clause_texts::table
        .filter(clause_texts::search.eq(""))
        .select(ClauseText::as_select())
        .load(conn)
}

/// Gives an edition without a text this one.
pub fn set_source(conn: &mut Conn, edition: EditionId, source: &str) -> QueryResult<usize> {
    diesel::update(editions::table.find(edition).filter(editions::source.eq("")))
        .set(editions::source.eq(source))
        .execute(conn)
}

/// Makes a clause findable by these folded words.
pub fn set_search(conn: &mut Conn, edition: EditionId, clause: ClauseId, search: &str) -> QueryResult<usize> {
    diesel::update(clause_texts::table.find((edition, clause)))
        .set(clause_texts::search.eq(search))
        .execute(conn)
}

/// Some clauses as an edition words them.
pub fn clauses_in(
    conn: &mut Conn,
    edition: EditionId,
    ids: &[ClauseId],
) -> QueryResult<BTreeMap<ClauseId, ClauseText>> {
    let rows: Vec<ClauseText> = clause_texts::table
        .filter(clause_texts::edition_id.eq(edition))
        .filter(clause_texts::clause_id.eq_any(ids.to_vec()))
        .select(ClauseText::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.clause_id, row)).collect())
}

/// One clause as an edition words it.
pub fn clause(conn: &mut Conn, edition: EditionId, clause: ClauseId) -> QueryResult<ClauseText> {
    clause_texts::table
        .find((edition, clause))
        .select(ClauseText::as_select())
        .first(conn)
}

/// The clause with this number in the edition in force of a manual: `CS`, `3.2`.
pub fn find_clause(conn: &mut Conn, manual: &str, number: &str) -> QueryResult<Option<ClauseText>> {
    clause_texts::table
        .inner_join(editions::table.inner_join(manuals::table))
        .filter(manuals::code.eq(manual).and(editions::state.eq(EditionState::InForce)))
        .filter(clause_texts::number.eq(number))
        .select(ClauseText::as_select())
        .first(conn)
        .optional()
}

/// Where a clause is in force: its edition and itself.
pub type Place = (EditionId, ClauseId);

/// Every clause of the editions in force by manual code and number.
pub fn clause_places(conn: &mut Conn) -> QueryResult<BTreeMap<(String, String), Place>> {
    let rows: Vec<(String, String, EditionId, ClauseId)> = clause_texts::table
        .inner_join(editions::table.inner_join(manuals::table))
        .filter(editions::state.eq(EditionState::InForce))
        .select((
            manuals::code,
            clause_texts::number,
            clause_texts::edition_id,
            clause_texts::clause_id,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(manual, number, edition, clause)| ((manual, number), (edition, clause)))
        .collect())
}

/// A question of a published checklist that cites a clause.
#[derive(Debug, Clone, Queryable)]
pub struct Citing {
    /// The clause it cites.
    pub clause: ClauseId,
    /// The checklist.
    pub template: TemplateId,
    /// Its title.
    pub title: Localized,
    /// The question's id in its file.
    pub question: String,
    /// The texts of the question.
    pub texts: Doc,
}

/// The questions of published checklists that cite a clause of a manual, in the order of the checklists.
pub fn citing(conn: &mut Conn, manual: ManualId) -> QueryResult<Vec<Citing>> {
    question_versions::table
        .inner_join(template_versions::table.inner_join(templates::table))
        .inner_join(questions::table)
        .inner_join(clauses::table)
        .filter(clauses::manual_id.eq(manual))
        .filter(template_versions::state.eq("published"))
        .order((templates::search, question_versions::position))
        .select((
            clauses::id,
            templates::id,
            templates::title,
            questions::code,
            question_versions::texts,
        ))
        .load(conn)
}

/// How many questions of published checklists cite each manual.
pub fn citing_counts(conn: &mut Conn) -> QueryResult<BTreeMap<ManualId, i64>> {
    let rows: Vec<(ManualId, i64)> = question_versions::table
        .inner_join(template_versions::table)
        .inner_join(clauses::table)
        .filter(template_versions::state.eq("published"))
        .group_by(clauses::manual_id)
        .select((clauses::manual_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many clauses each edition in force has.
pub fn clause_counts(conn: &mut Conn) -> QueryResult<BTreeMap<EditionId, i64>> {
    let rows: Vec<(EditionId, i64)> = clause_texts::table
        .inner_join(editions::table)
        .filter(editions::state.eq(EditionState::InForce))
        .group_by(clause_texts::edition_id)
        .select((clause_texts::edition_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What the newest edition of its manual makes of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The manual of the clause.
    pub manual: ManualId,
    /// Its code: CS.
    pub manual_code: String,
    /// The newest edition that is not superseded: in force, or a draft to come.
    pub edition: EditionId,
    /// The number of that edition.
    pub edition_number: i32,
    /// The first day it binds.
    pub in_force_from: NaiveDate,
    /// The clause in that edition; none when it is gone from it.
    pub text: Option<ClauseText>,
}

/// For each of these clauses the newest edition of its manual that is not superseded, a draft to come included.
pub fn newest_texts(conn: &mut Conn, ids: &[ClauseId]) -> QueryResult<BTreeMap<ClauseId, Newest>> {
    let places: Vec<(ClauseId, ManualId, String)> = clauses::table
        .inner_join(manuals::table)
        .filter(clauses::id.eq_any(ids.to_vec()))
        .select((clauses::id, manuals::id, manuals::code))
        .load(conn)?;
    let of_manuals: Vec<ManualId> = places.iter().map(|(_, manual, _)| *manual).collect();
    // The newest of each manual is met last.
    let newest: BTreeMap<ManualId, (EditionId, i32, NaiveDate)> = editions::table
        .filter(editions::manual_id.eq_any(of_manuals))
        .filter(editions::state.ne(EditionState::Superseded))
        .order(editions::number)
        .select((
            editions::manual_id,
            (editions::id, editions::number, editions::in_force_from),
        ))
        .load(conn)?
        .into_iter()
        .collect();
    let texts: Vec<ClauseText> = clause_texts::table
        .filter(clause_texts::edition_id.eq_any(newest.values().map(|(id, ..)| *id).collect::<Vec<_>>()))
        .filter(clause_texts::clause_id.eq_any(ids.to_vec()))
        .select(ClauseText::as_select())
        .load(conn)?;
    let mut texts: BTreeMap<ClauseId, ClauseText> = texts.into_iter().map(|text| (text.clause_id, text)).collect();
    let of_clause = |(clause, manual, manual_code): (ClauseId, ManualId, String)| {
        let (edition, edition_number, in_force_from) = *newest.get(&manual)?;
        let text = texts.remove(&clause);
        let newest = Newest {
            manual,
            manual_code,
            edition,
            edition_number,
            in_force_from,
            text,
        };
        Some((clause, newest))
    };
    Ok(places.into_iter().filter_map(of_clause).collect())
}

/// The clauses of a manual by their keys.
pub fn identities(conn: &mut Conn, manual: ManualId) -> QueryResult<BTreeMap<String, ClauseId>> {
    let rows: Vec<(String, ClauseId)> = clauses::table
        .filter(clauses::manual_id.eq(manual))
        .select((clauses::key, clauses::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Writes a new manual.
pub fn insert_manual(conn: &mut Conn, manual: &Manual) -> QueryResult<usize> {
    diesel::insert_into(manuals::table).values(manual).execute(conn)
}

/// Gives a manual its title of today.
pub fn set_title(conn: &mut Conn, manual: ManualId, title: &str) -> QueryResult<usize> {
    diesel::update(manuals::table.find(manual))
        .set(manuals::title.eq(title))
        .execute(conn)
}

/// Writes a new edition.
pub fn insert_edition(conn: &mut Conn, edition: &Edition) -> QueryResult<usize> {
    diesel::insert_into(editions::table).values(edition).execute(conn)
}

/// Gives an edition that is not in force yet the file it is made of now; true means that it was still the draft with
/// this fingerprint.
pub fn redraft(conn: &mut Conn, edition: &Edition, read: &str) -> QueryResult<bool> {
    diesel::update(
        editions::table
            .find(edition.id)
            .filter(editions::state.eq(EditionState::Draft))
            .filter(editions::source_hash.eq(read)),
    )
    .set((
        editions::in_force_from.eq(edition.in_force_from),
        editions::source_hash.eq(&edition.source_hash),
        editions::created_at.eq(edition.created_at),
        editions::source.eq(&edition.source),
        editions::created_by.eq(edition.created_by),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Moves an edition on if it is still in this state; true means it was us.
pub fn move_on(conn: &mut Conn, id: EditionId, from: EditionState, to: EditionState) -> QueryResult<bool> {
    diesel::update(editions::table.find(id).filter(editions::state.eq(from)))
        .set(editions::state.eq(to))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Writes new clauses.
pub fn insert_identities(conn: &mut Conn, rows: &[ClauseIdentity]) -> QueryResult<()> {
    for step in rows.chunks(500) {
        both!(conn, c => diesel::insert_into(clauses::table).values(step).execute(c))?;
    }
    Ok(())
}

/// Replaces the words of an edition.
pub fn replace_texts(conn: &mut Conn, edition: EditionId, rows: &[ClauseText]) -> QueryResult<()> {
    diesel::delete(clause_texts::table.filter(clause_texts::edition_id.eq(edition))).execute(conn)?;
    for step in rows.chunks(500) {
        both!(conn, c => diesel::insert_into(clause_texts::table).values(step).execute(c))?;
    }
    Ok(())
}
