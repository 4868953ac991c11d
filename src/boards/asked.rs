//! What a page of figures is asked for, and the addresses that lead to what it counts.

use super::model::Period;
use super::{Reader, from_to};
use crate::agency::model::Unit;
use crate::base::days::{EARLIEST, LATEST};
use crate::base::ids::{ProcessId, UnitId};
use crate::base::links;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::figures::model::{Over, Serves};
use crate::people;
use crate::people::model::{Scope, Within};
use crate::people::viewer::{Leader, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::web::form::Fields;
use crate::platform::web::parts::Choice;
use chrono::{Datelike, NaiveDate};
use std::str::FromStr;

/// What is asked, worked out.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The period, by its name.
    pub period: Period,
    /// The units whose subtrees are meant.
    pub tops: Vec<UnitId>,
    /// The unit that was chosen.
    pub unit: Option<UnitId>,
    /// The process that was chosen, or that the page is about.
    pub process: Option<ProcessId>,
    /// The goal, objective or promise that was chosen.
    pub serves: Option<Serves>,
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// The day from which the period is seen: today at the agency, or an earlier one that was chosen.
    pub today: NaiveDate,
    /// That earlier day.
    pub on: Option<NaiveDate>,
    /// The agency's zone.
    pub zone: Zone,
    /// Whether what is made of it is kept for good.
    pub frozen: bool,
}

impl Ask {
    /// A period as it stands on a day, of no unit yet.
    pub fn of(period: Period, today: NaiveDate, zone: &Zone) -> Self {
        let (from, to) = period.days(today);
        Self {
            period,
            tops: Vec::new(),
            unit: None,
            process: None,
            serves: None,
            from,
            to,
            today,
            on: None,
            zone: zone.clone(),
            frozen: false,
        }
    }

    /// The period and the unit that an address asks for; without a unit, all of the viewer's. With a day before today,
    /// the period as it stood on that day.
    ///
    /// # Errors
    /// Refused when the address asks for what is no period, no unit or no day.
    pub fn by(viewer: &Viewer<Leader>, query: &Fields) -> AppResult<Self> {
        let period: Period = known(query, "period")?.unwrap_or_default();
        let unit: Option<UnitId> = known(query, "unit")?;
        let today = viewer.zone.local(viewer.now).date;
        let on: Option<NaiveDate> = query.parse("on").filter(|on| (EARLIEST..=LATEST).contains(on));
        if query.given("on").is_some() && on.is_none() {
            return Err(AppError::Refused(Said::new("filter-no-date")));
        }
        let on = on.filter(|on| *on < today);
        Ok(Self {
            tops: unit.map_or_else(|| viewer.scope().units, |unit| vec![unit]),
            unit,
            on,
            ..Self::of(period, on.unwrap_or(today), &viewer.zone)
        })
    }

    /// Refuses a unit the viewer does not see.
    ///
    /// # Errors
    /// Not found.
    pub fn check(&self, conn: &mut Conn, scope: &Scope) -> AppResult<()> {
        match self.unit {
            Some(unit) if !people::queries::covers(conn, scope, unit)? => Err(AppError::NotFound),
            _ => Ok(()),
        }
    }

    /// What figures of the period are asked for.
    pub fn over(&self) -> Over {
        self.over_days(self.from, self.to)
    }

    /// The same on other days.
    pub fn over_days(&self, from: NaiveDate, to: NaiveDate) -> Over {
        Over {
            process: self.process,
            serves: self.serves.into_iter().collect(),
            ..Over::new(&self.tops, from, to)
        }
    }

    /// The same from the first of these days on.
    pub fn since(&self, days: &[NaiveDate]) -> Over {
        self.over_days(days.first().copied().unwrap_or(self.from), self.to)
    }

    /// Whether all work is meant, and no process, goal or promise alone.
    pub fn is_whole(&self) -> bool {
        self.process.is_none() && self.serves.is_none()
    }

    /// Whether goals are what is asked about: of all work, or one of them.
    pub fn is_of_goals(&self) -> bool {
        self.process.is_none() && matches!(self.serves, None | Some(Serves::Goal(_)))
    }

    /// What was chosen beside period and unit, as addresses say it.
    pub fn chosen(&self) -> Vec<(&'static str, String)> {
        let process = self.process.map(|process| ("process", process.to_string()));
        let serves = self.serves.map(|serves| ("serves", serves.to_string()));
        process.into_iter().chain(serves).collect()
    }

    /// Period and unit as addresses say them, and the day from which the period is seen.
    pub fn kept(&self) -> [(&'static str, String); 3] {
        [
            ("period", self.period.to_string()),
            ("unit", self.unit.map(|unit| unit.to_string()).unwrap_or_default()),
            ("on", self.on.map(|on| on.to_string()).unwrap_or_default()),
        ]
    }

    /// The periods to choose from.
    pub fn periods(viewer: &Reader) -> Vec<Choice> {
        Period::ALL
            .iter()
            .map(|period| Choice::new(period, viewer.t(&format!("summary-period-{period}"))))
            .collect()
    }
}

/// What a field of an address says, where it says something.
///
/// # Errors
/// Refused when nobody offers it: whoever mistypes an address shall not read the figures of something else.
pub fn known<T: FromStr>(query: &Fields, name: &str) -> AppResult<Option<T>> {
    match (query.given(name), query.parse(name)) {
        (Some(_), None) => Err(AppError::Refused(Said::new("figures-unknown"))),
        (_, value) => Ok(value),
    }
}

/// The units to choose from.
pub fn choices(units: &[Unit]) -> Vec<Choice> {
    units
        .iter()
        .map(|unit| Choice::new(unit.id, unit.name.clone()))
        .collect()
}

/// An address that keeps what was chosen on the page; without a unit, the units the figures are made of.
pub fn at(ask: &Ask, path: &str, pairs: &[(&str, String)]) -> String {
    at_unit(ask, ask.unit.map_or(Within::Mine, Within::Below), path, pairs)
}

/// An address that keeps what was chosen on the page but for the unit, for what is counted somewhere else.
pub fn at_unit(ask: &Ask, within: Within, path: &str, pairs: &[(&str, String)]) -> String {
    let mut all = pairs.to_vec();
    all.push(("unit", within.to_string()));
    all.extend(ask.chosen());
    links::with(path, &all)
}

/// The same, for what is counted in the period of the page.
pub fn in_period(ask: &Ask, path: &str, pairs: &[(&str, String)]) -> String {
    let mut all = pairs.to_vec();
    all.extend(from_to(ask.from, ask.to));
    at(ask, path, &all)
}

/// "March 1 to May 31, 2026", in the order the language likes.
pub fn period_text(viewer: &Reader, ask: &Ask) -> String {
    days_text(viewer, ask.from, ask.to)
}

/// The same of other days.
pub fn days_text(viewer: &Reader, from: NaiveDate, to: NaiveDate) -> String {
    let name = |date: NaiveDate| viewer.i18n().month(viewer.lang(), date.month());
    viewer.say(
        &Said::new("summary-days")
            .with("from-month", name(from))
            .with("from-day", from.day().to_string())
            .with("from-year", from.year().to_string())
            .with("to-month", name(to))
            .with("to-day", to.day().to_string())
            .with("to-year", to.year().to_string())
            .with("same-year", i64::from(from.year() == to.year())),
    )
}

/// What a page is about: the unit chosen, the only one there is, or all of the reader's.
pub fn place(viewer: &Reader, ask: &Ask, units: &[Unit]) -> String {
    let one = match ask.tops.as_slice() {
        [one] => units.iter().find(|unit| unit.id == *one),
        _ => None,
    };
    one.map_or_else(|| viewer.t("summary-all-units"), |unit| unit.name.clone())
}

/// Place and days in a line.
pub fn eyebrow(viewer: &Reader, ask: &Ask, units: &[Unit]) -> String {
    viewer.say(
        &Said::new("summary-eyebrow")
            .with("unit", place(viewer, ask, units))
            .with("days", period_text(viewer, ask)),
    )
}

/// What a file of figures is called: what is in it, the unit that was chosen, and the days.
pub fn file_name(ask: &Ask, units: &[Unit], what: &str) -> String {
    let unit = units.iter().find(|unit| Some(unit.id) == ask.unit);
    let letters = |name: &str| -> String {
        let plain = name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' });
        let words: String = plain.collect();
        words.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
    };
    let unit = unit.map(|unit| format!("{}-", letters(&unit.name))).unwrap_or_default();
    format!("{what}-{unit}{}-to-{}", ask.from, ask.to)
}

/// What was counted at this unit itself: the figures of an office leave out the units below it.
pub fn only_there(units: &[Unit], id: UnitId) -> Within {
    if units.iter().any(|unit| unit.parent_id == Some(id)) {
        Within::At(id)
    } else {
        Within::Below(id)
    }
}
