//! An audit whose answers are without a name: the form for those who may answer, and where it stands for everybody else.

use super::*;
use crate::audits::queries::Asks;
use crate::audits::reverse::{self, LONGEST_WORDS, Spoken};

/// A question of the form.
#[derive(Debug, Serialize)]
pub struct Asked {
    n: usize,
    id: String,
    text: String,
    look_for: String,
    why: String,
    chosen: String,
    words: String,
    wrong: Option<String>,
}

page! {
    /// An audit whose answers are without a name.
    pub struct AnonymousPage in "audits/anonymous.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub lead: String,
        pub href: String,
        pub unit: String,
        pub layer: i32,
        pub layer_name: String,
        pub standing: &'static str,
        pub closes: When,
        pub intro: String,
        pub questions: Vec<Asked>,
        pub facts: Vec<String>,
        pub about: String,
        pub least: usize,
        pub results_href: Option<String>,
        pub most_words: usize,
    }
}

/// What the page needs of the database.
pub(super) struct Loaded {
    around: Around,
    /// Empty for those who may not answer now.
    questions: Vec<QuestionVersion>,
    took_part: bool,
    about: Option<(String, Vec<reverse::Fact>)>,
}

impl Loaded {
    pub(super) fn load(
        conn: &mut Conn,
        around: Around,
        asks: &Asks,
        person: PersonId,
        now: Instant,
    ) -> AppResult<Self> {
        let audit = &around.audit;
        let took_part = reverse::queries::took_part(conn, audit.id, person)?;
        let may = around.mine && !took_part && audit.check_open(now).is_ok();
        let layers = agency::queries::layers(conn)?;
        Ok(Self {
            questions: if may {
                reverse::questions(conn, audit, asks)?
            } else {
                Vec::new()
            },
            about: reverse::facts(conn, audit, asks.about_layer, &layers, now)?,
            took_part,
            around,
        })
    }

    pub(super) fn page(self, viewer: &Viewer, form: &Fields, problems: &Problems) -> AnonymousPage {
        let Around {
            audit, zone, version, ..
        } = &self.around;
        let standing = audit.standing(viewer.now);
        let told = viewer.told(problems);
        let mut wrong = by_field(&told);
        let lead = match standing {
            _ if !self.questions.is_empty() => "anonymous-lead",
            _ if self.took_part => "anonymous-lead-done",
            Standing::Scheduled => "anonymous-lead-scheduled",
            Standing::Open | Standing::InProgress | Standing::Late => "anonymous-lead-open",
            Standing::Excused => "audit-lead-excused",
            Standing::Submitted | Standing::Missed => "anonymous-lead-over",
        };
        let opens = viewer.moment(zone, audit.opens_at).text;
        let lang = viewer.lang();
        AnonymousPage {
            title: version.title.get(lang).to_owned(),
            problems: told,
            lead: viewer.say(&Said::new(lead).with("opens", opens)),
            href: links::audit(audit.id),
            unit: self.around.unit.clone(),
            layer: audit.layer,
            layer_name: self.around.layer_name.clone(),
            standing: standing.as_str(),
            closes: viewer.moment(zone, audit.closes_at),
            intro: version.intro.get(lang).to_owned(),
            questions: self
                .questions
                .iter()
                .zip(1..)
                .map(|(question, n)| {
                    let id = question.question_id;
                    Asked {
                        n,
                        text: question.texts.text.get(lang).to_owned(),
                        look_for: question.texts.look_for.get(lang).to_owned(),
                        why: question.texts.why.get(lang).to_owned(),
                        chosen: form.get(&format!("outcome-{id}")).to_owned(),
                        words: form.get(&format!("words-{id}")).to_owned(),
                        wrong: wrong.remove(&format!("outcome-{id}")),
                        id: id.to_string(),
                    }
                })
                .collect(),
            facts: facts_said(viewer, zone, self.about.as_ref()),
            about: self.about.map(|(layer, _)| layer).unwrap_or_default(),
            least: reverse::LEAST,
            results_href: viewer
                .holds(crate::people::viewer::Auditor::ROLES)
                .then(|| links::results(audit.plan_id)),
            most_words: LONGEST_WORDS,
        }
    }
}

/// What the program knows of the duty that is looked at, a sentence each.
pub(super) fn facts_said<R: Right>(
    viewer: &Viewer<R>,
    zone: &Zone,
    about: Option<&(String, Vec<reverse::Fact>)>,
) -> Vec<String> {
    let Some((_, facts)) = about else {
        return Vec::new();
    };
    let date = |on: NaiveDate| viewer.day(zone, on).full;
    facts.iter().map(|fact| viewer.say(&fact.said(date))).collect()
}

/// Takes the form: all of it at once, and once.
pub(super) async fn create(viewer: Viewer<Anyone>, id: web::Path<AuditId>, form: Form) -> AppResult<HttpResponse> {
    let (scope, act, id, fields) = (viewer.scope(), viewer.act(), *id, Fields::clone(&form));
    let taken = viewer
        .app
        .db
        .write(move |conn| {
            let audit = queries::find_visible(conn, &scope, id)?;
            let asks = queries::asks(conn, audit.plan_id)?;
            let spoken: Vec<Spoken> = reverse::questions(conn, &audit, &asks)?
                .iter()
                .map(|question| Spoken {
                    question: question.question_id,
                    outcome: fields.parse(&format!("outcome-{}", question.question_id)),
                    words: fields.get(&format!("words-{}", question.question_id)).to_owned(),
                })
                .collect();
            let missing: Vec<(usize, QuestionId)> = (1..)
                .zip(&spoken)
                .filter(|(_, spoken)| spoken.outcome.is_none())
                .map(|(n, spoken)| (n, spoken.question))
                .collect();
            match reverse::take_part(conn, &act.clone(), id, &spoken) {
                Err(AppError::Refused(said)) => Ok(Err((said, missing))),
                taken => taken.map(Ok),
            }
        })
        .await?;
    let (said, missing) = match taken {
        Ok(()) => return Ok(see_other(&links::audit(id), Flash::done("anonymous-thanks"))),
        Err(refused) => refused,
    };
    let mut problems = Problems::new();
    if missing.is_empty() || said.key != "audit-no-incomplete" {
        problems.add("", said);
    } else {
        for (n, question) in missing {
            problems.add(
                &format!("outcome-{question}"),
                Said::new("audit-missing-answer").with("n", n),
            );
        }
    }
    again(&viewer, id, &form, &problems).await
}
