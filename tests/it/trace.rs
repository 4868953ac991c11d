//! From the mission down to the questions and back up; where the chain has gaps; the page of a clause.

use crate::town::{Cast, Place, Question, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::base::text::Localized;
use plumbline::checklists;
use plumbline::schema::*;

on_both![
    the_first_line_answers_and_the_tree_holds_the_whole_chain,
    a_supervisor_goes_from_a_question_up_to_the_promise,
    each_gap_is_listed_until_it_is_repaired,
    the_table_is_searched_and_filtered,
    the_file_has_every_row_and_no_formula,
    a_clause_shows_its_questions_findings_and_conformance,
    a_strangers_findings_are_not_on_a_clause,
];

/// A service of Tax & Licensing that works towards G2.1 and promises a short line, delivered by the counter service.
pub struct Promised {
    service: ServiceId,
    pub promise: CharterPromiseId,
    pub process: ProcessId,
}

pub fn promised(town: &Town, measure: Option<&'static str>) -> Promised {
    let (act, unit, template) = (
        town.act(Some(Cast::Quality)),
        town.unit(Place::Licensing),
        town.template,
    );
    town.write(move |conn| {
        let act = act.clone();
        let process = checklists::queries::find(conn, template)?.process_id;
        let (service, promise): (ServiceId, CharterPromiseId) = (act.id(), act.id());
        let objective: ObjectiveId = objectives::table
            .filter(objectives::code.eq("G2.1"))
            .select(objectives::id)
            .first(conn)?;
        diesel::insert_into(services::table)
            .values((
                services::id.eq(service),
                services::code.eq("counter"),
                services::unit_id.eq(unit),
                services::name.eq(Localized::from("Help at the counter")),
                services::description.eq(Localized::from("Papers, questions, payments.")),
                services::search.eq("help at the counter"),
                services::active.eq(true),
                services::revision.eq(1),
                services::created_at.eq(act.now),
            ))
            .execute(conn)?;
        diesel::insert_into(service_objectives::table)
            .values((
                service_objectives::service_id.eq(service),
                service_objectives::objective_id.eq(objective),
            ))
            .execute(conn)?;
        diesel::insert_into(charter_promises::table)
            .values((
                charter_promises::id.eq(promise),
                charter_promises::service_id.eq(service),
                charter_promises::wording.eq(Localized::from("In line under 15 minutes")),
                charter_promises::measure.eq(measure.map(Localized::from)),
                charter_promises::since.eq("2026-01-01".parse::<chrono::NaiveDate>().unwrap()),
                charter_promises::position.eq(1),
            ))
            .execute(conn)?;
        Ok(Promised {
            service,
            promise,
            process,
        })
    })
}

/// The counter service delivers it: said in the form, as people do.
pub async fn deliver(town: &Town, promised: &Promised) {
    let fields = [
        ("name", "Counter service"),
        ("revision", "1"),
        ("services", &promised.service.to_string()),
    ];
    let quinn = town.as_(Cast::Quality);
    quinn.submit(&links::process(promised.process), &fields).await.ok();
}

fn question(town: &Town, question: Question) -> QuestionId {
    let template = town.template;
    town.read(move |conn| Ok(checklists::queries::identities(conn, template)?[question.code()]))
}

fn clause(town: &Town, number: &'static str) -> ClauseId {
    town.read(move |conn| {
        let found = plumbline::manuals::queries::find_clause(conn, "CS", number)?;
        Ok(found.unwrap().clause_id)
    })
}

async fn text(town: &Town, who: Cast, address: &str) -> String {
    town.as_(who).get(address).await.ok().text()
}

#[track_caller]
fn has(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}

#[track_caller]
fn lacks(text: &str, all: &[&str]) {
    for words in all {
        assert!(!text.contains(words), "{words:?} is in:\n{text}");
    }
}

async fn the_first_line_answers_and_the_tree_holds_the_whole_chain(town: &Town) {
    let promised = promised(town, None);
    deliver(town, &promised).await;
    let page = town.as_(Cast::Clerk).get(links::TRACE).await.ok();
    let text = page.text();
    // the promise without a measure hangs on G2 alone
    has(
        &text,
        &[
            "2 goals, one has a gap.",
            "Mill Valley serves everyone",
            "Welcome everyone",
            "In line under 15 minutes",
            "No measure",
            "Help at the counter",
            "Counter service",
            "How many minutes did the last person in line wait?",
            "CS 1.2",
        ],
    );
    // the clerk opens no checklists, so no link leads there
    assert!(!page.body.contains("href=\"/checklists/"));
    assert!(
        page.body
            .contains(&format!("href=\"{}\"", links::service(promised.service)))
    );
}

async fn a_supervisor_goes_from_a_question_up_to_the_promise(town: &Town) {
    let promised = promised(town, Some("Minutes in line"));
    deliver(town, &promised).await;
    let wait = question(town, Question::WaitTime);
    let from = |node: String| format!("/trace?from={node}");
    let up = text(town, Cast::Supervisor, &from(format!("question:{wait}"))).await;
    has(
        &up,
        &[
            "One goal, one promise, one question.",
            "Only why this is asked: “How many minutes did the last person in line wait?”",
            "Keep our promises",
            "In line under 15 minutes",
            "CS 1.2",
        ],
    );
    lacks(&up, &["Welcome everyone", "Was each person in line acknowledged"]);
    for (node, words) in [
        (format!("promise:{}", promised.promise), "In line under 15 minutes”"),
        (format!("service:{}", promised.service), "Help at the counter”"),
        (format!("process:{}", promised.process), "Counter service”"),
        (format!("clause:{}", clause(town, "1.2")), "CS 1.2 Waiting”"),
    ] {
        let page = text(town, Cast::Supervisor, &from(node)).await;
        has(&page, &["How many minutes did the last person in line wait?", words]);
    }
    let nothing = "01900000-0000-7000-8000-000000000000";
    let maria = town.as_(Cast::Supervisor);
    for bad in [format!("goal:{nothing}"), "goal".into(), "audit:1".into()] {
        assert_eq!(maria.get(&from(bad)).await.status, 404);
    }
}

async fn each_gap_is_listed_until_it_is_repaired(town: &Town) {
    let gap = async |kind: &str| text(town, Cast::Quality, &format!("/trace/gaps/{kind}")).await;
    // before anything: no services, no promises; every question has goal and clause
    for kind in [
        "services",
        "promises",
        "processes",
        "without-goal",
        "without-clause",
        "departments",
    ] {
        has(&gap(kind).await, &["Nothing is missing here."]);
    }
    let promised = promised(town, None);
    has(&gap("services").await, &["There is one.", "Help at the counter"]);
    has(&gap("promises").await, &["There is one.", "In line under 15 minutes"]);
    deliver(town, &promised).await;
    has(&gap("services").await, &["Nothing is missing here."]);
    let promise = promised.promise;
    town.write(move |conn| {
        Ok(diesel::update(charter_promises::table.find(promise))
            .set(charter_promises::measure.eq(Some(Localized::from("Minutes in line"))))
            .execute(conn)?)
    });
    has(&gap("promises").await, &["Nothing is missing here."]);

    let quinn = town.as_(Cast::Quality);
    quinn.submit(links::PROCESSES, &[("name", "Picnic permits")]).await.ok();
    has(&gap("processes").await, &["There is one.", "Picnic permits"]);

    // a version without goal and clause for one question, and one that has them again
    let source = include_str!("agency/counter.yaml");
    let bare = source
        .replacen("        clause: \"1.1\"\n", "", 1)
        .replacen("        goal: G1\n", "", 1);
    publish(town, &bare);
    has(
        &gap("without-goal").await,
        &["There is one.", "Was each person in line acknowledged"],
    );
    has(
        &gap("without-clause").await,
        &["There is one.", "Was each person in line acknowledged"],
    );
    has(&gap("clauses").await, &["There is one.", "CS 1.1 Seeing people"]);
    has(&gap("goals").await, &["Nothing is missing here."]);
    publish(town, &bare.replacen("        goal: G1\n", "        goal: G2\n", 1));
    has(&gap("goals").await, &["There is one.", "Welcome everyone"]);
    publish(town, source);
    for kind in ["goals", "without-goal", "without-clause", "clauses"] {
        has(&gap(kind).await, &["Nothing is missing here."]);
    }
    assert_eq!(town.as_(Cast::Quality).get("/trace/gaps/holes").await.status, 404);
}

fn publish(town: &Town, source: &str) {
    let (act, source) = (town.act(Some(Cast::Quality)), source.to_owned());
    town.write(move |conn| {
        let act = act.clone();
        let file = checklists::file::read("counter.yaml", &source).unwrap();
        let loaded = checklists::operations::load(conn, &act, &file, &source, "Tried.")?;
        checklists::operations::publish(conn, &act, loaded.version, "Tried.")
    });
}

async fn the_table_is_searched_and_filtered(town: &Town) {
    let promised = promised(town, Some("Minutes in line"));
    deliver(town, &promised).await;
    let table = async |query: &str| text(town, Cast::Supervisor, &format!("/trace/table?{query}")).await;
    has(&table("").await, &["3 questions, each with everything it hangs on."]);
    let waiting = table("q=minutes+did").await;
    has(
        &waiting,
        &["One question", "G2.1 In line under 15 minutes", "Help at the counter"],
    );
    lacks(&waiting, &["Was the document looked at"]);
    has(&table("q=nothing+like+it").await, &["Nothing found"]);
    // the two questions of G1 reach no objective
    let gaps = table("show=gaps").await;
    has(&gaps, &["2 questions", "missing"]);
    lacks(&gaps, &["How many minutes"]);
    let goal: GoalId = town.read(|conn| Ok(plumbline::mission::queries::ids_by_code(conn)?["G1"]));
    has(&table(&format!("goal={goal}")).await, &["2 questions"]);
    has(&table(&format!("process={}", promised.process)).await, &["3 questions"]);
    has(
        &table(&format!("from=question:{}", question(town, Question::WaitTime))).await,
        &["One question"],
    );
}

async fn the_file_has_every_row_and_no_formula(town: &Town) {
    let promised = promised(town, Some("Minutes in line"));
    let fields = [
        ("name", "=HYPERLINK(\"http://x\")"),
        ("revision", "1"),
        ("services", &promised.service.to_string()),
    ];
    let quinn = town.as_(Cast::Quality);
    quinn.submit(&links::process(promised.process), &fields).await.ok();
    let file = quinn.get("/trace.csv").await.ok();
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(file.header("content-disposition").unwrap().contains("trace.csv"));
    assert_snapshot!(file.body.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r###"
    Goal,Objective,Service,Promise,Process,Checklist,Question,Clause
    G1 Welcome everyone,,Help at the counter,In line under 15 minutes,"'=HYPERLINK(""http://x"")",Service at the counter,Was each person in line acknowledged within 3 minutes?,CS 1.1
    G2 Keep our promises,G2.1 In line under 15 minutes,Help at the counter,In line under 15 minutes,"'=HYPERLINK(""http://x"")",Service at the counter,How many minutes did the last person in line wait?,CS 1.2
    G1 Welcome everyone,,Help at the counter,In line under 15 minutes,"'=HYPERLINK(""http://x"")",Service at the counter,Was the document looked at before the record was shown?,CS 1.3
    "###);
    assert!(file.body.starts_with('\u{feff}'), "spreadsheets know UTF-8 by its mark");
    let one = quinn.get("/trace.csv?q=document").await.ok();
    assert_eq!(one.body.lines().count(), 2);
}

async fn a_clause_shows_its_questions_findings_and_conformance(town: &Town) {
    let address = links::clause(clause(town, "1.2"));
    let before = text(town, Cast::Manager, &address).await;
    has(
        &before,
        &[
            "CS 1.2 Waiting",
            "Edition 1, in force since",
            "Nobody waits longer than 15 minutes.",
            "How many minutes did the last person in line wait?",
            "No findings that you may see.",
            "No answers yet",
            "There is no other edition.",
        ],
    );
    town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person waited 22 minutes.",
    );
    town.finding(Place::OakStreet, Question::Identity, "The record was open.");
    let page = town.as_(Cast::Manager).get(&address).await.ok();
    has(&page.text(), &["NC-2026-00001", "See it in the list"]);
    lacks(&page.text(), &["NC-2026-00002"]);
    let list = text(
        town,
        Cast::Manager,
        &format!("/findings?tab=all&clause={}", clause(town, "1.2")),
    )
    .await;
    has(
        &list,
        &["NC-2026-00001", "Only where the question asked checks one clause."],
    );
    lacks(&list, &["NC-2026-00002"]);
    // up the manual
    has(
        &text(town, Cast::Clerk, &links::clause(clause(town, "1"))).await,
        &["CS 1 At the counter"],
    );
    let nothing = "/clauses/01900000-0000-7000-8000-000000000000";
    assert_eq!(town.as_(Cast::Clerk).get(nothing).await.status, 404);
    // what comes and what went
    let edition = |number: i32, from: &str, body: &str| {
        format!(
            "---\nmanual: CS\ntitle: Customer service manual\nedition: {number}\nin-force-from: {from}\n---\n{body}"
        )
    };
    let whole = include_str!("agency/manuals/cs.md").split_once("---\n# ").unwrap().1;
    load_manual(
        town,
        &edition(
            2,
            "2026-07-01",
            &format!("# {}", whole.replace("15 minutes", "10 minutes")),
        ),
    );
    has(
        &text(town, Cast::Clerk, &address).await,
        &[
            "This clause changes with edition 2 on Wednesday, July 1, 2026.",
            "Nobody waits longer than 10 minutes.",
        ],
    );
    load_manual(
        town,
        &edition(3, "2026-06-01", "# 1 At the counter {#counter}\nGreet.\n"),
    );
    has(
        &text(town, Cast::Clerk, &address).await,
        &["This clause is gone since edition 3."],
    );
}

fn load_manual(town: &Town, source: &str) {
    let (act, source) = (town.act(Some(Cast::Quality)), source.to_owned());
    town.write(move |conn| {
        let manual = plumbline::manuals::file::read("cs.md", &source).unwrap();
        let today = "2026-06-09".parse().unwrap();
        plumbline::manuals::operations::load(conn, &act.clone(), &manual, &source, today).map(drop)
    });
}

async fn a_strangers_findings_are_not_on_a_clause(town: &Town) {
    town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person waited 22 minutes.",
    );
    let address = links::clause(clause(town, "1.2"));
    let theo = text(town, Cast::Stranger, &address).await;
    has(
        &theo,
        &[
            "Nobody waits longer than 15 minutes.",
            "No findings that you may see.",
            "No answers yet",
        ],
    );
    lacks(&theo, &["NC-2026"]);
}
