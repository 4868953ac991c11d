//! What the address of the calendar asks for, and what the database says to it.

use super::super::*;
use crate::audits::queries::{self as audits, Asked, ListRow, Which};
use crate::base::calendar::Calendar;
use crate::base::clock::Instant;
use crate::base::days::{Days, EARLIEST, LATEST};
use crate::base::zone::Zone;
use crate::people::model::Within;
use crate::planning::board_queries::{self, OffBelow};
use crate::planning::calendar::{self, Coming, MOST_SHOWN, Period, View, Wish};
use crate::planning::cover;
use crate::platform::web::form::Problems;
use std::collections::HashSet;

/// What the address asks for.
pub(super) struct Query {
    pub fields: Fields,
    pub period: Period,
    pub asked: Asked,
}

impl Query {
    pub fn of(viewer: &Viewer<Auditor>, problems: &mut Problems) -> Self {
        let fields = Fields::parse_query(viewer.req.query_string());
        let today = viewer.zone.local(viewer.now).date;
        let on = fields
            .choice::<NaiveDate>("on", problems)
            .filter(|on| (EARLIEST..=LATEST).contains(on))
            .unwrap_or(today);
        let view = fields.choice("view", problems).unwrap_or(View::Month);
        let period = Period::around(view, on);
        Self {
            asked: Asked {
                within: fields.choice("unit", problems),
                layer: fields.choice("layer", problems),
                person: fields.choice("person", problems),
                days: Some(Days::between(period.first, period.last, &viewer.zone)),
                ..Asked::default()
            },
            fields,
            period,
        }
    }
    fn wish(&self) -> Wish {
        Wish {
            within: self.asked.within,
            layer: self.asked.layer,
        }
    }
    /// The filters as they stand in an address.
    pub fn filters(&self) -> String {
        ["unit", "layer", "person"]
            .into_iter()
            .filter_map(|name| Some((name, self.fields.given(name)?)))
            .filter_map(|pair| serde_urlencoded::to_string([pair]).ok())
            .map(|pair| format!("&{pair}"))
            .collect()
    }
    /// The same filters in another view or on other days.
    pub fn href(&self, view: View, on: NaiveDate) -> String {
        format!("{}?view={view}&on={on}{}", links::SCHEDULE, self.filters())
    }
    /// The list of the audits of these days and filters that stand like this.
    pub fn list_href(&self, which: Which) -> String {
        let Period { first, last, .. } = self.period;
        format!(
            "{}?state={which}&from={first}&to={last}{}",
            links::AUDITS,
            self.filters()
        )
    }
}

/// What the database says.
pub(super) struct Board {
    pub rows: Vec<ListRow>,
    /// Plans whose audits are told without a name.
    pub anonymous: Vec<PlanId>,
    /// Audits that can check whether a fix held.
    pub checking: HashSet<AuditId>,
    pub coming: Vec<Coming>,
    pub whole: bool,
    pub all: i64,
    pub counts: Vec<(Which, i64)>,
    pub calendar: Calendar,
    pub off_below: Vec<OffBelow>,
    pub gaps: Vec<cover::Gap>,
    pub units: Vec<Unit>,
    pub layers: Vec<Layer>,
    pub people: Vec<(PersonId, String)>,
    pub any: bool,
}

/// The standings that the first sentence counts.
const COUNTED: [Which; 4] = [Which::Submitted, Which::Late, Which::Missed, Which::Excused];

/// Reads it; gaps are for those who lead.
pub(super) fn board(conn: &mut Conn, scope: &Scope, query: &Query, now: Instant, leads: bool) -> AppResult<Board> {
    let (asked, period) = (&query.asked, &query.period);
    let units = agency::queries::list_below(conn, &scope.units)?;
    // the place whose days off are the calendar's: the one asked for, else the one the viewer's roles are at
    let unit = asked.within.and_then(Within::unit);
    let place = match unit.filter(|unit| units.iter().any(|known| known.id == *unit)) {
        Some(unit) => Some(unit),
        None if scope.units.len() == 1 => scope.units.first().copied(),
        None => agency::queries::root(conn)?.map(|root| root.id),
    };
    let (calendar, off_below) = match place {
        Some(place) => (
            agency::queries::calendar(conn, place)?,
            board_queries::days_off_below(conn, place, (period.first, period.last))?,
        ),
        None => (Calendar::weekdays(Zone::utc(), 0, DAY), Vec::new()),
    };
    let most = i64::try_from(MOST_SHOWN).unwrap_or(i64::MAX);
    let rows = audits::on_calendar(conn, scope, asked, now, most)?;
    let made = audits::count_on_calendar(conn, scope, asked, now)?;
    // what the plans will give has no person yet
    let (coming, whole) = if asked.person.is_some() {
        (Vec::new(), true)
    } else {
        calendar::coming(conn, scope, query.wish(), period, now, MOST_SHOWN)?
    };
    let shown: Vec<AuditId> = rows.iter().map(|row| row.audit.id).collect();
    let mut counts = Vec::new();
    for which in COUNTED {
        let asked = Asked {
            which: Some(which),
            ..asked.clone()
        };
        counts.push((which, audits::count(conn, scope, &asked, now)?));
    }
    let today = calendar.zone.local(now).date;
    let about_gaps = leads && matches!(period.view, View::Month | View::List) && period.last >= today;
    Ok(Board {
        all: made + i64::try_from(coming.len()).unwrap_or(0),
        whole: whole && rows.len() + coming.len() <= MOST_SHOWN && i64::try_from(rows.len()).unwrap_or(0) == made,
        any: made > 0 || !coming.is_empty() || !board_queries::plans_ahead(conn, None)?.is_empty(),
        gaps: if about_gaps && asked.person.is_none() {
            cover::gaps(conn, scope, query.wish(), period, now)?
        } else {
            Vec::new()
        },
        layers: agency::queries::layers(conn)?,
        people: audits::auditors(conn, scope)?,
        anonymous: audits::anonymous_plans(conn)?,
        checking: board_queries::checking_a_fix(conn, &shown)?,
        rows,
        coming,
        counts,
        calendar,
        off_below,
        units,
    })
}
