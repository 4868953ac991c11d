//! Units, people and plans of the City of Alder Bay.

use super::{promises, special};
use crate::agency::model::UnitKind;
use crate::agency::operations as agency;
use crate::agency::shifts::model::ShiftWanted;
use crate::base::act::Act;
use crate::base::calendar::Hours;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::holidays::{Comes, Observed, Rule};
use crate::base::ids::*;
use crate::base::recurrence::Recurrence;
use crate::base::zone::Zone;
use crate::checklists::library::{self, Library};
use crate::people::sign_in::DEMO_PASSWORD;
use crate::people::{operations as people, password};
use crate::planning::model::{HolidayPolicy, Timing, Wanted};
use crate::planning::operations as planning;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::processes;
use crate::schema::history;
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// One person per role to sign in as.
pub const HEROES: &[(Role, &str)] = &[
    (Role::Supervisor, "Maria Okafor"),
    (Role::Manager, "Luis Herrera"),
    (Role::Director, "Dana Whitfield"),
    (Role::Board, "Ellen Castellanos"),
    (Role::Quality, "Priya Raman"),
    (Role::Administrator, "Sam Oyelaran"),
    (Role::Staff, "Jo Lindqvist"),
];

/// Departments with their manager and director, and their offices with supervisors and staff.
const DEPARTMENTS: &[Department] = &[
    Department {
        name: "Customer Services",
        manager: "Luis Herrera",
        director: "Dana Whitfield",
        offices: &[
            Office {
                name: "City Hall front counter",
                supervisors: &["Tamika Jones"],
                staff: &["Ben Alvarado", "Noor Haddad"],
            },
            Office {
                name: "Tax & Licensing",
                supervisors: &["Maria Okafor"],
                staff: &["Jo Lindqvist", "Peter Mbeki"],
            },
            Office {
                name: "Customer Care Line",
                supervisors: &["Grace Lim", "Hana Suzuki"],
                staff: &["Ivan Petrov", "Rosa Delgado"],
            },
        ],
    },
    Department {
        name: "Community Development",
        manager: "Paul Nguyen",
        director: "Helena Brandt",
        offices: &[
            Office {
                name: "Permit Center",
                supervisors: &["Owen Fraser"],
                staff: &["Aisha Karim", "Leo Santos"],
            },
            Office {
                name: "Public Works dispatch",
                supervisors: &["Carla Mendes"],
                staff: &["Tom Whitehorse"],
            },
        ],
    },
    Department {
        name: "City Clerk",
        manager: "Ruth Abernathy",
        director: "Samuel Ortega",
        offices: &[
            Office {
                name: "Records Office",
                supervisors: &["Victor Chen"],
                staff: &["Mina Park"],
            },
            Office {
                name: "Passport & Postal counter",
                supervisors: &["Yolanda Price"],
                staff: &["Eric Sorensen", "Fatou Diallo"],
            },
        ],
    },
    Department {
        name: "Neighborhood Services",
        manager: "Nadia Rahman",
        director: "Gordon Blake",
        offices: &[Office {
            name: "North Branch",
            supervisors: &["Kevin Tran"],
            staff: &["Lucia Romano", "Abel Kidane"],
        }],
    },
];

const BOARD: &[&str] = &["Ellen Castellanos", "Marcus Webb", "Joan Fitzgerald", "Hiro Tanaka"];
const QUALITY: &[&str] = &["Priya Raman", "Daniel Osei"];
const ADMINISTRATORS: &[&str] = &["Sam Oyelaran"];

struct Department {
    name: &'static str,
    manager: &'static str,
    director: &'static str,
    offices: &'static [Office],
}

struct Office {
    name: &'static str,
    supervisors: &'static [&'static str],
    staff: &'static [&'static str],
}

/// A recurring audit: template, layer, rule, window (minutes), grace, offices (empty: the agency).
struct Round {
    template: &'static str,
    layer: i32,
    rule: &'static str,
    opens: i32,
    due: i32,
    grace: i32,
    offices: &'static [&'static str],
}

const COUNTERS: &[&str] = &["City Hall front counter", "Tax & Licensing", "North Branch"];
const CASES: &[&str] = &["Records Office", "Public Works dispatch", "Customer Care Line"];
/// Every day from Monday to Friday.
pub const WEEKDAYS: &str = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
const ALL: &[&str] = &[
    "City Hall front counter",
    "Tax & Licensing",
    "Customer Care Line",
    "Permit Center",
    "Public Works dispatch",
    "Records Office",
    "Passport & Postal counter",
    "North Branch",
];

const ROUNDS: &[Round] = &[
    daily("walk-in-counter", COUNTERS),
    daily("permit-counter", &["Permit Center"]),
    daily("post-office-counter", &["Passport & Postal counter"]),
    daily("case-opening", CASES),
    daily("office-opening", &["Tax & Licensing"]),
    weekly(
        "office-opening",
        1,
        "MO",
        &[
            "City Hall front counter",
            "North Branch",
            "Permit Center",
            "Passport & Postal counter",
        ],
    ),
    weekly(
        "out-of-office",
        1,
        "WE",
        &[
            "Tax & Licensing",
            "Customer Care Line",
            "Records Office",
            "Permit Center",
        ],
    ),
    weekly("case-records", 1, "TU", &["Records Office"]),
    weekly("correspondence", 1, "TH", &["Records Office", "Tax & Licensing"]),
    weekly("website-requests", 1, "TU", &["Customer Care Line"]),
    weekly(
        "sensitive-requests",
        1,
        "FR",
        &["Customer Care Line", "Public Works dispatch"],
    ),
    Round {
        template: "plain-language",
        layer: 1,
        rule: "FREQ=MONTHLY;BYDAY=1TU",
        opens: 480,
        due: 1020,
        grace: 240,
        offices: &["Permit Center", "Tax & Licensing"],
    },
    weekly("walk-in-counter", 2, "WE", COUNTERS),
    weekly("phone-requests", 2, "TH", &["Customer Care Line"]),
    weekly("permit-counter", 2, "TU", &["Permit Center"]),
    weekly("post-office-counter", 2, "TU", &["Passport & Postal counter"]),
    weekly("case-opening", 2, "FR", CASES),
    Round {
        template: "verify-the-verifiers",
        layer: 2,
        rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        opens: 480,
        due: 1020,
        grace: 240,
        offices: ALL,
    },
    monthly("walk-in-counter", COUNTERS),
    monthly("case-opening", CASES),
    monthly("phone-requests", &["Customer Care Line"]),
    monthly("permit-counter", &["Permit Center"]),
    monthly("management-follow-up", ALL),
    quarterly("walk-in-counter", COUNTERS),
    quarterly("case-opening", &["Records Office"]),
    quarterly("board-oversight", &[]),
];

const fn daily(template: &'static str, offices: &'static [&'static str]) -> Round {
    Round {
        template,
        layer: 1,
        rule: WEEKDAYS,
        opens: 480,
        due: 900,
        grace: 120,
        offices,
    }
}
const fn weekly(template: &'static str, layer: i32, day: &'static str, offices: &'static [&'static str]) -> Round {
    let rule = match day.as_bytes()[0] {
        b'M' => "FREQ=WEEKLY;BYDAY=MO",
        b'W' => "FREQ=WEEKLY;BYDAY=WE",
        b'F' => "FREQ=WEEKLY;BYDAY=FR",
        _ if day.as_bytes()[1] == b'U' => "FREQ=WEEKLY;BYDAY=TU",
        _ => "FREQ=WEEKLY;BYDAY=TH",
    };
    Round {
        template,
        layer,
        rule,
        opens: 480,
        // A manager has two working days more.
        due: match (layer, day.as_bytes()) {
            (1, _) => 1020,
            (_, b"TH" | b"FR") => 1020 + 4 * 1440,
            _ => 1020 + 2 * 1440,
        },
        grace: 120,
        offices,
    }
}
const fn monthly(template: &'static str, offices: &'static [&'static str]) -> Round {
    // A month's audit has a week; its day of the month is one that leaves it open today.
    Round {
        template,
        layer: 3,
        rule: "FREQ=MONTHLY",
        opens: 480,
        due: 1020 + 6 * 1440,
        grace: 480,
        offices,
    }
}
const fn quarterly(template: &'static str, offices: &'static [&'static str]) -> Round {
    Round {
        template,
        layer: 4,
        rule: "FREQ=MONTHLY;INTERVAL=3",
        opens: 480,
        due: 1020 + 13 * 1440,
        grace: 960,
        offices,
    }
}

/// Where the story happens.
#[derive(Debug, Clone)]
pub struct Town {
    /// Departments, offices and the agency by name.
    pub units: HashMap<String, UnitId>,
    /// The plan that will leave out a day.
    pub phones: PlanId,
}

/// The agency's time zone.
pub fn zone() -> Zone {
    Zone::parse("America/Los_Angeles").unwrap_or_else(|_| Zone::utc())
}

/// "maria.okafor@alderbay.example".
pub fn email_of(name: &str) -> String {
    format!("{}@alderbay.example", name.to_lowercase().replace(' ', "."))
}

/// Makes units, people, library and plans, as of a morning.
pub fn found(conn: &mut Conn, act: &Act, first: NaiveDate, today: NaiveDate) -> AppResult<Town> {
    let zone = zone();
    let root = agency::found(conn, act, "City of Alder Bay", &zone)?;
    for (name, comes) in HOLIDAYS {
        let rule = Rule {
            comes: *comes,
            observed: Observed::Nearest,
            from_year: None,
            until_year: None,
        };
        agency::add_rule(conn, act, root, name, rule)?;
    }
    let mut units = HashMap::from([(String::new(), root)]);
    let mut departments: HashMap<&str, UnitId> = HashMap::new();
    let password = password::hash_now(DEMO_PASSWORD)?;
    let add = |conn: &mut Conn, name: &str, unit: UnitId, role: Role| -> AppResult<()> {
        let id = people::add_person(conn, act, name, &email_of(name), "en", &[(unit, role)])?;
        crate::people::queries::set_demo_password(conn, id, &password)?;
        Ok(())
    };
    for (position, department) in (1..).zip(DEPARTMENTS) {
        let unit = agency::add_unit(
            conn,
            act,
            Some(root),
            department.name,
            UnitKind::Department,
            None,
            position,
        )?;
        departments.insert(department.name, unit);
        units.insert(department.name.to_owned(), unit);
        add(conn, department.director, unit, Role::Director)?;
        add(conn, department.manager, unit, Role::Manager)?;
        for (position, office) in (1..).zip(department.offices) {
            let place = agency::add_unit(conn, act, Some(unit), office.name, UnitKind::Office, None, position)?;
            units.insert(office.name.to_owned(), place);
            for name in office.supervisors {
                add(conn, name, place, Role::Supervisor)?;
            }
            for name in office.staff {
                add(conn, name, place, Role::Staff)?;
            }
        }
    }
    for (names, role) in [
        (BOARD, Role::Board),
        (QUALITY, Role::Quality),
        (ADMINISTRATORS, Role::Administrator),
    ] {
        for name in names {
            add(conn, name, root, role)?;
        }
    }
    let library = Library::starter()
        .map_err(|mistakes| AppError::broken(mistakes.first().map(ToString::to_string).unwrap_or_default()))?;
    library::load_all(
        conn,
        act,
        root,
        &library,
        true,
        "First version for the City of Alder Bay",
    )?;
    promises::make(conn, act, &departments)?;
    for round in ROUNDS {
        plan(conn, act, (first, today), round, &units)?;
    }
    let dispatch = departments.get(DISPATCH).ok_or(AppError::NotFound)?;
    let ground = special::Ground {
        units: &units,
        night: night(conn, act, *dispatch, first)?,
        first,
        today,
    };
    let phones = special::plan(conn, act, &ground)?;
    give_processes(conn, act, root)?;
    Ok(Town { units, phones })
}

/// Gives every process the units at which plans audit it, and an owner: the manager of its one department, else one of
/// the quality staff.
fn give_processes(conn: &mut Conn, act: &Act, root: UnitId) -> AppResult<()> {
    let mut planned: BTreeSet<(ProcessId, UnitId)> = BTreeSet::new();
    let mut seen = None;
    while let Some(id) = planning::after(conn, seen)? {
        let template = crate::planning::queries::find(conn, id)?.template_id;
        let process = crate::checklists::queries::find(conn, template)?.process_id;
        let covered = crate::planning::queries::covered(conn, id)?;
        planned.extend(covered.into_iter().map(|unit| (process, unit.unit_id)));
        seen = Some(id);
    }
    let tree = crate::agency::queries::tree(conn)?;
    let quality = crate::people::queries::holders(conn, Role::Quality, root)?;
    for (process, turn) in processes::queries::all(conn)?.into_iter().zip(0..) {
        let units = planned.iter().filter(|(own, _)| *own == process.id);
        let units: Vec<UnitId> = units.map(|(_, unit)| *unit).collect();
        let groups = processes::model::by_department(&tree, &units);
        let managers = match groups.as_slice() {
            [one] => crate::people::queries::holders(conn, Role::Manager, one.department.id)?,
            _ => Vec::new(),
        };
        let owner = managers
            .first()
            .or_else(|| crate::planning::model::at_turn(&quality, turn));
        let wanted = processes::model::Wanted {
            units,
            owner_id: owner.map(|person| person.id),
            ..processes::operations::as_it_is(conn, &process)?
        };
        processes::operations::update(conn, act, process.id, process.revision, &wanted)?;
    }
    Ok(())
}

/// The department whose dispatch is manned at night.
const DISPATCH: &str = "Community Development";

/// The shift of the dispatch: four nights on, four off.
fn night(conn: &mut Conn, act: &Act, unit: UnitId, first: NaiveDate) -> AppResult<ShiftId> {
    let hours = Some(Hours {
        opens: 19 * 60,
        closes: 31 * 60,
    });
    let crew = ShiftWanted {
        name: "Night crew A".into(),
        first_day: first,
        cycle: [vec![hours; 4], vec![None; 4]].concat(),
    };
    agency::add_shift(conn, act, unit, &crew)
}

/// Public holidays, enough for a believable calendar.
const HOLIDAYS: &[(&str, Comes)] = &[
    ("New Year's Day", Comes::Date { month: 1, day: 1 }),
    ("Memorial Day", monday(-1, 5)),
    ("Juneteenth", Comes::Date { month: 6, day: 19 }),
    ("Independence Day", Comes::Date { month: 7, day: 4 }),
    ("Labor Day", monday(1, 9)),
    ("Veterans Day", Comes::Date { month: 11, day: 11 }),
    ("Christmas Day", Comes::Date { month: 12, day: 25 }),
];

const fn monday(nth: i32, month: u32) -> Comes {
    Comes::Weekday {
        nth,
        weekday: 1,
        month,
        days_after: 0,
    }
}

/// When a round comes: those of the upper layers on a day of the month that leaves the last one open today.
fn comes(round: &Round, first: NaiveDate, today: NaiveDate) -> (String, NaiveDate, HolidayPolicy) {
    if round.layer < 3 || round.rule.contains("BYDAY") {
        return (round.rule.into(), first, HolidayPolicy::Skip);
    }
    let last = today - chrono::Duration::days(3);
    let last = last.with_day(last.day().min(28)).unwrap_or(last);
    let step = if round.layer == 3 { 1 } else { 3 };
    let mut starts = last;
    while let Some(earlier) = starts
        .checked_sub_months(chrono::Months::new(step))
        .filter(|date| *date >= first)
    {
        starts = earlier;
    }
    (
        format!("{};BYMONTHDAY={}", round.rule, last.day()),
        starts,
        HolidayPolicy::Next,
    )
}

fn plan(
    conn: &mut Conn,
    act: &Act,
    (first, today): (NaiveDate, NaiveDate),
    round: &Round,
    units: &HashMap<String, UnitId>,
) -> AppResult<()> {
    let (rule, starts_on, holiday_policy) = comes(round, first, today);
    let template = crate::checklists::queries::find_by_code(conn, round.template)?.ok_or(AppError::NotFound)?;
    let places: Vec<UnitId> = match round.offices {
        [] => units.get("").copied().into_iter().collect(),
        offices => offices.iter().filter_map(|name| units.get(*name).copied()).collect(),
    };
    let rhythm = match round.layer {
        1 if round.rule == WEEKDAYS => "daily",
        1 | 2 => "weekly",
        3 => "monthly",
        _ => "quarterly",
    };
    let wanted = Wanted::plain(
        format!("{}, layer {}, {rhythm}", template.title.get("en"), round.layer),
        template.id,
        round.layer,
        Timing {
            recurrence: Recurrence::parse(&rule).map_err(AppError::broken)?,
            starts_on,
            ends_on: None,
            opens_minute: round.opens,
            due_minute: round.due,
            grace_minutes: round.grace,
            holiday_policy,
        },
        places,
    );
    planning::create(conn, act, &wanted).map(drop)
}

/// The last moment anything is written down.
pub fn last_moment(conn: &mut Conn) -> QueryResult<Option<Instant>> {
    history::table.select(diesel::dsl::max(history::at)).first(conn)
}
