//! Every SQL of the flat file: it only reads.

use super::Names;
use crate::audits::model::AuditState;
use crate::audits::queries::Visible;
use crate::base::clock::Instant;
use crate::base::codes::{Outcome, Severity};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::base::zone::Zone;
use crate::checklists::model::{Kind, Texts};
use crate::people::model::Scope;
use crate::people::queries::audits_seen as visible;
use crate::platform::db::Conn;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::dsl::min;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// What the file is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the viewer may see at all.
    pub scope: Scope,
    /// The units whose subtrees are meant.
    pub units: Vec<UnitId>,
    /// Of this process only.
    pub process: Option<ProcessId>,
    /// Whose window opened on these local dates.
    pub days: Days,
}

/// A submitted audit.
#[derive(Debug)]
pub struct AuditRow {
    /// The audit.
    pub id: AuditId,
    /// The local date its window opened.
    pub local_date: NaiveDate,
    /// Its zone.
    pub zone: String,
    /// When it was due.
    pub due_at: Instant,
    /// When it was done.
    pub submitted_at: Option<Instant>,
    /// Where.
    pub unit_id: UnitId,
    /// The process.
    pub process_id: ProcessId,
    /// The checklist it asked.
    pub version_id: TemplateVersionId,
    /// The layer that audited.
    pub layer: i32,
    /// How many questions it asked.
    pub asked: i32,
    /// When it was done, if it arrived later.
    pub done_at: Option<Instant>,
    /// Whether it was entered from paper.
    pub from_paper: bool,
    /// Whether it was changed after it was sent.
    pub amended: bool,
}

fn wanted(asked: &Asked, day: NaiveDate) -> Visible {
    let below = unit_ancestors::table
        .filter(unit_ancestors::ancestor_id.eq_any(asked.units.clone()))
        .select(unit_ancestors::descendant_id);
    // Around the date in UTC first, so that an index helps; then by the date itself.
    let (after, before) = Days::between(day, day, &Zone::utc()).around();
    let around = audits::opens_at.ge(after).and(audits::opens_at.le(before));
    let mut filter: Visible = Box::new(
        visible(&asked.scope)
            .and(audits::state.eq(AuditState::Submitted))
            .and(audits::unit_id.eq_any(below))
            .and(around)
            .and(audits::local_date.eq(day)),
    );
    if let Some(process) = asked.process {
        filter = Box::new(filter.and(audits::process_id.eq(process)));
    }
    filter
}

/// The next day on which any audit lies, from this day on.
pub fn next_day(conn: &mut Conn, day: NaiveDate) -> QueryResult<Option<NaiveDate>> {
    let (after, _) = Days::between(day, day, &Zone::utc()).around();
    // by the moment, which an index knows; where zones differ, what opens later may have an earlier date, by a day or so
    let opening: Option<Instant> = audits::table
        .filter(audits::opens_at.ge(after).and(audits::local_date.ge(day)))
        .select(min(audits::opens_at))
        .first(conn)?;
    let Some(opening) = opening else { return Ok(None) };
    audits::table
        .filter(
            audits::opens_at
                .between(opening, opening.plus_days(2))
                .and(audits::local_date.ge(day)),
        )
        .select(min(audits::local_date))
        .first(conn)
}

/// The submitted audits of a day that are asked for, by when their window opened.
pub fn audits(conn: &mut Conn, asked: &Asked, day: NaiveDate) -> QueryResult<Vec<AuditRow>> {
    type First = (AuditId, NaiveDate, String, Instant, Option<Instant>);
    type Second = (UnitId, ProcessId, TemplateVersionId, i32, i32);
    type Sent = (AuditId, Option<Instant>, bool, Option<SubmissionId>);
    let of_day = audits::table
        .filter(wanted(asked, day))
        .order((audits::opens_at, audits::id))
        .select((
            (
                audits::id,
                audits::local_date,
                audits::zone,
                audits::due_at,
                audits::submitted_at,
            ),
            (
                audits::unit_id,
                audits::process_id,
                audits::version_id,
                audits::layer,
                audits::asked,
            ),
        ));
    let rows: Vec<(First, Second)> = of_day.load(conn)?;
    let ids: Vec<AuditId> = rows.iter().map(|row| row.0.0).collect();
    let sent: Vec<Sent> = submissions::table
        .filter(submissions::audit_id.eq_any(ids))
        .select((
            submissions::audit_id,
            submissions::done_at,
            submissions::from_paper,
            submissions::amends,
        ))
        .load(conn)?;
    let amended: HashSet<AuditId> = sent.iter().filter(|sent| sent.3.is_some()).map(|sent| sent.0).collect();
    let ended: HashMap<AuditId, (Option<Instant>, bool)> = sent
        .into_iter()
        .filter(|sent| sent.3.is_none())
        .map(|(audit, done_at, paper, _)| (audit, (done_at, paper)))
        .collect();
    let of = |((id, local_date, zone, due_at, submitted_at), second): (First, Second)| {
        let (unit_id, process_id, version_id, layer, asked) = second;
        let (done_at, from_paper) = ended.get(&id).copied().unwrap_or_default();
        AuditRow {
            id,
            local_date,
            zone,
            due_at,
            submitted_at,
            unit_id,
            process_id,
            version_id,
            layer,
            asked,
            done_at,
            from_paper,
            amended: amended.contains(&id),
        }
    };
    Ok(rows.into_iter().map(of).collect())
}

/// An answer with its question.
#[derive(Debug, Queryable)]
pub struct AnswerRow {
    /// The audit.
    pub audit_id: AuditId,
    /// The question, the same in every version.
    pub question_id: QuestionId,
    /// Its id in the file.
    pub code: String,
    /// Its words, as it was asked.
    pub texts: Texts,
    /// What kind of answer it asks for.
    pub kind: Kind,
    /// The unit of a measured value.
    pub measure_unit: Option<Localized>,
    /// How serious a failure is.
    pub severity: Severity,
    /// What was answered.
    pub outcome: Outcome,
    /// The measured value.
    pub value: Option<f64>,
    /// The choice or date that was given.
    pub given: Option<String>,
}

/// The answers of these audits, in the order of their questions.
pub fn answers(conn: &mut Conn, of: &[AuditId]) -> QueryResult<Vec<AnswerRow>> {
    answers::table
        .inner_join(questions::table)
        .inner_join(question_versions::table)
        .filter(
            answers::audit_id
                .eq_any(of.to_vec())
                .and(answers::outcome.is_not_null()),
        )
        .order((answers::audit_id, question_versions::position))
        .select((
            answers::audit_id,
            answers::question_id,
            questions::code,
            question_versions::texts,
            question_versions::kind,
            question_versions::measure_unit,
            question_versions::severity,
            answers::outcome.assume_not_null(),
            answers::value,
            answers::given,
        ))
        .load(conn)
}

/// The names of units, processes and checklists.
pub fn names(conn: &mut Conn) -> QueryResult<Names> {
    let above: Vec<(UnitId, String)> = unit_ancestors::table
        .inner_join(units::table.on(units::id.eq(unit_ancestors::ancestor_id)))
        .order((unit_ancestors::descendant_id, unit_ancestors::depth.desc()))
        .select((unit_ancestors::descendant_id, units::name))
        .load(conn)?;
    let mut units: HashMap<UnitId, Vec<String>> = HashMap::new();
    for (unit, name) in above {
        units.entry(unit).or_default().push(name);
    }
    let processes: Vec<(ProcessId, String, Localized)> = processes::table
        .select((processes::id, processes::code, processes::name))
        .load(conn)?;
    let versions: Vec<(TemplateVersionId, String, i32)> = template_versions::table
        .inner_join(templates::table)
        .select((template_versions::id, templates::code, template_versions::number))
        .load(conn)?;
    Ok(Names {
        units,
        processes: processes
            .into_iter()
            .map(|(id, code, name)| (id, (code, name)))
            .collect(),
        versions: versions
            .into_iter()
            .map(|(id, code, number)| (id, (code, number)))
            .collect(),
    })
}
