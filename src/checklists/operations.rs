//! The verbs of the room: drafts that are loaded, begun, changed and given up; versions that are published, now or on a
//! day, and retired; questions that were looked at after their clause changed.

use super::edit::{self, CannotEdit, Edit};
use super::file::{self, Mistake, Slug, TemplateFile};
use super::model::*;
use super::queries;
use crate::base::act::Act;
use crate::base::fingerprint;
use crate::base::ids::*;
use crate::base::links;
use crate::manuals::queries::Place;
use crate::people::{self, model::Person};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::history::{self, Change, Record};
use crate::platform::mail::post::Post;
use crate::processes::model::Process;
use crate::{manuals, mission, processes};
use chrono::NaiveDate;
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
    let (version, number) = store(conn, act, &own, is_new, newest, template, source, note)?;
    Ok(Loaded {
        template: own.id,
        version,
        number,
        what: What::Draft,
    })
}

/// Makes this text the draft of a template: the draft that is there is written over and keeps its number, else there is a
/// new one after the newest version. Its id and number.
#[expect(
    clippy::too_many_arguments,
    reason = "what a version is made of; its callers have read most of it already"
)]
fn store(
    conn: &mut Conn,
    act: &Act,
    own: &Template,
    is_new: bool,
    newest: Option<Version>,
    template: &TemplateFile,
    source: &str,
    note: &str,
) -> AppResult<(TemplateVersionId, i32)> {
    let last_number = newest.as_ref().map_or(0, |newest| newest.number);
    let draft = newest.filter(|newest| newest.state == VersionState::Draft);
    if let Some(on) = draft.as_ref().and_then(|draft| draft.publish_on) {
        return Err(CannotLoad::Scheduled(on).into());
    }
    let new = NewVersion {
        id: draft.as_ref().map_or_else(|| act.id(), |draft| draft.id),
        template_id: own.id,
        number: draft.as_ref().map_or(last_number + 1, |draft| draft.number),
        state: VersionState::Draft,
        title: template.title.clone(),
        intro: template.intro.clone(),
        ask: ask(template),
        source: source.to_owned(),
        source_hash: fingerprint::of(source),
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
    Ok((new.id, new.number))
}

/// Begins a draft with what an older version asks (the newest published one when none is named); where there is a draft
/// already it is that one, unless it is to be replaced. Its number.
///
/// # Errors
/// NotFound when there is no such version; refused when the draft is to be published by itself on a day.
pub fn begin_draft(conn: &mut Conn, act: &Act, id: TemplateId, from: Option<i32>, replace: bool) -> AppResult<i32> {
    let own = queries::find(conn, id)?;
    let newest = queries::newest(conn, id)?;
    if let Some(draft) = newest
        .as_ref()
        .filter(|newest| newest.state == VersionState::Draft && !replace)
    {
        return Ok(draft.number);
    }
    let version = match from {
        Some(number) => queries::version_numbered(conn, id, number)?,
        None => match queries::published(conn, id)? {
            Some(version) => version,
            None => newest.clone().ok_or(AppError::NotFound)?,
        },
    };
    let source = queries::source(conn, version.id)?;
    let template = read_own(&own, &source)?;
    let (_, number) = store(conn, act, &own, false, newest, &template, &source, "")?;
    Ok(number)
}

/// Takes a step of the editor in the draft of a template; says which question was touched.
///
/// # Errors
/// NotFound when there is no draft. The inner error is a step that cannot be taken as the draft is now.
pub fn edit(conn: &mut Conn, act: &Act, id: TemplateId, step: &Edit) -> AppResult<Result<Option<Slug>, CannotEdit>> {
    let own = queries::find(conn, id)?;
    let draft = queries::draft(conn, id)?.ok_or(AppError::NotFound)?;
    if let Some(on) = draft.publish_on {
        return Err(CannotLoad::Scheduled(on).into());
    }
    let before = queries::source(conn, draft.id)?;
    let template = read_own(&own, &before)?;
    let used: Vec<String> = queries::identities(conn, id)?.into_keys().collect();
    let (new, touched) = match edit::apply(&template, &used, step) {
        Ok(applied) => applied,
        Err(no) => return Ok(Err(no)),
    };
    if new == template {
        return Ok(Ok(touched));
    }
    let source = file::rewrite(&before, &new);
    // The steps keep a draft whole; should one not, nothing is written.
    read_own(&own, &source)?;
    let note = draft.note.clone();
    let is_first = queries::published(conn, id)?.is_none() && draft.number == 1;
    store(conn, act, &own, is_first, Some(draft), &new, &source, &note)?;
    Ok(Ok(touched))
}

/// Gives a draft up: it is retired without ever having been published, and can be taken up again like any old version.
///
/// # Errors
/// NotFound when there is no draft; Stale when it was changed since it was read.
pub fn discard(conn: &mut Conn, act: &Act, id: TemplateId, read: &str) -> AppResult<i32> {
    let draft = queries::draft(conn, id)?.ok_or(AppError::NotFound)?;
    if draft.source_hash != read || !queries::discard(conn, &draft)? {
        return Err(AppError::Stale);
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("template", id),
            event: "template-discarded",
            facts: json!({"version": draft.number, "hash": draft.source_hash}),
            text: None,
        },
    )?;
    Ok(draft.number)
}

/// Lets a draft be published by itself on the first hour of a day, for a reason; or, without a day, not any more. Until then
/// the draft cannot be changed.
///
/// # Errors
/// Refused like [`publish`], and when the day has begun or is more than a year away; Stale when the draft was changed since
/// it was read.
pub fn schedule(
    conn: &mut Conn,
    act: &Act,
    version: TemplateVersionId,
    on: Option<NaiveDate>,
    note: &str,
    today: NaiveDate,
) -> AppResult<()> {
    let draft = queries::version(conn, version)?;
    let note = match on {
        Some(on) => {
            draft.check_publish(note)?;
            check_day(on, today)?;
            let own = queries::find(conn, draft.template_id)?;
            let template = read_own(&own, &queries::source(conn, version)?)?;
            point_at_todays(conn, &draft, &template)?;
            note.trim()
        }
        None => draft.note.as_str(),
    };
    if draft.publish_on == on {
        return Ok(());
    }
    let note = note.to_owned();
    if !queries::schedule(conn, &draft, on, act.who, &note)? {
        return Err(AppError::Stale);
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("template", draft.template_id),
            event: match on {
                Some(_) => "template-scheduled",
                None => "template-unscheduled",
            },
            facts: json!({"version": draft.number, "from": draft.publish_on, "to": on}),
            text: Some(&note),
        },
    )
}

/// Publishes the first draft whose day has come; one that cannot be published any more is taken off its day, and whoever
/// wanted it is told. `false` when none is left.
///
/// # Errors
/// Only when the database or a mail's template fails.
pub fn publish_next_due(conn: &mut Conn, act: &Act, post: &Post, today: NaiveDate) -> AppResult<bool> {
    let Some(draft) = queries::next_due(conn, today)? else {
        return Ok(false);
    };
    let act = act.on_behalf_of(draft.scheduled_by);
    let own = queries::find(conn, draft.template_id)?;
    let template = read_own(&own, &queries::source(conn, draft.id)?)?;
    let mut rows = queries::plain_questions(conn, draft.id)?;
    match References::load(conn)?.resolve(&template, &mut rows).check() {
        Ok(()) => publish(conn, &act, draft.id, &draft.note)?,
        Err(no) => {
            schedule(conn, &act, draft.id, None, "", today)?;
            tell_not_published(conn, &act, post, &own, &draft, &no)?;
        }
    }
    Ok(true)
}

fn tell_not_published(
    conn: &mut Conn,
    act: &Act,
    post: &Post,
    own: &Template,
    draft: &Version,
    no: &CannotPublish,
) -> AppResult<()> {
    let people = match draft.scheduled_by {
        Some(person) => people::queries::find_all(conn, &[person])?,
        None => keepers(conn, own)?,
    };
    for person in people.iter().filter(|person| person.active) {
        let key = format!("not-published:{}:{}", draft.id, person.id);
        let context = json!({
            "title": draft.title.get(&person.language),
            "version": draft.number,
            "why": post.views().i18n().say(&person.language, &no.said()),
            "link": post.url(&links::version(own.id, draft.number)),
        });
        post.send(conn, act, &key, &person.recipient(), "not_published", context)?;
    }
    Ok(())
}

/// Who keeps a template: the owner of its process, else everybody of the quality staff.
pub fn keepers(conn: &mut Conn, own: &Template) -> AppResult<Vec<Person>> {
    let process = processes::queries::find(conn, own.process_id)?;
    let owner = match process.owner_id {
        Some(owner) => people::queries::find_all(conn, &[owner])?,
        None => Vec::new(),
    };
    if owner.iter().any(|person| person.active) {
        return Ok(owner);
    }
    Ok(queries::quality_staff(conn)?)
}

/// Retires the published version without a next one, for a reason: no audits of it are made any more. Audits that are made
/// already keep it.
///
/// # Errors
/// Refused without a reason, when nothing is published, and while plans in use still ask it.
pub fn retire(conn: &mut Conn, act: &Act, id: TemplateId, note: &str) -> AppResult<()> {
    let published = queries::published(conn, id)?.ok_or(CannotRetire::NothingPublished)?;
    if note.trim().is_empty() {
        return Err(CannotRetire::NoReason.into());
    }
    let plans = queries::impact(conn, id, act.now)?.plans.len();
    if plans > 0 {
        return Err(CannotRetire::InUse(plans).into());
    }
    queries::retire(conn, id)?;
    history::record(
        conn,
        act,
        Change {
            record: Record::of("template", id),
            event: "template-retired",
            facts: json!({"version": published.number}),
            text: Some(note.trim()),
        },
    )
}

/// Notes that a question whose clause changed was looked at and stays as it is.
///
/// # Errors
/// NotFound when the question is in no published version; Refused without a reason.
pub fn review(
    conn: &mut Conn,
    act: &Act,
    question: QuestionVersionId,
    edition: EditionId,
    note: &str,
) -> AppResult<()> {
    let Some(who) = act.who else {
        return Err(AppError::NotFound);
    };
    if note.trim().is_empty() {
        return Err(CannotRetire::NoReason.into());
    }
    let (template, code) = queries::published_question(conn, question)?;
    if !queries::insert_review(conn, question, edition, who, act.now, note.trim())? {
        return Ok(());
    }
    history::record(
        conn,
        act,
        Change {
            record: Record::of("template", template),
            event: "template-reviewed",
            facts: json!({"question": code, "edition": edition}),
            text: Some(note.trim()),
        },
    )
}

/// Gives questions that were written before there was a question bank the words it finds them by; how many there were.
///
/// # Errors
/// Only when the database fails.
pub fn fill_older(conn: &mut Conn) -> AppResult<usize> {
    let mut filled = 0;
    loop {
        let older = queries::unsearched(conn, 500)?;
        for (id, texts) in &older {
            queries::set_search(conn, *id, &search_words_of(texts))?;
        }
        filled += older.len();
        if older.len() < 500 {
            return Ok(filled);
        }
    }
}

/// A draft (or a version) by its own file.
fn read_own(own: &Template, source: &str) -> AppResult<TemplateFile> {
    file::read(&file_name(&own.code), source).map_err(|mistakes| {
        let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
        AppError::broken(format!("the file of a version cannot be read any more: {first}"))
    })
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
    let template = read_own(&own, &queries::source(conn, version)?)?;
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
    let search = search_words(&template.title, &own.code, &process.name);
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
