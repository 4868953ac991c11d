//! Reasons for a talk about an audit: told to whoever did it and to whoever leads them, in the same words, and to nobody
//! else.

use crate::numbers::{audit, begun, sent};
use crate::reading;
use crate::town::{Cast, Place, Town};
use insta::assert_snapshot;
use plumbline::base::codes::Outcome::Conforms;
use plumbline::base::links;

on_both![
    a_reason_for_a_talk_is_told_to_two_people_in_the_same_words,
    everybody_who_audits_reads_what_is_compared,
];

async fn a_reason_for_a_talk_is_told_to_two_people_in_the_same_words(town: &Town) {
    town.at("2026-06-09 07:00");
    town.plan(1, &[Place::OakStreet]);
    let mut last = None;
    for date in [
        "2026-06-09",
        "2026-06-10",
        "2026-06-11",
        "2026-06-12",
        "2026-06-15",
        "2026-06-16",
    ] {
        town.at(&format!("{date} 09:00"));
        town.run_jobs().await;
        let id = audit(town, Place::OakStreet, 1, date);
        begun(town, id);
        // four minutes each day, one minute on the last
        let minutes = if date == "2026-06-16" { 1 } else { 4 };
        town.at(&format!("{date} 09:0{minutes}"));
        sent(town, id, (Conforms, Conforms));
        last = Some(id);
    }
    let address = links::audit(last.unwrap());
    let talk = async |who: Cast| {
        let page = town.as_(who).get(&address).await;
        let told = reading::part(&page.body, "talk-h").is_some();
        assert_eq!(told, page.text().contains("Reasons for a talk"), "{}", who.first_name());
        (page.status, told.then(|| page.text()))
    };
    let of = |text: String| {
        let from = text.find("Reasons for a talk").unwrap();
        let end = text[from..].find("History").unwrap();
        text[from..from + end].trim().to_owned()
    };
    let maria = of(talk(Cast::Supervisor).await.1.expect("Maria did it"));
    let dana = of(talk(Cast::Manager).await.1.expect("Dana leads Maria"));
    assert_eq!(maria, dana);
    assert_snapshot!(maria, @r"
    Reasons for a talk
    Reasons for a talk, never a verdict: nothing follows from them, and there may be a good one for each. Whoever did this audit and whoever leads them see this, in the same words; nobody else does.
    20 seconds a question. In the same person’s 5 audits of this checklist in the 90 days before, the median is 80 seconds.
    A note of this audit stands in the same letters in 6 audits of the same person in 90 days.
    ");
    for who in Cast::ALL {
        if !matches!(who, Cast::Supervisor | Cast::Manager) {
            let (status, told) = talk(who).await;
            assert!(
                matches!(status, 200 | 404) && told.is_none(),
                "{}: {status}",
                who.first_name()
            );
        }
    }
    assert_eq!(talk(Cast::Stranger).await.0, 404);

    let usual = links::audit(audit(town, Place::OakStreet, 1, "2026-06-15"));
    let page = town.as_(Cast::Manager).get(&usual).await.ok().text();
    assert!(!page.contains("seconds a question"), "{page}");
    assert!(page.contains("4 minutes"), "{page}");
}

async fn everybody_who_audits_reads_what_is_compared(town: &Town) {
    let maria = town.as_(Cast::Supervisor);
    let account = maria.get("/account").await.ok();
    let text = account.text();
    assert!(text.contains("as a reason for a talk, never as a verdict"), "{text}");
    let own = reading::tags(&account.body, "a");
    let own = own.iter().find(|tag| tag.contains("/audits?")).unwrap();
    maria.get(&reading::attribute(own, "href").unwrap()).await.ok();
    let clerk = town.as_(Cast::Clerk).get("/account").await.ok().text();
    assert!(!clerk.contains("reason for a talk"), "{clerk}");
}
