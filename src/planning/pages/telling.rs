//! What pages say of a plan: its days, its window, its next dates, and what was done to its audits.

use super::*;
use crate::planning::coming::Ground;
use crate::planning::making::View;
use crate::planning::replanning::model::Counts;

/// A date on which a plan comes round.
#[derive(Debug, Serialize)]
pub struct DateShown {
    day: When,
    window: String,
    /// The day it would have been, were that not a holiday.
    moved_from: Option<String>,
}

/// The rules behind two choices of the form: with the right policy the first and the last day of a month become the
/// first and the last that are worked, whatever days the unit works.
pub(super) const FIRST_DAY: &str = "FREQ=MONTHLY;BYMONTHDAY=1";
pub(super) const LAST_DAY: &str = "FREQ=MONTHLY;BYMONTHDAY=-1";
/// Every day that is not skipped: whatever days the unit works.
pub(super) const EVERY_DAY: &str = "FREQ=DAILY";

/// The days as a sentence: "Every Monday and Wednesday".
pub(super) fn said<R: Right>(viewer: &Viewer<R>, plan: &Plan) -> String {
    let sentence = match (plan.drawn_a_month, plan.recurrence.as_str(), plan.holiday_policy) {
        (Some(count), ..) => {
            let key = if plan.unannounced {
                "plan-said-unannounced"
            } else {
                "plan-said-drawn"
            };
            viewer.say(&Said::new(key).with("count", count))
        }
        (None, EVERY_DAY, HolidayPolicy::Skip) => viewer.t("plan-every-working-day"),
        (None, FIRST_DAY, HolidayPolicy::Next) => viewer.t("plan-said-first"),
        (None, LAST_DAY, HolidayPolicy::Previous) => viewer.t("plan-said-last"),
        _ => match plan.timing() {
            Ok(timing) => {
                let mut sentence = viewer.say(&timing.recurrence.said());
                if let Some(end) = timing.recurrence.said_end() {
                    sentence.push_str(", ");
                    sentence.push_str(&viewer.say(&end));
                }
                sentence
            }
            Err(_) => String::new(),
        },
    };
    let mut letters = sentence.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The window in words: "8:00 AM to 12:00 PM".
pub(super) fn window<R: Right>(viewer: &Viewer<R>, plan: &Plan, shift: Option<&str>) -> String {
    let lasts = plan.due_minute - plan.opens_minute;
    let clock = |minute: i32| viewer.i18n().clock(viewer.lang(), minute);
    let after = |minute: i32| format!("{}:{:02}", minute / 60, minute % 60);
    viewer.say(&match (plan.drawn_a_month, shift) {
        (Some(_), None) => Said::new("plan-window-drawn").with("count", lasts),
        (Some(_), Some(shift)) => Said::new("plan-window-drawn-shift")
            .with("count", lasts)
            .with("shift", shift),
        (None, Some(shift)) => Said::new("plan-window-shift")
            .with("opens", after(plan.opens_minute))
            .with("due", after(plan.due_minute))
            .with("shift", shift),
        (None, None) => Said::new("plan-window")
            .with("days", plan.due_minute.div_euclid(DAY))
            .with("opens", clock(plan.opens_minute))
            .with("due", clock(plan.due_minute)),
    })
}

/// Where it comes round: "at 3 units".
pub(super) fn place<R: Right>(viewer: &Viewer<R>, plan: &Plan, units: usize) -> String {
    let key = match plan.covers {
        Covers::Units => "plan-at-units",
        Covers::Subtree => "plan-at-subtree",
    };
    viewer.say(&Said::new(key).with("count", units))
}

/// The next dates at the first unit.
pub(super) fn dates<R: Right>(viewer: &Viewer<R>, view: &View, count: usize) -> Vec<DateShown> {
    let Some(site) = view.sites.first() else {
        return Vec::new();
    };
    let zone = &site.calendar.zone;
    let clock = |minute: i32| viewer.i18n().clock(viewer.lang(), minute.rem_euclid(DAY));
    let is_moved = |one: &Occurrence| one.planned != one.date && view.coming.moments == Moments::default();
    let shown = |one: Occurrence| DateShown {
        day: viewer.day(zone, one.date),
        window: viewer.say(
            &Said::new("plan-window")
                .with("opens", clock(one.opens_minute))
                .with("due", clock(one.due_minute))
                .with("days", one.due_minute.div_euclid(DAY)),
        ),
        moved_from: is_moved(&one).then(|| viewer.day(zone, one.planned).text),
    };
    next_at(viewer, view, site, count).into_iter().map(shown).collect()
}

/// The next audits at a unit that can still be done.
pub(super) fn next_at<R: Right>(viewer: &Viewer<R>, view: &View, site: &Site, count: usize) -> Vec<Occurrence> {
    let ground = Ground {
        unit: site.unit.unit_id,
        units: &view.units,
        calendar: &site.calendar,
    };
    let mut next = view.coming.next(ground, site.today, count + 2);
    next.retain(|one| one.due_at > viewer.now);
    next.truncate(count);
    next
}

/// Whether the viewer may know when the audits of a plan come: those of an unannounced one only whoever plans, or audits
/// at its layer or above.
pub(super) fn may_know<R: Right>(viewer: &Viewer<R>, plan: &Plan, layers: &[Layer]) -> bool {
    let mut roles: Vec<Role> = Planner::ROLES.to_vec();
    roles.extend(
        layers
            .iter()
            .filter(|layer| layer.number >= plan.layer)
            .map(|layer| layer.role),
    );
    !plan.unannounced || viewer.holds(&roles)
}

/// "12 made, 3 moved, 2 taken away".
pub(super) fn counted<R: Right>(viewer: &Viewer<R>, counts: Counts) -> String {
    let parts = [
        ("plan-count-made", counts.made),
        ("plan-count-moved", counts.moved),
        ("plan-count-excused", counts.excused),
        ("plan-count-taken", counts.taken),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| viewer.say(&Said::new(key).with("count", count)))
        .collect();
    parts.join(", ")
}

/// One sentence with the four numbers in it.
pub(super) fn with_counts(said: Said, counts: Counts) -> Said {
    said.with("made", counts.made)
        .with("moved", counts.moved)
        .with("excused", counts.excused)
        .with("taken", counts.taken)
}
