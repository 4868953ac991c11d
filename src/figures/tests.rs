//! Rules and counts, in memory.

use super::model::*;
use super::{found, operations, queries, sums};
use crate::agency;
use crate::agency::model::UnitKind;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::codes::Outcome;
use crate::base::ids::*;
use crate::base::share::Share;
use crate::base::zone::{Zone, shifted};
use crate::platform::db::{Conn, Doc, migrate};
use crate::schema::*;
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn at(text: &str) -> Instant {
    Instant::new(text.parse().unwrap())
}

/// An agency with two offices, one process with two questions (the first of a goal), one plan.
struct Town {
    conn: Conn,
    act: Act,
    top: UnitId,
    north: UnitId,
    south: UnitId,
    process: ProcessId,
    version: TemplateVersionId,
    goal: GoalId,
    questions: Vec<(QuestionId, QuestionVersionId)>,
    plan: PlanId,
    _folder: tempfile::TempDir,
}

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("town.db").display());
        migrate::run(&url).unwrap();
        let mut conn = Conn::open(&url).unwrap();
        let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
        let zone = Zone::parse("America/Chicago").unwrap();
        let top = agency::operations::found(&mut conn, &act, "Town", &zone).unwrap();
        let mut office = |name: &str| {
            agency::operations::add_unit(&mut conn, &act, Some(top), name, UnitKind::Office, None, 0).unwrap()
        };
        let (north, south) = (office("North"), office("South"));
        let (process, template, version): (ProcessId, TemplateId, TemplateVersionId) = (act.id(), act.id(), act.id());
        let (goal, plan): (GoalId, PlanId) = (act.id(), act.id());
        let doc = || Doc(json!({ "en": "Walk-in" }));
        diesel::insert_into(goals::table)
            .values((
                goals::id.eq(goal),
                goals::unit_id.eq(top),
                goals::code.eq("G1"),
                goals::title.eq(doc()),
                goals::body.eq(doc()),
                goals::target.eq(950),
                goals::position.eq(1),
                goals::active.eq(true),
            ))
            .execute(&mut conn)
            .unwrap();
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
                template_versions::ask.eq(doc()),
                template_versions::source.eq(""),
                template_versions::source_hash.eq(""),
                template_versions::note.eq(""),
                template_versions::created_at.eq(act.now),
            ))
            .execute(&mut conn)
            .unwrap();
        let mut asked = Vec::new();
        for (n, of_goal) in [(1, Some(goal)), (2, None)] {
            let (question, wording): (QuestionId, QuestionVersionId) = (act.id(), act.id());
            diesel::insert_into(questions::table)
                .values((
                    questions::id.eq(question),
                    questions::template_id.eq(template),
                    questions::code.eq(format!("q{n}")),
                    questions::goal_id.eq(of_goal),
                ))
                .execute(&mut conn)
                .unwrap();
            diesel::insert_into(question_versions::table)
                .values((
                    question_versions::id.eq(wording),
                    question_versions::version_id.eq(version),
                    question_versions::question_id.eq(question),
                    question_versions::position.eq(n),
                    question_versions::section.eq(doc()),
                    question_versions::texts.eq(doc()),
                    question_versions::severity.eq("minor"),
                    question_versions::kind.eq("conformance"),
                    question_versions::photo.eq("never"),
                    question_versions::layers.eq("1,2"),
                    question_versions::always.eq(false),
                    question_versions::max_age_days.eq(30),
                ))
                .execute(&mut conn)
                .unwrap();
            asked.push((question, wording));
        }
        diesel::insert_into(plans::table)
            .values((
                plans::id.eq(plan),
                plans::title.eq("Daily"),
                plans::template_id.eq(template),
                plans::layer.eq(1),
                plans::recurrence.eq("FREQ=DAILY"),
                plans::starts_on.eq(day("2026-06-01")),
                plans::opens_minute.eq(480),
                plans::due_minute.eq(600),
                plans::grace_minutes.eq(0),
                plans::holiday_policy.eq("skip"),
                plans::active.eq(true),
                plans::seed.eq(1_i64),
                plans::created_at.eq(act.now),
                plans::search.eq("daily"),
                plans::revision.eq(1),
            ))
            .execute(&mut conn)
            .unwrap();
        Self {
            conn,
            act,
            top,
            north,
            south,
            process,
            version,
            goal,
            questions: asked,
            plan,
            _folder: folder,
        }
    }

    fn place(&self, unit: UnitId, layer: i32, on: &str) -> Place {
        Place {
            unit,
            process: self.process,
            layer,
            day: day(on),
        }
    }

    /// An audit as its room leaves it, counted as its room counts it.
    fn audit(&mut self, place: Place, state: &str, submitted: Option<&str>, outcomes: &[Outcome]) {
        let (id, due_at): (AuditId, Instant) = (self.act.id(), at(&format!("{}T15:00:00Z", place.day)));
        let submitted_at = submitted.map(at);
        diesel::insert_into(audits::table)
            .values((
                audits::id.eq(id),
                audits::plan_id.eq(self.plan),
                audits::unit_id.eq(place.unit),
                audits::slot.eq(place.layer),
                audits::local_date.eq(place.day),
                audits::zone.eq("America/Chicago"),
                audits::opens_minute.eq(480),
                audits::due_minute.eq(600),
                audits::opens_at.eq(due_at),
                audits::due_at.eq(due_at),
                audits::closes_at.eq(due_at),
                audits::process_id.eq(place.process),
                audits::version_id.eq(self.version),
                audits::layer.eq(place.layer),
                audits::state.eq(state),
                audits::submitted_at.eq(submitted_at),
                audits::seed.eq(1_i64),
                audits::draw.eq(1),
                (
                    audits::asked.eq(0),
                    audits::conforms.eq(0),
                    audits::nonconforming.eq(0),
                    audits::corrected.eq(0),
                    audits::not_applicable.eq(0),
                    audits::revision.eq(1),
                ),
            ))
            .execute(&mut self.conn)
            .unwrap();
        let mut counted = Vec::new();
        for ((question, wording), outcome) in self.questions.iter().zip(outcomes) {
            diesel::insert_into(answers::table)
                .values((
                    answers::audit_id.eq(id),
                    answers::question_id.eq(question),
                    answers::question_version_id.eq(wording),
                    answers::outcome.eq(outcome),
                    answers::seen.eq(""),
                    answers::done.eq(""),
                    answers::steps.eq(""),
                    answers::saved_at.eq(due_at),
                ))
                .execute(&mut self.conn)
                .unwrap();
            counted.push((*question, *outcome));
        }
        let result = match state {
            "submitted" => AuditResult::Submitted {
                on_time: is_on_time(submitted_at.unwrap(), due_at),
            },
            "missed" => AuditResult::Missed,
            "excused" => AuditResult::Excused,
            _ => return,
        };
        operations::count_audit(&mut self.conn, &place, result).unwrap();
        if state == "submitted" {
            operations::count_answers(&mut self.conn, &place, &counted).unwrap();
        }
    }

    /// Two weeks of audits at both offices.
    fn with_audits() -> Self {
        use Outcome::*;
        let mut town = Self::new();
        let (north, south) = (town.north, town.south);
        let on_time = |on: &str| Some(format!("{on}T15:00:00Z"));
        let (n1, n2) = (town.place(north, 1, "2026-06-01"), town.place(north, 1, "2026-07-01"));
        town.audit(
            n1,
            "submitted",
            on_time("2026-06-01").as_deref(),
            &[Conforms, Nonconforming],
        );
        town.audit(n2, "submitted", Some("2026-07-01T15:00:01Z"), &[Corrected, Conforms]);
        let m2 = town.place(north, 2, "2026-06-01");
        town.audit(
            m2,
            "submitted",
            on_time("2026-06-01").as_deref(),
            &[Conforms, NotApplicable],
        );
        let (s1, s2, s3) = (
            town.place(south, 1, "2026-06-01"),
            town.place(south, 1, "2026-06-02"),
            town.place(south, 1, "2026-06-03"),
        );
        town.audit(s1, "missed", None, &[]);
        town.audit(s2, "excused", None, &[]);
        town.audit(s3, "in_progress", None, &[Nonconforming]);
        town
    }

    fn summer(&self) -> Over {
        Over::new(&[self.top], day("2026-06-01"), day("2026-07-31"))
    }
}

fn tally(conforms: i64, nonconforming: i64, corrected: i64, not_applicable: i64) -> Tally {
    Tally {
        conforms,
        nonconforming,
        corrected,
        not_applicable,
    }
}
fn done(submitted: i64, on_time: i64, missed: i64, excused: i64) -> Done {
    Done {
        submitted,
        on_time,
        missed,
        excused,
    }
}

#[test]
fn what_is_not_applicable_is_left_out_and_what_was_put_right_counts_against() {
    assert_eq!(tally(6, 1, 1, 9).first_time_conformance(), Share::new(6, 8));
    assert_eq!(tally(0, 0, 0, 9).first_time_conformance().percent(), None);
}

#[test]
fn only_a_closure_takes_an_audit_out_of_what_is_expected() {
    let done = done(8, 6, 2, 5);
    assert_eq!(done.expected(), 10);
    assert_eq!(done.completion(), Share::new(8, 10));
    assert_eq!(done.on_time_completion(), Share::new(6, 10));
}

#[test]
fn closure_on_time_counts_what_is_open_past_due_as_not_on_time() {
    assert_eq!(closure_on_time(6, 1, 3), Share::new(6, 10));
    assert_eq!(Closure::default().on_time().percent(), None);
}

/// Answers of one question at one unit: layer, day of June, person, whether it conforms.
fn looked(given: &[(i32, u32, u128, bool)]) -> Vec<Looked> {
    let id = |number: u128| uuid::Uuid::from_u128(number);
    given
        .iter()
        .map(|(layer, on, person, conforms)| Looked {
            audit: AuditId(id(3)),
            unit: UnitId(id(1)),
            question: QuestionId(id(2)),
            layer: *layer,
            day: NaiveDate::from_ymd_opt(2026, 6, *on).unwrap(),
            person: (*person > 0).then(|| PersonId(id(*person))),
            conforms: *conforms,
        })
        .collect()
}

#[test]
fn an_answer_of_the_layer_above_takes_the_nearest_one_below_and_each_is_used_once() {
    let of = |given: &[(i32, u32, u128, bool)]| -> BTreeMap<(i32, i32), Vec<(bool, bool)>> {
        pairs(&looked(given), PAIR_DAYS)
            .into_iter()
            .map(|(layers, pairs)| (layers, pairs.into_iter().map(Pair::conforms).collect()))
            .collect()
    };
    let (yes, no) = (true, false);
    assert!(of(&[]).is_empty());
    assert!(of(&[(1, 1, 1, yes), (1, 2, 2, yes)]).is_empty(), "one layer alone");
    let near = of(&[(1, 1, 1, no), (1, 5, 1, yes), (1, 9, 1, no), (2, 6, 2, yes)]);
    assert_eq!(near[&(1, 2)], [(yes, yes)]);
    let as_near = of(&[(1, 5, 1, no), (1, 7, 1, yes), (2, 6, 2, yes)]);
    assert_eq!(as_near[&(1, 2)], [(no, yes)], "the earlier of two that are as near");
    let once = of(&[(1, 5, 1, no), (2, 5, 2, yes), (2, 6, 2, no)]);
    assert_eq!(once[&(1, 2)], [(no, yes)]);
    let edges = of(&[(1, 1, 1, yes), (2, 8, 2, no), (1, 20, 1, yes), (2, 28, 2, no)]);
    assert_eq!(edges[&(1, 2)], [(yes, no)], "seven days apart, and not eight");
    assert!(
        of(&[(1, 5, 7, yes), (2, 5, 7, no)]).is_empty(),
        "nobody agrees with themselves"
    );
    assert_eq!(
        of(&[(1, 5, 0, yes), (2, 5, 0, no)])[&(1, 2)],
        [(yes, no)],
        "without names"
    );
    let three = of(&[(1, 5, 1, yes), (2, 5, 2, no), (3, 5, 3, yes)]);
    assert_eq!(three.keys().copied().collect::<Vec<_>>(), [(1, 2), (1, 3), (2, 3)]);

    let mut elsewhere = looked(&[(1, 5, 1, yes), (2, 5, 2, no)]);
    elsewhere[1].unit = UnitId(uuid::Uuid::from_u128(9));
    assert!(pairs(&elsewhere, PAIR_DAYS).is_empty(), "another unit");
}

#[test]
fn an_audit_of_the_layer_above_is_compared_with_the_two_nearest_below() {
    let uuid = uuid::Uuid::from_u128;
    let looked_at = |(audit, unit, layer, on, person): (u128, u128, i32, u32, u128)| LookedAt {
        audit: AuditId(uuid(audit)),
        unit: UnitId(uuid(unit)),
        layer,
        day: NaiveDate::from_ymd_opt(2026, 6, on).unwrap(),
        person: (person > 0).then(|| PersonId(uuid(person))),
    };
    let of = |upper, lowers: &[(u128, u128, i32, u32, u128)]| {
        let lowers: Vec<LookedAt> = lowers.iter().copied().map(looked_at).collect();
        let found = paired(&[looked_at(upper)], &lowers);
        found.keys().map(|audit| audit.0.as_u128()).collect::<Vec<_>>()
    };
    let upper = (9, 1, 2, 10, 7);
    assert_eq!(of(upper, &[]), [], "alone");
    assert_eq!(
        of(upper, &[(1, 1, 1, 3, 5), (2, 1, 1, 18, 5)]),
        [1, 9],
        "seven days, not eight"
    );
    assert_eq!(
        of(
            upper,
            &[(1, 1, 1, 12, 5), (2, 1, 1, 8, 5), (3, 1, 1, 11, 5), (4, 1, 1, 4, 5)]
        ),
        [2, 3, 9],
        "the nearest, the earlier of those that are as near"
    );
    assert_eq!(of(upper, &[(1, 2, 1, 10, 5), (2, 1, 1, 10, 7), (3, 1, 2, 10, 5)]), []);
    assert_eq!(of((9, 1, 2, 10, 0), &[(1, 1, 1, 10, 0)]), [1, 9], "without names");
    let of_each_layer = [(1, 1, 1, 9, 5), (2, 1, 1, 8, 5), (3, 1, 1, 7, 5), (4, 1, 2, 5, 6)];
    assert_eq!(of((9, 1, 3, 10, 7), &of_each_layer), [1, 2, 4, 9]);
}

#[test]
fn the_newest_audits_of_an_upper_layer_are_looked_at() {
    let mut town = Town::new();
    let (north, south, last) = (town.north, town.south, day("2026-06-30"));
    for ago in 0..NEWEST_PAIRED + 5 {
        let on = shifted(last, -ago).to_string();
        let sent = format!("{on}T15:00:00Z");
        for layer in [1, 2] {
            let place = town.place(north, layer, &on);
            town.audit(
                place,
                "submitted",
                Some(&sent),
                &[Outcome::Conforms, Outcome::NotApplicable],
            );
        }
    }
    let (missed, alone) = (town.place(north, 3, "2026-06-30"), town.place(south, 3, "2026-06-29"));
    town.audit(missed, "missed", None, &[]);
    town.audit(alone, "submitted", Some("2026-06-29T15:00:00Z"), &[Outcome::Conforms]);
    let (process, question) = (town.process, town.questions[0].0);
    let mut first_days = |from: &str, to: &str| {
        let over = Over::new(&[town.top], day(from), day(to));
        let looked = queries::looked(&mut town.conn, &over, process).unwrap();
        assert!(
            looked
                .iter()
                .all(|answer| answer.question == question && answer.conforms)
        );
        [1, 2, 3].map(|layer| {
            let days = looked
                .iter()
                .filter(|answer| answer.layer == layer)
                .map(|answer| answer.day);
            days.min()
        })
    };
    let newest = shifted(last, 1 - NEWEST_PAIRED);
    let year = first_days("2026-01-01", "2026-12-31");
    assert_eq!(year, [Some(shifted(newest, -1)), Some(newest), None]);
    let days = first_days("2026-06-20", "2026-06-24");
    assert_eq!(days, [Some(day("2026-06-20")), Some(day("2026-06-20")), None]);
    assert_eq!(first_days("2026-01-01", "2026-02-01"), [None; 3]);
}

#[test]
fn the_end_of_the_window_is_still_inside_it() {
    let due = at("2026-06-01T15:00:00Z");
    assert!(is_on_time(due, due) && !is_on_time(due.plus_seconds(1), due));
}

#[test]
fn counting_adds_up_and_an_amendment_takes_the_old_away() {
    use Outcome::*;
    let mut town = Town::new();
    let place = town.place(town.north, 1, "2026-06-01");
    let (q1, q2) = (town.questions[0].0, town.questions[1].0);
    let conn = &mut town.conn;
    operations::count_answers(conn, &place, &[(q1, Conforms), (q2, Nonconforming)]).unwrap();
    operations::count_answers(conn, &place, &[(q2, Corrected), (q1, Conforms)]).unwrap();
    operations::count_answers(conn, &place, &[]).unwrap();
    let over = Over::new(&[town.top], place.day, place.day);
    assert_eq!(
        queries::tally_by_question(conn, &over).unwrap(),
        [(q1, tally(2, 0, 0, 0)), (q2, tally(0, 1, 1, 0))]
    );
    operations::uncount_answers(conn, &place, &[(q2, Nonconforming)]).unwrap();
    operations::count_answers(conn, &place, &[(q2, Conforms)]).unwrap();
    assert_eq!(queries::tally(conn, &over).unwrap(), tally(3, 0, 1, 0));
    operations::count_audit(conn, &place, AuditResult::Missed).unwrap();
    operations::uncount_audit(conn, &place, AuditResult::Missed).unwrap();
    operations::count_audit(conn, &place, AuditResult::Submitted { on_time: false }).unwrap();
    assert_eq!(queries::done(conn, &over).unwrap(), done(1, 0, 0, 0));
}

#[test]
fn figures_are_read_by_whatever_they_are_asked_by() {
    let mut town = Town::with_audits();
    let (over, goal, process) = (town.summer(), town.goal, town.process);
    let (top, north, south) = (town.top, town.north, town.south);
    let conn = &mut town.conn;
    assert_eq!(queries::tally(conn, &over).unwrap(), tally(3, 1, 1, 1));
    assert_eq!(
        queries::tally_by_layer(conn, &over).unwrap(),
        [(1, tally(2, 1, 1, 0)), (2, tally(1, 0, 0, 1))]
    );
    assert_eq!(
        queries::tally_by_goal(conn, &over).unwrap(),
        BTreeMap::from([(goal, tally(2, 0, 1, 0))])
    );
    assert_eq!(
        queries::tally_by_unit(conn, &over).unwrap(),
        [(north, tally(3, 1, 1, 1))]
    );
    assert_eq!(
        queries::tally_by_process(conn, &over).unwrap(),
        [(process, tally(3, 1, 1, 1))]
    );
    assert_eq!(
        queries::tally_by_month(conn, &over).unwrap(),
        [
            (day("2026-06-01"), tally(2, 1, 0, 1)),
            (day("2026-07-01"), tally(1, 0, 1, 0))
        ]
    );
    let weeks = queries::tally_by_week(conn, &over).unwrap();
    assert_eq!(weeks.iter().map(|(_, tally)| *tally).sum::<Tally>(), tally(3, 1, 1, 1));
    assert!(weeks.iter().all(|(monday, _)| monday.weekday() == chrono::Weekday::Mon));
    let of_north: Vec<((UnitId, NaiveDate), Tally)> = weeks
        .into_iter()
        .map(|(monday, tally)| ((north, monday), tally))
        .collect();
    assert_eq!(queries::tally_by_unit_and_week(conn, &over).unwrap(), of_north);
    assert_eq!(queries::done(conn, &over).unwrap(), done(3, 2, 1, 1));
    assert_eq!(
        queries::done_by_layer(conn, &over).unwrap(),
        [(1, done(2, 1, 1, 1)), (2, done(1, 1, 0, 0))]
    );
    assert_eq!(
        queries::done_by_unit(conn, &over).unwrap(),
        [(north, done(3, 2, 0, 0)), (south, done(0, 0, 1, 1))]
    );
    assert_eq!(
        queries::done_by_month(conn, &over).unwrap(),
        [
            (day("2026-06-01"), done(2, 2, 1, 1)),
            (day("2026-07-01"), done(1, 0, 0, 0))
        ]
    );
    let both = Over::new(&[top, south], over.from, over.to);
    assert_eq!(queries::done(conn, &both).unwrap(), done(3, 2, 1, 1), "each unit once");
    assert_eq!(
        queries::done_by_branch(conn, &both).unwrap(),
        [(top, done(3, 2, 1, 1)), (south, done(0, 0, 1, 1))]
    );
    let narrow = Over {
        layer: Some(2),
        process: Some(process),
        ..both
    };
    assert_eq!(queries::tally(conn, &narrow).unwrap(), tally(1, 0, 0, 1));
    assert_eq!(
        queries::tally_by_branch(conn, &narrow).unwrap(),
        [(top, tally(1, 0, 0, 1))]
    );
    let nowhere = Over::new(&[], over.from, over.to);
    assert_eq!(queries::tally(conn, &nowhere).unwrap(), Tally::default());
}

#[test]
fn the_recount_agrees_with_what_was_counted_and_finds_what_was_tampered_with() {
    let mut town = Town::with_audits();
    assert_eq!(operations::recount(&mut town.conn).unwrap(), []);
    // counted and taken back leaves a row of zeros, which is no difference
    let (place, q1) = (town.place(town.south, 3, "2026-06-09"), town.questions[0].0);
    operations::count_answers(&mut town.conn, &place, &[(q1, Outcome::Conforms)]).unwrap();
    operations::uncount_answers(&mut town.conn, &place, &[(q1, Outcome::Conforms)]).unwrap();
    assert_eq!(operations::recount(&mut town.conn).unwrap(), []);

    diesel::update(figure_answers::table.filter(figure_answers::question_id.eq(q1).and(figure_answers::layer.eq(2))))
        .set(figure_answers::conforms.eq(7))
        .execute(&mut town.conn)
        .unwrap();
    diesel::delete(figure_audits::table.filter(figure_audits::unit_id.eq(town.south).and(figure_audits::missed.eq(1))))
        .execute(&mut town.conn)
        .unwrap();
    let found = operations::recount(&mut town.conn).unwrap();
    assert_eq!(
        found,
        [
            Difference::Answers {
                place: town.place(town.north, 2, "2026-06-01"),
                question: q1,
                kept: tally(7, 0, 0, 0),
                counted: tally(1, 0, 0, 0),
            },
            Difference::Audits {
                place: town.place(town.south, 1, "2026-06-01"),
                kept: Done::default(),
                counted: done(0, 0, 1, 0),
            },
        ]
    );
    assert!(found[0].to_string().contains("layer 2 on 2026-06-01"), "{}", found[0]);

    operations::rebuild(&mut town.conn).unwrap();
    assert_eq!(operations::recount(&mut town.conn).unwrap(), []);
    let over = town.summer();
    assert_eq!(queries::tally(&mut town.conn, &over).unwrap(), tally(3, 1, 1, 1));
    assert_eq!(queries::done(&mut town.conn, &over).unwrap(), done(3, 2, 1, 1));
}

#[test]
fn closure_leaves_out_what_was_dismissed_corrected_or_is_not_due() {
    let mut town = Town::new();
    let (question, wording) = town.questions[0];
    let cases = [
        // state, resolution, due, closed
        ("verified", Some("fixed"), Some("2026-06-10"), Some("2026-06-10")), // by the due date
        ("verified", Some("fixed"), Some("2026-06-10"), Some("2026-06-11")), // late
        ("verified", Some("fixed"), Some("2026-05-10"), Some("2026-05-09")), // closed before the period
        ("verified", Some("fixed"), Some("2026-06-10"), Some("2026-07-05")), // at the end of June still open, past due
        ("verified", Some("corrected"), None, Some("2026-06-10")),
        ("dismissed", Some("dismissed"), Some("2026-06-10"), Some("2026-06-12")),
        ("planned", None, Some("2026-06-20"), None), // open past due
        ("open", None, Some("2026-08-20"), None),    // not due
    ];
    for (n, (state, resolution, due, closed)) in cases.into_iter().enumerate() {
        let moment = |text: Option<&str>| text.map(|text| at(&format!("{text}T20:00:00Z")));
        diesel::insert_into(findings::table)
            .values((
                findings::id.eq(town.act.id::<FindingId>()),
                findings::number.eq(format!("NC-2026-{n:05}")),
                findings::unit_id.eq(town.north),
                findings::process_id.eq(town.process),
                findings::question_id.eq(question),
                findings::question_version_id.eq(wording),
                findings::layer.eq(1),
                findings::origin_kind.eq("audit"),
                findings::origin_id.eq(AnyId(town.plan.0)),
                findings::origin_label.eq(""),
                findings::part.eq(i32::try_from(n).unwrap()),
                findings::title.eq(""),
                findings::seen.eq(""),
                findings::severity.eq("minor"),
                findings::state.eq(state),
                findings::resolution.eq(resolution),
                findings::found_at.eq(town.act.now),
                findings::due_at.eq(moment(due)),
                (
                    findings::due_picked.eq(false),
                    findings::escalation.eq(0),
                    findings::closed_at.eq(moment(closed)),
                    findings::search.eq(""),
                    findings::revision.eq(1),
                ),
            ))
            .execute(&mut town.conn)
            .unwrap();
    }
    let zone = Zone::parse("America/Chicago").unwrap();
    let june = Over::new(&[town.top], day("2026-06-01"), day("2026-06-30"));
    let closure = found::closure(&mut town.conn, &june, &zone, at("2026-09-01T00:00:00Z")).unwrap();
    assert_eq!(
        closure,
        Closure {
            closed_by_due: 1,
            closed_late: 1,
            open_past_due: 2
        }
    );
    let early = found::closure(&mut town.conn, &june, &zone, at("2026-06-10T20:00:00Z")).unwrap();
    assert_eq!(
        early,
        Closure {
            closed_by_due: 1,
            closed_late: 0,
            open_past_due: 0
        }
    );
    let elsewhere = Over::new(&[town.south], june.from, june.to);
    assert_eq!(
        found::closure(&mut town.conn, &elsewhere, &zone, at("2026-09-01T00:00:00Z")).unwrap(),
        Closure::default()
    );

    // the same however much is summed, and wherever midnight is
    let told = |conn: &mut Conn| {
        let mut told = Vec::new();
        for zone in ["America/Chicago", "Pacific/Auckland", "Asia/Kathmandu", "UTC"] {
            let zone = Zone::parse(zone).unwrap();
            for (from, to) in [
                ("2026-06-01", "2026-06-30"),
                ("2026-05-01", "2026-07-31"),
                ("2026-06-10", "2026-06-10"),
                ("2026-05-10", "2026-06-11"),
                ("2026-07-01", "2026-08-31"),
                ("2026-09-02", "2026-09-30"),
            ] {
                for now in ["2026-06-10T20:00:00Z", "2026-06-25T03:00:00Z", "2026-09-01T00:00:00Z"] {
                    let over = Over::new(&[town.top], day(from), day(to));
                    told.push(found::closure(conn, &over, &zone, at(now)).unwrap());
                }
            }
        }
        told
    };
    let before = told(&mut town.conn);
    for until in [
        "2026-05-10",
        "2026-06-01",
        "2026-06-11",
        "2026-07-01",
        "2026-07-20",
        "2026-09-01",
    ] {
        while sums::sum_up(&mut town.conn, day(until)).unwrap() {}
        assert_eq!(told(&mut town.conn), before, "until {until}");
        assert_eq!(operations::recount(&mut town.conn).unwrap(), []);
    }
    // what is closed, opened again or due later on a day that is summed
    let ids: Vec<FindingId> = findings::table.select(findings::id).load(&mut town.conn).unwrap();
    for (n, id) in ids.into_iter().enumerate() {
        let closed = (n % 2 == 0).then(|| at("2026-08-01T12:00:00Z"));
        found::changing(&mut town.conn, &[id], |conn| {
            diesel::update(findings::table.find(id))
                .set((
                    findings::state.eq(if closed.is_some() { "verified" } else { "open" }),
                    findings::resolution.eq(closed.map(|_| "fixed")),
                    findings::closed_at.eq(closed),
                    findings::due_at.eq(Some(at("2026-07-30T12:00:00Z"))),
                ))
                .execute(conn)
        })
        .unwrap();
    }
    assert_eq!(operations::recount(&mut town.conn).unwrap(), []);
    let after = told(&mut town.conn);
    assert_ne!(after, before);
    operations::rebuild(&mut town.conn).unwrap();
    assert_eq!(told(&mut town.conn), after);
    diesel::update(figure_months::table.filter(figure_months::closed_late.gt(0)))
        .set(figure_months::closed_late.eq(9))
        .execute(&mut town.conn)
        .unwrap();
    assert_ne!(operations::recount(&mut town.conn).unwrap(), []);
}

#[test]
fn the_last_answer_to_a_question_is_found_however_long_ago() {
    let mut town = Town::with_audits();
    for (to, last) in [
        ("2026-06-30", "2026-06-01"),
        ("2026-07-01", "2026-07-01"),
        ("2026-07-05", "2026-07-01"),
        ("2026-07-31", "2026-07-01"),
        ("2027-12-31", "2026-07-01"),
    ] {
        let over = Over::new(&[town.top], day("2026-01-01"), day(to));
        let found = queries::last_day_by_question(&mut town.conn, &over).unwrap();
        let days: Vec<NaiveDate> = found.into_iter().map(|(_, day)| day).collect();
        assert_eq!(days, [day(last), day(last)], "until {to}");
    }
}

#[test]
fn sums_tell_what_the_roll_ups_tell_and_one_that_was_tampered_with_is_found() {
    let mut town = Town::with_audits();
    let (top, north, south) = (town.top, town.north, town.south);
    let figures = |conn: &mut Conn| {
        let mut told = Vec::new();
        for (from, to) in [
            ("2026-06-01", "2026-07-31"),
            ("2026-06-01", "2026-06-30"),
            ("2026-05-20", "2026-06-01"),
            ("2026-06-02", "2026-07-01"),
        ] {
            for units in [vec![top], vec![north], vec![top, south]] {
                let over = Over::new(&units, day(from), day(to));
                told.push(format!(
                    "{:?} {:?} {:?} {:?} {:?} {:?}",
                    queries::tally_by_layer(conn, &over).unwrap(),
                    queries::tally_by_question(conn, &over).unwrap(),
                    queries::tally_by_unit(conn, &over).unwrap(),
                    queries::tally_by_unit_and_week(conn, &over).unwrap(),
                    queries::tally_by_process(conn, &over).unwrap(),
                    queries::done_by_month(conn, &over).unwrap(),
                ));
            }
        }
        told
    };
    let before = figures(&mut town.conn);
    for until in ["2026-06-02", "2026-06-30", "2026-07-02"] {
        while sums::sum_up(&mut town.conn, day(until)).unwrap() {}
        assert_eq!(figures(&mut town.conn), before, "until {until}");
        assert_eq!(operations::recount(&mut town.conn).unwrap(), []);
    }
    // of a day that is summed already
    let place = town.place(south, 1, "2026-06-03");
    operations::count_audit(&mut town.conn, &place, AuditResult::Missed).unwrap();
    let over = Over::new(&[top], place.day, place.day);
    assert_eq!(queries::done(&mut town.conn, &over).unwrap(), done(0, 0, 1, 0));
    let counted = figures(&mut town.conn);
    assert_ne!(counted, before);
    let fresh = |conn: &mut Conn| sums::queries::fresh(conn).unwrap().len();
    assert_eq!(fresh(&mut town.conn), 1);
    assert_eq!(sums::recount(&mut town.conn).unwrap(), []);
    // until the job adds it to the sums, and nobody sees a difference
    assert!(!sums::sum_up(&mut town.conn, day("2026-07-02")).unwrap());
    assert_eq!(fresh(&mut town.conn), 0);
    assert_eq!(figures(&mut town.conn), counted);
    assert_eq!(sums::recount(&mut town.conn).unwrap(), []);
    operations::uncount_audit(&mut town.conn, &place, AuditResult::Missed).unwrap();
    assert_eq!(fresh(&mut town.conn), 1);
    assert_eq!(figures(&mut town.conn), before);
    // what was counted and taken back before the job came is nothing
    assert!(!sums::sum_up(&mut town.conn, day("2026-07-02")).unwrap());
    operations::count_audit(&mut town.conn, &place, AuditResult::Missed).unwrap();
    operations::uncount_audit(&mut town.conn, &place, AuditResult::Missed).unwrap();
    assert_eq!(figures(&mut town.conn), before);
    assert_eq!(sums::recount(&mut town.conn).unwrap(), []);
    // a day that is not summed yet is in no sum, and not fresh
    let later = town.place(south, 1, "2026-07-02");
    operations::count_audit(&mut town.conn, &later, AuditResult::Missed).unwrap();
    assert_eq!(fresh(&mut town.conn), 1, "of the place before");
    operations::uncount_audit(&mut town.conn, &later, AuditResult::Missed).unwrap();

    diesel::update(figure_days::table.filter(figure_days::layer.eq(2).and(figure_days::unit_id.eq(north))))
        .set(figure_days::conforms.eq(7))
        .execute(&mut town.conn)
        .unwrap();
    let found = operations::recount(&mut town.conn).unwrap();
    assert_eq!(
        found,
        [Difference::Sums {
            what: "day",
            unit: north,
            day: day("2026-06-01"),
        }]
    );
    operations::rebuild(&mut town.conn).unwrap();
    assert_eq!(operations::recount(&mut town.conn).unwrap(), []);
    assert_eq!(figures(&mut town.conn), before);
    // A unit that is added makes another tree: nothing is read from the sums until they are made anew.
    agency::operations::add_unit(
        &mut town.conn,
        &town.act,
        Some(north),
        "Counter",
        UnitKind::Office,
        None,
        0,
    )
    .unwrap();
    assert_eq!(sums::queries::summed(&mut town.conn).unwrap(), None);
    assert_eq!(figures(&mut town.conn), before);
    while sums::sum_up(&mut town.conn, day("2026-07-02")).unwrap() {}
    assert_eq!(
        sums::queries::summed(&mut town.conn).unwrap(),
        Some(sums::Held {
            until: day("2026-07-02"),
            running: Some(day("2026-07-01"))
        })
    );
    assert_eq!(figures(&mut town.conn), before);
}
