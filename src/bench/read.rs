//! How long the figures of a data set take: whole pages as a board member gets them, and the questions behind them, at
//! units and in periods drawn by lot.

use super::queries;
use crate::app::App;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::links;
use crate::base::zone::{Zone, shifted};
use crate::boards::model::Period;
use crate::boards::queries as boards;
use crate::demo::dice::Dice;
use crate::figures::found::closure;
use crate::figures::model::{Over, Serves};
use crate::figures::queries as figures;
use crate::figures::sums;
use crate::people::queries::end_session_by_hash;
use crate::people::sign_in::{Device, begin_session, new_token};
use crate::people::viewer::token_hash;
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

/// Pages of figures.
#[derive(Debug, Clone, Copy)]
enum Page {
    Summary,
    SummaryOfProcess,
    SummaryOfGoal,
    SummaryOfObjective,
    Processes,
    Process,
    Pairs,
}

impl Page {
    const ALL: [Self; 7] = [
        Self::Summary,
        Self::SummaryOfProcess,
        Self::SummaryOfGoal,
        Self::SummaryOfObjective,
        Self::Processes,
        Self::Process,
        Self::Pairs,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::SummaryOfProcess => "summary of a process",
            Self::SummaryOfGoal => "summary of a goal",
            Self::SummaryOfObjective => "summary of an objective",
            Self::Processes => "processes",
            Self::Process => "one process",
            Self::Pairs => "agreement of layers",
        }
    }

    /// Its address at a unit in a period; none where there is nothing to draw from.
    fn address(self, dice: &mut Dice, of: &Drawn, unit: UnitId) -> Option<String> {
        let period = *dice.pick(Period::ALL)?;
        let mut pairs = vec![("unit", unit.to_string()), ("period", period.to_string())];
        let path = match self {
            Self::Summary => links::SUMMARY.to_owned(),
            Self::SummaryOfProcess => {
                pairs.push(("process", dice.pick(&of.processes)?.to_string()));
                links::SUMMARY.to_owned()
            }
            Self::SummaryOfGoal => {
                pairs.push(("serves", Serves::Goal(*dice.pick(&of.goals)?).to_string()));
                links::SUMMARY.to_owned()
            }
            Self::SummaryOfObjective => {
                let objective = Serves::Objective(*dice.pick(&of.objectives)?);
                pairs.push(("serves", objective.to_string()));
                links::SUMMARY.to_owned()
            }
            Self::Processes => links::HEALTH.to_owned(),
            Self::Process => links::process_health(*dice.pick(&of.processes)?),
            Self::Pairs => links::process_pairs(*dice.pick(&of.processes)?),
        };
        Some(links::with(&path, &pairs))
    }
}

/// What pages are drawn from.
struct Drawn {
    places: Vec<Places>,
    processes: Vec<ProcessId>,
    goals: Vec<GoalId>,
    objectives: Vec<ObjectiveId>,
}

impl Drawn {
    fn read(conn: &mut Conn) -> AppResult<Self> {
        let mut processes: Vec<ProcessId> = queries::published(conn)?.into_iter().map(|row| row.1).collect();
        processes.sort_unstable();
        processes.dedup();
        let goals = crate::mission::queries::goals(conn)?;
        let objectives = goals.iter().flat_map(|(_, objectives)| objectives);
        Ok(Self {
            objectives: objectives.map(|objective| objective.id).collect(),
            goals: goals.iter().map(|(goal, _)| goal.id).collect(),
            places: self::places(conn)?,
            processes,
        })
    }
}

/// What is measured: each line whose name holds these words, so many times, drawn with this seed.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How often each is asked.
    pub rounds: usize,
    /// The same seed asks the same.
    pub seed: u64,
    /// Words of the lines that are wanted; without any, all are.
    pub only: String,
}

/// Pages of figures as a board member gets them, each so many times for the agency, for departments and for offices, in
/// periods drawn by lot; `tell` gets each line when it is measured.
///
/// # Errors
/// When the database fails or a page is not answered with 200.
pub async fn pages(app: App, wanted: &Wanted, tell: impl Fn(&Line)) -> AppResult<()> {
    let act = app.act(None);
    let token = new_token()?;
    let (own, hash, now) = (token.clone(), token_hash(&token), act.now);
    let drawn = app
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
            Drawn::read(conn)
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
    for page in Page::ALL {
        for place in &drawn.places {
            let name = format!("page: {}, {}", page.name(), place.name);
            if !name.contains(&wanted.only) {
                continue;
            }
            let mut dice = Dice::new(wanted.seed);
            let mut times = Vec::with_capacity(wanted.rounds);
            for round in 0..=wanted.rounds {
                let unit = dice.pick(&place.units).copied();
                let Some(address) = unit.and_then(|unit| page.address(&mut dice, &drawn, unit)) else {
                    continue;
                };
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
            tell(&Line::of(name, times));
        }
    }
    let end = move |conn: &mut Conn| Ok(end_session_by_hash(conn, &hash, now)?);
    app.db.write(end).await?;
    Ok(())
}

/// What is asked of the database: a name, how many months at most, and the question.
type Question = (&'static str, u32, fn(&mut Conn, &Asked) -> QueryResult<usize>);

/// A place and days, and a process.
struct Asked {
    over: Over,
    process: ProcessId,
    zone: Zone,
    now: crate::base::clock::Instant,
}

impl Asked {
    fn of_process(&self) -> Over {
        Over {
            process: Some(self.process),
            ..self.over.clone()
        }
    }
}

const QUESTIONS: [Question; 16] = [
    ("answers by week", 12, |conn, asked| {
        figures::tally_by_week(conn, &asked.over).map(|rows| rows.len())
    }),
    ("answers by office and week", 3, |conn, asked| {
        figures::tally_by_unit_and_week(conn, &asked.over).map(|rows| rows.len())
    }),
    ("answers by question", 12, |conn, asked| {
        figures::tally_by_question(conn, &asked.over).map(|rows| rows.len())
    }),
    ("answers by office", 12, |conn, asked| {
        figures::tally_by_unit(conn, &asked.over).map(|rows| rows.len())
    }),
    ("answers by process and week", 12, |conn, asked| {
        figures::tally_by_process_and_week(conn, &asked.over).map(|rows| rows.len())
    }),
    ("all answers together", 12, |conn, asked| {
        figures::tally(conn, &asked.over).map(|_| 1)
    }),
    ("audits by layer", 12, |conn, asked| {
        figures::done_by_layer(conn, &asked.over).map(|rows| rows.len())
    }),
    ("audits by process", 12, |conn, asked| {
        figures::done_by_process(conn, &asked.over).map(|rows| rows.len())
    }),
    ("a process: answers by week", 12, |conn, asked| {
        figures::tally_by_week(conn, &asked.of_process()).map(|rows| rows.len())
    }),
    (
        "a process: answers, findings and audits by office",
        12,
        |conn, asked| boards::worked_by_unit(conn, &asked.of_process(), &asked.zone).map(|rows| rows.len()),
    ),
    ("a process: pairs of answers", 12, |conn, asked| {
        figures::looked(conn, &asked.over, asked.process).map(|rows| rows.len())
    }),
    ("closure on time", 12, |conn, asked| {
        closure(conn, &asked.over, &asked.zone, asked.now).map(|_| 1)
    }),
    ("findings by question and process", 12, |conn, asked| {
        boards::found(conn, &asked.over, &asked.zone).map(|rows| rows.len())
    }),
    ("answers and findings by office", 12, |conn, asked| {
        boards::work_by_unit(conn, &asked.over, &asked.zone).map(|rows| rows.len())
    }),
    ("found again most often", 12, |conn, asked| {
        boards::repeated(conn, &asked.over, &asked.zone, 5).map(|rows| rows.len())
    }),
    ("open findings by process", 12, |conn, asked| {
        boards::open_by_process(conn, &asked.over, asked.now).map(|rows| rows.len())
    }),
];

/// The questions behind these pages, each so many times for the agency, for departments and for offices, in periods of
/// whole months anywhere in the years; `tell` gets each line when it is measured.
///
/// # Errors
/// Only when the database fails.
pub fn questions(conn: &mut Conn, wanted: &Wanted, tell: impl Fn(&Line)) -> AppResult<()> {
    let now = super::seed::last_moment(conn)?;
    let zone = crate::agency::queries::agency_zone(conn)?;
    let (first, last) = queries::days(conn)?.ok_or(AppError::NotFound)?;
    let months = i64::from(last.year() - first.year()) * 12 + i64::from(last.month()) - i64::from(first.month());
    let drawn = Drawn::read(conn)?;
    for (name, most, ask) in QUESTIONS {
        for place in &drawn.places {
            let name = format!("{name}, {}", place.name);
            if !name.contains(&wanted.only) {
                continue;
            }
            let mut dice = Dice::new(wanted.seed);
            let mut times = Vec::with_capacity(wanted.rounds);
            for round in 0..=wanted.rounds {
                let Some(unit) = dice.pick(&place.units) else { continue };
                let length = *dice.pick(&[1, 3, 12]).unwrap_or(&1);
                let (from, to) = period(last, dice.between(0, (months - 12).max(0)), length.min(most));
                let Some(process) = dice.pick(&drawn.processes).copied() else {
                    continue;
                };
                let asked = Asked {
                    over: Over::new(&[*unit], from, to),
                    process,
                    zone: zone.clone(),
                    now,
                };
                let began = Instant::now();
                ask(conn, &asked)?;
                if round > 0 {
                    times.push(milliseconds(began));
                }
            }
            tell(&Line::of(name, times));
        }
    }
    Ok(())
}

/// So many whole months that end so many months before the last one.
fn period(last: NaiveDate, back: i64, length: u32) -> (NaiveDate, NaiveDate) {
    let first = last.with_day(1).unwrap_or(last);
    let before = |months: u32| first.checked_sub_months(Months::new(months)).unwrap_or(first);
    let back = u32::try_from(back).unwrap_or(0);
    (before(back + length), shifted(before(back), -1))
}

/// Moves the sums on to the last day, as the job does on a server.
///
/// # Errors
/// When there is no audit, or the database fails.
pub fn sum_up(conn: &mut Conn) -> AppResult<()> {
    let (_, last) = queries::days(conn)?.ok_or(AppError::NotFound)?;
    while conn.write_tx(|conn| sums::sum_up(conn, shifted(last, 1)))? {}
    Ok(())
}

/// How many answers, audits and findings there are.
///
/// # Errors
/// Only when the database fails.
pub fn sizes(conn: &mut Conn) -> AppResult<[i64; 3]> {
    Ok(queries::sizes(conn)?)
}
