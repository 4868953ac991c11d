//! The clock of a finding stands still for a reason, and goes on by itself or by hand.

use crate::browser::{Answer, Browser};
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::figures;
use plumbline::figures::model::Over;

on_both![
    a_leader_stops_the_clock_and_the_page_explains_it,
    what_is_wrong_with_a_pause_is_told_with_what_was_typed,
    the_clock_goes_on_by_itself_after_an_outage,
    the_clock_goes_on_by_hand,
    nobody_is_reminded_or_chased_while_it_stands_still,
    a_holiday_added_later_moves_what_a_pause_moved,
    closing_during_a_pause_is_on_time,
];

const STOP: &[(&str, &str)] = &[
    ("pause_until", "2026-06-12"),
    ("pause_reason", "The supplier answers by June 12."),
];

fn at(id: FindingId, part: &str) -> String {
    format!("{}/{part}", links::finding(id))
}

fn waited(town: &Town) -> FindingId {
    town.finding(
        Place::OakStreet,
        Question::WaitTime,
        "The last person in line waited 22 minutes.",
    )
}

async fn stop(town: &Town, id: FindingId) -> Answer {
    let dana = town.as_(Cast::Manager);
    dana.submit(&at(id, "pause"), STOP).await.ok()
}

async fn page(browser: &Browser<'_>, id: FindingId) -> Answer {
    browser.get(&links::finding(id)).await.ok()
}

async fn a_leader_stops_the_clock_and_the_page_explains_it(town: &Town) {
    let id = waited(town);
    let maria = town.as_(Cast::Supervisor);
    assert!(!page(&maria, id).await.can_post(&at(id, "pause")), "the owner does not");
    assert_eq!(maria.post(&at(id, "pause"), STOP).await.status, 403);
    assert_eq!(town.as_(Cast::Stranger).post(&at(id, "pause"), STOP).await.status, 404);
    let stopped = stop(town, id).await;
    assert_eq!(
        stopped.flash(),
        "The clock stands still. The owner gets a mail with your reason."
    );
    assert!(!stopped.can_post(&at(id, "pause")), "one at a time");
    assert_snapshot!("clock_stands_still", stopped.part("paused"));
    assert_snapshot!("clock_explained", stopped.part("due"));
    assert_snapshot!("clock_history", stopped.part("history"));
    let own = page(&maria, id).await;
    assert!(own.part("paused").contains("supplier") && !own.can_post(&at(id, "pause/end")));
    let queue = maria.get("/findings?tab=all").await.ok();
    assert!(queue.text().contains("Clock stands still"), "{}", queue.text());
    town.run_jobs().await;
    let mails = town.new_mails();
    let told: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("clock")).collect();
    assert_eq!(told.len(), 1);
    assert_snapshot!("clock_letter", town.letter(told[0]));
    let again = town.as_(Cast::Director).post(&at(id, "pause"), STOP).await;
    assert_eq!(again.status, 422);
    assert_snapshot!(again.error_summary(), @"The clock of this finding stands still already.");
    assert!(again.part("kept").contains("supplier"), "nothing typed is lost");
}

async fn what_is_wrong_with_a_pause_is_told_with_what_was_typed(town: &Town) {
    let id = waited(town);
    let dana = town.as_(Cast::Manager);
    let bare = dana.post(&at(id, "pause"), &[("pause_until", "2026-10-01")]).await;
    assert_eq!(bare.status, 422);
    assert_snapshot!(bare.error_summary(), @r"
    Choose a day within the next 90 days. You can stop the clock again later.
    Write down what is waited for.
    ");
    assert!(bare.body.contains("2026-10-01"));
    let past = dana
        .post(&at(id, "pause"), &[("pause_until", "2026-06-08"), STOP[1]])
        .await;
    assert_snapshot!(past.error_summary(), @"This date has passed. Choose today or a later day.");
    assert!(past.body.contains("The supplier answers by June 12."));
    let none = dana.post(&at(id, "pause/end"), &[]).await;
    assert_eq!(none.status, 422);
    assert_snapshot!(none.error_summary(), @"The clock of this finding is running already.");
    town.at("2026-06-25 09:00");
    let late = [("pause_until", "2026-06-30"), STOP[1]];
    let late = town.as_(Cast::Manager).post(&at(id, "pause"), &late).await;
    assert_eq!(late.status, 422);
    assert_snapshot!(late.error_summary(), @"This finding is overdue, so there is no clock left to stop. Its owner can ask for a later date.");
}

async fn the_clock_goes_on_by_itself_after_an_outage(town: &Town) {
    let id = waited(town);
    stop(town, id).await;
    town.run_jobs().await;
    town.new_mails();
    // The server is away over the end of the pause.
    town.at("2026-06-17 10:00");
    town.run_jobs().await;
    town.at("2026-06-17 10:05");
    town.run_jobs().await;
    let maria = town.as_(Cast::Supervisor);
    let seen = page(&maria, id).await;
    assert!(!seen.text().contains("Clock stands still"));
    assert_snapshot!("clock_went_on", seen.part("due"));
    let history = seen.part("history");
    assert_eq!(history.matches("the pause is over").count(), 1, "{history}");
    assert_eq!(town.new_subjects().matches("The clock goes on").count(), 1);
}

async fn the_clock_goes_on_by_hand(town: &Town) {
    let id = waited(town);
    stop(town, id).await;
    town.at("2026-06-11 09:00");
    let elena = town.as_(Cast::Director);
    let gone = elena.submit(&at(id, "pause/end"), &[]).await.ok();
    assert_eq!(gone.flash(), "The clock goes on. Check the due date.");
    assert_snapshot!("clock_resumed", gone.part("due"));
    assert!(gone.can_post(&at(id, "pause")), "it can be stopped again");
    town.run_jobs().await;
    assert!(town.new_subjects().contains("Maria: The clock goes on"));
}

async fn nobody_is_reminded_or_chased_while_it_stands_still(town: &Town) {
    let id = waited(town);
    let dana = town.as_(Cast::Manager);
    let long = [("pause_until", "2026-07-31"), STOP[1]];
    dana.submit(&at(id, "pause"), &long).await.ok();
    town.run_jobs().await;
    town.new_mails();
    let told = town.live_until("2026-07-31", &["08:05", "17:30"]).await;
    assert_snapshot!(told, @"");
    let overdue = town.as_(Cast::Manager).get("/findings?tab=overdue").await.ok();
    assert!(!overdue.text().contains("NC-2026-00001"));
    let told = town.live_until("2026-08-17", &["08:05", "17:30"]).await;
    assert!(
        told.contains("Maria: The clock goes on") && told.contains("Maria: Due soon, Friday, August 14"),
        "{told}"
    );
}

async fn a_holiday_added_later_moves_what_a_pause_moved(town: &Town) {
    let id = waited(town);
    stop(town, id).await;
    let before = page(&town.as_(Cast::Supervisor), id).await.part("due");
    assert!(before.contains("Fri, Jun 26"), "{before}");
    let ada = town.as_(Cast::Administrator);
    let calendar = links::unit(town.unit(Place::OakStreet)) + "/holidays";
    // One day inside the pause, one after it.
    for (name, date) in [("Flood", "2026-06-11"), ("Town fair", "2026-06-24")] {
        ada.submit(&calendar, &[("day_name", name), ("date", date), ("until", "")])
            .await
            .ok();
    }
    town.run_jobs().await;
    let after = page(&town.as_(Cast::Supervisor), id).await;
    assert_snapshot!("clock_and_holidays", after.part("due"));
}

async fn closing_during_a_pause_is_on_time(town: &Town) {
    let id = waited(town);
    let (maria, jo) = (town.as_(Cast::Supervisor), town.person(Cast::Clerk).to_string());
    maria
        .submit(&at(id, "containment"), &[("containment", "Opened another position.")])
        .await
        .ok();
    let cause = [("root_cause", "No screen shows the wait."), ("category", "tools")];
    maria.submit(&at(id, "cause"), &cause).await.ok();
    stop(town, id).await;
    let action = [
        ("action", "Hang a screen."),
        ("kind", "corrective"),
        ("strength", "automatic"),
        ("owner", jo.as_str()),
        ("due", "2026-06-12"),
    ];
    let inside = maria.post(&at(id, "actions"), &action).await;
    assert_eq!(inside.status, 422);
    assert_snapshot!(inside.error_summary(), @"The clock of this finding stands still on that day. Choose a day after the pause.");
    let action = [action[0], action[1], action[2], action[3], ("due", "2026-06-15")];
    maria.submit(&at(id, "actions"), &action).await.ok();
    town.at("2026-06-11 09:00");
    let clerk = town.as_(Cast::Clerk);
    let list = clerk.get("/findings/actions").await.ok();
    let href = regex::Regex::new(r"/findings/actions/[0-9a-f-]{36}").unwrap();
    let href = href.find(&list.body).unwrap().as_str().to_owned();
    clerk
        .submit(&format!("{href}/completion"), &[("note", "It hangs.")])
        .await
        .ok();
    let closure = [
        ("verification", "Watched the line."),
        ("layered", "existing"),
        ("layered_note", "How long did they wait?"),
    ];
    let closed = town.as_(Cast::Manager).submit(&at(id, "closure"), &closure).await.ok();
    assert!(!closed.text().contains("Clock stands still"));
    assert_snapshot!("clock_closed", closed.part("due"));
    let office = town.unit(Place::OakStreet);
    let closure = town.read(move |conn| {
        let (first, last) = ("2026-06-01".parse().unwrap(), "2026-06-30".parse().unwrap());
        let over = Over::new(&[office], first, last);
        let calendar = plumbline::agency::queries::calendar(conn, office)?;
        let now = calendar.zone.instant(last, 12 * 60);
        Ok(figures::found::closure(conn, &over, &calendar.zone, now)?)
    });
    assert_eq!(
        (closure.closed_by_due, closure.closed_late, closure.open_past_due),
        (1, 0, 0)
    );
}
