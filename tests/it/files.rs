//! What leaves as a file: the answers as one flat file for analysts, and the lists as tables.

use crate::browser::{Answer, Browser};
use crate::numbers::process;
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use diesel::prelude::*;
use plumbline::audits::flat::{self, COLUMNS};
use plumbline::base::clock::Instant;
use plumbline::base::ids::AuditId;
use plumbline::base::links;
use plumbline::checklists;
use plumbline::figures::changes::model::Wanted;
use plumbline::figures::changes::operations::enter;
use plumbline::schema::audits;
use std::collections::HashMap;

on_both![
    answers_leave_as_one_flat_file,
    the_flat_file_holds_what_its_reader_answers_for,
    every_list_leaves_as_a_table,
    no_day_is_left_out_where_zones_differ,
];

/// An audit of today at an office, sent by a device: somebody waits too long, nobody was seen, and a card was asked for.
async fn sent(town: &Town, who: Cast, place: Place) -> AuditId {
    let (_, audits) = town.plan(1, &[place]);
    let (audit, browser) = (audits[0], town.as_(who));
    browser
        .submit(&format!("{}/start", links::audit(audit)), &[])
        .await
        .ok();
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    let id = |question: Question| codes[question.code()];
    let (seen, waited, proof) = (
        id(Question::Acknowledged),
        id(Question::WaitTime),
        id(Question::Identity),
    );
    let body = format!(
        r#"{{"answers":{{"{seen}":{{"outcome":"not_applicable"}},"{waited}":{{"value":22.5,"seen":"=Ana waited."}},
        "{proof}":{{"outcome":"conforms"}}}}}}"#
    );
    let address = format!("{}/submissions/{}", links::audit(audit), uuid::Uuid::now_v7());
    let answer = browser
        .script(Method::PUT, &address, &[("content-type", "application/json")], &body)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    audit
}

/// The rows of a file, by the names of its columns.
fn rows(file: &Answer) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(file.body.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The row in which a column says this.
fn row(file: &Answer, column: &str, says: &str) -> HashMap<String, String> {
    let found = rows(file).into_iter().find(|row| row[column] == says);
    found.unwrap_or_else(|| panic!("no {column} {says}: {}", file.body))
}

async fn answers_leave_as_one_flat_file(town: &Town) {
    sent(town, Cast::Supervisor, Place::OakStreet).await;
    let elena = town.as_(Cast::Director);
    let page = elena.get("/audits/answers").await.ok();
    for column in COLUMNS {
        assert!(page.body.contains(&format!("<code>{column}</code>")), "{column}");
    }
    let file = elena.get(&file_of(&page)).await.ok();
    assert_eq!(
        file.header("content-disposition"),
        Some(r#"attachment; filename="answers.csv""#)
    );
    let head = file.body.trim_start_matches('\u{feff}').lines().next().unwrap();
    assert_eq!(head, COLUMNS.join(","));
    assert_eq!(rows(&file).len(), 3);
    let waited = row(&file, "question", Question::WaitTime.code());
    for (column, says) in [
        ("date", "2026-06-09"),
        ("unit", Place::OakStreet.name()),
        ("layer", "1"),
        ("kind", "measure"),
        ("result", "nonconforming"),
        ("value", "22.5"),
        ("severity", "major"),
        ("findings", "NC-2026-00001"),
        ("finding_severity", "major"),
        ("repeat", "0"),
        ("late", "0"),
        ("from_paper", "0"),
        ("asked", "3"),
    ] {
        assert_eq!(waited[column], says, "{column}");
    }
    assert!(waited["unit_path"].ends_with(&format!(" > {}", Place::OakStreet.name())));
    let seen = row(&file, "question", Question::Acknowledged.code());
    assert_eq!(
        (seen["result"].as_str(), seen["findings"].as_str()),
        ("not_applicable", "")
    );
    assert!(
        !file.body.contains("Maria") && !file.body.contains("Ana waited"),
        "nobody is named"
    );
    let before = elena
        .get("/audits/answers.csv?from=2026-01-01&to=2026-06-08")
        .await
        .ok();
    assert_eq!(before.body.lines().count(), 1, "the head alone");
    let wrong = elena.get("/audits/answers?from=2026-06-09&to=2026-06-01").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("The last day comes before the first."));
    assert_eq!(elena.get("/audits/answers.csv?from=June").await.status, 422);
    let centuries = elena
        .get("/audits/answers.csv?from=1900-01-01&to=2199-12-31")
        .await
        .ok();
    assert_eq!(rows(&centuries).len(), 3);
    town.expects_waiting_mail();
}

/// Where the button leads.
/// The file of what stands in the form of its page.
fn file_of(page: &Answer) -> String {
    let form = reading::tags(&page.body, "form")
        .into_iter()
        .filter_map(|tag| reading::attribute(&tag, "action"))
        .find(|action| action == links::ANSWERS_FILE);
    let fields = reading::tags(&page.body, "input").into_iter().filter_map(|tag| {
        let name = reading::attribute(&tag, "name")?;
        let value = reading::attribute(&tag, "value")?;
        ["from", "to"]
            .contains(&name.as_str())
            .then(|| format!("{name}={value}"))
    });
    format!("{}?{}", form.unwrap(), fields.collect::<Vec<_>>().join("&"))
}

async fn no_day_is_left_out_where_zones_differ(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet, Place::Harbor]);
    let far = audits[0];
    // An office beyond the date line, where it is tomorrow already: its audit opens before that of today elsewhere.
    town.write(move |conn| {
        let opens: Instant = audits::table.find(far).select(audits::opens_at).first(conn)?;
        let moved = (
            audits::opens_at.eq(opens.plus_minutes(-60)),
            audits::local_date.eq("2026-06-10".parse::<NaiveDate>().unwrap()),
        );
        diesel::update(audits::table.find(far)).set(moved).execute(conn)?;
        Ok(())
    });
    let next = |day: &str| {
        let day = day.parse().unwrap();
        town.read(move |conn| Ok(flat::queries::next_day(conn, day)?.map(|day| day.to_string())))
    };
    assert_eq!(next("2026-01-01").as_deref(), Some("2026-06-09"));
    assert_eq!(next("2026-06-10").as_deref(), Some("2026-06-10"));
    assert_eq!(next("2030-01-01"), None);
    town.expects_waiting_mail();
}

async fn the_flat_file_holds_what_its_reader_answers_for(town: &Town) {
    let lines = async |browser: &Browser<'_>, filters: &str| {
        let file = browser.get(&format!("{}{filters}", links::ANSWERS_FILE)).await.ok();
        file.body.lines().count() - 1
    };
    sent(town, Cast::Supervisor, Place::OakStreet).await;
    sent(town, Cast::Stranger, Place::Riverside).await;
    assert_eq!(lines(&town.as_(Cast::Quality), "").await, 6);
    assert_eq!(lines(&town.as_(Cast::Administrator), "").await, 6);
    let (elena, riverside) = (town.as_(Cast::Director), town.unit(Place::Riverside));
    assert_eq!(lines(&elena, "").await, 3, "of another department");
    assert_eq!(
        lines(&elena, &format!("?unit={}", town.unit(Place::OakStreet))).await,
        3
    );
    for address in [links::ANSWERS, links::ANSWERS_FILE] {
        assert_eq!(elena.get(&format!("{address}?unit={riverside}")).await.status, 404);
        assert_eq!(town.as_(Cast::Supervisor).get(address).await.status, 403);
    }
    town.expects_waiting_mail();
}

async fn every_list_leaves_as_a_table(town: &Town) {
    sent(town, Cast::Supervisor, Place::OakStreet).await;
    town.as_nobody()
        .post("/password-reset", &[("email", &Cast::Clerk.email())])
        .await
        .ok();
    town.run_jobs().await;
    let act = town.act(Some(Cast::Quality));
    let change = Wanted {
        unit: town.unit(Place::MillValley),
        process: None,
        on: "2026-06-01".parse().unwrap(),
        what: "=New printers".into(),
        why: "The old ones jammed.".into(),
    };
    town.write(move |conn| enter(conn, &act.clone(), change.on, &change));
    let quinn = town.as_(Cast::Quality);
    let unit = town.unit(Place::MillValley).to_string();
    let meeting = [("unit", unit.as_str()), ("held_on", "2026-06-30")];
    quinn.follow(quinn.post(links::MEETINGS, &meeting).await).await.ok();
    let packet = [("unit", unit.as_str()), ("period", "this-month")];
    let packet = quinn.post(links::PACKETS, &packet).await.location().unwrap().to_owned();
    let other = format!("{packet}/table.csv");
    let (at_packet, health) = (format!("{packet}/table"), links::process_health(process(town)));
    let (pairs, questions) = (format!("{health}/pairs"), format!("{health}/questions"));
    for (who, list, file) in [
        (Cast::Director, "/audits", "/audits/export"),
        (Cast::Supervisor, "/day", "/day/export"),
        (Cast::Quality, "/planning", "/planning/export"),
        (Cast::Administrator, "/people", "/people/export"),
        (Cast::Administrator, "/outbox", "/outbox/export"),
        (Cast::Administrator, "/agency", "/agency/export"),
        (Cast::Supervisor, "/checklists", "/checklists/export"),
        (Cast::Quality, "/checklists/bank", "/checklists/bank/export"),
        (Cast::Clerk, "/processes", "/processes/export"),
        (Cast::Clerk, "/manuals", "/manuals/export"),
        (Cast::Clerk, "/trace/table", "/trace"),
        (Cast::Quality, "/figures/changes", "/figures/changes/export"),
        (Cast::Board, "/packets", "/packets/export"),
        (Cast::Board, "/packets/meetings", "/packets/meetings/export"),
        (Cast::Board, packet.as_str(), at_packet.as_str()),
        (Cast::Board, "/health?period=this-month", "/health/export"),
        (Cast::Board, &format!("{health}?period=this-month"), questions.as_str()),
    ] {
        let browser = town.as_(who);
        let page = browser.get(list).await.ok();
        for ending in ["xlsx", "csv"] {
            assert!(
                page.body.contains(&format!("{file}.{ending}")),
                "{list} links its {ending}"
            );
        }
        let query = list.split_once('?').map_or("", |(_, query)| query);
        let book = browser.get(&format!("{file}.xlsx?{query}")).await.ok();
        let file = browser.get(&format!("{file}.csv?{query}")).await.ok();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows = csv::Reader::from_reader(file.body.trim_start_matches('\u{feff}').as_bytes())
            .records()
            .count();
        assert_eq!(sheet.height(), rows + 1, "{list}");
        assert!(rows > 0, "{list}");
        assert!(
            !file
                .body
                .split([',', '\n'])
                .any(|cell| cell.trim_start_matches('"').starts_with('=')),
            "{list}: a formula"
        );
    }
    // No such table, no such kind of file, and nothing for whoever may not see the list.
    for (who, file, status) in [
        (Cast::Director, "/summary/people.csv", 404),
        (Cast::Director, "/summary/goals.pdf", 404),
        (Cast::Director, "/agency/export.csv", 403),
        (Cast::Clerk, "/checklists/export.csv", 403),
        (Cast::Manager, "/checklists/bank/export.xlsx", 403),
        (Cast::Clerk, "/day/export.csv", 403),
        (Cast::Manager, other.as_str(), 404),
        (Cast::Supervisor, pairs.as_str(), 403),
    ] {
        assert_eq!(town.as_(who).get(file).await.status, status, "{file}");
    }
    let parks = town.unit(Place::Parks);
    let day = town
        .as_(Cast::Supervisor)
        .get(&format!("/day/export.csv?unit={parks}"))
        .await;
    assert_eq!(day.status, 404, "an office of somebody else's");
    let elena = town.as_(Cast::Director);
    let summary = elena.get("/summary?period=this-month").await.ok();
    for table in [
        "goals",
        "layers",
        "weeks",
        "offices",
        "office-weeks",
        "questions",
        "months",
    ] {
        for ending in ["xlsx", "csv"] {
            let address = format!("/summary/{table}.{ending}?period=this-month");
            assert!(summary.body.contains(&address), "the summary links {address}");
        }
        let book = elena
            .get(&format!("/summary/{table}.xlsx?period=this-month"))
            .await
            .ok();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert!(sheet.height() > 1, "{table}");
    }
    let offices = elena.get("/summary/offices.csv?period=this-month").await.ok();
    let office = row(&offices, "Unit", Place::OakStreet.name());
    assert_eq!(
        (
            office["Nonconforming"].as_str(),
            office["First-time conformance, %"].as_str()
        ),
        ("1", "50.0")
    );
    let months = elena.get("/summary/months.csv?period=this-month").await.ok();
    let june = row(&months, "From", "2026-06-01");
    assert_eq!((june["To"].as_str(), june["Done"].as_str()), ("2026-06-09", "1"));
    let audits = elena.get("/audits/export.csv?state=submitted").await.ok();
    let audit = row(&audits, "Unit", Place::OakStreet.name());
    for (column, says) in [
        ("Conforming", "1"),
        ("Nonconforming", "1"),
        ("Not applicable", "1"),
        ("Findings", "1"),
    ] {
        assert_eq!(audit[column], says, "{column}");
    }
    let book = elena.get("/audits/export.xlsx").await.ok();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert!(
        matches!(sheet.get_value((1, 3)), Some(Data::DateTime(_))),
        "a date is a date"
    );
    assert_eq!(
        sheet.get_value((1, 10)),
        Some(&Data::Float(3.0)),
        "a number is a number"
    );
    assert_eq!(elena.get("/audits/export.csv?state=green").await.status, 422);
    let none = elena.get("/audits/export.csv?state=missed").await.ok();
    assert_eq!(none.body.lines().count(), 1);
    town.expects_waiting_mail();
}
