//! What was said by a plan whose answers are without a name: in groups, never one by one.

use super::*;
use crate::audits::reverse::{self, Group, LEAST, Results};
use crate::checklists::queries::Question;

/// A question, with what was said of it.
#[derive(Debug, Serialize)]
pub struct Told {
    text: String,
    share: String,
    so: i64,
    of: i64,
    not_applicable: i64,
    words: Vec<String>,
}

/// Months that are told together.
#[derive(Debug, Serialize)]
pub struct GroupShown {
    id: String,
    months: String,
    people: usize,
    told: Vec<Told>,
}

page! {
    /// What was said without names.
    pub struct ResultsPage in "planning/results.html" {
        pub title: String,
        pub plan: String,
        pub plan_href: String,
        pub lead: String,
        pub waiting: String,
        pub groups: Vec<GroupShown>,
        pub least: usize,
    }
}

pub(super) async fn show(viewer: Viewer<Auditor>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, id, now) = (viewer.scope(), *id, viewer.now);
    let today = viewer.zone.local(now).date;
    let (plan, results, questions) = viewer
        .app
        .db
        .read(move |conn| {
            let plan = queries::find_visible(conn, &scope, id)?;
            if !plan.anonymous {
                return Err(AppError::NotFound);
            }
            let results = reverse::results(conn, id, now, today)?;
            let versions: Vec<QuestionVersionId> = results
                .groups
                .iter()
                .flat_map(|group| &group.told)
                .map(|told| told.version)
                .collect();
            let questions = checklists::queries::questions_by_id(conn, &versions)?;
            Ok((plan, results, questions))
        })
        .await?;
    let page = ResultsPage {
        title: viewer.t("results-title"),
        plan: plan.title,
        plan_href: links::plan(id),
        lead: lead(&viewer, &results),
        waiting: waiting(&viewer, &results),
        groups: results
            .groups
            .iter()
            .map(|group| shown(&viewer, group, &questions))
            .collect(),
        least: LEAST,
    };
    viewer.show(Here::Planning, &page)
}

/// The first line: what the newest group says, or how many have answered.
fn lead(viewer: &Viewer<Auditor>, results: &Results) -> String {
    let Some(newest) = results.groups.first() else {
        return waiting(viewer, results);
    };
    let all = newest
        .told
        .iter()
        .map(|told| told.so)
        .sum::<crate::base::share::Share>();
    viewer.say(
        &Said::new("results-lead")
            .with("months", months(viewer, newest))
            .with("people", newest.people)
            .with("part", all.part)
            .with("whole", all.whole),
    )
}

fn waiting(viewer: &Viewer<Auditor>, results: &Results) -> String {
    let key = if results.waiting < LEAST {
        "results-waiting"
    } else {
        "results-month-open"
    };
    viewer.say(&Said::new(key).with("count", results.waiting).with("least", LEAST))
}

/// "June 2026", or "April to June 2026"
fn months(viewer: &Viewer<Auditor>, group: &Group) -> String {
    let month = |date: NaiveDate| viewer.i18n().month(viewer.lang(), date.month());
    let same = (group.from.year(), group.from.month()) == (group.until.year(), group.until.month());
    let said = Said::new(if same { "results-month" } else { "results-months" })
        .with("from", month(group.from))
        .with("from_year", group.from.year().to_string())
        .with("until", month(group.until))
        .with("year", group.until.year().to_string());
    viewer.say(&said)
}

fn shown(viewer: &Viewer<Auditor>, group: &Group, questions: &[Question]) -> GroupShown {
    let mut told: Vec<(i32, Told)> = group
        .told
        .iter()
        .filter_map(|told| {
            let question = questions.iter().find(|question| question.asked.id == told.version)?;
            let share = Said::new("audit-share")
                .with("part", told.so.part)
                .with("of", told.so.whole);
            let shown = Told {
                text: question.asked.texts.text.get(viewer.lang()).to_owned(),
                share: viewer.say(&share),
                so: told.so.part,
                of: told.so.whole,
                not_applicable: told.not_applicable,
                words: told.words.clone(),
            };
            Some((question.asked.position, shown))
        })
        .collect();
    told.sort_by_key(|(position, _)| *position);
    GroupShown {
        id: format!("m{}", group.from.format("%Y-%m")),
        months: months(viewer, group),
        people: group.people,
        told: told.into_iter().map(|(_, told)| told).collect(),
    }
}
