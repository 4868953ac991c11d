//! The form of a yearly holiday, and its words.

use super::super::model::{CannotArrange, read_name};
use super::super::operations;
use super::super::queries;
use super::Admin;
use super::calendar::{calendar_href, owned};
use crate::base::holidays::{Comes, Observed, Rule};
use crate::base::ids::{HolidayRuleId, UnitId};
use crate::base::said::Said;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use chrono::Datelike;
use std::collections::BTreeMap;

/// For how many years the form shows the days of a rule.
const YEARS_SHOWN: i32 = 4;

page! {
    /// A yearly holiday: when it comes, and on which day it is kept.
    pub struct RulePage in "agency/rule.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub back: String,
        pub unit: String,
        pub kinds: Vec<Choice>,
        pub months: Vec<Choice>,
        pub nths: Vec<Choice>,
        pub weekdays: Vec<Choice>,
        pub afters: Vec<Choice>,
        pub observances: Vec<Choice>,
        pub dates: Vec<When>,
        pub removal: Option<String>,
    }
}

/// A rule in words: "The fourth Thursday of November".
pub(super) fn words<R: Right>(viewer: &Viewer<R>, rule: &Rule) -> String {
    let i18n = viewer.i18n();
    let comes = match rule.comes {
        Comes::Date { month, day } => Said::new("rule-on-date")
            .with("month", i18n.month(viewer.lang(), month))
            .with("day", day.to_string()),
        Comes::Weekday {
            nth,
            weekday,
            month,
            days_after,
        } => {
            let day = Said::new("rule-on-weekday")
                .with("nth", nth_words(viewer, nth))
                .with("weekday", i18n.weekday(viewer.lang(), weekday))
                .with("month", i18n.month(viewer.lang(), month));
            if days_after == 0 {
                day
            } else {
                let count = i64::from(days_after);
                Said::new("rule-days-after")
                    .with("day", viewer.say(&day))
                    .with("count", count)
            }
        }
    };
    let comes = viewer.say(&comes);
    let year = |year: i32| year.to_string();
    let said = match (rule.from_year, rule.until_year) {
        (None, None) => return comes,
        (Some(from), None) => Said::new("rule-years-since").with("from", year(from)),
        (None, Some(until)) => Said::new("rule-years-until").with("until", year(until)),
        (Some(from), Some(until)) if from == until => Said::new("rule-years-in").with("year", year(from)),
        (Some(from), Some(until)) => Said::new("rule-years-between")
            .with("from", year(from))
            .with("until", year(until)),
    };
    viewer.say(&said.with("rule", comes))
}

fn nth_words<R: Right>(viewer: &Viewer<R>, nth: i32) -> String {
    let nth = if nth == -1 { "last".to_owned() } else { nth.to_string() };
    viewer.t(&format!("rule-nth-{nth}"))
}

pub(super) async fn new(viewer: Admin, id: web::Path<UnitId>) -> AppResult<HttpResponse> {
    let form = Typed::default()
        .with("name", "")
        .with("kind", "date")
        .with("month", 1)
        .with("day", "")
        .with("nth", 1)
        .with("weekday", 1)
        .with("nth_month", 1)
        .with("after", 0)
        .with("observed", Observed::Nearest)
        .with("from_year", "")
        .with("until_year", "");
    rule_page(&viewer, id.into_inner(), None, None, form, &Problems::new()).await
}

pub(super) async fn edit(viewer: Admin, path: web::Path<(UnitId, HolidayRuleId)>) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let kept = viewer
        .app
        .db
        .read(move |conn| owned(queries::find_rule(conn, id)?, unit, |kept| kept.unit_id))
        .await?;
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let form = Typed::default()
        .with("name", &kept.name)
        .with("observed", kept.rule.observed)
        .with("from_year", year(kept.rule.from_year))
        .with("until_year", year(kept.rule.until_year))
        .with("revision", kept.revision);
    let form = match kept.rule.comes {
        Comes::Date { month, day } => form
            .with("kind", "date")
            .with("month", month)
            .with("day", day)
            .with("nth", 1)
            .with("weekday", 1)
            .with("nth_month", month)
            .with("after", 0),
        Comes::Weekday {
            nth,
            weekday,
            month,
            days_after,
        } => form
            .with("kind", "weekday")
            .with("month", month)
            .with("day", "")
            .with("nth", nth)
            .with("weekday", weekday)
            .with("nth_month", month)
            .with("after", days_after),
    };
    rule_page(&viewer, unit, Some(id), Some(kept.rule), form, &Problems::new()).await
}

async fn rule_page(
    viewer: &Admin,
    unit: UnitId,
    id: Option<HolidayRuleId>,
    shown: Option<Rule>,
    form: Typed,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let (unit, calendar) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find(conn, unit)?, queries::calendar(conn, unit)?)))
        .await?;
    let (i18n, lang) = (viewer.i18n(), viewer.lang());
    let own = calendar_href(unit.id);
    let this_year = calendar.zone.local(viewer.now).date.year();
    let dates = shown.map(|rule| {
        let yearly = [crate::base::holidays::Yearly {
            name: String::new(),
            rule,
            except: Default::default(),
        }];
        let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let (from, to) = (day(this_year, 1, 1), day(this_year + YEARS_SHOWN - 1, 12, 31));
        crate::base::holidays::days_off(&yearly, calendar.open_days(), from, to)
            .into_iter()
            .map(|off| viewer.day(&calendar.zone, off.date))
            .collect()
    });
    let page = RulePage {
        title: viewer.t(if id.is_some() {
            "rule-edit-title"
        } else {
            "rule-new-title"
        }),
        problems: viewer.told(problems),
        errors: problems.by_field(i18n, lang),
        form,
        action: match id {
            Some(id) => format!("{own}/rules/{id}"),
            None => format!("{own}/rules"),
        },
        removal: id.map(|id| format!("{own}/rules/{id}/removal")),
        back: own,
        unit: unit.name,
        kinds: ["date", "weekday"]
            .map(|kind| Choice::new(kind, viewer.t(&format!("rule-kind-{kind}"))))
            .into(),
        months: (1..=12_u32)
            .map(|month| Choice::new(month, i18n.month(lang, month)))
            .collect(),
        nths: [1, 2, 3, 4, 5, -1]
            .map(|nth| Choice::new(nth, nth_words(viewer, nth)))
            .into(),
        weekdays: (1..=7_u32)
            .map(|day| Choice::new(day, i18n.weekday(lang, day)))
            .collect(),
        afters: (0..=6_i64)
            .map(|count| Choice::new(count, viewer.say(&Said::new("rule-after").with("count", count))))
            .collect(),
        observances: Observed::ALL
            .iter()
            .map(|observed| Choice::new(observed, viewer.t(&format!("rule-observed-{observed}"))))
            .collect(),
        dates: dates.unwrap_or_default(),
    };
    if problems.is_empty() {
        viewer.show(Here::Agency, &page)
    } else {
        viewer.again(Here::Agency, &page)
    }
}

/// Name and rule as they were typed.
fn read(form: &Form, problems: &mut Problems) -> Option<(String, Rule)> {
    let name = read_name(form.get("name"));
    problems.check("name", name.is_ok(), "agency-day-name-missing");
    let weekday = form.get("kind") == "weekday";
    let comes = if weekday {
        Comes::Weekday {
            nth: form.parse("nth").unwrap_or_default(),
            weekday: form.parse("weekday").unwrap_or_default(),
            month: form.parse("nth_month").unwrap_or_default(),
            days_after: form.parse("after").unwrap_or_default(),
        }
    } else {
        Comes::Date {
            month: form.parse("month").unwrap_or_default(),
            day: form.parse("day").unwrap_or_default(),
        }
    };
    let field = if weekday { "nth" } else { "day" };
    problems.check(field, comes.is_possible(), "agency-no-such-day");
    let observed = form.parse("observed");
    problems.check("observed", observed.is_some(), "error-choice");
    let rule = Rule {
        comes,
        observed: observed.unwrap_or(Observed::AsItFalls),
        from_year: form.read("from_year", problems, "agency-no-far-date"),
        until_year: form.read("until_year", problems, "agency-no-far-date"),
    };
    problems.is_empty().then_some(())?;
    Some((name.ok()?, rule))
}

pub(super) async fn create(viewer: Admin, unit: web::Path<UnitId>, form: Form) -> AppResult<HttpResponse> {
    let unit = unit.into_inner();
    save(&viewer, unit, None, &form).await
}

pub(super) async fn update(
    viewer: Admin,
    path: web::Path<(UnitId, HolidayRuleId)>,
    form: Form,
) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    save(&viewer, unit, Some(id), &form).await
}

async fn save(viewer: &Admin, unit: UnitId, id: Option<HolidayRuleId>, form: &Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let Some((name, rule)) = read(form, &mut problems) else {
        return rule_page(viewer, unit, id, None, form.typed(), &problems).await;
    };
    let (act, said) = (viewer.act(), name.clone());
    let revision = form.parse("revision").unwrap_or_default();
    let done = viewer
        .app
        .db
        .write(move |conn| match id {
            None => operations::add_rule(conn, &act.clone(), unit, &name, rule).map(drop),
            Some(id) => {
                owned(queries::find_rule(conn, id)?, unit, |kept| kept.unit_id)?;
                operations::change_rule(conn, &act.clone(), id, revision, &name, rule).map(drop)
            }
        })
        .await;
    match done {
        Ok(()) => {
            let said = Said::new("rule-saved").with("name", said);
            Ok(see_other(&calendar_href(unit), Flash::done(said)))
        }
        Err(AppError::Refused(said)) => {
            let field = if said.key == CannotArrange::FarDate.said().key {
                "from_year"
            } else if said.key == CannotArrange::EndsEarly.said().key {
                "until_year"
            } else {
                ""
            };
            problems.add(field, said);
            rule_page(viewer, unit, id, None, form.typed(), &problems).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn new_removal(viewer: Admin, path: web::Path<(UnitId, HolidayRuleId)>) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let (kept, unit) = viewer
        .app
        .db
        .read(move |conn| {
            let kept = owned(queries::find_rule(conn, id)?, unit, |kept| kept.unit_id)?;
            Ok((kept, queries::find(conn, unit)?))
        })
        .await?;
    let own = calendar_href(unit.id);
    let page = super::RemovalPage {
        title: viewer.say(&Said::new("agency-removal-title").with("name", kept.name.clone())),
        sentence: viewer.say(
            &Said::new("rule-removal-lead")
                .with("rule", words(&viewer, &kept.rule))
                .with("unit", unit.name.clone()),
        ),
        action: format!("{own}/rules/{id}/removal"),
        back: own,
        unit: unit.name,
    };
    viewer.show(Here::Agency, &page)
}

pub(super) async fn create_removal(
    viewer: Admin,
    path: web::Path<(UnitId, HolidayRuleId)>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (unit, id) = path.into_inner();
    let act = viewer.act();
    let kept = viewer
        .app
        .db
        .write(move |conn| {
            owned(queries::find_rule(conn, id)?, unit, |kept| kept.unit_id)?;
            operations::remove_rule(conn, &act.clone(), id)
        })
        .await?;
    let said = Said::new("rule-removed").with("name", kept.name);
    Ok(see_other(&calendar_href(unit), Flash::done(said)))
}
