//! The queue of findings: what comes first, filters, views, handing over several, files.

use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use calamine::{Data, Reader, Xlsx};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::findings::queries;

on_both![
    what_is_sensitive_comes_first_then_what_is_due_first,
    the_pages_of_the_queue_show_each_finding_once,
    the_queue_is_filtered_by_what_people_ask_for,
    filters_are_kept_as_views_of_ones_own,
    several_findings_are_handed_over_after_a_look,
    what_changed_since_the_look_is_not_handed_over,
    everything_that_is_filtered_leaves_as_a_file,
    a_row_says_the_same_on_every_tab_and_marks_what_came_back_or_is_about_several_units,
    findings_are_filtered_by_where_their_cause_lies,
];

fn numbers(answer: &Answer) -> Vec<String> {
    let number = regex::Regex::new(r"NC-2026-\d{5}").unwrap();
    let mut found: Vec<String> = Vec::new();
    for row in reading::elements(&reading::main(&answer.body), "tr") {
        found.extend(number.find(&reading::text(&row)).map(|found| found.as_str().to_owned()));
    }
    found
}

async fn listed(browser: &Browser<'_>, filters: &str) -> String {
    let page = browser.get(&format!("/findings?{filters}")).await.ok();
    let short = |number: &String| number.rsplit('0').next().unwrap().to_owned();
    numbers(&page).iter().map(short).collect::<Vec<_>>().join(" ")
}

fn sensitive(town: &Town, id: FindingId) {
    town.write(move |conn| {
        use plumbline::schema::findings;
        let sensitive = findings::sensitive.eq(true);
        Ok(diesel::update(findings::table.find(id)).set(sensitive).execute(conn)?)
    });
}

/// 1: minor at Oak Street, 2: major at the harbor, 3: critical at Oak Street, 4: minor at the harbor and sensitive,
/// 5: corrected on the spot, 6: the same as 1, again.
fn scene(town: &Town) -> Vec<FindingId> {
    let found = vec![
        town.finding(Place::OakStreet, Question::Acknowledged, "Two people stood unseen."),
        town.raise(
            Cast::OtherSupervisor,
            Place::Harbor,
            Question::WaitTime,
            "=1+1 minutes.",
            None,
        ),
        town.finding(Place::OakStreet, Question::Identity, "No card was asked for."),
        town.raise(
            Cast::OtherSupervisor,
            Place::Harbor,
            Question::Acknowledged,
            "One person.",
            None,
        ),
        town.raise(
            Cast::Supervisor,
            Place::OakStreet,
            Question::WaitTime,
            "20 minutes.",
            Some("Opened a window."),
        ),
        town.finding(Place::OakStreet, Question::Acknowledged, "Again two people."),
    ];
    sensitive(town, found[3]);
    found
}

async fn what_is_sensitive_comes_first_then_what_is_due_first(town: &Town) {
    scene(town);
    let elena = town.as_(Cast::Director);
    let queue = listed(&elena, "").await;
    assert!(["4 3 2 1 6", "4 3 2 6 1"].contains(&queue.as_str()), "{queue}");
    town.expects_waiting_mail();
}

async fn the_pages_of_the_queue_show_each_finding_once(town: &Town) {
    let mut all = Vec::new();
    for n in 0..120 {
        all.push(town.finding(Place::OakStreet, Question::Acknowledged, &format!("Person {n}.")));
    }
    town.write(move |conn| {
        use plumbline::schema::findings;
        for (n, id) in all.iter().enumerate() {
            let due = queries::find(conn, *id)?.due_at.unwrap().plus_minutes((n % 7) as i64);
            let changed = (findings::sensitive.eq(n % 2 == 0), findings::due_at.eq(Some(due)));
            diesel::update(findings::table.find(*id)).set(changed).execute(conn)?;
        }
        Ok(())
    });
    let elena = town.as_(Cast::Director);
    let link = |page: &Answer, rel: &str| {
        let of_rel = |tag: &&String| reading::attribute(tag, "rel").as_deref() == Some(rel);
        let tag = reading::tags(&page.body, "a").into_iter().find(|tag| of_rel(&tag));
        tag.and_then(|tag| reading::attribute(&tag, "href"))
    };
    let first = elena.get("/findings").await.ok();
    let second = elena.get(&link(&first, "next").unwrap()).await.ok();
    let third = elena.get(&link(&second, "next").unwrap()).await.ok();
    assert_eq!(link(&third, "next"), None);
    let pages = [&first, &second, &third].map(numbers);
    assert_eq!([pages[0].len(), pages[1].len(), pages[2].len()], [50, 50, 20]);
    let mut once = pages.concat();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 120);
    let back = elena.get(&link(&third, "prev").unwrap()).await.ok();
    assert_eq!(numbers(&back), pages[1]);
    let top = elena.get(&link(&back, "prev").unwrap()).await.ok();
    assert_eq!((numbers(&top), link(&top, "prev")), (pages[0].clone(), None));
}

async fn the_queue_is_filtered_by_what_people_ask_for(town: &Town) {
    let found = scene(town);
    let nobody = found[5];
    let process = town.write(move |conn| {
        use plumbline::base::ids::PersonId;
        use plumbline::schema::findings;
        let owner = findings::owner_id.eq(None::<PersonId>);
        diesel::update(findings::table.find(nobody)).set(owner).execute(conn)?;
        Ok(queries::find(conn, nobody)?.process_id)
    });
    let elena = town.as_(Cast::Director);
    let ben = town.person(Cast::OtherSupervisor);
    let asked = [
        "severity=critical".to_owned(),
        "severity=minor&sensitive=false".into(),
        "sensitive=true".into(),
        "owner=nobody".into(),
        format!("owner={ben}"),
        "tab=all&kind=again".into(),
        "tab=all&kind=corrected".into(),
        format!("process={process}&severity=major"),
        format!("process={}", ben.0),
    ];
    let mut told = Vec::new();
    for filters in asked {
        let name = filters.split('=').next().unwrap().to_owned() + "=" + filters.rsplit('=').next().unwrap();
        let name = if name.len() > 30 {
            filters.split('=').next().unwrap().to_owned()
        } else {
            name
        };
        let mut found: Vec<String> = listed(&elena, &filters).await.split(' ').map(str::to_owned).collect();
        found.sort();
        told.push(format!("{name}: {}", found.join(" ")));
    }
    assert_snapshot!(told.join("\n"), @r"
    severity=critical: 3
    severity=false: 1 6
    sensitive=true: 4
    owner=nobody: 6
    owner: 2 4
    tab=again: 6
    tab=corrected: 5
    process=major: 2
    process:
    ");
    for wrong in ["severity=huge", "owner=x", "sensitive=perhaps", "process=1"] {
        let answer = elena.get(&format!("/findings?{wrong}")).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert_eq!(
            answer.error_summary(),
            "The address asks for something this list does not know. Choose again below."
        );
    }
    // What was chosen stands in the form, and the stages keep it.
    let page = elena.get("/findings?severity=critical&kind=opened").await.ok();
    assert!(page.body.contains(r#"<option value="critical" selected>"#));
    assert!(
        page.body
            .contains("/findings?tab=overdue&amp;severity=critical&amp;kind=opened")
    );
    town.expects_waiting_mail();
}

async fn filters_are_kept_as_views_of_ones_own(town: &Town) {
    scene(town);
    let (elena, dana) = (town.as_(Cast::Director), town.as_(Cast::Manager));
    let keep = |name: &'static str| [("query", "severity=critical&tab=decision&nonsense=1"), ("name", name)];
    let kept = elena.submit("/findings/views", &keep("Critical ones")).await.ok();
    assert_eq!(kept.flash(), "The view is kept. You find it above the queue.");
    assert_eq!(numbers(&kept).len(), 1);
    let link = r#"href="/findings?tab=decision&amp;severity=critical" aria-current="page">Critical ones"#;
    assert!(kept.body.contains(link), "{}", kept.body);
    assert!(!dana.get("/findings").await.ok().text().contains("Critical ones"));
    for (name, why) in [
        (
            "Critical ones",
            "Another view of yours has this name. Choose another one.",
        ),
        ("", "Give the view a name of at most 60 characters."),
    ] {
        let refused = elena.post("/findings/views", &keep(name)).await;
        assert_eq!((refused.status, refused.error_summary().as_str()), (422, why));
        assert!(refused.body.contains(r#"name="query" value="severity=critical"#));
    }
    let strange = [("query", "severity=huge"), ("name", "Strange")];
    assert_eq!(elena.post("/findings/views", &strange).await.status, 422);

    let page = elena.get("/findings/views").await.ok();
    let forms: Vec<String> = reading::tags(&page.body, "form")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "action"))
        .filter(|action| action.starts_with("/findings/views/"))
        .collect();
    let (rename, remove) = (&forms[0], &forms[1]);
    let long = "x".repeat(61);
    let refused = elena.post(rename, &[("name", &long)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&long), "what was typed is kept");
    let renamed = elena.submit(rename, &[("name", "At once")]).await.ok();
    assert_eq!(renamed.flash(), "The view has a new name.");
    for stranger in [rename, remove] {
        assert_eq!(dana.post(stranger, &[("name", "Mine")]).await.status, 404);
    }
    let removed = elena.submit(remove, &[]).await.ok();
    assert_snapshot!(format!("{}\n{}", removed.flash(), removed.text()), @r"
    The view is removed.
    The view is removed.
    Findings
    Your views
    A view is a set of filters with a name. It stands above the queue, and only you see it. You may keep up to 30.
    No views yet
    Choose filters in the queue, show them, and keep them under a name. You will find them here and above the queue.
    Go to the queue
    ");
    // There is an end to it.
    for n in 0..30 {
        let name = format!("View {n}");
        elena
            .submit("/findings/views", &[("query", "tab=all"), ("name", &name)])
            .await
            .ok();
    }
    let refused = elena.post("/findings/views", &keep("One more")).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"You have 30 views, which is as many as there may be. Remove one first.");
    town.expects_waiting_mail();
}

fn chosen(found: &[FindingId], of: &[usize]) -> Vec<(&'static str, String)> {
    of.iter().map(|n| ("finding", found[*n].to_string())).collect()
}

fn fields<'a>(pairs: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    pairs.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn address(pairs: &[(&'static str, String)]) -> String {
    format!("/findings/handing-over?{}", serde_urlencoded::to_string(pairs).unwrap())
}

fn owner(town: &Town, id: FindingId) -> Option<plumbline::base::ids::PersonId> {
    town.read(move |conn| Ok(queries::find(conn, id)?.owner_id))
}

async fn several_findings_are_handed_over_after_a_look(town: &Town) {
    let found = scene(town);
    let dana = town.as_(Cast::Manager);
    let jo = town.person(Cast::Clerk);
    let nothing = dana.get("/findings/handing-over").await;
    assert_eq!(
        dana.follow(nothing).await.ok().flash(),
        "Choose at least one finding in the list first."
    );
    let mut pairs = chosen(&found, &[0, 1, 2, 4]);
    let page = dana.get(&address(&pairs)).await.ok();
    assert!(page.text().contains("4 findings are chosen."));
    assert!(!page.can_post("/findings/handing-over"), "nobody is chosen yet");
    let blank = dana.get(&(address(&pairs) + "&owner=")).await;
    assert_eq!(
        (blank.status, blank.error_summary().as_str()),
        (422, "Choose a person who works here.")
    );
    pairs.push(("owner", jo.to_string()));
    let look = dana.get(&address(&pairs)).await.ok();
    assert_snapshot!(look.part("what"), @r"
    What will happen
    2 go to Jo Nakamura. Nothing is changed yet. 2 stay as they are.
    Hand over 2 findings Cancel
    ");
    let rows: Vec<String> = reading::elements(&reading::main(&look.body), "tr")
        .iter()
        .map(|row| reading::text(row).replace('\n', " · "))
        .collect();
    assert_snapshot!(rows.join("\n"), @r"
    Finding · Unit · Owner · What will happen
    Was each person in line acknowledged within 3 minutes? NC-2026-00001 · Oak Street Office · Maria Okafor · Goes to Jo Nakamura
    How many minutes did the last person in line wait? NC-2026-00002 · Harbor Office · Ben Ruiz · Stays: this person does not work at its unit or above it.
    Was the document looked at before the record was shown? NC-2026-00003 · Oak Street Office · Maria Okafor · Goes to Jo Nakamura
    How many minutes did the last person in line wait? NC-2026-00005 · Oak Street Office · Maria Okafor · Stays: it is closed.
    ");
    assert_eq!(
        owner(town, found[0]),
        Some(town.person(Cast::Supervisor)),
        "looking changes nothing"
    );

    // Wherever it ends, the queue comes back with its filters, and with nothing else that stood in the address.
    let filters = "tab=all&q=document";
    let queue = dana.get(&format!("/findings?{filters}")).await.ok();
    assert!(queue.body.contains("name=\"back\" value=\"tab=all&amp;q=document\""));
    let mut look = pairs.clone();
    look.push(("back", format!("{filters}&page=7&evil=//elsewhere.example")));
    let look = dana.get(&address(&look)).await.ok();
    let cancel = format!("href=\"/findings?{}\"", filters.replace('&', "&amp;"));
    assert_eq!(look.body.matches(&cancel).count(), 2, "back, and cancel");
    let mut ready = chosen(&found, &[0, 2]);
    ready.push(("owner", jo.to_string()));
    let mut sent = ready.clone();
    sent.push(("back", filters.to_owned()));
    let answer = dana.post("/findings/handing-over", &fields(&sent)).await;
    assert_eq!(answer.header("location"), Some("/findings?tab=all&q=document"));
    let done = dana.follow(answer).await.ok();
    assert_eq!(done.flash(), "2 findings are handed over.");
    assert_eq!([owner(town, found[0]), owner(town, found[2])], [Some(jo), Some(jo)]);
    town.run_jobs().await;
    let mut mails = town.new_mails();
    mails.retain(|mail| mail.subject.starts_with("Yours now"));
    mails.sort_by(|a, b| a.subject.cmp(&b.subject));
    assert_eq!(mails.len(), 2);
    assert_snapshot!(town.letter(&mails[0]), @r#"
    To: "Jo Nakamura" <jo@millvalley.example>
    Subject: Yours now: Was each person in line acknowledged within 3 minutes? (NC-2026-00001)

    Dana Whitfield handed a finding at Oak Street Office over to you. Please see to it.

    NC-2026-00001, Was each person in line acknowledged within 3 minutes?

    What was seen: Two people stood unseen.

    Where: Oak Street Office
    Due: Tuesday, July 7, 2026

    See what was done already, and what is next:
    http://plumbline.test/findings/…

    -- 
    You get this mail because the finding is yours now.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    let page = dana.get(&plumbline::base::links::finding(found[0])).await.ok();
    assert!(
        page.part("history")
            .contains("Dana Whitfield handed it over to Jo Nakamura"),
        "{}",
        page.part("history")
    );
    // Whoever does not see them does not learn that they are there.
    assert_eq!(town.as_(Cast::Stranger).get(&address(&pairs)).await.status, 404);
    // The other supervisor leads nothing and owns the second one only.
    let ben = town.as_(Cast::OtherSupervisor);
    assert_eq!(ben.post("/findings/handing-over", &fields(&ready)).await.status, 404);
}

async fn what_changed_since_the_look_is_not_handed_over(town: &Town) {
    let found = scene(town);
    let dana = town.as_(Cast::Manager);
    let maria = town.person(Cast::Supervisor);
    let mut pairs = chosen(&found, &[0, 4]);
    pairs.push(("owner", town.person(Cast::Clerk).to_string()));
    let refused = dana.post("/findings/handing-over", &fields(&pairs)).await;
    assert_eq!(refused.status, 409);
    assert_snapshot!(refused.error_summary(), @"Something changed while you were looking, so nothing was handed over. See below what would happen now.");
    assert!(
        refused.part("what").contains("One goes to Jo Nakamura"),
        "{}",
        refused.part("what")
    );
    assert_eq!(owner(town, found[0]), Some(maria), "all or none");
    town.expects_waiting_mail();
}

async fn everything_that_is_filtered_leaves_as_a_file(town: &Town) {
    scene(town);
    let elena = town.as_(Cast::Director);
    let file = elena.get("/findings/export.csv?tab=all&unit=mine").await.ok();
    assert_eq!(
        file.header("content-disposition"),
        Some(r#"attachment; filename="findings.csv""#)
    );
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    let id = regex::Regex::new(r"[0-9a-f]{8}-[0-9a-f-]{27}").unwrap();
    let told = id
        .replace_all(file.body.trim_start_matches('\u{feff}'), "…")
        .replace('\r', "");
    let mut lines: Vec<&str> = told.lines().collect();
    lines[1..].sort_unstable();
    let told = lines.join("\n");
    assert_snapshot!(told, @r#"
    Number,Finding,What was seen,Unit,Process,Layer,Severity,Sensitive,Stage,Repeat,Owner,Found,Found by,Due,Overdue,Closed,Outcome,Came from,Found in,Address
    NC-2026-00001,Was each person in line acknowledged within 3 minutes?,Two people stood unseen.,Oak Street Office,Counter service,1,Minor,No,To be contained,No,Maria Okafor,2026-06-09 09:00,Maria Okafor,2026-07-07,No,,,An audit,"Service at the counter, June 9, 2026",http://plumbline.test/findings/…
    NC-2026-00002,How many minutes did the last person in line wait?,'=1+1 minutes.,Harbor Office,Counter service,1,Major,No,To be contained,No,Ben Ruiz,2026-06-09 09:00,Ben Ruiz,2026-06-23,No,,,An audit,"Service at the counter, June 9, 2026",http://plumbline.test/findings/…
    NC-2026-00003,Was the document looked at before the record was shown?,No card was asked for.,Oak Street Office,Counter service,1,Critical,No,To be contained,No,Maria Okafor,2026-06-09 09:00,Maria Okafor,2026-06-11,No,,,An audit,"Service at the counter, June 9, 2026",http://plumbline.test/findings/…
    NC-2026-00004,Was each person in line acknowledged within 3 minutes?,One person.,Harbor Office,Counter service,1,Minor,Yes,To be contained,No,Ben Ruiz,2026-06-09 09:00,Ben Ruiz,2026-07-07,No,,,An audit,"Service at the counter, June 9, 2026",http://plumbline.test/findings/…
    NC-2026-00005,How many minutes did the last person in line wait?,20 minutes.,Oak Street Office,Counter service,1,Major,No,Closed,No,Maria Okafor,2026-06-09 09:00,Maria Okafor,,No,2026-06-09 09:00,Corrected on the spot,An audit,"Service at the counter, June 9, 2026",http://plumbline.test/findings/…
    NC-2026-00006,Was each person in line acknowledged within 3 minutes?,Again two people.,Oak Street Office,Counter service,1,Minor,No,To be contained,Yes,Maria Okafor,2026-06-09 09:00,Maria Okafor,2026-07-07,No,,,An audit,"Service at the counter, June 9, 2026",http://plumbline.test/findings/…
    "#);
    let book = elena.get("/findings/export.xlsx?severity=critical").await.ok();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(sheet.height(), 2, "the head and one finding");
    let cell = |n: u32| sheet.get_value((1, n)).unwrap();
    assert_eq!(cell(0), &Data::String("NC-2026-00003".into()));
    assert_eq!(cell(5), &Data::Float(1.0), "the layer is a number");
    let date = |n: u32| match cell(n) {
        Data::DateTime(at) => at.as_f64(),
        other => panic!("{other:?} is no date"),
    };
    assert_eq!([date(11), date(13)], [46182.375, 46184.0]);
    // Whoever sees less takes less away.
    let maria = town
        .as_(Cast::Supervisor)
        .get("/findings/export.csv?tab=all")
        .await
        .ok();
    assert_eq!(maria.body.lines().count(), 5);
    let refused = elena.get("/findings/export.csv?severity=huge").await;
    assert_eq!(refused.status, 422);
    town.expects_waiting_mail();
}

/// The row of a finding, in words.
async fn row(browser: &Browser<'_>, filters: &str, number: &str) -> String {
    let page = browser.get(&format!("/findings?{filters}")).await.ok();
    let rows = reading::elements(&reading::main(&page.body), "tr");
    let of_it = rows
        .iter()
        .map(|row| reading::text(row))
        .find(|row| row.contains(number));
    of_it.unwrap_or_default().replace('\n', " ")
}

/// Maria contains and explains her finding, and plans an action of Jo's.
async fn planned(town: &Town, id: FindingId) {
    let maria = town.as_(Cast::Supervisor);
    let jo = town.person(Cast::Clerk).to_string();
    let steps: [(&str, &[(&str, &str)]); 3] = [
        ("containment", &[("containment", "Opened another position.")]),
        (
            "cause",
            &[("root_cause", "No screen shows the wait."), ("category", "tools")],
        ),
        (
            "actions",
            &[
                ("action", "Put a screen up."),
                ("kind", "corrective"),
                ("owner", jo.as_str()),
                ("strength", "automatic"),
            ],
        ),
    ];
    for (part, fields) in steps {
        let address = format!("{}/{part}", links::finding(id));
        assert_eq!(maria.post(&address, fields).await.status, 303, "{part}");
    }
}

async fn a_row_says_the_same_on_every_tab_and_marks_what_came_back_or_is_about_several_units(town: &Town) {
    let oak = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let by_ben = Cast::OtherSupervisor;
    let harbor = town.raise(by_ben, Place::Harbor, Question::WaitTime, "30 minutes.", None);
    planned(town, oak).await;
    let dana = town.as_(Cast::Manager);
    for filters in ["tab=decision", "tab=all"] {
        let row = row(&dana, filters, "NC-2026-00001").await;
        assert!(row.contains("To decide"), "{filters}: {row}");
    }
    let page = links::finding(oak);
    let accepted = [("decision", "accepted")];
    dana.submit(&format!("{page}/decision"), &accepted).await.ok();
    for filters in ["tab=under-way", "tab=all"] {
        let row = row(&dana, filters, "NC-2026-00001").await;
        assert!(
            row.contains("Actions under way") && !row.contains("Reopened"),
            "{filters}: {row}"
        );
    }
    // Closed, and found again: it is open once more, and says so beside its number, in the queue and on its page.
    let action = town.read(move |conn| Ok(queries::actions(conn, oak)?[0].0.id));
    let finish = format!("{}/completion", links::action(action));
    town.as_(Cast::Clerk)
        .submit(&finish, &[("note", "It hangs.")])
        .await
        .ok();
    let closure = [
        ("verification", "Watched the line."),
        ("layered", "existing"),
        ("layered_note", "How many minutes did the last person in line wait?"),
    ];
    dana.submit(&format!("{page}/closure"), &closure).await.ok();
    assert!(!row(&dana, "tab=closed", "NC-2026-00001").await.contains("Reopened"));
    town.finding(Place::OakStreet, Question::WaitTime, "25 minutes.");
    assert!(row(&dana, "tab=all", "NC-2026-00001").await.contains("Reopened"));
    assert!(!row(&dana, "tab=all", "NC-2026-00003").await.contains("Reopened"));
    assert!(dana.get(&page).await.ok().text().contains("Reopened"));
    // The common one of several units is marked, too.
    let fresh = town.finding(Place::OakStreet, Question::Identity, "No document.");
    let other = town.raise(by_ben, Place::Harbor, Question::Identity, "None here.", None);
    let member = other.to_string();
    let common = [("member", member.as_str()), ("common", "Nobody asks at noon.")];
    let led = dana
        .submit(&format!("{}/group", links::finding(fresh)), &common)
        .await
        .ok();
    assert!(led.text().contains("Systemic"), "{}", led.text());
    assert!(row(&dana, "tab=all", "NC-2026-00006").await.contains("Systemic"));
    assert!(
        !row(&dana, "tab=all", "NC-2026-00002").await.contains("Systemic"),
        "{harbor}"
    );
    town.expects_waiting_mail();
}

async fn findings_are_filtered_by_where_their_cause_lies(town: &Town) {
    let oak = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    town.finding(Place::OakStreet, Question::Acknowledged, "Another one.");
    planned(town, oak).await;
    let quinn = town.as_(Cast::Quality);
    let settings = quinn.get("/findings/settings").await.ok();
    let link = "/findings?tab=all&amp;cause=tools";
    assert!(
        settings.body.contains(&format!(r#"href="{link}">1</a>"#)),
        "{}",
        settings.body
    );
    assert!(
        !settings.body.contains("cause=people\""),
        "nothing to show, nothing to follow"
    );
    assert_eq!(listed(&quinn, "tab=all&cause=tools").await, "1");
    assert_eq!(listed(&quinn, "tab=all&cause=people").await, "");
    let page = quinn.get("/findings?tab=all&cause=tools").await.ok();
    let chosen = r#"<option value="tools" selected>"#;
    assert!(page.body.contains(chosen), "{}", page.body);
    let file = quinn.get("/findings/export.csv?tab=all&cause=tools").await.ok();
    assert_eq!(file.body.lines().count(), 2, "a head and one row: {}", file.body);
    let view = [("query", "tab=all&cause=tools"), ("name", "Tools")];
    let kept = quinn.submit("/findings/views", &view).await.ok();
    assert_eq!(numbers(&kept), ["NC-2026-00001"]);
}
