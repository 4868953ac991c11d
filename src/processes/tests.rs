//! The rules of a process, its departments, and what the file changes.

use super::file;
use super::model::*;
use super::{operations, queries};
use crate::agency;
use crate::agency::model::UnitKind;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::text::Localized;
use crate::base::zone::Zone;
use crate::people;
use crate::platform::db::{Conn, testing};
use crate::platform::error::AppError;
use crate::platform::history::{self, Record};

fn act(seed: u64) -> Act {
    let minute = i64::try_from(seed).unwrap();
    let moment = Instant::from_micros(1_780_000_000_000_000).unwrap();
    Act::new(None, moment.plus_minutes(minute), seed)
}

/// Agency, two departments with an office each, and Priya of the quality staff.
struct Town {
    agency: UnitId,
    licensing: UnitId,
    oak: UnitId,
    parks: UnitId,
    river: UnitId,
    priya: PersonId,
}

fn found(conn: &mut Conn) -> Town {
    let agency = agency::operations::found(conn, &act(1), "Alder Bay", &Zone::utc()).unwrap();
    let mut add = |seed, above, name, kind| {
        agency::operations::add_unit(conn, &act(seed), Some(above), name, kind, None, 1).unwrap()
    };
    let licensing = add(2, agency, "Licensing", UnitKind::Department);
    let oak = add(3, licensing, "Oak Street", UnitKind::Office);
    let parks = add(4, agency, "Parks", UnitKind::Department);
    let river = add(5, parks, "Riverside", UnitKind::Office);
    let held = [(agency, Role::Quality)];
    let priya =
        people::operations::add_person(conn, &act(6), "Priya Raman", "priya@alder.example", "en", &held).unwrap();
    Town {
        agency,
        licensing,
        oak,
        parks,
        river,
        priya,
    }
}

fn wanted(name: &str) -> Wanted {
    Wanted {
        name: Localized::from(name),
        description: Localized::default(),
        owner_id: None,
        manual_id: None,
        units: Vec::new(),
        services: Vec::new(),
    }
}

fn refusal(error: AppError) -> String {
    error.said().key
}

#[test]
fn an_id_is_made_of_the_name_and_is_free() {
    let free = |_: &str| false;
    assert_eq!(
        code_of("Walk-in service, at the counter", &free),
        "walk-in-service-at-the-counter"
    );
    assert_eq!(code_of("窓口", &free), "process");
    assert_eq!(code_of("Mail", &|code| code == "mail" || code == "mail-2"), "mail-3");
    let long = code_of(&"word ".repeat(60), &|code| code.len() < 61);
    assert!(file::Slug::parse(&long).is_ok(), "{long}");
}

#[test]
fn units_are_grouped_by_their_department() {
    let (_folder, mut conn) = testing::fresh();
    let town = found(&mut conn);
    let tree = agency::queries::tree(&mut conn).unwrap();
    let told = |units: &[UnitId]| -> Vec<String> {
        by_department(&tree, units)
            .iter()
            .map(|group| {
                let units: Vec<&str> = group.units.iter().map(|unit| unit.name.as_str()).collect();
                let whole = if group.whole { " as a whole" } else { "" };
                format!("{}{whole}: {}", group.department.name, units.join(", "))
            })
            .collect()
    };
    assert_eq!(
        told(&[town.river, town.oak]),
        ["Licensing: Oak Street", "Parks: Riverside"]
    );
    assert_eq!(told(&[town.oak, town.licensing]), ["Licensing as a whole: Oak Street"]);
    assert_eq!(told(&[town.agency]), ["Alder Bay as a whole: "]);
    assert!(told(&[]).is_empty());
}

#[test]
fn a_process_names_only_what_is_there_and_each_once() {
    let (_folder, mut conn) = testing::fresh();
    let town = found(&mut conn);
    let mut no = |wanted: &Wanted| refusal(operations::create(&mut conn, &act(10), wanted).unwrap_err());
    let good = wanted("Walk-in service");
    assert_eq!(no(&wanted(" ")), "process-no-name");
    assert_eq!(no(&wanted(&"x".repeat(121))), "process-no-long-name");
    let nobody = PersonId(uuid::Uuid::nil());
    assert_eq!(
        no(&Wanted {
            owner_id: Some(nobody),
            ..good.clone()
        }),
        "process-no-owner"
    );
    let nothing = ManualId(uuid::Uuid::nil());
    assert_eq!(
        no(&Wanted {
            manual_id: Some(nothing),
            ..good.clone()
        }),
        "process-no-manual"
    );
    assert_eq!(
        no(&Wanted {
            units: vec![town.oak, town.oak],
            ..good.clone()
        }),
        "process-no-unit"
    );
    let nowhere = UnitId(uuid::Uuid::nil());
    assert_eq!(
        no(&Wanted {
            units: vec![nowhere],
            ..good.clone()
        }),
        "process-no-unit"
    );
    let none = ServiceId(uuid::Uuid::nil());
    assert_eq!(
        no(&Wanted {
            services: vec![none],
            ..good
        }),
        "process-no-service"
    );
    assert!(queries::all(&mut conn).unwrap().is_empty());
}

#[test]
fn two_editors_never_overwrite_each_other() {
    let (_folder, mut conn) = testing::fresh();
    let town = found(&mut conn);
    let id = operations::create(&mut conn, &act(10), &wanted("Walk-in service")).unwrap();
    let mine = Wanted {
        owner_id: Some(town.priya),
        units: vec![town.oak, town.river],
        ..wanted("Walk-in service")
    };
    operations::update(&mut conn, &act(11), id, 1, &mine).unwrap();
    let late = operations::update(&mut conn, &act(12), id, 1, &wanted("Counter"));
    assert!(matches!(late, Err(AppError::Stale)));
    let process = queries::find(&mut conn, id).unwrap();
    assert_eq!((process.revision, process.owner_id), (2, Some(town.priya)));
    // what stays the same is no change
    operations::update(&mut conn, &act(13), id, 2, &mine).unwrap();
    let events: Vec<String> = history::timeline(&mut conn, Record::of("process", id))
        .unwrap()
        .into_iter()
        .map(|entry| entry.event)
        .collect();
    assert_eq!(events, ["process-changed", "process-added"]);
}

#[test]
fn what_was_closed_since_may_stay() {
    let (_folder, mut conn) = testing::fresh();
    let town = found(&mut conn);
    let with_unit = Wanted {
        units: vec![town.parks],
        ..wanted("Paths")
    };
    let id = operations::create(&mut conn, &act(10), &with_unit).unwrap();
    agency::operations::close_unit(&mut conn, &act(11), town.river).unwrap();
    agency::operations::close_unit(&mut conn, &act(12), town.parks).unwrap();
    let renamed = Wanted {
        name: Localized::from("Paths and trees"),
        ..with_unit
    };
    operations::update(&mut conn, &act(13), id, 1, &renamed).unwrap();
    let more = Wanted {
        units: vec![town.parks, town.river],
        ..renamed
    };
    let no = operations::update(&mut conn, &act(14), id, 2, &more).unwrap_err();
    assert_eq!(refusal(no), "process-no-unit");
}

const FILE: &str = "schema: 1
processes:
  - id: walk-in-service
    name: Walk-in service
    description: From the door to the goodbye.
";

#[test]
fn a_file_is_loaded_once_and_leaves_alone_what_it_does_not_say() {
    let (_folder, mut conn) = testing::fresh();
    let town = found(&mut conn);
    let read = |text: &str| file::read("processes.yaml", text).unwrap();
    assert_eq!(operations::load(&mut conn, &act(10), &read(FILE)).unwrap(), 1);
    assert_eq!(operations::load(&mut conn, &act(11), &read(FILE)).unwrap(), 0);
    let process = queries::find_by_code(&mut conn, "walk-in-service").unwrap().unwrap();
    let kept = Wanted {
        owner_id: Some(town.priya),
        units: vec![town.oak],
        ..operations::as_it_is(&mut conn, &process).unwrap()
    };
    operations::update(&mut conn, &act(12), process.id, process.revision, &kept).unwrap();
    let renamed = FILE.replace("name: Walk-in service", "name: Counter service");
    assert_eq!(operations::load(&mut conn, &act(13), &read(&renamed)).unwrap(), 1);
    let process = queries::find_by_code(&mut conn, "walk-in-service").unwrap().unwrap();
    assert_eq!(process.search, "counter service walk-in-service");
    let now = operations::as_it_is(&mut conn, &process).unwrap();
    assert_eq!((now.owner_id, now.units), (Some(town.priya), vec![town.oak]));
    assert_eq!(now.description.get("en"), "From the door to the goodbye.");
}

#[test]
fn a_file_that_names_what_is_not_loaded_is_refused() {
    let (_folder, mut conn) = testing::fresh();
    found(&mut conn);
    for (line, key) in [
        ("    manual: CS\n", "process-no-file-manual"),
        ("    services: [counter]\n", "process-no-file-service"),
    ] {
        let file = file::read("processes.yaml", &format!("{FILE}{line}")).unwrap();
        assert_eq!(refusal(operations::load(&mut conn, &act(10), &file).unwrap_err()), key);
    }
}
