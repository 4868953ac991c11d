//! The lives of findings, told by what everybody's mailbox got: weeks go by on the clock of the town, people do their steps
//! on the pages, and each mail is a line that says to whom, what about, and what to do.

use crate::reminders::choose;
use crate::town::{Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::audits;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::platform::mail::Mail;
use std::collections::BTreeSet;
use std::fmt::Write as _;

on_both![
    a_finding_lives_through_everything,
    jobs_that_slept_for_a_week_send_one_mail_for_each_thing_and_reader,
    jobs_that_slept_for_two_weeks_send_one_mail_for_each_thing_and_reader,
    whoever_reads_one_mail_a_day_gets_one_and_what_is_sensitive_at_once,
];

/// What happened in the town, line by line.
struct Life<'t> {
    town: &'t Town,
    told: String,
}

impl<'t> Life<'t> {
    fn of(town: &'t Town) -> Self {
        Self {
            town,
            told: String::new(),
        }
    }

    /// The moment as people say it: "Mon 7 Dec 08:00".
    fn moment(&self) -> String {
        let now = chrono::NaiveDateTime::parse_from_str(&self.town.now(), "%Y-%m-%d %H:%M").unwrap();
        now.format("%a %-d %b %H:%M").to_string()
    }

    fn tell(&mut self, what: &str) {
        let moment = self.moment();
        writeln!(self.told, "{moment}   {what}").unwrap();
    }

    /// Runs what is due now, and tells what left.
    async fn run(&mut self) -> usize {
        self.town.run_jobs().await;
        let mails = self.town.new_mails();
        // Mails of one moment have no order.
        let mut lines: Vec<String> = mails.iter().map(line).collect();
        lines.sort_unstable();
        let moment = self.moment();
        for line in lines {
            writeln!(self.told, "{moment} → {line}").unwrap();
        }
        mails.len()
    }

    /// Lets the days go by, each with its jobs at eight, to the last and a time on it.
    async fn until(&mut self, moment: &str) {
        let (last, _) = moment.split_once(' ').unwrap();
        let last: chrono::NaiveDate = last.parse().unwrap();
        let mut day: chrono::NaiveDate = self.town.now()[..10].parse().unwrap();
        while day <= last {
            let morning = format!("{day} 08:00");
            if morning > self.town.now() && *morning <= *moment {
                self.town.at(&morning);
                self.run().await;
            }
            day = day.succ_opt().unwrap();
        }
        self.town.at(moment);
    }

    /// Somebody does a step on a page, at this moment.
    async fn step(&mut self, moment: &str, who: Cast, what: &str, path: &str, fields: &[(&str, &str)]) {
        self.until(moment).await;
        self.town.as_(who).submit(path, fields).await.ok();
        self.tell(&format!("{} {what}.", who.name()));
        self.run().await;
    }
}

/// "Maria Okafor: “Due today” (do: Open it)"
fn line(mail: &Mail) -> String {
    let to = mail.recipient.split('"').nth(1).unwrap();
    let lines: Vec<&str> = mail.body_text.lines().collect();
    let link = lines.iter().position(|line| line.contains("http")).unwrap();
    let todo = lines[link - 1].trim_end_matches(':');
    let instead = lines[0].contains("is away").then(|| format!(", {}", lines[0]));
    format!("{to}: “{}” (do: {todo}{})", mail.subject, instead.unwrap_or_default())
}

/// The only page of an action that somebody has to do.
async fn action(town: &Town, who: Cast) -> String {
    let list = town.as_(who).get("/findings/actions").await.ok();
    let link = regex::Regex::new(r"/findings/actions/[0-9a-f-]{36}").unwrap();
    link.find(&list.body).expect("an action").as_str().to_owned()
}

fn part(id: FindingId, name: &str) -> String {
    format!("{}/{name}", links::finding(id))
}

const CAUSE: [(&str, &str); 2] = [
    ("root_cause", "No screen shows how long the line has waited."),
    ("category", "tools"),
];
const CLOSURE: [(&str, &str); 3] = [
    ("verification", "Watched the line on two mornings."),
    ("layered", "existing"),
    ("layered_note", "How many minutes did the last person in line wait?"),
];
const ACCEPTED: [(&str, &str); 1] = [("decision", "accepted")];

fn no_message_left_twice(town: &Town) {
    let ids = town.message_ids();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

async fn a_finding_lives_through_everything(town: &Town) {
    let mut life = Life::of(town);
    let wait = "The last person in line waited 22 minutes.";
    let id = town.finding(Place::OakStreet, Question::WaitTime, wait);
    life.tell("Maria Okafor finds: The last person in line waited 22 minutes.");
    life.run().await;

    // Nobody does anything, and the manager goes on leave.
    let ben = town.person(Cast::OtherSupervisor).to_string();
    let leave = [
        ("from", "2026-06-26"),
        ("until", "2026-07-01"),
        ("stand_in", ben.as_str()),
        ("note", ""),
    ];
    let absences = "/account/absences";
    life.step(
        "2026-06-25 10:00",
        Cast::Manager,
        "will be away for a week",
        absences,
        &leave,
    )
    .await;

    // It is taken up in the end.
    let contained = [("containment", "Opened another position.")];
    life.step(
        "2026-07-06 10:00",
        Cast::Supervisor,
        "contains it",
        &part(id, "containment"),
        &contained,
    )
    .await;
    life.step(
        "2026-07-06 10:20",
        Cast::Supervisor,
        "finds the cause",
        &part(id, "cause"),
        &CAUSE,
    )
    .await;
    let jo = town.person(Cast::Clerk).to_string();
    let screen = [
        ("action", "Hang a screen with the waiting time."),
        ("kind", "corrective"),
        ("strength", "automatic"),
        ("owner", jo.as_str()),
    ];
    life.step(
        "2026-07-06 10:40",
        Cast::Supervisor,
        "plans an action",
        &part(id, "actions"),
        &screen,
    )
    .await;
    life.step(
        "2026-07-06 14:00",
        Cast::Manager,
        "accepts the plan",
        &part(id, "decision"),
        &ACCEPTED,
    )
    .await;

    // A holiday that is added later moves the date and says so.
    let first = action(town, Cast::Clerk).await;
    let holidays = links::unit(town.unit(Place::OakStreet)) + "/holidays";
    let fair = [
        ("day_name", "Town fair"),
        ("date", "2026-07-15"),
        ("until", "2026-07-15"),
    ];
    life.step(
        "2026-07-08 10:00",
        Cast::Administrator,
        "adds a holiday",
        &holidays,
        &fair,
    )
    .await;
    let page = town.as_(Cast::Clerk).get(&links::finding(id)).await.ok();
    let moved = page.part("history").lines().nth(1).unwrap_or_default().to_owned();
    life.tell(&format!("The history says: {moved}"));

    // A later date is asked for and granted.
    let later = [
        ("later", "2026-07-28"),
        ("later_reason", "The screen arrives on July 24."),
    ];
    life.step(
        "2026-07-09 10:00",
        Cast::Clerk,
        "asks for July 28",
        &format!("{first}/date"),
        &later,
    )
    .await;
    let page = town.as_(Cast::Manager).get(&links::finding(id)).await.ok();
    let request = crate::reading::field(&page.body, "request").unwrap();
    let granted = [
        ("request", request.as_str()),
        ("date_verdict", "granted"),
        ("date_answer", "Fine."),
    ];
    life.step(
        "2026-07-10 10:00",
        Cast::Manager,
        "grants it",
        &part(id, "date-answer"),
        &granted,
    )
    .await;

    // Fixed, verified, watched.
    let done = [("note", "It hangs.")];
    life.step(
        "2026-07-28 11:00",
        Cast::Clerk,
        "says it is done",
        &format!("{first}/completion"),
        &done,
    )
    .await;
    life.step(
        "2026-07-30 10:00",
        Cast::Manager,
        "verifies and closes it",
        &part(id, "closure"),
        &CLOSURE,
    )
    .await;
    life.until("2026-08-12 10:00").await;
    town.conforms(Cast::Supervisor, Place::OakStreet, Question::WaitTime);
    life.tell("Maria Okafor audits the question, and it conforms.");

    // Found again within 90 days: the old one opens, and is repaired once more.
    life.until("2026-08-20 10:00").await;
    let again = town.finding(Place::OakStreet, Question::WaitTime, "The screen was dark.");
    life.tell("Maria Okafor finds it again: The screen was dark.");
    life.run().await;
    let same = [("reason", "The same as the first, which is open again.")];
    life.step(
        "2026-08-20 14:00",
        Cast::Director,
        "dismisses the second",
        &part(again, "dismissal"),
        &same,
    )
    .await;
    let power = [
        ("action", "Put the screen on the power of the lights."),
        ("kind", "corrective"),
        ("strength", "automatic"),
        ("owner", jo.as_str()),
        ("due", "2026-09-01"),
    ];
    life.step(
        "2026-08-24 10:00",
        Cast::Supervisor,
        "plans another action",
        &part(id, "actions"),
        &power,
    )
    .await;
    life.step(
        "2026-08-25 10:00",
        Cast::Manager,
        "accepts the plan",
        &part(id, "decision"),
        &ACCEPTED,
    )
    .await;
    let second = action(town, Cast::Clerk).await;
    life.step(
        "2026-09-01 10:00",
        Cast::Clerk,
        "says it is done",
        &format!("{second}/completion"),
        &done,
    )
    .await;
    life.step(
        "2026-09-01 15:00",
        Cast::Manager,
        "verifies and closes it",
        &part(id, "closure"),
        &CLOSURE,
    )
    .await;
    for (moment, who) in [
        ("2026-09-08 10:00", Cast::Supervisor),
        ("2026-09-15 10:00", Cast::Supervisor),
        ("2026-09-22 10:00", Cast::Manager),
    ] {
        life.until(moment).await;
        town.conforms(who, Place::OakStreet, Question::WaitTime);
        life.tell(&format!("{} audits the question, and it conforms.", who.name()));
    }
    let page = town.as_(Cast::Supervisor).get(&links::finding(id)).await.ok();
    let end = page.part("next").lines().next().unwrap_or_default().to_owned();
    life.tell(&format!("The finding’s page says: {end}"));
    life.until("2026-10-09 08:00").await;
    assert_snapshot!("life", life.told);
    no_message_left_twice(town);
}

/// A finding at each office, and a critical one with an action; then the jobs sleep until a moment.
async fn sleeps_until(town: &Town, moment: &str) -> String {
    let mut life = Life::of(town);
    town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.");
    town.raise(
        Cast::OtherSupervisor,
        Place::Harbor,
        Question::WaitTime,
        "17 minutes.",
        None,
    );
    let grave = town.finding(Place::OakStreet, Question::Identity, "A record was open.");
    let maria = town.as_(Cast::Supervisor);
    let jo = town.person(Cast::Clerk).to_string();
    let action = [
        ("action", "Turn the screens away from the line."),
        ("kind", "corrective"),
        ("owner", jo.as_str()),
        ("due", "2026-06-16"),
        ("strength", "automatic"),
    ];
    let contained = [("containment", "Closed the record.")];
    for (name, fields) in [
        ("containment", contained.as_slice()),
        ("cause", CAUSE.as_slice()),
        ("actions", action.as_slice()),
    ] {
        maria.submit(&part(grave, name), fields).await.ok();
    }
    life.run().await;
    life.until("2026-06-16 08:00").await;
    life.run().await;
    life.told.clear();
    town.at(moment);
    let woken = life.run().await;
    assert_eq!(life.run().await, 0, "the next round finds nothing");
    let day = moment.split(' ').next().unwrap().parse::<chrono::NaiveDate>().unwrap();
    town.at(&format!("{} 08:00", day.succ_opt().unwrap()));
    assert_eq!(life.run().await, 0, "nor does the next day: {}", life.told);
    assert_eq!(life.told.lines().count(), woken);
    no_message_left_twice(town);
    life.told
}

async fn jobs_that_slept_for_a_week_send_one_mail_for_each_thing_and_reader(town: &Town) {
    assert_snapshot!("slept_for_a_week", sleeps_until(town, "2026-06-24 08:00").await);
}

async fn jobs_that_slept_for_two_weeks_send_one_mail_for_each_thing_and_reader(town: &Town) {
    assert_snapshot!("slept_for_two_weeks", sleeps_until(town, "2026-07-01 08:00").await);
}

async fn whoever_reads_one_mail_a_day_gets_one_and_what_is_sensitive_at_once(town: &Town) {
    let digest = [("digest", "1"), ("digest_minute", "510")];
    for who in [Cast::Supervisor, Cast::Manager] {
        choose(town, who, &digest).await;
    }
    let mut life = Life::of(town);
    for seen in ["22 minutes.", "25 minutes."] {
        town.finding(Place::OakStreet, Question::WaitTime, seen);
    }
    let (plan, made) = town.plan(1, &[Place::OakStreet]);
    let audit = made[0];
    let act = town.act(Some(Cast::Quality));
    town.write(move |conn| plumbline::planning::operations::pause(conn, &act.clone(), plan));
    let maria = town.as_(Cast::Supervisor);
    let page = maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    let mut fields = vec![(
        "submission".to_owned(),
        crate::reading::field(&page.body, "submission").unwrap(),
    )];
    for (n, question) in (0..).zip(town.read(move |conn| Ok(audits::queries::questions(conn, audit)?))) {
        let id = question.question_id;
        let outcome = if n == 0 { "nonconforming" } else { "conforms" };
        fields.push((format!("outcome-{id}"), outcome.into()));
        if question.measure_unit.is_some() {
            fields.push((format!("value-{id}"), "3".into()));
        }
        if n == 0 {
            fields.push((
                format!("seen-{id}"),
                "A reporter was told to come back tomorrow.".into(),
            ));
            fields.push((format!("sensitive-{id}"), "1".into()));
        }
    }
    let sent = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), &fields)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    life.tell("Maria Okafor says that something is sensitive.");
    life.run().await;
    for day in 10..=24 {
        for time in ["08:00", "08:30"] {
            town.at(&format!("2026-06-{day} {time}"));
            life.run().await;
        }
    }
    assert_snapshot!("digest_and_sensitive", life.told);
    no_message_left_twice(town);
}
