//! The queue of findings: its stages and filters, and the files it leaves as.

use super::show::choices;
use super::*;
use crate::base::clock::Instant;
use crate::base::codes::Role;
use crate::figures::model::Serves;
use crate::findings::pauses;
use crate::findings::settings::{self, Category};
use crate::findings::views::{self, View};
use crate::platform::exports::{self, Cell, Ending, MOST_ROWS};
use crate::platform::web::cookies;
use crate::processes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashSet;

/// A finding in a list.
#[derive(Debug, Serialize)]
pub struct Row {
    id: FindingId,
    href: String,
    number: String,
    title: String,
    unit: String,
    found: When,
    layer: Option<i32>,
    severity: &'static str,
    sensitive: bool,
    /// Where it stands, the same on every tab.
    state: &'static str,
    /// Whether it is planned, and a leader has to decide on the plan.
    undecided: bool,
    repeat: bool,
    /// Whether it is the common one of several units.
    systemic: bool,
    /// Whether it had been closed, and is open again.
    reopened: bool,
    owner: Option<String>,
    due: Option<When>,
    overdue: bool,
    paused: bool,
    /// Whether it can be chosen to be handed over.
    pick: bool,
}

page! {
    /// The queue of findings.
    pub struct IndexPage in "findings/index.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub pills: Vec<Pill>,
        pub tab: &'static str,
        pub may_pick: bool,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub layers: Vec<Choice>,
        pub layer: String,
        pub severities: Vec<Choice>,
        pub severity: String,
        pub owners: Vec<Choice>,
        pub owner: String,
        pub causes: Vec<Choice>,
        pub cause: String,
        pub processes: Vec<Choice>,
        pub process: String,
        pub kinds: Vec<Choice>,
        pub kind: String,
        pub origins: Vec<Choice>,
        pub origin: String,
        pub sensitivities: Vec<Choice>,
        pub sensitive: String,
        pub folded: bool,
        pub views: Vec<ViewLink>,
        pub query: String,
        pub may_raise: bool,
        pub exports: bool,
        pub most_rows: usize,
        pub from: String,
        pub to: String,
        pub kept: Vec<Choice>,
        pub shown: String,
        pub clear: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub filtered: bool,
        pub may_set: bool,
    }
}

/// Filters that come with a link and have no field of their own: the form and the stages keep them.
const KEPT: [&str; 5] = ["goal", "serves", "question", "clause", "by"];
/// Filters with a field.
const FIELDS: [&str; 12] = [
    "q",
    "unit",
    "severity",
    "owner",
    "cause",
    "process",
    "layer",
    "kind",
    "origin",
    "sensitive",
    "from",
    "to",
];
/// Those of them that stand folded away.
const FOLDED: [&str; 8] = ["cause", "process", "layer", "kind", "origin", "sensitive", "from", "to"];

/// A view of the viewer, above the queue.
#[derive(Debug, Serialize)]
pub struct ViewLink {
    href: String,
    text: String,
    here: bool,
}

pub(super) fn asked(viewer: &Viewer, query: &Fields, problems: &mut Problems) -> Asked {
    let asked = Asked {
        tab: query.choice("tab", problems).unwrap_or_default(),
        words: fold(query.get("q")),
        within: query.choice("unit", problems),
        layer: query.choice("layer", problems),
        goal: query.choice("goal", problems),
        serves: query.choice("serves", problems),
        question: query.choice("question", problems),
        clause: query.choice("clause", problems),
        kind: query.choice("kind", problems),
        severity: query.choice("severity", problems),
        origin: query.choice("origin", problems),
        process: query.choice("process", problems),
        owner: query.choice("owner", problems),
        cause: query.given("cause").map(str::to_owned),
        sensitive: query.choice("sensitive", problems),
        days: query.days(&viewer.zone, problems),
        by: query.choice("by", problems).unwrap_or_default(),
    };
    let whole = asked.days.is_some_and(|days| days.from.is_some() && days.to.is_some());
    if asked.by == By::Closure && !whole && problems.is_empty() {
        problems.add("from", Said::new("findings-closure-days"));
    }
    asked
}

/// What is said of rows beside what stands in them.
pub(super) struct Marks {
    /// Those whose clock stands still.
    paused: HashSet<FindingId>,
    /// Those whose plan waits for a decision.
    undecided: HashSet<FindingId>,
    /// Those that were closed and are open again.
    reopened: HashSet<FindingId>,
}

impl Marks {
    fn of(conn: &mut Conn, rows: &[ListRow], now: Instant) -> AppResult<Self> {
        let ids: Vec<FindingId> = rows.iter().map(|row| row.finding.id).collect();
        let mut marks = Self {
            paused: HashSet::new(),
            undecided: HashSet::new(),
            reopened: HashSet::new(),
        };
        // A file may have thousands of rows.
        for some in ids.chunks(500) {
            marks.paused.extend(pauses::queries::standing_among(conn, some, now)?);
            marks.undecided.extend(queries::undecided_among(conn, some)?);
            marks.reopened.extend(queries::reopened_among(conn, some)?);
        }
        Ok(marks)
    }
}

/// What the queue reads.
struct Read {
    rows: Vec<ListRow>,
    zones: HashMap<UnitId, Zone>,
    marks: Marks,
    categories: Vec<Category>,
    repeat_days: i32,
    counts: Vec<(Tab, i64)>,
    partly: bool,
    units: Vec<agency::model::Unit>,
    layers: Vec<agency::model::Layer>,
    processes: Vec<processes::model::Process>,
    owners: Vec<(PersonId, String)>,
    views: Vec<View>,
}

pub(super) async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    if let Some(given) = query.without_blanks() {
        return Ok(see_other(&queue(&given), None));
    }
    let mut problems = Problems::new();
    let asked = asked(&viewer, &query, &mut problems);
    let (ask, scope, now) = (Ask::of(&viewer.req), viewer.scope(), viewer.now);
    let (a, k, understood) = (asked.clone(), ask.clone(), problems.is_empty());
    let read = viewer
        .app
        .db
        .read(move |conn| {
            let (rows, counts) = if understood {
                (
                    queries::list(conn, &scope, &a, now, &k)?,
                    queries::count_tabs(conn, &scope, &a, now)?,
                )
            } else {
                (Vec::new(), Vec::new())
            };
            let places: Vec<UnitId> = rows.iter().map(|row| row.finding.unit_id).collect();
            let partly = match a.within.and_then(Within::unit) {
                Some(unit) => !people::queries::covers(conn, &scope, unit)?,
                None => false,
            };
            Ok(Read {
                marks: Marks::of(conn, &rows, now)?,
                categories: settings::queries::categories(conn)?,
                repeat_days: settings::queries::rules(conn)?.repeat_days,
                zones: agency::queries::zones(conn, &places)?,
                units: agency::queries::list_below(conn, &scope.units)?,
                layers: agency::queries::layers(conn)?,
                processes: processes::queries::all(conn)?,
                owners: queries::owners(conn, &scope)?,
                views: views::queries::of(conn, scope.person)?,
                rows,
                counts,
                partly,
            })
        })
        .await?;
    let (rows, counts) = (read.rows, read.counts);
    let slice = ask.page(rows, |row| asked.tab.cursor(&row.finding));
    let here = filters_of(&query);
    let count = |wanted: Tab| {
        let found = counts.iter().find(|(tab, _)| *tab == wanted);
        found.map_or(0, |(_, count)| *count)
    };
    let given = |name: &&str| query.given(name).is_some();
    let rows: Vec<Row> = slice
        .rows
        .iter()
        .map(|row| {
            let zone = read.zones.get(&row.finding.unit_id).unwrap_or(&viewer.zone);
            list_row(&viewer, row, zone, &read.marks)
        })
        .collect();
    let page = IndexPage {
        title: viewer.t(&format!("findings-title-{}", asked.tab)),
        lead: if understood {
            viewer.say(
                &Said::new(&format!("findings-lead-{}", asked.tab))
                    .with("count", count(asked.tab))
                    .with("overdue", count(Tab::Overdue)),
            )
        } else {
            String::new()
        },
        pills: counts
            .iter()
            .map(|(tab, count)| pill(&viewer, &query, *tab, *count, asked.tab))
            .collect(),
        tab: asked.tab.as_str(),
        words: query.get("q").to_owned(),
        units: agency::pages::units_offered(&viewer, &read.units, asked.within),
        unit: query.get("unit").to_owned(),
        layers: read
            .layers
            .iter()
            .map(|layer| Choice::new(layer.number, layer.name.clone()))
            .collect(),
        layer: query.get("layer").to_owned(),
        severities: Severity::ALL
            .iter()
            .map(|severity| Choice::new(severity, viewer.t(&format!("severity-{severity}"))))
            .collect(),
        severity: query.get("severity").to_owned(),
        owners: owners_offered(&viewer, &read.owners, asked.owner),
        owner: query.get("owner").to_owned(),
        causes: read
            .categories
            .iter()
            .map(|category| Choice::new(&category.code, category.label()))
            .collect(),
        cause: query.get("cause").to_owned(),
        processes: read
            .processes
            .iter()
            .map(|process| Choice::new(process.id, process.name.get(viewer.lang())))
            .collect(),
        process: query.get("process").to_owned(),
        kinds: Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind, kind_said(&viewer, "only", *kind, read.repeat_days)))
            .collect(),
        kind: query.get("kind").to_owned(),
        origins: choices(
            &viewer,
            "findings-from",
            OriginKind::ALL.iter().map(|origin| origin.as_str()),
        ),
        origin: query.get("origin").to_owned(),
        sensitivities: [true, false]
            .map(|yes| Choice::new(yes, viewer.t(&format!("findings-sensitive-{yes}"))))
            .into(),
        sensitive: query.get("sensitive").to_owned(),
        folded: !FOLDED.iter().any(given) && problems.is_empty(),
        views: read.views.iter().map(|view| view_link(view, &here)).collect(),
        may_raise: !viewer.assignments.is_empty(),
        exports: !slice.rows.is_empty(),
        most_rows: MOST_ROWS,
        from: query.get("from").to_owned(),
        to: query.get("to").to_owned(),
        kept: KEPT
            .iter()
            .filter_map(|name| query.given(name).map(|value| (*name, value)))
            .map(|(name, value)| Choice::new(value, name.to_owned()))
            .collect(),
        shown: if understood {
            shown_said(&viewer, &asked, read.partly, read.repeat_days)
        } else {
            String::new()
        },
        clear: format!("{}?tab={}", links::FINDINGS, asked.tab),
        may_set: viewer.holds(&[Role::Quality, Role::Administrator]),
        filtered: KEPT.iter().chain(&FIELDS).any(given),
        may_pick: rows.iter().any(|row| row.pick),
        rows,
        links: slice.links,
        problems: viewer.told(&problems),
        query: here.clone(),
    };
    if !understood {
        return viewer.again(Here::Findings, &page);
    }
    let mut answer = viewer.show(Here::Findings, &page)?;
    remember(&viewer, &here, &mut answer)?;
    Ok(answer)
}

/// The cookie that keeps with which stage and filters the viewer saw the queue last.
const QUEUE: &str = "queue";
/// The most characters of them that are kept: a browser drops a cookie that is too large.
const MOST_KEPT: usize = 1_500;

/// Lets the way back from a finding lead to this stage and these filters.
fn remember(viewer: &Viewer, filters: &str, answer: &mut HttpResponse) -> AppResult<()> {
    let (secure, known) = (viewer.app.stage.secure, cookies::value(&viewer.req, QUEUE));
    let kept = (1..=MOST_KEPT)
        .contains(&filters.len())
        .then(|| URL_SAFE_NO_PAD.encode(format!("{}?{filters}", viewer.keeper())));
    if kept == known {
        return Ok(());
    }
    let cookie = match kept {
        Some(kept) => cookies::build(QUEUE, kept, secure),
        None => cookies::removal(QUEUE, secure),
    };
    answer.add_cookie(&cookie).map_err(AppError::broken)
}

/// The queue as the viewer saw it last on this device. Nothing of the cookie but stage and filters gets into the address,
/// and nobody is led to what somebody else looked for.
pub(super) fn back(viewer: &Viewer) -> String {
    let kept = cookies::value(&viewer.req, QUEUE).and_then(|kept| URL_SAFE_NO_PAD.decode(kept).ok());
    let kept = kept.and_then(|kept| String::from_utf8(kept).ok()).unwrap_or_default();
    match kept.split_once('?') {
        Some((who, filters)) if who == viewer.keeper() => queue(&filters_of(&Fields::parse_query(filters))),
        _ => links::FINDINGS.to_owned(),
    }
}

/// The queue with this stage and these filters.
pub(super) fn queue(filters: &str) -> String {
    match filters.is_empty() {
        true => links::FINDINGS.to_owned(),
        false => format!("{}?{filters}", links::FINDINGS),
    }
}

/// A kind of findings in words.
fn kind_said(viewer: &Viewer, word: &str, kind: Kind, repeat_days: i32) -> String {
    viewer.say(&Said::new(&format!("findings-{word}-{kind}")).with("days", repeat_days))
}

/// What the list shows, where its fields do not say it.
pub(super) fn shown_said(viewer: &Viewer, asked: &Asked, partly: bool, repeat_days: i32) -> String {
    let mut sentences = Vec::new();
    if let Some(days) = &asked.days {
        sentences.push(match asked.by {
            By::Found => viewer.days(days, |word| format!("findings-days-{word}")),
            By::Closure => viewer.days(days, |word| format!("findings-closed-{word}")),
        });
    }
    if let Some(kind) = asked.kind {
        sentences.push(kind_said(viewer, "kind", kind, repeat_days));
    }
    if asked.question.is_some() {
        sentences.push(viewer.t("findings-of-question"));
    }
    if asked.clause.is_some() {
        sentences.push(viewer.t("findings-of-clause"));
    }
    if asked.goal.is_some() {
        sentences.push(viewer.t("findings-of-goal"));
    }
    if let Some(serves) = asked.serves {
        sentences.push(viewer.t(match serves {
            Serves::Goal(_) => "findings-of-goal",
            Serves::Objective(_) => "findings-of-objective",
            Serves::Promise(_) => "findings-of-promise",
        }));
    }
    if partly {
        sentences.push(viewer.t("findings-partly"));
    }
    sentences.join(" ")
}

pub(super) fn pill(viewer: &Viewer, query: &Fields, tab: Tab, count: i64, current: Tab) -> Pill {
    let mut pairs = vec![("tab", tab.as_str())];
    pairs.extend(filters(query));
    Pill {
        href: address(&pairs),
        text: viewer.t(&format!("findings-tab-{tab}")),
        count,
        here: tab == current,
        late: tab == Tab::Overdue && count > 0,
    }
}

/// The filters that were given, without the stage.
fn filters(query: &Fields) -> impl Iterator<Item = (&'static str, &str)> {
    let names = FIELDS.into_iter().chain(KEPT);
    names.filter_map(|name| query.given(name).map(|value| (name, value)))
}

/// The stage and the filters of an address, as a view keeps them: nothing else, always in the same order.
pub(super) fn filters_of(query: &Fields) -> String {
    let stage = query.given("tab").map(|tab| ("tab", tab));
    let pairs: Vec<_> = stage.into_iter().chain(filters(query)).collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

fn address(pairs: &[(&str, &str)]) -> String {
    queue(&serde_urlencoded::to_string(pairs).unwrap_or_default())
}

fn view_link(view: &View, here: &str) -> ViewLink {
    ViewLink {
        href: format!("{}?{}", links::FINDINGS, view.query),
        text: view.name.clone(),
        here: view.query == here,
    }
}

/// Nobody, the viewer, then everybody else who owns a finding the viewer sees.
fn owners_offered(viewer: &Viewer, owners: &[(PersonId, String)], asked: Option<OwnedBy>) -> Vec<Choice> {
    let me = viewer.person.id;
    let first = [
        Choice::new("nobody", viewer.t("findings-owner-nobody")),
        Choice::new(me, viewer.t("findings-owner-me")),
    ];
    let others = owners.iter().filter(|(id, _)| *id != me);
    let mut offered: Vec<Choice> = first.into_iter().collect();
    offered.extend(others.map(|(id, name)| Choice::new(id, name.clone())));
    // A view may ask for somebody who has none any more.
    if let Some(OwnedBy::Person(id)) = asked
        && id != me
        && !owners.iter().any(|(owner, _)| *owner == id)
    {
        offered.push(Choice::new(id, viewer.t("findings-owner-gone")));
    }
    offered
}

/// The columns of the file.
const COLUMNS: [&str; 20] = [
    "number",
    "title",
    "seen",
    "unit",
    "process",
    "layer",
    "severity",
    "sensitive",
    "stage",
    "repeat",
    "owner",
    "found",
    "finder",
    "due",
    "overdue",
    "closed",
    "outcome",
    "from",
    "origin",
    "address",
];

/// Every finding the filters find, as a file.
pub(super) async fn export(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let asked = asked(&viewer, &query, &mut problems);
    if let Some(said) = problems.first() {
        return Err(AppError::Refused(said));
    }
    let (scope, now) = (viewer.scope(), viewer.now);
    let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
    let (rows, zones, finders, processes, marks) = viewer
        .app
        .db
        .read(move |conn| {
            let count = queries::count(conn, &scope, &asked, now)?;
            if count > most {
                let said = Said::new("findings-export-many")
                    .with("count", count)
                    .with("most", most);
                return Err(AppError::Refused(said));
            }
            let rows = queries::list_all(conn, &scope, &asked, now, most)?;
            let mut places: Vec<UnitId> = rows.iter().map(|row| row.finding.unit_id).collect();
            let mut finders: Vec<PersonId> = rows.iter().filter_map(|row| row.finding.found_by).collect();
            places.sort_unstable();
            places.dedup();
            finders.sort_unstable();
            finders.dedup();
            let finders: HashMap<PersonId, String> = queries::names(conn, finders)?.into_iter().collect();
            let processes: HashMap<ProcessId, Localized> = processes::queries::all(conn)?
                .into_iter()
                .map(|process| (process.id, process.name))
                .collect();
            let marks = Marks::of(conn, &rows, now)?;
            Ok((rows, agency::queries::zones(conn, &places)?, finders, processes, marks))
        })
        .await?;
    let head = COLUMNS
        .iter()
        .map(|name| viewer.t(&format!("findings-file-{name}")))
        .collect();
    let cells = |row: &ListRow| {
        let zone = zones.get(&row.finding.unit_id).unwrap_or(&viewer.zone);
        let finder = row.finding.found_by.and_then(|finder| finders.get(&finder).cloned());
        let process = processes
            .get(&row.finding.process_id)
            .map(|name| name.get(viewer.lang()));
        file_row(&viewer, row, zone, process.unwrap_or_default(), finder, &marks)
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "findings", head, rows).await
}

/// The cells of a finding, in the order of [`COLUMNS`]; moments on the clock of its unit.
fn file_row(
    viewer: &Viewer,
    row: &ListRow,
    zone: &Zone,
    process: &str,
    finder: Option<String>,
    marks: &Marks,
) -> Vec<Cell> {
    let finding = &row.finding;
    let yes_no = |yes: bool| Cell::Text(viewer.t(if yes { "findings-file-yes" } else { "findings-file-no" }));
    let word = |key: String| Cell::Text(viewer.t(&key));
    vec![
        finding.number.clone().into(),
        finding.title.clone().into(),
        finding.seen.clone().into(),
        row.unit.clone().into(),
        process.to_owned().into(),
        finding.layer.map_or(Cell::Empty, Cell::Number),
        word(format!("severity-{}", finding.severity)),
        yes_no(finding.sensitive),
        word(match marks.undecided.contains(&finding.id) {
            true => "findings-plan-waits".to_owned(),
            false => format!("finding-state-{}", finding.standing()),
        }),
        yes_no(finding.repeat_of.is_some()),
        row.owner.clone().into(),
        zone.local(finding.found_at).into(),
        finder.into(),
        finding.due_on.into(),
        yes_no(finding.is_overdue(viewer.now)),
        finding.closed_at.map(|at| zone.local(at)).into(),
        finding
            .resolution
            .map_or(Cell::Empty, |how| word(format!("findings-outcome-{how}"))),
        word(format!("findings-from-{}", finding.origin_kind)),
        finding.origin_label.clone().into(),
        viewer.app.post.url(&links::finding(finding.id)).into(),
    ]
}

fn list_row(viewer: &Viewer, row: &ListRow, zone: &Zone, marks: &Marks) -> Row {
    let finding = &row.finding;
    Row {
        id: finding.id,
        href: links::finding(finding.id),
        number: finding.number.clone(),
        title: finding.title.clone(),
        unit: row.unit.clone(),
        found: viewer.moment(zone, finding.found_at),
        layer: finding.layer,
        severity: finding.severity.as_str(),
        sensitive: finding.sensitive,
        state: finding.standing(),
        undecided: marks.undecided.contains(&finding.id),
        systemic: finding.origin_kind == OriginKind::Systemic,
        reopened: marks.reopened.contains(&finding.id),
        repeat: finding.repeat_of.is_some(),
        owner: row.owner.clone(),
        due: finding
            .due_on
            .filter(|_| !finding.state.is_closed())
            .map(|on| viewer.day(zone, on)),
        overdue: finding.is_overdue(viewer.now),
        paused: marks.paused.contains(&finding.id),
        pick: !finding.state.is_closed() && (viewer.audits() || finding.owner_id == Some(viewer.person.id)),
    }
}
