//! Every page, opened by somebody who may: it is whole, it says nothing in brackets, and its links lead somewhere.

use crate::access::{Scene, routes};
use crate::browser::Answer;
use crate::reading;
use crate::town::{Cast, Place, Town};
use actix_web::http::Method;
use diesel::prelude::*;
use plumbline::audits::by_link::operations::offer;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

on_both![
    every_page_is_whole,
    every_link_leads_somewhere,
    everybody_can_sign_in_and_out
];

/// Each page with the first of the cast who sees it.
async fn pages(town: &Town) -> Vec<(Cast, Answer)> {
    let scene = Scene::set(town).await;
    let mut pages = Vec::new();
    for route in routes().iter().filter(|route| route.method == "GET") {
        let Some(address) = scene.address(route) else { continue };
        for who in [
            Cast::Administrator,
            Cast::Quality,
            Cast::Director,
            Cast::Supervisor,
            Cast::Clerk,
        ] {
            let answer = town.as_(who).get(&address).await;
            let is_page = answer
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html"));
            // What is saved as a file is no page of ours.
            let is_page = is_page && answer.header("content-disposition").is_none();
            if answer.status == 200 && is_page {
                pages.push((who, answer));
                break;
            }
        }
    }
    // An audit has three faces, and a fourth where answers are without a name.
    let unnamed = plumbline::base::links::audit(scene.unnamed.1);
    pages.push((Cast::Supervisor, town.as_(Cast::Supervisor).get(&unnamed).await.ok()));
    pages.push((Cast::Manager, town.as_(Cast::Manager).get(&unnamed).await.ok()));
    let (audit, maria) = (plumbline::base::links::audit(scene.audit), town.as_(Cast::Supervisor));
    pages.push((Cast::Supervisor, maria.get(&audit).await));
    pages.push((
        Cast::Supervisor,
        maria.submit(&format!("{audit}/start"), &[]).await.ok(),
    ));
    // One-time links: before and after somebody began, and the checklist of the device that did.
    let (audit, harbor) = (
        town.plan(1, &[Place::OakStreet]).1[0],
        town.plan(1, &[Place::Harbor]).1[0],
    );
    let (act, post) = (town.act(Some(Cast::Quality)), town.app.post.clone());
    let token = plumbline::people::sign_in::new_token().unwrap();
    let link = plumbline::base::links::audit_link(&token);
    town.write(move |conn| offer(conn, &act.clone(), &post, audit, &token));
    let tablet = town.as_nobody();
    pages.push((Cast::Stranger, tablet.get(&link).await.ok()));
    pages.push((Cast::Stranger, tablet.submit(&link, &[]).await.ok()));
    pages.push((Cast::Stranger, town.as_nobody().get(&link).await));
    let dana = town.as_(Cast::Manager);
    pages.push((
        Cast::Manager,
        dana.get(&plumbline::base::links::audit(audit)).await.ok(),
    ));
    // What was missed, and entering it from paper.
    let before = town.app.clock.now().plus_minutes(-1);
    town.write(move |conn| {
        use plumbline::schema::audits;
        let times = (audits::due_at.eq(before), audits::closes_at.eq(before));
        Ok(diesel::update(audits::table.find(harbor)).set(times).execute(conn)?)
    });
    pages.push((
        Cast::Manager,
        dana.get(&plumbline::base::links::audit(harbor)).await.ok(),
    ));
    pages.push((
        Cast::Manager,
        dana.get(&plumbline::base::links::from_paper(harbor)).await.ok(),
    ));
    town.app.deliver_mail().await.unwrap();
    for address in ["/sign-in", "/password-reset", "/nowhere"] {
        pages.push((Cast::Stranger, town.as_nobody().get(address).await));
    }
    pages
}

async fn every_page_is_whole(town: &Town) {
    let unsaid = Regex::new(r"\[[a-z]+(?:-[a-z0-9]+)+\]").unwrap();
    let mut wrong = Vec::new();
    for (_, page) in pages(town).await {
        // The HTML of a mail is no page: it stands in a frame that allows its styles, see tests/it/mail_examples.rs.
        if page.asked.starts_with("GET /outbox/examples/") && page.asked.ends_with("/html") {
            continue;
        }
        let mut no = |sentence: String| wrong.push(format!("{}: {sentence}", page.asked));
        if let Some(found) = unsaid.find(&page.body) {
            no(format!(
                "{} is a sentence that locales/en.ftl does not have.",
                found.as_str()
            ));
        }
        let headings = reading::elements(&page.body, "h1").len();
        if headings != 1 {
            no(format!("a page has exactly one h1, this one has {headings}."));
        }
        if page
            .title()
            .split('·')
            .next()
            .is_none_or(|title| title.trim().is_empty())
        {
            no("the window has no title.".into());
        }
        if reading::attribute(&reading::tags(&page.body, "html").concat(), "lang").is_none_or(|lang| lang.is_empty()) {
            no("the page does not say its language.".into());
        }
        if Regex::new(r#"<[^>]+\sstyle="|<style|\son[a-z]+="|<script>"#)
            .unwrap()
            .is_match(&page.body)
        {
            no("it has style or script inside, which the browser refuses (content security policy).".into());
        }
        let ids = Regex::new(r#"\sid="([^"]+)""#).unwrap();
        let mut seen = BTreeSet::new();
        for found in ids.captures_iter(&page.body) {
            if !seen.insert(found[1].to_owned()) {
                no(format!("two elements have the id {}.", &found[1]));
            }
        }
        for label in reading::tags(&page.body, "label") {
            let target = reading::attribute(&label, "for").unwrap_or_default();
            if !target.is_empty() && !seen.contains(&target) {
                no(format!("a label is for {target}, which is not there."));
            }
        }
        for header in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
            if page.header(header).is_none() {
                no(format!("the answer has no header {header}."));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

async fn every_link_leads_somewhere(town: &Town) {
    // Address without place on the page → where it stands; asked once, by who saw it.
    let mut links: BTreeMap<String, (Cast, String)> = BTreeMap::new();
    let mut forms: BTreeMap<String, String> = BTreeMap::new();
    for (who, page) in pages(town).await.iter().filter(|(who, _)| *who != Cast::Stranger) {
        for tag in reading::tags(&page.body, "a") {
            let href = reading::attribute(&tag, "href").unwrap_or_default();
            let address = href.split('#').next().unwrap_or_default().to_owned();
            if address.starts_with('/') {
                links.entry(address).or_insert((*who, page.asked.clone()));
            }
        }
        for tag in reading::tags(&page.body, "form") {
            if reading::attribute(&tag, "method").as_deref() == Some("post") {
                let action = reading::attribute(&tag, "action").unwrap_or_default();
                forms.entry(action).or_insert(page.asked.clone());
            }
        }
    }
    let mut wrong = Vec::new();
    for (address, (who, at)) in links {
        let answer = town.as_(who).get(&address).await;
        if ![200, 303].contains(&answer.status) {
            wrong.push(format!(
                "{at} has a link to {address}, which answers {}.",
                answer.status
            ));
        }
    }
    for (action, at) in forms {
        // Without a token it is refused before it does anything; an address nobody knows is 404 or 405.
        let answer = town
            .as_(Cast::Administrator)
            .send(Method::POST, &action, &[], String::new())
            .await;
        if [404, 405].contains(&answer.status) {
            wrong.push(format!(
                "{at} has a form that posts to {action}, which answers {}.",
                answer.status
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

async fn everybody_can_sign_in_and_out(town: &Town) {
    let (act, id) = (town.act(Some(Cast::Supervisor)), town.person(Cast::Supervisor));
    let hash = plumbline::people::password::hash("the river is high today".to_owned())
        .await
        .unwrap();
    town.write(move |conn| {
        let person = plumbline::people::queries::find(conn, id)?;
        plumbline::people::sign_in::set_password(conn, &act.clone(), &person, &hash, None)
    });
    let browser = town.as_nobody();
    let asked = browser.get("/findings").await;
    assert_eq!(asked.status, 303);
    let page = browser.follow(asked).await.ok();
    insta::assert_snapshot!(page.heading(), @"Sign in");

    let email = Cast::Supervisor.email();
    let wrong = browser
        .post("/sign-in", &[("email", &email), ("password", "guess guess guess")])
        .await;
    assert_eq!(wrong.status, 422);
    insta::assert_snapshot!(wrong.error_summary(), @"The e-mail address or the password is not right. Check both and try again.");
    assert!(wrong.title().starts_with("Error:"), "{}", wrong.title());

    let right = [
        ("email", email.as_str()),
        ("password", "the river is high today"),
        ("next", "/findings"),
    ];
    let signed_in = browser.post("/sign-in", &right).await;
    assert_eq!((signed_in.status, signed_in.location()), (303, Some("/findings")));
    browser.follow(signed_in).await.ok();
    // The token changes with the sign-in, as it does for a browser that opened the next page.
    let out = browser.submit("/sign-out", &[]).await;
    insta::assert_snapshot!(out.flash(), @"You are signed out.");
    assert_eq!(browser.get("/findings").await.status, 303);
}
