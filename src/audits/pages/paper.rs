//! Entering what was written on a sheet of paper while the audit was open, afterwards, with the time it was done.

use super::checklist::{Loaded, QuestionShown};
use super::*;
use crate::platform::web::form::Typed;
use chrono::{NaiveDate, NaiveTime, Timelike};

page! {
    /// A checklist that was filled in on paper: when it was done, by whom, and its answers. Nothing is saved before it is
    /// sent.
    pub struct FromPaperPage in "audits/from_paper.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub href: String,
        pub back_href: String,
        pub submission: String,
        pub unit: String,
        pub layer_name: String,
        pub opens: When,
        pub closes: When,
        pub until: When,
        pub first_day: String,
        pub last_day: String,
        pub who: Option<String>,
        pub people: Vec<Choice>,
        pub answered: usize,
        pub questions: Vec<QuestionShown>,
    }
}

/// The audit with its questions, and who could have done it while it was given to nobody.
struct Paper {
    loaded: Loaded,
    people: Vec<people::model::Person>,
}

async fn load(viewer: &Viewer, id: AuditId) -> AppResult<Paper> {
    let (scope, now, days) = (viewer.scope(), viewer.now, viewer.app.settings.late_arrival_days);
    viewer
        .app
        .db
        .read(move |conn| {
            let mut around = around(conn, &scope, id)?;
            operations::check_may_enter(conn, scope.person, &around.audit).map_err(|no| match no {
                AppError::Refused(said) => AppError::Forbidden(said),
                other => other,
            })?;
            arrival::check_paper(&around.audit, None, days, now)?;
            let people = match around.audit.assignee_id {
                Some(_) => Vec::new(),
                None => handing::queries::holders(conn, &around.audit)?,
            };
            let loaded = match around.audit.draw {
                0 => {
                    let (version, drawn) = operations::drawn(conn, &around.audit)?;
                    around.version = version;
                    Loaded::without_answers(conn, around, &drawn)?
                }
                _ => Loaded::load(conn, around, now)?,
            };
            Ok(Paper { loaded, people })
        })
        .await
}

impl Paper {
    fn audit(&self) -> &Audit {
        &self.loaded.around.audit
    }

    fn asked(&self) -> Vec<QuestionVersion> {
        self.loaded
            .questions
            .iter()
            .map(|question| question.asked.clone())
            .collect()
    }

    /// Takes the answers of a form in, for as long as the page is shown; says what they still need.
    fn answer(&mut self, viewer: &Viewer, form: &Fields, problems: &mut Problems) -> Vec<(QuestionId, Given)> {
        let mut answers = Vec::new();
        for (question, n) in self.asked().iter().zip(1_usize..) {
            let id = question.question_id;
            let given = given_one(form, id, question.kind);
            let answer = given.answer(self.audit(), question, viewer.now);
            // A photo is never asked of paper.
            if let Some(missing) = answer.check(question, 1) {
                problems.add(&missing.field(id), missing.said(n));
            }
            self.loaded.answers.insert(id, answer);
            answers.push((id, given));
        }
        answers
    }

    fn page(self, viewer: &Viewer, form: &Fields, problems: &Problems) -> FromPaperPage {
        let days = viewer.app.settings.late_arrival_days;
        let Around {
            audit,
            zone,
            version,
            layer_name,
            unit,
            assignee,
            ..
        } = &self.loaded.around;
        let told = viewer.told(problems);
        let (first, last) = (zone.local(audit.opens_at).date, zone.local(audit.closes_at).date);
        let typed = Typed::default()
            .with(
                "done_on",
                form.given("done_on").map_or(first.to_string(), str::to_owned),
            )
            .with("done_time", form.get("done_time"))
            .with("by", form.get("by"));
        FromPaperPage {
            title: version.title.get(viewer.lang()).to_owned(),
            errors: problems.by_field(viewer.i18n(), viewer.lang()),
            form: typed,
            href: links::from_paper(audit.id),
            back_href: links::audit(audit.id),
            submission: form
                .parse::<SubmissionId>("submission")
                .unwrap_or_else(|| viewer.act().id())
                .to_string(),
            unit: unit.clone(),
            layer_name: layer_name.clone(),
            opens: viewer.moment(zone, audit.opens_at),
            closes: viewer.moment(zone, audit.closes_at),
            until: viewer.moment(zone, audit.closes_at.plus_days(days)),
            first_day: first.to_string(),
            last_day: last.to_string(),
            who: assignee.clone(),
            people: self
                .people
                .iter()
                .map(|person| Choice::new(person.id, person.name.clone()))
                .collect(),
            answered: self.loaded.answers.values().filter(|answer| !answer.is_blank()).count(),
            questions: self.loaded.cards(viewer, form, &mut by_field(&told)),
            problems: told,
        }
    }
}

/// Asks when it was done, and the questions that were drawn.
pub(super) async fn show(viewer: Viewer<Anyone>, id: web::Path<AuditId>) -> AppResult<HttpResponse> {
    match load(&viewer, *id).await {
        Ok(paper) => {
            let page = paper.page(&viewer, &Fields::default(), &Problems::new());
            viewer.show(Here::Audits, &page)
        }
        // The audit's own page says how it stands.
        Err(AppError::Refused(said)) => Ok(see_other(&links::audit(*id), Flash::note(said))),
        Err(error) => Err(error),
    }
}

/// The moment that was typed, by the unit's clock.
fn done_at(form: &Fields, zone: &Zone, problems: &mut Problems) -> Option<Instant> {
    let date: Option<NaiveDate> = form.parse("done_on");
    let time = NaiveTime::parse_from_str(form.get("done_time"), "%H:%M").ok();
    problems.check("done_on", date.is_some(), "audit-paper-no-date");
    problems.check("done_time", time.is_some(), "audit-paper-no-time");
    let minute = i32::try_from(time?.num_seconds_from_midnight() / 60).ok()?;
    Some(zone.instant(date?, minute))
}

/// Takes it, or shows it again with what is missing.
pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<AuditId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let submission: Option<SubmissionId> = form.parse("submission");
    if let Some(received) = received(&viewer, id, submission).await? {
        return Ok(received);
    }
    let mut paper = match load(&viewer, id).await {
        Err(AppError::Refused(said)) => return refuse(&viewer, id, &form, said).await,
        paper => paper?,
    };
    let done_at = done_at(&form, &paper.loaded.around.zone, &mut problems);
    let by = paper.audit().assignee_id.or_else(|| form.parse("by"));
    problems.check("by", by.is_some(), "audit-paper-no-person");
    let answers = paper.answer(&viewer, &form, &mut problems);
    let (Some(done_at), Some(by), true) = (done_at, by, problems.is_empty()) else {
        return viewer.again(Here::Audits, &paper.page(&viewer, &form, &problems));
    };
    let sent = api::sent(submission.unwrap_or_else(|| viewer.act().id()), None, answers)?;
    let days = viewer.app.settings.late_arrival_days;
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    let taken = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            operations::enter_from_paper(conn, &act.clone(), &post, id, &sent, (by, done_at), days)?;
            thanks(conn, id)
        })
        .await;
    match taken {
        Ok(said) => Ok(see_other(&links::audit(id), Flash::done(said))),
        Err(AppError::Refused(said)) => {
            let field = match said.key.as_str() {
                "audit-late-no-window" => "done_time",
                "audit-late-no-holder" => "by",
                _ => "",
            };
            problems.add(field, said);
            viewer.again(Here::Audits, &paper.page(&viewer, &form, &problems))
        }
        Err(error) => Err(error),
    }
}

/// The answer to a form that was sent before: the audit, which has it.
async fn received(viewer: &Viewer, id: AuditId, submission: Option<SubmissionId>) -> AppResult<Option<HttpResponse>> {
    let Some(submission) = submission else {
        return Ok(None);
    };
    let scope = viewer.scope();
    let before = viewer.app.db.read(move |conn| {
        queries::find_visible(conn, &scope, id)?;
        Ok(queries::submission(conn, submission)?)
    });
    Ok(before.await?.map(|_| see_other(&links::audit(id), None)))
}
