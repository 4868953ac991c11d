//! The calendar of audits: a month, a week, a list, a day; and the first sentence, whose numbers lead to what they count.

mod asked;

use super::gaps::{GapShown, gap_shown};
use super::*;
use crate::audits::model::AuditState;
use crate::audits::queries::{ListRow, Which};
use crate::audits::reasons::Reason;
use crate::base::clock::Instant;
use crate::base::zone::{Zone, shifted};
use crate::people::model::Within;
use crate::people::viewer::Leader;
use crate::planning::calendar::{Coming, MOST_SHOWN, Period, View};
use crate::platform::web::form::{Problem, Problems};
use crate::platform::web::parts::Choice;
use asked::{Board, Query, board};
use chrono::Datelike;
use std::collections::BTreeMap;

/// Audits that a day of a month names; the others are behind a link.
const NAMED_A_DAY: usize = 4;
/// Gaps that stand above the calendar; the others have a page.
const GAPS_NAMED: usize = 5;
/// Days of a list on one page.
const LISTED: usize = 100;

/// An audit in the calendar.
#[derive(Debug, Serialize)]
pub struct EntryShown {
    href: String,
    layer: i32,
    /// What tells it from the others of the day: the unit, or the checklist where all are of one unit.
    text: String,
    /// The other of the two.
    more: String,
    who: Option<String>,
    time: String,
    standing: &'static str,
    /// Why it is excused.
    reason: Option<String>,
    /// Whether it can check if a fix held.
    checks: bool,
}

/// A day of the calendar.
#[derive(Debug, Serialize)]
pub struct DayShown {
    iso: String,
    number: u32,
    weekday: String,
    full: String,
    href: String,
    today: bool,
    /// Outside of the month that is shown.
    outside: bool,
    /// Why nobody works at the place the calendar is about.
    closed: Option<String>,
    /// Days off that single units have.
    notes: Vec<String>,
    entries: Vec<EntryShown>,
    rest: usize,
}

impl DayShown {
    /// Whether somebody does not work on this day.
    fn is_off(&self) -> bool {
        self.closed.is_some() || !self.notes.is_empty()
    }
}

/// A row of a month.
#[derive(Debug, Serialize)]
pub struct WeekShown {
    name: String,
    days: Vec<DayShown>,
}

/// A number of the first sentence, and the list of what it counts.
#[derive(Debug, Serialize)]
pub struct Counted {
    text: String,
    href: Option<String>,
}

/// A way to look at the calendar.
#[derive(Debug, Serialize)]
pub struct Tab {
    href: String,
    text: String,
    here: bool,
}

/// A step to other days.
#[derive(Debug, Serialize)]
pub struct Step {
    href: String,
    text: String,
}

/// A layer in the key of the calendar.
#[derive(Debug, Serialize)]
pub struct LayerShown {
    number: i32,
    name: String,
}

page! {
    /// The calendar of audits.
    pub struct CalendarPage in "planning/calendar.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub counted: Vec<Counted>,
        pub period: String,
        pub before: Step,
        pub after: Step,
        pub today: Option<Step>,
        pub tabs: Vec<Tab>,
        pub view: &'static str,
        pub on: String,
        pub units: Vec<Choice>,
        pub unit: String,
        pub layers: Vec<Choice>,
        pub layer: String,
        pub people: Vec<Choice>,
        pub person: String,
        pub key: Vec<LayerShown>,
        pub notes: Vec<String>,
        pub gaps: Vec<GapShown>,
        pub gaps_count: usize,
        pub gaps_href: String,
        pub weekdays: Vec<String>,
        pub weeks: Vec<WeekShown>,
        pub days: Vec<DayShown>,
        pub newer: Option<String>,
        pub older: Option<String>,
        pub empty: bool,
        pub may_write: bool,
    }
}

pub(super) async fn show(viewer: Viewer<Auditor>) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let query = Query::of(&viewer, &mut problems);
    let (scope, now, leads) = (viewer.scope(), viewer.now, viewer.holds(Leader::ROLES));
    let (query, board) = viewer
        .app
        .db
        .read(move |conn| {
            let board = board(conn, &scope, &query, now, leads)?;
            Ok((query, board))
        })
        .await?;
    let page = shown(&viewer, &query, board, &problems);
    if problems.is_empty() {
        viewer.show(Here::Schedule, &page)
    } else {
        viewer.again(Here::Schedule, &page)
    }
}

fn shown(viewer: &Viewer<Auditor>, query: &Query, board: Board, problems: &Problems) -> CalendarPage {
    let period = &query.period;
    let today = board.calendar.zone.local(viewer.now).date;
    let month = |date: NaiveDate| {
        viewer.say(
            &Said::new("schedule-month")
                .with("month", viewer.i18n().month(viewer.lang(), date.month()))
                .with("year", date.year().to_string()),
        )
    };
    let named = |period: &Period| match period.view {
        View::Month | View::List => month(period.first),
        View::Week => viewer.say(&Said::new("schedule-week").with("week", period.first.iso_week().week().to_string())),
        View::Day => viewer.day(&board.calendar.zone, period.first).full,
    };
    let step = |on: NaiveDate| Step {
        href: query.href(period.view, on),
        text: named(&Period::around(period.view, on)),
    };
    let by_unit = unit_alone(&board, query);
    let mut by_day: BTreeMap<NaiveDate, Vec<(Instant, EntryShown)>> = BTreeMap::new();
    for row in &board.rows {
        let entry = (row.audit.opens_at, made_entry(viewer, &board, row, by_unit));
        by_day.entry(row.audit.local_date).or_default().push(entry);
    }
    for one in &board.coming {
        let entry = (one.opens_at, coming_entry(viewer, one, by_unit));
        by_day.entry(one.date).or_default().push(entry);
    }
    let mut days: BTreeMap<NaiveDate, Vec<EntryShown>> = by_day
        .into_iter()
        .map(|(date, mut entries)| {
            entries.sort_by(|(a_opens, a), (b_opens, b)| {
                (a_opens, &a.text, a.layer, &a.more).cmp(&(b_opens, &b.text, b.layer, &b.more))
            });
            (date, entries.into_iter().map(|(_, entry)| entry).collect())
        })
        .collect();
    let works = |weekday: u32| {
        weekday < 5
            || board.calendar.hours.get(weekday as usize).is_some_and(Option::is_some)
            || days.keys().any(|date| date.weekday().num_days_from_monday() == weekday)
    };
    let columns: Vec<u32> = (0..7).filter(|weekday| works(*weekday)).collect();
    let day = |date: NaiveDate, entries: Vec<EntryShown>| day_shown(viewer, query, &board, (date, today), entries);
    let (mut weeks, mut listed, mut newer, mut older) = (Vec::new(), Vec::new(), None, None);
    if let View::Month | View::Week = period.view {
        for monday in period.weeks() {
            let week = monday.iso_week().week();
            let shown: Vec<DayShown> = columns
                .iter()
                .map(|weekday| shifted(monday, i64::from(*weekday)))
                .map(|date| day(date, days.remove(&date).unwrap_or_default()))
                .collect();
            if shown.iter().all(|day| day.outside) {
                continue;
            }
            weeks.push(WeekShown {
                name: viewer.say(&Said::new("schedule-week").with("week", week.to_string())),
                days: shown,
            });
        }
    } else {
        let page = query.fields.parse::<usize>("page").unwrap_or(1).max(1);
        let (mut seen, from, to) = (0, (page - 1) * LISTED, page * LISTED);
        let count: usize = days.values().map(Vec::len).sum();
        // one day tells why nobody works on it, also where nothing is planned
        if period.view == View::Day && day(period.first, Vec::new()).is_off() {
            days.entry(period.first).or_default();
        }
        for (date, mut entries) in days {
            let first = from.saturating_sub(seen).min(entries.len());
            let last = to.saturating_sub(seen).min(entries.len());
            seen += entries.len();
            entries.truncate(last);
            let entries: Vec<EntryShown> = entries.into_iter().skip(first).collect();
            if !entries.is_empty() || count == 0 {
                listed.push(day(date, entries));
            }
        }
        let at = |page: usize| format!("{}&page={page}", query.href(period.view, period.first));
        newer = (page > 1).then(|| at(page - 1));
        older = (count > to).then(|| at(page + 1));
    }
    let tabs = [View::Month, View::Week, View::List]
        .into_iter()
        .map(|view| Tab {
            // from a month to a week: the one of today, where today is inside
            href: query.href(view, if period.holds(today) { today } else { period.first }),
            text: viewer.t(&format!("schedule-view-{view}")),
            here: view == period.view,
        })
        .collect();
    CalendarPage {
        title: viewer.t("schedule-title"),
        problems: viewer.told(problems),
        counted: counted(viewer, query, &board, &named(period)),
        period: named(period),
        before: step(period.before()),
        after: step(period.after()),
        today: (!period.holds(today)).then(|| Step {
            href: query.href(period.view, today),
            text: viewer.t("date-today"),
        }),
        tabs,
        view: period.view.as_str(),
        on: period.first.to_string(),
        units: agency::pages::units_offered(viewer, &board.units, query.asked.within),
        unit: query.fields.get("unit").to_owned(),
        layers: board
            .layers
            .iter()
            .map(|layer| Choice::new(layer.number, layer.name.clone()))
            .collect(),
        layer: query.fields.get("layer").to_owned(),
        people: board.people.iter().map(|(id, name)| Choice::new(id, name)).collect(),
        person: query.fields.get("person").to_owned(),
        key: board
            .layers
            .iter()
            .map(|layer| LayerShown {
                number: layer.number,
                name: layer.name.clone(),
            })
            .collect(),
        notes: notes(viewer, query, &board, today),
        gaps: board
            .gaps
            .iter()
            .take(GAPS_NAMED)
            .map(|gap| gap_shown(viewer, gap, period))
            .collect(),
        gaps_count: board.gaps.len(),
        gaps_href: format!("{}?on={}{}", links::GAPS, period.first, query.filters()),
        weekdays: columns
            .iter()
            .map(|weekday| viewer.i18n().weekday(viewer.lang(), weekday + 1))
            .collect(),
        weeks,
        days: listed,
        newer,
        older,
        empty: !board.any,
        may_write: may_write(viewer),
    }
}

/// Whether all audits shown are of one unit without others below it.
fn unit_alone(board: &Board, query: &Query) -> bool {
    match query.asked.within {
        Some(Within::At(_)) => true,
        Some(Within::Below(unit)) => !board.units.iter().any(|other| other.parent_id == Some(unit)),
        Some(Within::Mine) | None => {
            let mut seen = board.rows.iter().map(|row| row.audit.unit_id);
            let first = seen.next();
            // whoever stands in for somebody has audits of another unit too
            board.units.len() == 1 && seen.all(|unit| Some(unit) == first)
        }
    }
}

fn made_entry(viewer: &Viewer<Auditor>, board: &Board, row: &ListRow, by_unit: bool) -> EntryShown {
    let title = row.title.get(viewer.lang()).to_owned();
    let zone = Zone::parse(&row.audit.zone).unwrap_or_else(|_| viewer.zone.clone());
    let (text, more) = if by_unit {
        (title, row.unit.clone())
    } else {
        (row.unit.clone(), title)
    };
    EntryShown {
        href: links::audit(row.audit.id),
        layer: row.audit.layer,
        text,
        more,
        who: if board.anonymous.contains(&row.audit.plan_id) {
            Some(viewer.t("schedule-no-name"))
        } else {
            row.assignee.clone()
        },
        time: viewer.clock(&zone, row.audit.opens_at),
        standing: row.audit.standing(viewer.now).as_str(),
        reason: (row.audit.state == AuditState::Excused)
            .then(|| Reason::of(&row.audit))
            .flatten()
            .map(|reason| reason.words_in(viewer.i18n(), viewer.lang())),
        checks: board.checking.contains(&row.audit.id),
    }
}

fn coming_entry(viewer: &Viewer<Auditor>, one: &Coming, by_unit: bool) -> EntryShown {
    let title = one.title.get(viewer.lang()).to_owned();
    let (text, more) = if by_unit {
        (title, one.unit.clone())
    } else {
        (one.unit.clone(), title)
    };
    EntryShown {
        href: links::plan(one.plan.id),
        layer: one.plan.layer,
        text,
        more,
        who: None,
        time: viewer.i18n().clock(viewer.lang(), one.minute),
        standing: "planned",
        reason: None,
        checks: false,
    }
}

fn day_shown(
    viewer: &Viewer<Auditor>,
    query: &Query,
    board: &Board,
    (date, today): (NaiveDate, NaiveDate),
    mut entries: Vec<EntryShown>,
) -> DayShown {
    let mut rest = 0;
    // one more takes no more room than the link to it
    if query.period.view == View::Month && entries.len() > NAMED_A_DAY + 1 {
        rest = entries.len() - NAMED_A_DAY;
        // those that ask for somebody first, then the layers that come rarely
        entries.sort_by_key(|entry| (calm(entry.standing), -entry.layer));
        entries.truncate(NAMED_A_DAY);
    }
    let inside = query.period.holds(date);
    let off = |closure: bool, name: &str| {
        let said = Said::new(if closure { "schedule-closed" } else { "schedule-day-off" });
        viewer.say(&said.with("name", name))
    };
    let own = board.calendar.why_off(date).filter(|_| inside);
    let below = board
        .off_below
        .iter()
        .filter(|off| inside && off.date == date && own.is_none());
    DayShown {
        iso: date.to_string(),
        number: date.day(),
        weekday: viewer.t(&format!("date-weekday-short-{}", date.weekday().number_from_monday())),
        full: viewer.day(&board.calendar.zone, date).full,
        href: query.href(View::Day, date),
        today: date == today,
        outside: !inside,
        closed: own.map(|name| off(board.calendar.is_closure(date), name)),
        notes: below
            .map(|one| {
                let said = Said::new("schedule-off-below").with("unit", one.unit.as_str());
                viewer.say(&said.with("off", off(one.closure, &one.name)))
            })
            .collect(),
        entries,
        rest,
    }
}

/// How little an audit asks for somebody: 0 is the most.
fn calm(standing: &str) -> u8 {
    match standing {
        "missed" | "late" => 0,
        "in_progress" | "open" => 1,
        _ => 2,
    }
}

/// The numbers of the first sentence: all, and those that stand out.
fn counted(viewer: &Viewer<Auditor>, query: &Query, board: &Board, period: &str) -> Vec<Counted> {
    let Period { view, first, .. } = query.period;
    let mut all = vec![Counted {
        text: viewer.say(
            &Said::new("schedule-count")
                .with("count", board.all)
                .with("view", view.as_str())
                .with("week", first.iso_week().week().to_string())
                .with("period", period),
        ),
        // a day, a week and a list show every one of them already
        href: (view == View::Month && board.all > 0).then(|| query.href(View::List, first)),
    }];
    let begun = first <= board.calendar.zone.local(viewer.now).date;
    for (which, count) in &board.counts {
        let always = matches!(which, Which::Submitted | Which::Missed) && begun && board.all > 0;
        if *count == 0 && !always {
            continue;
        }
        let key = which.as_str().replace('_', "-");
        all.push(Counted {
            text: viewer.say(&Said::new(&format!("schedule-count-{key}")).with("count", *count)),
            href: (*count > 0).then(|| query.list_href(*which)),
        });
    }
    all
}

/// What the calendar does not show, in words.
fn notes(viewer: &Viewer<Auditor>, query: &Query, board: &Board, today: NaiveDate) -> Vec<String> {
    let mut notes = Vec::new();
    if !board.whole {
        notes.push(viewer.say(&Said::new("schedule-too-many").with("count", MOST_SHOWN)));
    }
    let ahead = shifted(today, DAYS_AHEAD);
    if query.asked.person.is_some() && query.period.last > ahead {
        let until = viewer.day(&board.calendar.zone, ahead).full;
        notes.push(viewer.say(&Said::new("schedule-no-person-yet").with("until", until)));
    } else if !board.coming.is_empty() {
        notes.push(viewer.t("schedule-dotted"));
    }
    notes
}
