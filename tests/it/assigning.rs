//! Who does an audit: while somebody is away, when nobody has taken it yet, when everybody has enough, when people leave.

use crate::town::{Cast, Place, Question, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::audits::model::{Audit, AuditState};
use plumbline::base::codes::Role;
use plumbline::base::ids::*;
use plumbline::base::recurrence::Recurrence;
use plumbline::people;
use plumbline::planning::model::{Assigning, HolidayPolicy, Timing, Wanted, Way};
use plumbline::planning::operations as planning;
use plumbline::platform::mail::Mail;
use plumbline::schema::audits;

on_both![
    a_stand_in_takes_over_and_what_has_not_begun_goes_back,
    an_absence_that_is_cancelled_or_restored_moves_the_audits_at_once,
    without_a_stand_in_the_next_one_does_it_or_the_manager_is_told,
    absences_that_do_not_fit_are_refused_and_leaders_enter_them_for_others,
    mail_for_somebody_away_goes_to_the_stand_in_who_can_do_what_it_asks,
    of_two_who_take_an_audit_at_once_the_second_reads_who_was_quicker,
    when_everybody_has_enough_the_audit_is_nobody_s_and_the_manager_hears_why,
    nobody_audits_the_own_work_and_the_office_beside_does_it,
    when_the_person_named_leaves_the_planner_is_told,
    a_plan_says_in_words_who_does_it,
];

/// A plan at layer 1 on every weekday, with the audits of two weeks.
fn plan(town: &Town, title: &str, places: &[Place], assigning: Assigning) -> PlanId {
    let (act, made, post) = (town.act(Some(Cast::Quality)), town.act(None), town.app.post.clone());
    let timing = Timing {
        recurrence: Recurrence::parse("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR").unwrap(),
        starts_on: "2026-06-09".parse().unwrap(),
        ends_on: None,
        opens_minute: 8 * 60,
        due_minute: 17 * 60,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Skip,
    };
    let units = places.iter().map(|place| town.unit(*place)).collect();
    let wanted = Wanted {
        assigning,
        ..Wanted::plain(title, town.template, 1, timing, units)
    };
    town.write(move |conn| {
        let plan = planning::create(conn, &act.clone(), &wanted)?;
        planning::tend(conn, &made.clone(), &post, plan, 14)?;
        Ok(plan)
    })
}

fn by(way: Way) -> Assigning {
    Assigning {
        way,
        ..Assigning::default()
    }
}

fn of_plan(town: &Town, plan: PlanId) -> Vec<Audit> {
    town.read(move |conn| {
        Ok(audits::table
            .filter(audits::plan_id.eq(plan))
            .order((audits::opens_at, audits::unit_id))
            .select(Audit::as_select())
            .load(conn)?)
    })
}

/// Who has the audits of the next days: "9 Maria, 10 Ben for Maria, 11 nobody".
fn who_has(town: &Town, plan: PlanId, days: usize) -> String {
    let name = |person: PersonId| {
        let who = Cast::ALL.iter().find(|who| town.person(**who) == person);
        who.map_or("somebody", |who| who.first_name())
    };
    let told = |audit: &Audit| {
        let day = audit.local_date.format("%-d");
        let who = audit.assignee_id.map_or("nobody", name);
        match audit.stands_in_for {
            Some(owner) => format!("{day} {who} for {}", name(owner)),
            None => format!("{day} {who}"),
        }
    };
    let audits = of_plan(town, plan);
    audits.iter().take(days).map(told).collect::<Vec<_>>().join(", ")
}

/// Gives somebody another role.
fn also(town: &Town, who: Cast, role: Role, place: Place) {
    let (act, person, unit) = (town.act(Some(Cast::Administrator)), town.person(who), town.unit(place));
    town.write(move |conn| people::operations::assign(conn, &act.clone(), person, unit, role).map(drop));
}

/// Two minutes later everything that was to follow has happened.
async fn later(town: &Town) {
    town.app.clock.set(town.app.clock.now().plus_minutes(2));
    town.run_jobs().await;
}

/// The one of these mails whose subject has these words.
fn with<'a>(mails: &'a [Mail], words: &str) -> &'a Mail {
    let mut found = mails.iter().filter(|mail| mail.subject.contains(words));
    let (first, second) = (found.next(), found.next());
    assert!(second.is_none(), "one mail says {words:?}: {mails:?}");
    first.unwrap_or_else(|| panic!("no mail says {words:?}: {mails:?}"))
}

async fn away(town: &Town, who: Cast, from: &str, until: &str, stand_in: Option<Cast>) {
    let stand_in = stand_in.map(|who| town.person(who).to_string()).unwrap_or_default();
    let fields = [("from", from), ("until", until), ("stand_in", &stand_in), ("note", "")];
    let answer = town.as_(who).post("/account/absences", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.error_summary());
    later(town).await;
}

fn absence_of(town: &Town, who: Cast) -> people::absences::model::Absence {
    let (person, since) = (town.person(who), "2026-06-01".parse().unwrap());
    town.read(move |conn| Ok(people::absences::queries::of_person(conn, person, since)?.remove(0)))
}

async fn a_stand_in_takes_over_and_what_has_not_begun_goes_back(town: &Town) {
    let plan = plan(town, "Counter walk", &[Place::OakStreet], by(Way::Turns));
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Maria, 11 Maria, 12 Maria");
    away(
        town,
        Cast::Supervisor,
        "2026-06-10",
        "2026-06-11",
        Some(Cast::OtherSupervisor),
    )
    .await;
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Ben for Maria, 11 Ben for Maria, 12 Maria");
    let mails = town.new_mails();
    assert_snapshot!(town.letter(with(&mails, "stand in")), @r#"
    To: "Ben Ruiz" <ben@millvalley.example>
    Subject: You stand in for Maria Okafor from Wednesday, June 10, 2026

    Maria Okafor will be away, and you stand in.

    First day: Wednesday, June 10, 2026
    Last day: Thursday, June 11, 2026

    On these days you get the audits and the mail of Maria Okafor, and see the findings. What is to be done stands on your page for the day:
    http://plumbline.test/today

    -- 
    You get this mail because you are named as stand-in.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);

    town.at("2026-06-10 09:00");
    let ben = town.as_(Cast::OtherSupervisor);
    let today = ben.get("/today").await.ok().text();
    assert!(today.contains("You stand in for Maria Okafor until"), "{today}");
    assert!(
        today.contains("Service at the counter\nfor Maria Okafor\nOak Street Office"),
        "{today}"
    );
    let maria = town.as_(Cast::Supervisor).get("/today").await.ok().text();
    assert!(
        maria.contains("You are away until") && maria.contains("Ben Ruiz stands in for you"),
        "{maria}"
    );
    let started = of_plan(town, plan)[1].id;
    let page = ben.get(&format!("/audits/{started}")).await.ok().text();
    assert!(
        page.contains("You do this audit for Maria Okafor, who is away."),
        "{page}"
    );
    assert_eq!(ben.post(&format!("/audits/{started}/start"), &[]).await.status, 303);

    // She is back a day early: what he started stays his.
    let absence = absence_of(town, Cast::Supervisor);
    let (href, revision) = (format!("/absences/{}", absence.id), absence.revision.to_string());
    let ben_id = town.person(Cast::OtherSupervisor).to_string();
    let fields = [
        ("from", "2026-06-10"),
        ("until", "2026-06-10"),
        ("stand_in", ben_id.as_str()),
        ("note", ""),
        ("revision", revision.as_str()),
    ];
    assert_eq!(town.as_(Cast::Supervisor).post(&href, &fields).await.status, 303);
    later(town).await;
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Ben for Maria, 11 Maria, 12 Maria");
    assert_eq!(of_plan(town, plan)[1].state, AuditState::InProgress);
    let again = town.as_(Cast::Supervisor).post(&href, &fields).await;
    assert_eq!(again.status, 409, "read before the change");
}

async fn an_absence_that_is_cancelled_or_restored_moves_the_audits_at_once(town: &Town) {
    let plan = plan(town, "Counter walk", &[Place::OakStreet], by(Way::Turns));
    away(
        town,
        Cast::Supervisor,
        "2026-06-09",
        "2026-06-10",
        Some(Cast::OtherSupervisor),
    )
    .await;
    assert_snapshot!(who_has(town, plan, 3), @"9 Ben for Maria, 10 Ben for Maria, 11 Maria");
    let href = format!("/absences/{}", absence_of(town, Cast::Supervisor).id);
    let maria = town.as_(Cast::Supervisor);
    let answer = maria.post(&format!("{href}/cancellation"), &[]).await;
    let page = maria.follow(answer).await;
    assert_snapshot!(page.flash(), @"The absence is cancelled.");
    later(town).await;
    assert_snapshot!(who_has(town, plan, 3), @"9 Maria, 10 Maria, 11 Maria");
    let answer = maria.post(&format!("{href}/restoration"), &[]).await;
    assert_eq!(answer.status, 303);
    later(town).await;
    assert_snapshot!(who_has(town, plan, 3), @"9 Ben for Maria, 10 Ben for Maria, 11 Maria");
    // Whoever stood in is away too: it goes on to theirs, as long as there is one.
    away(
        town,
        Cast::OtherSupervisor,
        "2026-06-10",
        "2026-06-10",
        Some(Cast::Stranger),
    )
    .await;
    assert_snapshot!(who_has(town, plan, 3), @"9 Ben for Maria, 10 Theo for Maria, 11 Maria");
    assert_snapshot!(town.new_subjects(), @"
    Ben: You stand in for Maria Okafor from Tuesday, June 9, 2026
    Ben: Today at Oak Street Office, until 5:00 PM: Service at the counter
    Ben: You do not stand in for Maria Okafor any more
    Ben: You stand in for Maria Okafor from Tuesday, June 9, 2026
    Theo: You stand in for Ben Ruiz from Wednesday, June 10, 2026
    ");
}

async fn without_a_stand_in_the_next_one_does_it_or_the_manager_is_told(town: &Town) {
    also(town, Cast::Clerk, Role::Supervisor, Place::OakStreet);
    let plan = plan(town, "Counter walk", &[Place::OakStreet], by(Way::Turns));
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Jo, 11 Maria, 12 Jo");
    away(town, Cast::Supervisor, "2026-06-11", "2026-06-12", None).await;
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Jo, 11 Jo for Maria, 12 Jo");
    assert_snapshot!(town.new_subjects(), @"Maria: Today at Oak Street Office, until 5:00 PM: Service at the counter");
    away(town, Cast::Clerk, "2026-06-12", "2026-06-12", None).await;
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Jo, 11 Jo for Maria, 12 nobody for Jo");
    let mails = town.new_mails();
    assert_snapshot!(town.letter(with(&mails, "nobody")), @r#"
    To: "Dana Whitfield" <dana@millvalley.example>
    Subject: An audit has nobody to do it: Counter walk

    One audit of the plan “Counter walk” (Supervisors) has nobody to do it.

    - Oak Street Office, Friday, June 12, 2026: everybody is away

    As soon as somebody can do them, the audits are theirs. Until then you can give one of them to somebody: open it and hand it over.

    Open the plan:
    http://plumbline.test/planning/…

    -- 
    You get this mail because you lead those who do these audits, or keep the plan.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    later(town).await;
    assert_eq!(town.new_subjects(), "", "told once");
    let href = format!("/absences/{}/cancellation", absence_of(town, Cast::Clerk).id);
    assert_eq!(town.as_(Cast::Manager).post(&href, &[]).await.status, 303);
    later(town).await;
    assert_snapshot!(who_has(town, plan, 4), @"9 Maria, 10 Jo, 11 Jo for Maria, 12 Jo");
}

async fn absences_that_do_not_fit_are_refused_and_leaders_enter_them_for_others(town: &Town) {
    let maria = town.as_(Cast::Supervisor);
    let dana = town.as_(Cast::Manager);
    let (maria_id, theo_id) = (
        town.person(Cast::Supervisor).to_string(),
        town.person(Cast::Stranger).to_string(),
    );
    let asked = |person: &str, from: &str, until: &str, stand_in: &str| {
        [
            ("person", person),
            ("from", from),
            ("until", until),
            ("stand_in", stand_in),
            ("note", "Training"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let post = async |browser: &crate::browser::Browser<'_>, to: &str, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.post(to, &fields).await
    };
    let entered = post(&dana, "/absences", &asked(&maria_id, "2026-06-15", "2026-06-19", "")).await;
    assert_eq!(entered.status, 303);
    let list = dana.get("/absences").await.ok().text();
    assert!(list.contains("One more absence is coming") && list.contains("Maria Okafor") && list.contains("Training"));
    let stranger = post(&dana, "/absences", &asked(&theo_id, "2026-06-15", "2026-06-19", "")).await;
    assert_eq!(stranger.status, 404, "Dana does not lead Theo");
    assert_eq!(maria.get("/absences").await.status, 403);
    let mine = format!("/absences/{}", absence_of(town, Cast::Supervisor).id);
    assert_eq!(town.as_(Cast::Stranger).get(&mine).await.status, 404);
    maria.get(&mine).await.ok();

    let again = post(&maria, "/account/absences", &asked("", "2026-06-19", "2026-06-22", "")).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"Some of these days are part of another absence already. Change that one, or choose other days.");
    assert!(again.body.contains("value=\"2026-06-22\"") && again.body.contains("value=\"Training\""));
    let themselves = post(
        &maria,
        "/account/absences",
        &asked("", "2026-06-22", "2026-06-22", &maria_id),
    )
    .await;
    assert_snapshot!(themselves.error_summary(), @"Nobody stands in for themselves. Choose somebody else.");
    let backwards = post(&maria, "/account/absences", &asked("", "2026-06-23", "2026-06-22", "")).await;
    assert_snapshot!(backwards.error_summary(), @"The last day is before the first day. Choose a later last day.");
    let blank = post(&maria, "/account/absences", &asked("", "2026-06-23", "", "")).await;
    assert_snapshot!(blank.error_summary(), @"Enter a date, such as 2026-06-30.");
    let ben = town.as_(Cast::OtherSupervisor);
    let both = post(
        &ben,
        "/account/absences",
        &asked("", "2026-06-19", "2026-06-19", &maria_id),
    )
    .await;
    assert_snapshot!(both.error_summary(), @"This person is away on some of these days. Choose somebody else to stand in.");
    let account = ben.get("/account/absences").await.ok();
    assert!(account.body.contains("Maria Okafor (away"), "{}", account.body);
}

async fn mail_for_somebody_away_goes_to_the_stand_in_who_can_do_what_it_asks(town: &Town) {
    let finding = town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person waited 22 minutes.",
    );
    let (act, owner) = (town.act(Some(Cast::Manager)), town.person(Cast::Clerk));
    let contained = town.act(Some(Cast::Supervisor));
    let action = town.write(move |conn| {
        plumbline::findings::operations::contain(conn, &contained.clone(), finding, "Another position opened.")?;
        let new = plumbline::findings::operations::NewAction {
            kind: plumbline::findings::model::ActionKind::Corrective,
            body: "Open the second position by the rule of 10 minutes.".into(),
            owner_id: owner,
            due_on: Some("2026-06-12".parse().unwrap()),
            strength: None,
            cost: None,
        };
        plumbline::findings::operations::plan_action(conn, &act.clone(), finding, &new)
    });
    later(town).await;
    town.new_mails();
    let theo = town.as_(Cast::Stranger);
    assert_eq!(theo.get(&format!("/findings/actions/{action}")).await.status, 404);
    away(town, Cast::Clerk, "2026-06-11", "2026-06-15", Some(Cast::Stranger)).await;
    assert_eq!(
        theo.get(&format!("/findings/actions/{action}")).await.status,
        404,
        "not before the first day"
    );
    town.new_mails();
    town.at("2026-06-11 08:30");
    later(town).await;
    let mails = town.new_mails();
    assert_eq!(mails.len(), 1);
    assert_snapshot!(town.letter(&mails[0]), @r#"
    To: "Theo Brandt" <theo@millvalley.example>
    Subject: Last working day before Friday, June 12, 2026: Open the second position by the rule of 10 minutes. (NC-2026-00001)

    For Jo Nakamura, who is away. You stand in.

    Please do this by Friday, June 12, 2026. One working day is left.

    Open the second position by the rule of 10 minutes.

    Finding: NC-2026-00001, How many minutes did the last person in line wait?
    Where: Oak Street Office
    Due: Friday, June 12, 2026

    Is it done? Open the action and say what you did:
    http://plumbline.test/findings/actions/…

    -- 
    You get this mail because the action is yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    assert!(
        mails[0]
            .body_html
            .contains("For Jo Nakamura, who is away. You stand in.")
    );
    let theo = town.as_(Cast::Stranger);
    let page = theo.get(&town.link(&mails[0])).await.ok();
    assert!(page.text().contains("Open the second position"));
    theo.get(&format!("/findings/{finding}")).await.ok();
    let done = theo
        .post(
            &format!("/findings/actions/{action}/completion"),
            &[("note", "The rule hangs at the counter.")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.error_summary());
    // Back again: it is nothing to Theo any more.
    town.at("2026-06-16 09:00");
    assert_eq!(
        town.as_(Cast::Stranger)
            .get(&format!("/findings/{finding}"))
            .await
            .status,
        404
    );
}

async fn of_two_who_take_an_audit_at_once_the_second_reads_who_was_quicker(town: &Town) {
    also(town, Cast::Clerk, Role::Supervisor, Place::OakStreet);
    let plan = plan(town, "Counter walk", &[Place::OakStreet], by(Way::Pool));
    assert_snapshot!(who_has(town, plan, 2), @"9 nobody, 10 nobody");
    assert!(town.outbox().is_empty(), "that is how it is meant");
    let audit = of_plan(town, plan)[0].id;
    let take = format!("/planning/audits/{audit}/taking");
    let (maria, jo) = (town.as_(Cast::Supervisor), town.as_(Cast::Clerk));
    for browser in [&maria, &jo] {
        let page = browser.get("/today").await.ok();
        assert!(
            page.text().contains("To be taken") && page.can_post(&take),
            "{}",
            page.text()
        );
    }
    let ben = town.as_(Cast::OtherSupervisor);
    assert!(!ben.get("/today").await.ok().text().contains("To be taken"));
    assert_eq!(ben.post(&take, &[]).await.status, 404);
    let (one, other) = futures_util::future::join(maria.post(&take, &[]), jo.post(&take, &[])).await;
    let first = format!("/audits/{audit}");
    let went = [
        one.location() == Some(first.as_str()),
        other.location() == Some(first.as_str()),
    ];
    assert_eq!(went.iter().filter(|first| **first).count(), 1, "one has it");
    let (second, answer) = if went[0] { (&jo, other) } else { (&maria, one) };
    let page = second.follow(answer).await;
    assert_snapshot!(page.flash(), @"Somebody else took this audit a moment ago. There is nothing left to do here.");
    assert!(!page.text().contains("To be taken"));
    later(town).await;
    let winner = if went[0] {
        "9 Maria, 10 nobody"
    } else {
        "9 Jo, 10 nobody"
    };
    assert_eq!(who_has(town, plan, 2), winner);
}

async fn when_everybody_has_enough_the_audit_is_nobody_s_and_the_manager_hears_why(town: &Town) {
    let one_a_day = Assigning {
        most_a_day: Some(1),
        ..Assigning::default()
    };
    let first = plan(town, "Counter walk", &[Place::OakStreet], one_a_day.clone());
    let second = plan(town, "Till check", &[Place::OakStreet], one_a_day);
    assert_snapshot!(who_has(town, first, 2), @"9 Maria, 10 Maria");
    assert_snapshot!(who_has(town, second, 2), @"9 nobody, 10 nobody");
    later(town).await;
    let mails = town.new_mails();
    let letter = town.letter(with(&mails, "nobody"));
    assert_snapshot!(letter.lines().take(8).collect::<Vec<_>>().join("\n"), @r#"
    To: "Dana Whitfield" <dana@millvalley.example>
    Subject: 11 audits have nobody to do them: Till check

    11 audits of the plan “Till check” (Supervisors) have nobody to do them.

    - Oak Street Office, Tuesday, June 9, 2026: everybody has as many audits that day as the plan allows
    - Oak Street Office, Wednesday, June 10, 2026: everybody has as many audits that day as the plan allows
    - Oak Street Office, Thursday, June 11, 2026: everybody has as many audits that day as the plan allows
    "#);
    // Somebody else who can do them gets them.
    also(town, Cast::Clerk, Role::Supervisor, Place::OakStreet);
    town.at("2026-06-09 11:00");
    later(town).await;
    assert_snapshot!(who_has(town, second, 2), @"9 Jo, 10 Jo");
}

async fn nobody_audits_the_own_work_and_the_office_beside_does_it(town: &Town) {
    let across = Assigning {
        not_own_work: true,
        ..Assigning::default()
    };
    let plan = plan(town, "Cross check", &[Place::OakStreet, Place::Riverside], across);
    let at = |place: Place| {
        let unit = town.unit(place);
        of_plan(town, plan)
            .into_iter()
            .find(|audit| audit.unit_id == unit)
            .unwrap()
    };
    assert_eq!(
        at(Place::OakStreet).assignee_id,
        Some(town.person(Cast::OtherSupervisor))
    );
    assert_eq!(at(Place::Riverside).assignee_id, None, "there is no office beside");
    let ben = town.as_(Cast::OtherSupervisor);
    let audit = at(Place::OakStreet).id;
    ben.get(&format!("/audits/{audit}")).await.ok();
    assert_eq!(ben.post(&format!("/audits/{audit}/start"), &[]).await.status, 303);
    let page = town
        .as_(Cast::Quality)
        .get(&format!("/planning/{plan}"))
        .await
        .ok()
        .text();
    assert!(
        page.contains("Nobody audits the own work.") && page.contains("At one unit there is nobody"),
        "{page}"
    );
    later(town).await;
    let told = town.new_mails();
    assert!(
        told.iter()
            .any(|mail| mail.body_text.contains("nobody audits the own work")),
        "{told:?}"
    );
}

async fn when_the_person_named_leaves_the_planner_is_told(town: &Town) {
    let ben = town.person(Cast::OtherSupervisor);
    let named = Assigning {
        way: Way::Person,
        person_id: Some(ben),
        ..Assigning::default()
    };
    let act = town.act(Some(Cast::Quality));
    let wanted = Wanted {
        assigning: named.clone(),
        ..Wanted::plain(
            "Harbor walk",
            town.template,
            1,
            every_day(),
            vec![town.unit(Place::OakStreet)],
        )
    };
    let refused = town
        .app
        .db
        .write_now(move |conn| planning::create(conn, &act.clone(), &wanted));
    assert!(refused.is_err(), "Ben does not see Oak Street");
    let plan = plan(town, "Harbor walk", &[Place::Harbor], named);
    assert_snapshot!(who_has(town, plan, 2), @"9 Ben, 10 Ben");
    let admin = town.as_(Cast::Administrator);
    assert_eq!(admin.post(&format!("/people/{ben}/departure"), &[]).await.status, 303);
    town.at("2026-06-09 11:00");
    later(town).await;
    assert_snapshot!(who_has(town, plan, 2), @"9 Ben, 10 nobody");
    let mut told: Vec<String> = town.new_subjects().lines().map(str::to_owned).collect();
    told.sort();
    assert_snapshot!(told.join("\n"), @"
    Ben: Today at Harbor Office, until 5:00 PM: Service at the counter
    Dana: 10 audits have nobody to do them: Harbor walk
    Quinn: 10 audits have nobody to do them: Harbor walk
    ");
}

fn every_day() -> Timing {
    Timing {
        recurrence: Recurrence::parse("FREQ=DAILY").unwrap(),
        starts_on: "2026-06-09".parse().unwrap(),
        ends_on: None,
        opens_minute: 8 * 60,
        due_minute: 17 * 60,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Skip,
    }
}

async fn a_plan_says_in_words_who_does_it(town: &Town) {
    also(town, Cast::Clerk, Role::Supervisor, Place::OakStreet);
    let (template, unit, ben) = (
        town.template.to_string(),
        town.unit(Place::OakStreet).to_string(),
        town.person(Cast::OtherSupervisor).to_string(),
    );
    let mut fields = vec![
        ("title", "Counter walk"),
        ("template", template.as_str()),
        ("layer", "1"),
        ("units", unit.as_str()),
        ("repeat", "workdays"),
        ("opens", "08:00"),
        ("due", "12:00"),
        ("due_days", "0"),
        ("grace", "60"),
        ("policy", "next"),
        ("starts_on", "2026-06-09"),
        ("way", "person"),
        ("person", ""),
        ("most_a_day", "0"),
        ("new_pairs", "1"),
    ];
    let quinn = town.as_(Cast::Quality);
    quinn.get("/planning/new").await.ok();
    let answer = quinn.post("/planning", &fields).await;
    assert_eq!(answer.status, 422);
    assert_snapshot!(answer.error_summary(), @"
    Choose the person who does the audits.
    Enter a number from 1 to 50, or leave the field empty.
    ");
    fields[13].1 = "2";
    fields[12].1 = ben.as_str();
    let answer = quinn.post("/planning", &fields).await;
    assert_snapshot!(answer.error_summary(), @"This person holds no role at one of these units or above it. Choose somebody who does, or give them a role there first.");
    fields[11].1 = "fair";
    let answer = quinn.post("/planning", &fields).await;
    let href = answer.location().unwrap().to_owned();
    let page = quinn.get(&href).await.ok();
    let text = page.text();
    for words in [
        "Whoever of those who hold the role has the least to do. Nobody is at the same unit twice in a row. Nobody gets more than 2 audits a day.",
        "The next audits",
        "Who has how much to do",
        "Maria Okafor, Jo Nakamura",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let edit = quinn.get(&format!("{href}/edit")).await.ok();
    assert!(edit.body.contains("value=\"fair\" checked") && edit.body.contains("value=\"2\""));
}
