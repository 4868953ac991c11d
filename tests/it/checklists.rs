//! Stories of quality staff at their desk: a draft is written, checked, published now or on a day; clauses change under it.

use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::*;
use plumbline::checklists;
use regex::Regex;

on_both![
    a_draft_is_written_beside_the_published_version_and_then_published,
    the_linter_gives_the_other_wording_and_the_review_page_gathers_what_it_says_by_question,
    a_question_without_a_clause_is_not_said_to_point_nowhere,
    two_people_who_change_the_same_question_lose_nothing,
    different_questions_of_one_draft_are_changed_side_by_side,
    wrong_input_keeps_what_was_typed_and_writes_nothing,
    questions_move_are_copied_and_leave,
    a_question_comes_from_the_question_bank,
    a_new_checklist_begins_with_one_question,
    a_draft_is_published_on_its_day_and_does_not_change_until_then,
    a_draft_whose_clause_went_before_its_day_is_not_published_and_somebody_is_told,
    an_old_version_is_taken_up_again,
    a_checklist_in_use_is_not_retired,
    a_changed_clause_is_told_to_whoever_keeps_the_checklist_and_reviewed_once,
];

/// The fields of the form of the open question, as a browser would send them.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let form = reading::part(&page.body, "edform").expect("a form is open");
    let mut fields = Vec::new();
    for tag in reading::tags(&form, "input") {
        let attribute = |name: &str| reading::attribute(&tag, name);
        let ticks = attribute("type").is_some_and(|kind| kind == "checkbox" || kind == "radio");
        let (Some(name), true) = (attribute("name"), !ticks || attribute("checked").is_some()) else {
            continue;
        };
        fields.push((name, attribute("value").unwrap_or_default()));
    }
    let area = Regex::new(r#"(?s)<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>"#).unwrap();
    fields.extend(
        area.captures_iter(&form)
            .map(|found| (found[1].to_owned(), reading::text(&found[2]))),
    );
    let select = Regex::new(r#"(?s)<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>"#).unwrap();
    let chosen = Regex::new(r#"<option value="([^"]*)" selected"#).unwrap();
    for found in select.captures_iter(&form) {
        let value = chosen.captures(&found[2]).map(|chosen| chosen[1].to_owned());
        fields.push((found[1].to_owned(), value.unwrap_or_default()));
    }
    fields
}

fn with<'f>(fields: &'f [(String, String)], changes: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let changed = |name: &str| changes.iter().any(|(own, _)| *own == name);
    let kept = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    kept.filter(|(name, _)| *name != "csrf" && !changed(name))
        .chain(changes.iter().copied())
        .collect()
}

impl Town {
    fn checklist(&self) -> String {
        format!("/checklists/{}", self.template)
    }
}

/// Opens the draft (begins it where there is none) with a question in it.
async fn open(quality: &Browser<'_>, town: &Town, code: &str) -> Answer {
    quality.submit(&format!("{}/draft", town.checklist()), &[]).await.ok();
    quality.get(&format!("{}/draft?q={code}", town.checklist())).await.ok()
}

async fn save(quality: &Browser<'_>, town: &Town, code: &str, page: &Answer, changes: &[(&str, &str)]) -> Answer {
    let fields = fields(page);
    let address = format!("{}/draft/questions/{code}", town.checklist());
    quality.submit(&address, &with(&fields, changes)).await
}

async fn publish(quality: &Browser<'_>, town: &Town, number: i32, more: &[(&str, &str)]) -> Answer {
    let address = format!("{}/versions/{number}", town.checklist());
    let read = hidden(&quality.get(&address).await.ok(), "read");
    let mut fields = vec![
        ("read", read.as_str()),
        ("reason", "The wait is told in minutes."),
        ("confirm", "1"),
    ];
    fields.extend_from_slice(more);
    quality.submit(&format!("{address}/publication"), &fields).await
}

fn hidden(page: &Answer, name: &str) -> String {
    let found = reading::tags(&page.body, "input")
        .into_iter()
        .find(|tag| reading::attribute(tag, "name").as_deref() == Some(name));
    found
        .and_then(|tag| reading::attribute(&tag, "value"))
        .expect("the field is on the page")
}

fn source_of(town: &Town, number: i32) -> String {
    let template = town.template;
    town.read(move |conn| {
        let version = checklists::queries::version_numbered(conn, template, number)?;
        Ok(checklists::queries::source(conn, version.id)?)
    })
}

async fn a_draft_is_written_beside_the_published_version_and_then_published(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let before = source_of(town, 1);
    let page = open(&quality, town, "wait-time").await;
    assert!(page.text().contains("What auditors see"), "{}", page.text());

    let words = "How many minutes did the last person in line wait for a proper greeting?";
    let page = save(&quality, town, "wait-time", &page, &[("text", words)]).await.ok();
    assert!(
        page.part("ed-text").contains("“proper”"),
        "the linter speaks up: {}",
        page.part("ed-text")
    );
    assert!(page.part("ed-prev").contains(words), "the phone shows the new words");
    let better = "How many minutes did the last person in the queue wait?";
    let page = save(&quality, town, "wait-time", &page, &[("text", better)]).await.ok();
    assert!(!page.part("ed-text").contains("“proper”"), "{}", page.part("ed-text"));

    // What is published did not change, and the file of the draft is the old one but for the question's line.
    assert_eq!(source_of(town, 1), before);
    let draft = source_of(town, 2);
    let differing: Vec<&str> = draft.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(differing, [format!("        text: {better}")], "{draft}");

    let review = quality.get(&format!("{}/versions/2", town.checklist())).await.ok();
    assert!(review.text().contains("1 changed"), "{}", review.text());
    let done = publish(&quality, town, 2, &[]).await.ok();
    assert!(done.text().contains(better));
    assert!(
        done.text().contains("The wait is told in minutes."),
        "the reason stands with the version"
    );
}

async fn the_linter_gives_the_other_wording_and_the_review_page_gathers_what_it_says_by_question(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let page = open(&quality, town, "acknowledged").await;
    let words = "Isn't the correct and accurate list at the counter?";
    let page = save(&quality, town, "acknowledged", &page, &[("text", words)])
        .await
        .ok();
    let told = page.part("ed-text");
    assert!(
        told.contains("Ask “Is the correct and accurate list at the counter?”"),
        "{told}"
    );
    assert!(told.contains("“correct, accurate” can mean something else"), "{told}");
    let review = quality.get(&format!("{}/versions/2", town.checklist())).await.ok();
    let text = review.text();
    let advice = text
        .split("Before you publish")
        .nth(1)
        .and_then(|rest| rest.split("Questions").next());
    assert_eq!(advice.unwrap().matches(words).count(), 1, "{text}");
}

async fn a_question_without_a_clause_is_not_said_to_point_nowhere(town: &Town) {
    const NOWHERE: &str = "does not exist";
    let quality = town.as_(Cast::Quality);
    let page = open(&quality, town, "wait-time").await;
    save(&quality, town, "wait-time", &page, &[("clause", "")]).await.ok();
    let review = format!("{}/versions/2", town.checklist());
    let text = quality.get(&review).await.ok().text();
    assert!(!text.contains(NOWHERE), "{text}");
    assert!(text.contains("No clause of a manual says how this is done."), "{text}");
}

async fn two_people_who_change_the_same_question_lose_nothing(town: &Town) {
    let (quality, other) = (town.as_(Cast::Quality), town.as_(Cast::Quality));
    let page = open(&quality, town, "identity").await;
    let theirs = open(&other, town, "identity").await;
    save(
        &other,
        town,
        "identity",
        &theirs,
        &[("why", "Their reason for asking.")],
    )
    .await
    .ok();

    let mine = [("why", "My reason for asking.")];
    let conflict = save(&quality, town, "identity", &page, &mine).await;
    assert_eq!(conflict.status, 422);
    assert!(
        conflict.part("ed-conflict").contains("Their reason for asking."),
        "{}",
        conflict.text()
    );
    let kept = fields(&conflict);
    assert!(
        kept.contains(&("why".into(), "My reason for asking.".into())),
        "what was typed stays: {kept:?}"
    );
    assert!(
        !source_of(town, 2).contains("My reason"),
        "nothing is written over unseen"
    );

    let over = Regex::new(r#"name="over" value="([^"]+)""#).unwrap();
    let over = over.captures(&conflict.body).expect("a button keeps mine")[1].to_owned();
    save(&quality, town, "identity", &conflict, &[("over", &over)])
        .await
        .ok();
    assert!(source_of(town, 2).contains("My reason for asking."));
    assert!(!source_of(town, 2).contains("Their reason"));
}

async fn different_questions_of_one_draft_are_changed_side_by_side(town: &Town) {
    let (quality, other) = (town.as_(Cast::Quality), town.as_(Cast::Quality));
    let first = open(&quality, town, "identity").await;
    let second = open(&other, town, "wait-time").await;
    save(&quality, town, "identity", &first, &[("tags", "papers, counter")])
        .await
        .ok();
    save(&other, town, "wait-time", &second, &[("max", "12,5")]).await.ok();
    let draft = source_of(town, 2);
    assert!(
        draft.contains("tags: [papers, counter]") && draft.contains("max: 12.5"),
        "{draft}"
    );
}

async fn wrong_input_keeps_what_was_typed_and_writes_nothing(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let page = open(&quality, town, "wait-time").await;
    let before = source_of(town, 2);
    let wrong = [
        ("text", " "),
        ("min", "20"),
        ("max", "15"),
        ("max_age", "never"),
        ("tags", "é"),
        ("look_for", "<script>alert(1)</script>"),
    ];
    let answer = save(&quality, town, "wait-time", &page, &wrong).await;
    assert_eq!(answer.status, 422);
    let told = answer.error_summary();
    for sentence in ["Write the question.", "1 to 3650", "at most 8 tags"] {
        assert!(told.contains(sentence), "{sentence}: {told}");
    }
    assert!(!answer.body.contains("<script>alert"), "what was typed is text");
    assert!(fields(&answer).contains(&("max_age".into(), "never".into())));
    let crossed = save(&quality, town, "wait-time", &page, &[("min", "20"), ("max", "15")]).await;
    assert!(
        crossed.error_summary().contains("above the upper one"),
        "{}",
        crossed.error_summary()
    );
    for kind in [("choice", "at least two answers"), ("measure", "what is counted")] {
        let answer = save(
            &quality,
            town,
            "identity",
            &open(&quality, town, "identity").await,
            &[("kind", kind.0)],
        )
        .await;
        assert!(answer.error_summary().contains(kind.1), "{}", answer.error_summary());
    }
    assert_eq!(source_of(town, 2), before, "nothing is written");
    let gone = quality
        .submit(&format!("{}/draft/questions/nothing", town.checklist()), &[])
        .await
        .ok();
    assert!(gone.flash().contains("somebody removed it"), "{}", gone.flash());
}

async fn questions_move_are_copied_and_leave(town: &Town) {
    let quality = town.as_(Cast::Quality);
    open(&quality, town, "identity").await;
    let steps = format!("{}/draft/steps", town.checklist());
    let order = |page: &Answer| {
        let rows = Regex::new(r#"data-row="([^"]+)""#).unwrap();
        rows.captures_iter(&page.body)
            .map(|row| row[1].to_owned())
            .collect::<Vec<_>>()
    };
    let step = async |what: &[(&str, &str)]| quality.submit(&steps, what).await.ok();
    let first = order(&quality.get(&format!("{}/draft", town.checklist())).await.ok());
    let moved = order(&step(&[("do", "down"), ("question", &first[0])]).await);
    assert_eq!((&moved[0], &moved[1]), (&first[1], &first[0]));
    let back = order(&step(&[("do", "before"), ("question", &first[0]), ("before", &first[1])]).await);
    assert_eq!(back, first);
    let copied = order(&step(&[("do", "copy"), ("question", "identity")]).await);
    assert!(copied.contains(&"identity-2".to_owned()), "{copied:?}");
    let left = order(&step(&[("do", "remove"), ("question", "identity-2")]).await);
    assert_eq!(left, first);
    // An id that was used once is never used again.
    let copied = order(&step(&[("do", "copy"), ("question", "identity")]).await);
    assert!(copied.contains(&"identity-3".to_owned()), "{copied:?}");
    for code in copied.iter().skip(1) {
        step(&[("do", "remove"), ("question", code)]).await;
    }
    let last = step(&[("do", "remove"), ("question", &copied[0])]).await;
    assert!(last.flash().contains("at least one question"), "{}", last.flash());
}

async fn a_question_comes_from_the_question_bank(town: &Town) {
    let quality = town.as_(Cast::Quality);
    open(&quality, town, "identity").await;
    let bank = format!("/checklists/bank?to={}", town.template);
    let none = quality.get(&format!("{bank}&q=zebra")).await.ok();
    assert!(none.text().contains("No question matches"), "{}", none.text());
    let found = quality.get(&format!("{bank}&q=MINUTES")).await.ok();
    let copy = hidden(&found, "copy");
    let add = format!("{}/draft/questions", town.checklist());
    let page = quality
        .submit(&add, &[("copy", &copy), ("add_to", "identity")])
        .await
        .ok();
    assert!(page.body.contains(r#"data-row="wait-time-2""#), "{}", page.text());
    let unknown = quality.submit(&add, &[("copy", &copy), ("add_to", "nothing")]).await;
    assert_eq!(unknown.status, 422, "its section is gone");
}

async fn a_new_checklist_begins_with_one_question(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let empty = quality
        .submit("/checklists/blank", &[("title", "Parking permits")])
        .await;
    assert_eq!(empty.status, 422);
    assert!(
        empty.body.contains(r#"value="Parking permits""#),
        "what was typed stays"
    );
    let new = [
        ("title", "Parking permits"),
        ("process", ""),
        ("process_name", "Parking permits"),
        ("manual", "CS"),
        ("section", "At the counter"),
        ("question", "Did the person leave with a permit or a date?"),
    ];
    let page = quality.submit("/checklists/blank", &new).await.ok();
    assert_eq!(page.heading(), "Parking permits");
    let again = quality.submit("/checklists/blank", &new).await.ok();
    assert_eq!(again.heading(), "Parking permits", "a second one gets an id of its own");
    let list = quality.get("/checklists?q=parking").await.ok();
    assert_eq!(list.text().matches("Parking permits").count() / 2, 2, "{}", list.text());
    let clerk = town.as_(Cast::Clerk).get("/checklists/blank").await;
    assert_eq!(clerk.status, 403);
}

async fn a_draft_is_published_on_its_day_and_does_not_change_until_then(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let page = open(&quality, town, "wait-time").await;
    save(&quality, town, "wait-time", &page, &[("max", "12")]).await.ok();
    for (day, status) in [
        ("2026-06-08", 422),
        ("2028-01-01", 422),
        ("soon", 422),
        ("2026-06-15", 200),
    ] {
        assert_eq!(publish(&quality, town, 2, &[("on", day)]).await.status, status, "{day}");
    }
    let locked = quality
        .get(&format!("{}/draft?q=wait-time", town.checklist()))
        .await
        .ok();
    assert!(locked.text().contains("cannot be changed"), "{}", locked.text());
    let answer = save(&quality, town, "wait-time", &page, &[("max", "9")]).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert!(source_of(town, 2).contains("max: 12"));

    town.at("2026-06-14 23:30");
    town.run_jobs().await;
    let quality = town.as_(Cast::Quality);
    let text = quality.get(&town.checklist()).await.ok().text();
    assert!(text.contains("Version 1"), "not yet: {text}");
    town.at("2026-06-15 00:30");
    town.run_jobs().await;
    let page = quality.get(&format!("{}/versions/2", town.checklist())).await.ok();
    assert!(page.text().contains("in use"), "{}", page.text());
    assert!(
        page.text().contains("Quinn Harper"),
        "it is published by whoever set the day"
    );
}

async fn a_draft_whose_clause_went_before_its_day_is_not_published_and_somebody_is_told(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let page = open(&quality, town, "wait-time").await;
    save(&quality, town, "wait-time", &page, &[("max", "12")]).await.ok();
    publish(&quality, town, 2, &[("on", "2026-06-15")]).await.ok();
    // The clause on identity, the last one, is gone.
    edition(town, |text| text.split_once("## 1.3").unwrap().0.to_owned());
    town.at("2026-06-15 08:00");
    town.run_jobs().await;
    let told = town.new_subjects();
    assert!(told.contains("Not published: "), "{told}");
    let quality = town.as_(Cast::Quality);
    let page = quality.get(&format!("{}/versions/2", town.checklist())).await.ok();
    assert!(!page.text().contains("will be published on"), "{}", page.text());
    town.run_jobs().await;
    assert!(!town.new_subjects().contains("Not published"), "told once");
}

async fn an_old_version_is_taken_up_again(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let page = open(&quality, town, "wait-time").await;
    save(&quality, town, "wait-time", &page, &[("max", "12")]).await.ok();
    publish(&quality, town, 2, &[]).await.ok();
    let draft = format!("{}/draft", town.checklist());
    quality.submit(&draft, &[("from", "1")]).await.ok();
    assert_eq!(source_of(town, 3), source_of(town, 1), "version 1 as a new draft");
    assert!(source_of(town, 2).contains("max: 12"));
    // There is a draft now: taking another one up does not replace it unasked.
    quality.submit(&draft, &[("from", "2")]).await.ok();
    assert_eq!(source_of(town, 3), source_of(town, 1));
    quality.submit(&draft, &[("from", "2"), ("replace", "1")]).await.ok();
    assert_eq!(source_of(town, 3), source_of(town, 2));

    let hash = hidden(&quality.get(&draft).await.ok(), "read");
    let unsure = quality
        .submit(&format!("{draft}/discard"), &[("read", &hash)])
        .await
        .ok();
    assert!(unsure.flash().contains("Tick the box"), "{}", unsure.flash());
    quality
        .submit(&format!("{draft}/discard"), &[("read", &hash), ("confirm", "1")])
        .await
        .ok();
    assert_eq!(quality.get(&draft).await.status, 404, "there is no draft any more");
    let page = quality.get(&format!("{}/versions/3", town.checklist())).await.ok();
    assert!(page.can_post(&draft), "it can be taken up again");
}

async fn a_checklist_in_use_is_not_retired(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let (plan, _) = town.plan(1, &[Place::OakStreet]);
    let retire = format!("{}/retirement", town.checklist());
    let unsaid = quality.submit(&retire, &[("why", " ")]).await;
    assert_eq!(unsaid.status, 422);
    let used = quality.submit(&retire, &[("why", "The counter closes.")]).await;
    assert!(
        used.error_summary().contains("1 plan still asks"),
        "{}",
        used.error_summary()
    );
    assert!(used.body.contains("The counter closes."), "what was typed stays");
    let act = town.act(Some(Cast::Quality));
    town.write(move |conn| plumbline::planning::operations::pause(conn, &act.clone(), plan));
    let done = quality.submit(&retire, &[("why", "The counter closes.")]).await.ok();
    assert!(done.flash().contains("retired"), "{}", done.flash());
    assert!(!done.text().contains("in use since"), "{}", done.text());
}

async fn a_changed_clause_is_told_to_whoever_keeps_the_checklist_and_reviewed_once(town: &Town) {
    let quality = town.as_(Cast::Quality);
    let none = quality.get("/checklists/reviews").await.ok();
    assert!(none.text().contains("Nothing to look at"), "{}", none.text());
    edition(town, |text| {
        text.replace("longer than 15 minutes", "longer than 12 minutes")
    });
    town.run_jobs().await;
    let told = town.new_mails();
    let mail = told
        .iter()
        .find(|mail| mail.subject.starts_with("Clauses changed"))
        .expect("Quinn is told");
    assert!(town.letter(mail).contains("Quinn"), "{}", town.letter(mail));
    town.run_jobs().await;
    assert!(!town.new_subjects().contains("Clauses changed"), "told once");

    let list = quality.get("/checklists/reviews").await.ok();
    assert!(list.text().contains("Clause changed"), "{}", list.text());
    let review = Regex::new(r#"action="(/checklists/reviews/[^"]+)""#).unwrap();
    let address = review.captures(&list.body).expect("a question to look at")[1].to_owned();
    let edition = hidden(&list, "edition");
    let unsaid = quality.submit(&address, &[("edition", &edition), ("note", "")]).await;
    assert_eq!(unsaid.status, 422);
    let done = quality
        .submit(
            &address,
            &[("edition", &edition), ("note", "Only the example changed.")],
        )
        .await
        .ok();
    assert!(done.text().contains("Nothing to look at"), "{}", done.text());
    let clerk = town.as_(Cast::Clerk).get("/checklists/reviews").await;
    assert_eq!(clerk.status, 403);
}

/// A second edition of the manual, in force from June 10, 2026 on.
fn edition(town: &Town, change: impl Fn(String) -> String) {
    let text = include_str!("agency/manuals/cs.md").replace("edition: 1", "edition: 2");
    let from = Regex::new(r"in-force-from: [0-9-]+").unwrap();
    let text = change(from.replace(&text, "in-force-from: 2026-06-10").into_owned());
    let act = town.act(Some(Cast::Quality));
    town.write(move |conn| {
        let file = plumbline::manuals::file::read("cs.md", &text).unwrap();
        let today = "2026-06-09".parse().unwrap();
        plumbline::manuals::operations::load(conn, &act.clone(), &file, &text, today)
    });
}
