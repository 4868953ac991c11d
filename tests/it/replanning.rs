//! Plans follow what happens: holidays and closures, edits, pauses, single dates, shifts, units that come and go.

use crate::browser::{Answer, Browser};
use crate::town::{Cast, Place, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::audits::model::Audit;
use plumbline::audits::operations as auditing;
use plumbline::base::ids::*;
use plumbline::platform::mail::Mail;
use plumbline::schema::{audits, units};

on_both![
    a_holiday_added_later_moves_or_skips_what_is_planned,
    a_closure_excuses_what_is_ahead_what_is_under_way_and_what_was_missed,
    a_plan_edited_in_the_middle_says_what_it_would_do_and_what_it_did,
    two_people_who_edit_a_plan_do_not_overwrite_each_other,
    a_pause_lasts_until_its_day_or_until_somebody_resumes,
    a_single_date_is_left_out_or_added_with_its_reason_and_undone,
    audits_by_a_night_shift_belong_to_the_shift_in_which_they_open,
    a_plan_over_a_subtree_follows_units_that_come_close_and_move,
    what_is_typed_wrong_is_kept_and_named,
];

pub type Fields = Vec<(&'static str, String)>;

/// The form of a plan: every Friday, 8:00 to 12:00, moved to the next working day; with some answers given otherwise.
pub fn form(town: &Town, places: &[Place], other: &[(&'static str, &str)]) -> Fields {
    let mut fields: Fields = [
        ("title", "Counter walk"),
        ("layer", "1"),
        ("covers", "units"),
        ("repeat", "weekly"),
        ("weeks", "1"),
        ("days", "FR"),
        ("policy", "next"),
        ("starts_on", "2026-06-01"),
        ("ends_on", ""),
        ("shift", ""),
        ("opens", "08:00"),
        ("due", "12:00"),
        ("due_days", "0"),
        ("grace", "60"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec();
    fields.push(("template", town.template.to_string()));
    fields.extend(places.iter().map(|place| ("units", town.unit(*place).to_string())));
    for (name, _) in other {
        fields.retain(|(known, _)| known != name);
    }
    fields.extend(other.iter().map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

pub async fn post(browser: &Browser<'_>, address: &str, fields: &Fields) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(address, &fields).await
}

/// Saves a new plan and says where its page is.
pub async fn saved(browser: &Browser<'_>, fields: &Fields) -> String {
    let answer = post(browser, "/planning", fields).await;
    assert_eq!(answer.status, 303, "{}", answer.error_summary());
    let to = answer.location().unwrap().to_owned();
    browser.follow(answer).await.ok();
    to
}

/// Every audit of a plan, a line each: day and hours there, unit, state; the day it was planned for when it is another.
pub fn audits_of(town: &Town, plan: &str) -> String {
    let plan: PlanId = plan.rsplit('/').next().unwrap().parse().unwrap();
    let all: Vec<(Audit, String)> = town.read(move |conn| {
        Ok(audits::table
            .inner_join(units::table)
            .filter(audits::plan_id.eq(plan))
            .order((audits::opens_at, units::name))
            .select((Audit::as_select(), units::name))
            .load(conn)?)
    });
    let clock = |minute: i32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let line = |(audit, unit): (Audit, String)| {
        let planned = if audit.planned() == audit.local_date {
            String::new()
        } else {
            format!(", planned {}", audit.planned().format("%a %b %-d"))
        };
        format!(
            "{} {}-{} {unit} {}{planned}",
            audit.local_date.format("%a %b %-d"),
            clock(audit.opens_minute),
            clock(audit.due_minute),
            audit.state
        )
    };
    all.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The subjects of the mails that left; those of one moment have no order.
pub fn subjects(town: &Town) -> String {
    let subjects = town.new_subjects();
    let mut lines: Vec<&str> = subjects.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// A mail; audits of one moment have no order.
fn letter(town: &Town, mail: &Mail) -> String {
    let text = town.letter(mail);
    let mut audits: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    audits.sort_unstable();
    let mut audits = audits.into_iter();
    let lines = text.lines().map(|line| {
        if line.starts_with("- ") {
            audits.next().unwrap()
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn unit_page(town: &Town, place: Place) -> String {
    format!("/agency/units/{}", town.unit(place))
}

/// A day off that an administrator adds.
async fn day_off(ada: &Browser<'_>, town: &Town, place: Place, fields: &[(&str, &str)]) {
    let answer = ada.post(&format!("{}/holidays", unit_page(town, place)), fields).await;
    assert_eq!(answer.status, 303, "{}", answer.error_summary());
}

/// Takes back the first day off of a unit's calendar.
async fn take_back(ada: &Browser<'_>, town: &Town, place: Place) {
    let page = ada.get(&format!("{}/calendar", unit_page(town, place))).await.ok();
    let removal = page
        .body
        .split('"')
        .find(|part| part.contains("/holidays/") && part.ends_with("/removal"))
        .unwrap()
        .to_owned();
    ada.submit(&removal, &[]).await.ok();
}

async fn a_holiday_added_later_moves_or_skips_what_is_planned(town: &Town) {
    let (quinn, ada) = (town.as_(Cast::Quality), town.as_(Cast::Administrator));
    let moves = saved(&quinn, &form(town, &[Place::OakStreet], &[])).await;
    let skips = saved(&quinn, &form(town, &[Place::OakStreet], &[("policy", "skip")])).await;
    let back = saved(&quinn, &form(town, &[Place::OakStreet], &[("policy", "previous")])).await;
    let elsewhere = saved(&quinn, &form(town, &[Place::Riverside], &[])).await;
    town.run_jobs().await;
    town.new_mails();
    let before = [&moves, &skips, &back].map(|plan| audits_of(town, plan));
    assert_snapshot!(before[0], @r#"
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Fri Jun 19 08:00-12:00 Oak Street Office scheduled
    "#);

    town.at("2026-06-09 09:10");
    let juneteenth = [("day_name", "Juneteenth"), ("date", "2026-06-19")];
    day_off(&ada, town, Place::Licensing, &juneteenth).await;
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &moves), @r#"
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Mon Jun 22 08:00-12:00 Oak Street Office scheduled, planned Fri Jun 19
    "#);
    assert_snapshot!(audits_of(town, &skips), @"Fri Jun 12 08:00-12:00 Oak Street Office scheduled");
    assert_snapshot!(audits_of(town, &back), @r#"
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Thu Jun 18 08:00-12:00 Oak Street Office scheduled, planned Fri Jun 19
    "#);
    let page = quinn.get(&moves).await.ok();
    assert_snapshot!(page.part("effects"), @r#"
    What changes did to the audits
    Today, 9:10 AM Ada Lindqvist added the holiday Juneteenth 1 moved
    "#);
    assert_snapshot!(page.part("dates"), @r#"
    Next dates
    at Oak Street Office
    Fri, Jun 12 8:00 AM to 12:00 PM
    Mon, Jun 22 8:00 AM to 12:00 PM
    moved from Fri, Jun 19
    Fri, Jun 26 8:00 AM to 12:00 PM
    Fri, Jul 3 8:00 AM to 12:00 PM
    Fri, Jul 10 8:00 AM to 12:00 PM
    "#);
    assert_snapshot!(quinn.get(&skips).await.ok().part("effects"), @r#"
    What changes did to the audits
    Today, 9:10 AM Ada Lindqvist added the holiday Juneteenth 1 taken away
    "#);
    let other = quinn.get(&elsewhere).await.ok();
    assert_eq!(other.part("effects"), "", "another department keeps its Fridays");
    // who audits is told once, whatever the number of plans
    let mails = town.new_mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_snapshot!(letter(town, &mails[0]), @r#"
    To: "Maria Okafor" <maria@millvalley.example>
    Subject: 3 of your audits were changed

    Ada Lindqvist added the holiday Juneteenth. Your audits followed:

    - Service at the counter, Oak Street Office: Friday, June 19, 2026, 8:00 AM: comes no more
    - Service at the counter, Oak Street Office: moved from Friday, June 19, 2026, 8:00 AM to Monday, June 22, 2026, 8:00 AM
    - Service at the counter, Oak Street Office: moved from Friday, June 19, 2026, 8:00 AM to Thursday, June 18, 2026, 8:00 AM

    Nothing is to be done. Your list shows what is due.

    Open your list:
    http://plumbline.test/today

    -- 
    You get this mail because these audits are yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);
    let calendar = ada
        .get(&format!("{}/calendar", unit_page(town, Place::Licensing)))
        .await
        .ok();
    assert_snapshot!(calendar.part("changes"), @r#"
    Last changes
    Today, 9:10 AM Ada Lindqvist added the holiday Juneteenth Friday, June 19, 2026 Audits of 3 plans: 2 moved, 1 taken away.
    "#);
    town.run_jobs().await;
    assert_eq!(town.new_subjects(), "", "it is told once");

    // it was no holiday: everything is as before
    town.at("2026-06-09 09:20");
    take_back(&ada, town, Place::Licensing).await;
    town.run_jobs().await;
    assert_eq!([&moves, &skips, &back].map(|plan| audits_of(town, plan)), before);
    assert_snapshot!(quinn.get(&moves).await.ok().part("effects"), @r#"
    What changes did to the audits
    Today, 9:20 AM Ada Lindqvist removed the holiday Juneteenth 1 moved
    Today, 9:10 AM Ada Lindqvist added the holiday Juneteenth 1 moved
    "#);
}

async fn a_closure_excuses_what_is_ahead_what_is_under_way_and_what_was_missed(town: &Town) {
    town.at("2026-06-08 07:00");
    let (plan, _) = town.plan(1, &[Place::OakStreet]);
    let plan = format!("/planning/{plan}");
    town.run_jobs().await;
    // Monday is missed with its hour of grace, Tuesday is under way
    town.at("2026-06-09 09:15");
    town.run_jobs().await;
    let (act, unit) = (town.act(Some(Cast::Supervisor)), town.unit(Place::OakStreet));
    town.write(move |conn| {
        let date: chrono::NaiveDate = "2026-06-09".parse().unwrap();
        let id: AuditId = audits::table
            .filter(audits::unit_id.eq(unit).and(audits::local_date.eq(date)))
            .select(audits::id)
            .first(conn)?;
        auditing::start(conn, &act.clone(), id)
    });
    let dana = town.as_(Cast::Manager);
    let before = dana.get("/audits?state=missed").await.ok().text();
    assert!(before.contains("Oak Street Office"), "{before}");
    let completion = |page: Answer| {
        let text = page.text();
        let lines = text
            .lines()
            .filter(|line| !line.contains("expected range"))
            .filter(|line| line.contains("expected") || line.contains("excused"));
        // without the way to how it is made
        let said = lines.map(|line| line.split_once(" How it is made").map_or(line, |(said, _)| said));
        said.collect::<Vec<_>>().join("\n")
    };
    let summary = "/summary?period=this-month";
    let before_flood = completion(dana.get(summary).await.ok());
    assert_snapshot!(before_flood, @r#"
    0 of 1 expected audits were sent inside their time, 1 not at all.
    Behind: Supervisors did fewer than nine of ten expected audits. No audit fell due for: Managers, Directors, Board.
    none expected
    none expected
    none expected
    Audits sent, divided by audits expected. Only a closed office takes an audit out of what is expected.
    Audits sent by their due time, divided by audits expected. Audits sent in the grace time count as done, not as on time.
    "#);
    town.new_mails();

    town.at("2026-06-09 09:20");
    let ada = town.as_(Cast::Administrator);
    let flood = [
        ("day_name", "Flood"),
        ("date", "2026-06-08"),
        ("until", "2026-06-10"),
        ("closure", "1"),
    ];
    day_off(&ada, town, Place::OakStreet, &flood).await;
    town.run_jobs().await;
    let shown = audits_of(town, &plan);
    assert_snapshot!(shown.lines().take(4).collect::<Vec<_>>().join("\n"), @r#"
    Mon Jun 8 08:00-17:00 Oak Street Office excused
    Tue Jun 9 08:00-17:00 Oak Street Office excused
    Wed Jun 10 08:00-17:00 Oak Street Office excused
    Thu Jun 11 08:00-17:00 Oak Street Office scheduled
    "#);
    let quinn = town.as_(Cast::Quality);
    assert_snapshot!(quinn.get(&plan).await.ok().part("effects"), @r#"
    What changes did to the audits
    Today, 9:20 AM Ada Lindqvist announced the closure Flood 3 excused
    "#);
    let missed = dana.get("/audits?state=missed").await.ok().text();
    assert!(!missed.contains("Oak Street Office"), "{missed}");
    let excused = dana.get("/audits?state=excused").await.ok();
    assert_eq!(
        excused.body.matches("class=\"tbl__main\"").count(),
        2,
        "{}",
        excused.text()
    );
    assert_snapshot!(completion(dana.get(summary).await.ok()), @r#"
    none expected
    none expected
    none expected
    none expected
    none expected
    none expected
    Audits sent, divided by audits expected. Only a closed office takes an audit out of what is expected.
    Audits sent by their due time, divided by audits expected. Audits sent in the grace time count as done, not as on time.
    "#);
    assert_snapshot!(subjects(town), @"Maria: 3 of your audits were changed");
    // Maria cannot fill it in
    let maria = town.as_(Cast::Supervisor);
    let today = maria.get("/today").await.ok().text();
    assert!(today.contains("Nothing is due today"), "{today}");

    // there was no flood: all are expected again, and Monday is missed
    town.at("2026-06-09 09:30");
    take_back(&ada, town, Place::OakStreet).await;
    town.run_jobs().await;
    let shown = audits_of(town, &plan);
    assert_snapshot!(shown.lines().take(4).collect::<Vec<_>>().join("\n"), @r#"
    Mon Jun 8 08:00-17:00 Oak Street Office missed
    Tue Jun 9 08:00-17:00 Oak Street Office in_progress
    Wed Jun 10 08:00-17:00 Oak Street Office scheduled
    Thu Jun 11 08:00-17:00 Oak Street Office scheduled
    "#);
    assert_eq!(completion(dana.get(summary).await.ok()), before_flood);
}

async fn a_plan_edited_in_the_middle_says_what_it_would_do_and_what_it_did(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let daily = [("repeat", "workdays")];
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &daily)).await;
    town.run_jobs().await;
    town.at("2026-06-10 09:00");
    town.new_mails();
    let quinn = town.as_(Cast::Quality);
    let edit = quinn.get(&format!("{plan}/edit")).await.ok();
    assert!(
        edit.text().contains("Those that have not opened follow your change"),
        "{}",
        edit.text()
    );
    let mut other = form(
        town,
        &[Place::OakStreet],
        &[("days", "WE"), ("opens", "09:00"), ("due", "13:00"), ("revision", "1")],
    );
    other.push(("days", "TH".into()));
    let before = audits_of(town, &plan);
    let mut look = other.clone();
    look.push(("preview", "1".into()));
    let preview = post(&quinn, &plan, &look).await.ok();
    assert_snapshot!(preview.part("preview"), @r#"
    Next dates
    at Oak Street Office
    Every Wednesday and Thursday, 9:00 AM to 1:00 PM, at one unit
    Saving this changes audits that have not opened: 1 made, 3 moved, 6 taken away.
    Today 9:00 AM to 1:00 PM
    Tomorrow 9:00 AM to 1:00 PM
    Wed, Jun 17 9:00 AM to 1:00 PM
    Thu, Jun 18 9:00 AM to 1:00 PM
    Wed, Jun 24 9:00 AM to 1:00 PM
    "#);
    assert_eq!(audits_of(town, &plan), before, "looking changes nothing");
    let answer = post(&quinn, &plan, &other).await;
    let page = quinn.follow(answer).await.ok();
    assert_snapshot!(page.flash(), @"Saved. One audit was made. 3 were moved. 6 were taken away.");
    assert_snapshot!(audits_of(town, &plan), @r#"
    Tue Jun 9 08:00-12:00 Oak Street Office scheduled
    Wed Jun 10 08:00-12:00 Oak Street Office scheduled
    Thu Jun 11 09:00-13:00 Oak Street Office scheduled
    Wed Jun 17 09:00-13:00 Oak Street Office scheduled
    Thu Jun 18 09:00-13:00 Oak Street Office scheduled
    Wed Jun 24 09:00-13:00 Oak Street Office scheduled
    "#);
    assert_snapshot!(page.part("effects"), @r#"
    What changes did to the audits
    Today, 9:00 AM Quinn Harper changed the plan 1 made, 3 moved, 6 taken away
    "#);
    town.run_jobs().await;
    assert_snapshot!(subjects(town), @r#"
    Dana: Missed at Oak Street Office: Service at the counter
    Maria: 9 of your audits were changed
    Maria: Today at Oak Street Office, until 12:00 PM: Service at the counter
    "#);
    // the same once more does nothing, and says so
    other.retain(|(name, _)| *name != "revision");
    other.push(("revision", "2".into()));
    let answer = post(&quinn, &plan, &other).await;
    assert_snapshot!(quinn.follow(answer).await.ok().flash(), @"Saved.");
}

async fn two_people_who_edit_a_plan_do_not_overwrite_each_other(town: &Town) {
    let (quinn, ada) = (town.as_(Cast::Quality), town.as_(Cast::Administrator));
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &[])).await;
    let first = form(town, &[Place::OakStreet], &[("days", "TU"), ("revision", "1")]);
    let second = form(town, &[Place::OakStreet], &[("days", "WE"), ("revision", "1")]);
    assert_eq!(post(&ada, &plan, &first).await.status, 303);
    let before = audits_of(town, &plan);
    assert_eq!(post(&quinn, &plan, &second).await.status, 409);
    assert_eq!(audits_of(town, &plan), before);
}

async fn a_pause_lasts_until_its_day_or_until_somebody_resumes(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let daily = [("repeat", "workdays")];
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &daily)).await;
    town.run_jobs().await;
    let pause = format!("{plan}/pause");
    for (until, said) in [
        (
            "2026-06-09",
            "Enter a day after today, or leave it empty to pause until you resume.",
        ),
        ("soon", "Enter a date such as 2026-06-30."),
    ] {
        let refused = quinn.post(&pause, &[("until", until)]).await;
        assert_eq!((refused.status, refused.error_summary().as_str()), (422, said));
        assert!(
            refused.body.contains(&format!("value=\"{until}\"")),
            "what was typed is kept"
        );
    }
    let paused = quinn.submit(&pause, &[("until", "2026-06-15")]).await.ok();
    assert_snapshot!(paused.flash(), @"Paused. 3 were taken away.");
    assert!(paused.text().contains("June 15"), "{}", paused.text());
    assert!(!paused.can_post(&pause) && paused.can_post(&format!("{plan}/resumption")));
    let shown = audits_of(town, &plan);
    assert_snapshot!(shown.lines().take(2).collect::<Vec<_>>().join("\n"), @r#"
    Tue Jun 9 08:00-12:00 Oak Street Office scheduled
    Mon Jun 15 08:00-12:00 Oak Street Office scheduled
    "#);
    // a button of an old page does no harm
    assert_snapshot!(quinn.submit(&pause, &[("until", "")]).await.flash(), @"This plan is paused already.");
    // it ends by itself
    town.at("2026-06-15 07:30");
    town.run_jobs().await;
    let quinn = town.as_(Cast::Quality);
    let page = quinn.get(&plan).await.ok();
    assert!(page.can_post(&pause) && !page.can_post(&format!("{plan}/resumption")));
    // and without an end it waits for somebody
    assert_snapshot!(quinn.submit(&pause, &[("until", "")]).await.flash(), @"Paused. 11 were taken away.");
    town.at("2026-06-17 07:30");
    town.run_jobs().await;
    assert!(!audits_of(town, &plan).contains("scheduled"), "nothing comes");
    let quinn = town.as_(Cast::Quality);
    let resumed = quinn.submit(&format!("{plan}/resumption"), &[]).await.ok();
    assert_snapshot!(resumed.flash(), @"Active again. 11 audits were made.");
    assert_snapshot!(resumed.part("effects"), @r#"
    What changes did to the audits
    Today, 7:30 AM Quinn Harper resumed the plan 11 made
    Mon, Jun 15, 7:30 AM Quinn Harper paused the plan 11 taken away
    Tue, Jun 9, 9:00 AM Quinn Harper paused the plan 3 taken away
    "#);
    assert_snapshot!(audits_of(town, &plan).lines().nth(1).unwrap(), @"Wed Jun 17 08:00-12:00 Oak Street Office scheduled");
}

async fn a_single_date_is_left_out_or_added_with_its_reason_and_undone(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &[])).await;
    town.run_jobs().await;
    town.new_mails();
    let exceptions = format!("{plan}/exceptions");
    for (date, kind, reason, said) in [
        ("", "left-out", "Training day", "Enter a date such as 2026-06-30."),
        (
            "2026-06-31",
            "left-out",
            "Training day",
            "Enter a date such as 2026-06-30.",
        ),
        (
            "2026-06-12",
            "left-out",
            "",
            "Write the reason, so that people know later.",
        ),
        (
            "2026-06-12",
            "sometimes",
            "Training day",
            "Choose one of the answers offered.",
        ),
        (
            "2026-06-05",
            "left-out",
            "Training day",
            "That day is over. Choose today or a later one.",
        ),
        (
            "2026-06-11",
            "left-out",
            "Training day",
            "No audit comes round on that day, so there is nothing to leave out. Choose a day of the rule.",
        ),
        (
            "2026-06-12",
            "added",
            "Open house",
            "An audit comes round on that day already.",
        ),
    ] {
        let refused = quinn
            .post(&exceptions, &[("on_date", date), ("kind", kind), ("reason", reason)])
            .await;
        assert_eq!((refused.status, refused.error_summary().as_str()), (422, said));
        for kept in [date, reason].iter().filter(|value| !value.is_empty()) {
            assert!(refused.body.contains(&format!("value=\"{kept}\"")), "{kept} is kept");
        }
        assert!(
            refused.part("exceptions").contains(said),
            "it stands by its field as well"
        );
    }
    let left_out = [
        ("on_date", "2026-06-12"),
        ("kind", "left-out"),
        ("reason", "Training day"),
    ];
    let page = quinn.submit(&exceptions, &left_out).await.ok();
    assert_snapshot!(page.flash(), @"The date is saved. One was taken away.");
    // a Saturday: whoever adds it means it
    town.at("2026-06-09 09:05");
    let added = [("on_date", "2026-06-13"), ("kind", "added"), ("reason", "Open house")];
    let page = quinn.submit(&exceptions, &added).await.ok();
    assert_snapshot!(page.flash(), @"The date is saved. One audit was made.");
    assert_snapshot!(page.part("exceptions"), @r#"
    Single dates
    Fri, Jun 12 left out
    Training day (Quinn Harper)
    Undo Fri, Jun 12
    Sat, Jun 13 added
    Open house (Quinn Harper)
    Undo Sat, Jun 13
    Leave a date out, or add one
    Date
    What happens that day
    The audit of this day is left out
    There is an audit on this day as well
    Reason
    Such as “Training day”. It stays beside the date.
    Save the date
    "#);
    assert_snapshot!(page.part("effects"), @r#"
    What changes did to the audits
    Today, 9:05 AM Quinn Harper changed the single dates 1 made
    Today, 9:00 AM Quinn Harper changed the single dates 1 taken away
    "#);
    assert_snapshot!(audits_of(town, &plan), @r#"
    Sat Jun 13 08:00-12:00 Oak Street Office scheduled
    Fri Jun 19 08:00-12:00 Oak Street Office scheduled
    "#);
    let twice = quinn.post(&exceptions, &left_out).await;
    assert_snapshot!(twice.error_summary(), @"This date is in the list already. Undo it there first.");
    town.at("2026-06-09 09:10");
    town.run_jobs().await;
    let mails = town.new_mails();
    assert_eq!(mails.len(), 1);
    assert_snapshot!(letter(town, &mails[0]), @r#"
    To: "Maria Okafor" <maria@millvalley.example>
    Subject: One of your audits was changed

    The plan “Counter walk” has other dates. Your audits followed:

    - Service at the counter, Oak Street Office: Friday, June 12, 2026, 8:00 AM: comes no more

    Nothing is to be done. Your list shows what is due.

    Open your list:
    http://plumbline.test/today

    -- 
    You get this mail because these audits are yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    "#);

    let undo = format!("{exceptions}/2026-06-12/removal");
    assert!(page.can_post(&undo));
    assert_snapshot!(quinn.submit(&undo, &[]).await.flash(), @"The date is undone. One audit was made.");
    assert_eq!(quinn.post(&undo, &[]).await.status, 404, "it is undone already");
    quinn
        .submit(&format!("{exceptions}/2026-06-13/removal"), &[])
        .await
        .ok();
    assert_snapshot!(audits_of(town, &plan), @r#"
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Fri Jun 19 08:00-12:00 Oak Street Office scheduled
    "#);
    // who only audits sees the dates and changes none
    quinn.submit(&exceptions, &left_out).await.ok();
    town.at("2026-06-09 09:20");
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&plan).await.ok();
    assert!(page.part("exceptions").contains("Training day") && !page.can_post(&exceptions));
    assert_eq!(maria.post(&exceptions, &added).await.status, 403);
}

async fn audits_by_a_night_shift_belong_to_the_shift_in_which_they_open(town: &Town) {
    let (quinn, ada) = (town.as_(Cast::Quality), town.as_(Cast::Administrator));
    let shifts = format!("{}/shifts", unit_page(town, Place::OakStreet));
    let nights = [
        ("do", "save"),
        ("pattern", "rotation"),
        ("name", "Nights"),
        ("days_on", "2"),
        ("days_off", "2"),
        ("opens", "22:00"),
        ("closes", "06:00"),
        ("first_day", "2026-06-09"),
    ];
    ada.submit(&shifts, &nights).await.ok();
    let unit = town.unit(Place::OakStreet);
    let shift = town.read(move |conn| Ok(plumbline::agency::queries::shifts(conn, unit)?))[0].id;
    // from 1:00 to 3:00: three hours after the shift begins
    let id = shift.to_string();
    let by_shift = [
        ("repeat", "workdays"),
        ("shift", id.as_str()),
        ("opens", "03:00"),
        ("due", "05:00"),
    ];
    let elsewhere = post(&quinn, "/planning", &form(town, &[Place::Harbor], &by_shift)).await;
    assert_eq!(elsewhere.status, 422);
    assert_snapshot!(elsewhere.error_summary(), @"This shift does not count at every unit you ticked. Choose one that is kept at these units or above, or untick the others.");
    let mut late = form(town, &[Place::OakStreet], &by_shift);
    late.retain(|(name, _)| !["opens", "due"].contains(name));
    late.extend([("opens", "08:30".to_owned()), ("due", "09:00".to_owned())]);
    let late = post(&quinn, "/planning", &late).await;
    assert_snapshot!(late.error_summary(), @"The audit would open after the shift is over. Enter an earlier time: it counts from the start of the shift.");
    assert!(late.body.contains("value=\"08:30\""), "what was typed is kept");

    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &by_shift)).await;
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan), @r#"
    Wed Jun 10 01:00-03:00 Oak Street Office scheduled, planned Tue Jun 9
    Thu Jun 11 01:00-03:00 Oak Street Office scheduled, planned Wed Jun 10
    Sun Jun 14 01:00-03:00 Oak Street Office scheduled, planned Sat Jun 13
    Mon Jun 15 01:00-03:00 Oak Street Office scheduled, planned Sun Jun 14
    Thu Jun 18 01:00-03:00 Oak Street Office scheduled, planned Wed Jun 17
    Fri Jun 19 01:00-03:00 Oak Street Office scheduled, planned Thu Jun 18
    Mon Jun 22 01:00-03:00 Oak Street Office scheduled, planned Sun Jun 21
    Tue Jun 23 01:00-03:00 Oak Street Office scheduled, planned Mon Jun 22
    "#);
    assert_snapshot!(quinn.get(&plan).await.ok().part("dates"), @r#"
    Next dates
    at Oak Street Office
    Tomorrow 1:00 AM to 3:00 AM
    Thu, Jun 11 1:00 AM to 3:00 AM
    Sun, Jun 14 1:00 AM to 3:00 AM
    Mon, Jun 15 1:00 AM to 3:00 AM
    Thu, Jun 18 1:00 AM to 3:00 AM
    "#);
    // a day off counts for the shift that begins on it
    let free = [("on_date", "2026-06-11"), ("kind", "added"), ("reason", "Extra")];
    let free = quinn.post(&format!("{plan}/exceptions"), &free).await;
    assert_snapshot!(free.error_summary(), @"Nobody works the shift of this plan on that day. Choose a day of the shift.");
    town.at("2026-06-09 09:10");
    day_off(
        &ada,
        town,
        Place::OakStreet,
        &[("day_name", "Fair"), ("date", "2026-06-13")],
    )
    .await;
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan), @r#"
    Wed Jun 10 01:00-03:00 Oak Street Office scheduled, planned Tue Jun 9
    Thu Jun 11 01:00-03:00 Oak Street Office scheduled, planned Wed Jun 10
    Mon Jun 15 01:00-03:00 Oak Street Office scheduled, planned Sun Jun 14
    Thu Jun 18 01:00-03:00 Oak Street Office scheduled, planned Wed Jun 17
    Fri Jun 19 01:00-03:00 Oak Street Office scheduled, planned Thu Jun 18
    Mon Jun 22 01:00-03:00 Oak Street Office scheduled, planned Sun Jun 21
    Tue Jun 23 01:00-03:00 Oak Street Office scheduled, planned Mon Jun 22
    "#);
    // another turn moves what is ahead
    town.at("2026-06-09 09:20");
    let mut later = nights.to_vec();
    later.retain(|(name, _)| !["opens", "closes"].contains(name));
    later.extend([("opens", "23:00"), ("closes", "07:00"), ("revision", "1")]);
    ada.submit(&format!("{shifts}/{shift}"), &later).await.ok();
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan).lines().next().unwrap(), @"Wed Jun 10 02:00-04:00 Oak Street Office scheduled, planned Tue Jun 9");
    assert_snapshot!(quinn.get(&plan).await.ok().part("effects"), @r#"
    What changes did to the audits
    Today, 9:20 AM Ada Lindqvist changed the shift Nights 7 moved
    Today, 9:10 AM Ada Lindqvist added the holiday Fair 1 taken away
    "#);
}

async fn a_plan_over_a_subtree_follows_units_that_come_close_and_move(town: &Town) {
    let (quinn, ada) = (town.as_(Cast::Quality), town.as_(Cast::Administrator));
    let all = [("covers", "subtree")];
    let plan = saved(&quinn, &form(town, &[Place::Licensing], &all)).await;
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan), @r#"
    Fri Jun 12 08:00-12:00 Harbor Office scheduled
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Fri Jun 19 08:00-12:00 Harbor Office scheduled
    Fri Jun 19 08:00-12:00 Oak Street Office scheduled
    "#);
    town.new_mails();
    let licensing = town.unit(Place::Licensing).to_string();
    town.at("2026-06-09 09:05");
    let kiosk = [("name", "Kiosk"), ("kind", "office"), ("parent", licensing.as_str())];
    let added = ada.post("/agency/units", &kiosk).await;
    let kiosk = added.location().unwrap().to_owned();
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan), @r#"
    Fri Jun 12 08:00-12:00 Harbor Office scheduled
    Fri Jun 12 08:00-12:00 Kiosk scheduled
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Fri Jun 19 08:00-12:00 Harbor Office scheduled
    Fri Jun 19 08:00-12:00 Kiosk scheduled
    Fri Jun 19 08:00-12:00 Oak Street Office scheduled
    "#);
    assert_snapshot!(quinn.get(&plan).await.ok().part("units"), @r#"
    Units
    Units
    Unit
    Who audits
    Next
    Harbor Office
    Ben Ruiz
    Fri, Jun 12
    Kiosk
    Nobody
    Fri, Jun 12
    Oak Street Office
    Maria Okafor
    Fri, Jun 12
    "#);
    assert_snapshot!(subjects(town), @"Dana: 2 audits have nobody to do them: Counter walk");

    town.at("2026-06-09 09:10");
    ada.submit(&format!("{kiosk}/closing"), &[]).await.ok();
    town.run_jobs().await;
    assert_snapshot!(audits_of(town, &plan), @r#"
    Fri Jun 12 08:00-12:00 Harbor Office scheduled
    Fri Jun 12 08:00-12:00 Oak Street Office scheduled
    Fri Jun 19 08:00-12:00 Harbor Office scheduled
    Fri Jun 19 08:00-12:00 Oak Street Office scheduled
    "#);
    assert_snapshot!(quinn.get(&plan).await.ok().part("effects"), @r#"
    What changes did to the audits
    Today, 9:10 AM Plumbline followed the units: one was closed, opened, added or moved 2 taken away
    "#);
    ada.submit(&format!("{kiosk}/reopening"), &[]).await.ok();
    town.run_jobs().await;
    assert_eq!(audits_of(town, &plan).matches("Kiosk").count(), 2);

    // Harbor moves to Parks: its audits go, and Ben is told
    town.at("2026-06-09 09:20");
    town.new_mails();
    let parks = town.unit(Place::Parks).to_string();
    let to = [("to", parks.as_str()), ("revision", "1")];
    ada.submit(&format!("{}/place", unit_page(town, Place::Harbor)), &to)
        .await
        .ok();
    town.run_jobs().await;
    assert_eq!(audits_of(town, &plan).matches("Harbor").count(), 0);
    assert_snapshot!(subjects(town), @"Ben: 2 of your audits were changed");
    assert_snapshot!(quinn.get(&plan).await.ok().part("effects"), @r#"
    What changes did to the audits
    Today, 9:20 AM Ada Lindqvist moved the unit from Tax & Licensing to Parks 2 taken away
    Today, 9:10 AM Plumbline followed the units: one was closed, opened, added or moved 2 taken away
    "#);
}

async fn what_is_typed_wrong_is_kept_and_named(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let plan = saved(&quinn, &form(town, &[Place::OakStreet], &[])).await;
    let before = audits_of(town, &plan);
    for (field, value, said) in [
        ("title", "", "Give the plan a title."),
        ("opens", "25:00", "Enter a clock time such as 08:00."),
        ("due", "07:00", "The audit has to be due after it opens."),
        ("grace", "-5", "Enter the grace in working minutes, from 0 to 4,800."),
        ("starts_on", "tomorrow", "Enter a date such as 2026-06-30."),
        (
            "ends_on",
            "2026-05-01",
            "The last day has to be on or after the first day.",
        ),
    ] {
        let wrong = form(town, &[Place::OakStreet], &[(field, value), ("revision", "1")]);
        let refused = post(&quinn, &plan, &wrong).await;
        assert_eq!(
            (refused.status, refused.error_summary().as_str()),
            (422, said),
            "{field}"
        );
        assert!(refused.body.contains("value=\"FR\" checked"), "the rest is kept");
        if !value.is_empty() {
            assert!(refused.body.contains(&format!("value=\"{value}\"")), "{field} is kept");
        }
    }
    let none = post(&quinn, &plan, &form(town, &[], &[("revision", "1")])).await;
    assert_eq!(
        (none.status, none.error_summary().as_str()),
        (422, "Choose at least one unit.")
    );
    assert_eq!(audits_of(town, &plan), before, "nothing is half-written");
}
