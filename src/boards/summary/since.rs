//! What changed since the period before: only what chance alone hardly does is told.

use super::*;

/// A figure that changed.
#[derive(Debug, Serialize)]
pub struct ChangedRow {
    /// What was and what is, and how far the difference can be trusted.
    pub text: String,
    /// Whether it fell.
    pub worse: bool,
}

/// What changed, worst first, and a sentence about all of it.
pub fn since(viewer: &Reader, ask: &Ask, l: &Loaded) -> (Vec<ChangedRow>, String) {
    let mut compared = vec![
        (
            viewer.t("summary-followed"),
            l.before.tally.first_time_conformance(),
            l.now.tally.first_time_conformance(),
        ),
        (
            viewer.t("summary-on-time"),
            l.before.done.on_time_completion(),
            l.now.done.on_time_completion(),
        ),
        (
            viewer.t("summary-closed"),
            l.before.closure.on_time(),
            l.now.closure.on_time(),
        ),
    ];
    compared.extend(l.goals.iter().map(|goal| {
        let before = l.by_goal_before.get(&goal.id).copied().unwrap_or_default();
        (
            format!("{} {}", goal.code, goal.title.get(viewer.lang())),
            before.first_time_conformance(),
            of_goal(l, goal).first_time_conformance(),
        )
    }));
    let changes: Vec<(&(String, Share, Share), Change)> = compared
        .iter()
        .map(|one| (one, Change::between(one.1, one.2)))
        .collect();
    let mut rows: Vec<ChangedRow> = changes
        .iter()
        .filter_map(|((name, before, now), change)| {
            let (key, points, interval) = match change {
                Change::Up(points, interval) => ("summary-since-up", *points, *interval),
                Change::Down(points, interval) => ("summary-since-down", *points, *interval),
                Change::Chance | Change::Unknown => return None,
            };
            let (low, high) = (interval.low.abs() * 100.0, interval.high.abs() * 100.0);
            let signed = |points: f64| viewer.i18n().decimal(viewer.lang(), points, 1);
            let text = Said::new(key)
                .with("name", name.clone())
                .with("now", percent(viewer, *now)?)
                .with("before", percent(viewer, *before)?)
                .with("points", tenths_text(viewer, points))
                .with("low", signed(low.min(high)))
                .with("high", signed(low.max(high)));
            Some(ChangedRow {
                text: viewer.say(&text),
                worse: matches!(change, Change::Down(..)),
            })
        })
        .collect();
    rows.sort_by_key(|row| !row.worse);
    let is_known = changes.iter().any(|(_, change)| *change != Change::Unknown);
    let key = match (is_known, rows.is_empty()) {
        (false, _) => "summary-since-unknown",
        (true, true) => "summary-since-none",
        (true, false) => "summary-since-some",
    };
    let (from, to) = ask.period.days_before(ask.today);
    let said = Said::new(key)
        .with("count", rows.len())
        .with("days", days_text(viewer, from, to));
    let said = viewer.say(&said);
    (rows, said)
}
