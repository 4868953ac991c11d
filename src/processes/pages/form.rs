//! The form of a process: what is offered, what was typed, and what somebody else saved meanwhile.

use super::*;
use crate::base::text::Localized;
use crate::platform::error::AppError;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Form, Problem, Problems, Typed};
use crate::processes::model::{CannotKeep, Wanted};
use crate::processes::operations;
use std::str::FromStr;

/// A box that can be ticked.
#[derive(Debug, Serialize)]
pub struct Tick {
    value: String,
    text: String,
    checked: bool,
    depth: i32,
}

/// What somebody else saved in a field where the form says something else.
#[derive(Debug, Serialize)]
pub struct Saved {
    field: String,
    text: String,
}

page! {
    /// The form of a process.
    pub struct FormPage in "processes/form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub back: String,
        pub is_new: bool,
        pub saved_by: Option<String>,
        pub saved: Vec<Saved>,
        pub owners: Vec<Choice>,
        pub manuals: Vec<Choice>,
        pub units: Vec<Tick>,
        pub services: Vec<Tick>,
    }
}

/// What stands in the form: typed words beside what is ticked.
#[derive(Debug, Clone, Default)]
struct Filled {
    name: String,
    description: String,
    owner: String,
    manual: String,
    revision: i32,
    units: Vec<UnitId>,
    services: Vec<ServiceId>,
}

impl Filled {
    fn of(form: &Fields) -> Self {
        Self {
            name: form.get("name").to_owned(),
            description: form.get("description").to_owned(),
            owner: form.get("owner").to_owned(),
            manual: form.get("manual").to_owned(),
            revision: form.parse("revision").unwrap_or(0),
            units: ticked(form, "units"),
            services: ticked(form, "services"),
        }
    }

    fn of_process(is: &Wanted, revision: i32, lang: &str) -> Self {
        Self {
            name: is.name.get(lang).to_owned(),
            description: is.description.get(lang).to_owned(),
            owner: is.owner_id.map(|id| id.to_string()).unwrap_or_default(),
            manual: is.manual_id.map(|id| id.to_string()).unwrap_or_default(),
            revision,
            units: is.units.clone(),
            services: is.services.clone(),
        }
    }

    fn typed(&self) -> Typed {
        Typed::default()
            .with("name", &self.name)
            .with("description", &self.description)
            .with("owner", &self.owner)
            .with("manual", &self.manual)
            .with("revision", self.revision)
    }

    /// The process this form describes; words in other languages stay.
    fn wanted(&self, before: Option<&Wanted>, lang: &str, problems: &mut Problems) -> Wanted {
        let text = |old: Option<&Localized>, words: &str| old.cloned().unwrap_or_default().with(lang, words);
        let wanted = Wanted {
            name: text(before.map(|before| &before.name), &self.name),
            description: text(before.map(|before| &before.description), &self.description),
            owner_id: self.owner.parse().ok(),
            manual_id: self.manual.parse().ok(),
            units: self.units.clone(),
            services: self.services.clone(),
        };
        for (field, no) in wanted.problems() {
            problems.add(field, no.said());
        }
        if wanted.owner_id.is_none() && !self.owner.is_empty() {
            problems.add("owner", CannotKeep::UnknownOwner.said());
        }
        if wanted.manual_id.is_none() && !self.manual.is_empty() {
            problems.add("manual", CannotKeep::UnknownManual.said());
        }
        wanted
    }
}

fn ticked<T: FromStr + Ord>(form: &Fields, name: &str) -> Vec<T> {
    let mut ids: Vec<T> = form.all(name).filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What the form offers.
struct Offered {
    owners: Vec<(PersonId, String)>,
    manuals: Vec<Manual>,
    tree: Vec<(i32, Unit)>,
    services: Vec<Service>,
}

/// A process as it is, with who changed it last.
struct Now {
    process: Process,
    is: Wanted,
    services: Vec<Service>,
    owner: Option<Person>,
    last: Option<String>,
}

fn now(conn: &mut Conn, id: ProcessId) -> AppResult<Now> {
    let process = queries::find(conn, id)?;
    let last = history::timeline(conn, Record::of("process", id))?;
    let last = match last.first().and_then(|entry| entry.who) {
        Some(who) => Some(people::queries::find(conn, who)?.name),
        None => None,
    };
    Ok(Now {
        is: operations::as_it_is(conn, &process)?,
        services: queries::services_of(conn, id)?,
        owner: match process.owner_id {
            Some(owner) => Some(people::queries::find(conn, owner)?),
            None => None,
        },
        last,
        process,
    })
}

fn offered(conn: &mut Conn, now: Option<&Now>) -> AppResult<Offered> {
    let mut offered = Offered {
        owners: queries::keepers(conn)?,
        manuals: manuals::queries::list(conn)?
            .into_iter()
            .map(|(manual, _)| manual)
            .collect(),
        tree: agency::queries::tree(conn)?,
        services: queries::services_offered(conn)?,
    };
    let has = now.map(|now| now.is.units.as_slice()).unwrap_or_default();
    offered.tree.retain(|(_, unit)| unit.active || has.contains(&unit.id));
    // what the process has already stays a choice, although it would not be offered any more
    if let Some(now) = now {
        if let Some(owner) = &now.owner
            && !offered.owners.iter().any(|(id, _)| *id == owner.id)
        {
            offered.owners.push((owner.id, owner.name.clone()));
        }
        let ended = now.services.iter().filter(|service| !service.active);
        offered.services.extend(ended.cloned());
    }
    Ok(offered)
}

type Editor = Viewer<Quality>;

/// The form; `typed` is what was sent before, `None` shows the process as it is.
async fn form_page(
    viewer: &Editor,
    about: Option<ProcessId>,
    typed: Option<Filled>,
    problems: &mut Problems,
) -> AppResult<FormPage> {
    let (now, offered) = viewer
        .app
        .db
        .read(move |conn| {
            let now = match about {
                Some(id) => Some(now(conn, id)?),
                None => None,
            };
            let offered = offered(conn, now.as_ref())?;
            Ok((now, offered))
        })
        .await?;
    let lang = viewer.lang();
    let is = now
        .as_ref()
        .map(|now| Filled::of_process(&now.is, now.process.revision, lang));
    let mut filled = typed.or_else(|| is.clone()).unwrap_or_default();
    let mut saved = Vec::new();
    let stale = is.as_ref().filter(|is| is.revision != filled.revision);
    if let Some(is) = stale {
        saved = differences(viewer, is, &filled, &offered);
        filled.revision = is.revision;
        problems.add("", Said::new("process-stale"));
    }
    let saved_by = stale.is_some().then(|| {
        now.as_ref()
            .and_then(|now| now.last.clone())
            .unwrap_or_else(|| viewer.t("history-by-plumbline"))
    });
    let address = now
        .as_ref()
        .map_or_else(|| links::PROCESSES.to_owned(), |now| links::process(now.process.id));
    Ok(FormPage {
        title: match &now {
            None => viewer.t("process-new-title"),
            Some(now) => viewer.say(&Said::new("process-edit-title").with("name", now.process.name.get(lang))),
        },
        problems: viewer.told(problems),
        errors: problems.by_field(viewer.i18n(), lang),
        action: address.clone(),
        back: address,
        is_new: now.is_none(),
        saved_by,
        saved,
        owners: offered
            .owners
            .iter()
            .map(|(id, name)| Choice::new(id, name.clone()))
            .collect(),
        manuals: offered.manuals.iter().map(manual_choice).collect(),
        units: offered
            .tree
            .iter()
            .map(|(depth, unit)| Tick {
                value: unit.id.to_string(),
                text: unit.name.clone(),
                checked: filled.units.contains(&unit.id),
                depth: (*depth).min(5),
            })
            .collect(),
        services: offered
            .services
            .iter()
            .map(|service| Tick {
                value: service.id.to_string(),
                text: format!("{}, {}", service.name.get(lang), service.unit),
                checked: filled.services.contains(&service.id),
                depth: 0,
            })
            .collect(),
        form: filled.typed(),
    })
}

fn manual_choice(manual: &Manual) -> Choice {
    Choice::new(manual.id, format!("{}, {}", manual.code, manual.title))
}

/// The fields in which a process was saved otherwise than the form says, in words.
fn differences(viewer: &Editor, is: &Filled, typed: &Filled, offered: &Offered) -> Vec<Saved> {
    let nothing = || viewer.t("process-saved-nothing");
    let list = |names: Vec<&str>| match names.is_empty() {
        true => nothing(),
        false => names.join(", "),
    };
    let one = |id: &str, choices: &[(String, String)]| {
        let found = choices.iter().find(|(value, _)| value == id);
        found.map_or_else(nothing, |(_, text)| text.clone())
    };
    let owners: Vec<(String, String)> = offered
        .owners
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    let manuals: Vec<(String, String)> = offered
        .manuals
        .iter()
        .map(|manual| (manual.id.to_string(), manual.title.clone()))
        .collect();
    let units = offered.tree.iter().filter(|(_, unit)| is.units.contains(&unit.id));
    let services = offered
        .services
        .iter()
        .filter(|service| is.services.contains(&service.id));
    let all = [
        ("name", is.name != typed.name, is.name.clone()),
        (
            "description",
            is.description != typed.description,
            list(
                vec![is.description.as_str()]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect(),
            ),
        ),
        ("owner", is.owner != typed.owner, one(&is.owner, &owners)),
        ("manual", is.manual != typed.manual, one(&is.manual, &manuals)),
        (
            "units",
            is.units != typed.units,
            list(units.map(|(_, unit)| unit.name.as_str()).collect()),
        ),
        (
            "services",
            is.services != typed.services,
            list(services.map(|service| service.name.get(viewer.lang())).collect()),
        ),
    ];
    all.into_iter()
        .filter(|(_, differs, _)| *differs)
        .map(|(field, _, text)| Saved {
            field: viewer.t(&format!("process-field-{field}")),
            text,
        })
        .collect()
}

pub(super) async fn new(viewer: Editor) -> AppResult<HttpResponse> {
    let page = form_page(&viewer, None, None, &mut Problems::new()).await?;
    viewer.show(Here::Processes, &page)
}

pub(super) async fn edit(viewer: Editor, id: web::Path<ProcessId>) -> AppResult<HttpResponse> {
    let page = form_page(&viewer, Some(*id), None, &mut Problems::new()).await?;
    viewer.show(Here::Processes, &page)
}

pub(super) async fn create(viewer: Editor, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, None, &form).await
}

pub(super) async fn update(viewer: Editor, id: web::Path<ProcessId>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, Some(*id), &form).await
}

async fn save(viewer: &Editor, about: Option<ProcessId>, form: &Fields) -> AppResult<HttpResponse> {
    let filled = Filled::of(form);
    let mut problems = Problems::new();
    let before = match about {
        None => None,
        Some(id) => {
            let read = move |conn: &mut Conn| {
                let process = queries::find(conn, id)?;
                operations::as_it_is(conn, &process)
            };
            Some(viewer.app.db.read(read).await?)
        }
    };
    let wanted = filled.wanted(before.as_ref(), viewer.lang(), &mut problems);
    if problems.is_empty() {
        let (act, revision) = (viewer.act(), filled.revision);
        let saved = viewer
            .app
            .db
            .write(move |conn| match about {
                None => operations::create(conn, &act.clone(), &wanted),
                Some(id) => operations::update(conn, &act.clone(), id, revision, &wanted).map(|()| id),
            })
            .await;
        match saved {
            Ok(id) => return Ok(see_other(&links::process(id), Flash::done("process-saved"))),
            Err(AppError::Refused(said)) => problems.add(field_of(&said), said),
            // the page says what was saved meanwhile
            Err(AppError::Stale) => {}
            Err(error) => return Err(error),
        }
    }
    let page = form_page(viewer, about, Some(filled), &mut problems).await?;
    viewer.again(Here::Processes, &page)
}

/// The field a refusal of the operations is about.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "process-no-owner" => "owner",
        "process-no-manual" => "manual",
        "process-no-unit" => "units",
        "process-no-service" => "services",
        _ => "",
    }
}
