//! What changed since the period before, and since the board met last: only what chance alone hardly does is told.

use super::*;
use crate::boards::packets::document::{self, Data};
use crate::boards::packets::model::Packet;

/// A figure that changed.
#[derive(Debug, Serialize)]
pub struct ChangedRow {
    /// What was and what is, and how far the difference can be trusted.
    pub text: String,
    /// Whether it fell.
    pub worse: bool,
}

/// A figure by its name, as it was and as it is.
type Compared = (String, Share, Share);

/// The three big figures and the goals beside what they were.
fn beside(viewer: &Reader, l: &Loaded, figures: [Share; 3], of_goal_before: impl Fn(GoalId) -> Share) -> Vec<Compared> {
    let now = [
        l.now.tally.first_time_conformance(),
        l.now.done.on_time_completion(),
        l.now.closure.on_time(),
    ];
    let names = ["summary-followed", "summary-on-time", "summary-closed"].map(|name| viewer.t(name));
    let big = names.into_iter().zip(figures).zip(now);
    let mut compared: Vec<Compared> = big.map(|((name, before), now)| (name, before, now)).collect();
    compared.extend(l.goals.iter().map(|goal| {
        let name = format!("{} {}", goal.code, goal.title.get(viewer.lang()));
        let now = of_goal(l, goal).first_time_conformance();
        (name, of_goal_before(goal.id), now)
    }));
    compared
}

/// What changed of these, worst first; nothing where none of them can be compared.
fn changed(viewer: &Reader, compared: &[Compared]) -> Option<Vec<ChangedRow>> {
    let changes: Vec<(&Compared, Change)> = compared
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
            // what is more than chance is never told as nothing
            let digits = if low.min(high) < 0.05 { 2 } else { 1 };
            let signed = |points: f64| viewer.i18n().decimal(viewer.lang(), points, digits);
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
    is_known.then_some(rows)
}

/// What changed since the period before, worst first, and a sentence about all of it.
pub fn since(viewer: &Reader, ask: &Ask, l: &Loaded) -> (Vec<ChangedRow>, String) {
    let before = [
        l.before.tally.first_time_conformance(),
        l.before.done.on_time_completion(),
        l.before.closure.on_time(),
    ];
    let of_goal_before = |goal: GoalId| {
        let tally = l.by_goal_before.get(&goal).copied().unwrap_or_default();
        tally.first_time_conformance()
    };
    let rows = changed(viewer, &beside(viewer, l, before, of_goal_before));
    let key = match &rows {
        None => "summary-since-unknown",
        Some(rows) if rows.is_empty() => "summary-since-none",
        Some(_) => "summary-since-some",
    };
    let rows = rows.unwrap_or_default();
    let (from, to) = ask.period.days_before(ask.today);
    let said = Said::new(key)
        .with("count", rows.len())
        .with("days", days_text(viewer, from, to));
    let said = viewer.say(&said);
    (rows, said)
}

/// What the board read at its last meeting.
pub struct ReadLast {
    packet: Packet,
    held_on: NaiveDate,
    data: Data,
}

impl ReadLast {
    /// The newest packet of the last meeting before the day the page is seen from, of the one unit that it shows all work of.
    ///
    /// # Errors
    /// Only when the database fails.
    pub fn find(conn: &mut Conn, ask: &Ask) -> AppResult<Option<Self>> {
        let [unit] = ask.tops.as_slice() else { return Ok(None) };
        if !ask.is_whole() {
            return Ok(None);
        }
        let Some(packet) = packets::queries::of_last_meeting(conn, *unit, ask.today)? else {
            return Ok(None);
        };
        let Some(held_on) = packet.held_on else { return Ok(None) };
        let data = document::data(&packets::queries::document(conn, packet.id)?)?;
        Ok(Some(Self { packet, held_on, data }))
    }
}

/// What is other now than the board read when it met last.
#[derive(Debug, Serialize)]
pub struct Met {
    /// When that was, what was read, and how much has changed, in a sentence.
    pub say: String,
    /// The packet that was read.
    pub href: String,
    /// What it is called.
    pub packet: String,
    /// What changed, worst first.
    pub rows: Vec<ChangedRow>,
}

/// The same figures beside those of the packet that was read at the last meeting. Their periods may share days: then the
/// two differ by less than chance makes of two that share none, and so nothing is told that is chance.
pub fn met(viewer: &Reader, ask: &Ask, l: &Loaded) -> Option<Met> {
    let last = l.read_last.as_ref()?;
    let mut figures = last
        .data
        .figures
        .iter()
        .map(|figure| Share::new(figure.part, figure.whole));
    let before = [figures.next()?, figures.next()?, figures.next()?];
    let of_goal_before = |goal: GoalId| {
        let kept = last.data.goals.iter().find(|kept| kept.goal == goal);
        kept.map_or_else(Share::default, |kept| Share::new(kept.part, kept.whole))
    };
    let rows = changed(viewer, &beside(viewer, l, before, of_goal_before)).unwrap_or_default();
    let key = if rows.is_empty() {
        "summary-met-none"
    } else {
        "summary-met-some"
    };
    let said = Said::new(key)
        .with("date", viewer.day(&ask.zone, last.held_on).full)
        .with("days", days_text(viewer, last.data.from, last.data.to))
        .with("count", rows.len());
    let packet = Said::new("packet-title").with("number", last.packet.number.clone());
    Some(Met {
        say: viewer.say(&said),
        href: links::packet(last.packet.id),
        packet: viewer.say(&packet),
        rows,
    })
}
