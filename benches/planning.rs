//! What planning costs: a year's audits of 5,000 plans computed, with working calendars, shifts, moves and grace, against
//! the recurrence library alone giving the plain days of the same rules; audits made two weeks ahead in SQLite, and the
//! hourly run that finds all made; the plans that follow one more holiday of the whole agency. `make bench-planning`
//! prints a table. Only ratios within one run mean something; what is computed from a measurement is said to be so.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "a benchmark that cannot go on stops; the crowd is shared with the tests"
)]

#[path = "../tests/it/crowd.rs"]
mod crowd;

use chrono::{NaiveDate, NaiveTime};
use crowd::City;
use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use plumbline::agency;
use plumbline::agency::shifts::model::Shift;
use plumbline::base::act::Act;
use plumbline::base::calendar::{Calendar, Holiday, Hours};
use plumbline::base::clock::Instant as Moment;
use plumbline::base::holidays::{Comes, Observed, Rule, Yearly};
use plumbline::base::ids::*;
use plumbline::base::recurrence::Recurrence;
use plumbline::base::zone::Zone;
use plumbline::planning::coming::{Coming, Ground};
use plumbline::planning::making::remake;
use plumbline::planning::model::{DAYS_AHEAD, HolidayPolicy, Moments, Timing, Wanted};
use plumbline::planning::operations::{self as planning, pause, tend_next};
use plumbline::planning::replanning::model::Why;
use plumbline::planning::replanning::operations as replanning;
use plumbline::platform::db::{Conn, Db, migrate};
use plumbline::platform::error::AppResult;
use plumbline::platform::mail::post::Post;
use plumbline::schema::audits;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// The product's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // `cargo test --benches` and listing pass flags: there is nothing to test here.
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    // `cargo bench --bench planning -- year` computes only
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    year();
    if only.as_deref() == Some("year") {
        return;
    }
    set_default_instrumentation(|| Some(Box::new(count))).unwrap();
    for plans in [200, 1_000] {
        ahead(plans);
    }
}

// a year

/// How often each line is measured; the fastest counts, as nothing but the machine's other work makes it slower.
const ROUNDS: usize = 3;

/// Plans of one kind.
struct Kind {
    name: &'static str,
    plans: u64,
    rule: &'static str,
    drawn_a_month: Option<i32>,
    shift: bool,
}

const KINDS: [Kind; 5] = [
    Kind::of("every working day", 4_000, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    Kind::of("every week", 150, "FREQ=WEEKLY;BYDAY=TU"),
    Kind::of("every month", 100, "FREQ=MONTHLY;BYDAY=1WE"),
    Kind {
        shift: true,
        ..Kind::of("every day of a shift", 600, "FREQ=DAILY")
    },
    Kind {
        drawn_a_month: Some(8),
        ..Kind::of("eight drawn a month", 150, "FREQ=DAILY")
    },
];

impl Kind {
    const fn of(name: &'static str, plans: u64, rule: &'static str) -> Self {
        Self {
            name,
            plans,
            rule,
            drawn_a_month: None,
            shift: false,
        }
    }
    fn comings(&self) -> Vec<Coming> {
        (0..self.plans).map(|n| self.coming(n)).collect()
    }
    /// The nth plan: windows and graces of many lengths, a third of the plans with each policy.
    fn coming(&self, n: u64) -> Coming {
        let small = i32::try_from(n).unwrap();
        let opens_minute = 15 * (small % 8);
        let timing = Timing {
            recurrence: Recurrence::parse(self.rule).unwrap(),
            starts_on: day(2026, 1, 1),
            ends_on: None,
            opens_minute: if self.shift { opens_minute } else { 480 + opens_minute },
            due_minute: if self.shift { 240 } else { 720 + 60 * (small % 6) },
            grace_minutes: [0, 60, 240, 480, 960][n as usize % 5],
            holiday_policy: [HolidayPolicy::Skip, HolidayPolicy::Next, HolidayPolicy::Previous][n as usize % 3],
        };
        Coming {
            moments: Moments {
                unannounced: self.drawn_a_month.is_some(),
                drawn_a_month: self.drawn_a_month,
                shift_id: None,
            },
            seed: n,
            shift: self.shift.then(|| shift(n)),
            exceptions: BTreeMap::from([(day(2026, 8, 12), false)]),
            ..Coming::plain(timing)
        }
    }
}

/// Four days early, four days late, one day free, begun on a day of its own.
fn shift(n: u64) -> Shift {
    let (early, late) = (hours(360, 840), hours(840, 1320));
    Shift {
        id: ShiftId(uuid::Uuid::from_u128(n.into())),
        unit_id: UnitId(uuid::Uuid::nil()),
        unit: "Crowded City".into(),
        name: "Early and late".into(),
        first_day: day(2025, 12, 1) + chrono::Days::new(n % 9),
        cycle: vec![early, early, early, early, late, late, late, late, None],
        active: true,
        revision: 1,
    }
}

fn hours(opens: i32, closes: i32) -> Option<Hours> {
    Some(Hours { opens, closes })
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Working calendars of four zones: the eleven federal holidays by rule, with some single days off and closures.
fn calendars() -> Vec<Calendar> {
    let date = |month, day| Comes::Date { month, day };
    let nth = |nth, weekday, month| Comes::Weekday {
        nth,
        weekday,
        month,
        days_after: 0,
    };
    let federal = [
        ("New Year's Day", date(1, 1)),
        ("Martin Luther King Jr. Day", nth(3, 1, 1)),
        ("Presidents' Day", nth(3, 1, 2)),
        ("Memorial Day", nth(-1, 1, 5)),
        ("Juneteenth", date(6, 19)),
        ("Independence Day", date(7, 4)),
        ("Labor Day", nth(1, 1, 9)),
        ("Columbus Day", nth(2, 1, 10)),
        ("Veterans Day", date(11, 11)),
        ("Thanksgiving", nth(4, 4, 11)),
        ("Christmas", date(12, 25)),
    ];
    let yearly = federal.map(|(name, comes)| Yearly {
        name: name.into(),
        rule: Rule {
            comes,
            observed: Observed::Nearest,
            from_year: None,
            until_year: None,
        },
        except: BTreeSet::new(),
    });
    let zones = [
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
    ];
    zones
        .iter()
        .map(|zone| {
            let mut calendar = Calendar::weekdays(Zone::parse(zone).unwrap(), 480, 1020);
            calendar.yearly = yearly.to_vec();
            for (date, name, closure) in [
                (day(2026, 3, 2), "Founders' Day", false),
                (day(2026, 5, 20), "Flood", true),
                (day(2026, 12, 24), "Christmas Eve", false),
            ] {
                let name = name.into();
                calendar.holidays.insert(date, Holiday { name, closure });
            }
            calendar
        })
        .collect()
}

/// The plain days of a rule by the library alone, as its documentation says.
fn plain_days(rule: &rrule::RRuleSet, until: NaiveDate) -> Vec<NaiveDate> {
    rule.into_iter()
        .map(|at| at.date_naive())
        .take_while(|date| *date <= until)
        .collect()
}

fn rule_set(coming: &Coming) -> rrule::RRuleSet {
    let timing = &coming.timing;
    let start = timing.starts_on.and_time(NaiveTime::MIN).and_utc();
    let start = start.with_timezone(&rrule::Tz::UTC);
    let rule: rrule::RRule<rrule::Unvalidated> = timing.recurrence.text().parse().unwrap();
    rrule::RRuleSet::new(start).rrule(rule.validate(start).unwrap()).limit()
}

/// The fastest of some rounds, in seconds, and what it counted.
fn fastest(mut round: impl FnMut() -> usize) -> (f64, usize) {
    (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            let count = round();
            (began.elapsed().as_secs_f64(), count)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap()
}

fn year() {
    let calendars = calendars();
    let (from, until) = (day(2026, 1, 1), day(2026, 12, 31));
    println!(
        "{:<28} {:>6} {:>10} {:>9} {:>9} {:>7} {:>11}",
        "a year of plans", "plans", "audits", "library s", "ours s", "ratio", "audits / s"
    );
    let (mut plans, mut audits, mut all, mut ruled, mut library) = (0, 0, 0.0, 0.0, 0.0);
    for kind in &KINDS {
        let comings = kind.comings();
        let (ours, found) = fastest(|| {
            comings
                .iter()
                .zip(calendars.iter().cycle())
                .map(|(coming, calendar)| {
                    let at = Ground {
                        unit: UnitId(uuid::Uuid::nil()),
                        units: &[],
                        calendar,
                    };
                    std::hint::black_box(coming.occurrences(at, from, until)).len()
                })
                .sum()
        });
        // the library draws nothing
        let theirs = kind.drawn_a_month.is_none().then(|| {
            let plain = || comings.iter().map(|coming| plain_days(&rule_set(coming), until).len());
            fastest(|| std::hint::black_box(plain().sum())).0
        });
        (plans, audits, all) = (plans + kind.plans, audits + found, all + ours);
        if let Some(theirs) = theirs {
            (ruled, library) = (ruled + ours, library + theirs);
        }
        year_line(kind.name, kind.plans, found, theirs, ours, ours);
    }
    year_line("all (ratio without drawn)", plans, audits, Some(library), ruled, all);
    println!("peak memory so far (VmHWM): {}", peak_memory());
    println!();
}

fn year_line(name: &str, plans: u64, audits: usize, library: Option<f64>, ruled: f64, all: f64) {
    let library_s = library.map_or("-".into(), |theirs| format!("{theirs:.3}"));
    let ratio = library.map_or("-".into(), |theirs| format!("{:.2}", ruled / theirs));
    println!(
        "{name:<28} {plans:>6} {audits:>10} {library_s:>9} {all:>9.3} {ratio:>7} {:>11.0}",
        audits as f64 / all
    );
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("not known here".into(), |size| size.trim().to_owned())
}

// in the database

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

fn count(event: InstrumentationEvent<'_>) {
    if matches!(event, InstrumentationEvent::StartQuery { .. }) {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
    }
}

/// What one piece of work took.
struct Took {
    seconds: f64,
    statements: usize,
}

fn timed<T>(work: impl FnOnce() -> T) -> (Took, T) {
    let (statements, began) = (STATEMENTS.load(Ordering::Relaxed), Instant::now());
    let result = work();
    let took = Took {
        seconds: began.elapsed().as_secs_f64(),
        statements: STATEMENTS.load(Ordering::Relaxed) - statements,
    };
    (took, result)
}

fn line(name: &str, plans: usize, audits: usize, took: &Took) {
    let each = |all: f64| all / plans.max(1) as f64;
    println!(
        "{name:<38} {plans:>6} {audits:>8} {:>8.3} {:>10.3} {:>10.1} {:>9}",
        took.seconds,
        each(took.seconds * 1e3),
        each(took.statements as f64),
        if audits == 0 {
            "-".into()
        } else {
            format!("{:.0}", audits as f64 / took.seconds)
        },
    );
}

/// A database with plans, and what acts on it.
struct Bench {
    db: Db,
    post: Post,
    city: City,
    plans: Vec<PlanId>,
    now: Moment,
    acts: AtomicUsize,
}

impl Bench {
    /// Every plan covers one of the sixteen offices; most come every working day, one of eight every week.
    fn new(url: &str, count: usize) -> Self {
        migrate::run(url).unwrap();
        let db = Db::open_migrated(url, 2, 64).unwrap();
        // a Monday morning; June 19 is within the days ahead
        let now = Moment::new("2026-06-08T11:00:00Z".parse().unwrap());
        let city = crowd::found(&db, now);
        let mut bench = Self {
            db,
            post: crowd::post(),
            city,
            plans: Vec::new(),
            now,
            acts: AtomicUsize::new(1_000),
        };
        let city = bench.city.clone();
        bench.plans = bench.write(move |conn, act, _| {
            // the plan of all offices, which the kill test uses
            pause(conn, act, city.plan)?;
            (0..count)
                .map(|n| planning::create(conn, act, &wanted(&city, n)))
                .collect()
        });
        bench
    }
    /// A transaction of its own, as the hourly job does it.
    fn write<T: Send + 'static>(&self, work: impl Fn(&mut Conn, &Act, &Post) -> AppResult<T> + Send + 'static) -> T {
        let seed = self.acts.fetch_add(1, Ordering::Relaxed);
        let (act, post) = (Act::new(None, self.now, seed as u64), self.post.clone());
        self.db.write_now(move |conn| work(conn, &act.clone(), &post)).unwrap()
    }
    /// The hourly run; how many plans it saw and audits it made.
    fn hourly(&self) -> (usize, usize) {
        let (mut seen, mut plans, mut made) = (None, 0, 0);
        while let Some((id, new)) = self.write(move |conn, act, post| tend_next(conn, act, post, DAYS_AHEAD, seen)) {
            (seen, plans, made) = (Some(id), plans + 1, made + new.new);
        }
        (plans, made)
    }
    /// Every audit of all plans but one, as it is.
    fn audits_but_of(&self, plan: PlanId) -> Vec<(AuditId, i32, Moment, Option<PersonId>)> {
        self.db
            .read_now(move |conn| {
                let rows = audits::table
                    .filter(audits::plan_id.ne(plan))
                    .order(audits::id)
                    .select((audits::id, audits::revision, audits::opens_at, audits::assignee_id));
                Ok(rows.load(conn)?)
            })
            .unwrap()
    }
}

fn wanted(city: &City, n: usize) -> Wanted {
    let (unit, _) = city.offices[n % crowd::OFFICES];
    let rule = if n % 8 == 7 {
        "FREQ=WEEKLY;BYDAY=TU"
    } else {
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    };
    let timing = Timing {
        recurrence: Recurrence::parse(rule).unwrap(),
        starts_on: day(2026, 6, 1),
        ends_on: None,
        opens_minute: 480,
        due_minute: 720,
        grace_minutes: 120,
        holiday_policy: [HolidayPolicy::Skip, HolidayPolicy::Next, HolidayPolicy::Previous][n % 3],
    };
    Wanted::plain(format!("Walk {n}"), city.template.id, 1, timing, vec![unit])
}

fn ahead(count: usize) {
    let folder = std::env::var("BENCH_DIR").unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").into());
    let folder = tempfile::tempdir_in(folder).unwrap();
    let url = format!("sqlite:{}", folder.path().join("planning.db").display());
    let bench = Bench::new(&url, count);
    println!(
        "fsync after a 4 KiB append in the database's folder: p50 {:.2} ms",
        fsync_time(folder.path())
    );
    println!(
        "{:<38} {:>6} {:>8} {:>8} {:>10} {:>10} {:>9}",
        format!("SQLite, {count} plans"),
        "plans",
        "audits",
        "s",
        "ms a plan",
        "statements",
        "audits / s"
    );

    let (took, (plans, made)) = timed(|| bench.hourly());
    assert_eq!(plans, count);
    line("made two weeks ahead", plans, made, &took);
    let per_second = made as f64 / took.seconds;

    let (took, (plans, made)) = timed(|| bench.hourly());
    assert_eq!((plans, made), (count, 0));
    line("the hourly run, all made", plans, 0, &took);

    let first = bench.plans[0];
    let before = bench.audits_but_of(first);
    let (city, rows) = (bench.city.clone(), bench.write(|conn, _, _| total_changes(conn)));
    let (took, moved) = timed(|| {
        bench.write(move |conn, act, post| {
            let mut later = wanted(&city, 0);
            later.timing.opens_minute += 30;
            planning::update(conn, act, first, 1, &later)?;
            let counts = remake(conn, act, post, first, DAYS_AHEAD, Why::Changed)?;
            Ok(counts.moved)
        })
    });
    let rows = bench.write(|conn, _, _| total_changes(conn)) - rows;
    line("one plan changed", 1, moved, &took);
    assert_eq!(bench.audits_but_of(first), before, "the audits of other plans");

    let root = bench.city.root;
    bench.write(move |conn, act, _| {
        agency::calendars::operations::add_holiday(conn, act, root, day(2026, 6, 19), "Juneteenth", false)
    });
    let (change, concerned) = bench
        .db
        .read_now(|conn| replanning::next_change(conn, None))
        .unwrap()
        .unwrap();
    let mut touched = 0;
    let (took, ()) = timed(|| {
        for plan in &concerned {
            let (plan, change) = (*plan, change.clone());
            let counts =
                bench.write(move |conn, act, post| replanning::follow(conn, act, post, &change, plan, DAYS_AHEAD));
            touched += counts.made + counts.moved + counts.excused + counts.taken;
        }
    });
    line("a holiday of the agency followed", concerned.len(), touched, &took);
    let (took, ()) = timed(|| bench.write(move |conn, act, post| replanning::finish(conn, act, post, &change)));
    println!("    and all auditors told: {:.1} ms", took.seconds * 1e3);
    println!("    one plan changed wrote {rows} rows, none of them an audit of another plan");
    println!(
        "    computed from the first line: 1,200,000 audits of a year take {:.0} s",
        1.2e6 / per_second
    );
    println!("    peak memory so far (VmHWM): {}", peak_memory());
    println!();
    bench.db.close();
}

fn fsync_time(folder: &std::path::Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("fsync")).unwrap();
    let times = (0..200).map(|_| {
        file.write_all(&[7; 4096]).unwrap();
        timed(|| file.sync_data().unwrap()).0.seconds * 1e3
    });
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Rows that this connection wrote since it was opened.
fn total_changes(conn: &mut Conn) -> AppResult<i64> {
    Ok(diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>("total_changes()")).get_result(conn)?)
}
