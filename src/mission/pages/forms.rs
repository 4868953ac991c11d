//! The forms that write a mission: the statement, a goal, an objective. Each carries what was read, so that two people who
//! write at once never overwrite each other: the second sees both and decides.

use super::*;
use crate::agency;
use crate::agency::model::Unit;

/// What a form brings besides the words that were typed.
struct Open {
    form: Typed,
    problems: Problems,
    conflict: Option<Conflict>,
}

impl Open {
    fn new(form: Typed) -> Self {
        Self {
            form,
            problems: Problems::new(),
            conflict: None,
        }
    }
    fn is_fine(&self) -> bool {
        self.problems.is_empty() && self.conflict.is_none()
    }
}

/// Every field of a form, so that none is missing that did not come.
fn complete(typed: Typed, fields: &[&str]) -> Typed {
    fields.iter().fold(typed, |typed, name| {
        let value = typed.get(name).to_owned();
        typed.with(name, value)
    })
}

// the statement

page! {
    /// The form of a mission statement.
    pub struct StatementPage in "mission/statement.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub conflict: Option<Conflict>,
        pub action: String,
        pub back: String,
    }
}

pub(super) async fn edit_statement(viewer: Viewer<Quality>, unit: web::Path<UnitId>) -> AppResult<HttpResponse> {
    let id = *unit;
    let (unit, old) = read_statement(&viewer, id).await?;
    let words = old
        .as_ref()
        .map(|old| old.statement.get(viewer.lang()))
        .unwrap_or_default();
    let form = Typed::default()
        .with("statement", words)
        .with("revision", old.as_ref().map_or(0, |old| old.revision));
    statement_page(&viewer, &unit, Open::new(form))
}

async fn read_statement(viewer: &Viewer<Quality>, unit: UnitId) -> AppResult<(Unit, Option<Statement>)> {
    let read = move |conn: &mut Conn| Ok((agency::queries::find(conn, unit)?, queries::statement_of(conn, unit)?));
    viewer.app.db.read(read).await
}

fn statement_page(viewer: &Viewer<Quality>, unit: &Unit, open: Open) -> AppResult<HttpResponse> {
    let (fine, href) = (open.is_fine(), links::mission_of(unit.id));
    let page = StatementPage {
        title: viewer.say(&Said::new("mission-statement-title").with("unit", unit.name.as_str())),
        problems: viewer.told(&open.problems),
        errors: open.problems.by_field(viewer.i18n(), viewer.lang()),
        form: complete(open.form, &["statement", "revision"]),
        conflict: open.conflict,
        action: format!("{href}/statement"),
        back: href,
    };
    if fine {
        viewer.show(Here::Mission, &page)
    } else {
        viewer.again(Here::Mission, &page)
    }
}

pub(super) async fn update_statement(
    viewer: Viewer<Quality>,
    unit: web::Path<UnitId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let id = *unit;
    let (unit, old) = read_statement(&viewer, id).await?;
    let words = reworded(
        old.as_ref().map(|old| &old.statement),
        viewer.lang(),
        form.get("statement"),
    );
    let mut open = Open::new(form.typed());
    if let Some((field, no)) = words_problem("statement", &words, LONGEST_TEXT) {
        open.problems.add(field, no.said());
        return statement_page(&viewer, &unit, open);
    }
    let (act, wanted, revision) = (viewer.act(), words.clone(), form.parse("revision").unwrap_or(0));
    let done = viewer
        .app
        .db
        .write(move |conn| operations::state(conn, &act.clone(), id, revision, &wanted))
        .await;
    match done {
        Ok(()) => Ok(see_other(
            &links::mission_of(id),
            Flash::done("mission-statement-saved"),
        )),
        Err(AppError::Stale) => {
            let (unit, saved) = read_statement(&viewer, id).await?;
            let saved = saved.ok_or(AppError::Stale)?;
            let fact = |words: &Localized| serde_json::json!({ "statement": words });
            let (typed, now) = (fact(&words), fact(&saved.statement));
            open.conflict = Some(told::conflict(&viewer, AnyId(saved.id.0), &typed, &now).await?);
            open.form = open.form.with("revision", saved.revision);
            statement_page(&viewer, &unit, open)
        }
        Err(error) => Err(error),
    }
}

// a goal

page! {
    /// The form of a goal.
    pub struct GoalFormPage in "mission/goal_form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub conflict: Option<Conflict>,
        pub action: String,
        pub back: String,
        pub is_new: bool,
        pub ties: Vec<Choice>,
        pub is_tied: bool,
    }
}

const GOAL: [&str; 7] = ["code", "title", "text", "target", "position", "parent", "seen"];

/// What the form of a goal is made from.
struct OfGoal {
    unit: Unit,
    goal: Option<Goal>,
    facts: Value,
    /// The unit's own goals.
    own: Vec<Goal>,
    /// The agency's goals that may be chosen.
    ties: Vec<Goal>,
    taken: Vec<String>,
}

#[derive(Clone, Copy)]
enum AboutGoal {
    New(UnitId),
    Old(GoalId),
}

async fn read_goal(viewer: &Viewer<Quality>, about: AboutGoal) -> AppResult<OfGoal> {
    viewer
        .app
        .db
        .read(move |conn| {
            let (unit, goal) = match about {
                AboutGoal::New(unit) => (unit, None),
                AboutGoal::Old(goal) => {
                    let goal = queries::find_goal(conn, goal)?;
                    (goal.unit_id, Some(goal))
                }
            };
            let only = |goals: Vec<(Goal, Vec<Objective>)>| goals.into_iter().map(|(goal, _)| goal).collect();
            let mut ties: Vec<Goal> = only(queries::goals(conn)?);
            if let Some(parent) = goal.as_ref().and_then(|goal| goal.parent_id)
                && !ties.iter().any(|tie| tie.id == parent)
            {
                ties.push(queries::find_goal(conn, parent)?);
            }
            Ok(OfGoal {
                unit: agency::queries::find(conn, unit)?,
                facts: match &goal {
                    Some(goal) => operations::facts_of_goal(conn, goal)?,
                    None => Value::Null,
                },
                own: only(queries::goals_of(conn, unit)?),
                taken: queries::codes(conn)?,
                goal,
                ties,
            })
        })
        .await
}

pub(super) async fn new_goal(viewer: Viewer<Quality>, unit: web::Path<UnitId>) -> AppResult<HttpResponse> {
    let of = read_goal(&viewer, AboutGoal::New(*unit)).await?;
    let is_agency = of.unit.parent_id.is_none();
    let last = of.own.iter().map(|goal| goal.position).max().unwrap_or(0);
    let form = Typed::default()
        .with("code", next_goal_code(&of.unit.name, is_agency, &of.own, &of.taken))
        .with("target", 90)
        .with("position", last + 1);
    goal_page(&viewer, of, Open::new(form))
}

pub(super) async fn edit_goal(viewer: Viewer<Quality>, id: web::Path<GoalId>) -> AppResult<HttpResponse> {
    let of = read_goal(&viewer, AboutGoal::Old(*id)).await?;
    let goal = of.goal.clone().ok_or(AppError::NotFound)?;
    if !goal.active {
        return Ok(see_other(
            &links::goal(goal.id),
            Flash::note(CannotPromise::Ended.said()),
        ));
    }
    let form = Typed::default()
        .with("code", &goal.code)
        .with("title", goal.title.get(viewer.lang()))
        .with("text", goal.body.get(viewer.lang()))
        .with("target", goal.target)
        .with("position", goal.position)
        .with(
            "parent",
            goal.parent_id.map(|parent| parent.to_string()).unwrap_or_default(),
        )
        .with("seen", seen(&of.facts));
    goal_page(&viewer, of, Open::new(form))
}

fn goal_page(viewer: &Viewer<Quality>, of: OfGoal, open: Open) -> AppResult<HttpResponse> {
    let fine = open.is_fine();
    let mission = links::mission_of(of.unit.id);
    let title = match &of.goal {
        None => Said::new("mission-goal-new-title").with("unit", of.unit.name.as_str()),
        Some(goal) => Said::new("mission-goal-edit-title").with("code", goal.code.as_str()),
    };
    let page = GoalFormPage {
        title: viewer.say(&title),
        problems: viewer.told(&open.problems),
        errors: open.problems.by_field(viewer.i18n(), viewer.lang()),
        form: complete(open.form, &GOAL),
        conflict: open.conflict,
        action: of
            .goal
            .as_ref()
            .map_or_else(|| format!("{mission}/goals"), |goal| links::goal(goal.id)),
        back: of.goal.as_ref().map_or(mission, |goal| links::goal(goal.id)),
        is_new: of.goal.is_none(),
        ties: of
            .ties
            .iter()
            .map(|goal| Choice::new(goal.id, format!("{} {}", goal.code, goal.title.get(viewer.lang()))))
            .collect(),
        is_tied: of.unit.parent_id.is_some(),
    };
    if fine {
        viewer.show(Here::Mission, &page)
    } else {
        viewer.again(Here::Mission, &page)
    }
}

/// The goal a form describes; what is wrong with it goes to the problems.
fn goal_of(viewer: &Viewer<Quality>, of: &OfGoal, form: &Fields, problems: &mut Problems) -> GoalWanted {
    let (old, lang) = (of.goal.as_ref(), viewer.lang());
    let wanted = GoalWanted {
        title: reworded(old.map(|goal| &goal.title), lang, form.get("title")),
        body: reworded(old.map(|goal| &goal.body), lang, form.get("text")),
        target: form.read("target", problems, "mission-no-percent").unwrap_or(0),
        position: form.read("position", problems, "mission-no-place").unwrap_or(0),
        parent_id: form.read("parent", problems, "error-choice"),
    };
    add_rules(problems, wanted.problems(of.unit.parent_id.is_none()));
    wanted
}

pub(super) async fn create_goal(
    viewer: Viewer<Quality>,
    unit: web::Path<UnitId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let unit = *unit;
    let of = read_goal(&viewer, AboutGoal::New(unit)).await?;
    let mut open = Open::new(form.typed());
    let code = read_goal_code(form.get("code"));
    if let Err(no) = &code {
        open.problems.add("code", no.said());
    }
    let wanted = goal_of(&viewer, &of, &form, &mut open.problems);
    if let (Ok(code), true) = (code, open.problems.is_empty()) {
        let act = viewer.act();
        let done = viewer
            .app
            .db
            .write(move |conn| operations::add_goal(conn, &act.clone(), unit, &code, &wanted))
            .await;
        match done {
            Ok(id) => return Ok(see_other(&links::goal(id), Flash::done("mission-goal-added"))),
            Err(AppError::Refused(said)) => open.problems.add(field_of(&said), said),
            Err(error) => return Err(error),
        }
    }
    goal_page(&viewer, of, open)
}

/// The field a refusal of the operations is about.
fn field_of(said: &Said) -> &'static str {
    match said.key.as_str() {
        "mission-no-code-free" => "code",
        "mission-no-such-tie" => "parent",
        _ => "",
    }
}

pub(super) async fn update_goal(viewer: Viewer<Quality>, id: web::Path<GoalId>, form: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let of = read_goal(&viewer, AboutGoal::Old(id)).await?;
    let mut open = Open::new(form.typed());
    let wanted = goal_of(&viewer, &of, &form, &mut open.problems);
    if !open.problems.is_empty() {
        return goal_page(&viewer, of, open);
    }
    let (act, read, new) = (viewer.act(), form.get("seen").to_owned(), wanted.clone());
    let done = viewer
        .app
        .db
        .write(move |conn| operations::change_goal(conn, &act.clone(), id, &read, &new))
        .await;
    match done {
        Ok(()) => Ok(see_other(&links::goal(id), Flash::done("mission-goal-saved"))),
        Err(AppError::Stale) => {
            let now = read_goal(&viewer, AboutGoal::Old(id)).await?;
            let goal = now.goal.as_ref().ok_or(AppError::NotFound)?;
            let tie = now.ties.iter().find(|tie| Some(tie.id) == wanted.parent_id);
            let typed = Goal {
                active: goal.active,
                ..wanted.of(id, goal.unit_id, &goal.code)
            };
            let typed = goal_facts(&typed, tie.map(|tie| tie.code.as_str()));
            open.conflict = Some(told::conflict(&viewer, AnyId(id.0), &typed, &now.facts).await?);
            open.form = open.form.with("seen", seen(&now.facts));
            goal_page(&viewer, now, open)
        }
        Err(AppError::Refused(said)) => {
            open.problems.add(field_of(&said), said);
            goal_page(&viewer, of, open)
        }
        Err(error) => Err(error),
    }
}

// an objective

page! {
    /// The form of an objective.
    pub struct ObjectivePage in "mission/objective_form.html" {
        pub title: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub conflict: Option<Conflict>,
        pub action: String,
        pub back: String,
        pub directions: Vec<Choice>,
        pub periods: Vec<Choice>,
        pub removal: Option<String>,
        pub services: Vec<String>,
    }
}

const OBJECTIVE: [&str; 8] = [
    "title",
    "measure",
    "target",
    "value",
    "unit",
    "direction",
    "period",
    "seen",
];

#[derive(Clone, Copy)]
enum AboutObjective {
    New(GoalId),
    Old(ObjectiveId),
}

struct OfObjective {
    goal: Goal,
    objective: Option<Objective>,
    services: Vec<Service>,
}

async fn read_objective(viewer: &Viewer<Quality>, about: AboutObjective) -> AppResult<OfObjective> {
    viewer
        .app
        .db
        .read(move |conn| {
            let (goal, objective) = match about {
                AboutObjective::New(goal) => (goal, None),
                AboutObjective::Old(id) => {
                    let objective = queries::find_objective(conn, id)?;
                    (objective.goal_id, Some(objective))
                }
            };
            let ids: Vec<ObjectiveId> = objective.iter().map(|objective| objective.id).collect();
            let services = queries::services_towards(conn, &ids)?;
            Ok(OfObjective {
                goal: queries::find_goal(conn, goal)?,
                objective,
                services: services.into_iter().map(|(_, service)| service).collect(),
            })
        })
        .await
}

pub(super) async fn new_objective(viewer: Viewer<Quality>, goal: web::Path<GoalId>) -> AppResult<HttpResponse> {
    let of = read_objective(&viewer, AboutObjective::New(*goal)).await?;
    objective_page(&viewer, of, Open::new(Typed::default()))
}

pub(super) async fn edit_objective(viewer: Viewer<Quality>, id: web::Path<ObjectiveId>) -> AppResult<HttpResponse> {
    let of = read_objective(&viewer, AboutObjective::Old(*id)).await?;
    let old = of.objective.as_ref().ok_or(AppError::NotFound)?;
    let lang = viewer.lang();
    let form = Typed::default()
        .with("title", old.title.get(lang))
        .with("measure", old.measure.get(lang))
        .with("target", old.target.get(lang))
        .with(
            "value",
            old.target_value.map(|value| value.to_string()).unwrap_or_default(),
        )
        .with("unit", old.unit.as_ref().map(|unit| unit.get(lang)).unwrap_or_default())
        .with("direction", old.direction.map(Direction::as_str).unwrap_or_default())
        .with("period", old.period.map(Period::as_str).unwrap_or_default())
        .with("seen", seen(&objective_facts(old)));
    objective_page(&viewer, of, Open::new(form))
}

fn objective_page(viewer: &Viewer<Quality>, of: OfObjective, open: Open) -> AppResult<HttpResponse> {
    let (fine, goal) = (open.is_fine(), links::goal(of.goal.id));
    let own = of
        .objective
        .as_ref()
        .map(|objective| format!("/mission/objectives/{}", objective.id));
    let title = match &of.objective {
        None => Said::new("mission-objective-new-title").with("code", of.goal.code.as_str()),
        Some(objective) => Said::new("mission-objective-edit-title").with("code", objective.code.as_str()),
    };
    let page = ObjectivePage {
        title: viewer.say(&title),
        problems: viewer.told(&open.problems),
        errors: open.problems.by_field(viewer.i18n(), viewer.lang()),
        form: complete(open.form, &OBJECTIVE),
        conflict: open.conflict,
        action: own.clone().unwrap_or_else(|| format!("{goal}/objectives")),
        back: goal,
        directions: directions(viewer),
        periods: Period::ALL
            .iter()
            .map(|period| Choice::new(period, viewer.t(&format!("mission-period-{period}"))))
            .collect(),
        removal: own.map(|own| format!("{own}/removal")),
        services: of
            .services
            .iter()
            .map(|service| service.name.get(viewer.lang()).to_owned())
            .collect(),
    };
    if fine {
        viewer.show(Here::Mission, &page)
    } else {
        viewer.again(Here::Mission, &page)
    }
}

fn objective_of(
    viewer: &Viewer<Quality>,
    old: Option<&Objective>,
    form: &Fields,
    problems: &mut Problems,
) -> ObjectiveWanted {
    let lang = viewer.lang();
    let wanted = ObjectiveWanted {
        title: reworded(old.map(|old| &old.title), lang, form.get("title")),
        measure: reworded(old.map(|old| &old.measure), lang, form.get("measure")),
        target: reworded(old.map(|old| &old.target), lang, form.get("target")),
        aim: Aim {
            value: read_value(form, "value", problems),
            unit: reworded_if(old.and_then(|old| old.unit.as_ref()), lang, form.get("unit")),
            direction: form.read("direction", problems, "error-choice"),
        },
        period: form.read("period", problems, "error-choice"),
    };
    add_rules(problems, wanted.problems());
    wanted
}

pub(super) async fn create_objective(
    viewer: Viewer<Quality>,
    goal: web::Path<GoalId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let goal = *goal;
    let of = read_objective(&viewer, AboutObjective::New(goal)).await?;
    let mut open = Open::new(form.typed());
    let wanted = objective_of(&viewer, None, &form, &mut open.problems);
    if open.problems.is_empty() {
        let act = viewer.act();
        let done = viewer
            .app
            .db
            .write(move |conn| operations::add_objective(conn, &act.clone(), goal, &wanted))
            .await;
        match done {
            Ok(_) => return Ok(see_other(&links::goal(goal), Flash::done("mission-objective-added"))),
            Err(AppError::Refused(said)) => open.problems.add("", said),
            Err(error) => return Err(error),
        }
    }
    objective_page(&viewer, of, open)
}

pub(super) async fn update_objective(
    viewer: Viewer<Quality>,
    id: web::Path<ObjectiveId>,
    form: Form,
) -> AppResult<HttpResponse> {
    let id = *id;
    let of = read_objective(&viewer, AboutObjective::Old(id)).await?;
    let mut open = Open::new(form.typed());
    let wanted = objective_of(&viewer, of.objective.as_ref(), &form, &mut open.problems);
    if !open.problems.is_empty() {
        return objective_page(&viewer, of, open);
    }
    let (act, read, new) = (viewer.act(), form.get("seen").to_owned(), wanted.clone());
    let done = viewer
        .app
        .db
        .write(move |conn| operations::change_objective(conn, &act.clone(), id, &read, &new))
        .await;
    match done {
        Ok(()) => Ok(see_other(
            &links::goal(of.goal.id),
            Flash::done("mission-objective-saved"),
        )),
        Err(AppError::Stale) => {
            let now = read_objective(&viewer, AboutObjective::Old(id)).await?;
            let saved = now.objective.as_ref().ok_or(AppError::NotFound)?;
            let typed = objective_facts(&wanted.of(id, now.goal.id, &saved.code, saved.position));
            let facts = objective_facts(saved);
            open.conflict = Some(told::conflict(&viewer, AnyId(now.goal.id.0), &typed, &facts).await?);
            open.form = open.form.with("seen", seen(&facts));
            objective_page(&viewer, now, open)
        }
        Err(AppError::Refused(said)) => {
            open.problems.add("", said);
            objective_page(&viewer, of, open)
        }
        Err(error) => Err(error),
    }
}
