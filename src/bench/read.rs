//! How long the figures of a data set take: whole pages as a board member gets them, and the questions behind them, at
//! units and in periods drawn by lot.

use super::queries;
use crate::app::App;
use crate::base::act::mix;
use crate::base::codes::Role;
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::links;
use crate::base::zone::{Zone, shifted};
use crate::boards::model::Period;
use crate::boards::queries as boards;
use crate::demo::dice::Dice;
use crate::figures::model::Over;
use crate::figures::queries as figures;
use crate::people::sign_in::{Device, begin_session};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use actix_web::middleware::from_fn;
use actix_web::test;
use chrono::{Datelike, Months, NaiveDate};
use diesel::QueryResult;
use std::time::Instant;

/// What was measured.
#[derive(Debug, Clone)]
pub struct Line {
    /// What.
    pub what: String,
    /// The median, in milliseconds.
    pub p50: f64,
    /// What 95 of 100 stay below, in milliseconds.
    pub p95: f64,
}

impl Line {
    fn of(what: String, mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |hundredths: usize| {
            let last = times.len().saturating_sub(1);
            times.get(last * hundredths / 100).copied().unwrap_or_default()
        };
        Self {
            p50: at(50),
            p95: at(95),
            what,
        }
    }
}

/// Units of one size, to draw from.
struct Places {
    name: &'static str,
    units: Vec<UnitId>,
}

fn places(conn: &mut Conn) -> AppResult<Vec<Places>> {
    let root = crate::agency::queries::root(conn)?.ok_or(AppError::NotFound)?;
    let all = crate::agency::queries::list_below(conn, &[root.id])?;
    let at = |wanted: bool| {
        let of_size = all
            .iter()
            .filter(|unit| unit.id != root.id && (unit.parent_id == Some(root.id)) == wanted);
        of_size.map(|unit| unit.id).collect()
    };
    Ok(vec![
        Places {
            name: "agency",
            units: vec![root.id],
        },
        Places {
            name: "department",
            units: at(true),
        },
        Places {
            name: "office",
            units: at(false),
        },
    ])
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}

/// The summary, so many times for the agency, for departments and for offices.
///
/// # Errors
/// When the database fails or a page is not answered with 200.
pub async fn pages(app: App, rounds: usize, seed: u64) -> AppResult<Vec<Line>> {
    let act = app.act(None);
    let token = format!("{:032x}", mix(seed));
    let own = token.clone();
    let places = app
        .db
        .write(move |conn| {
            let root = crate::agency::queries::root(conn)?.ok_or(AppError::NotFound)?;
            let board = crate::people::queries::holders(conn, Role::Board, root.id)?;
            let reader = board.first().ok_or(AppError::NotFound)?.id;
            let device = Device {
                agent: "bench".into(),
                address: "127.0.0.1".into(),
            };
            begin_session(conn, &act.clone(), reader, &own, &device, None)?;
            self::places(conn)
        })
        .await?;
    let service = test::init_service(
        actix_web::App::new()
            .app_data(actix_web::web::Data::new(app.clone()))
            .app_data(app.stage.clone())
            .wrap(from_fn(crate::platform::web::frame))
            .configure(crate::routes::mount),
    )
    .await;
    let mut dice = Dice::new(seed);
    let mut lines = Vec::new();
    for place in &places {
        let mut times = Vec::with_capacity(rounds);
        for round in 0..=rounds {
            let (unit, period) = (dice.pick(&place.units), dice.pick(Period::ALL));
            let (Some(unit), Some(period)) = (unit, period) else {
                continue;
            };
            let address = links::with(
                links::SUMMARY,
                &[("unit", unit.to_string()), ("period", period.to_string())],
            );
            let request = test::TestRequest::with_uri(&address)
                .insert_header(("host", "localhost:8080"))
                .insert_header(("cookie", format!("session={token}")))
                .insert_header(("accept", "text/html"))
                .to_request();
            let began = Instant::now();
            let answer = test::try_call_service(&service, request)
                .await
                .map_err(|error| AppError::broken(error.to_string()))?;
            let status = answer.status();
            let bytes = test::read_body(answer).await.len();
            if status != 200 || bytes == 0 {
                return Err(AppError::broken(format!("{address} answers {status}")));
            }
            // the first one opens what is opened once
            if round > 0 {
                times.push(milliseconds(began));
            }
        }
        lines.push(Line::of(format!("summary page, {}", place.name), times));
    }
    Ok(lines)
}

/// What is asked of the database: a name, how many months at most, and the question.
type Question = (&'static str, u32, fn(&mut Conn, &Asked) -> QueryResult<usize>);

/// A place and days.
struct Asked {
    over: Over,
    days: Days,
    zone: Zone,
    now: crate::base::clock::Instant,
}

const QUESTIONS: [Question; 9] = [
    ("control chart: answers by week", 12, |conn, asked| {
        figures::tally_by_week(conn, &asked.over).map(|rows| rows.len())
    }),
    ("heat map: answers by office and week", 3, |conn, asked| {
        figures::tally_by_unit_and_week(conn, &asked.over).map(|rows| rows.len())
    }),
    ("Pareto: findings by question", 12, |conn, asked| {
        boards::count_found_by_question(conn, &asked.over, &asked.days).map(|rows| rows.len())
    }),
    ("answers by question", 12, |conn, asked| {
        figures::tally_by_question(conn, &asked.over).map(|rows| rows.len())
    }),
    ("answers by office", 12, |conn, asked| {
        figures::tally_by_unit(conn, &asked.over).map(|rows| rows.len())
    }),
    ("all answers together", 12, |conn, asked| {
        figures::tally(conn, &asked.over).map(|_| 1)
    }),
    ("audits by layer", 12, |conn, asked| {
        figures::done_by_layer(conn, &asked.over).map(|rows| rows.len())
    }),
    ("closure on time", 12, |conn, asked| {
        figures::closure(conn, &asked.over, &asked.zone, asked.now).map(|_| 1)
    }),
    ("found again", 12, |conn, asked| {
        boards::repeated(conn, &asked.over, &asked.days, 5).map(|rows| rows.len())
    }),
];

/// The questions behind the summary, each so many times for the agency, for departments and for offices, in periods of
/// whole months anywhere in the years.
///
/// # Errors
/// Only when the database fails.
pub fn questions(conn: &mut Conn, rounds: usize, seed: u64) -> AppResult<Vec<Line>> {
    let now = super::seed::last_moment(conn)?;
    let zone = crate::agency::queries::agency_zone(conn)?;
    let (first, last) = queries::days(conn)?.ok_or(AppError::NotFound)?;
    let months = i64::from(last.year() - first.year()) * 12 + i64::from(last.month()) - i64::from(first.month());
    let mut dice = Dice::new(seed);
    let mut lines = Vec::new();
    for (name, most, ask) in QUESTIONS {
        for place in places(conn)? {
            let mut times = Vec::with_capacity(rounds);
            for round in 0..=rounds {
                let Some(unit) = dice.pick(&place.units) else { continue };
                let length = *dice.pick(&[1, 3, 12]).unwrap_or(&1);
                let (from, to) = period(last, dice.between(0, (months - 12).max(0)), length.min(most));
                let asked = Asked {
                    over: Over::new(&[*unit], from, to),
                    days: Days::between(from, to, &zone),
                    zone: zone.clone(),
                    now,
                };
                let began = Instant::now();
                ask(conn, &asked)?;
                if round > 0 {
                    times.push(milliseconds(began));
                }
            }
            lines.push(Line::of(format!("{name}, {}", place.name), times));
        }
    }
    Ok(lines)
}

/// So many whole months that end so many months before the last one.
fn period(last: NaiveDate, back: i64, length: u32) -> (NaiveDate, NaiveDate) {
    let first = last.with_day(1).unwrap_or(last);
    let before = |months: u32| first.checked_sub_months(Months::new(months)).unwrap_or(first);
    let back = u32::try_from(back).unwrap_or(0);
    (before(back + length), shifted(before(back), -1))
}

/// How many answers, audits and findings there are.
///
/// # Errors
/// Only when the database fails.
pub fn sizes(conn: &mut Conn) -> AppResult<[i64; 3]> {
    Ok(queries::sizes(conn)?)
}
