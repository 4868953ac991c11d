//! What a plan's draw comes to in a year: how long questions wait, how soon a fault is seen, and what would do better.

use super::*;
use crate::audits::draw::{self, Candidate};
use crate::base::zone::shifted;
use crate::checklists::model::QuestionVersion;
use crate::planning::coming::{Ground, Pause};
use crate::planning::power::{self, Fares, Often, Suggested};

/// Shares of faulty work, in percent, for which it is said how soon a fault is seen.
const FAULTS: [i64; 3] = [5, 10, 20];
/// Three years, in days.
const THREE_YEARS: i64 = 3 * 365;

/// A plan as the simulation takes it.
pub(super) struct Basis {
    questions: Vec<QuestionVersion>,
    candidates: Vec<Candidate>,
    /// Whether another plan asks it there too, so that this one alone does not have to keep it in time.
    shared: Vec<bool>,
    /// Questions an audit asks; `None` is all.
    count: Option<usize>,
    /// Days of its audits at a unit, from the first on.
    days: Vec<i64>,
    /// Audits a day.
    a_day: f64,
}

impl Basis {
    /// The plan's published questions at a unit; `None` while it asks nothing, or comes round too seldom to speak of a
    /// year.
    pub(super) fn load(conn: &mut Conn, plan: &Plan, view: &View) -> AppResult<Option<Self>> {
        let newest = queries::newest_version(conn, plan.template_id, plan.layer)?;
        let (Some((_, version, true)), Some(site)) = (newest, view.sites.first()) else {
            return Ok(None);
        };
        let mut questions = checklists::queries::plain_questions(conn, version)?;
        let asking = plan.asking();
        questions.retain(|question| draw::may_ask(question, plan.layer, &asking.tags));
        let version = checklists::queries::version(conn, version)?;
        let own = asking.count.map(i64::from);
        let count = own.or_else(|| version.ask.0.get(&plan.layer).copied());
        let days = days_of(view, site);
        let others = queries::other_layers(conn, plan, site.unit.unit_id)?;
        let is_shared = |question: &QuestionVersion| others.iter().any(|layer| question.asked_at(*layer));
        let candidate = |question: &QuestionVersion| {
            let own = Candidate::without_history(question);
            match is_shared(question) {
                true => Candidate {
                    max_age_days: THREE_YEARS,
                    ..own
                },
                false => own,
            }
        };
        Ok((!questions.is_empty() && days.len() > 2).then(|| Self {
            candidates: questions.iter().map(candidate).collect(),
            shared: questions.iter().map(is_shared).collect(),
            count: count
                .filter(|_| !plan.anonymous)
                .and_then(|count| usize::try_from(count).ok()),
            a_day: days.len() as f64 / THREE_YEARS as f64,
            questions,
            days,
        }))
    }

    /// So many questions, or so often, instead.
    fn instead(mut self, size: Option<usize>, often: Option<Often>) -> Self {
        self.count = size.or(self.count);
        if let Some(often) = often {
            (self.days, self.a_day) = (often.days(), often.a_day());
        }
        self
    }

    fn size(&self) -> usize {
        let always = self.candidates.iter().filter(|candidate| candidate.always).count();
        self.count
            .unwrap_or(self.candidates.len())
            .clamp(always, self.candidates.len())
    }

    /// How many questions wait longer than they may, and what would help; `None` when all are asked in time.
    pub(super) fn late(&self) -> Option<(usize, Suggested)> {
        let fares = power::simulate(&self.candidates, self.count, &self.days);
        self.late_of(&fares)
    }
    fn late_of(&self, fares: &[Fares]) -> Option<(usize, Suggested)> {
        let late = fares.iter().filter(|fares| fares.late).count();
        (late > 0).then(|| {
            let suggested = power::suggest_in_time(&self.candidates, self.count, &self.days, self.a_day);
            (late, suggested)
        })
    }
}

/// The days of a plan's audits at a unit in the next three years, counted from the first. A plan that is paused or has an
/// end is taken as if it went on.
fn days_of(view: &View, site: &Site) -> Vec<i64> {
    let mut coming = view.coming.clone();
    coming.pause = Pause::Not;
    coming.timing.ends_on = None;
    let ground = Ground {
        unit: site.unit.unit_id,
        units: &view.units,
        calendar: &site.calendar,
    };
    let from = site.today.max(coming.timing.starts_on);
    let mut found = coming.occurrences(ground, from, shifted(from, THREE_YEARS));
    found.retain(|one| !one.closed);
    found.sort_by_key(|one| one.date);
    let first = found.first().map_or(from, |one| one.date);
    let mut days: Vec<i64> = found.iter().map(|one| (one.date - first).num_days()).collect();
    days.dedup();
    days
}

/// What would do, as a sentence of its own: "Ask 6 questions or audit twice a week."
pub(super) fn suggested_said<R: Right>(viewer: &Viewer<R>, suggested: Suggested) -> String {
    let said = match (suggested.count, suggested.often) {
        (None, None) if let Some((count, often)) = suggested.both => Said::new("sim-do-both")
            .with("count", count)
            .with("often", often_said(viewer, often)),
        (Some(count), Some(often)) => Said::new("sim-do-either")
            .with("count", count)
            .with("often", often_said(viewer, often)),
        (Some(count), None) => Said::new("sim-do-size").with("count", count),
        (None, Some(often)) => Said::new("sim-do-often").with("often", often_said(viewer, often)),
        (None, None) => Said::new("sim-do-neither"),
    };
    viewer.say(&said)
}

/// "twice a week"
fn often_said<R: Right>(viewer: &Viewer<R>, often: Often) -> String {
    let (key, times) = match often {
        Often::Monthly(times) => ("sim-a-month", times),
        Often::Weekly(times) => ("sim-a-week", times),
    };
    viewer.say(&Said::new(key).with("count", times))
}

/// A question in the table.
#[derive(Debug, Serialize)]
pub struct Row {
    text: String,
    severity: &'static str,
    may_wait: i64,
    chance: String,
    usual: String,
    longest: i64,
    late: bool,
    shared: bool,
    scale: i64,
    sees: Vec<String>,
}

page! {
    /// How long the questions of a plan wait, and how soon a fault is seen.
    pub struct SimulationPage in "planning/simulation.html" {
        pub title: String,
        pub plan: String,
        pub plan_href: String,
        pub href: String,
        pub lead: String,
        pub todo: String,
        pub changed: bool,
        pub problems: Vec<Problem>,
        pub form: Typed,
        pub oftens: Vec<Choice>,
        pub faults: Vec<Choice>,
        pub size_hint: String,
        pub power: String,
        pub columns: Vec<String>,
        pub rows: Vec<Row>,
    }
}

/// What is asked in the address.
struct Asked {
    size: Option<usize>,
    often: Option<Often>,
    fault: i64,
    within: i64,
}

impl Asked {
    fn read(query: &Fields, problems: &mut Problems) -> Self {
        let size = query.read::<usize>("size", problems, "sim-no-size");
        problems.check("size", size.is_none_or(|size| (1..=200).contains(&size)), "sim-no-size");
        let within = query.read::<i64>("within", problems, "sim-no-days").unwrap_or(30);
        problems.check("within", (1..=730).contains(&within), "sim-no-days");
        Self {
            size,
            often: query.given("often").and_then(|often| {
                let step = Often::STEPS.into_iter().find(|step| code(*step) == often);
                problems.check("often", step.is_some(), "error-choice");
                step
            }),
            fault: query.parse("see").filter(|fault| FAULTS.contains(fault)).unwrap_or(10),
            within,
        }
    }
}

fn code(often: Often) -> String {
    match often {
        Often::Monthly(times) => format!("m{times}"),
        Often::Weekly(times) => format!("w{times}"),
    }
}

pub(super) async fn show(viewer: Viewer<Leader>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let asked = Asked::read(&query, &mut problems);
    let (scope, id, act) = (viewer.scope(), *id, viewer.act());
    let (plan, basis) = viewer
        .app
        .db
        .read(move |conn| {
            let plan = queries::find_visible(conn, &scope, id)?;
            let ticked = queries::ticked(conn, id)?;
            let view = making::view(conn, &act, &plan, &ticked, 1)?;
            let basis = Basis::load(conn, &plan, &view)?;
            Ok((plan, basis))
        })
        .await?;
    let understood = problems.is_empty();
    let (size, often) = if understood {
        (asked.size, asked.often)
    } else {
        (None, None)
    };
    let wanted = (asked.fault as f64 / 100.0, if understood { asked.within } else { 30 });
    let worked = match basis {
        None => None,
        Some(basis) => {
            let work = move || {
                let own = basis.size();
                let basis = basis.instead(size, often);
                let fares = power::simulate(&basis.candidates, basis.count, &basis.days);
                let late = basis.late_of(&fares);
                let sees = power::sees(&fares, basis.a_day, wanted);
                let (candidates, days) = (&basis.candidates, &basis.days);
                let more = (!sees).then(|| power::suggest_power(candidates, basis.count, days, basis.a_day, wanted));
                (basis, own, fares, late, more)
            };
            Some(web::block(work).await.map_err(AppError::broken)?)
        }
    };
    let mut page = SimulationPage {
        title: viewer.t("sim-title"),
        plan: plan.title.clone(),
        plan_href: links::plan(id),
        href: links::simulation(id),
        lead: viewer.t("plan-not-ready"),
        todo: String::new(),
        changed: size.is_some() || often.is_some(),
        problems: viewer.told(&problems),
        form: Typed::default()
            .with("size", query.get("size"))
            .with("often", query.get("often"))
            .with("see", asked.fault)
            .with("within", query.given("within").unwrap_or("30")),
        oftens: Often::STEPS
            .iter()
            .map(|often| Choice::new(code(*often), often_said(&viewer, *often)))
            .collect(),
        faults: FAULTS
            .iter()
            .map(|fault| Choice::new(fault, percent(&viewer, *fault)))
            .collect(),
        size_hint: String::new(),
        power: String::new(),
        columns: FAULTS.iter().map(|fault| percent(&viewer, *fault)).collect(),
        rows: Vec::new(),
    };
    if let Some((basis, own, fares, late, more)) = worked {
        page.size_hint = viewer.say(&Said::new("sim-size-hint").with("count", own).with("all", fares.len()));
        (page.lead, page.todo) = lead(&viewer, &fares, late);
        page.power = power_said(&viewer, &asked, more);
        page.rows = rows(&viewer, &basis, &fares);
    }
    match understood {
        true => viewer.show(Here::Planning, &page),
        false => viewer.again(Here::Planning, &page),
    }
}

fn percent<R: Right>(viewer: &Viewer<R>, percent: i64) -> String {
    viewer.say(&Said::new("board-percent").with("number", percent.to_string()))
}

/// The answer of the page, and what to do about it.
fn lead<R: Right>(viewer: &Viewer<R>, fares: &[Fares], late: Option<(usize, Suggested)>) -> (String, String) {
    let longest = fares.iter().map(|fares| fares.longest_days).max().unwrap_or(0);
    match late {
        None => {
            let said = Said::new("sim-in-time")
                .with("count", fares.len())
                .with("days", longest);
            (viewer.say(&said), String::new())
        }
        Some((late, suggested)) => {
            let all = fares.len();
            let said = match late == all && all > 1 {
                true => Said::new("sim-late-all"),
                false => Said::new("sim-late").with("count", late),
            };
            let said = said.with("all", all);
            (viewer.say(&said), suggested_said(viewer, suggested))
        }
    }
}

/// Whether a fault is seen as soon as wanted, and what would do.
fn power_said<R: Right>(viewer: &Viewer<R>, asked: &Asked, more: Option<Suggested>) -> String {
    let said = |key: &str| {
        let said = Said::new(key).with("share", percent(viewer, asked.fault));
        viewer.say(&said.with("days", asked.within))
    };
    match more {
        None => said("sim-sees"),
        Some(suggested) => format!("{} {}", said("sim-sees-not"), suggested_said(viewer, suggested)),
    }
}

fn rows<R: Right>(viewer: &Viewer<R>, basis: &Basis, fares: &[Fares]) -> Vec<Row> {
    let shown = |((question, shared), fares): ((&QuestionVersion, &bool), &Fares)| Row {
        text: question.texts.text.get(viewer.lang()).to_owned(),
        severity: question.severity.as_str(),
        may_wait: question.max_age_days.into(),
        chance: chance_said(viewer, fares.chance),
        usual: match fares.usual_days {
            Some(days) => viewer.say(&Said::new("sim-usual").with("days", rounded(days))),
            None => viewer.t("sim-usual-once"),
        },
        longest: fares.longest_days,
        late: fares.late,
        shared: *shared,
        scale: fares.longest_days.max(question.max_age_days.into()),
        sees: FAULTS
            .iter()
            .map(|fault| {
                seen_said(
                    viewer,
                    power::audits_needed(*fault as f64 / 100.0, fares.chance),
                    basis.a_day,
                )
            })
            .collect(),
    };
    basis
        .questions
        .iter()
        .zip(&basis.shared)
        .zip(fares)
        .map(shown)
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "days of a few years")]
fn rounded(number: f64) -> i64 {
    number.round() as i64
}

/// "In 1 of 3 audits"
fn chance_said<R: Right>(viewer: &Viewer<R>, chance: f64) -> String {
    if chance > 0.995 {
        return viewer.t("sim-chance-each");
    }
    if chance <= 0.0 {
        return viewer.t("sim-chance-never");
    }
    viewer.say(&Said::new("sim-chance").with("number", rounded((chance * 100.0).max(1.0))))
}

/// "29 audits, about 6 weeks"
fn seen_said<R: Right>(viewer: &Viewer<R>, audits: Option<u32>, a_day: f64) -> String {
    let Some(audits) = audits else {
        return viewer.t("sim-seen-never");
    };
    let days = f64::from(audits) / a_day;
    let (key, count) = match days {
        days if days < 14.0 => ("sim-seen-days", days),
        days if days < 120.0 => ("sim-seen-weeks", days / 7.0),
        days if days < 730.0 => ("sim-seen-months", days / 30.44),
        days => ("sim-seen-years", days / 365.25),
    };
    let said = Said::new(key)
        .with("audits", i64::from(audits))
        .with("count", rounded(count).max(1));
    viewer.say(&said)
}
