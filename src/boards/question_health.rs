//! Question health, for quality staff: published questions that tell nothing any more, fail always, are never applicable,
//! are old or are not asked, each with a suggestion. What a sign is, [`signs`] says.

use super::model::*;
use super::{Count, queries};
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::share::Share;
use crate::base::statistics::interval::wilson;
use crate::base::text::fold;
use crate::base::zone::shifted;
use crate::checklists;
use crate::checklists::reviews;
use crate::figures;
use crate::figures::model::{Over, Tally};
use crate::findings::queries::Tab;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Quality, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending};
use crate::platform::web::form::{Fields, Problem, Problems};
use crate::platform::web::pager;
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What stands out, and what to do about it.
#[derive(Debug, Serialize)]
pub struct SignShown {
    sign: &'static str,
    text: String,
    advice: String,
}

/// A question of which something stands out.
#[derive(Debug, Serialize)]
pub struct Row {
    text: String,
    href: String,
    checklist: String,
    signs: Vec<SignShown>,
    judged: i64,
    failed: Count,
    not_applicable: i64,
    edit: String,
}

page! {
    /// The questions of which something stands out.
    pub struct IndexPage in "boards/question_health.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub words: String,
        pub sign: String,
        pub signs: Vec<Choice>,
        pub rows: Vec<Row>,
        pub more_href: Option<String>,
        pub query: String,
        pub filtered: bool,
        pub any: bool,
        pub year: i64,
        pub never: i64,
        pub always: i64,
        pub stale: i64,
        pub unasked: i64,
    }
}

/// A question and what is known of it.
struct Known {
    question: queries::InUse,
    facts: QuestionFacts,
    found: i64,
    signs: Vec<Sign>,
}

/// Everything the page needs, read in one go: what stands out, and of how many questions.
struct Loaded {
    known: Vec<Known>,
    all: usize,
    drafts: BTreeSet<TemplateId>,
}

fn load(conn: &mut Conn, units: &[UnitId], today: NaiveDate) -> AppResult<Loaded> {
    let questions = queries::in_use(conn)?;
    let year = Over::new(units, shifted(today, 1 - YEAR_DAYS), today);
    let tallies: BTreeMap<QuestionId, Tally> = figures::queries::tally_by_question(conn, &year)?.into_iter().collect();
    let found = queries::found_of_questions(conn)?;
    let mut asked: BTreeMap<QuestionId, NaiveDate> = figures::queries::last_day_by_question(conn, &year)?
        .into_iter()
        .collect();
    let uncounted: Vec<QuestionId> = questions
        .iter()
        .map(|question| question.id)
        .filter(|id| !asked.contains_key(id))
        .collect();
    asked.extend(queries::last_asked(conn, &uncounted, year.from)?);
    let worded = queries::worded_since(conn)?;
    let reviewed = queries::last_reviewed(conn)?;
    let changed: BTreeSet<QuestionVersionId> = reviews::open(conn)?
        .into_iter()
        .map(|review| review.question.asked.id)
        .collect();
    let all = questions.len();
    let known = questions
        .into_iter()
        .map(|question| {
            let since = worded.get(&question.id).copied().into_iter();
            let facts = QuestionFacts {
                tally: tallies.get(&question.id).copied().unwrap_or_default(),
                looked_after: since.chain(reviewed.get(&question.version).copied()).max(),
                published: question.published_at,
                clause_changed: changed.contains(&question.version),
                asked: asked.get(&question.id).copied(),
                is_active: !question.layers.trim().is_empty(),
                max_age_days: question.max_age_days.into(),
            };
            Known {
                signs: signs(&facts, today),
                found: found.get(&question.id).copied().unwrap_or_default(),
                facts,
                question,
            }
        })
        .filter(|known| !known.signs.is_empty())
        .collect();
    Ok(Loaded {
        known,
        all,
        drafts: checklists::queries::drafts(conn)?
            .into_iter()
            .map(|(id, _)| id)
            .collect(),
    })
}

/// What the address asks of the list.
struct Ask {
    words: String,
    sign: Option<Sign>,
}

impl Ask {
    fn of(query: &Fields, problems: &mut Problems) -> Self {
        Self {
            words: fold(query.get("q")),
            sign: query.choice("sign", problems),
        }
    }
    fn fits(&self, known: &Known) -> bool {
        let sign = self.sign.is_none_or(|sign| known.signs.contains(&sign));
        sign && known.question.search.contains(&self.words)
    }
}

async fn read(viewer: &Viewer<Quality>) -> AppResult<Loaded> {
    let (units, today) = (viewer.scope().units, viewer.zone.local(viewer.now).date);
    viewer.app.db.read(move |conn| load(conn, &units, today)).await
}

/// The list.
pub async fn index(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let ask = Ask::of(&query, &mut problems);
    let l = read(&viewer).await?;
    let fitting: Vec<&Known> = l
        .known
        .iter()
        .filter(|known| problems.is_empty() && ask.fits(known))
        .collect();
    let seen: Option<QuestionId> = query.parse("after");
    let (rows, more) = pager::after(&fitting, |known| Some(known.question.id) == seen);
    let kept = [("q", query.get("q").to_owned()), ("sign", query.get("sign").to_owned())];
    let page = IndexPage {
        title: viewer.t("question-health-title"),
        lead: viewer.say(
            &Said::new("question-health-lead")
                .with("count", l.known.len())
                .with("all", l.all),
        ),
        words: query.get("q").to_owned(),
        sign: query.get("sign").to_owned(),
        signs: Sign::ALL
            .iter()
            .map(|sign| {
                let count = l.known.iter().filter(|known| known.signs.contains(sign)).count();
                let name = viewer.t(&format!("question-sign-{sign}"));
                let said = Said::new("question-health-choice")
                    .with("sign", name)
                    .with("count", count);
                Choice::new(sign, viewer.say(&said))
            })
            .collect(),
        rows: rows.iter().map(|known| row(&viewer, &l, known)).collect(),
        more_href: more.map(|known| {
            let mut pairs = kept.to_vec();
            pairs.push(("after", known.question.id.to_string()));
            links::with(super::QUESTION_HEALTH, &pairs)
        }),
        query: links::query(&kept),
        filtered: query.given("q").is_some() || query.given("sign").is_some(),
        any: l.all > 0,
        problems: viewer.told(&problems),
        year: YEAR_DAYS,
        never: ENOUGH_FOR_NEVER,
        always: ENOUGH_FOR_ALWAYS,
        stale: STALE_DAYS,
        unasked: UNASKED_DAYS,
    };
    if problems.is_empty() {
        viewer.show(Here::Checklists, &page)
    } else {
        viewer.again(Here::Checklists, &page)
    }
}

fn row(viewer: &Viewer<Quality>, l: &Loaded, known: &Known) -> Row {
    let (lang, question) = (viewer.lang(), &known.question);
    let href = format!("{}#q-{}", links::template(question.template), question.code);
    Row {
        text: question.texts.text.get(lang).to_owned(),
        checklist: question.title.get(lang).to_owned(),
        signs: known.signs.iter().map(|sign| shown(viewer, known, *sign)).collect(),
        judged: known.facts.tally.judged(),
        failed: Count {
            n: known.found,
            href: links::with(
                links::FINDINGS,
                &[("tab", Tab::All.to_string()), ("question", question.id.to_string())],
            ),
        },
        not_applicable: known.facts.tally.not_applicable,
        edit: if l.drafts.contains(&question.template) {
            let draft = format!("{}/draft", links::template(question.template));
            links::with(&draft, &[("q", question.code.clone())])
        } else {
            href.clone()
        },
        href,
    }
}

/// A sign in words, with the numbers it comes from.
fn shown(viewer: &Viewer<Quality>, known: &Known, sign: Sign) -> SignShown {
    let facts = &known.facts;
    let day = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| viewer.day(&viewer.zone, date).full);
    let text = Said::new(&format!("question-sign-{sign}-text"));
    let text = match sign {
        Sign::NeverFailed => text
            .with("count", facts.tally.judged())
            .with("most", percent(viewer, at_most(facts.tally.judged()))),
        Sign::AlwaysFails => text.with("count", facts.tally.judged()).with(
            "most",
            percent(
                viewer,
                wilson(facts.tally.first_time_conformance()).map_or(1.0, |ends| ends.high),
            ),
        ),
        Sign::AlwaysNotApplicable => text.with("count", facts.tally.not_applicable),
        Sign::ClauseChanged => text,
        Sign::Stale => text.with("day", day(facts.looked_after)),
        Sign::Unaudited if facts.asked.is_some() => text.with("day", day(facts.asked)),
        Sign::Unaudited => Said::new("question-sign-unaudited-year").with("days", YEAR_DAYS),
    };
    SignShown {
        sign: sign.as_str(),
        text: viewer.say(&text),
        advice: viewer.t(&format!("question-sign-{sign}-advice")),
    }
}

/// A fraction as it is read, to a tenth of a percent.
fn percent(viewer: &Viewer<Quality>, fraction: f64) -> String {
    let number = viewer.i18n().decimal(viewer.lang(), fraction * 100.0, 1);
    viewer.say(&Said::new("board-percent").with("number", number))
}

/// The list as a file.
pub async fn export(viewer: Viewer<Quality>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let ask = Ask::of(&query, &mut problems);
    if let Some(said) = problems.first() {
        return Err(AppError::Refused(said));
    }
    let l = read(&viewer).await?;
    let names = [
        "question",
        "code",
        "checklist",
        "sign",
        "text",
        "advice",
        "answers",
        "failed",
        "not-applicable",
        "address",
    ];
    let head = names
        .iter()
        .map(|name| viewer.t(&format!("question-file-{name}")))
        .collect();
    let cells = |known: &Known| -> Vec<Vec<Cell>> {
        let row = row(&viewer, &l, known);
        let Share { part, whole } = known.facts.tally.failed();
        row.signs
            .iter()
            .map(|sign| {
                vec![
                    row.text.clone().into(),
                    known.question.code.clone().into(),
                    row.checklist.clone().into(),
                    viewer.t(&format!("question-sign-{}", sign.sign)).into(),
                    sign.text.clone().into(),
                    sign.advice.clone().into(),
                    whole.into(),
                    part.into(),
                    row.not_applicable.into(),
                    viewer.app.post.url(&row.href).into(),
                ]
            })
            .collect()
    };
    let rows = l.known.iter().filter(|known| ask.fits(known)).flat_map(cells);
    exports::download(*ending, "question-health", head, rows.collect()).await
}
