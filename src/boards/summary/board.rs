//! What is asked of the board: what nobody below can do, the most serious first, each in a sentence that leads there.

use super::*;
use crate::base::codes::Severity;
use crate::boards::trace::model::{Gap, Node};
use crate::findings::queries::OwnedBy;
use crate::people::model::Scope;
use crate::planning::calendar::{Period as Shown, View, Wish};
use crate::planning::cover;

/// What is asked of the board.
#[derive(Debug, Serialize)]
pub struct AskedRow {
    /// The sentence.
    pub text: String,
    /// Where it is seen, and done.
    pub href: String,
}

/// What is counted for it.
pub struct Wanting {
    critical: i64,
    climbed: i64,
    unowned: i64,
    gaps: usize,
}

/// Counts it. Gaps in plans are those of this month at the board's own layer, as whoever is not told of unannounced plans
/// sees them; they are of all work, so a page about a part of it has none.
///
/// # Errors
/// Only when the database fails.
pub fn load(conn: &mut Conn, ask: &Ask, now: Instant, own_layer: i32) -> AppResult<Wanting> {
    let over = ask.over();
    let gaps = if ask.is_whole() {
        let wish = Wish {
            within: None,
            layer: Some(own_layer),
        };
        let month = Shown::around(View::Month, ask.today);
        cover::gaps(conn, &Scope::of_units(&ask.tops), wish, &month, now)?.len()
    } else {
        0
    };
    let (critical, climbed) = queries::count_pressing(conn, &over, now)?;
    Ok(Wanting {
        critical,
        climbed,
        unowned: queries::count_unowned_systemic(conn, &over, now)?,
        gaps,
    })
}

/// Whether all work of the whole agency is shown.
fn is_all(ask: &Ask, l: &Loaded) -> bool {
    ask.is_whole() && l.units.iter().any(|unit| unit.parent_id.is_none())
}

/// What is said where nothing is asked: no more than what was looked at.
pub fn none(ask: &Ask, l: &Loaded) -> &'static str {
    if ask.on.is_some() {
        "summary-asked-earlier"
    } else if is_all(ask, l) {
        "summary-asked-none"
    } else if ask.is_whole() {
        "summary-asked-none-below"
    } else {
        "summary-asked-none-part"
    }
}

/// The sentences, seven at most. What the chain from the mission to the questions lacks is told on the page of the whole
/// agency alone; on that of an earlier day nothing is asked, since it would be of today.
pub fn rows(viewer: &Reader, ask: &Ask, l: &Loaded) -> Vec<AskedRow> {
    if ask.on.is_some() {
        return Vec::new();
    }
    let whole = is_all(ask, l);
    let (promises, goals) = if whole {
        (unaudited(&l.chain, viewer.lang()), unserved(&l.chain))
    } else {
        (Vec::new(), Vec::new())
    };
    let own = l.layers.list().last();
    let missed = own.map_or(0, |own| l.layers.done_of(own.number).missed);
    let own_number = own.map(|own| own.number.to_string()).unwrap_or_default();
    let month = Said::new("summary-month")
        .with("month", viewer.i18n().month(viewer.lang(), ask.today.month()))
        .with("year", ask.today.year().to_string());
    let month = viewer.say(&month);
    let mut rows = Vec::new();
    let mut ask_for = |key: &str, count: i64, name: &str, href: String| {
        if count > 0 {
            let said = Said::new(key)
                .with("count", count)
                .with("name", name)
                .with("month", month.clone());
            rows.push(AskedRow {
                text: viewer.say(&said),
                href,
            });
        }
    };
    let findings = |tab: Tab, pairs: &[(&str, String)]| {
        let mut all = vec![("tab", tab.to_string())];
        all.extend_from_slice(pairs);
        at(ask, links::FINDINGS, &all)
    };
    let critical = findings(Tab::Overdue, &[("severity", Severity::Critical.to_string())]);
    ask_for("summary-asked-critical", l.wanting.critical, "", critical);
    ask_for("summary-asked-climbed", l.wanting.climbed, "", "#h-top".to_owned());
    let unowned = [
        ("origin", OriginKind::Systemic.to_string()),
        ("owner", OwnedBy::Nobody.to_string()),
    ];
    let unowned = findings(Tab::Decision, &unowned);
    ask_for("summary-asked-unowned", l.wanting.unowned, "", unowned);
    let first = promises.first().map_or("", |promise| promise.1);
    let from = promises.first().map(|promise| Node::Promise(promise.0).to_string());
    let chain = links::with(links::TRACE, &[("from", from.unwrap_or_default())]);
    ask_for("summary-asked-promises", counted(promises.len()), first, chain);
    let first = goals.first().copied().unwrap_or_default();
    let unserved = format!("{}/gaps/{}", links::TRACE, Gap::Goals);
    ask_for("summary-asked-goals", counted(goals.len()), first, unserved);
    let of_own = [("state", Which::Missed.to_string()), ("layer", own_number.clone())];
    let name = own.map_or("", |own| own.name.as_str());
    ask_for(
        "summary-asked-missed",
        missed,
        name,
        in_period(ask, links::AUDITS, &of_own),
    );
    let gaps = at(ask, links::GAPS, &[("layer", own_number)]);
    ask_for("summary-asked-gaps", counted(l.wanting.gaps), name, gaps);
    rows
}

fn counted(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// The promises whose service no process with a checklist delivers: nobody audits them.
fn unaudited<'a>(chain: &'a Chain, lang: &str) -> Vec<(CharterPromiseId, &'a str)> {
    let is_audited = |service: ServiceId| {
        let mut delivering = chain
            .processes
            .iter()
            .filter(|process| process.services.contains(&service));
        delivering.any(|process| process.template.is_some())
    };
    let missing = chain.promises.iter().filter(|promise| !is_audited(promise.service));
    missing.map(|promise| (promise.id, promise.wording.get(lang))).collect()
}

/// The goals of the agency that no question of a checklist serves.
fn unserved(chain: &Chain) -> Vec<&str> {
    let missing = chain.missing(Gap::Goals);
    let own = chain.goals.iter().filter(|goal| goal.department.is_none());
    own.filter(|goal| missing.contains(&Node::Goal(goal.id)))
        .map(|goal| goal.code.as_str())
        .collect()
}
