//! Changing the answers in the minutes after an audit was sent: the checklist again, with what was sent in it.

use super::checklist::{Loaded, QuestionShown};
use super::*;
use crate::audits::amending::{self, CannotAmend, Taken};

page! {
    /// The answers as they were sent, to be changed until a moment.
    pub struct AmendmentPage in "audits/amendment.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub href: String,
        pub back_href: String,
        pub submission: String,
        pub unit: String,
        pub layer_name: String,
        pub until: Option<When>,
        pub answered: usize,
        pub questions: Vec<QuestionShown>,
    }
}

/// The audit with what was sent.
struct Sheet {
    loaded: Loaded,
    until: Option<Instant>,
}

async fn load(viewer: &Viewer, id: AuditId) -> AppResult<Sheet> {
    let (scope, now) = (viewer.scope(), viewer.now);
    viewer
        .app
        .db
        .read(move |conn| {
            let around = around(conn, &scope, id)?;
            let until = match amending::check(conn, &around.audit, scope.person, now) {
                Ok(until) => Some(until),
                // what was typed in time is shown all the same
                Err(AppError::Refused(said)) if said.key == CannotAmend::TooLate.said().key => None,
                Err(error) => return Err(error),
            };
            let loaded = Loaded::to_amend(conn, around, now)?;
            Ok(Sheet { loaded, until })
        })
        .await
}

impl Sheet {
    /// Takes the answers of a form in, for as long as the page is shown.
    fn answer(&mut self, viewer: &Viewer, form: &Fields) -> Vec<(QuestionId, Given)> {
        let asked: Vec<QuestionVersion> = self.loaded.questions.iter().map(|q| q.asked.clone()).collect();
        let written = written(form, &asked);
        for (question, written) in asked
            .iter()
            .filter_map(|question| Some((question, written.iter().find(|of| of.question == question.question_id)?)))
        {
            let answer = written.given.answer(&self.loaded.around.audit, question, viewer.now);
            self.loaded.answers.insert(question.question_id, answer);
        }
        written
            .into_iter()
            .map(|written| (written.question, written.given))
            .collect()
    }

    fn page(self, viewer: &Viewer, form: &Fields, problems: &Problems) -> AmendmentPage {
        let Around {
            audit,
            zone,
            version,
            layer_name,
            unit,
            ..
        } = &self.loaded.around;
        let told = viewer.told(problems);
        AmendmentPage {
            title: version.title.get(viewer.lang()).to_owned(),
            href: links::amendment(audit.id),
            back_href: links::audit(audit.id),
            submission: form
                .parse::<SubmissionId>("submission")
                .unwrap_or_else(|| viewer.act().id())
                .to_string(),
            unit: unit.clone(),
            layer_name: layer_name.clone(),
            until: self.until.map(|until| viewer.moment(zone, until)),
            answered: self.loaded.answers.values().filter(|answer| !answer.is_blank()).count(),
            questions: self.loaded.cards(viewer, form, &mut by_field(&told)),
            problems: told,
        }
    }

    fn again(self, viewer: &Viewer, form: &Fields, problems: &Problems) -> AppResult<HttpResponse> {
        viewer.again(Here::Audits, &self.page(viewer, form, problems))
    }
}

/// Shows the answers as they were sent. When the time is over, the audit's own page says what counts.
pub(super) async fn show(viewer: Auditing, id: web::Path<AuditId>) -> AppResult<HttpResponse> {
    match load(&viewer, *id).await {
        Ok(sheet) if sheet.until.is_none() => Ok(see_other(&links::audit(*id), Flash::note("audit-amend-over"))),
        Ok(sheet) => viewer.show(Here::Audits, &sheet.page(&viewer, &Fields::default(), &Problems::new())),
        Err(AppError::Refused(said)) => Ok(see_other(&links::audit(*id), Flash::note(said))),
        Err(error) => Err(error),
    }
}

/// Takes the changes, all of them or none.
pub(super) async fn create(viewer: Auditing, id: web::Path<AuditId>, mut upload: Upload) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    let came: Vec<(QuestionId, UploadedFile)> = upload
        .take_files(&mut problems)
        .into_iter()
        .filter_map(|file| Some((file.field.strip_prefix("photo-")?.parse().ok()?, file)))
        .collect();
    let mut sheet = match load(&viewer, id).await {
        Err(AppError::Refused(said)) => return refuse(&viewer, id, &upload, said).await,
        sheet => sheet?,
    };
    let answers = sheet.answer(&viewer, &upload);
    let stored = match sheet.until {
        Some(_) => photos::keep_for_amendment(&viewer, &sheet.loaded.around.zone, came, &mut problems).await?,
        None => Vec::new(),
    };
    if !problems.is_empty() {
        return sheet.again(&viewer, &upload, &problems);
    }
    let submission = upload.parse("submission").unwrap_or_else(|| viewer.act().id());
    let sent = api::sent(submission, None, answers.clone())?;
    let (scope, act, post) = (viewer.scope(), viewer.act(), viewer.app.post.clone());
    let taken = viewer
        .app
        .db
        .write(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            amending::amend(conn, &act.clone(), &post, id, &sent, &stored)
        })
        .await;
    let said = match taken {
        Ok(Taken::Received(Received::New | Received::Again)) => Flash::done("audit-amended"),
        Ok(Taken::Received(Received::Other)) => Flash::note("audit-sent-before"),
        Ok(Taken::Nothing) => Flash::note("audit-amended-nothing"),
        Ok(Taken::WorkedOn(worked)) => {
            for worked in worked {
                let said = Said::new("audit-amend-worked-on")
                    .with("n", worked.number)
                    .with("number", worked.finding)
                    .with("owner", worked.owner.unwrap_or_else(|| "nobody".to_owned()));
                problems.add(&format!("outcome-{}", worked.question), said);
            }
            return sheet.again(&viewer, &upload, &problems);
        }
        Err(AppError::Refused(said)) => {
            for (number, question, missing) in unfinished(&viewer, id, answers, &said).await? {
                problems.add(&missing.field(question), missing.said(number));
            }
            if problems.is_empty() {
                problems.add("", said);
            }
            return sheet.again(&viewer, &upload, &problems);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&links::audit(id), said))
}

/// What the answers still need, when that is why they were refused.
async fn unfinished(
    viewer: &Viewer,
    id: AuditId,
    answers: Vec<(QuestionId, Given)>,
    said: &Said,
) -> AppResult<Vec<(usize, QuestionId, Missing)>> {
    if said.key != "audit-no-incomplete" {
        return Ok(Vec::new());
    }
    let (scope, act) = (viewer.scope(), viewer.act());
    viewer
        .app
        .db
        .read(move |conn| {
            queries::find_visible(conn, &scope, id)?;
            operations::missing(conn, &act, id, &answers)
        })
        .await
}
