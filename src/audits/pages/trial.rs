//! A version tried out: the same cards as in an audit, and what it would have come to. Nothing is recorded.

use super::checklist::{Loaded, QuestionShown};
use super::*;
use crate::audits::draw::{self, Candidate};
use crate::base::act::mix;
use crate::base::share::Share;
use crate::checklists::model::VersionState;
use crate::findings::settings::{self, Rules};
use crate::people::viewer::Quality;
use crate::platform::web::parts::Pill;

/// A question of a trial, and what its answer would have come to.
#[derive(Debug, Serialize)]
pub struct Tried {
    text: String,
    outcome: Option<&'static str>,
    value: Option<String>,
    missing: Option<String>,
    severity: Option<&'static str>,
    finding: Option<String>,
}

/// What a trial would have come to.
#[derive(Debug, Serialize)]
pub struct TrialResult {
    lead: String,
    answers: Vec<Tried>,
}

page! {
    /// The trial of a version: its questions, and after the answers what they would have come to.
    pub struct TrialPage in "audits/trial.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub action: String,
        pub back_href: String,
        pub is_draft: bool,
        pub version: i32,
        pub again_href: String,
        pub layer: i32,
        pub layer_name: String,
        pub layers: Vec<Pill>,
        pub intro: String,
        pub asks: usize,
        pub of: usize,
        pub minutes: i64,
        pub answered: usize,
        pub result: Option<TrialResult>,
        pub questions: Vec<QuestionShown>,
    }
}

/// What a trial is asked for; both parts stand in its address, so that a draw can be seen again.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    layer: Option<i32>,
    seed: i64,
}

/// A trial: an audit that is nowhere.
struct Trial {
    loaded: Loaded,
    /// How many questions each layer may be asked, with its name.
    layers: Vec<(i32, String, usize)>,
    seed: i64,
    rules: Rules,
}

async fn load(viewer: &Viewer<Quality>, id: TemplateVersionId) -> AppResult<Trial> {
    let query = Fields::parse_query(viewer.req.query_string());
    let layer = match query.given("layer") {
        Some(text) => Some(text.parse().map_err(|_| no_layer())?),
        None => None,
    };
    let drawn: AuditId = viewer.act().id();
    let by_chance = || mix(drawn.0.as_u64_pair().1).cast_signed();
    let seed = query.parse("seed").unwrap_or_else(by_chance);
    let (act, zone) = (viewer.act(), viewer.zone.clone());
    let wanted = Wanted { layer, seed };
    viewer
        .app
        .db
        .read(move |conn| begin(conn, &act, zone, id, wanted))
        .await
}

fn no_layer() -> AppError {
    AppError::refused("trial-no-layer")
}

/// An audit of today at the top of the agency, under way, with its questions drawn as if none had ever been asked.
fn begin(conn: &mut Conn, act: &Act, zone: Zone, id: TemplateVersionId, wanted: Wanted) -> AppResult<Trial> {
    let version = checklists::queries::version(conn, id)?;
    let questions = checklists::queries::plain_questions(conn, id)?;
    let layers: Vec<(i32, String, usize)> = agency::queries::layers(conn)?
        .into_iter()
        .map(|layer| {
            let asked = questions.iter().filter(|question| question.asked_at(layer.number));
            (layer.number, layer.name, asked.count())
        })
        .filter(|(_, _, asked)| *asked > 0)
        .collect();
    let of_layer = |(number, ..): &&(i32, String, usize)| wanted.layer.is_none_or(|layer| layer == *number);
    let (layer, layer_name, _) = layers.iter().find(of_layer).cloned().ok_or_else(no_layer)?;
    let candidates: Vec<Candidate> = questions
        .iter()
        .filter(|question| question.asked_at(layer))
        .map(Candidate::without_history)
        .collect();
    let count = version.ask.0.get(&layer).and_then(|count| usize::try_from(*count).ok());
    let drawn = draw::draw(&candidates, count, &[], wanted.seed);
    let (top, agency, _) = people::queries::agency_facts(conn)?.ok_or(AppError::NotFound)?;
    let today = zone.local(act.now).date;
    let audit = Audit {
        id: act.id(),
        plan_id: act.id(),
        unit_id: top,
        slot: 0,
        local_date: today,
        zone: zone.name().into(),
        opens_minute: 0,
        due_minute: 0,
        opens_at: act.now,
        due_at: act.now,
        closes_at: act.now,
        process_id: checklists::queries::find(conn, version.template_id)?.process_id,
        version_id: id,
        layer,
        assignee_id: act.who,
        state: AuditState::InProgress,
        started_at: Some(act.now),
        submitted_at: None,
        submitted_by: None,
        reason: None,
        notice_at: None,
        seed: wanted.seed,
        draw: draw::ALGORITHM,
        asked: i32::try_from(drawn.len()).unwrap_or(i32::MAX),
        conforms: 0,
        nonconforming: 0,
        corrected: 0,
        not_applicable: 0,
        revision: 0,
        planned_on: None,
        stands_in_for: None,
    };
    let around = Around {
        unit: agency,
        zone,
        layer_name,
        version,
        assignee: None,
        instead_of: None,
        mine: true,
        audit,
    };
    Ok(Trial {
        rules: settings::queries::rules(conn)?,
        loaded: Loaded::without_answers(conn, around, &drawn)?,
        layers,
        seed: wanted.seed,
    })
}

impl Trial {
    /// Takes the answers of a form in, for as long as the page is shown; says what they still need.
    fn answer(&mut self, viewer: &Viewer<Quality>, form: &Fields) -> Problems {
        let mut problems = Problems::new();
        let asked: Vec<QuestionVersion> = self
            .loaded
            .questions
            .iter()
            .map(|question| question.asked.clone())
            .collect();
        for (question, n) in asked.iter().zip(1..) {
            let id = question.question_id;
            let answer = given_one(form, id, question.kind).answer(&self.loaded.around.audit, question, viewer.now);
            if let Some(missing) = needs(&answer, question) {
                problems.add(&missing.field(id), missing.said(n));
            }
            self.loaded.answers.insert(id, answer);
        }
        problems
    }

    fn page(self, viewer: &Viewer<Quality>, form: Option<&Fields>, problems: &Problems) -> TrialPage {
        let Around {
            audit,
            version,
            layer_name,
            ..
        } = &self.loaded.around;
        let own = links::trial(version.id);
        let told = viewer.told(problems);
        let blank = Fields::default();
        let (_, _, of) = self
            .layers
            .iter()
            .find(|(number, ..)| *number == audit.layer)
            .cloned()
            .unwrap_or_default();
        let asks = self.loaded.questions.len();
        let seconds = self
            .loaded
            .questions
            .iter()
            .map(|question| i64::from(question.asked.estimated_seconds()));
        let is_draft = version.state == VersionState::Draft;
        let layer = audit.layer;
        TrialPage {
            title: version.title.get(viewer.lang()).to_owned(),
            action: format!("{own}?layer={layer}&seed={}", self.seed),
            back_href: match is_draft {
                true => format!("{}/draft", links::template(version.template_id)),
                false => links::version(version.template_id, version.number),
            },
            is_draft,
            version: version.number,
            again_href: format!("{own}?layer={layer}"),
            layer,
            layer_name: layer_name.clone(),
            layers: self.layers.iter().map(|of| pill(viewer, &own, of, layer)).collect(),
            intro: version.intro.get(viewer.lang()).to_owned(),
            asks,
            of,
            minutes: minutes(seconds.sum(), 1, 1),
            answered: self.loaded.answers.values().filter(|answer| !answer.is_blank()).count(),
            result: form.map(|_| self.result(viewer)),
            questions: self.loaded.cards(viewer, form.unwrap_or(&blank), &mut by_field(&told)),
            problems: told,
        }
    }

    fn result(&self, viewer: &Viewer<Quality>) -> TrialResult {
        let outcomes: Vec<Outcome> = self
            .loaded
            .answers
            .values()
            .filter_map(|answer| answer.outcome)
            .collect();
        let counted = queries::Counted::of(outcomes.iter());
        let of = counted.conforms + counted.nonconforming + counted.corrected;
        #[expect(clippy::cast_precision_loss, reason = "tenths of a percent are at most 1000")]
        let percent = Share::new(counted.conforms.into(), of.into())
            .tenths()
            .map(|tenths| viewer.i18n().decimal(viewer.lang(), tenths as f64 / 10.0, 1));
        TrialResult {
            lead: viewer.say(
                &Said::new("trial-lead")
                    .with("conforms", counted.conforms)
                    .with("of", of)
                    .with("percent", percent.unwrap_or_default())
                    .with("count", counted.nonconforming + counted.corrected),
            ),
            answers: self
                .loaded
                .questions
                .iter()
                .zip(1..)
                .map(|(q, n)| self.tried(viewer, &q.asked, n))
                .collect(),
        }
    }

    fn tried(&self, viewer: &Viewer<Quality>, asked: &QuestionVersion, n: usize) -> Tried {
        let answer = self.loaded.answers.get(&asked.question_id);
        let outcome = answer.and_then(|answer| answer.outcome);
        let finding = match outcome {
            Some(Outcome::Nonconforming) => {
                Some(Said::new("trial-finding").with("days", self.rules.due_days(asked.severity)))
            }
            Some(Outcome::Corrected) => Some(Said::new("trial-finding-corrected")),
            _ => None,
        };
        let value = answer.and_then(|answer| {
            let measured = answer.value.map(|value| value_shown(viewer, asked, value));
            let given = answer.given.as_deref();
            measured.or_else(|| given.map(|given| given_shown(viewer, &self.loaded.around.zone, asked, given)))
        });
        Tried {
            text: asked.texts.text.get(viewer.lang()).to_owned(),
            outcome: outcome.map(Outcome::as_str),
            value,
            missing: answer
                .and_then(|answer| needs(answer, asked))
                .map(|missing| viewer.say(&missing.said(n))),
            severity: finding.is_some().then(|| asked.severity.as_str()),
            finding: finding.map(|said| viewer.say(&said)),
        }
    }
}

/// What an answer still needs. Photos are not asked in a trial.
fn needs(answer: &Answer, question: &QuestionVersion) -> Option<Missing> {
    answer.check(question, 1)
}

fn pill(viewer: &Viewer<Quality>, own: &str, of: &(i32, String, usize), layer: i32) -> Pill {
    let (number, name, questions) = of;
    let named = Said::new("trial-layer")
        .with("number", *number)
        .with("name", name.as_str());
    Pill {
        href: format!("{own}?layer={number}"),
        text: viewer.say(&named),
        count: i64::try_from(*questions).unwrap_or(i64::MAX),
        here: *number == layer,
        late: false,
    }
}

/// Draws the questions of a layer (`?layer=`, the lowest one that has questions otherwise) and asks them.
pub(super) async fn show(viewer: Viewer<Quality>, id: web::Path<TemplateVersionId>) -> AppResult<HttpResponse> {
    let page = load(&viewer, *id).await?.page(&viewer, None, &Problems::new());
    viewer.show(Here::Checklists, &page)
}

/// Says what the answers would have come to.
pub(super) async fn answer(
    viewer: Viewer<Quality>,
    id: web::Path<TemplateVersionId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let mut trial = load(&viewer, *id).await?;
    let problems = trial.answer(&viewer, &form);
    let page = trial.page(&viewer, Some(&form), &problems);
    if problems.is_empty() {
        viewer.show(Here::Checklists, &page)
    } else {
        viewer.again(Here::Checklists, &page)
    }
}
