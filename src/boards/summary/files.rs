//! The tables of the summary as files, whole: also the offices, weeks and questions that the page does not show.

use super::*;
use crate::base::statistics::pareto;
use crate::platform::exports::{self, Cell, Ending};
use actix_web::web;

crate::text_enum! {
    /// What of the summary leaves as a file.
    pub enum Sheet {
        /// Goal by goal.
        Goals = "goals",
        /// By layer.
        Layers = "layers",
        /// By week, with the range that is expected.
        Weeks = "weeks",
        /// By office.
        Offices = "offices",
        /// By office and week.
        OfficeWeeks = "office-weeks",
        /// What was found, by question.
        Questions = "questions",
        /// By month.
        Months = "months",
    }
}

fn share(share: Share) -> Cell {
    share.tenths().map(Cell::Tenths).into()
}

/// What was answered, in the order of [`ANSWERS`].
fn answers(tally: Tally) -> [Cell; 6] {
    [
        tally.judged().into(),
        tally.conforms.into(),
        tally.nonconforming.into(),
        tally.corrected.into(),
        tally.not_applicable.into(),
        share(tally.first_time_conformance()),
    ]
}
const ANSWERS: &[&str] = &[
    "judged",
    "conforms",
    "nonconforming",
    "corrected",
    "not-applicable",
    "conformance",
];

/// How the audits were done, in the order of [`AUDITS`].
fn audits(done: Done) -> [Cell; 7] {
    [
        done.expected().into(),
        done.submitted.into(),
        done.on_time.into(),
        done.missed.into(),
        done.excused.into(),
        share(done.completion()),
        share(done.on_time_completion()),
    ]
}
const AUDITS: &[&str] = &[
    "expected",
    "submitted",
    "on-time",
    "missed",
    "excused",
    "completion",
    "on-time-completion",
];

/// A table: the names of its columns and its rows.
type Table = (Vec<&'static str>, Vec<Vec<Cell>>);

/// A table of the summary as a file.
pub async fn export(viewer: Viewer<Leader>, asked: web::Path<(Sheet, Ending)>) -> AppResult<HttpResponse> {
    let (sheet, ending) = asked.into_inner();
    let (ask, l, _) = read(&viewer, usize::MAX).await?;
    let (head, rows) = match sheet {
        Sheet::Goals => goals(&viewer, &l),
        Sheet::Layers => layered(&l),
        Sheet::Weeks => by_week(&l),
        Sheet::Offices => by_office(&l),
        Sheet::OfficeWeeks => {
            let over = ask.since(charts::heat_weeks(&l.weeks));
            let read = move |conn: &mut Conn| Ok(figures::queries::tally_by_unit_and_week(conn, &over)?);
            by_office_and_week(&l, viewer.app.db.read(read).await?)
        }
        Sheet::Questions => by_question(&viewer, &l),
        Sheet::Months => by_month(&ask, &l),
    };
    let name = |name: &str| viewer.t(&format!("summary-file-{name}"));
    let head = head.into_iter().map(name).collect();
    let file = file_name(&ask, &l.units, sheet.as_str());
    exports::download(ending, &file, head, exports::all(rows)?).await
}

fn goals(viewer: &Viewer<Leader>, l: &Loaded) -> Table {
    let row = |goal: &Goal| {
        let tally = of_goal(l, goal);
        let open = l.open.get(&goal.id).copied().unwrap_or_default();
        let (closure, done) = l.of_goals.get(&goal.id).cloned().unwrap_or_default();
        let (again, after_fix) = l.again_by_goal.get(&goal.id).copied().unwrap_or_default();
        let verdict = Verdict::of(tally.first_time_conformance(), goal.target);
        let mut cells: Vec<Cell> = vec![
            goal.code.clone().into(),
            goal.title.get(viewer.lang()).to_owned().into(),
            viewer
                .t(&format!("status-{}", verdict.as_str().replace('_', "-")))
                .into(),
            goal.target.into(),
        ];
        cells.extend(answers(tally));
        cells.extend(audits(done.into_values().sum()));
        let closed = closure.on_time();
        cells.extend([closed.part.into(), closed.whole.into(), share(closed)]);
        cells.extend([again, after_fix, open.to_decide, open.under_way, open.overdue].map(Cell::from));
        cells
    };
    let last: &[&str] = &[
        "closed",
        "due",
        "closure",
        "again",
        "after-fix",
        "to-decide",
        "under-way",
        "overdue",
    ];
    let head = [&["code", "goal", "verdict", "target"][..], ANSWERS, AUDITS, last].concat();
    (head, l.goals.iter().map(row).collect())
}

fn layered(l: &Loaded) -> Table {
    let row = |(number, name, tally, done): (i32, &str, Tally, Done)| {
        let mut cells = vec![Cell::Number(number), name.to_owned().into()];
        cells.extend(answers(tally));
        cells.extend(audits(done));
        cells
    };
    let head = [&["layer", "layer-name"][..], ANSWERS, AUDITS].concat();
    (head, l.layers.counts().map(row).collect())
}

fn by_week(l: &Loaded) -> Table {
    let (weeks, chart) = weeks::chart_of(&l.weeks, &l.tally_by_week, &l.changes);
    #[expect(clippy::cast_possible_truncation, reason = "tenths of a percent are small")]
    let tenths = |fraction: f64| Cell::Tenths((fraction * 1000.0).round() as i64);
    let rows = weeks.iter().zip(&chart.points).map(|(week, point)| {
        let tally = l.tally_by_week.get(week).copied().unwrap_or_default();
        let mut cells = vec![Cell::Day(*week)];
        cells.extend(answers(tally));
        cells.push(share(tally.failed()));
        cells.push(point.limits.map(|limits| tenths(limits.low)).into());
        cells.push(point.limits.map(|limits| tenths(limits.high)).into());
        cells
    });
    (
        [&["week"][..], ANSWERS, &["failed", "low", "high"]].concat(),
        rows.collect(),
    )
}

/// Every unit with answers in the period: those with few answers, too.
fn by_office(l: &Loaded) -> Table {
    let names: HashMap<UnitId, &str> = l.units.iter().map(|unit| (unit.id, unit.name.as_str())).collect();
    let answered = l.by_unit.iter().filter(|(_, work)| work.tally != Tally::default());
    let mut rows: Vec<(&str, AtUnit)> = answered
        .filter_map(|(id, work)| Some((*names.get(id)?, *work)))
        .collect();
    rows.sort_by_key(|(name, _)| *name);
    let cells = |(name, AtUnit { tally, found }): (&str, AtUnit)| {
        let mut cells = vec![name.to_owned().into()];
        cells.extend(answers(tally));
        cells.push(found.into());
        cells
    };
    let rows = rows.into_iter().map(cells).collect();
    ([&["unit"][..], ANSWERS, &["findings"]].concat(), rows)
}

/// Every unit with answers in these weeks.
fn by_office_and_week(l: &Loaded, tallies: Vec<((UnitId, NaiveDate), Tally)>) -> Table {
    let names: HashMap<UnitId, &str> = l.units.iter().map(|unit| (unit.id, unit.name.as_str())).collect();
    let mut rows: Vec<(&str, NaiveDate, Tally)> = tallies
        .into_iter()
        .filter_map(|((id, week), tally)| Some((*names.get(&id)?, week, tally)))
        .collect();
    rows.sort_by_key(|(name, week, _)| (*name, *week));
    let cells = |(name, week, tally): (&str, NaiveDate, Tally)| {
        let mut cells = vec![name.to_owned().into(), Cell::Day(week)];
        cells.extend(answers(tally));
        cells
    };
    let head = [&["unit", "week"][..], ANSWERS].concat();
    (head, rows.into_iter().map(cells).collect())
}

fn by_question(viewer: &Viewer<Leader>, l: &Loaded) -> Table {
    let counts = l
        .found_by_question
        .iter()
        .map(|(question, texts, count)| ((charts::text_of(texts.as_ref(), viewer.lang()), *question), *count));
    let rows = pareto::pareto(counts).into_iter().map(|bar| {
        let (text, _) = bar.what;
        vec![text.into(), bar.count.into(), share(bar.running)]
    });
    (vec!["question", "findings", "running"], rows.collect())
}

/// The months of the table: answers and audits, up to the last day of the period.
fn by_month(ask: &Ask, l: &Loaded) -> Table {
    let cells = |month: &NaiveDate| {
        let next = month.checked_add_months(Months::new(1));
        let last = next.and_then(|next| next.pred_opt()).unwrap_or(ask.to);
        let mut cells = vec![Cell::Day(*month), Cell::Day(last.min(ask.to))];
        cells.extend(answers(l.tally_by_month.get(month).copied().unwrap_or_default()));
        cells.extend(audits(l.done_by_month.get(month).copied().unwrap_or_default()));
        cells
    };
    let head = [&["from", "to"][..], ANSWERS, AUDITS].concat();
    (head, l.months.iter().map(cells).collect())
}
