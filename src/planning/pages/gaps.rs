//! Every gap in layer cover of a month, each with the way to fill it.

use super::*;
use crate::base::days::{EARLIEST, LATEST};
use crate::people::viewer::Leader;
use crate::planning::calendar::{Period, View, Wish};
use crate::planning::cover::{self, Gap};
use crate::platform::exports::{self, Ending};
use crate::platform::web::form::{Problem, Problems};
use crate::platform::web::parts::Choice;
use chrono::Datelike;

/// A gap in words.
#[derive(Debug, Serialize)]
pub struct GapShown {
    text: String,
    note: String,
    layer: i32,
    /// The form of a plan that fills it, for whoever writes plans.
    fill: Option<String>,
    fill_name: String,
}

page! {
    /// The gaps in layer cover.
    pub struct GapsPage in "planning/gaps.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub back: String,
        pub on: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub layers: Vec<Choice>,
        pub layer: String,
        pub gaps: Vec<GapShown>,
        pub more: usize,
        pub query: String,
    }
}

/// Gaps named on the page.
const MOST_NAMED: usize = 200;

/// "June 2026".
fn month_name<R: Right>(viewer: &Viewer<R>, period: &Period) -> String {
    viewer.say(
        &Said::new("schedule-month")
            .with("month", viewer.i18n().month(viewer.lang(), period.first.month()))
            .with("year", period.first.year().to_string()),
    )
}

pub(super) fn gap_shown<R: Right>(viewer: &Viewer<R>, gap: &Gap, period: &Period) -> GapShown {
    let process = gap.process.get(viewer.lang());
    let text = Said::new("gap-said")
        .with("unit", gap.unit.as_str())
        .with("layer", gap.layer_name.as_str())
        .with("number", gap.layer.to_string())
        .with("process", process)
        .with("month", viewer.i18n().month(viewer.lang(), period.first.month()));
    let note = match &gap.plan {
        None => Said::new("gap-no-plan"),
        Some((_, None)) => Said::new("gap-not-now"),
        Some((_, Some(next))) => Said::new("gap-next").with("date", viewer.day(&viewer.zone, *next).full),
    };
    let query = [
        ("template", gap.template_id.to_string()),
        ("layer", gap.layer.to_string()),
        ("unit", gap.unit_id.to_string()),
    ];
    let fill = may_write(viewer)
        .then(|| serde_urlencoded::to_string(query).ok())
        .flatten()
        .map(|query| format!("{}/new?{query}", links::PLANS));
    GapShown {
        text: viewer.say(&text),
        note: viewer.say(&note),
        layer: gap.layer,
        fill,
        fill_name: format!("{}, {process}", gap.unit),
    }
}

/// The month and the places that are asked for.
fn asked(viewer: &Viewer<Leader>, fields: &Fields, problems: &mut Problems) -> (Period, Wish) {
    let today = viewer.zone.local(viewer.now).date;
    let on = fields
        .choice::<NaiveDate>("on", problems)
        .filter(|on| (EARLIEST..=LATEST).contains(on))
        .unwrap_or(today);
    let wish = Wish {
        within: fields.choice("unit", problems),
        layer: fields.choice("layer", problems),
    };
    (Period::around(View::Month, on), wish)
}

/// Every gap of the month, as a file.
pub(super) async fn export(viewer: Viewer<Leader>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let fields = Fields::parse_query(viewer.req.query_string());
    let (period, wish) = asked(&viewer, &fields, &mut problems);
    if let Some(said) = problems.first() {
        return Err(AppError::Refused(said));
    }
    let (scope, now) = (viewer.scope(), viewer.now);
    let gaps = viewer
        .app
        .db
        .read(move |conn| {
            let gaps = cover::gaps(conn, &scope, wish, &period, now)?;
            exports::all(gaps)
        })
        .await?;
    let head = ["month", "unit", "layer", "process", "note"].map(|name| viewer.t(&format!("gaps-file-{name}")));
    let cells = |gap: &Gap| {
        vec![
            period.first.into(),
            gap.unit.clone().into(),
            gap.layer.into(),
            gap.process.get(viewer.lang()).to_owned().into(),
            gap_shown(&viewer, gap, &period).note.into(),
        ]
    };
    let rows = gaps.iter().map(cells).collect();
    exports::download(*ending, "gaps", head.into(), rows).await
}

pub(super) async fn show(viewer: Viewer<Leader>) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let fields = Fields::parse_query(viewer.req.query_string());
    let (period, wish) = asked(&viewer, &fields, &mut problems);
    let (scope, now) = (viewer.scope(), viewer.now);
    let (gaps, units, layers) = viewer
        .app
        .db
        .read(move |conn| {
            Ok((
                cover::gaps(conn, &scope, wish, &period, now)?,
                agency::queries::list_below(conn, &scope.units)?,
                agency::queries::layers(conn)?,
            ))
        })
        .await?;
    let page = GapsPage {
        title: viewer.t("gaps-title"),
        problems: viewer.told(&problems),
        lead: viewer.say(
            &Said::new("gaps-lead")
                .with("count", gaps.len())
                .with("month", month_name(&viewer, &period)),
        ),
        back: format!("{}?on={}", links::SCHEDULE, period.first),
        on: period.first.to_string(),
        units: agency::pages::units_offered(&viewer, &units, wish.within),
        unit: fields.get("unit").to_owned(),
        layers: layers
            .iter()
            .map(|layer| Choice::new(layer.number, layer.name.clone()))
            .collect(),
        layer: fields.get("layer").to_owned(),
        more: gaps.len().saturating_sub(MOST_NAMED),
        query: viewer.req.query_string().to_owned(),
        gaps: gaps
            .iter()
            .take(MOST_NAMED)
            .map(|gap| gap_shown(&viewer, gap, &period))
            .collect(),
    };
    if problems.is_empty() {
        viewer.show(Here::Schedule, &page)
    } else {
        viewer.again(Here::Schedule, &page)
    }
}
