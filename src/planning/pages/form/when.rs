//! When a plan comes round: which units it covers, the days, the window, and whether moments are drawn.

use super::*;
use crate::base::recurrence::Recurrence;
use chrono::{NaiveTime, Timelike};

/// What is typed in this part.
pub(super) const FIELDS: [&str; 13] = [
    "repeat",
    "month_day",
    "nth",
    "nth_day",
    "quarter_day",
    "rule",
    "policy",
    "starts_on",
    "ends_on",
    "opens",
    "due",
    "due_days",
    "grace",
];

/// The ways to come round that the form offers; anything else is a rule of one's own.
const REPEATS: [&str; 6] = ["workdays", "weekly", "monthly", "nth", "quarterly", "rule"];
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NTHS: [&str; 5] = ["1", "2", "3", "4", "-1"];

/// What this part offers.
#[derive(Debug, Serialize)]
pub struct Shown {
    repeats: Vec<Choice>,
    days: Vec<Tick>,
    month_days: Vec<Choice>,
    nths: Vec<Choice>,
    weekdays: Vec<Choice>,
    policies: Vec<Choice>,
}

pub(super) fn shown(viewer: &Viewer<Planner>, ticked: &[String]) -> Shown {
    let word = |prefix: &str, name: &str| viewer.t(&format!("{prefix}-{}", name.to_lowercase()));
    Shown {
        repeats: REPEATS
            .iter()
            .map(|repeat| Choice::new(repeat, viewer.t(&format!("plan-repeat-{repeat}"))))
            .collect(),
        days: WEEKDAYS
            .iter()
            .map(|day| Tick {
                value: (*day).to_owned(),
                text: word("plan-day", day),
                checked: ticked.iter().any(|ticked| ticked == day),
                depth: 0,
            })
            .collect(),
        month_days: (1..=28)
            .map(|day| Choice::new(day, day.to_string()))
            .chain([Choice::new(-1, viewer.t("plan-last-day"))])
            .collect(),
        nths: NTHS
            .iter()
            .map(|nth| Choice::new(nth, word("plan-nth", if *nth == "-1" { "last" } else { nth })))
            .collect(),
        weekdays: WEEKDAYS
            .iter()
            .map(|day| Choice::new(day, word("plan-day", day)))
            .collect(),
        policies: HolidayPolicy::ALL
            .iter()
            .rev()
            .map(|policy| Choice::new(policy, viewer.t(&format!("plan-policy-{policy}"))))
            .collect(),
    }
}

/// What stands in it for a new plan.
pub(super) fn blank(typed: Typed, today: NaiveDate) -> Typed {
    typed
        .with("repeat", "workdays")
        .with("month_day", 1)
        .with("nth", 1)
        .with("nth_day", "MO")
        .with("quarter_day", 1)
        .with("starts_on", today)
        .with("opens", "08:00")
        .with("due", "12:00")
        .with("due_days", 0)
        .with("grace", 60)
        .with("policy", HolidayPolicy::Next)
}

/// What stands in it for a plan as it is, and the weekdays that are ticked.
pub(super) fn of_plan(typed: Typed, plan: &Plan) -> (Typed, Vec<String>) {
    let mut days = Vec::new();
    let clock = |minute: i32| {
        let minute = minute.rem_euclid(DAY);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    let mut typed = typed
        .with("ends_on", plan.ends_on.map(|on| on.to_string()).unwrap_or_default())
        .with("opens", clock(plan.opens_minute))
        .with("due", clock(plan.due_minute))
        .with("due_days", plan.due_minute.div_euclid(DAY))
        .with("grace", plan.grace_minutes)
        .with("policy", plan.holiday_policy);
    let day_of = |rule: &str| {
        rule.parse::<i32>()
            .ok()
            .filter(|day| *day == -1 || (1..=28).contains(day))
    };
    let rule = plan.recurrence.as_str();
    let weekly = rule
        .strip_prefix("FREQ=WEEKLY;BYDAY=")
        .filter(|days| !days.contains(';'));
    let nth = rule
        .strip_prefix("FREQ=MONTHLY;BYDAY=")
        .and_then(|day| day.split_at_checked(day.len().saturating_sub(2)))
        .filter(|(nth, day)| NTHS.contains(nth) && WEEKDAYS.contains(day));
    typed = if rule == EVERY_DAY && plan.holiday_policy == HolidayPolicy::Skip {
        typed.with("repeat", "workdays").with("policy", HolidayPolicy::Next)
    } else if let Some(days_of) = weekly {
        days = days_of.split(',').map(str::to_owned).collect();
        typed.with("repeat", "weekly")
    } else if let Some(day) = rule.strip_prefix("FREQ=MONTHLY;BYMONTHDAY=").and_then(day_of) {
        typed.with("repeat", "monthly").with("month_day", day)
    } else if let Some((nth, day)) = nth {
        typed.with("repeat", "nth").with("nth", nth).with("nth_day", day)
    } else if let Some(day) = rule
        .strip_prefix("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=")
        .and_then(day_of)
    {
        typed.with("repeat", "quarterly").with("quarter_day", day)
    } else {
        typed.with("repeat", "rule").with("rule", rule)
    };
    (typed, days)
}

pub(super) fn read_covers(_form: &Fields, _problems: &mut Problems) -> Covers {
    Covers::Units
}

pub(super) fn read_moments(_form: &Fields, _problems: &mut Problems) -> Moments {
    Moments::default()
}

pub(super) fn read_timing(form: &Fields, problems: &mut Problems) -> Option<Timing> {
    let recurrence = read_recurrence(form, problems);
    let starts_on = form.read("starts_on", problems, "plan-date");
    problems.check(
        "starts_on",
        starts_on.is_some() || form.given("starts_on").is_some(),
        "plan-date",
    );
    let opens = read_clock(form, "opens", problems);
    let due = read_clock(form, "due", problems);
    let due_days = form.read::<i32>("due_days", problems, "error-number").unwrap_or(0);
    let policy = form.parse("policy").unwrap_or(HolidayPolicy::Next);
    Some(Timing {
        // moving a day onto another that comes round by itself would only double it
        holiday_policy: if form.get("repeat") == "workdays" {
            HolidayPolicy::Skip
        } else {
            policy
        },
        recurrence: recurrence?,
        starts_on: starts_on.unwrap_or_default(),
        ends_on: form.read("ends_on", problems, "plan-date"),
        opens_minute: opens.unwrap_or(0),
        due_minute: due.unwrap_or(DAY - 1).saturating_add(due_days.clamp(0, 1_000) * DAY),
        grace_minutes: match form.read("grace", problems, "error-number") {
            None if form.given("grace").is_none() => 0,
            grace => grace.unwrap_or(0),
        },
    })
}

fn read_clock(form: &Fields, name: &str, problems: &mut Problems) -> Option<i32> {
    let text = form.get(name);
    let time = ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok());
    problems.check(name, time.is_some(), "plan-no-time");
    time.and_then(|time| i32::try_from(time.num_seconds_from_midnight() / 60).ok())
}

/// The rule that was chosen.
fn read_recurrence(form: &Fields, problems: &mut Problems) -> Option<Recurrence> {
    let days: Vec<&str> = WEEKDAYS
        .into_iter()
        .filter(|day| form.all("days").any(|ticked| ticked == *day))
        .collect();
    let (field, rule) = match form.get("repeat") {
        "workdays" => ("repeat", EVERY_DAY.to_owned()),
        "weekly" if days.is_empty() => {
            problems.add("days", Said::new("plan-days-required"));
            return None;
        }
        "weekly" => ("days", format!("FREQ=WEEKLY;BYDAY={}", days.join(","))),
        "monthly" => (
            "month_day",
            format!("FREQ=MONTHLY;BYMONTHDAY={}", form.get("month_day")),
        ),
        "nth" => (
            "nth",
            format!("FREQ=MONTHLY;BYDAY={}{}", form.get("nth"), form.get("nth_day")),
        ),
        "quarterly" => (
            "quarter_day",
            format!("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={}", form.get("quarter_day")),
        ),
        "rule" => ("rule", form.get("rule").to_owned()),
        _ => {
            problems.add("repeat", Said::new("error-choice"));
            return None;
        }
    };
    Recurrence::parse(&rule)
        .map_err(|bad| problems.add(field, bad.said()))
        .ok()
}
