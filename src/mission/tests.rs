//! Loading the mission: once, changed, and with goals that leave.

use super::file::{self, MissionFile};
use super::model::Loaded;
use super::{operations, queries};
use crate::agency;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::ids::UnitId;
use crate::base::zone::Zone;
use crate::platform::db::{Conn, testing};
use crate::platform::history::{self, Record};

const MISSION: &str = "schema: 1
statement: To serve every resident with courtesy.
goals:
  - code: G1
    title: { en: Welcome everyone, es: Bienvenida a todos }
    text: Every person is greeted.
    target: 95
    objectives:
      - { code: G1.1, title: Nobody waits unseen, measure: Share of people acknowledged, target: 95 % }
      - { code: G1.2, title: Nobody waits long, measure: Share of people served in time, target: 80 % }
  - code: G2
    title: Do it right
    text: Requests are done right the first time.
    target: 90
";

fn mission(text: &str) -> MissionFile {
    file::read("mission.yaml", text).unwrap()
}

fn act(seed: u64) -> Act {
    let minute = i64::try_from(seed).unwrap();
    Act::new(
        None,
        Instant::from_micros(1_780_000_000_000_000)
            .unwrap()
            .plus_minutes(minute),
        seed,
    )
}

fn agency(conn: &mut Conn) -> UnitId {
    agency::operations::found(conn, &act(1), "Alder Bay", &Zone::utc()).unwrap()
}

#[test]
fn a_mission_is_loaded_once() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency(&mut conn);
    let first = operations::load(&mut conn, &act(2), unit, &mission(MISSION)).unwrap();
    assert_eq!(
        first,
        Loaded {
            statement: true,
            goals_added: 2,
            ..Loaded::default()
        }
    );
    let before = queries::goals(&mut conn).unwrap();
    assert!(
        operations::load(&mut conn, &act(3), unit, &mission(MISSION))
            .unwrap()
            .is_unchanged()
    );
    assert_eq!(queries::goals(&mut conn).unwrap(), before);
    let record = Record::of("goal", before[0].0.id);
    assert_eq!(history::timeline(&mut conn, record).unwrap().len(), 1);

    let words = queries::statement(&mut conn).unwrap().unwrap();
    assert_eq!(words.statement.get("en"), "To serve every resident with courtesy.");
    let (welcome, objectives) = &before[0];
    assert_eq!(
        (welcome.code.as_str(), welcome.title.get("es")),
        ("G1", "Bienvenida a todos")
    );
    assert_eq!(
        objectives.iter().map(|o| o.code.as_str()).collect::<Vec<_>>(),
        ["G1.1", "G1.2"]
    );
    assert_eq!(queries::find_by_code(&mut conn, "G2").unwrap().unwrap().target, 90);
    let names = queries::names(&mut conn, &[welcome.id]).unwrap();
    assert_eq!(names[&welcome.id].1.get("en"), "Welcome everyone");
}

#[test]
fn changed_words_are_kept_in_the_history_and_ids_stay() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency(&mut conn);
    operations::load(&mut conn, &act(2), unit, &mission(MISSION)).unwrap();
    let before = queries::goals(&mut conn).unwrap();
    let changed = MISSION
        .replace("with courtesy", "well")
        .replace("target: 90", "target: 92")
        .replace("Nobody waits long", "Nobody waits too long");
    let loaded = operations::load(&mut conn, &act(3), unit, &mission(&changed)).unwrap();
    assert_eq!(
        loaded,
        Loaded {
            statement: true,
            goals_changed: 2,
            ..Loaded::default()
        }
    );
    let after = queries::goals(&mut conn).unwrap();
    assert_eq!(after[1].0.target, 92);
    assert_eq!(after[0].1[1].title.get("en"), "Nobody waits too long");
    let ids = |goals: &[(super::model::Goal, Vec<super::model::Objective>)]| {
        goals
            .iter()
            .map(|(goal, objectives)| (goal.id, objectives.iter().map(|o| o.id).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&before), ids(&after));
    let timeline = history::timeline(&mut conn, Record::of("goal", after[1].0.id)).unwrap();
    assert_eq!(timeline[0].event, "goal-changed");
    assert!(timeline[0].facts.contains("\"target\":90") && timeline[0].facts.contains("\"target\":92"));
}

#[test]
fn a_goal_that_leaves_the_file_becomes_inactive_and_can_come_back() {
    let (_folder, mut conn) = testing::fresh();
    let unit = agency(&mut conn);
    operations::load(&mut conn, &act(2), unit, &mission(MISSION)).unwrap();
    let second = queries::find_by_code(&mut conn, "G2").unwrap().unwrap();
    let (without, _) = MISSION.split_once("  - code: G2").unwrap();
    let loaded = operations::load(&mut conn, &act(3), unit, &mission(without)).unwrap();
    assert_eq!((loaded.goals_ended, loaded.goals_changed), (1, 0));
    assert_eq!(queries::goals(&mut conn).unwrap().len(), 1);
    assert_eq!(queries::find_by_code(&mut conn, "G2").unwrap(), None);
    assert!(!queries::find_goal(&mut conn, second.id).unwrap().active);
    assert!(
        operations::load(&mut conn, &act(4), unit, &mission(without))
            .unwrap()
            .is_unchanged()
    );

    operations::load(&mut conn, &act(5), unit, &mission(MISSION)).unwrap();
    assert_eq!(queries::find_by_code(&mut conn, "G2").unwrap().unwrap().id, second.id);
}
