//! Who does an audit: handing it over with a word, to a person or back to all who hold the role there.

use super::*;
use crate::audits::handing::model::{CannotHandOver, LONGEST_WORD, check_hand};
use crate::audits::handing::operations::{asking, hand_over};
use crate::audits::handing::queries as handing;
use crate::people::absences::model::Absence;
use crate::people::absences::pages as away_pages;
use crate::people::absences::queries as absences;
use crate::people::model::Person;
use crate::platform::web::form::Typed;

page! {
    /// Who does an audit, and giving it to somebody else.
    pub struct AssignmentPage in "audits/assignment.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub unit: String,
        pub href: String,
        pub back_href: String,
        pub layer: i32,
        pub layer_name: String,
        pub due: When,
        pub started: bool,
        pub choices: Vec<Choice>,
        pub longest: usize,
    }
}

/// Stands for everybody who holds the role, in the form.
const ANYBODY: &str = "anybody";

struct Loaded {
    around: Around,
    near: Vec<Person>,
    /// When they are away.
    away: Vec<Absence>,
    /// Whether others hold the role at the unit, so that it can go back to all of them.
    anybody: bool,
    cannot: Option<CannotHandOver>,
}

impl Loaded {
    async fn of(viewer: &Viewer, id: AuditId) -> AppResult<Self> {
        let (scope, now) = (viewer.scope(), viewer.now);
        viewer
            .app
            .db
            .read(move |conn| {
                let around = around(conn, &scope, id)?;
                let audit = &around.audit;
                let holders = handing::holders(conn, audit)?;
                let near = handing::near(conn, audit)?;
                let ids: Vec<PersonId> = near.iter().map(|person| person.id).collect();
                let today = around.zone.local(now).date;
                let others = holders.iter().any(|holder| Some(holder.id) != audit.assignee_id);
                Ok(Self {
                    away: absences::of_people(conn, &ids, today)?,
                    near,
                    anybody: others && audit.state == AuditState::Scheduled && audit.assignee_id.is_some(),
                    cannot: check_hand(audit, asking(conn, scope.person, audit)?, now).err(),
                    around,
                })
            })
            .await
    }

    fn page(self, viewer: &Viewer, form: Typed, problems: &Problems) -> AssignmentPage {
        let Around {
            audit, zone, version, ..
        } = &self.around;
        let lead = match &self.around.assignee {
            Some(who) => Said::new("audit-assignment-lead").with("who", who.as_str()),
            None => Said::new("audit-assignment-lead-nobody"),
        };
        let mut near = self.near.clone();
        near.retain(|person| Some(person.id) != audit.assignee_id);
        let mut choices = away_pages::choices(viewer, &near, &self.away);
        if self.anybody {
            choices.push(Choice::new(ANYBODY, viewer.t("audit-assignment-anybody")));
        }
        AssignmentPage {
            title: version.title.get(viewer.lang()).to_owned(),
            lead: viewer.say(&lead),
            problems: viewer.told(problems),
            errors: problems.by_field(viewer.i18n(), viewer.lang()),
            form,
            unit: self.around.unit.clone(),
            href: links::assignment(audit.id),
            back_href: links::audit(audit.id),
            layer: audit.layer,
            layer_name: self.around.layer_name.clone(),
            due: viewer.moment(zone, audit.due_at),
            started: audit.state == AuditState::InProgress,
            choices,
            longest: LONGEST_WORD,
        }
    }
}

/// Only where the audit can be handed over; elsewhere its own page says how it stands.
pub(super) async fn show(viewer: Viewer<Anyone>, id: web::Path<AuditId>) -> AppResult<HttpResponse> {
    let loaded = Loaded::of(&viewer, *id).await?;
    match loaded.cannot {
        None => {
            let form = Typed::default().with("to", "").with("word", "");
            viewer.show(Here::Audits, &loaded.page(&viewer, form, &Problems::new()))
        }
        Some(no @ CannotHandOver::NotYours) => Err(AppError::Forbidden(no.said())),
        Some(no) => Ok(see_other(&links::audit(*id), Flash::note(no.said()))),
    }
}

pub(super) async fn update(viewer: Viewer<Anyone>, id: web::Path<AuditId>, form: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let loaded = Loaded::of(&viewer, id).await?;
    if loaded.cannot == Some(CannotHandOver::NotYours) {
        return Err(AppError::Forbidden(CannotHandOver::NotYours.said()));
    }
    let to: Option<Option<PersonId>> = match form.get("to") {
        ANYBODY => Some(None),
        _ => form.parse("to").map(Some),
    };
    let Some(to) = to else {
        let mut problems = Problems::new();
        problems.check("to", false, "audit-assignment-missing");
        return viewer.again(Here::Audits, &loaded.page(&viewer, form.typed(), &problems));
    };
    let name = to.and_then(|to| loaded.near.iter().find(|person| person.id == to));
    let said = match name {
        Some(person) => Said::new("audit-handed-over").with("who", person.name.as_str()),
        None => Said::new("audit-handed-back"),
    };
    let (scope, act, post, word) = (
        viewer.scope(),
        viewer.act(),
        viewer.app.post.clone(),
        form.get("word").to_owned(),
    );
    let done = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            hand_over(conn, &act.clone(), &post, id, to, &word)
        })
        .await;
    match done {
        // Whoever gave it away may not see it any more.
        Ok(()) => {
            let scope = viewer.scope();
            let seen = viewer
                .app
                .db
                .read(move |conn| Ok(queries::find_visible(conn, &scope, id)));
            let place = if seen.await?.is_ok() {
                links::audit(id)
            } else {
                links::TODAY.to_owned()
            };
            Ok(see_other(&place, Flash::done(said)))
        }
        Err(AppError::Refused(said)) => {
            let mut problems = Problems::new();
            problems.add(field_of(&said), said);
            viewer.again(Here::Audits, &loaded.page(&viewer, form.typed(), &problems))
        }
        Err(error) => Err(error),
    }
}

/// The field a refusal belongs to.
fn field_of(said: &Said) -> &'static str {
    use CannotHandOver::{NobodyElse, NotHolder, Same, StartedByNobody, Word};
    let own = [StartedByNobody, NotHolder, NobodyElse, Same, Word];
    own.iter()
        .find(|no| no.said().key == said.key)
        .map_or("", |no| no.field())
}
