//! Which version an audit asks, and that nothing changes it afterwards.

use crate::town::{Cast, Place, Question, Town};
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::act::mix;
use plumbline::base::ids::*;
use plumbline::base::links;
use plumbline::base::text::Localized;
use plumbline::checklists::edit::{self, Edit, Way};
use plumbline::checklists::file::{self, TemplateFile};
use plumbline::checklists::model::{QuestionVersion, Version};
use plumbline::checklists::{operations, queries};
use plumbline::planning::operations as planning;
use plumbline::schema;

on_both![
    an_audit_asks_the_version_that_was_published_when_it_opened,
    an_audit_keeps_its_version_when_a_newer_one_asks_its_layer_nothing,
    publishing_never_changes_a_version_that_an_audit_uses,
];

/// The draft's file, begun from what is published.
fn draft_of(town: &Town) -> TemplateFile {
    let (act, template) = (town.act(Some(Cast::Quality)), town.template);
    town.write(move |conn| {
        operations::begin_draft(conn, &act.clone(), template, None, false)?;
        let draft = queries::draft(conn, template)?.unwrap();
        Ok(file::read("counter.yaml", &queries::source(conn, draft.id)?).unwrap())
    })
}

fn take(town: &Town, step: Edit) {
    let (act, template) = (town.act(Some(Cast::Quality)), town.template);
    town.write(move |conn| operations::edit(conn, &act.clone(), template, &step).map(drop));
}

pub fn publish(town: &Town) {
    let (act, template) = (town.act(Some(Cast::Quality)), town.template);
    town.write(move |conn| {
        let draft = queries::draft(conn, template)?.unwrap();
        operations::publish(conn, &act.clone(), draft.id, "It reads better.")
    });
}

/// Changes one question of the draft.
pub fn change(town: &Town, question: Question, how: impl Fn(&mut file::Question)) {
    let draft = draft_of(town);
    let before = draft
        .questions()
        .find(|own| own.id.as_str() == question.code())
        .unwrap();
    let mut after = before.clone();
    how(&mut after);
    let base = edit::fingerprint_of(before);
    let question = Box::new(after);
    take(town, Edit::Change { question, base });
}

/// A plan of the first layer for the Oak Street Office, with its audits of the next days.
fn planned(town: &Town) -> PlanId {
    let (plan, _) = town.plan(1, &[Place::OakStreet]);
    let (made, post) = (town.act(None), town.app.post.clone());
    let until = "2026-06-12".parse().unwrap();
    town.write(move |conn| planning::make_ahead(conn, &made.clone(), &post, plan, until));
    plan
}

/// The address of the audit of a plan on a date.
fn audit_on(town: &Town, plan: PlanId, date: &str) -> String {
    let date: chrono::NaiveDate = date.parse().unwrap();
    let id: AuditId = town.read(move |conn| {
        use schema::audits;
        let of_day = audits::table.filter(audits::plan_id.eq(plan).and(audits::local_date.eq(date)));
        Ok(of_day.select(audits::id).first(conn)?)
    });
    links::audit(id)
}

async fn an_audit_asks_the_version_that_was_published_when_it_opened(town: &Town) {
    let plan = planned(town);
    let (today, tomorrow) = (audit_on(town, plan, "2026-06-09"), audit_on(town, plan, "2026-06-10"));
    // Open since 8:00; Quinn publishes at 9:00.
    change(town, Question::Acknowledged, |question| {
        question.text = Localized::from("Was each person in line greeted within 2 minutes?");
    });
    publish(town);
    town.at("2026-06-09 09:10");
    let maria = town.as_(Cast::Supervisor);
    let begin = maria.get(&today).await.ok();
    assert!(
        begin.body.contains(&links::paper(town.template, 1)),
        "the sheet of the old version"
    );
    let started = maria.submit(&format!("{today}/start"), &[]).await.ok().text();
    assert!(
        started.contains("acknowledged within 3 minutes") && started.contains("Version 1"),
        "{started}"
    );
    // Under way it stays what it is.
    assert!(!maria.get(&today).await.ok().text().contains("greeted within 2 minutes"));

    town.at("2026-06-10 08:30");
    let maria = town.as_(Cast::Supervisor);
    let begin = maria.get(&tomorrow).await.ok();
    let sheet = format!(
        "{}?audit={}",
        links::paper(town.template, 2),
        tomorrow.rsplit('/').next().unwrap()
    );
    assert!(begin.body.contains(&sheet), "the sheet of the new version");
    assert!(maria.get(&sheet).await.ok().text().contains("greeted within 2 minutes"));
    let started = maria.submit(&format!("{tomorrow}/start"), &[]).await.ok().text();
    assert!(
        started.contains("greeted within 2 minutes") && started.contains("Version 2"),
        "{started}"
    );

    // The history says which one it was made with and which it asks.
    let facts: Vec<String> = town.read(|conn| {
        use schema::history;
        let starts = history::table
            .filter(history::event.eq("audit-started"))
            .order(history::at);
        Ok(starts.select(history::facts).load(conn)?)
    });
    let versions = |facts: &String| {
        let facts: serde_json::Value = serde_json::from_str(facts).unwrap();
        format!("{} to {}", facts["from_version"], facts["to_version"])
    };
    assert_eq!(facts.iter().map(versions).collect::<Vec<_>>(), ["1 to 1", "1 to 2"]);

    // One that nobody started says so too, and the sheet of the wrong version is no sheet of it.
    let (other, quinn) = (audit_on(town, plan, "2026-06-11"), town.as_(Cast::Quality));
    assert!(quinn.get(&other).await.ok().text().contains("Version 2"));
    let id = other.rsplit('/').next().unwrap();
    assert_eq!(
        quinn
            .get(&format!("{}?audit={id}", links::paper(town.template, 1)))
            .await
            .status,
        404
    );
}

async fn an_audit_keeps_its_version_when_a_newer_one_asks_its_layer_nothing(town: &Town) {
    let plan = planned(town);
    for question in [Question::Acknowledged, Question::WaitTime, Question::Identity] {
        change(town, question, |question| question.layers = vec![3]);
    }
    publish(town);
    town.at("2026-06-10 08:30");
    let tomorrow = audit_on(town, plan, "2026-06-10");
    let started = town
        .as_(Cast::Supervisor)
        .submit(&format!("{tomorrow}/start"), &[])
        .await
        .ok();
    assert!(started.text().contains("Version 1"), "{}", started.text());
}

/// A version as it is stored: its row, its file, its questions.
type Stored = (Version, String, Vec<QuestionVersion>);

fn stored(town: &Town, version: TemplateVersionId) -> Stored {
    town.read(move |conn| {
        Ok((
            queries::version(conn, version)?,
            queries::source(conn, version)?,
            queries::plain_questions(conn, version)?,
        ))
    })
}

/// A step at random.
fn any_step(draft: &TemplateFile, chance: u64) -> Edit {
    let all: Vec<&file::Question> = draft.questions().collect();
    let index = |chance: u64| usize::try_from(chance).unwrap() % all.len();
    let (one, other) = (all[index(mix(chance))], all[index(mix(chance ^ 7))]);
    let way = if chance.is_multiple_of(2) { Way::Up } else { Way::Down };
    match mix(chance ^ 11) % 8 {
        0 => Edit::Copy(one.id.clone()),
        1 => Edit::Remove(one.id.clone()),
        2 => Edit::Shift(one.id.clone(), way),
        3 => Edit::MoveBefore(one.id.clone(), other.id.clone()),
        4 => Edit::ShiftSection(draft.sections[0].questions[0].id.clone(), way),
        5 => Edit::Head {
            title: Localized::from(format!("Title {chance}").as_str()),
            intro: Localized::default(),
            manual: draft.manual.clone(),
            ask: draft.ask.clone(),
            base: edit::fingerprint_of_head(draft),
        },
        _ => {
            let mut question = one.clone();
            question.text = Localized::from(format!("Was it done in {chance} steps?").as_str());
            question.clause = None;
            question.severity = file::Severity::Minor;
            let base = edit::fingerprint_of(one);
            Edit::Change {
                question: Box::new(question),
                base,
            }
        }
    }
}

async fn publishing_never_changes_a_version_that_an_audit_uses(town: &Town) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let audit = links::audit(audits[0]);
    let maria = town.as_(Cast::Supervisor);
    maria.submit(&format!("{audit}/start"), &[]).await.ok();
    let questions = maria.get(&audit).await.ok().part("main");
    let used = stored(town, town.version);
    for round in 0..4_u64 {
        for step in 0..6_u64 {
            let draft = draft_of(town);
            take(town, any_step(&draft, mix(round * 100 + step)));
        }
        publish(town);
        let (version, source, rows) = stored(town, town.version);
        assert_eq!((&source, &rows), (&used.1, &used.2), "round {round}");
        // Retired is all that becomes of it.
        assert_eq!(
            version,
            Version {
                state: version.state,
                ..used.0.clone()
            }
        );
        assert_eq!(maria.get(&audit).await.ok().part("main"), questions, "round {round}");
    }
    let version = town.read({
        let template = town.template;
        move |conn| Ok(queries::published(conn, template)?.unwrap().number)
    });
    assert_snapshot!(version, @"5");
}
