//! Questions that cite a clause which says something else now, or is gone.
//!
//! Nothing is stored about that: a question version knows the edition it was written by, and the newest edition of the
//! manual has other words or not. What is stored is that somebody looked and left the question as it is.

use super::model::Template;
use super::queries::{self, Question};
use crate::base::act::Act;
use crate::base::ids::*;
use crate::base::links;
use crate::base::words;
use crate::manuals;
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::mail::post::Post;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

crate::text_enum! {
    /// What became of a clause.
    pub enum Fate {
        /// It has other words.
        Changed = "changed",
        /// It is in the newest edition no more.
        Gone = "gone",
    }
}

/// A question to look at again.
#[derive(Debug, Clone)]
pub struct Review {
    /// The checklist that asks it.
    pub template: Template,
    /// The question as it is asked now.
    pub question: Question,
    /// The clause as people write it, with its title.
    pub clause: String,
    /// Its identity.
    pub clause_id: ClauseId,
    /// What became of it.
    pub fate: Fate,
    /// The newest edition, which may be still to come.
    pub edition: EditionId,
    /// Its number.
    pub edition_number: i32,
    /// The first day it binds.
    pub from: NaiveDate,
    before: String,
    after: String,
}

impl Review {
    /// The words of the clause then and now.
    pub fn pieces(&self) -> Vec<words::Piece> {
        words::pieces(&self.before, &self.after)
    }
}

/// Every question of a published version whose clause changed or went, and that nobody has looked at since; in the order
/// of the checklists.
///
/// # Errors
/// Only when the database fails.
pub fn open(conn: &mut Conn) -> AppResult<Vec<Review>> {
    let citing = queries::published_citing(conn)?;
    let ids: Vec<ClauseId> = citing
        .iter()
        .filter_map(|(_, question)| question.asked.clause_id)
        .collect();
    let newest = manuals::queries::newest_texts(conn, &ids)?;
    let cited: Vec<(EditionId, ClauseId)> = citing
        .iter()
        .filter_map(|(_, question)| question.asked.edition_id.zip(question.asked.clause_id))
        .collect();
    let older = queries::clause_words(conn, &cited)?;
    let reviewed = queries::reviewed(conn)?;
    let mut open = Vec::new();
    for (template, question) in citing {
        let Some((edition, clause)) = question.asked.edition_id.zip(question.asked.clause_id) else {
            continue;
        };
        let Some(newest) = newest.get(&clause).filter(|newest| newest.edition != edition) else {
            continue;
        };
        if reviewed.contains(&(question.asked.id, newest.edition)) {
            continue;
        }
        let before = older.get(&(edition, clause)).cloned().unwrap_or_default();
        let after = newest
            .text
            .as_ref()
            .map(|text| format!("{}\n{}", text.title, text.body));
        let fate = match &after {
            None => Fate::Gone,
            Some(after) if !words::are_same(&before, after) => Fate::Changed,
            Some(_) => continue,
        };
        let title = question
            .clause
            .as_ref()
            .map(|(_, title)| title.as_str())
            .unwrap_or_default();
        open.push(Review {
            clause: format!("{} {title}", question.clause_label().unwrap_or_default()),
            clause_id: clause,
            fate,
            edition: newest.edition,
            edition_number: newest.edition_number,
            from: newest.in_force_from,
            before,
            after: after.unwrap_or_default(),
            template,
            question,
        });
    }
    Ok(open)
}

/// Tells whoever keeps a checklist that clauses it cites changed: one mail for each checklist, edition and person. How
/// many were composed.
///
/// # Errors
/// Only when the database or a mail's template fails.
pub fn tell(conn: &mut Conn, act: &Act, post: &Post) -> AppResult<usize> {
    let mut by_template: BTreeMap<(TemplateId, EditionId), Vec<Review>> = BTreeMap::new();
    for review in open(conn)? {
        by_template
            .entry((review.template.id, review.edition))
            .or_default()
            .push(review);
    }
    let mut composed = 0;
    for ((template, edition), reviews) in by_template {
        let Some(first) = reviews.first() else { continue };
        for person in super::operations::keepers(conn, &first.template)? {
            let language = &person.language;
            let questions: Vec<_> = reviews
                .iter()
                .map(|one| json!({"text": one.question.asked.texts.text.get(language), "clause": one.clause, "fate": one.fate.as_str()}))
                .collect();
            let context = json!({
                "title": first.template.title.get(language),
                "edition": first.edition_number,
                "from": post.views().i18n().day(language, first.from, NaiveDate::MIN).full,
                "questions": questions,
                "link": post.url(&format!("{}/reviews", links::CHECKLISTS)),
            });
            let key = format!("clause-changed:{template}:{edition}:{}", person.id);
            composed += usize::from(post.send(conn, act, &key, &person.recipient(), "clause_changed", context)?);
        }
    }
    Ok(composed)
}
