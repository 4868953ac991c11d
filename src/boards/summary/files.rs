//! The tables of the summary as files: every office, and every month.

use super::{Share, read};
use crate::figures::model::{Done, Tally};
use crate::people::viewer::{Leader, Viewer};
use crate::platform::error::AppResult;
use crate::platform::exports::{self, Cell, Ending};
use actix_web::HttpResponse;
use chrono::{Months, NaiveDate};

fn share(share: Share) -> Cell {
    share.tenths().map_or(Cell::Empty, Cell::Tenths)
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
const ANSWERS: [&str; 6] = [
    "judged",
    "conforms",
    "nonconforming",
    "corrected",
    "not-applicable",
    "conformance",
];

fn head(viewer: &Viewer<Leader>, first: &[&str], last: &[&str]) -> Vec<String> {
    let names = first.iter().chain(&ANSWERS).chain(last);
    names.map(|name| viewer.t(&format!("summary-file-{name}"))).collect()
}

/// Every unit with answers in the period: those with few answers, too.
async fn units(viewer: Viewer<Leader>, ending: Ending) -> AppResult<HttpResponse> {
    let (_, loaded, _) = read(&viewer).await?;
    let mut rows: Vec<(String, Tally, i64)> = loaded
        .by_unit
        .iter()
        .filter_map(|(id, tally)| {
            let unit = loaded.units.iter().find(|unit| unit.id == *id)?;
            let found = loaded.found_by_unit.get(id).copied().unwrap_or_default();
            Some((unit.name.clone(), *tally, found))
        })
        .collect();
    rows.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let cells = |(name, tally, found): (String, Tally, i64)| {
        let mut cells = vec![name.into()];
        cells.extend(answers(tally));
        cells.push(found.into());
        cells
    };
    let rows = rows.into_iter().map(cells).collect();
    exports::download(ending, "offices", head(&viewer, &["unit"], &["findings"]), rows).await
}

/// The months of the table: answers and audits, up to the last day of the period.
async fn months(viewer: Viewer<Leader>, ending: Ending) -> AppResult<HttpResponse> {
    let (ask, loaded, _) = read(&viewer).await?;
    let cells = |month: &NaiveDate| {
        let tally = loaded.tally_by_month.get(month).copied().unwrap_or_default();
        let done: Done = loaded.done_by_month.get(month).copied().unwrap_or_default();
        let next = month
            .checked_add_months(Months::new(1))
            .and_then(|next| next.pred_opt());
        let mut cells = vec![Cell::Day(*month), Cell::Day(next.unwrap_or(ask.to).min(ask.to))];
        cells.extend(answers(tally));
        cells.extend([
            done.expected().into(),
            done.submitted.into(),
            done.on_time.into(),
            done.missed.into(),
            done.excused.into(),
            share(done.completion()),
            share(done.on_time_completion()),
        ]);
        cells
    };
    let last = [
        "expected",
        "submitted",
        "on-time",
        "missed",
        "excused",
        "completion",
        "on-time-completion",
    ];
    let rows = loaded.months.iter().map(cells).collect();
    exports::download(ending, "months", head(&viewer, &["from", "to"], &last), rows).await
}

/// The offices as text.
pub async fn units_csv(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    units(viewer, Ending::Csv).await
}

/// The offices as a workbook.
pub async fn units_xlsx(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    units(viewer, Ending::Xlsx).await
}

/// The months as text.
pub async fn months_csv(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    months(viewer, Ending::Csv).await
}

/// The months as a workbook.
pub async fn months_xlsx(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    months(viewer, Ending::Xlsx).await
}
