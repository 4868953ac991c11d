//! The form of a plan: what is offered, what was typed, and what it means. Each card of questions has a file of its own.

mod asking;
mod when;
mod who;

use super::telling::{counted, with_counts};
use super::*;
use crate::agency::shifts::model::Shift;
use crate::planning::replanning::model::{Counts, Why};

/// A box that can be ticked.
#[derive(Debug, Serialize)]
pub struct Tick {
    value: String,
    text: String,
    checked: bool,
    depth: i32,
}

page! {
    /// The form of a plan.
    pub struct FormPage in "planning/form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub action: String,
        pub back: String,
        pub is_new: bool,
        pub templates: Vec<Choice>,
        pub layers: Vec<Choice>,
        pub units: Vec<Tick>,
        pub when: when::Shown,
        pub who: who::Shown,
        pub previewed: bool,
        pub preview: Vec<DateShown>,
        pub preview_said: String,
        pub preview_of: String,
        pub foreseen: String,
        pub undrawn: bool,
        pub made_until: Option<When>,
    }
}

/// What is typed in a form, boxes that come more than once beside the rest.
#[derive(Debug, Default, Clone)]
struct Filled {
    typed: Typed,
    units: Vec<UnitId>,
    days: Vec<String>,
}

impl Filled {
    fn of(form: &Fields) -> Self {
        Self {
            typed: complete(form.typed()),
            units: form.all("units").filter_map(|unit| unit.parse().ok()).collect(),
            days: form.all("days").map(str::to_owned).collect(),
        }
    }
    /// The form of a new plan, before anything is typed.
    fn blank(today: NaiveDate) -> Self {
        let typed = who::fill(asking::fill(when::blank(Typed::default(), today), None), None);
        Self {
            typed: complete(typed),
            ..Self::default()
        }
    }
    /// The form of a plan as it is.
    fn of_plan(plan: &Plan, units: Vec<UnitId>) -> Self {
        let mut filled = Self::blank(plan.starts_on);
        let typed = filled
            .typed
            .with("title", &plan.title)
            .with("template", plan.template_id)
            .with("layer", plan.layer)
            .with("revision", plan.revision);
        let typed = who::fill(asking::fill(typed, Some(plan)), Some(plan));
        (filled.typed, filled.days) = when::of_plan(typed, plan);
        filled.units = units;
        filled
    }
}

/// Every field of the form, so that none is missing that did not come.
const FIELDS: [&[&str]; 4] = [
    &["title", "template", "layer", "revision"],
    &when::FIELDS,
    &who::FIELDS,
    &asking::FIELDS,
];

fn complete(typed: Typed) -> Typed {
    FIELDS.into_iter().flatten().fold(typed, |typed, name| {
        let value = typed.get(name).to_owned();
        typed.with(name, value)
    })
}

/// The plan a form describes, and everything wrong with it: `None` when its rule cannot be read. Where another field
/// cannot, something stands in for it and there is a problem.
fn read(form: &Fields, problems: &mut Problems) -> Option<Wanted> {
    let (template_id, layer) = (form.parse("template"), form.parse("layer"));
    let mut units: Vec<UnitId> = form.all("units").filter_map(|unit| unit.parse().ok()).collect();
    units.sort_unstable();
    units.dedup();
    if let Err(no) = check_title(form.get("title")) {
        problems.add("title", no.said());
    }
    problems.check("template", template_id.is_some(), "plan-template-required");
    problems.check("layer", layer.is_some(), "plan-no-such-layer");
    problems.check("units", !units.is_empty(), "plan-no-units");
    let wanted = Wanted {
        covers: when::read_covers(form, problems),
        assigning: who::read(form, problems),
        asking: asking::read(form, problems),
        moments: when::read_moments(form, problems),
        ..Wanted::plain(
            form.get("title"),
            template_id.unwrap_or(TemplateId(uuid::Uuid::nil())),
            layer.unwrap_or(0),
            when::read_timing(form, problems)?,
            units,
        )
    };
    let known: Vec<String> = problems.keys().iter().map(|(field, _)| (*field).to_owned()).collect();
    for (field, no) in wanted.problems() {
        let field = if field == "recurrence" { "repeat" } else { field };
        if !known.iter().any(|known| known == field) {
            problems.add(field, no.said());
        }
    }
    Some(wanted)
}

/// What the form offers, read for this viewer.
struct Offered {
    templates: Vec<checklists::model::Template>,
    layers: Vec<Layer>,
    tree: Vec<(i32, Unit)>,
    shifts: Vec<Shift>,
    people: who::People,
}

fn offered(conn: &mut Conn, scope: &Scope, chosen: &[UnitId], today: NaiveDate) -> AppResult<Offered> {
    let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
        .into_iter()
        .map(|unit| unit.id)
        .collect();
    let mut tree = agency::queries::tree(conn)?;
    tree.retain(|(_, unit)| inside.contains(&unit.id) && (unit.active || chosen.contains(&unit.id)));
    Ok(Offered {
        templates: checklists::queries::list_published(conn)?,
        layers: agency::queries::layers(conn)?,
        tree,
        shifts: agency::queries::shifts_around(conn, &scope.units)?,
        people: who::people(conn, today)?,
    })
}

/// Which plan a form is about.
#[derive(Clone, Copy)]
enum About {
    New,
    Old(PlanId),
}

/// What a plan would be, with the units ticked, so that its dates can be shown before it is saved.
struct Preview {
    plan: Plan,
    ticked: Vec<UnitId>,
    /// Whether it is told what becomes of its audits.
    changes: bool,
}

async fn form_page(
    viewer: &Viewer<Planner>,
    about: About,
    filled: Filled,
    problems: &Problems,
    preview: Option<Preview>,
) -> AppResult<FormPage> {
    let (scope, act, chosen) = (viewer.scope(), viewer.act(), filled.units.clone());
    let today = viewer.zone.local(viewer.now).date;
    let (o, plan, previewed) = viewer
        .app
        .db
        .read(move |conn| {
            let plan = match about {
                About::New => None,
                About::Old(id) => Some(queries::find_visible(conn, &scope, id)?),
            };
            let previewed = match preview {
                Some(preview) => {
                    let view = making::view(conn, &act, &preview.plan, &preview.ticked, 1)?;
                    let counts = if preview.changes && plan.is_some() {
                        making::foresee(conn, &act, &preview.plan, &preview.ticked, DAYS_AHEAD)?
                    } else {
                        Counts::default()
                    };
                    Some((preview.plan, view, counts))
                }
                None => None,
            };
            Ok((offered(conn, &scope, &chosen, today)?, plan, previewed))
        })
        .await?;
    let told = viewer.told(problems);
    let least = o.tree.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
    // where the moments of a new plan fall is drawn when it is saved
    let undrawn = plan.is_none()
        && previewed
            .as_ref()
            .is_some_and(|(plan, ..)| plan.drawn_a_month.is_some());
    let shown = previewed.as_ref().map(|(plan, view, counts)| {
        let shift = view.coming.shift.as_ref().map(|shift| shift.name.as_str());
        let parts = [
            said(viewer, plan),
            window(viewer, plan, shift),
            place(viewer, plan, view.covered),
        ];
        let foreseen = match counts.is_nothing() {
            true => String::new(),
            false => viewer.say(&Said::new("plan-foreseen").with("counts", counted(viewer, *counts))),
        };
        let of = view
            .sites
            .first()
            .map(|site| site.unit.name.clone())
            .unwrap_or_default();
        let dates = if undrawn {
            Vec::new()
        } else {
            dates(viewer, view, AHEAD)
        };
        (parts.join(", "), foreseen, of, dates)
    });
    let (preview_said, foreseen, preview_of, dates) = shown.unwrap_or_default();
    Ok(FormPage {
        title: match &plan {
            None => viewer.t("plan-new-title"),
            Some(plan) => viewer.say(&Said::new("plan-edit-title").with("title", plan.title.as_str())),
        },
        errors: told
            .iter()
            .map(|problem| (problem.field.clone(), problem.text.clone()))
            .collect(),
        problems: told,
        action: plan
            .as_ref()
            .map_or_else(|| links::PLANS.into(), |plan| links::plan(plan.id)),
        back: plan
            .as_ref()
            .map_or_else(|| links::PLANS.into(), |plan| links::plan(plan.id)),
        is_new: plan.is_none(),
        templates: o
            .templates
            .iter()
            .map(|template| Choice::new(template.id, template.title.get(viewer.lang())))
            .collect(),
        layers: o
            .layers
            .iter()
            .map(|layer| {
                let said = Said::new("plan-layer-choice")
                    .with("layer", layer.number.to_string())
                    .with("name", layer.name.as_str());
                Choice::new(layer.number, viewer.say(&said))
            })
            .collect(),
        units: o
            .tree
            .iter()
            .map(|(depth, unit)| Tick {
                value: unit.id.to_string(),
                text: unit.name.clone(),
                checked: filled.units.contains(&unit.id),
                depth: (depth - least).min(5),
            })
            .collect(),
        when: when::shown(viewer, &filled.days, &o.shifts),
        who: who::shown(viewer, &o.people),
        previewed: previewed.is_some(),
        preview: dates,
        preview_said,
        preview_of,
        foreseen,
        undrawn,
        made_until: plan
            .and_then(|plan| plan.made_until)
            .map(|on| viewer.day(&viewer.zone, on)),
        form: filled.typed,
    })
}

pub(super) async fn new(viewer: Viewer<Planner>) -> AppResult<HttpResponse> {
    let today = viewer.zone.local(viewer.now).date;
    // a gap in layer cover brings what would fill it
    let (asked, mut filled) = (Fields::parse_query(viewer.req.query_string()), Filled::blank(today));
    for name in ["template", "layer"] {
        filled.typed = filled.typed.with(name, asked.get(name));
    }
    filled.units = asked.all("unit").filter_map(|unit| unit.parse().ok()).collect();
    let page = form_page(&viewer, About::New, filled, &Problems::new(), None).await?;
    viewer.show(Here::Planning, &page)
}

pub(super) async fn edit(viewer: Viewer<Planner>, id: web::Path<PlanId>) -> AppResult<HttpResponse> {
    let (scope, id) = (viewer.scope(), *id);
    let (plan, units) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::find_visible(conn, &scope, id)?, queries::ticked(conn, id)?)))
        .await?;
    let filled = Filled::of_plan(&plan, units.clone());
    let preview = Preview {
        plan,
        ticked: units,
        changes: false,
    };
    let page = form_page(&viewer, About::Old(id), filled, &Problems::new(), Some(preview)).await?;
    viewer.show(Here::Planning, &page)
}

pub(super) async fn create(viewer: Viewer<Planner>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, About::New, &form).await
}

pub(super) async fn update(viewer: Viewer<Planner>, id: web::Path<PlanId>, form: Form) -> AppResult<HttpResponse> {
    save(&viewer, About::Old(*id), &form).await
}

/// Saves what was typed, or shows it again: with the next dates when those were asked for, with what is wrong otherwise.
async fn save(viewer: &Viewer<Planner>, about: About, form: &Fields) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let wanted = read(form, &mut problems);
    if form.checkbox("preview") {
        // the dates do not need the rest to be right
        let of_dates = |(field, _): &(&str, &str)| {
            !["title", "template", "layer", "units", "way", "person", "most_a_day"].contains(field)
        };
        let fits = !problems.keys().iter().any(of_dates);
        if let Some(wanted) = wanted.filter(|_| fits) {
            let preview = preview_of(viewer, about, &wanted).await?;
            let page = form_page(viewer, about, Filled::of(form), &Problems::new(), Some(preview)).await?;
            return viewer.show(Here::Planning, &page);
        }
    } else if let Some(wanted) = wanted.filter(|_| problems.is_empty()) {
        let revision = form.parse("revision").unwrap_or(0);
        match write(viewer, about, revision, wanted).await {
            Ok((id, counts)) => {
                let said = match about {
                    About::New => Said::new("plan-saved").with("count", counts.made),
                    About::Old(_) => with_counts(Said::new("plan-changed-done"), counts),
                };
                return Ok(see_other(&links::plan(id), Flash::done(said)));
            }
            Err(AppError::Refused(said)) => problems.add(field_of(&said), said),
            Err(error) => return Err(error),
        }
    }
    let page = form_page(viewer, about, Filled::of(form), &problems, None).await?;
    viewer.again(Here::Planning, &page)
}

/// The plan as it would be saved.
async fn preview_of(viewer: &Viewer<Planner>, about: About, wanted: &Wanted) -> AppResult<Preview> {
    let (scope, act, wanted) = (viewer.scope(), viewer.act(), wanted.clone());
    viewer
        .app
        .db
        .read(move |conn| {
            let mut ticked = wanted.units.clone();
            let plan = match about {
                About::New => operations::new_plan(PlanId(uuid::Uuid::nil()), &act, &wanted),
                About::Old(id) => {
                    let read = queries::find_visible(conn, &scope, id)?;
                    ticked.extend(outside(conn, &scope, id)?);
                    operations::changed_to(&read, &wanted)
                }
            };
            Ok(Preview {
                plan,
                ticked,
                changes: true,
            })
        })
        .await
}

/// The units ticked in a plan that the viewer does not see: they stay as they are.
fn outside(conn: &mut Conn, scope: &Scope, id: PlanId) -> AppResult<Vec<UnitId>> {
    let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
        .into_iter()
        .map(|unit| unit.id)
        .collect();
    let mut outside = queries::ticked(conn, id)?;
    outside.retain(|unit| !inside.contains(unit));
    Ok(outside)
}

async fn write(viewer: &Viewer<Planner>, about: About, revision: i32, wanted: Wanted) -> AppResult<(PlanId, Counts)> {
    let scope = viewer.scope();
    until_still(
        &viewer.app.db,
        &viewer.app.post,
        || viewer.act(),
        move |conn, act, post| {
            let mut wanted = wanted.clone();
            let inside: Vec<UnitId> = agency::queries::list_below(conn, &scope.units)?
                .into_iter()
                .map(|unit| unit.id)
                .collect();
            wanted.units.retain(|unit| inside.contains(unit));
            match about {
                About::New => {
                    let id = operations::create(conn, act, &wanted)?;
                    let made = operations::tend(conn, act, post, id, DAYS_AHEAD)?;
                    let counts = Counts {
                        made: made.new,
                        ..Counts::default()
                    };
                    Ok((id, counts))
                }
                About::Old(id) => {
                    queries::find_visible(conn, &scope, id)?;
                    wanted.units.extend(outside(conn, &scope, id)?);
                    operations::update(conn, act, id, revision, &wanted)?;
                    Ok((id, making::remake(conn, act, post, id, DAYS_AHEAD, Why::Changed)?))
                }
            }
        },
    )
    .await
}

/// The field a refusal of the operations is about.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "plan-no-version" => "template",
        "plan-no-question" | "plan-no-such-layer" => "layer",
        "plan-no-seeing-person" => "person",
        "plan-no-units" | "plan-no-such-unit" => "units",
        "plan-no-such-shift" | "plan-no-shift-here" => "shift",
        "plan-no-opens-after-shift" => "opens",
        "plan-no-tag" => "tags",
        "plan-no-telling" | "plan-no-names" => "anonymous",
        _ => "",
    }
}
