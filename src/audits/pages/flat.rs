//! The page of the flat file of answers: for which units and days, what its columns mean, and the file itself.

use super::*;
use crate::audits::flat::{self, COLUMNS, queries as flat_queries};
use crate::base::csv;
use crate::base::days::Days;
use crate::base::zone::shifted;
use crate::people::viewer::Analyst;
use crate::platform::db::Db;
use crate::processes;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::Bytes;
use chrono::Months;
use futures_util::stream;
use std::sync::Arc;

/// A column and what it means.
#[derive(Debug, Serialize)]
pub struct Column {
    name: &'static str,
    meaning: String,
}

page! {
    /// What the flat file of answers holds.
    pub struct FlatPage in "audits/flat.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub units: Vec<Choice>,
        pub unit: String,
        pub processes: Vec<Choice>,
        pub process: String,
        pub from: String,
        pub to: String,
        pub file: &'static str,
        pub columns: Vec<Column>,
    }
}

/// The units of the viewer's roles that read answers.
fn own_units(viewer: &Viewer<Analyst>) -> Vec<UnitId> {
    let of_role = viewer
        .assignments
        .iter()
        .filter(|held| Analyst::ROLES.contains(&held.role));
    let mut units: Vec<UnitId> = of_role.map(|held| held.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// What the address asks for: without days, the twelve months up to today.
fn asked(viewer: &Viewer<Analyst>, query: &Fields, problems: &mut Problems) -> (flat_queries::Asked, Option<UnitId>) {
    let today = viewer.zone.local(viewer.now).date;
    let year = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let given = query.days(&viewer.zone, problems);
    let from = given.as_ref().and_then(|days| days.from).unwrap_or(shifted(year, 1));
    let to = given.as_ref().and_then(|days| days.to).unwrap_or(today.max(from));
    let unit = query.choice("unit", problems);
    let asked = flat_queries::Asked {
        scope: viewer.scope(),
        units: unit.map_or_else(|| own_units(viewer), |unit| vec![unit]),
        process: query.choice("process", problems),
        days: Days::between(from, to, &viewer.zone),
    };
    (asked, unit)
}

/// A unit that is asked for lies inside one's own.
fn check_unit(conn: &mut Conn, own: &[UnitId], unit: Option<UnitId>) -> AppResult<()> {
    let Some(unit) = unit else { return Ok(()) };
    let above = agency::queries::path(conn, unit)?;
    if above.iter().any(|unit| own.contains(&unit.id)) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

pub(super) async fn show(viewer: Viewer<Analyst>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let (asked, unit) = asked(&viewer, &query, &mut problems);
    let own = own_units(&viewer);
    let (units, all) = viewer
        .app
        .db
        .read(move |conn| {
            check_unit(conn, &own, unit)?;
            Ok((agency::queries::list_below(conn, &own)?, processes::queries::all(conn)?))
        })
        .await?;
    let understood = problems.is_empty();
    let (from, to) = (asked.days.first().to_string(), asked.days.last().to_string());
    let given = |name: &str, otherwise: String| {
        if understood {
            otherwise
        } else {
            query.get(name).to_owned()
        }
    };
    let page = FlatPage {
        title: viewer.t("answers-file-title"),
        units: units
            .iter()
            .map(|unit| Choice::new(unit.id, unit.name.clone()))
            .collect(),
        unit: query.get("unit").to_owned(),
        processes: all
            .iter()
            .map(|process| Choice::new(process.id, process.name.get(viewer.lang())))
            .collect(),
        process: query.get("process").to_owned(),
        file: links::ANSWERS_FILE,
        from: given("from", from),
        to: given("to", to),
        columns: COLUMNS
            .iter()
            .map(|name| Column {
                name,
                meaning: viewer.t(&format!("answers-file-{}", name.replace('_', "-"))),
            })
            .collect(),
        problems: viewer.told(&problems),
    };
    if understood {
        viewer.show(Here::Audits, &page)
    } else {
        viewer.again(Here::Audits, &page)
    }
}

/// How far the file is.
struct Progress {
    db: Db,
    asked: Arc<flat_queries::Asked>,
    names: Arc<flat::Names>,
    language: String,
    day: NaiveDate,
}

impl Progress {
    /// The next piece, and how far the file is then.
    async fn next(mut self) -> AppResult<Option<(Bytes, Self)>> {
        let (asked, names, language) = (Arc::clone(&self.asked), Arc::clone(&self.names), self.language.clone());
        let day = self.day;
        let read = self
            .db
            .read(move |conn| flat::next(conn, &asked, &names, &language, day));
        let Some((rows, next)) = read.await? else {
            return Ok(None);
        };
        let rows = rows.iter().map(|row| row.iter().map(String::as_str));
        let piece = csv::rows(rows).map_err(AppError::broken)?;
        self.day = next;
        Ok(Some((piece.into(), self)))
    }
}

/// The file, piece by piece: its size is the agency's, and no memory holds it whole.
pub(super) async fn download(viewer: Viewer<Analyst>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let (asked, unit) = asked(&viewer, &query, &mut problems);
    if !problems.is_empty() {
        return show(viewer).await;
    }
    let own = own_units(&viewer);
    let names = viewer
        .app
        .db
        .read(move |conn| {
            check_unit(conn, &own, unit)?;
            Ok(flat_queries::names(conn)?)
        })
        .await?;
    let head = csv::file(&COLUMNS, [[""; 0]; 0]).map_err(AppError::broken)?;
    let progress = Progress {
        db: viewer.app.db.clone(),
        day: asked.days.first(),
        asked: Arc::new(asked),
        names: Arc::new(names),
        language: viewer.lang().to_owned(),
    };
    let rows = stream::try_unfold(progress, Progress::next);
    let head = stream::once(async move { Ok::<Bytes, AppError>(head.into()) });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename("answers.csv".into())],
        })
        .streaming(stream::StreamExt::chain(head, rows)))
}
