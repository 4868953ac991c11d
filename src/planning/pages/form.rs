//! The form of a plan: what is offered, what was typed, and what it means.

use super::*;
use crate::base::recurrence::Recurrence;
use crate::base::said::Said;
use crate::platform::web::form::{Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use chrono::{NaiveTime, Timelike};
use std::collections::BTreeMap;

/// A box that can be ticked.
#[derive(Debug, Serialize)]
pub struct Tick {
    value: String,
    text: String,
    checked: bool,
    depth: i32,
}

page! {
    /// The form of a plan.
    pub struct FormPage in "planning/form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub back: String,
        pub is_new: bool,
        pub templates: Vec<Choice>,
        pub layers: Vec<Choice>,
        pub units: Vec<Tick>,
        pub repeats: Vec<Choice>,
        pub days: Vec<Tick>,
        pub month_days: Vec<Choice>,
        pub nths: Vec<Choice>,
        pub weekdays: Vec<Choice>,
        pub policies: Vec<Choice>,
        pub previewed: bool,
        pub preview: Vec<DateShown>,
        pub preview_said: String,
        pub preview_of: String,
        pub made_until: Option<When>,
    }
}

/// What is typed in a form, boxes that come more than once beside the rest.
#[derive(Debug, Default, Clone)]
struct Filled {
    typed: Typed,
    units: Vec<UnitId>,
    days: Vec<String>,
}

impl Filled {
    fn of(form: &Fields) -> Self {
        Self {
            typed: complete(form.typed()),
            units: form.all("units").filter_map(|unit| unit.parse().ok()).collect(),
            days: form.all("days").map(str::to_owned).collect(),
        }
    }
    /// The form of a new plan, before anything is typed.
    fn blank(today: NaiveDate) -> Self {
        let typed = Typed::default()
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
            .with("policy", HolidayPolicy::Next);
        Self {
            typed: complete(typed),
            ..Self::default()
        }
    }
    /// The form of a plan as it is.
    fn of_plan(plan: &Plan, units: Vec<UnitId>) -> Self {
        let clock = |minute: i32| {
            let minute = minute.rem_euclid(DAY);
            format!("{:02}:{:02}", minute / 60, minute % 60)
        };
        let mut filled = Self::blank(plan.starts_on);
        let mut typed = filled
            .typed
            .with("title", &plan.title)
            .with("template", plan.template_id)
            .with("layer", plan.layer)
            .with("ends_on", plan.ends_on.map(|on| on.to_string()).unwrap_or_default())
            .with("opens", clock(plan.opens_minute))
            .with("due", clock(plan.due_minute))
            .with("due_days", plan.due_minute.div_euclid(DAY))
            .with("grace", plan.grace_minutes)
            .with("policy", plan.holiday_policy)
            .with("revision", plan.revision);
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
        } else if let Some(days) = weekly {
            filled.days = days.split(',').map(str::to_owned).collect();
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
        filled.typed = typed;
        filled.units = units;
        filled
    }
}

/// Every field of the form, so that none is missing that did not come.
const FIELDS: [&str; 17] = [
    "title",
    "template",
    "layer",
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
    "revision",
];

fn complete(typed: Typed) -> Typed {
    FIELDS.into_iter().fold(typed, |typed, name| {
        let value = typed.get(name).to_owned();
        typed.with(name, value)
    })
}

/// The ways to come round that the form offers; anything else is a rule of one's own.
const REPEATS: [&str; 6] = ["workdays", "weekly", "monthly", "nth", "quarterly", "rule"];
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NTHS: [&str; 5] = ["1", "2", "3", "4", "-1"];

/// The plan a form describes, and everything wrong with it: `None` when its rule cannot be read. Where another field
/// cannot, something stands in for it and there is a problem.
fn read(form: &Fields, problems: &mut Problems) -> Option<Wanted> {
    let (template_id, layer) = (form.parse("template"), form.parse("layer"));
    let mut units: Vec<UnitId> = form.all("units").filter_map(|unit| unit.parse().ok()).collect();
    units.sort_unstable();
    units.dedup();
    if let Err(no) = check_title(form.get("title")) {
        problems.add("title", no.said());
    }
    problems.check("template", template_id.is_some(), "plan-template-required");
    problems.check("layer", layer.is_some(), "plan-no-such-layer");
    problems.check("units", !units.is_empty(), "plan-no-units");
    let wanted = Wanted::plain(
        form.get("title"),
        template_id.unwrap_or(TemplateId(uuid::Uuid::nil())),
        layer.unwrap_or(0),
        read_timing(form, problems)?,
        units,
    );
    let known: Vec<String> = problems.keys().iter().map(|(field, _)| (*field).to_owned()).collect();
    for (field, no) in wanted.problems() {
        let field = if field == "recurrence" { "repeat" } else { field };
        if !known.iter().any(|known| known == field) {
            problems.add(field, no.said());
        }
    }
    Some(wanted)
}

fn read_timing(form: &Fields, problems: &mut Problems) -> Option<Timing> {
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

/// What the form offers, read for this viewer.
struct Offered {
    templates: Vec<checklists::model::Template>,
    layers: Vec<Layer>,
    tree: Vec<(i32, Unit)>,
    calendar: Option<(String, Calendar)>,
}

fn offered(conn: &mut Conn, scope: &Scope, chosen: &[UnitId]) -> AppResult<Offered> {
    let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
        .into_iter()
        .map(|unit| unit.id)
        .collect();
    let mut tree = agency::queries::tree(conn)?;
    tree.retain(|(_, unit)| inside.contains(&unit.id) && (unit.active || chosen.contains(&unit.id)));
    // dates are shown for the first unit chosen, else for the first there is
    let first = tree
        .iter()
        .find(|(_, unit)| chosen.contains(&unit.id))
        .or_else(|| tree.first())
        .map(|(_, unit)| (unit.id, unit.name.clone()));
    let calendar = match first {
        Some((id, name)) => Some((name, agency::queries::calendar(conn, id)?)),
        None => None,
    };
    Ok(Offered {
        templates: checklists::queries::list_published(conn)?,
        layers: agency::queries::layers(conn)?,
        tree,
        calendar,
    })
}

/// Which plan a form is about.
#[derive(Clone, Copy)]
enum About {
    New,
    Old(PlanId),
}

async fn form_page(
    viewer: &Viewer<Planner>,
    about: About,
    filled: Filled,
    problems: &Problems,
    preview: Option<Timing>,
) -> AppResult<FormPage> {
    let (scope, chosen) = (viewer.scope(), filled.units.clone());
    let (o, plan) = viewer
        .app
        .db
        .read(move |conn| {
            let plan = match about {
                About::New => None,
                About::Old(id) => Some(queries::find_visible(conn, &scope, id)?),
            };
            Ok((offered(conn, &scope, &chosen)?, plan))
        })
        .await?;
    let told = viewer.told(problems);
    let least = o.tree.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
    let word = |prefix: &str, name: &str| viewer.t(&format!("{prefix}-{}", name.to_lowercase()));
    let month_days = (1..=28)
        .map(|day| Choice::new(day, day.to_string()))
        .chain([Choice::new(-1, viewer.t("plan-last-day"))])
        .collect();
    let (preview_of, dates) = match (&o.calendar, &preview) {
        (Some((unit, calendar)), Some(timing)) => (unit.clone(), dates(viewer, timing, calendar)),
        _ => (String::new(), Vec::new()),
    };
    Ok(FormPage {
        title: match &plan {
            None => viewer.t("plan-new-title"),
            Some(plan) => viewer.say(&Said::new("plan-edit-title").with("title", plan.title.as_str())),
        },
        errors: told
            .iter()
            .map(|problem| (problem.field.clone(), problem.text.clone()))
            .collect(),
        problems: told,
        action: plan
            .as_ref()
            .map_or_else(|| links::PLANS.into(), |plan| links::plan(plan.id)),
        back: plan
            .as_ref()
            .map_or_else(|| links::PLANS.into(), |plan| links::plan(plan.id)),
        is_new: plan.is_none(),
        templates: o
            .templates
            .iter()
            .map(|template| Choice::new(template.id, template.title.get(viewer.lang())))
            .collect(),
        layers: o
            .layers
            .iter()
            .map(|layer| {
                let said = Said::new("plan-layer-choice")
                    .with("layer", layer.number.to_string())
                    .with("name", layer.name.as_str());
                Choice::new(layer.number, viewer.say(&said))
            })
            .collect(),
        units: o
            .tree
            .iter()
            .map(|(depth, unit)| Tick {
                value: unit.id.to_string(),
                text: unit.name.clone(),
                checked: filled.units.contains(&unit.id),
                depth: (depth - least).min(5),
            })
            .collect(),
        repeats: REPEATS
            .iter()
            .map(|repeat| Choice::new(repeat, viewer.t(&format!("plan-repeat-{repeat}"))))
            .collect(),
        days: WEEKDAYS
            .iter()
            .map(|day| Tick {
                value: (*day).to_owned(),
                text: word("plan-day", day),
                checked: filled.days.iter().any(|ticked| ticked == day),
                depth: 0,
            })
            .collect(),
        month_days,
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
        previewed: preview.is_some(),
        preview: dates,
        preview_said: preview.as_ref().map(|timing| said(viewer, timing)).unwrap_or_default(),
        preview_of,
        made_until: plan
            .and_then(|plan| plan.made_until)
            .map(|on| viewer.day(&viewer.zone, on)),
        form: filled.typed,
    })
}

pub(super) async fn new(viewer: Viewer<Planner>) -> AppResult<HttpResponse> {
    let today = viewer.zone.local(viewer.now).date;
    // a gap in layer cover brings what would fill it
    let (asked, mut filled) = (Fields::parse_query(viewer.req.query_string()), Filled::blank(today));
    for name in ["template", "layer"] {
        filled.typed = filled.typed.with(name, asked.get(name));
    }
    filled.units = asked.all("unit").filter_map(|unit| unit.parse().ok()).collect();
    let page = form_page(&viewer, About::New, filled, &Problems::new(), None).await?;
    viewer.show(Here::Planning, &page)
}

pub(super) async fn edit(viewer: Viewer<Planner>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let (plan, units) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find_visible(conn, &scope, id)?, queries::covered(conn, id)?)))
        .await?;
    let units = units.into_iter().map(|unit| unit.unit_id).collect();
    let filled = Filled::of_plan(&plan, units);
    let timing = plan.timing().ok();
    let page = form_page(&viewer, About::Old(id), filled, &Problems::new(), timing).await?;
    viewer.show(Here::Planning, &page)
}

pub(super) async fn create(viewer: Viewer<Planner>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, About::New, &form).await
}

pub(super) async fn update(viewer: Viewer<Planner>, id: web::Path<PlanId>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, About::Old(*id), &form).await
}

/// Saves what was typed, or shows it again: with the next dates when those were asked for, with what is wrong otherwise.
async fn save(viewer: &Viewer<Planner>, about: About, form: &Fields) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let wanted = read(form, &mut problems);
    if form.checkbox("preview") {
        // the dates do not need the rest to be right
        let of_dates = |(field, _): &(&str, &str)| !["title", "template", "layer", "units"].contains(field);
        let fits = !problems.keys().iter().any(of_dates);
        if let Some(wanted) = wanted.filter(|_| fits) {
            let page = form_page(viewer, about, Filled::of(form), &Problems::new(), Some(wanted.timing)).await?;
            return viewer.show(Here::Planning, &page);
        }
    } else if let Some(wanted) = wanted.filter(|_| problems.is_empty()) {
        let revision = form.parse("revision").unwrap_or(0);
        match write(viewer, about, revision, wanted).await {
            Ok((id, made)) => {
                let said = Said::new("plan-saved").with("count", made.new);
                return Ok(see_other(&links::plan(id), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => problems.add(field_of(&said), said),
            Err(error) => return Err(error),
        }
    }
    let page = form_page(viewer, about, Filled::of(form), &problems, None).await?;
    viewer.again(Here::Planning, &page)
}

async fn write(viewer: &Viewer<Planner>, about: About, revision: i32, wanted: Wanted) -> AppResult<(PlanId, Made)> {
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    viewer
        .app
        .db
        .write(move |conn| {
            let (act, mut wanted) = (act.clone(), wanted.clone());
            let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
                .into_iter()
                .map(|unit| unit.id)
                .collect();
            wanted.units.retain(|unit| inside.contains(unit));
            let id = match about {
                About::New => operations::create(conn, &act, &wanted)?,
                About::Old(id) => {
                    queries::find_visible(conn, &scope, id)?;
                    // units the viewer does not see stay as they are
                    let outside = queries::covered(conn, id)?.into_iter().map(|unit| unit.unit_id);
                    wanted.units.extend(outside.filter(|unit| !inside.contains(unit)));
                    operations::update(conn, &act, id, revision, &wanted)?;
                    id
                }
            };
            Ok((id, operations::tend(conn, &act, &post, id, DAYS_AHEAD)?))
        })
        .await
}

/// The field a refusal of the operations is about.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "plan-no-version" => "template",
        "plan-no-question" | "plan-no-such-layer" => "layer",
        "plan-no-units" | "plan-no-such-unit" => "units",
        _ => "",
    }
}
