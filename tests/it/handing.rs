//! Handing an audit over: by whoever has it, by leaders and planners, with a word and a mail.

use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use insta::assert_snapshot;
use plumbline::audits;
use plumbline::audits::handing::operations::hand_over;
use plumbline::base::ids::{AuditId, PersonId};
use plumbline::base::links;
use plumbline::checklists;
use plumbline::platform::error::AppError;

on_both![
    a_supervisor_hands_an_audit_over_with_a_word,
    what_was_handed_over_stays_there,
    an_audit_comes_back_and_is_told_again,
    a_started_audit_stays_unless_a_leader_moves_it,
    it_goes_back_to_all_who_hold_the_role,
    only_somebody_who_could_do_it_gets_it,
    an_audit_that_is_over_is_nobodys_to_hand,
    two_hand_the_same_audit_over_at_once,
];

fn audit(town: &Town) -> AuditId {
    town.plan(1, &[Place::OakStreet]).1[0]
}

fn assignee(town: &Town, audit: AuditId) -> Option<PersonId> {
    town.read(move |conn| Ok(audits::queries::find(conn, audit)?.assignee_id))
}

fn to(town: &Town, who: Cast) -> String {
    town.person(who).to_string()
}

async fn a_supervisor_hands_an_audit_over_with_a_word(town: &Town) {
    let audit = audit(town);
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&links::audit(audit)).await.ok();
    assert!(page.text().contains("Hand over"), "{}", page.text());
    let form = maria.get(&links::assignment(audit)).await.ok();
    assert_snapshot!(form.text(), @"
    Back to the audit
    Oak Street Office
    Service at the counter
    Maria Okafor has this audit.
    Layer L1, Supervisors Due: Today, 5:00 PM
    Give it to somebody else
    Who does it?
    People who hold the same role here or nearby.
    Ben Ruiz
    A word with it (optional)
    It goes into the mail and stays with the audit.
    Whoever gets it is told by mail.
    Hand over Cancel
    ");
    let missing = maria.post(&links::assignment(audit), &[("word", "I am ill.")]).await;
    assert_eq!(missing.status, 422);
    assert_snapshot!(missing.error_summary(), @"Choose who does it.");
    assert!(missing.body.contains("I am ill.</textarea>"), "what was typed is kept");
    let ben = to(town, Cast::OtherSupervisor);
    let given = maria
        .submit(&links::assignment(audit), &[("to", &ben), ("word", "I am ill today.")])
        .await
        .ok();
    assert_snapshot!(given.flash(), @"Ben Ruiz has the audit now, and is told by mail.");
    town.run_jobs().await;
    let mails = town.new_mails();
    assert_eq!(mails.len(), 1, "once");
    assert_snapshot!("mail_handed_over", town.letter(&mails[0]));
    // It is on Ben's page, and he does it.
    let ben = town.as_(Cast::OtherSupervisor);
    assert!(ben.get("/today").await.ok().text().contains("Oak Street Office"));
    ben.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    let told = town
        .as_(Cast::Manager)
        .get(&links::audit(audit))
        .await
        .ok()
        .part("history")
        .replace('\n', " ");
    assert!(told.contains("Maria Okafor handed it over I am ill today."), "{told}");
    assert!(
        !town
            .as_(Cast::Supervisor)
            .get("/today")
            .await
            .ok()
            .text()
            .contains("Service at the counter, Oak")
    );
}

async fn what_was_handed_over_stays_there(town: &Town) {
    town.at("2026-06-09 06:00");
    let audit = audit(town);
    let ben = to(town, Cast::OtherSupervisor);
    let maria = town.as_(Cast::Supervisor);
    maria.post(&links::assignment(audit), &[("to", &ben)]).await;
    // The plan looks every hour whether somebody else has to do it: Ben does not hold the role at this very office.
    for hour in 7..10 {
        town.at(&format!("2026-06-09 0{hour}:30"));
        town.run_jobs().await;
    }
    assert_eq!(assignee(town, audit), Some(town.person(Cast::OtherSupervisor)));
    assert_snapshot!(town.new_subjects(), @"Ben: From Maria Okafor, due Tuesday, June 9, 2026, 5:00 PM: Service at the counter, Oak Street Office");
}

async fn an_audit_comes_back_and_is_told_again(town: &Town) {
    let audit = audit(town);
    for (from, to) in [
        (Cast::Supervisor, Cast::OtherSupervisor),
        (Cast::OtherSupervisor, Cast::Supervisor),
        (Cast::Supervisor, Cast::OtherSupervisor),
    ] {
        let person = town.person(to).to_string();
        let given = town.as_(from).post(&links::assignment(audit), &[("to", &person)]).await;
        assert_eq!(given.status, 303);
    }
    town.run_jobs().await;
    let mut told: Vec<String> = town.new_mails().into_iter().map(|mail| mail.recipient).collect();
    told.sort();
    assert_eq!(told.join(" ").matches("ben@").count(), 2, "{told:?}");
    assert_eq!(told.len(), 3);
}

async fn a_started_audit_stays_unless_a_leader_moves_it(town: &Town) {
    let audit = audit(town);
    let maria = town.as_(Cast::Supervisor);
    maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    let template = town.template;
    let seen =
        town.read(move |conn| Ok(checklists::queries::identities(conn, template)?))[Question::Acknowledged.code()];
    let json = [("content-type", "application/json")];
    let put = format!("{}/answers/{seen}", links::audit(audit));
    maria
        .script(Method::PUT, &put, &json, r#"{"outcome":"conforms"}"#)
        .await;
    let ben = to(town, Cast::OtherSupervisor);
    let refused = maria.post(&links::assignment(audit), &[("to", &ben)]).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.error_summary(), @"You started this audit, so it stays with you. If you cannot go on, ask your manager to give it to somebody.");
    // Her manager gives it to Ben: the answer stays, and both are told.
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&links::assignment(audit)).await.ok();
    assert!(
        page.text().contains("The answers stay") && !page.text().contains("Anybody"),
        "{}",
        page.text()
    );
    let nobody = dana.post(&links::assignment(audit), &[("to", "anybody")]).await;
    assert_snapshot!(nobody.error_summary(), @"The audit was started. Choose who goes on with it.");
    dana.submit(&links::assignment(audit), &[("to", &ben), ("word", "Maria went home.")])
        .await
        .ok();
    let checklist = town.as_(Cast::OtherSupervisor).get(&links::audit(audit)).await.ok();
    assert!(checklist.text().contains("1 of 3"), "{}", checklist.text());
    let late = maria
        .script(Method::PUT, &put, &json, r#"{"outcome":"nonconforming"}"#)
        .await;
    assert_eq!(late.status, 409);
    town.run_jobs().await;
    let mails = town.new_mails();
    let told = |who: &str| town.letter(mails.iter().find(|mail| mail.recipient.contains(who)).unwrap());
    assert_snapshot!("mail_taken_over", told("maria@"));
    assert!(
        told("ben@").contains("the answers given so far are there"),
        "{}",
        told("ben@")
    );
    let history = dana
        .get(&links::audit(audit))
        .await
        .ok()
        .part("history")
        .replace('\n', " ");
    assert!(
        history.contains("Maria Okafor started it"),
        "who started it stays: {history}"
    );
}

async fn it_goes_back_to_all_who_hold_the_role(town: &Town) {
    let audit = audit(town);
    let maria = town.as_(Cast::Supervisor);
    let alone = maria.post(&links::assignment(audit), &[("to", "anybody")]).await;
    assert_snapshot!(alone.error_summary(), @"Nobody else holds the role here. Choose a person, or ask your manager.");
    let (act, jo, oak) = (town.act(None), town.person(Cast::Clerk), town.unit(Place::OakStreet));
    town.write(move |conn| {
        plumbline::people::operations::assign(conn, &act.clone(), jo, oak, plumbline::base::codes::Role::Supervisor)
    });
    let back = maria.submit(&links::assignment(audit), &[("to", "anybody")]).await.ok();
    assert_snapshot!(back.flash(), @"Anybody who holds the role here can take it now. They are told by mail.");
    town.run_jobs().await;
    assert_eq!(assignee(town, audit), None, "the plan leaves it there");
    assert_snapshot!(town.new_subjects(), @"Jo: From Maria Okafor, due Tuesday, June 9, 2026, 5:00 PM: Service at the counter, Oak Street Office");
    town.as_(Cast::Clerk)
        .submit(&format!("{}/start", links::audit(audit)), &[])
        .await
        .ok();
    assert_eq!(assignee(town, audit), Some(town.person(Cast::Clerk)));
}

async fn only_somebody_who_could_do_it_gets_it(town: &Town) {
    let audit = audit(town);
    let maria = town.as_(Cast::Supervisor);
    for (who, sentence) in [
        (Cast::Clerk, "does not hold the role here"),
        (Cast::Stranger, "does not hold the role here"),
        (Cast::Supervisor, "has it already"),
    ] {
        let refused = maria.post(&links::assignment(audit), &[("to", &to(town, who))]).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.error_summary().contains(sentence),
            "{}",
            refused.error_summary()
        );
    }
    let long = "x".repeat(501);
    let ben = to(town, Cast::OtherSupervisor);
    let refused = maria
        .post(&links::assignment(audit), &[("to", &ben), ("word", &long)])
        .await;
    assert_snapshot!(refused.error_summary(), @"Use 500 characters at most.");
    // Jo works there and sees the audit, but neither has nor leads it; Theo does not see it.
    assert_eq!(town.as_(Cast::Clerk).get(&links::assignment(audit)).await.status, 403);
    assert_eq!(
        town.as_(Cast::Clerk)
            .post(&links::assignment(audit), &[("to", &ben)])
            .await
            .status,
        403
    );
    assert_eq!(
        town.as_(Cast::Stranger)
            .post(&links::assignment(audit), &[("to", &ben)])
            .await
            .status,
        404
    );
    assert_eq!(assignee(town, audit), Some(town.person(Cast::Supervisor)));
    // Who plans may.
    let moved = town
        .as_(Cast::Quality)
        .submit(&links::assignment(audit), &[("to", &ben)])
        .await
        .ok();
    assert_snapshot!(moved.flash(), @"Ben Ruiz has the audit now, and is told by mail.");
}

async fn an_audit_that_is_over_is_nobodys_to_hand(town: &Town) {
    let audit = audit(town);
    town.at("2026-06-10 09:30");
    let dana = town.as_(Cast::Manager);
    let page = dana.get(&links::assignment(audit)).await;
    assert_snapshot!(dana.follow(page).await.ok().flash(), @"This audit has closed, so nobody can take it any more.");
    let ben = to(town, Cast::OtherSupervisor);
    assert_eq!(dana.post(&links::assignment(audit), &[("to", &ben)]).await.status, 422);
}

async fn two_hand_the_same_audit_over_at_once(town: &Town) {
    let audit = audit(town);
    let (ben, db) = (town.person(Cast::OtherSupervisor), &town.app.db);
    let hand = |who: Cast| {
        let (act, post) = (town.act(Some(who)), town.app.post.clone());
        db.write(move |conn| hand_over(conn, &act.clone(), &post, audit, Some(ben), ""))
    };
    let (one, other) = futures_util::future::join(hand(Cast::Supervisor), hand(Cast::Manager)).await;
    let given = [&one, &other].iter().filter(|result| result.is_ok()).count();
    let refused = |result: &&&Result<(), AppError>| matches!(result, Err(AppError::Refused(_) | AppError::Stale));
    assert_eq!(
        (given, [&one, &other].iter().filter(refused).count()),
        (1, 1),
        "{one:?} {other:?}"
    );
    town.run_jobs().await;
    let told = town
        .new_mails()
        .iter()
        .filter(|mail| mail.recipient.contains("ben@"))
        .count();
    assert_eq!(told, 1);
}
