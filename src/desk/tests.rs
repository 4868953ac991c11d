//! The first setup, in an empty database.

use super::setup::{CannotSetUp, Setup, set_up};
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::zone::Zone;
use crate::checklists::library::Library;
use crate::people;
use crate::platform::db::Db;
use crate::platform::error::AppError;

fn act(seed: u64) -> Act {
    Act::new(None, Instant::from_micros(1_780_000_000_000_000).unwrap(), seed)
}

#[test]
fn a_setup_makes_agency_administrator_and_library_and_is_refused_the_second_time() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("p.db").display()), 1).unwrap();
    let setup = Setup {
        agency: "City of Alder Bay".into(),
        zone: Zone::parse("America/Chicago").unwrap(),
        name: "Dana Whitfield".into(),
        email: "dana@alderbay.example".into(),
        password_hash: "hash".into(),
        language: "en".into(),
        library: Some(Library::starter().unwrap()),
    };
    let again = setup.clone();
    let (unit, person) = db.write_now(move |conn| set_up(conn, &act(1), &setup)).unwrap();
    let second = db.write_now(move |conn| set_up(conn, &act(2), &again)).unwrap_err();
    assert!(matches!(second, AppError::Refused(said) if said == CannotSetUp::Done.said()));
    db.read_now(move |conn| {
        let held = people::queries::assignments_of(conn, person)?;
        let roles: Vec<Role> = held.iter().map(|held| held.role).collect();
        assert_eq!(roles, [Role::Administrator, Role::Quality]);
        assert!(held.iter().all(|held| held.unit_id == unit));
        assert_eq!(agency::queries::agency_zone(conn)?.name(), "America/Chicago");
        assert!(people::queries::find(conn, person)?.password_hash.is_some());
        Ok(())
    })
    .unwrap();
    db.close();
}
