//! Every SQL of the room.

use super::model::*;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::both;
use crate::people::model::{Person, Scope};
use crate::people::queries::audits_seen;
use crate::platform::db::{Conn, MultiBackend, Native, like};
use crate::processes::model::Process;
use crate::schema::{
    assignments, audit_questions, audits, clause_reviews, clause_texts, clauses, editions, goals, manuals, persons,
    plan_units, plans, processes, question_versions, questions, template_versions, templates, units,
};
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One template.
pub fn find(conn: &mut Conn, id: TemplateId) -> QueryResult<Template> {
    templates::table.find(id).select(Template::as_select()).first(conn)
}

/// The template with this id in the files: `walk-in-counter`.
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Template>> {
    templates::table
        .filter(templates::code.eq(code))
        .select(Template::as_select())
        .first(conn)
        .optional()
}

/// The template of a process.
pub fn find_by_process(conn: &mut Conn, process: ProcessId) -> QueryResult<Option<Template>> {
    templates::table
        .filter(templates::process_id.eq(process))
        .select(Template::as_select())
        .first(conn)
        .optional()
}

/// Every template that has a published version, in the order of the lists: what a plan can pick.
pub fn list_published(conn: &mut Conn) -> QueryResult<Vec<Template>> {
    let published = template_versions::table
        .filter(template_versions::state.eq(VersionState::Published))
        .select(template_versions::template_id);
    templates::table
        .filter(templates::id.eq_any(published))
        .order((templates::search, templates::id))
        .select(Template::as_select())
        .load(conn)
}

/// What the list of templates is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Folded words of title, id or process.
    pub words: String,
    /// With a published question that serves this goal only.
    pub goal: Option<GoalId>,
}

/// A row of the list.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// The template.
    pub template: Template,
    /// The process it audits.
    pub process: Process,
    /// The published version.
    pub published: Option<Version>,
    /// The draft beside it.
    pub draft: Option<Version>,
    /// How many questions the published version has (of the draft when nothing is published).
    pub questions: usize,
    /// How many of them each layer asks from, the lowest layer first.
    pub layers: BTreeMap<i32, usize>,
}

type Filter = Box<dyn BoxableExpression<templates::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

fn asked_for(asked: &Asked) -> Filter {
    let mut filter: Filter = Box::new(templates::search.like(like(&asked.words)).escape('\\'));
    if let Some(goal) = asked.goal {
        let of_goal = question_versions::table
            .inner_join(template_versions::table)
            .filter(template_versions::state.eq(VersionState::Published))
            .filter(question_versions::goal_id.eq(goal).assume_not_null())
            .select(template_versions::template_id);
        filter = Box::new(filter.and(templates::id.eq_any(of_goal)));
    }
    filter
}

/// A page of templates by title, after one that was seen.
pub fn list(conn: &mut Conn, asked: &Asked, after: Option<TemplateId>, limit: i64) -> QueryResult<Vec<ListRow>> {
    let mut page = templates::table
        .select(templates::id)
        .order((templates::search, templates::id))
        .limit(limit)
        .into_boxed()
        .filter(asked_for(asked));
    if let Some(id) = after {
        let seen = templates::table
            .find(id)
            .select(templates::search)
            .first(conn)
            .optional()?;
        let search: String = seen.unwrap_or_default();
        page = page.filter(
            templates::search
                .gt(search.clone())
                .or(templates::search.eq(search).and(templates::id.gt(id))),
        );
    }
    let ids: Vec<TemplateId> = page.load(conn)?;
    let rows: Vec<(Template, Process)> = templates::table
        .inner_join(processes::table)
        .filter(templates::id.eq_any(ids.clone()))
        .order((templates::search, templates::id))
        .select((Template::as_select(), Process::as_select()))
        .load(conn)?;
    let live: Vec<Version> = template_versions::table
        .filter(template_versions::template_id.eq_any(ids))
        .filter(template_versions::state.ne(VersionState::Retired))
        .select(Version::as_select())
        .load(conn)?;
    let version_of = |template: TemplateId, state: VersionState| {
        live.iter()
            .find(|version| version.template_id == template && version.state == state)
            .cloned()
    };
    let mut rows: Vec<ListRow> = rows
        .into_iter()
        .map(|(template, process)| ListRow {
            published: version_of(template.id, VersionState::Published),
            draft: version_of(template.id, VersionState::Draft),
            template,
            process,
            questions: 0,
            layers: BTreeMap::new(),
        })
        .collect();
    let shown: Vec<TemplateVersionId> = rows.iter().filter_map(|row| Some(row.shown()?.id)).collect();
    let asked: Vec<(TemplateVersionId, String)> = question_versions::table
        .filter(question_versions::version_id.eq_any(shown))
        .select((question_versions::version_id, question_versions::layers))
        .load(conn)?;
    let mut of_version: BTreeMap<TemplateVersionId, Vec<&str>> = BTreeMap::new();
    for (version, layers) in &asked {
        of_version.entry(*version).or_default().push(layers);
    }
    for row in &mut rows {
        let of_row = row.shown().and_then(|version| of_version.get(&version.id));
        let of_row = of_row.map(Vec::as_slice).unwrap_or_default();
        row.questions = of_row.len();
        row.layers = count_layers(of_row.iter().copied());
    }
    Ok(rows)
}

impl ListRow {
    /// The version people see: the published one, else the draft.
    pub fn shown(&self) -> Option<&Version> {
        self.published.as_ref().or(self.draft.as_ref())
    }
}

fn count_layers<'a>(rows: impl Iterator<Item = &'a str>) -> BTreeMap<i32, usize> {
    let mut counts = BTreeMap::new();
    for layer in rows.flat_map(layers_of) {
        *counts.entry(layer).or_default() += 1;
    }
    counts
}

/// One version.
pub fn version(conn: &mut Conn, id: TemplateVersionId) -> QueryResult<Version> {
    template_versions::table
        .find(id)
        .select(Version::as_select())
        .first(conn)
}

/// A version by its number.
pub fn version_numbered(conn: &mut Conn, template: TemplateId, number: i32) -> QueryResult<Version> {
    template_versions::table
        .filter(
            template_versions::template_id
                .eq(template)
                .and(template_versions::number.eq(number)),
        )
        .select(Version::as_select())
        .first(conn)
}

/// The published version of a template: what audits ask from now on.
pub fn published(conn: &mut Conn, template: TemplateId) -> QueryResult<Option<Version>> {
    in_state(conn, template, VersionState::Published)
}

/// The draft of a template.
pub fn draft(conn: &mut Conn, template: TemplateId) -> QueryResult<Option<Version>> {
    in_state(conn, template, VersionState::Draft)
}

fn in_state(conn: &mut Conn, template: TemplateId, state: VersionState) -> QueryResult<Option<Version>> {
    template_versions::table
        .filter(
            template_versions::template_id
                .eq(template)
                .and(template_versions::state.eq(state)),
        )
        .order(template_versions::number.desc())
        .select(Version::as_select())
        .first(conn)
        .optional()
}

/// The newest version of a template, whatever its state.
pub fn newest(conn: &mut Conn, template: TemplateId) -> QueryResult<Option<Version>> {
    template_versions::table
        .filter(template_versions::template_id.eq(template))
        .order(template_versions::number.desc())
        .select(Version::as_select())
        .first(conn)
        .optional()
}

/// The file a version was made of.
pub fn source(conn: &mut Conn, version: TemplateVersionId) -> QueryResult<String> {
    template_versions::table
        .find(version)
        .select(template_versions::source)
        .first(conn)
}

/// A version with the names of who loaded and who published it.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// The version.
    pub version: Version,
    /// Who loaded it.
    pub created_by: Option<String>,
    /// Who published it.
    pub published_by: Option<String>,
}

/// Every version of a template, the newest first.
pub fn versions(conn: &mut Conn, template: TemplateId) -> QueryResult<Vec<VersionRow>> {
    let all: Vec<Version> = template_versions::table
        .filter(template_versions::template_id.eq(template))
        .order(template_versions::number.desc())
        .select(Version::as_select())
        .load(conn)?;
    let people: Vec<PersonId> = all
        .iter()
        .flat_map(|version| [version.created_by, version.published_by])
        .flatten()
        .collect();
    let names: Vec<(PersonId, String)> = persons::table
        .filter(persons::id.eq_any(people))
        .select((persons::id, persons::name))
        .load(conn)?;
    let names: BTreeMap<PersonId, String> = names.into_iter().collect();
    let name_of = |id: Option<PersonId>| id.and_then(|id| names.get(&id).cloned());
    Ok(all
        .into_iter()
        .map(|version| VersionRow {
            created_by: name_of(version.created_by),
            published_by: name_of(version.published_by),
            version,
        })
        .collect())
}

/// A question of a version with everything it points at.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Question {
    /// The question as this version asks it.
    pub asked: QuestionVersion,
    /// Its id in the file: `wait-time`.
    pub code: String,
    /// The manual its clause is in: id and code.
    pub manual: Option<(ManualId, String)>,
    /// Number and title of its clause.
    pub clause: Option<(String, String)>,
    /// Code and title of its goal.
    pub goal: Option<(String, Localized)>,
}

impl Question {
    /// The clause as people write it: "CS 3.2".
    pub fn clause_label(&self) -> Option<String> {
        let (_, manual) = self.manual.as_ref()?;
        let (number, _) = self.clause.as_ref()?;
        Some(format!("{manual} {number}"))
    }
}

/// Question versions with everything they point at, in the order of their version.
macro_rules! resolved {
    ($filter:expr) => {
        question_versions::table
            .inner_join(questions::table)
            .left_join(clauses::table.inner_join(manuals::table))
            .left_join(
                clause_texts::table.on(clause_texts::edition_id
                    .nullable()
                    .eq(question_versions::edition_id)
                    .and(clause_texts::clause_id.nullable().eq(question_versions::clause_id))),
            )
            .left_join(goals::table.on(goals::id.nullable().eq(question_versions::goal_id)))
            .filter($filter)
            .order((question_versions::version_id, question_versions::position))
            .select((
                QuestionVersion::as_select(),
                questions::code,
                (manuals::id, manuals::code).nullable(),
                (clause_texts::number, clause_texts::title).nullable(),
                (goals::code, goals::title).nullable(),
            ))
    };
}

/// The questions of a version in their order, each with its clause and goal.
pub fn questions(conn: &mut Conn, version: TemplateVersionId) -> QueryResult<Vec<Question>> {
    resolved!(question_versions::version_id.eq(version)).load(conn)
}

/// The questions of a version that a layer asks from, in their order.
pub fn questions_for(conn: &mut Conn, version: TemplateVersionId, layer: i32) -> QueryResult<Vec<Question>> {
    let mut all = questions(conn, version)?;
    all.retain(|question| question.asked.asked_at(layer));
    Ok(all)
}

/// These questions as they were worded, each with its clause and goal.
pub fn questions_by_id(conn: &mut Conn, ids: &[QuestionVersionId]) -> QueryResult<Vec<Question>> {
    resolved!(question_versions::id.eq_any(ids.to_vec())).load(conn)
}

/// The questions of a version as they are written, without what they point at.
pub fn plain_questions(conn: &mut Conn, version: TemplateVersionId) -> QueryResult<Vec<QuestionVersion>> {
    question_versions::table
        .filter(question_versions::version_id.eq(version))
        .order(question_versions::position)
        .select(QuestionVersion::as_select())
        .load(conn)
}

/// The questions of a template by their ids in the files, in whatever version they are.
pub fn identities(conn: &mut Conn, template: TemplateId) -> QueryResult<BTreeMap<String, QuestionId>> {
    let rows: Vec<(String, QuestionId)> = questions::table
        .filter(questions::template_id.eq(template))
        .select((questions::code, questions::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Writes a new template.
pub fn insert_template(conn: &mut Conn, template: &Template) -> QueryResult<usize> {
    diesel::insert_into(templates::table).values(template).execute(conn)
}

/// Gives a template the title of its published version, and the words it is found by.
pub fn set_title(conn: &mut Conn, id: TemplateId, title: &Localized, search: &str) -> QueryResult<usize> {
    diesel::update(templates::table.find(id))
        .set((templates::title.eq(title), templates::search.eq(search)))
        .execute(conn)
}

/// Writes a new version.
pub fn insert_version(conn: &mut Conn, version: &NewVersion) -> QueryResult<usize> {
    diesel::insert_into(template_versions::table)
        .values(version)
        .execute(conn)
}

/// Writes a draft over, if it is still the draft that was read; true means it was us.
pub fn redraft(conn: &mut Conn, read: &Version, new: &NewVersion) -> QueryResult<bool> {
    diesel::update(
        template_versions::table.find(read.id).filter(
            template_versions::state
                .eq(VersionState::Draft)
                .and(template_versions::source_hash.eq(&read.source_hash)),
        ),
    )
    .set((
        template_versions::title.eq(&new.title),
        template_versions::intro.eq(&new.intro),
        template_versions::ask.eq(&new.ask),
        template_versions::source.eq(&new.source),
        template_versions::source_hash.eq(&new.source_hash),
        template_versions::note.eq(&new.note),
        template_versions::created_at.eq(new.created_at),
        template_versions::created_by.eq(new.created_by),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Gives a draft up, if it is still the draft that was read; true means it was us.
pub fn discard(conn: &mut Conn, read: &Version) -> QueryResult<bool> {
    diesel::update(
        template_versions::table.find(read.id).filter(
            template_versions::state
                .eq(VersionState::Draft)
                .and(template_versions::source_hash.eq(&read.source_hash)),
        ),
    )
    .set((
        template_versions::state.eq(VersionState::Retired),
        template_versions::publish_on.eq(None::<NaiveDate>),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Sets or clears the day a draft is published on, if it is still the draft that was read; true means it was us.
pub fn schedule(
    conn: &mut Conn,
    read: &Version,
    on: Option<NaiveDate>,
    who: Option<PersonId>,
    note: &str,
) -> QueryResult<bool> {
    diesel::update(
        template_versions::table.find(read.id).filter(
            template_versions::state
                .eq(VersionState::Draft)
                .and(template_versions::source_hash.eq(&read.source_hash)),
        ),
    )
    .set((
        template_versions::publish_on.eq(on),
        template_versions::scheduled_by.eq(on.and(who)),
        template_versions::note.eq(note),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// The draft that has waited longest for a day that has come.
pub fn next_due(conn: &mut Conn, today: NaiveDate) -> QueryResult<Option<Version>> {
    template_versions::table
        .filter(template_versions::state.eq(VersionState::Draft))
        .filter(template_versions::publish_on.le(today))
        .order((template_versions::publish_on, template_versions::id))
        .select(Version::as_select())
        .first(conn)
        .optional()
}

/// Everybody of the quality staff today, by name.
pub fn quality_staff(conn: &mut Conn) -> QueryResult<Vec<Person>> {
    let holders = assignments::table
        .filter(assignments::role.eq(Role::Quality).and(assignments::until.is_null()))
        .select(assignments::person_id);
    persons::table
        .filter(persons::active.eq(true).and(persons::id.eq_any(holders)))
        .order((persons::name, persons::id))
        .select(Person::as_select())
        .load(conn)
}

/// A plan that uses a template.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanUse {
    /// The plan.
    pub id: PlanId,
    /// Its title.
    pub title: String,
    /// The layer it is for.
    pub layer: i32,
    /// How many units it covers.
    pub units: usize,
}

/// Whom a new version of a template would reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Impact {
    /// The plans in use, by layer and title.
    pub plans: Vec<PlanUse>,
    /// The units they cover together.
    pub units: usize,
    /// Audits that have not opened yet: they will ask the new version.
    pub ahead: i64,
    /// Audits that are open or under way: they keep what they ask.
    pub open: i64,
}

/// Whom a new version of a template would reach, now.
pub fn impact(conn: &mut Conn, id: TemplateId, now: Instant) -> QueryResult<Impact> {
    let plans: Vec<(PlanId, String, i32)> = plans::table
        .filter(plans::template_id.eq(id).and(plans::active.eq(true)))
        .order((plans::layer, plans::search, plans::id))
        .select((plans::id, plans::title, plans::layer))
        .load(conn)?;
    let ids: Vec<PlanId> = plans.iter().map(|(id, ..)| *id).collect();
    let covered: Vec<(PlanId, UnitId)> = plan_units::table
        .filter(plan_units::plan_id.eq_any(ids))
        .select((plan_units::plan_id, plan_units::unit_id))
        .load(conn)?;
    let units: BTreeSet<UnitId> = covered.iter().map(|(_, unit)| *unit).collect();
    let (ahead, open) = audits_made(conn, id, now)?;
    Ok(Impact {
        units: units.len(),
        plans: plans
            .into_iter()
            .map(|(id, title, layer)| PlanUse {
                id,
                title,
                layer,
                units: covered.iter().filter(|(plan, _)| *plan == id).count(),
            })
            .collect(),
        ahead,
        open,
    })
}

/// How many audits of a template have not opened yet, and how many are open or under way.
fn audits_made(conn: &mut Conn, id: TemplateId, now: Instant) -> QueryResult<(i64, i64)> {
    let made = || {
        audits::table
            .inner_join(template_versions::table)
            .filter(template_versions::template_id.eq(id))
            .filter(audits::closes_at.gt(now))
            .select(count_star())
    };
    let ahead = made()
        .filter(audits::state.eq("scheduled").and(audits::opens_at.gt(now)))
        .first(conn)?;
    let open = made()
        .filter(
            audits::state
                .eq_any(["scheduled", "in_progress"])
                .and(audits::opens_at.le(now)),
        )
        .first(conn)?;
    Ok((ahead, open))
}

/// The version an audit asks that opens at this moment: the last one published until then.
pub fn published_at(conn: &mut Conn, template: TemplateId, at: Instant) -> QueryResult<Option<Version>> {
    template_versions::table
        .filter(template_versions::template_id.eq(template))
        .filter(template_versions::published_at.le(at))
        .order(template_versions::number.desc())
        .select(Version::as_select())
        .first(conn)
        .optional()
}

/// The version an audit of a layer takes that was made with `own` and opens at this moment: one that was published in
/// between, if it asks the layer something.
pub fn version_for(conn: &mut Conn, own: &Version, layer: i32, opens_at: Instant) -> QueryResult<Version> {
    let newer = published_at(conn, own.template_id, opens_at)?.filter(|newer| newer.number > own.number);
    match newer {
        Some(newer) if !questions_for(conn, newer.id, layer)?.is_empty() => Ok(newer),
        _ => Ok(own.clone()),
    }
}

/// The template and the id in the file of a question of a published version.
pub fn published_question(conn: &mut Conn, id: QuestionVersionId) -> QueryResult<(TemplateId, String)> {
    question_versions::table
        .inner_join(template_versions::table)
        .inner_join(questions::table)
        .filter(question_versions::id.eq(id))
        .filter(template_versions::state.eq(VersionState::Published))
        .select((template_versions::template_id, questions::code))
        .first(conn)
}

/// The clauses a question can cite: manual, number and title of those in force, in the order of the manuals.
pub fn clause_choices(conn: &mut Conn) -> QueryResult<Vec<(String, String, String)>> {
    clause_texts::table
        .inner_join(editions::table.inner_join(manuals::table))
        .filter(editions::state.eq("in_force"))
        .order((manuals::code, clause_texts::position))
        .select((manuals::code, clause_texts::number, clause_texts::title))
        .load(conn)
}

/// Title and words of clauses as these editions have them.
pub fn clause_words(
    conn: &mut Conn,
    cited: &[(EditionId, ClauseId)],
) -> QueryResult<BTreeMap<(EditionId, ClauseId), String>> {
    let editions: BTreeSet<EditionId> = cited.iter().map(|(edition, _)| *edition).collect();
    let clauses: BTreeSet<ClauseId> = cited.iter().map(|(_, clause)| *clause).collect();
    let rows: Vec<(EditionId, ClauseId, String, String)> = clause_texts::table
        .filter(clause_texts::edition_id.eq_any(editions))
        .filter(clause_texts::clause_id.eq_any(clauses))
        .select((
            clause_texts::edition_id,
            clause_texts::clause_id,
            clause_texts::title,
            clause_texts::body,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(edition, clause, title, body)| ((edition, clause), format!("{title}\n{body}")))
        .collect())
}

/// The processes that have no template yet, by name.
pub fn processes_without_template(conn: &mut Conn) -> QueryResult<Vec<Process>> {
    processes::table
        .filter(processes::id.ne_all(templates::table.select(templates::process_id)))
        .order((processes::search, processes::id))
        .select(Process::as_select())
        .load(conn)
}

/// The templates that have a draft nobody has put a day on, by title.
pub fn drafts(conn: &mut Conn) -> QueryResult<Vec<(TemplateId, Localized)>> {
    templates::table
        .inner_join(template_versions::table)
        .filter(template_versions::state.eq(VersionState::Draft))
        .filter(template_versions::publish_on.is_null())
        .order((templates::search, templates::id))
        .select((templates::id, templates::title))
        .load(conn)
}

/// The goals a question can serve: code and title of those that are active.
pub fn goal_choices(conn: &mut Conn) -> QueryResult<Vec<(String, Localized)>> {
    goals::table
        .filter(goals::active.eq(true))
        .order((goals::unit_id, goals::position, goals::code))
        .select((goals::code, goals::title))
        .load(conn)
}

/// What the question bank is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankAsked {
    /// Folded words of the question, its look-for, its why or its tags.
    pub words: String,
    /// With this tag only.
    pub tag: String,
}

/// A question in the bank, with the template it is asked in.
pub type Banked = (Question, TemplateId, Localized);

/// A page of the questions of all published versions, by their words, after one that was seen.
pub fn bank(
    conn: &mut Conn,
    asked: &BankAsked,
    after: Option<QuestionVersionId>,
    limit: i64,
) -> QueryResult<Vec<Banked>> {
    let mut page = question_versions::table
        .inner_join(template_versions::table)
        .filter(template_versions::state.eq(VersionState::Published))
        .filter(question_versions::search.like(like(&asked.words)).escape('\\'))
        .order((question_versions::search, question_versions::id))
        .select(question_versions::id)
        .limit(limit)
        .into_boxed();
    if !asked.tag.is_empty() {
        let tag = &asked.tag;
        page = page.filter(
            question_versions::tags
                .eq(tag.clone())
                .or(question_versions::tags.like(format!("{tag} %")))
                .or(question_versions::tags.like(format!("% {tag}")))
                .or(question_versions::tags.like(format!("% {tag} %"))),
        );
    }
    if let Some(id) = after {
        let seen = question_versions::table
            .find(id)
            .select(question_versions::search)
            .first(conn)
            .optional()?;
        let search: String = seen.unwrap_or_default();
        page = page.filter(
            question_versions::search
                .gt(search.clone())
                .or(question_versions::search.eq(search).and(question_versions::id.gt(id))),
        );
    }
    let ids: Vec<QuestionVersionId> = page.load(conn)?;
    let mut questions: BTreeMap<QuestionVersionId, Question> = questions_by_id(conn, &ids)?
        .into_iter()
        .map(|question| (question.asked.id, question))
        .collect();
    let titles: Vec<(QuestionVersionId, TemplateId, Localized)> = question_versions::table
        .inner_join(template_versions::table)
        .filter(question_versions::id.eq_any(ids.clone()))
        .select((
            question_versions::id,
            template_versions::template_id,
            template_versions::title,
        ))
        .load(conn)?;
    let titles: BTreeMap<QuestionVersionId, (TemplateId, Localized)> = titles
        .into_iter()
        .map(|(id, template, title)| (id, (template, title)))
        .collect();
    Ok(ids
        .into_iter()
        .filter_map(|id| {
            let (template, title) = titles.get(&id)?.clone();
            Some((questions.remove(&id)?, template, title))
        })
        .collect())
}

/// Every tag of the questions of published versions.
pub fn tags(conn: &mut Conn) -> QueryResult<BTreeSet<String>> {
    let rows: Vec<String> = question_versions::table
        .inner_join(template_versions::table)
        .filter(template_versions::state.eq(VersionState::Published))
        .filter(question_versions::tags.ne(""))
        .select(question_versions::tags)
        .distinct()
        .load(conn)?;
    Ok(rows
        .iter()
        .flat_map(|tags| tags.split(' '))
        .map(str::to_owned)
        .collect())
}

/// Questions that were written before the question bank looked for words: a step of them, and their words now.
pub fn unsearched(conn: &mut Conn, most: i64) -> QueryResult<Vec<(QuestionVersionId, Texts)>> {
    question_versions::table
        .filter(question_versions::search.eq(""))
        .select((question_versions::id, question_versions::texts))
        .limit(most)
        .load(conn)
}

/// Gives a question the words the bank finds it by.
pub fn set_search(conn: &mut Conn, id: QuestionVersionId, words: &str) -> QueryResult<usize> {
    diesel::update(question_versions::table.find(id))
        .set(question_versions::search.eq(words))
        .execute(conn)
}

/// Notes that a question was looked at beside an edition; false when somebody did before.
pub fn insert_review(
    conn: &mut Conn,
    question: QuestionVersionId,
    edition: EditionId,
    who: PersonId,
    now: Instant,
    note: &str,
) -> QueryResult<bool> {
    let row = (
        clause_reviews::question_version_id.eq(question),
        clause_reviews::edition_id.eq(edition),
        clause_reviews::reviewed_at.eq(now),
        clause_reviews::reviewed_by.eq(who),
        clause_reviews::note.eq(note),
    );
    Native(
        diesel::insert_into(clause_reviews::table)
            .values(row)
            .on_conflict_do_nothing(),
    )
    .execute(conn)
    .map(|written| written == 1)
}

/// The questions that were looked at, by question and edition.
pub fn reviewed(conn: &mut Conn) -> QueryResult<BTreeSet<(QuestionVersionId, EditionId)>> {
    let rows: Vec<(QuestionVersionId, EditionId)> = clause_reviews::table
        .select((clause_reviews::question_version_id, clause_reviews::edition_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Every question of the published versions that cites a clause, with its template; in the order of the lists.
pub fn published_citing(conn: &mut Conn) -> QueryResult<Vec<(Template, Question)>> {
    let published: Vec<(TemplateVersionId, Template)> = template_versions::table
        .inner_join(templates::table)
        .filter(template_versions::state.eq(VersionState::Published))
        .order((templates::search, templates::id))
        .select((template_versions::id, Template::as_select()))
        .load(conn)?;
    let ids: Vec<TemplateVersionId> = published.iter().map(|(version, _)| *version).collect();
    let citing: Vec<Question> = resolved!(
        question_versions::version_id
            .eq_any(ids)
            .and(question_versions::clause_id.is_not_null())
    )
    .load(conn)?;
    let mut of_version: BTreeMap<TemplateVersionId, Vec<Question>> = BTreeMap::new();
    for question in citing {
        of_version.entry(question.asked.version_id).or_default().push(question);
    }
    Ok(published
        .into_iter()
        .flat_map(|(version, template)| {
            let own = of_version.remove(&version).unwrap_or_default();
            own.into_iter().map(move |question| (template.clone(), question))
        })
        .collect())
}

/// Publishes a draft, if it is still the draft that was read; true means it was us.
pub fn mark_published(
    conn: &mut Conn,
    read: &Version,
    note: &str,
    who: Option<PersonId>,
    now: Instant,
) -> QueryResult<bool> {
    diesel::update(
        template_versions::table.find(read.id).filter(
            template_versions::state
                .eq(VersionState::Draft)
                .and(template_versions::source_hash.eq(&read.source_hash)),
        ),
    )
    .set((
        template_versions::state.eq(VersionState::Published),
        template_versions::note.eq(note),
        template_versions::published_at.eq(Some(now)),
        template_versions::published_by.eq(who),
        template_versions::publish_on.eq(None::<NaiveDate>),
        template_versions::scheduled_by.eq(None::<PersonId>),
    ))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// Retires whatever version of a template is published; says how many.
pub fn retire(conn: &mut Conn, template: TemplateId) -> QueryResult<usize> {
    diesel::update(
        template_versions::table.filter(
            template_versions::template_id
                .eq(template)
                .and(template_versions::state.eq(VersionState::Published)),
        ),
    )
    .set(template_versions::state.eq(VersionState::Retired))
    .execute(conn)
}

/// Writes new questions: their identities, before a version asks them.
pub fn insert_identities(conn: &mut Conn, template: TemplateId, rows: &[(QuestionId, String)]) -> QueryResult<()> {
    let rows: Vec<_> = rows
        .iter()
        .map(|(id, code)| {
            (
                questions::id.eq(*id),
                questions::template_id.eq(template),
                questions::code.eq(code.as_str()),
                questions::goal_id.eq(None::<GoalId>),
            )
        })
        .collect();
    for step in rows.chunks(500) {
        both!(conn, c => diesel::insert_into(questions::table).values(step.to_vec()).execute(c))?;
    }
    Ok(())
}

/// Lets questions serve a goal from now on: figures by goal go by this, those of the past as well. One that had been asked
/// and served another, or none, has moved.
pub fn set_goal(conn: &mut Conn, ids: &[QuestionId], goal: GoalId) -> QueryResult<usize> {
    let asked = question_versions::table
        .inner_join(template_versions::table)
        .filter(template_versions::state.eq(VersionState::Retired))
        .select(question_versions::question_id);
    let moves = questions::goal_id.is_null().or(questions::goal_id.ne(goal));
    diesel::update(
        questions::table
            .filter(questions::id.eq_any(ids.to_vec()))
            .filter(questions::id.eq_any(asked).and(moves.assume_not_null())),
    )
    .set(questions::goal_moves.eq(questions::goal_moves + 1))
    .execute(conn)?;
    diesel::update(questions::table.filter(questions::id.eq_any(ids.to_vec())))
        .set(questions::goal_id.eq(Some(goal)))
        .execute(conn)
}

/// Replaces the questions of a draft.
pub fn replace_questions(conn: &mut Conn, draft: TemplateVersionId, rows: &[QuestionVersion]) -> QueryResult<()> {
    diesel::delete(question_versions::table.filter(question_versions::version_id.eq(draft))).execute(conn)?;
    for step in rows.chunks(200) {
        both!(conn, c => diesel::insert_into(question_versions::table).values(step).execute(c))?;
    }
    Ok(())
}

/// Points a question of a draft at its clause and goal.
pub fn set_references(conn: &mut Conn, question: &QuestionVersion) -> QueryResult<usize> {
    diesel::update(question_versions::table.find(question.id))
        .set((
            question_versions::clause_id.eq(question.clause_id),
            question_versions::edition_id.eq(question.edition_id),
            question_versions::goal_id.eq(question.goal_id),
        ))
        .execute(conn)
}

/// An audit as its paper sheet names it.
#[derive(Debug, Clone)]
pub struct OnPaper {
    /// What it asks.
    pub version_id: TemplateVersionId,
    /// The layer that looks.
    pub layer: i32,
    /// Name of the unit.
    pub unit: String,
    /// The local date its window opens.
    pub local_date: NaiveDate,
    /// Name of whoever does it.
    pub assignee: Option<String>,
    /// Its questions, once they are drawn.
    pub drawn: Vec<QuestionId>,
}

/// An audit for its paper sheet, if the viewer may see it.
pub fn audit_on_paper(conn: &mut Conn, scope: &Scope, id: AuditId) -> QueryResult<OnPaper> {
    let seen = audits::table.filter(audits::id.eq(id)).filter(audits_seen(scope));
    let id: AuditId = seen.select(audits::id).first(conn)?;
    let (own, layer, unit, local_date, assignee, opens_at, state) = audits::table
        .inner_join(units::table)
        .left_join(persons::table.on(persons::id.nullable().eq(audits::assignee_id)))
        .filter(audits::id.eq(id))
        .select((
            audits::version_id,
            audits::layer,
            units::name,
            audits::local_date,
            persons::name.nullable(),
            audits::opens_at,
            audits::state,
        ))
        .first(conn)?;
    let (state, own): (String, Version) = (state, version(conn, own)?);
    let asked = match state.as_str() {
        "scheduled" => version_for(conn, &own, layer, opens_at)?,
        _ => own,
    };
    Ok(OnPaper {
        version_id: asked.id,
        layer,
        unit,
        local_date,
        assignee,
        drawn: audit_questions::table
            .filter(audit_questions::audit_id.eq(id))
            .select(audit_questions::question_id)
            .load(conn)?,
    })
}
