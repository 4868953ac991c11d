//! What is drawn and why; what a plan sees in a year; audits from below, with names and without.

use crate::browser::{Answer, Browser};
use crate::town::{Cast, Place, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::codes::Role;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::checklists::{self, file};
use plumbline::people;
use plumbline::schema;
use std::collections::BTreeMap;

on_both![
    a_plan_asks_what_has_its_tags_and_the_audit_says_why,
    a_question_says_how_long_it_was_not_asked_and_how_often_it_failed,
    a_plan_says_which_questions_wait_too_long_and_what_would_help,
    what_is_found_of_a_duty_goes_to_the_layer_above_it,
    answers_without_a_name_are_told_in_groups_of_five,
    no_list_calendar_or_mail_names_who_answers_without_a_name,
    a_plan_is_told_what_it_cannot_ask,
];

const QUESTIONS: [&str; 5] = ["came-by", "answered", "listened", "thanked", "days-late"];

/// Quinn brings the checklist in and publishes it.
fn published(town: &Town) -> TemplateId {
    let act = town.act(Some(Cast::Quality));
    town.write(move |conn| {
        let (act, source) = (act.clone(), include_str!("agency/upward.yaml"));
        let read = file::read("upward.yaml", source).unwrap();
        let loaded = checklists::operations::load(conn, &act, &read, source, "Looking upward.")?;
        checklists::operations::publish(conn, &act, loaded.version, "Looking upward.")?;
        Ok(loaded.template)
    })
}

fn ids(town: &Town, template: TemplateId) -> BTreeMap<&'static str, QuestionId> {
    let all = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    QUESTIONS.into_iter().map(|code| (code, all[code])).collect()
}

/// The form of a plan for the Oak Street Office on the ninth of each month, with these fields over it.
async fn planned(town: &Town, template: TemplateId, fields: &[(&str, &str)]) -> Answer {
    let (template, unit) = (template.to_string(), town.unit(Place::OakStreet).to_string());
    let mut form: BTreeMap<&str, &str> = BTreeMap::from([
        ("title", "Looking upward"),
        ("template", template.as_str()),
        ("layer", "1"),
        ("units", unit.as_str()),
        ("repeat", "monthly"),
        ("month_day", "9"),
        ("policy", "next"),
        ("starts_on", "2026-06-09"),
        ("opens", "08:00"),
        ("due", "17:00"),
        ("due_days", "3"),
        ("grace", "60"),
    ]);
    form.extend(fields.iter().copied());
    let form: Vec<(&str, &str)> = form.into_iter().collect();
    town.as_(Cast::Quality).post(links::PLANS, &form).await
}

/// The plan that was written, and its audit of today.
fn made(town: &Town, answer: &Answer) -> (PlanId, AuditId) {
    let plan: PlanId = answer
        .location()
        .unwrap_or_else(|| panic!("{}", answer.error_summary()))
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let audit = town.read(move |conn| {
        use schema::audits;
        let of_plan = audits::table
            .filter(audits::plan_id.eq(plan))
            .order(audits::local_date.desc());
        Ok(of_plan.select(audits::id).first(conn)?)
    });
    (plan, audit)
}

async fn a_plan_asks_what_has_its_tags_and_the_audit_says_why(town: &Town) {
    let template = published(town);
    let answer = planned(town, template, &[("ask_count", "2"), ("tags", "Answers, visits")]).await;
    let (plan, audit) = made(town, &answer);
    let shown = town.as_(Cast::Manager).get(&links::plan(plan)).await.ok();
    assert!(
        shown.part("facts").contains("2 questions an audit"),
        "{}",
        shown.part("facts")
    );
    assert!(shown.part("facts").contains("Only with the tags answers, visits"));
    let audit = links::audit(audit);
    let maria = town.as_(Cast::Supervisor);
    let begin = maria.get(&audit).await.ok();
    assert!(begin.text().contains("2 questions"), "{}", begin.text());
    let page = maria.submit(&format!("{audit}/start"), &[]).await.ok().text();
    assert!(page.contains("Did the manager come by last month?"), "{page}");
    assert!(page.contains("It is asked every time."), "{page}");
    assert!(page.contains("Never asked here before."), "{page}");
    assert!(
        !page.contains("thanked for") && !page.contains("How many days late"),
        "{page}"
    );

    // Beside the one that is always asked there is room for one of those with the tags.
    let asked: Vec<&str> = ["Was each finding answered?", "Did the manager listen to the team?"]
        .into_iter()
        .filter(|text| page.contains(text))
        .collect();
    assert_eq!(asked.len(), 1, "two questions are asked, one of them always");
}

/// The audit of a plan on a local date.
fn audit_on(town: &Town, plan: PlanId, date: &str) -> AuditId {
    let date: chrono::NaiveDate = date.parse().unwrap();
    town.read(move |conn| {
        use schema::audits;
        let of_day = audits::table.filter(audits::plan_id.eq(plan).and(audits::local_date.eq(date)));
        Ok(of_day.select(audits::id).first(conn)?)
    })
}

/// Maria does an audit of three questions, of which "Was each finding answered?" fails.
async fn answered_fails(town: &Town, audit: AuditId, template: TemplateId) {
    let (maria, audit, ids) = (town.as_(Cast::Supervisor), links::audit(audit), ids(town, template));
    let page = maria.submit(&format!("{audit}/start"), &[]).await.ok();
    let mut fields = vec![(
        "submission".to_owned(),
        crate::reading::field(&page.body, "submission").unwrap(),
    )];
    for (code, outcome) in [
        ("came-by", "conforms"),
        ("answered", "nonconforming"),
        ("listened", "conforms"),
    ] {
        fields.push((format!("outcome-{}", ids[code]), outcome.into()));
    }
    fields.push((format!("seen-{}", ids["answered"]), "Two wait for weeks.".into()));
    let sent = maria.post_multipart(&format!("{audit}/submission"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}

async fn a_question_says_how_long_it_was_not_asked_and_how_often_it_failed(town: &Town) {
    let template = published(town);
    let all = [
        ("repeat", "workdays"),
        ("due_days", "0"),
        ("ask_count", "3"),
        ("tags", "answers visits"),
    ];
    let (daily, _) = made(
        town,
        &planned(town, template, &[&all[..], &[("ends_on", "2026-06-10")]].concat()).await,
    );
    answered_fails(town, audit_on(town, daily, "2026-06-09"), template).await;
    town.at("2026-06-10 09:00");
    answered_fails(town, audit_on(town, daily, "2026-06-10"), template).await;

    // One of two is drawn beside the one that is always asked; what failed says so when it is its turn.
    town.at("2026-06-11 09:00");
    let one_of_two = [
        ("repeat", "workdays"),
        ("due_days", "0"),
        ("ask_count", "2"),
        ("tags", "answers"),
    ];
    let maria = town.as_(Cast::Supervisor);
    let mut said = String::new();
    for _ in 0..20 {
        let from_today = [("starts_on", "2026-06-11")];
        let (plan, _) = made(
            town,
            &planned(town, template, &[&one_of_two[..], &from_today[..]].concat()).await,
        );
        let audit = links::audit(audit_on(town, plan, "2026-06-11"));
        said = maria.submit(&format!("{audit}/start"), &[]).await.ok().text();
        if said.contains("Was each finding answered?") {
            break;
        }
    }
    assert!(said.contains("It failed here twice lately, last on"), "{said}");

    // Nineteen days after, both are past what they may wait.
    let mondays = [
        ("repeat", "weekly"),
        ("days", "MO"),
        ("due_days", "0"),
        ("ask_count", "2"),
        ("tags", "answers"),
    ];
    let (mondays, _) = made(town, &planned(town, template, &mondays).await);
    town.at("2026-06-29 09:00");
    town.run_jobs().await;
    let audit = links::audit(audit_on(town, mondays, "2026-06-29"));
    let maria = town.as_(Cast::Supervisor);
    let page = maria.submit(&format!("{audit}/start"), &[]).await.ok().text();
    assert!(
        page.contains("Not asked here for 18 days; it may wait 14.")
            || page.contains("Not asked here for 19 days; it may wait 14."),
        "{page}"
    );
}

async fn a_plan_says_which_questions_wait_too_long_and_what_would_help(town: &Town) {
    let template = published(town);
    let weekly = [("repeat", "weekly"), ("days", "TU"), ("due_days", "0")];
    let (plan, _) = made(town, &planned(town, template, &weekly).await);
    // One question each week beside the one that is always asked: four of them are asked each fourth week, not each second.
    let page = town.as_(Cast::Quality).get(&links::plan(plan)).await.ok();
    assert!(
        page.text().contains(
            "With this size and frequency 4 questions wait longer than they may. Ask 3 questions an audit, or audit twice \
             a week."
        ),
        "{}",
        page.text()
    );
    let simulation = links::simulation(plan);
    assert!(page.body.contains(&format!("href=\"{simulation}\"")));
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&simulation).await.ok();
    assert!(
        page.text().contains("4 of 5 questions wait longer than they may."),
        "{}",
        page.text()
    );
    assert_snapshot!(page.part("power"), @"A fault in 10% of the work may stay unseen for more than 30 days. Ask 5 questions an audit and audit every day. Neither alone does it.");
    // What if three are asked?
    let page = dana
        .get(&format!("{simulation}?size=3&often=&see=20&within=365"))
        .await
        .ok();
    assert!(
        page.text()
            .contains("All 5 questions are asked in time: none waits longer than 14 days for this plan."),
        "{}",
        page.text()
    );
    assert_snapshot!(page.part("power"), @"A fault in 20% of the work is seen within 365 days, whichever question it is about.");
    assert!(
        page.text().contains("in each audit") && page.text().contains("in 50% of audits"),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("14 audits, about 14 weeks"),
        "always asked, 20 %: {}",
        page.text()
    );
    assert!(
        page.text().contains("29 audits, about 7 months"),
        "half the time: {}",
        page.text()
    );
    // The same each time; nonsense is said and nothing is lost.
    let again = dana
        .get(&format!("{simulation}?size=3&often=&see=20&within=365"))
        .await
        .ok();
    assert_eq!(page.text(), again.text());
    let wrong = dana.get(&format!("{simulation}?size=0&within=never")).await;
    assert_eq!(wrong.status, 422);
    assert_snapshot!(wrong.error_summary(), @"
    Enter a number of questions from 1 to 200.
    Enter a number of days from 1 to 730.
    ");
    assert!(wrong.body.contains("value=\"never\""));
    // Who audits at the counter reads the plan, and not this page; who belongs elsewhere finds nothing.
    assert_eq!(town.as_(Cast::Supervisor).get(&simulation).await.status, 403);
    assert_eq!(town.as_(Cast::Stranger).get(&links::plan(plan)).await.status, 404);
}

async fn what_is_found_of_a_duty_goes_to_the_layer_above_it(town: &Town) {
    let template = published(town);
    town.finding(
        Place::OakStreet,
        crate::town::Question::WaitTime,
        "The last person waited 22 minutes.",
    );
    let (_, audit) = made(
        town,
        &planned(town, template, &[("about_layer", "2"), ("ask_count", "1")]).await,
    );
    let audit = links::audit(audit);
    let maria = town.as_(Cast::Supervisor);
    let page = maria.submit(&format!("{audit}/start"), &[]).await.ok();
    assert_snapshot!(page.part("facts"), @"
    What is known: Managers
    They have audited nothing here so far.
    One finding here has not been answered yet; none is past its date.
    ");
    let came_by = ids(town, template)["came-by"];
    let fields = [
        (format!("outcome-{came_by}"), "nonconforming".to_owned()),
        (format!("seen-{came_by}"), "Nobody came in May.".to_owned()),
    ];
    maria.post_multipart(&format!("{audit}/submission"), &fields).await;
    let page = maria.get(&audit).await.ok();
    assert!(
        page.text().contains("Did the manager come by last month?"),
        "{}",
        page.text()
    );
    let owner = town.read(|conn| {
        use schema::findings;
        let found = findings::table.filter(findings::seen.eq("Nobody came in May."));
        Ok(found.select(findings::owner_id).first::<Option<PersonId>>(conn)?)
    });
    assert_eq!(
        owner,
        Some(town.person(Cast::Director)),
        "the director, not the manager it is about"
    );
}

/// Maria and four more who audit at the Oak Street Office.
fn five(town: &Town) -> Vec<PersonId> {
    let act = town.act(Some(Cast::Administrator));
    let unit = town.unit(Place::OakStreet);
    let mut all = town.write(move |conn| {
        let act = act.clone();
        let add = |conn: &mut _, name: &str, mail: &str| {
            people::operations::add_person(conn, &act, name, mail, "en", &[(unit, Role::Supervisor)])
        };
        Ok(vec![
            add(conn, "Ana Lopez", "ana@millvalley.example")?,
            add(conn, "Bo Chen", "bo@millvalley.example")?,
            add(conn, "Cy Young", "cy@millvalley.example")?,
            add(conn, "Di Marsh", "di@millvalley.example")?,
        ])
    });
    all.push(town.person(Cast::Supervisor));
    all
}

async fn answers(
    browser: &Browser<'_>,
    town: &Town,
    audit: &str,
    template: TemplateId,
    listened: &str,
    words: &str,
) -> Answer {
    let ids = ids(town, template);
    let mut fields: Vec<(String, &str)> = Vec::new();
    for code in ["came-by", "answered"] {
        fields.push((format!("outcome-{}", ids[code]), "conforms"));
    }
    fields.push((format!("outcome-{}", ids["listened"]), listened));
    fields.push((format!("words-{}", ids["listened"]), words));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    browser.post(&format!("{audit}/anonymous"), &fields).await
}

async fn answers_without_a_name_are_told_in_groups_of_five(town: &Town) {
    let template = published(town);
    let asks = [("about_layer", "2"), ("anonymous", "1"), ("tags", "visits answers")];
    let (plan, audit) = made(town, &planned(town, template, &asks).await);
    let (address, results) = (links::audit(audit), links::results(plan));
    let people = five(town);
    town.new_mails();

    // Nobody's audit, and nobody starts it or answers it who does not audit here.
    assert_eq!(
        town.as_(Cast::Supervisor)
            .post(&format!("{address}/start"), &[])
            .await
            .status,
        422
    );
    assert_eq!(
        answers(&town.as_(Cast::Manager), town, &address, template, "conforms", "")
            .await
            .status,
        422
    );
    assert_eq!(
        answers(&town.as_(Cast::Stranger), town, &address, template, "conforms", "")
            .await
            .status,
        404
    );
    let page = town.as_(Cast::Supervisor).get(&address).await.ok();
    assert!(
        page.text().contains("Did the manager listen to the team?"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("thanked for"), "{}", page.text());

    // What is left out is said; what was typed stays.
    let maria = town.as_(Cast::Supervisor);
    let missing = answers(&maria, town, &address, template, "", "Only sometimes.").await;
    assert_eq!(missing.status, 422);
    assert_snapshot!(missing.error_summary(), @"Question 3: choose an answer.");
    assert!(missing.body.contains("Only sometimes."));

    for (n, person) in people.iter().enumerate() {
        let browser = town.as_person(*person);
        let listened = if n == 4 { "nonconforming" } else { "conforms" };
        let words = format!("Word {n}.");
        let sent = answers(&browser, town, &address, template, listened, &words).await;
        assert_snapshot!(browser.follow(sent).await.flash(), @"Thank you. Your answers have arrived without your name.");
        // Once only.
        let again = answers(&browser, town, &address, template, listened, &words).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains("You have answered"), "{}", again.text());
        let told = town.as_(Cast::Quality).get(&results).await.ok().text();
        let so_far = match n {
            0 => "Not told yet: what one person answered. Answers are told from 5 people on.".to_owned(),
            4 => "Not told yet: what 5 people answered. It is told when the month is over.".to_owned(),
            n => format!(
                "Not told yet: what {} people answered. Answers are told from 5 people on.",
                n + 1
            ),
        };
        assert!(told.contains(&so_far) && !told.contains("Word"), "{told}");
    }

    // Nothing joins a person with an answer: not on any page, not in the history, not in the tables.
    for who in [Cast::Administrator, Cast::Director, Cast::Manager] {
        let page = town.as_(who).get(&address).await.ok().text();
        assert!(
            !page.contains("Word") && !page.contains("Maria") && !page.contains("Ana Lopez"),
            "{page}"
        );
    }
    let (who, sent, history) = town.read(move |conn| {
        use schema::{audits, history, submissions};
        let of_audit = history::table.filter(history::record_id.eq(AnyId(audit.0)));
        Ok((
            audits::table
                .find(audit)
                .select((audits::assignee_id, audits::submitted_by))
                .first::<(Option<PersonId>, Option<PersonId>)>(conn)?,
            submissions::table.count().get_result::<i64>(conn)?,
            of_audit
                .select((history::event, history::who))
                .load::<(String, Option<PersonId>)>(conn)?,
        ))
    });
    assert_eq!((who, sent), ((None, None), 0));
    let by_people: Vec<_> = history
        .iter()
        .filter(|(_, who)| who.is_some_and(|who| people.contains(&who)))
        .collect();
    assert!(by_people.is_empty(), "{history:?}");
    let rows = town.read(|conn| Ok(schema::anonymous_answers::table.count().get_result::<i64>(conn)?));
    assert_eq!(rows, 15, "five sheets of three answers");

    // The month is over: what was said together, the words in an order that says nothing. No finding, no mail of it.
    town.at("2026-07-01 09:00");
    town.run_jobs().await;
    let told = town.as_(Cast::Manager).get(&results).await.ok();
    assert!(
        told.text()
            .contains("June 2026: 5 people answered, and 14 of their 15 answers say it is so."),
        "{}",
        told.text()
    );
    assert!(told.text().contains("4 of 5 say it is so"), "{}", told.text());
    let words: Vec<String> = (0..5).map(|n| format!("Word {n}.")).collect();
    assert!(
        words.iter().all(|words| told.text().contains(words.as_str())),
        "{}",
        told.text()
    );
    let (state, findings) = town.read(move |conn| {
        let state = schema::audits::table
            .find(audit)
            .select(schema::audits::state)
            .first::<String>(conn)?;
        Ok((state, schema::findings::table.count().get_result::<i64>(conn)?))
    });
    assert_eq!((state.as_str(), findings), ("submitted", 0));
    let mails = town.new_mails();
    assert!(
        mails
            .iter()
            .all(|mail| !mail.body_text.contains("What the office is owed")),
        "{mails:?}"
    );
    assert!(
        !town
            .as_(Cast::Administrator)
            .get("/audits?state=submitted")
            .await
            .ok()
            .text()
            .contains("0 of 0")
    );

    // One more in July is told with nobody yet, and June stays as it is.
    town.at("2026-07-09 09:00");
    town.run_jobs().await;
    let july = town.read(move |conn| {
        use schema::audits;
        let of_july = audits::table.filter(audits::plan_id.eq(plan).and(audits::id.ne(audit)));
        Ok(of_july.select(audits::id).first::<AuditId>(conn)?)
    });
    let sent = answers(
        &town.as_(Cast::Supervisor),
        town,
        &links::audit(july),
        template,
        "nonconforming",
        "Late.",
    )
    .await;
    assert_eq!(sent.status, 303);
    let told = town.as_(Cast::Manager).get(&results).await.ok().text();
    assert!(
        told.contains("14 of their 15")
            && told.contains("Not told yet: what one person answered")
            && !told.contains("Late."),
        "{told}"
    );
}

async fn no_list_calendar_or_mail_names_who_answers_without_a_name(town: &Town) {
    let template = published(town);
    let asks = [
        ("about_layer", "2"),
        ("anonymous", "1"),
        ("tags", "visits answers"),
        ("due_days", "1"),
    ];
    let (_, audit) = made(town, &planned(town, template, &asks).await);
    let (address, oak) = (links::audit(audit), town.unit(Place::OakStreet).to_string());
    let people = five(town);
    town.run_jobs().await;
    let told = town.new_mails();
    assert!(told.iter().any(|mail| mail.recipient.contains("maria")), "{told:?}");

    // It waits on the page of the day for each of the five, and leads to the answers; nobody takes it.
    let maria = town.as_(Cast::Supervisor);
    let today = maria.get("/today").await.ok();
    assert!(
        today.body.contains(&format!("href=\"{address}\"")) && today.text().contains("Answer: What the office is owed"),
        "{}",
        today.text()
    );
    assert!(!today.can_post(&links::taking(audit)), "there is nothing to take");
    let taken = maria.post(&links::taking(audit), &[]).await;
    assert!(
        maria.follow(taken).await.flash().contains("without a name"),
        "an old page that offers it says why not"
    );
    for person in &people {
        let browser = town.as_person(*person);
        let sent = answers(&browser, town, &address, template, "conforms", "").await;
        assert_eq!(sent.status, 303, "{}", sent.text());
    }
    let maria = town.as_(Cast::Supervisor);
    assert!(
        !maria
            .get("/today")
            .await
            .ok()
            .text()
            .contains("Answer: What the office is owed"),
        "who answered is not asked again"
    );

    let names = ["Maria", "Ana Lopez", "Bo Chen", "Cy Young", "Di Marsh"];
    let lines = |page: &Answer| -> Vec<String> {
        let rows = ["tr", "li", "article"].into_iter();
        rows.flat_map(|tag| crate::reading::elements(&crate::reading::main(&page.body), tag))
            .map(|row| crate::reading::text(&row))
            .filter(|row| row.contains("What the office is owed"))
            .collect()
    };
    let unnamed = async |moment: &str, lists: &[&str]| {
        town.at(moment);
        town.run_jobs().await;
        let of_unit = [("of_unit", "1"), ("unit", oak.as_str())];
        for who in [Cast::Manager, Cast::Director, Cast::Quality, Cast::Administrator] {
            let browser = town.as_(who);
            let mut seen = 0;
            for list in lists {
                for row in lines(&browser.get(list).await.ok()) {
                    seen += 1;
                    assert!(!names.iter().any(|name| row.contains(name)), "{who:?} at {list}: {row}");
                    assert!(!row.contains("0 of 0"), "{who:?} at {list}: {row}");
                }
            }
            assert!(seen > 1, "{who:?} sees the audit in lists at {moment}");
            let page = browser.get(&address).await.ok().text();
            assert!(!names.iter().any(|name| page.contains(name)), "{page}");
            if matches!(who, Cast::Manager | Cast::Director) {
                let feed = crate::calendar::made(&browser, &of_unit).await;
                let feed = town.as_nobody().get(&feed).await.ok().body;
                assert!(feed.contains("What the office is owed"), "{feed}");
                assert!(!names.iter().any(|name| feed.contains(name)), "{feed}");
            }
        }
        for mail in town.new_mails() {
            let is_about = mail.body_text.contains("What the office is owed");
            let of_five = ["maria", "ana", "bo", "cy", "di"];
            let to_five = of_five.iter().any(|name| mail.recipient.contains(&format!("{name}@")));
            assert!(!is_about || to_five, "only those who may answer hear of it: {mail:?}");
        }
    };
    let calendar = "/planning/calendar?view=list&on=2026-06-09";
    unnamed("2026-06-09 16:00", &["/audits", "/day", calendar]).await;
    unnamed(
        "2026-06-10 17:01",
        &["/audits?state=late", "/day?date=2026-06-09", calendar],
    )
    .await;
    unnamed(
        "2026-06-11 10:00",
        &["/audits?state=submitted", "/day?date=2026-06-09", calendar],
    )
    .await;
    let person = town.person(Cast::Supervisor);
    let asked = town
        .as_(Cast::Quality)
        .get(&format!("/audits?person={person}"))
        .await
        .ok();
    assert!(lines(&asked).is_empty(), "whose it is nobody finds out by asking");
}

async fn a_plan_is_told_what_it_cannot_ask(town: &Town) {
    let template = published(town);
    let said = async |fields: &[(&str, &str)]| {
        let answer = planned(town, template, fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        for (_, typed) in fields.iter().filter(|(name, _)| *name != "anonymous") {
            assert!(answer.body.contains(&format!("\"{typed}\"")), "{typed} is lost");
        }
        answer.error_summary()
    };
    assert_snapshot!(said(&[("ask_count", "0")]).await, @"Enter a number of questions from 1 to 200, or leave it empty.");
    assert_snapshot!(said(&[("tags", "visits waitng")]).await, @"No question of this checklist at this layer has the tag “waitng”. Check the word, or leave it out.");
    assert_snapshot!(said(&[("about_layer", "1")]).await, @"Choose a layer above the one that audits.");
    assert_snapshot!(said(&[("anonymous", "1")]).await, @"Only answers about a layer above can be without a name. Choose that layer, or leave the box empty.");
    assert_snapshot!(said(&[("about_layer", "2"), ("anonymous", "1")]).await, @"Answers without a name need questions answered by yes or no. This checklist measures, dates or lists something at this layer: choose another one, or use tags.");
    // What was promised stays promised.
    let asks = [("about_layer", "2"), ("anonymous", "1"), ("tags", "visits")];
    let (plan, _) = made(town, &planned(town, template, &asks).await);
    let quinn = town.as_(Cast::Quality);
    let form = quinn.get(&format!("{}/edit", links::plan(plan))).await.ok();
    assert!(
        form.body
            .contains("id=\"anonymous\" name=\"anonymous\" value=\"1\" checked")
    );
    let (template, unit) = (template.to_string(), town.unit(Place::OakStreet).to_string());
    let fields = [
        ("title", "Looking upward"),
        ("template", template.as_str()),
        ("layer", "1"),
        ("units", unit.as_str()),
        ("repeat", "monthly"),
        ("month_day", "9"),
        ("starts_on", "2026-06-09"),
        ("opens", "08:00"),
        ("due", "17:00"),
        ("due_days", "3"),
        ("grace", "60"),
        ("revision", "1"),
        ("about_layer", "2"),
        ("tags", "visits"),
    ];
    let answer = quinn.post(&links::plan(plan), &fields).await;
    assert_eq!(answer.status, 422);
    assert_snapshot!(answer.error_summary(), @"Whether answers carry names was promised when the plan was written. Write a new plan instead.");
    // A plan with names has no page of what was said without.
    let (named, _) = made(town, &planned(town, template.parse().unwrap(), &[]).await);
    assert_eq!(quinn.get(&links::results(named)).await.status, 404);
}
