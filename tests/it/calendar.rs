//! The calendar of audits: its numbers, what comes, who sees it; gaps in layer cover; feeds and invitations, read by a
//! library nobody here wrote.

use crate::browser::Browser;
use crate::reading;
use crate::tidy::repository;
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::agency;
use plumbline::agency::model::UnitKind;
use plumbline::agency::shifts::model::ShiftWanted;
use plumbline::audits::model::AuditState;
use plumbline::audits::{ics, operations as auditing};
use plumbline::base::calendar::Hours;
use plumbline::base::clock::Instant;
use plumbline::base::holidays::{Comes, Observed, Rule};
use plumbline::base::ids::*;
use plumbline::base::recurrence::Recurrence;
use plumbline::base::zone::Zone;
use plumbline::figures::model::AuditResult;
use plumbline::people;
use plumbline::planning;
use plumbline::planning::model::{HolidayPolicy, Moments, Timing, Wanted};
use plumbline::planning::replanning::model::Why;
use plumbline::planning::{making, replanning};
use plumbline::processes;
use plumbline::schema::{audits, units};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

on_both![
    every_number_of_the_calendar_leads_to_what_it_counts,
    what_the_plans_will_give_is_what_is_made_later,
    a_day_off_is_named_and_a_crowded_day_leads_to_its_list,
    filters_live_in_the_address_and_strangers_see_nothing,
    a_gap_is_named_and_filled,
    a_secret_address_is_shown_once_and_ends_when_taken_back,
    who_left_or_lost_the_role_is_read_no_more,
    a_feed_follows_every_change_of_an_audit,
    what_planning_moves_or_takes_away_is_told_by_the_feeds,
    shifts_single_dates_and_pauses_show_on_their_days,
    an_unannounced_plan_by_lot_is_shown_to_those_in_the_know,
    fixes_under_watch_reasons_and_days_off_stand_on_the_calendar,
    a_year_in_three_time_zones_is_read_as_it_was_planned,
    an_unannounced_audit_stays_hidden_until_it_begins,
    an_invitation_is_the_event_of_the_feed,
    whoever_gets_an_audit_finds_it_in_the_own_calendar,
    what_was_put_into_a_calendar_follows_the_plan,
];

/// A calendar as ical.js reads it.
#[derive(Debug, Deserialize)]
struct Read {
    method: String,
    name: String,
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
struct Event {
    uid: String,
    sequence: i32,
    status: String,
    start: String,
    end: String,
    summary: String,
    description: String,
    location: String,
    url: String,
    organizer: String,
    attendees: Vec<String>,
}

fn read_by_others(text: &str) -> Read {
    let mut reader = Command::new("node")
        .arg(repository().join("web/tests/support/read-calendar.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js has to be installed: ical.js reads the calendars");
    reader.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "ical.js cannot read this:\n{text}");
    serde_json::from_slice(&output.stdout).unwrap()
}

impl Read {
    fn of(&self, id: AuditId) -> &Event {
        let found = self.events.iter().find(|event| event.uid == id.to_string());
        found.unwrap_or_else(|| panic!("the calendar has no event of {id}"))
    }
}

/// How an instant is written by JavaScript.
fn iso(at: Instant) -> String {
    at.0.format("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// The first sentence of a page.
fn first_sentence(body: &str) -> String {
    reading::text(&reading::elements(&reading::main(body), "p")[0])
}

/// The numbers of the first sentence that are links, with where they lead.
fn linked(body: &str) -> Vec<(usize, String)> {
    let sentence = &reading::elements(&reading::main(body), "p")[0];
    let texts = reading::elements(sentence, "a");
    let hrefs = reading::tags(sentence, "a");
    texts
        .iter()
        .zip(hrefs)
        .map(|(text, tag)| {
            let text = reading::text(text);
            let number = text.split(' ').next().unwrap();
            let number = if number == "One" { 1 } else { number.parse().unwrap() };
            (number, reading::attribute(&tag, "href").unwrap())
        })
        .collect()
}

/// The rows of a list with all its pages.
async fn rows(browser: &Browser<'_>, address: &str) -> usize {
    let (mut count, mut next) = (0, Some(address.to_owned()));
    while let Some(address) = next.take() {
        let page = browser.get(&address).await.ok();
        let main = reading::main(&page.body);
        count += main.matches("class=\"agenda__i\"").count() + main.matches("class=\"tbl__main\"").count();
        next = reading::tags(&main, "a")
            .iter()
            .find(|tag| reading::attribute(tag, "rel").as_deref() == Some("next") && tag.contains("usa-button"))
            .and_then(|tag| reading::attribute(tag, "href"));
    }
    count
}

fn holiday(town: &Town, place: Place, date: &str, name: &str, closure: bool) {
    let (act, unit, date, name) = (
        town.act(Some(Cast::Administrator)),
        town.unit(place),
        date.parse().unwrap(),
        name.to_owned(),
    );
    town.write(move |conn| agency::operations::add_holiday(conn, &act.clone(), unit, date, &name, closure));
}

/// Today's audit at a place.
fn todays(town: &Town, place: Place) -> AuditId {
    let (unit, today) = (town.unit(place), "2026-06-09".parse::<chrono::NaiveDate>().unwrap());
    town.read(move |conn| {
        Ok(audits::table
            .filter(audits::unit_id.eq(unit).and(audits::local_date.eq(today)))
            .select(audits::id)
            .first(conn)?)
    })
}

/// The unit was closed, so nobody expects it any more.
fn excused(town: &Town, id: AuditId) {
    town.write(move |conn| {
        let read = plumbline::audits::queries::find(conn, id)?;
        let place = plumbline::figures::model::Place {
            unit: read.unit_id,
            process: read.process_id,
            layer: read.layer,
            day: read.local_date,
        };
        plumbline::figures::operations::count_audit(conn, &place, AuditResult::Excused)?;
        Ok(plumbline::audits::queries::set_ended(
            conn,
            &read,
            AuditState::Excused,
            Some("Flood"),
        )?)
    });
}

async fn every_number_of_the_calendar_leads_to_what_it_counts(town: &Town) {
    town.at("2026-06-01 07:00");
    town.plan(1, &[Place::OakStreet, Place::Harbor, Place::Riverside]);
    town.plan(2, &[Place::Licensing]);
    for date in ["01", "02", "03", "04", "05", "08", "09"] {
        town.at(&format!("2026-06-{date} 08:30"));
        town.run_jobs().await;
        if date < "04" {
            // Maria begins; Ben and the others let it pass.
            let (act, who) = (town.act(Some(Cast::Supervisor)), town.person(Cast::Supervisor));
            let day: chrono::NaiveDate = format!("2026-06-{date}").parse().unwrap();
            town.write(move |conn| {
                let id: AuditId = audits::table
                    .filter(audits::assignee_id.eq(who).and(audits::local_date.eq(day)))
                    .select(audits::id)
                    .first(conn)?;
                auditing::start(conn, &act.clone(), id)
            });
        }
    }
    // After five, within the grace: today's are late.
    town.at("2026-06-09 17:30");
    town.run_jobs().await;
    let mut followed = 0;
    for who in [
        Cast::Supervisor,
        Cast::Manager,
        Cast::Director,
        Cast::Board,
        Cast::Quality,
        Cast::Stranger,
    ] {
        let browser = town.as_(who);
        for view in ["month", "week", "list", "day"] {
            for filter in ["", "&layer=1", "&unit=mine"] {
                let page = browser
                    .get(&format!("/planning/calendar?view={view}&on=2026-06-09{filter}"))
                    .await
                    .ok();
                for (number, href) in linked(&page.body) {
                    assert_eq!(
                        rows(&browser, &href).await,
                        number,
                        "{who:?} follows {href} from {} to another number",
                        page.asked
                    );
                    followed += 1;
                }
            }
        }
    }
    assert!(followed > 60, "only {followed} numbers were followed");
    let page = town.as_(Cast::Director).get("/planning/calendar").await.ok();
    assert_snapshot!(first_sentence(&page.body), @"66 audits planned in June 2026. 0 done, 3 late, 18 missed.");
    // A person's own.
    let (dana, maria) = (town.as_(Cast::Manager), town.person(Cast::Supervisor));
    let page = dana.get(&format!("/planning/calendar?person={maria}")).await.ok();
    for (number, href) in linked(&page.body) {
        assert!(href.contains(&format!("person={maria}")), "{href}");
        assert_eq!(rows(&dana, &href).await, number, "{href}");
    }
    assert_snapshot!(first_sentence(&page.body), @"17 audits planned in June 2026. 0 done, 1 late, 6 missed.");
}

async fn what_the_plans_will_give_is_what_is_made_later(town: &Town) {
    town.plan(1, &[Place::OakStreet, Place::Harbor]);
    holiday(town, Place::MillValley, "2026-07-03", "Independence Day", false);
    town.run_jobs().await;
    let ahead = town
        .as_(Cast::Director)
        .get("/planning/calendar?view=list&on=2026-07-01")
        .await
        .ok();
    let days = |body: &str| -> Vec<String> {
        reading::elements(&reading::main(body), "h2")
            .iter()
            .map(|heading| reading::text(heading).replace(" Today", ""))
            .filter(|text| text.contains("July"))
            .collect()
    };
    assert_eq!(
        ahead.body.matches("agenda__a--planned").count(),
        44,
        "22 working days at two offices"
    );
    assert!(
        !days(&ahead.body).iter().any(|day| day.contains("July 3,")),
        "the holiday is skipped"
    );
    assert!(ahead.text().contains("Dotted audits come from the plans."));
    let expected = days(&ahead.body);
    // Three weeks on, the same days are made.
    for day in [
        "2026-06-16",
        "2026-06-23",
        "2026-06-30",
        "2026-07-07",
        "2026-07-14",
        "2026-07-20",
    ] {
        town.at(&format!("{day} 06:00"));
        town.run_jobs().await;
    }
    let made = town
        .as_(Cast::Director)
        .get("/planning/calendar?view=list&on=2026-07-01")
        .await
        .ok();
    assert_eq!(days(&made.body), expected);
    assert_eq!(made.body.matches("class=\"agenda__i\"").count(), 44);
    assert_eq!(made.body.matches("agenda__a--planned").count(), 0);
    // Nobody in particular is to do what is not made.
    let person = town.person(Cast::Supervisor);
    let page = town
        .as_(Cast::Director)
        .get(&format!("/planning/calendar?on=2026-08-10&person={person}"))
        .await
        .ok();
    assert!(
        page.text().contains("have no person yet and are not shown here"),
        "{}",
        page.text()
    );
}

async fn a_day_off_is_named_and_a_crowded_day_leads_to_its_list(town: &Town) {
    for layer in [1, 2, 3] {
        town.plan(layer, &[Place::OakStreet, Place::Harbor]);
    }
    holiday(town, Place::MillValley, "2026-06-19", "Juneteenth", false);
    holiday(town, Place::Harbor, "2026-06-17", "Flood", true);
    town.run_jobs().await;
    let elena = town.as_(Cast::Director);
    let page = elena.get("/planning/calendar").await.ok();
    let text = page.text();
    assert!(text.contains("Juneteenth, no work"), "{text}");
    assert!(text.contains("Harbor Office: Flood, closed"), "{text}");
    assert_eq!(
        page.body.matches("is-closed").count(),
        1,
        "only the day that holds for all is hatched"
    );
    assert!(page.body.contains("is-today"));
    let more = reading::tags(&page.body, "a")
        .into_iter()
        .find(|tag| tag.contains("ev--rest"))
        .and_then(|tag| reading::attribute(&tag, "href"))
        .unwrap();
    assert_snapshot!(more, @"/planning/calendar?view=day&on=2026-06-09");
    assert_eq!(rows(&elena, &more).await, 6);
    // At the closed office its own closure is the calendar's.
    let unit = town.unit(Place::Harbor);
    let page = elena.get(&format!("/planning/calendar?unit={unit}")).await.ok();
    assert!(page.text().contains("Flood, closed"));
    assert_eq!(page.body.matches("is-closed").count(), 2);
}

async fn filters_live_in_the_address_and_strangers_see_nothing(town: &Town) {
    town.plan(1, &[Place::OakStreet, Place::Harbor]);
    town.run_jobs().await;
    let (dana, unit) = (town.as_(Cast::Manager), town.unit(Place::OakStreet));
    let page = dana.get(&format!("/planning/calendar?unit={unit}&layer=1")).await.ok();
    for tag in reading::tags(&reading::main(&page.body), "a") {
        let href = reading::attribute(&tag, "href").unwrap();
        if href.starts_with("/planning/calendar?") || href.starts_with("/audits?") {
            assert!(
                href.contains(&format!("unit={unit}&layer=1")),
                "{href} forgets the filters"
            );
        }
    }
    // Theo belongs to another department: not even the number.
    let theo = town.as_(Cast::Stranger);
    let page = theo.get(&format!("/planning/calendar?unit={unit}")).await.ok();
    assert_snapshot!(first_sentence(&page.body), @"No audits planned in June 2026.");
    let again = theo.get("/planning/calendar?view=decade").await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"The address asks for something this list does not know. Choose again below.");
    assert_eq!(town.as_(Cast::Clerk).get("/planning/calendar").await.status, 403);
    assert_eq!(theo.get("/planning/gaps").await.status, 403, "gaps are for leaders");
}

/// Both offices carry the counter's process out.
fn counter_is_carried_out(town: &Town, places: &[Place]) {
    let (act, template) = (town.act(Some(Cast::Quality)), town.template);
    let places: Vec<UnitId> = places.iter().map(|place| town.unit(*place)).collect();
    town.write(move |conn| {
        let id = plumbline::checklists::queries::find(conn, template)?.process_id;
        let process = processes::queries::find(conn, id)?;
        let wanted = processes::model::Wanted {
            units: places.clone(),
            ..processes::operations::as_it_is(conn, &process)?
        };
        processes::operations::update(conn, &act.clone(), id, process.revision, &wanted)
    });
}

async fn a_gap_is_named_and_filled(town: &Town) {
    counter_is_carried_out(town, &[Place::OakStreet]);
    town.plan(1, &[Place::OakStreet]);
    town.run_jobs().await;
    let quinn = town.as_(Cast::Quality);
    let page = quinn.get("/planning/calendar").await.ok();
    let gaps = |body: &str| -> Vec<String> {
        let rows = reading::elements(&reading::main(body), "li").into_iter();
        rows.map(|row| reading::text(&row))
            .filter(|text| text.contains(" has no audit of "))
            .collect()
    };
    assert_snapshot!(gaps(&page.body).join("\n"), @"
    Layer L2 Oak Street Office has no audit of “Counter service” by layer 2, Managers, in June. No plan asks for one. Fill it: Oak Street Office, Counter service
    Layer L3 Oak Street Office has no audit of “Counter service” by layer 3, Directors, in June. No plan asks for one. Fill it: Oak Street Office, Counter service
    ");
    assert!(
        !gaps(&town.as_(Cast::Manager).get("/planning/calendar").await.ok().body)
            .concat()
            .contains("Fill it")
    );
    assert!(gaps(&town.as_(Cast::Supervisor).get("/planning/calendar").await.ok().body).is_empty());
    assert_eq!(gaps(&quinn.get("/planning/gaps").await.ok().body).len(), 2);
    let fill = reading::tags(&reading::main(&page.body), "a")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "href"))
        .find(|href| href.starts_with("/planning/new?"))
        .unwrap();
    let form = quinn.get(&fill).await.ok();
    let unit = town.unit(Place::OakStreet).to_string();
    assert!(form.body.contains(&format!("value=\"{}\" selected", town.template)));
    assert!(form.body.contains("value=\"2\" selected"));
    assert!(form.body.contains(&format!("value=\"{unit}\" checked")));
    let template = town.template.to_string();
    let saved = quinn
        .post(
            "/planning",
            &[
                ("title", "Managers at the counter"),
                ("template", &template),
                ("layer", "2"),
                ("units", &unit),
                ("covers", "units"),
                ("assignment", "turns"),
                ("repeat", "workdays"),
                ("policy", "next"),
                ("starts_on", "2026-06-09"),
                ("opens", "08:00"),
                ("due", "17:00"),
                ("due_days", "0"),
                ("grace", "60"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.error_summary());
    let page = quinn.get("/planning/calendar").await.ok();
    assert_snapshot!(gaps(&page.body).join("\n"), @"Layer L3 Oak Street Office has no audit of “Counter service” by layer 3, Directors, in June. No plan asks for one. Fill it: Oak Street Office, Counter service");
    // A plan that comes round in other months says when.
    let (act, office, template_id) = (
        town.act(Some(Cast::Quality)),
        town.unit(Place::OakStreet),
        town.template,
    );
    town.write(move |conn| {
        let timing = Timing {
            recurrence: Recurrence::parse("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=7").unwrap(),
            starts_on: "2026-07-07".parse().unwrap(),
            ends_on: None,
            opens_minute: 480,
            due_minute: 1020,
            grace_minutes: 0,
            holiday_policy: HolidayPolicy::Next,
        };
        let wanted = Wanted::plain("Directors, quarterly", template_id, 3, timing, vec![office]);
        planning::operations::create(conn, &act.clone(), &wanted)
    });
    let page = quinn.get("/planning/calendar").await.ok();
    assert_snapshot!(gaps(&page.body).join("\n"), @"Layer L3 Oak Street Office has no audit of “Counter service” by layer 3, Directors, in June. The next is on Tuesday, July 7, 2026. Fill it: Oak Street Office, Counter service");
    let page = quinn.get("/planning/calendar?on=2026-07-01").await.ok();
    assert!(gaps(&page.body).is_empty());
}

/// Makes a feed through the page and gives the path that was shown.
pub async fn made(browser: &Browser<'_>, fields: &[(&str, &str)]) -> String {
    browser.get("/planning/feeds").await.ok();
    let page = browser.post("/planning/feeds", fields).await.ok();
    let field = reading::tags(&page.body, "input")
        .into_iter()
        .find(|tag| reading::attribute(tag, "id").as_deref() == Some("address"))
        .expect("the address is shown");
    let address = reading::attribute(&field, "value").unwrap();
    address.strip_prefix(crate::browser::ADDRESS).unwrap().to_owned()
}

async fn a_secret_address_is_shown_once_and_ends_when_taken_back(town: &Town) {
    town.plan(1, &[Place::OakStreet, Place::Harbor]);
    town.run_jobs().await;
    let today = todays(town, Place::OakStreet);
    let maria = town.as_(Cast::Supervisor);
    let feed = made(&maria, &[]).await;
    assert!(
        feed.starts_with("/feeds/") && feed.len() == "/feeds/.ics".len() + 64,
        "{feed}"
    );
    assert!(
        !maria.get("/planning/feeds").await.ok().body.contains(&feed),
        "shown once"
    );
    let secret = feed.trim_start_matches("/feeds/").trim_end_matches(".ics").to_owned();
    let stored = town.read(move |conn| {
        use plumbline::schema::calendar_feeds;
        Ok(calendar_feeds::table
            .select(calendar_feeds::token_hash)
            .load::<String>(conn)?)
    });
    assert!(stored.len() == 1 && stored[0] != secret, "only its hash is kept");

    let nobody = town.as_nobody();
    let answer = nobody.get(&feed).await.ok();
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    let read = read_by_others(&answer.body);
    assert_eq!(
        (read.name.as_str(), read.method.as_str()),
        ("Audits of Maria Okafor", "")
    );
    let own = town.person(Cast::Supervisor);
    let expected: BTreeSet<String> = town.read(move |conn| {
        let ids: Vec<AuditId> = audits::table
            .filter(audits::assignee_id.eq(own))
            .select(audits::id)
            .load(conn)?;
        Ok(ids.iter().map(ToString::to_string).collect())
    });
    let told: BTreeSet<String> = read.events.iter().map(|event| event.uid.clone()).collect();
    assert_eq!(told, expected, "her own audits and no others");
    let first = read.of(today);
    assert_snapshot!(first.summary, @"Audit: Service at the counter, Oak Street Office");
    assert_eq!(first.url, format!("{}/audits/{}", crate::browser::ADDRESS, today));
    assert!(
        answer.body.lines().all(|line| line.len() <= 76),
        "long lines are folded"
    );

    // Asked again, nothing changed.
    let tag = answer.header("etag").unwrap().to_owned();
    let again = nobody
        .send(Method::GET, &feed, &[("if-none-match", &tag)], String::new())
        .await;
    assert_eq!(again.status, 304);
    // Ben leads nobody, so he makes no feed of a unit, and ends nobody's.
    let ben = town.as_(Cast::OtherSupervisor);
    let unit = town.unit(Place::OakStreet).to_string();
    assert_eq!(ben.post("/planning/feeds", &[("unit", &unit)]).await.status, 403);
    let revoke = reading::tags(&maria.get("/planning/feeds").await.ok().body, "form")
        .into_iter()
        .filter_map(|form| reading::attribute(&form, "action"))
        .find(|action| action.ends_with("/revocation"))
        .unwrap();
    assert_eq!(ben.post(&revoke, &[]).await.status, 404);
    assert_eq!(nobody.get(&feed).await.status, 200);

    // Made anew, the old one ends; taken back, both are gone.
    let newer = made(&maria, &[]).await;
    assert_eq!(
        (nobody.get(&feed).await.status, nobody.get(&newer).await.status),
        (404, 200)
    );
    let page = maria.get("/planning/feeds").await.ok();
    let revoke = reading::tags(&page.body, "form")
        .into_iter()
        .filter_map(|form| reading::attribute(&form, "action"))
        .find(|action| action.ends_with("/revocation"))
        .unwrap();
    let ended = maria.submit(&revoke, &[]).await;
    assert_snapshot!(ended.flash(), @"Ended. Nothing is read at that address any more.");
    assert_eq!(nobody.get(&newer).await.status, 404);
    // A unit has to be chosen.
    let dana = town.as_(Cast::Manager);
    let none = dana.post("/planning/feeds", &[("of_unit", "1"), ("unit", "")]).await;
    assert_eq!(none.status, 422);
    assert_snapshot!(none.error_summary(), @"Choose a unit.");
}

async fn who_left_or_lost_the_role_is_read_no_more(town: &Town) {
    town.plan(1, &[Place::OakStreet]);
    let unit = town.unit(Place::OakStreet).to_string();
    let own = made(&town.as_(Cast::Supervisor), &[]).await;
    let of_unit = made(&town.as_(Cast::Manager), &[("of_unit", "1"), ("unit", &unit)]).await;
    let nobody = town.as_nobody();
    let read = read_by_others(&nobody.get(&of_unit).await.ok().body);
    assert_eq!(read.name, "Audits at Oak Street Office");
    assert_snapshot!(read.events[0].summary, @"Maria Okafor: Service at the counter, Oak Street Office");
    assert_eq!(nobody.get(&own).await.status, 200);
    let (maria, dana) = (town.person(Cast::Supervisor), town.person(Cast::Manager));
    let acts = [0; 2].map(|_| town.act(Some(Cast::Administrator)));
    town.write(move |conn| {
        people::operations::deactivate(conn, &acts[0].clone(), maria)?;
        let role = people::queries::assignments_of(conn, dana)?[0].id;
        people::operations::end_assignment(conn, &acts[1].clone(), role)
    });
    assert_eq!(nobody.get(&own).await.status, 404, "Maria left");
    assert_eq!(nobody.get(&of_unit).await.status, 404, "Dana leads there no more");
}

async fn a_feed_follows_every_change_of_an_audit(town: &Town) {
    town.plan(1, &[Place::OakStreet, Place::Harbor]);
    town.run_jobs().await;
    let id = todays(town, Place::OakStreet);
    let unit = town.unit(Place::Licensing).to_string();
    let feed = made(&town.as_(Cast::Manager), &[("of_unit", "1"), ("unit", &unit)]).await;
    let nobody = town.as_nobody();
    let read = async || read_by_others(&nobody.get(&feed).await.ok().body);
    let before = read().await;
    let moved = before.of(id);
    assert_eq!((moved.sequence, moved.status.as_str()), (1, "CONFIRMED"));

    let (act, ben) = (town.act(Some(Cast::Manager)), town.person(Cast::OtherSupervisor));
    town.write(move |conn| auditing::assign(conn, &act.clone(), id, Some(ben)));
    let after = read().await;
    assert_eq!(after.of(id).sequence, 2, "given to somebody else");
    assert_snapshot!(after.of(id).summary, @"Ben Ruiz: Service at the counter, Oak Street Office");
    excused(town, id);
    let after = read().await;
    assert_eq!((after.of(id).sequence, after.of(id).status.as_str()), (3, "CANCELLED"));
    assert_eq!(after.of(id).uid, moved.uid);

    // Whatever people call a place, it is read as they wrote it.
    let odd = "Oak, Street; \\n \"Office\" — 老虎: a name so long that its line has to be folded, twice at least, 🐅";
    let office = town.unit(Place::OakStreet);
    town.write(move |conn| {
        Ok(diesel::update(units::table.find(office))
            .set(units::name.eq(odd))
            .execute(conn)?)
    });
    let after = read().await;
    assert_eq!(after.of(id).location, odd);
    assert!(after.of(id).summary.ends_with(odd), "{}", after.of(id).summary);
    assert_snapshot!(after.of(id).description.replace(&id.to_string(), "…"), @"
    Layer 1: Supervisors
    Due Tuesday, June 9, 2026, 5:00 PM CDT. Late, it can be sent until Wednesday, June 10, 2026, 9:00 AM CDT.
    Excused
    http://plumbline.test/audits/…
    ");

    // A month later it is not told any more.
    town.at("2026-07-20 09:00");
    assert!(!read().await.events.iter().any(|event| event.uid == id.to_string()));
}

async fn a_year_in_three_time_zones_is_read_as_it_was_planned(town: &Town) {
    let zones = ["America/Chicago", "Europe/London", "Asia/Kathmandu"];
    let (act, top) = (town.act(Some(Cast::Administrator)), town.unit(Place::MillValley));
    let offices: Vec<UnitId> = town.write(move |conn| {
        let act = act.clone();
        zones
            .iter()
            .map(|name| {
                let zone = Zone::parse(name).unwrap();
                agency::operations::add_unit(conn, &act, Some(top), name, UnitKind::Office, Some(&zone), 7)
            })
            .collect()
    });
    // Half past one to half past two: both clock changes fall into it.
    let timing = Timing {
        recurrence: Recurrence::parse("FREQ=DAILY").unwrap(),
        starts_on: "2026-06-09".parse().unwrap(),
        ends_on: None,
        opens_minute: 90,
        due_minute: 150,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Next,
    };
    let wanted = Wanted::plain("Night round", town.template, 1, timing, offices.clone());
    let (act, made_by, post) = (town.act(Some(Cast::Quality)), town.act(None), town.app.post.clone());
    let until: chrono::NaiveDate = "2027-06-08".parse().unwrap();
    let expected: BTreeSet<(String, String, String)> = town.write(move |conn| {
        // every day is a working day, the Sundays on which clocks change too
        for office in &offices {
            let hours: Vec<(i32, i32, i32)> = (1..=7).map(|weekday| (weekday, 0, 1440)).collect();
            agency::queries::replace_hours(conn, *office, &hours)?;
        }
        let plan = planning::operations::create(conn, &act.clone(), &wanted)?;
        planning::operations::make_ahead(conn, &made_by.clone(), &post, plan, until)?;
        let plan = planning::queries::find(conn, plan)?;
        let view = planning::making::view(conn, &made_by.clone(), &plan, &offices, usize::MAX)?;
        let mut expected = BTreeSet::new();
        for site in &view.sites {
            let found = view.coming.occurrences(site.ground(&view.units), plan.starts_on, until);
            for one in found.iter().filter(|one| one.closes_at > made_by.now) {
                let zone = site.calendar.zone.name().to_owned();
                expected.insert((zone, iso(one.opens_at), iso(one.due_at)));
            }
        }
        Ok(expected)
    });
    assert!(expected.len() > 3 * 363, "{}", expected.len());
    let unit = town.unit(Place::MillValley).to_string();
    let feed = made(&town.as_(Cast::Quality), &[("of_unit", "1"), ("unit", &unit)]).await;
    let read = read_by_others(&town.as_nobody().get(&feed).await.ok().body);
    let told: Vec<_> = read
        .events
        .iter()
        .map(|e| (e.location.clone(), e.start.clone(), e.end.clone()))
        .collect();
    assert_eq!(told.len(), expected.len(), "each once");
    assert_eq!(BTreeSet::from_iter(told), expected);
    // Known by heart: in Chicago the clock springs from 2:00 to 3:00 on March 14, 2027, so half past two is half past three.
    let spring = (
        "America/Chicago",
        "2027-03-14T07:30:00.000Z",
        "2027-03-14T08:30:00.000Z",
    );
    let spring = (spring.0.to_owned(), spring.1.to_owned(), spring.2.to_owned());
    assert!(
        expected.contains(&spring),
        "{:?}",
        expected
            .iter()
            .filter(|e| e.1.starts_with("2027-03-14"))
            .collect::<Vec<_>>()
    );
    // Kathmandu is five hours and three quarters ahead of Greenwich.
    let odd = ("Asia/Kathmandu", "2026-12-31T19:45:00.000Z", "2026-12-31T20:45:00.000Z");
    assert!(expected.contains(&(odd.0.to_owned(), odd.1.to_owned(), odd.2.to_owned())));
}

async fn an_unannounced_audit_stays_hidden_until_it_begins(town: &Town) {
    let (act, office, template) = (
        town.act(Some(Cast::Quality)),
        town.unit(Place::OakStreet),
        town.template,
    );
    let (made_by, post) = (town.act(None), town.app.post.clone());
    let audit: AuditId = town.write(move |conn| {
        let timing = Timing {
            recurrence: Recurrence::parse("FREQ=DAILY").unwrap(),
            starts_on: "2026-06-09".parse().unwrap(),
            ends_on: None,
            opens_minute: 480,
            due_minute: 1020,
            grace_minutes: 60,
            holiday_policy: HolidayPolicy::Skip,
        };
        let wanted = Wanted {
            moments: Moments {
                unannounced: true,
                ..Moments::default()
            },
            ..Wanted::plain("Without a word", template, 2, timing, vec![office])
        };
        let plan = planning::operations::create(conn, &act.clone(), &wanted)?;
        planning::operations::make_ahead(conn, &made_by.clone(), &post, plan, "2026-06-09".parse().unwrap())?;
        Ok(audits::table
            .filter(audits::plan_id.eq(plan))
            .select(audits::id)
            .first(conn)?)
    });
    let sentence = async |who: Cast, address: &str| first_sentence(&town.as_(who).get(address).await.ok().body);
    assert_snapshot!(sentence(Cast::Manager, "/planning/calendar").await, @"16 audits planned in June 2026. 0 done, 0 missed.");
    assert_snapshot!(sentence(Cast::Quality, "/planning/calendar").await, @"16 audits planned in June 2026. 0 done, 0 missed.");
    assert_snapshot!(sentence(Cast::Supervisor, "/planning/calendar").await, @"No audits planned in June 2026.");
    let page = format!("/audits/{audit}");
    assert_eq!(town.as_(Cast::Supervisor).get(&page).await.status, 404);
    assert_eq!(town.as_(Cast::Director).get(&page).await.status, 200);
    assert_eq!(rows(&town.as_(Cast::Supervisor), "/audits").await, 0);
    let act = town.act(Some(Cast::Manager));
    town.write(move |conn| auditing::start(conn, &act.clone(), audit));
    assert_eq!(town.as_(Cast::Supervisor).get(&page).await.status, 200);
    assert_snapshot!(sentence(Cast::Supervisor, "/planning/calendar").await, @"One audit planned in June 2026. 0 done, 0 missed.");
}

async fn an_invitation_is_the_event_of_the_feed(town: &Town) {
    let (_, today) = town.plan(1, &[Place::OakStreet]);
    town.run_jobs().await;
    town.new_mails();
    let feed = made(&town.as_(Cast::Supervisor), &[]).await;
    let told = read_by_others(&town.as_nobody().get(&feed).await.ok().body);
    let (id, maria, post) = (today[0], town.person(Cast::Supervisor), town.app.post.clone());
    let acts = [0; 3].map(|_| town.act(None));
    town.write(move |conn| {
        let person = people::queries::find(conn, maria)?;
        let context = serde_json::json!({
            "title": "Service at the counter", "unit": "Oak Street Office", "due": "5:00 PM", "closes": "6:00 PM",
            "assignee": null, "link": "http://plumbline.test/today",
        });
        let invitation = ics::invitation(conn, &post, id, &person)?;
        let to = person.recipient();
        post.inviting(&invitation)
            .send(conn, &acts[0].clone(), "theirs", &to, "audit_due", context.clone())?;
        let withdrawal = ics::withdrawal(conn, &post, id, &person)?;
        post.inviting(&withdrawal)
            .send(conn, &acts[1].clone(), "not theirs", &to, "audit_due", context.clone())?;
        post.send(conn, &acts[2].clone(), "plain", &to, "audit_due", context)
    });
    town.at("2026-06-09 09:05");
    town.run_jobs().await;
    let mails = town.new_mails();
    let read: Vec<Option<Read>> = mails
        .iter()
        .map(|mail| mail.invite.as_deref().map(read_by_others))
        .collect();
    let of = |method: &str| -> &Read {
        let found = read.iter().flatten().find(|read| read.method == method);
        found.unwrap_or_else(|| panic!("no mail has the method {method}"))
    };
    let (request, cancel) = (of("REQUEST").of(id), of("CANCEL").of(id));
    let event = told.of(id);
    for (own, status) in [(request, "CONFIRMED"), (cancel, "CANCELLED")] {
        assert_eq!((&own.uid, own.sequence), (&event.uid, event.sequence));
        assert_eq!(
            (&own.start, &own.end, own.status.as_str()),
            (&event.start, &event.end, status)
        );
        assert_eq!(own.organizer, "mailto:plumbline@millvalley.example");
        assert_eq!(own.attendees, ["mailto:maria@millvalley.example"]);
    }
    assert!(read.iter().any(Option::is_none), "a mail without an event has none");
}

/// What the mails that left since did to the event of an audit: whose calendar, the method, the sequence.
fn invited(town: &Town, id: AuditId) -> Vec<String> {
    let mails = town.new_mails();
    let events = mails
        .iter()
        .filter_map(|mail| Some(read_by_others(mail.invite.as_deref()?)));
    let mut lines: Vec<String> = events
        .filter(|read| read.events[0].uid == id.to_string())
        .map(|read| {
            let event = &read.events[0];
            format!("{} {} {}", event.attendees[0], read.method, event.sequence)
        })
        .collect();
    lines.sort();
    lines
}

async fn whoever_gets_an_audit_finds_it_in_the_own_calendar(town: &Town) {
    town.at("2026-06-09 07:00");
    town.plan(1, &[Place::OakStreet]);
    let id = todays(town, Place::OakStreet);
    town.at("2026-06-09 08:30");
    town.run_jobs().await;
    assert_snapshot!(invited(town, id).join("\n"), @"mailto:maria@millvalley.example REQUEST 1");
    // Dana gives it to Ben: it leaves Maria's calendar and comes into his.
    let ben = town.person(Cast::OtherSupervisor).to_string();
    let dana = town.as_(Cast::Manager);
    let given = dana
        .submit(&plumbline::base::links::assignment(id), &[("to", &ben), ("word", "")])
        .await;
    assert_snapshot!(given.flash(), @"Ben Ruiz has the audit now, and is told by mail.");
    town.at("2026-06-09 08:32");
    town.run_jobs().await;
    assert_snapshot!(invited(town, id).join("\n"), @"
    mailto:ben@millvalley.example REQUEST 2
    mailto:maria@millvalley.example CANCEL 2
    ");
}

async fn what_was_put_into_a_calendar_follows_the_plan(town: &Town) {
    let mut wanted = Wanted::plain(
        "Till check",
        town.template,
        1,
        daily("FREQ=WEEKLY;BYDAY=FR", "2026-06-09"),
        vec![town.unit(Place::OakStreet)],
    );
    let plan = planned(town, &wanted);
    town.run_jobs().await;
    let id: AuditId = town.read(move |conn| {
        Ok(audits::table
            .filter(audits::plan_id.eq(plan))
            .order(audits::opens_at)
            .select(audits::id)
            .first(conn)?)
    });
    let ben = town.person(Cast::OtherSupervisor).to_string();
    let given = town
        .as_(Cast::Manager)
        .submit(&plumbline::base::links::assignment(id), &[("to", &ben), ("word", "")])
        .await;
    assert_snapshot!(given.flash(), @"Ben Ruiz has the audit now, and is told by mail.");
    town.at("2026-06-09 10:00");
    town.run_jobs().await;
    assert_snapshot!(invited(town, id).join("\n"), @"
    mailto:ben@millvalley.example REQUEST 2
    mailto:maria@millvalley.example CANCEL 2
    ");

    // Other hours move the event; a pause strikes it out.
    wanted.timing.due_minute = 720;
    let (acts, post) = (
        [town.act(Some(Cast::Quality)), town.act(Some(Cast::Quality))],
        town.app.post.clone(),
    );
    town.write(move |conn| {
        let revision = planning::queries::find(conn, plan)?.revision;
        planning::operations::update(conn, &acts[0].clone(), plan, revision, &wanted)?;
        making::remake(conn, &acts[1].clone(), &post, plan, 14, Why::Changed)
    });
    town.at("2026-06-09 10:05");
    town.run_jobs().await;
    assert_snapshot!(invited(town, id).join("\n"), @"mailto:ben@millvalley.example REQUEST 3");
    let (acts, post) = (
        [town.act(Some(Cast::Quality)), town.act(Some(Cast::Quality))],
        town.app.post.clone(),
    );
    town.write(move |conn| {
        planning::operations::pause(conn, &acts[0].clone(), plan)?;
        making::remake(conn, &acts[1].clone(), &post, plan, 14, Why::Paused)
    });
    town.at("2026-06-09 10:10");
    town.run_jobs().await;
    assert_snapshot!(invited(town, id).join("\n"), @"mailto:ben@millvalley.example CANCEL 4");
}

/// From eight to five with an hour of grace.
fn daily(rule: &str, starts_on: &str) -> Timing {
    Timing {
        recurrence: Recurrence::parse(rule).unwrap(),
        starts_on: starts_on.parse().unwrap(),
        ends_on: None,
        opens_minute: 480,
        due_minute: 1020,
        grace_minutes: 60,
        holiday_policy: HolidayPolicy::Skip,
    }
}

fn planned(town: &Town, wanted: &Wanted) -> PlanId {
    let (act, wanted) = (town.act(Some(Cast::Quality)), wanted.clone());
    town.write(move |conn| planning::operations::create(conn, &act.clone(), &wanted))
}

/// Leaves a single date out of a plan, or adds one; its audits follow.
fn except(town: &Town, plan: PlanId, date: &str, added: bool) {
    let (act, remade, post) = (
        town.act(Some(Cast::Quality)),
        town.act(Some(Cast::Quality)),
        town.app.post.clone(),
    );
    let date = date.parse().unwrap();
    town.write(move |conn| {
        replanning::operations::add_exception(conn, &act.clone(), plan, date, added, "Training day")?;
        making::remake(conn, &remade.clone(), &post, plan, 14, Why::Exception)
    });
}

fn restore(town: &Town, plan: PlanId, date: &str) {
    let (act, remade, post) = (
        town.act(Some(Cast::Quality)),
        town.act(Some(Cast::Quality)),
        town.app.post.clone(),
    );
    let date = date.parse().unwrap();
    town.write(move |conn| {
        replanning::operations::remove_exception(conn, &act.clone(), plan, date)?;
        making::remake(conn, &remade.clone(), &post, plan, 14, Why::Exception)
    });
}

/// The audit of a plan at a place on a local date.
fn of_plan(town: &Town, plan: PlanId, place: Place, date: &str) -> AuditId {
    let (unit, date) = (town.unit(place), date.parse::<chrono::NaiveDate>().unwrap());
    town.read(move |conn| {
        Ok(audits::table
            .filter(audits::plan_id.eq(plan).and(audits::unit_id.eq(unit)))
            .filter(audits::local_date.eq(date))
            .select(audits::id)
            .first(conn)?)
    })
}

async fn what_planning_moves_or_takes_away_is_told_by_the_feeds(town: &Town) {
    town.at("2026-06-09 07:00");
    let (plan, _) = town.plan(1, &[Place::OakStreet, Place::Harbor]);
    let office = town.unit(Place::OakStreet);
    let secret = planned(
        town,
        &Wanted {
            moments: Moments {
                unannounced: true,
                ..Moments::default()
            },
            ..Wanted::plain(
                "Without a word",
                town.template,
                3,
                daily("FREQ=DAILY", "2026-06-09"),
                vec![office],
            )
        },
    );
    town.run_jobs().await;
    let unit = office.to_string();
    let own = made(&town.as_(Cast::Supervisor), &[]).await;
    let bens = made(&town.as_(Cast::OtherSupervisor), &[]).await;
    let managers = made(&town.as_(Cast::Manager), &[("of_unit", "1"), ("unit", &unit)]).await;
    let directors = made(&town.as_(Cast::Director), &[("of_unit", "1"), ("unit", &unit)]).await;
    let elenas = made(&town.as_(Cast::Director), &[]).await;
    let nobody = town.as_nobody();
    let body = async |feed: &str| nobody.get(feed).await.ok().body;
    let read = async |feed: &str| read_by_others(&body(feed).await);

    // Moved by an hour, it is the same event with a higher number.
    let friday = of_plan(town, plan, Place::OakStreet, "2026-06-12");
    let before = read(&own).await;
    assert_eq!(
        (before.of(friday).sequence, before.of(friday).start.as_str()),
        (1, "2026-06-12T13:00:00.000Z")
    );
    let act = town.act(None);
    town.write(move |conn| {
        let audit = plumbline::audits::queries::find(conn, friday)?;
        let later = auditing::NewAudit {
            plan_id: audit.plan_id,
            unit_id: audit.unit_id,
            slot: audit.slot,
            planned_on: audit.planned(),
            local_date: audit.local_date,
            zone: Zone::parse(&audit.zone).unwrap(),
            opens_minute: audit.opens_minute + 60,
            due_minute: audit.due_minute,
            opens_at: audit.opens_at.plus_minutes(60),
            due_at: audit.due_at,
            closes_at: audit.closes_at,
            process_id: audit.process_id,
            version_id: audit.version_id,
            layer: audit.layer,
            assignee_id: audit.assignee_id,
            stands_in_for: None,
            seed: audit.seed,
        };
        plumbline::audits::replanned::reschedule(conn, &act.clone(), &audit, &later)
    });
    let after = read(&own).await;
    assert_eq!(after.events.len(), before.events.len());
    assert_eq!(
        (after.of(friday).sequence, after.of(friday).start.as_str()),
        (2, "2026-06-12T14:00:00.000Z")
    );

    // Taken away, it stays as a cancelled event for those who knew of it.
    let (monday, bens_monday) = (
        of_plan(town, plan, Place::OakStreet, "2026-06-15"),
        of_plan(town, plan, Place::Harbor, "2026-06-15"),
    );
    let secretly = of_plan(town, secret, Place::OakStreet, "2026-06-16");
    except(town, plan, "2026-06-15", false);
    except(town, secret, "2026-06-16", false);
    for feed in [&own, &managers, &directors] {
        let read = read(feed).await;
        let event = read.of(monday);
        assert_eq!((event.sequence, event.status.as_str()), (2, "CANCELLED"));
        assert_eq!(event.start, "2026-06-15T13:00:00.000Z");
        assert_eq!(event.location, "Oak Street Office");
        assert_snapshot!(event.summary, @"Audit: Service at the counter, Oak Street Office");
    }
    assert_eq!(read(&bens).await.of(bens_monday).status, "CANCELLED");
    for (feed, hidden) in [(&bens, monday), (&managers, bens_monday), (&own, bens_monday)] {
        assert!(
            !body(feed).await.contains(&hidden.to_string()),
            "{hidden} is not theirs"
        );
    }
    for feed in [&directors, &elenas] {
        assert_eq!(read(feed).await.of(secretly).status, "CANCELLED");
    }
    for feed in [&own, &managers] {
        assert!(
            !body(feed).await.contains(&secretly.to_string()),
            "who is audited never hears of it"
        );
    }

    // The day comes back: a new audit beside the one that is struck out, and every event once.
    restore(town, plan, "2026-06-15");
    let again = of_plan(town, plan, Place::OakStreet, "2026-06-15");
    let after = read(&own).await;
    assert_eq!(
        (after.of(again).status.as_str(), after.of(monday).status.as_str()),
        ("CONFIRMED", "CANCELLED")
    );
    let uids: BTreeSet<&str> = after.events.iter().map(|event| event.uid.as_str()).collect();
    assert_eq!(uids.len(), after.events.len(), "no event twice");
    // The feed forgets it when it forgets the days around it.
    town.at("2026-07-14 09:00");
    assert_eq!(read(&own).await.of(monday).status, "CANCELLED");
    town.at("2026-07-16 09:00");
    assert!(!body(&own).await.contains(&monday.to_string()));
}

/// The days on which audits stand that the plans will give, in the list of a month: once for each audit.
async fn dotted(town: &Town, who: Cast, query: &str) -> Vec<String> {
    let page = town
        .as_(who)
        .get(&format!("/planning/calendar?view=list{query}"))
        .await
        .ok();
    let mut days = Vec::new();
    for section in reading::elements(&reading::main(&page.body), "section") {
        let day = reading::tags(&section, "time")
            .first()
            .and_then(|tag| reading::attribute(tag, "datetime"));
        let Some(day) = day else { continue };
        let count = section.matches("agenda__a--planned").count();
        days.extend(std::iter::repeat_n(day, count));
    }
    days
}

/// The gaps of a month, one a line.
async fn named_gaps(town: &Town, who: Cast, on: &str) -> String {
    let page = town.as_(who).get(&format!("/planning/gaps?on={on}")).await.ok();
    reading::elements(&reading::main(&page.body), "li")
        .iter()
        .map(|row| reading::text(row))
        .filter(|text| text.contains(" has no audit of "))
        .collect::<Vec<_>>()
        .join("\n")
}

async fn shifts_single_dates_and_pauses_show_on_their_days(town: &Town) {
    counter_is_carried_out(town, &[Place::OakStreet]);
    let office = town.unit(Place::OakStreet);
    // Two nights on, two off, from June 1 on.
    let night = Some(Hours {
        opens: 22 * 60,
        closes: 30 * 60,
    });
    let nights = ShiftWanted {
        name: "Nights".into(),
        first_day: "2026-06-01".parse().unwrap(),
        cycle: vec![night, night, None, None],
    };
    let act = town.act(Some(Cast::Administrator));
    let shift = town.write(move |conn| agency::operations::add_shift(conn, &act.clone(), office, &nights));
    let mut by_shift = Wanted::plain(
        "Night round",
        town.template,
        1,
        daily("FREQ=DAILY", "2026-06-09"),
        vec![office],
    );
    by_shift.moments.shift_id = Some(shift);
    (by_shift.timing.opens_minute, by_shift.timing.due_minute) = (150, 210);
    planned(town, &by_shift);
    town.run_jobs().await;
    // Half past midnight is on the day after the one on which the shift began.
    assert_snapshot!(dotted(town, Cast::Director, "&on=2026-07-01&layer=1").await.join(" "), @"2026-07-01 2026-07-04 2026-07-05 2026-07-08 2026-07-09 2026-07-12 2026-07-13 2026-07-16 2026-07-17 2026-07-20 2026-07-21 2026-07-24 2026-07-25 2026-07-28 2026-07-29");

    let mondays = Wanted::plain(
        "Mondays",
        town.template,
        2,
        daily("FREQ=WEEKLY;BYDAY=MO", "2026-06-09"),
        vec![office],
    );
    let mondays = planned(town, &mondays);
    except(town, mondays, "2026-07-06", false);
    except(town, mondays, "2026-07-09", true);
    assert_snapshot!(dotted(town, Cast::Director, "&on=2026-07-01&layer=2").await.join(" "), @"2026-07-09 2026-07-13 2026-07-20 2026-07-27");

    // Paused, it comes round from its day on; paused without end, not at all.
    let third = Wanted::plain(
        "Directors",
        town.template,
        3,
        daily("FREQ=WEEKLY;BYDAY=WE", "2026-06-09"),
        vec![office],
    );
    let third = planned(town, &third);
    let [paused, resumed, ended] = [0; 3].map(|_| town.act(Some(Cast::Quality)));
    town.write(move |conn| {
        planning::operations::pause_until(conn, &paused.clone(), third, "2026-07-20".parse().unwrap())
    });
    assert_snapshot!(dotted(town, Cast::Director, "&on=2026-07-01&layer=3").await.join(" "), @"2026-07-22 2026-07-29");
    assert_snapshot!(named_gaps(town, Cast::Quality, "2026-06-01").await, @"Layer L3 Oak Street Office has no audit of “Counter service” by layer 3, Directors, in June. The next is on Wednesday, July 22, 2026. Fill it: Oak Street Office, Counter service");
    assert_snapshot!(named_gaps(town, Cast::Quality, "2026-07-01").await, @"");
    town.write(move |conn| {
        planning::operations::resume(conn, &resumed.clone(), third)?;
        planning::operations::pause(conn, &ended.clone(), third)
    });
    assert!(
        dotted(town, Cast::Director, "&on=2026-07-01&layer=3").await.is_empty(),
        "paused without end"
    );
    assert_snapshot!(named_gaps(town, Cast::Quality, "2026-07-01").await, @"Layer L3 Oak Street Office has no audit of “Counter service” by layer 3, Directors, in July. No plan asks for one. Fill it: Oak Street Office, Counter service");
}

async fn an_unannounced_plan_by_lot_is_shown_to_those_in_the_know(town: &Town) {
    counter_is_carried_out(town, &[Place::OakStreet, Place::Harbor]);
    let both = vec![town.unit(Place::OakStreet), town.unit(Place::Harbor)];
    let mut wanted = Wanted::plain("By lot", town.template, 3, daily("FREQ=DAILY", "2026-06-09"), both);
    wanted.moments = Moments {
        unannounced: true,
        drawn_a_month: Some(1),
        ..Moments::default()
    };
    (wanted.timing.opens_minute, wanted.timing.due_minute) = (0, 60);
    planned(town, &wanted);
    let july = "&on=2026-07-01";
    let drawn = dotted(town, Cast::Director, july).await;
    assert_eq!(drawn.len(), 1, "one audit a month, at one of the two offices");
    assert_eq!(dotted(town, Cast::Quality, july).await, drawn);
    for who in [Cast::Manager, Cast::Supervisor] {
        assert!(dotted(town, who, july).await.is_empty(), "{who:?} is audited");
    }
    // Who knows sees the gap at the other office; who is audited must not tell from a gap where it comes.
    let by_layer = |gaps: String| gaps.lines().filter(|gap| gap.contains("by layer 3")).count();
    assert_eq!(by_layer(named_gaps(town, Cast::Director, "2026-07-01").await), 1);
    assert_eq!(by_layer(named_gaps(town, Cast::Manager, "2026-07-01").await), 0);
    // As days are made, the numbers stay.
    town.at("2026-06-29 09:00");
    town.run_jobs().await;
    let count = async |who: Cast| {
        let page = town
            .as_(who)
            .get(&format!("/planning/calendar?view=list{july}"))
            .await
            .ok();
        page.body.matches("class=\"agenda__i\"").count()
    };
    assert_eq!(count(Cast::Director).await, 1);
    assert_eq!(count(Cast::Manager).await, 0);
    assert_eq!(count(Cast::Supervisor).await, 0);
    assert_eq!(by_layer(named_gaps(town, Cast::Manager, "2026-07-01").await), 0);
}

async fn fixes_under_watch_reasons_and_days_off_stand_on_the_calendar(town: &Town) {
    let (_, today) = town.plan(1, &[Place::OakStreet]);
    town.plan(3, &[Place::OakStreet]);
    town.plan(2, &[Place::Harbor]);
    town.run_jobs().await;
    let sign = "Can check if a fix held";
    let signs = async |view: &str, layer: i32| {
        let page = town
            .as_(Cast::Director)
            .get(&format!("/planning/calendar?view={view}&on=2026-06-09&layer={layer}"))
            .await
            .ok();
        // one is the key
        page.text().matches(sign).count() - 1
    };
    assert_eq!(signs("list", 1).await, 0);
    // Layers 1 and 2 ask it, layer 3 does not.
    let finding = town.finding(Place::OakStreet, Question::Acknowledged, "Nobody looked up.");
    let now = town.app.clock.now();
    town.write(move |conn| {
        let finding = plumbline::findings::queries::find(conn, finding)?;
        let question = finding.question_id.unwrap();
        Ok(plumbline::findings::queries::start_watch(
            conn, &finding, question, now,
        )?)
    });
    assert_eq!(signs("list", 1).await, 11, "today's and those made for two weeks ahead");
    assert_eq!(signs("week", 1).await, 4, "Tuesday to Friday");
    assert_eq!(signs("month", 1).await, 11);
    assert_eq!(signs("list", 3).await, 0, "layer 3 does not ask it");
    assert_eq!(signs("list", 2).await, 0, "another office");
    let (act, today) = (town.act(Some(Cast::Supervisor)), today[0]);
    town.write(move |conn| auditing::start(conn, &act.clone(), today));
    assert_eq!(signs("list", 1).await, 11, "it was drawn");
    town.write(move |conn| {
        Ok(plumbline::findings::queries::set_watch(
            conn,
            finding,
            plumbline::findings::model::WatchState::Held,
        )?)
    });
    assert_eq!(signs("list", 1).await, 0, "the fix held");

    // A closure excuses what was made, and its name stands beside it.
    holiday(town, Place::Harbor, "2026-06-17", "Flood", true);
    holiday(town, Place::MillValley, "2026-06-19", "Juneteenth", false);
    let (act, top) = (town.act(Some(Cast::Administrator)), town.unit(Place::MillValley));
    town.write(move |conn| {
        let rule = Rule {
            comes: Comes::Date { month: 7, day: 3 },
            observed: Observed::AsItFalls,
            from_year: None,
            until_year: None,
        };
        agency::operations::add_rule(conn, &act.clone(), top, "Founders' Day", rule)
    });
    town.run_jobs().await;
    let elena = town.as_(Cast::Director);
    let day = async |on: &str| {
        let page = elena.get(&format!("/planning/calendar?view=day&on={on}")).await.ok();
        reading::elements(&reading::main(&page.body), "section")
            .iter()
            .map(|section| reading::text(section))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_snapshot!(day("2026-06-17").await, @"
    Wednesday, June 17, 2026
    Harbor Office: Flood, closed
    Layer L2 Harbor Office
    Service at the counter 8:00 AM
    Dana Whitfield Excused
    Flood
    Layer L1 Oak Street Office
    Service at the counter 8:00 AM
    Maria Okafor Planned
    Layer L3 Oak Street Office
    Service at the counter 8:00 AM
    Elena Petrova Planned
    ");
    assert_snapshot!(day("2026-06-19").await, @"
    Friday, June 19, 2026
    Juneteenth, no work
    No audits on this day.
    ");
    assert_snapshot!(day("2026-07-03").await, @"
    Friday, July 3, 2026
    Founders' Day, no work
    No audits on this day.
    ");
    assert_snapshot!(day("2026-06-20").await, @"
    No audits on this day
    Nothing fits these days and filters. Turn the page, or show everything.
    Show everything
    ");
    // Those whose audits moved are told.
    town.at("2026-06-09 09:05");
    town.run_jobs().await;
}
