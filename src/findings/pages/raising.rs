//! Raising a finding by hand: first where and in which process, then what was seen.

use super::steps::{chosen, required};
use super::*;
use crate::agency::model::Unit;
use crate::checklists::model::QuestionVersion;
use crate::findings::evidence;
use crate::findings::raising::{self, ByHand, Came, Unnamed};
use crate::findings::settings;
use crate::people::model::Scope;
use crate::platform::db::is_duplicate;
use crate::platform::files::document::Arrived;
use crate::platform::files::{Ready, Stored};
use crate::platform::web::upload::{Upload, UploadedFile};
use crate::processes;
use crate::processes::model::Process;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// How serious something is, in words.
#[derive(Debug, Serialize)]
pub struct Grade {
    value: &'static str,
    text: String,
    hint: String,
}

page! {
    /// Raising a finding.
    pub struct RaisePage in "findings/raise.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub units: Vec<Choice>,
        pub processes: Vec<Choice>,
        /// The names of unit and process, once both are chosen.
        pub place: Option<[String; 2]>,
        pub questions: Vec<Choice>,
        pub severities: Vec<Grade>,
        pub files_hint: String,
        pub may_be_unnamed: bool,
        pub most_unnamed: i32,
    }
}

/// What the form offers: the open units the viewer works or stands in at and those below, so that whoever raises a
/// finding sees it, and nobody learns of units that are not theirs; and the processes carried out there.
struct Offered {
    units: Vec<Unit>,
    processes: Vec<Process>,
    questions: Vec<QuestionVersion>,
    rules: settings::Rules,
}

impl Offered {
    fn read(conn: &mut Conn, scope: &Scope, process: Option<ProcessId>) -> AppResult<Self> {
        let tops = scope.units_and_stood_at();
        let mut near: HashSet<UnitId> = HashSet::new();
        for top in &tops {
            near.extend(agency::queries::path(conn, *top)?.iter().map(|unit| unit.id));
        }
        let mut units = agency::queries::list_below(conn, &tops)?;
        near.extend(units.iter().map(|unit| unit.id));
        units.retain(|unit| unit.active);
        let mut processes = processes::queries::all(conn)?;
        let ids: Vec<ProcessId> = processes.iter().map(|process| process.id).collect();
        let carried_out = processes::queries::units_of(conn, &ids)?;
        processes.retain(|process| match carried_out.get(&process.id) {
            Some(units) => units.iter().any(|unit| near.contains(unit)),
            None => true,
        });
        let questions = match process {
            Some(process) => raising::questions(conn, process)?,
            None => Vec::new(),
        };
        Ok(Self {
            units,
            processes,
            questions,
            rules: settings::queries::rules(conn)?,
        })
    }
}

/// Where it was seen and in which process, as far as that is offered.
fn place(offered: &Offered, form: &Fields, problems: &mut Problems) -> Option<(UnitId, ProcessId)> {
    let unit = form
        .parse("unit")
        .filter(|id| offered.units.iter().any(|unit| unit.id == *id));
    let process = form
        .parse("process")
        .filter(|id| offered.processes.iter().any(|process| process.id == *id));
    problems.check("unit", unit.is_some(), "raise-unit-required");
    problems.check("process", process.is_some(), "raise-process-required");
    unit.zip(process)
}

async fn offered(viewer: &Viewer, form: &Fields) -> AppResult<Offered> {
    if viewer.assignments.is_empty() {
        return Err(AppError::Forbidden(Said::new("error-forbidden-role")));
    }
    let (scope, process) = (viewer.scope(), form.parse("process"));
    viewer
        .app
        .db
        .read(move |conn| Offered::read(conn, &scope, process))
        .await
}

fn page(viewer: &Viewer, offered: &Offered, form: &Fields, problems: &Problems) -> RaisePage {
    let place = place(offered, form, &mut Problems::new());
    let mut typed = form.typed();
    if form.parse::<FindingId>("id").is_none() {
        typed = typed.with("id", viewer.act().by_lot::<FindingId>());
    }
    if let ([only], "") = (offered.units.as_slice(), typed.get("unit")) {
        typed = typed.with("unit", only.id);
    }
    RaisePage {
        title: viewer.t("raise-title"),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form: typed,
        units: offered
            .units
            .iter()
            .map(|unit| Choice::new(unit.id, unit.name.clone()))
            .collect(),
        processes: offered
            .processes
            .iter()
            .map(|process| Choice::new(process.id, process.name.get(viewer.lang())))
            .collect(),
        place: place.and_then(|(unit, process)| {
            let unit = offered.units.iter().find(|other| other.id == unit)?;
            let process = offered.processes.iter().find(|other| other.id == process)?;
            Some([unit.name.clone(), process.name.get(viewer.lang()).to_owned()])
        }),
        questions: offered
            .questions
            .iter()
            .map(|question| Choice::new(question.id, question.texts.text.get(viewer.lang())))
            .collect(),
        severities: Severity::ALL
            .iter()
            .map(|severity| Grade {
                value: severity.as_str(),
                text: viewer.t(&format!("severity-{severity}")),
                hint: viewer.say(
                    &Said::new(&format!("raise-severity-{severity}")).with("days", offered.rules.due_days(*severity)),
                ),
            })
            .collect(),
        files_hint: viewer.say(
            &Said::new("evidence-hint")
                .with("megabytes", viewer.app.settings.evidence_file_mb)
                .with("count", evidence::MOST),
        ),
        may_be_unnamed: viewer.app.settings.unnamed_findings,
        most_unnamed: raising::MOST_UNNAMED,
    }
}

pub(super) async fn new(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let offered = offered(&viewer, &query).await?;
    let mut problems = Problems::new();
    if query.raw("unit").is_some() || query.raw("process").is_some() {
        place(&offered, &query, &mut problems);
    }
    let page = page(&viewer, &offered, &query, &problems);
    if problems.is_empty() {
        viewer.show(Here::Findings, &page)
    } else {
        viewer.again(Here::Findings, &page)
    }
}

pub(super) async fn create(viewer: Viewer<Anyone>, mut form: Upload) -> AppResult<HttpResponse> {
    let offered = offered(&viewer, &form).await?;
    let mut problems = Problems::new();
    let place = place(&offered, &form, &mut problems);
    let seen = required(&form, "seen", &mut problems, "raise-seen-required");
    let severity: Option<Severity> = chosen(&form, "severity", &mut problems, "raise-severity-required");
    let corrected = form.given("corrected").map(str::to_owned);
    let fits = corrected.as_ref().is_none_or(|done| done.chars().count() <= LONGEST);
    problems.check("corrected", fits, "form-too-long");
    let question = form.read("question", &mut problems, "raise-no-question");
    let unnamed = form.checkbox("unnamed");
    // The setting may have changed since the form was opened: nobody is named unawares.
    let may_be = !unnamed || viewer.app.settings.unnamed_findings;
    problems.check("", may_be, "raise-not-unnamed");
    let act = if unnamed {
        viewer.act().without_name()
    } else {
        viewer.act()
    };
    let came = form.take_files(&mut problems);
    let (Some((unit_id, process_id)), Some(severity), true) = (place, severity, problems.is_empty()) else {
        return again(&viewer, &offered, &form, problems);
    };
    let id = form.parse("id").unwrap_or_else(|| viewer.act().by_lot());
    let new = ByHand {
        id,
        unit_id,
        process_id,
        question,
        seen,
        corrected,
        severity,
        sensitive: form.checkbox("sensitive"),
    };
    let files = match kept(&viewer, &act, unit_id, came, unnamed).await {
        Ok(files) => files,
        Err(error @ (AppError::Refused(_) | AppError::Busy)) => {
            problems.add("evidence", error.said());
            return again(&viewer, &offered, &form, problems);
        }
        Err(error) => return Err(error),
    };
    let counted = unnamed.then(|| Unnamed {
        key: key_of(&viewer, &act),
    });
    let post = viewer.app.post.clone();
    let write = move |conn: &mut Conn| raising::raise(conn, &act.clone(), &post, &new, &files, counted.as_ref());
    let mut raised = viewer.app.db.write(write.clone()).await;
    if let Err(AppError::Broken(cause)) = &raised
        && cause.downcast_ref().is_some_and(is_duplicate)
    {
        // The same form came twice at the same moment: the other one is there by now.
        raised = viewer.app.db.write(write).await;
    }
    let number = match raised {
        Ok(Came::New(number) | Came::Again(number)) => number,
        Err(AppError::Refused(said)) => {
            problems.add("", said);
            return again(&viewer, &offered, &form, problems);
        }
        Err(error) => return Err(error),
    };
    if unnamed {
        let said = Said::new("raise-done-unnamed").with("number", number);
        return Ok(see_other(links::FINDINGS, Flash::done(said)));
    }
    let said = Said::new("raise-done").with("number", number);
    Ok(see_other(&links::finding(id), Flash::done(said)))
}

/// The form once more, with everything that was typed; files have to be chosen again.
fn again(viewer: &Viewer, offered: &Offered, form: &Fields, problems: Problems) -> AppResult<HttpResponse> {
    viewer.again(Here::Findings, &page(viewer, offered, form, &problems))
}

/// Looks at the files and keeps their bytes. Without a name only pictures are taken, under no name of their own: what
/// others write is full of who wrote it.
async fn kept(
    viewer: &Viewer,
    act: &Act,
    unit: UnitId,
    came: Vec<UploadedFile>,
    unnamed: bool,
) -> AppResult<Vec<Stored>> {
    let zone = viewer
        .app
        .db
        .read(move |conn| Ok(agency::queries::calendar(conn, unit)?.zone))
        .await?;
    let mut ready: Vec<Ready> = Vec::new();
    for file in came.into_iter().filter(|file| file.field == "evidence") {
        let arrived = Arrived {
            name: file.name,
            bytes: file.bytes,
            zone: zone.clone(),
            now: viewer.now,
        };
        let looked = viewer.app.files.look_at_document(arrived).await?;
        let looked = match unnamed {
            true => looked
                .unnamed()
                .ok_or_else(|| AppError::refused("raise-only-pictures"))?,
            false => looked,
        };
        // The same file chosen twice is kept once.
        if !ready.iter().any(|other| other.sha256() == looked.sha256()) {
            ready.push(looked);
        }
    }
    let mut stored = Vec::with_capacity(ready.len());
    for ready in ready {
        stored.push(viewer.app.files.store(act, ready).await?);
    }
    Ok(stored)
}

/// Counts what the viewer raises without a name within an hour, and tells nobody who that is: the secret in it is drawn
/// when the program starts and kept nowhere.
fn key_of(viewer: &Viewer, act: &Act) -> String {
    let key = Sha256::new()
        .chain_update("unnamed\0")
        .chain_update(viewer.app.passing_secret.expose())
        .chain_update(viewer.person.id.0.as_bytes())
        .chain_update(act.now.to_string());
    format!("unnamed:{}", hex::encode(key.finalize()))
}
