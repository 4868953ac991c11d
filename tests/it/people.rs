//! The way in and out, the first setup, and keeping people, units and mail.

use crate::browser::Answer;
use crate::town::{Cast, Place, Town};
use plumbline::people::password;
use plumbline::people::sign_in::{self, DEMO_PASSWORD};
use plumbline::platform::mail::{self, MailState};
use regex::Regex;

on_both![
    guessing_is_slowed_down_and_tells_nothing,
    a_forgotten_password_is_chosen_anew_by_a_link_that_works_once,
    a_link_to_choose_a_password_grows_old,
    the_demo_s_password_opens_nothing_here,
    a_device_is_signed_out_from_the_account,
    a_new_password_asks_for_the_old_one,
    a_person_is_added_invited_and_lets_nobody_else_have_the_address,
    roles_are_given_and_ended_and_one_administrator_stays,
    whoever_leaves_is_signed_out_at_once,
    a_unit_has_hours_holidays_and_an_end,
    a_mail_that_was_given_up_is_sent_again_and_its_link_stays_secret,
    setup_is_done_once,
];

const PHRASE: &str = "the river is high today";

/// Gives somebody a password.
async fn with_password(town: &Town, who: Cast) {
    let (act, id) = (town.act(Some(who)), town.person(who));
    let hash = password::hash(PHRASE.to_owned()).await.unwrap();
    town.write(move |conn| {
        let person = plumbline::people::queries::find(conn, id)?;
        sign_in::set_password(conn, &act.clone(), &person, &hash, None)
    });
}

async fn try_sign_in(town: &Town, email: &str, password: &str) -> Answer {
    let browser = town.as_nobody();
    browser
        .post("/sign-in", &[("email", email), ("password", password)])
        .await
}

/// The one-time link in the last mail that was composed.
fn link_in_last_mail(town: &Town) -> String {
    let mail = town.outbox().pop().unwrap();
    let link = Regex::new("/password-reset/[0-9a-f]{64}").unwrap();
    link.find(&mail.body_text).unwrap().as_str().to_owned()
}

async fn guessing_is_slowed_down_and_tells_nothing(town: &Town) {
    with_password(town, Cast::Supervisor).await;
    let maria = Cast::Supervisor.email();
    for known in [maria.as_str(), "nobody@millvalley.example"] {
        let mut said = Vec::new();
        for _ in 0..6 {
            let answer = try_sign_in(town, known, "guess guess guess").await;
            assert_eq!(answer.status, 422);
            said.push(answer.error_summary());
        }
        assert!(said[..5].iter().all(|sentence| sentence == &said[0]), "{said:?}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(said[0], @"The e-mail address or the password is not right. Check both and try again.");
            insta::assert_snapshot!(said[5], @"Too many tries. Wait one minute, then try again.");
        }
    }
    // Even the right password has to wait, and then it opens.
    assert_eq!(try_sign_in(town, &maria, PHRASE).await.status, 422);
    town.at("2026-06-09 09:02");
    assert_eq!(try_sign_in(town, &maria.to_uppercase(), PHRASE).await.status, 303);
    // What went wrong before is forgotten with it.
    assert_eq!(try_sign_in(town, &maria, "guess guess guess").await.status, 422);
    assert_eq!(try_sign_in(town, &maria, PHRASE).await.status, 303);
}

async fn a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(town: &Town) {
    with_password(town, Cast::Manager).await;
    let (dana, elsewhere) = (Cast::Manager.email(), town.as_(Cast::Manager));
    let browser = town.as_nobody();
    let unknown = browser
        .post("/password-reset", &[("email", "nobody@millvalley.example")])
        .await
        .ok();
    let known = browser.post("/password-reset", &[("email", &dana)]).await.ok();
    assert_eq!(unknown.text().replace("nobody@millvalley.example", &dana), known.text());
    assert_eq!(town.outbox().len(), 1);
    let link = link_in_last_mail(town);
    town.run_jobs().await;
    let mails = town.new_mails();
    let secret = Regex::new("[0-9a-f]{64}").unwrap();
    insta::assert_snapshot!(secret.replace(&town.letter(&mails[0]), "…"), @r#"
    To: "Dana Whitfield" <dana@millvalley.example>
    Subject: Choose a new password for Mill Valley

    Hello Dana Whitfield,

    Somebody asked for a new password for your account at Mill Valley. To choose one, open this page:

    http://plumbline.test/password-reset/…

    The link works once, within one hour.
    If it was not you, do nothing: your password stays as it is.
    "#);

    // Looking changes nothing: mail scanners look.
    browser.get(&link).await.ok();
    let weak = browser.post(&link, &[("password", &dana)]).await;
    assert_eq!(weak.status, 422);
    insta::assert_snapshot!(weak.error_summary(), @"Choose something else than your e-mail address.");
    let done = browser.post(&link, &[("password", "a quiet street in June")]).await;
    assert_eq!((done.status, done.location()), (303, Some("/")));
    browser.get("/account").await.ok();
    assert_eq!(
        elsewhere.get("/account").await.status,
        303,
        "other devices are signed out"
    );

    let again = town.as_nobody();
    assert_eq!(again.get(&link).await.status, 410);
    let used = again.post(&link, &[("password", "somebody else's choice")]).await;
    assert_eq!(used.status, 410);
    insta::assert_snapshot!(used.heading(), @"This link does not work any more");
    assert_eq!(try_sign_in(town, &dana, PHRASE).await.status, 422);
    assert_eq!(try_sign_in(town, &dana, "a quiet street in June").await.status, 303);
}

async fn a_link_to_choose_a_password_grows_old(town: &Town) {
    let browser = town.as_nobody();
    for _ in 0..5 {
        browser
            .post("/password-reset", &[("email", &Cast::Clerk.email())])
            .await
            .ok();
    }
    assert_eq!(town.outbox().len(), 3, "nobody's mailbox is flooded");
    let link = link_in_last_mail(town);
    town.at("2026-06-09 09:59");
    browser.get(&link).await.ok();
    town.at("2026-06-09 10:00");
    assert_eq!(browser.get(&link).await.status, 410);
    town.run_jobs().await;
}

async fn the_demo_s_password_opens_nothing_here(town: &Town) {
    let refused = try_sign_in(town, &Cast::Clerk.email(), DEMO_PASSWORD).await;
    assert_eq!(refused.status, 422);
    insta::assert_snapshot!(refused.error_summary(), @"The password of the demo opens nothing here. Choose your own with “I forgot my password”.");
}

async fn a_device_is_signed_out_from_the_account(town: &Town) {
    let (here, there) = (town.as_(Cast::Director), town.as_(Cast::Director));
    let page = here.get("/account").await.ok();
    let end = Regex::new(r#"/account/devices/[0-9a-f-]{36}/end"#).unwrap();
    let own = end.find(&page.body).unwrap().as_str().to_owned();
    let stranger = town.as_(Cast::Clerk).post(&own, &[]).await;
    assert_eq!(stranger.status, 404, "another person's device");
    insta::assert_snapshot!(here.submit(&own, &[]).await.flash(), @"The device is signed out.");
    assert_eq!(there.get("/account").await.status, 303);
    let third = town.as_(Cast::Director);
    insta::assert_snapshot!(here.submit("/account/devices/others/end", &[]).await.flash(), @"One device is signed out.");
    assert_eq!(third.get("/account").await.status, 303);
    here.get("/account").await.ok();
}

async fn a_new_password_asks_for_the_old_one(town: &Town) {
    with_password(town, Cast::Clerk).await;
    let browser = town.as_(Cast::Clerk);
    let wrong = [("old_password", "not this one at all"), ("password", "password1234")];
    let wrong = browser.post("/account/password", &wrong).await;
    assert_eq!(wrong.status, 422);
    insta::assert_snapshot!(wrong.error_summary(), @r"
    This is not your current password.
    This password is one of the first that others try. Choose another one.
    ");
    assert!(!wrong.body.contains("password1234") && !wrong.body.contains("not this one"));
    let right = [("old_password", PHRASE), ("password", "a quiet street in June")];
    insta::assert_snapshot!(browser.submit("/account/password", &right).await.flash(), @"Your new password is set. Other devices are signed out.");
    browser.get("/account").await.ok();
}

async fn a_person_is_added_invited_and_lets_nobody_else_have_the_address(town: &Town) {
    let ada = town.as_(Cast::Administrator);
    let unit = town.unit(Place::Harbor).to_string();
    let fields = |email| {
        vec![
            ("name", "  Nia   Lopez "),
            ("email", email),
            ("language", "en"),
            ("role", "staff"),
            ("unit", unit.as_str()),
            ("invite", "1"),
        ]
    };
    let empty = ada.get("/people/new").await.ok();
    assert!(
        empty.body.contains(r#"name="invite" value="1" checked"#),
        "an invitation is the rule"
    );
    let page = ada.submit("/people", &fields("Nia@MillValley.example")).await.ok();
    insta::assert_snapshot!(page.flash(), @"Nia Lopez is added. The invitation is on its way.");
    assert_eq!(page.heading(), "Nia Lopez");
    let twice = ada.post("/people", &fields("nia@millvalley.example")).await;
    assert_eq!(twice.status, 422);
    insta::assert_snapshot!(twice.error_summary(), @"Somebody else has this e-mail address. Look for them in the list of people.");
    assert!(twice.body.contains("nia@millvalley.example"), "what was typed stays");
    assert_eq!(town.outbox().len(), 1);

    let nia = town.as_nobody();
    let chosen = nia
        .post(&link_in_last_mail(town), &[("password", "harbor lights at nine")])
        .await;
    assert_eq!(chosen.status, 303);
    nia.get("/account").await.ok();
    assert_eq!(nia.get("/people").await.status, 403);
    let found = ada.get("/people?q=lopez&role=staff").await.ok();
    assert!(found.text().contains("nia@millvalley.example"), "{}", found.text());
    town.run_jobs().await;
}

async fn roles_are_given_and_ended_and_one_administrator_stays(town: &Town) {
    let ada = town.as_(Cast::Administrator);
    let quinn = format!("/people/{}", town.person(Cast::Quality));
    let top = town.unit(Place::MillValley).to_string();
    let role = [("role", "administrator"), ("unit", top.as_str())];
    insta::assert_snapshot!(ada.submit(&format!("{quinn}/roles"), &role).await.flash(), @"The role is added.");
    let twice = ada.post(&format!("{quinn}/roles"), &role).await;
    insta::assert_snapshot!(twice.error_summary(), @"This role is held at this unit already.");

    let own = format!("/people/{}", town.person(Cast::Administrator));
    let end = Regex::new(r"/people/[0-9a-f-]{36}/roles/[0-9a-f-]{36}/end").unwrap();
    let page = ada.get(&own).await.ok();
    let end_own = end.find(&page.body).unwrap().as_str().to_owned();
    assert_eq!(ada.post(&end_own, &[]).await.status, 303, "Quinn is administrator too");
    assert_eq!(ada.get("/people").await.status, 403);

    let quinns = town.as_(Cast::Quality);
    let page = quinns.get(&quinn).await.ok();
    let last = end.find_iter(&page.body).last().unwrap().as_str().to_owned();
    let refused = quinns.post(&last, &[]).await;
    assert_eq!(refused.status, 422);
    insta::assert_snapshot!(refused.error_summary(), @"At least one administrator has to stay. Make somebody else administrator first.");
    quinns.get("/people").await.ok();
}

async fn whoever_leaves_is_signed_out_at_once(town: &Town) {
    let (ada, theo) = (town.as_(Cast::Administrator), town.as_(Cast::Stranger));
    theo.get("/account").await.ok();
    let page = format!("/people/{}", town.person(Cast::Stranger));
    insta::assert_snapshot!(ada.submit(&format!("{page}/departure"), &[]).await.flash(), @"Access has ended.");
    assert_eq!(theo.get("/account").await.status, 303);
    let invited = ada.post(&format!("{page}/invitation"), &[]).await;
    insta::assert_snapshot!(invited.error_summary(), @"This person has left. Take them back first.");
    let own = format!("/people/{}/departure", town.person(Cast::Administrator));
    let refused = ada.post(&own, &[]).await;
    insta::assert_snapshot!(refused.error_summary(), @"You cannot end your own access. Ask another administrator.");
    insta::assert_snapshot!(ada.submit(&format!("{page}/return"), &[]).await.flash(), @"Signs in again from now on.");
}

async fn a_unit_has_hours_holidays_and_an_end(town: &Town) {
    let ada = town.as_(Cast::Administrator);
    let unit = town.unit(Place::Harbor);
    let page = format!("/agency/units/{unit}");
    let wrong = [("hours", "own"), ("opens-2", "09:00"), ("closes-2", "05:00")];
    let wrong = ada.post(&format!("{page}/hours"), &wrong).await;
    assert_eq!(wrong.status, 422);
    insta::assert_snapshot!(wrong.error_summary(), @"Tuesday has to close after it opens. Enter both times, or none.");
    let hours = [("hours", "own"), ("opens-2", "09:00"), ("closes-2", "17:00")];
    insta::assert_snapshot!(ada.submit(&format!("{page}/hours"), &hours).await.flash(), @"The hours are saved.");
    let day = [("day_name", "Flood"), ("date", "2026-06-16"), ("closure", "1")];
    insta::assert_snapshot!(ada.submit(&format!("{page}/holidays"), &day).await.flash(), @"The day is added.");
    let twice = ada.post(&format!("{page}/holidays"), &day).await;
    insta::assert_snapshot!(twice.error_summary(), @"There is a day off on this date already.");
    let calendar = town.read(move |conn| plumbline::agency::queries::calendar(conn, unit));
    let tuesdays = ["2026-06-09", "2026-06-16", "2026-06-23"].map(|day| calendar.is_working_day(day.parse().unwrap()));
    assert_eq!(tuesdays, [true, false, true]);
    assert!(!calendar.is_working_day("2026-06-10".parse().unwrap()));

    let shown = ada.get(&format!("{page}/calendar")).await.ok();
    let removal = Regex::new(r"/agency/units/[0-9a-f-]{36}/holidays/[0-9a-f-]{36}/removal").unwrap();
    let removal = removal.find(&shown.body).unwrap().as_str().to_owned();
    assert!(ada.get(&removal).await.ok().can_post(&removal));
    insta::assert_snapshot!(ada.submit(&removal, &[]).await.flash(), @"The day is removed.");

    let above = format!("/agency/units/{}/closing", town.unit(Place::Licensing));
    insta::assert_snapshot!(ada.post(&above, &[]).await.error_summary(), @"2 units below are still open. Close them first.");
    insta::assert_snapshot!(ada.submit(&format!("{page}/closing"), &[]).await.flash(), @"The unit is closed.");
    let under = ada.get("/agency/units/new").await.ok();
    assert!(!under.body.contains("Harbor Office"), "a closed unit is not offered");
    insta::assert_snapshot!(ada.submit(&format!("{page}/reopening"), &[]).await.flash(), @"The unit is open again.");
}

async fn a_mail_that_was_given_up_is_sent_again_and_its_link_stays_secret(town: &Town) {
    let browser = town.as_nobody();
    browser
        .post("/password-reset", &[("email", &Cast::Board.email())])
        .await
        .ok();
    let mail = town.outbox().pop().unwrap();
    let id = mail.id;
    town.write(move |conn| Ok(mail::mark_failed(conn, id, "550 nobody of that name", true)?));
    let ada = town.as_(Cast::Administrator);
    let list = ada.get("/outbox?state=failed").await.ok();
    assert!(list.text().contains("550 nobody of that name"), "{}", list.text());
    let page = ada.get(&format!("/outbox/{id}")).await.ok();
    assert!(
        !Regex::new("[0-9a-f]{64}\n").unwrap().is_match(&page.text()),
        "{}",
        page.text()
    );
    assert!(page.text().contains("/password-reset/…"), "{}", page.text());
    let again = format!("/outbox/{id}/delivery");
    insta::assert_snapshot!(ada.submit(&again, &[]).await.flash(), @"It is tried again within a minute.");
    assert_eq!(ada.post(&again, &[]).await.status, 422);
    town.run_jobs().await;
    assert_eq!(town.new_mails().len(), 1);
    let state = town.read(move |conn| Ok(mail::find(conn, id)?.state));
    assert_eq!(state, MailState::Sent);
}

async fn setup_is_done_once(town: &Town) {
    let browser = town.as_nobody();
    let page = browser.get("/setup").await;
    assert_eq!((page.status, page.location()), (303, Some("/sign-in")));
    let fields = [
        ("agency", "Another agency"),
        ("zone", "America/New_York"),
        ("name", "Somebody"),
        ("email", "somebody@example.org"),
        ("password", PHRASE),
        ("password_again", PHRASE),
    ];
    let refused = browser.submit("/setup", &fields).await.ok();
    insta::assert_snapshot!(refused.flash(), @"This installation is set up already. Sign in.");
    let taken = town.read(|conn| Ok(plumbline::people::queries::find_by_email(conn, "somebody@example.org")?));
    assert_eq!(taken, None);
}
