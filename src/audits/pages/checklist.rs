//! The checklist: one question after the other, with why it is asked and what was found here lately.

use super::*;
use crate::audits::draw::{Because, Drawn};
use crate::audits::reverse;
use crate::checklists::model::{Detail, NoteRule, PhotoRule};
use crate::checklists::queries::Question;
use crate::manuals;
use std::collections::HashMap;

/// How far back findings of a question are told, in days.
const RECENT_DAYS: i64 = 90;

/// A clause of a manual behind a question.
#[derive(Debug, Serialize)]
pub struct ClauseShown {
    label: String,
    href: String,
    body: String,
}

/// The goal a question serves.
#[derive(Debug, Serialize)]
pub struct GoalShown {
    label: String,
    href: String,
}

/// What was found here lately with a question.
#[derive(Debug, Serialize)]
pub struct RecentShown {
    text: String,
    href: String,
    number: String,
    when: When,
    seen: String,
}

/// A step of the reaction plan.
#[derive(Debug, Serialize)]
pub struct StepShown {
    n: usize,
    text: String,
    taken: bool,
}

/// A choice of a list.
#[derive(Debug, Serialize)]
pub struct ChoiceShown {
    n: String,
    text: String,
    conforms: bool,
    chosen: bool,
}

/// Another answer to a question, saved elsewhere while this page was filled in.
#[derive(Debug, Serialize)]
pub struct OtherShown {
    at: String,
    when: When,
    outcome: Option<&'static str>,
    value: Option<String>,
    given: Option<String>,
    seen: String,
    done: String,
    further: Vec<More>,
    sensitive: bool,
    steps: Vec<String>,
}

/// A further thing that was seen under the same answer, or a place to write one down.
#[derive(Debug, Serialize)]
pub struct FurtherShown {
    n: usize,
    seen: String,
    done: String,
    wrong_seen: Option<String>,
    wrong_done: Option<String>,
}

/// What is wrong with an answer, part by part.
#[derive(Debug, Default, Serialize)]
pub struct Wrong {
    outcome: Option<String>,
    value: Option<String>,
    given: Option<String>,
    seen: Option<String>,
    done: Option<String>,
    photo: Option<String>,
    keep: Option<String>,
}

/// A question with what is answered so far.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    n: usize,
    id: String,
    text: String,
    look_for: String,
    why: String,
    clause: Option<ClauseShown>,
    goal: Option<GoalShown>,
    chosen: String,
    recent: Option<RecentShown>,
    kind: &'static str,
    judged: bool,
    outcome: &'static str,
    value: String,
    given: String,
    choices: Vec<ChoiceShown>,
    earliest: Option<String>,
    unit: String,
    low: Option<String>,
    high: Option<String>,
    limits: Option<String>,
    outside: bool,
    reaction: Vec<StepShown>,
    seen: String,
    done: String,
    further: Vec<FurtherShown>,
    /// How many of these say something.
    filled: usize,
    /// Whether a button saves and makes room for one more.
    makes_room: bool,
    sensitive: bool,
    needs_note: bool,
    may_photo: bool,
    needs_photo: bool,
    photos: Vec<PhotoShown>,
    written: String,
    other: Option<OtherShown>,
    wrong: Wrong,
}

page! {
    /// The checklist of an audit that is under way.
    pub struct ChecklistPage in "audits/checklist.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub href: String,
        pub id: String,
        pub submission: String,
        pub unit: String,
        pub layer: i32,
        pub layer_name: String,
        pub due: When,
        pub closes: When,
        pub late: bool,
        pub version: i32,
        pub version_href: String,
        pub intro: String,
        pub answered: usize,
        pub started: bool,
        pub opens: When,
        pub longest_side: u32,
        pub about: String,
        pub facts: Vec<String>,
        pub questions: Vec<QuestionShown>,
    }
}

/// What the page needs of the database.
pub(super) struct Loaded {
    pub(super) around: Around,
    pub(super) questions: Vec<Question>,
    chosen: HashMap<QuestionId, (Chosen, Because)>,
    pub(super) answers: HashMap<QuestionId, Answer>,
    /// Whether a photo may go with an answer.
    takes_photos: bool,
    /// Whether answers are saved on the way: then a photo can be taken back, and the page makes room for more.
    saves: bool,
    /// What is known of the duty that is looked at.
    about: Option<(String, Vec<reverse::Fact>)>,
    photos: Vec<files::Attachment>,
    recent: Vec<(QuestionId, FindingId, String, crate::base::clock::Instant, String)>,
    clauses: HashMap<(EditionId, ClauseId), String>,
}

impl Loaded {
    pub(super) fn load(conn: &mut Conn, around: Around, now: crate::base::clock::Instant) -> AppResult<Self> {
        let audit = &around.audit;
        let versions: Vec<QuestionVersionId> = queries::questions(conn, audit.id)?.iter().map(|q| q.id).collect();
        let questions = checklists::queries::questions_by_id(conn, &versions)?;
        let ids: Vec<QuestionId> = questions.iter().map(|q| q.asked.question_id).collect();
        Ok(Self {
            chosen: queries::chosen(conn, audit.id)?
                .into_iter()
                .map(|(id, chosen, because)| (id, (chosen, because)))
                .collect(),
            answers: queries::answers(conn, audit.id)?
                .into_iter()
                .map(|answer| (answer.question_id, answer))
                .collect(),
            photos: files::list(conn, operations::PHOTO_OF, audit.id)?,
            recent: queries::recent_findings(conn, audit.unit_id, &ids, now.plus_days(-RECENT_DAYS))?,
            clauses: clauses_behind(conn, &questions)?,
            takes_photos: true,
            saves: true,
            about: {
                let asks = queries::asks(conn, audit.plan_id)?;
                let layers = agency::queries::layers(conn)?;
                reverse::facts(conn, audit, asks.about_layer, &layers, now)?
            },
            questions,
            around,
        })
    }

    /// The same of an audit that was sent: nothing is saved on the way, and photos can only be added.
    pub(super) fn to_amend(conn: &mut Conn, around: Around, now: crate::base::clock::Instant) -> AppResult<Self> {
        Ok(Self {
            saves: false,
            recent: Vec::new(),
            ..Self::load(conn, around, now)?
        })
    }

    /// The same with questions that were drawn and are not kept: for an audit that is nowhere, or was done on paper. No
    /// answer, no history.
    pub(super) fn without_answers(conn: &mut Conn, around: Around, drawn: &[Drawn]) -> AppResult<Self> {
        let versions: Vec<QuestionVersionId> = drawn.iter().map(|drawn| drawn.version_id).collect();
        let questions = checklists::queries::questions_by_id(conn, &versions)?;
        Ok(Self {
            chosen: drawn
                .iter()
                .map(|drawn| (drawn.question_id, (drawn.chosen, drawn.because)))
                .collect(),
            answers: HashMap::new(),
            photos: Vec::new(),
            recent: Vec::new(),
            clauses: clauses_behind(conn, &questions)?,
            takes_photos: false,
            saves: false,
            about: None,
            questions,
            around,
        })
    }

    pub(super) fn page(self, viewer: &Viewer, form: &Fields, problems: &Problems) -> ChecklistPage {
        let Around {
            audit, zone, version, ..
        } = &self.around;
        let told = viewer.told(problems);
        let mut wrong = by_field(&told);
        ChecklistPage {
            title: version.title.get(viewer.lang()).to_owned(),
            problems: told,
            href: links::audit(audit.id),
            id: audit.id.to_string(),
            submission: form
                .parse::<SubmissionId>("submission")
                .unwrap_or_else(|| viewer.act().id())
                .to_string(),
            unit: self.around.unit.clone(),
            layer: audit.layer,
            layer_name: self.around.layer_name.clone(),
            due: viewer.moment(zone, audit.due_at),
            closes: viewer.moment(zone, audit.closes_at),
            late: audit.standing(viewer.now) == Standing::Late,
            version: version.number,
            version_href: links::version(version.template_id, version.number),
            intro: version.intro.get(viewer.lang()).to_owned(),
            answered: self.answers.values().filter(|answer| answer.outcome.is_some()).count(),
            started: audit.started_at.is_some(),
            opens: viewer.moment(zone, audit.opens_at),
            longest_side: viewer.app.settings.photo_longest_side,
            about: self.about.as_ref().map(|(layer, _)| layer.clone()).unwrap_or_default(),
            facts: anonymous::facts_said(viewer, zone, self.about.as_ref()),
            questions: self.cards(viewer, form, &mut wrong),
        }
    }

    /// The questions in their order, each with what is wrong with its answer.
    pub(super) fn cards<R: Right>(
        &self,
        viewer: &Viewer<R>,
        form: &Fields,
        wrong: &mut BTreeMap<String, String>,
    ) -> Vec<QuestionShown> {
        let numbered = self.questions.iter().zip(1..);
        numbered
            .map(|(question, n)| QuestionShown {
                n,
                ..self.question(viewer, form, wrong, question)
            })
            .collect()
    }

    fn question<R: Right>(
        &self,
        viewer: &Viewer<R>,
        form: &Fields,
        wrong: &mut BTreeMap<String, String>,
        question: &Question,
    ) -> QuestionShown {
        let asked = &question.asked;
        let id = asked.question_id;
        let lang = viewer.lang();
        let saved = self.answers.get(&id);
        let mut take = |part: &str| match part.split_once('-') {
            Some((part, n)) => wrong.remove(&format!("{part}-{id}-{n}")),
            None => wrong.remove(&format!("{part}-{id}")),
        };
        // Where two answers compete, the form keeps what was typed and the saved one stands beside it.
        let contested = take("keep");
        let other = saved.filter(|_| contested.is_some());
        let typed = other.map(|_| given_one(form, id, asked.kind).answer(&self.around.audit, asked, viewer.now));
        let answer = typed.as_ref().or(saved);
        let steps = answer.map(Answer::steps).unwrap_or_default();
        let on = self.around.audit.local_date;
        let given = answer.and_then(|answer| answer.given.as_deref());
        let outcome = answer.and_then(|answer| answer.outcome);
        let why = self.chosen.get(&id).copied();
        QuestionShown {
            n: 0,
            id: id.to_string(),
            text: asked.texts.text.get(lang).to_owned(),
            look_for: asked.texts.look_for.get(lang).to_owned(),
            why: asked.texts.why.get(lang).to_owned(),
            clause: self.clause(question),
            goal: question
                .goal
                .as_ref()
                .zip(asked.goal_id)
                .map(|((code, title), goal)| GoalShown {
                    label: format!("{code}, {}", title.get(lang)),
                    href: links::goal(goal),
                }),
            chosen: chosen_said(viewer, asked, why),
            recent: self.recent(viewer, id),
            kind: asked.kind.as_str(),
            judged: asked.is_judged(),
            // A value, a choice or a date speaks for itself; only what the person said stands in the choices below it.
            outcome: match outcome {
                Some(Outcome::Conforms | Outcome::Nonconforming) if asked.kind != Kind::Conformance => "",
                Some(outcome) => outcome.as_str(),
                None => "",
            },
            given: given.unwrap_or_default().to_owned(),
            choices: choices(viewer, asked, given),
            earliest: asked.earliest(on).map(|date| date.to_string()),
            value: match form.given(&format!("value-{id}")) {
                Some(typed) => typed.to_owned(),
                None => answer
                    .and_then(|answer| answer.value)
                    .map(|value| value.to_string())
                    .unwrap_or_default(),
            },
            unit: asked
                .measure_unit
                .as_ref()
                .map(|unit| unit.get(lang).to_owned())
                .unwrap_or_default(),
            low: asked.limit_low.map(|low| low.to_string()),
            high: asked.limit_high.map(|high| high.to_string()),
            limits: limits(viewer, asked),
            outside: answer.is_some_and(|answer| {
                let value = answer.value.map(|value| asked.judge(value));
                let given = given.and_then(|given| asked.judge_given(given, on));
                value.or(given) == Some(Outcome::Nonconforming)
            }),
            reaction: asked
                .texts
                .reaction
                .iter()
                .enumerate()
                .map(|(n, step)| StepShown {
                    n,
                    text: step.get(lang).to_owned(),
                    taken: steps.contains(&n),
                })
                .collect(),
            seen: answer.map(|answer| answer.seen.clone()).unwrap_or_default(),
            done: answer.map(|answer| answer.done.clone()).unwrap_or_default(),
            filled: answer.map_or(0, |answer| answer.further().len()),
            makes_room: self.saves && answer.is_none_or(|answer| answer.further().len() + 2 < MOST_SEEN),
            further: further_shown(answer, self.saves, &mut take),
            sensitive: answer.is_some_and(|answer| answer.sensitive),
            needs_note: asked.note == NoteRule::Required,
            may_photo: self.takes_photos && asked.photo != PhotoRule::Never,
            needs_photo: asked.photo == PhotoRule::Required,
            photos: photos_shown(
                viewer,
                &self.around.zone,
                self.around.audit.id,
                &self.photos,
                id,
                self.saves,
            ),
            written: match (other, saved) {
                (Some(_), _) => form.get(&format!("written-{id}")).to_owned(),
                (None, Some(saved)) => saved.saved_at.micros().to_string(),
                (None, None) => String::new(),
            },
            other: other.map(|other| self.other(viewer, asked, other)),
            wrong: Wrong {
                keep: contested,
                outcome: take("outcome"),
                value: take("value"),
                given: take("given"),
                seen: take("seen"),
                done: take("done"),
                photo: take("photo"),
            },
        }
    }

    fn other<R: Right>(&self, viewer: &Viewer<R>, asked: &QuestionVersion, other: &Answer) -> OtherShown {
        let zone = &self.around.zone;
        let steps = other.steps().into_iter();
        OtherShown {
            at: other.saved_at.micros().to_string(),
            when: viewer.moment(zone, other.saved_at),
            outcome: other.outcome.map(Outcome::as_str),
            value: other.value.map(|value| value_shown(viewer, asked, value)),
            given: other
                .given
                .as_deref()
                .map(|given| given_shown(viewer, zone, asked, given)),
            seen: other.seen.clone(),
            done: other.done.clone(),
            further: other.further().to_vec(),
            sensitive: other.sensitive,
            steps: steps
                .filter_map(|step| Some(asked.texts.reaction.get(step)?.get(viewer.lang()).to_owned()))
                .collect(),
        }
    }

    fn clause(&self, question: &Question) -> Option<ClauseShown> {
        let (number, title) = question.clause.as_ref()?;
        let (_, code) = question.manual.as_ref()?;
        let (edition, clause) = (question.asked.edition_id?, question.asked.clause_id?);
        let body = self
            .clauses
            .get(&(edition, clause))
            .map(String::as_str)
            .unwrap_or_default();
        Some(ClauseShown {
            label: format!("{code} {number}, {title}"),
            href: links::clause(clause),
            body: manuals::file::html(body),
        })
    }

    fn recent<R: Right>(&self, viewer: &Viewer<R>, id: QuestionId) -> Option<RecentShown> {
        let mut all: Vec<_> = self.recent.iter().filter(|(question, ..)| *question == id).collect();
        // what was found at the same moment was one answer
        all.dedup_by_key(|(_, _, _, at, _)| *at);
        let (_, finding, number, at, seen) = all.first()?;
        Some(RecentShown {
            text: viewer.say(
                &Said::new("audit-recent")
                    .with("count", all.len())
                    .with("days", RECENT_DAYS),
            ),
            href: links::finding(*finding),
            number: number.clone(),
            when: viewer.moment(&self.around.zone, *at),
            seen: seen.clone(),
        })
    }
}

/// The further things of an answer, and one more place to write; as many as there can be where nothing is saved on the way.
fn further_shown(
    answer: Option<&Answer>,
    saves: bool,
    mut wrong: impl FnMut(&str) -> Option<String>,
) -> Vec<FurtherShown> {
    let further = answer.map(Answer::further).unwrap_or_default();
    let places = if saves {
        (further.len() + 1).min(MOST_SEEN - 1)
    } else {
        MOST_SEEN - 1
    };
    let said = further.iter().cloned().chain(std::iter::repeat(More::default()));
    (2..)
        .zip(said.take(places))
        .map(|(n, more)| FurtherShown {
            n,
            seen: more.seen,
            done: more.done,
            wrong_seen: wrong(&format!("seen-{n}")),
            wrong_done: wrong(&format!("done-{n}")),
        })
        .collect()
}

/// The words of the clauses behind questions.
fn clauses_behind(conn: &mut Conn, questions: &[Question]) -> AppResult<HashMap<(EditionId, ClauseId), String>> {
    let editions: Vec<EditionId> = questions.iter().filter_map(|q| q.asked.edition_id).collect();
    let clauses: Vec<ClauseId> = questions.iter().filter_map(|q| q.asked.clause_id).collect();
    Ok(queries::clause_bodies(conn, &editions, &clauses)?
        .into_iter()
        .map(|(edition, clause, body)| ((edition, clause), body))
        .collect())
}

/// The choices of a list, with the one that was chosen; none for other kinds of questions.
fn choices<R: Right>(viewer: &Viewer<R>, asked: &QuestionVersion, given: Option<&str>) -> Vec<ChoiceShown> {
    let Some(Detail::Choice(choices)) = &asked.detail else {
        return Vec::new();
    };
    let numbered = choices.iter().zip(1..);
    numbered
        .map(|(choice, n): (_, usize)| ChoiceShown {
            chosen: given == Some(n.to_string().as_str()),
            n: n.to_string(),
            text: choice.text.get(viewer.lang()).to_owned(),
            conforms: choice.conforms,
        })
        .collect()
}
