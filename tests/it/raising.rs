//! Findings raised by hand, with and without a question, with and without a name.

use crate::browser::{Answer, Browser};
use crate::engines::Engine;
use crate::photos::jpeg;
use crate::tidy::repository;
use crate::town::{self, Cast, Place, Question, Town};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use futures_util::future::join_all;
use insta::assert_snapshot;
use plumbline::base::codes::OriginKind;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::checklists;
use plumbline::findings::model::{Finding, Resolution, WatchState};
use plumbline::findings::raising::MOST_UNNAMED;
use plumbline::findings::{evidence, queries};
use plumbline::people::model::Scope;
use plumbline::platform::db::Conn;
use plumbline::platform::history::{self, Record};
use plumbline::schema;
use std::fs;

on_both![
    whoever_works_here_raises_what_they_saw,
    what_is_missing_is_said_and_what_was_typed_stays,
    a_form_that_is_sent_twice_raises_one_finding,
    a_form_that_is_sent_several_times_at_once_raises_one_finding,
    about_a_question_it_is_compared_and_watched,
    without_a_question_nothing_watches_its_fix,
    what_was_put_right_is_closed_at_once,
    what_is_grave_is_told_at_once,
    a_finding_by_hand_is_in_no_figure_of_audits,
    without_a_name_only_where_the_agency_allows_it,
    findings_of_before_are_there_after_the_tables_changed,
];

mod unnamed {
    use super::*;

    #[test]
    fn without_a_name_nothing_joins_the_person_and_the_finding() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            town::run_with(
                engine,
                |settings| settings.unnamed_findings = true,
                super::without_a_name_nothing_joins_them,
            );
        }
    }
}

/// What a form sends.
struct Told {
    id: String,
    unit: String,
    process: String,
    fields: Vec<(&'static str, String)>,
}

impl Told {
    fn new(town: &Town, seen: &str) -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            unit: town.unit(Place::OakStreet).to_string(),
            process: process(town).to_string(),
            fields: vec![("seen", seen.to_owned()), ("severity", "major".to_owned())],
        }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.fields.retain(|(other, _)| *other != name);
        self.fields.push((name, value.to_owned()));
        self
    }

    fn finding(&self) -> FindingId {
        self.id.parse().unwrap()
    }

    async fn send(&self, browser: &Browser<'_>) -> Answer {
        self.send_with(browser, &[]).await
    }

    async fn send_with(&self, browser: &Browser<'_>, files: &[(&str, &str, &[u8])]) -> Answer {
        let mut fields = vec![
            ("id", self.id.as_str()),
            ("unit", &self.unit),
            ("process", &self.process),
        ];
        fields.extend(self.fields.iter().map(|(name, value)| (*name, value.as_str())));
        browser.post_files(links::FINDINGS, &fields, files).await
    }
}

fn process(town: &Town) -> ProcessId {
    let template = town.template;
    town.read(move |conn| Ok(checklists::queries::find(conn, template)?.process_id))
}

fn worded(town: &Town, question: Question) -> QuestionVersionId {
    let (version, template) = (town.version, town.template);
    town.read(move |conn| {
        let id = checklists::queries::identities(conn, template)?[question.code()];
        let all = checklists::queries::plain_questions(conn, version)?;
        Ok(all.into_iter().find(|one| one.question_id == id).unwrap().id)
    })
}

fn find(town: &Town, id: FindingId) -> Option<Finding> {
    town.read(move |conn| Ok(queries::find(conn, id).optional()?))
}

async fn whoever_works_here_raises_what_they_saw(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    assert!(jo.get("/today").await.ok().body.contains(r#"href="/findings/new""#));
    assert!(
        jo.get(links::FINDINGS)
            .await
            .ok()
            .body
            .contains(r#"href="/findings/new""#)
    );
    let first = jo.get(links::RAISE).await.ok();
    assert_snapshot!(first.text(), @r#"
    Findings
    Raise a finding
    You noticed that work is not done as it should be. Say what you saw, and somebody sees to it.
    Where did you see it?
    The units of your part of the agency: there you see what becomes of it.
    Which process is it about?
    The work that did not go as it should.
    Continue
    "#);
    let told = Told::new(town, "The ramp at the side door is blocked by boxes.");
    let second = jo
        .get(&format!("{}?unit={}&process={}", links::RAISE, told.unit, told.process))
        .await
        .ok();
    assert_snapshot!(second.text(), @r#"
    Findings
    Raise a finding
    You noticed that work is not done as it should be. Say what you saw, and somebody sees to it.
    Oak Street Office Counter service Change
    What did you see?
    Facts: what, when, how many. No names of staff or residents.
    How serious is it?
    CriticalDanger to people, money, law, or trust. To be closed in 2 working days.
    MajorA promise to customers was broken. To be closed in 10 working days.
    MinorA step was not done as written. To be closed in 20 working days.
    Is it about a question of the checklist? (optional)
    Then it is compared with what was found before, and the next audits watch whether the fix holds. It counts at least as serious as the question says.
    If it was put right on the spot: what was done? (optional)
    Then the finding is closed at once. Leave it empty if something is still to be done.
    It is sensitiveIt could soon harm people, property, or the reputation of the agency, or a council member or the media raised it. Directors are told at once.
    Photos or documents (optional)
    PDF, pictures, Word, Excel, or plain text, up to 10 MB each, and up to 20 files. Leave out what names residents.
    Raise the finding
    "#);
    let sent = told.send_with(&jo, &[("evidence", "ramp.jpg", &jpeg(40, 30))]).await;
    let page = jo.follow(sent).await.ok();
    assert_eq!(page.flash(), "NC-2026-00001 is raised. Thank you for telling.");
    assert_snapshot!(page.part("what"), @r#"
    What was found
    Raised by hand
    The ramp at the side door is blocked by boxes.
    "#);
    assert!(page.part("history").contains("Jo Nakamura"), "{}", page.part("history"));
    assert!(page.part("evidence-card").contains("ramp.jpg"));
    let finding = find(town, told.finding()).unwrap();
    assert_eq!(finding.owner_id, Some(town.person(Cast::Supervisor)));
    assert_eq!(
        (finding.question_id, finding.layer, finding.repeat_of),
        (None, None, None)
    );
    assert_eq!(finding.due_on.unwrap().to_string(), "2026-06-23", "ten working days");
    // It goes out with the others, and says where it came from.
    let dana = town.as_(Cast::Manager);
    let list = dana.get("/findings?origin=hand").await.ok();
    assert!(list.text().contains("NC-2026-00001"), "{}", list.text());
    assert!(
        !dana
            .get("/findings?origin=audit")
            .await
            .ok()
            .text()
            .contains("NC-2026-00001")
    );
    let file = dana.get("/findings/export.csv?tab=all").await.ok();
    assert!(file.body.contains("Raised by hand"), "{}", file.body);
    // Nobody raises anything where they have no part, or learns of units there.
    let theo = town.as_(Cast::Stranger);
    assert!(!theo.get(links::RAISE).await.ok().text().contains("Oak Street"));
    let elsewhere = Told::new(town, "Not mine.").send(&theo).await;
    assert_eq!(
        (elsewhere.status, elsewhere.error_summary().as_str()),
        (422, "Choose where you saw it.")
    );
    assert_eq!(theo.get(&links::finding(told.finding())).await.status, 404);
}

async fn what_is_missing_is_said_and_what_was_typed_stays(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let nothing = jo.get(&format!("{}?unit=&process=", links::RAISE)).await;
    assert_eq!(nothing.status, 422);
    assert_snapshot!(nothing.error_summary(), @r#"
    Choose where you saw it.
    Choose the process it is about.
    "#);
    let told = Told::new(town, "")
        .with("severity", "")
        .with("corrected", "Boxes carried away.");
    let told = told.with("question", &worded(town, Question::WaitTime).to_string());
    let again = told.send_with(&jo, &[("evidence", "run.exe", b"MZ\x90\0\x03")]).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @r#"
    Say what you saw.
    Choose how serious it is.
    "#);
    assert!(again.title().starts_with("Error:"), "{}", again.title());
    for kept in ["Boxes carried away.", &told.id, "Choose your files once more"] {
        assert!(again.body.contains(kept), "{kept}");
    }
    let worded = worded(town, Question::WaitTime);
    assert!(again.body.contains(&format!(r#"<option value="{worded}" selected>"#)));
    let right = Told::new(town, "The ramp is blocked.");
    let file = right.send_with(&jo, &[("evidence", "run.exe", b"MZ\x90\0\x03")]).await;
    assert_eq!(file.status, 422);
    assert!(
        file.error_summary().starts_with("run.exe is none of the kinds"),
        "{}",
        file.error_summary()
    );
    let gone = right.with("question", &uuid::Uuid::new_v4().to_string());
    assert_eq!(
        gone.send(&jo).await.error_summary(),
        "This question is not in the checklist any more. Choose another one, or none."
    );
    for odd in [
        ("id", "x"),
        ("unit", "x"),
        ("process", "x"),
        ("severity", "huge"),
        ("question", "x"),
    ] {
        let mut fields = vec![("seen", "Seen.")];
        fields.push(odd);
        assert_eq!(
            jo.post_files(links::FINDINGS, &fields, &[]).await.status,
            422,
            "{odd:?}"
        );
    }
    assert!(town.read(|conn| Ok(schema::findings::table.count().get_result::<i64>(conn)?)) == 0);
}

async fn a_form_that_is_sent_twice_raises_one_finding(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "The ramp is blocked.");
    let photo = jpeg(40, 30);
    for _ in 0..2 {
        let sent = told.send_with(&jo, &[("evidence", "ramp.jpg", &photo)]).await;
        let page = jo.follow(sent).await.ok();
        assert_eq!(page.flash(), "NC-2026-00001 is raised. Thank you for telling.");
    }
    let id = told.finding();
    assert_eq!(town.read(move |conn| evidence::list(conn, id)).len(), 1);
    let other = told.with("seen", "Something else.").send(&jo).await;
    assert_eq!(
        (other.status, other.error_summary().as_str()),
        (
            422,
            "This form was sent before with something else in it. Open the form anew to raise another finding."
        )
    );
    let next = Told::new(town, "A lamp is broken.");
    next.send(&jo).await;
    assert_eq!(find(town, next.finding()).unwrap().number, "NC-2026-00002", "no gap");
}

/// As a device does that lost the answers, and as two tabs do: on PostgreSQL each goes over a connection of its own.
async fn a_form_that_is_sent_several_times_at_once_raises_one_finding(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let (told, other) = (
        Told::new(town, "The ramp is blocked."),
        Told::new(town, "A lamp is broken."),
    );
    let photo = jpeg(40, 30);
    let files: [(&str, &str, &[u8]); 1] = [("evidence", "ramp.jpg", &photo)];
    let sent = join_all((0..8).map(|n| [&told, &other][n % 2].send_with(&jo, &files))).await;
    let statuses: Vec<u16> = sent.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [303; 8], "each of them is told that it is there");
    let all = [&told, &other].map(|told| find(town, told.finding()).unwrap());
    let mut numbers = all.clone().map(|finding| finding.number);
    numbers.sort();
    assert_eq!(numbers, ["NC-2026-00001", "NC-2026-00002"], "no gap");
    for finding in all {
        assert_eq!(town.read(move |conn| evidence::list(conn, finding.id)).len(), 1);
        let timeline = town.read(move |conn| Ok(history::timeline(conn, Record::of("finding", finding.id))?));
        let raised = timeline.iter().filter(|entry| entry.event == "finding-raised").count();
        assert_eq!(raised, 1);
    }
}

async fn about_a_question_it_is_compared_and_watched(town: &Town) {
    let before = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "25 minutes at noon.").with("severity", "minor");
    let told = told.with("question", &worded(town, Question::WaitTime).to_string());
    let sent = told.send(&jo).await;
    let page = jo.follow(sent).await.ok();
    let finding = find(town, told.finding()).unwrap();
    assert_eq!(finding.repeat_of, Some(before));
    let asked = find(town, before).unwrap();
    assert_eq!(finding.severity, asked.severity, "never less than the question says");
    assert_eq!((finding.question_id, &finding.title), (asked.question_id, &asked.title));
    assert!(
        page.part("earlier").contains("NC-2026-00001"),
        "{}",
        page.part("earlier")
    );
    close(town, told.finding()).await;
    let id = told.finding();
    let watch = move |town: &Town| town.read(move |conn| Ok(queries::watch_state(conn, id)?));
    assert_eq!(watch(town), Some(WatchState::Watching));
    town.conforms(Cast::Supervisor, Place::OakStreet, Question::WaitTime);
    // Raised again by hand, the fix did not hold: whoever has the old one is told.
    let again = Told::new(town, "30 minutes.").with("question", &worded(town, Question::WaitTime).to_string());
    again.send(&jo).await;
    assert_eq!(watch(town), Some(WatchState::Broken));
    assert!(!find(town, id).unwrap().state.is_closed());
    again.send(&jo).await;
    town.run_jobs().await;
    let mut mails = town.new_mails();
    mails.retain(|mail| mail.subject.starts_with("Open again"));
    assert_eq!(mails.len(), 1);
    assert_snapshot!(town.letter(&mails[0]), @r#"
    To: "Maria Okafor" <maria@millvalley.example>
    Subject: Open again: How many minutes did the last person in line wait? (NC-2026-00002)

    NC-2026-00002 was closed, and the same was found again at Oak Street Office: the fix did not hold. Please look for the cause once more.

    NC-2026-00002, How many minutes did the last person in line wait?

    What was seen: 30 minutes.

    Found again as: NC-2026-00003
    Where: Oak Street Office
    Due: Tuesday, June 23, 2026

    See what was done already, and what is next:
    http://plumbline.test/findings/…

    -- 
    You get this mail because the finding is yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
}

/// Takes a finding through its gates.
async fn close(town: &Town, id: FindingId) {
    let at = |part: &str| format!("{}/{part}", links::finding(id));
    let dana = town.as_(Cast::Manager);
    dana.submit(&at("containment"), &[("containment", "Moved away.")])
        .await
        .ok();
    let cause = [("root_cause", "Nobody owns the place."), ("category", "method")];
    dana.submit(&at("cause"), &cause).await.ok();
    let jo = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Mark the place."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("strength", "standardised"),
    ];
    dana.submit(&at("actions"), &action).await.ok();
    let action = town.read(move |conn| Ok(queries::actions(conn, id)?[0].0.id));
    let done = format!("{}/completion", links::action(action));
    town.as_(Cast::Clerk).submit(&done, &[("note", "Marked.")]).await.ok();
    let closure = [
        ("verification", "It is free."),
        ("layered", "no"),
        ("layered_note", "Marked."),
    ];
    dana.submit(&at("closure"), &closure).await.ok();
    assert!(find(town, id).unwrap().state.is_closed());
}

async fn without_a_question_nothing_watches_its_fix(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "The ramp is blocked.");
    told.send(&jo).await;
    // Said twice it is two findings: without a question they are not compared.
    let twice = Told::new(town, "The ramp is blocked.");
    twice.send(&jo).await;
    assert_eq!(find(town, twice.finding()).unwrap().repeat_of, None);
    let page = jo.get(&links::finding(told.finding())).await.ok();
    assert_eq!(
        page.part("earlier"),
        "Has it happened before?\nIt is about no question of a checklist, so it is compared with no other finding."
    );
    close(town, told.finding()).await;
    let id = told.finding();
    assert_eq!(town.read(move |conn| Ok(queries::watch_state(conn, id)?)), None);
    let page = jo.get(&links::finding(id)).await.ok();
    assert!(
        page.part("next")
            .contains("It is about no question of a checklist, so no audits watch whether the fix holds."),
        "{}",
        page.part("next")
    );
    // Whoever raised it sees what became of it.
    let today = jo.get("/today").await.ok().text();
    assert!(
        today.contains("Because you told us") && today.contains("you raised: The ramp is blocked."),
        "{today}"
    );
    // A question about it goes into the draft of the checklist.
    let page = town.as_(Cast::Director).get(&links::finding(id)).await.ok();
    assert!(page.part("history").contains("closed"), "{}", page.part("history"));
}

async fn what_was_put_right_is_closed_at_once(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "The ramp was blocked.").with("corrected", "Boxes carried away.");
    let page = told.send(&jo).await;
    let page = jo.follow(page).await.ok();
    let finding = find(town, told.finding()).unwrap();
    assert_eq!(finding.resolution, Some(Resolution::CorrectedOnTheSpot));
    assert!(
        page.part("next").contains("Boxes carried away."),
        "{}",
        page.part("next")
    );
}

async fn what_is_grave_is_told_at_once(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "Water runs into the fuse box.").with("severity", "critical");
    told.send(&jo).await;
    Told::new(town, "A council member called.")
        .with("sensitive", "1")
        .send(&jo)
        .await;
    Told::new(town, "A lamp is broken.").send(&jo).await;
    town.run_jobs().await;
    // The critical and the sensitive one, to those who lead there; all of them to whoever has them.
    for (who, mails) in [
        (Cast::Manager, 2),
        (Cast::Director, 2),
        (Cast::Supervisor, 3),
        (Cast::Clerk, 0),
    ] {
        let told = town.outbox();
        let told = told.iter().filter(|mail| mail.recipient.contains(&who.email()));
        assert_eq!(told.count(), mails, "{}", who.name());
    }
}

async fn a_finding_by_hand_is_in_no_figure_of_audits(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    Told::new(town, "The ramp is blocked.").send(&jo).await;
    // Without an answer of an audit there is nothing it could be a share of.
    assert!(town.read(|conn| Ok(schema::figure_answers::table.count().get_result::<i64>(conn)?)) == 0);
    let week = town.as_(Cast::Manager).get("/today").await.ok();
    assert!(!week.body.contains("origin=hand"));
    // It is late like any other, and counts in closure on time.
    town.at("2026-06-25 09:00");
    let dana = town.as_(Cast::Manager);
    let late = dana
        .get("/findings?tab=all&by=closure&from=2026-06-01&to=2026-06-25")
        .await
        .ok();
    assert!(late.text().contains("NC-2026-00001"), "{}", late.text());
}

async fn without_a_name_only_where_the_agency_allows_it(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "The ramp is blocked.").with("unnamed", "1");
    let form = jo
        .get(&format!("{}?unit={}&process={}", links::RAISE, told.unit, told.process))
        .await
        .ok();
    assert!(!form.text().contains("Do not say who raised it"));
    // Where it is not allowed the box cannot be there: whoever sends it all the same is asked, not named unawares.
    let refused = told.send(&jo).await;
    assert_eq!(
        (refused.status, refused.error_summary().as_str()),
        (
            422,
            "The agency does not take findings without a name. Send it again with your name, or not at all."
        )
    );
    assert!(find(town, told.finding()).is_none());
}

async fn without_a_name_nothing_joins_them(town: &Town) {
    town.at("2026-06-09 09:41");
    let jo = town.as_(Cast::Clerk);
    let told = Told::new(town, "The ramp is blocked.")
        .with("unnamed", "1")
        .with("severity", "critical");
    let form = jo
        .get(&format!("{}?unit={}&process={}", links::RAISE, told.unit, told.process))
        .await
        .ok();
    assert!(form.text().contains("Not kept: who you are."), "{}", form.text());
    let paper = told
        .send_with(&jo, &[("evidence", "report by jo.txt", b"By Jo.")])
        .await;
    assert_eq!(
        (paper.status, paper.error_summary().as_str()),
        (
            422,
            "Without a name only photos can be added: other files often tell who wrote them."
        )
    );
    assert!(
        paper.body.contains(r#"id="unnamed" name="unnamed" value="1" checked"#),
        "the tick is kept"
    );
    let sent = told
        .send_with(&jo, &[("evidence", "jo's photo.jpg", &jpeg(40, 30))])
        .await;
    assert_eq!(sent.location(), Some(links::FINDINGS));
    let page = jo.follow(sent).await.ok();
    assert_eq!(
        page.flash(),
        "NC-2026-00001 is raised without a name. Thank you for telling."
    );
    let (id, jo_id) = (told.finding(), town.person(Cast::Clerk));
    let finding = find(town, id).unwrap();
    assert_eq!((finding.found_by, finding.origin_kind), (None, OriginKind::Hand));
    assert_eq!(finding.found_at.0.timestamp() % 3_600, 0, "the full hour");
    let (timeline, files) = town.read(move |conn| {
        let timeline = history::timeline(conn, Record::of("finding", id))?;
        Ok((timeline, evidence::list(conn, id)?))
    });
    assert_eq!(timeline.len(), 2);
    for entry in &timeline {
        assert_eq!((entry.who, entry.at), (None, finding.found_at));
        assert!(!entry.facts.contains(&jo_id.to_string()), "{}", entry.facts);
    }
    let (file, by) = &files[0];
    assert_eq!(
        (
            file.name.as_str(),
            file.created_by,
            file.taken_at,
            file.created_at,
            by.as_str()
        ),
        ("photo.jpg", None, None, finding.found_at, "")
    );
    // The page, the mails and the files say nothing of Jo either.
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&links::finding(id)).await.ok();
    assert!(page.text().contains("raised without a name"), "{}", page.text());
    assert!(
        page.part("history").contains("Somebody without a name"),
        "{}",
        page.part("history")
    );
    assert!(!page.part("history").contains("Jo"), "{}", page.part("history"));
    town.run_jobs().await;
    let mails = town.new_mails();
    assert!(!mails.is_empty());
    for mail in &mails {
        assert!(!town.letter(mail).contains("Jo Nakamura"));
    }
    let file = dana.get("/findings/export.csv?tab=all").await.ok();
    assert!(!file.body.contains("Jo Nakamura"), "{}", file.body);
    // Nothing that is kept names Jo beside it: the count is under a key that says nothing.
    let counts: Vec<String> = town.read(|conn| {
        Ok(schema::sign_in_throttles::table
            .select(schema::sign_in_throttles::key)
            .filter(schema::sign_in_throttles::key.like("unnamed:%"))
            .load(conn)?)
    });
    assert!(
        counts.len() == 1 && !counts[0].contains(&jo_id.0.simple().to_string()),
        "{counts:?}"
    );
    // Jo sees it as everybody at the office does, and is not told what became of it.
    let mine = town.read(move |conn| Ok(queries::fixed_for(conn, jo_id, finding.found_at, 5)?));
    assert!(mine.is_empty());
    let nobodys = Scope {
        person: jo_id,
        units: Vec::new(),
        stands_for: Vec::new(),
        stands_at: Vec::new(),
    };
    assert!(
        town.read(move |conn| Ok(queries::find_visible(conn, &nobodys, id).optional()?))
            .is_none()
    );
    // Sent again it is there; others are taken until there are too many within the hour.
    assert_eq!(told.send(&jo).await.location(), Some(links::FINDINGS));
    for n in 1..MOST_UNNAMED {
        let told = Told::new(town, &format!("Lamp {n} is broken.")).with("unnamed", "1");
        assert_eq!(told.send(&jo).await.status, 303);
    }
    let many = Told::new(town, "One more.").with("unnamed", "1");
    let refused = many.send(&jo).await;
    assert_eq!(
        (refused.status, refused.error_summary().as_str()),
        (
            422,
            "Nobody raises more than 10 findings without a name in an hour. Wait a while, or give your name."
        )
    );
    assert_eq!(
        many.with("unnamed", "").send(&jo).await.status,
        303,
        "with the name it is taken"
    );
    let maria = Told::new(town, "Mine.")
        .with("unnamed", "1")
        .send(&town.as_(Cast::Supervisor))
        .await;
    assert_eq!(maria.status, 303, "everybody is counted alone");
    town.at("2026-06-09 10:05");
    let later = Told::new(town, "Later.")
        .with("unnamed", "1")
        .send(&town.as_(Cast::Clerk))
        .await;
    assert_eq!(later.status, 303);
}

async fn findings_of_before_are_there_after_the_tables_changed(town: &Town) {
    let id = town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    let repeat = town.finding(Place::OakStreet, Question::WaitTime, "24 minutes.");
    close(town, id).await;
    let all = |town: &Town| {
        town.read(|conn| {
            Ok((
                schema::findings::table
                    .order(schema::findings::number)
                    .select(Finding::as_select())
                    .load::<Finding>(conn)?,
                schema::corrective_actions::table.count().get_result::<i64>(conn)?,
                schema::watches::table.count().get_result::<i64>(conn)?,
            ))
        })
    };
    let before = all(town);
    assert_eq!(before.0[1].repeat_of, Some(id));
    let mut conn = Conn::open(town.app.settings.database_url.expose()).unwrap();
    let engine = if matches!(conn, Conn::Sqlite(_)) {
        "sqlite"
    } else {
        "postgres"
    };
    let run = |conn: &mut Conn, way: &str| {
        let file = format!("migrations/{engine}/0031_findings_by_hand/{way}.sql");
        conn.batch_execute(&fs::read_to_string(repository().join(file)).unwrap())
            .unwrap();
    };
    if engine == "sqlite" {
        conn.batch_execute("PRAGMA foreign_keys=OFF").unwrap();
    }
    // The table as the release before had it, with its rows; then brought up to date.
    run(&mut conn, "down");
    run(&mut conn, "up");
    if let Conn::Sqlite(conn) = &mut conn {
        let broken: Vec<Broken> = diesel::sql_query("SELECT \"table\" FROM pragma_foreign_key_check")
            .load(conn)
            .unwrap();
        assert!(broken.is_empty(), "{broken:?}");
        let indexes: Vec<Broken> = diesel::sql_query(
            "SELECT name AS \"table\" FROM sqlite_master WHERE type = 'index' AND tbl_name = 'findings' AND sql IS NOT NULL",
        )
        .load(conn)
        .unwrap();
        assert_eq!(indexes.len(), 6, "{indexes:?}");
    }
    assert_eq!(all(town), before);
    let told = Told::new(town, "The ramp is blocked.");
    told.send(&town.as_(Cast::Clerk)).await;
    assert_eq!(find(town, told.finding()).unwrap().question_id, None);
    assert!(find(town, repeat).is_some());
}

#[derive(Debug, QueryableByName)]
struct Broken {
    #[diesel(sql_type = diesel::sql_types::Text)]
    #[expect(dead_code, reason = "told when the test fails")]
    table: String,
}
