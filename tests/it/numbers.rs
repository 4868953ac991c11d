//! Every number leads to what it counts, for everybody who sees it; the lists say what they show, and in whose time.

use crate::browser::Browser;
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::agency;
use plumbline::audits::model::Given;
use plumbline::audits::operations::{Sent, start, submit};
use plumbline::base::codes::Outcome;
use plumbline::base::ids::{AuditId, FindingId, PersonId, ProcessId, SubmissionId};
use plumbline::base::links;
use plumbline::base::recurrence::Recurrence;
use plumbline::base::zone::Zone;
use plumbline::checklists;
use plumbline::figures;
use plumbline::findings::model::{ActionKind, LayeredAnswer};
use plumbline::findings::operations::{self as repairing, NewAction};
use plumbline::planning;
use plumbline::planning::model::{HolidayPolicy, Timing, Wanted};
use plumbline::schema::{audits, findings, templates};
use regex::Regex;

on_both![
    every_number_of_the_boards_leads_to_what_it_counts,
    the_boards_charts_tell_change_from_chance,
    a_list_says_what_it_shows_and_what_it_does_not_understand,
    each_row_is_told_in_the_time_of_its_unit,
];

/// What was answered to "acknowledged" and to "identity"; the wait is always short.
pub type Answers = (Outcome, Outcome);

/// The audit of this layer at a place that began on a date.
pub fn audit(town: &Town, place: Place, layer: i32, date: &str) -> AuditId {
    let (unit, date) = (town.unit(place), date.parse::<chrono::NaiveDate>().unwrap());
    town.read(move |conn| {
        Ok(audits::table
            .filter(audits::unit_id.eq(unit).and(audits::layer.eq(layer)))
            .filter(audits::local_date.eq(date))
            .select(audits::id)
            .first(conn)?)
    })
}

/// Whoever it was given to does the audit now.
pub fn done(town: &Town, id: AuditId, answers: Answers) {
    begun(town, id);
    sent(town, id, answers);
}

fn assignee(town: &Town, id: AuditId) -> Option<PersonId> {
    town.read(move |conn| Ok(plumbline::audits::queries::find(conn, id)?.assignee_id))
}

/// Whoever it was given to starts the audit now.
pub fn begun(town: &Town, id: AuditId) {
    let act = town.app.act(assignee(town, id));
    town.write(move |conn| start(conn, &act.clone(), id));
}

/// Whoever it was given to sends the audit now.
pub fn sent(town: &Town, id: AuditId, (acknowledged, identity): Answers) {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    let given = |outcome| Given {
        outcome: Some(outcome),
        seen: "The line reached the door.".into(),
        done: "Opened another position.".into(),
        ..Given::default()
    };
    let wait = Given {
        value: Some(4.0),
        ..Given::default()
    };
    let sent = Sent {
        noted: Default::default(),
        id: SubmissionId(uuid::Uuid::now_v7()),
        body_hash: String::new(),
        device_at: None,
        answers: vec![
            (codes[Question::Acknowledged.code()], given(acknowledged)),
            (codes[Question::WaitTime.code()], wait),
            (codes[Question::Identity.code()], given(identity)),
        ],
    };
    let (act, post) = (town.app.act(assignee(town, id)), town.app.post.clone());
    town.write(move |conn| submit(conn, &act.clone(), &post, id, &sent));
}

pub fn raised(town: &Town, id: AuditId) -> FindingId {
    town.read(move |conn| {
        let origin = plumbline::base::ids::Origin::Audit(id);
        Ok(plumbline::findings::queries::of_origin(conn, origin)?[0].id)
    })
}

/// Repaired from containment to closing, at once.
pub fn repaired(town: &Town, id: FindingId) {
    let acts = [0; 5].map(|_| town.act(Some(Cast::Manager)));
    let (jo, done) = (town.person(Cast::Clerk), town.act(Some(Cast::Clerk)));
    town.write(move |conn| {
        repairing::contain(conn, &acts[0].clone(), id, "Opened another position.")?;
        let why = ["Nobody opened a second position.".to_owned()];
        repairing::find_cause(conn, &acts[1].clone(), id, "tools", &why, "No screen.")?;
        let new = NewAction {
            kind: ActionKind::Corrective,
            body: "Hang up a screen.".into(),
            owner_id: jo,
            due_on: None,
            strength: None,
            cost: None,
        };
        let action = repairing::plan_action(conn, &acts[2].clone(), id, &new)?;
        repairing::finish_action(conn, &done.clone(), action, "It hangs.")?;
        repairing::close(
            conn,
            &acts[3].clone(),
            id,
            "It hangs.",
            LayeredAnswer::Existing,
            "Question 1",
        )
    });
}

/// A plan for the last Friday of May, at closing time; its grace ends on a morning of June.
fn plan_for_the_last_evening_of_may(town: &Town) {
    let (act, unit, template_id) = (
        town.act(Some(Cast::Quality)),
        town.unit(Place::OakStreet),
        town.template,
    );
    let timing = Timing {
        recurrence: Recurrence::parse("FREQ=WEEKLY;BYDAY=FR").unwrap(),
        starts_on: "2026-05-29".parse().unwrap(),
        ends_on: Some("2026-05-29".parse().unwrap()),
        opens_minute: 16 * 60,
        due_minute: 17 * 60,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Skip,
    };
    let wanted = Wanted::plain("At closing time", template_id, 2, timing, vec![unit]);
    town.write(move |conn| planning::operations::create(conn, &act.clone(), &wanted));
}

/// Four weeks with everything in them: done, late, missed, corrected, repaired, overdue, dismissed, found again, found
/// in a month after the audit's, found at a unit that has others below it, and given to a manager of another department.
pub async fn four_weeks(town: &Town) {
    use Outcome::{Conforms as C, Corrected as K, Nonconforming as N};
    town.at("2026-05-12 07:00");
    town.plan(1, &[Place::OakStreet, Place::Harbor, Place::Riverside]);
    town.plan(2, &[Place::Licensing]);
    plan_for_the_last_evening_of_may(town);
    let morning = async |date: &str| {
        town.at(&format!("{date} 09:00"));
        town.run_jobs().await;
    };
    let does = |place, layer, date: &str, answers| {
        let id = audit(town, place, layer, date);
        done(town, id, answers);
        id
    };
    morning("2026-05-12").await;
    let first = does(Place::OakStreet, 1, "2026-05-12", (N, C));
    let parks = does(Place::Riverside, 1, "2026-05-12", (N, C));
    let (parks, dana) = (raised(town, parks), town.person(Cast::Manager));
    town.write(move |conn| Ok(plumbline::findings::queries::set_owner(conn, parks, dana)?));
    morning("2026-05-13").await;
    does(Place::OakStreet, 1, "2026-05-13", (N, C));
    does(Place::Harbor, 1, "2026-05-13", (K, C));
    morning("2026-05-14").await;
    repaired(town, raised(town, first));
    does(Place::Harbor, 1, "2026-05-14", (C, N));
    let above = does(Place::Licensing, 2, "2026-05-14", (N, C));
    morning("2026-05-15").await;
    let last = does(Place::OakStreet, 1, "2026-05-15", (N, C));
    let (last, act) = (raised(town, last), town.act(Some(Cast::Director)));
    town.write(move |conn| repairing::dismiss(conn, &act.clone(), last, "The line was ours, for the fire drill."));
    town.at("2026-05-15 17:30");
    does(Place::Harbor, 1, "2026-05-15", (C, C));
    morning("2026-05-29").await;
    does(Place::OakStreet, 1, "2026-05-29", (C, C));
    repaired(town, raised(town, above));
    town.at("2026-06-01 08:30");
    does(Place::OakStreet, 2, "2026-05-29", (N, C));
    morning("2026-06-01").await;
    does(Place::Harbor, 1, "2026-06-01", (K, C));
    morning("2026-06-08").await;
    does(Place::Harbor, 1, "2026-06-08", (K, N));
    does(Place::OakStreet, 1, "2026-06-08", (C, C));
    morning("2026-06-09").await;
    does(Place::Licensing, 2, "2026-06-09", (C, K));
    town.at("2026-06-09 18:30");
    town.run_jobs().await;
}

/// The process of the town's checklist.
pub fn process(town: &Town) -> ProcessId {
    let template = town.template;
    town.read(move |conn| Ok(checklists::queries::find(conn, template)?.process_id))
}

/// How many rows a list has on all its pages.
pub async fn rows(browser: &Browser<'_>, address: &str) -> i64 {
    let (mut next, mut count) = (Some(address.to_owned()), 0);
    while let Some(address) = next.take() {
        let page = browser.get(&address).await.ok();
        // the pairs of two layers stand below a table of layers
        let list = match address.split('?').next() {
            Some(path) if path.ends_with("/pairs") => {
                page.body.split_once("id=\"h-pairs\"").map_or("", |(_, list)| list)
            }
            _ => page.body.as_str(),
        };
        count += i64::try_from(list.matches("class=\"tbl__main\"").count()).unwrap();
        next = reading::tags(&page.body, "a")
            .iter()
            .filter_map(|tag| reading::attribute(tag, "href"))
            .find(|href| href.contains("after="));
    }
    count
}

/// The numbers of a page that are links to a list, with their addresses.
pub fn linked(body: &str) -> Vec<(i64, String)> {
    let main = reading::main(body);
    let number = |pattern: &str, text: &str| -> Option<i64> {
        let found = Regex::new(pattern).unwrap().captures(text)?;
        found[1].replace(',', "").parse().ok()
    };
    let mut found = Vec::new();
    for (tag, inside) in reading::tags(&main, "a").iter().zip(reading::elements(&main, "a")) {
        let href = reading::attribute(tag, "href").unwrap_or_default();
        let text = reading::text(&inside);
        let is_list = ["/audits?", "/findings?"].iter().any(|list| href.starts_with(list));
        let is_pairs = href.contains("/pairs?") && href.contains("layers=");
        if (is_list || is_pairs) && !text.contains('%') {
            found.push((number(r"([\d,]+)", &text).unwrap_or(0), href));
        }
    }
    // A share leads to what is below its line: the sentence beside it says how many that are.
    let whole = reading::text(&main);
    for figure in main.split("<div class=\"kpi\">").skip(1) {
        let figure = figure.split("</dl>").next().unwrap_or_default();
        let mut links = reading::tags(figure, "a").into_iter();
        let leads = |link: &String| reading::attribute(link, "href").is_some_and(|href| !href.starts_with('#'));
        let Some(link) = links.find(leads) else { continue };
        let said = reading::text(figure);
        let count = if said.starts_with("Procedures") {
            number(r"based on ([\d,]+) audit", &whole)
        } else {
            number(r"of ([\d,]+) (?:expected|due)", &said)
        };
        let href = reading::attribute(&link, "href").unwrap();
        found.push((count.unwrap_or_else(|| panic!("{said}")), href));
    }
    found
}

async fn every_number_of_the_boards_leads_to_what_it_counts(town: &Town) {
    four_weeks(town).await;
    let (department, process) = (town.unit(Place::Licensing), process(town));
    let mut pages = vec![
        "/today".to_owned(),
        "/day".to_owned(),
        "/day?date=2026-05-13".to_owned(),
    ];
    for period in ["this-month", "last-month", "3-months"] {
        pages.push(format!("/summary?period={period}"));
        pages.push(format!("/summary?period={period}&unit={department}"));
        let of_process = [links::process_health(process), links::process_pairs(process)];
        for health in [links::HEALTH.to_owned()].iter().chain(&of_process) {
            pages.push(format!("{health}?period={period}"));
            pages.push(format!("{health}?period={period}&unit={department}"));
        }
    }
    let mut wrong = Vec::new();
    let (mut followed, mut above_none) = (0, 0);
    for who in [
        Cast::Supervisor,
        Cast::Manager,
        Cast::Director,
        Cast::Board,
        Cast::Quality,
    ] {
        let browser = town.as_(who);
        for page in &pages {
            let shown = browser.get(page).await;
            if shown.status == 403 || shown.status == 404 {
                continue;
            }
            for (number, href) in linked(&shown.ok().body) {
                let listed = rows(&browser, &href).await;
                if listed != number {
                    wrong.push(format!(
                        "{} on {page}: {number} leads to {listed} rows at {href}",
                        who.first_name()
                    ));
                }
                followed += 1;
                above_none += i64::from(number > 0);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(
        followed > 100 && above_none > 90,
        "{followed} links, {above_none} with something behind them"
    );

    // A dark cell of the heat map is three clicks away from a finding.
    let elena = town.as_(Cast::Director);
    let summary = elena.get("/summary?period=this-month").await.ok();
    let cell = Regex::new(r#"<a href="(/findings\?[^"]*)"><title>([^<]*) failed</title>"#).unwrap();
    let cells: Vec<(String, String)> = cell
        .captures_iter(&summary.body)
        .map(|found| (found[1].replace("&amp;", "&"), found[2].to_owned()))
        .collect();
    assert!(cells.len() > 4, "{cells:?}");
    for (href, what) in &cells {
        assert!(rows(&elena, href).await > 0, "{what}: nothing at {href}");
    }
    let list = elena.get(&cells[0].0).await.ok();
    let finding = reading::tags(&list.body, "a")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "href"))
        .find(|href| Regex::new("^/findings/[0-9a-f-]{36}$").unwrap().is_match(href));
    elena.get(&finding.unwrap()).await.ok();

    // What the numbers of May are, so that all of them are not wrong alike.
    let elena = town.as_(Cast::Director);
    let may = elena.get("/summary?period=last-month").await.ok();
    let mut kinds: Vec<String> = linked(&may.body)
        .into_iter()
        .map(|(number, href)| {
            let href = Regex::new("(goal|question|unit)=(at-)?[0-9a-f-]{36}")
                .unwrap()
                .replace_all(&href, "$1=$2…")
                .into_owned();
            format!("{number} {href}")
        })
        .collect();
    kinds.sort();
    kinds.dedup();
    assert_snapshot!(kinds.join("\n"), @r"
    1 /audits?state=on_time&layer=2&from=2026-05-01&to=2026-05-31&unit=mine
    1 /findings?tab=all&origin=audit&question=…&from=2026-05-01&to=2026-05-31&unit=mine
    1 /findings?tab=overdue&goal=…&unit=mine
    1 /findings?tab=overdue&severity=critical&unit=mine
    13 /audits?state=missed&layer=2&from=2026-05-01&to=2026-05-31&unit=mine
    2 /audits?state=submitted&layer=2&from=2026-05-01&to=2026-05-31&unit=mine
    2 /findings?tab=all&by=closure&from=2026-05-01&to=2026-05-31&unit=mine
    2 /findings?tab=all&goal=…&kind=again&from=2026-05-01&to=2026-05-31&unit=mine
    2 /findings?tab=all&kind=again&question=…&from=2026-05-01&to=2026-05-31&unit=…
    2 /findings?tab=all&origin=audit&from=2026-05-01&to=2026-05-31&unit=…
    21 /audits?state=missed&layer=1&from=2026-05-01&to=2026-05-31&unit=mine
    4 /findings?tab=all&origin=audit&from=2026-05-01&to=2026-05-31&unit=…
    43 /audits?state=expected&from=2026-05-01&to=2026-05-31&unit=mine
    5 /findings?tab=decision&goal=…&unit=mine
    6 /audits?state=on_time&layer=1&from=2026-05-01&to=2026-05-31&unit=mine
    6 /findings?tab=all&origin=audit&question=…&from=2026-05-01&to=2026-05-31&unit=mine
    7 /audits?state=submitted&layer=1&from=2026-05-01&to=2026-05-31&unit=mine
    9 /audits?state=submitted&from=2026-05-01&to=2026-05-31&unit=mine
    ");
    // The finding of Riverside is Dana's, and in her list, but in no figure of hers.
    let dana = town.as_(Cast::Manager);
    let (all, own) = (
        rows(&dana, "/findings?tab=all").await,
        rows(&dana, "/findings?tab=all&unit=mine").await,
    );
    assert_eq!(all, own + 1);
}

/// Counts an audit and its answers to "acknowledged" at Oak Street on a day, or takes them back.
pub fn counted(town: &Town, layer: i32, day: chrono::NaiveDate, (good, bad): (usize, usize), back: bool) {
    let (unit, template) = (town.unit(Place::OakStreet), town.template);
    town.write(move |conn| {
        let place = figures::model::Place {
            unit,
            process: templates::table
                .find(template)
                .select(templates::process_id)
                .first(conn)?,
            layer,
            day,
        };
        let question = checklists::queries::identities(conn, template)?[Question::Acknowledged.code()];
        let mut answers = vec![(question, Outcome::Conforms); good];
        answers.extend(vec![(question, Outcome::Nonconforming); bad]);
        let audit = figures::model::AuditResult::Submitted { on_time: true };
        if back {
            figures::operations::uncount_audit(conn, &place, audit)?;
            return figures::operations::uncount_answers(conn, &place, &answers);
        }
        figures::operations::count_audit(conn, &place, audit)?;
        figures::operations::count_answers(conn, &place, &answers)
    });
}

async fn the_boards_charts_tell_change_from_chance(town: &Town) {
    town.at("2026-06-09 11:30");
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    // half a year of Wednesdays: 10 % fail in one week, 20 % in the next
    let usual: Vec<(chrono::NaiveDate, (usize, usize))> = (0..26)
        .map(|week| {
            let bad = if week % 2 == 0 { 2 } else { 4 };
            (day("2025-12-03") + chrono::Days::new(7 * week), (20 - bad, bad))
        })
        .collect();
    let samuel = town.as_(Cast::Board);
    let page = async || samuel.get("/summary").await.ok();
    for (at, answers) in &usual[..8] {
        counted(town, 1, *at, *answers, false);
    }
    let text = page().await.text();
    assert!(text.contains("Only 8 weeks have answers."), "{text}");
    for (at, answers) in &usual[8..] {
        counted(town, 1, *at, *answers, false);
    }
    let text = page().await.text();
    assert!(
        text.contains("No week stands out. On average 15% failed"),
        "differences by chance are no signal: {text}"
    );
    assert!(!text.contains("Worse:") && !text.contains("for now"), "{text}");

    counted(town, 1, day("2026-04-01"), (0, 20), false);
    let shown = page().await;
    let text = shown.text();
    assert!(text.contains("One signal is more than chance"), "{text}");
    assert!(
        text.contains("Worse: in the week of Mar 30, 2026 60% failed, above the"),
        "{text}"
    );
    assert!(
        shown.body.contains(
            "/findings?tab=all&amp;origin=audit&amp;from=2026-03-30&amp;to=2026-04-05&amp;unit=mine\">60%</a>"
        ),
        "the week's share leads to its findings"
    );
    assert!(
        text.contains("Outside the expected range: look for what happened"),
        "{text}"
    );
    let year = samuel.get("/summary?period=12-months").await.ok().text();
    assert!(
        year.contains("Mar 30, 2026 60% failed"),
        "what nobody answered before is left out: {year}"
    );

    // managers who find nothing where supervisors do
    counted(town, 2, day("2026-05-06"), (60, 0), false);
    let text = page().await.text();
    assert!(
        text.contains("found nothing in 60 answers; chance alone hardly does that."),
        "{text}"
    );
    assert!(
        text.contains("points less than") && text.contains("Nothing found in 60 answers."),
        "{text}"
    );

    counted(town, 2, day("2026-05-06"), (60, 0), true);
    counted(town, 1, day("2026-04-01"), (0, 20), true);
    for (at, answers) in usual {
        counted(town, 1, at, answers, true);
    }
}

async fn a_list_says_what_it_shows_and_what_it_does_not_understand(town: &Town) {
    four_weeks(town).await;
    let elena = town.as_(Cast::Director);
    let note = |page: &crate::browser::Answer| {
        reading::by_class(&page.body, "note").map_or_else(String::new, |note| reading::text(&note))
    };
    let mut told = Vec::new();
    for address in [
        "/audits?from=2026-05-13&to=2026-05-13",
        "/audits?from=2026-06-01&state=submitted",
        "/audits?to=2026-01-01",
        "/findings?tab=all&from=2026-05-12&to=2026-05-31",
        "/findings?tab=all&from=2026-05-01&to=2026-05-31&by=closure",
        "/findings?tab=all&kind=again&unit=mine",
    ] {
        let page = elena.get(address).await.ok();
        told.push(format!("{address}\n  {}", note(&page)));
    }
    let other = format!("/audits?unit={}", town.unit(Place::Riverside));
    told.push(format!("Riverside\n  {}", note(&elena.get(&other).await.ok())));
    assert_snapshot!(told.join("\n"), @r"
    /audits?from=2026-05-13&to=2026-05-13
      3 audits fit. Shown are audits that began on Wednesday, May 13, 2026. Clear filters
    /audits?from=2026-06-01&state=submitted
      4 audits fit. Shown are audits that began on Monday, June 1, 2026 or later. Clear filters
    /audits?to=2026-01-01
      No audit fits. Shown are audits that began on Thursday, January 1, 2026 or earlier. Clear filters
    /findings?tab=all&from=2026-05-12&to=2026-05-31
      Shown are findings of audits that began from Tuesday, May 12, 2026 to Sunday, May 31, 2026. Clear filters
    /findings?tab=all&from=2026-05-01&to=2026-05-31&by=closure
      Shown is what “Findings closed on time” counts from Friday, May 1, 2026 to Sunday, May 31, 2026: findings closed in these days, and those that were open past their due date at the end. Clear filters
    /findings?tab=all&kind=again&unit=mine
      Only what was found again within 90 days is shown, without dismissed findings. Clear filters
    Riverside
      No audit fits. Of this unit you see only what lies in your units or is yours. Clear filters
    ");
    let mut told = Vec::new();
    for address in [
        "/audits?from=yesterday",
        "/audits?from=2026-06-02&to=2026-06-01",
        "/audits?to=0001-01-01",
        "/audits?state=lost",
        "/findings?from=2026-02-30",
        "/findings?to=+262000-01-01",
        "/findings?by=closure&from=2026-05-01",
        "/findings?unit=the%20moon",
    ] {
        let page = elena.get(address).await;
        assert_eq!(page.status, 422, "{address}");
        told.push(format!("{address}\n  {}", page.error_summary()));
    }
    assert_snapshot!(told.join("\n"), @r"
    /audits?from=yesterday
      This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.
    /audits?from=2026-06-02&to=2026-06-01
      The last day comes before the first. Choose a later one.
    /audits?to=0001-01-01
      This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.
    /audits?state=lost
      The address asks for something this list does not know. Choose again below.
    /findings?from=2026-02-30
      This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.
    /findings?to=+262000-01-01
      This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.
    /findings?by=closure&from=2026-05-01
      Choose the first and the last day: what was closed on time can only be said of a period.
    /findings?unit=the%20moon
      The address asks for something this list does not know. Choose again below.
    ");
    // The next page keeps the days, and the stages do.
    let page = elena.get("/audits?from=2026-05-01&to=2026-06-09").await.ok();
    let links: Vec<String> = reading::tags(&page.body, "a")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "href"))
        .filter(|href| href.contains("after="))
        .collect();
    assert!(
        links.iter().all(|href| href.contains("from=2026-05-01&to=2026-06-09")),
        "{links:?}"
    );
    let page = elena
        .get("/findings?from=2026-05-01&to=2026-05-31&kind=opened")
        .await
        .ok();
    assert!(
        page.body
            .contains("tab=closed&amp;kind=opened&amp;from=2026-05-01&amp;to=2026-05-31")
    );
}

async fn each_row_is_told_in_the_time_of_its_unit(town: &Town) {
    let (act, harbor) = (town.act(Some(Cast::Administrator)), town.unit(Place::Harbor));
    town.write(move |conn| {
        let read = agency::queries::find(conn, harbor)?;
        let to = agency::operations::UnitChange {
            revision: read.revision,
            name: read.name.clone(),
            kind: read.kind,
            zone: Some(Zone::parse("America/Phoenix").unwrap()),
        };
        agency::operations::change_unit(conn, &act.clone(), harbor, &to)
    });
    town.at("2026-06-09 11:30");
    town.plan(1, &[Place::OakStreet, Place::Harbor]);
    for place in [Place::OakStreet, Place::Harbor] {
        let id = audit(town, place, 1, "2026-06-09");
        done(town, id, (Outcome::Nonconforming, Outcome::Conforms));
    }
    let elena = town.as_(Cast::Director);
    let times = Regex::new(r"(Oak Street|Harbor) Office.*\n?.*?((?:Today|Tue)[^\n]*?[AP]M(?: [A-Z]{3})?)").unwrap();
    let mut told = Vec::new();
    for address in ["/findings?tab=all", "/audits"] {
        let text = elena.get(address).await.ok().text();
        for found in times.captures_iter(&text) {
            told.push(format!("{address} {}: {}", &found[1], &found[2]));
        }
    }
    told.sort();
    assert_snapshot!(told.join("\n"), @r"
    /audits Harbor: Today, 5:00 PM MST
    /audits Oak Street: Today, 5:00 PM
    /findings?tab=all Harbor: Today, 9:30 AM MST
    /findings?tab=all Oak Street: Today, 11:30 AM
    ");
    let id = raised(town, audit(town, Place::Harbor, 1, "2026-06-09"));
    let page = elena.get(&plumbline::base::links::finding(id)).await.ok();
    assert!(page.text().contains("9:30 AM MST"), "{}", page.text());
    assert!(
        page.body.contains("datetime=\"2026-06-09T09:30:00-07:00\""),
        "{}",
        page.body
    );
    let found: i64 = town.read(|conn| Ok(findings::table.count().get_result(conn)?));
    assert_eq!(found, 2);
}
