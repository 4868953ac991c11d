//! Making anew: what becomes of audits that were made when a plan, a calendar or the tree changes.

use super::*;
use crate::agency::shifts::model::ShiftWanted;
use crate::audits::model::{Audit, AuditState};
use crate::base::calendar::Hours;
use crate::figures::operations::recount;
use crate::planning::making::{self, foresee, remake};
use crate::planning::replanning::model::{Cancelled, Counts, Why};
use crate::planning::replanning::{operations as replanning, queries as replans};
use crate::platform::history;

/// What an audit is known by, and its window.
type Key = (UnitId, NaiveDate, NaiveDate, Instant, Instant, Instant);

impl Town {
    fn all(&mut self, plan: PlanId) -> Vec<Audit> {
        audits::table
            .filter(audits::plan_id.eq(plan))
            .order((audits::opens_at, audits::unit_id, audits::slot))
            .select(Audit::as_select())
            .load(&mut self.conn)
            .unwrap()
    }
    /// Those that have not opened.
    fn ahead(&mut self, plan: PlanId) -> Vec<Key> {
        let now = self.act.now;
        let ahead = self.all(plan).into_iter().filter(|audit| audit.opens_at > now);
        let key = |audit: Audit| {
            (
                audit.unit_id,
                audit.planned(),
                audit.local_date,
                audit.opens_at,
                audit.due_at,
                audit.closes_at,
            )
        };
        let mut keys: Vec<Key> = ahead.map(key).collect();
        keys.sort_unstable();
        keys
    }
    fn dates(&mut self, plan: PlanId) -> Vec<String> {
        let told = |audit: Audit| {
            let moved = if audit.planned() == audit.local_date {
                String::new()
            } else {
                format!(" from {}", audit.planned())
            };
            format!("{}{moved} {}", audit.local_date, audit.state)
        };
        self.all(plan).into_iter().map(told).collect()
    }
    fn change(&mut self, plan: PlanId, wanted: &Wanted) -> Counts {
        let revision = queries::find(&mut self.conn, plan).unwrap().revision;
        operations::update(&mut self.conn, &self.act, plan, revision, wanted).unwrap();
        remake(&mut self.conn, &self.act, &self.post, plan, DAYS_AHEAD, Why::Changed).unwrap()
    }
    /// As the job does: all changes of calendars that are not followed yet; what was done to this plan.
    fn follow(&mut self, plan: PlanId) -> Counts {
        let (mut seen, mut counts) = (None, Counts::default());
        while let Some((change, plans)) = replanning::next_change(&mut self.conn, seen).unwrap() {
            seen = Some((change.at, change.id));
            for id in plans {
                let done = replanning::follow(&mut self.conn, &self.act, &self.post, &change, id, DAYS_AHEAD).unwrap();
                if id == plan {
                    counts.made += done.made;
                    counts.moved += done.moved;
                    counts.excused += done.excused;
                    counts.taken += done.taken;
                }
            }
            replanning::finish(&mut self.conn, &self.act, &self.post, &change).unwrap();
        }
        assert_eq!(recount(&mut self.conn).unwrap(), [], "figures are as counted");
        let verified = history::verify(&mut self.conn).unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
        counts
    }
    fn tend(&mut self, plan: PlanId) -> operations::Made {
        operations::tend(&mut self.conn, &self.act, &self.post, plan, DAYS_AHEAD).unwrap()
    }
    fn holiday(&mut self, date: &str, closure: bool) -> HolidayId {
        let name = if closure { "Flood" } else { "Juneteenth" };
        agency::operations::add_holiday(&mut self.conn, &self.act, self.top, day(date), name, closure).unwrap()
    }
    fn add(&mut self, name: &str, parent: UnitId, kind: UnitKind) -> UnitId {
        agency::operations::add_unit(&mut self.conn, &self.act, Some(parent), name, kind, None, 0).unwrap()
    }
    fn cancelled(&mut self) -> Vec<Cancelled> {
        replans::cancelled(&mut self.conn, None, None, at("2026-01-01T00:00:00Z")).unwrap()
    }
}

fn counts(made: usize, moved: usize, excused: usize, taken: usize) -> Counts {
    Counts {
        made,
        moved,
        excused,
        taken,
    }
}

#[test]
fn a_plan_edited_in_the_middle_moves_what_is_ahead_and_leaves_what_has_opened() {
    let mut town = Town::new();
    let ana = town.person("Ana", Role::Supervisor, town.office);
    let wanted = town.wanted("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR");
    let plan = town.plan(&wanted);
    town.tend(plan);
    let made = town.all(plan);
    assert_eq!(made.len(), 11, "June 1 to 15");
    // Tuesday, 9:30: the audit of the day has opened, and will stay as it is
    town.later("2026-06-02T14:30:00Z");
    let mut other = wanted.clone();
    other.timing.recurrence = Recurrence::parse("FREQ=WEEKLY;BYDAY=TU,WE").unwrap();
    (other.timing.opens_minute, other.timing.due_minute) = (9 * 60, 13 * 60);
    let plan_then = operations::changed_to(&queries::find(&mut town.conn, plan).unwrap(), &other);
    let foreseen = foresee(&mut town.conn, &town.act, &plan_then, &[town.office], DAYS_AHEAD).unwrap();
    let done = town.change(plan, &other);
    assert_eq!(done, foreseen, "it was told before");
    assert_eq!(
        done,
        counts(1, 3, 0, 6),
        "June 16 is new; 3, 9 and 10 move; 4, 5, 8, 11, 12, 15 go"
    );
    let then = town.all(plan);
    assert_eq!(then[1], made[1], "the one that has opened");
    let moved = then.iter().find(|audit| audit.local_date == day("2026-06-03")).unwrap();
    assert_eq!(
        (moved.id, moved.revision),
        (made[2].id, made[2].revision + 1),
        "the same audit"
    );
    assert_eq!(moved.opens_at, at("2026-06-03T14:00:00Z"));
    assert_eq!(moved.assignee_id, Some(ana));
    // it is in the history of the audit, and those that went are known to calendars
    let events: Vec<String> = history::timeline(&mut town.conn, history::Record::of("audit", moved.id))
        .unwrap()
        .into_iter()
        .map(|entry| entry.event)
        .collect();
    assert_eq!(events, ["audit-moved", "audit-scheduled"], "the newest first");
    let gone = town.cancelled();
    assert_eq!(gone.len(), 6);
    assert!(
        gone.iter()
            .all(|one| one.sequence == 2 && one.assignee_id == Some(ana) && one.why == Why::Changed)
    );
    // one mail to the auditor, whatever the number
    let mails: Vec<_> = town
        .mails()
        .into_iter()
        .filter(|mail| mail.1.contains("changed"))
        .collect();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].1, "9 of your audits were changed");
    // saving it again does nothing
    assert_eq!(town.change(plan, &other), Counts::default());
}

#[test]
fn a_new_layer_or_checklist_holds_for_audits_that_are_ahead() {
    let mut town = Town::new();
    let (_, dana) = (
        town.person("Ana", Role::Supervisor, town.office),
        town.person("Dana", Role::Manager, town.top),
    );
    let wanted = town.wanted("FREQ=DAILY");
    let plan = town.plan(&wanted);
    town.tend(plan);
    town.later("2026-06-02T14:30:00Z");
    let mut other = wanted;
    other.layer = 2;
    let done = town.change(plan, &other);
    assert_eq!((done.moved, done.taken), (9, 0));
    let now = town.act.now;
    for audit in town.all(plan) {
        let is_ahead = audit.opens_at > now;
        assert_eq!(audit.layer, if is_ahead { 2 } else { 1 });
        assert_eq!(audit.assignee_id == Some(dana), is_ahead);
    }
}

#[test]
fn a_holiday_moves_what_was_made_and_its_removal_moves_it_back() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.office);
    let mut wanted = town.wanted("FREQ=DAILY;BYDAY=TH,FR");
    wanted.timing.holiday_policy = HolidayPolicy::Next;
    let plan = town.plan(&wanted);
    town.later("2026-06-09T14:30:00Z");
    town.tend(plan);
    let before = town.ahead(plan);
    let holiday = town.holiday("2026-06-19", false);
    assert_eq!(town.follow(plan), counts(0, 1, 0, 0));
    assert_eq!(
        town.dates(plan),
        [
            "2026-06-11 scheduled",
            "2026-06-12 scheduled",
            "2026-06-18 scheduled",
            "2026-06-22 from 2026-06-19 scheduled",
        ]
    );
    let subjects = |town: &mut Town| {
        let mails = town.mails().into_iter().filter(|mail| mail.1.contains("changed"));
        mails.map(|mail| mail.2).collect::<Vec<_>>()
    };
    let told = subjects(&mut town);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("added the holiday Juneteenth"), "{}", told[0]);
    assert!(
        told[0].contains("June 19") && told[0].contains("June 22"),
        "{}",
        told[0]
    );
    assert_eq!(town.follow(plan), Counts::default(), "a change is followed once");
    let change = replans::effects(&mut town.conn, plan, 10).unwrap().remove(0);
    let effects = agency::queries::effects(&mut town.conn, &[change.1.unwrap().id]).unwrap();
    let effect = effects.values().next().unwrap();
    assert!(effect.followed && (effect.plans, effect.moved) == (1, 1));
    agency::operations::remove_holiday(&mut town.conn, &town.act, holiday).unwrap();
    assert_eq!(town.follow(plan), counts(0, 1, 0, 0));
    assert_eq!(town.ahead(plan), before);
    assert_eq!(subjects(&mut town).len(), 2);
}

#[test]
fn a_holiday_takes_away_what_the_plan_leaves_out_and_its_removal_brings_it_back() {
    let mut town = Town::new();
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    town.later("2026-06-09T14:30:00Z");
    town.tend(plan);
    let before = town.ahead(plan);
    let holiday = town.holiday("2026-06-19", false);
    assert_eq!(town.follow(plan), counts(0, 0, 0, 1));
    assert_eq!(town.cancelled()[0].why, Why::Calendar);
    agency::operations::remove_holiday(&mut town.conn, &town.act, holiday).unwrap();
    assert_eq!(town.follow(plan), counts(1, 0, 0, 0));
    assert_eq!(town.ahead(plan), before);
}

#[test]
fn a_closure_excuses_what_is_ahead_what_is_under_way_and_what_was_missed() {
    let mut town = Town::new();
    let ana = town.person("Ana", Role::Supervisor, town.office);
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    town.tend(plan);
    // Monday was missed, Tuesday is under way
    town.later("2026-06-02T13:30:00Z");
    let made = town.all(plan);
    assert!(crate::audits::operations::miss(&mut town.conn, &town.act, &made[0]).unwrap());
    let by_ana = Act::new(Some(ana), town.act.now, 99);
    crate::audits::operations::start(&mut town.conn, &by_ana, made[1].id).unwrap();
    let flood = agency::calendars::model::NewDaysOff {
        from: day("2026-06-01"),
        until: day("2026-06-03"),
        name: "Flood".into(),
        closure: true,
    };
    let closure = agency::operations::add_days_off(&mut town.conn, &town.act, town.office, &flood).unwrap();
    assert_eq!(town.follow(plan), counts(1, 0, 3, 0), "and June 16 has come near");
    assert_eq!(
        town.dates(plan)[..4],
        [
            "2026-06-01 excused",
            "2026-06-02 excused",
            "2026-06-03 excused",
            "2026-06-04 scheduled"
        ]
    );
    assert_eq!(town.all(plan)[0].reason.as_deref(), Some("Flood"));
    // planning goes on without them
    assert_eq!(town.tend(plan).new, 0);
    // the closure was a mistake: all are expected again, and Monday is missed again
    agency::operations::remove_holiday(&mut town.conn, &town.act, closure).unwrap();
    assert_eq!(town.follow(plan), counts(3, 0, 0, 0));
    assert_eq!(
        town.dates(plan)[..4],
        [
            "2026-06-01 scheduled",
            "2026-06-02 in_progress",
            "2026-06-03 scheduled",
            "2026-06-04 scheduled"
        ]
    );
    let monday = town.all(plan).remove(0);
    assert!(crate::audits::operations::miss(&mut town.conn, &town.act, &monday).unwrap());
    assert_eq!(recount(&mut town.conn).unwrap(), []);
}

#[test]
fn an_excused_audit_that_is_ahead_follows_the_plan_too() {
    let mut town = Town::new();
    let wanted = town.wanted("FREQ=DAILY");
    let plan = town.plan(&wanted);
    town.tend(plan);
    town.holiday("2026-06-05", true);
    assert_eq!(town.follow(plan), counts(0, 0, 1, 0));
    let mut other = wanted;
    other.timing.recurrence = Recurrence::parse("FREQ=WEEKLY;BYDAY=MO").unwrap();
    town.change(plan, &other);
    assert!(town.all(plan).iter().all(|audit| audit.state != AuditState::Excused));
    assert_eq!(recount(&mut town.conn).unwrap(), []);
}

#[test]
fn zone_hours_and_place_move_what_is_ahead() {
    let mut town = Town::new();
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    town.tend(plan);
    town.later("2026-06-02T14:30:00Z");
    // under a unit in New York
    let office = agency::queries::find(&mut town.conn, town.office).unwrap();
    agency::operations::move_unit(&mut town.conn, &town.act, town.office, office.revision, town.east).unwrap();
    assert_eq!(town.follow(plan), counts(1, 9, 0, 0), "and June 16 has come near");
    let wednesday = town
        .all(plan)
        .into_iter()
        .find(|audit| audit.local_date == day("2026-06-03"))
        .unwrap();
    assert_eq!(
        (wednesday.zone.as_str(), wednesday.opens_at),
        ("America/New_York", at("2026-06-03T12:00:00Z"))
    );
    // open from Tuesday to Saturday
    let hours = Some(Hours {
        opens: 480,
        closes: 1020,
    });
    let week = [None, hours, hours, hours, hours, hours, None];
    agency::operations::set_hours(&mut town.conn, &town.act, town.office, Some(&week)).unwrap();
    assert_eq!(town.follow(plan), counts(2, 0, 0, 2), "two Saturdays for two Mondays");
}

#[test]
fn a_change_of_a_calendar_touches_the_plans_below_it_and_no_other() {
    let mut town = Town::new();
    let mut elsewhere = town.wanted("FREQ=DAILY");
    elsewhere.units = vec![town.east];
    let (here, there) = (town.plan(&town.wanted("FREQ=DAILY")), town.plan(&elsewhere));
    for plan in [here, there] {
        town.tend(plan);
    }
    agency::operations::add_holiday(&mut town.conn, &town.act, town.east, day("2026-06-10"), "Fair", false).unwrap();
    let (_, plans) = replanning::next_change(&mut town.conn, None).unwrap().unwrap();
    assert_eq!(plans, [there]);
    town.follow(there);
    assert_eq!(replans::effects(&mut town.conn, here, 10).unwrap(), []);
    assert_eq!(replans::effects(&mut town.conn, there, 10).unwrap().len(), 1);
}

#[test]
fn a_plan_of_a_subtree_covers_offices_that_are_added_and_leaves_those_that_close_or_move() {
    let mut town = Town::new();
    let division = town.add("Division", town.top, UnitKind::Division);
    let (one, two) = (
        town.add("One", division, UnitKind::Office),
        town.add("Two", division, UnitKind::Office),
    );
    let mut wanted = town.wanted("FREQ=DAILY");
    (wanted.covers, wanted.units) = (Covers::Subtree, vec![division]);
    let plan = town.plan(&wanted);
    assert_eq!(town.tend(plan).new, 2 * 11, "the offices, not the division itself");
    // the rotation is kept for offices nobody ticked
    let (ana, ben) = (
        town.person("Ana", Role::Supervisor, one),
        town.person("Ben", Role::Supervisor, one),
    );
    town.later("2026-06-02T14:30:00Z");
    town.tend(plan);
    let at_one: Vec<_> = town
        .all(plan)
        .into_iter()
        .filter(|audit| audit.unit_id == one)
        .collect();
    let of = |who: PersonId| at_one.iter().filter(|audit| audit.assignee_id == Some(who)).count();
    assert!(of(ana).abs_diff(of(ben)) <= 1 && of(ana) > 3);
    // a third office is added, and a counter below the second, which is an office no longer
    let (three, counter) = (
        town.add("Three", division, UnitKind::Office),
        town.add("Counter", two, UnitKind::Office),
    );
    town.tend(plan);
    let now = town.act.now;
    let mut units: Vec<UnitId> = town
        .all(plan)
        .iter()
        .filter(|a| a.opens_at > now)
        .map(|a| a.unit_id)
        .collect();
    units.sort_unstable();
    units.dedup();
    let mut expected = vec![one, three, counter];
    expected.sort_unstable();
    assert_eq!(units, expected);
    assert!(
        town.cancelled()
            .iter()
            .all(|gone| gone.unit_id == two && gone.why == Why::Units)
    );
    // one closes, one moves away
    agency::operations::close_unit(&mut town.conn, &town.act, three).unwrap();
    let read = agency::queries::find(&mut town.conn, one).unwrap();
    agency::operations::move_unit(&mut town.conn, &town.act, one, read.revision, town.top).unwrap();
    town.follow(plan);
    town.tend(plan);
    let left: Vec<UnitId> = town.ahead(plan).into_iter().map(|key| key.0).collect();
    assert!(!left.is_empty() && left.iter().all(|unit| *unit == counter));
}

#[test]
fn a_plan_by_a_shift_follows_it() {
    let mut town = Town::new();
    let cycle = [Some((1320, 1800)), Some((1320, 1800)), None, None];
    let mut nights = ShiftWanted {
        name: "Nights".into(),
        first_day: day("2026-06-01"),
        cycle: cycle
            .iter()
            .map(|hours| hours.map(|(opens, closes)| Hours { opens, closes }))
            .collect(),
    };
    let shift = agency::operations::add_shift(&mut town.conn, &town.act, town.office, &nights).unwrap();
    let mut wanted = town.wanted("FREQ=DAILY");
    (
        wanted.moments.shift_id,
        wanted.timing.opens_minute,
        wanted.timing.due_minute,
    ) = (Some(shift), 30, 150);
    wanted.units = vec![town.east];
    let refusal = operations::create(&mut town.conn, &town.act, &wanted);
    assert_eq!(refused(refusal), "plan-no-shift-here");
    wanted.units = vec![town.office];
    let mut late = wanted.clone();
    (late.timing.opens_minute, late.timing.due_minute) = (480, 500);
    assert_eq!(
        refused(operations::create(&mut town.conn, &town.act, &late)),
        "plan-no-opens-after-shift"
    );
    let plan = town.plan(&wanted);
    town.tend(plan);
    assert_eq!(town.dates(plan).len(), 8, "two of four nights, June 1 to 15");
    assert_eq!(
        town.all(plan)[0].opens_at,
        at("2026-06-02T03:30:00Z"),
        "half an hour after 22:00"
    );
    town.follow(plan);
    nights.cycle.rotate_right(1);
    agency::operations::change_shift(&mut town.conn, &town.act, shift, 1, &nights).unwrap();
    let done = town.follow(plan);
    assert_eq!((done.made, done.taken), (4, 4));
    // a unit that moves away from the shift's unit has no such shift
    let office = agency::queries::find(&mut town.conn, town.office).unwrap();
    agency::operations::move_unit(&mut town.conn, &town.act, town.office, office.revision, town.east).unwrap();
    town.follow(plan);
    assert_eq!(town.ahead(plan).len(), 8, "the shift moves with its unit");
}

#[test]
fn a_pause_takes_away_the_days_before_its_end_and_ends_by_itself() {
    let mut town = Town::new();
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    town.tend(plan);
    let early = operations::pause_until(&mut town.conn, &town.act, plan, day("2026-06-01"));
    assert_eq!(refused(early), "plan-no-pause-end");
    operations::pause_until(&mut town.conn, &town.act, plan, day("2026-06-10")).unwrap();
    let done = remake(&mut town.conn, &town.act, &town.post, plan, DAYS_AHEAD, Why::Paused).unwrap();
    assert_eq!(done, counts(0, 0, 0, 7));
    assert_eq!(town.dates(plan)[0], "2026-06-10 scheduled");
    assert!(!queries::find(&mut town.conn, plan).unwrap().active);
    town.later("2026-06-10T12:00:00Z");
    assert_eq!(
        operations::after(&mut town.conn, None).unwrap(),
        Some(plan),
        "it is looked after"
    );
    town.tend(plan);
    let read = queries::find(&mut town.conn, plan).unwrap();
    assert!(read.active && read.paused_until.is_none());
    // without an end it waits for somebody
    operations::pause(&mut town.conn, &town.act, plan).unwrap();
    remake(&mut town.conn, &town.act, &town.post, plan, DAYS_AHEAD, Why::Paused).unwrap();
    assert_eq!(town.ahead(plan), []);
    assert_eq!(operations::after(&mut town.conn, None).unwrap(), None);
    town.later("2026-06-12T12:00:00Z");
    operations::resume(&mut town.conn, &town.act, plan).unwrap();
    let done = remake(&mut town.conn, &town.act, &town.post, plan, DAYS_AHEAD, Why::Resumed).unwrap();
    assert_eq!(done, counts(11, 0, 0, 0));
}

#[test]
fn single_dates_are_left_out_and_added_with_a_reason() {
    let mut town = Town::new();
    let plan = town.plan(&town.wanted("FREQ=WEEKLY;BYDAY=MO"));
    town.later("2026-06-02T14:30:00Z");
    town.tend(plan);
    let except = |town: &mut Town, date: &str, added: bool, reason: &str| {
        replanning::add_exception(&mut town.conn, &town.act, plan, day(date), added, reason)
    };
    for (date, added, reason, no) in [
        ("2026-06-08", false, "  ", "plan-no-reason"),
        ("2026-06-01", false, "Training", "plan-no-day-over"),
        ("2026-06-09", false, "Training", "plan-no-audit-there"),
        ("2026-06-08", true, "Training", "plan-no-audit-twice"),
    ] {
        assert_eq!(refused(except(&mut town, date, added, reason)), no);
    }
    except(&mut town, "2026-06-08", false, "Training day").unwrap();
    // a Saturday: whoever adds it means it
    except(&mut town, "2026-06-13", true, "Open house").unwrap();
    assert_eq!(
        refused(except(&mut town, "2026-06-13", true, "Again")),
        "plan-no-exception-there"
    );
    let anew =
        |town: &mut Town| remake(&mut town.conn, &town.act, &town.post, plan, DAYS_AHEAD, Why::Exception).unwrap();
    assert_eq!(anew(&mut town), counts(1, 0, 0, 1));
    assert_eq!(town.dates(plan), ["2026-06-13 scheduled", "2026-06-15 scheduled"]);
    replanning::remove_exception(&mut town.conn, &town.act, plan, day("2026-06-08")).unwrap();
    assert_eq!(anew(&mut town), counts(1, 0, 0, 0));
    let gone = replanning::remove_exception(&mut town.conn, &town.act, plan, day("2026-06-08"));
    assert!(matches!(gone, Err(AppError::NotFound)));
}

#[test]
fn unannounced_audits_come_to_one_unit_each() {
    let mut town = Town::new();
    let mut wanted = town.wanted("FREQ=DAILY");
    (wanted.moments.drawn_a_month, wanted.moments.unannounced) = (Some(4), true);
    (wanted.timing.opens_minute, wanted.timing.due_minute) = (0, 120);
    wanted.units.push(town.east);
    let plan = town.plan(&wanted);
    operations::make_ahead(&mut town.conn, &town.act, &town.post, plan, day("2026-06-30")).unwrap();
    let at_two = town.all(plan);
    assert_eq!(at_two.len(), 4);
    assert!(
        [town.office, town.east]
            .iter()
            .all(|unit| at_two.iter().any(|audit| audit.unit_id == *unit))
    );
    // one of the units closes: the month's audits come to the other
    agency::operations::close_unit(&mut town.conn, &town.act, town.east).unwrap();
    town.tend(plan);
    assert!(town.all(plan).iter().all(|audit| audit.unit_id == town.office) && town.all(plan).len() == 4);
    agency::operations::reopen_unit(&mut town.conn, &town.act, town.east).unwrap();
    town.tend(plan);
    // the other unit has them for the coming two weeks, and for the rest of the month as it was asked for before
    operations::make_ahead(&mut town.conn, &town.act, &town.post, plan, day("2026-06-30")).unwrap();
    let again = |audits: &[Audit]| {
        let mut keys: Vec<_> = audits.iter().map(|a| (a.planned(), a.unit_id, a.opens_at)).collect();
        keys.sort_unstable();
        keys
    };
    assert_eq!(again(&town.all(plan)), again(&at_two), "and come back");
}

#[test]
fn a_template_without_a_version_takes_nothing_away() {
    let mut town = Town::new();
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    town.tend(plan);
    let before = town.ahead(plan);
    diesel::update(template_versions::table)
        .set(template_versions::state.eq("retired"))
        .execute(&mut town.conn)
        .unwrap();
    town.holiday("2026-06-10", false);
    assert_eq!(town.follow(plan), counts(0, 0, 0, 1));
    assert_eq!(town.ahead(plan).len(), before.len() - 1);
}

#[test]
fn each_day_has_its_audit_once_over_both_changes_of_the_clock_the_turn_of_the_year_and_a_leap_day() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.office);
    let night_and_day = [Some(Hours { opens: 0, closes: 1440 }); 7];
    agency::operations::set_hours(&mut town.conn, &town.act, town.office, Some(&night_and_day)).unwrap();
    let mut wanted = town.wanted("FREQ=DAILY");
    // 2:30 is skipped in spring, and 1:00 comes twice in autumn
    (wanted.timing.opens_minute, wanted.timing.due_minute) = (60, 150);
    let plan = town.plan(&wanted);
    for (today, until) in [
        ("2026-10-30T15:00:00Z", "2026-11-03"),
        ("2026-12-30T15:00:00Z", "2027-01-02"),
        ("2027-03-12T15:00:00Z", "2027-03-16"),
        ("2028-02-27T15:00:00Z", "2028-03-01"),
    ] {
        town.later(today);
        let first = town.act.now.0.date_naive().succ_opt().unwrap();
        // day by day, as the job does, and each day twice
        for date in first.iter_days().take_while(|date| *date <= day(until)) {
            for _ in 0..2 {
                making::make_ahead(&mut town.conn, &town.act, &town.post, plan, date).unwrap();
            }
        }
        let ahead = town.ahead(plan);
        let expected: Vec<NaiveDate> = first.iter_days().take_while(|date| *date <= day(until)).collect();
        assert_eq!(ahead.iter().map(|key| key.1).collect::<Vec<_>>(), expected);
        let zone = Zone::parse("America/Chicago").unwrap();
        for (_, planned, date, opens, due, closes) in ahead {
            assert_eq!(
                (planned, zone.local(opens).date, zone.local(opens).minute),
                (date, date, 60)
            );
            assert!(opens < due && due < closes, "{date}");
        }
        // every window moves by half an hour, on those days as well
        wanted.timing.opens_minute = 90;
        let revision = queries::find(&mut town.conn, plan).unwrap().revision;
        operations::update(&mut town.conn, &town.act, plan, revision, &wanted).unwrap();
        let then = making::settle(
            &mut town.conn,
            &town.act,
            &town.post,
            plan,
            day(until),
            Why::Changed.into(),
        )
        .unwrap();
        assert_eq!(then, counts(0, expected.len(), 0, 0), "{until}");
        assert!(town.ahead(plan).iter().all(|key| key.3 < key.4));
        wanted.timing.opens_minute = 60;
        operations::update(&mut town.conn, &town.act, plan, revision + 1, &wanted).unwrap();
        making::settle(
            &mut town.conn,
            &town.act,
            &town.post,
            plan,
            day(until),
            Why::Changed.into(),
        )
        .unwrap();
    }
}

/// Another plan, or another calendar.
#[derive(Debug, Clone)]
enum Edit {
    Rule(String, HolidayPolicy),
    Window(i32, i32),
    Units(bool, bool),
    Ends(Option<u64>),
    Holiday(u64, bool),
}

fn edits() -> impl Strategy<Value = Edit> {
    let policies = prop::sample::select(HolidayPolicy::ALL.to_vec());
    prop_oneof![
        (rules(), policies).prop_map(|(rule, policy)| Edit::Rule(rule, policy)),
        (0..1200, 1..600).prop_map(|(opens, lasts)| Edit::Window(opens, opens + lasts)),
        any::<(bool, bool)>().prop_map(|(here, there)| Edit::Units(here || !there, there)),
        prop::option::of(0..20_u64).prop_map(Edit::Ends),
        (0..25_u64, any::<bool>()).prop_map(|(n, closure)| Edit::Holiday(n, closure)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn making_anew_after_edits_is_making_it_for_the_first_time(
        rule in rules(), steps in prop::collection::vec((edits(), 0..40_i64), 1..6),
    ) {
        let mut town = Town::new();
        let mut wanted = town.wanted(&rule);
        let plan = town.plan(&wanted);
        town.tend(plan);
        for (edit, hours) in steps {
            let next = town.act.now.plus_minutes(hours * 60);
            town.later(&next.to_string());
            match edit {
                Edit::Rule(rule, policy) => {
                    wanted.timing.recurrence = Recurrence::parse(&rule).unwrap();
                    wanted.timing.holiday_policy = policy;
                }
                Edit::Window(opens, due) => (wanted.timing.opens_minute, wanted.timing.due_minute) = (opens, due),
                Edit::Units(here, there) => {
                    let units = [(town.office, here), (town.east, there)];
                    wanted.units = units.into_iter().filter(|(_, is)| *is).map(|(unit, _)| unit).collect();
                }
                Edit::Ends(n) => wanted.timing.ends_on = n.map(|n| day("2026-06-01") + chrono::Days::new(n)),
                Edit::Holiday(n, closure) => {
                    let date = day("2026-06-02") + chrono::Days::new(n);
                    let _ = agency::operations::add_holiday(
                        &mut town.conn, &town.act, town.top, date, "Some day", closure,
                    );
                    town.follow(plan);
                }
            }
            if wanted.check().is_err() {
                return Ok(());
            }
            let foreseen = {
                let then = operations::changed_to(&queries::find(&mut town.conn, plan).unwrap(), &wanted);
                foresee(&mut town.conn, &town.act, &then, &wanted.units, DAYS_AHEAD).unwrap()
            };
            prop_assert_eq!(town.change(plan, &wanted), foreseen);
            prop_assert_eq!(town.change(plan, &wanted), Counts::default(), "a second time does nothing");
        }
        prop_assert_eq!(recount(&mut town.conn).unwrap(), []);
        let fresh = town.plan(&wanted);
        town.tend(fresh);
        let now = town.act.now;
        // a plan that is new makes nothing for days that are closed already; those that were made are excused
        let excused: Vec<_> = town.all(plan).into_iter().filter(|audit| audit.state == AuditState::Excused).collect();
        let of_plan: Vec<Key> = town
            .ahead(plan)
            .into_iter()
            .filter(|key| excused.iter().all(|audit| (audit.unit_id, audit.planned()) != (key.0, key.1)))
            .collect();
        // an audit that has opened stays for its day, so the day of a window that moved is not made a second time
        let opened: Vec<_> = town.all(plan).into_iter().filter(|audit| audit.opens_at <= now).collect();
        let of_fresh: Vec<Key> = town
            .ahead(fresh)
            .into_iter()
            .filter(|key| opened.iter().all(|audit| (audit.unit_id, audit.planned()) != (key.0, key.1)))
            .collect();
        prop_assert_eq!(of_plan, of_fresh);
    }

    #[test]
    fn making_by_days_makes_what_making_at_once_makes(rule in rules(), policy in prop::sample::select(HolidayPolicy::ALL.to_vec()), holidays in prop::collection::vec(0..30_u64, 0..6)) {
        let mut town = Town::new();
        for n in holidays {
            let date = day("2026-06-02") + chrono::Days::new(n);
            let _ = agency::operations::add_holiday(&mut town.conn, &town.act, town.top, date, "Some day", false);
        }
        let mut wanted = town.wanted(&rule);
        wanted.timing.holiday_policy = policy;
        let (by_days, at_once) = (town.plan(&wanted), town.plan(&wanted));
        for n in 0..20 {
            let until = day("2026-06-01") + chrono::Days::new(n);
            making::make_ahead(&mut town.conn, &town.act, &town.post, by_days, until).unwrap();
        }
        making::make_ahead(&mut town.conn, &town.act, &town.post, at_once, day("2026-06-20")).unwrap();
        prop_assert_eq!(town.ahead(by_days), town.ahead(at_once));
    }
}
