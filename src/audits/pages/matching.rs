//! Where the code on a paper sheet leads: to the audit of that checklist that is the viewer's today.

use super::*;

page! {
    /// The audits a paper sheet may have been filled in for, when it is not just one.
    pub struct MatchingPage in "audits/matching.html" {
        pub title: String,
        pub lead: String,
        pub rows: Vec<Row>,
        pub list_href: String,
    }
}

/// What is open or opens today of the checklist: the viewer's own, or what else the viewer sees.
struct Found {
    title: String,
    rows: Vec<ListRow>,
    mine: bool,
}

pub(super) async fn show(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let incomplete = || AppError::refused("audits-matching-incomplete");
    let asked = query.given("template").ok_or_else(incomplete)?.to_owned();
    let layer: i32 = query.parse("layer").ok_or_else(incomplete)?;
    let tomorrow = crate::base::zone::shifted(viewer.zone.local(viewer.now).date, 1);
    let day_ends = viewer.zone.day_start(tomorrow);
    let (scope, now, lang) = (viewer.scope(), viewer.now, viewer.lang().to_owned());
    let found = viewer
        .app
        .db
        .read(move |conn| {
            let template = match asked.parse() {
                Ok(id) => checklists::queries::find(conn, id)?,
                Err(_) => checklists::queries::find_by_code(conn, &asked)?.ok_or(AppError::NotFound)?,
            };
            let rows = queries::matching(conn, &scope, template.id, layer, now, day_ends)?;
            let mut mine = Vec::new();
            for row in &rows {
                let holds_role =
                    row.audit.assignee_id.is_none() && queries::holds_role_for(conn, &row.audit, scope.person)?;
                if row.audit.check_mine(scope.person, holds_role).is_ok() {
                    mine.push(row.clone());
                }
            }
            let is_mine = !mine.is_empty();
            Ok(Found {
                title: template.title.get(&lang).to_owned(),
                rows: if is_mine { mine } else { rows },
                mine: is_mine,
            })
        })
        .await?;
    // What can be worked on now comes before what opens later today.
    let ids = |rows: &[ListRow], open: bool| -> Vec<AuditId> {
        let rows = rows.iter().filter(|row| !open || row.audit.check_open(now).is_ok());
        rows.map(|row| row.audit.id).collect()
    };
    let only = match (ids(&found.rows, true).as_slice(), ids(&found.rows, false).as_slice()) {
        ([one], _) | ([], [one]) if found.mine => Some(*one),
        _ => None,
    };
    if let Some(id) = only {
        return Ok(see_other(&links::audit(id), None));
    }
    let lead = match (found.rows.is_empty(), found.mine) {
        (true, _) => "audits-matching-none",
        (false, true) => "audits-matching-several",
        (false, false) => "audits-matching-others",
    };
    let filters = [("q", found.title.clone()), ("layer", layer.to_string())];
    let page = MatchingPage {
        lead: viewer.t(lead),
        rows: found
            .rows
            .iter()
            .map(|row| list_row(&viewer, row, &[], &BTreeMap::new()))
            .collect::<AppResult<_>>()?,
        list_href: format!(
            "{}?{}",
            links::AUDITS,
            serde_urlencoded::to_string(filters).unwrap_or_default()
        ),
        title: found.title,
    };
    viewer.show(Here::Audits, &page)
}
