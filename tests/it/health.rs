//! Process health: what surely fails stands first, what is chance is no change, and nobody sees more than their units.

use crate::numbers::{counted, four_weeks, process};
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::links;

on_both![
    a_process_changes_only_by_more_than_chance,
    process_health_shows_nobody_more_than_their_units,
    the_tables_of_process_health_leave_as_files,
    two_layers_that_looked_at_the_same_are_compared,
    questions_that_tell_nothing_stand_out_for_quality_staff,
    a_process_of_many_offices_shows_all_of_them,
];

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

async fn a_process_changes_only_by_more_than_chance(town: &Town) {
    town.at("2026-06-09 11:30");
    let dana = town.as_(Cast::Manager);
    let list = async || dana.get("/health").await.ok().text();
    let text = list().await;
    assert!(text.contains("No process to show"), "{text}");

    // half a year of Wednesdays: 10 % fail in one week, 20 % in the next
    let usual: Vec<(chrono::NaiveDate, (usize, usize))> = (0..26)
        .map(|week| {
            let bad = if week % 2 == 0 { 2 } else { 4 };
            (day("2025-12-03") + chrono::Days::new(7 * week), (20 - bad, bad))
        })
        .collect();
    for (at, answers) in &usual[..8] {
        counted(town, 1, *at, *answers, false);
    }
    let text = list().await;
    assert!(text.contains("No process to show"), "nothing in this period: {text}");
    for (at, answers) in &usual[8..] {
        counted(town, 1, *at, *answers, false);
    }
    let text = list().await;
    assert!(text.contains("No change beyond chance"), "{text}");
    assert!(!text.contains("Getting"), "{text}");
    assert!(
        text.contains("84.6%") && text.contains("79.7% to 88.5%, of 260 answers"),
        "{text}"
    );

    // a bad week long ago is a signal on the chart, and no change now
    counted(town, 1, day("2026-03-25"), (0, 20), false);
    let text = list().await;
    assert!(text.contains("No change beyond chance"), "{text}");
    let page = dana.get(&links::process_health(process(town))).await.ok().text();
    assert!(page.contains("Worse: in the week of Mar 23, 2026"), "{page}");
    assert!(page.contains("No change beyond chance"), "{page}");

    // a bad week now is one; the one of March is taken back, or the weeks between would be a run below the mean
    counted(town, 1, day("2026-03-25"), (0, 20), true);
    counted(town, 1, day("2026-05-27"), (0, 20), false);
    let text = list().await;
    assert!(text.contains("Getting worse"), "{text}");

    counted(town, 1, day("2026-05-27"), (0, 20), true);
    for (at, answers) in usual {
        counted(town, 1, at, answers, true);
    }
}

async fn process_health_shows_nobody_more_than_their_units(town: &Town) {
    four_weeks(town).await;
    let address = links::process_health(process(town));
    let (licensing, parks) = (town.unit(Place::Licensing), town.unit(Place::Riverside));
    for who in [Cast::Supervisor, Cast::Clerk] {
        let browser = town.as_(who);
        assert_eq!(browser.get("/health").await.status, 403);
        assert_eq!(browser.get(&address).await.status, 403);
        assert_eq!(browser.get(&format!("{address}/units.csv")).await.status, 403);
    }
    let dana = town.as_(Cast::Manager);
    let own = dana.get(&address).await.ok().text();
    assert!(
        own.contains("Oak Street Office") && !own.contains("Riverside Park"),
        "{own}"
    );
    for hidden in ["/health", address.as_str(), &format!("{address}/units.csv")] {
        assert_eq!(
            dana.get(&format!("{hidden}?unit={parks}")).await.status,
            404,
            "{hidden}"
        );
        dana.get(&format!("{hidden}?unit={licensing}")).await.ok();
    }
    let unknown = links::process_health("01900000-0000-7000-8000-000000000000".parse().unwrap());
    assert_eq!(dana.get(&unknown).await.status, 404);
    assert_eq!(dana.get(&format!("{address}/people.csv")).await.status, 404);
    let all = town.as_(Cast::Quality).get(&address).await.ok().text();
    assert!(all.contains("Riverside Park"), "{all}");

    let nothing = dana.get("/health?q=no+such+thing").await.ok().text();
    assert!(nothing.contains("No process found"), "{nothing}");
    let found = dana.get("/health?q=COUNTER&period=last-month").await.ok();
    assert!(found.text().contains("Counter service"), "{}", found.text());
    let menu = crate::reading::tags(&found.body, "a");
    assert!(menu.iter().any(|tag| tag.contains("href=\"/health\"")), "{menu:?}");
}

async fn the_tables_of_process_health_leave_as_files(town: &Town) {
    four_weeks(town).await;
    let elena = town.as_(Cast::Director);
    let address = links::process_health(process(town));
    let mut told = Vec::new();
    for file in [
        "/health/export.csv".to_owned(),
        format!("{address}/layers.csv"),
        format!("{address}/units.csv"),
        format!("{address}/questions.csv"),
    ] {
        let sent = elena.get(&format!("{file}?period=last-month")).await.ok();
        told.push(sent.body.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    }
    assert_snapshot!(told.join("\n"), @r#"
    Process,Id,Answers,Conform at the first look,"Procedures followed, %","Range from, %","Range to, %",Audits expected,Audits done,Audits on time,Audits missed,"Audits done, %",Findings to do,Findings under way,Findings overdue,Found again,Change
    Counter service,counter-service,27,20,74.1,55.3,86.8,43,9,7,34,20.9,5,0,1,2,Too few weeks to tell

    Layer,Name of the layer,Answers,Conform at the first look,"Procedures followed, %","Range from, %","Range to, %",Audits expected,Audits done,Audits on time,Audits missed,"Audits done, %"
    1,Supervisors,21,16,76.2,54.9,89.4,28,7,6,21,25.0
    2,Managers,6,4,66.7,30.0,90.3,15,2,1,13,13.3
    3,Directors,0,0,,,,0,0,0,0,
    4,Board,0,0,,,,0,0,0,0,

    Office,Answers,Conform at the first look,"Procedures followed, %","Range from, %","Range to, %",Audits expected,Audits done,Audits on time,Audits missed,"Audits done, %",Findings to do,Findings under way,Findings overdue
    Oak Street Office,15,11,73.3,48.0,89.1,15,5,4,10,33.3,3,0,0
    Harbor Office,9,7,77.8,45.3,93.7,14,3,2,11,21.4,2,0,1
    Tax & Licensing,3,2,66.7,20.8,93.9,14,1,1,13,7.1,0,0,0

    Question,Id,Answers,Conform at the first look,"Procedures followed, %","Range from, %","Range to, %",Not applicable
    Was each person in line acknowledged within 3 minutes?,acknowledged,9,3,33.3,12.1,64.6,0
    Was the document looked at before the record was shown?,identity,9,8,88.9,56.5,98.0,0
    How many minutes did the last person in line wait?,wait-time,9,9,100.0,70.1,100.0,0
    "#);
    for file in ["/health/export.xlsx".to_owned(), format!("{address}/weeks.xlsx")] {
        let sent = elena.get(&file).await.ok();
        assert!(sent.header("content-disposition").unwrap().contains(".xlsx"));
    }
}

async fn two_layers_that_looked_at_the_same_are_compared(town: &Town) {
    four_weeks(town).await;
    let address = links::process_health(process(town));
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&format!("{address}?period=last-month")).await.ok();
    let links = crate::reading::tags(&page.body, "a");
    let mut links = links.iter().filter_map(|tag| crate::reading::attribute(tag, "href"));
    let pairs = links.find(|href| href.contains("/pairs?")).unwrap();
    let told = dana.get(&pairs).await.ok().text();
    let told = &told[told.find("Where two layers looked").unwrap()..];
    assert_snapshot!(told[..told.find("Two layers, one question").unwrap()].trim(), @r"
    Where two layers looked at the same question at the same office within 7 days, two people: how far do they agree beyond what chance would do? Where they do not, do an audit together and talk about what the question asks. The work itself may also have changed between the two looks.
    Agreement
    Layers
    Agreement
    Pairs
    Both say the same
    Only one found something
    Supervisors and Managers
    3 pairs are too few to say; it takes 30.
    3
    2 conform
    0 failed
    Supervisors: 0
    Managers: 1
    ");
    // The pairs themselves: each answer with its audit.
    let list = dana.get(&format!("{pairs}&saying=upper-only")).await.ok();
    assert_eq!(
        crate::numbers::rows(&dana, &format!("{pairs}&saying=upper-only")).await,
        1
    );
    assert_eq!(crate::numbers::rows(&dana, &pairs).await, 3);
    let audits: Vec<String> = crate::reading::tags(&list.body, "a")
        .iter()
        .filter_map(|tag| crate::reading::attribute(tag, "href"))
        .filter(|href| href.starts_with("/audits/0"))
        .collect();
    assert_eq!(audits.len(), 2, "{audits:?}");
    for audit in audits {
        dana.get(&audit).await.ok();
    }
    let none = dana.get(&format!("{pairs}&saying=both-fail")).await.ok().text();
    assert!(none.contains("No pair matches"), "{none}");
    for odd in ["saying=perhaps", "layers=low"] {
        assert_eq!(dana.get(&format!("{pairs}&{odd}")).await.status, 422, "{odd}");
    }
    let parks = town.unit(Place::Riverside);
    assert_eq!(dana.get(&format!("{pairs}&unit={parks}")).await.status, 404);
    let file = dana.get(&pairs.replace("/pairs?", "/pairs.csv?")).await.ok().body;
    assert_eq!(file.lines().count(), 4, "{file}");
    dana.get(&pairs.replace("/pairs?", "/pairs.xlsx?")).await.ok();
    let elsewhere = town.unit(Place::Harbor);
    let text = dana.get(&format!("{pairs}&unit={elsewhere}")).await.ok().text();
    assert!(
        text.contains("No pair of answers") && text.contains("No pair matches"),
        "{text}"
    );
}

async fn a_process_of_many_offices_shows_all_of_them(town: &Town) {
    let (act, top, of) = (
        town.act(Some(Cast::Administrator)),
        town.unit(Place::MillValley),
        process(town),
    );
    town.write(move |conn| {
        use plumbline::agency::model::UnitKind;
        use plumbline::{agency, figures};
        let act = act.clone();
        for n in 0..60 {
            let name = format!("Booth {n:02}");
            let unit = agency::operations::add_unit(conn, &act, Some(top), &name, UnitKind::Office, None, n)?;
            let place = figures::model::Place {
                unit,
                process: of,
                layer: 1,
                day: day("2026-05-06"),
            };
            figures::operations::count_audit(conn, &place, figures::model::AuditResult::Missed)?;
        }
        Ok(())
    });
    // an office without audits on these days, with something open
    town.finding(Place::OakStreet, Question::WaitTime, "30 minutes.");
    let quinn = town.as_(Cast::Quality);
    let mut next = Some(format!("{}?period=last-month", links::process_health(of)));
    let mut seen = std::collections::BTreeSet::new();
    let (mut pages, mut last) = (0, String::new());
    while let Some(address) = next.take() {
        let page = quinn.get(&address).await.ok();
        let text = page.text();
        let shown = &text[text.find("Office by office").unwrap()..];
        assert!(
            !last.contains("Oak Street Office"),
            "where only findings are open stands last: {last}"
        );
        last = shown.to_owned();
        seen.extend((0..60).filter(|n| shown.contains(&format!("Booth {n:02}"))));
        next = crate::reading::tags(&page.body, "a")
            .iter()
            .filter_map(|tag| crate::reading::attribute(tag, "href"))
            .find(|href| href.contains("units-after="));
        pages += 1;
    }
    assert_eq!((seen.len(), pages), (60, 2));
    let open = &last[last.find("Oak Street Office").unwrap()..];
    assert!(open.contains("1 to do"), "{open}");
    let file = format!("{}/units.csv?period=last-month", links::process_health(of));
    let file = quinn.get(&file).await.ok().body;
    assert_eq!(file.lines().count(), 62, "a heading, 60 booths and an office: {file}");
    // What was counted without an audit is taken back: figures are compared with the records at the end.
    let units: Vec<_> = town.read(|conn| Ok(plumbline::agency::queries::tree(conn)?));
    town.write(move |conn| {
        use plumbline::figures;
        for (_, unit) in units.iter().filter(|(_, unit)| unit.name.starts_with("Booth")) {
            let place = figures::model::Place {
                unit: unit.id,
                process: of,
                layer: 1,
                day: day("2026-05-06"),
            };
            figures::operations::uncount_audit(conn, &place, figures::model::AuditResult::Missed)?;
        }
        Ok(())
    });
}

async fn questions_that_tell_nothing_stand_out_for_quality_staff(town: &Town) {
    const ADDRESS: &str = "/questions/health";
    for who in [
        Cast::Manager,
        Cast::Director,
        Cast::Board,
        Cast::Administrator,
        Cast::Clerk,
    ] {
        assert_eq!(town.as_(who).get(ADDRESS).await.status, 403, "{}", who.first_name());
    }
    let quinn = town.as_(Cast::Quality);
    let new = quinn.get(ADDRESS).await.ok().text();
    assert!(
        new.contains("Every question does its work"),
        "a new checklist is left alone: {new}"
    );

    town.at("2026-10-01 09:00");
    let quinn = town.as_(Cast::Quality);
    counted(town, 1, day("2026-09-01"), (59, 0), false);
    let text = quinn.get(ADDRESS).await.ok().text();
    assert!(!text.contains("0 of 59"), "{text}");
    assert!(text.contains("No audit has asked it in the last 365 days."), "{text}");
    counted(town, 1, day("2026-09-02"), (1, 0), false);
    let page = quinn.get(&format!("{ADDRESS}?sign=never-failed")).await.ok();
    let text = page.text();
    assert!(
        text.contains("0 of 60 answers failed in a year: with 95% certainty at most 5.0% truly fail."),
        "{text}"
    );
    assert!(
        !text.contains("No audit has asked it in"),
        "the filter leaves one: {text}"
    );
    let edit = crate::reading::tags(&page.body, "a");
    let edit = edit.iter().find(|tag| tag.contains("#q-")).unwrap();
    quinn.get(&crate::reading::attribute(edit, "href").unwrap()).await.ok();

    // as many failures from the first day on
    counted(town, 1, day("2026-09-02"), (1, 0), true);
    counted(town, 1, day("2026-09-01"), (59, 0), true);
    counted(town, 1, day("2026-09-01"), (0, 10), false);
    let text = quinn.get(&format!("{ADDRESS}?sign=always-fails")).await.ok().text();
    assert!(
        text.contains("All 10 answers of a year failed: with 95% certainty at most 27.8% truly conform."),
        "{text}"
    );
    counted(town, 1, day("2026-09-01"), (0, 10), true);

    let nothing = quinn.get(&format!("{ADDRESS}?q=no+such+thing")).await.ok().text();
    assert!(nothing.contains("No question found"), "{nothing}");
    let odd = quinn.get(&format!("{ADDRESS}?sign=lost")).await;
    assert_eq!(odd.status, 422);
    let file = quinn.get("/questions/health/export.csv?sign=unaudited").await.ok().body;
    assert_eq!(file.lines().count(), 4, "a heading and three questions: {file}");
    quinn.get("/questions/health/export.xlsx").await.ok();

    town.at("2029-01-01 09:00");
    let quinn = town.as_(Cast::Quality);
    let old = quinn.get(&format!("{ADDRESS}?sign=stale")).await.ok().text();
    assert!(
        old.contains("Nobody has changed it or looked at it beside its clause since"),
        "{old}"
    );
}
