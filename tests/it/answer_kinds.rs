//! Choices, dates and words as answers; words with every answer; the sheet of paper and its code.

use crate::browser::{ADDRESS, Answer};
use crate::paper_code;
use crate::reading;
use crate::town::{Cast, Place, Town};
use actix_web::http::Method;
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::base::recurrence::Recurrence;
use plumbline::checklists::{self, file};
use plumbline::planning::model::{HolidayPolicy, Timing, Wanted};
use plumbline::planning::operations as planning;
use plumbline::schema;
use std::collections::BTreeMap;

on_both![
    every_kind_of_answer_is_given_by_form_and_told_in_words,
    every_kind_of_answer_is_saved_by_the_script_and_judged_by_the_server,
    what_is_missing_is_said_question_by_question,
    a_choice_saved_elsewhere_stands_beside_the_one_in_the_form,
    an_audit_in_which_everything_is_recorded_or_left_out_counts_nothing,
    the_code_on_a_sheet_leads_to_the_audit_it_was_printed_for,
    the_code_on_a_blank_sheet_leads_to_the_audit_of_the_day,
    a_sheet_is_for_a_layer_that_asks_something,
];

const QUESTIONS: [&str; 7] = ["doors", "checked", "valid", "weather", "since", "comments", "cash"];

/// Quinn brings the checklist in and publishes it; a plan asks it at these offices, each day from this minute on.
fn published(town: &Town, places: &[Place], opens_minute: i32) -> Vec<AuditId> {
    let (act, made, post) = (town.act(Some(Cast::Quality)), town.act(None), town.app.post.clone());
    let units: Vec<UnitId> = places.iter().map(|place| town.unit(*place)).collect();
    town.write(move |conn| {
        let act = act.clone();
        let source = include_str!("agency/kinds.yaml");
        let read = file::read("kinds.yaml", source).unwrap();
        let loaded = checklists::operations::load(conn, &act, &read, source, "All kinds.")?;
        if loaded.what == checklists::model::What::Draft {
            checklists::operations::publish(conn, &act, loaded.version, "All kinds.")?;
        }
        let today = "2026-06-09".parse().unwrap();
        let wanted = Wanted::plain(
            "Opening, every day",
            loaded.template,
            1,
            Timing {
                recurrence: Recurrence::parse("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR").unwrap(),
                starts_on: today,
                ends_on: None,
                opens_minute,
                due_minute: 17 * 60,
                grace_minutes: 60,
                holiday_policy: HolidayPolicy::Skip,
            },
            units.clone(),
        );
        let plan = planning::create(conn, &act, &wanted)?;
        planning::make_ahead(conn, &made.clone(), &post, plan, today)?;
        use schema::audits;
        Ok(audits::table
            .filter(audits::plan_id.eq(plan).and(audits::local_date.eq(today)))
            .order(audits::id)
            .select(audits::id)
            .load(conn)?)
    })
}

/// The ids of the questions by their ids in the file.
fn ids(town: &Town) -> BTreeMap<&'static str, QuestionId> {
    town.read(|conn| {
        let template = checklists::queries::find_by_code(conn, "kinds")?.unwrap();
        let all = checklists::queries::identities(conn, template.id)?;
        Ok(QUESTIONS.into_iter().map(|code| (code, all[code])).collect())
    })
}

/// The audit's page, started by Maria.
async fn started(town: &Town) -> (String, Answer) {
    let audit = links::audit(published(town, &[Place::OakStreet], 8 * 60)[0]);
    let page = town
        .as_(Cast::Supervisor)
        .submit(&format!("{audit}/start"), &[])
        .await
        .ok();
    (audit, page)
}

/// The fields of a form: `("given", "doors", "2")`.
fn fields(town: &Town, answers: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let ids = ids(town);
    let field = |(part, code, value): &(&str, &str, &str)| (format!("{part}-{}", ids[code]), (*value).to_owned());
    answers.iter().map(field).collect()
}

/// What stands in the checklist's form now, as a browser without scripts would send it, with these answers over it.
fn form_of(page: &Answer, answers: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = reading::tags(&page.body, "input")
        .iter()
        .filter(|tag| reading::attribute(tag, "type").as_deref() == Some("hidden"))
        .filter_map(|tag| {
            let name = reading::attribute(tag, "name").filter(|name| name != "csrf")?;
            Some((name, reading::attribute(tag, "value").unwrap_or_default()))
        })
        .collect();
    fields.extend(answers);
    fields
}

/// Everything as it should be.
const GOOD: [(&str, &str, &str); 8] = [
    ("given", "doors", "1"),
    ("given", "checked", "2025-06-09"),
    ("given", "valid", "2026-07-09"),
    ("given", "weather", "2"),
    ("given", "since", "2019-03-04"),
    ("given", "comments", "The printer\nis slow."),
    ("outcome", "cash", "conforms"),
    ("seen", "cash", "Maria and Jo."),
];

/// The same with other answers to some questions.
fn with(changed: &[(&'static str, &'static str, &'static str)]) -> Vec<(&'static str, &'static str, &'static str)> {
    let is_changed = |code: &str| changed.iter().any(|(_, own, _)| *own == code);
    let kept = GOOD.into_iter().filter(|(_, code, _)| !is_changed(code));
    kept.chain(changed.iter().copied()).collect()
}

async fn every_kind_of_answer_is_given_by_form_and_told_in_words(town: &Town) {
    let (audit, page) = started(town).await;
    let text = page.text();
    for words in [
        "Open",
        "Wedged",
        "Conforms: within the last 365 days.",
        "Conforms: at least 30 days ahead.",
        "It is recorded and counted in no figure.",
        "This question needs words with every answer, also when it conforms.",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    // Nothing is said of what the file leaves out.
    for empty in ["null", "Look for:\n", "Why it matters:"] {
        assert!(!text.contains(empty), "{empty} is in:\n{text}");
    }
    assert_eq!(
        text.matches("What to do now").count(),
        1,
        "one question has a reaction plan"
    );

    let maria = town.as_(Cast::Supervisor);
    let answers = with(&[
        ("given", "doors", "3"),
        ("seen", "doors", "A box stood in the door."),
        ("outcome", "doors", "corrected"),
        ("done", "doors", "Took it away."),
        ("given", "checked", "2025-06-08"),
        ("outcome", "checked", ""),
        ("seen", "checked", "The tag says so."),
    ]);
    let sent = maria
        .post_multipart(&format!("{audit}/submission"), &form_of(&page, fields(town, &answers)))
        .await;
    let receipt = maria.follow(sent).await.ok();
    assert_snapshot!(receipt.flash(), @"Thank you. 2 of 4 conform; 2 findings were raised: NC-2026-00001, NC-2026-00002.");
    assert_snapshot!(receipt.part("counts"), @r"
    How it counts
    First-time conformance: 2 of 4 (50.0%)
    Answers that conform, of all that could be judged. What was corrected on the spot counts as not conforming the first time.
    What nothing judges is recorded as it was given, and counted in no figure.
    2 conform
    1 nonconforming
    1 corrected on the spot
    3 recorded
    ");
    assert_snapshot!(receipt.part("answers"), @r"
    7 answers
    1
    How do the doors stand?
    Corrected on the spot
    Answer: Wedged
    A box stood in the door.
    Done on the spot: Took it away.
    This layer asks all of its questions.
    2
    When was the fire extinguisher checked last?
    Nonconforming
    Answer: Sunday, June 8, 2025 Conforms: within the last 365 days.
    The tag says so.
    This layer asks all of its questions.
    3
    Until when is the permit on the wall valid?
    Conforms
    Answer: Thursday, July 9, 2026 Conforms: at least 30 days ahead.
    This layer asks all of its questions.
    4
    How is the weather?
    Recorded
    Answer: Rain
    This layer asks all of its questions.
    5
    Since when does the office have this counter?
    Recorded
    Answer: Monday, March 4, 2019
    This layer asks all of its questions.
    6
    What else should the next shift know?
    Recorded
    The printer is slow.
    This layer asks all of its questions.
    7
    Was the cash counted by two people?
    Conforms
    Maria and Jo.
    This layer asks all of its questions.
    ");

    // What was given opens the finding's words.
    let findings: Vec<(FindingId, String)> = town.read(|conn| {
        use schema::findings;
        let all = findings::table.order(findings::number);
        Ok(all.select((findings::id, findings::seen)).load(conn)?)
    });
    assert_eq!(
        findings.iter().map(|(_, seen)| seen.as_str()).collect::<Vec<_>>(),
        ["Wedged. A box stood in the door.", "June 8, 2025. The tag says so."]
    );
    let finding = town.as_(Cast::Manager).get(&links::finding(findings[1].0)).await.ok();
    assert_snapshot!(finding.part("what"), @r"
    What was found
    Opening the office, Tuesday, June 9, 2026 When was the fire extinguisher checked last?
    Version 1 of the checklist
    June 8, 2025. The tag says so.
    ");
    // In the list: what could be judged.
    let list = town.as_(Cast::Manager).get("/audits").await.ok().text();
    assert!(list.contains("2 of 4 conform"), "{list}");
}

async fn every_kind_of_answer_is_saved_by_the_script_and_judged_by_the_server(town: &Town) {
    let (audit, _) = started(town).await;
    let (maria, ids) = (town.as_(Cast::Supervisor), ids(town));
    let json = [("content-type", "application/json")];
    for (code, body) in [
        ("doors", r#"{"given":"2","seen":"Nobody came to open."}"#),
        ("checked", r#"{"given":"2025-06-09"}"#),
        ("valid", r#"{"given":"2026-07-08","seen":"It ends."}"#),
        ("weather", r#"{"outcome":"nonconforming","given":"1"}"#),
        ("since", r#"{"outcome":"not_applicable"}"#),
        ("comments", r#"{"given":"  "}"#),
        ("cash", r#"{"outcome":"recorded"}"#),
    ] {
        let address = format!("{audit}/answers/{}", ids[code]);
        let saved = maria.script(Method::PUT, &address, &json, body).await;
        assert_eq!(saved.status, 200, "{code}: {}", saved.body);
    }
    // Nobody says of a plain question that it is only recorded, and blanks are no words.
    let page = maria.get(&audit).await.ok();
    assert!(page.text().contains("5 of 7"), "{}", page.text());
    let chosen = reading::tags(&page.body, "input")
        .into_iter()
        .filter(|tag| tag.contains(" checked") && tag.contains("given-"))
        .filter_map(|tag| reading::attribute(&tag, "value"))
        .collect::<Vec<_>>();
    assert_eq!(chosen, ["2", "1"]);
    assert!(page.body.contains("value=\"2026-07-08\""));

    let outcomes = town.read(move |conn| {
        let own = AuditId(uuid::Uuid::parse_str(audit.rsplit('/').next().unwrap()).unwrap());
        let answers = plumbline::audits::queries::answers(conn, own)?;
        let line = |code: &&str| {
            let answer = answers.iter().find(|answer| answer.question_id == ids[*code]).unwrap();
            let outcome = answer.outcome.map_or("nothing", |outcome| outcome.as_str());
            format!("{code}: {outcome}")
        };
        Ok(QUESTIONS.iter().map(line).collect::<Vec<_>>().join("\n"))
    });
    assert_snapshot!(outcomes, @r"
    doors: nonconforming
    checked: conforms
    valid: nonconforming
    weather: recorded
    since: not_applicable
    comments: nothing
    cash: nothing
    ");
}

async fn what_is_missing_is_said_question_by_question(town: &Town) {
    let (audit, page) = started(town).await;
    let maria = town.as_(Cast::Supervisor);
    let answers = [
        ("given", "doors", "2"),
        ("given", "checked", "next week"),
        ("given", "weather", "7"),
        ("outcome", "since", "not_applicable"),
        ("given", "comments", "  \n"),
        ("outcome", "cash", "conforms"),
    ];
    let form = form_of(&page, fields(town, &answers));
    let again = maria.post_multipart(&format!("{audit}/submission"), &form).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @r"
    Question 1: write down what you saw.
    Question 2: give an answer, or choose Not applicable.
    Question 3: give an answer, or choose Not applicable.
    Question 4: give an answer, or choose Not applicable.
    Question 6: give an answer, or choose Not applicable.
    Question 7: write down what you saw. This question needs words with every answer.
    ");
    // Each sentence leads to a field that is there, and what was chosen is still chosen.
    for tag in reading::tags(&again.body, "a") {
        let href = reading::attribute(&tag, "href").unwrap_or_default();
        if let Some(id) = href.strip_prefix('#').filter(|id| id.contains('-')) {
            assert!(again.body.contains(&format!("id=\"{id}\"")), "{id} is nowhere");
        }
    }
    let doors = ids(town)["doors"];
    let chosen = reading::tags(&again.body, "input")
        .into_iter()
        .find(|tag| tag.contains(&format!("name=\"given-{doors}\"")) && tag.contains("value=\"2\""));
    assert!(chosen.is_some_and(|tag| tag.contains(" checked")));
    assert_eq!(finding_count(town), 0);
}

fn finding_count(town: &Town) -> i64 {
    town.read(|conn| Ok(schema::findings::table.count().get_result(conn)?))
}

async fn a_choice_saved_elsewhere_stands_beside_the_one_in_the_form(town: &Town) {
    let (audit, page) = started(town).await;
    let (maria, ids) = (town.as_(Cast::Supervisor), ids(town));
    town.at("2026-06-09 09:10");
    let json = [("content-type", "application/json")];
    for (code, body) in [
        ("doors", r#"{"given":"3","seen":"A box."}"#),
        ("checked", r#"{"given":"2026-01-05"}"#),
    ] {
        let address = format!("{audit}/answers/{}", ids[code]);
        assert_eq!(maria.script(Method::PUT, &address, &json, body).await.status, 200);
    }
    town.at("2026-06-09 09:20");
    let sending = format!("{audit}/submission");
    let asked = maria
        .post_multipart(&sending, &form_of(&page, fields(town, &GOOD)))
        .await;
    assert_eq!(asked.status, 422);
    assert_eq!(asked.error_summary().lines().count(), 2, "{}", asked.error_summary());
    let text = asked.text();
    for words in ["Answer: Wedged", "Answer: Monday, January 5, 2026", "A box."] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    let mut answers = fields(town, &GOOD);
    answers.extend(fields(town, &[("keep", "doors", "saved"), ("keep", "checked", "mine")]));
    let sent = maria.post_multipart(&sending, &form_of(&asked, answers)).await;
    let receipt = maria.follow(sent).await.ok();
    let told = receipt.part("answers");
    assert!(
        told.contains("Answer: Wedged") && told.contains("Answer: Monday, June 9, 2025"),
        "{told}"
    );
}

async fn an_audit_in_which_everything_is_recorded_or_left_out_counts_nothing(town: &Town) {
    let (audit, page) = started(town).await;
    let maria = town.as_(Cast::Supervisor);
    let answers = with(&[
        ("given", "doors", "not_applicable"),
        ("outcome", "doors", "corrected"),
        ("outcome", "checked", "not_applicable"),
        ("given", "valid", "2020-01-01"),
        ("outcome", "valid", "not_applicable"),
        ("outcome", "cash", "not_applicable"),
    ]);
    let form = form_of(&page, fields(town, &answers));
    let sent = maria.post_multipart(&format!("{audit}/submission"), &form).await;
    let receipt = maria.follow(sent).await.ok();
    assert_snapshot!(receipt.flash(), @"Thank you. Nothing could be judged; nothing was found.");
    assert_snapshot!(receipt.part("counts"), @r"
    How it counts
    What nothing judges is recorded as it was given, and counted in no figure.
    4 not applicable
    3 recorded
    ");
    assert_eq!(finding_count(town), 0);
    let counted: i64 = town.read(|conn| {
        use schema::figure_answers;
        Ok(figure_answers::table
            .filter(figure_answers::conforms.gt(0))
            .count()
            .get_result(conn)?)
    });
    assert_eq!(counted, 0);
}

/// The address in the code of a sheet, as a camera reads it, and the one that is printed below.
fn codes(sheet: &Answer) -> (String, String) {
    let printed = reading::part(&sheet.body, "paper-address").unwrap_or_default();
    (paper_code::read(&sheet.body), reading::text(&printed))
}

async fn the_code_on_a_sheet_leads_to_the_audit_it_was_printed_for(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let audit = links::audit(audits[0]);
    let maria = town.as_(Cast::Supervisor);
    let begin = maria.get(&audit).await.ok();
    let link = reading::tags(&begin.body, "a")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "href"))
        .find(|href| href.contains("/paper"))
        .expect("a link to the sheet");
    let sheet = maria.get(&link).await.ok();
    let (read, printed) = codes(&sheet);
    assert_eq!(read, format!("{ADDRESS}{audit}"));
    assert_eq!(format!("http://{printed}"), read);
    let text = sheet.text();
    for words in [
        "Oak Street Office",
        "Tuesday, June 9, 2026",
        "Maria Okafor",
        "How many minutes",
        "Critical",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    // Whoever does not see the audit does not see its sheet; nor is it a sheet of another version.
    assert_eq!(town.as_(Cast::Stranger).get(&link).await.status, 404);
    let other = published(town, &[Place::OakStreet], 8 * 60)[0];
    let wrong = format!("{}?audit={other}", link.split('?').next().unwrap());
    assert_eq!(maria.get(&wrong).await.status, 404);
    assert_eq!(maria.get(&link.replace("audit=", "audit=x")).await.status, 404);
}

async fn the_code_on_a_blank_sheet_leads_to_the_audit_of_the_day(town: &Town) {
    let audits = published(town, &[Place::OakStreet, Place::Harbor], 8 * 60);
    let kinds = town.read(|conn| Ok(checklists::queries::find_by_code(conn, "kinds")?.unwrap().id));
    let sheet = links::paper(kinds, 1);
    let quinn = town.as_(Cast::Quality).get(&sheet).await.ok();
    assert_snapshot!(quinn.part("paper-address"), @"plumbline.test/audits/matching?template=kinds&layer=1");
    let (code, _) = codes(&quinn);
    assert_eq!(code, format!("{ADDRESS}{}", links::matching("kinds", 1)));
    let text = quinn.text();
    for words in [
        "Closed (nonconforming)",
        "Conforms: within the last 365 days.",
        "Rain",
        "This question needs words",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert!(
        !text.contains("Rain (nonconforming)") && !text.contains("null"),
        "{text}"
    );

    // Each supervisor comes to the own audit; the manager sees which there are; a stranger is told in a sentence.
    let own = town.read(move |conn| {
        use schema::audits;
        let all = audits::table.filter(audits::id.eq_any(audits));
        Ok(all
            .select((audits::unit_id, audits::id))
            .load::<(UnitId, AuditId)>(conn)?)
    });
    for (who, place) in [
        (Cast::Supervisor, Place::OakStreet),
        (Cast::OtherSupervisor, Place::Harbor),
    ] {
        let (_, audit) = own.iter().find(|(unit, _)| *unit == town.unit(place)).unwrap();
        let answer = town.as_(who).get(&code).await;
        assert_eq!(answer.location(), Some(links::audit(*audit).as_str()), "{who:?}");
    }
    let dana = town.as_(Cast::Manager).get(&code).await.ok();
    let text = dana.text();
    assert!(
        text.contains("None of today's audits of this checklist is yours."),
        "{text}"
    );
    assert!(
        text.contains("Oak Street Office") && text.contains("Harbor Office"),
        "{text}"
    );
    let theo = town.as_(Cast::Stranger).get(&code).await.ok();
    assert!(
        theo.text()
            .contains("No audit of this checklist is open for you today."),
        "{}",
        theo.text()
    );
    assert_eq!(town.as_nobody().get(&code).await.status, 303, "sign in first");

    // A second one at the same office that opens later: the open one still wins, then there is a choice.
    let later = published(town, &[Place::OakStreet], 13 * 60)[0];
    let maria = town.as_(Cast::Supervisor).get(&code).await;
    assert_ne!(maria.location(), Some(links::audit(later).as_str()));
    assert_eq!(maria.status, 303);
    town.at("2026-06-09 13:30");
    let both = town.as_(Cast::Supervisor).get(&code).await.ok();
    assert!(
        both.text().contains("These audits of the checklist are yours today."),
        "{}",
        both.text()
    );
    assert!(both.body.contains(&links::audit(later)));

    // Another layer, another checklist, half an address.
    let maria = town.as_(Cast::Supervisor);
    let none = maria.get(&links::matching("kinds", 2)).await.ok();
    assert!(
        none.text()
            .contains("No audit of this checklist is open for you today.")
    );
    assert_eq!(maria.get(&links::matching("nothing", 1)).await.status, 404);
    let half = maria.get("/audits/matching?template=kinds").await;
    assert_eq!(half.status, 422);
    assert!(half.text().contains("not complete"), "{}", half.text());
}

async fn a_sheet_is_for_a_layer_that_asks_something(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let sheet = links::paper(town.template, 1);
    // The lowest layer first; each layer has its own sheet and code.
    let first = quinn.get(&sheet).await.ok();
    let third = quinn.get(&format!("{sheet}?layer=3")).await.ok();
    assert!(first.text().contains("acknowledged") && !third.text().contains("acknowledged"));
    assert_ne!(codes(&first).0, codes(&third).0);
    for wrong in ["layer=9", "layer=x", "layer=-1"] {
        let answer = quinn.get(&format!("{sheet}?{wrong}")).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.text().contains("choose another layer"), "{}", answer.text());
    }
    assert_eq!(quinn.get(&links::paper(town.template, 7)).await.status, 404);
    assert_eq!(town.as_(Cast::Clerk).get(&sheet).await.status, 403);
}
