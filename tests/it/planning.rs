//! Planning as people meet it: every way to come round, what comes unannounced, grace over days off, changes of the clock.

use crate::browser::Browser;
use crate::calendar::made;
use crate::reading;
use crate::replanning::{audits_of, form, post, saved, subjects};
use crate::town::{Cast, Place, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::agency;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::schema::audits;
use std::collections::BTreeSet;

on_both![
    every_way_to_come_round_is_read_back_as_a_sentence,
    who_is_audited_finds_nothing_before_an_unannounced_audit_begins,
    grace_is_working_time_over_a_weekend_and_a_holiday,
    planning_again_gives_nothing_new_whatever_the_clock_does,
    each_night_has_its_audit_and_its_mails_once_when_clocks_change,
    the_turn_of_the_year_and_a_leap_day_come_once,
    a_plan_is_saved_although_one_of_its_audits_is_handed_over_meanwhile,
];

async fn every_way_to_come_round_is_read_back_as_a_sentence(town: &Town) {
    let ways: [&[(&str, &str)]; 12] = [
        &[("repeat", "workdays")],
        &[("repeat", "weekly"), ("days", "MO"), ("weeks", "2")],
        &[("repeat", "weekly"), ("days", "TH")],
        &[("repeat", "nth"), ("nth", "2"), ("nth_day", "TU")],
        &[("repeat", "nth"), ("nth", "-1"), ("nth_day", "FR")],
        &[("repeat", "monthly"), ("month_day", "15")],
        &[("repeat", "first")],
        &[("repeat", "last")],
        &[("repeat", "quarterly"), ("quarter_day", "-1")],
        &[("repeat", "drawn"), ("drawn", "3"), ("lasts", "90")],
        &[
            ("repeat", "drawn"),
            ("drawn", "2"),
            ("lasts", "60"),
            ("unannounced", "1"),
        ],
        &[("repeat", "rule"), ("rule", "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR;COUNT=4")],
    ];
    let quinn = town.as_(Cast::Quality);
    let mut told = Vec::new();
    for way in ways {
        let fields = form(town, &[Place::OakStreet], &[way, &[("ends_on", "2027-03-31")]].concat());
        let plan = saved(&quinn, &fields).await;
        let facts = quinn.get(&plan).await.ok().part("facts");
        let line = facts
            .lines()
            .skip_while(|line| *line != "Days")
            .nth(1)
            .unwrap()
            .to_owned();
        // the form shows the same way again, and saving it as it stands changes nothing
        let edit = quinn.get(&format!("{plan}/edit")).await.ok();
        let chosen = reading::tags(&edit.body, "input")
            .into_iter()
            .find(|tag| tag.contains("name=\"repeat\"") && tag.contains("checked"))
            .and_then(|tag| reading::attribute(&tag, "value"));
        assert_eq!(chosen.as_deref(), Some(way[0].1), "{plan}");
        let before = audits_of(town, &plan);
        let mut again = fields.clone();
        again.push(("revision", "1".into()));
        let saved = post(&quinn, &plan, &again).await;
        assert_eq!(quinn.follow(saved).await.flash(), "Saved.");
        assert_eq!(audits_of(town, &plan), before);
        told.push(format!("{}: {line}", way[0].1));
    }
    assert_snapshot!(told.join("\n"), @r"
    workdays: Every working day
    weekly: Every other week on Monday
    weekly: Every Thursday
    nth: The second Tuesday of every month
    nth: The last Friday of every month
    monthly: Every month on day 15
    first: The first working day of every month
    last: The last working day of every month
    quarterly: Every quarter, on the last day of its month
    drawn: 3 times a month, at moments drawn by lot
    drawn: 2 times a month, unannounced, at moments drawn by lot
    rule: Every 3 weeks on Friday, 4 times
    ");
}

/// Every page a person comes to by links from these, to a number of pages, and what stands on them.
async fn everything(browser: &Browser<'_>, from: &[String], most: usize) -> Vec<(String, String)> {
    let (mut open, mut known, mut pages) = (from.to_vec(), BTreeSet::new(), Vec::new());
    while let Some(address) = open.pop() {
        let plain = address.split('#').next().unwrap().to_owned();
        if !known.insert(plain.clone()) || pages.len() >= most {
            continue;
        }
        let answer = browser.get(&plain).await;
        if answer.status != 200 {
            continue;
        }
        for tag in reading::tags(&answer.body, "a") {
            let href = reading::attribute(&tag, "href").unwrap_or_default();
            let inside = href.starts_with('/') && !href.starts_with("/sign") && !href.starts_with("/assets");
            if inside && open.len() < most * 4 {
                open.insert(0, href);
            }
        }
        pages.push((plain, answer.body));
    }
    pages
}

async fn who_is_audited_finds_nothing_before_an_unannounced_audit_begins(town: &Town) {
    let (quinn, oak) = (town.as_(Cast::Quality), town.unit(Place::OakStreet).to_string());
    // Elena audits each Friday; its hours are like no others in the town.
    let secretly = [
        ("layer", "3"),
        ("unannounced", "1"),
        ("opens", "13:37"),
        ("due", "14:11"),
    ];
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &secretly)).await;
    let added = [
        ("on_date", "2026-06-16"),
        ("kind", "added"),
        ("reason", "Auditor in town"),
    ];
    quinn.submit(&format!("{plan}/exceptions"), &added).await.ok();
    town.plan(1, &[Place::OakStreet]);
    town.run_jobs().await;
    let ada = town.as_(Cast::Administrator);
    let holiday = format!("/agency/units/{oak}/holidays");
    let juneteenth = [("day_name", "Juneteenth"), ("date", "2026-06-19")];
    assert_eq!(ada.post(&holiday, &juneteenth).await.status, 303);
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan), @r"
    Fri Jun 12 13:37-14:11 Oak Street Office scheduled
    Tue Jun 16 13:37-14:11 Oak Street Office scheduled
    Mon Jun 22 13:37-14:11 Oak Street Office scheduled, planned Fri Jun 19
    ");
    let id: PlanId = plan.rsplit('/').next().unwrap().parse().unwrap();
    let ids: Vec<AuditId> = town.read(move |conn| {
        let of_plan = audits::table.filter(audits::plan_id.eq(id)).order(audits::opens_at);
        Ok(of_plan.select(audits::id).load(conn)?)
    });
    let paper = |audit: AuditId| format!("{}?audit={audit}", links::paper(town.template, 1));
    let mut from: Vec<String> = [
        "/today",
        "/audits",
        "/planning",
        "/planning/gaps",
        "/summary",
        "/findings",
    ]
    .map(str::to_owned)
    .to_vec();
    from.push(plan.clone());
    for day in ["2026-06-12", "2026-06-16", "2026-06-22"] {
        from.push(format!("/day?date={day}"));
        from.push(format!("/day?date={day}&unit={oak}"));
        for view in ["month", "week", "list", "day"] {
            from.push(format!("/planning/calendar?view={view}&on={day}"));
            from.push(format!("/planning/calendar?view={view}&on={day}&layer=3"));
        }
    }
    let signs: Vec<String> = ids.iter().map(AuditId::to_string).collect();
    let tells = |body: &str| {
        let text = reading::text(body);
        signs.iter().any(|id| body.contains(id.as_str()))
            || text.contains("1:37 PM") && !text.contains("1:37 PM to 2:11 PM")
            || text.contains("Auditor in town")
    };
    for moment in ["2026-06-09 10:00", "2026-06-12 13:45"] {
        town.at(moment);
        town.run_jobs().await;
        for who in [Cast::Supervisor, Cast::Manager] {
            let browser = town.as_(who);
            for (address, body) in everything(&browser, &from, 160).await {
                assert!(!tells(&body), "{who:?} reads of it at {address}, {moment}");
            }
            let effects = browser.get(&plan).await.ok().part("effects");
            assert_eq!(effects, "", "what a day off did to it would tell its day");
            for id in &ids {
                let page = links::audit(*id);
                for address in [
                    page.clone(),
                    format!("{page}/reason"),
                    format!("{page}/assignment"),
                    format!("{page}/paper"),
                    paper(*id),
                ] {
                    assert_eq!(browser.get(&address).await.status, 404, "{who:?} {address}");
                }
                assert_eq!(browser.post(&format!("{page}/start"), &[]).await.status, 404);
            }
        }
        let feed = made(&town.as_(Cast::Manager), &[("of_unit", "1"), ("unit", &oak)]).await;
        let feed = town.as_nobody().get(&feed).await.ok().body;
        assert!(!signs.iter().any(|id| feed.contains(id.as_str())), "{feed}");
        for mail in town.new_mails() {
            let to_audited = ["maria", "dana", "jo"]
                .iter()
                .any(|name| mail.recipient.contains(&format!("{name}@")));
            assert!(!(to_audited && tells(&mail.body_text)), "{mail:?}");
        }
    }
    // Whoever audits knows, and so does who plans.
    let elena = town.as_(Cast::Director);
    for address in ["/day?date=2026-06-12", "/planning/calendar?view=day&on=2026-06-16"] {
        assert!(tells(&elena.get(address).await.ok().body), "{address}");
    }
    assert!(elena.get(&plan).await.ok().part("effects").contains("Juneteenth"));
    elena.get(&paper(ids[0])).await.ok();
    // It begins, and is there for everybody.
    assert_eq!(
        elena.post(&format!("{}/start", links::audit(ids[0])), &[]).await.status,
        303
    );
    for who in [Cast::Supervisor, Cast::Manager] {
        let browser = town.as_(who);
        browser.get(&links::audit(ids[0])).await.ok();
        let day = browser.get("/day?date=2026-06-12").await.ok();
        assert!(day.body.contains(&signs[0]), "{}", day.text());
        assert_eq!(browser.get(&links::audit(ids[1])).await.status, 404);
    }
}

async fn grace_is_working_time_over_a_weekend_and_a_holiday(town: &Town) {
    let (quinn, ada) = (town.as_(Cast::Quality), town.as_(Cast::Administrator));
    let holiday = format!("/agency/units/{}/holidays", town.unit(Place::MillValley));
    let fair = [("day_name", "Mill fair"), ("date", "2026-06-15")];
    assert_eq!(ada.post(&holiday, &fair).await.status, 303);
    let late = [
        ("due", "16:30"),
        ("grace", "120"),
        ("starts_on", "2026-06-12"),
        ("ends_on", "2026-06-12"),
    ];
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &late)).await;
    let id: PlanId = plan.rsplit('/').next().unwrap().parse().unwrap();
    let audit: AuditId = town.read(move |conn| {
        Ok(audits::table
            .filter(audits::plan_id.eq(id))
            .select(audits::id)
            .first(conn)?)
    });
    let page = links::audit(audit);
    let standing = async |moment: &str| {
        town.at(moment);
        let listed = |text: String, state: &str| text.contains("One audit fits.").then(|| state.to_owned());
        let dana = town.as_(Cast::Manager);
        let mut found = Vec::new();
        for state in ["scheduled", "late", "missed"] {
            let list = dana.get(&format!("/audits?state={state}")).await.ok().text();
            found.extend(listed(list, state));
        }
        found.join(" and ")
    };
    // Half an hour is left on Friday, and an hour and a half on the next working day, which is Tuesday.
    assert_eq!(standing("2026-06-12 16:30").await, "scheduled");
    assert_eq!(standing("2026-06-12 16:31").await, "scheduled and late");
    assert_eq!(standing("2026-06-14 12:00").await, "scheduled and late");
    assert_eq!(standing("2026-06-15 18:00").await, "scheduled and late");
    assert_eq!(standing("2026-06-16 09:30").await, "scheduled and late");
    let maria = town.as_(Cast::Supervisor);
    assert!(
        maria.get(&page).await.ok().can_post(&format!("{page}/start")),
        "it can still be done"
    );
    assert_eq!(standing("2026-06-16 09:31").await, "missed", "before any job looked");
    let maria = town.as_(Cast::Supervisor);
    let refused = maria.post(&format!("{page}/start"), &[]).await;
    assert_eq!(refused.status, 422, "nobody fills in the past");
    town.new_mails();
    town.run_jobs().await;
    assert!(subjects(town).contains("Dana: Missed at Oak Street Office"));
    assert_eq!(standing("2026-06-16 09:32").await, "missed");
}

async fn planning_again_gives_nothing_new_whatever_the_clock_does(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let plans = [
        saved(
            &quinn,
            &form(town, &[Place::OakStreet, Place::Harbor], &[("repeat", "workdays")]),
        )
        .await,
        saved(
            &quinn,
            &form(
                town,
                &[Place::OakStreet],
                &[("repeat", "drawn"), ("drawn", "6"), ("lasts", "60")],
            ),
        )
        .await,
        saved(&quinn, &form(town, &[Place::Harbor], &[("policy", "next")])).await,
    ];
    town.run_jobs().await;
    let all = |town: &Town| plans.iter().map(|plan| audits_of(town, plan)).collect::<Vec<_>>();
    let (before, mails) = (all(town), town.outbox().len());
    assert!(before.iter().all(|audits| !audits.is_empty()), "{before:?}");
    for _ in 0..3 {
        for job in ["plan", "remind", "digest"] {
            let ran = plumbline::schedule::run_due(&town.app, Some(job)).await.unwrap();
            assert_eq!(ran, [(job, None)]);
        }
        assert_eq!(all(town), before);
    }
    assert_eq!(town.outbox().len(), mails);
    // The clock of the server is set back by a day, forward again, and back by an hour: nothing is made, told or lost
    // that was not before.
    for moment in [
        "2026-06-08 09:00",
        "2026-06-09 09:00",
        "2026-06-09 08:00",
        "2026-06-09 09:00",
    ] {
        town.at(moment);
        for job in ["plan", "remind"] {
            plumbline::schedule::run_due(&town.app, Some(job)).await.unwrap();
        }
        assert_eq!(all(town), before, "{moment}");
        assert_eq!(town.outbox().len(), mails, "{moment}");
    }
    let ids = town.message_ids();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

/// The office works every day around the clock, and Maria audits at half past one each night, with half an hour of grace.
async fn nights(town: &Town, starts_on: &str, ends_on: &str) -> String {
    let office = town.unit(Place::OakStreet);
    town.write(move |conn| {
        let hours: Vec<(i32, i32, i32)> = (1..=7).map(|weekday| (weekday, 0, 1440)).collect();
        Ok(agency::queries::replace_hours(conn, office, &hours)?)
    });
    let night = [
        ("repeat", "workdays"),
        ("opens", "01:30"),
        ("due", "02:30"),
        ("grace", "30"),
        ("starts_on", starts_on),
        ("ends_on", ends_on),
    ];
    saved(&town.as_(Cast::Quality), &form(town, &[Place::OakStreet], &night)).await
}

/// Runs the jobs each quarter of an hour in UTC, and tells the mails about audits with the moment in UTC.
async fn quarters(town: &Town, from: &str, hours: i64) -> String {
    town.at(from);
    let start = town.app.clock.now();
    let mut told = String::new();
    for quarter in 0..=hours * 4 {
        town.app.clock.set(start.plus_minutes(quarter * 15));
        town.run_jobs().await;
        for line in subjects(town).lines().filter(|line| !line.contains("The week from")) {
            told.push_str(&format!("{}  {line}\n", town.app.clock.now().0.format("%b %-d %H:%M")));
        }
    }
    told
}

/// Two audits that nobody does: each step of each is told once.
fn each_step_twice(told: &str) {
    for step in [
        "Maria: Today at",
        "Maria: Due now at",
        "Dana: Not started at",
        "Dana: Missed at",
    ] {
        assert_eq!(told.matches(step).count(), 2, "{step}\n{told}");
    }
}

async fn each_night_has_its_audit_and_its_mails_once_when_clocks_change(town: &Town) {
    // In Chicago the hour from one to two comes twice on November 1, 2026.
    town.at("2026-10-31 12:00");
    let autumn = nights(town, "2026-11-01", "2026-11-02").await;
    town.new_mails();
    assert_snapshot!(audits_of(town, &autumn), @r"
    Sun Nov 1 01:30-02:30 Oak Street Office scheduled
    Mon Nov 2 01:30-02:30 Oak Street Office scheduled
    ");
    let told = quarters(town, "2026-10-31 22:00", 34).await;
    each_step_twice(&told);
    assert!(
        told.contains("Nov 1 06:30  Maria: Today at Oak Street Office"),
        "{told}"
    );
    assert!(
        told.contains("Nov 2 07:30  Maria: Today at Oak Street Office"),
        "{told}"
    );
    // And the hour from two to three not at all on March 14, 2027.
    town.at("2027-03-13 12:00");
    town.run_jobs().await;
    let spring = nights(town, "2027-03-14", "2027-03-15").await;
    town.new_mails();
    assert_snapshot!(audits_of(town, &spring), @r"
    Sun Mar 14 01:30-02:30 Oak Street Office scheduled
    Mon Mar 15 01:30-02:30 Oak Street Office scheduled
    ");
    let told = quarters(town, "2027-03-13 22:00", 34).await;
    each_step_twice(&told);
    assert!(
        told.contains("Mar 14 07:30  Maria: Today at Oak Street Office"),
        "{told}"
    );
    assert!(
        told.contains("Mar 15 06:30  Maria: Today at Oak Street Office"),
        "{told}"
    );
    let ids = town.message_ids();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

async fn the_turn_of_the_year_and_a_leap_day_come_once(town: &Town) {
    for (day, starts, ends) in [
        ("2026-12-30 12:00", "2026-12-31", "2027-01-02"),
        ("2028-02-27 12:00", "2028-02-28", "2028-03-01"),
    ] {
        town.at(day);
        town.run_jobs().await;
        let plan = nights(town, starts, ends).await;
        town.new_mails();
        let days = audits_of(town, &plan);
        let told = town.live_until(ends, &["01:30", "02:30", "03:01", "12:00"]).await;
        let of_audits: Vec<&str> = told.lines().filter(|line| !line.contains("The week from")).collect();
        let first: chrono::NaiveDate = starts.parse().unwrap();
        let (mut planned, mut expected) = (Vec::new(), Vec::new());
        for date in first.iter_days().take(3) {
            planned.push(format!(
                "{} 01:30-02:30 Oak Street Office scheduled",
                date.format("%a %b %-d")
            ));
            let at = |time: &str| format!("{} {date} {time}", date.format("%a"));
            let until = date.format("%A, %B %-d, %Y");
            let what = "Service at the counter";
            expected.extend([
                format!(
                    "{}  Maria: Today at Oak Street Office, until 2:30 AM: {what}",
                    at("01:30")
                ),
                format!(
                    "{}  Dana: Not started at Oak Street Office, open until 3:00 AM: {what}",
                    at("02:30")
                ),
                format!(
                    "{}  Maria: Due now at Oak Street Office, open until {until}, 3:00 AM: {what}",
                    at("02:30")
                ),
                format!("{}  Dana: Missed at Oak Street Office: {what}", at("03:01")),
            ]);
        }
        assert_eq!(days, planned.join("\n"));
        assert_eq!(of_audits, expected);
    }
}

async fn a_plan_is_saved_although_one_of_its_audits_is_handed_over_meanwhile(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &[("repeat", "workdays")])).await;
    let id: PlanId = plan.rsplit('/').next().unwrap().parse().unwrap();
    let dana = town.as_(Cast::Manager);
    let (maria, ben) = (
        town.person(Cast::Supervisor).to_string(),
        town.person(Cast::OtherSupervisor).to_string(),
    );
    for (turn, to) in [&ben, &maria, &ben, &maria, &ben, &maria].into_iter().enumerate() {
        let audit: AuditId = town.read(move |conn| {
            let last = audits::table
                .filter(audits::plan_id.eq(id))
                .order(audits::opens_at.desc());
            Ok(last.select(audits::id).first(conn)?)
        });
        let (revision, opens) = ((turn + 1).to_string(), format!("0{}:15", 6 + turn % 2));
        let change = form(
            town,
            &[Place::OakStreet],
            &[("repeat", "workdays"), ("opens", &opens), ("revision", &revision)],
        );
        let href = links::assignment(audit);
        let to = [("to", to.as_str()), ("word", "")];
        let (given, written) = futures_util::future::join(dana.post(&href, &to), post(&quinn, &plan, &change)).await;
        assert_eq!(written.status, 303, "{}", written.text());
        assert!([303, 409].contains(&given.status), "{}", given.text());
        assert!(audits_of(town, &plan).lines().last().unwrap().contains(&opens));
    }
    town.at("2026-06-09 09:02");
    town.run_jobs().await;
}
