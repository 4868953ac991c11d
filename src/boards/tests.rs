//! The rules of the room, its questions to the database and its pages, over a small town.

mod recount;

use super::model::*;
use super::{health, queries, summary};
use crate::app::App;
use crate::audits::arrival::Arriving;
use crate::audits::model::{Audit, Given, Shown, Standing};
use crate::audits::operations::{self as auditing, NewAudit, Sent};
use crate::base::act::Act;
use crate::base::clock::{Clock, Instant};
use crate::base::codes::{Outcome, Role};
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::share::Share;
use crate::base::statistics::chart::{Method, chart};
use crate::base::statistics::rules::{Hit, Rule, Way};
use crate::base::zone::Zone;
use crate::figures::model::{Over, Tally};
use crate::findings::model::{ActionKind, LayeredAnswer};
use crate::findings::operations::{self as repairing, NewAction};
use crate::findings::queries::Kind;
use crate::people::model::Person;
use crate::people::viewer::token_hash;
use crate::platform::db::{Conn, Db, Doc, migrate};
use crate::platform::i18n::I18n;
use crate::platform::mail::post::Post;
use crate::platform::settings::Settings;
use crate::platform::views::Views;
use crate::platform::web::frame;
use crate::schema::*;
use crate::{agency, audits as audit_room, figures, findings as finding_room, people};
use actix_web::middleware::from_fn;
use actix_web::{test as http, web};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn at(text: &str) -> Instant {
    Instant::new(text.parse().unwrap())
}
fn english() -> I18n {
    I18n::load().unwrap()
}

// rules

#[test]
fn the_line_of_the_day_counts_what_is_done_and_what_it_takes() {
    let words = english();
    let told = |line: DayLine| {
        let rest = line.rest().map(|said| words.say("en", &said)).unwrap_or_default();
        format!("{} {rest}", words.say("en", &line.said()))
    };
    let line = |done, left, seconds| DayLine {
        done,
        left,
        seconds,
        missed: 0,
    };
    assert_eq!(told(line(0, 0, 0)), "No audit is due today. ");
    assert_eq!(
        told(line(1, 3, 1_000)),
        "1 of 4 audits done. About 17 minutes of checking left today."
    );
    assert_eq!(
        told(line(0, 1, 30)),
        "0 of 1 audit done. About 1 minute of checking left today."
    );
    let missed = |line| DayLine { missed: 1, ..line };
    assert_eq!(told(missed(line(1, 0, 0))), "1 of 2 audits done, 1 missed. ");
    assert_eq!(told(missed(line(0, 0, 0))), "0 of 1 audit done, 1 missed. ");
    assert_eq!(told(line(1, 0, 0)), "Your audit for today is done. ");
    assert_eq!(told(line(4, 0, 0)), "All 4 audits for today are done. ");
}

#[test]
fn minutes_are_whole_and_an_estimate_takes_the_mean_of_the_questions() {
    assert_eq!([0, 59, 60, 61].map(minutes), [1, 1, 1, 2]);
    assert_eq!(estimate(&[20, 40], 1), 30);
    assert_eq!(estimate(&[20, 40], 9), 60, "never more than there are");
    assert_eq!(estimate(&[], 3), 0);
}

#[test]
fn a_greeting_and_a_due_date_fit_the_clock() {
    assert_eq!(
        [0, 719, 720, 1019, 1020].map(part_of_day),
        ["morning", "morning", "afternoon", "afternoon", "evening"]
    );
    let told = |due: &str, overdue| {
        english().say(
            "en",
            &due_said(day(due), day("2026-06-09"), overdue, "Thursday", "Wed, Jun 3"),
        )
    };
    assert_eq!(told("2026-06-03", true), "overdue since Wed, Jun 3");
    assert_eq!(told("2026-06-09", false), "due today");
    assert_eq!(told("2026-06-10", false), "due tomorrow");
    assert_eq!(told("2026-06-11", false), "due Thursday");
    assert_eq!(told("2026-06-19", false), "due in 10 days");
}

#[test]
fn a_day_says_only_what_there_was() {
    let words = english();
    let mut result = DayResult::default();
    let told = |result: &DayResult| words.say("en", &result.said()).trim().to_owned();
    assert_eq!(told(&result), "No audits on this day.");
    result.add(Standing::Open, 0);
    assert_eq!(told(&result), "1 audit is still to come.");
    result.add(Standing::Submitted, 0);
    result.add(Standing::Excused, 0);
    assert_eq!(
        told(&result),
        "1 of 1 audit done. No answer was nonconforming. 1 more to come."
    );
    result.add(Standing::Submitted, 2);
    result.add(Standing::Late, 0);
    result.add(Standing::Missed, 0);
    assert_eq!(
        told(&result),
        "2 of 4 audits done, 1 late, 1 missed. 2 answers were nonconforming. 1 more to come."
    );
    assert!(result.needs_a_look());
}

#[test]
fn the_mission_is_answered_from_its_goals() {
    use Verdict::{Met, Near, NoData, NotMet};
    let words = english();
    let told = |verdicts: &[Verdict]| words.say("en", &headline(verdicts));
    assert_eq!(told(&[]), "Nobody can say yet: there are no goals.");
    assert_eq!(
        told(&[NoData, NoData]),
        "Not known yet: no audit looked at a goal in this period."
    );
    assert_eq!(told(&[Met; 5]), "Yes. All 5 goals are met.");
    assert_eq!(told(&[Met]), "Yes. The one goal is met.");
    assert_eq!(
        told(&[Met, Met, NoData]),
        "Yes. 2 of 3 goals are met; on 1 there are no answers yet."
    );
    assert_eq!(
        told(&[Met, Met, Met, Near, NotMet]),
        "Mostly. 3 of 5 goals are met, 1 is close."
    );
    assert_eq!(
        told(&[Met, Met, Near, NotMet]),
        "Mostly. 2 of 4 goals are met, 1 is close."
    );
    assert_eq!(told(&[Met, NotMet]), "Not yet. 1 of 2 goals is met.");
    assert_eq!(
        told(&[Met, Near, Near, NotMet, NoData]),
        "Not yet. 1 of 5 goals is met, 2 are close. On 1 there are no answers yet."
    );
    assert_eq!(told(&[NotMet, NotMet]), "Not yet. None of 2 goals is met.");
    assert_eq!(told(&[Near]), "Not yet. The one goal is not met, 1 is close.");
}

#[test]
fn a_goal_is_judged_by_the_figure_people_see() {
    let of = |part, whole| Verdict::of(Share::new(part, whole), 95);
    assert_eq!(of(19, 20), Verdict::Met);
    assert_eq!(of(9_496, 10_000), Verdict::Met, "shown as 95.0");
    assert_eq!(of(92, 100), Verdict::Near);
    assert_eq!(of(919, 1_000), Verdict::NotMet);
    assert_eq!(of(0, 0), Verdict::NoData);
    let change = |before, now| Change::between(Share::new(before, 1_000), Share::new(now, 1_000));
    assert!(matches!(change(900, 950), Change::Up(50, interval) if interval.low > 0.0));
    assert!(matches!(change(900, 850), Change::Down(50, interval) if interval.high < 0.0));
    assert_eq!(
        change(900, 905),
        Change::Chance,
        "half a point of a thousand answers is noise"
    );
    assert_eq!(change(900, 900), Change::Chance);
    assert_eq!(Change::between(Share::new(0, 0), Share::new(1, 2)), Change::Unknown);
}

#[test]
fn a_period_is_whole_months_and_the_one_before_is_as_long() {
    let today = day("2026-03-31");
    let days = |period: Period| {
        let ((a, b), (c, d)) = (period.days(today), period.days_before(today));
        [a, b, c, d].map(|date| date.to_string())
    };
    assert_eq!(
        days(Period::ThisMonth),
        ["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"]
    );
    assert_eq!(
        days(Period::LastMonth),
        ["2026-02-01", "2026-02-28", "2026-01-01", "2026-01-31"]
    );
    assert_eq!(
        days(Period::default()),
        ["2025-12-01", "2026-02-28", "2025-09-01", "2025-11-30"]
    );
    assert_eq!(
        days(Period::TwelveMonths),
        ["2025-03-01", "2026-02-28", "2024-03-01", "2025-02-28"]
    );
    assert_eq!(
        months_until(day("2026-02-28"), 3),
        [day("2025-12-01"), day("2026-01-01"), day("2026-02-01")]
    );
}

#[test]
fn a_chart_has_half_a_year_of_weeks_at_least_and_two_years_at_most() {
    let ends = |from: &str, to: &str| {
        let weeks = weeks_until(day(from), day(to));
        assert!(weeks.windows(2).all(|pair| (pair[1] - pair[0]).num_days() == 7));
        (weeks.len(), weeks[0], weeks[weeks.len() - 1])
    };
    let (half, year) = (ends("2026-03-01", "2026-05-31"), ends("2025-06-01", "2026-05-31"));
    assert_eq!(half, (26, day("2025-12-01"), day("2026-05-25")));
    assert_eq!(year, (53, day("2025-05-26"), day("2026-05-25")));
    assert_eq!(
        ends("2010-01-01", "2026-06-01"),
        (104, day("2024-06-10"), day("2026-06-01"))
    );
}

#[test]
fn a_process_changes_only_where_a_signal_reaches_into_the_last_weeks() {
    let weeks = |failed: &[i64]| -> Vec<Share> { failed.iter().map(|failed| Share::new(*failed, 100)).collect() };
    let of = |failed: &[i64]| Direction::of(&chart(&weeks(failed), &[], Method::Laney));
    let usual: Vec<i64> = (0..24).map(|week| [8, 12, 10][week % 3]).collect();
    let with = |last: &[i64]| [&usual[..], last].concat();
    assert_eq!(of(&[]), Direction::TooFew);
    assert_eq!(of(&usual[..11]), Direction::TooFew);
    assert_eq!(of(&usual), Direction::Steady, "differences by chance are no change");
    assert_eq!(of(&with(&[40])), Direction::Worse);
    assert_eq!(of(&with(&[0])), Direction::Better);
    let mut both = chart(&weeks(&with(&[40])), &[], Method::Laney);
    both.hits.push(Hit {
        rule: Rule::OneSide,
        way: Way::Down,
        places: (16..24).collect(),
    });
    assert_eq!(Direction::of(&both), Direction::Mixed);
    assert_eq!(
        of(&with(&[40, 9, 11, 10])),
        Direction::Worse,
        "it began three weeks ago"
    );
    assert_eq!(of(&with(&[40, 9, 11, 10, 9])), Direction::Steady, "it is over");
}

#[test]
fn a_question_stands_out_only_where_its_numbers_say_enough() {
    let today = day("2026-06-09");
    let usual = QuestionFacts {
        tally: told(59, 0),
        looked_after: Some(day("2025-01-01")),
        published: Some(day("2025-01-01")),
        asked: Some(day("2026-06-01")),
        is_active: true,
        max_age_days: 30,
        ..QuestionFacts::default()
    };
    let of = |facts: QuestionFacts| signs(&facts, today);
    let with = |tally: Tally| of(QuestionFacts { tally, ..usual });
    assert_eq!(of(usual), []);
    assert_eq!(with(told(60, 0)), [Sign::NeverFailed]);
    assert_eq!(with(told(600, 1)), []);
    assert_eq!(with(told(0, 9)), []);
    assert_eq!(with(told(0, 10)), [Sign::AlwaysFails]);
    let not_applicable = |count| Tally {
        not_applicable: count,
        ..Tally::default()
    };
    assert_eq!(with(not_applicable(9)), []);
    assert_eq!(with(not_applicable(10)), [Sign::AlwaysNotApplicable]);
    assert_eq!(with(not_applicable(10) + told(1, 0)), []);
    let changed = QuestionFacts {
        clause_changed: true,
        looked_after: Some(day("2024-06-08")),
        ..usual
    };
    assert_eq!(of(changed), [Sign::ClauseChanged, Sign::Stale]);
    let asked = |asked, max_age_days| {
        of(QuestionFacts {
            asked,
            max_age_days,
            ..usual
        })
    };
    assert_eq!(asked(Some(day("2026-03-11")), 30), [], "90 days ago");
    assert_eq!(asked(Some(day("2026-03-10")), 30), [Sign::Unaudited]);
    assert_eq!(asked(Some(day("2026-03-10")), 180), [], "it may wait so long");
    assert_eq!(asked(None, 30), [Sign::Unaudited]);
    let new = QuestionFacts {
        asked: None,
        published: Some(day("2026-05-01")),
        ..usual
    };
    assert_eq!(of(new), [], "it is new");
    assert_eq!(
        of(QuestionFacts {
            is_active: false,
            asked: None,
            ..usual
        }),
        []
    );
    assert!((at_most(60) - 0.05).abs() < 1e-12 && (at_most(0) - 1.0).abs() < f64::EPSILON);
}

#[test]
fn agreement_is_told_in_a_word_only_where_there_are_pairs_enough() {
    let words = english();
    let told = |pairs: &[((bool, bool), usize)]| {
        let pairs: Vec<(bool, bool)> = pairs.iter().flat_map(|(pair, n)| vec![*pair; *n]).collect();
        let (kappa, said) = health::agreement::read(&pairs);
        let number = kappa
            .map(|kappa| format!("{:.2} {} ", kappa.kappa, kappa.band))
            .unwrap_or_default();
        format!("{number}{}", words.say("en", &said))
    };
    let (yes, no, lower, upper) = ((true, true), (false, false), (false, true), (true, false));
    assert_eq!(
        told(&[]),
        "No two layers looked at the same question at the same office close enough in time."
    );
    assert_eq!(told(&[(yes, 20), (no, 9)]), "29 pairs are too few to say; it takes 30.");
    assert_eq!(
        told(&[(yes, 50)]),
        "Both always said the same one thing, so nothing tells agreement from chance."
    );
    // worked by hand: 0.7 agree, 0.5 by chance
    assert_eq!(
        told(&[(yes, 20), (upper, 5), (lower, 10), (no, 15)]),
        "0.40 fair They agree somewhat more often than two who guess. Look together at what they see differently."
    );
    assert_eq!(
        told(&[(yes, 40), (upper, 10), (lower, 8), (no, 4)]),
        "0.13 slight It may be chance all the same: the range reaches 0. More pairs will tell."
    );
    assert_eq!(
        told(&[(yes, 211), (upper, 2), (lower, 2)]),
        "211 of 215 pairs say the same. Too little failed to tell that from chance: each of the two has to find something 5 times."
    );
    assert_eq!(told(&[(yes, 25), (no, 25)]), "1.00 almost_perfect They see the same.");
}

#[test]
fn few_answers_never_stand_before_many_that_are_bad_for_sure() {
    let mut tallies = [(0, 0), (1, 1), (100, 0), (0, 2), (80, 20), (1, 0), (0, 100)];
    tallies.sort_by_key(|(conforms, failed)| surely_worst(told(*conforms, *failed).failed()));
    let ordered = [(0, 100), (0, 2), (80, 20), (1, 1), (100, 0), (1, 0), (0, 0)];
    assert_eq!(tallies, ordered);
}

#[test]
fn the_heat_map_begins_with_what_surely_fails() {
    let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
    let unit = |name: &str| agency::model::Unit {
        id: act.id(),
        parent_id: None,
        name: name.into(),
        kind: agency::model::UnitKind::Office,
        zone: None,
        position: 0,
        active: true,
        revision: 0,
    };
    let units = [unit("One answer"), unit("Bad for sure"), unit("Good")];
    let tallies = units
        .iter()
        .map(|unit| unit.id)
        .zip([told(0, 1), told(700, 300), told(990, 10)]);
    let (drawn, more) = summary::charts::worst(&units, tallies.collect());
    let names: Vec<&str> = drawn
        .iter()
        .filter_map(|id| units.iter().find(|unit| unit.id == *id))
        .map(|unit| unit.name.as_str())
        .collect();
    assert_eq!((names, more), (vec!["Bad for sure", "One answer", "Good"], 0));
}

fn told(conforms: i64, nonconforming: i64) -> Tally {
    Tally {
        conforms,
        nonconforming,
        ..Tally::default()
    }
}

#[test]
fn layers_are_compared_on_the_questions_both_answered() {
    let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
    let (one, two, three): (QuestionId, QuestionId, QuestionId) = (act.id(), act.id(), act.id());
    let lower: ByQuestion = [(one, told(300, 0)), (two, told(5, 5))].into();
    let higher = [(one, told(36, 4)), (three, told(1, 0))].into();
    let gap = gap_between(&lower, &higher).unwrap();
    assert_eq!(
        (gap.questions, gap.lower, gap.upper),
        (1, Share::new(0, 300), Share::new(4, 40))
    );
    assert!(apart(&[gap]) == [true] && gap.interval.low > 0.0 && !is_by_mix(&gap));
    let few = gap_between(&[(two, told(5, 5))].into(), &[(two, told(2, 3))].into()).unwrap();
    assert_eq!(apart(&[few]), [false], "ten points on few answers are chance");
    assert_eq!(gap_between(&lower, &[(three, told(1, 0))].into()), None);
    // both see each question alike; the higher layer asks more often what fails more often
    let lower = [(one, told(95, 5)), (two, told(5, 5))].into();
    let higher = [(one, told(19, 1)), (two, told(50, 50))].into();
    let gap = gap_between(&lower, &higher).unwrap();
    assert!(apart(&[gap]) == [true] && is_by_mix(&gap));
}

#[test]
fn finding_nothing_is_chance_only_where_there_is_little_to_find() {
    let act = Act::new(None, at("2026-06-01T12:00:00Z"), 1);
    let (one, two): (QuestionId, QuestionId) = (act.id(), act.id());
    let silence = |own: Tally, others: Tally| {
        let own = [(one, own), (two, told(9, 0))].into();
        Silence::of(2, &[(1, [(one, others)].into()), (2, own)].into())
    };
    let found = silence(told(60, 0), told(90, 10)).unwrap();
    assert_eq!((found.answers, found.others), (60, Share::new(10, 100)));
    assert!((found.chance.chance - 0.9_f64.powi(60)).abs() < 1e-12 && found.is_improbable());
    assert!(!silence(told(5, 0), told(90, 10)).unwrap().is_improbable());
    // Fisher's exact test of the same counts: 0.29, 0.25, 0.24 (SciPy 1.14)
    for (own, others) in [(5, told(1, 1)), (30, told(9, 1)), (29, told(27, 3))] {
        let few = silence(told(own, 0), others).unwrap();
        assert!(!few.is_improbable(), "{own} answers beside {others:?}");
    }
    assert_eq!(silence(told(40, 1), told(90, 10)), None, "it found something");
    assert_eq!(silence(told(40, 0), told(0, 0)), None, "nobody else looked");
}

// a small town

struct Town {
    db: Db,
    conn: Conn,
    post: Post,
    seed: u64,
    top: UnitId,
    tax: UnitId,
    records: UnitId,
    maria: PersonId,
    dana: PersonId,
    goals: Vec<GoalId>,
    process: ProcessId,
    version: TemplateVersionId,
    plan: PlanId,
    questions: Vec<QuestionId>,
    _folder: tempfile::TempDir,
}

const NOW: &str = "2026-06-09T14:00:00Z"; // a Tuesday, 9:00 in Chicago

impl Town {
    /// Two offices, a supervisor, a director, three goals, a checklist; nothing audited yet.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("town.db").display());
        migrate::run(&url).unwrap();
        let mut conn = Conn::open(&url).unwrap();
        diesel::sql_query("PRAGMA synchronous=OFF").execute(&mut conn).unwrap();
        let act = Act::new(None, at("2026-01-01T12:00:00Z"), 1);
        let zone = Zone::parse("America/Chicago").unwrap();
        let top = agency::operations::found(&mut conn, &act, "City of Alder Bay", &zone).unwrap();
        let mut office = |name: &str| {
            let kind = agency::model::UnitKind::Office;
            agency::operations::add_unit(&mut conn, &act, Some(top), name, kind, None, 0).unwrap()
        };
        let (tax, records) = (office("Tax & Licensing"), office("Records desk"));
        let (process, template, version, plan): (ProcessId, TemplateId, TemplateVersionId, PlanId) =
            (act.id(), act.id(), act.id(), act.id());
        let en = |text: &str| Doc(json!({ "en": text }));
        let mut goals = Vec::new();
        for (place, (title, target)) in (1..).zip([("Welcome everyone", 90), ("Answer right", 95), ("Be on time", 90)])
        {
            let goal: GoalId = act.id();
            diesel::insert_into(goals::table)
                .values((
                    goals::id.eq(goal),
                    goals::unit_id.eq(top),
                    goals::code.eq(format!("G{place}")),
                    goals::title.eq(en(title)),
                    goals::body.eq(en("Every patron, every day.")),
                    goals::target.eq(target),
                    goals::position.eq(place),
                    goals::active.eq(true),
                ))
                .execute(&mut conn)
                .unwrap();
            goals.push(goal);
        }
        diesel::insert_into(mission_statements::table)
            .values((
                mission_statements::id.eq(act.id::<MissionStatementId>()),
                mission_statements::unit_id.eq(top),
                mission_statements::statement.eq(en("To serve every resident with courtesy, accuracy and speed.")),
                mission_statements::revision.eq(1),
            ))
            .execute(&mut conn)
            .unwrap();
        diesel::insert_into(processes::table)
            .values((
                processes::id.eq(process),
                processes::code.eq("walk-in"),
                processes::name.eq(en("Walk-in service")),
            ))
            .execute(&mut conn)
            .unwrap();
        diesel::insert_into(templates::table)
            .values((
                templates::id.eq(template),
                templates::process_id.eq(process),
                templates::code.eq("walk-in"),
                templates::title.eq(en("Walk-in service at the counter")),
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
                template_versions::title.eq(en("Walk-in service at the counter")),
                template_versions::intro.eq(en("Stand where patrons stand.")),
                template_versions::ask.eq(Doc(json!({}))),
                template_versions::source.eq(""),
                template_versions::source_hash.eq(""),
                template_versions::note.eq(""),
                template_versions::created_at.eq(act.now),
            ))
            .execute(&mut conn)
            .unwrap();
        let mut questions = Vec::new();
        for (place, (text, goal)) in (1..).zip([
            ("Is every patron greeted?", Some(goals[0])),
            ("Does the sign face the door?", Some(goals[1])),
            ("Is the receipt offered?", None),
        ]) {
            let question: QuestionId = act.id();
            diesel::insert_into(questions::table)
                .values((
                    questions::id.eq(question),
                    questions::template_id.eq(template),
                    questions::code.eq(format!("q{place}")),
                    questions::goal_id.eq(goal),
                ))
                .execute(&mut conn)
                .unwrap();
            let texts = json!({"text": {"en": text}, "look-for": {"en": "Watch for a minute."},
                "why": {"en": "It is promised."}, "reaction": []});
            diesel::insert_into(question_versions::table)
                .values((
                    question_versions::id.eq(act.id::<QuestionVersionId>()),
                    question_versions::version_id.eq(version),
                    question_versions::question_id.eq(question),
                    question_versions::position.eq(place),
                    question_versions::section.eq(en("At the counter")),
                    question_versions::texts.eq(Doc(texts)),
                    question_versions::goal_id.eq(goal),
                    question_versions::severity.eq("minor"),
                    question_versions::kind.eq("conformance"),
                    question_versions::photo.eq("never"),
                    question_versions::layers.eq("1,2,3"),
                    question_versions::always.eq(true),
                    question_versions::max_age_days.eq(30),
                ))
                .execute(&mut conn)
                .unwrap();
            questions.push(question);
        }
        diesel::insert_into(plans::table)
            .values((
                plans::id.eq(plan),
                plans::title.eq("Daily"),
                plans::template_id.eq(template),
                plans::layer.eq(1),
                plans::recurrence.eq("FREQ=DAILY"),
                plans::starts_on.eq(day("2026-01-01")),
                plans::opens_minute.eq(480),
                plans::due_minute.eq(600),
                plans::grace_minutes.eq(60),
                plans::holiday_policy.eq("skip"),
                plans::active.eq(true),
                plans::seed.eq(1_i64),
                plans::created_at.eq(act.now),
                plans::search.eq("daily"),
                plans::revision.eq(1),
            ))
            .execute(&mut conn)
            .unwrap();
        let views = Views::load(Arc::new(english())).unwrap();
        let mut town = Self {
            db: Db::open(&url, 1).unwrap(),
            post: Post::new(Arc::new(views), "https://town.example"),
            seed: 100,
            maria: act.id(),
            dana: act.id(),
            top,
            tax,
            records,
            goals,
            process,
            version,
            plan,
            questions,
            conn,
            _folder: folder,
        };
        town.person(town.maria, "Maria Okafor", Role::Supervisor, tax);
        town.person(town.dana, "Dana Whitfield", Role::Director, top);
        town
    }

    fn act(&mut self, who: PersonId, moment: &str) -> Act {
        self.seed += 1;
        Act::new(Some(who), at(moment), self.seed)
    }

    /// Somebody who is signed in with the own name as token.
    fn person(&mut self, id: PersonId, name: &str, role: Role, unit: UnitId) {
        let act = self.act(id, "2026-01-01T12:00:00Z");
        let person = Person {
            id,
            name: name.into(),
            email: format!("{}@town.example", name.replace(' ', ".").to_lowercase()),
            password_hash: None,
            language: "en".into(),
            active: true,
            revision: 1,
        };
        people::queries::insert_person(&mut self.conn, &person, &person.email, act.now).unwrap();
        people::queries::insert_assignment(&mut self.conn, act.id(), id, unit, role, day("2026-01-01")).unwrap();
        let token = name.split(' ').next().unwrap().to_lowercase();
        diesel::insert_into(sessions::table)
            .values((
                sessions::id.eq(act.id::<SessionId>()),
                sessions::person_id.eq(id),
                sessions::token_hash.eq(token_hash(&token)),
                sessions::device.eq("Test"),
                sessions::address.eq("127.0.0.1"),
                sessions::created_at.eq(at(NOW)),
                sessions::seen_at.eq(at(NOW)),
            ))
            .execute(&mut self.conn)
            .unwrap();
    }

    /// An audit at local hours of a date; it ends an hour after it is due.
    fn audit(&mut self, unit: UnitId, who: PersonId, layer: i32, date: &str, hours: (i32, i32)) -> AuditId {
        let act = self.act(who, "2026-01-02T12:00:00Z");
        let zone = Zone::parse("America/Chicago").unwrap();
        let (opens_minute, due_minute) = (hours.0 * 60, hours.1 * 60);
        let new = NewAudit {
            plan_id: self.plan,
            unit_id: unit,
            slot: i32::try_from(self.seed).unwrap(),
            planned_on: day("2020-01-01") + chrono::Days::new(self.seed),
            local_date: day(date),
            opens_at: zone.instant(day(date), opens_minute),
            due_at: zone.instant(day(date), due_minute),
            closes_at: zone.instant(day(date), due_minute + 60),
            zone,
            opens_minute,
            due_minute,
            process_id: self.process,
            version_id: self.version,
            layer,
            assignee_id: Some(who),
            stands_in_for: None,
            seed: 1,
        };
        auditing::schedule(&mut self.conn, &act, &new).unwrap().unwrap()
    }

    fn start(&mut self, who: PersonId, id: AuditId, moment: &str) {
        let act = self.act(who, moment);
        auditing::start(&mut self.conn, &act, id).unwrap();
    }

    /// Sends an audit with one outcome for each question.
    fn send(&mut self, who: PersonId, id: AuditId, moment: &str, outcomes: [Outcome; 3]) {
        self.start(who, id, moment);
        let act = self.act(who, moment);
        let answers = self
            .questions
            .iter()
            .zip(outcomes)
            .map(|(question, outcome)| {
                let failed = matches!(outcome, Outcome::Nonconforming | Outcome::Corrected);
                let given = Given {
                    outcome: Some(outcome),
                    seen: if failed {
                        "The sign was turned to the wall.".into()
                    } else {
                        String::new()
                    },
                    done: if failed {
                        "Turned it round.".into()
                    } else {
                        String::new()
                    },
                    ..Given::default()
                };
                (*question, given)
            })
            .collect();
        let sent = Sent {
            noted: Default::default(),
            id: act.id(),
            body_hash: String::new(),
            device_at: None,
            answers,
        };
        auditing::submit(&mut self.conn, &act, &self.post, id, &sent).unwrap();
    }

    fn finding_of(&mut self, audit: AuditId) -> FindingId {
        finding_room::queries::of_origin(&mut self.conn, Origin::Audit(audit)).unwrap()[0].id
    }

    fn plan_action(&mut self, finding: FindingId, moment: &str) -> ActionId {
        let act = self.act(self.maria, moment);
        repairing::contain(&mut self.conn, &act, finding, "Turned it round.").unwrap();
        let act = self.act(self.dana, moment);
        let (category, cause) = ("place", "The sign stands on one leg.");
        repairing::find_cause(&mut self.conn, &act, finding, category, &[], cause).unwrap();
        let new = NewAction {
            kind: ActionKind::Corrective,
            body: "The “Take a number” sign is screwed to the floor, facing the door.".into(),
            owner_id: self.maria,
            due_on: None,
            strength: None,
            cost: None,
        };
        repairing::plan_action(&mut self.conn, &act, finding, &new).unwrap()
    }

    /// Months of audits, a repair, and a day with everything in it.
    fn lived_in() -> Self {
        use Outcome::{Conforms as C, Corrected as K, Nonconforming as N, NotApplicable as X};
        let mut town = Self::new();
        let (maria, dana, tax, records) = (town.maria, town.dana, town.tax, town.records);
        for (date, outcomes) in [
            ("2026-03-10", [C, N, C]),
            ("2026-04-14", [C, C, C]),
            ("2026-04-15", [C, C, X]),
            ("2026-05-12", [C, N, C]),
            ("2026-05-13", [C, C, K]),
        ] {
            let id = town.audit(tax, maria, 1, date, (8, 10));
            town.send(maria, id, &format!("{date}T14:30:00Z"), outcomes);
        }
        let id = town.audit(records, dana, 3, "2026-05-20", (8, 10));
        town.send(dana, id, "2026-05-20T15:30:00Z", [C, C, N]);
        for date in ["2026-05-21", "2026-06-09"] {
            let id = town.audit(records, dana, 3, date, (1, 2));
            let missed = audit_room::queries::find(&mut town.conn, id).unwrap();
            let act = town.act(dana, &format!("{date}T12:00:00Z"));
            assert!(auditing::miss(&mut town.conn, &act, &missed).unwrap());
        }
        // the first finding was repaired last week
        let first: AuditId = audits::table
            .filter(audits::local_date.eq(day("2026-03-10")))
            .select(audits::id)
            .first(&mut town.conn)
            .unwrap();
        let finding = town.finding_of(first);
        let action = town.plan_action(finding, "2026-03-11T15:00:00Z");
        let act = town.act(maria, "2026-06-03T15:00:00Z");
        repairing::finish_action(&mut town.conn, &act, action, "Done on Monday.").unwrap();
        let act = town.act(dana, "2026-06-05T15:00:00Z");
        let verified = (LayeredAnswer::Existing, "Question 2");
        repairing::close(&mut town.conn, &act, finding, "It stands.", verified.0, verified.1).unwrap();
        // the second has an action that is overdue, and has climbed as far as it can
        let second: AuditId = audits::table
            .filter(audits::local_date.eq(day("2026-05-12")))
            .select(audits::id)
            .first(&mut town.conn)
            .unwrap();
        let finding = town.finding_of(second);
        let action = town.plan_action(finding, "2026-05-12T16:00:00Z");
        diesel::update(corrective_actions::table.find(action))
            .set((
                corrective_actions::due_on.eq(day("2026-05-26")),
                corrective_actions::due_at.eq(at("2026-05-26T22:00:00Z")),
            ))
            .execute(&mut town.conn)
            .unwrap();
        diesel::update(findings::table.find(finding))
            .set((
                findings::escalation.eq(2),
                findings::due_on.eq(Some(day("2026-05-26"))),
                findings::due_at.eq(Some(at("2026-05-26T22:00:00Z"))),
            ))
            .execute(&mut town.conn)
            .unwrap();
        // today: done, late, begun, open, later, and one for tomorrow
        let done = town.audit(tax, maria, 1, "2026-06-09", (7, 8));
        town.send(maria, done, "2026-06-09T12:30:00Z", [C, C, K]);
        town.audit(tax, maria, 1, "2026-06-09", (6, 8));
        let begun = town.audit(tax, maria, 1, "2026-06-09", (8, 11));
        town.start(maria, begun, "2026-06-09T13:41:00Z");
        let act = town.act(maria, "2026-06-09T13:42:00Z");
        let given = Given {
            outcome: Some(C),
            ..Given::default()
        };
        let question = town.questions[0];
        let (shown, arriving) = (Shown::Unknown, Arriving::default());
        auditing::keep_answer(&mut town.conn, &act, begun, (question, &given), shown, arriving).unwrap();
        town.audit(tax, maria, 1, "2026-06-09", (8, 15));
        town.audit(tax, maria, 1, "2026-06-09", (13, 15));
        town.audit(tax, maria, 1, "2026-06-10", (8, 10));
        town
    }

    /// What a person (by first name) gets at an address: status and body.
    async fn get(&self, who: &str, address: &str) -> (u16, String) {
        let settings = Settings::for_tests().unwrap();
        let app = App::with_db(settings, Clock::fixed(at(NOW)), self.db.clone()).unwrap();
        let service = http::init_service(
            actix_web::App::new()
                .app_data(web::Data::new(app.clone()))
                .app_data(app.stage.clone())
                .wrap(from_fn(frame))
                .configure(super::routes),
        )
        .await;
        let request = http::TestRequest::get()
            .uri(address)
            .insert_header(("accept", "text/html"))
            .insert_header(("cookie", format!("session={who}")))
            .to_request();
        let response = http::call_service(&service, request).await;
        let status = response.status().as_u16();
        let location = response
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap().to_owned());
        let body = http::read_body(response).await;
        let body = String::from_utf8(body.to_vec()).unwrap();
        (status, location.unwrap_or(body))
    }

    /// A page that has no mark of a missing text.
    async fn page(&self, who: &str, address: &str) -> String {
        let (status, body) = self.get(who, address).await;
        assert_eq!(status, 200, "{address}: {body}");
        let marks: Vec<&str> = body
            .split('[')
            .skip(1)
            .filter_map(|rest| rest.split_once(']'))
            .map(|(inside, _)| inside)
            .filter(|inside| inside.contains('-') && inside.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .collect();
        assert!(marks.is_empty(), "{address}: {marks:?}");
        body
    }
}

fn shows(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "no {text:?} in {page}");
    }
}

#[actix_web::test]
async fn an_empty_town_has_pleasant_pages() {
    let mut town = Town::new();
    let id = Act::new(None, at("2026-01-03T12:00:00Z"), 9).id();
    town.person(id, "Sam Field", Role::Staff, town.tax);
    let page = town.page("maria", "/today").await;
    shows(
        &page,
        &[
            "Good morning, Maria",
            "No audit is planned for you yet",
            "No open actions.",
        ],
    );
    shows(&town.page("sam", "/today").await, &["You have no audits to do"]);
    let page = town.page("dana", "/today").await;
    shows(
        &page,
        &[
            "No finding waits for its next step",
            "Your offices today",
            "No audits on this day.",
        ],
    );
    shows(
        &town.page("dana", "/day").await,
        &["No audits on this day", "Tuesday, June 9, 2026"],
    );
    let page = town.page("dana", "/summary").await;
    shows(
        &page,
        &[
            "Is the mission delivered?",
            "Not known yet",
            "No audit was done in this period.",
            "no answers yet",
            "No layer had an audit to do",
            "March 1 to May 31, 2026",
        ],
    );
    diesel::delete(goals::table).execute(&mut town.conn).unwrap_err(); // questions point at them
    diesel::update(goals::table)
        .set(goals::active.eq(false))
        .execute(&mut town.conn)
        .unwrap();
    shows(
        &town.page("dana", "/summary").await,
        &["there are no goals", "There are no goals yet."],
    );
}

#[actix_web::test]
async fn a_supervisors_day_says_what_is_next_and_what_became_of_it() {
    let town = Town::lived_in();
    let page = town.page("maria", "/today").await;
    shows(
        &page,
        &[
            "Good morning, Maria",
            "1 of 5 audits done.",
            "Was due: 8:00 AM",
            "Started 8:41 AM",
            "1 of 3",
            "Continue",
            "Opens 1:00 PM",
            "2 of 3 conform, 1 corrected on the spot",
            "overdue since",
            "Because you told us",
            "screwed to the floor",
            "closed by Dana Whitfield",
            "Tax &amp; Licensing this week",
        ],
    );
    assert!(!page.contains("Your offices today") && !page.contains("next step"));
    let late = page.find("Was due: 8:00 AM").unwrap();
    assert!(late < page.find("Started 8:41 AM").unwrap() && late < page.find("Opens 1:00 PM").unwrap());
}

#[actix_web::test]
async fn whoever_leads_sees_the_day_of_the_offices_and_the_whole_of_it() {
    let town = Town::lived_in();
    let page = town.page("dana", "/today").await;
    shows(
        &page,
        &[
            "1 finding waits for its next step",
            "Missed today",
            "1 of 3 audits done, 1 late, 1 missed.",
            "Records desk",
        ],
    );
    let page = town.page("dana", "/day").await;
    shows(
        &page,
        &[
            "Tuesday, June 9, 2026",
            "3 more to come.",
            "Sent 7:30 AM",
            "NC-2026-",
            "Maria Okafor",
        ],
    );
    shows(&page, &["/day?date=2026-06-08", "/day?date=2026-06-10"]);
    let page = town.page("maria", "/day").await;
    assert!(!page.contains("Records desk"), "a supervisor sees the own office");
    let (status, _) = town.get("maria", &format!("/day?unit={}", town.records)).await;
    assert_eq!(status, 404);
}

#[actix_web::test]
async fn the_summary_answers_and_every_number_leads_somewhere() {
    let town = Town::lived_in();
    let page = town.page("dana", "/summary").await;
    shows(
        &page,
        &[
            "Not yet. 1 of 3 goals is met. On 1 there are no answers yet.",
            "Furthest from its target: G2",
            "5 of 7 expected audits were sent inside their time, 1 later, 1 not at all.",
            "Behind: Directors did fewer",
            "No audit fell due for: Managers, Board.",
            "Look first at Tax &amp; Licensing",
            "1 office with fewer than 5 answers is left out.",
            "Does the sign face the door?",
            "Only 4 weeks have answers.",
            "Most failed at Tax &amp; Licensing in the week of May 11: 33.3% of 6 answers.",
            "are spread over 2 questions: no few of them make most.",
            "Difference in points:",
            "Late, and told all the way up",
            "City of Alder Bay: based on 6 audits with 17 answers",
            &format!("/findings?tab=overdue&amp;goal={}", town.goals[1]),
            "<svg class=\"chart\"",
        ],
    );
    for period in Period::ALL {
        town.page("dana", &format!("/summary?period={period}&unit={}", town.tax))
            .await;
    }
    assert_eq!(town.get("maria", "/summary").await.0, 403);
}

#[actix_web::test]
async fn the_front_door_leads_to_today_and_strangers_to_the_sign_in() {
    let town = Town::new();
    assert_eq!(town.get("maria", "/").await, (303, "/today".into()));
    for address in ["/", "/today", "/day", "/summary"] {
        let (status, to) = town.get("nobody", address).await;
        assert!(status == 303 && to.starts_with("/sign-in"), "{address}: {status} {to}");
    }
}

#[actix_web::test]
async fn the_database_is_asked_what_the_pages_say() {
    let mut town = Town::lived_in();
    let (top, tax, now) = (town.top, town.tax, at(NOW));
    let zone = Zone::parse("America/Chicago").unwrap();
    let days = |from: &str| Days::between(day(from), day("2026-06-09"), &zone);
    let conn = &mut town.conn;
    let everything = people::model::Scope {
        person: town.maria,
        units: vec![top],
        stands_for: Vec::new(),
        stands_at: Vec::new(),
    };
    let of_date =
        |conn: &mut Conn, tops: &[UnitId]| queries::of_date(conn, &everything, tops, day("2026-06-09"), 100).unwrap();
    let all: Vec<Audit> = of_date(conn, &[top]).into_iter().map(|row| row.audit).collect();
    assert_eq!(all.len(), 6);
    assert!(
        all.windows(2)
            .all(|pair| pair[0].unit_id != pair[1].unit_id || pair[0].due_at <= pair[1].due_at)
    );
    assert_eq!(of_date(conn, &[tax]).len(), 5);
    let raised = queries::raised_by(conn, &all.iter().map(|audit| audit.id).collect::<Vec<_>>()).unwrap();
    assert_eq!(raised.len(), 1, "corrected on the spot is a finding too");
    assert_eq!(
        queries::count_found(conn, &[top], &days("2026-06-08"), Kind::Opened).unwrap(),
        0
    );
    assert_eq!(
        queries::count_found(conn, &[top], &days("2026-05-01"), Kind::Opened).unwrap(),
        2
    );
    let over = |unit: UnitId| Over::new(&[unit], day("2026-03-01"), day("2026-06-09"));
    let goals = figures::queries::goals_of_questions(conn).unwrap();
    let open = figures::found::open_by(conn, &over(top), now).unwrap();
    let open = queries::open_by_goal(conn, &over(top), open, &goals).unwrap();
    assert_eq!(
        open.get(&town.goals[1]),
        Some(&queries::Open {
            to_decide: 0,
            under_way: 1,
            overdue: 1
        })
    );
    let repeated = queries::repeated(conn, &over(top), &zone, 5).unwrap();
    assert!(
        repeated
            .iter()
            .any(|r| r.title == "Does the sign face the door?" && r.unit == "Tax & Licensing")
    );
    assert_eq!(queries::climbed(conn, &over(top), now, 10).unwrap().len(), 1);
    assert_eq!(queries::climbed(conn, &over(town.records), now, 10).unwrap().len(), 0);
    let next = queries::coming(conn, town.maria, now, now.plus_days(3), 10).unwrap();
    assert_eq!(next.len(), 2);
    assert!(queries::has_audits(conn, town.maria).unwrap());
}
