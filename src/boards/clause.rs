//! A clause: its words, where it stands in its manual, which questions check it, what they found, and how it was worded
//! in other editions.

use super::queries::{self, Citing};
use super::{Count, Reader, from_to, percent};
use crate::base::clock::Instant;
use crate::base::days::Days;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::figures;
use crate::figures::model::{Over, Tally};
use crate::findings;
use crate::findings::queries::{Asked, ListRow, Tab};
use crate::manuals;
use crate::manuals::model::{ClauseText, Edition, EditionState, Manual};
use crate::page;
use crate::people::model::Scope;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Right, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::i18n::When;
use crate::platform::web::pager;
use actix_web::{HttpResponse, web};
use chrono::{Months, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Findings listed; the others are behind the link.
const LISTED: usize = 5;

/// What is known of a clause in one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// The number of the edition.
    pub edition: i32,
    /// Where the edition stands.
    pub state: EditionState,
    /// The first day it binds.
    pub from: NaiveDate,
    /// Number, heading and words; `None` when the edition does not have the clause.
    pub words: Option<(String, String, String)>,
}

/// Where a clause stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In the edition in force.
    InForce,
    /// Gone since this edition.
    Gone(i32),
    /// Comes with this edition.
    Comes(i32, NaiveDate),
}

/// What a coming edition does to a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The number of the edition.
    pub edition: i32,
    /// The first day it binds.
    pub from: NaiveDate,
    /// Whether the clause goes; otherwise it is worded anew.
    pub goes: bool,
}

/// Where a clause stands, which edition's words are shown (by its place in the list), and what coming editions do to
/// it. Editions from the first to the newest; `None` when no edition has it.
pub fn standing(editions: &[Worded]) -> Option<(Standing, usize, Vec<Change>)> {
    let in_force = editions.iter().position(|one| one.state == EditionState::InForce);
    let has_words = |index: &usize| editions.get(*index).is_some_and(|one| one.words.is_some());
    let past = (0..editions.len()).filter(|index| {
        let state = editions.get(*index).map(|one| one.state);
        state.is_some_and(|state| state != EditionState::Draft)
    });
    let last = in_force.filter(has_words).or_else(|| past.clone().rfind(has_words));
    let Some(shown) = last else {
        let first = editions.iter().position(|one| one.words.is_some())?;
        let coming = editions.get(first)?;
        return Some((Standing::Comes(coming.edition, coming.from), first, Vec::new()));
    };
    let is_in_force = in_force == Some(shown);
    let gone = past.clone().find(|index| *index > shown);
    let state = match gone.and_then(|index| editions.get(index)) {
        Some(gone) if !is_in_force => Standing::Gone(gone.edition),
        _ => Standing::InForce,
    };
    let mut words = editions.get(shown)?.words.as_ref();
    let mut changes = Vec::new();
    if state == Standing::InForce {
        for coming in editions.iter().filter(|one| one.state == EditionState::Draft) {
            if coming.words.as_ref() != words {
                changes.push(Change {
                    edition: coming.edition,
                    from: coming.from,
                    goes: coming.words.is_none(),
                });
                words = coming.words.as_ref();
            }
        }
    }
    Some((state, shown, changes))
}

struct Loaded {
    manual: Manual,
    editions: Vec<Edition>,
    texts: BTreeMap<EditionId, ClauseText>,
    above: Vec<ClauseText>,
    shown: usize,
    standing: Standing,
    changes: Vec<Change>,
    citing: Vec<Citing>,
    found: Vec<ListRow>,
    count: i64,
    tally: Option<Tally>,
}

fn load(conn: &mut Conn, ask: &Question) -> AppResult<Loaded> {
    let id = ask.clause;
    let manual = queries::manual_of(conn, id)?;
    let mut editions = manuals::queries::editions(conn, manual)?;
    editions.sort_by_key(|edition| edition.number);
    let texts = queries::wordings(conn, id)?;
    let worded: Vec<Worded> = editions.iter().map(|edition| worded(edition, &texts)).collect();
    let (standing, shown, changes) = standing(&worded).ok_or(AppError::NotFound)?;
    let edition = editions.get(shown).ok_or(AppError::NotFound)?.id;
    let own = texts.get(&edition).ok_or(AppError::NotFound)?;
    let mut above = manuals::queries::clauses(conn, edition)?;
    above.retain(|clause| own.number.starts_with(&format!("{}.", clause.number)));
    let citing = queries::citing(conn, id)?;
    let tally = match &ask.figures {
        Some(over) => {
            let asked = |question: &QuestionId| citing.iter().any(|citing| citing.question == *question);
            let all = figures::queries::tally_by_question(conn, over)?;
            let own = all.into_iter().filter(|(question, _)| asked(question));
            Some(own.map(|(_, tally)| tally).sum())
        }
        None => None,
    };
    let mut found = findings::queries::list(conn, &ask.scope, &ask.findings, ask.now, &pager::Ask::new("", ""))?;
    found.truncate(LISTED);
    Ok(Loaded {
        manual: manuals::queries::find(conn, manual)?,
        count: findings::queries::count(conn, &ask.scope, &ask.findings, ask.now)?,
        editions,
        texts,
        above,
        shown,
        standing,
        changes,
        citing,
        found,
        tally,
    })
}

fn worded(edition: &Edition, texts: &BTreeMap<EditionId, ClauseText>) -> Worded {
    Worded {
        edition: edition.number,
        state: edition.state,
        from: edition.in_force_from,
        words: texts
            .get(&edition.id)
            .map(|text| (text.number.clone(), text.title.clone(), text.body.clone())),
    }
}

/// What the page asks the database.
struct Question {
    clause: ClauseId,
    scope: Scope,
    now: Instant,
    findings: Asked,
    figures: Option<Over>,
}

/// A step on the way up.
#[derive(Debug, Serialize)]
pub struct Step {
    href: String,
    text: String,
}

/// A question that checks the clause.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    text: String,
    href: Option<String>,
    checklist: String,
    trace_href: String,
}

/// A finding on one of its questions.
#[derive(Debug, Serialize)]
pub struct FindingShown {
    href: String,
    number: String,
    title: String,
    unit: String,
    state: &'static str,
    found: When,
}

/// The clause in another edition.
#[derive(Debug, Serialize)]
pub struct WordingShown {
    edition: i32,
    href: String,
    state: &'static str,
    since: When,
    same: bool,
    title: Option<String>,
    html: String,
}

page! {
    /// A clause.
    pub struct ClausePage in "boards/clause.html" {
        pub title: String,
        pub lead: String,
        pub path: Vec<Step>,
        pub warnings: Vec<String>,
        pub html: String,
        pub trace_href: Option<String>,
        pub questions: Vec<QuestionShown>,
        pub findings: Vec<FindingShown>,
        pub count: Count,
        pub figures: bool,
        pub percent: Option<String>,
        pub judged: i64,
        pub wordings: Vec<WordingShown>,
    }
}

/// Shows a clause.
pub async fn show(viewer: Viewer<Anyone>, id: web::Path<ClauseId>) -> AppResult<HttpResponse> {
    let today = viewer.zone.local(viewer.now).date;
    let since = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let scope = viewer.scope();
    let question = Question {
        clause: *id,
        now: viewer.now,
        findings: Asked {
            tab: Tab::All,
            clause: Some(*id),
            days: Days::of(Some(since), Some(today), &viewer.zone),
            ..Asked::default()
        },
        figures: viewer
            .holds(Auditor::ROLES)
            .then(|| Over::new(&scope.units, since, today)),
        scope,
    };
    let loaded = viewer.app.db.read(move |conn| load(conn, &question)).await?;
    viewer.show(Here::Manuals, &shown(&viewer, *id, &loaded, (since, today))?)
}

fn shown(viewer: &Viewer, id: ClauseId, l: &Loaded, (since, today): (NaiveDate, NaiveDate)) -> AppResult<ClausePage> {
    let edition = l.editions.get(l.shown).ok_or(AppError::NotFound)?;
    let own = l.texts.get(&edition.id).ok_or(AppError::NotFound)?;
    let audits = viewer.holds(Auditor::ROLES);
    let name = |code: &str, number: &str, title: &str| format!("{code} {number} {title}");
    let manual = Step {
        href: links::manual(l.manual.id),
        text: l.manual.title.clone(),
    };
    let above = l.above.iter().map(|clause| Step {
        href: links::clause(clause.clause_id),
        text: format!("{} {}", clause.number, clause.title),
    });
    let mut pairs = vec![("tab", "all".to_owned()), ("clause", id.to_string())];
    pairs.extend(from_to(since, today));
    Ok(ClausePage {
        title: name(&l.manual.code, &own.number, &own.title),
        lead: viewer.say(
            &Said::new(&format!(
                "manuals-edition-lead-{}",
                edition.state.as_str().replace('_', "-")
            ))
            .with("edition", edition.number)
            .with("day", viewer.day(&viewer.zone, edition.in_force_from).full),
        ),
        path: std::iter::once(manual).chain(above).collect(),
        warnings: warnings(viewer, l),
        html: manuals::file::html(&own.body),
        trace_href: (l.standing == Standing::InForce)
            .then(|| links::with(links::TRACE, &[("from", format!("clause:{id}"))])),
        questions: l
            .citing
            .iter()
            .map(|citing| QuestionShown {
                text: citing.texts.text.get(viewer.lang()).to_owned(),
                href: audits.then(|| format!("{}#q-{}", links::template(citing.template), citing.code)),
                checklist: citing.title.get(viewer.lang()).to_owned(),
                trace_href: links::with(links::TRACE, &[("from", format!("question:{}", citing.question))]),
            })
            .collect(),
        findings: l
            .found
            .iter()
            .map(|row| FindingShown {
                href: links::finding(row.finding.id),
                number: row.finding.number.clone(),
                title: row.finding.title.clone(),
                unit: row.unit.clone(),
                state: row.finding.standing(),
                found: viewer.moment(&viewer.zone, row.finding.found_at),
            })
            .collect(),
        count: Count {
            n: l.count,
            href: links::with(links::FINDINGS, &pairs),
        },
        figures: l.tally.is_some(),
        percent: l
            .tally
            .and_then(|tally| percent(&Reader::of(viewer), tally.first_time_conformance())),
        judged: l.tally.map_or(0, Tally::judged),
        wordings: l
            .editions
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != l.shown)
            .rev()
            .map(|(_, edition)| wording(viewer, l, own, edition))
            .collect(),
    })
}

fn warnings(viewer: &Viewer, l: &Loaded) -> Vec<String> {
    let day = |date: NaiveDate| viewer.day(&viewer.zone, date).full;
    let mut said = Vec::new();
    match l.standing {
        Standing::InForce => {}
        Standing::Gone(edition) => said.push(Said::new("clause-gone").with("edition", edition)),
        Standing::Comes(edition, from) => {
            said.push(
                Said::new("clause-comes")
                    .with("edition", edition)
                    .with("day", day(from)),
            );
        }
    }
    for change in &l.changes {
        let key = if change.goes { "clause-goes" } else { "clause-changes" };
        said.push(
            Said::new(key)
                .with("edition", change.edition)
                .with("day", day(change.from)),
        );
    }
    said.iter().map(|said| viewer.say(said)).collect()
}

fn wording(viewer: &Viewer, l: &Loaded, own: &ClauseText, edition: &Edition) -> WordingShown {
    let text = l.texts.get(&edition.id);
    WordingShown {
        edition: edition.number,
        href: format!("{}/editions/{}", links::manual(l.manual.id), edition.number),
        state: edition.state.as_str(),
        since: viewer.day(&viewer.zone, edition.in_force_from),
        same: text.is_some_and(|text| (&text.number, &text.title, &text.body) == (&own.number, &own.title, &own.body)),
        title: text.map(|text| format!("{} {}", text.number, text.title)),
        html: text.map(|text| manuals::file::html(&text.body)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(number: i32, state: EditionState, body: Option<&str>) -> Worded {
        let year = 2020 + number;
        Worded {
            edition: number,
            state,
            from: NaiveDate::from_ymd_opt(year, 1, 1).unwrap(),
            words: body.map(|body| ("1.1".into(), "Greeting".into(), body.into())),
        }
    }

    use EditionState::{Draft, InForce, Superseded};

    #[test]
    fn the_words_in_force_are_shown_and_the_next_change_is_told() {
        let all = [
            edition(1, Superseded, Some("Nod.")),
            edition(2, InForce, Some("Greet.")),
            edition(3, Draft, Some("Greet.")),
            edition(4, Draft, Some("Greet by name.")),
            edition(5, Draft, None),
        ];
        let (standing, shown, changes) = standing(&all).unwrap();
        assert_eq!((standing, shown), (Standing::InForce, 1));
        let told: Vec<(i32, bool)> = changes.iter().map(|change| (change.edition, change.goes)).collect();
        assert_eq!(told, [(4, false), (5, true)]);
    }

    #[test]
    fn a_clause_that_went_is_gone_since_the_edition_after_its_last() {
        let all = [
            edition(1, Superseded, Some("Nod.")),
            edition(2, Superseded, None),
            edition(3, InForce, None),
        ];
        assert_eq!(standing(&all), Some((Standing::Gone(2), 0, Vec::new())));
    }

    #[test]
    fn a_clause_of_a_coming_edition_is_not_there_yet() {
        let all = [edition(1, InForce, None), edition(2, Draft, Some("Smile."))];
        let from = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();
        assert_eq!(standing(&all), Some((Standing::Comes(2, from), 1, Vec::new())));
        assert_eq!(standing(&[edition(1, InForce, None)]), None);
    }
}
