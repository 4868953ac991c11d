//! The summary: of one process, goal or promise; with what changed in the work; what is asked of the board, what changed
//! since the period before, and what was found again after a fix.

use crate::numbers::{audit, counted, done, four_weeks, linked, raised, repaired, rows};
use crate::town::{Cast, Place, Town};
use crate::trace::{deliver, promised};
use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::codes::Outcome;
use plumbline::base::ids::{ObjectiveId, ProcessId};
use plumbline::base::text::Localized;
use plumbline::schema::{goals, objectives, processes};

on_both![
    the_summary_follows_a_process_a_goal_or_a_promise,
    a_change_point_begins_the_chart_anew,
    only_directors_quality_staff_and_administrators_enter_changes,
    an_address_that_makes_no_sense_shows_no_figures,
    what_nobody_below_can_do_is_asked_of_the_board,
    only_what_is_more_than_chance_changed_since_the_period_before,
    found_again_after_a_fix_is_told_apart,
];

#[track_caller]
fn has(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A process that nobody audits.
fn other_process(town: &Town) -> ProcessId {
    let act = town.act(Some(Cast::Quality));
    town.write(move |conn| {
        let id: ProcessId = act.clone().id();
        diesel::insert_into(processes::table)
            .values((
                processes::id.eq(id),
                processes::code.eq("permits"),
                processes::name.eq(Localized::from("Permits")),
                processes::search.eq("permits"),
                processes::revision.eq(1),
            ))
            .execute(conn)?;
        Ok(id)
    })
}

async fn the_summary_follows_a_process_a_goal_or_a_promise(town: &Town) {
    four_weeks(town).await;
    let (promised, other) = (promised(town, Some("Minutes in line")), other_process(town));
    let elena = town.as_(Cast::Director);
    let page = async |chosen: &str| {
        let address = format!("/summary?period=last-month&{chosen}");
        elena.get(&address).await.ok()
    };
    let promise = format!("serves=promise:{}", promised.promise);
    has(
        &page(&promise).await.text(),
        &[
            "All figures are of what serves one thing: Promise: In line under 15 minutes (Help at the counter).",
            "No process delivers it, so nobody audits it.",
            "based on 0 audits with 0 answers",
        ],
    );
    deliver(town, &promised).await;
    let text = page(&promise).await.text();
    has(
        &text,
        &[
            "It is delivered by: Counter service.",
            "based on 9 audits with 27 answers",
            "goals that this part of the work serves are met.",
            "Whether it keeps what it is there for is not measured here yet.",
        ],
    );
    assert!(
        !text.contains("Yes."),
        "a promise is not kept because goals are met: {text}"
    );
    let text = page(&format!("process={other}")).await.text();
    has(
        &text,
        &[
            "All figures are of one process: Permits.",
            "based on 0 audits with 0 answers",
        ],
    );
    let (goal, objective): (plumbline::base::ids::GoalId, ObjectiveId) = town.read(|conn| {
        Ok((
            goals::table
                .filter(goals::code.eq("G2"))
                .select(goals::id)
                .first(conn)?,
            objectives::table
                .filter(objectives::code.eq("G2.1"))
                .select(objectives::id)
                .first(conn)?,
        ))
    });
    let goal = format!("serves=goal:{goal}");
    has(
        &page(&goal).await.text(),
        &["audits are those whose checklist asks one of them"],
    );

    // every number leads to what it counts, whatever was chosen
    let process = format!("process={}", promised.process);
    let objective = format!("serves=objective:{objective}");
    let both = format!("{process}&{goal}&unit={}", town.unit(Place::OakStreet));
    let (mut wrong, mut followed) = (Vec::new(), 0);
    for chosen in [&promise, &process, &objective, &goal, &both] {
        for (number, href) in linked(&page(chosen).await.body) {
            let listed = rows(&elena, &href).await;
            if listed != number {
                wrong.push(format!("{chosen}: {number} leads to {listed} rows at {href}"));
            }
            followed += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(followed > 25, "{followed} links");
    for unknown in [
        "serves=promise:0190f0f0-0000-7000-8000-000000000000",
        "process=0190f0f0-0000-7000-8000-000000000000",
    ] {
        assert_eq!(elena.get(&format!("/summary?{unknown}")).await.status, 404);
    }
}

/// Half a year of Wednesdays: about 15 % fail in the first 13 weeks, about 2 % after them.
fn half_a_year() -> Vec<(NaiveDate, (usize, usize))> {
    (0..26)
        .map(|week| {
            let (usual, more) = if week < 13 { (2, 2) } else { (0, 1) };
            let bad = usual + if week % 2 == 0 { more } else { 0 };
            (day("2025-12-03") + Days::new(7 * week), (20 - bad, bad))
        })
        .collect()
}

async fn a_change_point_begins_the_chart_anew(town: &Town) {
    town.at("2026-06-09 11:30");
    for (at, answers) in half_a_year() {
        counted(town, 1, at, answers, false);
    }
    let (elena, samuel) = (town.as_(Cast::Director), town.as_(Cast::Board));
    let text = elena.get("/summary").await.ok().text();
    has(&text, &["Something lasting has changed."]);

    let licensing = town.unit(Place::Licensing).to_string();
    let wanted = [
        ("what", "New printers"),
        ("on", "2026-03-02"),
        ("unit", licensing.as_str()),
        ("process", ""),
        ("why", "The old ones jammed every day."),
    ];
    let list = elena.submit("/figures/changes", &wanted).await.ok();
    assert_snapshot!(list.flash(), @"The change is entered. Control charts begin anew with it.");
    has(
        &list.text(),
        &["New printers", "The old ones jammed every day.", "Elena Petrova"],
    );
    let shown = elena.get("/summary").await.ok();
    has(
        &shown.text(),
        &[
            "Since “New printers, Mar 2” 2.3% fail, before 15.4%: fewer, beyond chance.",
            "No week stands out. On average 2.3% failed",
            "New printers, Mar 2",
        ],
    );
    let oak = format!("/summary?unit={}", town.unit(Place::OakStreet));
    has(&elena.get(&oak).await.ok().text(), &["Since “New printers, Mar 2”"]);
    let whole = samuel.get("/summary").await.ok().text();
    assert!(
        !whole.contains("New printers"),
        "above its unit the chart stays as it is"
    );
    has(
        &samuel.get("/figures/changes").await.ok().text(),
        &["New printers", "Tax & Licensing"],
    );

    // the same day again, a day to come, and nothing at all
    let again = elena.post("/figures/changes", &wanted).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"There is a change of this day at this unit already. One is enough for charts to begin anew.");
    let empty = elena
        .post("/figures/changes", &[("on", "2027-01-01"), ("what", "Kept")])
        .await;
    assert_eq!(empty.status, 422);
    assert_snapshot!(empty.error_summary(), @r"
    This day has not come yet. Enter the change when it has happened.
    Choose the unit at which it changed.
    Say why it changed, in at most 500 letters.
    ");
    assert!(empty.body.contains("value=\"Kept\""), "what was typed is kept");

    let removal = regex::Regex::new("/figures/changes/[0-9a-f-]{36}/removal").unwrap();
    let removal = removal.find(&list.body).unwrap().as_str().to_owned();
    let list = elena.submit(&removal, &[]).await.ok();
    assert_snapshot!(list.flash(), @"The change is taken back.");
    assert!(!elena.get("/summary").await.ok().text().contains("New printers"));
    has(
        &elena.get("/figures/changes?state=removed").await.ok().text(),
        &["New printers", "Taken back by Elena Petrova"],
    );
    let twice = elena.post(&removal, &[]).await;
    assert_eq!(twice.status, 422);
    assert_snapshot!(twice.error_summary(), @"This change was taken back already.");
    for (at, answers) in half_a_year() {
        counted(town, 1, at, answers, true);
    }
}

async fn only_directors_quality_staff_and_administrators_enter_changes(town: &Town) {
    let (top, licensing) = (
        town.unit(Place::MillValley).to_string(),
        town.unit(Place::Licensing).to_string(),
    );
    let wanted = |unit: &'static str| {
        vec![
            ("what", "New forms"),
            ("on", "2026-06-01"),
            ("unit", unit),
            ("why", "Shorter ones."),
        ]
    };
    let (top, licensing): (&'static str, &'static str) = (top.leak(), licensing.leak());
    for (who, unit, status) in [
        (Cast::Manager, licensing, 403),
        (Cast::Board, licensing, 403),
        (Cast::Supervisor, licensing, 403),
        (Cast::Director, top, 404),
        (Cast::Director, licensing, 303),
        (Cast::Quality, top, 303),
    ] {
        let answer = town.as_(who).post("/figures/changes", &wanted(unit)).await;
        assert_eq!(answer.status, status, "{who:?}");
    }
    let list = town.as_(Cast::Director).get("/figures/changes").await.ok();
    let removals = list.body.matches("/removal\"").count();
    assert_eq!(removals, 1, "the agency's own is not hers to take back");
    let found = town.as_(Cast::Manager).get("/figures/changes?q=shorter").await.ok();
    assert_eq!(found.body.matches("class=\"tbl__main\"").count(), 2);
    let none = town.as_(Cast::Manager).get("/figures/changes?q=printers").await.ok();
    has(&none.text(), &["No change matches"]);
}

async fn an_address_that_makes_no_sense_shows_no_figures(town: &Town) {
    let samuel = town.as_(Cast::Board);
    for page in ["/summary", "/summary/goals.csv", "/health", "/health/export.xlsx"] {
        for odd in [
            "unit=banana",
            "period=decade",
            "on=yesterday",
            "on=2026-13-45",
            "on=9999-12-31",
        ] {
            let answer = samuel.get(&format!("{page}?{odd}")).await;
            assert_eq!(answer.status, 422, "{page}?{odd}");
        }
    }
    for odd in ["process=banana", "serves=banana", "serves=goal:1"] {
        let answer = samuel.get(&format!("/summary?{odd}")).await;
        assert_eq!(answer.status, 422, "{odd}");
        has(&answer.text(), &["that is not there", "choose again"]);
    }
    // Fields of the form in which nothing was chosen are nothing.
    let plain = samuel.get("/summary?period=&unit=&process=&serves=&on=").await;
    assert!([200, 303].contains(&plain.status), "{}", plain.status);
    // A character that nobody sees, and PostgreSQL cannot keep.
    for page in ["/findings", "/audits", "/packets", "/figures/changes", "/health"] {
        samuel.get(&format!("{page}?q=a%00b")).await.ok();
    }
    let nobody = town.as_nobody();
    let form = [("email", "a\0b@example.org"), ("password", "p\0q")];
    assert_eq!(nobody.post("/sign-in", &form).await.status, 422);
}

async fn what_nobody_below_can_do_is_asked_of_the_board(town: &Town) {
    let quiet = town.as_(Cast::Director).get("/summary").await.ok();
    has(
        &quiet.text(),
        &[
            "Asked of the board",
            "Nothing waits: no late finding has climbed up here",
        ],
    );
    four_weeks(town).await;
    promised(town, None);
    let samuel = town.as_(Cast::Board);
    let page = samuel.get("/summary?period=this-month").await.ok();
    let asked = page.body.split("id=\"h-asked\"").nth(1).unwrap();
    let asked = asked.split("</section>").next().unwrap();
    let (critical, promise) = (
        asked.find("1 critical finding is past its due date.").unwrap(),
        asked
            .find("1 promise is audited by nobody: “In line under 15 minutes”.")
            .unwrap(),
    );
    assert!(critical < promise, "the most serious first");
    assert!((2..=7).contains(&asked.matches("<li>").count()), "{asked}");
    let narrow = format!("/summary?unit={}", town.unit(Place::OakStreet));
    let narrow = samuel.get(&narrow).await.ok().text();
    assert!(!narrow.contains("audited by nobody"), "told where all work is shown");
    // A part of the work, and an earlier day, say no more than was looked at.
    let part = format!("/summary?period=last-month&process={}", other_process(town));
    let part = samuel.get(&part).await.ok().text();
    has(
        &part,
        &["No late finding of this part of the work has climbed up here."],
    );
    assert!(!part.contains("every promise is audited"), "{part}");
    let earlier = samuel.get("/summary?on=2026-05-20").await.ok().text();
    has(&earlier, &["it does not go by an earlier day"]);
    assert!(!earlier.contains("past its due date. Ask"), "{earlier}");
}

async fn only_what_is_more_than_chance_changed_since_the_period_before(town: &Town) {
    town.at("2026-06-09 11:30");
    let samuel = town.as_(Cast::Board);
    let page = async || samuel.get("/summary").await.ok().text();
    counted(town, 1, day("2026-04-08"), (95, 5), false);
    has(&page().await, &["There is nothing to compare with"]);
    counted(town, 1, day("2026-01-14"), (94, 6), false);
    let text = page().await;
    has(
        &text,
        &[
            "nothing changed beyond chance",
            "No change beyond chance against the 3 months before.",
        ],
    );
    assert!(
        !text.contains("points on the 3 months before"),
        "no arrow for noise: {text}"
    );
    counted(town, 1, day("2026-01-15"), (20, 80), false);
    has(
        &page().await,
        &[
            "Better: Procedures followed: 95.0%, before 57.0%. Up 38.0 points",
            "Up 38.0 points on the 3 months before.",
        ],
    );
    counted(town, 1, day("2026-01-15"), (20, 80), true);
    counted(town, 1, day("2026-01-14"), (94, 6), true);
    counted(town, 1, day("2026-04-08"), (95, 5), true);
}

async fn found_again_after_a_fix_is_told_apart(town: &Town) {
    town.at("2026-05-12 07:00");
    town.plan(1, &[Place::OakStreet]);
    for date in ["2026-05-12", "2026-05-13", "2026-05-14"] {
        town.at(&format!("{date} 09:00"));
        town.run_jobs().await;
        let id = audit(town, Place::OakStreet, 1, date);
        done(town, id, (Outcome::Nonconforming, Outcome::Conforms));
        if date == "2026-05-13" {
            let found = raised(town, id);
            repaired(town, found);
        }
    }
    let elena = town.as_(Cast::Director);
    let page = elena.get("/summary?period=this-month").await.ok();
    has(&page.text(), &["2 found again", "1 after a verified fix"]);
    let found = elena.get("/findings?tab=all&kind=after-fix").await.ok();
    assert_eq!(found.body.matches("class=\"tbl__main\"").count(), 1);
    has(&found.text(), &["although the fix before had been verified"]);
}
