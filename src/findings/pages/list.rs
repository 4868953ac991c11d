//! The queue of findings: its stages and filters.

use super::*;

/// A finding in a list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    number: String,
    title: String,
    unit: String,
    found: When,
    layer: i32,
    severity: &'static str,
    sensitive: bool,
    state: &'static str,
    repeat: bool,
    owner: Option<String>,
    due: Option<When>,
    overdue: bool,
}

page! {
    /// The queue of findings.
    pub struct IndexPage in "findings/index.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub pills: Vec<Pill>,
        pub tab: &'static str,
        pub words: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub layers: Vec<Choice>,
        pub layer: String,
        pub from: String,
        pub to: String,
        pub kept: Vec<Choice>,
        pub shown: String,
        pub clear: String,
        pub rows: Vec<Row>,
        pub links: Links,
        pub filtered: bool,
    }
}

/// Filters that come with a link and have no field of their own: the form and the stages keep them.
const KEPT: [&str; 5] = ["goal", "question", "clause", "kind", "by"];
/// Filters with a field.
const FIELDS: [&str; 5] = ["q", "unit", "layer", "from", "to"];

pub(super) fn asked(viewer: &Viewer, query: &Fields, problems: &mut Problems) -> Asked {
    let asked = Asked {
        tab: query.choice("tab", problems).unwrap_or_default(),
        words: fold(query.get("q")),
        within: query.choice("unit", problems),
        layer: query.choice("layer", problems),
        goal: query.choice("goal", problems),
        question: query.choice("question", problems),
        clause: query.choice("clause", problems),
        kind: query.choice("kind", problems),
        days: query.days(&viewer.zone, problems),
        by: query.choice("by", problems).unwrap_or_default(),
    };
    let whole = asked.days.is_some_and(|days| days.from.is_some() && days.to.is_some());
    if asked.by == By::Closure && !whole && problems.is_empty() {
        problems.add("from", Said::new("findings-closure-days"));
    }
    asked
}

pub(super) async fn index(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let mut problems = Problems::new();
    let asked = asked(&viewer, &query, &mut problems);
    let (ask, scope, now) = (Ask::of(&viewer.req), viewer.scope(), viewer.now);
    let (a, k, understood) = (asked.clone(), ask.clone(), problems.is_empty());
    let (rows, zones, counts, partly, units, layers) = viewer
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
            Ok((
                rows,
                agency::queries::zones(conn, &places)?,
                counts,
                partly,
                agency::queries::list_below(conn, &scope.units)?,
                agency::queries::layers(conn)?,
            ))
        })
        .await?;
    let slice = ask.page(rows, |row| Cursor {
        at: row.finding.found_at,
        id: row.finding.id.0,
    });
    let count = |wanted: Tab| {
        let found = counts.iter().find(|(tab, _)| *tab == wanted);
        found.map_or(0, |(_, count)| *count)
    };
    let given = |name: &&str| query.given(name).is_some();
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
        units: agency::pages::units_offered(&viewer, &units, asked.within),
        unit: query.get("unit").to_owned(),
        layers: layers
            .iter()
            .map(|layer| Choice::new(layer.number, layer.name.clone()))
            .collect(),
        layer: query.get("layer").to_owned(),
        from: query.get("from").to_owned(),
        to: query.get("to").to_owned(),
        kept: KEPT
            .iter()
            .filter_map(|name| query.given(name).map(|value| (*name, value)))
            .map(|(name, value)| Choice::new(value, name.to_owned()))
            .collect(),
        shown: if understood {
            shown_said(&viewer, &asked, partly)
        } else {
            String::new()
        },
        clear: format!("{}?tab={}", links::FINDINGS, asked.tab),
        filtered: KEPT.iter().chain(&FIELDS).any(given),
        rows: slice
            .rows
            .iter()
            .map(|row| list_row(&viewer, row, zones.get(&row.finding.unit_id).unwrap_or(&viewer.zone)))
            .collect(),
        links: slice.links,
        problems: viewer.told(&problems),
    };
    if understood {
        viewer.show(Here::Findings, &page)
    } else {
        viewer.again(Here::Findings, &page)
    }
}

/// What the list shows, where its fields do not say it.
pub(super) fn shown_said(viewer: &Viewer, asked: &Asked, partly: bool) -> String {
    let mut sentences = Vec::new();
    if let Some(days) = &asked.days {
        sentences.push(match asked.by {
            By::Found => viewer.days(days, |word| format!("findings-days-{word}")),
            By::Closure => viewer.days(days, |word| format!("findings-closed-{word}")),
        });
    }
    if let Some(kind) = asked.kind {
        sentences.push(viewer.t(&format!("findings-kind-{kind}")));
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
    if partly {
        sentences.push(viewer.t("findings-partly"));
    }
    sentences.join(" ")
}

pub(super) fn pill(viewer: &Viewer, query: &Fields, tab: Tab, count: i64, current: Tab) -> Pill {
    let mut pairs = vec![("tab", tab.as_str())];
    pairs.extend(
        FIELDS
            .iter()
            .chain(&KEPT)
            .filter_map(|name| query.given(name).map(|value| (*name, value))),
    );
    Pill {
        href: format!(
            "{}?{}",
            links::FINDINGS,
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        ),
        text: viewer.t(&format!("findings-tab-{tab}")),
        count,
        here: tab == current,
        late: tab == Tab::Overdue && count > 0,
    }
}

pub(super) fn list_row(viewer: &Viewer, row: &ListRow, zone: &Zone) -> Row {
    let finding = &row.finding;
    Row {
        href: links::finding(finding.id),
        number: finding.number.clone(),
        title: finding.title.clone(),
        unit: row.unit.clone(),
        found: viewer.moment(zone, finding.found_at),
        layer: finding.layer,
        severity: finding.severity.as_str(),
        sensitive: finding.sensitive,
        state: finding.standing(),
        repeat: finding.repeat_of.is_some(),
        owner: row.owner.clone(),
        due: finding
            .due_on
            .filter(|_| !finding.state.is_closed())
            .map(|on| viewer.day(zone, on)),
        overdue: finding.is_overdue(viewer.now),
    }
}
