//! What an absence is, who acts meanwhile, and the rules of entering one; without database or web.

use crate::base::clock::Instant;
use crate::base::ids::{AbsenceId, PersonId};
use crate::base::said::Said;
use crate::refusals;
use crate::schema::absences;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// The longest absence, in days: about a year.
pub const LONGEST: i64 = 366;
/// The most letters of a note.
pub const LONGEST_NOTE: usize = 200;
/// How far it goes on from a stand-in who is away too.
pub const MOST_STEPS: usize = 3;

/// A person is away.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = absences, treat_none_as_default_value = false)]
pub struct Absence {
    /// Identity.
    pub id: AbsenceId,
    /// Who is away.
    pub person_id: PersonId,
    /// The first day.
    pub from_date: NaiveDate,
    /// The last day.
    pub until_date: NaiveDate,
    /// Who acts meanwhile.
    pub stand_in_id: Option<PersonId>,
    /// What others should know.
    pub note: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was taken back.
    pub cancelled_at: Option<Instant>,
    /// Counts the changes.
    pub revision: i32,
}

/// Where an absence stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is still to come.
    Coming,
    /// The person is away.
    Now,
    /// It is over.
    Over,
    /// It was taken back.
    Cancelled,
}

impl Standing {
    /// The word of it, for badges and message ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Now => "now",
            Self::Over => "over",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Absence {
    /// Whether the person is away on a day.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.cancelled_at.is_none() && (self.from_date..=self.until_date).contains(&date)
    }
    /// Whether it shares a day with these days, both included.
    pub fn overlaps(&self, from: NaiveDate, until: NaiveDate) -> bool {
        self.cancelled_at.is_none() && self.from_date <= until && from <= self.until_date
    }
    /// Where it stands on a day.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match self.cancelled_at {
            Some(_) => Standing::Cancelled,
            None if today < self.from_date => Standing::Coming,
            None if today <= self.until_date => Standing::Now,
            None => Standing::Over,
        }
    }
}

/// Who acts for a person on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acting {
    /// The person: here as always.
    Here,
    /// The person is away, and this one acts.
    StandIn(PersonId),
    /// The person is away, and nobody acts.
    Nobody,
}

impl Acting {
    /// Whoever acts for the person.
    pub fn or(self, person: PersonId) -> Option<PersonId> {
        match self {
            Self::Here => Some(person),
            Self::StandIn(other) => Some(other),
            Self::Nobody => None,
        }
    }
}

/// The absences of some people and of those who stand in for them, to be asked about any day.
#[derive(Debug, Clone, Default)]
pub struct Absences(HashMap<PersonId, Vec<Absence>>);

impl Absences {
    /// To be asked about these.
    pub fn of(rows: impl IntoIterator<Item = Absence>) -> Self {
        let mut by_person: HashMap<PersonId, Vec<Absence>> = HashMap::new();
        for row in rows {
            by_person.entry(row.person_id).or_default().push(row);
        }
        Self(by_person)
    }

    /// Everybody who stands in for somebody.
    pub fn stand_ins(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.0.values().flatten().filter_map(|absence| absence.stand_in_id)
    }

    /// The absence of a person on a day.
    pub fn at(&self, person: PersonId, date: NaiveDate) -> Option<&Absence> {
        self.0.get(&person)?.iter().find(|absence| absence.covers(date))
    }

    /// The absence that takes work from a person which opens on one day and is due on another: the person is away when
    /// it opens, or is away already and still will be when it is due.
    pub fn taking(&self, person: PersonId, (opens, due): (NaiveDate, NaiveDate), today: NaiveDate) -> Option<&Absence> {
        let absences = self.0.get(&person)?;
        let takes = |absence: &&Absence| {
            absence.covers(opens) || (absence.from_date <= today && opens < absence.from_date && absence.covers(due))
        };
        absences.iter().find(takes)
    }

    /// Who acts for a person on a day. A stand-in who is away too has one of their own, a few steps far; a circle ends
    /// with nobody.
    pub fn acting(&self, person: PersonId, date: NaiveDate) -> Acting {
        match self.at(person, date) {
            None => Acting::Here,
            Some(absence) => self.instead(absence, date),
        }
    }

    /// Who acts during an absence on a day.
    pub fn instead(&self, absence: &Absence, date: NaiveDate) -> Acting {
        let mut next = absence.stand_in_id;
        for _ in 0..MOST_STEPS {
            match next {
                None => return Acting::Nobody,
                Some(other) if other == absence.person_id => return Acting::Nobody,
                Some(other) => match self.at(other, date) {
                    None => return Acting::StandIn(other),
                    Some(further) => next = further.stand_in_id,
                },
            }
        }
        Acting::Nobody
    }
}

/// An absence as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Who acts meanwhile.
    pub stand_in: Option<PersonId>,
    /// What others should know.
    pub note: String,
}

/// What the rules look at beside the absence.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Whether the person is here, and has not left.
    pub active: bool,
    /// The other absences of the person.
    pub others: Vec<Absence>,
    /// Whether the stand-in is here, and has not left.
    pub stand_in_active: bool,
    /// The absences of the stand-in.
    pub of_stand_in: Vec<Absence>,
}

impl Wanted {
    /// May it be so, for this person?
    ///
    /// # Errors
    /// [`CannotBeAway`] in its words.
    pub fn check(&self, person: PersonId, around: &Around, today: NaiveDate) -> Result<(), CannotBeAway> {
        let shares = |absences: &[Absence]| absences.iter().any(|other| other.overlaps(self.from, self.until));
        if !around.active {
            return Err(CannotBeAway::Left);
        }
        if self.until < self.from {
            return Err(CannotBeAway::Backwards);
        }
        if self.until < today {
            return Err(CannotBeAway::Past);
        }
        if self.until.signed_duration_since(self.from).num_days() >= LONGEST {
            return Err(CannotBeAway::TooLong);
        }
        if self.note.chars().count() > LONGEST_NOTE {
            return Err(CannotBeAway::NoteTooLong);
        }
        if shares(&around.others) {
            return Err(CannotBeAway::Overlaps);
        }
        match self.stand_in {
            None => Ok(()),
            Some(other) if other == person => Err(CannotBeAway::Themselves),
            Some(_) if !around.stand_in_active => Err(CannotBeAway::StandInLeft),
            Some(_) if shares(&around.of_stand_in) => Err(CannotBeAway::StandInAway),
            Some(_) => Ok(()),
        }
    }
}

/// Why an absence cannot be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBeAway {
    /// The person has left.
    #[error("the person has left")]
    Left,
    /// It ends before it begins.
    #[error("ends before it begins")]
    Backwards,
    /// It is over already.
    #[error("over already")]
    Past,
    /// It is longer than [`LONGEST`] days.
    #[error("too long")]
    TooLong,
    /// The note has more than [`LONGEST_NOTE`] letters.
    #[error("the note is too long")]
    NoteTooLong,
    /// It shares days with another one of the person.
    #[error("overlaps another")]
    Overlaps,
    /// Nobody stands in for themselves.
    #[error("the stand-in is the person")]
    Themselves,
    /// The stand-in has left.
    #[error("the stand-in has left")]
    StandInLeft,
    /// The stand-in is away on some of the days.
    #[error("the stand-in is away")]
    StandInAway,
    /// It was cancelled before.
    #[error("cancelled")]
    Cancelled,
    /// It is not cancelled.
    #[error("not cancelled")]
    NotCancelled,
}

impl CannotBeAway {
    /// The sentence the user reads.
    pub fn said(self) -> Said {
        match self {
            Self::Left => Said::new("people-no-not-active"),
            Self::Backwards => Said::new("absence-no-backwards"),
            Self::Past => Said::new("absence-no-past"),
            Self::TooLong => Said::new("absence-no-too-long").with("count", LONGEST),
            Self::NoteTooLong => Said::new("absence-no-long-note").with("count", LONGEST_NOTE),
            Self::Overlaps => Said::new("absence-no-overlap"),
            Self::Themselves => Said::new("absence-no-themselves"),
            Self::StandInLeft => Said::new("absence-no-stand-in-left"),
            Self::StandInAway => Said::new("absence-no-stand-in-away"),
            Self::Cancelled => Said::new("absence-no-cancelled"),
            Self::NotCancelled => Said::new("absence-no-not-cancelled"),
        }
    }
    /// The field of the form that the sentence of a refusal is about; empty for the whole form.
    pub fn field(said: &Said) -> &'static str {
        match said.key.as_str() {
            "absence-no-backwards" | "absence-no-past" | "absence-no-too-long" => "until",
            "absence-no-overlap" => "from",
            "absence-no-long-note" => "note",
            "absence-no-themselves" | "absence-no-stand-in-left" | "absence-no-stand-in-away" => "stand_in",
            _ => "",
        }
    }
}
refusals!(CannotBeAway);
