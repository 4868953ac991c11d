//! The verbs of the room: loading a template file as a draft, and publishing a version.

use super::file::{self, Mistake, TemplateFile};
use super::model::*;
use super::queries;
use crate::base::act::Act;
use crate::base::fingerprint;
use crate::base::ids::*;
use crate::manuals::queries::Place;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::processes::model::Process;
use crate::{manuals, mission, processes};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Loads a template file: a new draft when it differs from the newest version. A draft that is there already is written
/// over and keeps its number; what is published never changes.
///
/// A draft may cite clauses and goals that do not exist yet; [`publish`] refuses it then.
///
/// # Errors
/// Refused when the process has another template or the template audited another process; Stale when somebody else loads
/// the same template at the same moment.
pub fn load(conn: &mut Conn, act: &Act, template: &TemplateFile, source: &str, note: &str) -> AppResult<Loaded> {
    let source_hash = fingerprint::of(source);
    let (own, is_new) = load_template(conn, act, template)?;
    let newest = queries::newest(conn, own.id)?;
    if let Some(newest) = newest.as_ref().filter(|newest| newest.source_hash == source_hash) {
        return Ok(Loaded {
            template: own.id,
            version: newest.id,
            number: newest.number,
            what: What::Unchanged,
        });
    }
    let last_number = newest.as_ref().map_or(0, |newest| newest.number);
    let draft = newest.filter(|newest| newest.state == VersionState::Draft);
    let new = NewVersion {
        id: draft.as_ref().map_or_else(|| act.id(), |draft| draft.id),
        template_id: own.id,
        number: draft.as_ref().map_or(last_number + 1, |draft| draft.number),
        state: VersionState::Draft,
        title: template.title.clone(),
        intro: template.intro.clone(),
        ask: ask(template),
        source: source.to_owned(),
        source_hash,
        note: note.trim().to_owned(),
        created_at: act.now,
        created_by: act.who,
    };
    match &draft {
        Some(draft) if !queries::redraft(conn, draft, &new)? => return Err(AppError::Stale),
        Some(_) => {}
        None => _ = queries::insert_version(conn, &new)?,
    }
    let questions = load_questions(conn, act, own.id, new.id, template)?;
    if is_new {
        // Nothing is published yet, so the first draft lends its title.
        let process = processes::queries::find(conn, own.process_id)?;
        let search = search_words(&template.title, &own.code, &process.name);
        queries::set_title(conn, own.id, &template.title, &search)?;
    }
    let loaded = Loaded {
        template: own.id,
        version: new.id,
        number: new.number,
        what: What::Draft,
    };
    history::record(
        conn,
        act,
        Change {
            record: Record::of("template", own.id),
            event: "template-drafted",
            facts: json!({
                "version": new.number,
                "from": draft.map(|draft| draft.source_hash),
                "to": new.source_hash,
                "questions": questions,
            }),
            text: Some(&new.note),
        },
    )?;
    Ok(loaded)
}

/// Publishes a draft, for a reason: audits made from now on ask it. The version that was published is retired; audits that
/// have begun keep it.
///
/// # Errors
/// Refused when it is no draft, no reason is given, or it cites a clause or a goal that does not exist; Stale when the
/// draft is written over at the same moment.
pub fn publish(conn: &mut Conn, act: &Act, version: TemplateVersionId, note: &str) -> AppResult<()> {
    let draft = queries::version(conn, version)?;
    draft.check_publish(note)?;
    let own = queries::find(conn, draft.template_id)?;
    let source = queries::source(conn, version)?;
    let template = file::read(&file_name(&own.code), &source).map_err(|mistakes| {
        let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
        AppError::broken(format!("the file of a draft cannot be read any more: {first}"))
    })?;
    let questions = point_at_todays(conn, &draft, &template)?;

    let before = queries::published(conn, own.id)?;
    queries::retire(conn, own.id)?;
    if !queries::mark_published(conn, &draft, note.trim(), act.who, act.now)? {
        return Err(AppError::Stale);
    }
    let mut by_goal: BTreeMap<GoalId, Vec<QuestionId>> = BTreeMap::new();
    for question in &questions {
        if let Some(goal) = question.goal_id {
            by_goal.entry(goal).or_default().push(question.question_id);
        }
    }
    for (goal, ids) in by_goal {
        queries::set_goal(conn, &ids, goal)?;
    }
    let process = processes::queries::find(conn, own.process_id)?;
    if process.name != template.process.name {
        processes::operations::rename(conn, &process, &template.process.name)?;
    }
    let search = search_words(&template.title, &own.code, &template.process.name);
    if own.title != template.title || own.search != search {
        queries::set_title(conn, own.id, &template.title, &search)?;
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("template", own.id),
            event: "template-published",
            facts: json!({
                "version": draft.number,
                "retired": before.map(|version| version.number),
                "questions": questions.len(),
                "hash": draft.source_hash,
            }),
            text: Some(note.trim()),
        },
    )
}

/// What is wrong with the clauses and goals a template file names, seen from the manuals in force and the mission.
///
/// # Errors
/// Only when the database fails.
pub fn check_references(conn: &mut Conn, file_name: &str, source: &str) -> AppResult<Vec<Mistake>> {
    let places = manuals::queries::clause_places(conn)?;
    let goals = mission::queries::ids_by_code(conn)?;
    let has_clause = |clause: &file::ClauseRef| place_of(&places, clause).is_some();
    let has_goal = |goal: &str| goals.contains_key(goal);
    Ok(file::check_references(file_name, source, &has_clause, &has_goal))
}

/// The name a template's file has.
pub fn file_name(code: &str) -> String {
    format!("{code}.yaml")
}

/// The template of a file and whether it is new, with its process.
fn load_template(conn: &mut Conn, act: &Act, template: &TemplateFile) -> AppResult<(Template, bool)> {
    let process_code = template.process.id.as_str();
    let process = processes::queries::find_by_code(conn, process_code)?;
    if let Some(own) = queries::find_by_code(conn, template.template.as_str())? {
        if process.is_some_and(|process| process.id == own.process_id) {
            return Ok((own, false));
        }
        let process = processes::queries::find(conn, own.process_id)?.code;
        return Err(CannotLoad::OtherProcess {
            template: own.code,
            process,
        }
        .into());
    }
    let process = match process {
        Some(process) => match queries::find_by_process(conn, process.id)? {
            None => process,
            Some(other) => {
                return Err(CannotLoad::ProcessTaken {
                    process: process.code,
                    template: other.code,
                }
                .into());
            }
        },
        None => {
            let process = Process::new(act.id(), process_code, &template.process.name);
            processes::queries::insert(conn, &process)?;
            process
        }
    };
    let code = template.template.as_str().to_owned();
    let own = Template {
        id: act.id(),
        process_id: process.id,
        search: search_words(&template.title, &code, &process.name),
        code,
        title: template.title.clone(),
        created_at: act.now,
    };
    queries::insert_template(conn, &own)?;
    Ok((own, true))
}

fn ask(template: &TemplateFile) -> Ask {
    Ask(template
        .ask
        .iter()
        .map(|(layer, count)| (i32::from(*layer), i64::from(*count)))
        .collect())
}

/// Writes the questions of a draft; says how many there are.
fn load_questions(
    conn: &mut Conn,
    act: &Act,
    own: TemplateId,
    draft: TemplateVersionId,
    template: &TemplateFile,
) -> AppResult<usize> {
    let mut known = queries::identities(conn, own)?;
    let mut new = Vec::new();
    let mut rows = Vec::new();
    let in_sections = template
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().map(move |question| (section, question)));
    for ((section, question), position) in in_sections.zip(1..) {
        let code = question.id.as_str();
        let id = *known.entry(code.to_owned()).or_insert_with(|| {
            let id: QuestionId = act.id();
            new.push((id, code.to_owned()));
            id
        });
        rows.push(QuestionVersion::of(
            act.id(),
            draft,
            id,
            position,
            &section.title,
            question,
        ));
    }
    References::load(conn)?.resolve(template, &mut rows);
    queries::insert_identities(conn, own, &new)?;
    queries::replace_questions(conn, draft, &rows)?;
    Ok(rows.len())
}

/// Points the questions of a draft at the clauses in force and the goals of today; refuses when one does not exist.
fn point_at_todays(conn: &mut Conn, draft: &Version, template: &TemplateFile) -> AppResult<Vec<QuestionVersion>> {
    let written = queries::plain_questions(conn, draft.id)?;
    let mut rows = written.clone();
    let missing = References::load(conn)?.resolve(template, &mut rows);
    missing.check()?;
    for (row, _) in rows.iter().zip(&written).filter(|(row, written)| row != written) {
        queries::set_references(conn, row)?;
    }
    Ok(rows)
}

/// What questions can point at today.
struct References {
    places: BTreeMap<(String, String), Place>,
    goals: BTreeMap<String, GoalId>,
}

/// What questions point at and is not there.
#[derive(Default)]
struct Missing {
    clauses: BTreeSet<String>,
    goals: BTreeSet<String>,
}

impl References {
    fn load(conn: &mut Conn) -> AppResult<Self> {
        Ok(Self {
            places: manuals::queries::clause_places(conn)?,
            goals: mission::queries::ids_by_code(conn)?,
        })
    }

    /// Sets clause, edition and goal of each row; the rows are the questions of the file, in its order.
    fn resolve(&self, template: &TemplateFile, rows: &mut [QuestionVersion]) -> Missing {
        let mut missing = Missing::default();
        for (row, question) in rows.iter_mut().zip(template.questions()) {
            let clause = template.clause_of(question);
            let place = clause.as_ref().and_then(|clause| place_of(&self.places, clause));
            row.edition_id = place.map(|(edition, _)| edition);
            row.clause_id = place.map(|(_, clause)| clause);
            if let (Some(clause), None) = (clause, place) {
                missing.clauses.insert(clause.to_string());
            }
            row.goal_id = question
                .goal
                .as_ref()
                .and_then(|goal| self.goals.get(goal.as_str()).copied());
            if let (Some(goal), None) = (&question.goal, row.goal_id) {
                missing.goals.insert(goal.as_str().to_owned());
            }
        }
        missing
    }
}

impl Missing {
    fn check(self) -> Result<(), CannotPublish> {
        let list = |words: BTreeSet<String>| words.into_iter().collect::<Vec<_>>().join(", ");
        if !self.clauses.is_empty() {
            return Err(CannotPublish::NoClause(list(self.clauses)));
        }
        if !self.goals.is_empty() {
            return Err(CannotPublish::NoGoal(list(self.goals)));
        }
        Ok(())
    }
}

fn place_of(places: &BTreeMap<(String, String), Place>, clause: &file::ClauseRef) -> Option<Place> {
    let manual = clause.manual.clone()?;
    places.get(&(manual, clause.number.clone())).copied()
}
