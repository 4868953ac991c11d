//! When a plan comes round: which units it covers, the days, the window, and whether moments are drawn.

use super::*;
use crate::base::recurrence::Recurrence;
use chrono::{NaiveTime, Timelike};

/// What is typed in this part.
pub(super) const FIELDS: [&str; 19] = [
    "covers",
    "repeat",
    "weeks",
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
    "drawn",
    "lasts",
    "unannounced",
    "shift",
];

/// The ways to come round that the form offers; anything else is a rule of one's own.
const REPEATS: [&str; 9] = [
    "workdays",
    "weekly",
    "nth",
    "monthly",
    "first",
    "last",
    "quarterly",
    "drawn",
    "rule",
];
/// How many weeks from one to the next, as far as the form offers them.
const WEEKS: [i32; 5] = [1, 2, 3, 4, 6];
const WEEKLY: &str = "FREQ=WEEKLY;";
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
    covers: Vec<Choice>,
    weeks: Vec<Choice>,
    shifts: Vec<Choice>,
}

pub(super) fn shown(viewer: &Viewer<Planner>, ticked: &[String], shifts: &[Shift]) -> Shown {
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
        covers: Covers::ALL
            .iter()
            .map(|covers| Choice::new(covers, viewer.t(&format!("plan-covers-{covers}"))))
            .collect(),
        weeks: WEEKS
            .iter()
            .map(|weeks| Choice::new(weeks, viewer.say(&Said::new("plan-weeks-choice").with("count", *weeks))))
            .collect(),
        shifts: shifts
            .iter()
            .map(|shift| {
                let said = Said::new("plan-shift-choice")
                    .with("name", shift.name.as_str())
                    .with("unit", shift.unit.as_str());
                Choice::new(shift.id, viewer.say(&said))
            })
            .collect(),
    }
}

/// What stands in it for a new plan.
pub(super) fn blank(typed: Typed, today: NaiveDate) -> Typed {
    typed
        .with("covers", Covers::Units)
        .with("repeat", "workdays")
        .with("weeks", 1)
        .with("drawn", 4)
        .with("lasts", 120)
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
        .with("covers", plan.covers)
        .with(
            "shift",
            plan.shift_id.map(|shift| shift.to_string()).unwrap_or_default(),
        )
        .with("unannounced", if plan.unannounced { "1" } else { "" })
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
    let weekly = rule.strip_prefix(WEEKLY).and_then(|rest| {
        let (weeks, days_of) = match rest.strip_prefix("INTERVAL=") {
            Some(rest) => rest.split_once(';')?,
            None => ("1", rest),
        };
        let days_of = days_of.strip_prefix("BYDAY=").filter(|days| !days.contains(';'))?;
        let weeks = weeks.parse().ok().filter(|weeks| WEEKS.contains(weeks))?;
        Some((weeks, days_of))
    });
    let nth = rule
        .strip_prefix("FREQ=MONTHLY;BYDAY=")
        .and_then(|day| day.split_at_checked(day.len().saturating_sub(2)))
        .filter(|(nth, day)| NTHS.contains(nth) && WEEKDAYS.contains(day));
    typed = if let Some(count) = plan.drawn_a_month {
        let lasts = plan.due_minute - plan.opens_minute;
        let typed = typed.with("repeat", "drawn").with("drawn", count).with("lasts", lasts);
        typed.with("opens", "08:00").with("due", "12:00").with("due_days", 0)
    } else if rule == FIRST_DAY && plan.holiday_policy == HolidayPolicy::Next {
        typed.with("repeat", "first")
    } else if rule == LAST_DAY && plan.holiday_policy == HolidayPolicy::Previous {
        typed.with("repeat", "last")
    } else if rule == EVERY_DAY && plan.holiday_policy == HolidayPolicy::Skip {
        typed.with("repeat", "workdays").with("policy", HolidayPolicy::Next)
    } else if let Some((weeks, days_of)) = weekly {
        days = days_of.split(',').map(str::to_owned).collect();
        typed.with("repeat", "weekly").with("weeks", weeks)
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

pub(super) fn read_covers(form: &Fields, problems: &mut Problems) -> Covers {
    let covers = form.given("covers").map_or(Ok(Covers::Units), str::parse);
    problems.check("covers", covers.is_ok(), "error-choice");
    covers.unwrap_or(Covers::Units)
}

pub(super) fn read_moments(form: &Fields, problems: &mut Problems) -> Moments {
    let is_drawn = form.get("repeat") == "drawn";
    let drawn: Option<i32> = if is_drawn {
        form.read("drawn", problems, "error-number")
    } else {
        None
    };
    problems.check("drawn", !is_drawn || form.given("drawn").is_some(), "error-number");
    Moments {
        unannounced: form.checkbox("unannounced"),
        drawn_a_month: drawn,
        shift_id: form.read("shift", problems, "error-choice"),
    }
}

pub(super) fn read_timing(form: &Fields, problems: &mut Problems) -> Option<Timing> {
    let recurrence = read_recurrence(form, problems);
    let starts_on = form.read("starts_on", problems, "plan-date");
    problems.check(
        "starts_on",
        starts_on.is_some() || form.given("starts_on").is_some(),
        "plan-date",
    );
    let (opens_minute, due_minute) = if form.get("repeat") == "drawn" {
        let lasts = form.read("lasts", problems, "error-number");
        problems.check(
            "lasts",
            lasts.is_some() || form.given("lasts").is_some(),
            "error-number",
        );
        (0, lasts.unwrap_or(1))
    } else {
        let opens = read_clock(form, "opens", problems).unwrap_or(0);
        let due = read_clock(form, "due", problems).unwrap_or(DAY - 1);
        let due_days = form.read::<i32>("due_days", problems, "error-number").unwrap_or(0);
        (opens, due.saturating_add(due_days.clamp(0, 1_000) * DAY))
    };
    Some(Timing {
        holiday_policy: match form.get("repeat") {
            // moving a day onto another that comes round by itself would only double it
            "workdays" | "drawn" => HolidayPolicy::Skip,
            // the first and the last day of the month, which move to the first and the last that is worked
            "first" => HolidayPolicy::Next,
            "last" => HolidayPolicy::Previous,
            _ => form.parse("policy").unwrap_or(HolidayPolicy::Next),
        },
        recurrence: recurrence?,
        starts_on: starts_on.unwrap_or_default(),
        ends_on: form.read("ends_on", problems, "plan-date"),
        opens_minute,
        due_minute,
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
        "workdays" | "drawn" => ("repeat", EVERY_DAY.to_owned()),
        "first" => ("repeat", FIRST_DAY.to_owned()),
        "last" => ("repeat", LAST_DAY.to_owned()),
        "weekly" if days.is_empty() => {
            problems.add("days", Said::new("plan-days-required"));
            return None;
        }
        "weekly" => {
            let weeks = form.given("weeks").unwrap_or("1");
            ("days", format!("{WEEKLY}INTERVAL={weeks};BYDAY={}", days.join(",")))
        }
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
