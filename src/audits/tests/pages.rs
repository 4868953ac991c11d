//! The three faces of an audit, the list, and what forms and scripts send.

use super::*;
use crate::base::links;
use serde_json::json;

fn field(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// The fields of a form that answers everything, as `Town::answers` does.
fn whole_form(town: &Town) -> Vec<(String, String)> {
    let mut fields = vec![field("submission", uuid::Uuid::from_u128(7))];
    for (id, given) in town.answers() {
        let outcome = given.outcome.map(|outcome| outcome.to_string()).unwrap_or_default();
        let value = given.value.map(|value| value.to_string()).unwrap_or_default();
        fields.extend([
            field(&format!("outcome-{id}"), outcome),
            field(&format!("value-{id}"), value),
            field(&format!("seen-{id}"), given.seen),
            field(&format!("done-{id}"), given.done),
        ]);
        fields.extend(given.steps.iter().map(|step| field(&format!("step-{id}"), step)));
    }
    fields
}

fn state(town: &Town, id: AuditId) -> AuditState {
    queries::find(&mut town.conn(), id).unwrap().state
}

#[actix_web::test]
async fn an_audit_begins_with_a_button_and_looking_changes_nothing() {
    let town = Town::new();
    let id = town.schedule(9, Some(town.maria));
    let address = links::audit(id);
    let page = town.get(town.maria, &address).await;
    let body = page.page(200);
    assert!(body.contains("Walk-in service at the counter"), "{body}");
    assert!(body.contains("About 4 questions"), "{body}");
    assert!(body.contains("This is the first audit of its kind here."));
    assert!(body.contains(&format!("action=\"{address}/start\"")));
    assert_eq!(state(&town, id), AuditState::Scheduled);
    assert_eq!(
        town.get(town.maria, &format!("{address}/start"))
            .await
            .header("location"),
        address
    );
    assert_eq!(state(&town, id), AuditState::Scheduled);

    let other = town.post(town.sam, &format!("{address}/start"), &[]).await;
    assert!(other.page(422).contains("belongs to somebody else"));
    let stranger = town.post(town.tom, &format!("{address}/start"), &[]).await;
    assert_eq!(stranger.status, 404);
    let started = town.post(town.maria, &format!("{address}/start"), &[]).await;
    let under_way = format!("{address}#started");
    assert_eq!((started.status, started.header("location")), (303, under_way.as_str()));
    assert_eq!(state(&town, id), AuditState::InProgress);
}

#[actix_web::test]
async fn the_checklist_shows_every_question_with_what_it_needs() {
    let town = Town::new();
    let id = town.started();
    let page = town.get(town.maria, &links::audit(id)).await;
    let body = page.page(200);
    for wanted in [
        "data-checklist",
        "enctype=\"multipart/form-data\"",
        "Question 2 of 4",
        "Conforms: at most 15 minutes.",
        "data-max=\"15\"",
        "This layer asks all of its questions.",
        "CS 1.1, Greeting people",
        "Say <em>hello</em>.",
        "G1, Welcome everyone",
        "Open a second counter.",
        "A photo is needed here.",
        "data-finish",
    ] {
        assert!(body.contains(wanted), "{wanted} is not in {body}");
    }
    let question = |n: usize| town.question(n);
    assert!(
        !body.contains(&format!("id=\"photo-{}\"", question(0))),
        "no photo where none may be taken"
    );
    assert!(body.contains(&format!("id=\"photo-{}\"", question(2))));
    assert_eq!(body.matches("data-min").count(), 0);
    // The first button is what the Enter key presses; it only saves.
    let first = body[body.find("data-checklist").unwrap()..].find("<button").unwrap();
    assert!(
        body[body.find("data-checklist").unwrap() + first..]
            .starts_with("<button class=\"vh\" type=\"submit\" name=\"save\"")
    );
}

#[actix_web::test]
async fn a_form_with_something_missing_comes_again_with_everything_kept() {
    let town = Town::new();
    let id = town.started();
    let address = format!("{}/submission", links::audit(id));
    let mut fields = whole_form(&town);
    fields.retain(|(name, _)| *name != format!("outcome-{}", town.question(0)));
    let wait = town.question(1);
    for (name, value) in &mut fields {
        if *name == format!("seen-{wait}") {
            value.clear();
        }
    }
    let photo = format!("photo-{}", town.question(3));
    let again = town.upload(town.maria, &address, &fields, &[(&photo, PNG)]).await;
    let body = again.page(422);
    assert!(body.contains("There are 2 problems"), "{body}");
    assert!(body.contains(&format!(
        "<a href=\"#outcome-{}\">Question 1: choose an answer.</a>",
        town.question(0)
    )));
    assert!(body.contains(&format!(
        "<a href=\"#seen-{wait}\">Question 2: write down what you saw.</a>"
    )));
    assert!(body.contains(&format!("id=\"seen-{wait}-error\"")));
    assert!(body.contains("value=\"22.5\"") && body.contains("Took them away."));
    assert!(
        body.contains(&uuid::Uuid::from_u128(7).to_string()),
        "the submission keeps its id"
    );
    assert_eq!(body.matches("/removal\"").count(), 1, "the photo is kept");
    assert_eq!(state(&town, id), AuditState::InProgress);

    // The same form, complete now, and then once more.
    let fields = whole_form(&town);
    let done = town.upload(town.maria, &address, &fields, &[(&photo, PNG)]).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, links::audit(id).as_str()),
        "{}",
        done.body
    );
    let conn = &mut town.conn();
    let photos = crate::platform::files::list(conn, operations::PHOTO_OF, id).unwrap();
    assert_eq!(photos.len(), 1, "the same photo once");
    let twice = town.upload(town.maria, &address, &fields, &[]).await;
    assert_eq!(twice.status, 303);
    let flash = flash_of(&town, &done).await;
    assert!(
        flash.contains("Thank you. 1 of 3 conform; 2 findings were raised: NC-2026-00001, NC-2026-00002."),
        "{flash}"
    );
}

/// The next page, with the sentence about what was just done.
async fn flash_of(town: &Town, answer: &Answer) -> String {
    let cookie = answer
        .headers
        .get_all("set-cookie")
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with("flash="))
        .unwrap();
    let value = cookie.split([';', '=']).nth(1).unwrap();
    let json = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, value).unwrap();
    let flash: crate::platform::web::flash::Flash = serde_json::from_slice(&json).unwrap();
    let i18n = &town.app.stage.i18n;
    flash.shown(i18n, "en").text
}

#[actix_web::test]
async fn saving_for_later_and_the_enter_key_send_nothing() {
    let town = Town::new();
    let id = town.started();
    let address = format!("{}/submission", links::audit(id));
    let mut fields = whole_form(&town);
    fields.push(field("save", 1));
    let later = town.upload(town.maria, &address, &fields, &[]).await;
    assert_eq!((later.status, later.header("location")), (303, links::TODAY));
    *fields.last_mut().unwrap() = field("save", "here");
    let here = town.upload(town.maria, &address, &fields, &[]).await;
    assert_eq!((here.status, here.header("location")), (303, links::audit(id).as_str()));
    assert_eq!(state(&town, id), AuditState::InProgress);
    assert_eq!(queries::answers(&mut town.conn(), id).unwrap().len(), 4);
    let body = town.get(town.maria, &links::audit(id)).await;
    assert!(body.page(200).contains("4 of 4"));
}

#[actix_web::test]
async fn what_came_of_an_audit_is_told_to_everybody_who_may_see_it() {
    let town = Town::new();
    let id = town.started();
    let address = format!("{}/submission", links::audit(id));
    let photo = format!("photo-{}", town.question(3));
    let next = town.schedule(10, Some(town.maria));
    town.upload(town.maria, &address, &whole_form(&town), &[(&photo, PNG)])
        .await;
    town.app.clock.set(at("2026-06-10T14:00:00Z"));
    for who in [town.maria, town.sam, town.luis] {
        let page = town.get(who, &links::audit(id)).await;
        let body = page.page(200);
        for wanted in [
            "1 of 3 conform. 2 findings were raised.",
            "First-time conformance: 1 of 3",
            "33.3%",
            "On time",
            "Two of four windows were open.",
            "Measured: 22.5 minutes.",
            "Took them away.",
            "Open a second counter.",
            "NC-2026-00002",
            "sent the answers",
            "0000-0007",
            "Maria Okafor",
        ] {
            assert!(body.contains(wanted), "{wanted} is not in {body}");
        }
        assert_eq!(
            body.contains(&links::audit(next)),
            who == town.maria,
            "the way on is hers"
        );
        assert!(!body.contains("/removal"));
    }
    assert_eq!(town.get(town.tom, &links::audit(id)).await.status, 404);

    let last = town.get(town.maria, &links::audit(next)).await;
    assert!(last.page(200).contains("1 of 3 conform"), "what happened last time");
    town.write(town.maria, move |conn, act| operations::start(conn, act, next))
        .unwrap();
    let again = town.get(town.maria, &links::audit(next)).await;
    assert!(again.page(200).contains("Found here once in the last 90 days."));
}

#[actix_web::test]
async fn others_see_where_an_audit_stands_and_nothing_of_its_answers() {
    let town = Town::new();
    let id = town.started();
    let answers = town.answers()[1..2].to_vec();
    town.write(town.maria, move |conn, act| save(conn, act, id, &answers))
        .unwrap();
    let page = town.get(town.luis, &links::audit(id)).await;
    let body = page.page(200);
    assert!(body.contains("Maria Okafor is at it: 1 of 4 answered."), "{body}");
    assert!(!body.contains("Two of four windows"));
    let refused = town
        .upload(
            town.luis,
            &format!("{}/submission", links::audit(id)),
            &whole_form(&town),
            &[],
        )
        .await;
    assert!(refused.page(422).contains("belongs to somebody else"));

    town.app.clock.set(at("2026-06-09T17:30:00Z"));
    assert!(
        town.get(town.maria, &links::audit(id))
            .await
            .page(200)
            .contains("It can be sent until")
    );
    assert!(
        town.get(town.luis, &links::audit(id))
            .await
            .page(200)
            .contains("Past its due time")
    );
    town.app.clock.set(at("2026-06-09T18:30:00Z"));
    let missed = town.get(town.maria, &links::audit(id)).await;
    assert!(missed.page(200).contains("A missed audit stays missed"));

    let ahead = town.schedule(11, Some(town.maria));
    let early = town.get(town.maria, &links::audit(ahead)).await;
    assert!(early.page(200).contains("It opens"));
    let too_early = town
        .post(town.maria, &format!("{}/start", links::audit(ahead)), &[])
        .await;
    assert!(too_early.page(422).contains("not open yet"));
    let nobody = town.schedule(9 + 1, None);
    town.app.clock.set(at("2026-06-10T14:00:00Z"));
    assert!(
        town.get(town.luis, &links::audit(nobody))
            .await
            .page(200)
            .contains("Nobody has this audit yet")
    );
    assert!(
        town.get(town.sam, &links::audit(nobody))
            .await
            .page(200)
            .contains("Whoever starts it does it")
    );
}

#[actix_web::test]
async fn the_list_is_filtered_by_its_address_and_says_when_it_is_empty() {
    let town = Town::new();
    let empty = town.get(town.maria, "/audits").await;
    assert!(empty.page(200).contains("No audit has opened yet"));
    let id = town.started();
    town.schedule(10, Some(town.maria));
    let all = town.get(town.maria, "/audits").await;
    let body = all.page(200);
    assert!(body.contains("One audit is open now. None is late."), "{body}");
    assert!(
        body.contains(&links::audit(id)) && body.matches("/audits/0").count() == 1,
        "only what has opened"
    );
    for (query, found) in [
        ("q=walk", true),
        ("q=nothing", false),
        ("state=in_progress", true),
        ("state=missed", false),
        ("layer=1", true),
        ("layer=2", false),
        (&format!("unit={}", town.tax), true),
        (&format!("unit={}", town.parks), false),
    ] {
        let page = town.get(town.luis, &format!("/audits?{query}")).await;
        assert_eq!(page.page(200).contains(&links::audit(id)), found, "{query}");
        assert_eq!(page.body.contains("Nothing fits these filters"), !found, "{query}");
    }
    assert!(
        !town
            .get(town.tom, "/audits")
            .await
            .page(200)
            .contains(&links::audit(id))
    );
    town.upload(
        town.maria,
        &format!("{}/submission", links::audit(id)),
        &whole_form(&town),
        &[],
    )
    .await;
    let done = town.get(town.luis, "/audits?state=submitted").await;
    assert!(done.page(200).contains("1 of 3 conform") && done.body.contains("2 findings"));
}

#[actix_web::test]
async fn answers_are_saved_one_by_one() {
    let town = Town::new();
    let id = town.started();
    let address = |n: usize| format!("{}/answers/{}", links::audit(id), town.question(n));
    let answer = json!({"outcome": "conforms", "value": null, "seen": "", "done": "", "steps": []});
    let saved = town.put(town.maria, &address(0), answer.clone()).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert!(
        saved.json()["saved_at"]
            .as_str()
            .unwrap()
            .starts_with("2026-06-09T13:30:00")
    );
    assert_eq!(town.put(town.tom, &address(0), answer.clone()).await.status, 404);
    let other = town.put(town.sam, &address(0), answer.clone()).await;
    assert_eq!(other.status, 409);
    assert!(other.json()["error"].as_str().unwrap().contains("somebody else"));
    let unknown = format!("{}/answers/{}", links::audit(id), uuid::Uuid::nil());
    assert_eq!(town.put(town.maria, &unknown, answer).await.status, 422);
    assert_eq!(
        town.put(town.maria, &address(0), json!({"outcome": "fine"}))
            .await
            .status,
        422
    );
}

#[actix_web::test]
async fn a_device_sends_its_submission_until_it_is_taken() {
    let town = Town::new();
    let id = town.started();
    let address = format!("{}/submissions/{}", links::audit(id), uuid::Uuid::from_u128(9));
    let body = |answers: &[(QuestionId, Given)]| {
        let answers: serde_json::Map<String, serde_json::Value> = answers
            .iter()
            .map(|(id, given)| (id.to_string(), serde_json::to_value(given).unwrap()))
            .collect();
        json!({"device_at": "2026-06-09T08:29:10-05:00", "answers": answers})
    };
    let incomplete = town.put(town.maria, &address, body(&town.answers()[..3])).await;
    assert_eq!(incomplete.status, 422);
    assert_eq!(
        incomplete.json()["missing"],
        json!([{"question": town.question(3), "what": "outcome", "said": "Question 4: choose an answer."}])
    );
    let new = town.put(town.maria, &address, body(&town.answers())).await;
    assert_eq!(new.status, 201, "{}", new.body);
    assert!(new.json()["said"].as_str().unwrap().contains("NC-2026-00001"));
    assert_eq!(town.put(town.maria, &address, body(&town.answers())).await.status, 200);
    let mut other = town.answers();
    other[0].1.seen = "Changed.".into();
    assert_eq!(town.put(town.maria, &address, body(&other)).await.status, 409);
    let second = format!("{}/submissions/{}", links::audit(id), uuid::Uuid::from_u128(10));
    assert_eq!(town.put(town.maria, &second, body(&other)).await.status, 409);
    assert_eq!(town.put(town.tom, &address, body(&town.answers())).await.status, 404);
    let told = town.get(town.maria, &links::audit(id)).await;
    assert!(told.page(200).contains("On the device"));
}

#[actix_web::test]
async fn photos_are_kept_shown_and_taken_back() {
    let town = Town::new();
    let id = town.started();
    let address = format!("{}/photos", links::audit(id));
    let photo = |n: usize, bytes: &[u8]| multipart(&[field("question", town.question(n))], &[("photo", bytes)]);
    let kept = town
        .send(town.maria, "POST", &address, "json upload", photo(2, PNG))
        .await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    let href = kept.json()["href"].as_str().unwrap().to_owned();
    let shown = town.get(town.luis, &href).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    assert_eq!(shown.header("content-disposition"), "inline");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("cache-control").starts_with("private"));
    assert_eq!(town.get(town.tom, &href).await.status, 404);
    let other = town.schedule(10, Some(town.maria));
    let elsewhere = href.replace(&id.to_string(), &other.to_string());
    assert_eq!(
        town.get(town.maria, &elsewhere).await.status,
        404,
        "only under its own audit"
    );

    let refused = town
        .send(town.maria, "POST", &address, "json upload", photo(0, PNG))
        .await;
    assert_eq!(refused.status, 422);
    let text = town
        .send(town.maria, "POST", &address, "json upload", photo(2, b"hello"))
        .await;
    assert_eq!(text.status, 422);
    assert!(text.json()["error"].as_str().unwrap().contains("not a photo"));
    assert_eq!(
        town.send(town.sam, "POST", &address, "json upload", photo(2, PNG))
            .await
            .status,
        409
    );

    let typed = [field(&format!("seen-{}", town.question(2)), "Still here.")];
    let removed = town.post(town.maria, &format!("{href}/removal"), &typed).await;
    assert_eq!(removed.status, 303, "{}", removed.body);
    assert!(
        removed
            .header("location")
            .ends_with(&format!("#q-{}", town.question(2)))
    );
    assert_eq!(town.get(town.maria, &href).await.status, 404);
    let page = town.get(town.maria, &links::audit(id)).await;
    assert!(
        page.page(200).contains("Still here."),
        "what was typed beside it is saved"
    );
}
