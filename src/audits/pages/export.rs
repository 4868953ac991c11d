//! The list of audits as a file.

use super::*;
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};

/// The columns of the file, in their order.
const COLUMNS: [&str; 16] = [
    "audit",
    "unit",
    "layer",
    "date",
    "due",
    "done",
    "who",
    "standing",
    "arrived-later",
    "reason",
    "asked",
    "conforms",
    "nonconforming",
    "corrected",
    "not-applicable",
    "findings",
];

/// Every audit the filters find.
pub(super) async fn download(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let asked = asked_of(&viewer, &query, &mut problems);
    if let Some(said) = problems.first() {
        return Err(AppError::Refused(said));
    }
    let (ask, scope, now) = (Ask::of(&viewer.req).whole(MOST_ROWS), viewer.scope(), viewer.now);
    let (rows, later, found) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = exports::all(queries::list(conn, &scope, &asked, now, &ask)?)?;
            let ids: Vec<AuditId> = rows.iter().map(|row| row.audit.id).collect();
            let origins: Vec<AnyId> = ids.iter().map(|id| AnyId(id.0)).collect();
            let found: BTreeMap<AnyId, i64> = findings::queries::count_by_origin(conn, &origins)?
                .into_iter()
                .collect();
            Ok((rows, queries::arrived_later(conn, &ids)?, found))
        })
        .await?;
    let head = COLUMNS
        .iter()
        .map(|name| viewer.t(&format!("audits-file-{name}")))
        .collect();
    let rows = rows
        .iter()
        .map(|row| cells(&viewer, row, &list_row(&viewer, row, &later, &found)?))
        .collect::<AppResult<_>>()?;
    exports::download(*ending, "audits", head, rows).await
}

/// The cells of an audit, in the order of [`COLUMNS`]: what the list says, moments on the clock of its unit.
fn cells(viewer: &Viewer, row: &ListRow, shown: &Row) -> AppResult<Vec<Cell>> {
    let (audit, zone) = (&row.audit, zone_of(&row.audit)?);
    let told = |count: i32| shown.result.as_ref().map(|_| count).into();
    let yes = if shown.arrived_later { "file-yes" } else { "file-no" };
    Ok(vec![
        shown.title.clone().into(),
        shown.unit.clone().into(),
        audit.layer.into(),
        audit.local_date.into(),
        zone.local(audit.due_at).into(),
        audit.submitted_at.map(|at| zone.local(at)).into(),
        shown.who.clone().into(),
        viewer.t(&format!("status-{}", shown.standing.replace('_', "-"))).into(),
        viewer.t(yes).into(),
        shown.reason.clone().into(),
        told(audit.asked),
        told(audit.conforms),
        told(audit.nonconforming),
        told(audit.corrected),
        told(audit.not_applicable),
        told(i32::try_from(shown.findings).unwrap_or(i32::MAX)),
    ])
}
