//! The result of one day, office by office: what was done, late, missed, and what it found.

use super::model::DayResult;
use super::{DAY, queries};
use crate::agency;
use crate::agency::model::Unit;
use crate::audits::queries::{ListRow, anonymous_plans};
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::{Zone, shifted};
use crate::page;
use crate::people;
use crate::people::nav::Here;
use crate::people::viewer::{Auditor, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};
use crate::platform::web::form::Fields;
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// Most audits a page of one day shows.
const MOST: usize = 400;

/// A finding an audit raised.
#[derive(Debug, Clone, Serialize)]
pub struct RaisedShown {
    href: String,
    number: String,
}

/// An audit of the day.
#[derive(Debug, Serialize)]
pub struct AuditRow {
    href: String,
    title: String,
    layer: i32,
    who: Option<String>,
    /// Whose it is, while a stand-in does it.
    instead_of: Option<String>,
    /// Whether it is answered without a name.
    voices: bool,
    standing: &'static str,
    when: String,
    result: Option<String>,
    nonconforming: i32,
    raised: Vec<RaisedShown>,
}

/// An office's day.
#[derive(Debug, Serialize)]
pub struct OfficeDay {
    id: String,
    name: String,
    line: String,
    audits: Vec<AuditRow>,
}

page! {
    /// The result of a day.
    pub struct DayPage in "boards/day.html" {
        pub title: String,
        pub lead: String,
        pub date: String,
        pub shown: String,
        pub previous: String,
        pub next: String,
        pub today: Option<String>,
        pub units: Vec<Choice>,
        pub unit: String,
        pub query: String,
        pub offices: Vec<OfficeDay>,
        pub cut: bool,
    }
}

/// A day with its audits, read in one go.
struct Loaded {
    date: NaiveDate,
    today: NaiveDate,
    rows: Vec<ListRow>,
    raised: HashMap<AuditId, Vec<RaisedShown>>,
    units: Vec<Unit>,
    others: Others,
}

/// The day that the address asks for, with at most so many audits and one.
async fn read(viewer: &Viewer<Auditor>, query: &Fields, most: usize) -> AppResult<Loaded> {
    let today = viewer.zone.local(viewer.now).date;
    let date: NaiveDate = query.parse("date").unwrap_or(today);
    let unit: Option<UnitId> = query.parse("unit");
    let scope = viewer.scope();
    viewer
        .app
        .db
        .read(move |conn| {
            if let Some(unit) = unit
                && !people::queries::covers(conn, &scope, unit)?
            {
                return Err(AppError::NotFound);
            }
            let tops = unit.map_or_else(|| scope.units.clone(), |unit| vec![unit]);
            let most = i64::try_from(most).unwrap_or(i64::MAX - 1);
            let rows = queries::of_date(conn, &scope, &tops, date, most + 1)?;
            let ids: Vec<AuditId> = rows.iter().map(|row| row.audit.id).collect();
            let owners: Vec<PersonId> = rows.iter().filter_map(|row| row.audit.stands_in_for).collect();
            let named = people::queries::find_all(conn, &owners)?;
            let mut raised: HashMap<AuditId, Vec<RaisedShown>> = HashMap::new();
            for (audit, finding, number) in queries::raised_by(conn, &ids)? {
                raised.entry(audit).or_default().push(RaisedShown {
                    href: links::finding(finding),
                    number,
                });
            }
            Ok(Loaded {
                date,
                today,
                rows,
                raised,
                units: agency::queries::list_below(conn, &scope.units)?,
                others: Others {
                    owners: named.into_iter().map(|person| (person.id, person.name)).collect(),
                    voices: anonymous_plans(conn)?,
                },
            })
        })
        .await
}

/// The result of a day.
pub async fn show(viewer: Viewer<Auditor>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut l = read(&viewer, &query, MOST).await?;
    let (date, today) = (l.date, l.today);
    let cut = l.rows.len() > MOST;
    let mut all = DayResult::default();
    let mut offices: Vec<(UnitId, String, DayResult, Vec<AuditRow>)> = Vec::new();
    for row in l.rows.iter().take(MOST) {
        let standing = row.audit.standing(viewer.now);
        all.add(standing, row.audit.nonconforming);
        if offices.last().is_none_or(|(id, ..)| *id != row.audit.unit_id) {
            offices.push((row.audit.unit_id, row.unit.clone(), DayResult::default(), Vec::new()));
        }
        let raised = l.raised.remove(&row.audit.id).unwrap_or_default();
        let shown = audit_row(&viewer, row, &l.others, raised)?;
        if let Some((_, _, result, audits)) = offices.last_mut() {
            result.add(standing, row.audit.nonconforming);
            audits.push(shown);
        }
    }
    let on = |date: NaiveDate| {
        links::with(
            DAY,
            &[("date", date.to_string()), ("unit", query.get("unit").to_owned())],
        )
    };
    let when = viewer.day(&viewer.zone, date);
    let page = DayPage {
        title: viewer.say(&Said::new("day-title").with("date", when.full.clone())),
        lead: viewer.say(&all.said()),
        date: date.to_string(),
        shown: when.text,
        previous: on(shifted(date, -1)),
        next: on(shifted(date, 1)),
        today: (date != today).then(|| on(today)),
        units: l
            .units
            .iter()
            .map(|unit| Choice::new(unit.id, unit.name.clone()))
            .collect(),
        unit: query.get("unit").to_owned(),
        query: links::query(&[("date", date.to_string()), ("unit", query.get("unit").to_owned())]),
        offices: offices
            .into_iter()
            .map(|(id, name, result, audits)| OfficeDay {
                id: id.to_string(),
                name,
                line: viewer.say(&result.said()),
                audits,
            })
            .collect(),
        cut,
    };
    viewer.show(Here::Today, &page)
}

/// The columns of the file, in their order.
const COLUMNS: [&str; 13] = [
    "unit",
    "audit",
    "layer",
    "who",
    "instead-of",
    "standing",
    "due",
    "sent",
    "conforms",
    "nonconforming",
    "corrected",
    "not-applicable",
    "findings",
];

/// Every audit of the day, as a file; moments on the clock of its unit.
pub async fn export(viewer: Viewer<Auditor>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let l = read(&viewer, &query, MOST_ROWS).await?;
    let rows = exports::all(l.rows)?;
    let head = COLUMNS.map(|name| viewer.t(&format!("day-file-{name}")));
    let cells = |row: &ListRow| -> AppResult<Vec<Cell>> {
        let audit = &row.audit;
        let raised = l.raised.get(&audit.id).map(Vec::as_slice).unwrap_or_default();
        let shown = audit_row(&viewer, row, &l.others, raised.to_vec())?;
        let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
        let told = |count: i32| Cell::from(shown.result.as_ref().map(|_| count));
        let numbers: Vec<&str> = raised.iter().map(|raised| raised.number.as_str()).collect();
        let who = if shown.voices {
            Some(viewer.t("schedule-no-name"))
        } else {
            shown.who
        };
        Ok(vec![
            row.unit.clone().into(),
            shown.title.into(),
            shown.layer.into(),
            who.into(),
            shown.instead_of.into(),
            viewer.t(&format!("status-{}", shown.standing.replace('_', "-"))).into(),
            zone.local(audit.due_at).into(),
            audit.submitted_at.map(|at| zone.local(at)).into(),
            told(audit.conforms),
            told(audit.nonconforming),
            told(audit.corrected),
            told(audit.not_applicable),
            numbers.join("; ").into(),
        ])
    };
    let rows = rows.iter().map(cells).collect::<AppResult<_>>()?;
    exports::download(*ending, "day", head.into(), rows).await
}

/// Who has to do with the audits beside those who do them.
struct Others {
    /// Whose audits stand-ins do.
    owners: HashMap<PersonId, String>,
    /// The plans that are answered without a name.
    voices: Vec<PlanId>,
}

fn audit_row(
    viewer: &Viewer<Auditor>,
    row: &ListRow,
    others: &Others,
    raised: Vec<RaisedShown>,
) -> AppResult<AuditRow> {
    let audit = &row.audit;
    let zone = Zone::parse(&audit.zone).map_err(AppError::broken)?;
    let (key, at) = match audit.submitted_at {
        Some(at) if at > audit.due_at => ("day-sent-late", at),
        Some(at) => ("day-sent", at),
        None => ("day-due", audit.due_at),
    };
    let local = zone.local(at);
    let when = if local.date == audit.local_date {
        viewer.clock(&zone, at)
    } else {
        viewer.moment(&zone, at).text
    };
    let judged = audit.conforms + audit.nonconforming + audit.corrected;
    Ok(AuditRow {
        href: links::audit(audit.id),
        title: row.title.get(viewer.lang()).to_owned(),
        layer: audit.layer,
        who: row.assignee.clone(),
        instead_of: audit.stands_in_for.and_then(|who| others.owners.get(&who).cloned()),
        voices: others.voices.contains(&audit.plan_id),
        standing: audit.standing(viewer.now).as_str(),
        when: viewer.say(&Said::new(key).with("when", when)),
        // the answers of an audit without names are told in groups
        result: audit.submitted_at.filter(|_| audit.asked > 0).map(|_| {
            viewer.say(
                &Said::new("day-result")
                    .with("conforms", audit.conforms)
                    .with("judged", judged)
                    .with("corrected", audit.corrected)
                    .with("nonconforming", audit.nonconforming),
            )
        }),
        nonconforming: audit.nonconforming,
        raised,
    })
}
