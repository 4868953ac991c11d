//! Rules and operations, in memory.

mod racing;
mod replanning;

use super::assign::moving;
use super::coming::{Coming, Ground};
use super::model::*;
use super::{operations, queries};
use crate::agency;
use crate::agency::model::UnitKind;
use crate::base::act::Act;
use crate::base::calendar::{Calendar, Holiday};
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::base::ids::*;
use crate::base::recurrence::Recurrence;
use crate::base::zone::Zone;
use crate::people;
use crate::people::model::Person;
use crate::platform::db::{Conn, Doc, testing};
use crate::platform::error::AppError;
use crate::platform::i18n::I18n;
use crate::platform::mail::post::Post;
use crate::platform::views::Views;
use crate::schema::*;
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn at(text: &str) -> Instant {
    Instant::new(text.parse().unwrap())
}
fn days(texts: &[&str]) -> Vec<NaiveDate> {
    texts.iter().map(|text| day(text)).collect()
}
fn timing(rule: &str, starts_on: &str) -> Timing {
    Timing {
        recurrence: Recurrence::parse(rule).unwrap(),
        starts_on: day(starts_on),
        ends_on: None,
        opens_minute: 8 * 60,
        due_minute: 12 * 60,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Skip,
    }
}
fn chicago() -> Calendar {
    Calendar::weekdays(Zone::parse("America/Chicago").unwrap(), 8 * 60, 17 * 60)
}
fn with_holiday(mut calendar: Calendar, date: &str, closure: bool) -> Calendar {
    calendar.holidays.insert(
        day(date),
        Holiday {
            name: "Juneteenth".into(),
            closure,
        },
    );
    calendar
}
/// A rule alone, which is the same at every unit with this calendar: without closures.
trait Alone {
    fn coming(&self) -> Coming;
    fn occurrences(&self, calendar: &Calendar, from: NaiveDate, until: NaiveDate) -> Vec<Occurrence> {
        let mut found = self.coming().occurrences(anywhere(calendar), from, until);
        found.retain(|one| !one.closed);
        found
    }
    fn next(&self, calendar: &Calendar, from: NaiveDate, count: usize) -> Vec<Occurrence> {
        self.coming().next(anywhere(calendar), from, count)
    }
}
impl Alone for Timing {
    fn coming(&self) -> Coming {
        Coming::plain(self.clone())
    }
}
fn anywhere(calendar: &Calendar) -> Ground<'_> {
    Ground {
        unit: UnitId(uuid::Uuid::nil()),
        units: &[],
        calendar,
    }
}
fn dates_and_slots(found: &[Occurrence]) -> Vec<(String, i32)> {
    found.iter().map(|one| (one.date.to_string(), one.slot)).collect()
}

// days

#[test]
fn a_daily_plan_comes_round_once_each_working_day_over_the_change_of_the_clock() {
    let plan = timing("FREQ=DAILY", "2026-01-01");
    let calendar = chicago();
    for (from, until, hour) in [
        ("2026-03-02", "2026-03-15", ["14", "13"]),
        ("2026-10-26", "2026-11-08", ["13", "14"]),
    ] {
        let found = plan.occurrences(&calendar, day(from), day(until));
        assert_eq!(found.len(), 10);
        assert!(found.iter().all(|one| one.slot == 1 && one.planned == one.date));
        assert!(found[0].opens_at.to_string().contains(&format!("T{}:00", hour[0])));
        assert!(found[9].opens_at.to_string().contains(&format!("T{}:00", hour[1])));
        assert!(
            found
                .iter()
                .all(|one| one.due_at.since(one.opens_at).num_minutes() == 240)
        );
    }
}

#[test]
fn a_window_inside_the_hour_that_is_skipped_or_doubled_still_has_its_length() {
    let mut plan = timing("FREQ=DAILY", "2026-01-01");
    (plan.opens_minute, plan.due_minute) = (60, 150);
    let mut calendar = chicago();
    calendar.hours = [Some(crate::base::calendar::Hours { opens: 0, closes: 1440 }); 7];
    for date in ["2026-03-08", "2026-11-01"] {
        let found = plan.occurrences(&calendar, day(date), day(date));
        assert_eq!(found.len(), 1);
        assert!(found[0].opens_at < found[0].due_at && found[0].due_at <= found[0].closes_at);
    }
}

#[test]
fn a_holiday_is_skipped_or_moved_and_a_closure_is_always_skipped() {
    let mut plan = timing("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-06-01");
    let calendar = with_holiday(chicago(), "2026-06-19", false); // a Friday
    let week = |plan: &Timing, calendar: &Calendar| {
        dates_and_slots(&plan.occurrences(calendar, day("2026-06-18"), day("2026-06-22")))
    };
    assert_eq!(
        week(&plan, &calendar),
        [("2026-06-18".into(), 1), ("2026-06-22".into(), 1)]
    );
    plan.holiday_policy = HolidayPolicy::Next;
    assert_eq!(
        week(&plan, &calendar),
        [
            ("2026-06-18".into(), 1),
            ("2026-06-22".into(), 7),
            ("2026-06-22".into(), 1)
        ]
    );
    let closed = with_holiday(chicago(), "2026-06-19", true);
    assert_eq!(
        week(&plan, &closed),
        [("2026-06-18".into(), 1), ("2026-06-22".into(), 1)]
    );
    plan.holiday_policy = HolidayPolicy::Previous;
    assert_eq!(
        week(&plan, &calendar),
        [
            ("2026-06-18".into(), 1),
            ("2026-06-18".into(), 2),
            ("2026-06-22".into(), 1)
        ]
    );
}

#[test]
fn grace_is_working_time_and_a_window_may_run_past_midnight() {
    let mut plan = timing("FREQ=WEEKLY;BYDAY=FR", "2026-06-01");
    (plan.due_minute, plan.grace_minutes) = (17 * 60, 90);
    let found = plan.occurrences(&chicago(), day("2026-06-12"), day("2026-06-12"));
    assert_eq!(found[0].closes_at, at("2026-06-15T14:30:00Z"), "Monday 9:30");
    (plan.due_minute, plan.grace_minutes) = (26 * 60, 0);
    let found = plan.occurrences(&chicago(), day("2026-06-12"), day("2026-06-12"));
    assert_eq!(found[0].due_at, at("2026-06-13T07:00:00Z"), "Saturday 2:00");
    assert_eq!(found[0].closes_at, found[0].due_at);
}

#[test]
fn where_no_day_works_every_day_does() {
    let mut calendar = chicago();
    calendar.hours = [None; 7];
    let found = timing("FREQ=DAILY", "2026-06-01").occurrences(&calendar, day("2026-06-06"), day("2026-06-08"));
    assert_eq!(found.len(), 3);
}

#[test]
fn the_next_dates_look_past_a_year_and_stop_at_the_end() {
    let mut plan = timing("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", "2026-06-02");
    let next = |plan: &Timing| {
        let found = plan.next(&chicago(), day("2026-06-01"), 5);
        found.iter().map(|one| one.date).collect::<Vec<_>>()
    };
    assert_eq!(next(&plan), days(&["2027-06-01", "2028-06-01"]));
    plan.ends_on = Some(day("2027-12-31"));
    assert_eq!(next(&plan), days(&["2027-06-01"]));
}

#[test]
fn what_is_wrong_is_told_field_by_field() {
    let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
    let good = Wanted::plain(
        "Daily walk",
        act.id(),
        1,
        timing("FREQ=DAILY", "2026-06-01"),
        vec![act.id()],
    );
    assert_eq!(good.check(), Ok(()));
    let mut bad = good.clone();
    bad.title = "  ".into();
    bad.units.clear();
    bad.timing.due_minute = bad.timing.opens_minute;
    bad.timing.grace_minutes = -1;
    bad.timing.ends_on = Some(day("2026-05-31"));
    assert_eq!(
        bad.problems(),
        [
            ("title", CannotPlan::NoTitle),
            ("units", CannotPlan::NoUnits),
            ("due", CannotPlan::DueBeforeOpens),
            ("grace", CannotPlan::BadGrace),
            ("ends_on", CannotPlan::EndsBeforeStart),
        ]
    );
    let mut never = good.clone();
    never.timing.recurrence = Recurrence::parse("FREQ=MONTHLY;BYMONTHDAY=31").unwrap();
    never.timing.ends_on = Some(day("2026-06-30"));
    assert_eq!(never.check(), Err(CannotPlan::NeverComes));
    let mut long = good;
    long.timing.due_minute = long.timing.opens_minute + 32 * 1440;
    assert_eq!(long.check(), Err(CannotPlan::WindowTooLong));
    let i18n = I18n::load().unwrap();
    for no in [
        CannotPlan::NoTitle,
        CannotPlan::NothingAsked(2),
        CannotPlan::WindowTooLong,
        CannotPlan::BadGrace,
    ] {
        assert!(i18n.has("en", &no.said().key), "{}", no.said().key);
    }
}

fn rules() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("FREQ=DAILY".to_owned()),
        Just("FREQ=DAILY;INTERVAL=3".to_owned()),
        Just("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR".to_owned()),
        Just("FREQ=WEEKLY;BYDAY=MO,SA,SU".to_owned()),
        Just("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR".to_owned()),
        Just("FREQ=MONTHLY;BYMONTHDAY=1".to_owned()),
        Just("FREQ=MONTHLY;BYDAY=-1FR".to_owned()),
    ]
}

proptest! {
    #[test]
    fn asking_in_pieces_gives_what_asking_at_once_gives(
        rule in rules(), next in any::<bool>(), holidays in prop::collection::vec((0_u64..90, any::<bool>()), 0..12),
        cuts in prop::collection::vec(0_u64..90, 0..6),
    ) {
        let start = day("2026-02-16");
        let mut plan = timing(&rule, "2026-02-16");
        plan.holiday_policy = if next { HolidayPolicy::Next } else { HolidayPolicy::Skip };
        let mut calendar = chicago();
        for (n, closure) in holidays {
            calendar.holidays.insert(start + chrono::Days::new(n), Holiday { name: String::new(), closure });
        }
        let at_once = plan.occurrences(&calendar, start, start + chrono::Days::new(90));
        let mut cuts = cuts;
        cuts.sort_unstable();
        cuts.push(90);
        let (mut pieces, mut from) = (Vec::new(), start);
        for cut in cuts {
            let until = start + chrono::Days::new(cut);
            pieces.extend(plan.occurrences(&calendar, from, until));
            from = from.max(until + chrono::Days::new(1));
        }
        prop_assert_eq!(&pieces, &at_once);
        let mut keys: Vec<_> = at_once.iter().map(|one| (one.date, one.slot)).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        prop_assert_eq!(keys.len(), all, "no key twice");
        prop_assert!(at_once.iter().all(|one| calendar.is_working_day(one.date)));
    }

    #[test]
    fn turns_are_fair(holders in 1_usize..5, turns in 1_i32..40) {
        let people: Vec<usize> = (0..holders).collect();
        let mut taken = vec![0; holders];
        for turn in 0..turns {
            taken[*at_turn(&people, turn).unwrap()] += 1;
        }
        prop_assert!(taken.iter().max().unwrap() - taken.iter().min().unwrap() <= 1);
    }
}

// plans

/// An agency in Chicago with one office in New York, a template asked at layers 1 and 2, and the mail.
struct Town {
    conn: Conn,
    act: Act,
    deeds: u64,
    post: Post,
    top: UnitId,
    office: UnitId,
    east: UnitId,
    template: TemplateId,
    _folder: tempfile::TempDir,
}

impl Town {
    fn new() -> Self {
        let (folder, mut conn) = testing::fresh();
        let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
        let zone = |name: &str| Zone::parse(name).unwrap();
        let top = agency::operations::found(&mut conn, &act, "Town", &zone("America/Chicago")).unwrap();
        let mut office = |name: &str, zone: Option<&Zone>| {
            agency::operations::add_unit(&mut conn, &act, Some(top), name, UnitKind::Office, zone, 0).unwrap()
        };
        let (office, east) = (office("North", None), office("East", Some(&zone("America/New_York"))));
        let (process, template, version): (ProcessId, TemplateId, TemplateVersionId) = (act.id(), act.id(), act.id());
        let doc = || Doc(json!({ "en": "Walk-in" }));
        if let Conn::Sqlite(sqlite) = &mut conn {
            diesel::sql_query("PRAGMA synchronous=OFF").execute(sqlite).unwrap();
        }
        diesel::insert_into(processes::table)
            .values((
                processes::id.eq(process),
                processes::code.eq("walk-in"),
                processes::name.eq(doc()),
            ))
            .execute(&mut conn)
            .unwrap();
        diesel::insert_into(templates::table)
            .values((
                templates::id.eq(template),
                templates::process_id.eq(process),
                templates::code.eq("walk-in"),
                templates::title.eq(doc()),
                templates::search.eq("walk-in"),
                templates::created_at.eq(act.now),
            ))
            .execute(&mut conn)
            .unwrap();
        diesel::insert_into(template_versions::table)
            .values((
                template_versions::id.eq(version),
                template_versions::template_id.eq(template),
                template_versions::number.eq(1),
                template_versions::state.eq("published"),
                template_versions::title.eq(doc()),
                template_versions::intro.eq(doc()),
                template_versions::ask.eq(Doc(json!({}))),
                template_versions::source.eq(""),
                template_versions::source_hash.eq(""),
                template_versions::note.eq(""),
                template_versions::created_at.eq(act.now),
            ))
            .execute(&mut conn)
            .unwrap();
        let question: QuestionId = act.id();
        diesel::insert_into(questions::table)
            .values((
                questions::id.eq(question),
                questions::template_id.eq(template),
                questions::code.eq("q1"),
            ))
            .execute(&mut conn)
            .unwrap();
        diesel::insert_into(question_versions::table)
            .values((
                question_versions::id.eq(act.id::<QuestionVersionId>()),
                question_versions::version_id.eq(version),
                question_versions::question_id.eq(question),
                question_versions::position.eq(1),
                question_versions::section.eq(doc()),
                question_versions::texts.eq(Doc(json!({ "text": { "en": "Is the line short?" } }))),
                question_versions::severity.eq("minor"),
                question_versions::kind.eq("conformance"),
                question_versions::photo.eq("never"),
                question_versions::layers.eq("1,2"),
                question_versions::always.eq(false),
                question_versions::max_age_days.eq(30),
                question_versions::search.eq("is the line short"),
            ))
            .execute(&mut conn)
            .unwrap();
        let views = Views::load(Arc::new(I18n::load().unwrap())).unwrap();
        Self {
            conn,
            act,
            deeds: 1,
            post: Post::new(Arc::new(views), "https://town.example"),
            top,
            office,
            east,
            template,
            _folder: folder,
        }
    }

    fn person(&mut self, name: &str, role: Role, unit: UnitId) -> PersonId {
        let person = Person {
            id: self.act.id(),
            name: name.into(),
            email: format!("{}@town.example", name.to_lowercase()),
            password_hash: None,
            language: "en".into(),
            active: true,
            revision: 1,
        };
        people::queries::insert_person(&mut self.conn, &person, &person.email, self.act.now).unwrap();
        people::queries::insert_assignment(&mut self.conn, self.act.id(), person.id, unit, role, day("2026-01-01"))
            .unwrap();
        person.id
    }

    fn wanted(&self, rule: &str) -> Wanted {
        Wanted::plain(
            "Daily walk",
            self.template,
            1,
            timing(rule, "2026-06-01"),
            vec![self.office],
        )
    }

    fn plan(&mut self, wanted: &Wanted) -> PlanId {
        operations::create(&mut self.conn, &self.act, wanted).unwrap()
    }

    fn make(&mut self, plan: PlanId, until: &str) -> operations::Made {
        operations::make_ahead(&mut self.conn, &self.act, &self.post, plan, day(until)).unwrap()
    }

    fn later(&mut self, moment: &str) {
        self.deeds += 1;
        self.act = Act::new(None, at(moment), self.deeds);
    }

    fn audits(&mut self, plan: PlanId) -> Vec<(NaiveDate, i32, Option<PersonId>)> {
        audits::table
            .filter(audits::plan_id.eq(plan))
            .order((audits::local_date, audits::slot, audits::unit_id))
            .select((audits::local_date, audits::slot, audits::assignee_id))
            .load(&mut self.conn)
            .unwrap()
    }

    fn mails(&mut self) -> Vec<(String, String, String)> {
        outbox::table
            .order(outbox::id)
            .select((outbox::recipient, outbox::subject, outbox::body_text))
            .load(&mut self.conn)
            .unwrap()
    }
}

fn refused(result: Result<impl std::fmt::Debug, AppError>) -> String {
    match result {
        Err(AppError::Refused(said)) => said.key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn audits_are_made_once_however_often_it_runs() {
    let mut town = Town::new();
    let ana = town.person("Ana", Role::Supervisor, town.office);
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    let made = town.make(plan, "2026-06-14");
    assert_eq!((made.new, made.known, made.unassigned), (10, 0, 0));
    assert!(
        town.audits(plan)
            .iter()
            .all(|(_, slot, who)| (*slot, *who) == (1, Some(ana)))
    );
    assert_eq!(town.make(plan, "2026-06-14").new, 0);
    // even where the note of what was made is lost
    diesel::update(plan_units::table)
        .set(plan_units::made_until.eq(None::<NaiveDate>))
        .execute(&mut town.conn)
        .unwrap();
    let made = town.make(plan, "2026-06-15");
    assert_eq!((made.new, made.known), (1, 10));
    let seeds: Vec<i64> = audits::table
        .select(audits::seed)
        .distinct()
        .load(&mut town.conn)
        .unwrap();
    assert_eq!(seeds.len(), 11);
    assert!(town.mails().is_empty());
}

#[test]
fn today_is_made_only_while_it_can_still_be_done() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.top);
    let mut wanted = town.wanted("FREQ=DAILY");
    wanted.units.push(town.east);
    let plan = town.plan(&wanted);
    // due 12:00 and an hour's grace: over in New York, not yet in Chicago
    town.later("2026-06-02T17:30:00Z");
    town.make(plan, "2026-06-02");
    let units: Vec<UnitId> = audits::table.select(audits::unit_id).load(&mut town.conn).unwrap();
    assert_eq!(units, [town.office]);
}

#[test]
fn a_unit_uses_the_hours_and_holidays_of_those_above_it_and_its_own_zone() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.top);
    agency::operations::add_holiday(&mut town.conn, &town.act, town.top, day("2026-06-03"), "Fair", false).unwrap();
    let mut wanted = town.wanted("FREQ=DAILY");
    wanted.units = vec![town.east];
    let plan = town.plan(&wanted);
    town.make(plan, "2026-06-07");
    let made = town.audits(plan).into_iter().map(|(date, ..)| date).collect::<Vec<_>>();
    assert_eq!(made, days(&["2026-06-01", "2026-06-02", "2026-06-04", "2026-06-05"]));
    let (opens, zone): (Instant, String) = audits::table
        .order(audits::local_date)
        .select((audits::opens_at, audits::zone))
        .first(&mut town.conn)
        .unwrap();
    assert_eq!((opens, zone.as_str()), (at("2026-06-01T12:00:00Z"), "America/New_York"));
}

#[test]
fn two_holders_take_turns_from_run_to_run() {
    let mut town = Town::new();
    let (ana, ben) = (
        town.person("Ana", Role::Supervisor, town.office),
        town.person("Ben", Role::Supervisor, town.office),
    );
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    for until in ["2026-06-01", "2026-06-04", "2026-06-04", "2026-06-08"] {
        town.make(plan, until);
    }
    let who: Vec<_> = town.audits(plan).into_iter().map(|(.., who)| who.unwrap()).collect();
    assert_eq!(who, [ana, ben, ana, ben, ana, ben]);
}

#[test]
fn where_nobody_audits_the_layer_above_is_told_once_a_day() {
    let mut town = Town::new();
    town.person("Mia", Role::Manager, town.top);
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    let made = town.make(plan, "2026-06-02");
    assert_eq!((made.new, made.unassigned), (2, 2));
    assert!(town.audits(plan).iter().all(|(.., who)| who.is_none()));
    town.make(plan, "2026-06-03");
    let mails = town.mails();
    assert_eq!(mails.len(), 1, "the same day is told once");
    let (recipient, subject, text) = &mails[0];
    assert!(recipient.contains("mia@town.example"));
    assert!(subject.contains("Daily walk"), "{subject}");
    assert!(
        text.contains("North") && text.contains("June 2, 2026") && text.contains("https://town.example/planning/"),
        "{text}"
    );
    town.later("2026-06-02T12:00:00Z");
    town.make(plan, "2026-06-04");
    assert_eq!(town.mails().len(), 2);
    // somebody comes: the audits are theirs
    let ana = town.person("Ana", Role::Supervisor, town.office);
    let moved = moving::reassign(&mut town.conn, &town.act, &town.post, plan).unwrap();
    assert_eq!(moved, 3, "the one of yesterday is over");
    assert_eq!(town.audits(plan)[1].2, Some(ana));
}

#[test]
fn audits_of_somebody_who_left_go_to_who_holds_the_role_now() {
    let mut town = Town::new();
    let ana = town.person("Ana", Role::Supervisor, town.office);
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    town.make(plan, "2026-06-04");
    let ben = town.person("Ben", Role::Supervisor, town.office);
    assert_eq!(
        moving::reassign(&mut town.conn, &town.act, &town.post, plan).unwrap(),
        0
    );
    diesel::update(assignments::table.filter(assignments::person_id.eq(ana)))
        .set(assignments::until.eq(Some(day("2026-06-02"))))
        .execute(&mut town.conn)
        .unwrap();
    town.later("2026-06-02T14:00:00Z");
    assert_eq!(
        moving::reassign(&mut town.conn, &town.act, &town.post, plan).unwrap(),
        2
    );
    let who: Vec<_> = town.audits(plan).into_iter().map(|(.., who)| who.unwrap()).collect();
    assert_eq!(who, [ana, ana, ben, ben], "what is open stays with who has it");
    assert_eq!(
        moving::reassign(&mut town.conn, &town.act, &town.post, plan).unwrap(),
        0
    );
}

#[test]
fn making_ahead_leaves_what_is_made_and_a_new_unit_begins_at_once() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.top);
    let wanted = town.wanted("FREQ=DAILY");
    let plan = town.plan(&wanted);
    town.make(plan, "2026-06-03");
    let mut other = wanted.clone();
    other.timing.recurrence = Recurrence::parse("FREQ=WEEKLY;BYDAY=TU").unwrap();
    other.units.push(town.east);
    operations::update(&mut town.conn, &town.act, plan, 1, &other).unwrap();
    town.make(plan, "2026-06-09");
    let made = town.audits(plan).into_iter().map(|(date, ..)| date).collect::<Vec<_>>();
    assert_eq!(
        made,
        days(&[
            "2026-06-01",
            "2026-06-02",
            "2026-06-02",
            "2026-06-03",
            "2026-06-09",
            "2026-06-09"
        ])
    );
    let again = operations::update(&mut town.conn, &town.act, plan, 1, &other);
    assert!(matches!(again, Err(AppError::Stale)), "read before the change");
    let facts: Vec<String> = history::table
        .filter(history::event.eq("plan-changed"))
        .select(history::facts)
        .load(&mut town.conn)
        .unwrap();
    assert!(facts[0].contains("FREQ=WEEKLY") && facts[0].contains("units") && !facts[0].contains("title"));
}

#[test]
fn a_paused_plan_makes_nothing_and_begins_again_with_today() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.top);
    let plan = town.plan(&town.wanted("FREQ=DAILY"));
    operations::pause(&mut town.conn, &town.act, plan).unwrap();
    assert_eq!(
        refused(operations::pause(&mut town.conn, &town.act, plan)),
        "plan-no-paused"
    );
    assert_eq!(town.make(plan, "2026-06-05").new, 0);
    town.later("2026-06-04T12:00:00Z");
    operations::resume(&mut town.conn, &town.act, plan).unwrap();
    assert_eq!(
        refused(operations::resume(&mut town.conn, &town.act, plan)),
        "plan-no-active"
    );
    assert_eq!(town.make(plan, "2026-06-05").new, 2);
    let events: Vec<String> = history::table
        .filter(history::record_id.eq(AnyId(plan.0)))
        .order(history::seq)
        .select(history::event)
        .load(&mut town.conn)
        .unwrap();
    assert_eq!(events, ["plan-created", "plan-paused", "plan-resumed"]);
}

#[test]
fn a_plan_needs_a_published_version_that_asks_something_at_its_layer() {
    let mut town = Town::new();
    let mut wanted = town.wanted("FREQ=DAILY");
    wanted.layer = 3;
    assert_eq!(
        refused(operations::create(&mut town.conn, &town.act, &wanted)),
        "plan-no-question"
    );
    wanted.layer = 7;
    assert_eq!(
        refused(operations::create(&mut town.conn, &town.act, &wanted)),
        "plan-no-such-layer"
    );
    wanted.layer = 2;
    wanted.units.push(town.act.id());
    assert_eq!(
        refused(operations::create(&mut town.conn, &town.act, &wanted)),
        "plan-no-such-unit"
    );
    wanted.units.pop();
    let plan = town.plan(&wanted);
    diesel::update(template_versions::table)
        .set(template_versions::state.eq("retired"))
        .execute(&mut town.conn)
        .unwrap();
    assert_eq!(town.make(plan, "2026-06-05").new, 0);
    assert_eq!(
        queries::find(&mut town.conn, plan).unwrap().made_until,
        None,
        "made up for later"
    );
    assert_eq!(
        refused(operations::create(&mut town.conn, &town.act, &wanted)),
        "plan-no-version"
    );
}

#[test]
fn every_active_plan_is_looked_after() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.top);
    let plans: Vec<PlanId> = (0..3).map(|_| town.plan(&town.wanted("FREQ=DAILY"))).collect();
    operations::pause(&mut town.conn, &town.act, plans[1]).unwrap();
    let made = operations::make_all_ahead(&mut town.conn, &town.act, &town.post, DAYS_AHEAD).unwrap();
    assert_eq!((made.new, town.audits(plans[1]).len()), (22, 0));
    assert_eq!(town.audits(plans[2]).last().unwrap().0, day("2026-06-15"));
}

#[test]
fn making_ahead_in_pieces_makes_what_making_at_once_makes() {
    let mut town = Town::new();
    for name in ["Ana", "Ben", "Cleo"] {
        town.person(name, Role::Supervisor, town.office);
    }
    agency::operations::add_holiday(
        &mut town.conn,
        &town.act,
        town.top,
        day("2026-06-19"),
        "Juneteenth",
        false,
    )
    .unwrap();
    let mut wanted = town.wanted("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR");
    wanted.timing.holiday_policy = HolidayPolicy::Next;
    let at_once = town.plan(&wanted);
    town.make(at_once, "2026-06-30");
    let expected = town.audits(at_once);
    for pieces in [
        vec!["2026-06-18", "2026-06-19", "2026-06-21", "2026-06-22", "2026-06-30"],
        vec!["2026-06-19", "2026-06-19", "2026-06-10", "2026-06-30"],
        vec!["2026-06-22", "2026-06-30"],
    ] {
        let plan = town.plan(&wanted);
        for until in pieces {
            town.make(plan, until);
        }
        assert_eq!(town.audits(plan), expected);
    }
    assert_eq!(expected.len(), 22);
}

// pages

mod pages {
    use super::*;
    use crate::app::App;
    use crate::base::clock::Clock;
    use crate::people::viewer::token_hash;
    use crate::platform::settings::Settings;
    use crate::platform::web::frame;
    use crate::routes;
    use actix_web::http::header;
    use actix_web::middleware::from_fn;
    use actix_web::{test, web};

    /// A browser with somebody signed in.
    struct Browser {
        app: App,
        token: &'static str,
        csrf: String,
    }

    impl Town {
        fn sign_in(&mut self, who: PersonId) -> Browser {
            let token = "5ca1ab1e";
            diesel::insert_into(sessions::table)
                .values((
                    sessions::id.eq(self.act.id::<SessionId>()),
                    sessions::person_id.eq(who),
                    sessions::token_hash.eq(token_hash(token)),
                    sessions::device.eq("Firefox"),
                    sessions::address.eq("::1"),
                    sessions::created_at.eq(self.act.now),
                    sessions::seen_at.eq(self.act.now),
                ))
                .execute(&mut self.conn)
                .unwrap();
            let path = self._folder.path();
            let env = [
                ("PLUMBLINE_DATABASE_URL", testing::url_of(&self._folder)),
                ("PLUMBLINE_FILES_DIR", path.join("files").display().to_string()),
                ("PLUMBLINE_MAIL_TRANSPORT", "memory".to_owned()),
                ("PLUMBLINE_PUBLIC_URL", "http://localhost:8080".to_owned()),
            ];
            let settings = Settings::load(None, env.map(|(name, value)| (name.to_owned(), value))).unwrap();
            Browser {
                app: App::build(settings, Clock::fixed(self.act.now)).unwrap(),
                token,
                csrf: String::new(),
            }
        }
    }

    impl Browser {
        async fn send(&mut self, request: test::TestRequest) -> (u16, String) {
            let app = test::init_service(
                actix_web::App::new()
                    .app_data(web::Data::new(self.app.clone()))
                    .app_data(self.app.stage.clone())
                    .wrap(from_fn(frame))
                    .configure(routes::mount),
            )
            .await;
            let request = request.insert_header((header::COOKIE, format!("session={}", self.token)));
            let answer = test::call_service(&app, request.to_request()).await;
            let status = answer.status().as_u16();
            let to = answer
                .headers()
                .get(header::LOCATION)
                .map(|to| to.to_str().unwrap().to_owned());
            let body = String::from_utf8(test::read_body(answer).await.to_vec()).unwrap();
            if let Some((_, rest)) = body.split_once("name=\"csrf\" value=\"") {
                self.csrf = rest.split('"').next().unwrap().to_owned();
            }
            (status, to.unwrap_or(body))
        }
        async fn get(&mut self, path: &str) -> (u16, String) {
            self.send(test::TestRequest::get().uri(path)).await
        }
        async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
            let mut fields = fields.to_vec();
            let csrf = self.csrf.clone();
            fields.push(("csrf", &csrf));
            self.send(test::TestRequest::post().uri(path).set_form(fields)).await
        }
    }

    #[actix_web::test]
    async fn quality_staff_write_a_plan_and_what_was_typed_survives_a_mistake() {
        let mut town = Town::new();
        let quinn = town.person("Quinn", Role::Quality, town.top);
        town.person("Ana", Role::Supervisor, town.office);
        let mut browser = town.sign_in(quinn);
        let (status, page) = browser.get("/planning").await;
        assert_eq!(status, 200);
        assert!(
            page.contains("No plans yet") && page.contains("/planning/new"),
            "{page}"
        );
        let (status, page) = browser.get("/planning/new").await;
        assert_eq!(status, 200);
        assert!(page.find("Town").unwrap() < page.rfind("North").unwrap() && !page.contains("[plan-"));

        let (office, template) = (town.office.to_string(), town.template.to_string());
        let mut fields = vec![
            ("title", "Counter walk"),
            ("template", template.as_str()),
            ("layer", "1"),
            ("units", office.as_str()),
            ("repeat", "weekly"),
            ("days", "MO"),
            ("days", "WE"),
            ("opens", "08:00"),
            ("due", "07:00"),
            ("due_days", "0"),
            ("grace", "60"),
            ("policy", "next"),
            ("starts_on", "2026-06-01"),
            ("ends_on", ""),
        ];
        let (status, page) = browser.post("/planning", &fields).await;
        assert_eq!(status, 422);
        assert!(page.contains("has to be due after it opens") && page.contains("value=\"Counter walk\""));
        assert!(page.contains("value=\"MO\" checked") && page.contains("value=\"WE\" checked"));
        assert!(page.contains(&format!("value=\"{office}\" checked")));

        fields[8] = ("due", "12:00");
        fields.push(("preview", "1"));
        let (status, page) = browser.post("/planning", &fields).await;
        assert_eq!(status, 200);
        assert!(
            page.contains("Every Monday and Wednesday") && page.contains("Wed, Jun 3"),
            "{page}"
        );
        assert_eq!(plans::table.count().get_result::<i64>(&mut town.conn).unwrap(), 0);
        fields.pop();
        let (status, to) = browser.post("/planning", &fields).await;
        assert_eq!(status, 303, "{to}");
        assert_eq!(audits::table.count().get_result::<i64>(&mut town.conn).unwrap(), 5);

        let (status, page) = browser.get(&to).await;
        assert_eq!(status, 200);
        assert!(page.contains("Every Monday and Wednesday") && page.contains("8:00 AM to 12:00 PM"));
        assert!(
            page.contains("Ana")
                && page.contains("Quinn")
                && !page.contains("[plan-")
                && !page.contains("[recurrence-")
        );
        let (status, page) = browser.get(&format!("{to}/edit")).await;
        assert_eq!(status, 200);
        assert!(page.contains("value=\"weekly\" checked") && page.contains("name=\"revision\" value=\"1\""));
        fields[4] = ("repeat", "nth");
        fields.extend([("nth", "-1"), ("nth_day", "FR"), ("revision", "1")]);
        let (status, _) = browser.post(&to, &fields).await;
        assert_eq!(status, 303);
        let (status, _) = browser.post(&to, &fields).await;
        assert_eq!(status, 409, "the revision is an old one");
        let (_, page) = browser.get("/planning?q=counter").await;
        assert!(page.contains("The last Friday of every month"), "{page}");
        let (_, page) = browser.get("/planning?q=nothing").await;
        assert!(page.contains("No plan has these words"));

        assert_eq!(browser.post(&format!("{to}/pause"), &[]).await.0, 303);
        let (_, page) = browser.get(&to).await;
        assert!(page.contains("This plan is paused") && page.contains("/resumption"));
        assert_eq!(browser.post(&format!("{to}/resumption"), &[]).await.0, 303);
    }

    #[actix_web::test]
    async fn whoever_audits_reads_the_plans_of_the_own_units_and_writes_none() {
        let mut town = Town::new();
        let ana = town.person("Ana", Role::Supervisor, town.office);
        let (mut here, mut there) = (town.wanted("FREQ=DAILY"), town.wanted("FREQ=DAILY"));
        (here.title, there.title) = ("Here".into(), "There".into());
        there.units = vec![town.east];
        let (here, there) = (town.plan(&here), town.plan(&there));
        let mut browser = town.sign_in(ana);
        let (status, page) = browser.get("/planning").await;
        assert_eq!(status, 200);
        assert!(page.contains("Here") && !page.contains("There") && page.contains("Every working day"));
        let (status, page) = browser.get(&format!("/planning/{here}")).await;
        assert_eq!(status, 200);
        assert!(!page.contains("/pause") && !page.contains("/edit"));
        assert_eq!(browser.get(&format!("/planning/{there}")).await.0, 404);
        assert_eq!(browser.get("/planning/new").await.0, 403);
        assert_eq!(browser.post(&format!("/planning/{here}/pause"), &[]).await.0, 403);
    }
}
