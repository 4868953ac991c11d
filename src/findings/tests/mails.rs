//! What the mails say, and that each is said once.

use super::*;
use crate::findings::reminders::{self, Looked};
use crate::platform::i18n::I18n;
use crate::platform::mail::post::Post;
use crate::platform::views::Views;
use std::sync::Arc;

pub(super) fn post() -> Post {
    let views = Views::load(Arc::new(I18n::load().unwrap())).unwrap();
    Post::new(Arc::new(views), "https://audits.alderbay.example")
}

/// Lets the engine look until nothing is due; gives what was composed by it: (key without ids, to, subject).
fn look(town: &mut Town, post: &Post, now: Instant) -> Vec<(String, String, String)> {
    let before = mails(town).len();
    for n in 0..20 {
        let act = Act::new(None, now, 5_000 + n);
        if reminders::remind_one(&mut town.conn, &act, post).unwrap() == Looked::Nothing {
            break;
        }
    }
    mails(town)
        .split_off(before)
        .into_iter()
        .map(|(key, to, subject, _, _)| {
            let mut parts = key.split(':');
            let kind = parts.next().unwrap().to_owned();
            let step = parts.nth(2).unwrap();
            (format!("{kind}:{step}"), to, subject)
        })
        .collect()
}

fn mails(town: &mut Town) -> Vec<(String, String, String, String, String)> {
    outbox::table
        .order((outbox::created_at, outbox::id))
        .select((
            outbox::message_key,
            outbox::recipient,
            outbox::subject,
            outbox::body_text,
            outbox::body_html,
        ))
        .load(&mut town.conn)
        .unwrap()
}

/// Kinds and steps of what was composed, and to whom.
fn told(composed: &[(String, String, String)]) -> Vec<(&str, &str)> {
    composed
        .iter()
        .map(|(key, to, _)| (key.as_str(), to.split('"').nth(1).unwrap()))
        .collect()
}

/// The same, a line each, in the order of the words: one moment has none.
fn lines(composed: &[(String, String, String)]) -> Vec<String> {
    let mut lines: Vec<String> = told(composed)
        .into_iter()
        .map(|(key, to)| format!("{key} {to}"))
        .collect();
    lines.sort();
    lines
}

#[test]
fn an_action_and_its_finding_are_told_once_at_each_step_and_climb_twice() {
    let (mut town, post) = (Town::new(), post());
    let (maria, tom) = (town.maria, town.tom);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    town.plan(maria, morning(), id, tom).unwrap();
    let mut at_day = |day: &str| look(&mut town, &post, at(&format!("2026-{day} 13:30")));
    assert_eq!(told(&at_day("06-10")), [("action:planned", "Tom Becker")]);
    assert!(at_day("06-10").is_empty(), "once");
    assert!(at_day("06-17").is_empty());
    let both = |step: &str| {
        [
            format!("action:{step} Tom Becker"),
            format!("finding:{step} Maria Okafor"),
        ]
    };
    assert_eq!(lines(&at_day("06-18")), both("in-3-days"));
    assert_eq!(lines(&at_day("06-22")), both("tomorrow"));
    assert_eq!(lines(&at_day("06-23")), both("today"));
    assert_eq!(lines(&at_day("06-24")), both("overdue-1"));
    // three working days over: the supervisors, because staff are below layer 1; the finding climbs from its own owner
    assert_eq!(
        lines(&at_day("06-26")),
        [
            "action:climbed-1 Maria Okafor",
            "action:climbed-1 Sam Reyes",
            "finding:climbed-1 Luis Herrera"
        ]
    );
    assert_eq!(lines(&at_day("07-01")), both("overdue-2"));
    assert_eq!(
        lines(&at_day("07-03")),
        ["action:climbed-2 Luis Herrera", "finding:climbed-2 Dana Whitfield"]
    );
    assert_eq!(lines(&at_day("07-08")), both("overdue-3"));
}

#[test]
fn whoever_owns_a_finding_and_its_action_is_told_once_a_day() {
    let (mut town, post) = (Town::new(), post());
    let maria = town.maria;
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    town.plan(maria, morning(), id, maria).unwrap();
    look(&mut town, &post, morning());
    let mut at_day = |day: &str| look(&mut town, &post, at(&format!("2026-{day} 13:30")));
    for (day, step) in [
        ("06-18", "in-3-days"),
        ("06-22", "tomorrow"),
        ("06-23", "today"),
        ("06-24", "overdue-1"),
        ("07-01", "overdue-2"),
    ] {
        if day == "07-01" {
            assert_eq!(
                lines(&at_day("06-26")),
                ["action:climbed-1 Luis Herrera"],
                "nor is the layer above"
            );
        }
        assert_eq!(lines(&at_day(day)), [format!("action:{step} Maria Okafor")]);
    }
    // The job sleeps until the next climb is over: one mail to each, with the highest climb and the last reminder.
    assert_eq!(
        lines(&at_day("07-08")),
        ["action:climbed-2 Dana Whitfield", "action:overdue-3 Maria Okafor"]
    );
}

#[test]
fn an_action_that_is_due_later_does_not_silence_the_finding() {
    let (mut town, post) = (Town::new(), post());
    let maria = town.maria;
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    let act = town.act(maria, morning());
    let new = NewAction {
        kind: ActionKind::Corrective,
        body: "Move the slip printer to window 2".into(),
        owner_id: maria,
        due_on: Some("2026-06-26".parse().unwrap()),
        strength: None,
        cost: None,
    };
    let action = operations::plan_action(&mut town.conn, &act, id, &new).unwrap();
    look(&mut town, &post, morning());
    let mut at_day = |day: &str| look(&mut town, &post, at(&format!("2026-{day} 13:30")));
    assert_eq!(lines(&at_day("06-18")), ["finding:in-3-days Maria Okafor"]);
    assert_eq!(lines(&at_day("06-22")), ["finding:tomorrow Maria Okafor"]);
    // Two dates, so two mails on one day.
    assert_eq!(
        lines(&at_day("06-23")),
        ["action:in-3-days Maria Okafor", "finding:today Maria Okafor"]
    );
    assert_eq!(lines(&at_day("06-24")), ["finding:overdue-1 Maria Okafor"]);
    assert_eq!(
        lines(&at_day("06-26")),
        ["action:today Maria Okafor", "finding:climbed-1 Luis Herrera"]
    );
    town.finish(maria, at("2026-06-26 14:00"), action).unwrap();
    assert_eq!(
        lines(&look(&mut town, &post, at("2026-07-01 13:30"))),
        ["finding:overdue-2 Maria Okafor"]
    );
}

#[test]
fn a_date_that_moved_with_the_severity_is_reminded_of() {
    let (mut town, post) = (Town::new(), post());
    let id = town.raise(morning());
    let act = town.act(town.luis, at("2026-06-10 12:00"));
    operations::raise_severity(&mut town.conn, &act, id, Severity::Critical).unwrap();
    let mut at_day = |day: &str| look(&mut town, &post, at(&format!("2026-{day} 13:30")));
    assert_eq!(lines(&at_day("06-10")), ["finding:tomorrow Maria Okafor"]);
    assert_eq!(lines(&at_day("06-11")), ["finding:today Maria Okafor"]);
    assert!(at_day("06-18").iter().all(|(key, ..)| key != "finding:in-3-days"));
}

#[test]
fn a_finished_action_is_quiet_and_an_open_finding_speaks_for_itself() {
    let (mut town, post) = (Town::new(), post());
    let (maria, tom) = (town.maria, town.tom);
    let id = town.raise(morning());
    assert_eq!(
        told(&look(&mut town, &post, at("2026-06-18 13:30"))),
        [("finding:in-3-days", "Maria Okafor")]
    );
    let day = at("2026-06-18 14:00");
    town.contain(maria, day, id).unwrap();
    let action = town.plan(maria, day, id, tom).unwrap();
    look(&mut town, &post, day);
    town.finish(tom, day, action).unwrap();
    assert_eq!(
        told(&look(&mut town, &post, at("2026-06-23 13:30"))),
        [("finding:today", "Maria Okafor")],
        "the job slept on the 22nd: only the latest is said"
    );
    town.find_cause(maria, day, id).unwrap();
    town.close(town.luis, day, id).unwrap();
    assert!(look(&mut town, &post, at("2026-07-30 13:30")).is_empty());
}

#[test]
fn a_critical_finding_is_told_to_manager_and_director_at_once() {
    let (mut town, post) = (Town::new(), post());
    let new = town.new_finding(0, 1, Severity::Critical);
    let id = town.raise_all(town.maria, morning(), &[new])[0].id;
    let act = Act::new(None, morning(), 7);
    assert_eq!(reminders::tell_at_once(&mut town.conn, &act, &post, id).unwrap(), 2);
    assert_eq!(
        reminders::tell_at_once(&mut town.conn, &act, &post, id).unwrap(),
        0,
        "once"
    );
    let mails = mails(&mut town);
    assert_eq!(
        mails[0].2,
        "Critical finding at Tax & Licensing: Patron left without a case number (NC-2026-00001)"
    );
    assert!(
        mails[0]
            .4
            .contains(&format!("href=\"https://audits.alderbay.example/findings/{id}\""))
    );
}

/// The mail of a step, as its reader sees it: subject, an empty line, text.
fn reminder(kind: &str, message: &str, step: &str, days_over: i32) -> String {
    let views = post().views().clone();
    let body = match kind {
        "action" => "Move the slip printer to window 2",
        _ => "Window 3: the slip printer was out of paper.",
    };
    let context = json!({
        "kind": kind, "step": step, "number": "NC-2026-00042", "title": "Patron left without a case number",
        "body": body, "unit": "Tax & Licensing", "owner": "Tom Becker", "due": "Tuesday, June 23, 2026",
        "days_over": days_over, "link": "https://audits.alderbay.example/findings/1", "to_name": "Tom Becker",
    });
    let parts = views.mail("en", message, &context).unwrap();
    for text in [&parts.subject, &parts.text, &parts.html] {
        assert!(!text.contains('['), "a sentence is missing: {text}");
    }
    let link = "https://audits.alderbay.example/findings/1";
    assert_eq!(
        (parts.text.matches(link).count(), parts.html.matches(link).count()),
        (1, 1),
        "one link"
    );
    assert!(parts.html.contains("lang=\"en\"") && parts.html.contains("Tax &amp; Licensing"));
    format!("{}\n\n{}", parts.subject, parts.text)
}

/// Subject and first line.
fn opening(kind: &str, step: &str, days_over: i32) -> String {
    let mail = reminder(kind, "reminder", step, days_over);
    let lines: Vec<&str> = mail.lines().filter(|line| !line.is_empty()).take(2).collect();
    lines.join("\n")
}

#[test]
fn an_action_that_was_planned() {
    insta::assert_snapshot!(reminder("action", "reminder", "planned", 0), @r"
    For you, by Tuesday, June 23, 2026: Move the slip printer to window 2 (NC-2026-00042)

    Please do this by Tuesday, June 23, 2026.

    Move the slip printer to window 2

    Finding: NC-2026-00042, Patron left without a case number
    Where: Tax & Licensing
    Due: Tuesday, June 23, 2026

    Is it done? Open the action and say what you did:
    https://audits.alderbay.example/findings/1

    -- 
    You get this mail because the action is yours.
    Sent by Plumbline. Opening the link changes nothing by itself.
    ");
}

#[test]
fn a_finding_that_is_overdue() {
    insta::assert_snapshot!(reminder("finding", "reminder", "overdue", 2), @r"
    2 working days overdue: Patron left without a case number (NC-2026-00042)

    Please take the next step of this finding as soon as you can. It was due Tuesday, June 23, 2026, 2 working days ago.

    NC-2026-00042, Patron left without a case number

    What was seen: Window 3: the slip printer was out of paper.

    Where: Tax & Licensing
    Due: Tuesday, June 23, 2026

    The page shows the next step:
    https://audits.alderbay.example/findings/1

    -- 
    You get this mail because you own this finding.
    Sent by Plumbline. Opening the link changes nothing by itself.
    ");
}

#[test]
fn what_climbed() {
    insta::assert_snapshot!(reminder("action", "escalation", "climbed", 3), @r"
    Needs your help at Tax & Licensing, 3 working days overdue: Move the slip printer to window 2 (NC-2026-00042)

    An action at Tax & Licensing is 3 working days overdue. Please ask today what is in the way.

    Move the slip printer to window 2

    Finding: NC-2026-00042, Patron left without a case number
    Owner: Tom Becker
    Where: Tax & Licensing
    Was due: Tuesday, June 23, 2026

    Often time, tools, or a decision is missing. You can help from this page:
    https://audits.alderbay.example/findings/1

    -- 
    You get this mail because it was not done in time, and you lead the next layer up.
    Sent by Plumbline. Opening the link changes nothing by itself.
    ");
}

#[test]
fn a_finding_that_climbed() {
    insta::assert_snapshot!(reminder("finding", "escalation", "climbed", 1), @r"
    Needs your help at Tax & Licensing, one working day overdue: Patron left without a case number (NC-2026-00042)

    A finding at Tax & Licensing is one working day overdue. Please ask today what is in the way.

    NC-2026-00042, Patron left without a case number

    What was seen: Window 3: the slip printer was out of paper.

    Owner: Tom Becker
    Where: Tax & Licensing
    Was due: Tuesday, June 23, 2026

    Often time, tools, or a decision is missing. You can help from this page:
    https://audits.alderbay.example/findings/1

    -- 
    You get this mail because it was not done in time, and you lead the next layer up.
    Sent by Plumbline. Opening the link changes nothing by itself.
    ");
}

#[test]
fn every_step_opens_with_what_is_to_be_done_by_when() {
    insta::assert_snapshot!(opening("action", "in-3-days", 0), @r"
    Due soon, Tuesday, June 23, 2026: Move the slip printer to window 2 (NC-2026-00042)
    Please do this by Tuesday, June 23, 2026. It is due soon.
    ");
    insta::assert_snapshot!(opening("action", "tomorrow", 0), @r"
    Last working day before Tuesday, June 23, 2026: Move the slip printer to window 2 (NC-2026-00042)
    Please do this by Tuesday, June 23, 2026. One working day is left.
    ");
    insta::assert_snapshot!(opening("action", "today", 0), @r"
    Due now, Tuesday, June 23, 2026: Move the slip printer to window 2 (NC-2026-00042)
    Please do this by Tuesday, June 23, 2026. It is due now.
    ");
    insta::assert_snapshot!(opening("action", "overdue", 1), @r"
    One working day overdue: Move the slip printer to window 2 (NC-2026-00042)
    Please do this as soon as you can. It was due Tuesday, June 23, 2026, one working day ago.
    ");
    insta::assert_snapshot!(opening("action", "overdue", 6), @r"
    6 working days overdue: Move the slip printer to window 2 (NC-2026-00042)
    Please do this as soon as you can. It was due Tuesday, June 23, 2026, 6 working days ago.
    ");
    insta::assert_snapshot!(opening("finding", "in-3-days", 0), @r"
    Due soon, Tuesday, June 23, 2026: Patron left without a case number (NC-2026-00042)
    Please take the next step of this finding by Tuesday, June 23, 2026. It is due soon.
    ");
    insta::assert_snapshot!(opening("finding", "tomorrow", 0), @r"
    Last working day before Tuesday, June 23, 2026: Patron left without a case number (NC-2026-00042)
    Please take the next step of this finding by Tuesday, June 23, 2026. One working day is left.
    ");
    insta::assert_snapshot!(opening("finding", "today", 0), @r"
    Due now, Tuesday, June 23, 2026: Patron left without a case number (NC-2026-00042)
    Please take the next step of this finding by Tuesday, June 23, 2026. It is due now.
    ");
}

#[test]
fn a_critical_finding() {
    let context = json!({
        "number": "NC-2026-00042", "title": "Patron left without a case number",
        "seen": "Window 3: the slip printer was out of paper.", "unit": "Tax & Licensing",
        "link": "https://audits.alderbay.example/findings/1", "to_name": "Dana Whitfield",
    });
    let parts = post().views().mail("en", "critical_finding", &context).unwrap();
    insta::assert_snapshot!(format!("{}\n\n{}", parts.subject, parts.text), @r"
    Critical finding at Tax & Licensing: Patron left without a case number (NC-2026-00042)

    Please make sure today that nobody else is affected: a critical finding at Tax & Licensing.

    NC-2026-00042, Patron left without a case number

    What was seen: Window 3: the slip printer was out of paper.

    Where: Tax & Licensing

    See what was done already, and what is next:
    https://audits.alderbay.example/findings/1

    -- 
    You get this mail because you lead this unit, and critical findings are told at once.
    Sent by Plumbline. Opening the link changes nothing by itself.
    ");
}
